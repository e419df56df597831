//! A record type of a model, with its steps in the plan.

use crate::model::Model;
use crate::plan::{Plan, RecordPlan};

/// Record type that is asked about.
#[derive(Clone, Copy)]
pub(super) struct RecordType<'m> {
    pub model: &'m Model,
    pub plan: &'m Plan,
    pub steps: &'m RecordPlan,
}
