//! The zones of questions: what a finding says of every record, not of one alone.

use super::boxes::Asked;
use super::formula::{AxisId, Formula};
use super::linear::Linear;
use super::read::mirrored;
use super::rows::{Question, regions};
use super::search::{Found, search};
use super::set::{MISSING, Place, Region, Set};
use super::space::{Axis, Measure, Space, is_multiple_within, least_multiple, multiple};
use super::system::Between;
use super::zone::{Bounds, Quantity, Sum, Zone};
use crate::plan::{Cut, Set as Numbers, Slot};
use crate::value::{Num, Rounding, Truth};
use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

/// The most boxes that a zone is parted into.
const MOST_BOXES: usize = 400;

/// The most places times boxes that are taken from each other.
const MOST_COMPARED: usize = 4_000_000;

/// The most boxes that are asked whether a record lies within.
const MOST_ASKED: usize = 500;

impl Question<'_> {
    /// The records that none of the rows holds of, nor may; `None` of too many boxes.
    pub fn zone_of_none(&self) -> Option<Zone> {
        let rows = self.rows.iter().map(|row| row.may_hold.as_deref().ok());
        let covers: Vec<&Region> =
            rows.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
        let places: usize = self.space.axes().map(|(_, axis)| axis.cuts().len()).sum();
        if places * covers.len() > MOST_COMPARED {
            return None;
        }
        let left = without(self.guard.clone(), &covers)?;
        let taken = self.guard.iter().flat_map(|guard| covers.iter().map(|own| guard.and(own)));
        self.zone(left, taken.filter(|region| !region.is_empty()).collect())
    }

    /// The records that a row holds of, as the row says it; `None` of too many boxes.
    pub fn zone_of_row(&self, row: usize) -> Option<Zone> {
        let boxes = self.rows.get(row)?.holds.as_deref().ok()?;
        let boxes = boxes.iter().filter(|_| boxes.len() <= MOST_BOXES);
        let boxes: Vec<Bounds> = boxes.map(|region| self.told(region, None).0).collect();
        (!boxes.is_empty()).then_some(Zone { boxes })
    }

    /// The records that all of these rows hold of; `None` of too many boxes.
    pub fn zone_of_all(&self, rows: &[usize]) -> Option<Zone> {
        self.zone_of(self.boxes_of_all(rows)?)
    }

    /// The records in some boxes, of those that are asked; `None` of too many boxes.
    pub fn zone_of(&self, within: Vec<Region>) -> Option<Zone> {
        let others = without(self.guard.clone(), &within.iter().collect::<Vec<&Region>>())?;
        self.zone(within, others)
    }

    /// The boxes in which all of these rows hold, and none of those may; `None` of too many.
    pub fn boxes_beside(&self, rows: &[usize], before: &[usize]) -> Option<Vec<Region>> {
        let covers = before.iter().map(|row| self.rows.get(*row)?.may_hold.as_deref().ok());
        let covers = covers.collect::<Option<Vec<_>>>()?.into_iter().flatten();
        without(self.boxes_of_all(rows)?, &covers.collect::<Vec<&Region>>())
    }

    /// The records whose place on an axis is among some.
    pub fn zone_at(&self, axis: AxisId, places: Range<Place>) -> Zone {
        let region = self.space.whole().with(axis.index(), Set::range(places));
        Zone { boxes: vec![self.told(&region, None).0] }
    }

    /// Some boxes in as few words as it takes, of records that are in none of the others.
    fn zone(&self, within: Vec<Region>, others: Vec<Region>) -> Option<Zone> {
        let asking = Asking { question: self, others, left: Cell::new(MOST_ASKED) };
        let mut boxes: Vec<Region> = Vec::new();
        for region in within {
            let known: Vec<&Region> = boxes.iter().collect();
            let is_new = without(vec![region.clone()], &known).is_none_or(|left| !left.is_empty());
            if is_new && !asking.is_empty(&region)? {
                boxes.push(asking.plain(region)?);
            }
        }
        let mut boxes = apart(joined(boxes));
        boxes.sort_by_key(|region| {
            let first = |set: &Set| set.ranges().first().map_or(0, |range| range.start);
            region.sets().iter().map(first).collect::<Vec<Place>>()
        });
        let (mut told, mut beside): (Vec<Bounds>, Vec<Vec<Region>>) =
            boxes.iter().map(|region| self.told(region, Some(&asking))).unzip();
        // What the words for one box say as well is not told again.
        let mut place = 0;
        while let Some(region) = boxes.get(place).cloned() {
            let others = beside.iter().enumerate().filter(|(other, _)| *other != place);
            let others: Vec<&Region> = others.flat_map(|(_, beside)| beside).collect();
            let left = without(vec![region], &others);
            if left.is_some_and(|left| left.iter().all(|left| self.is_proved_empty(left))) {
                _ = (boxes.remove(place), told.remove(place), beside.remove(place));
            } else {
                place += 1;
            }
        }
        told.dedup();
        Some(Zone { boxes: told })
    }

    /// A box by what it bounds, and the boxes that these words hold of as well.
    fn told(&self, region: &Region, asking: Option<&Asking<'_>>) -> (Bounds, Vec<Region>) {
        let (mut bounds, mut beside): (Bounds, Vec<Region>) = (Vec::new(), Vec::new());
        for ((id, axis), set) in self.space.axes().zip(region.sets()) {
            if axis.all().without(set).is_empty() {
                continue;
            }
            let numbers = numbers(&self.space, axis, set);
            let (quantity, numbers) = match self.value(region, id, axis, &numbers, asking) {
                Some((slot, numbers, others)) => {
                    beside.extend(others);
                    (Quantity::Slot(slot), numbers)
                }
                None => (measured(&self.space, &axis.measure), numbers),
            };
            match bounds.iter_mut().find(|(known, _)| *known == quantity) {
                Some((_, known)) => *known = known.clone().and(numbers),
                None => bounds.push((quantity, numbers)),
            }
        }
        (bounds, beside)
    }

    /// The numbers of an axis as those of the value that is compared, if it is that one wherever
    /// they are; with the boxes in which it is another that is among them.
    fn value(
        &self,
        region: &Region,
        id: AxisId,
        axis: &Axis,
        numbers: &Numbers<Num>,
        asking: Option<&Asking<'_>>,
    ) -> Option<(Slot, Numbers<Num>, Vec<Region>)> {
        let stands = axis.stands.as_ref()?;
        let moved = moved(numbers, &stands.scale, &stands.shift)?;
        let others = stands.otherwise.as_ref()?;
        let Some(when) = &stands.when else { return Some((stands.slot, moved, Vec::new())) };
        let elsewhere =
            regions(&self.space, &Formula::not(Rc::clone(when)), Asked::NotFalse).ok()?;
        let differs = elsewhere.iter().map(|other| region.and(other));
        let mut differs = differs.filter(|both| !both.is_empty());
        if !differs.all(|both| self.is_proved_empty(&both)) {
            return None;
        }
        let among = others.iter().filter(|other| moved.contains(other)).count();
        if among == 0 {
            return Some((stands.slot, moved, Vec::new()));
        }
        let wider = region.with(id.index(), axis.all().clone());
        let beside: Vec<Region> = elsewhere.iter().map(|other| wider.and(other)).collect();
        let is_sound = || {
            let mut each = beside.iter().map(|region| asking?.is_sound(region));
            each.all(|sound| sound == Some(true))
        };
        (among == others.len() && is_sound()).then_some((stands.slot, moved, beside))
    }

    fn is_proved_empty(&self, region: &Region) -> bool {
        matches!(search(&self.space, region, &[], self.budget), Found::Covered(_))
    }
}

