//! Decisions in columns: what was decided of many records by one block, without an object for each.

use super::Batch;
use crate::diag::{Error, engine as say, nearest};
use crate::eval::lanes::{self, CONDITIONS, Lanes, Outcomes};
use crate::eval::{ALONE, BATCH, BlockResult, Context, Frame, MatchedRow, Status, Worker};
use crate::explain::{ConditionKind, verdict_code};
use crate::model::{BlockId, BlockKind, Cap, Category, Clause, Verdict};
use crate::plan::{BlockPlan, BlockPlanKind, ClausePlan, Slot};
use crate::source::key;
use crate::table::{Column, Input};
use crate::value::{Date, Truth};
use std::ops::Range;
use std::sync::Arc;

/// Decisions of one block on many records, in columns: one value a record in each, as Arrow lays
/// them out. Records of which not all is known have a missing value where nothing is decided; their
/// explanation, like that of any other, is that of [`Batch::explanations`].
///
/// ```
/// use visao::table::{Column, Table, Validity};
///
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Group
///   field debt: money, from 0
///   field overdue: money, from 0 to debt
/// scorecard Grading for Group
///   criterion 1, at most 10 points
///     overdue = 0 gives 10 points
///     otherwise gives 4 points
/// ",
/// )?;
/// let table = Table::of([
///     ("debt", Column::decimals(vec![500, 700, 0], 0, Validity::all(3))?),
///     ("overdue", Column::decimals(vec![0, 20, 1], 0, Validity::all(3))?),
/// ])?;
/// let decided = rules.query().columns(table)?.decided("Grading")?;
/// // The third record owes more than it owes: a data error, and no points.
/// assert_eq!(decided.points().unwrap().mantissas(), Some((&[10, 4, 0][..], 0)));
/// assert_eq!(decided.statuses()[2], visao::Status::DataError);
/// assert_eq!(decided.rows()[0], [1, 2, 0]);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecisionColumns {
    statuses: Vec<Status>,
    points: Option<Column>,
    grades: Option<Column>,
    rows: Vec<Vec<u32>>,
    verdicts: Option<Column>,
    reasons: Reasons,
}

/// The clauses of a block, or the caps and downgrades of a scorecard, that fired of each record, as
/// lists: those of record `i` are `clauses[offsets[i]..offsets[i + 1]]`, each by its number among
/// them in the order written, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    offsets: Vec<u32>,
    clauses: Vec<u32>,
}

impl Reasons {
    /// Ends of the lists: one more than there are records, the first 0.
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// The lists, one after the other.
    pub fn clauses(&self) -> &[u32] {
        &self.clauses
    }

    /// The clauses that fired of a record.
    pub fn of(&self, row: usize) -> &[u32] {
        let end = |row: usize| self.offsets.get(row).map(|end| *end as usize);
        let range = end(row).zip(end(row + 1)).map(|(start, end)| start..end);
        range.and_then(|range| self.clauses.get(range)).unwrap_or_default()
    }
}

impl DecisionColumns {
    /// Status of each record.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// Points of a scorecard, where they are one number; `None` of a block of clauses.
    pub fn points(&self) -> Option<&Column> {
        self.points.as_ref()
    }

    /// Grades of a scorecard, with their names; `None` where nothing is graded.
    pub fn grades(&self) -> Option<&Column> {
        self.grades.as_ref()
    }

    /// The row that held in each criterion, for each record: its number, from 1; 0 where that is
    /// not one row. The criteria stand in the order written.
    pub fn rows(&self) -> &[Vec<u32>] {
        &self.rows
    }

    /// Verdicts of clauses, by the names of [`crate::Verdict`] in JSON; `None` of a scorecard.
    pub fn verdicts(&self) -> Option<&Column> {
        self.verdicts.as_ref()
    }

    /// The clauses that fired; of a scorecard its caps and downgrades.
    pub fn reasons(&self) -> &Reasons {
        &self.reasons
    }

    /// Makes room for so many records.
    fn reserve(&mut self, records: usize) {
        self.statuses.reserve(records);
        self.columns_mut().for_each(|column| column.input.reserve(records));
        self.rows.iter_mut().for_each(|rows| rows.reserve(records));
        self.reasons.offsets.reserve(records);
    }

    fn clear(&mut self) {
        self.statuses.clear();
        self.columns_mut().for_each(|column| column.input.empty());
        self.rows.iter_mut().for_each(Vec::clear);
        self.reasons.offsets.truncate(1);
        self.reasons.clauses.clear();
    }
}

