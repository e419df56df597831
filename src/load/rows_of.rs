//! Files that tables of the rules take their rows from.

use super::cells::{TextRows, delimiter, range};
use super::pack::{Pack, RowFile, digest, hidden};
use super::{Files, Manifest};
use crate::data::DataFile;
use crate::data::cell::Raw;
use crate::data::sheet::{Kind, SheetTrouble, kind, refusal, sheet_rows};
use crate::diag::{Diagnostic, Message, load as say_load, nearest, rows_of as say, system};
use crate::keywords::{Keywords, Kw};
use crate::markup::picture;
use crate::source::cells::{CellRows, CellText, FileCell};
use crate::source::{Source, SourceId, Span};
use crate::syntax::ast::{Name, RowsOf};
use crate::value::Lang;
use crate::value::text::show_date;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::ops::{ControlFlow, Range};
use std::rc::Rc;
use std::sync::Arc;

/// Limits of the files that tables take their rows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowLimits {
    /// The most MiB of a file.
    pub mib: usize,
    /// The most rows of a table, its header not counted.
    pub rows: usize,
}

impl Default for RowLimits {
    fn default() -> RowLimits {
        RowLimits { mib: 64, rows: 1_000_000 }
    }
}

/// Files of rows, read as tables ask for them.
pub struct RowFiles<'f> {
    files: &'f dyn Files,
    limits: RowLimits,
    lang: Lang,
    /// Number of the sources that the pack has already.
    sources: usize,
    /// Cells by file and sheet; `None` where they could not be read.
    read: BTreeMap<(String, Option<String>), Option<Rc<CellText>>>,
    taken: Vec<Taken>,
    found: Vec<Diagnostic>,
}

