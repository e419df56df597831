//! Records of one type as they were read, before anything is requested of them.

use super::links::Links;
use super::open_over::OpenOver;
use super::views::Views;
use super::{AsOf, Patterns, Program};
use crate::aggregate::OfParent;
use crate::data::{CellFault, Origin, ReadReport, Reading, SkipReason};
use crate::diag::Message;
use crate::eval::{Frame, View};
use crate::explain::OpenParts;
use crate::index::Arena;
use crate::model::{AggregateId, BlockId, Field, Model, PeriodicId, RecordId, TargetsId};
use crate::table::{InPeriod, Ranges, retain};
use crate::value::{Date, Month, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records of one type, read.
#[derive(Clone, Debug)]
pub struct RecordSet {
    /// Record type of the set: one for all of its records.
    pub record: RecordId,
    /// The table, and the account of the reading.
    pub reading: Reading,
    /// The day, or days, to evaluate as of.
    pub as_of: AsOf,
    open: OpenOver,
    without: Vec<(RecordId, usize)>,
    pub(super) links: Links,
    of_parents: BTreeMap<TargetsId, Vec<OfParent>>,
    /// Values of parents that are shown beside the keys, by their place among those of the type;
    /// empty where the parents are not among the data.
    inherited: Vec<Vec<OfParent>>,
    apart: bool,
    /// The snapshots of days before the pack's period, once they are left out.
    before: Option<Box<RecordSet>>,
    patterns: Option<Arc<Patterns>>,
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
            links: Links::default(),
            of_parents: BTreeMap::new(),
            inherited: Vec::new(),
            apart: false,
            before: None,
            patterns: None,
        }
    }

    /// With the patterns that were told of the records while they were read.
    pub fn with_patterns(mut self, patterns: Option<Patterns>) -> RecordSet {
        self.patterns = patterns.map(Arc::new);
        self
    }

    /// The patterns that were told of the records while they were read, if they are of these blocks
    /// as of the day.
    pub fn patterns(&self, blocks: &[BlockId]) -> Option<&Arc<Patterns>> {
        self.patterns.as_ref().filter(|one| one.are_of(blocks, self.common_day()))
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

    /// Records whose child records of a type are unknown, by the records' places.
    pub(super) fn all_without(&self) -> &[(RecordId, usize)] {
        &self.without
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
        self.as_of.day(place)
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
        if self.reading.again.is_some() {
            return;
        }
        let lacking = self.reading.report.lacking(fields, 0..self.len());
        for (column, records) in lacking {
            self.reading.table.lacking.entry(column).or_default().extend(records);
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

    pub(super) fn set_inherited(&mut self, values: Vec<Vec<OfParent>>) {
        self.inherited = values;
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
    /// Evaluates the records in a view, of all months or of one, a batch of the evaluator at a
    /// time; each frame comes with the place of its first record. A record that has its own day
    /// is evaluated as of that.
    pub fn frames(
        &self,
        program: Program<'_>,
        view: View,
        month: Option<Month>,
        take: impl FnMut(&Frame, usize),
    ) {
        Views::of(program).frames((&self.reading.table, &self.as_of), view, month, take);
    }

    /// End of the records from a place on that have one day, `end` at the latest.
    pub fn end_of_day(&self, start: usize, end: usize) -> usize {
        self.as_of.end_of_day(start, end)
    }

    /// The month of a record's day.
    pub fn month(&self, place: usize) -> Option<Month> {
        self.as_of.month(place)
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
        let reason = SkipReason::BeforePeriod { column, from };
        let mut before = self.clone();
        let earlier: Vec<bool> = kept.iter().map(|kept| !kept).collect();
        before.reading.skip(&earlier, &reason);
        before.retain_beside(&earlier);
        self.before = Some(Box::new(before));
        self.reading.skip(&kept, &reason);
        self.retain_beside(&kept);
    }

    /// Takes out the snapshots of days before the pack's period, which were left out: the year
    /// before is compared with them.
    pub fn take_before(&mut self) -> Option<RecordSet> {
        self.before.take().map(|before| *before)
    }

    /// Leaves out every row whose place does not fit, as if it were not in the files; what was
    /// worked out with it stays.
    pub fn retain(&mut self, fits: impl Fn(Origin) -> bool) {
        let origins = &self.reading.report.origins;
        let kept: Vec<bool> = origins.iter().map(&fits).collect();
        self.reading.retain(fits);
        self.retain_beside(&kept);
    }

    /// Leaves out of what stands beside the table the records that are not kept there.
    fn retain_beside(&mut self, kept: &[bool]) {
        self.patterns = None;
        if let AsOf::Own(days) = &mut self.as_of {
            retain(days, kept);
        }
        self.open.retain(kept);
        self.links.retain(kept);
        let inherited = self.inherited.iter_mut().filter(|values| !values.is_empty());
        self.of_parents.values_mut().chain(inherited).for_each(|values| retain(values, kept));
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

    fn inherited(&self, value: usize, place: usize) -> Value {
        let known = self.inherited.get(value).and_then(|values| values.get(place));
        known.filter(|of| of.sure).map_or(Value::Missing, |of| of.value.clone())
    }
}
