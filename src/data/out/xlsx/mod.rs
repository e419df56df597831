//! XLSX for offices: numbers as numbers and dates as dates, so that Excel shows them in its own
//! language; header row frozen, with filters, repeated on every printed page; A4 landscape, one
//! page wide.

mod book;
mod form;
mod formula;

pub use book::Book;
pub use form::write_form;

use super::{
    Cell, Column, Grid, Kind, Row, WriteError, clipped, excel_digits, filed, shown, words,
};
use crate::data::free_name;
use crate::value::text::show_amount;
use crate::value::{Date, Lang, Num, Unit};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use unicode_width::UnicodeWidthStr;

const PAPER_A4: u8 = 9;
/// Rows below the header that a sheet holds.
pub(crate) const MOST_ROWS: u32 = 1_048_575;
/// Rows that column widths are measured by.
const MEASURED_ROWS: usize = 200;
/// Least and greatest width of a column, in characters.
const NARROWEST: usize = 6;
const WIDEST: usize = 60;
/// Decimals of a percentage that Excel shows.
const MOST_DECIMALS: usize = 30;

/// Writes a workbook with a sheet for each grid.
///
/// # Errors
/// Those of `to`; [`WriteError::TooManyRows`].
pub fn write(grids: Vec<Grid>, to: &mut dyn Write) -> Result<(), WriteError> {
    let mut workbook = undated().map_err(plain)?;
    let formats = Formats::new();
    let mut names: Vec<String> = Vec::new();
    for grid in grids {
        names.push(free_name(grid.name, &names));
        let mut sheet = large_sheet(&mut workbook)?;
        sheet.set_name(names.last().map_or("", String::as_str)).map_err(plain)?;
        write_sheet(&mut sheet, grid, &formats)?;
        workbook.push_worksheet(sheet);
    }
    save(workbook, to)
}

/// A sheet whose rows are kept in a temporary file as they come.
fn large_sheet(workbook: &mut Workbook) -> Result<Worksheet, WriteError> {
    workbook.new_worksheet_with_constant_memory().map_err(|_| WriteError::Temporary)
}

fn save(mut workbook: Workbook, to: &mut dyn Write) -> Result<(), WriteError> {
    to.write_all(&unless_full(|| workbook.save_to_buffer())?)?;
    Ok(())
}

/// Runs what writes rows of a large sheet. The library stops short where the temporary file cannot
/// be written, instead of giving an error.
fn unless_full<T>(write: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, WriteError> {
    match panic::catch_unwind(AssertUnwindSafe(write)) {
        Ok(written) => written.map_err(plain),
        Err(_) => Err(WriteError::Temporary),
    }
}

/// An empty workbook that does not say when it was made: that would make two files of the same
/// results differ.
fn undated() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    Ok(workbook)
}

struct Formats {
    header: Format,
    whole_money: Format,
    money: Format,
    /// Formats of percents, by the number of decimals.
    percents: Vec<Format>,
    date: Format,
    general: Format,
}

impl Formats {
    fn new() -> Formats {
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin);
        Formats {
            header,
            whole_money: Format::new().set_num_format("#,##0"),
            money: Format::new().set_num_format("#,##0.00"),
            percents: (0..=MOST_DECIMALS).map(percent).collect(),
            date: Format::new().set_num_format("dd/mm/yyyy"),
            general: Format::new(),
        }
    }

    /// The same with numbers and days at the top of their cells, beside texts of several lines.
    fn at_top(self) -> Formats {
        let top = |format: Format| format.set_align(FormatAlign::Top);
        Formats {
            header: self.header,
            whole_money: top(self.whole_money),
            money: top(self.money),
            percents: self.percents.into_iter().map(top).collect(),
            date: top(self.date),
            general: top(self.general),
        }
    }

    /// The format of a number; `words` is how it reads elsewhere, where that is known.
    fn of(&self, number: &Num, kind: Kind, words: Option<&str>, lang: Lang) -> &Format {
        match kind {
            Kind::Money if number.is_integer() => &self.whole_money,
            Kind::Money => &self.money,
            Kind::Percent => {
                self.percents.get(percent_decimals(number, words, lang)).unwrap_or(&self.general)
            }
            Kind::Text | Kind::Number | Kind::Year | Kind::Date => &self.general,
        }
    }
}

