//! `pack.toml`. A schema of the known keys is held against the file first, so that every mistake is reported in our words.

use crate::data::profile::Profile;
use crate::diag::{Diagnostic, load as say, nearest};
use crate::source::{Source, SourceId, Span};
use crate::value::{Date, Lang, MonthEnd};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a pack says of itself.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// `name`: also the name a single `.luat` file goes by.
    pub name: String,
    /// `title`
    pub title: Option<String>,
    /// `language`
    pub lang: Lang,
    /// `effective`
    pub effective: Option<Effective>,
    /// Where that is said.
    pub effective_place: Option<Span>,
    /// `month_end`
    pub month_end: Option<MonthEnd>,
    /// `[functions] files`
    pub scripts: Vec<String>,
    /// `[import."…"]`, with where each stands.
    pub profiles: Vec<(Profile, Option<Span>)>,
}

/// The days on which a pack applies, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Effective {
    /// Whether some day lies within both.
    pub fn meets(&self, other: &Effective) -> bool {
        let before = |last: Option<Date>, first: Option<Date>| last.zip(first).is_some_and(|(last, first)| last < first);
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// Whether a day lies within.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What may stand at a key.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Integer,
    Date,
    Texts,
    TextOrTexts,
    TextOrInteger,
    Word(&'static [&'static str]),
    Table(&'static [Key]),
    /// Any keys, each with this shape.
    Each(&'static Shape),
}

/// A key, whether it must be there, and what stands at it.
type Key = (&'static str, bool, Shape);

const ROOT: &[Key] = &[
    ("pack", true, Shape::Table(PACK)),
    ("functions", false, Shape::Table(&[("files", true, Shape::Texts)])),
    ("import", false, Shape::Each(&Shape::Table(PROFILE))),
];
const PACK: &[Key] = &[
    ("name", true, Shape::Text),
    ("title", false, Shape::Text),
    ("language", false, Shape::Word(&["vi", "en"])),
    ("effective", false, Shape::Table(&[("from", false, Shape::Date), ("to", false, Shape::Date)])),
    ("month_end", false, Shape::Word(&["last-day", "next-day"])),
];
const PROFILE: &[Key] = &[
    ("record", true, Shape::Text),
    ("sheet", false, Shape::TextOrInteger),
    ("header", false, Shape::Table(&[("contains", true, Shape::Texts)])),
    ("skip_rows_where", false, Shape::Each(&Shape::TextOrTexts)),
    ("duplicates", false, Shape::Word(&["drop-identical", "error"])),
    ("as_of", false, Shape::Table(&[("cell", true, Shape::Text), ("pattern", false, Shape::Text)])),
    ("numbers", false, Shape::Word(&["vi", "en"])),
    ("columns", false, Shape::Each(&Shape::Table(COLUMN))),
];
const COLUMN: &[Key] = &[
    ("header", false, Shape::TextOrTexts),
    ("unit", false, Shape::Text),
    ("text_width", false, Shape::Integer),
    ("missing", false, Shape::Texts),
];

impl Shape {
    /// What must stand there, in Vietnamese and English.
    fn words(self) -> (String, String) {
        let (vi, en) = match self {
            Shape::Text => ("chữ trong \"…\"", "text in \"…\""),
            Shape::Integer => ("số nguyên không âm", "a whole number, not negative"),
            Shape::Date => ("ngày dạng 2023-01-31", "a day such as 2023-01-31"),
            Shape::Texts => ("danh sách [\"…\", \"…\"]", "a list [\"…\", \"…\"]"),
            Shape::TextOrTexts => ("chữ trong \"…\" hoặc danh sách [\"…\", \"…\"]", "text in \"…\" or a list [\"…\", \"…\"]"),
            Shape::TextOrInteger => ("tên trang hoặc số thứ tự trang", "a sheet's name or number"),
            Shape::Word(words) => {
                let all = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
                return (all.join(" hoặc "), all.join(" or "));
            }
            Shape::Table(_) | Shape::Each(_) => ("một bảng { khóa = … }", "a table { key = … }"),
        };
        (vi.to_owned(), en.to_owned())
    }
}

/// Holds a parsed file against the schema.
struct Reader<'a> {
    id: SourceId,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        let clip = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { source: self.id, start: clip(range.start), end: clip(range.end) }
    }

    fn table(&mut self, table: &DeTable<'_>, keys: &[Key], place: Range<usize>) {
        for (key, value) in table {
            match keys.iter().find(|(name, _, _)| *name == key.get_ref().as_ref()) {
                Some((_, _, shape)) => self.value(key.get_ref(), value, *shape),
                None => self.unknown(key, keys),
            }
        }
        for (name, required, _) in keys {
            if *required && !table.keys().any(|key| key.get_ref() == name) {
                self.found.push(say::missing_key(self.span(place.clone()), name));
            }
        }
    }

    fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, keys: &[Key]) {
        let names: Vec<&str> = keys.iter().map(|(name, _, _)| *name).collect();
        let near = nearest(key.get_ref(), names.iter().copied());
        let diagnostic = say::unknown_key(self.span(key.span()), key.get_ref(), &names.join(", "), near);
        self.found.push(diagnostic);
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>, shape: Shape) {
        let texts = |value: &DeValue<'_>| value.as_array().is_some_and(|list| list.iter().all(|one| one.get_ref().is_str()));
        let whole = |value: &DeValue<'_>| value.as_integer().is_some_and(|number| number.as_str().parse::<u32>().is_ok());
        let inner = value.get_ref();
        let fits = match shape {
            Shape::Text => inner.is_str(),
            Shape::Integer => whole(inner),
            Shape::Date => inner.as_datetime().is_some_and(|day| day.time.is_none() && day.date.is_some()),
            Shape::Texts => texts(inner),
            Shape::TextOrTexts => inner.is_str() || texts(inner),
            Shape::TextOrInteger => inner.is_str() || whole(inner),
            Shape::Word(words) => inner.as_str().is_some_and(|word| words.contains(&word)),
            Shape::Table(keys) => match inner.as_table() {
                Some(table) => return self.table(table, keys, value.span()),
                None => false,
            },
            Shape::Each(shape) => match inner.as_table() {
                Some(table) => return table.iter().for_each(|(key, value)| self.value(key.get_ref(), value, *shape)),
                None => false,
            },
        };
        if !fits {
            let (vi, en) = shape.words();
            self.found.push(say::wrong_value(self.span(value.span()), key, &vi, &en));
        }
    }
}

