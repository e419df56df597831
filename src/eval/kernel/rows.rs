//! Decision tables.

use super::super::cell::Cell;
use super::super::column::{Column, Entry, Plain, by_kind, update_pair};
use super::super::fault::FaultKind;
use super::lookup::Found;
use super::turn::{Effect, Progress};
use super::work::words;
use super::{FromConstant, Kernel, place, raise};
use crate::model::HitPolicy;
use crate::plan::{Constant, Kind, Lookup, RowPlan, Rows};
use crate::value::{Date, Num, Truth};

/// State of the search for the one row of a `duy nhất` table that holds for a record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unique {
    /// The row that surely holds.
    sure: Option<u32>,
    /// A row may hold.
    may: bool,
    /// A condition is a fault, or two rows hold.
    fault: bool,
}

impl Kernel<'_> {
    pub(super) fn table(&mut self, policy: HitPolicy, rows: &Rows, out: &mut Column) {
        match (policy, rows) {
            (HitPolicy::First, Rows::Each(rows)) => by_kind!(self.kind, self.first(rows, out)),
            (HitPolicy::Unique, Rows::Each(rows)) => by_kind!(self.kind, self.unique(rows, out)),
            (HitPolicy::First, Rows::By(lookup)) => {
                by_kind!(self.kind, self.looked_up(lookup, first_of, out))
            }
            (HitPolicy::Unique, Rows::By(lookup)) => {
                by_kind!(self.kind, self.looked_up(lookup, only_of, out))
            }
            (HitPolicy::Sum, rows) => self.sum(rows.steps(), out),
            // A list is asked about row by row: no plan has a step of its value.
            (HitPolicy::All, _) => {}
        }
    }

    /// The value of the row that holds of a known value; of any other what `open` makes of all
    /// rows, once for the batch.
    fn looked_up<T: FromConstant>(
        &mut self,
        lookup: &Lookup,
        open: fn(&mut dyn Iterator<Item = (Truth, &Constant)>) -> T,
        out: &mut Column,
    ) {
        let Some(out) = T::write(out) else { return };
        let found = self.find(lookup);
        let mut missing = None;
        out.clear();
        out.extend(found.iter().map(|found| match found {
            Found::Row(row) => self.gives(lookup, *row),
            Found::None => T::MISSING,
            Found::Missing => missing.get_or_insert_with(|| open(&mut self.asked(lookup))).clone(),
            Found::Fault => T::FAULT.clone(),
        }));
        self.scratch.found = found;
    }

    /// The value of the first row that holds, as far as every row that may be reached gives the
    /// same.
    fn first<T: Plain>(&mut self, rows: &[RowPlan], out: &mut Column) {
        let Some(out) = T::write(out) else { return };
        let mut progress = std::mem::take(&mut self.scratch.progress);
        reset(&mut progress, self.rows(), Progress::Open);
        reset(out, self.rows(), T::MISSING);
        for row in rows {
            let (when, gives) = (self.operand::<Truth>(row.when), self.operand::<T>(row.gives));
            update_pair(
                out.iter_mut().zip(&mut progress),
                when,
                gives,
                |_, (out, progress), when, gives| {
                    try_row(out, progress.next(*when), gives);
                },
            );
        }
        out.iter_mut()
            .zip(&progress)
            .filter(|(_, progress)| **progress != Progress::Done)
            .for_each(|(out, _)| *out = T::MISSING);
        self.scratch.progress = progress;
    }

    /// The value of the row that holds; all are tested, and two that hold are a fault.
    fn unique<T: Plain>(&mut self, rows: &[RowPlan], out: &mut Column) {
        let Some(out) = T::write(out) else { return };
        let mut states = std::mem::take(&mut self.scratch.unique);
        reset(&mut states, self.rows(), Unique::default());
        reset(out, self.rows(), T::MISSING);
        for (index, row) in rows.iter().enumerate() {
            let (when, gives) = (self.operand(row.when), self.operand::<T>(row.gives));
            update_pair(
                out.iter_mut().zip(&mut states),
                when,
                gives,
                |record, (out, state), when, gives| {
                    if let Some(first) = ask_row(out, state, place(index), *when, gives) {
                        raise(
                            self.faults,
                            self.slot,
                            record,
                            FaultKind::Overlap { first, second: place(index) },
                        );
                    }
                },
            );
        }
        for (out, state) in out.iter_mut().zip(&states) {
            match state {
                Unique { fault: true, .. } => *out = T::FAULT.clone(),
                Unique { sure: None, .. } => *out = T::MISSING,
                Unique { sure: Some(_), .. } => {}
            }
        }
        self.scratch.unique = states;
    }

    /// The sum of the rows that hold; one that may hold leaves it open, unless it would add 0.
    fn sum(&mut self, rows: &[RowPlan], out: &mut Column) {
        let Some(out) = Cell::<Num>::write(out) else { return };
        reset(out, self.rows(), Cell::Known(Num::ZERO));
        for row in rows {
            let (when, gives) =
                (self.operand::<Truth>(row.when), self.operand::<Cell<Num>>(row.gives));
            update_pair(out.iter_mut(), when, gives, |record, out, when, gives| {
                let words =
                    out.known().zip(gives.known()).map_or(0, |(sum, gives)| words(sum, gives));
                let paid = self.scratch.work.spend(self.batch_constant, record, words);
                if let Err(kind) = paid.and_then(|()| Ok(add_row(out, *when, gives)?)) {
                    raise(self.faults, self.slot, record, kind);
                    *out = Cell::Fault;
                }
            });
        }
    }
}

