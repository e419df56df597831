//! Statements that are read, but perhaps not as they were meant: a dash between two numbers, `và`
//! beside `hoặc`, `,` beside `>`.

use super::canonical::{CanonicalText, CanonicalToken, Context, Symbol};
use super::kinds::StatementKind;
use super::lex::Token;
use super::parse::{Node, Rule};
use super::scan::TokenKind;
use super::statements::{Statement, speaks};
use crate::diag::Diagnostic;
use crate::diag::phrasing::{self, Form};
use crate::keywords::Kw;
use crate::source::Span;
use crate::value::Lang;
use crate::value::text::parse_number;
use rust_decimal::Decimal;

/// Surroundings that a statement is read with: itself, and the lines above and below it.
#[derive(Clone, Copy)]
pub(super) struct Around<'l, 'a> {
    pub statement: &'l Statement<'a>,
    pub beside: [Option<&'l Statement<'a>>; 2],
}

/// All doubts about a statement.
pub(super) fn doubts(
    node: &Node,
    canonical: &CanonicalText,
    around: Around<'_, '_>,
    context: &Context<'_>,
) -> Vec<Diagnostic> {
    let mut reader = Doubts { canonical, around, context, found: Vec::new() };
    reader.visit(node);
    reader.found
}

struct Doubts<'d> {
    canonical: &'d CanonicalText,
    around: Around<'d, 'd>,
    context: &'d Context<'d>,
    found: Vec<Diagnostic>,
}

