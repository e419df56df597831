//! Fields of a record that may change, and by which steps.

use crate::aggregate::Limits;
use crate::analysis::{OpenField, grain, resting_on};
use crate::builtins::Builtin;
use crate::choices::Change;
use crate::eval::estimate::Estimate;
use crate::interval::{Interval, Possible, Truths};
use crate::model::{Field, FieldId, Model, Record};
use crate::plan::{Constant, Kind, Op, Plan, RecordPlan, Rows, Slot};
use crate::value::{Arith, Num, Rounding, Type, Value};

/// A field that may change, or be filled in where it is missing.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// The field of the record type.
    pub field: FieldId,
    /// Slot of the field as it was read.
    pub input: Slot,
    /// Type of its values.
    pub ty: Type,
    /// Way in which it can change; `None` if in any.
    pub change: Option<Change>,
    /// Grain of its numbers.
    pub grain: Num,
    /// `true` if each of its numbers is a multiple of the grain.
    pub is_grained: bool,
    /// Ends between which its numbers lie, whatever the record.
    pub ends: Interval,
    /// Steps that it has a part in, in order, but for whether it keeps its step.
    pub moving: Vec<Slot>,
    /// The steps by which something turns with it.
    pub along: OpenField,
    /// All steps that are run anew where it changes, in order.
    pub run_anew: Vec<Slot>,
    /// `true` if one of those reads what was gathered of other records besides.
    pub reads_others: bool,
    /// Steps among those whose value two fields can share: comparisons and what is worked out.
    shared: Vec<Slot>,
    /// `true` if points rise and fall with the field between its turns, or what a total is compared
    /// with does, so that a total turns with every other field as well.
    pub is_sloped: bool,
    /// `true` if what was gathered from other records rests on the field: see [`gathered`].
    pub is_gathered: bool,
}

impl Open {
    /// Returns `true` of values that are numbers or days.
    pub fn is_ordered(&self) -> bool {
        matches!(self.ty, Type::Number(_) | Type::Date)
    }

    /// The numbers that the field may have instead of its own, within some ends.
    pub fn within(&self, own: &Value, ends: &Interval) -> Interval {
        let ends = self.ends.meet(ends);
        let own = Interval::of_value(own).unwrap_or(Interval::OPEN);
        let allowed = match self.change {
            None => ends,
            Some(Change::Fixed) => own,
            Some(Change::OnlyRises) => ends.meet(&Interval { upper: None, ..own }),
            Some(Change::OnlyFalls) => ends.meet(&Interval { lower: None, ..own }),
        };
        let multiple = |end: &Option<Num>, way| self.multiple(end.as_ref()?, way);
        let within = Interval {
            lower: multiple(&allowed.lower, Rounding::Up),
            upper: multiple(&allowed.upper, Rounding::Down),
        };
        let is_empty = within.lower.as_ref().zip(within.upper.as_ref()).is_some_and(|(a, b)| a > b);
        if self.is_grained && !is_empty { within } else { allowed }
    }

    /// Returns `true` if something reads both fields at once, so that what one of them needs
    /// depends on the other.
    pub fn is_joint_with(&self, other: &Open) -> bool {
        self.is_sloped || other.is_sloped || self.shares_with(other)
    }

    /// Returns `true` if something besides the total reads both fields at once.
    pub fn shares_with(&self, other: &Open) -> bool {
        self.shared.iter().any(|slot| other.shared.binary_search(slot).is_ok())
    }
}

/// Degree of a number in two fields: to what power of a factor it grows when both grow by it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Degree {
    /// Zero is of every degree.
    Any,
    Of(i32),
    None,
}

impl Degree {
    fn with(self, op: Arith, other: Degree) -> Degree {
        match (op, self, other) {
            (_, Degree::None, _) | (_, _, Degree::None) => Degree::None,
            (Arith::Add | Arith::Sub, Degree::Any, one)
            | (Arith::Add | Arith::Sub, one, Degree::Any) => one,
            (Arith::Add | Arith::Sub, Degree::Of(a), Degree::Of(b)) if a == b => self,
            (Arith::Add | Arith::Sub, Degree::Of(_), Degree::Of(_)) => Degree::None,
            (Arith::Mul | Arith::Div, Degree::Any, _) | (Arith::Mul, _, Degree::Any) => Degree::Any,
            (Arith::Div, Degree::Of(_), Degree::Any) => Degree::None,
            (Arith::Mul, Degree::Of(a), Degree::Of(b)) => Degree::Of(a + b),
            (Arith::Div, Degree::Of(a), Degree::Of(b)) => Degree::Of(a - b),
        }
    }

