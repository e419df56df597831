//! Builds a list of steps in which no step stands twice.

use super::step::{Kind, Op, Representation, Slot, Step};
use crate::index::Arena;
use std::collections::HashMap;

/// Steps under construction: an operation that is there already is not repeated.
#[derive(Debug, Default)]
pub struct Builder {
    steps: Arena<Step>,
    known: HashMap<(Op, Kind), Slot>,
}

impl Builder {
    /// The slot of an operation, a new one only where it was not there.
    pub fn push(&mut self, op: Op, kind: Kind) -> Slot {
        if let Some(&slot) = self.known.get(&(op.clone(), kind)) {
            return slot;
        }
        let slot = self.steps.push(Step {
            op: op.clone(),
            kind,
            representation: Representation::default(),
        });
        self.known.insert((op, kind), slot);
        slot
    }

    /// The step of a slot this builder gave.
    pub fn step(&self, slot: Slot) -> &Step {
        &self.steps[slot]
    }

    /// The finished list of steps.
    pub fn finish(self) -> Arena<Step> {
        self.steps
    }
}
