//! The integration tests, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod architecture;
mod corpus;
mod diagnostics;
mod explanations;
mod laws;
mod literate;
mod meaning;
mod outcome;
mod reference;
mod spec;
mod support;
