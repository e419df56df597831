//! What is refused before it is parsed, so that any text is dealt with in bounded time and stack.

use super::kinds::StatementKind;
use super::lex::Token;
use super::statements::Statement;
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

/// A statement that is too long or nests too deep.
pub(super) fn statement(statement: &Statement<'_>) -> Option<Diagnostic> {
    if let Some(token) = statement.tokens.get(TOKENS) {
        return Some(diagnostics::too_long(token.span, TOKENS));
    }
    let expressions = statement.kind != StatementKind::Basis;
    expressions.then(|| brackets(&statement.tokens).or_else(|| chain(&statement.tokens)))?
}

fn brackets(tokens: &[Token<'_>]) -> Option<Diagnostic> {
    let mut open = 0_usize;
    for token in tokens {
        if token.is("(") {
            open += 1;
            if open > BRACKETS {
                return Some(diagnostics::too_deep(token.span, BRACKETS));
            }
        } else if token.is(")") {
            open = open.saturating_sub(1);
        }
    }
    None
}

/// A bracket without its partner.
pub(super) fn unpaired(statement: &Statement<'_>) -> Option<Diagnostic> {
    let mut open: Vec<Span> = Vec::new();
    for token in statement.tokens.iter().filter(|_| statement.kind != StatementKind::Basis) {
        if token.is("(") {
            open.push(token.span);
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
