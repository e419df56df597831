//! Estimates of slots: steps over values that are not all known.

use crate::builtins::Builtin;
use crate::choices::Combination;
use crate::index::Arena;
use crate::interval::{Interval, Possible, Truths};
use crate::plan::{Constant, CriterionStep, Kind, Op, RowPlan, Rows, Slot, Step};
use crate::value::{Arith, Compare, Date, MonthEnd, Num, Truth, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// Estimate of a slot: the values it can evaluate to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Estimate {
    /// Interval of a number. A date is the number of days since 1970, a code the number that orders
    /// as its category does (the first value is the greatest), a text its place; points are all
    /// that a criterion can give.
    Value(Possible),
    /// Truths that a condition can have.
    Truth(Truths),
}

/// Inputs of steps: what their slots can evaluate to.
pub trait Leaves: Sized {
    /// Reason why a slot cannot be evaluated at all.
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

    /// A narrower estimate of a slot of which more is known than follows from its operands.
    fn narrowed(&self, _slot: Slot, estimate: Estimate) -> Estimate {
        estimate
    }
}

/// Estimates of a list of steps, each computed when it is first read.
pub struct Estimates<'a, L: Leaves> {
    steps: &'a Arena<Step>,
    leaves: L,
    done: RefCell<HashMap<Slot, Result<Estimate, L::Fault>>>,
}

