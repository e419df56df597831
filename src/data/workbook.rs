//! Workbooks: XLSX as a stream of cells, XLS from memory. Formulas give the value that the file
//! keeps; one that was never calculated is refused.

use super::account::letters;
use super::cell::{Expected, Raw};
use super::file::{DataFile, Stream};
use super::layout::{PREVIEW_ROWS, Preview};
use super::measure::plain_decimal;
use super::row::Row;
use super::row::put_cell;
use super::{LARGEST_UNPACKED, MOST_COLUMNS, MOST_ROWS};
use crate::diag::{self, Error};
use crate::value::Date;
use calamine::{
    Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, StyleRange, Xls, Xlsx,
    open_workbook_from_rs,
};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::io::BufReader;
use std::ops::ControlFlow;

type Bytes<'f> = BufReader<Box<dyn Stream + 'f>>;

/// Greatest number of characters looked at in a cell of the first rows: no header is longer.
const PREVIEW_CHARACTERS: usize = 1_000;
/// The most bytes of the first rows of all sheets.
const LARGEST_PREVIEW: usize = 64 << 20;
/// The most bytes of texts in the cells of one row themselves.
const LARGEST_ROW: usize = 64 << 20;

/// An open workbook, with its sheets.
pub(crate) struct Workbook<'f> {
    file: &'f DataFile,
    book: Book<'f>,
}

enum Book<'f> {
    Xlsx(Box<Xlsx<Bytes<'f>>>),
    Xls(Box<Xls<Bytes<'f>>>),
}

/// A cell of a sheet, with its text borrowed from the workbook's where it is shared.
#[derive(Clone)]
enum Held<'a> {
    Text(Cow<'a, str>),
    Other(Raw<'static>),
}

impl Held<'_> {
    fn raw(&self) -> Raw<'_> {
        match self {
            Held::Text(text) => Raw::Text(text),
            Held::Other(raw) => raw.clone(),
        }
    }
}

impl<'f> Workbook<'f> {
    /// Opens the workbook of a file. Errors if it is damaged, locked by a password, too large when
    /// unpacked, or of another kind than XLSX and XLS.
    pub(crate) fn open(file: &'f DataFile) -> Result<Workbook<'f>, Error> {
        if file.unpacked_size(LARGEST_UNPACKED)? > LARGEST_UNPACKED {
            return Err(file.refuse(diag::data::unpacks_too_large("1 GB")));
        }
        let stream = || file.open().map(BufReader::new);
        let book = match open_workbook_from_rs::<Xlsx<_>, _>(stream()?) {
            Ok(book) => Book::Xlsx(Box::new(book)),
            Err(calamine::XlsxError::Password) => return Err(file.refuse(diag::data::locked())),
            Err(not_xlsx) => match open_workbook_from_rs::<Xls<_>, _>(stream()?) {
                Ok(book) => Book::Xls(Box::new(book)),
                Err(calamine::XlsError::Password) => return Err(file.refuse(diag::data::locked())),
                Err(_) => return Err(file.broken(&not_xlsx)),
            },
        };
        Ok(Workbook { file, book })
    }

    /// The first rows of each visible sheet.
    pub(crate) fn previews(&mut self) -> Result<Vec<Preview>, Error> {
        let sheets = match &self.book {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
        };
        let visible = |sheet: &&calamine::Sheet| {
            sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
        };
        let named = (1..)
            .zip(sheets)
            .filter(|(_, sheet)| visible(sheet))
            .map(|(number, sheet)| (number, sheet.name.clone()));
        let mut left = LARGEST_PREVIEW;
        named
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(number, name)| self.preview(number, name, &mut left))
            .collect()
    }

