//! Cells of a whole sheet as they stand there, for who reads no records from it.

use super::cell::{Expected, Raw};
use super::file::{DataFile, Format};
#[cfg(feature = "xlsx")]
use super::row::Row;
#[cfg(feature = "xlsx")]
use super::workbook::Workbook;
use super::{LARGEST_BOOK, LARGEST_OLD_BOOK};
use crate::diag::{self, Error, Message};
use std::ops::ControlFlow;

/// Content of a file by its kind.
pub(crate) enum Kind {
    /// Cells of a text, parted by one of [`super::DELIMITERS`].
    Text,
    /// Sheets of cells, in a workbook.
    Workbook,
    /// Something else, that holds no rows of cells.
    Other,
}

/// Kind of a file that rows of cells are wanted of.
///
/// # Errors
/// The format is not known, or the workbook is larger than is read.
pub(crate) fn kind(file: &DataFile) -> Result<Kind, Error> {
    let within = |limit, message| {
        if file.size()? > limit { Err(file.refuse(message)) } else { Ok(Kind::Workbook) }
    };
    match file.format()? {
        Format::Delimited => Ok(Kind::Text),
        Format::JsonLines => Ok(Kind::Other),
        Format::Workbook => within(LARGEST_BOOK, diag::data::too_large("256 MB")),
        Format::OldWorkbook => within(LARGEST_OLD_BOOK, diag::data::too_large_old("16 MB")),
    }
}

/// Reason why a sheet has no rows to give.
#[cfg_attr(
    not(feature = "xlsx"),
    allow(dead_code, reason = "a build that reads no workbooks has no sheets")
)]
pub(crate) enum SheetTrouble {
    /// The workbook cannot be read.
    File(Error),
    /// Names of the sheets there are: none is the one that was asked for.
    Unknown(Vec<String>),
}

/// Words for what should stand in a cell of a workbook instead of content that no rule takes.
pub(crate) fn refusal(expected: Expected) -> Message {
    if expected == Expected::NoError {
        diag::data::expected_no_error()
    } else if expected == Expected::NoTime {
        diag::data::expected_no_time()
    } else {
        diag::data::expected_calculated()
    }
}

/// Gives each row of a sheet that holds anything to `take`, with its number and whether the sheet
/// hides it: of the sheet with a name, or of the first that is shown.
#[cfg(feature = "xlsx")]
pub(crate) fn sheet_rows(
    file: &DataFile,
    sheet: Option<&str>,
    mut take: impl FnMut(u32, bool, &[Raw<'_>]) -> ControlFlow<()>,
) -> Result<(), SheetTrouble> {
    let mut book = Workbook::open(file).map_err(SheetTrouble::File)?;
    let sheets = book.previews().map_err(SheetTrouble::File)?;
    let named = |name: &str| {
        let is_it = |own: &str| crate::source::key(own) == crate::source::key(name);
        sheets.iter().find(|one| one.sheet.as_deref().is_some_and(is_it))
    };
    let Some(sheet) = sheet.map_or(sheets.first(), named) else {
        return Err(SheetTrouble::Unknown(
            sheets.into_iter().filter_map(|one| one.sheet).collect(),
        ));
    };
    let hidden = file.hidden_rows(sheet.sheet.as_deref().unwrap_or_default());
    let rows = book.rows(sheet, 0, |number, row| {
        let cells: Vec<Raw<'_>> = (0..row.width()).map(|column| row.raw(column)).collect();
        take(number, hidden.contains(&number), &cells)
    });
    rows.map_err(SheetTrouble::File)
}

/// As there, in a build that reads no workbooks: an error that says so.
#[cfg(not(feature = "xlsx"))]
pub(crate) fn sheet_rows(
    file: &DataFile,
    _sheet: Option<&str>,
    _take: impl FnMut(u32, bool, &[Raw<'_>]) -> ControlFlow<()>,
) -> Result<(), SheetTrouble> {
    Err(SheetTrouble::File(file.refuse(diag::data::no_workbooks())))
}
