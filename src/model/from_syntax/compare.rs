//! Comparisons: each side looks up the other's names, and both must be of one type and, where order
//! is asked, have one.

use super::literals::{adopt, is_literal};
use super::verdicts::verdict_of;
use super::{Checker, Scope};
use crate::diag::model as say;
use crate::keywords;
use crate::model::{Expr, ExprKind};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Compare, Type};

impl Checker<'_> {
    pub(super) fn compare(
        &mut self,
        scope: Scope,
        span: Span,
        op: Compare,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<Expr> {
        if matches!(right.kind, ast::ExprKind::Missing)
            && matches!(op, Compare::Equal | Compare::NotEqual)
        {
            return self.is(
                scope,
                span,
                left,
                op == Compare::NotEqual,
                std::slice::from_ref(right),
            );
        }
        if let Some(owner) = verdict_of(left)
            && matches!(op, Compare::Equal | Compare::NotEqual)
        {
            let values = std::slice::from_ref(right);
            return self.verdict_is(scope, span, owner, op == Compare::NotEqual, values);
        }
        // The side whose names stand for themselves says in which category the other side's are
        // looked up, and what a bare number counts.
        let leans = |side: &ast::Expr| is_literal(side) || !self.stands_alone(scope, side);
        let swapped = leans(left) && !leans(right);
        let (subject, other, op) =
            if swapped { (right, left, mirrored(op)) } else { (left, right, op) };
        let subject = self.value_or_list(scope, subject, None);
        let want = subject.as_ref().map(|subject| subject.ty);
        let Some(subject) = subject else {
            if self.stands_alone(scope, other) {
                self.expr(scope, other, want);
            }
            return None;
        };
        self.comparison(scope, span, op, &subject, other)
    }

    /// `subject op other`, `other` being looked up in the subject's category.
    pub(super) fn comparison(
        &mut self,
        scope: Scope,
        span: Span,
        op: Compare,
        subject: &Expr,
        other: &ast::Expr,
    ) -> Option<Expr> {
        let mut other_typed = self.expr(scope, other, Some(subject.ty))?;
        if self.list_of(scope, subject) {
            return self.membership(span, op, subject, other_typed);
        }
        let mut subject = subject.clone();
        self.bare_against(&subject, other)?;
        let Some(ty) = self.join(subject.ty, other_typed.ty) else {
            let (a, b) = (self.describe(subject.ty), self.describe(other_typed.ty));
            let reported = self.found.len();
            self.report(say::operands(span, op.sign(), &a, &b));
            self.offer(scope, reported, other, subject.ty);
            return None;
        };
        self.order_is_known(span, op, ty)?;
        adopt(&mut subject, ty);
        adopt(&mut other_typed, ty);
        Some(Expr::new(
            ExprKind::Compare(op, Box::new(subject), Box::new(other_typed)),
            Type::YesNo,
            span,
        ))
    }

    fn membership(&mut self, span: Span, op: Compare, subject: &Expr, value: Expr) -> Option<Expr> {
        let ExprKind::Derived(id) = subject.kind else { return None };
        let value = self.fit(value, subject.ty)?;
        let member = Expr::new(ExprKind::Member(id, vec![value]), Type::YesNo, span);
        match op {
            Compare::Equal => Some(member),
            Compare::NotEqual => {
                Some(Expr::new(ExprKind::Not(Box::new(member)), Type::YesNo, span))
            }
            Compare::Less | Compare::Greater | Compare::AtMost | Compare::AtLeast => {
                let name = self.words(subject.span);
                self.report(say::list_value(subject.span, &name));
                None
            }
        }
    }

    fn order_is_known(&mut self, span: Span, op: Compare, ty: Type) -> Option<()> {
        if matches!(op, Compare::Equal | Compare::NotEqual) {
            return Some(());
        }
        match ty {
            Type::Number(_) | Type::Date => Some(()),
            Type::Category(id) => {
                let category = self.categories.get(id.index())?;
                if category.ordered {
                    return Some(());
                }
                let diagnostic = say::unordered(span, &category.name.text, category.name.span);
                self.report(diagnostic);
                None
            }
            Type::Text | Type::YesNo => {
                let described = self.describe(ty);
                self.report(say::operands(span, op.sign(), &described, &described));
                None
            }
        }
    }

    pub(super) fn is(
        &mut self,
        scope: Scope,
        span: Span,
        subject: &ast::Expr,
        negated: bool,
        values: &[ast::Expr],
    ) -> Option<Expr> {
        if let Some(owner) = verdict_of(subject) {
            return self.verdict_is(scope, span, owner, negated, values);
        }
        let subject = self.value_or_list(scope, subject, None)?;
        let tests: Vec<Option<Expr>> =
            values.iter().map(|value| self.is_one(scope, &subject, value)).collect();
        let mut tests = tests.into_iter().collect::<Option<Vec<Expr>>>()?;
        let any = if tests.len() == 1 {
            tests.pop()?
        } else {
            Expr::new(ExprKind::Or(tests), Type::YesNo, span)
        };
        let kind = if negated { ExprKind::Not(Box::new(Expr { span, ..any })) } else { any.kind };
        Some(Expr::new(kind, Type::YesNo, span))
    }

    /// `subject là value`, where value may be `thiếu`.
    pub(super) fn is_one(
        &mut self,
        scope: Scope,
        subject: &Expr,
        value: &ast::Expr,
    ) -> Option<Expr> {
        if matches!(value.kind, ast::ExprKind::Missing) {
            return self.is_missing(scope, subject, value.span);
        }
        self.comparison(scope, subject.span.to(value.span), Compare::Equal, subject, value)
    }

    /// `subject là thiếu`; a `tất cả` table is a list, perhaps an empty one, and never missing.
    pub(super) fn is_missing(&mut self, scope: Scope, subject: &Expr, span: Span) -> Option<Expr> {
        if self.list_of(scope, subject) {
            let name = self.words(subject.span);
            self.report(say::list_value(subject.span, &name));
            return None;
        }
        Some(Expr::new(ExprKind::IsMissing(Box::new(subject.clone())), Type::YesNo, span))
    }

    /// Returns `true` if an expression has a type without help from another side: it is not merely
    /// a name that only a category could know.
    pub(super) fn stands_alone(&self, scope: Scope, expr: &ast::Expr) -> bool {
        match &expr.kind {
            ast::ExprKind::Name(name) => {
                let member =
                    scope.record.is_some_and(|record| self.member(record, &name.key).is_some());
                member
                    || self.callables.get(&name.key).is_some()
                    || keywords::special(&name.key).is_some()
            }
            ast::ExprKind::Group(inner) => self.stands_alone(scope, inner),
            _ => true,
        }
    }
}

fn mirrored(op: Compare) -> Compare {
    match op {
        Compare::Equal | Compare::NotEqual => op,
        Compare::Less => Compare::Greater,
        Compare::Greater => Compare::Less,
        Compare::AtMost => Compare::AtLeast,
        Compare::AtLeast => Compare::AtMost,
    }
}
