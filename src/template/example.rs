//! A record to show what is filled in: that of the worked example which gives the most, with its
//! key, and what every record needs, made up.

use crate::diag::template::Words;
use crate::model::{
    Category, End, Example, Field, FieldId, Model, PackPeriod, RecordId, Test, text_value,
};
use crate::value::{Date, Num, Type, Unit, Value};

/// The values of the fields of a record type, in their order; missing where none is shown.
pub(super) fn example(model: &Model, record: RecordId, words: &Words) -> Vec<Value> {
    let known = of_examples(model, record);
    let of = &model.records[record];
    let parent = of.parent.filter(|(_, link)| !of.fields[*link].key);
    let values = of.fields.enumerate().map(|(id, field)| {
        let given = known.iter().flatten().find(|(known, _)| *known == id);
        match given {
            // An example is of one record, which often has its title for a key.
            Some((_, value)) if !(is_name(field) || parent.is_some_and(|(_, link)| link == id)) => {
                value.clone()
            }
            Some(_) => made_up(model, field, of.snapshot == Some(id), words),
            None if known.is_none() || !field.is_optional() => {
                made_up(model, field, of.snapshot == Some(id), words)
            }
            None => Value::Missing,
        }
    });
    values.collect()
}

fn is_name(field: &Field) -> bool {
    field.key && field.ty == Type::Text
}

/// What the rules' worked examples give of a record of the type: the most that one gives.
fn of_examples(model: &Model, record: RecordId) -> Option<Vec<(FieldId, Value)>> {
    let own = |example: &&Example| model.blocks[example.block].record == record;
    let own = model.examples.iter().filter(own).map(|example| &example.given);
    let parts = model.examples.iter().flat_map(|example| &example.rows);
    let parts = parts.filter(|rows| rows.record == record).flat_map(|rows| &rows.rows);
    let most =
        own.chain(parts).reduce(|most, other| if other.len() > most.len() { other } else { most });
    most.cloned()
}

/// A value that the field takes, as far as its own range tells; the day of a snapshot is the last
/// of the pack, so that nothing else is later.
fn made_up(model: &Model, field: &Field, snapshot: bool, words: &Words) -> Value {
    match field.ty {
        Type::Text if field.is_optional() => text_value(words.sample_text),
        Type::Text => text_value(words.sample_key),
        Type::YesNo => Value::Bool(true),
        Type::Category(id) => {
            let values = model.categories.get(id.index()).map(|category| in_force(model, category));
            values.flatten().map_or(Value::Missing, Value::Code)
        }
        Type::Date => match end(field, true) {
            Some((Value::Date(day), true)) => Value::Date(day),
            _ => {
                let PackPeriod { from, to } = model.period;
                let day = if snapshot { to } else { from }.or_else(|| Date::from_ymd(2000, 1, 1));
                day.map_or(Value::Missing, Value::Date)
            }
        },
        Type::Number(unit) => number(field, unit).map_or(Value::Missing, Value::Num),
    }
}

/// The first value that may be used on the first day of the pack.
fn in_force(model: &Model, category: &Category) -> Option<u32> {
    let begun = |from: Option<Date>| match (from, model.period.from) {
        (Some(from), Some(day)) => from <= day,
        (Some(_), None) | (None, _) => true,
    };
    let first = category.values.iter().find(|value| begun(value.from));
    first.or_else(|| category.values.first()).map(|value| value.number)
}

/// An end of a range that is a value of the rules, and whether it lies within.
fn end(field: &Field, lower: bool) -> Option<(Value, bool)> {
    let Some(Test::Between { lower: least, upper: most }) = &field.domain else { return None };
    let End { value, inclusive } = if lower { least } else { most }.as_ref()?;
    Some((value.constant()?, *inclusive))
}

fn number(field: &Field, unit: Unit) -> Option<Num> {
    let grain = match unit {
        Unit::Ratio => Num::ONE.div(&Num::from_i64(100)).ok()?,
        Unit::Bare
        | Unit::Number
        | Unit::Integer
        | Unit::Year
        | Unit::Money
        | Unit::Points
        | Unit::Days
        | Unit::Months => Num::ONE,
    };
    match (end(field, true), end(field, false)) {
        (Some((Value::Num(least), true)), _) => Some(least),
        (Some((Value::Num(least), false)), _) => least.add(&grain).ok(),
        (_, Some((Value::Num(most), true))) => Some(most),
        (_, Some((Value::Num(most), false))) => most.sub(&grain).ok(),
        (_, _) => Some(Num::ONE),
    }
}
