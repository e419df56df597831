//! One field left open: the numbers at which what is decided of a record may turn while everything
//! else of the record stays as it is.
//!
//! Every number of the record is, piece by piece, one of a few quotients `(a + bx) / (c + dx)` of
//! the open field x; the ends of the pieces are where two compared numbers are equal. Numbers at
//! which nothing turns may be among them, for what depends on no case is told apart from what does
//! only as far as it is cheap; a number that is lacking is not, unless the field is not followed.

use crate::builtins::Builtin;
use crate::eval::{Frame, State, reach};
use crate::model::HitPolicy;
use crate::plan::{Bounds, Constant, Kind, Op, Plan, RecordPlan, Rows, Slot};
use crate::value::{Arith, Date, Num, TooLarge, Value};
use std::rc::Rc;

/// Numbers of an open field at which decisions may turn; a day is the count of days since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// The numbers, ascending, each once.
    pub at: Vec<Num>,
    /// `true` if there are no others: all that rests on the field could be followed.
    pub complete: bool,
}

impl Turns {
    /// Returns `true` of a number or day that is one of them.
    pub fn is_at(&self, value: &Value) -> bool {
        let number = match value {
            Value::Num(number) => Some(number.clone()),
            Value::Date(day) => Some(number_of_day(*day)),
            Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
        };
        number.is_some_and(|number| self.at.binary_search(&number).is_ok())
    }
}

/// The steps that a field has a part in, of those that some slots rest on, in order.
pub fn resting_on(steps: &RecordPlan, wanted: &[bool], open: Slot) -> Vec<Slot> {
    let moves = steps.moving(&[open]);
    let all = steps.steps.ids().zip(moves).zip(wanted);
    all.filter(|((_, moves), wanted)| *moves && **wanted).map(|((slot, _), _)| slot).collect()
}

/// The numbers at which something turns for the record of a frame, where the input `open` alone
/// changes; `moving` are the steps that it has a part in, as [`resting_on`] has them.
pub fn turns(
    (plan, steps): (&Plan, &RecordPlan),
    moving: &[Slot],
    open: Slot,
    (frame, row): (&Frame, usize),
) -> Turns {
    let (read, at) = (Vec::with_capacity(moving.len()), Vec::new());
    let is_missing = |input: &Slot| *input != open && frame.state(*input, row) == State::Missing;
    let lacks = frame.ranges(row).is_some() || steps.inputs.iter().any(is_missing);
    let mut walk = Walk { plan, steps, frame, row, open, moving, lacks, read, at, lost: false };
    for slot in moving {
        let read = Rc::new(walk.step(*slot));
        walk.read.push(read);
    }
    let Walk { mut at, lost, .. } = walk;
    at.sort_unstable();
    at.dedup();
    Turns { at, complete: !lost }
}

/// The most quotients that a number may be.
const MOST_FORMS: usize = 256;

/// The number `(a + bx) / (c + dx)` of an open field x.
#[derive(Clone, Debug, PartialEq)]
struct Form {
    over: [Num; 2],
    under: [Num; 2],
}

/// Reading of a slot along the open field.
#[derive(Clone, Debug)]
enum Along {
    /// A number that is one of these, piece by piece, or missing.
    Forms(Vec<Form>),
    /// A value that stays the same on each piece.
    Steps,
    /// A value that is not followed.
    Lost,
}

struct Walk<'w> {
    plan: &'w Plan,
    steps: &'w RecordPlan,
    frame: &'w Frame,
    row: usize,
    open: Slot,
    /// Steps that the field has a part in, ascending, and what those before are, in their order.
    moving: &'w [Slot],
    /// `true` if something else of the record is missing too, so that points may be a range.
    lacks: bool,
    read: Vec<Rc<Along>>,
    at: Vec<Num>,
    lost: bool,
}

/// A number that is no quotient of linear forms of the open field.
struct NoForm;

impl From<TooLarge> for NoForm {
    fn from(_: TooLarge) -> NoForm {
        NoForm
    }
}

