//! Expressions of the rules over intervals.

use super::ends::Interval;
use super::possible::Possible;
use crate::builtins::Builtin;
use crate::model::{Expr, ExprKind};
use crate::value::{Arith, Date, MonthEnd, Num, Truth, Type, Unit, Value};

/// Evaluates expressions over intervals, down to leaves of which whoever evaluates says what they
/// can evaluate to.
pub trait Evaluate {
    /// Fault because of which an expression cannot be evaluated at all.
    type Fault;

    /// Possible values of a leaf; `None` if the expression is no leaf: it is followed into its
    /// parts, and one that cannot be followed is unbounded.
    ///
    /// # Errors
    /// It cannot be evaluated.
    fn leaf(&self, expr: &Expr) -> Result<Option<Possible>, Self::Fault>;

    /// Rule for a date plus months where the day does not exist.
    fn month_end(&self) -> MonthEnd;

    /// Possible values of an expression; of a date, those of its day number.
    ///
    /// # Errors
    /// A leaf cannot be evaluated.
    fn possible(&self, expr: &Expr) -> Result<Possible, Self::Fault> {
        match self.leaf(expr)? {
            Some(possible) => Ok(possible),
            None => self.of_parts(expr),
        }
    }

    /// Possible values of an expression that is no leaf, from those of its parts.
    ///
    /// # Errors
    /// A leaf cannot be evaluated.
    fn of_parts(&self, expr: &Expr) -> Result<Possible, Self::Fault> {
        Ok(match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            ExprKind::Negate(inner) => self.possible(inner)?.map(|interval| interval.neg()),
            ExprKind::Arith(op, left, right) => self.arith(*op, left, right)?,
            ExprKind::If(condition, then, otherwise) => self.guarded(condition, then, otherwise)?,
            ExprKind::Call(builtin, parts) => self.call(*builtin, parts)?,
            ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::Aggregate(_)
            | ExprKind::Compare(..)
            | ExprKind::Member(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Script(..) => Possible::OPEN,
        })
    }

    /// `a + b` …; also date ± duration and date − date.
    ///
    /// # Errors
    /// A leaf cannot be evaluated.
    fn arith(&self, op: Arith, left: &Expr, right: &Expr) -> Result<Possible, Self::Fault> {
        let (a, b) = (self.possible(left)?, self.possible(right)?);
        let end = self.month_end();
        Ok(match (left.ty, right.ty) {
            (Type::Date, Type::Number(Unit::Months)) => a.zip(&b, |a, b| {
                add_months(a, &if op == Arith::Sub { b.neg() } else { b.clone() }, end)
            }),
            (Type::Number(Unit::Months), Type::Date) => a.zip(&b, |a, b| add_months(b, a, end)),
            (_, _) => a.zip(&b, |a, b| Possible::arith(op, a, b)),
        })
    }

    /// `otherwise, nếu condition thì then`
    ///
    /// # Errors
    /// A leaf cannot be evaluated.
    fn guarded(
        &self,
        condition: &Expr,
        then: &Expr,
        otherwise: &Expr,
    ) -> Result<Possible, Self::Fault> {
        match self.truth(condition)? {
            Truth::True => self.possible(then),
            Truth::False => self.possible(otherwise),
            Truth::Missing | Truth::Fault => {
                let either = self.possible(then)?.or(self.possible(otherwise)?);
                Ok(if self.will_settle(condition)? { either } else { either.unsure() })
            }
        }
    }

    /// A function of numbers.
    ///
    /// # Errors
    /// A leaf cannot be evaluated.
    fn call(&self, builtin: Builtin, parts: &[Expr]) -> Result<Possible, Self::Fault> {
        let arguments = parts
            .iter()
            .map(|part| self.possible(part))
            .collect::<Result<Vec<Possible>, Self::Fault>>()?;
        let mut intervals = Vec::with_capacity(arguments.len());
        let mut all_sure = true;
        for argument in arguments {
            let Possible::Within { interval, sure } = argument else {
                return Ok(Possible::Nothing);
            };
            all_sure &= sure;
            intervals.push(interval);
        }
        Ok(Possible::Within { interval: Interval::call(builtin, &intervals), sure: all_sure })
    }

    /// Truth of a condition over all possible values of its leaves; `Missing` where they do not
    /// decide it.
    ///
    /// # Errors
    /// A leaf cannot be evaluated.
    fn truth(&self, expr: &Expr) -> Result<Truth, Self::Fault> {
        let joined = |parts: &[Expr], neutral: Truth, join: fn(Truth, Truth) -> Truth| {
            parts.iter().try_fold(neutral, |truth, part| Ok(join(truth, self.truth(part)?)))
        };
        Ok(match &expr.kind {
            ExprKind::Constant(Value::Bool(truth)) => Truth::from(*truth),
            ExprKind::Compare(op, left, right) => {
                self.possible(left)?.compare(*op, &self.possible(right)?)
            }
            ExprKind::Not(inner) => self.truth(inner)?.not(),
            ExprKind::And(parts) => joined(parts, Truth::True, Truth::and)?,
            ExprKind::Or(parts) => joined(parts, Truth::False, Truth::or)?,
            ExprKind::IsMissing(inner) => match self.possible(inner)? {
                Possible::Nothing => Truth::True,
                Possible::Within { sure: true, .. } => Truth::False,
                Possible::Within { sure: false, .. } => Truth::Missing,
            },
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::Aggregate(_)
            | ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Member(..)
            | ExprKind::If(..)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => Truth::Missing,
        })
    }

    /// Returns `true` if a condition that is undetermined now is decided one way or the other once
    /// its leaves are known.
    ///
    /// # Errors
    /// A leaf cannot be evaluated.
    fn will_settle(&self, condition: &Expr) -> Result<bool, Self::Fault> {
        // Sufficient, not necessary: two values that are there compare one way or the other, and so
        // does whatever is joined of such comparisons. A condition that may lack a value may stay
        // undetermined, so neither branch is sure to be taken.
        if let ExprKind::Compare(_, left, right) = &condition.kind {
            return Ok(self.possible(left)?.is_sure() && self.possible(right)?.is_sure());
        }
        let mut settles = Ok(true);
        condition.children(&mut |child| {
            if matches!(settles, Ok(true)) {
                settles = self.will_settle(child);
            }
        });
        settles
    }
}

/// A value of the rules. What is no number is there, and open.
pub fn constant(value: &Value) -> Possible {
    match value {
        Value::Num(number) => Possible::exactly(number.clone()),
        Value::Date(day) => Possible::exactly(Num::from_i64(day.days_since_1970().into())),
        Value::Missing => Possible::Nothing,
        Value::Bool(_) | Value::Code(_) | Value::Text(_) => Possible::within(Interval::OPEN),
    }
}

/// Days by their numbers. The later day and the more months give the later day.
fn add_months(day: &Interval, months: &Interval, end: MonthEnd) -> Possible {
    let add = |day: &Option<Num>, months: &Option<Num>| {
        let day = Date::from_days_since_1970(i32::try_from(day.as_ref()?.to_i64()?).ok()?)?;
        day.add_months(months.as_ref()?, end).map(|day| Num::from_i64(day.days_since_1970().into()))
    };
    Possible::within(Interval {
        lower: add(&day.lower, &months.lower),
        upper: add(&day.upper, &months.upper),
    })
}
