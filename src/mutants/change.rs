//! Changes that a place is worth, and their making.

use super::places::Place;
use crate::model::{Expr, ExprKind, Model, RecordId, Row};
use crate::source::Span;
use crate::value::{Compare, Date, Num, Type, Unit, Value};
use std::sync::Arc;

/// A change at one place of the rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A constant is another one.
    Value {
        /// The constant as it is.
        from: Value,
        /// The one in its place.
        to: Value,
        /// Type of both.
        ty: Type,
    },
    /// A comparison is another one.
    Compare(Compare, Compare),
    /// `và` is `hoặc` (`true`), or `hoặc` is `và`.
    Join(bool),
    /// A row, cap, clause or condition is not there.
    Removed(usize),
    /// A row stands after the next one.
    Swapped(usize),
    /// A value of a parameter is another one.
    Dated {
        /// Place of the value.
        place: usize,
        /// The value as it is.
        from: Value,
        /// The one in its place.
        to: Value,
        /// Type of both.
        ty: Type,
    },
    /// A value of a parameter begins on another day.
    Begins {
        /// Place of the value.
        place: usize,
        /// The day as it is.
        from: Date,
        /// The one in its place.
        to: Date,
    },
}

impl Change {
    /// Numbers that are moved: as they are, and those in their place.
    pub fn numbers(&self) -> Vec<Num> {
        let number = |value: &Value| match value {
            Value::Num(number) => Some(number.clone()),
            Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Text(_) | Value::Code(_) => {
                None
            }
        };
        match self {
            Change::Value { from, to, .. } | Change::Dated { from, to, .. } => {
                [from, to].into_iter().filter_map(number).collect()
            }
            Change::Compare(..)
            | Change::Join(_)
            | Change::Removed(_)
            | Change::Swapped(_)
            | Change::Begins { .. } => Vec::new(),
        }
    }
}

/// A text that no rule gives.
const OTHER: &str = "…";

impl Place<'_> {
    /// The changes that the place is worth, each with what it changes.
    pub(super) fn changes(&self, model: &Model, record: Option<RecordId>) -> Vec<(Change, Span)> {
        match self {
            Place::Condition(expr) => condition(expr, model, record),
            Place::Number(expr) => {
                let both = [Side::Up, Side::Down];
                let sides = if is_counted(expr.ty) { &both[..] } else { &both[..1] };
                sides.iter().filter_map(|side| moved(expr, *side, model, None)).collect()
            }
            Place::Given(expr) => {
                let down = expr.constant().is_some_and(|value| is_positive(&value));
                let side = if down { Side::Down } else { Side::Up };
                moved(expr, side, model, None).into_iter().collect()
            }
            Place::Rows(rows, in_turn) => of_rows(rows, *in_turn),
            Place::Caps(caps) => removed(caps.iter().map(|cap| cap.span)),
            Place::Clauses(clauses) => removed(clauses.iter().map(|clause| clause.span)),
            Place::Guards(guards, register) => {
                let mut all = removed(guards.iter().map(|guard| guard.span));
                all.retain(|(_, span)| Some(*span) != *register);
                all
            }
            Place::Dated(parameter) => {
                let mut all = Vec::new();
                for (place, dated) in parameter.values.iter().enumerate() {
                    let up = if is_positive(&dated.value) { Side::Down } else { Side::Up };
                    if let Some(to) = stepped(&dated.value, parameter.ty, up, model, None) {
                        let (from, ty) = (dated.value.clone(), parameter.ty);
                        all.push((Change::Dated { place, from, to, ty }, dated.span));
                    }
                    let begins = (place > 0).then(|| dated.from.next()).flatten();
                    all.extend(
                        begins
                            .map(|to| (Change::Begins { place, from: dated.from, to }, dated.span)),
                    );
                }
                all
            }
        }
    }

    /// Makes a change that the place is worth.
    pub(super) fn change(&mut self, change: &Change) {
        match (self, change) {
            (Place::Condition(expr), Change::Compare(_, to)) => {
                if let ExprKind::Compare(op, ..) = &mut expr.kind {
                    *op = *to;
                }
            }
            (Place::Condition(expr), Change::Join(_)) => {
                let kind = std::mem::replace(&mut expr.kind, ExprKind::AsOf);
                expr.kind = match kind {
                    ExprKind::And(parts) => ExprKind::Or(parts),
                    ExprKind::Or(parts) => ExprKind::And(parts),
                    other => other,
                };
            }
            (Place::Condition(expr), Change::Value { to, .. }) => {
                if let ExprKind::Compare(_, a, b) = &mut expr.kind {
                    let constant = if a.constant().is_some() { a } else { b };
                    constant.kind = ExprKind::Constant(to.clone());
                }
            }
            (Place::Number(expr) | Place::Given(expr), Change::Value { to, .. }) => {
                expr.kind = ExprKind::Constant(to.clone());
            }
            (Place::Rows(rows, _), Change::Removed(place)) => _ = rows.remove(*place),
            (Place::Rows(rows, _), Change::Swapped(place)) => rows.swap(*place, place + 1),
            (Place::Caps(caps), Change::Removed(place)) => _ = caps.remove(*place),
            (Place::Clauses(clauses), Change::Removed(place)) => _ = clauses.remove(*place),
            (Place::Guards(guards, _), Change::Removed(place)) => _ = guards.remove(*place),
            (Place::Dated(parameter), Change::Dated { place, to, .. }) => {
                if let Some(dated) = parameter.values.get_mut(*place) {
                    dated.value = to.clone();
                }
            }
            (Place::Dated(parameter), Change::Begins { place, to, .. }) => {
                let before = place.checked_sub(1);
                if let Some(last) = before.and_then(|before| parameter.values.get_mut(before))
                    && last.to.is_some()
                {
                    last.to = day_before(*to);
                }
                if let Some(dated) = parameter.values.get_mut(*place) {
                    dated.from = *to;
                }
            }
            (
                Place::Condition(_)
                | Place::Number(_)
                | Place::Given(_)
                | Place::Rows(..)
                | Place::Caps(_)
                | Place::Clauses(_)
                | Place::Guards(..)
                | Place::Dated(_),
                Change::Value { .. }
                | Change::Compare(..)
                | Change::Join(_)
                | Change::Removed(_)
                | Change::Swapped(_)
                | Change::Dated { .. }
                | Change::Begins { .. },
            ) => {}
        }
    }
}

