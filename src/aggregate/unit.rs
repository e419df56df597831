//! Targets over the records of units: aggregates gathered unit by unit, then the steps of the
//! indicators over them.

use super::accumulate::{Accumulator, Membership, Records};
use super::gather::{Group, GroupAggregates, Place};
use super::jointly::JointGroups;
use super::quotient::{Pair, Quotient, quotients};
use super::share::RecordShare;
use super::tie::tie;
use crate::eval::estimate::{Estimate, Estimates, Leaves};
use crate::eval::{FaultKind, Frame};
use crate::interval::{Interval, Possible};
use crate::model::{AggregateId, AggregateKind, Expr, Model, ParameterId, TargetsId};
use crate::plan::{Constant, Op, Plan, Slot, Step, UnitPlan};
use crate::value::{Date, Num, Truth};

/// The aggregates of targets, gathered from the frames of their records.
pub struct UnitAggregates<'a> {
    model: &'a Model,
    plan: &'a Plan,
    unit: &'a UnitPlan,
    as_of: Option<Date>,
    gather: GroupAggregates<'a>,
    /// The slots over no records: those that rest on parameters alone have their values.
    empty: Vec<Result<Estimate, FaultKind>>,
    /// Quotients, by the place of the indicator.
    quotients: Vec<Option<FollowedQuotient>>,
    /// Pairs that the record last taken in adds, by indicator.
    pairs: Vec<Option<Pair>>,
}

/// An indicator that is a quotient of sums over records.
struct FollowedQuotient {
    quotient: Quotient,
    /// Within what the rules hold what a record adds above the line over what it adds below it.
    tie: Interval,
    /// Slot of an indicator that is that quotient and nothing else, and its records, followed
    /// one by one.
    joint: Option<(Slot, JointGroups)>,
}

/// The values of a unit: estimates, since records may leave aggregates open.
#[derive(Clone, Debug)]
pub struct UnitValues<'a> {
    plan: &'a UnitPlan,
    /// The records of the unit.
    pub group: Group,
    /// Values of the unit, by slot.
    values: Vec<Result<Estimate, FaultKind>>,
    /// Sums by indicator, of those that are a quotient and evaluate to it.
    sums: Vec<Option<Sums>>,
    /// Records that indicators over verdicts take, by indicator.
    populations: Vec<Option<UnitPopulation>>,
}

/// Records that an indicator over verdicts takes.
#[derive(Clone, Copy, Debug)]
struct UnitPopulation {
    members: Records,
    /// Number of records that are not due yet; `None` of an indicator that takes those too.
    not_due: Option<u64>,
}

/// The sums above and below the line of a quotient, as far as they are known; 1 where there is no
/// line.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Sum above the line; none where it is not known.
    pub over: Option<Num>,
    /// Sum below the line; none where it is not known.
    pub under: Option<Num>,
}

