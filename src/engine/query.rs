//! One question to the rules, and records that come from a program.

use super::selection::Selection;
use super::shared::Reopened;
use super::watch::{Progress, Watch};
use super::{Batch, Rules};
use crate::data::readings::{Encoding, Numbers, Ratios, Readings, TotalRows};
use crate::data::{self, Cut, DataFile, Keeps, OpenFile, OpenFiles, Profile, Reading, Request};
use crate::dataset::{self, AsOf, Numbering, RecordSet};
use crate::diag::{Error, engine as say, nearest};
use crate::margins::MOST_FIELDS;
use crate::model::{BlockId, RecordId, Targets, TargetsId};
use crate::source::key;
use crate::table::{Inputs, Texts};
use crate::value::{Date, Lang, Type};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A question to the rules: `rules.query().record("Tổ")?.date(day).grade(&group)`.
///
/// ```
/// # let rules = visao::Rules::from_text("bản ghi Tổ
/// #   trường mã: chữ, khóa
/// #   trường nợ: tiền, từ 0
/// # điều kiện Vay cho Tổ
/// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// # ")?;
/// let query = rules.query().record("Tổ")?.block("Vay")?.date("31/12/2023".parse()?);
/// let explanations = query.explain(&serde_json::json!({ "mã": "T1", "nợ": 6_000_000 }))?;
/// assert!(explanations[0].to_string().contains("nợ nhiều"));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a question gives nothing until it is asked"]
pub struct Query {
    rules: Rules,
    record: Option<RecordId>,
    asked: Selection,
    as_of: Option<Date>,
    readings: Readings,
    lenient: bool,
    /// Most records of a type whose cells are kept, where nothing reads many of them together.
    keeps: Option<usize>,
    watch: Watch,
    pub(super) lang: Lang,
}

impl Query {
    pub(super) fn new(rules: Rules) -> Query {
        let lang = rules.lang();
        Query {
            rules,
            record: None,
            asked: Selection::default(),
            as_of: None,
            readings: Readings::default(),
            lenient: false,
            keeps: None,
            watch: Watch::default(),
            lang,
        }
    }

    /// For records of this type.
    ///
    /// # Errors
    /// There is no such record type; the nearest is named.
    pub fn record(mut self, name: &str) -> Result<Query, Error> {
        self.record = Some(self.type_named(name)?);
        Ok(self)
    }

    /// The record type of a name.
    pub(crate) fn type_named(&self, name: &str) -> Result<RecordId, Error> {
        let records = &self.rules.model().records;
        let wanted = key(name);
        let found = records.enumerate().find(|(_, record)| record.name.key == wanted);
        found.map(|(id, _)| id).ok_or_else(|| {
            let near = nearest(name, records.iter().map(|record| record.name.text.as_str()));
            self.refuse(say::unknown_record_type(name, near))
        })
    }

    /// Only this block, or these targets; said several times, these.
    ///
    /// # Errors
    /// There is none of this name; the nearest is named.
    pub fn block(mut self, name: &str) -> Result<Query, Error> {
        let model = self.rules.model();
        let wanted = key(name);
        if let Some((id, _)) = model.blocks.enumerate().find(|(_, block)| block.name.key == wanted)
        {
            self.asked.blocks.push(id);
        } else if let Some((id, _)) =
            model.targets.enumerate().find(|(_, targets)| targets.name.key == wanted)
        {
            self.asked.targets.push(id);
        } else {
            let names = model
                .blocks
                .iter()
                .map(|block| &block.name)
                .chain(model.targets.iter().map(|targets| &targets.name));
            let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
            let refusal = say::unknown_block(name, nearest(name, names.iter().copied()), &names);
            return Err(self.refuse(refusal));
        }
        Ok(self)
    }

    /// As of this day.
    pub fn date(mut self, day: Date) -> Query {
        self.as_of = Some(day);
        self
    }

    /// With the numbers in text cells of files read in this form, whatever an import profile says;
    /// otherwise the profile's, else that of the rules' language, in which a column that could
    /// be read both ways is refused. Numbers as text in JSON are always plain.
    pub fn numbers(self, numbers: Numbers) -> Query {
        let readings = Readings { numbers: Some(numbers), ..self.readings };
        self.readings(readings)
    }

    /// With ratios without `%` in files read so, where no import profile states the column's unit;
    /// otherwise each is a data error.
    pub fn ratios(self, ratios: Ratios) -> Query {
        let readings = Readings { ratios: Some(ratios), ..self.readings };
        self.readings(readings)
    }