impl Batch {
    /// Decisions of a block on all records, in columns.
    ///
    /// # Errors
    /// These records have no such block; the nearest is named.
    pub fn decided(&self, block: &str) -> Result<DecisionColumns, Error> {
        let mut work = self.work(block)?;
        let mut columns = work.columns();
        columns.reserve(self.records());
        self.days(0..self.records()).for_each(|rows| work.append(rows, &mut columns));
        Ok(columns)
    }

    /// As [`Batch::decided`], some records at a time, so that the memory does not grow with them:
    /// hands over the decisions of each stretch of `rows` with its places in the batch. Ranges may
    /// be decided on several threads at once.
    ///
    /// # Errors
    /// As [`Batch::decided`].
    pub fn each_decided(
        &self,
        block: &str,
        rows: Range<usize>,
        mut take: impl FnMut(Range<usize>, &DecisionColumns),
    ) -> Result<(), Error> {
        self.decide_stretches(block, std::iter::once(rows), &mut take)
    }

    /// Decides records range after range, with what is prepared for the first.
    pub(super) fn decide_stretches(
        &self,
        block: &str,
        stretches: impl Iterator<Item = Range<usize>>,
        mut take: impl FnMut(Range<usize>, &DecisionColumns),
    ) -> Result<(), Error> {
        let mut work = self.work(block)?;
        let mut columns = work.columns();
        for rows in stretches.flat_map(|rows| self.days(rows)) {
            columns.clear();
            work.append(rows.clone(), &mut columns);
            take(rows, &columns);
        }
        Ok(())
    }

    /// The records of a range by as many as are best decided together, those of each day apart.
    fn days(&self, rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        self.shared.of_one_day(rows.start..rows.end.min(self.records()), BATCH)
    }

    fn work(&self, block: &str) -> Result<Work<'_>, Error> {
        let model = self.rules().model();
        let own = |id: &BlockId| model.blocks[*id].record == self.record_type();
        let wanted = key(block);
        let found = model.blocks.ids().filter(own).find(|id| model.blocks[*id].name.key == wanted);
        let plan = self.rules().plan().record(self.record_type());
        match found.and_then(|id| Some((id, plan?.block(id)?))) {
            Some((id, plan)) => Ok(Work {
                batch: self,
                id,
                plan,
                conditions: conditions(&model.blocks[id].kind, &plan.kind),
                fired: Fired::default(),
                day: None,
                lanes: None,
                worker: None,
            }),
            None => {
                let names = model.blocks.ids().filter(own);
                let names: Vec<&str> =
                    names.map(|id| model.blocks[id].name.text.as_str()).collect();
                let near = nearest(block, names.iter().copied());
                Err(say::unknown_block(block, near, &names).with_lang(self.lang))
            }
        }
    }
}

/// A clause, cap or downgrade: the slots that tell whether it fires.
#[derive(Clone, Copy, Debug)]
struct Fires {
    kind: ConditionKind,
    condition: Slot,
    not_due: Option<Slot>,
    own: Option<Slot>,
}

/// What can fire in a block, in the order written.
fn conditions(block: &BlockKind, plan: &BlockPlanKind) -> Vec<Fires> {
    match (block, plan) {
        (BlockKind::Scorecard(scorecard), BlockPlanKind::Scorecard(plan)) => {
            let caps = scorecard.grading.iter().flat_map(|grading| &grading.caps);
            let slots = plan.grading.iter().flat_map(|grading| &grading.caps);
            let fires = |(cap, slot): (&Cap, &Slot)| Fires {
                kind: ConditionKind::of_cap(cap),
                condition: *slot,
                not_due: None,
                own: None,
            };
            caps.zip(slots).map(fires).collect()
        }
        (
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses),
            BlockPlanKind::Clauses { clauses: plans, .. },
        ) => {
            let fires = |(clause, plan): (&Clause, &ClausePlan)| Fires {
                kind: ConditionKind::Clause(clause.kind),
                condition: plan.condition,
                not_due: plan.not_due,
                own: plan.own,
            };
            clauses.iter().zip(plans).map(fires).collect()
        }
        (
            BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_),
            BlockPlanKind::Scorecard(_) | BlockPlanKind::Clauses { .. },
        ) => Vec::new(),
    }
}

