//! Changes of one field as they are told: by criterion, by reason, and how far one may go.

use super::candidates::Candidate;
use super::outcome::{MatchedRow, Outcome};
use super::trial::{Asked, Variant};
use super::{CriterionMargin, FieldChange, ReasonMargin, Slack};
use crate::value::{Date, Num, Value};
use std::collections::BTreeSet;

/// Next better points of each criterion with what they take.
pub(super) fn criteria(asked: &Asked<'_, '_>, singles: &[Variant]) -> Vec<CriterionMargin> {
    let margin = |(criterion, (own, _)): (usize, &(Option<Num>, MatchedRow))| {
        let own = own.as_ref()?;
        let points = |variant: &Variant| variant.outcome.points.get(criterion)?.0.clone();
        let better = singles.iter().filter(|variant| variant.outcome.is_possible);
        let better = better.filter_map(|variant| Some((points(variant)?, variant)));
        let next = better.clone().map(|(points, _)| points).filter(|points| points > own).min()?;
        let reach = better.filter(|(points, _)| *points >= next).map(|(_, variant)| variant);
        let reach: Vec<&Variant> = reach.collect();
        let row = reach.iter().find_map(|variant| match variant.outcome.points.get(criterion)? {
            (Some(points), MatchedRow::Row(row)) if *points == next => Some(*row),
            _ => None,
        });
        Some(CriterionMargin { criterion, row, points: next, changes: changes(asked, &reach) })
    };
    asked.base.points.iter().enumerate().filter_map(margin).collect()
}

/// Reasons that fire with what takes each away.
pub(super) fn reasons(asked: &Asked<'_, '_>, singles: &[Variant]) -> Vec<ReasonMargin> {
    let fires = asked.base.fires.iter().enumerate().filter(|(_, fires)| **fires);
    let margin = |(clause, _): (usize, &bool)| {
        let gone = singles.iter().filter(|variant| {
            let Outcome { is_possible, fires, .. } = &variant.outcome;
            *is_possible && fires.get(clause) == Some(&false)
        });
        ReasonMargin { clause, changes: changes(asked, &gone.collect::<Vec<_>>()) }
    };
    fires.map(margin).collect()
}

/// The least change of each field among some, the least relative change first.
fn changes(asked: &Asked<'_, '_>, variants: &[&Variant]) -> Vec<FieldChange> {
    let mut all: Vec<&(usize, Candidate)> =
        variants.iter().filter_map(|variant| variant.changes.first()).collect();
    all.sort_by(|a, b| (&a.1.cost, a.0).cmp(&(&b.1.cost, b.0)));
    let mut seen = BTreeSet::new();
    all.retain(|(place, _)| seen.insert(*place));
    all.into_iter().filter_map(|change| asked.change(change)).collect()
}

/// Room that each field has, in each direction, before the result is lost.
pub(super) fn slack(asked: &Asked<'_, '_>, singles: &[Variant]) -> Vec<Slack> {
    let mut all: Vec<(Num, Slack)> = Vec::new();
    for (place, open) in asked.open().iter().enumerate() {
        for rises in [false, true] {
            let lost = singles.iter().filter(|variant| {
                let Outcome { is_possible, result, .. } = &variant.outcome;
                let both = asked.base.result.zip(*result);
                let is_worse = both.is_some_and(|(own, other)| own.is_better_than(other));
                *is_possible && is_worse && direction(asked, variant, place) == Some(rises)
            });
            let first = lost.min_by(|a, b| cost(a).cmp(&cost(b)));
            let found = first.and_then(|variant| {
                let change = asked.change(variant.changes.first()?)?;
                let kept = before(&change, &open.grain, rises)?;
                let result = variant.outcome.result?;
                let lost_at = change.to.clone();
                let change = FieldChange { to: kept, ..change };
                Some((cost(variant)?, Slack { change, lost_at, result }))
            });
            all.extend(found);
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(_, slack)| slack).collect()
}

fn cost(variant: &Variant) -> Option<Num> {
    variant.changes.first().map(|(_, candidate)| candidate.cost.clone())
}

/// Returns `true` if a change of this field makes it greater; none of a change of another, and of
/// values that are no numbers.
fn direction(asked: &Asked<'_, '_>, variant: &Variant, place: usize) -> Option<bool> {
    let (of, candidate) = variant.changes.first().filter(|(of, _)| *of == place)?;
    match (asked.own.get(*of)?, &candidate.value) {
        (Value::Num(own), Value::Num(other)) => Some(other > own),
        (Value::Date(own), Value::Date(other)) => Some(other > own),
        _ => None,
    }
}

/// The value one grain nearer to the record's own.
fn before(change: &FieldChange, grain: &Num, rises: bool) -> Option<Value> {
    let back = if rises { grain.neg() } else { grain.clone() };
    match (&change.from, &change.to) {
        (Value::Num(own), Value::Num(number)) => {
            let kept = number.add(&back).ok()?;
            let passed = if rises { kept < *own } else { kept > *own };
            Some(Value::Num(if passed { own.clone() } else { kept }))
        }
        (Value::Date(_), Value::Date(day)) => {
            let days = i64::from(day.days_since_1970()) + back.to_i64()?;
            Date::from_days_since_1970(i32::try_from(days).ok()?).map(Value::Date)
        }
        _ => None,
    }
}
