//! What is refused before it is parsed, so that any text is dealt with in bounded time and stack.

use super::lex::Token;
use super::statements::{Line, LineKind};
use super::words::longest;
use crate::diag::{Diagnostic, syntax as diagnostics};
use crate::keywords::{Kw, Reserved};
use crate::source::Span;

/// The most tokens of a statement.
const TOKENS: usize = 4000;
/// The deepest nesting of brackets.
const BRACKETS: usize = 64;
/// The most operators that nest one value in another: signs, `không phải`, `của`, `tại`.
const CHAIN: usize = 250;

/// A statement that is too long, nests too deep, or whose brackets do not pair.
pub(super) fn statement(line: &Line<'_>) -> Option<Diagnostic> {
    if let Some(token) = line.tokens.get(TOKENS) {
        return Some(diagnostics::too_long(token.span, TOKENS));
    }
    let expressions = line.kind != LineKind::Basis;
    expressions.then(|| brackets(&line.tokens).or_else(|| chain(&line.tokens)))?
}

fn brackets(tokens: &[Token<'_>]) -> Option<Diagnostic> {
    let mut open: Vec<Span> = Vec::new();
    for token in tokens {
        if token.is("(") {
            open.push(token.span);
            if open.len() > BRACKETS {
                return Some(diagnostics::too_deep(token.span, BRACKETS));
            }
        } else if token.is(")") && open.pop().is_none() {
            return Some(diagnostics::bracket(token.span, false));
        }
    }
    open.pop().map(|span| diagnostics::bracket(span, true))
}

fn chain(tokens: &[Token<'_>]) -> Option<Diagnostic> {
    let nests = |at: usize, token: &Token<'_>| {
        let here = tokens.get(at..).unwrap_or(&[]);
        let keyword = |reserved| longest(here, reserved).map(|(_, id)| id);
        ["+", "-", "−", "×", "*", "/"].iter().any(|sign| token.is(sign))
            || keyword(Reserved::Dividing).is_some()
            || keyword(Reserved::Everywhere) == Some(Kw::Not)
    };
    let mut nesting = tokens.iter().enumerate().filter(|(at, token)| nests(*at, token));
    nesting.nth(CHAIN).map(|(_, token)| diagnostics::too_deep(token.span, CHAIN))
}
