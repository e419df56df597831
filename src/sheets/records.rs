//! The decisions of records of one type as one table, whichever packs decide them.

use super::Account;
#[cfg(feature = "xlsx")]
use super::account::Counted;
use super::decisions::{Sheet, SheetRow};
#[cfg(feature = "xlsx")]
use crate::data::out::Toned;
use crate::data::out::{Cell, Column, Kind, Row};
use crate::diag::sheet::words;
use crate::engine::{Batch, Records, RowRange};
use crate::value::Lang;
use std::borrow::Cow;

impl Records {
    /// An account for each batch, nothing taken yet.
    pub fn accounts(&self) -> Vec<Account> {
        self.batches().iter().map(Batch::account).collect()
    }

    /// The decisions as one table, with headers and notes in a language: the columns of the packs
    /// together, those of one header in one column.
    pub fn sheet(&self, lang: Lang) -> RecordsSheet<'_> {
        self.sheet_with(lang, self.batches().iter().any(|batch| batch.blocks().len() > 1))
    }

    /// As [`Records::sheet`], each header with the name of its block.
    #[cfg(feature = "xlsx")]
    pub(super) fn named_sheet(&self, lang: Lang) -> RecordsSheet<'_> {
        self.sheet_with(lang, true)
    }

    fn sheet_with(&self, lang: Lang, named: bool) -> RecordsSheet<'_> {
        let sheets: Vec<Sheet<'_>> =
            self.batches().iter().map(|batch| batch.sheet(lang).named(named)).collect();
        let several = self.batches().len() > 1 || self.batches().iter().any(Batch::is_by_day);
        let mut columns: Vec<Column> = Vec::new();
        let mut parts = Vec::new();
        for sheet in sheets {
            let own = sheet.columns();
            let mut places: Vec<usize> = Vec::new();
            for column in &own {
                let known = columns.iter().position(|known| known.header == column.header);
                let place = known.filter(|place| !places.contains(place)).unwrap_or(columns.len());
                if place == columns.len() {
                    columns.push(column.clone());
                }
                places.push(place);
            }
            parts.push(Part { sheet, places });
        }
        let lead = several.then(|| Lead {
            at: parts.first().map_or(0, |part| part.sheet.key_columns()),
            with_pack: !self.batches().iter().all(Batch::is_monthly),
        });
        let mut headers = columns;
        if let Some(Lead { at, with_pack }) = lead {
            let words = words(lang);
            let pack = with_pack.then_some((words.pack, Kind::Text));
            let told = pack.into_iter().chain([(words.as_of, Kind::Date)]);
            let told = told.map(|(header, kind)| Column { header: header.to_owned(), kind });
            headers.splice(at..at, told);
        }
        RecordsSheet { records: self, parts, columns: headers, lead }
    }
}

/// A table of the decisions of [`Records`].
pub struct RecordsSheet<'b> {
    records: &'b Records,
    parts: Vec<Part<'b>>,
    columns: Vec<Column>,
    lead: Option<Lead>,
}

/// Row of a record, with its place and what of it counts.
#[cfg(feature = "xlsx")]
pub(super) struct PlacedRow<'s> {
    /// Place of the batch among those of the records.
    pub batch: usize,
    /// Place of the record in the batch.
    pub place: usize,
    /// Contribution of the record to the account of its batch.
    pub counted: Counted,
    /// Cells of the record.
    pub row: Row<'s>,
}

/// Columns of pack and day, in a sheet that names them.
#[derive(Clone, Copy)]
struct Lead {
    /// Place of the first of them.
    at: usize,
    /// `true` if the pack is named: records that have their own days may have their own packs.
    with_pack: bool,
}

struct Part<'b> {
    sheet: Sheet<'b>,
    /// Place of each column among all, the pack and the day left out.
    places: Vec<usize>,
}

