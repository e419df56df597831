//! Days of the calendar, as whole numbers.

/// A day, counted from 01/01/1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The day of a year, month and day of the month that exist.
    pub const fn new(year: i64, month: i64, day: i64) -> Day {
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let of_era = shifted - era * 400;
        let from_march = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + from_march - 719_468)
    }

    /// Year, month, day of the month.
    pub const fn parts(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let from_march = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * from_march + 2) / 153;
        let day = from_march - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + if month <= 2 { 1 } else { 0 }, month, day)
    }

    /// So many days later.
    pub const fn plus(self, days: i64) -> Day {
        Day(self.0 + days)
    }

    /// So many months later, for days of the month up to the 28th.
    pub const fn plus_months(self, months: i64) -> Day {
        let (year, month, day) = self.parts();
        let count = year * 12 + month - 1 + months;
        Day::new(count.div_euclid(12), count.rem_euclid(12) + 1, day)
    }

    /// How many days another one is before this one.
    pub const fn since(self, other: Day) -> i64 {
        self.0 - other.0
    }

    /// `31/12/2023`
    pub fn text(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day:02}/{month:02}/{year}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_over_the_ends_of_months_and_years() {
        assert_eq!(Day::new(1970, 1, 1).since(Day(0)), 0);
        assert_eq!(Day::new(2023, 1, 15).plus(30).text(), "14/02/2023");
        assert_eq!(Day::new(2024, 2, 28).plus(2).text(), "01/03/2024");
        assert_eq!(Day::new(2023, 12, 31).since(Day::new(2023, 9, 30)), 92);
        assert_eq!(Day::new(2019, 11, 5).plus_months(60).text(), "05/11/2024");
    }
}
