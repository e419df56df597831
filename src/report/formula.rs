//! Formulas of indicators over the aggregates of one group: what they can come to, and how they are made up of the records.

use super::accumulate::{Accumulator, whole};
use super::bounds::{Bounds, Reach};
use super::gather::Group;
use super::limits::number_of;
use super::quotient::{Linear, Part, Quotient, Term};
use crate::eval::FaultKind;
use crate::model::{AggregateId, AggregateKind, Expr, ExprKind, Model, ParameterId};
use crate::value::{Arith, Date, MonthEnd, Num, Truth, Type, Unit, Value};

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
}

impl Formulas<'_> {
    /// The place of an aggregate in the group.
    pub fn place(&self, id: AggregateId) -> Option<usize> {
        self.aggregates.iter().position(|aggregate| *aggregate == id)
    }

    /// What an aggregate can come to.
    pub fn aggregate(&self, id: AggregateId) -> Reach {
        self.place(id).map_or(Reach::Nothing, |place| self.group.reach(place))
    }

    /// What a formula can come to; of a date, its day.
    ///
    /// # Errors
    /// A parameter before its first day, or the as-of date where there is none.
    pub fn reach(&self, expr: &Expr) -> Result<Reach, FaultKind> {
        Ok(match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            ExprKind::Aggregate(id) => self.aggregate(*id),
            ExprKind::Parameter(id, day) => self.parameter(*id, day.as_deref())?,
            ExprKind::AsOf => Reach::exactly(Num::from_i64(self.as_of.ok_or(FaultKind::NoAsOf)?.days_since_1970().into())),
            ExprKind::Negate(inner) => match self.reach(inner)? {
                Reach::Within { bounds, sure } => Reach::Within { bounds: bounds.neg(), sure },
                Reach::Nothing => Reach::Nothing,
            },
            ExprKind::Arith(op, left, right) => self.arith(*op, left, right)?,
            ExprKind::If(condition, then, otherwise) => match self.truth(condition)? {
                Truth::True => self.reach(then)?,
                Truth::False => self.reach(otherwise)?,
                Truth::Missing | Truth::Fault => {
                    let either = self.reach(then)?.or(self.reach(otherwise)?);
                    if self.will_settle(condition)? { either } else { either.unsure() }
                }
            },
            ExprKind::Call(builtin, parts) => {
                let reaches = parts.iter().map(|part| self.reach(part)).collect::<Result<Vec<Reach>, FaultKind>>()?;
                let mut bounds = Vec::with_capacity(reaches.len());
                let mut all_sure = true;
                for reach in reaches {
                    let Reach::Within { bounds: each, sure } = reach else { return Ok(Reach::Nothing) };
                    all_sure &= sure;
                    bounds.push(each);
                }
                Reach::Within { bounds: Bounds::call(*builtin, &bounds), sure: all_sure }
            }
            ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Compare(..)
            | ExprKind::Member(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Script(..) => Reach::Within { bounds: Bounds::OPEN, sure: false },
        })
    }

    fn arith(&self, op: Arith, left: &Expr, right: &Expr) -> Result<Reach, FaultKind> {
        let (a, b) = (self.reach(left)?, self.reach(right)?);
        Ok(match (left.ty, right.ty) {
            (Type::Date, Type::Number(Unit::Months)) => {
                a.zip(&b, |a, b| self.add_months(a, &if op == Arith::Sub { b.neg() } else { b.clone() }))
            }
            (Type::Number(Unit::Months), Type::Date) => a.zip(&b, |a, b| self.add_months(b, a)),
            _ => a.zip(&b, |a, b| a.apply(op, b)),
        })
    }

    fn add_months(&self, day: &Bounds, months: &Bounds) -> Reach {
        let end = self.model.month_end.unwrap_or(MonthEnd::LastDay);
        let add = |day: &Option<Num>, months: &Option<Num>| {
            let day = Date::from_days_since_1970(i32::try_from(day.as_ref()?.to_i64()?).ok()?)?;
            day.add_months(months.as_ref()?, end).map(|day| Num::from_i64(day.days_since_1970().into()))
        };
        Reach::within(Bounds { low: add(&day.low, &months.low), high: add(&day.high, &months.high) })
    }

    fn parameter(&self, id: ParameterId, day: Option<&Expr>) -> Result<Reach, FaultKind> {
        let day = match day {
            None => Some(Num::from_i64(self.as_of.ok_or(FaultKind::NoAsOf)?.days_since_1970().into())),
            Some(day) => self.reach(day)?.value().cloned(),
        };
        let Some(day) = day else { return Ok(Reach::Within { bounds: Bounds::OPEN, sure: false }) };
        let day = day.to_i64().and_then(|day| Date::from_days_since_1970(i32::try_from(day).ok()?)).ok_or(FaultKind::NoSuchDay)?;
        let current = self.model.parameters[id].on(day);
        current.map(|dated| constant(&dated.value)).ok_or(FaultKind::NoValueOn { parameter: id, day })
    }

    /// Whether a condition over aggregates holds.
    pub fn truth(&self, expr: &Expr) -> Result<Truth, FaultKind> {
        Ok(match &expr.kind {
            ExprKind::Constant(Value::Bool(truth)) => Truth::from(*truth),
            ExprKind::Compare(op, left, right) => self.reach(left)?.compare(*op, &self.reach(right)?),
            ExprKind::Not(inner) => self.truth(inner)?.not(),
            ExprKind::And(parts) => self.joined(parts, Truth::True, Truth::and)?,
            ExprKind::Or(parts) => self.joined(parts, Truth::False, Truth::or)?,
            ExprKind::IsMissing(inner) => match self.reach(inner)? {
                Reach::Nothing => Truth::True,
                Reach::Within { sure: true, .. } => Truth::False,
                Reach::Within { sure: false, .. } => Truth::Missing,
            },
            _ => Truth::Missing,
        })
    }

    /// Whether a condition that is open holds or not once the records are known.
    fn will_settle(&self, condition: &Expr) -> Result<bool, FaultKind> {
        if let ExprKind::Compare(_, left, right) = &condition.kind {
            let sure = |reach: Reach| matches!(reach, Reach::Within { sure: true, .. });
            return Ok(sure(self.reach(left)?) && sure(self.reach(right)?));
        }
        let mut settles = Ok(true);
        condition.children(&mut |child| {
            if settles == Ok(true) {
                settles = self.will_settle(child);
            }
        });
        settles
    }

    fn joined(&self, parts: &[Expr], neutral: Truth, join: fn(Truth, Truth) -> Truth) -> Result<Truth, FaultKind> {
        parts.iter().try_fold(neutral, |truth, part| Ok(join(truth, self.truth(part)?)))
    }

    /// The number a sum of terms comes to, if none of it is open.
    pub fn total(&self, sum: &Linear) -> Option<Num> {
        sum.terms.iter().try_fold(sum.constant.clone(), |total, (term, times)| {
            let place = self.place(term.aggregate)?;
            let value = match (term.part, self.group.accumulator(place)?) {
                (Part::Member, Accumulator::Share(parts)) => whole(parts.members()?),
                (Part::Value, Accumulator::Share(parts)) => whole(parts.counted()?),
                (Part::Counted, Accumulator::Average { count, perhaps, .. }) => perhaps.is_empty().then(|| whole(*count))?,
                (Part::Value, Accumulator::Average { sum, perhaps, .. }) => sum.value().filter(|_| perhaps.is_empty())?.clone(),
                (_, _) => self.group.reach(place).value()?.clone(),
            };
            total.add(&value.mul(times).ok()?).ok()
        })
    }

    /// A formula as a quotient of sums over records, where it is one; of a guarded one, what holds where no guard does.
    pub fn quotient(&self, expr: &Expr) -> Option<Quotient> {
        match &expr.kind {
            ExprKind::Aggregate(id) => self.quotient_of(*id),
            ExprKind::Negate(inner) => {
                let inner = self.quotient(inner)?;
                Some(Quotient { over: inner.over.scaled(&Num::from_i64(-1))?, ..inner })
            }
            ExprKind::If(_, _, otherwise) => self.quotient(otherwise),
            ExprKind::Arith(op, left, right) => Quotient::arith(*op, self.quotient(left)?, self.quotient(right)?),
            _ if matches!(expr.ty, Type::Number(_)) && !reads_aggregate(expr) => {
                let constant = self.reach(expr).ok()?.value()?.clone();
                Some(Quotient { over: Linear { constant, terms: Vec::new() }, under: None })
            }
            _ => None,
        }
    }

    fn quotient_of(&self, id: AggregateId) -> Option<Quotient> {
        let sum = |part| Linear { constant: Num::ZERO, terms: vec![(Term { aggregate: id, part }, Num::ONE)] };
        match self.model.aggregates[id].kind {
            AggregateKind::Count => Some(Quotient { over: sum(Part::Counted), under: None }),
            AggregateKind::Sum => Some(Quotient { over: sum(Part::Value), under: None }),
            AggregateKind::Share => Some(Quotient { over: sum(Part::Value), under: Some(sum(Part::Member)) }),
            AggregateKind::Average => Some(Quotient { over: sum(Part::Value), under: Some(sum(Part::Counted)) }),
            AggregateKind::Max | AggregateKind::Min => None,
        }
    }
}

fn reads_aggregate(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Aggregate(_));
    expr.children(&mut |child| found |= reads_aggregate(child));
    found
}

fn constant(value: &Value) -> Reach {
    number_of(value).map_or(Reach::Nothing, Reach::exactly)
}
