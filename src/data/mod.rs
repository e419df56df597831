#![doc = include_str!("README.md")]

#[doc(hidden)]
pub mod account;
pub(crate) mod ahead;
mod blank;
mod block;
mod category;
#[doc(hidden)]
pub mod cell;
mod columns;
mod choice;
mod cut;
mod delimited;
mod encoding;
mod figures;
mod file;
mod hashing;
mod identity;
#[cfg(feature = "xlsx")]
mod into;
mod jsonl;
mod key_table;
mod keys;
mod layout;
mod measure;
mod names;
pub(crate) mod objects;
mod open;
mod origins;
pub mod out;
mod part;
#[doc(hidden)]
pub mod profile;
#[doc(hidden)]
pub mod readings;
mod reread;
mod row;
mod rows;
mod scan;
pub(crate) mod sheet;
#[cfg(test)]
mod tests;
mod totals;
#[cfg(feature = "xlsx")]
mod unpacked;
#[cfg_attr(not(target_arch = "x86_64"), path = "narrow.rs")]
mod wide;
#[cfg(feature = "xlsx")]
mod workbook;

pub use account::{CellFault, DroppedRow, FileReport, ReadReport, SkipReason, SkippedRow};
pub(crate) use blank::{BlankColumn, blank_sheets};
pub use cell::Expected;
#[doc(hidden)]
pub use choice::{day_told, recognise};
pub(crate) use columns::read_columns;
pub use file::{DataFile, steadily};
#[cfg(feature = "xlsx")]
pub use into::AddedColumns;
pub use keys::RecordKeys;
pub(crate) use names::free_name;
pub use open::{OpenFile, OpenFiles};
pub use origins::{Origin, Origins};
#[doc(hidden)]
pub use profile::Profile;
pub use readings::Readings;

use crate::diag::{self, Error, Message};
use crate::explain::FieldColumn;
use crate::index::Arena;
use crate::model::{Field, Model, RecordId};
use crate::source::key;
use crate::table::{Inputs, Texts};
use crate::value::Date;
use account::letters;
use block::Block;
use choice::{Choice, find_date, no_header, not_found, old_font, unfitting};
use delimited::Beside;
use encoding::Encoding;
use hashing::Hashing;
use layout::{Layout, Preview, Wanted};
use open::{Source, encodings};
use reread::Again;
pub(crate) use reread::Rereading;
use rows::Builder;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

/// The most rows of a file whose records are kept.
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
pub(crate) const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];
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
    /// Rows that are left out because they are not there yet.
    pub cut: Cut<'a>,
    /// Limit on the records whose cells are kept; none: all are kept.
    pub keeps: Option<Keeps<'a>>,
    /// Told now and then how many records have been read.
    pub progress: Option<&'a dyn Fn(usize)>,
}

impl<'a> Request<'a> {
    /// Request for all records of a type.
    pub fn of(
        model: &'a Model,
        record: RecordId,
        profiles: &'a [Profile],
        readings: Readings,
    ) -> Request<'a> {
        let cut = Cut::default();
        Request { model, record, profiles, readings, cut, keeps: None, progress: None }
    }
}

/// Limit on the records whose cells are kept: of more, those of all are let go, to be read once
/// more where they are needed.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Keeps<'a> {
    /// Records from which on cells are let go.
    pub most: usize,
    /// Shown all records, some at a time, before their cells are let go: the place of the first of
    /// them, them, and the as-of date that their file tells. Texts of cells may be left out there.
    pub seen: &'a dyn Fn(usize, &Inputs, Option<Date>),
}

/// Rows that a run does not see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cut<'a> {
    /// The as-of date: rows of registers and snapshots after it are not there. None: all are.
    pub as_of: Option<Date>,
    /// Keys of parents that are not there, whose parts are not either.
    pub absent: Option<&'a HashSet<Arc<str>>>,
}

/// Result of [`read`]: records in columns, and the account of all rows.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub struct Reading {
    /// Table of the records read, in columns.
    pub table: Inputs,
    /// Account of the files and of what became of the rows.
    pub report: ReadReport,
    /// Files to be read once more, where the table has no cells.
    pub(crate) again: Option<Again>,
}