    /// Degree of what is one number or another.
    fn or(self, other: Degree) -> Degree {
        if self.compares(other) {
            if self == Degree::Any { other } else { self }
        } else {
            Degree::None
        }
    }

    /// Returns `true` if two numbers of these degrees compare alike however both fields grow.
    fn compares(self, other: Degree) -> bool {
        match (self, other) {
            (Degree::None, _) | (_, Degree::None) => false,
            (Degree::Any, _) | (_, Degree::Any) => true,
            (Degree::Of(a), Degree::Of(b)) => a == b,
        }
    }
}

impl Open {
    /// Returns `true` if all that compares the two fields together does so by their ratio: the
    /// lines at which it turns all go through zero.
    pub fn is_homogeneous_with(&self, other: &Open, steps: &RecordPlan) -> bool {
        if self.is_sloped || other.is_sloped {
            return false;
        }
        let degree = |slot: &Slot| degree(steps, *slot, [self.input, other.input]);
        let is_joint = |slot: &&Slot| other.shared.binary_search(slot).is_ok();
        self.shared.iter().filter(is_joint).all(|slot| match &steps.steps[*slot].op {
            Op::Compare(_, a, b) => degree(a).compares(degree(b)),
            Op::Rows(_, Rows::By(lookup)) => degree(&lookup.subject) == Degree::Of(0),
            Op::Criterion(criterion) => match &criterion.rows {
                Rows::By(lookup) => degree(&lookup.subject) == Degree::Of(0),
                Rows::Each(_) => false,
            },
            // These turn where two of them are equal.
            Op::Call(Builtin::Max | Builtin::Min, _) => degree(slot) != Degree::None,
            Op::Arith(..) | Op::Negate(_) | Op::Checked(..) => true,
            _ => false,
        })
    }
}

fn degree(steps: &RecordPlan, slot: Slot, fields: [Slot; 2]) -> Degree {
    if fields.contains(&slot) {
        return Degree::Of(1);
    }
    match &steps.steps[slot].op {
        Op::Constant(Constant::Number(number)) if number.is_zero() => Degree::Any,
        Op::Checked(_, input, _) => degree(steps, *input, fields),
        Op::Negate(a) => degree(steps, *a, fields),
        Op::Arith(op, a, b) => degree(steps, *a, fields).with(*op, degree(steps, *b, fields)),
        Op::Select(_, a, b) => degree(steps, *a, fields).or(degree(steps, *b, fields)),
        Op::Call(Builtin::Max | Builtin::Min, all) => {
            let degrees = all.iter().map(|slot| degree(steps, *slot, fields));
            degrees.fold(Degree::Any, Degree::or)
        }
        _ => {
            let rests = steps.rests_on([slot]);
            let reads = fields.iter().any(|field| rests.get(field.index()) == Some(&true));
            if reads { Degree::None } else { Degree::Of(0) }
        }
    }
}

