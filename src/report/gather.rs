//! Aggregates over the records of one type, group by group, read off the frames they were evaluated
//! in.

use super::accumulate::{Accumulator, Membership, Records};
use crate::eval::{Cell, Frame};
use crate::interval::{Interval, Possible, limits, limits_of};
use crate::model::{Aggregate, AggregateId, Expr, ExprKind, Model};
use crate::plan::{Kind, OverPlan, RecordPlan, Slot};
use crate::value::{Num, Truth};

/// Which group a record is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The group with this number.
    In(usize),
    /// It can be the group with this number, or none.
    Perhaps(usize),
    /// It can be any.
    Anywhere,
    /// None of them.
    Nowhere,
}

/// The records of one group, and what the aggregates over them come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The records of the group.
    pub members: Records,
    /// Of them, and of those that can be of any group: those that leave an aggregate open.
    pub undetermined: u64,
    /// Likewise: data errors.
    pub faulty: u64,
    accumulators: Vec<Accumulator>,
}

/// What one aggregate reads of each record.
struct Measure<'a> {
    model: &'a Model,
    record: &'a RecordPlan,
    plan: OverPlan,
    aggregate: &'a Aggregate,
    /// What its value can be, whatever the record.
    limits: Interval,
}

/// What a record brings to one aggregate.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// Whether it counts.
    pub counts: Truth,
    /// Its value; 0 for counts and shares.
    pub value: Interval,
    fault: bool,
}

/// How far a record is to be trusted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DataQuality {
    /// It is no data error.
    Sound,
    /// A cell could not be read, or its key stands twice: what was read holds, if the record stays.
    Unreadable,
    /// A value outside its range: there is no telling which of its values is wrong.
    Outside,
}

/// Aggregates being gathered.
pub struct GroupAggregates<'p> {
    plan: &'p RecordPlan,
    measures: Vec<Measure<'p>>,
    groups: Vec<Group>,
    anywhere: Group,
    total: Group,
    brought: Vec<Contribution>,
}

impl<'p> GroupAggregates<'p> {
    /// Of these aggregates over the plan's record type.
    pub fn new(
        model: &'p Model,
        plan: &'p RecordPlan,
        aggregates: &[AggregateId],
    ) -> GroupAggregates<'p> {
        let wanted = plan.over.iter().filter(|over| aggregates.contains(&over.aggregate));
        let measures: Vec<Measure<'p>> =
            wanted.map(|over| Measure::new(model, plan, *over)).collect();
        let empty = Group::empty(&measures);
        GroupAggregates {
            plan,
            groups: Vec::new(),
            anywhere: empty.clone(),
            total: empty,
            brought: Vec::new(),
            measures,
        }
    }

    /// The place of an aggregate among those gathered.
    pub fn place(&self, aggregate: AggregateId) -> Option<usize> {
        self.measures.iter().position(|measure| measure.plan.aggregate == aggregate)
    }

    /// Makes room for so many groups.
    pub fn room(&mut self, groups: usize) {
        if groups > self.groups.len() {
            self.groups.resize(groups, Group::empty(&self.measures));
        }
    }

    /// Takes in a record of a frame; true if it is a sound one.
    pub fn take(&mut self, frame: &Frame, row: usize, place: Place) -> bool {
        let trust = self.trust(frame, row);
        self.brought.clear();
        self.brought.extend(self.measures.iter().map(|measure| measure.read(frame, row, trust)));
        let belongs =
            if trust == DataQuality::Sound { Membership::Surely } else { Membership::Perhaps };
        self.total.take(&self.brought, belongs, trust);
        match place {
            Place::In(group) => {
                self.room(group + 1);
                self.groups
                    .get_mut(group)
                    .into_iter()
                    .for_each(|group| group.take(&self.brought, belongs, trust));
            }
            Place::Perhaps(group) => {
                self.room(group + 1);
                self.groups
                    .get_mut(group)
                    .into_iter()
                    .for_each(|group| group.take(&self.brought, Membership::Perhaps, trust));
            }
            Place::Anywhere => self.anywhere.take(&self.brought, Membership::Perhaps, trust),
            Place::Nowhere => {}
        }
        trust == DataQuality::Sound
    }

    /// What the record last taken in brought to each aggregate.
    pub fn brought(&self) -> &[Contribution] {
        &self.brought
    }

    /// All records together.
    pub fn total(&self) -> Group {
        self.total.clone()
    }

    /// A group, with the records that can be of any.
    pub fn group(&self, place: usize) -> Group {
        let mut group = self.anywhere.clone();
        self.groups.get(place).into_iter().for_each(|own| group.merge(own));
        group
    }

    /// How many records named for a group may count or not.
    pub fn perhaps(&self, place: usize) -> u64 {
        self.groups.get(place).map_or(0, |group| group.members.perhaps)
    }

    /// How many records can be of any group.
    pub fn anywhere(&self) -> u64 {
        self.anywhere.members.perhaps
    }

    fn trust(&self, frame: &Frame, row: usize) -> DataQuality {
        let outside = |slot| matches!(frame.truth(slot, row), Truth::False | Truth::Fault);
        match frame.is_broken(row) {
            false => DataQuality::Sound,
            true if self.plan.ranges.iter().any(|(_, slot)| outside(*slot)) => DataQuality::Outside,
            true => DataQuality::Unreadable,
        }
    }
}

