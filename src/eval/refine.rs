//! Records whose aggregates lie between two ends: what is settled all the same, whichever value
//! they turn out to have. Only such records are looked at again, so that the others cost nothing.

use super::cell::Cell;
use super::column::Column;
use super::estimate::{Estimate, Estimates, Leaves};
use super::frame::{Frame, State};
use super::{Context, Worker};
use crate::interval::{Interval, Possible};
use crate::plan::{Asked, Bounds, Kind, Lookup, Op, RecordPlan, Rows, Slot, Step, segment};
use crate::table::{Inputs, Ranges};
use crate::value::{Date, Num, Truth};
use std::collections::HashMap;
use std::ops::Range;

/// Values of slots that would be missing, were it not for the ends of what they rest on.
#[derive(Debug, Default)]
pub(super) struct Settled {
    values: HashMap<Slot, Num>,
    truths: HashMap<Slot, bool>,
    /// Ends between which values lie that rows are looked up by.
    asked: HashMap<Slot, Interval>,
}

/// The value of a record that rows are looked up by.
pub fn asked(plan: &RecordPlan, frame: &Frame, row: usize, lookup: &Lookup) -> Asked {
    let Lookup { subject, index, .. } = lookup;
    let known = match index.bounds() {
        Bounds::Numbers(bounds) => {
            frame.number(*subject, row).map(|number| segment(bounds, &number))
        }
        Bounds::Dates(bounds) => frame.date(*subject, row).map(|day| segment(bounds, &day)),
        Bounds::Codes(bounds) | Bounds::Texts(bounds) => {
            frame.code(*subject, row).map(|code| segment(bounds, &code))
        }
    };
    match known {
        Cell::Known(segment) => Asked::Known(segment),
        Cell::Missing => {
            let ranges = frame.ranges.get(&row);
            let possible = ranges.and_then(|ranges| reach(plan, frame, row, ranges, *subject));
            let within = possible.filter(Possible::is_sure).and_then(Possible::interval);
            Asked::Missing(within.map(|within| index.segments(&within)))
        }
        Cell::Fault => Asked::Fault,
    }
}

/// Truths of the conditions of rows for a record, by their places.
pub fn truths_of<'r>(
    plan: &RecordPlan,
    frame: &'r Frame,
    row: usize,
    rows: &'r Rows,
) -> impl Fn(usize) -> Truth + 'r {
    let sought = match rows {
        Rows::Each(_) => None,
        Rows::By(lookup) => Some((lookup, asked(plan, frame, row, lookup))),
    };
    move |place| match &sought {
        Some((lookup, asked)) => lookup.index.truth(place, asked),
        None => rows.steps().get(place).map_or(Truth::Fault, |step| frame.truth(step.when, row)),
    }
}

/// Values that a slot of a record can have, by what is known of its aggregates; none where a fault
/// is in the way.
pub fn reach(
    plan: &RecordPlan,
    frame: &Frame,
    row: usize,
    ranges: &Ranges,
    slot: Slot,
) -> Option<Possible> {
    estimates(plan, frame, row, ranges).possible(slot).ok()
}

fn estimates<'a>(
    plan: &'a RecordPlan,
    frame: &'a Frame,
    row: usize,
    ranges: &'a Ranges,
) -> Estimates<'a, OfRecord<'a>> {
    Estimates::new(&plan.steps, OfRecord { frame, row, ranges, any: None })
}

/// Inputs of a record that may have any value of an estimate, and the steps that rest on them.
#[derive(Clone, Debug, Default)]
pub struct AnyOf {
    inputs: HashMap<Slot, Estimate>,
    rests: Vec<bool>,
}

impl AnyOf {
    /// Inputs of a record type, each with what it can be.
    pub fn new(plan: &RecordPlan, inputs: impl IntoIterator<Item = (Slot, Estimate)>) -> AnyOf {
        let inputs: HashMap<Slot, Estimate> = inputs.into_iter().collect();
        let rests = plan.moving(&inputs.keys().copied().collect::<Vec<Slot>>());
        AnyOf { inputs, rests }
    }

    /// Returns `true` if one of the inputs has a part in a slot.
    pub fn has_part_in(&self, slot: Slot) -> bool {
        self.rests.get(slot.index()) == Some(&true)
    }

    /// All that an input can be, if it is one of these.
    pub fn of(&self, input: Slot) -> Option<&Estimate> {
        self.inputs.get(&input)
    }
}

impl Settled {
    /// What is settled of a record of a frame.
    fn of(plan: &RecordPlan, frame: &Frame, row: usize, ranges: &Ranges) -> Settled {
        let is_open = |slot| frame.state(slot, row) == State::Missing;
        Settled::among(plan, &estimates(plan, frame, row, ranges), is_open)
    }

    /// What estimates settle of the slots that are open.
    fn among(
        plan: &RecordPlan,
        estimates: &Estimates<'_, OfRecord<'_>>,
        is_open: impl Fn(Slot) -> bool,
    ) -> Settled {
        let mut settled = Settled::default();
        for (slot, step) in plan.steps.enumerate().filter(|(slot, _)| is_open(*slot)) {
            match (estimates.of(slot), step.kind) {
                (Ok(Estimate::Truth(truths)), _) => match truths.settled() {
                    Truth::True => _ = settled.truths.insert(slot, true),
                    Truth::False => _ = settled.truths.insert(slot, false),
                    Truth::Missing | Truth::Fault => {}
                },
                (Ok(Estimate::Value(possible)), Kind::Number | Kind::Date) => {
                    settled.values.extend(possible.value().map(|value| (slot, value.clone())));
                }
                (
                    Ok(Estimate::Value(_)) | Err(Faulty),
                    Kind::Truth
                    | Kind::Number
                    | Kind::Date
                    | Kind::Code
                    | Kind::Text
                    | Kind::Points
                    | Kind::Grades
                    | Kind::Verdict,
                ) => {}
            }
        }
        let lookups = plan.steps.iter().filter_map(|step| step.op.lookup());
        for Lookup { subject, .. } in lookups {
            if is_open(*subject)
                && let Ok(possible) = estimates.possible(*subject)
                && possible.is_sure()
            {
                settled.asked.extend(possible.interval().map(|within| (*subject, within)));
            }
        }
        settled
    }

