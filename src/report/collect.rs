//! Targets taken in record by record: groups, aggregates, the records that contribute most.

use super::contribution::{Miss, Share, TopContributors};
use super::required::{OfUnit, of_unit};
use crate::aggregate::{OfParent, Place, UnitAggregates, UnitValues};
use crate::diag::target as say;
use crate::eval::Frame;
use crate::model::{Model, RecordId, Targets, TargetsId};
use crate::plan::{Plan, Slot};
use crate::source::key;
use crate::table::Texts;
use crate::value::{AskedPeriod, Date, Schedule, Type, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Number of records without a group that are named.
const STRAYS: usize = 10;

/// Targets over the records of frames taken in one after the other.
pub struct Collector<'a> {
    pub(super) model: &'a Model,
    pub(super) targets: &'a Targets,
    pub(super) as_of: Option<Date>,
    pub(super) aggregates: UnitAggregates<'a>,
    pub(super) contributors: TopContributors,
    /// Groups that are texts: the number of each by its key, and its name.
    pub(super) texts: BTreeMap<String, (usize, Arc<str>)>,
    /// The first records without a group, by their places.
    pub(super) strays: Vec<usize>,
    /// The records as of the days on which periods are asked.
    pub(super) periods: Vec<CollectedPeriod<'a>>,
    /// The records that were taken in, where they are kept.
    pub(super) members: Option<Vec<Member>>,
    groups: Groups<'a>,
    /// Whether no units are told but all records together.
    ungrouped: bool,
    whole: OfUnit<'a>,
    /// Units by the group's number; of texts, the same for all.
    of_groups: Vec<OfUnit<'a>>,
}

/// A record that was taken in.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Place among the records.
    pub place: usize,
    /// Unit that it is of.
    pub unit: Place,
    /// `false` of a data error.
    pub is_sound: bool,
}

impl Member {
    /// Returns `true` of a record that may be of a unit, by its number; of all records together
    /// (none) each is.
    pub fn may_be_of(&self, unit: Option<usize>) -> bool {
        let Some(unit) = unit else { return true };
        self.unit == Place::Anywhere || self.unit.group() == Some(unit)
    }
}

/// The records of targets as of the day on which a period is asked.
pub struct CollectedPeriod<'a> {
    /// Schedule that the period is one of.
    pub schedule: Schedule,
    /// The period, and the day it is asked on.
    pub period: AskedPeriod,
    /// Targets over the records as of that day.
    pub collector: Collector<'a>,
    /// Registers of which a row is of the period.
    pub with_rows: BTreeSet<RecordId>,
}

/// Source of a record's group.
enum Groups<'a> {
    /// There are none: all records are one unit.
    Whole,
    /// A value of the record.
    Own(Slot),
    /// A value of its parent, by the record's place.
    OfParent(&'a [OfParent]),
}

