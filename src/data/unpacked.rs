//! What a workbook packs, gone through once before it is read: how much it is, and whether it holds
//! what no spreadsheet writes (a cell past Excel's own limit, one row twice), which a reader would
//! take into memory whole or take silently for another. Bounded memory throughout.

use super::account::letters;
use super::cell::LONGEST_TEXT;
use super::file::{DataFile, Stream, Unpacked};
use super::{LARGEST_UNPACKED, LONGEST_RUN};
use crate::diag::{self, Error, Message};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read};
use zip::ZipArchive;

pub(super) type Archive<'f> = ZipArchive<BufReader<Box<dyn Stream + 'f>>>;

/// Oddity of an archive that no spreadsheet writes.
enum Oddity {
    /// A cell with a text past the limit.
    LongCell(String),
    /// A shared text past the limit, by its place.
    LongShared(usize),
    /// Some other text that is longer than any.
    LongText,
    /// A row that is in its sheet twice.
    RowTwice(u32),
    /// Far more shared texts announced than there are: room would be made for them.
    FalseCount,
}

impl DataFile {
    /// Parts of the archive that the file is, once it was found to be sound.
    fn unpacked(&self, limit: u64) -> Result<&Unpacked, Error> {
        match self.unpacked.get() {
            Some(unpacked) => Ok(unpacked),
            None => {
                let unpacked = examine(self, limit)?;
                Ok(self.unpacked.get_or_init(|| unpacked))
            }
        }
    }

    /// The size of what the file packs, or how far past the limit it was followed.
    pub(super) fn unpacked_size(&self, limit: u64) -> Result<u64, Error> {
        self.unpacked(limit).map(|unpacked| unpacked.size)
    }
}

/// Goes through what a file packs.
///
/// # Errors
/// The archive is damaged, or holds what no spreadsheet writes.
fn examine(file: &DataFile, limit: u64) -> Result<Unpacked, Error> {
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file.open()?)) else {
        return Ok(Unpacked::default());
    };
    let (mut size, mut hidden) = (0, Vec::new());
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| file.broken(&error))?;
        let name = part.name().map_err(|error| file.broken(&error))?.into_owned();
        let mut part = Counted { inner: part.take(limit + 1 - size), count: 0 };
        let mut rows = Vec::new();
        let odd = examine_part(&mut part, &mut rows);
        size += part.count;
        drop(part);
        if size > limit {
            break;
        }
        if let Some(odd) = odd.map_err(|error| file.broken(&error))? {
            return Err(file.refuse(oddity_message(&mut archive, &name, odd)));
        }
        if !rows.is_empty() {
            hidden.push((sheet_name(&mut archive, &name), rows));
        }
    }
    Ok(Unpacked { size, hidden })
}

fn oddity_message(archive: &mut Archive<'_>, part: &str, odd: Oddity) -> Message {
    match odd {
        Oddity::LongCell(cell) => {
            diag::data::long_cell(&sheet_name(archive, part), &cell, LONGEST_TEXT)
        }
        Oddity::RowTwice(row) => diag::data::row_twice(&sheet_name(archive, part), row),
        Oddity::FalseCount => diag::data::broken(),
        Oddity::LongText => diag::data::long_shared(LONGEST_TEXT),
        Oddity::LongShared(place) => match cell_of(archive, place) {
            Some((part, cell)) => {
                diag::data::long_cell(&sheet_name(archive, &part), &cell, LONGEST_TEXT)
            }
            None => diag::data::long_shared(LONGEST_TEXT),
        },
    }
}

/// A reader that knows how much was read.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        self.count += read as u64;
        Ok(read)
    }
}

/// A reader that ends where neither `<` nor `>` stands for so long that a text between would fill
/// the memory.
struct Bounded<R> {
    inner: R,
    run: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        let fresh = to.get(..read).unwrap_or_default();
        match fresh.iter().rposition(|byte| matches!(byte, b'<' | b'>')) {
            Some(last) => self.run = (read - last) as u64,
            None => self.run += read as u64,
        }
        if self.run > LONGEST_RUN { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(read) }
    }
}

