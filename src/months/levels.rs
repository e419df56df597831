//! Levels of targets by unit and month.

use super::span::{self, months};
use crate::engine::{Batch, Dataset};
use crate::interval::Interval;
use crate::report::{IndicatorOutcome, IndicatorStatus, PeriodOutcome, TargetOutcome};
use crate::source::key;
use crate::value::{Date, Month, Num, Truth, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Months that make a year.
const YEAR: usize = 12;

/// Targets over the months of a run.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TargetYear {
    /// Name of the targets.
    pub block: Arc<str>,
    /// Title of the targets.
    pub title: Option<Arc<str>>,
    /// Name of the record type.
    pub record_type: Arc<str>,
    /// Field or derivation by whose values records are grouped.
    pub by: Option<Arc<str>>,
    /// Name of the pack.
    pub pack: Arc<str>,
    /// Last days of the months, one after the other without a gap.
    pub months: Vec<Date>,
    /// The last day of the latest month that has data.
    pub latest: Date,
    /// Units in the order of the targets, all together last.
    pub units: Vec<UnitYear>,
}

/// The levels of a unit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnitYear {
    /// Name of the unit.
    pub unit: Arc<str>,
    /// `true` for all records together.
    pub is_total: bool,
    /// Indicators in the order written.
    pub indicators: Vec<IndicatorYear>,
}

/// The levels of an indicator, month by month.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndicatorYear {
    /// Number or name as written.
    pub label: Arc<str>,
    /// Title, if it has one.
    pub title: Option<Arc<str>>,
    /// Formula as it is written.
    pub formula: Arc<str>,
    /// The type it is shown as.
    pub ty: Type,
    /// Requirements of the latest month that has any, the weakest first, each with its level's
    /// name.
    pub required: Vec<(Option<Arc<str>>, Arc<str>)>,
    /// Numbers that are required in any month.
    pub numbers: Vec<Num>,
    /// `true` if more is better, by what is required, `false` if less is; `None` where requirements
    /// do not tell.
    pub more_is_better: Option<bool>,
    /// The level of each month.
    pub levels: Vec<Level>,
}

impl IndicatorYear {
    /// The months in which nothing that is required was met.
    pub fn missed(&self) -> impl Iterator<Item = &Level> {
        self.levels.iter().filter(|level| level.status == LevelStatus::NotMet)
    }

    /// The months of which there are no data.
    pub fn without_data(&self) -> impl Iterator<Item = &Level> {
        self.levels.iter().filter(|level| level.status == LevelStatus::NoData)
    }

    /// The level of a month, by its last day.
    pub fn on(&self, month: Date) -> Option<&Level> {
        self.levels.iter().find(|level| level.month == month)
    }
}

/// The level of an indicator in a month.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Level {
    /// Last day of the month.
    pub month: Date,
    /// Status against what is required.
    pub status: LevelStatus,
    /// Value; `None` if it is a range or there is none.
    pub value: Option<Num>,
    /// Range of the value where it is not a single one.
    pub range: Option<Interval>,
    /// The strongest level that is reached; `None` without levels.
    pub reached: Option<Arc<str>>,
    /// Change since the month before.
    pub against_month: Change,
    /// Change since the same month of the year before.
    pub against_year: Change,
}

/// Status of an indicator in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LevelStatus {
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
    DataError,
    /// No row of the unit in the month.
    NoData,
}

impl LevelStatus {
    /// Stable English code, the one that JSON has.
    pub const fn code(self) -> &'static str {
        match self {
            LevelStatus::Met => "met",
            LevelStatus::NotMet => "not_met",
            LevelStatus::Undetermined => "undetermined",
            LevelStatus::NotApplicable => "not_applicable",
            LevelStatus::NotDue => "not_due",
            LevelStatus::NoRequirement => "no_requirement",
            LevelStatus::DataError => "data_error",
            LevelStatus::NoData => "no_data",
        }
    }

    fn of(status: &IndicatorStatus) -> LevelStatus {
        match status {
            IndicatorStatus::Met => LevelStatus::Met,
            IndicatorStatus::NotMet => LevelStatus::NotMet,
            IndicatorStatus::Undetermined => LevelStatus::Undetermined,
            IndicatorStatus::NotApplicable => LevelStatus::NotApplicable,
            IndicatorStatus::NotDue => LevelStatus::NotDue,
            IndicatorStatus::NoRequirement => LevelStatus::NoRequirement,
            IndicatorStatus::Fault(_) => LevelStatus::DataError,
        }
    }
}

/// Change of a value since another month.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// Last day of the other month; `None` before the year 1.
    pub since: Option<Date>,
    /// Status in the other month.
    pub then: LevelStatus,
    /// Value less that of the other month; `None` unless both are known.
    pub change: Option<Num>,
    /// `true` if the value is better than that of the other month, `false` if it is worse; `None`
    /// if it is the same, or what is better is not known.
    pub is_better: Option<bool>,
}

