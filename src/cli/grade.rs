//! `grade`, `chấm`: evaluates every record.

use super::input::{self, Wanted};
use super::{Failure, Outcome, date, load, report, text, texts};
use crate::data::out::{Column, Grid, WriteError, write_csv, write_table, write_whole, write_xlsx};
use crate::diag::{cli as say, nearest};
use crate::engine::{Batch, Dataset, Rules, Sheet, Tally, TargetSheet};

use crate::model::BlockId;
use crate::report::TargetOutcome;
use crate::value::Lang;
use crate::wire::{decision_line, target_line};
use clap::ArgMatches;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How results are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Table,
    Csv,
    Xlsx,
    Jsonl,
}

pub(super) fn run(matches: &ArgMatches, asked: Option<Lang>) -> Result<Outcome, Failure> {
    let (rules, lang) = load(matches, asked)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let format = format(matches, output.as_deref(), lang)?;
    let wanted = Wanted { data: texts(matches, "data"), blocks: texts(matches, "block"), date: date(matches, lang)? };
    let dataset = input::read(&rules, &wanted, lang)?;
    report::dataset_warnings(&dataset, lang);
    let mut results = results(&dataset, &texts(matches, "id"), lang)?;
    if format == Format::Csv {
        one_table(&rules, &mut results, lang)?;
    }
    let tallies = match &output {
        Some(path) => {
            let inputs = input::paths(&rules, &wanted.data);
            let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
            let mut tallies = Vec::new();
            let written = write_whole(path, &inputs, |to| {
                tallies = write(&results, format, lang, to)?;
                Ok(())
            });
            written.map_err(|error| Failure::write(error, lang))?;
            tallies
        }
        None => {
            let mut to = io::BufWriter::new(io::stdout().lock());
            let tallies = write(&results, format, lang, &mut to).map_err(|error| Failure::write(error, lang))?;
            to.flush().map_err(|error| Failure::write(error.into(), lang))?;
            tallies
        }
    };
    for (run, tallies) in results.runs.iter().zip(&tallies) {
        report::counts(run.batch, tallies, lang);
    }
    results.targets.iter().for_each(|outcomes| report::target_counts(outcomes, lang));
    if let Some(path) = &output {
        report::line(say::written(&path.display().to_string()).get(lang));
    }
    let errors = tallies.iter().flatten().any(|(_, tally)| tally.data_errors > 0);
    Ok(if errors { Outcome::Found } else { Outcome::Clean })
}

/// What is written: records, then targets, a list of units each.
struct Results<'b> {
    runs: Vec<Run<'b>>,
    targets: Vec<Vec<TargetOutcome>>,
}

/// Records of one type that are wanted: ranges of places in their batch.
struct Run<'b> {
    batch: &'b Batch,
    rows: Vec<Range<usize>>,
}

/// All records and units, or those with the keys and names asked for.
fn results<'b>(dataset: &'b Dataset, ids: &[&str], lang: Lang) -> Result<Results<'b>, Failure> {
    let mut targets: Vec<Vec<TargetOutcome>> = dataset.targets().into_iter().map(|(_, outcomes)| outcomes).collect();
    if ids.is_empty() {
        let all = input::decided(dataset).map(|batch| Run { batch, rows: std::iter::once(0..batch.records()).collect() });
        return Ok(Results { runs: all.collect(), targets });
    }
    let mut runs: Vec<Run<'b>> = input::decided(dataset).map(|batch| Run { batch, rows: Vec::new() }).collect();
    for id in ids {
        let mut found = targets.iter().flatten().any(|outcome| outcome.is_of(id));
        for run in &mut runs {
            let places: Vec<usize> = run.batch.with_key(id).collect();
            found |= !places.is_empty();
            run.rows.extend(places.into_iter().map(|place| place..place + 1));
        }
        if !found {
            return Err(no_such_key(dataset, &targets, id, lang));
        }
    }
    targets.iter_mut().for_each(|outcomes| outcomes.retain(|outcome| ids.iter().any(|id| outcome.is_of(id))));
    targets.retain(|outcomes| !outcomes.is_empty());
    Ok(Results { runs, targets })
}

/// Says that no record and no unit has a key, and which key is the nearest.
pub(super) fn no_such_key(dataset: &Dataset, targets: &[Vec<TargetOutcome>], id: &str, lang: Lang) -> Failure {
    let keys = input::decided(dataset).flat_map(|batch| batch.report().keys.iter().map(|key| key.as_ref()));
    let units = targets.iter().flatten().map(|outcome| outcome.unit.as_ref());
    Failure::Because(say::no_such_key(id, nearest(id, keys.chain(units))), lang)
}

/// A CSV file is one table: the records', or with `--block` that of targets.
fn one_table(rules: &Rules, results: &mut Results<'_>, lang: Lang) -> Result<(), Failure> {
    let model = rules.model();
    if results.runs.len() + results.targets.len() > 1 && results.runs.len() != 1 {
        let records = results.runs.iter().map(|run| model.records[run.batch.record_type()].name.text.as_str());
        let targets = results.targets.iter().flatten().filter(|outcome| outcome.is_total).map(|outcome| outcome.block.as_ref());
        return Err(Failure::Because(say::several_tables(&records.chain(targets).collect::<Vec<_>>().join(", ")), lang));
    }
    if results.runs.len() == 1 {
        for outcomes in results.targets.drain(..) {
            if let Some(first) = outcomes.first() {
                report::tell(&say::targets_left_out(&first.block), lang);
            }
        }
    }
    Ok(())
}

