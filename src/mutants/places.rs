//! The places of a model at which something can be changed, in one order.

use super::Scope;
use crate::analysis::{Part, Site};
use crate::model::{
    AggregateId, BlockId, BlockKind, Cap, Clause, DerivedKind, Expr, ExprKind, HitPolicy, Model,
    Parameter, RecordId, Row, Timing,
};
use crate::source::Span;

/// A place that can be changed.
pub(super) enum Place<'m> {
    /// A comparison, a conjunction or a disjunction.
    Condition(&'m mut Expr),
    /// A number of a formula.
    Number(&'m mut Expr),
    /// The value that a row gives.
    Given(&'m mut Expr),
    /// Rows of a table, criterion or grading; `true` if they are tried in turn.
    Rows(&'m mut Vec<Row>, bool),
    /// Caps and downgrades of a grading.
    Caps(&'m mut Vec<Cap>),
    /// Clauses of a block.
    Clauses(&'m mut Vec<Clause>),
    /// Conditions on which a block applies, with that of a register, which is not the block's own.
    Guards(&'m mut Vec<Expr>, Option<Span>),
    /// Values of a parameter.
    Dated(&'m mut Parameter),
}

/// Visitor of the places of a model.
type Visit<'v> = dyn FnMut(Place<'_>, Scope) + 'v;

/// Visits every place, in one order.
pub(super) fn walk(model: &mut Model, visit: &mut Visit<'_>) {
    let ids: Vec<_> = model.parameters.ids().collect();
    for (id, parameter) in ids.into_iter().zip(model.parameters.iter_mut()) {
        visit(Place::Dated(parameter), Scope::Parameter(id));
    }
    let ids: Vec<RecordId> = model.records.ids().collect();
    for (record, of) in ids.into_iter().zip(model.records.iter_mut()) {
        let ids: Vec<_> = of.derived.ids().collect();
        for (id, derived) in ids.into_iter().zip(of.derived.iter_mut()) {
            let scope = site(Site::Table(record, id));
            match &mut derived.kind {
                DerivedKind::Formula(formula) => condition(formula, scope, visit),
                DerivedKind::Table { policy, rows: of } => {
                    rows(of, *policy == HitPolicy::First, scope, visit);
                }
            }
        }
    }
    // That a row of a register lies in the period is said once, where the register is opened.
    let registers: Vec<Option<Span>> =
        model.records.iter().map(|record| record.register.map(|register| register.span)).collect();
    let ids: Vec<BlockId> = model.blocks.ids().collect();
    for (id, of) in ids.into_iter().zip(model.blocks.iter_mut()) {
        let scope = site(Site::Guards(id));
        visit(
            Place::Guards(&mut of.guards, registers.get(of.record.index()).copied().flatten()),
            scope,
        );
        let written = |guard: &&mut Expr| {
            Some(guard.span) != registers.get(of.record.index()).copied().flatten()
        };
        of.guards.iter_mut().filter(written).for_each(|guard| condition(guard, scope, visit));
        block(id, of.record, &mut of.kind, visit);
    }
    let ids: Vec<AggregateId> = model.aggregates.ids().collect();
    for (id, aggregate) in ids.into_iter().zip(model.aggregates.iter_mut()) {
        // Examples are of one record, so that none can be of targets.
        if aggregate.of_targets {
            continue;
        }
        let scope = Scope::Part(Part::Filter(aggregate.over, id));
        aggregate.filter.iter_mut().for_each(|filter| condition(filter, scope, visit));
    }
    for periodic in model.periodics.iter_mut() {
        condition(&mut periodic.condition, Scope::Elsewhere(periodic.record), visit);
    }
    for event in model.events.iter_mut() {
        condition(&mut event.condition, Scope::Elsewhere(event.record), visit);
    }
}

fn site(site: Site) -> Scope {
    Scope::Part(Part::Site(site))
}

fn block(id: BlockId, record: RecordId, kind: &mut BlockKind, visit: &mut Visit<'_>) {
    match kind {
        BlockKind::Scorecard(card) => {
            for (place, criterion) in card.criteria.iter_mut().enumerate() {
                let scope = site(Site::Criterion(id, place));
                rows(&mut criterion.rows, !criterion.sum, scope, visit);
            }
            let Some(grading) = &mut card.grading else { return };
            rows(&mut grading.rows, true, site(Site::Grades(id)), visit);
            let scope = site(Site::Caps(id));
            visit(Place::Caps(&mut grading.caps), scope);
            grading.caps.iter_mut().for_each(|cap| condition(&mut cap.condition, scope, visit));
        }
        BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
            let scope = site(Site::Clauses(id));
            visit(Place::Clauses(clauses), scope);
            for clause in clauses {
                match &mut clause.timing {
                    Some(Timing::Due(due)) => {
                        condition(&mut due.last, Scope::Elsewhere(record), visit);
                    }
                    Some(Timing::Each(_)) => {}
                    None => condition(&mut clause.condition, scope, visit),
                }
            }
        }
    }
}

fn rows(rows: &mut Vec<Row>, in_turn: bool, scope: Scope, visit: &mut Visit<'_>) {
    visit(Place::Rows(rows, in_turn), scope);
    for row in rows {
        // "còn lại" of rows that are all asked is made of the conditions of the others.
        let is_rest = row.cells().is_empty();
        match row.when.as_mut() {
            Some(Expr { kind: ExprKind::Not(_), .. }) if is_rest => {}
            // Cells of a row are joined by no word of the rules.
            Some(Expr { kind: ExprKind::And(cells), .. }) if row.forms.len() > 1 => {
                cells.iter_mut().for_each(|cell| condition(cell, scope, visit));
            }
            Some(when) => condition(when, scope, visit),
            None => {}
        }
        if row.gives.constant().is_some() {
            visit(Place::Given(&mut row.gives), scope);
        } else {
            condition(&mut row.gives, scope, visit);
        }
    }
}

/// Visits the comparisons, conjunctions and disjunctions of an expression, and the numbers that its
/// formulas reckon with.
fn condition(expr: &mut Expr, scope: Scope, visit: &mut Visit<'_>) {
    match &mut expr.kind {
        ExprKind::Compare(..) | ExprKind::And(_) | ExprKind::Or(_) => {
            visit(Place::Condition(expr), scope);
        }
        ExprKind::Arith(_, left, right) => {
            let constants = [left, right].into_iter().filter(|part| is_constant(part));
            constants.for_each(|part| visit(Place::Number(part), scope));
        }
        ExprKind::If(_, then, otherwise) => {
            let constants = [then, otherwise].into_iter().filter(|part| is_constant(part));
            constants.for_each(|part| visit(Place::Given(part), scope));
        }
        // What else there is has no place of its own.
        _ => {}
    }
    expr.children_mut(&mut |child| condition(child, scope, visit));
}

fn is_constant(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(_))
}
