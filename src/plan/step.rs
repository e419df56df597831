//! Steps: one operation each on the results of earlier steps.

use super::lookup::Index;
use crate::builtins::Builtin;
use crate::index::Id;
use crate::model::{
    AggregateId, ClauseKind, EventId, FieldId, FunctionId, HitPolicy, ParameterId, PeriodicId,
    Seen, VerdictTest,
};
use crate::value::{Arith, Compare, Date, MonthEnd, Num, Schedule};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Names a step of its record type, and its result: filled at most once a record.
pub type Slot = Id<Step>;

/// An operation and the kind of its result. Which expressions it stands for is said by
/// [`super::RecordPlan::slot`]: a shared step serves many.
#[derive(Clone, Debug)]
pub struct Step {
    /// Operation that computes the slot.
    pub op: Op,
    /// Kind of its result.
    pub kind: Kind,
    /// Representation of its results in a column.
    pub representation: Representation,
}

/// Representation of the values of a slot in its column. Readers of a slot get values and see no
/// difference; the kernels that fill it do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Representation {
    /// A cell a record: any value of the kind, missing, or a fault.
    #[default]
    Cells,
    /// Numbers as mantissas at one scale, as they stand in the columns of the input; the exact
    /// number beside where it has none.
    Mantissas,
}

/// Kind of the values of a slot: the type of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// [`crate::value::Truth`]: conditions and `có không`.
    Truth,
    /// An exact number in its type's unit.
    Number,
    /// A day, without a time.
    Date,
    /// The number of a category's value.
    Code,
    /// The code of a text.
    Text,
    /// The points of a criterion or scorecard: a range.
    Points,
    /// The grades a scorecard may give.
    Grades,
    /// The verdict of clauses.
    Verdict,
}

/// A value of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// No value: it is missing for every record.
    Missing,
    /// `có`, `không`, or a condition that is settled.
    Truth(bool),
    /// A number in its type's unit.
    Number(Num),
    /// A day, without a time.
    Date(Date),
    /// A value of a category.
    Code(u32),
    /// The place of a text in [`super::Plan::texts`].
    Text(u32),
}

/// A row of a table or criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RowPlan {
    /// Truth of its condition.
    pub when: Slot,
    /// Value that the row gives.
    pub gives: Slot,
}

/// The rows of a table or criterion, in the order written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rows {
    /// Rows that ask this and that, a step each.
    Each(Box<[RowPlan]>),
    /// Rows that all ask one value and give constants: no step for any of them.
    By(Lookup),
}

/// Rows that are looked up by a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The value that they ask.
    pub subject: Slot,
    /// Values of which each row holds.
    pub index: Arc<Index>,
    /// Value that each row gives.
    pub gives: Arc<[Constant]>,
}

/// A criterion: a range of points from its rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CriterionStep {
    /// All rows that hold are added, instead of the first alone.
    pub sum: bool,
    /// The most it can give; the least is 0.
    pub maximum: Num,
    /// The rows in order; what they give are numbers.
    pub rows: Rows,
}

/// A grading: grades from a range of totals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GradingStep {
    /// Points that are graded: a range.
    pub total: Slot,
    /// The code of the last grade.
    pub worst: u32,
    /// The rows in order.
    pub rows: Box<[GradeRow]>,
    /// Caps and downgrades, in the order written.
    pub caps: Box<[CapStep]>,
}

/// A row of a grading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GradeRow {
    /// Condition on which it gives its grade.
    pub when: Condition,
    /// The grade it gives.
    pub grade: u32,
}

/// A cap, or one grade down.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CapStep {
    /// The best grade it leaves; none: one grade down.
    pub grade: Option<u32>,
    /// Condition on which it fires.
    pub when: Condition,
}

/// A condition of a grading, twice: as a step for a total that is one number, and as a function of
/// the total for one that is a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// Truth of the condition if the total is one number.
    pub slot: Slot,
    /// The same in postfix order, over a total that may be any number of a range.
    pub of_total: Box<[Atom]>,
}

