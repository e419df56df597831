//! Blank sheets: what a sheet of a record type looks like that is read back without a word. Its
//! headers are tried on the reader before anybody gets to see them.

use super::account::position;
use super::choice::{Choice, record_of};
use super::layout::{Preview, Wanted};
use super::measure::Measure;
use super::names::free_name;
use super::profile::{AsOf, Profile, Sheet};
use super::{Readings, Request};
use crate::model::{Field, FieldId, Model, RecordId};
use crate::source::key;
use crate::value::Num;
use std::collections::BTreeSet;

/// Stand-in for a day that is to be filled in.
const NO_DAY: &str = "…/…/……";
/// Place of a sheet that no profile looks for by its place: those count from 1.
const ANYWHERE: u32 = 0;

/// Sheet of a record type, without any record.
#[derive(Clone, Debug)]
pub(crate) struct BlankSheet {
    /// Record type of the records that are to be filled in.
    pub(crate) record: RecordId,
    /// Name of the sheet.
    pub(crate) name: String,
    /// Place that the sheet must have in its workbook, from 1; none: any.
    pub(crate) place: Option<u32>,
    /// Cell above the header, by row and column from 0, with its text: where the file tells its
    /// day.
    pub(crate) day: Option<((usize, usize), String)>,
    /// Row of the header, from 0.
    pub(crate) header_row: usize,
    /// Columns from left to right.
    pub(crate) columns: Vec<BlankColumn>,
}

/// Column of a blank sheet.
#[derive(Clone, Debug)]
pub(crate) struct BlankColumn {
    /// Field that the column is read for.
    pub(crate) field: FieldId,
    /// Header of the column.
    pub(crate) header: String,
    /// Unit that numbers are in where that is not the field's own: its word, and how many of the
    /// field's units it is.
    pub(crate) unit: Option<(String, Num)>,
}

/// The sheets of some record types, in their order, by names and places that none has twice.
pub(crate) fn blank_sheets(
    model: &Model,
    profiles: &[Profile],
    records: &[RecordId],
) -> Vec<BlankSheet> {
    let mut made = Made { places: BTreeSet::new(), names: Vec::new(), all: records.len() };
    records.iter().map(|record| blank_sheet(model, profiles, *record, &mut made)).collect()
}

/// Places and names that sheets have.
struct Made {
    places: BTreeSet<u32>,
    names: Vec<String>,
    all: usize,
}

impl Made {
    /// Returns `true` if a sheet can still have what a profile looks for.
    fn allows(&self, sheet: Option<&Sheet>) -> bool {
        match sheet {
            None => true,
            Some(Sheet::Name(name)) => free_name(name, &self.names) == *name,
            Some(Sheet::Number(place)) => {
                // A guide stands among the sheets too.
                !self.places.contains(place) && *place as usize <= self.all
            }
        }
    }
}

/// What a sheet may look like, to be tried.
struct Form<'a> {
    wanted: Wanted<'a>,
    profiles: &'a [Profile],
    name: String,
    place: u32,
}

fn blank_sheet(
    model: &Model,
    profiles: &[Profile],
    record: RecordId,
    made: &mut Made,
) -> BlankSheet {
    let of = &model.records[record];
    let own = profiles.iter().filter(|profile| profile.is_for(of));
    let mut tried: Vec<&Profile> =
        own.filter(|profile| made.allows(profile.sheet.as_ref())).collect();
    // Of several profiles the one that knows the most of the type's columns.
    tried.sort_by_key(|profile| std::cmp::Reverse(profile.columns.len()));
    let forms = tried.into_iter().map(Some).chain([None]).map(|profile| {
        let name = match profile.and_then(|profile| profile.sheet.as_ref()) {
            Some(Sheet::Name(name)) => name.clone(),
            Some(Sheet::Number(_)) | None => free_name(&of.name.text, &made.names),
        };
        let place = match profile.and_then(|profile| profile.sheet.as_ref()) {
            Some(Sheet::Number(place)) => *place,
            Some(Sheet::Name(_)) | None => ANYWHERE,
        };
        let wanted = Wanted { model, record, profile, readings: Readings::default() };
        Form { wanted, profiles, name, place }
    });
    let mut read = forms.filter_map(|form| Some((form.headers()?, form)));
    let (headers, form) = read.next().unwrap_or_else(|| {
        let wanted = Wanted { model, record, profile: None, readings: Readings::default() };
        let names = of.fields.iter().map(|field| field.name.text.clone()).collect();
        let name = free_name(&of.name.text, &made.names);
        (names, Form { wanted, profiles, name, place: ANYWHERE })
    });
    let sheet = form.sheet(&headers);
    made.places.extend(sheet.place);
    made.names.push(sheet.name.clone());
    sheet
}

