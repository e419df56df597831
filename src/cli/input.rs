//! Data arguments: which files hold which record types.

use super::Failure;
use crate::data::{DataError, DataFile};
use crate::diag::{Message, cli as say, engine};
use crate::engine::{Batch, Dataset, Given, Rules};
use crate::source::key;
use crate::value::{Date, Lang};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is asked of the data.
pub(super) struct Wanted<'m> {
    pub data: Vec<&'m str>,
    pub blocks: Vec<&'m str>,
    pub date: Option<Date>,
}

/// The paths of the data arguments.
pub(super) fn paths(rules: &Rules, data: &[&str]) -> Vec<PathBuf> {
    data.iter().map(|argument| PathBuf::from(typed(rules, argument).1)).collect()
}

/// Reads all data, record type by record type, in the order of the arguments.
pub(super) fn read(rules: &Rules, wanted: &Wanted<'_>, lang: Lang) -> Result<Dataset, Failure> {
    let mut query = rules.query().lang(lang);
    for block in &wanted.blocks {
        query = query.block(block).map_err(|error| Failure::Because(error.message, lang))?;
    }
    if let Some(day) = wanted.date {
        query = query.date(day);
    }
    let given: Vec<Given> = wanted
        .data
        .iter()
        .map(|argument| {
            let (record, path) = typed(rules, argument);
            Given { record, file: DataFile::path(path) }
        })
        .collect();
    let progress = Progress::start(lang);
    let dataset = query.read_all(&given, Some(&|count| progress.tell(count))).map_err(|error| refused(&error, lang))?;
    progress.end();
    within_effective(rules, dataset.as_of(), lang)?;
    if decided(&dataset).next().is_none() && dataset.with_records().next().is_none() {
        return Err(Failure::Because(say::nothing_to_decide(), lang));
    }
    Ok(dataset)
}

/// The batches that something is asked of: types that none of the wanted blocks is about are left out.
pub(super) fn decided(dataset: &Dataset) -> impl Iterator<Item = &Batch> {
    dataset.batches().iter().filter(|batch| batch.is_asked())
}

/// `Tổ=file.csv` names the record type; any other argument is a path, even one that holds an equals sign.
fn typed<'m>(rules: &Rules, argument: &'m str) -> (Option<String>, &'m str) {
    let named = argument.split_once('=').and_then(|(name, path)| {
        let record = rules.model().records.iter().find(|record| record.name.key == key(name))?;
        Some((record.name.text.clone(), path))
    });
    match named {
        Some((record, path)) if !Path::new(argument).exists() => (Some(record), path),
        Some(_) | None => (None, argument),
    }
}

fn refused(error: &DataError, lang: Lang) -> Failure {
    let all = engine::together(&error.messages);
    Failure::Because(Message { vi: format!("{}: {}", error.file, all.vi), en: format!("{}: {}", error.file, all.en) }, lang)
}

fn within_effective(rules: &Rules, as_of: Option<Date>, lang: Lang) -> Result<(), Failure> {
    match (rules.effective(), as_of) {
        (Some(range), Some(day)) if !range.holds(day) => {
            Err(Failure::Because(engine::outside_effective(day, rules.name(), range.from, range.to), lang))
        }
        _ => Ok(()),
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
