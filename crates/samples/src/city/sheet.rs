//! A sheet as an office keeps it.

use crate::cell::{Cell, Sheet};

/// A sheet named for a record type under a header, its cells between semicolons.
pub fn sheet(record: &'static str, header: &str, rows: Vec<Vec<Cell>>) -> Sheet {
    let header = header.split(';').map(Cell::from).collect();
    Sheet { name: record, header: 0, rows: std::iter::once(header).chain(rows).collect() }
}
