//! Expressions to steps.

use super::{Constant, Kind, Lowering, Op, Slot, kind};
use crate::model::{AggregateId, DerivedId, Expr, ExprKind};
use crate::plan::Certainty;
use crate::value::{Arith, Compare, MonthEnd, Type, Unit};

impl Lowering<'_> {
    /// The slot of an expression's value, noted under its name.
    pub(super) fn expr(&mut self, expr: &Expr) -> Slot {
        let slot = self.lowered(expr);
        let place = expr.id.index();
        if self.values.len() <= place {
            self.values.resize(place + 1, None);
        }
        if let Some(known) = self.values.get_mut(place) {
            *known = Some(slot);
        }
        slot
    }

    fn lowered(&mut self, expr: &Expr) -> Slot {
        let op = match &expr.kind {
            ExprKind::Constant(value) => Op::Constant(self.texts.constant(value)),
            ExprKind::Field(field) => {
                return self
                    .fields
                    .get(field.index())
                    .copied()
                    .unwrap_or_else(|| self.missing(expr));
            }
            ExprKind::Derived(derived) => {
                return self.derived(*derived).value.unwrap_or_else(|| self.missing(expr));
            }
            ExprKind::Aggregate(id) => {
                return self.aggregate(*id).unwrap_or_else(|| self.missing(expr));
            }
            ExprKind::Previous(id) => {
                let input = self.previous.get(id.index()).copied();
                return input.unwrap_or_else(|| self.missing(expr));
            }
            ExprKind::Periodic(id) => Op::Periodic(Box::new(self.periodic_step(*id))),
            ExprKind::Event(id) => Op::Event(*id, Certainty::Surely),
            ExprKind::Verdict(test) => return self.verdict(test),
            ExprKind::Total(block) => return self.total(*block),
            ExprKind::Grade(block) => return self.grade(*block),
            ExprKind::CriterionPoints(block, place) => {
                return self.criterion_points(*block, *place);
            }
            ExprKind::Parameter(parameter, day) => {
                Op::Parameter(*parameter, self.day(day.as_deref()))
            }
            ExprKind::AsOf => Op::AsOf,
            ExprKind::PeriodDay(_, day) => Op::Constant(Constant::Date(*day)),
            ExprKind::Negate(a) => Op::Negate(self.expr(a)),
            ExprKind::Arith(op, a, b) => return self.arith(*op, a, b, expr),
            ExprKind::Compare(op, a, b) => Op::Compare(*op, self.expr(a), self.expr(b)),
            ExprKind::Member(table, values) => return self.member(*table, values),
            ExprKind::IsMissing(a) => Op::IsMissing(self.expr(a)),
            ExprKind::Not(a) => Op::Not(self.expr(a)),
            ExprKind::And(all) => Op::And(self.each(all)),
            ExprKind::Or(all) => Op::Or(self.each(all)),
            ExprKind::If(condition, then, otherwise) => {
                Op::Select(self.expr(condition), self.expr(then), self.expr(otherwise))
            }
            ExprKind::Call(builtin, arguments) => Op::Call(*builtin, self.each(arguments)),
            ExprKind::Script(function, arguments) => Op::Script(*function, self.each(arguments)),
        };
        self.step(op, expr)
    }

    fn aggregate(&self, id: AggregateId) -> Option<Slot> {
        self.aggregates.iter().find(|(aggregate, _)| *aggregate == id).map(|(_, slot)| *slot)
    }

    /// Slot for an expression that no checked model has: a field of another record type, an
    /// aggregate of another, a `tất cả` table read as one value.
    fn missing(&mut self, expr: &Expr) -> Slot {
        self.constant(Constant::Missing, kind(expr.ty))
    }

    fn day(&mut self, day: Option<&Expr>) -> Slot {
        match day {
            Some(day) => self.expr(day),
            None => self.builder.push(Op::AsOf, Kind::Date),
        }
    }

    fn step(&mut self, op: Op, expr: &Expr) -> Slot {
        self.builder.push(op, kind(expr.ty))
    }

    fn arith(&mut self, op: Arith, a: &Expr, b: &Expr, expr: &Expr) -> Slot {
        let (left, right) = (self.expr(a), self.expr(b));
        match (a.ty, b.ty) {
            (Type::Date, Type::Date) => self.step(Op::DaysBetween(left, right), expr),
            (Type::Date, Type::Number(unit)) if op == Arith::Sub => {
                let back = self.builder.push(Op::Negate(right), Kind::Number);
                self.shifted(left, back, unit, expr)
            }
            (Type::Date, Type::Number(unit)) => self.shifted(left, right, unit, expr),
            (Type::Number(unit), Type::Date) => self.shifted(right, left, unit, expr),
            _ => self.step(Op::Arith(op, left, right), expr),
        }
    }

    /// A pack that adds months says what a month's end means, or it is no checked model; the last
    /// day stands for the case that cannot be.
    fn shifted(&mut self, date: Slot, by: Slot, unit: Unit, expr: &Expr) -> Slot {
        match unit {
            Unit::Months => self.step(
                Op::AddMonths(self.model.month_end.unwrap_or(MonthEnd::LastDay), date, by),
                expr,
            ),
            Unit::Bare
            | Unit::Number
            | Unit::Integer
            | Unit::Year
            | Unit::Ratio
            | Unit::Money
            | Unit::Points
            | Unit::Days => self.step(Op::AddDays(date, by), expr),
        }
    }

    /// Any row that holds gives one of the values.
    fn member(&mut self, table: DerivedId, values: &[Expr]) -> Slot {
        let values = self.each(values);
        let mut any = Vec::new();
        for row in self.derived(table).rows.steps() {
            let same = values.iter().map(|&value| {
                self.builder.push(Op::Compare(Compare::Equal, row.gives, value), Kind::Truth)
            });
            let same: Vec<Slot> = same.collect();
            let same = if let [only] = same.as_slice() {
                *only
            } else {
                self.builder.push(Op::Or(same.into()), Kind::Truth)
            };
            any.push(self.builder.push(Op::And(Box::new([row.when, same])), Kind::Truth));
        }
        self.builder.push(Op::Or(any.into()), Kind::Truth)
    }
}
