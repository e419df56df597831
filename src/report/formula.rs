//! Formulas of indicators over the aggregates of one group: what they can come to, and how they are
//! made up of the records.

use super::accumulate::{Accumulator, whole};
use super::gather::Group;
use super::quotient::{Linear, Part, Quotient, Term};
use crate::eval::FaultKind;
use crate::interval::{Evaluate, Interval, Possible, constant};
use crate::model::{AggregateId, AggregateKind, Expr, ExprId, ExprKind, Model, ParameterId};
use crate::value::{Date, MonthEnd, Num, Type};

/// What formulas are worked out from: the aggregates of one group, by their places, and the day.
#[derive(Clone, Copy)]
pub struct Formulas<'a> {
    /// The rules.
    pub model: &'a Model,
    /// The as-of date.
    pub as_of: Option<Date>,
    /// The group.
    pub group: &'a Group,
    /// The aggregates of the group's accumulators.
    pub aggregates: &'a [AggregateId],
    /// A part of the formula of which more is known than its own parts tell.
    pub followed: Option<(ExprId, &'a dyn Fn() -> Interval)>,
}

impl Evaluate for Formulas<'_> {
    type Fault = FaultKind;

    fn leaf(&self, expr: &Expr) -> Result<Option<Possible>, FaultKind> {
        let own = self.own(expr)?;
        let Some((_, interval)) = self.followed.filter(|(id, _)| *id == expr.id) else {
            return Ok(own);
        };
        let possible = match own {
            Some(possible) => possible,
            None => self.of_parts(expr)?,
        };
        let settled = possible.value().is_some();
        Ok(Some(if settled { possible } else { possible.map(|own| own.meet(&interval())) }))
    }

    fn month_end(&self) -> MonthEnd {
        self.model.month_end.unwrap_or(MonthEnd::LastDay)
    }
}

impl Formulas<'_> {
    /// The place of an aggregate in the group.
    pub fn place(&self, id: AggregateId) -> Option<usize> {
        self.aggregates.iter().position(|aggregate| *aggregate == id)
    }

    /// What an aggregate can come to.
    pub fn aggregate(&self, id: AggregateId) -> Possible {
        self.place(id).map_or(Possible::Nothing, |place| self.group.reach(place))
    }

    /// What stands at the leaves of an indicator's formula.
    fn own(&self, expr: &Expr) -> Result<Option<Possible>, FaultKind> {
        Ok(match &expr.kind {
            ExprKind::Aggregate(id) => Some(self.aggregate(*id)),
            ExprKind::Parameter(id, day) => Some(self.parameter(*id, day.as_deref())?),
            ExprKind::AsOf => Some(Possible::exactly(self.today()?)),
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
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
            | ExprKind::Script(..) => None,
        })
    }

    fn parameter(&self, id: ParameterId, day: Option<&Expr>) -> Result<Possible, FaultKind> {
        let day = match day {
            None => Some(self.today()?),
            Some(day) => self.possible(day)?.value().cloned(),
        };
        let Some(day) = day else { return Ok(Possible::OPEN) };
        let day = day
            .to_i64()
            .and_then(|day| Date::from_days_since_1970(i32::try_from(day).ok()?))
            .ok_or(FaultKind::NoSuchDay)?;
        let current =
            self.model.parameters[id].on(day).ok_or(FaultKind::NoValueOn { parameter: id, day })?;
        Ok(constant(&current.value))
    }

    /// The as-of date, as its day.
    fn today(&self) -> Result<Num, FaultKind> {
        self.as_of.map(|day| Num::from_i64(day.days_since_1970().into())).ok_or(FaultKind::NoAsOf)
    }

    /// The number a sum of terms comes to, if none of it is open.
    pub fn total(&self, sum: &Linear) -> Option<Num> {
        sum.terms.iter().try_fold(sum.constant.clone(), |total, (term, times)| {
            let place = self.place(term.aggregate)?;
            let value = match (term.part, self.group.accumulator(place)?) {
                (Part::Member, Accumulator::Share(parts)) => whole(parts.members()?),
                (Part::Value, Accumulator::Share(parts)) => whole(parts.counted()?),
                (Part::Counted, Accumulator::Average { count, perhaps, .. }) => {
                    perhaps.is_empty().then(|| whole(*count))?
                }
                (Part::Value, Accumulator::Average { sum, perhaps, .. }) => {
                    sum.value().filter(|_| perhaps.is_empty())?.clone()
                }
                (_, _) => self.group.reach(place).value()?.clone(),
            };
            total.add(&value.mul(times).ok()?).ok()
        })
    }

    /// A formula as a quotient of sums over records, where it is one; of a guarded one, what holds
    /// where no guard does.
    pub fn quotient(&self, expr: &Expr) -> Option<Quotient> {
        match &expr.kind {
            ExprKind::Aggregate(id) => self.quotient_of(*id),
            ExprKind::Negate(inner) => {
                let inner = self.quotient(inner)?;
                Some(Quotient { over: inner.over.scaled(&Num::from_i64(-1))?, ..inner })
            }
            ExprKind::If(_, _, otherwise) => self.quotient(otherwise),
            ExprKind::Arith(op, left, right) => {
                Quotient::arith(*op, self.quotient(left)?, self.quotient(right)?)
            }
            _ if matches!(expr.ty, Type::Number(_)) && !reads_aggregate(expr) => {
                let constant = self.possible(expr).ok()?.value()?.clone();
                Some(Quotient { over: Linear { constant, terms: Vec::new() }, under: None })
            }
            _ => None,
        }
    }

    fn quotient_of(&self, id: AggregateId) -> Option<Quotient> {
        let sum = |part| Linear {
            constant: Num::ZERO,
            terms: vec![(Term { aggregate: id, part }, Num::ONE)],
        };
        match self.model.aggregates[id].kind {
            AggregateKind::Count => Some(Quotient { over: sum(Part::Counted), under: None }),
            AggregateKind::Sum => Some(Quotient { over: sum(Part::Value), under: None }),
            AggregateKind::Share => {
                Some(Quotient { over: sum(Part::Value), under: Some(sum(Part::Member)) })
            }
            AggregateKind::Average => {
                Some(Quotient { over: sum(Part::Value), under: Some(sum(Part::Counted)) })
            }
            AggregateKind::Max | AggregateKind::Min => None,
        }
    }
}

fn reads_aggregate(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Aggregate(_));
    expr.children(&mut |child| found |= reads_aggregate(child));
    found
}
