//! Results as columns of the workbook that the records were read from.

use super::account::Account;
use super::book::ChosenRecords;
use super::records::RecordsSheet;
use crate::data::out::{Cell, WriteError};
use crate::data::{AddedColumns, DataFile, FileReport};
use crate::diag::book::{same_as, words};
use crate::diag::into as say;
use crate::engine::Batch;
use crate::value::Lang;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

/// Results to be added to a workbook as columns.
pub struct ResultColumns<'d> {
    /// Records of each type, in order.
    pub records: Vec<ChosenRecords<'d>>,
    /// Workbook that some of them were read from.
    pub file: &'d DataFile,
    /// Language of headers and words.
    pub lang: Lang,
}

impl ResultColumns<'_> {
    /// Writes a copy of the workbook in which each record's row has its results, and accounts for
    /// all records, a batch each.
    ///
    /// # Errors
    /// Those of [`DataFile::with_columns`]; no record with a result stands in the workbook.
    pub fn write(&self, to: &mut dyn Write) -> Result<Vec<Account>, WriteError> {
        self.file.takes_columns().map_err(WriteError::Unread)?;
        let sheets: Vec<RecordsSheet<'_>> =
            self.records.iter().map(|one| one.records.named_sheet(self.lang).worded()).collect();
        let mut accounts = Vec::new();
        let mut added = Vec::new();
        for (chosen, sheet) in self.records.iter().zip(&sheets) {
            let mut of_type = chosen.records.accounts();
            for one in sheet.placed(chosen.ranges) {
                if let Some(account) = of_type.get_mut(one.batch) {
                    account.add(one.counted);
                }
            }
            accounts.extend(of_type);
            if chosen.is_table {
                let read = read_from(chosen, self.file);
                added.extend(
                    read.into_iter()
                        .map(|(name, header)| self.columns((chosen, sheet), name, header)),
                );
            }
        }
        if added.is_empty() {
            return Err(WriteError::Unread(self.file.without_results(say::nothing_to_add())));
        }
        self.file.with_columns(added, to)?;
        Ok(accounts)
    }

    /// The columns for the records of a type that stand on a sheet.
    fn columns<'s>(
        &self,
        (chosen, sheet): (&'s ChosenRecords<'_>, &'s RecordsSheet<'_>),
        name: String,
        header_row: u32,
    ) -> AddedColumns<'s> {
        let (names, lang) = (sheet.key_columns(), self.lang);
        let columns: Vec<_> = sheet.columns().iter().skip(names).cloned().collect();
        let batches = chosen.records.batches();
        let (file, of_sheet) = (self.file.name().to_owned(), name.clone());
        let is_here = move |report: Option<&FileReport>| {
            report.is_some_and(|report| is_of(report, &file, &of_sheet))
        };
        let is_there = is_here.clone();
        let rows = sheet.placed(chosen.ranges).filter_map(move |one| {
            let report = batches.get(one.batch)?.report();
            let origin = report.origins.get(one.place)?;
            let cells = || one.row.into_cells().into_iter().skip(names).collect();
            is_here(report.files.get(origin.file as usize)).then(|| (origin.row, cells()))
        });
        let repeated = repeated(batches, is_there, columns.len(), lang);
        let rows = Box::new(Merged { rows: rows.peekable(), repeated });
        AddedColumns { sheet: name, header_row, columns, rows, lang }
    }
}

/// Returns `true` if an account is of a sheet of a file.
fn is_of(report: &FileReport, file: &str, sheet: &str) -> bool {
    report.name == file && report.sheet.as_deref() == Some(sheet)
}

/// The sheets of a workbook that records of a type were read from, with the rows of their headers.
fn read_from(chosen: &ChosenRecords<'_>, file: &DataFile) -> Vec<(String, u32)> {
    let reports = chosen.records.batches().iter().flat_map(|batch| &batch.report().files);
    let mut sheets: Vec<(String, u32)> = Vec::new();
    for report in reports.filter(|report| report.name == file.name()) {
        let Some(sheet) = &report.sheet else { continue };
        if sheets.iter().all(|(known, _)| known != sheet) {
            sheets.push((sheet.clone(), report.header_row));
        }
    }
    sheets
}

/// Rows that say again what an earlier row says: where its results stand.
fn repeated(
    batches: &[Batch],
    is_here: impl Fn(Option<&FileReport>) -> bool,
    columns: usize,
    lang: Lang,
) -> BTreeMap<u32, Vec<Cell<'static>>> {
    let of_batch = batches.iter().flat_map(|batch| {
        let report = batch.report();
        report.dropped.iter().map(move |row| (row, report.files.get(row.origin.file as usize)))
    });
    let here = of_batch.filter(|(_, report)| is_here(*report));
    here.map(|(row, _)| {
        let told = format!("{}: {}", words(lang).identical, same_as(row.first.row).get(lang));
        let mut cells = vec![Cell::Blank; columns];
        cells.iter_mut().take(1).for_each(|cell| *cell = Cell::Text(Cow::Owned(told.clone())));
        (row.origin.row, cells)
    })
    .collect()
}

/// Rows of a sheet by number: those of records, and those that repeat one.
struct Merged<'c, I: Iterator<Item = (u32, Vec<Cell<'c>>)>> {
    rows: std::iter::Peekable<I>,
    repeated: BTreeMap<u32, Vec<Cell<'static>>>,
}

impl<'c, I: Iterator<Item = (u32, Vec<Cell<'c>>)>> Iterator for Merged<'c, I> {
    type Item = (u32, Vec<Cell<'c>>);

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.rows.peek().map(|(row, _)| *row);
        let repeated = self.repeated.first_key_value().map(|(row, _)| *row);
        if let Some(row) = repeated
            && record.is_none_or(|record| row < record)
        {
            return self.repeated.pop_first();
        }
        let (row, mut cells) = self.rows.next()?;
        // A row of which two packs decide has the results of both.
        while let Some((_, others)) = self.rows.next_if(|(next, _)| *next == row) {
            for (cell, other) in cells.iter_mut().zip(others) {
                if *cell == Cell::Blank {
                    *cell = other;
                }
            }
        }
        self.repeated.remove(&row);
        Some((row, cells))
    }
}
