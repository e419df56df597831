//! Records of one type as they were read, before anything is requested of them.

use super::Program;
use super::links::Links;
use super::open_over::OpenOver;
use super::views::frames;
use crate::aggregate::OfParent;
use crate::data::{CellFault, FileReport, ReadReport, Reading};
use crate::diag::Message;
use crate::eval::{Frame, View};
use crate::explain::OpenParts;
use crate::index::Arena;
use crate::model::{AggregateId, Field, Model, PeriodicId, RecordId, TargetsId};
use crate::table::{InPeriod, Ranges};
use crate::value::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The day that records are evaluated as of.
#[derive(Clone, Debug)]
pub enum AsOf {
    /// One day for all; none: rules that read it are faults.
    Common(Option<Date>),
    /// A day for each record, by its place; none where it has none, or one of no pack.
    Own(Vec<Option<Date>>),
}

/// Records of one type, read.
#[derive(Debug)]
pub struct RecordSet {
    /// Record type of the set: one for all of its records.
    pub record: RecordId,
    /// The table, and the account of the reading.
    pub reading: Reading,
    /// The day, or days, to evaluate as of.
    pub as_of: AsOf,
    open: OpenOver,
    pub(super) without: Vec<(RecordId, usize)>,
    pub(super) links: Links,
    of_parents: BTreeMap<TargetsId, Vec<OfParent>>,
}

impl RecordSet {
    /// Records to be evaluated as of a day, or each as of its own.
    pub fn new(record: RecordId, reading: Reading, as_of: AsOf) -> RecordSet {
        RecordSet {
            record,
            reading,
            as_of,
            open: OpenOver::default(),
            without: Vec::new(),
            links: Links::default(),
            of_parents: BTreeMap::new(),
        }
    }

    /// With records whose child records of a type are unknown, by the records' places.
    pub fn without_parts(mut self, without: Vec<(RecordId, usize)>) -> RecordSet {
        self.without = without;
        self
    }

    /// The places of the records whose child records of this type are unknown.
    pub(super) fn without(&self, part: RecordId) -> impl Iterator<Item = usize> {
        let without = self.without.iter().filter(move |(of, _)| *of == part);
        without.map(|(_, place)| *place)
    }

    /// Number of records in the set.
    pub fn len(&self) -> usize {
        self.reading.table.rows
    }

    /// Returns `true` if the set has no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The account of the reading.
    pub fn report(&self) -> &ReadReport {
        &self.reading.report
    }

    /// The common day; none too where each record has its own.
    pub fn common_day(&self) -> Option<Date> {
        match &self.as_of {
            AsOf::Common(day) => *day,
            AsOf::Own(_) => None,
        }
    }

    /// The day of a record.
    pub fn day(&self, place: usize) -> Option<Date> {
        match &self.as_of {
            AsOf::Common(day) => *day,
            AsOf::Own(days) => days.get(place).copied().flatten(),
        }
    }

    /// Child records that leave the aggregates over them undetermined, for explanations to name.
    pub fn open_parts(&self) -> &dyn OpenParts {
        self
    }

    /// The common day, and what is seen of registers by it: the rows of the pack's period.
    pub fn view(&self, model: &Model) -> View {
        View::of(self.common_day(), model)
    }

    /// Notes which records come from a file without a column that another file has: a value that
    /// is missing there is no blank.
    pub(super) fn note_lacking(&mut self, fields: &Arena<Field>) {
        let Reading { table, report } = &mut self.reading;
        let files = || report.files.iter().enumerate().filter(|(_, file)| !file.columns.is_empty());
        for (column, field) in (0..).zip(fields.ids()) {
            let lacks = |file: &FileReport| file.columns.iter().all(|one| one.field != field);
            let without: BTreeSet<usize> =
                files().filter(|(_, file)| lacks(file)).map(|(place, _)| place).collect();
            if !without.is_empty() {
                let origins = report.origins.iter().enumerate();
                let rows = origins.filter(|(_, origin)| without.contains(&(origin.file as usize)));
                table.lacking.insert(column, rows.map(|(row, _)| row).collect());
            }
        }
    }

    /// Value of each record's parent that targets over these records go by; empty where the parents
    /// are not among the data.
    pub fn of_parents(&self, targets: TargetsId) -> &[OfParent] {
        self.of_parents.get(&targets).map_or(&[], Vec::as_slice)
    }

    pub(super) fn set_of_parents(&mut self, targets: TargetsId, values: Vec<OfParent>) {
        self.of_parents.insert(targets, values);
    }

    pub(super) fn set_open(&mut self, open: OpenOver) {
        self.open = open;
    }

    /// Takes in faults that show once all records are read.
    pub(super) fn fault(&mut self, model: &Model, faults: Vec<CellFault>) {
        self.reading.fault(&model.records[self.record].fields, faults);
    }
}

impl RecordSet {
    /// Evaluates all records in a view, a batch of the evaluator at a time; each frame comes with
    /// the place of its first record.
    pub fn frames(&self, program: Program<'_>, view: View, take: impl FnMut(&Frame, usize)) {
        frames(program, &self.reading.table, view, take);
    }
}

impl OpenParts for RecordSet {
    fn why(&self, aggregate: AggregateId, place: usize) -> Option<Message> {
        self.open.why(aggregate, place)
    }

    fn ranges(&self, place: usize) -> Option<&Ranges> {
        self.reading.table.ranges.get(&u32::try_from(place).ok()?)
    }

    fn periods(&self, id: PeriodicId) -> &[InPeriod] {
        self.reading.table.periodics.get(&id).map_or(&[], Vec::as_slice)
    }
}
