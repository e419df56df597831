//! Changes of one field as they are told: by criterion, by reason, and how far one may go.

use super::candidates::Candidate;
use super::outcome::MatchedRow;
use super::trial::{Asked, Variant};
use super::{CriterionMargin, FieldChange, ReasonMargin, Slack};
use crate::value::{Date, Num, Value};
use std::collections::BTreeSet;

/// Next better points of each criterion with what they take.
pub(super) fn criteria(asked: &mut Asked<'_, '_>, singles: &[Variant]) -> Vec<CriterionMargin> {
    let mut margins = of_turns(asked, singles);
    for margin in &mut margins {
        // With a field that points rise and fall with they are reached between its turns.
        for change in &mut margin.changes {
            let nearer = nearer(asked, singles, change, (margin.criterion, &margin.points));
            nearer.into_iter().for_each(|to| (change.to, change.until) = (to, None));
        }
        let cost = |change: &FieldChange| {
            let open = asked.open().iter().find(|open| open.field == change.field);
            match (open, &change.from, &change.to) {
                (Some(open), Value::Num(from), Value::Num(to)) => open.cost(from, to),
                _ => None,
            }
        };
        if margin.changes.iter().all(|change| cost(change).is_some()) {
            margin.changes.sort_by_key(cost);
        }
    }
    margins
}

/// The value nearest to the record's own with which a criterion gives so many points, of a field
/// that points rise and fall with: on the way to a turn they are a line.
fn nearer(
    asked: &mut Asked<'_, '_>,
    singles: &[Variant],
    change: &FieldChange,
    (criterion, points): (usize, &Num),
) -> Option<Value> {
    let place = asked.open().iter().position(|open| open.field == change.field)?;
    asked.open().get(place).filter(|open| open.is_sloped)?;
    let (Value::Num(own), Value::Num(to)) = (&change.from, &change.to) else { return None };
    let tried = singles.iter().filter_map(|variant| match variant.changes.first()? {
        (of, Candidate { value: Value::Num(number), .. }) if *of == place => Some(number),
        _ => None,
    });
    let is_between = |number: &&Num| {
        if to > own { *number < to && *number > own } else { *number > to && *number < own }
    };
    let between = tried.filter(is_between).chain([own]);
    let before = if to > own { between.max() } else { between.min() }?;
    asked.nearest(place, [before, to], |_, variant| {
        let given = variant.outcome.points.get(criterion)?.0.as_ref()?;
        let does = variant.outcome.is_possible && given >= points;
        does.then(|| variant.changes.first().map(|(_, candidate)| candidate.value.clone()))?
    })
}

/// The same with the values at turns alone.
fn of_turns(asked: &Asked<'_, '_>, singles: &[Variant]) -> Vec<CriterionMargin> {
    let margin = |(criterion, (own, _)): (usize, &(Option<Num>, MatchedRow))| {
        let own = own.as_ref()?;
        let points = |variant: &Variant| variant.outcome.points.get(criterion)?.0.clone();
        let better = singles.iter().filter(|variant| variant.outcome.is_possible);
        let better = better.filter_map(|variant| Some((points(variant)?, variant)));
        let next = better.clone().map(|(points, _)| points).filter(|points| points > own).min()?;
        let does = |variant: &Variant| points(variant).is_some_and(|points| points >= next);
        let reach: Vec<&Variant> =
            better.map(|(_, variant)| variant).filter(|one| does(one)).collect();
        let row = reach.iter().find_map(|variant| match variant.outcome.points.get(criterion)? {
            (Some(points), MatchedRow::Row(row)) if *points == next => Some(*row),
            _ => None,
        });
        let changes = changes(asked, singles, does);
        Some(CriterionMargin { criterion, row, points: next, changes })
    };
    asked.base.points.iter().enumerate().filter_map(margin).collect()
}

/// Reasons that fire with what takes each away.
pub(super) fn reasons(asked: &Asked<'_, '_>, singles: &[Variant]) -> Vec<ReasonMargin> {
    let fires = asked.base.fires.iter().enumerate().filter(|(_, fires)| **fires);
    let margin = |(clause, _): (usize, &bool)| {
        let is_gone = |variant: &Variant| variant.outcome.fires.get(clause) == Some(&false);
        ReasonMargin { clause, changes: changes(asked, singles, is_gone) }
    };
    fires.map(margin).collect()
}

