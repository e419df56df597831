//! Records that two packs decide otherwise: looked for among values near every number that either
//! pack names, run by both, and told with the fewest fields that it takes. That none is found
//! proves nothing.

use super::difference::Difference;
use super::item::{Item, exprs};
use crate::analysis;
use crate::engine::Rules;
use crate::eval::run;
use crate::explain::Stated;
use crate::explain::decision::Status;
use crate::model::{
    BlockId, DerivedId, DerivedKind, Expr, ExprKind, FieldId, Model, Record, RecordId,
};
use crate::table::{Input, Inputs, Texts};
use crate::value::{Arith, Date, Num, Type, Unit, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records that are made up for a block as of one day, beside those of worked examples.
const TRIES: usize = 1_000;
/// Most worked examples that records are made from, each with one field changed in turn.
const MOST_EXAMPLES: usize = 40;
/// Most numbers of a unit that values are taken near.
const MOST_NUMBERS: usize = 60;
/// A day on which samples stand where no rule names one: 15/06/2023.
const USUAL_DAY: i32 = 19_523;

/// A text that stands for any other than those that the rules name.
const OTHER: &str = "…";

/// A record with what both packs decide of it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub day: Option<Date>,
    /// Fields and derivations that it has values of, each with whether it is the old pack's.
    pub fields: Vec<(Item, bool, Value)>,
    pub old: Stated,
    pub new: Stated,
}

/// A block of both packs that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blocks {
    pub old: BlockId,
    pub new: BlockId,
}

/// Looks for a record that a block decides otherwise. `under` are the items of the new pack that it
/// rests on, and whether the pack's period is among those that changed: then the old pack is asked
/// as if it applied on the days of the new one, for else that would be all the difference. Records
/// that are `proposed` are tried instead of any that are made up.
pub(super) fn look_for(
    found: &Difference<'_>,
    blocks: Blocks,
    (under, other_period): (&BTreeSet<Item>, bool),
    proposed: Option<&[analysis::Witness]>,
) -> Option<Found> {
    let mut search = Search::of(found, blocks, under)?;
    if let Some(proposed) = proposed {
        search.seen = proposed.iter().map(|record| search.as_sample(record)).collect();
        if search.seen.is_empty() {
            return None;
        }
    }
    if other_period {
        let days = found.new_rules.effective().unwrap_or_default();
        search.old_rules = found.old_rules.for_days(days)?;
    }
    let seeds = if proposed.is_some() { Vec::new() } else { search.seeds() };
    search.tries = if proposed.is_some() { 0 } else { TRIES };
    let mut open = None;
    for day in search.days() {
        match search.on(day, &seeds) {
            Some(record) if record.is_decided() => return Some(record),
            other => open = open.or(other),
        }
    }
    open
}

impl Found {
    /// Returns `true` if both packs decide the record.
    fn is_decided(&self) -> bool {
        self.old.status == Status::Decided && self.new.status == Status::Decided
    }
}

/// An input of both packs, or of one: a field, or a derivation that is read off child records and
/// that an example may give.
struct Variable {
    /// Its column in the old and in the new pack.
    old: Option<usize>,
    new: Option<usize>,
    ty: Type,
    /// The field or derivation, and whether it is the old pack's.
    item: (Item, bool),
}

impl Variable {
    fn column(&self, is_old: bool) -> Option<usize> {
        if is_old { self.old } else { self.new }
    }
}

struct Search<'d, 'a> {
    found: &'d Difference<'a>,
    old_rules: Rules,
    blocks: Blocks,
    records: (RecordId, RecordId),
    variables: Vec<Variable>,
    /// Numbers that the packs name, by their unit; days among them as dates.
    numbers: BTreeMap<Unit, Vec<Num>>,
    dates: Vec<Date>,
    texts: Vec<Arc<str>>,
    /// Quotients of two fields: their places among the variables.
    quotients: Vec<(usize, usize)>,
    /// Records for which something below was seen to come out otherwise, each with its day.
    seen: Vec<(Option<Date>, Vec<Value>)>,
    /// Records that are made up beside those.
    tries: usize,
}

