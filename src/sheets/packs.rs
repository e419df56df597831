//! Tables of one name from several packs, told apart by their pack.

use crate::source::key;
use std::collections::HashSet;

/// Flags the names that stood before.
pub(super) fn repeated<'n>(names: impl Iterator<Item = &'n str>) -> Vec<bool> {
    let mut seen = HashSet::new();
    names.map(|name| !seen.insert(key(name))).collect()
}

/// `Sử dụng vốn (2023)`
pub(super) fn with_pack(name: &str, pack: &str) -> String {
    format!("{name} ({pack})")
}
