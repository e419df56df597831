//! Records that choose their pack by a day of their own: each decided as of that day, or all as of
//! one day of the run.
//!
//! With a day of the run each pack that is asked on it reads all the files, as in any run as of
//! that day, so that parts are linked; then it keeps the records whose own day lies in its period.
//! Record types without such a column are decided as in a run over a folder.

use super::claims::{Claim, PackField, owners};
use super::dataset::{by_type, opened};
use super::{Batch, Dataset, InputFile, Packs, Query, Records, Rules};
use crate::data::{DataFile, Expected, OpenFiles};
use crate::diag::{Error, Message, engine as say, target, time::snapshot_by_day};
use crate::source::key;
use crate::value::Date;
use std::sync::Arc;

impl Packs {
    /// Reads records of one type, each to be decided by the pack of its own day: as of the day of
    /// the question, else each as of its own. `ask` makes the question to a pack, its record type
    /// included; none for a pack that does not know it. `column` is a date field's name or column
    /// header. Records with a day on which no pack applies are data errors, and so are those
    /// without one where the question has none either; else the pack of its day decides them.
    ///
    /// # Errors
    /// As [`Query::read`]; no pack has such a date field, or no file such a column; two packs that
    /// read different days from one row; rules that ask over time, in a question without a day.
    pub fn read_by_day(
        &self,
        files: &[DataFile],
        column: &str,
        ask: impl Fn(&Rules) -> Option<Query>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Records, Error> {
        let Some(day) = self.day_asked(&ask) else {
            let places: Vec<usize> = (0..files.len()).collect();
            let open = &mut OpenFiles::of(files);
            return self.read_open_by_day(open, &places, column, ask, progress);
        };
        let queries = self.asked_on(day)?.into_iter().filter_map(ask);
        let known = queries.filter(|query| query.record_type().is_some());
        let batches = known.map(|query| query.lenient().read(files, progress));
        let batches: Vec<Batch> = batches.collect::<Result<_, _>>()?;
        let in_file = files.first().map_or("", DataFile::name);
        let told_of = |error: Error| error.in_file(in_file).with_lang(self.lang());
        match self.chosen(batches, column, day).map_err(told_of)? {
            Chosen::Records(records) => Ok(records),
            Chosen::NoField(_, fields) => {
                Err(told_of(say::no_date_column(column, &fields.join(", "))))
            }
        }
    }

    /// Reads all records of some files, each to be decided by the pack of its own day; see
    /// [`Packs::read_by_day`]. Targets are not held against them; and where each record is decided
    /// as of its own day, nothing is worked out over many records: they have no day in common.
    ///
    /// # Errors
    /// As [`Packs::read_by_day`]; a file that fits no record type.
    pub fn read_all_by_day(
        &self,
        given: &[InputFile],
        column: &str,
        ask: impl Fn(&Rules) -> Option<Query>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Dataset, Error> {
        if let Some(day) = self.day_asked(&ask) {
            return self.read_all_as_of(given, column, day, ask, progress);
        }
        let queries: Vec<Query> = self.all().filter_map(&ask).collect();
        let mut records = Vec::new();
        let open = &mut opened(given);
        for (name, files) in by_type(&queries, given, open)? {
            records.push(self.read_open_by_day(
                open,
                &files,
                column,
                |rules| ask(rules)?.record(&name).ok(),
                progress,
            )?);
        }
        let gathers = queries.iter().any(|query| !query.rules().model().aggregates.is_empty());
        let warnings = if gathers { vec![target::no_common_day()] } else { Vec::new() };
        Ok(Dataset::without_targets(records, None, warnings))
    }

    /// The day of the question, if it has one.
    fn day_asked(&self, ask: &impl Fn(&Rules) -> Option<Query>) -> Option<Date> {
        self.all().filter_map(ask).find_map(|query| query.day())
    }

    /// The packs that are asked on a day: the one of the day first, then those that are still asked
    /// for their deadlines.
    fn asked_on(&self, day: Date) -> Result<Vec<&Rules>, Error> {
        let of_day = self.on(day)?;
        let other = |rules: &&Rules| !Arc::ptr_eq(&rules.inner, &of_day.inner);
        Ok(std::iter::once(of_day).chain(self.later(day).filter(other)).collect())
    }

    fn read_all_as_of(
        &self,
        given: &[InputFile],
        column: &str,
        day: Date,
        ask: impl Fn(&Rules) -> Option<Query>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Dataset, Error> {
        let queries: Vec<Query> = self.asked_on(day)?.into_iter().filter_map(ask).collect();
        let read = queries.iter().map(|query| query.read_all(given, progress));
        let mut packs: Vec<Dataset> = read.collect::<Result<_, _>>()?;
        let mut warnings: Vec<Message> = Vec::new();
        let told = packs.iter().flat_map(Dataset::warnings);
        told.for_each(|warning| push_new(&mut warnings, warning));
        let targets = |query: &Query| {
            query.rules().model().targets.ids().any(|targets| query.wants_targets(targets))
        };
        if queries.iter().any(targets) {
            warnings.push(target::no_common_pack());
        }
        let file = given.first().map_or("", |given| given.file.name());
        let told_of = |error: Error| error.in_file(file).with_lang(self.lang());
        let mut names: Vec<String> = Vec::new();
        for name in packs.iter().flat_map(Dataset::records).map(Records::record_name) {
            if names.iter().all(|known| key(known) != key(name)) {
                names.push(name.to_owned());
            }
        }
        let (mut all, mut fields, mut found) = (Vec::new(), Vec::<String>::new(), false);
        for name in names {
            let batches = packs.iter_mut().flat_map(|pack| pack.take_batches(&name)).collect();
            match self.chosen(batches, column, day).map_err(told_of)? {
                Chosen::Records(records) => {
                    found = true;
                    all.push(Dataset::without_targets(vec![records], None, Vec::new()));
                }
                Chosen::NoField(batches, others) => {
                    others.into_iter().for_each(|field| push_new(&mut fields, field));
                    all.push(as_in_folder(batches));
                }
            }
        }
        if !found {
            return Err(told_of(say::no_date_column(column, &fields.join(", "))));
        }
        let records = all.into_iter().flat_map(Dataset::into_records).collect();
        Ok(Dataset::without_targets(records, Some(day), warnings))
    }

    /// The records of one type, as each pack that is asked on a day read them, each left to the
    /// pack that its own day chooses.
    fn chosen(&self, batches: Vec<Batch>, column: &str, day: Date) -> Result<Chosen, Error> {
        let mut told: Vec<(PackField, Batch)> = Vec::new();
        let (mut others, mut fields) = (Vec::new(), Vec::<String>::new());
        for (place, batch) in batches.into_iter().enumerate() {
            match PackField::named(batch.rules(), batch.record_type(), column) {
                Ok(_) if batch.is_monthly() => {
                    let record = &batch.rules().model().records[batch.record_type()];
                    return Err(snapshot_by_day(&record.name.text));
                }
                Ok(field) => told.push((field, batch)),
                Err(known) => {
                    let known = known.into_iter();
                    known.for_each(|field| push_new(&mut fields, field));
                    others.push((place, batch));
                }
            }
        }
        if told.is_empty() {
            let batches = others.into_iter().map(|(_, batch)| batch).collect();
            return Ok(Chosen::NoField(batches, fields));
        }
        let claims = told.iter().map(|(field, batch)| claim(*field, batch, day));
        let owners = owners(&claims.collect::<Vec<_>>(), column)?;
        let ranges = self.ranges();
        let mut kept = Vec::new();
        for (place, (field, mut batch)) in told.into_iter().enumerate() {
            batch.retain(|origin| owners.get(&origin) == Some(&place));
            let own = claim(field, &batch, day);
            let without: Vec<usize> =
                (0..batch.records()).filter(|place| !own.holds(*place)).collect();
            let told = (Expected::AskedPackDay(day), say::days_of_packs_asked(day, &ranges));
            let rules = batch.rules().clone();
            field.refuse(&rules, batch.reading_mut(), &without, told);
            kept.extend((!batch.is_empty()).then_some(batch));
        }
        Ok(Chosen::Records(Records::by_day(kept)))
    }
}

fn push_new<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// Records of one type, chosen by their day; or as they were read, with the names of the date
/// fields there are, where no pack has the field.
enum Chosen {
    Records(Records),
    NoField(Vec<Batch>, Vec<String>),
}

/// The claim of a pack on records as of a day: it is the pack of the day that takes those without
/// one of their own.
fn claim(field: PackField, batch: &Batch, day: Date) -> Claim<'_> {
    let takes_undated = batch.rules().effective().is_none_or(|range| range.holds(day));
    Claim { rules: batch.rules(), field, reading: &batch.set().reading, takes_undated }
}

/// Records of one type decided as in a run over a folder: by the pack of the day, read first, and
/// by earlier ones for their deadlines.
fn as_in_folder(batches: Vec<Batch>) -> Dataset {
    let mut all = batches
        .into_iter()
        .map(|batch| Dataset::without_targets(vec![Records::from(batch)], None, Vec::new()));
    let mut dataset =
        all.next().unwrap_or_else(|| Dataset::without_targets(Vec::new(), None, Vec::new()));
    all.for_each(|earlier| dataset.take_earlier(earlier));
    dataset
}