impl<'a> UnitAggregates<'a> {
    /// Aggregates that have taken nothing in yet; none for targets of another model.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        targets: TargetsId,
        as_of: Option<Date>,
    ) -> Option<UnitAggregates<'a>> {
        let unit = plan.unit(targets)?;
        let record = plan.record(unit.record)?;
        let gather = GroupAggregates::new(model, plan, record, &unit.aggregates);
        let (empty, quotients, pairs) = (Vec::new(), Vec::new(), Vec::new());
        let mut aggregates =
            UnitAggregates { model, plan, unit, as_of, gather, empty, quotients, pairs };
        aggregates.empty = aggregates.estimates(None, &aggregates.gather.total());
        let of_slots = self::quotients(model, &unit.steps, &aggregates.empty);
        let quotients = unit.indicators.iter().map(|slot| {
            let quotient = of_slots.get(slot.index())?.clone()?.in_own_unit()?;
            let unguarded = unit.unguarded(*slot);
            let joint = (!unit.is_guarded(unguarded)).then(|| (unguarded, JointGroups::default()));
            Some(FollowedQuotient { tie: tie(model, plan, record, &quotient), quotient, joint })
        });
        aggregates.quotients = quotients.collect();
        Some(aggregates)
    }

    /// Takes in a record of a frame; true if it is a sound one.
    pub fn take(&mut self, frame: &Frame, row: usize, place: Place) -> bool {
        let sound = self.gather.take(frame, row, place);
        let belongs = if sound { Membership::Surely } else { Membership::Perhaps };
        let (gather, model) = (&self.gather, self.model);
        self.pairs.clear();
        self.pairs
            .extend(self.quotients.iter().map(|followed| followed.as_ref()?.pair(gather, model)));
        for (followed, pair) in self.quotients.iter_mut().zip(&self.pairs) {
            if let (Some(FollowedQuotient { joint: Some((_, joint)), .. }), Some(pair)) =
                (followed, pair)
            {
                joint.take(pair, place, belongs);
            }
        }
        sound
    }

    /// Returns `true` if any aggregate sees the record last taken in.
    pub fn is_seen(&self) -> bool {
        self.gather.is_seen()
    }

    /// Pairs that the record last taken in adds, by indicator; `None` of one that is no quotient.
    pub fn pairs(&self) -> impl Iterator<Item = Option<(&Quotient, &Pair)>> {
        let followed = self.quotients.iter().zip(&self.pairs);
        followed.map(|(followed, pair)| Some((&followed.as_ref()?.quotient, pair.as_ref()?)))
    }

    /// Limit that an indicator must reach, of no unit in particular: it rests on parameters alone.
    ///
    /// # Errors
    /// It cannot be evaluated.
    pub fn limit(&self, limit: &Expr) -> Result<Possible, FaultKind> {
        let slot = self.unit.slot(limit);
        let value = slot.and_then(|slot| self.empty.get(slot.index()).cloned());
        value.map_or(Ok(Possible::Nothing), |value| value.map(|value| value.possible()))
    }

    /// An indicator as a quotient of sums over records.
    pub fn quotient(&self, indicator: usize) -> Option<&Quotient> {
        self.quotients.get(indicator)?.as_ref().map(|followed| &followed.quotient)
    }

    /// An indicator as what each record adds to it; `None` of one that is no quotient of sums.
    pub fn share(&self, indicator: usize) -> Option<RecordShare<'a>> {
        let followed = self.quotients.get(indicator)?.as_ref()?;
        let record = self.plan.record(self.unit.record)?;
        let gather = GroupAggregates::new(self.model, self.plan, record, &self.unit.aggregates);
        Some(RecordShare::new(self.model, record, gather, &followed.quotient, &followed.tie))
    }

    /// Number of records named for a unit that may count or not.
    pub fn perhaps(&self, unit: usize) -> u64 {
        self.gather.perhaps(unit)
    }

    /// Number of records that can be of any unit.
    pub fn anywhere(&self) -> u64 {
        self.gather.anywhere()
    }

    /// The values of a unit, by its number; of all records together (none).
    pub fn unit(&self, number: Option<usize>) -> UnitValues<'a> {
        let group = number.map_or_else(|| self.gather.total(), |unit| self.gather.group(unit));
        let mut unit = UnitValues {
            plan: self.unit,
            values: self.estimates(number, &group),
            sums: Vec::new(),
            populations: self
                .unit
                .indicators
                .iter()
                .map(|at| self.population(*at, &group))
                .collect(),
            group,
        };
        let quotients = self.quotients.iter().enumerate();
        unit.sums = quotients
            .map(|(indicator, followed)| {
                let sums = self.sums(&followed.as_ref()?.quotient, &unit.group);
                let possible = unit.indicator(indicator).ok()?;
                possible.value().is_none_or(|value| sums.are(value)).then_some(sums)
            })
            .collect();
        unit
    }

    /// Records that an indicator takes by the verdicts its aggregates ask for. Those of one
    /// formula mostly are over one block: the greatest number stands for all.
    fn population(&self, indicator: Slot, group: &Group) -> Option<UnitPopulation> {
        let read = self.unit.aggregates_of(indicator);
        let over_verdicts = read.into_iter().filter_map(|place| {
            let (verdicts, population) = (self.gather.verdicts(place)?, group.population(place)?);
            let not_due = verdicts.not_due.map(|_| population.left_out);
            Some(UnitPopulation { members: population.members, not_due })
        });
        over_verdicts.reduce(|a, b| UnitPopulation {
            members: Records {
                surely: a.members.surely.max(b.members.surely),
                perhaps: a.members.perhaps.max(b.members.perhaps),
            },
            not_due: a.not_due.max(b.not_due),
        })
    }

    /// The slots of a unit, each with the fault that it meets.
    fn estimates(&self, number: Option<usize>, group: &Group) -> Vec<Result<Estimate, FaultKind>> {
        let leaves = OfUnit { aggregates: self, number, group };
        let estimates = Estimates::new(&self.unit.steps, leaves);
        self.unit.steps.ids().map(|slot| estimates.of(slot)).collect()
    }

    fn sums(&self, quotient: &Quotient, group: &Group) -> Sums {
        let accumulator =
            |id: AggregateId| -> Option<&Accumulator> { group.accumulator(self.gather.place(id)?) };
        Sums {
            over: quotient.over.total(accumulator),
            under: match &quotient.under {
                None => Some(Num::ONE),
                Some(under) => under.total(accumulator),
            },
        }
    }

    /// The ends of the quotient in a slot, its records followed one by one.
    fn followed(&self, slot: Slot, number: Option<usize>) -> Option<Interval> {
        self.quotients.iter().flatten().find_map(|followed| {
            let (_, joint) = followed.joint.as_ref().filter(|(of, _)| *of == slot)?;
            Some(joint.range(number, &followed.quotient, &followed.tie))
        })
    }
}

