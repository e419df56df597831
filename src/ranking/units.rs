//! Units of targets by their ranks, month by month.

use super::order::{named, rank};
use super::{Ranked, Ranking, RankingKey, RankingOf, Unranked};
use crate::diag::{Message, ranking as say};
use crate::engine::{Batch, Dataset};
use crate::explain::decision::Status;
use crate::model::{RankKey, Targets};
use crate::report::{IndicatorOutcome, IndicatorStatus, TargetOutcome, show_level};
use crate::source::key;
use crate::value::{Date, Lang, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rankings of the targets of a run, one a month.
pub(super) fn of_targets(dataset: &Dataset, told: &[Vec<TargetOutcome>]) -> Vec<Ranking> {
    told.iter().flat_map(|outcomes| of_one(dataset, outcomes)).collect()
}

fn of_one(dataset: &Dataset, outcomes: &[TargetOutcome]) -> Vec<Ranking> {
    let Some(first) = outcomes.first() else { return Vec::new() };
    let Some((batch, targets)) = targets_of(dataset, first) else { return Vec::new() };
    let mut days: Vec<Option<Date>> = outcomes.iter().map(|outcome| outcome.as_of).collect();
    days.dedup();
    let mut before: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let mut last: Option<Date> = None;
    let mut rankings = Vec::new();
    for day in days {
        let of_day: Vec<&TargetOutcome> =
            outcomes.iter().filter(|one| one.as_of == day && !one.is_total).collect();
        let mut ranking = of_month(&of_day, targets, first, day.filter(|_| batch.is_monthly()));
        let follows = day.zip(last).is_some_and(|(day, last)| {
            crate::value::Month::of(last).next() == crate::value::Month::of(day)
        });
        for one in &mut ranking.ranked {
            one.rank_before = before.get(&one.name).copied().filter(|_| follows);
        }
        before = ranking.ranked.iter().map(|one| (Arc::clone(&one.name), one.rank)).collect();
        last = day;
        rankings.push(ranking);
    }
    rankings
}

/// The targets of an outcome that rank their units, and the records that they are over.
fn targets_of<'d>(
    dataset: &'d Dataset,
    outcome: &TargetOutcome,
) -> Option<(&'d Batch, &'d Targets)> {
    dataset.batches().find_map(|batch| {
        let model = batch.rules().model();
        let own = batch.rules().name() == outcome.pack.as_ref();
        let mut all = model.targets.iter().filter(|one| one.record == batch.record_type());
        let targets = all.find(|one| one.name.key == key(&outcome.block))?;
        (own && !targets.ranking.is_empty()).then_some((batch, targets))
    })
}

fn of_month(
    outcomes: &[&TargetOutcome],
    targets: &Targets,
    first: &TargetOutcome,
    month: Option<Date>,
) -> Ranking {
    let keys = targets.ranking.iter().map(|key| RankingKey {
        name: Arc::from(key.name.text.as_str()),
        title: targets.indicators.get(key.by).and_then(|one| one.title.as_deref().map(Arc::from)),
        ascending: key.ascending,
    });
    let keys: Vec<RankingKey> = keys.collect();
    let (mut candidates, mut unranked) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match candidate(outcome, &targets.ranking) {
            Ok(one) => candidates.push(one),
            Err(one) => unranked.push(one),
        }
    }
    Ranking {
        block: Arc::clone(&first.block),
        title: first.title.clone(),
        of: RankingOf::Units,
        record_type: Arc::clone(&first.record_type),
        by: first.by.clone(),
        pack: Arc::clone(&first.pack),
        month,
        ranked: rank(&keys, candidates),
        keys,
        unranked,
    }
}

fn candidate(outcome: &TargetOutcome, keys: &[RankKey<usize>]) -> Result<Ranked, Unranked> {
    let without = |status: Status, why: Message| Unranked {
        name: Arc::clone(&outcome.unit),
        shown: Vec::new(),
        status,
        why,
    };
    if outcome.records.records + outcome.records.perhaps == 0 {
        return Err(without(Status::NotApplicable, say::no_data()));
    }
    let mut values = Vec::new();
    for key in keys {
        let Some(indicator) = outcome.indicators.get(key.by) else { continue };
        match &indicator.value {
            Some(value) => {
                values.push(named(&key.name.text, Value::Num(value.clone()), indicator.ty));
            }
            None => return Err(without(status(indicator), why(indicator))),
        }
    }
    Ok(Ranked {
        rank: 0,
        tied: false,
        name: Arc::clone(&outcome.unit),
        shown: Vec::new(),
        result: outcome.verdict.clone(),
        values,
        rank_before: None,
    })
}

fn status(indicator: &IndicatorOutcome) -> Status {
    match indicator.status {
        IndicatorStatus::Fault(_) => Status::DataError,
        IndicatorStatus::NotApplicable => Status::NotApplicable,
        IndicatorStatus::Met
        | IndicatorStatus::NotMet
        | IndicatorStatus::Undetermined
        | IndicatorStatus::NotDue
        | IndicatorStatus::NoRequirement => Status::Undetermined,
    }
}

/// Why an indicator has no single value.
fn why(indicator: &IndicatorOutcome) -> Message {
    let name = indicator.title.as_deref().unwrap_or(&indicator.label);
    if let IndicatorStatus::Fault(message) = &indicator.status {
        return message.clone();
    }
    let shown = |lang: Lang| {
        let numbers = indicator.levels.iter().flat_map(|level| &level.numbers).collect::<Vec<_>>();
        show_level((None, indicator.range.as_ref()), indicator.ty, &numbers, lang)
    };
    match &indicator.range {
        Some(_) => {
            let (vi, en) = (shown(Lang::Vi), shown(Lang::En));
            Message { vi: say::open(name, &vi).vi, en: say::open(name, &en).en }
        }
        None => say::without_value(name),
    }
}
