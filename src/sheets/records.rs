//! The decisions of records of one type as one table, whichever packs decide them.

use super::Account;
use super::decisions::{Sheet, SheetRow};
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
        let named = self.batches().iter().any(|batch| batch.blocks().len() > 1);
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