impl<'a> Measure<'a> {
    fn new(model: &'a Model, record: &'a RecordPlan, plan: OverPlan) -> Measure<'a> {
        let aggregate = &model.aggregates[plan.aggregate];
        let limits = aggregate
            .value
            .as_ref()
            .map_or(Interval::exactly(Num::ZERO), |value| limits(model, aggregate.over, value));
        Measure { model, record, plan, aggregate, limits }
    }

    fn read(&self, frame: &Frame, row: usize, trust: DataQuality) -> Contribution {
        let counts = match self.plan.filter {
            None => Truth::True,
            Some(_) if trust == DataQuality::Outside => Truth::Missing,
            Some(filter) => frame.truth(filter, row),
        };
        let open = trust != DataQuality::Outside && counts != Truth::False;
        let (value, fault) = match self
            .plan
            .value
            .map_or(Cell::Known(Num::ZERO), |slot| self.number(frame, slot, row))
        {
            Cell::Known(number) if trust != DataQuality::Outside => {
                (Interval::exactly(number), false)
            }
            Cell::Missing if open => (self.limits_of(frame, row), false),
            Cell::Fault if open => (self.limits_of(frame, row), true),
            Cell::Known(_) | Cell::Missing => (self.limits.clone(), false),
            Cell::Fault => (self.limits.clone(), true),
        };
        Contribution {
            fault: counts == Truth::Fault || fault && counts != Truth::False,
            counts,
            value,
        }
    }

    /// What the value of a record can be that is missing, or of no use: the other values hold.
    fn limits_of(&self, frame: &Frame, row: usize) -> Interval {
        let known = |expr: &Expr| {
            let slot = match &expr.kind {
                ExprKind::Field(id) => *self.record.fields.get(id.index())?,
                ExprKind::Derived(id) => self.record.derived.get(id.index())?.value?,
                _ => return None,
            };
            self.number(frame, slot, row).into_known()
        };
        let value = self.aggregate.value.as_ref();
        value.map_or(Interval::OPEN, |value| {
            limits_of(self.model, self.aggregate.over, value, &known)
        })
    }

    /// The number in a slot; of a date, its day.
    fn number(&self, frame: &Frame, slot: Slot, row: usize) -> Cell<Num> {
        if self.record.steps[slot].kind != Kind::Date {
            return frame.number(slot, row);
        }
        match frame.date(slot, row) {
            Cell::Known(day) => Cell::Known(Num::from_i64(day.days_since_1970().into())),
            Cell::Missing => Cell::Missing,
            Cell::Fault => Cell::Fault,
        }
    }
}

impl Contribution {
    /// The value as it counts: 0 where the record does not; none where that, or the value, is not
    /// known.
    pub fn known(&self) -> Option<Num> {
        match self.counts {
            Truth::True => self.value.value().cloned(),
            Truth::False => Some(Num::ZERO),
            Truth::Missing | Truth::Fault => None,
        }
    }

    /// Whether it leaves the aggregate open.
    pub fn is_open(&self) -> bool {
        !matches!(self.counts, Truth::False) && self.known().is_none()
    }
}

impl Group {
    fn empty(measures: &[Measure<'_>]) -> Group {
        let accumulators =
            measures.iter().map(|measure| Accumulator::new(measure.aggregate.kind)).collect();
        Group { members: Records::default(), undetermined: 0, faulty: 0, accumulators }
    }

    fn take(&mut self, brought: &[Contribution], belongs: Membership, trust: DataQuality) {
        self.members.add(belongs);
        if trust != DataQuality::Sound || brought.iter().any(|brought| brought.fault) {
            self.faulty += 1;
        } else if brought.iter().any(Contribution::is_open) {
            self.undetermined += 1;
        }
        for (accumulator, brought) in self.accumulators.iter_mut().zip(brought) {
            accumulator.add(belongs, brought.counts, &brought.value);
        }
    }

    fn merge(&mut self, other: &Group) {
        self.members.merge(other.members);
        self.undetermined += other.undetermined;
        self.faulty += other.faulty;
        for (accumulator, other) in self.accumulators.iter_mut().zip(&other.accumulators) {
            accumulator.merge(other);
        }
    }

    /// What an aggregate over the group can come to, by its place; that there may be no records at
    /// all is left out of account.
    pub fn reach(&self, place: usize) -> Possible {
        self.accumulators.get(place).map_or(Possible::Nothing, Accumulator::reach)
    }

    /// The accumulator of an aggregate, by its place.
    pub fn accumulator(&self, place: usize) -> Option<&Accumulator> {
        self.accumulators.get(place)
    }
}
