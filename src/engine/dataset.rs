//! Records of several types in one run: read by type, linked to what they are part of, and held against targets.

use super::{Batch, Query, link};
use crate::data::{DataError, DataFile};
use crate::diag::{Message, engine, nearest, target as say};
use crate::model::{RecordId, TargetsId};
use crate::report::{Collector, Naming, TargetOutcome};
use crate::source::key;
use crate::value::Date;
use std::sync::Arc;

/// A file, with its record type where that is told.
#[derive(Clone, Debug)]
pub struct Given {
    /// The record type's name; none: the types its headers fit.
    pub record: Option<String>,
    /// The file.
    pub file: DataFile,
}

/// Records of several types, each in a batch; what parts came to stands in the records they belong to.
#[derive(Debug)]
pub struct Dataset {
    query: Query,
    batches: Vec<Batch>,
    warnings: Vec<Message>,
}

impl Query {
    /// Reads all records of some files, grouped by type in the order the types are first met, evaluates parts before what they belong to, and hands
    /// up what they come to. All are decided as of one day: the question's, else the one the files tell.
    ///
    /// # Errors
    /// A file that cannot be read, fits no record type or lacks a needed column; files that say different days.
    pub fn read_all(&self, given: &[Given], progress: Option<&dyn Fn(usize)>) -> Result<Dataset, DataError> {
        let mut batches = Vec::new();
        for (record, files) in self.by_type(given)? {
            batches.push(self.read_type(record, &files, progress)?);
        }
        if batches.is_empty() {
            return Err(DataError::new("", engine::no_data()));
        }
        let as_of = common_day(&batches)?;
        batches.iter_mut().for_each(|batch| batch.as_of = as_of);
        let warnings = link::link(self.rules(), &mut batches);
        Ok(Dataset { query: self.clone(), batches, warnings })
    }

    fn by_type(&self, given: &[Given]) -> Result<Vec<(RecordId, Vec<DataFile>)>, DataError> {
        let (model, profiles) = (self.rules().model(), self.rules().profiles());
        let mut groups: Vec<(RecordId, Vec<DataFile>)> = Vec::new();
        for Given { record, file } in given {
            let types = match record {
                None => crate::data::recognise(model, &profiles, file)?,
                Some(name) => {
                    let found = model.records.enumerate().find(|(_, record)| record.name.key == key(name)).map(|(id, _)| id);
                    let near = || nearest(name, model.records.iter().map(|record| record.name.text.as_str()));
                    vec![found.ok_or_else(|| DataError::new(file.name(), engine::no_record_type(name, near())))?]
                }
            };
            for record in types {
                match groups.iter_mut().find(|(known, _)| *known == record) {
                    Some((_, files)) => files.push(file.clone()),
                    None => groups.push((record, vec![file.clone()])),
                }
            }
        }
        Ok(groups)
    }
}

fn common_day(batches: &[Batch]) -> Result<Option<Date>, DataError> {
    let mut common = None;
    for batch in batches {
        match (common, batch.as_of) {
            (Some(day), Some(told)) if day != told => {
                let file = batch.report().files.first().map_or("", |file| file.name.as_str());
                return Err(DataError::new(file, engine::other_day(day, told)));
            }
            (None, told) => common = told,
            (Some(_), _) => {}
        }
    }
    Ok(common)
}

impl Dataset {
    /// The records, a batch a type, in the order the types were first met.
    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// The records alone, a batch a type.
    pub fn into_batches(self) -> Vec<Batch> {
        self.batches
    }

    /// The day everything is decided as of.
    pub fn as_of(&self) -> Option<Date> {
        self.batches.first().and_then(Batch::as_of)
    }

    /// What a person should know of all types together: parts that are not there, values they leave open, targets without records.
    pub fn warnings(&self) -> Vec<Message> {
        let model = self.query.rules().model();
        let lacking = self.wanted().filter(|id| self.batch_of(model.targets[*id].record).is_none()).map(|id| {
            let targets = &model.targets[id];
            say::targets_without_data(&targets.name.text, &model.records[targets.record].name.text)
        });
        self.warnings.iter().cloned().chain(lacking).collect()
    }

    /// The targets asked for, in the order written; none where only blocks were.
    pub fn wanted(&self) -> impl Iterator<Item = TargetsId> + '_ {
        self.query.rules().model().targets.ids().filter(|id| self.query.wants_targets(*id))
    }

    /// Those of them whose records are among the data.
    pub fn with_records(&self) -> impl Iterator<Item = TargetsId> + '_ {
        let model = self.query.rules().model();
        self.wanted().filter(|id| self.batch_of(model.targets[*id].record).is_some())
    }

    fn batch_of(&self, record: RecordId) -> Option<&Batch> {
        self.batches.iter().find(|batch| batch.record_type() == record)
    }

    /// What came of each of the targets asked for whose records are among the data, unit by unit.
    pub fn targets(&self) -> Vec<(TargetsId, Vec<TargetOutcome>)> {
        let wanted: Vec<TargetsId> = self.with_records().collect();
        let mut outcomes: Vec<(TargetsId, Vec<TargetOutcome>)> =
            self.batches.iter().flat_map(|batch| self.targets_over(batch, &wanted)).collect();
        outcomes.sort_by_key(|(id, _)| *id);
        outcomes
    }

    fn targets_over(&self, batch: &Batch, wanted: &[TargetsId]) -> Vec<(TargetsId, Vec<TargetOutcome>)> {
        let rules = self.query.rules();
        let model = rules.model();
        let Some(plan) = rules.plan().record(batch.record_type()) else { return Vec::new() };
        let over = wanted.iter().filter(|id| model.targets[**id].record == batch.record_type());
        let mut collectors: Vec<(TargetsId, Collector<'_>)> = over.map(|id| (*id, Collector::new(model, plan, *id, batch.as_of))).collect();
        if collectors.is_empty() {
            return Vec::new();
        }
        let texts = &batch.reading.table.texts;
        batch.frames(|frame, first| collectors.iter_mut().for_each(|(_, collector)| collector.take(frame, texts, first)));
        let report = batch.report();
        let record = |place: usize| {
            let key = report.keys.get(place).map_or_else(|| Arc::from(""), Arc::clone);
            (key, report.origins.get(place).map(|origin| origin.row))
        };
        let naming = Naming { sources: rules.sources(), run: &rules.run(batch.as_of), lang: self.query.lang, record: &record };
        collectors.iter().map(|(id, collector)| (*id, collector.finish(naming))).collect()
    }
}
