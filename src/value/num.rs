//! Exact numbers.

#[cfg(test)]
mod tests;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The most bits of a numerator or denominator in lowest terms.
const LIMIT_BITS: u64 = 32_768;

/// An exact rational number. Small ones are a fraction of machine integers (kept unreduced until it
/// would overflow); larger ones are big fractions, up to 32,768 bits.
///
/// ```
/// use visao::Num;
///
/// let tenth: Num = "0.1".parse()?;
/// let third = Num::from(1).div(&Num::from(3)).unwrap();
/// assert_eq!(third.mul(&Num::from(3)).unwrap(), Num::from(1));
/// assert_eq!(rust_decimal::Decimal::try_from(&tenth)?.to_string(), "0.1");
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
pub enum Num {
    /// `n / d`, `d > 0`, not necessarily in lowest terms.
    Small(i128, i128),
    /// In lowest terms, and never one that would fit a [`Num::Small`]; so the two kinds are never
    /// equal.
    Big(Arc<BigRational>),
}

/// A number grew past 32,768 bits: a fault of the record, never a wrong digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Rounding of what lies between two neighbours, by `làm tròn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rounding {
    /// Half away from zero: the office's way.
    HalfAwayFromZero,
    /// `làm tròn lên`: toward positive infinity.
    Up,
    /// `làm tròn xuống`: toward negative infinity.
    Down,
}

/// An operation on two small fractions; none where a machine integer would overflow.
type SmallOp = fn(i128, i128, i128, i128) -> Option<Num>;
/// The same operation on big fractions.
type BigOp = fn(&BigRational, &BigRational) -> BigRational;

impl Num {
    /// The number zero, stored small.
    pub const ZERO: Num = Num::Small(0, 1);
    /// The number one, stored small.
    pub const ONE: Num = Num::Small(1, 1);

    /// Exact number of a machine integer.
    #[inline]
    pub fn from_i64(value: i64) -> Num {
        Num::Small(i128::from(value), 1)
    }

    /// Exact number of a decimal: its digits over a power of ten.
    #[inline]
    pub fn from_decimal(value: Decimal) -> Num {
        // A decimal has at most 28 places, so the power never fails.
        Num::Small(value.mantissa(), power_of_ten(value.scale()).unwrap_or(1))
    }

    /// Number of a mantissa with so many decimals, which are at most 28.
    pub(crate) fn of_decimals(mantissa: i64, decimals: u32) -> Num {
        Num::Small(mantissa.into(), power_of_ten(decimals).unwrap_or(1))
    }

    /// Exact number of a fraction of any size. Errors with [`TooLarge`] where numerator or
    /// denominator is past the limit.
    pub fn from_ratio(value: BigRational) -> Result<Num, TooLarge> {
        let too_long = value.numer().bits() > LIMIT_BITS || value.denom().bits() > LIMIT_BITS;
        if too_long { Err(TooLarge) } else { Ok(fitted(value)) }
    }

