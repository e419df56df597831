//! Derivations are checked after those they read; what needs itself is reported.

use super::rows::RowRules;
use super::verdicts::verdict_of;
use super::{Checker, Member, Pending, PendingSource, Scope};
use crate::choices::HitPolicy;
use crate::diag::model as say;
use crate::index::{Arena, Id};
use crate::keywords;
use crate::model::{
    Block, Derived, DerivedId, DerivedKind, Event, Expr, ExprKind, Periodic, RecordId,
};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Type;
use std::collections::{BTreeSet, HashMap};

impl Checker<'_> {
    /// Types all derivations and tables, each after those it reads.
    pub(super) fn check_derived(&mut self) {
        for record in self.parts_first() {
            let needs: Vec<BTreeSet<usize>> = self.records[record]
                .pending
                .iter()
                .map(|pending| self.needs(record, pending))
                .collect();
            let (order, left) = in_order(&needs);
            for cycle in cycles(&needs, left) {
                self.report_cycle(record, &cycle);
            }
            for place in order {
                self.check_pending(record, place);
            }
        }
    }

    /// The derivations of the same record type whose names occur in a formula or table.
    fn needs(&self, record: RecordId, pending: &Pending<'_>) -> BTreeSet<usize> {
        let mut names = Vec::new();
        match pending.source {
            PendingSource::Formula(formula) => names_in(formula, &mut names),
            PendingSource::Table { grid, .. } => {
                let of_file = self.options.rows.get(&pending.name.span);
                grid.into_iter().for_each(|grid| names_in_grid(grid, of_file, &mut names))
            }
        }
        let members = &self.records[record].members;
        names
            .iter()
            .filter_map(|key| match members.get(key) {
                Some(Member::Pending(place)) => Some(place),
                Some(Member::Field(_) | Member::Broken) | None => None,
            })
            .collect()
    }

    fn report_cycle(&mut self, record: RecordId, cycle: &[usize]) {
        let pending = &self.records[record].pending;
        let names: Vec<(String, Span)> = cycle
            .iter()
            .filter_map(|place| pending.get(*place))
            .map(|pending| (pending.name.text.clone(), pending.name.span))
            .collect();
        let Some(first) = names.first() else { return };
        self.report(say::cycle(first.1, &names));
    }

    fn check_pending(&mut self, record: RecordId, place: usize) {
        let Some(pending) = self.records[record].pending.get(place) else { return };
        let (name, source, span, basis) =
            (pending.name.clone(), pending.source, pending.span, pending.basis.clone());
        let checked = match source {
            PendingSource::Formula(formula) => self
                .expr(Scope { record: Some(record), own: None, over: None }, formula, None)
                .map(|expr| (expr.ty, DerivedKind::Formula(expr))),
            PendingSource::Table { ty, policy, grid } => {
                self.table(record, &name.text, &name.key, name.span, ty, policy, grid)
            }
        };
        let Some((ty, kind)) = checked else { return };
        let list = super::is_list(&kind);
        let id = self.records[record].derived.push(Derived { name, ty, kind, span, basis });
        if let Some(pending) = self.records[record].pending.get_mut(place) {
            pending.done = Some((id, ty, list));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one table head, each read once")]
    fn table(
        &mut self,
        record: RecordId,
        name: &str,
        key: &str,
        span: Span,
        ty: &ast::TypeName,
        policy: HitPolicy,
        grid: Option<&ast::Grid>,
    ) -> Option<(Type, DerivedKind)> {
        let result = self.type_named(ty);
        let Some(grid) = grid else {
            self.report_empty(span, name);
            return None;
        };
        self.result_header(grid, name, grid.result.key == key);
        let result = result?;
        if policy.takes_numbers() && !matches!(result, Type::Number(_)) {
            self.report(say::table_of_non_numbers(ty.span, policy.keyword()));
            return None;
        }
        let rules = RowRules { result, maximum: None, first: policy.in_turn() };
        let of_file = self.options.rows.remove(&span);
        let scope = Scope { record: Some(record), own: None, over: None };
        let rows = self.grid(scope, grid, of_file, rules)?;
        Some((result, DerivedKind::Table { policy, rows }))
    }

    /// Reports scorecards and derivations that need each other.
    pub(super) fn check_block_order(&mut self) {
        for record in self.records.ids().collect::<Vec<_>>() {
            let derived = self.records[record].derived.len();
            let cards: Vec<usize> = self
                .blocks
                .iter()
                .enumerate()
                .filter(|(_, (_, block))| block.record == record)
                .map(|(place, _)| place)
                .collect();
            let node_of: HashMap<Id<Block>, usize> = cards
                .iter()
                .enumerate()
                .filter_map(|(index, place)| Some((self.blocks.get(*place)?.0, derived + index)))
                .collect();
            let reads = Reads { periodics: &self.periodics, events: &self.events, nodes: &node_of };
            let of_derived = self.records[record].derived.iter().map(|one| reads.of_derived(one));
            let of_blocks = cards.iter().filter_map(|place| self.blocks.get(*place));
            let of_blocks = of_blocks.map(|(id, block)| reads.of_block(*id, block));
            let needs: Vec<BTreeSet<usize>> = of_derived.chain(of_blocks).collect();
            let (_, left) = in_order(&needs);
            for cycle in cycles(&needs, left) {
                self.report_mixed_cycle(record, derived, &cards, &cycle);
            }
        }
    }

    fn report_mixed_cycle(
        &mut self,
        record: RecordId,
        derived: usize,
        cards: &[usize],
        cycle: &[usize],
    ) {
        let name = |node: &usize| match node.checked_sub(derived) {
            None => Some(&self.records[record].derived[DerivedId::new(*node)].name),
            Some(card) => self.blocks.get(*cards.get(card)?).map(|(_, block)| &block.name),
        };
        let names: Vec<(String, Span)> =
            cycle.iter().filter_map(name).map(|name| (name.text.clone(), name.span)).collect();
        let Some(first) = names.first() else { return };
        self.report(say::cycle(first.1, &names));
    }
}

/// The places in an order in which each comes after those it needs, and those for which there is
/// none.
pub(super) fn in_order(needs: &[BTreeSet<usize>]) -> (Vec<usize>, BTreeSet<usize>) {
    let mut order = Vec::with_capacity(needs.len());
    let mut waiting: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (place, set) in needs.iter().enumerate() {
        for need in set {
            if let Some(list) = needed_by.get_mut(*need) {
                list.push(place);
            }
        }
    }
    let mut ready: BTreeSet<usize> = waiting
        .iter()
        .enumerate()
        .filter(|(_, count)| **count == 0)
        .map(|(place, _)| place)
        .collect();
    while let Some(place) = ready.pop_first() {
        order.push(place);
        for next in needed_by.get(place).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*next) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(*next);
                }
            }
        }
    }
    let done: BTreeSet<usize> = order.iter().copied().collect();
    (order, (0..needs.len()).filter(|place| !done.contains(place)).collect())
}

