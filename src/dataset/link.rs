//! Links children to their parents: orphans become data errors, and aggregates over them are rolled
//! up to a column of the parents.

use super::joined::{Joined, RolledUp};
use super::joins::Join;
use super::keys::Keys;
use super::links::{Links, is_within};
use super::open_over::{List, OpenOver, PartFiles};
use super::views::{Linked, LinkedTable, make_room, put_columns};
use super::{AsOf, Program, RecordSet, groups, lists, orphans, over_time, previous};
use crate::aggregate::{FromParts, Parts, Place};
use crate::diag::{Message, snapshot::only_in_latest, target as say};
use crate::eval::View;
use crate::explain::Quotes;
use crate::model::{FieldId, Model, RecordId};
use crate::table::{Input, Inputs, Ranges};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Links the records, children before their parents; gives the warnings to report. What is asked
/// over time of a parent comes before anything reads it: the aggregates of its own parents may, and
/// the snapshots of the month after.
pub(super) fn link(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    let mut warnings = Vec::new();
    let mut links: BTreeMap<RecordId, Links> = BTreeMap::new();
    for record in deepest_first(program.model, sets) {
        if parts_of(program.model, record).next().is_some() {
            link_parts(program, sets, record, &mut links, &mut warnings);
            ask_over_time(program, sets, &links, record);
        }
        if let Some(set) = set_of(sets, record) {
            previous::fill(program, set);
        }
    }
    groups::find(program, sets, &links);
    for set in sets {
        set.links = links.remove(&set.record).unwrap_or_default();
    }
    warnings
}

fn link_parts(
    program: Program<'_>,
    sets: &mut [RecordSet],
    parent: RecordId,
    links: &mut BTreeMap<RecordId, Links>,
    warnings: &mut Vec<Message>,
) {
    let model = program.model;
    let (there, absent): (Vec<_>, Vec<_>) =
        parts_of(model, parent).partition(|(part, _)| sets.iter().any(|set| set.record == *part));
    let Some(set) = set_of(sets, parent) else { return };
    let keys = if there.is_empty() { Keys::default() } else { Keys::of(model, set) };
    // A record that is looked at alone is no file that lacks others.
    let apart = set.stands_apart();
    let names = |part: RecordId| {
        say::parts_absent(&model.records[parent].name.text, &model.records[part].name.text)
    };
    warnings.extend(
        absent
            .into_iter()
            .filter(|(part, _)| !apart && reads(model, parent, *part))
            .map(|(part, _)| names(part)),
    );
    make_room(model, &mut set.reading.table);
    let (rows, mut without) = (set.len(), set.all_without().to_vec());
    let mut open = OpenOver::of(&keys.of_rows);
    for (part, field) in in_rank(model, there) {
        let set = set_of(sets, parent).filter(|_| reads(model, parent, part));
        let list = set.map(|set| lists::open(program, set, part)).unwrap_or_default();
        let list = Arc::new(list);
        let joins = joins_of(model, sets, parent, part);
        let Some(set) = set_of(sets, part) else { continue };
        let found = orphans::find(model, set, &keys, parent, field);
        warnings.extend(found.warnings);
        let rolled = roll_up(program, joins, set, (&keys, &list), &found.of_rows, (parent, field));
        links.entry(part).or_default().places = found.of_rows;
        links.entry(parent).or_default().lists.push((part, Arc::clone(&list)));
        rolled.columns.iter().for_each(|column| column.keep_open(&mut open, &rolled, &list));
        without.extend(rolled.unjoined.iter().map(|place| (part, *place)));
        warnings.extend(rolled.warnings);
        if let Some(set) = set_of(sets, parent).filter(|_| !rolled.columns.is_empty()) {
            warnings.extend(lists::told(model, set, part, &list, &rolled.with_parts));
            let columns = rolled.columns.into_iter();
            let columns: Vec<FromParts> =
                columns.map(|column| column.into_column(model, rows)).collect();
            put_columns(model, &mut set.reading.table, &without, columns);
        }
    }
    let own = links.entry(parent).or_default();
    (own.numbers, own.without) = (keys.of_rows, without);
    if let Some(set) = set_of(sets, parent) {
        set.set_open(open);
    }
}

