//! `grade`, `chấm`: evaluates every record.

use super::formats::{RESULTS, ResultWriter, Tables, writer};
use super::input::Wanted;
use super::output::Output;
use super::{Failure, Outcome, input, load, overview, report, texts};
use crate::DataFile;
use crate::data::out::{Grid, WriteError};
use crate::diag::{cli as say, into as say_into, nearest};
use crate::engine::{Batch, Dataset, Packs, Records, RowRange};
use crate::report::TargetOutcome;
use crate::sheets::{
    Account, ChosenRecords, RecordsSheet, ResultColumns, ResultsBook, TargetSheet, WrittenBook,
};
use crate::value::Lang;
use crate::wire::{decision_line, target_line};
use clap::ArgMatches;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Most records whose cells are kept in memory: of more, each is read once more as it is graded.
const KEPT: usize = 100_000;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let into = into(matches, output.as_deref(), lang)?;
    let writer = match into {
        Some(_) => &ResultWriter::Book,
        None => writer(matches, RESULTS, lang)?,
    };
    let overview = is_overview(matches);
    // A workbook says of each record what would make it better.
    let ways = overview || matches!(writer, ResultWriter::Book) && into.is_none();
    let ways = ways.then_some(input::MOST_FIELDS);
    let wanted = Wanted { keeps: Some(KEPT), ways, ..input::wanted(matches, lang)? };
    let into = into.map(|path| data_file(&packs, &wanted, path, lang)).transpose()?;
    let dataset = input::read(&packs, &wanted, lang)?;
    report::warnings(&dataset, lang);
    report::unreadable_cells(&dataset, lang);
    let mut results = results(&dataset, &texts(matches, "id"), lang)?;
    if matches!(writer, ResultWriter::Table(_)) {
        one_table(&mut results, lang)?;
    }
    let to = Output::of_data(output.as_deref(), &packs, &wanted.data, lang);
    let WrittenBook { accounts, told } = to.write(|to| {
        let written = match &into {
            Some(file) => write_into(file, &results, lang, to)?,
            None if overview => write_overview(&dataset, &results, lang, to)?,
            None => write(&dataset, &results, writer, lang, to)?,
        };
        dataset.batches().try_for_each(Batch::check_again).map_err(WriteError::Unread)?;
        Ok(written)
    })?;
    told.iter().for_each(|told| report::tell(told, lang));
    accounts.iter().for_each(|account| report::outside(account, lang));
    for (batch, account) in results.runs.iter().flat_map(|run| run.records.batches()).zip(&accounts)
    {
        report::counts(batch, account, packs.len() > 1, lang);
    }
    let undecided = dataset
        .records()
        .iter()
        .filter(|records| !results.runs.iter().any(|run| std::ptr::eq(run.records, *records)));
    undecided
        .flat_map(Records::batches)
        .for_each(|batch| report::counts(batch, &Account::default(), packs.len() > 1, lang));
    let targets = TargetSheet::all(&results.targets, lang);
    targets.iter().for_each(|sheet| report::target_counts(sheet, lang));
    if let Some(path) = &output {
        report::line(say::written(&path.display().to_string()).get(lang));
    }
    Ok(if accounts.iter().any(Account::has_errors) { Outcome::Found } else { Outcome::Clean })
}

/// Returns `true` if a screen is told what the run came to, instead of every row: unless rows are
/// asked for.
fn is_overview(matches: &ArgMatches) -> bool {
    let is_given = |option: &str| matches.contains_id(option);
    let asks = ["format", "output", "block", "id", "into"].into_iter().any(is_given);
    let of_itself = io::stdout().is_terminal() && !asks && !matches.get_flag("all");
    matches.get_flag("overview") || of_itself
}

/// Writes the overview, every record counted.
fn write_overview(
    dataset: &Dataset,
    results: &Results<'_>,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<WrittenBook, WriteError> {
    let mut accounts = Vec::new();
    for run in &results.runs {
        let mut counted = run.records.accounts();
        run.records.sheet(lang).rows(&run.wanted, &mut counted).for_each(drop);
        accounts.extend(counted);
    }
    overview::write(dataset, &results.targets, lang, to)?;
    Ok(WrittenBook { accounts, ..WrittenBook::default() })
}