impl<'d, 'a> Search<'d, 'a> {
    fn of(
        found: &'d Difference<'a>,
        blocks: Blocks,
        under: &BTreeSet<Item>,
    ) -> Option<Search<'d, 'a>> {
        let old = found.old.model.blocks.find(blocks.old)?.record;
        let new = found.new.model.blocks.find(blocks.new)?.record;
        let mut search = Search {
            found,
            old_rules: found.old_rules.clone(),
            blocks,
            records: (old, new),
            variables: variables(found, old, new),
            numbers: BTreeMap::new(),
            dates: Vec::new(),
            texts: vec![Arc::from(OTHER)],
            quotients: Vec::new(),
            seen: Vec::new(),
            tries: TRIES,
        };
        search.seen = search.seen_of(under);
        for item in under {
            search.read(found.new.model, *item, false);
            if let Some(before) = found.pairs.old_of(*item) {
                search.read(found.old.model, before, true);
            }
        }
        for numbers in search.numbers.values_mut() {
            numbers.sort_unstable();
            numbers.dedup();
            numbers.truncate(MOST_NUMBERS);
        }
        search.dates.sort_unstable();
        search.dates.dedup();
        search.dates.truncate(MOST_NUMBERS);
        Some(search)
    }

    /// Records for which an item was seen to come out otherwise, as samples.
    fn seen_of(&self, under: &BTreeSet<Item>) -> Vec<(Option<Date>, Vec<Value>)> {
        let own = self
            .found
            .seen
            .iter()
            .filter(|(item, witness)| under.contains(item) && witness.record == self.records.1);
        own.map(|(_, witness)| self.as_sample(witness)).collect()
    }

    /// A record of the new pack as a sample, with its day.
    fn as_sample(&self, witness: &analysis::Witness) -> (Option<Date>, Vec<Value>) {
        let value = |variable: &Variable| {
            let column = variable.new?;
            let fields = witness.fields.iter().map(|(id, value)| (id.index(), value));
            let columns = witness.columns.iter().map(|(own, value)| (*own as usize, value));
            let mut given = fields.chain(columns);
            given.find(|(own, _)| *own == column).map(|(_, value)| value.clone())
        };
        let values = self.variables.iter().map(|one| value(one).unwrap_or(Value::Missing));
        (witness.as_of, values.collect())
    }

    /// Takes up what an item names: numbers, days, texts, and quotients of fields.
    fn read(&mut self, model: &Model, item: Item, is_old: bool) {
        if let Item::Parameter(id) = item {
            let parameter = &model.parameters[id];
            for value in &parameter.values {
                self.value(&value.value, parameter.ty);
                self.dates.push(value.from);
                self.dates.extend(value.to);
            }
        }
        exprs(model, item, &mut |record, _, expr| {
            let own = if is_old { self.records.0 } else { self.records.1 };
            self.expr(expr, is_old, record == own);
        });
    }

    fn expr(&mut self, expr: &Expr, is_old: bool, own: bool) {
        if let Some(value) = expr.constant() {
            self.value(&value, expr.ty);
        }
        if let ExprKind::Arith(Arith::Div, over, under) = &expr.kind
            && let (ExprKind::Field(over), ExprKind::Field(under), true) =
                (&over.kind, &under.kind, own)
        {
            let place = |id: &FieldId| {
                self.variables.iter().position(|one| one.column(is_old) == Some(id.index()))
            };
            let both = place(over).zip(place(under));
            self.quotients.extend(both.filter(|both| !self.quotients.contains(both)));
        }
        expr.children(&mut |child| self.expr(child, is_old, own));
    }

    fn value(&mut self, value: &Value, ty: Type) {
        match (value, ty) {
            (Value::Num(number), Type::Number(unit)) => {
                let unit = if unit == Unit::Bare { Unit::Number } else { unit };
                self.numbers.entry(unit).or_default().push(number.clone());
            }
            (Value::Date(day), _) => self.dates.push(*day),
            (Value::Text(text), _) if !self.texts.contains(text) => {
                self.texts.push(Arc::clone(text));
            }
            (_, _) => {}
        }
    }

