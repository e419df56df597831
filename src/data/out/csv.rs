//! CSV for Excel: UTF-8 with its mark, decimals with the sign of the language.

use super::{Cell, Grid, WriteError, file, words};
use csv::{ByteRecord, Terminator, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a grid as CSV, its fields parted by `delimiter`: UTF-8 with a byte order mark, which
/// Excel needs to see the tones.
///
/// # Errors
/// Those of `to`.
pub fn write(delimiter: u8, grid: Grid, to: &mut dyn Write) -> Result<(), WriteError> {
    to.write_all("\u{feff}".as_bytes())?;
    let mut writer =
        WriterBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).from_writer(to);
    let mut record = ByteRecord::new();
    for column in grid.columns {
        record.push_field(harmless(Cow::Borrowed(&column.header)).as_bytes());
    }
    writer.write_byte_record(&record).map_err(plain)?;
    let mut digits = String::new();
    for row in grid.rows {
        record.clear();
        for (cell, column) in row.iter().zip(grid.columns) {
            digits.clear();
            match cell {
                Cell::Number(number) => file(&mut digits, number, column.kind, grid.lang),
                Cell::Measure(number, kind, _) => file(&mut digits, number, *kind, grid.lang),
                Cell::Blank | Cell::Text(_) | Cell::Shared(_) | Cell::Date(_) => {
                    record.push_field(harmless(words(cell).unwrap_or_default()).as_bytes());
                    continue;
                }
            }
            record.push_field(digits.as_bytes());
        }
        writer.write_byte_record(&record).map_err(plain)?;
    }
    writer.flush()?;
    Ok(())
}

/// A text that Excel would run as a formula gets an apostrophe before it: the texts come from files
/// of others.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

fn plain(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        other => WriteError::Io(io::Error::other(format!("{other:?}"))),
    }
}