/// A part of a condition over the total, in postfix order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// A truth that does not depend on the total.
    Truth(Slot),
    /// The total compared with a number that does not depend on it.
    Total(Compare, Slot),
    /// A truth that depends on the total in any other way, as `tổng điểm × 2 > a`. Over a range it
    /// is missing: a grading is sampled at the numbers that the total is compared with, and here
    /// the rules name no such number. A total that is one number is not affected; it is graded by
    /// [`Condition::slot`].
    Unknown,
    /// Negation of the atom before.
    Not,
    /// Conjunction of so many truths before.
    And(u32),
    /// Disjunction of so many truths before.
    Or(u32),
}

/// An operation of a step. Its operands are earlier slots.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// `5`, `Hải Châu`
    Constant(Constant),
    /// A field of the record, as it was read.
    Input(FieldId),
    /// The input of a field that may be left out, as the rules read it: a fault where the cell
    /// could not be read or surely fails the condition.
    Checked(FieldId, Slot, Option<Slot>),
    /// An aggregate over other records, worked out before: over the parts of the record, in this
    /// column, or over the records of a unit, at this place (see [`super::UnitPlan`]).
    Aggregate(AggregateId, u32),
    /// A value of the record's month before, worked out before and read from this column.
    Previous(u32),
    /// `ngày xét`
    AsOf,
    /// The day by which deadlines go.
    Today,
    /// Truth that a day of a register's row is one of those that are seen.
    InView(Slot, Seen),
    /// A dated parameter on a day.
    Parameter(ParameterId, Slot),
    /// `-x`
    Negate(Slot),
    /// Arithmetic between two numbers.
    Arith(Arith, Slot, Slot),
    /// A day and a number of days.
    AddDays(Slot, Slot),
    /// A day and a number of months.
    AddMonths(MonthEnd, Slot, Slot),
    /// The days from the second day to the first.
    DaysBetween(Slot, Slot),
    /// Between two slots of one kind; of two codes the lower is the better and so the greater.
    Compare(Compare, Slot, Slot),
    /// `x là thiếu`
    IsMissing(Slot),
    /// `không phải a`
    Not(Slot),
    /// Conjunction of conditions, in three-valued logic.
    And(Box<[Slot]>),
    /// Disjunction of conditions, in three-valued logic.
    Or(Box<[Slot]>),
    /// Condition, value if it holds, value if not.
    Select(Slot, Slot, Slot),
    /// A function of the language.
    Call(Builtin, Box<[Slot]>),
    /// A call of a scripted function.
    Script(FunctionId, Box<[Slot]>),
    /// A decision table; that of a list has no step.
    Rows(HitPolicy, Rows),
    /// The points of a criterion.
    Criterion(Box<CriterionStep>),
    /// The sum of criteria.
    Total(Box<[Slot]>),
    /// Points that are one number, as a number.
    PointsValue(Slot),
    /// The grades a range of points may give.
    Grading(Box<GradingStep>),
    /// The grade, where only one is possible.
    GradeValue(Slot),
    /// A condition in each period: that it holds in all, as a truth; in how many, as a number.
    Periodic(Box<PeriodicStep>),
    /// Truth that no period of those is whole yet, though one can become so.
    NoPeriodYet(Box<PeriodicStep>),
    /// The day on which something was done, surely or perhaps; none where it was not.
    Event(EventId, Certainty),
    /// Truth that a missing value of this column is blank: that it is no lack of the column itself.
    Given(u32),
    /// Truth that some period of those is whole by the as-of date.
    PeriodAsked(Box<PeriodicStep>),
    /// The verdict of clauses.
    Verdict(Box<[ClauseStep]>),
    /// Truth that a verdict is one of some.
    IsVerdict(Slot, Box<VerdictTest>),
}

/// Certainty that something was done by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// By this day it was done.
    Surely,
    /// Before this day it was not.
    Perhaps,
}