/// What is known of an indicator in a month.
#[derive(Clone)]
struct Known {
    status: LevelStatus,
    value: Option<Num>,
    range: Option<Interval>,
    reached: Option<Arc<str>>,
}

/// An indicator of a unit, by the key of the unit (none: all together) and its label.
type Place = (Option<String>, Arc<str>);

/// Values of the months, by place.
type ByMonth = BTreeMap<Place, BTreeMap<Month, Known>>;

/// The targets of a run that have months.
pub(super) fn of_targets(dataset: &Dataset, told: &[Vec<TargetOutcome>]) -> Vec<TargetYear> {
    let before = dataset.targets_before();
    let years = told.iter().filter_map(|outcomes| {
        let first = outcomes.first()?;
        let same = |of: &&Vec<TargetOutcome>| {
            of.first().is_some_and(|one| one.block == first.block && one.pack == first.pack)
        };
        let before = before.iter().find(same).map_or(&[][..], Vec::as_slice);
        of_one(dataset, outcomes, before)
    });
    years.collect()
}

fn of_one(
    dataset: &Dataset,
    outcomes: &[TargetOutcome],
    before: &[TargetOutcome],
) -> Option<TargetYear> {
    let first = outcomes.first()?;
    let batch = batch_of(dataset, first)?;
    let mut known = ByMonth::new();
    let is_monthly = batch.is_monthly();
    before.iter().for_each(|outcome| take_month(&mut known, outcome));
    match is_monthly {
        true => outcomes.iter().for_each(|outcome| take_month(&mut known, outcome)),
        false => outcomes.iter().for_each(|outcome| take_periods(&mut known, outcome)),
    }
    let with_data: BTreeSet<Month> = match is_monthly {
        true => span::of_batch(batch),
        false => known.values().flat_map(|months| months.keys().copied()).collect(),
    };
    let as_of = dataset.as_of().filter(|_| is_monthly);
    let all = months(batch.rules(), &with_data, as_of);
    let latest = with_data.last().and_then(|month| month.last_day())?;
    let units = units(outcomes, &known, &all, is_monthly);
    Some(TargetYear {
        block: Arc::clone(&first.block),
        title: first.title.clone(),
        record_type: Arc::clone(&first.record_type),
        by: first.by.clone(),
        pack: Arc::clone(&first.pack),
        months: all.iter().filter_map(|month| month.last_day()).collect(),
        latest,
        units,
    })
}

/// The batch of the records that targets are over.
fn batch_of<'d>(dataset: &'d Dataset, outcome: &TargetOutcome) -> Option<&'d Batch> {
    dataset.batches().find(|batch| {
        let rules = batch.rules();
        let record = &rules.model().records[batch.record_type()].name;
        record.key == key(&outcome.record_type) && rules.name() == outcome.pack.as_ref()
    })
}

fn unit_of(outcome: &TargetOutcome) -> Option<String> {
    (!outcome.is_total).then(|| key(&outcome.unit))
}

fn take_month(known: &mut ByMonth, outcome: &TargetOutcome) {
    let Some(month) = outcome.as_of.map(Month::of) else { return };
    if outcome.records.records + outcome.records.perhaps == 0 {
        return;
    }
    for indicator in &outcome.indicators {
        let place = (unit_of(outcome), Arc::clone(&indicator.label));
        let own = indicator.periods.iter().filter(|period| is_month(period));
        let own = own.into_iter().find(|period| Month::of(period.to) == month);
        let one = own.map_or_else(|| as_a_whole(indicator), |own| in_period(indicator, own));
        known.entry(place).or_default().insert(month, one);
    }
}

fn as_a_whole(indicator: &IndicatorOutcome) -> Known {
    Known {
        status: LevelStatus::of(&indicator.status),
        value: indicator.value.clone(),
        range: indicator.range.clone(),
        reached: indicator.level.clone(),
    }
}

/// The months in which an indicator over registers is asked.
fn take_periods(known: &mut ByMonth, outcome: &TargetOutcome) {
    for indicator in &outcome.indicators {
        let place = (unit_of(outcome), Arc::clone(&indicator.label));
        for period in indicator.periods.iter().filter(|period| is_month(period)) {
            if period.has_rows {
                let one = in_period(indicator, period);
                known.entry(place.clone()).or_default().insert(Month::of(period.to), one);
            }
        }
    }
}

fn is_month(period: &PeriodOutcome) -> bool {
    let month = Month::of(period.to);
    Month::of(period.from) == month && month.last_day() == Some(period.to) && period.from.day() == 1
}

