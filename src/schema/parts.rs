//! The data of a schema.

use crate::explain::Grounds;
use crate::explain::decision::{DecisionKind, TypedValue};
use crate::value::{Date, Lang, Num};
use crate::wire;
use serde::Serialize;

/// Schema of a rule pack: what it reads of records and what it answers, as data.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let schema: visao::Schema = rules.schema();
/// let fields = schema.records[0].fields.iter();
/// let names: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
/// assert_eq!(names, ["id", "debt", "due"]);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Schema {
    /// Version of this form: counted up when a key goes or means something else, not when one is
    /// added.
    pub schema_version: u32,
    /// Name of the pack.
    pub pack: String,
    /// Title of the pack as declared; none where it declares none.
    pub title: Option<String>,
    /// Language of the pack's words, in which names, reasons and verdicts are told.
    #[serde(serialize_with = "wire::lang")]
    pub lang: Lang,
    /// SHA-256 of the files that decide, in hexadecimal.
    pub fingerprint: String,
    /// First and last day on which the pack applies; none where it states no days.
    pub effective: Option<Days>,
    /// Documents that the rules come from, by their short names.
    pub documents: Vec<DocumentSchema>,
    /// Categories of the rules: the lists of values that fields and grades are taken from.
    pub categories: Vec<CategorySchema>,
    /// Record types of the rules, each with its fields and derived values.
    pub records: Vec<RecordSchema>,
    /// Dated parameters of the rules: values that change with the day.
    pub parameters: Vec<ParameterSchema>,
    /// Functions that formulas call, of scripts and of the embedding program.
    pub functions: Vec<FunctionSchema>,
    /// Blocks, in the order written.
    pub blocks: Vec<BlockSchema>,
    /// Targets, in the order written.
    pub targets: Vec<TargetSchema>,
}

/// Span of days, both ends within it; an end that is none is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Days {
    /// First day of the span, none for any day before the last.
    #[serde(serialize_with = "wire::day")]
    pub from: Option<Date>,
    /// Last day of the span, none for any day after the first.
    #[serde(serialize_with = "wire::day")]
    pub to: Option<Date>,
}

/// Place of a declaration: a line of a rule file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// Name of the rule file.
    pub file: String,
    /// Number of the line, counted from 1.
    pub line: usize,
}

/// Document that rules come from and cite as their basis.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DocumentSchema {
    /// Short name by which the rules cite the document.
    pub name: String,
    /// Title of the document in full.
    pub title: String,
    /// File of the pack that holds the document's text; none where the text is not at hand.
    pub file: Option<String>,
}

/// Category: a named list of values, such as grades or districts.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CategorySchema {
    /// Name of the category as written in the rules.
    pub name: String,
    /// `true` if the values are ranked, the first the best and the last the worst.
    pub ordered: bool,
    /// Values of the category, in the order written; those of included categories among them.
    pub values: Vec<CategoryValueSchema>,
    /// Names of the categories all of whose values it has too.
    pub includes: Vec<String>,
}

/// Value of a category, with the days on which it may be used.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CategoryValueSchema {
    /// Name of the value as written in the rules.
    pub name: String,
    /// Code that stands for the value in data; none where only its name does.
    pub code: Option<String>,
    /// Names by which data may still call the value.
    pub also: Vec<String>,
    /// Days on which the value may be used.
    #[serde(flatten)]
    pub days: Days,
}

/// Kind of a value, as programs and data hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ValueKind {
    /// Text of any words, such as a name or a code.
    Text,
    /// Number, exact, in the unit of its type.
    Number,
    /// Date: a day of the calendar, not a length of time.
    Date,
    /// Truth value: yes or no.
    YesNo,
    /// Value out of the list of a category.
    Category,
}

/// Unit of a number: what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnitKind {
    /// Whole numbers of things, without a further unit.
    Integer,
    /// Years of the calendar, such as 2026.
    Year,
    /// Ratios as a part of one: 0.98 for 98%.
    Ratio,
    /// Amounts of money in đồng.
    Money,
    /// Points of a scorecard's criteria.
    Points,
    /// Lengths of time in days.
    Days,
    /// Lengths of time in months.
    Months,
}

/// Type of a value: its kind, with the unit or category that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ValueType {
    /// Kind of the value.
    #[serde(rename = "type")]
    pub kind: ValueKind,
    /// Unit of a number; none for a plain one.
    pub unit: Option<UnitKind>,
    /// Category that the value is taken from; none for values of other kinds.
    pub category: Option<String>,
}