impl<'f> RowFiles<'f> {
    /// Files of the folder that a pack was read from.
    pub fn new(files: &'f dyn Files, pack: &Pack, limits: RowLimits) -> RowFiles<'f> {
        let Manifest { lang, .. } = pack.manifest;
        RowFiles {
            files,
            limits,
            lang,
            sources: pack.sources.len(),
            read: BTreeMap::new(),
            taken: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Cells of the file that a table names; `None` where they cannot be read, which is reported.
    pub fn open(&mut self, table: &Name, rows_of: &RowsOf) -> Option<Rc<CellText>> {
        let sheet = rows_of.sheet.as_ref().map(|sheet| sheet.text.clone());
        let key = (rows_of.file.text.clone(), sheet);
        if let Some(known) = self.read.get(&key) {
            return known.clone();
        }
        let cells = self.cells(table, rows_of).map(Rc::new);
        self.read.insert(key, cells.clone());
        cells
    }

    /// Puts what was read into the pack; gives what was found.
    pub fn finish(self, pack: &mut Pack) -> Vec<Diagnostic> {
        for Taken { name, digest, source, delimiter, bytes } in self.taken {
            pack.places.extend(self.files.place(&name));
            let source = pack.sources.push(source);
            pack.row_files.push(RowFile { name, digest, source, delimiter, bytes });
        }
        self.found
    }

    fn cells(&mut self, table: &Name, rows_of: &RowsOf) -> Option<CellText> {
        let (name, place) = (rows_of.file.text.as_str(), rows_of.file.span);
        let bytes = self.bytes(name, place)?;
        let digest = digest(&bytes);
        let id = SourceId::new(self.sources + self.taken.len());
        let file = DataFile::bytes(name, bytes.as_slice());
        let read = match kind(&file) {
            Ok(Kind::Text) if rows_of.sheet.is_some() => Err(say::no_sheets(place, name).into()),
            Ok(Kind::Text) => self.of_text(id, name, place, &bytes, &table.key),
            Ok(Kind::Workbook) => self.of_sheet(id, &file, rows_of),
            Ok(Kind::Other) => Err(say::no_rows_kind(place, name).into()),
            Err(error) => {
                Err(say::unreadable(place, name, &Message::together(error.messages())).into())
            }
        };
        let read = read.map_err(|found| self.found.push(*found)).ok()?;
        let ReadRows { source, rows, refused, delimiter, ended } = read;
        self.found.extend(refused);
        let hidden = hidden(id, &source).into_iter();
        self.found.extend(hidden.map(|(span, letter)| say_load::hidden(span, &picture(letter))));
        let cells = ended.then(|| rows.finish(id, source.name(), source.text()));
        let bytes = delimiter.is_none().then(|| Arc::from(bytes));
        self.taken.push(Taken { name: name.to_owned(), digest, source, delimiter, bytes });
        cells
    }

    /// Bytes of a file that stands in the folder itself, as scripts do.
    fn bytes(&mut self, name: &str, place: Span) -> Option<Vec<u8>> {
        if name.contains(['/', '\\']) || matches!(name, "" | "." | "..") {
            self.found.push(say::elsewhere(place, name));
            return None;
        }
        let limit = (self.limits.mib as u64) << 20;
        match self.files.read(name, limit) {
            Ok(bytes) if bytes.len() as u64 > limit => {
                let limit = format!("{} MiB", self.limits.mib);
                self.found.push(say::too_large(place, name, &limit));
                None
            }
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let names = self.files.beside().unwrap_or_default();
                let near = nearest(name, names.iter().map(String::as_str));
                self.found.push(say_load::no_such_file(place, name, near));
                None
            }
            Err(error) => {
                self.found.push(say::unreadable(place, name, &system(&error)));
                None
            }
        }
    }

    fn of_text(
        &self,
        id: SourceId,
        name: &str,
        place: Span,
        bytes: &[u8],
        table: &str,
    ) -> Result<ReadRows, Box<Diagnostic>> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => {
                return Err(say::unreadable(place, name, &crate::diag::data::utf16()).into());
            }
            Err(error) => {
                let good = bytes.iter().take(error.valid_up_to());
                let line = good.filter(|byte| **byte == b'\n').count() + 1;
                return Err(say::not_utf8(place, name, line).into());
            }
        };
        let source = Source::new(name, text);
        let mut rows = Rows::new(self.limits.rows, source.is_composed());
        let delimiter = delimiter(source.text(), table);
        let mut refused = Vec::new();
        for row in TextRows::new(source.text(), delimiter) {
            let row = match row {
                Ok(row) => row,
                Err(quote) => {
                    refused.push(say::open_quote(place_in(id, range(quote, quote + 1))));
                    break;
                }
            };
            if rows.push(range(row.place.start, row.place.end), row.cells).is_break() {
                break;
            }
        }
        let read = rows.ended(place, name, source)?;
        let ended = refused.is_empty();
        Ok(ReadRows { delimiter: Some(char::from(delimiter)), refused, ended, ..read })
    }

    /// A sheet is shown as the table it is, each row on the line of its number.
    fn of_sheet(
        &self,
        id: SourceId,
        file: &DataFile,
        rows_of: &RowsOf,
    ) -> Result<ReadRows, Box<Diagnostic>> {
        let (name, place) = (rows_of.file.text.as_str(), rows_of.file.span);
        let sheet = rows_of.sheet.as_ref();
        let (mut shown, mut line) = (String::new(), 1);
        let mut rows = Rows::new(self.limits.rows, false);
        let mut refused = Vec::new();
        let read =
            sheet_rows(file, sheet.map(|sheet| sheet.text.as_str()), |number, hides, row| {
                if row.iter().all(Raw::is_blank) {
                    return ControlFlow::Continue(());
                }
                shown.extend(std::iter::repeat_n('\n', number.saturating_sub(line) as usize));
                line = number;
                let (start, before) = (shown.len(), refused.len());
                let mut cells = Vec::with_capacity(row.len());
                for raw in row {
                    shown.push_str("| ");
                    let from = shown.len();
                    shown.push_str(&self.words(raw));
                    let place = range(from, shown.len());
                    if let Raw::Refused(expected, _) = raw {
                        refused.push(say::cell(place_in(id, place.clone()), &refusal(*expected)));
                    }
                    let text = shown.get(from..).unwrap_or("").to_owned();
                    cells.push(FileCell { text: Cow::Owned(text), place });
                    shown.push(' ');
                }
                shown.push('|');
                let place = range(start, shown.len());
                if hides {
                    refused.push(say::hidden_row(place_in(id, place.clone())));
                }
                // Of a row that is refused nothing more is said.
                if refused.len() > before {
                    ControlFlow::Continue(())
                } else {
                    rows.push(place, cells)
                }
            });
        match read {
            Ok(()) => {}
            Err(SheetTrouble::File(error)) => {
                let reason = Message::together(error.messages());
                return Err(say::unreadable(place, name, &reason).into());
            }
            Err(SheetTrouble::Unknown(sheets)) => {
                let asked = sheet.map_or((place, ""), |sheet| (sheet.span, sheet.text.as_str()));
                return Err(say::no_such_sheet(asked.0, asked.1, &sheets).into());
            }
        }
        let name = match sheet {
            Some(sheet) => format!("{name}#{}", sheet.text),
            None => name.to_owned(),
        };
        let read = rows.ended(place, &rows_of.file.text, Source::new(name, shown))?;
        Ok(ReadRows { refused, ..read })
    }

