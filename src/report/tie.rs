//! Quotients whose parts are tied: where a field never exceeds another, a record adds no more above
//! the line than below it.

use super::quotient::{Linear, Part, Quotient, Term};
use crate::interval::{Interval, limits, never_exceeds};
use crate::model::{AggregateKind, Expr, ExprKind, Model, RecordId};
use crate::plan::{Op, OverPlan, RecordPlan, Slot};
use crate::value::Num;

/// Within what the rules alone hold the quotient of what a record adds above the line and what it
/// adds below it; an end that they leave open is none.
pub fn tie(model: &Model, plan: &RecordPlan, quotient: &Quotient) -> Interval {
    tied(model, plan, quotient).unwrap_or(Interval::OPEN)
}

fn tied(model: &Model, plan: &RecordPlan, quotient: &Quotient) -> Option<Interval> {
    let (over, times) = Added::only(model, plan, &quotient.over)?;
    let (under, by) = Added::only(model, plan, quotient.under.as_ref()?)?;
    // Over a sum that is below zero the greater part gives the lesser quotient.
    if times <= Num::ZERO || by <= Num::ZERO || !under.is_never_negative() {
        return None;
    }
    let ratio = times.div(&by).ok()?;
    let end = |holds: bool| holds.then(|| ratio.clone());
    Some(Interval {
        lower: end(under.never_exceeds(&over)),
        upper: end(over.never_exceeds(&under)),
    })
}

/// What every record adds to a sum: a value of its own, or 1 where it only counts.
struct Added<'a> {
    model: &'a Model,
    plan: &'a RecordPlan,
    over: OverPlan,
    value: Option<&'a Expr>,
    filter: Option<Slot>,
}

impl<'a> Added<'a> {
    /// The only term of a sum, and what it is multiplied by.
    fn only(model: &'a Model, plan: &'a RecordPlan, sum: &Linear) -> Option<(Added<'a>, Num)> {
        let [(Term { aggregate: id, part }, times)] = sum.terms.as_slice() else { return None };
        let over = *plan.over.iter().find(|over| over.aggregate == *id)?;
        let aggregate = &model.aggregates[*id];
        let is_value = *part == Part::Value && aggregate.kind != AggregateKind::Share;
        let value = aggregate.value.as_ref().filter(|_| is_value);
        let filter = over.filter.filter(|_| *part != Part::Member);
        Some((Added { model, plan, over, value, filter }, times.clone()))
    }

    fn record(&self) -> RecordId {
        self.model.aggregates[self.over.aggregate].over
    }

    /// Whether no record adds more than to the other sum.
    fn never_exceeds(&self, other: &Added<'_>) -> bool {
        let counts = self.filter == other.filter
            || self.counts_only_where(other) && other.is_never_negative();
        counts && self.value_never_exceeds(other)
    }

    fn value_never_exceeds(&self, other: &Added<'_>) -> bool {
        match (self.value, other.value) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                if let (ExprKind::Field(field), ExprKind::Field(other_field)) = (&a.kind, &b.kind) {
                    return never_exceeds(self.model, self.record(), *field, *other_field);
                }
                self.over.value == other.over.value
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether a record that counts here counts there: what is asked there is asked here too.
    fn counts_only_where(&self, other: &Added<'_>) -> bool {
        let asked = |filter: Option<Slot>| match filter {
            None => Vec::new(),
            Some(slot) => {
                if let Op::And(parts) = &self.plan.steps[slot].op {
                    parts.to_vec()
                } else {
                    vec![slot]
                }
            }
        };
        let here = asked(self.filter);
        asked(other.filter).iter().all(|slot| here.contains(slot))
    }

    fn is_never_negative(&self) -> bool {
        self.value.is_none_or(|value| {
            let limits = limits(self.model, self.record(), value);
            limits.lower.is_some_and(|lower| !lower.is_negative())
        })
    }
}
