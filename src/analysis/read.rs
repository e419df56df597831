//! Slots of a plan read as formulas and as numbers that are linear case by case.
//!
//! What cannot be read further (a product of two fields, a script, an age) is a variable of its
//! own, between the bounds that are known of it. So a proof that something never happens holds in
//! spite of it, and a record that is found has to be run before it is believed.

use super::formula::{Atom, AxisId, Cut, Formula, Part};
use super::linear::{Linear, VariableId};
use super::number::{NotLinear, Number, arith, choice, chosen, number_of, number_of_day};
use super::space::{Measure, Source, Space, Variable};
use super::system::Constraint;
use crate::builtins::Builtin;
use crate::eval::estimate::{Estimate, Estimates, Leaves};
use crate::model::{
    ClauseKind, FieldId, HitPolicy, Model, ParameterId, Record, Verdict, VerdictTest,
};
use crate::plan::{
    Asked, Bounds, ClauseStep, Constant, Kind, Lookup, Op, Plan, RecordPlan, Rows, Slot, Step,
};
use crate::value::{Arith, Compare, Date, Num, Truth, Type, Unit};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Reader of the slots of one record type.
pub(super) struct Reader<'m> {
    plan: &'m Plan,
    steps: &'m RecordPlan,
    record: &'m Record,
    model: &'m Model,
    bounds: Estimates<'m, Open>,
    /// Variables and axes of all that has been read so far.
    pub space: Space,
    variables: HashMap<Source, VariableId>,
    opaque: HashMap<Slot, VariableId>,
    numbers: HashMap<Slot, Rc<Number>>,
    truths: HashMap<Slot, Rc<Formula>>,
    switches: Switches,
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

/// Inputs of which nothing is known.
struct Open;

impl Leaves for Open {
    type Fault = ();