    /// The as-of dates that are tried: the ends of the packs' periods, and the days from which
    /// parameters have another value.
    fn days(&self) -> Vec<Option<Date>> {
        let (old, new) = (self.old_rules.model().period, self.found.new.model.period);
        let within = |day: &Date| {
            [old, new].iter().any(|period| {
                period.from.is_none_or(|from| from <= *day) && period.to.is_none_or(|to| *day <= to)
            })
        };
        let ends = [old.to, new.to].into_iter().flatten();
        let mut days: Vec<Date> =
            ends.chain(self.dates.iter().copied().filter(within).take(6)).collect();
        days.extend(self.seen.iter().filter_map(|(day, _)| *day).filter(within));
        days.extend(days.is_empty().then(|| Date::from_days_since_1970(USUAL_DAY)).flatten());
        days.dedup();
        days.into_iter().map(Some).collect()
    }

    /// Records of the worked examples of the block, in both packs.
    fn seeds(&self) -> Vec<Vec<Value>> {
        let of = |model: &Model, block: BlockId, is_old: bool| {
            let own = model.examples.iter().filter(move |example| example.block == block);
            let seed = |example: &crate::model::Example| {
                let mut seed = vec![Value::Missing; self.variables.len()];
                let fields = example.given.iter().map(|(id, value)| {
                    let now = if is_old { self.as_now(value, *id) } else { value.clone() };
                    (id.index(), now)
                });
                let record = &model.records[model.blocks[block].record];
                let parts = example.from_parts.iter().filter_map(|(id, value)| {
                    let place = record.aggregates.iter().position(|known| known == id)?;
                    Some((record.fields.len() + place, value.clone()))
                });
                for (column, value) in fields.chain(parts) {
                    let place =
                        self.variables.iter().position(|one| one.column(is_old) == Some(column));
                    let own = place.and_then(|place| seed.get_mut(place));
                    own.into_iter().for_each(|own| *own = value.clone());
                }
                seed
            };
            own.take(MOST_EXAMPLES / 2).map(seed).collect::<Vec<Vec<Value>>>()
        };
        let new = of(self.found.new.model, self.blocks.new, false);
        [new, of(self.found.old.model, self.blocks.old, true)].concat()
    }

    /// A record that differs on a day, with the fewest fields. Worked examples come first, for they
    /// are what an officer knows; then those with one field changed; then any.
    fn on(&self, day: Option<Date>, seeds: &[Vec<Value>]) -> Option<Found> {
        let mut dice = Dice(1);
        let mut samples = seeds.to_vec();
        for seed in seeds {
            for (place, variable) in self.variables.iter().enumerate() {
                let mut sample = seed.clone();
                let value = self.near(variable, &mut dice, day);
                sample.get_mut(place).into_iter().for_each(|own| *own = value.clone());
                samples.push(sample);
            }
        }
        samples.extend((0..self.tries).map(|_| self.sample(&mut dice, day)));
        samples.extend(self.seen.iter().map(|(_, sample)| sample.clone()));
        let outcomes = self.decide(&samples, day)?;
        let mut differing = outcomes.iter().zip(&samples).filter(|((old, new), _)| {
            let faulty = [old, new].iter().any(|one| one.status == Status::DataError);
            !faulty && self.differ(old, new)
        });
        let is_decided = |((old, new), _): &(&(Stated, Stated), &Vec<Value>)| {
            old.status == Status::Decided && new.status == Status::Decided
        };
        let first = differing.next()?;
        let best = match is_decided(&first) {
            true => first,
            false => differing.find(is_decided).unwrap_or(first),
        };
        Some(self.fewest(best.1, best.0, day))
    }