/// Record type: the fields read of a record, and the values derived from them.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RecordSchema {
    /// Name of the record type as written in the rules.
    pub name: String,
    /// Title of the record type for readers; none where none is written.
    pub title: Option<String>,
    /// Link to the record type that this one is part of; none where it stands alone.
    pub parent: Option<ParentSchema>,
    /// Field with the day of a monthly snapshot; none, and left out, of any other record type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_by: Option<String>,
    /// Fields, in the order written.
    pub fields: Vec<FieldSchema>,
    /// Derived values, of formulas and tables, each after those it reads.
    pub derived: Vec<DerivedSchema>,
    /// Names of the record types that are parts of this one.
    pub parts: Vec<String>,
    /// Conditions that hold of no record; one of which some does is a data error.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impossible: Vec<ImpossibleSchema>,
}

/// Condition that holds of no record of a type.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ImpossibleSchema {
    /// Condition as written in the rules.
    pub condition: String,
    /// Reason that the rules state; none if they give none.
    pub reason: Option<String>,
    /// Place of the line in the rules: file and line.
    pub place: Place,
}

/// Link from a record type to its parent, the record type that it is part of.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ParentSchema {
    /// Name of the parent record type.
    pub record: String,
    /// Field of the part that holds the parent's key.
    pub field: String,
    /// Condition on the parent that makes the list of its parts a whole one; none where the list is
    /// whole as far as its file goes.
    pub complete_when: Option<String>,
}

/// Input field of a record type: a value that is read, not derived.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FieldSchema {
    /// Name of the field as written in the rules.
    pub name: String,
    /// Type of the field's values; its keys stand beside the field's own in JSON.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// `true` if the field is part of the record's key, by which the record is known.
    pub key: bool,
    /// `true` if a blank is a data error of the whole record, rather than a missing value.
    pub required: bool,
    /// Further names that data may have for the field, besides its own.
    pub columns: Vec<String>,
    /// Range within which values must lie; none where the type is all that limits them.
    pub range: Option<RangeSchema>,
    /// Step of which values are multiples, counted from zero; none where any number is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepSchema>,
    /// Way in which a value can change from day to day: `fixed`, `only_rises`, `only_falls`; none
    /// where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<&'static str>,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Range of a field: the values that it may have, of those of its type.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RangeSchema {
    /// Range as written in the rules.
    pub text: String,
    /// Lower end of the range; none where it is open below or is no interval.
    pub lower: Option<EndSchema>,
    /// Upper end of the range; none where it is open above or is no interval.
    pub upper: Option<EndSchema>,
}

/// Step of a field: the grain of its numbers.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StepSchema {
    /// Step as written in the rules.
    pub text: String,
    /// Value of the step, in the field's unit.
    #[serde(serialize_with = "wire::typed_value")]
    pub value: Option<TypedValue>,
}

/// End of a range, lower or upper.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EndSchema {
    /// End as written in the rules.
    pub text: String,
    /// Value of the end; none where it differs from record to record.
    #[serde(serialize_with = "wire::typed_value")]
    pub value: Option<TypedValue>,
    /// `true` if the end itself lies within the range.
    pub inclusive: bool,
}

/// Origin of a derived value: what it is worked out by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DerivedBy {
    /// Formula over the record's other values.
    Formula,
    /// Table whose rows give the value where their conditions hold.
    Table,
}

/// Derived value of a record: worked out from its fields, not read.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DerivedSchema {
    /// Name of the value as written in the rules.
    pub name: String,
    /// Type of the value; of a list, the type of a member.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// `true` if the value is a list: those of all rows of a table that hold.
    pub list: bool,
    /// Origin of the value: a formula, or a table.
    pub by: DerivedBy,
    /// Formula as written in the rules; none for a table.
    pub formula: Option<String>,
    /// Basis: the documents it comes from, and its assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Dated parameter: a value of the rules that changes with the day.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ParameterSchema {
    /// Name of the parameter as written in the rules.
    pub name: String,
    /// Type of each of the parameter's values.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// Values by the day from which they are in force, the earliest first.
    pub values: Vec<DatedSchema>,
    /// Basis: the documents it comes from, and its assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Value of a parameter with the days on which it is in force.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DatedSchema {
    /// Days on which the value is in force; without a last day, until the next value begins.
    #[serde(flatten)]
    pub days: Days,
    /// Value in force on these days, in the unit of the parameter; never none.
    #[serde(serialize_with = "wire::typed_value")]
    pub value: Option<TypedValue>,
    /// Basis: the documents it comes from, and its assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Function that formulas may call, with its declared signature.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FunctionSchema {
    /// Name by which formulas call the function.
    pub name: String,
    /// Parameters of the function, by position.
    pub parameters: Vec<FunctionParameter>,
    /// Type of the result, to which the value that comes back is held.
    pub result: ValueType,
    /// Script that holds it, or the word under which the embedding program gives it.
    pub file: String,
    /// `true` if the embedding program gives the function, rather than a script.
    pub host: bool,
}

