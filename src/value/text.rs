//! Numbers and dates as people write them: reading and showing.
use super::{Date, Lang, Num};
use rust_decimal::Decimal;

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// It is no number at all.
    NotANumber,
    /// It is written in the other language's form (`0.04` where `0,04` is expected), or could be: it says nothing about what was meant.
    OtherForm,
    /// More than 28 significant digits, or more than 28 decimals.
    TooManyDigits,
}

/// Reads a number without unit: `1.234.567,89` in Vietnamese, `1_234_567.89` in English, an optional minus before it.
pub fn parse_number(_text: &str, _lang: Lang) -> Result<Decimal, NumberError> {
    Err(NumberError::NotANumber)
}
/// Reads a day: day/month/year (also with `-` or `.`), or ISO; the year has four digits. None if it is no real day.
pub fn parse_date(_text: &str) -> Option<Date> {
    None
}
/// Shows a number to a person: groups of three, at most `decimals` decimals, rounded half away from zero; true if it was rounded.
pub fn show_number(_value: &Num, _lang: Lang, _decimals: u32) -> (String, bool) {
    (String::new(), false)
}
/// `18/01/2023` in either language.
pub fn show_date(_date: Date) -> String {
    String::new()
}
/// A number for a program: plain decimal digits with a point, exact where it ends within 28 digits, else rounded to 28 significant digits
/// (half away from zero); true if it is exact.
pub fn plain_number(_value: &Num) -> (String, bool) {
    (String::new(), false)
}
/// `n/d` in lowest terms.
pub fn fraction(_value: &Num) -> String {
    String::new()
}
