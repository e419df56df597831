//! Identity of records: by which a row is told from those before it. Keys are compared letter by
//! letter; of all cells of a row a hash is kept, and where two rows have the same, the rows are
//! read once more to be compared byte by byte.

use super::hashing::{Content, Hashing, KeyHash};
use super::key_table::KeyTable;
use super::keys::RecordKeys;
use super::origins::Origin;
use super::row::Row;
use crate::value::Month;
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Keys and contents of the records read so far, to find those that come again.
#[derive(Debug)]
pub(super) struct Identities {
    hashing: Hashing,
    /// Contents of the records, as far as they can come again.
    contents: Vec<Content>,
    /// Months of monthly snapshots, a key being one's own within its month; empty of others.
    months: Vec<Option<Month>>,
    /// First record of each key.
    by_key: KeyTable,
    /// First record of each content, of records without a key.
    by_content: HashTable<u32>,
    /// Records that repeat a key, the first of each content; by the first record of the key.
    repeated: HashMap<u32, HashMap<Content, u32>>,
    bytes: Vec<u8>,
}

impl Identities {
    pub(super) fn new(hashing: Hashing) -> Identities {
        Identities {
            hashing,
            contents: Vec::new(),
            months: Vec::new(),
            by_key: KeyTable::default(),
            by_content: HashTable::new(),
            repeated: HashMap::new(),
            bytes: Vec::new(),
        }
    }

    /// The content of a row.
    pub(super) fn content(&mut self, row: &impl Row) -> Content {
        row.hashed().unwrap_or_else(|| self.hashing.content(row.content(&mut self.bytes)))
    }

    pub(super) fn hashing(&self) -> &Hashing {
        &self.hashing
    }

    /// The hash by which a key is looked for and held.
    pub(super) fn hash(&self, key: &str, month: Option<Month>) -> KeyHash {
        self.hashing.key(key, month)
    }

    /// Readies the memory of keys that will be looked for one by one.
    pub(super) fn fetch(&self, keys: &[KeyHash]) {
        self.by_key.fetch(keys);
    }

    /// The first record with a key.
    pub(super) fn first(
        &self,
        keys: &RecordKeys,
        (key, month): (&str, Option<Month>),
        hash: KeyHash,
    ) -> Option<u32> {
        self.by_key.find(hash, |record| self.is(keys, record, key, month))
    }

    /// The earlier record that has the same content: of those with the same key, whose first record
    /// is given, else of those without one.
    pub(super) fn earlier(&self, first: Option<u32>, content: Content) -> Option<u32> {
        match first {
            Some(first) if self.content_of(first) == content => Some(first),
            Some(first) => self.repeated.get(&first)?.get(&content).copied(),
            None => {
                let is = |record: &u32| self.content_of(*record) == content;
                self.by_content.find(content.0, is).copied()
            }
        }
    }

    /// Takes the content of the next record.
    pub(super) fn push(&mut self, record: u32, content: Content) {
        if self.contents.len() != record as usize {
            self.contents.resize(record as usize, Content::default());
        }
        self.contents.push(content);
    }

    /// Takes a record as the first with its key.
    pub(super) fn hold_key(&mut self, record: u32, (month, hash): (Option<Month>, KeyHash)) {
        if month.is_some() {
            self.months.resize(record as usize, None);
            self.months.push(month);
        }
        self.by_key.insert(hash, record);
    }

    /// Takes a record as one of those that have the key of an earlier one; `true` if it is the
    /// first of them.
    pub(super) fn hold_repeated(&mut self, first: u32, record: u32, content: Content) -> bool {
        let none_yet = !self.repeated.contains_key(&first);
        self.repeated.entry(first).or_default().entry(content).or_insert(record);
        none_yet
    }

    /// Takes a record without a key.
    pub(super) fn hold_content(&mut self, record: u32, content: Content) {
        let contents = &self.contents;
        let of = |record: &u32| contents.get(*record as usize).copied().unwrap_or_default();
        if self.by_content.find(content.0, |known| of(known) == content).is_none() {
            self.by_content.insert_unique(content.0, record, |known| of(known).0);
        }
    }

    fn content_of(&self, record: u32) -> Content {
        self.contents.get(record as usize).copied().unwrap_or_default()
    }

    fn is(&self, keys: &RecordKeys, record: u32, key: &str, month: Option<Month>) -> bool {
        keys.get(record as usize) == Some(key)
            && self.months.get(record as usize).copied().flatten() == month
    }
}

/// Keys that differ from an earlier one in nothing but capitals, with that; each is kept by its
/// place alone.
pub(super) fn alike(keys: &RecordKeys) -> Vec<(&str, &str)> {
    let hashing = RandomState::default();
    let folded = |key: &str| key.chars().flat_map(char::to_lowercase).collect::<String>();
    let of = |place: &u32| folded(keys.get(*place as usize).unwrap_or_default());
    let hash = |place: &u32| hashing.hash_one(of(place));
    let mut first: HashTable<u32> = HashTable::new();
    let mut alike = Vec::new();
    for (place, own) in (0..).zip(keys.iter()) {
        let Some(own) = own else { continue };
        let same = folded(own);
        match first.entry(hashing.hash_one(&same), |known| of(known) == same, hash) {
            Entry::Occupied(known) => {
                let other = keys.get(*known.get() as usize).unwrap_or_default();
                alike.extend((other != own).then_some((other, own)));
            }
            Entry::Vacant(free) => {
                free.insert(place);
            }
        }
    }
    alike
}

/// Rows that were taken for repetitions by their hashes, compared by their bytes as the files are
/// read once more.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Rows that come again, with their bytes once they are met.
    first: HashMap<Origin, Vec<u8>>,
    /// Rows that repeat them, each with the row that it repeats.
    again: HashMap<Origin, Origin>,
    bytes: Vec<u8>,
    differs: bool,
}

impl Comparison {
    /// A comparison of these rows, each with the row that it repeats.
    pub(super) fn of(repetitions: &[(Origin, Origin)]) -> Comparison {
        Comparison {
            first: repetitions.iter().map(|(_, first)| (*first, Vec::new())).collect(),
            again: repetitions.iter().copied().collect(),
            ..Comparison::default()
        }
    }

    /// Sees a row again.
    pub(super) fn see(&mut self, origin: Origin, row: &impl Row) {
        if let Some(bytes) = self.first.get_mut(&origin) {
            *bytes = row.content(&mut self.bytes).to_vec();
        } else if let Some(first) = self.again.get(&origin) {
            let own = row.content(&mut self.bytes);
            self.differs |= self.first.get(first).map(Vec::as_slice) != Some(own);
        }
    }

    /// Returns `true` if some row was no repetition of the other.
    pub(super) fn differs(&self) -> bool {
        self.differs
    }
}
