//! The day, or days, that records are evaluated as of.

use crate::eval::View;
use crate::value::{Date, Month};

/// The day that records are evaluated as of.
#[derive(Clone, Debug)]
pub enum AsOf {
    /// One day for all; none: rules that read it are faults.
    Common(Option<Date>),
    /// A day for each record, by its place; none where it has none, or one of no pack.
    Own(Vec<Option<Date>>),
}

impl AsOf {
    /// The day of a record.
    pub(super) fn day(&self, place: usize) -> Option<Date> {
        match self {
            AsOf::Common(day) => *day,
            AsOf::Own(days) => days.get(place).copied().flatten(),
        }
    }

    /// The month of a record's day.
    pub(super) fn month(&self, place: usize) -> Option<Month> {
        self.day(place).map(Month::of)
    }

    /// The month of a record that has a day of its own.
    pub fn own_month(&self, place: usize) -> Option<Month> {
        match self {
            AsOf::Common(_) => None,
            AsOf::Own(_) => self.month(place),
        }
    }

    /// The month of the snapshots that a view sees: that of the last day of its period, else the
    /// latest by its day. None where no snapshot is of such a month.
    pub(super) fn month_in(&self, view: View) -> Option<Month> {
        let AsOf::Own(days) = self else { return None };
        let days = days.iter().flatten();
        match view.until {
            Some(last) => days.copied().map(Month::of).find(|month| *month == Month::of(last)),
            None => {
                let seen = days.filter(|day| view.as_of.is_none_or(|as_of| **day <= as_of));
                seen.max().copied().map(Month::of)
            }
        }
    }

    /// End of the records from a place on that have one day, `end` at the latest.
    pub(super) fn end_of_day(&self, start: usize, end: usize) -> usize {
        match self {
            AsOf::Common(_) => end,
            AsOf::Own(_) => {
                let same = |place: &usize| self.day(*place) == self.day(start);
                (start..end).take_while(same).last().map_or(start, |last| last + 1)
            }
        }
    }
}
