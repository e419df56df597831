//! Slots of a plan read as formulas and as numbers that are linear case by case.
//!
//! What cannot be read further (a product of two fields, a script, an age) is a variable of its
//! own, between the bounds that are known of it. So a proof that something never happens holds in
//! spite of it, and a record that is found has to be run before it is believed.

mod days;
mod verdicts;

use super::case::{self, Case};
use super::clock::Clock;
use super::formula::{Atom, AxisId, Formula};
use super::linear::{Linear, VariableId};
use super::number::{NotLinear, Number, arith, choice, chosen, number_of, sum};
use super::open::resting_on;
use super::record_type::RecordType;
use super::search::Budget;
use super::shape::Shapes;
use super::space::{Measure, Source, Space, Stands, Variable};
use super::system::Constraint;
use crate::aggregate::Limits;
use crate::builtins::Builtin;
use crate::interval::Interval;
use crate::model::{EventId, FieldId, HitPolicy, Model, PackPeriod, Record};
use crate::plan::{
    Asked, Bounds, Constant, Cut, Kind, Lookup, Op, Plan, RecordPlan, Rows, Set as Numbers, Slot,
};
use crate::value::{Arith, Compare, Date, Num, TooLarge, Truth, Type, Unit};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// Reader of the slots of one record type.
pub(super) struct Reader<'m> {
    plan: &'m Plan,
    steps: &'m RecordPlan,
    record: &'m Record,
    model: &'m Model,
    limits: Limits<'m>,
    /// Days that records are decided as of: those of the version that is read first.
    period: PackPeriod,
    /// Variables and axes of all that has been read so far.
    pub space: Space,
    variables: HashMap<Source, VariableId>,
    opaque: HashMap<Slot, VariableId>,
    shapes: Shapes,
    numbers: HashMap<Slot, Rc<Number>>,
    truths: HashMap<Slot, Rc<Formula>>,
    switches: Switches,
    clock: Clock,
    /// Events of deadlines that never happen.
    never_done: BTreeSet<EventId>,
    moved: Option<Moved>,
    /// Work that is left to searches over what is read.
    pub budget: &'m Budget,
}

/// Field that is read as so much more than a record has.
struct Moved {
    field: FieldId,
    by: Num,
    /// Slots that the field has a part in, ascending.
    slots: Vec<Slot>,
}

/// Reading of parameters that are no numbers: what the rules provide for their other values is
/// there on purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Switches {
    /// They have the values of the pack.
    AsSet,
    /// They may have any.
    Open,
}

/// The most cases that a number is read in.
const MOST_CASES: usize = 256;

