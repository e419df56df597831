//! Which names a statement declares. They stand where they plainly end, so that this needs no
//! knowledge of other names.

use super::ast::Name;
use super::lex::{Token, TokenKind, tokens};
use super::statements::{Line, LineKind};
use super::words::{Words, longest, longest_that};
use crate::diag::nearest;
use crate::keywords::{Kw, Reserved, TABLE, named};
use crate::source::{Span, key};
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
        Some(Name {
            text,
            key,
            span: first.span.to(last.span),
            quoted: first.kind == TokenKind::Quoted,
        })
    }
}

/// The title that the line of a record type gives it, with its name.
pub(super) fn title<'l>(line: &'l Line<'_>, declared: &[Declared]) -> Option<(&'l str, String)> {
    let record = (line.kind == LineKind::Record).then(|| declared.first()?.name(line))??;
    let title = line
        .tokens
        .iter()
        .find(|token| matches!(token.kind, TokenKind::Text | TokenKind::Curly))?;
    Some((title.text.trim_matches(['"', '“', '”']), record.text))
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
    /// The titles of record types, each with the name of its type.
    titles: Words<String>,
    /// Names with signs, each as it stands in backticks: by its tokens.
    signed: Words<String>,
    /// As written, for offering the nearest.
    texts: BTreeSet<String>,
    /// How many more names may be looked at to offer the nearest.
    looks: Cell<usize>,
    /// How many more statements may be read as they were perhaps meant.
    mends: Cell<usize>,
}

/// In a pack of many names and many mistakes, offers are made for the first mistakes only: looking
/// takes time, and the reader's too.
const LOOKS: usize = 100_000;

