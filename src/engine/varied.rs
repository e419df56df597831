//! Examples like those that the rules have, a value of one at a time moved: where no equation leads
//! from a change of the rules back to a record, one of these may tell it.

use crate::model::{AggregateId, Example, FieldId, Model, RecordId, text_value};
use crate::value::{Date, Num, Type, Value};

/// Days that a date is moved by, to either side, the nearest first.
const FURTHER_DAYS: [i64; 12] = [75, 89, 90, 91, 92, 181, 182, 183, 184, 364, 365, 366];

/// Days up to which a date is moved one by one.
const NEAR_DAYS: i64 = 62;

/// A value that an example gives, by where it stands.
#[derive(Clone, Copy)]
enum Place {
    AsOf,
    Given(usize),
    /// A value of a row: which table, which row, which value.
    Row(usize, usize, usize),
    FromParts(usize),
    /// A row, which is left out.
    NoRow(usize, usize),
}

/// Examples like some, each with one value moved, named by a title; of all examples the nearest
/// values come first. `moved` are the numbers that a change is about.
pub(super) fn varied(
    model: &Model,
    examples: &[&Example],
    title: &str,
    moved: &[Num],
) -> impl Iterator<Item = Example> {
    let named: Vec<Example> = examples.iter().map(|example| named(model, example, title)).collect();
    let mut all: Vec<(usize, usize, Place, Option<Value>)> = Vec::new();
    for (order, example) in named.iter().enumerate() {
        for place in places(example) {
            let near = near(model, example, place, moved).into_iter().enumerate();
            all.extend(near.map(|(nth, value)| (nth, order, place, value)));
        }
    }
    all.sort_by_key(|(nth, order, ..)| (*nth, *order));
    let of = move |(_, order, place, value)| Some(with(named.get(order)?, place, value));
    all.into_iter().filter_map(of)
}

/// The example under another title, which is the key of its record, and expecting nothing.
fn named(model: &Model, example: &Example, title: &str) -> Example {
    let mut named = Example { title: title.to_owned(), expected: Vec::new(), ..example.clone() };
    let rename = |(_, value): &mut (FieldId, Value)| {
        if matches!(value, Value::Text(text) if **text == *example.title) {
            *value = text_value(title);
        }
    };
    let record = model.blocks[example.block].record;
    let key = |(id, _): &&mut (FieldId, Value)| model.records[record].fields[*id].key;
    named.given.iter_mut().filter(key).for_each(rename);
    for rows in &mut named.rows {
        let link = model.records[rows.record].parent.map(|(_, link)| link);
        let of_link = |(id, _): &&mut (FieldId, Value)| Some(*id) == link;
        rows.rows.iter_mut().flatten().filter(of_link).for_each(rename);
    }
    named
}

fn places(example: &Example) -> Vec<Place> {
    let mut all: Vec<Place> = example.as_of.map(|_| Place::AsOf).into_iter().collect();
    all.extend((0..example.given.len()).map(Place::Given));
    all.extend((0..example.from_parts.len()).map(Place::FromParts));
    for (table, rows) in example.rows.iter().enumerate() {
        for (row, values) in rows.rows.iter().enumerate() {
            all.extend((0..values.len()).map(|value| Place::Row(table, row, value)));
            all.push(Place::NoRow(table, row));
        }
    }
    all
}

/// Values near the one at a place, none standing for one that is left out.
fn near(model: &Model, example: &Example, place: Place, moved: &[Num]) -> Vec<Option<Value>> {
    let own = |record: RecordId, given: &(FieldId, Value)| {
        let field = &model.records[record].fields[given.0];
        if field.key {
            return Vec::new();
        }
        let step = field.step.as_ref().map(|step| &step.value);
        let mut all = values(model, field.ty, &given.1, moved, step);
        all.push(None);
        all
    };
    let of_parts = |(id, value): &(AggregateId, Value)| {
        values(model, model.aggregates[*id].ty, value, moved, None)
    };
    let block = &model.blocks[example.block];
    let found = match place {
        Place::AsOf => example.as_of.map(|day| days(day).map(Some).collect()),
        Place::Given(given) => example.given.get(given).map(|given| own(block.record, given)),
        Place::FromParts(given) => example.from_parts.get(given).map(of_parts),
        Place::Row(table, row, value) => example.rows.get(table).and_then(|rows| {
            let link = model.records[rows.record].parent.map(|(_, link)| link);
            let given = rows.rows.get(row)?.get(value)?;
            (Some(given.0) != link).then(|| own(rows.record, given))
        }),
        Place::NoRow(..) => Some(vec![None]),
    };
    found.unwrap_or_default()
}

fn values(
    model: &Model,
    ty: Type,
    value: &Value,
    moved: &[Num],
    step: Option<&Num>,
) -> Vec<Option<Value>> {
    match value {
        Value::Date(day) => days(*day).map(Some).collect(),
        Value::Bool(truth) => vec![Some(Value::Bool(!truth))],
        Value::Num(number) => {
            let grain = crate::analysis::grain(ty, step);
            let beside = |number: &Num| {
                [Some(number.clone()), number.add(&grain).ok(), number.sub(&grain).ok()]
            };
            let mut all: Vec<Num> = beside(number).into_iter().flatten().skip(1).collect();
            all.extend(moved.iter().flat_map(beside).flatten());
            all.push(Num::ZERO);
            all.retain(|one| one != number);
            all.into_iter().map(|number| Some(Value::Num(number))).collect()
        }
        Value::Code(own) => {
            let Type::Category(id) = ty else { return Vec::new() };
            let category = model.categories.get(id.index());
            let all = category.iter().flat_map(|category| &category.values);
            all.filter(|value| value.number != *own)
                .map(|value| Some(Value::Code(value.number)))
                .collect()
        }
        Value::Text(_) | Value::Missing => Vec::new(),
    }
}

/// Days beside one, the nearest first.
fn days(day: Date) -> impl Iterator<Item = Value> {
    let by = (1..=NEAR_DAYS).chain(FURTHER_DAYS).flat_map(|days| [days, -days]);
    by.filter_map(move |days| day.add_days(&Num::from_i64(days))).map(Value::Date)
}

/// The example with another value at a place, or without it.
fn with(example: &Example, place: Place, value: Option<Value>) -> Example {
    let mut example = example.clone();
    match place {
        Place::AsOf => {
            if let Some(Value::Date(day)) = value {
                example.as_of = Some(day);
            }
        }
        Place::Given(given) => put(&mut example.given, given, value),
        Place::FromParts(given) => put(&mut example.from_parts, given, value),
        Place::Row(table, row, at) => {
            let rows = example.rows.get_mut(table).and_then(|rows| rows.rows.get_mut(row));
            rows.into_iter().for_each(|row| put(row, at, value.clone()));
        }
        Place::NoRow(table, row) => {
            if let Some(rows) = example.rows.get_mut(table)
                && row < rows.rows.len()
            {
                rows.rows.remove(row);
            }
        }
    }
    example
}

fn put<I>(values: &mut Vec<(I, Value)>, at: usize, value: Option<Value>) {
    match value {
        Some(value) => {
            if let Some(given) = values.get_mut(at) {
                given.1 = value;
            }
        }
        None if at < values.len() => _ = values.remove(at),
        None => {}
    }
}