/// The periods of a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PeriodicStep {
    /// Condition that is asked in each.
    pub id: PeriodicId,
    /// The periods, and when each is asked.
    pub schedule: Schedule,
    /// The days between which a period lies.
    pub between: Option<[Slot; 2]>,
}

/// Contribution of a clause to a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClauseStep {
    /// Kind of the clause.
    pub kind: ClauseKind,
    /// Truth of its condition.
    pub condition: Slot,
    /// Truth that it is not due yet; then the condition does not matter.
    pub not_due: Option<Slot>,
    /// Truth that it is this pack's to ask; none where it always is.
    pub own: Option<Slot>,
}

impl Op {
    /// Returns `true` if the operation itself reads something of a record.
    pub fn reads_record(&self) -> bool {
        matches!(
            self,
            Op::Input(_)
                | Op::Aggregate(..)
                | Op::Periodic(_)
                | Op::NoPeriodYet(_)
                | Op::PeriodAsked(_)
                | Op::Event(..)
                | Op::Given(_)
                | Op::Previous(_)
        )
    }

    /// The lookup of its rows, if it has them looked up.
    pub fn lookup(&self) -> Option<&Lookup> {
        let rows = if let Op::Rows(_, rows) = self {
            rows
        } else if let Op::Criterion(step) = self {
            &step.rows
        } else {
            return None;
        };
        match rows {
            Rows::By(lookup) => Some(lookup),
            Rows::Each(_) => None,
        }
    }

    /// Visits the operands in order, each as often as it is read.
    pub fn operands(&self, visit: &mut dyn FnMut(Slot)) {
        // A renaming that changes nothing visits every operand once: one list of shapes instead of
        // two.
        self.renamed(&mut |slot| {
            visit(slot);
            slot
        });
    }

    /// The same operation on renamed operands.
    pub fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> Op {
        match self {
            Op::Constant(constant) => Op::Constant(constant.clone()),
            Op::Input(field) => Op::Input(*field),
            Op::Checked(field, input, range) => {
                Op::Checked(*field, name(*input), range.map(&mut *name))
            }
            Op::Aggregate(aggregate, column) => Op::Aggregate(*aggregate, *column),
            Op::Previous(column) => Op::Previous(*column),
            Op::AsOf => Op::AsOf,
            Op::Today => Op::Today,
            Op::InView(day, seen) => Op::InView(name(*day), *seen),
            Op::Parameter(parameter, day) => Op::Parameter(*parameter, name(*day)),
            Op::Negate(a) => Op::Negate(name(*a)),
            Op::Arith(op, a, b) => Op::Arith(*op, name(*a), name(*b)),
            Op::AddDays(date, days) => Op::AddDays(name(*date), name(*days)),
            Op::AddMonths(end, date, months) => Op::AddMonths(*end, name(*date), name(*months)),
            Op::DaysBetween(a, b) => Op::DaysBetween(name(*a), name(*b)),
            Op::Compare(op, a, b) => Op::Compare(*op, name(*a), name(*b)),
            Op::IsMissing(a) => Op::IsMissing(name(*a)),
            Op::Not(a) => Op::Not(name(*a)),
            Op::And(all) => Op::And(each(all, name)),
            Op::Or(all) => Op::Or(each(all, name)),
            Op::Select(condition, then, otherwise) => {
                Op::Select(name(*condition), name(*then), name(*otherwise))
            }
            Op::Call(builtin, arguments) => Op::Call(*builtin, each(arguments, name)),
            Op::Script(function, arguments) => Op::Script(*function, each(arguments, name)),
            Op::Rows(policy, rows) => Op::Rows(*policy, rows.renamed(name)),
            Op::Criterion(step) => Op::Criterion(Box::new(CriterionStep {
                sum: step.sum,
                maximum: step.maximum.clone(),
                rows: step.rows.renamed(name),
            })),
            Op::Total(criteria) => Op::Total(each(criteria, name)),
            Op::PointsValue(points) => Op::PointsValue(name(*points)),
            Op::Grading(step) => Op::Grading(Box::new(step.renamed(name))),
            Op::GradeValue(grades) => Op::GradeValue(name(*grades)),
            Op::Periodic(step) => Op::Periodic(Box::new(step.renamed(name))),
            Op::NoPeriodYet(step) => Op::NoPeriodYet(Box::new(step.renamed(name))),
            Op::PeriodAsked(step) => Op::PeriodAsked(Box::new(step.renamed(name))),
            Op::IsVerdict(verdict, test) => Op::IsVerdict(name(*verdict), test.clone()),
            Op::Event(event, certainty) => Op::Event(*event, *certainty),
            Op::Given(column) => Op::Given(*column),
            Op::Verdict(clauses) => {
                let clause = |clause: &ClauseStep| ClauseStep {
                    kind: clause.kind,
                    condition: name(clause.condition),
                    not_due: clause.not_due.map(&mut *name),
                    own: clause.own.map(&mut *name),
                };
                Op::Verdict(clauses.iter().map(clause).collect())
            }
        }
    }
}

