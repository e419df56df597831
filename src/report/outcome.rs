//! Outcomes of targets as plain data. Words (levels, verdicts, units) are those of the rules and
//! the pack's language.

use crate::convert::codes;
use crate::diag::Message;
use crate::explain::decision::{NamedValue, SourceLine, Status, Verdict};
use crate::explain::{Change, Grounds, Run};
use crate::interval::Interval;
use crate::source::{Sources, key};
use crate::value::{Date, Lang, Num, Truth, Type};
use std::fmt;
use std::sync::Arc;

/// Names of what outcomes speak of: texts of the rules, records, the run.
#[derive(Clone, Copy)]
pub struct ResultContext<'a> {
    /// The texts of the rules.
    pub sources: &'a Sources,
    /// Pack, fingerprint and as-of date of the run.
    pub run: &'a Run,
    /// The language of values that are shown.
    pub lang: Lang,
    /// Key of a record, what is shown beside it, and its row, by its place.
    pub record: &'a dyn Fn(usize) -> (Arc<str>, Vec<NamedValue>, Option<u32>),
}

/// Outcome of a `chỉ tiêu` for one unit: a group, or the whole set.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "record Group
///   field id: text, key
///   field debt: money, from 0
/// targets Debt over Group total
///   indicator a \"Debt\" = sum(debt)
///     require up to 5 million
/// ",
/// )?;
/// let groups = [1_000_000, 3_000_000].map(|debt| serde_json::json!({ "id": debt.to_string(), "debt": debt }));
/// let data = rules.query().dataset().add("Group", &groups)?.finish()?;
/// let outcomes: Vec<visao::TargetOutcome> = data.outcomes();
/// assert_eq!(outcomes[0].indicators[0].value, Some(4_000_000.into()));
/// assert_eq!(outcomes[0].met(), Some(true));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TargetOutcome {
    /// The unit's name; `toàn bộ` in the pack's language for the whole set.
    pub unit: Arc<str>,
    /// `true` for the whole set.
    pub is_total: bool,
    /// Field or derivation by whose values records are grouped.
    pub by: Option<Arc<str>>,
    /// Name of the record type.
    pub record_type: Arc<str>,
    /// Name of the targets.
    pub block: Arc<str>,
    /// Title of the targets.
    pub title: Option<Arc<str>>,
    /// Status of the evaluation; [`Status::NotApplicable`] where no indicator with a requirement
    /// applies.
    pub status: Status,
    /// The strongest level of which everything required holds, `đạt` where there are no levels,
    /// else `không đạt`; none unless decided. Indicators that do not apply are left out of
    /// account.
    pub verdict: Option<Arc<str>>,
    /// Verdict for programs: met where a level, or everything, is met; none unless decided.
    pub verdict_code: Option<Verdict>,
    /// Weakest and strongest verdict it can have, where it is undetermined.
    pub verdict_range: Option<(Arc<str>, Arc<str>)>,
    /// The records it was worked out over.
    pub records: RecordCounts,
    /// First of the records without a unit.
    pub strays: Vec<Stray>,
    /// Indicators in the order written.
    pub indicators: Vec<IndicatorOutcome>,
    /// The targets' own line.
    pub clause: SourceLine,
    /// Sources and assumptions of the targets.
    pub grounds: Grounds,
    /// Name of the pack.
    pub pack: Arc<str>,
    /// Fingerprint of the pack.
    pub fingerprint: Arc<str>,
    /// The as-of date, if there is one.
    pub as_of: Option<Date>,
    /// Language of the values and messages where they are shown, as in JSON.
    pub lang: Lang,
}

impl IndicatorStatus {
    /// Stable English code, the one that JSON has.
    pub const fn code(&self) -> &'static str {
        match self {
            IndicatorStatus::Met => "met",
            IndicatorStatus::NotMet => "not_met",
            IndicatorStatus::Undetermined => "undetermined",
            IndicatorStatus::NotApplicable => "not_applicable",
            IndicatorStatus::NotDue => "not_due",
            IndicatorStatus::NoRequirement => "no_requirement",
            IndicatorStatus::Fault(_) => "data_error",
        }
    }
}

