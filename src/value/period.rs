//! Calendar periods: months, quarters, years, and spans of several months counted from a day.

use super::{Date, MonthEnd, Num};

/// Length of the periods that a year is divided into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grain {
    /// A month of the calendar.
    Month,
    /// A quarter of the calendar.
    Quarter,
    /// A year of the calendar.
    Year,
    /// Spans of as many months, counted from the first day of the pack's period; never zero.
    Months(u16),
}

/// The periods of a length in a span of days, each with the day on which it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// Length of the periods.
    pub grain: Grain,
    /// First day of the span, from which [`Grain::Months`] counts.
    pub anchor: Date,
    /// Last day of the span; `None` if it is open.
    pub end: Option<Date>,
    /// Number of days that must have passed after the last of a period before it is asked.
    pub after: u16,
}

/// A period, with the day on which it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AskedPeriod {
    /// Days of the period.
    pub days: Period,
    /// Day as of which it is asked: its last, or some days later.
    pub asked: Date,
}

/// A span of days, both ends within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day of the period.
    pub from: Date,
    /// Last day of the period, included.
    pub to: Date,
}

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// The month that a day lies in.
    pub fn of(day: Date) -> Month {
        Month(day.year() * 12 + i32::try_from(day.month()).unwrap_or_default() - 1)
    }

    /// The month so many months before.
    pub fn back(self, months: usize) -> Option<Month> {
        self.0.checked_sub(i32::try_from(months).ok()?).map(Month)
    }

    /// The month after this one.
    pub fn next(self) -> Month {
        Month(self.0.saturating_add(1))
    }

    /// The last day of the month; none outside the years 1 to 9999.
    pub fn last_day(self) -> Option<Date> {
        let month = u32::try_from(self.0.rem_euclid(12)).ok()? + 1;
        let first = Date::from_ymd(self.0.div_euclid(12), month, 1)?;
        Grain::Month.around(first, first).map(|period| period.to)
    }
}

/// A day without its year, as written: it need not be a day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayMonth {
    /// Day of the month.
    pub day: u8,
    /// Month of the year.
    pub month: u8,
}

impl DayMonth {
    /// The days of a period that are this one, by year.
    pub fn within(self, period: Period) -> impl Iterator<Item = Date> {
        let days = (period.from.year()..=period.to.year())
            .filter_map(move |year| Date::from_ymd(year, self.month.into(), self.day.into()));
        days.filter(move |day| period.holds(*day))
    }
}

impl Period {
    /// Returns `true` if a day lies in the period.
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

impl Schedule {
    /// The periods that are asked by a day.
    pub fn asked_by(self, day: Date) -> impl Iterator<Item = AskedPeriod> {
        self.all().take_while(move |period| period.asked <= day)
    }

    /// The first period between two days that is asked after a day; `None` if there is none.
    pub fn next_after(
        self,
        day: Date,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Option<AskedPeriod> {
        self.between(from, to).find(|period| period.asked > day)
    }

    /// The periods that lie wholly between two days, by day ascending; an end that is not given is
    /// open.
    pub fn between(
        self,
        from: Option<Date>,
        to: Option<Date>,
    ) -> impl Iterator<Item = AskedPeriod> {
        let all = self.all().take_while(move |period| to.is_none_or(|to| period.days.to <= to));
        all.filter(move |period| from.is_none_or(|from| from <= period.days.from))
    }

    /// Day as of which a period is asked; `None` beyond the year 9999.
    fn asked_on(self, period: Period) -> Option<Date> {
        period.to.add_days(&Num::from_i64(self.after.into()))
    }

    /// All periods that can become whole, by day ascending.
    fn all(self) -> impl Iterator<Item = AskedPeriod> {
        let last = self.end.or(Date::from_ymd(9999, 12, 31)).unwrap_or(self.anchor);
        let asked = move |days: Period| Some(AskedPeriod { days, asked: self.asked_on(days)? });
        self.grain.whole_periods(self.anchor, self.anchor, last).map_while(asked)
    }
}

impl Grain {
    /// The periods that lie wholly between two days, by day ascending. `anchor` is the day that
    /// [`Grain::Months`] counts from, before or after them.
    pub fn whole_periods(self, anchor: Date, from: Date, to: Date) -> impl Iterator<Item = Period> {
        std::iter::successors(self.first_from(anchor, from), move |period| {
            self.starting(anchor, period.to.next()?)
        })
        .take_while(move |period| period.to <= to)
    }

