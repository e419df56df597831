//! Built-in functions over intervals.

use super::ends::Interval;
use crate::builtins::{Builtin, Growth};
use crate::value::{Date, Num, Value};

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
            (Growth::WithEach | Growth::WithFirst | Growth::FromZero | Growth::Unknown, all)
                if exact(all) =>
            {
                of_ends(|interval| &interval.lower).map_or(Interval::OPEN, Interval::exactly)
            }
            (Growth::FromZero, [one]) => one.abs(),
            (Growth::WithEach, _) => growing(),
            (Growth::WithFirst, [_, others @ ..]) if exact(others) => growing(),
            (Growth::WithDay, [one]) => Interval {
                lower: of_days(builtin, [&one.lower]),
                upper: of_days(builtin, [&one.upper]),
            },
            (Growth::BetweenDays, [from, to]) => Interval {
                lower: of_days(builtin, [&from.upper, &to.lower]),
                upper: of_days(builtin, [&from.lower, &to.upper]),
            },
            (Growth::Within(low, high), _) => {
                let [lower, upper] = [low, high].map(|end| Some(Num::from_i64(end)));
                Interval { lower, upper }
            }
            (
                Growth::WithFirst
                | Growth::FromZero
                | Growth::WithDay
                | Growth::BetweenDays
                | Growth::Unknown,
                _,
            ) => Interval::OPEN,
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

/// The result of a function of days, each the count of days since 1970; `None` where one is open.
fn of_days<const N: usize>(builtin: Builtin, ends: [&Option<Num>; N]) -> Option<Num> {
    let day = |end: &Option<Num>| Date::of_number(end.as_ref()?).map(Value::Date);
    let days = ends.into_iter().map(day).collect::<Option<Vec<Value>>>()?;
    if let Ok(Value::Num(number)) = builtin.apply(&days) { Some(number) } else { None }
}