/// A block being decided, with the buffers of its evaluators.
struct Work<'b> {
    batch: &'b Batch,
    id: BlockId,
    plan: &'b BlockPlan,
    conditions: Vec<Fires>,
    /// The conditions that fire of each record of a stretch.
    fired: Fired,
    /// The day that the lanes are of.
    day: Option<Option<Date>>,
    lanes: Option<Lanes<'b>>,
    worker: Option<Worker<'b>>,
}

impl Work<'_> {
    /// Columns of the block's kind, without records.
    fn columns(&self) -> DecisionColumns {
        let model = self.batch.rules().model();
        let block = &model.blocks[self.id];
        let codes = |names: Vec<Arc<str>>| Some(Column { input: Input::empty_codes(), names });
        let mut columns = DecisionColumns::default();
        match &block.kind {
            BlockKind::Scorecard(scorecard) => {
                columns.points = Some(Column { input: Input::empty_numbers(), names: Vec::new() });
                if let Some(grading) = &scorecard.grading {
                    let category = model.categories.get(grading.category.index());
                    let name = |number| {
                        let value =
                            u32::try_from(number).ok().and_then(|code| category?.value(code));
                        Arc::from(value.map_or("", |value| value.name.text.as_str()))
                    };
                    let count = category.map_or(0, Category::numbers);
                    columns.grades = codes((0..count).map(name).collect());
                }
                columns.rows = vec![Vec::new(); scorecard.criteria.len()];
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => {
                let name = |verdict: &Verdict| {
                    let code = verdict_code(*verdict, block.is_check());
                    Arc::from(code.map_or("", |code| code.code()))
                };
                columns.verdicts = codes(Verdict::ranked().iter().map(name).collect());
            }
        }
        columns.reasons.offsets.push(0);
        columns
    }

    /// Decides records of one day and appends what was decided.
    fn append(&mut self, records: Range<usize>, columns: &mut DecisionColumns) {
        let batch = self.batch;
        let (rules, table) = (batch.rules(), &batch.set().reading.table);
        let day = batch.day(records.start);
        let context = rules.context(day);
        // Lanes are of one day: for a few records of another, making new ones costs more.
        if self.day.is_none() || self.day != Some(day) && records.len() >= lanes::WORTH {
            self.day = Some(day);
            self.lanes = Lanes::new(rules.plan(), table, self.id, &context);
        }
        let start = columns.statuses.len();
        self.fired.reset(self.conditions.len(), records.len());
        let lanes = self.lanes.as_mut().filter(|_| self.day == Some(day));
        let outcomes = lanes.map(|lanes| lanes.run(records.clone()));
        let left: Vec<usize> = match outcomes {
            Some(outcomes) => {
                columns.extend(&outcomes);
                self.fired.fill(&outcomes, &self.conditions);
                places(outcomes.left(), 1).collect()
            }
            None => {
                columns.extend_open(records.len());
                (0..records.len()).collect()
            }
        };
        self.decide(&records, &left, start, &context, columns);
        for place in batch.left_out_in(records.clone(), self.id).map(|place| place - records.start)
        {
            columns.set_open(start + place, Status::NotApplicable);
            self.fired.clear(place);
        }
        columns.reasons.extend(&self.fired, records.len());
    }

    /// Decides by the general evaluator what the lanes say nothing of: record by record where they
    /// are few, else all together.
    fn decide(
        &mut self,
        rows: &Range<usize>,
        left: &[usize],
        start: usize,
        context: &Context<'_>,
        columns: &mut DecisionColumns,
    ) {
        if left.is_empty() {
            return;
        }
        let table = &self.batch.set().reading.table;
        if self.worker.is_none() {
            self.worker = Worker::new(self.batch.rules().plan(), table.record);
        }
        let Some(worker) = &mut self.worker else { return };
        let together = left.len() * ALONE > rows.len();
        if together {
            worker.run(table, rows.clone(), context);
        }
        for place in left {
            let at = if together {
                *place
            } else {
                let row = rows.start + place;
                worker.run(table, row..row + 1, context);
                0
            };
            let frame = worker.frame();
            columns.set(start + place, self.plan, frame, at);
            let applies = frame.truth(self.plan.applies, at) == Truth::True && !frame.is_broken(at);
            self.fired.clear(*place);
            if applies {
                let all = self.conditions.iter().enumerate();
                let fired = all.filter(|(_, fires)| fires.holds(frame, at));
                fired.for_each(|(number, _)| self.fired.set(number, *place));
            }
        }
    }
}

