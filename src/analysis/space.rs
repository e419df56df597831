//! The space of records that a question is about: variables, the axes that conditions ask, and what
//! ties them to each other.

use super::formula::{Atom, AxisId, AxisMark, Formula};
use super::linear::{Linear, VariableId, VariableMark};
use super::set::{MISSING, Place, Region, Set};
use super::system::{Between, Constraint};
use crate::index::Arena;
use crate::model::{EventId, FieldId};
use crate::plan::{Cut, Kind, Set as Numbers, Slot};
use crate::value::{Num, Rounding, Unit};
use std::ops::Range;
use std::rc::Rc;

/// Origin of a variable in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A field of the record.
    Field(FieldId),
    /// A further input, by its column: an aggregate over parts, or a value of the month before.
    Column(u32),
    /// The as-of date of the record.
    AsOf,
    /// The day by which deadlines go, past the pack's period too.
    Today,
    /// The day on which what a deadline asks was done.
    Event(EventId),
    /// A parameter that may have any value.
    Switch,
    /// A value of the record that is not read further: it depends on others in a way that is not
    /// linear.
    Opaque,
}

/// Input of a record, or a value that is not read further. Every kind of value is a number here: a
/// day the count of days since 1970, a truth 1 or 0, a text its place among those of the rules, and
/// a value of a category the negative of its number, for the better is the greater.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Origin of the variable in a record.
    pub source: Source,
    /// Slot that holds the value.
    pub slot: Slot,
    /// Kind of the value.
    pub kind: Kind,
    /// Unit of a number.
    pub unit: Option<Unit>,
    /// Grain of which only multiples are values; one for whole numbers. `None` if any number is.
    pub grain: Option<Num>,
    /// The values, ascending, of one that has only a few.
    pub values: Option<Vec<Num>>,
    /// `true` if a record may lack it.
    pub optional: bool,
    /// Fields that it is worked out from, of one that is not read further.
    pub from: Vec<FieldId>,
}

/// Measure of an axis: the quantity whose values its cuts part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A linear form without a constant, whose first coefficient is one.
    Linear(Linear),
    /// A quotient of two linear forms; missing where the second is zero.
    Quotient(Linear, Linear),
}

/// A value of the rules that an axis is of: a slot that is the measure times a number, and some.
#[derive(Clone, Debug, PartialEq)]
pub struct Stands {
    /// Slot that holds the value.
    pub slot: Slot,
    /// Number that the measure is taken times.
    pub scale: Num,
    /// Number that is added then.
    pub shift: Num,
    /// Condition without which the slot is something else; none where it always is this.
    pub when: Option<Rc<Formula>>,
    /// Numbers that the slot is where it is something else; `None` where these are no numbers of
    /// the rules.
    pub otherwise: Option<Vec<Num>>,
}

impl Stands {
    /// The value of a slot that is always the measure times a number, and some.
    pub fn always(slot: Slot, scale: Num, shift: Num) -> Stands {
        Stands { slot, scale, shift, when: None, otherwise: Some(Vec::new()) }
    }
}

/// A measure that conditions ask, with the cuts at which their answers change. The cuts part its
/// values into segments; place 0 stands for the value that is missing.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Measure that the axis is of.
    pub measure: Measure,
    /// Value that is compared, where one is.
    pub stands: Option<Stands>,
    /// Numbers at which it is cut, each with `true` if it lies before the cut itself.
    cuts: Vec<(Num, bool)>,
    all: Set,
}

/// Space of the records that a question is about.
#[derive(Clone, Debug, Default)]
pub struct Space {
    /// Variables of its records.
    pub variables: Arena<Variable, VariableMark>,
    axes: Arena<Axis, AxisMark>,
    /// Constraints on every record that has values for the variables within.
    pub facts: Vec<Constraint>,
}

impl Measure {
    /// The variables it is computed from.
    pub fn variables(&self) -> impl Iterator<Item = VariableId> + '_ {
        let (first, second) = match self {
            Measure::Linear(form) => (form, None),
            Measure::Quotient(over, under) => (over, Some(under)),
        };
        first.terms.keys().chain(second.into_iter().flat_map(|form| form.terms.keys())).copied()
    }

    /// The variable that it is, if it is one alone.
    pub fn variable(&self) -> Option<VariableId> {
        match self {
            Measure::Linear(form) if form.terms.len() == 1 => form.terms.keys().next().copied(),
            Measure::Linear(_) | Measure::Quotient(..) => None,
        }
    }
}

impl Axis {
    /// All places, that of a missing value among them where it can be missing.
    pub fn all(&self) -> &Set {
        &self.all
    }