impl Walk<'_> {
    fn step(&mut self, slot: Slot) -> Along {
        if slot == self.open {
            return match self.steps.steps[slot].kind {
                Kind::Number | Kind::Date => Along::Forms(vec![Form::open()]),
                _ => Along::Steps,
            };
        }
        let steps = self.steps;
        match &steps.steps[slot].op {
            Op::Checked(_, of, _) | Op::PointsValue(of) => Along::clone(&self.get(*of)),
            Op::Negate(a) => self.arith(Arith::Sub, &Along::constant(Num::ZERO), &self.get(*a)),
            Op::Arith(op, a, b) => self.arith(*op, &self.get(*a), &self.get(*b)),
            Op::AddDays(a, b) => self.arith(Arith::Add, &self.get(*a), &self.get(*b)),
            Op::DaysBetween(a, b) => self.arith(Arith::Sub, &self.get(*a), &self.get(*b)),
            Op::Compare(_, a, b) => {
                self.meet(&self.get(*a), &self.get(*b));
                Along::Steps
            }
            Op::Select(_, then, otherwise) => self.any_of(&[*then, *otherwise]),
            Op::Rows(policy, rows) => {
                self.rows(rows, matches!(policy, HitPolicy::First | HitPolicy::Unique))
            }
            Op::Criterion(criterion) => {
                let points = self.rows(&criterion.rows, !criterion.sum);
                let ends = [Num::ZERO, criterion.maximum.clone()].map(Along::constant);
                // Points outside of zero and the maximum are a fault.
                ends.iter().for_each(|end| self.meet(&points, end));
                if self.lacks { self.joined([&points].into_iter().chain(&ends)) } else { points }
            }
            Op::Total(criteria) => self.total(criteria),
            Op::Parameter(parameter, day) => {
                let day = self.get(*day);
                let values = self.plan.parameters.get(parameter.index());
                let values = values.map_or(&[][..], Vec::as_slice);
                for (first, _) in values {
                    self.meet(&day, &Along::constant(number_of_day(*first)));
                }
                Along::of_constants(values.iter().filter_map(|(_, value)| value.as_ref()))
            }
            Op::Call(builtin, all) => self.call(*builtin, all),
            // Their conditions are steps of their own.
            Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::IsMissing(_)
            | Op::Grading(_)
            | Op::GradeValue(_)
            | Op::Verdict(_)
            | Op::IsVerdict(..) => Along::Steps,
            Op::AddMonths(..)
            | Op::Script(..)
            | Op::InView(..)
            | Op::Periodic(_)
            | Op::NoPeriodYet(_)
            | Op::PeriodAsked(_)
            | Op::Event(..)
            | Op::Constant(_)
            | Op::Input(_)
            | Op::Aggregate(..)
            | Op::Previous(_)
            | Op::AsOf
            | Op::Today
            | Op::Given(_) => self.lose(),
        }
    }

    fn lose(&mut self) -> Along {
        self.lost = true;
        Along::Lost
    }

    /// Reading of an operand: what the field has no part in is as the record has it, and of what is
    /// missing both ends of what it can be.
    fn get(&self, slot: Slot) -> Rc<Along> {
        let place = self.moving.binary_search(&slot).ok();
        if let Some(known) = place.and_then(|place| self.read.get(place)) {
            return Rc::clone(known);
        }
        let (frame, row) = (self.frame, self.row);
        let number = match self.steps.steps[slot].kind {
            Kind::Number => frame.number(slot, row).into_known(),
            Kind::Date => frame.date(slot, row).into_known().map(number_of_day),
            Kind::Points => {
                let points = frame.points(slot, row);
                let ends = [points.low, points.high].map(Form::constant);
                return Rc::new(if points.fault { Along::Steps } else { Along::one_of(ends) });
            }
            Kind::Truth | Kind::Code | Kind::Text | Kind::Grades | Kind::Verdict => {
                return Rc::new(Along::Steps);
            }
        };
        let ends = || {
            let reached = reach(self.steps, frame, row, frame.ranges(row)?, slot)?;
            let within = reached.interval()?;
            Some([within.lower, within.upper].into_iter().flatten().collect())
        };
        let numbers = number.map_or_else(|| ends().unwrap_or_default(), |number| vec![number]);
        Rc::new(Along::one_of(numbers.into_iter().map(Form::constant)))
    }

    /// What is one of some slots.
    fn any_of(&mut self, slots: &[Slot]) -> Along {
        let all: Vec<Rc<Along>> = slots.iter().map(|slot| self.get(*slot)).collect();
        self.joined(all.iter().map(|one| &**one))
    }

    fn joined<'a>(&mut self, all: impl IntoIterator<Item = &'a Along>) -> Along {
        let mut forms: Vec<Form> = Vec::new();
        let mut is_kept = true;
        for one in all {
            match one {
                Along::Forms(own) => {
                    for form in own {
                        if !forms.contains(form) {
                            forms.push(form.clone());
                        }
                    }
                }
                Along::Steps => is_kept = false,
                Along::Lost => return Along::Lost,
            }
        }
        if is_kept && forms.len() <= MOST_FORMS {
            return Along::Forms(forms);
        }
        if forms.iter().all(Form::is_constant) { Along::Steps } else { self.lose() }
    }

    /// What rows give; of rows that are added or chosen among otherwise than by their order, only
    /// where each gives the same everywhere.
    fn rows(&mut self, rows: &Rows, is_first: bool) -> Along {
        let gives = match rows {
            Rows::Each(rows) => {
                let gives: Vec<Slot> = rows.iter().map(|row| row.gives).collect();
                self.any_of(&gives)
            }
            Rows::By(lookup) => {
                let subject = self.get(lookup.subject);
                let bounds: Vec<Num> = match lookup.index.bounds() {
                    Bounds::Numbers(bounds) => bounds.to_vec(),
                    Bounds::Dates(bounds) => bounds.iter().map(|day| number_of_day(*day)).collect(),
                    Bounds::Codes(_) | Bounds::Texts(_) => Vec::new(),
                };
                for bound in bounds {
                    self.meet(&subject, &Along::constant(bound));
                }
                Along::of_constants(lookup.gives.iter())
            }
        };
        match gives {
            Along::Forms(forms) if !is_first => {
                if forms.iter().all(Form::is_constant) {
                    Along::Steps
                } else {
                    self.lose()
                }
            }
            other => other,
        }
    }

    /// A sum of points.
    fn total(&mut self, criteria: &[Slot]) -> Along {
        let mut sum = Along::constant(Num::ZERO);
        for criterion in criteria {
            let points = self.get(*criterion);
            sum = self.arith(Arith::Add, &sum, &points);
        }
        sum
    }

    fn call(&mut self, builtin: Builtin, all: &[Slot]) -> Along {
        match (builtin, all) {
            (Builtin::Max | Builtin::Min, _) => {
                let each: Vec<Rc<Along>> = all.iter().map(|slot| self.get(*slot)).collect();
                for (place, one) in each.iter().enumerate() {
                    each.iter().skip(place + 1).for_each(|other| self.meet(one, other));
                }
                self.joined(each.iter().map(|one| &**one))
            }
            (Builtin::Days, [from, to]) => self.arith(Arith::Sub, &self.get(*to), &self.get(*from)),
            (Builtin::Abs, [of]) => {
                let (zero, of) = (Along::constant(Num::ZERO), self.get(*of));
                self.meet(&of, &zero);
                let turned = self.arith(Arith::Sub, &zero, &of);
                self.joined([&*of, &turned])
            }
            _ => self.lose(),
        }
    }

    fn arith(&mut self, op: Arith, left: &Along, right: &Along) -> Along {
        let (left, right) = match (left, right) {
            (Along::Forms(left), Along::Forms(right)) => (left, right),
            (Along::Lost, _) | (_, Along::Lost) => return Along::Lost,
            (Along::Steps, other) | (other, Along::Steps) => {
                return match other {
                    Along::Forms(forms) if !forms.iter().all(Form::is_constant) => self.lose(),
                    Along::Forms(_) | Along::Steps | Along::Lost => Along::Steps,
                };
            }
        };
        let mut forms: Vec<Form> = Vec::new();
        for one in left {
            for other in right {
                if op == Arith::Div {
                    // Where it divides by zero it is missing.
                    self.at.extend(other.zero());
                }
                match one.with(op, other) {
                    Ok(Some(form)) if forms.contains(&form) => {}
                    Ok(form) => forms.extend(form),
                    Err(NoForm) => return self.lose(),
                }
            }
        }
        self.joined([&Along::Forms(forms)])
    }

    /// Takes in where two compared numbers are equal.
    fn meet(&mut self, left: &Along, right: &Along) {
        match (left, right) {
            (Along::Forms(left), Along::Forms(right)) => {
                for one in left {
                    for other in right {
                        match one.meets(other) {
                            Ok(at) => self.at.extend(at),
                            Err(NoForm) => self.lost = true,
                        }
                    }
                }
            }
            (Along::Steps, Along::Forms(forms)) | (Along::Forms(forms), Along::Steps) => {
                self.lost |= !forms.iter().all(Form::is_constant);
            }
            (Along::Steps, Along::Steps) | (Along::Lost, _) | (_, Along::Lost) => {}
        }
    }
}

