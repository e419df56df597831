//! Rows of a grid: cells of their own, and behind them cells that stand in many rows.

use super::Cell;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

/// A row of cells, one a column.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    own: Own<'a>,
    rest: Option<Rc<Rest<'a>>>,
}

/// Cells of a row's own: mostly a text alone, which needs no list.
#[derive(Clone, Debug)]
pub enum Own<'a> {
    /// A single text, as most rows have.
    Text(&'a str),
    /// Cells from left to right.
    Several(Vec<Cell<'a>>),
}

/// Cells behind those of a row's own, the same in many rows of a grid: a writer need not make them
/// anew each time.
#[derive(Debug)]
pub struct Rest<'a> {
    cells: Vec<Cell<'a>>,
    written: OnceCell<String>,
}

impl<'a> From<Vec<Cell<'a>>> for Row<'a> {
    fn from(own: Vec<Cell<'a>>) -> Row<'a> {
        Row { own: Own::Several(own), rest: None }
    }
}

impl<'a> Row<'a> {
    /// A row of cells of its own and others behind them.
    pub fn with(own: Own<'a>, rest: Rc<Rest<'a>>) -> Row<'a> {
        Row { own, rest: Some(rest) }
    }

    /// The cells from left to right.
    pub fn cells(&self) -> impl Iterator<Item = Cow<'_, Cell<'a>>> {
        let (text, cells) = match &self.own {
            Own::Text(text) => (Some(Cell::Text(Cow::Borrowed(*text))), &[][..]),
            Own::Several(cells) => (None, cells.as_slice()),
        };
        let rest = self.rest.iter().flat_map(|rest| &rest.cells);
        text.map(Cow::Owned).into_iter().chain(cells.iter().chain(rest).map(Cow::Borrowed))
    }

    /// The cells from left to right, as a list.
    pub fn into_cells(self) -> Vec<Cell<'a>> {
        let mut cells = match self.own {
            Own::Text(text) => vec![Cell::Text(Cow::Borrowed(text))],
            Own::Several(cells) => cells,
        };
        if let Some(rest) = self.rest {
            cells.extend(rest.cells.iter().cloned());
        }
        cells
    }

    pub(super) fn own(&self) -> &Own<'a> {
        &self.own
    }

    pub(super) fn rest(&self) -> Option<&Rest<'a>> {
        self.rest.as_deref()
    }
}

impl<'a> Rest<'a> {
    /// Cells that stand in rows of one grid.
    pub fn of(cells: Vec<Cell<'a>>) -> Rc<Rest<'a>> {
        Rc::new(Rest { cells, written: OnceCell::new() })
    }

    /// The cells as the grid's writer has them, made once.
    pub(super) fn written(&self, write: impl FnOnce(&[Cell<'a>]) -> String) -> &str {
        self.written.get_or_init(|| write(&self.cells))
    }
}
