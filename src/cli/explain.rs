//! `explain`, `vì-sao`: why a record got its result, for who decides and for who is told.

use super::formats::{EXPLANATIONS, PaperWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, grade, input, load, report, text, texts};
use crate::Status;
use crate::data::out::WriteError;
use crate::diag::letter as say;
use crate::engine::{Batch, Dataset};
use crate::explain::{Explanation, Length, document, letter, papers, sheet};
use crate::paper::{self, Office, Paper, html_page};
use crate::report::{TargetOutcome, document as target_document};
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, EXPLANATIONS, lang)?;
    let form = form(matches);
    if form == Form::Letter && matches!(writer, PaperWriter::Json) {
        return Err(Failure::Because(say::no_json(), lang));
    }
    let wanted = input::wanted(matches, lang)?;
    let wanted = input::Wanted { ways: wanted.ways.or(Some(input::MOST_FIELDS)), ..wanted };
    let dataset = input::read(&packs, &wanted, lang)?;
    report::warnings(&dataset, lang);
    let mut found = with_keys(&dataset, &texts(matches, "id"), lang)?;
    if matches.get_flag("unmet") {
        found.records.extend(unmet(&dataset, lang));
        if found.records.is_empty() && found.units.is_empty() {
            return Err(Failure::Because(say::all_best(), lang));
        }
    }
    let order = text(matches, "order").parse().unwrap_or_default();
    let explanations = found.records.iter_mut().flat_map(|told| &mut told.explanations);
    explanations.filter_map(|one| one.ways.as_mut()).for_each(|ways| ways.sort(order));
    let to = Output::of_data(output.as_deref(), &packs, &wanted.data, lang);
    let is_styled = to.is_terminal();
    to.write(|to| write(to, writer, &found, Shown { form, is_styled, lang }))?;
    let is_faulty =
        |told: &Told| told.explanations.iter().any(|one| one.decision.status == Status::DataError);
    Ok(if found.records.iter().any(is_faulty) { Outcome::Found } else { Outcome::Clean })
}

/// Form in which a result is explained.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Lines for who decides.
    Explanation(Length),
    /// A letter to who is told.
    Letter,
}

fn form(matches: &ArgMatches) -> Form {
    let given = |option| matches.get_flag(option);
    match (given("letter"), given("brief"), given("full")) {
        (true, _, _) => Form::Letter,
        (false, true, _) => Form::Explanation(Length::Brief),
        (false, false, true) => Form::Explanation(Length::Full),
        (false, false, false) => Form::Explanation(Length::Normal),
    }
}

/// Records and units of targets that are explained.
struct Found {
    records: Vec<Told>,
    units: Vec<TargetOutcome>,
    /// The office of the papers about units.
    office: Office,
}

/// One record, and the office that tells its results.
struct Told {
    explanations: Vec<Explanation>,
    office: Office,
}

impl Told {
    fn of(batch: &Batch, mut explanations: Vec<Explanation>) -> Told {
        // What applies to the record is what is asked about.
        explanations
            .sort_by_key(|explanation| explanation.decision.status == Status::NotApplicable);
        Told { explanations, office: batch.rules().office() }
    }
}

fn with_keys(dataset: &Dataset, ids: &[&str], lang: Lang) -> Result<Found, Failure> {
    let is_asked = |outcome: &TargetOutcome| ids.iter().any(|id| outcome.is_of(id));
    let targets = dataset.targets_with_remedies(&is_asked);
    let office = dataset.batches().next().map(|batch| batch.rules().office());
    let office = office.unwrap_or_default();
    let mut found = Found { records: Vec::new(), units: Vec::new(), office };
    for id in ids {
        let before = found.records.len() + found.units.len();
        for records in dataset.decided() {
            for stretch in records.with_key(id) {
                let Some(batch) = records.batches().get(stretch.batch) else { continue };
                let places = stretch.places.map(|place| place..place + 1);
                let told = places.map(|place| Told::of(batch, batch.explanations(place).collect()));
                found.records.extend(told.filter(|told| !told.explanations.is_empty()));
            }
        }
        found.units.extend(targets.iter().flatten().filter(|outcome| outcome.is_of(id)).cloned());
        if found.records.len() + found.units.len() == before {
            return Err(grade::no_such_key(dataset, &targets, id, lang));
        }
    }
    Ok(found)
}

/// Every record that somebody has to look at, with the blocks that it is about.
fn unmet(dataset: &Dataset, lang: Lang) -> Vec<Told> {
    let mut found = Vec::new();
    for batch in dataset.decided().flat_map(crate::engine::Records::batches) {
        let mut blocks: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for sheet in batch.by_unit(lang) {
            for place in sheet.to_look_at() {
                blocks.entry(place).or_default().insert(sheet.block_name().to_owned());
            }
        }
        let told = batch.map_parallel(0..batch.records(), |record| {
            let names = blocks.get(&record.place())?;
            let is_told = |one: &Explanation| {
                one.decision.block.as_deref().is_some_and(|block| names.contains(block))
            };
            Some(record.explanations().into_iter().filter(is_told).collect())
        });
        found.extend(told.flatten().map(|explanations| Told::of(batch, explanations)));
    }
    found
}

/// How explanations are shown.
#[derive(Clone, Copy)]
struct Shown {
    form: Form,
    /// With colours.
    is_styled: bool,
    lang: Lang,
}

fn write(
    to: &mut dyn Write,
    writer: &PaperWriter,
    found: &Found,
    Shown { form, is_styled, lang }: Shown,
) -> Result<(), WriteError> {
    let written = match (writer, form) {
        (PaperWriter::Json, _) => {
            let all: Vec<Explanation> = explanations(found).cloned().collect();
            wire::explanations_with(&all, &found.units, lang).map_err(io::Error::from)?
        }
        (PaperWriter::Lines(lines), Form::Explanation(length)) => {
            let all: Vec<Explanation> = explanations(found).cloned().collect();
            let mut all = document(&all, length, lang);
            all.lines.extend(target_document(&found.units, lang).lines);
            lines(&all, is_styled)
        }
        (PaperWriter::Lines(_), Form::Letter) => {
            paper::text(&all_papers(found, form, lang), is_styled)
        }
        (PaperWriter::Page, _) => {
            let title = say::page_title(form == Form::Letter, lang);
            html_page(&all_papers(found, form, lang), lang.code(), title)
        }
        (PaperWriter::Document(document), _) => {
            return document(&all_papers(found, form, lang), lang, to);
        }
    };
    let end = if written.is_empty() || written.ends_with('\n') { "" } else { "\n" };
    Ok(write!(to, "{written}{end}")?)
}

fn explanations(found: &Found) -> impl Iterator<Item = &Explanation> {
    found.records.iter().flat_map(|told| &told.explanations)
}

fn all_papers(found: &Found, form: Form, lang: Lang) -> Vec<Paper> {
    let mut all = match form {
        Form::Letter => {
            let letters = found.records.iter();
            letters.map(|told| letter(&told.explanations, &told.office, lang)).collect()
        }
        Form::Explanation(Length::Brief) => {
            let all: Vec<Explanation> = explanations(found).cloned().collect();
            papers(&all, Length::Brief, &found.office, lang)
        }
        Form::Explanation(length) => {
            let of = |told: &Told| papers(&told.explanations, length, &told.office, lang);
            found.records.iter().flat_map(of).collect()
        }
    };
    let unit = |unit: &TargetOutcome| {
        sheet(target_document(std::slice::from_ref(unit), lang), &found.office, lang)
    };
    all.extend(found.units.iter().map(unit));
    all
}