fn in_period(indicator: &IndicatorOutcome, period: &PeriodOutcome) -> Known {
    let asked: Vec<Truth> = period.met.iter().flatten().copied().collect();
    let status = if period.met.is_empty() {
        LevelStatus::NoRequirement
    } else if asked.is_empty() {
        LevelStatus::NotApplicable
    } else if asked.contains(&Truth::True) {
        LevelStatus::Met
    } else if asked.iter().all(|truth| *truth == Truth::False) {
        LevelStatus::NotMet
    } else {
        LevelStatus::Undetermined
    };
    let strongest = period.met.iter().rposition(|met| *met == Some(Truth::True));
    let reached = strongest.and_then(|place| indicator.levels.get(place)?.name.clone());
    Known { status, value: period.value.clone(), range: period.range.clone(), reached }
}

/// The units in the order in which the outcomes name them, all together last.
fn units(
    outcomes: &[TargetOutcome],
    known: &ByMonth,
    months: &[Month],
    is_monthly: bool,
) -> Vec<UnitYear> {
    let mut order: Vec<&TargetOutcome> = Vec::new();
    for outcome in outcomes {
        if !order.iter().any(|one| unit_of(one) == unit_of(outcome)) {
            order.push(outcome);
        }
    }
    order.sort_by_key(|outcome| outcome.is_total);
    let of_unit = |first: &&TargetOutcome| {
        let own: Vec<&TargetOutcome> =
            outcomes.iter().filter(|one| unit_of(one) == unit_of(first)).collect();
        let indicators =
            first.indicators.iter().filter(|one| is_monthly || !one.periods.is_empty());
        let indicators = indicators
            .map(|indicator| of_indicator(&own, (unit_of(first), indicator), known, months));
        UnitYear {
            unit: Arc::clone(&first.unit),
            is_total: first.is_total,
            indicators: indicators.collect(),
        }
    };
    let units = order.iter().map(of_unit);
    units.filter(|unit| !unit.indicators.is_empty()).collect()
}

fn of_indicator(
    own: &[&TargetOutcome],
    (unit, indicator): (Option<String>, &IndicatorOutcome),
    known: &ByMonth,
    months: &[Month],
) -> IndicatorYear {
    let place = (unit, Arc::clone(&indicator.label));
    let none = BTreeMap::new();
    let by_month = known.get(&place).unwrap_or(&none);
    let same: Vec<&IndicatorOutcome> = own
        .iter()
        .flat_map(|outcome| &outcome.indicators)
        .filter(|one| one.label == indicator.label)
        .collect();
    let latest = same.iter().rev().find(|one| !one.levels.is_empty());
    let required = latest.into_iter().flat_map(|one| &one.levels);
    let levels = same.iter().flat_map(|one| &one.levels);
    let mut senses = levels.map(|level| level.more_is_better);
    let sense = senses.next().flatten().filter(|sense| senses.all(|other| other == Some(*sense)));
    let mut numbers: Vec<Num> =
        same.iter().flat_map(|one| &one.levels).flat_map(|level| level.numbers.clone()).collect();
    numbers.sort();
    numbers.dedup();
    IndicatorYear {
        label: Arc::clone(&indicator.label),
        title: indicator.title.clone(),
        formula: Arc::clone(&indicator.formula),
        ty: indicator.ty,
        required: required.map(|one| (one.name.clone(), Arc::clone(&one.required))).collect(),
        numbers,
        more_is_better: sense,
        levels: months.iter().filter_map(|month| level(by_month, *month, sense)).collect(),
    }
}

fn level(by_month: &BTreeMap<Month, Known>, month: Month, sense: Option<bool>) -> Option<Level> {
    let now = by_month.get(&month);
    let change = |months: usize| {
        let other = month.back(months);
        let then = other.and_then(|other| by_month.get(&other));
        let values =
            (now.and_then(|now| now.value.as_ref()), then.and_then(|then| then.value.as_ref()));
        let change = match values {
            (Some(now), Some(then)) => now.sub(then).ok(),
            (Some(_) | None, Some(_) | None) => None,
        };
        let moved = change.as_ref().filter(|change| !change.is_zero());
        let is_better = moved.zip(sense).map(|(change, more)| (*change > Num::ZERO) == more);
        Change {
            since: other.and_then(Month::last_day),
            then: then.map_or(LevelStatus::NoData, |then| then.status),
            change,
            is_better,
        }
    };
    Some(Level {
        month: month.last_day()?,
        status: now.map_or(LevelStatus::NoData, |now| now.status),
        value: now.and_then(|now| now.value.clone()),
        range: now.and_then(|now| now.range.clone()),
        reached: now.and_then(|now| now.reached.clone()),
        against_month: change(1),
        against_year: change(YEAR),
    })
}
