//! Conditions that no record meets together: of one block, and of two checks of the same records.

use super::finding::{Finding, FindingKind, Site};
use super::formula::Formula;
use super::of_type::OfType;
use super::read::{Reader, Switches};
use super::rows::{Answer, Question};
use crate::model::{BlockId, BlockKind, ClauseKind};
use crate::plan::{BlockPlan, BlockPlanKind};
use std::rc::Rc;

/// The most pairs of checks that are held against each other.
const MOST_PAIRS: usize = 500;

impl OfType<'_> {
    /// Blocks whose verdict no record can be, and pairs of checks of which every record fails one.
    pub fn contradictions(&self, found: &mut Vec<Finding>) {
        let mut checks: Vec<(BlockId, &BlockPlan)> = Vec::new();
        for (id, block) in &self.steps.blocks {
            let is_told = found.iter().any(|one| one.is_of_clauses(*id));
            if is_told || self.met(&mut self.reader(Switches::Open), *id, block).is_empty() {
                continue;
            }
            let none = |places: &[usize]| {
                self.never(&|reader| {
                    let met = self.met(reader, *id, block).into_iter();
                    let met = met.filter(|(place, _)| places.is_empty() || places.contains(place));
                    let guard = self.guard(reader, &block.guards);
                    Formula::and(met.map(|(_, met)| met).chain([guard]))
                })
            };
            if none(&[]) {
                let count = self.model.blocks[*id].clauses().len();
                // A clause that none meets alone lacks a value, or is told by itself.
                if (0..count).any(|place| none(&[place])) {
                    continue;
                }
                let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |two| [one, two]));
                let rows = pairs.take(MOST_PAIRS).find(|pair| none(pair));
                let rows = rows.map_or_else(|| (0..count).collect(), Vec::from);
                let site = Site::Clauses(*id);
                found.push(Finding::of(FindingKind::Contradiction, site, &rows));
            } else if let BlockKind::Check(_) = self.model.blocks[*id].kind {
                checks.push((*id, block));
            }
        }
        let count = checks.len();
        let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |two| (one, two)));
        for (one, two) in pairs.take(MOST_PAIRS) {
            let (Some(one), Some(two)) = (checks.get(one), checks.get(two)) else { continue };
            let both = |with_clauses: bool| {
                self.never(&|reader| {
                    let each = [one, two].into_iter().flat_map(|(id, block)| {
                        let met = self.met(reader, *id, block).into_iter();
                        let met: Vec<_> =
                            met.filter(|_| with_clauses).map(|(_, met)| met).collect();
                        met.into_iter().chain([self.guard(reader, &block.guards)])
                    });
                    let each: Vec<Rc<Formula>> = each.collect();
                    Formula::and(each)
                })
            };
            if both(true) && !both(false) {
                let site = Site::Clauses(one.0);
                let finding = Finding::of(FindingKind::Contradiction, site, &[]);
                found.push(Finding { other: Some(two.0), ..finding });
            }
        }
    }

    /// What each clause that can fail a record asks of it to be met, by its place.
    fn met(
        &self,
        reader: &mut Reader<'_>,
        id: BlockId,
        block: &BlockPlan,
    ) -> Vec<(usize, Rc<Formula>)> {
        let BlockPlanKind::Clauses { clauses, .. } = &block.kind else { return Vec::new() };
        let of = self.model.blocks[id].clauses().iter().zip(clauses).enumerate();
        let met = of.filter(|(_, (clause, _))| clause.timing.is_none());
        met.filter_map(|(place, (clause, plan))| match clause.kind {
            ClauseKind::Require => Some((place, reader.truth(plan.condition))),
            ClauseKind::Reject => Some((place, Formula::not(reader.truth(plan.condition)))),
            ClauseKind::Refer
            | ClauseKind::Warn
            | ClauseKind::Prefer
            | ClauseKind::Applies
            | ClauseKind::Due => None,
        })
        .collect()
    }

    /// Returns `true` if it is proved that a condition holds of no record.
    fn never(&self, condition: &dyn Fn(&mut Reader<'_>) -> Rc<Formula>) -> bool {
        let mut reader = self.reader(Switches::Open);
        let condition = condition(&mut reader);
        matches!(Question::new(reader, &condition, &[]).applies(), Answer::None(_))
    }
}
