//! Worked examples of the rules.

use super::{AggregateId, BlockId, Expr, FieldId, Label, PreviousId, RecordId, Verdict};
use crate::source::Span;
use crate::value::{Date, Value};

/// A worked example: a record of which the outcome is known by hand.
#[derive(Clone, Debug)]
pub struct Example {
    /// Title of the example, by which a test names it.
    pub title: String,
    /// The block it is about.
    pub block: BlockId,
    /// Values of the fields that the example gives; a text for a key that it does not give is its
    /// title, for it is of one record.
    pub given: Vec<(FieldId, Value)>,
    /// Rows that it gives, a table a record type. Of a type that has none here nothing is known.
    pub rows: Vec<ExampleRows>,
    /// The as-of date given; none: that of the run.
    pub as_of: Option<Date>,
    /// Values given for aggregates over child records of which it gives no rows: of derivations
    /// that are just such an aggregate.
    pub from_parts: Vec<(AggregateId, Value)>,
    /// Values given for those of the month before: of derivations that are just such a value.
    pub previous: Vec<(PreviousId, Value)>,
    /// Outcomes that must come out.
    pub expected: Vec<Expectation>,
    /// Place of the whole block.
    pub span: Span,
}

/// Rows of a record type that an example gives.
#[derive(Clone, Debug)]
pub struct ExampleRows {
    /// Record type of the rows: part of the example's, or of another of which it gives rows.
    pub record: RecordId,
    /// Values of each row; a field that has none is missing.
    pub rows: Vec<Vec<(FieldId, Value)>>,
}

/// An example of a block that the rules do not have: it says nothing of them and is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutExample {
    /// Title of the example.
    pub title: String,
    /// The block as the example names it.
    pub block: Label,
    /// Place of the whole example.
    pub span: Span,
}

/// Expectation of an example: one outcome that it must have.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Kind and value of the outcome.
    pub kind: ExpectationKind,
    /// Place of the line.
    pub span: Span,
}

impl Expectation {
    /// Returns `true` if it is that the block does not apply.
    pub fn is_not_applicable(&self) -> bool {
        match self.kind {
            ExpectationKind::NotApplicable => true,
            ExpectationKind::Grade(_)
            | ExpectationKind::Condition(_)
            | ExpectationKind::Verdict(_)
            | ExpectationKind::Reason(_)
            | ExpectationKind::NoReason(_) => false,
        }
    }
}

/// Outcome that an example can expect.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// The grade's code; none: undetermined.
    Grade(Option<u32>),
    /// A condition over [`ExprKind::Total`], [`ExprKind::CriterionPoints`], fields and derivations:
    /// must be definitely true.
    Condition(Expr),
    /// Verdict of an eligibility or a check.
    Verdict(Verdict),
    /// The block does not apply to the record.
    NotApplicable,
    /// A reason with exactly these words is given.
    Reason(String),
    /// No reason with exactly these words is given, which is one of the block.
    NoReason(String),
}
