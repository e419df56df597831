//! Values of a category that have their days (units merge and split): one used on a day that is not
//! its own is a data error of the record. The day is the record's own: of a register that of its
//! row, else the day it is decided as of.

use super::RecordSet;
use crate::data::{CellFault, Expected};
use crate::model::{Category, FieldId, Model};
use crate::value::{CategoryId, Date, Type};

/// Marks the records that name a value before its first day or after its last. Without an as-of
/// date nothing can be said.
pub(super) fn check(model: &Model, set: &mut RecordSet) {
    let fields = model.records[set.record].fields.enumerate();
    let dated = fields
        .filter_map(|(id, field)| match field.ty {
            Type::Category(category) => Some((id, category)),
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
        })
        .filter(|(_, category)| model.categories.get(category.index()).is_some_and(has_days));
    let faults: Vec<CellFault> =
        dated.flat_map(|(field, category)| out_of_days(model, set, field, category)).collect();
    set.fault(model, faults);
}

fn out_of_days(
    model: &Model,
    set: &RecordSet,
    field: FieldId,
    category: CategoryId,
) -> Vec<CellFault> {
    let Some(column) = set.reading.table.columns.get(field.index()) else {
        return Vec::new();
    };
    let found = (0..column.len())
        .filter_map(|place| out_of_day(model, set, field, category, place, column.code(place)?));
    found.collect()
}

fn out_of_day(
    model: &Model,
    set: &RecordSet,
    field: FieldId,
    id: CategoryId,
    place: usize,
    code: u32,
) -> Option<CellFault> {
    let value = model.categories.get(id.index())?.value(code)?;
    let day = own_day(model, set, place)?;
    let outside = value.from.is_some_and(|from| day < from) || value.to.is_some_and(|to| to < day);
    let origin = set.report().origins.get(place).filter(|_| outside)?;
    Some(CellFault {
        record: u32::try_from(place).ok()?,
        field: Some(field),
        origin,
        column: model.records[set.record].fields[field].name.text.clone(),
        cell: None,
        value: value.name.text.clone(),
        expected: Expected::InForce { category: id, from: value.from, to: value.to, day },
    })
}

/// The day that a record is of; none of a row of a register without its day.
fn own_day(model: &Model, set: &RecordSet, place: usize) -> Option<Date> {
    match model.records[set.record].register {
        Some(register) => set.reading.table.columns.get(register.day.index())?.day(place),
        None => set.day(place),
    }
}

fn has_days(category: &Category) -> bool {
    category.values.iter().any(|value| value.from.or(value.to).is_some())
}
