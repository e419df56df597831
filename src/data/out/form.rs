//! Workbooks to be filled in: sheets without rows, what each of their columns takes, and a guide.

use super::{Cell, Kind};
use crate::value::{Arith, Date, Num};

/// A workbook to be filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The sheets that are shown, in their order.
    pub pages: Vec<FormPage>,
    /// Name of the hidden sheet that holds the lists.
    pub lists_name: String,
    /// Lists that cells are chosen from, each with its name.
    pub lists: Vec<(String, Vec<String>)>,
}

/// A sheet of a workbook to be filled in.
#[derive(Clone, Debug)]
pub enum FormPage {
    /// Guide for who fills the workbook in; no records.
    Guide(FormGuide),
    /// Sheet that takes records, a row each.
    Sheet(FormSheet),
}

/// Guide of a workbook: texts, and tables of what the sheets take.
#[derive(Clone, Debug)]
pub struct FormGuide {
    /// Name of the sheet.
    pub name: String,
    /// Lines of the guide, from above.
    pub lines: Vec<GuideLine>,
}

/// Line of a guide.
#[derive(Clone, Debug)]
pub enum GuideLine {
    /// Words above all others.
    Title(String),
    /// A sentence, over the whole width.
    Text(String),
    /// Header of a table.
    Header(Vec<String>),
    /// Row of a table.
    Row(Vec<Cell<'static>>),
}

/// Sheet that takes records.
#[derive(Clone, Debug)]
pub struct FormSheet {
    /// Name of the sheet.
    pub name: String,
    /// Cell above the header, by row and column from 0, with its text.
    pub above: Option<((usize, usize), String)>,
    /// Row of the header, from 0.
    pub header_row: usize,
    /// Columns from left to right.
    pub columns: Vec<FormColumn>,
}

/// Column of a sheet that takes records.
#[derive(Clone, Debug)]
pub struct FormColumn {
    /// Header of the column.
    pub header: String,
    /// Note at the header.
    pub note: String,
    /// `true` if each row needs a value.
    pub required: bool,
    /// Content that its cells take.
    pub entry: Entry,
    /// Words about content that is refused.
    pub refusal: String,
}

/// Content that the cells of a column take.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Any text, kept as it is typed.
    Text,
    /// A number of a kind.
    Number {
        /// Kind of the number, by which it is shown.
        kind: Kind,
        /// `true` if it has no fraction.
        whole: bool,
        /// Units of the bounds that one unit of the cell is.
        scale: Num,
        /// Bounds within which it lies.
        bounds: Vec<Bound>,
    },
    /// A calendar day without a time.
    Date {
        /// Bounds within which it lies.
        bounds: Vec<Bound>,
    },
    /// A member of a list, by the list's place.
    Choice(usize),
}

/// Bound of the values of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// `true` of a least value, `false` of a greatest one.
    pub least: bool,
    /// `true` if the bound itself is taken.
    pub inclusive: bool,
    /// Value of the bound.
    pub value: Operand,
}

/// Value that is computed from the cells of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A number, in units of bounds.
    Number(Num),
    /// A calendar day that is known.
    Date(Date),
    /// The cell of another column, by its place, and the units of bounds that one of its is.
    Cell(usize, Num),
    /// Result of an operator on two values.
    Arith(Arith, Box<Operand>, Box<Operand>),
}

impl Operand {
    /// Hands over the place of each column that it reads.
    pub fn cells(&self, each: &mut dyn FnMut(usize)) {
        match self {
            Operand::Number(_) | Operand::Date(_) => {}
            Operand::Cell(place, _) => each(*place),
            Operand::Arith(_, left, right) => {
                left.cells(each);
                right.cells(each);
            }
        }
    }
}
