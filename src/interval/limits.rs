//! What a value can be that is not known: the ends of fields' domains, and what is known of the
//! record, carried through formulas.

use super::ends::Interval;
use super::evaluate::{Evaluate, constant};
use super::possible::Possible;
use crate::model::{
    AggregateKind, BlockId, BlockKind, DerivedKind, Expr, ExprKind, FieldId, HitPolicy, Model,
    RecordId, Row, Scorecard, Test,
};
use crate::value::{MonthEnd, Num};
use std::convert::Infallible;

/// The numbers (days, of dates) an expression over a record type can be, whatever the record.
pub fn limits(model: &Model, record: RecordId, expr: &Expr) -> Interval {
    limits_of(model, record, expr, &|_| None)
}

/// The same of one record, of which something is known: the numbers of fields and derivations.
pub fn limits_of(
    model: &Model,
    record: RecordId,
    expr: &Expr,
    known: &dyn Fn(&Expr) -> Option<Num>,
) -> Interval {
    Limits { model, record, known }.of(expr)
}

struct Limits<'m> {
    model: &'m Model,
    record: RecordId,
    known: &'m dyn Fn(&Expr) -> Option<Num>,
}

impl Evaluate for Limits<'_> {
    type Fault = Infallible;

    fn leaf(&self, expr: &Expr) -> Result<Option<Possible>, Infallible> {
        if let Some(number) = (self.known)(expr) {
            return Ok(Some(Possible::exactly(number)));
        }
        Ok(self.unknown(expr).map(|interval| Possible::within(interval).unsure()))
    }

    fn month_end(&self) -> MonthEnd {
        self.model.month_end.unwrap_or(MonthEnd::LastDay)
    }
}

impl Limits<'_> {
    fn of(&self, expr: &Expr) -> Interval {
        let Ok(possible) = self.possible(expr);
        possible.interval().unwrap_or(Interval::OPEN)
    }

    /// The leaves of which nothing is known; none of those that are followed, or bound nothing.
    fn unknown(&self, expr: &Expr) -> Option<Interval> {
        match &expr.kind {
            ExprKind::Field(id) => Some(self.field(*id)),
            ExprKind::Derived(id) => {
                Some(self.derived(&self.model.records[self.record].derived[*id].kind))
            }
            ExprKind::Total(id) => Some(self.points(*id, |card| card.maximum.clone())),
            ExprKind::CriterionPoints(id, place) => Some(self.points(*id, |card| {
                card.criteria.get(*place).map_or(Num::ZERO, |criterion| criterion.maximum.clone())
            })),
            ExprKind::Parameter(id, _) => {
                let values = self.model.parameters[*id].values.iter();
                Some(hull(
                    values.map(|dated| constant(&dated.value).interval().unwrap_or(Interval::OPEN)),
                ))
            }
            ExprKind::Aggregate(id) => {
                let aggregate = &self.model.aggregates[*id];
                let value = aggregate
                    .value
                    .as_ref()
                    .map_or(Interval::OPEN, |value| limits(self.model, aggregate.over, value));
                Some(of_aggregate(aggregate.kind, value))
            }
            ExprKind::Constant(_)
            | ExprKind::AsOf
            | ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Compare(..)
            | ExprKind::Member(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::If(..)
            | ExprKind::Call(..)
            | ExprKind::Grade(_)
            | ExprKind::Script(..) => None,
        }
    }

    fn field(&self, id: FieldId) -> Interval {
        match &self.model.records[self.record].fields[id].domain {
            Some(Test::Is(value)) => self.end(value),
            Some(Test::Between { lower, upper }) => {
                let lower = lower.as_ref().and_then(|end| self.end(&end.value).lower);
                let upper = upper.as_ref().and_then(|end| self.end(&end.value).upper);
                Interval { lower, upper: None }.meet(&Interval { lower: None, upper })
            }
            Some(Test::Missing | Test::Except(_)) | None => Interval::OPEN,
        }
    }

    /// Possible values of an end of a domain. Another field is not followed: each may bound the
    /// other.
    fn end(&self, expr: &Expr) -> Interval {
        if let ExprKind::Constant(value) = &expr.kind {
            return constant(value).interval().unwrap_or(Interval::OPEN);
        }
        (self.known)(expr).map_or(Interval::OPEN, Interval::exactly)
    }

    fn derived(&self, kind: &DerivedKind) -> Interval {
        let gives = |row: &Row| self.of(&row.gives);
        match kind {
            DerivedKind::Formula(formula) => self.of(formula),
            DerivedKind::Table { policy: HitPolicy::First | HitPolicy::Unique, rows } => {
                hull(rows.iter().map(gives))
            }
            DerivedKind::Table { policy: HitPolicy::Sum, rows } => {
                let none = Interval::exactly(Num::ZERO);
                rows.iter().fold(none.clone(), |sum, row| sum.add(&gives(row).hull(&none)))
            }
            DerivedKind::Table { policy: HitPolicy::All, .. } => Interval::OPEN,
        }
    }

    fn points(&self, id: BlockId, maximum: impl Fn(&Scorecard) -> Num) -> Interval {
        match &self.model.blocks[id].kind {
            BlockKind::Scorecard(card) => Interval::between(Num::ZERO, maximum(card)),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => Interval::OPEN,
        }
    }
}

fn hull(all: impl Iterator<Item = Interval>) -> Interval {
    all.reduce(|a, b| a.hull(&b)).unwrap_or(Interval::OPEN)
}

fn of_aggregate(kind: AggregateKind, value: Interval) -> Interval {
    let never_below = value.lower.as_ref().is_some_and(|lower| !lower.is_negative());
    match kind {
        AggregateKind::Count => Interval::from(Num::ZERO),
        AggregateKind::Share => Interval::between(Num::ZERO, Num::ONE),
        AggregateKind::Sum if never_below => Interval::from(Num::ZERO),
        AggregateKind::Sum => Interval::OPEN,
        AggregateKind::Average | AggregateKind::Max | AggregateKind::Min => value,
    }
}