impl FollowedQuotient {
    /// Pair that the record last taken in adds.
    fn pair(&self, gather: &GroupAggregates<'_>, model: &Model) -> Option<Pair> {
        let contribution = |id: AggregateId| {
            let contribution = gather.contributions().get(gather.place(id)?)?;
            Some((contribution, model.aggregates[id].kind == AggregateKind::Share))
        };
        Some(self.quotient.pair(contribution)?.tied(&self.tie))
    }
}

/// Unit with its aggregates and its day.
struct OfUnit<'a> {
    aggregates: &'a UnitAggregates<'a>,
    number: Option<usize>,
    group: &'a Group,
}

impl Leaves for OfUnit<'_> {
    type Fault = FaultKind;

    fn leaf(
        &self,
        _: Slot,
        step: &Step,
        all: &Estimates<'_, Self>,
    ) -> Result<Option<Estimate>, FaultKind> {
        Ok(if let Op::Aggregate(_, place) = step.op {
            Some(Estimate::Value(self.group.possible(place as usize)))
        } else if let Op::Parameter(id, day) = step.op {
            Some(self.parameter(id, &all.possible(day)?, step)?)
        } else if step.op == Op::AsOf {
            Some(Estimate::day(self.aggregates.as_of.ok_or(FaultKind::NoAsOf)?))
        } else {
            None
        })
    }

    fn narrowed(&self, slot: Slot, estimate: Estimate) -> Estimate {
        let Estimate::Value(possible) = estimate else { return estimate };
        let open = possible.value().is_none();
        let followed = open.then(|| self.aggregates.followed(slot, self.number)).flatten();
        Estimate::Value(match followed {
            Some(within) => possible.map(|own| own.meet(&within)),
            None => possible,
        })
    }
}

impl OfUnit<'_> {
    fn parameter(
        &self,
        id: ParameterId,
        day: &Possible,
        step: &Step,
    ) -> Result<Estimate, FaultKind> {
        if *day == Possible::Nothing {
            return Ok(Estimate::constant(&Constant::Missing, step.kind));
        }
        let Some(day) = day.value() else { return Ok(Estimate::open(step.kind)) };
        let day = Date::of_number(day).ok_or(FaultKind::NoSuchDay)?;
        let value = self.aggregates.plan.parameter(id, day);
        let value = value.ok_or(FaultKind::NoValueOn { parameter: id, day })?;
        Ok(Estimate::constant(value, step.kind))
    }
}

impl UnitValues<'_> {
    /// Value of an indicator, as far as it is known: nothing, over no records.
    ///
    /// # Errors
    /// It cannot be evaluated.
    pub fn indicator(&self, indicator: usize) -> Result<Possible, FaultKind> {
        let slot = self.plan.indicators.get(indicator);
        let possible = slot.map_or(Ok(Possible::Nothing), |slot| self.at(*slot))?;
        let population = self.populations.get(indicator).copied().flatten();
        Ok(match population.map_or(self.group.members, |population| population.members) {
            Records { surely: 0, perhaps: 0 } => Possible::Nothing,
            Records { surely: 0, .. } => possible.unsure(),
            Records { .. } => possible,
        })
    }

    /// Number of records that an indicator over verdicts leaves out as not due yet; `None` of one
    /// that leaves out none.
    pub fn not_due(&self, indicator: usize) -> Option<u64> {
        self.populations.get(indicator).copied().flatten()?.not_due
    }

    /// Value of a part of an indicator's formula, as far as it is known.
    ///
    /// # Errors
    /// It cannot be evaluated.
    pub fn possible(&self, expr: &Expr) -> Result<Possible, FaultKind> {
        self.plan.slot(expr).map_or(Ok(Possible::Nothing), |slot| self.at(slot))
    }

    /// Truth of a condition in an indicator's formula; missing where that is open.
    pub fn truth(&self, expr: &Expr) -> Truth {
        let estimate = self.plan.slot(expr).and_then(|slot| self.values.get(slot.index()));
        let known = estimate.and_then(|value| value.as_ref().ok());
        known.map_or(Truth::Missing, |estimate| estimate.truths().settled())
    }

    /// The sums of an indicator that is a quotient; none where it evaluates to something else:
    /// another branch of a guarded formula may have been taken.
    pub fn sums(&self, indicator: usize) -> Option<&Sums> {
        self.sums.get(indicator)?.as_ref()
    }

    fn at(&self, slot: Slot) -> Result<Possible, FaultKind> {
        let value = self.values.get(slot.index()).cloned();
        value.map_or(Ok(Possible::Nothing), |value| value.map(|value| value.possible()))
    }
}

impl Sums {
    /// Returns `true` if their quotient is this number.
    fn are(&self, value: &Num) -> bool {
        let quotient = || {
            let under = self.under.as_ref().filter(|under| **under > Num::ZERO)?;
            self.over.as_ref()?.div(under).ok()
        };
        quotient().is_some_and(|quotient| quotient == *value)
    }
}
