//! Outcomes of a block for a record as the evaluator has them.

use crate::eval::{BlockOutcome, BlockResult, Frame, Status};
use crate::model::{ClauseKind, Verdict};
use crate::plan::{BlockPlan, BlockPlanKind, ClauseStep, Op, RecordPlan, Slot};
use crate::value::{Num, Truth};

pub use crate::eval::MatchedRow;

/// Outcome of a block for a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// `true` of a record that can be: no value has left its range, nothing impossible holds.
    pub is_possible: bool,
    /// Status that the block reached.
    pub status: Status,
    /// Result that the block came to; `None` while that is open.
    pub result: Option<Standing>,
    /// Total of a scorecard, where it is one number.
    pub total: Option<Num>,
    /// Points of each criterion, where they are one number, and the row that gave them.
    pub points: Vec<(Option<Num>, MatchedRow)>,
    /// `true` for each clause, cap or downgrade that fires.
    pub fires: Vec<bool>,
}

/// Result of a block, the better the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The code of a grade: the lower the better.
    Grade(u32),
    /// A verdict of clauses.
    Verdict(Verdict),
}

impl Standing {
    /// Returns `true` if a record gains by coming from another result to this one. What is not due
    /// yet is neither better nor worse.
    pub fn is_better_than(self, other: Standing) -> bool {
        match (self, other) {
            (Standing::Grade(own), Standing::Grade(other)) => own < other,
            (Standing::Verdict(own), Standing::Verdict(other)) => {
                own != Verdict::NotDue && other != Verdict::NotDue && own > other
            }
            (Standing::Grade(_), Standing::Verdict(_))
            | (Standing::Verdict(_), Standing::Grade(_)) => false,
        }
    }
}

impl Outcome {
    /// The outcome of a block for a record of a frame, which has to keep some ranges.
    pub(super) fn of(
        (steps, block): (&RecordPlan, &BlockPlan),
        (frame, row): (&Frame, usize),
        ranges: &[Slot],
    ) -> Outcome {
        let BlockOutcome { status, result } = frame.outcome(block, row);
        let is_possible = status != Status::DataError
            && !frame.is_broken(row)
            && ranges.iter().all(|range| is_kept(frame, row, *range));
        let mut outcome = Outcome {
            is_possible,
            status,
            result: None,
            total: None,
            points: Vec::new(),
            fires: Vec::new(),
        };
        match (&block.kind, result) {
            (BlockPlanKind::Scorecard(card), Some(BlockResult::Scorecard { total, grades })) => {
                outcome.total = total.into_value();
                outcome.result = grades.and_then(|grades| grades.value()).map(Standing::Grade);
                let points = card.criteria.iter().map(|criterion| {
                    let points = frame.points_at(criterion.points, row);
                    points.map_or((None, MatchedRow::Undecided), |points| {
                        (points.value().cloned(), points.held)
                    })
                });
                outcome.points = points.collect();
                let caps = card.grading.iter().flat_map(|grading| &grading.caps);
                outcome.fires = caps.map(|cap| frame.truth(*cap, row) == Truth::True).collect();
            }
            (
                BlockPlanKind::Clauses { clauses, verdict, .. },
                Some(BlockResult::Clauses(decided)),
            ) => {
                let is_decided = status == Status::Decided;
                outcome.result = is_decided.then_some(Standing::Verdict(decided));
                let kinds: &[ClauseStep] = match &steps.steps[*verdict].op {
                    Op::Verdict(kinds) => kinds,
                    _ => &[],
                };
                let fires = clauses.iter().zip(kinds).map(|(clause, step)| {
                    let is = |slot: Option<_>, truth| {
                        slot.is_some_and(|slot| frame.truth(slot, row) == truth)
                    };
                    !is(clause.own, Truth::False)
                        && !is(clause.not_due, Truth::True)
                        && brings_about(step.kind, frame.truth(clause.condition, row))
                });
                outcome.fires = fires.collect();
            }
            (BlockPlanKind::Scorecard(_) | BlockPlanKind::Clauses { .. }, _) => {}
        }
        outcome
    }
}

/// Returns `true` if a record keeps a range.
pub(super) fn is_kept(frame: &Frame, row: usize, range: Slot) -> bool {
    matches!(frame.truth(range, row), Truth::True | Truth::Missing)
}

/// Returns `true` if a clause of this kind fires by the truth of its condition.
fn brings_about(kind: ClauseKind, truth: Truth) -> bool {
    match kind {
        ClauseKind::Applies | ClauseKind::Require | ClauseKind::Due => truth == Truth::False,
        ClauseKind::Reject | ClauseKind::Refer | ClauseKind::Warn | ClauseKind::Prefer => {
            truth == Truth::True
        }
    }
}
