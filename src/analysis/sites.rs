//! The places of rules that are asked, and what is found there.

use super::formula::Formula;
use super::read::{Reader, Switches};
use super::rows::{Answer, Question, RestsOn};
use super::search::Budget;
use super::settle::Values;
use super::system::Between;
use super::totals::{Reached, Totals};
use super::witness::{Replayed, Told, Witness};
use crate::eval::{Functions, State};
use crate::model::{
    BlockId, BlockKind, ClauseKind, DerivedId, DerivedKind, ExprKind, HitPolicy, Model, RecordId,
    Row,
};
use crate::plan::{
    BlockPlan, BlockPlanKind, CriterionPlan, GradingPlan, Op, Plan, RecordPlan, Rows,
    ScorecardPlan, Slot,
};
use crate::value::{Num, Truth, Value};
use std::rc::Rc;

/// Something that holds of the rules for every record, or that a record shows.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Kind of the finding.
    pub kind: FindingKind,
    /// The place in the rules.
    pub site: Site,
    /// The rows, caps or clauses it is about, by their places.
    pub rows: Vec<usize>,
    /// Rows that the finding rests on: those that go before a row.
    pub resting: Vec<usize>,
    /// Records that do what the finding says, each in its own way; none where no record does
    /// something.
    pub witnesses: Vec<Witness>,
}

/// Kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// No row holds of some record.
    Gap,
    /// Two rows of a table that allows one hold of some record.
    Overlap,
    /// A row is never reached: for every record that it holds of, one before it does.
    Dead,
    /// A condition never holds.
    Never,
    /// A condition that stops a record, or is required of it, holds of every record.
    Always,
    /// A block applies to no record.
    NoRecord,
    /// A criterion gives some record more than its maximum.
    Exceeded,
    /// No record gets the maximum of a criterion, or comes to a grade.
    Unreachable,
    /// A question that could not be answered.
    Undecided,
}

/// A list of rows, caps or clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// A table of a record type.
    Table(RecordId, DerivedId),
    /// A criterion of a scorecard, by its place.
    Criterion(BlockId, usize),
    /// The rows of a grading.
    Grades(BlockId),
    /// The caps and downgrades of a grading.
    Caps(BlockId),
    /// The clauses of a block.
    Clauses(BlockId),
    /// The conditions on which a block applies.
    Guards(BlockId),
}

/// Goes through the rules for what is wrong with them for some record, or for every.
pub fn check(model: &Model, plan: &Plan, functions: &dyn Functions) -> Vec<Finding> {
    let (mut found, budget) = (Vec::new(), Budget::default());
    for steps in &plan.records {
        let of_type = OfType { model, plan, steps, functions, budget: &budget };
        of_type.tables(&mut found);
        for (id, block) in &steps.blocks {
            of_type.block(*id, block, &mut found);
        }
    }
    found
}

/// A record type, with all that its analysis needs.
pub(super) struct OfType<'m> {
    pub model: &'m Model,
    pub plan: &'m Plan,
    pub steps: &'m RecordPlan,
    pub functions: &'m dyn Functions,
    pub budget: &'m Budget,
}

/// Rows of one table that are asked each against all others.
const MOST_ROWS: usize = 4_000;

/// The most pairs of rows of one table that are told to overlap.
const MOST_OVERLAPS: usize = 20;

/// What is asked of the rows of a site.
#[derive(Clone, Copy)]
struct Wanted {
    /// Whether some row must hold of each record.
    complete: bool,
    /// Whether rows are tried in turn.
    in_turn: bool,
    /// Whether at most one may hold.
    alone: bool,
}

