//! Aggregates over the records of one type, group by group, read off the frames they were evaluated
//! in.

use super::accumulate::{Accumulator, Membership, Records};
use super::limits::{Limits, number};
use crate::eval::estimate::Estimate;
use crate::eval::{Cell, Frame};
use crate::interval::{Interval, Possible, Truths};
use crate::model::{AggregateId, AggregateKind, Model};
use crate::plan::{OverPlan, Plan, RecordPlan, Slot, VerdictsPlan};
use crate::value::{Num, Truth, Value};

/// Group of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The group with this number.
    In(usize),
    /// The group with this number, or none.
    Perhaps(usize),
    /// Any of the groups.
    Anywhere,
    /// None of the groups.
    Nowhere,
}

/// Value of a parent, for one of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct OfParent {
    /// The parent's value; missing also where the parent is not known.
    pub value: Value,
    /// `true` if the part surely is one of that parent.
    pub sure: bool,
}

impl OfParent {
    /// Value of a parent that is not known.
    pub const UNKNOWN: OfParent = OfParent { value: Value::Missing, sure: true };
}

impl Place {
    /// The group with a number, if it is one.
    pub fn group(self) -> Option<usize> {
        match self {
            Place::In(group) | Place::Perhaps(group) => Some(group),
            Place::Anywhere | Place::Nowhere => None,
        }
    }
}

/// Records of one group, with the aggregates over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The records of the group.
    pub members: Records,
    /// Number of them, and of those that can be of any group, that leave an aggregate open.
    pub undetermined: u64,
    /// Number of them that are data errors.
    pub faulty: u64,
    accumulators: Vec<Accumulator>,
    /// What aggregates over verdicts take, by the place of the aggregate.
    populations: Vec<Population>,
}

/// Slots that one aggregate reads of each record.
struct Measure<'a> {
    record: &'a RecordPlan,
    over: OverPlan,
    kind: AggregateKind,
    limits: Limits<'a>,
    /// Limits of its value, whatever the record.
    whatever: Interval,
}

/// Contribution of a record to one aggregate.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// Truth that the record is one of those that are seen; open of a row without its day.
    pub within: Truth,
    /// Truth of the filter.
    pub counts: Truth,
    /// Value of the record; 0 for counts and shares.
    pub value: Interval,
    fault: bool,
    /// Whether the record is left out as not due yet; `None` of an aggregate that is not over
    /// verdicts.
    left_out: Option<bool>,
}

/// Records that an aggregate over verdicts takes, and those that it leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// The records that are taken.
    pub members: Records,
    /// Number of those that are not due yet.
    pub left_out: u64,
}

/// Trust in the values of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DataQuality {
    /// No data error at all.
    Sound,
    /// A cell could not be read, or its key stands twice: what was read holds, if the record stays.
    Unreadable,
    /// A value outside its range: there is no telling which of its values is wrong.
    Outside,
}

/// Aggregates being gathered, group by group.
pub struct GroupAggregates<'p> {
    plan: &'p RecordPlan,
    measures: Vec<Measure<'p>>,
    groups: Vec<Group>,
    anywhere: Group,
    total: Group,
    contributions: Vec<Contribution>,
}

