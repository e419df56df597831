//! The last page: the rules, the day and the data of the run, and what was assumed.

use super::ResultsBook;
use crate::data::out::{Book, Cell, Column, Kind, PageId, Part, Row, WriteError};
use crate::diag::Message;
use crate::diag::book::words;
use crate::diag::schema::days;
use crate::engine::{Batch, Rules};
use crate::explain::{Grounds, Quotes};
use crate::model::{Basis, Block, BlockKind, DerivedKind, Row as RuleRow};
use crate::value::{Lang, Num};
use std::borrow::Cow;

/// Fills the page; `told` are further warnings of the run.
pub(super) fn write(
    results: &ResultsBook<'_>,
    told: &[Message],
    book: &mut Book,
    page: PageId,
) -> Result<(), WriteError> {
    let lang = results.lang;
    let batches: Vec<&Batch> = results.dataset.batches().collect();
    let mut packs: Vec<&Rules> = Vec::new();
    for rules in batches.iter().map(|batch| batch.rules()) {
        if packs.iter().all(|known| known.fingerprint() != rules.fingerprint()) {
            packs.push(rules);
        }
    }
    let mut parts = vec![];
    parts.extend(of_packs(results, &packs));
    parts.extend(of_files(&packs, lang));
    parts.extend(inputs(&batches, lang));
    parts.extend(blocks(&batches, results, lang));
    parts.extend(grounds(&batches, lang));
    parts.extend(warnings(results, &batches, told));
    book.tables(page, &parts, lang)
}

fn text(text: impl Into<String>) -> Cell<'static> {
    Cell::Text(Cow::Owned(text.into()))
}

fn number(count: u64) -> Cell<'static> {
    Cell::Number(Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn table(
    title: &str,
    headers: &[(&str, Kind)],
    rows: Vec<Vec<Cell<'static>>>,
) -> Vec<Part<'static>> {
    if rows.is_empty() {
        return Vec::new();
    }
    let column =
        |(header, kind): &(&str, Kind)| Column { header: (*header).to_owned(), kind: *kind };
    let columns = headers.iter().map(column).collect();
    let rows = rows.into_iter().map(Row::from).collect();
    let table = Part::Table { columns, rows, toned: Vec::new(), chart: None };
    vec![Part::Title(title.to_owned()), table]
}

fn of_packs(results: &ResultsBook<'_>, packs: &[&Rules]) -> Vec<Part<'static>> {
    let (lang, words) = (results.lang, words(results.lang));
    let rows = packs.iter().map(|rules| {
        let effective = rules.effective().and_then(|effective| days(effective.from, effective.to));
        let day = results.dataset.as_of().map_or(text(words.own_day), Cell::Date);
        vec![
            text(rules.name()),
            day,
            text(effective.map(|days| days.get(lang).to_owned()).unwrap_or_default()),
            text(rules.fingerprint()),
            text(rules.title().unwrap_or("")),
        ]
    });
    let headers = [
        (words.pack, Kind::Text),
        (words.as_of, Kind::Date),
        (words.effective, Kind::Text),
        (words.fingerprint, Kind::Text),
        (words.title, Kind::Text),
    ];
    table(words.packs, &headers, rows.collect())
}

fn of_files(packs: &[&Rules], lang: Lang) -> Vec<Part<'static>> {
    let words = words(lang);
    let rows = packs.iter().flat_map(|rules| {
        let files = rules.sources().iter();
        files.map(|file| vec![text(file.name()), text(rules.name())]).collect::<Vec<_>>()
    });
    let headers = [(words.file, Kind::Text), (words.pack, Kind::Text)];
    table(words.rule_files, &headers, rows.collect())
}

fn inputs(batches: &[&Batch], lang: Lang) -> Vec<Part<'static>> {
    let words = words(lang);
    let rows = batches.iter().flat_map(|batch| {
        let record = batch.rules().model().records[batch.record_type()].name.text.clone();
        let files = batch.report().files.iter().map(move |file| {
            let skipped = file.skipped.iter().map(|(_, count)| count).sum();
            vec![
                text(file.name.as_str()),
                text(file.sheet.as_deref().unwrap_or("")),
                text(record.as_str()),
                text(file.profile.as_deref().unwrap_or("")),
                number(file.header_row.into()),
                number(file.rows),
                number(skipped),
                number(file.dropped),
                number(file.records),
                file.as_of.map_or(Cell::Blank, Cell::Date),
            ]
        });
        files.collect::<Vec<_>>()
    });
    let headers = [
        (words.file, Kind::Text),
        (words.sheet, Kind::Text),
        (words.record_type, Kind::Text),
        (words.profile, Kind::Text),
        (words.header_row, Kind::Number),
        (words.rows, Kind::Number),
        (words.skipped, Kind::Number),
        (words.identical, Kind::Number),
        (words.records, Kind::Number),
        (words.day_told, Kind::Date),
    ];
    table(words.inputs, &headers, rows.collect())
}

