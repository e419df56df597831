//! A record type as it is asked: readers of its plan, and claims tried on records.

use super::finding::{Finding, FindingKind, Site};
use super::formula::Formula;
use super::read::{Reader, Switches};
use super::record_type::RecordType;
use super::rows::{Answer, Question, RestsOn};
use super::search::Budget;
use super::settle::Values;
use super::space::Space;
use super::tries::opaque_fields;
use super::witness::{Replayed, Told, Witness};
use crate::eval::Functions;
use crate::model::{Model, RecordId};
use crate::plan::{Plan, RecordPlan, Slot};
use crate::value::{Truth, Value};
use std::rc::Rc;

/// A record type, with all that its analysis needs.
pub(super) struct OfType<'m> {
    pub model: &'m Model,
    pub plan: &'m Plan,
    pub steps: &'m RecordPlan,
    pub functions: &'m dyn Functions,
    pub budget: &'m Budget,
    /// `true` where the regions of findings are wanted, not only whether there are any.
    pub regions: bool,
}

impl<'m> OfType<'m> {
    /// A record type of a model.
    pub fn of(
        model: &'m Model,
        plan: &'m Plan,
        record: RecordId,
        functions: &'m dyn Functions,
        budget: &'m Budget,
    ) -> Option<OfType<'m>> {
        let steps = plan.record(record)?;
        Some(OfType { model, plan, steps, functions, budget, regions: false })
    }

    /// A reader of the record type.
    pub fn reader(&self, switches: Switches) -> Reader<'m> {
        Reader::new(self.model, self.plan, self.steps, switches, self.budget)
    }

    /// The condition that all guards hold.
    pub fn guard(&self, reader: &mut Reader<'_>, guards: &[Slot]) -> Rc<Formula> {
        let all: Vec<_> = guards.iter().map(|guard| reader.truth(*guard)).collect();
        Formula::and(all)
    }

    /// The record of an answer, if it does what is claimed.
    pub fn shown(
        &self,
        question: &Question<'_>,
        answer: Answer,
        guards: &[Slot],
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Shown {
        let (region, values): (_, Values) = match answer {
            Answer::Record(region, values) => (region, values),
            Answer::None(_) => return Shown::Never,
            Answer::Undecided => return Shown::Undecided,
        };
        let rests_on = question.rests_on(&region);
        let record = self.steps.record;
        let witness = Witness::of(&question.space, record, &values, self.plan);
        self.shown_by(&question.space, witness, &rests_on, guards, claim)
    }

    /// The record type with its model, its plan and its steps.
    pub fn record_type(&self) -> RecordType<'m> {
        RecordType { model: self.model, plan: self.plan, steps: self.steps }
    }

    /// The same as [`OfType::replayed`]; where the record does not do what is claimed, of records
    /// like it one that does.
    pub fn shown_by(
        &self,
        space: &Space,
        witness: Witness,
        rests_on: &RestsOn,
        guards: &[Slot],
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Shown {
        // Others are made only where the record itself does not do.
        let like = || self.record_type().like(&opaque_fields(space), &witness);
        let mut all = std::iter::once(witness.clone()).chain(std::iter::once_with(like).flatten());
        let shown = all.find_map(|one| match self.replayed(one, rests_on, guards, claim) {
            Shown::By(witness) => Some(Shown::By(witness)),
            Shown::Never | Shown::Undecided => None,
        });
        shown.unwrap_or(Shown::Undecided)
    }

    /// A record that was made up, run and held against what is claimed of it.
    pub fn replayed(
        &self,
        mut witness: Witness,
        rests_on: &RestsOn,
        guards: &[Slot],
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Shown {
        // Two values over the same parts tie each other in ways that are not known here.
        let tied = rests_on.columns.len() > 1;
        let Some(replayed) = witness.run(self.model, self.plan, self.functions).filter(|_| !tied)
        else {
            return Shown::Undecided;
        };
        let applies = guards.iter().all(|guard| replayed.truth(*guard) == Truth::True);
        if !applies || !claim(&replayed) {
            return Shown::Undecided;
        }
        witness.told = self.told(&witness, &replayed, rests_on);
        Shown::By(witness)
    }

    /// Values that a claim rests on: what is worked out and compared, then the fields.
    fn told(
        &self,
        witness: &Witness,
        replayed: &Replayed,
        rests_on: &RestsOn,
    ) -> Vec<(Told, Value)> {
        let total = rests_on.total.and_then(|(block, slot)| {
            Some((Told::Total(block), Value::Num(replayed.points(slot)?)))
        });
        let derived = self.model.records[witness.record].derived.ids();
        let derived = derived.filter_map(|id| {
            let slot = self.steps.derived.get(id.index())?.value?;
            rests_on.slots.contains(&slot).then(|| (Told::Derived(id), replayed.value(slot)))
        });
        let fields = rests_on.fields.iter().map(|field| {
            let value = witness.value(*field).cloned().unwrap_or(Value::Missing);
            (Told::Field(*field), value)
        });
        let day = witness.as_of.filter(|_| rests_on.as_of);
        let day = day.map(|day| (Told::AsOf, Value::Date(day)));
        total.into_iter().chain(derived).chain(fields).chain(day).collect()
    }
}

/// A claim, as far as it could be shown.
pub(super) enum Shown {
    /// No record does it, which was proved.
    Never,
    /// A record that does it.
    By(Witness),
    /// It could not be told.
    Undecided,
}

impl Shown {
    /// The record, taken out.
    pub fn take(&mut self) -> Option<Witness> {
        match std::mem::replace(self, Shown::Undecided) {
            Shown::By(witness) => Some(witness),
            other => {
                *self = other;
                None
            }
        }
    }

    /// The finding that the claim is.
    pub fn finding(self, kind: FindingKind, site: Site, rows: &[usize]) -> Option<Finding> {
        match self {
            Shown::Never => None,
            Shown::By(witness) => {
                Some(Finding { witnesses: vec![witness], ..Finding::of(kind, site, rows) })
            }
            Shown::Undecided => Some(Finding::of(FindingKind::Undecided, site, rows)),
        }
    }
}
