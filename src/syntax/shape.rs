//! Shapes of statements: whether what follows an opening keyword looks like its statement, so that
//! the line is no row or value that merely starts with the same words.

use super::lex::Token;
use super::scan::TokenKind;
use super::words::{is_keyword, longest_that};
use crate::keywords::Kw;

/// A test of the tokens behind an opening keyword.
pub(super) type Shape = fn(&[Token<'_>]) -> bool;

/// The first token behind the name that the tokens start with: the first that is no word, or that
/// gives, is or conditions something.
pub(super) fn after_name<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t Token<'a>> {
    let named = |token: &&Token<'_>| {
        token.is_wordlike() || matches!(token.kind, TokenKind::Quoted | TokenKind::Number)
    };
    tokens.iter().find(|token| !named(token) || is_keyword(token, &[Kw::Gives, Kw::Is, Kw::If]))
}

/// Returns `true` if one of the tokens is this keyword.
pub(super) fn has(tokens: &[Token<'_>], id: Kw) -> bool {
    tokens.iter().any(|token| is_keyword(token, &[id]))
}

fn is_name(tokens: &[Token<'_>]) -> bool {
    !tokens.is_empty() && after_name(tokens).is_none()
}

fn has_text(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| token.kind == TokenKind::Text)
}

fn first_sign(tokens: &[Token<'_>], sign: &str) -> bool {
    let first = tokens.iter().find(|token| token.kind == TokenKind::Sign);
    first.is_some_and(|token| token.text == sign)
}

/// The shape that any tokens have.
pub(super) fn any(_: &[Token<'_>]) -> bool {
    true
}

/// Nothing that opens with a keyword.
pub(super) fn none(_: &[Token<'_>]) -> bool {
    false
}

/// At least one token.
pub(super) fn some(rest: &[Token<'_>]) -> bool {
    !rest.is_empty()
}

/// `…: …`
pub(super) fn colon(rest: &[Token<'_>]) -> bool {
    first_sign(rest, ":")
}

/// `… = …`
pub(super) fn equal(rest: &[Token<'_>]) -> bool {
    first_sign(rest, "=")
}

/// `…(…`
pub(super) fn bracket(rest: &[Token<'_>]) -> bool {
    first_sign(rest, "(")
}

/// `…: trong …`, `…: trước …`
pub(super) fn deadline(rest: &[Token<'_>]) -> bool {
    let behind = rest.iter().position(|token| token.is(":")).and_then(|at| rest.get(at + 1..));
    behind.is_some_and(|behind| longest_that(behind, |id, _| DEADLINES.contains(&id)).is_some())
}

/// Keywords that a deadline can start with.
pub(super) const DEADLINES: &[Kw] = &[Kw::Within, Kw::BeforeDate, Kw::Latest, Kw::InPeriod];

/// `"…"` or nothing.
pub(super) fn text_or_nothing(rest: &[Token<'_>]) -> bool {
    has_text(rest) || rest.is_empty()
}

/// `… "…"`
pub(super) fn text(rest: &[Token<'_>]) -> bool {
    has_text(rest)
}

/// `Loại: …`, `Loại`
pub(super) fn category(rest: &[Token<'_>]) -> bool {
    colon(rest) || is_name(rest)
}

/// `Tổ "…"`, `Tổ thuộc … theo …`, `Tổ`
pub(super) fn record(rest: &[Token<'_>]) -> bool {
    has_text(rest) || has(rest, Kw::By) || is_name(rest)
}

/// `… cho …: …`
pub(super) fn table(rest: &[Token<'_>]) -> bool {
    has(rest, Kw::For) && colon(rest)
}

/// `… cho …`, where the name before may have `được` in it.
pub(super) fn block(rest: &[Token<'_>]) -> bool {
    let last = rest.iter().rposition(|token| is_keyword(token, &[Kw::For]));
    last.and_then(|at| rest.get(at..)).is_some_and(|record| !has(record, Kw::Gives))
}

/// `… cho …, thang …`, but not `… cho …: số`: that is a table whose name begins with `điểm`.
pub(super) fn scorecard(rest: &[Token<'_>]) -> bool {
    let has_type = first_sign(rest, ":") && rest.last().is_some_and(|last| !last.is(":"));
    block(rest) && !has_type
}

/// `2 "…"`, `2, …`
pub(super) fn criterion(rest: &[Token<'_>]) -> bool {
    after_name(rest).is_some_and(|token| token.kind == TokenKind::Text || token.is(","))
}

/// `Loại theo …`
pub(super) fn grading(rest: &[Token<'_>]) -> bool {
    has(rest, Kw::By) && !rest.iter().any(|token| token.kind == TokenKind::Sign)
}

/// `Khá nếu …`
pub(super) fn cap(rest: &[Token<'_>]) -> bool {
    after_name(rest).is_some_and(|token| is_keyword(token, &[Kw::If]))
}

/// `Nợ "…" trên …`
pub(super) fn targets(rest: &[Token<'_>]) -> bool {
    (has_text(rest) || has(rest, Kw::Above)) && !has(rest, Kw::Gives)
}

/// `a "…" = …`, `a = …`
pub(super) fn indicator(rest: &[Token<'_>]) -> bool {
    let formula = after_name(rest).is_some_and(|token| token.is("=")) && !has(rest, Kw::Is);
    (has_text(rest) || formula) && !has(rest, Kw::Gives)
}

/// `giao, phấn đấu`
pub(super) fn levels(rest: &[Token<'_>]) -> bool {
    rest.iter().any(|token| token.is(","))
        && rest.iter().all(|token| token.is(",") || is_name(std::slice::from_ref(token)))
}
