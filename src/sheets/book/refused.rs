//! Rows and cells that were not taken: where they stand, what they hold, what was expected.

use super::ChosenRecords;
use crate::data::out::{Book, Cell, Column, Kind, LinkedGrid, PageId, Row, WriteError};
use crate::data::{FileReport, Origin};
use crate::diag::Message;
use crate::diag::book::{self as say, words};
use crate::engine::{Batch, Dataset};
use crate::sheets::account::Account;
use crate::sheets::records::PlacedRow;
use crate::value::{Lang, Num};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Rows and cells that were not taken.
pub(super) struct Refused<'d> {
    lang: Lang,
    /// Number of them that are shown at the most.
    most: usize,
    rows: Vec<RefusedRow<'d>>,
    /// Number of data errors by record type, column and what was expected.
    kinds: BTreeMap<(String, String, String), u64>,
}

/// Row or cell that was not taken.
struct RefusedRow<'d> {
    record_type: &'d str,
    file: Option<&'d FileReport>,
    row: Option<u32>,
    cell: String,
    column: String,
    value: String,
    expected: String,
    happened: &'static str,
}

impl<'d> Refused<'d> {
    /// Rows that were left out, and cells that could not be read.
    pub fn of(dataset: &'d Dataset, lang: Lang, most: usize) -> Refused<'d> {
        let mut refused = Refused { lang, most, rows: Vec::new(), kinds: BTreeMap::new() };
        dataset.batches().for_each(|batch| refused.read(batch));
        refused
    }

    fn read(&mut self, batch: &'d Batch) {
        let (report, words, lang) = (batch.report(), words(self.lang), self.lang);
        let model = batch.rules().model();
        let record_type = model.records[batch.record_type()].name.text.as_str();
        let file = |origin: Origin| report.files.get(origin.file as usize);
        for fault in &report.faults {
            let expected = fault.message(model).get(lang).to_owned();
            self.count(record_type, &fault.column, &expected);
            self.rows.push(RefusedRow {
                record_type,
                file: file(fault.origin),
                row: Some(fault.origin.row),
                cell: fault.cell.clone().unwrap_or_default(),
                column: fault.column.clone(),
                value: fault.value.clone(),
                expected,
                happened: words.unreadable,
            });
        }
        let left_out = |origin: Origin, expected: String, happened| RefusedRow {
            record_type,
            file: file(origin),
            row: Some(origin.row),
            cell: String::new(),
            column: String::new(),
            value: String::new(),
            expected,
            happened,
        };
        self.rows.extend(report.skipped.iter().map(|skipped| {
            let reasons = file(skipped.origin).map_or(&[][..], |file| &file.skipped);
            let reason = reasons.get(skipped.reason as usize);
            let told = reason.map(|(reason, _)| reason.message().get(lang).to_owned());
            left_out(skipped.origin, told.unwrap_or_default(), words.skipped)
        }));
        self.rows.extend(report.dropped.iter().map(|dropped| {
            let told = say::same_as(dropped.first.row).get(lang).to_owned();
            left_out(dropped.origin, told, words.identical)
        }));
    }

    fn count(&mut self, record_type: &str, column: &str, expected: &str) {
        let kind = (record_type.to_owned(), column.to_owned(), expected.to_owned());
        *self.kinds.entry(kind).or_default() += 1;
    }

    /// Takes in a record that was worked out: its account, and values that are not allowed.
    pub fn take(
        &mut self,
        chosen: &ChosenRecords<'d>,
        accounts: &mut [Account],
        one: &PlacedRow<'_>,
    ) {
        let batch = chosen.records.batches().get(one.batch);
        for (_, fault) in one.counted.outside() {
            let column = fault.column.as_deref().or(fault.field.as_deref()).unwrap_or("");
            let expected = fault.expected.get(self.lang).to_owned();
            let expected = match &fault.clause {
                Some(clause) => format!("{expected} ({}:{})", clause.file, clause.line),
                None => expected,
            };
            self.count(chosen.records.record_name(), column, &expected);
            let origin = batch.and_then(|batch| batch.report().origins.get(one.place));
            let file = batch
                .zip(origin)
                .and_then(|(batch, origin)| batch.report().files.get(origin.file as usize));
            self.rows.push(RefusedRow {
                record_type: chosen.records.record_name(),
                file,
                row: fault.row.or(origin.map(|origin| origin.row)),
                cell: String::new(),
                column: column.to_owned(),
                value: fault.value.clone().unwrap_or_default(),
                expected,
                happened: words(self.lang).out_of_range,
            });
        }
        if let Some(account) = accounts.get_mut(one.batch) {
            account.add(one.counted.clone());
        }
    }

    /// Kinds of data errors, the most frequent first.
    pub fn kinds(&self) -> Vec<(&(String, String, String), u64)> {
        let mut kinds: Vec<_> = self.kinds.iter().map(|(kind, count)| (kind, *count)).collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        kinds
    }

    /// Rows that the page has no room for, to be told.
    pub fn left_out(&self) -> Option<Message> {
        let all = self.rows.len();
        (self.most < all).then(|| say::refused(self.most, all))
    }

    /// Fills the page of what was not taken.
    pub fn write(&self, book: &mut Book, page: PageId) -> Result<(), WriteError> {
        let words = words(self.lang);
        let column = |header: &str, kind| Column { header: header.to_owned(), kind };
        let columns = [
            column(words.record_type, Kind::Text),
            column(words.file, Kind::Text),
            column(words.sheet, Kind::Text),
            column(words.row, Kind::Number),
            column(words.cell, Kind::Text),
            column(words.column, Kind::Text),
            column(words.value, Kind::Text),
            column(words.expected, Kind::Text),
            column(words.happened, Kind::Text),
        ];
        let rows = self.rows.iter().take(self.most).map(|row| (row.cells(), None));
        let (rows, lang) = (Box::new(rows), self.lang);
        let grid = LinkedGrid { columns: &columns, rows, lang, link: None, toned: Vec::new() };
        book.grid(page, grid).map(|_| ())
    }
}

impl RefusedRow<'_> {
    fn cells(&self) -> Row<'_> {
        let text = |text: &str| {
            if text.is_empty() { Cell::Blank } else { Cell::Text(Cow::Owned(text.to_owned())) }
        };
        let name = self.file.map_or("", |file| file.name.as_str());
        let sheet = self.file.and_then(|file| file.sheet.as_deref()).unwrap_or("");
        let row = self.row.map_or(Cell::Blank, |row| Cell::Number(Num::from_i64(row.into())));
        let cells = vec![
            text(self.record_type),
            text(name),
            text(sheet),
            row,
            text(&self.cell),
            text(&self.column),
            text(&self.value),
            text(&self.expected),
            text(self.happened),
        ];
        cells.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::DataFile;
    use crate::engine::{InputFile, Rules};
    use calamine::{Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    /// A page of Excel may have less room than there are rows: the first are shown, and it is said.
    #[test]
    fn what_a_page_has_no_room_for_is_told() {
        let rules = "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường nợ: số\n  tính nửa = nợ / 2\n";
        let rules = Rules::from_text(rules).unwrap();
        let file = DataFile::bytes("to.csv", "mã;nợ\nA;1\nA;1\nA;1\nB;x\n".as_bytes());
        let dataset = rules.query().read_all(&[InputFile { record: None, file }], None).unwrap();
        // A stands three times, and x is no number.
        let refused = Refused::of(&dataset, Lang::Vi, 2);
        let told = refused.left_out().map(|told| told.vi);
        assert_eq!(told.as_deref(), Some("trang “Dòng không nhận” kể 2 dòng đầu trong 3"));
        let (mut book, mut bytes) = (Book::new().unwrap(), Vec::new());
        let page = book.page("a");
        refused.write(&mut book, page).unwrap();
        book.finish(&mut bytes).unwrap();
        let mut written: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(written.worksheet_range("a").unwrap().height(), 1 + 2);
        assert_eq!(Refused::of(&dataset, Lang::Vi, 3).left_out(), None);
    }
}