fn blocks(batches: &[&Batch], results: &ResultsBook<'_>, lang: Lang) -> Vec<Part<'static>> {
    let words = words(lang);
    let of_records = batches.iter().flat_map(|batch| {
        let model = batch.rules().model();
        let record = model.records[batch.record_type()].name.text.as_str();
        batch.blocks().into_iter().map(move |id| {
            let block = &model.blocks[id];
            vec![
                text(block.name.text.as_str()),
                text(record),
                text(block.title.as_deref().unwrap_or("")),
            ]
        })
    });
    let of_targets = results.targets.iter().filter_map(|outcomes| outcomes.first()).map(|one| {
        vec![text(&*one.block), text(&*one.record_type), text(one.title.as_deref().unwrap_or(""))]
    });
    let mut rows: Vec<Vec<Cell<'static>>> = of_records.chain(of_targets).collect();
    rows.dedup();
    let headers =
        [(words.block, Kind::Text), (words.record_type, Kind::Text), (words.title, Kind::Text)];
    table(words.blocks, &headers, rows)
}

/// Documents that the rules asked rest on, and what they assume.
fn grounds(batches: &[&Batch], lang: Lang) -> Vec<Part<'static>> {
    let words = words(lang);
    let (mut cited, mut assumed): (Vec<Vec<Cell<'static>>>, Vec<Vec<Cell<'static>>>) =
        (Vec::new(), Vec::new());
    for batch in batches {
        let Grounds { sources, assumptions } = grounds_of(batch);
        for source in sources {
            let row = vec![text(&*source.document), text(&*source.title)];
            if !cited.contains(&row) {
                cited.push(row);
            }
        }
        for one in assumptions {
            let place = format!("{}:{}", one.file, one.line);
            let row = vec![text(place), text(one.text.as_deref().unwrap_or(""))];
            if !assumed.contains(&row) {
                assumed.push(row);
            }
        }
    }
    let mut parts =
        table(words.documents, &[(words.document, Kind::Text), (words.title, Kind::Text)], cited);
    let headers = [(words.place, Kind::Text), (words.assumption, Kind::Text)];
    parts.extend(table(words.assumed, &headers, assumed));
    parts
}

fn grounds_of(batch: &Batch) -> Grounds {
    let (model, sources) = (batch.rules().model(), batch.rules().sources());
    let record = &model.records[batch.record_type()];
    let mut bases: Vec<&Basis> = Vec::new();
    for derived in record.derived.iter() {
        bases.push(&derived.basis);
        if let DerivedKind::Table { rows, .. } = &derived.kind {
            bases.extend(rows.iter().map(|row| &row.basis));
        }
    }
    for id in batch.blocks() {
        of_block(&model.blocks[id], &mut bases);
    }
    for parameter in model.parameters.iter() {
        bases.push(&parameter.basis);
        bases.extend(parameter.values.iter().map(|value| &value.basis));
    }
    Quotes { model, sources }.grounds(bases)
}

fn of_block<'m>(block: &'m Block, bases: &mut Vec<&'m Basis>) {
    bases.push(&block.basis);
    let of_rows = |rows: &'m [RuleRow]| rows.iter().map(|row| &row.basis);
    match &block.kind {
        BlockKind::Scorecard(card) => {
            for criterion in &card.criteria {
                bases.push(&criterion.basis);
                bases.extend(of_rows(&criterion.rows));
            }
            if let Some(grading) = &card.grading {
                bases.push(&grading.basis);
                bases.extend(of_rows(&grading.rows));
                bases.extend(grading.caps.iter().map(|cap| &cap.basis));
            }
        }
        BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
            bases.extend(clauses.iter().map(|clause| &clause.basis));
        }
    }
}

fn warnings(results: &ResultsBook<'_>, batches: &[&Batch], told: &[Message]) -> Vec<Part<'static>> {
    let lacking = results.dataset.lacks_as_of();
    let of_files = batches.iter().flat_map(|batch| batch.report().warnings.clone());
    let all = lacking.into_iter().chain(of_files).chain(results.dataset.warnings());
    let mut known: Vec<String> = Vec::new();
    for warning in all.chain(told.iter().cloned()) {
        let words = warning.get(results.lang).to_owned();
        if !known.contains(&words) {
            known.push(words);
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let title = Part::Title(words(results.lang).warnings.to_owned());
    std::iter::once(title).chain(known.into_iter().map(Part::Text)).collect()
}
