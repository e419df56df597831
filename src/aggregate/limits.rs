//! Limits of a record's value that is not known: the ends of fields' domains, and what is known
//! of the record, carried through the steps of its plan.

use crate::eval::estimate::{Estimate, Estimates, Leaves};
use crate::eval::{Cell, Frame};
use crate::interval::{Interval, Possible, Truths};
use crate::model::{
    AggregateId, AggregateKind, Expr, ExprKind, FieldId, Model, PackPeriod, ParameterId, Test,
};
use crate::plan::{Constant, Kind, Op, Plan, RecordPlan, Slot, Step};
use crate::value::{Arith, Compare, Num, Value};
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

/// The limits of values of one record type.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    model: &'a Model,
    plan: &'a Plan,
    record: &'a RecordPlan,
}

impl<'a> Limits<'a> {
    /// Limits of values of the record type of this plan.
    pub fn new(model: &'a Model, plan: &'a Plan, record: &'a RecordPlan) -> Limits<'a> {
        Limits { model, plan, record }
    }

    /// The numbers (days, of dates) that a slot can hold, whatever the record.
    pub fn of(self, slot: Slot) -> Interval {
        self.with(slot, None)
    }

    /// The numbers that a slot without a value can hold for one record: its other values hold.
    pub fn of_record(self, slot: Slot, frame: &Frame, row: usize) -> Interval {
        self.with(slot, Some((frame, row)))
    }

    /// The numbers that a field of one sound record can have while some slots of it, `true` among
    /// `moves`, may change: its others hold.
    pub fn of_field(
        self,
        field: FieldId,
        (frame, row): (&Frame, usize),
        moves: &[bool],
    ) -> Interval {
        let known = Some((frame, row));
        OfRecord { limits: self, known, moves, of_inputs: true }.field(field)
    }

    /// Returns `true` if some record can make a condition hold.
    pub fn can_hold(self, slot: Slot) -> bool {
        let Ok(estimate) = Estimates::new(
            &self.record.steps,
            OfRecord { limits: self, known: None, moves: &[], of_inputs: false },
        )
        .of(slot);
        estimate.truths().holds && !self.contradicts_itself(slot)
    }

    /// Returns `true` of conditions joined that demand different values of one field of a category.
    fn contradicts_itself(self, slot: Slot) -> bool {
        let mut demanded: HashMap<Slot, BTreeSet<u32>> = HashMap::new();
        let mut joined = vec![slot];
        while let Some(slot) = joined.pop() {
            if let Op::And(all) = &self.record.steps[slot].op {
                joined.extend(all.iter());
            } else if let Some((value, codes)) = self.demanded(slot) {
                let left = match demanded.get(&value) {
                    Some(known) => known.intersection(&codes).copied().collect(),
                    None => codes,
                };
                if left.is_empty() {
                    return true;
                }
                demanded.insert(value, left);
            }
        }
        false
    }

    /// The values of which a condition demands that one be that of a slot, as codes.
    fn demanded(self, slot: Slot) -> Option<(Slot, BTreeSet<u32>)> {
        let steps = &self.record.steps;
        if let Op::Compare(Compare::Equal, value, other) = &steps[slot].op
            && let Op::Constant(Constant::Code(code)) = steps[*other].op
        {
            return Some((*value, BTreeSet::from([code])));
        }
        let Op::Or(any) = &steps[slot].op else { return None };
        let any: Vec<_> = any.iter().map(|one| self.demanded(*one)).collect::<Option<_>>()?;
        let (value, _) = any.first()?;
        let of_one = any.iter().all(|(other, _)| other == value);
        let codes = any.iter().flat_map(|(_, codes)| codes).copied().collect();
        of_one.then_some((*value, codes))
    }

    fn with(self, slot: Slot, known: Option<(&Frame, usize)>) -> Interval {
        let Ok(possible) = Estimates::new(
            &self.record.steps,
            OfRecord { limits: self, known, moves: &[], of_inputs: false },
        )
        .possible(slot);
        possible.interval().unwrap_or(Interval::OPEN)
    }
}

/// One record, or any.
struct OfRecord<'a> {
    limits: Limits<'a>,
    known: Option<(&'a Frame, usize)>,
    /// `true` for each slot whose value is not known all the same.
    moves: &'a [bool],
    /// `true` if fields are read as they came, not as they were checked.
    of_inputs: bool,
}

impl Leaves for OfRecord<'_> {
    type Fault = Infallible;

