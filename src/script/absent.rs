//! Stand-ins where scripts were left out of the build.

use super::ScriptFault;
use crate::diag::{Diagnostic, script as say};
use crate::index::Arena;
use crate::model::{Category, Function, FunctionId};
use crate::source::{SourceId, Sources};
use crate::value::Value;

/// The scripted functions of a pack that has none: this build knows no scripts.
#[derive(Debug)]
pub struct Scripts;

impl Scripts {
    /// Refuses every declared function.
    pub fn compile(
        _: &[(String, SourceId)],
        _: &Sources,
        functions: &Arena<Function>,
        _: &[Category],
    ) -> Result<Scripts, Vec<Diagnostic>> {
        let refused: Vec<Diagnostic> =
            functions.iter().map(|function| say::left_out(function.span)).collect();
        if refused.is_empty() { Ok(Scripts) } else { Err(refused) }
    }

    /// Never reached by a checked program: there is no function to call.
    pub fn call(&self, _: FunctionId, _: &[Value]) -> Result<Value, ScriptFault> {
        Ok(Value::Missing)
    }
}
