//! Records that were read, ready to be decided.

use super::Rules;
use super::selection::Selection;
use super::view::RecordView;
use crate::data::{CellFault, Origin, ReadReport, Reading, Rereading};
use crate::dataset::{AsOf, RecordSet};
use crate::diag::Error;
use crate::eval::{BATCH, Buffers, Frame, Status, Worker};
use crate::explain::decision::{DataFault, Decision, NamedValue};
use crate::explain::{Clauses, Explanation, Identity, Reader, Run};
use crate::model::{BlockId, FieldId, Model, RecordId, ShownValue, Verdict};
use crate::plan::BlockPlan;
use crate::table::Inputs;
use crate::value::{Date, Lang, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Values of a batch of the evaluator, about: a worksheet that stays in the processor's cache.
const VALUES_AT_ONCE: usize = 128 * BATCH;
/// Fewest records of a batch, however wide the plan is.
const FEWEST_AT_ONCE: usize = 128;

/// A table, and the place of its first record among all of the batch.
#[derive(Clone, Copy)]
pub(super) struct Held<'t> {
    pub table: &'t Inputs,
    first: usize,
}

impl Held<'_> {
    /// The records of these places in the table.
    pub fn rows(&self, places: &Range<usize>) -> Range<usize> {
        places.start - self.first..places.end - self.first
    }
}

/// Means to look at records with, besides a frame.
#[derive(Clone, Copy)]
pub(super) struct Looking<'r> {
    pub run: &'r Run,
    pub clauses: &'r Clauses,
    pub table: &'r Inputs,
}

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
    rules: Rules,
    set: RecordSet,
    asked: Selection,
    /// Blocks that another pack decides of a record, by its place.
    left_out: BTreeMap<usize, BTreeSet<BlockId>>,
    /// Why records whose cells are not kept could not be read once more.
    unread: OnceLock<Error>,
    pub(super) lang: Lang,
}

impl Batch {
    pub(super) fn new(rules: Rules, set: RecordSet, asked: Selection, lang: Lang) -> Batch {
        Batch { rules, set, asked, left_out: BTreeMap::new(), unread: OnceLock::new(), lang }
    }