    fn leaf(
        &self,
        slot: Slot,
        step: &Step,
        _: &Estimates<'_, Self>,
    ) -> Result<Option<Estimate>, Infallible> {
        if let Some(known) = self.known(slot, step.kind) {
            return Ok(Some(known));
        }
        if let (Op::Parameter(id, _), Kind::Truth) = (&step.op, step.kind) {
            return Ok(Some(Estimate::Truth(self.truths_of(*id))));
        }
        let numeric = matches!(step.kind, Kind::Number | Kind::Date);
        let within =
            |interval: Interval| Some(Estimate::Value(Possible::within(interval).unsure()));
        Ok(if let Op::Aggregate(id, _) = step.op {
            let ends = self.known.and_then(|(frame, row)| frame.range(id, row));
            ends.cloned().map(Estimate::Value).or_else(|| within(self.aggregate(id)))
        } else if !numeric {
            None
        } else if let Op::Input(field) | Op::Checked(field, ..) = step.op {
            within(self.field(field))
        } else if let Op::Parameter(id, _) = step.op {
            within(self.parameter(id))
        } else if let Op::Arith(Arith::Div, over, under) = step.op
            && let Some(most) = self.most_of_share(over, under)
        {
            within(Interval::between(Num::ZERO, most))
        } else {
            None
        })
    }
}

