//! Numbers of a frame as mantissas at one scale: the representation of numbers that come from the
//! input.

use super::cell::{Cell, Packed};
use crate::table::{Numbers, Validity};
use crate::value::Num;
use std::ops::Range;

/// Numbers, each as a mantissa over one denominator; see [`Numbers`].
#[derive(Clone, Debug, Default)]
pub(super) struct Mantissas {
    mantissas: Vec<i64>,
    states: Vec<State>,
    denominator: i128,
    /// The numbers without a mantissa, by record, ascending.
    beside: Vec<(usize, Num)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Known,
    Beside,
    Missing,
    Fault,
}

impl Mantissas {
    pub fn len(&self) -> usize {
        self.states.len()
    }

    pub fn clear(&mut self) {
        self.mantissas.clear();
        self.states.clear();
        self.beside.clear();
    }

    pub fn push_missing(&mut self) {
        self.push(State::Missing);
    }

    pub fn push_fault(&mut self) {
        self.push(State::Fault);
    }

    fn push(&mut self, state: State) {
        self.mantissas.push(0);
        self.states.push(state);
    }

    /// Takes over the records `rows` of a column of the input.
    pub fn read(&mut self, numbers: &Numbers, validity: &Validity, rows: Range<usize>) {
        self.clear();
        self.denominator = numbers.denominator();
        self.mantissas.extend_from_slice(numbers.mantissas().get(rows.clone()).unwrap_or_default());
        let state = |row| if validity.is_known(row) { State::Known } else { State::Missing };
        self.states.extend(rows.clone().map(state));
        for (place, number) in numbers.beside_in(rows) {
            if let Some(state) = self.states.get_mut(place).filter(|state| **state == State::Known)
            {
                *state = State::Beside;
                self.beside.push((place, number.clone()));
            }
        }
    }

    /// Takes over another column.
    pub fn copy(&mut self, other: &Mantissas) {
        self.mantissas.clone_from(&other.mantissas);
        self.states.clone_from(&other.states);
        self.denominator = other.denominator;
        self.beside.clone_from(&other.beside);
    }

    pub fn set_fault(&mut self, row: usize) {
        self.states.get_mut(row).into_iter().for_each(|state| *state = State::Fault);
    }

    #[inline]
    fn cell(&self, row: usize, mantissa: i64, state: State) -> Cell<Num> {
        match state {
            State::Known => Cell::Known(Num::Small(mantissa.into(), self.denominator)),
            State::Beside => self.number_beside(row),
            State::Missing => Cell::Missing,
            State::Fault => Cell::Fault,
        }
    }

    #[cold]
    fn number_beside(&self, row: usize) -> Cell<Num> {
        let found = self.beside.binary_search_by_key(&row, |(place, _)| *place);
        found
            .ok()
            .and_then(|at| self.beside.get(at))
            .map_or(Cell::Missing, |(_, number)| Cell::Known(number.clone()))
    }
}

impl Packed<Cell<Num>> for Mantissas {
    fn at(&self, row: usize) -> Option<Cell<Num>> {
        Some(self.cell(row, *self.mantissas.get(row)?, *self.states.get(row)?))
    }

    fn iter(&self) -> impl Iterator<Item = Cell<Num>> {
        let values = self.mantissas.iter().zip(&self.states).enumerate();
        values.map(|(row, (mantissa, state))| self.cell(row, *mantissa, *state))
    }
}
