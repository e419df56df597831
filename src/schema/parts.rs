//! The data of a schema.

use crate::explain::Grounds;
use crate::explain::decision::{DecisionKind, TypedValue};
use crate::value::{Date, Lang, Num};
use crate::wire;
use serde::Serialize;

/// A rule pack as data: what it reads of records, and what it answers.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Schema {
    /// Version of this form: counted up when a key goes or means something else, not when one is
    /// added.
    pub schema_version: u32,
    /// Name of the pack.
    pub pack: String,
    /// Title of the pack.
    pub title: Option<String>,
    /// Language of the pack's words.
    #[serde(serialize_with = "wire::lang")]
    pub lang: Lang,
    /// SHA-256 of the files that decide, in hexadecimal.
    pub fingerprint: String,
    /// First and last day on which the pack applies.
    pub effective: Option<Days>,
    /// Documents that the rules come from.
    pub documents: Vec<DocumentSchema>,
    /// Lists of values.
    pub categories: Vec<CategorySchema>,
    /// Record types.
    pub records: Vec<RecordSchema>,
    /// Dated parameters.
    pub parameters: Vec<ParameterSchema>,
    /// Functions of scripts and of the host.
    pub functions: Vec<FunctionSchema>,
    /// Blocks, in the order written.
    pub blocks: Vec<BlockSchema>,
    /// Targets, in the order written.
    pub targets: Vec<TargetSchema>,
}

/// A span of days; an end that is none is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Days {
    /// First day.
    #[serde(serialize_with = "wire::day")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(serialize_with = "wire::day")]
    pub to: Option<Date>,
}

/// A line of a rule file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

/// A document that rules come from.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DocumentSchema {
    /// Short name.
    pub name: String,
    /// Title.
    pub title: String,
    /// File of the pack that holds its text.
    pub file: Option<String>,
}

/// A list of values.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CategorySchema {
    /// Name.
    pub name: String,
    /// Whether the first value is the best and the last the worst.
    pub ordered: bool,
    /// Values, in the order written.
    pub values: Vec<CategoryValueSchema>,
}

/// A value of a category.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CategoryValueSchema {
    /// Name.
    pub name: String,
    /// Code that stands for it in data.
    pub code: Option<String>,
    /// Days on which it may be used.
    #[serde(flatten)]
    pub days: Days,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ValueKind {
    /// A text.
    Text,
    /// A number, in its unit.
    Number,
    /// A day.
    Date,
    /// A truth value.
    YesNo,
    /// A value of a category.
    Category,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnitKind {
    /// Whole numbers.
    Integer,
    /// Calendar years.
    Year,
    /// Ratios: 0.98 for 98%.
    Ratio,
    /// Đồng.
    Money,
    /// Points.
    Points,
    /// Days.
    Days,
    /// Months.
    Months,
}

/// Type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ValueType {
    /// Kind of the value.
    #[serde(rename = "type")]
    pub kind: ValueKind,
    /// Unit of a number; none for a plain one.
    pub unit: Option<UnitKind>,
    /// Category of a category's value.
    pub category: Option<String>,
}

/// A record type.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RecordSchema {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Record type that it is part of.
    pub parent: Option<ParentSchema>,
    /// Fields, in the order written.
    pub fields: Vec<FieldSchema>,
    /// Derivations and tables, each after those it reads.
    pub derived: Vec<DerivedSchema>,
    /// Record types that are parts of it.
    pub parts: Vec<String>,
}

/// How a record type is part of another.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ParentSchema {
    /// Record type of the parent.
    pub record: String,
    /// Field that holds the parent's key.
    pub field: String,
}

/// An input field.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FieldSchema {
    /// Name.
    pub name: String,
    /// Type.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// Part of the record's key.
    pub key: bool,
    /// A blank is a data error.
    pub required: bool,
    /// Further names that data may have for it.
    pub columns: Vec<String>,
    /// Values it may have, besides its type.
    pub range: Option<RangeSchema>,
    /// Line of the rules.
    pub place: Place,
}

/// Values that a field may have.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RangeSchema {
    /// Range as written.
    pub text: String,
    /// Least value.
    pub lower: Option<EndSchema>,
    /// Greatest value.
    pub upper: Option<EndSchema>,
}

