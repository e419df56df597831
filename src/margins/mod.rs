#![doc = include_str!("README.md")]

mod bound;
mod candidates;
mod combine;
mod fields;
mod gain;
mod goal;
mod outcome;
mod questions;
mod search;
mod sufficient;
mod told;
mod trial;

pub use gain::{Gain, Gained, Gains};
pub use outcome::{MatchedRow, Outcome, Standing};
pub use trial::{MOST_FIELDS, Search};

use crate::model::FieldId;
use crate::value::{Num, Value};

/// A change of one field of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// The field of the record type.
    pub field: FieldId,
    /// Value that the record has.
    pub from: Value,
    /// Value that it would have.
    pub to: Value,
    /// Last value on from there that does the same, where one beyond it does not any more; `None`
    /// where all do that the field can have, and where points rise and fall with the field.
    pub until: Option<Value>,
}

/// Points that a criterion could give, and the changes of one field that each reach them, the
/// least first.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionMargin {
    /// Place of the criterion in the scorecard.
    pub criterion: usize,
    /// Place of the row that would give the points, where one row does.
    pub row: Option<u32>,
    /// The points: the next better ones that one field can reach.
    pub points: Num,
    /// Changes of one field each, the least relative change first.
    pub changes: Vec<FieldChange>,
}

/// A clause, cap or downgrade that fires, and the changes of one field that each take it away.
#[derive(Clone, Debug, PartialEq)]
pub struct ReasonMargin {
    /// Place of the clause in its block, or of the cap in its grading.
    pub clause: usize,
    /// Changes of one field each, the least relative change first; empty where no field alone
    /// takes the reason away.
    pub changes: Vec<FieldChange>,
}

/// Changes of a record that together lift the result of a block, none of which may be left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The changes, by the order of the fields.
    pub changes: Vec<FieldChange>,
    /// Sum of their relative changes.
    pub cost: Num,
    /// Result that they lead to.
    pub result: Standing,
    /// Total of a scorecard that they lead to.
    pub total: Option<Num>,
}

/// Room that a field has before a result is lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Slack {
    /// Change to the last value that keeps the result; to its own value where none more does.
    pub change: FieldChange,
    /// The next value, with which the result is lost.
    pub lost_at: Value,
    /// Result that it is lost to.
    pub result: Standing,
}

/// A missing value, and what the block would decide with each value it can have.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The field that is missing.
    pub field: FieldId,
    /// Stretches of its values, ascending, each with what comes of it.
    pub turns: Vec<Turn>,
    /// Places of the criteria, or of the clauses, that are open and rest on it.
    pub opens: Vec<usize>,
}

/// Values of a missing field with which the same comes out.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// First of the values; `None` if there is no least one.
    pub from: Option<Value>,
    /// Last of the values; `None` if there is no greatest one.
    pub to: Option<Value>,
    /// Result that they lead to; `None` where it stays open.
    pub result: Option<Standing>,
}

impl Question {
    /// Returns `true` if the answer settles the result, whatever it is.
    pub fn settles(&self) -> bool {
        self.turns.iter().all(|turn| turn.result.is_some())
    }
}

/// Fields that are enough for a result: with them as they are it stays the same, whatever the
/// others hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sufficient {
    /// The fields, in the order of the record type.
    pub fields: Vec<FieldId>,
    /// `true` if those are all that the block reads.
    pub is_all: bool,
    /// `true` if no fewer fields can be proved to be enough; otherwise none of these can be left
    /// out, but others might be fewer.
    pub is_fewest: bool,
}

/// Extent of a search for ways to a better result, at most [`MOST_FIELDS`] fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every set of up to so many fields that does, and what else would change the outcome.
    UpTo(usize),
    /// The sets of the fewest fields alone, up to so many, and nothing else.
    Fewest(usize),
}

impl Extent {
    /// The most fields that are changed together.
    fn fields(self) -> usize {
        let (Extent::UpTo(fields) | Extent::Fewest(fields)) = self;
        fields.clamp(1, MOST_FIELDS)
    }

    fn is_fewest(self) -> bool {
        matches!(self, Extent::Fewest(_))
    }
}

/// All that was found about a record and a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Result that the record has; `None` of a block that does not apply or is not decided.
    pub result: Option<Standing>,
    /// `true` if that is the best the block can come to.
    pub is_best: bool,
    /// Total from which the next better grade is given, where its row asks for one and the record
    /// has less.
    pub needed: Option<Num>,
    /// Better points of each criterion with what they take, in the order of the criteria; those
    /// that have their most, or that no single field moves, are left out.
    pub criteria: Vec<CriterionMargin>,
    /// Reasons with what would take each away, in the order of the rules.
    pub reasons: Vec<ReasonMargin>,
    /// Ways to a better result, the cheapest first: see the README.
    pub ways: Vec<Way>,
    /// Number of fields up to which every way is there, each by its least change.
    pub complete_up_to: usize,
    /// `true` if no change of any fields leads to a better result, which was proved.
    pub none: bool,
    /// `true` if the result also rests on other records, as on parts or on the month before: what
    /// a change of those does was not looked at.
    pub rests_on_others: bool,
    /// The fewest fields that are enough for the result, where that was asked for and is proved.
    pub sufficient: Option<Sufficient>,
    /// Room that each field has before the result is lost; empty unless the result is the best
    /// there is.
    pub slack: Vec<Slack>,
    /// Values that would settle a result that is open, those first that settle it alone.
    pub questions: Vec<Question>,
    /// The fewest missing fields that settle the result together, whatever they turn out to be, in
    /// the order to ask for them: those first that settle it most often; empty where up to three
    /// fields do not.
    pub ask: Vec<FieldId>,
}

impl Found {
    /// Returns `true` if there is anything to tell.
    pub fn is_any(&self) -> bool {
        self.result.is_some() || !self.criteria.is_empty() || !self.questions.is_empty()
    }
}
