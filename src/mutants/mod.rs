#![doc = include_str!("README.md")]

mod change;
mod places;
mod scope;

pub use change::Change;
pub use places::Kept;
pub use scope::Scope;

use crate::model::{Model, ParameterId};
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
    let mut of_targets: HashMap<ParameterId, bool> = HashMap::new();
    found.retain(|mutant| match mutant.scope {
        Scope::Parameter(id) => {
            !*of_targets.entry(id).or_insert_with(|| mutant.scope.is_of_targets_alone(model))
        }
        Scope::Part(_) => true,
    });
    found.retain(|mutant: &Mutant| {
        let known = seen.entry(mutant.span).or_default();
        let is_new = !known.contains(&mutant.change);
        known.extend(is_new.then(|| mutant.change.clone()));
        is_new
    });
    found
}

impl Mutant {
    /// Makes the change in a model, and gives what was there.
    pub fn make(&self, model: &mut Model) -> Option<Kept> {
        let mut kept = None;
        self.at(model, &mut |place| {
            kept = Some(place.kept());
            place.change(&self.change);
        });
        kept
    }

    /// Puts back what was there before the change was made.
    pub fn undo(&self, model: &mut Model, kept: Option<Kept>) {
        let mut kept = kept;
        self.at(model, &mut |place| kept.take().into_iter().for_each(|kept| place.put(kept)));
    }

    fn at(&self, model: &mut Model, at: &mut dyn FnMut(&mut Place<'_>)) {
        let mut number = 0;
        walk(model, &mut |mut place: Place<'_>, _| {
            if number == self.place {
                at(&mut place);
            }
            number += 1;
        });
    }
}
