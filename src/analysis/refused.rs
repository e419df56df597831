//! Records that two versions of rules refuse: those that both do, and those that one alone does.

use super::formula::Formula;
use super::of_type::OfType;
use super::read::{Reader, Switches};
use std::rc::Rc;

/// Conditions on which two versions refuse a record: a field surely fails its range, or something
/// impossible surely holds.
pub(super) struct Refused<'p> {
    /// Reader of both, which takes it that no record is refused by both for the same reason.
    pub reader: Reader<'p>,
    /// Condition that no reason of both holds.
    pub possible: Rc<Formula>,
    /// Conditions on which the new version refuses and the old one does, by reasons of its own.
    pub rows: [Rc<Formula>; 2],
    /// Axes and variables that the new version reads.
    pub size: (usize, usize),
}

impl<'p> Refused<'p> {
    pub fn of(new: &OfType<'p>, old: &OfType<'p>) -> Refused<'p> {
        let mut reader = new.reader(Switches::AsSet);
        reader.inputs();
        let now = reasons(new, &mut reader);
        let size = reader.space.size();
        let mut reader = reader.beside(old.model, old.plan, old.steps);
        let before = reasons(old, &mut reader);
        let (both, now): (Vec<_>, Vec<_>) = now.into_iter().partition(|one| before.contains(one));
        let before = before.into_iter().filter(|one| !both.contains(one));
        let rows = [Formula::or(now), Formula::or(before)];
        both.iter().for_each(|one| reader.opposite(one));
        Refused { reader, possible: Formula::not(Formula::or(both)), rows, size }
    }
}

fn reasons(of: &OfType<'_>, reader: &mut Reader<'_>) -> Vec<Rc<Formula>> {
    let ranges = of.steps.ranges.iter().map(|(_, range)| Formula::not(reader.truth(*range)));
    let mut all: Vec<_> = ranges.collect();
    all.extend(of.steps.impossible.iter().map(|never| reader.truth(*never)));
    all
}