impl Fires {
    fn holds(&self, frame: &Frame, row: usize) -> bool {
        let is =
            |slot: Option<Slot>, truth| slot.is_some_and(|slot| frame.truth(slot, row) == truth);
        !is(self.own, Truth::False)
            && !is(self.not_due, Truth::True)
            && self.kind.fires(frame.truth(self.condition, row))
    }
}

impl DecisionColumns {
    /// Appends what lanes say of records; of those that left it, something without meaning.
    fn extend(&mut self, outcomes: &Outcomes<'_>) {
        let start = self.statuses.len();
        let status = |applies: &u8| {
            if *applies == 1 { Status::Decided } else { Status::NotApplicable }
        };
        self.statuses.extend(outcomes.applies().iter().map(status));
        if let (Some(scorecard), Some(points)) = (outcomes.scorecard(), &mut self.points) {
            points.input.extend_mantissas(scorecard.points, scorecard.decimals, scorecard.ends);
            if let (Some(codes), Some(grades)) = (scorecard.grades, &mut self.grades) {
                grades.input.extend_codes(codes.iter().copied());
            }
        }
        for (own, rows) in self.rows.iter_mut().zip(outcomes.rows()) {
            match rows {
                Some(rows) => own.extend(rows.iter().map(|row| row.wrapping_add(1))),
                None => own.resize(self.statuses.len(), 0),
            }
        }
        if let (Some(verdicts), Some(own)) = (outcomes.verdicts(), &mut self.verdicts) {
            own.input.extend_codes(verdicts.iter().copied());
        }
        for place in places(outcomes.applies(), 0) {
            self.set_open(start + place, Status::NotApplicable);
        }
    }

    /// Appends records of which nothing is decided yet.
    fn extend_open(&mut self, count: usize) {
        let len = self.statuses.len() + count;
        self.statuses.resize(len, Status::Undetermined);
        for column in self.columns_mut() {
            (0..count).for_each(|_| column.input.push_missing());
        }
        self.rows.iter_mut().for_each(|rows| rows.resize(len, 0));
    }

    fn columns_mut(&mut self) -> impl Iterator<Item = &mut Column> {
        [&mut self.points, &mut self.grades, &mut self.verdicts].into_iter().flatten()
    }

    /// Leaves a record without a result.
    fn set_open(&mut self, row: usize, status: Status) {
        self.statuses.get_mut(row).into_iter().for_each(|own| *own = status);
        self.columns_mut().for_each(|column| column.input.clear(row));
        self.rows.iter_mut().filter_map(|rows| rows.get_mut(row)).for_each(|held| *held = 0);
    }

    /// Puts in what the general evaluator says of a record.
    fn set(&mut self, row: usize, plan: &BlockPlan, frame: &Frame, at: usize) {
        let outcome = frame.outcome(plan, at);
        self.set_open(row, outcome.status);
        match (outcome.result, &plan.kind) {
            (Some(BlockResult::Scorecard { total, grades }), BlockPlanKind::Scorecard(plan)) => {
                if let (Some(points), Some(column)) = (total.value(), &mut self.points) {
                    column.input.set_number(row, points);
                }
                let grade = grades.and_then(|grades| grades.value());
                if let (Some(grade), Some(column)) = (grade, &mut self.grades) {
                    column.input.set_code(row, grade);
                }
                for (rows, criterion) in self.rows.iter_mut().zip(&plan.criteria) {
                    let held = match frame.points(criterion.points, at).held {
                        MatchedRow::Row(held) => held.saturating_add(1),
                        MatchedRow::None | MatchedRow::Undecided | MatchedRow::Several => 0,
                    };
                    rows.get_mut(row).into_iter().for_each(|own| *own = held);
                }
            }
            (Some(BlockResult::Clauses(verdict)), _) if verdict != Verdict::Incomplete => {
                if let Some(column) = &mut self.verdicts {
                    column.input.set_code(row, verdict.rank());
                }
            }
            (Some(BlockResult::Clauses(_) | BlockResult::Scorecard { .. }) | None, _) => {}
        }
    }
}

/// The places where a lane is so; nothing is gone through where it is so nowhere.
fn places(lane: &[u8], wanted: u8) -> impl Iterator<Item = usize> + '_ {
    let lane = if lane.contains(&wanted) { lane } else { &[] };
    lane.iter().enumerate().filter(move |(_, own)| **own == wanted).map(|(place, _)| place)
}

