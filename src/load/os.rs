//! Folders and files on disk.

use super::{Files, Folders};
use crate::data::out::draft::Draft;
use crate::diag::{self, Unreadable};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A pack on disk: a folder, or a single `.luat` file and the files beside it.
#[derive(Clone, Debug)]
pub struct Disk {
    folder: PathBuf,
    shown: String,
    only: Option<String>,
    /// The folder that no link leads out of; none: this one.
    root: Option<PathBuf>,
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
            return Ok(Disk { folder: path.to_owned(), shown, only: None, root: None });
        }
        if !kind.is_file() {
            return Err(Unreadable(diag::not_regular()).into());
        }
        let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."))
            .to_owned();
        Ok(Disk { folder, shown, only: name, root: None })
    }
}

impl Disk {
    /// Beside a single rule file, the scripts and documents it may name belong to it.
    fn belongs(&self, name: &str) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only == name || name.ends_with(".rhai") || name.ends_with(".txt"))
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
        // A pipe that is named as a rule file is one of them, and refused when it is read.
        let names = self.entries(|kind| !kind.is_dir())?;
        Ok(names.into_iter().filter(|name| self.belongs(name)).collect())
    }

    fn beside(&self) -> io::Result<Vec<String>> {
        self.entries(|kind| !kind.is_dir())
    }

    fn folders(&self) -> io::Result<Folders<'_>> {
        if self.only.is_some() {
            return Ok(Vec::new());
        }
        // The folders within a pack are part of it; a folder of packs may hold links to packs
        // elsewhere.
        let root = if super::is_pack(self)? {
            Some(self.root.clone().unwrap_or_else(|| self.folder.clone()))
        } else {
            None
        };
        let within = |name: String| {
            let folder = self.folder.join(&name);
            let shown = folder.display().to_string();
            (
                name,
                Box::new(Disk { folder, shown, only: None, root: root.clone() }) as Box<dyn Files>,
            )
        };
        Ok(self.entries(|kind| kind.is_dir())?.into_iter().map(within).collect())
    }

    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        let path = self.folder.join(name);
        self.keep_within(name, &path)?;
        let before = std::fs::metadata(&path)?;
        if !before.is_file() {
            return Err(Unreadable(diag::not_regular()).into());
        }
        let mut bytes = Vec::new();
        std::fs::File::open(&path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        let now = std::fs::metadata(&path)?;
        let changed = (before.len(), before.modified().ok()) != (now.len(), now.modified().ok());
        if changed { Err(Unreadable(diag::changed()).into()) } else { Ok(bytes) }
    }

    fn place(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.join(name))
    }
}

impl Disk {
    /// Refuses a link that leads out of the pack; a rule file that is itself named on the command
    /// line may be one.
    fn keep_within(&self, name: &str, path: &Path) -> io::Result<()> {
        let root = std::fs::canonicalize(self.root.as_ref().unwrap_or(&self.folder))?;
        let named = self.only.as_deref() == Some(name);
        if named || std::fs::canonicalize(path)?.starts_with(root) {
            Ok(())
        } else {
            Err(Unreadable(diag::link_out()).into())
        }
    }
}

/// Writes a folder that is not there yet, whole or not at all: beside its place under another name,
/// then moved there.
///
/// # Errors
/// What the system says; nothing is left behind.
pub fn write_folder(place: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let draft = Draft::folder(place)?;
    write_into(draft.path(), files)?;
    // A folder may be moved over an empty one without a word, so it is looked for first.
    if exists(place) { Err(io::ErrorKind::AlreadyExists.into()) } else { draft.take(place) }
}

/// Returns `true` if there is anything at a path.
pub fn exists(place: &Path) -> bool {
    std::fs::symlink_metadata(place).is_ok()
}

fn write_into(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(&path, bytes)?;
    }
    Ok(())
}
