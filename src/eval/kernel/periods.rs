//! Conditions over periods, and days on which something was done: read off what was worked out
//! before.

use super::super::cell::Cell;
use super::super::column::{Column, Entry};
use super::super::fault::FaultKind;
use super::{Kernel, raise};
use crate::model::EventId;
use crate::plan::{Certainty, Kind, PeriodicStep};
use crate::table::{InPeriod, Values};
use crate::value::{Date, Num, Truth};

/// The days between which the periods of a record lie; none where that is a fault. An end that is
/// missing is open.
struct Between {
    from: Option<Date>,
    to: Option<Date>,
    /// The first day is asked for, and missing.
    start_missing: bool,
}

impl Between {
    fn holds(&self, period: &InPeriod) -> bool {
        let days = period.period.days;
        self.from.is_none_or(|from| from <= days.from) && self.to.is_none_or(|to| days.to <= to)
    }
}

impl Kernel<'_> {
    pub(super) fn periodic(&mut self, step: &PeriodicStep, out: &mut Column) {
        let Some(today) = self.run.context.view.today else { return self.no_day(out) };
        let asked = self.asked_by(today, step);
        match self.kind {
            Kind::Number => {
                let Some(out) = Cell::<Num>::write(out) else { return };
                out.clear();
                out.extend(self.range.clone().map(|row| count(asked.as_deref(), row)));
            }
            Kind::Truth
            | Kind::Date
            | Kind::Code
            | Kind::Text
            | Kind::Points
            | Kind::Grades
            | Kind::Verdict => {
                let Some(out) = Truth::write(out) else { return };
                out.clear();
                let rows = self.range.clone().enumerate();
                out.extend(rows.map(|(at, row)| match self.between(step, at) {
                    Some(between) => in_each(asked.as_deref(), &between, row),
                    None => Truth::Fault,
                }));
            }
        }
    }

    pub(super) fn no_period_yet(&mut self, step: &PeriodicStep, out: &mut Column) {
        let Some(as_of) = self.run.context.view.today else { return self.no_day(out) };
        let asked = self.asked_by(as_of, step).unwrap_or_default();
        let Some(out) = Truth::write(out) else { return };
        out.clear();
        let rows = 0..self.range.len();
        out.extend(rows.map(|at| match self.between(step, at) {
            Some(between) => {
                let none = !asked.iter().any(|period| between.holds(period));
                let next = || step.schedule.next_after(as_of, between.from, between.to);
                Truth::from(none && next().is_some())
            }
            None => Truth::Fault,
        }));
    }

    /// Without the first day that the periods are asked from, none may be.
    pub(super) fn period_asked(&mut self, step: &PeriodicStep, out: &mut Column) {
        if self.run.context.view.today.is_none() {
            return self.no_day(out);
        }
        let asked = self.run.table.periodics.get(&step.id).map_or(&[][..], Vec::as_slice);
        let Some(out) = Truth::write(out) else { return };
        out.clear();
        let rows = 0..self.range.len();
        out.extend(rows.map(|at| match self.between(step, at) {
            Some(between) => {
                let some = asked.iter().any(|period| between.holds(period));
                if some && between.start_missing { Truth::Missing } else { Truth::from(some) }
            }
            None => Truth::Fault,
        }));
    }

    /// The periods that are asked by a day: records with days of their own may be asked for fewer
    /// than others.
    fn asked_by(&self, day: Date, step: &PeriodicStep) -> Option<Vec<&InPeriod>> {
        let asked = self.run.table.periodics.get(&step.id)?;
        Some(asked.iter().filter(|one| one.period.asked <= day).collect())
    }

    /// The days between which the periods of a record of the batch lie.
    fn between(&self, step: &PeriodicStep, at: usize) -> Option<Between> {
        let Some([from, to]) = step.between else {
            return Some(Between { from: None, to: None, start_missing: false });
        };
        let [from, to] = [from, to].map(|slot| self.operand::<Cell<Date>>(slot).at(at));
        let start_missing = matches!(from, Cell::Missing);
        match (from, to) {
            (Cell::Fault, _) | (_, Cell::Fault) => None,
            (from, to) => {
                Some(Between { from: from.into_known(), to: to.into_known(), start_missing })
            }
        }
    }

    pub(super) fn event(&mut self, event: EventId, certainty: Certainty, out: &mut Column) {
        let done = self.run.table.events.get(&event);
        let days = done.map(|done| match certainty {
            Certainty::Surely => &done.surely,
            Certainty::Perhaps => &done.perhaps,
        });
        let Some(out) = Cell::<Date>::write(out) else { return };
        out.clear();
        let day = |row: usize| days?.get(row).copied().flatten();
        out.extend(self.range.clone().map(|row| day(row).map_or(Cell::Missing, Cell::Known)));
    }

    pub(super) fn given(&self, column: usize, out: &mut Column) {
        let table = self.run.table;
        let there = table.columns.get(column);
        let there = there.is_some_and(|column| !matches!(column.values(), Values::Nulls));
        let lacking = u32::try_from(column).ok().and_then(|column| table.lacking.get(&column));
        let Some(out) = Truth::write(out) else { return };
        out.clear();
        out.extend(
            self.range
                .clone()
                .map(|row| Truth::from(there && !lacking.is_some_and(|rows| rows.contains(&row)))),
        );
    }

    fn no_day(&mut self, out: &mut Column) {
        out.clear();
        for row in 0..self.rows() {
            out.push_fault();
            raise(self.faults, self.slot, row, FaultKind::NoAsOf);
        }
    }
}

/// Truth that a condition holds in each period of a record. Without the first day that the periods
/// are asked from, only a condition that holds in all of them does.
fn in_each(asked: Option<&[&InPeriod]>, between: &Between, row: usize) -> Truth {
    let Some(asked) = asked else { return Truth::Missing };
    let within = asked.iter().filter(|period| between.holds(period));
    let truths = within.map(|period| period.holds.get(row).copied().unwrap_or(Truth::Missing));
    match truths.fold(Truth::True, Truth::and) {
        Truth::False if between.start_missing => Truth::Missing,
        truth => truth,
    }
}

/// Number of periods in which a condition holds.
fn count(asked: Option<&[&InPeriod]>, row: usize) -> Cell<Num> {
    let Some(asked) = asked else { return Cell::Missing };
    let mut all = 0_i64;
    for period in asked {
        match period.holds.get(row).copied().unwrap_or(Truth::Missing) {
            Truth::True => all += 1,
            Truth::False => {}
            Truth::Missing => return Cell::Missing,
            Truth::Fault => return Cell::Fault,
        }
    }
    Cell::Known(Num::from_i64(all))
}
