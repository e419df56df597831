//! The derivations and tables that blocks and targets read, directly or through others.

use super::{
    Block, BlockKind, Derived, DerivedId, DerivedKind, Event, Expr, ExprKind, Model, Periodic,
    PreviousId, RecordId, Row, Timing,
};
use std::collections::HashSet;

impl Model {
    /// The derivations and tables that these blocks, or any targets, read.
    pub fn reached(&self, blocks: &[&Block]) -> Reached {
        let mut reach = Reach { model: self, reached: Reached::new(), seen: HashSet::new() };
        for block in blocks {
            block.exprs(&mut |expr| reach.follow(block.record, expr));
        }
        for targets in self.targets.iter() {
            let formulas = targets.indicators.iter().map(|indicator| &indicator.formula);
            targets.by.iter().chain(formulas).for_each(|expr| reach.follow(targets.record, expr));
        }
        reach.reached
    }
}

/// Derivations and tables, each with its record type.
pub type Reached = HashSet<(RecordId, DerivedId)>;

struct Reach<'m> {
    model: &'m Model,
    reached: Reached,
    /// Values of the month before that were followed: one may read itself, a month earlier.
    seen: HashSet<(RecordId, PreviousId)>,
}

impl Reach<'_> {
    fn follow(&mut self, record: RecordId, expr: &Expr) {
        let model = self.model;
        if let ExprKind::Derived(id) | ExprKind::Member(id, _) = &expr.kind
            && self.reached.insert((record, *id))
        {
            model.records[record].derived[*id].exprs(&mut |expr| self.follow(record, expr));
        }
        if let ExprKind::Aggregate(id) = &expr.kind {
            let aggregate = &model.aggregates[*id];
            let read = aggregate.value.iter().chain(&aggregate.filter);
            read.for_each(|expr| self.follow(aggregate.over, expr));
            if let Some((parent, complete)) = model.complete_when(aggregate.over)
                && parent == record
            {
                self.follow(record, &complete.condition);
            }
        }
        if let ExprKind::Previous(id) = &expr.kind
            && self.seen.insert((record, *id))
        {
            self.follow(record, &model.records[record].previous[*id].value);
        }
        match &expr.kind {
            ExprKind::Periodic(id) => {
                let Periodic { between, condition, .. } = &model.periodics[*id];
                let ends = between.iter().flat_map(|(from, to)| [from, to]);
                ends.chain([condition]).for_each(|expr| self.follow(record, expr));
            }
            ExprKind::Event(id) => {
                let Event { since, condition, .. } = &model.events[*id];
                since.iter().chain([condition]).for_each(|expr| self.follow(record, expr));
            }
            _ => expr.children(&mut |child| self.follow(record, child)),
        }
    }
}

impl Block {
    /// Hands over each expression that the block decides by, whole.
    pub(super) fn exprs<'b>(&'b self, each: &mut dyn FnMut(&'b Expr)) {
        self.guards.iter().for_each(&mut *each);
        match &self.kind {
            BlockKind::Scorecard(card) => {
                for criterion in &card.criteria {
                    criterion.subject.iter().for_each(&mut *each);
                    row_exprs(&criterion.rows, each);
                }
                if let Some(grading) = &card.grading {
                    row_exprs(&grading.rows, each);
                    grading.caps.iter().for_each(|cap| each(&cap.condition));
                }
            }
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
                for clause in clauses {
                    each(&clause.condition);
                    if let Some(Timing::Due(due)) = &clause.timing {
                        due.exprs(each);
                    }
                }
            }
        }
    }
}

impl Derived {
    /// Hands over each expression that gives its value, whole.
    pub(super) fn exprs<'d>(&'d self, each: &mut dyn FnMut(&'d Expr)) {
        match &self.kind {
            DerivedKind::Formula(formula) => each(formula),
            DerivedKind::Table { rows, .. } => row_exprs(rows, each),
        }
    }
}

fn row_exprs<'r>(rows: &'r [Row], each: &mut dyn FnMut(&'r Expr)) {
    rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])).for_each(each);
}
