//! Validity of a column: which of its values are there, and which could not be read.

use crate::diag::{Error, table as say};
use std::collections::BTreeSet;
use std::ops::Range;

/// A list of bits, the first in the lowest place of a word: the order of Arrow's bitmaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// So many bits that are all set.
    fn set(len: usize) -> Bits {
        std::iter::repeat_n(true, len).collect()
    }

    /// The first `len` bits of a bitmap; none if it has fewer.
    fn of_bitmap(bytes: &[u8], len: usize) -> Option<Bits> {
        let bytes = bytes.get(..len.div_ceil(8))?;
        let word = |bytes: &[u8]| {
            bytes.iter().rev().fold(0, |word: u64, byte| word << 8 | u64::from(*byte))
        };
        let mut bits = Bits { words: bytes.chunks(8).map(word).collect(), len };
        bits.clear_rest();
        Some(bits)
    }

    /// The number of bits.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns `true` if the list has no bits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bit at a place; past the end, none is set.
    #[inline]
    pub fn get(&self, place: usize) -> bool {
        self.words.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// The places of a range whose bits are not set, counted from its start. Words that are all
    /// set are passed over.
    fn unset_in(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let Range { start, end } = range;
        let words = start / 64..end.div_ceil(64);
        let open = words.filter(|word| self.words.get(*word) != Some(&u64::MAX));
        let places = open.flat_map(move |word| (word * 64).max(start)..(word * 64 + 64).min(end));
        places.filter(|place| !self.get(*place)).map(move |place| place - start)
    }

    /// Appends a bit at the end.
    #[inline]
    pub fn push(&mut self, bit: bool) {
        let bit = u64::from(bit) << (self.len % 64);
        match self.words.get_mut(self.len / 64) {
            Some(word) => *word |= bit,
            None => self.words.push(bit),
        }
        self.len += 1;
    }

    /// Appends so many bits that are set, a word at a time.
    fn extend_set(&mut self, count: usize) {
        let len = self.len + count;
        if let (Some(word), rest @ 1..) = (self.words.last_mut(), self.len % 64) {
            *word |= u64::MAX << rest;
        }
        self.words.resize(len.div_ceil(64), u64::MAX);
        self.len = len;
        self.clear_rest();
    }

    /// Makes a bit one that is set.
    pub(super) fn set_at(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    /// Makes a bit one that is not set.
    pub fn unset(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / 64) {
            *word &= !(1 << (place % 64));
        }
    }

    /// Leaves out the bits from a place on.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
        self.words.truncate(self.len.div_ceil(64));
        self.clear_rest();
    }

    /// Bits past the end are not set, so that those appended need only be added.
    fn clear_rest(&mut self) {
        if let (Some(word), rest @ 1..) = (self.words.last_mut(), self.len % 64) {
            *word &= (1 << rest) - 1;
        }
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Bits {
        let mut all = Bits::default();
        bits.into_iter().for_each(|bit| all.push(bit));
        all
    }
}

/// Validity of a column: which of its values are there, a bit a record, and which could not be
/// read.
///
/// A value that is missing leaves open what rests on it. One that could not be read is a data error
/// of what rests on it; in a key or a required field, of the whole record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    known: Bits,
    unreadable: BTreeSet<u32>,
}

impl Validity {
    /// Validity of a column of so many values which are all there.
    pub fn all(rows: usize) -> Validity {
        Validity { known: Bits::set(rows), unreadable: BTreeSet::new() }
    }

