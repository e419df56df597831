#![doc = include_str!("README.md")]

mod change;
mod places;

pub use change::Change;

use crate::analysis::{Part, Site};
use crate::model::{Model, ParameterId, RecordId, RestsOn};
use crate::source::Span;
use places::{Place, walk};
use std::collections::HashMap;

/// A change of the rules in one small place.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Number of the place, in the order of the walk.
    place: usize,
    /// The change that is made there.
    pub change: Change,
    /// Part of the rules whose answers the change bears on first.
    pub scope: Scope,
    /// Place of what is changed, in the rules.
    pub span: Span,
}

/// Part of the rules whose answers a change bears on first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A list of rows, caps or clauses, a derivation, or the filter of an aggregate.
    Part(Part),
    /// All that reads a parameter.
    Parameter(ParameterId),
    /// Questions over parts, periods or days of a record type.
    Elsewhere(RecordId),
}

impl Scope {
    /// The record type whose rules are changed, where it is one.
    pub fn record(self, model: &Model) -> Option<RecordId> {
        match self {
            Scope::Part(part) => Some(part.record(model)),
            Scope::Elsewhere(record) => Some(record),
            Scope::Parameter(_) => None,
        }
    }

    /// Returns `true` if what is changed is among the parts of the rules that a result rests on.
    pub fn is_among(self, rests_on: &RestsOn) -> bool {
        match self {
            Scope::Part(Part::Site(Site::Table(record, id))) => {
                rests_on.derived.contains(&(record, id))
            }
            Scope::Part(Part::Site(
                Site::Criterion(block, _)
                | Site::Grades(block)
                | Site::Caps(block)
                | Site::Clauses(block)
                | Site::Guards(block),
            )) => rests_on.blocks.contains(&block),
            Scope::Parameter(id) => rests_on.parameters.contains(&id),
            Scope::Part(Part::Filter(record, _)) | Scope::Elsewhere(record) => {
                rests_on.over.contains(&record)
            }
        }
    }
}

/// The changes of a model that an example ought to notice, in the order of the rules.
pub fn mutants(model: &Model) -> Vec<Mutant> {
    let (mut walked, mut found, mut number) = (model.clone(), Vec::new(), 0);
    walk(&mut walked, &mut |place: Place<'_>, scope| {
        for (change, span) in place.changes(model) {
            found.push(Mutant { place: number, change, scope, span });
        }
        number += 1;
    });
    // A value that several rows ask stands in the condition of each.
    let mut seen: HashMap<Span, Vec<Change>> = HashMap::new();
    found.retain(|mutant: &Mutant| {
        let known = seen.entry(mutant.span).or_default();
        let is_new = !known.contains(&mutant.change);
        known.extend(is_new.then(|| mutant.change.clone()));
        is_new
    });
    found
}

impl Mutant {
    /// The model with the change made.
    pub fn of(&self, model: &Model) -> Model {
        let (mut changed, mut number) = (model.clone(), 0);
        walk(&mut changed, &mut |place: Place<'_>, _| {
            if number == self.place {
                place.change(&self.change);
            }
            number += 1;
        });
        changed
    }
}