/// Asks what is asked of the records of a type over time. The columns over their parts, and those
/// over the parts of these, are other ones in each view, and are put back; those of parts that are
/// snapshots stay.
fn ask_over_time(
    program: Program<'_>,
    sets: &mut [RecordSet],
    links: &BTreeMap<RecordId, Links>,
    record: RecordId,
) {
    let model = program.model;
    let asks = program.plan.record(record);
    let asks = asks.is_some_and(|plan| !(plan.periodics.is_empty() && plan.events.is_empty()));
    let Some(set) = set_of(sets, record).filter(|_| asks) else { return };
    let view = View::of(set.latest_day(), model);
    let keeps_columns = |set: &RecordSet| set.record != record && matches!(set.as_of, AsOf::Own(_));
    let mut within: Vec<&mut RecordSet> =
        sets.iter_mut().filter(|set| is_within(model, set.record, record)).collect();
    within.sort_by_key(|set| std::cmp::Reverse(model.depth(set.record)));
    let of_day: Vec<Option<OfDay>> = within
        .iter_mut()
        .map(|set| (!keeps_columns(set)).then(|| OfDay::take(model, &mut set.reading.table)))
        .collect();
    let none = Links::default();
    let tables = within.iter_mut().map(|set| {
        let set = &mut **set;
        let links = links.get(&set.record).unwrap_or(&none);
        LinkedTable {
            table: &mut set.reading.table,
            as_of: &set.as_of,
            numbers: &links.numbers,
            places: &links.places,
            without: &links.without,
            lists: &links.lists,
        }
    });
    let mut linked = Linked::of(tables.collect());
    over_time::ask_periods(program, view, &mut linked);
    over_time::find_events(program, view, &mut linked);
    for (set, of_day) in within.into_iter().zip(of_day) {
        of_day.into_iter().for_each(|of_day| of_day.put_back(model, &mut set.reading.table));
    }
}

/// What is read of the parts of some records by the day of the run.
struct OfDay {
    columns: Vec<Input>,
    ranges: BTreeMap<u32, Ranges>,
    lacking: BTreeMap<u32, BTreeSet<usize>>,
}

impl OfDay {
    fn take(model: &Model, table: &mut Inputs) -> OfDay {
        let fields = model.records[table.record].fields.len().min(table.columns.len());
        OfDay {
            columns: table.columns.split_off(fields),
            ranges: std::mem::take(&mut table.ranges),
            lacking: table.lacking.clone(),
        }
    }