    /// With rows of files that look like totals left out, or taken for records; otherwise such a
    /// row is an error of the reading.
    pub fn total_rows(self, total_rows: TotalRows) -> Query {
        let readings = Readings { total_rows: Some(total_rows), ..self.readings };
        self.readings(readings)
    }

    /// With text files read in this old encoding; otherwise the import profile's, else UTF-8.
    pub fn encoding(self, encoding: Encoding) -> Query {
        let readings = Readings { encoding: Some(encoding), ..self.readings };
        self.readings(readings)
    }

    /// With all of this said of the way files are read.
    pub fn readings(mut self, readings: Readings) -> Query {
        self.readings = readings;
        self
    }

    /// With values shown and mistakes reported in this language; otherwise the pack's.
    pub fn lang(mut self, lang: Lang) -> Query {
        self.lang = lang;
        self
    }

    /// Told now and then how far a run over many records is, so that whoever waits can see it; on
    /// several threads, where the run is.
    pub fn watched(mut self, told: impl Fn(Progress) + Send + Sync + 'static) -> Query {
        self.watch = Watch::new(told);
        self
    }

    /// With explanations that also say what would change the outcome: [`Explanation::ways`].
    /// That takes many times as long as deciding a record.
    ///
    /// [`Explanation::ways`]: crate::Explanation::ways
    pub fn ways(self) -> Query {
        self.ways_up_to(MOST_FIELDS)
    }

    /// The same with ways of up to so many fields that change together, from one to three. Those of
    /// one field are found in a small part of the time; then [`Ways::sufficient`] is left out.
    ///
    /// [`Ways::sufficient`]: crate::explain::Ways::sufficient
    pub fn ways_up_to(mut self, fields: usize) -> Query {
        self.asked.ways = Some(fields);
        self
    }

    /// Takes what is given as it is: names of a record that no field has are passed over, blocks of
    /// other records decide nothing, rules that read the as-of date fail by themselves where
    /// none is given, and a day on which the pack does not apply is one like others.
    pub fn lenient(mut self) -> Query {
        self.lenient = true;
        self
    }

    /// Lets the cells of records go once those of a type are more than so many, if nothing is asked
    /// of many of them together: they are read from their text files once more as they are decided.
    /// Whoever asks so finds out by [`Batch::check_again`] whether all could be.
    #[doc(hidden)]
    pub fn letting_go(mut self, most: usize) -> Query {
        self.keeps = Some(most);
        self
    }

    /// Records from which on cells are let go; none of records that are read together, or from
    /// files that are dear to read twice.
    fn lets_go(
        &self,
        record: RecordId,
        open: &mut OpenFiles<'_>,
        places: &[usize],
    ) -> Option<usize> {
        let model = self.rules.model();
        let asks = |(id, targets): (TargetsId, &Targets)| {
            self.wants_targets(id) && [targets.record, targets.by_record].contains(&record)
        };
        let alone = model.stands_alone(record) && !model.targets.enumerate().any(asks);
        let text = |place: &usize| open.get(*place).is_some_and(OpenFile::is_delimited);
        self.keeps.filter(|_| alone && places.iter().all(text))
    }

