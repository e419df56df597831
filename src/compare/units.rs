//! Units held against the targets of both packs: those whose indicators come out otherwise.

use super::{Comparison, TargetsPair};
use crate::diag::target::{Words, words};
use crate::diag::{Message, migration as say};
use crate::engine::Dataset;
use crate::report::{IndicatorOutcome, IndicatorStatus, TargetOutcome, show_unit, show_value};
use crate::source::key;
use crate::value::{Date, Lang};
use std::collections::HashMap;

/// An indicator of a unit that comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedIndicator {
    /// Heading of the targets: their kind and name in the new pack.
    pub heading: Message,
    /// Name of the targets in the new pack.
    pub name: String,
    /// Name of the unit; `toàn bộ` for the whole set.
    pub unit: String,
    /// Day the unit is decided as of, by the old pack.
    pub day: Option<Date>,
    /// Number or name of the indicator in the new pack.
    pub indicator: String,
    /// Value and standing under the old pack.
    pub old: Message,
    /// Value and standing under the new pack.
    pub new: Message,
    /// `true` if it is met now and was not, or the other way round; else its value alone is
    /// another.
    pub turns: bool,
}

impl Comparison {
    /// The indicators of units that come out otherwise, targets by targets.
    pub(super) fn indicators(&self, old: &Dataset, new: &Dataset) -> Vec<ChangedIndicator> {
        let (before, now) = (old.outcomes(), new.outcomes());
        let now = by_unit(&now);
        let pairs: HashMap<String, &TargetsPair> =
            self.targets.iter().map(|pair| (key(&pair.old), pair)).collect();
        let mut found = Vec::new();
        for outcome in &before {
            let Some(pair) = pairs.get(&key(&outcome.block)) else { continue };
            if let Some(other) = now.get(&(key(&pair.new), unit_key(outcome))) {
                found.extend(changed(pair, outcome, other));
            }
        }
        found
    }
}

type UnitKey = (bool, String, Option<Date>);

fn unit_key(outcome: &TargetOutcome) -> UnitKey {
    (outcome.is_total, key(&outcome.unit), outcome.as_of)
}

fn by_unit(outcomes: &[TargetOutcome]) -> HashMap<(String, UnitKey), &TargetOutcome> {
    outcomes.iter().map(|one| ((key(&one.block), unit_key(one)), one)).collect()
}

/// The indicators of a unit that differ.
fn changed<'c>(
    pair: &'c TargetsPair,
    old: &'c TargetOutcome,
    new: &'c TargetOutcome,
) -> impl Iterator<Item = ChangedIndicator> + 'c {
    pair.indicators.iter().filter_map(move |(before, now)| {
        let (before, now) = (old.indicators.get(*before)?, new.indicators.get(*now)?);
        let turns = before.status != now.status || before.level != now.level;
        let same = !turns && before.value == now.value && before.range == now.range;
        (!same).then(|| ChangedIndicator {
            heading: pair.heading.clone(),
            name: pair.new.clone(),
            unit: show_unit(old),
            day: old.as_of,
            indicator: now.label.to_string(),
            old: shown(before),
            new: shown(now),
            turns,
        })
    })
}

/// The value of an indicator with its standing, and the level that it reaches.
fn shown(indicator: &IndicatorOutcome) -> Message {
    let standing = |words: &'static Words| match indicator.status {
        IndicatorStatus::Met => words.met,
        IndicatorStatus::NotMet => words.not_met,
        IndicatorStatus::Undetermined => words.undetermined,
        IndicatorStatus::NotApplicable => words.not_applicable,
        IndicatorStatus::NotDue => words.not_due_yet,
        IndicatorStatus::NoRequirement => words.no_requirement,
        IndicatorStatus::Fault(_) => words.data_error,
    };
    let level = indicator.level.as_deref();
    let value = |lang: Lang| show_value(indicator, lang);
    say::indicator_standing(
        (&value(Lang::Vi), standing(words(Lang::Vi))),
        (&value(Lang::En), standing(words(Lang::En))),
        level,
    )
}
