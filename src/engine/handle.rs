//! A handle for records of one type that come one after another: what is the same for all of them
//! is kept, and a record that lanes know is decided without a table.

use super::alone::Alone;
use super::query::Query;
use super::selection::Selection;
use super::shared::{Reopened, Shared, reading_of};
use super::view::RecordView;
use super::{Batch, Rules};
use crate::data::objects::{AloneTable, ObjectTables, Pairs, Record, TypeReading, parse};
use crate::dataset::{RecordSet, finish, without_parts_of_absent};
use crate::diag::{Error, engine as say};
use crate::eval::lanes::{Single, SingleOutcome};
use crate::eval::{Buffers, Context, Status, Worker};
use crate::explain::decision::{Decision, Details, Lazy, Reopen};
use crate::explain::{Explanation, Head, Stated};
use crate::model::{BlockId, RecordId};
use crate::plan::BlockPlan;
use crate::table::Inputs;
use crate::value::{Date, Lang, Num};
use serde::Serialize;
use std::sync::{Arc, Mutex, PoisonError, Weak};

impl Query {
    /// A handle for records of one type: that of the question, or the only one of the rules. It
    /// keeps what is the same for every record, and decides as [`Query::grade`] does.
    ///
    /// ```
    /// # use visao::Rules;
    /// # let text = "bản ghi Tổ\n  trường nợ: tiền, từ 0\nkiểm tra K cho Tổ\n  yêu cầu nợ = 0\n    nếu không: \"Còn nợ\"\n";
    /// let mut groups = Rules::from_text(text)?.query().record("Tổ")?.prepare()?;
    /// let found: Vec<_> = [0, 5]
    ///     .map(|debt| groups.grade(&serde_json::json!({ "nợ": debt })))
    ///     .into_iter()
    ///     .map(|decisions| Ok(decisions?.remove(0).reasons.len()))
    ///     .collect::<Result<_, visao::Error>>()?;
    /// assert_eq!(found, [0, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The query does not name one of several record types (E265); the question cannot be answered,
    /// whatever the record, as [`Rules::grade`](crate::Rules::grade) says.
    pub fn prepare(&self) -> Result<Prepared, Error> {
        let record = self.record_type().or(self.only_record());
        let record = record.ok_or_else(|| say::record_type_needed(&self.record_names()));
        let prepared = record.and_then(|record| Prepared::new(self.clone(), record));
        prepared
            .and_then(|prepared| prepared.own.forgotten.clone().map_or(Ok(prepared), Err))
            .map_err(|refusal| self.refuse(refusal))
    }

    /// Result of a handle whose memory the rules keep for the next record.
    pub(super) fn in_handle<T>(
        &self,
        record: RecordId,
        take: impl FnOnce(&mut Prepared) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.check_question(record)?;
        let key = HandleKey {
            record,
            as_of: self.day(),
            lenient: self.is_lenient(),
            lang: self.lang,
            asked: self.asked().clone(),
        };
        let handles = &self.rules().inner.handles;
        let own = handles.take(&key).unwrap_or_else(|| Handle::new(self, record));
        let mut prepared = Prepared::with(self.clone(), record, own);
        let made = take(&mut prepared);
        handles.keep(key, prepared.into_handle());
        made
    }

    /// The records of each type with the day of the question.
    pub(super) fn sets(&self, read: Vec<TypeReading>) -> Vec<RecordSet> {
        let set = |TypeReading { record, reading, without, .. }| {
            RecordSet::dated(self.rules().model(), record, reading, self.day())
                .without_parts(without)
        };
        let mut sets: Vec<RecordSet> = read.into_iter().map(set).collect();
        without_parts_of_absent(self.rules().model(), &mut sets);
        sets
    }
}

/// Refusal of a record that cannot be serialised.
pub(super) fn not_serialisable(error: &serde_json::Error) -> Error {
    say::no_record(say::not_serialisable(&error.to_string()))
}

/// The pairs of an object's text; refuses what is none.
pub(super) fn object(text: &str) -> Result<Pairs<'_>, Error> {
    parse(text).map_err(|_| say::no_record(say::no_object()))
}

