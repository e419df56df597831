//! Results as columns of the workbook that the records were read from: a copy in which the rest is
//! as it was, byte by byte. The XML of a sheet is edited, for a library that writes workbooks anew
//! would lose what it does not know.

mod sheet;

use super::file::{DataFile, Format};
use super::out::{Cell, Column, WriteError};
use super::unpacked::{Archive, attribute, part_names, tags};
use super::workbook::Workbook;
use crate::diag::{self, Error, Message, into as say};
use crate::source::key;
use crate::value::Lang;
use std::io::{self, BufReader, Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The most bytes of a sheet's XML that is edited.
const LARGEST_SHEET: u64 = 512 << 20;

/// Columns to be added to a sheet of a workbook.
pub struct AddedColumns<'a> {
    /// Name of the sheet.
    pub sheet: String,
    /// Row of the sheet's header, from 1.
    pub header_row: u32,
    /// Columns that are added, from left to right.
    pub columns: Vec<Column>,
    /// Rows of the sheet by ascending number, each with a cell a column.
    pub rows: Box<dyn Iterator<Item = (u32, Vec<Cell<'a>>)> + 'a>,
    /// Language in which numbers and dates are written as texts.
    pub lang: Lang,
}

impl DataFile {
    /// Writes a copy of the workbook with columns added to the right of some sheets. Every other
    /// part of it is copied as it is.
    ///
    /// # Errors
    /// Those of `to`; a file that is no XLSX, is signed, or cannot be read; a sheet that is
    /// protected or has no room.
    pub fn with_columns(
        &self,
        added: Vec<AddedColumns<'_>>,
        to: &mut dyn Write,
    ) -> Result<(), WriteError> {
        self.takes_columns().map_err(WriteError::Unread)?;
        let mut archive = self.archive().map_err(WriteError::Unread)?;
        if part_names(&archive).iter().any(|name| name.starts_with("_xmlsignatures/")) {
            return Err(self.no(say::signed()));
        }
        let mut edited: Vec<(String, Vec<u8>)> = Vec::new();
        for mut columns in added {
            let part = part_of(&mut archive, &columns.sheet)
                .ok_or_else(|| self.no(diag::data::broken()))?;
            if edited.iter().any(|(known, _)| *known == part) {
                return Err(self.no(say::read_twice(&columns.sheet)));
            }
            self.name_columns(&mut columns).map_err(WriteError::Unread)?;
            let beside = beside(&mut archive, &part);
            let text = self.part(&mut archive, &part)?;
            let changed = sheet::with_columns(&text, columns, beside)
                .map_err(|trouble| self.no(trouble.unwrap_or_else(diag::data::broken)))?;
            edited.push((part, changed));
        }
        self.copy(archive, &edited, to)
    }

    /// Says whether columns can be added to a file of this format.
    ///
    /// # Errors
    /// It is no XLSX.
    pub(crate) fn takes_columns(&self) -> Result<(), Error> {
        match self.format()? {
            Format::Workbook => Ok(()),
            Format::OldWorkbook | Format::Delimited | Format::JsonLines => {
                Err(self.refuse(say::only_xlsx()))
            }
        }
    }

    fn no(&self, message: Message) -> WriteError {
        WriteError::Unread(self.refuse(message))
    }

    fn archive(&self) -> Result<Archive<'_>, Error> {
        ZipArchive::new(BufReader::new(self.open()?)).map_err(|error| self.broken(&error))
    }

    /// Gives the columns headers that no other column of the sheet has.
    fn name_columns(&self, added: &mut AddedColumns<'_>) -> Result<(), Error> {
        let previews = Workbook::open(self)?.previews()?;
        let preview = previews.iter().find(|one| one.sheet.as_ref() == Some(&added.sheet));
        let rows = preview.map_or(&[][..], |preview| preview.rows.as_slice());
        let header = rows.iter().find(|(row, _)| *row == added.header_row);
        let cells = header.map_or(&[][..], |(_, cells)| cells.as_slice());
        let mut taken: Vec<String> = cells.iter().map(|cell| key(cell)).collect();
        for column in &mut added.columns {
            let header = &column.header;
            let numbered = (2..).map(|number| format!("{header} ({number})"));
            let mut names = std::iter::once(header.clone()).chain(numbered);
            let free = names.find(|name| !taken.contains(&key(name)));
            column.header = free.unwrap_or_default();
            taken.push(key(&column.header));
        }
        Ok(())
    }

    /// The XML of a part.
    fn part(&self, archive: &mut Archive<'_>, name: &str) -> Result<String, WriteError> {
        let part = archive.by_name(name).map_err(|_| self.no(diag::data::broken()))?;
        let mut bytes = Vec::new();
        let read = part.take(LARGEST_SHEET + 1).read_to_end(&mut bytes);
        read.map_err(|_| self.no(diag::data::broken()))?;
        if bytes.len() as u64 > LARGEST_SHEET {
            return Err(self.no(say::too_large("512 MB")));
        }
        String::from_utf8(bytes).map_err(|_| self.no(diag::data::broken()))
    }

    fn copy(
        &self,
        mut archive: Archive<'_>,
        edited: &[(String, Vec<u8>)],
        to: &mut dyn Write,
    ) -> Result<(), WriteError> {
        let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
        let broken = |_| self.no(diag::data::broken());
        for place in 0..archive.len() {
            let part = archive.by_index_raw(place).map_err(broken)?;
            let name = part.name().map_err(broken)?.into_owned();
            match edited.iter().find(|(edited, _)| *edited == name) {
                None => copy.raw_copy_file(part).map_err(broken)?,
                Some((_, bytes)) => {
                    let mut options = SimpleFileOptions::default()
                        .compression_method(CompressionMethod::Deflated);
                    if let Some(time) = part.last_modified() {
                        options = options.last_modified_time(time);
                    }
                    drop(part);
                    copy.start_file(name, options).map_err(broken)?;
                    copy.write_all(bytes)?;
                }
            }
        }
        let copied = copy.finish().map_err(broken)?;
        io::copy(&mut Cursor::new(copied.into_inner()), to)?;
        Ok(())
    }
}