/// The least change of each field that does something, the least relative change first.
fn changes(
    asked: &Asked<'_, '_>,
    singles: &[Variant],
    does: impl Fn(&Variant) -> bool,
) -> Vec<FieldChange> {
    let possible = singles.iter().filter(|variant| variant.outcome.is_possible && does(variant));
    let mut all: Vec<&(usize, Candidate)> =
        possible.filter_map(|variant| variant.changes.first()).collect();
    all.sort_by(|(a, one), (b, other)| {
        (&one.cost, a, &one.amount).cmp(&(&other.cost, b, &other.amount))
    });
    let mut seen = BTreeSet::new();
    all.retain(|(place, _)| seen.insert(*place));
    let told = |change: &(usize, Candidate)| {
        let until = until(asked, singles, change, &does);
        Some(FieldChange { until, ..asked.change(change)? })
    };
    all.into_iter().filter_map(told).collect()
}

/// The last value on from a change of one field that does the same as the change, where one beyond
/// it does not.
pub(super) fn until(
    asked: &Asked<'_, '_>,
    singles: &[Variant],
    change: &(usize, Candidate),
    does: impl Fn(&Variant) -> bool,
) -> Option<Value> {
    let (place, candidate) = change;
    let open = asked.open().get(*place)?;
    let own = asked.own.get(*place)?;
    let rises = is_more(own, &candidate.value)?;
    let beyond: Vec<&Variant> = singles
        .iter()
        .filter(|variant| {
            direction(asked, variant, *place) == Some(rises)
                && variant.changes.first().is_some_and(|(_, other)| {
                    is_more(&candidate.value, &other.value) == Some(rises)
                        && other.value != candidate.value
                })
        })
        .collect();
    let end = end(&beyond, |variant| Some(does(variant)))?;
    let (_, first) = end.first.changes.first()?;
    let to = first.value.clone();
    let change = FieldChange { field: open.field, from: candidate.value.clone(), to, until: None };
    before(&change, &open.grain, rises)
}

/// End of the values of one field that keep something.
struct End<'v> {
    /// The nearest that does not, be it that the record cannot have it.
    first: &'v Variant,
    /// The nearest that the record can have and by which it is lost.
    lost: &'v Variant,
}

/// Where what some changes of one field keep ends; `None` where none of them loses it. Of a change
/// `keeps` says whether it does, if that is known.
fn end<'v>(beyond: &[&'v Variant], keeps: impl Fn(&Variant) -> Option<bool>) -> Option<End<'v>> {
    let nearest = |ends: &dyn Fn(&Variant) -> bool| {
        let ending = beyond.iter().copied().filter(|variant| ends(variant));
        ending.min_by_key(|variant| variant.changes.first().map(|(_, one)| &one.amount))
    };
    let keeps = |variant: &Variant| keeps(variant).filter(|_| variant.outcome.is_possible);
    Some(End {
        first: nearest(&|variant| keeps(variant) != Some(true))?,
        lost: nearest(&|variant| keeps(variant) == Some(false))?,
    })
}

/// Room that each field has, in each direction, before the result is lost.
pub(super) fn slack(asked: &Asked<'_, '_>, singles: &[Variant]) -> Vec<Slack> {
    let mut all: Vec<(Num, Slack)> = Vec::new();
    for (place, open) in asked.open().iter().enumerate() {
        for rises in [false, true] {
            let beyond: Vec<&Variant> = (singles.iter())
                .filter(|variant| direction(asked, variant, place) == Some(rises))
                .collect();
            let end = end(&beyond, |variant| {
                let both = asked.base.result.zip(variant.outcome.result);
                both.map(|(own, other)| !own.is_better_than(other))
            });
            let found = end.and_then(|End { first, lost }| {
                let change = asked.change(first.changes.first()?)?;
                let kept = before(&change, &open.grain, rises)?;
                let is_none = kept == change.from && first.changes != lost.changes;
                if is_none {
                    return None;
                }
                let lost_at = lost.changes.first()?.1.value.clone();
                let change = FieldChange { to: kept, ..change };
                let result = lost.outcome.result?;
                Some((lost.changes.first()?.1.cost.clone(), Slack { change, lost_at, result }))
            });
            all.extend(found);
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(_, slack)| slack).collect()
}

/// Returns `true` if a change of this field makes it greater; none of a change of another, and of
/// values that are no numbers.
fn direction(asked: &Asked<'_, '_>, variant: &Variant, place: usize) -> Option<bool> {
    let (of, candidate) = variant.changes.first().filter(|(of, _)| *of == place)?;
    is_more(asked.own.get(*of)?, &candidate.value)
}

/// Returns `true` if a number or day is greater than another of the same field; none of any other.
fn is_more(own: &Value, other: &Value) -> Option<bool> {
    match (own, other) {
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
            Date::of_number(&day.number().add(&back).ok()?).map(Value::Date)
        }
        _ => None,
    }
}
