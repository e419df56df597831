#![doc = include_str!("README.md")]

mod absent;
mod groups;
mod in_views;
mod keys;
mod link;
mod links;
mod lists;
mod open_over;
mod orphans;
mod over_time;
mod program;
mod record_set;
mod validity;
mod views;

pub use absent::without_parts_of_absent;
pub use in_views::in_views;
pub use program::Program;
pub use record_set::{AsOf, RecordSet};

use crate::diag::Message;

/// Finishes the records of a run once all are read: values used outside their days and child
/// records without a parent become data errors, and aggregates over children columns of their
/// parents. Every fault that does not lie in a cell alone is found here. Gives the warnings to
/// report.
///
/// Records with days of their own are not linked: an aggregate over several days has no as-of date.
pub fn finish(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    for set in sets.iter_mut() {
        validity::check(program.model, set);
        set.note_lacking(&program.model.records[set.record].fields);
    }
    match sets.iter().all(|set| matches!(set.as_of, AsOf::Common(_))) {
        true => link::link(program, sets),
        false => Vec::new(),
    }
}