/// A question made ready for many records of one type; see [`Query::prepare`].
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let mut prepared = rules.query().record("Loan")?.prepare()?;
/// for (debt, verdict) in [(1_000_000, "eligible"), (3_000_000, "rejected")] {
///     let decisions = prepared.grade(&serde_json::json!({ "id": "A", "debt": debt }))?;
///     assert_eq!(decisions[0].verdict.as_deref(), Some(verdict));
/// }
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Debug)]
pub struct Prepared {
    query: Query,
    pub(super) record: RecordId,
    own: Handle,
    /// The records that were decided last: their table is used again once no decision needs it.
    last: Option<Arc<Shared>>,
    /// Records that were decided by lanes alone are read here once more when they are asked about.
    spare: Arc<Spare>,
    opened: Option<Arc<Opened>>,
}

/// The memory of a handle. It rests on the rules and what is asked of them, but holds neither.
#[derive(Debug)]
struct Handle {
    /// That the as-of date is forgotten.
    forgotten: Option<Error>,
    tables: ObjectTables,
    told: Record,
    blocks: Vec<Block>,
    beside: Beside,
    /// Table of one record; `None` of a record type whose records are not all there is to decide
    /// by.
    alone: Option<Alone>,
    /// The record that was looked at last with all that the evaluator says of it.
    reopened: Arc<Reopened>,
}

/// Way in which a record was read.
enum Read {
    /// Into a table of its own: all of it is plain.
    AtAGlance,
    /// Among the tables that account for it, unless it is refused.
    Taken(Result<(), Error>),
}

/// A block that is asked of one record after another.
#[derive(Debug)]
struct Block {
    id: BlockId,
    head: Head,
    lanes: Single,
    is_asked: bool,
}

impl Handle {
    fn new(query: &Query, record: RecordId) -> Handle {
        let rules = query.rules();
        let asked = query.asked_on(query.day());
        let plan = rules.plan().record(record);
        let block = |(id, _): &(BlockId, BlockPlan)| Block {
            id: *id,
            head: rules.head(record, *id, query.lang),
            lanes: Single::default(),
            is_asked: asked.wants_block(*id),
        };
        let blocks: Vec<Block> = plan.iter().flat_map(|plan| &plan.blocks).map(block).collect();
        let alone = Alone::new(query, record, asked);
        Handle {
            forgotten: query.check_records(&[record], query.day()).err(),
            tables: ObjectTables::alone(),
            told: Record::default(),
            blocks,
            beside: Beside::default(),
            alone,
            reopened: Arc::default(),
        }
    }
}

/// All that the memory of a handle rests on, besides the rules.
#[derive(Debug, PartialEq)]
struct HandleKey {
    record: RecordId,
    as_of: Option<Date>,
    lenient: bool,
    lang: Lang,
    asked: Selection,
}

/// The most handles whose memory is kept.
const MOST_HANDLES: usize = 8;

/// Memory of handles that decided one record, for the next one of which the same is asked.
#[derive(Debug, Default)]
pub(super) struct Handles(Mutex<Vec<(HandleKey, Handle)>>);

impl Handles {
    fn take(&self, key: &HandleKey) -> Option<Handle> {
        let mut handles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = handles.iter().position(|(known, _)| known == key)?;
        Some(handles.swap_remove(place).1)
    }

    fn keep(&self, key: HandleKey, handle: Handle) {
        let mut handles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if handles.len() < MOST_HANDLES {
            handles.push((key, handle));
        } else if let Some(oldest) = handles.first_mut() {
            *oldest = (key, handle);
        }
    }
}

/// A record that was decided by lanes alone, for when its decisions are asked for more.
#[derive(Debug)]
struct Opened {
    told: Record,
    spare: Arc<Spare>,
}

/// A handle beside another, and the record that it was asked about last.
#[derive(Debug)]
struct Spare {
    query: Query,
    record: RecordId,
    state: Mutex<Option<(Box<Prepared>, Weak<Opened>)>>,
}

