//! Filters of aggregates: conditions on the records that count, which every record fulfils, or
//! none.
//!
//! Silence about one rests on a record that counts and one that does not, both run. Of a filter
//! that asks what a block concludes only what is proved is told: its clauses are asked themselves.

use super::clock::Clock;
use super::finding::{About, Finding, FindingKind};
use super::formula::Formula;
use super::of_type::{OfType, Shown};
use super::read::Switches;
use super::rows::{Answer, Question};
use super::scored::Asked;
use super::space::Space;
use super::timed::Done;
use super::witness::{Replayed, Witness};
use crate::plan::{Op, RowPlan, Rows, Slot};
use crate::value::Truth;
use std::collections::BTreeSet;
use std::rc::Rc;

impl OfType<'_> {
    /// Asks the filters of the aggregates over the record type.
    pub fn filters(&self, found: &mut Vec<Finding>) {
        for over in &self.steps.over {
            let Some(filter) = over.filter else { continue };
            let question = self.filter(filter, Switches::Open);
            let is_none = |answer| matches!(answer, Answer::None(_));
            let kind = match (is_none(question.holds(0)), is_none(question.fails(0))) {
                (true, false) => FindingKind::Never,
                (false, true) => FindingKind::Always,
                // What has no value is told where that is lacking.
                (true, true) => continue,
                (false, false) if self.takes_some(filter) => continue,
                (false, false) => FindingKind::Undecided,
            };
            let shown = match kind {
                FindingKind::Never => Some((question.fails(0), Truth::False)),
                FindingKind::Always => Some((question.holds(0), Truth::True)),
                _ => None,
            };
            // The other one: a record that is left out, or one that counts.
            let witness = shown.and_then(|(answer, truth)| {
                self.shown(&question, answer, &[], &|one| one.truth(filter) == truth).take()
            });
            let witnesses = witness.into_iter().collect();
            let finding = Finding::of(kind, About::Filter(over.aggregate), &[0]);
            found.push(Finding { witnesses, ..finding });
        }
    }

    /// The question about a filter. A record counts on any day on which it is looked at.
    fn filter(&self, filter: Slot, switches: Switches) -> Question<'_> {
        let clock = if self.steps.reads_as_of([filter]) { Clock::Further } else { Clock::Within };
        let mut reader = self.reader(switches).at(clock, BTreeSet::new());
        let condition = reader.truth(filter);
        let unreachable = |space: &mut Space| self.leave_out_unreachable(space, switches);
        let always = Rc::new(Formula::settled(true));
        Question::without(reader, &always, &[condition], &unreachable)
    }

    /// Returns `true` of a filter that takes a record and leaves one out, as was seen, and of one
    /// of which that is not asked: it rests on what a block concludes, or on a parameter that is
    /// set so.
    fn takes_some(&self, filter: Slot) -> bool {
        let mut question = self.filter(filter, Switches::AsSet);
        let run = |witness: &Witness| witness.run(self.model, self.plan, self.functions);
        let asked = self.asked(&mut question, &run, &|replayed: &Replayed, wanted| {
            wanted.is_none_or(|truth| replayed.truth(filter) == truth)
        });
        let rows = [RowPlan { when: filter, gives: filter }];
        let rows = Rows::Each(rows.into());
        let scored = |answer: Answer, truth: Truth| {
            let asked = Asked { guards: &[], rows: &rows };
            let does = |replayed: &Replayed| replayed.truth(filter) == truth;
            matches!(self.shown_of(&question, answer, &asked, &does), Shown::By(_))
        };
        let holds = asked.holds != Done::Undecided || scored(question.holds(0), Truth::True);
        let fails = asked.fails != Done::Undecided || scored(question.fails(0), Truth::False);
        holds && fails || self.concludes(filter)
    }

    /// Returns `true` of a slot that rests on what a block concludes.
    fn concludes(&self, slot: Slot) -> bool {
        let rests = self.steps.rests_on([slot]);
        self.steps.steps.enumerate().any(|(own, step)| {
            rests.get(own.index()) == Some(&true)
                && matches!(step.op, Op::Verdict(_) | Op::IsVerdict(..))
        })
    }
}
