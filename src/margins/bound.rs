//! Sets of fields, and changes of them, that cannot lift a result: they need not be run.

use super::outcome::{Outcome, Standing};
use super::trial::{Asked, Changes, Variant, joined, places};
use crate::plan::{Atom, BlockPlanKind, GradingStep, Op};
use crate::value::{Compare, Num};
use std::collections::{BTreeMap, BTreeSet};

/// Points that fields can add to a total, and how many are lacking for any better grade.
pub(super) struct Bound {
    /// Points that are lacking for the least total with which a better grade is given.
    lacking: Num,
    /// For each field the most that it adds alone to each criterion it has a part in.
    alone: Vec<BTreeMap<usize, Num>>,
    /// Most that each criterion can add.
    most: Vec<Num>,
    /// The outcome of the record without any change.
    base: Outcome,
}

impl Bound {
    /// The bound of a record; `None` where better grades ask for no total, or the points of the
    /// record are not all known.
    pub fn of(asked: &Asked<'_, '_>, singles: &[Variant]) -> Option<Bound> {
        let BlockPlanKind::Scorecard(card) = &asked.search.goal.block()?.kind else { return None };
        let steps = asked.search.steps;
        let Op::Grading(grading) = &steps.steps[card.grading.as_ref()?.grades].op else {
            return None;
        };
        let lacking = least_total(asked, grading)?.sub(asked.base.total.as_ref()?).ok()?;
        let most = card.criteria.iter().zip(&asked.base.points).map(|(criterion, (points, _))| {
            let Op::Criterion(step) = &steps.steps[criterion.points].op else { return None };
            step.maximum.sub(points.as_ref()?).ok()
        });
        let most: Vec<Num> = most.collect::<Option<_>>()?;
        let mut alone = vec![BTreeMap::new(); asked.open().len()];
        for (place, open) in asked.open().iter().enumerate() {
            let Some(gains) = alone.get_mut(place) else { continue };
            for (criterion, plan) in card.criteria.iter().enumerate() {
                if open.moving.binary_search(&plan.points).is_ok() {
                    let slope = most.get(criterion).filter(|_| open.is_sloped);
                    gains.insert(criterion, slope.cloned().unwrap_or(Num::ZERO));
                }
            }
        }
        for Variant { changes, outcome } in singles {
            let place = changes.first().map(|(place, _)| *place);
            let gains = place.and_then(|place| alone.get_mut(place));
            gains.into_iter().for_each(|gains| widen(gains, &asked.base, outcome));
        }
        Some(Bound { lacking, alone, most, base: asked.base.clone() })
    }

    /// Returns `true` if changes of these fields may lift the result: what they can add to each
    /// criterion comes to the points that are lacking. Those among them that something reads
    /// together may add more than each alone, but no more than these gains, where they are known.
    pub fn may_lift(&self, set: &[usize], joint: &[usize], gains: &[Option<Num>]) -> bool {
        let touches = |place: &usize, criterion: usize| {
            self.alone.get(*place).and_then(|gains| gains.get(&criterion))
        };
        let gain = |criterion: usize| {
            let touching: Vec<&usize> =
                set.iter().filter(|place| touches(place, criterion).is_some()).collect();
            match touching.as_slice() {
                [only] if !joint.contains(only) => touches(only, criterion),
                all if all.iter().all(|place| joint.contains(place)) => {
                    let known = gains.get(criterion).and_then(Option::as_ref);
                    known.or_else(|| self.most.get(criterion))
                }
                _ => self.most.get(criterion),
            }
        };
        let criteria = self.touched(set);
        let sum = criteria.into_iter().try_fold(Num::ZERO, |sum, criterion| {
            gain(criterion).and_then(|gain| sum.add(gain).ok())
        });
        sum.is_none_or(|sum| sum >= self.lacking)
    }

    /// Returns `true` if changes that were run may lift the result when further fields are changed
    /// as well, whatever those add.
    pub fn may_lift_with(&self, one: &Variant, further: &[usize]) -> bool {
        let lacking = self.lacking_with(one, &self.touched(further));
        lacking.is_none_or(|lacking| lacking <= Num::ZERO)
    }

    /// The criteria that some fields have a part in.
    fn touched(&self, places: &[usize]) -> BTreeSet<usize> {
        let gains = places.iter().filter_map(|place| self.alone.get(*place));
        gains.flat_map(BTreeMap::keys).copied().collect()
    }

    /// Points that are lacking still with changes that were run, once some criteria have added all
    /// that they can; `None` where that is not known.
    fn lacking_with(&self, one: &Variant, added: &BTreeSet<usize>) -> Option<Num> {
        let mut criteria = self.most.iter().enumerate();
        let lacking = self.lacking.clone();
        criteria.try_fold(lacking, |lacking, (criterion, most)| {
            let most = added.contains(&criterion).then(|| most.clone());
            lacking.sub(&most.or_else(|| gain(&self.base, &one.outcome, criterion))?).ok()
        })
    }

