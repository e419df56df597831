//! Conditions as formulas over axes.

use super::set::Place;
use crate::index::Id;
use crate::value::{Compare, Num, Truth};
use std::rc::Rc;

/// Marks ids of the axes of a space; see [`super::space::Axis`].
#[derive(Debug)]
pub enum AxisMark {}

/// Names an axis of a space.
pub type AxisId = Id<AxisMark>;

/// Cut of a line of numbers: before a number, or right after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// The number at which the line is cut.
    pub at: Num,
    /// `true` if the number itself lies before the cut.
    pub after: bool,
}

/// Numbers from one cut to another; an end that is not cut is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Cut from which on numbers belong to the part.
    pub from: Option<Cut>,
    /// Cut up to which they do.
    pub to: Option<Cut>,
}

/// Condition on one axis.
#[derive(Clone, Debug)]
pub struct Atom {
    /// Axis that is asked.
    pub axis: AxisId,
    /// Numbers for which the condition holds.
    pub parts: Vec<Part>,
    /// Truth of the condition where the axis is missing.
    pub missing: Truth,
}

/// A condition in three-valued logic.
#[derive(Clone, Debug)]
pub enum Formula {
    /// A condition on one axis.
    Atom(Atom),
    /// Neither true nor false, whatever the record.
    Unknown,
    /// `không phải`
    Not(Rc<Formula>),
    /// `và`; without parts it holds.
    And(Vec<Rc<Formula>>),
    /// `hoặc`; without parts it does not hold.
    Or(Vec<Rc<Formula>>),
}

impl Part {
    /// The numbers that compare so with a number.
    pub fn compare(op: Compare, number: &Num) -> Vec<Part> {
        let before = Some(Cut { at: number.clone(), after: false });
        let after = Some(Cut { at: number.clone(), after: true });
        let (below, above) =
            (Part { from: None, to: before.clone() }, Part { from: after.clone(), to: None });
        match op {
            Compare::Less => vec![below],
            Compare::AtMost => vec![Part { from: None, to: after }],
            Compare::Greater => vec![above],
            Compare::AtLeast => vec![Part { from: before, to: None }],
            Compare::Equal => vec![Part { from: before, to: after }],
            Compare::NotEqual => vec![below, above],
        }
    }
}

impl Part {
    /// Returns `true` if a number lies in the part.
    pub fn contains(&self, number: &Num) -> bool {
        let before = |cut: &Cut| cut.at < *number || !cut.after && cut.at == *number;
        let behind = |cut: &Cut| cut.at > *number || cut.after && cut.at == *number;
        self.from.as_ref().is_none_or(before) && self.to.as_ref().is_none_or(behind)
    }
}

impl Formula {
    /// A condition that always holds, or never.
    pub fn settled(holds: bool) -> Formula {
        if holds { Formula::And(Vec::new()) } else { Formula::Or(Vec::new()) }
    }

    /// The truth of a condition that is the same for every record.
    pub fn constant(&self) -> Option<bool> {
        match self {
            Formula::And(parts) if parts.is_empty() => Some(true),
            Formula::Or(parts) if parts.is_empty() => Some(false),
            Formula::Not(inner) => inner.constant().map(|holds| !holds),
            Formula::And(_) | Formula::Or(_) | Formula::Atom(_) | Formula::Unknown => None,
        }
    }

    /// Conjunction of formulas; what is settled is left out.
    pub fn and(parts: impl IntoIterator<Item = Rc<Formula>>) -> Rc<Formula> {
        Formula::joined(parts, true, Formula::And)
    }

    /// Disjunction of formulas; what is settled is left out.
    pub fn or(parts: impl IntoIterator<Item = Rc<Formula>>) -> Rc<Formula> {
        Formula::joined(parts, false, Formula::Or)
    }

    /// Negation of a formula.
    pub fn not(inner: Rc<Formula>) -> Rc<Formula> {
        match (inner.constant(), &*inner) {
            (Some(holds), _) => Rc::new(Formula::settled(!holds)),
            (None, Formula::Not(inner)) => Rc::clone(inner),
            (None, Formula::Atom(_) | Formula::Unknown | Formula::And(_) | Formula::Or(_)) => {
                Rc::new(Formula::Not(inner))
            }
        }
    }

    fn joined(
        parts: impl IntoIterator<Item = Rc<Formula>>,
        neutral: bool,
        join: fn(Vec<Rc<Formula>>) -> Formula,
    ) -> Rc<Formula> {
        let mut open = Vec::new();
        for part in parts {
            match part.constant() {
                Some(holds) if holds == neutral => {}
                Some(holds) => return Rc::new(Formula::settled(holds)),
                None => open.push(part),
            }
        }
        match open.as_slice() {
            [only] => Rc::clone(only),
            _ => Rc::new(join(open)),
        }
    }

    /// Hands over the atoms.
    pub fn atoms(&self, each: &mut dyn FnMut(&Atom)) {
        match self {
            Formula::Atom(atom) => each(atom),
            Formula::Unknown => {}
            Formula::Not(inner) => inner.atoms(each),
            Formula::And(parts) | Formula::Or(parts) => {
                parts.iter().for_each(|part| part.atoms(each));
            }
        }
    }
}

impl Atom {
    /// The condition that holds where this fails.
    pub fn negated(&self) -> Atom {
        let mut parts = Vec::with_capacity(self.parts.len() + 1);
        let mut from = None;
        let mut open = true;
        for part in &self.parts {
            if part.from.is_some() {
                parts.push(Part { from: from.clone(), to: part.from.clone() });
            }
            open = part.to.is_some();
            from.clone_from(&part.to);
        }
        if open {
            parts.push(Part { from, to: None });
        }
        Atom { axis: self.axis, parts, missing: self.missing.not() }
    }

    /// The cuts of its parts.
    pub fn cuts(&self) -> impl Iterator<Item = &Cut> {
        self.parts.iter().flat_map(|part| part.from.iter().chain(&part.to))
    }
}

/// The place of a segment that starts at a cut, among the cuts of an axis.
pub(super) fn place_of(cuts: &[Cut], cut: &Cut) -> Place {
    let place = cuts.partition_point(|own| own < cut) + 2;
    Place::try_from(place).unwrap_or(Place::MAX)
}