    /// Says whether all records were read whose cells are not kept, as often as any were asked for.
    ///
    /// # Errors
    /// A file that can no longer be read, or to which another program has written.
    #[doc(hidden)]
    pub fn check_again(&self) -> Result<(), Error> {
        match (self.unread.get(), &self.set.reading.again) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(again)) => again.check(),
            (None, None) => Ok(()),
        }
        .map_err(|error| error.with_lang(self.lang))
    }

    /// The records and how they were read, once nothing more is asked of them.
    pub(super) fn into_reading(self) -> Reading {
        self.set.reading
    }

    /// The records, and how they were read.
    pub(crate) fn set(&self) -> &RecordSet {
        &self.set
    }

    /// Returns `true` if each record is decided as of its own day.
    pub fn is_by_day(&self) -> bool {
        matches!(self.set.as_of, AsOf::Own(_))
    }

    /// Returns `true` if the records are monthly snapshots.
    pub fn is_monthly(&self) -> bool {
        self.rules.model().records[self.set.record].snapshot.is_some()
    }

    /// The day a record is decided as of.
    pub fn day(&self, place: usize) -> Option<Date> {
        self.set.day(place)
    }

    /// Leaves a block of a record to another pack.
    pub(super) fn leave_out(&mut self, place: usize, block: BlockId) {
        self.left_out.entry(place).or_default().insert(block);
    }

    /// The places of a range whose record leaves a block to another pack.
    pub(super) fn left_out_in(
        &self,
        rows: Range<usize>,
        block: BlockId,
    ) -> impl Iterator<Item = usize> + '_ {
        let records = self.left_out.range(rows);
        records.filter(move |(_, blocks)| blocks.contains(&block)).map(|(place, _)| *place)
    }

    /// The blocks of each record, by its place, among those that decide it after the pack's period
    /// beside the pack of the day: with a deadline that ends after the period, or asking a period
    /// some days after it.
    pub(super) fn decided_later(&self, among: &[BlockId]) -> BTreeMap<usize, Vec<BlockId>> {
        let model = self.rules.model();
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
        let plan = self.rules.plan().record(self.set.record);
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
        self.set.reading.report.files.iter().all(|file| file.rows == 0)
    }

    /// Leaves out every row whose place does not fit, as if it were not in the files.
    pub(super) fn retain(&mut self, fits: impl Fn(Origin) -> bool) {
        self.set.retain(fits);
    }

    /// The table and the account, for faults that show once all is read.
    pub(super) fn reading_mut(&mut self) -> &mut Reading {
        &mut self.set.reading
    }

    /// Number of records in the batch.
    pub fn records(&self) -> usize {
        self.set.len()
    }

    /// The record type of the batch.
    #[doc(hidden)]
    pub fn record_type(&self) -> RecordId {
        self.set.record
    }

    /// The rules that decide the records.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The account of the reading: what became of each row of the files.
    pub fn report(&self) -> &ReadReport {
        self.set.report()
    }

    /// The day the records are decided as of.
    pub fn as_of(&self) -> Option<Date> {
        self.set.common_day()
    }

    /// The blocks requested, in the order written.
    #[doc(hidden)]
    pub fn blocks(&self) -> Vec<BlockId> {
        let blocks = self
            .rules
            .model()
            .blocks
            .enumerate()
            .filter(|(id, block)| block.record == self.set.record && self.wants(*id));
        blocks.map(|(id, _)| id).collect()
    }

    /// Returns `true` if the selection requests anything of these records themselves: one of their
    /// blocks, or everything. Otherwise they were read for their parents alone.
    #[doc(hidden)]
    pub fn is_asked(&self) -> bool {
        self.asked.wants_all() || !self.blocks().is_empty()
    }

    fn wants(&self, block: BlockId) -> bool {
        self.asked.wants_block(block)
    }

    /// The places of the records with this key.
    pub fn with_key<'b>(&'b self, wanted: &'b str) -> impl Iterator<Item = usize> + 'b {
        let wanted = crate::source::key(wanted);
        self.set
            .reading
            .report
            .all_keys()
            .enumerate()
            .filter(move |(_, key)| crate::source::key(key) == wanted)
            .map(|(place, _)| place)
    }

    /// Decisions on the records of a range: record by record, and for each record block by block in
    /// the order written. Ranges may be taken on several threads at once.
    pub fn decisions(&self, rows: Range<usize>) -> impl Iterator<Item = Decision> {
        self.map(rows, |record| record.decisions()).flatten()
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
    pub(super) fn shown(&self, place: usize) -> Vec<NamedValue> {
        if self.rules.model().records[self.record_type()].shown.is_empty() {
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
        let mut worker = Worker::new(&self.rules.inner.plan, self.set.record);
        let clauses = Clauses::default();
        self.chunks(rows, self.at_once(), move |held, chunk| {
            let run = self.rules.run(self.day(chunk.start));
            Some(self.chunk(worker.as_mut()?, held, chunk, &run, &clauses, &mut take))
        })
    }

    /// Results of `decide` for so many records at once, or for fewer, those of each day apart.
    pub(super) fn chunks<'b, T: 'b>(
        &'b self,
        rows: Range<usize>,
        at_once: usize,
        mut decide: impl FnMut(Held<'_>, Range<usize>) -> Option<Vec<T>> + 'b,
    ) -> impl Iterator<Item = T> + 'b {
        let mut again = self.again();
        let end = rows.end.min(self.records());
        let mut start = rows.start;
        let chunks = std::iter::from_fn(move || {
            let chunk = start..self.set.end_of_day(start, (start + at_once).min(end));
            start = chunk.end;
            if chunk.is_empty() {
                return None;
            }
            decide(self.held(again.as_mut(), &chunk)?, chunk)
        });
        chunks.flatten()
    }

    /// Reading of the records once more, if their cells are not kept.
    fn again(&self) -> Option<Rereading<'_>> {
        let inner = &*self.rules.inner;
        let of = (&inner.model, self.set.record);
        let Reading { report, again, .. } = &self.set.reading;
        Some(again.as_ref()?.start(of, report, inner.texts.clone(), self.bare_key()))
    }

    /// The field of a key that is a text alone and that no rule reads: the account has it.
    fn bare_key(&self) -> Option<FieldId> {
        let record = &self.rules.model().records[self.set.record];
        let plan = self.rules.plan().record(self.set.record)?;
        let mut keys = record.fields.enumerate().filter(|(_, field)| field.key);
        let (key, field) = keys.next().filter(|(_, field)| field.ty == Type::Text)?;
        let alone = keys.next().is_none() && field.range.is_none();
        let shown = record.shown.contains(&ShownValue::Field(key));
        (alone && !shown && !plan.reads(key)).then_some(key)
    }

    /// The table of some records; none if they cannot be read once more.
    fn held<'t>(
        &'t self,
        again: Option<&'t mut Rereading<'_>>,
        records: &Range<usize>,
    ) -> Option<Held<'t>> {
        let Some(again) = again else {
            return Some(Held { table: &self.set.reading.table, first: 0 });
        };
        match again.chunk(records.clone()) {
            Ok(table) => Some(Held { table, first: records.start }),
            Err(error) => {
                self.unread.get_or_init(|| error);
                None
            }
        }
    }

    /// Number of records that are decided at once: as many as keep the plan's columns small, each
    /// of which holds a value a record.
    pub(super) fn at_once(&self) -> usize {
        let plan = self.rules.plan().record(self.set.record);
        let steps = plan.map_or(1, |plan| plan.steps.iter().count().max(1));
        (VALUES_AT_ONCE / steps).clamp(FEWEST_AT_ONCE, BATCH)
    }

    /// Decides the first record with the buffers of a worker, which it gives back.
    pub(super) fn first<'b, T>(
        &'b self,
        buffers: Option<Buffers>,
        clauses: &Clauses,
        mut take: impl FnMut(&RecordView<'b, '_>) -> T,
    ) -> Option<(T, Buffers)> {
        let plan = self.rules.plan();
        let mut worker = match buffers {
            Some(buffers) => Worker::with(plan, self.set.record, buffers)?,
            None => Worker::new(plan, self.set.record)?,
        };
        let run = self.rules.run(self.day(0));
        let held = self.held(None, &(0..1))?;
        let made = self.chunk(&mut worker, held, 0..1, &run, clauses, &mut take).pop()?;
        Some((made, worker.into_buffers()))
    }

    fn chunk<'b, T>(
        &'b self,
        worker: &mut Worker<'b>,
        held: Held<'_>,
        chunk: Range<usize>,
        run: &Run,
        clauses: &Clauses,
        take: &mut impl FnMut(&RecordView<'b, '_>) -> T,
    ) -> Vec<T> {
        let context = self.rules.context(run.as_of);
        let frame = worker.run(held.table, held.rows(&chunk), &context);
        let with = Looking { run, clauses, table: held.table };
        let rows = chunk.enumerate();
        rows.filter_map(|(row, place)| self.look(with, frame, row, place, take)).collect()
    }

    /// Looks at the record at a place, which is that in a row of a frame.
    pub(super) fn look<'b, T>(
        &'b self,
        Looking { run, clauses, table }: Looking<'_>,
        frame: &Frame,
        row: usize,
        place: usize,
        take: &mut impl FnMut(&RecordView<'b, '_>) -> T,
    ) -> Option<T> {
        let inner = &*self.rules.inner;
        let reader = Reader {
            model: &inner.model,
            sources: &inner.pack.sources,
            record: &inner.model.records[self.set.record],
            plan: inner.plan.record(self.set.record)?,
            frame,
            texts: &table.texts,
            row,
            as_of: run.as_of,
            lang: self.lang,
            failures: inner,
            clauses,
            parts: self.set.open_parts(),
            place,
        };
        let errors = self.cell_errors(place);
        let origin = self.set.reading.report.origins.get(place);
        let row = origin.map(|origin| origin.row);
        let columns = origin
            .and_then(|origin| self.set.reading.report.files.get(origin.file as usize))
            .map_or(&[][..], |file| &file.columns);
        let key = self.set.reading.report.key(place);
        let identity = Identity { key: &key, row, errors: &errors, columns };
        let left_out = self.left_out.get(&place);
        Some(take(&RecordView { reader, run, identity, asked: &self.asked, left_out }))
    }

    fn cell_errors(&self, place: usize) -> Vec<DataFault> {
        let mine = self.set.reading.report.faults_of(&(place..place + 1)).iter();
        mine.map(|fault| cell_error(&self.rules.inner.model, self.set.record, fault)).collect()
    }
}

/// A cell that could not be read, as it stands in decisions.
#[doc(hidden)]
pub fn cell_error(model: &Model, record: RecordId, fault: &CellFault) -> DataFault {
    DataFault {
        field: fault
            .field
            .map(|field| Arc::from(model.records[record].fields[field].name.text.as_str())),
        row: Some(fault.origin.row),
        column: fault.field.map(|_| {
            fault
                .cell
                .as_ref()
                .map_or_else(|| fault.column.clone(), |cell| format!("{} ({cell})", fault.column))
        }),
        value: fault.field.map(|_| fault.value.clone()),
        expected: fault.message(model),
        clause: None,
    }
}