    /// The fraction in lowest terms.
    pub fn ratio(&self) -> Cow<'_, BigRational> {
        match self {
            Num::Small(n, d) => {
                let (n, d) = reduced(*n, *d);
                Cow::Owned(BigRational::new_raw(BigInt::from(n), BigInt::from(d)))
            }
            Num::Big(ratio) => Cow::Borrowed(ratio),
        }
    }

    /// `self + other`
    #[inline]
    pub fn add(&self, other: &Num) -> Result<Num, TooLarge> {
        self.small(other, small_add).map_or_else(|| self.wide(other, small_add, |a, b| a + b), Ok)
    }

    /// `self - other`
    #[inline]
    pub fn sub(&self, other: &Num) -> Result<Num, TooLarge> {
        self.small(other, small_sub).map_or_else(|| self.wide(other, small_sub, |a, b| a - b), Ok)
    }

    /// `self × other`
    #[inline]
    pub fn mul(&self, other: &Num) -> Result<Num, TooLarge> {
        self.small(other, small_mul).map_or_else(|| self.wide(other, small_mul, |a, b| a * b), Ok)
    }

    /// `self / other`; `other` is not zero (a division by zero has no value here: it gives
    /// [`TooLarge`]).
    #[inline]
    pub fn div(&self, other: &Num) -> Result<Num, TooLarge> {
        if other.is_zero() {
            return Err(TooLarge);
        }
        self.small(other, small_div).map_or_else(|| self.wide(other, small_div, |a, b| a / b), Ok)
    }

    #[inline]
    fn small(
        &self,
        other: &Num,
        op: impl Fn(i128, i128, i128, i128) -> Option<Num>,
    ) -> Option<Num> {
        match (self, other) {
            (Num::Small(a, b), Num::Small(c, d)) => op(*a, *b, *c, *d),
            (Num::Big(_), _) | (_, Num::Big(_)) => None,
        }
    }

    #[cold]
    fn wide(&self, other: &Num, small: SmallOp, big: BigOp) -> Result<Num, TooLarge> {
        // Sums and products are not reduced as they are made, since a greatest common divisor costs
        // more than most operations; only when machine integers overflow are they reduced once and
        // tried again.
        let retried = self.small(other, |a, b, c, d| {
            let ((a, b), (c, d)) = (reduced(a, b), reduced(c, d));
            small(a, b, c, d)
        });
        retried.map_or_else(|| Num::from_ratio(big(&self.ratio(), &other.ratio())), Ok)
    }

    /// `-self`
    pub fn neg(&self) -> Num {
        match self {
            Num::Small(n, d) if *n != i128::MIN => Num::Small(-n, *d),
            Num::Small(..) | Num::Big(_) => fitted(-self.ratio().into_owned()),
        }
    }

    /// The absolute value, exact.
    pub fn abs(&self) -> Num {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// Size of a big fraction in bits of memory; 0 for a small one. A measure of what an operation
    /// on it costs.
    pub fn big_bits(&self) -> u64 {
        match self {
            Num::Small(..) => 0,
            Num::Big(ratio) => ratio.numer().bits() + ratio.denom().bits(),
        }
    }

    /// Returns `true` if the number is zero.
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self, Num::Small(0, _))
    }

    /// Returns `true` if the number is below zero.
    #[inline]
    pub fn is_negative(&self) -> bool {
        match self {
            Num::Small(n, _) => *n < 0,
            Num::Big(ratio) => ratio.is_negative(),
        }
    }

    /// Returns `true` if the number is whole.
    pub fn is_integer(&self) -> bool {
        match self {
            Num::Small(n, d) => n % d == 0,
            Num::Big(ratio) => ratio.is_integer(),
        }
    }

    /// The whole number it is, if it is one that fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Num::Small(n, d) if n % d == 0 => i64::try_from(n / d).ok(),
            Num::Small(..) | Num::Big(_) => None,
        }
    }

    /// The decimal it is, if it ends within 28 significant digits (and 28 decimals).
    pub fn to_decimal(&self) -> Option<Decimal> {
        // What a decimal holds fits a small fraction, so a big one is none.
        let Num::Small(n, d) = self else { return None };
        let (n, d) = if *d == 1 { (*n, 1) } else { reduced(*n, *d) };
        let places = decimal_places(d)?;
        let mantissa = n.checked_mul(power_of_ten(places)? / d)?;
        (significant_digits(mantissa) <= 28)
            .then(|| Decimal::try_from_i128_with_scale(mantissa, places).ok())?
    }

    /// `self` raised to a whole power (anything to the power 0 is 1); `Ok(None)` for zero to a
    /// negative power.
    pub fn power(&self, exponent: i64) -> Result<Option<Num>, TooLarge> {
        if self.is_zero() && exponent < 0 {
            return Ok(None);
        }
        let base = if exponent < 0 { Num::ONE.div(self)? } else { self.clone() };
        base.unsigned_power(exponent.unsigned_abs()).map(Some)
    }

    fn unsigned_power(&self, exponent: u64) -> Result<Num, TooLarge> {
        if self.is_zero() && exponent > 0 {
            return Ok(Num::ZERO);
        }
        let ratio = self.ratio();
        let bits = ratio.numer().bits().max(ratio.denom().bits());
        if bits == 1 {
            return Ok(if exponent % 2 == 1 { self.clone() } else { Num::ONE });
        }
        // The power of a b-bit number has at least (b - 1) × exponent bits: refused before it is
        // computed.
        let small_enough = (bits - 1).saturating_mul(exponent) <= LIMIT_BITS;
        let exponent = u32::try_from(exponent).ok().filter(|_| small_enough).ok_or(TooLarge)?;
        Num::from_ratio(BigRational::new_raw(
            Pow::pow(ratio.numer(), exponent),
            Pow::pow(ratio.denom(), exponent),
        ))
    }

    /// Rounded to `digits` decimals (negative: tens, hundreds …).
    pub fn round(&self, digits: i32, mode: Rounding) -> Result<Num, TooLarge> {
        // Past this many decimals each number within the limit either ends already or stays too
        // large when cut; past as many whole digits the result is 0 or too large. So the
        // clamp changes no result.
        let digits = digits.clamp(-32_768, 32_768);
        if let Some(rounded) = self.round_small(digits, mode) {
            return Ok(rounded);
        }
        if self.ends_within(digits) {
            return Ok(self.clone());
        }
        let (n, d) = self.shifted(digits);
        let scale = BigInt::from(10).pow(digits.unsigned_abs());
        let whole = divide_rounding(n, &d, mode);
        Num::from_ratio(if digits < 0 {
            BigRational::from_integer(whole * scale)
        } else {
            BigRational::new(whole, scale)
        })
    }

    fn round_small(&self, digits: i32, mode: Rounding) -> Option<Num> {
        let Num::Small(n, d) = self else { return None };
        let scale = power_of_ten(digits.unsigned_abs())?;
        if digits < 0 {
            let whole = divide_small(*n, d.checked_mul(scale)?, mode);
            return whole.checked_mul(scale).map(|n| Num::Small(n, 1));
        }
        Some(Num::Small(divide_small(n.checked_mul(scale)?, *d, mode), scale))
    }

    /// Returns `true` if the number is a small fraction that takes no more decimals than this.
    fn ends_within(&self, digits: i32) -> bool {
        let Num::Small(n, d) = self else { return false };
        decimal_places(reduced(*n, *d).1)
            .is_some_and(|places| i64::from(places) <= i64::from(digits))
    }

    /// `self × 10^digits` as a fraction not necessarily in lowest terms.
    fn shifted(&self, digits: i32) -> (BigInt, BigInt) {
        let (n, d) = self.ratio().into_owned().into_raw();
        let scale = BigInt::from(10).pow(digits.unsigned_abs());
        if digits < 0 { (n, d * scale) } else { (n * scale, d) }
    }

    /// The digits of `|self| × 10^decimals`, rounded half away from zero, without a point; true if
    /// nothing was rounded.
    pub fn digits(&self, decimals: i32) -> (String, bool) {
        if let Some((digits, exact)) = self.short_digits(decimals) {
            return (digits.to_string(), exact);
        }
        if let Some((n, d)) = self.shifted_small(decimals) {
            let digits = divide_small(n, d, Rounding::HalfAwayFromZero).to_string();
            return (digits, is_multiple(n, d));
        }
        if let Some(digits) = self.digits_of_short(decimals) {
            return digits;
        }
        let (n, d) = self.shifted(decimals);
        let exact = n.is_multiple_of(&d);
        (divide_rounding(n.abs(), &d, Rounding::HalfAwayFromZero).to_string(), exact)
    }

    /// The same of a number whose parts have 64 bits when its point has moved.
    pub(super) fn short_digits(&self, decimals: i32) -> Option<(u64, bool)> {
        let (n, d) = self.shifted_small(decimals)?;
        let (n, d) = (u64::try_from(n).ok()?, u64::try_from(d).ok()?);
        let (whole, rest) = (n / d, n % d);
        // The quotient of more than 1 is far below the greatest number.
        let up = rest >= d - rest;
        Some((whole + u64::from(up), rest == 0))
    }

    /// The same of a fraction whose parts have 64 bits, eighteen digits after the other: what is
    /// left of one step has room for eighteen more.
    fn digits_of_short(&self, decimals: i32) -> Option<(String, bool)> {
        let Num::Small(n, d) = self else { return None };
        let short = |part: &i128| u64::try_from(part.unsigned_abs()).ok().map(u128::from);
        let (n, d, mut left) = (short(n)?, short(d)?, u32::try_from(decimals).ok()?);
        let (mut digits, mut rest) = ((n / d).to_string(), n % d);
        while left > 0 {
            let step = left.min(18);
            let scaled = rest * 10_u128.pow(step);
            let (width, next) = (step as usize, u64::try_from(scaled / d).ok()?);
            digits.push_str(&format!("{next:0width$}"));
            (rest, left) = (scaled % d, left - step);
        }
        if rest * 2 >= d {
            digits = one_more(digits);
        }
        let zeros =
            digits.bytes().take(digits.len() - 1).take_while(|digit| *digit == b'0').count();
        Some((digits.split_off(zeros), rest == 0))
    }

    /// Numerator and denominator in lowest terms, where both have 128 bits.
    pub(super) fn lowest(&self) -> Option<(i128, i128)> {
        let Num::Small(n, d) = self else { return None };
        Some(reduced(*n, *d))
    }

    /// Returns `true` if [`Num::digits`] rounds nothing.
    pub(super) fn has_decimals(&self, decimals: i32) -> bool {
        if let Some((n, d)) = self.shifted_small(decimals) {
            return is_multiple(n, d);
        }
        let (n, d) = self.shifted(decimals);
        n.is_multiple_of(&d)
    }

    /// `|self| × 10^decimals` as a fraction not necessarily in lowest terms, where it is small.
    fn shifted_small(&self, decimals: i32) -> Option<(i128, i128)> {
        let Num::Small(n, d) = self else { return None };
        let (n, scale) = (n.checked_abs()?, power_of_ten(decimals.unsigned_abs())?);
        Some(if decimals < 0 { (n, d.checked_mul(scale)?) } else { (n.checked_mul(scale)?, *d) })
    }

    /// Number of digits before the decimal point; of a number below 1, minus the number of zeros
    /// behind it. So `10^(magnitude - 1) ≤ |self| < 10^magnitude`; 0 for zero.
    pub fn magnitude(&self) -> i32 {
        match self {
            _ if self.is_zero() => 0,
            Num::Small(n, d) => small_magnitude(n.unsigned_abs(), d.unsigned_abs()),
            Num::Big(ratio) => big_magnitude(&ratio.numer().abs(), ratio.denom()),
        }
    }
}