    /// Points by which changes that were run fall short of what some criteria can add at most.
    fn short(&self, one: &Variant, criteria: &BTreeSet<usize>) -> Option<Num> {
        criteria.iter().try_fold(Num::ZERO, |sum, criterion| {
            let gain = gain(&self.base, &one.outcome, *criterion)?;
            sum.add(&self.most.get(*criterion)?.sub(&gain).ok()?).ok()
        })
    }
}

impl Asked<'_, '_> {
    /// Points that changes of some fields together can add to each criterion at most, whatever
    /// values those have; `None` where that is not known.
    pub fn gains_of(&mut self, set: &[usize]) -> Vec<Option<Num>> {
        let fields = self.fields(set);
        let most = self.with_any(
            |_, deciding| fields.contains(&deciding.field),
            |_, goal, (frame, _, row)| {
                let BlockPlanKind::Scorecard(card) = &goal.block()?.kind else { return None };
                let points = card.criteria.iter().map(|criterion| {
                    let points = frame.points_at(criterion.points, row)?;
                    (!points.fault).then(|| points.high.clone())
                });
                Some(points.collect::<Vec<Option<Num>>>())
            },
        );
        let own = self.base.points.iter().map(|(points, _)| points.as_ref());
        let gain = |(most, own): (Option<Num>, Option<&Num>)| most?.sub(own?).ok();
        most.unwrap_or_default().into_iter().zip(own).map(gain).collect()
    }
}

/// Each of some changes of the same fields with each of others, as far as they may lift the result
/// when further fields are changed as well; nothing reads fields of several of these.
pub(super) fn together(
    bound: Option<&Bound>,
    [ones, others]: [&[Variant]; 2],
    further: &[usize],
) -> Vec<Changes> {
    let touched = |all: &[Variant]| {
        let bound = bound.zip(all.first());
        bound.map_or_else(BTreeSet::new, |(bound, one)| bound.touched(&places(&one.changes)))
    };
    let further = bound.map_or_else(BTreeSet::new, |bound| bound.touched(further));
    let (by_ones, mut added) = (touched(ones), touched(others));
    added.retain(|criterion| !further.contains(criterion));
    let apart: BTreeSet<usize> = added.difference(&by_ones).copied().collect();
    added.extend(further);
    let short = |other| bound?.short(other, &apart);
    let short: Vec<Option<Num>> = others.iter().map(short).collect();
    let mut all = Vec::new();
    for one in ones {
        let lacking = bound.and_then(|bound| bound.lacking_with(one, &added));
        for (other, short) in others.iter().zip(&short) {
            let lacking = lacking.as_ref().zip(short.as_ref());
            let lacking = lacking.and_then(|(lacking, short)| lacking.add(short).ok());
            if lacking.is_none_or(|lacking| lacking <= Num::ZERO) {
                all.push(joined(&one.changes, &other.changes));
            }
        }
    }
    all
}

/// Points that a change adds to a criterion; `None` where they are not known.
fn gain(base: &Outcome, outcome: &Outcome, criterion: usize) -> Option<Num> {
    let points = |outcome: &Outcome| outcome.points.get(criterion)?.0.clone();
    points(outcome)?.sub(&points(base)?).ok()
}

/// Takes in what a change of one field adds to each criterion.
fn widen(gains: &mut BTreeMap<usize, Num>, base: &Outcome, outcome: &Outcome) {
    for (criterion, most) in gains {
        if let Some(gain) = gain(base, outcome, *criterion) {
            *most = gain.max(most.clone());
        }
    }
}

/// The least total with which the row of any better grade can hold; `None` if one of them asks for
/// none, or for one that a field may change.
fn least_total(asked: &Asked<'_, '_>, grading: &GradingStep) -> Option<Num> {
    let Standing::Grade(own) = asked.base.result? else { return None };
    let (frame, record) = asked.one;
    let better = grading.rows.iter().filter(|row| row.grade < own);
    let totals = better.map(|row| {
        let is_joined =
            |atom: &Atom| matches!(atom, Atom::Total(..) | Atom::Truth(_) | Atom::And(_));
        let least = row.when.of_total.iter().find_map(|atom| match atom {
            Atom::Total(Compare::AtLeast | Compare::Greater, slot) => Some(*slot),
            _ => None,
        });
        let slot = least.filter(|_| row.when.of_total.iter().all(is_joined))?;
        let is_moved = asked.open().iter().any(|open| open.run_anew.binary_search(&slot).is_ok());
        if is_moved { None } else { frame.number(slot, record).into_known() }
    });
    totals.collect::<Option<Vec<Num>>>()?.into_iter().min()
}