    /// The places of values.
    pub fn known(&self) -> Set {
        Set::range(1..self.end())
    }

    /// The place after all.
    pub fn end(&self) -> Place {
        Place::try_from(self.cuts.len() + 2).unwrap_or(Place::MAX)
    }

    /// The numbers at which it is cut, each with `true` if it lies before the cut itself.
    pub fn cuts(&self) -> &[(Num, bool)] {
        &self.cuts
    }

    /// The places of some numbers.
    pub fn set(&self, numbers: &Numbers<Num>) -> Set {
        let place = |cut: &Cut<Num>| match cut {
            Cut::Start => 1,
            Cut::End => self.end(),
            Cut::At(at, after) => {
                let before =
                    self.cuts.partition_point(|(own, own_after)| (own, own_after) < (at, after));
                Place::try_from(before + 2).unwrap_or(Place::MAX)
            }
        };
        Set::of(numbers.parts().iter().map(|part| place(&part.start)..place(&part.end)))
    }

    /// Bounds of the numbers at some places.
    pub fn between(&self, places: &Range<Place>) -> Between {
        let cut = |place: Place| self.cuts.get((place as usize).checked_sub(2)?);
        let lower = cut(places.start).cloned();
        let upper = cut(places.end).map(|(at, after)| (at.clone(), !after));
        Between { lower, upper }
    }
}

impl Space {
    /// The axis of this measure, made if it is new.
    /// The axis of this measure, made if it is new, of the value that is compared.
    pub fn axis_of(&mut self, measure: Measure, stands: impl FnOnce() -> Option<Stands>) -> AxisId {
        let known = self.axes.enumerate().find(|(_, axis)| axis.measure == measure);
        if let Some((id, _)) = known {
            return id;
        }
        let stands = stands();
        self.axes.push(Axis { measure, stands, cuts: Vec::new(), all: Set::default() })
    }

    /// Numbers of axes and of variables.
    pub fn size(&self) -> (usize, usize) {
        (self.axes.len(), self.variables.len())
    }

    /// Forgets of axes behind some which values of the rules they are of.
    pub fn forget_values(&mut self, from: usize) {
        self.axes.iter_mut().skip(from).for_each(|axis| axis.stands = None);
    }

    /// The axis of an id.
    pub fn axis(&self, id: AxisId) -> &Axis {
        &self.axes[id]
    }

    /// The axes, by their places.
    pub fn axes(&self) -> impl Iterator<Item = (AxisId, &Axis)> {
        self.axes.enumerate()
    }

    /// Parts the axes at the cuts of these conditions, and at these of their own.
    pub fn cut(&mut self, formulas: &[&Formula]) {
        for formula in formulas {
            formula.atoms(&mut |atom: &Atom| {
                let ends = atom.of.parts().iter().flat_map(|part| [&part.start, &part.end]);
                let cuts = ends.filter_map(|cut| match cut {
                    Cut::At(at, after) => Some((at.clone(), *after)),
                    Cut::Start | Cut::End => None,
                });
                self.axes[atom.axis].cuts.extend(cuts);
            });
        }
        // The sign of what is divided by decides which way its quotient is bounded.
        let signs: Vec<Linear> = (self.axes.iter())
            .filter_map(|axis| match &axis.measure {
                Measure::Quotient(_, under) if !self.is_surely_positive(under) => {
                    Some(under.clone())
                }
                Measure::Quotient(..) | Measure::Linear(_) => None,
            })
            .collect();
        for under in signs {
            if let Some((measure, at)) = of_sign(&under) {
                let axis = self.axis_of(measure, || None);
                let cuts = [false, true].map(|after| (at.clone(), after));
                self.axes[axis].cuts.extend(cuts);
            }
        }
        let ids: Vec<AxisId> = self.axes.ids().collect();
        for id in ids {
            let mut cuts = std::mem::take(&mut self.axes[id].cuts);
            cuts.sort_unstable();
            cuts.dedup();
            self.axes[id].cuts = cuts;
            self.axes[id].all = self.inhabited(&self.axes[id]);
        }
    }

    /// Leaves places out of an axis, at which no record is.
    pub fn leave_out(&mut self, axis: AxisId, never: &Set) {
        let all = self.axes[axis].all.without(never);
        self.axes[axis].all = all;
    }