/// The fields of a record type that may change what some slots hold.
pub(super) fn open(model: &Model, plan: &Plan, steps: &RecordPlan, roots: &[Slot]) -> Vec<Open> {
    let record = &model.records[steps.record];
    let roots = || roots.iter().copied();
    let decides = steps.rests_on(roots());
    // A step is the grain of its field's candidates, which are all multiples of it.
    let declared = record.fields.iter().filter_map(|field| field.step.as_ref());
    let grains: Vec<Slot> = declared.filter_map(|step| steps.slot(&step.holds)).collect();
    let ranges = steps.ranges.iter().map(|(_, slot)| *slot);
    let possible = || ranges.clone().chain(steps.impossible.iter().copied());
    let wanted = steps.rests_on_but(roots().chain(possible()), &grains);
    let run = steps.rests_on(roots().chain(possible()));
    let limits = Limits::new(model, plan, steps);
    let (graded, gathered) = (graded(steps), gathered(steps, &decides));
    let fields = record.fields.enumerate().filter(|(id, _)| may_change(record, *id));
    let all = fields.filter_map(|(field, declared)| {
        let input = *steps.inputs.get(field.index())?;
        let moving = resting_on(steps, &wanted, input);
        let run_anew = resting_on(steps, &run, input);
        let reads_others = |slot: Slot| slot != input && steps.steps[slot].op.reads_record();
        let shared = moving.iter().copied().filter(|slot| is_shared(steps, &graded, *slot));
        let shared = shared.collect();
        let is_sloped = moving.iter().any(|slot| {
            gives_any_of(steps, *slot, &moving) || meets_total(steps, &graded, *slot, &moving)
        });
        Some(Open {
            field,
            input,
            ty: declared.ty,
            change: declared.change,
            grain: grain(declared.ty, declared.step.as_ref().map(|step| &step.value)),
            along: OpenField::new(steps, &moving, input),
            reads_others: run_anew.iter().any(|slot| reads_others(*slot)),
            run_anew,
            is_grained: declared.step.is_some()
                || declared.ty.is_whole()
                || declared.ty == Type::Date,
            ends: limits.of(input),
            moving,
            shared,
            is_sloped,
            is_gathered: gathered.contains(&field),
        })
    });
    let has_part = |open: &Open| {
        open.is_gathered || open.moving.iter().any(|slot| decides.get(slot.index()) == Some(&true))
    };
    let (mut open, mut others): (Vec<Open>, Vec<Open>) = all.partition(has_part);
    // What ties a field to one of those may have to give way to it.
    loop {
        let is_tied = |other: &Open| open.iter().any(|one| one.is_joint_with(other));
        let (tied, rest): (Vec<Open>, Vec<Open>) = others.into_iter().partition(is_tied);
        if tied.is_empty() {
            break;
        }
        open.extend(tied);
        others = rest;
    }
    open.sort_by_key(|one| one.field);
    open
}

/// The fields that some slots rest on by what was gathered from other records before it was run:
/// conditions of periods and deadlines, which are asked on other days, and whether a list is whole.
/// No run of the record alone tells what a change of them does.
pub(super) fn gathered(steps: &RecordPlan, decides: &[bool]) -> Vec<FieldId> {
    let ops =
        || steps.steps.iter().zip(decides).filter(|(_, does)| **does).map(|(step, _)| &step.op);
    let mut roots: Vec<Slot> = Vec::new();
    for op in ops() {
        match op {
            Op::Event(id, _) => {
                let event = steps.events.iter().filter(|event| event.id == *id);
                roots
                    .extend(event.flat_map(|event| [Some(event.condition), event.since]).flatten());
            }
            Op::Periodic(step) | Op::NoPeriodYet(step) | Op::PeriodAsked(step) => {
                let periodic = steps.periodics.iter().filter(|periodic| periodic.id == step.id);
                roots.extend(periodic.flat_map(|one| [Some(one.condition), one.value]).flatten());
            }
            _ => {}
        }
    }
    let rests_on_aggregate = |slots: &[bool]| {
        let mut all = steps.steps.iter().zip(slots);
        all.any(|(step, does)| *does && matches!(step.op, Op::Aggregate(..)))
    };
    if rests_on_aggregate(decides) || rests_on_aggregate(&steps.rests_on(roots.iter().copied())) {
        roots.extend(steps.complete.iter().map(|(_, slot)| *slot));
    }
    let rests = steps.rests_on(roots);
    let inputs = steps.inputs.iter().enumerate();
    let read = inputs.filter(|(_, input)| rests.get(input.index()) == Some(&true));
    read.map(|(place, _)| FieldId::new(place)).collect()
}

/// A field that a block reads, and all that it can hold.
pub(super) struct Deciding {
    /// The field of the record type.
    pub field: FieldId,
    /// Slot of the field as it was read.
    pub input: Slot,
    /// All that it can hold; `None` if the record is not run with anything but its own.
    pub can_be: Option<Estimate>,
}

impl Deciding {
    /// The fields of a record type that some slots rest on.
    pub fn of(model: &Model, plan: &Plan, steps: &RecordPlan, roots: &[Slot]) -> Vec<Deciding> {
        let decides = steps.rests_on(roots.iter().copied());
        let limits = Limits::new(model, plan, steps);
        let gathered = gathered(steps, &decides);
        let inputs = steps.inputs.iter().zip(model.records[steps.record].fields.enumerate());
        let read = inputs.filter(|(input, (field, _))| {
            decides.get(input.index()) == Some(&true) || gathered.contains(field)
        });
        let deciding = |(input, (field, declared)): (&Slot, (FieldId, &Field))| {
            let within = |interval| Estimate::Value(Possible::within(interval));
            let can_be = match declared.ty {
                Type::Number(_) | Type::Date => within(limits.of(*input)),
                Type::YesNo => Estimate::Truth(Truths { holds: true, fails: true, missing: false }),
                Type::Category(id) => within(codes(model, id.index())),
                Type::Text => within(Interval::OPEN),
            };
            let can_be = Some(can_be).filter(|_| !gathered.contains(&field));
            Deciding { field, input: *input, can_be }
        };
        read.map(deciding).collect()
    }
}

