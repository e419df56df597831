//! Steps over values that are not all known: what each slot can evaluate to.

use crate::builtins::Builtin;
use crate::index::Arena;
use crate::interval::{Interval, Possible};
use crate::plan::{Constant, CriterionStep, Kind, Op, RowPlan, Slot, Step};
use crate::value::{Arith, Compare, Date, MonthEnd, Num, Truth, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// What a slot can evaluate to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Estimate {
    /// A number. A day stands as the number of days since 1970, a code as the number that orders as
    /// its category does (the first value is the greatest), a text as its place; points as all that
    /// a criterion can give.
    Value(Possible),
    /// A truth.
    Truth {
        /// Whether it holds, as far as that is known.
        truth: Truth,
        /// Whether it holds or not once everything is known; otherwise it can stay missing.
        settles: bool,
    },
}

/// Inputs of steps: what their slots can evaluate to.
pub trait Leaves: Sized {
    /// Why a slot cannot be evaluated at all.
    type Fault: Clone;

    /// The estimate of a slot that is known, or an input; none: it follows from the operands, and
    /// an input that nothing is said of is open.
    ///
    /// # Errors
    /// It cannot be evaluated.
    fn leaf(
        &self,
        slot: Slot,
        step: &Step,
        all: &Estimates<'_, Self>,
    ) -> Result<Option<Estimate>, Self::Fault>;

    /// A narrower estimate of a slot of which more is known than its operands tell.
    fn narrowed(&self, _slot: Slot, estimate: Estimate) -> Estimate {
        estimate
    }
}

/// Estimates of a list of steps, each worked out when it is first asked for.
pub struct Estimates<'a, L: Leaves> {
    steps: &'a Arena<Step>,
    leaves: L,
    done: RefCell<HashMap<Slot, Result<Estimate, L::Fault>>>,
}

impl Estimate {
    /// Nothing is known, not even whether there is a value.
    pub fn open(kind: Kind) -> Estimate {
        match kind {
            Kind::Truth => Estimate::Truth { truth: Truth::Missing, settles: false },
            Kind::Number
            | Kind::Date
            | Kind::Code
            | Kind::Text
            | Kind::Points
            | Kind::Grades
            | Kind::Verdict => Estimate::Value(Possible::OPEN),
        }
    }

    /// A constant of the rules.
    pub fn constant(constant: &Constant, kind: Kind) -> Estimate {
        match constant {
            Constant::Missing if kind == Kind::Truth => Estimate::open(kind),
            Constant::Missing => Estimate::Value(Possible::Nothing),
            Constant::Truth(truth) => Estimate::known_truth(Truth::from(*truth)),
            Constant::Number(number) => Estimate::number(number.clone()),
            Constant::Date(day) => Estimate::day(*day),
            Constant::Code(code) => Estimate::number(Num::from_i64(-i64::from(*code))),
            Constant::Text(place) => Estimate::number(Num::from_i64((*place).into())),
        }
    }

    /// A number that is known.
    pub fn number(number: Num) -> Estimate {
        Estimate::Value(Possible::exactly(number))
    }

    /// A day that is known.
    pub fn day(day: Date) -> Estimate {
        Estimate::number(Num::from_i64(day.days_since_1970().into()))
    }

    /// A truth that is known.
    pub fn known_truth(truth: Truth) -> Estimate {
        Estimate::Truth { truth, settles: true }
    }

    /// The number it can be; a truth is 1 or 0.
    pub fn possible(&self) -> Possible {
        match self {
            Estimate::Value(possible) => possible.clone(),
            Estimate::Truth { truth: Truth::True, .. } => Possible::exactly(Num::ONE),
            Estimate::Truth { truth: Truth::False, .. } => Possible::exactly(Num::ZERO),
            Estimate::Truth { truth: Truth::Missing | Truth::Fault, settles } => Possible::Within {
                interval: Interval::between(Num::ZERO, Num::ONE),
                sure: *settles,
            },
        }
    }

