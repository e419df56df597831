//! Links children to their parents: orphans become data errors, and aggregates over them are rolled
//! up to a column of the parents.

use super::keys::Keys;
use super::open_over::{OpenOver, PartFiles};
use super::{Program, RecordSet, orphans};
use crate::aggregate::{FromParts, Parts};
use crate::diag::{Message, target as say};
use crate::eval::View;
use crate::explain::Quotes;
use crate::model::{AggregateId, FieldId, Model, RecordId};
use crate::table::{Input, Ranges};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Links the records, children before their parents; gives the warnings to report.
pub(super) fn link(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    let model = program.model;
    let mut warnings = Vec::new();
    for parent in parents(model) {
        let (there, absent): (Vec<_>, Vec<_>) = parts_of(model, parent)
            .partition(|(part, _)| sets.iter().any(|set| set.record == *part));
        let Some(keys) = set_of(sets, parent)
            .map(|set| if there.is_empty() { Keys::default() } else { Keys::of(model, set) })
        else {
            continue;
        };
        let names = |part: RecordId| {
            say::parts_absent(&model.records[parent].name.text, &model.records[part].name.text)
        };
        warnings.extend(
            absent
                .into_iter()
                .filter(|(part, _)| reads(model, parent, *part))
                .map(|(part, _)| names(part)),
        );
        let mut columns: Vec<FromParts> = Vec::new();
        let mut open = OpenOver::of(&keys.of_rows);
        for (part, field) in there {
            let Some(set) = set_of(sets, part) else { continue };
            let view = set.view(model);
            let rolled = roll_up(program, view, set, &keys, parent, field);
            warnings.extend(rolled.warnings);
            open.add(&rolled.columns, &rolled.files);
            columns.extend(rolled.columns);
        }
        if let Some(set) = set_of(sets, parent) {
            set.set_open(open);
            put_columns(model, set, columns);
        }
    }
    warnings
}

fn set_of(sets: &mut [RecordSet], record: RecordId) -> Option<&mut RecordSet> {
    sets.iter_mut().find(|set| set.record == record)
}

fn parts_of(model: &Model, parent: RecordId) -> impl Iterator<Item = (RecordId, FieldId)> + '_ {
    let part = move |(id, record): (RecordId, &crate::model::Record)| {
        record.parent.filter(|(of, _)| *of == parent).map(|(_, field)| (id, field))
    };
    model.records.enumerate().filter_map(part)
}

fn reads(model: &Model, parent: RecordId, part: RecordId) -> bool {
    model.records[parent].aggregates.iter().any(|id| model.aggregates[*id].over == part)
}

/// Record types that others are part of, each after those of its parts that are such themselves.
fn parents(model: &Model) -> Vec<RecordId> {
    let parent_of = |id: RecordId| model.records[id].parent.map(|(parent, _)| parent);
    let mut parents: Vec<RecordId> = model
        .records
        .ids()
        .filter(|id| model.records.ids().any(|part| parent_of(part) == Some(*id)))
        .collect();
    parents.sort_by_key(|id| std::cmp::Reverse(model.depth(*id)));
    parents
}

/// Aggregates over the parts of one type for each parent, in a view. Parts that do not name their
/// parent, or one that is not among the data, become data errors first.
fn roll_up(
    program: Program<'_>,
    view: View,
    parts: &mut RecordSet,
    keys: &Keys,
    parent: RecordId,
    field: FieldId,
) -> RolledUp {
    let model = program.model;
    let places = orphans::find(model, parts, keys, parent, field);
    let mut rolled =
        RolledUp { columns: Vec::new(), warnings: places.warnings, files: Arc::default() };
    let gathered = Parts::new(model, program.plan, parent, parts.record);
    let Some(mut gathered) = gathered.filter(|_| reads(model, parent, parts.record)) else {
        return rolled;
    };
    parts.frames(program, view, |frame, first| {
        gathered.take(frame, first, places.of_rows.iter().skip(first).copied())
    });
    rolled.columns = gathered.finish(&keys.of_rows);
    rolled.warnings.extend(left_open(program, parent, parts, &rolled.columns));
    if rolled.columns.iter().any(|column| !column.open.is_empty()) {
        rolled.files = Arc::new(PartFiles::of(&model.records[parts.record], parts.report(), field));
    }
    rolled
}

/// The aggregates over the child records of one type, and the warnings about them.
struct RolledUp {
    columns: Vec<FromParts>,
    warnings: Vec<Message>,
    files: Arc<PartFiles>,
}

/// One message for all aggregates that the child records of one type leave undetermined; none where
/// they lack the as-of date alone, which is reported already.
fn left_open(
    program: Program<'_>,
    parent: RecordId,
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
    let (parent, part) = (&model.records[parent].name.text, &model.records[parts.record].name.text);
    (!records.is_empty()).then(|| say::open_from_parts(&words, parent, part, records.len()))
}

/// Puts the columns behind those of the fields, in the order the record type reads them.
fn put_columns(model: &Model, set: &mut RecordSet, columns: Vec<FromParts>) {
    let mut given: BTreeMap<AggregateId, Input> = BTreeMap::new();
    let mut ranges: BTreeMap<u32, Ranges> = BTreeMap::new();
    for FromParts { aggregate, mut column, ranges: mut open, .. } in columns {
        for place in set.without(model.aggregates[aggregate].over) {
            column.clear(place);
            open.remove(&place);
        }
        for (place, possible) in open {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            ranges.entry(place).or_default().insert(aggregate, possible);
        }
        given.insert(aggregate, column);
    }
    let record = &model.records[set.record];
    let table = &mut set.reading.table;
    table.ranges = ranges;
    table.columns.truncate(record.fields.len());
    let nulls = || Input::nulls(table.rows);
    let columns = record.aggregates.iter().map(|id| given.remove(id).unwrap_or_else(nulls));
    table.columns.extend(columns);
}
