//! Data arguments: which files hold which record types, and which pack decides them.

use super::{Failure, date, texts};
use crate::data::{DataError, DataFile};
use crate::diag::{Message, cli as say};
use crate::engine::{Batch, Given, Packs, Query, Records, Rules};
use crate::report::TargetOutcome;
use crate::source::key;
use crate::value::{Date, Lang};
use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is asked of the data.
pub(super) struct Wanted<'m> {
    pub data: Vec<&'m str>,
    pub blocks: Vec<&'m str>,
    pub date: Option<Date>,
    pub date_column: Option<&'m str>,
}

/// What the command line asks.
pub(super) fn wanted(matches: &ArgMatches, lang: Lang) -> Result<Wanted<'_>, Failure> {
    Ok(Wanted {
        data: texts(matches, "data"),
        blocks: texts(matches, "block"),
        date: date(matches, lang)?,
        date_column: matches.try_get_one::<String>("date-column").ok().flatten().map(String::as_str),
    })
}

/// The pack of a day; all packs, where there is none.
pub(super) fn wanted_packs(packs: &Packs, day: Option<Date>, lang: Lang) -> Result<Vec<&Rules>, Failure> {
    match day {
        Some(day) => packs.on(day).map(|rules| vec![rules]).map_err(|message| Failure::Because(message, lang)),
        None => Ok(packs.all().collect()),
    }
}

/// The paths of the data arguments.
pub(super) fn paths(packs: &Packs, data: &[&str]) -> Vec<PathBuf> {
    data.iter().map(|argument| PathBuf::from(typed(packs, argument).1)).collect()
}

/// The data that were read.
pub(super) struct Input {
    /// The records, type by type, in the order of the arguments.
    pub records: Vec<Records>,
    /// What came of each of the targets asked for, unit by unit.
    pub targets: Vec<Vec<TargetOutcome>>,
    /// What a person should know of all types together.
    pub warnings: Vec<Message>,
}

impl Input {
    /// The batches of all types.
    pub fn batches(&self) -> impl Iterator<Item = &Batch> {
        self.records.iter().flat_map(Records::batches)
    }
}

/// Reads all data. Types that none of the wanted blocks is about are left out.
pub(super) fn read(packs: &Packs, wanted: &Wanted<'_>, lang: Lang) -> Result<Input, Failure> {
    let mut input = match (wanted.date_column, wanted.date) {
        (Some(_), Some(_)) => return Err(Failure::Because(say::date_or_column(), lang)),
        (Some(column), None) => by_day(packs, wanted, column, lang)?,
        (None, _) => as_of_one_day(packs, wanted, lang)?,
    };
    input.records.retain(|records| records.batches().iter().any(Batch::is_asked));
    if input.records.is_empty() && input.targets.is_empty() {
        return Err(Failure::Because(say::nothing_to_decide(), lang));
    }
    Ok(input)
}

fn as_of_one_day(packs: &Packs, wanted: &Wanted<'_>, lang: Lang) -> Result<Input, Failure> {
    let files: Vec<DataFile> = paths(packs, &wanted.data).into_iter().map(DataFile::path).collect();
    let rules = packs.for_run(wanted.date, &files).map_err(|message| Failure::Because(message, lang))?;
    let mut query = question(rules, wanted, lang)?;
    if let Some(day) = wanted.date {
        query = query.date(day);
    }
    let given: Vec<Given> = wanted
        .data
        .iter()
        .map(|argument| {
            let (record, path) = typed(packs, argument);
            Given { record, file: DataFile::path(path) }
        })
        .collect();
    let progress = Progress::start(lang);
    let dataset = query.read_all(&given, Some(&|count| progress.tell(count))).map_err(|error| refused(&error, lang))?;
    progress.end();
    within_effective(rules, dataset.as_of(), lang)?;
    let targets = dataset.targets().into_iter().map(|(_, outcomes)| outcomes).collect();
    let warnings = dataset.warnings();
    Ok(Input { records: dataset.into_batches().into_iter().map(Records::from).collect(), targets, warnings })
}

