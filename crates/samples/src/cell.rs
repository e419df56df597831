//! A sheet as a person sees it, before it becomes a workbook or a CSV file.

use crate::day::Day;

/// A number as a decimal: `units` of the last of `scale` decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// All digits.
    pub units: i64,
    /// How many of them are decimals.
    pub scale: usize,
}

impl Fixed {
    /// A whole number.
    pub const fn whole(units: i64) -> Fixed {
        Fixed { units, scale: 0 }
    }

    /// An amount in đồng, in millions: `3,2`.
    pub const fn millions(dong: i64) -> Fixed {
        Fixed { units: dong, scale: 6 }
    }

    /// An amount in đồng in millions, rounded to whole ones as the bank's export does, a half
    /// upwards.
    pub const fn rounded_millions(dong: i64) -> Fixed {
        Fixed::whole((dong + 500_000) / 1_000_000)
    }

    /// An amount in đồng, in thousands.
    pub const fn thousands(dong: i64) -> Fixed {
        Fixed { units: dong, scale: 3 }
    }

    /// `part / whole` with two decimals, a half upwards; 0 where there is no whole. Neither is
    /// negative.
    pub const fn hundredths(part: i64, whole: i64) -> Fixed {
        let units = if whole == 0 { 0 } else { (part * 200 + whole) / (whole * 2) };
        Fixed { units, scale: 2 }
    }

    /// The digits with this decimal sign, without zeros at the end of the decimals.
    pub fn text(self, sign: char) -> String {
        let digits = format!("{:0width$}", self.units, width = self.scale + 1);
        let (whole, decimals) = digits.split_at(digits.len() - self.scale);
        let decimals = decimals.trim_end_matches('0');
        if decimals.is_empty() { whole.to_owned() } else { format!("{whole}{sign}{decimals}") }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Characters.
    Text(String),
    /// A number.
    Number(Fixed),
    /// A day.
    Day(Day),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<Fixed> for Cell {
    fn from(number: Fixed) -> Cell {
        Cell::Number(number)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(Fixed::whole(number))
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Cell {
        Cell::Day(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Blank, Into::into)
    }
}

/// Text for a cell of a Markdown table, which a bar would end.
pub fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A sheet of rows; the header is at `header` (from 0).
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// The header row's place.
    pub header: usize,
    /// All rows, the ones above the header included.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// The number of columns.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Rows below the header.
    pub fn below_header(&self) -> usize {
        self.rows.len().saturating_sub(self.header + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_short() {
        assert_eq!(Fixed::millions(3_200_000).text(','), "3,2");
        assert_eq!(Fixed::millions(812_000_000).text('.'), "812");
        assert_eq!(Fixed::millions(50_000).text('.'), "0.05");
        assert_eq!(Fixed::rounded_millions(499_999).text('.'), "0");
        assert_eq!(Fixed::rounded_millions(500_000).text('.'), "1");
        assert_eq!(Fixed::hundredths(320, 812).text('.'), "0.39");
        assert_eq!(Fixed::hundredths(1, 8).text('.'), "0.13");
    }
}
