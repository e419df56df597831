//! Exact numbers in scripts. A whole number is rhai's integer, one that ends its decimal, any other
//! our [`Num`]; every operator between any two of the three is ours, so that none rounds. One value
//! has one form, so that `switch` and map keys find what `==` finds.

use crate::diag::{Message, script as say};
use crate::value::{Arith, Num, Rounding, TooLarge};
use rhai::{Dynamic, Engine, EvalAltResult, INT, NativeCallContext, Position};
use rust_decimal::Decimal;
use std::any::TypeId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

type Outcome<T> = Result<T, Box<EvalAltResult>>;

/// A number in its form for scripts.
pub(super) fn to_script(value: Num) -> Dynamic {
    match (value.to_i64(), value.to_decimal()) {
        (Some(whole), _) => Dynamic::from(whole),
        (None, Some(decimal)) => Dynamic::from(decimal),
        (None, None) => Dynamic::from(value),
    }
}

/// The number a script gave, if it gave one.
pub(super) fn from_script(value: &Dynamic) -> Option<Num> {
    let whole = || value.as_int().ok().map(Num::from_i64);
    let decimal = || value.as_decimal().ok().map(Num::from_decimal);
    whole().or_else(decimal).or_else(|| value.clone().try_cast::<Num>())
}

/// Fuel of one call for numbers too big for machine integers: rhai counts each operation as one
/// step, whatever it costs, so a loop of squarings would never run out of steps.
#[derive(Clone)]
pub(super) struct Fuel(Arc<AtomicU64>);

impl Fuel {
    /// In squares of machine words; well under a second.
    const FULL: u64 = 20_000_000;

    pub(super) fn full() -> Fuel {
        Fuel(Arc::new(AtomicU64::new(Fuel::FULL)))
    }

    fn spend(&self, price: u64) -> bool {
        self.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(price)).is_ok()
    }
}

/// Charges an operation on these numbers to the call. What it raises no script can catch.
fn charge(context: &NativeCallContext, a: &Num, b: &Num) -> Outcome<()> {
    let words = (a.big_bits() + b.big_bits()) / 64;
    let fuel = || context.tag().and_then(|tag| tag.clone().try_cast::<Fuel>());
    if words == 0 || fuel().is_some_and(|fuel| fuel.spend(words * words)) {
        return Ok(());
    }
    Err(EvalAltResult::ErrorTerminated(Dynamic::from(say::too_much_work()), Position::NONE).into())
}

fn failure<T>(message: Message) -> Outcome<T> {
    Err(EvalAltResult::ErrorRuntime(Dynamic::from(message), Position::NONE).into())
}

/// A number past its limit is a fault of the record: no script can catch it.
fn finished(result: Result<Num, TooLarge>) -> Outcome<Dynamic> {
    result.map(to_script).map_err(|TooLarge| {
        EvalAltResult::ErrorTerminated(Dynamic::from(say::too_large()), Position::NONE).into()
    })
}

/// None is a division by zero.
fn defined(result: Result<Option<Num>, TooLarge>) -> Outcome<Dynamic> {
    match result {
        Ok(None) => failure(say::division_by_zero()),
        Ok(Some(value)) => finished(Ok(value)),
        Err(too_large) => finished(Err(too_large)),
    }
}

/// Remainder of `a` after whole times `b`; it has the sign of `a`. `None` if `b` is zero.
fn remainder(a: &Num, b: &Num) -> Result<Option<Num>, TooLarge> {
    let Some(quotient) = Arith::Div.apply(a, b)? else { return Ok(None) };
    let toward_zero = if quotient.is_negative() { Rounding::Up } else { Rounding::Down };
    a.sub(&quotient.round(0, toward_zero)?.mul(b)?).map(Some)
}

fn power(base: &Num, exponent: &Num) -> Outcome<Dynamic> {
    exponent
        .to_i64()
        .map_or_else(|| failure(say::not_whole()), |exponent| defined(base.power(exponent)))
}

