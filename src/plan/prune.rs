//! Leaves out steps that nothing reads.

use super::share::Builder;
use super::{Plan, RecordPlan, Slot};
use std::collections::HashMap;

/// The same plan without steps that no part of the model, and no other step, reads.
pub fn prune(plan: &Plan) -> Plan {
    plan.with_records(record)
}

fn record(plan: &RecordPlan) -> RecordPlan {
    let mut wanted = vec![false; plan.steps.len()];
    plan.roots(&mut |slot| want(&mut wanted, slot));
    let backwards: Vec<_> = plan.steps.enumerate().collect();
    for (slot, step) in backwards.into_iter().rev() {
        if wanted.get(slot.index()).copied().unwrap_or(false) {
            step.op.operands(&mut |operand| want(&mut wanted, operand));
        }
    }
    let mut builder = Builder::default();
    let mut names: HashMap<Slot, Slot> = HashMap::new();
    for ((slot, step), _) in plan.steps.enumerate().zip(&wanted).filter(|(_, wanted)| **wanted) {
        let op = step.op.renamed(&mut |operand| renamed(&names, operand));
        names.insert(slot, builder.push(op, step.kind));
    }
    plan.moved(builder.finish(), &names)
}

fn want(wanted: &mut [bool], slot: Slot) {
    if let Some(wanted) = wanted.get_mut(slot.index()) {
        *wanted = true;
    }
}

fn renamed(names: &HashMap<Slot, Slot>, slot: Slot) -> Slot {
    names.get(&slot).copied().unwrap_or(slot)
}
