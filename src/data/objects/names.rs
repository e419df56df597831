//! What the names of objects stand for, in every record type of the rules.

use super::pairs::Pairs;
use crate::data::layout::{Layout, Wanted};
use crate::data::readings::Readings;
use crate::model::{FieldId, Model, RecordId};
use crate::source::key;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

/// Meaning of a name in an object of a record type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// The value of a field.
    Field(FieldId),
    /// A list of the record's parts, of this record type.
    Parts(RecordId),
}

/// The record types of rules as objects name their fields: names are folded and layouts made once,
/// for all objects that are ever read.
#[derive(Debug)]
pub(crate) struct ObjectTypes {
    /// The place of a name among the members, as the rules write it: found without folding.
    written: HashMap<String, usize>,
    /// The place of a name among the members by its key, for names that are written otherwise.
    folded: HashMap<String, usize>,
    members: Vec<Vec<(RecordId, Member)>>,
    layouts: Vec<OnceLock<Layout>>,
}

impl ObjectTypes {
    /// Names of the rules' record types. A name is that of the first field that has it, else that
    /// of parts.
    pub(crate) fn of(model: &Model) -> ObjectTypes {
        let mut types = ObjectTypes {
            written: HashMap::new(),
            folded: HashMap::new(),
            members: Vec::new(),
            layouts: model.records.ids().map(|_| OnceLock::new()).collect(),
        };
        for (record, declared) in model.records.enumerate() {
            for (id, field) in declared.fields.enumerate() {
                let names = std::iter::once(&field.name.text).chain(&field.columns);
                names.for_each(|name| types.add(name, record, Member::Field(id)));
            }
        }
        for (part, declared) in model.records.enumerate() {
            if let Some((parent, _)) = declared.parent {
                types.add(&declared.name.text, parent, Member::Parts(part));
            }
        }
        types
    }

    fn add(&mut self, name: &str, record: RecordId, member: Member) {
        let place = match self.folded.entry(key(name)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                self.members.push(Vec::new());
                *free.insert(self.members.len() - 1)
            }
        };
        self.written.insert(name.to_owned(), place);
        if let Some(members) = self.members.get_mut(place)
            && members.iter().all(|(of, _)| *of != record)
        {
            members.push((record, member));
        }
    }

    fn members(&self, name: &str) -> &[(RecordId, Member)] {
        let place = self.written.get(name).or_else(|| self.folded.get(&key(name)));
        place.and_then(|place| self.members.get(*place)).map_or(&[], Vec::as_slice)
    }

    /// Meaning of a name in an object of a record type; none where the type has no such name.
    pub(crate) fn member(&self, record: RecordId, name: &str) -> Option<Member> {
        let mut members = self.members(name).iter();
        members.find(|(of, _)| *of == record).map(|(_, member)| *member)
    }

    /// The record type whose members an object has: of several that know as many of its names, the
    /// one with the fewest fields.
    pub(crate) fn fitting<'n>(
        &self,
        model: &Model,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<RecordId> {
        let mut known = vec![0; model.records.len()];
        for name in names {
            for (record, _) in self.members(name) {
                known.iter_mut().skip(record.index()).take(1).for_each(|count| *count += 1);
            }
        }
        let (known, _, best) = known
            .into_iter()
            .zip(model.records.enumerate())
            .map(|(known, (id, record))| (known, Reverse(record.fields.len()), id))
            .max_by_key(|(known, fewest, _)| (*known, *fewest))?;
        (known > 0 || model.records.len() == 1).then_some(best)
    }

    /// Returns `true` if a list of a record's parts stands in an object; `null` is no list.
    pub(crate) fn has_parts(&self, model: &Model, record: RecordId, object: &Pairs<'_>) -> bool {
        let is_parent = |(of, _): (RecordId, _)| of == record;
        let list = |name: &str| matches!(self.member(record, name), Some(Member::Parts(_)));
        model.records.iter().any(|part| part.parent.is_some_and(is_parent))
            && object.value(list).is_some_and(|list| list.get() != "null")
    }

    /// Layout of objects of a record type, made once and given as a copy.
    pub(crate) fn layout(&self, model: &Model, record: RecordId) -> Layout {
        let readings = Readings::default();
        let make = || Wanted { model, record, profile: None, readings }.object_layout();
        self.layouts.get(record.index()).map_or_else(make, |made| made.get_or_init(make).clone())
    }
}
