//! The months that are told, none left out between the first and the last.

use crate::engine::{Batch, Rules};
use crate::value::{Date, Month};
use std::collections::BTreeSet;

/// Months from the first of the pack's period to the latest with data, or to the latest that is
/// over on the day of the run.
pub(super) fn months(
    rules: &Rules,
    with_data: &BTreeSet<Month>,
    as_of: Option<Date>,
) -> Vec<Month> {
    let period = &rules.model().period;
    let begins = period.from.map(Month::of);
    let ends = period.to.map(Month::of);
    let (Some(first), Some(latest)) = (with_data.first(), with_data.last()) else {
        return Vec::new();
    };
    let over = as_of.and_then(last_over).filter(|over| ends.is_none_or(|ends| *over <= ends));
    let last = over.or(ends.filter(|_| as_of.is_some())).map_or(*latest, |over| over.max(*latest));
    let first = begins.map_or(*first, |begins| begins.min(*first));
    std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(|month| *month <= last)
        .collect()
}

/// The latest month whose last day is not after a day.
fn last_over(day: Date) -> Option<Month> {
    let month = Month::of(day);
    if month.last_day() == Some(day) { Some(month) } else { month.back(1) }
}

/// Months of the snapshots of a batch.
pub(super) fn of_batch(batch: &Batch) -> BTreeSet<Month> {
    batch.set().months()
}
