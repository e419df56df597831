//! The most ordinary number between two bounds: whole, round, of a size that people know.

use super::space::{Variable, least_multiple, multiple};
use super::system::Between;
use crate::plan::Kind;
use crate::value::{Num, Rounding, Unit};

/// The value of a variable that a person would take for an example, between bounds that are
/// narrower than its own where something is asked of it.
pub fn ordinary(variable: &Variable, between: &Between, own: &Between) -> Option<Num> {
    if let Some(values) = &variable.values {
        return values.iter().rev().find(|value| between.contains(value)).cloned();
    }
    let asked = between.lower.as_ref().filter(|_| between.lower != own.lower);
    let bound = asked.map(|(lower, _)| lower.clone());
    let bound = bound.filter(|lower| *lower > Num::ZERO && has_few_digits(lower));
    let known = bound.into_iter().chain(usual(variable));
    let is_value = |number: &Num| {
        let grain = variable.grain.as_ref();
        let nearest = |grain| multiple(number, grain, Rounding::Down);
        between.contains(number)
            && grain.is_none_or(|grain| nearest(grain).as_ref() == Some(number))
    };
    let known = known.into_iter().find(is_value);
    if known.is_some() {
        return known;
    }
    match &variable.grain {
        Some(grain) => on_grain(between, grain),
        None => round(between),
    }
}

/// Returns `true` of a number that is told by its first three digits.
fn has_few_digits(number: &Num) -> bool {
    number.round(3 - number.magnitude(), Rounding::Down).as_ref() == Ok(number)
}

/// Numbers of a size that people know, of the unit.
fn usual(variable: &Variable) -> Vec<Num> {
    let of = |numbers: &[i64]| numbers.iter().copied().map(Num::from_i64).collect();
    match (variable.kind, variable.unit) {
        (_, Some(Unit::Money)) => of(&[100_000_000, 10_000_000, 1_000_000, 0]),
        (_, Some(Unit::Year)) => of(&[2023]),
        (_, Some(Unit::Ratio)) => of(&[1, 0]),
        (_, Some(_)) => of(&[10, 1, 0]),
        // 02/01/2023, a Monday.
        (Kind::Date, None) => of(&[19_359]),
        (_, None) => of(&[0]),
    }
}

/// The multiple of a grain nearest to the lower bound, else to the upper.
fn on_grain(between: &Between, grain: &Num) -> Option<Num> {
    let number = match (&between.lower, &between.upper) {
        (Some(_), _) => least_multiple(between, grain)?,
        (None, Some((upper, _))) => {
            let down = multiple(upper, grain, Rounding::Down)?;
            if between.contains(&down) { down } else { down.sub(grain).ok()? }
        }
        (None, None) => Num::ZERO,
    };
    between.contains(&number).then_some(number)
}

/// Digits from the largest power of ten to the smallest at which a number is looked for.
const DIGITS: std::ops::RangeInclusive<i32> = -18..=30;

/// The number with the fewest digits, and of those the one nearest to a bound that is closed.
fn round(between: &Between) -> Option<Num> {
    let (Some((lower, _)), Some((upper, _))) = (&between.lower, &between.upper) else {
        return one_sided(between);
    };
    if lower == upper {
        return between.contains(lower).then(|| lower.clone());
    }
    let at = |digits: i32| {
        let step = power(-digits)?;
        let ends =
            [lower.round(digits, Rounding::Up).ok()?, upper.round(digits, Rounding::Down).ok()?];
        let [low, high] = ends;
        [low.clone(), low.add(&step).ok()?, high].into_iter().find(|one| between.contains(one))
    };
    let middle = || lower.add(upper).ok()?.div(&Num::from_i64(2)).ok();
    DIGITS.filter_map(at).next().or_else(middle)
}

fn power(exponent: i32) -> Option<Num> {
    Num::from_i64(10).power(exponent.into()).ok().flatten()
}

/// A number on the open side of a bound: the bound itself, else one a little further in its size.
fn one_sided(between: &Between) -> Option<Num> {
    let (bound, sign) = match (&between.lower, &between.upper) {
        (Some((lower, _)), _) => (lower, Num::ONE),
        (None, Some((upper, _))) => (upper, Num::ONE.neg()),
        (None, None) => return Some(Num::ZERO),
    };
    if between.contains(bound) {
        return Some(bound.clone());
    }
    let step = if bound.is_zero() { Num::ONE } else { power(bound.magnitude() - 2)? };
    bound.add(&sign.mul(&step).ok()?).ok()
}
