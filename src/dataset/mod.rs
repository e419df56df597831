#![doc = include_str!("README.md")]

mod absent;
mod joins;
mod keys;
mod link;
mod open_over;
mod orphans;
mod previous;
mod record_set;
mod validity;

pub use absent::without_parts_of_absent;
pub use record_set::{AsOf, Program, RecordSet};

use crate::diag::Message;

/// Finishes the records of a run once all are read: values used outside their days and child
/// records without a parent become data errors, aggregates over children columns of their parents,
/// and values of the month before columns of snapshots. Every fault that does not lie in a cell
/// alone is found here. Gives the warnings to report.
///
/// Records that packs decide by their own days are not linked: an aggregate over several days has
/// no as-of date. Those of monthly snapshots are, month by month.
pub fn finish(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    let model = program.model;
    sets.iter_mut().for_each(|set| validity::check(model, set));
    let is_linked = |set: &RecordSet| match &set.as_of {
        AsOf::Common(_) => true,
        AsOf::Own(_) => model.records[set.record].snapshot.is_some(),
    };
    let warnings = match sets.iter().all(is_linked) {
        true => link::link(program, sets),
        false => Vec::new(),
    };
    sets.iter_mut().for_each(|set| set.leave_earlier(model));
    warnings
}
