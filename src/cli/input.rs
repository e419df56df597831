//! Data arguments: which files hold which record types, and which pack decides them.

use super::{Failure, date, progress, texts};
use crate::data::readings::{Encoding, Numbers, Ratios, Readings, TotalRows};
use crate::data::{DataFile, OpenFiles, steadily};
use crate::diag::{Error, cli as say};
use crate::engine::{Dataset, InputFile, Packs, Query, Rules};
use crate::source::key;
use crate::value::{Date, Lang};
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// Data files and selection of the command line.
pub(super) struct Wanted<'m> {
    pub data: Vec<&'m str>,
    pub blocks: Vec<&'m str>,
    pub date: Option<Date>,
    pub date_column: Option<&'m str>,
    pub readings: Readings,
    /// Most records whose cells are kept; none: all.
    pub keeps: Option<usize>,
    /// The most fields that ways to a better result change, where they are asked for.
    pub ways: Option<usize>,
}

/// Reads the selection from the command line.
pub(super) fn wanted(matches: &ArgMatches, lang: Lang) -> Result<Wanted<'_>, Failure> {
    Ok(Wanted {
        data: texts(matches, "data"),
        blocks: texts(matches, "block"),
        date: date(matches, lang)?,
        date_column: matches
            .try_get_one::<String>("date-column")
            .ok()
            .flatten()
            .map(String::as_str),
        readings: readings(matches),
        keeps: None,
        ways: one_of(matches, "fields", FIELDS),
    })
}

/// Settings of the command line for the way files are read.
fn readings(matches: &ArgMatches) -> Readings {
    Readings {
        numbers: one_of(matches, "numbers", NUMBERS),
        ratios: one_of(matches, "ratios", RATIOS),
        total_rows: one_of(matches, "total-rows", TOTAL_ROWS),
        encoding: one_of(matches, "encoding", ENCODINGS),
    }
}

fn one_of<T: Copy>(matches: &ArgMatches, option: &str, words: &[(&str, T)]) -> Option<T> {
    let given = matches.try_get_one::<String>(option).ok().flatten()?.as_str();
    words.iter().find(|(word, _)| *word == given).map(|(_, value)| *value)
}

/// The most fields that ways to a better result change, unless `--fields` says fewer.
pub(super) const MOST_FIELDS: usize = 3;

/// The words of `--fields`.
pub(super) const FIELDS: &[(&str, usize)] = &[("1", 1), ("2", 2), ("3", MOST_FIELDS)];

/// The words of `--numbers`.
pub(super) const NUMBERS: &[(&str, Numbers)] =
    &[("vi", Numbers::Vi), ("en", Numbers::En), ("plain", Numbers::Plain)];
/// The words of `--ratios`.
pub(super) const RATIOS: &[(&str, Ratios)] =
    &[("fraction", Ratios::Fraction), ("percent", Ratios::Percent)];
/// The words of `--total-rows`.
pub(super) const TOTAL_ROWS: &[(&str, TotalRows)] =
    &[("skip", TotalRows::Skip), ("keep", TotalRows::Keep)];
/// The words of `--encoding`.
pub(super) const ENCODINGS: &[(&str, Encoding)] =
    &[("windows-1258", Encoding::Windows1258), ("tcvn3", Encoding::Tcvn3)];

/// The pack of a day; all packs, where there is none.
pub(super) fn wanted_packs(
    packs: &Packs,
    day: Option<Date>,
    lang: Lang,
) -> Result<Vec<&Rules>, Failure> {
    match day {
        Some(day) => packs
            .on(day)
            .map(|rules| vec![rules])
            .map_err(|error| Failure::Because(error.message(), lang)),
        None => Ok(packs.all().collect()),
    }
}

/// The paths of the data arguments.
pub(super) fn paths(packs: &Packs, data: &[&str]) -> Vec<PathBuf> {
    data.iter().map(|argument| PathBuf::from(typed(packs, argument).1)).collect()
}

