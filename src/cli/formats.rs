//! The formats of results: a row each, with its word on the command line, the endings of its files
//! and what writes it, in the list of every kind of result that it can hold.

use super::{Failure, text};
use crate::data::out::{
    DayEvent, Form, Grid, WriteError, write_csv, write_docx, write_form, write_ics, write_table,
    write_xlsx,
};
use crate::diag::cli as say;
use crate::markup::Document;
use crate::paper::Paper;
use crate::value::Lang;
use clap::ArgMatches;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;

/// A format, and how results of one kind are written in it.
pub(super) struct Format<W: 'static> {
    name: &'static str,
    endings: &'static [&'static str],
    /// `true` if the format is of no use on a terminal.
    for_files: bool,
    pub writer: W,
}

/// Function that writes tables of results to where they go.
pub(super) type Tables = fn(Vec<Grid<'_>>, &mut dyn Write) -> Result<(), WriteError>;

/// Writer of decisions and targets.
pub(super) enum ResultWriter {
    Tables(Tables),
    /// Writer of one table alone.
    Table(Tables),
    /// Workbook for the office, with a summary, reasons and the data that were not taken.
    Book,
    /// JSON, a line each.
    Lines,
}

/// Writer of a report.
pub(super) enum ReportWriter {
    /// One table below the other.
    Listing(Tables),
    /// All tables, each on a sheet of its own.
    Sheets(Tables),
    Page,
    /// JSON, a line each.
    Lines,
}

/// Writer of explanations and letters.
pub(super) enum PaperWriter {
    /// Marked lines, with colours on a terminal.
    Lines(fn(&Document, bool) -> String),
    Json,
    Page,
    /// Document that can be edited.
    Document(Documents),
}

/// Function that writes papers to where they go.
pub(super) type Documents = fn(&[Paper], Lang, &mut dyn Write) -> Result<(), WriteError>;

/// Writer of documents beside their rules.
pub(super) enum TextWriter {
    /// Marked lines, with colours on a terminal.
    Lines(fn(&Document, bool) -> String),
    Json,
    Page,
}

/// Writer of calendars: rows, lines or events.
pub(super) enum CalendarWriter {
    Table(Tables),
    /// JSON, a line each.
    Lines,
    /// Events of whole days.
    Events(Events),
}

/// Writer of lists of work: rows or lines.
pub(super) enum WorklistWriter {
    Table(Tables),
    /// JSON, a line each.
    Lines,
}

/// Writer of comparisons of packs.
pub(super) enum ComparisonWriter {
    Lines,
    Json,
    Page,
    /// All tables, each on a sheet of its own.
    Sheets(Tables),
}

/// Writer of findings in rules: a listing for readers, or what programs read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FindingsWriter {
    Listing,
    Json,
    Sarif,
}

/// Function that writes events to where they go.
pub(super) type Events = fn(Vec<DayEvent>, &mut dyn Write) -> Result<(), WriteError>;

/// Function that writes a workbook to be filled in to where it goes.
pub(super) type Forms = fn(&Form, Lang, &mut dyn Write) -> Result<(), WriteError>;

/// Writer of schemas: a list for readers, or JSON for programs.
pub(super) enum SchemaWriter {
    Listing,
    Json,
}

/// Writer of the results of examples, and of what they test.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TestWriter {
    Lines,
    Json,
    /// Results alone, for build servers.
    Junit,
    /// Coverage alone, as a page.
    Page,
    /// Coverage alone, for the tools that draw it.
    Lcov,
    /// Changes of the rules alone, for viewers of such reports.
    Mutation,
}

/// Decisions and targets: the first where none is asked for.
pub(super) const RESULTS: &[Format<ResultWriter>] = &[
    TABLE.by(ResultWriter::Tables(listing)),
    CSV.by(ResultWriter::Table(csv)),
    XLSX.by(ResultWriter::Book),
    JSONL.by(ResultWriter::Lines),
];

/// Reports: the first where none is asked for.
pub(super) const REPORTS: &[Format<ReportWriter>] = &[
    TABLE.by(ReportWriter::Listing(listing)),
    XLSX.by(ReportWriter::Sheets(write_xlsx)),
    HTML.by(ReportWriter::Page),
    JSONL.by(ReportWriter::Lines),
];

/// Explanations and letters: the first where none is asked for.
pub(super) const EXPLANATIONS: &[Format<PaperWriter>] = &[
    TEXT.by(PaperWriter::Lines(Document::text)),
    JSON.by(PaperWriter::Json),
    HTML.by(PaperWriter::Page),
    DOCX.by(PaperWriter::Document(write_docx)),
];

/// Traces: the first where none is asked for.
pub(super) const TEXTS: &[Format<TextWriter>] = &[
    TEXT.by(TextWriter::Lines(Document::text)),
    JSON.by(TextWriter::Json),
    HTML.by(TextWriter::Page),
];

/// Comparisons: the first where none is asked for.
pub(super) const COMPARISONS: &[Format<ComparisonWriter>] = &[
    TEXT.by(ComparisonWriter::Lines),
    JSON.by(ComparisonWriter::Json),
    HTML.by(ComparisonWriter::Page),
    XLSX.by(ComparisonWriter::Sheets(write_xlsx)),
];

