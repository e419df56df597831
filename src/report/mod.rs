#![doc = include_str!("README.md")]
// A new form of an outcome must be met at each place here, not fall into a rest.
#![deny(clippy::wildcard_enum_match_arm)]

mod collect;
mod evaluate;
mod outcome;
mod periods;
mod remedy;
mod required;
mod show;
pub mod coverage;
pub mod trace;
mod contribution;
mod working;

pub use crate::interval::Interval;
#[doc(hidden)]
pub use collect::{CollectedPeriod, Collector, Member};
#[doc(hidden)]
pub use outcome::ResultContext;
pub use outcome::{
    Amount, Distance, Extent, IndicatorOutcome, IndicatorStatus, LevelOutcome, PeriodOutcome,
    RecordContribution, RecordCounts, RecordRemedy, Remedy, RemedyProof, Stray, TargetOutcome,
};
#[doc(hidden)]
pub use remedy::{Choice, Missed, Offer, Sought};
pub use show::{
    document, show_change, show_changes, show_distance, show_level, show_missed_periods,
    show_remedy, show_strays, show_unit, show_value, show_verdict,
};
