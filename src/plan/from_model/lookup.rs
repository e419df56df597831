//! Rows that all ask one value and give constants, as one lookup.

use super::super::lookup::Set;
use super::super::{Bounds, Index, Lookup};
use super::{Kind, Lowering, Slot};
use crate::model::{Expr, ExprKind, Row};
use crate::value::{Date, Num, Value};
use std::sync::Arc;

/// A type of values that rows can be looked up by.
trait Key: Ord + Clone {
    fn of(value: &Value, lowering: &mut Lowering<'_>) -> Option<Self>;
}

impl Key for Num {
    fn of(value: &Value, _: &mut Lowering<'_>) -> Option<Num> {
        if let Value::Num(number) = value { Some(number.clone()) } else { None }
    }
}

impl Key for Date {
    fn of(value: &Value, _: &mut Lowering<'_>) -> Option<Date> {
        if let Value::Date(day) = value { Some(*day) } else { None }
    }
}

impl Key for u32 {
    fn of(value: &Value, lowering: &mut Lowering<'_>) -> Option<u32> {
        match value {
            Value::Code(code) => Some(*code),
            Value::Text(text) => Some(lowering.texts.place(text)),
            Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) => None,
        }
    }
}

impl Lowering<'_> {
    /// The rows as a lookup; `None` where one asks something else, or gives no constant, or where
    /// each must hold alone and two do not.
    pub(super) fn lookup(&mut self, rows: &[Row], in_turn: bool) -> Option<Lookup> {
        if rows.iter().any(|row| row.gives.constant().is_none()) {
            return None;
        }
        let subject = self.expr(asked(rows.first()?.when.as_ref()?)?);
        let index = match self.builder.step(subject).kind {
            Kind::Number => self.index(rows, subject, in_turn, Bounds::Numbers),
            Kind::Date => self.index(rows, subject, in_turn, Bounds::Dates),
            Kind::Code => self.index(rows, subject, in_turn, Bounds::Codes),
            Kind::Text => self.index(rows, subject, in_turn, Bounds::Texts),
            Kind::Truth | Kind::Points | Kind::Grades | Kind::Verdict => None,
        }?;
        let gives = rows.iter().filter_map(|row| row.gives.constant());
        let gives = gives.map(|value| self.texts.constant(&value)).collect();
        Some(Lookup { subject, index: Arc::new(index), gives })
    }

    fn index<K: Key>(
        &mut self,
        rows: &[Row],
        subject: Slot,
        in_turn: bool,
        bounds: fn(Box<[K]>) -> Bounds,
    ) -> Option<Index> {
        let set = |row: &Row| match &row.when {
            Some(Expr { kind: ExprKind::Constant(Value::Bool(true)), .. }) => Some(Set::all()),
            Some(condition) => self.set(condition, subject),
            None => in_turn.then(Set::all),
        };
        let sets = rows.iter().map(set).collect::<Option<Vec<Set<K>>>>()?;
        Index::of(sets, !in_turn, bounds)
    }

    /// The values of a subject for which a condition holds, if it asks nothing else.
    fn set<K: Key>(&mut self, condition: &Expr, subject: Slot) -> Option<Set<K>> {
        match &condition.kind {
            ExprKind::Compare(op, a, b) => {
                let (op, asked, value) = match (a.constant(), b.constant()) {
                    (None, Some(value)) => (*op, a, value),
                    (Some(value), None) => (op.mirrored(), b, value),
                    (None, None) | (Some(_), Some(_)) => return None,
                };
                // Of two codes the lower is the greater.
                let is_code = matches!(value, Value::Code(_));
                let op = if is_code { op.mirrored() } else { op };
                let value = K::of(&value, self)?;
                (self.expr(asked) == subject).then(|| Set::compare(op, value))
            }
            ExprKind::IsMissing(asked) => (self.expr(asked) == subject).then(Set::is_missing),
            ExprKind::Not(inner) => Some(self.set(inner, subject)?.not()),
            ExprKind::And(all) => {
                let all = self.sets(all, subject)?;
                all.into_iter().reduce(Set::and)
            }
            ExprKind::Or(all) => self.sets(all, subject).map(Set::any),
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::PeriodDay(..)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Member(..)
            | ExprKind::If(..)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => None,
        }
    }

    fn sets<K: Key>(&mut self, all: &[Expr], subject: Slot) -> Option<Vec<Set<K>>> {
        all.iter().map(|each| self.set(each, subject)).collect()
    }
}

/// The value that a condition asks first.
fn asked(condition: &Expr) -> Option<&Expr> {
    match &condition.kind {
        ExprKind::Compare(_, a, b) => Some(if a.constant().is_some() { b } else { a }),
        ExprKind::IsMissing(asked) => Some(asked),
        ExprKind::Not(inner) => asked(inner),
        ExprKind::And(all) | ExprKind::Or(all) => asked(all.first()?),
        ExprKind::Constant(_)
        | ExprKind::Field(_)
        | ExprKind::Derived(_)
        | ExprKind::Total(_)
        | ExprKind::Grade(_)
        | ExprKind::CriterionPoints(..)
        | ExprKind::Parameter(..)
        | ExprKind::AsOf
        | ExprKind::PeriodDay(..)
        | ExprKind::Aggregate(_)
        | ExprKind::Previous(_)
        | ExprKind::Periodic(_)
        | ExprKind::Event(_)
        | ExprKind::Verdict(_)
        | ExprKind::Negate(_)
        | ExprKind::Arith(..)
        | ExprKind::Member(..)
        | ExprKind::If(..)
        | ExprKind::Call(..)
        | ExprKind::Script(..) => None,
    }
}