impl fmt::Display for IndicatorStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl TargetOutcome {
    /// Decision on the targets: `true` if a level is met, or everything where there are no levels;
    /// none unless decided.
    pub fn met(&self) -> Option<bool> {
        self.verdict_code.map(|verdict| verdict == Verdict::Met)
    }

    /// Returns `true` if the unit has this name, compared as names are.
    pub fn is_of(&self, unit: &str) -> bool {
        key(&self.unit) == key(unit)
    }
}

/// Numbers of a unit's records, by what they add to its indicators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordCounts {
    /// Number of records that surely are of the unit.
    pub records: u64,
    /// Number of records named for the unit that may count or not: data errors.
    pub perhaps: u64,
    /// Number of records that leave an indicator open for want of a value.
    pub undetermined: u64,
    /// Number of data errors.
    pub data_errors: u64,
    /// Number of records without a unit, which can be of any.
    pub without_unit: u64,
}

/// A record without a unit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Stray {
    /// Key of the record.
    pub record: Arc<str>,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Row in the file, from 1.
    pub row: Option<u32>,
}

/// Status of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndicatorStatus {
    /// Requirement met; with levels, that of one at least.
    Met,
    /// Requirement that is missed.
    NotMet,
    /// Met or missed, by values that are missing.
    Undetermined,
    /// An empty group, or a quotient by zero.
    NotApplicable,
    /// No period is over yet in which it is asked.
    NotDue,
    /// No requirement of this unit.
    NoRequirement,
    /// Fault because of which it cannot be evaluated.
    Fault(Message),
}

/// Outcome of an indicator.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndicatorOutcome {
    /// Number or name as written.
    pub label: Arc<str>,
    /// Title, if it has one.
    pub title: Option<Arc<str>>,
    /// The type it is shown as: a plain number is a ratio where what is required of it is written
    /// in percent.
    pub ty: Type,
    /// Value; `None` if it is a range or there is none.
    pub value: Option<Num>,
    /// Range of the value where it is not a single one; `None` also where there surely is no
    /// value.
    pub range: Option<Interval>,
    /// `true` if there may be no value at all: an empty group, a quotient by zero.
    pub may_be_undefined: bool,
    /// Number of records that are left out for they are not due yet; `None` of an indicator that
    /// is not over the verdicts of a check with deadlines or periods.
    pub not_due: Option<u64>,
    /// Status against what is required.
    pub status: IndicatorStatus,
    /// The strongest level of which everything required of it holds; none without levels, and
    /// where that is open.
    pub level: Option<Arc<str>>,
    /// Requirements, level by level from the weakest.
    pub levels: Vec<LevelOutcome>,
    /// The periods that were asked, in order; empty of an indicator that is asked once.
    pub periods: Vec<PeriodOutcome>,
    /// The records that contribute most to the first level that is missed, the greatest first.
    pub contributions: Vec<RecordContribution>,
    /// Formula as it is written.
    pub formula: Arc<str>,
    /// Formula with the values of its aggregates; `None` if it is one value as it is.
    pub working: Option<String>,
    /// Line of the indicator.
    pub clause: SourceLine,
    /// Sources and assumptions of the indicator.
    pub grounds: Grounds,
}

/// Outcome of an indicator in one of the periods in which it is asked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeriodOutcome {
    /// Name of the period: `tháng 3/2023`.
    pub name: Message,
    /// First day of the period.
    pub from: Date,
    /// Last day of the period.
    pub to: Date,
    /// Day as of which it is asked: the last of the period, or some days later.
    pub asked: Date,
    /// Value in the period; `None` if it is a range or there is none.
    pub value: Option<Num>,
    /// Range of the value where it is not a single one.
    pub range: Option<Interval>,
    /// Truth of each requirement, level by level; `None` where the period asks nothing.
    pub met: Vec<Option<Truth>>,
    /// Requirement of each level in the period; `None` where it is that of the as-of date.
    pub required: Option<Vec<Arc<str>>>,
    /// `false` if no row of the registers it reads is of the period.
    pub has_rows: bool,
}

