//! The city year once more, as rules that know time need it: groups month by month, the columns
//! those rules ask for, and rows planted at the edges of months, deadlines and the year, and in the
//! wrong registers. The rules of today read neither those columns nor several months, so it stands
//! in a folder of its own.

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
    columns(&mut sheets)?;
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

/// New columns, the register of training in place of its latest day, and reviews of the half year
/// told from those of the year.
fn columns(sheets: &mut Sheets) -> Result<(), Box<dyn Error>> {
    add_column(of(sheets, "khoan-vay.csv")?, "Tổ chức hội", |_| "Hội LHPN".into());
    add_column(of(sheets, "de-xuat-vay.csv")?, "Đã khai nợ", |_| "có".into());
    add_column(of(sheets, "bao-cao.csv")?, "Tháng báo cáo", month_of_report);
    let absent = of(sheets, "ho-roi-dia-phuong.csv")?;
    add_column(absent, "Ngày có biện pháp", |row| row.get(3).cloned().unwrap_or(Cell::Blank));
    for row in absent.rows.iter_mut().skip(1) {
        if let Some(measure) = row.get_mut(4).filter(|cell| **cell != Cell::Blank) {
            *measure = "liên hệ gia đình".into();
        }
    }
    for row in &mut of(sheets, "viec-da-lam.csv")?.rows {
        if let Some(what) = row.get_mut(1).filter(|cell| text_of(cell) == "sơ kết tổng kết")
        {
            *what = "tổng kết".into();
        }
    }
    let staff = of(sheets, "can-bo.csv")?;
    let trained = column(staff, "Ngày tập huấn gần nhất")?;
    let mut register = vec![vec![Cell::from("Mã cán bộ"), Cell::from("Ngày tập huấn")]];
    for row in &mut staff.rows {
        let day = row.remove(trained);
        if let (Cell::Day(_), Some(code)) = (&day, row.first()) {
            register.push(vec![code.clone(), day]);
        }
    }
    let register = Sheet { name: "Lượt tập huấn", header: 0, rows: register };
    sheets.push(("tap-huan-can-bo.csv", register));
    Ok(())
}

/// The first day of the month that a report is about: its own month, the last whole one before
/// reports of the half year and the year.
fn month_of_report(row: &[Cell]) -> Cell {
    let code = row.first().map(text_of).unwrap_or_default();
    let month = match code.split_once('-') {
        Some((_, "6T")) => 5,
        Some((_, "NAM")) => 10,
        Some((_, month)) => month.trim_start_matches('T').parse().unwrap_or(1),
        None => 1,
    };
    Day::new(2023, month, 1).into()
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
