//! Rows of a grid: cells of their own, and behind them cells that stand in many rows.

use super::Cell;
use std::cell::OnceCell;
use std::rc::Rc;

/// A row of cells, one a column.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    own: Vec<Cell<'a>>,
    rest: Option<Rc<Rest<'a>>>,
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
        Row { own, rest: None }
    }
}

impl<'a> Row<'a> {
    /// A row of cells of its own and others behind them.
    pub fn with(own: Vec<Cell<'a>>, rest: Rc<Rest<'a>>) -> Row<'a> {
        Row { own, rest: Some(rest) }
    }

    /// The cells from left to right.
    pub fn cells(&self) -> impl Iterator<Item = &Cell<'a>> {
        self.own.iter().chain(self.rest.iter().flat_map(|rest| &rest.cells))
    }

    /// The cells from left to right, as a list.
    pub fn into_cells(mut self) -> Vec<Cell<'a>> {
        if let Some(rest) = self.rest {
            self.own.extend(rest.cells.iter().cloned());
        }
        self.own
    }

    pub(super) fn own(&self) -> &[Cell<'a>] {
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
