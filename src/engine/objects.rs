//! Records of a program: one by one, many in a row, and data sets of several record types. They are
//! serialised, not held: what is read of them is what a JSON text of them says.

use super::handle::{Prepared, not_serialisable, object};
use super::query::Query;
use super::view::RecordView;
use super::{Batch, Dataset};
use crate::data::objects::{ObjectTables, Pairs, TypeReading};
use crate::diag::{Error, data as say_data, engine as say, snapshot::nested_in_months};
use crate::eval::BATCH;
use crate::explain::Explanation;
use crate::explain::decision::Decision;
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

    /// Result of a handle for a record: as it is, if its type is known, else of its text.
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