/// Records that a zone must not hold, and the work that is left.
struct Asking<'q> {
    question: &'q Question<'q>,
    others: Vec<Region>,
    left: Cell<usize>,
}

impl Asking<'_> {
    /// Returns `true` if it is proved that no record lies within; `None` of too many questions.
    fn is_empty(&self, region: &Region) -> Option<bool> {
        self.left.set(self.left.get().checked_sub(1)?);
        Some(self.question.is_proved_empty(region))
    }

    /// Returns `true` if no record lies in a box that must not be told.
    fn is_sound(&self, region: &Region) -> Option<bool> {
        for other in self.others.iter().filter(|other| other.meets(region)) {
            if !self.is_empty(&other.and(region))? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// The box that says as little as can be: nothing of an axis where it need not, else only what
    /// records can be, in as few ranges as that takes.
    fn plain(&self, region: Region) -> Option<Region> {
        let mut plain = region;
        let axes: Vec<&Axis> = self.question.space.axes().map(|(_, axis)| axis).collect();
        for (place, axis) in axes.iter().enumerate().rev() {
            let wider = plain.with(place, axis.all().clone());
            if wider != plain && self.is_sound(&wider)? {
                plain = wider;
            }
        }
        for (place, axis) in axes.iter().enumerate() {
            let Some(set) = plain.set(place).filter(|set| *set != axis.all()).cloned() else {
                continue;
            };
            let mut kept = Vec::new();
            for range in set.ranges() {
                let mut ranges = vec![range.clone()];
                if range.start == MISSING && range.end > MISSING + 1 {
                    ranges = vec![MISSING..MISSING + 1, MISSING + 1..range.end];
                }
                for range in ranges {
                    if !self.is_empty(&plain.with(place, Set::range(range.clone())))? {
                        kept.push(range);
                    }
                }
            }
            plain = plain.with(place, Set::of(kept));
            for wider in ranges_to_try(axis, plain.set(place)?) {
                let wider = plain.with(place, plain.set(place)?.or(&wider));
                if self.is_sound(&wider)? {
                    plain = wider;
                }
            }
        }
        Some(plain)
    }
}

/// Places before, between and behind ranges of an axis, that of a missing value left out.
fn ranges_to_try(axis: &Axis, set: &Set) -> Vec<Set> {
    let gaps = axis.known().without(set);
    gaps.ranges().iter().map(|range| Set::range(range.clone())).collect()
}

/// What is left of boxes beside others, in boxes that are apart; `None` of too many.
fn without(of: Vec<Region>, others: &[&Region]) -> Option<Vec<Region>> {
    others.iter().try_fold(of, |left, other| {
        let parts = left.into_iter().flat_map(|region| parted(region, other));
        let parts: Vec<Region> = parts.take(MOST_BOXES + 1).collect();
        (parts.len() <= MOST_BOXES).then_some(parts)
    })
}

fn parted(region: Region, other: &Region) -> Vec<Region> {
    if !region.meets(other) {
        return vec![region];
    }
    let (mut left, mut rest) = (Vec::new(), region);
    for (place, taken) in other.sets().iter().enumerate() {
        let Some(own) = rest.set(place).cloned() else { continue };
        let beside = own.without(taken);
        if !beside.is_empty() {
            left.push(rest.with(place, beside));
            rest = rest.with(place, own.and(taken));
        }
    }
    left
}

/// Boxes that differ in one axis alone, as one.
fn joined(mut boxes: Vec<Region>) -> Vec<Region> {
    let mut place = 0;
    while let Some(one) = boxes.get(place).cloned() {
        let other = boxes.iter().enumerate().skip(place + 1).find_map(|(at, other)| {
            let sets = one.sets().iter().zip(other.sets()).enumerate();
            let mut differing = sets.filter(|(_, (one, other))| one != other);
            let (axis, (own, others)) = differing.next()?;
            differing.next().is_none().then(|| (at, one.with(axis, own.or(others))))
        });
        match other {
            Some((at, both)) => {
                boxes.remove(at);
                if let Some(one) = boxes.get_mut(place) {
                    *one = both;
                }
                place = 0;
            }
            None => place += 1,
        }
    }
    boxes
}

/// Boxes without those that lie within the others.
fn apart(boxes: Vec<Region>) -> Vec<Region> {
    let mut kept = boxes.clone();
    for region in boxes {
        let others: Vec<&Region> = kept.iter().filter(|other| **other != region).collect();
        if without(vec![region.clone()], &others).is_some_and(|left| left.is_empty()) {
            kept.retain(|own| *own != region);
        }
    }
    kept
}

/// The numbers at some places of an axis: without ends that no record comes near, and told by a
/// value alone where only that can be.
fn numbers(space: &Space, axis: &Axis, set: &Set) -> Numbers<Num> {
    let variable = axis.measure.variable();
    let own = variable.map(|id| space.between(id));
    let grain = variable.and_then(|id| space.variables[id].grain.as_ref());
    let is_inhabited = |places: Range<Place>| axis.all().meets(&Set::range(places));
    let mut ranges: Vec<Range<Place>> = Vec::new();
    for range in set.and(&axis.known()).ranges() {
        match ranges.last_mut().filter(|last| !is_inhabited(last.end..range.start)) {
            Some(last) => last.end = range.end,
            None => ranges.push(range.clone()),
        }
    }
    let parts = ranges.into_iter().map(|range| {
        let start = if is_inhabited(1..range.start) { range.start } else { 1 };
        let end = if is_inhabited(range.end..axis.end()) { range.end } else { axis.end() };
        let between = axis.between(&(start..end));
        let between = match (grain, &own) {
            (Some(grain), Some(own)) => on_grain(between, own, grain),
            (None, Some(own)) => between.and(own).filter(Between::is_point).unwrap_or(between),
            (_, None) => between,
        };
        between.cuts()
    });
    let missing = if set.contains(MISSING) { Truth::True } else { Truth::False };
    Numbers::new(parts.collect(), missing)
}

/// Bounds of a number that is a multiple of a grain: of whole numbers the first and the last; the
/// only one, where there is no other.
fn on_grain(between: Between, own: &Between, grain: &Num) -> Between {
    let mut within = between.clone();
    own.lower.iter().for_each(|lower| within.narrow(lower.clone(), true));
    own.upper.iter().for_each(|upper| within.narrow(upper.clone(), false));
    let least = least_multiple(&within, grain);
    let greatest = within.upper.as_ref().and_then(|(upper, strict)| {
        let down = multiple(upper, grain, Rounding::Down)?;
        if *strict && down == *upper { down.sub(grain).ok() } else { Some(down) }
    });
    if !is_multiple_within(&within, grain) {
        return between;
    }
    if least.is_some() && least == greatest {
        let at = least.map(|at| (at, false));
        return Between { lower: at.clone(), upper: at };
    }
    if *grain != Num::ONE {
        return between;
    }
    let closed = |bound: Option<(Num, bool)>, at: Option<Num>| bound.and(at).map(|at| (at, false));
    let (lower, upper) = (&between.lower, &between.upper);
    let by_own = |bound: &Option<(Num, bool)>, lower: bool| match (bound, lower) {
        (Some(_), true) => within.lower == *bound,
        (Some(_), false) => within.upper == *bound,
        (None, _) => false,
    };
    Between {
        lower: if by_own(lower, true) { closed(lower.clone(), least) } else { lower.clone() },
        upper: if by_own(upper, false) { closed(upper.clone(), greatest) } else { upper.clone() },
    }
}

/// Numbers times a number, and some.
fn moved(numbers: &Numbers<Num>, scale: &Num, shift: &Num) -> Option<Numbers<Num>> {
    let turned = if scale.is_negative() { mirrored(numbers) } else { numbers.clone() };
    let by = scale.abs();
    let cut = |cut: &Cut<Num>| {
        Some(match cut {
            Cut::At(at, after) => Cut::At(at.mul(&by).ok()?.add(shift).ok()?, *after),
            Cut::Start => Cut::Start,
            Cut::End => Cut::End,
        })
    };
    let parts = turned.parts().iter().map(|part| Some(cut(&part.start)?..cut(&part.end)?));
    Some(Numbers::new(parts.collect::<Option<Vec<_>>>()?, numbers.missing()))
}

fn measured(space: &Space, measure: &Measure) -> Quantity {
    let sum = |form: &Linear| Sum {
        terms: (form.terms.iter())
            .map(|(id, factor)| (factor.clone(), space.variables[*id].slot))
            .collect(),
        constant: form.constant.clone(),
    };
    match (measure.variable(), measure) {
        (Some(id), _) => Quantity::Slot(space.variables[id].slot),
        (None, Measure::Linear(form)) => Quantity::Sum(sum(form), None),
        (None, Measure::Quotient(over, under)) => Quantity::Sum(sum(over), Some(sum(under))),
    }
}
