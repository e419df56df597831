//! A file of a run, opened once: what its first rows are is asked by every pack and record type
//! that may read it.

use super::encoding::Encoding;
use super::file::{DataFile, Format};
use super::layout::Preview;
use super::profile::Profile;
use super::readings::Readings;
#[cfg(feature = "xlsx")]
use super::workbook::Workbook;
use super::{LARGEST_BOOK, LARGEST_OLD_BOOK, LARGEST_TEXT, delimited::Delimited, jsonl::JsonLines};
use crate::diag::{self, Error};
use std::fs::Metadata;

/// The most workbooks that are open at a time, and the most bytes that they unpack together: those
/// beyond are opened again when they are read.
const MOST_OPEN: usize = 32;
const LARGEST_OPEN: u64 = 256 << 20;

/// Files of a run, each opened when it is first needed and then only read on.
pub struct OpenFiles<'f> {
    files: Vec<OpenFile<'f>>,
}

impl<'f> OpenFiles<'f> {
    /// Files in the order of the run, none open yet.
    pub fn of(files: impl IntoIterator<Item = &'f DataFile>) -> OpenFiles<'f> {
        OpenFiles { files: files.into_iter().map(OpenFile::new).collect() }
    }

    /// Number of files of the run, open or not.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns `true` if the run has no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A file by its place. Others are closed if too much is open.
    pub(crate) fn get(&mut self, place: usize) -> Option<&mut OpenFile<'f>> {
        let open = self.files.iter().filter_map(OpenFile::open_size);
        let (count, size) = open.fold((0, 0_u64), |(count, all), size| (count + 1, all + size));
        if count >= MOST_OPEN || size > LARGEST_OPEN {
            let others = self.files.iter_mut().enumerate().filter(|(other, _)| *other != place);
            others.for_each(|(_, file)| file.source = None);
        }
        self.files.get_mut(place)
    }
}

/// First rows of a file, or why they cannot be read.
type Previews = Result<Vec<Preview>, Error>;

/// A file, opened by its format when it is first needed.
pub struct OpenFile<'f> {
    file: &'f DataFile,
    source: Option<Source<'f>>,
    /// Metadata of the file when it was first opened; an inner none where the system has none.
    stamp: Option<Option<Metadata>>,
    /// First rows of the file as each encoding that was tried shows them.
    shown: Vec<(Option<Encoding>, Previews)>,
}

