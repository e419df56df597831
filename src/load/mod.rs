#![doc = include_str!("README.md")]

mod cells;
mod coverage;
mod figures;
mod manifest;
#[doc(hidden)]
pub mod os;
mod pack;
#[doc(hidden)]
pub mod quotes;
mod rows_of;
mod schema;

pub(crate) use cells::{RowCells, cells_by_row, quoted};
pub use manifest::Effective;
#[doc(hidden)]
pub use manifest::{
    Manifest, ReportFrame, ReportPart, moved as moved_manifest, profile_place, report_block_place,
};
pub(crate) use pack::RowFile;
#[doc(hidden)]
pub use pack::{Pack, read};
pub(crate) use rows_of::{RowFiles, RowLimits};

use crate::diag::{Unreadable, load as say};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// Folders with their names, in order.
pub type Folders<'f> = Vec<(String, Box<dyn Files + 'f>)>;

/// Source of a pack's files: a folder, or its like in memory.
///
/// ```
/// use visao::{Files, Memory, Rules};
///
/// fn title(files: &dyn Files) -> Result<String, visao::Error> {
///     Ok(Rules::from_files(files)?.name().to_owned())
/// }
/// let files: Memory = [
///     ("pack.toml", "[pack]\nname = \"loans-2024\"\n"),
///     ("rules.luat", "record Loan\n  field debt: money\n"),
/// ]
/// .into_iter()
/// .collect();
/// assert_eq!(title(&files)?, "loans-2024");
/// # Ok::<(), visao::Error>(())
/// ```
pub trait Files {
    /// The path as messages show it.
    fn path(&self) -> &str;
    /// The names of the files directly within, in order.
    fn names(&self) -> io::Result<Vec<String>>;
    /// The names of all files beside the rules, also of those that are no part of the pack: for
    /// naming the one that was perhaps meant.
    fn beside(&self) -> io::Result<Vec<String>> {
        self.names()
    }
    /// The bytes of a file, up to the limit and one more: that tells that there are more.
    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>>;
    /// Path of a file on disk; `None` for one that is only in memory.
    fn place(&self, _name: &str) -> Option<PathBuf> {
        None
    }
    /// The folders directly within, with their names, in order.
    fn folders(&self) -> io::Result<Folders<'_>> {
        Ok(Vec::new())
    }
}

/// Returns `true` if a folder is itself a pack: it has a manifest or a rule file.
///
/// # Errors
/// What the system says.
#[doc(hidden)]
pub fn is_pack(files: &dyn Files) -> io::Result<bool> {
    Ok(files.names()?.iter().any(|name| name == pack::MANIFEST || name.ends_with(".luat")))
}

/// The most bytes of a file that is copied with its pack, whatever it holds.
const LARGEST_COPIED: u64 = 256 << 20;

/// Greatest depth to which folders within folders are followed.
const DEEPEST: usize = 16;

/// Every file of a folder and of the folders within, by its place: `du-lieu/to.csv`.
///
/// # Errors
/// What the system says; folders nested too deep, or lead back into themselves.
#[doc(hidden)]
pub fn everything(files: &dyn Files) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut all = Vec::new();
    collect(files, "", DEEPEST, &mut all)?;
    Ok(all)
}

fn collect(
    files: &dyn Files,
    place: &str,
    depth: usize,
    all: &mut Vec<(String, Vec<u8>)>,
) -> io::Result<()> {
    for name in files.names()? {
        let bytes = files.read(&name, LARGEST_COPIED)?;
        if bytes.len() as u64 > LARGEST_COPIED {
            return Err(
                Unreadable(say::too_large_to_copy(&format!("{place}{name}"), "256 MB")).into()
            );
        }
        all.push((format!("{place}{name}"), bytes));
    }
    for (name, folder) in files.folders()? {
        let deeper = depth.checked_sub(1).ok_or(io::ErrorKind::InvalidInput)?;
        collect(&*folder, &format!("{place}{name}/"), deeper, all)?;
    }
    Ok(())
}

/// A folder in memory; a slash in a name leads into a folder within.
///
/// ```
/// let files: visao::Memory =
///     [("rules.luat", "record Loan\n  field debt: money\n")].into_iter().collect();
/// assert!(visao::Rules::from_files(&files).is_ok());
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl<N: Into<String>, B: Into<Vec<u8>>> FromIterator<(N, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (N, B)>>(files: I) -> Memory {
        Memory {
            files: files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect(),
        }
    }
}

impl Files for Memory {
    fn path(&self) -> &str {
        "."
    }

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.files.keys().filter(|name| !name.contains('/')).cloned().collect())
    }

    fn folders(&self) -> io::Result<Folders<'_>> {
        let mut folders: BTreeMap<&str, Memory> = BTreeMap::new();
        for (name, bytes) in &self.files {
            if let Some((folder, name)) = name.split_once('/') {
                folders.entry(folder).or_default().files.insert(name.to_owned(), bytes.clone());
            }
        }
        Ok(folders
            .into_iter()
            .map(|(name, folder)| (name.to_owned(), Box::new(folder) as Box<dyn Files>))
            .collect())
    }

    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(up_to(limit, bytes))
    }
}

/// Bytes up to a limit and one more, as [`Files::read`] gives them.
pub(crate) fn up_to(limit: u64, bytes: &[u8]) -> Vec<u8> {
    let most = usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX);
    bytes.iter().take(most).copied().collect()
}