    /// The first period that begins on a day or after it; none beyond the year 9999.
    pub fn first_from(self, anchor: Date, day: Date) -> Option<Period> {
        let period = self.around(anchor, day)?;
        if period.from == day { Some(period) } else { self.starting(anchor, period.to.next()?) }
    }

    /// The period that a day lies in; none where the calendar ends before the period does.
    pub fn around(self, anchor: Date, day: Date) -> Option<Period> {
        let first = match self {
            Grain::Month => Date::from_ymd(day.year(), day.month(), 1)?,
            Grain::Quarter => Date::from_ymd(day.year(), 3 * (day.quarter() - 1) + 1, 1)?,
            Grain::Year => Date::from_ymd(day.year(), 1, 1)?,
            Grain::Months(length) => return counted(anchor, i64::from(length.max(1)), day),
        };
        self.starting(anchor, first)
    }

    /// The period that begins on a day.
    fn starting(self, anchor: Date, first: Date) -> Option<Period> {
        let months = match self {
            Grain::Month => 1,
            Grain::Quarter => 3,
            Grain::Year => 12,
            Grain::Months(length) => return counted(anchor, i64::from(length.max(1)), first),
        };
        Some(Period { from: first, to: day_before(moved(first, months)?)? })
    }
}

/// The span of `length` months around a day, counted from an anchor. Each end is counted from the
/// anchor itself, so that a month without its day shortens one span and not all that follow.
fn counted(anchor: Date, length: i64, day: Date) -> Option<Period> {
    let start = |place: i64| moved(anchor, place.checked_mul(length)?);
    let mut place = day.months_since(anchor).div_euclid(length);
    // `months_since` calls a month full on the last day of a shorter one; the span begins there
    // too.
    while start(place)? > day {
        place -= 1;
    }
    while start(place + 1)? <= day {
        place += 1;
    }
    Some(Period { from: start(place)?, to: day_before(start(place + 1)?)? })
}

fn moved(day: Date, months: i64) -> Option<Date> {
    day.add_months(&Num::from_i64(months), MonthEnd::LastDay)
}

fn day_before(day: Date) -> Option<Date> {
    day.add_days(&Num::from_i64(-1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: u32, month: u32, year: i32) -> Date {
        Date::from_ymd(year, month, day).unwrap()
    }

    fn ends(grain: Grain, anchor: Date, from: Date, to: Date) -> Vec<(Date, Date)> {
        grain.whole_periods(anchor, from, to).map(|period| (period.from, period.to)).collect()
    }

    const NEW_YEAR: fn() -> Date = || day(1, 1, 2023);

    #[test]
    fn a_month_is_whole_on_its_last_day() {
        let until = |to| ends(Grain::Month, NEW_YEAR(), NEW_YEAR(), to).len();
        assert_eq!(until(day(30, 1, 2023)), 0);
        assert_eq!(until(day(31, 1, 2023)), 1);
        assert_eq!(until(day(27, 2, 2023)), 1);
        assert_eq!(until(day(28, 2, 2023)), 2);
        assert_eq!(until(day(31, 12, 2023)), 12);
    }

    #[test]
    fn what_begins_before_the_first_day_is_not_whole() {
        assert_eq!(
            ends(Grain::Month, NEW_YEAR(), day(2, 1, 2023), day(31, 3, 2023)),
            [(day(1, 2, 2023), day(28, 2, 2023)), (day(1, 3, 2023), day(31, 3, 2023))]
        );
        assert_eq!(
            ends(Grain::Quarter, NEW_YEAR(), day(15, 2, 2023), day(31, 12, 2023)),
            [
                (day(1, 4, 2023), day(30, 6, 2023)),
                (day(1, 7, 2023), day(30, 9, 2023)),
                (day(1, 10, 2023), day(31, 12, 2023)),
            ]
        );
        assert_eq!(
            ends(Grain::Year, NEW_YEAR(), day(2, 1, 2023), day(31, 12, 2024)),
            [(day(1, 1, 2024), day(31, 12, 2024))]
        );
    }

    #[test]
    fn several_months_count_from_the_anchor() {
        let half = Grain::Months(6);
        assert_eq!(
            ends(half, NEW_YEAR(), NEW_YEAR(), day(30, 12, 2023)),
            [(day(1, 1, 2023), day(30, 6, 2023))]
        );
        assert_eq!(
            ends(half, day(15, 3, 2023), day(15, 3, 2023), day(14, 3, 2024)),
            [(day(15, 3, 2023), day(14, 9, 2023)), (day(15, 9, 2023), day(14, 3, 2024))]
        );
        assert_eq!(
            half.around(NEW_YEAR(), day(31, 12, 2022)),
            Some(Period { from: day(1, 7, 2022), to: day(31, 12, 2022) }),
            "also before the anchor"
        );
    }

    #[test]
    fn a_month_without_the_day_shortens_one_span_alone() {
        assert_eq!(
            ends(Grain::Months(1), day(31, 1, 2023), day(31, 1, 2023), day(30, 4, 2023)),
            [
                (day(31, 1, 2023), day(27, 2, 2023)),
                (day(28, 2, 2023), day(30, 3, 2023)),
                (day(31, 3, 2023), day(29, 4, 2023))
            ]
        );
    }

    #[test]
    fn the_first_period_from_a_day() {
        let first = |from| Grain::Month.first_from(NEW_YEAR(), from).map(|period| period.to);
        assert_eq!(first(day(1, 2, 2023)), Some(day(28, 2, 2023)));
        assert_eq!(first(day(2, 2, 2023)), Some(day(31, 3, 2023)));
        assert_eq!(first(day(2, 12, 9999)), None, "the calendar ends");
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (1_900i32..=2_100, 1u32..=12, 1u32..=31)
            .prop_filter_map("a real day", |(year, month, day)| Date::from_ymd(year, month, day))
    }

    fn any_grain() -> impl Strategy<Value = Grain> {
        prop_oneof![
            Just(Grain::Month),
            Just(Grain::Quarter),
            Just(Grain::Year),
            (1u16..=24).prop_map(Grain::Months)
        ]
    }

    proptest! {
        #[test]
        fn each_day_lies_in_one_period(grain in any_grain(), anchor in any_day(), at in any_day()) {
            let period = grain.around(anchor, at).unwrap();
            prop_assert!(period.holds(at));
            prop_assert_eq!(grain.around(anchor, period.from), Some(period));
            prop_assert_eq!(grain.around(anchor, period.to), Some(period));
            let next = grain.around(anchor, period.to.next().unwrap()).unwrap();
            prop_assert_eq!(next.from, period.to.next().unwrap());
        }

        #[test]
        fn whole_periods_follow_each_other(
            grain in any_grain(), anchor in any_day(), from in any_day(), days in 0i64..4_000
        ) {
            let to = from.add_days(&Num::from_i64(days)).unwrap();
            let all: Vec<Period> = grain.whole_periods(anchor, from, to).collect();
            for pair in all.windows(2) {
                prop_assert_eq!(pair[0].to.next(), Some(pair[1].from));
            }
            prop_assert!(all.iter().all(|period| from <= period.from && period.to <= to));
            let after = all.last().map_or(Some(from), |last| last.to.next()).unwrap();
            prop_assert!(grain.first_from(anchor, after).is_none_or(|next| next.to > to));
        }
    }
}
