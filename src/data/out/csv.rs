//! CSV for Excel: UTF-8 with its mark, decimals with the sign of the language.

use super::{Cell, Column, Grid, Kind, Own, Row, WriteError, file, words};
use crate::value::Lang;
use std::io::Write;

/// So many bytes are written at a time, about.
const AT_ONCE: usize = 1 << 16;

/// Writes a grid as CSV, its fields parted by `delimiter`: UTF-8 with a byte order mark, which
/// Excel needs to see the tones.
///
/// # Errors
/// Those of `to`.
pub fn write(delimiter: u8, grid: Grid, to: &mut dyn Write) -> Result<(), WriteError> {
    let form = Form { delimiter: char::from(delimiter), lang: grid.lang };
    let mut text = String::from('\u{feff}');
    let headers = grid.columns.iter().map(|column| column.header.as_str());
    form.push_line(&mut text, |text| {
        for (place, header) in headers.enumerate() {
            form.part(text, place);
            form.push_text(text, header);
        }
    });
    for row in grid.rows {
        form.push_line(&mut text, |text| form.push_row(text, &row, grid.columns));
        if text.len() > AT_ONCE {
            to.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    to.write_all(text.as_bytes())?;
    to.flush()?;
    Ok(())
}

/// How the fields of a file are written.
#[derive(Clone, Copy)]
struct Form {
    delimiter: char,
    lang: Lang,
}

impl Form {
    /// Appends a line. One without a single sign would be taken for none: it holds quotes.
    fn push_line(self, text: &mut String, push: impl FnOnce(&mut String)) {
        let start = text.len();
        push(text);
        text.push_str(if text.len() == start { "\"\"\r\n" } else { "\r\n" });
    }

    fn push_row(self, text: &mut String, row: &Row, columns: &[Column]) {
        let own = match row.own() {
            Own::Text(name) => {
                self.push_text(text, name);
                1
            }
            Own::Several(cells) => {
                self.push_cells(text, 0, cells, columns);
                cells.len()
            }
        };
        if let Some(rest) = row.rest() {
            text.push_str(rest.written(|cells| {
                let mut text = String::new();
                self.push_cells(&mut text, own, cells, columns);
                text
            }));
        }
    }

    /// Appends cells, the first of which stands in the column at a place.
    fn push_cells(self, text: &mut String, first: usize, cells: &[Cell], columns: &[Column]) {
        let columns = columns.iter().enumerate().skip(first);
        for (cell, (place, column)) in cells.iter().zip(columns) {
            self.part(text, place);
            self.push(text, cell, column.kind);
        }
    }

    /// Appends what parts a field from that before it.
    fn part(self, text: &mut String, place: usize) {
        if place > 0 {
            text.push(self.delimiter);
        }
    }

    fn push(self, text: &mut String, cell: &Cell, kind: Kind) {
        match cell {
            Cell::Number(number) => {
                self.push_number(text, |text| file(text, number, kind, self.lang))
            }
            Cell::Measure(number, kind, _) => {
                self.push_number(text, |text| file(text, number, *kind, self.lang));
            }
            Cell::Blank | Cell::Text(_) | Cell::Shared(_) | Cell::Date(_) => {
                self.push_text(text, &words(cell).unwrap_or_default());
            }
        }
    }

    /// Appends a number, whose decimal sign may be the delimiter.
    fn push_number(self, text: &mut String, push: impl FnOnce(&mut String)) {
        let start = text.len();
        push(text);
        if text.get(start..).is_some_and(|number| number.contains(self.delimiter)) {
            let number = text.split_off(start);
            self.push_quoted(text, &number);
        }
    }

    /// Appends a text. One that Excel would run as a formula gets an apostrophe before it: the
    /// texts come from files of others.
    fn push_text(self, text: &mut String, field: &str) {
        let harmful = matches!(field.as_bytes(), [b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r', ..]);
        let special = |byte: u8| {
            (byte == b'"')
                | (byte == b'\n')
                | (byte == b'\r')
                | (char::from(byte) == self.delimiter)
        };
        match field.bytes().fold(false, |any, byte| any | special(byte)) {
            true if harmful => self.push_quoted(text, &format!("'{field}")),
            true => self.push_quoted(text, field),
            false => {
                text.push_str(if harmful { "'" } else { "" });
                text.push_str(field);
            }
        }
    }

    /// Appends a field in quotes, its own twice.
    fn push_quoted(self, text: &mut String, field: &str) {
        text.push('"');
        for (place, part) in field.split('"').enumerate() {
            text.push_str(if place > 0 { "\"\"" } else { "" });
            text.push_str(part);
        }
        text.push('"');
    }
}
