//! Sequences of words, found by longest match: keywords and declared names alike. Knows words by
//! their keys alone (see [`crate::source::key`]).

use crate::keywords::{Kw, TABLE};
use crate::source::key;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of word sequences, each with a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words<T> {
    root: Branch<T>,
}

/// All sequences that begin with the same words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Branch<T> {
    next: HashMap<String, Branch<T>, RandomState>,
    here: Vec<T>,
}

impl<T> Default for Branch<T> {
    fn default() -> Self {
        Branch { next: HashMap::default(), here: Vec::new() }
    }
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Words { root: Branch::default() }
    }
}

impl<T> Words<T> {
    /// Adds a sequence of words with its value.
    pub fn insert(&mut self, words: impl IntoIterator<Item: AsRef<str>>, value: T) {
        let end = words.into_iter().fold(&mut self.root, |branch, word| {
            branch.next.entry(word.as_ref().to_owned()).or_default()
        });
        end.here.push(value);
    }

    /// The longest sequence that starts the words and has a value that `fits` (given its length in
    /// words too): length and value.
    pub fn longest(
        &self,
        words: impl IntoIterator<Item: AsRef<str>>,
        fits: impl Fn(&T, usize) -> bool,
    ) -> Option<(usize, &T)> {
        self.root.longest(0, words, fits)
    }

    /// The sequences that begin with a word.
    pub fn beginning(&self, word: &str) -> Option<&Branch<T>> {
        self.root.next.get(word)
    }
}

impl<T: Clone> Words<T> {
    /// Adds all sequences of another set, each behind what the same words had before.
    pub fn extend(&mut self, other: &Words<T>) {
        self.root.extend(&other.root);
    }
}

impl<T: Clone> Branch<T> {
    fn extend(&mut self, other: &Branch<T>) {
        self.here.extend(other.here.iter().cloned());
        // Each word has a branch of its own, so their order is no matter.
        other.next.iter().for_each(|(word, branch)| {
            self.next.entry(word.clone()).or_default().extend(branch);
        });
    }
}

impl<T> Branch<T> {
    /// As [`Words::longest`], where the first words, so many, led here and are left out.
    pub fn longest(
        &self,
        passed: usize,
        words: impl IntoIterator<Item: AsRef<str>>,
        fits: impl Fn(&T, usize) -> bool,
    ) -> Option<(usize, &T)> {
        let (mut branch, mut length, mut best) = (self, passed, None);
        let mut words = words.into_iter();
        loop {
            if let Some(value) = branch.here.iter().find(|value| fits(value, length)) {
                best = Some((length, value));
            }
            let next = words.next().filter(|_| !branch.next.is_empty());
            let Some(next) = next.and_then(|word| branch.next.get(word.as_ref())) else {
                return best;
            };
            branch = next;
            length += 1;
        }
    }
}

/// The keywords that begin with a word, by its key.
pub(super) fn keywords(word: &str) -> Option<&'static Branch<Kw>> {
    KEYWORDS.beginning(word)
}

static KEYWORDS: LazyLock<Words<Kw>> = LazyLock::new(|| {
    let mut words = Words::default();
    for row in TABLE {
        for spelling in row.vi.iter().chain(row.en) {
            words.insert(key(spelling).split(' '), row.id);
        }
    }
    words
});
