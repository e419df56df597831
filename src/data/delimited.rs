//! CSV and its kin: text, cells parted by `;`, `,`, a tab or `|`. Read as a stream, one row at a
//! time.

use super::cell::{Raw, trimmed};
use super::encoding::{Encoding, decoded};
use super::figures::Figure;
use super::layout::{PREVIEW_ROWS, Preview};
use super::row::{END_OF_CELL, Row, put_cell};
use super::scan::{Cells, Scanner};
use super::{DELIMITERS, DataFile, MOST_COLUMNS, MOST_ROWS};
use crate::diag::{self, Error};
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;

/// The header and the titles above it lie within so many bytes.
const PREFIX_BYTES: u64 = 1 << 18;
/// A row that no file holds, put after the last one: it is not seen if a quote is never closed.
const END: u8 = b'\x01';

/// A delimited text file.
pub(crate) struct Delimited<'f> {
    file: &'f DataFile,
    terminator: u8,
    /// The first rows, as bytes.
    prefix: Vec<u8>,
    /// `true` if the bytes are UTF-8.
    unicode: bool,
}

impl<'f> Delimited<'f> {
    /// Reads the first rows, to be tried in these encodings. Errors: the file cannot be read, or is
    /// UTF-16.
    pub(crate) fn open(file: &'f DataFile) -> Result<Delimited<'f>, Error> {
        let mut prefix = Vec::new();
        file.open()?
            .take(PREFIX_BYTES)
            .read_to_end(&mut prefix)
            .map_err(|error| file.unreadable(&error))?;
        if prefix.starts_with(&[0xff, 0xfe]) || prefix.starts_with(&[0xfe, 0xff]) {
            return Err(file.refuse(diag::data::utf16()));
        }
        if prefix.len() as u64 == PREFIX_BYTES {
            let whole_lines =
                prefix.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
            prefix.truncate(whole_lines);
        }
        let terminator =
            if prefix.contains(&b'\r') && !prefix.contains(&b'\n') { b'\r' } else { b'\n' };
        let unicode = std::str::from_utf8(&prefix).is_ok();
        Ok(Delimited { file, terminator, prefix, unicode })
    }

    /// The first rows in an encoding, once for each delimiter. Errors: they are not of it.
    pub(crate) fn previews(&self, encoding: Option<Encoding>) -> Result<Vec<Preview>, Error> {
        DELIMITERS
            .iter()
            .zip(1..)
            .map(|(&delimiter, number)| self.preview(delimiter, number, encoding))
            .collect()
    }

    fn text<'r>(&self, bytes: impl Read + 'r, encoding: Option<Encoding>) -> Box<dyn Read + 'r> {
        match encoding {
            Some(encoding) => decoded(bytes, encoding, self.unicode),
            None => Box::new(bytes),
        }
    }

    fn preview(
        &self,
        delimiter: char,
        number: u32,
        encoding: Option<Encoding>,
    ) -> Result<Preview, Error> {
        let mut preview = Preview { sheet: None, number, encoding, rows: Vec::new() };
        let text = self.text(self.prefix.as_slice(), encoding);
        let found = Rows::new(self, text, delimiter, MOST_ROWS).give(0, |number, row| {
            let cells = row.0.iter().map(|cell| cell.trim().to_owned());
            preview.rows.push((number, cells.collect()));
            match preview.rows.len() < PREVIEW_ROWS {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        match found {
            Err(error) if preview.rows.is_empty() => Err(error),
            // A quote may be open only for want of the rest of the file.
            Ok(()) | Err(_) => Ok(preview),
        }
    }

    /// Gives every row below the header to `take`, in order; more rows than `most` are refused. The
    /// numbers of columns with a decimal sign are read on the way.
    pub(crate) fn rows(
        &self,
        preview: &Preview,
        header_row: u32,
        (most, points): (u32, Vec<Option<u8>>),
        take: impl FnMut(u32, &Delimiting) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let text = self.text(self.file.open()?, preview.encoding);
        Rows::new(self, text, delimiter(preview), most).reading(points).give(header_row, take)
    }

    /// The rows of the file, to be gone through one by one.
    pub(crate) fn again(
        &self,
        preview: &Preview,
        points: Vec<Option<u8>>,
    ) -> Result<Rows<'f>, Error> {
        let text = self.text(self.file.open()?, preview.encoding);
        Ok(Rows::new(self, text, delimiter(preview), u32::MAX).reading(points))
    }
}

/// The delimiter that a preview was made with.
fn delimiter(preview: &Preview) -> char {
    let mut numbered = DELIMITERS.iter().zip(1..);
    let found = numbered.find(|(_, number)| *number == preview.number);
    found.map_or(',', |(delimiter, _)| *delimiter)
}

/// A text with a row behind its last that no file holds.
type Ended<'r> = io::Chain<Box<dyn Read + 'r>, Cursor<[u8; 3]>>;

/// Rows of a delimited file.
pub(crate) struct Rows<'r> {
    file: &'r DataFile,
    scanner: Scanner<Ended<'r>>,
    /// Number of the last row, from 1; 0 before the first.
    number: u32,
    /// Number of the row before it.
    before: u32,
    most: u32,
}

