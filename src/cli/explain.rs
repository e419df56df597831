//! `explain`, `vì-sao`: why a record got its result.

use super::formats::{TEXTS, TextWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, grade, input, load, report, text, texts};
use crate::Status;
use crate::engine::Dataset;
use crate::explain::{Explanation, document, in_brief, page};
use crate::report::{TargetOutcome, document as target_document};
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, TEXTS, lang)?;
    let wanted = input::Wanted { ways: true, ..input::wanted(matches, lang)? };
    let dataset = input::read(&packs, &wanted, lang)?;
    report::warnings(&dataset, lang);
    let mut found = explained(&dataset, &texts(matches, "id"), lang)?;
    let order = text(matches, "order").parse().unwrap_or_default();
    found.records.iter_mut().filter_map(|one| one.ways.as_mut()).for_each(|ways| ways.sort(order));
    let to = Output::of_data(output.as_deref(), &packs, &wanted.data, lang);
    let shown = Shown { brief: matches.get_flag("brief"), styled: to.is_terminal(), lang };
    to.text(show(writer, shown, &found))?;
    let faulty =
        found.records.iter().any(|explanation| explanation.decision.status == Status::DataError);
    Ok(if faulty { Outcome::Found } else { Outcome::Clean })
}

/// Records and units of targets that are explained.
struct Found {
    records: Vec<Explanation>,
    units: Vec<TargetOutcome>,
}

fn explained(dataset: &Dataset, ids: &[&str], lang: Lang) -> Result<Found, Failure> {
    let targets = dataset.targets();
    let mut found = Found { records: Vec::new(), units: Vec::new() };
    for id in ids {
        let before = found.records.len() + found.units.len();
        for records in dataset.decided() {
            for stretch in records.with_key(id) {
                let Some(batch) = records.batches().get(stretch.batch) else { continue };
                let mut explained: Vec<Explanation> = batch.explanations(stretch.places).collect();
                // What applies to the record is what is asked about.
                explained.sort_by_key(|explanation| {
                    explanation.decision.status == Status::NotApplicable
                });
                found.records.extend(explained);
            }
        }
        found.units.extend(targets.iter().flatten().filter(|outcome| outcome.is_of(id)).cloned());
        if found.records.len() + found.units.len() == before {
            return Err(grade::no_such_key(dataset, &targets, id, lang));
        }
    }
    Ok(found)
}

/// How explanations are shown.
#[derive(Clone, Copy)]
struct Shown {
    /// One sentence each.
    brief: bool,
    /// With colours.
    styled: bool,
    lang: Lang,
}

fn show(
    writer: &TextWriter,
    Shown { brief, styled, lang }: Shown,
    found: &Found,
) -> Result<String, serde_json::Error> {
    let laid_out = || {
        let mut all = match brief {
            true => in_brief(&found.records, lang),
            false => document(&found.records, lang),
        };
        all.lines.extend(target_document(&found.units, lang).lines);
        all
    };
    match writer {
        TextWriter::Json => wire::explanations_with(&found.records, &found.units, lang),
        TextWriter::Page => Ok(page(&laid_out(), lang)),
        TextWriter::Lines(lines) => Ok(lines(&laid_out(), styled)),
    }
}
