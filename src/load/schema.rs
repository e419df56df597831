//! A schema of the known keys, held against a TOML file before it is read: so that every mistake is
//! reported in our words and at its place.

use crate::diag::load::{self as say, Wanted};
use crate::diag::{Diagnostic, nearest};
use crate::source::{Source, SourceId, Span};
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

/// Shape of the value that a key takes.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Text,
    Integer,
    Date,
    Texts,
    TextOrTexts,
    TextOrInteger,
    /// One of these; of a word in two languages both spellings, parted by `|`.
    Word(&'static [&'static str]),
    Table(&'static [Key]),
    /// Any keys, each with this shape.
    Each(&'static Shape),
    /// A list of tables.
    Tables(&'static [Key]),
}

/// A key, whether it must be there, and the shape of its value. Of a key in two languages both
/// spellings, parted by `|`.
pub(super) type Key = (&'static str, bool, Shape);

impl Shape {
    fn wanted(self) -> Wanted {
        match self {
            Shape::Text => Wanted::Text,
            Shape::Integer => Wanted::Integer,
            Shape::Date => Wanted::Date,
            Shape::Texts => Wanted::Texts,
            Shape::TextOrTexts => Wanted::TextOrTexts,
            Shape::TextOrInteger => Wanted::TextOrInteger,
            Shape::Word(words) => Wanted::Word(words),
            Shape::Tables(_) => Wanted::Tables,
            Shape::Table(_) | Shape::Each(_) => Wanted::Table,
        }
    }
}

/// Reads a file whose keys are known; mistakes go to `found`.
pub(super) fn read<T: DeserializeOwned>(
    id: SourceId,
    source: &Source,
    keys: &[Key],
    found: &mut Vec<Diagnostic>,
) -> Option<T> {
    let before = found.len();
    let (table, errors) = DeTable::parse_recoverable(source.text());
    found.extend(
        errors
            .iter()
            .map(|error| say::not_toml(span(id, error.span().unwrap_or(0..0)), source.name())),
    );
    if errors.is_empty() {
        Checker { id, file: source.name(), found }.table(table.get_ref(), keys, 0..0);
    }
    if found.len() > before {
        return None;
    }
    let read = toml::from_str(source.text());
    read.map_err(|error| {
        found.push(say::not_toml(span(id, error.span().unwrap_or(0..0)), source.name()))
    })
    .ok()
}

/// A place in the file.
pub(super) fn span(id: SourceId, range: Range<usize>) -> Span {
    let clip = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { source: id, start: clip(range.start), end: clip(range.end) }
}

fn spells(name: &str, written: &str) -> bool {
    name.split('|').any(|spelling| spelling == written)
}

/// Holds a parsed file against the schema.
struct Checker<'a> {
    id: SourceId,
    file: &'a str,
    found: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn table(&mut self, table: &DeTable<'_>, keys: &[Key], place: Range<usize>) {
        for (key, value) in table {
            match keys.iter().find(|(name, _, _)| spells(name, key.get_ref())) {
                Some((_, _, shape)) => self.value(key.get_ref(), value, *shape),
                None => self.unknown(key, keys),
            }
        }
        for (name, required, _) in keys {
            if *required && !table.keys().any(|key| spells(name, key.get_ref())) {
                let name = name.split('|').next().unwrap_or(name);
                self.found.push(say::missing_key(span(self.id, place.clone()), self.file, name));
            }
        }
    }

    fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, keys: &[Key]) {
        let names: Vec<&str> = keys.iter().flat_map(|(name, _, _)| name.split('|')).collect();
        let near = nearest(key.get_ref(), names.iter().copied());
        let diagnostic = say::unknown_key(
            span(self.id, key.span()),
            self.file,
            key.get_ref(),
            &names.join(", "),
            near,
        );
        self.found.push(diagnostic);
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>, shape: Shape) {
        let texts = |value: &DeValue<'_>| {
            value.as_array().is_some_and(|list| list.iter().all(|one| one.get_ref().is_str()))
        };
        let whole = |value: &DeValue<'_>| {
            value.as_integer().is_some_and(|number| number.as_str().parse::<u32>().is_ok())
        };
        let inner = value.get_ref();
        let fits = match shape {
            Shape::Text => inner.is_str(),
            Shape::Integer => whole(inner),
            Shape::Date => {
                inner.as_datetime().is_some_and(|day| day.time.is_none() && day.date.is_some())
            }
            Shape::Texts => texts(inner),
            Shape::TextOrTexts => inner.is_str() || texts(inner),
            Shape::TextOrInteger => inner.is_str() || whole(inner),
            Shape::Word(words) => inner.as_str().is_some_and(|word| {
                words.iter().any(|known| spells(known, &word.nfc().collect::<String>()))
            }),
            Shape::Table(keys) => match inner.as_table() {
                Some(table) => return self.table(table, keys, value.span()),
                None => false,
            },
            Shape::Tables(keys) => match inner.as_array() {
                Some(list) if list.iter().all(|one| one.get_ref().is_table()) => {
                    let tables =
                        list.iter().filter_map(|one| Some((one.get_ref().as_table()?, one.span())));
                    return tables.for_each(|(table, place)| self.table(table, keys, place));
                }
                Some(_) | None => false,
            },
            Shape::Each(shape) => match inner.as_table() {
                Some(table) => {
                    return table
                        .iter()
                        .for_each(|(key, value)| self.value(key.get_ref(), value, *shape));
                }
                None => false,
            },
        };
        if !fits {
            self.found.push(say::wrong_value(span(self.id, value.span()), key, shape.wanted()));
        }
    }
}
