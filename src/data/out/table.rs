//! Aligned text for a terminal: widths by what is seen, so that NFD and East Asian texts stand
//! right; numbers to the right.

use super::{Cell, Grid, Kind, WriteError, shown, words};
use crate::diag::beginning;
use crate::markup::{Role, run};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Blanks between two columns.
const GAP: &str = "  ";

/// The most characters of a cell: all rows are held, and as wide as the widest.
const WIDEST: usize = 2_000;

/// Writes a grid as a table of text. All rows are held until the widths are known.
///
/// # Errors
/// Those of `to`.
pub fn write(grid: Grid, to: &mut dyn Write) -> Result<(), WriteError> {
    let columns = grid.columns;
    let text = |cell: &Cell, kind: Kind| match cell {
        Cell::Number(number) => shown(number, kind, grid.lang),
        Cell::Measure(_, _, text) => seen(text),
        Cell::Blank | Cell::Text(_) | Cell::Shared(_) | Cell::Date(_) => {
            seen(&words(cell).unwrap_or_default())
        }
    };
    let mut lines: Vec<Vec<String>> =
        vec![columns.iter().map(|column| seen(&column.header)).collect()];
    lines.extend(grid.rows.map(|row| {
        row.cells().zip(columns).map(|(cell, column)| text(cell, column.kind)).collect()
    }));
    let width = |place: usize| {
        lines.iter().filter_map(|line| line.get(place)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    for (number, line) in lines.iter().enumerate() {
        write_line(line, columns.iter().map(|column| column.kind).zip(&widths), to)?;
        if number == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            writeln!(to, "{}", rule.join(GAP))?;
        }
    }
    Ok(())
}

fn write_line<'w>(
    cells: &[String],
    columns: impl Iterator<Item = (Kind, &'w usize)>,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let mut line = String::new();
    for (place, (cell, (kind, width))) in cells.iter().zip(columns).enumerate() {
        if place > 0 {
            line.push_str(GAP);
        }
        let blanks = " ".repeat(width.saturating_sub(cell.width()));
        let (before, after) =
            if kind == Kind::Text { ("", blanks.as_str()) } else { (blanks.as_str(), "") };
        line.extend([before, cell, after]);
    }
    writeln!(to, "{}", line.trim_end())?;
    Ok(())
}

/// A text on one line, its beginning if it is very long; what it hides is made visible.
fn seen(text: &str) -> String {
    run(Role::Plain, beginning(text, WIDEST)).text
}
