//! Results as files and on the terminal: a grid of plain cells, written as CSV, XLSX or aligned
//! text. Knows nothing of rules or records.

mod book;
mod csv;
#[cfg(feature = "xlsx")]
mod docx;
pub mod draft;
mod form;
mod html;
mod ics;
#[cfg(feature = "xlsx")]
pub mod junit;
pub mod lcov;
mod row;
mod synced;
mod table;
mod whole;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use book::{Chart, LinkedGrid, PageId, Part, Telling, Tone, Toned};
pub use csv::write as write_csv;
#[cfg(feature = "xlsx")]
pub use docx::write as write_docx;
pub use form::{
    Bound, Entry, Form, FormColumn, FormGuide, FormPage, FormSheet, GuideLine, Operand,
};
pub use html::table as html_table;
pub use ics::{DayEvent, write as write_ics};
pub use row::{Own, Rest, Row};
pub use table::write as write_table;
pub use whole::write_whole;
#[cfg(feature = "xlsx")]
pub(crate) use xlsx::MOST_ROWS;
#[cfg(feature = "xlsx")]
pub use xlsx::{Book, write as write_xlsx, write_form};

#[cfg(feature = "xlsx")]
use super::cell::LONGEST_TEXT;
use crate::diag::{self, Error, Message};
#[cfg(feature = "xlsx")]
use crate::value::text::plain_number;
use crate::value::text::{push_plain_number, show_date, show_number};
use crate::value::{Date, Lang, Num};
use std::borrow::Cow;
use std::io;
use std::sync::Arc;

/// Digits that a number of Excel keeps; an exact number with more is written as text.
#[cfg(feature = "xlsx")]
const EXACT_DIGITS: usize = 15;

/// Column of a table of results, with its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Header of the column.
    pub header: String,
    /// Kind of its values.
    pub kind: Kind,
}

/// Kind of a column's values; single cells may be texts all the same (`25 – 30`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts, aligned to the left.
    Text,
    /// Plain numbers: counts, points, durations.
    Number,
    /// Calendar years: without groups.
    Year,
    /// Amounts of money in đồng.
    Money,
    /// Ratios, shown in percent.
    Percent,
    /// Calendar days without a time.
    Date,
}

/// Cell of a table of results.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A cell without a value.
    Blank,
    /// A text, shown as it is.
    Text(Cow<'a, str>),
    /// A text of the data, which is kept once for many cells.
    Shared(Arc<str>),
    /// A number in its column's unit; a ratio is itself, 0,98 for 98%.
    Number(Num),
    /// A number of another kind than its column's, and how it reads on a terminal.
    Measure(Num, Kind, String),
    /// A calendar day without a time.
    Date(Date),
}

/// Table to be written: its rows, and how they are shown.
pub struct Grid<'a> {
    /// The name of the sheet, in a workbook.
    pub name: &'a str,
    /// Columns from left to right.
    pub columns: &'a [Column],
    /// The rows, taken one by one; each has a cell a column.
    pub rows: Box<dyn Iterator<Item = Row<'a>> + 'a>,
    /// Language in which numbers and dates are written.
    pub lang: Lang,
}

/// Reason why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// The system said no; a broken pipe is the reader's choice and no fault.
    Io(io::Error),
    /// More rows than a sheet holds.
    TooManyRows,
    /// The output is one of the files read.
    OverInput,
    /// The records could not be read to the end.
    Unread(Error),
    /// The temporary file of a workbook could not be written.
    Temporary,
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> WriteError {
        WriteError::Io(error)
    }
}

impl WriteError {
    /// Message that says why the results could not be written.
    pub fn message(&self) -> Message {
        match self {
            WriteError::Io(error) => diag::data::unwritable(&diag::system(error)),
            WriteError::TooManyRows => diag::data::too_many_results(),
            WriteError::OverInput => diag::data::output_is_input(),
            WriteError::Unread(error) => error.message(),
            WriteError::Temporary => {
                let folder = std::env::temp_dir().display().to_string();
                diag::data::unwritable(&diag::data::no_temporary(&folder))
            }
        }
    }
}

/// A number for a file: exact where it ends within 28 digits, no groups, the language's decimal
/// sign; a ratio in percent.
fn filed(number: &Num, kind: Kind, lang: Lang) -> String {
    let mut text = String::new();
    file(&mut text, number, kind, lang);
    text
}

/// Appends a number for a file.
fn file(text: &mut String, number: &Num, kind: Kind, lang: Lang) {
    let point = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    let (number, sign) = scaled(number, kind);
    push_plain_number(text, &number, point);
    text.push_str(sign);
}

/// A number for a person: in groups, marked `≈` where it was rounded.
pub(in crate::data) fn shown(number: &Num, kind: Kind, lang: Lang) -> String {
    let decimals = match kind {
        Kind::Money => 0,
        Kind::Percent | Kind::Text | Kind::Date => 2,
        Kind::Number => 4,
        Kind::Year => return filed(number, kind, lang),
    };
    let (number, sign) = scaled(number, kind);
    let (digits, rounded) = show_number(&number, lang, decimals);
    let mark = if rounded { "≈ " } else { "" };
    format!("{mark}{digits}{sign}")
}

/// Plain digits of a number that Excel can keep; none if it is exact and has more digits than that.
#[cfg(feature = "xlsx")]
pub(in crate::data) fn excel_digits(number: &Num) -> Option<String> {
    let (plain, exact) = plain_number(number);
    let digits =
        plain.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit).count();
    let trailing =
        if plain.contains('.') { 0 } else { plain.len() - plain.trim_end_matches('0').len() };
    (!exact || digits.saturating_sub(trailing) <= EXACT_DIGITS).then_some(plain)
}

/// The beginning of a text, as much of it as a cell of Excel holds.
#[cfg(feature = "xlsx")]
pub(in crate::data) fn clipped(text: &str) -> &str {
    beginning(text, LONGEST_TEXT)
}

/// The beginning of a text, of at most so many characters as Excel counts them: one beyond the
/// first 65,536 counts twice.
#[cfg(feature = "xlsx")]
fn beginning(text: &str, most: usize) -> &str {
    let mut left = most;
    let end = text.char_indices().find(|(_, letter)| {
        let fits = letter.len_utf16() <= left;
        left = left.saturating_sub(letter.len_utf16());
        !fits
    });
    end.map_or(text, |(end, _)| text.split_at(end).0)
}

fn scaled(number: &Num, kind: Kind) -> (Cow<'_, Num>, &'static str) {
    let hundredfold =
        if kind == Kind::Percent { number.mul(&Num::from_i64(100)).ok() } else { None };
    match hundredfold {
        Some(hundredfold) => (Cow::Owned(hundredfold), "%"),
        None => (Cow::Borrowed(number), ""),
    }
}

/// The text of a cell that holds no number.
pub(in crate::data) fn words<'c>(cell: &'c Cell) -> Option<Cow<'c, str>> {
    match cell {
        Cell::Blank => Some(Cow::Borrowed("")),
        Cell::Text(text) => Some(Cow::Borrowed(text)),
        Cell::Shared(text) => Some(Cow::Borrowed(text)),
        Cell::Date(date) => Some(Cow::Owned(show_date(*date))),
        Cell::Number(_) | Cell::Measure(..) => None,
    }
}
