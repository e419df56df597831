//! Periods, deadlines and the verdicts of other blocks as text.

use super::Printer;
use super::expr::Level;
use crate::keywords::{Keywords, Kw};
use crate::source::Span;
use crate::syntax::ast::*;

impl Printer<'_> {
    /// Text of what a clause asks, with its periods or its deadline, and the stretch that it stands
    /// for.
    pub(super) fn asked(&self, clause: &Clause) -> (String, Span) {
        let (asked, span) = (self.expr(&clause.condition, Level::Or), clause.condition.span);
        match &clause.timing {
            None => (asked, span),
            Some(Timing::Each(each)) => {
                (format!("{}: {asked}", self.each(each)), each.span.to(span))
            }
            Some(Timing::Due(deadline)) => {
                (format!("{asked}: {}", self.deadline(deadline)), span.to(deadline.span))
            }
        }
    }

    /// `mỗi tháng từ D đến D2, sau 5 ngày`
    fn each(&self, each: &EachPeriod) -> String {
        let mut text = format!("{} {}", self.word(Kw::Each), self.period_length(&each.length));
        if let Some((from, to)) = &each.between {
            text += &format!(" {} {}", self.word(Kw::From), self.expr(from, Level::Sum));
            text += &format!(" {} {}", self.word(Kw::UpTo), self.expr(to, Level::Sum));
        }
        if let Some(after) = &each.after {
            text += &format!(", {} {}", self.word(Kw::After), self.expr(after, Level::Sum));
        }
        text
    }

    /// The same before the test of an indicator, which a colon parts from days.
    pub(super) fn each_of_indicator(&self, each: &EachPeriod) -> String {
        let colon = if each.after.is_some() { ":" } else { "" };
        format!("{}{colon} ", self.each(each))
    }

    /// `tháng`, `6 tháng`
    fn period_length(&self, length: &PeriodLength) -> String {
        match length {
            PeriodLength::Month => self.word(Kw::Month).to_owned(),
            PeriodLength::Quarter => self.word(Kw::Quarter).to_owned(),
            PeriodLength::Year => self.word(Kw::Year).to_owned(),
            PeriodLength::Count(count) => self.expr(count, Level::Primary),
        }
    }

    /// `tháng`, `months`: as they are counted.
    pub(super) fn periods(&self, length: &PeriodLength) -> String {
        let plural = |id: Kw| match self.keywords {
            Keywords::Vi => None,
            Keywords::En => id.row().en.last().copied(),
        };
        let word = match length {
            PeriodLength::Month => plural(Kw::Month),
            PeriodLength::Quarter => plural(Kw::Quarter),
            PeriodLength::Year => plural(Kw::Year),
            PeriodLength::Count(_) => None,
        };
        word.map_or_else(|| self.period_length(length), str::to_owned)
    }

    fn deadline(&self, deadline: &Deadline) -> String {
        let day = |word: Kw, day: &Expr| format!("{} {}", self.word(word), self.day(day));
        match &deadline.kind {
            DeadlineKind::Within { time, from } => format!(
                "{} {} {} {}",
                self.word(Kw::Within),
                self.expr(time, Level::Sum),
                self.joint(from),
                self.day(from)
            ),
            DeadlineKind::Before(before) => day(Kw::BeforeDate, before),
            DeadlineKind::By(last) => day(Kw::Latest, last),
            DeadlineKind::InPeriod => self.word(Kw::InPeriod).to_owned(),
        }
    }

    fn day(&self, day: &Expr) -> String {
        self.expr(day, Level::Sum)
    }

    /// Joint of a time and the day it is counted from: `of`, unless another `of` behind it would
    /// be taken for the joint.
    fn joint(&self, from: &Expr) -> &'static str {
        match self.keywords {
            Keywords::En if !is_owned(from) => self.word(Kw::Of),
            Keywords::Vi | Keywords::En => self.word(Kw::From),
        }
    }
}

/// Returns `true` if an expression has an `of` outside brackets.
fn is_owned(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Of(..) => true,
        ExprKind::Every(inner) | ExprKind::Negate(inner) => is_owned(inner),
        ExprKind::Arith(_, left, right) | ExprKind::At(left, right) => {
            is_owned(left) || is_owned(right)
        }
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Date(_)
        | ExprKind::PeriodDay(_)
        | ExprKind::YesNo(_)
        | ExprKind::Missing
        | ExprKind::Name(_)
        | ExprKind::CriterionPoints(_)
        | ExprKind::Compare(..)
        | ExprKind::Is { .. }
        | ExprKind::Within(..)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Call { .. }
        | ExprKind::CountPeriods(..)
        | ExprKind::Aggregate { .. }
        | ExprKind::Guarded { .. }
        | ExprKind::Group(_) => false,
    }
}
