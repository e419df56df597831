//! What the decisions on a batch's records share with it, so that their details can be made.

use super::Rules;
use super::selection::Selection;
use super::view::{Held, RecordView, Searches};
use super::watch::{Task, Watch};
use crate::data::{CellFault, Reading, Rereading};
use crate::dataset::RecordSet;
use crate::diag::Error;
use crate::eval::{BATCH, Buffers, Frame, Worker};
use crate::explain::decision::{DataFault, Details, Reopen};
use crate::explain::{Clauses, Identity, OpenParts, Reader, Run};
use crate::model::{BlockId, FieldId, Model, RecordId, ShownValue};
use crate::table::Inputs;
use crate::value::{Date, Lang, Type};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

/// Values of a batch of the evaluator, about: a worksheet that stays in the processor's cache.
const VALUES_AT_ONCE: usize = 128 * BATCH;
/// Fewest records of a batch, however wide the plan is.
const FEWEST_AT_ONCE: usize = 128;

/// Place of a record in a frame, and among all of the batch.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub row: usize,
    pub place: usize,
}

/// The records of a batch, which decisions on them share: their details are made of them.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub rules: Rules,
    pub set: RecordSet,
    pub asked: Selection,
    /// Blocks that another pack decides of a record, by its place.
    pub left_out: BTreeMap<usize, BTreeSet<BlockId>>,
    /// Error by which records whose cells are not kept could not be read once more.
    pub unread: OnceLock<Error>,
    pub reopened: Arc<Reopened>,
    pub watch: Watch,
    pub lang: Lang,
}

/// Records that were looked at once more, some of each batch and thread.
#[derive(Debug, Default)]
pub(super) struct Reopened(Mutex<Vec<Stretch>>);

/// The most stretches that are kept.
const MOST_STRETCHES: usize = 4;

/// Records that stand together, with all that the evaluator says of them.
#[derive(Debug, Default)]
struct Stretch {
    /// The batch that they are of. It is known by its place in memory, which is not given away
    /// while this points there.
    of: Weak<Shared>,
    rows: Range<usize>,
    buffers: Option<Buffers>,
    clauses: Clauses,
}

impl Shared {
    pub fn new(
        rules: Rules,
        set: RecordSet,
        (asked, lang): (Selection, Lang),
        reopened: Arc<Reopened>,
    ) -> Shared {
        let (left_out, unread) = (BTreeMap::new(), OnceLock::new());
        let watch = Watch::default();
        Shared { rules, set, asked, left_out, unread, reopened, watch, lang }
    }

    /// Tells how far a run over some records is, of whose batches it takes more than one.
    pub fn tell(&self, place: usize, rows: &Range<usize>, at_once: usize) {
        if rows.len() > at_once {
            self.watch.tell(Task::Records, place.saturating_sub(rows.start), rows.len());
        }
    }

    pub fn day(&self, place: usize) -> Option<Date> {
        self.set.day(place)
    }

    /// Returns `true` if a block is asked of the record at a place.
    pub fn wants(&self, place: usize, block: BlockId) -> bool {
        let left_out = self.left_out.get(&place).is_some_and(|blocks| blocks.contains(&block));
        self.asked.wants_block(block) && !left_out
    }

    /// The key of a record.
    pub fn key(&self, place: usize) -> Cow<'_, str> {
        self.set.reading.report.key(place)
    }

    /// Reading of the records once more, if their cells are not kept.
    pub fn again(&self) -> Option<Rereading<'_>> {
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

    /// The records of a range in stretches of at most so many, each of one day.
    pub fn of_one_day(
        &self,
        mut left: Range<usize>,
        at_once: usize,
    ) -> impl Iterator<Item = Range<usize>> {
        std::iter::from_fn(move || {
            let start = left.start;
            left.start = self.set.end_of_day(start, (start + at_once).min(left.end));
            (start < left.start).then_some(start..left.start)
        })
    }

    /// Number of records that are decided at once: as many as keep the plan's columns small, each
    /// of which holds a value a record.
    pub fn at_once(&self) -> usize {
        let plan = self.rules.plan().record(self.set.record);
        let steps = plan.map_or(1, |plan| plan.steps.iter().count().max(1));
        (VALUES_AT_ONCE / steps).clamp(FEWEST_AT_ONCE, BATCH)
    }

    /// Shows a record of a frame to a reader of results.
    pub fn view<'b, T>(
        &'b self,
        (frame, held): (&Frame, Held<'_>),
        Placed { row, place }: Placed,
        run: &Run,
        (clauses, searches): (&Clauses, &Searches<'b>),
        take: impl FnOnce(&RecordView<'b, '_>) -> T,
    ) -> Option<T> {
        let parts = (self.set.open_parts(), place);
        let of = (&self.rules, self.set.record, self.lang);
        let reader = reader(of, (frame, row), held.table, run, clauses, parts)?;
        let errors = self.cell_errors(place);
        let report = &self.set.reading.report;
        let origin = report.origins.get(place);
        let row = origin.map(|origin| origin.row);
        let columns = origin
            .and_then(|origin| report.files.get(origin.file as usize))
            .map_or(&[][..], |file| &file.columns);
        let key = self.key(place);
        let identity = Identity { key: &key, row, errors: &errors, columns };
        let left_out = self.left_out.get(&place);
        let (asked, rules) = (&self.asked, &self.rules);
        let view = RecordView { reader, run, identity, asked, left_out, rules, held, searches };
        Some(take(&view))
    }

    fn cell_errors(&self, place: usize) -> Vec<DataFault> {
        let mine = self.set.reading.report.faults_of(&(place..place + 1)).iter();
        mine.map(|fault| cell_error(&self.rules.inner.model, self.set.record, fault)).collect()
    }
}

