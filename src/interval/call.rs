//! Built-in functions over intervals.

use super::ends::Interval;
use crate::builtins::Builtin;
use crate::value::{Num, Value};

impl Interval {
    /// The result of a function that takes numbers; one that is not followed over intervals bounds nothing.
    pub fn call(builtin: Builtin, arguments: &[Interval]) -> Interval {
        let of_ends = |pick: fn(&Interval) -> &Option<Num>| {
            let ends = arguments.iter().map(|argument| pick(argument).clone().map(Value::Num)).collect::<Option<Vec<Value>>>()?;
            if let Ok(Value::Num(number)) = builtin.apply(&ends) { Some(number) } else { None }
        };
        let growing = || Interval { lower: of_ends(|interval| &interval.lower), upper: of_ends(|interval| &interval.upper) };
        let exact = arguments.iter().all(|argument| argument.value().is_some());
        match (builtin, arguments) {
            (Builtin::Abs, [one]) if !exact => one.abs(),
            // These grow with each argument.
            (Builtin::Max | Builtin::Min, _) | (Builtin::Round(_), [_]) => growing(),
            (Builtin::Round(_), [_, digits]) if digits.value().is_some() => growing(),
            (_, _) if exact => of_ends(|interval| &interval.lower).map_or(Interval::OPEN, Interval::exactly),
            (_, _) => Interval::OPEN,
        }
    }

    fn abs(&self) -> Interval {
        match (&self.lower, &self.upper) {
            (Some(lower), _) if !lower.is_negative() => self.clone(),
            (_, Some(upper)) if upper.is_negative() => self.neg(),
            _ => Interval { lower: Some(Num::ZERO), upper: self.hull(&self.neg()).upper },
        }
    }
}