/// Calendars: the first where none is asked for.
pub(super) const CALENDARS: &[Format<CalendarWriter>] = &[
    TABLE.by(CalendarWriter::Table(listing)),
    CSV.by(CalendarWriter::Table(csv)),
    XLSX.by(CalendarWriter::Table(write_xlsx)),
    JSONL.by(CalendarWriter::Lines),
    ICS.by(CalendarWriter::Events(write_ics)),
];

/// Lists of work: the first where none is asked for.
pub(super) const WORKLISTS: &[Format<WorklistWriter>] = &[
    TABLE.by(WorklistWriter::Table(listing)),
    CSV.by(WorklistWriter::Table(csv)),
    XLSX.by(WorklistWriter::Table(write_xlsx)),
    JSONL.by(WorklistWriter::Lines),
];

/// Findings: the first where none is asked for.
pub(super) const FINDINGS: &[Format<FindingsWriter>] = &[
    TEXT.by(FindingsWriter::Listing),
    JSON.by(FindingsWriter::Json),
    SARIF.by(FindingsWriter::Sarif),
];

/// Schemas: the first where none is asked for.
pub(super) const SCHEMAS: &[Format<SchemaWriter>] =
    &[TEXT.by(SchemaWriter::Listing), JSON.by(SchemaWriter::Json)];

/// Workbooks to be filled in: one format.
pub(super) const TEMPLATES: &[Format<Forms>] = &[XLSX.by(write_form)];

/// Results of examples: the first where none is asked for.
pub(super) const TESTS: &[Format<TestWriter>] = &[
    TEXT.by(TestWriter::Lines),
    JSON.by(TestWriter::Json),
    JUNIT.by(TestWriter::Junit),
    HTML.by(TestWriter::Page),
    LCOV.by(TestWriter::Lcov),
    MUTATION.by(TestWriter::Mutation),
];

const TEXT: Row = row("text", &["txt"]);
const TABLE: Row = row("table", &[]);
const CSV: Row = row("csv", &["csv"]);
const XLSX: Row = Row { for_files: true, ..row("xlsx", &["xlsx"]) };
const DOCX: Row = Row { for_files: true, ..row("docx", &["docx"]) };
const JSONL: Row = row("jsonl", &["jsonl", "ndjson", "json"]);
const JSON: Row = row("json", &["json"]);
const SARIF: Row = row("sarif", &["sarif"]);
const ICS: Row = row("ics", &["ics"]);
const HTML: Row = row("html", &["html", "htm"]);
const JUNIT: Row = row("junit", &["xml"]);
const LCOV: Row = row("lcov", &["info"]);
const MUTATION: Row = row("mutation", &[]);

/// Properties of a format that do not depend on the kind of result.
#[derive(Clone, Copy)]
struct Row {
    name: &'static str,
    endings: &'static [&'static str],
    for_files: bool,
}

const fn row(name: &'static str, endings: &'static [&'static str]) -> Row {
    Row { name, endings, for_files: false }
}

impl Row {
    const fn by<W>(self, writer: W) -> Format<W> {
        let Row { name, endings, for_files } = self;
        Format { name, endings, for_files, writer }
    }
}

/// The words of formats on the command line.
pub(super) fn names<W>(formats: &[Format<W>]) -> Vec<&'static str> {
    formats.iter().map(|format| format.name).collect()
}

/// The writer asked for among those of a command: of the format that `--format` names, else of that
/// of the ending of `-o`; without either, the first. Errors: an ending of none, and on a terminal a
/// format for files.
pub(super) fn writer<W>(
    matches: &ArgMatches,
    offered: &'static [Format<W>],
    lang: Lang,
) -> Result<&'static W, Failure> {
    let named = text(matches, "format");
    let path = matches.get_one::<String>("output");
    let found = match path {
        _ if !named.is_empty() => offered.iter().find(|format| format.name == named),
        None => offered.first(),
        Some(path) => {
            let ending = Path::new(path).extension().and_then(OsStr::to_str).unwrap_or("");
            let ending = ending.to_lowercase();
            offered.iter().find(|format| format.endings.contains(&ending.as_str()))
        }
    };
    match (found, path) {
        (Some(format), None) if format.for_files => {
            Err(Failure::Because(say::needs_file(format.name), lang))
        }
        (Some(format), _) => Ok(&format.writer),
        (None, _) => {
            let endings: Vec<&str> =
                offered.iter().filter_map(|format| format.endings.first().copied()).collect();
            let path = path.map_or("", String::as_str);
            Err(Failure::Because(say::unknown_ending(path, &endings), lang))
        }
    }
}

/// Tables under each other; where there are several, each under its name.
pub(super) fn listing(grids: Vec<Grid<'_>>, to: &mut dyn Write) -> Result<(), WriteError> {
    let several = grids.len() > 1;
    for (place, grid) in grids.into_iter().enumerate() {
        if several {
            writeln!(to, "{}{}", if place > 0 { "\n" } else { "" }, grid.name)?;
        }
        write_table(grid, to)?;
    }
    Ok(())
}

/// `;` and the decimal comma in Vietnamese, `,` and the point in English, as Excel reads them.
fn csv(grids: Vec<Grid<'_>>, to: &mut dyn Write) -> Result<(), WriteError> {
    let delimiter = |lang| match lang {
        Lang::Vi => b';',
        Lang::En => b',',
    };
    grids.into_iter().try_for_each(|grid| write_csv(delimiter(grid.lang), grid, to))
}
