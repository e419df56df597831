//! Expressions, tests, names and literals as text.

use super::Printer;
use crate::keywords::{Keywords, Kw, Reserved, named, special};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::value::Arith;
use rust_decimal::Decimal;

/// Precedence of an expression, from the loosest: a looser one within a tighter gets brackets.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Level {
    Guarded,
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Unary,
    Postfix,
    Primary,
}

fn level(expr: &Expr) -> Level {
    match &expr.kind {
        ExprKind::Guarded { .. } => Level::Guarded,
        ExprKind::Or(_) => Level::Or,
        ExprKind::And(_) => Level::And,
        ExprKind::Not(_) => Level::Not,
        ExprKind::Compare(..) | ExprKind::Is { .. } | ExprKind::Within(..) => Level::Comparison,
        ExprKind::Arith(Arith::Add | Arith::Sub, ..) => Level::Sum,
        ExprKind::Arith(Arith::Mul | Arith::Div, ..) => Level::Product,
        ExprKind::Negate(_) => Level::Unary,
        ExprKind::Of(..) | ExprKind::At(..) | ExprKind::Every(_) => Level::Postfix,
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Date(_)
        | ExprKind::PeriodDay(_)
        | ExprKind::YesNo(_)
        | ExprKind::Missing
        | ExprKind::Name(_) => Level::Primary,
        ExprKind::CriterionPoints(_)
        | ExprKind::Call { .. }
        | ExprKind::CountPeriods(..)
        | ExprKind::Aggregate { .. }
        | ExprKind::Group(_) => Level::Primary,
    }
}

