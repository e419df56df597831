//! What was found of each part of the rules, kept for when the rules are asked again with some of
//! them changed.
//!
//! What is found of a part depends on the steps that it rests on, in the order in which they stand,
//! and on what the rules declare beside steps: fields, categories, functions. A part of which all
//! that is what it was is not asked again: what was found of it is found once more, in the slots of
//! now.

use super::finding::{About, Finding, Site};
use super::search::Budget;
use super::zone::{Quantity, Sum, Zone};
use crate::model::{
    AggregateId, BlockId, DerivedId, DerivedKind, ExprId, Model, ParameterId, RecordId,
};
use crate::plan::{BlockPlanKind, Op, Plan, RecordPlan, Slot, Standing};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Findings of a check by the parts they are of, with the plan that was asked.
#[derive(Debug)]
pub struct Answers {
    plan: Plan,
    of: HashMap<Topic, Answer>,
}

/// Part of the rules that is asked by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Topic {
    /// A table, a criterion, the grades, the caps, the clauses or the guards of a block.
    Site(RecordId, Site),
    /// The most points of a criterion, by its place.
    Maximum(RecordId, BlockId, usize),
    /// The filters of aggregates over a record type.
    Filters(RecordId),
    /// A quotient with all that is decided by it.
    Quotient(Box<Quotient>),
    /// The conditions of a record type that no record meets together.
    Together(RecordId),
}

/// A quotient of a record type with all that is decided by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Quotient {
    pub record: RecordId,
    pub slot: Slot,
    pub divisor: Slot,
    /// Place where it first stands in the rules.
    pub expr: ExprId,
    /// Places where something is decided, the row of each if it is one, its slot and its guards.
    pub decided: Vec<(Site, Option<usize>, Slot, Vec<Slot>)>,
}

/// Asks a part, and says whether anything was found of it.
pub(super) type Ask<'a> = dyn FnMut(Topic, &dyn Fn(&mut Vec<Finding>)) -> bool + 'a;

/// What was found of a part.
#[derive(Debug)]
struct Answer {
    found: Vec<Finding>,
    /// Work that finding it took.
    work: usize,
    /// Rows of which something was found before that keeps the part from being asked of them.
    told: Vec<(Site, Vec<usize>)>,
}

/// Declarations and blocks of the rules that are word for word what they were when they were asked
/// before.
#[derive(Clone, Debug, Default)]
pub struct Unchanged {
    /// Names of all that has an id, in their order; categories, functions, the days of the pack.
    pub shared: bool,
    /// Record types: their fields and what cannot be.
    pub records: HashSet<RecordId>,
    /// Parameters with their values.
    pub parameters: HashSet<ParameterId>,
    /// Aggregates as they are written.
    pub aggregates: HashSet<AggregateId>,
    /// Tables with their rows.
    pub tables: HashSet<(RecordId, DerivedId)>,
    /// Blocks with what stands in them.
    pub blocks: HashMap<BlockId, UnchangedBlock>,
}

/// Parts of a block that are word for word what they were.
#[derive(Clone, Debug)]
pub struct UnchangedBlock {
    /// All but its criteria and its grading.
    pub head: bool,
    /// Each of its criteria.
    pub criteria: Vec<bool>,
    /// The grading, also where there is none.
    pub grading: bool,
}

impl UnchangedBlock {
    fn is_whole(&self) -> bool {
        self.head && self.grading && self.criteria.iter().all(|same| *same)
    }
}

/// A check that leaves out what was asked before.
pub(super) struct Again<'a> {
    model: &'a Model,
    plan: &'a Plan,
    before: Option<Before<'a>>,
    of: HashMap<Topic, Answer>,
}

/// The rules as they were asked before.
struct Before<'a> {
    answers: &'a Answers,
    unchanged: &'a Unchanged,
    records: Vec<Option<Standing<'a>>>,
    /// Record types of which everything is what it was, by their place.
    whole: Vec<bool>,
}

