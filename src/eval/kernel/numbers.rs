//! Arithmetic.

use super::super::cell::Cell;
use super::super::column::{Column, Entry, map, zip};
use super::super::fault::FaultKind;
use super::work::words;
use super::{Kernel, raise};
use crate::plan::Slot;
use crate::value::{Arith, Num};

impl Kernel<'_> {
    pub(super) fn negate(&self, a: Slot, out: &mut Column) {
        let Some(out) = Cell::<Num>::write(out) else { return };
        map(self.rows(), self.operand::<Cell<Num>>(a), out, |_, a| match a {
            Cell::Known(a) => Cell::Known(a.neg()),
            Cell::Missing => Cell::Missing,
            Cell::Fault => Cell::Fault,
        });
    }

    /// A division by zero is missing; that it is one is read off its operands.
    pub(super) fn arith(&mut self, op: Arith, a: Slot, b: Slot, out: &mut Column) {
        let Some(out) = Cell::<Num>::write(out) else { return };
        let (rows, slot, batch_constant, a, b) = (
            self.rows(),
            self.slot,
            self.batch_constant,
            self.operand::<Cell<Num>>(a),
            self.operand::<Cell<Num>>(b),
        );
        let work = &mut self.scratch.work;
        let mut apply = |row, a: &Num, b: &Num| -> Result<Option<Num>, FaultKind> {
            work.spend(batch_constant, row, words(a, b))?;
            Ok(op.apply(a, b)?)
        };
        zip(rows, a, b, out, |row, a, b| match (a, b) {
            (Cell::Known(a), Cell::Known(b)) => match apply(row, a, b) {
                Ok(Some(result)) => Cell::Known(result),
                Ok(None) => Cell::Missing,
                Err(kind) => {
                    raise(self.faults, slot, row, kind);
                    Cell::Fault
                }
            },
            (Cell::Fault, _) | (_, Cell::Fault) => Cell::Fault,
            (Cell::Missing, _) | (_, Cell::Missing) => Cell::Missing,
        });
    }
}
