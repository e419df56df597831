//! Records that were read, ready to be decided.

use super::Rules;
use super::heads::Heads;
use super::selection::Selection;
use super::shared::{Placed, Reopened, Shared};
use super::tables::{Chunks, Tables};
use super::view::{Held, RecordView, Searches};
use super::watch::Watch;
use crate::data::{Origin, ReadReport, Reading};
use crate::dataset::{AsOf, RecordSet};
use crate::diag::Error;
use crate::eval::{BATCH, Status, Worker};
use crate::explain::decision::{Decision, NamedValue};
use crate::explain::{Clauses, Explanation};
use crate::model::{BlockId, RecordId, Verdict};
use crate::plan::BlockPlan;
use crate::value::{Date, Lang, Month};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Records of one type with the rules they are to be decided by.
///
/// ```
/// # let rules = visao::Rules::from_text("bản ghi Tổ
/// #   trường mã: chữ, khóa
/// #   trường nợ: tiền, từ 0
/// # điều kiện Vay cho Tổ
/// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// # ")?;
/// let file = visao::DataFile::bytes("to.csv", "mã;nợ\nT1;6.000.000\nT2;0\n".as_bytes());
/// let batch = rules.query().read(&[file], None)?;
/// let decisions = batch.decisions(0..batch.records());
/// let verdicts: Vec<_> = decisions.map(|one| one.verdict_code).collect();
/// assert_eq!(verdicts, [Some(visao::Verdict::Rejected), Some(visao::Verdict::Eligible)]);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "a batch decides nothing until its decisions are read"]
pub struct Batch {
    pub(super) shared: Arc<Shared>,
    pub(super) lang: Lang,
}

impl Batch {
    /// A batch whose records are looked at once more in this memory.
    pub(super) fn with(
        rules: Rules,
        set: RecordSet,
        (asked, lang): (Selection, Lang),
        reopened: Arc<Reopened>,
    ) -> Batch {
        let shared = Shared::new(rules, set, (asked, lang), reopened);
        Batch { shared: Arc::new(shared), lang }
    }

    /// The same, telling how far it is.
    pub(super) fn watched(mut self, watch: Watch) -> Batch {
        self.change().watch = watch;
        self
    }

    /// The records, to be changed: of decisions on them that are there already, nothing changes.
    fn change(&mut self) -> &mut Shared {
        Arc::make_mut(&mut self.shared)
    }

