//! Targets: their grouping, their indicators, and what is required of whom at which level.

use super::blocks::ranking;
use super::difference::{Difference, Topic};
use super::item::Item;
use super::words::{Said, step};
use super::{ChangeKind, Site};
use crate::diag::Message;
use crate::diag::compare::{self as say, Part};
use crate::model::{Bound, Indicator, Targets, TargetsId, UnitThresholds};
use crate::value::Type;
use std::collections::HashMap;

/// Tells the differences of two targets.
pub(super) fn targets(found: &mut Difference<'_>, topic: &Topic, old: TargetsId, new: TargetsId) {
    let (before, now) = (&found.old.model.targets[old], &found.new.model.targets[new]);
    let places = (Some(before.name.span), Some(now.name.span));
    let what = (ChangeKind::Changed, Site::Targets);
    if found.pairs.new_of(Item::Record(before.record)) != Some(Item::Record(now.record)) {
        let name = |said: Said<'_>, targets: &Targets| {
            say::quoted(&said.model.records[targets.record].name.text)
        };
        let change = say::step(&name(found.old, before), &name(found.new, now), None);
        found.tell(topic, what, places, say::about(&change));
    }
    let by = (
        found.of_old(|forms| before.by.as_ref().map(|by| forms.expr(before.by_record, by))),
        found.of_new(|forms| now.by.as_ref().map(|by| forms.expr(now.by_record, by))),
    );
    if by.0 != by.1 {
        let words = |said: Said<'_>, targets: &Targets| {
            targets.by.as_ref().map_or_else(say::nothing, |by| said.quoted(by.span))
        };
        let change = say::step(&words(found.old, before), &words(found.new, now), None);
        found.tell(topic, what, places, say::grouping(&change));
    }
    if before.total != now.total {
        found.tell(topic, what, places, say::total(now.total));
    }
    if let Some(message) = ranking(&before.ranking, &now.ranking) {
        found.tell(topic, (ChangeKind::Wording, Site::Targets), places, message);
    }
    indicators(found, topic, (old, before), (new, now));
    let levels = Levels::of(found, topic, before, now);
    thresholds(found, topic, (old, before), (new, now), &levels);
}

fn indicators(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, before): (TargetsId, &Targets),
    (new, now): (TargetsId, &Targets),
) {
    let mut order = Vec::new();
    for (place, one) in before.indicators.iter().enumerate() {
        match found.pairs.new_of(Item::Indicator(old, place)) {
            Some(Item::Indicator(_, other)) => {
                order.push(other);
                if let Some(one_now) = now.indicators.get(other) {
                    let items = (Item::Indicator(old, place), Item::Indicator(new, other));
                    indicator(found, topic, items, (before, one), (now, one_now));
                }
            }
            Some(_) | None => {
                let message = say::removed(Part::Indicator, &words(one));
                let what = (ChangeKind::Removed, Site::Indicator);
                found.tell(topic, what, (Some(one.label.span), None), message);
            }
        }
    }
    for (place, one) in now.indicators.iter().enumerate() {
        if found.pairs.old_of(Item::Indicator(new, place)).is_none() {
            let message = say::added(Part::Indicator, &words(one));
            let what = (ChangeKind::Added, Site::Indicator);
            found.tell(topic, what, (None, Some(one.label.span)), message);
        }
    }
    if !order.is_sorted() {
        let places = found.places(Item::Targets(old), Item::Targets(new));
        let what = (ChangeKind::Reordered, Site::Indicator);
        found.tell(topic, what, places, say::reordered(Part::Indicator));
    }
}

/// An indicator by its number and title.
fn words(indicator: &Indicator) -> Message {
    let title = indicator.title.as_ref().map_or_else(String::new, |title| format!(" “{title}”"));
    let words = format!("{}{title}", indicator.label.text);
    Message { vi: words.clone(), en: words }
}

fn indicator(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, new): (Item, Item),
    (old_targets, before): (&Targets, &Indicator),
    (new_targets, now): (&Targets, &Indicator),
) {
    found.name(topic, Part::Indicator, (old, new));
    let topic = topic.of(new);
    let places = (Some(before.label.span), Some(now.label.span));
    let formulas = (
        found.of_old(|forms| forms.expr(old_targets.record, &before.formula)),
        found.of_new(|forms| forms.expr(new_targets.record, &now.formula)),
    );
    if formulas.0 != formulas.1 {
        let message = say::formula(&found.old.expr(&before.formula), &found.new.expr(&now.formula));
        let message = found.at(new, &message);
        found.tell(&topic, (ChangeKind::Changed, Site::Indicator), places, message);
    }
    let each = |indicator: &Indicator| indicator.each.map(super::form::schedule);
    if each(before) != each(now) {
        let message = found.at(new, &say::each_period());
        found.tell(&topic, (ChangeKind::Changed, Site::Indicator), places, message);
    }
    let bounds = (
        (old_targets, Some(before.requirement.as_slice())),
        (new_targets, Some(now.requirement.as_slice())),
    );
    requirement(found, &topic, bounds, (None, places));
}

/// Targets with what they require of an indicator.
type Asked<'t> = (&'t Targets, Option<&'t [Bound]>);

