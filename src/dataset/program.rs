//! What evaluates records: the model, its plan and the functions that rules call.

use crate::eval::Functions;
use crate::model::Model;
use crate::plan::Plan;
use crate::source::Sources;

/// The rules by which records are evaluated.
#[derive(Clone, Copy)]
pub struct Program<'r> {
    /// The checked model of the rules.
    pub model: &'r Model,
    /// The plan that the model was compiled into.
    pub plan: &'r Plan,
    /// Their texts, for messages that quote them.
    pub sources: &'r Sources,
    /// Scripted functions that the rules call.
    pub functions: &'r dyn Functions,
}
