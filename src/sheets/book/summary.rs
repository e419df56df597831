//! The first page: pages, counts, outcomes by unit, targets, data errors by kind, with charts.

use super::refused::Refused;
use super::{Contents, ResultsBook, WrittenBook};
use crate::data::out::{
    Book, Cell, Chart, Column, Kind, PageId, Part, Row, Telling, Tone, WriteError,
};
use crate::diag::book::{self as say, words};
use crate::engine::Batch;
use crate::engine::Records;
use crate::eval::Status;
use crate::model::BlockId;
use crate::report::{TargetOutcome, show_distance, show_unit};
use crate::sheets::account::{Account, Tally};
use crate::sheets::packs::with_pack;
use crate::sheets::targets::TargetSheet;
use crate::sheets::units::OutcomesByUnit;
use crate::value::text::show_date;
use crate::value::{Lang, Num, Type, Unit};
use std::borrow::Cow;

/// The most kinds of data errors that are shown.
const MOST_KINDS: usize = 50;

/// Fills the page of the summary.
pub(super) fn write(
    results: &ResultsBook<'_>,
    written: &WrittenBook,
    (wrong, sheets, contents): (&Refused<'_>, &[TargetSheet<'_>], Contents),
    book: &mut Book,
    page: PageId,
) -> Result<(), WriteError> {
    let (words, lang) = (words(results.lang), results.lang);
    let mut parts = head(results);
    parts.extend(written.told.iter().map(|told| Part::Text(told.get(lang).to_owned())));
    let units = if results.by_key {
        Vec::new()
    } else {
        let batches = results.records.iter().flat_map(|chosen| chosen.records.batches());
        OutcomesByUnit::all(batches, lang)
    };
    parts.extend(units.iter().flat_map(by_unit));
    parts.extend(counts(results, &written.accounts));
    parts.extend(targets(sheets, lang));
    parts.extend(errors(wrong, lang));
    parts.push(Part::Title(words.pages.to_owned()));
    let links = contents.into_iter();
    parts.extend(links.map(|(page, name, told)| Part::Link(page, name, told.to_owned())));
    book.tables(page, &parts, lang)
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
    Cell::Text(text.into())
}

fn number(count: u64) -> Cell<'static> {
    Cell::Number(Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn column(header: &str, kind: Kind) -> Column {
    Column { header: header.to_owned(), kind }
}

/// The rules and the day.
fn head<'a>(results: &ResultsBook<'a>) -> Vec<Part<'a>> {
    let (words, mut parts) = (words(results.lang), Vec::new());
    let mut packs: Vec<&str> = Vec::new();
    for rules in results.dataset.batches().map(Batch::rules) {
        let name = rules.title().unwrap_or(rules.name());
        if !packs.contains(&name) {
            packs.push(name);
        }
    }
    parts.push(Part::Title(packs.join("; ")));
    let day = results.dataset.as_of().map_or(words.own_day.to_owned(), show_date);
    parts.push(Part::Text(format!("{}: {day}", words.as_of)));
    parts
}

/// Outcomes of a block, a unit a row, with a chart of a scorecard's grades.
fn by_unit<'a>(units: &'a OutcomesByUnit<'_>) -> Vec<Part<'a>> {
    let columns = units.columns();
    let tones = units.batch().tones(units.block(), units.lang());
    let tone = |header: &str| {
        let of = |telling: &Telling| match telling {
            Telling::Whole(text) | Telling::Beginning(text) => text == header,
        };
        tones.iter().find(|(telling, _)| of(telling)).map(|(_, tone)| *tone)
    };
    let grid = units.grid(&[]);
    let rows: Vec<Row<'a>> = grid.rows.collect();
    // The last row is of all units together.
    let shown = rows.len().saturating_sub(1);
    let drawn = columns
        .iter()
        .enumerate()
        .filter_map(|(place, column)| Some((place, Some(tone(&column.header)?))));
    let series: Vec<(usize, Option<Tone>)> = drawn.collect();
    let charted = units.has_units() && shown > 0 && units.is_scorecard() && !series.is_empty();
    let title = match units.has_units() {
        true => say::by_unit(&units.heading(), units.unit()).get(units.lang()).to_owned(),
        false => units.heading(),
    };
    let chart = Chart { title: title.clone(), stacked: true, series, rows: shown };
    let chart = charted.then_some(chart);
    vec![Part::Title(title), Part::Table { columns, rows, toned: Vec::new(), chart }]
}

/// How many records of each type came out how under each block.
fn counts<'a>(results: &ResultsBook<'a>, accounts: &[Account]) -> Vec<Part<'a>> {
    let words = words(results.lang);
    let columns = vec![
        column(words.block, Kind::Text),
        column(words.record_type, Kind::Text),
        column(words.records, Kind::Number),
        column(words.decided, Kind::Number),
        column(words.undetermined, Kind::Number),
        column(words.data_errors, Kind::Number),
        column(words.not_applicable, Kind::Number),
    ];
    let batches = results.records.iter().flat_map(|chosen| {
        let (name, batches) = (Records::record_name(chosen.records), chosen.records.batches());
        batches.iter().map(move |batch| (batch, name, batches.len() > 1))
    });
    let rows = batches.zip(accounts).flat_map(|((batch, record, several), account)| {
        let row = move |(block, tally): &(Option<BlockId>, Tally)| {
            let blocks = &batch.rules().model().blocks;
            let block = block.map_or(record, |id| blocks[id].name.text.as_str());
            let counts = [
                tally.records(),
                tally.decided,
                tally.undetermined,
                tally.data_errors,
                tally.not_applicable,
            ];
            let block = match several {
                true => text(with_pack(block, batch.rules().name())),
                false => text(block),
            };
            let names = [block, text(record)];
            Row::from(names.into_iter().chain(counts.map(number)).collect::<Vec<_>>())
        };
        account.tallies.iter().map(row).collect::<Vec<_>>()
    });
    let rows = rows.collect();
    vec![
        Part::Title(words.counts.to_owned()),
        Part::Table { columns, rows, toned: Vec::new(), chart: None },
    ]
}