/// The conditions that fire of each record: the bits of numbers, as lanes have them.
#[derive(Default)]
struct Fired {
    conditions: usize,
    words: Vec<Vec<u64>>,
}

impl Fired {
    /// None of any record.
    fn reset(&mut self, conditions: usize, records: usize) {
        self.conditions = conditions;
        self.words.resize_with(conditions.div_ceil(CONDITIONS), Vec::new);
        for word in &mut self.words {
            word.clear();
            word.resize(records, 0);
        }
    }

    /// Those whose truth in lanes makes them fire.
    fn fill(&mut self, outcomes: &Outcomes<'_>, conditions: &[Fires]) {
        let of_words = conditions.chunks(CONDITIONS).zip(outcomes.conditions());
        for (word, (conditions, truths)) in self.words.iter_mut().zip(of_words) {
            let all = (1_u64 << conditions.len()) - 1;
            let wanted = (0..).zip(conditions);
            let wanted = wanted.fold(0_u64, |wanted, (bit, fires)| {
                wanted | u64::from(fires.kind.fires(Truth::True)) << bit
            });
            let truths = truths.iter().zip(outcomes.applies());
            for (fired, (truths, applies)) in word.iter_mut().zip(truths) {
                let applies = 0_u64.wrapping_sub((*applies).into());
                *fired = !(truths.cast_unsigned() ^ wanted) & all & applies;
            }
        }
    }

    fn set(&mut self, number: usize, record: usize) {
        let word = self.words.get_mut(number / CONDITIONS);
        if let Some(fired) = word.and_then(|word| word.get_mut(record)) {
            *fired |= 1 << (number % CONDITIONS);
        }
    }

    fn clear(&mut self, record: usize) {
        let words = self.words.iter_mut().filter_map(|word| word.get_mut(record));
        words.for_each(|fired| *fired = 0);
    }
}

/// Conditions that a list is made of at once.
const AT_ONCE: usize = 8;

/// The numbers, from 1, of the bits that are set in each byte, in front of what is left over.
static SET: [[u32; AT_ONCE]; 256] = set_bits();

#[expect(clippy::indexing_slicing, reason = "constants are worked out by the compiler")]
const fn set_bits() -> [[u32; AT_ONCE]; 256] {
    let mut all = [[0; AT_ONCE]; 256];
    let mut byte = 0;
    while byte < all.len() {
        let (mut bit, mut count, mut number) = (0, 0, 1);
        while bit < AT_ONCE {
            if byte >> bit & 1 == 1 {
                all[byte][count] = number;
                count += 1;
            }
            (bit, number) = (bit + 1, number + 1);
        }
        byte += 1;
    }
    all
}

impl Reasons {
    /// Appends the lists of so many records.
    fn extend(&mut self, fired: &Fired, records: usize) {
        let start = self.clauses.len();
        let groups = fired.conditions.div_ceil(AT_ONCE);
        // Room for all to fire: of each group all numbers are written at once, those that count in
        // front, and the next ones over the rest.
        self.clauses.resize(start + (records * groups + 1) * AT_ONCE, 0);
        let mut end = start;
        for record in 0..records {
            for (word, first) in fired.words.iter().zip((0_u32..).step_by(CONDITIONS)) {
                let here = word.get(record).copied().unwrap_or(0);
                end += put_numbers(&mut self.clauses, end, (here, first));
            }
            self.offsets.push(u32::try_from(end).unwrap_or(u32::MAX));
        }
        self.clauses.truncate(end);
    }
}

/// Puts the numbers of the bits that are set, so many past the first, at a place; how many.
#[inline]
fn put_numbers(all: &mut [u32], start: usize, (mut bits, mut first): (u64, u32)) -> usize {
    let mut end = start;
    loop {
        let byte = bits.to_le_bytes()[0];
        let numbers = SET.get(usize::from(byte));
        let room = all.get_mut(end..).and_then(|rest| rest.first_chunk_mut());
        if let (Some(numbers), Some(room)) = (numbers, room) {
            *room = numbers.map(|number| number + first);
        }
        end += byte.count_ones() as usize;
        (bits, first) = (bits >> AT_ONCE, first + 8);
        if bits == 0 {
            return end - start;
        }
    }
}
