//! Parts and what they are part of, once they are linked.

use super::open_over::List;
use crate::aggregate::Place;
use crate::model::{Model, RecordId};
use crate::table::retain;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Links of the records of one type.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    /// The number of each record, by which its parts name it.
    pub numbers: Vec<usize>,
    /// The parent of each record; empty of records that are no parts.
    pub places: Vec<Place>,
    /// Records whose parts of a type are unknown, by the records' places.
    pub without: Vec<(RecordId, usize)>,
    /// The lists of parts that may be incomplete, by their type.
    pub lists: Vec<(RecordId, Arc<List>)>,
}

impl Links {
    /// Leaves out the records that are not kept.
    pub fn retain(&mut self, kept: &[bool]) {
        retain(&mut self.numbers, kept);
        retain(&mut self.places, kept);
        let stay = kept.iter().enumerate().filter(|(_, kept)| **kept).map(|(place, _)| place);
        let new: BTreeMap<usize, usize> = stay.enumerate().map(|(new, old)| (old, new)).collect();
        self.without.retain_mut(|(_, place)| match new.get(place) {
            Some(new) => {
                *place = *new;
                true
            }
            None => false,
        });
        self.lists.iter_mut().for_each(|(_, list)| Arc::make_mut(list).retain(kept));
    }
}

/// Returns `true` of a record type and of those that are part of it, or of its parts.
pub(super) fn is_within(model: &Model, record: RecordId, of: RecordId) -> bool {
    let parent = |id: &RecordId| model.records[*id].parent.map(|(parent, _)| parent);
    std::iter::successors(Some(record), parent).take(model.records.len()).any(|up| up == of)
}
