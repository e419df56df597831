#![doc = include_str!("../README.md")]

// The order of these lines is the order in which a rule file becomes a grade, and the order of
// dependencies: a module names only modules above it. The hidden ones are stages inside; they are
// public for this repository's tests and tools, and no promise is made about them.
// docs/architecture.md says where to start reading, docs/glossary.md what the words mean.
#[doc(hidden)]
pub mod index;
pub mod source;
pub mod markup;
pub mod value;
#[doc(hidden)]
pub mod keywords;
#[doc(hidden)]
pub mod choices;
pub mod diag;
mod convert;
#[doc(hidden)]
pub mod builtins;
#[doc(hidden)]
pub mod syntax;
pub mod model;
#[doc(hidden)]
pub mod interval;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod eval;
#[doc(hidden)]
pub mod aggregate;
pub mod explain;
pub mod report;
pub mod data;
pub mod load;
#[doc(hidden)]
pub mod script;
#[doc(hidden)]
pub mod dataset;
pub mod engine;
pub mod sheets;
pub mod rollover;
pub mod wire;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use data::DataFile;
pub use data::readings::{Encoding, Numbers, Ratios, Readings, TotalRows};
pub use diag::{Diagnostic, Error, ErrorKind, Message, Severity};
pub use engine::{Batch, Dataset, DatasetBuilder, ExampleResult, Packs, Prepared, Query};
pub use engine::{Records, Rules, format};
pub use explain::Explanation;
pub use explain::decision::{
    CriterionResult, Decision, DecisionKind, NamedValue, Reason, ReasonKind, SourceLine, Status,
    TypedValue, Verdict,
};
pub use load::{Files, Memory};
pub use sheets::Tally;
pub use value::{Date, Lang, Num, Value};
