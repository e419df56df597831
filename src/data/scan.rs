//! Rows of a delimited text, one at a time, where they lie in the buffer.

use super::cell::trimmed;
use super::figures::{Figure, figure};
use super::wide::{Cut, Sign, Wide};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use std::io::{self, Read};
use std::ops::Range;

/// Bytes of the text that are held at a time; a row without quotes that is longer is copied.
const BUFFER: usize = 1 << 16;

/// Bytes of the text that are wanted behind the place where a row starts: most rows end among them.
const MARGIN: usize = 1 << 10;

/// Scanner of a text. A row that no quote stands in is cut where it lies, numbers being read on the
/// way; any other, the first (which a byte order mark may begin), and those of a text whose lines
/// end otherwise than with `\n` are for the library.
pub(super) struct Scanner<R> {
    text: R,
    delimiter: u8,
    terminator: u8,
    buffer: Vec<u8>,
    /// The part of the buffer that no row was made of yet.
    rest: Range<usize>,
    quoted: Reader,
    started: bool,
    /// Number of the last row, from 1; lines that hold nothing count too.
    row: u64,
    /// Cells of the last row, if the library took it out of its quotes, and their length.
    copied: Vec<u8>,
    copied_ends: Vec<usize>,
    length: usize,
    /// The last row in the buffer, if it lies there.
    lies: Option<Range<usize>>,
    ends: Vec<u32>,
    /// The decimal sign of each column that holds numbers.
    points: Vec<Option<u8>>,
    /// Numbers of the last row that were read on the way.
    figures: Vec<Figure>,
    wide: Option<Wide>,
    /// The columns as rows of them are cut together.
    signs: Vec<Sign>,
    /// End of each row that was last cut together, in the buffer.
    lines: Vec<u32>,
    /// Memory for the ends of the cells of rows that are cut together.
    cut: Vec<u32>,
}

/// Rows that were cut together, as they lie: the text from the start of the first to the end of the
/// last, ends of lines among it.
pub(super) struct Stretch<'r> {
    text: &'r str,
    /// Place of the text in the buffer, as the ends are counted.
    start: usize,
    lines: &'r [u32],
}

impl<'r> Stretch<'r> {
    pub(super) fn text(&self) -> &'r str {
        self.text
    }

    /// End of each row in the text.
    pub(super) fn ends(&self) -> impl ExactSizeIterator<Item = usize> {
        self.lines.iter().map(|end| *end as usize - self.start)
    }
}

/// A row: its cells behind each other.
pub(super) struct Cells<'r> {
    text: &'r str,
    /// End of each cell in the text.
    ends: &'r [u32],
    /// Bytes between two cells.
    gap: usize,
    figures: Figures<'r>,
}

/// Numbers of a row that were read on the way, which lie so far from each other; none of a row that
/// was not cut at a glance.
#[derive(Clone, Copy)]
pub(super) struct Figures<'r> {
    all: &'r [Figure],
    apart: usize,
}

