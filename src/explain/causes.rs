//! Where a missing value or a fault arose: the walk from what a block asks, over the rules the
//! record took, down to the expression that has none of its own operands to blame. The place is
//! that of the asking rule's own path, however many rules share the step.

use super::reader::Reader;
use crate::choices::Combination;
use crate::eval::{Fault, State};
use crate::model::{
    AggregateId, BlockId, BlockKind, Clause, ClauseKind, Criterion, DerivedId, DerivedKind, Due,
    Expr, ExprId, ExprKind, FieldId, Grading, PreviousId, Row, Scorecard, Timing,
};
use crate::plan::{
    BlockPlan, BlockPlanKind, ClausePlan, CriterionPlan, DuePlan, GradingPlan, Rows, ScorecardPlan,
    Slot,
};
use crate::source::Span;
use crate::value::{Arith, Truth};
use std::collections::HashSet;

/// Cause of a missing value: the place at which it arose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingCause {
    /// The field has no value.
    Field(FieldId),
    /// The parts of the record leave it open, or are not among the data.
    FromParts(AggregateId),
    /// The month before has no such value, or is not among the data.
    Previous(PreviousId),
    /// The quotient divides by zero.
    DivisionByZero(Span),
    /// No row of the table, criterion or grading holds.
    NoRow(Span),
    /// There is no value for the values it has.
    Other(Span),
}

/// Cause of a fault: the place at which it arose.
#[derive(Clone, Copy, Debug)]
pub struct FaultCause<'a> {
    /// Fault that the evaluation met.
    pub fact: Fault,
    /// The rule that asked for it.
    pub span: Span,
    /// The expression, where it is one.
    pub expr: Option<&'a Expr>,
    /// The rows of the table or criterion.
    pub rows: &'a [Row],
}

/// The walk for one of the two states.
struct Walk<'r, 'a, 'f> {
    reader: &'r Reader<'a, 'f>,
    state: State,
    /// The expressions that were visited: none is walked into twice.
    visited: HashSet<ExprId>,
    /// The slots that were reported: a value that several rules read is reported where the first
    /// of them reads it.
    reported: HashSet<Slot>,
    missing: Vec<MissingCause>,
    faults: Vec<FaultCause<'a>>,
}

