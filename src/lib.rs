//! Vì Sao: an embedded rules engine that explains every grade and every rejection.

pub mod index;
pub mod source;
pub mod value;
pub mod diag;
pub mod builtins;
pub mod syntax;
pub mod model;
pub mod eval;
pub mod data;