/// [`Num::magnitude`] of `n / d`, neither of them zero.
fn small_magnitude(n: u128, d: u128) -> i32 {
    let length = |whole: u128| whole.ilog10().cast_signed() + 1;
    if n >= d {
        return length(n / d);
    }
    let quotient = d / n;
    below_one(length(quotient), d.is_multiple_of(n) && quotient == 10_u128.pow(quotient.ilog10()))
}

fn big_magnitude(n: &BigInt, d: &BigInt) -> i32 {
    if n >= d {
        return decimal_length(&(n / d));
    }
    let (quotient, remainder) = d.div_rem(n);
    let length = decimal_length(&quotient);
    let power = || BigInt::from(10).pow(length.unsigned_abs() - 1);
    below_one(length, remainder.is_zero() && quotient == power())
}

/// Magnitude of a number below 1 whose inverse has so many digits before the decimal point: the
/// number lies below `10^(1 - length)`, or is that very power and so has one digit more.
fn below_one(length: i32, is_power: bool) -> i32 {
    if is_power { 2 - length } else { 1 - length }
}

/// A big fraction in the kind it belongs to.
fn fitted(value: BigRational) -> Num {
    match (value.numer().to_i128(), value.denom().to_i128()) {
        (Some(n), Some(d)) => Num::Small(n, d),
        (None, _) | (_, None) => Num::Big(Arc::new(value)),
    }
}

