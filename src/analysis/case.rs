//! Cases of a number that is one thing or another, and what a slot is in each.

use super::formula::Formula;
use super::number::Number;
use super::space::Stands;
use crate::plan::{Kind, Slot};
use crate::value::Num;
use std::rc::Rc;

/// Case in which a number is what is read of it, within the case before it.
#[derive(Clone, Copy)]
pub(super) struct Case<'c> {
    /// Case that this one lies in.
    pub outer: Option<&'c Case<'c>>,
    /// Condition that is asked.
    pub condition: &'c Rc<Formula>,
    /// `true` where the condition holds.
    pub holds: bool,
    /// Number that the whole is otherwise.
    pub other: &'c Number,
}

/// The value of a slot that in a case is a measure times a number, and some. A slot that is a
/// comparison of two values is neither of them.
pub(super) fn stands(
    case: Option<&Case<'_>>,
    (slot, kind): (Slot, Kind),
    scale: Num,
    shift: Num,
) -> Stands {
    let (mut conditions, mut next) = (Vec::new(), case);
    let mut others = Some(Vec::new()).filter(|_| kind != Kind::Truth);
    while let Some(Case { outer, condition, holds, other }) = next {
        let condition = Rc::clone(condition);
        conditions.push(if *holds { condition } else { Formula::not(condition) });
        others = others.filter(|all| all.len() < MOST_OTHERS).zip(constants(other)).map(
            |(mut all, own)| {
                all.extend(own);
                all
            },
        );
        next = *outer;
    }
    let when = case.map(|_| Formula::and(conditions));
    Stands { slot, scale, shift, when, otherwise: others }
}

/// The most numbers that a slot may otherwise be.
const MOST_OTHERS: usize = 64;

/// The numbers that a number of the rules can be; `None` where it depends on the record.
pub(super) fn constants(number: &Number) -> Option<Vec<Num>> {
    match number {
        Number::Missing => Some(Vec::new()),
        Number::Linear(form) => form.as_constant().map(|number| vec![number.clone()]),
        Number::Quotient(..) => None,
        Number::Choice(_, then, otherwise) => {
            let mut all = constants(then)?;
            all.extend(constants(otherwise)?);
            Some(all)
        }
    }
}
