//! Records of a finished run evaluated as of other days, for targets that are asked by period.

use super::links::is_within;
use super::views::{Linked, LinkedTable, Views};
use super::{Program, RecordSet};
use crate::eval::{Frame, View};
use crate::model::RecordId;
use crate::table::{Inputs, Texts};
use crate::value::{Month, Period};

/// Evaluates the records of a type in each view, with all that is part of them; each frame comes
/// with the place of its view and of its first record. The records themselves stay as they are:
/// snapshots are those of the month, each as of its own day.
pub fn in_views(
    program: Program<'_>,
    sets: &[&RecordSet],
    record: RecordId,
    views: &[View],
    mut take: impl FnMut(usize, &Frame, usize, &Texts),
) {
    let monthly = sets.iter().find(|set| set.record == record && !set.months().is_empty());
    if let Some(set) = monthly {
        for (place, view) in views.iter().enumerate() {
            let Some(month) = set.as_of.month_in(*view) else { continue };
            let texts = &set.reading.table.texts;
            set.frames(program, *view, Some(month), |frame, first| {
                take(place, frame, first, texts)
            });
        }
        return;
    }
    let within = sets.iter().filter(|set| is_within(program.model, set.record, record));
    let mut within: Vec<&RecordSet> = within.copied().collect();
    within.sort_by_key(|set| std::cmp::Reverse(program.model.depth(set.record)));
    let mut tables: Vec<Inputs> = within.iter().map(|set| set.reading.table.clone()).collect();
    let linked = tables.iter_mut().zip(&within).map(|(table, set)| LinkedTable {
        table,
        as_of: &set.as_of,
        numbers: &set.links.numbers,
        places: &set.links.places,
        without: &set.links.without,
        lists: &set.links.lists,
    });
    let mut linked = Linked::of(linked.collect());
    let mut evaluators = Views::of(program);
    for (place, view) in views.iter().enumerate() {
        linked
            .frames(&mut evaluators, *view, |frame, first, texts| take(place, frame, first, texts));
    }
}

impl RecordSet {
    /// Returns `true` if a row of the register is of a period, or a snapshot of its last month.
    pub fn has_rows_in(&self, program: Program<'_>, period: Period) -> bool {
        if self.months().contains(&Month::of(period.to)) {
            return true;
        }
        let register = program.model.records[self.record].register;
        let column = register
            .and_then(|register| self.reading.table.columns.get(register.counted().index()));
        column.is_some_and(|column| {
            (0..self.len()).any(|row| column.day(row).is_some_and(|day| period.holds(day)))
        })
    }
}
