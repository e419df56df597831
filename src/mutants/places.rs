//! The places of a model at which something can be changed, in one order.

use super::Scope;
use crate::analysis::{Part, Site, Timed};
use crate::model::{
    AggregateId, BlockId, BlockKind, Cap, Clause, DatedValue, DerivedKind, Expr, ExprKind,
    HitPolicy, Model, Parameter, RecordId, Row, Timing,
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

/// Content of a place before it was changed.
#[derive(Clone, Debug)]
pub struct Kept(Content);

#[derive(Clone, Debug)]
enum Content {
    Expr(Expr),
    Rows(Vec<Row>),
    Caps(Vec<Cap>),
    Clauses(Vec<Clause>),
    Guards(Vec<Expr>),
    Dated(Vec<DatedValue>),
}

impl Place<'_> {
    /// Content of the place.
    pub(super) fn kept(&self) -> Kept {
        Kept(match self {
            Place::Condition(expr) | Place::Number(expr) | Place::Given(expr) => {
                Content::Expr((*expr).clone())
            }
            Place::Rows(rows, _) => Content::Rows((*rows).clone()),
            Place::Caps(caps) => Content::Caps((*caps).clone()),
            Place::Clauses(clauses) => Content::Clauses((*clauses).clone()),
            Place::Guards(guards, _) => Content::Guards((*guards).clone()),
            Place::Dated(parameter) => Content::Dated(parameter.values.clone()),
        })
    }

    /// Puts back what stood there.
    pub(super) fn put(&mut self, Kept(kept): Kept) {
        match (self, kept) {
            (
                Place::Condition(expr) | Place::Number(expr) | Place::Given(expr),
                Content::Expr(kept),
            ) => **expr = kept,
            (Place::Rows(rows, _), Content::Rows(kept)) => **rows = kept,
            (Place::Caps(caps), Content::Caps(kept)) => **caps = kept,
            (Place::Clauses(clauses), Content::Clauses(kept)) => **clauses = kept,
            (Place::Guards(guards, _), Content::Guards(kept)) => **guards = kept,
            (Place::Dated(parameter), Content::Dated(kept)) => parameter.values = kept,
            (
                Place::Condition(_)
                | Place::Number(_)
                | Place::Given(_)
                | Place::Rows(..)
                | Place::Caps(_)
                | Place::Clauses(_)
                | Place::Guards(..)
                | Place::Dated(_),
                Content::Expr(_)
                | Content::Rows(_)
                | Content::Caps(_)
                | Content::Clauses(_)
                | Content::Guards(_)
                | Content::Dated(_),
            ) => {}
        }
    }
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
        block(id, &mut of.kind, visit);
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
    let ids: Vec<_> = model.periodics.ids().collect();
    for (id, periodic) in ids.into_iter().zip(model.periodics.iter_mut()) {
        let scope = Scope::Part(Part::Timed(Timed::Each(periodic.record, id)));
        condition(&mut periodic.condition, scope, visit);
    }
    let ids: Vec<_> = model.events.ids().collect();
    for (id, event) in ids.into_iter().zip(model.events.iter_mut()) {
        let scope = Scope::Part(Part::Timed(Timed::Event(event.record, id)));
        condition(&mut event.condition, scope, visit);
    }
}

fn site(site: Site) -> Scope {
    Scope::Part(Part::Site(site))
}

fn block(id: BlockId, kind: &mut BlockKind, visit: &mut Visit<'_>) {
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
            for (place, clause) in clauses.iter_mut().enumerate() {
                match &mut clause.timing {
                    Some(Timing::Due(due)) => {
                        let scope = Scope::Part(Part::Timed(Timed::Due(id, place)));
                        condition(&mut due.last, scope, visit);
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