impl<'a> Again<'a> {
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        before: Option<(&'a Answers, &'a Unchanged)>,
    ) -> Again<'a> {
        let before = before.and_then(|(answers, unchanged)| {
            let is_same = unchanged.shared && answers.plan.texts == plan.texts;
            is_same.then(|| Before::of(model, plan, answers, unchanged))
        });
        Again { model, plan, before, of: HashMap::new() }
    }

    /// Adds what is found of a part: what was found before, or what `ask` finds.
    pub fn part(
        &mut self,
        part: Topic,
        budget: &Budget,
        found: &mut Vec<Finding>,
        ask: &dyn Fn(&mut Vec<Finding>),
    ) -> bool {
        let (start, left) = (found.len(), budget.left());
        let told = self.told(&part, found);
        let known = self.before.as_ref().and_then(|before| before.answer(self, &part, &told));
        match known.filter(|(_, work)| budget.left() > *work) {
            Some((known, work)) => {
                found.extend(known);
                budget.take(work);
            }
            None => ask(found),
        }
        let own = found.get(start..).unwrap_or(&[]);
        if budget.left() > 0 {
            let (found, work) = (own.to_vec(), left - budget.left());
            self.of.insert(part.of_any_place(), Answer { found, work, told });
        }
        !own.is_empty()
    }

    /// Answers to all parts that were asked.
    pub fn answers(self) -> Answers {
        Answers { plan: self.plan.clone(), of: self.of }
    }

    /// Rows of which something was found that keeps a part from being asked of them.
    fn told(&self, part: &Topic, found: &[Finding]) -> Vec<(Site, Vec<usize>)> {
        let is_asked = |site: Site| match part {
            Topic::Together(record) => {
                matches!(site, Site::Clauses(_) | Site::Guards(_))
                    && site.record(self.model) == *record
            }
            Topic::Site(_, Site::Grades(block)) => site == Site::Caps(*block),
            Topic::Site(..) | Topic::Maximum(..) | Topic::Filters(_) | Topic::Quotient(_) => false,
        };
        let told = found.iter().filter_map(|one| match one.about {
            About::Site(site) => is_asked(site).then(|| (site, one.rows.clone())),
            About::Units(_) | About::Filter(_) | About::Declared(_) => None,
        });
        told.collect()
    }
}

