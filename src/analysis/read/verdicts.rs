//! Verdicts of blocks, read as what their clauses ask.

use super::super::formula::Formula;
use super::Reader;
use crate::model::{ClauseKind, Verdict, VerdictTest};
use crate::plan::{ClauseStep, Op, Slot};
use std::rc::Rc;

impl Reader<'_> {
    /// The condition that a block came to some verdicts, where its clauses ask nothing over time.
    pub(super) fn is_verdict(
        &mut self,
        slot: Slot,
        verdict: Slot,
        test: &VerdictTest,
    ) -> Rc<Formula> {
        let steps = self.steps;
        let Op::Verdict(clauses) = &steps.steps[verdict].op else {
            return self.opaque_truth(slot);
        };
        if clauses.iter().any(|clause| clause.not_due.is_some() || clause.own.is_some()) {
            return self.opaque_truth(slot);
        }
        let (rejected, to_review) = self.brought_about(clauses);
        let mut named = Vec::new();
        for verdict in &test.named {
            named.push(match verdict {
                Verdict::Rejected => Rc::clone(&rejected),
                Verdict::ToReview => {
                    Formula::and([Formula::not(Rc::clone(&rejected)), Rc::clone(&to_review)])
                }
                Verdict::Met => Formula::and([
                    Formula::not(Rc::clone(&rejected)),
                    Formula::not(Rc::clone(&to_review)),
                ]),
                Verdict::NotDue => Rc::new(Formula::settled(false)),
                Verdict::Incomplete => return self.opaque_truth(slot),
            });
        }
        let any = Formula::or(named);
        if test.negated { Formula::not(any) } else { any }
    }

    /// The conditions on which clauses reject, and on which they ask for a review.
    fn brought_about(&mut self, clauses: &[ClauseStep]) -> (Rc<Formula>, Rc<Formula>) {
        let (mut rejected, mut to_review) = (Vec::new(), Vec::new());
        for clause in clauses {
            let condition = self.truth(clause.condition);
            match clause.kind {
                ClauseKind::Require | ClauseKind::Due => rejected.push(Formula::not(condition)),
                ClauseKind::Reject => rejected.push(condition),
                ClauseKind::Refer => to_review.push(condition),
                ClauseKind::Applies | ClauseKind::Warn | ClauseKind::Prefer => {}
            }
        }
        (Formula::or(rejected), Formula::or(to_review))
    }
}
