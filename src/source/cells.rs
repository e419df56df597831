//! Cells of a file as the text of a written table: what is parsed of a file of rows, each place of
//! it leading back to the file.

use super::{Content, Normalised, Source, SourceId, offset};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Rows of a file as lines of a written table. [`Source::normal`] of its text is the table,
/// [`Source::text`] the file as the pack shows it; offsets lead from the one to the other.
#[derive(Debug)]
pub struct CellText {
    /// Source of the pack that shows the file.
    pub id: SourceId,
    /// Text of the table and of the file.
    pub text: Source,
    cells: Vec<CellPlace>,
    rows: Vec<RowPlace>,
}

/// Place of a cell, by byte offsets.
#[derive(Clone, Debug)]
pub struct CellPlace {
    /// Range of the table's text.
    pub table: Range<u32>,
    /// Range of the file's text.
    pub file: Range<u32>,
}

#[derive(Debug)]
struct RowPlace {
    /// Range of the file's text.
    file: Range<u32>,
    /// Number of the cells up to its last.
    cells: usize,
}

impl CellText {
    /// Number of rows, the header among them.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Place of a row in the file, by byte offsets, and its cells.
    pub fn row(&self, place: usize) -> (Range<u32>, &[CellPlace]) {
        let end = |row: &RowPlace| row.cells;
        let before = place.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, end);
        match self.rows.get(place) {
            Some(row) => (row.file.clone(), self.cells.get(before..row.cells).unwrap_or(&[])),
            None => (0..0, &[]),
        }
    }
}

/// A cell of a file: its text without blanks and quotes around it, and where that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCell<'t> {
    /// Text of the cell.
    pub text: Cow<'t, str>,
    /// Byte offsets in the file.
    pub place: Range<u32>,
}

/// Rows of a file on their way to a [`CellText`].
#[derive(Debug)]
pub struct CellRows {
    table: String,
    anchors: Vec<(u32, u32)>,
    cells: Vec<CellPlace>,
    rows: Vec<RowPlace>,
    /// `true` if the file is in NFC, and so each of its cells.
    composed: bool,
}

impl CellRows {
    /// No rows yet, of a file that is in NFC, or may not be.
    pub fn new(composed: bool) -> CellRows {
        CellRows {
            table: String::new(),
            anchors: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            composed,
        }
    }

    /// Adds a row, with the byte offsets at which it stands in the file.
    pub fn push(&mut self, place: Range<u32>, cells: &[FileCell<'_>]) {
        self.anchor(place.start);
        for cell in cells {
            self.table.push_str("| ");
            self.anchor(cell.place.start);
            let start = offset(self.table.len());
            self.push_text(&cell.text);
            let table = start..offset(self.table.len());
            self.cells.push(CellPlace { table, file: cell.place.clone() });
            self.anchor(cell.place.end);
            self.table.push(' ');
        }
        self.anchor(place.end);
        self.table.push_str("|\n");
        self.rows.push(RowPlace { file: place, cells: self.cells.len() });
    }

    /// Rows whose file is the source `id`, shown by its name and text.
    pub fn finish(self, id: SourceId, name: &str, text: &str) -> CellText {
        let normal = Normalised { text: self.table, anchors: self.anchors };
        let text = Source(Arc::new(Content {
            name: name.to_owned(),
            text: text.to_owned(),
            normal: Some(normal),
            line_starts: Vec::new(),
            marked: false,
        }));
        CellText { id, text, cells: self.cells, rows: self.rows }
    }

    fn anchor(&mut self, place: u32) {
        self.anchors.push((offset(self.table.len()), place));
    }

    /// The lines of a cell, as of a header that is broken to fit its column, are one.
    fn push_text(&mut self, text: &str) {
        let breaks = ['\n', '\r', '\u{2028}', '\u{2029}'];
        let text = match text.contains(breaks) {
            true => Cow::Owned(text.replace(breaks, " ")),
            false => Cow::Borrowed(text),
        };
        match self.composed || is_nfc(&text) {
            true => self.table.push_str(&text),
            false => self.table.extend(text.nfc()),
        }
    }
}
