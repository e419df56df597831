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

    /// Steps that these slots rest on, themselves among them: `true` for each.
    pub fn rests_on(&self, slots: impl IntoIterator<Item = Slot>) -> Vec<bool> {
        let mut seen = vec![false; self.steps.len()];
        let mut waiting: Vec<Slot> = slots.into_iter().collect();
        while let Some(slot) = waiting.pop() {
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
