//! Findings: what is said of the rules, of which place, with the records that show it.

use super::witness::Witness;
use super::zone::Zone;
use crate::model::{
    AggregateId, BlockId, CategoryId, DerivedId, ExprId, FieldId, FunctionId, ParameterId,
    RecordId, TargetsId,
};
use crate::value::Period;

/// Something that holds of the rules for every record, or that a record shows.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Kind of the finding.
    pub kind: FindingKind,
    /// Part of the rules that it is about.
    pub about: About,
    /// The rows, caps or clauses it is about, by their places.
    pub rows: Vec<usize>,
    /// Rows that the finding rests on: those that go before a row.
    pub resting: Vec<usize>,
    /// The other block that it is about.
    pub other: Option<BlockId>,
    /// The expression it is about, within a row or clause, with the record type whose values it
    /// reads.
    pub expr: Option<(RecordId, ExprId)>,
    /// Records that do what the finding says, each in its own way; none where no record does
    /// something.
    pub witnesses: Vec<Witness>,
    /// All records that it is about; `None` where it is about no region, or one of too many parts.
    pub zone: Option<Zone>,
    /// The period in which it is so, of a condition that is asked period by period; `None` where it
    /// is so in all.
    pub period: Option<Period>,
}

/// Kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// No row holds of some record.
    Gap,
    /// Two rows of a table that allows one hold of some record.
    Overlap,
    /// A row is never reached: for every record that it holds of, one before it does.
    Dead,
    /// A condition never holds.
    Never,
    /// A condition that stops a record, or is required of it, holds of every record.
    Always,
    /// A block applies to no record, or a clause over time is asked of none.
    NoRecord,
    /// A criterion gives some record more than its maximum.
    Exceeded,
    /// No record gets the maximum of a criterion, or comes to a grade.
    Unreachable,
    /// A quotient that some record divides by zero, so that what decides it has no value.
    Division,
    /// Something is declared that nothing uses.
    Unused,
    /// A parameter has no value on some days of the pack's period.
    ParameterHole,
    /// A unit has no row in the table of what is required of units.
    MissingUnit,
    /// A block cites no document, among others that do.
    NoBasis,
    /// A level asks no more than the one before it.
    NotStricter,
    /// Two rows that are tried in turn hold together and give different values, and neither takes
    /// all that the other would: the other way round they decide otherwise.
    Order,
    /// A row or cap changes no outcome.
    NoEffect,
    /// Conditions that no record meets together.
    Contradiction,
    /// A requirement that no value of its indicator meets.
    TargetNever,
    /// Points of a criterion fall along a number and rise again.
    Falls,
    /// A question that could not be answered.
    Undecided,
}

/// Part of the rules that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// A list of rows, caps or clauses, each by its place.
    Site(Site),
    /// The table of what targets require of units; a finding about one cell names in its rows the
    /// row, the indicator and the level, by their places, one about an indicator the indicator.
    Units(TargetsId),
    /// The filter of an aggregate, which is its only row.
    Filter(AggregateId),
    /// Something that is declared, as a whole.
    Declared(Declared),
}

/// A list of rows, caps or clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Site {
    /// A table of a record type.
    Table(RecordId, DerivedId),
    /// A criterion of a scorecard, by its place.
    Criterion(BlockId, usize),
    /// The rows of a grading.
    Grades(BlockId),
    /// The caps and downgrades of a grading.
    Caps(BlockId),
    /// The clauses of a block.
    Clauses(BlockId),
    /// The conditions on which a block applies.
    Guards(BlockId),
}

/// Something that the rules declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Declared {
    /// A block, with its rows or clauses.
    Block(BlockId),
    /// Targets over records of a type.
    Targets(TargetsId),
    /// A field of a record type.
    Field(RecordId, FieldId),
    /// A dated parameter, with its values.
    Parameter(ParameterId),
    /// A function of a script or of the embedding program.
    Function(FunctionId),
    /// A category, with its values.
    Category(CategoryId),
}

impl From<Site> for About {
    fn from(site: Site) -> About {
        About::Site(site)
    }
}

impl From<Declared> for About {
    fn from(declared: Declared) -> About {
        About::Declared(declared)
    }
}

impl FindingKind {
    /// Code of the kind, as JSON has it.
    pub fn code(self) -> &'static str {
        match self {
            FindingKind::Gap => "gap",
            FindingKind::Overlap => "overlap",
            FindingKind::Dead => "dead",
            FindingKind::Never | FindingKind::NoRecord => "never",
            FindingKind::Always => "always",
            FindingKind::Exceeded => "exceeded",
            FindingKind::Unreachable => "unreachable",
            FindingKind::Division => "division",
            FindingKind::Unused => "unused",
            FindingKind::ParameterHole => "parameter_hole",
            FindingKind::MissingUnit => "missing_unit",
            FindingKind::NoBasis => "no_basis",
            FindingKind::NotStricter => "not_stricter",
            FindingKind::Falls => "falls",
            FindingKind::Order => "order",
            FindingKind::NoEffect => "no_effect",
            FindingKind::Contradiction => "contradiction",
            FindingKind::TargetNever => "target_never",
            FindingKind::Undecided => "undecided",
        }
    }
}

impl Finding {
    /// Returns `true` of a finding about the clauses of a block, or about whom it applies to.
    pub(super) fn is_of_clauses(&self, block: BlockId) -> bool {
        let sites = [Site::Clauses(block), Site::Guards(block)];
        matches!(self.about, About::Site(site) if sites.contains(&site))
    }

    /// A finding about some rows of a site, with nothing beside.
    pub(super) fn of(kind: FindingKind, about: impl Into<About>, rows: &[usize]) -> Finding {
        Finding {
            kind,
            about: about.into(),
            rows: rows.to_vec(),
            resting: Vec::new(),
            other: None,
            expr: None,
            witnesses: Vec::new(),
            zone: None,
            period: None,
        }
    }

    /// The finding with the records that it is about, where a record shows it.
    pub(super) fn in_zone(self, zone: impl FnOnce() -> Option<Zone>) -> Finding {
        let zone = if self.witnesses.is_empty() { None } else { zone() };
        Finding { zone, ..self }
    }
}