/// The workbook that results are added to. Errors: the copy has no name, or another ending.
fn into<'m>(
    matches: &'m ArgMatches,
    output: Option<&Path>,
    lang: Lang,
) -> Result<Option<&'m Path>, Failure> {
    let Some(into) = matches.get_one::<String>("into").map(Path::new) else { return Ok(None) };
    let because = |message| Failure::Because(message, lang);
    let output = output.ok_or_else(|| because(say_into::needs_file()))?;
    let ending = |path: &Path| path.extension().map(|ending| ending.to_ascii_lowercase());
    match ending(into) {
        Some(own) if ending(output).as_ref() != Some(&own) => {
            let own = own.to_string_lossy();
            Err(because(say_into::other_ending(&output.display().to_string(), &own)))
        }
        Some(_) | None => Ok(Some(into)),
    }
}

/// The data file at a path, under the name it is read by.
fn data_file(
    packs: &Packs,
    wanted: &Wanted<'_>,
    path: &Path,
    lang: Lang,
) -> Result<DataFile, Failure> {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    let same =
        |other: &PathBuf| other == path || place(path).is_some_and(|at| place(other) == Some(at));
    let found = input::paths(packs, &wanted.data).into_iter().find(same);
    let none = || Failure::Because(say_into::no_data_file(&path.display().to_string()), lang);
    found.map(DataFile::path).ok_or_else(none)
}

/// Results to be written: records, then targets, a list of units each.
struct Results<'b> {
    runs: Vec<Run<'b>>,
    targets: Vec<Vec<TargetOutcome>>,
    /// `true` if some are selected by key.
    by_key: bool,
}

impl Results<'_> {
    fn is_table(&self, run: &Run<'_>) -> bool {
        run.is_table(self.runs.len() + self.targets.len() == 1, self.by_key)
    }
}

/// Records of one type that are wanted.
struct Run<'b> {
    records: &'b Records,
    wanted: Cow<'b, [RowRange]>,
}

impl Run<'_> {
    /// Returns `true` if the records are a table of their own: bare keys are one only where nothing
    /// else is, or where they are selected.
    fn is_table(&self, alone: bool, requested: bool) -> bool {
        alone || self.records.has_results() || requested && !self.wanted.is_empty()
    }
}

/// All records and units, or those with the keys and names asked for.
fn results<'b>(dataset: &'b Dataset, ids: &[&str], lang: Lang) -> Result<Results<'b>, Failure> {
    let mut targets = dataset.targets();
    if ids.is_empty() {
        let runs = dataset
            .decided()
            .map(|records| Run { records, wanted: Cow::Borrowed(records.all()) })
            .collect();
        return Ok(Results { runs, targets, by_key: false });
    }
    let mut runs: Vec<Run<'b>> =
        dataset.decided().map(|records| Run { records, wanted: Cow::Owned(Vec::new()) }).collect();
    for id in ids {
        let mut found = targets.iter().flatten().any(|outcome| outcome.is_of(id));
        for run in &mut runs {
            let ranges = run.records.with_key(id);
            found |= !ranges.is_empty();
            run.wanted.to_mut().extend(ranges);
        }
        if !found {
            return Err(no_such_key(dataset, &targets, id, lang));
        }
    }
    targets
        .iter_mut()
        .for_each(|outcomes| outcomes.retain(|outcome| ids.iter().any(|id| outcome.is_of(id))));
    targets.retain(|outcomes| !outcomes.is_empty());
    Ok(Results { runs, targets, by_key: true })
}

/// Says that no record and no unit has a key, and which key is the nearest.
pub(super) fn no_such_key(
    dataset: &Dataset,
    targets: &[Vec<TargetOutcome>],
    id: &str,
    lang: Lang,
) -> Failure {
    let batches = dataset.decided().flat_map(Records::batches);
    let keys = batches.flat_map(|batch| batch.report().all_keys());
    let units = targets.iter().flatten().map(|outcome| Cow::Borrowed(outcome.unit.as_ref()));
    let known: Vec<Cow<'_, str>> = keys.chain(units).collect();
    let known: Vec<&str> = known.iter().map(Cow::as_ref).collect();
    let bare = |key: &str| key.trim_start_matches('0').to_owned();
    let padded = known.iter().copied().find(|key| bare(key) == bare(id));
    Failure::Because(say::no_such_key(id, padded.or_else(|| nearest(id, known))), lang)
}

