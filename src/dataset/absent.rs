//! Parts of records that are not there yet, where they were read before those.

use super::RecordSet;
use super::keys::shown;
use crate::data::Origin;
use crate::model::Model;
use std::collections::HashSet;

/// Leaves out the parts of rows of a register that lie after the as-of date.
pub fn without_parts_of_absent(model: &Model, sets: &mut [RecordSet]) {
    for place in 0..sets.len() {
        let Some(set) = sets.get(place) else { continue };
        let Some((parent, field)) = model.records[set.record].parent else { continue };
        let Some(parent) = sets.iter().find(|set| set.record == parent) else { continue };
        let absent = &parent.report().absent;
        let is_absent = |row: &usize| {
            let key = shown(model, &set.reading.table, set.record, field, *row);
            key.is_some_and(|key| absent.contains(key.as_str()))
        };
        let left_out: HashSet<Origin> = (0..set.len())
            .filter(|_| !absent.is_empty())
            .filter(is_absent)
            .filter_map(|row| set.report().origins.get(row))
            .collect();
        if let (Some(set), false) = (sets.get_mut(place), left_out.is_empty()) {
            set.reading.retain(|origin| !left_out.contains(&origin));
        }
    }
}
