//! What a condition or criterion rests on, by the answers that led there: what a walk over the
//! rules meets depends on nothing of a record but the truths that it asks for on its way, so that
//! records with the same answers need one walk.

use crate::model::{
    AggregateId, BlockId, DerivedId, ExprId, FieldId, ParameterId, PeriodDay, PreviousId,
};
use crate::plan::Slot;
use crate::source::Span;
use crate::value::{Date, Truth};
use std::sync::Arc;

/// A value that has a name in the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A field of the record.
    Field(FieldId),
    /// A derivation or table.
    Derived(DerivedId),
    /// A value over the record's parts.
    FromParts(AggregateId),
    /// A value of the month before.
    Previous(PreviousId),
    /// A dated parameter, with the line in force.
    Parameter(ParameterId, Option<Span>),
    /// The total of a scorecard.
    Total(BlockId),
    /// The grade of a scorecard.
    Grade(BlockId),
    /// The points of a criterion of a scorecard.
    Points(BlockId, usize),
    /// The verdict of another block.
    Verdict(BlockId),
    /// A day of the pack's period.
    PeriodDay(PeriodDay, Date),
}

/// Start of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Root {
    /// A condition that stands for itself.
    Condition(ExprId),
    /// A criterion of a scorecard, by its place.
    Criterion(BlockId, usize),
}

/// The walks from one root: at each question they part by its answer.
#[derive(Debug, Default)]
pub(super) enum Tree {
    /// No walk came here yet.
    #[default]
    Unknown,
    /// The truth of a slot is asked for.
    Asks(Slot, Box<Answers>),
    /// The end of a walk: the values that it met.
    Rests(Arc<[Read]>),
}

/// A tree for each answer.
#[derive(Debug, Default)]
pub(super) struct Answers {
    yes: Tree,
    no: Tree,
    missing: Tree,
    fault: Tree,
}

impl Tree {
    /// The values that a walk with these answers met; none if there was no such walk.
    pub fn find(&self, answer: impl Fn(Slot) -> Truth) -> Option<&Arc<[Read]>> {
        let mut tree = self;
        loop {
            match tree {
                Tree::Unknown => return None,
                Tree::Rests(reads) => return Some(reads),
                Tree::Asks(slot, answers) => tree = answers.to(answer(*slot)),
            }
        }
    }

    /// Keeps a walk: its questions with their answers, in order, and what it met.
    pub fn learn(&mut self, answers: &[(Slot, Truth)], reads: Arc<[Read]>) {
        let mut tree = self;
        for (slot, truth) in answers {
            if let Tree::Unknown = tree {
                *tree = Tree::Asks(*slot, Box::default());
            }
            match tree {
                Tree::Asks(asked, next) if asked == slot => tree = next.to_mut(*truth),
                // Walks from one root with the same answers go the same way.
                Tree::Asks(..) | Tree::Rests(_) | Tree::Unknown => return,
            }
        }
        if let Tree::Unknown = tree {
            *tree = Tree::Rests(reads);
        }
    }
}

impl Answers {
    fn to(&self, truth: Truth) -> &Tree {
        match truth {
            Truth::True => &self.yes,
            Truth::False => &self.no,
            Truth::Missing => &self.missing,
            Truth::Fault => &self.fault,
        }
    }

    fn to_mut(&mut self, truth: Truth) -> &mut Tree {
        match truth {
            Truth::True => &mut self.yes,
            Truth::False => &mut self.no,
            Truth::Missing => &mut self.missing,
            Truth::Fault => &mut self.fault,
        }
    }
}
