//! One question to the rules, and records that come from a program.

use super::selection::Selection;
use super::{Batch, Rules};
use crate::data::readings::{Encoding, Numbers, Ratios, Readings, TotalRows};
use crate::data::{self, DataFile, Reading, Request};
use crate::dataset::{self, AsOf, RecordSet};
use crate::diag::{Error, Message, engine as say, nearest};
use crate::eval::table::Texts;
use crate::explain::{Explanation, decision::Decision};
use crate::model::{RecordId, TargetsId};
use crate::source::key;
use crate::value::{Date, Lang};
use serde::Serialize;

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
            lang,
        }
    }

    /// For records of this type.
    ///
    /// # Errors
    /// There is no such record type; the nearest is named.
    pub fn record(mut self, name: &str) -> Result<Query, Error> {
        let records = &self.rules.model().records;
        let found =
            records.enumerate().find(|(_, record)| record.name.key == key(name)).map(|(id, _)| id);
        match found {
            Some(id) => self.record = Some(id),
            None => {
                let near = nearest(name, records.iter().map(|record| record.name.text.as_str()))
                    .map(str::to_owned);
                return Err(self.refuse(say::unknown_record_type(name, near.as_deref())));
            }
        }
        Ok(self)
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

    /// With ratios without `%` in files read so, where no import profile tells the column's unit;
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

    /// With values shown and mistakes told in this language; otherwise the pack's.
    pub fn lang(mut self, lang: Lang) -> Query {
        self.lang = lang;
        self
    }

    /// Takes what is given as it is: names of a record that no field has are passed over, blocks of
    /// other records decide nothing, rules that read the as-of date fail by themselves where
    /// none is given, and a day on which the pack does not apply is one like others.
    pub fn lenient(mut self) -> Query {
        self.lenient = true;
        self
    }

    /// Decides one record; see [`Rules::grade`].
    ///
    /// # Errors
    /// As [`Rules::grade`].
    pub fn grade<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Decision>, Error> {
        Ok(self.batch_of(record)?.decisions(0..1).collect())
    }

    /// Explains one record; see [`Rules::explain`].
    ///
    /// # Errors
    /// As [`Rules::grade`].
    pub fn explain<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Explanation>, Error> {
        Ok(self.batch_of(record)?.explanations(0..1).collect())
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
        let profiles = self.rules.profiles();
        let model = self.rules.model();
        let record = match (self.record.or(self.only_record()), files.first()) {
            (Some(record), _) => record,
            (None, Some(file)) => match data::recognise(model, &profiles, self.readings, file)
                .map_err(|error| self.refuse(error))?
                .as_slice()
            {
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
        let batch = self.finish(self.read_type(record, files, progress)?);
        let asked = if self.lenient {
            Ok(())
        } else {
            self.check_rules().and_then(|()| self.check_blocks(record))
        };
        asked
            .and_then(|()| self.check_batches(&[&batch], batch.as_of()))
            .map_err(|error| self.refuse(error))?;
        Ok(batch)
    }

    /// Reads the records of this type, whose day is not settled yet.
    pub(super) fn read_type(
        &self,
        record: RecordId,
        files: &[DataFile],
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<RecordSet, Error> {
        let reading = self.reading(record, files, progress)?;
        self.set(record, reading)
    }

    /// Whether targets are asked for.
    pub(super) fn wants_targets(&self, targets: TargetsId) -> bool {
        self.asked.wants_targets(targets)
    }

    pub(super) fn reading(
        &self,
        record: RecordId,
        files: &[DataFile],
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Reading, Error> {
        let request = Request {
            model: self.rules.model(),
            record,
            profiles: &self.rules.profiles(),
            readings: self.readings,
            progress,
        };
        data::read(&request, files, Texts::with_constants(&self.rules.plan().texts))
            .map_err(|error| self.refuse(error))
    }

    /// The record type that is asked for.
    pub(super) fn record_type(&self) -> Option<RecordId> {
        self.record
    }

    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The records with what is asked of them.
    pub(super) fn batch(&self, set: RecordSet) -> Batch {
        Batch::new(self.rules.clone(), set, self.asked.clone(), self.lang)
    }

    /// The record types that a file holds.
    ///
    /// # Errors
    /// The file cannot be read or fits no record type.
    pub fn types_in(&self, file: &DataFile) -> Result<Vec<String>, Error> {
        let found = match self.only_record() {
            Some(only) => vec![only],
            None => {
                data::recognise(self.rules.model(), &self.rules.profiles(), self.readings, file)
                    .map_err(|error| self.refuse(error))?
            }
        };
        Ok(found.into_iter().map(|id| self.rules.model().records[id].name.text.clone()).collect())
    }

    /// The only record type of the rules: nothing needs to be recognised, and what does not fit is
    /// told by its columns.
    fn only_record(&self) -> Option<RecordId> {
        let mut ids = self.rules.model().records.ids();
        ids.next().filter(|_| ids.next().is_none())
    }

    /// Records whose day is the question's, else the one their files tell.
    fn set(&self, record: RecordId, reading: Reading) -> Result<RecordSet, Error> {
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

    /// Finished records, with what is asked of them.
    fn finish(&self, mut set: RecordSet) -> Batch {
        // What is told of absent parts is no news where one record type is asked for.
        dataset::finish(self.rules.program(), std::slice::from_mut(&mut set));
        self.batch(set)
    }

    fn batch_of<R: Serialize + ?Sized>(&self, record: &R) -> Result<Batch, Error> {
        let no_record = |message| self.refuse(say::no_record(message));
        let text = serde_json::to_string(record)
            .map_err(|error| no_record(say::not_serialisable(&error.to_string())))?;
        let names = names(&text).ok_or_else(|| no_record(say::no_object()))?;
        let record = match self.record {
            Some(record) => record,
            None => self.fitting(&names)?,
        };
        self.check_question(record).map_err(|refusal| self.refuse(refusal))?;
        if !self.lenient {
            self.check_names(record, &names).map_err(|refusal| self.refuse(refusal))?;
        }
        let request = Request {
            model: self.rules.model(),
            record,
            profiles: &[],
            readings: self.readings,
            progress: None,
        };
        let reading = data::read_objects(
            &request,
            [text.as_str()],
            Texts::with_constants(&self.rules.plan().texts),
        );
        let set = reading.and_then(|reading| self.set(record, reading));
        let batch = set.map(|set| self.finish(set));
        let batch = batch
            .map_err(|error| self.refuse(say::no_record(Message::together(error.messages()))))?;
        self.check_batches(&[&batch], batch.as_of()).map_err(|refusal| self.refuse(refusal))?;
        Ok(batch)
    }

    pub(super) fn is_lenient(&self) -> bool {
        self.lenient
    }

    pub(super) fn asked(&self) -> &Selection {
        &self.asked
    }

    pub(super) fn day(&self) -> Option<Date> {
        self.as_of
    }

    /// The record type whose fields a JSON object has: of several that know all its keys, the one
    /// with the fewest fields besides.
    fn fitting(&self, names: &[String]) -> Result<RecordId, Error> {
        let records = &self.rules.model().records;
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let known = |id: &RecordId| {
            let fields = &records[*id].fields;
            let knows = |name: &&String| {
                fields.iter().any(|field| {
                    field.name.key == **name
                        || field.columns.iter().any(|column| key(column) == **name)
                })
            };
            keys.iter().filter(knows).count()
        };
        let best = records
            .ids()
            .map(|id| (known(&id), std::cmp::Reverse(records[id].fields.len()), id))
            .max_by_key(|(known, fewest, _)| (*known, *fewest));
        match best {
            Some((known, _, id)) if known > 0 || records.len() == 1 => Ok(id),
            Some(_) | None => Err(self.refuse(say::no_record(say::fits_no_record_type()))),
        }
    }

    /// An error in the question's language.
    pub(super) fn refuse(&self, error: Error) -> Error {
        error.with_lang(self.lang)
    }
}

/// The names of an object; none where it is no object.
fn names(object: &str) -> Option<Vec<String>> {
    let names: std::collections::BTreeMap<String, serde::de::IgnoredAny> =
        serde_json::from_str(object).ok()?;
    Some(names.into_keys().collect())
}
