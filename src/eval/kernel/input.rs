//! What a run is given: fields, the as-of date, dated parameters.

use super::super::cell::Cell;
use super::super::column::{Column, Entry, Operand, Plain, by_kind, map, update};
use super::super::fault::FaultKind;
use super::{FromConstant, Kernel, place, raise};
use crate::model::{FieldId, ParameterId, Seen};
use crate::plan::{Kind, Slot};
use crate::table::{Input, Values};
use crate::value::{Date, Num, Truth};

impl Kernel<'_> {
    pub(super) fn input(&mut self, column: usize, out: &mut Column) {
        let rows = self.range.clone();
        let Some(input) = self.run.table.columns.get(column) else { return self.missing(out) };
        if input.len() < rows.end {
            return self.wrong(out);
        }
        match (input.values(), out) {
            (Values::Numbers(numbers), Column::Mantissas(out)) => {
                out.read(numbers, input.validity(), rows);
            }
            (Values::Numbers(_), Column::Numbers(out)) => self.read(input, out, Input::number),
            (Values::Days(_), Column::Dates(out)) => self.read(input, out, Input::day),
            (Values::Truths(_), Column::Truths(out)) => {
                out.clear();
                let truth = |row| input.truth(row).map_or(Truth::Missing, Truth::from);
                out.extend(rows.map(truth));
            }
            (Values::Codes(_), Column::Codes(out)) => self.read(input, out, Input::code),
            (Values::Texts(_), Column::Texts(out)) if self.run.same_texts => {
                self.read(input, out, Input::code);
            }
            (Values::Nulls, out) => self.missing(out),
            (
                Values::Numbers(_)
                | Values::Days(_)
                | Values::Truths(_)
                | Values::Codes(_)
                | Values::Texts(_),
                out,
            ) => self.wrong(out),
        }
    }

    fn read<T>(
        &self,
        input: &Input,
        out: &mut Vec<Cell<T>>,
        value: impl Fn(&Input, usize) -> Option<T>,
    ) {
        out.clear();
        let cell = |row| value(input, row).map_or(Cell::Missing, Cell::Known);
        out.extend(self.range.clone().map(cell));
    }

    fn missing(&self, out: &mut Column) {
        out.clear();
        (0..self.rows()).for_each(|_| out.push_missing());
    }

    fn wrong(&mut self, out: &mut Column) {
        out.clear();
        for row in 0..self.rows() {
            out.push_fault();
            raise(self.faults, self.slot, row, FaultKind::WrongColumn);
        }
    }

    /// The input, with a fault in place of each value that could not be read or lies outside its
    /// range.
    pub(super) fn checked(
        &mut self,
        field: FieldId,
        input: Slot,
        range: Option<Slot>,
        out: &mut Column,
    ) {
        let Some(column) = self.column(input) else { return };
        match (column, &mut *out) {
            (Column::Mantissas(column), Column::Mantissas(out)) => out.copy(column),
            (_, out) => by_kind!(self.kind, copy(self.rows(), column, out)),
        }
        if let Some(range) = range {
            self.fault_outside(range, out);
        }
        self.fault_unreadable(field, out);
    }

    fn fault_outside(&mut self, range: Slot, out: &mut Column) {
        let within = self.operand::<Truth>(range);
        update(0..self.rows(), within, |row, within| match within {
            Truth::True | Truth::Missing => {}
            Truth::Fault => out.set_fault(row),
            Truth::False => {
                out.set_fault(row);
                raise(self.faults, self.slot, row, FaultKind::OutsideRange);
            }
        });
    }

    fn fault_unreadable(&mut self, field: FieldId, out: &mut Column) {
        if self.run.beside {
            return;
        }
        let Some(input) = self.run.table.columns.get(field.index()) else { return };
        let start = self.range.start;
        for row in input.validity().marked().range(place(start)..place(self.range.end)) {
            let row = (*row as usize).saturating_sub(start);
            out.set_fault(row);
            raise(self.faults, self.slot, row, FaultKind::Unreadable);
        }
    }

    pub(super) fn day(&mut self, day: Option<Date>, out: &mut Column) {
        let Some(out) = Cell::<Date>::write(out) else { return };
        out.clear();
        match day {
            Some(day) => out.push(Cell::Known(day)),
            None => {
                raise(self.faults, self.slot, 0, FaultKind::NoAsOf);
                out.push(Cell::Fault);
            }
        }
    }

    pub(super) fn in_view(&mut self, day: Slot, seen: Seen, out: &mut Column) {
        let (rows, slot, day) = (self.rows(), self.slot, self.operand::<Cell<Date>>(day));
        let view = self.run.context.view;
        let last = view.until.or(view.as_of);
        let seen = last.map(|last| (view.first(seen, last), last));
        let (Some(out), faults) = (Truth::write(out), &mut *self.faults) else { return };
        map(rows, day, out, |row, day| match (day, seen) {
            (Cell::Known(day), Some((first, last))) => {
                Truth::from(first.is_none_or(|first| first <= *day) && *day <= last)
            }
            (Cell::Known(_), None) => {
                raise(faults, slot, row, FaultKind::NoAsOf);
                Truth::Fault
            }
            (Cell::Missing, _) => Truth::Missing,
            (Cell::Fault, _) => Truth::Fault,
        });
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

fn copy<T: Plain>(rows: usize, column: &Column, out: &mut Column) {
    let Some(out) = T::write(out) else { return };
    map(rows, Operand::<T>::of(Some(column)), out, |_, value| value.clone());
}
