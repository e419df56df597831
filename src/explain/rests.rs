//! What a condition or criterion rests on, by the answers that led there: what a walk over the
//! rules meets depends on nothing of a record but the truths that it asks for on its way, and the
//! rows that are looked up, so that records with the same answers need one walk.

use super::grounds::Grounds;
use crate::model::{
    AggregateId, BlockId, DerivedId, Expr, ExprId, FieldId, ParameterId, PeriodDay, PreviousId,
};
use crate::plan::Slot;
use crate::source::Span;
use crate::value::{Date, Num};
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

/// A value with its name, which is the same for all records.
pub(super) type Named = (Read, Arc<str>);

/// All that a line of an explanation rests on.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The named values, each once.
    pub values: Box<[Named]>,
    /// The lines of working.
    pub workings: Box<[Worked]>,
    /// The numbers that were compared: none of them may be shown in another order than its true
    /// one.
    pub compared: Box<[Compared]>,
    /// Documents and assumptions, those of the line itself among them.
    pub grounds: Grounds,
}

/// A line of working.
#[derive(Debug)]
pub(super) enum Worked {
    /// A value that is computed in place, as `a / b` in `a / b từ 98%`.
    Unnamed(Box<Expr>),
    /// A value with a name.
    Named(Read, Arc<str>),
}

/// A number that is compared.
#[derive(Clone, Debug)]
pub(super) enum Compared {
    /// The record's own, where it has one.
    Slot(Slot),
    /// One that the rules settle.
    Number(Num),
}

/// Start of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Root {
    /// A condition that stands for itself.
    Condition(ExprId),
    /// A criterion of a scorecard, by its place.
    Criterion(BlockId, usize),
    /// The row of a grading that gave the grade, by its place; none where that is not settled.
    Graded(BlockId, Option<u32>),
}

/// Start of the walk for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Start {
    /// Condition, criterion or row that the line is of.
    pub root: Root,
    /// The scorecard that is being explained: what its own total and points are made of is on the
    /// page already.
    pub own: Option<BlockId>,
    /// `true` if the total of that scorecard is shown right above, or is no one number.
    pub total_told: bool,
    /// As-of date of the walk.
    pub as_of: Option<Date>,
}

/// Question that a walk asks of a record on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Truth in a slot.
    Truth(Slot),
    /// Segment in which rows that are looked up are found.
    Segment(RowsOf),
}

/// Owner of rows that are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowsOf {
    /// A table of the record.
    Derived(DerivedId),
    /// A criterion of a scorecard.
    Criterion(BlockId, usize),
}

/// The walks from one start: at each question they part by its answer.
#[derive(Debug, Default)]
pub(super) enum Tree<T> {
    /// No walk came here yet.
    #[default]
    Unknown,
    /// A question is asked; the trees behind its answers, ascending.
    Asks(Question, Vec<(u32, Tree<T>)>),
    /// The end of a walk: what it met.
    Ends(T),
}

impl<T> Tree<T> {
    /// End of the walk with these answers; none if there was no such walk.
    pub fn find(&self, answer: impl Fn(Question) -> Option<u32>) -> Option<&T> {
        let mut tree = self;
        loop {
            match tree {
                Tree::Unknown => return None,
                Tree::Ends(met) => return Some(met),
                Tree::Asks(question, known) => {
                    let answer = answer(*question)?;
                    let place = known.binary_search_by_key(&answer, |(known, _)| *known).ok()?;
                    tree = &known.get(place)?.1;
                }
            }
        }
    }

    /// Keeps a walk: its questions with their answers, in order, and what it met.
    pub fn learn(&mut self, answers: impl Iterator<Item = (Question, u32)>, met: T) {
        let mut tree = self;
        for (question, answer) in answers {
            if let Tree::Unknown = tree {
                *tree = Tree::Asks(question, Vec::new());
            }
            // Walks from one start with the same answers go the same way.
            let Tree::Asks(asked, known) = tree else { return };
            if *asked != question {
                return;
            }
            let place = known.binary_search_by_key(&answer, |(known, _)| *known);
            let place = place.unwrap_or_else(|place| {
                known.insert(place, (answer, Tree::Unknown));
                place
            });
            let Some((_, next)) = known.get_mut(place) else { return };
            tree = next;
        }
        if let Tree::Unknown = tree {
            *tree = Tree::Ends(met);
        }
    }
}
