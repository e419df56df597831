#![doc = include_str!("README.md")]

#[doc(hidden)]
pub mod account;
mod category;
#[doc(hidden)]
pub mod cell;
mod delimited;
mod encoding;
mod file;
mod jsonl;
mod layout;
mod measure;
pub mod out;
mod part;
#[doc(hidden)]
pub mod profile;
#[doc(hidden)]
pub mod readings;
mod row;
mod rows;
#[cfg(test)]
mod tests;
mod totals;
#[cfg(feature = "xlsx")]
mod unpacked;
#[cfg(feature = "xlsx")]
mod workbook;

pub use account::{CellFault, DroppedRow, FileReport, Origin, ReadReport, SkipReason, SkippedRow};
pub use cell::Expected;
pub use file::{DataFile, steadily};
#[doc(hidden)]
pub use profile::Profile;
pub use readings::Readings;

use crate::diag::{self, Error, Message};
use crate::eval::table::{Table, Texts};
use crate::explain::FieldColumn;
use crate::index::Arena;
use crate::model::{Field, Model, RecordId};
use crate::value::Date;
use crate::value::text::parse_date;
use account::{letters, position};
use encoding::Encoding;
use file::Format;
use layout::{Fit, Header, Layout, Preview, Wanted, best};
use rows::Builder;
use std::ops::ControlFlow;

/// The most rows of a file.
const MOST_ROWS: u32 = 5_000_000;
/// The most columns of a file: Excel's own limit.
const MOST_COLUMNS: usize = 16_384;
/// The largest text file, in bytes.
const LARGEST_TEXT: u64 = 2 << 30;
/// The largest workbook, in bytes: packed as it is, and unpacked. A workbook of some kilobytes may
/// unpack to gigabytes.
const LARGEST_BOOK: u64 = 256 << 20;
/// The largest XLS, in bytes: it is taken into memory whole, each text as often as cells show it.
const LARGEST_OLD_BOOK: u64 = 16 << 20;
#[cfg(feature = "xlsx")]
const LARGEST_UNPACKED: u64 = 1 << 30;
/// Separators of the cells of a text file, the most usual of Vietnamese offices first.
const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];
/// The most bytes of a workbook's XML between two tags: what a text in it may take in memory,
/// whatever it is.
#[cfg(feature = "xlsx")]
const LONGEST_RUN: u64 = 16 << 20;
/// The most bytes of keys and texts, each counted once, that the records of one type hold.
const LARGEST_HELD: u64 = 1 << 30;
/// Progress is reported every so many rows.
const PROGRESS_ROWS: usize = 4_096;

/// Parameters of [`read`]: the record type, by which profiles, with which settings.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Request<'a> {
    /// Model that names the record types and their fields.
    pub model: &'a Model,
    /// Record type that is read.
    pub record: RecordId,
    /// The import profiles of the pack, in the order tried; those of other record types are passed
    /// over.
    pub profiles: &'a [Profile],
    /// Settings of the run for the way files are read; what they leave open the profiles state.
    pub readings: Readings,
    /// Told now and then how many records have been read.
    pub progress: Option<&'a dyn Fn(usize)>,
}

/// Result of [`read`]: records in columns, and the account of all rows.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub struct Reading {
    /// The records in columns.
    pub table: Table,
    /// Account of the files and of what became of the rows.
    pub report: ReadReport,
}

impl Reading {
    /// Takes in faults that show only once all rows are read, and marks their records.
    pub(crate) fn fault(&mut self, fields: &Arena<Field>, faults: Vec<CellFault>) {
        faults.iter().for_each(|fault| fault.mark(fields, &mut self.table));
        self.keep(faults);
    }

    /// Puts faults of records that are marked among the others: by record, then by field, then as
    /// found.
    pub(crate) fn keep(&mut self, faults: Vec<CellFault>) {
        if !faults.is_empty() {
            let all = &mut self.report.faults;
            all.extend(faults);
            all.sort_by_key(|fault| (fault.record, fault.field.map(|field| field.index())));
        }
    }
}

/// Reads the records of one type from one or several files, in order, into one table whose texts
/// start with those given.
///
/// # Errors
/// The first file that cannot be read or has not the columns the record type needs. A bad cell is
/// no error but a [`CellFault`].
#[doc(hidden)]
pub fn read(request: &Request, files: &[DataFile], texts: Texts) -> Result<Reading, Error> {
    let mut builder = Builder::new(request.model, request.record, texts);
    for file in files {
        read_file(request, file, &mut builder)?;
    }
    let (table, report) = builder.finish();
    Ok(Reading { table, report })
}