/// A format of one table holds that of the records, or where none are asked for, that of targets.
fn one_table(results: &mut Results<'_>, lang: Lang) -> Result<(), Failure> {
    let shown: Vec<&Run<'_>> = results.runs.iter().filter(|run| results.is_table(run)).collect();
    let tables = if shown.is_empty() { results.targets.len() } else { shown.len() };
    if tables > 1 {
        let records = shown.iter().map(|run| run.records.record_name());
        let targets =
            results.targets.iter().filter_map(|outcomes| Some(outcomes.first()?.block.as_ref()));
        return Err(Failure::Because(
            say::several_tables(&records.chain(targets).collect::<Vec<_>>().join(", ")),
            lang,
        ));
    }
    if !shown.is_empty() {
        let left_out = results.targets.drain(..).filter_map(|outcomes| outcomes.into_iter().next());
        left_out.for_each(|first| report::tell(&say::targets_left_out(&first.block), lang));
    }
    Ok(())
}

fn write(
    dataset: &Dataset,
    results: &Results<'_>,
    writer: &ResultWriter,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<WrittenBook, WriteError> {
    let accounts = match writer {
        ResultWriter::Tables(tables) | ResultWriter::Table(tables) => {
            write_tables(results, *tables, lang, to)?
        }
        ResultWriter::Lines => write_lines(results, lang, to)?,
        ResultWriter::Book => return write_book(dataset, results, lang, to),
    };
    Ok(WrittenBook { accounts, told: Vec::new() })
}

fn chosen<'r>(results: &'r Results<'_>) -> Vec<ChosenRecords<'r>> {
    let records = results.runs.iter().map(|run| ChosenRecords {
        records: run.records,
        ranges: &run.wanted,
        is_table: results.is_table(run),
    });
    records.collect()
}

fn write_into(
    file: &DataFile,
    results: &Results<'_>,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<WrittenBook, WriteError> {
    let accounts = ResultColumns { records: chosen(results), file, lang }.write(to)?;
    Ok(WrittenBook { accounts, told: Vec::new() })
}

fn write_book(
    dataset: &Dataset,
    results: &Results<'_>,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<WrittenBook, WriteError> {
    let (records, targets, by_key) = (chosen(results), &*results.targets, results.by_key);
    ResultsBook { dataset, records, targets, by_key, lang }.write(to)
}

fn write_tables(
    results: &Results<'_>,
    tables: Tables,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<Vec<Account>, WriteError> {
    let Results { runs, targets, .. } = results;
    let sheets: Vec<RecordsSheet<'_>> = runs.iter().map(|run| run.records.sheet(lang)).collect();
    let mut accounts: Vec<Vec<Account>> = runs.iter().map(|run| run.records.accounts()).collect();
    let mut of_records = Vec::new();
    for ((run, sheet), accounts) in runs.iter().zip(&sheets).zip(&mut accounts) {
        let rows = sheet.rows(&run.wanted, accounts);
        match results.is_table(run) {
            true => of_records.push(Grid {
                name: run.records.record_name(),
                columns: sheet.columns(),
                rows,
                lang,
            }),
            // Bare keys are no table of their own, but count.
            false => rows.for_each(drop),
        }
    }
    let target_sheets = TargetSheet::all(targets, lang);
    let grids: Vec<Grid<'_>> =
        of_records.into_iter().chain(target_sheets.iter().map(TargetSheet::grid)).collect();
    tables(grids, to)?;
    Ok(accounts.into_iter().flatten().collect())
}

fn write_lines(
    results: &Results<'_>,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<Vec<Account>, WriteError> {
    let mut accounts = Vec::new();
    for run in &results.runs {
        let mut counted = run.records.accounts();
        for stretch in run.wanted.iter() {
            if let Some((batch, account)) =
                run.records.batches().get(stretch.batch).zip(counted.get_mut(stretch.batch))
            {
                write_range(batch, stretch.places.clone(), account, lang, to)?;
            }
        }
        accounts.extend(counted);
    }
    for outcome in results.targets.iter().flatten() {
        to.write_all(target_line(outcome, lang).map_err(io::Error::from)?.as_bytes())?;
        to.write_all(b"\n")?;
    }
    Ok(accounts)
}

fn write_range(
    batch: &Batch,
    places: Range<usize>,
    account: &mut Account,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let count = batch.counting();
    let of_record = batch.map_parallel(places, move |record| {
        let decisions = record.decisions();
        let lines: Result<Vec<String>, _> =
            decisions.iter().map(|decision| decision_line(decision, lang)).collect();
        (count(record), lines)
    });
    for (counted, lines) in of_record {
        account.add(counted);
        for line in lines.map_err(io::Error::from)? {
            to.write_all(line.as_bytes())?;
            to.write_all(b"\n")?;
        }
    }
    Ok(())
}
