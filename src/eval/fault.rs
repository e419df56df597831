//! Faults: small facts about a record, without words.

use crate::builtins;
use crate::model::ParameterId;
use crate::plan::Slot;
use crate::value::Date;

/// A fault of a record, with the step at which it arose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// The record, counted from the start of the batch; 0 for a step that is the same for every
    /// record.
    pub row: u32,
    /// The step that raised it.
    pub slot: Slot,
    /// Kind of the fault.
    pub kind: FaultKind,
}

/// The kinds of fault that evaluation can raise for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A number grew past 32,768 bits.
    TooLarge,
    /// The record's numbers are so large that working with them takes too long.
    TooMuchWork,
    /// A day outside the years 1 to 9999, or a fraction of a day or month.
    NoSuchDay,
    /// A power or a number of digits that is not whole or out of bounds.
    NotWhole,
    /// The as-of date is read, and the run has none.
    NoAsOf,
    /// A dated parameter is read on a day on which it has no value.
    NoValueOn {
        /// The parameter.
        parameter: ParameterId,
        /// The day it is read on.
        day: Date,
    },
    /// A scripted function failed, ran over its limits or gave a value of another type; its own
    /// message comes with calling it again.
    Script,
    /// Two rows of a `duy nhất` table hold.
    Overlap {
        /// The place of the one.
        first: u32,
        /// The place of the other.
        second: u32,
    },
    /// The points of a criterion are outside 0 and its maximum.
    PointsOutside {
        /// The place of the row that gives them, or with which the sum passes the maximum.
        row: u32,
    },
    /// The cell of a field could not be read.
    Unreadable,
    /// The value of a field lies outside its range.
    OutsideRange,
    /// The column given for a field holds values of another type, too few of them, or texts that do
    /// not start with the plan's: the embedding program's mistake.
    WrongColumn,
}

impl From<builtins::Fault> for FaultKind {
    fn from(fault: builtins::Fault) -> FaultKind {
        match fault {
            builtins::Fault::TooLarge => FaultKind::TooLarge,
            builtins::Fault::NoSuchDay => FaultKind::NoSuchDay,
            builtins::Fault::NotWhole => FaultKind::NotWhole,
        }
    }
}
