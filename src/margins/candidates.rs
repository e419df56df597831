//! Values of a field that are worth a try.

use super::fields::Open;
use crate::analysis::Turns;
use crate::choices::Change;
use crate::model::{CategoryValue, Model};
use crate::value::{Date, Num, Rounding, Type, Value};

/// A value that a field could have instead of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    /// The value of the field.
    pub value: Value,
    /// Relative change of the field, from 0 to 1.
    pub cost: Num,
    /// Amount of the change, in the unit of the field or in days; 0 of a value that is no number.
    /// From 0, and past 0, all changes cost alike: of those the least comes first.
    pub amount: Num,
}

/// Values that are tried of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// The nearest value on each side of each number at which something turns.
    Nearest,
    /// Both neighbours of each such number too, and every value where there are only a few: for a
    /// field that is changed together with another.
    Around,
    /// The same, and values far beyond the last of those numbers, where the field has no end.
    Beyond,
}

/// The most values of a field that are all tried.
const FEW: i64 = 64;

/// Values far beyond the last number at which something turns that are tried.
const FAR: usize = 6;

/// The days of a year, by which a change of days is measured.
const YEAR: i64 = 365;

impl Open {
    /// Returns `true` if the value of this field may change and be run: see [`Open::can_change`].
    pub fn may_change(&self, own: &Value, as_of: Option<Date>) -> bool {
        !self.is_gathered && self.can_change(own, as_of)
    }

    /// Returns `true` if the value of this field can be another at all: it is not fixed, and no day
    /// that has passed. One that is missing may be filled in.
    pub fn can_change(&self, own: &Value, as_of: Option<Date>) -> bool {
        let is_past = match own {
            Value::Date(day) => as_of.is_some_and(|today| *day < today),
            Value::Missing => return true,
            Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => false,
        };
        self.change != Some(Change::Fixed) && !is_past
    }

    /// The values that this field could have instead, the nearest first.
    pub fn candidates(
        &self,
        model: &Model,
        own: &Value,
        turns: &Turns,
        as_of: Option<Date>,
        tried: Tried,
    ) -> Vec<Candidate> {
        let mut all = match (own, self.ty) {
            (Value::Num(own), _) => self.numbers(own, turns, tried, &Value::Num),
            (Value::Date(day), _) => {
                let is_past = |day: Date| as_of.is_some_and(|today| day < today);
                let own = day.number();
                let value = |number: Num| {
                    Date::of_number(&number)
                        .filter(|day| !is_past(*day))
                        .map_or(Value::Missing, Value::Date)
                };
                self.numbers(&own, turns, tried, &value)
            }
            (Value::Bool(own), _) => vec![whole(Value::Bool(!own))],
            (Value::Code(own), Type::Category(id)) => {
                let category = model.categories.get(id.index());
                let values = category.iter().flat_map(|category| &category.values);
                let is_in_use = |value: &&CategoryValue| {
                    as_of.is_none_or(|day| {
                        value.from.is_none_or(|from| from <= day)
                            && value.to.is_none_or(|to| day <= to)
                    })
                };
                let others = values.filter(|value| value.number != *own).filter(is_in_use);
                others.map(|value| whole(Value::Code(value.number))).collect()
            }
            (Value::Missing, _) => {
                let is_past = |value: &Value| match value {
                    Value::Date(day) => as_of.is_some_and(|today| *day < today),
                    Value::Missing
                    | Value::Num(_)
                    | Value::Bool(_)
                    | Value::Code(_)
                    | Value::Text(_) => false,
                };
                let filled = self.fillings(model, turns).into_iter();
                let mut filled: Vec<Value> = filled.filter(|value| !is_past(value)).collect();
                // A bound that the rules name is easier to follow than the number beside it.
                filled.sort_by_key(|value| !turns.is_at(value));
                filled.into_iter().map(whole).collect()
            }
            (Value::Code(_) | Value::Text(_), _) => Vec::new(),
        };
        all.retain(|one| one.value != Value::Missing && one.value != *own);
        // Of those that are alike in both the first stays first.
        all.sort_by(|a, b| (&a.cost, &a.amount).cmp(&(&b.cost, &b.amount)));
        all.dedup();
        all
    }

