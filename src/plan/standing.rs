//! Steps of a record type that stand in an earlier version of its plan: what rests on them alone is
//! what it was.

use super::{
    BlockPlan, BlockPlanKind, DerivedPlan, Kind, Names, Op, OverPlan, RecordPlan, ScorecardPlan,
    Slot,
};
use crate::index::Arena;
use crate::model::BlockId;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Steps that stand in an earlier version of a plan, by the slots that they have there.
#[derive(Debug)]
pub struct Standing<'p> {
    now: &'p RecordPlan,
    before: &'p RecordPlan,
    slots: Vec<Option<Slot>>,
    /// The plan of now by the slots of before, without its steps.
    named: RecordPlan,
}

impl<'p> Standing<'p> {
    /// The steps of a plan that stand in an earlier one of the same record type. What an operation
    /// names besides slots (a parameter, an aggregate) may be another thing of the same number:
    /// `same` says of which it is what it was.
    pub fn of(
        now: &'p RecordPlan,
        before: &'p RecordPlan,
        same: &dyn Fn(&Op) -> bool,
    ) -> Standing<'p> {
        let known: HashMap<(&Op, Kind), Slot, RandomState> =
            before.steps.enumerate().map(|(slot, step)| ((&step.op, step.kind), slot)).collect();
        let mut slots: Vec<Option<Slot>> = Vec::with_capacity(now.steps.len());
        for step in now.steps.iter().filter(|_| now.record == before.record) {
            let mut all = same(&step.op);
            let op = step.op.renamed(&mut |slot| {
                let own = slots.get(slot.index()).copied().flatten();
                all &= own.is_some();
                own.unwrap_or(slot)
            });
            slots.push(known.get(&(&op, step.kind)).copied().filter(|_| all));
        }
        let elsewhere = Slot::new(before.steps.len());
        let named = now.renamed(Arena::default(), &Names::default(), &mut |slot| {
            slots.get(slot.index()).copied().flatten().unwrap_or(elsewhere)
        });
        Standing { now, before, slots, named }
    }

    /// Returns `true` if all that the record type has beside its derivations, tables and blocks
    /// stands: fields, what they may be, what it sees of other records.
    pub fn declared(&self) -> bool {
        let (now, before) = (&self.named, self.before);
        now.inputs == before.inputs
            && now.fields == before.fields
            && now.from_parts == before.from_parts
            && now.previous == before.previous
            && now.complete == before.complete
            && now.ranges == before.ranges
            && now.required == before.required
            && now.impossible == before.impossible
            && now.periodics == before.periodics
            && now.events == before.events
    }

    /// Returns `true` if aggregates over the record type read what they did.
    pub fn over(&self) -> bool {
        self.named.over == self.before.over
    }

    /// Returns `true` of a derivation or table that stands.
    pub fn derived(&self, place: usize) -> bool {
        let own = self.named.derived.get(place);
        own.is_some() && own == self.before.derived.get(place)
    }

    /// Returns `true` of a block that stands.
    pub fn block(&self, id: BlockId) -> bool {
        let own = self.named.block(id);
        own.is_some() && own == self.before.block(id)
    }

    /// The slots of a criterion that stands, with those of the guards of its block.
    pub fn criterion(&self, id: BlockId, place: usize) -> Option<Vec<Slot>> {
        let criterion = |block: &'p BlockPlan| block.card()?.criteria.get(place);
        let named = self.named.block(id)?.card()?.criteria.get(place);
        let (before, now) = (self.before.block(id)?, self.now.block(id)?);
        (named == criterion(before)).then_some(())?;
        let mut slots = self.guards(id)?;
        slots.extend(visited(|visit| _ = criterion(now).map(|one| one.renamed(visit))));
        Some(slots)
    }

    /// The slots of caps that stand, with those of the guards of their block.
    pub fn caps(&self, id: BlockId) -> Option<Vec<Slot>> {
        let caps = |plan: &RecordPlan| Some(plan.block(id)?.card()?.grading.as_ref()?.caps.clone());
        (caps(&self.named)? == caps(self.before)?).then_some(())?;
        let mut slots = self.guards(id)?;
        slots.extend(caps(self.now)?);
        Some(slots)
    }

    /// The slots of the guards of a block, if they stand.
    pub fn guards(&self, id: BlockId) -> Option<Vec<Slot>> {
        let (now, before) = (self.now.block(id)?, self.before.block(id)?);
        let stand = self.named.block(id)?.guards == before.guards;
        stand.then(|| now.guards.clone())
    }

    /// Returns `true` if every step stands, and no other did.
    pub fn whole(&self) -> bool {
        let all: Vec<Slot> = self.now.steps.ids().collect();
        self.before.steps.len() == all.len() && self.in_order(&vec![true; all.len()]).is_some()
    }

    /// The slots among some steps, `true` for each, with those that they have in the earlier plan;
    /// `None` where one does not stand, or they stand in another order.
    pub fn in_order(&self, steps: &[bool]) -> Option<Vec<(Slot, Slot)>> {
        let mut all: Vec<(Slot, Slot)> = Vec::new();
        for (slot, _) in self.now.steps.ids().zip(steps).filter(|(_, wanted)| **wanted) {
            let before = self.slots.get(slot.index()).copied().flatten()?;
            if all.last().is_some_and(|(_, last)| *last >= before) {
                return None;
            }
            all.push((slot, before));
        }
        Some(all)
    }
}

