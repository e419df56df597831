//! Tokens in lines, and comments apart.

use super::ast::Comment;
use super::parse::{self, Rule};
use crate::source::{Source, SourceId, Span, key};

/// A token of a source.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub kind: TokenKind,
    /// As written, in NFC.
    pub text: &'a str,
    /// Form by which words and numbers are compared; of other tokens without meaning.
    pub key: String,
    pub span: Span,
    /// Byte offsets of its ends in the NFC text.
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Number,
    Date,
    /// `18/01/23`
    ShortYear,
    Text,
    /// `“…”`
    Curly,
    /// A name in backticks.
    Quoted,
    Sign,
    /// A character that no rule of the language begins with; an unclosed quote, to the end of its
    /// line.
    Stray,
}

impl Token<'_> {
    /// Returns `true` if the token is this sign.
    pub fn is(&self, sign: &str) -> bool {
        self.kind == TokenKind::Sign && self.text == sign
    }

    /// Returns `true` if the token can be a word of a name.
    pub fn is_wordlike(&self) -> bool {
        self.kind == TokenKind::Word
            || self.kind == TokenKind::Number
                && self.text.bytes().all(|digit| digit.is_ascii_digit())
    }
}

/// A source cut into lines.
#[derive(Default)]
pub(super) struct Lines<'a> {
    /// The lines that hold anything but comments.
    pub code: Vec<Vec<Token<'a>>>,
    pub comments: Vec<Comment>,
    /// Byte offsets of the empty lines.
    pub gaps: Vec<u32>,
    /// Comments that begin as in other languages: the two slashes.
    pub slashes: Vec<Span>,
}

/// Cuts a source into lines.
pub(super) fn lines(id: SourceId, source: &Source) -> Lines<'_> {
    let mut lines = Lines::default();
    let mut line = Vec::new();
    let mut empty = true;
    for raw in parse::tokens(source.normal()) {
        let text = source.normal().get(raw.start..raw.end).unwrap_or("");
        let place = |start, end| Span {
            source: id,
            start: source.original_offset(start),
            end: source.original_offset(end),
        };
        let span = place(raw.start, raw.end);
        match kind(raw.rule) {
            Some(kind) => line.push(token(kind, &raw, text, span)),
            None if matches!(raw.rule, Rule::comment | Rule::slashes) => {
                if raw.rule == Rule::slashes {
                    lines.slashes.push(place(raw.start, raw.start + 2));
                }
                let text = text
                    .strip_prefix('#')
                    .or(text.strip_prefix("//"))
                    .unwrap_or(text)
                    .trim()
                    .to_owned();
                lines.comments.push(Comment { text, span, trailing: !line.is_empty() });
            }
            None => {
                lines.gaps.extend(empty.then_some(span.start));
                lines.code.push(std::mem::take(&mut line));
            }
        }
        empty = raw.rule == Rule::newline;
    }
    lines.code.push(line);
    lines.code.retain(|line| !line.is_empty());
    lines
}

/// The tokens of a text that stands for a part of a source; `place` leads from the text to the
/// source.
pub(super) fn tokens(text: &str, place: impl Fn(usize, usize) -> Span) -> Vec<Token<'_>> {
    let one = |raw: parse::Raw| {
        let kind = kind(raw.rule)?;
        Some(token(kind, &raw, text.get(raw.start..raw.end)?, place(raw.start, raw.end)))
    };
    parse::tokens(text).into_iter().filter_map(one).collect()
}

/// A token that the grammar cut.
pub(super) fn token<'t>(kind: TokenKind, raw: &parse::Raw, text: &'t str, span: Span) -> Token<'t> {
    let key =
        if matches!(kind, TokenKind::Word | TokenKind::Number) { key(text) } else { String::new() };
    Token { kind, text, key, span, start: raw.start, end: raw.end }
}

/// Kind of the tokens of a rule; `None` of line breaks and comments.
pub(super) fn kind(rule: Rule) -> Option<TokenKind> {
    match rule {
        Rule::word => Some(TokenKind::Word),
        Rule::number => Some(TokenKind::Number),
        Rule::date => Some(TokenKind::Date),
        Rule::short_year => Some(TokenKind::ShortYear),
        Rule::text => Some(TokenKind::Text),
        Rule::curly => Some(TokenKind::Curly),
        Rule::quoted => Some(TokenKind::Quoted),
        Rule::sign => Some(TokenKind::Sign),
        Rule::stray => Some(TokenKind::Stray),
        _ => None,
    }
}
