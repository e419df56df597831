//! Rows of a delimited text that are handed on together, with the numbers read as they were cut.

use super::cell::{Raw, trimmed};
use super::figures::Figure;
use super::hashing::{Content, Hashing, KeyHash};
use super::row::{END_OF_CELL, Row, put_cell, without_blanks};
use super::scan::Cells;
use std::ops::Range;

/// Rows of a block: few enough to stay in the processor's cache.
const ROWS: usize = 512;
/// Bytes of a block's cells, about, where rows are long.
const BYTES: usize = 1 << 17;

/// Rows of a text, one behind the other, in memory of their own.
#[derive(Debug, Default)]
pub(super) struct Block {
    rows: Vec<Place>,
    text: String,
    ends: Vec<u32>,
    figures: Vec<Figure>,
    /// Hash of each row's content, where they are wanted.
    contents: Vec<Content>,
    /// Hashes that the keys of rows have, where they are told at a glance.
    keys: Vec<KeyHash>,
}

/// Row of a block: its number in the file, and where what is held of it ends.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    number: u32,
    text: u32,
    ends: u32,
    figures: u32,
    /// Bytes between two cells.
    gap: u8,
}

impl Block {
    /// Number of rows in the block.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns `true` if no more rows should be put in.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.text.len() >= BYTES
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.text.clear();
        self.ends.clear();
        self.figures.clear();
        self.contents.clear();
        self.keys.clear();
    }

    /// Appends a row with its number, and the hash of its content where that is wanted of all.
    pub(super) fn push(&mut self, number: u32, row: &Delimiting<'_>) {
        let Delimiting { cells, hashed } = row;
        self.contents.extend(hashed.map(|(content, _)| content));
        self.keys.extend(hashed.and_then(|(_, key)| key));
        self.text.push_str(cells.text());
        self.ends.extend_from_slice(cells.ends());
        self.figures.extend_from_slice(cells.figures());
        self.rows.push(Place {
            number,
            text: index(self.text.len()),
            ends: index(self.ends.len()),
            figures: index(self.figures.len()),
            gap: u8::from(cells.gap() > 0),
        });
    }

    /// The hashes that the keys of the rows have, but for those that must be looked at closely.
    pub(super) fn keys(&self) -> &[KeyHash] {
        &self.keys
    }

    /// Number of a row in its file.
    #[inline]
    pub(super) fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    /// The first row behind one with this number.
    pub(super) fn behind(&self, number: u32) -> usize {
        self.rows.partition_point(|row| row.number <= number)
    }

    #[inline]
    fn start(&self, row: usize) -> Place {
        let before = row.checked_sub(1).and_then(|before| self.rows.get(before));
        before.copied().unwrap_or_default()
    }

    /// A row; one without cells past the last.
    #[inline]
    pub(super) fn row(&self, row: usize) -> Delimiting<'_> {
        let start = self.start(row);
        let end = self.rows.get(row).copied().unwrap_or(start);
        let text = self.text.get(range(start.text, end.text)).unwrap_or_default();
        let ends = self.ends.get(range(start.ends, end.ends)).unwrap_or_default();
        let figures = self.figures.get(range(start.figures, end.figures)).unwrap_or_default();
        let cells = Cells::of((text, ends), end.gap.into(), figures);
        let hashed = self.contents.get(row).map(|content| (*content, None));
        Delimiting { cells, hashed }
    }

    /// Returns `true` if a row was cut at a glance into so many cells.
    #[inline]
    pub(super) fn is_cut(&self, row: usize, cells: usize) -> bool {
        let start = self.start(row);
        self.rows.get(row).is_some_and(|end| (end.figures - start.figures) as usize == cells)
    }

    /// The numbers of a column in rows that were cut at a glance into so many cells each.
    pub(super) fn column(
        &self,
        rows: Range<usize>,
        (column, cells): (usize, usize),
    ) -> impl Iterator<Item = Figure> {
        let (start, end) = (self.start(rows.start).figures, self.start(rows.end).figures);
        let figures = self.figures.get(range(start, end)).unwrap_or_default();
        figures.iter().skip(column).step_by(cells.max(1)).copied()
    }
}

/// A place in a block, which holds little more than a row, and a row less than a file may have.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[inline]
fn range(start: u32, end: u32) -> Range<usize> {
    start as usize..end as usize
}

/// A row of a delimited file.
pub(crate) struct Delimiting<'r> {
    cells: Cells<'r>,
    /// Hash of the content, and the one that the key may have.
    hashed: Option<(Content, Option<KeyHash>)>,
}

impl<'r> Delimiting<'r> {
    #[inline]
    pub(super) fn of(cells: Cells<'r>) -> Delimiting<'r> {
        Delimiting { cells, hashed: None }
    }

    /// The row with the hash of its content, and of the key in a column.
    pub(super) fn hashed(
        mut self,
        (hashing, key): (&Hashing, Option<usize>),
        memory: &mut Vec<u8>,
    ) -> Delimiting<'r> {
        let content = hashing.content(self.content(memory));
        let key = key.and_then(|key| self.cells.get(key));
        self.hashed = Some((content, key.map(|key| hashing.key(trimmed(key), None))));
        self
    }
}

impl Row for Delimiting<'_> {
    #[inline]
    fn raw(&self, column: usize) -> Raw<'_> {
        self.cells.get(column).map_or(Raw::Blank, Raw::Text)
    }

    #[inline]
    fn figure(&self, column: usize) -> Option<Figure> {
        self.cells.figure(column)
    }

    #[inline]
    fn hashed(&self) -> Option<Content> {
        self.hashed.map(|(content, _)| content)
    }

    #[inline]
    fn shows(&self) -> bool {
        self.cells.shows() || (0..self.width()).any(|column| !self.raw(column).is_blank())
    }

    fn width(&self) -> usize {
        self.cells.len()
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        self.cells.iter().for_each(|cell| put_cell(bytes, b't', trimmed(cell)));
    }

    fn content<'m>(&'m self, memory: &'m mut Vec<u8>) -> &'m [u8] {
        match self.cells.as_they_lie(END_OF_CELL) {
            Some(bytes) => without_blanks(bytes),
            None => {
                memory.clear();
                self.put(memory);
                without_blanks(memory)
            }
        }
    }
}
