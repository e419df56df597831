//! A file to read, wherever its bytes are, and the format they are in.

use super::account::DataError;
use crate::diag::{self, Message};
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

/// A file to read: its name, and where its bytes are.
#[derive(Clone, Debug)]
pub struct DataFile {
    name: String,
    content: Content,
    /// The size of what a workbook packs: found once, however often the workbook is opened.
    #[cfg(feature = "xlsx")]
    unpacked: Arc<std::sync::OnceLock<u64>>,
}

#[derive(Clone, Debug)]
enum Content {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
}

/// What a file holds, by its first bytes, else by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Delimited,
    Workbook,
    JsonLines,
}

pub(super) trait Stream: Read + Seek {}
impl<T: Read + Seek> Stream for T {}

impl DataFile {
    /// A file of the disk.
    pub fn path(path: impl Into<PathBuf>) -> DataFile {
        let path = path.into();
        DataFile::new(path.display().to_string(), Content::Path(path))
    }

    /// Bytes under a name, whose ending tells the format.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> DataFile {
        DataFile::new(name.into(), Content::Bytes(bytes.into()))
    }

    fn new(name: String, content: Content) -> DataFile {
        DataFile {
            name,
            content,
            #[cfg(feature = "xlsx")]
            unpacked: Arc::default(),
        }
    }

    /// The name, as messages show it.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn open(&self) -> Result<Box<dyn Stream + '_>, DataError> {
        match &self.content {
            Content::Path(path) => File::open(path).map(|file| Box::new(file) as Box<dyn Stream>).map_err(|error| self.unreadable(&error)),
            Content::Bytes(bytes) => Ok(Box::new(Cursor::new(&**bytes))),
        }
    }

    pub(super) fn size(&self) -> Result<u64, DataError> {
        match &self.content {
            Content::Path(path) => std::fs::metadata(path).map(|metadata| metadata.len()).map_err(|error| self.unreadable(&error)),
            Content::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// The size of what the file packs, or how far past the limit it was followed; 0 of a file that is no archive. The sizes that an archive
    /// says of itself are not trusted.
    #[cfg(feature = "xlsx")]
    pub(super) fn unpacked_size(&self, limit: u64) -> Result<u64, DataError> {
        if let Some(size) = self.unpacked.get() {
            return Ok(*size);
        }
        let mut size = 0;
        if let Ok(mut archive) = zip::ZipArchive::new(io::BufReader::new(self.open()?)) {
            for place in 0..archive.len() {
                let part = archive.by_index(place).map_err(|error| self.broken(&error))?;
                size += io::copy(&mut part.take(limit + 1 - size), &mut io::sink()).map_err(|error| self.broken(&error))?;
                if size > limit {
                    break;
                }
            }
        }
        Ok(*self.unpacked.get_or_init(|| size))
    }

    pub(super) fn refuse(&self, message: Message) -> DataError {
        DataError::new(&self.name, message)
    }

    /// What the system says of the file.
    pub(super) fn unreadable(&self, error: &io::Error) -> DataError {
        self.refuse(diag::data::unreadable(&diag::system(error)))
    }

    /// The file does not hold what it should. What a library says of it is of no use to whoever has the file.
    pub(super) fn broken(&self, _: &dyn std::fmt::Display) -> DataError {
        self.refuse(diag::data::broken())
    }

    pub(super) fn format(&self) -> Result<Format, DataError> {
        let mut first = Vec::new();
        self.open()?.take(8).read_to_end(&mut first).map_err(|error| self.unreadable(&error))?;
        let ending = self.name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
        if matches!(ending.as_str(), "xlsb" | "ods") {
            return Err(self.refuse(diag::data::other_workbook(&ending)));
        }
        if first.starts_with(b"PK\x03\x04") || first.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Ok(Format::Workbook);
        }
        match ending.as_str() {
            "csv" | "tsv" | "txt" => Ok(Format::Delimited),
            "jsonl" | "ndjson" | "json" => Ok(Format::JsonLines),
            "xlsx" | "xlsm" | "xls" if first.starts_with(b"<") => Err(self.refuse(diag::data::html_workbook())),
            "xlsx" | "xlsm" | "xls" => Ok(Format::Workbook),
            _ => Err(self.refuse(diag::data::unknown_format())),
        }
    }
}
