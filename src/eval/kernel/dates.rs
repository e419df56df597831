//! Days and durations.

use super::super::cell::Cell;
use super::super::column::{Column, Entry, zip};
use super::super::fault::FaultKind;
use super::{Kernel, raise};
use crate::plan::Slot;
use crate::value::{Date, Num};

impl Kernel<'_> {
    /// A day moved by a duration.
    pub(super) fn shift(
        &mut self,
        date: Slot,
        by: Slot,
        out: &mut Column,
        moved: impl Fn(Date, &Num) -> Option<Date>,
    ) {
        let Some(out) = Cell::<Date>::write(out) else { return };
        let (rows, slot, date, by) = (
            self.rows(),
            self.slot,
            self.operand::<Cell<Date>>(date),
            self.operand::<Cell<Num>>(by),
        );
        zip(rows, date, by, out, |row, date, by| match (date, by) {
            (Cell::Known(date), Cell::Known(by)) => moved(*date, by).map_or_else(
                || {
                    raise(self.faults, slot, row, FaultKind::NoSuchDay);
                    Cell::Fault
                },
                Cell::Known,
            ),
            (Cell::Fault, _) | (_, Cell::Fault) => Cell::Fault,
            (Cell::Missing, _) | (_, Cell::Missing) => Cell::Missing,
        });
    }

    pub(super) fn days_between(&self, a: Slot, b: Slot, out: &mut Column) {
        let Some(out) = Cell::<Num>::write(out) else { return };
        zip(
            self.rows(),
            self.operand::<Cell<Date>>(a),
            self.operand::<Cell<Date>>(b),
            out,
            |_, a, b| match (a, b) {
                (Cell::Known(a), Cell::Known(b)) => Cell::Known(Num::from_i64(a.days_since(*b))),
                (Cell::Fault, _) | (_, Cell::Fault) => Cell::Fault,
                (Cell::Missing, _) | (_, Cell::Missing) => Cell::Missing,
            },
        );
    }
}