impl<'b> RecordsSheet<'b> {
    /// The columns of the sheet, from left to right.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows of some records. Each is taken into the account of its batch as it is given;
    /// [`Records::accounts`] has one for each.
    pub fn rows<'s>(
        &'s self,
        ranges: &'s [RowRange],
        accounts: &'s mut [Account],
    ) -> Box<dyn Iterator<Item = Row<'s>> + 's> {
        let rows = ranges.iter().flat_map(|range| self.range(range));
        Box::new(rows.map(move |(batch, row)| {
            if let Some(account) = accounts.get_mut(batch) {
                account.add(row.counted);
            }
            row.row
        }))
    }

    /// The rows of a range, each with the place of its batch.
    fn range<'s>(
        &'s self,
        range: &'s RowRange,
    ) -> Box<dyn Iterator<Item = (usize, SheetRow<'s>)> + 's> {
        let (Some(part), Some(batch)) =
            (self.parts.get(range.batch), self.records.batches().get(range.batch))
        else {
            return Box::new(std::iter::empty());
        };
        let rows = part.sheet.rows(range.places.clone());
        let Some(Lead { at: lead, with_pack }) = self.lead else {
            return Box::new(rows.map(|row| (range.batch, row)));
        };
        let width = self.columns.len().saturating_sub(1 + usize::from(with_pack));
        Box::new(range.places.clone().zip(rows).map(move |(place, row)| {
            let mut cells = vec![Cell::Blank; width];
            for (at, cell) in part.places.iter().zip(row.row.into_cells()) {
                if let Some(free) = cells.get_mut(*at) {
                    *free = cell;
                }
            }
            let day = batch.day(place);
            let pack = day.map_or(Cell::Blank, |_| Cell::Text(Cow::Borrowed(batch.rules().name())));
            let pack = with_pack.then_some(pack);
            cells.splice(lead..lead, pack.into_iter().chain([day.map_or(Cell::Blank, Cell::Date)]));
            (range.batch, SheetRow { counted: row.counted, row: cells.into() })
        }))
    }
}

#[cfg(feature = "xlsx")]
impl RecordsSheet<'_> {
    /// With the points that scorecards do not give told in words, beside the other notes.
    pub(super) fn worded(mut self) -> Self {
        self.parts = self
            .parts
            .into_iter()
            .map(|Part { sheet, places }| Part { sheet: sheet.worded(), places })
            .collect();
        self
    }

    /// Tones of the columns of grades and verdicts.
    pub(super) fn toned(&self) -> Vec<Toned> {
        let mut all: Vec<Toned> = Vec::new();
        for Part { sheet, places } in &self.parts {
            for (own, tones) in sheet.toned() {
                let Some(place) = places.get(own).copied() else { continue };
                let column = place + self.lead_before(place);
                match all.iter_mut().find(|known| known.column == column) {
                    Some(known) => {
                        let new = tones.into_iter().filter(|tone| !known.tones.contains(tone));
                        let new: Vec<_> = new.collect();
                        known.tones.extend(new);
                    }
                    None => all.push(Toned { column, tones }),
                }
            }
        }
        all
    }

    /// Number of columns that name a record, before all others.
    pub(super) fn key_columns(&self) -> usize {
        self.parts.first().map_or(0, |part| part.sheet.key_columns())
    }

    /// Number of leading columns that stand before a column of a batch.
    fn lead_before(&self, place: usize) -> usize {
        let lead = self.lead.filter(|lead| place >= lead.at);
        lead.map_or(0, |lead| 1 + usize::from(lead.with_pack))
    }

    /// The rows of some records, each with its place; none is taken into an account.
    pub(super) fn placed<'s>(
        &'s self,
        ranges: &'s [RowRange],
    ) -> impl Iterator<Item = PlacedRow<'s>> + 's {
        ranges.iter().flat_map(|range| {
            let rows = self.range(range).zip(range.places.clone());
            rows.map(|((batch, row), place)| PlacedRow {
                batch,
                place,
                counted: row.counted,
                row: row.row,
            })
        })
    }
}