impl<'p> GroupAggregates<'p> {
    /// Groups that have taken nothing in yet, of these aggregates over a record type; they keep
    /// their places.
    pub fn new(
        model: &'p Model,
        plan: &'p Plan,
        record: &'p RecordPlan,
        aggregates: &[AggregateId],
    ) -> GroupAggregates<'p> {
        let over = |id: &AggregateId| record.over.iter().find(|over| over.aggregate == *id);
        let limits = Limits::new(model, plan, record);
        let measures: Vec<Measure<'p>> = aggregates
            .iter()
            .filter_map(over)
            .map(|over| Measure::new(model, limits, record, *over))
            .collect();
        let empty = Group::empty(&measures);
        GroupAggregates {
            plan: record,
            groups: Vec::new(),
            anywhere: empty.clone(),
            total: empty,
            contributions: Vec::new(),
            measures,
        }
    }

    /// The place of an aggregate among those gathered.
    pub fn place(&self, aggregate: AggregateId) -> Option<usize> {
        self.measures.iter().position(|measure| measure.over.aggregate == aggregate)
    }

    /// Makes room for so many groups.
    pub fn room(&mut self, groups: usize) {
        if groups > self.groups.len() {
            self.groups.resize(groups, Group::empty(&self.measures));
        }
    }

    /// Takes in a record of a frame; true if it is a sound one.
    pub fn take(&mut self, frame: &Frame, row: usize, place: Place) -> bool {
        let quality = self.read(frame, row);
        let belongs =
            if quality == DataQuality::Sound { Membership::Surely } else { Membership::Perhaps };
        self.total.take(&self.contributions, belongs, quality);
        match place {
            Place::In(group) => {
                self.room(group + 1);
                self.groups
                    .get_mut(group)
                    .into_iter()
                    .for_each(|group| group.take(&self.contributions, belongs, quality));
            }
            Place::Perhaps(group) => {
                self.room(group + 1);
                self.groups.get_mut(group).into_iter().for_each(|group| {
                    group.take(&self.contributions, Membership::Perhaps, quality)
                });
            }
            Place::Anywhere => {
                self.anywhere.take(&self.contributions, Membership::Perhaps, quality)
            }
            Place::Nowhere => {}
        }
        quality == DataQuality::Sound
    }

    /// Reads the contributions of a record of a frame, without taking it in.
    fn read(&mut self, frame: &Frame, row: usize) -> DataQuality {
        let quality = self.quality(frame, row);
        self.contributions.clear();
        self.contributions
            .extend(self.measures.iter().map(|measure| measure.read(frame, row, quality)));
        quality
    }

    /// Reads the contributions of a record of a frame, without taking it in; true if it is a sound
    /// one.
    pub fn is_sound(&mut self, frame: &Frame, row: usize) -> bool {
        self.read(frame, row) == DataQuality::Sound
    }

    /// Slots that the aggregates read of each record.
    pub fn slots(&self) -> Vec<Slot> {
        self.measures.iter().flat_map(|measure| measure.over.slots()).collect()
    }

    /// Contributions that an estimate of slots allows, an aggregate each.
    pub fn allowed(&self, estimate: &dyn Fn(Slot) -> Estimate) -> Vec<Contribution> {
        let truth = |slot: Option<Slot>| {
            let truths = slot.map_or(Truths::exactly(true), |slot| estimate(slot).truths());
            match (truths.holds, truths.fails || truths.missing) {
                (true, false) => Truth::True,
                (true, true) => Truth::Missing,
                (false, true | false) => Truth::False,
            }
        };
        let value = |slot: Option<Slot>| {
            let zero = Interval::exactly(Num::ZERO);
            slot.map_or(zero, |slot| estimate(slot).possible().interval().unwrap_or(Interval::OPEN))
        };
        let allowed = |measure: &Measure<'_>| Contribution {
            within: truth(measure.over.within),
            counts: truth(measure.over.filter),
            value: value(measure.over.value),
            fault: false,
            left_out: None,
        };
        self.measures.iter().map(allowed).collect()
    }

    /// Contributions of the record last taken in, an aggregate each.
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }

    /// Slots of an aggregate over verdicts, by its place; `None` of any other.
    pub fn verdicts(&self, place: usize) -> Option<VerdictsPlan> {
        self.measures.get(place)?.over.verdicts
    }

    /// Returns `true` if any aggregate sees the record last taken in.
    pub fn is_seen(&self) -> bool {
        membership(&self.contributions, Membership::Surely).is_some()
    }

    /// Returns `true` if an aggregate, by its place, counts, or adds up values none of which is
    /// below zero.
    pub fn never_falls(&self, place: usize) -> bool {
        let kind = self.measures.get(place).map(|measure| measure.kind);
        kind == Some(AggregateKind::Share) || self.grows(place)
    }

    /// Returns `true` if further records never lower an aggregate, by its place.
    pub fn grows(&self, place: usize) -> bool {
        self.measures.get(place).is_some_and(|measure| match measure.kind {
            AggregateKind::Count => true,
            AggregateKind::Sum => {
                measure.whatever.lower.as_ref().is_some_and(|lower| !lower.is_negative())
            }
            AggregateKind::Share
            | AggregateKind::Average
            | AggregateKind::Max
            | AggregateKind::Min => false,
        })
    }

    /// Group of all records together.
    pub fn total(&self) -> Group {
        self.total.clone()
    }

    /// A group, with the records that can be of any.
    pub fn group(&self, place: usize) -> Group {
        let mut group = self.anywhere.clone();
        self.groups.get(place).into_iter().for_each(|own| group.merge(own));
        group
    }

    /// Number of records named for a group that may count or not.
    pub fn perhaps(&self, place: usize) -> u64 {
        self.groups.get(place).map_or(0, |group| group.members.perhaps)
    }

    /// Number of records that can be of any group.
    pub fn anywhere(&self) -> u64 {
        self.anywhere.members.perhaps
    }

    fn quality(&self, frame: &Frame, row: usize) -> DataQuality {
        let outside = |slot| matches!(frame.truth(slot, row), Truth::False | Truth::Fault);
        match frame.is_broken(row) {
            false => DataQuality::Sound,
            true if self.plan.ranges.iter().any(|(_, slot)| outside(*slot))
                || self
                    .plan
                    .impossible
                    .iter()
                    .any(|slot| frame.truth(*slot, row) == Truth::True) =>
            {
                DataQuality::Outside
            }
            true => DataQuality::Unreadable,
        }
    }
}

