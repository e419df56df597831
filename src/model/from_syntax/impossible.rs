//! What cannot be of a record: `không thể`, and the step of a field.

use super::{Checker, Scope};
use crate::builtins::Builtin;
use crate::diag::analysis as say;
use crate::model::{DerivedId, DerivedKind, Expr, ExprKind, FieldId, Impossible, RecordId, Step};
use crate::source::Span;
use crate::syntax::ast::{self, ItemKind, MemberKind};
use crate::value::{Arith, Compare, Num, Type, Unit, Value};
use std::collections::BTreeSet;

impl<'a> Checker<'a> {
    /// The lines `không thể`, once all derivations are known.
    pub(super) fn check_impossible(&mut self, items: &[&'a ast::Item]) {
        for item in items {
            let ItemKind::Record { name, members, .. } = &item.kind else { continue };
            let Some(record) = self.record_names.get(&name.key) else { continue };
            for member in members {
                let MemberKind::Never { condition, reason } = &member.kind else { continue };
                let scope = Scope { record: Some(record), own: None, over: None };
                let basis = self.basis(&member.notes);
                let Some(condition) = self.condition(scope, condition) else { continue };
                if let Some(place) = self.beyond_the_record(record, &condition) {
                    self.report(say::beyond_the_record(place));
                    continue;
                }
                let reason = reason.as_ref().map(|reason| reason.text.clone());
                let never = Impossible { condition, reason, span: member.span, basis };
                self.records[record].impossible.push(never);
            }
        }
    }

    /// Where a condition reads anything but fields of the record and what is derived from them.
    fn beyond_the_record(&self, record: RecordId, condition: &Expr) -> Option<Span> {
        let (mut place, mut seen) = (None, BTreeSet::new());
        condition.within(&mut |expr| {
            let beyond = match &expr.kind {
                ExprKind::Derived(id) | ExprKind::Member(id, _) => {
                    self.is_beyond(record, *id, &mut seen)
                }
                _ => reads_beyond(expr),
            };
            place = place.or(beyond.then_some(expr.span));
        });
        place
    }

    fn is_beyond(&self, record: RecordId, id: DerivedId, seen: &mut BTreeSet<DerivedId>) -> bool {
        if !seen.insert(id) {
            return false;
        }
        let mut beyond = false;
        let mut each = |whole: &Expr| {
            whole.within(&mut |expr| {
                beyond |= match &expr.kind {
                    ExprKind::Derived(id) | ExprKind::Member(id, _) => {
                        self.is_beyond(record, *id, seen)
                    }
                    _ => reads_beyond(expr),
                };
            });
        };
        match &self.records[record].derived[id].kind {
            DerivedKind::Formula(formula) => each(formula),
            DerivedKind::Table { rows, .. } => {
                rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])).for_each(each);
            }
        }
        beyond
    }

    /// The step of a field: a number above zero, of its type.
    pub(super) fn check_step(&mut self, record: RecordId, field: FieldId, step: &ast::Expr) {
        let ty = self.records[record].fields[field].ty;
        let Type::Number(_) = ty else {
            self.report(say::step(step.span));
            return;
        };
        let value = match self.constant(step, ty) {
            Some(Value::Num(value)) if value > Num::ZERO => value,
            Some(_) => {
                self.report(say::step(step.span));
                return;
            }
            None => return,
        };
        let span = step.span;
        let of = |kind, ty| Expr::new(kind, ty, span);
        let own = || Box::new(of(ExprKind::Field(field), ty));
        let grain = || Box::new(of(ExprKind::Constant(Value::Num(value.clone())), ty));
        let ratio = Type::Number(Unit::Ratio);
        let count = of(ExprKind::Arith(Arith::Div, own(), grain()), ratio);
        let whole = of(ExprKind::Call(Builtin::Round, vec![count]), ratio);
        let nearest = of(ExprKind::Arith(Arith::Mul, Box::new(whole), grain()), ty);
        let holds = of(ExprKind::Compare(Compare::Equal, own(), Box::new(nearest)), Type::YesNo);
        self.records[record].fields[field].step = Some(Step { value, holds, span });
    }
}

/// Returns `true` of an expression that reads other records, the day of a run, verdicts or scripts.
fn reads_beyond(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::Script(..)
    )
}
