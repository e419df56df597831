//! What a run is given: fields, the as-of date, dated parameters.

use super::super::column::{Cell, Column, Entry, Operand, Plain, by_kind, map, zip};
use super::super::fault::FaultKind;
use super::super::table::{Input, MISSING};
use super::{FromConstant, Kernel, place, raise};
use crate::model::{FieldId, ParameterId};
use crate::plan::{Kind, Slot};
use crate::value::{Date, Num, Truth};

impl Kernel<'_> {
    pub(super) fn input(&mut self, column: usize, out: &mut Column) {
        let input = self.run.table.columns.get(column).unwrap_or(&Input::Absent);
        match (input, out) {
            (input, out) if !input.reaches(self.range.end) => by_kind!(self.kind, self.wrong(out)),
            (Input::Numbers(values), Column::Numbers(out)) => {
                self.copy(values, out, |value| cell(value.map(Num::from_decimal)))
            }
            (Input::Exact(values), Column::Numbers(out)) => {
                self.copy(values, out, |value| cell(value.clone()))
            }
            (Input::Dates(values), Column::Dates(out)) => {
                self.copy(values, out, |value| cell(*value))
            }
            (Input::YesNo(values), Column::Truths(out)) => {
                self.copy(values, out, |value| value.map_or(Truth::Missing, Truth::from))
            }
            (Input::Codes(values), Column::Codes(out)) => self.copy(values, out, code),
            (Input::Texts(values), Column::Texts(out)) if self.run.same_texts => {
                self.copy(values, out, code)
            }
            (Input::Absent, out) => by_kind!(self.kind, self.absent(out)),
            (
                Input::Numbers(_)
                | Input::Exact(_)
                | Input::Dates(_)
                | Input::YesNo(_)
                | Input::Codes(_)
                | Input::Texts(_),
                out,
            ) => {
                by_kind!(self.kind, self.wrong(out));
            }
        }
    }

    pub(super) fn checked<T: Plain>(
        &mut self,
        field: FieldId,
        input: Slot,
        range: Option<Slot>,
        out: &mut Column,
    ) {
        let (rows, slot, start) = (self.rows(), self.slot, self.range.start);
        let (input, within) = (
            self.operand::<T>(input),
            range.map_or(Operand::One(&Truth::True), |range| self.operand(range)),
        );
        let Some(out) = T::write(out) else { return };
        let faults = &mut *self.faults;
        zip(rows, input, within, out, |row, input, within| match within {
            Truth::True | Truth::Missing => input.clone(),
            Truth::Fault => T::FAULT.clone(),
            Truth::False => {
                raise(faults, slot, row, FaultKind::OutsideRange);
                T::FAULT.clone()
            }
        });
        let unreadable = self
            .run
            .table
            .unreadable
            .get(field.index())
            .map(|rows| rows.range(place(start)..place(start + out.len())));
        for row in unreadable.into_iter().flatten() {
            let row = (*row as usize).saturating_sub(start);
            if let Some(cell) = out.get_mut(row) {
                *cell = T::FAULT.clone();
                raise(faults, slot, row, FaultKind::Unreadable);
            }
        }
    }

    fn absent<T: Plain>(&self, out: &mut Column) {
        self.all(T::MISSING, out);
    }

    fn wrong<T: Plain>(&mut self, out: &mut Column) {
        self.all(T::FAULT.clone(), out);
        (0..self.rows()).for_each(|row| raise(self.faults, self.slot, row, FaultKind::WrongColumn));
    }

    fn all<T: Plain>(&self, value: T, out: &mut Column) {
        let Some(out) = T::write(out) else { return };
        out.clear();
        out.resize(self.rows(), value);
    }

    fn copy<T, R: Clone>(&self, values: &[T], out: &mut Vec<R>, read: impl Fn(&T) -> R) {
        out.clear();
        out.extend(values.get(self.range.clone()).unwrap_or(&[]).iter().map(read));
    }

    pub(super) fn as_of(&mut self, out: &mut Column) {
        let Some(out) = Cell::<Date>::write(out) else { return };
        out.clear();
        match self.run.context.as_of {
            Some(day) => out.push(Cell::Known(day)),
            None => {
                raise(self.faults, self.slot, 0, FaultKind::NoAsOf);
                out.push(Cell::Fault);
            }
        }
    }

    pub(super) fn parameter<T: FromConstant>(
        &mut self,
        parameter: ParameterId,
        day: Slot,
        out: &mut Column,
    ) {
        let (rows, slot, day) = (self.rows(), self.slot, self.operand::<Cell<Date>>(day));
        let Some(out) = T::write(out) else { return };
        let (plan, faults) = (self.run.plan, &mut *self.faults);
        map(rows, day, out, |row, day| match day {
            Cell::Known(day) => match plan.parameter(parameter, *day) {
                Some(value) => T::from_constant(value),
                None => {
                    raise(faults, slot, row, FaultKind::NoValueOn { parameter, day: *day });
                    T::FAULT.clone()
                }
            },
            Cell::Missing => T::MISSING,
            Cell::Fault => T::FAULT.clone(),
        });
    }
}

fn code(code: &u32) -> Cell<u32> {
    cell((*code != MISSING).then_some(*code))
}

fn cell<T>(value: Option<T>) -> Cell<T> {
    value.map_or(Cell::Missing, Cell::Known)
}
