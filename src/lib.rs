//! Vì Sao: an embedded rules engine that explains every grade and every rejection.

pub mod builtins;
pub mod data;
pub mod diag;
pub mod eval;
pub mod index;
pub mod model;
pub mod source;
pub mod syntax;
pub mod value;
