//! Content of a part of the rules: the conditions that stand there, and what each gives.

use super::clock::Clock;
use super::finding::Site;
use super::formula::Formula;
use super::number::Number;
use super::of_type::OfType;
use super::read::Reader;
use crate::model::{
    AggregateId, BlockId, BlockKind, ClauseKind, DerivedId, DerivedKind, EventId, HitPolicy, Model,
    PeriodicId, RecordId,
};
use crate::plan::{BlockPlanKind, GradingPlan, Kind, Rows, ScorecardPlan, Slot};
use crate::value::Compare;
use std::rc::Rc;

/// Part of the rules that two versions are compared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A list of rows, caps or clauses, or a derivation.
    Site(Site),
    /// The filter of an aggregate over records of this type.
    Filter(RecordId, AggregateId),
    /// The ranges of fields and what cannot be: which records are data errors.
    Refused(RecordId),
    /// A condition that is asked over time.
    Timed(Timed),
}

/// A condition that is asked over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timed {
    /// Condition that is asked in each period, of records of this type.
    Each(RecordId, PeriodicId),
    /// Condition that makes something done, of records of this type.
    Event(RecordId, EventId),
    /// A deadline: a clause of a block, by its place.
    Due(BlockId, usize),
}

impl Part {
    /// The record type that the part is about.
    pub fn record(self, model: &Model) -> RecordId {
        match self {
            Part::Filter(record, _) | Part::Refused(record) => record,
            Part::Site(site) => site.record(model),
            Part::Timed(Timed::Each(record, _) | Timed::Event(record, _)) => record,
            Part::Timed(Timed::Due(block, _)) => model.blocks[block].record,
        }
    }

    /// The days on which the part is asked: what holds in a period or on a day may be asked on any.
    pub(super) fn clock(self) -> Clock {
        match self {
            Part::Site(_) | Part::Filter(..) | Part::Refused(_) => Clock::Within,
            Part::Timed(Timed::Each(..) | Timed::Event(..)) => Clock::Between(None, None),
            Part::Timed(Timed::Due(..)) => Clock::Further,
        }
    }
}

/// A condition, and what it gives.
#[derive(Clone, PartialEq)]
pub(super) struct Line {
    pub when: Rc<Formula>,
    pub gives: Gives,
}

/// Value that a row gives, or a formula; what a clause or cap does where it holds.
#[derive(Clone, PartialEq)]
pub(super) enum Gives {
    Nothing,
    Number(Rc<Number>),
    Truth(Rc<Formula>),
    Clause(ClauseKind, String),
    Cap(Option<u32>, Option<String>),
}

/// Content of a site.
#[derive(PartialEq)]
pub(super) enum Content {
    /// Lines of which the first that holds gives its value.
    InTurn(Vec<Line>),
    /// Lines that stand each for itself.
    Each(Vec<Line>),
    /// A formula, by what it gives.
    Value(Gives),
}

/// Slots of a scorecard that is graded.
pub(super) fn scorecard<'p>(
    of: &OfType<'p>,
    block: BlockId,
) -> Option<(&'p ScorecardPlan, &'p GradingPlan)> {
    match &of.steps.block(block)?.kind {
        BlockPlanKind::Scorecard(card) => Some((card, card.grading.as_ref()?)),
        BlockPlanKind::Clauses { .. } => None,
    }
}

/// The condition that two values differ; `None` where it cannot be read.
pub(super) fn unequal(reader: &mut Reader<'_>, one: &Gives, other: &Gives) -> Option<Rc<Formula>> {
    match (one, other) {
        (Gives::Number(one), Gives::Number(other)) => {
            reader.compared_numbers(Compare::NotEqual, one, other)
        }
        (Gives::Truth(one), Gives::Truth(other)) => {
            let not = |formula: &Rc<Formula>| Formula::not(Rc::clone(formula));
            Some(Formula::or([
                Formula::and([Rc::clone(one), not(other)]),
                Formula::and([not(one), Rc::clone(other)]),
            ]))
        }
        (
            Gives::Nothing
            | Gives::Number(_)
            | Gives::Truth(_)
            | Gives::Clause(..)
            | Gives::Cap(..),
            _,
        ) => None,
    }
}