impl Reading {
    /// Takes in faults that show only once all rows are read, and marks their records.
    pub(crate) fn fault(&mut self, fields: &Arena<Field>, faults: Vec<CellFault>) {
        let place = |fault: &CellFault| fault.record as usize;
        faults.iter().for_each(|fault| fault.mark(fields, &mut self.table, place(fault)));
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
    let mut open = OpenFiles::of(files);
    let places: Vec<usize> = (0..files.len()).collect();
    let mut readings = read_each(vec![(*request, texts)], &mut open, &places);
    readings.pop().unwrap_or_else(|| Err(diag::engine::no_data()))
}

/// Readings of several requests at once, each as of [`read`]: every file is read once for all of
/// them. The files are given by their places.
pub(crate) fn read_each(
    requests: Vec<(Request<'_>, Texts)>,
    files: &mut OpenFiles<'_>,
    places: &[usize],
) -> Vec<Result<Reading, Error>> {
    read_hashed(&requests, files, places, Hashing::new())
}

/// Reads files with rows told apart by a hash; should two rows collide, once more by another.
fn read_hashed(
    requests: &[(Request<'_>, Texts)],
    files: &mut OpenFiles<'_>,
    places: &[usize],
    hashing: Hashing,
) -> Vec<Result<Reading, Error>> {
    let mut each: Vec<OneReading<'_>> = requests
        .iter()
        .map(|(request, texts)| OneReading {
            builder: Builder::new(request.model, request.record, texts.clone())
                .cut(request.model, request.cut)
                .hashing(hashing.clone()),
            request: *request,
            refused: None,
            again: Again::default(),
        })
        .collect();
    read_files(files, places, &mut each);
    let mut compared: Vec<OneReading<'_>> = each.iter().filter_map(OneReading::comparing).collect();
    if !compared.is_empty() {
        read_files(files, places, &mut compared);
        if compared.iter().any(|one| one.builder.differs()) {
            return read_hashed(requests, files, places, Hashing::new());
        }
    }
    let finished = each.into_iter().map(|one| match one.refused {
        Some(error) => Err(error),
        None => Ok(one.finish()),
    });
    finished.collect()
}

/// One request while files are read; none is read on once a file was refused.
struct OneReading<'a> {
    request: Request<'a>,
    builder: Builder,
    refused: Option<Error>,
    /// The files so far, if the cells of their records may be let go.
    again: Again,
}

impl<'a> OneReading<'a> {
    fn finish(mut self) -> Reading {
        let let_go = self.builder.has_let_go();
        if let Some(keeps) = self.request.keeps.filter(|_| let_go) {
            self.builder.show(keeps.seen);
        }
        let reading = self.builder.finish(self.request.model);
        Reading { again: let_go.then_some(self.again), ..reading }
    }

    /// Takes rows, and tells now and then how many records there are.
    fn take(&mut self, rows: impl FnOnce(&mut Builder)) {
        let before = self.builder.rows() / PROGRESS_ROWS;
        rows(&mut self.builder);
        let now = self.builder.rows();
        if let Some(progress) = self.request.progress.filter(|_| now / PROGRESS_ROWS > before) {
            progress(now);
        }
    }

    /// The same once more, to compare the rows that were taken for repetitions; none where there
    /// are none.
    fn comparing(&self) -> Option<OneReading<'a>> {
        let request = Request { progress: None, ..self.request };
        let again = Builder::new(request.model, request.record, Texts::default());
        let repeated = self.refused.is_none() && self.builder.has_repetitions();
        repeated.then(|| OneReading {
            builder: again.cut(request.model, request.cut).comparing(&self.builder),
            request,
            refused: None,
            again: Again::default(),
        })
    }
}

fn read_files(files: &mut OpenFiles<'_>, places: &[usize], each: &mut [OneReading<'_>]) {
    for file in places {
        if let Some(file) = files.get(*file) {
            read_file(file, each);
        }
    }
}

/// Reads a file for every request that no file before it was refused for.
fn read_file(open: &mut OpenFile<'_>, each: &mut [OneReading<'_>]) {
    let file = open.file();
    let mut each: Vec<&mut OneReading<'_>> =
        each.iter_mut().filter(|one| one.refused.is_none()).collect();
    if let Err(error) = read_rows(open, &mut each) {
        each.iter_mut().for_each(|one| _ = one.refused.get_or_insert_with(|| error.clone()));
    }
    for one in each {
        // What else is wrong with a file that changed may come of that.
        if open.has_changed() {
            one.refused = Some(file.refuse(diag::changed()));
        } else if one.refused.is_none() && one.builder.is_full() {
            one.refused = Some(file.refuse(diag::data::too_much_text("1 GB")));
        }
    }
}

