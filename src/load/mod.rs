#![doc = include_str!("README.md")]

mod coverage;
mod manifest;
pub mod os;
mod pack;
pub mod quotes;
mod schema;

pub use manifest::{Effective, Manifest};
pub use pack::{Pack, read};

use std::collections::BTreeMap;
use std::io;

/// Folders with their names.
pub type Folders<'f> = Vec<(String, Box<dyn Files + 'f>)>;

/// Where a pack is read from: a folder, or its like in memory.
pub trait Files {
    /// The path as messages show it.
    fn path(&self) -> &str;
    /// The names of the files directly within, in order.
    fn names(&self) -> io::Result<Vec<String>>;
    /// The bytes of a file.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
    /// The folders directly within, with their names, in order.
    fn folders(&self) -> io::Result<Folders<'_>> {
        Ok(Vec::new())
    }
}

/// Whether a folder is itself a pack: it has a manifest or a rule file.
///
/// # Errors
/// What the system says.
pub fn is_pack(files: &dyn Files) -> io::Result<bool> {
    Ok(files.names()?.iter().any(|name| name == pack::MANIFEST || name.ends_with(".luat")))
}

/// A folder in memory; a slash in a name leads into a folder within.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl<N: Into<String>, B: Into<Vec<u8>>> FromIterator<(N, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (N, B)>>(files: I) -> Memory {
        Memory { files: files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect() }
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
        Ok(folders.into_iter().map(|(name, folder)| (name.to_owned(), Box::new(folder) as Box<dyn Files>)).collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.files.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
