//! Parts rolled up to their parents: aggregates over the parts, parent by parent, and which parts
//! leave them open.

use super::blame::blamed;
use super::gather::{GroupAggregates, Place};
use crate::eval::{Frame, State};
use crate::interval::{Interval, Possible};
use crate::model::{AggregateId, AggregateKind, FieldId, Model, RecordId};
use crate::plan::{Op, OverPlan, Plan, RecordPlan, Slot};
use crate::table::Input;
use crate::value::{Date, Truth, Type};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Number of the parts that leave one value open that are kept by name.
const KEPT: usize = 3;

/// The aggregates of one record type over its parts of another.
pub struct Parts<'a> {
    model: &'a Model,
    plan: &'a RecordPlan,
    over: Vec<OverPlan>,
    gather: GroupAggregates<'a>,
    suspects: Vec<Suspects>,
}

/// A column of aggregates over parts, with the parents for which they leave it open.
#[derive(Clone, Debug)]
pub struct FromParts {
    /// Aggregate that the column holds.
    pub aggregate: AggregateId,
    /// A value for each parent; missing where the parts leave it open, or where there is none.
    pub column: Input,
    /// The places of the parents it is open for.
    pub open: BTreeSet<usize>,
    /// Between which ends it lies for a parent, by its place: where each part that leaves it open
    /// lacks but its day in a register or lies between ends itself, and where there may be further
    /// parts.
    pub ranges: BTreeMap<usize, Possible>,
    /// The parts that leave it open.
    pub suspects: Suspects,
}

/// The parts that leave an aggregate open.
#[derive(Clone, Debug, Default)]
pub struct Suspects {
    /// Parts that can belong to any parent.
    pub anywhere: Few,
    /// Parts of one parent, by its number.
    pub own: HashMap<usize, Few>,
}

/// Some parts: the first by their place and why, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct Few {
    /// First parts, by place, with the reason.
    pub first: Vec<(usize, Why)>,
    /// Number of all parts.
    pub all: usize,
    /// Number of those that lack nothing but the day by which a register sees them.
    pub undated: usize,
    /// Number of these, and of those of whose value the ends are known.
    pub bounded: usize,
}

/// Reason for which a part leaves an aggregate open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The part does not name its parent.
    NoParent,
    /// The part may belong to the parent: its key is the parent's without leading zeros.
    PerhapsParent,
    /// The whole part is a data error.
    Invalid,
    /// A value of this field is missing.
    Missing(FieldId),
    /// The value of this field cannot be used.
    Unusable(FieldId),
    /// Only the ends of what it rolls up from parts of its own are known.
    Ends,
    /// The as-of date is needed.
    NoAsOf,
    /// Something read of the part cannot be evaluated.
    Other,
}

