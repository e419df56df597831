//! Possible values of an expression: a value within an interval, or none.

use super::ends::Interval;
use crate::value::{Arith, Compare, Num, Truth};

/// Possible values of an expression whose inputs are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Possible {
    /// There definitely is none: a quotient by zero, the greatest of nothing.
    Nothing,
    /// Number that lies within an interval.
    Within {
        /// Ends between which the number lies.
        interval: Interval,
        /// There definitely is a value; otherwise it also can be that there is none.
        sure: bool,
    },
}

impl Possible {
    /// Nothing is known, not even whether there is a value.
    pub const OPEN: Possible = Possible::Within { interval: Interval::OPEN, sure: false };

    /// A value that is known.
    pub fn exactly(number: Num) -> Possible {
        Possible::Within { interval: Interval::exactly(number), sure: true }
    }

    /// A value that is definitely there.
    pub fn within(interval: Interval) -> Possible {
        Possible::Within { interval, sure: true }
    }

    /// Ends between which the value lies; `None` where it is one, or there is none.
    pub fn range(&self) -> Option<Interval> {
        match self {
            Possible::Within { interval, .. } if self.value().is_none() => Some(interval.clone()),
            Possible::Within { .. } | Possible::Nothing => None,
        }
    }

    /// The value, where it is known.
    pub fn value(&self) -> Option<&Num> {
        match self {
            Possible::Within { interval, sure: true } => interval.value(),
            Possible::Within { sure: false, .. } | Possible::Nothing => None,
        }
    }

    /// Returns `true` if there definitely is a value.
    pub fn is_sure(&self) -> bool {
        matches!(self, Possible::Within { sure: true, .. })
    }

    /// The interval it lies within, if there is a value at all.
    pub fn interval(self) -> Option<Interval> {
        match self {
            Possible::Within { interval, .. } => Some(interval),
            Possible::Nothing => None,
        }
    }

    /// The same of another interval.
    pub fn map(self, change: impl FnOnce(&Interval) -> Interval) -> Possible {
        match self {
            Possible::Within { interval, sure } => {
                Possible::Within { interval: change(&interval), sure }
            }
            Possible::Nothing => Possible::Nothing,
        }
    }

    /// The same, but perhaps there is no value.
    pub fn unsure(self) -> Possible {
        match self {
            Possible::Within { interval, .. } => Possible::Within { interval, sure: false },
            Possible::Nothing => Possible::Nothing,
        }
    }

    /// Union of both: the values that either allows.
    pub fn or(self, other: Possible) -> Possible {
        match (self, other) {
            (Possible::Nothing, Possible::Nothing) => Possible::Nothing,
            (Possible::Nothing, some) | (some, Possible::Nothing) => some.unsure(),
            (
                Possible::Within { interval: a, sure: a_sure },
                Possible::Within { interval: b, sure: b_sure },
            ) => Possible::Within { interval: a.hull(&b), sure: a_sure && b_sure },
        }
    }

    /// The result of an operation on two; without either there is none.
    pub fn zip(&self, other: &Possible, op: impl Fn(&Interval, &Interval) -> Possible) -> Possible {
        let (
            Possible::Within { interval: a, sure: a_sure },
            Possible::Within { interval: b, sure: b_sure },
        ) = (self, other)
        else {
            return Possible::Nothing;
        };
        let result = op(a, b);
        if *a_sure && *b_sure { result } else { result.unsure() }
    }

    /// Truth of a comparison with a number over all possible values; `Missing` too where there
    /// perhaps is no value.
    pub fn compare(&self, op: Compare, other: &Possible) -> Truth {
        match (self, other) {
            (
                Possible::Within { interval: a, sure: true },
                Possible::Within { interval: b, sure: true },
            ) => a.compare(op, b),
            (
                Possible::Within { .. } | Possible::Nothing,
                Possible::Within { .. } | Possible::Nothing,
            ) => Truth::Missing,
        }
    }

    /// The result of an operator on two numbers.
    pub fn arith(op: Arith, a: &Interval, b: &Interval) -> Possible {
        match op {
            Arith::Add => Possible::within(a.add(b)),
            Arith::Sub => Possible::within(a.add(&b.neg())),
            Arith::Mul => Possible::within(a.mul(b)),
            Arith::Div => Possible::quotient(a, b),
        }
    }

    /// `a / b`; a quotient by zero has no value.
    fn quotient(a: &Interval, b: &Interval) -> Possible {
        if b.value().is_some_and(Num::is_zero) {
            return Possible::Nothing;
        }
        Possible::Within { interval: a.mul(&b.inverse()), sure: !b.contains(&Num::ZERO) }
    }
}
