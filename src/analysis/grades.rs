//! Totals of a scorecard: criteria whose maximum no record gets or one exceeds, grades that no
//! total leads to, totals that lead to none.

use super::answers::{Ask, Topic};
use super::finding::{Finding, FindingKind, Site};
use super::formula::Formula;
use super::number::sum;
use super::of_type::{OfType, Shown};
use super::read::Switches;
use super::rows::{Answer, Question, RestsOn};
use super::set::Set;
use super::settle::Values;
use super::space::Space;
use super::system::Between;
use super::totals::{Reached, Totals};
use super::witness::{Replayed, Witness};
use super::zone::{Quantity, Zone};
use crate::aggregate::Limits;
use crate::eval::State;
use crate::interval::Interval;
use crate::model::{BlockId, BlockKind, ExprKind, Row, Scorecard};
use crate::plan::{
    BlockPlan, CriterionPlan, GradingPlan, Op, Rows, ScorecardPlan, Set as Numbers, Slot,
};
use crate::value::{Compare, Num, Truth, Value};
use std::rc::Rc;

impl<'m> OfType<'m> {
    /// Criteria whose maximum no record gets, or one exceeds.
    pub fn maxima(&self, id: BlockId, block: &BlockPlan, card: &ScorecardPlan, ask: &mut Ask<'_>) {
        let BlockKind::Scorecard(model) = &self.model.blocks[id].kind else { return };
        for (place, (criterion, model)) in card.criteria.iter().zip(&model.criteria).enumerate() {
            // A form that is still to be filled in has no points yet.
            if !model.maximum.is_zero() {
                let criterion = (criterion, model.sum);
                ask(Topic::Maximum(self.steps.record, id, place), &|found| {
                    let site = Site::Criterion(id, place);
                    self.maximum(site, &block.guards, criterion, &model.maximum, found);
                });
            }
        }
    }

