//! JSON Lines: one object a line. Numbers are taken from their digits, a bare number for a ratio is
//! the ratio itself, `null` is missing. A program that writes a number as text (as exact decimals
//! are) writes it in plain form whatever the language of the rules, so that is the form read.
//! Import profiles describe office files and have no say here.

use super::account::{DataError, FileReport};
use super::cell::{Expected, Raw};
use super::layout::{Layout, PREVIEW_ROWS, Preview, Wanted};
use super::measure::plain_decimal;
use super::row::Row;
use super::rows::{Builder, digest_cell};
use super::{DataFile, MOST_ROWS, Request, take};
use crate::diag;
use crate::model::FieldId;
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use sha2::Sha256;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
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
            for (name, _) in &parse(line)
                .map_err(|error| {
                    self.file.refuse(diag::data::not_json(number, &error.to_string()))
                })?
                .0
            {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_string());
                }
            }
            lines += 1;
            Ok(lines < PREVIEW_ROWS)
        })?;
        Ok(vec![Preview { number: 1, rows: vec![(0, names)], ..Preview::default() }])
    }

    /// Reads every line into the builder.
    pub(crate) fn read(&self, request: &Request, builder: &mut Builder) -> Result<(), DataError> {
        let mut objects = Objects::start(request, self.file.name(), builder);
        self.lines(|number, line| {
            let taken = objects.take(request, builder, number, line);
            taken.map_err(|error| {
                self.file.refuse(diag::data::not_json(number, &error.to_string()))
            })?;
            Ok(!builder.is_full())
        })?;
        objects.finish(builder);
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

/// Reads objects that come from a program; see [`super::read_objects`].
pub(crate) fn read_objects<'t>(
    request: &Request,
    texts: impl IntoIterator<Item = &'t str>,
    builder: &mut Builder,
) -> Result<(), DataError> {
    let mut objects = Objects::start(request, "", builder);
    for (number, text) in (1..).zip(texts) {
        let taken = objects.take(request, builder, number, text);
        taken.map_err(|error| {
            DataError::new("", diag::data::not_json(number, &error.to_string()))
        })?;
    }
    objects.finish(builder);
    Ok(())
}

/// State kept while the objects of a file are read.
struct Objects<'a> {
    wanted: Wanted<'a>,
    layout: Layout,
    /// The field of each name met, none for a name that no field has.
    names: HashMap<String, Option<FieldId>>,
    unknown: Vec<String>,
    width: usize,
}

impl<'a> Objects<'a> {
    fn start(request: &Request<'a>, name: &str, builder: &mut Builder) -> Objects<'a> {
        let record = &request.model.records[request.record];
        let wanted = Wanted {
            model: request.model,
            record: request.record,
            profile: None,
            readings: request.readings,
        };
        let layout = wanted.object_layout();
        let file = FileReport { name: name.to_owned(), ..FileReport::default() };
        builder.file(file, &layout);
        Objects {
            wanted,
            layout,
            names: HashMap::new(),
            unknown: Vec::new(),
            width: record.fields.len(),
        }
    }

    fn take(
        &mut self,
        request: &Request,
        builder: &mut Builder,
        number: u32,
        line: &str,
    ) -> Result<(), serde_json::Error> {
        let object = parse(line)?;
        let mut fields = vec![Given::Nothing; self.width];
        for (name, value) in &object.0 {
            let Some(field) = self.field(name) else { continue };
            if let Some(given) = fields.get_mut(field.index()) {
                *given = if *given == Given::Nothing { Given::of(value)? } else { Given::Twice };
            }
        }
        let row = Object { fields, pairs: &object };
        // Whoever gives the lines asks whether the table is full.
        let _ = take(request, builder, &mut self.layout, number, &row);
        Ok(())
    }

    fn field(&mut self, name: &str) -> Option<FieldId> {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let field = self.wanted.field_named(name);
        if field.is_none() {
            self.unknown.push(name.to_owned());
        }
        self.names.insert(name.to_owned(), field);
        field
    }

    fn finish(self, builder: &mut Builder) {
        if !self.unknown.is_empty() {
            let unknown: Vec<&str> = self.unknown.iter().map(String::as_str).collect();
            builder.warn(diag::data::unused_columns(&unknown));
        }
    }
}

/// The value an object gives a field.
#[derive(Clone, Debug, PartialEq)]
enum Given<'a> {
    Nothing,
    Twice,
    Text(Cow<'a, str>),
    Number(&'a str),
    YesNo(bool),
    Nested(&'a str),
}

/// Text of an object, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Words<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Given<'a> {
    fn of(value: &'a RawValue) -> Result<Given<'a>, serde_json::Error> {
        let text = value.get();
        Ok(match text.as_bytes().first() {
            Some(b'"') => Given::Text(serde_json::from_str::<Words>(text)?.0),
            Some(b't') => Given::YesNo(true),
            Some(b'f') => Given::YesNo(false),
            Some(b'{' | b'[') => Given::Nested(text),
            Some(b'n') | None => Given::Nothing,
            Some(_) => Given::Number(text),
        })
    }
}

/// An object's pairs as written: in order, twice where they are there twice.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

fn parse(line: &str) -> Result<Pairs<'_>, serde_json::Error> {
    serde_json::from_str(line)
}

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((name, value)) = map.next_entry::<Words, &RawValue>()? {
            pairs.push((name.0, value));
        }
        Ok(Pairs(pairs))
    }
}

/// An object as a row: the cell of a field is at the field's place.
struct Object<'a> {
    fields: Vec<Given<'a>>,
    pairs: &'a Pairs<'a>,
}

impl Row for Object<'_> {
    fn raw(&self, column: usize) -> Raw<'_> {
        match self.fields.get(column) {
            None | Some(Given::Nothing) => Raw::Blank,
            Some(Given::Twice) => Raw::Refused(Expected::OneValue, Cow::Borrowed("")),
            Some(Given::Text(text)) => Raw::Text(text),
            Some(Given::YesNo(truth)) => Raw::YesNo(*truth),
            Some(Given::Nested(text)) => Raw::Refused(Expected::Single, Cow::Borrowed(text)),
            Some(Given::Number(digits)) => plain_decimal(digits)
                .map_or(Raw::Refused(Expected::FewerDigits, Cow::Borrowed(digits)), Raw::Number),
        }
    }

    fn width(&self) -> usize {
        self.fields.len()
    }

    fn digest(&self, hash: &mut Sha256) {
        let mut pairs: Vec<(&str, &str)> =
            self.pairs.0.iter().map(|(name, value)| (name.as_ref(), value.get())).collect();
        pairs.sort_unstable();
        for (name, value) in pairs {
            digest_cell(hash, b'n', name.as_bytes());
            digest_cell(hash, b'v', value.as_bytes());
        }
    }
}