    /// Says whether all records were read whose cells are not kept, as often as any were asked for.
    ///
    /// # Errors
    /// A file that can no longer be read, or to which another program has written.
    #[doc(hidden)]
    pub fn check_again(&self) -> Result<(), Error> {
        match (self.shared.unread.get(), &self.shared.set.reading.again) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(again)) => again.check(),
            (None, None) => Ok(()),
        }
        .map_err(|error| error.with_lang(self.lang))
    }

    /// The records, and how they were read.
    pub(crate) fn set(&self) -> &RecordSet {
        &self.shared.set
    }

    /// Returns `true` if each record is decided as of its own day.
    pub fn is_by_day(&self) -> bool {
        matches!(self.shared.set.as_of, AsOf::Own(_))
    }

    /// Returns `true` if the records are monthly snapshots.
    pub fn is_monthly(&self) -> bool {
        self.shared.rules.model().records[self.shared.set.record].snapshot.is_some()
    }

    /// The latest month of snapshots; `None` of other records.
    pub(crate) fn latest_month(&self) -> Option<Month> {
        self.shared.set.months().last().copied().filter(|_| self.is_monthly())
    }

    /// Says of the record at a place whether it is of the latest month; of what is no snapshot each
    /// is.
    pub(crate) fn of_latest_month(&self) -> impl Fn(usize) -> bool {
        let latest = self.latest_month();
        move |place| latest.is_none() || self.shared.set.as_of.own_month(place) == latest
    }

    /// The day a record is decided as of.
    pub fn day(&self, place: usize) -> Option<Date> {
        self.shared.set.day(place)
    }

    /// Leaves a block of a record to another pack.
    pub(super) fn leave_out(&mut self, place: usize, block: BlockId) {
        self.change().left_out.entry(place).or_default().insert(block);
    }

    /// The places of a range whose record leaves a block to another pack.
    pub(super) fn left_out_in(
        &self,
        rows: Range<usize>,
        block: BlockId,
    ) -> impl Iterator<Item = usize> + '_ {
        let records = self.shared.left_out.range(rows);
        records.filter(move |(_, blocks)| blocks.contains(&block)).map(|(place, _)| *place)
    }

    /// The blocks of each record, by its place, among those that decide it after the pack's period
    /// beside the pack of the day: with a deadline that ends after the period, or asking a period
    /// some days after it.
    pub(super) fn decided_later(&self, among: &[BlockId]) -> BTreeMap<usize, Vec<BlockId>> {
        let model = self.shared.rules.model();
        let ends_later = |decision: &Decision, block: BlockId| {
            let mut last = decision.deadlines.iter().filter_map(|deadline| deadline.last_day);
            last.any(|day| Some(day) > model.period.to)
                || model.asks_after_periods(&model.blocks[block])
        };
        let plans = self.plans(among);
        let decided = self.map(0..self.records(), |view| {
            let own = plans.iter().filter(|(id, plan)| {
                let decision = view.reader().decision(view.run, view.identity(), *id, plan);
                decision.status != Status::NotApplicable && ends_later(&decision, *id)
            });
            (view.place(), own.map(|(id, _)| *id).collect::<Vec<_>>())
        });
        decided.filter(|(_, blocks)| !blocks.is_empty()).collect()
    }

    fn plans(&self, blocks: &[BlockId]) -> Vec<(BlockId, &BlockPlan)> {
        let plan = self.shared.rules.plan().record(self.shared.set.record);
        blocks.iter().filter_map(|id| Some((*id, plan?.block(*id)?))).collect()
    }

    /// Leaves out all but some blocks of the records.
    pub(super) fn keep_only(&mut self, kept: &BTreeMap<usize, Vec<BlockId>>) {
        let blocks = self.blocks();
        for (place, kept) in kept {
            let others = blocks.iter().filter(|id| !kept.contains(id));
            others.for_each(|id| self.leave_out(*place, *id));
        }
    }

    /// The blocks of a record, by its place, that decide nothing of it yet: they do not apply, or
    /// are not due.
    pub(super) fn undecided(&self, place: usize) -> Vec<BlockId> {
        let plans = self.plans(&self.blocks());
        let undecided = self.map(place..place + 1, |view| {
            let open = plans.iter().filter(|(id, plan)| {
                let outcome = view.reader().outcome(*id, plan);
                outcome.status == Status::NotApplicable || outcome.verdict == Some(Verdict::NotDue)
            });
            open.map(|(id, _)| *id).collect::<Vec<_>>()
        });
        undecided.flatten().collect()
    }

    /// Returns `true` if the batch accounts for no row of any file.
    pub(super) fn is_empty(&self) -> bool {
        self.shared.set.reading.report.files.iter().all(|file| file.rows == 0)
    }

    /// Leaves out every row whose place does not fit, as if it were not in the files.
    pub(super) fn retain(&mut self, fits: impl Fn(Origin) -> bool) {
        self.change().set.retain(fits);
    }

    /// The table and the account, for faults that show once all is read.
    pub(super) fn reading_mut(&mut self) -> &mut Reading {
        &mut self.change().set.reading
    }

    /// Number of records in the batch.
    pub fn records(&self) -> usize {
        self.shared.set.len()
    }

    /// The record type of the batch.
    #[doc(hidden)]
    pub fn record_type(&self) -> RecordId {
        self.shared.set.record
    }

    /// The rules that decide the records.
    pub fn rules(&self) -> &Rules {
        &self.shared.rules
    }

    /// The account of the reading: what became of each row of the files.
    pub fn report(&self) -> &ReadReport {
        self.shared.set.report()
    }

    /// The day the records are decided as of.
    pub fn as_of(&self) -> Option<Date> {
        self.shared.set.common_day()
    }

    /// The blocks requested, in the order written.
    #[doc(hidden)]
    pub fn blocks(&self) -> Vec<BlockId> {
        let blocks = self
            .rules()
            .model()
            .blocks
            .enumerate()
            .filter(|(id, block)| block.record == self.shared.set.record && self.wants(*id));
        blocks.map(|(id, _)| id).collect()
    }

    /// Returns `true` if the selection requests anything of these records themselves: one of their
    /// blocks, or everything. Otherwise they were read for their parents alone.
    #[doc(hidden)]
    pub fn is_asked(&self) -> bool {
        self.shared.asked.wants_all() || !self.blocks().is_empty()
    }

    fn wants(&self, block: BlockId) -> bool {
        self.shared.asked.wants_block(block)
    }

    /// The places of the records with this key.
    pub fn with_key<'b>(&'b self, wanted: &'b str) -> impl Iterator<Item = usize> + 'b {
        let wanted = crate::source::key(wanted);
        self.report()
            .all_keys()
            .enumerate()
            .filter(move |(_, key)| crate::source::key(key) == wanted)
            .map(|(place, _)| place)
    }

    /// Decisions on the records of a range: record by record, and for each record block by block in
    /// the order written. Ranges may be taken on several threads at once. Whoever reads details of
    /// the decisions does so fastest in their order.
    pub fn decisions(&self, rows: Range<usize>) -> impl Iterator<Item = Decision> {
        let rows = rows.start..rows.end.min(self.records());
        let mut heads = Heads::of(&self.shared);
        let whole = rows.clone();
        let whole = heads.is_none().then(|| self.map(whole, |record| record.decisions()));
        let stretches = self.shared.of_one_day(rows.clone(), BATCH);
        let heads = stretches.map_while(move |places| {
            self.shared.tell(places.end, &rows, BATCH);
            Some(heads.as_mut()?.decide(places))
        });
        heads.chain(whole.into_iter().flatten()).flatten()
    }

    /// As [`Batch::decisions`], with every line that the decisions rest on.
    pub fn explanations(&self, rows: Range<usize>) -> impl Iterator<Item = Explanation> {
        self.map(rows, |record| record.explanations()).flatten()
    }

    /// Works out the records of a range, in order, and hands each over.
    pub fn each(&self, rows: Range<usize>, mut take: impl FnMut(&RecordView<'_, '_>)) {
        self.map(rows, |record| take(record)).for_each(drop);
    }

    /// Values beside the key of the record at a place.
    pub(crate) fn shown(&self, place: usize) -> Vec<NamedValue> {
        if self.shared.rules.model().records[self.record_type()].shown.is_empty() {
            return Vec::new();
        }
        self.map(place..place + 1, |record| record.reader().shown()).next().unwrap_or_default()
    }

    /// As [`Batch::each`], giving what `take` makes of each record, a batch of the evaluator at a
    /// time.
    pub fn map<'b, T: 'b>(
        &'b self,
        rows: Range<usize>,
        mut take: impl FnMut(&RecordView<'b, '_>) -> T + 'b,
    ) -> impl Iterator<Item = T> + 'b {
        let mut looking = self.looking();
        self.each_chunk(self.chunks(rows, self.shared.at_once()), move |tables, chunk| {
            looking.as_mut()?.look(tables.held(&chunk)?, chunk, &mut take)
        })
    }

    /// The buffers to look at records one after the other; none of a type that nothing decides.
    pub(super) fn looking(&self) -> Option<Looking<'_>> {
        let worker = Worker::new(self.rules().plan(), self.record_type())?;
        let (clauses, searches) = (Clauses::default(), Searches::default());
        Some(Looking { batch: self, worker, clauses, searches })
    }

    /// The records of a range in chunks of so many.
    pub(super) fn chunks(&self, rows: Range<usize>, at_once: usize) -> Chunks {
        let rows = rows.start..rows.end.min(self.records());
        Chunks { rows, at_once, told: None }
    }

    /// Results of `decide` for chunks of records, by their tables.
    pub(super) fn each_chunk<'b, T: 'b>(
        &'b self,
        chunks: Chunks,
        mut decide: impl FnMut(&mut Tables<'b>, Range<usize>) -> Option<Vec<T>> + 'b,
    ) -> impl Iterator<Item = T> + 'b {
        let mut tables = Tables::of(&self.shared, chunks.clone());
        let decided = chunks.all().map_while(move |chunk| {
            self.shared.tell(chunk.start, &chunks.rows, chunks.at_once);
            decide(&mut tables, chunk)
        });
        decided.flatten()
    }
}

/// Records being looked at, with the buffers of the evaluator.
pub(super) struct Looking<'b> {
    batch: &'b Batch,
    worker: Worker<'b>,
    clauses: Clauses,
    searches: Searches<'b>,
}

impl<'b> Looking<'b> {
    /// Results of `take` for the records of a chunk.
    pub fn look<T>(
        &mut self,
        held: Held<'_>,
        chunk: Range<usize>,
        mut take: impl FnMut(&RecordView<'b, '_>) -> T,
    ) -> Option<Vec<T>> {
        let shared = &*self.batch.shared;
        let kept = (&self.clauses, &self.searches);
        let mut made = Vec::with_capacity(chunk.len());
        for places in shared.of_one_day(chunk, shared.at_once()) {
            let run = shared.rules.run(shared.day(places.start));
            let context = shared.rules.context(run.as_of);
            let frame = self.worker.run(held.table, held.rows(&places), &context);
            for (row, place) in places.enumerate() {
                let at = Placed { row, place };
                made.push(shared.view((frame, held), at, &run, kept, &mut take)?);
            }
        }
        Some(made)
    }
}
