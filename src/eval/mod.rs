//! Runs a plan over columns.

pub mod table;
