//! Links parts to the records they belong to: orphans become data errors, and what parts come to becomes a column of their whole.

use super::{Batch, Rules};
use crate::data::{CellFault, Expected, Origin};
use crate::diag::{Message, target as say};
use crate::eval::table::{Input, MISSING, Table};
use crate::explain::Quotes;
use crate::model::{AggregateId, FieldId, Model, RecordId};
use crate::report::{FromParts, Parts};
use crate::value::Type;
use crate::value::text::show_date;
use std::collections::{HashMap, HashSet};

/// Links the batches, parts before what they belong to; gives what a person should know.
pub(super) fn link(rules: &Rules, batches: &mut [Batch]) -> Vec<Message> {
    let model = rules.model();
    let mut warnings = Vec::new();
    for whole in wholes(model) {
        let Some(keys) = batch_of(batches, whole).map(|batch| Keys::of(model, batch)) else { continue };
        let mut columns: Vec<FromParts> = Vec::new();
        for (part, field) in parts_of(model, whole) {
            match batch_of(batches, part) {
                Some(batch) => columns.extend(come_to(rules, batch, &keys, whole, field)),
                None if reads(model, whole, part) => {
                    warnings.push(say::parts_absent(&model.records[whole].name.text, &model.records[part].name.text));
                }
                None => {}
            }
        }
        warnings.extend(left_open(rules, whole, &columns));
        if let Some(batch) = batch_of(batches, whole) {
            hand_up(model, batch, columns);
        }
    }
    warnings
}

fn batch_of(batches: &mut [Batch], record: RecordId) -> Option<&mut Batch> {
    batches.iter_mut().find(|batch| batch.record == record)
}

fn parts_of(model: &Model, whole: RecordId) -> impl Iterator<Item = (RecordId, FieldId)> + '_ {
    let part = move |(id, record): (RecordId, &crate::model::Record)| {
        record.parent.filter(|(parent, _)| *parent == whole).map(|(_, field)| (id, field))
    };
    model.records.enumerate().filter_map(part)
}

fn reads(model: &Model, whole: RecordId, part: RecordId) -> bool {
    model.records[whole].aggregates.iter().any(|id| model.aggregates[*id].over == part)
}

/// Record types that others are part of, each after those of its parts that are such themselves.
fn wholes(model: &Model) -> Vec<RecordId> {
    let parent = |id: RecordId| model.records[id].parent.map(|(parent, _)| parent);
    let depth = |id: RecordId| std::iter::successors(parent(id), |up| parent(*up)).take(model.records.len()).count();
    let mut wholes: Vec<RecordId> = model.records.ids().filter(|id| model.records.ids().any(|part| parent(part) == Some(*id))).collect();
    wholes.sort_by_key(|id| std::cmp::Reverse(depth(*id)));
    wholes
}

/// The keys of records: each record's number, the same for records with the same key.
struct Keys {
    numbers: HashMap<String, usize>,
    of_rows: Vec<usize>,
}

impl Keys {
    fn of(model: &Model, batch: &Batch) -> Keys {
        let record = &model.records[batch.record];
        let mut keyed = record.fields.enumerate().filter(|(_, field)| field.key).map(|(id, _)| id);
        let only = keyed.next().filter(|_| keyed.next().is_none());
        let as_read = |row: usize| batch.reading.report.keys.get(row).map(|key| key.to_string());
        let mut keys = Keys { numbers: HashMap::new(), of_rows: Vec::new() };
        for row in 0..batch.records() {
            let key = only.and_then(|field| shown(model, &batch.reading.table, batch.record, field, row));
            let next = keys.numbers.len();
            let key = key.or_else(|| as_read(row)).unwrap_or_default();
            keys.of_rows.push(*keys.numbers.entry(key).or_insert(next));
        }
        keys
    }
}

