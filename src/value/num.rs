//! Exact numbers.
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::sync::Arc;

/// An exact rational number. Small ones are a fraction of machine integers (kept unreduced until it would overflow); larger ones are big
/// fractions, up to 32,768 bits.
#[derive(Clone, Debug)]
pub enum Num {
    /// `n / d`, `d > 0`, not necessarily in lowest terms.
    Small(i128, i128),
    /// In lowest terms.
    Big(Arc<num_rational::BigRational>),
}

/// A number grew past 32,768 bits: a fault of the record, never a wrong digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// How `làm tròn` settles what lies between two neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rounding {
    /// Half away from zero: the office's way.
    HalfAwayFromZero,
    /// `làm tròn lên`: toward positive infinity.
    Up,
    /// `làm tròn xuống`: toward negative infinity.
    Down,
}

impl Num {
    /// Zero.
    pub const ZERO: Num = Num::Small(0, 1);
    /// A whole number.
    pub fn from_i64(value: i64) -> Num {
        Num::Small(i128::from(value), 1)
    }
    /// A decimal, exactly.
    pub fn from_decimal(_value: Decimal) -> Num {
        Num::ZERO
    }
    /// `self + other`
    pub fn add(&self, _other: &Num) -> Result<Num, TooLarge> {
        Err(TooLarge)
    }
    /// `self - other`
    pub fn sub(&self, _other: &Num) -> Result<Num, TooLarge> {
        Err(TooLarge)
    }
    /// `self × other`
    pub fn mul(&self, _other: &Num) -> Result<Num, TooLarge> {
        Err(TooLarge)
    }
    /// `self / other`; `other` is not zero.
    pub fn div(&self, _other: &Num) -> Result<Num, TooLarge> {
        Err(TooLarge)
    }
    /// `-self`
    pub fn neg(&self) -> Num {
        self.clone()
    }
    /// The absolute value.
    pub fn abs(&self) -> Num {
        self.clone()
    }
    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        matches!(self, Num::Small(0, _))
    }
    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        matches!(self, Num::Small(n, _) if *n < 0)
    }
    /// Whether it is whole.
    pub fn is_integer(&self) -> bool {
        false
    }
    /// The whole number it is, if it is one that fits.
    pub fn to_i64(&self) -> Option<i64> {
        None
    }
    /// The decimal it is, if it ends within 28 significant digits.
    pub fn to_decimal(&self) -> Option<Decimal> {
        None
    }
    /// `self` raised to a whole power; `Ok(None)` for zero to a negative power.
    pub fn power(&self, _exponent: i64) -> Result<Option<Num>, TooLarge> {
        Err(TooLarge)
    }
    /// Rounded to `digits` decimals (negative: tens, hundreds …).
    pub fn round(&self, _digits: i32, _mode: Rounding) -> Result<Num, TooLarge> {
        Err(TooLarge)
    }
}
impl PartialEq for Num {
    fn eq(&self, other: &Num) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Num {}
impl PartialOrd for Num {
    fn partial_cmp(&self, other: &Num) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Num {
    fn cmp(&self, _other: &Num) -> Ordering {
        Ordering::Equal
    }
}
impl std::hash::Hash for Num {
    fn hash<H: std::hash::Hasher>(&self, _state: &mut H) {}
}
