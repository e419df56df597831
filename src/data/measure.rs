//! Unit words in data (`triệu`, `%`, `tháng`) and what they make of a number, exactly.

use crate::source::key;
use crate::value::{Num, Type, Unit};
use rust_decimal::Decimal;

/// Meaning of a unit word: the quantity it measures and how many of the field's own units it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Measure {
    quantity: Quantity,
    factor: Factor,
}

/// Factor from a unit to a field's own units: `times × 10^power`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    times: u8,
    power: i8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    /// `triệu`: so many of whatever is counted.
    Count,
    Money,
    Ratio,
    Points,
    Days,
    Months,
}

/// Currency words stand alone or after a magnitude.
const CURRENCY: [&str; 4] = ["đồng", "vnđ", "vnd", "đ"];

/// The other words, by key.
const WORDS: [(&str, Quantity, u8, i8); 24] = [
    ("1", Quantity::Count, 1, 0),
    ("nghìn", Quantity::Count, 1, 3),
    ("ngàn", Quantity::Count, 1, 3),
    ("thousand", Quantity::Count, 1, 3),
    ("triệu", Quantity::Count, 1, 6),
    ("tr", Quantity::Count, 1, 6),
    ("million", Quantity::Count, 1, 6),
    ("tỷ", Quantity::Count, 1, 9),
    ("tỉ", Quantity::Count, 1, 9),
    ("billion", Quantity::Count, 1, 9),
    ("%", Quantity::Ratio, 1, -2),
    ("‰", Quantity::Ratio, 1, -3),
    ("điểm", Quantity::Points, 1, 0),
    ("points", Quantity::Points, 1, 0),
    ("point", Quantity::Points, 1, 0),
    ("ngày", Quantity::Days, 1, 0),
    ("day", Quantity::Days, 1, 0),
    ("days", Quantity::Days, 1, 0),
    ("tháng", Quantity::Months, 1, 0),
    ("month", Quantity::Months, 1, 0),
    ("months", Quantity::Months, 1, 0),
    ("năm", Quantity::Months, 12, 0),
    ("year", Quantity::Months, 12, 0),
    ("years", Quantity::Months, 12, 0),
];

impl Measure {
    /// The measure a unit word stands for, in either language.
    pub(crate) fn parse(words: &str) -> Option<Measure> {
        let words = key(words);
        if let Some(magnitude) = CURRENCY.iter().find_map(|currency| words.strip_suffix(currency)) {
            return money(magnitude.trim_end());
        }
        word(&words)
    }

    /// Factor to the units of a field of this type; `None` where the field cannot be measured so.
    pub(crate) fn factor_for(self, ty: Type) -> Option<Factor> {
        let Type::Number(unit) = ty else { return None };
        let whole = self.factor == Factor::ONE;
        let fits = match (self.quantity, unit) {
            (Quantity::Count, Unit::Number | Unit::Integer | Unit::Year | Unit::Bare) => true,
            (Quantity::Count, Unit::Money) => !whole,
            (Quantity::Count, Unit::Ratio | Unit::Points) => whole,
            (Quantity::Money, Unit::Money) | (Quantity::Points, Unit::Points) => true,
            (Quantity::Ratio, Unit::Ratio | Unit::Number) => true,
            (Quantity::Days, Unit::Days) | (Quantity::Months, Unit::Months) => true,
            (
                Quantity::Count
                | Quantity::Money
                | Quantity::Ratio
                | Quantity::Points
                | Quantity::Days
                | Quantity::Months,
                _,
            ) => false,
        };
        fits.then_some(self.factor)
    }
}

fn money(magnitude: &str) -> Option<Measure> {
    if magnitude.is_empty() {
        return Some(Measure { quantity: Quantity::Money, factor: Factor::ONE });
    }
    word(magnitude)
        .filter(|measure| measure.quantity == Quantity::Count && measure.factor != Factor::ONE)
        .map(|measure| Measure { quantity: Quantity::Money, ..measure })
}

fn word(words: &str) -> Option<Measure> {
    let found = WORDS.iter().find(|(word, ..)| *word == words)?;
    let &(_, quantity, times, power) = found;
    Some(Measure { quantity, factor: Factor { times, power } })
}

impl Factor {
    /// The field's own unit.
    pub(crate) const ONE: Factor = Factor { times: 1, power: 0 };

    /// As [`Factor::apply`], of a number by its mantissa and decimals; none past 64 bits.
    #[inline]
    pub(crate) fn apply_small(self, mantissa: i64, decimals: u32) -> Option<(i64, u32)> {
        if self == Factor::ONE {
            return Some((mantissa, decimals));
        }
        let mantissa = mantissa.checked_mul(i64::from(self.times))?;
        let scale = i32::try_from(decimals).ok()? - i32::from(self.power);
        match u32::try_from(scale) {
            Ok(scale) => Some((mantissa, scale)),
            Err(_) => {
                let power = 10_i64.checked_pow(scale.unsigned_abs())?;
                Some((mantissa.checked_mul(power)?, 0))
            }
        }
    }

    /// The factor as a number.
    pub(crate) fn in_numbers(self) -> Option<Num> {
        self.apply(Decimal::ONE).map(Num::from_decimal)
    }