impl<'r> Figures<'r> {
    #[inline]
    pub(super) fn apart(all: &'r [Figure], apart: usize) -> Figures<'r> {
        Figures { all, apart }
    }

    pub(super) fn is_empty(self) -> bool {
        self.all.is_empty()
    }

    /// Number of cells in the row.
    pub(super) fn len(self) -> usize {
        self.all.len().div_ceil(self.apart)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Figure> {
        self.all.iter().step_by(self.apart).copied()
    }

    #[inline]
    fn get(self, place: usize) -> Option<Figure> {
        self.all.get(place * self.apart).copied()
    }
}

impl<R: Read> Scanner<R> {
    pub(super) fn new(text: R, delimiter: u8, terminator: u8) -> Scanner<R> {
        Scanner::with_buffer(text, delimiter, terminator, BUFFER)
    }

    fn with_buffer(text: R, delimiter: u8, terminator: u8, size: usize) -> Scanner<R> {
        let quoted = ReaderBuilder::new()
            .delimiter(delimiter)
            .terminator(Terminator::Any(terminator))
            .build();
        Scanner {
            text,
            delimiter,
            terminator,
            buffer: vec![0; size],
            rest: 0..0,
            quoted,
            started: false,
            row: 0,
            copied: Vec::new(),
            length: 0,
            lies: None,
            ends: Vec::new(),
            copied_ends: Vec::new(),
            points: Vec::new(),
            figures: Vec::new(),
            wide: Wide::new(),
            signs: Vec::new(),
            lines: Vec::new(),
            cut: Vec::new(),
        }
    }

    /// Scanner that reads the numbers of columns on the way, each with its decimal sign.
    pub(super) fn reading(mut self, points: Vec<Option<u8>>) -> Scanner<R> {
        // A sign that parts cells is none within them.
        let within = |point: &u8| *point != self.delimiter;
        self.points = points.into_iter().map(|point| point.filter(within)).collect();
        self.signs = self.points.iter().copied().map(Sign::of).collect();
        self
    }

    /// Number of columns, if numbers are read.
    pub(super) fn columns(&self) -> usize {
        self.points.len()
    }

    /// Cuts the next rows together, at most so many, with as many cells as there are columns each;
    /// appends the ends of their cells, and puts the numbers into the columns, each of which has
    /// room for that of every row. None where the next row is not one of those that
    /// [`Scanner::advance`] would cut at a glance, or the processor cannot do it.
    pub(super) fn cut<'c>(
        &mut self,
        most: usize,
        (ends, columns): (&mut Vec<u32>, impl Iterator<Item = &'c mut [Figure]>),
    ) -> io::Result<Option<Stretch<'_>>> {
        let wide = self.wide.filter(|_| self.started && self.terminator == b'\n');
        let Some(wide) = wide.filter(|_| self.signs.len() > 1) else { return Ok(None) };
        if self.rest.len() < MARGIN {
            self.fill()?;
        }
        let (start, room) = (self.rest.start, most * self.signs.len());
        if self.cut.len() < room {
            self.cut.resize(room, 0);
        }
        self.lines.clear();
        let text = self.buffer.get(..self.rest.end).unwrap_or_default();
        let cut = Cut {
            lines: &mut self.lines,
            ends: self.cut.get_mut(..room).unwrap_or_default(),
            figures: columns.collect(),
        };
        wide.cut(text, start, (self.delimiter, &self.signs), cut);
        let bytes = |end: Option<&u32>| text.get(start..*end? as usize);
        let cut = bytes(self.lines.last()).unwrap_or_default();
        let text = std::str::from_utf8(cut).unwrap_or_else(|error| {
            // The row in which it is no UTF-8 any more is refused when it is read alone.
            let sound = start + error.valid_up_to();
            self.lines.truncate(self.lines.partition_point(|end| *end as usize <= sound));
            let cut = bytes(self.lines.last()).unwrap_or_default();
            std::str::from_utf8(cut).unwrap_or_default()
        });
        let cells = self.lines.len() * self.signs.len();
        ends.extend_from_slice(self.cut.get(..cells).unwrap_or_default());
        self.rest.start = start + text.len();
        self.row += self.lines.len() as u64;
        Ok((!text.is_empty()).then_some(Stretch { text, start, lines: &self.lines }))
    }

    /// Number of the last row, from 1. A cell of several lines is one row, an empty line a row
    /// number.
    pub(super) fn row(&self) -> u64 {
        self.row
    }

    /// Goes to the next row that is no empty line; `false` if there is none.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        let plain = self.started && self.terminator == b'\n';
        if plain && self.rest.len() < MARGIN {
            // What is cut short by the end of the buffer would be cut at length.
            self.fill()?;
        }
        if plain && self.advance_to_figures().is_some() {
            return Ok(true);
        }
        self.ends.clear();
        self.figures.clear();
        let lies = plain && self.advance_to_plain()?;
        self.started = true;
        if lies { Ok(true) } else { self.advance_to_quoted() }
    }

    /// Goes to the next row if it lies in the buffer, well before its end, with as many cells as
    /// there are columns and no quote.
    fn advance_to_figures(&mut self) -> Option<()> {
        let Scanner { buffer, rest, points, ends, figures, delimiter, .. } = self;
        let (last, line) = (points.len().checked_sub(1)?, buffer.get(rest.clone())?);
        ends.resize(points.len(), 0);
        figures.resize(points.len(), Figure::NONE);
        let (delimiter, mut start) = (*delimiter, 0);
        let cells = ends.iter_mut().zip(figures.iter_mut());
        for (place, (point, (own_end, own))) in points.iter().zip(cells).enumerate() {
            let read = point.and_then(|point| figure(line, start, point));
            let sign = read.and_then(|(_, end)| line.get(end).copied());
            let end;
            (*own, end) = match (read, sign) {
                (Some(read), Some(sign)) if sign == delimiter && place < last => read,
                (Some(read), Some(b'\n' | b'\r')) if place == last => read,
                _ => {
                    let end = text_end(line, start, delimiter)?;
                    if place < last && line.get(end) != Some(&delimiter) {
                        return None;
                    }
                    (Figure::NONE, end)
                }
            };
            *own_end = u32::try_from(end).ok()?;
            start = end + 1;
        }
        let end = start.checked_sub(1)?;
        let returned = line.get(end) == Some(&b'\r');
        let end = end + usize::from(returned);
        // An empty line is no row, and one of a carriage return alone is told by it.
        (line.get(end) == Some(&b'\n') && end > usize::from(returned)).then_some(())?;
        self.lies = Some(rest.start..rest.start + end);
        self.rest.start += end + 1;
        self.row += 1;
        Some(())
    }

