//! The search: what is asked about a record, and what is told of it.

use super::candidates::Tried;
use super::outcome::Standing;
use super::questions::questions;
use super::told;
use super::trial::{Asked, MOST_VARIANTS, Search};
use super::{Extent, Found};
use crate::eval::{Context, Frame, Status};
use crate::plan::{Atom, BlockPlanKind, Op};
use crate::table::Inputs;
use crate::value::{Compare, Num};

impl Search<'_> {
    /// Changes that would change the outcome of a record, by the frame of a run of all that the
    /// outcome rests on and its place there, and by its table and its place there.
    pub fn run(
        &mut self,
        one: (&Frame, usize),
        of: (&Inputs, usize),
        context: &Context<'_>,
        extent: Extent,
    ) -> Found {
        let Some(asked) = Asked::of(self, one, of, context, extent.fields(), MOST_VARIANTS) else {
            return Found::default();
        };
        let status = asked.base.status;
        match status {
            Status::Decided => asked.found(extent),
            Status::Undetermined => questions(asked),
            Status::DataError | Status::NotApplicable => Found::default(),
        }
    }
}

impl Asked<'_, '_> {
    fn found(mut self, extent: Extent) -> Found {
        let mut found = Found {
            result: self.base.result,
            is_best: self.base.result.is_some() && self.base.result == self.search.best,
            rests_on_others: self.search.rests_on_others,
            needed: self.needed(),
            ..Found::default()
        };
        if found.is_best && extent.is_fewest() {
            return found;
        }
        let singles = self.singles(Tried::Nearest);
        if !extent.is_fewest() {
            if extent.fields() > 1 {
                found.sufficient = Search::sufficient(&mut self);
            }
            found.reasons = told::reasons(&self, &singles);
            found.criteria = told::criteria(&mut self, &singles);
        }
        if found.is_best {
            found.slack = told::slack(&self, &singles);
        } else if let Some(result) = self.base.result {
            self.ways(result, &singles, extent, &mut found);
        }
        found.complete_up_to = self.complete_up_to;
        found
    }

    /// The total from which the row of the next better grade holds, if it asks for one and the
    /// record has less.
    fn needed(&self) -> Option<Num> {
        let Search { goal, steps, .. } = &*self.search;
        let BlockPlanKind::Scorecard(card) = &goal.block()?.kind else { return None };
        let Op::Grading(grading) = &steps.steps[card.grading.as_ref()?.grades].op else {
            return None;
        };
        let Standing::Grade(own) = self.base.result? else { return None };
        let better = grading.rows.iter().filter(|row| row.grade < own);
        let next = better.max_by_key(|row| row.grade)?;
        let is_joined =
            |atom: &Atom| matches!(atom, Atom::Total(..) | Atom::Truth(_) | Atom::And(_));
        let threshold = next.when.of_total.iter().find_map(|atom| match atom {
            Atom::Total(Compare::AtLeast, slot) => Some(*slot),
            _ => None,
        });
        let slot = threshold.filter(|_| next.when.of_total.iter().all(is_joined))?;
        let (frame, row) = self.one;
        let needed = frame.number(slot, row).into_known()?;
        (self.base.total.as_ref()? < &needed).then_some(needed)
    }
}