    /// The same record without the fields, and without the day, that it does without.
    fn fewest(&self, sample: &[Value], both: &(Stated, Stated), day: Option<Date>) -> Found {
        let (mut sample, mut both) = (sample.to_vec(), both.clone());
        let alike = |sample: &[Value], day, both: &(Stated, Stated)| {
            let outcome = self.decide(std::slice::from_ref(&sample.to_vec()), day)?.pop()?;
            let (old, new) = &outcome;
            let same = old.status == both.0.status && new.status == both.1.status;
            (same && self.differ(old, new)).then_some(outcome)
        };
        for place in 0..sample.len() {
            let mut without = sample.clone();
            if let Some(value) = without.get_mut(place) {
                *value = Value::Missing;
            }
            if let Some(outcome) = alike(&without, day, &both) {
                (sample, both) = (without, outcome);
            }
        }
        let day = day.filter(|_| alike(&sample, None, &both).is_none());
        let named = self.variables.iter().zip(sample);
        let fields = named.filter(|(_, value)| *value != Value::Missing);
        let fields = fields.map(|(variable, value)| (variable.item.0, variable.item.1, value));
        Found { day, fields: fields.collect(), old: both.0, new: both.1 }
    }

    /// Returns `true` if two outcomes are others; a grade by another name is the same.
    fn differ(&self, old: &Stated, new: &Stated) -> bool {
        let graded = |model: &Model, block: BlockId| match &model.blocks[block].kind {
            crate::model::BlockKind::Scorecard(card) => {
                card.grading.as_ref().map(|grading| grading.category)
            }
            crate::model::BlockKind::Eligibility(_) | crate::model::BlockKind::Check(_) => None,
        };
        let categories = graded(self.found.old.model, self.blocks.old)
            .zip(graded(self.found.new.model, self.blocks.new));
        let same = match (categories, old.verdict, new.verdict) {
            (Some((before, now)), Some(was), Some(is)) => {
                self.found.pairs.new_of(Item::Value(before, was)) == Some(Item::Value(now, is))
            }
            (_, was, is) => was == is,
        };
        old.status != new.status || old.points != new.points || !same
    }

    /// What both packs decide of records.
    fn decide(&self, samples: &[Vec<Value>], day: Option<Date>) -> Option<Vec<(Stated, Stated)>> {
        let old = stated(
            &self.old_rules,
            (self.records.0, self.blocks.old),
            &self.columns(samples, true),
            day,
        )?;
        let new = stated(
            self.found.new_rules,
            (self.records.1, self.blocks.new),
            &self.columns(samples, false),
            day,
        )?;
        Some(old.into_iter().zip(new).collect())
    }

    /// Values of each column of a pack, in its order, by sample.
    fn columns(&self, samples: &[Vec<Value>], is_old: bool) -> Vec<Vec<Value>> {
        let (model, record) = match is_old {
            true => (self.found.old.model, self.records.0),
            false => (self.found.new.model, self.records.1),
        };
        let own = &model.records[record];
        let column = |column: usize| {
            let place = self.variables.iter().position(|one| one.column(is_old) == Some(column));
            let field = own.fields.ids().nth(column).filter(|_| is_old);
            let value = |sample: &Vec<Value>| {
                let value = place.and_then(|place| sample.get(place)).cloned();
                let value = value.unwrap_or(Value::Missing);
                match field {
                    Some(id) => self.as_before(value, id),
                    None => value,
                }
            };
            samples.iter().map(value).collect()
        };
        (0..own.fields.len() + own.aggregates.len()).map(column).collect()
    }

    /// A value of a category by its number in the old pack.
    fn as_before(&self, value: Value, id: FieldId) -> Value {
        let field = &self.found.old.model.records[self.records.0].fields[id];
        let new = self.found.pairs.new_of(Item::Field(self.records.0, id));
        let (Value::Code(code), Type::Category(_), Some(Item::Field(record, new))) =
            (&value, field.ty, new)
        else {
            return value;
        };
        let Type::Category(category) = self.found.new.model.records[record].fields[new].ty else {
            return Value::Missing;
        };
        match self.found.pairs.old_of(Item::Value(category, *code)) {
            Some(Item::Value(_, before)) => Value::Code(before),
            Some(_) | None => Value::Missing,
        }
    }

    /// A value of a category of the old pack by its number in the new one.
    fn as_now(&self, value: &Value, id: FieldId) -> Value {
        let field = &self.found.old.model.records[self.records.0].fields[id];
        let (Value::Code(code), Type::Category(category)) = (value, field.ty) else {
            return value.clone();
        };
        match self.found.pairs.new_of(Item::Value(category, *code)) {
            Some(Item::Value(_, now)) => Value::Code(now),
            Some(_) | None => Value::Missing,
        }
    }

