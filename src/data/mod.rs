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
mod cut;
mod delimited;
mod encoding;
mod figures;
mod file;
mod identity;
#[cfg(feature = "xlsx")]
mod into;
mod jsonl;
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
#[cfg(feature = "xlsx")]
mod workbook;

pub use account::{CellFault, DroppedRow, FileReport, ReadReport, SkipReason, SkippedRow};
pub(crate) use blank::{BlankColumn, blank_sheets};
pub use cell::Expected;
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
use crate::value::text::parse_date;
use account::{letters, position};
use block::Block;
use encoding::Encoding;
use identity::Hashing;
use layout::{Fit, Header, Layout, Preview, Wanted, best};
use open::{Source, encodings, mended};
use reread::Again;
pub(crate) use reread::Rereading;
use rows::Builder;
use std::cmp::Reverse;
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
    /// Most records whose cells are kept: of more, those of all are let go, to be read once more
    /// where they are needed. None: all are kept.
    pub keeps: Option<usize>,
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
                .keeping(request.keeps)
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
        let reading = self.builder.finish(self.request.model);
        Reading { again: let_go.then_some(self.again), ..reading }
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
    open: &mut OpenFile<'_>,
) -> Result<Vec<RecordId>, Error> {
    let file = open.file();
    let shown = open.previews(&encodings(readings, profiles.iter()))?;
    let mut found: Vec<(RecordId, bool)> = Vec::new();
    for group in shown.groups() {
        let record = record_of(model, profiles, readings, group)
            .map_err(|message| unfitting(file, message))?;
        let Some((record, has_rows)) = record else { continue };
        match found.iter_mut().find(|(known, _)| *known == record) {
            Some((_, known)) => *known |= has_rows,
            None => found.push((record, has_rows)),
        }
    }
    // A sheet left blank beside others that are filled in says nothing of its records; where all
    // are blank, it is what the file says.
    if found.iter().any(|(_, has_rows)| *has_rows) {
        found.retain(|(_, has_rows)| *has_rows);
    }
    if !found.is_empty() {
        return Ok(found.into_iter().map(|(record, _)| record).collect());
    }
    let fits = |previews: &[Preview], readings| {
        record_of(model, profiles, readings, previews).is_ok_and(|record| record.is_some())
    };
    let message = diag::data::no_record_type(&names_of(model, model.records.ids()));
    Err(unfitting(file, not_found(message, &shown.previews, readings, fits)))
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
    open: &mut OpenFile<'_>,
) -> Result<Option<Date>, Error> {
    let records = recognise(model, profiles, readings, open)?;
    let previews = open.previews(&encodings(readings, profiles.iter()))?.previews;
    Ok(records.into_iter().find_map(|record| {
        let request = Request::of(model, record, profiles, readings);
        let choice = Choice::of(&request, &previews)?;
        find_date(choice.profile?.as_of.as_ref()?, choice.preview).ok()
    }))
}

/// The record type of a sheet or text, and whether anything stands below its header. The name of a
/// sheet tells its type where the sheet has all that the type needs; else the header does.
fn record_of(
    model: &Model,
    profiles: &[Profile],
    readings: Readings,
    previews: &[Preview],
) -> Result<Option<(RecordId, bool)>, Message> {
    let choice = |record: RecordId| {
        let request = Request::of(model, record, profiles, readings);
        let choice = Choice::of(&request, previews).filter(Choice::is_sure)?;
        Some(((choice.profile.is_some(), choice.header.fit), (record, choice.has_rows())))
    };
    let named = previews.iter().find_map(|preview| bearer(model, profiles, readings, preview));
    if let Some((_, found)) = named.and_then(choice) {
        return Ok(Some(found));
    }
    // A profile whose header is found is the pack's own word for what the file is.
    let fits: Vec<((bool, Fit), (RecordId, bool))> =
        model.records.ids().filter_map(choice).collect();
    let Some((highest, found)) = best(fits.iter().copied(), |(fit, _)| *fit) else {
        return Ok(None);
    };
    let ties: Vec<RecordId> =
        fits.iter().filter(|(fit, _)| *fit == highest).map(|(_, (record, _))| *record).collect();
    if ties.len() > 1 {
        Err(diag::data::several_record_types(&names_of(model, ties)))
    } else {
        Ok(Some(found))
    }
}

