//! What can be read, and is read, but hardly as it was meant: reported with how it is read.

use super::Checker;
use super::literals::strip_sign;
use super::rows::RowRules;
use crate::diag::reading as say;
use crate::keywords::{Keywords, Kw};
use crate::model::{End, Expr, Row, Test};
use crate::source::{Span, key};
use crate::syntax::ast::{self, ItemKind, When};
use crate::value::text::show_number;
use crate::value::{Num, Type, Unit, Value};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// Bare amounts below this are hardly meant in đồng.
const LEAST_PLAIN_MONEY: Decimal = Decimal::ONE_THOUSAND;

impl Checker<'_> {
    /// A bare number held against a ratio or against money: `tỷ lệ ≥ 98` is refused, `tỷ lệ ≥ 1`
    /// and `dư nợ < 2` are reported as they are read.
    pub(super) fn bare_against(&mut self, subject: &Expr, other: &ast::Expr) -> Option<()> {
        let literal = strip_sign(other);
        let ast::ExprKind::Number(number) = literal.kind else { return Some(()) };
        if number.magnitude.is_some() || number.unit.is_some() || number.digits.is_zero() {
            return Some(());
        }
        let written = self.words(literal.span);
        match subject.ty {
            Type::Number(Unit::Ratio) if number.digits == Decimal::ONE => {
                self.report(say::one_is_all(literal.span, &written))
            }
            Type::Number(Unit::Ratio) => {
                let written = self.words(other.span);
                self.report(crate::diag::model::bare_ratio(other.span, &written));
                return None;
            }
            Type::Number(Unit::Money) if number.digits < LEAST_PLAIN_MONEY => {
                let (million, dong) =
                    (Kw::Million.word(self.keywords()), Kw::Dong.word(self.keywords()));
                self.report(say::few_dong(literal.span, &written, million, dong));
            }
            _ => {}
        }
        Some(())
    }

    /// The spelling of keywords that fixes are written in: the pack's language.
    pub(super) fn keywords(&self) -> Keywords {
        self.options.lang.into()
    }

    /// Refuses a cell whose tests, any of which may hold, leave nothing out: `từ 5, dưới 10` was
    /// meant as `từ 5 đến dưới 10`.
    pub(super) fn leaves_nothing_out(&mut self, cell: &ast::Cell, tests: &[Test]) -> Option<()> {
        let ranges: Vec<Range> = tests.iter().filter_map(Range::of).collect();
        if cell.negated || ranges.len() < tests.len() {
            return Some(());
        }
        for (place, low) in ranges.iter().enumerate() {
            for (other, high) in ranges.iter().enumerate() {
                // Tests of a cell are alternatives: `từ 5` or `dưới 10` holds of every number.
                if let Some((from, to)) = low.opens_below(high) {
                    let span = cell
                        .tests
                        .get(place.min(other))?
                        .span
                        .to(cell.tests.get(place.max(other))?.span);
                    let bounds = [(place, from), (other, to)]
                        .map(|(at, bound)| (self.bound_words(cell, at), bound.within));
                    let fix = self.range_words(bounds);
                    self.report(say::everything(span, &fix));
                    return None;
                }
            }
        }
        Some(())
    }

    /// The bound of a one-sided test, as written.
    fn bound_words(&self, cell: &ast::Cell, at: usize) -> String {
        let value = cell.tests.get(at).and_then(|test| {
            let mut found = None;
            test.children(&mut |value| found = Some(value.span));
            found
        });
        value.map_or_else(String::new, |span| self.words(span))
    }

    /// `từ 5 đến dưới 10`
    fn range_words(&self, [(low, low_within), (high, high_within)]: [(String, bool); 2]) -> String {
        let word = |id: Kw| id.word(self.keywords());
        let from = word(if low_within { Kw::From } else { Kw::Above });
        let below = if high_within { String::new() } else { format!(" {}", word(Kw::Below)) };
        format!("{from} {low} {}{below} {high}", word(Kw::UpTo))
    }

    /// Refuses points, written as such, that no criterion of this maximum can give.
    pub(super) fn points_within(&mut self, gives: &Expr, rules: RowRules<'_>) {
        let (Some((maximum, place)), Some(Value::Num(points))) = (rules.maximum, gives.constant())
        else {
            return;
        };
        if points > *maximum || rules.first && points.is_negative() {
            let show = |number: &Num| show_number(number, self.options.lang, 6).0;
            let found = say::points_outside(gives.span, &show(&points), place, &show(maximum));
            self.report(found);
        }
    }

    /// Tells of rows, written line by line, that no record reaches because a row above takes all
    /// they ask for.
    pub(super) fn unreached_lines(
        &mut self,
        rows: &[ast::Row],
        typed: &[Option<Row>],
        with_subject: bool,
    ) {
        let tried: Vec<Tried> = rows
            .iter()
            .zip(typed)
            .map(|(row, typed)| {
                let typed = typed.as_ref().filter(|_| with_subject);
                Tried {
                    words: self.when_words(&row.when),
                    range: typed.and_then(Range::asked),
                    alone: matches!(row.when, When::Test(_, None)),
                    span: row.span,
                }
            })
            .collect();
        self.unreached(&tried);
    }

    /// The same of a pipe table, whose rows are reported only where they are written alike.
    pub(super) fn unreached_in_grid(&mut self, rows: &[ast::GridRow]) {
        let tried: Vec<Tried> = rows
            .iter()
            .map(|row| {
                let cell = |cell: &ast::Cell| {
                    let words = |span: Span| key(&self.sources[span.source].slice(span));
                    let tests: Vec<String> =
                        cell.tests.iter().map(|test| words(test.span)).collect();
                    format!("{} {}", cell.negated, tests.join(", "))
                };
                let words = row.cells.iter().map(cell).collect::<Vec<_>>().join(" | ");
                Tried { words, range: None, alone: false, span: row.span }
            })
            .collect();
        self.unreached(&tried);
    }

    fn unreached(&mut self, tried: &[Tried]) {
        let mut covered: Vec<(usize, Vec<usize>)> = Vec::new();
        // A table may have a row a value: those above are not read again for each.
        let mut by_words: HashMap<&str, Span> = HashMap::new();
        let mut ranges: Vec<(usize, &Tried)> = Vec::new();
        for (place, row) in tried.iter().enumerate() {
            let same = by_words.get(row.words.as_str()).copied();
            let cover = || ranges.iter().find(|(_, other)| other.takes_all_of(row));
            if let Some(same) = same {
                self.report(say::same_row(row.span, same));
            } else if let Some(cover) = cover().map(|(cover, _)| *cover) {
                match covered.iter_mut().find(|(known, _)| *known == cover) {
                    Some((_, rows)) => rows.push(place),
                    None => covered.push((cover, vec![place])),
                }
            }
            by_words.entry(&row.words).or_insert(row.span);
            ranges.extend((row.alone && row.range.is_some()).then_some((place, row)));
        }
        for (cover, rows) in covered {
            let hidden: Vec<&Tried> = rows.iter().filter_map(|place| tried.get(*place)).collect();
            let (Some(cover), Some(first)) = (tried.get(cover), hidden.first()) else { continue };
            let order = cover
                .range
                .as_ref()
                .zip(first.range.as_ref())
                .and_then(|(above, below)| above.order(below));
            let spans: Vec<Span> = hidden.iter().map(|row| row.span).collect();
            self.report(say::hidden_rows(cover.span, &spans, order));
        }
    }

    /// The condition of a row as it is compared with those of others.
    fn when_words(&self, when: &When) -> String {
        match when {
            When::Otherwise => String::new(),
            When::Condition(condition) => key(&self.words(condition.span)),
            When::Test(test, further) => {
                let end = further.as_ref().map_or(test.span, |further| further.span);
                key(&self.words(test.span.to(end)))
            }
        }
    }

    /// Tells of two examples of one block and one name.
    pub(super) fn unique_examples<'i>(&mut self, items: &[&'i ast::Item]) {
        let mut first: HashMap<(String, &'i str), Span> = HashMap::new();
        for item in items {
            let ItemKind::Example { title, block, .. } = &item.kind else { continue };
            let known = *first.entry((key(&title.text), &block.key)).or_insert(title.span);
            if known != title.span {
                self.report(say::same_example(title.span, known, &title.text));
            }
        }
    }
}