impl OfRecord<'_> {
    /// The value of a slot that the record has.
    fn known(&self, slot: Slot, kind: Kind) -> Option<Estimate> {
        let (frame, row) = self.known.filter(|_| self.moves.get(slot.index()) != Some(&true))?;
        match kind {
            Kind::Number | Kind::Date | Kind::Truth => frame.estimate(slot, kind, row),
            Kind::Code | Kind::Text | Kind::Points | Kind::Grades | Kind::Verdict => None,
        }
    }

    /// The most of a share: of a field of any record, never below zero and maybe times a constant,
    /// over a field that its range ends at.
    fn most_of_share(&self, over: Slot, under: Slot) -> Option<Num> {
        let steps = &self.limits.record.steps;
        let constant = |slot: Slot| {
            let Op::Constant(Constant::Number(number)) = &steps[slot].op else { return None };
            (!number.is_negative()).then(|| number.clone())
        };
        let (most, over) = if let Op::Arith(Arith::Mul, a, b) = steps[over].op {
            let of_first = constant(a).map(|number| (number, b));
            of_first.or_else(|| constant(b).map(|number| (number, a)))?
        } else {
            (Num::ONE, over)
        };
        self.is_share(over, under).then_some(most)
    }

    /// Returns `true` of a field of any record, never below zero, over one that its range ends at.
    fn is_share(&self, over: Slot, under: Slot) -> bool {
        let Limits { model, record, .. } = self.limits;
        let field = |slot: Slot| {
            let (Op::Input(field) | Op::Checked(field, ..)) = record.steps[slot].op else {
                return None;
            };
            Some(field)
        };
        let (Some(over), Some(under)) = (field(over), field(under)) else { return false };
        let domain = &model.records[record.record].fields[over].domain;
        let Some(Test::Between { upper: Some(upper), .. }) = domain else { return false };
        let is_end = matches!(upper.value.kind, ExprKind::Field(end) if end == under);
        let is_above = self.field(over).lower.is_some_and(|lower| !lower.is_negative());
        self.known.is_none() && is_end && is_above
    }

    /// The domain of a field.
    fn field(&self, id: FieldId) -> Interval {
        let Limits { model, record, .. } = self.limits;
        match &model.records[record.record].fields[id].domain {
            Some(Test::Is(value)) => self.end(value),
            Some(Test::Between { lower, upper }) => {
                let lower = lower.as_ref().and_then(|end| self.end(&end.value).lower);
                let upper = upper.as_ref().and_then(|end| self.end(&end.value).upper);
                Interval { lower, upper: None }.meet(&Interval { lower: None, upper })
            }
            Some(Test::Missing | Test::Except(_)) | None => Interval::OPEN,
        }
    }

    /// Interval of an end of a domain. Another field that is not known is not followed: each may
    /// bound the other.
    fn end(&self, expr: &Expr) -> Interval {
        let record = self.limits.record;
        if let ExprKind::Constant(value) = &expr.kind {
            return Interval::of_value(value).unwrap_or(Interval::OPEN);
        }
        let slot = if let ExprKind::Field(id) = expr.kind {
            let slots = if self.of_inputs { &record.inputs } else { &record.fields };
            slots.get(id.index()).copied()
        } else if let ExprKind::Derived(id) = expr.kind {
            record.derived.get(id.index()).and_then(|derived| derived.value)
        } else {
            None
        };
        let known = slot.and_then(|slot| self.known(slot, record.steps[slot].kind));
        known.and_then(|known| known.possible().interval()).unwrap_or(Interval::OPEN)
    }

    /// All that a yes-or-no parameter is within the period of the rules.
    fn truths_of(&self, id: ParameterId) -> Truths {
        let PackPeriod { from, to } = self.limits.model.period;
        let values = &self.limits.model.parameters[id].values;
        let nexts = values.iter().skip(1).map(|next| Some(next.from)).chain([None]);
        let within = values.iter().zip(nexts).filter(|(value, next)| {
            let is_replaced = from.zip(*next).is_some_and(|(from, next)| next <= from);
            let is_over = from.zip(value.to).is_some_and(|(from, last)| last < from);
            !is_replaced && !is_over && to.is_none_or(|to| value.from <= to)
        });
        let truths = within.filter_map(|(dated, _)| {
            let Value::Bool(truth) = dated.value else { return None };
            Some(Truths::exactly(truth))
        });
        truths.reduce(Truths::union).unwrap_or(Truths::OPEN)
    }

    /// All that a parameter ever is.
    fn parameter(&self, id: ParameterId) -> Interval {
        let values = self.limits.model.parameters[id].values.iter();
        values
            .map(|dated| Interval::of_value(&dated.value).unwrap_or(Interval::OPEN))
            .reduce(|a, b| a.hull(&b))
            .unwrap_or(Interval::OPEN)
    }

    /// All that an aggregate over the parts of a record can be.
    fn aggregate(&self, id: AggregateId) -> Interval {
        aggregate(self.limits.model, self.limits.plan, id)
    }
}

/// All that an aggregate can be, whatever the records it is over.
pub fn aggregate(model: &Model, plan: &Plan, id: AggregateId) -> Interval {
    let aggregate = &model.aggregates[id];
    let part = plan.record(aggregate.over);
    let over = part.and_then(|part| {
        let over = part.over.iter().find(|over| over.aggregate == id)?;
        Some(Limits::new(model, plan, part).of(over.value?))
    });
    of_aggregate(aggregate.kind, over.unwrap_or(Interval::OPEN))
}

fn of_aggregate(kind: AggregateKind, value: Interval) -> Interval {
    let never_below = value.lower.as_ref().is_some_and(|lower| !lower.is_negative());
    match kind {
        AggregateKind::Count => Interval::from(Num::ZERO),
        AggregateKind::Share => Interval::between(Num::ZERO, Num::ONE),
        AggregateKind::Sum if never_below => Interval::from(Num::ZERO),
        AggregateKind::Sum => Interval::OPEN,
        AggregateKind::Average | AggregateKind::Max | AggregateKind::Min => value,
    }
}

/// The number in a slot; of a date, its day.
pub fn number(frame: &Frame, slot: Slot, kind: Kind, row: usize) -> Cell<Num> {
    if kind != Kind::Date {
        return frame.number(slot, row).clone();
    }
    match frame.date(slot, row) {
        Cell::Known(day) => Cell::Known(day.number()),
        Cell::Missing => Cell::Missing,
        Cell::Fault => Cell::Fault,
    }
}
