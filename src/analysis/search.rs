//! The search for a record that lies in one box and in none of others, and the proof that there is
//! none.

use super::certificate::Tree;
use super::formula::AxisId;
use super::linear::VariableId;
use super::set::{Place, Region, Set};
use super::settle::{Branch, Settled, Values, settle};
use super::space::Space;
use crate::value::Num;
use std::cell::Cell;

/// Result of a search.
#[derive(Clone, Debug)]
pub enum Found {
    /// A record in the box that no cover holds, and the part of the box it was found in.
    Point(Region, Values),
    /// No record, with the proof of it.
    Covered(Tree),
    /// It could not be told.
    Undecided,
}

/// Work that one search may do: covers that are held against parts.
const MOST_OF_ONE: usize = 2_000_000;
/// Work that all searches of a check may do together.
const MOST_OF_ALL: usize = 100_000_000;

/// Work that a part which no cover meets counts for: a system to solve.
const WORK_OF_LEAF: usize = 100;

/// Work that looking for whole numbers on both sides of a number counts for: two systems to solve.
const WORK_OF_WHOLE: usize = 1_000;

/// Work that is left to the searches of a check: rules may come from anyone.
#[derive(Debug)]
pub struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Budget {
        Budget(Cell::new(MOST_OF_ALL))
    }
}

impl Budget {
    /// Takes some of what is left; `None` where there is not so much, and from then on.
    pub(super) fn take(&self, work: usize) -> Option<()> {
        let left = self.0.get().checked_sub(work);
        self.0.set(left.unwrap_or(0));
        left.map(|_| ())
    }

    /// Work that is left.
    pub(super) fn left(&self) -> usize {
        self.0.get()
    }
}

/// A search over one space.
pub struct Search<'s> {
    space: &'s Space,
    covers: &'s [&'s Region],
    left: usize,
    budget: &'s Budget,
}

/// Reason why a search stops: a record, or that it gave up.
enum Stop {
    Point(Region, Values),
    GaveUp,
}

/// Searches a box for a record that none of the covers holds.
pub fn search(space: &Space, region: &Region, covers: &[&Region], budget: &Budget) -> Found {
    let mut search = Search { space, covers, left: MOST_OF_ONE, budget };
    let all: Vec<usize> = (0..covers.len()).collect();
    match search.part(region, &all, &mut Vec::new()) {
        Ok(tree) => Found::Covered(tree),
        Err(Stop::Point(region, values)) => Found::Point(region, values),
        Err(Stop::GaveUp) => Found::Undecided,
    }
}

impl Search<'_> {
    fn part(
        &mut self,
        region: &Region,
        candidates: &[usize],
        branches: &mut Vec<Branch>,
    ) -> Result<Tree, Stop> {
        if region.is_empty() {
            return Ok(Tree::Empty);
        }
        self.take(1 + candidates.len())?;
        let covers = self.covers;
        let cover = |place: &usize| covers.get(*place);
        let meeting: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|place| cover(place).is_some_and(|cover| cover.meets(region)))
            .collect();
        let whole = meeting.iter().find(|place| cover(place).is_some_and(|one| one.covers(region)));
        if let Some(place) = whole {
            return Ok(Tree::Covered(*place));
        }
        match self.cut(region, &meeting) {
            Some((axis, set)) => self.split(region, axis, set, &meeting, branches),
            None => self.leaf(region, branches),
        }
    }

    /// Takes work from what is left of this search and of all.
    fn take(&mut self, work: usize) -> Result<(), Stop> {
        self.left = self.left.checked_sub(work).ok_or(Stop::GaveUp)?;
        self.budget.take(work).ok_or(Stop::GaveUp)
    }

    /// Cut of a box that covers meet: the middle one of an axis that all of them ask, else an edge
    /// of the cover that asks least.
    fn cut(&self, region: &Region, meeting: &[usize]) -> Option<(AxisId, Set)> {
        let first = meeting.first()?;
        let cutting = |place: &usize, axis: usize| {
            let (cover, own) = (self.covers.get(*place)?.set(axis)?, region.set(axis)?);
            (!cover.covers(own)).then_some(cover)
        };
        let axes = || 0..region.sets().len();
        let by_all = axes().find(|axis| {
            meeting.len() > 2 && meeting.iter().all(|place| cutting(place, *axis).is_some())
        });
        if let Some(axis) = by_all {
            let own = region.set(axis)?;
            let mut ends: Vec<Place> = meeting
                .iter()
                .filter_map(|place| cutting(place, axis))
                .flat_map(|cover| cover.ranges().iter().flat_map(|range| [range.start, range.end]))
                .filter(|end| inside(own, *end))
                .collect();
            ends.sort_unstable();
            if let Some(middle) = ends.get(ends.len() / 2) {
                return Some((AxisId::new(axis), own.and(&Set::range(0..*middle))));
            }
        }
        let asked = |place: &usize| axes().filter(|axis| cutting(place, *axis).is_some()).count();
        let easiest = meeting.iter().min_by_key(|place| asked(place)).unwrap_or(first);
        axes().find_map(|axis| Some((AxisId::new(axis), cutting(easiest, axis)?.clone())))
    }

    fn split(
        &mut self,
        region: &Region,
        axis: AxisId,
        set: Set,
        meeting: &[usize],
        branches: &mut Vec<Branch>,
    ) -> Result<Tree, Stop> {
        let Some(own) = region.set(axis.index()) else { return Err(Stop::GaveUp) };
        let (within, beyond) = (own.and(&set), own.without(&set));
        let within = self.part(&region.with(axis.index(), within), meeting, branches)?;
        let beyond = self.part(&region.with(axis.index(), beyond), meeting, branches)?;
        Ok(Tree::Split(axis.index(), set.ranges().to_vec(), Box::new([within, beyond])))
    }

    /// A part that no cover meets.
    fn leaf(&mut self, region: &Region, branches: &mut Vec<Branch>) -> Result<Tree, Stop> {
        self.take(WORK_OF_LEAF)?;
        match settle(self.space, region, branches) {
            Settled::Point(values) => Err(Stop::Point(region.clone(), values)),
            Settled::Split(axis, set) => self.split(region, axis, set, &[], branches),
            Settled::Whole(variable, at) => self.whole(region, variable, at, branches),
            Settled::Impossible(proof) => Ok(Tree::Impossible(proof)),
            Settled::ByZero(axis) => Ok(Tree::ByZero(axis.index())),
            Settled::NotMissing(axis) => Ok(Tree::NotMissing(axis.index())),
            Settled::Undecided => Err(Stop::GaveUp),
        }
    }

    fn whole(
        &mut self,
        region: &Region,
        variable: VariableId,
        at: Num,
        branches: &mut Vec<Branch>,
    ) -> Result<Tree, Stop> {
        self.take(WORK_OF_WHOLE)?;
        let grain = self.space.variables[variable].grain.as_ref().ok_or(Stop::GaveUp)?;
        let next = at.add(grain).map_err(|_| Stop::GaveUp)?;
        let mut side = |upper: bool, at: Num| {
            branches.push(Branch { variable, upper, at });
            let tree = self.part(region, &[], branches);
            branches.pop();
            tree
        };
        let sides = [side(true, at.clone())?, side(false, next)?];
        Ok(Tree::Whole(variable.index(), at, Box::new(sides)))
    }
}

/// Returns `true` if an end parts a set.
fn inside(set: &Set, end: Place) -> bool {
    let (first, last) = (set.ranges().first(), set.ranges().last());
    first.zip(last).is_some_and(|(first, last)| first.start < end && end < last.end)
}
