//! Days and calendar arithmetic. No clock.
use super::Num;
use chrono::{Datelike, Days, NaiveDate};

/// A day of the Gregorian calendar, from the year 1 to 9999.
///
/// ```
/// let day: visao::Date = "31/12/2023".parse()?;
/// assert_eq!(day.to_string(), "2023-12-31");
/// assert_eq!(chrono::NaiveDate::from(day).to_string(), "2023-12-31");
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(NaiveDate);

/// Rule for a date plus months where the day does not exist in the month reached (`31/01 + 1
/// tháng`).
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
        NaiveDate::from_ymd_opt(year, month, day).and_then(Date::of)
    }

    /// The day that lies `days` after 01/01/1970: how Arrow, Parquet and Unix count; none outside
    /// the years 1 to 9999.
    pub fn from_days_since_1970(days: i32) -> Option<Date> {
        NaiveDate::from_epoch_days(days).and_then(Date::of)
    }

    /// The day as a number: the days since 1970, by which days are measured and compared as numbers
    /// are.
    pub(crate) fn number(self) -> Num {
        Num::from_i64(self.days_since_1970().into())
    }

    /// The day of such a number; `None` of one that is not whole, or of no day.
    pub(crate) fn of_number(number: &Num) -> Option<Date> {
        Date::from_days_since_1970(i32::try_from(number.to_i64()?).ok()?)
    }

    /// Number of days after 01/01/1970; negative before it.
    pub fn days_since_1970(self) -> i32 {
        self.0.to_epoch_days()
    }

    /// The day after; none after the last.
    pub fn next(self) -> Option<Date> {
        self.0.succ_opt().and_then(Date::of)
    }

    /// The day before; `None` before the first day there is.
    pub fn previous(self) -> Option<Date> {
        self.0.pred_opt().and_then(Date::of)
    }

    /// The day as the calendar library has it.
    pub(crate) fn naive(self) -> NaiveDate {
        self.0
    }

    pub(crate) fn of(day: NaiveDate) -> Option<Date> {
        (1..=9999).contains(&day.year()).then_some(Date(day))
    }

    /// `self + days`; none outside the years 1 to 9999 or for a fraction of a day.
    pub fn add_days(self, days: &Num) -> Option<Date> {
        let days = days.to_i64()?;
        let distance = Days::new(days.unsigned_abs());
        let moved = if days < 0 {
            self.0.checked_sub_days(distance)
        } else {
            self.0.checked_add_days(distance)
        };
        moved.and_then(Date::of)
    }

    /// `self + months`; none outside the years 1 to 9999 or for a fraction of a month. `end`
    /// settles a day that does not exist, also going back.
    pub fn add_months(self, months: &Num, end: MonthEnd) -> Option<Date> {
        let month = self.month_number().checked_add(months.to_i64()?)?;
        let (year, month) = (
            i32::try_from(month.div_euclid(12)).ok()?,
            u32::try_from(month.rem_euclid(12)).ok()? + 1,
        );
        if let Some(day) = Date::from_ymd(year, month, self.day()) {
            return Some(day);
        }
        let first = Date::from_ymd(year, month, 1)?;
        match end {
            MonthEnd::LastDay => Date::from_ymd(year, month, first.days_in_month()),
            MonthEnd::NextDay => first.add_days(&Num::from_i64(first.days_in_month().into())),
        }
    }

    /// `self - earlier` in days.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Whole months from `earlier` to `self`: a month is full on the same day, or on the last day
    /// where there is none; negative if `self` is before.
    pub fn months_since(self, earlier: Date) -> i64 {
        if self < earlier {
            return -earlier.months_since(self);
        }
        // The last day of a shorter month completes a month begun on a day that it lacks.
        let full = self.day() >= earlier.day() || self.day() == self.days_in_month();
        self.month_number() - earlier.month_number() - i64::from(!full)
    }

    /// Whole years from `birth` to `self`: a year is full on the same day of the year; who is born
    /// on 29/02 turns a year older on 01/03 in common years. Negative if `self` is before.
    pub fn age_since(self, birth: Date) -> i64 {
        if self < birth {
            return -birth.age_since(self);
        }
        let full = (self.month(), self.day()) >= (birth.month(), birth.day());
        i64::from(self.year()) - i64::from(birth.year()) - i64::from(!full)
    }

    /// Calendar year, with its century.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The quarter, 1 to 4.
    pub fn quarter(self) -> u32 {
        (self.month() - 1) / 3 + 1
    }

    /// Months since the year 0.
    fn month_number(self) -> i64 {
        i64::from(self.year()) * 12 + i64::from(self.month()) - 1
    }

    fn days_in_month(self) -> u32 {
        self.0.num_days_in_month().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: u32, month: u32, year: i32) -> Date {
        Date::from_ymd(year, month, day).unwrap()
    }

    fn whole(value: i64) -> Num {
        Num::from_i64(value)
    }

    #[test]
    fn only_real_days_of_four_digit_years() {
        assert_eq!(Date::from_ymd(2026, 2, 29), None);
        assert!(Date::from_ymd(2024, 2, 29).is_some());
        assert_eq!(Date::from_ymd(0, 12, 31), None);
        assert_eq!(Date::from_ymd(10_000, 1, 1), None);
        assert_eq!(day(31, 12, 9999).add_days(&whole(1)), None);
        assert_eq!(day(1, 1, 1).add_days(&whole(-1)), None);
        assert_eq!(day(1, 1, 1).add_days(&whole(i64::MIN)), None);
    }

    #[test]
    fn days() {
        assert_eq!(day(28, 2, 2024).add_days(&whole(2)), Some(day(1, 3, 2024)));
        assert_eq!(day(1, 3, 2023).add_days(&whole(-1)), Some(day(28, 2, 2023)));
        assert_eq!(day(1, 1, 2023).add_days(&Num::Small(1, 2)), None);
        assert_eq!(day(1, 1, 2023).add_days(&Num::Small(4, 2)), Some(day(3, 1, 2023)));
        assert_eq!(day(31, 12, 2024).days_since(day(1, 1, 2024)), 365);
        assert_eq!(day(1, 1, 2024).days_since(day(31, 12, 2024)), -365);
        assert_eq!(day(2, 1, 1970).days_since_1970(), 1);
    }

    #[test]
    fn months_where_the_day_exists_and_where_it_does_not() {
        use MonthEnd::{LastDay, NextDay};
        assert_eq!(day(15, 11, 2023).add_months(&whole(3), LastDay), Some(day(15, 2, 2024)));
        assert_eq!(day(31, 1, 2024).add_months(&whole(1), LastDay), Some(day(29, 2, 2024)));
        assert_eq!(day(31, 1, 2024).add_months(&whole(1), NextDay), Some(day(1, 3, 2024)));
        assert_eq!(day(31, 3, 2023).add_months(&whole(-1), LastDay), Some(day(28, 2, 2023)));
        assert_eq!(day(29, 2, 2024).add_months(&whole(-12), NextDay), Some(day(1, 3, 2023)));
        assert_eq!(day(1, 1, 1).add_months(&whole(-1), LastDay), None);
        assert_eq!(day(1, 1, 2024).add_months(&whole(i64::MAX), LastDay), None);
        assert_eq!(day(1, 1, 2024).add_months(&Num::Small(3, 2), LastDay), None);
    }

    #[test]
    fn a_month_is_full_on_the_same_day_or_on_the_last() {
        assert_eq!(day(28, 2, 2023).months_since(day(31, 1, 2023)), 1);
        assert_eq!(day(28, 2, 2024).months_since(day(31, 1, 2024)), 0, "29/02 is still to come");
        assert_eq!(day(14, 3, 2023).months_since(day(15, 1, 2023)), 1);
        assert_eq!(day(15, 3, 2023).months_since(day(15, 1, 2023)), 2);
        assert_eq!(day(15, 1, 2023).months_since(day(15, 3, 2023)), -2);
        assert_eq!(day(31, 1, 2023).months_since(day(31, 1, 2023)), 0);
        assert_eq!(day(31, 1, 2023).months_since(day(30, 1, 2023)), 0);
    }

    #[test]
    fn age_is_counted_in_whole_years() {
        let born = day(29, 2, 2000);
        assert_eq!(day(28, 2, 2018).age_since(born), 17);
        assert_eq!(day(1, 3, 2018).age_since(born), 18);
        assert_eq!(day(29, 2, 2020).age_since(born), 20);
        assert_eq!(day(30, 6, 2023).age_since(day(1, 7, 1990)), 32);
        assert_eq!(day(1, 7, 2023).age_since(day(1, 7, 1990)), 33);
        assert_eq!(day(1, 7, 1990).age_since(day(1, 7, 2023)), -33);
    }

    #[test]
    fn quarters() {
        assert_eq!(
            [1, 3, 4, 6, 7, 9, 10, 12].map(|month| day(1, month, 2023).quarter()),
            [1, 1, 2, 2, 3, 3, 4, 4]
        );
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (1i32..=9999, 1u32..=12, 1u32..=31)
            .prop_filter_map("a real day", |(year, month, day)| Date::from_ymd(year, month, day))
    }

    proptest! {
        #[test]
        fn a_distance_added_arrives(a in any_day(), b in any_day()) {
            prop_assert_eq!(a.add_days(&whole(b.days_since(a))), Some(b));
            prop_assert_eq!(Date::from_days_since_1970(a.days_since_1970()), Some(a));
        }

        #[test]
        fn months_added_have_passed(a in any_day(), months in 0i64..=1200) {
            if let Some(later) = a.add_months(&whole(months), MonthEnd::LastDay) {
                prop_assert_eq!(later.months_since(a), months);
                prop_assert_eq!(a.months_since(later), -months);
            }
        }
    }
}
