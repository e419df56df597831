//! Tokens in lines, and comments apart.

use super::ast::Comment;
use super::scan::{Piece, PieceKind, TokenKind, pieces};
use super::trie::{Branch, keywords};
use crate::keywords::Kw;
use crate::source::{Source, SourceId, Span, word_key};
use std::borrow::Cow;
use std::ops::Range;

/// A token of a source.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub kind: TokenKind,
    /// As written, in NFC.
    pub text: &'a str,
    /// Form by which words and numbers are compared; of other tokens without meaning.
    pub key: Cow<'a, str>,
    /// The keywords that begin with a word; none of other tokens.
    pub keywords: Option<&'static Branch<Kw>>,
    pub span: Span,
    /// Byte offsets of its ends in the NFC text.
    pub start: usize,
    pub end: usize,
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

/// Tokens that most lines have at most.
const LINE: usize = 16;

/// Cuts a source into lines.
pub(super) fn lines(id: SourceId, source: &Source) -> Lines<'_> {
    let mut lines = Lines::default();
    let mut line = Vec::new();
    let mut empty = true;
    for piece in pieces(source.normal()) {
        let text = source.normal().get(piece.start..piece.end).unwrap_or("");
        let place = |start, end| Span {
            source: id,
            start: source.original_offset(start),
            end: source.original_offset(end),
        };
        let span = place(piece.start, piece.end);
        match piece.kind {
            PieceKind::Token(kind) => line.push(token(kind, piece.start..piece.end, text, span)),
            PieceKind::Comment | PieceKind::Slashes => {
                if piece.kind == PieceKind::Slashes {
                    lines.slashes.push(place(piece.start, piece.start + 2));
                }
                let text = text
                    .strip_prefix('#')
                    .or(text.strip_prefix("//"))
                    .unwrap_or(text)
                    .trim()
                    .to_owned();
                lines.comments.push(Comment { text, span, trailing: !line.is_empty() });
            }
            PieceKind::Newline => {
                lines.gaps.extend(empty.then_some(span.start));
                if !line.is_empty() {
                    lines.code.push(std::mem::replace(&mut line, Vec::with_capacity(LINE)));
                }
            }
        }
        empty = piece.kind == PieceKind::Newline;
    }
    lines.code.extend((!line.is_empty()).then_some(line));
    lines
}

/// The tokens of a text that stands for a part of a source; `place` leads from the text to the
/// source.
pub(super) fn tokens(text: &str, place: impl Fn(usize, usize) -> Span) -> Vec<Token<'_>> {
    let one = |piece: Piece| {
        let PieceKind::Token(kind) = piece.kind else { return None };
        let (start, end) = (piece.start, piece.end);
        Some(token(kind, start..end, text.get(start..end)?, place(start, end)))
    };
    pieces(text).filter_map(one).collect()
}

/// A token by its range of the NFC text.
pub(super) fn token(kind: TokenKind, at: Range<usize>, text: &str, span: Span) -> Token<'_> {
    let key = match kind {
        TokenKind::Word | TokenKind::Number => word_key(text),
        _ => Cow::Borrowed(""),
    };
    let keywords = if kind == TokenKind::Word { keywords(&key) } else { None };
    Token { kind, text, key, keywords, span, start: at.start, end: at.end }
}
