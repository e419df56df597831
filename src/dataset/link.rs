//! Links children to their parents: orphans become data errors, and aggregates over them are rolled
//! up to a column of the parents.

use super::keys::Keys;
use super::links::{Links, is_within};
use super::open_over::{List, OpenOver, PartFiles};
use super::views::{Linked, LinkedTable, frames, make_room, put_columns};
use super::{Program, RecordSet, groups, lists, orphans, over_time};
use crate::aggregate::{FromParts, Parts, Place};
use crate::diag::{Message, target as say};
use crate::explain::Quotes;
use crate::model::{FieldId, Model, RecordId};
use crate::table::{Input, Ranges};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Links the records, children before their parents; gives the warnings to report. What is asked
/// over time of a parent comes before anything reads it: the aggregates of its own parents may.
pub(super) fn link(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    let model = program.model;
    let mut warnings = Vec::new();
    let mut links: BTreeMap<RecordId, Links> = BTreeMap::new();
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
            make_room(model, &mut set.reading.table);
        }
        let mut open = OpenOver::of(&keys.of_rows);
        for (part, field) in in_rank(model, there) {
            let set = set_of(sets, parent).filter(|_| reads(model, parent, part));
            let list = set.map(|set| lists::open(program, set, part)).unwrap_or_default();
            let list = Arc::new(list);
            let Some(set) = set_of(sets, part) else { continue };
            let found = orphans::find(model, set, &keys, parent, field);
            warnings.extend(found.warnings);
            let rolled = roll_up(program, set, &keys, &list, &found.of_rows, (parent, field));
            links.entry(part).or_default().places = found.of_rows;
            links.entry(parent).or_default().lists.push((part, Arc::clone(&list)));
            warnings.extend(rolled.warnings);
            open.add(&rolled.columns, &rolled.files, &list);
            if let Some(set) = set_of(sets, parent).filter(|_| !rolled.columns.is_empty()) {
                warnings.extend(lists::told(model, set, part, &list, &rolled.with_parts));
                let without = std::mem::take(&mut set.without);
                put_columns(model, &mut set.reading.table, &without, rolled.columns);
                set.without = without;
            }
        }
        links.entry(parent).or_default().numbers = keys.of_rows;
        if let Some(set) = set_of(sets, parent) {
            set.set_open(open);
        }
        ask_over_time(program, sets, &links, parent);
    }
    groups::find(program, sets, &links);
    for set in sets {
        set.links = links.remove(&set.record).unwrap_or_default();
    }
    warnings
}

/// Asks what is asked of the records of a type over time. The columns over their parts, and those
/// over the parts of these, are other ones in each view, and are put back.
fn ask_over_time(
    program: Program<'_>,
    sets: &mut [RecordSet],
    links: &BTreeMap<RecordId, Links>,
    record: RecordId,
) {
    let model = program.model;
    let asks = program.plan.record(record);
    let asks = asks.is_some_and(|plan| !(plan.periodics.is_empty() && plan.events.is_empty()));
    let Some(view) = set_of(sets, record).filter(|_| asks).map(|set| set.view(model)) else {
        return;
    };
    let mut within: Vec<&mut RecordSet> =
        sets.iter_mut().filter(|set| is_within(model, set.record, record)).collect();
    within.sort_by_key(|set| std::cmp::Reverse(model.depth(set.record)));
    let of_day: Vec<(Vec<Input>, BTreeMap<u32, Ranges>)> = within
        .iter_mut()
        .map(|set| {
            let table = &mut set.reading.table;
            let fields = model.records[table.record].fields.len().min(table.columns.len());
            (table.columns.split_off(fields), std::mem::take(&mut table.ranges))
        })
        .collect();
    let none = Links::default();
    let tables = within.iter_mut().map(|set| {
        let set = &mut **set;
        let links = links.get(&set.record).unwrap_or(&none);
        LinkedTable {
            table: &mut set.reading.table,
            numbers: &links.numbers,
            places: &links.places,
            without: &set.without,
            lists: &links.lists,
        }
    });
    let mut linked = Linked::of(tables.collect());
    over_time::ask_periods(program, view, &mut linked);
    over_time::find_events(program, view, &mut linked);
    for (set, (columns, ranges)) in within.into_iter().zip(of_day) {
        let table = &mut set.reading.table;
        table.columns.truncate(model.records[table.record].fields.len());
        table.columns.extend(columns);
        table.ranges = ranges;
    }
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

/// Aggregates over the parts of one type for each parent, as of the day of the run.
fn roll_up(
    program: Program<'_>,
    parts: &RecordSet,
    keys: &Keys,
    list: &List,
    places: &[Place],
    (parent, field): (RecordId, FieldId),
) -> RolledUp {
    let model = program.model;
    let mut rolled = RolledUp {
        columns: Vec::new(),
        warnings: Vec::new(),
        files: Arc::default(),
        with_parts: with_parts(places, keys),
    };
    let gathered = Parts::new(model, program.plan, parent, parts.record);
    let Some(mut gathered) = gathered.filter(|_| reads(model, parent, parts.record)) else {
        return rolled;
    };
    let view = parts.view(model);
    frames(program, &parts.reading.table, view, |frame, first| {
        gathered.take(frame, first, places.iter().skip(first).copied())
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
