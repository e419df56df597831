//! Folders and files on disk.

use super::{Files, Folders};
use std::io;
use std::path::{Path, PathBuf};

/// A pack on disk: a folder, or a single `.luat` file and what stands beside it.
#[derive(Clone, Debug)]
pub struct Disk {
    folder: PathBuf,
    shown: String,
    only: Option<String>,
}

impl Disk {
    /// The pack at a path.
    ///
    /// # Errors
    /// What the system says when there is nothing at that path.
    pub fn open(path: &Path) -> io::Result<Disk> {
        let shown = path.display().to_string();
        let kind = std::fs::metadata(path)?;
        if kind.is_dir() {
            return Ok(Disk { folder: path.to_owned(), shown, only: None });
        }
        let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        Ok(Disk { folder, shown, only: name })
    }
}

impl Disk {
    /// Beside a single rule file, the scripts and documents it may name belong to it.
    fn belongs(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only == name || name.ends_with(".rhai") || name.ends_with(".txt"))
    }

    /// The names of one kind of entry, in order.
    fn entries(&self, is_kind: impl Fn(&std::fs::Metadata) -> bool) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            // A link is taken for what it leads to; one that leads nowhere is no entry.
            let kind = std::fs::metadata(entry.path()).ok().filter(|kind| is_kind(kind));
            names.extend(kind.and_then(|_| entry.file_name().into_string().ok()));
        }
        names.sort();
        Ok(names)
    }
}

impl Files for Disk {
    fn path(&self) -> &str {
        &self.shown
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let names = self.entries(|kind| kind.is_file())?;
        Ok(names.into_iter().filter(|name| self.belongs(name)).collect())
    }

    fn folders(&self) -> io::Result<Folders<'_>> {
        if self.only.is_some() {
            return Ok(Vec::new());
        }
        let within = |name: String| {
            let folder = self.folder.join(&name);
            let shown = folder.display().to_string();
            (name, Box::new(Disk { folder, shown, only: None }) as Box<dyn Files>)
        };
        Ok(self.entries(|kind| kind.is_dir())?.into_iter().map(within).collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.folder.join(name))
    }
}

/// Writes a folder that is not there yet, whole or not at all: beside its place under another name, then moved there.
///
/// # Errors
/// What the system says; nothing is left behind.
pub fn write_folder(place: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let name = place.file_name().and_then(|name| name.to_str()).ok_or(io::ErrorKind::InvalidInput)?;
    let draft = place.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    std::fs::create_dir(&draft)?;
    let written = write_into(&draft, files).and_then(|()| take(&draft, place));
    if written.is_err() {
        let _ = std::fs::remove_dir_all(&draft);
    }
    written
}

/// Whether there is anything at a place.
pub fn exists(place: &Path) -> bool {
    std::fs::symlink_metadata(place).is_ok()
}

/// A folder may be moved over an empty one without a word, so it is looked for first.
fn take(draft: &Path, place: &Path) -> io::Result<()> {
    if exists(place) { Err(io::ErrorKind::AlreadyExists.into()) } else { std::fs::rename(draft, place) }
}

fn write_into(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(&path, bytes)?;
    }
    Ok(())
}
