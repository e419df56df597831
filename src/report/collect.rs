//! Targets taken in record by record: groups, aggregates, the heaviest records.

use super::accumulate::Membership;
use super::contribution::{Miss, Share, TopContributors};
use super::formula::Formulas;
use super::gather::{Group, GroupAggregates, Place};
use super::jointly::JointGroups;
use super::quotient::{Pair, Quotient};
use super::required::{OfUnit, of_unit};
use super::tie::tie;
use crate::diag::target as say;
use crate::eval::Frame;
use crate::interval::Interval;
use crate::model::{AggregateId, AggregateKind, Expr, ExprKind, Model, Targets, TargetsId};
use crate::plan::{RecordPlan, Slot};
use crate::source::key;
use crate::table::Texts;
use crate::value::{Date, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many records without a group are named.
const STRAYS: usize = 10;

/// Targets over the records of frames taken in one after the other.
pub struct Collector<'a> {
    pub(super) model: &'a Model,
    pub(super) targets: &'a Targets,
    pub(super) as_of: Option<Date>,
    pub(super) aggregates: Vec<AggregateId>,
    pub(super) gather: GroupAggregates<'a>,
    pub(super) heaviest: TopContributors,
    /// Of groups that are texts: the number of each by its key, and its name.
    pub(super) texts: BTreeMap<String, (usize, Arc<str>)>,
    /// Of each indicator, where it is one.
    pub(super) quotients: Vec<Option<Quotient>>,
    /// Within what the rules hold what a record adds above the line over what it adds below it, of
    /// each indicator.
    pub(super) ties: Vec<Interval>,
    /// Of each indicator that is a quotient throughout: its records, followed one by one.
    pub(super) joint: Vec<JointGroups>,
    /// The first records without a group, by their places.
    pub(super) strays: Vec<usize>,
    slot: Option<Slot>,
    whole: OfUnit<'a>,
    /// By the group's number; of texts, the same for all.
    of_groups: Vec<OfUnit<'a>>,
}

