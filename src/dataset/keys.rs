//! The keys of records, by which child records name their parents.

use super::RecordSet;
use crate::model::{FieldId, Model, RecordId};
use crate::table::{Inputs, Values};
use crate::value::Type;
use crate::value::text::show_date;
use std::collections::BTreeMap;

/// The keys of records: each record's number, the same for records with the same key.
#[derive(Default)]
pub(super) struct Keys {
    pub numbers: BTreeMap<String, usize>,
    pub of_rows: Vec<usize>,
}

impl Keys {
    pub fn of(model: &Model, set: &RecordSet) -> Keys {
        let record = &model.records[set.record];
        let mut keyed = record.fields.enumerate().filter(|(_, field)| field.key).map(|(id, _)| id);
        let only = keyed.next().filter(|_| keyed.next().is_none());
        let as_read = |row: usize| set.reading.report.key(row).into_owned();
        let mut keys = Keys { numbers: BTreeMap::new(), of_rows: Vec::new() };
        for row in 0..set.len() {
            let key =
                only.and_then(|field| shown(model, &set.reading.table, set.record, field, row));
            let next = keys.numbers.len();
            let key = key.unwrap_or_else(|| as_read(row));
            keys.of_rows.push(*keys.numbers.entry(key).or_insert(next));
        }
        keys
    }
}

/// A value as it stands in a key.
pub(super) fn shown(
    model: &Model,
    table: &Inputs,
    record: RecordId,
    field: FieldId,
    row: usize,
) -> Option<String> {
    let column = table.columns.get(field.index())?;
    match column.values() {
        Values::Nulls => None,
        Values::Numbers(_) => column.number(row).map(|number| match number.to_decimal() {
            Some(decimal) => decimal.normalize().to_string(),
            None => crate::value::text::fraction(&number),
        }),
        Values::Days(_) => column.day(row).map(show_date),
        Values::Truths(_) => column.truth(row).map(|value| value.to_string()),
        Values::Codes(_) => {
            let Type::Category(category) = model.records[record].fields[field].ty else {
                return None;
            };
            let category = model.categories.get(category.index())?;
            category.value(column.code(row)?).map(|value| value.name.key.clone())
        }
        Values::Texts(_) => table.texts.get(column.code(row)?).map(|text| text.to_string()),
    }
}
