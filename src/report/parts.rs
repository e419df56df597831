//! What the parts of records come to: aggregates over the parts, record by record, and which parts
//! leave them open.

use super::blame::blamed;
use super::gather::{GroupAggregates, Place};
use crate::eval::{Frame, State};
use crate::interval::Possible;
use crate::model::{AggregateId, AggregateKind, FieldId, Model, RecordId};
use crate::plan::{Op, OverPlan, RecordPlan, Slot};
use crate::table::Input;
use crate::value::{Date, Num, Truth, Type};
use std::collections::{BTreeSet, HashMap};

/// How many of the parts that leave one value open are kept by name.
const KEPT: usize = 3;

/// The aggregates of one record type over its parts of another.
pub struct Parts<'a> {
    model: &'a Model,
    plan: &'a RecordPlan,
    over: Vec<OverPlan>,
    gather: GroupAggregates<'a>,
    suspects: Vec<Suspects>,
}

/// A column of what parts came to, with the records of which they leave it open.
#[derive(Clone, Debug)]
pub struct FromParts {
    /// The aggregate.
    pub aggregate: AggregateId,
    /// A value for each record; missing where the parts leave it open, or where there is none.
    pub column: Input,
    /// The places of the records it is open for.
    pub open: BTreeSet<usize>,
    /// The parts that leave it open.
    pub suspects: Suspects,
}

/// The parts that leave an aggregate open.
#[derive(Clone, Debug, Default)]
pub struct Suspects {
    /// Those that can belong to any record.
    pub anywhere: Few,
    /// Those of one record, by its number.
    pub own: HashMap<usize, Few>,
}

/// Some parts: the first by their place and why, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct Few {
    /// The first.
    pub first: Vec<(usize, Why)>,
    /// How many.
    pub all: usize,
}

/// Why a part leaves an aggregate open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It does not say what it belongs to.
    NoWhole,
    /// It may belong to the record: its key is the record's without leading zeros.
    PerhapsWhole,
    /// It is of no use as a whole.
    Broken,
    /// A value of this field is missing.
    Missing(FieldId),
    /// The value of this field cannot be used.
    Unusable(FieldId),
    /// The as-of date is needed.
    NoAsOf,
    /// What is read of it cannot be worked out.
    Other,
}

impl<'a> Parts<'a> {
    /// The aggregates that a record type reads over the record type of `plan`.
    pub fn new(model: &'a Model, whole: RecordId, plan: &'a RecordPlan) -> Parts<'a> {
        let read = &model.records[whole].aggregates;
        let over: Vec<OverPlan> =
            plan.over.iter().filter(|over| read.contains(&over.aggregate)).copied().collect();
        let aggregates: Vec<AggregateId> = over.iter().map(|over| over.aggregate).collect();
        let suspects = vec![Suspects::default(); over.len()];
        Parts {
            model,
            plan,
            gather: GroupAggregates::new(model, plan, &aggregates),
            over,
            suspects,
        }
    }

    /// Takes in the parts of a frame, whose first is at the place `first`. `wholes` tells of each
    /// what it belongs to.
    pub fn take(&mut self, frame: &Frame, first: usize, wholes: impl Iterator<Item = Place>) {
        for (row, whole) in (0..frame.rows()).zip(wholes) {
            let sound = self.gather.take(frame, row, whole);
            for at in 0..self.over.len() {
                if let Some(why) = self.why(frame, row, whole, sound, at)
                    && let Some(suspects) = self.suspects.get_mut(at)
                {
                    suspects.add(whole, first + row, why);
                }
            }
        }
    }

    /// Why a part just taken in leaves an aggregate open; none where it does not.
    fn why(&self, frame: &Frame, row: usize, whole: Place, sound: bool, at: usize) -> Option<Why> {
        let (over, brought) = (self.over.get(at)?, self.gather.brought().get(at)?);
        let counts = brought.counts != Truth::False
            || self.model.aggregates[over.aggregate].kind == AggregateKind::Share;
        match whole {
            Place::Nowhere => None,
            Place::Anywhere => counts.then_some(Why::NoWhole),
            Place::Perhaps(_) => counts.then_some(Why::PerhapsWhole),
            Place::In(_) if !sound => counts.then_some(Why::Broken),
            Place::In(_) => brought.is_open().then(|| self.lacks(frame, row, over)),
        }
    }

    /// What an aggregate lacks of a part: of its condition first.
    fn lacks(&self, frame: &Frame, row: usize, over: &OverPlan) -> Why {
        let of_slot =
            |slot: Slot| self.fault(frame, row, slot).or_else(|| self.missing(frame, row, slot));
        over.filter.and_then(of_slot).or_else(|| over.value.and_then(of_slot)).unwrap_or(Why::Other)
    }

    fn fault(&self, frame: &Frame, row: usize, slot: Slot) -> Option<Why> {
        let slot = blamed(self.plan, frame, row, slot, State::Fault)?;
        let op = &self.plan.steps[slot].op;
        Some(if let Op::Checked(field, ..) = op {
            Why::Unusable(*field)
        } else if *op == Op::AsOf {
            Why::NoAsOf
        } else {
            Why::Other
        })
    }

    fn missing(&self, frame: &Frame, row: usize, slot: Slot) -> Option<Why> {
        let slot = blamed(self.plan, frame, row, slot, State::Missing)?;
        Some(if let Op::Input(field) = self.plan.steps[slot].op {
            Why::Missing(field)
        } else {
            Why::Other
        })
    }

    /// The columns, for records whose numbers are these.
    pub fn finish(self, wholes: &[usize]) -> Vec<FromParts> {
        let groups = wholes.iter().map(|whole| self.gather.group(*whole)).collect::<Vec<_>>();
        let columns = self.over.iter().zip(self.suspects).enumerate();
        columns
            .map(|(place, (over, suspects))| {
                let reaches: Vec<Possible> =
                    groups.iter().map(|group| group.reach(place)).collect();
                let open = reaches
                    .iter()
                    .enumerate()
                    .filter(|(_, reach)| **reach != Possible::Nothing && reach.value().is_none());
                let open = open.map(|(place, _)| place).collect();
                let column = column(self.model.aggregates[over.aggregate].ty, &reaches);
                FromParts { aggregate: over.aggregate, column, open, suspects }
            })
            .collect()
    }
}

impl Suspects {
    fn add(&mut self, whole: Place, part: usize, why: Why) {
        match whole {
            Place::In(number) | Place::Perhaps(number) => {
                self.own.entry(number).or_default().add(part, why)
            }
            Place::Anywhere => self.anywhere.add(part, why),
            Place::Nowhere => {}
        }
    }

    /// Whether nothing but the as-of date is lacking.
    pub fn lack_the_day_alone(&self) -> bool {
        let mut all = self.own.values().chain([&self.anywhere]).flat_map(|some| &some.first);
        all.all(|(_, why)| *why == Why::NoAsOf)
    }
}

impl Few {
    fn add(&mut self, part: usize, why: Why) {
        self.all += 1;
        if self.first.len() < KEPT {
            self.first.push((part, why));
        }
    }
}

fn column(ty: Type, reaches: &[Possible]) -> Input {
    let values = reaches.iter().map(|reach| reach.value().cloned());
    match ty {
        Type::Date => Input::days(values.map(|value| day(&value?))),
        Type::Number(_) | Type::Text | Type::YesNo | Type::Category(_) => Input::numbers(values),
    }
}

fn day(number: &Num) -> Option<Date> {
    Date::from_days_since_1970(i32::try_from(number.to_i64()?).ok()?)
}