fn format(matches: &ArgMatches, output: Option<&Path>, lang: Lang) -> Result<Format, Failure> {
    let ending = output.and_then(|path| path.extension()).and_then(|ending| ending.to_str()).unwrap_or("");
    let format = match (text(matches, "format"), ending.to_lowercase().as_str()) {
        ("table", _) => Format::Table,
        ("csv", _) | ("", "csv") => Format::Csv,
        ("xlsx", _) | ("", "xlsx") => Format::Xlsx,
        ("jsonl", _) | ("", "jsonl" | "ndjson" | "json") => Format::Jsonl,
        (_, _) if output.is_none() => Format::Table,
        (_, _) => {
            return Err(Failure::Because(say::unknown_ending(&output.map(|path| path.display().to_string()).unwrap_or_default()), lang));
        }
    };
    if format == Format::Xlsx && output.is_none() {
        return Err(Failure::Because(say::workbook_needs_file(), lang));
    }
    Ok(format)
}

type Tallies = Vec<Vec<(Option<BlockId>, Tally)>>;

fn write(results: &Results<'_>, format: Format, lang: Lang, to: &mut dyn Write) -> Result<Tallies, WriteError> {
    let Results { runs, targets } = results;
    if format == Format::Jsonl {
        return write_lines(results, lang, to);
    }
    let sheets: Vec<Sheet<'_>> = runs.iter().map(|run| run.batch.sheet(lang)).collect();
    let columns: Vec<Vec<Column>> = sheets.iter().map(Sheet::columns).collect();
    let target_sheets: Vec<TargetSheet<'_>> = targets.iter().map(|outcomes| TargetSheet::new(outcomes, lang)).collect();
    let target_columns: Vec<Vec<Column>> = target_sheets.iter().map(TargetSheet::columns).collect();
    let of_records = runs.iter().zip(&sheets).zip(&columns).map(|((run, sheet), columns)| grid(run, sheet, columns));
    let of_targets = target_sheets.iter().zip(&target_columns).map(|(sheet, columns)| sheet.grid(columns));
    let grids: Vec<Grid<'_>> = of_records.chain(of_targets).collect();
    match format {
        Format::Xlsx => write_xlsx(grids, to)?,
        Format::Csv => grids.into_iter().try_for_each(|grid| write_csv(grid, to))?,
        Format::Table | Format::Jsonl => write_tables(grids, to)?,
    }
    Ok(sheets.iter().map(|sheet| sheet.tallies().borrow().clone()).collect())
}

/// Tables under each other; where there are several, each under its name.
fn write_tables(grids: Vec<Grid<'_>>, to: &mut dyn Write) -> Result<(), WriteError> {
    let several = grids.len() > 1;
    for (place, grid) in grids.into_iter().enumerate() {
        if several {
            writeln!(to, "{}{}", if place > 0 { "\n" } else { "" }, grid.name)?;
        }
        write_table(grid, to)?;
    }
    Ok(())
}

fn grid<'g>(run: &'g Run<'_>, sheet: &'g Sheet<'_>, columns: &'g [Column]) -> Grid<'g> {
    let model = run.batch.rules().model();
    let name = model.records[run.batch.record_type()].name.text.as_str();
    let mut grid = sheet.grid(name, columns, 0..0);
    let rows = run.rows.iter().flat_map(move |range| sheet.grid(name, columns, range.clone()).rows);
    grid.rows = Box::new(rows);
    grid
}

fn write_lines(results: &Results<'_>, lang: Lang, to: &mut dyn Write) -> Result<Tallies, WriteError> {
    let mut tallies = Vec::new();
    for run in &results.runs {
        let mut counted: Vec<(Option<BlockId>, Tally)> = run.batch.blocks().into_iter().map(|id| (Some(id), Tally::default())).collect();
        if counted.is_empty() {
            counted.push((None, Tally::default()));
        }
        for range in &run.rows {
            let lines = run.batch.map(range.clone(), move |reader, run, identity, wanted| {
                let decisions = reader.decisions(run, identity, wanted);
                decisions.into_iter().map(|decision| (decision.status, decision_line(&decision, lang))).collect::<Vec<_>>()
            });
            for lines in lines {
                for ((status, line), (_, tally)) in lines.into_iter().zip(&mut counted) {
                    tally.count(status);
                    to.write_all(line.map_err(io::Error::from)?.as_bytes())?;
                    to.write_all(b"\n")?;
                }
            }
        }
        tallies.push(counted);
    }
    for outcome in results.targets.iter().flatten() {
        to.write_all(target_line(outcome, lang).map_err(io::Error::from)?.as_bytes())?;
        to.write_all(b"\n")?;
    }
    Ok(tallies)
}
