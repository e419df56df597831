#![doc = include_str!("README.md")]

pub mod decision;
mod formula;
mod grounds;
mod reader;
mod show;
mod summary;
mod values;

pub use formula::{Formula, unit_left_out};
pub use grounds::{Assumed, Cited, Grounds, Quotes};
pub use reader::{Clauses, Failures, Identity, NoParts, OpenParts, Reader, Run, kind};
pub use show::{document, html_page, page, push_grounds};
pub use summary::Summary;
pub use values::Working;

use crate::model::{Block, BlockId, BlockKind, Clause as Rule, ClauseKind, Criterion, Expr, FieldId};
use crate::plan::{BlockPlan, BlockPlanKind, CriterionPlan, Slot};
use crate::value::{Lang, Truth, Type};
use decision::{Clause, Decision, Named, Status};
use std::sync::Arc;
use values::Unnamed;

/// Why a block decided of a record as it did: the decision, and line by line what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What was decided.
    pub decision: Decision,
    /// The language of the values that are shown.
    pub lang: Lang,
    /// What tells the record from others, besides its key: the first category without order among its fields.
    pub identity: Vec<Named>,
    /// The block's own line and basis; none for a record type without blocks.
    pub block: Option<(Clause, Grounds)>,
    /// Each `áp dụng khi`.
    pub guards: Vec<Line>,
    /// Each criterion, in the order of [`Decision::criteria`].
    pub criteria: Vec<CriterionLines>,
    /// The row that gave the grade before caps, with what the grading rests on.
    pub grading: Option<(Option<Clause>, Grounds)>,
    /// Each cap and downgrade that is not surely idle.
    pub caps: Vec<Line>,
    /// Each clause of an eligibility or check block.
    pub clauses: Vec<Line>,
}

/// How a criterion came to its points.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionLines {
    /// The criterion's own line.
    pub clause: Clause,
    /// The values it rests on, with their workings.
    pub workings: Vec<Working>,
    /// What it rests on in documents, and what is assumed.
    pub grounds: Grounds,
}

/// A guard, cap or clause with how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// What it tells.
    pub text: Arc<str>,
    /// Its condition, as written.
    pub condition: Arc<str>,
    /// Whether its condition holds.
    pub truth: Truth,
    /// Where it stands.
    pub clause: Clause,
    /// The values it rests on, with their workings.
    pub workings: Vec<Working>,
    /// The fields whose lack leaves it open.
    pub missing: Vec<Arc<str>>,
    /// What it rests on in documents, and what is assumed.
    pub grounds: Grounds,
}

/// What a [`Line`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// A guard or a clause.
    Clause(ClauseKind),
    /// `không quá … nếu`
    Cap,
    /// `hạ một bậc nếu`
    Downgrade,
}

impl Line {
    /// Whether it strikes: a requirement that does not hold, or anything else that does.
    pub fn strikes(&self) -> bool {
        match self.kind {
            LineKind::Clause(ClauseKind::Require | ClauseKind::Applies) => self.truth == Truth::False,
            LineKind::Clause(ClauseKind::Reject | ClauseKind::Refer | ClauseKind::Warn | ClauseKind::Prefer)
            | LineKind::Cap
            | LineKind::Downgrade => self.truth == Truth::True,
        }
    }
}