impl Along {
    fn constant(number: Num) -> Along {
        Along::Forms(vec![Form::constant(number)])
    }

    fn one_of(all: impl IntoIterator<Item = Form>) -> Along {
        let mut forms: Vec<Form> = Vec::new();
        for form in all {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        Along::Forms(forms)
    }

    /// What is one of some values of the rules.
    fn of_constants<'c>(all: impl Iterator<Item = &'c Constant>) -> Along {
        let mut forms: Vec<Form> = Vec::new();
        for constant in all {
            forms.push(Form::constant(match constant {
                Constant::Number(number) => number.clone(),
                Constant::Date(day) => number_of_day(*day),
                Constant::Missing => continue,
                Constant::Truth(_) | Constant::Code(_) | Constant::Text(_) => return Along::Steps,
            }));
        }
        match Along::one_of(forms) {
            Along::Forms(forms) if forms.len() > MOST_FORMS => Along::Steps,
            all => all,
        }
    }
}

impl Form {
    /// The open field itself.
    fn open() -> Form {
        Form { over: [Num::ZERO, Num::ONE], under: [Num::ONE, Num::ZERO] }
    }

    fn constant(number: Num) -> Form {
        Form { over: [number, Num::ZERO], under: [Num::ONE, Num::ZERO] }
    }

