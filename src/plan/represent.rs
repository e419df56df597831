//! Chooses for each slot how its column keeps its values.

use super::{Kind, Op, Plan, Representation, Step};
use std::sync::Arc;

/// The same plan with the representation of each slot chosen: numbers that come from the input, as
/// they are or checked, stay mantissas, which are a sixth of cells. This pass is the last: one that
/// makes new steps gives them cells.
pub fn represent(plan: &Plan) -> Plan {
    let mut represented = plan.clone();
    for record in &mut represented.records {
        let steps = &mut Arc::make_mut(record).steps;
        steps.iter_mut().for_each(|step| step.representation = chosen(step));
    }
    represented
}

fn chosen(step: &Step) -> Representation {
    if step.kind == Kind::Number && step.op.keeps_mantissas() {
        Representation::Mantissas
    } else {
        Representation::Cells
    }
}

impl Op {
    /// Returns `true` if the operation passes numbers of the input on unchanged.
    pub(super) fn keeps_mantissas(&self) -> bool {
        matches!(self, Op::Input(_) | Op::Aggregate(..) | Op::Checked(..))
    }
}
