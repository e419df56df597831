//! Workbooks in: whole processes, beside the library that reads them, alone.

use crate::csv::{HEADER, hundredths};
use crate::workload::Groups;
use calamine::{DataRef, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use std::hint::black_box;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Rows of a workbook: as many as the goals are of.
pub const ROWS: usize = 100_000;

/// The way that is a process of the yardstick itself.
pub const READ: &str = "xlsx-read";

/// Writes the workload as an office's workbook, with the rules beside it.
pub fn write(folder: &Path, count: usize) -> PathBuf {
    let groups = Groups::new(count, 20_230_118);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().expect("room for rows");
    for (column, name) in (0..).zip(HEADER.trim_end().split(';')) {
        sheet.write_string(0, column, name).expect("a header");
    }
    for (row, place) in (1..).zip(0..count) {
        sheet.write_string(row, 0, format!("T{place:07}")).expect("a key");
        for (column, value) in (1..).zip(groups.record(place)) {
            let one = if hundredths(usize::from(column) - 1) { 100.0 } else { 1.0 };
            sheet.write_number(row, column, value as f64 / one).expect("a number");
        }
    }
    let path = folder.join("to.xlsx");
    book.save(&path).expect("room for the workload");
    std::fs::write(folder.join("to.luat"), crate::ours::RULES).expect("room for the rules");
    path
}

/// Reads every cell of a workbook.
pub fn read_alone(from: &str) {
    let mut book: Xlsx<BufReader<std::fs::File>> = open_workbook(from).expect("the workload");
    let name = book.sheet_names().first().expect("a sheet").clone();
    let mut cells = book.worksheet_cells_reader(&name).expect("its cells");
    let (mut sum, mut letters) = (0.0, 0);
    while let Some(cell) = cells.next_cell().expect("a cell") {
        match cell.get_value() {
            DataRef::Float(number) => sum += number,
            DataRef::SharedString(text) => letters += text.len(),
            _ => {}
        }
    }
    black_box((sum, letters));
}
