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
    /// `true` if something reads the field together with a value that is missing: once that is
    /// there, there may be others.
    pub with_missing: bool,
}

impl Turns {
    /// Returns `true` of a number or day that is one of them.
    pub fn is_at(&self, value: &Value) -> bool {
        let number = match value {
            Value::Num(number) => Some(number.clone()),
            Value::Date(day) => Some(day.number()),
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

/// An input of a record that is left open, and the steps that are followed along it.
#[derive(Clone, Debug)]
pub struct OpenField {
    input: Slot,
    /// Steps that may turn with the input between two of its numbers, those by which something
    /// turns at a number of it, and those that these read, ascending.
    followed: Vec<Slot>,
    /// `true` for each of them that another of them reads.
    is_read: Vec<bool>,
}

impl OpenField {
    /// An input of a record type, with the steps that it has a part in, as [`resting_on`] has them.
    pub fn new(steps: &RecordPlan, moving: &[Slot], input: Slot) -> OpenField {
        let mut varying = vec![false; steps.steps.len()];
        let mut wanted = varying.clone();
        for slot in moving {
            let does = |slot: &Slot| varying.get(slot.index()) == Some(&true);
            let op = &steps.steps[*slot].op;
            let varies = match varies(op, &does) {
                _ if *slot == input => {
                    matches!(steps.steps[input].kind, Kind::Number | Kind::Date)
                }
                Some(varies) => varies,
                // That it is not followed has to be met.
                None => true,
            };
            let turns = varies || *slot == input || compares(op, &does);
            varying.get_mut(slot.index()).into_iter().for_each(|own| *own = varies);
            wanted.get_mut(slot.index()).into_iter().for_each(|own| *own = turns);
        }
        let mut is_read = vec![false; steps.steps.len()];
        for slot in moving.iter().rev().filter(|slot| **slot != input) {
            if wanted.get(slot.index()) == Some(&true) {
                reads(&steps.steps[*slot].op, &mut |read| {
                    for marks in [&mut wanted, &mut is_read] {
                        marks.get_mut(read.index()).into_iter().for_each(|own| *own = true);
                    }
                });
            }
        }
        let has = |marks: &[bool], slot: &Slot| marks.get(slot.index()) == Some(&true);
        let followed: Vec<Slot> =
            moving.iter().copied().filter(|slot| has(&wanted, slot)).collect();
        let is_read = followed.iter().map(|slot| has(&is_read, slot)).collect();
        OpenField { input, followed, is_read }
    }

    /// The numbers at which something turns for the record of a frame, where this input alone
    /// changes.
    pub fn turns(
        &self,
        (plan, steps): (&Plan, &RecordPlan),
        (frame, row): (&Frame, usize),
    ) -> Turns {
        let OpenField { input, followed, is_read } = self;
        let mut walk = Walk {
            plan,
            steps,
            frame,
            row,
            open: *input,
            followed,
            is_read: false,
            read: Vec::with_capacity(followed.len()),
            at: Vec::new(),
            lost: false,
            with_missing: false,
        };
        for (slot, is_read) in followed.iter().zip(is_read) {
            walk.is_read = *is_read;
            let read = walk.step(*slot);
            walk.read.push(read);
        }
        let Walk { mut at, lost, with_missing, .. } = walk;
        at.sort_unstable();
        at.dedup();
        Turns { at, complete: !lost, with_missing }
    }
}

/// Returns `true` of a step that may rise or fall between two numbers at which something turns,
/// where some of its operands do; `None` of one that is not followed.
fn varies(op: &Op, does: &dyn Fn(&Slot) -> bool) -> Option<bool> {
    let rows = |rows: &Rows| match rows {
        Rows::Each(rows) => rows.iter().any(|row| does(&row.gives)),
        Rows::By(_) => false,
    };
    Some(match op {
        Op::Checked(_, of, _) | Op::PointsValue(of) | Op::Negate(of) => does(of),
        Op::Arith(_, a, b) | Op::AddDays(a, b) | Op::DaysBetween(a, b) | Op::Select(_, a, b) => {
            does(a) || does(b)
        }
        Op::Rows(_, of) => rows(of),
        Op::Criterion(criterion) => rows(&criterion.rows),
        Op::Total(all) => all.iter().any(does),
        Op::Call(Builtin::Max | Builtin::Min | Builtin::Days | Builtin::Abs, all) => {
            all.iter().any(does)
        }
        Op::Compare(..)
        | Op::Parameter(..)
        | Op::Not(_)
        | Op::And(_)
        | Op::Or(_)
        | Op::IsMissing(_)
        | Op::Grading(_)
        | Op::GradeValue(_)
        | Op::Verdict(_)
        | Op::IsVerdict(..) => false,
        Op::Call(..)
        | Op::AddMonths(..)
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
        | Op::Given(_) => return None,
    })
}

/// Returns `true` of a step that turns where an operand that varies meets another number.
fn compares(op: &Op, varies: &dyn Fn(&Slot) -> bool) -> bool {
    let looks_up = |rows: &Rows| match rows {
        Rows::By(lookup) => varies(&lookup.subject),
        Rows::Each(_) => false,
    };
    match op {
        Op::Compare(_, a, b) => varies(a) || varies(b),
        Op::Parameter(_, day) => varies(day),
        Op::Rows(_, rows) => looks_up(rows),
        Op::Criterion(criterion) => looks_up(&criterion.rows),
        _ => false,
    }
}

/// The operands of a step that are read where it is followed.
fn reads(op: &Op, take: &mut dyn FnMut(Slot)) {
    let mut rows = |rows: &Rows| match rows {
        Rows::Each(rows) => rows.iter().for_each(|row| take(row.gives)),
        Rows::By(lookup) => take(lookup.subject),
    };
    match op {
        Op::Rows(_, of) => rows(of),
        Op::Criterion(criterion) => rows(&criterion.rows),
        Op::Select(_, a, b) => [*a, *b].into_iter().for_each(take),
        _ => op.operands(take),
    }
}

/// The most quotients that a number may be.
const MOST_FORMS: usize = 256;

/// A number along an open field x.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    /// The same wherever the field is.
    Constant(Num),
    /// One that changes with the field.
    Quotient(Rc<Quotient>),
}

/// The number `(a + bx) / (c + dx)` of an open field x, not both b and d zero; c is 1 where d is 0.
#[derive(Clone, Debug, PartialEq)]
struct Quotient {
    over: [Num; 2],
    under: [Num; 2],
}

/// Reading of a slot along the open field.
#[derive(Clone, Debug)]
enum Along {
    /// A number that is this one everywhere, or missing.
    Form(Form),
    /// A number that is one of these, piece by piece, or missing.
    Forms(Rc<[Form]>),
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
    /// Steps that are followed, ascending, and what those before are, in their order.
    followed: &'w [Slot],
    /// `true` if a step after the one that is followed now reads it.
    is_read: bool,
    read: Vec<Along>,
    at: Vec<Num>,
    lost: bool,
    with_missing: bool,
}

/// A number that is no quotient of linear forms of the open field.
struct NoForm;

impl From<TooLarge> for NoForm {
    fn from(_: TooLarge) -> NoForm {
        NoForm
    }
}

impl Walk<'_> {
    /// Returns `true` if something else of the record is missing too: points may be a range.
    fn lacks(&self) -> bool {
        let is_missing = |input: &Slot| {
            *input != self.open && self.frame.state(*input, self.row) == State::Missing
        };
        self.frame.ranges(self.row).is_some() || self.steps.inputs.iter().any(is_missing)
    }

    fn step(&mut self, slot: Slot) -> Along {
        if slot == self.open {
            return match self.steps.steps[slot].kind {
                Kind::Number | Kind::Date => Along::Form(Form::Quotient(Rc::new(Quotient::open()))),
                _ => Along::Steps,
            };
        }
        let steps = self.steps;
        match &steps.steps[slot].op {
            Op::Checked(_, of, _) | Op::PointsValue(of) => self.get(*of),
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
                if self.is_read && self.lacks() {
                    self.joined([&points].into_iter().chain(&ends))
                } else {
                    points
                }
            }
            Op::Total(criteria) => self.total(criteria),
            Op::Parameter(parameter, day) => {
                let day = self.get(*day);
                let values = self.plan.parameters.get(parameter.index());
                let values = values.map_or(&[][..], Vec::as_slice);
                values.iter().for_each(|(first, _)| self.meet_constant(&day, &first.number()));
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
            // What `varies` knows nothing of.
            _ => self.lose(),
        }
    }

    fn lose(&mut self) -> Along {
        self.lost = true;
        Along::Lost
    }

    /// Reading of an operand: what the field has no part in is as the record has it, and of what is
    /// missing both ends of what it can be.
    fn get(&self, slot: Slot) -> Along {
        let place = self.followed.binary_search(&slot).ok();
        if let Some(known) = place.and_then(|place| self.read.get(place)) {
            return known.clone();
        }
        let (frame, row) = (self.frame, self.row);
        let number = match self.steps.steps[slot].kind {
            Kind::Number => frame.number(slot, row).into_known(),
            Kind::Date => frame.date(slot, row).into_known().map(Date::number),
            Kind::Points => {
                let points = frame.points(slot, row);
                return if points.fault {
                    Along::Steps
                } else if points.low == points.high {
                    Along::constant(points.low)
                } else {
                    Along::of([points.low, points.high].map(Form::Constant).into())
                };
            }
            Kind::Truth | Kind::Code | Kind::Text | Kind::Grades | Kind::Verdict => {
                return Along::Steps;
            }
        };
        if let Some(number) = number {
            return Along::constant(number);
        }
        let ends = || {
            let reached = reach(self.steps, frame, row, frame.ranges(row)?, slot)?;
            let within = reached.interval()?;
            Some([within.lower, within.upper].into_iter().flatten().map(Form::Constant).collect())
        };
        Along::of(distinct(ends().unwrap_or_default()))
    }

    /// What is one of some slots.
    fn any_of(&mut self, slots: &[Slot]) -> Along {
        let all: Vec<Along> = slots.iter().map(|slot| self.get(*slot)).collect();
        self.joined(&all)
    }

    fn joined<'a>(&mut self, all: impl IntoIterator<Item = &'a Along>) -> Along {
        let mut forms: Vec<Form> = Vec::new();
        let mut is_kept = true;
        for one in all {
            match one {
                Along::Form(form) => forms.push(form.clone()),
                Along::Forms(own) => forms.extend_from_slice(own),
                Along::Steps => is_kept = false,
                Along::Lost => return Along::Lost,
            }
        }
        let forms = distinct(forms);
        if is_kept && forms.len() <= MOST_FORMS {
            return Along::of(forms);
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
                match lookup.index.bounds() {
                    Bounds::Numbers(bounds) => {
                        bounds.iter().for_each(|bound| self.meet_constant(&subject, bound));
                    }
                    Bounds::Dates(bounds) => {
                        let days = bounds.iter().map(|day| day.number());
                        days.for_each(|bound| self.meet_constant(&subject, &bound));
                    }
                    Bounds::Codes(_) | Bounds::Texts(_) => {}
                }
                let gives = if self.is_read { &lookup.gives[..] } else { &[] };
                Along::of_constants(gives.iter())
            }
        };
        match gives.forms() {
            Some(_) if is_first => gives,
            Some(forms) if !forms.iter().all(Form::is_constant) => self.lose(),
            Some(_) => Along::Steps,
            None => gives,
        }
    }

    /// A sum of points.
    fn total(&mut self, criteria: &[Slot]) -> Along {
        self.with_missing |= self.lacks();
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
                let each: Vec<Along> = all.iter().map(|slot| self.get(*slot)).collect();
                for (place, one) in each.iter().enumerate() {
                    each.iter().skip(place + 1).for_each(|other| self.meet(one, other));
                }
                self.joined(&each)
            }
            (Builtin::Days, [from, to]) => self.arith(Arith::Sub, &self.get(*to), &self.get(*from)),
            (Builtin::Abs, [of]) => {
                let (zero, of) = (Along::constant(Num::ZERO), self.get(*of));
                self.meet(&of, &zero);
                let turned = self.arith(Arith::Sub, &zero, &of);
                self.joined([&of, &turned])
            }
            _ => self.lose(),
        }
    }

    fn arith(&mut self, op: Arith, left: &Along, right: &Along) -> Along {
        let (left, right) = match (left.forms(), right.forms()) {
            (Some(left), Some(right)) => (left, right),
            (forms, others) => {
                if matches!(left, Along::Lost) || matches!(right, Along::Lost) {
                    return Along::Lost;
                }
                let is_followed = forms.into_iter().chain(others).flatten().all(Form::is_constant);
                return if is_followed { Along::Steps } else { self.lose() };
            }
        };
        self.together(left, right);
        if op == Arith::Div {
            // Where it divides by zero it is missing.
            self.at.extend(right.iter().filter_map(Form::zero));
        }
        if let ([one], [other]) = (left, right) {
            return match one.with(op, other) {
                Ok(form) => form.map_or_else(|| Along::of(Vec::new()), Along::Form),
                Err(NoForm) => self.lose(),
            };
        }
        let mut forms: Vec<Form> = Vec::new();
        for one in left {
            for other in right {
                match one.with(op, other) {
                    Ok(Some(form)) if forms.contains(&form) => {}
                    Ok(form) => forms.extend(form),
                    Err(NoForm) => return self.lose(),
                }
            }
        }
        self.joined([&Along::of(forms)])
    }

    /// Takes in that something reads two numbers, of which one may be missing.
    fn together(&mut self, left: &[Form], right: &[Form]) {
        let varies = |forms: &[Form]| !forms.iter().all(Form::is_constant);
        self.with_missing |=
            (left.is_empty() && varies(right)) || (right.is_empty() && varies(left));
    }

    /// Takes in where two compared numbers are equal.
    fn meet(&mut self, left: &Along, right: &Along) {
        match (left.forms(), right.forms()) {
            (Some(left), Some(right)) => {
                self.together(left, right);
                for one in left {
                    for other in right {
                        match one.meets(other) {
                            Ok(at) => self.at.extend(at),
                            Err(NoForm) => self.lost = true,
                        }
                    }
                }
            }
            (Some(forms), None) | (None, Some(forms)) => {
                self.lost |= !forms.iter().all(Form::is_constant);
            }
            (None, None) => {}
        }
    }

    /// Takes in where a number is equal to one that is the same everywhere.
    fn meet_constant(&mut self, along: &Along, constant: &Num) {
        for form in along.forms().unwrap_or_default() {
            match form.at(constant) {
                Ok(at) => self.at.extend(at),
                Err(NoForm) => self.lost = true,
            }
        }
    }
}

