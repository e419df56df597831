//! A record with some of its fields changed, run by the evaluator.

use super::FieldChange;
use super::candidates::{Candidate, Tried};
use super::fields::{Deciding, Open, open};
use super::goal::Goal;
use super::outcome::{Outcome, Standing, is_kept};
use crate::eval::{AnyOf, Beside, Context, Frame, Status, Worker};
use crate::model::{BlockId, BlockKind, FieldId, Model, Verdict};
use crate::plan::{Op, Plan, RecordPlan, Slot};
use crate::table::{Input, Inputs, Texts};
use crate::value::{Num, Rounding, Value};
use std::borrow::Cow;

/// The most fields that a way touches.
pub const MOST_FIELDS: usize = 3;

/// The most records with changes that are run for one record.
pub(super) const MOST_VARIANTS: usize = 100_000;

/// The most halvings that look for the least change.
const MOST_HALVINGS: usize = 200;

/// Records that are run at once.
pub(super) const AT_ONCE: usize = 1_024;

/// Search for what would change one outcome, record by record: that of a block, or what a record
/// adds to an indicator.
pub struct Search<'p> {
    pub(super) model: &'p Model,
    pub(super) plan: &'p Plan,
    pub(super) steps: &'p RecordPlan,
    pub(super) goal: Goal<'p>,
    /// `true` if what the block decides rests on other records too.
    pub(super) rests_on_others: bool,
    /// The best result that the block can come to.
    pub(super) best: Option<Standing>,
    pub(super) open: Vec<Open>,
    /// Ranges that the record asked about keeps, which no change may leave. One that it does not
    /// keep, of a field that the block does not read, is no reason against a change.
    ranges: Vec<Slot>,
    /// The columns of a table that the block reads, and all that tells whether a record can be.
    pub(super) columns: Vec<bool>,
    /// The fields that what the block decides rests on.
    pub(super) deciding: Vec<Deciding>,
    /// An evaluator of records some of whose fields may hold anything.
    pub(super) any: Worker<'p>,
    /// An evaluator for each number of fields that are changed, which keeps what it ran last.
    beside: Vec<Beside<'p>>,
    /// `true` if changes of the record that is asked about have to be run whole.
    is_whole: bool,
    /// Texts of the rules.
    pub(super) texts: Texts,
}

/// A change of some fields, by their places among those that may change.
pub(super) type Changes = Vec<(usize, Candidate)>;

/// The fields that some changes are of.
pub(super) fn places(changes: &Changes) -> Vec<usize> {
    changes.iter().map(|(place, _)| *place).collect()
}

/// Changes together, by the order of the fields.
pub(super) fn joined(one: &Changes, other: &Changes) -> Changes {
    let mut all: Changes = one.iter().chain(other).cloned().collect();
    all.sort_by_key(|(place, _)| *place);
    all
}

/// Changes of a record, and what came of them.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    pub changes: Changes,
    pub outcome: Outcome,
}

/// A record that is asked about, and what is known of it.
pub(super) struct Asked<'s, 'p> {
    pub search: &'s mut Search<'p>,
    /// The frame of a run of what the search rests on, and the place of the record there.
    pub one: (&'s Frame, usize),
    pub table: &'s Inputs,
    pub row: usize,
    pub context: &'s Context<'s>,
    /// Value of each field that may change.
    pub own: Vec<Value>,
    /// Outcome without any change.
    pub base: Outcome,
    /// Number of records with changes that may still be run.
    pub left: usize,
    /// Number of fields up to which everything was looked through.
    pub complete_up_to: usize,
}

/// The columns of a table that some slots of a record rest on, or whether the record can be at all.
fn columns(steps: &RecordPlan, roots: &[Slot]) -> Vec<bool> {
    let required = steps.required.iter().filter_map(|field| steps.inputs.get(field.index()));
    let possible = steps.ranges.iter().map(|(_, slot)| slot).chain(&steps.impossible);
    let roots = roots.iter().chain(required.chain(possible)).copied();
    let wanted = steps.rests_on(roots);
    let further = steps.from_parts.iter().map(|(_, slot)| slot);
    let previous = steps.previous.iter().map(|previous| &previous.input);
    let inputs = steps.inputs.iter().chain(further).chain(previous);
    inputs.map(|slot| wanted.get(slot.index()) == Some(&true)).collect()
}

/// Returns `true` if some slots of a record rest on anything of other records.
fn rests_on_others(steps: &RecordPlan, roots: &[Slot]) -> bool {
    let all = steps.steps.iter().zip(steps.rests_on(roots.iter().copied()));
    let reads_others = |op: &Op| op.reads_record() && !matches!(op, Op::Input(_));
    all.into_iter().any(|(step, rests)| rests && reads_others(&step.op))
}

impl<'p> Search<'p> {
    /// A search for changes of what a block decides; `None` of a block that is not of this plan.
    pub fn of(model: &'p Model, plan: &'p Plan, block: BlockId) -> Option<Search<'p>> {
        let declared = &model.blocks[block];
        let steps = plan.record(declared.record)?;
        let own = steps.block(block)?;
        let best = match &declared.kind {
            BlockKind::Scorecard(card) => card.grading.as_ref().and_then(|grading| {
                let category = model.categories.get(grading.category.index())?;
                category.values.iter().map(|value| Standing::Grade(value.number)).next()
            }),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => {
                Some(Standing::Verdict(Verdict::Met))
            }
        };
        let search = Search::toward(model, plan, steps, Goal::Block(own))?;
        Some(Search { best, ..search })
    }

