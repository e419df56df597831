//! Links parts to the records they belong to: orphans become data errors, and what parts come to
//! becomes a column of their whole.

use super::keys::Keys;
use super::open_over::{OpenOver, PartFiles};
use super::{Batch, Rules, orphans};
use crate::diag::{Message, target as say};
use crate::explain::Quotes;
use crate::model::{AggregateId, FieldId, Model, RecordId};
use crate::report::{FromParts, Parts};
use crate::table::Input;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Links the batches, parts before what they belong to; gives what a person should know.
pub(super) fn link(rules: &Rules, batches: &mut [Batch]) -> Vec<Message> {
    let model = rules.model();
    let mut warnings = Vec::new();
    for whole in wholes(model) {
        let (there, absent): (Vec<_>, Vec<_>) = parts_of(model, whole)
            .partition(|(part, _)| batches.iter().any(|batch| batch.record == *part));
        let Some(keys) = batch_of(batches, whole)
            .map(|batch| if there.is_empty() { Keys::default() } else { Keys::of(model, batch) })
        else {
            continue;
        };
        let names = |part: RecordId| {
            say::parts_absent(&model.records[whole].name.text, &model.records[part].name.text)
        };
        warnings.extend(
            absent
                .into_iter()
                .filter(|(part, _)| reads(model, whole, *part))
                .map(|(part, _)| names(part)),
        );
        let mut columns: Vec<FromParts> = Vec::new();
        let mut open = OpenOver::of(&keys.of_rows);
        for (part, field) in there {
            let Some(batch) = batch_of(batches, part) else { continue };
            let come = come_to(rules, batch, &keys, whole, field);
            warnings.extend(come.warnings);
            open.add(&come.columns, &come.files);
            columns.extend(come.columns);
        }
        if let Some(batch) = batch_of(batches, whole) {
            batch.parts = open;
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
    let depth = |id: RecordId| {
        std::iter::successors(parent(id), |up| parent(*up)).take(model.records.len()).count()
    };
    let mut wholes: Vec<RecordId> = model
        .records
        .ids()
        .filter(|id| model.records.ids().any(|part| parent(part) == Some(*id)))
        .collect();
    wholes.sort_by_key(|id| std::cmp::Reverse(depth(*id)));
    wholes
}

/// What the parts of a batch come to for each record they belong to. Those that do not say which,
/// or one that is not among the data, become data errors first.
fn come_to(rules: &Rules, parts: &mut Batch, keys: &Keys, whole: RecordId, field: FieldId) -> Come {
    let model = rules.model();
    let places = orphans::find(model, parts, keys, whole, field);
    let mut come = Come { columns: Vec::new(), warnings: places.warnings, files: Arc::default() };
    let Some(plan) =
        rules.plan().record(parts.record).filter(|_| reads(model, whole, parts.record))
    else {
        return come;
    };
    let mut gathered = Parts::new(model, whole, plan);
    parts.frames(|frame, first| {
        gathered.take(frame, first, places.of_rows.iter().skip(first).copied())
    });
    come.columns = gathered.finish(&keys.of_rows);
    come.warnings.extend(left_open(rules, whole, parts, &come.columns));
    if come.columns.iter().any(|column| !column.open.is_empty()) {
        come.files = Arc::new(PartFiles::of(&model.records[parts.record], parts.report(), field));
    }
    come
}

/// What the parts of one type come to, and what a person should know of them.
struct Come {
    columns: Vec<FromParts>,
    warnings: Vec<Message>,
    files: Arc<PartFiles>,
}

/// One message for all that the parts of one type leave open. Where they lack the as-of date alone,
/// that is told already.
fn left_open(
    rules: &Rules,
    whole: RecordId,
    parts: &Batch,
    columns: &[FromParts],
) -> Option<Message> {
    let model = rules.model();
    let quotes = Quotes { model, sources: rules.sources() };
    let open = columns
        .iter()
        .filter(|column| !column.open.is_empty() && !column.suspects.lack_the_day_alone());
    let open: Vec<&FromParts> = open.collect();
    let words: Vec<String> =
        open.iter().map(|column| quotes.words(model.aggregates[column.aggregate].span)).collect();
    let records: BTreeSet<usize> =
        open.iter().flat_map(|column| column.open.iter().copied()).collect();
    let (whole, part) = (&model.records[whole].name.text, &model.records[parts.record].name.text);
    (!records.is_empty()).then(|| say::open_from_parts(&words, whole, part, records.len()))
}

/// Puts the columns behind those of the fields, in the order the record type reads them.
fn hand_up(model: &Model, batch: &mut Batch, columns: Vec<FromParts>) {
    let mut given: HashMap<AggregateId, Input> =
        columns.into_iter().map(|column| (column.aggregate, column.column)).collect();
    let record = &model.records[batch.record];
    let table = &mut batch.reading.table;
    table.columns.truncate(record.fields.len());
    let nulls = || Input::nulls(table.rows);
    let columns = record.aggregates.iter().map(|id| given.remove(id).unwrap_or_else(nulls));
    table.columns.extend(columns);
}
