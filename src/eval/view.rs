//! The day that records are evaluated as of, and what of registers is seen by it.

use crate::model::{Model, PackPeriod, Seen};
use crate::value::{Date, Num};

/// The days of a run: all that is read of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// `ngày xét`; none: rules that read it are faults.
    pub as_of: Option<Date>,
    /// Day by which deadlines go: the as-of date, but for a pack that is asked after its period.
    pub today: Option<Date>,
    /// First day of the period whose rows of registers are seen; none: it is open.
    pub since: Option<Date>,
    /// Last day of those rows; none: the as-of date. A row that came later may still be of the
    /// period.
    pub until: Option<Date>,
}

impl View {
    /// View of a pack on a day: the rows of its period. After its period it is asked for its
    /// deadlines alone, and all else is read as of its last day.
    pub fn of(today: Option<Date>, model: &Model) -> View {
        let PackPeriod { from, to } = model.period;
        let last = to.filter(|_| model.has_deadlines());
        let as_of = today.map(|day| last.map_or(day, |last| day.min(last)));
        View { as_of, today, since: from, until: None }
    }

    /// View as of a day, of rows from another on.
    pub fn on(day: Date, since: Option<Date>) -> View {
        View { as_of: Some(day), today: Some(day), since, until: None }
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
