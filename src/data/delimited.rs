//! CSV and its kin: text, cells parted by `;`, `,`, a tab or `|`. Read as a stream, one row at a
//! time.

use super::ahead::{Ahead, Out};
use super::block::{Block, Delimiting};
use super::encoding::{Encoding, decoded};
use super::hashing::Hashing;
use super::layout::{PREVIEW_ROWS, Preview};
use super::row::Row;
use super::scan::Scanner;
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
    /// `true` if those are all there are.
    is_whole: bool,
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
        let is_whole = (prefix.len() as u64) < PREFIX_BYTES;
        if !is_whole {
            let whole_lines =
                prefix.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
            prefix.truncate(whole_lines);
        }
        let terminator =
            if prefix.contains(&b'\r') && !prefix.contains(&b'\n') { b'\r' } else { b'\n' };
        let unicode = std::str::from_utf8(&prefix).is_ok();
        Ok(Delimited { file, terminator, prefix, is_whole, unicode })
    }

    /// The first rows in an encoding, once for each delimiter. Errors: they are not of it.
    pub(crate) fn previews(&self, encoding: Option<Encoding>) -> Result<Vec<Preview>, Error> {
        DELIMITERS
            .iter()
            .zip(1..)
            .map(|(&delimiter, number)| self.preview(delimiter, number, encoding))
            .collect()
    }

    fn text<'r>(
        &self,
        bytes: impl Read + Send + 'r,
        encoding: Option<Encoding>,
    ) -> Box<dyn Read + Send + 'r> {
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
        let found = Rows::new(self, text, delimiter, MOST_ROWS).give(|number, row| {
            let cells = (0..row.width()).map(|column| row.raw(column).shown().into_owned());
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

    /// Gives all rows to `take`, in order, a block at a time; more rows than `most` are refused.
    /// Some things are read on the way if that is wished. A file that is not small is cut into rows
    /// on a thread of its own.
    pub(crate) fn blocks(
        &self,
        preview: &Preview,
        (most, beside): (u32, Beside),
        mut take: impl FnMut(&Block) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let text = self.text(self.file.open()?, preview.encoding);
        let mut rows = Rows::new(self, text, delimiter(preview), most).reading(beside);
        let ahead = if self.is_whole { None } else { Ahead::start() };
        let Some(ahead) = ahead else {
            let mut block = Block::default();
            while rows.fill(&mut block)? && take(&block).is_continue() {}
            return Ok(());
        };
        let mut blocks = ahead.with(move |out| rows.put_all(out));
        while let Some(block) = blocks.next() {
            let block = block?;
            if take(&block).is_break() {
                break;
            }
            blocks.give_back(block);
        }
        Ok(())
    }

    /// The rows of the file, to be gone through one by one.
    pub(crate) fn again(
        &self,
        preview: &Preview,
        points: Vec<Option<u8>>,
    ) -> Result<Rows<'static>, Error> {
        let text = self.text(self.file.open()?, preview.encoding);
        let beside = Beside { points, hashing: None };
        Ok(Rows::new(self, text, delimiter(preview), u32::MAX).reading(beside))
    }
}

/// The delimiter that a preview was made with.
fn delimiter(preview: &Preview) -> char {
    let mut numbered = DELIMITERS.iter().zip(1..);
    let found = numbered.find(|(_, number)| *number == preview.number);
    found.map_or(',', |(delimiter, _)| *delimiter)
}

/// A text with a row behind its last that no file holds.
type Ended<'r> = io::Chain<Box<dyn Read + Send + 'r>, Cursor<[u8; 3]>>;

/// Rows of a delimited file.
pub(crate) struct Rows<'r> {
    file: DataFile,
    scanner: Scanner<Ended<'r>>,
    /// Number of the last row, from 1; 0 before the first.
    number: u32,
    /// Number of the row before it.
    before: u32,
    most: u32,
    /// What is behind the rows of the last block.
    behind: Behind,
    hashing: Option<(Hashing, Option<usize>)>,
    /// Memory for the content of a row.
    memory: Vec<u8>,
}

