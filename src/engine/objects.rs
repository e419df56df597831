//! Records of a program: one by one, many in a row, and data sets of several record types. They are
//! serialised, not held: what is read of them is what a JSON text of them says.

use super::query::Query;
use super::view::RecordView;
use super::{Batch, Dataset};
use crate::data::objects::{ObjectTables, Pairs, Record, TypeReading, parse};
use crate::dataset::{RecordSet, finish, without_parts_of_absent};
use crate::diag::{Error, data as say_data, engine as say, snapshot::nested_in_months};
use crate::eval::{BATCH, Buffers};
use crate::explain::{Clauses, Explanation, decision::Decision};
use crate::model::RecordId;
use crate::value::Month;
use serde::Serialize;
use std::collections::{BTreeSet, VecDeque};

impl Query {
    /// Decides one record; see [`Rules::grade`](crate::Rules::grade).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn grade<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Decision>, Error> {
        self.of_one(record, Prepared::decide).map_err(|refusal| self.refuse(refusal))
    }

    /// Explains one record; see [`Rules::explain`](crate::Rules::explain).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn explain<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Explanation>, Error> {
        self.of_one(record, Prepared::explain_lines).map_err(|refusal| self.refuse(refusal))
    }

    fn of_one<R: Serialize + ?Sized, T>(
        &self,
        record: &R,
        take: impl FnOnce(&mut Prepared, u32, &Pairs<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let text = serde_json::to_string(record).map_err(|error| not_serialisable(&error))?;
        let object = object(&text)?;
        take(&mut Prepared::new(self.clone(), self.type_of(&object)?)?, 1, &object)
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
            .and_then(|prepared| prepared.forgotten.clone().map_or(Ok(prepared), Err))
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
    /// That the as-of date is forgotten.
    forgotten: Option<Error>,
    tables: ObjectTables,
    told: Record,
    buffers: Option<Buffers>,
    clauses: Clauses,
}

impl Prepared {
    fn new(query: Query, record: RecordId) -> Result<Prepared, Error> {
        query.check_question(record)?;
        Ok(Prepared {
            forgotten: query.check_records(&[record], query.day()).err(),
            query,
            record,
            tables: ObjectTables::alone(),
            told: Record::default(),
            buffers: None,
            clauses: Clauses::default(),
        })
    }

    /// Decides one record; see [`Rules::grade`](crate::Rules::grade).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn grade<R: Serialize + ?Sized>(&mut self, record: &R) -> Result<Vec<Decision>, Error> {
        self.of_one(record, |record| record.decisions())
    }

    /// Explains one record; see [`Rules::explain`](crate::Rules::explain).
    ///
    /// # Errors
    /// As [`Rules::grade`](crate::Rules::grade).
    pub fn explain<R: Serialize + ?Sized>(
        &mut self,
        record: &R,
    ) -> Result<Vec<Explanation>, Error> {
        self.of_one(record, |record| record.explanations())
    }

    fn of_one<R: Serialize + ?Sized, T>(
        &mut self,
        record: &R,
        take: impl FnMut(&RecordView<'_, '_>) -> Vec<T>,
    ) -> Result<Vec<T>, Error> {
        let taken = self.tell(record);
        self.read(taken, take).map_err(|refusal| self.query.refuse(refusal))
    }

    /// Takes in a record as it tells what it gives each field.
    fn tell<R: Serialize + ?Sized>(&mut self, record: &R) -> Result<(), Error> {
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        let text = self
            .tables
            .tell(by, self.record, &mut self.told, record)
            .map_err(|error| not_serialisable(&error))?;
        match text {
            Some(text) => self.tables.take(by, self.record, 1, &object(text)?),
            None => self.tables.take_told(by, self.record, 1, &self.told),
        }
    }

    fn decide(&mut self, number: u32, object: &Pairs<'_>) -> Result<Vec<Decision>, Error> {
        let taken = self.take_in(number, object);
        self.read(taken, |record| record.decisions())
    }

    fn explain_lines(
        &mut self,
        number: u32,
        object: &Pairs<'_>,
    ) -> Result<Vec<Explanation>, Error> {
        let taken = self.take_in(number, object);
        self.read(taken, |record| record.explanations())
    }

    /// Result of one record, which was taken in, decided alone with its child records.
    fn read<T>(
        &mut self,
        taken: Result<(), Error>,
        take: impl FnMut(&RecordView<'_, '_>) -> Vec<T>,
    ) -> Result<Vec<T>, Error> {
        if let Err(refusal) = self.and_day(taken) {
            self.tables.clear();
            return Err(refusal);
        }
        let Some(batch) = self.batch()? else { return Ok(Vec::new()) };
        let made = batch.first(self.buffers.take(), &self.clauses, take);
        let (made, buffers) = made.unzip();
        self.buffers = buffers;
        self.tables.give_back(self.record, batch.into_reading());
        Ok(made.unwrap_or_default())
    }

    /// Takes in a record under a number, from 1; nothing of one that is refused.
    fn take(&mut self, number: u32, object: &Pairs<'_>) -> Result<(), Error> {
        let taken = self.take_in(number, object);
        self.and_day(taken)
    }

    fn take_in(&mut self, number: u32, object: &Pairs<'_>) -> Result<(), Error> {
        let by = self.query.rules().read_by(self.query.is_lenient(), self.query.day());
        self.tables.take(by, self.record, number, object)
    }

    /// A record that was taken in is refused where the as-of date is forgotten.
    fn and_day(&mut self, taken: Result<(), Error>) -> Result<(), Error> {
        match taken.and(self.forgotten.clone().map_or(Ok(()), Err)) {
            Err(refusal) if self.forgotten.is_some() => {
                self.tables.clear();
                Err(refusal)
            }
            taken => taken,
        }
    }

    /// The records that were taken in, finished.
    fn batch(&mut self) -> Result<Option<Batch>, Error> {
        let rules = self.query.rules();
        let mut sets = self.query.sets(self.tables.finish(rules.model()));
        if sets.len() > 1 {
            let records: Vec<RecordId> = sets.iter().map(|set| set.record).collect();
            self.query.check_records(&records, self.query.day())?;
        }
        // The record comes before its parts.
        sets.first_mut().into_iter().for_each(RecordSet::stand_apart);
        finish(rules.program(), &mut sets);
        Ok(sets.into_iter().next().map(|set| self.query.batch(set)))
    }
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
