//! The step that a value of a part waits for, or fails by: the first without a value of which all
//! operands have one.

use crate::eval::{Frame, State};
use crate::plan::{Op, RecordPlan, RowPlan, Rows, Slot};
use crate::value::Truth;

/// The step to blame for the state of a slot; none where the slot is of another state.
pub fn blamed(
    plan: &RecordPlan,
    frame: &Frame,
    row: usize,
    slot: Slot,
    state: State,
) -> Option<Slot> {
    Blame { plan, frame, row, state, seen: vec![false; plan.steps.len()] }.find(slot)
}

struct Blame<'a> {
    plan: &'a RecordPlan,
    frame: &'a Frame,
    row: usize,
    state: State,
    seen: Vec<bool>,
}

impl Blame<'_> {
    fn find(&mut self, slot: Slot) -> Option<Slot> {
        let seen = self.seen.get_mut(slot.index()).is_none_or(|seen| std::mem::replace(seen, true));
        if seen || self.frame.state(slot, self.row) != self.state {
            return None;
        }
        Some(self.operands(slot).into_iter().find_map(|operand| self.find(operand)).unwrap_or(slot))
    }

    /// The operands that may have a say for this record.
    fn operands(&self, slot: Slot) -> Vec<Slot> {
        let op = &self.plan.steps[slot].op;
        if let Op::Select(condition, then, otherwise) = op {
            return match self.frame.truth(*condition, self.row) {
                Truth::True => vec![*then],
                Truth::False => vec![*otherwise],
                Truth::Missing | Truth::Fault => vec![*condition],
            };
        }
        if let Op::Rows(_, Rows::Each(rows)) = op {
            return self.rows(rows);
        }
        let mut operands = Vec::new();
        op.operands(&mut |operand| operands.push(operand));
        operands
    }

    fn rows(&self, rows: &[RowPlan]) -> Vec<Slot> {
        let may_hold =
            rows.iter().filter(|each| self.frame.truth(each.when, self.row) != Truth::False);
        may_hold.flat_map(|each| [each.when, each.gives]).collect()
    }
}