/// Reads records given as JSON objects, one a text: the way of records that come from a program. As
/// [`read`] otherwise; the row of a record is its place, from 1.
#[doc(hidden)]
pub fn read_objects<'t>(
    request: &Request,
    objects: impl IntoIterator<Item = &'t str>,
    texts: Texts,
) -> Result<Reading, Error> {
    let mut builder = Builder::new(request.model, request.record, texts);
    jsonl::read_objects(request, objects, &mut builder)?;
    let (table, report) = builder.finish();
    Ok(Reading { table, report })
}

/// The record types that a file holds, by its headers: one of a text file, one a sheet of a
/// workbook, each once, in the order of sheets.
///
/// # Errors
/// The file cannot be read, fits no record type, or fits two equally well.
#[doc(hidden)]
pub fn recognise(
    model: &Model,
    profiles: &[Profile],
    readings: Readings,
    file: &DataFile,
) -> Result<Vec<RecordId>, Error> {
    let mut source = Source::open(file, encodings(readings, profiles.iter()))?;
    let previews = source.previews()?;
    let mut found = Vec::new();
    for group in source.groups(&previews) {
        let record = record_of(model, profiles, readings, group)
            .map_err(|message| unfitting(file, message))?;
        found.extend(record.filter(|record| !found.contains(record)));
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let fits = |previews: &[Preview], readings| {
        record_of(model, profiles, readings, previews).is_ok_and(|record| record.is_some())
    };
    let message = diag::data::no_record_type(&names(model, model.records.ids()));
    Err(unfitting(file, not_found(message, &previews, readings, fits)))
}

/// The day that a file says its data are of, by the profile that its records are read by.
///
/// # Errors
/// As [`recognise`].
#[doc(hidden)]
pub fn day_told(
    model: &Model,
    profiles: &[Profile],
    readings: Readings,
    file: &DataFile,
) -> Result<Option<Date>, Error> {
    let records = recognise(model, profiles, readings, file)?;
    let previews = Source::open(file, encodings(readings, profiles.iter()))?.previews()?;
    Ok(records.into_iter().find_map(|record| {
        let request = Request { model, record, profiles, readings, progress: None };
        let choice = Choice::of(&request, &previews)?;
        find_date(choice.profile?.as_of.as_ref()?, choice.preview).ok()
    }))
}

fn record_of(
    model: &Model,
    profiles: &[Profile],
    readings: Readings,
    previews: &[Preview],
) -> Result<Option<RecordId>, Message> {
    let fit = |record: RecordId| {
        let request = Request { model, record, profiles, readings, progress: None };
        let choice = Choice::of(&request, previews).filter(Choice::is_sure)?;
        Some(((choice.profile.is_some(), choice.header.fit), record))
    };
    // A profile whose header is found is the pack's own word for what the file is.
    let fits: Vec<((bool, Fit), RecordId)> = model.records.ids().filter_map(fit).collect();
    let Some((highest, record)) = best(fits.iter().copied(), |(fit, _)| *fit) else {
        return Ok(None);
    };
    let ties: Vec<RecordId> =
        fits.iter().filter(|(fit, _)| *fit == highest).map(|(_, record)| *record).collect();
    if ties.len() > 1 {
        Err(diag::data::several_record_types(&names(model, ties)))
    } else {
        Ok(Some(record))
    }
}

fn names(model: &Model, records: impl IntoIterator<Item = RecordId>) -> String {
    records
        .into_iter()
        .map(|record| model.records[record].name.text.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A file opened by its format.
enum Source<'f> {
    Delimited(delimited::Delimited<'f>),
    JsonLines(jsonl::JsonLines<'f>),
    #[cfg(feature = "xlsx")]
    Workbook(workbook::Workbook<'f>, Vec<Option<Encoding>>),
}

/// The encodings that a file is tried in: that of the run; else none, and those of the profiles.
fn encodings<'p>(
    readings: Readings,
    profiles: impl Iterator<Item = &'p Profile>,
) -> Vec<Option<Encoding>> {
    if readings.encoding.is_some() {
        return vec![readings.encoding];
    }
    let mut tried = vec![None];
    for encoding in profiles.filter_map(|profile| profile.encoding) {
        if !tried.contains(&Some(encoding)) {
            tried.push(Some(encoding));
        }
    }
    tried
}

impl<'f> Source<'f> {
    fn open(file: &'f DataFile, encodings: Vec<Option<Encoding>>) -> Result<Source<'f>, Error> {
        if encodings.iter().flatten().any(|encoding| !encoding.is_known()) {
            return Err(file.refuse(diag::data::no_encodings()));
        }
        let format = file.format()?;
        let (limit, message) = match format {
            Format::Workbook => (LARGEST_BOOK, diag::data::too_large("256 MB")),
            Format::OldWorkbook => (LARGEST_OLD_BOOK, diag::data::too_large_old("16 MB")),
            Format::Delimited | Format::JsonLines => (LARGEST_TEXT, diag::data::too_large("2 GB")),
        };
        if file.size()? > limit {
            return Err(file.refuse(message));
        }
        match format {
            Format::Delimited => delimited::Delimited::open(file, encodings).map(Source::Delimited),
            Format::JsonLines => Ok(Source::JsonLines(jsonl::JsonLines::new(file))),
            #[cfg(feature = "xlsx")]
            Format::Workbook | Format::OldWorkbook => {
                workbook::Workbook::open(file).map(|book| Source::Workbook(book, encodings))
            }
            #[cfg(not(feature = "xlsx"))]
            Format::Workbook | Format::OldWorkbook => Err(file.refuse(diag::data::no_workbooks())),
        }
    }

    fn previews(&mut self) -> Result<Vec<Preview>, Error> {
        match self {
            Source::Delimited(text) => text.previews(),
            Source::JsonLines(lines) => lines.previews(),
            #[cfg(feature = "xlsx")]
            Source::Workbook(book, encodings) => {
                let sheets = book.previews()?;
                Ok(sheets
                    .iter()
                    .flat_map(|sheet| encodings.iter().map(|encoding| mended(sheet, *encoding)))
                    .collect())
            }
        }
    }

    /// The previews that show one record type each: all of a text file, those of a sheet of a
    /// workbook.
    fn groups<'p>(&self, previews: &'p [Preview]) -> Vec<&'p [Preview]> {
        match self {
            Source::Delimited(_) | Source::JsonLines(_) => vec![previews],
            #[cfg(feature = "xlsx")]
            Source::Workbook(_, encodings) => previews.chunks(encodings.len().max(1)).collect(),
        }
    }
}

/// A preview as a text of another encoding.
fn mended(preview: &Preview, encoding: Option<Encoding>) -> Preview {
    let mend = |text: &String| {
        encoding.map_or_else(|| text.clone(), |encoding| encoding.mend(text).into_owned())
    };
    let rows =
        preview.rows.iter().map(|(number, cells)| (*number, cells.iter().map(mend).collect()));
    Preview { sheet: preview.sheet.clone(), number: preview.number, encoding, rows: rows.collect() }
}

/// Sheet, header and profile by which a record type was found in a file.
struct Choice<'p> {
    profile: Option<&'p Profile>,
    preview: &'p Preview,
    header: Header,
    /// Sheets that fit as well but are not read.
    others: Vec<&'p str>,
}

impl<'p> Choice<'p> {
    /// The first profile whose header is found, else the best header without one.
    fn of(request: &Request<'p>, previews: &'p [Preview]) -> Option<Choice<'p>> {
        let record = &request.model.records[request.record];
        let profiles = request.profiles.iter().filter(|profile| profile.is_for(record)).map(Some);
        profiles.chain([None]).find_map(|profile| {
            let wanted = Wanted {
                model: request.model,
                record: request.record,
                profile,
                readings: request.readings,
            };
            let found = previews.iter().filter(|preview| wanted.admits(preview));
            let found: Vec<(&Preview, Header)> =
                found.filter_map(|preview| Some((preview, wanted.header(preview)?))).collect();
            let (preview, header) =
                best(found.iter(), |(_, header)| (header.fit, header.cells.len()))?;
            let complete = |(other, header): &&(&'p Preview, Header)| {
                header.fit.complete && other.number != preview.number
            };
            let others = found
                .iter()
                .filter(complete)
                .filter_map(|(other, _)| other.sheet.as_deref())
                .collect();
            let choice = Choice { profile, preview, header: header.clone(), others };
            (choice.is_sure() || profile.is_none()).then_some(choice)
        })
    }

    /// Returns `true` if the header has all that is needed, or is the one a profile describes.
    fn is_sure(&self) -> bool {
        self.header.fit.complete || self.profile.is_some_and(|profile| !profile.words().is_empty())
    }

    /// The profiles of the record type, where none fits.
    fn passed_over(&self, request: &Request<'p>) -> Option<Message> {
        let record = &request.model.records[request.record];
        let profiles = request
            .profiles
            .iter()
            .filter(|profile| profile.is_for(record))
            .map(|profile| profile.name.as_str());
        let names: Vec<&str> = profiles.collect();
        (self.profile.is_none() && !names.is_empty())
            .then(|| diag::data::profiles_passed_over(&names.join(", ")))
    }
}

fn unfitting(file: &DataFile, message: Message) -> Error {
    Error::unfitting(file.name(), vec![message])
}

fn read_file(request: &Request, file: &DataFile, builder: &mut Builder) -> Result<(), Error> {
    steadily(std::slice::from_ref(file), || read_rows(request, file, builder))?;
    if builder.is_full() { Err(file.refuse(diag::data::too_much_text("1 GB"))) } else { Ok(()) }
}

fn read_rows(request: &Request, file: &DataFile, builder: &mut Builder) -> Result<(), Error> {
    let record = &request.model.records[request.record];
    let profiles = request.profiles.iter().filter(|profile| profile.is_for(record));
    let mut source = Source::open(file, encodings(request.readings, profiles))?;
    if let Source::JsonLines(lines) = &source {
        return lines.read(request, builder);
    }
    let previews = source.previews()?;
    let fits = |previews: &[Preview], readings| {
        Choice::of(&Request { readings, ..*request }, previews)
            .is_some_and(|choice| choice.is_sure())
    };
    let choice = Choice::of(request, &previews).ok_or_else(|| {
        unfitting(file, not_found(no_header(request), &previews, request.readings, fits))
    })?;
    let wanted = Wanted {
        model: request.model,
        record: request.record,
        profile: choice.profile,
        readings: request.readings,
    };
    let layout = wanted.layout(&choice.header, request.model.lang);
    let passed_over = choice.passed_over(request);
    let mut layout = layout.map_err(|mut messages| {
        messages.extend(passed_over.clone());
        messages.extend(old_font(&previews, request.readings, fits));
        Error::unfitting(file.name(), messages)
    })?;
    layout.warnings.extend(passed_over);
    layout.lettered = choice.preview.sheet.is_some();
    let header_row = choice.preview.rows.get(choice.header.at).map_or(0, |(row, _)| *row);
    start(file, &choice, header_row, &mut layout, builder);
    match &mut source {
        Source::Delimited(text) => {
            text.rows(choice.preview, header_row, |number, row| {
                take(request, builder, &mut layout, number, row)
            })?;
        }
        #[cfg(feature = "xlsx")]
        Source::Workbook(book, _) => {
            book.rows(choice.preview, header_row, |number, row| match choice.preview.encoding {
                Some(encoding) => {
                    take(request, builder, &mut layout, number, &row::Mended::new(row, encoding))
                }
                None => take(request, builder, &mut layout, number, row),
            })?
        }
        Source::JsonLines(_) => {}
    }
    builder.end_file(&layout, hidden_rows(file, choice.preview));
    let doubts = doubts(&layout);
    if doubts.is_empty() { Ok(()) } else { Err(Error::doubtful(file.name(), doubts)) }
}

/// The rows that a sheet holds and does not show.
#[cfg(feature = "xlsx")]
fn hidden_rows<'f>(file: &'f DataFile, preview: &Preview) -> &'f [u32] {
    preview.sheet.as_deref().map_or(&[], |sheet| file.hidden_rows(sheet))
}