    /// A number (of a date, its day) that the field could have instead of its own value; `None` of
    /// one that it cannot have.
    pub fn candidate(&self, own: &Value, number: Num) -> Option<Candidate> {
        let (from, value) = match own {
            Value::Num(from) => (from.clone(), Value::Num(number.clone())),
            Value::Date(day) => (day.number(), Value::Date(Date::of_number(&number)?)),
            Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => return None,
        };
        let is_allowed = self.ends.contains(&number) && self.may_be(&from, &number);
        self.measured(&from, &number, value).filter(|_| is_allowed)
    }

    /// The value a step further on from the record's own.
    pub fn further(&self, own: &Value, candidate: &Candidate) -> Option<Candidate> {
        let (from, to) = (number(own)?, number(&candidate.value)?);
        let next = if to > from { to.add(&self.grain) } else { to.sub(&self.grain) };
        self.candidate(own, next.ok()?)
    }

    /// All values of a field that has only a few.
    pub fn each(&self, model: &Model) -> Vec<Value> {
        self.filled(model, self.few())
    }

    /// Values that a record could have that lacks this field, ascending: one of each kind that
    /// something tells apart, and for a number the ends of each stretch.
    pub fn fillings(&self, model: &Model, turns: &Turns) -> Vec<Value> {
        let mut all: Vec<Num> = Vec::new();
        if self.is_ordered() {
            turns.at.iter().for_each(|at| self.push_beside(&mut all, at, at, Tried::Around));
            all.retain(|number| self.ends.contains(number));
            all.sort_unstable();
            all.dedup();
        }
        self.filled(model, all)
    }

    /// Values of the field: all of one that is neither number nor day, otherwise these.
    fn filled(&self, model: &Model, numbers: Vec<Num>) -> Vec<Value> {
        match self.ty {
            Type::Number(_) => numbers.into_iter().map(Value::Num).collect(),
            Type::Date => {
                let day = |number: Num| Date::of_number(&number).map(Value::Date);
                numbers.into_iter().filter_map(day).collect()
            }
            Type::YesNo => vec![Value::Bool(true), Value::Bool(false)],
            Type::Category(id) => {
                let category = model.categories.get(id.index());
                let values = category.iter().flat_map(|category| &category.values);
                values.map(|value| Value::Code(value.number)).collect()
            }
            Type::Text => Vec::new(),
        }
    }

    fn numbers(
        &self,
        own: &Num,
        turns: &Turns,
        tried: Tried,
        value: &dyn Fn(Num) -> Value,
    ) -> Vec<Candidate> {
        let mut numbers: Vec<Num> = Vec::with_capacity(3 * turns.at.len());
        turns.at.iter().for_each(|at| self.push_beside(&mut numbers, at, own, tried));
        if tried != Tried::Nearest {
            numbers.extend(self.few());
        }
        if tried == Tried::Beyond {
            numbers.extend(self.beyond(own, turns));
        }
        numbers.retain(|number| self.ends.contains(number) && self.may_be(own, number));
        numbers.sort_unstable();
        numbers.dedup();
        let measured = |number: Num| self.measured(own, &number, value(number.clone()));
        numbers.into_iter().filter_map(measured).collect()
    }

    /// A number, as this value, with what it takes to change to it.
    fn measured(&self, own: &Num, number: &Num, value: Value) -> Option<Candidate> {
        let amount = number.sub(own).ok()?.abs();
        Some(Candidate { value, cost: self.relative(&amount, own, number)?, amount })
    }