/// Reading of the rows of a file for one request.
struct Pass<'o, 'a> {
    one: &'o mut OneReading<'a>,
    preview: Preview,
    header_row: u32,
    layout: Layout,
    full: bool,
}

impl Pass<'_, '_> {
    /// Takes rows, unless there is no room for more behind them.
    fn take(&mut self, rows: impl FnOnce(&mut Builder, &mut Layout)) {
        let Pass { one, layout, .. } = self;
        one.take(|builder| rows(builder, layout));
        if let Some(keeps) = one.request.keeps.filter(|keeps| one.builder.is_past(keeps.most)) {
            one.builder.show(keeps.seen);
            one.builder.let_go(layout);
        }
        self.full = self.one.builder.is_full();
    }
}

/// Reads the rows of a file: those of a sheet once for all requests that read it. An error is one
/// of all requests; what is wrong for one alone stands in that.
fn read_rows(open: &mut OpenFile<'_>, each: &mut [&mut OneReading<'_>]) -> Result<(), Error> {
    if let Source::JsonLines(lines) = open.source()? {
        return lines.read(each);
    }
    let mut passes = Vec::new();
    for one in each.iter_mut() {
        match begin(open, one) {
            Ok((preview, header_row, layout)) => {
                passes.push(Pass { one, preview, header_row, layout, full: false })
            }
            Err(error) => one.refused = Some(error),
        }
    }
    while let Some(first) = passes.first() {
        let (number, encoding) = (first.preview.number, first.preview.encoding);
        let together = |pass: &mut Pass<'_, '_>| {
            pass.preview.number == number && pass.preview.encoding == encoding
        };
        let mut same: Vec<Pass<'_, '_>> = passes.extract_if(.., together).collect();
        if let Err(error) = read_sheet(open, &mut same) {
            let unread = same.iter_mut().filter(|pass| !pass.full);
            unread.for_each(|pass| pass.one.refused = Some(error.clone()));
        }
        same.into_iter().for_each(|pass| end(open.file(), pass));
    }
    Ok(())
}

/// Finds where a request's records stand in a file, and opens its part of the account.
fn begin(
    open: &mut OpenFile<'_>,
    one: &mut OneReading<'_>,
) -> Result<(Preview, u32, Layout), Error> {
    let (file, request) = (open.file(), one.request);
    let record = &request.model.records[request.record];
    let profiles = request.profiles.iter().filter(|profile| profile.is_for(record));
    let previews = open.previews(&encodings(request.readings, profiles))?.previews;
    let fits = |previews: &[Preview], readings| {
        Choice::of(&Request { readings, ..request }, previews)
            .is_some_and(|choice| choice.is_sure())
    };
    let choice = Choice::of(&request, &previews).ok_or_else(|| {
        unfitting(file, not_found(no_header(&request), &previews, request.readings, fits))
    })?;
    let wanted = Wanted {
        model: request.model,
        record: request.record,
        profile: choice.profile,
        readings: request.readings,
    };
    let layout = wanted.layout(&choice.header, request.model.lang);
    let passed_over = choice.passed_over(&request);
    let mut layout = layout.map_err(|mut messages| {
        messages.extend(passed_over.clone());
        messages.extend(old_font(&previews, request.readings, fits));
        Error::unfitting(file.name(), messages)
    })?;
    // A sheet that bears the type's name and has its every column needs no profile.
    let whole = layout.warnings.is_empty()
        && choice.preview.sheet.as_ref().is_some_and(|sheet| names::bears(&key(sheet), record));
    layout.warnings.extend(passed_over.filter(|_| !whole));
    layout.lettered = choice.preview.sheet.is_some();
    let header_row = choice.preview.rows.get(choice.header.at).map_or(0, |(row, _)| *row);
    start(file, &choice, header_row, &mut layout, &mut one.builder);
    if one.request.keeps.is_some() {
        one.again.push(file, choice.preview, &layout);
    }
    if let Some(day) = one.builder.lacking_day(&layout) {
        let name = &record.fields[day].name.text;
        return Err(unfitting(file, diag::snapshot::file_without_day(name)));
    }
    Ok((choice.preview.clone(), header_row, layout))
}

