//! Vì Sao: an embedded rules engine that explains every grade and every rejection.

pub mod index;
pub mod source;
pub mod value;
pub mod keywords;
pub mod diag;
pub mod builtins;
pub mod syntax;
pub mod model;
pub mod plan;
pub mod eval;
pub mod data;
pub mod script;