impl<'a> Form<'a> {
    fn profile(&self) -> Option<&'a Profile> {
        self.wanted.profile
    }

    /// Headers by which the reader takes the sheet for what it is, with nothing to be told: the
    /// best that there are for each field; none where it does not, whatever they are.
    fn headers(&self) -> Option<Vec<String>> {
        let fields = &self.wanted.model.records[self.wanted.record].fields;
        let offered: Vec<Vec<&str>> = fields.iter().map(|field| self.names_of(field)).collect();
        let best: Vec<String> =
            offered.iter().map(|names| names.first().copied().unwrap_or("").to_owned()).collect();
        if self.is_read(&best) {
            return Some(best);
        }
        let mut headers: Vec<String> =
            offered.iter().map(|names| names.last().copied().unwrap_or("").to_owned()).collect();
        if !self.is_read(&headers) {
            return None;
        }
        for (place, names) in offered.iter().enumerate() {
            for name in names {
                let mut other = headers.clone();
                other.get_mut(place).into_iter().for_each(|header| *header = (*name).to_owned());
                if self.is_read(&other) {
                    headers = other;
                    break;
                }
            }
        }
        Some(headers)
    }

    /// The headers that a field may have, the most telling first: those of the profile, those that
    /// the rules name, the field's own name.
    fn names_of<'f>(&self, field: &'f Field) -> Vec<&'f str>
    where
        'a: 'f,
    {
        let of_profile = self.profile().and_then(|profile| profile.column(field));
        let of_profile = of_profile.map_or(&[][..], |column| column.header.0.as_slice());
        let words = self.profile().map_or(&[][..], Profile::words);
        let known = |name: &&String| words.iter().any(|word| key(word) == key(name));
        let mut names: Vec<&'f str> = of_profile.iter().filter(known).map(String::as_str).collect();
        names.extend(of_profile.iter().map(String::as_str));
        names.extend(field.columns.iter().map(String::as_str));
        names.push(&field.name.text);
        names
    }

    /// Returns `true` if a sheet with these headers is read as the record type, by the profile that
    /// is meant, each field from its column, without a warning.
    fn is_read(&self, headers: &[String]) -> bool {
        let Wanted { model, record, profile, readings } = self.wanted;
        let preview = self.preview(headers);
        let previews = std::slice::from_ref(&preview);
        let found = record_of(model, self.profiles, readings, previews);
        if !found.is_ok_and(|found| found.is_some_and(|(found, _)| found == record)) {
            return false;
        }
        let request = Request::of(model, record, self.profiles, readings);
        let Some(choice) = Choice::of(&request, previews) else { return false };
        if choice.profile.map(|chosen| &chosen.name) != profile.map(|wanted| &wanted.name) {
            return false;
        }
        let is_header = choice.preview.rows.get(choice.header.at).is_some_and(|(row, _)| {
            usize::try_from(*row).is_ok_and(|row| row == self.header_row() + 1)
        });
        let layout = self.wanted.layout(&choice.header, model.lang);
        is_header
            && layout.is_ok_and(|layout| {
                let in_order = layout.slots.iter().map(|slot| slot.column).eq(0..headers.len());
                layout.warnings.is_empty() && in_order
            })
    }

    fn preview(&self, headers: &[String]) -> Preview {
        let number = |row: usize| u32::try_from(row + 1).unwrap_or(u32::MAX);
        let day = self.day().map(|((row, column), text)| {
            let mut cells = vec![String::new(); column];
            cells.push(text);
            (number(row), cells)
        });
        let header = (number(self.header_row()), headers.to_vec());
        Preview {
            sheet: Some(self.name.clone()),
            number: self.place,
            encoding: None,
            rows: day.into_iter().chain([header]).collect(),
        }
    }

    /// The cell in which the profile looks for the day of the data.
    fn day(&self) -> Option<((usize, usize), String)> {
        let AsOf { cell, pattern } = self.profile()?.as_of.as_ref()?;
        let text = pattern.as_deref().map_or_else(String::new, |words| {
            let mut letters = words.replace("{date}", NO_DAY).chars().collect::<Vec<_>>();
            letters.iter_mut().take(1).for_each(|first| {
                *first = first.to_uppercase().next().unwrap_or(*first);
            });
            letters.into_iter().collect()
        });
        Some((position(cell)?, text))
    }

    fn header_row(&self) -> usize {
        self.day().map_or(0, |((row, _), _)| row + 2)
    }

    fn sheet(&self, headers: &[String]) -> BlankSheet {
        let fields = self.wanted.model.records[self.wanted.record].fields.enumerate();
        let columns = fields.zip(headers).map(|((field, of), header)| BlankColumn {
            field,
            header: header.clone(),
            unit: self.unit_of(of),
        });
        let place = match self.profile().and_then(|profile| profile.sheet.as_ref()) {
            Some(Sheet::Number(place)) => Some(*place),
            Some(Sheet::Name(_)) | None => None,
        };
        BlankSheet {
            record: self.wanted.record,
            name: self.name.clone(),
            place,
            day: self.day(),
            header_row: self.header_row(),
            columns: columns.collect(),
        }
    }

    fn unit_of(&self, field: &Field) -> Option<(String, Num)> {
        let words = self.profile()?.column(field)?.unit.as_ref()?;
        let scale = Measure::parse(words)?.factor_for(field.ty)?.in_numbers()?;
        Some((words.clone(), scale))
    }
}
