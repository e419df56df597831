//! Builds a list of steps in which no step stands twice.

use super::step::{Kind, Op, Representation, Slot, Step};
use crate::index::Arena;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Steps under construction: an operation that is there already is not repeated.
#[derive(Debug, Default)]
pub struct Builder {
    steps: Arena<Step>,
    known: HashMap<(Op, Kind), Slot, RandomState>,
}

impl Builder {
    /// The slot of an operation, a new one only where it was not there.
    pub fn push(&mut self, op: Op, kind: Kind) -> Slot {
        match self.known.entry((op, kind)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let (op, representation) = (new.key().0.clone(), Representation::default());
                *new.insert(self.steps.push(Step { op, kind, representation }))
            }
        }
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
