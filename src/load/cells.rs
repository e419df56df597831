//! Cells of a text file, with their places in it: what is quoted as programs write it, and parted
//! by the sign that gives the header its last cell.

use crate::data::DELIMITERS;
use crate::source::cells::FileCell;
use crate::source::key;
use std::borrow::Cow;
use std::ops::Range;

/// A row of a text file, by byte offsets.
pub(super) struct TextRow<'t> {
    pub(super) place: Range<usize>,
    pub(super) cells: Vec<FileCell<'t>>,
}

/// Rows of a text file, blank ones left out; an error is the offset of a quote that is never
/// closed.
pub(super) struct TextRows<'t> {
    text: &'t str,
    delimiter: u8,
    /// `true` if lines end in `\r` alone.
    old_breaks: bool,
    at: usize,
}

/// The sign that parts the cells of a file: the one by which the header ends in a name, else the
/// one by which it has the most cells.
pub(super) fn delimiter(text: &str, result: &str) -> u8 {
    let signs = DELIMITERS.iter().filter_map(|sign| u8::try_from(*sign).ok());
    let header = |sign: u8| match TextRows::new(text, sign).next() {
        Some(Ok(row)) => row.cells,
        Some(Err(_)) | None => Vec::new(),
    };
    let fit = |sign: &u8| {
        let cells = header(*sign);
        let shown = cells.iter().rposition(|cell| !cell.text.is_empty());
        let last = shown.and_then(|last| cells.get(last));
        (last.is_some_and(|cell| key(&cell.text) == result), shown)
    };
    // Of several that fit as well the most usual, which is the first, is taken.
    let all: Vec<u8> = signs.collect();
    all.iter().rev().copied().max_by_key(fit).unwrap_or(b',')
}

/// Place of a row of a text, and its cells.
pub(crate) type RowCells<'t> = (Range<u32>, Vec<FileCell<'t>>);

/// Rows of a text with the texts and places of their cells; `None` of one whose lines end with a
/// carriage return alone, and where a quote is never closed.
pub(crate) fn cells_by_row(text: &str, delimiter: char) -> Option<Vec<RowCells<'_>>> {
    let rows = TextRows::new(text, u8::try_from(delimiter).ok()?);
    if rows.old_breaks {
        return None;
    }
    rows.map(|read| {
        let row = read.ok()?;
        Some((range(row.place.start, row.place.end), row.cells))
    })
    .collect()
}

/// A cell as programs write it: in quotes where it holds what parts cells or rows.
pub(crate) fn quoted(words: &str, delimiter: char) -> Cow<'_, str> {
    if words.contains([delimiter, '"', '\n', '\r']) {
        return Cow::Owned(format!("\"{}\"", words.replace('"', "\"\"")));
    }
    Cow::Borrowed(words)
}

impl<'t> TextRows<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8) -> TextRows<'t> {
        let old_breaks = text.contains('\r') && !text.contains('\n');
        TextRows { text, delimiter, old_breaks, at: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn breaks(&self, byte: u8) -> bool {
        byte == if self.old_breaks { b'\r' } else { b'\n' }
    }

    /// Reads a row from `at` on.
    fn row(&mut self) -> Result<TextRow<'t>, usize> {
        let start = self.at;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            let ended = self.byte(self.at).is_none_or(|byte| self.breaks(byte));
            let end = self.at;
            self.at += 1;
            if ended {
                let end = start + self.text.get(start..end).unwrap_or("").trim_end().len();
                return Ok(TextRow { place: start..end, cells });
            }
        }
    }

    /// Reads a cell from `at` on, up to what ends it.
    fn cell(&mut self) -> Result<FileCell<'t>, usize> {
        let start = self.at;
        let quoted = self.byte(start) == Some(b'"');
        if quoted {
            self.at = self.closed(start + 1).ok_or(start)?;
        }
        let closed = self.at;
        while self.byte(self.at).is_some_and(|byte| byte != self.delimiter && !self.breaks(byte)) {
            self.at += 1;
        }
        let text = |range: Range<usize>| self.text.get(range).unwrap_or("");
        let behind = text(closed..self.at).trim();
        if !quoted {
            return Ok(trimmed(behind, start + lead(text(start..self.at))));
        }
        let inner = text(start + 1..closed - 1);
        if behind.is_empty() && !inner.contains("\"\"") {
            return Ok(trimmed(inner.trim(), start + 1 + lead(inner)));
        }
        let whole = format!("{}{behind}", inner.replace("\"\"", "\""));
        Ok(FileCell { text: Cow::Owned(whole.trim().to_owned()), place: range(start, self.at) })
    }

    /// The offset behind the quote that closes a cell.
    fn closed(&self, mut at: usize) -> Option<usize> {
        loop {
            let quote = at + self.text.get(at..)?.find('"')?;
            if self.byte(quote + 1) != Some(b'"') {
                return Some(quote + 1);
            }
            at = quote + 2;
        }
    }
}

