//! A sheet as a workbook and as a CSV file.

use crate::cell::{Cell, Fixed, Sheet};
use crate::day::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// Writes a workbook of one sheet.
pub fn xlsx(sheet: &Sheet, path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    book(&[sheet], path)
}

/// Writes a workbook. Its date of creation is fixed, so that the same sheets give the same bytes.
pub fn book(sheets: &[&Sheet], path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2023, 7, 3)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Số liệu mẫu, không phải số liệu thật")
            .set_creation_datetime(&created),
    );
    let bold = Format::new().set_bold();
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet.name)?;
        for (at, cells) in (0u32..).zip(&sheet.rows) {
            let is_header = usize::try_from(at) == Ok(sheet.header);
            row(worksheet, at, cells, is_header.then_some(&bold))?;
        }
    }
    workbook.save(path)?;
    Ok(())
}

fn row(
    worksheet: &mut Worksheet,
    at: u32,
    cells: &[Cell],
    format: Option<&Format>,
) -> Result<(), Box<dyn std::error::Error>> {
    for (column, cell) in (0u16..).zip(cells) {
        match cell {
            Cell::Blank => {}
            Cell::Text(text) => text_cell(worksheet, at, column, text, format)?,
            Cell::Number(number) => number_cell(worksheet, at, column, *number)?,
            Cell::Day(day) => day_cell(worksheet, at, column, *day)?,
        }
    }
    Ok(())
}

fn text_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match format {
        Some(format) => worksheet.write_string_with_format(row, column, text, format)?,
        None => worksheet.write_string(row, column, text)?,
    };
    Ok(())
}

/// Excel keeps numbers as floats, so the last step to the file is one; its digits come from the
/// decimal.
#[expect(clippy::disallowed_types, reason = "Excel's numbers are binary; this is the edge")]
fn number_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    number: Fixed,
) -> Result<(), Box<dyn std::error::Error>> {
    worksheet.write_number(row, column, number.text('.').parse::<f64>()?)?;
    Ok(())
}

fn day_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    day: Day,
) -> Result<(), Box<dyn std::error::Error>> {
    let (year, month, day) = day.parts();
    let date =
        ExcelDateTime::from_ymd(u16::try_from(year)?, u8::try_from(month)?, u8::try_from(day)?)?;
    worksheet.write_datetime_with_format(
        row,
        column,
        &date,
        &Format::new().set_num_format("dd/mm/yyyy"),
    )?;
    Ok(())
}

/// A CSV file as a Vietnamese Excel saves it: semicolons, decimal commas, a byte order mark, every
/// row as wide as the widest.
pub fn csv(sheet: &Sheet) -> String {
    let width = sheet.width();
    let mut text = String::from('\u{feff}');
    for cells in &sheet.rows {
        let mut fields: Vec<String> = cells.iter().map(field).collect();
        fields.resize(width, String::new());
        text.push_str(&fields.join(";"));
        text.push_str("\r\n");
    }
    text
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Number(number) => number.text(','),
        Cell::Day(day) => day.text(),
        Cell::Text(text) if text.contains([';', '"', '\n']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Cell::Text(text) => text.clone(),
    }
}