/// Starting point of a walk.
#[derive(Clone, Copy)]
pub enum Root<'a> {
    /// The value of an expression.
    Value(&'a Expr),
    /// A derivation or table.
    Derived(DerivedId),
    /// The guards of a block, or, where it applies, its result.
    Block(BlockId),
    /// The guards of a block.
    Guards(BlockId),
    /// The total of a scorecard.
    Total(BlockId),
    /// The expressions that a deadline waits for.
    Deadline(&'a Due, DuePlan),
}

impl<'a, 'f> Reader<'a, 'f> {
    /// Causes of the missing values that leave these undetermined, each once, in the order of the
    /// rules.
    pub fn missing_causes(&self, roots: impl IntoIterator<Item = Root<'a>>) -> Vec<MissingCause> {
        self.walk(State::Missing, roots).missing
    }

    /// Causes of the faults that these rest on, each once, in the order of the rules.
    pub fn fault_causes(&self, roots: impl IntoIterator<Item = Root<'a>>) -> Vec<FaultCause<'a>> {
        self.walk(State::Fault, roots).faults
    }

    fn walk(&self, state: State, roots: impl IntoIterator<Item = Root<'a>>) -> Walk<'_, 'a, 'f> {
        let mut walk = Walk {
            reader: self,
            state,
            visited: HashSet::new(),
            reported: HashSet::new(),
            missing: Vec::new(),
            faults: Vec::new(),
        };
        for root in roots {
            match root {
                Root::Value(expr) => walk.expr(expr),
                Root::Derived(id) => walk.derived(id),
                Root::Block(id) => walk.block(id),
                Root::Guards(id) => walk.guards(id),
                Root::Total(id) => walk.total(id),
                Root::Deadline(due, plan) => walk.deadline(due, plan),
            };
        }
        walk
    }
}

impl<'a> Walk<'_, 'a, '_> {
    fn is_sought(&self, slot: Slot) -> bool {
        self.reader.frame.state(slot, self.reader.row) == self.state
    }

    /// Returns `true` if a slot is to be reported, for the first time.
    fn is_new(&mut self, slot: Slot) -> bool {
        self.is_sought(slot) && self.reported.insert(slot)
    }

    /// Walks into an expression; whether its value is of the state that is looked for.
    fn expr(&mut self, expr: &'a Expr) -> bool {
        if let ExprKind::Derived(id) = expr.kind {
            return self.derived(id);
        }
        let Some(slot) = self.reader.plan.slot(expr) else { return false };
        if !self.is_sought(slot) {
            return false;
        }
        // An expression that two values read is walked into once, and is the cause of both.
        let first = self.visited.insert(expr.id);
        if first && !self.operands(expr) && self.is_new(slot) {
            self.here(expr, slot);
        }
        true
    }

    /// Walks into the operands that may have a say for this record.
    fn operands(&mut self, expr: &'a Expr) -> bool {
        if let ExprKind::If(test, then, otherwise) = &expr.kind {
            return match self.reader.truth_of(test) {
                Truth::True => self.expr(then),
                Truth::False => self.expr(otherwise),
                Truth::Missing | Truth::Fault => self.expr(test),
            };
        }
        let mut blamed = self.behind(&expr.kind);
        expr.children(&mut |child| blamed |= self.expr(child));
        blamed
    }

    /// Walks into the block or table whose result an expression reads.
    fn behind(&mut self, kind: &ExprKind) -> bool {
        if let ExprKind::Member(table, _) = kind {
            self.table_rows(*table)
        } else if let ExprKind::Total(id) = kind {
            self.total(*id)
        } else if let ExprKind::CriterionPoints(id, place) = kind {
            self.points_of(*id, *place)
        } else if let ExprKind::Grade(id) = kind {
            self.block(*id)
        } else if let ExprKind::Verdict(test) = kind {
            self.block(test.block)
        } else {
            false
        }
    }

    fn here(&mut self, expr: &'a Expr, slot: Slot) {
        if self.state == State::Fault {
            return self.facts(slot, expr.span, Some(expr), &[]);
        }
        if let ExprKind::Aggregate(id) = expr.kind {
            self.lack(MissingCause::FromParts(id));
            // What is missing there would make the list of the parts a whole one.
            if let Some(complete) = self.reader.complete_when(id) {
                self.expr(complete);
            }
            return;
        }
        self.lack(if let ExprKind::Field(id) = expr.kind {
            MissingCause::Field(id)
        } else if let ExprKind::Previous(id) = expr.kind {
            MissingCause::Previous(id)
        } else if let ExprKind::Periodic(_) | ExprKind::Event(_) = expr.kind {
            return self.over_time(expr);
        } else if let ExprKind::Arith(Arith::Div, ..) = expr.kind {
            MissingCause::DivisionByZero(expr.span)
        } else {
            MissingCause::Other(expr.span)
        });
    }

    /// What leaves a condition open that is asked over time: the aggregates it reads.
    fn over_time(&mut self, expr: &'a Expr) {
        let mut read = Vec::new();
        self.reader.read_over_time(expr, &mut read);
        let Reader { parts, place, .. } = *self.reader;
        if read.is_empty() {
            self.lack(MissingCause::Other(expr.span));
        }
        // Where no part is to blame, the parts themselves are not there.
        let blamed: Vec<AggregateId> =
            read.iter().copied().filter(|id| parts.why(*id, place).is_some()).collect();
        let read = if blamed.is_empty() { read } else { blamed };
        read.into_iter().for_each(|id| self.lack(MissingCause::FromParts(id)));
    }

    /// A place is reported once, also where two values lack for it.
    fn lack(&mut self, cause: MissingCause) {
        if !self.missing.contains(&cause) {
            self.missing.push(cause);
        }
    }

    /// The faults of a step, else those of the steps within it that stand for no expression: the
    /// as-of date of a parameter, the cell of a field.
    fn facts(&mut self, slot: Slot, span: Span, expr: Option<&'a Expr>, rows: &'a [Row]) {
        let before = self.faults.len();
        let facts = self.reader.frame.faults_at(slot, self.reader.row);
        self.faults.extend(facts.map(|fact| FaultCause { fact, span, expr, rows }));
        if self.faults.len() == before {
            let mut within = Vec::new();
            self.reader.plan.steps[slot].op.operands(&mut |operand| within.push(operand));
            for operand in within {
                if self.is_new(operand) {
                    self.facts(operand, span, expr, rows);
                }
            }
        }
    }

    fn derived(&mut self, id: DerivedId) -> bool {
        match &self.reader.record.derived[id].kind {
            DerivedKind::Formula(formula) => self.expr(formula),
            DerivedKind::Table { policy, .. } if policy.combination() == Combination::List => {
                self.table_rows(id)
            }
            DerivedKind::Table { policy, rows } => {
                let Some(slot) =
                    self.reader.plan.derived.get(id.index()).and_then(|plan| plan.value)
                else {
                    return false;
                };
                let span = self.reader.record.derived[id].span;
                self.table(slot, rows, self.reader.table_plans(id), policy.in_turn(), span)
            }
        }
    }

    fn table_rows(&mut self, id: DerivedId) -> bool {
        match &self.reader.record.derived[id].kind {
            DerivedKind::Table { policy, rows } => {
                self.rows(rows, self.reader.table_plans(id), policy.in_turn())
            }
            DerivedKind::Formula(_) => false,
        }
    }

    /// The value of a table or the points of a criterion.
    fn table(
        &mut self,
        slot: Slot,
        rows: &'a [Row],
        plans: Option<&Rows>,
        in_turn: bool,
        span: Span,
    ) -> bool {
        if !self.is_sought(slot) {
            return false;
        }
        if self.rows(rows, plans, in_turn) || !self.is_new(slot) {
            return true;
        }
        if self.state == State::Fault {
            self.facts(slot, span, None, rows);
        } else if !self.reader.tried(rows, plans, false).iter().any(|tried| tried.counts()) {
            self.lack(MissingCause::NoRow(span));
        } else {
            self.lack(MissingCause::Other(span));
        }
        true
    }

    /// The rows that may have a say.
    fn rows(&mut self, rows: &'a [Row], plans: Option<&Rows>, in_turn: bool) -> bool {
        let mut blamed = false;
        for tried in
            self.reader.tried(rows, plans, in_turn).into_iter().filter(|tried| tried.counts())
        {
            blamed |= match (&tried.row.when, plans) {
                (Some(when), Some(Rows::By(_))) => {
                    matches!(tried.truth, Truth::Missing | Truth::Fault) && self.asked(when)
                }
                (Some(when), Some(Rows::Each(_)) | None) => self.expr(when),
                (None, _) => false,
            };
            blamed |= self.expr(&tried.row.gives);
        }
        blamed
    }

    /// Walks into what the condition of a row asks that has no step of its own.
    fn asked(&mut self, when: &'a Expr) -> bool {
        if self.reader.plan.slot(when).is_some() {
            return self.expr(when);
        }
        let mut blamed = false;
        when.children(&mut |child| blamed |= self.asked(child));
        blamed
    }

    fn criterion(&mut self, criterion: &'a Criterion, plan: &CriterionPlan) -> bool {
        self.table(plan.points, &criterion.rows, Some(&plan.rows), !criterion.sum, criterion.span)
    }

    fn guards(&mut self, id: BlockId) -> bool {
        let guards = &self.reader.model.blocks[id].guards;
        // Each is walked into, also behind one that is to blame.
        guards.iter().filter(|guard| self.expr(guard)).count() > 0
    }

    /// Walks into what a block waits for or fails by: its guards, or where it applies its result.
    fn block(&mut self, id: BlockId) -> bool {
        let Some(plan) = self.reader.plan.block(id) else { return false };
        match self.reader.truth(plan.applies) {
            Truth::True => self.result(id, plan),
            Truth::Missing | Truth::Fault => self.guards(id),
            Truth::False => false,
        }
    }

    fn result(&mut self, id: BlockId, plan: &BlockPlan) -> bool {
        if !self.is_sought(plan.result()) {
            return false;
        }
        match (&self.reader.model.blocks[id].kind, &plan.kind) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(slots)) => {
                self.card(id, card, slots)
            }
            (
                BlockKind::Eligibility(clauses) | BlockKind::Check(clauses),
                BlockPlanKind::Clauses { clauses: slots, .. },
            ) => self.clauses(clauses, slots),
            (BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_), _) => false,
        }
    }

    /// A warning or a favour leaves a verdict as it is, but its fault is one of the block.
    fn clauses(&mut self, clauses: &'a [Clause], slots: &[ClausePlan]) -> bool {
        let decides = |clause: &Clause, truth| {
            !matches!(clause.kind, ClauseKind::Warn | ClauseKind::Prefer) || truth == Truth::Fault
        };
        let mut blamed = false;
        for (clause, plan) in clauses.iter().zip(slots) {
            let truth = self.reader.truth(plan.condition);
            let not_due = plan.not_due.map(|slot| self.reader.truth(slot));
            let own = plan.own.map(|slot| self.reader.truth(slot));
            if not_due == Some(Truth::True) || own == Some(Truth::False) || !decides(clause, truth)
            {
                continue;
            }
            match (&clause.timing, plan.due) {
                (Some(Timing::Due(due)), Some(plan)) => blamed |= self.deadline(due, plan),
                _ => blamed |= self.expr(&clause.condition),
            }
        }
        blamed
    }

    /// Walks into what leaves a deadline open. Parts that may have done it on another day than it
    /// surely was done are to blame as well.
    fn deadline(&mut self, due: &'a Due, plan: DuePlan) -> bool {
        let mut blamed = false;
        let read = due.open(self.reader.truth(plan.is_done));
        read.for_each(|expr| blamed |= self.expr(expr));
        let [surely, perhaps] = [plan.done, plan.perhaps].map(|slot| self.reader.day(slot));
        if self.state == State::Missing && perhaps.is_some() && perhaps != surely {
            self.over_time(&due.done);
            blamed = true;
        }
        blamed
    }

    fn total(&mut self, id: BlockId) -> bool {
        self.with_card(id, |walk, card, plan| walk.criteria(id, card, plan))
    }

    fn points_of(&mut self, id: BlockId, place: usize) -> bool {
        self.with_card(id, |walk, card, plan| {
            card.criteria
                .get(place)
                .zip(plan.criteria.get(place))
                .is_some_and(|(criterion, plan)| walk.criterion(criterion, plan))
        })
    }

    fn with_card(
        &mut self,
        id: BlockId,
        walk: impl FnOnce(&mut Self, &'a Scorecard, &'a ScorecardPlan) -> bool,
    ) -> bool {
        let Some(plan) = self.reader.plan.block(id) else { return false };
        if self.reader.truth(plan.applies) != Truth::True {
            return self.guards(id);
        }
        match (&self.reader.model.blocks[id].kind, &plan.kind) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(plan)) => walk(self, card, plan),
            (BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_), _) => false,
        }
    }

    fn criteria(&mut self, id: BlockId, card: &'a Scorecard, plan: &ScorecardPlan) -> bool {
        let criteria = card.criteria.iter().zip(&plan.criteria);
        let blamed = criteria
            .fold(false, |blamed, (criterion, plan)| self.criterion(criterion, plan) || blamed);
        blamed || self.own_facts(plan.total, self.reader.model.blocks[id].name.span)
    }

    /// A fault of a total or grading itself: a number past its limit.
    fn own_facts(&mut self, slot: Slot, span: Span) -> bool {
        let faulty = self.state == State::Fault && self.is_new(slot);
        if faulty {
            self.facts(slot, span, None, &[]);
        }
        faulty
    }

    fn card(&mut self, id: BlockId, card: &'a Scorecard, plan: &ScorecardPlan) -> bool {
        let points = self.criteria(id, card, plan);
        match (&card.grading, &plan.grading) {
            (Some(grading), Some(slots)) => self.grading(grading, slots, points),
            (None, _) | (_, None) => points,
        }
    }

    /// Over a range of totals the conditions on the total are open for the total's sake: what else
    /// they read has a say of its own.
    fn grading(&mut self, grading: &'a Grading, plan: &GradingPlan, points: bool) -> bool {
        if !self.is_sought(plan.grades) {
            return points;
        }
        let whens = grading.rows.iter().filter_map(|row| row.when.as_ref());
        let conditions = whens.chain(grading.caps.iter().map(|cap| &cap.condition));
        let blamed = conditions.fold(points, |blamed, condition| self.expr(condition) || blamed);
        if !blamed && self.state == State::Missing {
            self.lack(MissingCause::NoRow(grading.span));
        }
        if !blamed {
            self.own_facts(plan.grades, grading.span);
        }
        true
    }
}
