//! A file to read, wherever its bytes are, and the format they are in.

use crate::diag::{self, Error, Message};
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file to read: its name, and where its bytes are.
///
/// ```
/// let in_memory = visao::DataFile::bytes("to.csv", "mã;nợ\nT1;0\n".as_bytes());
/// assert_eq!(in_memory.name(), "to.csv");
/// let on_disk = visao::DataFile::path("examples/data/giam-sat-to.csv");
/// ```
#[derive(Clone, Debug)]
pub struct DataFile {
    name: String,
    content: Content,
    /// Place up to which the file was read last.
    at: Arc<AtomicU64>,
    /// The size of what a workbook packs: found once, however often the workbook is opened.
    #[cfg(feature = "xlsx")]
    pub(super) unpacked: Arc<std::sync::OnceLock<Unpacked>>,
}

#[derive(Clone, Debug)]
enum Content {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
}

/// Size and parts of the archive that a file is.
#[cfg(feature = "xlsx")]
#[derive(Clone, Debug, Default)]
pub(super) struct Unpacked {
    /// Unpacked size in bytes, or how far past the limit it was followed; 0 of a file that is no
    /// archive. The sizes that an archive states of itself are not trusted.
    pub(super) size: u64,
    /// The rows that are hidden in a sheet, by its name.
    pub(super) hidden: Vec<(String, Vec<u32>)>,
}

/// Format of a file, by its first bytes, else by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Delimited,
    Workbook,
    /// A workbook that is no archive: XLS, or one behind a password.
    OldWorkbook,
    JsonLines,
}

pub(super) trait Stream: Read + Seek + Send {}
impl<T: Read + Seek + Send> Stream for T {}

/// A file that tells up to which place it was read.
struct Placed {
    file: File,
    at: Arc<AtomicU64>,
}

impl Read for Placed {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(to)?;
        self.at.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Placed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        self.at.store(at, Ordering::Relaxed);
        Ok(at)
    }
}

/// Reads files, once or several times, and refuses what was read if another program has written to
/// one of them meanwhile.
///
/// # Errors
/// Those of `read`; a file that changed.
pub fn steadily<T>(
    files: &[DataFile],
    read: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let said = |file: &DataFile| file.stamp().map(|said| (said.len(), said.modified().ok()));
    let before: Vec<_> = files.iter().map(said).collect();
    let given = read();
    // What else is wrong with such a file may come of that.
    match files.iter().zip(before).find(|(file, before)| said(file) != *before) {
        Some((changed, _)) => Err(changed.refuse(diag::changed())),
        None => given,
    }
}

/// Metadata of a file on disk. One that is no regular file (a named pipe, a device) is refused
/// before it is opened: it is read several times, and might never end.
fn regular(path: &std::path::Path) -> io::Result<std::fs::Metadata> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_file() || metadata.is_dir() {
        Ok(metadata)
    } else {
        Err(diag::Unreadable(diag::not_regular()).into())
    }
}

impl DataFile {
    /// A file of the disk.
    pub fn path(path: impl Into<PathBuf>) -> DataFile {
        let path = path.into();
        DataFile::new(path.display().to_string(), Content::Path(path))
    }

    /// Bytes under a name, whose ending names the format.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> DataFile {
        DataFile::new(name.into(), Content::Bytes(bytes.into()))
    }

    fn new(name: String, content: Content) -> DataFile {
        DataFile {
            name,
            content,
            at: Arc::default(),
            #[cfg(feature = "xlsx")]
            unpacked: Arc::default(),
        }
    }

    /// The name, as messages show it.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn open(&self) -> Result<Box<dyn Stream>, Error> {
        match &self.content {
            Content::Path(path) => regular(path)
                .and_then(|_| File::open(path))
                .inspect(|_| self.at.store(0, Ordering::Relaxed))
                .map(|file| Box::new(Placed { file, at: Arc::clone(&self.at) }) as Box<dyn Stream>)
                .map_err(|error| self.unreadable(&error)),
            Content::Bytes(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
        }
    }

    /// Bytes up to which the file was read last, and all there are: how far a reading is. A file of
    /// several record types is read once for each.
    pub fn read_so_far(&self) -> (u64, u64) {
        (self.at.load(Ordering::Relaxed), self.size().unwrap_or_default())
    }

    pub(super) fn size(&self) -> Result<u64, Error> {
        match &self.content {
            Content::Path(path) => regular(path)
                .map(|metadata| metadata.len())
                .map_err(|error| self.unreadable(&error)),
            Content::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// Metadata of the file now; `None` where the system does not tell.
    pub(super) fn stamp(&self) -> Option<std::fs::Metadata> {
        match &self.content {
            Content::Path(path) => std::fs::metadata(path).ok(),
            Content::Bytes(_) => None,
        }
    }

    /// The bytes that the file unpacks to; 0 before it was examined.
    #[cfg(feature = "xlsx")]
    pub(super) fn known_size(&self) -> u64 {
        self.unpacked.get().map_or(0, |unpacked| unpacked.size)
    }

    /// The rows that a sheet does not show; none before the file was examined.
    #[cfg(feature = "xlsx")]
    pub(super) fn hidden_rows(&self, sheet: &str) -> &[u32] {
        let sheets = self.unpacked.get().map_or(&[][..], |unpacked| &unpacked.hidden);
        sheets.iter().find(|(name, _)| name == sheet).map_or(&[], |(_, rows)| rows)
    }

    /// Error of a workbook to which there is nothing to add.
    #[cfg(feature = "xlsx")]
    pub(crate) fn without_results(&self, message: Message) -> Error {
        self.refuse(message)
    }

    pub(super) fn refuse(&self, message: Message) -> Error {
        Error::unreadable(&self.name, message)
    }

    /// Error of a file that the system does not let us read.
    pub(super) fn unreadable(&self, error: &io::Error) -> Error {
        self.refuse(diag::data::unreadable(&diag::system(error)))
    }

    /// The file does not hold what it should. What a library says of it is of no use to whoever has
    /// the file.
    #[cfg(feature = "xlsx")]
    pub(super) fn broken(&self, _: &dyn std::fmt::Display) -> Error {
        self.refuse(diag::data::broken())
    }

    pub(super) fn format(&self) -> Result<Format, Error> {
        let mut first = Vec::new();
        self.open()?.take(8).read_to_end(&mut first).map_err(|error| self.unreadable(&error))?;
        let ending =
            self.name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
        if matches!(ending.as_str(), "xlsb" | "ods") {
            return Err(self.refuse(diag::data::other_workbook(&ending)));
        }
        if first.starts_with(b"PK\x03\x04") {
            return Ok(Format::Workbook);
        }
        if first.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Ok(Format::OldWorkbook);
        }
        match ending.as_str() {
            "csv" | "tsv" | "txt" => Ok(Format::Delimited),
            "jsonl" | "ndjson" | "json" => Ok(Format::JsonLines),
            "xlsx" | "xlsm" | "xls" if first.starts_with(b"<") => {
                Err(self.refuse(diag::data::html_workbook()))
            }
            "xlsx" | "xlsm" | "xls" => Ok(Format::Workbook),
            _ => Err(self.refuse(diag::data::unknown_format())),
        }
    }
}
