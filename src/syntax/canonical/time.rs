//! Words of periods, deadlines and verdicts, by what is written before them.

use super::{Symbol, Writer};
use crate::choices::AggregateKind;
use crate::keywords::{Kw, Reserved, named};
use crate::source::key;
use crate::syntax::lex::Token;
use crate::syntax::words::{longest, longest_that};

impl Writer<'_> {
    /// The symbol so many places before the end of what is written, 1 for the last.
    fn symbol(&self, back: usize) -> Option<&Symbol> {
        let place = self.canonical.tokens.len().checked_sub(back)?;
        self.canonical.token(place).map(|token| &token.symbol)
    }

    pub(super) fn behind_colon(&self) -> bool {
        matches!(self.symbol(1), Some(Symbol::Sign(":")))
    }

    /// Returns `true` between a `mỗi` that the statement starts with and its colon.
    pub(super) fn in_periods(&self) -> bool {
        let each = self.canonical.token(1).map(|token| &token.symbol);
        let colon = |symbol: &Symbol| matches!(symbol, Symbol::Sign(":"));
        matches!(each, Some(Symbol::Keyword(Kw::Each)))
            && !self.canonical.tokens.iter().any(|token| colon(&token.symbol))
    }

    /// `tháng` behind `mỗi`, and in `đếm(tháng khi …)`, where no record type has this name.
    pub(super) fn period(&self, tokens: &[Token<'_>]) -> Option<(Kw, usize)> {
        let (length, id) = longest(tokens, Reserved::Period)?;
        let fits = match self.symbol(1)? {
            Symbol::Keyword(Kw::Each) => true,
            Symbol::Sign("(") => {
                let when = longest_that(tokens.get(length..)?, |id, _| id == Kw::When).is_some();
                when && self.counts() && self.context.names.record(tokens) != length
            }
            _ => false,
        };
        fits.then_some((id, length))
    }

    /// Returns `true` if the bracket that was just opened is that of `đếm`.
    fn counts(&self) -> bool {
        let Some(Symbol::Aggregate(name)) = self.symbol(2) else { return false };
        named(&name.key, Reserved::Function).and_then(AggregateKind::of)
            == Some(AggregateKind::Count)
    }

    /// Length of `kết luận` before the `của` of a block.
    pub(super) fn verdict_of(&self, tokens: &[Token<'_>]) -> usize {
        let verdict =
            longest_that(tokens, |id, _| id == Kw::Verdict).map_or(0, |(length, _)| length);
        let behind = tokens.get(verdict..).unwrap_or(&[]);
        let of = longest_that(behind, |id, _| id == Kw::Of).is_some();
        if of { verdict } else { 0 }
    }

    /// Returns `true` if what was just written is `kết luận của` a block.
    pub(super) fn is_verdict_of(&self) -> bool {
        let [Some(Symbol::Name(verdict)), Some(Symbol::Keyword(Kw::Of)), Some(Symbol::Name(_))] =
            [3, 2, 1].map(|back| self.symbol(back))
        else {
            return false;
        };
        named(&verdict.key, Reserved::Name) == Some(Kw::Verdict)
    }

    /// Returns `true` if names behind this symbol, the next to write, are verdicts.
    pub(super) fn compares_verdict(&self, next: &Symbol) -> bool {
        match next {
            Symbol::Keyword(Kw::Is | Kw::IsNot) => self.is_verdict_of(),
            Symbol::Keyword(Kw::OneOf) | Symbol::Name(_) | Symbol::Sign(",") => self.verdicts,
            _ => false,
        }
    }

    /// Parts `within 30 days of D` at its last `of`, where no `from` does.
    pub(super) fn part_deadline(&mut self) {
        let within = |symbol: &Symbol| matches!(symbol, Symbol::Keyword(Kw::Within));
        let tokens = &self.canonical.tokens;
        let Some(start) = tokens.iter().position(|token| within(&token.symbol)) else { return };
        let (mut depth, mut of) = (0_usize, None);
        for (place, token) in tokens.iter().enumerate().skip(start) {
            match &token.symbol {
                Symbol::Sign("(") => depth += 1,
                Symbol::Sign(")") => depth = depth.saturating_sub(1),
                Symbol::Keyword(Kw::From) if depth == 0 => return,
                Symbol::Keyword(Kw::Of) if depth == 0 && self.is_written(token.token, "of") => {
                    of = Some(place);
                }
                _ => {}
            }
        }
        if let Some(token) = of.and_then(|of| self.canonical.tokens.get_mut(of)) {
            token.symbol = Symbol::Keyword(Kw::From);
        }
    }

    fn is_written(&self, at: usize, word: &str) -> bool {
        self.token(at).is_some_and(|token| token.key == key(word))
    }
}

/// Returns `true` if nothing but reasons stands there: nothing, or `nếu không: …`.
pub(super) fn only_reasons(rest: &[Token<'_>]) -> bool {
    rest.is_empty() || longest_that(rest, |id, _| matches!(id, Kw::Else | Kw::Late)).is_some()
}