impl Doubts<'_> {
    fn visit(&mut self, node: &Node) {
        match node.rule {
            Rule::test | Rule::field_range => self.dash(node, node.child(Rule::sum), node),
            Rule::range => {
                let bounds = [Rule::low, Rule::high].map(|bound| node.child(bound));
                let lone = bounds.iter().flatten().count() == 1;
                for bound in bounds.into_iter().flatten() {
                    self.dash(node, bound.child(Rule::sum), if lone { node } else { bound });
                }
            }
            Rule::comparison => {
                let values = node.child(Rule::choice).unwrap_or(node);
                let first = usize::from(values.rule == Rule::comparison);
                self.unstarted(node);
                let rising = |sum: &&Node| {
                    self.literals(sum).is_some_and(|(low, high)| self.rises(low, high))
                };
                let rising: Vec<&Node> = values.all(Rule::sum).skip(first).filter(rising).collect();
                rising.into_iter().for_each(|sum| self.dash(node, Some(sum), node));
            }
            Rule::condition => self.mixed(node),
            Rule::category => self.mixed_list(node),
            _ => {}
        }
        node.children.iter().for_each(|child| self.visit(child));
    }

    /// The tokens of `90 - 100`: a difference of two numbers or dates as written.
    fn literals(&self, sum: &Node) -> Option<(&CanonicalToken, &CanonicalToken)> {
        let [low, sign, high] = sum.children.as_slice() else { return None };
        let literal =
            |node: &Node| is_literal(node).then(|| self.canonical.token(node.first)).flatten();
        (sign.rule == Rule::minus).then(|| literal(low).zip(literal(high))).flatten()
    }

    /// Returns `true` if the second is the larger: as a subtraction it would fall below zero.
    fn rises(&self, low: &CanonicalToken, high: &CanonicalToken) -> bool {
        match (&low.symbol, &high.symbol) {
            (Symbol::Number(low), Symbol::Number(high)) => low.digits < high.digits,
            (Symbol::Date(low), Symbol::Date(high)) => low < high,
            _ => false,
        }
    }

    /// Reports a difference of two literals in `test`, most likely a range written with a dash;
    /// `whole` is the test it stands for.
    fn dash(&mut self, test: &Node, sum: Option<&Node>, whole: &Node) {
        let Some((first, second)) = sum.and_then(|sum| self.literals(sum)) else { return };
        let subject = (test.rule == Rule::comparison).then(|| test.children.first()).flatten();
        let (low, high) = if self.rises(second, first) { (second, first) } else { (first, second) };
        let upper = match high.symbol {
            Symbol::Number(number) => Some(number.digits),
            _ => None,
        };
        let meets = upper.is_some_and(|upper| self.is_met(upper, first.token));
        let offers = self.offers(low, high, upper.is_some(), meets);
        let before = subject.map_or(String::new(), |subject| format!("{} ", self.words(subject)));
        let offers: Vec<String> =
            offers.into_iter().map(|offer| format!("{before}{offer}")).collect();
        let place = sum.map_or(first.span, |sum| self.span(sum));
        let shown = self.context.source.slice(place).into_owned();
        self.found.push(phrasing::dash(place, &shown, self.span(whole), &offers));
    }

    /// `18 đến 60` as a condition: it would only say that 18 is at most 60.
    fn unstarted(&mut self, comparison: &Node) {
        let [low, range] = comparison.children.as_slice() else { return };
        let lone = range.rule == Rule::range && range.has(Rule::high) && !range.has(Rule::low);
        if lone && is_literal(low) {
            let from = Kw::From.word(speaks(self.around.statement, self.context.lang));
            let (span, words) = (self.span(comparison), self.words(comparison));
            self.found.push(phrasing::other_way(
                span,
                Form::Range,
                &words,
                &format!("{from} {words}"),
            ));
        }
    }

    /// The ranges that may be meant, the likelier first.
    fn offers(
        &self,
        low: &CanonicalToken,
        high: &CanonicalToken,
        number: bool,
        meets: bool,
    ) -> Vec<String> {
        let [low_words, high_words] =
            [low, high].map(|token| self.context.source.slice(token.span).into_owned());
        let low_words = match (&low.symbol, &high.symbol) {
            (Symbol::Number(low), Symbol::Number(high))
                if low.magnitude.is_none() && high.magnitude.is_some() =>
            {
                let digits = high_words
                    .find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | '_'))
                    .unwrap_or(high_words.len());
                format!("{low_words}{}", high_words.get(digits..).unwrap_or(""))
            }
            _ => low_words,
        };
        let [from, to, below] = speaks(self.around.statement, self.context.lang).range();
        let closed = format!("{from} {low_words} {to} {high_words}");
        let open = format!("{from} {low_words} {below} {high_words}");
        match (number, meets) {
            (true, true) => vec![open, closed],
            (true, false) => vec![closed, open],
            (false, _) => vec![closed],
        }
    }

    /// Returns `true` if a row beside this one begins where this one ends: then the end belongs to
    /// that row.
    fn is_met(&self, upper: Decimal, token: usize) -> bool {
        let cell = |statement: &Statement<'_>, token: usize| {
            statement.tokens.iter().take(token).filter(|token| token.is("|")).count()
        };
        let own = cell(self.around.statement, token);
        let starts = |statement: &&Statement<'_>| {
            let row = matches!(
                statement.kind,
                StatementKind::CriterionRow
                    | StatementKind::GradeRow
                    | StatementKind::GridRow
                    | StatementKind::ThresholdRow
            );
            let first =
                statement.tokens.iter().enumerate().find(|(at, token)| {
                    token.kind == TokenKind::Number && cell(statement, *at) == own
                });
            row && first.is_some_and(|(_, token)| number(token, self.context.lang) == Some(upper))
        };
        self.around.beside.iter().flatten().any(starts)
    }

    fn span(&self, node: &Node) -> Span {
        self.canonical.span(node.first, node.end)
    }

    fn words(&self, node: &Node) -> String {
        self.context.source.slice(self.span(node)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `a hoặc b và c` without brackets.
    fn mixed(&mut self, condition: &Node) {
        let joined = |node: &Node| node.all(Rule::negation).count() > 1;
        let parts: Vec<&Node> = condition.all(Rule::conjunction).collect();
        let Some(first) = parts.iter().find(|part| joined(part)).filter(|_| parts.len() > 1) else {
            return;
        };
        let mut read = String::new();
        let mut from = condition.first;
        for part in parts.iter().filter(|part| joined(part)) {
            read += &self.between(from, part.first);
            read += &format!("({})", self.words(part));
            from = part.end;
        }
        read += &self.between(from, condition.end);
        self.found.push(phrasing::mixed(self.span(first), self.span(condition), &read));
    }

    /// The words of some tokens, with a blank on the side where more follow or precede.
    fn between(&self, first: usize, end: usize) -> String {
        if first >= end {
            return String::new();
        }
        let words = self
            .context
            .source
            .slice(self.canonical.span(first, end))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        format!(" {words} ")
    }

    /// `Tốt > Khá, Trung bình`.
    fn mixed_list(&mut self, category: &Node) {
        let has = |rule| category.has(rule);
        if has(Rule::greater) && !has(Rule::comma) && !has(Rule::kw_ordered) {
            let colon = category.child(Rule::colon).map(|colon| self.span(colon));
            let ordered = Kw::Ordered.word(speaks(self.around.statement, self.context.lang));
            self.found.extend(colon.map(|colon| {
                phrasing::other_way(colon, Form::Ordered, ":", &format!(" {ordered}:"))
            }));
        }
        if !has(Rule::comma) || !has(Rule::greater) {
            return;
        }
        let names: Vec<&Node> = category.all(Rule::category_entry).collect();
        let (Some(first), Some(last)) = (names.first(), names.last()) else { return };
        let ordered = has(Rule::kw_ordered);
        let read = names.iter().map(|name| self.words(name)).collect::<Vec<_>>().join(if ordered {
            " > "
        } else {
            ", "
        });
        self.found.push(phrasing::mixed_list(self.span(first).to(self.span(last)), ordered, &read));
    }
}

/// Returns `true` if a node is a number or a date as written, without a sign.
fn is_literal(node: &Node) -> bool {
    match (node.rule, node.children.as_slice()) {
        (Rule::number_value | Rule::date_value, _) => true,
        (_, [only]) => is_literal(only),
        _ => false,
    }
}

fn number(token: &Token<'_>, lang: Lang) -> Option<Decimal> {
    parse_number(token.text, lang).ok()
}