    /// Grades that no total leads to, and totals that lead to none.
    pub fn totals(
        &self,
        id: BlockId,
        block: &BlockPlan,
        card: &ScorecardPlan,
        found: &mut Vec<Finding>,
    ) {
        let Some(grading) = &card.grading else { return };
        let criteria = self.criteria(id, card);
        let Some(mut totals) = self.choices(&block.guards, &criteria) else { return };
        let site = Site::Grades(id);
        let Some(Graded { firsts, left, shared }) = self.graded(card, grading, Switches::AsSet)
        else {
            return;
        };
        for (row, ranges) in firsts.iter().enumerate() {
            let Some(ranges) = ranges else { continue };
            let mut reached = ranges.iter().map(|between| totals.total(between));
            if ranges.is_empty() {
                let resting = (0..row).collect();
                found.push(Finding { resting, ..Finding::of(FindingKind::Dead, site, &[row]) });
            } else if reached.all(|reached| matches!(reached, Reached::Never)) {
                found.push(Finding::of(FindingKind::Unreachable, site, &[row]));
            }
        }
        for (rows, ranges) in &shared {
            let made = self.sharing(id, block, card, (*rows, ranges), &mut totals);
            found.extend(made);
        }
        self.idle_caps(id, block, card, &firsts, found);
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

    /// Caps that lower no grade: whoever they hold of has points for no better one.
    fn idle_caps(
        &self,
        id: BlockId,
        block: &BlockPlan,
        card: &ScorecardPlan,
        firsts: &[Option<Vec<Between>>],
        found: &mut Vec<Finding>,
    ) {
        let BlockKind::Scorecard(Scorecard { grading: Some(model), .. }) =
            &self.model.blocks[id].kind
        else {
            return;
        };
        let site = Site::Caps(id);
        let told: Vec<usize> = (found.iter().filter(|one| one.about == site.into()))
            .flat_map(|one| one.rows.clone())
            .collect();
        let conditions = card.grading.iter().flat_map(|grading| &grading.caps);
        for (place, (cap, condition)) in model.caps.iter().zip(conditions).enumerate() {
            let Some(grade) = cap.grade.filter(|_| !told.contains(&place)) else { continue };
            // Of values in order the first is the best.
            let better = |row: &Row| match row.gives.constant() {
                Some(Value::Code(code)) => Some(code < grade),
                _ => None,
            };
            let ranges = model
                .rows
                .iter()
                .zip(firsts)
                .map(|(row, ranges)| Some(if better(row)? { ranges.as_deref()? } else { &[] }));
            let Some(ranges) = ranges.collect::<Option<Vec<&[Between]>>>() else { return };
            let guards: Vec<Slot> = block.guards.iter().copied().chain([*condition]).collect();
            let Some(mut totals) = self.choices(&guards, &self.criteria(id, card)) else { return };
            let lowered = |between| !matches!(totals.total(between), Reached::Never);
            if !ranges.into_iter().flatten().any(lowered) {
                found.push(Finding::of(FindingKind::NoEffect, site, &[place]));
            }
        }
    }

    /// Two rows of a grading that a total comes to, where no row before takes it, with different
    /// grades; each takes totals that the other does not.
    fn sharing(
        &self,
        id: BlockId,
        block: &BlockPlan,
        card: &ScorecardPlan,
        ([one, two], ranges): ([usize; 2], &[Between]),
        totals: &mut Totals<'_>,
    ) -> Option<Finding> {
        let BlockKind::Scorecard(model) = &self.model.blocks[id].kind else { return None };
        let rows = &model.grading.as_ref()?.rows;
        let gives = |row: usize| match &rows.get(row)?.gives.kind {
            ExprKind::Constant(value) => Some(value),
            _ => None,
        };
        if gives(one)? == gives(two)? {
            return None;
        }
        let conditions = &card.grading.as_ref()?.rows;
        let holds = |replayed: &Replayed, row: usize| {
            conditions.get(row).is_some_and(|slot| replayed.truth(*slot) == Truth::True)
        };
        let both = |replayed: &Replayed| holds(replayed, one) && holds(replayed, two);
        let fields = self.reader(Switches::AsSet).fields_of(card.total);
        let rests_on = RestsOn { fields, total: Some((id, card.total)), ..RestsOn::default() };
        ranges.iter().find_map(|between| {
            let Reached::By(values) = totals.total(between) else { return None };
            let witness = Witness::of(&totals.space, self.steps.record, &values, self.plan);
            let mut shown = self.replayed(witness, &rests_on, &block.guards, &both);
            let finding = Finding::of(FindingKind::Order, Site::Grades(id), &[one, two]);
            shown.take().map(|witness| Finding { witnesses: vec![witness], ..finding })
        })
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
        self.shown_by(space, witness, &rests_on, guards, &none)
    }

    /// The criteria of a scorecard, each with `true` if its rows are added.
    pub fn criteria<'c>(
        &self,
        id: BlockId,
        card: &'c ScorecardPlan,
    ) -> Vec<(&'c CriterionPlan, bool)> {
        let of = card.criteria.iter().enumerate();
        of.map(|(place, criterion)| (criterion, self.sums(id, place))).collect()
    }

