//! Rows of a delimited text that are handed on together, with the numbers read as they were cut.

use super::cell::{Raw, trimmed};
use super::figures::{Figure, same_decimals};
use super::hashing::{Content, Hashing, KeyHash};
use super::row::{END_OF_CELL, Row, put_cell, without_blanks};
use super::scan::{Cells, Figures, Scanner};
use std::io::{self, Read};
use std::ops::Range;

/// Most rows of a block: few enough to stay in the processor's cache.
const ROWS: usize = 512;
/// Numbers that a block has room for, about, where rows have many cells.
const NUMBERS: usize = 1 << 15;
/// Bytes of a block's cells, about, where rows are long.
const BYTES: usize = 1 << 17;

/// Rows of a text, one behind the other, in memory of their own.
#[derive(Debug, Default)]
pub(super) struct Block {
    rows: Vec<Place>,
    text: String,
    ends: Vec<u32>,
    /// Numbers that were read as rows were cut at a glance, column by column: those of one lie
    /// behind each other, with room for one of each row.
    figures: Vec<Figure>,
    /// Number of the columns.
    columns: usize,
    /// Hash of each row's content, where they are wanted.
    contents: Vec<Content>,
    /// Hash of each row's key as it stands there, where they are wanted, and the column of it.
    keys: Vec<KeyHash>,
    key_column: Option<usize>,
}

/// Row of a block: its number in the file, and where what is held of it ends.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    number: u32,
    text: u32,
    ends: u32,
    /// Bytes between two cells.
    gap: u8,
    /// `true` if it was cut at a glance, into as many cells as there are columns of numbers.
    cut: bool,
}

impl Block {
    /// Number of rows in the block.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns `true` if no more rows should be put in.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= self.most() || self.text.len() >= BYTES
    }

    /// Most rows that there is room for.
    fn most(&self) -> usize {
        (NUMBERS / self.columns.max(1)).clamp(1, ROWS)
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.text.clear();
        self.ends.clear();
        self.contents.clear();
        self.keys.clear();
    }

    /// Appends a row with its number.
    pub(super) fn push(&mut self, number: u32, row: &Delimiting<'_>) {
        let cells = &row.cells;
        let cut = !cells.figures().is_empty();
        if cut {
            self.make_room(cells.figures().len());
            let (at, most) = (self.rows.len(), self.most());
            for (column, one) in self.figures.chunks_exact_mut(most).zip(cells.figures().iter()) {
                column.get_mut(at).into_iter().for_each(|own| *own = one);
            }
        }
        self.text.push_str(cells.text());
        self.ends.extend_from_slice(cells.ends());
        self.rows.push(Place {
            number,
            text: index(self.text.len()),
            ends: index(self.ends.len()),
            gap: u8::from(cells.gap() > 0),
            cut,
        });
    }

    /// Makes room for the numbers of so many columns: rows of one file have as many each.
    fn make_room(&mut self, columns: usize) {
        self.columns = columns;
        self.figures.resize(columns * self.most(), Figure::NONE);
    }

    /// Appends rows that a scanner cuts together, which follow one with a number, at most so many;
    /// how many there were.
    pub(super) fn cut<R: Read>(
        &mut self,
        scanner: &mut Scanner<R>,
        (mut number, most): (u32, u32),
    ) -> io::Result<u32> {
        self.make_room(scanner.columns());
        let (first, cells, height) = (self.rows.len(), self.ends.len(), self.most());
        let rows = first..height.min(first.saturating_add(most as usize));
        let figures = self.figures.chunks_exact_mut(height);
        let columns = figures.map(|column| column.get_mut(rows.clone()).unwrap_or_default());
        let Some(stretch) = scanner.cut(rows.len(), (&mut self.ends, columns))? else {
            return Ok(0);
        };
        let (start, count) = (self.text.len(), stretch.ends().len().max(1));
        self.text.push_str(stretch.text());
        let mut ends = index(cells);
        let each = index((self.ends.len() - cells) / count);
        for end in stretch.ends() {
            (number, ends) = (number + 1, ends + each);
            self.rows.push(Place { number, text: index(start + end), ends, gap: 1, cut: true });
        }
        Ok(index(count))
    }

    /// Makes the hashes of the contents of all rows, and of the keys in a column.
    pub(super) fn hash(&mut self, hashing: &Hashing, key: Option<usize>, memory: &mut Vec<u8>) {
        let mut contents = std::mem::take(&mut self.contents);
        let mut keys = std::mem::take(&mut self.keys);
        for row in 0..self.rows.len() {
            let row = self.row(row);
            contents.push(hashing.content(row.content(memory)));
            let of_key = |key| hashing.key(trimmed(row.cells.get(key).unwrap_or_default()), None);
            keys.extend(key.map(of_key));
        }
        (self.contents, self.keys, self.key_column) = (contents, keys, key);
    }

    /// Hashes of the keys of the rows as they stand there, if they were made.
    pub(super) fn keys(&self) -> &[KeyHash] {
        &self.keys
    }

    /// Hash of the key of a row as it stands there, if that of this column was made.
    #[inline]
    pub(super) fn key(&self, row: usize, column: usize) -> Option<KeyHash> {
        self.keys.get(row).copied().filter(|_| self.key_column == Some(column))
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
        let figures = self.figures.get(row..).filter(|_| end.cut).unwrap_or_default();
        let cells = Cells::of((text, ends), end.gap.into(), Figures::apart(figures, self.most()));
        Delimiting { cells, hashed: self.contents.get(row).copied() }
    }

    /// Returns `true` if a row was cut at a glance into so many cells.
    #[inline]
    pub(super) fn is_cut(&self, row: usize, cells: usize) -> bool {
        self.columns == cells && self.rows.get(row).is_some_and(|row| row.cut)
    }

    /// The numbers of a column in rows that were cut at a glance, as they are without their decimal
    /// signs, and how many decimals they have. None where they differ in that, or some cell is no
    /// number.
    pub(super) fn column(
        &self,
        rows: Range<usize>,
        column: usize,
    ) -> Option<(u32, impl ExactSizeIterator<Item = i64>)> {
        let figures = self.figures.chunks_exact(self.most()).nth(column)?.get(rows)?;
        Some((same_decimals(figures)?, figures.iter().map(|one| one.mantissa())))
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
    /// Hash of the content, if it was made.
    hashed: Option<Content>,
}

impl<'r> Delimiting<'r> {
    #[inline]
    pub(super) fn of(cells: Cells<'r>) -> Delimiting<'r> {
        Delimiting { cells, hashed: None }
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
        self.hashed
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