#[cfg(not(feature = "xlsx"))]
fn hidden_rows<'f>(_: &'f DataFile, _: &Preview) -> &'f [u32] {
    &[]
}

/// Warnings of readings that can be meant in two ways, so that only the run can decide.
fn doubts(layout: &Layout) -> Vec<Message> {
    let numbers = layout.slots.iter().filter_map(|slot| {
        let (numbers, row, text) = slot.rule.doubt()?;
        Some(diag::data::read_both_ways(&slot.header, row, text, numbers))
    });
    let totals = layout.totals.as_ref().and_then(totals::Totals::doubtful);
    numbers.chain(totals.map(|(named, all)| diag::data::total_rows(named, all))).collect()
}

/// Error of a file in which no header was found, with what is where it should be.
fn not_found(
    message: Message,
    previews: &[Preview],
    readings: Readings,
    fits: impl Fn(&[Preview], Readings) -> bool,
) -> Message {
    let holds = |cell: &str| {
        !cell.trim_matches(|c: char| c.is_whitespace() || DELIMITERS.contains(&c)).is_empty()
    };
    let rows = previews.iter().filter_map(|preview| {
        preview.rows.iter().find(|(_, cells)| cells.iter().any(|cell| holds(cell)))
    });
    let Some((number, cells)) = layout::best(rows, |(_, cells)| cells.len()) else {
        return diag::data::empty_file();
    };
    let seen: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| holds(cell)).collect();
    let told =
        if *number == 0 { message } else { diag::data::seen_instead(&message, *number, &seen) };
    match old_font(previews, readings, fits) {
        Some(hint) => Message::together(&[told, hint]),
        None => told,
    }
}

