//! Links children to their parents: orphans become data errors, and aggregates over them are rolled
//! up to a column of the parents.

use super::keys::Keys;
use super::open_over::{List, OpenOver, PartFiles};
use super::{Program, RecordSet, lists, orphans};
use crate::aggregate::{FromParts, Parts, Place};
use crate::diag::{Message, target as say};
use crate::eval::View;
use crate::explain::Quotes;
use crate::model::{FieldId, Model, RecordId};
use crate::table::Input;
use std::collections::{BTreeSet, HashSet};
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
        if let Some(set) = set_of(sets, parent) {
            make_room(model, set);
        }
        let mut open = OpenOver::of(&keys.of_rows);
        for (part, field) in in_rank(model, there) {
            let set = set_of(sets, parent).filter(|_| reads(model, parent, part));
            let list = set.map(|set| lists::open(program, set, part)).unwrap_or_default();
            let list = Arc::new(list);
            let Some(set) = set_of(sets, part) else { continue };
            let view = set.view(model);
            let rolled = roll_up(program, view, set, &keys, &list, (parent, field));
            warnings.extend(rolled.warnings);
            open.add(&rolled.columns, &rolled.files, &list);
            if let Some(set) = set_of(sets, parent).filter(|_| !rolled.columns.is_empty()) {
                warnings.extend(lists::told(model, set, part, &list, &rolled.with_parts));
                put_columns(model, set, rolled.columns);
            }
        }
        if let Some(set) = set_of(sets, parent) {
            set.set_open(open);
        }
    }
    warnings
}

/// Types of parts in the order in which their lists are settled.
fn in_rank(model: &Model, mut parts: Vec<(RecordId, FieldId)>) -> Vec<(RecordId, FieldId)> {
    let rank = |part: RecordId| model.records[part].complete.as_ref().map(|list| list.rank);
    parts.sort_by_key(|(part, _)| rank(*part));
    parts
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
    list: &List,
    (parent, field): (RecordId, FieldId),
) -> RolledUp {
    let model = program.model;
    let places = orphans::find(model, parts, keys, parent, field);
    let mut rolled = RolledUp {
        columns: Vec::new(),
        warnings: places.warnings,
        files: Arc::default(),
        with_parts: with_parts(&places.of_rows, keys),
    };
    let gathered = Parts::new(model, program.plan, parent, parts.record);
    let Some(mut gathered) = gathered.filter(|_| reads(model, parent, parts.record)) else {
        return rolled;
    };
    parts.frames(program, view, |frame, first| {
        gathered.take(frame, first, places.of_rows.iter().skip(first).copied())
    });
    rolled.columns = gathered.finish(&keys.of_rows, &list.incomplete);
    rolled.warnings.extend(left_open(program, parent, parts, &rolled.columns, list));
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
    with_parts: BTreeSet<usize>,
}

/// The places of the parents that some part belongs to, or may belong to.
fn with_parts(parts: &[Place], keys: &Keys) -> BTreeSet<usize> {
    let anywhere = parts.contains(&Place::Anywhere);
    let numbers: HashSet<usize> = parts.iter().filter_map(|place| place.group()).collect();
    let all = keys.of_rows.iter().enumerate();
    let with = all.filter(|(_, number)| anywhere || numbers.contains(number));
    with.map(|(place, _)| place).collect()
}

/// One message for all aggregates that the child records of one type leave undetermined; none where
/// they lack the as-of date alone, or their list is incomplete, which is reported already.
fn left_open(
    program: Program<'_>,
    parent: RecordId,
    parts: &RecordSet,
    columns: &[FromParts],
    list: &List,
) -> Option<Message> {
    let model = program.model;
    let quotes = Quotes { model, sources: program.sources };
    let open = columns
        .iter()
        .filter(|column| column.open.difference(&list.incomplete).next().is_some())
        .filter(|column| !column.suspects.lack_the_day_alone());
    let open: Vec<&FromParts> = open.collect();
    let words: Vec<String> =
        open.iter().map(|column| quotes.words(model.aggregates[column.aggregate].span)).collect();
    let records: BTreeSet<usize> =
        open.iter().flat_map(|column| column.open.difference(&list.incomplete).copied()).collect();
    let (parent, part) = (&model.records[parent].name.text, &model.records[parts.record].name.text);
    (!records.is_empty()).then(|| say::open_from_parts(&words, parent, part, records.len()))
}

/// Makes columns behind those of the fields for what is read of parts, in the order the record type
/// reads it; they hold nothing yet.
fn make_room(model: &Model, set: &mut RecordSet) {
    let record = &model.records[set.record];
    let table = &mut set.reading.table;
    table.ranges.clear();
    table.columns.truncate(record.fields.len());
    table.columns.extend(record.aggregates.iter().map(|_| Input::nulls(table.rows)));
}

/// Puts columns in their places.
fn put_columns(model: &Model, set: &mut RecordSet, columns: Vec<FromParts>) {
    let record = &model.records[set.record];
    for FromParts { aggregate, mut column, ranges: mut open, .. } in columns {
        for place in set.without(model.aggregates[aggregate].over) {
            column.clear(place);
            open.remove(&place);
        }
        let table = &mut set.reading.table;
        for (place, possible) in open {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            table.ranges.entry(place).or_default().insert(aggregate, possible);
        }
        let place = record.aggregates.iter().position(|id| *id == aggregate);
        let place = place.map(|place| record.fields.len() + place);
        if let Some(own) = place.and_then(|place| table.columns.get_mut(place)) {
            *own = column;
        }
    }
}