impl Estimate {
    /// Nothing is known, not even whether there is a value.
    pub fn open(kind: Kind) -> Estimate {
        match kind {
            Kind::Truth => Estimate::Truth(Truths::OPEN),
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
            Constant::Missing if kind == Kind::Truth => Estimate::Truth(Truths::MISSING),
            Constant::Missing => Estimate::Value(Possible::Nothing),
            Constant::Truth(truth) => Estimate::Truth(Truths::exactly(*truth)),
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

    /// A truth that is known.
    pub fn truth(holds: bool) -> Estimate {
        Estimate::Truth(Truths::exactly(holds))
    }

    /// A day that is known.
    pub fn day(day: Date) -> Estimate {
        Estimate::number(day.number())
    }

    /// The number it can be; a truth is 1 or 0.
    pub fn possible(&self) -> Possible {
        let truths = match self {
            Estimate::Value(possible) => return possible.clone(),
            Estimate::Truth(truths) => truths,
        };
        let interval = match (truths.holds, truths.fails) {
            (true, true) => Interval::between(Num::ZERO, Num::ONE),
            (true, false) => Interval::exactly(Num::ONE),
            (false, true) => Interval::exactly(Num::ZERO),
            (false, false) => return Possible::Nothing,
        };
        Possible::Within { interval, sure: !truths.missing }
    }

    /// The truths it can be; of what is no truth, all.
    pub fn truths(&self) -> Truths {
        match self {
            Estimate::Truth(truths) => *truths,
            Estimate::Value(_) => Truths::OPEN,
        }
    }

    /// Estimate that holds both.
    fn or(self, other: Estimate) -> Estimate {
        match (self, other) {
            (Estimate::Truth(a), Estimate::Truth(b)) => Estimate::Truth(a.union(b)),
            (a, b) => Estimate::Value(a.possible().or(b.possible())),
        }
    }
}

impl<'a, L: Leaves> Estimates<'a, L> {
    /// Estimates of these steps over these inputs.
    pub fn new(steps: &'a Arena<Step>, leaves: L) -> Estimates<'a, L> {
        Estimates { steps, leaves, done: RefCell::default() }
    }

    /// Estimate of a slot.
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
            Op::IsMissing(a) => {
                return Ok(Estimate::Truth(Truths::is_missing(&self.possible(*a)?)));
            }
            Op::Not(a) => return Ok(Estimate::Truth(self.truths(*a)?.not())),
            Op::And(all) => return self.joined(all, true, Truths::and),
            Op::Or(all) => return self.joined(all, false, Truths::or),
            Op::Select(condition, then, otherwise) => {
                return self.select(*condition, *then, *otherwise, step.kind);
            }
            Op::Rows(policy, rows) => match policy.combination() {
                Combination::One if policy.in_turn() => return self.first(rows, step.kind),
                Combination::One => return self.one_of(rows, step.kind, |_| false),
                Combination::Sum => self.sum(rows.steps())?,
                Combination::List => return Ok(Estimate::open(step.kind)),
            },
            Op::Negate(a) => self.possible(*a)?.map(Interval::neg),
            Op::Arith(op, a, b) => self.zip(*a, *b, |a, b| Possible::arith(*op, a, b))?,
            Op::AddDays(a, b) => self.zip(*a, *b, |a, b| Possible::arith(Arith::Add, a, b))?,
            Op::AddMonths(end, day, months) => {
                self.zip(*day, *months, |day, months| add_months(day, months, *end))?
            }
            Op::DaysBetween(a, b) => self.zip(*a, *b, |a, b| Possible::arith(Arith::Sub, a, b))?,
            Op::Call(builtin, arguments) => return self.call(*builtin, arguments, step.kind),
            Op::Criterion(criterion) => points(criterion),
            Op::Total(criteria) => self.total(criteria)?,
            Op::PointsValue(points) => self.possible(*points)?.unsure(),
            Op::Input(_)
            | Op::Checked(..)
            | Op::Aggregate(..)
            | Op::Previous(_)
            | Op::AsOf
            | Op::Today
            | Op::InView(..)
            | Op::Parameter(..)
            | Op::Script(..)
            | Op::Grading(_)
            | Op::GradeValue(_)
            | Op::Periodic(_)
            | Op::NoPeriodYet(_)
            | Op::Event(..)
            | Op::Given(_)
            | Op::PeriodAsked(_)
            | Op::IsVerdict(..)
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

    fn truths(&self, slot: Slot) -> Result<Truths, L::Fault> {
        Ok(self.of(slot)?.truths())
    }

    fn compare(&self, op: Compare, a: Slot, b: Slot) -> Result<Estimate, L::Fault> {
        Ok(Estimate::Truth(Truths::compare(op, &self.possible(a)?, &self.possible(b)?)))
    }

    /// Conditions joined; a fault of one does not matter where another settles them all.
    fn joined(
        &self,
        all: &[Slot],
        neutral: bool,
        join: fn(Truths, Truths) -> Truths,
    ) -> Result<Estimate, L::Fault> {
        let (mut truths, mut fault) = (Truths::exactly(neutral), None);
        for slot in all {
            match self.truths(*slot) {
                Ok(each) => truths = join(truths, each),
                Err(each) => fault = fault.or(Some(each)),
            }
        }
        let settled = truths == Truths::exactly(!neutral);
        match fault.filter(|_| !settled) {
            Some(fault) => Err(fault),
            None => Ok(Estimate::Truth(truths)),
        }
    }

    fn select(
        &self,
        condition: Slot,
        then: Slot,
        otherwise: Slot,
        kind: Kind,
    ) -> Result<Estimate, L::Fault> {
        let condition = self.truths(condition)?;
        let then = condition.holds.then(|| self.of(then)).transpose()?;
        let otherwise = condition.fails.then(|| self.of(otherwise)).transpose()?;
        let missing = condition.missing.then(|| Estimate::constant(&Constant::Missing, kind));
        Ok(union([then, otherwise, missing].into_iter().flatten(), kind))
    }

    fn call(&self, builtin: Builtin, arguments: &[Slot], kind: Kind) -> Result<Estimate, L::Fault> {
        let (mut intervals, mut values) = (Vec::new(), Some(Vec::new()));
        let mut all_sure = true;
        let all = arguments.iter().map(|argument| self.possible(*argument));
        for (&argument, possible) in arguments.iter().zip(all.collect::<Result<Vec<_>, _>>()?) {
            let Possible::Within { interval, sure } = possible else {
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
    fn first(&self, rows: &Rows, kind: Kind) -> Result<Estimate, L::Fault> {
        self.one_of(rows, kind, |when| when.settled() == Truth::True)
    }

    /// The value of one of the rows that may hold, down to a row whose condition ends the search.
    fn one_of(
        &self,
        rows: &Rows,
        kind: Kind,
        ends: impl Fn(Truths) -> bool,
    ) -> Result<Estimate, L::Fault> {
        let (mut all, mut some_holds) = (Vec::new(), false);
        let missing = || Estimate::constant(&Constant::Missing, kind);
        let subject = if let Rows::By(lookup) = rows {
            self.possible(lookup.subject)?
        } else {
            Possible::OPEN
        };
        for row in 0..rows.len() {
            let when = self.when(rows, row, &subject)?;
            some_holds |= when.settled() == Truth::True;
            if when.holds || when.missing {
                all.push(self.gives(rows, row, kind)?);
            }
            all.extend(when.missing.then(missing));
            if ends(when) {
                break;
            }
        }
        all.extend((!some_holds).then(missing));
        Ok(union(all.into_iter(), kind))
    }

    /// The condition of a row; of rows that are looked up, for the values of their subject.
    fn when(&self, rows: &Rows, row: usize, subject: &Possible) -> Result<Truths, L::Fault> {
        match rows {
            Rows::Each(rows) => rows.get(row).map_or(Ok(Truths::OPEN), |row| self.truths(row.when)),
            Rows::By(lookup) => Ok(lookup.index.truths(row, subject)),
        }
    }

    fn gives(&self, rows: &Rows, row: usize, kind: Kind) -> Result<Estimate, L::Fault> {
        match rows {
            Rows::Each(rows) => {
                rows.get(row).map_or_else(|| Ok(Estimate::open(kind)), |row| self.of(row.gives))
            }
            Rows::By(lookup) => {
                let gives = lookup.gives.get(row);
                Ok(Estimate::constant(gives.unwrap_or(&Constant::Missing), kind))
            }
        }
    }

    fn sum(&self, rows: &[RowPlan]) -> Result<Possible, L::Fault> {
        rows.iter().try_fold(Possible::exactly(Num::ZERO), |sum, row| {
            let when = self.truths(row.when)?;
            let add = |gives: &Possible| sum.zip(gives, |a, b| Possible::within(a.add(b)));
            let with = when.holds.then(|| self.possible(row.gives)).transpose()?;
            let all = [
                with.as_ref().map(add),
                when.fails.then(|| sum.clone()),
                when.missing.then_some(Possible::Nothing),
            ];
            Ok(all.into_iter().flatten().reduce(Possible::or).unwrap_or(Possible::Nothing))
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
        Kind::Date => Date::of_number(number).map(Value::Date),
        Kind::Truth | Kind::Code | Kind::Text | Kind::Points | Kind::Grades | Kind::Verdict => None,
    }
}

/// The result of a function as an estimate.
fn result_of(result: &Value, kind: Kind) -> Estimate {
    match result {
        Value::Num(number) => Estimate::number(number.clone()),
        Value::Date(day) => Estimate::day(*day),
        Value::Bool(truth) => Estimate::Truth(Truths::exactly(*truth)),
        Value::Missing => Estimate::constant(&Constant::Missing, kind),
        Value::Code(_) | Value::Text(_) => Estimate::open(kind),
    }
}

/// Estimate that holds several.
fn union(all: impl Iterator<Item = Estimate>, kind: Kind) -> Estimate {
    let missing = || Estimate::constant(&Constant::Missing, kind);
    all.reduce(Estimate::or).unwrap_or_else(missing)
}

/// Days by their numbers. The later day and the more months give the later day.
fn add_months(day: &Interval, months: &Interval, end: MonthEnd) -> Possible {
    let add = |day: &Option<Num>, months: &Option<Num>| {
        let moved = Date::of_number(day.as_ref()?)?.add_months(months.as_ref()?, end);
        moved.map(|day| day.number())
    };
    Possible::within(Interval {
        lower: add(&day.lower, &months.lower),
        upper: add(&day.upper, &months.upper),
    })
}