/// Each form once.
fn distinct(all: Vec<Form>) -> Vec<Form> {
    all.into_iter().fold(Vec::new(), |mut kept, form| {
        if !kept.contains(&form) {
            kept.push(form);
        }
        kept
    })
}

impl Along {
    fn constant(number: Num) -> Along {
        Along::Form(Form::Constant(number))
    }

    /// One of some forms, which are distinct.
    fn of(forms: Vec<Form>) -> Along {
        match <[Form; 1]>::try_from(forms) {
            Ok([form]) => Along::Form(form),
            Err(forms) => Along::Forms(forms.into()),
        }
    }

    /// The forms of a number.
    fn forms(&self) -> Option<&[Form]> {
        match self {
            Along::Form(form) => Some(std::slice::from_ref(form)),
            Along::Forms(forms) => Some(forms),
            Along::Steps | Along::Lost => None,
        }
    }

    /// What is one of some values of the rules.
    fn of_constants<'c>(all: impl Iterator<Item = &'c Constant>) -> Along {
        let mut forms: Vec<Form> = Vec::new();
        for constant in all {
            forms.push(Form::Constant(match constant {
                Constant::Number(number) => number.clone(),
                Constant::Date(day) => day.number(),
                Constant::Missing => continue,
                Constant::Truth(_) | Constant::Code(_) | Constant::Text(_) => return Along::Steps,
            }));
        }
        match Along::of(distinct(forms)) {
            Along::Forms(forms) if forms.len() > MOST_FORMS => Along::Steps,
            all => all,
        }
    }
}