    /// Appends the multiples of the grain at a number and beside it, as far as they are tried and
    /// can be represented.
    fn push_beside(&self, all: &mut Vec<Num>, at: &Num, own: &Num, tried: Tried) {
        let Some(down) = self.multiple(at, Rounding::Down) else { return };
        let is_on = down == *at;
        if tried != Tried::Nearest || at >= own {
            all.extend(down.add(&self.grain));
        }
        if tried != Tried::Nearest || at <= own {
            all.extend(if is_on { down.sub(&self.grain) } else { Ok(down.clone()) });
        }
        if is_on {
            all.push(down);
        }
    }

    /// The multiple of the grain next to a number, in the direction of rounding.
    pub fn multiple(&self, number: &Num, way: Rounding) -> Option<Num> {
        if self.grain == Num::ONE {
            return number.round(0, way).ok();
        }
        number.div(&self.grain).ok()?.round(0, way).ok()?.mul(&self.grain).ok()
    }

    /// Values beyond the last number at which something turns, on each side on which the field has
    /// no end: a thousand times as far each.
    fn beyond(&self, own: &Num, turns: &Turns) -> Vec<Num> {
        let ends = || turns.at.iter().chain([own]);
        let sides = [
            (ends().min().filter(|_| self.ends.lower.is_none()), Num::from_i64(-1)),
            (ends().max().filter(|_| self.ends.upper.is_none()), Num::ONE),
        ];
        let mut all = Vec::new();
        for (last, way) in sides {
            let grains =
                last.and_then(|last| last.div(&self.grain).ok()?.round(0, Rounding::Down).ok());
            let Some(grains) = grains else { continue };
            let mut far = way;
            for _ in 0..FAR {
                let Ok(next) = far.mul(&Num::from_i64(1_000)) else { break };
                far = next;
                let number = grains.add(&far).and_then(|grains| grains.mul(&self.grain));
                all.extend(number);
            }
        }
        all
    }

    /// All values, where there are only a few.
    fn few(&self) -> Vec<Num> {
        let all = || {
            let [lower, upper] = [self.ends.lower.as_ref()?, self.ends.upper.as_ref()?];
            let first = lower.div(&self.grain).ok()?.round(0, Rounding::Up).ok()?;
            let last = upper.div(&self.grain).ok()?.round(0, Rounding::Down).ok()?;
            let count = last.sub(&first).ok()?.to_i64().filter(|count| *count < FEW)?;
            let number = |place: i64| first.add(&Num::from_i64(place)).ok()?.mul(&self.grain).ok();
            (0..=count).map(number).collect::<Option<Vec<Num>>>()
        };
        all().unwrap_or_default()
    }

    /// Returns `true` if all values of the field are few enough to be tried one by one.
    pub fn is_of_few(&self) -> bool {
        match self.ty {
            Type::YesNo | Type::Category(_) => true,
            Type::Number(_) | Type::Date | Type::Text => !self.few().is_empty(),
        }
    }

    fn may_be(&self, own: &Num, number: &Num) -> bool {
        match self.change {
            None => true,
            Some(Change::Fixed) => false,
            Some(Change::OnlyRises) => number > own,
            Some(Change::OnlyFalls) => number < own,
        }
    }

    /// The relative change from one number to another.
    pub fn cost(&self, own: &Num, number: &Num) -> Option<Num> {
        self.relative(&number.sub(own).ok()?.abs(), own, number)
    }

    /// The relative change of an amount, from one number to another.
    fn relative(&self, amount: &Num, own: &Num, number: &Num) -> Option<Num> {
        let by =
            if self.ty == Type::Date { Num::from_i64(YEAR) } else { own.abs().max(number.abs()) };
        if by.is_zero() { Some(Num::ZERO) } else { Some(amount.div(&by).ok()?.min(Num::ONE)) }
    }
}

/// The number that a value is, of a day its number.
pub(super) fn number(value: &Value) -> Option<Num> {
    match value {
        Value::Num(number) => Some(number.clone()),
        Value::Date(day) => Some(day.number()),
        Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}

fn whole(value: Value) -> Candidate {
    Candidate { value, cost: Num::ONE, amount: Num::ZERO }
}
