//! Blocks to steps: guards, criteria, totals, gradings, clauses.

use super::super::{
    Atom, BlockPlan, BlockPlanKind, CapStep, ClausePlan, ClauseStep, Condition, CriterionPlan,
    CriterionStep, GradeRow, GradingPlan, GradingStep, ScorecardPlan,
};
use super::{Constant, Kind, Lowering, Op, Slot};
use crate::model::{
    BlockId, BlockKind, Cap, Clause, Criterion, Expr, ExprKind, Grading, Row, Scorecard,
};
use crate::value::Value;

impl Lowering<'_> {
    pub(super) fn block(&mut self, id: BlockId) -> BlockPlan {
        if let Some(done) = self.blocks.get(&id) {
            return done.clone();
        }
        let own = self.own.take();
        let block = &self.model.blocks[id];
        let (guards, applies) = self.guards(id);
        let kind = match &block.kind {
            BlockKind::Scorecard(scorecard) => {
                BlockPlanKind::Scorecard(self.scorecard(id, scorecard))
            }
            BlockKind::Eligibility(clauses) => self.clauses(clauses, false),
            BlockKind::Check(clauses) => self.clauses(clauses, true),
        };
        self.own = own;
        let applies = match (&block.kind, &kind) {
            (
                BlockKind::Check(clauses) | BlockKind::Eligibility(clauses),
                BlockPlanKind::Clauses { clauses: plans, .. },
            ) => self.any_own(clauses, plans).map_or(applies, |own| {
                self.builder.push(Op::And(Box::new([applies, own])), Kind::Truth)
            }),
            (BlockKind::Scorecard(_) | BlockKind::Check(_) | BlockKind::Eligibility(_), _) => {
                applies
            }
        };
        let plan = BlockPlan { guards: guards.into_vec(), applies, kind };
        self.blocks.insert(id, plan.clone());
        plan
    }

    fn guards(&mut self, id: BlockId) -> (Box<[Slot]>, Slot) {
        let block = &self.model.blocks[id];
        let guards = self.each(&block.guards);
        let applies = self.builder.push(Op::And(guards.clone()), Kind::Truth);
        (guards, applies)
    }

    fn clauses(&mut self, clauses: &[Clause], check: bool) -> BlockPlanKind {
        let plans: Vec<ClausePlan> = clauses.iter().map(|clause| self.clause(clause)).collect();
        let step = |(clause, plan): (&Clause, &ClausePlan)| ClauseStep {
            kind: clause.kind,
            condition: plan.condition,
            not_due: plan.not_due,
            own: plan.own,
        };
        let steps = clauses.iter().zip(&plans).map(step).collect();
        let verdict = self.builder.push(Op::Verdict(steps), Kind::Verdict);
        BlockPlanKind::Clauses { clauses: plans, verdict, check }
    }

    fn scorecard(&mut self, id: BlockId, scorecard: &Scorecard) -> ScorecardPlan {
        let Scored { criteria, total, .. } = self.scored(id, scorecard);
        self.own = Some(id);
        let grading = scorecard.grading.as_ref().map(|grading| self.grading(id, total, grading));
        ScorecardPlan { criteria, total, grading }
    }

    /// The points alone: a grading may read derivations that read them.
    fn scored(&mut self, id: BlockId, scorecard: &Scorecard) -> Scored {
        if let Some(done) = self.scored.get(&id) {
            return done.clone();
        }
        let own = self.own.take();
        let (_, applies) = self.guards(id);
        let criteria: Vec<CriterionPlan> =
            scorecard.criteria.iter().map(|criterion| self.criterion(criterion)).collect();
        let points = criteria.iter().map(|criterion| criterion.points).collect();
        let total = self.builder.push(Op::Total(points), Kind::Points);
        self.own = own;
        let scored = Scored { applies, criteria, total };
        self.scored.insert(id, scored.clone());
        scored
    }

    fn criterion(&mut self, criterion: &Criterion) -> CriterionPlan {
        let subject = criterion.subject.as_ref().map(|subject| self.expr(subject));
        let rows = match criterion.sum {
            true => self.rows(&criterion.rows, false),
            false => self.rows_of_one(&criterion.rows, true),
        };
        let step = CriterionStep {
            sum: criterion.sum,
            maximum: criterion.maximum.clone(),
            rows: rows.clone(),
        };
        let points = self.builder.push(Op::Criterion(Box::new(step)), Kind::Points);
        CriterionPlan { rows, subject, points }
    }

    fn grading(&mut self, id: BlockId, total: Slot, grading: &Grading) -> GradingPlan {
        let grades = self
            .model
            .categories
            .get(grading.category.index())
            .map_or(0, crate::model::Category::numbers);
        let worst = u32::try_from(grades.saturating_sub(1)).unwrap_or(u32::MAX);
        let rows: Box<[GradeRow]> =
            grading.rows.iter().map(|row| self.grade_row(id, row, worst)).collect();
        let caps: Box<[CapStep]> = grading.caps.iter().map(|cap| self.cap(id, cap)).collect();
        let (row_slots, cap_slots) = (
            rows.iter().map(|row| row.when.slot).collect(),
            caps.iter().map(|cap| cap.when.slot).collect(),
        );
        let step = GradingStep { total, worst, rows, caps };
        let grades = self.builder.push(Op::Grading(Box::new(step)), Kind::Grades);
        GradingPlan { rows: row_slots, caps: cap_slots, grades }
    }

    /// Step of a grading row. Its result is a constant of the category in every checked model.
    fn grade_row(&mut self, id: BlockId, row: &Row, worst: u32) -> GradeRow {
        let grade =
            if let ExprKind::Constant(Value::Code(code)) = row.gives.kind { code } else { worst };
        let when = match &row.when {
            Some(condition) => self.condition(id, condition),
            None => {
                let always = self.constant(Constant::Truth(true), Kind::Truth);
                Condition { slot: always, of_total: Box::new([Atom::Truth(always)]) }
            }
        };
        GradeRow { when, grade }
    }

    fn cap(&mut self, id: BlockId, cap: &Cap) -> CapStep {
        CapStep { grade: cap.grade, when: self.condition(id, &cap.condition) }
    }

    fn condition(&mut self, id: BlockId, condition: &Expr) -> Condition {
        let slot = self.expr(condition);
        let mut of_total = Vec::new();
        self.atoms(id, condition, &mut of_total);
        Condition { slot, of_total: of_total.into() }
    }

    // Only comparisons of the bare total give the numbers at which a condition can change. The
    // total within a formula would have to be solved for; `Unknown` costs a grade that stays
    // undetermined while points are missing, and never a wrong one.
    fn atoms(&mut self, id: BlockId, condition: &Expr, atoms: &mut Vec<Atom>) {
        if !mentions_total(condition, id) {
            return atoms.push(Atom::Truth(self.expr(condition)));
        }
        match &condition.kind {
            ExprKind::Not(a) => {
                self.atoms(id, a, atoms);
                atoms.push(Atom::Not);
            }
            ExprKind::And(all) => {
                all.iter().for_each(|each| self.atoms(id, each, atoms));
                atoms.push(Atom::And(count(all)));
            }
            ExprKind::Or(all) => {
                all.iter().for_each(|each| self.atoms(id, each, atoms));
                atoms.push(Atom::Or(count(all)));
            }
            ExprKind::Compare(op, a, b) if is_total(a, id) && !mentions_total(b, id) => {
                atoms.push(Atom::Total(*op, self.expr(b)))
            }
            ExprKind::Compare(op, a, b) if is_total(b, id) && !mentions_total(a, id) => {
                atoms.push(Atom::Total(op.mirrored(), self.expr(a)))
            }
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Periodic(_)
            | ExprKind::Event(_)
            | ExprKind::Verdict(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::PeriodDay(..)
            | ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Compare(..)
            | ExprKind::Member(..)
            | ExprKind::IsMissing(_)
            | ExprKind::If(..)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => atoms.push(Atom::Unknown),
        }
    }

    pub(super) fn total(&mut self, id: BlockId) -> Slot {
        self.points(id, |scored| Some(scored.total))
    }

    pub(super) fn criterion_points(&mut self, id: BlockId, place: usize) -> Slot {
        self.points(id, |scored| scored.criteria.get(place).map(|criterion| criterion.points))
    }

    /// Points of a scorecard as other blocks read them: missing unless it applies. Its own grading
    /// need not test that.
    fn points(&mut self, id: BlockId, part: impl Fn(&Scored) -> Option<Slot>) -> Slot {
        let BlockKind::Scorecard(scorecard) = &self.model.blocks[id].kind else {
            return self.constant(Constant::Missing, Kind::Number);
        };
        let scored = self.scored(id, scorecard);
        let Some(points) = part(&scored) else {
            return self.constant(Constant::Missing, Kind::Number);
        };
        let value = self.builder.push(Op::PointsValue(points), Kind::Number);
        if self.own == Some(id) { value } else { self.only_if(scored.applies, value, Kind::Number) }
    }

    pub(super) fn grade(&mut self, id: BlockId) -> Slot {
        let block = self.block(id);
        let grading = if let BlockPlanKind::Scorecard(scorecard) = block.kind {
            scorecard.grading
        } else {
            None
        };
        let Some(grading) = grading else { return self.constant(Constant::Missing, Kind::Code) };
        let value = self.builder.push(Op::GradeValue(grading.grades), Kind::Code);
        self.only_if(block.applies, value, Kind::Code)
    }

    fn only_if(&mut self, condition: Slot, value: Slot, kind: Kind) -> Slot {
        let missing = self.constant(Constant::Missing, kind);
        self.builder.push(Op::Select(condition, value, missing), kind)
    }
}

/// The points of a scorecard, before any grading.
#[derive(Clone)]
pub(super) struct Scored {
    applies: Slot,
    criteria: Vec<CriterionPlan>,
    total: Slot,
}

fn count(all: &[Expr]) -> u32 {
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

fn is_total(expr: &Expr, block: BlockId) -> bool {
    matches!(expr.kind, ExprKind::Total(id) if id == block)
}

/// Returns `true` if an expression itself names the total; a derivation that does is a value of the
/// record like any other.
fn mentions_total(expr: &Expr, block: BlockId) -> bool {
    let mut found = is_total(expr, block);
    expr.children(&mut |child| found |= mentions_total(child, block));
    found
}
