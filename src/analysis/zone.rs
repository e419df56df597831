//! Zones: regions of records in a form that can be told, as boxes over values of the rules.

use super::witness::{Replayed, Witness};
use crate::eval::{Functions, State};
use crate::model::{BlockId, Model};
use crate::plan::{Kind, Plan, RecordPlan, Set as Numbers, Slot};
use crate::value::{Num, Truth, Value};

/// Region of records: all that lie in one of its boxes.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Boxes, which may overlap.
    pub boxes: Vec<Bounds>,
}

/// Box of a zone: quantities, each with the numbers among which it lies. What is not named can be
/// anything. A day is the count of days since 1970, a truth 1 or 0, a text its place among those
/// of the rules, a value of a category the negative of its number.
pub type Bounds = Vec<(Quantity, Numbers<Num>)>;

/// Value that a zone bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The total of a scorecard, before it is graded, and its slot.
    Total(BlockId, Slot),
    /// The value of a slot.
    Slot(Slot),
    /// A sum; a quotient of two, which is missing where the second is zero.
    Sum(Sum, Option<Sum>),
}

/// Slots, each taken times a number, and a number that is added to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Slots with the numbers that they are taken times.
    pub terms: Vec<(Num, Slot)>,
    /// Number that is added to them.
    pub constant: Num,
}

impl Zone {
    /// Returns `true` if a record lies within; `None` of one that is a data error.
    pub fn holds(
        &self,
        witness: &Witness,
        model: &Model,
        plan: &Plan,
        functions: &dyn Functions,
    ) -> Option<bool> {
        let replayed = witness.run(model, plan, functions)?;
        let at = At { replayed: &replayed, plan, steps: plan.record(witness.record)? };
        let lies = |(quantity, numbers): &(Quantity, Numbers<Num>)| match at.of(quantity) {
            Some(number) => numbers.contains(&number),
            None => numbers.missing() == Truth::True,
        };
        Some(self.boxes.iter().any(|bounds| bounds.iter().all(lies)))
    }
}

/// A record at which quantities are read.
struct At<'r> {
    replayed: &'r Replayed,
    plan: &'r Plan,
    steps: &'r RecordPlan,
}

impl At<'_> {
    fn of(&self, quantity: &Quantity) -> Option<Num> {
        match quantity {
            Quantity::Total(_, slot) => self.replayed.points(*slot),
            Quantity::Slot(slot) => self.number(*slot),
            Quantity::Sum(over, None) => self.sum(over),
            Quantity::Sum(over, Some(under)) => {
                let by = self.sum(under).filter(|by| !by.is_zero())?;
                self.sum(over)?.div(&by).ok()
            }
        }
    }

    fn sum(&self, Sum { terms, constant }: &Sum) -> Option<Num> {
        terms.iter().try_fold(constant.clone(), |sum, (factor, slot)| {
            sum.add(&factor.mul(&self.number(*slot)?).ok()?).ok()
        })
    }

    fn number(&self, slot: Slot) -> Option<Num> {
        if self.steps.steps[slot].kind == Kind::Truth {
            return match self.replayed.truth(slot) {
                Truth::True => Some(Num::ONE),
                Truth::False => Some(Num::ZERO),
                Truth::Missing | Truth::Fault => None,
            };
        }
        if self.replayed.state(slot) != State::Known {
            return None;
        }
        Some(match self.replayed.value(slot) {
            Value::Num(number) => number,
            Value::Date(day) => day.number(),
            Value::Bool(holds) => Num::from_i64(holds.into()),
            Value::Code(code) => Num::from_i64(-i64::from(code)),
            Value::Text(text) => {
                let place = self.plan.texts.iter().position(|own| *own == text);
                let place = place.unwrap_or(self.plan.texts.len());
                Num::from_i64(i64::try_from(place).unwrap_or(i64::MAX))
            }
            Value::Missing => return None,
        })
    }
}