impl Spare {
    fn new(query: Query, record: RecordId) -> Spare {
        Spare { query, record, state: Mutex::new(None) }
    }
}

impl Reopen for Opened {
    fn details(self: Arc<Opened>, _place: usize, block: BlockId) -> Details {
        let Spare { query, record, state } = &*self.spare;
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut prepared, of) = state.take().unwrap_or_else(|| {
            let own = Handle::new(query, *record);
            (Box::new(Prepared::with(query.clone(), *record, own)), Weak::new())
        });
        if Weak::as_ptr(&of) != Arc::as_ptr(&self) {
            prepared.take_again(&self.told);
        }
        let details = |record: &RecordView<'_, '_>| record.details(block);
        let made = prepared
            .last
            .as_ref()
            .and_then(|shared| prepared.own.reopened.show(shared, 0, details).flatten());
        *state = Some((prepared, Arc::downgrade(&self)));
        made.unwrap_or_default()
    }
}

impl Prepared {
    pub(super) fn new(query: Query, record: RecordId) -> Result<Prepared, Error> {
        query.check_question(record)?;
        let own = Handle::new(&query, record);
        Ok(Prepared::with(query, record, own))
    }

    /// A handle with memory that is there.
    fn with(query: Query, record: RecordId, own: Handle) -> Prepared {
        Prepared {
            spare: Arc::new(Spare::new(query.clone(), record)),
            query,
            record,
            own,
            last: None,
            opened: None,
        }
    }

