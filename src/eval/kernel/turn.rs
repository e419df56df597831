//! Rows tried in turn, the first that holds deciding: what the next row does to the outcome so far,
//! in three-valued logic. The outcome of a table is a value, that of a criterion a range of points.

use crate::value::Truth;

/// Progress of a record through the rows of a table, from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Progress {
    /// None so far may hold.
    #[default]
    Open,
    /// One of the rows so far may hold, and none surely does.
    May,
    /// No further row is reached.
    Done,
}

/// Effect of a row on the outcome of its table.
pub(super) enum Effect {
    /// Nothing: it does not hold, or is not reached.
    Nothing,
    /// It decides: the first that holds, and none above it may.
    Decides,
    /// A fault of its condition is that of the outcome: no row above it may hold.
    Faults,
    /// It may decide, as the first that may.
    May,
    /// It may decide, as others above it.
    MayToo,
}

impl Progress {
    /// The effect of the next row. Once a row may hold, a fault below it is as good as a missing
    /// value: it may never be reached.
    #[inline]
    pub fn next(&mut self, when: Truth) -> Effect {
        let (effect, now) = match (*self, when) {
            (Progress::Done, _) | (_, Truth::False) => return Effect::Nothing,
            (Progress::Open, Truth::True) => (Effect::Decides, Progress::Done),
            (Progress::Open, Truth::Fault) => (Effect::Faults, Progress::Done),
            (Progress::Open, Truth::Missing) => (Effect::May, Progress::May),
            (Progress::May, Truth::True) => (Effect::MayToo, Progress::Done),
            (Progress::May, Truth::Missing | Truth::Fault) => (Effect::MayToo, Progress::May),
        };
        *self = now;
        effect
    }
}