    fn put_back(self, model: &Model, table: &mut Inputs) {
        table.columns.truncate(model.records[table.record].fields.len());
        table.columns.extend(self.columns);
        (table.ranges, table.lacking) = (self.ranges, self.lacking);
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

/// Record types that there are records of, each after those that are part of it.
fn deepest_first(model: &Model, sets: &[RecordSet]) -> Vec<RecordId> {
    let mut records: Vec<RecordId> = sets.iter().map(|set| set.record).collect();
    records.sort_by_key(|id| (std::cmp::Reverse(model.depth(*id)), *id));
    records.dedup();
    records
}

/// The joins of two sets, each with the places of its parents.
fn joins_of(
    model: &Model,
    sets: &[RecordSet],
    parent: RecordId,
    part: RecordId,
) -> Vec<(Join, Vec<usize>)> {
    let find = |record: RecordId| sets.iter().find(|set| set.record == record);
    let Some((parents, parts)) = find(parent).zip(find(part)) else { return Vec::new() };
    let joins = Join::of(model, parents, parts).into_iter();
    joins.map(|join| (join.parents(parents), join)).map(|(places, join)| (join, places)).collect()
}

/// Aggregates over the parts of one type for each parent, join by join.
fn roll_up(
    program: Program<'_>,
    joins: Vec<(Join, Vec<usize>)>,
    parts: &RecordSet,
    (keys, list): (&Keys, &List),
    places: &[Place],
    (parent, field): (RecordId, FieldId),
) -> RolledUp {
    let model = program.model;
    let mut rolled = RolledUp::default();
    if !reads(model, parent, parts.record) {
        return rolled;
    }
    let mut join_of = vec![None; keys.of_rows.len()];
    for (number, (join, parents)) in joins.into_iter().enumerate() {
        let Some(mut gathered) = Parts::new(model, program.plan, parent, parts.record) else {
            return rolled;
        };
        parts.frames(program, join.view, join.month, |frame, first| {
            gathered.take(frame, first, places.iter().skip(first).copied())
        });
        let numbers: Vec<usize> =
            parents.iter().filter_map(|place| keys.of_rows.get(*place).copied()).collect();
        for place in &parents {
            join_of.get_mut(*place).into_iter().for_each(|join| *join = Some(number));
        }
        let of_join = (0..)
            .zip(places)
            .filter(|(row, _)| join.month.is_none() || parts.month(*row) == join.month);
        rolled.with_parts.extend(with_parts(of_join.map(|(_, place)| place), &parents, &numbers));
        let open = parents.iter().enumerate().filter(|(_, place)| list.incomplete.contains(place));
        let open: BTreeSet<usize> = open.map(|(at, _)| at).collect();
        let parents: Arc<[usize]> = parents.into();
        for (at, column) in gathered.finish(&numbers, &open).into_iter().enumerate() {
            if number == 0 {
                rolled.columns.push(Joined::new(column.aggregate));
            }
            if let Some(all) = rolled.columns.get_mut(at) {
                all.add(&parents, column);
            }
        }
    }
    let unjoined = join_of.iter().enumerate().filter(|(_, join)| join.is_none());
    rolled.unjoined = unjoined.map(|(place, _)| place).collect();
    rolled.with_parts.extend(&rolled.unjoined);
    rolled.no_join = (!rolled.unjoined.is_empty())
        .then(|| only_in_latest(&model.records[parts.record].name.text));
    rolled.join = Arc::new(join_of);
    rolled.warnings.extend(left_open(program, parent, parts, &rolled.columns, list));
    if rolled.columns.iter().any(|column| !column.open.is_empty()) {
        rolled.files = Arc::new(PartFiles::of(&model.records[parts.record], parts.report(), field));
    }
    rolled
}

/// The places of the parents, with these numbers, that some part belongs to, or may belong to.
fn with_parts<'p>(
    parts: impl Iterator<Item = &'p Place>,
    parents: &[usize],
    numbers: &[usize],
) -> BTreeSet<usize> {
    let mut anywhere = false;
    let mut groups: HashSet<usize> = HashSet::new();
    for part in parts {
        anywhere |= *part == Place::Anywhere;
        groups.extend(part.group());
    }
    let all = parents.iter().zip(numbers);
    let with = all.filter(|(_, number)| anywhere || groups.contains(number));
    with.map(|(place, _)| *place).collect()
}

/// One message for all aggregates that the child records of one type leave undetermined; none where
/// they lack the as-of date alone, or their list is incomplete, which is reported already.
fn left_open(
    program: Program<'_>,
    parent: RecordId,
    parts: &RecordSet,
    columns: &[Joined],
    list: &List,
) -> Option<Message> {
    let model = program.model;
    let quotes = Quotes { model, sources: program.sources };
    let open = columns
        .iter()
        .filter(|column| column.open.difference(&list.incomplete).next().is_some())
        .filter(|column| !column.lacks_the_day_alone());
    let open: Vec<&Joined> = open.collect();
    let mut words: Vec<String> = Vec::new();
    for column in &open {
        let text = quotes.words(model.aggregates[column.aggregate].span);
        // The same words may stand in several places.
        if !words.contains(&text) {
            words.push(text);
        }
    }
    let records: BTreeSet<usize> =
        open.iter().flat_map(|column| column.open.difference(&list.incomplete).copied()).collect();
    let (parent, part) = (&model.records[parent].name.text, &model.records[parts.record].name.text);
    (!records.is_empty()).then(|| say::open_from_parts(&words, parent, part, records.len()))
}
