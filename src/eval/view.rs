//! The day that records are evaluated as of, and what of registers is seen by it.

use crate::model::{PackPeriod, Seen};
use crate::value::{Date, Num};

/// The days of a run: all that is read of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// `ngày xét`; none: rules that read it are faults.
    pub as_of: Option<Date>,
    /// First day of the period whose rows of registers are seen; none: it is open.
    pub since: Option<Date>,
    /// Last day of those rows; none: the as-of date. A row that came later may still be of the
    /// period.
    pub until: Option<Date>,
}

impl View {
    /// What is seen on a day by a pack: the rows of its period.
    pub fn of(as_of: Option<Date>, period: PackPeriod) -> View {
        View { as_of, since: period.from, until: None }
    }

    /// First day of the rows that are seen by a day; none: all up to it are.
    pub fn first(self, seen: Seen, as_of: Date) -> Option<Date> {
        match seen {
            Seen::Period => self.since,
            Seen::Every => None,
            Seen::LastDays(count) => as_of.add_days(&back(count))?.next(),
            Seen::LastMonths(count, end) => as_of.add_months(&back(count), end)?.next(),
        }
    }
}

fn back(count: u16) -> Num {
    Num::from_i64(-i64::from(count))
}