    fn is_linear(&self) -> bool {
        self.under[1].is_zero()
    }

    fn is_constant(&self) -> bool {
        self.is_linear() && self.over[1].is_zero()
    }

    /// The number at which it is zero, if there is one.
    fn zero(&self) -> Option<Num> {
        let [at, by] = &self.over;
        if by.is_zero() { None } else { at.neg().div(by).ok() }
    }

    /// Arithmetic on two of them; none where they divide by zero everywhere.
    fn with(&self, op: Arith, other: &Form) -> Result<Option<Form>, NoForm> {
        Ok(Some(match op {
            Arith::Add => self.plus(&Num::ONE, other)?,
            Arith::Sub => self.plus(&Num::ONE.neg(), other)?,
            Arith::Mul if self.is_constant() => other.times(&self.over[0])?,
            Arith::Mul if other.is_constant() => self.times(&other.over[0])?,
            Arith::Mul => return Err(NoForm),
            Arith::Div if other.over.iter().all(Num::is_zero) => return Ok(None),
            Arith::Div if other.is_constant() => self.times(&Num::ONE.div(&other.over[0])?)?,
            Arith::Div if self.is_linear() && other.is_linear() => {
                Form { over: self.over.clone(), under: other.over.clone() }.reduced()?
            }
            Arith::Div if self.is_constant() => {
                let turned = Form { over: other.under.clone(), under: other.over.clone() };
                turned.reduced()?.times(&self.over[0])?
            }
            Arith::Div => return Err(NoForm),
        }))
    }

    /// `self + factor × other`
    fn plus(&self, factor: &Num, other: &Form) -> Result<Form, NoForm> {
        let other = other.times(factor)?;
        if self.under == other.under {
            let over = [self.over[0].add(&other.over[0])?, self.over[1].add(&other.over[1])?];
            return Form { over, under: self.under.clone() }.reduced();
        }
        let (constant, quotient) = match (self.is_constant(), other.is_constant()) {
            (true, _) => (&self.over[0], &other),
            (_, true) => (&other.over[0], self),
            (false, false) => return Err(NoForm),
        };
        let sum = |place: usize| -> Result<Num, NoForm> {
            let (over, under) = (&quotient.over, &quotient.under);
            let (over, under) =
                if place == 0 { (&over[0], &under[0]) } else { (&over[1], &under[1]) };
            Ok(over.add(&constant.mul(under)?)?)
        };
        Form { over: [sum(0)?, sum(1)?], under: quotient.under.clone() }.reduced()
    }

    fn times(&self, factor: &Num) -> Result<Form, NoForm> {
        let over = [self.over[0].mul(factor)?, self.over[1].mul(factor)?];
        Form { over, under: self.under.clone() }.reduced()
    }

    /// The same number, of a linear form over one.
    fn reduced(self) -> Result<Form, NoForm> {
        let [under, by] = &self.under;
        if !by.is_zero() || *under == Num::ONE {
            return Ok(self);
        }
        let over = [self.over[0].div(under)?, self.over[1].div(under)?];
        Ok(Form { over, under: [Num::ONE, Num::ZERO] })
    }

    /// The number at which two are equal, if there is one alone.
    fn meets(&self, other: &Form) -> Result<Option<Num>, NoForm> {
        let difference = if self.under == other.under {
            let over = [self.over[0].sub(&other.over[0])?, self.over[1].sub(&other.over[1])?];
            Form { over, under: self.under.clone() }
        } else {
            self.plus(&Num::ONE.neg(), other)?
        };
        Ok(difference.zero())
    }
}

fn number_of_day(day: Date) -> Num {
    Num::from_i64(day.days_since_1970().into())
}
