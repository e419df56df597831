//! JSON Lines: one object a line.

use super::account::FileReport;
use super::layout::{PREVIEW_ROWS, Preview, Wanted};
use super::objects::{Member, Objects, Pairs, parse};
use super::{DataFile, MOST_ROWS, OneReading, Request};
use crate::diag::{self, Error};
use std::io::{BufRead, BufReader, Read};

/// The longest line, in bytes.
const LONGEST_LINE: u64 = 16 << 20;

/// A request that reads the lines of a file.
struct Reader<'o, 'a> {
    one: &'o mut OneReading<'a>,
    wanted: Wanted<'a>,
    objects: Objects,
}

impl<'o, 'a> Reader<'o, 'a> {
    fn start(name: &str, one: &'o mut OneReading<'a>) -> Reader<'o, 'a> {
        let Request { model, record, readings, .. } = one.request;
        let wanted = Wanted { model, record, profile: None, readings };
        let objects = Objects::new(wanted.object_layout());
        let file = FileReport { name: name.to_owned(), ..FileReport::default() };
        one.builder.file(file, objects.layout());
        Reader { one, wanted, objects }
    }

    fn is_full(&self) -> bool {
        self.one.builder.is_full()
    }

    fn take(&mut self, number: u32, pairs: &Pairs<'_>) -> Result<(), serde_json::Error> {
        let Reader { one, wanted, objects } = self;
        let member = |name: &str| wanted.field_named(name).map(Member::Field);
        let object = objects.read(pairs, None, member)?;
        // Whoever gives the lines asks whether the table is full.
        one.take(|builder| builder.row(objects.layout_mut(), number, &object));
        Ok(())
    }

    fn finish(self) {
        let unknown: Vec<&str> = self.objects.unknown().collect();
        if !unknown.is_empty() {
            self.one.builder.warn(diag::data::unused_columns(&unknown));
        }
    }
}

/// A JSON Lines file.
pub(crate) struct JsonLines<'f> {
    file: &'f DataFile,
}

impl<'f> JsonLines<'f> {
    pub(crate) fn new(file: &'f DataFile) -> JsonLines<'f> {
        JsonLines { file }
    }

    /// The names of the first objects, as if they were a header.
    pub(crate) fn previews(&self) -> Result<Vec<Preview>, Error> {
        let mut names: Vec<String> = Vec::new();
        let mut lines = 0;
        self.lines(|number, line| {
            let object = parse(line).map_err(|error| {
                self.file.refuse(diag::data::not_json(number, &error.to_string())).at_row(number)
            })?;
            for name in object.names() {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
            lines += 1;
            Ok(lines < PREVIEW_ROWS)
        })?;
        Ok(vec![Preview { number: 1, rows: vec![(0, names)], ..Preview::default() }])
    }

    /// Reads every line for each of the requests, until all have as much as they may.
    pub(crate) fn read(&self, each: &mut [&mut OneReading<'_>]) -> Result<(), Error> {
        let mut readers: Vec<Reader<'_, '_>> =
            each.iter_mut().map(|one| Reader::start(self.file.name(), one)).collect();
        self.lines(|number, line| {
            let not_json = |error: serde_json::Error| {
                self.file.refuse(diag::data::not_json(number, &error.to_string())).at_row(number)
            };
            let pairs = parse(line).map_err(not_json)?;
            for reader in readers.iter_mut().filter(|reader| !reader.is_full()) {
                reader.take(number, &pairs).map_err(not_json)?;
            }
            Ok(readers.iter().any(|reader| !reader.is_full()))
        })?;
        readers.into_iter().for_each(Reader::finish);
        Ok(())
    }

    /// Gives each line that is not blank, with its number, until there are no more or `take` has
    /// enough.
    fn lines(&self, mut take: impl FnMut(u32, &str) -> Result<bool, Error>) -> Result<(), Error> {
        let mut reader = BufReader::with_capacity(1 << 16, self.file.open()?);
        let mut line = Vec::new();
        for number in 1..=MOST_ROWS {
            line.clear();
            let read = (&mut reader)
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut line)
                .map_err(|error| self.file.unreadable(&error))?;
            if read == 0 {
                return Ok(());
            }
            if read as u64 == LONGEST_LINE {
                return Err(self.file.refuse(diag::data::line_too_long(number)).at_row(number));
            }
            let text = std::str::from_utf8(&line)
                .map_err(|_| self.file.refuse(diag::data::not_utf8(number)).at_row(number))?;
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() && !take(number, text)? {
                return Ok(());
            }
        }
        Err(self.file.refuse(diag::data::too_many_rows(MOST_ROWS)))
    }
}