impl<'a> Reader<'a, '_> {
    /// Explains what each wanted block decides of the record.
    pub fn explanations(&self, run: &Run, identity: Identity<'_>, wanted: &dyn Fn(BlockId) -> bool) -> Vec<Explanation> {
        let blocks = self.plan.blocks.iter().filter(|(id, _)| wanted(*id));
        let mut explained: Vec<Explanation> = blocks
            .map(|(id, plan)| {
                let bare = self.unexplained(self.decision(run, identity, *id, plan));
                self.explain_block(bare, &self.model.blocks[*id], plan)
            })
            .collect();
        if self.plan.blocks.is_empty() {
            explained.extend(self.decisions(run, identity, wanted).into_iter().map(|decision| self.unexplained(decision)));
        }
        explained
    }

    fn unexplained(&self, decision: Decision) -> Explanation {
        Explanation {
            decision,
            lang: self.lang,
            identity: self.identity(),
            block: None,
            guards: Vec::new(),
            criteria: Vec::new(),
            grading: None,
            caps: Vec::new(),
            clauses: Vec::new(),
        }
    }

    fn identity(&self) -> Vec<Named> {
        // A category with an order grades; one without tells where the record belongs.
        let places = |ty: Type| match ty {
            Type::Category(id) => self.model.categories.get(id.index()).is_some_and(|category| !category.ordered),
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => false,
        };
        let category = |id: &FieldId| places(self.record.fields[*id].ty) && !self.record.fields[*id].key;
        let first = self.record.fields.ids().find(category);
        let named = first.map(|id| Named {
            name: Arc::from(self.record.fields[id].name.text.as_str()),
            datum: self.datum(self.field(id), self.record.fields[id].ty),
        });
        named.into_iter().collect()
    }

    fn explain_block(&self, mut explanation: Explanation, block: &Block, plan: &BlockPlan) -> Explanation {
        explanation.block = Some((self.clause(block.name.span), self.grounds([&block.basis], &[])));
        explanation.guards = block
            .guards
            .iter()
            .zip(&plan.guards)
            .map(|(guard, slot)| {
                self.line(LineKind::Clause(ClauseKind::Applies), &self.words(guard.span), guard, *slot, guard.span, Grounds::default())
            })
            .collect();
        let read = matches!(explanation.decision.status, Status::Decided | Status::Undetermined);
        match (&block.kind, &plan.kind) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(plan)) if read && !explanation.decision.criteria.is_empty() => {
                explanation.criteria = card
                    .criteria
                    .iter()
                    .zip(&plan.criteria)
                    .map(|(criterion, plan)| {
                        let (counted, exprs) = self.counted(criterion, plan);
                        let bases = counted.iter().map(|row| &row.basis).chain([&criterion.basis]);
                        CriterionLines {
                            clause: self.clause(criterion.span),
                            workings: self.workings(&self.unnamed_of_criterion(criterion, plan, &exprs), &exprs),
                            grounds: self.grounds(bases, &exprs),
                        }
                    })
                    .collect();
                if let (Some(grading), Some(slots)) = (&card.grading, &plan.grading) {
                    let row = self.graded_by(grading, plan);
                    let bases = row.iter().map(|row| &row.basis).chain([&grading.basis]);
                    explanation.grading = Some((row.map(|row| self.clause(row.span)), self.grounds(bases, &[])));
                    for (cap, slot) in grading.caps.iter().zip(&slots.caps) {
                        if self.truth(*slot) != Truth::False {
                            let kind = if cap.grade.is_some() { LineKind::Cap } else { LineKind::Downgrade };
                            let text = cap.reason.clone().unwrap_or_else(|| self.words(cap.condition.span));
                            let grounds = self.grounds([&cap.basis], &[&cap.condition]);
                            explanation.caps.push(self.line(kind, &text, &cap.condition, *slot, cap.span, grounds));
                        }
                    }
                }
            }
            (BlockKind::Eligibility(clauses) | BlockKind::Check(clauses), BlockPlanKind::Clauses { clauses: slots, .. }) if read => {
                explanation.clauses = clauses.iter().zip(slots).map(|(clause, slot)| self.clause_line(clause, *slot)).collect();
            }
            _ => {}
        }
        explanation
    }

    /// The unnamed values among the expressions that a criterion was read by.
    fn unnamed_of_criterion<'e>(&self, criterion: &'e Criterion, plan: &CriterionPlan, read: &[&'e Expr]) -> Vec<Unnamed<'e>> {
        let is_read = |expr: &Expr| read.iter().any(|each| std::ptr::eq(*each, expr));
        let mut found = Vec::new();
        if let Some((subject, slot)) = criterion.subject.as_ref().zip(plan.subject) {
            self.unnamed(subject, slot, &mut found);
        }
        for (row, slots) in criterion.rows.iter().zip(&plan.rows) {
            if let Some(when) = row.when.as_ref().filter(|when| is_read(when)) {
                self.unnamed_in(when, slots.when, &mut found);
            }
            if is_read(&row.gives) {
                self.unnamed(&row.gives, slots.gives, &mut found);
            }
        }
        found
    }

    fn clause_line(&self, clause: &Rule, slot: Slot) -> Line {
        let grounds = self.grounds([&clause.basis], &[&clause.condition]);
        self.line(LineKind::Clause(clause.kind), &clause.reason, &clause.condition, slot, clause.span, grounds)
    }

    fn line(&self, kind: LineKind, text: &str, condition: &Expr, slot: Slot, span: crate::source::Span, grounds: Grounds) -> Line {
        let mut unnamed = Vec::new();
        self.unnamed_in(condition, slot, &mut unnamed);
        Line {
            kind,
            text: Arc::from(text),
            condition: Arc::from(self.words(condition.span)),
            truth: self.truth(slot),
            clause: self.clause(span),
            workings: self.workings(&unnamed, &[condition]),
            missing: self.missing([slot]),
            grounds,
        }
    }
}