    /// `value` so many times, exactly; none past 28 digits.
    pub(crate) fn apply(self, value: Decimal) -> Option<Decimal> {
        let mantissa = value.mantissa().checked_mul(i128::from(self.times))?;
        let scale = i32::try_from(value.scale()).ok()? - i32::from(self.power);
        exact(mantissa, scale)
    }
}

/// `mantissa / 10^scale`, exactly; none if that needs more than 28 digits.
pub(crate) fn exact(mantissa: i128, scale: i32) -> Option<Decimal> {
    if mantissa == 0 {
        return Some(Decimal::ZERO);
    }
    let (mut mantissa, mut scale) = (mantissa, scale);
    while scale > 28 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    if scale < 0 {
        mantissa = mantissa.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?;
        scale = 0;
    }
    (mantissa.unsigned_abs() < LIMIT).then_some(())?;
    Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
}

/// 10^28: inputs hold up to 28 significant digits.
const LIMIT: u128 = 10_000_000_000_000_000_000_000_000_000;

/// A number in plain notation (`-12.50`, `1.5e6`: JSON's and Rust's), exactly; none if it is none
/// or needs more than 28 digits.
pub(crate) fn plain_decimal(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i16>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let (negative, whole) = whole.strip_prefix('-').map_or((false, whole), |whole| (true, whole));
    let mut digits: i128 = 0;
    for digit in whole.chars().chain(fraction.chars()) {
        digits = digits.checked_mul(10)?.checked_add(i128::from(digit.to_digit(10)?))?;
    }
    let scale = i32::try_from(fraction.len()).ok()?;
    exact(if negative { -digits } else { digits }, scale - i32::from(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn scaled(unit: &str, ty: Unit, value: &str) -> Option<Decimal> {
        Measure::parse(unit)?.factor_for(Type::Number(ty))?.apply(decimal(value))
    }

    #[test]
    fn a_unit_word_scales_what_it_can_measure() {
        assert_eq!(scaled("triệu", Unit::Money, "1.5"), Some(decimal("1500000")));
        assert_eq!(scaled("Triệu đồng", Unit::Money, "0.0000001"), Some(decimal("0.1")));
        assert_eq!(scaled("ngàn đồng", Unit::Money, "3"), Some(decimal("3000")));
        assert_eq!(scaled("đ", Unit::Money, "7"), Some(decimal("7")));
        assert_eq!(scaled("%", Unit::Ratio, "98"), Some(decimal("0.98")));
        assert_eq!(scaled("1", Unit::Ratio, "0.98"), Some(decimal("0.98")));
        assert_eq!(scaled("năm", Unit::Months, "2.5"), Some(decimal("30")));
    }

    #[test]
    fn a_unit_word_that_measures_something_else_does_not_fit() {
        for (unit, ty) in [
            ("%", Unit::Money),
            ("1", Unit::Money),
            ("ngày", Unit::Months),
            ("tháng", Unit::Days),
            ("triệu", Unit::Ratio),
        ] {
            assert_eq!(
                Measure::parse(unit).and_then(|measure| measure.factor_for(Type::Number(ty))),
                None,
                "{unit}"
            );
        }
        assert_eq!(Measure::parse("con"), None);
        assert_eq!(Measure::parse("1 đồng"), None);
    }

    #[test]
    fn a_small_number_is_scaled_as_any_other() {
        for (unit, ty) in [("triệu", Unit::Money), ("%", Unit::Ratio), ("năm", Unit::Months)] {
            let factor = Measure::parse(unit).unwrap().factor_for(Type::Number(ty)).unwrap();
            for (mantissa, decimals) in [(0, 0), (15, 1), (-150, 2), (123_456_789, 8), (7, 0)] {
                let (scaled, scale) = factor.apply_small(mantissa, decimals).unwrap();
                let same = factor.apply(Decimal::new(mantissa, decimals));
                assert_eq!(Some(Decimal::new(scaled, scale)), same, "{mantissa} {unit}");
            }
        }
        let million = Measure::parse("triệu").unwrap().factor;
        assert_eq!(million.apply_small(i64::MAX / 1_000, 0), None);
    }

    #[test]
    fn scaling_never_rounds() {
        let long = "1234567890123456789012345678";
        assert_eq!(scaled("triệu", Unit::Money, long), None);
        assert_eq!(scaled("%", Unit::Ratio, long), Some(decimal("12345678901234567890123456.78")));
        assert_eq!(scaled("%", Unit::Ratio, "0.0000000000000000000000000001"), None);
    }

    #[test]
    fn plain_notation_is_read_digit_by_digit() {
        assert_eq!(plain_decimal("0.10"), Some(decimal("0.1")));
        assert_eq!(plain_decimal("-1.5e6"), Some(decimal("-1500000")));
        assert_eq!(plain_decimal("12E-3"), Some(decimal("0.012")));
        assert_eq!(plain_decimal("1e28"), None);
        assert_eq!(plain_decimal("0e999"), Some(Decimal::ZERO));
        assert_eq!(plain_decimal("1,5"), None);
    }
}
