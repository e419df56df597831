//! Records of one type as they were read, before anything is requested of them.

use super::open_over::OpenOver;
use crate::data::{CellFault, ReadReport, Reading, SkipReason};
use crate::diag::Message;
use crate::eval::{BATCH, Context, Frame, Functions, View, Worker};
use crate::explain::OpenParts;
use crate::model::{AggregateId, Model, RecordId};
use crate::plan::Plan;
use crate::source::Sources;
use crate::table::{Ranges, retain};
use crate::value::{Date, Month};
use std::collections::BTreeSet;

/// The rules by which records are evaluated.
#[derive(Clone, Copy)]
pub struct Program<'r> {
    /// The checked model of the rules.
    pub model: &'r Model,
    /// The plan that the model was compiled into.
    pub plan: &'r Plan,
    /// Their texts, for messages that quote them.
    pub sources: &'r Sources,
    /// Scripted functions that the rules call.
    pub functions: &'r dyn Functions,
}

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
    without: Vec<(RecordId, usize)>,
    apart: bool,
}

impl RecordSet {
    /// Records to be evaluated as of a day; snapshots each as of its own.
    pub fn dated(
        model: &Model,
        record: RecordId,
        reading: Reading,
        common: Option<Date>,
    ) -> RecordSet {
        let as_of = match model.records[record].snapshot {
            None => AsOf::Common(common),
            Some(day) => {
                let days = reading.table.columns.get(day.index());
                let rows = 0..reading.table.rows;
                AsOf::Own(rows.map(|row| days.and_then(|days| days.day(row))).collect())
            }
        };
        RecordSet::new(record, reading, as_of)
    }

    /// Records to be evaluated as of a day, or each as of its own.
    pub fn new(record: RecordId, reading: Reading, as_of: AsOf) -> RecordSet {
        RecordSet {
            record,
            reading,
            as_of,
            open: OpenOver::default(),
            without: Vec::new(),
            apart: false,
        }
    }

    /// With records whose child records of a type are unknown, by the records' places.
    pub fn without_parts(mut self, without: Vec<(RecordId, usize)>) -> RecordSet {
        self.without = without;
        self
    }

    /// Makes each record stand for itself: none is the month before of another.
    pub fn stand_apart(&mut self) {
        self.apart = true;
    }

    pub(super) fn stands_apart(&self) -> bool {
        self.apart
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
        View { as_of: self.common_day(), since: model.period.from }
    }

    pub(super) fn set_open(&mut self, open: OpenOver) {
        self.open = open;
    }

    /// Takes in faults that show once all records are read.
    pub(super) fn fault(&mut self, model: &Model, faults: Vec<CellFault>) {
        self.reading.fault(&model.records[self.record].fields, faults);
    }

    /// Evaluates the records in a view, of all months or of one, a batch of the evaluator at a
    /// time; each frame comes with the place of its first record. A record that has its own day
    /// is evaluated as of that.
    pub fn frames(
        &self,
        program: Program<'_>,
        view: View,
        month: Option<Month>,
        mut take: impl FnMut(&Frame, usize),
    ) {
        let Some(mut worker) = Worker::new(program.plan, self.record) else { return };
        let mut start = 0;
        while start < self.len() {
            let end = self.end_of_day(start, (start + BATCH).min(self.len()));
            if month.is_none() || self.month(start) == month {
                let as_of = match &self.as_of {
                    AsOf::Common(_) => view.as_of,
                    AsOf::Own(_) => self.day(start),
                };
                let context =
                    Context { view: View { as_of, ..view }, functions: program.functions };
                take(worker.run(&self.reading.table, start..end, &context), start);
            }
            start = end;
        }
    }

    /// End of the records from a place on that have one day, `end` at the latest.
    pub fn end_of_day(&self, start: usize, end: usize) -> usize {
        match &self.as_of {
            AsOf::Common(_) => end,
            AsOf::Own(_) => {
                let same = |place: &usize| self.day(*place) == self.day(start);
                (start..end).take_while(same).last().map_or(start, |last| last + 1)
            }
        }
    }

    /// The month of a record's day.
    pub fn month(&self, place: usize) -> Option<Month> {
        self.day(place).map(Month::of)
    }

    /// The months of the records, from the earliest; none where they have no days of their own.
    pub fn months(&self) -> BTreeSet<Month> {
        match &self.as_of {
            AsOf::Common(_) => BTreeSet::new(),
            AsOf::Own(days) => days.iter().flatten().copied().map(Month::of).collect(),
        }
    }

    /// The common day, else the latest of the records' own.
    pub fn latest_day(&self) -> Option<Date> {
        match &self.as_of {
            AsOf::Common(day) => *day,
            AsOf::Own(days) => days.iter().flatten().max().copied(),
        }
    }

    /// Leaves out the snapshots of days before the pack's period, once the months after them have
    /// what they read of them.
    pub(super) fn leave_earlier(&mut self, model: &Model) {
        let record = &model.records[self.record];
        let (Some(day), Some(from)) = (record.snapshot, model.period.from) else { return };
        let kept: Vec<bool> =
            (0..self.len()).map(|place| self.day(place).is_none_or(|day| day >= from)).collect();
        if kept.iter().all(|kept| *kept) {
            return;
        }
        let column = record.fields[day].name.text.clone();
        self.reading.skip(&kept, &SkipReason::BeforePeriod { column, from });
        if let AsOf::Own(days) = &mut self.as_of {
            retain(days, &kept);
        }
        self.open.retain(&kept);
    }
}

impl OpenParts for RecordSet {
    fn why(&self, aggregate: AggregateId, place: usize) -> Option<Message> {
        self.open.why(aggregate, place)
    }

    fn ranges(&self, place: usize) -> Option<&Ranges> {
        self.reading.table.ranges.get(&u32::try_from(place).ok()?)
    }
}
