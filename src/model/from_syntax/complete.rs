//! Lists of parts that are whole where the parent says so: their conditions, and the order in which
//! they are settled.

use super::order::{cycles, in_order, names_in};
use super::{Checker, Scope};
use crate::diag::complete as say;
use crate::model::{BlockId, Complete, Expr, ExprKind, RecordId};
use crate::syntax::ast::{self, ItemKind, RecordPartKind};
use std::collections::{BTreeSet, HashSet};

impl Checker<'_> {
    /// Checks each `đủ khi`, once all that a parent can be asked is known, and puts the lists in
    /// the order in which each comes after those that its condition reads.
    pub(super) fn check_complete(&mut self, items: &[&ast::Item]) {
        for item in items {
            let ItemKind::Record { name, parts, .. } = &item.kind else { continue };
            let Some(record) = self.record_names.get(&name.key) else { continue };
            let part_of = parts.iter().any(|p| matches!(p.kind, RecordPartKind::BelongsTo(..)));
            for part in parts {
                if let RecordPartKind::CompleteWhen(condition) = &part.kind {
                    match part_of {
                        true => self.complete_when(record, condition),
                        false => self.report(say::without_parent(part.span, &name.text)),
                    }
                }
            }
        }
        self.order_complete();
    }

    fn complete_when(&mut self, record: RecordId, condition: &ast::Expr) {
        let Some((parent, _)) = self.records[record].parent else { return };
        let before = self.found.len();
        let scope = Scope { record: Some(parent), own: None, over: None };
        match self.condition(scope, condition) {
            Some(condition) => {
                self.records[record].complete = Some(Complete { condition, rank: 0 });
            }
            None => self.name_own(record, parent, condition, before),
        }
    }

    /// Reports, in place of what was found from `before` on, the names of a condition that are the
    /// part's own and not the parent's.
    fn name_own(
        &mut self,
        record: RecordId,
        parent: RecordId,
        condition: &ast::Expr,
        before: usize,
    ) {
        let mut names = Vec::new();
        names_in(condition, &mut names);
        let is_own = |key: &&String| {
            self.member(record, key).is_some() && self.member(parent, key).is_none()
        };
        let Some(key) = names.iter().find(is_own) else { return };
        let label = |record: RecordId| self.records[record].name.text.clone();
        let own = self.records[record].members.text(key).unwrap_or(key).to_owned();
        let found = say::own_name(condition.span, &own, &label(record), &label(parent));
        self.found.truncate(before);
        self.report(found);
    }

    /// Ranks the lists; some whose conditions wait for each other are reported.
    fn order_complete(&mut self) {
        let ids: Vec<RecordId> = self.records.ids().collect();
        let needs: Vec<BTreeSet<usize>> = ids.iter().map(|id| self.lists_read(*id)).collect();
        let (order, left) = in_order(&needs);
        for (rank, place) in order.into_iter().enumerate() {
            let Some(id) = ids.get(place) else { continue };
            if let Some(complete) = &mut self.records[*id].complete {
                complete.rank = rank;
            }
        }
        for cycle in cycles(&needs, left) {
            let lists: Vec<&super::RecordScope<'_>> =
                cycle.iter().filter_map(|place| Some(&self.records[*ids.get(*place)?])).collect();
            let names: Vec<String> = lists.iter().map(|list| list.name.text.clone()).collect();
            let first = lists.first().and_then(|list| list.complete.as_ref());
            if let Some(span) = first.map(|complete| complete.condition.span) {
                self.report(say::cycle(span, &names));
            }
        }
    }

    /// The places of the record types over whose lists the condition of a list reads aggregates.
    fn lists_read(&self, record: RecordId) -> BTreeSet<usize> {
        let scope = &self.records[record];
        let Some(((parent, _), complete)) = scope.parent.zip(scope.complete.as_ref()) else {
            return BTreeSet::new();
        };
        let mut lists =
            Lists { checker: self, parent, read: BTreeSet::new(), seen: HashSet::new() };
        lists.follow(&complete.condition);
        lists.read
    }
}

/// The walk from a condition over a parent to the lists of its parts.
struct Lists<'c, 'a> {
    checker: &'c Checker<'a>,
    parent: RecordId,
    read: BTreeSet<usize>,
    seen: HashSet<Node>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Derived(crate::model::DerivedId),
    Block(BlockId),
}

impl Lists<'_, '_> {
    fn follow(&mut self, expr: &Expr) {
        let checker = self.checker;
        if let ExprKind::Aggregate(id) = &expr.kind {
            self.read.insert(checker.aggregates[*id].over.index());
        } else if let ExprKind::Derived(id) | ExprKind::Member(id, _) = &expr.kind {
            if self.seen.insert(Node::Derived(*id)) {
                let derived = &checker.records[self.parent].derived[*id];
                derived.exprs(&mut |expr| self.follow(expr));
            }
        } else if let ExprKind::Total(id) | ExprKind::Grade(id) | ExprKind::CriterionPoints(id, _) =
            &expr.kind
            && self.seen.insert(Node::Block(*id))
            && let Some((_, block)) = checker.blocks.iter().find(|(own, _)| own == id)
        {
            block.exprs(&mut |expr| self.follow(expr));
        }
        expr.children(&mut |child| self.follow(child));
    }
}
