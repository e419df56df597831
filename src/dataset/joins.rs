//! The parents and parts that are joined: all of them, or month by month where either are
//! snapshots.

use super::RecordSet;
use crate::eval::View;
use crate::model::Model;
use crate::value::{Date, Month};
use std::collections::BTreeSet;

/// Parents of one set that take parts of another.
pub(super) struct Join {
    /// View in which the parts are evaluated, where they have no days of their own.
    pub view: View,
    /// Month of the parts; all where there is none.
    pub month: Option<Month>,
    parents: Parents,
}

enum Parents {
    All,
    OfMonth(Month),
    OfDay(Date),
}

impl Join {
    /// The joins of a set of parts to their parents. Parts that are snapshots join the parents of
    /// their month, or, where these are none, the parents in their own latest month. A register is
    /// read as of the day of each snapshot; any other list is that of the latest month.
    pub fn of(model: &Model, parents: &RecordSet, parts: &RecordSet) -> Vec<Join> {
        let view = parts.view(model);
        let (own, of_parts) = (&model.records[parents.record], &model.records[parts.record]);
        let join = |parents, month| Join { view, month, parents };
        match (own.snapshot, of_parts.snapshot) {
            (None, None) => vec![join(Parents::All, None)],
            (None, Some(_)) => vec![join(Parents::All, parts.months().last().copied())],
            (Some(_), Some(_)) => {
                let months = parents.months().into_iter();
                months.map(|month| join(Parents::OfMonth(month), Some(month))).collect()
            }
            (Some(_), None) if of_parts.register.is_some() => {
                let days: BTreeSet<Date> =
                    (0..parents.len()).filter_map(|place| parents.day(place)).collect();
                let of_day = |day| Join {
                    view: View::of(Some(day), model),
                    month: None,
                    parents: Parents::OfDay(day),
                };
                days.into_iter().map(of_day).collect()
            }
            (Some(_), None) => {
                let latest = parents.months().last().copied();
                latest.map(|month| join(Parents::OfMonth(month), None)).into_iter().collect()
            }
        }
    }

    /// The places of the parents that take parts.
    pub fn parents(&self, set: &RecordSet) -> Vec<usize> {
        let takes = |place: &usize| match self.parents {
            Parents::All => true,
            Parents::OfMonth(month) => set.month(*place) == Some(month),
            Parents::OfDay(day) => set.day(*place) == Some(day),
        };
        (0..set.len()).filter(takes).collect()
    }
}