fn lead(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn trimmed(text: &str, start: usize) -> FileCell<'_> {
    FileCell { text: Cow::Borrowed(text), place: range(start, start + text.len()) }
}

/// Files are far below 4 GiB; the clamp only keeps the arithmetic total.
pub(super) fn range(start: usize, end: usize) -> Range<u32> {
    let clip = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    clip(start)..clip(end)
}

impl<'t> Iterator for TextRows<'t> {
    type Item = Result<TextRow<'t>, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            match self.row() {
                Ok(row) if row.cells.iter().all(|cell| cell.text.is_empty()) => {}
                Ok(row) => return Some(Ok(row)),
                Err(quote) => {
                    self.at = self.text.len();
                    return Some(Err(quote));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let row = |row: TextRow<'_>| row.cells.iter().map(|cell| cell.text.to_string()).collect();
        TextRows::new(text, delimiter).map(|one| row(one.ok().unwrap())).collect()
    }

    #[test]
    fn cells_are_quoted_as_programs_write_them() {
        assert_eq!(
            cells("a;\"b;c\";\"say \"\"d\"\"\"\r\n\r\n  ; \n \"e ; f\n\"g\nh\";i", b';'),
            [vec!["a", "b;c", "say \"d\""], vec!["\"e", "f"], vec!["g\nh", "i"]]
        );
        assert_eq!(cells("a,b\rc,d", b','), [["a", "b"], ["c", "d"]]);
    }

    #[test]
    fn cells_stand_where_they_are_shown() {
        let text = "vùng ; \"mức\"\n \"\"x\"\"; 5 \n";
        let rows: Vec<TextRow<'_>> =
            TextRows::new(text, b';').map(|row| row.ok().unwrap()).collect();
        let shown: Vec<&str> = rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| &text[cell.place.start as usize..cell.place.end as usize])
            .collect();
        assert_eq!(shown, ["vùng", "\"mức\"", "\"\"x\"\"", "5"]);
        assert_eq!(&text[rows[1].place.clone()], " \"\"x\"\"; 5");
    }

    #[test]
    fn a_quote_that_is_not_closed_is_told_by_its_place() {
        let mut rows = TextRows::new("a;b\nc;\"d\ne;f\n", b';');
        assert!(rows.next().unwrap().is_ok());
        assert_eq!(rows.next().unwrap().err(), Some(6));
        assert!(rows.next().is_none());
    }

    #[test]
    fn the_header_tells_what_parts_the_cells() {
        assert_eq!(delimiter("a;b, c;Mức\n", "mức"), b';');
        assert_eq!(delimiter("a;b, Mức\n", "mức"), b',');
        assert_eq!(delimiter("a\tb\tc;d\n", "mức"), b'\t');
        assert_eq!(delimiter("\n,,\na,Mức,,\n", "mức"), b',');
    }
}
