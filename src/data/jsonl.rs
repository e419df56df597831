//! JSON Lines: one object a line.

use super::account::{DataError, FileReport};
use super::layout::{PREVIEW_ROWS, Preview, Wanted};
use super::objects::{Member, Objects, parse};
use super::rows::Builder;
use super::{DataFile, MOST_ROWS, Request, take};
use crate::diag;
use std::io::{BufRead, BufReader, Read};

/// The longest line, in bytes.
const LONGEST_LINE: u64 = 16 << 20;

/// A JSON Lines file.
pub(crate) struct JsonLines<'f> {
    file: &'f DataFile,
}

impl<'f> JsonLines<'f> {
    pub(crate) fn new(file: &'f DataFile) -> JsonLines<'f> {
        JsonLines { file }
    }

    /// The names of the first objects, as if they were a header.
    pub(crate) fn previews(&self) -> Result<Vec<Preview>, DataError> {
        let mut names: Vec<String> = Vec::new();
        let mut lines = 0;
        self.lines(|number, line| {
            let object = parse(line).map_err(|error| {
                self.file.refuse(diag::data::not_json(number, &error.to_string()))
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

    /// Reads every line into the builder.
    pub(crate) fn read(&self, request: &Request, builder: &mut Builder) -> Result<(), DataError> {
        let wanted = Wanted {
            model: request.model,
            record: request.record,
            profile: None,
            readings: request.readings,
        };
        let mut objects = Objects::new(wanted.object_layout());
        let name = self.file.name().to_owned();
        builder.file(FileReport { name, ..FileReport::default() }, objects.layout());
        let member = |name: &str| wanted.field_named(name).map(Member::Field);
        self.lines(|number, line| {
            let not_json = |error: serde_json::Error| {
                self.file.refuse(diag::data::not_json(number, &error.to_string()))
            };
            let pairs = parse(line).map_err(not_json)?;
            let object = objects.read(&pairs, None, member).map_err(not_json)?;
            // The caller below asks whether the table is full.
            let _ = take(request, builder, objects.layout_mut(), number, &object);
            Ok(!builder.is_full())
        })?;
        let unknown: Vec<&str> = objects.unknown().collect();
        if !unknown.is_empty() {
            builder.warn(diag::data::unused_columns(&unknown));
        }
        Ok(())
    }

    /// Gives each line that is not blank, with its number, until there are no more or `take` has
    /// enough.
    fn lines(
        &self,
        mut take: impl FnMut(u32, &str) -> Result<bool, DataError>,
    ) -> Result<(), DataError> {
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
                return Err(self.file.refuse(diag::data::line_too_long(number)));
            }
            let text = std::str::from_utf8(&line)
                .map_err(|_| self.file.refuse(diag::data::not_utf8(number)))?;
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() && !take(number, text)? {
                return Ok(());
            }
        }
        Err(self.file.refuse(diag::data::too_many_rows(MOST_ROWS)))
    }
}
