//! `pack.toml`.

use super::schema::{self, Key, Shape};
use crate::data::profile::Profile;
use crate::diag::{Diagnostic, load as say};
use crate::source::{Source, SourceId, Span};
use crate::value::{Date, Lang, MonthEnd};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

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
    let form: Form = schema::read(id, source, ROOT, found)?;
    let span = |range| schema::span(id, range);
    let effective_place = form.pack.effective.as_ref().map(|written| span(written.span()));
    let effective = form.pack.effective.map(|written| {
        let range = Effective { from: written.get_ref().from.as_ref().and_then(day), to: written.get_ref().to.as_ref().and_then(day) };
        if range.from.zip(range.to).is_some_and(|(from, to)| to < from) {
            found.extend(effective_place.map(say::empty_range));
        }
        range
    });
    let profiles = form.import.into_iter().map(|(name, written)| {
        let place = span(written.span());
        (Profile { name, ..written.into_inner() }, Some(place))
    });
    Some(Manifest {
        profiles: profiles.collect(),
        name: form.pack.name,
        title: form.pack.title,
        lang: if form.pack.language.as_deref() == Some("en") { Lang::En } else { Lang::Vi },
        effective,
        effective_place,
        month_end: form.pack.month_end.map(|word| if word == "last-day" { MonthEnd::LastDay } else { MonthEnd::NextDay }),
        scripts: form.functions.files,
    })
}

fn day(written: &toml::value::Datetime) -> Option<Date> {
    let date = written.date?;
    Date::from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}