/// The part that holds a sheet, by the name on its tab.
fn part_of(archive: &mut Archive<'_>, sheet: &str) -> Option<String> {
    let sheets = tags(archive, "workbook.xml", "sheet");
    let named = sheets.iter().find(|one| attribute(one, "name").as_deref() == Some(sheet))?;
    let id = attribute(named, "r:id")?;
    let links = tags(archive, "workbook.xml.rels", "Relationship");
    let link = links.iter().find(|link| attribute(link, "Id").as_ref() == Some(&id))?;
    let target = attribute(link, "Target")?;
    part_named(archive, "xl", &target)
}

/// The name of the part that a link leads to from a folder.
fn part_named(archive: &Archive<'_>, folder: &str, target: &str) -> Option<String> {
    let path = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => {
            let mut steps: Vec<&str> = folder.split('/').collect();
            for step in target.split('/') {
                match step {
                    ".." => {
                        steps.pop();
                    }
                    "." => {}
                    step => steps.push(step),
                }
            }
            steps.join("/")
        }
    };
    let mut names = part_names(archive).into_iter();
    names.find(|name| name.eq_ignore_ascii_case(&path))
}

/// The last column, from 0, that a table or a drawing on a sheet covers.
fn beside(archive: &mut Archive<'_>, part: &str) -> Option<usize> {
    let (folder, file) = part.rsplit_once('/')?;
    let links = tags(archive, &format!("{file}.rels"), "Relationship");
    let targets = links.iter().filter_map(|link| attribute(link, "Target"));
    let parts: Vec<String> =
        targets.filter_map(|target| part_named(archive, folder, &target)).collect();
    let covered = parts.into_iter().filter_map(|part| {
        let name = part.rsplit('/').next()?.to_owned();
        if part.contains("/tables/") {
            let tables = tags(archive, &name, "table");
            return tables.iter().filter_map(|one| last_of(&attribute(one, "ref")?)).max();
        }
        if part.contains("/drawings/") && name.ends_with(".xml") {
            return sheet::last_drawn(&read(archive, &part)?);
        }
        None
    });
    covered.max()
}

fn read(archive: &mut Archive<'_>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.take(LARGEST_SHEET).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The last column, from 0, of cells such as `A1:F20`.
fn last_of(cells: &str) -> Option<usize> {
    let last = cells.rsplit(':').next()?;
    super::account::position(last).map(|(_, column)| column)
}