/// In a file of many statements that cannot be read, what was meant is looked for in the first of
/// them only.
const MENDS: usize = 1000;

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
        let mut names = Names {
            names: Words::default(),
            labels: Words::default(),
            titles: Words::default(),
            signed: Words::default(),
            texts: BTreeSet::new(),
            looks: Cell::new(LOOKS),
            mends: Cell::new(MENDS),
        };
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

    /// Adds a declared name. `có`, `không` and `thiếu`, which no category may list, stay what they
    /// are.
    pub fn add(&mut self, tokens: &[Token<'_>], sort: Sort) {
        let (text, key) = name(tokens);
        let unquoted = tokens.first().is_some_and(|token| token.kind != TokenKind::Quoted);
        if unquoted && named(&key, Reserved::Whole).is_some() {
            return;
        }
        match sort {
            Sort::Name => {
                if !unquoted {
                    self.add_signed(&text);
                }
                self.names.insert(key.split(' '), Own::Declared);
                self.texts.insert(text);
            }
            Sort::Label => self.labels.insert(key.split(' '), ()),
            Sort::Local => {}
        }
    }

    /// Adds a name with signs, so that it is known where its backticks are left out.
    pub fn add_signed(&mut self, text: &str) {
        let origin = Span { source: crate::index::Id::new(0), start: 0, end: 0 };
        let tokens = tokens(text, |_, _| origin);
        if tokens.len() > 1 && !is_plain(&tokens) {
            let keys: Vec<String> = tokens.iter().map(signed_key).collect();
            self.signed.insert(keys.iter().map(String::as_str), text.to_owned());
        }
    }

    /// The declared name with signs that starts the tokens, and how many of them it takes.
    pub fn signed(&self, tokens: &[Token<'_>]) -> Option<(usize, &str)> {
        const MOST: usize = 40;
        let keys: Vec<String> = tokens.iter().take(MOST).map(signed_key).collect();
        let found = self
            .signed
            .longest(keys.iter().map(String::as_str), |_, _| true)
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

    /// Adds the title of a record type.
    pub fn add_title(&mut self, title: &str, name: &str) {
        self.titles.insert(key(title).split(' '), name.to_owned());
    }

    /// The record type whose title starts the tokens, and how many of them the title takes.
    pub fn titled(&self, tokens: &[Token<'_>]) -> Option<(usize, &str)> {
        self.titles.longest(keys(tokens), |_, _| true).map(|(length, name)| (length, name.as_str()))
    }

    /// Whether another statement may be read as it was perhaps meant.
    pub fn may_mend(&self) -> bool {
        self.mends.replace(self.mends.get().saturating_sub(1)) > 0
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

    /// Whether a declared name can also be read as an expression over others: `nợ đến hạn` where
    /// `nợ` and `hạn` are names too.
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
            let part = |own: &Own, length| *own == Own::Declared && length < tokens.len();
            let Some((length, _)) = self.names.longest(keys(rest), part) else { return false };
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

    /// How many tokens the longest criterion label takes that starts here.
    pub fn label(&self, tokens: &[Token<'_>]) -> usize {
        self.labels.longest(keys(tokens), |(), _| true).map_or(0, |(length, _)| length)
    }
}

/// What a token of a name with signs is compared by: one dash is as good as another.
fn signed_key(token: &Token<'_>) -> String {
    match token.text {
        "−" | "–" | "—" => "-".to_owned(),
        text => key(text),
    }
}

fn keys<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = &'t str> {
    tokens.iter().take_while(|token| token.is_wordlike()).map(|token| token.key.as_str())
}

/// The name that tokens make at a place.
pub(super) fn name_of(tokens: &[Token<'_>], span: Span) -> Name {
    let (text, key) = name(tokens);
    Name { text, key, span, quoted: tokens.iter().any(|token| token.kind == TokenKind::Quoted) }
}

/// The text and the key of the name that tokens make.
pub(super) fn name(tokens: &[Token<'_>]) -> (String, String) {
    let words: Vec<&str> =
        tokens.iter().flat_map(|token| token.text.trim_matches('`').split_whitespace()).collect();
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

/// The names that a statement left out declares; where it does not say where its name ends, any of
/// its first words may be that.
pub(super) fn lost(line: &Line<'_>, declared: &[Declared]) -> Vec<Declared> {
    const MOST: usize = 8;
    let start = line.opener.map_or(0, |(_, length)| length);
    let named = declared.iter().any(|declared| declared.tokens.start == start);
    let words =
        line.tokens.iter().skip(start).take(MOST).take_while(|token| token.is_wordlike()).count();
    let most = if named || !declares(line.kind) { 0 } else { words };
    let possible =
        (1..=most).map(|length| Declared { tokens: start..start + length, sort: Sort::Name });
    declared.iter().cloned().chain(possible).collect()
}

/// Whether such a line declares a name that others use.
fn declares(kind: LineKind) -> bool {
    use LineKind::*;
    let items = matches!(
        kind,
        Document
            | Category
            | Record
            | Parameter
            | Function
            | Table
            | Scorecard
            | Eligibility
            | Targets
    );
    items || matches!(kind, Field | Derive)
}

/// The names a statement declares, in the order written.
pub(super) fn declared(line: &Line<'_>) -> Vec<Declared> {
    let labels = matches!(line.kind, LineKind::Criterion | LineKind::Indicator);
    let fits = |declared: &Declared| match line.tokens.get(declared.tokens.clone()) {
        Some([only]) if labels && only.kind == TokenKind::Number => true,
        tokens => tokens.is_some_and(is_plain),
    };
    places(line).into_iter().filter(fits).collect()
}

/// Where a statement has names that hold signs, and so would have to stand in backticks.
pub(super) fn signed(line: &Line<'_>) -> Vec<Range<usize>> {
    const SIGNS: [&str; 14] =
        ["-", "−", "–", "—", "/", "%", "(", ")", "+", "×", ".", "'", "’", "·"];
    let part = |token: &Token<'_>| {
        token.is_wordlike()
            || matches!(token.kind, TokenKind::Number | TokenKind::Date)
            || SIGNS.contains(&token.text)
    };
    let signed = |place: &Range<usize>| {
        let tokens = line.tokens.get(place.clone()).unwrap_or(&[]);
        !is_plain(tokens)
            && tokens.first().is_some_and(|first| first.kind == TokenKind::Word)
            && tokens.iter().all(part)
    };
    places(line).into_iter().map(|declared| declared.tokens).filter(signed).collect()
}

/// Where the names stand that a statement declares, if they are names.
fn places(line: &Line<'_>) -> Vec<Declared> {
    let head = Head { tokens: &line.tokens, start: line.opener.map_or(0, |(_, length)| length) };
    match line.kind {
        LineKind::Document => vec![head.name(head.text().min(head.sign(&[":"])))],
        LineKind::Field | LineKind::Parameter => vec![head.name(head.before_type())],
        LineKind::Derive => vec![head.name(head.sign(&["=", ":"]))],
        LineKind::Record => vec![head.name(head.text().min(head.last(Kw::BelongsTo)))],
        LineKind::Table => vec![head.name(head.last_before(Kw::For, head.sign(&[":"])))],
        LineKind::Scorecard | LineKind::Eligibility => {
            vec![head.name(head.last_before(Kw::For, head.text().min(head.sign(&[","]))))]
        }
        LineKind::Criterion => {
            vec![Declared { sort: Sort::Label, ..head.name(head.text().min(head.sign(&[","]))) }]
        }
        LineKind::Targets => vec![head.name(head.text().min(head.last(Kw::Over)))],
        LineKind::Indicator => vec![Declared { sort: Sort::Local, ..head.name(head.label()) }],
        LineKind::Levels => head.list(Sort::Local),
        LineKind::Function => head.function(),
        LineKind::Category => head.category(),
        LineKind::CategoryValue => vec![head.name(head.sign(&[","]))],
        LineKind::Language
        | LineKind::ParameterValue
        | LineKind::GridHeader
        | LineKind::GridRow
        | LineKind::Subject => Vec::new(),
        LineKind::Row
        | LineKind::Grading
        | LineKind::GradeRow
        | LineKind::Cap
        | LineKind::Downgrade
        | LineKind::Applies => Vec::new(),
        LineKind::Require
        | LineKind::Else
        | LineKind::Clause
        | LineKind::Example
        | LineKind::Given
        | LineKind::Expect => Vec::new(),
        LineKind::Requirement | LineKind::ThresholdHeader | LineKind::ThresholdRow => Vec::new(),
        LineKind::Basis | LineKind::Assumption | LineKind::Allow | LineKind::Stray => Vec::new(),
    }
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
        let here = |at: &usize| {
            self.tokens
                .get(*at..end)
                .is_some_and(|rest| longest_that(rest, |found, _| found == id).is_some())
        };
        (self.start..end).rev().find(here).unwrap_or(end)
    }

    /// Where the name of a field ends: before its `:`, or, where that was forgotten, before the
    /// type.
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

    /// Where the label of an indicator ends: before its title or `=`, or, where both were
    /// forgotten, after one word.
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
        let ordered =
            (self.start..colon).find(|at| self.tokens.get(*at..colon).is_some_and(ends_the_head));
        let values = Head { tokens: self.tokens, start: colon + 1 };
        std::iter::once(self.name(ordered.unwrap_or(colon)))
            .chain(values.list(Sort::Name))
            .collect()
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
    longest(tail, Reserved::OnLine)
        .is_some_and(|(length, id)| id == Kw::Ordered && length == tail.len())
}