    /// A record with values near the numbers that the packs name.
    fn sample(&self, dice: &mut Dice, day: Option<Date>) -> Vec<Value> {
        let mut sample: Vec<Value> =
            self.variables.iter().map(|variable| self.near(variable, dice, day)).collect();
        for (over, under) in &self.quotients {
            let share = self.number(Unit::Ratio, dice);
            let base = self.number(Unit::Money, dice);
            let base = if base.is_zero() { Num::from_i64(1_000) } else { base.abs() };
            let whole = self.variables.get(*over).is_some_and(|one| one.ty.is_whole());
            let part = base.mul(&share).and_then(|part| {
                let part = part.round(0, crate::value::Rounding::HalfAwayFromZero)?;
                part.add(&Num::from_i64(dice.roll(3) - 1))
            });
            let fits = !whole || base.is_integer();
            if let (Ok(part), true, true) = (part, fits, dice.roll(4) > 0) {
                for (place, number) in [(over, part), (under, base)] {
                    sample.get_mut(*place).into_iter().for_each(|own| {
                        *own = Value::Num(number.clone());
                    });
                }
            }
        }
        sample
    }

    fn near(&self, variable: &Variable, dice: &mut Dice, day: Option<Date>) -> Value {
        if dice.roll(16) == 0 {
            return Value::Missing;
        }
        match variable.ty {
            Type::YesNo => Value::Bool(dice.roll(2) == 0),
            Type::Number(unit) => Value::Num(self.number(unit, dice)),
            Type::Text => dice.of(&self.texts).map_or(Value::Missing, Value::Text),
            Type::Category(id) => {
                let category = self.found.new.model.categories.get(id.index());
                let values = category.map_or(&[][..], |category| &category.values);
                dice.of(values).map_or(Value::Missing, |value| Value::Code(value.number))
            }
            Type::Date => {
                let usual = Date::from_days_since_1970(USUAL_DAY);
                let base = dice.of(&self.dates).filter(|_| dice.roll(2) == 0).or(day).or(usual);
                let step = match dice.roll(3) {
                    0 => Num::from_i64(dice.roll(3) - 1),
                    1 => self.number(Unit::Days, dice),
                    _ => self.number(Unit::Days, dice).neg(),
                };
                let moved = base.and_then(|base| base.add_days(&step));
                moved.map_or(Value::Missing, Value::Date)
            }
        }
    }

    /// A number of a unit: one that the packs name or an ordinary one, or a step beside it.
    fn number(&self, unit: Unit, dice: &mut Dice) -> Num {
        let ordinary: &[i64] = match unit {
            Unit::Money => &[0, 1_000_000, 10_000_000, 100_000_000],
            Unit::Year => &[2_022, 2_023],
            Unit::Ratio => &[0, 1],
            Unit::Bare | Unit::Number | Unit::Integer | Unit::Points => &[0, 1, 10],
            Unit::Days | Unit::Months => &[0, 1, 12, 30],
        };
        let named = self.numbers.get(&unit).and_then(|numbers| dice.of(numbers));
        let number = match named.filter(|_| dice.roll(4) > 0) {
            Some(number) => number,
            None => Num::from_i64(dice.of(ordinary).unwrap_or_default()),
        };
        let step = match unit {
            Unit::Ratio => Num::from_i64(1).div(&Num::from_i64(1_000)),
            Unit::Bare
            | Unit::Number
            | Unit::Integer
            | Unit::Year
            | Unit::Money
            | Unit::Points
            | Unit::Days
            | Unit::Months => Ok(Num::from_i64(1)),
        };
        let beside = step.and_then(|step| match dice.roll(3) {
            0 => number.add(&step),
            1 => number.sub(&step),
            _ => Ok(number.clone()),
        });
        beside.unwrap_or(number)
    }
}

