//! The boxes of a space in which a formula holds, fails, or may hold.

use super::formula::{Atom, AxisId, Formula};
use super::set::{MISSING, Set};
use super::space::Space;
use crate::value::Truth;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Boxes of a formula that say only what differs from the whole space.
pub type Sparse = BTreeMap<AxisId, Set>;

/// Question about a formula.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The points at which it is true.
    True,
    /// Those at which it is not false: true, or missing.
    NotFalse,
    /// The points at which it is false.
    False,
}

/// The most boxes that a condition may come to.
const MOST_BOXES: usize = 2_048;

/// So many boxes are kept as they are; of more those that lie within others are left out.
const FEW_BOXES: usize = 24;

/// A condition comes to more boxes than can be looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

impl Formula {
    /// The boxes whose points answer the question; they may overlap.
    pub(super) fn boxes(&self, space: &Space, asked: Asked) -> Result<Vec<Sparse>, TooMany> {
        match self {
            Formula::Atom(atom) => Ok(atom.boxes(space, asked)),
            Formula::Unknown => Ok(match asked {
                Asked::NotFalse => vec![Sparse::new()],
                Asked::True | Asked::False => Vec::new(),
            }),
            Formula::May(inner) => match asked {
                Asked::True | Asked::NotFalse => inner.boxes(space, Asked::NotFalse),
                Asked::False => inner.boxes(space, Asked::False),
            },
            Formula::Not(inner) => inner.negated(space, asked),
            Formula::And(parts) if asked == Asked::False => any(parts, space, asked),
            Formula::And(parts) => all(parts, space, asked),
            Formula::Or(parts) if asked == Asked::False => all(parts, space, asked),
            Formula::Or(parts) => any(parts, space, asked),
        }
    }

    fn negated(&self, space: &Space, asked: Asked) -> Result<Vec<Sparse>, TooMany> {
        match (asked, self) {
            (Asked::True, _) => self.boxes(space, Asked::False),
            (Asked::False, _) => self.boxes(space, Asked::True),
            // Not false, of what is negated: not true.
            (Asked::NotFalse, Formula::Atom(Atom { axis, of })) => {
                let negated = Atom { axis: *axis, of: of.clone().not() };
                Ok(negated.boxes(space, asked))
            }
            (Asked::NotFalse, Formula::Unknown) => self.boxes(space, asked),
            (Asked::NotFalse, Formula::May(inner)) => inner.boxes(space, Asked::False),
            (Asked::NotFalse, Formula::Not(inner)) => inner.boxes(space, asked),
            (Asked::NotFalse, Formula::And(parts)) => {
                let negated: Vec<_> = parts.iter().cloned().map(Formula::not).collect();
                any(&negated, space, asked)
            }
            (Asked::NotFalse, Formula::Or(parts)) => {
                let negated: Vec<_> = parts.iter().cloned().map(Formula::not).collect();
                all(&negated, space, asked)
            }
        }
    }
}

fn any(parts: &[Rc<Formula>], space: &Space, asked: Asked) -> Result<Vec<Sparse>, TooMany> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(part.boxes(space, asked)?);
        if all.len() > FEW_BOXES {
            all = without_covered(all);
        }
        if all.len() > MOST_BOXES {
            return Err(TooMany);
        }
    }
    Ok(all)
}

fn all(parts: &[Rc<Formula>], space: &Space, asked: Asked) -> Result<Vec<Sparse>, TooMany> {
    parts.iter().try_fold(vec![Sparse::new()], |boxes, part| {
        let own = part.boxes(space, asked)?;
        let both = |boxes: &[Sparse], own: &[Sparse]| -> Vec<Sparse> {
            let both = boxes.iter().flat_map(|one| own.iter().filter_map(|other| meet(one, other)));
            both.take(MOST_BOXES + 1).collect()
        };
        let mut met = both(&boxes, &own);
        if met.len() > MOST_BOXES {
            met = both(&without_covered(boxes), &without_covered(own));
        }
        if (FEW_BOXES..=MOST_BOXES).contains(&met.len()) {
            met = without_covered(met);
        }
        if met.len() > MOST_BOXES { Err(TooMany) } else { Ok(met) }
    })
}

/// Boxes without those that lie within another.
fn without_covered(boxes: Vec<Sparse>) -> Vec<Sparse> {
    let mut kept: Vec<Sparse> = Vec::new();
    for one in boxes {
        if !kept.iter().any(|other| covers(other, &one)) {
            kept.retain(|other| !covers(&one, other));
            kept.push(one);
        }
    }
    kept
}

/// Returns `true` if all points of a box lie in another.
fn covers(one: &Sparse, other: &Sparse) -> bool {
    one.iter().all(|(axis, set)| other.get(axis).is_some_and(|own| set.covers(own)))
}

/// The points in both boxes; none where there is none.
fn meet(one: &Sparse, other: &Sparse) -> Option<Sparse> {
    let mut both = one.clone();
    for (axis, set) in other {
        let met = both.get(axis).map_or_else(|| set.clone(), |own| own.and(set));
        if met.is_empty() {
            return None;
        }
        both.insert(*axis, met);
    }
    Some(both)
}

impl Atom {
    fn boxes(&self, space: &Space, asked: Asked) -> Vec<Sparse> {
        let axis = space.axis(self.axis);
        let known = axis.set(&self.of);
        let missing = Set::range(MISSING..MISSING + 1);
        let (known, wanted) = match asked {
            Asked::True => (known, self.of.missing() == Truth::True),
            Asked::NotFalse => (known, self.of.missing() != Truth::False),
            Asked::False => (axis.known().without(&known), self.of.missing() == Truth::False),
        };
        let set = if wanted { known.or(&missing) } else { known };
        let set = set.and(axis.all());
        if set.is_empty() { Vec::new() } else { vec![Sparse::from([(self.axis, set)])] }
    }
}
