//! `grade`, `chấm`: evaluates every record.

use super::{Failure, Outcome, input, load, report, text, texts};
use crate::data::out::{Grid, WriteError, write_csv, write_table, write_whole, write_xlsx};
use crate::diag::{cli as say, nearest};
use crate::engine::{Batch, Records, RecordsSheet, Stretch, Tally};
use crate::model::BlockId;
use crate::value::Lang;
use crate::wire::decision_line;
use clap::ArgMatches;
use std::borrow::Cow;
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
    let (packs, lang) = load(matches, asked)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let format = format(matches, output.as_deref(), lang)?;
    let wanted = input::wanted(matches, lang)?;
    let all = input::read(&packs, &wanted, lang)?;
    if format == Format::Csv && all.len() > 1 {
        let names: Vec<&str> = all.iter().map(Records::record_name).collect();
        return Err(Failure::Because(say::several_tables(&names.join(", ")), lang));
    }
    report::warnings(all.iter().flat_map(Records::batches), lang);
    let runs = runs(&all, &texts(matches, "id"), lang)?;
    let tallies = match &output {
        Some(path) => {
            let inputs = input::paths(&packs, &wanted.data);
            let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
            let mut tallies = Vec::new();
            let written = write_whole(path, &inputs, |to| {
                tallies = write(&runs, format, lang, to)?;
                Ok(())
            });
            written.map_err(|error| Failure::write_file(path, error, lang))?;
            tallies
        }
        None => {
            let mut to = io::BufWriter::new(io::stdout().lock());
            let tallies = write(&runs, format, lang, &mut to).map_err(|error| Failure::write(error, lang))?;
            to.flush().map_err(|error| Failure::write(error.into(), lang))?;
            tallies
        }
    };
    for (batch, tallies) in all.iter().flat_map(Records::batches).zip(&tallies) {
        report::counts(batch, tallies, packs.len() > 1, lang);
    }
    if let Some(path) = &output {
        report::line(say::written(&path.display().to_string()).get(lang));
    }
    let errors = tallies.iter().flatten().any(|(_, tally)| tally.data_errors > 0);
    Ok(if errors { Outcome::Found } else { Outcome::Clean })
}

/// Records of one type that are wanted.
struct Run<'b> {
    records: &'b Records,
    wanted: Cow<'b, [Stretch]>,
}

/// All records, or those with the keys asked for.
fn runs<'b>(all: &'b [Records], ids: &[&str], lang: Lang) -> Result<Vec<Run<'b>>, Failure> {
    if ids.is_empty() {
        return Ok(all.iter().map(|records| Run { records, wanted: Cow::Borrowed(records.all()) }).collect());
    }
    let mut runs: Vec<Run<'b>> = all.iter().map(|records| Run { records, wanted: Cow::Owned(Vec::new()) }).collect();
    for id in ids {
        let mut found = false;
        for run in &mut runs {
            let stretches = run.records.with_key(id);
            found |= !stretches.is_empty();
            run.wanted.to_mut().extend(stretches);
        }
        if !found {
            return Err(no_such_key(all, id, lang));
        }
    }
    Ok(runs)
}

/// Says that no record has a key, and which key is the nearest.
pub(super) fn no_such_key(all: &[Records], id: &str, lang: Lang) -> Failure {
    let keys = all.iter().flat_map(Records::batches).flat_map(|batch| batch.report().keys.iter().map(|key| key.as_ref()));
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

/// The counts of each batch.
type Tallies = Vec<Vec<(Option<BlockId>, Tally)>>;

fn write(runs: &[Run<'_>], format: Format, lang: Lang, to: &mut dyn Write) -> Result<Tallies, WriteError> {
    if format == Format::Jsonl {
        return write_lines(runs, lang, to);
    }
    let sheets: Vec<RecordsSheet<'_>> = runs.iter().map(|run| run.records.sheet(lang)).collect();
    let grids: Vec<Grid<'_>> = runs
        .iter()
        .zip(&sheets)
        .map(|(run, sheet)| Grid { name: run.records.record_name(), columns: sheet.columns(), rows: sheet.rows(&run.wanted), lang })
        .collect();
    match format {
        Format::Xlsx => write_xlsx(grids, to)?,
        Format::Csv => grids.into_iter().try_for_each(|grid| write_csv(grid, to))?,
        Format::Table | Format::Jsonl => grids.into_iter().try_for_each(|grid| write_table(grid, to))?,
    }
    Ok(sheets.iter().flat_map(RecordsSheet::sheets).map(|sheet| sheet.tallies().borrow().clone()).collect())
}

fn write_lines(runs: &[Run<'_>], lang: Lang, to: &mut dyn Write) -> Result<Tallies, WriteError> {
    let mut tallies = Vec::new();
    for run in runs {
        let mut counted: Tallies = run.records.batches().iter().map(no_counts).collect();
        for stretch in run.wanted.iter() {
            if let Some((batch, counts)) = run.records.batches().get(stretch.batch).zip(counted.get_mut(stretch.batch)) {
                write_stretch(batch, stretch.places.clone(), counts, lang, to)?;
            }
        }
        tallies.extend(counted);
    }
    Ok(tallies)
}

fn no_counts(batch: &Batch) -> Vec<(Option<BlockId>, Tally)> {
    let blocks: Vec<Option<BlockId>> = batch.blocks().into_iter().map(Some).collect();
    let counted = if blocks.is_empty() { vec![None] } else { blocks };
    counted.into_iter().map(|block| (block, Tally::default())).collect()
}

fn write_stretch(
    batch: &Batch,
    places: Range<usize>,
    counts: &mut [(Option<BlockId>, Tally)],
    lang: Lang,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let lines = batch.map(places, move |reader, run, identity, wanted| {
        let decisions = reader.decisions(run, identity, wanted);
        decisions.into_iter().map(|decision| (decision.status, decision_line(&decision, lang))).collect::<Vec<_>>()
    });
    for lines in lines {
        for ((status, line), (_, tally)) in lines.into_iter().zip(counts.iter_mut()) {
            tally.count(status);
            to.write_all(line.map_err(io::Error::from)?.as_bytes())?;
            to.write_all(b"\n")?;
        }
    }
    Ok(())
}
