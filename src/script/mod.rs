#![doc = include_str!("README.md")]

#[cfg(not(feature = "script"))]
mod absent;
#[cfg(feature = "script")]
mod call;
#[cfg(feature = "script")]
mod compile;
#[cfg(feature = "script")]
mod crossing;
#[cfg(feature = "script")]
mod numbers;
#[cfg(feature = "script")]
mod sandbox;
#[cfg(test)]
mod tests;

#[cfg(not(feature = "script"))]
pub use absent::Scripts;
#[cfg(feature = "script")]
pub use compile::Scripts;

use crate::diag::Message;
use crate::eval::{Failed, Functions};
use crate::model::FunctionId;
use crate::value::Value;
use std::sync::Arc;

/// Error of a scripted function; makes the record a data error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFault {
    /// Path of the script's file in the pack.
    pub file: Arc<str>,
    /// The line at which it failed, from 1; the function's own where its result is wrong.
    pub line: usize,
    /// Reason of the failure, without the place.
    pub message: Message,
}

impl ScriptFault {
    /// Reason of the failure, with the script's file and line.
    pub fn told(&self) -> Message {
        crate::diag::script::at(&self.file, self.line, &self.message)
    }
}

/// The evaluator keeps no words: [`Scripts::call`] with the same arguments gives them.
impl Functions for Scripts {
    fn call(&self, function: FunctionId, arguments: &[Value]) -> Result<Value, Failed> {
        Scripts::call(self, function, arguments).map_err(|_| Failed)
    }
}
