//! Choice of the sheet, the header and the profile by which a record type is read, and of the
//! record types that a file holds.

use super::account::position;
use super::encoding::Encoding;
use super::layout::{Fit, Header, Preview, Wanted, best};
use super::open::{encodings, mended};
use super::{DELIMITERS, DataFile, OpenFile, Profile, Readings, Request, names, profile};
use crate::diag::{self, Error, Message};
use crate::model::{Model, RecordId};
use crate::source::key;
use crate::value::Date;
use crate::value::text::parse_date;
use std::cmp::Reverse;

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
pub(super) fn record_of(
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
pub(super) struct Choice<'p> {
    pub(super) profile: Option<&'p Profile>,
    pub(super) preview: &'p Preview,
    pub(super) header: Header,
    /// Sheets that fit as well but are not read.
    pub(super) others: Vec<&'p str>,
}

impl<'p> Choice<'p> {
    /// The profile whose header is found, of several the one that asks the most of it; else the
    /// best header without one.
    pub(super) fn of(request: &Request<'p>, previews: &'p [Preview]) -> Option<Choice<'p>> {
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
    pub(super) fn is_sure(&self) -> bool {
        self.header.fit.complete || self.profile.is_some_and(|profile| !profile.words().is_empty())
    }

    /// Returns `true` if anything stands below the header, as far as the preview goes.
    fn has_rows(&self) -> bool {
        let mut below = self.preview.rows.iter().skip(self.header.at + 1);
        below.any(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
    }

    /// The profiles of the record type, where none fits.
    pub(super) fn passed_over(&self, request: &Request<'p>) -> Option<Message> {
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

pub(super) fn unfitting(file: &DataFile, message: Message) -> Error {
    Error::unfitting(file.name(), vec![message])
}

/// Error of a file in which no header was found, with what is where it should be.
pub(super) fn not_found(
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
    let Some((number, cells)) = best(rows, |(_, cells)| cells.len()) else {
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
pub(super) fn old_font(
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

pub(super) fn no_header(request: &Request) -> Message {
    let record = &request.model.records[request.record];
    let needed = record
        .fields
        .iter()
        .filter(|field| field.key || field.required)
        .map(|field| format!("“{}”", field.name.text));
    diag::data::no_header(&record.name.text, &needed.collect::<Vec<_>>().join(", "))
}

/// The date in the cell that a profile names, between the words of its pattern.
pub(super) fn find_date(as_of: &profile::AsOf, preview: &Preview) -> Result<Date, Message> {
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
