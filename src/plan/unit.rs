//! Plans of targets: steps over what aggregates over the records of one unit evaluate to.

use super::{Op, Renamed, Slot, Step};
use crate::index::Arena;
use crate::model::{AggregateId, Expr, RecordId, TargetsId};
use std::collections::BTreeSet;

/// The steps of targets for one unit, and where in them each indicator is. Aggregates are the only
/// inputs that change from unit to unit; a unit's records may leave them open, so the slots hold
/// estimates.
#[derive(Clone, Debug)]
pub struct UnitPlan {
    /// The targets in the model.
    pub targets: TargetsId,
    /// The record type that is aggregated over.
    pub record: RecordId,
    /// The aggregates that the indicators read, by the place that [`Op::Aggregate`] names.
    pub aggregates: Vec<AggregateId>,
    /// The steps, each after those it reads.
    pub steps: Arena<Step>,
    /// The value of each indicator, in the order written.
    pub indicators: Vec<Slot>,
    /// The slot of each expression of the indicators, by its id.
    pub values: Vec<Option<Slot>>,
}

impl UnitPlan {
    /// Slot of an expression of an indicator.
    pub fn slot(&self, expr: &Expr) -> Option<Slot> {
        self.values.get(expr.id.index()).copied().flatten()
    }

    /// The aggregates that a slot rests on, by the place that [`Op::Aggregate`] names.
    pub fn aggregates_of(&self, slot: Slot) -> BTreeSet<usize> {
        let op = &self.steps[slot].op;
        let mut found = BTreeSet::new();
        if let Op::Aggregate(_, place) = op {
            found.insert(*place as usize);
        }
        op.operands(&mut |operand| found.extend(self.aggregates_of(operand)));
        found
    }

    /// The slots that must stay: those of all expressions, since each unit is shown with the
    /// numbers of its formula.
    pub(super) fn roots(&self) -> Vec<Slot> {
        self.indicators.iter().chain(self.values.iter().flatten()).copied().collect()
    }

    /// The targets over the steps that this plan of them was turned into.
    pub(super) fn moved(&self, Renamed { steps, names }: Renamed) -> UnitPlan {
        let name = |slot: &Slot| names.get(slot).copied().unwrap_or(*slot);
        UnitPlan {
            targets: self.targets,
            record: self.record,
            aggregates: self.aggregates.clone(),
            steps,
            indicators: self.indicators.iter().map(name).collect(),
            values: self.values.iter().map(|slot| slot.as_ref().map(name)).collect(),
        }
    }

    /// Slot of a guarded value where none of its guards holds.
    pub fn unguarded(&self, slot: Slot) -> Slot {
        if let Op::Select(_, _, otherwise) = self.steps[slot].op {
            self.unguarded(otherwise)
        } else {
            slot
        }
    }

    /// Returns `true` if a guard has a say in a slot.
    pub fn is_guarded(&self, slot: Slot) -> bool {
        let op = &self.steps[slot].op;
        let mut guarded = matches!(op, Op::Select(..));
        op.operands(&mut |operand| guarded |= self.is_guarded(operand));
        guarded
    }
}
