//! What changes of a record are to move: the result of a block, or what it adds to an indicator.

use super::outcome::{Outcome, is_kept};
use crate::aggregate::RecordShare;
use crate::eval::{Frame, Status};
use crate::plan::{BlockPlan, RecordPlan, Slot};
use crate::table::Texts;
use crate::value::{Num, Value};

/// Outcome that changes are to move.
pub(super) enum Goal<'p> {
    /// The result of a block.
    Block(&'p BlockPlan),
    /// Amount that the record adds to an indicator.
    Share(Box<ShareGoal<'p>>),
}

/// Amount that a record adds above the line of an indicator, while it stays in its unit and what it
/// adds below the line stays as it is.
pub(super) struct ShareGoal<'p> {
    pub share: RecordShare<'p>,
    /// Slot of the value that the unit goes by, where that is one of the record's own.
    pub group: Option<Slot>,
    /// `true` if less is better.
    pub falls: bool,
    /// The record as it is: what it adds below the line, and its unit.
    pub own: Option<(Num, Option<Value>)>,
}

impl<'p> Goal<'p> {
    /// Slots that it rests on.
    pub fn roots(&self) -> Vec<Slot> {
        match self {
            Goal::Block(block) => block.decides().to_vec(),
            Goal::Share(goal) => goal.share.slots().into_iter().chain(goal.group).collect(),
        }
    }

    /// The block that is asked about, if one is.
    pub fn block(&self) -> Option<&'p BlockPlan> {
        match self {
            Goal::Block(block) => Some(block),
            Goal::Share(_) => None,
        }
    }

    /// Makes ready for another record, which is run first as it is.
    pub fn forget(&mut self) {
        match self {
            Goal::Block(_) => {}
            Goal::Share(goal) => goal.own = None,
        }
    }

    /// Outcome for a record of a frame, which has to keep some ranges.
    pub fn outcome(
        &mut self,
        steps: &RecordPlan,
        (frame, texts, row): (&Frame, &Texts, usize),
        ranges: &[Slot],
    ) -> Outcome {
        match self {
            Goal::Block(block) => Outcome::of((steps, block), (frame, row), ranges),
            Goal::Share(goal) => goal.outcome((frame, texts, row), ranges),
        }
    }
}

impl ShareGoal<'_> {
    fn outcome(
        &mut self,
        (frame, texts, row): (&Frame, &Texts, usize),
        ranges: &[Slot],
    ) -> Outcome {
        let is_kept = ranges.iter().all(|range| is_kept(frame, row, *range));
        let added = self.share.of(frame, row).filter(|_| is_kept);
        let total = added.and_then(|[over, under]| {
            let group = self.group.map(|slot| frame.value(texts, slot, row));
            let now = (under, group);
            let stays = *self.own.get_or_insert_with(|| now.clone()) == now;
            stays.then(|| if self.falls { over.neg() } else { over })
        });
        Outcome {
            is_possible: total.is_some(),
            status: Status::Decided,
            result: None,
            total,
            points: Vec::new(),
            fires: Vec::new(),
        }
    }
}
