//! Vì Sao: an embedded rules engine that explains every grade and every rejection.

pub mod index;
pub mod source;
pub mod markup;
pub mod value;
pub mod keywords;
pub mod diag;
pub mod builtins;
pub mod syntax;
pub mod model;
pub mod plan;
pub mod eval;
pub mod explain;
pub mod report;
pub mod data;
pub mod load;
pub mod script;
pub mod engine;
pub mod wire;
#[cfg(feature = "cli")]
pub mod cli;