    /// Returns `true` if the last row is this cell alone.
    pub(super) fn is(&self, cell: &[u8]) -> bool {
        matches!(self.ends.as_slice(), [end] if self.bytes().get(..*end as usize) == Some(cell))
    }

    fn bytes(&self) -> &[u8] {
        let bytes = match &self.lies {
            Some(line) => self.buffer.get(line.clone()),
            None => self.copied.get(..self.length),
        };
        bytes.unwrap_or_default()
    }

    /// The last row; none if it has bytes that are no UTF-8.
    pub(super) fn cells(&self) -> Option<Cells<'_>> {
        let (ends, gap) = (self.ends.as_slice(), usize::from(self.lies.is_some()));
        let text = std::str::from_utf8(self.bytes()).ok()?;
        // Halves of a letter in two cells that lost their quotes are none.
        let whole = gap > 0 || ends.iter().all(|end| text.is_char_boundary(*end as usize));
        whole.then(|| Cells::of((text, ends), gap, Figures::apart(&self.figures, 1)))
    }

    /// Returns `true` if nothing but empty lines follows.
    pub(super) fn is_at_end(&mut self) -> io::Result<bool> {
        loop {
            let rest = self.buffer.get(self.rest.clone()).unwrap_or_default();
            if rest.iter().any(|byte| *byte != self.terminator) {
                return Ok(false);
            }
            self.rest.start = self.rest.end;
            if !self.fill()? {
                return Ok(true);
            }
        }
    }

    /// Goes to the next row if it is whole in the buffer and has no quote.
    fn advance_to_plain(&mut self) -> io::Result<bool> {
        let delimiter = self.delimiter;
        loop {
            let mut rest = self.buffer.get(self.rest.clone()).unwrap_or_default();
            while let [b'\n', behind @ ..] = rest {
                rest = behind;
                self.rest.start += 1;
                self.row += 1;
            }
            for at in Signs::of(rest, [delimiter, b'\n', b'"']) {
                match rest.get(at) {
                    Some(b'"') => {
                        self.ends.clear();
                        return Ok(false);
                    }
                    Some(b'\n') => {
                        // A line of a carriage return alone is told by it.
                        let returned = at > 1 && rest.get(at - 1) == Some(&b'\r');
                        self.ends.push(place(at - usize::from(returned)));
                        self.lies = Some(self.rest.start..self.rest.start + at);
                        self.rest.start += at + 1;
                        self.row += 1;
                        return Ok(true);
                    }
                    Some(_) | None => self.ends.push(place(at)),
                }
            }
            self.ends.clear();
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    fn advance_to_quoted(&mut self) -> io::Result<bool> {
        self.lies = None;
        let lines = self.quoted.line();
        let (mut length, mut cells) = (0, 0);
        loop {
            self.copied.resize((length + BUFFER).max(self.copied.len()), 0);
            self.copied_ends.resize((cells + 64).max(self.copied_ends.len()), 0);
            if self.rest.is_empty() {
                self.fill()?;
            }
            let (result, read, written, ended) = self.quoted.read_record(
                self.buffer.get(self.rest.clone()).unwrap_or_default(),
                self.copied.get_mut(length..).unwrap_or_default(),
                self.copied_ends.get_mut(cells..).unwrap_or_default(),
            );
            self.rest.start += read;
            (length, cells) = (length + written, cells + ended);
            match result {
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::Record => break,
            }
        }
        self.length = length;
        self.ends.clear();
        self.ends.extend(self.copied_ends.iter().take(cells).map(|end| place(*end)));
        let within = self.bytes().iter().filter(|byte| **byte == b'\n').count() as u64;
        let empty = self.quoted.line().saturating_sub(lines + within + 1);
        self.row += empty + 1;
        Ok(true)
    }

    /// Reads on; `false` if the text is at its end, or the buffer full of one row.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.rest.clone(), 0);
        self.rest = 0..self.rest.len();
        let free = self.buffer.get_mut(self.rest.end..).unwrap_or_default();
        if free.is_empty() {
            return Ok(false);
        }
        let read = loop {
            match self.text.read(free) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.rest.end += read;
        Ok(read > 0)
    }
}

/// A place in a row: files end far before the last there can be.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Places of a few signs in a text, eight bytes at a time: cells are too short for a search that
/// starts anew at each.
struct Signs<'t> {
    text: &'t [u8],
    /// Each sign in all eight bytes.
    signs: [u64; 3],
    /// Place of the eight bytes that come next.
    next: usize,
    /// The highest bit of each byte of the last eight that is a sign not given yet.
    found: u64,
}

