//! Rows that are looked up by one value.

use super::super::cell::Cell;
use super::super::column::{Entry, map};
use super::{FromConstant, Kernel};
use crate::plan::{Asked, Bounds, Constant, Lookup, segment};
use crate::value::Truth;

/// Row that a lookup leads a record to.
#[derive(Clone, Copy, Debug)]
pub(in crate::eval) enum Found {
    /// This one, by its place.
    Row(u32),
    /// No row holds of its value.
    None,
    /// The value is missing.
    Missing,
    /// The value is a fault.
    Fault,
}

impl Kernel<'_> {
    /// The row of each record, in the buffer of the scratch, which the caller puts back.
    pub(super) fn find(&mut self, lookup: &Lookup) -> Vec<Found> {
        let mut found = std::mem::take(&mut self.scratch.found);
        match lookup.index.bounds() {
            Bounds::Numbers(bounds) => self.search(lookup, bounds, &mut found),
            Bounds::Dates(bounds) => self.search(lookup, bounds, &mut found),
            Bounds::Codes(bounds) | Bounds::Texts(bounds) => {
                self.search(lookup, bounds, &mut found)
            }
        }
        found
    }

    fn search<K: Ord>(&self, lookup: &Lookup, bounds: &[K], found: &mut Vec<Found>)
    where
        Cell<K>: Entry,
    {
        map(self.rows(), self.operand::<Cell<K>>(lookup.subject), found, |_, cell| match cell {
            Cell::Known(value) => {
                lookup.index.first(segment(bounds, value)).map_or(Found::None, Found::Row)
            }
            Cell::Missing => Found::Missing,
            Cell::Fault => Found::Fault,
        });
    }

    /// The value that a row gives.
    pub(super) fn gives<T: FromConstant>(&self, lookup: &Lookup, row: u32) -> T {
        lookup.gives.get(row as usize).map_or(T::MISSING, T::from_constant)
    }

    /// The rows of a missing value, each with the truth of its condition.
    pub(super) fn asked<'l>(
        &self,
        lookup: &'l Lookup,
    ) -> impl Iterator<Item = (Truth, &'l Constant)> + use<'l> {
        let within = self.settled.within(lookup.subject);
        let asked = Asked::Missing(within.map(|within| lookup.index.segments(within)));
        let rows = lookup.gives.iter().enumerate();
        rows.map(move |(row, gives)| (lookup.index.truth(row, &asked), gives))
    }
}