/// The cycles among the places that could not be ordered, no two of which share a place.
pub(super) fn cycles(needs: &[BTreeSet<usize>], mut left: BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut cycles = Vec::new();
    while let Some(first) = left.first() {
        match walk(needs, &left, *first) {
            Walk::Cycle(cycle) => {
                left.retain(|place| !cycle.contains(place));
                cycles.push(cycle);
            }
            Walk::End(place) => _ = left.remove(&place),
        }
    }
    cycles
}

/// Outcome of following the needs of a place.
enum Walk {
    /// The way leads back to a place already met.
    Cycle(Vec<usize>),
    /// The way leads to a place that needs only what is settled, or is on a cycle found before.
    End(usize),
}

fn walk(needs: &[BTreeSet<usize>], left: &BTreeSet<usize>, first: usize) -> Walk {
    let mut path = Vec::new();
    let mut last = first;
    loop {
        if let Some(start) = path.iter().position(|place| *place == last) {
            return Walk::Cycle(path.split_off(start));
        }
        path.push(last);
        match needs.get(last).and_then(|needs| needs.iter().find(|need| left.contains(need))) {
            Some(next) => last = *next,
            None => return Walk::End(last),
        }
    }
}

/// What derivations and blocks of a record type read of each other.
struct Reads<'a> {
    periodics: &'a Arena<Periodic>,
    events: &'a Arena<Event>,
    /// Places of the blocks among what is put in order.
    nodes: &'a HashMap<Id<Block>, usize>,
}

impl Reads<'_> {
    fn of_derived(&self, derived: &Derived) -> BTreeSet<usize> {
        let mut read = BTreeSet::new();
        derived.exprs(&mut |expr| self.of_expr(expr, None, &mut read));
        read
    }

    /// A grading reads its own scorecard's total and criteria, which come before it.
    fn of_block(&self, id: Id<Block>, block: &Block) -> BTreeSet<usize> {
        let mut read = BTreeSet::new();
        block.deciding(&mut |expr| self.of_expr(expr, None, &mut read));
        block.grading(&mut |expr| self.of_expr(expr, Some(id), &mut read));
        read
    }

    fn of_expr(&self, expr: &Expr, own: Option<Id<Block>>, read: &mut BTreeSet<usize>) {
        match &expr.kind {
            ExprKind::Derived(id) | ExprKind::Member(id, _) => {
                read.insert(id.index());
            }
            ExprKind::Total(block) | ExprKind::CriterionPoints(block, _) if own == Some(*block) => {
            }
            ExprKind::Total(block)
            | ExprKind::Grade(block)
            | ExprKind::CriterionPoints(block, _) => read.extend(self.nodes.get(block)),
            ExprKind::Verdict(test) => read.extend(self.nodes.get(&test.block)),
            ExprKind::Periodic(id) => {
                self.periodics[*id].exprs(&mut |expr| self.of_expr(expr, own, read));
            }
            ExprKind::Event(id) => {
                self.events[*id].exprs(&mut |expr| self.of_expr(expr, own, read));
            }
            _ => {}
        }
        expr.children(&mut |child| self.of_expr(child, own, read));
    }
}

/// The keys of all names that occur in an expression.
pub(super) fn names_in(expr: &ast::Expr, keys: &mut Vec<String>) {
    if let ast::ExprKind::Name(name) = &expr.kind
        && keywords::special(&name.key).is_none()
    {
        keys.push(name.key.clone());
    }
    // Inside an aggregate, names are those of the child records; beside a verdict, of verdicts.
    let of_others = match &expr.kind {
        ast::ExprKind::Aggregate { .. } => true,
        ast::ExprKind::Is { subject, .. } | ast::ExprKind::Compare(_, subject, _) => {
            verdict_of(subject).is_some()
        }
        _ => false,
    };
    if !of_others {
        expr.children(&mut |child| names_in(child, keys));
    }
}

fn names_in_grid(grid: &ast::Grid, of_file: Option<&Vec<ast::GridRow>>, keys: &mut Vec<String>) {
    grid.columns.iter().for_each(|column| names_in(column, keys));
    for row in of_file.unwrap_or(&grid.rows) {
        names_in(&row.gives, keys);
        row.cells
            .iter()
            .flat_map(|cell| &cell.tests)
            .for_each(|test| test.children(&mut |child| names_in(child, keys)));
    }
}
