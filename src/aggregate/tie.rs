//! Quotients whose parts are tied: where a field never exceeds another, a record adds no more above
//! the line than below it.

use super::limits::Limits;
use super::quotient::{Linear, Part, Quotient, Term};
use crate::interval::{Interval, never_exceeds};
use crate::model::{AggregateId, AggregateKind, FieldId, Model};
use crate::plan::{Op, Plan, RecordPlan, Slot};
use crate::value::Num;

/// Within what the rules alone hold the quotient of what a record adds above the line and what it
/// adds below it; an end that they leave open is none.
pub fn tie(model: &Model, plan: &Plan, record: &RecordPlan, quotient: &Quotient) -> Interval {
    tied(model, plan, record, quotient).unwrap_or(Interval::OPEN)
}

/// Within what the rules alone hold the quotient of two sums or counts over records of a type.
pub fn of_sums(
    model: &Model,
    plan: &Plan,
    record: &RecordPlan,
    [over, under]: [AggregateId; 2],
) -> Interval {
    let sum = |aggregate| Linear {
        terms: vec![(Term { aggregate, part: Part::Value }, Num::ONE)],
        constant: Num::ZERO,
    };
    tie(model, plan, record, &Quotient { over: sum(over), under: Some(sum(under)) })
}

fn tied(model: &Model, plan: &Plan, record: &RecordPlan, quotient: &Quotient) -> Option<Interval> {
    let (over, times) = Added::only(model, record, &quotient.over)?;
    let (under, by) = Added::only(model, record, quotient.under.as_ref()?)?;
    let limits = Limits::new(model, plan, record);
    // Over a sum that is below zero the greater part gives the lesser quotient.
    if times <= Num::ZERO || by <= Num::ZERO || !under.is_never_negative(limits) {
        return None;
    }
    let ratio = times.div(&by).ok()?;
    let end = |holds: bool| holds.then(|| ratio.clone());
    Some(Interval {
        lower: end(under.never_exceeds(&over, limits)),
        upper: end(over.never_exceeds(&under, limits)),
    })
}

/// Amount that every record adds to a sum: a value of its own, or 1 where it only counts.
struct Added<'a> {
    model: &'a Model,
    plan: &'a RecordPlan,
    value: Option<Slot>,
    filter: Option<Slot>,
    within: Option<Slot>,
}

impl<'a> Added<'a> {
    /// The only term of a sum, and what it is multiplied by.
    fn only(model: &'a Model, plan: &'a RecordPlan, sum: &Linear) -> Option<(Added<'a>, Num)> {
        let [(Term { aggregate: id, part }, times)] = sum.terms.as_slice() else { return None };
        let over = *plan.over.iter().find(|over| over.aggregate == *id)?;
        let is_value = *part == Part::Value && model.aggregates[*id].kind != AggregateKind::Share;
        let value = over.value.filter(|_| is_value);
        let filter = over.filter.filter(|_| *part != Part::Member);
        Some((Added { model, plan, value, filter, within: over.within }, times.clone()))
    }

    /// Returns `true` if no record adds more than to the other sum.
    fn never_exceeds(&self, other: &Added<'_>, limits: Limits<'_>) -> bool {
        let counts = self.filter == other.filter
            || self.counts_only_where(other) && other.is_never_negative(limits);
        self.within == other.within && counts && self.value_never_exceeds(other)
    }

    fn value_never_exceeds(&self, other: &Added<'_>) -> bool {
        match (self.value, other.value) {
            (None, None) => true,
            (Some(a), Some(b)) => match (self.field(a), other.field(b)) {
                (Some(field), Some(above)) => {
                    never_exceeds(self.model, self.plan.record, field, above)
                }
                (None, _) | (_, None) => a == b,
            },
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// The field whose value a slot is.
    fn field(&self, slot: Slot) -> Option<FieldId> {
        if let Op::Input(field) | Op::Checked(field, ..) = self.plan.steps[slot].op {
            Some(field)
        } else {
            None
        }
    }

    /// Returns `true` if a record that counts here counts there: what is asked there is asked here
    /// too.
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

    fn is_never_negative(&self, limits: Limits<'_>) -> bool {
        let lower = |slot: Slot| limits.of(slot).lower;
        self.value.is_none_or(|slot| lower(slot).is_some_and(|lower| !lower.is_negative()))
    }
}
