//! `report`, `báo-cáo`: the tables of the half-year report, by unit: how records came out under
//! each block, and what came of each of the targets.

use super::formats::{REPORTS, ReportWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, input, load, report};
use crate::data::out::{Grid, WriteError, html_table};
use crate::diag::{cli as say, half_year};
use crate::engine::{Batch, Dataset};
use crate::markup::{escape, page};
use crate::months::Year;
use crate::ranking::Ranking;
use crate::report::TargetOutcome;
use crate::sheets::{
    PartSheet, RecordList, RemedySheet, ReportSheet, YearForm, YearSheets, YearTable,
};
use crate::value::Lang;
use crate::value::text::show_date;
use crate::wire;
use clap::ArgMatches;
use std::io::{self, Write};
use std::path::PathBuf;

/// Columns of lines on a screen.
const COLUMNS: usize = 100;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, REPORTS, lang)?;
    let wanted = input::wanted(matches, lang)?;
    let dataset = input::read(&packs, &wanted, lang)?;
    report::warnings(&dataset, lang);
    report::unreadable_cells(&dataset, lang);
    let outcomes = match matches.get_flag("work") {
        true => dataset.targets_with_remedies(&|_| true),
        false => dataset.targets(),
    };
    Output::of_data(output.as_deref(), &packs, &wanted.data, lang)
        .write(|to| write((&dataset, &outcomes), writer, lang, to))?;
    if let Some(path) = &output {
        report::line(say::written(&path.display().to_string()).get(lang));
    }
    Ok(Outcome::Clean)
}

fn write(
    (dataset, outcomes): (&Dataset, &[Vec<TargetOutcome>]),
    writer: &ReportWriter,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let sheets = dataset.report(outcomes, lang);
    let (year, rankings) = (dataset.year_of(outcomes), dataset.rankings_of(outcomes));
    match writer {
        ReportWriter::Sheets(tables) => {
            let year = YearSheets::new(&year, &rankings, YearForm::Workbook, lang);
            let parts = dataset.report_parts(&sheets, lang);
            let of_parts = parts.iter().filter(|part| !part.is_empty()).map(PartSheet::grid);
            let lists: Vec<Option<RecordList<'_>>> = sheets.iter().map(ReportSheet::list).collect();
            let remedies: Vec<Option<RemedySheet<'_>>> =
                sheets.iter().map(ReportSheet::remedies).collect();
            let told = sheets.iter().zip(&lists).zip(&remedies);
            let told = told.flat_map(|((sheet, list), remedies)| {
                let list = list.as_ref().map(RecordList::grid);
                let remedies = remedies.as_ref().map(|remedies| remedies.grid(true));
                let own = [Some(sheet.grid(true)), list, remedies];
                let of_year = year.of(sheet.name()).map(YearTable::grid);
                own.into_iter().flatten().chain(of_year)
            });
            tables(of_parts.chain(told).collect(), to)
        }
        ReportWriter::Listing(tables) => {
            let year = YearSheets::new(&year, &rankings, YearForm::Screen, lang);
            let (sheets, left_out) = filled(sheets, lang);
            let parts = dataset.report_parts(&sheets, lang);
            let of_parts = parts.iter().filter(|part| !part.is_empty()).map(PartSheet::grid);
            let told = |to: &mut dyn Write, heading: &str, grid: Grid<'_>, note: &str| {
                let gap = if heading.is_empty() { "" } else { "\n" };
                writeln!(to, "{gap}{heading}")?;
                tables(vec![grid], to)?;
                if note.is_empty() { Ok(()) } else { Ok::<(), WriteError>(writeln!(to, "{note}")?) }
            };
            of_parts.into_iter().try_for_each(|part| told(to, part.name, part, ""))?;
            for sheet in &sheets {
                told(to, &sheet.heading(), sheet.grid(false), "")?;
                sheet.list().map_or(Ok(()), |list| told(to, list.name(), list.grid(), ""))?;
                if let Some(list) = sheet.remedies() {
                    writeln!(to, "\n{}\n{}", list.name(), list.lines(COLUMNS).join("\n"))?;
                }
                let mut of_year = year.of(sheet.name());
                of_year
                    .try_for_each(|table| told(to, table.heading(), table.grid(), table.note()))?;
            }
            if left_out.is_empty() { Ok(()) } else { Ok(writeln!(to, "\n{left_out}")?) }
        }
        ReportWriter::Lines => lines_of(outcomes, &year, &rankings, lang, to),
        ReportWriter::Page => {
            let (sheets, left_out) = filled(sheets, lang);
            let year = YearSheets::new(&year, &rankings, YearForm::Page, lang);
            Ok(to.write_all(html(dataset, (&sheets, &year), &left_out, lang).as_bytes())?)
        }
    }
}