/// Wishes of whoever takes rows: read of them as they are cut.
#[derive(Default)]
pub(crate) struct Beside {
    /// The decimal sign of each column whose numbers are read.
    pub(crate) points: Vec<Option<u8>>,
    /// Hashing of their contents, if that is wanted, and the column of a key.
    pub(crate) hashing: Option<(Hashing, Option<usize>)>,
}

/// State of the text behind the rows of a block.
enum Behind {
    More,
    /// Something that no row can be made of.
    Refused(Error),
    Nothing,
}

impl<'r> Rows<'r> {
    fn new(
        of: &Delimited<'_>,
        text: Box<dyn Read + Send + 'r>,
        delimiter: char,
        most: u32,
    ) -> Rows<'r> {
        let end = Cursor::new([of.terminator, END, of.terminator]);
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        let scanner = Scanner::new(text.chain(end), delimiter, of.terminator);
        Rows {
            file: of.file.clone(),
            scanner,
            number: 0,
            before: 0,
            most,
            behind: Behind::More,
            hashing: None,
            memory: Vec::new(),
        }
    }

    fn reading(mut self, Beside { points, hashing }: Beside) -> Rows<'r> {
        self.scanner = self.scanner.reading(points);
        self.hashing = hashing;
        self
    }

    fn give(
        mut self,
        mut take: impl FnMut(u32, &Delimiting) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        while self.advance()? {
            if take(self.number, &self.row()?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Puts the next rows into a block, in place of those in it; `false` if there are none.
    pub(crate) fn fill(&mut self, block: &mut Block) -> Result<bool, Error> {
        block.clear();
        while !block.is_full() && matches!(self.behind, Behind::More) {
            match self.put(block) {
                Ok(true) => {}
                Ok(false) => self.behind = Behind::Nothing,
                Err(error) => self.behind = Behind::Refused(error),
            }
        }
        if let Some((hashing, key)) = &self.hashing {
            block.hash(hashing, *key, &mut self.memory);
        }
        match &self.behind {
            // The rows before it come first.
            Behind::Refused(error) if block.len() == 0 => Err(error.clone()),
            Behind::Refused(_) | Behind::Nothing | Behind::More => Ok(block.len() > 0),
        }
    }

    /// Puts all rows out, block by block.
    fn put_all(mut self, out: &Out<Block>) {
        loop {
            let mut block = out.used().unwrap_or_default();
            let piece = match self.fill(&mut block) {
                Ok(true) => Ok(block),
                Ok(false) => return,
                Err(error) => Err(error),
            };
            let ends = piece.is_err();
            if !out.put(piece) || ends {
                return;
            }
        }
    }

    /// Puts the next row into a block, or some that are cut together; `false` if there is none.
    fn put(&mut self, block: &mut Block) -> Result<bool, Error> {
        let following = (self.number, self.most.saturating_sub(self.number));
        let cut = block.cut(&mut self.scanner, following);
        let cut = cut.map_err(|error| self.file.unreadable(&error))?;
        if cut > 0 {
            self.number += cut;
            return Ok(true);
        }
        if !self.advance()? {
            return Ok(false);
        }
        block.push(self.number, &self.row()?);
        Ok(true)
    }

    /// Goes to the next row that is no empty line; `false` if there is none.
    fn advance(&mut self) -> Result<bool, Error> {
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

    /// The row that was gone to last.
    fn row(&self) -> Result<Delimiting<'_>, Error> {
        let Some(cells) = self.scanner.cells() else {
            let row = self.before + 1;
            return Err(self.file.refuse(diag::data::not_utf8(row)).at_row(row));
        };
        if cells.len() > MOST_COLUMNS {
            return Err(self.file.refuse(diag::data::too_many_columns(MOST_COLUMNS)));
        }
        Ok(Delimiting::of(cells))
    }
}
