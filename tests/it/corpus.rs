//! The packs of the corpus, for the tests that run over all of them; `tests/corpus.rs` tests each
//! by itself.

use crate::literate::root;
use std::path::PathBuf;
use visao::value::Date;

/// The files and folders of a corpus folder that are packs, by name.
pub fn packs(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/corpus").join(folder)).unwrap();
    let is_pack =
        |path: &PathBuf| path.is_dir() || path.extension().is_some_and(|ending| ending == "luat");
    let mut packs: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(is_pack).collect();
    packs.sort();
    assert!(!packs.is_empty());
    packs
}

pub fn working() -> Vec<PathBuf> {
    packs("ok")
}

pub fn day() -> Date {
    Date::from_ymd(2023, 6, 30).unwrap()
}