/// A row, as far as it decides whether those below are reached.
struct Tried {
    words: String,
    /// Range that its short test asks of the subject.
    range: Option<Range>,
    /// `true` if the row asks nothing more.
    alone: bool,
    span: Span,
}

impl Tried {
    fn takes_all_of(&self, below: &Tried) -> bool {
        self.alone
            && self
                .range
                .as_ref()
                .zip(below.range.as_ref())
                .is_some_and(|(range, inner)| range.holds(inner))
    }
}

/// One end of what a test asks for.
#[derive(Clone)]
struct Limit {
    at: Num,
    within: bool,
}

/// Range that a short test with plain numbers or days asks of its subject.
#[derive(Clone, Default)]
struct Range {
    low: Option<Limit>,
    high: Option<Limit>,
}

impl Limit {
    fn of(end: &End) -> Option<Limit> {
        Some(Limit { at: plain(&end.value)?, within: end.inclusive })
    }
}

impl Range {
    fn of(test: &Test) -> Option<Range> {
        // An end that is no plain number leaves the range unknown, not open.
        let ends = |end: &Option<End>| match end {
            Some(end) => Limit::of(end).map(Some),
            None => Some(None),
        };
        Some(match test {
            Test::Is(value) => {
                let only = Some(Limit { at: plain(value)?, within: true });
                Range { low: only.clone(), high: only }
            }
            Test::Between { lower, upper } => Range { low: ends(lower)?, high: ends(upper)? },
            Test::Missing | Test::Except(_) => return None,
        })
    }