    fn preview(&mut self, number: u32, name: String, left: &mut usize) -> Result<Preview, Error> {
        let mut rows = Vec::new();
        let mut too_much = false;
        self.sheet(&name, &StyleRange::empty(), |row, cells| {
            let cells: Vec<String> = cells
                .0
                .iter()
                .map(|cell| cell.raw().shown().chars().take(PREVIEW_CHARACTERS).collect())
                .collect();
            let size: usize = cells.iter().map(|cell| cell.len() + size_of::<String>()).sum();
            too_much = size > *left;
            *left = left.saturating_sub(size);
            rows.push((row, cells));
            if rows.len() < PREVIEW_ROWS && !too_much {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        if too_much {
            return Err(self.file.refuse(diag::data::preview_too_large("64 MB")));
        }
        Ok(Preview { sheet: Some(name), number, encoding: None, rows })
    }

    /// Gives every row below the header to `take`, in order.
    pub(crate) fn rows(
        &mut self,
        preview: &Preview,
        header_row: u32,
        mut take: impl FnMut(u32, &SheetRow) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let name = preview.sheet.clone().unwrap_or_default();
        let styles = self.percent_styles(&name)?;
        self.sheet(&name, &styles, |row, cells| {
            if row > header_row { take(row, cells) } else { ControlFlow::Continue(()) }
        })
    }

    /// The styles of the cells, if any style of the workbook shows percentages. XLS keeps no
    /// formats that could be asked for.
    fn percent_styles(&mut self, name: &str) -> Result<StyleRange, Error> {
        let Book::Xlsx(book) = &mut self.book else { return Ok(StyleRange::empty()) };
        let used = book
            .worksheet_cells_reader(name)
            .map(|reader| reader.styles().iter().any(shows_percent));
        let styles =
            used.and_then(
                |used| if used { book.worksheet_style(name) } else { Ok(StyleRange::empty()) },
            );
        styles.map_err(|error| self.file.broken(&error))
    }

    fn sheet(
        &mut self,
        name: &str,
        styles: &StyleRange,
        take: impl FnMut(u32, &SheetRow) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let file = self.file;
        match &mut self.book {
            Book::Xlsx(book) => stream(book, name, styles, Rows::new(file, name, take)),
            Book::Xls(book) => memory(book, name, Rows::new(file, name, take)),
        }
    }
}

fn stream<'b, F>(
    book: &'b mut Xlsx<Bytes>,
    name: &str,
    styles: &StyleRange,
    mut rows: Rows<'b, '_, F>,
) -> Result<(), Error>
where
    F: FnMut(u32, &SheetRow<'b>) -> ControlFlow<()>,
{
    let file = rows.file;
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| file.broken(&error))?;
    while let Some(cell) =
        reader.next_cell_with_formula_metadata().map_err(|error| file.broken(&error))?
    {
        let percent = || styles.get(cell.pos).is_some_and(shows_percent);
        let held = held(cell.value, percent, || cell.formula.is_some());
        if rows.cell(cell.pos, held)?.is_break() {
            return Ok(());
        }
    }
    rows.flush().map(|_| ())
}

fn memory<F>(book: &mut Xls<Bytes>, name: &str, mut rows: Rows<'_, '_, F>) -> Result<(), Error>
where
    F: FnMut(u32, &SheetRow) -> ControlFlow<()>,
{
    let file = rows.file;
    let range = book.worksheet_range(name).map_err(|error| file.broken(&error))?;
    let formulas = book.worksheet_formula(name).map_err(|error| file.broken(&error))?;
    let (top, left) = range.start().unwrap_or((0, 0));
    for (row, column, value) in range.cells() {
        let place =
            |from: u32, step: usize| from.saturating_add(u32::try_from(step).unwrap_or(u32::MAX));
        let position = (place(top, row), place(left, column));
        let formula = || formulas.get_value(position).is_some_and(|formula| !formula.is_empty());
        if rows.cell(position, held(borrowed(value), || false, formula))?.is_break() {
            return Ok(());
        }
    }
    rows.flush().map(|_| ())
}

fn borrowed(data: &Data) -> DataRef<'static> {
    match data {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::String(text.clone()),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// Gathers cells, which come row by row, into rows.
struct Rows<'b, 'f, F> {
    file: &'f DataFile,
    sheet: &'f str,
    take: F,
    number: u32,
    /// The cells of the row, and which of them are in the file.
    row: SheetRow<'b>,
    met: Vec<bool>,
    size: usize,
    count: u32,
}

impl<'b, 'f, F: FnMut(u32, &SheetRow<'b>) -> ControlFlow<()>> Rows<'b, 'f, F> {
    fn new(file: &'f DataFile, sheet: &'f str, take: F) -> Self {
        Rows {
            file,
            sheet,
            take,
            number: 0,
            row: SheetRow(Vec::new()),
            met: Vec::new(),
            size: 0,
            count: 0,
        }
    }

    fn cell(
        &mut self,
        (row, column): (u32, u32),
        cell: Held<'b>,
    ) -> Result<ControlFlow<()>, Error> {
        let mut flow = ControlFlow::Continue(());
        if row.saturating_add(1) != self.number {
            flow = self.flush()?;
            self.number = row.saturating_add(1);
        }
        let column = column as usize;
        if column >= MOST_COLUMNS {
            return Err(self.file.refuse(diag::data::too_many_columns(MOST_COLUMNS)));
        }
        if self.row.0.len() <= column {
            self.row.0.resize(column + 1, Held::Other(Raw::Blank));
            self.met.resize(column + 1, false);
        }
        if let Held::Text(Cow::Owned(text)) = &cell {
            self.size += text.len();
            if self.size > LARGEST_ROW {
                return Err(self.file.refuse(diag::data::row_too_large(
                    self.sheet,
                    self.number,
                    "64 MB",
                )));
            }
        }
        if let (Some(place), Some(met)) = (self.row.0.get_mut(column), self.met.get_mut(column)) {
            if std::mem::replace(met, true) {
                return Err(self.file.refuse(diag::data::cell_twice(
                    self.sheet,
                    &format!("{}{}", letters(column), self.number),
                )));
            }
            *place = cell;
        }
        Ok(flow)
    }

    fn flush(&mut self) -> Result<ControlFlow<()>, Error> {
        if self.row.0.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        self.count += 1;
        if self.count > MOST_ROWS {
            return Err(self.file.refuse(diag::data::too_many_rows(MOST_ROWS)));
        }
        let flow = (self.take)(self.number, &self.row);
        self.row.0.clear();
        self.met.clear();
        self.size = 0;
        Ok(flow)
    }
}

/// A row of a sheet.
pub(crate) struct SheetRow<'a>(Vec<Held<'a>>);

impl Row for SheetRow<'_> {
    fn raw(&self, column: usize) -> Raw<'_> {
        self.0.get(column).map_or(Raw::Blank, Held::raw)
    }

