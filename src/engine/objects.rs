//! Records of a program: one by one, many in a row, and data sets of several record types. They are
//! serialised, not held: what is read of them is what a JSON text of them says.

use super::query::Query;
use super::selection::Selection;
use super::shared::{Reopened, Shared, reading_of};
use super::view::RecordView;
use super::{Batch, Dataset, Inner};
use crate::data::objects::{AloneTable, ObjectTables, Pairs, Record, TypeReading, parse};
use crate::dataset::{RecordSet, finish, without_parts_of_absent};
use crate::diag::{Error, data as say_data, engine as say, snapshot::nested_in_months};
use crate::eval::lanes::{Single, SingleOutcome};
use crate::eval::{BATCH, Buffers, Context, Status, Worker};
use crate::explain::decision::{Decision, Details, Lazy, Reopen};
use crate::explain::{Explanation, Head, Stated};
use crate::model::{BlockId, RecordId};
use crate::plan::BlockPlan;
use crate::table::{Inputs, Texts};
use crate::value::{Date, Lang, Month, Num};
use serde::Serialize;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

impl Query {
    /// Decides one record; see [`Rules::grade`](crate::Rules::grade).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn grade<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Decision>, Error> {
        self.of_one(record, Prepared::graded, Prepared::decide)
            .map_err(|refusal| self.refuse(refusal))
    }

    /// Explains one record; see [`Rules::explain`](crate::Rules::explain).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn explain<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Explanation>, Error> {
        self.of_one(record, Prepared::told, Prepared::explain_lines)
            .map_err(|refusal| self.refuse(refusal))
    }

    /// What a handle makes of a record: as it is, if its type is known, else of its text.
    fn of_one<R: Serialize + ?Sized, T>(
        &self,
        record: &R,
        whole: impl FnOnce(&mut Prepared, &R) -> Result<T, Error>,
        text: impl FnOnce(&mut Prepared, u32, &Pairs<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(id) = self.record_type().or(self.only_record()) {
            return self.in_handle(id, |prepared| whole(prepared, record));
        }
        let written = serde_json::to_string(record).map_err(|error| not_serialisable(&error))?;
        let object = object(&written)?;
        self.in_handle(self.type_of(&object)?, |prepared| text(prepared, 1, &object))
    }

    /// What a handle gives whose memory the rules keep for the next record.
    fn in_handle<T>(
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

    /// Decides records one after another, in the order given: of each what [`Query::grade`] gives,
    /// whatever the others are. Some hundreds are held at a time.
    ///
    /// # Errors
    /// Those of [`Query::grade`] for each record, with its place, from 1; the others are decided
    /// all the same.
    pub fn grade_all<R: Serialize>(
        &self,
        records: impl IntoIterator<Item = R>,
    ) -> impl Iterator<Item = Result<Vec<Decision>, Error>> {
        let mut records = records.into_iter();
        let mut stream = Stream::of(self.clone());
        let mut ready = VecDeque::new();
        std::iter::from_fn(move || {
            if ready.is_empty() {
                ready = stream.decide(records.by_ref().take(BATCH));
            }
            ready.pop_front()
        })
    }

    /// Records of several types from a program, for the [`Dataset`] that files would give.
    pub fn dataset(&self) -> DatasetBuilder {
        DatasetBuilder { query: self.clone(), tables: ObjectTables::default() }
    }

    /// The record type of an object: that of the question, else the one whose names it has.
    fn type_of(&self, object: &Pairs<'_>) -> Result<RecordId, Error> {
        let by = self.rules().read_by(self.is_lenient(), self.day());
        self.record_type()
            .or_else(|| by.types.fitting(by.model, object.names()))
            .ok_or_else(|| say::no_record(say::fits_no_record_type()))
    }

    /// Check that lists within snapshots tell their month: what is no snapshot itself is linked by
    /// the key alone, so that of several months it would be of the latest.
    fn check_nested(&self, read: &[TypeReading]) -> Result<(), Error> {
        let records = &self.rules().model().records;
        let months = |parent: RecordId| {
            let day = records[parent].snapshot?;
            let table = &read.iter().find(|each| each.record == parent)?.reading.table;
            let days = table.columns.get(day.index())?;
            let months = (0..table.rows).filter_map(|row| days.day(row)).map(Month::of);
            Some(months.collect::<BTreeSet<Month>>().len())
        };
        for part in read.iter().filter(|part| part.nested) {
            let record = &records[part.record];
            let Some((parent, _)) = record.parent.filter(|_| record.snapshot.is_none()) else {
                continue;
            };
            if months(parent).is_some_and(|months| months > 1) {
                let (part, parent) = (&record.name.text, &records[parent].name.text);
                return Err(say::no_record(nested_in_months(part, parent)));
            }
        }
        Ok(())
    }

    /// The records of each type with the day of the question.
    fn sets(&self, read: Vec<TypeReading>) -> Vec<RecordSet> {
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
    record: RecordId,
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
    alone: Option<AloneTable>,
    /// The record that was looked at last with all that the evaluator says of it.
    reopened: Arc<Mutex<Reopened>>,
}

/// A block that is asked of one record after another.
#[derive(Debug)]
struct Block {
    id: BlockId,
    head: Head,
    lanes: Single,
    /// What lanes say of the record at hand.
    last: Option<SingleOutcome>,
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
            last: None,
            is_asked: asked.wants_block(*id),
        };
        let blocks: Vec<Block> = plan.iter().flat_map(|plan| &plan.blocks).map(block).collect();
        let Inner { model, texts, .. } = &*rules.inner;
        let alone = (!blocks.is_empty() && model.stands_alone(record)).then(|| {
            let types = model.records[record].fields.iter().map(|field| field.ty);
            let empty = Inputs::empty(record, Texts::default());
            AloneTable::new(empty, types, texts.clone())
        });
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
            .and_then(|shared| lock(&prepared.own.reopened).show(shared, 0, details).flatten());
        *state = Some((prepared, Arc::downgrade(&self)));
        made.unwrap_or_default()
    }
}

