//! What came of targets, as plain data. Words (levels, verdicts, units) are those of the rules and
//! the pack's language.

use crate::diag::Message;
use crate::explain::decision::{SourceLine, Status, Verdict};
use crate::explain::{Grounds, Run};
use crate::interval::Interval;
use crate::source::{Sources, key};
use crate::value::{Date, Lang, Num, Truth, Type};
use std::fmt;
use std::sync::Arc;

/// What is needed to name what came out.
#[derive(Clone, Copy)]
pub struct ResultContext<'a> {
    /// The texts of the rules.
    pub sources: &'a Sources,
    /// What stands beside every result of the run.
    pub run: &'a Run,
    /// The language of values that are shown.
    pub lang: Lang,
    /// The key of a record, and its row, by its place.
    pub record: &'a dyn Fn(usize) -> (Arc<str>, Option<u32>),
}

/// What came of a `chỉ tiêu` for one unit: a group, or the whole set.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TargetOutcome {
    /// The unit's name; `toàn bộ` in the pack's language for the whole set.
    pub unit: Arc<str>,
    /// Whether it is the whole set.
    pub is_total: bool,
    /// What the groups are the values of.
    pub by: Option<Arc<str>>,
    /// The record type.
    pub record_type: Arc<str>,
    /// The targets' name.
    pub block: Arc<str>,
    /// Their title.
    pub title: Option<Arc<str>>,
    /// How far it got; [`Status::NotApplicable`] where no indicator with a requirement applies.
    pub status: Status,
    /// The strongest level of which everything required holds, `đạt` where there are no levels,
    /// else `không đạt`; none unless decided. Indicators that do not apply are left out of
    /// account.
    pub verdict: Option<Arc<str>>,
    /// The same for programs: met where a level, or everything, is met.
    pub verdict_code: Option<Verdict>,
    /// The least and the most it can come to, where it is undetermined.
    pub verdict_range: Option<(Arc<str>, Arc<str>)>,
    /// The records it was worked out over.
    pub records: RecordCounts,
    /// The first of those without a unit.
    pub strays: Vec<Stray>,
    /// Its indicators, in the order written.
    pub indicators: Vec<IndicatorOutcome>,
    /// The targets' own line.
    pub clause: SourceLine,
    /// What they rest on.
    pub grounds: Grounds,
    /// The pack's name.
    pub pack: Arc<str>,
    /// The pack's fingerprint.
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
    /// Whether a level, or everything, is met; none unless decided.
    pub fn met(&self) -> Option<bool> {
        self.verdict_code.map(|verdict| verdict == Verdict::Met)
    }

    /// Whether it is the unit's of this name, compared as names are.
    pub fn is_of(&self, unit: &str) -> bool {
        key(&self.unit) == key(unit)
    }
}

/// The records of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordCounts {
    /// Those that surely are of the unit.
    pub records: u64,
    /// Those named for it that may count or not: data errors.
    pub perhaps: u64,
    /// Those that leave an indicator open for want of a value.
    pub undetermined: u64,
    /// Data errors.
    pub data_errors: u64,
    /// Those without a unit, which can be of any.
    pub without_unit: u64,
}

/// A record without a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stray {
    /// Its key.
    pub record: Arc<str>,
    /// Its row in the file, from 1.
    pub row: Option<u32>,
}

/// How an indicator stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndicatorStatus {
    /// What is required holds; with levels, of one at least.
    Met,
    /// It does not.
    NotMet,
    /// It depends on what is missing.
    Undetermined,
    /// An empty group, or a quotient by zero.
    NotApplicable,
    /// Nothing is required of this unit.
    NoRequirement,
    /// It could not be worked out.
    Fault(Message),
}

/// What came of an indicator.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndicatorOutcome {
    /// Its number or name.
    pub label: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// The type it is shown as: a plain number is a ratio where what is required of it is written
    /// in percent.
    pub ty: Type,
    /// Its value, where it is one.
    pub value: Option<Num>,
    /// What it can be, where that is not one value; none where there surely is no value.
    pub range: Option<Interval>,
    /// It also can be that there is no value: an empty group, a quotient by zero.
    pub may_lack: bool,
    /// How it stands.
    pub status: IndicatorStatus,
    /// The strongest level of which everything required of it holds; none without levels, and
    /// where that is open.
    pub level: Option<Arc<str>>,
    /// What is required, level by level from the weakest.
    pub levels: Vec<LevelOutcome>,
    /// The records that weigh most in the first level that is missed, the heaviest first.
    pub weigh: Vec<Weight>,
    /// Its formula, as written.
    pub formula: Arc<str>,
    /// The formula with what its aggregates came to; none where it is one value as it is.
    pub working: Option<String>,
    /// The indicator's line.
    pub clause: SourceLine,
    /// What it rests on.
    pub grounds: Grounds,
}

/// How an indicator stands to one requirement.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LevelOutcome {
    /// The level's name; none where there are no levels.
    pub name: Option<Arc<str>>,
    /// What is required, as written.
    pub required: Arc<str>,
    /// The numbers required.
    pub numbers: Vec<Num>,
    /// The row of the table, or the requirement, it stands in.
    pub clause: SourceLine,
    /// Whether it holds; none where the indicator does not apply.
    pub met: Option<Truth>,
    /// What is short where it is missed.
    pub distance: Option<Distance>,
}

/// How far a requirement is missed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Distance {
    /// The value is too high, rather than too low.
    pub too_high: bool,
    /// The difference to the number required, in the indicator's unit.
    pub by: Interval,
    /// The number required itself would not do.
    pub more_than: bool,
    /// By how much what stands above the line must change, what stands below it being as it is.
    pub numerator: Option<Amount>,
}

impl Distance {
    /// Whether the value is the very number that it must not reach.
    pub fn is_touching(&self) -> bool {
        self.more_than && self.by.value().is_some_and(Num::is_zero)
    }
}

/// An amount with its unit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Amount {
    /// How much.
    pub number: Num,
    /// Its type.
    pub ty: Type,
    /// It counts records.
    pub records: bool,
    /// How it is meant.
    pub extent: Extent,
}

/// How an amount is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// No less and no more.
    Exactly,
    /// The least that will do. Things that come in wholes (records, đồng, days) are counted in
    /// wholes.
    AtLeast,
    /// This would not do yet, and what lies beyond has no first.
    MoreThan,
}

/// A record that weighs in a miss.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Weight {
    /// Its key.
    pub record: Arc<str>,
    /// Its row in the file, from 1.
    pub row: Option<u32>,
    /// What it adds to the sum above the line.
    pub amount: Amount,
    /// How much it alone adds to the miss, in the unit of that sum: those of all records, helpful
    /// ones included, come to the whole of it.
    pub excess: Num,
}