impl<'a> Before<'a> {
    fn of(
        model: &'a Model,
        plan: &'a Plan,
        answers: &'a Answers,
        unchanged: &'a Unchanged,
    ) -> Before<'a> {
        let parameter = |id: ParameterId| {
            let of = |plan: &'a Plan| plan.parameters.get(id.index());
            unchanged.parameters.contains(&id) && of(plan) == of(&answers.plan)
        };
        let same = |op: &Op| match op {
            Op::Parameter(id, _) => parameter(*id),
            Op::Aggregate(id, _) => unchanged.aggregates.contains(id),
            _ => true,
        };
        let standing = |steps: &'a Arc<RecordPlan>| {
            let before = answers.plan.record(steps.record)?;
            let is_same = unchanged.records.contains(&steps.record);
            let standing = is_same.then(|| Standing::of(steps, before, &same))?;
            standing.declared().then_some(standing)
        };
        let records: Vec<Option<Standing<'_>>> = plan.records.iter().map(standing).collect();
        let mut before = Before { answers, unchanged, records, whole: Vec::new() };
        before.whole = before.whole_ones(model, plan);
        before
    }

    /// The record types of which everything is what it was, those among them that they see.
    fn whole_ones(&self, model: &Model, plan: &Plan) -> Vec<bool> {
        let own = |steps: &RecordPlan| {
            let standing = self.records.get(steps.record.index())?.as_ref()?;
            let tables = model.records[steps.record].derived.ids();
            let mut tables = tables.filter(|id| {
                let derived = &model.records[steps.record].derived[*id];
                matches!(derived.kind, DerivedKind::Table { .. })
            });
            let is_same = standing.whole()
                && standing.over()
                && tables.all(|id| self.unchanged.tables.contains(&(steps.record, id)))
                && steps.blocks.iter().all(|(id, _)| self.is_whole(*id));
            Some(is_same)
        };
        let mut whole: Vec<bool> =
            plan.records.iter().map(|steps| own(steps).unwrap_or(false)).collect();
        loop {
            let sees_whole = |steps: &RecordPlan| {
                seen_by(model, steps).all(|other| whole.get(other.index()) == Some(&true))
            };
            let of = plan.records.iter().zip(&whole);
            let next: Vec<bool> = of.map(|(steps, own)| *own && sees_whole(steps)).collect();
            if next == whole {
                return whole;
            }
            whole = next;
        }
    }

    fn is_whole(&self, block: BlockId) -> bool {
        self.unchanged.blocks.get(&block).is_some_and(UnchangedBlock::is_whole)
    }

    /// What was found of a part, in the slots of now, with the work that it took.
    fn answer(
        &self,
        again: &Again<'_>,
        part: &Topic,
        told: &[(Site, Vec<usize>)],
    ) -> Option<(Vec<Finding>, usize)> {
        let steps = again.plan.record(part.record(again.model))?;
        let standing = self.records.get(steps.record.index())?.as_ref()?;
        let mut seen = seen_by(again.model, steps);
        if !seen.all(|other| self.whole.get(other.index()) == Some(&true)) {
            return None;
        }
        let slots = self.stands(part, steps, standing)?;
        let earlier: HashMap<Slot, Slot> = slots.iter().copied().collect();
        let answer = self.answers.of.get(&part.renamed(&earlier)?.of_any_place())?;
        let now: HashMap<Slot, Slot> = slots.into_iter().map(|(now, then)| (then, now)).collect();
        let found = answer.found.iter().map(|finding| finding.renamed(&now, part));
        let found = found.collect::<Option<Vec<Finding>>>()?;
        (answer.told == told).then_some((found, answer.work))
    }

    /// The slots that a part rests on, with those that they were; `None` where it is another part.
    fn stands(
        &self,
        part: &Topic,
        steps: &RecordPlan,
        standing: &Standing<'_>,
    ) -> Option<Vec<(Slot, Slot)>> {
        let mut slots = steps.declared_slots();
        let mut blocks: Vec<BlockId> = Vec::new();
        match part {
            Topic::Site(record, Site::Table(_, id)) => {
                let is_same =
                    standing.derived(id.index()) && self.unchanged.tables.contains(&(*record, *id));
                is_same.then_some(())?;
                slots.extend(steps.derived.get(id.index())?.slots());
            }
            Topic::Site(_, Site::Criterion(block, place)) | Topic::Maximum(_, block, place) => {
                let words = self.unchanged.blocks.get(block)?;
                let is_same = words.head && words.criteria.get(*place) == Some(&true);
                is_same.then_some(())?;
                slots.extend(standing.criterion(*block, *place)?);
            }
            Topic::Site(_, Site::Caps(block)) => {
                let words = self.unchanged.blocks.get(block)?;
                (words.head && words.grading).then_some(())?;
                slots.extend(standing.caps(*block)?);
            }
            Topic::Site(_, Site::Guards(block)) => {
                self.unchanged.blocks.get(block)?.head.then_some(())?;
                slots.extend(standing.guards(*block)?);
            }
            Topic::Site(_, Site::Clauses(block) | Site::Grades(block)) => blocks.push(*block),
            Topic::Filters(_) => {
                standing.over().then_some(())?;
                slots.extend(steps.over_slots());
            }
            Topic::Together(_) => {
                let clauses = steps
                    .blocks
                    .iter()
                    .filter(|(_, block)| matches!(block.kind, BlockPlanKind::Clauses { .. }));
                blocks.extend(clauses.map(|(id, _)| *id));
            }
            Topic::Quotient(quotient) => {
                slots.extend([quotient.slot, quotient.divisor]);
                let decided = quotient.decided.iter();
                slots.extend(
                    decided.flat_map(|(_, _, slot, guards)| [slot].into_iter().chain(guards)),
                );
            }
        }
        let mut asked = 0;
        loop {
            for id in blocks.get(asked..).unwrap_or(&[]) {
                (standing.block(*id) && self.is_whole(*id)).then_some(())?;
                slots.extend(steps.block(*id)?.slots());
            }
            asked = blocks.len();
            let rests = steps.rests_on(slots.iter().copied());
            // What rests on a conclusion of a block rests on all that stands in it.
            let concludes = steps.blocks.iter().filter(|(id, block)| {
                let mut slots = block.conclusions().into_iter();
                !blocks.contains(id) && slots.any(|slot| rests.get(slot.index()) == Some(&true))
            });
            let further: Vec<BlockId> = concludes.map(|(id, _)| *id).collect();
            if further.is_empty() {
                return standing.in_order(&rests);
            }
            blocks.extend(further);
        }
    }
}

