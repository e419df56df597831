//! Which names a statement declares. They stand where they plainly end, so that this needs no knowledge of other names.

use super::ast::Name;
use super::lex::{Token, TokenKind};
use super::statements::{Line, LineKind, longest, longest_that};
use super::words::Words;
use crate::diag::nearest;
use crate::keywords::{Kw, Reserved, TABLE, named};
use crate::source::key;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;

/// A name that a statement declares: the tokens it takes there.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub tokens: Range<usize>,
    pub sort: Sort,
}

impl Declared {
    /// The name itself.
    pub fn name(&self, line: &Line<'_>) -> Option<Name> {
        let tokens = line.tokens.get(self.tokens.clone())?;
        let (text, key) = name(tokens);
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(Name { text, key, span: first.span.to(last.span), quoted: first.kind == TokenKind::Quoted })
    }
}

/// What a declared name is known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A name for expressions and heads.
    Name,
    /// The number or name of a criterion.
    Label,
    /// A parameter of a function, an indicator, a level: a name only on its line.
    Local,
}

/// All names that the statements of a pack declare, and those of the language itself.
#[derive(Debug)]
pub(super) struct Names {
    names: Words<Own>,
    labels: Words<()>,
    /// As written, for offering the nearest.
    texts: BTreeSet<String>,
    /// How many more names may be looked at to offer the nearest.
    looks: Cell<usize>,
}

/// In a pack of many names and many mistakes, offers are made for the first mistakes only: looking takes time, and the reader's too.
const LOOKS: usize = 100_000;

/// Whether a name is the language's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    Declared,
    /// Known everywhere.
    Special,
    /// Known where an example expects a verdict.
    Verdict,
}

impl Names {
    /// The names the language declares itself.
    pub fn new() -> Names {
        let mut names = Names { names: Words::default(), labels: Words::default(), texts: BTreeSet::new(), looks: Cell::new(LOOKS) };
        for row in TABLE.iter().filter(|row| row.reserved == Reserved::Name) {
            let own = match row.id {
                Kw::AsOf | Kw::TotalPoints | Kw::Grade => Own::Special,
                _ => Own::Verdict,
            };
            for spelling in row.vi.iter().chain(row.en) {
                names.names.insert(key(spelling).split(' '), own);
            }
        }
        names
    }