    /// A search for changes of what a record adds to an indicator.
    pub(super) fn toward(
        model: &'p Model,
        plan: &'p Plan,
        steps: &'p RecordPlan,
        goal: Goal<'p>,
    ) -> Option<Search<'p>> {
        let roots = goal.roots();
        let worker = || Worker::of_slots(plan, steps.record, roots.iter().copied());
        let beside = (0..MOST_FIELDS).map(|_| worker().map(Beside::new));
        Some(Search {
            model,
            plan,
            steps,
            rests_on_others: rests_on_others(steps, &roots),
            best: None,
            open: open(model, plan, steps, &roots),
            ranges: Vec::new(),
            columns: columns(steps, &roots),
            deciding: Deciding::of(model, plan, steps, &roots),
            any: worker()?,
            beside: beside.collect::<Option<Vec<_>>>()?,
            is_whole: false,
            texts: Texts::with_constants(&plan.texts),
            goal,
        })
    }

    /// Outcomes of a record with each of some changes, at most [`AT_ONCE`] and all of the same
    /// fields.
    pub(super) fn outcomes(
        &mut self,
        one: (&Frame, usize),
        (table, row): (&Inputs, usize),
        context: &Context<'_>,
        changes: &[Changes],
    ) -> Vec<Outcome> {
        let places = changes.first().into_iter().flatten();
        let fields: Vec<&Open> = places.filter_map(|(place, _)| self.open.get(*place)).collect();
        let Search { beside, steps, goal, ranges, .. } = self;
        let Some(beside) = fields.len().checked_sub(1).and_then(|place| beside.get_mut(place))
        else {
            let (frame, row) = one;
            return vec![goal.outcome(steps, (frame, &table.texts, row), ranges)];
        };
        if self.is_whole || fields.iter().any(|open| open.reads_others) {
            let mut records = table.copies(row, changes.len(), &self.columns, self.texts.clone());
            for (place, changes) in changes.iter().enumerate() {
                for (open, (_, candidate)) in fields.iter().zip(changes) {
                    records.set(open.field, place, &candidate.value);
                }
            }
            let frame = beside.run_whole(&records, context);
            let outcome = |row| goal.outcome(steps, (frame, &records.texts, row), ranges);
            return (0..changes.len()).map(outcome).collect();
        }
        let inputs: Vec<Slot> = fields.iter().map(|open| open.input).collect();
        let value = |record: usize, place: usize| Some(&changes.get(record)?.get(place)?.1.value);
        let moved = moved(&fields);
        let frame = beside.run((one, table), &moved, &inputs, (changes.len(), value), context);
        // The record itself keeps the others, and they stay as they are.
        let ranges: Vec<Slot> =
            ranges.iter().copied().filter(|range| moved.binary_search(range).is_ok()).collect();
        let outcome = |row| goal.outcome(steps, (frame, &table.texts, row), &ranges);
        (0..changes.len()).map(outcome).collect()
    }

    /// The outcome of a record as it is, which is asked about from here on: by the frame of a run
    /// and its place there, and by its table and place there.
    fn base(&mut self, (frame, place): (&Frame, usize), (table, row): (&Inputs, usize)) -> Outcome {
        self.goal.forget();
        self.beside.iter_mut().for_each(Beside::forget);
        let is_marked = |column: &Input| column.validity().is_marked(row);
        self.is_whole = frame.is_of_one_run(place) || table.columns.iter().any(is_marked);
        let ranges = self.steps.ranges.iter().map(|(_, slot)| *slot);
        self.ranges.clear();
        self.ranges.extend(ranges.filter(|range| is_kept(frame, place, *range)));
        self.goal.outcome(self.steps, (frame, &table.texts, place), &self.ranges)
    }
}

