//! Built-in functions over intervals.

use super::ends::Interval;
use crate::builtins::{Builtin, Growth};
use crate::value::{Num, Value};

impl Interval {
    /// The result of a function that takes numbers; one that is not followed over intervals bounds
    /// nothing.
    pub fn call(builtin: Builtin, arguments: &[Interval]) -> Interval {
        let of_ends = |pick: fn(&Interval) -> &Option<Num>| {
            let ends = arguments
                .iter()
                .map(|argument| pick(argument).clone().map(Value::Num))
                .collect::<Option<Vec<Value>>>()?;
            if let Ok(Value::Num(number)) = builtin.apply(&ends) { Some(number) } else { None }
        };
        let growing = || Interval {
            lower: of_ends(|interval| &interval.lower),
            upper: of_ends(|interval| &interval.upper),
        };
        let exact =
            |arguments: &[Interval]| arguments.iter().all(|argument| argument.value().is_some());
        match (builtin.growth(), arguments) {
            (_, all) if exact(all) => {
                of_ends(|interval| &interval.lower).map_or(Interval::OPEN, Interval::exactly)
            }
            (Growth::FromZero, [one]) => one.abs(),
            (Growth::WithEach, _) => growing(),
            (Growth::WithFirst, [_, others @ ..]) if exact(others) => growing(),
            (Growth::WithFirst | Growth::FromZero | Growth::Unknown, _) => Interval::OPEN,
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