impl<'m> Reader<'m> {
    /// A reader of a record type.
    pub fn new(
        model: &'m Model,
        plan: &'m Plan,
        steps: &'m RecordPlan,
        switches: Switches,
        budget: &'m Budget,
    ) -> Reader<'m> {
        Reader {
            plan,
            steps,
            record: &model.records[steps.record],
            model,
            limits: Limits::new(model, plan, steps),
            period: model.period,
            space: Space::default(),
            variables: HashMap::new(),
            opaque: HashMap::new(),
            shapes: Shapes::default(),
            numbers: HashMap::new(),
            truths: HashMap::new(),
            switches,
            clock: Clock::Within,
            never_done: BTreeSet::new(),
            moved: None,
            budget,
        }
    }

    /// A reader of records as of other days, where some events never happen.
    pub fn at(self, clock: Clock, never_done: BTreeSet<EventId>) -> Reader<'m> {
        Reader { clock, never_done, ..self }
    }

    /// A reader of the same records with a field that is so much more.
    pub fn moved(self, field: FieldId, by: Num) -> Reader<'m> {
        let (model, plan, steps) = (self.model, self.plan, self.steps);
        let all = vec![true; steps.steps.len()];
        let input = steps.inputs.get(field.index());
        let slots = input.map_or_else(Vec::new, |input| resting_on(steps, &all, *input));
        let moved = Some(Moved { field, by, slots });
        Reader { moved, ..self.beside(model, plan, steps) }
    }

    /// Lets an input have only the multiples of a grain, unless it has a grain already.
    pub fn on_grain(&mut self, input: Slot, grain: &Num) {
        let variable = self.input(input);
        self.space.variables[variable].grain.get_or_insert_with(|| grain.clone());
    }

    /// A reader of the same record type in another version of the rules, over the same records:
    /// what both read is the same variable. The texts of this plan begin the list of those of
    /// the first.
    pub fn beside(self, model: &'m Model, plan: &'m Plan, steps: &'m RecordPlan) -> Reader<'m> {
        let Reader { space, variables, shapes, switches, budget, period, plan: first, .. } = self;
        let shapes = shapes.beside(first, plan);
        let next = Reader::new(model, plan, steps, switches, budget);
        Reader { space, variables, shapes, period, ..next }
    }

    /// The condition of a slot.
    pub fn truth(&mut self, slot: Slot) -> Rc<Formula> {
        if let Some(known) = self.truths.get(&slot) {
            return Rc::clone(known);
        }
        let formula = self.read_truth(slot);
        self.truths.insert(slot, Rc::clone(&formula));
        formula
    }

    /// The conditions of rows, in order.
    pub fn rows(&mut self, rows: &Rows) -> Vec<Rc<Formula>> {
        match rows {
            Rows::Each(rows) => rows.iter().map(|row| self.truth(row.when)).collect(),
            Rows::By(lookup) => self.looked_up(lookup),
        }
    }

    /// Takes in every field of the record type with its range, for whole records to be found.
    pub fn all_fields(&mut self) {
        self.inputs();
        self.ranges().iter().for_each(|range| self.fact(range));
        let possible = self.possible();
        self.fact(&possible);
    }

    /// The ranges of fields. A step is none: it is the grain of its variable.
    pub fn ranges(&mut self) -> Vec<Rc<Formula>> {
        let (steps, record) = (self.steps, self.record);
        let is_range = |(field, range): &&(FieldId, Slot)| {
            let step = record.fields[*field].step.as_ref();
            step.and_then(|step| steps.slot(&step.holds)) != Some(*range)
        };
        let ranges = steps.ranges.iter().filter(is_range);
        ranges.map(|(_, range)| self.truth(*range)).collect()
    }

    /// Takes in every field of the record type, whatever its range.
    pub fn inputs(&mut self) {
        for place in 0..self.steps.inputs.len() {
            if let Some(slot) = self.steps.inputs.get(place) {
                self.input(*slot);
            }
        }
    }

    /// The condition that a record can be: nothing of what is impossible surely holds of it.
    pub fn possible(&mut self) -> Rc<Formula> {
        // On other days than that of the run a record is not held to what changes with the day.
        let steps = self.steps;
        let is_asked =
            |never: &&Slot| !matches!(self.clock, Clock::Between(..)) || steps.is_timeless(**never);
        let never: Vec<Slot> = steps.impossible.iter().filter(is_asked).copied().collect();
        let never = never.into_iter().map(|never| Formula::not(self.truth(never)));
        let never: Vec<_> = never.collect();
        Formula::and(never)
    }

    /// Takes in a condition that no record fails, as far as it is linear.
    fn fact(&mut self, formula: &Formula) {
        match formula {
            Formula::And(parts) => parts.iter().for_each(|part| self.fact(part)),
            Formula::Atom(Atom { axis, of }) => {
                let (Measure::Linear(form), [Range { start, end }]) =
                    (&self.space.axis(*axis).measure, of.parts())
                else {
                    return;
                };
                let bounds =
                    [Constraint::bound(form, start, false), Constraint::bound(form, end, true)];
                self.space.facts.extend(bounds.into_iter().flatten());
            }
            Formula::Not(inner) => self.opposite(inner),
            Formula::Or(_) | Formula::May(_) | Formula::Unknown => {}
        }
    }

    /// Takes in that a condition holds of no record, as far as that is linear.
    pub fn opposite(&mut self, formula: &Formula) {
        match formula {
            Formula::Or(parts) => parts.iter().for_each(|part| self.opposite(part)),
            Formula::Not(inner) => self.fact(inner),
            Formula::Atom(Atom { axis, of }) => {
                let others = Formula::Atom(Atom { axis: *axis, of: of.clone().not() });
                self.fact(&others);
            }
            Formula::And(_) | Formula::May(_) | Formula::Unknown => {}
        }
    }

    fn read_truth(&mut self, slot: Slot) -> Rc<Formula> {
        let steps = self.steps;
        match &steps.steps[slot].op {
            Op::Constant(Constant::Truth(holds)) => Rc::new(Formula::settled(*holds)),
            Op::Constant(_) => Rc::new(Formula::Unknown),
            Op::Compare(op, a, b) => self.compare(slot, *op, *a, *b),
            Op::IsMissing(a) => self.missing(slot, *a),
            Op::Not(a) => Formula::not(self.truth(*a)),
            Op::And(all) => {
                let all: Vec<_> = all.iter().map(|each| self.truth(*each)).collect();
                Formula::and(all)
            }
            Op::Or(all) => {
                let all: Vec<_> = all.iter().map(|each| self.truth(*each)).collect();
                Formula::or(all)
            }
            Op::Select(condition, then, otherwise) => {
                let condition = self.truth(*condition);
                let (then, otherwise) = (self.truth(*then), self.truth(*otherwise));
                chosen(&condition, then, otherwise)
            }
            Op::Rows(HitPolicy::First, Rows::Each(rows)) => {
                let rows: Vec<_> =
                    rows.iter().map(|row| (self.truth(row.when), self.truth(row.gives))).collect();
                let none = Rc::new(Formula::Unknown);
                rows.into_iter().rev().fold(none, |rest, (when, gives)| chosen(&when, gives, rest))
            }
            Op::IsVerdict(verdict, test) => self.is_verdict(slot, *verdict, test),
            Op::Parameter(parameter, day) => self.truth_parameter(slot, *parameter, *day),
            // A record that lacks a column altogether is left open by what is asked of it.
            Op::Given(_) if self.clock != Clock::Within => Rc::new(Formula::settled(true)),
            Op::Input(_)
            | Op::Checked(..)
            | Op::Aggregate(..)
            | Op::Previous(_)
            | Op::AsOf
            | Op::Today
            | Op::InView(..)
            | Op::Negate(_)
            | Op::Arith(..)
            | Op::AddDays(..)
            | Op::AddMonths(..)
            | Op::DaysBetween(..)
            | Op::Call(..)
            | Op::Script(..)
            | Op::Rows(..)
            | Op::Criterion(_)
            | Op::Total(_)
            | Op::PointsValue(_)
            | Op::Grading(_)
            | Op::GradeValue(_)
            | Op::Periodic(_)
            | Op::NoPeriodYet(_)
            | Op::Event(..)
            | Op::Given(_)
            | Op::PeriodAsked(_)
            | Op::Verdict(_) => self.as_truth(slot),
        }
    }

    /// A truth that is an input, or is not read further.
    fn as_truth(&mut self, slot: Slot) -> Rc<Formula> {
        let variable = self.input(slot);
        self.is_one(variable, slot)
    }

    fn opaque_truth(&mut self, slot: Slot) -> Rc<Formula> {
        let variable = self.opaque(slot);
        self.is_one(variable, slot)
    }

    /// The condition that a truth holds: as a number it is one, else zero.
    fn is_one(&mut self, variable: VariableId, slot: Slot) -> Rc<Formula> {
        let measure = Measure::Linear(Linear::variable(variable));
        let stands = || Some(Stands::always(slot, Num::ONE, Num::ZERO));
        let axis = self.space.axis_of(measure, stands);
        Rc::new(Formula::Atom(Atom { axis, of: Numbers::compare(Compare::AtLeast, Num::ONE) }))
    }

    /// The condition that a record has a value in each of some fields.
    pub fn given(&mut self, fields: &BTreeSet<FieldId>) -> Rc<Formula> {
        let steps = self.steps;
        let inputs = fields.iter().filter_map(|field| steps.inputs.get(field.index()));
        let each: Vec<_> = inputs.map(|input| Formula::not(self.missing(*input, *input))).collect();
        Formula::and(each)
    }

    /// The condition that a slot is missing, which is asked in another.
    pub fn missing(&mut self, asked: Slot, slot: Slot) -> Rc<Formula> {
        if self.steps.steps[slot].kind == Kind::Truth {
            let formula = self.truth(slot);
            return match &*formula {
                Formula::Atom(atom) => self.axis_missing(atom.axis),
                Formula::Unknown
                | Formula::May(_)
                | Formula::Not(_)
                | Formula::And(_)
                | Formula::Or(_) => self.opaque_truth(asked),
            };
        }
        let number = self.number(slot);
        self.number_missing(asked, slot, &number)
    }

    fn number_missing(&mut self, asked: Slot, slot: Slot, number: &Number) -> Rc<Formula> {
        match number {
            Number::Missing => Rc::new(Formula::settled(true)),
            Number::Linear(form) if form.is_constant() => Rc::new(Formula::settled(false)),
            Number::Linear(form) => {
                let all: Vec<_> = form.terms.keys().copied().collect();
                let each = all.into_iter().map(|variable| {
                    let axis =
                        self.space.axis_of(Measure::Linear(Linear::variable(variable)), || None);
                    self.axis_missing(axis)
                });
                let each: Vec<_> = each.collect();
                Formula::or(each)
            }
            Number::Quotient(over, under) => {
                match self.quotient_axis(over.clone(), under.clone(), slot, None) {
                    Ok((axis, _)) => self.axis_missing(axis),
                    Err(NotLinear) => self.opaque_truth(asked),
                }
            }
            Number::Choice(condition, then, otherwise) => {
                let not = Formula::not(Rc::clone(condition));
                let [then, otherwise] =
                    [then, otherwise].map(|number| self.number_missing(asked, slot, number));
                // Where its condition is missing it has a value all the same if both are that.
                let open = Rc::new(Formula::Unknown);
                let either = Formula::or([Rc::clone(&then), Rc::clone(&otherwise), open]);
                Formula::or([
                    Formula::and([Rc::clone(condition), then]),
                    Formula::and([not, otherwise]),
                    Formula::and([Formula::missing(condition), either]),
                ])
            }
        }
    }

    fn axis_missing(&mut self, axis: AxisId) -> Rc<Formula> {
        Rc::new(Formula::Atom(Atom { axis, of: Numbers::is_missing() }))
    }

    fn compare(&mut self, slot: Slot, op: Compare, a: Slot, b: Slot) -> Rc<Formula> {
        if self.steps.steps[a].kind == Kind::Truth {
            return self.same_truth(slot, op, a, b);
        }
        let (left, right) = (self.number(a), self.number(b));
        let shown = if case::constants(&right).is_some() { a } else { slot };
        let compared = self.compared(shown, op, &left, &right);
        compared.unwrap_or_else(|_| self.opaque_truth(slot))
    }

    /// The condition that a number compares so with zero; `None` of one that is not read.
    pub fn compared_with_zero(&mut self, slot: Slot, op: Compare) -> Option<Rc<Formula>> {
        let number = self.number(slot);
        self.within(slot, &number, &Numbers::compare(op, Num::ZERO)).ok()
    }

    fn same_truth(&mut self, slot: Slot, op: Compare, a: Slot, b: Slot) -> Rc<Formula> {
        let (left, right) = (self.truth(a), self.truth(b));
        match (op, right.constant()) {
            (Compare::Equal, Some(true)) | (Compare::NotEqual, Some(false)) => left,
            (Compare::Equal, Some(false)) | (Compare::NotEqual, Some(true)) => Formula::not(left),
            (_, _) => self.opaque_truth(slot),
        }
    }

    /// A comparison of two numbers.
    fn compared(
        &mut self,
        slot: Slot,
        op: Compare,
        left: &Rc<Number>,
        right: &Rc<Number>,
    ) -> Result<Rc<Formula>, NotLinear> {
        if let Some(number) = right.as_constant() {
            return self.within(slot, left, &Numbers::compare(op, number.clone()));
        }
        if let Some(number) = left.as_constant() {
            return self.within(slot, right, &Numbers::compare(op.mirrored(), number.clone()));
        }
        // One value against another in each case: that asks one axis.
        if let Number::Choice(condition, then, otherwise) = &**right
            && case::constants(right).is_some()
        {
            let then = self.compared(slot, op, left, then)?;
            let otherwise = self.compared(slot, op, left, otherwise)?;
            return Ok(chosen(condition, then, otherwise));
        }
        if **right == Number::Missing {
            return Ok(Rc::new(Formula::Unknown));
        }
        let difference = self.arith(Arith::Sub, left, right)?;
        self.within(slot, &difference, &Numbers::compare(op, Num::ZERO))
    }

    /// A comparison of two numbers that are read already; `None` where it is not linear.
    pub fn compared_numbers(
        &mut self,
        op: Compare,
        left: &Rc<Number>,
        right: &Rc<Number>,
    ) -> Option<Rc<Formula>> {
        let slot = *self.steps.inputs.first()?;
        self.compared(slot, op, left, right).ok()
    }

    /// Arithmetic on two numbers. A record that lacks a value which cancels out has no result, so
    /// that such a result is not read.
    fn arith(
        &self,
        op: Arith,
        left: &Rc<Number>,
        right: &Rc<Number>,
    ) -> Result<Rc<Number>, NotLinear> {
        let result = arith(op, left, right)?;
        let read = &left.variables() | &right.variables();
        let lost = &read - &result.variables();
        let optional = |id: &VariableId| self.space.variables[*id].optional;
        if lost.iter().any(optional) { Err(NotLinear) } else { Ok(result) }
    }

    /// The axis of a quotient, and the positive number that the quotient is times the axis.
    fn quotient_axis(
        &mut self,
        over: Linear,
        under: Linear,
        slot: Slot,
        case: Option<&Case<'_>>,
    ) -> Result<(AxisId, Num), NotLinear> {
        let (by, scale) = (under.leading().abs(), over.leading().abs());
        let under = under.times(&Num::ONE.div(&by)?)?;
        let over = over.times(&Num::ONE.div(&scale)?)?;
        let scale = scale.div(&by)?;
        let kind = self.steps.steps[slot].kind;
        let stands = || Some(case::stands(case, (slot, kind), scale.clone(), Num::ZERO));
        let axis = self.space.axis_of(Measure::Quotient(over, under), stands);
        Ok((axis, scale))
    }

    /// The conditions of rows that are looked up.
    fn looked_up(&mut self, lookup: &Lookup) -> Vec<Rc<Formula>> {
        let number = |number: i64| Num::from_i64(number);
        let bounds: Vec<Num> = match lookup.index.bounds() {
            Bounds::Numbers(bounds) => bounds.to_vec(),
            Bounds::Dates(days) => days.iter().copied().map(Date::number).collect(),
            Bounds::Codes(codes) => codes.iter().map(|code| number((*code).into())).collect(),
            Bounds::Texts(texts) => texts.iter().map(|text| number((*text).into())).collect(),
        };
        let falling = matches!(lookup.index.bounds(), Bounds::Codes(_));
        let row = |row: usize| {
            let held = lookup.index.held(row).iter();
            let parts = held.map(|held| cut(&bounds, held.start)..cut(&bounds, held.end));
            let missing = lookup.index.truth(row, &Asked::Missing(None));
            let numbers = Numbers::new(parts.collect(), missing);
            if falling { mirrored(&numbers) } else { numbers }
        };
        let rows: Vec<Numbers<Num>> = (0..lookup.index.rows()).map(row).collect();
        let subject = self.number(lookup.subject);
        let within = |reader: &mut Self, subject: &Number| -> Result<Vec<_>, NotLinear> {
            rows.iter().map(|row| reader.within(lookup.subject, subject, row)).collect()
        };
        within(self, &subject).unwrap_or_else(|NotLinear| {
            let own = Number::Linear(Linear::variable(self.opaque(lookup.subject)));
            within(self, &own).unwrap_or_default()
        })
    }

    /// The condition that a number which is read already is one of some; `None` of one that is not
    /// linear.
    pub fn is_within(
        &mut self,
        slot: Slot,
        number: &Number,
        numbers: &Numbers<Num>,
    ) -> Option<Rc<Formula>> {
        self.within(slot, number, numbers).ok()
    }

    /// The condition that a number is one of some.
    fn within(
        &mut self,
        slot: Slot,
        number: &Number,
        numbers: &Numbers<Num>,
    ) -> Result<Rc<Formula>, NotLinear> {
        self.within_case(slot, number, numbers, None)
    }

    fn within_case(
        &mut self,
        slot: Slot,
        number: &Number,
        numbers: &Numbers<Num>,
        case: Option<&Case<'_>>,
    ) -> Result<Rc<Formula>, NotLinear> {
        let (axis, scale, shift) = match number {
            Number::Choice(condition, then, otherwise) => {
                let of = |holds, other| Case { outer: case, condition, holds, other };
                let (if_so, if_not) = (of(true, otherwise), of(false, then));
                let then = self.within_case(slot, then, numbers, Some(&if_so))?;
                let otherwise = self.within_case(slot, otherwise, numbers, Some(&if_not))?;
                return Ok(chosen(condition, then, otherwise));
            }
            Number::Missing => {
                return Ok(Rc::new(match numbers.missing() {
                    Truth::True => Formula::settled(true),
                    Truth::False => Formula::settled(false),
                    Truth::Missing | Truth::Fault => Formula::Unknown,
                }));
            }
            Number::Linear(form) if form.is_constant() => {
                return Ok(Rc::new(Formula::settled(numbers.contains(&form.constant))));
            }
            Number::Linear(form) => {
                let scaled = form.times(&Num::ONE.div(&form.leading())?)?;
                let measure = Measure::Linear(Linear { constant: Num::ZERO, ..scaled });
                let (scale, shift) = (form.leading(), form.constant.clone());
                let kind = self.steps.steps[slot].kind;
                let stands =
                    || Some(case::stands(case, (slot, kind), scale.clone(), shift.clone()));
                (self.space.axis_of(measure, stands), scale, shift)
            }
            Number::Quotient(over, under) => {
                let (axis, scale) = self.quotient_axis(over.clone(), under.clone(), slot, case)?;
                (axis, scale, Num::ZERO)
            }
        };
        let of = if scale.is_negative() { &mirrored(numbers) } else { numbers };
        // What is mirrored has its numbers turned already.
        let (by, at) = (scale.abs(), if scale.is_negative() { shift.neg() } else { shift });
        let moved = |cut: &Cut<Num>| -> Result<Cut<Num>, TooLarge> {
            Ok(match cut {
                Cut::Start => Cut::Start,
                Cut::End => Cut::End,
                Cut::At(number, after) => Cut::At(number.sub(&at)?.div(&by)?, *after),
            })
        };
        let parts = of.parts().iter().map(|part| Ok(moved(&part.start)?..moved(&part.end)?));
        let parts = parts.collect::<Result<Vec<_>, TooLarge>>()?;
        Ok(Rc::new(Formula::Atom(Atom { axis, of: Numbers::new(parts, of.missing()) })))
    }

    /// The number of a slot. A day, a code and a text are numbers too; see [`Variable`].
    pub fn number(&mut self, slot: Slot) -> Rc<Number> {
        if let Some(known) = self.numbers.get(&slot) {
            return Rc::clone(known);
        }
        let number = match self.read_number(slot) {
            Ok(number) if number.cases() <= MOST_CASES => number,
            Ok(_) | Err(NotLinear) => Rc::new(Number::Linear(Linear::variable(self.opaque(slot)))),
        };
        self.numbers.insert(slot, Rc::clone(&number));
        number
    }

    fn read_number(&mut self, slot: Slot) -> Result<Rc<Number>, NotLinear> {
        let steps = self.steps;
        match &steps.steps[slot].op {
            Op::Constant(value) => Ok(Rc::new(number_of(value))),
            Op::AsOf | Op::Today if self.clock != Clock::Within => Ok(self.day(slot)),
            Op::Event(event, _) if self.clock != Clock::Within => self.event(*event, slot),
            Op::AddMonths(end, from, months) => self.add_months(slot, *end, *from, *months),
            Op::Input(_) | Op::Checked(..) | Op::Aggregate(..) | Op::Previous(_) | Op::AsOf => {
                let mut form = Linear::variable(self.input(slot));
                if let (Op::Input(field) | Op::Checked(field, ..), Some(moved)) =
                    (&steps.steps[slot].op, &self.moved)
                    && *field == moved.field
                {
                    form.constant = moved.by.clone();
                }
                Ok(Rc::new(Number::Linear(form)))
            }
            Op::Negate(a) => {
                let zero = Rc::new(Number::Linear(Linear::constant(Num::ZERO)));
                let a = self.number(*a);
                self.arith(Arith::Sub, &zero, &a)
            }
            Op::Arith(op, a, b) => self.arith_of(*op, *a, *b),
            Op::AddDays(a, b) => self.arith_of(Arith::Add, *a, *b),
            Op::DaysBetween(a, b) => self.arith_of(Arith::Sub, *a, *b),
            Op::Select(condition, then, otherwise) => {
                let condition = self.truth(*condition);
                Ok(choice(&condition, self.number(*then), self.number(*otherwise)))
            }
            Op::Rows(HitPolicy::First | HitPolicy::Unique, rows) => self.row_values(rows),
            Op::Rows(HitPolicy::Sum, rows) => self.row_sum(rows),
            Op::PointsValue(points) => match &steps.steps[*points].op {
                Op::Criterion(criterion) if !criterion.sum => self.row_values(&criterion.rows),
                _ => Err(NotLinear),
            },
            Op::Parameter(parameter, day) => self.parameter(*parameter, *day),
            Op::Call(Builtin::Max, all) => self.extreme(all, Compare::AtLeast),
            Op::Call(Builtin::Min, all) => self.extreme(all, Compare::AtMost),
            Op::Call(Builtin::Days, all) => match &**all {
                [from, to] => self.arith_of(Arith::Sub, *to, *from),
                _ => Err(NotLinear),
            },
            Op::Call(..)
            | Op::Script(..)
            | Op::Today
            | Op::Rows(HitPolicy::All, _)
            | Op::GradeValue(_)
            | Op::Periodic(_)
            | Op::Event(..) => Err(NotLinear),
            Op::InView(..)
            | Op::Compare(..)
            | Op::IsMissing(_)
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Criterion(_)
            | Op::Total(_)
            | Op::Grading(_)
            | Op::NoPeriodYet(_)
            | Op::Given(_)
            | Op::PeriodAsked(_)
            | Op::Verdict(_)
            | Op::IsVerdict(..) => Err(NotLinear),
        }
    }

    fn arith_of(&mut self, op: Arith, a: Slot, b: Slot) -> Result<Rc<Number>, NotLinear> {
        // What is divided by is chosen first where a record is made up.
        let right = self.number(b);
        let left = self.number(a);
        self.arith(op, &left, &right)
    }

    /// The conditions of rows and what they give; `None` of too many.
    pub fn row_numbers(&mut self, rows: &Rows) -> Option<Vec<(Rc<Formula>, Rc<Number>)>> {
        if rows.len() > MOST_CASES {
            return None;
        }
        let conditions = self.rows(rows);
        let values: Vec<Rc<Number>> = match rows {
            Rows::Each(rows) => rows.iter().map(|row| self.number(row.gives)).collect(),
            Rows::By(lookup) => lookup.gives.iter().map(|one| Rc::new(number_of(one))).collect(),
        };
        Some(conditions.into_iter().zip(values).collect())
    }

    /// What the first row that holds gives.
    fn row_values(&mut self, rows: &Rows) -> Result<Rc<Number>, NotLinear> {
        let all = self.row_numbers(rows).ok_or(NotLinear)?;
        Ok(all
            .into_iter()
            .rev()
            .fold(Rc::new(Number::Missing), |rest, (when, gives)| choice(&when, gives, rest)))
    }

    /// What the rows that hold give together.
    fn row_sum(&mut self, rows: &Rows) -> Result<Rc<Number>, NotLinear> {
        let all = self.row_numbers(rows).ok_or(NotLinear)?;
        // A row that may hold leaves no sum open to which it would add nothing, which of what is
        // worked out is not known here.
        if all.iter().any(|(_, gives)| gives.as_constant().is_none()) {
            return Err(NotLinear);
        }
        let adds = all.into_iter().filter(|(_, gives)| gives.as_constant() != Some(&Num::ZERO));
        sum(&adds.collect::<Vec<_>>()).ok_or(NotLinear)
    }

    /// The greatest or the least of some numbers.
    fn extreme(&mut self, all: &[Slot], op: Compare) -> Result<Rc<Number>, NotLinear> {
        let mut numbers = all.iter().map(|slot| (*slot, self.number(*slot))).collect::<Vec<_>>();
        let Some((_, first)) = numbers.pop() else { return Err(NotLinear) };
        numbers.into_iter().rev().try_fold(first, |best, (slot, other)| {
            let better = self.compared(slot, op, &other, &best)?;
            Ok(choice(&better, other, best))
        })
    }

    /// The variable of an input; of any other slot one of its own.
    fn input(&mut self, slot: Slot) -> VariableId {
        let source = match &self.steps.steps[slot].op {
            Op::Input(field) | Op::Checked(field, ..) => Source::Field(*field),
            Op::Aggregate(_, column) | Op::Previous(column) => Source::Column(*column),
            Op::AsOf => self.today(Source::AsOf),
            Op::Today if self.clock != Clock::Within => self.today(Source::Today),
            Op::Event(event, _) if self.clock != Clock::Within => Source::Event(*event),
            _ => return self.opaque(slot),
        };
        if let Some(known) = self.variables.get(&source) {
            return *known;
        }
        let variable = self.variable(source, slot);
        let id = self.space.variables.push(variable);
        self.variables.insert(source, id);
        match source {
            Source::AsOf | Source::Today => {
                let PackPeriod { from, to } = self.period;
                let [lower, upper] = match self.clock {
                    Clock::Within => [from, to],
                    Clock::Further => [from, None],
                    Clock::Between(first, last) => [first, last],
                }
                .map(|day| day.map(Date::number));
                self.bounded(id, Interval { lower, upper });
            }
            Source::Event(event) => self.happened(id, event),
            Source::Column(_) => self.bounded(id, self.limits.of(slot)),
            Source::Field(_) | Source::Switch | Source::Opaque => {}
        }
        id
    }

    /// Takes in the ends between which a variable lies.
    fn bounded(&mut self, id: VariableId, Interval { lower, upper }: Interval) {
        let form = Linear::variable(id);
        let cut = |end: Option<Num>, after| end.map(|end| Cut::At(end, after));
        let bounds = [
            cut(lower, false).and_then(|cut| Constraint::bound(&form, &cut, false)),
            cut(upper, true).and_then(|cut| Constraint::bound(&form, &cut, true)),
        ];
        self.space.facts.extend(bounds.into_iter().flatten());
    }

    fn variable(&self, source: Source, slot: Slot) -> Variable {
        let kind = self.steps.steps[slot].kind;
        let field =
            if let Source::Field(id) = source { Some(&self.record.fields[id]) } else { None };
        let ty = match &self.steps.steps[slot].op {
            Op::Aggregate(id, _) => Some(self.model.aggregates[*id].ty),
            _ => field.map(|field| field.ty),
        };
        let unit = ty.and_then(crate::model::unit);
        let of = RecordType { model: self.model, plan: self.plan, steps: self.steps };
        let whole = kind != Kind::Number || unit.is_some_and(Unit::is_whole) || of.is_whole(slot);
        let step = field.and_then(|field| field.step.as_ref()).map(|step| step.value.clone());
        let grain = step.or(whole.then_some(Num::ONE));
        let values = match (kind, field.map(|field| field.ty)) {
            (Kind::Truth, _) => Some(vec![Num::ZERO, Num::ONE]),
            (Kind::Code, Some(Type::Category(id))) => {
                let category = self.model.categories.get(id.index());
                let values = category.iter().flat_map(|category| &category.values);
                let mut all: Vec<Num> =
                    values.map(|value| Num::from_i64(-i64::from(value.number))).collect();
                all.sort_unstable();
                Some(all)
            }
            (Kind::Text, _) => {
                let texts = i64::try_from(self.plan.texts.len()).unwrap_or(i64::MAX);
                Some((0..=texts).map(Num::from_i64).collect())
            }
            (_, _) => None,
        };
        let is_day = matches!(source, Source::AsOf | Source::Today);
        let optional = field.is_none_or(|field| field.is_optional()) && !is_day;
        Variable { source, slot, kind, unit, grain, values, optional, from: Vec::new() }
    }

    /// The fields that a slot is worked out from.
    pub fn fields_of(&self, slot: Slot) -> BTreeSet<FieldId> {
        let (mut seen, mut next, mut fields) =
            (BTreeSet::from([slot]), vec![slot], BTreeSet::new());
        while let Some(slot) = next.pop() {
            let op = &self.steps.steps[slot].op;
            if let Op::Input(field) = op {
                fields.insert(*field);
            }
            op.operands(&mut |operand| next.extend(seen.insert(operand).then_some(operand)));
        }
        fields
    }

    /// The variable of a slot that is not read further.
    fn opaque(&mut self, slot: Slot) -> VariableId {
        if let Some(known) = self.opaque.get(&slot) {
            return *known;
        }
        let is_moved =
            self.moved.as_ref().is_some_and(|moved| moved.slots.binary_search(&slot).is_ok());
        let shape = (!is_moved).then(|| self.shapes.of(self.steps, slot));
        if let Some(known) = shape.and_then(|shape| self.shapes.variables.get(&shape)) {
            self.opaque.insert(slot, *known);
            return *known;
        }
        let is_switch = matches!(self.steps.steps[slot].op, Op::Parameter(..));
        let source = if is_switch { Source::Switch } else { Source::Opaque };
        let mut variable = self.variable(source, slot);
        variable.grain = variable.grain.filter(|_| variable.kind != Kind::Points);
        variable.from = self.fields_of(slot).into_iter().collect();
        let id = self.space.variables.push(variable);
        self.opaque.insert(slot, id);
        self.shapes.variables.extend(shape.map(|shape| (shape, id)));
        // The limits of a value go by the days of the pack's period.
        if !is_switch && (self.clock == Clock::Within || self.steps.is_timeless(slot)) {
            self.bounded(id, self.ends_of(slot));
        }
        id
    }
}

/// The same numbers with the opposite sign.
pub(super) fn mirrored(numbers: &Numbers<Num>) -> Numbers<Num> {
    let turned = |cut: &Cut<Num>| match cut {
        Cut::Start => Cut::End,
        Cut::End => Cut::Start,
        Cut::At(number, after) => Cut::At(number.neg(), !after),
    };
    let parts = numbers.parts().iter().rev().map(|part| turned(&part.end)..turned(&part.start));
    Numbers::new(parts.collect(), numbers.missing())
}

/// The cut before a segment, counted as of an index over bounds.
fn cut(bounds: &[Num], segment: u32) -> Cut<Num> {
    let Some(place) = segment.checked_sub(1) else { return Cut::Start };
    match bounds.get(place as usize / 2) {
        Some(bound) => Cut::At(bound.clone(), place % 2 == 1),
        None => Cut::End,
    }
}
