//! Rows that are not there yet: those of a register after the as-of date, and their parts. They are
//! left out before anything else is said of them.

use super::Cut;
use super::account::SkipReason;
use super::cell::Cell;
use super::layout::Layout;
use super::row::{Row, Slot};
use crate::model::{FieldId, Model, RecordId};
use crate::value::Date;
use std::collections::HashSet;
use std::sync::Arc;

/// Rows of one record type that are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct RowCut {
    /// The day from which on a row is there, and the as-of date.
    day: Option<(FieldId, Date)>,
    parent: Option<AbsentParent>,
}

/// The field that names the parent, and the keys of those that are not there.
#[derive(Clone, Debug)]
struct AbsentParent {
    field: FieldId,
    record: String,
    keys: HashSet<Arc<str>>,
}

impl RowCut {
    pub fn new(model: &Model, record: RecordId, cut: Cut<'_>) -> RowCut {
        let own = &model.records[record];
        let absent = cut.absent.filter(|absent| !absent.is_empty());
        RowCut {
            day: own.register.map(|register| register.day).zip(cut.as_of),
            parent: own.parent.zip(absent).map(|((parent, field), keys)| AbsentParent {
                field,
                record: model.records[parent].name.text.clone(),
                keys: keys.clone(),
            }),
        }
    }

    /// Reason for which a row is not there.
    pub fn reason(&self, layout: &mut Layout, number: u32, row: &impl Row) -> Option<SkipReason> {
        self.after(layout, number, row).or_else(|| self.of_absent(layout, number, row))
    }

    fn after(&self, layout: &mut Layout, number: u32, row: &impl Row) -> Option<SkipReason> {
        let (field, as_of) = self.day?;
        let slot = slot_of(layout, field)?;
        match slot.rule.read(&row.raw(slot.column), number) {
            Ok(Cell::Date(day)) if day > as_of => {
                Some(SkipReason::After { column: slot.header.clone(), as_of })
            }
            Ok(_) | Err(_) => None,
        }
    }

    fn of_absent(&self, layout: &mut Layout, number: u32, row: &impl Row) -> Option<SkipReason> {
        let parent = self.parent.as_ref()?;
        let slot = slot_of(layout, parent.field)?;
        let raw = row.raw(slot.column);
        let cell = slot.rule.read(&raw, number).ok()?;
        let absent = parent.keys.contains(slot.rule.key_part(cell)?.as_ref());
        absent.then(|| SkipReason::OfAbsent { record: parent.record.clone() })
    }
}

fn slot_of(layout: &mut Layout, field: FieldId) -> Option<&mut Slot> {
    layout.slots.iter_mut().find(|slot| slot.field == field)
}
