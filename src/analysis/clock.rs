//! Days that records are asked as of, and days that lie months apart.

use crate::value::{Date, MonthEnd, Num};

/// Days that a record is asked as of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// Any day of the pack's period; what is worked out at other days is not read.
    Within,
    /// Any day from the first of the pack's period on, as deadlines are asked: past the period all
    /// else is as of its last day.
    Further,
    /// A day between these, for deadlines and all else.
    Between(Option<Date>, Option<Date>),
}

/// Most months whose days are counted one start after the other.
const COUNTED: i64 = 24;

/// Days between which those of so many months lie, of more months than are counted: each 400 years
/// are 4,800 months of 146,097 days.
const SLACK: i64 = 8;

/// The least and the most days that so many months after a day lie behind it.
pub(super) fn days_of_months(months: &Num, end: MonthEnd) -> Option<[Num; 2]> {
    let count = months.to_i64()?;
    if count.abs() > COUNTED {
        let mean = count.checked_mul(146_097)?.checked_div(4_800)?;
        return Some([mean.checked_sub(SLACK)?, mean.checked_add(SLACK)?].map(Num::from_i64));
    }
    // Years of every kind, one without its leap day among them.
    let months_of = |year| (1..=12).map(move |month| (year, month));
    let starts = (1_890..=1_910).flat_map(months_of);
    let starts = starts.flat_map(|(year, month)| [1, 28, 29, 30, 31].map(|day| (year, month, day)));
    let starts = starts.filter_map(|(year, month, day)| Date::from_ymd(year, month, day));
    let mut days = Vec::new();
    for start in starts {
        days.push(start.add_months(months, end)?.days_since(start));
    }
    let ends = [days.iter().min()?, days.iter().max()?];
    Some(ends.map(|days| Num::from_i64(*days)))
}