/// End of a range.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EndSchema {
    /// End as written.
    pub text: String,
    /// Value of the end; none where it differs from record to record.
    #[serde(serialize_with = "wire::typed_value")]
    pub value: Option<TypedValue>,
    /// Whether the end itself lies within.
    pub inclusive: bool,
}

/// How a derived value is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DerivedBy {
    /// A formula.
    Formula,
    /// The rows of a table.
    Table,
}

/// A value worked out from a record.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DerivedSchema {
    /// Name.
    pub name: String,
    /// Type; of a list, the type of a member.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// Whether it is a list: of all rows of a table that hold.
    pub list: bool,
    /// How it is worked out.
    pub by: DerivedBy,
    /// Formula as written.
    pub formula: Option<String>,
    /// Documents it comes from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}

/// A value that changes with the day.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ParameterSchema {
    /// Name.
    pub name: String,
    /// Type.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// Values, by first day.
    pub values: Vec<DatedSchema>,
    /// Documents it comes from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}

/// A value with its days.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DatedSchema {
    /// Days on which it is in force; without a last day, until the next value begins.
    #[serde(flatten)]
    pub days: Days,
    /// Value.
    #[serde(serialize_with = "wire::typed_value")]
    pub value: Option<TypedValue>,
    /// Documents it comes from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}

/// A declared function.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FunctionSchema {
    /// Name.
    pub name: String,
    /// Parameters.
    pub parameters: Vec<FunctionParameter>,
    /// Type of what it gives.
    pub result: ValueType,
    /// Script that holds it, or the word under which the embedding program gives it.
    pub file: String,
    /// Whether the embedding program gives it.
    pub host: bool,
}

/// A parameter of a function.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FunctionParameter {
    /// Name.
    pub name: String,
    /// Type.
    #[serde(flatten)]
    pub value_type: ValueType,
}

/// A block.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BlockSchema {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Record type it decides on.
    pub record: String,
    /// Kind of block.
    #[serde(serialize_with = "wire::decision_kind")]
    pub kind: DecisionKind,
    /// Conditions under which it applies, as written; all must hold.
    pub applies: Vec<String>,
    /// Verdicts it can give: grades from the best, or those of its kind.
    pub verdicts: Vec<VerdictSchema>,
    /// Category of the grades of a scorecard.
    pub grades: Option<String>,
    /// Most points of a scorecard.
    #[serde(serialize_with = "wire::number")]
    pub max_points: Option<Num>,
    /// Criteria of a scorecard.
    pub criteria: Vec<CriterionSchema>,
    /// Clauses of an eligibility or check block.
    pub clauses: Vec<ClauseSchema>,
    /// Documents it comes from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}

/// A verdict that a block can give.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VerdictSchema {
    /// Word in the rules' language; a grade as written.
    pub word: String,
    /// Stable English code; of a grade, that there is one.
    pub code: &'static str,
}

/// A criterion of a scorecard.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CriterionSchema {
    /// Number or name.
    pub label: String,
    /// Title.
    pub title: Option<String>,
    /// Most points it can give.
    #[serde(serialize_with = "wire::number")]
    pub max_points: Option<Num>,
    /// Documents it comes from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}

/// A clause of an eligibility or check block.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClauseSchema {
    /// Kind, as in the reasons of a decision.
    pub kind: &'static str,
    /// Reason it tells.
    pub text: String,
    /// Condition as written.
    pub condition: String,
    /// Documents it comes from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}

/// Targets over the records of one type.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TargetSchema {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Record type they are over.
    pub record: String,
    /// What the units are the values of, as written; none for all records together.
    pub by: Option<String>,
    /// Units that have a row of thresholds; `None` stands for all records together.
    pub units: Vec<Option<String>>,
    /// Whether all records together are a unit too.
    pub total: bool,
    /// Levels, from the weakest.
    pub levels: Vec<String>,
    /// Indicators.
    pub indicators: Vec<IndicatorSchema>,
    /// Documents they come from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}

/// An indicator of targets.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct IndicatorSchema {
    /// Number or name.
    pub label: String,
    /// Title.
    pub title: Option<String>,
    /// Type of its value.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// Formula as written.
    pub formula: String,
    /// Requirement as written; empty where the thresholds differ from unit to unit.
    pub required: Vec<String>,
    /// Documents it comes from, and assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Line of the rules.
    pub place: Place,
}