/// A file by its format.
pub(super) enum Source<'f> {
    Delimited(Delimited<'f>),
    JsonLines(JsonLines<'f>),
    #[cfg(feature = "xlsx")]
    Workbook(Workbook<'f>),
}

/// The first rows of a file in some encodings, and how many of them show one record type.
pub(super) struct Shown {
    pub(super) previews: Vec<Preview>,
    together: usize,
}

impl Shown {
    /// The previews that show one record type each: all of a text file, those of a sheet of a
    /// workbook.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[Preview]> {
        self.previews.chunks(self.together.max(1))
    }
}

impl<'f> OpenFile<'f> {
    /// A file that is not open yet.
    pub fn new(file: &'f DataFile) -> OpenFile<'f> {
        OpenFile { file, source: None, stamp: None, shown: Vec::new() }
    }

    /// File of the run, by which its name and its errors are told.
    pub(crate) fn file(&self) -> &'f DataFile {
        self.file
    }

    /// The bytes that a workbook which is open takes, about.
    #[cfg(feature = "xlsx")]
    fn open_size(&self) -> Option<u64> {
        matches!(self.source, Some(Source::Workbook(_))).then(|| self.file.known_size())
    }

    #[cfg(not(feature = "xlsx"))]
    fn open_size(&self) -> Option<u64> {
        None
    }

    /// Returns `true` if another program has written to the file since it was first opened.
    pub(super) fn has_changed(&self) -> bool {
        let said = |stamp: &Option<Metadata>| {
            stamp.as_ref().map(|stamp| (stamp.len(), stamp.modified().ok()))
        };
        self.stamp.as_ref().is_some_and(|before| said(before) != said(&self.file.stamp()))
    }

    /// Returns `true` of a delimited text, which costs little to read twice.
    pub(crate) fn is_delimited(&mut self) -> bool {
        matches!(self.source(), Ok(Source::Delimited(_)))
    }

    /// The file by its format.
    pub(super) fn source(&mut self) -> Result<&mut Source<'f>, Error> {
        if self.stamp.is_none() {
            self.stamp = Some(self.file.stamp());
        }
        match &mut self.source {
            Some(source) => Ok(source),
            none => Ok(none.insert(Source::open(self.file)?)),
        }
    }

    /// The first rows, once for each of the encodings.
    ///
    /// # Errors
    /// The file cannot be read; the first rows are of none of the encodings.
    pub(super) fn previews(&mut self, encodings: &[Option<Encoding>]) -> Result<Shown, Error> {
        if encodings.iter().flatten().any(|encoding| !encoding.is_known()) {
            return Err(self.file.refuse(diag::data::no_encodings()));
        }
        let by_sheet = match self.source()? {
            // Names of objects are UTF-8 whatever the run says.
            Source::JsonLines(_) => {
                let previews = self.in_encoding(None)?;
                return Ok(Shown { together: previews.len(), previews });
            }
            Source::Delimited(_) => false,
            #[cfg(feature = "xlsx")]
            Source::Workbook(_) => true,
        };
        let mut tried: Vec<Result<Vec<Preview>, Error>> =
            encodings.iter().map(|encoding| self.in_encoding(*encoding)).collect();
        if tried.iter().all(Result::is_err) {
            let previews = tried.swap_remove(0)?;
            return Ok(Shown { previews, together: 1 });
        }
        let mut previews: Vec<Preview> = tried.into_iter().flatten().flatten().collect();
        if by_sheet {
            // The encodings of a sheet stand together, sheets in their order.
            previews.sort_by_key(|preview| preview.number);
            return Ok(Shown { previews, together: encodings.len() });
        }
        Ok(Shown { together: previews.len(), previews })
    }

    fn in_encoding(&mut self, encoding: Option<Encoding>) -> Result<Vec<Preview>, Error> {
        if let Some((_, known)) = self.shown.iter().find(|(known, _)| *known == encoding) {
            return known.clone();
        }
        let made = match (self.source()?, encoding) {
            (Source::Delimited(text), _) => text.previews(encoding),
            (Source::JsonLines(lines), _) => lines.previews(),
            #[cfg(feature = "xlsx")]
            (Source::Workbook(book), None) => book.previews(),
            #[cfg(feature = "xlsx")]
            (Source::Workbook(_), Some(_)) => self
                .in_encoding(None)
                .map(|sheets| sheets.iter().map(|sheet| mended(sheet, encoding)).collect()),
        };
        self.shown.push((encoding, made.clone()));
        made
    }
}

impl<'f> Source<'f> {
    fn open(file: &'f DataFile) -> Result<Source<'f>, Error> {
        let format = file.format()?;
        let (limit, message) = match format {
            Format::Workbook => (LARGEST_BOOK, diag::data::too_large("256 MB")),
            Format::OldWorkbook => (LARGEST_OLD_BOOK, diag::data::too_large_old("16 MB")),
            Format::Delimited | Format::JsonLines => (LARGEST_TEXT, diag::data::too_large("2 GB")),
        };
        if file.size()? > limit {
            return Err(file.refuse(message));
        }
        match format {
            Format::Delimited => Delimited::open(file).map(Source::Delimited),
            Format::JsonLines => Ok(Source::JsonLines(JsonLines::new(file))),
            #[cfg(feature = "xlsx")]
            Format::Workbook | Format::OldWorkbook => Workbook::open(file).map(Source::Workbook),
            #[cfg(not(feature = "xlsx"))]
            Format::Workbook | Format::OldWorkbook => Err(file.refuse(diag::data::no_workbooks())),
        }
    }
}

/// The encodings that a file is tried in: that of the run; else none, and those of the profiles.
pub(super) fn encodings<'p>(
    readings: Readings,
    profiles: impl Iterator<Item = &'p Profile>,
) -> Vec<Option<Encoding>> {
    if readings.encoding.is_some() {
        return vec![readings.encoding];
    }
    let mut tried = vec![None];
    for encoding in profiles.filter_map(|profile| profile.encoding) {
        if !tried.contains(&Some(encoding)) {
            tried.push(Some(encoding));
        }
    }
    tried
}

/// A preview as a text of another encoding.
pub(super) fn mended(preview: &Preview, encoding: Option<Encoding>) -> Preview {
    let mend = |text: &String| {
        encoding.map_or_else(|| text.clone(), |encoding| encoding.mend(text).into_owned())
    };
    let rows =
        preview.rows.iter().map(|(number, cells)| (*number, cells.iter().map(mend).collect()));
    Preview { sheet: preview.sheet.clone(), number: preview.number, encoding, rows: rows.collect() }
}
