//! Values that are only known to lie between two ends, and exact arithmetic on them.

use crate::value::{Compare, Num, TooLarge, Truth, Value};
use std::cmp::Ordering;

/// Every number a value can be lies between two ends, both included; an end that nothing bounds is
/// none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower end, included; `None` if unbounded below.
    pub lower: Option<Num>,
    /// Upper end, included; `None` if unbounded above.
    pub upper: Option<Num>,
}

impl Interval {
    /// The whole line: nothing is known.
    pub const OPEN: Interval = Interval { lower: None, upper: None };

    /// Interval of a single number.
    pub fn exactly(number: Num) -> Interval {
        Interval { lower: Some(number.clone()), upper: Some(number) }
    }

    /// A number or day of the rules; none of what is neither.
    pub fn of_value(value: &Value) -> Option<Interval> {
        match value {
            Value::Num(number) => Some(Interval::exactly(number.clone())),
            Value::Date(day) => Some(Interval::exactly(day.number())),
            Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
        }
    }

    /// From one number to another.
    pub fn between(lower: Num, upper: Num) -> Interval {
        Interval { lower: Some(lower), upper: Some(upper) }
    }

    /// From a number on.
    pub fn from(lower: Num) -> Interval {
        Interval { lower: Some(lower), upper: None }
    }

    /// The number, where it is only one.
    pub fn value(&self) -> Option<&Num> {
        self.lower.as_ref().filter(|lower| self.upper.as_ref() == Some(lower))
    }

    /// Returns `true` if a number lies within the interval, its ends included.
    pub fn contains(&self, number: &Num) -> bool {
        self.lower.as_ref().is_none_or(|lower| lower <= number)
            && self.upper.as_ref().is_none_or(|upper| number <= upper)
    }

    /// The narrowest that hold both.
    pub fn hull(&self, other: &Interval) -> Interval {
        let both = |a: &Option<Num>, b: &Option<Num>, pick: fn(Num, Num) -> Num| {
            Some(pick(a.clone()?, b.clone()?))
        };
        Interval {
            lower: both(&self.lower, &other.lower, Num::min),
            upper: both(&self.upper, &other.upper, Num::max),
        }
    }

    /// Intersection of both; where that is empty, the first.
    pub fn meet(&self, other: &Interval) -> Interval {
        // An unbounded lower end is `None`, which is less than any number.
        let lower = self.lower.clone().max(other.lower.clone());
        let upper = match (&self.upper, &other.upper) {
            (Some(a), Some(b)) => Some(a.min(b).clone()),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        let empty = lower.as_ref().zip(upper.as_ref()).is_some_and(|(lower, upper)| lower > upper);
        // Nothing lies in both where the rules contradict each other; an empty interval would be
        // one more case for every operation.
        if empty { self.clone() } else { Interval { lower, upper } }
    }

    /// `-x`
    pub fn neg(&self) -> Interval {
        Interval {
            lower: self.upper.as_ref().map(Num::neg),
            upper: self.lower.as_ref().map(Num::neg),
        }
    }

    /// `a + b`. An end past the limit of numbers is open.
    pub fn add(&self, other: &Interval) -> Interval {
        let end = |a: &Option<Num>, b: &Option<Num>| a.as_ref()?.add(b.as_ref()?).ok();
        // Most intervals hold a single number; one addition gives both ends.
        if let (Some(a), Some(b)) = (self.value(), other.value()) {
            return a.add(b).map_or(Interval::OPEN, Interval::exactly);
        }
        Interval { lower: end(&self.lower, &other.lower), upper: end(&self.upper, &other.upper) }
    }

    /// `a × b`
    pub fn mul(&self, other: &Interval) -> Interval {
        self.products(other).unwrap_or(Interval::OPEN)
    }

    fn products(&self, other: &Interval) -> Result<Interval, TooLarge> {
        let mut all = Vec::with_capacity(4);
        for a in self.ends() {
            for b in other.ends() {
                all.push(a.times(&b)?);
            }
        }
        Ok(Interval {
            lower: all.iter().min().and_then(End::number),
            upper: all.iter().max().and_then(End::number),
        })
    }

    /// `1 / x` of every x within but zero.
    pub(super) fn inverse(&self) -> Interval {
        let (negative, positive) = (
            self.lower.as_ref().is_none_or(Num::is_negative),
            self.upper.as_ref().is_none_or(|upper| upper > &Num::ZERO),
        );
        let of = |end: &Option<Num>| match end {
            None => Some(Num::ZERO),
            Some(end) if end.is_zero() => None,
            Some(end) => Num::ONE.div(end).ok(),
        };
        // Around zero the inverses reach as far as one likes in both directions.
        if negative && positive {
            Interval::OPEN
        } else {
            Interval { lower: of(&self.upper), upper: of(&self.lower) }
        }
    }

    /// Truth of a comparison over all pairs of values: `Missing` where some pairs hold and some do
    /// not.
    pub fn compare(&self, op: Compare, other: &Interval) -> Truth {
        let below = |a: &Option<Num>, b: &Option<Num>, strictly: bool| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| if strictly { a < b } else { a <= b })
        };
        let settled = |holds: bool, fails: bool| match (holds, fails) {
            (true, _) => Truth::True,
            (false, true) => Truth::False,
            (false, false) => Truth::Missing,
        };
        let less = |strictly| {
            settled(
                below(&self.upper, &other.lower, strictly),
                below(&other.upper, &self.lower, !strictly),
            )
        };
        match op {
            Compare::Less => less(true),
            Compare::AtMost => less(false),
            Compare::Greater => less(false).not(),
            Compare::AtLeast => less(true).not(),
            Compare::Equal => {
                let same = self.value().is_some() && self.value() == other.value();
                settled(
                    same,
                    below(&self.upper, &other.lower, true)
                        || below(&other.upper, &self.lower, true),
                )
            }
            Compare::NotEqual => self.compare(Compare::Equal, other).not(),
        }
    }

    fn ends(&self) -> [End; 2] {
        [self.lower.clone().map_or(End::Down, End::At), self.upper.clone().map_or(End::Up, End::At)]
    }
}

/// An end with its side, ordered as on the line of numbers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Down,
    At(Num),
    Up,
}

impl End {
    fn number(&self) -> Option<Num> {
        match self {
            End::At(number) => Some(number.clone()),
            End::Down | End::Up => None,
        }
    }

    fn sign(&self) -> Ordering {
        match self {
            End::Down => Ordering::Less,
            End::At(number) => number.cmp(&Num::ZERO),
            End::Up => Ordering::Greater,
        }
    }

    /// Zero times an open end is zero: however far the other goes, it stays a number.
    fn times(&self, other: &End) -> Result<End, TooLarge> {
        if let (End::At(a), End::At(b)) = (self, other) {
            return a.mul(b).map(End::At);
        }
        let sign = match other.sign() {
            Ordering::Less => self.sign().reverse(),
            Ordering::Equal => Ordering::Equal,
            Ordering::Greater => self.sign(),
        };
        Ok(match sign {
            Ordering::Less => End::Down,
            Ordering::Equal => End::At(Num::ZERO),
            Ordering::Greater => End::Up,
        })
    }
}