/// Reads a part to its end, or to the first oddity; gives the rows it hides.
fn examine_part(
    part: &mut impl Read,
    hidden: &mut Vec<u32>,
) -> Result<Option<Oddity>, quick_xml::Error> {
    let mut text = BufReader::with_capacity(1 << 16, Bounded { inner: part, run: 0 });
    let start = text.fill_buf()?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if !start.trim_ascii_start().starts_with(b"<") {
        io::copy(&mut text.into_inner().inner, &mut io::sink())?;
        return Ok(None);
    }
    let mut xml = reader(text);
    let mut seen = Examination::default();
    let read = seen.read(&mut xml);
    hidden.append(&mut seen.hidden);
    match read {
        Err(quick_xml::Error::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
            Ok(Some(seen.where_it_is()))
        }
        Err(error) => Err(error),
        Ok(Some(odd)) => Ok(Some(odd)),
        // What is no sheet is gone through for its size.
        Ok(None) => match io::copy(&mut xml.into_inner(), &mut io::sink()) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(Some(Oddity::LongText)),
            copied => Ok(copied.map(|_| None)?),
        },
    }
}

fn reader<R: BufRead>(text: R) -> Reader<R> {
    let mut xml = Reader::from_reader(text);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    xml
}

/// Part of a workbook that is being read.
#[derive(Clone, Copy, Default, PartialEq)]
enum Part {
    Sheet,
    SharedTexts,
    #[default]
    Other,
}

/// Progress of reading an XML part.
#[derive(Default)]
struct Examination {
    part: Part,
    row: u32,
    rows: HashSet<u32>,
    /// Rows that the sheet does not show.
    hidden: Vec<u32>,
    /// Open cell or shared text: `true` while one is open, its tag, and its characters so far.
    open: bool,
    tag: String,
    characters: usize,
    column: usize,
    shared: usize,
    announced: usize,
    /// Within the words of the cell or text.
    in_words: bool,
}

impl Examination {
    fn read(&mut self, xml: &mut Reader<impl BufRead>) -> Result<Option<Oddity>, quick_xml::Error> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let odd = match xml.read_event_into(&mut buffer)? {
                Event::Start(start) if self.part == Part::Other => {
                    self.begin(&start)?;
                    if self.part == Part::Other {
                        return Ok(None);
                    }
                    None
                }
                Event::Start(start) => self.start(&start)?,
                Event::End(end) => {
                    self.end(end.local_name().as_ref());
                    None
                }
                Event::Text(text) if self.in_words => self.words(text.chars().count()),
                Event::CData(text) if self.in_words => self.words(text.chars().count()),
                Event::GeneralRef(_) if self.in_words => self.words(1),
                Event::Eof => return Ok(self.false_count()),
                _ => None,
            };
            if odd.is_some() {
                return Ok(odd);
            }
        }
    }

    /// The root tells what the part is.
    fn begin(&mut self, root: &BytesStart<'_>) -> Result<(), quick_xml::Error> {
        self.part = match root.local_name().as_ref() {
            "worksheet" => Part::Sheet,
            "sst" => Part::SharedTexts,
            _ => Part::Other,
        };
        let announced = root.try_get_attribute("uniqueCount")?;
        self.announced = announced.and_then(|count| count.value.parse().ok()).unwrap_or(0);
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Option<Oddity>, quick_xml::Error> {
        match (start.local_name().as_ref(), self.part) {
            ("row", Part::Sheet) => {
                let number =
                    start.try_get_attribute("r")?.and_then(|number| number.value.parse().ok());
                self.row = number.unwrap_or(self.row.saturating_add(1));
                self.column = 0;
                if start
                    .try_get_attribute("hidden")?
                    .is_some_and(|hidden| matches!(hidden.value.as_ref(), "1" | "true"))
                {
                    self.hidden.push(self.row);
                }
                if !self.rows.insert(self.row) {
                    return Ok(Some(Oddity::RowTwice(self.row)));
                }
            }
            ("c", Part::Sheet) => {
                self.tag.clear();
                self.tag.push_str(start);
                (self.open, self.characters) = (true, 0);
                self.column += 1;
            }
            ("si", Part::SharedTexts) => (self.open, self.characters) = (true, 0),
            ("t" | "v", Part::Sheet | Part::SharedTexts) => self.in_words = self.open,
            _ => {}
        }
        Ok(None)
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" | "v" => self.in_words = false,
            "c" => self.open = false,
            "si" => {
                self.open = false;
                self.shared += 1;
            }
            _ => {}
        }
    }

    fn words(&mut self, characters: usize) -> Option<Oddity> {
        self.characters += characters;
        (self.characters > LONGEST_TEXT).then(|| self.where_it_is())
    }

    /// The cell or shared text that is open.
    fn where_it_is(&self) -> Oddity {
        match (self.part, self.open) {
            (Part::Sheet, true) => {
                Oddity::LongCell(attribute(&self.tag, "r").unwrap_or_else(|| {
                    format!("{}{}", letters(self.column.saturating_sub(1)), self.row)
                }))
            }
            (Part::SharedTexts, true) => Oddity::LongShared(self.shared),
            (Part::Sheet | Part::SharedTexts | Part::Other, _) => Oddity::LongText,
        }
    }

    fn false_count(&self) -> Option<Oddity> {
        (self.announced > FEW_TEXTS.max(2 * self.shared)).then_some(Oddity::FalseCount)
    }
}

