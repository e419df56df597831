//! What one record adds to an indicator that is a quotient of sums, and the most that it could.

use super::gather::{Contribution, GroupAggregates};
use super::quotient::{Pair, Part, Quotient};
use crate::eval::estimate::{Estimate, Estimates, Leaves};
use crate::eval::{AnyOf, Frame};
use crate::interval::Interval;
use crate::model::{AggregateId, AggregateKind, Model};
use crate::plan::{Kind, Op, RecordPlan, Slot, Step};
use crate::value::Num;
use std::convert::Infallible;

/// Amounts that a record adds above and below the line of an indicator.
pub struct RecordShare<'p> {
    model: &'p Model,
    record: &'p RecordPlan,
    gather: GroupAggregates<'p>,
    quotient: Quotient,
    /// Within what the rules hold what is added above the line over what is added below it.
    tie: Interval,
}

impl<'p> RecordShare<'p> {
    pub(super) fn new(
        model: &'p Model,
        record: &'p RecordPlan,
        gather: GroupAggregates<'p>,
        quotient: &Quotient,
        tie: &Interval,
    ) -> RecordShare<'p> {
        RecordShare { model, record, gather, quotient: quotient.clone(), tie: tie.clone() }
    }

    /// Slots that what a record adds rests on.
    pub fn slots(&self) -> Vec<Slot> {
        self.gather.slots()
    }

    /// Returns `true` if records are counted above the line and no amounts of them are added up.
    pub fn counts_records(&self) -> bool {
        let is_share = |id: AggregateId| self.model.aggregates[id].kind == AggregateKind::Share;
        let terms = &self.quotient.over.terms;
        terms.iter().all(|(term, _)| term.part != Part::Value || is_share(term.aggregate))
    }

    /// Amounts that a record of a frame adds above and below the line, where it is a sound one and
    /// they are known.
    pub fn of(&mut self, frame: &Frame, row: usize) -> Option<[Num; 2]> {
        if !self.gather.is_sound(frame, row) {
            return None;
        }
        let Pair { over, under } = self.pair(self.gather.contributions())?;
        Some([over.value()?.clone(), under.value()?.clone()])
    }

    /// Limits of what a record of a frame can add above the line while some of its fields may have
    /// other numbers and what it adds below the line stays as it is.
    pub fn limits(&self, frame: &Frame, row: usize, any: &AnyOf, under: &Num) -> Interval {
        let leaves = OfRecord { frame, row, any };
        let estimates = Estimates::new(&self.record.steps, leaves);
        let estimate = |slot: Slot| {
            let Ok(estimate) = estimates.of(slot);
            estimate
        };
        let allowed = self.gather.allowed(&estimate);
        let under = Interval::exactly(under.clone());
        let over = self.pair(&allowed).map_or(Interval::OPEN, |pair| pair.over);
        Pair { over, under }.tied(&self.tie).over
    }

    fn pair(&self, contributions: &[Contribution]) -> Option<Pair> {
        self.quotient.pair(|id: AggregateId| {
            let contribution = contributions.get(self.gather.place(id)?)?;
            Some((contribution, self.model.aggregates[id].kind == AggregateKind::Share))
        })
    }
}

/// A record of a frame with some of its fields left open.
struct OfRecord<'a> {
    frame: &'a Frame,
    row: usize,
    any: &'a AnyOf,
}

impl Leaves for OfRecord<'_> {
    type Fault = Infallible;

    fn leaf(
        &self,
        slot: Slot,
        step: &Step,
        _: &Estimates<'_, Self>,
    ) -> Result<Option<Estimate>, Infallible> {
        // What a field may be at most can rest on another: its own value stays all the same.
        let input = if let Op::Checked(_, input, _) = step.op { input } else { slot };
        if !self.any.has_part_in(slot) || !self.any.has_part_in(input) {
            let known = self.frame.estimate(slot, step.kind, self.row);
            return Ok(Some(known.unwrap_or_else(|| Estimate::open(step.kind))));
        }
        let within = self.any.of(input).filter(|_| matches!(step.kind, Kind::Number | Kind::Date));
        Ok(within.cloned())
    }
}