    /// Whether it holds; missing of what is no truth.
    pub fn truth(&self) -> Truth {
        match self {
            Estimate::Truth { truth, .. } => *truth,
            Estimate::Value(_) => Truth::Missing,
        }
    }

    fn settles(&self) -> bool {
        match self {
            Estimate::Truth { settles, .. } => *settles,
            Estimate::Value(_) => false,
        }
    }

    /// What can come of either.
    fn or(self, other: Estimate) -> Estimate {
        match (self, other) {
            (
                Estimate::Truth { truth: a, settles: a_settles },
                Estimate::Truth { truth: b, settles: b_settles },
            ) => Estimate::Truth {
                truth: if a == b { a } else { Truth::Missing },
                settles: a_settles && b_settles,
            },
            (a, b) => Estimate::Value(a.possible().or(b.possible())),
        }
    }

    /// The same, but perhaps there is no value.
    fn unsure(self) -> Estimate {
        match self {
            Estimate::Value(possible) => Estimate::Value(possible.unsure()),
            Estimate::Truth { .. } => Estimate::Truth { truth: Truth::Missing, settles: false },
        }
    }
}

impl<'a, L: Leaves> Estimates<'a, L> {
    /// Estimates of these steps over these inputs.
    pub fn new(steps: &'a Arena<Step>, leaves: L) -> Estimates<'a, L> {
        Estimates { steps, leaves, done: RefCell::default() }
    }

    /// What a slot can evaluate to.
    ///
    /// # Errors
    /// An input it needs cannot be evaluated.
    pub fn of(&self, slot: Slot) -> Result<Estimate, L::Fault> {
        if let Some(done) = self.done.borrow().get(&slot) {
            return done.clone();
        }
        let step = &self.steps[slot];
        let estimate = match self.leaves.leaf(slot, step, self) {
            Ok(Some(leaf)) => Ok(leaf),
            Ok(None) => self.of_operands(step),
            Err(fault) => Err(fault),
        };
        let estimate = estimate.map(|estimate| self.leaves.narrowed(slot, estimate));
        self.done.borrow_mut().insert(slot, estimate.clone());
        estimate
    }

    /// The number a slot can evaluate to.
    ///
    /// # Errors
    /// An input it needs cannot be evaluated.
    pub fn possible(&self, slot: Slot) -> Result<Possible, L::Fault> {
        Ok(self.of(slot)?.possible())
    }

    fn of_operands(&self, step: &Step) -> Result<Estimate, L::Fault> {
        let value = match &step.op {
            Op::Constant(constant) => return Ok(Estimate::constant(constant, step.kind)),
            Op::Compare(op, a, b) => return self.compare(*op, *a, *b),
            Op::IsMissing(a) => return Ok(is_missing(&self.of(*a)?)),
            Op::Not(a) => return Ok(not(self.of(*a)?)),
            Op::And(all) => return self.joined(all, Truth::True, Truth::and),
            Op::Or(all) => return self.joined(all, Truth::False, Truth::or),
            Op::Select(condition, then, otherwise) => {
                return self.select(*condition, *then, *otherwise);
            }
            Op::First(rows) => return self.first(rows, step.kind),
            Op::Unique(rows) => return self.one_of(rows, step.kind),
            Op::Negate(a) => self.possible(*a)?.map(Interval::neg),
            Op::Arith(op, a, b) => self.zip(*a, *b, |a, b| Possible::arith(*op, a, b))?,
            Op::AddDays(a, b) => self.zip(*a, *b, |a, b| Possible::arith(Arith::Add, a, b))?,
            Op::AddMonths(end, day, months) => {
                self.zip(*day, *months, |day, months| add_months(day, months, *end))?
            }
            Op::DaysBetween(a, b) => self.zip(*a, *b, |a, b| Possible::arith(Arith::Sub, a, b))?,
            Op::Call(builtin, arguments) => return self.call(*builtin, arguments, step.kind),
            Op::Sum(rows) => self.sum(rows)?,
            Op::Criterion(criterion) => points(criterion),
            Op::Total(criteria) => self.total(criteria)?,
            Op::PointsValue(points) => self.possible(*points)?.unsure(),
            Op::Input(_)
            | Op::Checked(..)
            | Op::Aggregate(..)
            | Op::AsOf
            | Op::Parameter(..)
            | Op::Script(..)
            | Op::Grading(_)
            | Op::GradeValue(_)
            | Op::Verdict(_) => return Ok(Estimate::open(step.kind)),
        };
        Ok(Estimate::Value(value))
    }

    fn zip(
        &self,
        a: Slot,
        b: Slot,
        op: impl Fn(&Interval, &Interval) -> Possible,
    ) -> Result<Possible, L::Fault> {
        Ok(self.possible(a)?.zip(&self.possible(b)?, op))
    }

    fn compare(&self, op: Compare, a: Slot, b: Slot) -> Result<Estimate, L::Fault> {
        let (a, b) = (self.possible(a)?, self.possible(b)?);
        let settles = a.is_sure() && b.is_sure();
        Ok(Estimate::Truth { truth: a.compare(op, &b), settles })
    }

    fn joined(
        &self,
        all: &[Slot],
        neutral: Truth,
        join: fn(Truth, Truth) -> Truth,
    ) -> Result<Estimate, L::Fault> {
        let (mut truth, mut settles) = (neutral, true);
        for slot in all {
            let each = self.of(*slot)?;
            truth = join(truth, each.truth());
            settles &= each.settles();
        }
        Ok(Estimate::Truth { truth, settles })
    }

    fn select(&self, condition: Slot, then: Slot, otherwise: Slot) -> Result<Estimate, L::Fault> {
        let condition = self.of(condition)?;
        match condition.truth() {
            Truth::True => self.of(then),
            Truth::False => self.of(otherwise),
            Truth::Missing | Truth::Fault => {
                let either = self.of(then)?.or(self.of(otherwise)?);
                Ok(if condition.settles() { either } else { either.unsure() })
            }
        }
    }

    fn call(&self, builtin: Builtin, arguments: &[Slot], kind: Kind) -> Result<Estimate, L::Fault> {
        let (mut intervals, mut values) = (Vec::new(), Some(Vec::new()));
        let mut all_sure = true;
        for &argument in arguments {
            let Possible::Within { interval, sure } = self.possible(argument)? else {
                return Ok(Estimate::constant(&Constant::Missing, kind));
            };
            all_sure &= sure;
            let kind = self.steps[argument].kind;
            let value = if sure { value(&interval, kind) } else { None };
            values = values.zip(value).map(|(values, value)| [values, vec![value]].concat());
            let ordered = matches!(kind, Kind::Number | Kind::Date);
            intervals.push(if ordered { interval } else { Interval::OPEN });
        }
        if let Some(result) = values.and_then(|values| builtin.apply(&values).ok()) {
            return Ok(result_of(&result, kind));
        }
        Ok(match kind {
            Kind::Number | Kind::Date => Estimate::Value(Possible::Within {
                interval: Interval::call(builtin, &intervals),
                sure: all_sure,
            }),
            Kind::Truth | Kind::Code | Kind::Text | Kind::Points | Kind::Grades | Kind::Verdict => {
                Estimate::open(kind)
            }
        })
    }

    /// Rows that are tried in turn: those below one that surely holds are not reached.
    fn first(&self, rows: &[RowPlan], kind: Kind) -> Result<Estimate, L::Fault> {
        let mut reached = Vec::with_capacity(rows.len());
        for row in rows {
            reached.push(*row);
            if self.of(row.when)?.truth() == Truth::True {
                break;
            }
        }
        self.one_of(&reached, kind)
    }

    /// The value of one of the rows that may hold.
    fn one_of(&self, rows: &[RowPlan], kind: Kind) -> Result<Estimate, L::Fault> {
        let (mut value, mut some_holds, mut settles): (Option<Estimate>, _, _) =
            (None, false, true);
        for row in rows {
            let when = self.of(row.when)?;
            if when.truth() == Truth::False {
                continue;
            }
            some_holds |= when.truth() == Truth::True;
            settles &= when.settles();
            let gives = self.of(row.gives)?;
            value = Some(match value {
                Some(value) => value.or(gives),
                None => gives,
            });
        }
        let none = Estimate::constant(&Constant::Missing, kind);
        let is_sure = some_holds && settles;
        Ok(value.map_or(none, |value| if is_sure { value } else { value.unsure() }))
    }

    fn sum(&self, rows: &[RowPlan]) -> Result<Possible, L::Fault> {
        rows.iter().try_fold(Possible::exactly(Num::ZERO), |sum, row| {
            let when = self.of(row.when)?;
            if when.truth() == Truth::False {
                return Ok(sum);
            }
            let with = sum.zip(&self.possible(row.gives)?, |a, b| Possible::within(a.add(b)));
            Ok(match when.truth() {
                Truth::True => with,
                Truth::False | Truth::Missing | Truth::Fault if when.settles() => with.or(sum),
                Truth::False | Truth::Missing | Truth::Fault => with.or(sum).unsure(),
            })
        })
    }

    fn total(&self, criteria: &[Slot]) -> Result<Possible, L::Fault> {
        let none = Possible::exactly(Num::ZERO);
        criteria.iter().try_fold(none, |total, criterion| {
            Ok(total.zip(&self.possible(*criterion)?, |a, b| Possible::within(a.add(b))))
        })
    }
}

/// All that a criterion can give.
fn points(criterion: &CriterionStep) -> Possible {
    Possible::within(Interval::between(Num::ZERO, criterion.maximum.clone()))
}

/// The value of an argument, where it is one number or day.
fn value(interval: &Interval, kind: Kind) -> Option<Value> {
    let number = interval.value()?;
    match kind {
        Kind::Number => Some(Value::Num(number.clone())),
        Kind::Date => day(number).map(Value::Date),
        Kind::Truth | Kind::Code | Kind::Text | Kind::Points | Kind::Grades | Kind::Verdict => None,
    }
}

/// The result of a function as an estimate.
fn result_of(result: &Value, kind: Kind) -> Estimate {
    match result {
        Value::Num(number) => Estimate::number(number.clone()),
        Value::Date(day) => Estimate::day(*day),
        Value::Bool(truth) => Estimate::known_truth(Truth::from(*truth)),
        Value::Missing => Estimate::constant(&Constant::Missing, kind),
        Value::Code(_) | Value::Text(_) => Estimate::open(kind),
    }
}

fn day(number: &Num) -> Option<Date> {
    Date::from_days_since_1970(i32::try_from(number.to_i64()?).ok()?)
}

fn is_missing(inner: &Estimate) -> Estimate {
    let truth = match inner {
        Estimate::Value(Possible::Nothing) => Truth::True,
        Estimate::Value(Possible::Within { sure: true, .. }) => Truth::False,
        Estimate::Value(Possible::Within { sure: false, .. }) => Truth::Missing,
        Estimate::Truth { truth: Truth::True | Truth::False, .. } => Truth::False,
        Estimate::Truth { truth: Truth::Missing | Truth::Fault, settles } => {
            if *settles {
                Truth::False
            } else {
                Truth::Missing
            }
        }
    };
    Estimate::known_truth(truth)
}

fn not(inner: Estimate) -> Estimate {
    Estimate::Truth { truth: inner.truth().not(), settles: inner.settles() }
}

/// Days by their numbers. The later day and the more months give the later day.
fn add_months(day: &Interval, months: &Interval, end: MonthEnd) -> Possible {
    let add = |day: &Option<Num>, months: &Option<Num>| {
        let moved = self::day(day.as_ref()?)?.add_months(months.as_ref()?, end);
        moved.map(|day| Num::from_i64(day.days_since_1970().into()))
    };
    Possible::within(Interval {
        lower: add(&day.lower, &months.lower),
        upper: add(&day.upper, &months.upper),
    })
}