/// Parameter of a function, with its declared type.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FunctionParameter {
    /// Name of the parameter as declared.
    pub name: String,
    /// Type that an argument must have.
    #[serde(flatten)]
    pub value_type: ValueType,
}

/// Block of rules that decides on records: a scorecard, an eligibility or a check block.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BlockSchema {
    /// Name of the block as written in the rules.
    pub name: String,
    /// Title of the block for readers; none where none is written.
    pub title: Option<String>,
    /// Record type it decides on.
    pub record: String,
    /// Kind of the block, as in its decisions.
    #[serde(serialize_with = "wire::decision_kind")]
    pub kind: DecisionKind,
    /// Conditions under which the block applies, as written; all must hold.
    pub applies: Vec<String>,
    /// Verdicts it can give: grades from the best, or those of its kind.
    pub verdicts: Vec<VerdictSchema>,
    /// Category of a scorecard's grades; none for one without grades, and for other kinds.
    pub grades: Option<String>,
    /// Most points that a scorecard can give; none for other kinds.
    #[serde(serialize_with = "wire::number")]
    pub max_points: Option<Num>,
    /// Criteria of a scorecard, in the order written; empty for other kinds.
    pub criteria: Vec<CriterionSchema>,
    /// Clauses of an eligibility or check block, in the order written; empty for a scorecard.
    pub clauses: Vec<ClauseSchema>,
    /// Basis: the documents it comes from, and its assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Verdict that a block can give, as a word and as a code.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VerdictSchema {
    /// Word in the rules' language; a grade as written.
    pub word: String,
    /// Stable English code; one and the same for all grades, which says only that there is one.
    pub code: &'static str,
}

/// Criterion of a scorecard: one of the entries whose points are added up.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CriterionSchema {
    /// Number or name that the criterion has in its scorecard.
    pub label: String,
    /// Title of the criterion for readers; none where none is written.
    pub title: Option<String>,
    /// Most points that the criterion can give; never none.
    #[serde(serialize_with = "wire::number")]
    pub max_points: Option<Num>,
    /// Basis: the documents it comes from, and its assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Clause of an eligibility or check block: a condition, with the reason it tells.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClauseSchema {
    /// Stable English code of the clause's kind, as in the reasons of a decision.
    pub kind: &'static str,
    /// Reason that is told where the clause fires, as written.
    pub text: String,
    /// Condition of the clause, as written in the rules.
    pub condition: String,
    /// Basis: the documents it comes from, and its assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Targets: indicators over all records of one type, held to thresholds unit by unit.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TargetSchema {
    /// Name of the targets as written in the rules.
    pub name: String,
    /// Title of the targets for readers; none where none is written.
    pub title: Option<String>,
    /// Name of the record type that the targets are over.
    pub record: String,
    /// Expression by whose values the records are grouped into units, as written; none where all
    /// records together are the only unit.
    pub by: Option<String>,
    /// Units that have a row of thresholds; `None` stands for all records together.
    pub units: Vec<Option<String>>,
    /// `true` if all records together are a unit too.
    pub total: bool,
    /// Names of the levels that a unit can reach, from the weakest; empty where each indicator has
    /// one requirement.
    pub levels: Vec<String>,
    /// Indicators that the targets measure, in the order written.
    pub indicators: Vec<IndicatorSchema>,
    /// Basis: the documents the targets come from, and their assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}

/// Indicator of targets: a number over the records of a unit, and what is required of it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct IndicatorSchema {
    /// Number or name that the indicator has among its targets.
    pub label: String,
    /// Title of the indicator for readers; none where none is written.
    pub title: Option<String>,
    /// Type of the indicator's value.
    #[serde(flatten)]
    pub value_type: ValueType,
    /// Formula over the records of a unit, as written in the rules.
    pub formula: String,
    /// Requirement as written; empty where the thresholds differ from unit to unit.
    pub required: Vec<String>,
    /// Basis: the documents it comes from, and its assumptions.
    #[serde(serialize_with = "wire::basis")]
    pub basis: Grounds,
    /// Place of the declaration in the rules: file and line.
    pub place: Place,
}