impl Reopened {
    /// Shows the record at a place of a batch once more, with all that the evaluator says of it.
    pub fn show<'b, T>(
        &self,
        batch: &'b Arc<Shared>,
        place: usize,
        take: impl FnOnce(&RecordView<'b, '_>) -> T,
    ) -> Option<T> {
        let mut stretch = self.take(batch, place);
        let made = stretch.show(batch, place, take);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.truncate(MOST_STRETCHES - 1);
        all.insert(0, stretch);
        made
    }

    /// A stretch that the record is in or next to, else one that nobody goes on with.
    fn take(&self, batch: &Arc<Shared>, place: usize) -> Stretch {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = |one: &Stretch| {
            one.is_of(batch) && (one.rows.contains(&place) || one.rows.end == place)
        };
        let is_over = |one: &Stretch| one.of.strong_count() == 0;
        let found = all.iter().position(goes_on).or_else(|| all.iter().position(is_over));
        match found {
            Some(found) => all.remove(found),
            None if all.len() < MOST_STRETCHES => Stretch::default(),
            None => all.pop().unwrap_or_default(),
        }
    }
}

impl Stretch {
    fn is_of(&self, batch: &Arc<Shared>) -> bool {
        Weak::as_ptr(&self.of) == Arc::as_ptr(batch)
    }

    /// Shows a record. Whoever goes through the records in order finds ever more of them worked out
    /// together.
    fn show<'b, T>(
        &mut self,
        batch: &'b Arc<Shared>,
        place: usize,
        take: impl FnOnce(&RecordView<'b, '_>) -> T,
    ) -> Option<T> {
        let (rules, table) = (&batch.rules, &batch.set.reading.table);
        let (plan, record) = (rules.plan(), batch.set.record);
        let run = rules.run(batch.day(place));
        let same = self.is_of(batch) && self.buffers.is_some();
        let mut worker = match self.buffers.take() {
            Some(buffers) => Worker::with(plan, record, buffers)?,
            None => Worker::new(plan, record)?,
        };
        if !same || !self.rows.contains(&place) {
            let follows = same && place == self.rows.end;
            let count = if follows { (2 * self.rows.len()).min(batch.at_once()) } else { 1 };
            let end = (place + count).min(batch.set.len());
            self.rows = place..batch.set.end_of_day(place, end);
            self.of = Arc::downgrade(batch);
            worker.run(table, self.rows.clone(), &rules.context(run.as_of));
        }
        let at = Placed { row: place - self.rows.start, place };
        let (held, searches) = (Held { table, first: 0 }, Searches::default());
        let seen = (worker.frame(), held);
        let made = batch.view(seen, at, &run, (&self.clauses, &searches), take);
        self.buffers = Some(worker.into_buffers());
        made
    }
}

impl Reopen for Shared {
    fn details(self: Arc<Shared>, place: usize, block: BlockId) -> Details {
        let details = |record: &RecordView<'_, '_>| record.details(block);
        self.reopened.show(&self, place, details).flatten().unwrap_or_default()
    }
}

/// Reader of a row of a frame that was filled from a table; what is known of the record's parts
/// goes by its place among all.
pub(super) fn reader<'b, 'f>(
    (rules, record, lang): (&'b Rules, RecordId, Lang),
    (frame, row): (&'f Frame, usize),
    table: &'f Inputs,
    run: &Run,
    clauses: &'f Clauses,
    (parts, place): (&'b dyn OpenParts, usize),
) -> Option<Reader<'b, 'f>> {
    let inner = &*rules.inner;
    Some(Reader {
        model: &inner.model,
        sources: &inner.pack.sources,
        record: &inner.model.records[record],
        plan: inner.plan.record(record)?,
        frame,
        texts: &table.texts,
        row,
        as_of: run.as_of,
        lang,
        failures: inner,
        clauses,
        parts,
        place,
    })
}

/// The reading of a batch; a copy where decisions on its records are still there.
pub(super) fn reading_of(shared: Arc<Shared>) -> Reading {
    match Arc::try_unwrap(shared) {
        Ok(shared) => shared.set.reading,
        Err(shared) => shared.set.reading.clone(),
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
