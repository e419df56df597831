//! Files that are whole or not there.

use super::WriteError;
use super::draft::Draft;
use super::synced::Synced;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes a file in full or not at all: beside its place under another name, then moved there. What
/// stood there before stays until then. A place that is no file (`/dev/stdout`) is written to
/// directly.
///
/// # Errors
/// Those of `write`; the system's; [`WriteError::OverInput`] if the place is one of `inputs`.
/// Nothing is left behind.
pub fn write_whole(
    path: &Path,
    inputs: &[&Path],
    write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    if inputs.iter().any(|input| is_same_file(path, input)) {
        return Err(WriteError::OverInput);
    }
    let existing = fs::canonicalize(path).ok();
    let place = existing.as_deref().unwrap_or(path);
    let metadata = fs::metadata(place).ok();
    match metadata {
        Some(metadata) if metadata.is_dir() => {
            Err(io::Error::from(io::ErrorKind::IsADirectory).into())
        }
        Some(metadata) if !metadata.is_file() => {
            write_to(OpenOptions::new().write(true).open(place)?, write).map(drop)
        }
        metadata => replace(place, metadata.map(|metadata| metadata.permissions()), write),
    }
}

/// Returns `true` if two names are of one file: by any spelling of the path, by a symbolic link,
/// and where the system tells, by a hard link.
fn is_same_file(a: &Path, b: &Path) -> bool {
    let same_path = fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b));
    same_path || is_same_inode(a, b)
}

#[cfg(unix)]
fn is_same_inode(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place =
        |path: &Path| fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()));
    place(a).is_some_and(|a| place(b) == Some(a))
}

#[cfg(not(unix))]
fn is_same_inode(_: &Path, _: &Path) -> bool {
    false
}

fn replace(
    place: &Path,
    permissions: Option<fs::Permissions>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let (draft, file) = Draft::file(place)?;
    let written = write_to(Synced::new(file), write)?;
    if let Some(permissions) = permissions {
        written.file().set_permissions(permissions)?;
    }
    drop(written.finish()?);
    draft.take(place)?;
    Ok(())
}

fn write_to<F: Write>(
    file: F,
    write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>,
) -> Result<F, WriteError> {
    let mut writer = BufWriter::new(file);
    write(&mut writer)?;
    writer.into_inner().map_err(|error| error.into_error().into())
}
