//! The account of a reading: what became of every row, what could not be read, what a person should
//! know.

use super::cell::Expected;
use super::keys::RecordKeys;
use super::origins::{Origin, Origins};
use crate::diag::{self, Message};
use crate::explain::FieldColumn;
use crate::index::Arena;
use crate::model::{Field, FieldId, Model};
use crate::table::Inputs;
use crate::value::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Account of a reading: the files, the records' keys and places, and what became of every row.
/// Rows below the header = skipped + identical duplicates dropped + records.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ReadReport {
    /// The files in the order they were read.
    pub files: Vec<FileReport>,
    /// The key of each record as read, several parts joined by `|`; see [`ReadReport::key`].
    pub keys: RecordKeys,
    /// Place of each record, in the order of the table.
    pub origins: Origins,
    /// Cells that could not be read, by record, then by the order of fields.
    pub faults: Vec<CellFault>,
    /// Rows left out because they say again what an earlier row said.
    pub dropped: Vec<DroppedRow>,
    /// Rows left out because they are no records, with the place of their reason in
    /// [`FileReport::skipped`].
    pub skipped: Vec<SkippedRow>,
    /// Keys of rows after the as-of date that no record has.
    pub absent: HashSet<Arc<str>>,
    /// Warnings for a person, each once.
    pub warnings: Vec<Message>,
}

impl ReadReport {
    /// The name of a record, by its place: its key, else `#` and its row; empty past the last.
    ///
    /// ```
    /// # let rules = visao::Rules::from_text("bản ghi Tổ
    /// #   trường mã: chữ, khóa
    /// #   trường nợ: tiền, từ 0
    /// # điều kiện Vay cho Tổ
    /// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
    /// # ")?;
    /// let file = visao::DataFile::bytes("to.csv", "mã;nợ\nT1;6.000.000\n;0\n".as_bytes());
    /// let batch = rules.query().read(&[file], None)?;
    /// let report = batch.report();
    /// assert_eq!((&*report.key(0), &*report.key(1)), ("T1", "#3"));
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn key(&self, place: usize) -> Cow<'_, str> {
        match self.keys.get(place) {
            Some(key) => Cow::Borrowed(key),
            None => self
                .origins
                .get(place)
                .map_or(Cow::Borrowed(""), |origin| Cow::Owned(format!("#{}", origin.row))),
        }
    }

    /// The names of the records, in the order of the table.
    pub fn all_keys(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.keys.len()).map(|place| self.key(place))
    }

    /// The faults of the records of a range.
    pub(crate) fn faults_of(&self, records: &Range<usize>) -> &[CellFault] {
        let before = |end: usize| self.faults.partition_point(|one| (one.record as usize) < end);
        self.faults.get(before(records.start)..before(records.end)).unwrap_or_default()
    }

    /// Records of a range whose files lack a column that another file has, by the column: a value
    /// that is missing there is no blank. They are counted from the start of the range.
    pub(crate) fn lacking(
        &self,
        fields: &Arena<Field>,
        records: Range<usize>,
    ) -> BTreeMap<u32, BTreeSet<usize>> {
        let mut lacking: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        let files = || self.files.iter().enumerate().filter(|(_, file)| !file.columns.is_empty());
        if files().next().is_none() {
            return lacking;
        }
        for (column, field) in (0..).zip(fields.ids()) {
            let lacks = |file: &FileReport| file.columns.iter().all(|one| one.field != field);
            let without: BTreeSet<usize> =
                files().filter(|(_, file)| lacks(file)).map(|(place, _)| place).collect();
            if !without.is_empty() {
                let is_without = |place: &usize| {
                    let origin = self.origins.get(records.start + place);
                    origin.is_some_and(|origin| without.contains(&(origin.file as usize)))
                };
                lacking.entry(column).or_default().extend((0..records.len()).filter(is_without));
            }
        }
        lacking
    }

    /// Forgets all rows: of the files, that there is one, which has no name.
    pub(super) fn start_again(&mut self) {
        self.files.clear();
        self.files.push(FileReport::default());
        self.keys.clear();
        self.origins.clear();
        self.faults.clear();
        self.dropped.clear();
        self.skipped.clear();
        self.absent.clear();
        self.warnings.clear();
    }
}

