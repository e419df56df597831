//! What a run says of the way its files are read, before what import profiles and the rules'
//! language say.

pub use super::encoding::Encoding;
pub use crate::value::text::Numbers;

use super::measure::{Factor, Measure};
use crate::value::{Type, Unit};

/// Settings of a run for the way its files are read. What they leave open is as the import profile
/// has it, else as the rules' language does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    /// The form of numbers in text cells.
    pub numbers: Option<Numbers>,
    /// Meaning of a ratio without `%`.
    pub ratios: Option<Ratios>,
    /// Treatment of rows that look like totals.
    pub total_rows: Option<TotalRows>,
    /// The encoding of text files.
    pub encoding: Option<Encoding>,
}

/// Meaning of a ratio without `%`, in columns of which no import profile states the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratios {
    /// The ratio itself: `0.98` is 98%.
    Fraction,
    /// The number of percent: `98` is 98%.
    Percent,
}

impl Ratios {
    pub(crate) fn factor(self) -> Option<Factor> {
        let unit = match self {
            Ratios::Fraction => "1",
            Ratios::Percent => "%",
        };
        Measure::parse(unit)?.factor_for(Type::Number(Unit::Ratio))
    }
}

/// Treatment of rows that look like totals; without one, such a row stops the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalRows {
    /// Total rows are no records: left out and counted.
    Skip,
    /// Total rows are records like others.
    Keep,
}
