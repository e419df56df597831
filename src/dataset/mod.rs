#![doc = include_str!("README.md")]

mod absent;
mod as_of;
mod groups;
mod in_views;
mod joined;
mod joins;
mod keys;
mod link;
mod links;
mod lists;
mod open_over;
mod orphans;
mod over_time;
mod patterns;
mod previous;
mod program;
mod record_set;
mod validity;
mod views;

pub use absent::without_parts_of_absent;
pub use as_of::AsOf;
pub use in_views::in_views;
pub use patterns::{Numbering, Numbers, Patterns};
pub use program::Program;
pub use record_set::RecordSet;

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
    for set in sets.iter_mut() {
        validity::check(model, set);
        set.note_lacking(&model.records[set.record].fields);
    }
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