impl<'a> Groups<'a> {
    fn of(plan: &Plan, targets: &Targets, id: TargetsId, of_parents: &'a [OfParent]) -> Groups<'a> {
        if targets.by_record != targets.record {
            return Groups::OfParent(of_parents);
        }
        let own = plan.record(targets.record).map_or(&[][..], |record| &record.groups);
        let slot = own.iter().find(|(targets, _)| *targets == id).map(|(_, slot)| *slot);
        slot.map_or(Groups::Whole, Groups::Own)
    }
}

impl<'a> Collector<'a> {
    /// Collector that has taken nothing in yet; none for targets of another model than the plan's.
    /// `of_parents`: of targets that go by a value of a parent, that value, by the record's place.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        id: TargetsId,
        as_of: Option<Date>,
        of_parents: &'a [OfParent],
    ) -> Option<Collector<'a>> {
        let targets = &model.targets[id];
        let aggregates = UnitAggregates::new(model, plan, id, as_of)?;
        Some(Collector {
            model,
            targets,
            as_of,
            contributors: TopContributors::default(),
            texts: BTreeMap::new(),
            strays: Vec::new(),
            periods: Vec::new(),
            members: None,
            groups: Groups::of(plan, targets, id, of_parents),
            ungrouped: false,
            whole: of_unit(targets, &aggregates, None),
            of_groups: of_groups(model, targets, &aggregates),
            aggregates,
        })
    }

    /// The same over all records alone, which have no column for the value that units go by.
    pub fn ungrouped(mut self) -> Collector<'a> {
        self.groups = Groups::Whole;
        self.ungrouped = true;
        self
    }

    /// The same, keeping which records were taken in.
    pub fn with_members(mut self) -> Collector<'a> {
        self.members = Some(Vec::new());
        self
    }

    /// The same of which nothing is required: values alone.
    pub fn without_requirements(mut self) -> Collector<'a> {
        self.whole.clear();
        self.of_groups.clear();
        self
    }

    /// With the records as of the days on which periods are asked.
    pub fn with_periods(mut self, periods: Vec<CollectedPeriod<'a>>) -> Collector<'a> {
        self.periods = periods;
        self
    }

    /// Slot of the value that units go by, where that is one of the records' own.
    pub fn own_group(&self) -> Option<Slot> {
        match self.groups {
            Groups::Own(slot) => Some(slot),
            Groups::Whole | Groups::OfParent(_) => None,
        }
    }

    /// Number here of a unit of other collected records; the outer `None`: there is none of that
    /// name.
    pub(super) fn number_of(&self, unit: &UnitFound<'_>) -> Option<Option<usize>> {
        match self.targets.by.as_ref().map(|by| by.ty) {
            Some(Type::Text) if unit.number.is_some() => {
                self.texts.get(&key(&unit.name)).map(|(number, _)| Some(*number))
            }
            Some(_) | None => Some(unit.number),
        }
    }

    /// Takes in the records of a frame; `first` is the place of its first record among all.
    pub fn take(&mut self, frame: &Frame, texts: &Texts, first: usize) {
        (0..frame.rows()).for_each(|row| self.take_one(frame, row, texts, first + row));
    }

    /// Takes in one record of a frame; `at` is its place among all.
    pub fn take_one(&mut self, frame: &Frame, row: usize, texts: &Texts, at: usize) {
        let place = self.place(frame, texts, row, at);
        let sound = self.aggregates.take(frame, row, place);
        let stray = place == Place::Anywhere && self.aggregates.is_seen();
        if stray && self.strays.len() < STRAYS {
            self.strays.push(at);
        }
        if sound {
            self.contribute(place, at);
        }
        let member = Member { place: at, unit: place, is_sound: sound };
        self.members.iter_mut().for_each(|members| members.push(member));
    }

    fn place(&mut self, frame: &Frame, texts: &Texts, row: usize, at: usize) -> Place {
        match self.groups {
            Groups::Whole => Place::Nowhere,
            Groups::Own(slot) => self.group(frame.value(texts, slot, row)),
            Groups::OfParent(values) => {
                let of = values.get(at).unwrap_or(&OfParent::UNKNOWN);
                match self.group(of.value.clone()) {
                    Place::In(number) if !of.sure => Place::Perhaps(number),
                    place @ (Place::In(_)
                    | Place::Perhaps(_)
                    | Place::Anywhere
                    | Place::Nowhere) => place,
                }
            }
        }
    }

    fn group(&mut self, value: Value) -> Place {
        match value {
            Value::Code(code) => Place::In(code as usize),
            Value::Text(text) => {
                let next = self.texts.len();
                let known =
                    self.texts.entry(key(&text)).or_insert_with(|| (next, Arc::clone(&text)));
                // Of two spellings of one name, the same whatever came first.
                if text < known.1 {
                    known.1 = text;
                }
                Place::In(known.0)
            }
            Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) => Place::Anywhere,
        }
    }

    /// Adds the record last taken in to every requirement of its unit, and of all records.
    fn contribute(&mut self, group: Place, place: usize) {
        let Collector { aggregates, contributors, whole, of_groups, targets, .. } = self;
        let of_group = match group {
            Place::In(number) => {
                of_groups.get(number).or(of_groups.last()).map(|required| (Some(number), required))
            }
            Place::Perhaps(_) | Place::Anywhere | Place::Nowhere => None,
        };
        let total = targets.total.then_some((None, &*whole));
        for (indicator, pair) in aggregates.pairs().enumerate() {
            let share = pair.and_then(|(quotient, pair)| Share::of(quotient, pair));
            let Some(share) = share else { continue };
            for (unit, required) in [total, of_group].into_iter().flatten() {
                for required in required.get(indicator).into_iter().flatten() {
                    for (bound, limit) in required.limits.iter().enumerate() {
                        let miss =
                            Miss { unit, indicator, level: required.level, bound, too_high: false };
                        contributors.add(miss, limit, place, &share);
                    }
                }
            }
        }
    }

    /// The units in the order they are shown: groups, then the whole set.
    pub(super) fn units(&self) -> Vec<UnitFound<'a>> {
        let by = self.targets.by.as_ref().filter(|_| !self.ungrouped).map(|by| by.ty);
        let mut units: Vec<UnitFound<'a>> = match by {
            Some(Type::Category(category)) => {
                let values = self
                    .model
                    .categories
                    .get(category.index())
                    .map_or(&[][..], |category| &category.values);
                let valid = |value: &crate::model::CategoryValue| {
                    self.as_of.is_none_or(|day| {
                        value.from.is_none_or(|from| from <= day)
                            && value.to.is_none_or(|to| day <= to)
                    })
                };
                let units = values.iter().map(|value| {
                    let name = Arc::from(value.name.text.as_str());
                    (valid(value), self.unit(Some(value.number as usize), name))
                });
                // A unit past its last day is shown where records still name it.
                units
                    .filter(|(valid, unit)| *valid || unit.values.group.members.surely > 0)
                    .map(|(_, unit)| unit)
                    .collect()
            }
            Some(Type::Text | Type::Number(_) | Type::Date | Type::YesNo) => {
                let texts = self.texts.values();
                texts.map(|(place, name)| self.unit(Some(*place), Arc::clone(name))).collect()
            }
            None => Vec::new(),
        };
        if self.targets.total {
            let name = Arc::from(say::whole().get(self.model.lang));
            units.push(self.unit(None, name));
        }
        units
    }

    fn unit(&self, number: Option<usize>, name: Arc<str>) -> UnitFound<'a> {
        let required = self.required_of(number).cloned().unwrap_or_default();
        UnitFound { number, name, values: self.aggregates.unit(number), required }
    }

    /// Requirements on a unit, by its number; on all records together (none).
    pub(super) fn required_of(&self, number: Option<usize>) -> Option<&OfUnit<'a>> {
        match number {
            None => Some(&self.whole),
            Some(number) => self.of_groups.get(number).or(self.of_groups.last()),
        }
    }
}

/// A unit with its records.
pub(super) struct UnitFound<'a> {
    /// The group's number; none for the whole set.
    pub number: Option<usize>,
    pub name: Arc<str>,
    pub values: UnitValues<'a>,
    pub required: OfUnit<'a>,
}

fn of_groups<'a>(
    model: &Model,
    targets: &'a Targets,
    aggregates: &UnitAggregates<'_>,
) -> Vec<OfUnit<'a>> {
    let codes = match targets.by.as_ref().map(|by| by.ty) {
        Some(Type::Category(category)) => {
            model.categories.get(category.index()).map_or(0, crate::model::Category::numbers)
        }
        Some(Type::Number(_) | Type::Date | Type::YesNo | Type::Text) | None => 0,
    };
    if codes == 0 {
        return vec![of_unit(targets, aggregates, Some(None))];
    }
    let unit = |code| Some(u32::try_from(code).ok());
    (0..codes).map(|code| of_unit(targets, aggregates, unit(code))).collect()
}