/// Steps that are run anew where some fields change, in order.
fn moved<'o>(fields: &[&'o Open]) -> Cow<'o, [Slot]> {
    if let [open] = fields {
        return Cow::Borrowed(&open.run_anew);
    }
    let mut moved: Vec<Slot> = fields.iter().flat_map(|open| &open.run_anew).copied().collect();
    moved.sort_unstable();
    moved.dedup();
    Cow::Owned(moved)
}

impl<'s, 'p> Asked<'s, 'p> {
    /// A record of a table, which was run without any change; `None` of one that cannot be.
    pub fn of(
        search: &'s mut Search<'p>,
        one: (&'s Frame, usize),
        (table, row): (&'s Inputs, usize),
        context: &'s Context<'s>,
        fields: usize,
        left: usize,
    ) -> Option<Asked<'s, 'p>> {
        let own = search.open.iter().map(|open| {
            let column = table.columns.get(open.field.index());
            column.map_or(Value::Missing, |column| column.value(row, &table.texts))
        });
        let own = own.collect::<Vec<Value>>();
        let base = Some(search.base(one, (table, row))).filter(|base| base.is_possible)?;
        let day = context.view.as_of;
        let mut gathered = search.open.iter().zip(&own).filter(|(open, _)| open.is_gathered);
        let is_followed = !gathered.any(|(open, own)| open.can_change(own, day));
        let complete_up_to = if is_followed { fields } else { 0 };
        Some(Asked { search, one, table, row, context, own, base, left, complete_up_to })
    }
}

impl Asked<'_, '_> {
    /// The frame of the last run of records with so many fields changed, and the place of one of
    /// them there; without a change, those of the record itself.
    pub fn ran(&self, fields: usize, row: usize) -> Option<(&Frame, usize)> {
        match fields.checked_sub(1) {
            Some(place) => self.search.beside.get(place).map(|beside| (beside.frame(), row)),
            None => Some(self.one),
        }
    }

    /// The fields that may change.
    pub fn open(&self) -> &[Open] {
        &self.search.open
    }

    /// Returns `true` if the result stays the same whatever some fields hold, chosen by their
    /// places among those that decide.
    pub fn stays(&mut self, is_any: impl Fn(usize, &Deciding) -> bool) -> bool {
        if self.base.result.is_none() {
            return false;
        }
        let outcome = self.with_any(is_any, |steps, goal, of| goal.outcome(steps, of, &[]));
        outcome.status == Status::Decided && outcome.result == self.base.result
    }

    /// The same of fields that may change.
    pub fn stays_with(&mut self, set: &[usize]) -> bool {
        let fields = self.fields(set);
        self.stays(|_, deciding| fields.contains(&deciding.field))
    }

    /// The fields at some places among those that may change.
    pub fn fields(&self, set: &[usize]) -> Vec<FieldId> {
        set.iter().filter_map(|place| Some(self.open().get(*place)?.field)).collect()
    }

    /// Answer of a run of the record of which some fields may hold anything, chosen by their
    /// places among those that decide: by the frame, the texts and the record's place there.
    pub fn with_any<T>(
        &mut self,
        is_any: impl Fn(usize, &Deciding) -> bool,
        tell: impl FnOnce(&RecordPlan, &mut Goal<'_>, (&Frame, &Texts, usize)) -> T,
    ) -> T {
        let Asked { search, table, row, context, .. } = self;
        let texts = std::mem::take(&mut search.texts);
        let constants = texts.len();
        let mut records = table.copies(*row, 1, &search.columns, texts);
        let deciding = search.deciding.iter().enumerate();
        let opened = deciding.filter(|(place, one)| is_any(*place, one)).map(|(_, one)| one);
        let opened: Vec<&Deciding> = opened.collect();
        for deciding in &opened {
            records.set(deciding.field, 0, &Value::Missing);
        }
        let any = opened.into_iter().filter_map(|one| Some((one.input, one.can_be.clone()?)));
        let any = AnyOf::new(search.steps, any);
        let frame = search.any.run_any(&records, 0, context, &any);
        let told = tell(search.steps, &mut search.goal, (frame, &records.texts, 0));
        search.texts = records.texts;
        search.texts.truncate(constants);
        told
    }

    /// A change as it is told.
    pub fn change(&self, (place, candidate): &(usize, Candidate)) -> Option<FieldChange> {
        let open = self.search.open.get(*place)?;
        let from = self.own.get(*place)?.clone();
        Some(FieldChange { field: open.field, from, to: candidate.value.clone(), until: None })
    }

    /// Every change of one field that is worth a try, with its outcome.
    pub fn singles(&mut self, tried: Tried) -> Vec<Variant> {
        let mut all = Vec::new();
        for place in 0..self.search.open.len() {
            let candidates = self.candidates(place, 0, 0, tried);
            all.extend(self.run(candidates.into_iter().map(|one| vec![one]).collect()));
        }
        all
    }

    /// Candidates of a field beside the changes of a record that was run, by its place in the last
    /// run of so many fields.
    pub fn candidates(
        &mut self,
        place: usize,
        fields: usize,
        row: usize,
        tried: Tried,
    ) -> Vec<(usize, Candidate)> {
        let found = || {
            let search = &*self.search;
            let (open, own) = (search.open.get(place)?, self.own.get(place)?);
            let day = self.context.view.as_of;
            if !open.may_change(own, day) {
                return None;
            }
            let ran = self.ran(fields, row)?;
            let turns = open.along.turns((search.plan, search.steps), ran);
            let all = open.candidates(search.model, own, &turns, day, tried);
            Some((all, turns.complete))
        };
        let Some((all, complete)) = found() else { return Vec::new() };
        if !complete {
            self.complete_up_to = self.complete_up_to.min(fields);
        }
        all.into_iter().map(|candidate| (place, candidate)).collect()
    }

    /// Result of the nearest multiple of a field's grain on the way from one number, which does
    /// not do, to another, which does: nothing turns between them. `None` if only the last does.
    pub fn nearest<T>(
        &mut self,
        place: usize,
        [from, to]: [&Num; 2],
        does: impl Fn(&Asked<'_, '_>, &Variant) -> Option<T>,
    ) -> Option<T> {
        let (open, own) = (self.open().get(place)?.clone(), self.own.get(place)?.clone());
        let rises = to > from;
        // Places are counted in grains, from the multiple at or before the first.
        let grains = |number: &Num, way| number.div(&open.grain).ok()?.round(0, way).ok();
        let first = grains(from, if rises { Rounding::Down } else { Rounding::Up })?;
        let last = grains(to, if rises { Rounding::Up } else { Rounding::Down })?;
        let (mut low, mut high, mut found) = (Num::ZERO, last.sub(&first).ok()?.abs(), None);
        for _ in 0..MOST_HALVINGS {
            let middle = low.add(&high).ok()?.div(&Num::from_i64(2)).ok()?;
            let middle = middle.round(0, Rounding::Down).ok()?;
            if middle <= low {
                break;
            }
            let steps = if rises { first.add(&middle) } else { first.sub(&middle) };
            let number = steps.ok()?.mul(&open.grain).ok()?;
            let candidate = open.candidate(&own, number);
            let changes = candidate.map(|candidate| vec![(place, candidate)]);
            let variants = self.run(changes.into_iter().collect());
            match variants.first().and_then(|variant| does(self, variant)) {
                Some(nearer) => (high, found) = (middle, Some(nearer)),
                None => low = middle,
            }
        }
        found
    }

    /// Runs the record with each of some changes, all of the same fields.
    pub fn run(&mut self, changes: Vec<Changes>) -> Vec<Variant> {
        let mut variants = Vec::with_capacity(changes.len());
        let mut changes = changes.into_iter().peekable();
        while changes.peek().is_some() {
            let chunk: Vec<Changes> = changes.by_ref().take(AT_ONCE).collect();
            variants.extend(self.run_chunk(chunk));
        }
        variants
    }

    /// The same with at most [`AT_ONCE`] changes, or with none.
    pub fn run_chunk(&mut self, chunk: Vec<Changes>) -> Vec<Variant> {
        let fields = chunk.first().map_or(0, Vec::len);
        if chunk.len() > self.left {
            self.complete_up_to = self.complete_up_to.min(fields.saturating_sub(1));
            return Vec::new();
        }
        self.left -= chunk.len();
        let outcomes = self.search.outcomes(self.one, (self.table, self.row), self.context, &chunk);
        let variants = chunk.into_iter().zip(outcomes);
        variants.map(|(changes, outcome)| Variant { changes, outcome }).collect()
    }

    /// Changes with a further field, whose candidates depend on theirs, of those that are worth
    /// it.
    pub fn beside(
        &mut self,
        parents: Vec<Changes>,
        place: usize,
        tried: Tried,
        is_worth_it: impl Fn(&Variant) -> bool,
    ) -> Vec<Changes> {
        let mut all = Vec::new();
        let mut parents = parents.into_iter().peekable();
        while parents.peek().is_some() {
            let chunk: Vec<Changes> = parents.by_ref().take(AT_ONCE).collect();
            let fields = chunk.first().map_or(0, Vec::len);
            let variants = self.run_chunk(chunk);
            let parents = variants.iter().enumerate();
            for (row, parent) in parents.filter(|(_, parent)| is_worth_it(parent)) {
                for change in self.candidates(place, fields, row, tried) {
                    let mut changes = parent.changes.clone();
                    changes.push(change);
                    changes.sort_by_key(|(place, _)| *place);
                    all.push(changes);
                }
            }
        }
        all
    }
}
