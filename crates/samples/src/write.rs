//! A sheet as a workbook and as a CSV file.

use crate::cell::{Cell, Fixed, Sheet};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// Writes a workbook of one sheet. Its date of creation is fixed, so that the same sheet gives the same bytes.
pub fn xlsx(sheet: &Sheet, path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2023, 7, 3)?;
    workbook.set_properties(&DocProperties::new().set_title("Số liệu mẫu, không phải số liệu thật").set_creation_datetime(&created));
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(sheet.name)?;
    let bold = Format::new().set_bold();
    for (at, cells) in (0u32..).zip(&sheet.rows) {
        let is_header = usize::try_from(at) == Ok(sheet.header);
        row(worksheet, at, cells, is_header.then_some(&bold))?;
    }
    workbook.save(path)?;
    Ok(())
}

fn row(worksheet: &mut Worksheet, at: u32, cells: &[Cell], format: Option<&Format>) -> Result<(), Box<dyn std::error::Error>> {
    for (column, cell) in (0u16..).zip(cells) {
        match cell {
            Cell::Blank => {}
            Cell::Text(text) => text_cell(worksheet, at, column, text, format)?,
            Cell::Number(number) => number_cell(worksheet, at, column, *number)?,
        }
    }
    Ok(())
}

fn text_cell(worksheet: &mut Worksheet, row: u32, column: u16, text: &str, format: Option<&Format>) -> Result<(), XlsxError> {
    match format {
        Some(format) => worksheet.write_string_with_format(row, column, text, format)?,
        None => worksheet.write_string(row, column, text)?,
    };
    Ok(())
}

/// Excel keeps numbers as floats, so the last step to the file is one; its digits come from the decimal.
#[expect(clippy::disallowed_types, reason = "Excel's numbers are binary; this is the edge")]
fn number_cell(worksheet: &mut Worksheet, row: u32, column: u16, number: Fixed) -> Result<(), Box<dyn std::error::Error>> {
    worksheet.write_number(row, column, number.text('.').parse::<f64>()?)?;
    Ok(())
}

/// A CSV file as a Vietnamese Excel saves it: semicolons, decimal commas, a byte order mark, every row as wide as the widest.
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
        Cell::Text(text) if text.contains([';', '"', '\n']) => format!("\"{}\"", text.replace('"', "\"\"")),
        Cell::Text(text) => text.clone(),
    }
}