/// Tells what is required, where it is no longer the same.
fn requirement(
    found: &mut Difference<'_>,
    topic: &Topic,
    ((old_targets, before), (new_targets, now)): (Asked<'_>, Asked<'_>),
    (of, places): (Option<&Message>, super::difference::Places),
) {
    let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
    let forms = (
        found.of_old(|forms| forms.bounds(old_targets.record, before)),
        found.of_new(|forms| forms.bounds(new_targets.record, now)),
    );
    if forms.0 == forms.1 {
        return;
    }
    let change = match (before, now) {
        ([was], [is]) if was.op == is.op => step((&was.limit, found.old), (&is.limit, found.new)),
        (was, is) => {
            let words = |said: Said<'_>, bounds: &[Bound]| {
                let words: Vec<String> =
                    bounds.iter().map(|bound| said.words(bound.span)).collect();
                say::required_words(&words.iter().map(String::as_str).collect::<Vec<_>>())
            };
            say::step(&words(found.old, was), &words(found.new, is), None)
        }
    };
    let place = |bounds: &[Bound]| bounds.first().map(|bound| bound.span);
    let places = (place(before).or(places.0), place(now).or(places.1));
    let message = found.at(topic.item, &say::requirement(of, &change));
    found.tell(topic, (ChangeKind::Changed, Site::Requirement), places, message);
}

/// Levels of targets, each by its place in both packs.
struct Levels {
    pairs: Vec<(usize, usize)>,
    names: Vec<String>,
}

impl Levels {
    /// The levels of one name; what differs of them is told. Where there are none, the one that
    /// goes without saying.
    fn of(found: &mut Difference<'_>, topic: &Topic, old: &Targets, new: &Targets) -> Levels {
        if old.levels.is_empty() && new.levels.is_empty() {
            return Levels { pairs: vec![(0, 0)], names: Vec::new() };
        }
        let place = |key: &str| new.levels.iter().position(|level| level.key == key);
        let mut pairs = Vec::new();
        for (at, level) in old.levels.iter().enumerate() {
            match place(&level.key) {
                Some(other) => pairs.push((at, other)),
                None => {
                    let message = say::removed(Part::Level, &say::quoted(&level.text));
                    let what = (ChangeKind::Removed, Site::Targets);
                    found.tell(topic, what, (Some(level.span), None), message);
                }
            }
        }
        for (at, level) in new.levels.iter().enumerate() {
            if !pairs.iter().any(|(_, other)| *other == at) {
                let message = say::added(Part::Level, &say::quoted(&level.text));
                let what = (ChangeKind::Added, Site::Targets);
                found.tell(topic, what, (None, Some(level.span)), message);
            }
        }
        if !pairs.iter().map(|(_, new)| new).is_sorted() {
            let names = |targets: &Targets| {
                let names: Vec<&str> = targets.levels.iter().map(|one| one.text.as_str()).collect();
                names.join(", ")
            };
            let message = say::order(&names(old), &names(new));
            let places = (Some(old.name.span), Some(new.name.span));
            found.tell(topic, (ChangeKind::Changed, Site::Targets), places, message);
        }
        let names = new.levels.iter().map(|level| level.text.clone()).collect();
        Levels { pairs, names }
    }
}

/// The table of thresholds, unit by unit.
fn thresholds(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, before): (TargetsId, &Targets),
    (new, now): (TargetsId, &Targets),
    levels: &Levels,
) {
    let unit = |targets: &Targets, row: &UnitThresholds| match (row.unit, category(targets)) {
        (Some(code), Some(category)) => Some(Item::Value(category, code)),
        (_, _) => None,
    };
    let rows: HashMap<Option<Item>, &UnitThresholds> =
        now.thresholds.iter().map(|row| (unit(now, row), row)).collect();
    let mut kept = Vec::new();
    for row in &before.thresholds {
        let became = match unit(before, row) {
            None => Some(None),
            Some(item) => found.pairs.new_of(item).map(Some),
        };
        match became.and_then(|unit| Some((unit, *rows.get(&unit)?))) {
            Some((unit, other)) => {
                kept.push(unit);
                row_of_unit(found, topic, (old, before, row), (new, now, other), levels);
            }
            None => {
                let message = say::removed(Part::Unit, &unit_words(found.old, before, row));
                let what = (ChangeKind::Removed, Site::Requirement);
                found.tell(topic, what, (Some(row.span), None), message);
            }
        }
    }
    for row in now.thresholds.iter().filter(|row| !kept.contains(&unit(now, row))) {
        let message = say::added(Part::Unit, &unit_words(found.new, now, row));
        let what = (ChangeKind::Added, Site::Requirement);
        found.tell(topic, what, (None, Some(row.span)), message);
    }
}

fn category(targets: &Targets) -> Option<crate::value::CategoryId> {
    match targets.by.as_ref()?.ty {
        Type::Category(category) => Some(category),
        Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
    }
}

fn unit_words(said: Said<'_>, targets: &Targets, row: &UnitThresholds) -> Message {
    let ty = category(targets).map(Type::Category);
    say::unit(ty.zip(row.unit).and_then(|(ty, unit)| said.named(ty, unit)))
}

/// The thresholds of a unit that both packs have.
fn row_of_unit(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, old_targets, before): (TargetsId, &Targets, &UnitThresholds),
    (new, new_targets, now): (TargetsId, &Targets, &UnitThresholds),
    levels: &Levels,
) {
    let unit = unit_words(found.new, new_targets, now);
    for place in 0..old_targets.indicators.len() {
        let Some(Item::Indicator(_, other)) = found.pairs.new_of(Item::Indicator(old, place))
        else {
            continue;
        };
        for (old_level, new_level) in &levels.pairs {
            fn cell(row: &UnitThresholds, at: usize, level: usize) -> Option<&[Bound]> {
                row.cells.get(at)?.get(level)?.as_deref()
            }
            let bounds = (
                (old_targets, cell(before, place, *old_level)),
                (new_targets, cell(now, other, *new_level)),
            );
            let level = levels.names.get(*new_level);
            let of = level.map_or_else(|| unit.clone(), |level| say::at_level(&unit, level));
            let topic = topic.of(Item::Indicator(new, other));
            let places = (Some(before.span), Some(now.span));
            requirement(found, &topic, bounds, (Some(&of), places));
        }
    }
}
