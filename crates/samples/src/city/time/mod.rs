//! The city year once more, for other days than its last: groups month by month, groups of another
//! organisation, and rows planted at the edges of months, deadlines and the year, and in the wrong
//! registers.

mod cases;
mod edits;
mod months;

use crate::cell::{Cell, Sheet};
use crate::day::Day;
use std::error::Error;

pub use cases::{csv, targets, text};

type Sheets = Vec<(&'static str, Sheet)>;

/// The sheets of the city year, changed.
pub fn sheets(mut sheets: Sheets) -> Result<Sheets, Box<dyn Error>> {
    add_column(of(&mut sheets, "khoan-vay.csv")?, "Tổ chức hội", |_| "Hội LHPN".into());
    months::all(of(&mut sheets, "to.csv")?)?;
    waiting_loans(of(&mut sheets, "khoan-vay.csv")?)?;
    for edit in edits::all() {
        edit.apply(of(&mut sheets, edit.file)?)?;
    }
    Ok(sheets)
}

fn of<'s>(sheets: &'s mut Sheets, file: &str) -> Result<&'s mut Sheet, String> {
    let found = sheets.iter_mut().find(|(name, _)| *name == file);
    found.map(|(_, sheet)| sheet).ok_or_else(|| format!("no file {file}"))
}

/// A loan of December that was not checked by the year's end is checked 20 days after it was paid
/// out.
fn waiting_loans(loans: &mut Sheet) -> Result<(), Box<dyn Error>> {
    let (paid, checked) =
        (column(loans, "Ngày giải ngân")?, column(loans, "Ngày kiểm tra sử dụng vốn")?);
    for row in loans.rows.iter_mut().skip(1) {
        let Some(Cell::Day(day)) = row.get(paid).cloned() else { continue };
        if let Some(cell) = row.get_mut(checked)
            && *cell == Cell::Blank
            && day > Day::new(2023, 12, 1)
        {
            *cell = day.plus(20).into();
        }
    }
    Ok(())
}

/// A column at the end of a sheet.
fn add_column(sheet: &mut Sheet, name: &str, cell: impl Fn(&[Cell]) -> Cell) {
    let width = sheet.width();
    for (at, row) in sheet.rows.iter_mut().enumerate() {
        let added = if at == 0 { name.into() } else { cell(row) };
        row.resize(width, Cell::Blank);
        row.push(added);
    }
}

/// The place of a column.
fn column(sheet: &Sheet, name: &str) -> Result<usize, String> {
    let header = sheet.rows.first().map(Vec::as_slice).unwrap_or_default();
    let place = header.iter().position(|cell| text_of(cell) == name);
    place.ok_or_else(|| format!("{}: no column {name}", sheet.name))
}

/// A cell as it stands in a CSV file.
fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.text(','),
        Cell::Day(day) => day.text(),
    }
}