impl Form {
    fn is_constant(&self) -> bool {
        matches!(self, Form::Constant(_))
    }

    /// The number at which it is zero, if there is one alone.
    fn zero(&self) -> Option<Num> {
        match self {
            Form::Constant(_) => None,
            Form::Quotient(of) => of.zero(),
        }
    }

    /// Arithmetic on two of them; none where they divide by zero everywhere.
    fn with(&self, op: Arith, other: &Form) -> Result<Option<Form>, NoForm> {
        if op == Arith::Div && other.is_zero() {
            return Ok(None);
        }
        Ok(Some(match (self, other) {
            (Form::Constant(a), Form::Constant(b)) => Form::Constant(match op {
                Arith::Add => a.add(b)?,
                Arith::Sub => a.sub(b)?,
                Arith::Mul => a.mul(b)?,
                Arith::Div => a.div(b)?,
            }),
            (Form::Quotient(a), Form::Constant(b)) => match op {
                Arith::Add => a.raised(b)?,
                Arith::Sub => a.raised(&b.neg())?,
                Arith::Mul => a.times(b)?,
                Arith::Div => a.times(&Num::ONE.div(b)?)?,
            }
            .reduced()?,
            (Form::Constant(a), Form::Quotient(b)) => match op {
                Arith::Add => b.raised(a)?,
                Arith::Sub => b.times(&Num::ONE.neg())?.raised(a)?,
                Arith::Mul => b.times(a)?,
                Arith::Div => b.turned().times(a)?,
            }
            .reduced()?,
            (Form::Quotient(a), Form::Quotient(b)) => match op {
                Arith::Add => a.plus(b)?,
                Arith::Sub => a.plus(&b.times(&Num::ONE.neg())?)?,
                Arith::Div if a.is_linear() && b.is_linear() => {
                    Quotient { over: a.over.clone(), under: b.over.clone() }
                }
                Arith::Mul | Arith::Div => return Err(NoForm),
            }
            .reduced()?,
        }))
    }