impl<'r> Rows<'r> {
    fn new(of: &Delimited<'r>, text: Box<dyn Read + 'r>, delimiter: char, most: u32) -> Rows<'r> {
        let end = Cursor::new([of.terminator, END, of.terminator]);
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        let scanner = Scanner::new(text.chain(end), delimiter, of.terminator);
        Rows { file: of.file, scanner, number: 0, before: 0, most }
    }

    fn reading(mut self, points: Vec<Option<u8>>) -> Rows<'r> {
        self.scanner = self.scanner.reading(points);
        self
    }

    fn give(
        mut self,
        header_row: u32,
        mut take: impl FnMut(u32, &Delimiting) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        while self.advance()? {
            let row = self.row()?;
            if self.number > header_row && take(self.number, &row).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Goes to the next row that is no empty line; `false` if there is none.
    pub(crate) fn advance(&mut self) -> Result<bool, Error> {
        loop {
            let unreadable = |error| self.file.unreadable(&error);
            if !self.scanner.advance().map_err(unreadable)? {
                let row = self.number;
                return Err(self.file.refuse(diag::data::open_quote(row)).at_row(row));
            }
            if self.scanner.is(&[END]) && self.scanner.is_at_end().map_err(unreadable)? {
                return Ok(false);
            }
            let before = self.number;
            self.number = u32::try_from(self.scanner.row()).unwrap_or(u32::MAX);
            if self.number > self.most {
                return Err(self.file.refuse(diag::data::too_many_rows(self.most)));
            }
            if !self.scanner.is(b"\r") {
                self.before = before;
                return Ok(true);
            }
        }
    }

    /// Number of the last row, as a spreadsheet shows it.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// The row that was gone to last.
    pub(crate) fn row(&self) -> Result<Delimiting<'_>, Error> {
        let Some(cells) = self.scanner.cells() else {
            let row = self.before + 1;
            return Err(self.file.refuse(diag::data::not_utf8(row)).at_row(row));
        };
        if cells.len() > MOST_COLUMNS {
            return Err(self.file.refuse(diag::data::too_many_columns(MOST_COLUMNS)));
        }
        Ok(Delimiting(cells))
    }
}

/// A row of a delimited file.
pub(crate) struct Delimiting<'r>(Cells<'r>);

impl Row for Delimiting<'_> {
    #[inline]
    fn raw(&self, column: usize) -> Raw<'_> {
        self.0.get(column).map_or(Raw::Blank, Raw::Text)
    }

    #[inline]
    fn figure(&self, column: usize) -> Option<Figure> {
        self.0.figure(column)
    }

    #[inline]
    fn shows(&self) -> bool {
        self.0.shows() || (0..self.width()).any(|column| !self.raw(column).is_blank())
    }

    fn width(&self) -> usize {
        self.0.len()
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        let start = bytes.len();
        if !self.0.put_whole(bytes, END_OF_CELL) {
            self.0.iter().for_each(|cell| put_cell(bytes, b't', trimmed(cell)));
        }
        // Blanks behind the last cell that holds anything may as well be left out.
        let is_blank =
            |cells: &[u8]| matches!(cells, [END_OF_CELL] | [.., END_OF_CELL, END_OF_CELL]);
        while bytes.get(start..).is_some_and(is_blank) {
            bytes.pop();
        }
    }
}
