//! Sequences of words, found by longest match: keywords and declared names alike; and the keywords
//! of the table looked up so.

use super::lex::{Token, TokenKind};
use crate::keywords::{Kw, Reserved, TABLE};
use crate::source::key;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of word sequences, each with a value. Words are keys (see [`crate::source::key`]).
#[derive(Debug)]
pub(super) struct Words<T> {
    root: Branch<T>,
}

#[derive(Debug)]
struct Branch<T> {
    next: HashMap<String, Branch<T>>,
    here: Vec<T>,
}

impl<T> Default for Branch<T> {
    fn default() -> Self {
        Branch { next: HashMap::new(), here: Vec::new() }
    }
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Words { root: Branch::default() }
    }
}

impl<T> Words<T> {
    /// Adds a sequence of words with its value.
    pub fn insert<'a>(&mut self, words: impl IntoIterator<Item = &'a str>, value: T) {
        let end = words
            .into_iter()
            .fold(&mut self.root, |branch, word| branch.next.entry(word.to_owned()).or_default());
        end.here.push(value);
    }

    /// The longest sequence that starts the words and has a value that `fits` (given its length in
    /// words too): length and value.
    pub fn longest<'a>(
        &self,
        words: impl IntoIterator<Item = &'a str>,
        fits: impl Fn(&T, usize) -> bool,
    ) -> Option<(usize, &T)> {
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

/// The longest keyword of one kind that starts the tokens: how many tokens it takes, and which it
/// is.
pub(super) fn longest(tokens: &[Token<'_>], reserved: Reserved) -> Option<(usize, Kw)> {
    longest_that(tokens, |id, _| id.row().reserved == reserved)
}

/// The longest keyword that starts the tokens and fits.
pub(super) fn longest_that(
    tokens: &[Token<'_>],
    fits: impl Fn(Kw, usize) -> bool,
) -> Option<(usize, Kw)> {
    let words = tokens
        .iter()
        .take_while(|token| token.kind == TokenKind::Word)
        .map(|token| token.key.as_str());
    KEYWORDS.longest(words, |id, length| fits(*id, length)).map(|(length, id)| (length, *id))
}

/// Returns `true` if the token alone is one of these keywords.
pub(super) fn is_keyword(token: &Token<'_>, ids: &[Kw]) -> bool {
    longest(std::slice::from_ref(token), Reserved::Everywhere)
        .is_some_and(|(_, id)| ids.contains(&id))
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