/// Account of a single file.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FileReport {
    /// Name of the file as given.
    pub name: String,
    /// The sheet, of a workbook.
    pub sheet: Option<String>,
    /// The import profile it was read by.
    pub profile: Option<String>,
    /// The row its header is on; 0 where the format has none.
    pub header_row: u32,
    /// Rows below the header, the empty lines of a text file left out.
    pub rows: u64,
    /// Number of rows that became records.
    pub records: u64,
    /// Number of rows dropped as identical to an earlier one.
    pub dropped: u64,
    /// Numbers of rows that were skipped, by reason.
    pub skipped: Vec<(SkipReason, u64)>,
    /// The day the file says its data are of.
    pub as_of: Option<Date>,
    /// Columns in which fields were found; a field without a column is left out.
    pub columns: Vec<FieldColumn>,
}

/// Reason why a row is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// Every cell is blank.
    Blank,
    /// The row is a total of those above.
    Total,
    /// Day of the row after the as-of date: it is not there yet.
    After {
        /// Header of the column that holds the day.
        column: String,
        /// The as-of date.
        as_of: Date,
    },
    /// Snapshot of a day before the pack's period: it serves the month after it alone.
    BeforePeriod {
        /// Name of the field that holds the day.
        column: String,
        /// First day of the period.
        from: Date,
    },
    /// Part of a row of a register that is not there yet.
    OfAbsent {
        /// Record type of that row.
        record: String,
    },
    /// The profile says so: the header and the value that marks the row.
    Profile {
        /// Header of the column whose value says so.
        column: String,
        /// The value as the profile writes it.
        value: String,
    },
}

impl SkipReason {
    /// Words for the reason.
    #[doc(hidden)]
    pub fn message(&self) -> Message {
        match self {
            SkipReason::Blank => diag::cli::blank_rows(),
            SkipReason::Total => diag::cli::total_rows(),
            SkipReason::BeforePeriod { column, from } => {
                diag::snapshot::before_period(column, *from)
            }
            SkipReason::After { column, as_of } => diag::time::after_as_of(column, *as_of),
            SkipReason::OfAbsent { record } => diag::time::of_row_after(record),
            SkipReason::Profile { column, value } => {
                let told = format!("{column} = “{value}”");
                Message { vi: told.clone(), en: told }
            }
        }
    }
}

/// A row that is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SkippedRow {
    /// Place of the row.
    pub origin: Origin,
    /// Index of the reason in its file's [`FileReport::skipped`].
    pub reason: u32,
}

/// A row that equals an earlier one in every cell.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DroppedRow {
    /// Place of the row that was dropped.
    pub origin: Origin,
    /// The record that was kept.
    pub record: u32,
    /// The row of that record.
    pub first: Origin,
}

/// A cell that could not be read. Its record stays in the table, marked: without a key or a
/// required value it is of no use, without another it has what does not read that.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CellFault {
    /// The place of the record in the table.
    pub record: u32,
    /// The field; none where the row as a whole is wrong.
    #[doc(hidden)]
    pub field: Option<FieldId>,
    /// Place of the row that holds the cell.
    pub origin: Origin,
    /// The header of the column, as written; the field's name where the file has none.
    pub column: String,
    /// The cell as a spreadsheet names it, such as `D7`; none in a text file.
    pub cell: Option<String>,
    /// Content of the cell, as a person sees it.
    pub value: String,
    /// Form that the field takes.
    pub expected: Expected,
}

impl CellFault {
    /// Sentence that says what was expected.
    #[doc(hidden)]
    pub fn message(&self, model: &Model) -> Message {
        self.expected.message(model)
    }

    /// Marks the cell's record as faulty in a table in which it has this place.
    pub(crate) fn mark(&self, fields: &Arena<Field>, table: &mut Inputs, row: usize) {
        match self.field.filter(|field| fields[*field].is_optional()) {
            Some(field) => table.mark_unreadable(field, row),
            None => table.mark_faulty(row),
        }
    }
}

/// `3` is `D`: the letters of a column, counted from 0.
pub(crate) fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}

/// `D7` is row 6 and column 3, both counted from 0.
pub(crate) fn position(cell: &str) -> Option<(usize, usize)> {
    let cell = cell.trim();
    let row_at = cell.find(|c: char| c.is_ascii_digit())?;
    let (name, row) = cell.split_at(row_at);
    let column = name.chars().try_fold(0_usize, |column, letter| {
        let place =
            usize::try_from(letter.to_ascii_uppercase().to_digit(36)?.checked_sub(10)?).ok()?;
        column.checked_mul(26)?.checked_add(place + 1)
    })?;
    Some((row.parse::<usize>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        let names = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (27, "AB"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ];
        for (column, name) in names {
            assert_eq!(letters(column), name);
            assert_eq!(position(&format!("{name}7")), Some((6, column)));
        }
        assert_eq!(position("7"), None);
        assert_eq!(position("A0"), None);
        assert_eq!(position("Ạ1"), None);
    }
}
