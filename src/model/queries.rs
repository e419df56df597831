//! What is asked of a whole model: of the lists of parts, of what stays open after the period, of
//! verdicts that conditions read.

use super::{
    Aggregate, Block, Clause, Complete, DerivedId, Expr, ExprKind, Model, RecordId, Targets,
    Timing, VerdictTest,
};
use std::collections::HashSet;

impl Model {
    /// Condition on a parent that makes the list of its parts a whole one, with the parent's type;
    /// `None` of a type whose list is whole as far as its file goes.
    pub fn complete_when(&self, part: RecordId) -> Option<(RecordId, &Complete)> {
        let part = &self.records[part];
        Some((part.parent?.0, part.complete.as_ref()?))
    }

    /// Number of record types that a record type is part of, one within the other.
    pub fn depth(&self, record: RecordId) -> usize {
        let parent = |id: RecordId| self.records[id].parent.map(|(parent, _)| parent);
        std::iter::successors(parent(record), |up| parent(*up)).take(self.records.len()).count()
    }

    /// Returns `true` if some block has a deadline, or asks a period some days after it: what a
    /// pack is still asked after its own period.
    pub fn has_deadlines(&self) -> bool {
        self.blocks.iter().any(|block| self.is_asked_later(block))
    }

    /// Returns `true` of a block that is still asked after the pack's period.
    pub fn is_asked_later(&self, block: &Block) -> bool {
        let due = |clause: &Clause| matches!(clause.timing, Some(Timing::Due(_)));
        block.clauses().iter().any(due) || self.asks_after_periods(block)
    }

    /// Returns `true` of targets over verdicts of blocks that are still asked after the pack's
    /// period.
    pub fn are_asked_later(&self, targets: &Targets) -> bool {
        targets.indicators.iter().any(|indicator| self.reads_later(&indicator.formula))
    }

    fn reads_later(&self, expr: &Expr) -> bool {
        let mut found = match &expr.kind {
            ExprKind::Verdict(test) => self.is_asked_later(&self.blocks[test.block]),
            ExprKind::Aggregate(id) => {
                let Aggregate { value, filter, .. } = &self.aggregates[*id];
                value.iter().chain(filter).any(|read| self.reads_later(read))
            }
            _ => false,
        };
        expr.children(&mut |child| found |= self.reads_later(child));
        found
    }

    /// Returns `true` of a block that asks a period some days after it.
    pub fn asks_after_periods(&self, block: &Block) -> bool {
        block.clauses().iter().any(|clause| match &clause.timing {
            Some(Timing::Each(id)) => self.periodics[*id].schedule.after > 0,
            Some(Timing::Due(_)) | None => false,
        })
    }

    /// The tests of verdicts that a condition makes, itself or through derivations.
    pub fn verdicts_in<'m>(&'m self, record: RecordId, expr: &'m Expr) -> Vec<&'m VerdictTest> {
        let mut found = Vec::new();
        self.find_verdicts(record, expr, &mut HashSet::new(), &mut found);
        found
    }

    fn find_verdicts<'m>(
        &'m self,
        record: RecordId,
        expr: &'m Expr,
        seen: &mut HashSet<DerivedId>,
        found: &mut Vec<&'m VerdictTest>,
    ) {
        match &expr.kind {
            ExprKind::Verdict(test) => found.push(test),
            ExprKind::Derived(id) | ExprKind::Member(id, _) if seen.insert(*id) => {
                self.records[record].derived[*id]
                    .exprs(&mut |expr| self.find_verdicts(record, expr, seen, found));
            }
            _ => {}
        }
        expr.children(&mut |child| self.find_verdicts(record, child, seen, found));
    }
}