/// Gives each row of a sheet to all that read it.
fn read_sheet(open: &mut OpenFile<'_>, passes: &mut [Pass<'_, '_>]) -> Result<(), Error> {
    let Some(preview) = passes.first().map(|pass| pass.preview.clone()) else { return Ok(()) };
    match open.source()? {
        Source::Delimited(text) => {
            // What lets its cells go may have any number of rows.
            let bounded = passes.iter().any(|pass| pass.one.request.keeps.is_none());
            let most = if bounded { MOST_ROWS } else { u32::MAX };
            let beside = Beside { points: points(passes), hashing: hashing(passes) };
            text.blocks(&preview, (most, beside), |block| take_block(passes, block))
        }
        #[cfg(feature = "xlsx")]
        Source::Workbook(book) => {
            let header = passes.iter().map(|pass| pass.header_row).min().unwrap_or(0);
            book.rows(&preview, header, |number, row| match preview.encoding {
                Some(encoding) => take_each(passes, number, &row::Mended::new(row, encoding)),
                None => take_each(passes, number, row),
            })
        }
        Source::JsonLines(_) => Ok(()),
    }
}

/// The decimal signs of the columns, where all that read the sheet read them by the same.
fn points(passes: &[Pass<'_, '_>]) -> Vec<Option<u8>> {
    let mut all = passes.iter().map(|pass| pass.layout.points());
    let first = all.next().unwrap_or_default();
    if all.all(|other| other == first) { first } else { Vec::new() }
}

/// Hashing of the rows, where one that reads the sheet wants it, with the column of its key: all
/// tell rows apart by the same.
fn hashing(passes: &[Pass<'_, '_>]) -> Option<(Hashing, Option<usize>)> {
    passes.iter().find_map(|pass| {
        let hashing = pass.one.builder.wanted_hashing(&pass.layout)?;
        let mut keys = pass.layout.slots.iter().filter(|slot| slot.key);
        let key = keys.next().filter(|_| keys.next().is_none());
        Some((hashing.clone(), key.map(|slot| slot.column)))
    })
}

/// Takes a row for each request whose header stands above it, until all have as much as they may.
#[cfg(feature = "xlsx")]
fn take_each(passes: &mut [Pass<'_, '_>], number: u32, row: &impl row::Row) -> ControlFlow<()> {
    for pass in passes.iter_mut().filter(|pass| !pass.full && number > pass.header_row) {
        pass.take(|builder, layout| builder.row(layout, number, row));
    }
    flow(passes)
}

/// Takes the rows of a block for each request, those below its header.
fn take_block(passes: &mut [Pass<'_, '_>], block: &Block) -> ControlFlow<()> {
    for pass in passes.iter_mut().filter(|pass| !pass.full) {
        let first = block.behind(pass.header_row);
        pass.take(|builder, layout| builder.block(layout, block, first));
    }
    flow(passes)
}

/// Goes on until all requests have as much as they may.
fn flow(passes: &[Pass<'_, '_>]) -> ControlFlow<()> {
    match passes.iter().all(|pass| pass.full) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    }
}

/// Closes a request's part of the account.
fn end(file: &DataFile, pass: Pass<'_, '_>) {
    let Pass { one, preview, mut layout, .. } = pass;
    if one.refused.is_some() {
        return;
    }
    one.builder.note_other_names(&mut layout);
    one.builder.end_file(&layout, hidden_rows(file, &preview));
    let messages = doubts(&layout);
    if !messages.is_empty() {
        one.refused = Some(Error::doubtful(file.name(), messages));
    }
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
