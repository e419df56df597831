//! The XML of a sheet with columns added: what stands there is copied as it is written, and new
//! cells are put between.

use super::super::MOST_COLUMNS;
use super::super::account::{letters, position};
use super::super::out::{Cell, Kind, clipped, excel_digits, shown, words};
use super::super::unpacked::attribute;
use super::{AddedColumns, last_of};
use crate::diag::{Message, into as say};
use crate::value::{Lang, Num};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::iter::Peekable;

/// Widths of the columns that are added, in characters: of numbers, and of texts.
const NUMBER_WIDTH: u32 = 12;
const TEXT_WIDTH: u32 = 24;

/// Reason why a sheet cannot be changed; none where it is no sheet that could be read.
type Trouble = Option<Message>;

/// What a sheet holds, as far as it matters for columns on its right.
#[derive(Default)]
struct Seen {
    /// Columns up to the last that holds anything.
    used: usize,
    /// Columns that have a width of their own, up to the last.
    sized: usize,
    has_sizes: bool,
    protected: bool,
    /// Style of the last cell of the header that holds anything.
    style: Option<String>,
}

/// A sheet with columns behind the last that holds anything; `beside` is the last column that is
/// covered by something that lies on the sheet.
pub(super) fn with_columns(
    text: &str,
    added: AddedColumns<'_>,
    beside: Option<usize>,
) -> Result<Vec<u8>, Trouble> {
    let seen = see(text, added.header_row).ok_or(None)?;
    if seen.protected {
        return Err(Some(say::protected(&added.sheet)));
    }
    let first = seen.used.max(beside.map_or(0, |last| last + 1));
    if first + added.columns.len() > MOST_COLUMNS {
        return Err(Some(say::no_room(&added.sheet)));
    }
    let edit = Edit {
        text,
        copied: 0,
        to: Vec::with_capacity(text.len() + text.len() / 4),
        first,
        last: first + added.columns.len().saturating_sub(1),
        lang: added.lang,
        kinds: added.columns.iter().map(|column| column.kind).collect(),
    };
    let header = added.columns.iter().map(|column| {
        let style = seen.style.clone();
        (Cell::Text(column.header.clone().into()), style)
    });
    let header: Vec<(Cell<'_>, Option<String>)> = header.collect();
    edit.run(&seen, (added.header_row, header), added.rows.peekable()).ok_or(None)
}

/// The last column, from 0, that something on a drawing covers.
pub(super) fn last_drawn(text: &str) -> Option<usize> {
    let mut xml = Reader::from_str(text);
    let (mut within, mut in_column, mut last) = (false, false, None);
    loop {
        match xml.read_event().ok()? {
            Event::Start(start) if start.local_name().as_ref() == "to" => within = true,
            Event::End(end) if end.local_name().as_ref() == "to" => within = false,
            Event::Start(start) => in_column = within && start.local_name().as_ref() == "col",
            Event::Text(text) if in_column => {
                let column: Option<usize> = text.trim().parse().ok();
                last = last.max(column);
            }
            Event::End(_) => in_column = false,
            Event::Eof => return last,
            _ => {}
        }
    }
}

/// Goes through a sheet once.
fn see(text: &str, header_row: u32) -> Option<Seen> {
    let (mut xml, mut seen) = (Reader::from_str(text), Seen::default());
    let (mut row, mut column) = (0_u32, 0_usize);
    let mut cell: Option<(usize, Option<String>)> = None;
    loop {
        let event = xml.read_event().ok()?;
        let (start, is_empty) = match &event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(end) if end.local_name().as_ref() == "c" => {
                cell = None;
                continue;
            }
            Event::Eof => return Some(seen),
            _ => continue,
        };
        let tag: &str = start;
        match start.local_name().as_ref() {
            "row" => {
                row = number(tag, "r").unwrap_or(row + 1);
                column = 0;
            }
            "c" => {
                column = column_of(tag).unwrap_or(column) + 1;
                let style = attribute(tag, "s");
                cell = (!is_empty).then_some((column, style));
            }
            "v" | "f" | "is" => {
                if let Some((column, style)) = &cell {
                    seen.used = seen.used.max(*column);
                    if row == header_row {
                        seen.style.clone_from(style);
                    }
                }
            }
            "col" => {
                seen.sized = seen.sized.max(number(tag, "max").unwrap_or(0) as usize);
            }
            "cols" => seen.has_sizes = true,
            "mergeCell" => {
                let last = attribute(tag, "ref").and_then(|cells| last_of(&cells));
                seen.used = seen.used.max(last.map_or(0, |last| last + 1));
            }
            "sheetProtection" => {
                let on = attribute(tag, "sheet");
                seen.protected |= on.is_some_and(|on| on == "1" || on == "true");
            }
            _ => {}
        }
    }
}