impl<'a> Measure<'a> {
    fn new(
        model: &Model,
        limits: Limits<'a>,
        record: &'a RecordPlan,
        over: OverPlan,
    ) -> Measure<'a> {
        let whatever = over.value.map_or(Interval::exactly(Num::ZERO), |value| limits.of(value));
        Measure { record, over, kind: model.aggregates[over.aggregate].kind, limits, whatever }
    }

    fn read(&self, frame: &Frame, row: usize, quality: DataQuality) -> Contribution {
        let outside = quality == DataQuality::Outside;
        let within = self.over.within.map_or(Truth::True, |within| frame.truth(within, row));
        let counts = match self.over.filter {
            None => Truth::True,
            Some(_) if outside => Truth::Missing,
            Some(filter) => frame.truth(filter, row),
        };
        let (value, fault) = match self.value(frame, row) {
            Cell::Known(number) if !outside => (Interval::exactly(number), false),
            Cell::Known(_) => (self.whatever.clone(), false),
            cell @ (Cell::Missing | Cell::Fault) => {
                let others_hold = !outside && within.and(counts) != Truth::False;
                let limits = if others_hold { self.of_record(frame, row) } else { None };
                (limits.unwrap_or_else(|| self.whatever.clone()), cell == Cell::Fault)
            }
        };
        let left_out = self.over.verdicts.map(|verdicts| {
            verdicts.not_due.is_some_and(|slot| frame.truth(slot, row) == Truth::True)
        });
        Contribution {
            left_out,
            fault: within.and(counts) == Truth::Fault
                || fault && within.and(counts) != Truth::False,
            within,
            counts,
            value,
        }
    }

    /// Limits of a record's value that is missing, or of no use: its other values hold.
    fn of_record(&self, frame: &Frame, row: usize) -> Option<Interval> {
        Some(self.limits.of_record(self.over.value?, frame, row))
    }

    /// The value of a record; 0 for counts and shares.
    fn value(&self, frame: &Frame, row: usize) -> Cell<Num> {
        self.over.value.map_or(Cell::Known(Num::ZERO), |slot| {
            number(frame, slot, self.record.steps[slot].kind, row)
        })
    }
}

