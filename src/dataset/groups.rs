//! Values of parents by which targets group their parts, and that are shown beside the keys of
//! those.

use super::links::Links;
use super::{AsOf, Program, RecordSet};
use crate::aggregate::{OfParent, Place};
use crate::model::{Expr, Model, RecordId};
use crate::value::Month;
use std::collections::{BTreeMap, HashMap};

/// Notes of each record the values of its parents that targets over it go by, and those that are
/// shown beside its key.
pub(super) fn find(
    program: Program<'_>,
    sets: &mut [RecordSet],
    links: &BTreeMap<RecordId, Links>,
) {
    for (id, targets) in program.model.targets.enumerate() {
        let of_parent = targets.by_record != targets.record;
        let is_there = sets.iter().any(|set| set.record == targets.record);
        let Some(by) = targets.by.as_ref().filter(|_| of_parent && is_there) else {
            continue;
        };
        let found = of_parts(program, sets, links, targets.record, (targets.by_record, by));
        let set = sets.iter_mut().find(|set| set.record == targets.record);
        if let Some((set, found)) = set.zip(found) {
            set.set_of_parents(id, found);
        }
    }
    for (id, record) in program.model.records.enumerate() {
        if record.inherited.is_empty() || !sets.iter().any(|set| set.record == id) {
            continue;
        }
        let values = record.inherited.iter().map(|one| {
            of_parts(program, sets, links, id, (one.owner, &one.value)).unwrap_or_default()
        });
        let values: Vec<Vec<OfParent>> = values.collect();
        if let Some(set) = sets.iter_mut().find(|set| set.record == id) {
            set.set_inherited(values);
        }
    }
}

/// The value of an owner for each record of a type, handed down from parent to part.
fn of_parts(
    program: Program<'_>,
    sets: &[RecordSet],
    links: &BTreeMap<RecordId, Links>,
    part: RecordId,
    (owner, value): (RecordId, &Expr),
) -> Option<Vec<OfParent>> {
    let mut values = values(program, sets, owner, value)?;
    for record in path(program.model, part, owner) {
        let (parent, _) = program.model.records[record].parent?;
        let find = |id: RecordId| sets.iter().find(|set| set.record == id);
        let (parents, parts) = (find(parent)?, find(record)?);
        let monthly = matches!(parents.as_of, AsOf::Own(_));
        let of_numbers = by_number(parents, parts, &links.get(&parent)?.numbers, &values);
        let value = |number: &usize, row: usize| {
            let month = parts.as_of.own_month(row).filter(|_| monthly);
            of_numbers.get(&(*number, month)).cloned().unwrap_or(OfParent::UNKNOWN)
        };
        let places = links.get(&record)?.places.iter().enumerate();
        values = places
            .map(|(row, place)| match place {
                Place::In(number) => value(number, row),
                Place::Perhaps(number) => OfParent { sure: false, ..value(number, row) },
                Place::Anywhere | Place::Nowhere => OfParent::UNKNOWN,
            })
            .collect();
    }
    Some(values)
}

/// The value of each record of the type that has it.
fn values(
    program: Program<'_>,
    sets: &[RecordSet],
    owner: RecordId,
    value: &Expr,
) -> Option<Vec<OfParent>> {
    let set = sets.iter().find(|set| set.record == owner)?;
    let slot = program.plan.record(owner)?.own_value(value)?;
    let texts = &set.reading.table.texts;
    let mut values = Vec::with_capacity(set.len());
    set.frames(program, set.view(program.model), None, |frame, _| {
        let of_frame = (0..frame.rows()).map(|row| frame.value(texts, slot, row));
        values.extend(of_frame.map(|value| OfParent { value, sure: true }));
    });
    Some(values)
}

/// The record types from the part of a whole down to a type.
fn path(model: &Model, record: RecordId, whole: RecordId) -> Vec<RecordId> {
    let parent = |id: &RecordId| model.records[*id].parent.map(|(parent, _)| parent);
    let up = std::iter::successors(Some(record), parent).take(model.records.len());
    let mut path: Vec<RecordId> = up.take_while(|id| *id != whole).collect();
    path.reverse();
    path
}

/// The values by the number of their record, and by its month for parts that have one; of other
/// parts the latest month counts. None is known where two records of one key have different ones.
fn by_number(
    parents: &RecordSet,
    parts: &RecordSet,
    numbers: &[usize],
    values: &[OfParent],
) -> HashMap<(usize, Option<Month>), OfParent> {
    let by_month = matches!(parts.as_of, AsOf::Own(_));
    let latest = parents.months().last().copied();
    let mut found: HashMap<(usize, Option<Month>), OfParent> = HashMap::new();
    for (place, (number, value)) in numbers.iter().zip(values).enumerate() {
        let month = parents.as_of.own_month(place);
        if !by_month && month != latest {
            continue;
        }
        let month = month.filter(|_| by_month);
        let known = found.entry((*number, month)).or_insert_with(|| value.clone());
        if known != value {
            *known = OfParent::UNKNOWN;
        }
    }
    found
}