const EACH: u64 = 0x0101_0101_0101_0101;
const LOW: u64 = EACH * 0x7f;

/// End of a cell that starts at a place; none if a quote stands in it, or the text ends within
/// eight bytes of it.
#[inline]
fn text_end(text: &[u8], start: usize, delimiter: u8) -> Option<usize> {
    let mut at = start;
    loop {
        let word = u64::from_le_bytes(*text.get(at..)?.first_chunk()?);
        let among = |sign: u8| {
            let other = word ^ (EACH * u64::from(sign));
            !(((other & LOW) + LOW) | other | LOW)
        };
        let found = among(delimiter) | among(b'\n') | among(b'\r') | among(b'"');
        if found == 0 {
            at += 8;
            continue;
        }
        let end = at + found.trailing_zeros() as usize / 8;
        return (text.get(end) != Some(&b'"')).then_some(end);
    }
}

impl<'t> Signs<'t> {
    fn of(text: &'t [u8], [a, b, c]: [u8; 3]) -> Signs<'t> {
        let signs = [EACH * u64::from(a), EACH * u64::from(b), EACH * u64::from(c)];
        Signs { text, signs, next: 0, found: 0 }
    }

    /// Finds the signs among the next eight bytes; behind the text are none.
    #[inline]
    fn find(&mut self) -> Option<()> {
        let rest = self.text.get(self.next..).filter(|rest| !rest.is_empty())?;
        let word = match rest.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        // A byte that is the sign is zero, and alone has the highest bit then.
        let among = |sign: u64| {
            let other = word ^ sign;
            !(((other & LOW) + LOW) | other | LOW)
        };
        let [a, b, c] = self.signs;
        (self.found, self.next) = (among(a) | among(b) | among(c), self.next + 8);
        Some(())
    }
}

impl Iterator for Signs<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            self.find()?;
        }
        let byte = self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        Some(self.next - 8 + byte)
    }
}