impl Contribution {
    /// The value as it counts: 0 where the record does not; none where that, or the value, is not
    /// known.
    pub fn known(&self) -> Option<Num> {
        match self.counted() {
            Truth::True => self.value.value().cloned(),
            Truth::False => Some(Num::ZERO),
            Truth::Missing | Truth::Fault => None,
        }
    }

    /// Returns `true` if it leaves the aggregate open.
    pub fn is_open(&self) -> bool {
        !matches!(self.counted(), Truth::False) && self.known().is_none()
    }

    /// Truth that it is seen and counts.
    pub fn counted(&self) -> Truth {
        self.within.and(self.counts)
    }

    /// Membership in a group that the record is of; none where it is not seen.
    fn belongs(&self, record: Membership) -> Option<Membership> {
        match self.within {
            Truth::True => Some(record),
            Truth::False => None,
            Truth::Missing | Truth::Fault => Some(Membership::Perhaps),
        }
    }
}

/// Part of a record in its group: in what any of the aggregates sees. None where none sees it.
fn membership(contributions: &[Contribution], record: Membership) -> Option<Membership> {
    if contributions.is_empty() {
        return Some(record);
    }
    let mut parts = contributions.iter().filter_map(|each| each.belongs(record)).peekable();
    parts.peek()?;
    let surely = parts.any(|part| part == Membership::Surely);
    Some(if surely { Membership::Surely } else { Membership::Perhaps })
}

impl Group {
    fn empty(measures: &[Measure<'_>]) -> Group {
        let accumulators: Vec<Accumulator> =
            measures.iter().map(|measure| Accumulator::new(measure.kind)).collect();
        let populations = vec![Population::default(); accumulators.len()];
        Group { members: Records::default(), undetermined: 0, faulty: 0, accumulators, populations }
    }

    fn take(&mut self, contributions: &[Contribution], belongs: Membership, quality: DataQuality) {
        for (population, each) in self.populations.iter_mut().zip(contributions) {
            let Some(left_out) = each.left_out else { continue };
            each.belongs(belongs).into_iter().for_each(|member| population.members.add(member));
            population.left_out += u64::from(left_out && belongs == Membership::Surely);
        }
        let Some(member) = membership(contributions, belongs) else { return };
        self.members.add(member);
        if quality != DataQuality::Sound || contributions.iter().any(|each| each.fault) {
            self.faulty += 1;
        } else if contributions.iter().any(Contribution::is_open) {
            self.undetermined += 1;
        }
        for (accumulator, each) in self.accumulators.iter_mut().zip(contributions) {
            if let Some(belongs) = each.belongs(belongs) {
                accumulator.add(belongs, each.counts, &each.value);
            }
        }
    }

    fn merge(&mut self, other: &Group) {
        self.members.merge(other.members);
        self.undetermined += other.undetermined;
        self.faulty += other.faulty;
        for (accumulator, other) in self.accumulators.iter_mut().zip(&other.accumulators) {
            accumulator.merge(other);
        }
        for (population, other) in self.populations.iter_mut().zip(&other.populations) {
            population.members.merge(other.members);
            population.left_out += other.left_out;
        }
    }

    /// Value of an aggregate over the group, by its place; that there may be no records
    /// at all is left out of account.
    pub fn possible(&self, place: usize) -> Possible {
        self.accumulators.get(place).map_or(Possible::Nothing, Accumulator::possible)
    }

    /// Records that an aggregate over verdicts takes, by its place.
    pub fn population(&self, place: usize) -> Option<&Population> {
        self.populations.get(place)
    }

    /// The accumulator of an aggregate, by its place.
    pub fn accumulator(&self, place: usize) -> Option<&Accumulator> {
        self.accumulators.get(place)
    }
}
