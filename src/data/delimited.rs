//! CSV and its kin: text, cells parted by `;`, `,`, a tab or `|`. Read as a stream, one row at a
//! time.

use super::cell::Raw;
use super::encoding::{Encoding, decoded};
use super::layout::{PREVIEW_ROWS, Preview};
use super::row::Row;
use super::rows::digest_cell;
use super::{DELIMITERS, DataFile, MOST_COLUMNS, MOST_ROWS};
use crate::diag::{self, Error};
use csv::{ReaderBuilder, StringRecord, Terminator};
use sha2::Sha256;
use std::io::Read;
use std::ops::ControlFlow;

/// The header and the titles above it lie within so many bytes.
const PREFIX_BYTES: u64 = 1 << 18;
/// A row that no file holds, put after the last one: it is not seen if a quote is never closed.
const END: &str = "\u{1}";

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
        let found =
            self.records(self.text(self.prefix.as_slice(), encoding), delimiter, |row, record| {
                preview
                    .rows
                    .push((row, record.iter().map(|cell| cell.trim().to_owned()).collect()));
                if preview.rows.len() < PREVIEW_ROWS {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
        match found {
            Err(error) if preview.rows.is_empty() => Err(error),
            // A quote may be open only for want of the rest of the file.
            Ok(()) | Err(_) => Ok(preview),
        }
    }

    /// Gives every row below the header to `take`, in order.
    pub(crate) fn rows(
        &self,
        preview: &Preview,
        header_row: u32,
        mut take: impl FnMut(u32, &Delimiting) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let delimiter = DELIMITERS
            .iter()
            .zip(1..)
            .find(|(_, place)| *place == preview.number)
            .map_or(',', |(delimiter, _)| *delimiter);
        self.records(self.text(self.file.open()?, preview.encoding), delimiter, |row, record| {
            if row > header_row {
                take(row, &Delimiting(record))
            } else {
                ControlFlow::Continue(())
            }
        })
    }

    fn records(
        &self,
        text: impl Read,
        delimiter: char,
        mut take: impl FnMut(u32, &StringRecord) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let end = [self.terminator, b'\x01', self.terminator];
        let mut reader = ReaderBuilder::new()
            .delimiter(u8::try_from(delimiter).unwrap_or(b','))
            .terminator(Terminator::Any(self.terminator))
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(text.chain(end.as_slice()));
        let mut record = StringRecord::new();
        let mut row = 0;
        loop {
            let line = reader.position().line();
            if !reader
                .read_record(&mut record)
                .map_err(|error| self.record_error(&error, row + 1))?
            {
                return Err(self.file.refuse(diag::data::open_quote(row)).at_row(row));
            }
            if record.len() == 1 && record.get(0) == Some(END) && reader_at_end(&mut reader) {
                return Ok(());
            }
            let within = record.as_slice().bytes().filter(|byte| *byte == b'\n').count() as u64;
            let blank_lines = reader.position().line().saturating_sub(line + within + 1);
            row = u32::try_from(u64::from(row) + blank_lines + 1).unwrap_or(u32::MAX);
            if row > MOST_ROWS {
                return Err(self.file.refuse(diag::data::too_many_rows(MOST_ROWS)));
            }
            if record.len() > MOST_COLUMNS {
                return Err(self.file.refuse(diag::data::too_many_columns(MOST_COLUMNS)));
            }
            let blank_line = record.len() == 1 && record.get(0) == Some("\r");
            if !blank_line && take(row, &record).is_break() {
                return Ok(());
            }
        }
    }

    fn record_error(&self, error: &csv::Error, row: u32) -> Error {
        match error.kind() {
            csv::ErrorKind::Utf8 { .. } => self.file.refuse(diag::data::not_utf8(row)).at_row(row),
            csv::ErrorKind::Io(error) => self.file.unreadable(error),
            _ => self.file.broken(error),
        }
    }
}

fn reader_at_end(reader: &mut csv::Reader<impl Read>) -> bool {
    let mut rest = csv::ByteRecord::new();
    matches!(reader.read_byte_record(&mut rest), Ok(false))
}

/// A row of a delimited file.
pub(crate) struct Delimiting<'r>(&'r StringRecord);

impl Row for Delimiting<'_> {
    fn raw(&self, column: usize) -> Raw<'_> {
        self.0.get(column).map_or(Raw::Blank, Raw::Text)
    }

    fn width(&self) -> usize {
        self.0.len()
    }

    fn digest(&self, hash: &mut Sha256) {
        let last = (0..self.0.len())
            .rev()
            .find(|column| !self.raw(*column).is_blank())
            .map_or(0, |last| last + 1);
        for cell in self.0.iter().take(last) {
            digest_cell(hash, b't', cell.trim().as_bytes());
        }
    }
}
