//! The engine that scripts run in: bare, with our own numbers and days and a few functions, and
//! with limits. What is not named here is not there; rhai's packages are left out whole, since the
//! smallest of them brings an uncounted `sleep`.

use super::numbers;
use crate::value::Date;
use rhai::{Engine, INT, ImmutableString, OptimizationLevel};
use std::ops::{Range, RangeInclusive};

/// The most steps of one call.
pub(super) const STEPS: u32 = 100_000;
/// The most calls within calls.
pub(super) const CALLS: usize = 16;
/// The most items of an array or map.
pub(super) const ITEMS: u16 = 1_000;
/// The most bytes of a string.
pub(super) const BYTES: u16 = 10_000;

/// Words that are on even in a bare engine, or that a script shall not even name.
const FORBIDDEN: [&str; 14] = [
    "eval",
    "import",
    "export",
    "print",
    "debug",
    "sleep",
    "timestamp",
    "<<",
    ">>",
    "<<=",
    ">>=",
    "^",
    "^=",
    "Fn",
];

pub(super) fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    limit(&mut engine);
    numbers::register(&mut engine);
    register_dates(&mut engine);
    engine
        .register_iterator::<Range<INT>>()
        .register_iterator::<RangeInclusive<INT>>()
        .register_iterator::<rhai::Array>();
    engine.register_fn("!", |value: bool| !value);
    engine
        .register_fn("len", |list: &mut rhai::Array| INT::try_from(list.len()).unwrap_or(INT::MAX));
    engine.register_fn("len", |text: &str| INT::try_from(text.chars().count()).unwrap_or(INT::MAX));
    engine.register_fn("contains", |text: ImmutableString, part: ImmutableString| {
        crate::builtins::contains(&text, &part)
    });
    engine
}

fn limit(engine: &mut Engine) {
    engine
        .set_max_operations(STEPS.into())
        .set_max_call_levels(CALLS)
        .set_max_expr_depths(64, 32)
        .set_max_string_size(BYTES.into())
        .set_max_array_size(ITEMS.into())
        .set_max_map_size(ITEMS.into())
        .set_max_variables(ITEMS.into())
        .set_allow_anonymous_fn(false)
        .set_strict_variables(true)
        // Built-in operators round and truncate; constants are not folded by them either.
        .set_fast_operators(false)
        .set_optimization_level(OptimizationLevel::None);
    for word in FORBIDDEN {
        engine.disable_symbol(word);
    }
}

fn register_dates(engine: &mut Engine) {
    engine
        .register_type_with_name::<Date>("date")
        .register_get("year", |day: &mut Date| INT::from(day.year()))
        .register_get("month", |day: &mut Date| INT::from(day.month()))
        .register_get("day", |day: &mut Date| INT::from(day.day()))
        .register_fn("-", |a: Date, b: Date| a.days_since(b))
        .register_fn("==", |a: Date, b: Date| a == b)
        .register_fn("!=", |a: Date, b: Date| a != b)
        .register_fn("<", |a: Date, b: Date| a < b)
        .register_fn("<=", |a: Date, b: Date| a <= b)
        .register_fn(">", |a: Date, b: Date| a > b)
        .register_fn(">=", |a: Date, b: Date| a >= b)
        .register_fn("min", |a: Date, b: Date| a.min(b))
        .register_fn("max", |a: Date, b: Date| a.max(b));
}
