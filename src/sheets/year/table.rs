//! A table of a year that is whole in memory, with a note below it.

use crate::data::out::{Cell, Column, Grid, Kind};
use crate::markup::SCREEN;
use crate::value::Lang;
use unicode_width::UnicodeWidthStr;

/// Blanks between two columns on a screen.
const GAP: usize = 2;

/// A table with its heading and what is said below it.
pub struct YearTable {
    heading: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell<'static>>>,
    note: String,
    lang: Lang,
}

impl YearTable {
    pub(super) fn new(heading: String, columns: Vec<Column>, lang: Lang) -> YearTable {
        YearTable { heading, columns, rows: Vec::new(), note: String::new(), lang }
    }

    pub(super) fn with_rows(self, rows: Vec<Vec<Cell<'static>>>) -> YearTable {
        YearTable { rows, ..self }
    }

    pub(super) fn with_note(self, note: String) -> YearTable {
        YearTable { note, ..self }
    }

    pub(super) fn named(self, heading: String) -> YearTable {
        YearTable { heading, ..self }
    }

    /// The same with the lines of its note no wider than a screen.
    pub(super) fn folded(self) -> YearTable {
        let note = self.note.lines().map(folded).collect::<Vec<_>>().join("\n");
        YearTable { note, ..self }
    }

    /// Words above the table: its name in a workbook.
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// Remark below the table: what its signs mean, what it has no data of; empty of a table that
    /// explains itself.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Grid of the table, its rows made one by one.
    pub fn grid(&self) -> Grid<'_> {
        let rows = self.rows.iter().map(|row| row.clone().into());
        Grid { name: &self.heading, columns: &self.columns, rows: Box::new(rows), lang: self.lang }
    }

    /// The same table in parts that a screen has room for: the first column in each, as many of the
    /// others as there is room for, at least one.
    pub(super) fn for_screen(self) -> Vec<YearTable> {
        let widths: Vec<usize> = (0..self.columns.len()).map(|place| self.width(place)).collect();
        let (Some(lead), Some((first, _))) = (widths.first(), self.columns.split_first()) else {
            return vec![self];
        };
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut taken = 0;
        for (place, width) in widths.iter().enumerate().skip(1) {
            let needed = width + GAP;
            match parts.last_mut().filter(|_| taken + needed <= SCREEN) {
                Some(part) => part.push(place),
                None => {
                    parts.push(vec![place]);
                    taken = *lead;
                }
            }
            taken += needed;
        }
        let last = parts.len().saturating_sub(1);
        let parts = parts.into_iter().enumerate().map(|(number, places)| {
            let of = |row: &Vec<Cell<'static>>| {
                let places = std::iter::once(0).chain(places.iter().copied());
                places.filter_map(|place| row.get(place).cloned()).collect()
            };
            let others = places.iter().filter_map(|place| self.columns.get(*place).cloned());
            YearTable {
                heading: if number == 0 { self.heading.clone() } else { String::new() },
                columns: std::iter::once(first.clone()).chain(others).collect(),
                rows: self.rows.iter().map(of).collect(),
                note: if number == last { self.note.clone() } else { String::new() },
                lang: self.lang,
            }
        });
        parts.collect()
    }

    fn width(&self, place: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(place)).map(width_of);
        let header = self.columns.get(place).map_or(0, |column| column.header.width());
        cells.chain([header]).max().unwrap_or(0)
    }
}

/// A line cut between words into lines that a screen has room for.
fn folded(line: &str) -> String {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let Some(last) = lines.last_mut() else { continue };
        if last.is_empty() {
            last.push_str(word);
        } else if last.width() + 1 + word.width() <= SCREEN {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(format!("  {word}"));
        }
    }
    lines.join("\n")
}

/// Width of a cell that holds a text or a small number.
fn width_of(cell: &Cell<'_>) -> usize {
    match cell {
        Cell::Blank => 0,
        Cell::Text(text) => text.width(),
        Cell::Shared(text) => text.width(),
        Cell::Measure(_, _, text) => text.width(),
        Cell::Number(number) => number.to_i64().map_or(12, |number| number.to_string().len()),
        Cell::Date(_) => 10,
    }
}

pub(super) fn column(header: impl Into<String>, kind: Kind) -> Column {
    Column { header: header.into(), kind }
}

pub(super) fn text(text: impl Into<String>) -> Cell<'static> {
    Cell::Text(text.into().into())
}
