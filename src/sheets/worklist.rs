//! The work that lifts results as a table, a row a record.

use crate::data::out::{Cell, Column, Grid, Kind};
use crate::diag::margins::together;
use crate::diag::worklist::words;
use crate::value::{Lang, Num};
use crate::worklist::{Task, Worklist};
use std::borrow::Cow;

/// Table of a [`Worklist`]; the column of the block only where there are several.
pub struct WorklistSheet<'w> {
    worklist: &'w Worklist,
    lang: Lang,
    columns: Vec<Column>,
}

impl<'w> WorklistSheet<'w> {
    /// Table of a list, with headers in a language.
    pub fn new(worklist: &'w Worklist, lang: Lang) -> WorklistSheet<'w> {
        let words = words(lang);
        let column = |header: &str, kind: Kind| Column { header: header.to_owned(), kind };
        let mut columns = vec![column(words.record, Kind::Text)];
        if worklist.blocks.len() > 1 {
            columns.push(column(words.block, Kind::Text));
        }
        columns.extend([
            column(words.result, Kind::Text),
            column(words.points, Kind::Number),
            column(words.better, Kind::Text),
            column(words.better_points, Kind::Number),
            column(words.fields, Kind::Number),
            column(words.relative, Kind::Percent),
            column(words.changes, Kind::Text),
        ]);
        WorklistSheet { worklist, lang, columns }
    }

    /// Grid of the sheet, its rows made one by one.
    pub fn grid(&self) -> Grid<'_> {
        Grid {
            name: words(self.lang).title,
            columns: &self.columns,
            rows: Box::new(self.worklist.tasks.iter().map(|task| self.row(task).into())),
            lang: self.lang,
        }
    }

    fn row<'r>(&'r self, task: &'r Task) -> Vec<Cell<'r>> {
        let text = |text: &'r str| Cell::Text(Cow::Borrowed(text));
        let number = |number: &Option<Num>| number.clone().map_or(Cell::Blank, Cell::Number);
        let way = &task.way;
        let changes: Vec<String> =
            way.changes.iter().map(|change| change.words(self.lang)).collect();
        let fields = i64::try_from(way.changes.len()).unwrap_or(i64::MAX);
        let mut cells = vec![Cell::Text(Cow::Owned(task.name(self.lang)))];
        if self.worklist.blocks.len() > 1 {
            cells.push(text(&task.block));
        }
        cells.extend([
            text(&task.result),
            number(&task.points),
            text(&way.result),
            number(&way.points),
            Cell::Number(Num::from_i64(fields)),
            Cell::Number(way.relative_change.clone()),
            Cell::Text(Cow::Owned(together(&changes, self.lang))),
        ]);
        cells
    }
}
