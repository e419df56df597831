//! Identity of records: by which a row is told from those before it. Keys are compared letter by
//! letter; of all cells of a row a hash is kept, and where two rows have the same, the rows are
//! read once more to be compared byte by byte.

use super::keys::RecordKeys;
use super::origins::Origin;
use crate::value::Month;
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Keyed hash of 128 bits, of which nobody who writes a file knows the key.
#[derive(Clone, Debug)]
pub(crate) struct Hashing {
    halves: [RandomState; 2],
    /// Bits of the hash that count; tests leave some out.
    mask: u128,
}

impl Hashing {
    /// Hashing with a new key.
    pub(crate) fn new() -> Hashing {
        Hashing { halves: [RandomState::default(), RandomState::default()], mask: u128::MAX }
    }

    /// Hashing by which all is the same.
    #[cfg(test)]
    pub(crate) fn colliding() -> Hashing {
        Hashing { mask: 0, ..Hashing::new() }
    }

    fn content(&self, bytes: &[u8]) -> Content {
        let [high, low] = &self.halves;
        let hash = u128::from(high.hash_one(bytes)) << 64 | u128::from(low.hash_one(bytes));
        Content(hash & self.mask)
    }

    fn key(&self, key: &str, month: Option<Month>) -> u64 {
        let [first, _] = &self.halves;
        first.hash_one((key, month))
    }
}

/// Hash of all cells of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Content(u128);

impl Content {
    /// Bits that tell apart as well as all.
    fn short(self) -> u64 {
        u64::try_from(self.0 & u128::from(u64::MAX)).unwrap_or_default()
    }
}

/// Keys and contents of the records read so far, to find those that come again.
#[derive(Debug)]
pub(super) struct Identities {
    hashing: Hashing,
    /// Contents of the records, as far as they can come again.
    contents: Vec<Content>,
    /// Months of monthly snapshots, a key being one's own within its month; empty of others.
    months: Vec<Option<Month>>,
    /// First record of each key.
    by_key: HashTable<u32>,
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
            by_key: HashTable::new(),
            by_content: HashTable::new(),
            repeated: HashMap::new(),
            bytes: Vec::new(),
        }
    }

    /// The content of a row whose cells `put` gives.
    pub(super) fn content(&mut self, put: impl FnOnce(&mut Vec<u8>)) -> Content {
        self.bytes.clear();
        put(&mut self.bytes);
        self.hashing.content(&self.bytes)
    }

    /// The first record with a key.
    pub(super) fn first(&self, keys: &RecordKeys, key: &str, month: Option<Month>) -> Option<u32> {
        let is = |record: &u32| self.is(keys, *record, key, month);
        self.by_key.find(self.hashing.key(key, month), is).copied()
    }

    /// The earlier record that has the same content: of those with the same key, whose first record
    /// is given, else of those without one.
    pub(super) fn earlier(&self, first: Option<u32>, content: Content) -> Option<u32> {
        match first {
            Some(first) if self.content_of(first) == content => Some(first),
            Some(first) => self.repeated.get(&first)?.get(&content).copied(),
            None => {
                let is = |record: &u32| self.content_of(*record) == content;
                self.by_content.find(content.short(), is).copied()
            }
        }
    }

    /// Takes the content of the next record.
    pub(super) fn push(&mut self, record: u32, content: Content) {
        self.contents.resize(record as usize, Content::default());
        self.contents.push(content);
    }

    /// Takes a record as the first with its key.
    pub(super) fn hold_key(&mut self, keys: &RecordKeys, record: u32, month: Option<Month>) {
        let Some(key) = keys.get(record as usize) else { return };
        if month.is_some() {
            self.months.resize(record as usize, None);
            self.months.push(month);
        }
        let (hashing, months) = (&self.hashing, &self.months);
        let hash = |record: &u32| {
            let month = months.get(*record as usize).copied().flatten();
            hashing.key(keys.get(*record as usize).unwrap_or_default(), month)
        };
        self.by_key.insert_unique(hashing.key(key, month), record, hash);
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
        if self.by_content.find(content.short(), |known| of(known) == content).is_none() {
            self.by_content.insert_unique(content.short(), record, |known| of(known).short());
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
    pub(super) fn see(&mut self, origin: Origin, put: impl FnOnce(&mut Vec<u8>)) {
        if let Some(bytes) = self.first.get_mut(&origin) {
            put(bytes);
        } else if let Some(first) = self.again.get(&origin) {
            self.bytes.clear();
            put(&mut self.bytes);
            self.differs |= self.first.get(first) != Some(&self.bytes);
        }
    }

    /// Returns `true` if some row was no repetition of the other.
    pub(super) fn differs(&self) -> bool {
        self.differs
    }
}