fn reduced(n: i128, d: i128) -> (i128, i128) {
    if d == 1 {
        return (n, d);
    }
    // Most are of 64 bits, in which dividing costs a fraction.
    if let (Ok(small), Ok(d)) = (u64::try_from(n.unsigned_abs()), u64::try_from(d)) {
        let divisor = small.gcd(&d);
        let whole = i128::from(small / divisor);
        return (if n < 0 { -whole } else { whole }, i128::from(d / divisor));
    }
    let divisor = n.gcd(&d);
    (n / divisor, d / divisor)
}

#[inline]
fn small_add(a: i128, b: i128, c: i128, d: i128) -> Option<Num> {
    if b == d {
        return Some(Num::Small(a.checked_add(c)?, b));
    }
    let (times_a, times_c, denominator) = common_denominator(b, d)?;
    let n = a.checked_mul(times_a)?.checked_add(c.checked_mul(times_c)?)?;
    Some(Num::Small(n, denominator))
}

#[inline]
fn small_sub(a: i128, b: i128, c: i128, d: i128) -> Option<Num> {
    small_add(a, b, c.checked_neg()?, d)
}

/// Multipliers of the two numerators, and the denominator that they share then; `None` on overflow.
/// Where one denominator divides the other (two decimals of different length) the longer one is
/// kept, so that sums of decimals do not grow.
#[inline]
fn common_denominator(b: i128, d: i128) -> Option<(i128, i128, i128)> {
    // A remainder of 128 bits takes many times as long as one of 64, and denominators that occur
    // fit 64.
    if let (Ok(x), Ok(y)) = (u64::try_from(b), u64::try_from(d)) {
        if y != 0 && x > y && x % y == 0 {
            return Some((1, i128::from(x / y), b));
        }
        if x != 0 && y > x && y % x == 0 {
            return Some((i128::from(y / x), 1, d));
        }
    }
    Some((d, b, b.checked_mul(d)?))
}