impl<'a> Collector<'a> {
    /// Nothing taken in yet. `plan` is that of the targets' record type.
    pub fn new(
        model: &'a Model,
        plan: &'a RecordPlan,
        id: TargetsId,
        as_of: Option<Date>,
    ) -> Collector<'a> {
        let targets = &model.targets[id];
        let mut aggregates = Vec::new();
        targets
            .indicators
            .iter()
            .for_each(|indicator| read_by(&indicator.formula, &mut aggregates));
        // The places of accumulators are those in the plan.
        let aggregates: Vec<AggregateId> = plan
            .over
            .iter()
            .map(|over| over.aggregate)
            .filter(|id| aggregates.contains(id))
            .collect();
        let gather = GroupAggregates::new(model, plan, &aggregates);
        let empty = gather.total();
        let formulas =
            Formulas { model, as_of, group: &empty, aggregates: &aggregates, followed: None };
        let quotients: Vec<Option<Quotient>> = targets
            .indicators
            .iter()
            .map(|indicator| formulas.quotient(&indicator.formula)?.in_own_unit())
            .collect();
        let ties = quotients
            .iter()
            .map(|quotient| {
                quotient.as_ref().map_or(Interval::OPEN, |quotient| tie(model, plan, quotient))
            })
            .collect();
        Collector {
            model,
            targets,
            as_of,
            gather,
            heaviest: TopContributors::default(),
            texts: BTreeMap::new(),
            quotients,
            ties,
            joint: vec![JointGroups::default(); targets.indicators.len()],
            strays: Vec::new(),
            slot: plan.groups.iter().find(|(targets, _)| *targets == id).map(|(_, slot)| *slot),
            whole: of_unit(targets, None),
            of_groups: of_groups(model, targets),
            aggregates,
        }
    }

    /// Takes in the records of a frame; `first` is the place of its first record among all.
    pub fn take(&mut self, frame: &Frame, texts: &Texts, first: usize) {
        for row in 0..frame.rows() {
            let place = self.place(frame, texts, row);
            if place == Place::Anywhere && self.strays.len() < STRAYS {
                self.strays.push(first + row);
            }
            let sound = self.gather.take(frame, row, place);
            let pairs = self.pairs();
            let belongs = if sound { Membership::Surely } else { Membership::Perhaps };
            let followed = self
                .joint
                .iter_mut()
                .zip(&pairs)
                .filter_map(|(joint, pair)| Some((joint, pair.as_ref()?)));
            followed.for_each(|(joint, pair)| joint.take(pair, place, belongs));
            if sound {
                self.weigh(place, first + row, &pairs);
            }
        }
    }

    fn place(&mut self, frame: &Frame, texts: &Texts, row: usize) -> Place {
        let Some(slot) = self.slot else { return Place::Nowhere };
        match frame.value(texts, slot, row) {
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

    /// What the record last taken in adds to each indicator that is a quotient.
    fn pairs(&self) -> Vec<Option<Pair>> {
        let brought = |id: AggregateId| {
            let brought = self.gather.brought().get(self.gather.place(id)?)?;
            Some((brought, self.model.aggregates[id].kind == AggregateKind::Share))
        };
        let quotients = self.quotients.iter().zip(&self.ties);
        quotients.map(|(quotient, tie)| Some(quotient.as_ref()?.pair(brought)?.tied(tie))).collect()
    }

    fn weigh(&mut self, group: Place, place: usize, pairs: &[Option<Pair>]) {
        let Collector { heaviest, quotients, whole, of_groups, targets, .. } = self;
        let of_group = match group {
            Place::In(number) => {
                of_groups.get(number).or(of_groups.last()).map(|required| (Some(number), required))
            }
            Place::Perhaps(_) | Place::Anywhere | Place::Nowhere => None,
        };
        let total = targets.total.then_some((None, &*whole));
        for (indicator, (quotient, pair)) in quotients.iter().zip(pairs).enumerate() {
            let Some(share) = quotient
                .as_ref()
                .zip(pair.as_ref())
                .and_then(|(quotient, pair)| Share::of(quotient, pair))
            else {
                continue;
            };
            for (unit, required) in [total, of_group].into_iter().flatten() {
                for required in required.get(indicator).into_iter().flatten() {
                    for (bound, number) in required.bounds.iter().enumerate() {
                        let miss =
                            Miss { unit, indicator, level: required.level, bound, too_high: false };
                        heaviest.weigh(miss, number, place, &share);
                    }
                }
            }
        }
    }

    /// The units in the order they are shown: groups, then the whole set.
    pub(super) fn units(&self) -> Vec<UnitFound<'a>> {
        let by = self.targets.by.as_ref().map(|by| by.ty);
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
                let units = values.iter().enumerate().map(|(place, value)| {
                    let (name, group) =
                        (Arc::from(value.name.text.as_str()), self.gather.group(place));
                    (valid(value), self.unit(Some(place), name, group))
                });
                // A unit past its last day is shown where records still name it.
                units
                    .filter(|(valid, unit)| *valid || unit.group.members.surely > 0)
                    .map(|(_, unit)| unit)
                    .collect()
            }
            Some(_) => {
                let texts = self.texts.values();
                texts
                    .map(|(place, name)| {
                        self.unit(Some(*place), Arc::clone(name), self.gather.group(*place))
                    })
                    .collect()
            }
            None => Vec::new(),
        };
        if self.targets.total {
            let name = Arc::from(say::whole().get(self.model.lang));
            units.push(self.unit(None, name, self.gather.total()));
        }
        units
    }

    fn unit(&self, number: Option<usize>, name: Arc<str>, group: Group) -> UnitFound<'a> {
        let required = match number {
            None => self.whole.clone(),
            Some(number) => {
                self.of_groups.get(number).or(self.of_groups.last()).cloned().unwrap_or_default()
            }
        };
        UnitFound { number, name, group, required }
    }
}

/// A unit with its records.
pub(super) struct UnitFound<'a> {
    /// The group's number; none for the whole set.
    pub number: Option<usize>,
    pub name: Arc<str>,
    pub group: Group,
    pub required: OfUnit<'a>,
}

fn of_groups<'a>(model: &Model, targets: &'a Targets) -> Vec<OfUnit<'a>> {
    let codes = match targets.by.as_ref().map(|by| by.ty) {
        Some(Type::Category(category)) => {
            model.categories.get(category.index()).map_or(0, |category| category.values.len())
        }
        _ => 0,
    };
    if codes == 0 {
        return vec![of_unit(targets, Some(None))];
    }
    (0..codes).map(|code| of_unit(targets, Some(u32::try_from(code).ok()))).collect()
}

fn read_by(expr: &Expr, aggregates: &mut Vec<AggregateId>) {
    if let ExprKind::Aggregate(id) = expr.kind {
        aggregates.push(id);
    }
    expr.children(&mut |child| read_by(child, aggregates));
}
