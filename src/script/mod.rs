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
#[cfg(all(test, feature = "script"))]
mod tests;

#[cfg(not(feature = "script"))]
pub use absent::Scripts;
#[cfg(feature = "script")]
pub use call::Scripts;

use crate::diag::Message;
use std::sync::Arc;

/// Why a call failed: a fault of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFault {
    /// The script's file.
    pub file: Arc<str>,
    /// The line at which it failed, from 1, if it is known.
    pub line: Option<usize>,
    /// What happened.
    pub message: Message,
}
