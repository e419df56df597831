#![doc = include_str!("README.md")]

mod accumulate;
mod blame;
mod bounds;
mod collect;
mod formula;
mod gather;
mod jointly;
mod judge;
mod limits;
mod outcome;
mod parts;
mod quotient;
mod required;
mod show;
pub mod trace;
mod weigh;
mod working;

pub use bounds::{Bounds, Reach};
pub use collect::Collector;
pub use gather::Place;
pub use outcome::{
    Amount, Distance, Extent, IndicatorOutcome, IndicatorStatus, LevelOutcome, Naming, RecordCounts, Stray, TargetOutcome, Weight,
};
pub use parts::{Few, FromParts, Parts, Suspects, Why};
pub use show::{document, show_change, show_distance, show_strays, show_unit, show_value, show_verdict};
