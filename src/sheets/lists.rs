//! The records behind a table of outcomes that somebody has to look at, by unit and by name.

use super::decisions::Sheet;
use super::units::{Listed, OutcomesByUnit};
use crate::data::out::{Cell, Column, Grid, Kind};
use crate::diag::sheet::{listed, words};
use std::borrow::Cow;

/// The records that a block does not find as they should be: each with its unit, its name, how it
/// came out and why.
pub struct RecordList<'b> {
    name: String,
    records: Vec<Listed<'b>>,
    sheet: Sheet<'b>,
    columns: Vec<Column>,
    /// Whether the unit has a column of its own, and whether the day has.
    by_unit: bool,
    by_day: bool,
}

impl<'b> OutcomesByUnit<'b> {
    /// The records to look at; none where there are none.
    pub fn list(&self) -> Option<RecordList<'b>> {
        let records = self.listed().to_vec();
        if records.is_empty() {
            return None;
        }
        let batch = self.batch();
        let sheet = batch.sheet(self.lang()).of_block(self.block());
        let (own, words) = (sheet.columns(), words(self.lang()));
        let by_unit = self.has_units() && !own.iter().any(|column| column.header == self.unit());
        let by_day = batch.is_by_day() || batch.is_monthly();
        let unit = by_unit.then(|| Column { header: self.unit().to_owned(), kind: Kind::Text });
        let day = by_day.then(|| Column { header: words.as_of.to_owned(), kind: Kind::Date });
        let columns = unit.into_iter().chain(day).chain(own).collect();
        let name = listed(self.name()).get(self.lang()).to_owned();
        Some(RecordList { name, records, sheet, columns, by_unit, by_day })
    }
}

impl RecordList<'_> {
    /// The name of the sheet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Grid of the sheet, its rows made one by one.
    pub fn grid(&self) -> Grid<'_> {
        let rows = self.records.iter().flat_map(move |Listed { unit, place, .. }| {
            let unit = self.by_unit.then(|| Cell::Text(Cow::Borrowed(unit.as_ref())));
            let day = self.sheet.batch().day(*place).map_or(Cell::Blank, Cell::Date);
            let lead = unit.into_iter().chain(self.by_day.then_some(day));
            let lead: Vec<Cell<'_>> = lead.collect();
            let own = self.sheet.rows(*place..*place + 1);
            own.map(move |row| {
                let cells: Vec<Cell<'_>> = lead.iter().cloned().chain(row.into_cells()).collect();
                cells.into()
            })
        });
        let (columns, lang) = (&self.columns, self.sheet.lang());
        Grid { name: &self.name, columns, rows: Box::new(rows), lang }
    }
}