/// Reads all data, record type by record type, in the order of the arguments.
pub(super) fn read(packs: &Packs, wanted: &Wanted<'_>, lang: Lang) -> Result<Dataset, Failure> {
    let given = given(packs, wanted);
    let files = files(&given);
    let tell = |count| progress::reading(&files, count, lang);
    let dataset = match wanted.date_column {
        Some(column) => {
            // A block that no pack has is reported as one pack reports it.
            packs.all().try_for_each(|rules| question(rules, wanted, lang).map(drop))?;
            let ask = |rules: &Rules| {
                let query = question(rules, wanted, lang).ok()?;
                Some(wanted.date.into_iter().fold(query, Query::date))
            };
            steadily(&files, || packs.read_all_by_day(&given, column, ask, Some(&tell)))
        }
        None => as_of_one_day((packs, &given, &files), wanted, &tell, lang)?,
    };
    progress::hide();
    let dataset = dataset.map_err(|error| Failure::Because(error.message(), lang))?;
    if dataset.decided().next().is_none() && !dataset.has_targets() {
        return Err(Failure::Because(say::nothing_to_decide(), lang));
    }
    Ok(dataset)
}

fn as_of_one_day(
    (packs, given, files): (&Packs, &[InputFile], &[DataFile]),
    wanted: &Wanted<'_>,
    tell: &dyn Fn(usize),
    lang: Lang,
) -> Result<Result<Dataset, Error>, Failure> {
    let mut open = OpenFiles::of(files);
    let rules = packs
        .for_run_as(wanted.date, &mut open, wanted.readings)
        .map_err(|error| Failure::Because(error.message(), lang))?;
    let mut query = question(rules, wanted, lang)?;
    if let Some(day) = wanted.date {
        query = query.date(day);
    }
    // An earlier pack compares its records with these.
    if let (Some(most), 1) = (wanted.keeps, packs.len()) {
        query = query.letting_go(most);
    }
    let mut dataset = steadily(files, || query.read_open(given, &mut open, Some(tell)));
    if let Ok(dataset) = &mut dataset {
        within_effective(rules, dataset.as_of(), lang)?;
        let ask = |rules: &Rules| question(rules, wanted, lang).ok();
        steadily(files, || packs.read_earlier(dataset, given, ask))
            .map_err(|error| Failure::Because(error.message(), lang))?;
    }
    Ok(dataset)
}

fn files(given: &[InputFile]) -> Vec<DataFile> {
    given.iter().map(|given| given.file.clone()).collect()
}

fn given(packs: &Packs, wanted: &Wanted<'_>) -> Vec<InputFile> {
    let one = |argument: &&str| {
        let (record, path) = typed(packs, argument);
        InputFile { record, file: DataFile::path(path) }
    };
    wanted.data.iter().map(one).collect()
}

/// The question to a pack, for the wanted blocks.
pub(super) fn question(rules: &Rules, wanted: &Wanted<'_>, lang: Lang) -> Result<Query, Failure> {
    if let Some(refusal) = rules.holds_nothing() {
        return Err(Failure::Because(refusal.message(), lang));
    }
    let query = rules.query().lang(lang).lenient().readings(wanted.readings);
    let query = query.watched(progress::told(lang));
    let with_block = |query: Query, block: &&str| {
        query.block(block).map_err(|error| Failure::Because(error.message(), lang))
    };
    let query = wanted.ways.into_iter().fold(query, Query::ways_up_to);
    wanted.blocks.iter().try_fold(query, with_block)
}

/// `Tổ=file.csv` names the record type; any other argument is a path, even one that holds an equals
/// sign.
fn typed<'m>(packs: &Packs, argument: &'m str) -> (Option<String>, &'m str) {
    let named = argument.split_once('=').and_then(|(name, path)| {
        let record = packs
            .all()
            .flat_map(|rules| rules.model().records.iter())
            .find(|record| record.name.key == key(name))?;
        Some((record.name.text.clone(), path))
    });
    match named {
        Some((record, path)) if !Path::new(argument).exists() => (Some(record), path),
        Some(_) | None => (None, argument),
    }
}

fn within_effective(rules: &Rules, as_of: Option<Date>, lang: Lang) -> Result<(), Failure> {
    match as_of.map(|day| Packs::from(rules.clone()).on(day).map(drop)) {
        Some(Err(error)) => Err(Failure::Because(error.message(), lang)),
        Some(Ok(())) | None => Ok(()),
    }
}