/// The slots that a renaming meets, in its order.
fn visited(rename: impl FnOnce(&mut dyn FnMut(Slot) -> Slot)) -> Vec<Slot> {
    let mut slots = Vec::new();
    rename(&mut |slot| {
        slots.push(slot);
        slot
    });
    slots
}

impl BlockPlan {
    fn card(&self) -> Option<&ScorecardPlan> {
        match &self.kind {
            BlockPlanKind::Scorecard(card) => Some(card),
            BlockPlanKind::Clauses { .. } => None,
        }
    }

    /// The slots of what it concludes: the points, the total and the grade, or the verdict.
    pub fn conclusions(&self) -> Vec<Slot> {
        match &self.kind {
            BlockPlanKind::Scorecard(card) => {
                let grades = card.grading.iter().map(|grading| grading.grades);
                grades.chain([card.total]).collect()
            }
            BlockPlanKind::Clauses { verdict, .. } => vec![*verdict],
        }
    }

    /// The slots that a block decides by.
    pub fn slots(&self) -> Vec<Slot> {
        visited(|visit| _ = self.renamed(visit))
    }
}

impl DerivedPlan {
    /// The slots that a derivation or table has its value by.
    pub fn slots(&self) -> Vec<Slot> {
        visited(|visit| _ = self.renamed(visit))
    }
}

impl RecordPlan {
    /// The slots that each block and table of the record type may be asked with: those of its
    /// fields, of what they may be, of what it sees of other records and of other days.
    pub fn declared_slots(&self) -> Vec<Slot> {
        let mut slots: Vec<Slot> = self.inputs.iter().chain(&self.fields).copied().collect();
        slots.extend(self.from_parts.iter().map(|(_, slot)| *slot));
        slots.extend(self.previous.iter().flat_map(|each| [each.input, each.value]));
        slots.extend(self.complete.iter().map(|(_, slot)| *slot));
        slots.extend(self.ranges.iter().map(|(_, slot)| *slot));
        slots.extend(&self.impossible);
        slots.extend(visited(|visit| {
            self.periodics.iter().for_each(|periodic| _ = periodic.renamed(visit));
            self.events.iter().for_each(|event| _ = event.renamed(visit));
        }));
        slots
    }

    /// The slots that aggregates over the record type read.
    pub fn over_slots(&self) -> Vec<Slot> {
        self.over.iter().flat_map(OverPlan::slots).collect()
    }
}
