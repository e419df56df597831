//! Records tried out where a value that is not read further is asked for: what it is worked out
//! from is gone through, for no equation leads back to it.

use super::record_type::RecordType;
use super::space::{Source, Space};
use super::witness::Witness;
use crate::aggregate::Limits;
use crate::interval::Interval;
use crate::model::FieldId;
use crate::value::{Date, Num, Rounding, Type, Value};
use std::collections::BTreeSet;

/// The most fields that are gone through together.
const MOST_FIELDS: usize = 3;

/// The most records that are tried of several fields together.
const MOST_TRIED: usize = 512;

/// The most values of a field that are tried.
const MOST_VALUES: usize = 64;

/// The most values of one of several fields that are tried while the others stay.
const MOST_ALONE: usize = 128;

/// Grains between the end of a field and the last value near it.
const NEAR: i64 = 1_000;

/// Years about which days are tried where a field has no end.
const YEARS: [i32; 2] = [2000, 2040];

impl RecordType<'_> {
    /// Records like one, with other values of some fields; none of too many. Where a field has no
    /// end, values near its other end come after values further and further away.
    pub(super) fn like(self, fields: &BTreeSet<FieldId>, witness: &Witness) -> Vec<Witness> {
        let count = u32::try_from(fields.len()).unwrap_or(u32::MAX);
        let fits = |each: &usize| each.checked_pow(count).is_some_and(|all| all <= MOST_TRIED);
        if fields.is_empty() || fields.len() > MOST_FIELDS {
            return Vec::new();
        }
        let each = (1..=MOST_VALUES).rev().find(fits).unwrap_or(1);
        let mut all = self.with_values(fields, witness, |field| self.values(field, each, true));
        all.extend(self.with_values(fields, witness, |field| self.values(field, each, false)));
        if fields.len() > 1 {
            all.extend(fields.iter().flat_map(|field| self.along(*field, fields, witness)));
        }
        all
    }

    /// Records like one with values of one field close together, for what holds between two of
    /// those that are tried together; the other fields as they are, and at their ends.
    fn along(self, field: FieldId, fields: &BTreeSet<FieldId>, witness: &Witness) -> Vec<Witness> {
        let others = fields.iter().copied().filter(|other| *other != field).collect();
        let at_ends = self.with_values(&others, witness, |other| self.values(other, 2, false));
        let from = at_ends.iter().chain([witness]);
        let close = |field| self.values(field, MOST_ALONE, false);
        from.flat_map(|one| self.with_values(&BTreeSet::from([field]), one, close)).collect()
    }

    /// The record with each of some values of each of some fields.
    fn with_values(
        self,
        fields: &BTreeSet<FieldId>,
        witness: &Witness,
        values: impl Fn(FieldId) -> Vec<Value>,
    ) -> Vec<Witness> {
        let mut all = vec![witness.clone()];
        for field in fields {
            let values = values(*field);
            let with = |one: &Witness, value: &Value| {
                let mut one = one.clone();
                one.set(*field, value.clone());
                one
            };
            all = all.iter().flat_map(|one| values.iter().map(|value| with(one, value))).collect();
        }
        all
    }

    /// Values of a field, so many at most: all of one that has few, others evenly apart.
    fn values(self, field: FieldId, most: usize, is_far: bool) -> Vec<Value> {
        let declared = &self.model.records[self.steps.record].fields[field];
        let numbers = |[low, high]: [Num; 2], grain: Num| -> Vec<Num> {
            evenly([&low, &high], &grain, most).unwrap_or_default()
        };
        let ends = || {
            let input = self.steps.inputs.get(field.index())?;
            Some(Limits::new(self.model, self.plan, self.steps).of(*input))
        };
        let ends = ends().unwrap_or(Interval::OPEN);
        match declared.ty {
            Type::Number(_) => {
                let grain =
                    super::grain(declared.ty, declared.step.as_ref().map(|step| &step.value));
                let low = ends.lower.unwrap_or(Num::ZERO);
                let all = match ends.upper {
                    Some(high) => numbers([low, high], grain),
                    None if is_far => further_and_further(&low, &grain, most),
                    None => {
                        let far = grain.mul(&Num::from_i64(NEAR)).and_then(|far| low.add(&far));
                        far.map(|far| numbers([low, far], grain)).unwrap_or_default()
                    }
                };
                all.into_iter().map(Value::Num).collect()
            }
            Type::Date => {
                let first = |year| Date::from_ymd(year, 1, 1).map_or(Num::ZERO, Date::number);
                let [low, high] = YEARS.map(first);
                let ends = [ends.lower.unwrap_or(low), ends.upper.unwrap_or(high)];
                let day = |number: Num| Date::of_number(&number).map(Value::Date);
                numbers(ends, Num::ONE).into_iter().filter_map(day).collect()
            }
            Type::YesNo => vec![Value::Bool(true), Value::Bool(false)],
            Type::Category(id) => {
                let category = self.model.categories.get(id.index());
                let values = category.iter().flat_map(|category| &category.values);
                values.map(|value| Value::Code(value.number)).take(most).collect()
            }
            Type::Text => Vec::new(),
        }
    }
}

/// The fields that the values of a space which are not read further are worked out from.
pub(super) fn opaque_fields(space: &Space) -> BTreeSet<FieldId> {
    let opaque = space.variables.iter().filter(|variable| variable.source == Source::Opaque);
    opaque.flat_map(|variable| variable.from.iter().copied()).collect()
}

/// A number, and so many at most that lie behind it by 1, 2, 5, 10, 20, 50 … grains.
fn further_and_further(low: &Num, grain: &Num, most: usize) -> Vec<Num> {
    let (ones, mut tens) = ([1, 2, 5].map(Num::from_i64), Num::ONE);
    let mut all = vec![low.clone()];
    while all.len() < most {
        let far = |one: &Num| low.add(&one.mul(&tens).ok()?.mul(grain).ok()?).ok();
        all.extend(ones.iter().filter_map(far));
        let Ok(next) = tens.mul(&Num::from_i64(10)) else { break };
        tens = next;
    }
    all.truncate(most);
    all
}

/// Multiples of a grain between two numbers, the ends among them, so many at most.
fn evenly([low, high]: [&Num; 2], grain: &Num, most: usize) -> Option<Vec<Num>> {
    let grains = |number: &Num, way| number.div(grain).ok()?.round(0, way).ok();
    let (first, last) = (grains(low, Rounding::Up)?, grains(high, Rounding::Down)?);
    let most = i64::try_from(most).ok()?.max(2);
    let between = last.sub(&first).ok()?;
    let parts = between.clone().min(Num::from_i64(most - 1)).to_i64()?.max(1);
    let at = |part: i64| {
        let way = between.mul(&Num::from_i64(part)).ok()?.div(&Num::from_i64(parts)).ok()?;
        first.add(&way.round(0, Rounding::Down).ok()?).ok()?.mul(grain).ok()
    };
    let mut all = (0..=parts).map(at).collect::<Option<Vec<Num>>>()?;
    all.dedup();
    Some(all)
}
