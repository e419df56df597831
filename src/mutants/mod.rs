#![doc = include_str!("README.md")]

mod change;
mod places;
mod scope;

pub use change::Change;
pub use scope::Scope;

use crate::model::Model;
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

/// The changes of a model that an example ought to notice, in the order of the rules.
pub fn mutants(model: &Model) -> Vec<Mutant> {
    let (mut walked, mut found, mut number) = (model.clone(), Vec::new(), 0);
    walk(&mut walked, &mut |place: Place<'_>, scope| {
        for (change, span) in place.changes(model, scope.record(model)) {
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
