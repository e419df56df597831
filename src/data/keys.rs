//! Keys of records, one behind the other in one text.

use std::ops::Range;

/// Keys of the records of a reading, in the order of the table. They are kept in one text: a
/// million keys are two blocks of memory, and records without keys none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordKeys {
    /// Number of the records before the first that has a key.
    before: u32,
    text: String,
    /// End of each key in the text, from the first there is. The text stays below 2 GiB: reading
    /// stops at half of that.
    ends: Vec<u32>,
}

/// Mark of a record that has no key.
const NONE: u32 = 1 << 31;

impl RecordKeys {
    /// The key of a record by its place; `None` of one without a key, and past the last.
    pub fn get(&self, place: usize) -> Option<&str> {
        self.text.get(self.range(place)?)
    }

    /// Number of records, with a key or without.
    pub fn len(&self) -> usize {
        self.before as usize + self.ends.len()
    }

    /// Returns `true` if there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The keys in the order of the table.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// Returns `true` if some key has capitals and some has small letters.
    pub(crate) fn mix_letters(&self) -> bool {
        if self.text.is_ascii() {
            // Many bytes at a time: most keys have no small letters at all.
            let among = |bytes: &[u8], wanted: fn(&u8) -> bool| {
                bytes.iter().fold(false, |any, byte| any | wanted(byte))
            };
            let has = |wanted| self.text.as_bytes().chunks(1 << 10).any(|part| among(part, wanted));
            return has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
        }
        let has = |wanted: fn(char) -> bool| self.text.chars().any(wanted);
        has(char::is_uppercase) && has(char::is_lowercase)
    }

    /// Length of all keys together, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn push(&mut self, key: Option<&str>) {
        match key {
            None if self.ends.is_empty() => self.before += 1,
            None => self.ends.push(self.end() | NONE),
            Some(key) => {
                self.text.push_str(key);
                self.ends.push(self.end());
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.before = 0;
        self.text.clear();
        self.ends.clear();
    }

    /// Leaves out the keys of records that are not kept.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        let keys = std::mem::take(self);
        let stay = keys.iter().zip(kept).filter(|(_, kept)| **kept);
        stay.for_each(|(key, _)| self.push(key));
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX) & !NONE
    }

    fn range(&self, place: usize) -> Option<Range<usize>> {
        let place = place.checked_sub(self.before as usize)?;
        let end = *self.ends.get(place)?;
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |before| before & !NONE);
        (end & NONE == 0).then_some(start as usize..end as usize)
    }
}

impl<'k> FromIterator<Option<&'k str>> for RecordKeys {
    fn from_iter<I: IntoIterator<Item = Option<&'k str>>>(given: I) -> RecordKeys {
        let mut keys = RecordKeys::default();
        given.into_iter().for_each(|key| keys.push(key));
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_their_places_also_empty_ones_and_after_some_left() {
        let given = [None, None, Some("a"), Some(""), None, Some("ñb"), Some("c"), None];
        let mut keys: RecordKeys = given.into_iter().collect();
        assert!(keys.iter().eq(given));
        assert_eq!((keys.get(8), keys.len(), keys.bytes()), (None, 8, 5));
        keys.retain(&[true, false, false, true, true, true, false, true]);
        assert!(keys.iter().eq([None, Some(""), None, Some("ñb"), None]));
        keys.clear();
        assert!(keys.is_empty());
    }

    #[test]
    fn letters_are_mixed_where_there_are_both_in_any_keys() {
        let mix =
            |keys: &[&str]| keys.iter().copied().map(Some).collect::<RecordKeys>().mix_letters();
        assert!(!mix(&["T1", "T2", "Đ3"]) && !mix(&["t1", "đ2"]) && !mix(&["1", "2"]) && !mix(&[]));
        assert!(mix(&["T1", "t1"]) && mix(&["Đ1", "x"]) && mix(&["đ", "X"]));
    }
}
