//! The names that the statements of a pack declare, and those of the language itself.

use super::ast::Name;
use super::head::{Declared, Head, NameKind};
use super::kinds::StatementKind;
use super::lex::{Token, tokens};
use super::scan::TokenKind;
use super::statements::Statement;
use super::trie::Words;
use super::words::longest_that;
use crate::diag::nearest;
use crate::keywords::{Kw, Reserved, TABLE, named};
use crate::source::{Span, key};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

impl Declared {
    /// The name as text and key; none for an empty range of tokens.
    pub fn name(&self, statement: &Statement<'_>) -> Option<Name> {
        let tokens = statement.tokens.get(self.tokens.clone())?;
        let (text, key) = name(tokens);
        let (first, last) = (tokens.first()?, tokens.last()?);
        let quoted = first.kind == TokenKind::Quoted;
        Some(Name { text, key, span: first.span.to(last.span), quoted })
    }
}

/// The title that the line of a record type gives it, with its name.
pub(super) fn title<'l>(
    statement: &'l Statement<'_>,
    declared: &[Declared],
) -> Option<(&'l str, String)> {
    let record =
        (statement.kind == StatementKind::Record).then(|| declared.first()?.name(statement))??;
    let starts_condition = |at: &usize| {
        let rest = statement.tokens.get(*at..).unwrap_or(&[]);
        longest_that(rest, |id, _| id == Kw::CompleteWhen).is_some()
    };
    let end = (0..statement.tokens.len()).find(starts_condition);
    let title = statement
        .tokens
        .iter()
        .take(end.unwrap_or(usize::MAX))
        .find(|token| matches!(token.kind, TokenKind::Text | TokenKind::Curly))?;
    Some((title.text.trim_matches(['"', '“', '”']), record.text))
}

/// The other names of values (`tên khác "…"`) that a statement declares.
pub(super) fn other_names<'l>(statement: &'l Statement<'_>) -> impl Iterator<Item = &'l str> {
    let of_category =
        matches!(statement.kind, StatementKind::Category | StatementKind::CategoryValue);
    let tokens = statement.tokens.get(..).filter(|_| of_category).unwrap_or(&[]);
    let other = |at: &usize| {
        let rest = tokens.get(*at..).unwrap_or(&[]);
        longest_that(rest, |id, _| id == Kw::Also).map(|(length, _)| at + length)
    };
    let texts = (0..tokens.len()).filter_map(move |at| tokens.get(other(&at)?));
    texts.filter(|token| token.kind == TokenKind::Text).map(|token| token.text.trim_matches('"'))
}

/// Names that statements declare: those of a file, or of a pack with those of the language itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Vocabulary {
    names: Words<NameOrigin>,
    labels: Words<()>,
    records: Words<()>,
    /// The names of categories, as written.
    categories: BTreeSet<String>,
    /// The titles of record types, each with the name of its type.
    titles: Words<String>,
    /// Names with signs, each as it stands in backticks: by its tokens.
    signed: Words<String>,
    /// Numbers that are words of names.
    numbers: BTreeSet<String>,
    /// The words that categories list and may not.
    refused: BTreeSet<String>,
    /// As written, for offering the nearest.
    texts: BTreeSet<String>,
}

/// All names of a pack, as its statements are read with them.
#[derive(Debug)]
pub(super) struct Names {
    all: Arc<Vocabulary>,
    /// Names that may still be compared to offer the nearest.
    looks: Cell<usize>,
    /// Statements that may still be repaired.
    repairs: Cell<usize>,
    /// True once something was asked that goes by how much was asked before.
    limited: Cell<bool>,
}

/// In a pack of many names and many mistakes, offers are made for the first mistakes only: looking
/// takes time, and the reader's too.
const LOOKS: usize = 100_000;

/// In a file of many statements that cannot be read, what was meant is looked for in the first of
/// them only.
const REPAIRS: usize = 1000;

/// Origin of a name: declared by a statement, or the language's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameOrigin {
    Declared,
    /// A name of the language that is known everywhere.
    Special,
    /// Known where an example expects a verdict.
    Verdict,
}

