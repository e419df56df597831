//! Links parts to the records they belong to: orphans become data errors, and what parts come to
//! becomes a column of their whole.

use super::keys::Keys;
use super::open_over::{OpenOver, PartFiles};
use super::{Program, RecordSet, orphans};
use crate::aggregate::{FromParts, Parts};
use crate::diag::{Message, target as say};
use crate::explain::Quotes;
use crate::model::{AggregateId, FieldId, Model, RecordId};
use crate::table::Input;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Links the records, parts before what they belong to; gives what a person should know.
pub(super) fn link(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    let model = program.model;
    let mut warnings = Vec::new();
    for whole in wholes(model) {
        let (there, absent): (Vec<_>, Vec<_>) = parts_of(model, whole)
            .partition(|(part, _)| sets.iter().any(|set| set.record == *part));
        let Some(keys) = set_of(sets, whole)
            .map(|set| if there.is_empty() { Keys::default() } else { Keys::of(model, set) })
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
            let Some(set) = set_of(sets, part) else { continue };
            let come = come_to(program, set, &keys, whole, field);
            warnings.extend(come.warnings);
            open.add(&come.columns, &come.files);
            columns.extend(come.columns);
        }
        if let Some(set) = set_of(sets, whole) {
            set.set_open(open);
            hand_up(model, set, columns);
        }
    }
    warnings
}

fn set_of(sets: &mut [RecordSet], record: RecordId) -> Option<&mut RecordSet> {
    sets.iter_mut().find(|set| set.record == record)
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
fn come_to(
    program: Program<'_>,
    parts: &mut RecordSet,
    keys: &Keys,
    whole: RecordId,
    field: FieldId,
) -> Come {
    let model = program.model;
    let places = orphans::find(model, parts, keys, whole, field);
    let mut come = Come { columns: Vec::new(), warnings: places.warnings, files: Arc::default() };
    let gathered = Parts::new(model, program.plan, whole, parts.record);
    let Some(mut gathered) = gathered.filter(|_| reads(model, whole, parts.record)) else {
        return come;
    };
    parts.frames(program, |frame, first| {
        gathered.take(frame, first, places.of_rows.iter().skip(first).copied())
    });
    come.columns = gathered.finish(&keys.of_rows);
    come.warnings.extend(left_open(program, whole, parts, &come.columns));
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
    program: Program<'_>,
    whole: RecordId,
    parts: &RecordSet,
    columns: &[FromParts],
) -> Option<Message> {
    let model = program.model;
    let quotes = Quotes { model, sources: program.sources };
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
fn hand_up(model: &Model, set: &mut RecordSet, columns: Vec<FromParts>) {
    let mut given: HashMap<AggregateId, Input> =
        columns.into_iter().map(|column| (column.aggregate, column.column)).collect();
    let record = &model.records[set.record];
    let table = &mut set.reading.table;
    table.columns.truncate(record.fields.len());
    let nulls = || Input::nulls(table.rows);
    let columns = record.aggregates.iter().map(|id| given.remove(id).unwrap_or_else(nulls));
    table.columns.extend(columns);
}
