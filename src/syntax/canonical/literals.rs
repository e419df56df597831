//! Numbers with their magnitudes and units, and dates.

use super::{Symbol, Writer};
use crate::diag::syntax as say;
use crate::keywords::{Kw, Reserved};
use crate::syntax::ast::{Magnitude, Number, UnitWord};
use crate::syntax::days::nearest_day;
use crate::syntax::lex::Token;
use crate::syntax::words::longest;
use crate::value::Lang;
use crate::value::text::{NumberError, parse_date, parse_number};
use rust_decimal::Decimal;

impl Writer<'_> {
    pub(super) fn number(&mut self, token: &Token<'_>) {
        let known = self.known(self.tokens());
        if known > 1 {
            return self.name(known, Symbol::Name);
        }
        let digits = match parse_number(token.text, self.context.lang) {
            Ok(digits) => digits,
            Err(error) => self.doubtful_number(token, error),
        };
        let (magnitude, scaled) = self.magnitude(self.at + 1);
        let (unit, end) = self.unit(scaled);
        self.put(Symbol::Number(Number { digits, magnitude, unit }), end - self.at);
    }

    fn magnitude(&self, at: usize) -> (Option<Magnitude>, usize) {
        let Some(token) = self.token(at) else { return (None, at) };
        let magnitude =
            match longest(std::slice::from_ref(token), Reserved::AfterNumber).map(|(_, id)| id) {
                Some(Kw::Thousand) => Some(Magnitude::Thousand),
                Some(Kw::Million) => Some(Magnitude::Million),
                Some(Kw::Billion) => Some(Magnitude::Billion),
                _ if token.is("%") => Some(Magnitude::Percent),
                _ if token.is("‰") => Some(Magnitude::Permille),
                _ => None,
            };
        (magnitude, at + usize::from(magnitude.is_some()))
    }

    fn unit(&self, at: usize) -> (Option<UnitWord>, usize) {
        let Some(token) = self.token(at) else { return (None, at) };
        let unit =
            match longest(std::slice::from_ref(token), Reserved::AfterNumber).map(|(_, id)| id) {
                Some(Kw::Dong) => Some(UnitWord::Dong),
                Some(Kw::Points) => Some(UnitWord::Points),
                Some(Kw::Days) => Some(UnitWord::Days),
                Some(Kw::Months) => Some(UnitWord::Months),
                Some(Kw::Years) => Some(UnitWord::Years),
                _ => None,
            };
        (unit, at + usize::from(unit.is_some()))
    }

    /// Reports what is wrong with a number; gives the number that was meant, 0 if that is unclear.
    fn doubtful_number(&mut self, token: &Token<'_>, error: NumberError) -> Decimal {
        let lang = self.context.lang;
        let meant = match error {
            NumberError::OtherForm | NumberError::NotANumber => other_form(token.text, lang),
            NumberError::TooManyDigits => None,
        };
        let digits = meant.as_deref().and_then(|meant| parse_number(meant, lang).ok());
        self.readable &= digits.is_some();
        self.diagnostics.push(match (error, meant) {
            (NumberError::TooManyDigits, _) => say::too_many_digits(token.span, token.text),
            (NumberError::OtherForm | NumberError::NotANumber, Some(meant)) => {
                say::other_form(token.span, token.text, lang, &meant)
            }
            (NumberError::OtherForm | NumberError::NotANumber, None) => {
                say::not_a_number(token.span, token.text, lang)
            }
        });
        digits.unwrap_or_default()
    }

    pub(super) fn date(&mut self, token: &Token<'_>) {
        match parse_date(token.text) {
            Some(date) => self.put(Symbol::Date(Some(date)), 1),
            None => {
                self.diagnostics.push(say::no_such_day(token.span, token.text));
                let near = nearest_day(token.text);
                self.readable &= near.is_some();
                self.put(Symbol::Date(near), 1);
            }
        }
    }
}

/// A number in the other language's form, written in this language's, where it can have been meant
/// only one way.
fn other_form(text: &str, lang: Lang) -> Option<String> {
    let swapped: String = match lang {
        Lang::Vi => text
            .chars()
            .map(|c| {
                if c == '.' {
                    ','
                } else if matches!(c, ',' | '_') {
                    '.'
                } else {
                    c
                }
            })
            .collect(),
        Lang::En => text
            .chars()
            .map(|c| {
                if c == '.' {
                    '_'
                } else if c == ',' {
                    '.'
                } else {
                    c
                }
            })
            .collect(),
    };
    parse_number(&swapped, lang).is_ok().then_some(swapped)
}
