//! `pack.toml`.

use super::schema::{self, Key, Shape};
use crate::data::profile::{OneOrMany, Profile};
use crate::diag::{Diagnostic, load as say};
use crate::paper::Office;
use crate::source::{Source, SourceId, Span};
use crate::value::{Date, Lang, MonthEnd};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// Content of `pack.toml`: what a pack states about itself.
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
    /// Place of the `effective` table, to point at; `None` if there is none.
    pub effective_place: Option<Span>,
    /// `month_end`
    pub month_end: Option<MonthEnd>,
    /// `[report]`
    pub report: ReportFrame,
    /// `[functions] files`
    pub scripts: Vec<String>,
    /// `[import."…"]`, each with its place.
    pub profiles: Vec<(Profile, Option<Span>)>,
}

/// `[report]`: the texts around the tables of the report, letters and explanations. Nothing of it
/// decides anything.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReportFrame {
    /// `title`
    pub title: Option<String>,
    /// `organisation`: who reports, a line each, at the head on the left.
    #[serde(default)]
    pub organisation: OneOrMany,
    /// `motto`: the text opposite, as `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`.
    #[serde(default)]
    pub motto: OneOrMany,
    /// `place`: the town that stands before the day of a letter.
    pub place: Option<String>,
    /// `contact`: whom to ask, a line each.
    #[serde(default)]
    pub contact: OneOrMany,
    /// `signatures`: who signs, from left to right.
    #[serde(default)]
    pub signatures: Vec<String>,
    /// `low`: the grades that are to be looked after where they come twice running; empty where
    /// those are the last two.
    #[serde(default)]
    pub low: Vec<String>,
    /// `[[report.part]]`: the parts of the report, a page each; empty where the tables are all.
    #[serde(default, rename = "part")]
    pub parts: Vec<ReportPart>,
}

impl ReportFrame {
    /// Office of a letter or another paper, of a pack with this title.
    pub fn office(&self, rules: Option<&str>) -> Office {
        Office {
            organisation: self.organisation.0.clone(),
            motto: self.motto.0.clone(),
            place: self.place.clone(),
            contact: self.contact.0.clone(),
            signatures: self.signatures.clone(),
            rules: rules.map(str::to_owned),
        }
    }
}

/// `[[report.part]]`: a part of the report, with the blocks whose outcomes it states.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct ReportPart {
    /// `title`: the heading of the part.
    pub title: String,
    /// `blocks`: names of blocks and targets; empty of a part that a person writes.
    #[serde(default)]
    pub blocks: Vec<String>,
}

/// The days on which a pack applies, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    /// First day on which the pack is in force; `None` if open.
    pub from: Option<Date>,
    /// Last day on which the pack is in force, included; `None` if open.
    pub to: Option<Date>,
}

