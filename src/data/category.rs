//! The values of a category as data name them: by name or code, in any spelling habit.

use crate::diag;
use crate::model::Category;
use crate::source::key;
use std::collections::HashMap;
use std::sync::Arc;

/// Finds the place of a category value. Texts met before are found without folding them again.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    values: Arc<Values>,
    met: HashMap<Box<str>, u32>,
}

/// The names of the values, and their places by name and code.
#[derive(Debug)]
struct Values {
    names: Vec<String>,
    by_key: HashMap<String, u32>,
}

/// Greatest number of spellings of the values that are kept; data have few.
const MOST_SPELLINGS: usize = 4_096;

impl Lookup {
    /// The lookup of a category. Where one value's code is another's name, the name wins.
    pub(crate) fn new(category: &Category) -> Lookup {
        let mut by_key = HashMap::new();
        for (value, place) in category.values.iter().zip(0..) {
            by_key.entry(value.name.key.clone()).or_insert(place);
        }
        for (value, place) in category.values.iter().zip(0..) {
            if let Some(code) = &value.code {
                by_key.entry(key(code)).or_insert(place);
            }
        }
        let names = category.values.iter().map(|value| value.name.text.clone()).collect();
        Lookup { values: Arc::new(Values { names, by_key }), met: HashMap::new() }
    }

    /// The place of the value that a text names.
    pub(crate) fn code(&mut self, text: &str) -> Option<u32> {
        if let Some(&place) = self.met.get(text) {
            return Some(place);
        }
        let place = *self.values.by_key.get(&key(text))?;
        if self.met.len() < MOST_SPELLINGS {
            self.met.insert(text.into(), place);
        }
        Some(place)
    }

    /// The name of the value at a place.
    pub(crate) fn name(&self, place: u32) -> Option<&str> {
        self.values.names.get(place as usize).map(String::as_str)
    }

    /// The place of the value whose name is nearest to a text.
    pub(crate) fn nearest(&self, text: &str) -> Option<u32> {
        let name = diag::nearest(text, self.values.names.iter().map(String::as_str))?;
        self.values.by_key.get(&key(name)).copied()
    }
}