impl Prepared {
    fn new(query: Query, record: RecordId) -> Result<Prepared, Error> {
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

    fn told<R: Serialize + ?Sized>(&mut self, record: &R) -> Result<Vec<Explanation>, Error> {
        let taken = self.tell(record);
        self.explained(taken)
    }

    /// The memory of the handle, as far as no decision needs it.
    fn into_handle(mut self) -> Handle {
        self.last = self.last.take().filter(|last| Arc::strong_count(last) == 1);
        self.take_back();
        self.own
    }

    fn graded<R: Serialize + ?Sized>(&mut self, record: &R) -> Result<Vec<Decision>, Error> {
        self.take_back();
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        let Handle { tables, told, alone, forgotten, .. } = &mut self.own;
        let text =
            tables.tell(by, self.record, told, record).map_err(|error| not_serialisable(&error))?;
        if let Some(text) = text {
            let taken = tables.take(by, self.record, 1, &object(text)?);
            return self.decided(taken);
        }
        let plain = match alone.as_mut().filter(|_| forgotten.is_none()) {
            Some(alone) => tables.glance(by, self.record, told, alone)?,
            None => false,
        };
        if plain && let Some(decisions) = self.decided_alone() {
            return Ok(decisions);
        }
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        let taken = self.own.tables.take_told(by, self.record, 1, &self.own.told);
        self.decided(taken)
    }

    /// Decisions on the record that was read at a glance; `None` where lanes do not know them all.
    fn decided_alone(&mut self) -> Option<Vec<Decision>> {
        let Handle { blocks, alone, told, .. } = &mut self.own;
        let AloneTable { table, key, .. } = alone.as_ref()?;
        let (rules, day) = (self.query.rules(), self.query.day());
        let context = rules.context(day);
        for Block { id, lanes, last, is_asked, .. } in &mut *blocks {
            if *is_asked {
                *last = Some(lanes.run(rules.plan(), table, *id, &context)?);
            }
        }
        let told = std::mem::take(told);
        let opened = Arc::new(Opened { told, spare: Arc::clone(&self.spare) });
        let records = &(Arc::clone(&opened) as Arc<dyn Reopen>);
        let decisions = blocks.iter_mut().filter_map(|Block { id, head, last, .. }| {
            let details = Lazy::of(Arc::clone(records), 0, *id);
            Some(head.decision(key, day, stated(last.take()?), details))
        });
        let decisions = decisions.collect();
        self.opened = Some(opened);
        Some(decisions)
    }

    /// Takes in a record as it tells what it gives each field.
    fn tell<R: Serialize + ?Sized>(&mut self, record: &R) -> Result<(), Error> {
        self.take_back();
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        let Handle { tables, told, .. } = &mut self.own;
        let text =
            tables.tell(by, self.record, told, record).map_err(|error| not_serialisable(&error))?;
        match text {
            Some(text) => tables.take(by, self.record, 1, &object(text)?),
            None => tables.take_told(by, self.record, 1, told),
        }
    }

    fn decide(&mut self, number: u32, object: &Pairs<'_>) -> Result<Vec<Decision>, Error> {
        let taken = self.take_in(number, object);
        self.decided(taken)
    }

    fn explain_lines(
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
                None if table.ranges.is_empty() => beside.stated(&shared, *id, &context),
                None => {
                    let stated = |record: &RecordView<'_, '_>| record.stated(*id);
                    lock(reopened).show(&shared, 0, stated).flatten()
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

    /// What a reader of results makes of the record.
    fn seen<T>(
        &self,
        shared: &Arc<Shared>,
        take: impl FnOnce(&RecordView<'_, '_>) -> Vec<T>,
    ) -> Vec<T> {
        lock(&self.own.reopened).show(shared, 0, take).unwrap_or_default()
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
    fn take(&mut self, number: u32, object: &Pairs<'_>) -> Result<(), Error> {
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
    fn batch(&mut self) -> Result<Option<Batch>, Error> {
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
    fn stated(&mut self, shared: &Shared, block: BlockId, context: &Context<'_>) -> Option<Stated> {
        if !self.blocks.contains(&block) {
            self.blocks.push(block);
            (self.buffers, self.is_run) = (None, false);
        }
        let (plan, record) = (shared.rules.plan(), shared.set.record);
        let mut worker = match self.buffers.take() {
            Some(buffers) => Worker::with(plan, record, buffers)?,
            None => Worker::of_blocks(plan, record, self.blocks.iter().copied())?,
        };
        if !self.is_run {
            worker.run(&shared.set.reading.table, 0..1, context);
            self.is_run = true;
        }
        let block = plan.record(record).and_then(|plan| plan.block(block));
        let stated = block.map(|block| Stated::of_frame(worker.frame(), block, 0));
        self.buffers = Some(worker.into_buffers());
        stated
    }
}

/// What lanes say of a record.
fn stated(SingleOutcome { applies, points, verdict }: SingleOutcome) -> Stated {
    if !applies {
        return Stated { status: Status::NotApplicable, points: None, verdict: None };
    }
    let points = points.map(|(points, decimals)| Num::of_decimals(points, decimals));
    Stated { status: Status::Decided, points, verdict }
}

/// The memory of a handle. What a panic left there is begun anew for the next record.
fn lock(reopened: &Mutex<Reopened>) -> MutexGuard<'_, Reopened> {
    reopened.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Records that are decided one after another: those of one type that come in a row together, one
/// with parts of its own alone, as its parts are no other record's.
struct Stream {
    query: Query,
    /// A handle for each record type that was met.
    prepared: Vec<Prepared>,
    /// The handle whose records wait to be decided.
    current: usize,
    /// Number of records taken in.
    taken: u32,
    /// Number of records taken in before this chunk.
    before: u32,
    /// Decisions on the records of this chunk, or the error of each; none for those that wait.
    told: Vec<Option<Result<Vec<Decision>, Error>>>,
}

impl Stream {
    fn of(query: Query) -> Stream {
        Stream { query, prepared: Vec::new(), current: 0, taken: 0, before: 0, told: Vec::new() }
    }

    /// Decisions on some records, in their order.
    fn decide<R: Serialize>(
        &mut self,
        records: impl Iterator<Item = R>,
    ) -> VecDeque<Result<Vec<Decision>, Error>> {
        self.before = self.taken;
        for record in records {
            self.taken = self.taken.saturating_add(1);
            let told = self.take(&record).map_err(|refusal| self.refuse(refusal)).transpose();
            self.told.push(told);
        }
        self.decide_waiting();
        std::mem::take(&mut self.told).into_iter().flatten().collect()
    }

    /// Takes in a record; gives what is decided of it, if that need not wait.
    fn take<R: Serialize>(&mut self, record: &R) -> Result<Option<Vec<Decision>>, Error> {
        let text = serde_json::to_string(record).map_err(|error| not_serialisable(&error))?;
        let object = object(&text)?;
        let record = self.query.type_of(&object)?;
        let handle = self.handle(record)?;
        let rules = self.query.rules().clone();
        let alone = rules.read_by(true, None).types.has_parts(rules.model(), record, &object);
        if alone || handle != self.current {
            self.decide_waiting();
        }
        self.current = handle;
        let number = self.taken;
        let Some(prepared) = self.prepared.get_mut(handle) else { return Ok(None) };
        if alone {
            return prepared.decide(number, &object).map(Some);
        }
        prepared.take(number, &object).map(|()| None)
    }

    /// The handle for a record type, by its place.
    fn handle(&mut self, record: RecordId) -> Result<usize, Error> {
        if let Some(known) = self.prepared.iter().position(|known| known.record == record) {
            return Ok(known);
        }
        self.prepared.push(Prepared::new(self.query.clone(), record)?);
        Ok(self.prepared.len() - 1)
    }

    /// Decides the records that wait.
    fn decide_waiting(&mut self) {
        let Some(prepared) = self.prepared.get_mut(self.current) else { return };
        let nothing = match prepared.batch() {
            Ok(batch) => {
                batch.iter().for_each(|batch| self.tell(batch));
                Ok(Vec::new())
            }
            Err(refusal) => Err(self.query.refuse(refusal)),
        };
        // Of a row that is not there yet, or before the period, nothing is decided.
        let waiting = self.told.iter_mut().filter(|told| told.is_none());
        waiting.for_each(|told| *told = Some(nothing.clone()));
    }

    /// Puts the decisions of a batch where their records stand in the chunk.
    fn tell(&mut self, batch: &Batch) {
        let decided = |record: &RecordView<'_, '_>| (record.row(), record.decisions());
        for (number, decisions) in batch.map(0..batch.records(), decided) {
            let place = number.unwrap_or_default().saturating_sub(self.before + 1);
            if let Some(told) = self.told.get_mut(place as usize) {
                *told = Some(Ok(decisions));
            }
        }
    }

    /// A refusal of the record last taken in.
    fn refuse(&self, refusal: Error) -> Error {
        let model = self.query.rules().model();
        let record = self.query.record_type().map(|id| model.records[id].name.text.as_str());
        self.query.refuse(say::of_record(record, self.taken, refusal))
    }
}

/// A data set that is put together of a program's records; see [`Query::dataset`].
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Group
///   field id: text, key
///   derive debt = sum(debt of Loan)
/// record Loan belongs to Group by group
///   field group: text
///   field debt: money, from 0
/// check Size for Group
///   require debt <= 5 million
///     else: \"too large\"
/// ",
/// )?;
/// // Parts in a list of their own, each with its parent's key …
/// let groups = [serde_json::json!({ "id": "G1" })];
/// let loans = [2_000_000, 4_000_000]
///     .map(|debt| serde_json::json!({ "group": "G1", "debt": debt }));
/// let apart = rules.query().dataset().add("Group", &groups)?.add("Loan", &loans)?.finish()?;
/// // … or nested in their parent, under the name of their record type.
/// let groups = [serde_json::json!({ "id": "G1", "Loan": [{ "debt": 2_000_000 }, { "debt": 4_000_000 }] })];
/// let nested = rules.query().dataset().add("Group", &groups)?.finish()?;
/// for data in [apart, nested] {
///     let batch = data.batches().next().unwrap();
///     assert_eq!(batch.decisions(0..1).next().unwrap().verdict.as_deref(), Some("not met"));
/// }
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Debug)]
pub struct DatasetBuilder {
    query: Query,
    tables: ObjectTables,
}

impl DatasetBuilder {
    /// Adds records of a type, and the child records nested in them: a list under the name of their
    /// record type, compared as names are. A nested child takes its parent's key where it names
    /// none. No list says that nothing is known of the children; an empty one, that there are none.
    /// Records are read at once, not kept.
    ///
    /// # Errors
    /// There is no such record type; a record that is none of it, with its place in the list: what
    /// [`Rules::grade`](crate::Rules::grade) refuses. With more than 1 GB of text the records are
    /// refused.
    pub fn add<R: Serialize>(
        mut self,
        record: &str,
        records: impl IntoIterator<Item = R>,
    ) -> Result<DatasetBuilder, Error> {
        let id = self.query.type_named(record)?;
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        let name = &by.model.records[id].name.text;
        let first = self.tables.list(by, id);
        for (place, record) in (1..).zip(records) {
            let taken = serde_json::to_string(&record)
                .map_err(|error| not_serialisable(&error))
                .and_then(|text| {
                    self.tables.take(by, id, first.saturating_add(place), &object(&text)?)
                })
                .and_then(|()| match self.tables.is_full() {
                    true => Err(say::no_record(say_data::too_much_text("1 GB"))),
                    false => Ok(()),
                });
            taken
                .map_err(|refusal| self.query.refuse(say::of_record(Some(name), place, refusal)))?;
        }
        Ok(self)
    }

    /// The data set: parts are linked to the records they belong to, all is evaluated as of the day
    /// of the question.
    ///
    /// # Errors
    /// No list of records was added; the question cannot be answered, as [`Query::read_all`] says.
    pub fn finish(mut self) -> Result<Dataset, Error> {
        let read = self.tables.finish(self.query.rules().model());
        let finished = match read.is_empty() {
            true => Err(say::no_record(say::no_records())),
            false => self.query.check_nested(&read).and_then(|()| {
                let sets = self.query.sets(read);
                let day = self.query.day();
                self.query.finished(sets, day)
            }),
        };
        finished.map_err(|refusal| self.query.refuse(refusal))
    }
}