    /// Adds a declared name. `có`, `không` and `thiếu`, which no category may list, stay what they are.
    pub fn add(&mut self, tokens: &[Token<'_>], sort: Sort) {
        let (text, key) = name(tokens);
        let unquoted = tokens.first().is_some_and(|token| token.kind != TokenKind::Quoted);
        if unquoted && named(&key, Reserved::Whole).is_some() {
            return;
        }
        match sort {
            Sort::Name => {
                self.names.insert(key.split(' '), Own::Declared);
                self.texts.insert(text);
            }
            Sort::Label => self.labels.insert(key.split(' '), ()),
            Sort::Local => {}
        }
    }

    /// The declared name nearest in spelling, if one is near.
    pub fn nearest(&self, words: &str) -> Option<&str> {
        let left = self.looks.get().checked_sub(self.texts.len())?;
        self.looks.set(left);
        nearest(words, self.texts.iter().map(String::as_str))
    }

    /// How many tokens the longest known name takes that starts here.
    pub fn longest(&self, tokens: &[Token<'_>], expecting: bool) -> usize {
        let known = |own: &Own, _| expecting || *own != Own::Verdict;
        self.names.longest(keys(tokens), known).map_or(0, |(length, _)| length)
    }

    /// Whether a declared name can also be read as an expression over others: `nợ đến hạn` where `nợ` and `hạn` are names too.
    pub fn reads_otherwise(&self, tokens: &[Token<'_>]) -> bool {
        const JOINING: [Kw; 10] = [Kw::And, Kw::Or, Kw::Is, Kw::IsNot, Kw::From, Kw::UpTo, Kw::Below, Kw::Above, Kw::Of, Kw::At];
        let mut rest = tokens;
        loop {
            let part = |own: &Own, length| *own == Own::Declared && length < tokens.len();
            let Some((length, _)) = self.names.longest(keys(rest), part) else { return false };
            rest = rest.get(length..).unwrap_or(&[]);
            if rest.is_empty() {
                return true;
            }
            let Some((length, _)) = longest_that(rest, |id, _| JOINING.contains(&id)) else { return false };
            rest = rest.get(length..).unwrap_or(&[]);
        }
    }

    /// How many tokens the longest criterion label takes that starts here.
    pub fn label(&self, tokens: &[Token<'_>]) -> usize {
        self.labels.longest(keys(tokens), |(), _| true).map_or(0, |(length, _)| length)
    }
}

fn keys<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = &'t str> {
    tokens.iter().take_while(|token| token.is_wordlike()).map(|token| token.key.as_str())
}

/// The text and the key of the name that tokens make.
pub(super) fn name(tokens: &[Token<'_>]) -> (String, String) {
    let words: Vec<&str> = tokens.iter().flat_map(|token| token.text.trim_matches('`').split_whitespace()).collect();
    let text = words.join(" ");
    let key = key(&text);
    (text, key)
}

/// Whether tokens can be a name: words, or one name in backticks.
pub(super) fn is_plain(tokens: &[Token<'_>]) -> bool {
    match tokens {
        [] => false,
        [only] if only.kind == TokenKind::Quoted => !name(tokens).0.is_empty(),
        _ => tokens.iter().all(Token::is_wordlike),
    }
}

/// The names that a statement left out declares; where it does not say where its name ends, any of its first words may be that.
pub(super) fn lost(line: &Line<'_>, declared: &[Declared]) -> Vec<Declared> {
    const MOST: usize = 8;
    let start = line.opener.map_or(0, |(_, length)| length);
    let named = declared.iter().any(|declared| declared.tokens.start == start);
    let words = line.tokens.iter().skip(start).take(MOST).take_while(|token| token.is_wordlike()).count();
    let most = if named || !declares(line.kind) { 0 } else { words };
    let possible = (1..=most).map(|length| Declared { tokens: start..start + length, sort: Sort::Name });
    declared.iter().cloned().chain(possible).collect()
}

/// Whether such a line declares a name that others use.
fn declares(kind: LineKind) -> bool {
    use LineKind::*;
    let items = matches!(kind, Document | Category | Record | Parameter | Function | Table | Scorecard | Eligibility | Targets);
    items || matches!(kind, Field | Derive)
}

/// The names a statement declares, in the order written.
pub(super) fn declared(line: &Line<'_>) -> Vec<Declared> {
    let head = Head { tokens: &line.tokens, start: line.opener.map_or(0, |(_, length)| length) };
    let found = match line.kind {
        LineKind::Document => vec![head.name(head.text().min(head.sign(&[":"])))],
        LineKind::Field | LineKind::Parameter => vec![head.name(head.before_type())],
        LineKind::Derive => vec![head.name(head.sign(&["=", ":"]))],
        LineKind::Record => vec![head.name(head.text().min(head.last(Kw::BelongsTo)))],
        LineKind::Table => vec![head.name(head.last_before(Kw::For, head.sign(&[":"])))],
        LineKind::Scorecard | LineKind::Eligibility => vec![head.name(head.last_before(Kw::For, head.text().min(head.sign(&[","]))))],
        LineKind::Criterion => vec![Declared { sort: Sort::Label, ..head.name(head.text().min(head.sign(&[","]))) }],
        LineKind::Targets => vec![head.name(head.text().min(head.last(Kw::Over)))],
        LineKind::Indicator => vec![Declared { sort: Sort::Local, ..head.name(head.label()) }],
        LineKind::Levels => head.list(Sort::Local),
        LineKind::Function => head.function(),
        LineKind::Category => head.category(),
        LineKind::CategoryValue => vec![head.name(head.sign(&[","]))],
        LineKind::Language | LineKind::ParameterValue | LineKind::GridHeader | LineKind::GridRow | LineKind::Subject => Vec::new(),
        LineKind::Row | LineKind::Grading | LineKind::GradeRow | LineKind::Cap | LineKind::Downgrade | LineKind::Applies => Vec::new(),
        LineKind::Require | LineKind::Else | LineKind::Clause | LineKind::Example | LineKind::Given | LineKind::Expect => Vec::new(),
        LineKind::Requirement | LineKind::ThresholdHeader | LineKind::ThresholdRow => Vec::new(),
        LineKind::Basis | LineKind::Assumption | LineKind::Allow | LineKind::Stray => Vec::new(),
    };
    let labels = matches!(line.kind, LineKind::Criterion | LineKind::Indicator);
    let fits = |declared: &Declared| match line.tokens.get(declared.tokens.clone()) {
        Some([only]) if labels && only.kind == TokenKind::Number => true,
        tokens => tokens.is_some_and(is_plain),
    };
    found.into_iter().filter(fits).collect()
}

/// An opening line, read from `start` on. A place that is not found is its end.
struct Head<'t, 'a> {
    tokens: &'t [Token<'a>],
    start: usize,
}

impl Head<'_, '_> {
    fn name(&self, end: usize) -> Declared {
        Declared { tokens: self.start..end.max(self.start), sort: Sort::Name }
    }

    fn find(&self, from: usize, that: impl Fn(&Token<'_>) -> bool) -> usize {
        let place = self.tokens.iter().skip(from).position(that);
        place.map_or(self.tokens.len(), |place| from + place)
    }

    fn sign(&self, signs: &[&str]) -> usize {
        self.find(self.start, |token| signs.iter().any(|sign| token.is(sign)))
    }

    fn text(&self) -> usize {
        self.find(self.start, |token| token.kind == TokenKind::Text)
    }

    fn last(&self, id: Kw) -> usize {
        self.last_before(id, self.tokens.len())
    }

    /// The last place of a keyword before `end`, or `end`.
    fn last_before(&self, id: Kw, end: usize) -> usize {
        let here = |at: &usize| self.tokens.get(*at..end).is_some_and(|rest| longest_that(rest, |found, _| found == id).is_some());
        (self.start..end).rev().find(here).unwrap_or(end)
    }

    /// Where the name of a field ends: before its `:`, or, where that was forgotten, before the type.
    fn before_type(&self) -> usize {
        let end = self.sign(&[":", ","]).min(self.text());
        if self.tokens.get(end).is_some_and(|token| token.is(":")) {
            return end;
        }
        let is_type = |at: &usize| {
            let tail = self.tokens.get(*at..end).unwrap_or(&[]);
            longest(tail, Reserved::Type).is_some_and(|(length, _)| length == tail.len())
        };
        (self.start + 1..end).find(is_type).unwrap_or(end)
    }

    /// Where the label of an indicator ends: before its title or `=`, or, where both were forgotten, after one word.
    fn label(&self) -> usize {
        let end = self.text().min(self.sign(&["=", ":"]));
        if end < self.tokens.len() { end } else { self.start + 1 }
    }

    fn function(&self) -> Vec<Declared> {
        let open = self.sign(&["("]);
        let close = self.find(open, |token| token.is(")"));
        let mut found = vec![self.name(open)];
        let mut start = open + 1;
        while start < close {
            let end = self.find(start, |token| token.is(":"));
            found.push(Declared { tokens: start..end.max(start), sort: Sort::Local });
            start = self.find(start, |token| token.is(";")) + 1;
        }
        found
    }

    fn category(&self) -> Vec<Declared> {
        let colon = self.sign(&[":"]);
        let ordered = (self.start..colon).find(|at| self.tokens.get(*at..colon).is_some_and(ends_the_head));
        let values = Head { tokens: self.tokens, start: colon + 1 };
        std::iter::once(self.name(ordered.unwrap_or(colon))).chain(values.list(Sort::Name)).collect()
    }

    /// Names parted by commas or `>`.
    fn list(&self, sort: Sort) -> Vec<Declared> {
        let mut found = Vec::new();
        let mut start = self.start;
        while start < self.tokens.len() {
            let end = self.find(start, |token| token.is(",") || token.is(">"));
            found.push(Declared { tokens: start..end, sort });
            start = end + 1;
        }
        found
    }
}

fn ends_the_head(tail: &[Token<'_>]) -> bool {
    longest(tail, Reserved::OnLine).is_some_and(|(length, id)| id == Kw::Ordered && length == tail.len())
}