impl<'r> Cells<'r> {
    /// Cells of a row that was cut: its text, and the end of each cell in it, so many bytes before
    /// the next; the numbers that were read on the way.
    #[inline]
    pub(super) fn of(
        (text, ends): (&'r str, &'r [u32]),
        gap: usize,
        figures: Figures<'r>,
    ) -> Cells<'r> {
        Cells { text, ends, gap, figures }
    }

    pub(super) fn text(&self) -> &'r str {
        self.text
    }

    pub(super) fn ends(&self) -> &'r [u32] {
        self.ends
    }

    pub(super) fn gap(&self) -> usize {
        self.gap
    }

    pub(super) fn figures(&self) -> Figures<'r> {
        self.figures
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&'r str> {
        let end = *self.ends.get(place)? as usize;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize + self.gap,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// The number that a cell is, if it was read on the way.
    #[inline]
    pub(super) fn figure(&self, place: usize) -> Option<Figure> {
        self.figures.get(place).filter(|figure| *figure != Figure::NONE)
    }

    /// Returns `true` if the row surely shows something.
    #[inline]
    pub(super) fn shows(&self) -> bool {
        let first =
            self.ends.first().and_then(|end| self.text.as_bytes().get(..*end as usize)?.first());
        first.is_some_and(u8::is_ascii_graphic)
    }

    /// The bytes of the row, if its cells lie there parted by a sign, and none has a blank around
    /// it.
    pub(super) fn as_they_lie(&self, delimiter: u8) -> Option<&'r [u8]> {
        let bytes = self.text.as_bytes().get(..*self.ends.last()? as usize)?;
        let parted = |end: &u32| self.text.as_bytes().get(*end as usize) == Some(&delimiter);
        (self.gap == 1 && self.ends.first().is_some_and(parted)).then_some(())?;
        // Not the shortest way, but one that takes many bytes at a time.
        let is_graphic = bytes.iter().fold(true, |all, byte| all & byte.is_ascii_graphic());
        let is_trimmed = || self.iter().all(|cell| trimmed(cell).len() == cell.len());
        (is_graphic || is_trimmed()).then_some(bytes)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &'r str> + ExactSizeIterator {
        (0..self.len()).map(move |place| self.get(place).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::text::{Numbers, parse_simple_number};
    use proptest::prelude::*;

    /// Rows with their numbers, as read through a buffer of so many bytes, numbers read on the way
    /// in so many columns.
    fn scanned_with(
        text: &str,
        terminator: u8,
        size: usize,
        columns: usize,
    ) -> Vec<(u64, Vec<String>)> {
        let points = (0..columns).map(|column| (column != 1).then_some(b','));
        let scanner = Scanner::with_buffer(text.as_bytes(), b';', terminator, size);
        let mut scanner = scanner.reading(points.collect());
        let mut rows = Vec::new();
        while scanner.advance().unwrap() {
            let cells = scanner.cells().unwrap();
            for (place, cell) in cells.iter().enumerate() {
                let figure = cells.figure(place);
                let alone = parse_simple_number(cell, Numbers::Vi);
                assert!(
                    figure.is_none() || figure.map(|one| (one.mantissa(), one.decimals())) == alone,
                    "{cell}"
                );
            }
            let cells = cells.iter().map(|cell| cell.trim_end_matches('\r').to_owned());
            rows.push((scanner.row(), cells.collect()));
        }
        rows
    }

    fn scanned(text: &str, terminator: u8, size: usize) -> Vec<(u64, Vec<String>)> {
        scanned_with(text, terminator, size, 0)
    }

    /// The same as the library alone reads them.
    fn by_library(text: &str, terminator: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::Any(terminator))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let cells = |row: csv::StringRecord| {
            row.iter().map(|cell| cell.trim_end_matches('\r').to_owned()).collect()
        };
        reader.records().map(|row| cells(row.unwrap())).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let text = "\u{feff}a;b\n\n1;\"x\n\ny\"\n\n\n2;\r\n3";
        let rows = scanned(text, b'\n', 64);
        let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        assert_eq!(
            rows,
            [
                (1, cells(&["a", "b"])),
                (3, cells(&["1", "x\n\ny"])),
                (6, cells(&["2", ""])),
                (7, cells(&["3"])),
            ]
        );
    }

    #[test]
    fn a_letter_cut_by_quotes_is_no_letter() {
        let mut scanner = Scanner::new(&b"a\n\"\xc3\";\"\xa9\"\n"[..], b';', b'\n');
        assert!(scanner.advance().unwrap() && scanner.cells().is_some());
        assert!(scanner.advance().unwrap() && scanner.cells().is_none());
    }

    /// Rows with their cells, and numbers read of all columns but the first, cut together as far as
    /// that can be.
    fn cut(text: &str, size: usize, columns: usize, most: usize) -> Vec<(u64, Vec<String>)> {
        let points = (0..columns).map(|column| (column > 0).then_some(b',')).collect();
        let scanner = Scanner::with_buffer(text.as_bytes(), b';', b'\n', size);
        let mut scanner = scanner.reading(points);
        let mut rows = Vec::new();
        loop {
            let (mut ends, mut figures) = (vec![7], vec![Figure::NONE; columns * most]);
            let first = scanner.row() + 1;
            let stretch = scanner.cut(most, (&mut ends, figures.chunks_exact_mut(most))).unwrap();
            let Some(stretch) = stretch else {
                assert_eq!(ends, [7]);
                if !scanner.advance().unwrap() {
                    return rows;
                }
                let cells = scanner.cells().unwrap();
                let cells = cells.iter().map(|cell| cell.trim_end_matches('\r').to_owned());
                rows.push((scanner.row(), cells.collect()));
                continue;
            };
            let (mut start, of_cells) = (0, ends[1..].chunks(columns).enumerate());
            assert_eq!(
                (of_cells.len(), stretch.ends().len() <= most),
                (stretch.ends().len(), true)
            );
            for ((number, end), (row, ends)) in (first..).zip(stretch.ends()).zip(of_cells) {
                let figures = Figures::apart(&figures[row..], most);
                let cells = Cells::of((&stretch.text()[start..end], ends), 1, figures);
                let numbers = cells.iter().enumerate().map(|(place, cell)| {
                    parse_simple_number(cell, Numbers::Vi)
                        .filter(|_| place > 0 && !cell.starts_with('-') && cell.len() <= 17)
                });
                let read = (0..columns).map(|place| cells.figure(place));
                let read = read.map(|one| one.map(|one| (one.mantissa(), one.decimals())));
                // A number soon before the end of the text may be left to be read in another way,
                // whichever row it is of.
                let starts =
                    std::iter::once(start).chain(ends.iter().map(|end| start + *end as usize + 1));
                let soon = starts.map(|start| start + 16 > stretch.text().len());
                let mut all = read.zip(numbers).zip(soon);
                assert!(all.all(|((read, number), soon)| read == number || soon && read.is_none()));
                rows.push((number, cells.iter().map(str::to_owned).collect()));
                start = end;
            }
            assert_eq!(start, stretch.text().len());
        }
    }

    #[test]
    fn rows_of_a_text_that_is_no_utf8_are_cut_up_to_the_one_that_is_not() {
        let mut text = "a;b\n".repeat(40).into_bytes();
        text.extend(b"c;\xff\n");
        text.extend("d;e\n".repeat(400).as_bytes());
        let mut scanner = Scanner::new(&text[..], b';', b'\n').reading(vec![None, None]);
        if scanner.wide.is_none() {
            return;
        }
        assert!(scanner.advance().unwrap());
        let (mut ends, mut figures) = (Vec::new(), vec![Figure::NONE; 200]);
        let stretch = scanner.cut(100, (&mut ends, figures.chunks_exact_mut(100)));
        let stretch = stretch.unwrap().unwrap();
        assert_eq!((stretch.text(), stretch.ends().len()), (&*"a;b\n".repeat(39), 39));
        assert_eq!(ends.len(), 78);
        assert!(scanner.cut(100, (&mut ends, figures.chunks_exact_mut(100))).unwrap().is_none());
        assert!(scanner.advance().unwrap() && scanner.cells().is_none());
        assert!(scanner.cut(100, (&mut ends, figures.chunks_exact_mut(100))).unwrap().is_some());
    }

    proptest! {
        /// Wherever the buffer ends, whatever breaks the run of rows: a blank line, a quote, another
        /// number of cells.
        #[test]
        fn rows_that_are_cut_together_are_those_of_the_library(
            rows in prop::collection::vec(
                prop::collection::vec(
                    "|[0-9]{1,9}|[0-9]{0,14},[0-9]{0,3}|[0-9]{15,18}|[0-9]{6,9},[0-9]{6,9}|[,0-9]{1,5}|-[0-9]{1,3}|Tổ [0-9a-z]{1,40}|[0-9]{1,3}[a:/]",
                    3,
                ),
                0..60,
            ),
            odd in prop::collection::vec((0_usize..60, "|;|a;b|\\r|\"a;b\";1;2|1;2;3;4|1;2\r;3|1;\"2"), 0..3),
            returned in any::<bool>(),
            size in 100_usize..3_000,
            most in 1_usize..70,
        ) {
            let mut lines: Vec<String> = rows.iter().map(|row| row.join(";")).collect();
            for (place, line) in odd {
                lines.insert(place.min(lines.len()), line);
            }
            let end = if returned { "\r\n" } else { "\n" };
            let text = lines.join(end);
            let rows: Vec<Vec<String>> =
                cut(&text, size, 3, most).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(&rows, &by_library(&text, b'\n'));
            let alone = scanned(&text, b'\n', size);
            prop_assert_eq!(cut(&text, size, 3, most), alone);
        }

        /// Wherever the buffer ends: within a cell, a quote, a letter, an empty line.
        #[test]
        fn rows_are_those_of_the_library(
            text in "(a|;|;|\n|\r\n|\"|é|\"\"|;\"|\";| |1234|12345678|,|-|0){0,80}",
            size in 3_usize..80,
            columns in 0_usize..4,
            terminator in prop_oneof![Just(b'\n'), Just(b'\r')],
        ) {
            let rows: Vec<Vec<String>> =
                scanned_with(&text, terminator, size, columns).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(rows, by_library(&text, terminator));
        }
    }
}