fn each(slots: &[Slot], name: &mut dyn FnMut(Slot) -> Slot) -> Box<[Slot]> {
    slots.iter().map(|&slot| name(slot)).collect()
}

impl PeriodicStep {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> PeriodicStep {
        let between = self.between.map(|between| between.map(&mut *name));
        PeriodicStep { between, ..self.clone() }
    }
}

impl Rows {
    /// Number of all rows.
    pub fn len(&self) -> usize {
        match self {
            Rows::Each(rows) => rows.len(),
            Rows::By(lookup) => lookup.index.rows(),
        }
    }

    /// Returns `true` if there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows that have steps of their own: all or none.
    pub fn steps(&self) -> &[RowPlan] {
        match self {
            Rows::Each(rows) => rows,
            Rows::By(_) => &[],
        }
    }

    /// The same rows on renamed operands.
    pub fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> Rows {
        match self {
            Rows::Each(rows) => {
                let row = |row: &RowPlan| RowPlan { when: name(row.when), gives: name(row.gives) };
                Rows::Each(rows.iter().map(row).collect())
            }
            Rows::By(lookup) => {
                Rows::By(Lookup { subject: name(lookup.subject), ..lookup.clone() })
            }
        }
    }
}

// Two tables are told apart by their sizes soon enough, and a large one is not read for it.
impl Hash for Lookup {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.subject.hash(state);
        self.gives.len().hash(state);
        self.gives.first().hash(state);
    }
}

impl GradingStep {
    /// The conditions of rows, then of caps.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.rows.iter().map(|row| &row.when).chain(self.caps.iter().map(|cap| &cap.when))
    }

    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> GradingStep {
        GradingStep {
            total: name(self.total),
            worst: self.worst,
            rows: self
                .rows
                .iter()
                .map(|row| GradeRow { when: row.when.renamed(name), grade: row.grade })
                .collect(),
            caps: self
                .caps
                .iter()
                .map(|cap| CapStep { grade: cap.grade, when: cap.when.renamed(name) })
                .collect(),
        }
    }
}

impl Condition {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> Condition {
        Condition {
            slot: name(self.slot),
            of_total: self.of_total.iter().map(|atom| atom.renamed(name)).collect(),
        }
    }
}

impl Atom {
    /// The slot that it reads besides the total.
    pub fn slot(&self) -> Option<Slot> {
        match self {
            Atom::Truth(slot) | Atom::Total(_, slot) => Some(*slot),
            Atom::Unknown | Atom::Not | Atom::And(_) | Atom::Or(_) => None,
        }
    }

    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> Atom {
        match self {
            Atom::Truth(slot) => Atom::Truth(name(*slot)),
            Atom::Total(op, slot) => Atom::Total(*op, name(*slot)),
            Atom::Unknown => Atom::Unknown,
            Atom::Not => Atom::Not,
            Atom::And(count) => Atom::And(*count),
            Atom::Or(count) => Atom::Or(*count),
        }
    }
}
