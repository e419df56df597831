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
    /// The day from which on a row is there, with the name of its field, and the as-of date.
    day: Option<(FieldId, String, Date)>,
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
            day: own
                .day_of_rows()
                .zip(cut.as_of)
                .map(|(field, as_of)| (field, own.fields[field].name.text.clone(), as_of)),
            parent: own.parent.zip(absent).map(|((parent, field), keys)| AbsentParent {
                field,
                record: model.records[parent].name.text.clone(),
                keys: keys.clone(),
            }),
        }
    }

    /// Returns `true` if every row is there.
    pub fn is_nothing(&self) -> bool {
        self.day.is_none() && self.parent.is_none()
    }

    /// Reason for which a row is not there; `told` is the day of a row whose file has no column for
    /// it.
    pub fn reason(
        &self,
        layout: &mut Layout,
        number: u32,
        row: &impl Row,
        told: Option<Date>,
    ) -> Option<SkipReason> {
        self.after(layout, number, row, told).or_else(|| self.of_absent(layout, number, row))
    }

    fn after(
        &self,
        layout: &mut Layout,
        number: u32,
        row: &impl Row,
        told: Option<Date>,
    ) -> Option<SkipReason> {
        let (field, name, as_of) = self.day.as_ref()?;
        let day = day_in(layout, *field, number, row, told)?;
        let column = slot_of(layout, *field).map_or(name, |slot| &slot.header).clone();
        (day > *as_of).then_some(SkipReason::After { column, as_of: *as_of })
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

/// The day of a row in a field; `told` where its file has no column for it.
pub(super) fn day_in(
    layout: &mut Layout,
    field: FieldId,
    number: u32,
    row: &impl Row,
    told: Option<Date>,
) -> Option<Date> {
    let own_columns = layout.width.is_some();
    let Some(slot) = slot_of(layout, field) else { return told };
    let raw = row.raw(slot.column);
    // An object without the name is as a file without the column.
    if !own_columns && raw.is_blank() {
        return told;
    }
    match slot.rule.read(&raw, number) {
        Ok(Cell::Date(day)) => Some(day),
        Ok(_) | Err(_) => None,
    }
}

fn slot_of(layout: &mut Layout, field: FieldId) -> Option<&mut Slot> {
    layout.slots.iter_mut().find(|slot| slot.field == field)
}
