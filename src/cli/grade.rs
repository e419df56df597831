//! `grade`, `chấm`: evaluates every record.

use super::input::{self, Wanted};
use super::{Failure, Outcome, date, load, report, text, texts};
use crate::data::out::{Column, Grid, WriteError, write_csv, write_table, write_whole, write_xlsx};
use crate::diag::{cli as say, nearest};
use crate::engine::{Batch, Sheet, Tally};
use crate::model::BlockId;
use crate::value::Lang;
use crate::wire::decision_line;
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
    let batches = input::read(&rules, &wanted, lang)?;
    if format == Format::Csv && batches.len() > 1 {
        let names: Vec<&str> = batches.iter().map(|batch| rules.model().records[batch.record_type()].name.text.as_str()).collect();
        return Err(Failure::Because(say::several_tables(&names.join(", ")), lang));
    }
    batches.iter().for_each(|batch| report::warnings(batch, lang));
    let runs = runs(&batches, &texts(matches, "id"), lang)?;
    let tallies = match &output {
        Some(path) => {
            let inputs = input::paths(&rules, &wanted.data);
            let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
            let mut tallies = Vec::new();
            let written = write_whole(path, &inputs, |to| {
                tallies = write(&runs, format, lang, to)?;
                Ok(())
            });
            written.map_err(|error| Failure::write(error, lang))?;
            tallies
        }
        None => {
            let mut to = io::BufWriter::new(io::stdout().lock());
            let tallies = write(&runs, format, lang, &mut to).map_err(|error| Failure::write(error, lang))?;
            to.flush().map_err(|error| Failure::write(error.into(), lang))?;
            tallies
        }
    };
    for (run, tallies) in runs.iter().zip(&tallies) {
        report::counts(run.batch, tallies, lang);
    }
    if let Some(path) = &output {
        report::line(say::written(&path.display().to_string()).get(lang));
    }
    let errors = tallies.iter().flatten().any(|(_, tally)| tally.data_errors > 0);
    Ok(if errors { Outcome::Found } else { Outcome::Clean })
}

/// Records of one type that are wanted: ranges of places in their batch.
struct Run<'b> {
    batch: &'b Batch,
    rows: Vec<Range<usize>>,
}

/// All records, or those with the keys asked for.
fn runs<'b>(batches: &'b [Batch], ids: &[&str], lang: Lang) -> Result<Vec<Run<'b>>, Failure> {
    if ids.is_empty() {
        let all = batches.iter().map(|batch| Run { batch, rows: std::iter::once(0..batch.records()).collect() });
        return Ok(all.collect());
    }
    let mut runs: Vec<Run<'b>> = batches.iter().map(|batch| Run { batch, rows: Vec::new() }).collect();
    for id in ids {
        let mut found = false;
        for run in &mut runs {
            let places: Vec<usize> = run.batch.with_key(id).collect();
            found |= !places.is_empty();
            run.rows.extend(places.into_iter().map(|place| place..place + 1));
        }
        if !found {
            return Err(no_such_key(batches, id, lang));
        }
    }
    Ok(runs)
}

/// Says that no record has a key, and which key is the nearest.
pub(super) fn no_such_key(batches: &[Batch], id: &str, lang: Lang) -> Failure {
    let keys = batches.iter().flat_map(|batch| batch.report().keys.iter().map(|key| key.as_ref()));
    Failure::Because(say::no_such_key(id, nearest(id, keys)), lang)
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

fn write(runs: &[Run<'_>], format: Format, lang: Lang, to: &mut dyn Write) -> Result<Tallies, WriteError> {
    if format == Format::Jsonl {
        return write_lines(runs, lang, to);
    }
    let sheets: Vec<Sheet<'_>> = runs.iter().map(|run| run.batch.sheet(lang)).collect();
    let columns: Vec<Vec<Column>> = sheets.iter().map(Sheet::columns).collect();
    let grids: Vec<Grid<'_>> = runs.iter().zip(&sheets).zip(&columns).map(|((run, sheet), columns)| grid(run, sheet, columns)).collect();
    match format {
        Format::Xlsx => write_xlsx(grids, to)?,
        Format::Csv => grids.into_iter().try_for_each(|grid| write_csv(grid, to))?,
        Format::Table | Format::Jsonl => grids.into_iter().try_for_each(|grid| write_table(grid, to))?,
    }
    Ok(sheets.iter().map(|sheet| sheet.tallies().borrow().clone()).collect())
}

fn grid<'g>(run: &'g Run<'_>, sheet: &'g Sheet<'_>, columns: &'g [Column]) -> Grid<'g> {
    let model = run.batch.rules().model();
    let name = model.records[run.batch.record_type()].name.text.as_str();
    let mut grid = sheet.grid(name, columns, 0..0);
    let rows = run.rows.iter().flat_map(move |range| sheet.grid(name, columns, range.clone()).rows);
    grid.rows = Box::new(rows);
    grid
}

fn write_lines(runs: &[Run<'_>], lang: Lang, to: &mut dyn Write) -> Result<Tallies, WriteError> {
    let mut tallies = Vec::new();
    for run in runs {
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
    Ok(tallies)
}
