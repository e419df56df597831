//! Links children to their parents: orphans become data errors, and aggregates over them are rolled
//! up to a column of the parents.

use super::joins::Join;
use super::keys::Keys;
use super::open_over::{OpenColumn, OpenOver, PartFiles};
use super::{Program, RecordSet, orphans, previous};
use crate::aggregate::{FromParts, Parts, Suspects};
use crate::diag::{Message, snapshot::only_in_latest, target as say};
use crate::explain::Quotes;
use crate::interval::Possible;
use crate::model::{AggregateId, FieldId, Model, RecordId};
use crate::table::{Input, Ranges};
use crate::value::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Links the records, children before their parents; gives the warnings to report.
pub(super) fn link(program: Program<'_>, sets: &mut [RecordSet]) -> Vec<Message> {
    let mut warnings = Vec::new();
    for record in deepest_first(program.model) {
        if parts_of(program.model, record).next().is_some() {
            link_parts(program, sets, record, &mut warnings);
        }
        if let Some(set) = set_of(sets, record) {
            previous::fill(program, set);
        }
    }
    warnings
}

fn link_parts(
    program: Program<'_>,
    sets: &mut [RecordSet],
    parent: RecordId,
    warnings: &mut Vec<Message>,
) {
    let model = program.model;
    let (there, absent): (Vec<_>, Vec<_>) =
        parts_of(model, parent).partition(|(part, _)| sets.iter().any(|set| set.record == *part));
    let Some(set) = set_of(sets, parent) else { return };
    let keys = if there.is_empty() { Keys::default() } else { Keys::of(model, set) };
    let names = |part: RecordId| {
        say::parts_absent(&model.records[parent].name.text, &model.records[part].name.text)
    };
    warnings.extend(
        absent
            .into_iter()
            .filter(|(part, _)| reads(model, parent, *part))
            .map(|(part, _)| names(part)),
    );
    let mut columns: Vec<Joined> = Vec::new();
    let mut open = OpenOver::of(&keys.of_rows);
    for (part, field) in there {
        let joins = joins_of(model, sets, parent, part);
        let Some(set) = set_of(sets, part) else { continue };
        let rolled = roll_up(program, joins, set, &keys, parent, field);
        for column in &rolled.columns {
            column.keep_open(&mut open, &rolled);
        }
        warnings.extend(rolled.warnings);
        columns.extend(rolled.columns);
    }
    if let Some(set) = set_of(sets, parent) {
        set.set_open(open);
        put_columns(model, set, columns);
    }
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

/// Record types, each after those that are part of it.
fn deepest_first(model: &Model) -> Vec<RecordId> {
    let mut records: Vec<RecordId> = model.records.ids().collect();
    records.sort_by_key(|id| std::cmp::Reverse(model.depth(*id)));
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

/// Aggregates over the parts of one type for each parent. Parts that do not name their parent, or
/// one that is not among the data, become data errors first.
fn roll_up(
    program: Program<'_>,
    joins: Vec<(Join, Vec<usize>)>,
    parts: &mut RecordSet,
    keys: &Keys,
    parent: RecordId,
    field: FieldId,
) -> RolledUp {
    let model = program.model;
    let found = orphans::find(model, parts, keys, parent, field);
    let mut rolled = RolledUp { warnings: found.warnings, ..RolledUp::default() };
    if !reads(model, parent, parts.record) {
        return rolled;
    }
    let rows = keys.of_rows.len();
    let mut join_of = vec![None; rows];
    for (number, (join, places)) in joins.into_iter().enumerate() {
        let Some(mut gathered) = Parts::new(model, program.plan, parent, parts.record) else {
            return rolled;
        };
        parts.frames(program, join.view, join.month, |frame, first| {
            gathered.take(frame, first, found.of_rows.iter().skip(first).copied())
        });
        let numbers: Vec<usize> =
            places.iter().filter_map(|place| keys.of_rows.get(*place).copied()).collect();
        for place in places.iter() {
            join_of.get_mut(*place).into_iter().for_each(|join| *join = Some(number));
        }
        let places: Arc<[usize]> = places.into();
        for (at, column) in gathered.finish(&numbers).into_iter().enumerate() {
            if number == 0 {
                rolled.columns.push(Joined::new(column.aggregate));
            }
            if let Some(all) = rolled.columns.get_mut(at) {
                all.add(&places, column);
            }
        }
    }
    rolled.without = join_of
        .iter()
        .any(Option::is_none)
        .then(|| only_in_latest(&model.records[parts.record].name.text));
    rolled.join = Arc::new(join_of);
    rolled.warnings.extend(left_open(program, parent, parts, &rolled.columns));
    if rolled.columns.iter().any(|column| !column.open.is_empty()) {
        rolled.files = Arc::new(PartFiles::of(&model.records[parts.record], parts.report(), field));
    }
    rolled
}

/// The aggregates over the child records of one type, and the warnings about them.
#[derive(Default)]
struct RolledUp {
    columns: Vec<Joined>,
    warnings: Vec<Message>,
    files: Arc<PartFiles>,
    /// The join of each parent, by its place.
    join: Arc<Vec<Option<usize>>>,
    /// The words for parents of no join.
    without: Option<Message>,
}

/// A column of aggregates, put together of its joins.
struct Joined {
    aggregate: AggregateId,
    /// Values of each join, with the places of its parents.
    pieces: Vec<(Arc<[usize]>, Input)>,
    open: BTreeSet<usize>,
    ranges: BTreeMap<usize, Possible>,
    suspects: Vec<Suspects>,
}

impl Joined {
    /// A column without a value yet.
    fn new(aggregate: AggregateId) -> Joined {
        Joined {
            aggregate,
            pieces: Vec::new(),
            open: BTreeSet::new(),
            ranges: BTreeMap::new(),
            suspects: Vec::new(),
        }
    }

    /// Takes in the values of one join, for the parents at these places.
    fn add(&mut self, places: &Arc<[usize]>, piece: FromParts) {
        self.open.extend(piece.open.iter().filter_map(|at| places.get(*at)));
        let ranges = piece.ranges.into_iter();
        self.ranges.extend(ranges.filter_map(|(at, range)| Some((*places.get(at)?, range))));
        self.suspects.push(piece.suspects);
        self.pieces.push((Arc::clone(places), piece.column));
    }

    fn keep_open(&self, open: &mut OpenOver, rolled: &RolledUp) {
        if self.open.is_empty() && rolled.without.is_none() {
            return;
        }
        let column = OpenColumn {
            join: Arc::clone(&rolled.join),
            suspects: self.suspects.clone(),
            files: Arc::clone(&rolled.files),
            without: rolled.without.clone(),
        };
        open.add(self.aggregate, column);
    }

    fn lacks_the_day_alone(&self) -> bool {
        self.suspects.iter().all(Suspects::lack_the_day_alone)
    }
}

/// One column of the pieces, each of which has the values of the parents at its places.
fn put_together(mut pieces: Vec<(Arc<[usize]>, Input)>, ty: Type, rows: usize) -> Input {
    if let [(places, _)] = pieces.as_slice()
        && places.len() == rows
        && let Some((_, whole)) = pieces.pop()
    {
        return whole;
    }
    match ty {
        Type::Date => Input::days(scattered(&pieces, rows, Input::day)),
        Type::Number(_) | Type::Text | Type::YesNo | Type::Category(_) => {
            Input::numbers(scattered(&pieces, rows, Input::number))
        }
    }
}

fn scattered<T: Clone>(
    pieces: &[(Arc<[usize]>, Input)],
    rows: usize,
    value: fn(&Input, usize) -> Option<T>,
) -> Vec<Option<T>> {
    let mut values = vec![None; rows];
    for (places, piece) in pieces {
        for (at, place) in places.iter().enumerate() {
            values.get_mut(*place).into_iter().for_each(|known| *known = value(piece, at));
        }
    }
    values
}

/// One message for all aggregates that the child records of one type leave undetermined; none where
/// they lack the as-of date alone, which is reported already.
fn left_open(
    program: Program<'_>,
    parent: RecordId,
    parts: &RecordSet,
    columns: &[Joined],
) -> Option<Message> {
    let model = program.model;
    let quotes = Quotes { model, sources: program.sources };
    let open =
        columns.iter().filter(|column| !column.open.is_empty() && !column.lacks_the_day_alone());
    let open: Vec<&Joined> = open.collect();
    let words: Vec<String> =
        open.iter().map(|column| quotes.words(model.aggregates[column.aggregate].span)).collect();
    let records: BTreeSet<usize> =
        open.iter().flat_map(|column| column.open.iter().copied()).collect();
    let (parent, part) = (&model.records[parent].name.text, &model.records[parts.record].name.text);
    (!records.is_empty()).then(|| say::open_from_parts(&words, parent, part, records.len()))
}

/// Puts the columns behind those of the fields, in the order the record type reads them.
fn put_columns(model: &Model, set: &mut RecordSet, columns: Vec<Joined>) {
    let mut given: BTreeMap<AggregateId, Input> = BTreeMap::new();
    let mut ranges: BTreeMap<u32, Ranges> = BTreeMap::new();
    let rows = set.len();
    for Joined { aggregate, pieces, ranges: mut open, .. } in columns {
        let mut column = put_together(pieces, model.aggregates[aggregate].ty, rows);
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
