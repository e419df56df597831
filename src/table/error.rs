//! What columns get wrong.

use crate::diag::Message;
use crate::diag::engine::Refusal;
use crate::diag::table as say;
use std::fmt;

/// Why columns are none: they differ in length, or hold what no column can hold. `Display` says it
/// in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// `E276`: names the page `docs/diagnostics/E276.md`.
    pub code: &'static str,
    /// What is wrong.
    pub message: Message,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error { code: refusal.code, message: refusal.message }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message.en, self.code)
    }
}

impl std::error::Error for Error {}

/// Refuses so many values where there are so many records.
pub(super) fn same_length(values: usize, records: usize) -> Result<(), Error> {
    if values == records { Ok(()) } else { Err(say::validity_length(values, records).into()) }
}
