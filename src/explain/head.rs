//! What all decisions of a block have in common, made once, and what one record adds to it.

use super::decision::{Decision, DecisionKind, Details, Lazy, Status, Verdict as VerdictCode};
use crate::eval::{BlockResult, Frame};
use crate::model::{self, Block, BlockId, BlockKind, Model, Record, Verdict};
use crate::plan::BlockPlan;
use crate::value::{Date, Lang, Num};
use std::sync::Arc;

/// Constants of a run that every decision repeats.
#[derive(Clone, Debug)]
pub struct Run {
    /// Name of the pack that decides.
    pub pack: Arc<str>,
    /// Fingerprint of the pack that decides.
    pub fingerprint: Arc<str>,
    /// As-of date of the run; `None` if it was given none.
    pub as_of: Option<Date>,
}

/// Head of the decisions of a block: what they all have in common.
#[derive(Debug)]
pub struct Head {
    common: Decision,
    /// The grades, by their codes.
    grades: Vec<Arc<str>>,
    /// The verdicts, by their ranks.
    verdicts: Vec<(Arc<str>, Option<VerdictCode>)>,
}

/// Outcome of a block for one record, as its decision states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Status that the block reached.
    pub status: Status,
    /// Total, if it is one number.
    pub points: Option<Num>,
    /// Grade by its code, or verdict by its rank.
    pub verdict: Option<u32>,
}

impl Head {
    /// Head of the decisions of a block, or of those of a record type without blocks.
    pub fn new(model: &Model, record: &Record, run: &Run, lang: Lang, id: Option<BlockId>) -> Head {
        let block = id.map(|id| &model.blocks[id]);
        let title = block.map_or(&record.title, |block| &block.title);
        let common = Decision {
            record: String::new(),
            record_type: Arc::from(record.name.text.as_str()),
            block: block.map(|block| Arc::from(block.name.text.as_str())),
            title: title.as_deref().map(Arc::from),
            kind: block.map_or(DecisionKind::Record, kind),
            status: Status::Undetermined,
            verdict: None,
            verdict_code: None,
            points: None,
            max_points: block.and_then(maximum),
            pack: Arc::clone(&run.pack),
            fingerprint: Arc::clone(&run.fingerprint),
            as_of: None,
            lang,
            details: Lazy::from(Details::default()),
        };
        Head {
            common,
            grades: block.map_or_else(Vec::new, |block| grades(model, block)),
            verdicts: block.map_or_else(Vec::new, |block| verdicts(block, model.lang)),
        }
    }

    /// Decision about a record with this key, as of a day.
    pub fn decision(
        &self,
        key: &str,
        as_of: Option<Date>,
        Stated { status, points, verdict }: Stated,
        details: Lazy,
    ) -> Decision {
        let Decision { record_type, block, title, max_points, pack, fingerprint, .. } =
            &self.common;
        let (verdict, verdict_code) = self.verdict(verdict);
        Decision {
            record: key.to_owned(),
            record_type: Arc::clone(record_type),
            block: block.clone(),
            title: title.clone(),
            kind: self.common.kind,
            status,
            verdict,
            verdict_code,
            points,
            max_points: max_points.clone(),
            pack: Arc::clone(pack),
            fingerprint: Arc::clone(fingerprint),
            as_of,
            lang: self.common.lang,
            details,
        }
    }

    fn verdict(&self, number: Option<u32>) -> (Option<Arc<str>>, Option<VerdictCode>) {
        let Some(number) = number else { return (None, None) };
        if self.common.kind == DecisionKind::Scorecard {
            let grade = self.grades.get(number as usize).map(Arc::clone);
            return (grade, Some(VerdictCode::Graded));
        }
        let known = self.verdicts.get(number as usize);
        known.map_or((None, None), |(word, code)| (Some(Arc::clone(word)), *code))
    }
}

impl Stated {
    /// Outcome of a block as a frame has it.
    pub fn of_frame(frame: &Frame, plan: &BlockPlan, row: usize) -> Stated {
        let outcome = frame.outcome(plan, row);
        let (points, verdict) = match outcome.result {
            None => (None, None),
            Some(BlockResult::Scorecard { total, grades }) => {
                (total.value().cloned(), grades.and_then(|grades| grades.value()))
            }
            Some(BlockResult::Clauses(verdict)) => {
                let known = Some(verdict).filter(|verdict| *verdict != Verdict::Incomplete);
                (None, known.map(Verdict::rank))
            }
        };
        Stated { status: outcome.status, points, verdict }
    }
}

fn maximum(block: &Block) -> Option<Num> {
    match &block.kind {
        BlockKind::Scorecard(card) => Some(card.maximum.clone()),
        BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
    }
}

fn grades(model: &Model, block: &Block) -> Vec<Arc<str>> {
    let BlockKind::Scorecard(card) = &block.kind else { return Vec::new() };
    let category =
        card.grading.as_ref().and_then(|grading| model.categories.get(grading.category.index()));
    let name = |code: u32| {
        let value = category.and_then(|category| category.value(code));
        Arc::from(value.map_or("", |value| value.name.text.as_str()))
    };
    (0..).take(category.map_or(0, model::Category::numbers)).map(name).collect()
}

fn verdicts(block: &Block, lang: Lang) -> Vec<(Arc<str>, Option<VerdictCode>)> {
    if let BlockKind::Scorecard(_) = block.kind {
        return Vec::new();
    }
    let stated = |verdict: Verdict| {
        (Arc::from(block.verdict_word(verdict, lang)), verdict_code(verdict, block.is_check()))
    };
    Verdict::ranked().map(stated).into()
}

/// Kind of decision that a block makes.
pub fn kind(block: &Block) -> DecisionKind {
    match block.kind {
        BlockKind::Scorecard(_) => DecisionKind::Scorecard,
        BlockKind::Eligibility(_) => DecisionKind::Eligibility,
        BlockKind::Check(_) => DecisionKind::Check,
    }
}

/// Verdict that the clauses reached; `None` while they wait for values.
pub fn verdict_code(verdict: Verdict, check: bool) -> Option<VerdictCode> {
    match (verdict, check) {
        (Verdict::Met, false) => Some(VerdictCode::Eligible),
        (Verdict::Met, true) => Some(VerdictCode::Met),
        (Verdict::ToReview, _) => Some(VerdictCode::ToReview),
        (Verdict::NotDue, _) => Some(VerdictCode::NotDue),
        (Verdict::Rejected, false) => Some(VerdictCode::Rejected),
        (Verdict::Rejected, true) => Some(VerdictCode::NotMet),
        (Verdict::Incomplete, _) => None,
    }
}
