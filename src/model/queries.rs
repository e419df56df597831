//! What is asked of a whole model: of the lists of parts, of what stays open after the period, of
//! verdicts that conditions read.

use super::{
    Aggregate, Block, BlockId, Clause, Complete, DerivedId, DerivedKind, Expr, ExprKind, Field,
    Model, RecordId, Targets, Timing, VerdictTest,
};
use crate::value::Type;
use std::collections::{BTreeSet, HashSet};

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
        self.reads_verdicts(targets, &|block| self.is_asked_later(&self.blocks[block]))
    }

    /// Returns `true` of targets over verdicts of some of the blocks that are looked for.
    pub fn reads_verdicts(&self, targets: &Targets, of: &dyn Fn(BlockId) -> bool) -> bool {
        targets.indicators.iter().any(|indicator| self.reads_verdict(&indicator.formula, of))
    }

    fn reads_verdict(&self, expr: &Expr, of: &dyn Fn(BlockId) -> bool) -> bool {
        let mut found = match &expr.kind {
            ExprKind::Verdict(test) => of(test.block),
            ExprKind::Aggregate(id) => {
                let Aggregate { value, filter, .. } = &self.aggregates[*id];
                value.iter().chain(filter).any(|read| self.reads_verdict(read, of))
            }
            _ => false,
        };
        expr.children(&mut |child| found |= self.reads_verdict(child, of));
        found
    }

    /// Returns `true` of a block that asks a period some days after it.
    pub fn asks_after_periods(&self, block: &Block) -> bool {
        block.clauses().iter().any(|clause| match &clause.timing {
            Some(Timing::Each(id)) => self.periodics[*id].schedule.after > 0,
            Some(Timing::Due(_)) | None => false,
        })
    }

    /// The columns of a record type that an expression over it rests on: those of its fields, then
    /// those of its aggregates.
    pub fn columns_of(&self, record: RecordId, expr: &Expr) -> BTreeSet<u32> {
        let mut columns = BTreeSet::new();
        self.find_columns(record, expr, &mut columns);
        columns
    }

    fn find_columns(&self, record: RecordId, expr: &Expr, columns: &mut BTreeSet<u32>) {
        let own = &self.records[record];
        let mut add = |place: usize| columns.extend(u32::try_from(place).ok());
        if let ExprKind::Field(id) = &expr.kind {
            add(id.index());
        } else if let ExprKind::Aggregate(id) = &expr.kind {
            let among = own.aggregates.iter().position(|known| known == id);
            among.into_iter().for_each(|at| add(own.fields.len() + at));
        } else if let ExprKind::Derived(id) = &expr.kind {
            match &own.derived[*id].kind {
                DerivedKind::Formula(formula) => self.find_columns(record, formula, columns),
                DerivedKind::Table { rows, .. } => {
                    for row in rows {
                        let read = row.when.iter().chain([&row.gives]);
                        read.for_each(|read| self.find_columns(record, read, columns));
                    }
                }
            }
        } else {
            expr.children(&mut |child| self.find_columns(record, child, columns));
        }
    }

    /// The columns of a record type that tell whether something was done by its deadline: a blank
    /// there is not done, and no column at all leaves it open.
    pub fn done_columns(&self, record: RecordId) -> BTreeSet<u32> {
        let blocks = self.blocks.iter().filter(|block| block.record == record);
        let clauses = blocks.flat_map(Block::clauses);
        let done = clauses.filter_map(|clause| match &clause.timing {
            Some(Timing::Due(due)) => Some(&due.done),
            Some(Timing::Each(_)) | None => None,
        });
        done.flat_map(|done| self.columns_of(record, done)).collect()
    }

    /// Returns `true` if each record of a type is decided by itself: it is part of none and has no
    /// parts, is there on any day, and names no value that is not.
    pub fn stands_alone(&self, record: RecordId) -> bool {
        let own = &self.records[record];
        let has_parts = self
            .records
            .iter()
            .any(|other| other.parent.is_some_and(|(parent, _)| parent == record));
        let reads_others =
            has_parts || !own.aggregates.is_empty() || own.previous.ids().next().is_some();
        own.snapshot.is_none() && !reads_others && self.stands_without_others(record)
    }

    /// Returns `true` if a record of a type is decided by itself where nothing is known of its
    /// parts and of other months: it is part of none, is there on its own day, and names no value
    /// that is not.
    pub fn stands_without_others(&self, record: RecordId) -> bool {
        let own = &self.records[record];
        let dated = |field: &Field| match field.ty {
            Type::Category(category) => self.categories.get(category.index()).is_some_and(|of| {
                of.values.iter().any(|value| value.from.is_some() || value.to.is_some())
            }),
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => false,
        };
        let of_others = own.parent.is_some() || own.complete.is_some() || !own.inherited.is_empty();
        own.register.is_none() && !of_others && !own.fields.iter().any(dated)
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