/// What came of the targets, the months together, and the rankings: JSON, a line each.
fn lines_of(
    outcomes: &[Vec<TargetOutcome>],
    year: &Year,
    rankings: &[Ranking],
    lang: Lang,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let told = outcomes.iter().flatten().map(|outcome| wire::target_line(outcome, lang));
    let levels = year.targets.iter().map(wire::level_lines);
    let moves = year.blocks.iter().map(wire::move_lines);
    let ranked = rankings.iter().map(|ranking| wire::ranking_line(ranking, lang));
    let of_year = levels.chain(moves);
    let all = told.map(|line| line.map(|line| vec![line])).chain(of_year);
    for lines in all.chain(ranked.map(|line| line.map(|line| vec![line]))) {
        for line in lines.map_err(io::Error::from)? {
            writeln!(to, "{line}")?;
        }
    }
    Ok(())
}

/// The tables that hold anything, and what is said of the others.
fn filled(sheets: Vec<ReportSheet<'_>>, lang: Lang) -> (Vec<ReportSheet<'_>>, String) {
    let (empty, filled): (Vec<_>, Vec<_>) = sheets.into_iter().partition(ReportSheet::is_empty);
    let names: Vec<&str> = empty.iter().map(ReportSheet::name).collect();
    let left_out = if names.is_empty() {
        String::new()
    } else {
        half_year::without_records(&names.join("; ")).get(lang).to_owned()
    };
    (filled, left_out)
}

