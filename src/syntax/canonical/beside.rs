//! Words beside the name of a record type in an aggregate: `mọi` before it, `trong` behind it.

use super::{Symbol, Writer};
use crate::keywords::{Kw, Reserved};
use crate::syntax::lex::Token;
use crate::syntax::words::longest;

impl Writer<'_> {
    /// `mọi` before the name of a record type in an aggregate, `trong` behind one.
    pub(super) fn beside_record(&self, tokens: &[Token<'_>]) -> Option<(Kw, usize)> {
        let (length, id) = longest(tokens, Reserved::BesideRecord)?;
        let written = self.canonical.tokens.len();
        let fits = match id {
            Kw::Every => {
                let rest = tokens.get(length..).unwrap_or(&[]);
                self.names_records(written) && self.context.names.record(rest) > 0
            }
            _ => {
                let last = written.checked_sub(1).and_then(|last| self.canonical.token(last));
                let name = last.and_then(|last| match &last.symbol {
                    Symbol::Name(name) => Some(name),
                    _ => None,
                });
                written > 0
                    && self.names_records(written - 1)
                    && name.is_some_and(|name| self.context.names.is_record(&name.key))
            }
        };
        fits.then_some((id, length))
    }

    /// Returns `true` if a record type may be named at a place: first in the brackets of an
    /// aggregate, or behind `của`, with `mọi` between.
    fn names_records(&self, place: usize) -> bool {
        let symbol = |back: usize| {
            let token = place.checked_sub(back).and_then(|place| self.canonical.token(place));
            token.map(|token| &token.symbol)
        };
        match symbol(1) {
            Some(Symbol::Keyword(Kw::Every)) => self.names_records(place - 1),
            Some(Symbol::Keyword(Kw::Of)) => true,
            Some(Symbol::Sign("(")) => {
                matches!(symbol(2), Some(Symbol::Aggregate(_) | Symbol::Extreme(_)))
            }
            _ => false,
        }
    }

    /// Returns `true` if `trong` stands behind the record type that the next tokens name.
    pub(super) fn window_follows(&self, tokens: &[Token<'_>], known: usize) -> bool {
        let named = tokens.get(..known).is_some_and(|own| self.context.names.record(own) == known);
        let next = longest(tokens.get(known..).unwrap_or(&[]), Reserved::BesideRecord);
        named
            && self.names_records(self.canonical.tokens.len())
            && next.is_some_and(|(_, id)| id == Kw::InLast)
    }
}