/// Room for so many shared texts may be announced freely.
const FEW_TEXTS: usize = 1 << 16;

/// The first cell that shows a shared text: its part and its address.
fn cell_of(archive: &mut Archive<'_>, shared: usize) -> Option<(String, String)> {
    let shared = shared.to_string();
    part_names(archive).into_iter().filter(|name| name.contains("/worksheets/")).find_map(|name| {
        let part = archive.by_name(&name).ok()?;
        let mut xml =
            reader(BufReader::new(Bounded { inner: part.take(LARGEST_UNPACKED), run: 0 }));
        let (mut buffer, mut cell, mut in_value) = (Vec::new(), None, false);
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).ok()? {
                Event::Start(start) if start.local_name().as_ref() == "c" => {
                    let kind = start.try_get_attribute("t").ok().flatten();
                    cell =
                        kind.filter(|kind| kind.value == "s").and_then(|_| attribute(&start, "r"));
                }
                Event::Start(start) => in_value = start.local_name().as_ref() == "v",
                Event::Text(text) if in_value && text.trim() == shared => {
                    if let Some(cell) = cell {
                        return Some((name, cell));
                    }
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    })
}

/// The name of the sheet that a part holds, as the tab shows it; the part's own name if the
/// workbook does not tell.
fn sheet_name(archive: &mut Archive<'_>, part: &str) -> String {
    let file = part.rsplit('/').next().unwrap_or(part);
    let links = tags(archive, "workbook.xml.rels", "Relationship");
    let link = links.iter().find(|link| {
        attribute(link, "Target").is_some_and(|target| target.rsplit('/').next() == Some(file))
    });
    let id = link.and_then(|link| attribute(link, "Id"));
    let sheets = tags(archive, "workbook.xml", "sheet");
    let named = sheets.iter().find(|sheet| id.is_some() && (attribute(sheet, "r:id") == id));
    named.and_then(|sheet| attribute(sheet, "name")).unwrap_or_else(|| file.to_owned())
}

/// The tags of one name in a part of the workbook, without the signs around them.
pub(super) fn tags(archive: &mut Archive<'_>, part: &str, tag: &str) -> Vec<String> {
    let name = part_names(archive)
        .into_iter()
        .find(|name| name.rsplit('/').next() == Some(part))
        .unwrap_or_default();
    let Ok(part) = archive.by_name(&name) else { return Vec::new() };
    let mut xml = reader(BufReader::new(Bounded { inner: part.take(LARGEST_UNPACKED), run: 0 }));
    let (mut buffer, mut found) = (Vec::new(), Vec::new());
    while let Ok(event) = xml.read_event_into(&mut buffer) {
        match event {
            Event::Start(start)
                if start.local_name().as_ref() == tag && found.len() < MOST_SHEETS =>
            {
                found.push(start.to_string())
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    found
}

pub(super) fn part_names(archive: &Archive<'_>) -> Vec<String> {
    archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
}

/// Greatest number of sheets known by name.
const MOST_SHEETS: usize = 10_000;

pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = BytesStart::from_content(tag, tag.find(char::is_whitespace).unwrap_or(tag.len()));
    let found = start.try_get_attribute(name).ok().flatten()?;
    found.normalized_value(quick_xml::XmlVersion::default()).ok().map(|value| value.into_owned())
}