    /// Validity as in an Arrow bitmap, the least significant bit first; a set bit is a value.
    ///
    /// # Errors
    /// The bitmap has fewer bits than there are records (E276).
    pub fn of_bitmap(bytes: &[u8], rows: usize) -> Result<Validity, Error> {
        let known = Bits::of_bitmap(bytes, rows)
            .ok_or_else(|| say::short_bitmap(bytes.len().saturating_mul(8), rows))?;
        Ok(Validity { known, unreadable: BTreeSet::new() })
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Returns `true` if the column has no records.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Returns `true` if a record has a value; past the end, none has.
    #[inline]
    pub fn is_known(&self, row: usize) -> bool {
        self.known.get(row)
    }

    /// The records of a range that have no value, by their place in it.
    pub(crate) fn unknown_in(&self, rows: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        self.known.unset_in(rows)
    }

    /// Returns `true` of a row whose value could not be read.
    pub(crate) fn is_marked(&self, row: usize) -> bool {
        u32::try_from(row).is_ok_and(|row| self.marked().contains(&row))
    }

    /// The records whose value could not be read, ascending.
    pub(crate) fn marked(&self) -> &BTreeSet<u32> {
        &self.unreadable
    }

    /// Says of a value that it could not be read; one that is there stays.
    pub(crate) fn mark(&mut self, row: usize) {
        self.unreadable.extend(u32::try_from(row));
    }

    /// Makes a value one that is there.
    pub(super) fn set(&mut self, row: usize) {
        self.known.set_at(row);
    }

    /// Makes a value a missing one.
    pub(super) fn clear(&mut self, row: usize) {
        self.known.unset(row);
    }

    #[inline]
    pub(crate) fn push(&mut self, known: bool) {
        self.known.push(known);
    }

    /// Appends so many records that have a value.
    pub(crate) fn extend_known(&mut self, count: usize) {
        self.known.extend_set(count);
    }

    /// The validity as in an Arrow bitmap, 64 records a word and the first in its lowest bit.
    pub fn words(&self) -> &[u64] {
        &self.known.words
    }

    /// Leaves out all values; the memory stays.
    pub(crate) fn empty(&mut self) {
        self.known.words.clear();
        self.known.len = 0;
        if !self.unreadable.is_empty() {
            self.unreadable.clear();
        }
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.known.truncate(rows);
        self.unreadable.retain(|row| (*row as usize) < rows);
    }

    /// Leaves out the records that are not kept.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        let mut retained = Validity::default();
        for (row, _) in kept.iter().enumerate().filter(|(_, kept)| **kept) {
            let place = retained.len();
            retained.push(self.is_known(row));
            if u32::try_from(row).is_ok_and(|row| self.unreadable.contains(&row)) {
                retained.mark(place);
            }
        }
        *self = retained;
    }
}

impl FromIterator<bool> for Validity {
    fn from_iter<I: IntoIterator<Item = bool>>(known: I) -> Validity {
        Validity { known: known.into_iter().collect(), unreadable: BTreeSet::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(bits: &Bits) -> Vec<bool> {
        (0..bits.len()).map(|place| bits.get(place)).collect()
    }

    #[test]
    fn bits_are_those_that_were_pushed_also_after_a_word_and_after_a_cut() {
        let pattern: Vec<bool> = (0..130).map(|place| place % 3 == 0).collect();
        let mut all: Bits = pattern.iter().copied().collect();
        assert_eq!(bits(&all), pattern);
        all.truncate(65);
        all.push(false);
        all.push(true);
        assert_eq!(bits(&all), [&pattern[..65], &[false, true]].concat());
        assert!(!all.get(67), "past the end");
    }

    #[test]
    fn bits_that_are_appended_together_are_those_appended_one_by_one() {
        for (before, count) in [(0, 0), (0, 64), (3, 61), (3, 62), (63, 1), (64, 70), (5, 200)] {
            let mut all: Bits = (0..before).map(|place| place % 2 == 0).collect();
            let mut each = all.clone();
            all.extend_set(count);
            (0..count).for_each(|_| each.push(true));
            assert_eq!(all, each, "{count} after {before}");
            all.push(false);
            assert!(!all.get(before + count));
        }
    }

    #[test]
    fn the_unset_bits_of_a_range_are_told_by_their_place_in_it() {
        let mut all = Bits::set(200);
        [3, 64, 130, 199].into_iter().for_each(|place| all.unset(place));
        let unset = |range| all.unset_in(range).collect::<Vec<_>>();
        assert_eq!(unset(0..200), [3, 64, 130, 199]);
        assert_eq!(unset(64..131), [0, 66]);
        assert_eq!(unset(4..64), [0_usize; 0]);
        assert_eq!(unset(65..65), [0_usize; 0]);
    }

    #[test]
    fn a_bitmap_is_read_from_its_lowest_bit_and_no_further_than_its_records() {
        let validity = Validity::of_bitmap(&[0b1111_0101, 0b10], 10).unwrap();
        let known: Vec<bool> = (0..10).map(|row| validity.is_known(row)).collect();
        assert_eq!(known, [true, false, true, false, true, true, true, true, false, true]);
        let cut = Validity::of_bitmap(&[0b1111_1111], 3).unwrap();
        assert_eq!(cut, Validity::all(3));
        assert_eq!(Validity::of_bitmap(&[0xFF], 9).unwrap_err().code(), "E276");
    }

    #[test]
    fn what_is_left_out_takes_its_marks_along() {
        let mut validity = Validity::all(4);
        validity.clear(1);
        validity.mark(1);
        validity.mark(3);
        validity.retain(&[false, true, true, true]);
        let known: Vec<bool> = (0..3).map(|row| validity.is_known(row)).collect();
        assert_eq!(known, [false, true, true]);
        assert_eq!(validity.marked(), &BTreeSet::from([0, 2]));
        validity.truncate(2);
        assert_eq!((validity.len(), validity.marked()), (2, &BTreeSet::from([0])));
    }
}