#[inline]
fn small_mul(a: i128, b: i128, c: i128, d: i128) -> Option<Num> {
    Some(Num::Small(a.checked_mul(c)?, times(b, d)?))
}

#[inline]
fn small_div(a: i128, b: i128, c: i128, d: i128) -> Option<Num> {
    let (n, d) = if b == d { (a, c) } else { (times(a, d)?, times(b, c)?) };
    if d > 0 {
        Some(Num::Small(n, d))
    } else {
        Some(Num::Small(n.checked_neg()?, d.checked_neg()?))
    }
}

/// A product in which one side is often 1.
#[inline]
fn times(a: i128, b: i128) -> Option<i128> {
    if b == 1 { Some(a) } else { a.checked_mul(b) }
}

/// `n / d`, `d > 0`, brought to a whole number.
fn divide_rounding<T: Integer + Clone>(n: T, d: &T, mode: Rounding) -> T {
    let negative = n < T::zero();
    let (floor, rest) = n.div_mod_floor(d);
    let to_next = d.clone() - rest.clone();
    let up = match mode {
        Rounding::Down => false,
        Rounding::Up => !rest.is_zero(),
        Rounding::HalfAwayFromZero if negative => rest > to_next,
        Rounding::HalfAwayFromZero => rest >= to_next,
    };
    if up { floor + T::one() } else { floor }
}

