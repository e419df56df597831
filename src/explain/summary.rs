//! What a block decided of a record, in the few words a row of a table has room for. Nothing is copied that the rules hold.

use super::reader::{Identity, Reader};
use crate::eval::{BlockResult, Status};
use crate::model::{BlockId, BlockKind, Clause as Rule, ClauseKind};
use crate::plan::{BlockPlan, BlockPlanKind, Slot};
use crate::value::{Lang, Num, Truth};
use std::borrow::Cow;

/// A decision in brief.
#[derive(Clone, Debug)]
pub struct Summary<'a> {
    /// How far it got.
    pub status: Status,
    /// The grade or verdict, if there is one.
    pub verdict: Option<&'a str>,
    /// The lowest and highest grade in reach of an undetermined record.
    pub verdict_range: Option<(&'a str, &'a str)>,
    /// The least and the most the total can be; the same where it is one number.
    pub points: Option<(Num, Num)>,
    /// The same of each criterion.
    pub criteria: Vec<(Num, Num)>,
    /// What struck, what is missing, what is wrong.
    pub notes: Vec<Cow<'a, str>>,
}

impl<'a> Reader<'a, '_> {
    /// What a block decides of the record, in brief.
    pub fn summary(&self, identity: Identity<'_>, id: BlockId, plan: &BlockPlan) -> Summary<'a> {
        let outcome = self.frame.outcome(plan, self.row);
        let empty =
            Summary { status: outcome.status, verdict: None, verdict_range: None, points: None, criteria: Vec::new(), notes: Vec::new() };
        match outcome.result {
            Some(result) => self.summarise(empty, id, plan, result),
            None => Summary { notes: self.unread(outcome.status, identity, plan), ..empty },
        }
    }

    /// Why there is nothing to tell of a record: its errors, or the missing values its guards wait for.
    fn unread(&self, status: Status, identity: Identity<'_>, plan: &BlockPlan) -> Vec<Cow<'a, str>> {
        match status {
            Status::DataError => self.errors(identity, plan).iter().map(|error| Cow::Owned(error.with_clause(self.lang))).collect(),
            Status::Undetermined => self.open_notes(plan.guards.iter().copied()),
            Status::Decided | Status::NotApplicable => Vec::new(),
        }
    }

    fn summarise(&self, mut summary: Summary<'a>, id: BlockId, plan: &BlockPlan, result: BlockResult<'_>) -> Summary<'a> {
        match (&self.model.blocks[id].kind, &plan.kind, result) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(plan), BlockResult::Scorecard { total, grades }) => {
                summary.points = Some((total.low.clone(), total.high.clone()));
                let points = plan.criteria.iter().map(|criterion| self.frame.points(criterion.points, self.row));
                summary.criteria = points.map(|points| (points.low.clone(), points.high.clone())).collect();
                let mut open = vec![plan.total];
                if let (Some(grading), Some(slots), Some(grades)) = (&card.grading, &plan.grading, grades) {
                    let name = |code: Option<u32>| code.and_then(|code| self.code_name(grading.category, code));
                    summary.verdict = name(grades.value());
                    summary.verdict_range = name(grades.lowest()).zip(name(grades.highest())).filter(|_| summary.verdict.is_none());
                    open.push(slots.grades);
                    for (cap, slot) in grading.caps.iter().zip(&slots.caps) {
                        if self.truth(*slot) == Truth::True {
                            summary
                                .notes
                                .push(cap.reason.as_deref().map_or_else(|| Cow::Owned(self.words(cap.condition.span)), Cow::Borrowed));
                        }
                    }
                }
                if total.low != total.high || summary.status == Status::Undetermined {
                    summary.notes.extend(self.open_notes(open));
                }
            }
            (
                BlockKind::Eligibility(clauses) | BlockKind::Check(clauses),
                BlockPlanKind::Clauses { clauses: slots, verdict: slot, check },
                BlockResult::Clauses(verdict),
            ) => {
                summary.verdict = (summary.status == Status::Decided).then(|| verdict.word(*check, self.model.lang));
                for (clause, slot) in clauses.iter().zip(slots) {
                    if strikes(clause, self.truth(*slot)) {
                        summary.notes.push(Cow::Borrowed(clause.reason.as_str()));
                    }
                }
                if summary.status == Status::Undetermined {
                    summary.notes.extend(self.open_notes([*slot]));
                }
            }
            _ => {}
        }
        summary
    }

    /// What leaves slots open, in words.
    fn open_notes(&self, slots: impl IntoIterator<Item = Slot>) -> Vec<Cow<'a, str>> {
        let word = match self.lang {
            Lang::Vi => "thiếu",
            Lang::En => "missing",
        };
        let (missing, unknown) = self.open(slots);
        let fields = (!missing.is_empty()).then(|| Cow::Owned(format!("{word}: {}", missing.join(", "))));
        let others = unknown.iter().map(|found| Cow::Owned(format!("{}: {}", found.clause.text, found.text.get(self.lang))));
        fields.into_iter().chain(others).collect()
    }
}

/// Whether a clause strikes: a requirement that does not hold, or anything else that does.
fn strikes(clause: &Rule, truth: Truth) -> bool {
    truth == if clause.kind == ClauseKind::Require { Truth::False } else { Truth::True }
}