    /// Decides one record; see [`Rules::grade`](crate::Rules::grade).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn grade<R: Serialize + ?Sized>(&mut self, record: &R) -> Result<Vec<Decision>, Error> {
        self.graded(record).map_err(|refusal| self.query.refuse(refusal))
    }

    /// Explains one record; see [`Rules::explain`](crate::Rules::explain).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn explain<R: Serialize + ?Sized>(
        &mut self,
        record: &R,
    ) -> Result<Vec<Explanation>, Error> {
        self.told(record).map_err(|refusal| self.query.refuse(refusal))
    }

    pub(super) fn told<R: Serialize + ?Sized>(
        &mut self,
        record: &R,
    ) -> Result<Vec<Explanation>, Error> {
        match self.read(record)? {
            Read::Taken(taken) => self.explained(taken),
            Read::AtAGlance => Ok(self.explained_alone()),
        }
    }

    /// Explanations of the record that was read at a glance.
    fn explained_alone(&mut self) -> Vec<Explanation> {
        let alone = self.own.alone.as_mut();
        let explained = alone.and_then(|alone| {
            alone.show(self.query.rules(), self.record, |record| record.explanations())
        });
        explained.unwrap_or_default()
    }

    /// The memory of the handle, as far as no decision needs it.
    fn into_handle(mut self) -> Handle {
        self.last = self.last.take().filter(|last| Arc::strong_count(last) == 1);
        self.take_back();
        self.own
    }

    pub(super) fn graded<R: Serialize + ?Sized>(
        &mut self,
        record: &R,
    ) -> Result<Vec<Decision>, Error> {
        match self.read(record)? {
            Read::Taken(taken) => self.decided(taken),
            Read::AtAGlance => Ok(self.decided_alone()),
        }
    }

    /// Reads a record: at a glance where all of it is plain, else it is taken in.
    fn read<R: Serialize + ?Sized>(&mut self, record: &R) -> Result<Read, Error> {
        self.take_back();
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        let Handle { tables, told, alone, forgotten, .. } = &mut self.own;
        let text =
            tables.tell(by, self.record, told, record).map_err(|error| not_serialisable(&error))?;
        if let Some(text) = text {
            return Ok(Read::Taken(tables.take(by, self.record, 1, &object(text)?)));
        }
        let is_plain = match alone.as_mut().filter(|_| forgotten.is_none()) {
            Some(alone) => tables.glance(by, self.record, told, &mut alone.own)?,
            None => false,
        };
        Ok(if is_plain { Read::AtAGlance } else { Read::Taken(self.take_told()) })
    }

    /// Takes in the record that told what it gives each field.
    fn take_told(&mut self) -> Result<(), Error> {
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        self.own.tables.take_told(by, self.record, 1, &self.own.told)
    }

    /// Decisions on the record that was read at a glance.
    fn decided_alone(&mut self) -> Vec<Decision> {
        let Handle { blocks, alone, told, beside, .. } = &mut self.own;
        let Some(alone) = alone else { return Vec::new() };
        let (rules, day) = (self.query.rules(), alone.day());
        let context = rules.context(day);
        let AloneTable { table, key, .. } = &alone.own;
        let opened =
            Arc::new(Opened { told: std::mem::take(told), spare: Arc::clone(&self.spare) });
        let records = &(Arc::clone(&opened) as Arc<dyn Reopen>);
        beside.is_run = false;
        let asked = blocks.iter_mut().filter(|block| block.is_asked);
        let decisions = asked.filter_map(|Block { id, head, lanes, .. }| {
            let stated = match lanes.run(rules.plan(), table, *id, &context) {
                Some(outcome) => stated(outcome),
                None => beside.stated(rules, table, *id, &context)?,
            };
            let details = Lazy::of(Arc::clone(records), 0, *id);
            Some(head.decision(key, day, stated, details))
        });
        let decisions = decisions.collect();
        self.opened = Some(opened);
        decisions
    }

    pub(super) fn decide(
        &mut self,
        number: u32,
        object: &Pairs<'_>,
    ) -> Result<Vec<Decision>, Error> {
        let taken = self.take_in(number, object);
        self.decided(taken)
    }

    pub(super) fn explain_lines(
        &mut self,
        number: u32,
        object: &Pairs<'_>,
    ) -> Result<Vec<Explanation>, Error> {
        let taken = self.take_in(number, object);
        self.explained(taken)
    }

    /// Decisions on one record, which was taken in, alone with its child records.
    fn decided(&mut self, taken: Result<(), Error>) -> Result<Vec<Decision>, Error> {
        let Some(shared) = self.finished(taken)? else { return Ok(Vec::new()) };
        if self.own.blocks.is_empty() {
            return Ok(self.seen(&shared, |record| record.decisions()));
        }
        let (rules, table) = (&shared.rules, &shared.set.reading.table);
        let (day, key) = (shared.day(0), shared.key(0));
        let context = rules.context(day);
        let mut decisions = Vec::with_capacity(self.own.blocks.len());
        self.own.beside.is_run = false;
        let Handle { blocks, beside, reopened, .. } = &mut self.own;
        for Block { id, head, lanes, .. } in blocks {
            if !shared.wants(0, *id) {
                continue;
            }
            let stated = match lanes.run(rules.plan(), table, *id, &context) {
                Some(outcome) => Some(stated(outcome)),
                None if table.ranges.is_empty() => {
                    beside.stated(&shared.rules, table, *id, &context)
                }
                None => {
                    let stated = |record: &RecordView<'_, '_>| record.stated(*id);
                    reopened.show(&shared, 0, stated).flatten()
                }
            };
            let details = Lazy::of(Arc::clone(&shared) as Arc<dyn Reopen>, 0, *id);
            decisions.extend(stated.map(|stated| head.decision(&key, day, stated, details)));
        }
        drop(key);
        self.last = Some(shared);
        Ok(decisions)
    }

    fn explained(&mut self, taken: Result<(), Error>) -> Result<Vec<Explanation>, Error> {
        let Some(shared) = self.finished(taken)? else { return Ok(Vec::new()) };
        let explanations = self.seen(&shared, |record| record.explanations());
        self.last = Some(shared);
        Ok(explanations)
    }

    /// Result that a reader of results makes of the record.
    fn seen<T>(
        &self,
        shared: &Arc<Shared>,
        take: impl FnOnce(&RecordView<'_, '_>) -> Vec<T>,
    ) -> Vec<T> {
        self.own.reopened.show(shared, 0, take).unwrap_or_default()
    }

    /// One record, which was taken in, finished; nothing of a row that is not there yet.
    fn finished(&mut self, taken: Result<(), Error>) -> Result<Option<Arc<Shared>>, Error> {
        if let Err(refusal) = self.and_day(taken) {
            self.own.tables.clear();
            return Err(refusal);
        }
        let batch = self.batch()?;
        Ok(batch.map(|batch| batch.shared).filter(|shared| !shared.set.is_empty()))
    }

    /// Takes in a record once more that told what it gives each field, and finishes it.
    fn take_again(&mut self, told: &Record) {
        self.take_back();
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        let taken = self.own.tables.take_told(by, self.record, 1, told);
        self.last = self.finished(taken).ok().flatten();
    }

    /// Takes back the table of the record before.
    fn take_back(&mut self) {
        if let Some(last) = self.last.take() {
            self.own.tables.give_back(self.record, reading_of(last));
        }
        if let Some(opened) = self.opened.take().and_then(Arc::into_inner) {
            self.own.told = opened.told;
        }
    }

    /// Takes in a record under a number, from 1; nothing of one that is refused.
    pub(super) fn take(&mut self, number: u32, object: &Pairs<'_>) -> Result<(), Error> {
        let taken = self.take_in(number, object);
        self.and_day(taken)
    }

    fn take_in(&mut self, number: u32, object: &Pairs<'_>) -> Result<(), Error> {
        self.take_back();
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        self.own.tables.take(by, self.record, number, object)
    }

    /// A record that was taken in is refused where the as-of date is forgotten.
    fn and_day(&mut self, taken: Result<(), Error>) -> Result<(), Error> {
        match taken.and(self.own.forgotten.clone().map_or(Ok(()), Err)) {
            Err(refusal) if self.own.forgotten.is_some() => {
                self.own.tables.clear();
                Err(refusal)
            }
            taken => taken,
        }
    }

    /// The records that were taken in, finished.
    pub(super) fn batch(&mut self) -> Result<Option<Batch>, Error> {
        let rules = self.query.rules();
        let mut sets = self.query.sets(self.own.tables.finish(rules.model()));
        if sets.len() > 1 {
            let records: Vec<RecordId> = sets.iter().map(|set| set.record).collect();
            self.query.check_records(&records, self.query.day())?;
        }
        // The record comes before its parts.
        sets.first_mut().into_iter().for_each(RecordSet::stand_apart);
        finish(rules.program(), &mut sets);
        Ok(sets.into_iter().next().map(|set| self.query.batch_in(set, &self.own.reopened)))
    }
}

