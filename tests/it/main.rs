//! The integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod again;
mod analysis;
mod api;
mod architecture;
#[cfg(feature = "cli")]
mod attacks;
mod brief;
#[cfg(feature = "cli")]
mod calendar;
mod callers;
mod categories;
mod cells;
mod city;
#[cfg(feature = "cli")]
mod cli;
mod cliffs;
#[cfg(feature = "cli")]
mod compare;
mod columns;
mod confined;
mod cooperatives;
mod corpus;
#[cfg(feature = "cli")]
mod coverage;
mod crossings;
mod data_readings;
mod decided;
mod deadlines;
mod details;
mod diagnostics;
mod differing;
mod door;
mod examples;
mod explain;
mod face;
mod figures;
mod explanations;
mod filters;
#[cfg(feature = "cli")]
mod findings;
mod fixes;
mod format;
mod given;
mod guide;
mod handles;
mod host;
mod half_year;
mod impossible;
#[cfg(feature = "cli")]
mod into;
mod laws;
mod leaps;
#[cfg(feature = "cli")]
mod letters;
mod limits;
mod lists;
mod literate;
mod margins;
mod meaning;
mod metamorphic;
mod monthly;
mod mutants;
mod objects;
mod outcome;
mod packs;
mod parser;
mod parts;
mod phrasings;
mod planted;
mod prose;
mod readings;
mod registers;
mod remedies;
mod readme;
mod recheck;
mod reference;
mod rollover;
mod row_files;
mod sample_files;
mod rustc;
mod schema;
mod scored;
mod six_days;
mod spec;
mod support;
mod targets;
#[cfg(feature = "cli")]
mod template;
mod ties;
mod trace;
mod validity;
#[cfg(feature = "cli")]
mod workbook;
mod year;
mod z3;
#[cfg(feature = "cli")]
mod zipped;