#[derive(Deserialize)]
struct Form {
    pack: PackForm,
    #[serde(default)]
    functions: FunctionsForm,
    #[serde(default)]
    import: BTreeMap<String, Spanned<Profile>>,
}

#[derive(Deserialize)]
struct PackForm {
    name: String,
    title: Option<String>,
    language: Option<String>,
    effective: Option<Spanned<EffectiveForm>>,
    month_end: Option<String>,
}

#[derive(Deserialize)]
struct EffectiveForm {
    from: Option<toml::value::Datetime>,
    to: Option<toml::value::Datetime>,
}

#[derive(Default, Deserialize)]
struct FunctionsForm {
    files: Vec<String>,
}

/// Reads a manifest; mistakes go to `found`.
pub(super) fn parse(id: SourceId, source: &Source, found: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let before = found.len();
    let mut reader = Reader { id, found };
    let (table, errors) = DeTable::parse_recoverable(source.text());
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let place = reader.span(range);
        reader.found.push(say::not_toml(place));
    }
    if errors.is_empty() {
        reader.table(table.get_ref(), ROOT, 0..0);
    }
    if reader.found.len() > before {
        return None;
    }
    match toml::from_str::<Form>(source.text()) {
        Ok(form) => Some(reader.manifest(form)),
        Err(error) => {
            let place = reader.span(error.span().unwrap_or(0..0));
            reader.found.push(say::not_toml(place));
            None
        }
    }
}

impl Reader<'_> {
    fn manifest(&mut self, form: Form) -> Manifest {
        let effective_place = form.pack.effective.as_ref().map(|written| self.span(written.span()));
        let effective = form.pack.effective.map(|written| {
            let range = Effective { from: written.get_ref().from.as_ref().and_then(day), to: written.get_ref().to.as_ref().and_then(day) };
            if range.from.zip(range.to).is_some_and(|(from, to)| to < from) {
                self.found.extend(effective_place.map(say::empty_range));
            }
            range
        });
        let profiles = form.import.into_iter().map(|(name, written)| {
            let place = self.span(written.span());
            (Profile { name, ..written.into_inner() }, Some(place))
        });
        Manifest {
            profiles: profiles.collect(),
            name: form.pack.name,
            title: form.pack.title,
            lang: if form.pack.language.as_deref() == Some("en") { Lang::En } else { Lang::Vi },
            effective,
            effective_place,
            month_end: form.pack.month_end.map(|word| if word == "last-day" { MonthEnd::LastDay } else { MonthEnd::NextDay }),
            scripts: form.functions.files,
        }
    }
}

fn day(written: &toml::value::Datetime) -> Option<Date> {
    let date = written.date?;
    Date::from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}