fn by_day(packs: &Packs, wanted: &Wanted<'_>, column: &str, lang: Lang) -> Result<Input, Failure> {
    let queries = packs.all().map(|rules| question(rules, wanted, lang)).collect::<Result<Vec<Query>, Failure>>()?;
    let mut records = Vec::new();
    for (record, files) in group(packs, &queries, &wanted.data, lang)? {
        let progress = Progress::start(lang);
        let ask = |rules: &Rules| question(rules, wanted, lang).ok()?.record(&record).ok();
        let read = packs.read_by_day(&files, column, ask, Some(&|count| progress.tell(count)));
        progress.end();
        records.push(read.map_err(|error| refused(&error, lang))?);
    }
    // Targets are over all records as of one day; so are the parts a record is made of.
    let targets = packs.all().any(|rules| !rules.model().targets.is_empty() || !rules.model().aggregates.is_empty());
    let warnings = if targets { vec![say::no_targets_by_day()] } else { Vec::new() };
    Ok(Input { records, targets: Vec::new(), warnings })
}

/// The question to a pack, for the wanted blocks.
fn question(rules: &Rules, wanted: &Wanted<'_>, lang: Lang) -> Result<Query, Failure> {
    let query = rules.query().lang(lang);
    let with_block = |query: Query, block: &&str| query.block(block).map_err(|error| Failure::Because(error.message, lang));
    wanted.blocks.iter().try_fold(query, with_block)
}

/// The files of each record type, the types in the order they are first met.
fn group(packs: &Packs, queries: &[Query], data: &[&str], lang: Lang) -> Result<Vec<(String, Vec<DataFile>)>, Failure> {
    let mut groups: Vec<(String, Vec<DataFile>)> = Vec::new();
    for argument in data {
        let (record, path) = typed(packs, argument);
        let file = DataFile::path(path);
        let types = match record {
            Some(record) => vec![record],
            None => types_in(queries, &file).map_err(|error| refused(&error, lang))?,
        };
        for record in types {
            match groups.iter_mut().find(|(known, _)| key(known) == key(&record)) {
                Some((_, files)) => files.push(file.clone()),
                None => groups.push((record, vec![file.clone()])),
            }
        }
    }
    Ok(groups)
}

/// The record types of a file that some pack knows; why there is none is what the last pack says.
fn types_in(queries: &[Query], file: &DataFile) -> Result<Vec<String>, DataError> {
    let mut types: Vec<String> = Vec::new();
    let mut refused = None;
    for query in queries {
        match query.types_in(file) {
            Ok(found) => {
                types.extend(found.into_iter().filter(|name| !types.iter().any(|known| key(known) == key(name))).collect::<Vec<_>>())
            }
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) if types.is_empty() => Err(error),
        _ => Ok(types),
    }
}

/// `Tổ=file.csv` names the record type; any other argument is a path, even one that holds an equals sign.
fn typed<'m>(packs: &Packs, argument: &'m str) -> (Option<String>, &'m str) {
    let named = argument.split_once('=').and_then(|(name, path)| {
        let record = packs.all().flat_map(|rules| rules.model().records.iter()).find(|record| record.name.key == key(name))?;
        Some((record.name.text.clone(), path))
    });
    match named {
        Some((record, path)) if !Path::new(argument).exists() => (Some(record), path),
        Some(_) | None => (None, argument),
    }
}

fn refused(error: &DataError, lang: Lang) -> Failure {
    Failure::Because(error.message(), lang)
}

fn within_effective(rules: &Rules, as_of: Option<Date>, lang: Lang) -> Result<(), Failure> {
    match as_of.map(|day| Packs::from(rules.clone()).on(day).map(drop)) {
        Some(Err(message)) => Err(Failure::Because(message, lang)),
        Some(Ok(())) | None => Ok(()),
    }
}

/// Tells how far the reading is, on a terminal, when it takes long.
struct Progress {
    bar: ProgressBar,
    lang: Lang,
}

impl Progress {
    /// indicatif draws on standard error, and only where that is a terminal.
    fn start(lang: Lang) -> Progress {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, lang }
    }

    fn tell(&self, count: usize) {
        self.bar.set_message(say::reading(count).get(self.lang).to_owned());
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
