//! Sets of the segments of an axis, and boxes of such sets.

use std::ops::Range;
use std::rc::Rc;

/// Segments of an axis: ranges of their places, ascending and apart. Place 0 is what is missing.
/// Boxes mostly share the sets of the boxes that they were cut from.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Set(Rc<[Range<Place>]>);

/// Place of a segment on its axis.
pub type Place = u32;

/// The place of a missing value.
pub const MISSING: Place = 0;

impl Set {
    /// The segments of some ranges, which may meet and overlap.
    pub fn of(ranges: impl IntoIterator<Item = Range<Place>>) -> Set {
        let mut all: Vec<_> = ranges.into_iter().filter(|range| !range.is_empty()).collect();
        all.sort_unstable_by_key(|range| range.start);
        let mut parts: Vec<Range<Place>> = Vec::with_capacity(all.len());
        for range in all {
            match parts.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => parts.push(range),
            }
        }
        Set(parts.into())
    }

    /// The segments of one range.
    pub fn range(range: Range<Place>) -> Set {
        Set::of(std::iter::once(range))
    }

    /// The ranges that make up the set.
    pub fn ranges(&self) -> &[Range<Place>] {
        &self.0
    }

    /// Returns `true` if there is no segment.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns `true` if a segment is in the set.
    pub fn contains(&self, place: Place) -> bool {
        self.0.iter().any(|range| range.contains(&place))
    }

    /// Returns `true` if all segments of the other set are in this one.
    pub fn covers(&self, other: &Set) -> bool {
        let within = |inner: &Range<Place>| {
            self.0.iter().any(|outer| outer.start <= inner.start && inner.end <= outer.end)
        };
        other.0.iter().all(within)
    }

    /// Returns `true` if a segment is in both.
    pub fn meets(&self, other: &Set) -> bool {
        let overlap = |a: &Range<Place>, b: &Range<Place>| a.start < b.end && b.start < a.end;
        self.0.iter().any(|a| other.0.iter().any(|b| overlap(a, b)))
    }

    /// The segments in both.
    pub fn and(&self, other: &Set) -> Set {
        match (self.covers(other), other.covers(self)) {
            (true, _) => return other.clone(),
            (_, true) => return self.clone(),
            (false, false) => {}
        }
        let common = |a: &Range<Place>, b: &Range<Place>| a.start.max(b.start)..a.end.min(b.end);
        Set::of(self.0.iter().flat_map(|a| other.0.iter().map(move |b| common(a, b))))
    }

    /// The segments in either.
    pub fn or(&self, other: &Set) -> Set {
        Set::of(self.0.iter().chain(other.0.iter()).cloned())
    }

    /// The segments of this set that are not in the other.
    pub fn without(&self, other: &Set) -> Set {
        let mut left = Vec::new();
        for range in self.0.iter() {
            let mut from = range.start;
            for taken in other.0.iter() {
                if taken.end > from && taken.start < range.end {
                    left.push(from..taken.start.max(from));
                    from = taken.end;
                }
            }
            left.push(from..range.end);
        }
        Set::of(left)
    }
}

/// A box: for each axis of a space, by its place, the segments in which a point lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region(Vec<Set>);

impl Region {
    /// The box of one set an axis.
    pub fn new(sets: Vec<Set>) -> Region {
        Region(sets)
    }

    /// The sets by axis.
    pub fn sets(&self) -> &[Set] {
        &self.0
    }

    /// The set of an axis.
    pub fn set(&self, axis: usize) -> Option<&Set> {
        self.0.get(axis)
    }

    /// The same box with another set for an axis.
    pub fn with(&self, axis: usize, set: Set) -> Region {
        let mut sets = self.0.clone();
        sets.get_mut(axis).into_iter().for_each(|own| *own = set.clone());
        Region(sets)
    }

    /// Returns `true` if no point lies within.
    pub fn is_empty(&self) -> bool {
        self.0.iter().any(Set::is_empty)
    }

    /// Returns `true` if all points of the other box lie within this one.
    pub fn covers(&self, other: &Region) -> bool {
        self.0.iter().zip(&other.0).all(|(own, other)| own.covers(other))
    }

    /// Returns `true` if a point lies within both.
    pub fn meets(&self, other: &Region) -> bool {
        self.0.iter().zip(&other.0).all(|(own, other)| own.meets(other))
    }

    /// The points that lie within both.
    pub fn and(&self, other: &Region) -> Region {
        Region(self.0.iter().zip(&other.0).map(|(own, other)| own.and(other)).collect())
    }
}