impl<'m> OfType<'m> {
    /// A record type of a model.
    pub fn of(
        model: &'m Model,
        plan: &'m Plan,
        record: RecordId,
        functions: &'m dyn Functions,
        budget: &'m Budget,
    ) -> Option<OfType<'m>> {
        Some(OfType { model, plan, steps: plan.record(record)?, functions, budget })
    }

    fn tables(&self, found: &mut Vec<Finding>) {
        let record = self.steps.record;
        for (id, derived) in self.model.records[record].derived.enumerate() {
            let (DerivedKind::Table { policy, .. }, Some(plan)) =
                (&derived.kind, self.steps.derived.get(id.index()))
            else {
                continue;
            };
            let wanted = Wanted {
                complete: matches!(policy, HitPolicy::First | HitPolicy::Unique),
                in_turn: policy.in_turn(),
                alone: *policy == HitPolicy::Unique,
            };
            self.rows(Site::Table(record, id), &[], &plan.rows, wanted, found);
        }
    }

    fn block(&self, id: BlockId, block: &BlockPlan, found: &mut Vec<Finding>) {
        let mut reader = self.reader(Switches::Open);
        let guard = self.guard(&mut reader, &block.guards);
        if let Answer::None(_) = Question::new(reader, &guard, &[]).applies() {
            found.push(Finding::of(FindingKind::NoRecord, Site::Guards(id), &[]));
            return;
        }
        match &block.kind {
            BlockPlanKind::Scorecard(card) => self.scorecard(id, block, card, found),
            BlockPlanKind::Clauses { clauses, .. } => {
                let conditions: Vec<Slot> = clauses.iter().map(|clause| clause.condition).collect();
                let kinds = self.model.blocks[id].clauses();
                let wanted = |place: usize| {
                    let clause = kinds.get(place)?;
                    if clause.timing.is_some() {
                        return None;
                    }
                    Some(match clause.kind {
                        ClauseKind::Require => [false, true],
                        ClauseKind::Reject => [true, true],
                        ClauseKind::Refer | ClauseKind::Warn | ClauseKind::Prefer => [true, false],
                        ClauseKind::Applies | ClauseKind::Due => [false, false],
                    })
                };
                self.conditions(Site::Clauses(id), &block.guards, &conditions, wanted, found);
            }
        }
    }

    fn scorecard(
        &self,
        id: BlockId,
        block: &BlockPlan,
        card: &ScorecardPlan,
        found: &mut Vec<Finding>,
    ) {
        for (place, criterion) in card.criteria.iter().enumerate() {
            let sum = self.sums(id, place);
            let wanted = Wanted { complete: !sum, in_turn: !sum, alone: false };
            let site = Site::Criterion(id, place);
            self.rows(site, &block.guards, &criterion.rows, wanted, found);
        }
        self.totals(id, block, card, found);
        if let Some(GradingPlan { caps, .. }) = &card.grading {
            let wanted = |_| Some([true, false]);
            self.conditions(Site::Caps(id), &block.guards, caps, wanted, found);
        }
    }

    /// Grades that no total leads to, and criteria whose maximum no record gets, or one exceeds.
    fn totals(
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
        for (row, ranges) in self.graded(card, grading).into_iter().enumerate() {
            let Some(ranges) = ranges else { continue };
            let mut reached = ranges.iter().map(|between| totals.total(between));
            if ranges.is_empty() {
                let resting = (0..row).collect();
                found.push(Finding { resting, ..Finding::of(FindingKind::Dead, site, &[row]) });
            } else if reached.all(|reached| matches!(reached, Reached::Never)) {
                found.push(Finding::of(FindingKind::Unreachable, site, &[row]));
            }
        }
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

    /// For each row of a grading the totals for which it is the first to hold; `None` of a row that
    /// asks something else.
    pub fn graded(&self, card: &ScorecardPlan, grading: &GradingPlan) -> Vec<Option<Vec<Between>>> {
        let mut reader = self.reader(Switches::AsSet);
        let rows: Vec<_> = grading.rows.iter().map(|row| reader.truth(*row)).collect();
        let always = Rc::new(Formula::settled(true));
        let question = Question::new(reader, &always, &rows);
        let is_total = |slot: Slot| match self.steps.steps[slot].op {
            Op::PointsValue(of) => of == card.total,
            _ => false,
        };
        let mut axes = question.space.axes();
        let axis = axes.find(|(_, axis)| {
            let variable = axis.measure.variable().map(|id| &question.space.variables[id]);
            variable.is_some_and(|variable| is_total(variable.slot))
        });
        let Some((id, axis)) = axis else { return Vec::new() };
        let ranges = |row| {
            let places = question.places_of_first(row, id.index())?.and(&axis.known());
            Some(places.ranges().iter().map(|range| axis.between(range)).collect())
        };
        (0..rows.len()).map(ranges).collect()
    }

    fn sums(&self, id: BlockId, place: usize) -> bool {
        match &self.model.blocks[id].kind {
            BlockKind::Scorecard(card) => {
                card.criteria.get(place).is_some_and(|criterion| criterion.sum)
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => false,
        }
    }

    /// A reader of the record type.
    pub fn reader(&self, switches: Switches) -> Reader<'m> {
        Reader::new(self.model, self.plan, self.steps, switches, self.budget)
    }

    /// The conjunction of guards.
    pub fn guard(&self, reader: &mut Reader<'_>, guards: &[Slot]) -> Rc<Formula> {
        let all: Vec<_> = guards.iter().map(|guard| reader.truth(*guard)).collect();
        Formula::and(all)
    }

    fn rows(
        &self,
        site: Site,
        guards: &[Slot],
        rows: &Rows,
        wanted: Wanted,
        found: &mut Vec<Finding>,
    ) {
        let question = |switches| {
            let mut reader = self.reader(switches);
            let guard = self.guard(&mut reader, guards);
            let formulas = reader.rows(rows);
            Question::new(reader, &guard, &formulas)
        };
        let count = rows.len();
        let (question, open) = (question(Switches::AsSet), question(Switches::Open));
        let truth = |replayed: &Replayed, place| replayed.row(self.steps, rows, place);
        let none = |replayed: &Replayed| (0..count).all(|row| truth(replayed, row) == Truth::False);
        if wanted.complete {
            let gaps = question.gaps().into_iter();
            let mut gaps: Vec<Shown> =
                gaps.map(|gap| self.shown(&question, gap, guards, &none)).collect();
            let all = gaps.iter_mut().filter_map(Shown::take).collect::<Vec<Witness>>();
            if all.is_empty() {
                found.extend(
                    gaps.into_iter().find_map(|gap| gap.finding(FindingKind::Gap, site, &[])),
                );
            } else {
                found.push(Finding { witnesses: all, ..Finding::of(FindingKind::Gap, site, &[]) });
            }
        }
        if count > MOST_ROWS {
            found.push(Finding::of(FindingKind::Undecided, site, &[]));
            return;
        }
        let mut overlaps = 0;
        for row in 0..count {
            let never = matches!(open.holds(row), Answer::None(_));
            if never && self.stands_for_none(site, row) {
                continue;
            }
            if never {
                found.push(Finding::of(FindingKind::Never, site, &[row]));
            } else if wanted.in_turn
                && !open.takes_the_rest(row)
                && let Answer::None(resting) = open.first(row)
            {
                let resting = resting.into_iter().collect();
                found.push(Finding { resting, ..Finding::of(FindingKind::Dead, site, &[row]) });
            }
            if wanted.alone && !never {
                for other in row + 1..count {
                    if overlaps == MOST_OVERLAPS {
                        break;
                    }
                    let both = |replayed: &Replayed| {
                        [row, other].iter().all(|place| truth(replayed, *place) == Truth::True)
                    };
                    let made = self.shown(&question, question.both(row, other), guards, &both);
                    let finding = made.finding(FindingKind::Overlap, site, &[row, other]);
                    overlaps += usize::from(finding.is_some());
                    found.extend(finding);
                }
            }
        }
    }

    /// Returns `true` of a row `còn lại` where all rows are asked: it holds where none else does,
    /// and stands for what nobody thought of.
    fn stands_for_none(&self, site: Site, row: usize) -> bool {
        let rows = match site {
            Site::Table(record, id) => match &self.model.records[record].derived[id].kind {
                DerivedKind::Table { rows, .. } => rows.as_slice(),
                DerivedKind::Formula(_) => &[],
            },
            Site::Criterion(block, place) => match &self.model.blocks[block].kind {
                BlockKind::Scorecard(card) => {
                    card.criteria.get(place).map_or(&[][..], |criterion| &criterion.rows)
                }
                BlockKind::Eligibility(_) | BlockKind::Check(_) => &[],
            },
            Site::Grades(_) | Site::Caps(_) | Site::Clauses(_) | Site::Guards(_) => &[],
        };
        let none =
            |row: &Row| matches!(row.when.as_ref().map(|when| &when.kind), Some(ExprKind::Not(_)));
        row + 1 == rows.len()
            && rows.get(row).is_some_and(|row| row.cells().is_empty() && none(row))
    }

    /// Conditions that are asked each for itself: whether they can hold, and whether they can fail.
    fn conditions(
        &self,
        site: Site,
        guards: &[Slot],
        conditions: &[Slot],
        wanted: impl Fn(usize) -> Option<[bool; 2]>,
        found: &mut Vec<Finding>,
    ) {
        for (place, condition) in conditions.iter().enumerate() {
            let Some([can_hold, can_fail]) = wanted(place) else { continue };
            let mut reader = self.reader(Switches::Open);
            let guard = self.guard(&mut reader, guards);
            let formula = reader.truth(*condition);
            let question = Question::new(reader, &guard, &[formula]);
            if can_hold && matches!(question.holds(0), Answer::None(_)) {
                found.push(Finding::of(FindingKind::Never, site, &[place]));
            } else if can_fail && matches!(question.fails(0), Answer::None(_)) {
                found.push(Finding::of(FindingKind::Always, site, &[place]));
            }
        }
    }

    /// The record of an answer, if it does what is claimed.
    fn shown(
        &self,
        question: &Question<'_>,
        answer: Answer,
        guards: &[Slot],
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Shown {
        let (region, values): (_, Values) = match answer {
            Answer::Record(region, values) => (region, values),
            Answer::None(_) => return Shown::Never,
            Answer::Undecided => return Shown::Undecided,
        };
        let rests_on = question.rests_on(&region);
        let record = self.steps.record;
        let witness = Witness::of(&question.space, record, &values, self.plan);
        self.replayed(witness, &rests_on, guards, claim)
    }

    fn replayed(
        &self,
        mut witness: Witness,
        rests_on: &RestsOn,
        guards: &[Slot],
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Shown {
        // Two values over the same parts tie each other in ways that are not known here.
        let tied = rests_on.columns.len() > 1;
        let Some(replayed) = witness.run(self.model, self.plan, self.functions).filter(|_| !tied)
        else {
            return Shown::Undecided;
        };
        let applies = guards.iter().all(|guard| replayed.truth(*guard) == Truth::True);
        if !applies || !claim(&replayed) {
            return Shown::Undecided;
        }
        witness.told = self.told(&witness, &replayed, rests_on);
        Shown::By(witness)
    }

    /// Values that a claim rests on: what is worked out and compared, then the fields.
    fn told(
        &self,
        witness: &Witness,
        replayed: &Replayed,
        rests_on: &RestsOn,
    ) -> Vec<(Told, Value)> {
        let derived = self.model.records[witness.record].derived.ids();
        let derived = derived.filter_map(|id| {
            let slot = self.steps.derived.get(id.index())?.value?;
            rests_on.slots.contains(&slot).then(|| (Told::Derived(id), replayed.value(slot)))
        });
        let fields = rests_on.fields.iter().map(|field| {
            let value = witness.value(*field).cloned().unwrap_or(Value::Missing);
            (Told::Field(*field), value)
        });
        let day = witness.as_of.filter(|_| rests_on.as_of);
        let day = day.map(|day| (Told::AsOf, Value::Date(day)));
        derived.chain(fields).chain(day).collect()
    }
}

/// A claim, as far as it could be shown.
enum Shown {
    /// No record does it, which was proved.
    Never,
    /// A record that does it.
    By(Witness),
    Undecided,
}

impl Shown {
    fn take(&mut self) -> Option<Witness> {
        match std::mem::replace(self, Shown::Undecided) {
            Shown::By(witness) => Some(witness),
            other => {
                *self = other;
                None
            }
        }
    }

    fn finding(self, kind: FindingKind, site: Site, rows: &[usize]) -> Option<Finding> {
        match self {
            Shown::Never => None,
            Shown::By(witness) => {
                Some(Finding { witnesses: vec![witness], ..Finding::of(kind, site, rows) })
            }
            Shown::Undecided => Some(Finding::of(FindingKind::Undecided, site, rows)),
        }
    }
}

impl Finding {
    fn of(kind: FindingKind, site: Site, rows: &[usize]) -> Finding {
        Finding { kind, site, rows: rows.to_vec(), resting: Vec::new(), witnesses: Vec::new() }
    }
}
