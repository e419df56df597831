//! A record of a program read at a glance, into the only row of a table: where all of it is plain,
//! there is nothing to account for.

use super::told::Record;
use crate::data::cell::Cell;
use crate::data::layout::Layout;
use crate::data::row::Row;
use crate::model::{FieldId, Model, RecordId};
use crate::table::{Input, Inputs, Texts};
use crate::value::{Date, Value};

/// A record in a table of its own.
#[derive(Debug)]
pub(crate) struct AloneTable {
    pub(crate) table: Inputs,
    /// Number of the fields, whose columns come before those that hold the same of each record.
    fields: usize,
    /// The day of a monthly snapshot.
    snapshot: Option<SnapshotDay>,
    /// Number of the texts that the table starts with.
    constants: usize,
    /// Name of the record: its key, else its number.
    pub(crate) key: String,
}

/// The day of snapshots: where it is told, and between which days they count.
#[derive(Debug)]
struct SnapshotDay {
    field: FieldId,
    /// The day of the run, which is that of a snapshot that tells none.
    told: Option<Date>,
    from: Option<Date>,
}

impl SnapshotDay {
    /// Returns `true` of a day on which a snapshot counts.
    fn counts(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.told.is_none_or(|last| day <= last)
    }
}

impl AloneTable {
    /// A table of a record type, whose texts start with those given. Nothing is known of the
    /// records' parts, nor of the month before.
    pub(crate) fn new(model: &Model, record: RecordId, texts: Texts, as_of: Option<Date>) -> Self {
        let own = &model.records[record];
        let mut table = Inputs { rows: 1, ..Inputs::empty(record, texts) };
        let constants = table.texts.len();
        table.columns = own.fields.iter().map(|field| Input::empty_of(field.ty)).collect();
        table.columns.extend(own.aggregates.iter().map(|_| Input::nulls(1)));
        let missing = |ty| Input::one(ty, &Value::Missing, &mut Texts::default());
        table.columns.extend(own.previous.iter().map(|previous| missing(previous.value.ty)));
        let from = model.period.from;
        AloneTable {
            table,
            fields: own.fields.len(),
            snapshot: own.snapshot.map(|field| SnapshotDay { field, told: as_of, from }),
            constants,
            key: String::new(),
        }
    }

    /// The day of the record that was read, of a snapshot; else that of the run.
    pub(crate) fn day(&self, of_run: Option<Date>) -> Option<Date> {
        match &self.snapshot {
            Some(snapshot) => self.table.columns.get(snapshot.field.index())?.day(0),
            None => of_run,
        }
    }

    /// Reads a record in place of the one before; `None` where something of it is to be accounted
    /// for.
    pub(super) fn read(&mut self, layout: &mut Layout, record: &Record) -> Option<()> {
        let AloneTable { table, constants, key, fields, snapshot } = self;
        table.columns.iter_mut().take(*fields).for_each(Input::empty);
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
            let told = snapshot.as_ref().filter(|own| own.field == slot.field);
            let cell = match (slot.rule.read(&raw, 1), told) {
                (Ok(cell), _) => cell,
                (Err(_), Some(day)) if raw.is_blank() => Cell::Date(day.told?),
                (Err(_), _) => return None,
            };
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
        let is_whole = table.columns.iter().all(|column| column.len() == 1);
        let counts = match snapshot {
            Some(snapshot) => {
                let day = table.columns.get(snapshot.field.index())?.day(0);
                day.is_some_and(|day| snapshot.counts(day))
            }
            None => true,
        };
        (is_whole && counts).then_some(())
    }
}
