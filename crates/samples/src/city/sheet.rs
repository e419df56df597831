//! A sheet as the rules read it.

use crate::cell::{Cell, Sheet};
use visao::Rules;

/// A sheet named for a record type, headed by the columns of its fields in the order of the rules;
/// each row has a cell for each of them.
pub fn sheet(rules: &Rules, record: &'static str, rows: Vec<Vec<Cell>>) -> Sheet {
    let records = rules.model().records.iter().filter(|known| known.name.text == record);
    let header = records
        .flat_map(|record| record.fields.iter())
        .map(|field| field.columns.first().unwrap_or(&field.name.text).clone().into());
    Sheet { name: record, header: 0, rows: std::iter::once(header.collect()).chain(rows).collect() }
}
