//! Vì Sao: an embedded rules engine that explains every grade and every rejection.

pub mod builtins;
pub mod diag;
pub mod eval;
pub mod index;
pub mod keywords;
pub mod model;
pub mod source;
pub mod syntax;
pub mod value;
