//! Aligned text for a terminal: widths by what is seen, so that NFD and East Asian texts stand
//! right; numbers to the right. Texts of wide columns go on below each other, so that a table needs
//! no screen wider than a hundred columns, as far as its columns let it.

use super::{Cell, Grid, Kind, WriteError, shown, words};
use crate::diag::beginning;
use crate::markup::{Inline, Role, run, wrapped};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Columns of a screen that a table keeps to.
const SCREEN: usize = 100;

/// The least width to which a column is cut.
const NARROWEST: usize = 8;

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
    let kinds: Vec<Kind> = columns.iter().map(|column| column.kind).collect();
    let widths = widths(&lines, columns.len());
    for (number, line) in lines.iter().enumerate() {
        write_row(line, &kinds, &widths, to)?;
        if number == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            writeln!(to, "{}", rule.join(GAP))?;
        }
    }
    Ok(())
}

/// Widths of the columns: what the widest cell takes, less where all together take more than a
/// screen has; the widest give way first, as far as their words let them.
fn widths(lines: &[Vec<String>], columns: usize) -> Vec<usize> {
    let of = |place: usize| lines.iter().filter_map(move |line| line.get(place));
    let mut widths: Vec<usize> =
        (0..columns).map(|place| of(place).map(|cell| cell.width()).max().unwrap_or(0)).collect();
    let longest =
        |place| of(place).flat_map(|cell| cell.split(' ')).map(UnicodeWidthStr::width).max();
    let least: Vec<usize> = widths
        .iter()
        .enumerate()
        .map(|(place, width)| longest(place).unwrap_or(0).max(NARROWEST).min(*width))
        .collect();
    let gaps = GAP.len() * columns.saturating_sub(1);
    let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(SCREEN);
    while excess > 0 {
        let can_give = widths.iter_mut().zip(&least).filter(|(width, least)| **width > **least);
        let Some((width, _)) = can_give.max_by_key(|(width, _)| **width) else { break };
        (*width, excess) = (*width - 1, excess - 1);
    }
    widths
}

/// Writes a row: the texts of its cells, each within the width of its column, on as many lines as
/// the longest takes.
fn write_row(
    cells: &[String],
    kinds: &[Kind],
    widths: &[usize],
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let cells: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(cell, width)| within(cell, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1);
    for number in 0..height {
        let mut line = String::new();
        for (place, ((cell, kind), width)) in cells.iter().zip(kinds).zip(widths).enumerate() {
            if place > 0 {
                line.push_str(GAP);
            }
            let cell = cell.get(number).map_or("", String::as_str);
            let blanks = " ".repeat(width.saturating_sub(cell.width()));
            let (before, after) =
                if *kind == Kind::Text { ("", blanks.as_str()) } else { (blanks.as_str(), "") };
            line.extend([before, cell, after]);
        }
        writeln!(to, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A text in lines of at most so many columns, unless a word takes more.
fn within(text: &str, width: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let lines = wrapped(&vec![run(Role::Plain, text)], width);
    let joined = |line: &Inline| {
        line.iter().map(|one| one.text.as_str()).collect::<String>().trim_end().to_owned()
    };
    lines.iter().map(joined).collect()
}

/// A text on one line, its beginning if it is very long; what it hides is made visible.
fn seen(text: &str) -> String {
    run(Role::Plain, beginning(text, WIDEST)).text
}
