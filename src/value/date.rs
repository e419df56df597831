//! Days and calendar arithmetic.
use super::Num;

/// A day of the Gregorian calendar, from the year 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(chrono::NaiveDate);

/// What a date plus months gives where that day does not exist (`31/01 + 1 tháng`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MonthEnd {
    /// The last day of that month.
    LastDay,
    /// The first day of the month after.
    NextDay,
}

impl Date {
    /// A real day, or none.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Date> {
        chrono::NaiveDate::from_ymd_opt(year, month, day).map(Date)
    }
    /// `self + days`; none outside the years 1 to 9999 or for a fraction of a day.
    pub fn add_days(self, _days: &Num) -> Option<Date> {
        None
    }
    /// `self + months`; none outside the years 1 to 9999 or for a fraction of a month.
    pub fn add_months(self, _months: &Num, _end: MonthEnd) -> Option<Date> {
        None
    }
    /// `self - earlier` in days.
    pub fn days_since(self, _earlier: Date) -> i64 {
        0
    }
    /// Whole months from `earlier` to `self`: a month is full on the same day, or on the last day where there is none; negative if `self` is before.
    pub fn months_since(self, _earlier: Date) -> i64 {
        0
    }
    /// The year.
    pub fn year(self) -> i32 {
        0
    }
    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        0
    }
    /// The quarter, 1 to 4.
    pub fn quarter(self) -> u32 {
        0
    }
}