/// The inputs of a record type in both packs: fields, and derivations that are aggregates.
fn variables(found: &Difference<'_>, old: RecordId, new: RecordId) -> Vec<Variable> {
    let (before, now) = (&found.old.model.records[old], &found.new.model.records[new]);
    let mut variables = Vec::new();
    for (id, field) in now.fields.enumerate() {
        let item = Item::Field(new, id);
        let pair = match found.pairs.old_of(item) {
            Some(Item::Field(_, before)) => Some(before.index()),
            Some(_) | None => None,
        };
        let (new, ty) = (Some(id.index()), field.ty);
        variables.push(Variable { old: pair, new, ty, item: (item, false) });
    }
    for (id, field) in before.fields.enumerate() {
        let item = Item::Field(old, id);
        // Categories of the old pack alone have no numbers in the new one.
        let known = !matches!(field.ty, Type::Category(_));
        if known && found.pairs.new_of(item).is_none() {
            let (old, ty) = (Some(id.index()), field.ty);
            variables.push(Variable { old, new: None, ty, item: (item, true) });
        }
    }
    for (id, derived) in now.derived.enumerate() {
        let item = Item::Derived(new, id);
        let Some(column) = over_parts(now, id) else { continue };
        let pair = match found.pairs.old_of(item) {
            Some(Item::Derived(_, before_id)) => over_parts(before, before_id),
            Some(_) | None => None,
        };
        if !matches!(derived.ty, Type::Category(_)) {
            let (new, ty) = (Some(column), derived.ty);
            variables.push(Variable { old: pair, new, ty, item: (item, false) });
        }
    }
    variables
}

/// Column of a derivation that is nothing but an aggregate over child records.
fn over_parts(record: &Record, id: DerivedId) -> Option<usize> {
    let DerivedKind::Formula(Expr { kind: ExprKind::Aggregate(aggregate), .. }) =
        &record.derived[id].kind
    else {
        return None;
    };
    let place = record.aggregates.iter().position(|known| known == aggregate)?;
    Some(record.fields.len() + place)
}

/// What a block decides of records as of a day.
fn stated(
    rules: &Rules,
    (record, block): (RecordId, BlockId),
    values: &[Vec<Value>],
    day: Option<Date>,
) -> Option<Vec<Stated>> {
    let (model, plan) = (rules.model(), rules.plan());
    let rows = values.first()?.len();
    let mut inputs = Inputs::empty(record, Texts::with_constants(&plan.texts));
    inputs.rows = rows;
    let own = &model.records[record];
    let aggregates = own.aggregates.iter().map(|id| model.aggregates[*id].ty);
    let types = own.fields.iter().map(|field| field.ty).chain(aggregates);
    for (ty, values) in types.zip(values) {
        inputs.columns.push(column(ty, values, &mut inputs.texts));
    }
    for previous in own.previous.iter() {
        inputs.columns.push(Input::empty_of(previous.value.ty).with_missing(rows));
    }
    let frame = run(plan, &inputs, 0..rows, &rules.context(day));
    let plan = plan.record(record)?.block(block)?;
    Some((0..rows).map(|row| Stated::of_frame(&frame, plan, row)).collect())
}

fn column(ty: Type, values: &[Value], texts: &mut Texts) -> Input {
    let values = values.iter();
    match ty {
        Type::Number(_) => Input::numbers(values.map(|value| match value {
            Value::Num(number) => Some(number.clone()),
            _ => None,
        })),
        Type::Date => Input::days(values.map(|value| match value {
            Value::Date(day) => Some(*day),
            _ => None,
        })),
        Type::YesNo => Input::truths(values.map(|value| match value {
            Value::Bool(truth) => Some(*truth),
            _ => None,
        })),
        Type::Category(_) => Input::codes(values.map(|value| match value {
            Value::Code(code) => Some(*code),
            _ => None,
        })),
        Type::Text => Input::texts(values.map(|value| match value {
            Value::Text(text) => Some(texts.intern(text)),
            _ => None,
        })),
    }
}

/// A generator of small numbers: the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let place = self.roll(i64::try_from(all.len()).ok()?);
        all.get(usize::try_from(place).ok()?).cloned()
    }
}
