//! Pages of a workbook that lead to each other: grids with colours and links, small tables one
//! below the other with charts beside them.

use super::{Column, Row};
use crate::value::Lang;

/// Page of a workbook, by the order in which pages were opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageId(pub(super) usize);

/// Tone of a text: how good the news is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The best there can be.
    Good,
    /// Good, but not the best.
    Fair,
    /// Bad, but not the worst.
    Poor,
    /// The worst there can be.
    Bad,
    /// Open, or faulty: nothing is said.
    Open,
}

/// Tones of the texts of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toned {
    /// Place of the column.
    pub column: usize,
    /// Texts by which cells are told, whole or by how they begin, with their tone.
    pub tones: Vec<(Telling, Tone)>,
}

/// Text by which a cell is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// The whole text of a cell.
    Whole(String),
    /// The words that the cell begins with.
    Beginning(String),
}

/// Grid that fills a page of its own.
pub struct LinkedGrid<'a> {
    /// Columns from left to right.
    pub columns: &'a [Column],
    /// Rows, taken one by one, each with the row of the linked page that it leads to, from 0.
    pub rows: Box<dyn Iterator<Item = (Row<'a>, Option<u32>)> + 'a>,
    /// Language in which numbers and dates are written.
    pub lang: Lang,
    /// Column whose cells, which hold texts, lead to another page.
    pub link: Option<(usize, PageId)>,
    /// Colours of the texts of some columns.
    pub toned: Vec<Toned>,
}

/// Part of a page of small tables.
pub enum Part<'a> {
    /// Words above what follows.
    Title(String),
    /// A sentence over the whole width.
    Text(String),
    /// A text that leads to a page, and what is to be found there.
    Link(PageId, String, String),
    /// A table, with a chart beside it.
    Table {
        /// Columns from left to right.
        columns: Vec<Column>,
        /// Rows, each with a cell a column.
        rows: Vec<Row<'a>>,
        /// Colours of the texts of some columns.
        toned: Vec<Toned>,
        /// Chart of the table.
        chart: Option<Chart>,
    },
}

/// Chart of a table whose first column names what is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Title above the chart.
    pub title: String,
    /// `true` if the series stand one on the other, rather than side by side.
    pub stacked: bool,
    /// Columns that are drawn, each with its tone.
    pub series: Vec<(usize, Option<Tone>)>,
    /// Number of the rows that are drawn, from the first.
    pub rows: usize,
}