/// Outcome of an indicator against one requirement.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LevelOutcome {
    /// The level's name; none where there are no levels.
    pub name: Option<Arc<str>>,
    /// Requirement as it is written.
    pub required: Arc<str>,
    /// Numbers that are required.
    pub numbers: Vec<Num>,
    /// `true` if more is better, for a least value is required; `false` if less is; `None` where
    /// both are, or one number.
    pub more_is_better: Option<bool>,
    /// The row of the table, or the requirement, it stands in.
    pub clause: SourceLine,
    /// `true` if that is a row of the table.
    pub in_table: bool,
    /// Truth of the requirement; `None` if the indicator does not apply.
    pub met: Option<Truth>,
    /// Distance to the requirement where it is missed.
    pub distance: Option<Distance>,
    /// Records to work on so that the requirement is met, where it is missed; `None` where that
    /// was not asked for.
    pub remedy: Option<Remedy>,
}

/// Records that make a unit meet a requirement that it misses, each by a change of its own fields:
/// each stays in its unit, and what it adds below the line of the indicator stays as it is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Remedy {
    /// The records, those that do most first, the last changed as far as it takes and no further.
    /// All together were run with their changes, and the requirement is met.
    pub records: Vec<RecordRemedy>,
    /// Extent of what is known of other such records.
    pub proof: RemedyProof,
    /// `true` if the search for them came to its limit.
    pub is_cut: bool,
    /// `true` if the indicator also rests on other records, as on parts or on the month before:
    /// what a change of those does was not looked at.
    pub rests_on_others: bool,
}

/// A record that helps to meet a requirement, and what it takes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RecordRemedy {
    /// Key of the record.
    pub record: Arc<str>,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Row in the file, from 1.
    pub row: Option<u32>,
    /// Changes of its fields, none of which may be left out.
    pub changes: Vec<Change>,
    /// Amount by which that changes the sum above the line.
    pub amount: Amount,
}

/// Extent of what is known of the records that make a unit meet a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RemedyProof {
    /// No fewer records do, which was proved.
    Fewest,
    /// Fewer records may do.
    MayBeFewer,
    /// No changes of any records do, which was proved.
    Impossible,
    /// None were found, though there may be some.
    NotFound,
    /// None were looked for: the value is not one number, as records lack data.
    Open,
    /// None were looked for: the indicator is no sum of what its records add.
    NoSum,
}

codes!(RemedyProof {
    Fewest = "fewest",
    MayBeFewer = "may_be_fewer",
    Impossible = "impossible",
    NotFound = "not_found",
    Open = "open",
    NoSum = "no_sum",
});

/// Distance by which a requirement is missed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Distance {
    /// `true` if the value is too high, rather than too low.
    pub too_high: bool,
    /// The difference to the number required, in the indicator's unit.
    pub by: Interval,
    /// `true` if the number required itself would not do.
    pub more_than: bool,
    /// Amount by which the numerator must change, the denominator being as it is.
    pub numerator: Option<Amount>,
}

impl Distance {
    /// Returns `true` if the value is the very number that it must not reach.
    pub fn is_touching(&self) -> bool {
        self.more_than && self.by.value().is_some_and(Num::is_zero)
    }
}

/// An amount with its unit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Amount {
    /// Amount in the type's unit.
    pub number: Num,
    /// Type of the amount.
    pub ty: Type,
    /// `true` if it counts records.
    pub records: bool,
    /// Exact amount, or a bound.
    pub extent: Extent,
}

/// Exactness of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The amount, no less and no more.
    Exactly,
    /// The least amount that will do. Things that come in wholes (records, đồng, days) are counted
    /// in wholes.
    AtLeast,
    /// An amount that would not do yet, while any larger one does: there is no least.
    MoreThan,
}

/// A record that contributes to a miss.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RecordContribution {
    /// Key of the record.
    pub record: Arc<str>,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Row in the file, from 1.
    pub row: Option<u32>,
    /// Amount added to the sum above the line.
    pub amount: Amount,
    /// Part of the miss, in the unit of that sum: the parts of all records, helpful
    /// ones included, add up to the whole of it.
    pub excess: Num,
}
