//! What a run says of the way its files are read, before what import profiles and the rules'
//! language say.

pub use super::encoding::Encoding;
pub use crate::value::text::Numbers;

use super::measure::{Factor, Measure};
use crate::value::{Type, Unit};

/// Settings of a run for the way its files are read. What they leave open is as the import profile
/// has it, else as the rules' language does.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// use visao::{Numbers, Readings};
///
/// let readings = Readings { numbers: Some(Numbers::Plain), ..Readings::default() };
/// let file = visao::DataFile::bytes("loans.csv", "id;debt\nA;3000000\n".as_bytes());
/// let batch = rules.query().readings(readings).read(&[file], None)?;
/// assert_eq!(batch.decisions(0..1).next().unwrap().verdict.as_deref(), Some("rejected"));
/// # Ok::<(), visao::Error>(())
/// ```
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
///
/// ```
/// let rules = visao::Rules::from_text("record A\n  field id: text, key\n  field share: ratio\n  derive rest = 100% - share\n")?;
/// let file = visao::DataFile::bytes("a.csv", "id;share\nX;98\n".as_bytes());
/// let batch = rules.query().ratios(visao::Ratios::Percent).read(&[file], None)?;
/// let rest = batch.decisions(0..1).next().unwrap().derived[0].datum.value.clone();
/// assert_eq!(rest, visao::Value::Num("0.02".parse()?));
/// # Ok::<(), visao::Error>(())
/// ```
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
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let file = visao::DataFile::bytes("loans.csv", "id;debt\nA;1\nTotal;1\n".as_bytes());
/// let batch = rules.query().total_rows(visao::TotalRows::Skip).read(&[file], None)?;
/// assert_eq!(batch.records(), 1);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalRows {
    /// Total rows are no records: left out and counted.
    Skip,
    /// Total rows are records like others.
    Keep,
}