/// How many units meet each of the targets, and how far each is from what is required.
fn targets<'a>(sheets: &'a [TargetSheet<'_>], lang: Lang) -> Vec<Part<'a>> {
    if sheets.is_empty() {
        return Vec::new();
    }
    let words = words(lang);
    let mut columns = vec![column(words.target, Kind::Text)];
    let counted = [
        words.units,
        words.met,
        words.not_met,
        words.undetermined,
        words.data_errors,
        words.not_applicable,
    ];
    columns.extend(counted.map(|header| column(header, Kind::Number)));
    let rows = sheets.iter().map(|sheet| {
        let outcomes = sheet.outcomes();
        let count = |is: &dyn Fn(&TargetOutcome) -> bool| {
            number(outcomes.iter().filter(|outcome| is(outcome)).count() as u64)
        };
        let cells = vec![
            text(sheet.name()),
            count(&|_| true),
            count(&|outcome| outcome.met() == Some(true)),
            count(&|outcome| outcome.met() == Some(false)),
            count(&|outcome| outcome.status == Status::Undetermined),
            count(&|outcome| outcome.status == Status::DataError),
            count(&|outcome| outcome.status == Status::NotApplicable),
        ];
        Row::from(cells)
    });
    let rows = rows.collect();
    let mut parts = vec![
        Part::Title(words.targets.to_owned()),
        Part::Table { columns, rows, toned: Vec::new(), chart: None },
    ];
    parts.extend(sheets.iter().flat_map(|sheet| distances(sheet, lang)));
    parts
}

/// How far each unit is from what is required of it first, where some is missed by a share.
fn distances<'a>(sheet: &'a TargetSheet<'_>, lang: Lang) -> Vec<Part<'a>> {
    let outcomes = sheet.outcomes();
    let missed: Vec<&TargetOutcome> =
        outcomes.iter().filter(|outcome| outcome.met() == Some(false)).collect();
    let indicators = outcomes.first().map_or(&[][..], |outcome| &outcome.indicators);
    let is_share = |place: &usize| {
        indicators.get(*place).is_some_and(|one| one.ty == Type::Number(Unit::Ratio))
    };
    let short = |outcome: &TargetOutcome, place: usize| {
        let indicator = outcome.indicators.get(place)?;
        let distance = indicator.levels.iter().find_map(|level| level.distance.as_ref())?;
        let by = distance.by.value()?.clone();
        Some(Cell::Measure(by, Kind::Percent, show_distance(indicator, distance, lang)))
    };
    let is_missed = |place: &usize| missed.iter().any(|one| short(one, *place).is_some());
    let places: Vec<usize> = (0..indicators.len()).filter(is_share).filter(is_missed).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let name = |outcome: &TargetOutcome| match (sheet.is_dated(), outcome.as_of) {
        (true, Some(day)) => format!("{} · {}", show_unit(outcome), show_date(day)),
        _ => show_unit(outcome),
    };
    let mut columns = vec![column(words(lang).units, Kind::Text)];
    columns.extend(places.iter().filter_map(|place| indicators.get(*place)).map(|indicator| {
        let title = indicator.title.as_deref().unwrap_or(&indicator.formula);
        column(&format!("{}. {title}", indicator.label), Kind::Percent)
    }));
    let far = missed.iter().filter(|outcome| places.iter().any(|at| short(outcome, *at).is_some()));
    let rows: Vec<Row<'a>> = far
        .map(|outcome| {
            let cells = places.iter().map(|place| short(outcome, *place).unwrap_or(Cell::Blank));
            Row::from(std::iter::once(text(name(outcome))).chain(cells).collect::<Vec<_>>())
        })
        .collect();
    let title = say::distance(sheet.name()).get(lang).to_owned();
    let series = (1..=places.len()).map(|place| (place, None)).collect();
    let chart = Chart { title: title.clone(), stacked: false, series, rows: rows.len() };
    let toned = Vec::new();
    vec![Part::Title(title), Part::Table { columns, rows, toned, chart: Some(chart) }]
}

/// Data errors by kind, the most frequent first.
fn errors<'a>(wrong: &'a Refused<'_>, lang: Lang) -> Vec<Part<'a>> {
    let (words, kinds) = (words(lang), wrong.kinds());
    if kinds.is_empty() {
        return vec![Part::Title(words.no_errors.to_owned())];
    }
    let columns = vec![
        column(words.column, Kind::Text),
        column(words.count, Kind::Number),
        column(words.record_type, Kind::Text),
        column(words.expected, Kind::Text),
    ];
    let rows = kinds.iter().take(MOST_KINDS).map(|((record, column, expected), count)| {
        let cells = vec![
            text(column.as_str()),
            number(*count),
            text(record.as_str()),
            text(expected.as_str()),
        ];
        Row::from(cells)
    });
    let rows = rows.collect();
    let more = kinds.len().saturating_sub(MOST_KINDS);
    let more = (more > 0).then(|| Part::Text(say::more_kinds(more).get(lang).to_owned()));
    let table = Part::Table { columns, rows, toned: Vec::new(), chart: None };
    [Part::Title(words.errors.to_owned()), table].into_iter().chain(more).collect()
}