/// All codes of a category, as an estimate has them.
fn codes(model: &Model, category: usize) -> Interval {
    let values = model.categories.get(category).into_iter().flat_map(|category| &category.values);
    let codes = values.map(|value| Num::from_i64(-i64::from(value.number)));
    Interval { lower: codes.clone().min(), upper: codes.max() }
}

fn may_change(record: &Record, id: FieldId) -> bool {
    let field = &record.fields[id];
    let is_link = record.parent.is_some_and(|(_, link)| link == id);
    let is_day_of_rows = record.day_of_rows() == Some(id)
        || record.register.is_some_and(|register| register.counted() == id);
    let is_text = field.ty == Type::Text;
    !field.key && !is_link && !is_day_of_rows && !is_text
}

/// Returns `true` of a criterion one of whose rows gives what is among some steps.
fn gives_any_of(steps: &RecordPlan, slot: Slot, moving: &[Slot]) -> bool {
    let Op::Criterion(criterion) = &steps.steps[slot].op else { return false };
    criterion.rows.steps().iter().any(|row| moving.binary_search(&row.gives).is_ok())
}

/// Returns `true` of a step that reads a total, or what rests on one, together with a number among
/// some steps that does not.
fn meets_total(steps: &RecordPlan, graded: &[bool], slot: Slot, moving: &[Slot]) -> bool {
    let is_graded = |slot: Slot| graded.get(slot.index()) == Some(&true);
    let mut meets = false;
    steps.steps[slot].op.operands(&mut |operand| {
        let is_number = steps.steps[operand].kind == Kind::Number;
        meets |= is_number && !is_graded(operand) && moving.binary_search(&operand).is_ok();
    });
    meets && is_graded(slot)
}

/// Steps that rest on a total: every criterion has a part in them.
fn graded(steps: &RecordPlan) -> Vec<bool> {
    let mut graded = Vec::with_capacity(steps.steps.len());
    for step in steps.steps.iter() {
        let mut rests = matches!(step.op, Op::Total(_));
        step.op.operands(&mut |operand| {
            rests |= graded.get(operand.index()).copied().unwrap_or(false);
        });
        graded.push(rests);
    }
    graded
}

/// Returns `true` of a step that makes the candidates of one field depend on another, if it reads
/// both. What only joins conditions, or chooses between values, does not.
fn is_shared(steps: &RecordPlan, graded: &[bool], slot: Slot) -> bool {
    let gives_numbers = |rows: &Rows| {
        rows.steps().iter().any(|row| !matches!(steps.steps[row.gives].op, Op::Constant(_)))
    };
    if graded.get(slot.index()) == Some(&true) {
        return false;
    }
    match &steps.steps[slot].op {
        Op::And(_)
        | Op::Or(_)
        | Op::Not(_)
        | Op::IsMissing(_)
        | Op::Select(..)
        | Op::Grading(_)
        | Op::GradeValue(_)
        | Op::Verdict(_)
        | Op::IsVerdict(..)
        | Op::Total(_) => false,
        Op::Rows(_, rows @ Rows::Each(_)) => gives_numbers(rows),
        Op::Criterion(criterion) if matches!(criterion.rows, Rows::Each(_)) => {
            gives_numbers(&criterion.rows)
        }
        Op::PointsValue(_)
        | Op::Rows(..)
        | Op::Criterion(_)
        | Op::Constant(_)
        | Op::Input(_)
        | Op::Checked(..)
        | Op::Aggregate(..)
        | Op::Previous(_)
        | Op::AsOf
        | Op::Today
        | Op::InView(..)
        | Op::Parameter(..)
        | Op::Negate(_)
        | Op::Arith(..)
        | Op::AddDays(..)
        | Op::AddMonths(..)
        | Op::DaysBetween(..)
        | Op::Compare(..)
        | Op::Call(..)
        | Op::Script(..)
        | Op::Periodic(_)
        | Op::NoPeriodYet(_)
        | Op::Event(..)
        | Op::Given(_)
        | Op::PeriodAsked(_) => true,
    }
}
