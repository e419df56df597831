//! Aligned text for a terminal: widths by what is seen, so that NFD and East Asian texts stand
//! right; numbers to the right. Texts of wide columns go on below each other, so that a table needs
//! no screen wider than a hundred columns, as far as its columns let it.

use super::{Cell, Grid, Kind, WriteError, shown, words};
use crate::diag::beginning;
use crate::diag::data::same_in_every_row;
use crate::markup::{Inline, Role, SCREEN, run, wrapped};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Columns are cut to this width first, and below it only where that is not enough.
const NARROWEST: usize = 8;

/// The most characters of a cell: all rows are held, and as wide as the widest.
const WIDEST: usize = 2_000;

/// Writes a grid as a table of text. All rows are held until the widths are known.
///
/// # Errors
/// Those of `to`.
pub fn write(grid: Grid, to: &mut dyn Write) -> Result<(), WriteError> {
    let (columns, lang) = (grid.columns, grid.lang);
    let text = |cell: &Cell, kind: Kind| match cell {
        Cell::Number(number) => shown(number, kind, lang),
        Cell::Measure(_, _, text) => seen(text),
        Cell::Blank | Cell::Text(_) | Cell::Shared(_) | Cell::Date(_) => {
            seen(&words(cell).unwrap_or_default())
        }
    };
    let mut lines: Vec<Vec<String>> =
        vec![columns.iter().map(|column| seen(&column.header)).collect()];
    lines.extend(grid.rows.map(|row| {
        row.cells().zip(columns).map(|(cell, column)| text(&cell, column.kind)).collect()
    }));
    let kinds: Vec<Kind> = columns.iter().map(|column| column.kind).collect();
    let shape = Shape::of(&lines, columns.len());
    for (number, line) in lines.iter().enumerate() {
        write_row(line, &kinds, &shape, to)?;
        if number == 0 {
            let rule = shape.columns.iter().map(|(_, width)| "─".repeat(*width));
            writeln!(to, "{}", rule.collect::<Vec<String>>().join(shape.gap))?;
        }
    }
    let cell = |line: usize, place: usize| lines.get(line)?.get(place).map(String::as_str);
    let told = shape.told.iter().filter_map(|place| Some((cell(0, *place)?, cell(1, *place)?)));
    let told: Vec<(&str, &str)> = told.collect();
    match told.is_empty() {
        true => Ok(()),
        false => Ok(writeln!(to, "{}", same_in_every_row(&told).get(lang))?),
    }
}

/// Columns of a table, and the blanks between two of them.
struct Shape {
    /// Places of the columns that are shown, each with its width.
    columns: Vec<(usize, usize)>,
    /// Places of columns with the same cell in every row, which is told once below the table.
    told: Vec<usize>,
    gap: &'static str,
}

impl Shape {
    /// Columns as wide as their widest cells; less where all together take more than a screen has.
    /// Then the widest give way, down to a width that most words have; after them columns that are
    /// the same in every row, then the gaps, and at last all columns down to their longest words.
    fn of(lines: &[Vec<String>], columns: usize) -> Shape {
        let of = |place: usize| lines.iter().filter_map(move |line| line.get(place));
        let widest = |place| of(place).map(|cell| cell.width()).max().unwrap_or(0);
        let word = |place| of(place).flat_map(|cell| cell.split(' ')).map(str::width).max();
        let longest: Vec<usize> = (0..columns).map(|place| word(place).unwrap_or(0)).collect();
        let least = |place: usize| longest.get(place).copied().unwrap_or(0);
        let all: Vec<(usize, usize)> = (0..columns).map(|place| (place, widest(place))).collect();
        let mut shape = Shape { columns: all.clone(), told: Vec::new(), gap: "  " };
        shape.narrow(&|place| least(place).max(NARROWEST));
        while let Some(place) = shape.same_in_all(lines).filter(|_| shape.excess() > 0) {
            shape.told.push(place);
            shape.columns = all.clone();
            shape.columns.retain(|(place, _)| !shape.told.contains(place));
            shape.narrow(&|place| least(place).max(NARROWEST));
        }
        shape.told.sort_unstable();
        if shape.excess() > 0 {
            shape.gap = " ";
            shape.narrow(&least);
        }
        shape
    }

    /// The widest column that is the same in every row, of a table of several rows.
    fn same_in_all(&self, lines: &[Vec<String>]) -> Option<usize> {
        let rows = lines.get(1..).filter(|rows| rows.len() > 1)?;
        let is_same = |place: usize| {
            let mut cells = rows.iter().map(|row| row.get(place));
            let first = cells.next();
            cells.all(|cell| Some(cell) == first)
        };
        let same = self.columns.iter().filter(|(place, _)| is_same(*place));
        same.max_by_key(|(_, width)| *width).map(|(place, _)| *place)
    }

    /// Columns of a screen that lack to the table.
    fn excess(&self) -> usize {
        let gaps = self.gap.len() * self.columns.len().saturating_sub(1);
        let widths = self.columns.iter().map(|(_, width)| width);
        (widths.sum::<usize>() + gaps).saturating_sub(SCREEN)
    }

    /// Takes what is too much from the widest columns, none below its least width.
    fn narrow(&mut self, least: &dyn Fn(usize) -> usize) {
        for _ in 0..self.excess() {
            let can_give = self.columns.iter_mut().filter(|(place, width)| *width > least(*place));
            let Some((_, width)) = can_give.max_by_key(|(_, width)| *width) else { break };
            *width -= 1;
        }
    }
}

/// Writes a row: the texts of its cells, each within the width of its column, on as many lines as
/// the longest takes.
fn write_row(
    cells: &[String],
    kinds: &[Kind],
    shape: &Shape,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let shown = |(place, width): &(usize, usize)| {
        let (cell, kind) = (cells.get(*place)?, kinds.get(*place)?);
        Some((within(cell, *width), *kind, *width))
    };
    let cells: Vec<(Vec<String>, Kind, usize)> = shape.columns.iter().filter_map(shown).collect();
    let height = cells.iter().map(|(cell, ..)| cell.len()).max().unwrap_or(1);
    for number in 0..height {
        let mut line = String::new();
        for (place, (cell, kind, width)) in cells.iter().enumerate() {
            if place > 0 {
                line.push_str(shape.gap);
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
