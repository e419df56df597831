//! What is written beside its place until it is whole: under a short name of our own, locked while
//! it is written, known to whoever ends the program. A draft that nobody locks was left behind by a
//! program that is gone, and is swept by the next one that writes beside it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Beginning and ending of the names of drafts; short, so that beside each name there is room for
/// it.
const BEGINNING: &str = ".visao-";
const ENDING: &str = ".tmp";

/// The drafts of this program, so that they can be removed when it is made to end.
static DRAFTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn drafts() -> MutexGuard<'static, Vec<PathBuf>> {
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file or folder not yet at its place; removed unless it is taken there.
pub struct Draft {
    path: PathBuf,
    /// Open file whose lock tells other runs that the draft is in use.
    lock: Option<File>,
    taken: bool,
}

/// Kind of a draft: a file or a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

impl Draft {
    /// A new file beside a place, and the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn file(place: &Path) -> io::Result<(Draft, File)> {
        let draft = Draft::beside(place, Kind::File)?;
        let file = draft.lock.as_ref().ok_or(io::ErrorKind::NotFound)?.try_clone()?;
        Ok((draft, file))
    }

    /// A new folder beside a place.
    ///
    /// # Errors
    /// What the system says.
    pub fn folder(place: &Path) -> io::Result<Draft> {
        Draft::beside(place, Kind::Folder)
    }

    fn beside(place: &Path, kind: Kind) -> io::Result<Draft> {
        let folder = place
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        place.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        sweep(folder);
        for attempt in 0..100 {
            let path = folder.join(format!("{BEGINNING}{}-{attempt}{ENDING}", std::process::id()));
            match Draft::at(path, kind) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return made,
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn at(path: PathBuf, kind: Kind) -> io::Result<Draft> {
        // Held until the draft is known: whoever ends the program waits for it.
        let mut known = drafts();
        let lock = match kind {
            Kind::File => Some(OpenOptions::new().write(true).create_new(true).open(&path)?),
            Kind::Folder => {
                fs::create_dir(&path)?;
                File::open(&path).ok()
            }
        };
        known.push(path.clone());
        drop(known);
        // Where files cannot be locked, no draft is swept either.
        let _ = lock.as_ref().map(File::lock);
        let draft = Draft { path, lock, taken: false };
        // Another program may have swept it before it was locked.
        if fs::symlink_metadata(&draft.path).is_ok() {
            Ok(draft)
        } else {
            Err(io::ErrorKind::AlreadyExists.into())
        }
    }

    /// Path of the draft itself, beside its place.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves it to its place.
    ///
    /// # Errors
    /// What the system says; then the draft is removed.
    pub fn take(mut self, place: &Path) -> io::Result<()> {
        fs::rename(&self.path, place)?;
        self.taken = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.taken {
            remove(&self.path);
        }
        self.lock = None;
        drafts().retain(|known| *known != self.path);
    }
}

/// Removes the drafts of this program, for good: none can be begun any more. For the moment before
/// it is made to end.
pub fn remove_drafts() {
    let known = drafts();
    known.iter().for_each(|path| remove(path));
    std::mem::forget(known);
}

fn remove(path: &Path) {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir());
    let _ = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

/// Removes the drafts in a folder whose programs are gone.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let own = |entry: &fs::DirEntry| {
        entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(BEGINNING) && name.ends_with(ENDING))
    };
    for entry in entries.flatten().filter(own) {
        let plain = entry.file_type().is_ok_and(|kind| kind.is_file() || kind.is_dir());
        let Some(lock) = File::open(entry.path()).ok().filter(|_| plain) else { continue };
        match lock.try_lock() {
            Ok(()) => remove(&entry.path()),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}
