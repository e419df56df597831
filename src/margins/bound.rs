//! Sets of fields that cannot lift a result, whatever their values: they need not be run.

use super::outcome::{Outcome, Standing};
use super::trial::{Asked, Variant};
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
        Some(Bound { lacking, alone, most })
    }

    /// Returns `true` if changes of these fields may lift the result: what they can add to each
    /// criterion comes to the points that are lacking. Two fields that something reads together
    /// may add more than each alone.
    pub fn may_lift(&self, set: &[usize], are_joint: impl Fn(usize, usize) -> bool) -> bool {
        let gains = |place: &usize| self.alone.get(*place).into_iter().flatten();
        let criteria: BTreeSet<usize> =
            set.iter().flat_map(gains).map(|(criterion, _)| *criterion).collect();
        let gain = |criterion: &usize| {
            let mut touching =
                set.iter().filter(|place| gains(place).any(|(touched, _)| touched == criterion));
            let (first, second) = (touching.next(), touching.next());
            let apart = first.filter(|first| {
                second.is_none()
                    && set.iter().all(|other| other == *first || !are_joint(**first, *other))
            });
            match apart {
                Some(alone) => self.alone.get(*alone)?.get(criterion),
                None => self.most.get(*criterion),
            }
        };
        let sum = criteria.iter().try_fold(Num::ZERO, |sum, criterion| {
            gain(criterion).and_then(|gain| sum.add(gain).ok())
        });
        sum.is_none_or(|sum| sum >= self.lacking)
    }
}

/// Takes in what a change of one field adds to each criterion.
fn widen(gains: &mut BTreeMap<usize, Num>, base: &Outcome, outcome: &Outcome) {
    for (criterion, most) in gains {
        let points = |outcome: &Outcome| outcome.points.get(*criterion)?.0.clone();
        if let Some(gain) = points(outcome).zip(points(base)).and_then(|(a, b)| a.sub(&b).ok()) {
            *most = gain.max(most.clone());
        }
    }
}

/// The least total with which the row of any better grade can hold; `None` if one of them asks for
/// none.
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
        frame.number(slot, record).into_known()
    });
    totals.collect::<Option<Vec<Num>>>()?.into_iter().min()
}
