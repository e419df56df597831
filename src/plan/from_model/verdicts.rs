//! Tests of verdicts to steps, and which records targets over verdicts take.

use super::super::{BlockPlanKind, ClausePlan, VerdictsPlan};
use super::{Constant, Kind, Lowering, Op, Slot};
use crate::model::{Aggregate, BlockId, Clause, Timing, Verdict, VerdictTest};
use crate::value::Compare;

impl Lowering<'_> {
    /// Truth of a test. A record that the block does not apply to has none of the verdicts.
    pub(super) fn verdict(&mut self, test: &VerdictTest) -> Slot {
        let block = self.block(test.block);
        let BlockPlanKind::Clauses { verdict, .. } = block.kind else {
            return self.constant(Constant::Missing, Kind::Truth);
        };
        let is = Op::IsVerdict(verdict, Box::new(test.clone()));
        let is = self.builder.push(is, Kind::Truth);
        let without = self.constant(Constant::Truth(test.negated), Kind::Truth);
        self.builder.push(Op::Select(block.applies, is, without), Kind::Truth)
    }

    /// Slot of the records that an aggregate sees. Of targets, one over verdicts sees those
    /// that the blocks apply to and that are due by now; one that asks for what is not due yet,
    /// all.
    pub(super) fn over_verdicts(
        &mut self,
        aggregate: &Aggregate,
        seen: Option<Slot>,
    ) -> (Option<Slot>, Option<VerdictsPlan>) {
        let model = self.model;
        let filter = aggregate.filter.as_ref().filter(|_| aggregate.of_targets);
        let tests =
            filter.map_or_else(Vec::new, |filter| model.verdicts_in(aggregate.over, filter));
        if tests.is_empty() {
            return (seen, None);
        }
        let mut blocks: Vec<BlockId> = tests.iter().map(|test| test.block).collect();
        blocks.sort_unstable();
        blocks.dedup();
        let applies = blocks.iter().map(|id| self.block(*id).applies);
        let asked: Vec<Slot> = seen.into_iter().chain(applies.collect::<Vec<_>>()).collect();
        let asked = self.both(asked);
        let all = tests.iter().any(|test| test.named.contains(&Verdict::NotDue));
        let due: Vec<Slot> = match all {
            true => Vec::new(),
            false => blocks.iter().flat_map(|id| self.due_by_now(*id)).collect(),
        };
        if due.is_empty() {
            return (Some(asked), Some(VerdictsPlan { not_due: None }));
        }
        let due = self.both(due);
        let early = self.builder.push(Op::Not(due), Kind::Truth);
        let not_due = Some(self.both(vec![asked, early]));
        (Some(self.both(vec![asked, due])), Some(VerdictsPlan { not_due }))
    }

    /// Slots of the clauses that must be due: the last day has come, or a period is over.
    fn due_by_now(&mut self, id: BlockId) -> Vec<Slot> {
        let clauses = self.model.blocks[id].clauses();
        let BlockPlanKind::Clauses { clauses: plans, .. } = self.block(id).kind else {
            return Vec::new();
        };
        clauses
            .iter()
            .zip(&plans)
            .filter_map(|(clause, plan)| self.clause_due(clause, plan))
            .collect()
    }

    /// `None` of a clause that asks its condition as of the day; one of another pack holds nothing
    /// up.
    fn clause_due(&mut self, clause: &Clause, plan: &ClausePlan) -> Option<Slot> {
        let due = match (&clause.timing, plan.due) {
            (Some(Timing::Due(due)), Some(plan)) => {
                let starts = due.starts.as_ref().map(|starts| self.expr(starts));
                let today = self.builder.push(Op::Today, Kind::Date);
                let mut days: Vec<Slot> = starts.into_iter().chain([plan.last]).collect();
                for day in &mut days {
                    let come = Op::Compare(Compare::AtMost, *day, today);
                    *day = self.builder.push(come, Kind::Truth);
                }
                self.both(days)
            }
            (Some(Timing::Each(id)), _) => {
                let step = Box::new(self.periodic_step(*id));
                self.builder.push(Op::PeriodAsked(step), Kind::Truth)
            }
            (Some(Timing::Due(_)) | None, _) => return None,
        };
        let Some(own) = plan.own else { return Some(due) };
        let others = self.builder.push(Op::Not(own), Kind::Truth);
        Some(self.builder.push(Op::Or(Box::new([others, due])), Kind::Truth))
    }

    fn both(&mut self, all: Vec<Slot>) -> Slot {
        match all.as_slice() {
            [only] => *only,
            _ => self.builder.push(Op::And(all.into()), Kind::Truth),
        }
    }
}
