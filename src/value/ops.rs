//! Every operator once: its spelling, its meaning on truth values, its meaning on numbers.

use super::num::{Num, TooLarge};
use std::cmp::Ordering;

/// An arithmetic operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arith {
    /// `a + b`
    Add,
    /// `a - b`
    Sub,
    /// `a × b`, also `a * b`
    Mul,
    /// `a / b`
    Div,
}

impl Arith {
    /// The sign as the formatter writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Arith::Add => "+",
            Arith::Sub => "-",
            Arith::Mul => "×",
            Arith::Div => "/",
        }
    }

    /// The exact result; `Ok(None)` is a division by zero, which is a missing value with its
    /// reason.
    pub fn apply(self, a: &Num, b: &Num) -> Result<Option<Num>, TooLarge> {
        match self {
            Arith::Add => a.add(b).map(Some),
            Arith::Sub => a.sub(b).map(Some),
            Arith::Mul => a.mul(b).map(Some),
            Arith::Div if b.is_zero() => Ok(None),
            Arith::Div => a.div(b).map(Some),
        }
    }
}

/// A comparison between two values of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Compare {
    /// `a = b`, `a là b`
    Equal,
    /// `a ≠ b`, `a không phải là b`
    NotEqual,
    /// `a < b`, `dưới b`
    Less,
    /// `a > b`, `trên b`
    Greater,
    /// `a ≤ b`, `đến b`
    AtMost,
    /// `a ≥ b`, `từ b`
    AtLeast,
}

impl Compare {
    /// The sign as the formatter writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Compare::Equal => "=",
            Compare::NotEqual => "≠",
            Compare::Less => "<",
            Compare::Greater => ">",
            Compare::AtMost => "≤",
            Compare::AtLeast => "≥",
        }
    }

    /// Returns `true` if the comparison holds between two values that compare as `order`.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Compare::Equal => order == Ordering::Equal,
            Compare::NotEqual => order != Ordering::Equal,
            Compare::Less => order == Ordering::Less,
            Compare::Greater => order == Ordering::Greater,
            Compare::AtMost => order != Ordering::Greater,
            Compare::AtLeast => order != Ordering::Less,
        }
    }

    /// The comparison read from its other side: `80 ≤ t` is `t ≥ 80`.
    pub fn mirrored(self) -> Compare {
        match self {
            Compare::Equal => Compare::Equal,
            Compare::NotEqual => Compare::NotEqual,
            Compare::Less => Compare::Greater,
            Compare::Greater => Compare::Less,
            Compare::AtMost => Compare::AtLeast,
            Compare::AtLeast => Compare::AtMost,
        }
    }

    /// The comparison that holds exactly when this one does not.
    pub fn negated(self) -> Compare {
        match self {
            Compare::Equal => Compare::NotEqual,
            Compare::NotEqual => Compare::Equal,
            Compare::Less => Compare::AtLeast,
            Compare::Greater => Compare::AtMost,
            Compare::AtMost => Compare::Greater,
            Compare::AtLeast => Compare::Less,
        }
    }
}

/// A condition's value: three-valued, and a fourth for what could not be computed (a number past
/// its limit, a script that failed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Truth {
    /// It does not hold.
    False,
    /// Definitely true: it holds whatever is still missing.
    True,
    /// It depends on a missing value.
    #[default]
    Missing,
    /// It depends on a fault of the record.
    Fault,
}

impl Truth {
    /// `a và b`: false if either definitely is; else a fault, else missing, if either is.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::Fault, _) | (_, Truth::Fault) => Truth::Fault,
            (Truth::Missing, _) | (_, Truth::Missing) => Truth::Missing,
            (Truth::True, Truth::True) => Truth::True,
        }
    }

    /// `a hoặc b`: true if either definitely is; else a fault, else missing, if either is.
    pub fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }

    /// `không phải a`.
    #[expect(
        clippy::should_implement_trait,
        reason = "the word of the language; `!` would read as two-valued"
    )]
    pub fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::True => Truth::False,
            unsure @ (Truth::Missing | Truth::Fault) => unsure,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}