fn removed(spans: impl Iterator<Item = Span>) -> Vec<(Change, Span)> {
    spans.enumerate().map(|(place, span)| (Change::Removed(place), span)).collect()
}

/// Rows are removed, unless there is one alone, and swapped with the next, where that makes another
/// difference than to remove them.
fn of_rows(rows: &[Row], in_turn: bool) -> Vec<(Change, Span)> {
    let mut all = Vec::new();
    if rows.len() > 1 {
        all.extend(removed(rows.iter().map(|row| row.span)));
    }
    let pairs = rows.iter().zip(rows.iter().skip(1)).enumerate();
    let swapped =
        pairs.filter(|(_, (row, next))| in_turn && row.when.is_some() && next.when.is_some());
    all.extend(swapped.map(|(place, (row, _))| (Change::Swapped(place), row.span)));
    all
}

/// The way in which a constant is moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Up,
    Down,
}

fn condition(expr: &Expr, model: &Model, record: Option<RecordId>) -> Vec<(Change, Span)> {
    match &expr.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => {
            let is_and = matches!(expr.kind, ExprKind::And(_));
            let can_be = parts.len() > 1 && !asks_one_value(parts);
            let joined = can_be.then_some((Change::Join(is_and), expr.span));
            joined.into_iter().collect()
        }
        ExprKind::Compare(op, a, b) => comparison(expr, (*op, a, b), model, record),
        _ => Vec::new(),
    }
}

/// Returns `true` of `là một trong A, B` and `từ 3 đến 5`: comparisons of one value with constants,
/// that are joined by no word of the rules.
fn asks_one_value(parts: &[Expr]) -> bool {
    let subject = |part: &Expr| match &part.kind {
        ExprKind::Compare(_, subject, value) if value.constant().is_some() => Some(subject.span),
        _ => None,
    };
    let mut subjects = parts.iter().map(subject);
    let first = subjects.next().flatten();
    first.is_some() && subjects.all(|subject| subject == first)
}