    fn width(&self) -> usize {
        self.0.len()
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        let last =
            self.0.iter().rposition(|cell| !cell.raw().is_blank()).map_or(0, |last| last + 1);
        for cell in self.0.iter().take(last) {
            let raw = cell.raw();
            let kind = match raw {
                Raw::Blank => b'-',
                Raw::Text(_) => b't',
                Raw::Number(_) | Raw::Percent(_) => b'n',
                Raw::YesNo(_) => b'y',
                Raw::Date(_) => b'd',
                Raw::Refused(..) => b'!',
            };
            put_cell(bytes, kind, &raw.shown());
        }
    }
}

fn held(value: DataRef, percent: impl FnOnce() -> bool, formula: impl FnOnce() -> bool) -> Held {
    let refused = |expected, seen: String| Held::Other(Raw::Refused(expected, Cow::Owned(seen)));
    match value {
        DataRef::Empty if formula() => refused(Expected::Calculated, String::new()),
        DataRef::Empty => Held::Other(Raw::Blank),
        DataRef::String(text) => Held::Text(Cow::Owned(text)),
        DataRef::SharedString(text) => Held::Text(Cow::Borrowed(text)),
        DataRef::DateTimeIso(text) => Held::Text(Cow::Owned(text)),
        DataRef::DurationIso(text) => refused(Expected::NoTime, text),
        DataRef::Bool(truth) => Held::Other(Raw::YesNo(truth)),
        DataRef::Error(error) => refused(Expected::NoError, error.to_string()),
        DataRef::DateTime(moment) => date(moment).map_or_else(
            || refused(Expected::NoTime, moment.as_f64().to_string()),
            |date| Held::Other(Raw::Date(date)),
        ),
        DataRef::Int(number) => Held::Other(Raw::Number(Decimal::from(number))),
        DataRef::Float(number) => match decimal(number) {
            Some(ratio) if percent() => Held::Other(Raw::Percent(ratio)),
            Some(number) => Held::Other(Raw::Number(number)),
            None => refused(Expected::FewerDigits, number.to_string()),
        },
    }
}