    /// Returns `true` if nothing is settled.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.truths.is_empty() && self.asked.is_empty()
    }

    /// Ends between which a missing value lies that rows are looked up by.
    pub(super) fn within(&self, subject: Slot) -> Option<&Interval> {
        self.asked.get(&subject)
    }

    /// Puts what is settled of a slot into its column; of a number or day, where there is none.
    pub(super) fn put(&self, slot: Slot, column: &mut Column) {
        match column {
            // Whether an input is missing that may have any value is read wrongly off its blank.
            Column::Truths(truths) => {
                let settled = self.truths.get(&slot).into_iter();
                settled.zip(truths).for_each(|(settled, truth)| *truth = Truth::from(*settled));
            }
            Column::Numbers(cells) => self.fill(slot, cells, |number| Some(number.clone())),
            Column::Dates(cells) => self.fill(slot, cells, Date::of_number),
            // Numbers of the input rest on nothing else.
            Column::Mantissas(_)
            | Column::Codes(_)
            | Column::Texts(_)
            | Column::Points(_)
            | Column::Grades(_)
            | Column::Verdicts(_) => {}
        }
    }

    fn fill<T>(&self, slot: Slot, cells: &mut [Cell<T>], read: impl Fn(&Num) -> Option<T>) {
        let open = cells.iter_mut().filter(|cell| matches!(cell, Cell::Missing));
        for (settled, cell) in self.values.get(&slot).into_iter().zip(open) {
            *cell = read(settled).map_or(Cell::Missing, Cell::Known);
        }
    }
}

impl Worker<'_> {
    /// Runs the records again of which more is settled than their values tell, each alone.
    pub(super) fn refine(&mut self, table: &Inputs, rows: Range<usize>, context: &Context<'_>) {
        let end = rows.end.min(table.rows);
        let place = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        let mut alone = None;
        self.frame.ranges.clear();
        for (row, ranges) in table.ranges.range(place(rows.start.min(end))..place(end)) {
            let row = *row as usize;
            let here = row.saturating_sub(rows.start);
            self.frame.ranges.insert(here, ranges.clone());
            let settled = Settled::of(self.record, &self.frame, here, ranges);
            if settled.is_empty() {
                continue;
            }
            let Some(alone) = alone.get_or_insert_with(|| Worker::new(self.plan, table.record))
            else {
                return;
            };
            alone.fill(table, row..row + 1, context, &settled);
            self.frame.replace(here, &alone.frame, &table.texts);
            self.constants = None;
        }
    }
}

impl Worker<'_> {
    /// Runs one record of which some inputs are blank and may have any value that is said of them:
    /// what does not come out the same for all of them is open. Whether the record is broken is
    /// not asked.
    pub fn run_any(
        &mut self,
        table: &Inputs,
        row: usize,
        context: &Context<'_>,
        any: &AnyOf,
    ) -> &Frame {
        self.fill(table, row..row + 1, context, &Settled::default());
        let known = u32::try_from(row).ok().and_then(|row| table.ranges.get(&row));
        let ranges = known.cloned().unwrap_or_default();
        let leaves = OfRecord { frame: &self.frame, row: 0, ranges: &ranges, any: Some(any) };
        let estimates = Estimates::new(&self.record.steps, leaves);
        let is_wanted = |slot: Slot| self.wanted.get(slot.index()) == Some(&true);
        let is_open = |slot: Slot| is_wanted(slot) && any.has_part_in(slot);
        let settled = Settled::among(self.record, &estimates, is_open);
        self.fill(table, row..row + 1, context, &settled);
        self.frame.ranges.clear();
        self.frame.invalid.fill(false);
        &self.frame
    }
}

/// A fault is in the way.
#[derive(Clone, Copy, Debug)]
struct Faulty;

/// One record: its values, and the ends of its aggregates.
struct OfRecord<'a> {
    frame: &'a Frame,
    row: usize,
    ranges: &'a Ranges,
    /// Inputs that may have other values than in the frame.
    any: Option<&'a AnyOf>,
}

impl Leaves for OfRecord<'_> {
    type Fault = Faulty;

    fn leaf(
        &self,
        slot: Slot,
        step: &Step,
        all: &Estimates<'_, Self>,
    ) -> Result<Option<Estimate>, Faulty> {
        if let Some(any) = self.any.filter(|any| any.has_part_in(slot)) {
            return match step.op {
                Op::Checked(_, input, _) => all.of(input).map(Some),
                _ => Ok(any.of(slot).cloned()),
            };
        }
        match self.frame.state(slot, self.row) {
            State::Known => {
                let known = self.frame.estimate(slot, step.kind, self.row);
                Ok(known.or_else(|| Some(Estimate::open(step.kind))))
            }
            State::Missing => Ok(if let Op::Aggregate(id, _) = step.op {
                self.ranges.get(&id).cloned().map(Estimate::Value)
            } else {
                None
            }),
            State::Fault => Err(Faulty),
        }
    }
}
