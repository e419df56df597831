//! What records were found to be in each period, and on which day something was done: worked out
//! at other days than the as-of date, before the records are evaluated as of it.

use super::input::retain;
use crate::value::{AskedPeriod, Date, Truth, Value};

/// A condition in one period, for each record.
#[derive(Clone, Debug, PartialEq)]
pub struct InPeriod {
    /// Period in which it was asked.
    pub period: AskedPeriod,
    /// Truth of the condition.
    pub holds: Vec<Truth>,
    /// The value that it compares; empty if it compares none.
    pub values: Vec<Value>,
}

/// The day on which something was done, for each record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoneOn {
    /// First day on which it surely was.
    pub surely: Vec<Option<Date>>,
    /// First day on which it may have been.
    pub perhaps: Vec<Option<Date>>,
}

impl InPeriod {
    /// The same of one of the records, so many times over.
    pub(super) fn copies(&self, row: usize, count: usize) -> InPeriod {
        let holds = self.holds.get(row).copied().unwrap_or(Truth::Missing);
        let values = self.values.get(row).map(|value| vec![value.clone(); count]);
        InPeriod {
            period: self.period,
            holds: vec![holds; count],
            values: values.unwrap_or_default(),
        }
    }

    /// Leaves out the records that are not kept.
    pub(super) fn retain(&mut self, kept: &[bool]) {
        retain(&mut self.holds, kept);
        retain(&mut self.values, kept);
    }
}

impl DoneOn {
    /// The same of one of the records, so many times over.
    pub(super) fn copies(&self, row: usize, count: usize) -> DoneOn {
        let day = |days: &[Option<Date>]| vec![days.get(row).copied().flatten(); count];
        DoneOn { surely: day(&self.surely), perhaps: day(&self.perhaps) }
    }

    /// Leaves out the records that are not kept.
    pub(super) fn retain(&mut self, kept: &[bool]) {
        retain(&mut self.surely, kept);
        retain(&mut self.perhaps, kept);
    }
}