/// The report as a page to print: who reports, as of which day, by which rules; the tables; who
/// signs.
fn html(
    dataset: &Dataset,
    (sheets, year): (&[ReportSheet<'_>], &YearSheets),
    left_out: &str,
    lang: Lang,
) -> String {
    let mut body = String::new();
    let batch = dataset.batches().next();
    let frame = batch.map(|batch| batch.rules().report_frame().clone()).unwrap_or_default();
    let title = frame.title.as_deref().unwrap_or(half_year::words(lang).title);
    body.push_str(&pair("head", &[lines(&frame.organisation.0), lines(&frame.motto.0)]));
    body.push_str(&format!("<h1>{}</h1>\n", escape(&title.to_uppercase())));
    body.push_str(&batch.map(|batch| under_title(batch, lang)).unwrap_or_default());
    let words = half_year::words(lang);
    let parts = dataset.report_parts(sheets, lang);
    let numbered = (1..).zip(&parts).map(|(number, part)| html_part(number, part, lang));
    numbered.for_each(|part| body.push_str(&part));
    let annex = if parts.is_empty() { String::new() } else { format!("{} ", words.annex) };
    for (place, sheet) in sheets.iter().enumerate() {
        let class = if matches!(sheet, ReportSheet::Units(..)) { "units" } else { "targets" };
        let heading = format!("<h2>{annex}{}. {}</h2>\n", place + 1, escape(&sheet.heading()));
        body.push_str(&format!(
            "{heading}<div class=\"{class}\">\n{}</div>\n",
            html_table(sheet.grid(false))
        ));
        if let Some(list) = sheet.list() {
            let (name, table) = (escape(list.name()), html_table(list.grid()));
            body.push_str(&format!("<h3>{name}</h3>\n<div class=\"list\">\n{table}</div>\n"));
        }
        if let Some(list) = sheet.remedies() {
            let (name, table) = (escape(list.name()), html_table(list.grid(false)));
            body.push_str(&format!("<h3>{name}</h3>\n<div class=\"list\">\n{table}</div>\n"));
        }
        year.of(sheet.name()).for_each(|table| body.push_str(&html_of_year(table)));
    }
    if !left_out.is_empty() {
        body.push_str(&format!("<p>{}</p>\n", escape(left_out)));
    }
    let signatures: Vec<String> =
        frame.signatures.iter().map(|name| escape(name).to_string()).collect();
    body.push_str(&pair("signatures", &signatures));
    page(lang.code(), title, STYLE, &body)
}

/// A part of the report on a page of its own: how every unit stands, and where that is told in
/// full.
fn html_part(number: usize, part: &PartSheet<'_>, lang: Lang) -> String {
    let words = half_year::words(lang);
    let mut told = String::new();
    if part.is_by_person() {
        told.push_str(&format!("<p class=\"write\">{}</p>\n", escape(words.by_person)));
    }
    if !part.is_empty() {
        let annexes = part.annexes().iter().map(|place| (place + 1).to_string());
        let annexes = annexes.collect::<Vec<_>>().join(", ");
        let table = html_table(part.grid());
        told.push_str(&format!("<div class=\"units\">\n{table}</div>\n"));
        told.push_str(&format!("<p class=\"faint\">{}: {annexes}</p>\n", words.annex));
    }
    if !part.left_out().is_empty() {
        let left_out = half_year::without_records(&part.left_out().join("; "));
        told.push_str(&format!("<p>{}</p>\n", escape(left_out.get(lang))));
    }
    format!(
        "<section class=\"part\">\n<h2>{number}. {}</h2>\n{told}</section>\n",
        escape(part.title())
    )
}

/// A table of a year, with what is said below it.
fn html_of_year(table: &YearTable) -> String {
    let (heading, grid) = (escape(table.heading()), html_table(table.grid()));
    let note = match table.note() {
        "" => String::new(),
        note => {
            note.lines().map(|line| format!("<p class=\"faint\">{}</p>\n", escape(line))).collect()
        }
    };
    format!("<h3>{heading}</h3>\n<div class=\"year\">\n{grid}</div>\n{note}")
}

/// Texts, a line each.
fn lines(texts: &[String]) -> String {
    texts.iter().map(|text| escape(text).to_string()).collect::<Vec<_>>().join("<br>")
}

/// Parts of the page beside each other; nothing where all are empty.
fn pair(class: &str, parts: &[String]) -> String {
    if parts.iter().all(String::is_empty) {
        return String::new();
    }
    let parts: String = parts.iter().map(|part| format!("<div>{part}</div>")).collect();
    format!("<div class=\"{class}\">{parts}</div>\n")
}

fn under_title(batch: &Batch, lang: Lang) -> String {
    let words = half_year::words(lang);
    let rules = batch.rules();
    let day = batch
        .as_of()
        .map(|day| format!("<p class=\"center\">{} {}</p>\n", words.as_of, show_date(day)))
        .unwrap_or_default();
    let short: String = rules.fingerprint().chars().take(12).collect();
    format!(
        "<p class=\"center\">{}</p>\n{day}<p class=\"center faint\">{}: {} · {short}</p>\n",
        escape(rules.title().unwrap_or(rules.name())),
        words.rules,
        escape(rules.name()),
    )
}

const STYLE: &str = "\
@page { size: A4 landscape; margin: 15mm; }
body { font-family: 'Times New Roman', serif; font-size: 12pt; max-width: 267mm; margin: 1em auto; \
                     }
h1 { font-size: 16pt; text-align: center; margin-bottom: .2em; }
h2 { font-size: 13pt; margin: 1.4em 0 .4em; break-after: avoid; }
h3 { font-size: 12pt; margin: 1em 0 .4em; break-after: avoid; }
.list table, .year table { font-size: 10pt; }
.center { text-align: center; margin: .2em; }
.faint { color: #666; font-size: 10pt; }
table { border-collapse: collapse; width: 100%; font-size: 11pt; }
th, td { border: 1px solid #444; padding: .15em .4em; text-align: left; vertical-align: top; }
th { background: #eee; text-align: center; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.part { break-after: page; }
.write { color: #666; min-height: 8em; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.units tbody tr:last-child { font-weight: bold; }
.head { display: flex; justify-content: space-between; text-align: center; font-weight: bold; \
                     margin-bottom: 1em; }
.signatures { display: flex; justify-content: space-around; margin: 2em 0 6em; font-weight: bold; \
                     break-inside: avoid; }
";
