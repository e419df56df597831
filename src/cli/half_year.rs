//! `report`, `báo-cáo`: the tables of the half-year report, by unit: how records came out under each block, and what came of each of the targets.

use super::output::{Format, Output};
use super::{Failure, Outcome, input, load, report};
use crate::data::out::{Column, Grid, WriteError, html_table, write_table, write_xlsx};
use crate::diag::{cli as say, half_year};
use crate::engine::{Batch, Dataset, Records, TargetSheet, UnitSheet};
use crate::markup::{escape, page};
use crate::value::Lang;
use crate::value::text::show_date;
use clap::ArgMatches;
use std::io::Write;
use std::path::PathBuf;

/// How the report may be written.
pub(super) const FORMATS: &[Format] = &[Format::Table, Format::Xlsx, Format::Html];

pub(super) fn run(matches: &ArgMatches, asked: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, asked)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let format = Format::of(matches, FORMATS, lang)?;
    let wanted = input::wanted(matches, lang)?;
    let dataset = input::read(&packs, &wanted, lang)?;
    report::warnings(&dataset, lang);
    report::unreadable_cells(&dataset, lang);
    Output::of_data(output.as_deref(), &packs, &wanted.data, lang).write(|to| write(&dataset, format, lang, to))?;
    if let Some(path) = &output {
        report::line(say::written(&path.display().to_string()).get(lang));
    }
    Ok(Outcome::Clean)
}

fn write(dataset: &Dataset, format: Format, lang: Lang, to: &mut dyn Write) -> Result<(), WriteError> {
    let batches = dataset.decided().flat_map(Records::batches);
    let units: Vec<UnitSheet<'_>> = batches.flat_map(|batch| batch.by_unit(lang)).collect();
    let unit_columns: Vec<Vec<Column>> = units.iter().map(UnitSheet::columns).collect();
    let outcomes = dataset.targets();
    let targets: Vec<TargetSheet<'_>> = outcomes.iter().map(|(_, outcomes)| TargetSheet::new(outcomes, lang)).collect();
    let of_units = units.iter().zip(&unit_columns).map(|(sheet, columns)| sheet.grid(columns));
    let grids: Vec<Grid<'_>> = of_units.chain(targets.iter().map(TargetSheet::grid)).collect();
    match format {
        Format::Xlsx => write_xlsx(grids, to),
        Format::Html => Ok(to.write_all(html(dataset, grids, lang).as_bytes())?),
        _ => grids.into_iter().try_for_each(|grid| {
            writeln!(to, "\n{}", grid.name)?;
            write_table(grid, to)
        }),
    }
}

/// The report as a page to print: who reports, as of which day, by which rules, then the tables.
fn html(dataset: &Dataset, grids: Vec<Grid<'_>>, lang: Lang) -> String {
    let words = half_year::words(lang);
    let mut body = String::new();
    if let Some(batch) = dataset.batches().next() {
        body.push_str(&heading(batch, lang));
    }
    for (place, grid) in grids.into_iter().enumerate() {
        body.push_str(&format!("<h2>{}. {}</h2>\n", place + 1, escape(grid.name)));
        body.push_str(&html_table(grid));
    }
    body.push_str(&format!("<div class=\"signatures\"><div>{}</div><div>{}</div></div>\n", words.drawn_up_by, words.signed_by));
    page(lang.code(), words.title, STYLE, &body)
}

fn heading(batch: &Batch, lang: Lang) -> String {
    let words = half_year::words(lang);
    let rules = batch.rules();
    let day = batch.as_of().map(|day| format!("<p class=\"center\">{} {}</p>\n", words.as_of, show_date(day))).unwrap_or_default();
    let short: String = rules.fingerprint().chars().take(12).collect();
    format!(
        "<h1>{}</h1>\n<p class=\"center\">{}</p>\n{day}<p class=\"center faint\">{}: {} · {short}</p>\n",
        words.title.to_uppercase(),
        escape(rules.title().unwrap_or(rules.name())),
        words.rules,
        escape(rules.name()),
    )
}

const STYLE: &str = "\
@page { size: A4 landscape; margin: 15mm; }
body { font-family: 'Times New Roman', serif; font-size: 12pt; max-width: 267mm; margin: 1em auto; }
h1 { font-size: 16pt; text-align: center; margin-bottom: .2em; }
h2 { font-size: 13pt; margin: 1.4em 0 .4em; break-after: avoid; }
.center { text-align: center; margin: .2em; }
.faint { color: #666; font-size: 10pt; }
table { border-collapse: collapse; width: 100%; font-size: 11pt; }
th, td { border: 1px solid #444; padding: .15em .4em; text-align: left; vertical-align: top; }
th { background: #eee; text-align: center; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tbody tr:last-child { font-weight: bold; }
.signatures { display: flex; justify-content: space-around; margin: 2em 0 6em; font-weight: bold; break-inside: avoid; }
";
