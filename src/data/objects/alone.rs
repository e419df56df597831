//! A record of a program read at a glance, into the only row of a table: where all of it is plain,
//! there is nothing to account for.

use super::told::Record;
use crate::data::cell::Cell;
use crate::data::layout::Layout;
use crate::data::row::Row;
use crate::table::{Input, Inputs, Texts};
use crate::value::Type;

/// A record in a table of its own.
#[derive(Debug)]
pub(crate) struct AloneTable {
    pub(crate) table: Inputs,
    /// Number of the texts that the table starts with.
    constants: usize,
    /// Name of the record: its key, else its number.
    pub(crate) key: String,
}

impl AloneTable {
    /// A table of fields of these types, whose texts start with those given.
    pub(crate) fn new(mut table: Inputs, types: impl Iterator<Item = Type>, texts: Texts) -> Self {
        table.columns = types.map(Input::empty_of).collect();
        let constants = texts.len();
        AloneTable { table: Inputs { texts, rows: 1, ..table }, constants, key: String::new() }
    }

    /// Reads a record in place of the one before; `None` where something of it is to be accounted
    /// for.
    pub(super) fn read(&mut self, layout: &mut Layout, record: &Record) -> Option<()> {
        let AloneTable { table, constants, key } = self;
        table.columns.iter_mut().for_each(Input::empty);
        table.texts.truncate(*constants);
        key.clear();
        for slot in &mut layout.slots {
            let column = table.columns.get_mut(slot.field.index())?;
            let whole = record.whole(slot.column).filter(|_| !slot.key);
            if let Some((whole, decimals)) = whole.and_then(|own| slot.rule.glance_whole(own)) {
                column.push_small(whole, decimals);
                continue;
            }
            let raw = record.raw(slot.column);
            if !slot.key
                && let Some((mantissa, decimals)) = slot.rule.glance(&raw)
            {
                column.push_small(mantissa, decimals);
                continue;
            }
            if slot.may_be_untold && !record.tells(slot.column) {
                return None;
            }
            let cell = slot.rule.read(&raw, 1).ok()?;
            if slot.key {
                if !key.is_empty() {
                    key.push('|');
                }
                key.push_str(&slot.rule.key_part(cell.clone())?);
            }
            match cell {
                Cell::Missing => column.push_missing(),
                Cell::Number(number) => column.push_number(number),
                Cell::Date(day) => column.push_day(day),
                Cell::YesNo(truth) => column.push_truth(truth),
                Cell::Code(code) => column.push_code(code),
                Cell::Text(text) => column.push_code(table.texts.intern(&text)),
            }
        }
        if key.is_empty() {
            key.push_str("#1");
        }
        table.columns.iter().all(|column| column.len() == 1).then_some(())
    }
}
