//! Values that are only known to lie between two ends, and exact arithmetic on them.

use crate::builtins::{Builtin, Growth};
use crate::value::{Arith, Compare, Num, TooLarge, Truth, Value};
use std::cmp::Ordering;

/// Every number a value can be lies between two ends, both included; an end that nothing bounds is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub low: Option<Num>,
    /// The most.
    pub high: Option<Num>,
}

/// What a value over many records can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// There surely is none: a quotient by zero, the greatest of nothing.
    Nothing,
    /// It lies within.
    Within {
        /// The ends.
        bounds: Bounds,
        /// There surely is a value; otherwise it also can be that there is none.
        sure: bool,
    },
}

impl Reach {
    /// A value that is known.
    pub fn exactly(number: Num) -> Reach {
        Reach::Within { bounds: Bounds::exactly(number), sure: true }
    }

    /// A value that is surely there.
    pub fn within(bounds: Bounds) -> Reach {
        Reach::Within { bounds, sure: true }
    }

    /// The value, where it is known.
    pub fn value(&self) -> Option<&Num> {
        match self {
            Reach::Within { bounds, sure: true } => bounds.value(),
            Reach::Within { sure: false, .. } | Reach::Nothing => None,
        }
    }

    /// The same, but perhaps there is no value.
    pub fn unsure(self) -> Reach {
        match self {
            Reach::Within { bounds, .. } => Reach::Within { bounds, sure: false },
            Reach::Nothing => Reach::Nothing,
        }
    }

    /// What can come of either.
    pub fn or(self, other: Reach) -> Reach {
        match (self, other) {
            (Reach::Nothing, Reach::Nothing) => Reach::Nothing,
            (Reach::Nothing, some) | (some, Reach::Nothing) => some.unsure(),
            (Reach::Within { bounds: a, sure: a_sure }, Reach::Within { bounds: b, sure: b_sure }) => {
                Reach::Within { bounds: a.hull(&b), sure: a_sure && b_sure }
            }
        }
    }

    /// The result of an operation on two; without either there is none.
    pub fn zip(&self, other: &Reach, op: impl Fn(&Bounds, &Bounds) -> Reach) -> Reach {
        let (Reach::Within { bounds: a, sure: a_sure }, Reach::Within { bounds: b, sure: b_sure }) = (self, other) else {
            return Reach::Nothing;
        };
        let result = op(a, b);
        if *a_sure && *b_sure { result } else { result.unsure() }
    }

    /// Whether a comparison with a number holds for whatever it can be; missing too where there perhaps is no value.
    pub fn compare(&self, op: Compare, other: &Reach) -> Truth {
        match (self, other) {
            (Reach::Within { bounds: a, sure: true }, Reach::Within { bounds: b, sure: true }) => a.compare(op, b),
            (Reach::Within { .. } | Reach::Nothing, Reach::Within { .. } | Reach::Nothing) => Truth::Missing,
        }
    }
}

impl Bounds {
    /// Nothing is known.
    pub const OPEN: Bounds = Bounds { low: None, high: None };

    /// One number.
    pub fn exactly(number: Num) -> Bounds {
        Bounds { low: Some(number.clone()), high: Some(number) }
    }

    /// From one number to another.
    pub fn between(low: Num, high: Num) -> Bounds {
        Bounds { low: Some(low), high: Some(high) }
    }

    /// From a number on.
    pub fn from(low: Num) -> Bounds {
        Bounds { low: Some(low), high: None }
    }

    /// The number, where it is only one.
    pub fn value(&self) -> Option<&Num> {
        self.low.as_ref().filter(|low| self.high.as_ref() == Some(low))
    }

    /// Whether a number lies within.
    pub fn contains(&self, number: &Num) -> bool {
        self.low.as_ref().is_none_or(|low| low <= number) && self.high.as_ref().is_none_or(|high| number <= high)
    }

    /// The narrowest that hold both.
    pub fn hull(&self, other: &Bounds) -> Bounds {
        let both = |a: &Option<Num>, b: &Option<Num>, pick: fn(Num, Num) -> Num| Some(pick(a.clone()?, b.clone()?));
        Bounds { low: both(&self.low, &other.low, Num::min), high: both(&self.high, &other.high, Num::max) }
    }

    /// What lies within both; where that is nothing, the first.
    pub fn meet(&self, other: &Bounds) -> Bounds {
        let low = self.low.clone().max(other.low.clone());
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => Some(a.min(b).clone()),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        let empty = low.as_ref().zip(high.as_ref()).is_some_and(|(low, high)| low > high);
        if empty { self.clone() } else { Bounds { low, high } }
    }

    /// `-x`
    pub fn neg(&self) -> Bounds {
        Bounds { low: self.high.as_ref().map(Num::neg), high: self.low.as_ref().map(Num::neg) }
    }