    /// Criteria as choices, of the records for which guards hold.
    pub fn choices(
        &self,
        guards: &[Slot],
        criteria: &[(&CriterionPlan, bool)],
    ) -> Option<Totals<'m>> {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, guards);
        Totals::new(reader, &guard, criteria)
    }

    /// Whether some record gets more than the maximum of a criterion, or none gets it.
    fn maximum(
        &self,
        site: Site,
        guards: &[Slot],
        (criterion, adds): (&CriterionPlan, bool),
        maximum: &Num,
        found: &mut Vec<Finding>,
    ) {
        let exceeded = || {
            let made = self.over(guards, criterion);
            let one = |one| Finding {
                witnesses: vec![one],
                ..Finding::of(FindingKind::Exceeded, site, &[])
            };
            made.map_or(Finding::of(FindingKind::Undecided, site, &[]), one)
        };
        let Some(mut points) = self.choices(guards, &[(criterion, adds)]) else {
            let is_told = !adds
                && (self.maximum_row_by_row(site, guards, criterion, maximum, found)
                    || self.stays_within(criterion, maximum));
            if !is_told {
                found.push(exceeded());
            }
            return;
        };
        let from = |strict| Between { lower: Some((maximum.clone(), strict)), upper: None };
        match points.total(&from(true)) {
            Reached::By(values) => {
                let fields = self.reader(Switches::AsSet).fields_of(criterion.points);
                let rests_on = RestsOn { fields, ..RestsOn::default() };
                let witness = Witness::of(&points.space, self.steps.record, &values, self.plan);
                let over = |replayed: &Replayed| replayed.state(criterion.points) == State::Fault;
                let made = self.shown_by(&points.space, witness, &rests_on, guards, &over);
                let made = made.finding(FindingKind::Exceeded, site, &[]);
                let zone = || {
                    let beyond = Numbers::compare(Compare::Greater, maximum.clone());
                    if !self.regions {
                        None
                    } else if adds {
                        self.sums_where(guards, criterion, &beyond)?.zone_of_all(&[0])
                    } else {
                        self.points_where(guards, criterion, &beyond)?.0.zone_of_row(0)
                    }
                };
                found.extend(made.map(|made| made.in_zone(zone)));
            }
            Reached::Never => {}
            Reached::Undecided => found.push(exceeded()),
        }
        if let Reached::Never = points.total(&from(false)) {
            found.push(Finding::of(FindingKind::Unreachable, site, &[]));
        }
    }

    /// The same, row by row, where rows give quotients; `false` where it is not told.
    fn maximum_row_by_row(
        &self,
        site: Site,
        guards: &[Slot],
        criterion: &CriterionPlan,
        maximum: &Num,
        found: &mut Vec<Finding>,
    ) -> bool {
        let beyond = Numbers::compare(Compare::Greater, maximum.clone());
        let Some((question, over)) = self.points_where(guards, criterion, &beyond) else {
            return false;
        };
        let is_over = |replayed: &Replayed| replayed.state(criterion.points) == State::Fault;
        match self.shown(&question, over, guards, &is_over) {
            Shown::Undecided => return false,
            Shown::Never if !self.gives_nothing_less(guards, criterion) => return false,
            shown @ (Shown::By(_) | Shown::Never) => {
                let zone = || question.zone_of_row(0).filter(|_| self.regions);
                let made = shown.finding(FindingKind::Exceeded, site, &[]);
                found.extend(made.map(|made| made.in_zone(zone)));
            }
        }
        let full = Numbers::compare(Compare::AtLeast, maximum.clone());
        if let Some((_, Answer::None(_))) = self.points_where(guards, criterion, &full) {
            found.push(Finding::of(FindingKind::Unreachable, site, &[]));
        }
        true
    }

    /// Returns `true` if no record gets less than no points of a criterion, as was proved.
    fn gives_nothing_less(&self, guards: &[Slot], criterion: &CriterionPlan) -> bool {
        let less = Numbers::compare(Compare::Less, Num::ZERO);
        matches!(self.points_where(guards, criterion, &less), Some((_, Answer::None(_))))
    }

    /// The question about records to which a criterion gives some points, of one whose rows are
    /// tried in turn, and its answer; `None` where what the rows give is not read.
    fn points_where(
        &self,
        guards: &[Slot],
        criterion: &CriterionPlan,
        points: &Numbers<Num>,
    ) -> Option<(Question<'m>, Answer)> {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, guards);
        let (mut before, mut any) = (Vec::new(), Vec::new());
        let rows = reader.row_numbers(&criterion.rows)?;
        for (place, (when, gives)) in rows.into_iter().enumerate() {
            let slot = match &criterion.rows {
                Rows::Each(rows) => rows.get(place)?.gives,
                Rows::By(lookup) => lookup.subject,
            };
            let gives = reader.is_within(slot, &gives, points)?;
            any.push(Formula::and(before.iter().cloned().chain([Rc::clone(&when), gives])));
            before.push(Formula::not(when));
        }
        let question = Question::new(reader, &guard, &[Formula::or(any)]);
        let answer = question.holds(0);
        Some((question, answer))
    }

    /// The question about records to which a criterion whose rows are added gives some points, by
    /// the rows that surely hold; `None` where that is not read.
    fn sums_where(
        &self,
        guards: &[Slot],
        criterion: &CriterionPlan,
        points: &Numbers<Num>,
    ) -> Option<Question<'m>> {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, guards);
        let rows = reader.row_numbers(&criterion.rows)?.into_iter();
        let sure: Vec<_> = rows.map(|(when, gives)| (Formula::surely(&when), gives)).collect();
        let (axes, _) = reader.space.size();
        let over = reader.is_within(criterion.points, &*sum(&sure)?, points)?;
        // No value of the rules is the sum of some rows.
        reader.space.forget_values(axes);
        Some(Question::new(reader, &guard, &[over]))
    }

    /// Returns `true` if no row of a criterion can give less than nothing or more than its maximum,
    /// by the limits of what it gives alone.
    fn stays_within(&self, criterion: &CriterionPlan, maximum: &Num) -> bool {
        let limits = Limits::new(self.model, self.plan, self.steps);
        let is_within = |slot: Slot| {
            let Interval { lower, upper } = limits.of(slot);
            lower.is_some_and(|low| !low.is_negative())
                && upper.is_some_and(|high| high <= *maximum)
        };
        match &criterion.rows {
            Rows::Each(rows) => rows.iter().all(|row| is_within(row.gives)),
            Rows::By(_) => false,
        }
    }

    /// A record that gets more than the maximum of a criterion, of those that are tried.
    fn over(&self, guards: &[Slot], criterion: &CriterionPlan) -> Option<Witness> {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, guards);
        let fields = reader.fields_of(criterion.points);
        reader.all_fields();
        let question = Question::new(reader, &guard, &[]);
        let Answer::Record(_, values) = question.applies() else { return None };
        let witness = Witness::of(&question.space, self.steps.record, &values, self.plan);
        let over = |replayed: &Replayed| replayed.state(criterion.points) == State::Fault;
        let rests_on = RestsOn { fields: fields.clone(), ..RestsOn::default() };
        let mut like = self.record_type().like(&fields, &witness).into_iter();
        like.find_map(|one| self.replayed(one, &rests_on, guards, &over).take())
    }

    /// The totals that each row of a grading takes, and those that none does; `None` where no row
    /// asks the total.
    pub fn graded(
        &self,
        card: &ScorecardPlan,
        grading: &GradingPlan,
        switches: Switches,
    ) -> Option<Graded> {
        let mut reader = self.reader(switches);
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
        let all: Vec<Option<Set>> =
            (0..rows.len()).map(|row| question.places_of(row, id.index())).collect();
        let taken = all.iter().flatten();
        let left = taken.clone().fold(axis.known(), |left, taken| left.without(taken));
        let mut shared = Vec::new();
        for (row, one) in all.iter().enumerate() {
            let Some(one) = one else { continue };
            let before = all.iter().take(row).flatten();
            let own = before.fold(one.clone(), |own, taken| own.without(taken));
            for (other, two) in all.iter().enumerate().skip(row + 1) {
                let Some(two) = two else { continue };
                let (both, apart) = (own.and(two), [one.without(two), two.without(one)]);
                if !both.is_empty() && apart.iter().all(|set| !set.is_empty()) {
                    shared.push(([row, other], between(&both)));
                }
            }
        }
        let firsts = (0..rows.len()).map(first).collect();
        Some(Graded { firsts, left: between(&left), shared })
    }
}

/// The records whose total lies between some bounds.
pub(super) fn zone_of(id: BlockId, card: &ScorecardPlan, all: &[Between]) -> Zone {
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
    /// Two rows, each of which takes totals that the other does not, with those that both take and
    /// none before.
    pub shared: Vec<([usize; 2], Vec<Between>)>,
}