impl<'a> Parts<'a> {
    /// The aggregates that a record type reads over its parts of another; none where the plan has
    /// none of that type.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        parent: RecordId,
        part: RecordId,
    ) -> Option<Parts<'a>> {
        let record = plan.record(part)?;
        let read = &model.records[parent].aggregates;
        let over: Vec<OverPlan> =
            record.over.iter().filter(|over| read.contains(&over.aggregate)).copied().collect();
        let aggregates: Vec<AggregateId> = over.iter().map(|over| over.aggregate).collect();
        let suspects = vec![Suspects::default(); over.len()];
        let gather = GroupAggregates::new(model, plan, record, &aggregates);
        Some(Parts { model, plan: record, gather, over, suspects })
    }

    /// Takes in the parts of a frame, whose first is at the place `first`, each with its parent.
    pub fn take(&mut self, frame: &Frame, first: usize, parents: impl Iterator<Item = Place>) {
        for (row, parent) in (0..frame.rows()).zip(parents) {
            let sound = self.gather.take(frame, row, parent);
            for at in 0..self.over.len() {
                if let Some((why, undated)) = self.why(frame, row, parent, sound, at)
                    && let Some(suspects) = self.suspects.get_mut(at)
                {
                    suspects.add(parent, first + row, why, undated);
                }
            }
        }
    }

    /// Reason why a part just taken in leaves an aggregate open, and whether for lack of its day
    /// alone; none where it does not.
    fn why(
        &self,
        frame: &Frame,
        row: usize,
        parent: Place,
        sound: bool,
        at: usize,
    ) -> Option<(Why, bool)> {
        let (over, contribution) = (self.over.get(at)?, self.gather.contributions().get(at)?);
        let counts = match self.model.aggregates[over.aggregate].kind {
            AggregateKind::Share => contribution.within,
            AggregateKind::Count
            | AggregateKind::Sum
            | AggregateKind::Average
            | AggregateKind::Max
            | AggregateKind::Min => contribution.counted(),
        };
        let counts = counts != Truth::False;
        let why = match parent {
            Place::Nowhere => None,
            Place::Anywhere => counts.then_some(Why::NoParent),
            Place::Perhaps(_) => counts.then_some(Why::PerhapsParent),
            Place::In(_) if contribution.within != Truth::True => {
                let why = counts.then(|| self.of_day(frame, row, over));
                return why.map(|why| (why, why != Why::NoAsOf));
            }
            Place::In(_) if !sound => counts.then_some(Why::Invalid),
            Place::In(_) => contribution.is_open().then(|| self.lacks(frame, row, over)),
        };
        why.map(|why| (why, false))
    }

    /// What a row of a register lacks of its day.
    fn of_day(&self, frame: &Frame, row: usize, over: &OverPlan) -> Why {
        let of_slot =
            |slot: Slot| self.fault(frame, row, slot).or_else(|| self.missing(frame, row, slot));
        over.within.and_then(of_slot).unwrap_or(Why::Other)
    }

    /// Value that an aggregate lacks of a part: of its condition first.
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
        } else if matches!(op, Op::AsOf | Op::InView(..)) {
            Why::NoAsOf
        } else {
            Why::Other
        })
    }

    fn missing(&self, frame: &Frame, row: usize, slot: Slot) -> Option<Why> {
        let slot = blamed(self.plan, frame, row, slot, State::Missing)?;
        Some(if let Op::Input(field) = self.plan.steps[slot].op {
            Why::Missing(field)
        } else if let Op::Aggregate(id, _) = self.plan.steps[slot].op
            && frame.range(id, row).is_some()
        {
            Why::Ends
        } else {
            Why::Other
        })
    }

    /// The columns, for parents whose numbers are these; of those at the places `incomplete` there
    /// may be further parts.
    pub fn finish(self, parents: &[usize], incomplete: &BTreeSet<usize>) -> Vec<FromParts> {
        let groups = parents.iter().map(|parent| self.gather.group(*parent)).collect::<Vec<_>>();
        let columns = self.over.iter().zip(self.suspects).enumerate();
        columns
            .map(|(place, (over, suspects))| {
                let (never_falls, grows) =
                    (self.gather.never_falls(place), self.gather.grows(place));
                let all: Vec<Possible> = groups
                    .iter()
                    .zip(parents)
                    .enumerate()
                    .map(|(at, (group, number))| match incomplete.contains(&at) {
                        true if grows => group.possible(place).map(at_least),
                        false if never_falls || !suspects.lack_days(*number) => {
                            group.possible(place)
                        }
                        true | false => Possible::OPEN,
                    })
                    .collect();
                let is_open = |possible: &Possible| {
                    *possible != Possible::Nothing && possible.value().is_none()
                };
                let open = all.iter().enumerate().filter(|(_, possible)| is_open(possible));
                let open: BTreeSet<usize> = open.map(|(place, _)| place).collect();
                let column = column(self.model.aggregates[over.aggregate].ty, &all);
                let bounded = |(at, number): (usize, &usize)| {
                    let bounded = match incomplete.contains(&at) {
                        true => grows,
                        false => never_falls && open.contains(&at) && suspects.are_bounded(*number),
                    };
                    Some((at, all.get(at).filter(|_| bounded)?.clone()))
                };
                let ranges = parents.iter().enumerate().filter_map(bounded).collect();
                FromParts { aggregate: over.aggregate, column, open, ranges, suspects }
            })
            .collect()
    }
}

impl Suspects {
    fn add(&mut self, parent: Place, part: usize, why: Why, undated: bool) {
        let few = match parent {
            Place::In(number) | Place::Perhaps(number) => self.own.entry(number).or_default(),
            Place::Anywhere => &mut self.anywhere,
            Place::Nowhere => return,
        };
        few.add(part, why);
        few.undated += usize::from(undated);
        few.bounded += usize::from(undated || why == Why::Ends);
    }

    /// Returns `true` if some part of a parent, by its number, lacks its day: then no more than the
    /// ends of counts and of sums that never fall is known.
    fn lack_days(&self, number: usize) -> bool {
        self.own.get(&number).is_some_and(|few| few.undated > 0)
    }

    /// Returns `true` if of all parts that leave a parent open, by its number, the ends are known.
    fn are_bounded(&self, number: usize) -> bool {
        let mut all = self.own.get(&number).into_iter().chain([&self.anywhere]);
        all.all(|few| few.bounded == few.all)
    }

    /// Returns `true` if nothing but the as-of date is lacking.
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

/// What is known of a value that further records may raise.
fn at_least(known: &Interval) -> Interval {
    Interval { lower: known.lower.clone(), upper: None }
}

fn column(ty: Type, all: &[Possible]) -> Input {
    let values = all.iter().map(|possible| possible.value().cloned());
    match ty {
        Type::Date => Input::days(values.map(|value| Date::of_number(&value?))),
        Type::Number(_) | Type::Text | Type::YesNo | Type::Category(_) => Input::numbers(values),
    }
}
