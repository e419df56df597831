//! Leaves out steps that nothing reads.

use super::{Names, Plan, Renamed, Representation, Slot, Step};
use crate::index::Arena;

/// The same plan without steps that no part of the model, and no other step, reads.
pub fn prune(plan: &Plan) -> Plan {
    plan.with_steps(steps)
}

fn steps(steps: &Arena<Step>, roots: &[Slot]) -> Renamed {
    let mut wanted = vec![false; steps.len()];
    roots.iter().for_each(|slot| want(&mut wanted, *slot));
    let backwards: Vec<_> = steps.enumerate().collect();
    for (slot, step) in backwards.into_iter().rev() {
        if wanted.get(slot.index()).copied().unwrap_or(false) {
            step.op.operands(&mut |operand| want(&mut wanted, operand));
        }
    }
    let (mut left, mut names) = (Arena::default(), Names::default());
    for ((slot, step), _) in steps.enumerate().zip(&wanted).filter(|(_, wanted)| **wanted) {
        let op = step.op.renamed(&mut |operand| renamed(&names, operand));
        // No step stands there twice, and none becomes another by its new name.
        let step = Step { op, kind: step.kind, representation: Representation::default() };
        names.insert(slot, left.push(step));
    }
    Renamed { steps: left, names }
}

fn want(wanted: &mut [bool], slot: Slot) {
    if let Some(wanted) = wanted.get_mut(slot.index()) {
        *wanted = true;
    }
}

fn renamed(names: &Names, slot: Slot) -> Slot {
    names.get(&slot).copied().unwrap_or(slot)
}
