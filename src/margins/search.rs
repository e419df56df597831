//! The search: what is asked about a record, and what is told of it.

use super::outcome::Standing;
use super::questions::questions;
use super::told;
use super::trial::{Asked, MOST_VARIANTS, Search};
use super::{Extent, Found};
use crate::eval::{Context, Status};
use crate::plan::{Atom, BlockPlanKind, Op};
use crate::table::Inputs;
use crate::value::{Compare, Num, Value};

impl Search<'_> {
    /// Changes that would change the outcome of a record.
    pub fn run(
        &mut self,
        table: &Inputs,
        row: usize,
        context: &Context<'_>,
        extent: Extent,
    ) -> Found {
        let own = self.open.iter().map(|open| {
            let column = table.columns.get(open.field.index());
            column.map_or(Value::Missing, |column| column.value(row, &table.texts))
        });
        let own = own.collect::<Vec<Value>>();
        let base = self.base(table, row, context);
        let Some(base) = base.filter(|base| base.is_possible) else { return Found::default() };
        let (status, left) = (base.status, MOST_VARIANTS);
        let day = context.view.as_of;
        let mut gathered = self.open.iter().zip(&own).filter(|(open, _)| open.is_gathered);
        let is_followed = !gathered.any(|(open, own)| open.can_change(own, day));
        let complete_up_to = if is_followed { extent.fields() } else { 0 };
        let asked = Asked { search: self, table, row, context, own, base, left, complete_up_to };
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
        let singles = self.singles();
        if !extent.is_fewest() {
            if extent.fields() > 1 {
                found.sufficient = Search::sufficient(&mut self);
            }
            found.criteria = told::criteria(&self, &singles);
            found.reasons = told::reasons(&self, &singles);
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
        let Search { block, steps, .. } = &*self.search;
        let BlockPlanKind::Scorecard(card) = &block.kind else { return None };
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
        let needed = self.search.frame(0)?.number(slot, 0).into_known()?;
        (self.base.total.as_ref()? < &needed).then_some(needed)
    }
}
