//! Numbers that are linear case by case, and arithmetic on them.

use super::formula::Formula;
use super::linear::{Linear, VariableId};
use crate::plan::Constant;
use crate::value::{Arith, Num, TooLarge};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A number, case by case.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Number {
    /// A linear form of variables.
    Linear(Linear),
    /// A quotient of two; missing where the second is zero.
    Quotient(Linear, Linear),
    /// No value at all.
    Missing,
    /// One number where a condition holds, another where it does not, none where it is missing.
    Choice(Rc<Formula>, Rc<Number>, Rc<Number>),
}

/// A number that is not linear case by case, or in too many cases.
pub(super) struct NotLinear;

impl From<TooLarge> for NotLinear {
    fn from(_: TooLarge) -> NotLinear {
        NotLinear
    }
}

impl Number {
    /// The number, where it is the same for every record.
    pub fn as_constant(&self) -> Option<&Num> {
        match self {
            Number::Linear(form) => form.as_constant(),
            Number::Quotient(..) | Number::Missing | Number::Choice(..) => None,
        }
    }

    /// The variables that a record without which has no number, in some case.
    pub fn variables(&self) -> BTreeSet<VariableId> {
        match self {
            Number::Linear(form) => form.terms.keys().copied().collect(),
            Number::Quotient(over, under) => {
                over.terms.keys().chain(under.terms.keys()).copied().collect()
            }
            Number::Missing => BTreeSet::new(),
            Number::Choice(_, then, otherwise) => &then.variables() | &otherwise.variables(),
        }
    }

    /// Count of the cases.
    pub fn cases(&self) -> usize {
        match self {
            Number::Choice(_, then, otherwise) => then.cases() + otherwise.cases(),
            Number::Linear(_) | Number::Quotient(..) | Number::Missing => 1,
        }
    }
}

/// The number of a value of the rules.
pub(super) fn number_of(constant: &Constant) -> Number {
    let number = match constant {
        Constant::Missing => return Number::Missing,
        Constant::Number(number) => number.clone(),
        Constant::Date(day) => day.number(),
        Constant::Code(code) => Num::from_i64(-i64::from(*code)),
        Constant::Text(place) => Num::from_i64((*place).into()),
        Constant::Truth(holds) => Num::from_i64((*holds).into()),
    };
    Number::Linear(Linear::constant(number))
}

/// A condition that is one where a third holds, and another where it does not. Where the third is
/// missing it is still settled if both agree.
pub(super) fn chosen(
    condition: &Rc<Formula>,
    then: Rc<Formula>,
    otherwise: Rc<Formula>,
) -> Rc<Formula> {
    match condition.constant() {
        Some(true) => then,
        Some(false) => otherwise,
        None => Formula::or([
            Formula::and([Rc::clone(condition), Rc::clone(&then)]),
            Formula::and([Formula::not(Rc::clone(condition)), Rc::clone(&otherwise)]),
            Formula::and([then, otherwise]),
        ]),
    }
}

/// One number where a condition holds, another where it does not.
pub(super) fn choice(
    condition: &Rc<Formula>,
    then: Rc<Number>,
    otherwise: Rc<Number>,
) -> Rc<Number> {
    match condition.constant() {
        Some(true) => then,
        Some(false) => otherwise,
        None => Rc::new(Number::Choice(Rc::clone(condition), then, otherwise)),
    }
}

/// The most cases of numbers that are added.
const MOST_CASES: usize = 256;

/// The sum of what the rows that hold give, case by case; `None` of too many cases.
pub(super) fn sum(rows: &[(Rc<Formula>, Rc<Number>)]) -> Option<Rc<Number>> {
    let zero = Rc::new(Number::Linear(Linear::constant(Num::ZERO)));
    rows.iter().try_fold(Rc::clone(&zero), |sum, (when, gives)| {
        let own = choice(when, Rc::clone(gives), Rc::clone(&zero));
        let sum = arith(Arith::Add, &sum, &own).ok()?;
        (sum.cases() <= MOST_CASES).then_some(sum)
    })
}

/// Arithmetic on two numbers, case by case.
pub(super) fn arith(
    op: Arith,
    left: &Rc<Number>,
    right: &Rc<Number>,
) -> Result<Rc<Number>, NotLinear> {
    match (&**left, &**right) {
        (Number::Choice(condition, then, otherwise), _) => {
            Ok(choice(condition, arith(op, then, right)?, arith(op, otherwise, right)?))
        }
        (_, Number::Choice(condition, then, otherwise)) => {
            Ok(choice(condition, arith(op, left, then)?, arith(op, left, otherwise)?))
        }
        (Number::Missing, _) | (_, Number::Missing) => Ok(Rc::new(Number::Missing)),
        (Number::Linear(a), Number::Linear(b)) => linear(op, a, b).map(Rc::new),
        (Number::Quotient(over, under), Number::Linear(b)) if b.is_constant() => {
            let b = &b.constant;
            let over = match op {
                Arith::Add => over.plus(b, under)?,
                Arith::Sub => over.plus(&b.neg(), under)?,
                Arith::Mul => over.times(b)?,
                Arith::Div if b.is_zero() => return Ok(Rc::new(Number::Missing)),
                Arith::Div => over.times(&Num::ONE.div(b)?)?,
            };
            Ok(Rc::new(Number::Quotient(over, under.clone())))
        }
        (Number::Linear(a), Number::Quotient(over, under)) if a.is_constant() => {
            let a = &a.constant;
            let over = match op {
                Arith::Add => over.plus(a, under)?,
                Arith::Sub => over.times(&Num::ONE.neg())?.plus(a, under)?,
                Arith::Mul => over.times(a)?,
                Arith::Div => return Err(NotLinear),
            };
            Ok(Rc::new(Number::Quotient(over, under.clone())))
        }
        (Number::Quotient(a, under), Number::Quotient(b, other)) if under == other => {
            let sign = match op {
                Arith::Add => Num::ONE,
                Arith::Sub => Num::ONE.neg(),
                Arith::Mul | Arith::Div => return Err(NotLinear),
            };
            Ok(Rc::new(Number::Quotient(a.plus(&sign, b)?, under.clone())))
        }
        (Number::Linear(_) | Number::Quotient(..), Number::Linear(_) | Number::Quotient(..)) => {
            Err(NotLinear)
        }
    }
}

fn linear(op: Arith, a: &Linear, b: &Linear) -> Result<Number, NotLinear> {
    let form = match (op, a.as_constant(), b.as_constant()) {
        (Arith::Add, _, _) => a.plus(&Num::ONE, b)?,
        (Arith::Sub, _, _) => a.plus(&Num::ONE.neg(), b)?,
        (Arith::Mul, Some(factor), _) => b.times(factor)?,
        (Arith::Mul, _, Some(factor)) => a.times(factor)?,
        (Arith::Mul, None, None) => return Err(NotLinear),
        (Arith::Div, _, Some(by)) if by.is_zero() => return Ok(Number::Missing),
        (Arith::Div, _, Some(by)) => a.times(&Num::ONE.div(by)?)?,
        (Arith::Div, _, None) => return Ok(Number::Quotient(a.clone(), b.clone())),
    };
    Ok(Number::Linear(form))
}