fn number(tag: &str, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

/// The column of a cell, from 0, where its tag says it.
fn column_of(tag: &str) -> Option<usize> {
    position(&attribute(tag, "r")?).map(|(_, column)| column)
}

/// A copy of a sheet that is being made.
struct Edit<'t> {
    text: &'t str,
    /// Bytes of the text that were copied, or left out.
    copied: usize,
    to: Vec<u8>,
    /// First and last column that are added, from 0.
    first: usize,
    last: usize,
    lang: Lang,
    kinds: Vec<Kind>,
}

/// Cells for a row, by column, each with its style.
type Cells<'c> = Vec<(Cell<'c>, Option<String>)>;

/// Row that is being copied: its number, the place within it, and what is still to be added.
struct OpenRow<'c> {
    number: u32,
    column: usize,
    next: usize,
    cells: Cells<'c>,
    prefix: String,
}

impl<'t> Edit<'t> {
    fn run<'c>(
        mut self,
        seen: &Seen,
        (header_row, header): (u32, Cells<'c>),
        mut rows: Peekable<impl Iterator<Item = (u32, Vec<Cell<'c>>)>>,
    ) -> Option<Vec<u8>> {
        let mut xml = Reader::from_str(self.text);
        let (mut row, mut header) = (0_u32, Some(header));
        let mut open: Option<OpenRow<'c>> = None;
        loop {
            let start = usize::try_from(xml.buffer_position()).ok()?;
            let event = xml.read_event().ok()?;
            let end = usize::try_from(xml.buffer_position()).ok()?;
            match &event {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let is_empty = matches!(event, Event::Empty(_));
                    let content: &str = tag;
                    match tag.local_name().as_ref() {
                        "dimension" => self.widen(start, end, content),
                        "sheetData" if !seen.has_sizes => self.size(start, content, true),
                        "row" => {
                            row = number(content, "r").unwrap_or(row + 1);
                            let cells = match header.take_if(|_| row == header_row) {
                                Some(header) => Some(header),
                                None => take(&mut rows, row),
                            };
                            let Some(cells) = cells.filter(|cells| !cells.is_empty()) else {
                                continue;
                            };
                            let prefix = prefix_of(content);
                            let mut opened =
                                OpenRow { number: row, column: 0, next: 0, cells, prefix };
                            self.open_row(start, end, content, is_empty);
                            if is_empty {
                                self.rest(&mut opened);
                                let close = format!("</{}row>", opened.prefix);
                                self.to.extend_from_slice(close.as_bytes());
                            } else {
                                open = Some(opened);
                            }
                        }
                        "c" => {
                            if let Some(open) = &mut open {
                                let end = match is_empty {
                                    true => end,
                                    false => {
                                        xml.read_to_end(tag.name()).ok()?;
                                        usize::try_from(xml.buffer_position()).ok()?
                                    }
                                };
                                self.cell(open, (start, end), content);
                            }
                        }
                        _ => {}
                    }
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "cols" if seen.sized <= self.first => self.size(start, "cols", false),
                    "row" => {
                        if let Some(mut open) = open.take() {
                            self.copy(start);
                            self.rest(&mut open);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        self.copy(self.text.len());
        // Every result has its row, or none is written.
        (header.is_none() && rows.next().is_none()).then_some(self.to)
    }

    /// Copies what stands before a place.
    fn copy(&mut self, end: usize) {
        let part = self.text.get(self.copied..end).unwrap_or_default();
        self.to.extend_from_slice(part.as_bytes());
        self.copied = self.copied.max(end);
    }

    /// Puts a tag in the place of another.
    fn replace(&mut self, (start, end): (usize, usize), tag: &str) {
        self.copy(start);
        self.to.extend_from_slice(tag.as_bytes());
        self.copied = end;
    }

    /// Widens the cells that the sheet says it has.
    fn widen(&mut self, start: usize, end: usize, content: &str) {
        let Some(cells) = attribute(content, "ref") else { return };
        let (from, to) = cells.split_once(':').unwrap_or((&cells, &cells));
        let Some((row, column)) = position(to) else { return };
        let to = format!("{}{}", letters(column.max(self.last)), row + 1);
        let written = self.text.get(start..end).unwrap_or_default();
        let widened = written.replacen(&format!("\"{cells}\""), &format!("\"{from}:{to}\""), 1);
        self.replace((start, end), &widened);
    }

    /// Gives the columns a width, in a list of its own where the sheet has none.
    fn size(&mut self, start: usize, beside: &str, alone: bool) {
        self.copy(start);
        let prefix = match self.text.get(start..) {
            Some(rest) if !alone => prefix_of(rest.trim_start_matches("</")),
            _ => prefix_of(beside),
        };
        let sized: String = self
            .kinds
            .iter()
            .enumerate()
            .map(|(place, kind)| {
                let (at, wide) = (self.first + place + 1, width(*kind));
                format!(
                    "<{prefix}col min=\"{at}\" max=\"{at}\" width=\"{wide}\" customWidth=\"1\"/>"
                )
            })
            .collect();
        let sized = match alone {
            true => format!("<{prefix}cols>{sized}</{prefix}cols>"),
            false => sized,
        };
        self.to.extend_from_slice(sized.as_bytes());
    }

    /// Copies the tag of a row to which cells are added.
    fn open_row(&mut self, start: usize, end: usize, content: &str, is_empty: bool) {
        let written = self.text.get(start..end).unwrap_or_default();
        let mut tag = match attribute(content, "spans") {
            Some(spans) => {
                let from = spans.split(':').next().unwrap_or("1");
                let wide = format!("\"{from}:{}\"", self.last + 1);
                written.replacen(&format!("\"{spans}\""), &wide, 1)
            }
            None => written.to_owned(),
        };
        if is_empty {
            tag = format!("{}>", tag.trim_end_matches('>').trim_end_matches('/'));
        }
        self.replace((start, end), &tag);
    }

    /// Passes a cell of a row: cells that belong before it are put there, and one that stands in
    /// its place, which is blank, gives way and leaves its style.
    fn cell(&mut self, open: &mut OpenRow<'_>, (start, end): (usize, usize), content: &str) {
        let column = column_of(content).unwrap_or(open.column);
        open.column = column + 1;
        if column < self.first {
            return;
        }
        self.copy(start);
        self.up_to(open, column);
        if column <= self.last {
            let style = attribute(content, "s");
            self.put(open, style);
            self.copied = end;
        }
    }

    /// Writes the cells left of a column that are not written yet.
    fn up_to(&mut self, open: &mut OpenRow<'_>, column: usize) {
        while self.first + open.next < column && open.next < open.cells.len() {
            self.put(open, None);
        }
    }

    /// Writes the cells that are not written yet.
    fn rest(&mut self, open: &mut OpenRow<'_>) {
        self.up_to(open, usize::MAX);
    }

    /// Writes the next cell of a row.
    fn put(&mut self, open: &mut OpenRow<'_>, style: Option<String>) {
        let place = open.next;
        open.next += 1;
        let Some((cell, own)) = open.cells.get(place) else { return };
        let kind = self.kinds.get(place).copied().unwrap_or(Kind::Text);
        let style = own.clone().or(style);
        let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
        let at = format!("r=\"{}{}\"{style}", letters(self.first + place), open.number);
        let prefix = &open.prefix;
        let written = match content_of(cell, kind, self.lang) {
            Content::Nothing if style.is_empty() => String::new(),
            Content::Nothing => format!("<{prefix}c {at}/>"),
            Content::Number(digits) => {
                format!("<{prefix}c {at}><{prefix}v>{digits}</{prefix}v></{prefix}c>")
            }
            Content::Text(text) => format!(
                "<{prefix}c {at} t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{}\
                 </{prefix}t></{prefix}is></{prefix}c>",
                escaped(&text)
            ),
        };
        self.to.extend_from_slice(written.as_bytes());
    }
}

/// The cells for a row, where there are some.
fn take<'c>(
    rows: &mut Peekable<impl Iterator<Item = (u32, Vec<Cell<'c>>)>>,
    row: u32,
) -> Option<Cells<'c>> {
    let (_, cells) = rows.next_if(|(number, _)| *number == row)?;
    Some(cells.into_iter().map(|cell| (cell, None)).collect())
}

/// The prefix of a tag's name with its colon; nothing where it has none.
fn prefix_of(tag: &str) -> String {
    let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
    name.and_then(|name| name.rsplit_once(':'))
        .map_or_else(String::new, |(prefix, _)| format!("{prefix}:"))
}

fn width(kind: Kind) -> u32 {
    match kind {
        Kind::Text => TEXT_WIDTH,
        Kind::Number | Kind::Year | Kind::Money | Kind::Percent | Kind::Date => NUMBER_WIDTH,
    }
}

/// Content of a cell, as a sheet holds it without styles of its own.
enum Content {
    Nothing,
    Number(String),
    Text(String),
}

/// The content of a cell. What needs a style to be read, a share or a day, is a text.
fn content_of(cell: &Cell<'_>, kind: Kind, lang: Lang) -> Content {
    let number = |number: &Num, kind: Kind| match (kind, excel_digits(number)) {
        (Kind::Percent | Kind::Date, _) | (_, None) => Content::Text(shown(number, kind, lang)),
        (Kind::Text | Kind::Number | Kind::Year | Kind::Money, Some(digits)) => {
            Content::Number(digits)
        }
    };
    match cell {
        Cell::Number(value) => number(value, kind),
        Cell::Measure(value, kind, _) => number(value, *kind),
        Cell::Blank | Cell::Text(_) | Cell::Shared(_) | Cell::Date(_) => {
            match words(cell).unwrap_or_default() {
                text if text.is_empty() => Content::Nothing,
                text => Content::Text(clipped(&text).to_owned()),
            }
        }
    }
}

/// A text for XML; a character that XML cannot hold, or not as it is, is written as Excel writes
/// it, and so is what Excel would take for one that is written so.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '\t' | '\n' => written.push(letter),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => push_code(&mut written, letter),
            '_' if text.get(place..).is_some_and(begins_with_code) => {
                push_code(&mut written, letter);
            }
            letter => written.push(letter),
        }
    }
    written
}

fn push_code(written: &mut String, letter: char) {
    written.push_str(&format!("_x{:04X}_", u32::from(letter)));
}

/// Returns `true` if a text begins with the code of a character, such as `_x000D_`.
fn begins_with_code(text: &str) -> bool {
    match text.as_bytes() {
        [b'_', b'x', code @ ..] => {
            code.get(4) == Some(&b'_') && code.iter().take(4).all(u8::is_ascii_hexdigit)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_text_is_read_as_it_was() {
        assert_eq!(escaped("a<b & c>\td\ne"), "a&lt;b &amp; c&gt;\td\ne");
        assert_eq!(escaped("\u{1b}[2J\r\n"), "_x001B_[2J_x000D_\n");
        // Words that look like a code are words.
        assert_eq!(escaped("_x000D_ _x00e9_"), "_x005F_x000D_ _x005F_x00e9_");
        assert_eq!(escaped("_x00_ _x00G0_ _x000D"), "_x00_ _x00G0_ _x000D");
    }
}
