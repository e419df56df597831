//! Periods and deadlines. An outer `None` is a disagreement with the grammar.

use super::Reader;
use crate::keywords::Kw;
use crate::syntax::ast::{Deadline, DeadlineKind, EachPeriod, Expr, PeriodLength, Timing};
use crate::syntax::canonical::Symbol;
use crate::syntax::parse::{Node, Rule};

impl Reader<'_> {
    /// The periods of a `yêu cầu`, or the deadline of a `hạn`.
    pub(super) fn timing(&self, clause: &Node) -> Option<Option<Timing>> {
        match clause.child(Rule::deadline) {
            Some(deadline) => self.deadline(deadline).map(Timing::Due).map(Some),
            None => self.each(clause, Rule::each).map(|each| each.map(Timing::Each)),
        }
    }

    /// `mỗi tháng từ D đến D2, sau 5 ngày`
    pub(super) fn each(&self, line: &Node, rule: Rule) -> Option<Option<EachPeriod>> {
        let Some(node) = line.child(rule) else { return Some(None) };
        let between = match node.child(Rule::between) {
            Some(between) => Some(<(Expr, Expr)>::from(self.sums::<2>(between)?)),
            None => None,
        };
        let after = match node.child(Rule::delay) {
            Some(delay) => Some(self.inner(delay, Rule::sum)?),
            None => None,
        };
        let length = self.period(node.child(Rule::period)?)?;
        Some(Some(EachPeriod { length, between, after, span: self.span(node) }))
    }

    fn period(&self, node: &Node) -> Option<PeriodLength> {
        let inner = node.children.first()?;
        match inner.rule {
            Rule::period_word => self.period_word(inner),
            _ => Some(PeriodLength::Count(Box::new(self.expr(inner)?))),
        }
    }

    /// `tháng`, `quý`, `năm`
    pub(super) fn period_word(&self, node: &Node) -> Option<PeriodLength> {
        match self.symbol(node)? {
            Symbol::Keyword(Kw::Month) => Some(PeriodLength::Month),
            Symbol::Keyword(Kw::Quarter) => Some(PeriodLength::Quarter),
            Symbol::Keyword(Kw::Year) => Some(PeriodLength::Year),
            _ => None,
        }
    }

    fn deadline(&self, node: &Node) -> Option<Deadline> {
        let kind = match node.children.first()?.rule {
            Rule::kw_in_period => DeadlineKind::InPeriod,
            Rule::kw_within => {
                let [time, from] = self.sums(node)?;
                DeadlineKind::Within { time, from }
            }
            Rule::kw_before => DeadlineKind::Before(self.inner(node, Rule::sum)?),
            _ => DeadlineKind::By(self.inner(node, Rule::sum)?),
        };
        Some(Deadline { kind, span: self.span(node) })
    }

    fn sums<const COUNT: usize>(&self, node: &Node) -> Option<[Expr; COUNT]> {
        let sums: Option<Vec<Expr>> = node.all(Rule::sum).map(|sum| self.expr(sum)).collect();
        sums?.try_into().ok()
    }
}