/// The record type whose name a sheet bears, if the sheet has every column that the type needs.
fn bearer(
    model: &Model,
    profiles: &[Profile],
    readings: Readings,
    preview: &Preview,
) -> Option<RecordId> {
    let sheet = key(preview.sheet.as_deref()?);
    let mut named = model.records.enumerate().filter(|(_, record)| names::bears(&sheet, record));
    named.find_map(|(record, of)| {
        let profiles = profiles.iter().filter(|profile| profile.is_for(of)).map(Some);
        let fits = |profile| {
            let header = Wanted { model, record, profile, readings }.header(preview);
            header.is_some_and(|header| header.fit.complete)
        };
        profiles.chain([None]).any(fits).then_some(record)
    })
}

fn names_of(model: &Model, records: impl IntoIterator<Item = RecordId>) -> String {
    records
        .into_iter()
        .map(|record| model.records[record].name.text.as_str())
        .collect::<Vec<_>>()
        .join(", ")
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
    /// Of the profiles whose header is found, the one that asks the most of it; else the best
    /// header without one.
    fn of(request: &Request<'p>, previews: &'p [Preview]) -> Option<Choice<'p>> {
        let record = &request.model.records[request.record];
        let mut profiles: Vec<&Profile> =
            request.profiles.iter().filter(|profile| profile.is_for(record)).collect();
        profiles.sort_by_key(|profile| Reverse(profile.words().len()));
        // Sheets that bear the name of another record type are that type's.
        let bearer = |preview| bearer(request.model, request.profiles, request.readings, preview);
        let free = previews.iter().map(|preview| (preview, bearer(preview)));
        let free: Vec<(&Preview, bool)> = free
            .filter(|(_, bearer)| bearer.is_none_or(|record| record == request.record))
            .map(|(preview, bearer)| (preview, bearer.is_some()))
            .collect();
        let own = free.iter().any(|(_, own)| *own);
        profiles.into_iter().map(Some).chain([None]).find_map(|profile| {
            let wanted = Wanted {
                model: request.model,
                record: request.record,
                profile,
                readings: request.readings,
            };
            let offered = free.iter().filter(|(_, is_own)| profile.is_some() || !own || *is_own);
            let found = offered.map(|(preview, _)| *preview);
            let found = found.filter(|preview| wanted.admits(preview));
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

    /// Returns `true` if anything stands below the header, as far as the preview goes.
    fn has_rows(&self) -> bool {
        let mut below = self.preview.rows.iter().skip(self.header.at + 1);
        below.any(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
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
            let points = points(passes);
            text.blocks(&preview, (most, points), |block| take_block(passes, block))
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

/// Takes a row for each request whose header stands above it, until all have as much as they may.
#[cfg(feature = "xlsx")]
fn take_each(passes: &mut [Pass<'_, '_>], number: u32, row: &impl row::Row) -> ControlFlow<()> {
    for pass in passes.iter_mut().filter(|pass| !pass.full && number > pass.header_row) {
        let OneReading { request, builder, .. } = &mut *pass.one;
        pass.full = take(request, builder, &mut pass.layout, number, row).is_break();
    }
    flow(passes)
}

/// Takes the rows of a block for each request, those below its header.
fn take_block(passes: &mut [Pass<'_, '_>], block: &Block) -> ControlFlow<()> {
    for pass in passes.iter_mut().filter(|pass| !pass.full) {
        let OneReading { request, builder, .. } = &mut *pass.one;
        let told = builder.rows() / PROGRESS_ROWS;
        builder.block(&mut pass.layout, block, block.behind(pass.header_row));
        if let Some(progress) = request.progress.filter(|_| builder.rows() / PROGRESS_ROWS > told) {
            progress(builder.rows());
        }
        pass.full = builder.is_full();
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
