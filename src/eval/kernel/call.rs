//! Functions, of the language and scripted.

use super::super::cell::Cell;
use super::super::column::Column;
use super::super::fault::FaultKind;
use super::work::{LARGEST, words};
use super::{Kernel, raise};
use crate::plan::Slot;
use crate::value::{Num, Truth, Value};
use std::sync::Arc;

impl Kernel<'_> {
    /// Calls a function once a record; a missing argument gives a missing result without a call.
    pub(super) fn call(
        &mut self,
        arguments: &[Slot],
        out: &mut Column,
        function: impl Fn(&[Value]) -> Result<Value, FaultKind>,
    ) {
        out.clear();
        let mut values = std::mem::take(&mut self.scratch.arguments);
        for row in 0..self.rows() {
            values.clear();
            let mut fault = false;
            for &argument in arguments {
                match self.argument(argument, row) {
                    Some(value) => values.push(value),
                    None => fault = true,
                }
            }
            let result = if fault {
                None
            } else if values.contains(&Value::Missing) {
                Some(Value::Missing)
            } else {
                let result = self.paid(row, &values, &function);
                self.kept(row, result)
            };
            self.push(row, result, out);
        }
        values.clear();
        self.scratch.arguments = values;
    }

    /// Calls a function, for what its arguments and its result cost.
    fn paid(
        &mut self,
        row: usize,
        arguments: &[Value],
        function: impl Fn(&[Value]) -> Result<Value, FaultKind>,
    ) -> Result<Value, FaultKind> {
        let number = |value: &Value| {
            if let Value::Num(number) = value { words(number, &Num::ZERO) } else { 0 }
        };
        self.scratch.work.charge(self.batch_constant, row, arguments.iter().map(number).sum())?;
        let result = function(arguments);
        let words = match &result {
            Ok(value) => number(value),
            Err(kind) => u64::from(*kind == FaultKind::TooLarge) * LARGEST,
        };
        self.scratch.work.spend(self.batch_constant, row, words)?;
        result
    }

    /// An argument's value; none for a fault.
    fn argument(&self, slot: Slot, row: usize) -> Option<Value> {
        fn value<T>(cell: Cell<T>, value: impl Fn(T) -> Value) -> Option<Value> {
            match cell {
                Cell::Known(known) => Some(value(known)),
                Cell::Missing => Some(Value::Missing),
                Cell::Fault => None,
            }
        }
        match self.column(slot)? {
            Column::Truths(_) => match self.operand(slot).at(row) {
                Truth::True => Some(Value::Bool(true)),
                Truth::False => Some(Value::Bool(false)),
                Truth::Missing => Some(Value::Missing),
                Truth::Fault => None,
            },
            Column::Numbers(_) | Column::Mantissas(_) => {
                value(self.operand(slot).at(row), Value::Num)
            }
            Column::Dates(_) => value(self.operand(slot).at(row), Value::Date),
            Column::Codes(_) => value(self.operand(slot).at(row), Value::Code),
            Column::Texts(_) => value(self.operand(slot).at(row), |code| self.text(code)),
            Column::Points(_) | Column::Grades(_) | Column::Verdicts(_) => None,
        }
    }

    fn text(&self, code: u32) -> Value {
        self.texts
            .get(&self.run.table.texts, code)
            .map_or(Value::Missing, |text| Value::Text(Arc::clone(text)))
    }

    fn kept(&mut self, row: usize, result: Result<Value, FaultKind>) -> Option<Value> {
        result.map_err(|kind| raise(self.faults, self.slot, row, kind)).ok()
    }

    fn push(&mut self, row: usize, value: Option<Value>, out: &mut Column) {
        let Some(value) = value else { return out.push_fault() };
        match (value, &mut *out) {
            (Value::Missing, out) => out.push_missing(),
            (Value::Num(number), Column::Numbers(out)) => out.push(Cell::Known(number)),
            (Value::Date(date), Column::Dates(out)) => out.push(Cell::Known(date)),
            (Value::Bool(truth), Column::Truths(out)) => out.push(Truth::from(truth)),
            (Value::Code(code), Column::Codes(out)) => out.push(Cell::Known(code)),
            (Value::Text(text), Column::Texts(out)) => {
                out.push(Cell::Known(self.texts.code(&self.run.table.texts, &text)))
            }
            (
                Value::Num(_) | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_),
                out,
            ) => {
                raise(self.faults, self.slot, row, FaultKind::Script);
                out.push_fault();
            }
        }
    }
}