/// A value as it stands in a key.
fn shown(model: &Model, table: &Table, record: RecordId, field: FieldId, row: usize) -> Option<String> {
    match table.columns.get(field.index())? {
        Input::Absent => None,
        Input::Numbers(values) => (*values.get(row)?).map(|number| number.normalize().to_string()),
        Input::Exact(values) => values.get(row)?.as_ref().map(crate::value::text::fraction),
        Input::Dates(values) => (*values.get(row)?).map(show_date),
        Input::YesNo(values) => (*values.get(row)?).map(|value| value.to_string()),
        Input::Codes(values) => {
            let code = values.get(row).copied().filter(|code| *code != MISSING)?;
            let Type::Category(category) = model.records[record].fields[field].ty else { return None };
            let value = model.categories.get(category.index())?.values.get(code as usize)?;
            Some(value.name.key.clone())
        }
        Input::Texts(values) => {
            let code = values.get(row).copied().filter(|code| *code != MISSING)?;
            table.texts.get(code).map(|text| text.to_string())
        }
    }
}

/// What the parts of a batch come to for each record they belong to. Those that belong to none among the data become data errors first.
fn come_to(rules: &Rules, parts: &mut Batch, keys: &Keys, whole: RecordId, field: FieldId) -> Vec<FromParts> {
    let model = rules.model();
    let of_rows: Vec<(Option<usize>, String)> = (0..parts.records())
        .map(|row| {
            let key = shown(model, &parts.reading.table, parts.record, field, row).unwrap_or_default();
            (keys.numbers.get(&key).copied(), key)
        })
        .collect();
    let told = parts.reading.report.faults.iter().filter(|fault| fault.field == Some(field)).map(|fault| fault.record as usize);
    let told: HashSet<usize> = told.collect();
    for (row, (_, key)) in of_rows.iter().enumerate().filter(|(row, (number, _))| number.is_none() && !told.contains(row)) {
        orphan(model, parts, whole, field, row, key);
    }
    parts.reading.report.faults.sort_by_key(|fault| (fault.record, fault.field.map(|field| field.index())));
    if !reads(model, whole, parts.record) {
        return Vec::new();
    }
    let Some(plan) = rules.plan().record(parts.record) else { return Vec::new() };
    let mut gathered = Parts::new(model, whole, plan);
    parts.frames(|frame, first| gathered.take(frame, of_rows.iter().skip(first).map(|(number, _)| *number)));
    gathered.finish(&keys.of_rows)
}

/// Marks a part whose whole is not among the data.
fn orphan(model: &Model, parts: &mut Batch, whole: RecordId, field: FieldId, row: usize, key: &str) {
    let report = &mut parts.reading.report;
    report.faults.push(CellFault {
        record: u32::try_from(row).unwrap_or(u32::MAX),
        field: Some(field),
        origin: report.origins.get(row).copied().unwrap_or(Origin { file: 0, row: 0 }),
        column: model.records[parts.record].fields[field].name.text.clone(),
        cell: None,
        value: key.to_owned(),
        expected: Expected::Parent(whole),
    });
    parts.reading.table.mark_faulty(row);
}

fn left_open(rules: &Rules, whole: RecordId, columns: &[FromParts]) -> Vec<Message> {
    let model = rules.model();
    let quotes = Quotes { model, sources: rules.sources() };
    let open = columns.iter().filter(|column| column.open > 0);
    open.map(|column| {
        let words = quotes.words(model.aggregates[column.aggregate].span);
        say::open_from_parts(&words, &model.records[whole].name.text, column.open)
    })
    .collect()
}

/// Puts the columns behind those of the fields, in the order the record type reads them.
fn hand_up(model: &Model, batch: &mut Batch, columns: Vec<FromParts>) {
    let mut given: HashMap<AggregateId, Input> = columns.into_iter().map(|column| (column.aggregate, column.column)).collect();
    let record = &model.records[batch.record];
    let table = &mut batch.reading.table;
    table.columns.truncate(record.fields.len());
    table.columns.extend(record.aggregates.iter().map(|id| given.remove(id).unwrap_or(Input::Absent)));
}