/// Evaluation of the blocks that lanes cannot do, and of nothing else.
#[derive(Debug, Default)]
struct Beside {
    buffers: Option<Buffers>,
    blocks: Vec<BlockId>,
    /// `true` if the record at hand was evaluated.
    is_run: bool,
}

impl Beside {
    /// Outcome of a block for the only record of a table, as the general evaluator has it.
    fn stated(
        &mut self,
        rules: &Rules,
        table: &Inputs,
        block: BlockId,
        context: &Context<'_>,
    ) -> Option<Stated> {
        if !self.blocks.contains(&block) {
            self.blocks.push(block);
            (self.buffers, self.is_run) = (None, false);
        }
        let (plan, record) = (rules.plan(), table.record);
        let mut worker = match self.buffers.take() {
            Some(buffers) => Worker::with(plan, record, buffers)?,
            None => Worker::of_blocks(plan, record, self.blocks.iter().copied())?,
        };
        if !self.is_run {
            worker.run(table, 0..1, context);
            self.is_run = true;
        }
        let block = plan.record(record).and_then(|plan| plan.block(block));
        let stated = block.map(|block| Stated::of_frame(worker.frame(), block, 0));
        self.buffers = Some(worker.into_buffers());
        stated
    }
}

/// Outcome that lanes have of a record, as a decision states it.
fn stated(SingleOutcome { applies, points, verdict }: SingleOutcome) -> Stated {
    if !applies {
        return Stated { status: Status::NotApplicable, points: None, verdict: None };
    }
    let points = points.map(|(points, decimals)| Num::of_decimals(points, decimals));
    Stated { status: Status::Decided, points, verdict }
}
