//! Expressions to steps.

use super::{Constant, Kind, Lowering, Op, Slot, kind};
use crate::model::{DerivedId, Expr, ExprKind};
use crate::source::Span;
use crate::value::{Arith, Compare, MonthEnd, Type, Unit};

impl Lowering<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) -> Slot {
        match &expr.kind {
            ExprKind::Constant(value) => {
                let constant = self.texts.constant(value);
                self.constant(constant, kind(expr.ty), expr.span)
            }
            ExprKind::Field(field) => match self.inputs.get(field.index()) {
                Some(&input) => input,
                None => self.constant(Constant::Missing, kind(expr.ty), expr.span),
            },
            ExprKind::Derived(derived) => match self.derived(*derived).value {
                Some(value) => value,
                None => self.constant(Constant::Missing, kind(expr.ty), expr.span),
            },
            ExprKind::Total(block) => self.total(*block, expr.span),
            ExprKind::Grade(block) => self.grade(*block, expr.span),
            ExprKind::CriterionPoints(block, place) => self.criterion_points(*block, *place, expr.span),
            ExprKind::Parameter(parameter, day) => {
                let day = match day {
                    Some(day) => self.expr(day),
                    None => self.builder.push(Op::AsOf, Kind::Date, expr.span),
                };
                self.step(Op::Parameter(*parameter, day), expr)
            }
            ExprKind::AsOf => self.step(Op::AsOf, expr),
            ExprKind::Negate(a) => {
                let a = self.expr(a);
                self.step(Op::Negate(a), expr)
            }
            ExprKind::Arith(op, a, b) => self.arith(*op, a, b, expr),
            ExprKind::Compare(op, a, b) => {
                let (a, b) = (self.expr(a), self.expr(b));
                self.step(Op::Compare(*op, a, b), expr)
            }
            ExprKind::Member(table, values) => self.member(*table, values, expr.span),
            ExprKind::IsMissing(a) => {
                let a = self.expr(a);
                self.step(Op::IsMissing(a), expr)
            }
            ExprKind::Not(a) => {
                let a = self.expr(a);
                self.step(Op::Not(a), expr)
            }
            ExprKind::And(all) => {
                let all = self.each(all);
                self.step(Op::And(all), expr)
            }
            ExprKind::Or(all) => {
                let all = self.each(all);
                self.step(Op::Or(all), expr)
            }
            ExprKind::If(condition, then, otherwise) => {
                let (condition, then, otherwise) = (self.expr(condition), self.expr(then), self.expr(otherwise));
                self.step(Op::Select(condition, then, otherwise), expr)
            }
            ExprKind::Call(builtin, arguments) => {
                let arguments = self.each(arguments);
                self.step(Op::Call(*builtin, arguments), expr)
            }
            ExprKind::Script(function, arguments) => {
                let arguments = self.each(arguments);
                self.step(Op::Script(*function, arguments), expr)
            }
        }
    }

    fn step(&mut self, op: Op, expr: &Expr) -> Slot {
        self.builder.push(op, kind(expr.ty), expr.span)
    }

    fn arith(&mut self, op: Arith, a: &Expr, b: &Expr, expr: &Expr) -> Slot {
        let (left, right) = (self.expr(a), self.expr(b));
        match (a.ty, b.ty) {
            (Type::Date, Type::Date) => self.step(Op::DaysBetween(left, right), expr),
            (Type::Date, Type::Number(unit)) if op == Arith::Sub => {
                let back = self.builder.push(Op::Negate(right), Kind::Number, expr.span);
                self.shifted(left, back, unit, expr)
            }
            (Type::Date, Type::Number(unit)) => self.shifted(left, right, unit, expr),
            (Type::Number(unit), Type::Date) => self.shifted(right, left, unit, expr),
            _ => self.step(Op::Arith(op, left, right), expr),
        }
    }

    /// A pack that adds months says what a month's end means, or it is no checked model; the last day stands for the case that cannot be.
    fn shifted(&mut self, date: Slot, by: Slot, unit: Unit, expr: &Expr) -> Slot {
        match unit {
            Unit::Months => self.step(Op::AddMonths(self.model.month_end.unwrap_or(MonthEnd::LastDay), date, by), expr),
            Unit::Bare | Unit::Number | Unit::Integer | Unit::Ratio | Unit::Money | Unit::Points | Unit::Days => {
                self.step(Op::AddDays(date, by), expr)
            }
        }
    }

    /// Any row that holds gives one of the values.
    fn member(&mut self, table: DerivedId, values: &[Expr], span: Span) -> Slot {
        let values = self.each(values);
        let mut any = Vec::new();
        for row in self.derived(table).rows {
            for &value in &values {
                let same = self.builder.push(Op::Compare(Compare::Equal, row.gives, value), Kind::Truth, span);
                any.push(self.builder.push(Op::And(Box::new([row.when, same])), Kind::Truth, span));
            }
        }
        self.builder.push(Op::Or(any.into()), Kind::Truth, span)
    }
}
