//! The values of a category as data name them: by name, code or another name, in any spelling
//! habit.

use crate::diag;
use crate::model::{Category, CategoryValue};
use crate::source::key;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Finds the number of a category value. Texts met before are found without folding them again.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    values: Arc<Values>,
    met: HashMap<Box<str>, Named>,
    other_names: BTreeMap<u32, OtherName>,
}

/// The names of the values by number, and their numbers by name, code and other name.
#[derive(Debug)]
struct Values {
    names: BTreeMap<u32, String>,
    by_key: HashMap<String, Named>,
}

/// The value that a text names.
#[derive(Clone, Copy, Debug)]
struct Named {
    number: u32,
    /// `true` if by another name than its own.
    other: bool,
}

/// A value that data call by another name.
#[derive(Clone, Debug)]
pub(crate) struct OtherName {
    /// The first such name met, as written.
    pub(crate) written: String,
    /// The value's own name.
    pub(crate) name: String,
    /// Number of cells that call it so.
    pub(crate) cells: u64,
}

/// Greatest number of spellings of the values that are kept; data have few.
const MOST_SPELLINGS: usize = 4_096;

impl Lookup {
    /// The lookup of a category. Where one value's code is another's name, the name wins.
    pub(crate) fn new(category: &Category) -> Lookup {
        let mut by_key = HashMap::new();
        let values = || category.values.iter();
        let own = |value: &CategoryValue| Named { number: value.number, other: false };
        for value in values() {
            by_key.entry(value.name.key.clone()).or_insert(own(value));
        }
        for value in values() {
            if let Some(code) = &value.code {
                by_key.entry(key(code)).or_insert(own(value));
            }
        }
        for (value, other) in values().flat_map(|value| value.also.iter().map(move |o| (value, o)))
        {
            by_key.entry(other.key.clone()).or_insert(Named { other: true, ..own(value) });
        }
        let names = values().map(|value| (value.number, value.name.text.clone())).collect();
        let values = Arc::new(Values { names, by_key });
        Lookup { values, met: HashMap::new(), other_names: BTreeMap::new() }
    }

    /// The number of the value that the text of so many cells names.
    pub(crate) fn number(&mut self, text: &str, cells: u64) -> Option<u32> {
        let named = match self.met.get(text) {
            Some(named) => *named,
            None => self.look_up(text)?,
        };
        if named.other {
            self.count_other(named.number, text, cells);
        }
        Some(named.number)
    }

    fn look_up(&mut self, text: &str) -> Option<Named> {
        let named = *self.values.by_key.get(&key(text))?;
        if self.met.len() < MOST_SPELLINGS {
            self.met.insert(text.into(), named);
        }
        Some(named)
    }

    fn count_other(&mut self, number: u32, text: &str, cells: u64) {
        let name = self.values.names.get(&number).cloned().unwrap_or_default();
        let new = || OtherName { written: text.to_owned(), name, cells: 0 };
        self.other_names.entry(number).or_insert_with(new).cells += cells;
    }

    /// The values that were called by other names since this was last asked.
    pub(crate) fn take_other_names(&mut self) -> BTreeMap<u32, OtherName> {
        std::mem::take(&mut self.other_names)
    }

    /// The name of the value of a number.
    pub(crate) fn name(&self, number: u32) -> Option<&str> {
        self.values.names.get(&number).map(String::as_str)
    }

    /// The number of the value whose name is nearest to a text.
    pub(crate) fn nearest(&self, text: &str) -> Option<u32> {
        let name = diag::nearest(text, self.values.names.values().map(String::as_str))?;
        self.values.by_key.get(&key(name)).map(|named| named.number)
    }
}