    /// Returns `true` if it is zero everywhere.
    fn is_zero(&self) -> bool {
        match self {
            Form::Constant(number) => number.is_zero(),
            Form::Quotient(of) => of.over.iter().all(Num::is_zero),
        }
    }

    /// The number at which it is this one, if there is one alone.
    fn at(&self, number: &Num) -> Result<Option<Num>, NoForm> {
        match self {
            Form::Constant(_) => Ok(None),
            Form::Quotient(of) => Ok(of.raised(&number.neg())?.zero()),
        }
    }

    /// The number at which two are equal, if there is one alone.
    fn meets(&self, other: &Form) -> Result<Option<Num>, NoForm> {
        Ok(match (self, other) {
            (Form::Constant(_), Form::Constant(_)) => None,
            (of @ Form::Quotient(_), Form::Constant(number))
            | (Form::Constant(number), of @ Form::Quotient(_)) => of.at(number)?,
            (Form::Quotient(a), Form::Quotient(b)) => a.plus(&b.times(&Num::ONE.neg())?)?.zero(),
        })
    }
}

impl Quotient {
    /// The open field itself.
    fn open() -> Quotient {
        Quotient { over: [Num::ZERO, Num::ONE], under: [Num::ONE, Num::ZERO] }
    }

    fn is_linear(&self) -> bool {
        self.under[1].is_zero()
    }

