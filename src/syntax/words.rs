//! Sequences of words, found by longest match: keywords and declared names alike.

use std::collections::BTreeMap;

/// A set of word sequences, each with a value. Words are keys (see [`crate::source::key`]).
#[derive(Debug)]
pub(super) struct Words<T> {
    root: Branch<T>,
}

#[derive(Debug)]
struct Branch<T> {
    next: BTreeMap<String, Branch<T>>,
    here: Vec<T>,
}

impl<T> Default for Branch<T> {
    fn default() -> Self {
        Branch { next: BTreeMap::new(), here: Vec::new() }
    }
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Words { root: Branch::default() }
    }
}

impl<T> Words<T> {
    /// Adds a sequence.
    pub fn insert<'a>(&mut self, words: impl IntoIterator<Item = &'a str>, value: T) {
        let end = words.into_iter().fold(&mut self.root, |branch, word| branch.next.entry(word.to_owned()).or_default());
        end.here.push(value);
    }

    /// The longest sequence that starts the words and has a value that `fits` (given its length in words too): length and value.
    pub fn longest<'a>(&self, words: impl IntoIterator<Item = &'a str>, fits: impl Fn(&T, usize) -> bool) -> Option<(usize, &T)> {
        let mut branch = &self.root;
        let mut best = None;
        for (before, word) in words.into_iter().enumerate() {
            let Some(next) = branch.next.get(word) else { break };
            branch = next;
            if let Some(value) = branch.here.iter().find(|value| fits(value, before + 1)) {
                best = Some((before + 1, value));
            }
        }
        best
    }
}