    fn leaf(
        &self,
        _slot: Slot,
        _step: &Step,
        _all: &Estimates<'_, Self>,
    ) -> Result<Option<Estimate>, ()> {
        Ok(None)
    }
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
    ) -> Reader<'m> {
        Reader {
            plan,
            steps,
            record: &model.records[steps.record],
            model,
            bounds: Estimates::new(&steps.steps, Open),
            space: Space::default(),
            variables: HashMap::new(),
            opaque: HashMap::new(),
            numbers: HashMap::new(),
            truths: HashMap::new(),
            switches,
        }
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
        for place in 0..self.steps.inputs.len() {
            if let Some(slot) = self.steps.inputs.get(place) {
                self.input(*slot);
            }
        }
        for (_, range) in &self.steps.ranges {
            let range = self.truth(*range);
            self.fact(&range);
        }
    }

    /// Takes in a condition that no record fails, as far as it is linear.
    fn fact(&mut self, formula: &Formula) {
        match formula {
            Formula::And(parts) => parts.iter().for_each(|part| self.fact(part)),
            Formula::Atom(Atom { axis, parts, .. }) => {
                let Measure::Linear(form) = &self.space.axis(*axis).measure else { return };
                let [Part { from, to }] = parts.as_slice() else { return };
                let bound = |form: &Linear, factor: &Num, at: &Num, strict| {
                    let form = form.plus(&Num::ONE.neg(), &Linear::constant(at.clone())).ok()?;
                    Some(Constraint { form: form.times(factor).ok()?, strict })
                };
                let lower =
                    from.as_ref().and_then(|cut| bound(form, &Num::ONE, &cut.at, cut.after));
                let minus = Num::ONE.neg();
                let upper = to.as_ref().and_then(|cut| bound(form, &minus, &cut.at, !cut.after));
                self.space.facts.extend(lower.into_iter().chain(upper));
            }
            Formula::Or(_) | Formula::Not(_) | Formula::Unknown => {}
        }
    }

    fn read_truth(&mut self, slot: Slot) -> Rc<Formula> {
        let steps = self.steps;
        match &steps.steps[slot].op {
            Op::Constant(Constant::Truth(holds)) => Rc::new(Formula::settled(*holds)),
            Op::Constant(_) => Rc::new(Formula::Unknown),
            Op::Compare(op, a, b) => self.compare(slot, *op, *a, *b),
            Op::IsMissing(a) => self.missing(*a),
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
        let number = Number::Linear(Linear::variable(self.input(slot)));
        self.compared(slot, Compare::AtLeast, &number, &Number::Linear(Linear::constant(Num::ONE)))
            .unwrap_or_else(|_| Rc::new(Formula::Unknown))
    }

    fn opaque_truth(&mut self, slot: Slot) -> Rc<Formula> {
        let variable = self.opaque(slot);
        let number = Number::Linear(Linear::variable(variable));
        self.compared(slot, Compare::AtLeast, &number, &Number::Linear(Linear::constant(Num::ONE)))
            .unwrap_or_else(|_| Rc::new(Formula::Unknown))
    }

    /// The condition that a slot is missing.
    fn missing(&mut self, slot: Slot) -> Rc<Formula> {
        if self.steps.steps[slot].kind == Kind::Truth {
            let formula = self.truth(slot);
            return match &*formula {
                Formula::Atom(atom) => self.axis_missing(atom.axis),
                Formula::Unknown | Formula::Not(_) | Formula::And(_) | Formula::Or(_) => {
                    self.opaque_truth(slot)
                }
            };
        }
        let number = self.number(slot);
        self.number_missing(slot, &number)
    }

    fn number_missing(&mut self, slot: Slot, number: &Number) -> Rc<Formula> {
        match number {
            Number::Missing => Rc::new(Formula::settled(true)),
            Number::Linear(form) if form.is_constant() => Rc::new(Formula::settled(false)),
            Number::Linear(form) => {
                let all: Vec<_> = form.terms.keys().copied().collect();
                let each = all.into_iter().map(|variable| {
                    let axis =
                        self.space.axis_of(Measure::Linear(Linear::variable(variable)), None);
                    self.axis_missing(axis)
                });
                let each: Vec<_> = each.collect();
                Formula::or(each)
            }
            Number::Quotient(over, under) => {
                match self.quotient_axis(over.clone(), under.clone(), slot) {
                    Ok((axis, _)) => self.axis_missing(axis),
                    Err(NotLinear) => self.opaque_truth(slot),
                }
            }
            // Its condition may be missing as well, which a formula cannot say.
            Number::Choice(..) => self.opaque_truth(slot),
        }
    }

    fn axis_missing(&mut self, axis: AxisId) -> Rc<Formula> {
        Rc::new(Formula::Atom(Atom { axis, parts: Vec::new(), missing: Truth::True }))
    }

    fn compare(&mut self, slot: Slot, op: Compare, a: Slot, b: Slot) -> Rc<Formula> {
        if self.steps.steps[a].kind == Kind::Truth {
            return self.same_truth(slot, op, a, b);
        }
        let (left, right) = (self.number(a), self.number(b));
        let shown = if self.is_constant(b) { a } else { slot };
        let compared = self.each_case(shown, op, &left, &right);
        compared.unwrap_or_else(|_| self.opaque_truth(slot))
    }

    fn is_constant(&self, slot: Slot) -> bool {
        matches!(self.steps.steps[slot].op, Op::Constant(_))
    }

    fn same_truth(&mut self, slot: Slot, op: Compare, a: Slot, b: Slot) -> Rc<Formula> {
        let (left, right) = (self.truth(a), self.truth(b));
        match (op, right.constant()) {
            (Compare::Equal, Some(true)) | (Compare::NotEqual, Some(false)) => left,
            (Compare::Equal, Some(false)) | (Compare::NotEqual, Some(true)) => Formula::not(left),
            (_, _) => self.opaque_truth(slot),
        }
    }

    fn each_case(
        &mut self,
        slot: Slot,
        op: Compare,
        left: &Number,
        right: &Number,
    ) -> Result<Rc<Formula>, NotLinear> {
        match (left, right) {
            (Number::Choice(condition, then, otherwise), _) => {
                let then = self.each_case(slot, op, then, right)?;
                Ok(chosen(condition, then, self.each_case(slot, op, otherwise, right)?))
            }
            (_, Number::Choice(condition, then, otherwise)) => {
                let then = self.each_case(slot, op, left, then)?;
                Ok(chosen(condition, then, self.each_case(slot, op, left, otherwise)?))
            }
            (
                Number::Linear(_) | Number::Quotient(..) | Number::Missing,
                Number::Linear(_) | Number::Quotient(..) | Number::Missing,
            ) => self.compared(slot, op, left, right),
        }
    }

    /// A comparison of two numbers without cases.
    fn compared(
        &mut self,
        slot: Slot,
        op: Compare,
        left: &Number,
        right: &Number,
    ) -> Result<Rc<Formula>, NotLinear> {
        match (left, right) {
            (Number::Missing, _) | (_, Number::Missing) => Ok(Rc::new(Formula::Unknown)),
            (Number::Linear(a), Number::Linear(b)) => {
                let difference = a.plus(&Num::ONE.neg(), b)?;
                if difference.is_constant() {
                    // Both may be missing all the same.
                    return if a.is_constant() && b.is_constant() {
                        let holds = op.holds(difference.constant.cmp(&Num::ZERO));
                        Ok(Rc::new(Formula::settled(holds)))
                    } else {
                        Err(NotLinear)
                    };
                }
                let by = Num::ONE.div(&difference.leading())?;
                let form = difference.times(&by)?;
                let at = form.constant.neg();
                let form = Linear { constant: Num::ZERO, ..form };
                let op = if by.is_negative() { op.mirrored() } else { op };
                Ok(self.atom(Measure::Linear(form), Some(slot), op, &at))
            }
            (Number::Quotient(over, under), Number::Linear(b)) if b.is_constant() => {
                let (axis, scale) = self.quotient_axis(over.clone(), under.clone(), slot)?;
                Ok(self.on_axis(axis, op, &b.constant.div(&scale)?))
            }
            (Number::Linear(a), Number::Quotient(..)) if a.is_constant() => {
                self.compared(slot, op.mirrored(), right, left)
            }
            (Number::Quotient(a, under), Number::Quotient(b, other)) if under == other => {
                let over = a.plus(&Num::ONE.neg(), b)?;
                let (axis, _) = self.quotient_axis(over, under.clone(), slot)?;
                Ok(self.on_axis(axis, op, &Num::ZERO))
            }
            (_, _) => Err(NotLinear),
        }
    }

    /// The axis of a quotient, and the positive number that the quotient is times the axis.
    fn quotient_axis(
        &mut self,
        over: Linear,
        under: Linear,
        slot: Slot,
    ) -> Result<(AxisId, Num), NotLinear> {
        let (by, scale) = (under.leading().abs(), over.leading().abs());
        let under = under.times(&Num::ONE.div(&by)?)?;
        let over = over.times(&Num::ONE.div(&scale)?)?;
        let axis = self.space.axis_of(Measure::Quotient(over, under), Some(slot));
        Ok((axis, scale.div(&by)?))
    }

    fn atom(&mut self, measure: Measure, slot: Option<Slot>, op: Compare, at: &Num) -> Rc<Formula> {
        let axis = self.space.axis_of(measure, slot);
        self.on_axis(axis, op, at)
    }

    fn on_axis(&mut self, axis: AxisId, op: Compare, at: &Num) -> Rc<Formula> {
        Rc::new(Formula::Atom(Atom { axis, parts: Part::compare(op, at), missing: Truth::Missing }))
    }

    /// The conditions of rows that are looked up.
    fn looked_up(&mut self, lookup: &Lookup) -> Vec<Rc<Formula>> {
        let number = |number: i64| Num::from_i64(number);
        let bounds: Vec<Num> = match lookup.index.bounds() {
            Bounds::Numbers(bounds) => bounds.to_vec(),
            Bounds::Dates(days) => days.iter().copied().map(number_of_day).collect(),
            Bounds::Codes(codes) => codes.iter().map(|code| number(-i64::from(*code))).collect(),
            Bounds::Texts(texts) => texts.iter().map(|text| number((*text).into())).collect(),
        };
        let falling = matches!(lookup.index.bounds(), Bounds::Codes(_));
        let row = |row: usize| {
            let held = lookup.index.held(row).iter();
            let mut parts: Vec<Part> = held
                .map(|held| Part { from: cut(&bounds, held.start), to: cut(&bounds, held.end) })
                .collect();
            if falling {
                parts.iter_mut().for_each(Part::mirror);
                parts.reverse();
            }
            (parts, lookup.index.truth(row, &Asked::Missing(None)))
        };
        let rows: Vec<(Vec<Part>, Truth)> = (0..lookup.index.rows()).map(row).collect();
        let subject = self.number(lookup.subject);
        let within = |reader: &mut Self, subject: &Number| -> Result<Vec<_>, NotLinear> {
            let each = rows
                .iter()
                .map(|(parts, missing)| reader.within(lookup.subject, subject, parts, *missing));
            each.collect()
        };
        within(self, &subject).unwrap_or_else(|NotLinear| {
            let own = Number::Linear(Linear::variable(self.opaque(lookup.subject)));
            within(self, &own).unwrap_or_default()
        })
    }

    /// The condition that a number lies in some parts, with its truth where there is none.
    fn within(
        &mut self,
        slot: Slot,
        number: &Number,
        parts: &[Part],
        missing: Truth,
    ) -> Result<Rc<Formula>, NotLinear> {
        let (measure, scale, shift) = match number {
            Number::Choice(condition, then, otherwise) => {
                let then = self.within(slot, then, parts, missing)?;
                let otherwise = self.within(slot, otherwise, parts, missing)?;
                return Ok(chosen(condition, then, otherwise));
            }
            Number::Missing => {
                return Ok(Rc::new(match missing {
                    Truth::True | Truth::False => Formula::settled(missing == Truth::True),
                    Truth::Missing | Truth::Fault => Formula::Unknown,
                }));
            }
            Number::Linear(form) if form.is_constant() => {
                let holds = parts.iter().any(|part| part.contains(&form.constant));
                return Ok(Rc::new(Formula::settled(holds)));
            }
            Number::Linear(form) => {
                let by = form.leading();
                let scaled = form.times(&Num::ONE.div(&by)?)?;
                let measure = Measure::Linear(Linear { constant: Num::ZERO, ..scaled });
                (measure, by, form.constant.clone())
            }
            Number::Quotient(over, under) => {
                let (axis, scale) = self.quotient_axis(over.clone(), under.clone(), slot)?;
                (self.space.axis(axis).measure.clone(), scale, Num::ZERO)
            }
        };
        let moved = |cut: &Option<Cut>| -> Result<Option<Cut>, NotLinear> {
            let Some(Cut { at, after }) = cut else { return Ok(None) };
            Ok(Some(Cut { at: at.sub(&shift)?.div(&scale)?, after: *after }))
        };
        let parts = parts.iter().map(|part| {
            let mut part = Part { from: moved(&part.from)?, to: moved(&part.to)? };
            if scale.is_negative() {
                part.mirror();
            }
            Ok(part)
        });
        let mut parts = parts.collect::<Result<Vec<Part>, NotLinear>>()?;
        if scale.is_negative() {
            parts.reverse();
        }
        let axis = self.space.axis_of(measure, Some(slot));
        Ok(Rc::new(Formula::Atom(Atom { axis, parts, missing })))
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
        let constant = |number| Ok(Rc::new(Number::Linear(Linear::constant(number))));
        match &steps.steps[slot].op {
            Op::Constant(value) => Ok(Rc::new(number_of(value))),
            Op::Input(_) | Op::Checked(..) | Op::Aggregate(..) | Op::Previous(_) | Op::AsOf => {
                Ok(Rc::new(Number::Linear(Linear::variable(self.input(slot)))))
            }
            Op::Negate(a) => {
                let zero = Rc::new(Number::Linear(Linear::constant(Num::ZERO)));
                let a = self.number(*a);
                arith(Arith::Sub, &zero, &a)
            }
            Op::Arith(op, a, b) => {
                // What is divided by is chosen first where a record is made up.
                let right = self.number(*b);
                arith(*op, &self.number(*a), &right)
            }
            Op::AddDays(a, b) => arith(Arith::Add, &self.number(*a), &self.number(*b)),
            Op::DaysBetween(a, b) => arith(Arith::Sub, &self.number(*a), &self.number(*b)),
            Op::Select(condition, then, otherwise) => {
                let condition = self.truth(*condition);
                Ok(choice(&condition, self.number(*then), self.number(*otherwise)))
            }
            Op::Rows(HitPolicy::First | HitPolicy::Unique, rows) => self.row_values(rows),
            Op::PointsValue(points) => match &steps.steps[*points].op {
                Op::Criterion(criterion) if !criterion.sum => self.row_values(&criterion.rows),
                _ => Err(NotLinear),
            },
            Op::Parameter(parameter, day) => self.parameter(*parameter, *day),
            Op::Call(Builtin::Max, all) => self.extreme(all, Compare::AtLeast),
            Op::Call(Builtin::Min, all) => self.extreme(all, Compare::AtMost),
            Op::Call(Builtin::Days, all) => match &**all {
                [from, to] => arith(Arith::Sub, &self.number(*to), &self.number(*from)),
                _ => Err(NotLinear),
            },
            Op::Call(..)
            | Op::AddMonths(..)
            | Op::Script(..)
            | Op::Today
            | Op::Rows(..)
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
            | Op::IsVerdict(..) => constant(Num::ZERO).and(Err(NotLinear)),
        }
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

    /// The greatest or the least of some numbers.
    fn extreme(&mut self, all: &[Slot], op: Compare) -> Result<Rc<Number>, NotLinear> {
        let mut numbers = all.iter().map(|slot| (*slot, self.number(*slot))).collect::<Vec<_>>();
        let Some((_, first)) = numbers.pop() else { return Err(NotLinear) };
        numbers.into_iter().rev().try_fold(first, |best, (slot, other)| {
            let better = self.each_case(slot, op, &other, &best)?;
            Ok(choice(&better, other, best))
        })
    }

    fn truth_parameter(&mut self, slot: Slot, id: ParameterId, day: Slot) -> Rc<Formula> {
        let one = Number::Linear(Linear::constant(Num::ONE));
        let holds = self
            .parameter(id, day)
            .and_then(|number| self.each_case(slot, Compare::AtLeast, &number, &one));
        holds.unwrap_or_else(|NotLinear| self.opaque_truth(slot))
    }

    /// A dated parameter: by the days on which its values begin.
    fn parameter(&mut self, id: ParameterId, day: Slot) -> Result<Rc<Number>, NotLinear> {
        let is_number = matches!(self.model.parameters[id].ty, Type::Number(_) | Type::Date);
        if self.switches == Switches::Open && !is_number {
            return Err(NotLinear);
        }
        let plan = self.plan;
        let (values, on) = (plan.parameters.get(id.index()).ok_or(NotLinear)?, self.number(day));
        let mut number = Rc::new(Number::Missing);
        for (first, value) in values {
            let first = Number::Linear(Linear::constant(number_of_day(*first)));
            let begun = self.each_case(day, Compare::AtLeast, &on, &first)?;
            let value = Rc::new(value.as_ref().map_or(Number::Missing, number_of));
            number = choice(&begun, value, number);
        }
        Ok(number)
    }

    /// Whether a block came to some verdicts, where its clauses ask nothing over time.
    fn is_verdict(&mut self, slot: Slot, verdict: Slot, test: &VerdictTest) -> Rc<Formula> {
        let steps = self.steps;
        let Op::Verdict(clauses) = &steps.steps[verdict].op else {
            return self.opaque_truth(slot);
        };
        if clauses.iter().any(|clause| clause.not_due.is_some() || clause.own.is_some()) {
            return self.opaque_truth(slot);
        }
        let (rejected, to_review) = self.brought_about(clauses);
        let mut named = Vec::new();
        for verdict in &test.named {
            named.push(match verdict {
                Verdict::Rejected => Rc::clone(&rejected),
                Verdict::ToReview => {
                    Formula::and([Formula::not(Rc::clone(&rejected)), Rc::clone(&to_review)])
                }
                Verdict::Met => Formula::and([
                    Formula::not(Rc::clone(&rejected)),
                    Formula::not(Rc::clone(&to_review)),
                ]),
                Verdict::NotDue => Rc::new(Formula::settled(false)),
                Verdict::Incomplete => return self.opaque_truth(slot),
            });
        }
        let any = Formula::or(named);
        if test.negated { Formula::not(any) } else { any }
    }

    /// The conditions on which clauses reject, and on which they ask for a review.
    fn brought_about(&mut self, clauses: &[ClauseStep]) -> (Rc<Formula>, Rc<Formula>) {
        let (mut rejected, mut to_review) = (Vec::new(), Vec::new());
        for clause in clauses {
            let condition = self.truth(clause.condition);
            match clause.kind {
                ClauseKind::Require | ClauseKind::Due => rejected.push(Formula::not(condition)),
                ClauseKind::Reject => rejected.push(condition),
                ClauseKind::Refer => to_review.push(condition),
                ClauseKind::Applies | ClauseKind::Warn | ClauseKind::Prefer => {}
            }
        }
        (Formula::or(rejected), Formula::or(to_review))
    }

    /// The variable of an input; of any other slot one of its own.
    fn input(&mut self, slot: Slot) -> VariableId {
        let source = match &self.steps.steps[slot].op {
            Op::Input(field) | Op::Checked(field, ..) => Source::Field(*field),
            Op::Aggregate(_, column) | Op::Previous(column) => Source::Column(*column),
            Op::AsOf => Source::AsOf,
            _ => return self.opaque(slot),
        };
        if let Some(known) = self.variables.get(&source) {
            return *known;
        }
        let variable = self.variable(source, slot);
        let id = self.space.variables.push(variable);
        self.variables.insert(source, id);
        if source == Source::AsOf {
            self.bounded(id, self.model.period.from, self.model.period.to);
        }
        id
    }

    /// Bounds a day by the period of the pack.
    fn bounded(&mut self, id: VariableId, from: Option<Date>, to: Option<Date>) {
        let lower = from.map(|day| (number_of_day(day).neg(), Num::ONE));
        let upper = to.map(|day| (number_of_day(day), Num::ONE.neg()));
        for (constant, factor) in lower.into_iter().chain(upper) {
            let form = Linear { terms: [(id, factor)].into(), constant };
            self.space.facts.push(Constraint { form, strict: false });
        }
    }

    fn variable(&self, source: Source, slot: Slot) -> Variable {
        let kind = self.steps.steps[slot].kind;
        let field =
            if let Source::Field(id) = source { Some(&self.record.fields[id]) } else { None };
        let unit = field.and_then(|field| crate::model::unit(field.ty));
        let whole = kind != Kind::Number || unit.is_some_and(Unit::is_whole);
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
        let optional = field.is_none_or(|field| field.is_optional()) && source != Source::AsOf;
        Variable { source, slot, kind, unit, whole, values, optional, from: Vec::new() }
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
        let mut variable = self.variable(Source::Opaque, slot);
        variable.whole &= variable.kind != Kind::Points;
        variable.from = self.fields_of(slot).into_iter().collect();
        let id = self.space.variables.push(variable);
        self.opaque.insert(slot, id);
        let interval = self.bounds.possible(slot).ok().and_then(|possible| possible.interval());
        let (lower, upper) = interval.map_or((None, None), |all| (all.lower, all.upper));
        let lower = lower.map(|at| (at.neg(), Num::ONE));
        let upper = upper.map(|at| (at, Num::ONE.neg()));
        for (constant, factor) in lower.into_iter().chain(upper) {
            let form = Linear { terms: [(id, factor)].into(), constant };
            self.space.facts.push(Constraint { form, strict: false });
        }
        id
    }
}

impl Part {
    /// The part with its ends exchanged: of bounds that fall.
    fn mirror(&mut self) {
        std::mem::swap(&mut self.from, &mut self.to);
        for cut in self.from.iter_mut().chain(&mut self.to) {
            cut.after = !cut.after;
        }
    }
}

/// The cut before a segment between bounds; none before the first and after the last.
fn cut(bounds: &[Num], segment: u32) -> Option<Cut> {
    let place = segment.checked_sub(1)? as usize;
    let at = bounds.get(place / 2)?.clone();
    Some(Cut { at, after: place % 2 == 1 })
}
