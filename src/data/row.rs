//! A row of a file, and the column of it in which a field is found.

use super::cell::{Raw, Rule};
#[cfg(feature = "xlsx")]
use super::encoding::Encoding;
use super::figures::Figure;
use super::hashing::Content;
use crate::model::FieldId;

/// Column of a field, with the rule by which its cells are read.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) field: FieldId,
    pub(crate) key: bool,
    pub(crate) column: usize,
    pub(crate) header: String,
    pub(crate) rule: Rule,
    /// `true` if a row may leave the field out, and that is another thing than a blank.
    pub(crate) may_be_untold: bool,
}

/// A row of a file.
pub(crate) trait Row {
    /// The cell in a column, from 0; blank past the last.
    fn raw(&self, column: usize) -> Raw<'_>;
    /// Returns `true` if the row has the column at all, blank or not.
    fn tells(&self, _column: usize) -> bool {
        true
    }
    /// The number that a column with a decimal sign holds, if it was read as the row was cut.
    #[inline]
    fn figure(&self, _column: usize) -> Option<Figure> {
        None
    }
    /// Hash of [`Row::content`], if it was made as the row was cut.
    #[inline]
    fn hashed(&self) -> Option<Content> {
        None
    }
    /// Returns `true` if some cell shows something.
    #[inline]
    fn shows(&self) -> bool {
        (0..self.width()).any(|column| !self.raw(column).is_blank())
    }
    /// Number of cells in the row.
    fn width(&self) -> usize;
    /// Appends every cell by [`put_cell`], so that rows with the same bytes have the same cells.
    fn put(&self, bytes: &mut Vec<u8>);
    /// Bytes that rows with the same cells have in common, and no others, whatever file they stand
    /// in; where they must be made, in memory that is given.
    fn content<'m>(&'m self, memory: &'m mut Vec<u8>) -> &'m [u8] {
        memory.clear();
        self.put(memory);
        without_blanks(memory)
    }
}

/// End of a cell among the bytes of a row, as in most files; within a cell it is [`ESCAPED`].
pub(super) const END_OF_CELL: u8 = b';';
/// What stands for the end of a cell within one: no text has it.
const ESCAPED: u8 = 0xff;

/// The bytes of a row without the blanks behind the last cell that holds anything: they may as well
/// be left out.
pub(super) fn without_blanks(mut bytes: &[u8]) -> &[u8] {
    while let [before @ .., END_OF_CELL] = bytes {
        bytes = before;
    }
    bytes
}

/// Appends a cell, so that no other cells give the same; a text is the same in any file.
pub(super) fn put_cell(bytes: &mut Vec<u8>, kind: u8, text: &str) {
    if kind != b't' {
        bytes.extend_from_slice(&[0xfe, kind]);
    }
    let escaped = |byte: u8| if byte == END_OF_CELL { ESCAPED } else { byte };
    bytes.extend(text.bytes().map(escaped));
    bytes.push(END_OF_CELL);
}

/// A row whose texts were typed in an old font.
#[cfg(feature = "xlsx")]
pub(crate) struct Mended<'r, R> {
    row: &'r R,
    texts: Vec<Option<String>>,
}

#[cfg(feature = "xlsx")]
impl<'r, R: Row> Mended<'r, R> {
    pub(crate) fn new(row: &'r R, encoding: Encoding) -> Mended<'r, R> {
        let text = |column: usize| match row.raw(column) {
            Raw::Text(text) => Some(encoding.mend(text).into_owned()),
            Raw::Blank
            | Raw::Number(_)
            | Raw::Percent(_)
            | Raw::YesNo(_)
            | Raw::Date(_)
            | Raw::Refused(..) => None,
        };
        Mended { row, texts: (0..row.width()).map(text).collect() }
    }
}

#[cfg(feature = "xlsx")]
impl<R: Row> Row for Mended<'_, R> {
    fn raw(&self, column: usize) -> Raw<'_> {
        self.texts
            .get(column)
            .and_then(Option::as_deref)
            .map_or_else(|| self.row.raw(column), Raw::Text)
    }

    fn width(&self) -> usize {
        self.row.width()
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        self.row.put(bytes);
    }
}