/// A comparison is moved to each side: by taking its end in or out, where values lie close, and by
/// a step of its constant.
fn comparison(
    expr: &Expr,
    (op, a, b): (Compare, &Expr, &Expr),
    model: &Model,
    record: Option<RecordId>,
) -> Vec<(Change, Span)> {
    let (op_of, constant) = match (a.constant(), b.constant()) {
        (None, Some(_)) => (op, Some(b)),
        (Some(_), None) => (op.mirrored(), Some(a)),
        (None, None) | (Some(_), Some(_)) => (op, None),
    };
    let turned = |to: Compare| Some((Change::Compare(op, to), expr.span));
    let grain =
        record.and_then(|record| grain(if a.constant().is_some() { b } else { a }, model, record));
    let step = |side| constant.and_then(|constant| moved(constant, side, model, grain));
    let counted = grain.is_some() || is_counted(a.ty);
    let other_end = match op {
        Compare::AtLeast => Compare::Greater,
        Compare::Greater => Compare::AtLeast,
        Compare::AtMost => Compare::Less,
        Compare::Less => Compare::AtMost,
        Compare::Equal => Compare::NotEqual,
        Compare::NotEqual => Compare::Equal,
    };
    let all = match op_of {
        Compare::Equal | Compare::NotEqual if a.ty == Type::YesNo => [turned(other_end), None],
        Compare::Equal | Compare::NotEqual => [turned(other_end), step(Side::Up)],
        _ if constant.is_none() => [turned(other_end), None],
        _ if counted => [step(Side::Up), step(Side::Down)],
        Compare::AtLeast | Compare::Less => [turned(other_end), step(Side::Down)],
        Compare::Greater | Compare::AtMost => [turned(other_end), step(Side::Up)],
    };
    all.into_iter().flatten().collect()
}

/// Returns `true` of values that follow each other one by one.
fn is_counted(ty: Type) -> bool {
    match ty {
        Type::Number(unit) => unit.is_whole() || matches!(unit, Unit::Days | Unit::Months),
        Type::Date | Type::Category(_) | Type::YesNo => true,
        Type::Text => false,
    }
}

fn moved(
    constant: &Expr,
    side: Side,
    model: &Model,
    grain: Option<&Num>,
) -> Option<(Change, Span)> {
    let from = constant.constant()?;
    let to = stepped(&from, constant.ty, side, model, grain)?;
    Some((Change::Value { from, to, ty: constant.ty }, constant.span))
}

/// The step of a field, `bước 0,1`.
fn grain<'m>(subject: &Expr, model: &'m Model, record: RecordId) -> Option<&'m Num> {
    let ExprKind::Field(id) = subject.kind else { return None };
    model.records[record].fields[id].step.as_ref().map(|step| &step.value)
}

/// The value next to another: a step away, else the smallest of its kind.
fn stepped(
    value: &Value,
    ty: Type,
    side: Side,
    model: &Model,
    grain: Option<&Num>,
) -> Option<Value> {
    Some(match value {
        Value::Missing => return None,
        Value::Num(number) => {
            let step = grain.cloned().unwrap_or_else(|| step(number, ty));
            let step = if side == Side::Up { step } else { step.neg() };
            Value::Num(number.add(&step).ok()?)
        }
        Value::Date(day) => {
            Value::Date(if side == Side::Up { day.next()? } else { day_before(*day)? })
        }
        Value::Bool(truth) => Value::Bool(!truth),
        Value::Text(_) => Value::Text(Arc::from(OTHER)),
        Value::Code(code) => {
            let Type::Category(id) = ty else { return None };
            let category = model.categories.get(id.index())?;
            let (place, count) = (category.place(*code)?, category.values.len());
            let next = match side {
                Side::Up => (place + 1) % count,
                Side::Down => (place + count - 1) % count,
            };
            Value::Code(category.values.get(next).filter(|_| next != place)?.number)
        }
    })
}

/// The smallest step of a number: one of its unit, or of its last decimal as written.
fn step(number: &Num, ty: Type) -> Num {
    let written = number.to_decimal().map_or(0, |number| number.normalize().scale());
    let decimals = match ty {
        Type::Number(Unit::Ratio) => written.max(2),
        _ => written,
    };
    (0..decimals).fold(Num::ONE, |step, _| step.div(&Num::from_i64(10)).unwrap_or(Num::ONE))
}

fn day_before(day: Date) -> Option<Date> {
    day.add_days(&Num::ONE.neg())
}

fn is_positive(value: &Value) -> bool {
    matches!(value, Value::Num(number) if !number.is_zero() && !number.is_negative())
}