    /// The number at which it is zero, if there is one alone.
    fn zero(&self) -> Option<Num> {
        let [at, by] = &self.over;
        if by.is_zero() { None } else { at.neg().div(by).ok() }
    }

    /// The sum with a constant.
    fn raised(&self, constant: &Num) -> Result<Quotient, NoForm> {
        let ([at, by], [under, slope]) = (&self.over, &self.under);
        let by = if slope.is_zero() { by.clone() } else { by.add(&constant.mul(slope)?)? };
        Ok(Quotient { over: [at.add(&constant.mul(under)?)?, by], under: self.under.clone() })
    }

    fn times(&self, factor: &Num) -> Result<Quotient, NoForm> {
        let [at, by] = &self.over;
        Ok(Quotient { over: [at.mul(factor)?, by.mul(factor)?], under: self.under.clone() })
    }

    /// One divided by it.
    fn turned(&self) -> Quotient {
        Quotient { over: self.under.clone(), under: self.over.clone() }
    }

    /// The sum with another of the same divisor.
    fn plus(&self, other: &Quotient) -> Result<Quotient, NoForm> {
        if self.under != other.under {
            return Err(NoForm);
        }
        let ([at, by], [of, slope]) = (&self.over, &other.over);
        Ok(Quotient { over: [at.add(of)?, by.add(slope)?], under: self.under.clone() })
    }

    /// The same number in its simplest form: a linear one is over one.
    fn reduced(self) -> Result<Form, NoForm> {
        let Quotient { over: [at, by], under: [under, slope] } = &self;
        if !slope.is_zero() {
            return Ok(Form::Quotient(Rc::new(self)));
        }
        if by.is_zero() {
            return Ok(Form::Constant(at.div(under)?));
        }
        let over = if *under == Num::ONE { self.over } else { [at.div(under)?, by.div(under)?] };
        let linear = Quotient { over, under: [Num::ONE, Num::ZERO] };
        Ok(Form::Quotient(Rc::new(linear)))
    }
}
