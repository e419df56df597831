//! What a value rests on, whatever the record.

use super::{BlockPlan, Op, RecordPlan, Slot};

impl RecordPlan {
    /// Returns `true` if the value of any of these slots can depend on the as-of date.
    pub fn reads_as_of(&self, slots: impl IntoIterator<Item = Slot>) -> bool {
        let reads = |op: &Op| {
            matches!(
                op,
                Op::AsOf
                    | Op::Today
                    | Op::InView(..)
                    | Op::Periodic(_)
                    | Op::PeriodAsked(_)
                    | Op::Event(..)
            )
        };
        let steps = self.steps.iter().zip(self.rests_on(slots));
        steps.into_iter().any(|(step, rests)| rests && reads(&step.op))
    }

    /// Returns `true` of a value that is the same on each day that a record is asked as of.
    pub fn is_timeless(&self, slot: Slot) -> bool {
        let changes = |op: &Op| {
            matches!(op, Op::Aggregate(..) | Op::Previous(_) | Op::NoPeriodYet(_) | Op::Given(_))
        };
        let mut steps = self.steps.iter().zip(self.rests_on([slot]));
        !self.reads_as_of([slot]) && !steps.any(|(step, rests)| rests && changes(&step.op))
    }

    /// Steps that some slots have a part in, themselves among them: `true` for each.
    pub fn moving(&self, slots: &[Slot]) -> Vec<bool> {
        let mut moves = vec![false; self.steps.len()];
        for (slot, step) in self.steps.enumerate() {
            let mut rests = slots.contains(&slot);
            step.op.operands(&mut |operand| {
                rests |= moves.get(operand.index()).copied().unwrap_or(false);
            });
            moves.get_mut(slot.index()).into_iter().for_each(|moves| *moves = rests);
        }
        moves
    }

    /// Steps that these slots rest on, themselves among them: `true` for each.
    pub fn rests_on(&self, slots: impl IntoIterator<Item = Slot>) -> Vec<bool> {
        self.rests_on_but(slots, &[])
    }

    /// The same, but for some slots and what only those rest on.
    pub fn rests_on_but(
        &self,
        slots: impl IntoIterator<Item = Slot>,
        left_out: &[Slot],
    ) -> Vec<bool> {
        let mut seen = vec![false; self.steps.len()];
        let mut waiting: Vec<Slot> = slots.into_iter().collect();
        while let Some(slot) = waiting.pop() {
            if left_out.contains(&slot) {
                continue;
            }
            if seen.get_mut(slot.index()).is_some_and(|seen| !std::mem::replace(seen, true)) {
                self.steps[slot].op.operands(&mut |operand| waiting.push(operand));
            }
        }
        seen
    }
}

impl BlockPlan {
    /// The two slots of a decision: the conjunction of the guards, and the result.
    pub fn decides(&self) -> [Slot; 2] {
        [self.applies, self.result()]
    }
}