/// The condition on which a site is asked, and what stands there.
pub(super) fn content(
    of: &OfType<'_>,
    reader: &mut Reader<'_>,
    part: Part,
) -> Option<(Rc<Formula>, Content)> {
    let always = Rc::new(Formula::settled(true));
    let plan = |block: BlockId| of.steps.block(block);
    let site = match part {
        Part::Site(site) => site,
        Part::Filter(_, id) => {
            let over = of.steps.over.iter().find(|over| over.aggregate == id)?;
            return Some((always, Content::Value(value(of, reader, over.filter?))));
        }
        Part::Refused(_) => return None,
        Part::Timed(timed) => return over_time(of, reader, timed),
    };
    match site {
        Site::Table(record, id) => Some((always, derived(of, reader, record, id)?)),
        Site::Criterion(block, place) => {
            let plan = plan(block)?;
            let (BlockPlanKind::Scorecard(card), BlockKind::Scorecard(model)) =
                (&plan.kind, &of.model.blocks[block].kind)
            else {
                return None;
            };
            let guard = of.guard(reader, &plan.guards);
            let lines = lines(of, reader, &card.criteria.get(place)?.rows)?;
            let sum = model.criteria.get(place)?.sum;
            Some((guard, if sum { Content::Each(lines) } else { Content::InTurn(lines) }))
        }
        Site::Caps(block) => {
            let guard = of.guard(reader, &plan(block)?.guards);
            let (_, grading) = scorecard(of, block)?;
            let mut lines = conditions(reader, grading.caps.iter().copied());
            if let BlockKind::Scorecard(model) = &of.model.blocks[block].kind {
                let caps = model.grading.iter().flat_map(|grading| &grading.caps);
                lines.iter_mut().zip(caps).for_each(|(line, cap)| {
                    line.gives = Gives::Cap(cap.grade, cap.reason.clone());
                });
            }
            Some((guard, Content::Each(lines)))
        }
        Site::Clauses(block) => {
            let plan = plan(block)?;
            let BlockPlanKind::Clauses { clauses, .. } = &plan.kind else { return None };
            let guard = of.guard(reader, &plan.guards);
            let mut lines = conditions(reader, clauses.iter().map(|clause| clause.condition));
            for (line, clause) in lines.iter_mut().zip(of.model.blocks[block].clauses()) {
                line.gives = Gives::Clause(clause.kind, clause.reason.clone());
                if clause.kind == ClauseKind::Require || clause.kind == ClauseKind::Due {
                    line.when = Formula::not(Rc::clone(&line.when));
                }
            }
            Some((guard, Content::Each(lines)))
        }
        Site::Guards(block) => {
            let when = of.guard(reader, &plan(block)?.guards);
            Some((always, Content::Each(vec![Line { when, gives: Gives::Nothing }])))
        }
        Site::Grades(_) => None,
    }
}

/// What is asked over time; of a deadline also that it is not due yet, and this pack's to ask.
fn over_time(
    of: &OfType<'_>,
    reader: &mut Reader<'_>,
    timed: Timed,
) -> Option<(Rc<Formula>, Content)> {
    let (guard, slots) = match timed {
        Timed::Each(_, id) => (Vec::new(), vec![of.steps.periodic(id)?.condition]),
        Timed::Event(_, id) => {
            let event = of.steps.events.iter().find(|event| event.id == id)?;
            (Vec::new(), vec![event.condition])
        }
        Timed::Due(block, place) => {
            let plan = of.steps.block(block)?;
            let BlockPlanKind::Clauses { clauses, .. } = &plan.kind else { return None };
            let clause = clauses.get(place)?;
            let asked = [clause.not_due, clause.own].into_iter().flatten();
            (plan.guards.clone(), asked.chain([clause.condition]).collect())
        }
    };
    let guard = of.guard(reader, &guard);
    Some((guard, Content::Each(conditions(reader, slots.into_iter()))))
}

fn conditions(reader: &mut Reader<'_>, slots: impl Iterator<Item = Slot>) -> Vec<Line> {
    slots.map(|slot| Line { when: reader.truth(slot), gives: Gives::Nothing }).collect()
}

/// A derivation or table.
fn derived(
    of: &OfType<'_>,
    reader: &mut Reader<'_>,
    record: RecordId,
    id: DerivedId,
) -> Option<Content> {
    let plan = of.steps.derived.get(id.index())?;
    match &of.model.records[record].derived[id].kind {
        DerivedKind::Formula(_) => Some(Content::Value(value(of, reader, plan.value?))),
        DerivedKind::Table { policy, .. } => {
            let lines = lines(of, reader, &plan.rows)?;
            Some(match policy {
                HitPolicy::First | HitPolicy::Unique => Content::InTurn(lines),
                HitPolicy::Sum | HitPolicy::All => Content::Each(lines),
            })
        }
    }
}

fn value(of: &OfType<'_>, reader: &mut Reader<'_>, slot: Slot) -> Gives {
    match of.steps.steps[slot].kind {
        Kind::Truth => Gives::Truth(reader.truth(slot)),
        Kind::Number | Kind::Date | Kind::Code | Kind::Text => Gives::Number(reader.number(slot)),
        Kind::Points | Kind::Grades | Kind::Verdict => Gives::Nothing,
    }
}

/// The rows of a table or criterion; `None` of more than are read.
fn lines(of: &OfType<'_>, reader: &mut Reader<'_>, rows: &Rows) -> Option<Vec<Line>> {
    let line = |(when, gives)| Line { when, gives };
    if let Rows::Each(each) = rows {
        let gives: Vec<Gives> = each.iter().map(|row| value(of, reader, row.gives)).collect();
        return Some(reader.rows(rows).into_iter().zip(gives).map(line).collect());
    }
    let numbers = reader.row_numbers(rows)?;
    Some(numbers.into_iter().map(|(when, number)| line((when, Gives::Number(number)))).collect())
}
