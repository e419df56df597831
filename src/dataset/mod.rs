#![doc = include_str!("README.md")]

mod absent;
mod groups;
mod in_views;
mod keys;
mod link;
mod open_over;
mod orphans;
mod over_time;
mod record_set;
mod validity;
mod views;

pub use absent::without_parts_of_absent;
pub use in_views::in_views;
pub use record_set::{AsOf, Program, RecordSet};

use crate::diag::Message;

/// Finishes the records of a run once all are read: values used outside their days and child
/// records without a parent become data errors, and aggregates over children columns of their
/// parents. Every fault that does not lie in a cell alone is found here. Gives the warnings to
/// report.
///
/// Records with days of their own are not linked: an aggregate over several days has no as-of date.
pub fn finish(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    sets.iter_mut().for_each(|set| validity::check(program.model, set));
    match sets.iter().all(|set| matches!(set.as_of, AsOf::Common(_))) {
        true => link::link(program, sets),
        false => Vec::new(),
    }
}
