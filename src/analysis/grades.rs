//! Totals of a scorecard: criteria whose maximum no record gets or one exceeds, grades that no
//! total leads to, totals that lead to none.

use super::finding::{Finding, FindingKind, Site};
use super::formula::Formula;
use super::of_type::{OfType, Shown};
use super::read::Switches;
use super::rows::{Question, RestsOn};
use super::set::Set;
use super::settle::Values;
use super::space::Space;
use super::system::Between;
use super::totals::{Reached, Totals};
use super::witness::{Replayed, Witness};
use super::zone::{Quantity, Zone};
use crate::eval::State;
use crate::model::{BlockId, BlockKind};
use crate::plan::{BlockPlan, CriterionPlan, GradingPlan, Op, ScorecardPlan, Set as Numbers, Slot};
use crate::value::{Num, Truth};
use std::rc::Rc;

impl<'m> OfType<'m> {
    /// Grades that no total leads to, and criteria whose maximum no record gets, or one exceeds.
    pub fn totals(
        &self,
        id: BlockId,
        block: &BlockPlan,
        card: &ScorecardPlan,
        found: &mut Vec<Finding>,
    ) {
        let BlockKind::Scorecard(model) = &self.model.blocks[id].kind else { return };
        if model.criteria.iter().any(|criterion| criterion.sum) {
            return;
        }
        for (place, (criterion, model)) in card.criteria.iter().zip(&model.criteria).enumerate() {
            // A form that is still to be filled in has no points yet.
            if !model.maximum.is_zero() {
                let site = Site::Criterion(id, place);
                self.maximum(site, &block.guards, criterion, &model.maximum, found);
            }
        }
        let Some(grading) = &card.grading else { return };
        let Some(mut totals) = self.choices(&block.guards, &card.criteria) else { return };
        let site = Site::Grades(id);
        let Some(Graded { firsts, left }) = self.graded(card, grading) else { return };
        for (row, ranges) in firsts.into_iter().enumerate() {
            let Some(ranges) = ranges else { continue };
            let mut reached = ranges.iter().map(|between| totals.total(between));
            if ranges.is_empty() {
                let resting = (0..row).collect();
                found.push(Finding { resting, ..Finding::of(FindingKind::Dead, site, &[row]) });
            } else if reached.all(|reached| matches!(reached, Reached::Never)) {
                found.push(Finding::of(FindingKind::Unreachable, site, &[row]));
            }
        }
        for between in &left {
            let shown = match totals.total(between) {
                Reached::By(values) => {
                    self.ungraded(id, &block.guards, card, &totals.space, &values)
                }
                Reached::Never => continue,
                Reached::Undecided => Shown::Undecided,
            };
            let zone = || Some(zone_of(id, card, &left));
            let gap = shown.finding(FindingKind::Gap, site, &[]);
            found.extend(gap.map(|gap| gap.in_zone(zone)));
            return;
        }
    }

    /// A record whose total no row of the grading takes.
    fn ungraded(
        &self,
        id: BlockId,
        guards: &[Slot],
        card: &ScorecardPlan,
        space: &Space,
        values: &Values,
    ) -> Shown {
        let fields = self.reader(Switches::AsSet).fields_of(card.total);
        let rests_on = RestsOn { fields, total: Some((id, card.total)), ..RestsOn::default() };
        let rows = card.grading.iter().flat_map(|grading| &grading.rows);
        let rows: Vec<Slot> = rows.copied().collect();
        let none =
            |replayed: &Replayed| rows.iter().all(|row| replayed.truth(*row) == Truth::False);
        let witness = Witness::of(space, self.steps.record, values, self.plan);
        self.replayed(witness, &rests_on, guards, &none)
    }

    /// Criteria as choices, of the records for which guards hold.
    pub fn choices(&self, guards: &[Slot], criteria: &[CriterionPlan]) -> Option<Totals<'m>> {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, guards);
        Totals::new(reader, &guard, criteria)
    }

    /// Whether some record gets more than the maximum of a criterion, or none gets it.
    fn maximum(
        &self,
        site: Site,
        guards: &[Slot],
        criterion: &CriterionPlan,
        maximum: &Num,
        found: &mut Vec<Finding>,
    ) {
        let undecided = Finding::of(FindingKind::Undecided, site, &[]);
        let Some(mut points) = self.choices(guards, std::slice::from_ref(criterion)) else {
            found.push(undecided);
            return;
        };
        let from = |strict| Between { lower: Some((maximum.clone(), strict)), upper: None };
        match points.total(&from(true)) {
            Reached::By(values) => {
                let fields = self.reader(Switches::AsSet).fields_of(criterion.points);
                let rests_on = RestsOn { fields, ..RestsOn::default() };
                let witness = Witness::of(&points.space, self.steps.record, &values, self.plan);
                let over = |replayed: &Replayed| replayed.state(criterion.points) == State::Fault;
                let made = self.replayed(witness, &rests_on, guards, &over);
                found.extend(made.finding(FindingKind::Exceeded, site, &[]));
            }
            Reached::Never => {}
            Reached::Undecided => found.push(undecided),
        }
        if let Reached::Never = points.total(&from(false)) {
            found.push(Finding::of(FindingKind::Unreachable, site, &[]));
        }
    }

    /// The totals that each row of a grading takes, and those that none does; `None` where no row
    /// asks the total.
    pub fn graded(&self, card: &ScorecardPlan, grading: &GradingPlan) -> Option<Graded> {
        let mut reader = self.reader(Switches::AsSet);
        let rows: Vec<_> = grading.rows.iter().map(|row| reader.truth(*row)).collect();
        let always = Rc::new(Formula::settled(true));
        let question = Question::new(reader, &always, &rows);
        let is_total = |slot: Slot| match self.steps.steps[slot].op {
            Op::PointsValue(of) => of == card.total,
            _ => false,
        };
        let mut axes = question.space.axes();
        let (id, axis) = axes.find(|(_, axis)| {
            let variable = axis.measure.variable().map(|id| &question.space.variables[id]);
            variable.is_some_and(|variable| is_total(variable.slot))
        })?;
        let between = |places: &Set| -> Vec<Between> {
            places.and(&axis.known()).ranges().iter().map(|range| axis.between(range)).collect()
        };
        let first = |row| Some(between(&question.places_of_first(row, id.index())?));
        let all = (0..rows.len()).filter_map(|row| question.places_of(row, id.index()));
        let left = all.fold(axis.known(), |left, taken| left.without(&taken));
        Some(Graded { firsts: (0..rows.len()).map(first).collect(), left: between(&left) })
    }
}

/// The records whose total lies between some bounds.
fn zone_of(id: BlockId, card: &ScorecardPlan, all: &[Between]) -> Zone {
    let totals = |between: &Between| {
        let numbers = Numbers::new(vec![between.cuts()], Truth::False);
        vec![(Quantity::Total(id, card.total), numbers)]
    };
    Zone { boxes: all.iter().map(totals).collect() }
}

/// Totals by the rows of a grading that take them.
pub(super) struct Graded {
    /// For each row the totals for which it is the first to hold; `None` of a row that asks
    /// something else.
    pub firsts: Vec<Option<Vec<Between>>>,
    /// Totals that no row takes by itself.
    pub left: Vec<Between>,
}