    /// Words of a cell of a workbook as rules write them; a line break within is a blank.
    fn words<'r>(&self, raw: &'r Raw<'_>) -> Cow<'r, str> {
        match raw {
            Raw::Number(number) => Cow::Owned(self.number(*number)),
            Raw::Percent(ratio) => {
                let percent = ratio.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*ratio);
                Cow::Owned(self.number(percent) + "%")
            }
            Raw::YesNo(truth) => {
                let word = if *truth { Kw::Yes } else { Kw::No };
                Cow::Borrowed(word.word(Keywords::from(self.lang)))
            }
            Raw::Date(day) => Cow::Owned(show_date(*day)),
            Raw::Blank | Raw::Text(_) | Raw::Refused(..) => {
                let breaks = ['\n', '\r', '\u{2028}', '\u{2029}'];
                let shown = raw.shown();
                if shown.contains(breaks) { Cow::Owned(shown.replace(breaks, " ")) } else { shown }
            }
        }
    }

    fn number(&self, number: Decimal) -> String {
        let plain = number.normalize().to_string();
        match self.lang {
            Lang::Vi => plain.replace('.', ","),
            Lang::En => plain,
        }
    }
}

/// A file that was read: as it is shown, and its cells.
struct ReadRows {
    source: Source,
    rows: CellRows,
    /// Diagnostics of cells and rows that cannot be taken.
    refused: Vec<Diagnostic>,
    /// `true` if it was read to its end.
    ended: bool,
    delimiter: Option<char>,
}

/// Rows of a file, as wide as its header.
struct Rows {
    done: CellRows,
    count: usize,
    most: usize,
    width: usize,
}

impl Rows {
    fn new(most: usize, composed: bool) -> Rows {
        Rows { done: CellRows::new(composed), count: 0, most, width: 0 }
    }

    /// Takes a row; breaks where there are more than may be. Blank cells beyond the header are no
    /// cells, as programs write them where some row is wider.
    fn push(&mut self, place: Range<u32>, mut cells: Vec<FileCell<'_>>) -> ControlFlow<()> {
        let is_header = self.count == 0;
        let beyond = |cells: &[FileCell<'_>]| cells.last().is_some_and(|last| last.text.is_empty());
        while beyond(&cells) && (is_header || cells.len() > self.width) {
            cells.pop();
        }
        if is_header {
            self.width = cells.len();
        }
        self.count += 1;
        self.done.push(place, &cells);
        if self.count > self.most.saturating_add(1) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn ended(self, place: Span, name: &str, source: Source) -> Result<ReadRows, Box<Diagnostic>> {
        if self.count > self.most.saturating_add(1) {
            return Err(say::too_many_rows(place, name, self.most).into());
        }
        Ok(ReadRows { source, rows: self.done, refused: Vec::new(), ended: true, delimiter: None })
    }
}

fn place_in(source: SourceId, range: Range<u32>) -> Span {
    Span { source, start: range.start, end: range.end }
}

/// A file of rows as it was read.
struct Taken {
    name: String,
    digest: [u8; 32],
    source: Source,
    delimiter: Option<char>,
    bytes: Option<Arc<[u8]>>,
}
