//! Files that tables take their rows from, as edits are made in them.

use super::super::Rules;
use super::changed;
use super::lines::{Line, bare_cells};
use crate::keywords::{Keywords, Kw};
use crate::load::{RowCells, RowFile, cells_by_row, quoted};
use crate::source::{SourceId, Span};
use crate::syntax::ast::ItemKind;

/// Sign that parts the cells of a workbook that is read as a text.
const TAB: char = '\t';

impl Rules {
    /// The file that a table takes its rows from, by the source that shows it.
    pub(super) fn row_file(&self, source: SourceId) -> Option<&RowFile> {
        self.pack().row_files.iter().find(|file| file.source == source)
    }

    /// The rows of a file as lines, its header first; `None` of one that is no such file, or that
    /// cannot be edited row by row.
    pub(super) fn lines_of_file(&self, source: SourceId) -> Option<Vec<Line>> {
        let file = self.row_file(source)?;
        let text = self.sources()[source].text();
        let span = |start, end| Span { source, start, end };
        let Some(delimiter) = file.delimiter else {
            let mut at = 0;
            let rows = text.split_inclusive('\n').filter_map(|row| {
                let start = at;
                at += row.len();
                let (start, len) = (offset(start), offset(row.trim_end().len()));
                (len > 0).then(|| span(start, start + len))
            });
            let line = |row: Span| {
                let cells = bare_cells(&self.sources()[source], row);
                Line { cells, is_grid: true, delimiter: None, ..Line::of(row) }
            };
            return Some(rows.map(line).map(without_result).collect());
        };
        let rows = cells_by_row(text, delimiter)?;
        let width = rows.first()?.1.iter().rposition(|cell| !cell.text.is_empty())? + 1;
        let line = |(place, cells): &RowCells<'_>| {
            let takes_rest = cells.first().is_some_and(|first| {
                let words = [Keywords::Vi, Keywords::En].map(|lang| Kw::Otherwise.word(lang));
                words.contains(&&*first.text)
            });
            let own = cells.iter().take(width).map(|cell| span(cell.place.start, cell.place.end));
            let own: Vec<Span> = own.collect();
            let is_whole = !takes_rest && own.len() == width;
            let cells = if is_whole { own } else { Vec::new() };
            let line = Line::of(span(place.start, place.end));
            without_result(Line { cells, is_grid: true, delimiter: Some(delimiter), ..line })
        };
        Some(rows.iter().map(line).collect())
    }

    /// The words of a cell as they stand in its file.
    pub(super) fn in_file(&self, cell: Span, words: &str, delimiter: char) -> String {
        let text = self.sources()[cell.source].text();
        let before = text.get(..cell.start as usize).unwrap_or("").trim_end_matches(' ');
        let own = text.get(cell.start as usize..cell.end as usize).unwrap_or("");
        if before.ends_with('"') && !own.starts_with('"') {
            words.replace('"', "\"\"")
        } else {
            quoted(words, delimiter).into_owned()
        }
    }

    /// A workbook with changes, as a text of another name.
    pub(super) fn as_text(
        &self,
        file: &RowFile,
        changes: &[(Span, String)],
    ) -> Option<(String, String)> {
        let own = changes.iter().filter(|(span, _)| span.source == file.source);
        let text = changed(self.sources()[file.source].text(), own);
        let mut rows = String::new();
        for row in text.lines().filter(|row| !row.trim().is_empty()) {
            let cells = row.trim().strip_prefix('|')?.strip_suffix('|')?.split('|');
            let cells = cells.map(|cell| quoted(cell.trim(), TAB).into_owned());
            rows += &cells.collect::<Vec<String>>().join(&TAB.to_string());
            rows.push('\n');
        }
        Some((format!("{}.tsv", self.sources()[file.source].name().replace('#', ".")), rows))
    }

    /// The changes by which tables take from a file of another name the rows that they take from
    /// this one.
    pub(super) fn taking_rows_of(&self, file: &RowFile, name: &str) -> Vec<(Span, String)> {
        let shown = self.sources()[file.source].name();
        let items = self.trees().into_iter().flat_map(|tree| &tree.items);
        let taken = items.filter_map(|item| match &item.kind {
            ItemKind::Table { rows_of: Some(rows), .. } => Some(rows),
            _ => None,
        });
        let own = taken.filter(|rows| match &rows.sheet {
            Some(sheet) => format!("{}#{}", rows.file.text, sheet.text) == shown,
            None => rows.file.text == shown,
        });
        own.map(|rows| {
            let end = rows.sheet.as_ref().map_or(rows.file.span.end, |sheet| sheet.span.end);
            let source = self.sources()[rows.file.span.source].text();
            let from = rows.file.span.start as usize;
            let quotes = source.get(from..).is_some_and(|text| text.starts_with('"'));
            let name = if quotes { format!("\"{name}\"") } else { name.to_owned() };
            (Span { end, ..rows.file.span }, name)
        })
        .collect()
    }
}

/// A row without its last cell, which is its result.
fn without_result(line: Line) -> Line {
    let mut cells = line.cells;
    cells.pop();
    Line { cells, ..line }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