/// The value of the first row that holds, over constants.
fn first_of<T: FromConstant>(rows: &mut dyn Iterator<Item = (Truth, &Constant)>) -> T {
    let (mut out, mut progress) = (T::MISSING, Progress::Open);
    rows.for_each(|(when, gives)| {
        try_row(&mut out, progress.next(when), &T::from_constant(gives));
    });
    if progress == Progress::Done { out } else { T::MISSING }
}

/// The value of the only row that holds, over constants.
fn only_of<T: FromConstant>(rows: &mut dyn Iterator<Item = (Truth, &Constant)>) -> T {
    let (mut out, mut state) = (T::MISSING, Unique::default());
    for (row, (when, gives)) in rows.enumerate() {
        ask_row(&mut out, &mut state, place(row), when, &T::from_constant(gives));
    }
    if state.sure.is_some() { out } else { T::MISSING }
}

pub(super) fn reset<T: Clone>(values: &mut Vec<T>, rows: usize, value: T) {
    values.clear();
    values.resize(rows, value);
}

fn try_row<T: Plain>(out: &mut T, effect: Effect, gives: &T) {
    match effect {
        Effect::Nothing => {}
        Effect::Decides => *out = gives.clone(),
        Effect::Faults => *out = T::FAULT.clone(),
        Effect::May => *out = unsure(gives),
        Effect::MayToo => *out = agreed(out, gives),
    }
}

/// The row that already holds, where this one holds too.
fn ask_row<T: Plain>(
    out: &mut T,
    state: &mut Unique,
    row: u32,
    when: Truth,
    gives: &T,
) -> Option<u32> {
    let reached = state.sure.is_some() || state.may;
    match when {
        Truth::False => {}
        Truth::Fault => state.fault = true,
        Truth::Missing => {
            *out = if reached { agreed(out, gives) } else { unsure(gives) };
            state.may = true;
        }
        Truth::True => {
            *out = if reached { agreed(out, gives) } else { gives.clone() };
            let overlap = state.sure.replace(row);
            state.fault |= overlap.is_some();
            return overlap;
        }
    }
    None
}

fn unsure<T: Plain>(gives: &T) -> T {
    if gives.is_known() { gives.clone() } else { T::MISSING }
}

fn agreed<T: Plain>(out: &T, gives: &T) -> T {
    if gives.is_known() && out == gives { gives.clone() } else { T::MISSING }
}

fn add_row(
    out: &mut Cell<Num>,
    when: Truth,
    gives: &Cell<Num>,
) -> Result<(), crate::value::TooLarge> {
    match (when, gives) {
        (Truth::False, _) => {}
        (Truth::Fault, _) | (Truth::True, Cell::Fault) => *out = Cell::Fault,
        (Truth::Missing, Cell::Known(gives)) if gives.is_zero() => {}
        (Truth::Missing, _) | (Truth::True, Cell::Missing) if *out == Cell::Fault => {}
        (Truth::Missing, _) | (Truth::True, Cell::Missing) => *out = Cell::Missing,
        (Truth::True, Cell::Known(gives)) => {
            if let Cell::Known(sum) = out {
                *sum = sum.add(gives)?;
            }
        }
    }
    Ok(())
}
