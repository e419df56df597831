#![doc = include_str!("README.md")]

mod accumulate;
mod blame;
mod collect;
mod formula;
mod gather;
mod jointly;
mod evaluate;
mod outcome;
mod parts;
mod quotient;
mod required;
mod show;
mod tie;
pub mod trace;
mod contribution;
mod working;

pub use crate::interval::Interval;
#[doc(hidden)]
pub use collect::Collector;
#[doc(hidden)]
pub use gather::Place;
#[doc(hidden)]
pub use outcome::ResultContext;
pub use outcome::{
    Amount, Distance, Extent, IndicatorOutcome, IndicatorStatus, LevelOutcome, RecordCounts, Stray,
    TargetOutcome, Weight,
};
#[doc(hidden)]
pub use parts::{Few, FromParts, Parts, Suspects, Why};
pub use show::{
    document, show_change, show_distance, show_strays, show_unit, show_value, show_verdict,
};
