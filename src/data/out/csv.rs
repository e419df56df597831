//! CSV for Excel: UTF-8 with its mark, decimals with the sign of the language.

use super::{Cell, Grid, WriteError, filed, words};
use csv::{Terminator, WriterBuilder};
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
    let headers = grid.columns.iter().map(|column| harmless(Cow::Borrowed(column.header.as_str())));
    for header in headers {
        writer.write_field(header.as_bytes()).map_err(plain)?;
    }
    end_row(&mut writer)?;
    for row in grid.rows {
        for (cell, column) in row.iter().zip(grid.columns) {
            let field = match cell {
                Cell::Number(number) => Cow::Owned(filed(number, column.kind, grid.lang)),
                Cell::Measure(number, kind, _) => Cow::Owned(filed(number, *kind, grid.lang)),
                Cell::Blank | Cell::Text(_) | Cell::Date(_) => {
                    harmless(words(cell).unwrap_or_default())
                }
            };
            writer.write_field(field.as_bytes()).map_err(plain)?;
        }
        end_row(&mut writer)?;
    }
    writer.flush()?;
    Ok(())
}

fn end_row(writer: &mut csv::Writer<&mut dyn Write>) -> Result<(), WriteError> {
    writer.write_record(None::<&[u8]>).map_err(plain)
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
