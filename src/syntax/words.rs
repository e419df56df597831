//! The keywords that tokens start with.

use super::lex::Token;
use super::scan::TokenKind;
use crate::keywords::{Kw, Reserved};

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
    let (first, rest) = tokens.split_first()?;
    let rest = rest.iter().take_while(|token| token.kind == TokenKind::Word);
    let rest = rest.map(|token| &*token.key);
    let found = first.keywords?.longest(1, rest, |id, length| fits(*id, length))?;
    Some((found.0, *found.1))
}

/// Returns `true` if the token alone is one of these keywords.
pub(super) fn is_keyword(token: &Token<'_>, ids: &[Kw]) -> bool {
    longest(std::slice::from_ref(token), Reserved::Everywhere)
        .is_some_and(|(_, id)| ids.contains(&id))
}