/// The day of a moment; none for a span of time and for a time without a day, which Excel counts to
/// the days before 1900.
fn date(moment: ExcelDateTime) -> Option<Date> {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let is_day = moment.is_datetime() && year >= 1900;
    if is_day { Date::from_ymd(i32::from(year), u32::from(month), u32::from(day)) } else { None }
}

/// The library hands over binary numbers; Excel shows and keeps 15 significant digits of them, and
/// these are the number that was typed.
#[allow(clippy::disallowed_types, reason = "Excel's numbers are binary; this is the edge")]
fn decimal(number: f64) -> Option<Decimal> {
    let tens = [1.0, 10.0, 100.0, 1_000.0, 10_000.0];
    let mut short = (0..).zip(tens).map(|(scale, tens)| short(number, scale, tens));
    short.find_map(|decimal| decimal).or_else(|| plain_decimal(&format!("{number:.14e}")))
}

/// The number with so many decimals of which the binary one is the nearest, where it has at most 15
/// digits: no other number of 15 digits is as near.
#[allow(clippy::disallowed_types, reason = "Excel's numbers are binary; this is the edge")]
#[allow(clippy::cast_possible_truncation, reason = "a whole number below 10^15 fits")]
fn short(number: f64, scale: u32, tens: f64) -> Option<Decimal> {
    let digits = (number * tens).round();
    (digits.abs() < 1e15 && digits / tens == number).then(|| Decimal::new(digits as i64, scale))
}

fn shows_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| has_percent(&format.format_code))
}

/// Returns `true` if a number format shows percentages: a `%` that is neither quoted nor escaped.
fn has_percent(code: &str) -> bool {
    let mut quoted = false;
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => {
                characters.next();
            }
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_binary_number_becomes_the_decimal_that_was_typed() {
        let typed = [
            ("0.1", 0.1),
            ("0.3", 0.1 + 0.2),
            ("4820", 4820.0),
            ("1234567890.5", 1_234_567_890.5),
            ("0.35", 0.35),
            ("-0.0035", -0.0035),
        ];
        for (text, number) in typed {
            assert_eq!(decimal(number), Some(Decimal::from_str_exact(text).unwrap()), "{text}");
        }
        assert_eq!(decimal(1e300), None);
        assert_eq!(decimal(-1e300), None);
    }

    proptest! {
        /// However few digits a number has, and beside it.
        #[allow(clippy::disallowed_types, reason = "Excel's numbers are binary; this is the edge")]
        #[test]
        fn a_short_number_is_that_of_its_15_digits(
            digits in any::<i64>(), fewer in 0_u32..19, scale in 0_i32..8, beside in -2_i64..3
        ) {
            let typed = (digits / 10_i64.pow(fewer)) as f64 / 10_f64.powi(scale);
            let bits = typed.to_bits().saturating_add_signed(beside);
            let number = f64::from_bits(bits);
            let long = plain_decimal(&format!("{number:.14e}"));
            prop_assert_eq!(
                decimal(number).map(|number| number.to_string()),
                long.map(|number| number.to_string())
            );
        }
    }

    #[test]
    fn the_texts_of_one_row_are_bounded() {
        let file = DataFile::bytes("a.xlsx", &b""[..]);
        let shared = Held::Text(Cow::Borrowed("của cả sổ"));
        let mut rows = Rows::new(&file, "Tháng 6", |_, _| ControlFlow::Continue(()));
        let half = || Held::Text(Cow::Owned(" ".repeat(LARGEST_ROW / 2)));
        assert!(
            rows.cell((6, 0), half()).is_ok()
                && rows.cell((6, 1), half()).is_ok()
                && rows.cell((6, 2), shared).is_ok()
        );
        let refused = rows.cell((6, 3), Held::Text(Cow::Owned("x".to_owned()))).unwrap_err();
        assert_eq!(refused.message().vi, "a.xlsx: trang “Tháng 6”: dòng 7 có hơn 64 MB chữ");
    }

    #[test]
    fn a_percent_sign_in_quotes_is_no_format() {
        assert!(has_percent("0.00%") && has_percent("#,##0.0 %;-0%"));
        assert!(!has_percent("0\"%\"") && !has_percent("0\\%") && !has_percent("General"));
    }
}