fn round(value: &Num, digits: &Num, mode: Rounding) -> Outcome<Dynamic> {
    let digits = digits
        .to_i64()
        .and_then(|digits| i32::try_from(digits).ok())
        .filter(|digits| digits.unsigned_abs() <= 1_000);
    digits.map_or_else(|| failure(say::not_whole()), |digits| finished(value.round(digits, mode)))
}

/// An operation on one number (the second is then zero) or two.
type Operation = fn(&Num, &Num) -> Outcome<Dynamic>;

const UNARY: [(&str, Operation); 6] = [
    ("-", |a, _| Ok(to_script(a.neg()))),
    ("+", |a, _| Ok(to_script(a.clone()))),
    ("abs", |a, _| Ok(to_script(a.abs()))),
    ("round", |a, zero| round(a, zero, Rounding::HalfAwayFromZero)),
    ("round_up", |a, zero| round(a, zero, Rounding::Up)),
    ("round_down", |a, zero| round(a, zero, Rounding::Down)),
];

const BINARY: [(&str, Operation); 17] = [
    ("+", |a, b| defined(Arith::Add.apply(a, b))),
    ("-", |a, b| defined(Arith::Sub.apply(a, b))),
    ("*", |a, b| defined(Arith::Mul.apply(a, b))),
    ("/", |a, b| defined(Arith::Div.apply(a, b))),
    ("%", |a, b| defined(remainder(a, b))),
    ("**", power),
    ("==", |a, b| Ok((a == b).into())),
    ("!=", |a, b| Ok((a != b).into())),
    ("<", |a, b| Ok((a < b).into())),
    ("<=", |a, b| Ok((a <= b).into())),
    (">", |a, b| Ok((a > b).into())),
    (">=", |a, b| Ok((a >= b).into())),
    ("min", |a, b| Ok(to_script(a.min(b).clone()))),
    ("max", |a, b| Ok(to_script(a.max(b).clone()))),
    ("round", |a, b| round(a, b, Rounding::HalfAwayFromZero)),
    ("round_up", |a, b| round(a, b, Rounding::Up)),
    ("round_down", |a, b| round(a, b, Rounding::Down)),
];

/// rhai's own `x += y` truncates and rounds. Told that there is no such operator, it works out `x =
/// x + y`, with ours.
const ASSIGNMENTS: [&str; 6] = ["+=", "-=", "*=", "/=", "%=", "**="];

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Num>("fraction");
    let forms = [TypeId::of::<INT>(), TypeId::of::<Decimal>(), TypeId::of::<Num>()];
    for a in forms {
        for (name, operation) in UNARY {
            engine.register_raw_fn(name, [a], move |context, arguments| {
                apply(&context, arguments, operation)
            });
        }
        for b in forms {
            for (name, operation) in BINARY {
                engine.register_raw_fn(name, [a, b], move |context, arguments| {
                    apply(&context, arguments, operation)
                });
            }
            for name in ASSIGNMENTS {
                engine.register_raw_fn(name, [a, b], move |_, _| -> Outcome<()> {
                    Err(EvalAltResult::ErrorFunctionNotFound(name.to_owned(), Position::NONE)
                        .into())
                });
            }
        }
    }
}

fn apply(
    context: &NativeCallContext,
    arguments: &[&mut Dynamic],
    operation: Operation,
) -> Outcome<Dynamic> {
    // rhai hands over values of the registered forms only.
    let number = |place: usize| {
        arguments.get(place).and_then(|value| from_script(value)).unwrap_or(Num::ZERO)
    };
    let (a, b) = (number(0), number(1));
    charge(context, &a, &b)?;
    let result = operation(&a, &b)?;
    if let Some(number) = from_script(&result) {
        charge(context, &number, &Num::ZERO)?;
    }
    Ok(result)
}
