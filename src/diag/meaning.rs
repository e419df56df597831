//! Details of what is found in the meaning of rules, for programs: its kind, the lines it is about,
//! the record that shows it.

use super::{Label, Message};
use crate::value::{Date, Num, Value};

/// Details of a finding about what rules mean for records that there can be.
///
/// ```
/// let rules = visao::Rules::from_text("bản ghi Tổ
///   trường mã: chữ, khóa
///   trường nợ: tiền, bắt buộc, từ 0
/// bảng Loại nợ cho Tổ: số
///   | nợ              | Loại nợ |
///   | dưới 5 triệu    | 1       |
///   | trên 5 triệu    | 2       |
/// ")?;
/// let found = rules.check().diagnostics;
/// let meaning = found[0].meaning.as_ref().unwrap();
/// let witness = meaning.witness.as_ref().unwrap();
/// assert_eq!((meaning.kind, &*witness.record), ("gap", "Tổ"));
/// assert!(witness.fields.iter().any(|field| field.name == "nợ"));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// Kind of the finding: `gap`, `overlap`, `dead` and so on, as JSON has it.
    pub kind: &'static str,
    /// Rows, clauses and lines that the finding is about.
    pub rows: Vec<Label>,
    /// The records that it is about in words: `tỷ lệ nợ từ 2% đến dưới 3%`; `None` where it is
    /// about no region, or one of too many parts.
    pub region: Option<Message>,
    /// Record that does what the finding says, and was run; `None` where it says that no record
    /// does something.
    pub witness: Option<WitnessRecord>,
    /// Step between two records; `None` of any other finding.
    pub cliff: Option<Cliff>,
}

/// Step of an outcome between two records that differ by one grain of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cliff {
    /// Outcome that makes the step.
    pub of: CliffOf,
    /// Name of the field by which they differ.
    pub field: String,
    /// Points that the step is higher than; of a grade it is one of two grades or more.
    pub over: Num,
    /// Both records, that with the lower value of the field first.
    pub sides: [CliffSide; 2],
    /// Number of records of the data that stand beside the step; `None` without data.
    pub beside: Option<usize>,
}

/// Outcome that makes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CliffOf {
    /// Points of a criterion.
    Criterion,
    /// Total of a scorecard, where no criterion makes the step alone.
    Total,
    /// Grade of a scorecard.
    Grade,
}

/// Record beside a step, and what it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CliffSide {
    /// Record that was run.
    pub witness: WitnessRecord,
    /// Points of the criterion, or the total.
    pub points: Num,
    /// Total of the scorecard; `None` where it is not one number.
    pub total: Option<Num>,
    /// Name of the grade; `None` where there is none, or more than one is possible.
    pub grade: Option<String>,
}

/// Record that shows a finding, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WitnessRecord {
    /// Name of its record type.
    pub record: String,
    /// Values of its fields; those that are not named are missing.
    pub fields: Vec<WitnessValue>,
    /// Values over its parts that it rests on, by the formulas that give them.
    pub parts: Vec<WitnessValue>,
    /// Day that it is decided as of; `None` if it does not matter.
    pub as_of: Option<Date>,
}

/// Value of a record that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WitnessValue {
    /// Name of the field, or the formula.
    pub name: String,
    /// The value; of a category its number.
    pub value: Value,
    /// Name of the value of a category; `None` of any other value.
    pub word: Option<String>,
}

impl Meaning {
    /// Details without a witness.
    pub(crate) fn new(kind: &'static str, rows: Vec<Label>) -> Meaning {
        Meaning { kind, rows, region: None, witness: None, cliff: None }
    }
}

impl Cliff {
    /// A step of an outcome over so many points, along a field of this name.
    pub(crate) fn new(of: CliffOf, field: &str, over: Num, sides: [CliffSide; 2]) -> Cliff {
        Cliff { of, field: field.to_owned(), over, sides, beside: None }
    }

    /// The points that lie between both sides.
    pub fn height(&self) -> Num {
        let [before, behind] = &self.sides;
        behind.points.sub(&before.points).map_or(Num::ZERO, |height| height.abs())
    }
}

impl CliffOf {
    /// Code of the outcome, as JSON has it.
    pub fn code(self) -> &'static str {
        match self {
            CliffOf::Criterion => "criterion",
            CliffOf::Total => "total",
            CliffOf::Grade => "grade",
        }
    }
}

impl CliffSide {
    /// A record with the points that it gets.
    pub(crate) fn new(witness: WitnessRecord, points: Num) -> CliffSide {
        CliffSide { witness, points, total: None, grade: None }
    }
}

impl WitnessValue {
    /// A value by the name of its field or formula.
    pub(crate) fn new(name: &str, value: Value, word: Option<String>) -> WitnessValue {
        WitnessValue { name: name.to_owned(), value, word }
    }
}

impl WitnessRecord {
    /// A record of a type, without values yet.
    pub(crate) fn of(record: &str, as_of: Option<Date>) -> WitnessRecord {
        WitnessRecord { record: record.to_owned(), fields: Vec::new(), parts: Vec::new(), as_of }
    }
}