    /// `a + b`. An end past the limit of numbers is open.
    pub fn add(&self, other: &Bounds) -> Bounds {
        let end = |a: &Option<Num>, b: &Option<Num>| a.as_ref()?.add(b.as_ref()?).ok();
        if let (Some(a), Some(b)) = (self.value(), other.value()) {
            return a.add(b).map_or(Bounds::OPEN, Bounds::exactly);
        }
        Bounds { low: end(&self.low, &other.low), high: end(&self.high, &other.high) }
    }

    /// `a × b`
    pub fn mul(&self, other: &Bounds) -> Bounds {
        self.products(other).unwrap_or(Bounds::OPEN)
    }

    fn products(&self, other: &Bounds) -> Result<Bounds, TooLarge> {
        let mut all = Vec::with_capacity(4);
        for a in self.ends() {
            for b in other.ends() {
                all.push(a.times(&b)?);
            }
        }
        Ok(Bounds { low: all.iter().min().and_then(End::number), high: all.iter().max().and_then(End::number) })
    }

    /// `a / b`; a quotient by zero has no value.
    pub fn div(&self, other: &Bounds) -> Reach {
        if other.value().is_some_and(Num::is_zero) {
            return Reach::Nothing;
        }
        let inverse = other.inverse();
        Reach::Within { bounds: self.mul(&inverse), sure: !other.contains(&Num::ZERO) }
    }

    /// `1 / x` of every x within but zero.
    fn inverse(&self) -> Bounds {
        let (negative, positive) =
            (self.low.as_ref().is_none_or(Num::is_negative), self.high.as_ref().is_none_or(|high| high > &Num::ZERO));
        let of = |end: &Option<Num>| match end {
            None => Some(Num::ZERO),
            Some(end) if end.is_zero() => None,
            Some(end) => Num::ONE.div(end).ok(),
        };
        if negative && positive { Bounds::OPEN } else { Bounds { low: of(&self.high), high: of(&self.low) } }
    }

    /// The result of an operator.
    pub fn apply(&self, op: Arith, other: &Bounds) -> Reach {
        match op {
            Arith::Add => Reach::within(self.add(other)),
            Arith::Sub => Reach::within(self.add(&other.neg())),
            Arith::Mul => Reach::within(self.mul(other)),
            Arith::Div => self.div(other),
        }
    }

    /// The result of a function that takes numbers; one that is not followed over ranges bounds nothing.
    pub fn call(builtin: Builtin, arguments: &[Bounds]) -> Bounds {
        let of_ends = |pick: fn(&Bounds) -> &Option<Num>| {
            let ends = arguments.iter().map(|argument| pick(argument).clone().map(Value::Num)).collect::<Option<Vec<Value>>>()?;
            if let Ok(Value::Num(number)) = builtin.apply(&ends) { Some(number) } else { None }
        };
        let ends = || Bounds { low: of_ends(|b| &b.low), high: of_ends(|b| &b.high) };
        let exact = |arguments: &[Bounds]| arguments.iter().all(|argument| argument.value().is_some());
        match (builtin.growth(), arguments) {
            (_, all) if exact(all) => of_ends(|b| &b.low).map_or(Bounds::OPEN, Bounds::exactly),
            (Growth::FromZero, [one]) => match (&one.low, &one.high) {
                (Some(low), _) if !low.is_negative() => one.clone(),
                (_, Some(high)) if high.is_negative() => one.neg(),
                _ => Bounds { low: Some(Num::ZERO), high: one.hull(&one.neg()).high },
            },
            (Growth::WithEach, _) => ends(),
            (Growth::WithFirst, [_, others @ ..]) if exact(others) => ends(),
            (Growth::WithFirst | Growth::FromZero | Growth::Unknown, _) => Bounds::OPEN,
        }
    }

    /// Whether a comparison holds for every pair.
    pub fn compare(&self, op: Compare, other: &Bounds) -> Truth {
        let below = |a: &Option<Num>, b: &Option<Num>, strictly: bool| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| if strictly { a < b } else { a <= b })
        };
        let settled = |holds: bool, fails: bool| match (holds, fails) {
            (true, _) => Truth::True,
            (false, true) => Truth::False,
            (false, false) => Truth::Missing,
        };
        let less = |strictly| settled(below(&self.high, &other.low, strictly), below(&other.high, &self.low, !strictly));
        match op {
            Compare::Less => less(true),
            Compare::AtMost => less(false),
            Compare::Greater => less(false).not(),
            Compare::AtLeast => less(true).not(),
            Compare::Equal => {
                let same = self.value().is_some() && self.value() == other.value();
                settled(same, below(&self.high, &other.low, true) || below(&other.high, &self.low, true))
            }
            Compare::NotEqual => self.compare(Compare::Equal, other).not(),
        }
    }

    fn ends(&self) -> [End; 2] {
        [self.low.clone().map_or(End::Down, End::At), self.high.clone().map_or(End::Up, End::At)]
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
