//! Rules that a session keeps, by their names.

use crate::diag::{Error, door as say};
use crate::engine::Rules;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// Loaded rules by name, for any number of threads.
#[derive(Debug, Default)]
pub(super) struct Kept {
    packs: RwLock<Packs>,
}

#[derive(Debug, Default)]
struct Packs {
    by_name: BTreeMap<String, Rules>,
    /// Number of names that were made up.
    named: u64,
}

impl Kept {
    /// The rules under a name. A lock that a panic elsewhere left poisoned guards a map that is
    /// whole all the same.
    pub(super) fn get(&self, name: &str) -> Option<Rules> {
        let packs = self.packs.read().unwrap_or_else(PoisonError::into_inner);
        packs.by_name.get(name).cloned()
    }

    /// Keeps rules under a name, in the place of those that stood there; without one under a name
    /// that is made up. Gives the name.
    pub(super) fn keep(
        &self,
        name: Option<String>,
        rules: Rules,
        most: usize,
    ) -> Result<String, Error> {
        let mut packs = self.packs.write().unwrap_or_else(PoisonError::into_inner);
        let name = name.unwrap_or_else(|| packs.free_name());
        if packs.by_name.len() >= most && !packs.by_name.contains_key(&name) {
            return Err(say::too_many_packs(most));
        }
        packs.by_name.insert(name.clone(), rules);
        Ok(name)
    }

    pub(super) fn remove(&self, name: &str) -> bool {
        let mut packs = self.packs.write().unwrap_or_else(PoisonError::into_inner);
        packs.by_name.remove(name).is_some()
    }
}

impl Packs {
    fn free_name(&mut self) -> String {
        loop {
            self.named += 1;
            let name = format!("rules-{}", self.named);
            if !self.by_name.contains_key(&name) {
                return name;
            }
        }
    }
}