impl Printer<'_> {
    /// An expression where one that binds at least as tightly as `least` may stand; a looser one
    /// gets brackets.
    pub(super) fn expr(&self, expr: &Expr, least: Level) -> String {
        let inner = self.bare(expr);
        if level(expr) < least { format!("({inner})") } else { inner }
    }

    fn bare(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Number(number) => self.number(number, expr.span),
            ExprKind::Text(text) => format!("\"{text}\""),
            ExprKind::Date(_) => self.source.slice(expr.span).into_owned(),
            ExprKind::PeriodDay(_) => {
                let written = self.source.slice(expr.span);
                let digits = written.split_whitespace().next_back().unwrap_or("");
                format!("{} {digits}", self.word(Kw::DayOf))
            }
            ExprKind::YesNo(yes) => self.word(if *yes { Kw::Yes } else { Kw::No }).to_owned(),
            ExprKind::Missing => self.word(Kw::Missing).to_owned(),
            ExprKind::Name(name) => self.special_name(name),
            ExprKind::CriterionPoints(label) => {
                format!("{} {}", self.word(Kw::Criterion), self.label(label))
            }
            ExprKind::Negate(inner) => format!("-{}", self.expr(inner, Level::Unary)),
            ExprKind::Arith(op, left, right) => {
                let (left_level, right_level) = match op {
                    Arith::Add | Arith::Sub => (Level::Sum, Level::Product),
                    Arith::Mul | Arith::Div => (Level::Product, Level::Unary),
                };
                let fraction = *op == Arith::Div
                    && [left, right].iter().all(|part| matches!(part.kind, ExprKind::Number(_)));
                // `5/6` is written as one number is.
                if fraction && right.span.start == left.span.end + 1 {
                    return format!("{}/{}", self.bare(left), self.bare(right));
                }
                self.pair((left, left_level), op.sign(), (right, right_level))
            }
            ExprKind::Compare(sign, left, right) => {
                self.pair((left, Level::Sum), sign.sign(), (right, Level::Sum))
            }
            ExprKind::Is { subject, negated, values } => self.is(subject, *negated, values),
            ExprKind::Within(subject, test) => {
                format!("{} {}", self.expr(subject, Level::Sum), self.test(test))
            }
            ExprKind::Not(inner) => {
                format!("{} {}", self.word(Kw::Not), self.expr(inner, Level::Not))
            }
            ExprKind::And(operands) => self.listed(operands, self.word(Kw::And), Level::Not),
            ExprKind::Or(operands) => self.listed(operands, self.word(Kw::Or), Level::And),
            ExprKind::Aggregate { kind, value, window, filter } => {
                let value = value.as_deref().map(|value| self.expr(value, Level::Guarded));
                let window = window.as_deref().map(|window| {
                    format!("{} {}", self.word(Kw::InLast), self.expr(window, Level::Primary))
                });
                let filter = filter.as_deref().map(|filter| {
                    format!("{} {}", self.word(Kw::When), self.expr(filter, Level::Or))
                });
                let parts: Vec<String> = value.into_iter().chain(window).chain(filter).collect();
                format!("{}({})", self.word(kind.keyword()), parts.join(" "))
            }
            ExprKind::CountPeriods(length, condition) => format!(
                "{}({} {} {})",
                self.word(Kw::CountOf),
                self.periods(length),
                self.word(Kw::When),
                self.expr(condition, Level::Or)
            ),
            ExprKind::Call { name, arguments } => {
                format!("{}({})", self.function(name), self.listed(arguments, ";", Level::Guarded))
            }
            ExprKind::Guarded { value, cases } => {
                let first = [(value.span, self.expr(value, Level::Or))];
                let cases = cases.iter().map(|(condition, value)| {
                    (condition.span.to(value.span), self.case(condition, value))
                });
                self.series(",", first.into_iter().chain(cases))
            }
            ExprKind::Of(inner, owner) => self.of(inner, self.name(owner)),
            ExprKind::Every(inner) => {
                let every = self.word(Kw::Every);
                match &inner.kind {
                    ExprKind::Of(inner, owner) => {
                        self.of(inner, format!("{every} {}", self.name(owner)))
                    }
                    // It stands first in an aggregate, where any expression may follow.
                    _ => format!("{every} {}", self.expr(inner, Level::Guarded)),
                }
            }
            ExprKind::At(inner, day) => {
                format!(
                    "{} {} {}",
                    self.expr(inner, Level::Postfix),
                    self.word(Kw::At),
                    self.expr(day, Level::Primary)
                )
            }
            ExprKind::Group(inner) => format!("({})", self.expr(inner, Level::Guarded)),
        }
    }

    fn of(&self, inner: &Expr, owner: String) -> String {
        let member = match &inner.kind {
            ExprKind::Name(name) if is_verdict(inner) => self.verdict(name),
            _ => self.expr(inner, Level::Postfix),
        };
        format!("{member} {} {owner}", self.word(Kw::Of))
    }

    fn pair(
        &self,
        (left, left_level): (&Expr, Level),
        sign: &str,
        (right, right_level): (&Expr, Level),
    ) -> String {
        format!(
            "{}{}{}",
            self.expr(left, left_level),
            self.between(left.span, sign, right.span),
            self.expr(right, right_level)
        )
    }

    fn listed(&self, parts: &[Expr], joint: &str, least: Level) -> String {
        self.series(joint, parts.iter().map(|part| (part.span, self.expr(part, least))))
    }

    fn case(&self, condition: &Expr, value: &Expr) -> String {
        let (condition, value) = (self.expr(condition, Level::Or), self.expr(value, Level::Or));
        match self.keywords {
            Keywords::Vi => {
                format!("{} {condition} {} {value}", self.word(Kw::If), self.word(Kw::Then))
            }
            Keywords::En => {
                format!("{} {value} {} {condition}", self.word(Kw::Or), self.word(Kw::If))
            }
        }
    }

    fn is(&self, subject: &Expr, negated: bool, values: &[Expr]) -> String {
        let is = self.word(if negated { Kw::IsNot } else { Kw::Is });
        let is = if values.len() == 1 {
            is.to_owned()
        } else {
            format!("{is} {}", self.word(Kw::OneOf))
        };
        let is = values
            .first()
            .map_or(String::new(), |first| self.between(subject.span, &is, first.span));
        let values = values.iter().map(|value| (value.span, self.compared(subject, value)));
        format!("{}{is}{}", self.expr(subject, Level::Sum), self.series(",", values))
    }

    /// A verdict that is compared with that of a block: its own word as it is, else in the
    /// keywords' language.
    fn compared(&self, subject: &Expr, value: &Expr) -> String {
        match (&subject.kind, &value.kind) {
            (ExprKind::Of(inner, _), ExprKind::Name(name)) if is_verdict(inner) => {
                self.verdict(name)
            }
            _ => self.expr(value, Level::Sum),
        }
    }

    /// Text of a short test.
    pub(super) fn test(&self, test: &Test) -> String {
        match &test.kind {
            TestKind::Equals(value) => self.expr(value, Level::Sum),
            TestKind::Missing => self.word(Kw::Missing).to_owned(),
            TestKind::Sign(sign, value) => {
                format!("{} {}", sign.sign(), self.expr(value, Level::Sum))
            }
            TestKind::Range { low, high } => self.range(low.as_ref(), high.as_ref(), test.span),
        }
    }

    fn range(&self, low: Option<&Bound>, high: Option<&Bound>, span: Span) -> String {
        let upwards = low
            .filter(|low| high.is_none() && low.value.span.end < span.end)
            .map(|_| self.word(Kw::Upwards).to_owned());
        let below = match (low, self.keywords) {
            (Some(_), Keywords::Vi) => format!("{} ", self.word(Kw::UpTo)),
            (None, _) | (_, Keywords::En) => String::new(),
        };
        let low = low.map(|low| self.bound(if low.inclusive { Kw::From } else { Kw::Above }, low));
        let high = high.map(|high| match high.inclusive {
            true => self.bound(Kw::UpTo, high),
            false => below + self.bound(Kw::Below, high).as_str(),
        });
        low.into_iter().chain(high).chain(upwards).collect::<Vec<_>>().join(" ")
    }

    fn bound(&self, word: Kw, bound: &Bound) -> String {
        format!("{} {}", self.word(word), self.expr(&bound.value, Level::Sum))
    }

    fn number(&self, number: &Number, span: Span) -> String {
        let written = self.source.slice(span);
        let digits = written
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '_'))
            .and_then(|end| written.get(..end));
        let magnitude = match number.magnitude {
            None => String::new(),
            Some(Magnitude::Percent) => "%".to_owned(),
            Some(Magnitude::Permille) => "‰".to_owned(),
            Some(Magnitude::Thousand) => format!(" {}", self.word(Kw::Thousand)),
            Some(Magnitude::Million) => format!(" {}", self.word(Kw::Million)),
            Some(Magnitude::Billion) => format!(" {}", self.word(Kw::Billion)),
        };
        let unit = number.unit.map(|unit| match unit {
            UnitWord::Dong => Kw::Dong,
            UnitWord::Points => Kw::Points,
            UnitWord::Days => Kw::Days,
            UnitWord::Months => Kw::Months,
            UnitWord::Years => Kw::Years,
        });
        let unit = unit.map_or(String::new(), |unit| format!(" {}", self.unit(unit, number)));
        digits.unwrap_or(&written).to_owned() + magnitude.as_str() + unit.as_str()
    }

    /// `1 year`, `2 years`
    fn unit(&self, unit: Kw, number: &Number) -> &'static str {
        let one = self.keywords == Keywords::En
            && number.magnitude.is_none()
            && number.digits == Decimal::ONE;
        let singular = if one { unit.row().en.last() } else { None };
        singular.copied().unwrap_or(self.word(unit))
    }

    /// A name that may be one of those the language declares for every record type, which is then
    /// said in the keywords' language.
    pub(super) fn special_name(&self, name: &Name) -> String {
        let own = special(&name.key).is_some() && !self.declared.contains(&name.key);
        if own { self.translated(name, Reserved::Name) } else { self.name(name) }
    }

    /// A verdict: a block's own word as it is, else in the keywords' language.
    pub(super) fn verdict(&self, name: &Name) -> String {
        let own = !self.declared.contains(&name.key);
        if own { self.translated(name, Reserved::Name) } else { self.name(name) }
    }

    /// A grade that is expected, or that the block does not apply.
    pub(super) fn grade(&self, name: &Name) -> String {
        match named(&name.key, Reserved::Name) {
            Some(Kw::NotApplicable) => self.verdict(name),
            _ => self.name(name),
        }
    }

    fn function(&self, name: &Name) -> String {
        self.translated(name, Reserved::Function)
    }

    fn translated(&self, name: &Name, reserved: Reserved) -> String {
        let own = named(&name.key, reserved).filter(|_| self.translates && !name.quoted);
        own.map_or_else(|| self.name(name), |id| self.word(id).to_owned())
    }

    /// A name, in backticks where it was written so or would not be read as a name.
    pub(super) fn name(&self, name: &Name) -> String {
        let quoted = name.quoted || crate::keywords::needs_ticks(&name.text, &name.key);
        if quoted { format!("`{}`", name.text) } else { name.text.clone() }
    }

    /// A name where nothing else can stand, whatever words and numbers it holds: a cell, a
    /// document.
    pub(super) fn cell(&self, name: &Name) -> String {
        if name.quoted { format!("`{}`", name.text) } else { name.text.clone() }
    }

    /// A criterion's number or name.
    pub(super) fn label(&self, label: &Name) -> String {
        let number = label.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '_'));
        if number && !label.quoted { label.text.clone() } else { self.name(label) }
    }
}

/// Returns `true` if an expression is the name of a verdict: `kết luận`.
fn is_verdict(expr: &Expr) -> bool {
    let ExprKind::Name(name) = &expr.kind else { return false };
    named(&name.key, Reserved::Name) == Some(Kw::Verdict)
}
