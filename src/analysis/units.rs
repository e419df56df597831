//! The table of what targets require of units: units without a row, and levels that ask no more
//! than the one before.

use super::finding::{About, Finding, FindingKind};
use crate::model::{Bound, Expr, ExprKind, Model, ParameterId, Targets, TargetsId};
use crate::plan::Set;
use crate::value::{Date, Num, Type, Value};
use std::collections::BTreeSet;

/// Findings in the tables of all targets.
pub fn units(model: &Model, found: &mut Vec<Finding>) {
    for (id, targets) in model.targets.enumerate() {
        if !missing_units(model, id).is_empty() {
            found.push(Finding::of(FindingKind::MissingUnit, About::Units(id), &[]));
        }
        levels(model, id, targets, found);
    }
}

/// Units that the table of some targets has no row for, though it is the only one to say what is
/// required of them: by their codes; none stands for all records together.
pub fn missing_units(model: &Model, id: TargetsId) -> Vec<Option<u32>> {
    let targets = &model.targets[id];
    let by_row = |place: usize| {
        let cells = targets.thresholds.iter().filter_map(|row| row.cells.get(place));
        cells.flatten().any(Option::is_some)
    };
    let mut indicators = targets.indicators.iter().enumerate();
    if !indicators.any(|(place, one)| one.requirement.is_empty() && by_row(place)) {
        return Vec::new();
    }
    let total = targets.total.then_some(None);
    let category = targets.by.as_ref().and_then(|by| match by.ty {
        Type::Category(id) => model.categories.get(id.index()),
        Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
    });
    let period = model.period;
    let values = category.into_iter().flat_map(|category| &category.values);
    // A unit that is merged or split away before the period, or after it, has no records in it.
    let there = values.filter(|value| {
        let before = value.to.zip(period.from).is_some_and(|(to, from)| to < from);
        let after = value.from.zip(period.to).is_some_and(|(from, to)| to < from);
        !before && !after
    });
    let units = there.map(|value| Some(value.number));
    let has_row = |unit: &Option<u32>| targets.thresholds.iter().any(|row| row.unit == *unit);
    total.into_iter().chain(units).filter(|unit| !has_row(unit)).collect()
}

/// Levels of which one asks no more than the one before: the same, less, or something else.
fn levels(model: &Model, id: TargetsId, targets: &Targets, found: &mut Vec<Finding>) {
    for (row, thresholds) in targets.thresholds.iter().enumerate() {
        for (indicator, levels) in thresholds.cells.iter().enumerate() {
            let pairs = levels.iter().zip(levels.iter().skip(1)).enumerate();
            for (weaker, (one, next)) in pairs {
                let (Some(one), Some(next)) = (one, next) else { continue };
                if !is_stricter(model, next, one) {
                    let cell = [row, indicator, weaker + 1];
                    found.push(Finding::of(FindingKind::NotStricter, About::Units(id), &cell));
                }
            }
        }
    }
}

/// Returns `true` if bounds leave only some of the numbers that others leave, on every day; also
/// where that cannot be told.
fn is_stricter(model: &Model, own: &[Bound], other: &[Bound]) -> bool {
    days(model, own.iter().chain(other)).into_iter().all(|day| {
        let (Some(own), Some(other)) = (left(model, own, day), left(model, other, day)) else {
            return true;
        };
        own.parts() != other.parts() && own.clone().and(other).parts() == own.parts()
    })
}

/// Numbers that bounds leave on a day; `None` if a limit has no number then.
pub(super) fn left(model: &Model, bounds: &[Bound], day: Option<Date>) -> Option<Set<Num>> {
    let each =
        bounds.iter().map(|bound| Some(Set::compare(bound.op, limit(model, &bound.limit, day)?)));
    each.collect::<Option<Vec<_>>>()?.into_iter().reduce(Set::and)
}

fn limit(model: &Model, expr: &Expr, day: Option<Date>) -> Option<Num> {
    match &expr.kind {
        ExprKind::Parameter(id, None) => match &model.parameters[*id].on(day?)?.value {
            Value::Num(number) => Some(number.clone()),
            Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => {
                None
            }
        },
        ExprKind::Negate(inner) => Some(limit(model, inner, day)?.neg()),
        ExprKind::Arith(op, left, right) => {
            op.apply(&limit(model, left, day)?, &limit(model, right, day)?).ok()?
        }
        _ => match expr.constant()? {
            Value::Num(number) => Some(number),
            Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => {
                None
            }
        },
    }
}

/// Days on which limits may change, the first of the period among them; none where they do not
/// change.
pub(super) fn days<'b>(
    model: &Model,
    bounds: impl Iterator<Item = &'b Bound>,
) -> Vec<Option<Date>> {
    let mut parameters: BTreeSet<ParameterId> = BTreeSet::new();
    for bound in bounds {
        bound.limit.within(&mut |expr| {
            if let ExprKind::Parameter(id, None) = expr.kind {
                parameters.insert(id);
            }
        });
    }
    let from = model.period.from;
    let begins = parameters.iter().flat_map(|id| &model.parameters[*id].values);
    let begins = begins.map(|value| from.map_or(value.from, |from| from.max(value.from)));
    let begins: BTreeSet<Date> =
        begins.filter(|day| model.period.to.is_none_or(|to| *day <= to)).collect();
    if parameters.is_empty() { vec![None] } else { begins.into_iter().map(Some).collect() }
}