    /// Tells of records while they are read what becomes of them: of those that have keys, which
    /// take memory anyway, and of which the rules read no texts.
    fn numbering(&self, record: RecordId) -> Option<Numbering<'_>> {
        let model = self.rules.model();
        let plan = self.rules.plan().record(record)?;
        let fields = &model.records[record].fields;
        let reads_texts =
            fields.enumerate().any(|(id, field)| field.ty == Type::Text && plan.reads(id));
        let blocks = model.blocks.enumerate();
        let blocks =
            blocks.filter(|(id, block)| block.record == record && self.asked.wants_block(*id));
        let blocks: Vec<BlockId> = blocks.map(|(id, _)| id).collect();
        let of_use = fields.iter().any(|field| field.key) && !reads_texts && !blocks.is_empty();
        let texts = self.rules.inner.texts.clone();
        of_use.then(|| Numbering::new(self.rules.program(), (record, blocks), self.as_of, texts))
    }

    /// Reads the records of one type from files, ready to be decided. Without [`Query::record`] the
    /// type is the one the files' headers fit. The as-of date is the question's, else the
    /// files'.
    ///
    /// # Errors
    /// A file that cannot be read or lacks a needed column, or files that say different days.
    pub fn read(
        &self,
        files: &[DataFile],
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Batch, Error> {
        let model = self.rules.model();
        let mut open = OpenFiles::of(files);
        let record = match (self.record.or(self.only_record()), files.first()) {
            (Some(record), _) => record,
            (None, Some(file)) => match self.types_of(&mut open, 0)?.as_slice() {
                [only] => *only,
                several => {
                    let names: Vec<&str> =
                        several.iter().map(|id| model.records[*id].name.text.as_str()).collect();
                    return Err(
                        self.refuse(say::several_record_types(file.name(), &names.join(", ")))
                    );
                }
            },
            (None, None) => return Err(self.refuse(say::no_data())),
        };
        let batch = {
            let places: Vec<usize> = (0..files.len()).collect();
            let as_of = self.day_of_registers(&[record], &mut open, &places, None)?;
            let cut = Cut { as_of, absent: None };
            self.finish(self.read_type(record, &mut open, &places, cut, progress)?)
        };
        let asked = if self.lenient {
            Ok(())
        } else {
            self.check_rules().and_then(|()| self.check_blocks(record))
        };
        asked
            .and_then(|()| self.check_records(&[record], batch.set().latest_day()))
            .map_err(|error| self.refuse(error))?;
        Ok(batch)
    }

    /// The day by which registers among some record types are read: the question's, else the latest
    /// of the snapshots, else the one that a file of the run tells. None where there is no
    /// register.
    ///
    /// # Errors
    /// There is no such day, and without one it is not known which rows are there.
    pub(super) fn day_of_registers(
        &self,
        records: &[RecordId],
        open: &mut OpenFiles<'_>,
        places: &[usize],
        latest: Option<Date>,
    ) -> Result<Option<Date>, Error> {
        let all = &self.rules.model().records;
        if records.iter().all(|id| all[*id].register.is_none()) {
            return Ok(None);
        }
        let mut day = self.as_of.or(latest);
        for place in places {
            if let (None, Some(file)) = (day, open.get(*place)) {
                day = self.rules.day_told_as(file, self.readings).ok().flatten();
            }
        }
        if day.is_none() {
            self.check_registers(records).map_err(|error| self.refuse(error))?;
        }
        Ok(day)
    }

    /// Reads the records of this type from files by their places; their day is not settled yet.
    pub(super) fn read_type(
        &self,
        record: RecordId,
        open: &mut OpenFiles<'_>,
        places: &[usize],
        cut: Cut<'_>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<RecordSet, Error> {
        let profiles = self.rules.profiles();
        // A file of snapshots that tells its day is of that day, whatever the others tell.
        let snapshot = self.rules.model().records[record].snapshot.is_some();
        let cut = if snapshot { Cut { as_of: self.as_of, ..cut } } else { cut };
        let (request, texts) = self.request(record, &profiles, cut, progress);
        let numbering = RefCell::new(self.numbering(record));
        let seen = |first: usize, records: &Inputs, day: Option<Date>| {
            if let Some(numbering) = &mut *numbering.borrow_mut() {
                numbering.see(first, records, day);
            }
        };
        let most = self.lets_go(record, open, places);
        let keeps = most.map(|most| Keeps { most, seen: &seen });
        let request = Request { keeps, ..request };
        let mut readings = data::read_each(vec![(request, texts)], open, places);
        let reading = readings.pop().unwrap_or_else(|| Err(say::no_data()));
        let set = self.set(record, reading.map_err(|error| self.refuse(error))?)?;
        let told = numbering.into_inner().and_then(Numbering::patterns);
        Ok(set.with_patterns(told))
    }

    /// Language of what is told.
    pub(crate) fn told_in(&self) -> Lang {
        self.lang
    }

    /// Returns `true` if some blocks or targets are requested, rather than all.
    pub(crate) fn asks_for_some(&self) -> bool {
        !(self.asked.blocks.is_empty() && self.asked.targets.is_empty())
    }

    /// The record types that the requested blocks and targets are about or read.
    pub(crate) fn records_read(&self) -> BTreeSet<RecordId> {
        let model = self.rules.model();
        let blocks = model.blocks.ids().filter(|id| self.asked.wants_block(*id));
        let targets = model.targets.ids().filter(|id| self.asked.wants_targets(*id));
        model.records_read(blocks, targets)
    }

    /// Returns `true` if the targets are requested.
    pub(super) fn wants_targets(&self, targets: TargetsId) -> bool {
        self.asked.wants_targets(targets)
    }

    /// Parameters for reading the records of a type, and the texts that their table starts with:
    /// the plan's, so that codes of texts are comparable.
    pub(super) fn request<'r>(
        &'r self,
        record: RecordId,
        profiles: &'r [Profile],
        cut: Cut<'r>,
        progress: Option<&'r dyn Fn(usize)>,
    ) -> (Request<'r>, Texts) {
        let model = self.rules.model();
        let all = Request::of(model, record, profiles, self.readings);
        let request = Request { cut, progress, ..all };
        (request, self.rules.inner.texts.clone())
    }

    /// The record type that the query is for, if it names one.
    pub(super) fn record_type(&self) -> Option<RecordId> {
        self.record
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Batch of the records with the query's selection.
    pub(super) fn batch(&self, set: RecordSet) -> Batch {
        self.batch_in(set, &Arc::default())
    }

    /// The same, whose records are looked at once more in this memory.
    pub(super) fn batch_in(&self, set: RecordSet, reopened: &Arc<Reopened>) -> Batch {
        let asked = self.asked_on(set.common_day().or(self.as_of));
        let (rules, watch) = (self.rules.clone(), self.watch.clone());
        Batch::with(rules, set, (asked, self.lang), Arc::clone(reopened)).watched(watch)
    }

    /// The same query with what it selects on a day.
    pub(super) fn on_day(&self, day: Option<Date>) -> Query {
        Query { asked: self.asked_on(day), ..self.clone() }
    }

    /// The selection on a day: after its period a pack is asked for its deadlines alone.
    pub(super) fn asked_on(&self, day: Option<Date>) -> Selection {
        match self.rules.is_later(day) {
            true => self.asked.asked_later(self.rules.model()),
            false => self.asked.clone(),
        }
    }

    /// Name of the first requested block of a record type that asks over time: a register, a period
    /// or a deadline.
    pub(super) fn asks_over_time(&self, record: RecordId) -> Option<String> {
        let model = self.rules.model();
        let asked = model.blocks.enumerate().filter(|(id, block)| {
            block.record == record && self.asked.wants_block(*id) && model.asks_over_time(*id)
        });
        asked.map(|(_, block)| block.name.text.clone()).next()
    }

    /// The record types that a file holds.
    ///
    /// # Errors
    /// The file cannot be read or fits no record type.
    pub fn types_in(&self, file: &DataFile) -> Result<Vec<String>, Error> {
        let found = self.types_of(&mut OpenFiles::of([file]), 0)?;
        Ok(found.into_iter().map(|id| self.rules.model().records[id].name.text.clone()).collect())
    }

    /// The record types that a file of a run holds.
    pub(super) fn types_of(
        &self,
        open: &mut OpenFiles<'_>,
        place: usize,
    ) -> Result<Vec<RecordId>, Error> {
        match (self.only_record(), open.get(place)) {
            (Some(only), _) => Ok(vec![only]),
            (None, Some(file)) => {
                data::recognise(self.rules.model(), &self.rules.profiles(), self.readings, file)
                    .map_err(|error| self.refuse(error))
            }
            (None, None) => Ok(Vec::new()),
        }
    }

    /// The only record type of the rules: nothing needs to be recognised, and what does not fit is
    /// reported by its columns.
    pub(super) fn only_record(&self) -> Option<RecordId> {
        let mut ids = self.rules.model().records.ids();
        ids.next().filter(|_| ids.next().is_none())
    }

    /// Records as of the query's day, else the one that their files state.
    fn set(&self, record: RecordId, reading: Reading) -> Result<RecordSet, Error> {
        let model = self.rules.model();
        if model.records[record].snapshot.is_some() {
            return Ok(RecordSet::dated(model, record, reading, None));
        }
        let mut as_of = self.as_of;
        for file in &reading.report.files {
            match (as_of, file.as_of) {
                (Some(day), Some(told)) if day != told && self.as_of.is_none() => {
                    return Err(self.refuse(say::other_day(day, told).in_file(&file.name)));
                }
                (None, told) => as_of = told,
                (Some(_), _) => {}
            }
        }
        Ok(RecordSet::new(record, reading, AsOf::Common(as_of)))
    }

    /// Batch of the records, finished: dates checked and child records rolled up.
    pub(super) fn finish(&self, mut set: RecordSet) -> Batch {
        // A warning of absent child records is no news where one record type is requested.
        dataset::finish(self.rules.program(), std::slice::from_mut(&mut set));
        self.batch(set)
    }

    pub(super) fn is_lenient(&self) -> bool {
        self.lenient
    }

    pub(super) fn asked(&self) -> &Selection {
        &self.asked
    }

    pub(crate) fn day(&self) -> Option<Date> {
        self.as_of
    }

    /// The names of the rules' record types.
    pub(super) fn record_names(&self) -> String {
        let records = self.rules.model().records.iter();
        records.map(|record| record.name.text.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// An error in the question's language.
    pub(super) fn refuse(&self, error: Error) -> Error {
        error.with_lang(self.lang)
    }
}
