//! The integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod api;
mod architecture;
#[cfg(feature = "cli")]
mod attacks;
mod brief;
mod callers;
mod cells;
mod city;
mod cli;
mod corpus;
mod data_readings;
mod diagnostics;
mod examples;
mod explain;
mod face;
mod explanations;
mod format;
mod guide;
mod half_year;
mod laws;
mod literate;
mod meaning;
mod objects;
mod outcome;
mod packs;
mod parser;
mod parts;
mod phrasings;
mod prose;
mod readings;
mod readme;
mod reference;
mod rollover;
mod spec;
mod support;
mod targets;
mod ties;
mod trace;
mod validity;