/// As [`divide_rounding`]; short numbers, as most are, without the library's long division.
fn divide_small(n: i128, d: i128, mode: Rounding) -> i128 {
    match (u64::try_from(n), u64::try_from(d)) {
        (Ok(n), Ok(d)) => i128::from(divide_rounding(n, &d, mode)),
        (Err(_), _) | (_, Err(_)) => divide_rounding(n, &d, mode),
    }
}

/// The digits of the next whole number.
fn one_more(digits: String) -> String {
    let nines = digits.bytes().rev().take_while(|digit| *digit == b'9').count();
    let (kept, _) = digits.split_at(digits.len() - nines);
    let zeros = std::iter::repeat_n('0', nines);
    let mut kept: String = kept.to_owned();
    // None but nines: the number has a digit more.
    let last = kept.pop().map_or('1', |last| char::from(last as u8 + 1));
    kept.push(last);
    kept.extend(zeros);
    kept
}

fn is_multiple(n: i128, d: i128) -> bool {
    match (u64::try_from(n), u64::try_from(d)) {
        (Ok(n), Ok(d)) => n % d == 0,
        (Err(_), _) | (_, Err(_)) => n % d == 0,
    }
}

fn power_of_ten(exponent: u32) -> Option<i128> {
    match 10_u64.checked_pow(exponent) {
        Some(power) => Some(i128::from(power)),
        None => 10_i128.checked_pow(exponent),
    }
}

/// Number of decimals that `1 / d` takes; `None` if it does not end.
fn decimal_places(d: i128) -> Option<u32> {
    // `1 / d` ends just where `d` holds no prime factors but those of ten, after as many decimals
    // as the more frequent of the two.
    let twos = d.trailing_zeros();
    let mut rest = d >> twos;
    let mut fives = 0;
    while rest % 5 == 0 {
        rest /= 5;
        fives += 1;
    }
    (rest == 1).then_some(twos.max(fives))
}

/// Digits without the zeros at the end; 0 for zero.
fn significant_digits(mut whole: i128) -> u32 {
    while whole != 0 && whole % 10 == 0 {
        whole /= 10;
    }
    whole.unsigned_abs().checked_ilog10().map_or(0, |power| power + 1)
}

fn decimal_length(whole: &BigInt) -> i32 {
    i32::try_from(whole.to_string().len()).unwrap_or(i32::MAX)
}

impl PartialEq for Num {
    #[inline]
    fn eq(&self, other: &Num) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Num {}

impl PartialOrd for Num {
    #[inline]
    fn partial_cmp(&self, other: &Num) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Num {
    #[inline]
    fn cmp(&self, other: &Num) -> Ordering {
        let (Num::Small(a, b), Num::Small(c, d)) = (self, other) else {
            return compare_big(self, other);
        };
        if b == d {
            return a.cmp(c);
        }
        match (times(*a, *d), times(*c, *b)) {
            (Some(left), Some(right)) => left.cmp(&right),
            (None, _) | (_, None) => compare_wide((*a, *b), (*c, *d)),
        }
    }
}

/// Compares by cross-multiplication to 256 bits.
#[cold]
fn compare_wide((a, b): (i128, i128), (c, d): (i128, i128)) -> Ordering {
    let product = |x: i128, y: i128| {
        let (low, high) = x.unsigned_abs().carrying_mul(y.unsigned_abs(), 0);
        (high, low)
    };
    a.signum().cmp(&c.signum()).then_with(|| {
        let magnitudes = product(a, d).cmp(&product(c, b));
        if a < 0 { magnitudes.reverse() } else { magnitudes }
    })
}

/// Compares by cross-multiplication: the library's own comparison recurses once a term of the
/// continued fraction.
#[cold]
fn compare_big(a: &Num, b: &Num) -> Ordering {
    let (a, b) = (a.ratio(), b.ratio());
    (a.numer() * b.denom()).cmp(&(b.numer() * a.denom()))
}

impl Hash for Num {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Num::Small(n, d) => reduced(*n, *d).hash(state),
            Num::Big(ratio) => (ratio.numer(), ratio.denom()).hash(state),
        }
    }
}
