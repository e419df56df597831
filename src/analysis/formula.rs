//! Conditions as formulas over axes.

use crate::index::Id;
use crate::plan::Set;
use crate::value::Num;
use std::rc::Rc;

/// Marks ids of the axes of a space; see [`super::space::Axis`].
#[derive(Debug)]
pub enum AxisMark {}

/// Names an axis of a space.
pub type AxisId = Id<AxisMark>;

/// Condition on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// Axis that is asked.
    pub axis: AxisId,
    /// Numbers for which the condition holds.
    pub of: Set<Num>,
}

/// A condition in three-valued logic.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A condition on one axis.
    Atom(Atom),
    /// Neither true nor false, whatever the record.
    Unknown,
    /// That a condition is not false: it holds or is missing, which is never missing itself.
    May(Rc<Formula>),
    /// `không phải`
    Not(Rc<Formula>),
    /// `và`; without parts it holds.
    And(Vec<Rc<Formula>>),
    /// `hoặc`; without parts it does not hold.
    Or(Vec<Rc<Formula>>),
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
            Formula::And(_)
            | Formula::Or(_)
            | Formula::Atom(_)
            | Formula::May(_)
            | Formula::Unknown => None,
        }
    }

    /// That a condition is missing.
    pub fn missing(inner: &Rc<Formula>) -> Rc<Formula> {
        let may = |inner: Rc<Formula>| match inner.constant() {
            Some(holds) => Rc::new(Formula::settled(holds)),
            None => Rc::new(Formula::May(inner)),
        };
        Formula::and([may(Rc::clone(inner)), may(Formula::not(Rc::clone(inner)))])
    }

    /// That a condition holds, which is never missing itself.
    pub fn surely(inner: &Rc<Formula>) -> Rc<Formula> {
        match inner.constant() {
            Some(holds) => Rc::new(Formula::settled(holds)),
            None => {
                let may_fail = Formula::May(Formula::not(Rc::clone(inner)));
                Formula::not(Rc::new(may_fail))
            }
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
            (None, Formula::Atom(_) | Formula::Unknown | Formula::May(_))
            | (None, Formula::And(_) | Formula::Or(_)) => Rc::new(Formula::Not(inner)),
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
            Formula::Not(inner) | Formula::May(inner) => inner.atoms(each),
            Formula::And(parts) | Formula::Or(parts) => {
                parts.iter().for_each(|part| part.atoms(each));
            }
        }
    }
}