impl Effective {
    /// Returns `true` if some day lies within both periods.
    pub fn meets(&self, other: &Effective) -> bool {
        let before = |last: Option<Date>, first: Option<Date>| {
            last.zip(first).is_some_and(|(last, first)| last < first)
        };
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// Returns `true` if a day lies within the period.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

const ROOT: &[Key] = &[
    ("pack", true, Shape::Table(PACK)),
    ("report", false, Shape::Table(REPORT)),
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
const REPORT: &[Key] = &[
    ("title", false, Shape::Text),
    ("organisation", false, Shape::TextOrTexts),
    ("motto", false, Shape::TextOrTexts),
    ("place", false, Shape::Text),
    ("contact", false, Shape::TextOrTexts),
    ("signatures", false, Shape::Texts),
    ("low", false, Shape::Texts),
    (
        "part",
        false,
        Shape::Tables(&[("title", true, Shape::Text), ("blocks", false, Shape::Texts)]),
    ),
];
const PROFILE: &[Key] = &[
    ("record", true, Shape::Text),
    ("sheet", false, Shape::TextOrInteger),
    ("header", false, Shape::Table(&[("contains", true, Shape::Texts)])),
    ("skip_rows_where", false, Shape::Each(&Shape::TextOrTexts)),
    ("duplicates", false, Shape::Word(&["drop-identical", "error"])),
    ("as_of", false, Shape::Table(&[("cell", true, Shape::Text), ("pattern", false, Shape::Text)])),
    ("numbers", false, Shape::Word(&["vi", "en", "plain"])),
    ("encoding", false, Shape::Word(&["windows-1258", "tcvn3"])),
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
    report: ReportFrame,
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
pub(super) fn parse(
    id: SourceId,
    source: &Source,
    found: &mut Vec<Diagnostic>,
) -> Option<Manifest> {
    let form: Form = schema::read(id, source, ROOT, found)?;
    let span = |range| schema::span(id, range);
    let effective_place = form.pack.effective.as_ref().map(|written| span(written.span()));
    let effective = form.pack.effective.map(|written| {
        let range = Effective {
            from: written.get_ref().from.as_ref().and_then(day),
            to: written.get_ref().to.as_ref().and_then(day),
        };
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
        month_end: form
            .pack
            .month_end
            .map(|word| if word == "last-day" { MonthEnd::LastDay } else { MonthEnd::NextDay }),
        report: form.report,
        scripts: form.functions.files,
    })
}

fn day(written: &toml::value::Datetime) -> Option<Date> {
    let date = written.date?;
    Date::from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

/// The text of a manifest for a pack that many years later: its days, and the years of its days
/// where its name and titles hold them. A name without such a year has the new one put behind it.
/// Everything else stays as it is.
pub fn moved(source: &Source, years: i32) -> String {
    let text = source.text();
    let (table, _) = DeTable::parse_recoverable(text);
    let Some(pack) = table.get_ref().get("pack").and_then(|pack| pack.get_ref().as_table()) else {
        return text.to_owned();
    };
    let ends: Vec<(Date, Range<usize>)> =
        ["from", "to"].into_iter().filter_map(|end| end_of(pack, end)).collect();
    let days: Vec<i32> = ends.iter().map(|(day, _)| day.year()).collect();
    let mut edits: Vec<(Range<usize>, String)> =
        ends.into_iter().map(|(day, place)| (place, iso(day, years))).collect();
    for key in ["name", "title"] {
        let Some(place) = pack.get(key).map(Spanned::span) else { continue };
        let written = text.get(place.clone()).unwrap_or("");
        let mut moved = moved_years(written, &days, years);
        if let (true, Some(first)) = (key == "name" && moved == written, days.first()) {
            moved = with_year(written, first + years);
        }
        edits.push((place, moved));
    }
    let report = table.get_ref().get("report").and_then(|report| report.get_ref().as_table());
    if let Some(title) = report.and_then(|report| report.get("title")).map(Spanned::span) {
        edits.push((title.clone(), moved_years(text.get(title).unwrap_or(""), &days, years)));
    }
    edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut out = text.to_owned();
    edits.into_iter().for_each(|(place, moved)| out.replace_range(place, &moved));
    out
}

/// Place of an entry of an import profile, by the keys that lead to it from the profile's table:
/// its text, or else its key. `None` if there is no such entry.
pub fn profile_place(id: SourceId, source: &Source, profile: &str, at: &[String]) -> Option<Span> {
    let (table, _) = DeTable::parse_recoverable(source.text());
    let keys = ["import", profile].into_iter().chain(at.iter().map(String::as_str));
    let mut table = table.get_ref();
    let mut place = None;
    for name in keys {
        let (key, value) = table.get_key_value(name)?;
        place = Some(if value.get_ref().is_str() { value.span() } else { key.span() });
        match value.get_ref().as_table() {
            Some(inner) => table = inner,
            None => break,
        }
    }
    place.map(|range| schema::span(id, range))
}

/// Place of a name among the `blocks` of the parts of the report.
pub fn report_block_place(id: SourceId, source: &Source, block: &str) -> Option<Span> {
    let (table, _) = DeTable::parse_recoverable(source.text());
    let parts = table.get_ref().get("report")?.get_ref().as_table()?.get("part")?;
    let parts = parts.get_ref().as_array()?.iter().filter_map(|part| part.get_ref().as_table());
    let lists = parts.filter_map(|part| part.get("blocks")?.get_ref().as_array());
    let mut names = lists.flat_map(|list| list.iter());
    let name = names.find(|name| name.get_ref().as_str() == Some(block))?;
    Some(schema::span(id, name.span()))
}

fn end_of(pack: &DeTable<'_>, end: &str) -> Option<(Date, Range<usize>)> {
    let written = pack.get("effective")?.get_ref().as_table()?.get(end)?;
    Some((day(written.get_ref().as_datetime()?)?, written.span()))
}

/// A day some years later as TOML writes it; the last of February where the 29th does not exist.
fn iso(day: Date, years: i32) -> String {
    let year = day.year() + years;
    let exists = Date::from_ymd(year, day.month(), day.day()).is_some();
    format!("{year:04}-{:02}-{:02}", day.month(), if exists { day.day() } else { 28 })
}

/// A text in which every number that is one of these years is moved.
fn moved_years(text: &str, of: &[i32], years: i32) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, out: &mut String| {
        let year = digits.parse::<i32>().ok().filter(|year| digits.len() == 4 && of.contains(year));
        out.push_str(&year.map_or_else(|| digits.clone(), |year| (year + years).to_string()));
        digits.clear();
    };
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
        } else {
            flush(&mut digits, &mut out);
            out.push(letter);
        }
    }
    flush(&mut digits, &mut out);
    out
}

/// A quoted name with a year behind it.
fn with_year(written: &str, year: i32) -> String {
    let quote = written.chars().next_back().filter(|quote| matches!(quote, '"' | '\''));
    quote
        .and_then(|quote| written.strip_suffix(quote))
        .map_or_else(|| written.to_owned(), |name| format!("{name}-{year}{}", quote.unwrap_or('"')))
}
