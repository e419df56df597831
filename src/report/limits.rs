//! What a value can be that is not known: the ends of fields' ranges, and what is known of the record, carried through formulas.

use super::bounds::Bounds;
use crate::model::{AggregateKind, BlockId, BlockKind, DerivedKind, Expr, ExprKind, FieldId, HitPolicy, Model, RecordId};
use crate::value::{Compare, Num, Type, Value};

/// The numbers (days, of dates) an expression over a record type can be, whatever the record.
pub fn limits(model: &Model, record: RecordId, expr: &Expr) -> Bounds {
    limits_of(model, record, expr, &|_| None)
}

/// The same of one record, of which something is known: the numbers of fields and derivations.
pub fn limits_of(model: &Model, record: RecordId, expr: &Expr, known: &dyn Fn(&Expr) -> Option<Num>) -> Bounds {
    Limits { model, record, known }.of(expr)
}

struct Limits<'m> {
    model: &'m Model,
    record: RecordId,
    known: &'m dyn Fn(&Expr) -> Option<Num>,
}

impl Limits<'_> {
    fn of(&self, expr: &Expr) -> Bounds {
        (self.known)(expr).map_or_else(|| self.unknown(expr), Bounds::exactly)
    }

    fn unknown(&self, expr: &Expr) -> Bounds {
        let all = |parts: &[Expr]| parts.iter().map(|part| self.of(part)).collect::<Vec<_>>();
        match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            ExprKind::Field(id) => self.field(*id),
            ExprKind::Derived(id) => self.derived(&self.model.records[self.record].derived[*id].kind),
            ExprKind::Total(id) => self.points(*id, |card| card.maximum.clone()),
            ExprKind::CriterionPoints(id, place) => {
                self.points(*id, |card| card.criteria.get(*place).map_or(Num::ZERO, |criterion| criterion.maximum.clone()))
            }
            ExprKind::Parameter(id, _) => hull(self.model.parameters[*id].values.iter().map(|dated| constant(&dated.value))),
            ExprKind::Aggregate(id) => {
                let aggregate = &self.model.aggregates[*id];
                let value = aggregate.value.as_ref().map_or(Bounds::OPEN, |value| limits(self.model, aggregate.over, value));
                of_aggregate(aggregate.kind, value)
            }
            ExprKind::Negate(inner) => self.of(inner).neg(),
            ExprKind::Arith(op, left, right) if is_number(left) && is_number(right) => match self.of(left).apply(*op, &self.of(right)) {
                super::Reach::Within { bounds, .. } => bounds,
                super::Reach::Nothing => Bounds::OPEN,
            },
            ExprKind::If(_, then, otherwise) => self.of(then).hull(&self.of(otherwise)),
            ExprKind::Call(builtin, parts) => Bounds::call(*builtin, &all(parts)),
            ExprKind::Arith(..)
            | ExprKind::AsOf
            | ExprKind::Grade(_)
            | ExprKind::Compare(..)
            | ExprKind::Member(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Script(..) => Bounds::OPEN,
        }
    }

    fn field(&self, id: FieldId) -> Bounds {
        let mut bounds = Bounds::OPEN;
        if let Some(range) = &self.model.records[self.record].fields[id].range {
            self.narrow(range, id, &mut bounds);
        }
        bounds
    }

    /// `f ≥ 0 và f ≤ dư nợ`: the ends in a field's range that are known.
    fn narrow(&self, range: &Expr, field: FieldId, bounds: &mut Bounds) {
        let is_field = |expr: &Expr| matches!(expr.kind, ExprKind::Field(read) if read == field);
        match &range.kind {
            ExprKind::And(parts) => parts.iter().for_each(|part| self.narrow(part, field, bounds)),
            ExprKind::Compare(op, left, right) if is_field(left) => close(*op, self.end(right), bounds),
            ExprKind::Compare(op, left, right) if is_field(right) => close(op.mirrored(), self.end(left), bounds),
            _ => {}
        }
    }

    fn end(&self, expr: &Expr) -> Bounds {
        match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            _ => (self.known)(expr).map_or(Bounds::OPEN, Bounds::exactly),
        }
    }

    fn derived(&self, kind: &DerivedKind) -> Bounds {
        match kind {
            DerivedKind::Formula(formula) => self.of(formula),
            DerivedKind::Table { policy: HitPolicy::First | HitPolicy::Unique, rows } => hull(rows.iter().map(|row| self.of(&row.gives))),
            DerivedKind::Table { policy: HitPolicy::Sum, rows } => {
                let none = Bounds::exactly(Num::ZERO);
                rows.iter().fold(none.clone(), |sum, row| sum.add(&self.of(&row.gives).hull(&none)))
            }
            DerivedKind::Table { policy: HitPolicy::All, .. } => Bounds::OPEN,
        }
    }

    fn points(&self, id: BlockId, maximum: impl Fn(&crate::model::Scorecard) -> Num) -> Bounds {
        match &self.model.blocks[id].kind {
            BlockKind::Scorecard(card) => Bounds::between(Num::ZERO, maximum(card)),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => Bounds::OPEN,
        }
    }
}

fn is_number(expr: &Expr) -> bool {
    matches!(expr.ty, Type::Number(_))
}

/// A number as such, a date as its day.
pub fn number_of(value: &Value) -> Option<Num> {
    match value {
        Value::Num(number) => Some(number.clone()),
        Value::Date(day) => Some(Num::from_i64(day.days_since_1970().into())),
        Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}

fn constant(value: &Value) -> Bounds {
    number_of(value).map_or(Bounds::OPEN, Bounds::exactly)
}

fn hull(all: impl Iterator<Item = Bounds>) -> Bounds {
    all.reduce(|a, b| a.hull(&b)).unwrap_or(Bounds::OPEN)
}

fn of_aggregate(kind: AggregateKind, value: Bounds) -> Bounds {
    let never_below = value.low.as_ref().is_some_and(|low| !low.is_negative());
    match kind {
        AggregateKind::Count => Bounds::from(Num::ZERO),
        AggregateKind::Share => Bounds::between(Num::ZERO, Num::ONE),
        AggregateKind::Sum if never_below => Bounds::from(Num::ZERO),
        AggregateKind::Sum => Bounds::OPEN,
        AggregateKind::Average | AggregateKind::Max | AggregateKind::Min => value,
    }
}

fn close(op: Compare, end: Bounds, bounds: &mut Bounds) {
    let closed = match op {
        Compare::Less | Compare::AtMost => Bounds { low: None, high: end.high },
        Compare::Greater | Compare::AtLeast => Bounds { low: end.low, high: None },
        Compare::Equal => end,
        Compare::NotEqual => Bounds::OPEN,
    };
    *bounds = bounds.meet(&closed);
}