/// The record types that a record type sees in aggregates.
fn seen_by<'m>(
    model: &'m Model,
    steps: &'m RecordPlan,
) -> impl Iterator<Item = RecordId> + use<'m> {
    steps.from_parts.iter().map(|(id, _)| model.aggregates[*id].over)
}

impl Topic {
    fn record(&self, model: &Model) -> RecordId {
        match self {
            Topic::Site(_, site) => site.record(model),
            Topic::Maximum(record, ..) | Topic::Filters(record) | Topic::Together(record) => {
                *record
            }
            Topic::Quotient(quotient) => quotient.record,
        }
    }

    /// The part in other slots; `None` where one of its own has no other.
    fn renamed(&self, slots: &HashMap<Slot, Slot>) -> Option<Topic> {
        let Topic::Quotient(quotient) = self else { return Some(self.clone()) };
        let other = |slot: &Slot| slots.get(slot).copied();
        let decided = quotient.decided.iter().map(|(site, row, slot, guards)| {
            let guards = guards.iter().map(other).collect::<Option<Vec<Slot>>>()?;
            Some((*site, *row, other(slot)?, guards))
        });
        Some(Topic::Quotient(Box::new(Quotient {
            slot: other(&quotient.slot)?,
            divisor: other(&quotient.divisor)?,
            decided: decided.collect::<Option<Vec<_>>>()?,
            ..**quotient
        })))
    }

    /// The part wherever it first stands in the rules.
    fn of_any_place(self) -> Topic {
        match self {
            Topic::Quotient(quotient) => {
                Topic::Quotient(Box::new(Quotient { expr: ExprId::new(0), ..*quotient }))
            }
            part => part,
        }
    }
}

impl Finding {
    /// The same finding of a part as it is now, in other slots; `None` where it names one that has
    /// no other.
    fn renamed(&self, slots: &HashMap<Slot, Slot>, part: &Topic) -> Option<Finding> {
        let zone = match &self.zone {
            Some(zone) => Some(zone.renamed(slots)?),
            None => None,
        };
        let expr = match part {
            Topic::Quotient(quotient) => Some((quotient.record, quotient.expr)),
            Topic::Site(..) | Topic::Maximum(..) | Topic::Filters(_) | Topic::Together(_) => {
                self.expr
            }
        };
        Some(Finding { zone, expr, ..self.clone() })
    }
}

impl Zone {
    fn renamed(&self, slots: &HashMap<Slot, Slot>) -> Option<Zone> {
        let boxes = self.boxes.iter().map(|bounds| {
            let all = bounds.iter();
            all.map(|(quantity, numbers)| Some((quantity.renamed(slots)?, numbers.clone())))
                .collect::<Option<Vec<_>>>()
        });
        Some(Zone { boxes: boxes.collect::<Option<Vec<_>>>()? })
    }
}

impl Quantity {
    fn renamed(&self, slots: &HashMap<Slot, Slot>) -> Option<Quantity> {
        Some(match self {
            Quantity::Total(block, slot) => Quantity::Total(*block, *slots.get(slot)?),
            Quantity::Slot(slot) => Quantity::Slot(*slots.get(slot)?),
            Quantity::Sum(over, under) => {
                let under = match under {
                    Some(under) => Some(under.renamed(slots)?),
                    None => None,
                };
                Quantity::Sum(over.renamed(slots)?, under)
            }
        })
    }
}

impl Sum {
    fn renamed(&self, slots: &HashMap<Slot, Slot>) -> Option<Sum> {
        let terms = self.terms.iter();
        let terms = terms.map(|(factor, slot)| Some((factor.clone(), *slots.get(slot)?)));
        Some(Sum { terms: terms.collect::<Option<Vec<_>>>()?, constant: self.constant.clone() })
    }
}
