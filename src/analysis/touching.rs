//! Rows that lie next to each other: between records of one and records of the other there is
//! nothing, on every axis.

use super::rows::Question;
use super::set::{MISSING, Region, Set};
use super::space::{Axis, Source, Space};
use crate::model::FieldId;
use std::collections::BTreeSet;

/// The most boxes that rows are told apart by.
const MOST_BOXES: usize = 2_000;

/// Rows that are tried in turn, each by the boxes in which it is the first to hold.
pub(super) struct Firsts {
    space: Space,
    /// Boxes by row; `None` of rows that come to too many.
    rows: Option<Vec<Vec<Region>>>,
}

impl Firsts {
    /// The rows of a question.
    pub fn of(question: Question<'_>) -> Firsts {
        let rows = (0..question.rows.len()).map(|row| first(&question, row)).collect();
        Firsts { space: question.space, rows }
    }

    /// Pairs of rows that lie next to each other along the axes that a field has a part in, by
    /// their places; `None` where that is not known.
    pub fn touching(&self, field: FieldId) -> Option<BTreeSet<[usize; 2]>> {
        let moves: Vec<bool> =
            self.space.axes().map(|(_, axis)| rests_on(&self.space, axis, field)).collect();
        let touch = |one: &[Region], other: &[Region]| {
            let next_to = |one, other| next_to(&self.space, &moves, one, other);
            one.iter().any(|one| other.iter().any(|other| next_to(one, other)))
        };
        let mut pairs = BTreeSet::new();
        let rows = self.rows.as_ref()?;
        for (i, one) in rows.iter().enumerate() {
            for (j, other) in rows.iter().enumerate().skip(i + 1) {
                if touch(one, other) {
                    pairs.extend([[i, j], [j, i]]);
                }
            }
        }
        Some(pairs)
    }
}

/// Returns `true` of an axis that a field has a part in.
fn rests_on(space: &Space, axis: &Axis, field: FieldId) -> bool {
    axis.measure.variables().any(|id| {
        let variable = &space.variables[id];
        variable.source == Source::Field(field) || variable.from.contains(&field)
    })
}

/// The boxes in which a row is the first to hold.
fn first(question: &Question<'_>, row: usize) -> Option<Vec<Region>> {
    let mut left = question.rows.get(row)?.holds.as_ref().ok()?.clone();
    for before in question.rows.get(..row)? {
        for taken in before.may_hold.as_ref().ok()? {
            left = left.iter().flat_map(|region| without(region, taken)).collect();
            if left.len() > MOST_BOXES {
                return None;
            }
        }
    }
    Some(left)
}

/// The parts of a box that lie outside of another.
fn without(region: &Region, taken: &Region) -> Vec<Region> {
    if !region.meets(taken) {
        return vec![region.clone()];
    }
    let (mut inner, mut parts) = (region.clone(), Vec::new());
    for (axis, taken) in taken.sets().iter().enumerate() {
        let Some(own) = inner.set(axis).cloned() else { continue };
        let beyond = own.without(taken);
        if !beyond.is_empty() {
            parts.push(inner.with(axis, beyond));
            inner = inner.with(axis, own.and(taken));
        }
    }
    parts
}

/// Returns `true` of boxes between which there is nothing: they meet on each axis, or one follows
/// the other on one that moves.
fn next_to(space: &Space, moves: &[bool], one: &Region, other: &Region) -> bool {
    let axes = space.axes().zip(moves);
    axes.zip(one.sets().iter().zip(other.sets())).all(|(((_, axis), moves), (one, other))| {
        let follow = || follows(axis.all(), one, other) || follows(axis.all(), other, one);
        one.meets(other) || *moves && follow()
    })
}

/// Returns `true` if a set begins where another ends, but for places at which no value can be.
fn follows(all: &Set, one: &Set, other: &Set) -> bool {
    one.ranges().iter().filter(|range| range.end > MISSING + 1).any(|range| {
        let begins = |next: &std::ops::Range<u32>| {
            next.start >= range.end && !all.meets(&Set::range(range.end..next.start))
        };
        other.ranges().iter().any(begins)
    })
}
