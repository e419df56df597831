//! What the parts of records come to: aggregates over the parts, record by record.

use super::bounds::Reach;
use super::gather::{Gather, Place};
use crate::eval::Frame;
use crate::eval::table::Input;
use crate::model::{AggregateId, Model, RecordId};
use crate::plan::RecordPlan;
use crate::value::{Date, Num, Type};

/// The aggregates of one record type over its parts of another.
pub struct Parts<'a> {
    model: &'a Model,
    aggregates: Vec<AggregateId>,
    gather: Gather<'a>,
}

/// A column of what parts came to, with the records of which they leave it open.
#[derive(Clone, Debug)]
pub struct FromParts {
    /// The aggregate.
    pub aggregate: AggregateId,
    /// A value for each record; missing where the parts leave it open, or where there is none.
    pub column: Input,
    /// How many records it is open for.
    pub open: usize,
}

impl<'a> Parts<'a> {
    /// The aggregates that a record type reads over the record type of `plan`.
    pub fn new(model: &'a Model, whole: RecordId, plan: &'a RecordPlan) -> Parts<'a> {
        let read = &model.records[whole].aggregates;
        let aggregates: Vec<AggregateId> = plan.over.iter().map(|over| over.aggregate).filter(|id| read.contains(id)).collect();
        Parts { model, gather: Gather::new(model, plan, &aggregates), aggregates }
    }

    /// Takes in the parts of a frame. `wholes` tells of each the number of what it belongs to; none for a part that belongs to nothing among the
    /// data.
    pub fn take(&mut self, frame: &Frame, wholes: impl Iterator<Item = Option<usize>>) {
        for (row, whole) in (0..frame.rows()).zip(wholes) {
            self.gather.take(frame, row, whole.map_or(Place::Nowhere, Place::In));
        }
    }

    /// The columns, for records whose numbers are these.
    pub fn finish(&self, wholes: &[usize]) -> Vec<FromParts> {
        let groups = wholes.iter().map(|whole| self.gather.group(*whole)).collect::<Vec<_>>();
        let columns = self.aggregates.iter().enumerate();
        columns
            .map(|(place, id)| {
                let reaches: Vec<Reach> = groups.iter().map(|group| group.reach(place)).collect();
                let open = reaches.iter().filter(|reach| **reach != Reach::Nothing && reach.value().is_none()).count();
                FromParts { aggregate: *id, column: column(self.model.aggregates[*id].ty, &reaches), open }
            })
            .collect()
    }
}

fn column(ty: Type, reaches: &[Reach]) -> Input {
    let values = reaches.iter().map(|reach| reach.value().cloned());
    match ty {
        Type::Date => Input::Dates(values.map(|value| day(&value?)).collect()),
        Type::Number(_) | Type::Text | Type::YesNo | Type::Category(_) => Input::Exact(values.collect()),
    }
}

fn day(number: &Num) -> Option<Date> {
    Date::from_days_since_1970(i32::try_from(number.to_i64()?).ok()?)
}
