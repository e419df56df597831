//! Shapes of slots: two slots of one shape have the same value for every record, whichever version
//! of the rules they are of.

use super::linear::VariableId;
use crate::model::ParameterId;
use crate::plan::{Op, Plan, RecordPlan, Slot};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Number of a shape.
pub(super) type Shape = usize;

/// The shapes of slots, and the variables of those that are not read further.
#[derive(Default)]
pub(super) struct Shapes {
    /// Variables by the shapes of their slots.
    pub variables: HashMap<Shape, VariableId>,
    known: HashMap<Op, Shape>,
    of: HashMap<Slot, Shape>,
    count: Shape,
    changed: HashSet<ParameterId>,
}

impl Shapes {
    /// The same shapes for the slots of another version of the rules: a parameter that has other
    /// values there is another value.
    pub fn beside(mut self, first: &Plan, other: &Plan) -> Shapes {
        self.of.clear();
        let both = first.parameters.iter().zip(&other.parameters).enumerate();
        let changed = both.filter(|(_, (first, other))| first != other);
        self.changed = changed.map(|(place, _)| ParameterId::new(place)).collect();
        self
    }

    /// The shape of a slot.
    pub fn of(&mut self, steps: &RecordPlan, slot: Slot) -> Shape {
        let (mut reached, mut next) = (BTreeSet::from([slot]), vec![slot]);
        while let Some(slot) = next.pop() {
            if !self.of.contains_key(&slot) {
                let operand =
                    &mut |operand| next.extend(reached.insert(operand).then_some(operand));
                steps.steps[slot].op.operands(operand);
            }
        }
        // Each step reads earlier ones.
        for slot in reached {
            if !self.of.contains_key(&slot) {
                let shape = self.shape(&steps.steps[slot].op);
                self.of.insert(slot, shape);
            }
        }
        self.of.get(&slot).copied().unwrap_or_default()
    }

    fn shape(&mut self, op: &Op) -> Shape {
        let next = self.count;
        let is_changed = matches!(op, Op::Parameter(id, _) if self.changed.contains(id));
        let of = &self.of;
        let op = op.renamed(&mut |slot| Slot::new(of.get(&slot).copied().unwrap_or_default()));
        let shape = if is_changed { next } else { *self.known.entry(op).or_insert(next) };
        self.count += usize::from(shape == next);
        shape
    }
}
