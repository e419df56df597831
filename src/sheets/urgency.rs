//! How soon somebody has to look at a record, by its outcome under a block.

use crate::eval::Status;
use crate::explain::Outcome;
use crate::model::{Block, BlockKind, CategoryValue, Model, Verdict};

/// Urgency of a record, the less the sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    Faulty,
    Worst,
    Open,
    NotBest,
}

impl Urgency {
    /// Urgency of an outcome; `None` of one that nobody has to look at: the best grade, a block
    /// that is met, not due yet or not asked.
    pub fn of(outcome: Outcome, model: &Model, block: &Block) -> Option<Urgency> {
        match outcome.status {
            Status::NotApplicable => return None,
            Status::DataError => return Some(Urgency::Faulty),
            Status::Undetermined => return Some(Urgency::Open),
            Status::Decided => {}
        }
        match (&block.kind, outcome.grade, outcome.verdict) {
            (BlockKind::Scorecard(card), Some(grade), _) => {
                let category = card.grading.as_ref()?.category;
                let values = &model.categories.get(category.index())?.values;
                let is = |value: Option<&CategoryValue>| {
                    value.is_some_and(|value| value.number == grade)
                };
                match (is(values.first()), is(values.last())) {
                    (true, _) => None,
                    (false, true) => Some(Urgency::Worst),
                    (false, false) => Some(Urgency::NotBest),
                }
            }
            (_, _, Some(Verdict::Rejected)) => Some(Urgency::Worst),
            (_, _, Some(Verdict::ToReview)) => Some(Urgency::NotBest),
            (_, _, Some(Verdict::Incomplete)) => Some(Urgency::Open),
            (_, _, Some(Verdict::Met | Verdict::NotDue) | None) => None,
        }
    }
}
