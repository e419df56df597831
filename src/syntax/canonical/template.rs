//! Canonical tokens of one row for all rows that differ from it in numbers, dates and texts alone.

use super::{CanonicalText, CanonicalToken, Symbol};
use crate::source::Span;
use crate::syntax::ast::Number;
use crate::syntax::cells::Spot;
use crate::syntax::lex::Token;
use crate::syntax::scan::TokenKind;
use crate::value::Lang;
use crate::value::text::{parse_date, parse_number};

/// A row in canonical tokens, to be written again for others of its shape.
pub(in crate::syntax) struct Template {
    tokens: Vec<CanonicalToken>,
}

/// The signs whose meaning rests on no number beside them: a dash and a slash may make a range or a
/// day of two numbers.
const SIGNS: [&str; 12] = ["|", ",", "%", "‰", "=", "≠", "<", ">", "≤", "≥", "<=", ">="];

impl Template {
    /// Template of a row that nothing was said of; `None` where a number, date or text is part of
    /// something else, so that another might be read otherwise.
    pub(in crate::syntax) fn of(row: CanonicalText, tokens: &[Token<'_>]) -> Option<Template> {
        let is_plain = |token: &Token<'_>| match token.kind {
            TokenKind::Sign => SIGNS.contains(&token.text),
            TokenKind::Word | TokenKind::Number | TokenKind::Date | TokenKind::Text => true,
            TokenKind::ShortYear | TokenKind::Curly | TokenKind::Quoted | TokenKind::Stray => false,
        };
        let varying = tokens.iter().enumerate().filter(|(_, token)| {
            matches!(token.kind, TokenKind::Number | TokenKind::Date | TokenKind::Text)
        });
        let alone = |at: usize| {
            let own = row.tokens.binary_search_by_key(&at, |token| token.token);
            let symbol = own.ok().and_then(|own| row.tokens.get(own)).map(|token| &token.symbol);
            matches!(symbol, Some(Symbol::Number(_) | Symbol::Date(Some(_)) | Symbol::Text(_)))
        };
        let fits = tokens.iter().all(is_plain) && varying.map(|(at, _)| at).all(alone);
        fits.then_some(Template { tokens: row.tokens })
    }

    /// The row whose tokens stand at these places of a text; `None` where one of its numbers or
    /// dates is none.
    pub(in crate::syntax) fn again(
        &self,
        spots: &[Spot],
        text: &str,
        lang: Lang,
    ) -> Option<CanonicalText> {
        let mut tokens = Vec::with_capacity(self.tokens.len());
        let ends = self.tokens.iter().skip(1).map(|next| next.token).chain([spots.len()]);
        for (token, end) in self.tokens.iter().zip(ends) {
            let (first, last) = (spots.get(token.token)?, spots.get(end.checked_sub(1)?)?);
            let written = text.get(first.start..first.end)?;
            let symbol = match &token.symbol {
                Symbol::Number(number) => {
                    let digits = parse_number(written, lang).ok()?;
                    Symbol::Number(Number { digits, ..*number })
                }
                Symbol::Date(_) => Symbol::Date(Some(parse_date(written)?)),
                Symbol::Text(_) => Symbol::Text(written.trim_matches('"').to_owned()),
                symbol => symbol.at(first.span.to(last.span)),
            };
            let span = first.span.to(last.span);
            tokens.push(CanonicalToken { span, token: token.token, symbol });
        }
        let end = spots.last()?.span;
        Some(CanonicalText { tokens, end: Span { start: end.end, ..end } })
    }
}

impl Symbol {
    /// The same at another place.
    fn at(&self, span: Span) -> Symbol {
        let mut symbol = self.clone();
        if let Symbol::Name(name)
        | Symbol::Label(name)
        | Symbol::Function(name)
        | Symbol::Aggregate(name)
        | Symbol::Extreme(name) = &mut symbol
        {
            name.span = span;
        }
        symbol
    }
}