/// A file that would be understood if its texts were those of an old font.
fn old_font(
    previews: &[Preview],
    readings: Readings,
    fits: impl Fn(&[Preview], Readings) -> bool,
) -> Option<Message> {
    let encoding = Some(Encoding::Tcvn3);
    let mended: Vec<Preview> = previews
        .iter()
        .filter(|preview| preview.encoding.is_none())
        .map(|preview| mended(preview, encoding))
        .collect();
    (!fits(previews, readings) && fits(&mended, Readings { encoding, ..readings }))
        .then(diag::data::old_font)
}

/// Takes a row, unless there is no room for more.
fn take(
    request: &Request,
    builder: &mut Builder,
    layout: &mut Layout,
    number: u32,
    row: &impl row::Row,
) -> ControlFlow<()> {
    builder.row(layout, number, row);
    if let Some(progress) =
        request.progress.filter(|_| builder.rows().is_multiple_of(PROGRESS_ROWS))
    {
        progress(builder.rows());
    }
    if builder.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn no_header(request: &Request) -> Message {
    let record = &request.model.records[request.record];
    let needed = record
        .fields
        .iter()
        .filter(|field| field.key || field.required)
        .map(|field| format!("“{}”", field.name.text));
    diag::data::no_header(&record.name.text, &needed.collect::<Vec<_>>().join(", "))
}

/// Opens a file's part of the account, with what its header shows.
fn start(
    file: &DataFile,
    choice: &Choice,
    header_row: u32,
    layout: &mut Layout,
    builder: &mut Builder,
) {
    let as_of = choice
        .profile
        .and_then(|profile| profile.as_of.as_ref())
        .map(|as_of| find_date(as_of, choice.preview));
    let (date, warning) = match as_of {
        Some(Ok(date)) => (Some(date), None),
        Some(Err(warning)) => (None, Some(warning)),
        None => (None, None),
    };
    layout.warnings.extend(warning);
    if choice.preview.encoding.is_some_and(Encoding::loses_capitals) {
        layout.warnings.push(diag::data::capitals_lost());
    }
    if let (Some(sheet), false) = (&choice.preview.sheet, choice.others.is_empty()) {
        layout.warnings.push(diag::data::other_sheets(sheet, &choice.others.join(", ")));
    }
    let report = FileReport {
        name: file.name().to_owned(),
        sheet: choice.preview.sheet.clone(),
        profile: choice.profile.map(|profile| profile.name.clone()),
        header_row,
        as_of: date,
        columns: layout
            .slots
            .iter()
            .map(|slot| FieldColumn {
                field: slot.field,
                header: slot.header.clone(),
                letters: layout.lettered.then(|| letters(slot.column)),
            })
            .collect(),
        ..FileReport::default()
    };
    builder.file(report, layout);
}

/// The date in the cell that a profile names, between the words of its pattern.
fn find_date(as_of: &profile::AsOf, preview: &Preview) -> Result<Date, Message> {
    let cell = position(&as_of.cell).and_then(|(row, column)| {
        let (_, cells) = preview.rows.iter().find(|(number, _)| *number as usize == row + 1)?;
        cells.get(column)
    });
    let seen = cell.map_or("", String::as_str);
    date_within(seen, as_of.pattern.as_deref())
        .ok_or_else(|| diag::data::no_as_of(&as_of.cell, seen))
}

fn date_within(text: &str, pattern: Option<&str>) -> Option<Date> {
    let text = crate::source::key(text);
    let (before, _) = pattern.unwrap_or("{date}").split_once("{date}")?;
    let before = crate::source::key(before);
    let rest = text.split_at(text.find(&before)? + before.len()).1;
    let digits = rest
        .trim_start()
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.')))
        .next()?;
    parse_date(digits.trim_end_matches(['.', '-', '/']))
}
