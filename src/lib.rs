//! Vì Sao (`visao`) is an embedded rules engine for public policy: officers write rules in
//! Vietnamese or English, records are graded by them, and each grade and each rejection is
//! explained line by line, with the line of the rule and of the document it rests on. Numbers are
//! exact; a value that is missing leaves open only what depends on it; every mistake is told at
//! once, with its place and what to do.
//!
//! # The smallest program
//!
//! ```
//! use visao::{Rules, Verdict};
//!
//! let rules = Rules::from_text(
//!     "language: en
//! record Family
//!   field name: text, key
//!   field income: money, from 0
//! eligibility Support for Family
//!   reject if income > 2 million: \"income above the limit\"
//! ",
//! )?;
//! let family = serde_json::json!({ "name": "An", "income": 1_500_000 }); // or your own struct
//! let decisions = rules.grade(&family)?;
//! assert_eq!(decisions[0].verdict_code, Some(Verdict::Eligible));
//! # Ok::<(), visao::Error>(())
//! ```
//!
//! # Learn more by type
//!
//! | to | see |
//! |---|---|
//! | load rules: a folder, one text, files in memory | [`Rules`], [`Files`], [`Memory`] |
//! | check rules again while they are written | [`engine::Workspace`], [`Rules::reread`] |
//! | choose by date among the packs of several years | [`Packs`] |
//! | ask for a block, a date, a language, for one record | [`Query`] |
//! | grade records of your own one after the other | [`Query::grade_all`], [`Prepared`] |
//! | grade records of several types, with parts and targets | [`DatasetBuilder`], [`Dataset`] |
//! | grade columns | [`table`], [`Query::columns`], [`Batch::decided`] for columns of decisions |
//! | read files, also of several record types | [`DataFile`], [`Query::read_all`], [`Records`] |
//! | decide many records in parallel, within limits | [`Batch`], [`Limits`] |
//! | use what came out | [`Decision`], [`Verdict`], [`Status`], [`Reason`], [`TargetOutcome`] |
//! | show why | [`Explanation`] (`Display`, [`explain::html_page`]), [`Line`](explain::Line) |
//! | say what changed from one pack to another | [`Rules::compare`], [`compare::Comparison`] |
//! | tell what it takes to do better | [`Query::ways`], [`worklist::Worklist`] |
//! | follow targets and records over a year of months | [`Dataset::year`], [`months::Year`] |
//! | rank records or units | [`Dataset::rankings`], [`ranking::Ranking`] |
//! | list what is due when | [`Query::calendar`], [`Dataset::calendar`], [`calendar::Calendar`] |
//! | write JSON | `serde_json::to_string` of any of these, [`wire`] |
//! | match on what went wrong | [`Error`], [`ErrorKind`], [`Diagnostic`] |
//! | know what rules take and give, as JSON Schema too | [`Rules::schema`], [`Schema`] |
//! | give people a workbook to fill in | [`Rules::template`], [`template::Template`] |
//! | serve another language by JSON in and out | [`request`], [`Session`] |
//! | give rules a function of your program | [`Host`] |
//! | convert numbers and dates | [`Num`], [`Date`], [`Value`] |
//! | lay rule files out | [`format()`] |
//!
//! # Features
//!
//! | feature | gives | by default |
//! |---|---|---|
//! | `cli` | the program `visao`, and all below | yes |
//! | `xlsx` | reading XLSX and XLS, writing XLSX | with `cli` |
//! | `script` | scripted functions | with `cli` |
//! | `encodings` | text files in old Vietnamese encodings | with `cli` |
//!
//! A library says `default-features = false` and names what it needs.

/// The README's program is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

// The order of these lines is the order in which a rule file becomes a grade, and the order of
// dependencies: a module names only modules above it. The hidden ones are stages inside; they are
// public for this repository's tests and tools, and no promise is made about them.
// docs/architecture.md says where to start reading, docs/glossary.md what the words mean.
#[doc(hidden)]
pub mod index;
pub mod source;
pub mod markup;
pub mod paper;
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
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod interval;
pub mod table;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod eval;
#[doc(hidden)]
pub mod aggregate;
#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod mutants;
#[doc(hidden)]
pub mod margins;
pub mod explain;
pub mod report;
pub mod data;
pub mod load;
#[doc(hidden)]
pub mod script;
#[doc(hidden)]
pub mod dataset;
pub mod engine;
pub mod calendar;
pub mod worklist;
pub mod months;
pub mod ranking;
pub mod sheets;
pub mod compare;
pub mod rollover;
pub mod wire;
pub mod schema;
pub mod template;
pub mod door;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use data::DataFile;
pub use data::readings::{Encoding, Numbers, Ratios, Readings, TotalRows};
pub use diag::{Diagnostic, Error, ErrorKind, Message, Severity};
pub use door::{Session, request};
pub use engine::{
    Batch, Dataset, DatasetBuilder, ExampleResult, Host, InputFile, Limits, Packs, Prepared, Query,
    RecordView, Records, Rules, format,
};
pub use explain::Explanation;
pub use explain::decision::{
    CriterionResult, Decision, DecisionKind, NamedValue, Reason, ReasonKind, SourceLine, Status,
    Verdict,
};
pub use load::{Files, Memory};
pub use report::TargetOutcome;
pub use schema::Schema;
pub use value::{Date, Lang, Num, Value};
