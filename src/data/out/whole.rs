//! Files that are whole or not there.

use super::WriteError;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file in full or not at all: beside its place under another name, then moved there. What stood there before stays until then. A
/// place that is no file (`/dev/stdout`) is written to directly.
///
/// # Errors
/// Those of `write`; the system's; [`WriteError::OverInput`] if the place is one of `inputs`. Nothing is left behind.
pub fn write_whole(path: &Path, inputs: &[&Path], write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>) -> Result<(), WriteError> {
    let existing = fs::canonicalize(path).ok();
    if let Some(place) = &existing
        && inputs.iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == *place))
    {
        return Err(WriteError::OverInput);
    }
    let place = existing.as_deref().unwrap_or(path);
    let metadata = fs::metadata(place).ok();
    match metadata {
        Some(metadata) if metadata.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory).into()),
        Some(metadata) if !metadata.is_file() => write_to(OpenOptions::new().write(true).open(place)?, write).map(drop),
        metadata => replace(place, metadata.map(|metadata| metadata.permissions()), write),
    }
}

fn replace(
    place: &Path,
    permissions: Option<fs::Permissions>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let (draft, file) = Draft::beside(place)?;
    let file = write_to(file, write)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()?;
    drop(file);
    draft.take(place)?;
    Ok(())
}

fn write_to(file: File, write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>) -> Result<File, WriteError> {
    let mut writer = BufWriter::new(file);
    write(&mut writer)?;
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A file not yet at its place; removed unless it is taken there.
struct Draft {
    path: PathBuf,
    taken: bool,
}

impl Draft {
    fn beside(place: &Path) -> io::Result<(Draft, File)> {
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        for attempt in 0..100 {
            let mut draft = OsString::from(".");
            draft.push(name);
            draft.push(format!(".{}-{attempt}.tmp", std::process::id()));
            let path = place.with_file_name(draft);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Draft { path, taken: false }, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn take(mut self, place: &Path) -> io::Result<()> {
        fs::rename(&self.path, place)?;
        self.taken = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.taken {
            let _ = fs::remove_file(&self.path);
        }
    }
}