fn percent(decimals: usize) -> Format {
    Format::new().set_num_format(if decimals == 0 {
        "0%".to_owned()
    } else {
        format!("0.{}%", "0".repeat(decimals))
    })
}

/// Number of decimals that a ratio is shown with: enough not to contradict its line. None, or two
/// at least.
fn percent_decimals(number: &Num, words: Option<&str>, lang: Lang) -> usize {
    let shown =
        words.map_or_else(|| show_amount(number, Unit::Ratio, lang, &[]).text, str::to_owned);
    let point = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    let digits = shown
        .split_once(point)
        .map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    if digits == 0 { 0 } else { digits.clamp(2, MOST_DECIMALS) }
}

fn write_sheet(sheet: &mut Worksheet, grid: Grid, formats: &Formats) -> Result<(), WriteError> {
    let Grid { columns, mut rows, lang, .. } = grid;
    let first: Vec<Row> = rows.by_ref().take(MEASURED_ROWS).collect();
    for (place, column) in (0..).zip(columns) {
        sheet
            .set_column_width(place, width(columns, usize::from(place), &first, lang))
            .map_err(plain)?;
        sheet
            .write_string_with_format(0, place, clipped(&column.header), &formats.header)
            .map_err(plain)?;
    }
    let mut last = 0;
    for row in first.into_iter().chain(rows) {
        last += 1;
        if last > MOST_ROWS {
            return Err(WriteError::TooManyRows);
        }
        unless_full(|| {
            for ((place, cell), column) in (0..).zip(row.cells()).zip(columns) {
                write_cell(sheet, (last, place), &cell, column.kind, lang, formats)?;
            }
            Ok(())
        })?;
    }
    set_up(sheet, last, columns.len()).map_err(plain)
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    kind: Kind,
    lang: Lang,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let written = match cell {
        Cell::Blank => Ok(sheet),
        Cell::Number(number) => write_number(
            sheet,
            (row, column),
            number,
            kind,
            lang,
            formats.of(number, kind, None, lang),
        ),
        Cell::Measure(number, kind, words) => write_number(
            sheet,
            (row, column),
            number,
            *kind,
            lang,
            formats.of(number, *kind, Some(words), lang),
        ),
        Cell::Date(date) => match day(*date) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, &formats.date),
            None => sheet.write_string(row, column, words(cell).unwrap_or_default()),
        },
        Cell::Text(text) => sheet.write_string(row, column, clipped(text)),
        Cell::Shared(text) => sheet.write_string(row, column, clipped(text)),
    };
    written.map(|_| ())
}

fn write_number<'s>(
    sheet: &'s mut Worksheet,
    (row, column): (u32, u16),
    number: &Num,
    kind: Kind,
    lang: Lang,
    format: &Format,
) -> Result<&'s mut Worksheet, XlsxError> {
    match float(number) {
        Some(float) => sheet.write_number_with_format(row, column, float, format),
        None => sheet.write_string(row, column, filed(number, kind, lang)),
    }
}

fn set_up(sheet: &mut Worksheet, last_row: u32, columns: usize) -> Result<(), XlsxError> {
    let Some(last_column) = columns.checked_sub(1).and_then(|last| u16::try_from(last).ok()) else {
        return Ok(());
    };
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The nearest number that Excel can keep; none if the number is exact and has more digits than
/// that.
#[allow(clippy::disallowed_types, reason = "Excel's numbers are binary; this is the edge")]
fn float(number: &Num) -> Option<f64> {
    excel_digits(number)?.parse().ok()
}

fn day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
        .ok()
}

fn width(columns: &[Column], place: usize, rows: &[Row], lang: Lang) -> u32 {
    let Some(column) = columns.get(place) else { return 0 };
    let cells = rows.iter().filter_map(|row| row.cells().nth(place)).map(|cell| match &*cell {
        Cell::Number(number) => shown(number, column.kind, lang).width(),
        Cell::Measure(_, _, text) => text.width(),
        Cell::Blank | Cell::Text(_) | Cell::Shared(_) | Cell::Date(_) => {
            words(&cell).map_or(0, |text| text.width())
        }
    });
    // Room for the arrow of the filter.
    let widest = cells.chain([column.header.width() + 3]).max().unwrap_or(0);
    u32::try_from(widest.clamp(NARROWEST, WIDEST)).unwrap_or(0)
}

fn plain(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) => WriteError::Io(error),
        other => WriteError::Io(io::Error::other(other.to_string())),
    }
}