impl Vocabulary {
    /// The names the language declares itself.
    pub fn of_language() -> Vocabulary {
        let mut names = Vocabulary::default();
        for row in TABLE.iter().filter(|row| row.reserved == Reserved::Name) {
            let own = match row.id {
                Kw::AsOf
                | Kw::PeriodStart
                | Kw::PeriodEnd
                | Kw::PeriodOver
                | Kw::TotalPoints
                | Kw::Grade => NameOrigin::Special,
                _ => NameOrigin::Verdict,
            };
            for spelling in row.vi.iter().chain(row.en) {
                names.names.insert(key(spelling).split(' '), own);
            }
        }
        names
    }

    /// Adds all names of another file.
    pub fn extend(&mut self, other: &Vocabulary) {
        self.names.extend(&other.names);
        self.labels.extend(&other.labels);
        self.records.extend(&other.records);
        self.categories.extend(other.categories.iter().cloned());
        self.titles.extend(&other.titles);
        self.signed.extend(&other.signed);
        self.numbers.extend(other.numbers.iter().cloned());
        self.refused.extend(other.refused.iter().cloned());
        self.texts.extend(other.texts.iter().cloned());
    }

    /// Adds a declared name. `có`, `không` and `thiếu`, which no category may list, stay what they
    /// are.
    pub fn add(&mut self, tokens: &[Token<'_>], kind: NameKind) {
        let (text, key) = name(tokens);
        self.add_numbers(&text);
        let unquoted = tokens.first().is_some_and(|token| token.kind != TokenKind::Quoted);
        if unquoted && named(&key, Reserved::Whole).is_some() {
            return;
        }
        match kind {
            NameKind::Name => {
                if !unquoted {
                    self.add_signed(&text);
                }
                self.names.insert(key.split(' '), NameOrigin::Declared);
                self.texts.insert(text);
            }
            NameKind::Label => self.labels.insert(key.split(' '), ()),
            NameKind::Verdict => self.names.insert(key.split(' '), NameOrigin::Verdict),
            NameKind::Local => {}
        }
    }

    fn add_numbers(&mut self, text: &str) {
        let signs = ['.', ',', '_'];
        let parts = text.split(|c: char| !c.is_ascii_digit() && !signs.contains(&c));
        let numbers = parts.map(|part| part.trim_matches(signs)).filter(|part| !part.is_empty());
        self.numbers.extend(numbers.map(str::to_owned));
    }

    /// Adds a name with signs, so that it is known where its backticks are left out.
    pub fn add_signed(&mut self, text: &str) {
        self.add_numbers(text);
        let origin = Span { source: crate::index::Id::new(0), start: 0, end: 0 };
        let tokens = tokens(text, |_, _| origin);
        if tokens.len() > 1 && !is_plain(&tokens) {
            self.signed.insert(tokens.iter().map(signed_key), text.to_owned());
        }
    }

    /// Adds the name of a record type to those.
    pub fn add_record(&mut self, tokens: &[Token<'_>]) {
        self.records.insert(name(tokens).1.split(' '), ());
    }

    /// Adds the name of a category to those.
    pub fn add_category(&mut self, tokens: &[Token<'_>]) {
        self.categories.insert(name(tokens).0);
    }

    /// Adds a value that no category may have, of one that lists it all the same.
    pub fn add_refused(&mut self, key: String) {
        self.refused.insert(key);
    }

    /// Adds another name of a value: examples may give it.
    pub fn add_other(&mut self, text: &str) {
        self.add_numbers(text);
        self.names.insert(key(text).split(' '), NameOrigin::Declared);
    }

    /// Adds the title of a record type.
    pub fn add_title(&mut self, title: &str, name: &str) {
        self.titles.insert(key(title).split(' '), name.to_owned());
    }
}

impl Names {
    /// The names of a pack, before anything was asked of them.
    pub fn new(all: Arc<Vocabulary>) -> Names {
        let (looks, repairs) = (Cell::new(LOOKS), Cell::new(REPAIRS));
        Names { all, looks, repairs, limited: Cell::new(false) }
    }

    /// Returns `true` if something was asked since the last call of this that goes by how much was
    /// asked before it.
    pub fn was_limited(&self) -> bool {
        self.limited.take()
    }

    /// Returns `true` if a number as written may be a word of a name.
    pub fn has_number(&self, text: &str) -> bool {
        self.all.numbers.contains(text)
    }

    /// The declared name with signs that starts the tokens, and how many of them it takes.
    pub fn signed(&self, tokens: &[Token<'_>]) -> Option<(usize, &str)> {
        let found = self
            .all
            .signed
            .longest(tokens.iter().map(signed_key), |_, _| true)
            .map(|(length, name)| (length, name.as_str()));
        // Of names that are all declared it is a plain expression.
        found.filter(|(length, _)| {
            let mut runs = tokens
                .get(..*length)
                .unwrap_or(&[])
                .split(|token| !token.is_wordlike())
                .filter(|run| !run.is_empty());
            runs.any(|run| self.longest(run, false) < run.len())
        })
    }

    /// Number of tokens of the longest name of a record type that starts here.
    pub fn record(&self, tokens: &[Token<'_>]) -> usize {
        self.all.records.longest(keys(tokens), |(), _| true).map_or(0, |(length, _)| length)
    }

    /// Returns `true` if a key is the name of a record type.
    pub fn is_record(&self, key: &str) -> bool {
        let words = key.split(' ').count();
        self.all.records.longest(key.split(' '), |(), length| length == words).is_some()
    }

    /// Returns `true` if a category lists a value that it may not have by this word.
    pub fn is_refused(&self, key: &str) -> bool {
        self.all.refused.contains(key)
    }

    /// Returns `true` if a text is the name of a category, as it is declared.
    pub fn is_category(&self, text: &str) -> bool {
        self.all.categories.contains(text)
    }

    /// The record type whose title starts the tokens, and how many of them the title takes.
    pub fn titled(&self, tokens: &[Token<'_>]) -> Option<(usize, &str)> {
        self.all
            .titles
            .longest(keys(tokens), |_, _| true)
            .map(|(length, name)| (length, name.as_str()))
    }

    /// Returns `true` if one more statement may be repaired, and counts it: the number is limited.
    pub fn may_repair(&self) -> bool {
        self.limited.set(true);
        self.repairs.replace(self.repairs.get().saturating_sub(1)) > 0
    }

    /// The declared name nearest in spelling, if one is near.
    pub fn nearest(&self, words: &str) -> Option<&str> {
        self.limited.set(true);
        let left = self.looks.get().checked_sub(self.all.texts.len())?;
        self.looks.set(left);
        nearest(words, self.all.texts.iter().map(String::as_str))
    }

    /// Length in tokens of the longest known name that starts here; 0 if none does.
    pub fn longest(&self, tokens: &[Token<'_>], expecting: bool) -> usize {
        let known = |own: &NameOrigin, _| expecting || *own != NameOrigin::Verdict;
        self.all.names.longest(keys(tokens), known).map_or(0, |(length, _)| length)
    }

    /// Returns `true` if a declared name can also be read as an expression over others: `nợ đến
    /// hạn` where `nợ` and `hạn` are names too.
    pub fn reads_otherwise(&self, tokens: &[Token<'_>]) -> bool {
        const JOINING: [Kw; 10] = [
            Kw::And,
            Kw::Or,
            Kw::Is,
            Kw::IsNot,
            Kw::From,
            Kw::UpTo,
            Kw::Below,
            Kw::Above,
            Kw::Of,
            Kw::At,
        ];
        let mut rest = tokens;
        loop {
            let part =
                |own: &NameOrigin, length| *own == NameOrigin::Declared && length < tokens.len();
            let Some((length, _)) = self.all.names.longest(keys(rest), part) else { return false };
            rest = rest.get(length..).unwrap_or(&[]);
            if rest.is_empty() {
                return true;
            }
            let Some((length, _)) = longest_that(rest, |id, _| JOINING.contains(&id)) else {
                return false;
            };
            rest = rest.get(length..).unwrap_or(&[]);
        }
    }

    /// Length in tokens of the longest criterion label that starts here; 0 if none does.
    pub fn label(&self, tokens: &[Token<'_>]) -> usize {
        self.all.labels.longest(keys(tokens), |(), _| true).map_or(0, |(length, _)| length)
    }
}

/// Key of a token of a name with signs: one dash is as good as another.
fn signed_key<'t>(token: &'t Token<'_>) -> Cow<'t, str> {
    match (token.kind, token.text) {
        (TokenKind::Word | TokenKind::Number, _) => Cow::Borrowed(&token.key),
        (_, "−" | "–" | "—") => Cow::Borrowed("-"),
        (_, text) => Cow::Owned(key(text)),
    }
}

fn keys<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = &'t str> {
    tokens.iter().take_while(|token| token.is_wordlike()).map(|token| &*token.key)
}

/// The name that tokens make at a place.
pub(super) fn name_of(tokens: &[Token<'_>], span: Span) -> Name {
    let (text, key) = name(tokens);
    Name { text, key, span, quoted: tokens.iter().any(|token| token.kind == TokenKind::Quoted) }
}

/// The text and the key of the name that tokens make.
pub(super) fn name(tokens: &[Token<'_>]) -> (String, String) {
    if let [token] = tokens
        && token.is_wordlike()
    {
        return (token.text.to_owned(), token.key.clone().into_owned());
    }
    let words: Vec<&str> =
        tokens.iter().flat_map(|token| token.text.trim_matches('`').split_whitespace()).collect();
    let text = words.join(" ");
    let key = if tokens.iter().all(Token::is_wordlike) {
        let keys: Vec<&str> = tokens.iter().map(|token| &*token.key).collect();
        keys.join(" ")
    } else {
        key(&text)
    };
    (text, key)
}

/// Returns `true` if tokens can be a name: words, or one name in backticks.
pub(super) fn is_plain(tokens: &[Token<'_>]) -> bool {
    match tokens {
        [] => false,
        [only] if only.kind == TokenKind::Quoted => !name(tokens).0.is_empty(),
        _ => tokens.iter().all(Token::is_wordlike),
    }
}

/// The names that a statement left out declares; where it does not say where its name ends, any of
/// its first words may be that.
pub(super) fn possible(statement: &Statement<'_>, declared: &[Declared]) -> Vec<Declared> {
    const MOST: usize = 8;
    let start = statement.opener.map_or(0, |(_, length)| length);
    let named = declared.iter().any(|declared| declared.tokens.start == start);
    let words = statement
        .tokens
        .iter()
        .skip(start)
        .take(MOST)
        .take_while(|token| token.is_wordlike())
        .count();
    let most = if named || !statement.kind.row().declares { 0 } else { words };
    let possible =
        (1..=most).map(|length| Declared { tokens: start..start + length, kind: NameKind::Name });
    declared.iter().cloned().chain(possible).collect()
}

/// The names a statement declares, in the order written.
pub(super) fn declared(statement: &Statement<'_>) -> Vec<Declared> {
    let labels = matches!(statement.kind, StatementKind::Criterion | StatementKind::Indicator);
    let fits = |declared: &Declared| match statement.tokens.get(declared.tokens.clone()) {
        Some([only]) if labels && only.kind == TokenKind::Number => true,
        tokens => tokens.is_some_and(is_plain),
    };
    places(statement).into_iter().filter(fits).collect()
}

/// Places of names that hold signs, and so would have to stand in backticks.
pub(super) fn signed(statement: &Statement<'_>) -> Vec<Range<usize>> {
    const SIGNS: [&str; 14] =
        ["-", "−", "–", "—", "/", "%", "(", ")", "+", "×", ".", "'", "’", "·"];
    let part = |token: &Token<'_>| {
        token.is_wordlike()
            || matches!(token.kind, TokenKind::Number | TokenKind::Date)
            || SIGNS.contains(&token.text)
    };
    let signed = |place: &Range<usize>| {
        let tokens = statement.tokens.get(place.clone()).unwrap_or(&[]);
        !is_plain(tokens)
            && tokens.first().is_some_and(|first| first.kind == TokenKind::Word)
            && tokens.iter().all(part)
    };
    places(statement).into_iter().map(|declared| declared.tokens).filter(signed).collect()
}

/// The places of the names that a statement declares, if they are names.
fn places(statement: &Statement<'_>) -> Vec<Declared> {
    let start = statement.opener.map_or(0, |(_, length)| length);
    (statement.kind.row().names)(Head::new(&statement.tokens, start))
}