    /// Range that the short test of a row asks for, without the condition that goes on behind it.
    fn asked(row: &Row) -> Option<Range> {
        row.cells().first()?.tests.first().and_then(Range::of)
    }

    /// Returns `true` if whatever lies in the other range lies in this one.
    fn holds(&self, inner: &Range) -> bool {
        let low = self.low.as_ref().is_none_or(|end| {
            inner.low.as_ref().is_some_and(|inner| {
                inner.at > end.at || inner.at == end.at && (end.within || !inner.within)
            })
        });
        let high = self.high.as_ref().is_none_or(|end| {
            inner.high.as_ref().is_some_and(|inner| {
                inner.at < end.at || inner.at == end.at && (end.within || !inner.within)
            })
        });
        low && high
    }

    /// Ends of the overlap where one range is unbounded above, the other unbounded below, and they
    /// meet; `None` otherwise.
    fn opens_below<'r>(&'r self, other: &'r Range) -> Option<(&'r Limit, &'r Limit)> {
        let (Range { low: Some(from), high: None }, Range { low: None, high: Some(to) }) =
            (self, other)
        else {
            return None;
        };
        (from.at < to.at || from.at == to.at && (from.within || to.within)).then_some((from, to))
    }

    /// Order that rows like these two need for both to be reached; `None` where no order helps.
    fn order(&self, below: &Range) -> Option<say::Order> {
        match (self, below) {
            (Range { low: Some(_), high: None }, Range { low: Some(_), .. }) => {
                Some(say::Order::Falling)
            }
            (Range { low: None, high: Some(_) }, Range { high: Some(_), .. }) => {
                Some(say::Order::Rising)
            }
            _ => None,
        }
    }
}

/// A number, or a day as one, written as such.
fn plain(expr: &Expr) -> Option<Num> {
    match expr.constant()? {
        Value::Num(number) => Some(number),
        Value::Date(day) => Some(day.number()),
        Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}