    /// Places of an axis at which a value can be.
    fn inhabited(&self, axis: &Axis) -> Set {
        let optional = axis.measure.variables().any(|id| self.variables[id].optional);
        let by_zero = matches!(&axis.measure, Measure::Quotient(_, under) if !self.is_sure(under));
        let missing = if optional || by_zero { MISSING } else { MISSING + 1 };
        let all = Set::range(missing..axis.end());
        let variable = axis.measure.variable().map(|id| &self.variables[id]);
        let values = variable.and_then(|variable| variable.values.as_ref());
        let grain = match &axis.measure {
            Measure::Linear(form) => self.grain_of(form),
            Measure::Quotient(..) => None,
        };
        let has = |place: Place| {
            let between = axis.between(&(place..place + 1));
            match (values, &grain) {
                (Some(values), _) => values.iter().any(|value| between.contains(value)),
                (None, Some(grain)) => is_multiple_within(&between, grain),
                (None, None) => true,
            }
        };
        if values.is_none() && grain.is_none() {
            return all;
        }
        let none = (1..axis.end()).filter(|place| !has(*place)).map(|place| place..place + 1);
        all.without(&Set::of(none))
    }

    /// The grain of a linear form: its values are multiples of it, as those of its variables are of
    /// theirs.
    fn grain_of(&self, form: &Linear) -> Option<Num> {
        let first = form.terms.keys().next()?;
        let grain = self.variables[*first].grain.clone()?;
        let is_multiple = |(id, factor): (&VariableId, &Num)| {
            let own = self.variables[*id].grain.as_ref()?;
            Some(factor.mul(own).ok()?.div(&grain).ok()?.is_integer())
        };
        form.terms.iter().all(|term| is_multiple(term) == Some(true)).then_some(grain)
    }

    /// Returns `true` if a form cannot be zero or less, by the facts on its variables alone.
    pub fn is_surely_positive(&self, form: &Linear) -> bool {
        self.least(form)
            .is_some_and(|(least, strict)| least > Num::ZERO || strict && least.is_zero())
    }

    /// Returns `true` if a form cannot be zero.
    fn is_sure(&self, form: &Linear) -> bool {
        self.is_surely_positive(form) || form.as_constant().is_some_and(|number| !number.is_zero())
    }

    /// The least a form can be, by the facts on each of its variables alone, and whether it is
    /// more.
    pub fn least(&self, form: &Linear) -> Option<(Num, bool)> {
        let start = (form.constant.clone(), false);
        form.terms.iter().try_fold(start, |(sum, strict), (id, factor)| {
            let between = self.between(*id);
            let end = if factor.is_negative() { between.upper } else { between.lower };
            let (end, open) = end?;
            Some((sum.add(&factor.mul(&end).ok()?).ok()?, strict || open))
        })
    }

    /// Bounds of a variable, by the facts on it alone.
    pub fn between(&self, id: VariableId) -> Between {
        let mut between = Between::default();
        if let Some([first, .., last] | [first @ last]) = self.variables[id].values.as_deref() {
            between.narrow((first.clone(), false), true);
            between.narrow((last.clone(), false), false);
        }
        for fact in &self.facts {
            if let (1, Some(factor)) = (fact.form.terms.len(), fact.form.terms.get(&id))
                && let Ok(bound) = fact.form.constant.div(factor)
            {
                between.narrow((bound.neg(), fact.strict), !factor.is_negative());
            }
        }
        between
    }

    /// The whole space, as a box.
    pub fn whole(&self) -> Region {
        Region::new(self.axes.iter().map(|axis| axis.all.clone()).collect())
    }
}

/// The axis on which the sign of a form is told, and where it is zero there.
pub(super) fn of_sign(form: &Linear) -> Option<(Measure, Num)> {
    let by = Num::ONE.div(&form.leading()).ok()?;
    let scaled = form.times(&by).ok()?;
    let at = scaled.constant.neg();
    Some((Measure::Linear(Linear { constant: Num::ZERO, ..scaled }), at))
}

/// Returns `true` if a multiple of a grain lies between bounds.
pub(super) fn is_multiple_within(between: &Between, grain: &Num) -> bool {
    match (&between.lower, &between.upper) {
        (Some(_), Some((upper, strict))) => least_multiple(between, grain)
            .is_some_and(|least| &least < upper || !strict && &least == upper),
        (None, _) | (_, None) => true,
    }
}

/// The least multiple of a grain above a lower bound.
pub(super) fn least_multiple(between: &Between, grain: &Num) -> Option<Num> {
    let (lower, strict) = between.lower.as_ref()?;
    let up = multiple(lower, grain, Rounding::Up)?;
    if *strict && up == *lower { up.add(grain).ok() } else { Some(up) }
}

/// The multiple of a grain that a number is rounded to.
pub(super) fn multiple(number: &Num, grain: &Num, rounding: Rounding) -> Option<Num> {
    number.div(grain).ok()?.round(0, rounding).ok()?.mul(grain).ok()
}
