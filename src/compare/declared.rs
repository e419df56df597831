//! What a pack declares beside its blocks: days, categories, parameters, functions, record types
//! with their fields, derivations and tables; and the basis of everything.

use super::difference::{Difference, Topic};
use super::item::Item;
use super::rows::{Order, RowsOf, rows};
use super::words::{Said, rises};
use super::{ChangeKind, Site};
use crate::diag::compare::{self as say, Part, RecordProperty, Subject, ValueProperty, Wording};
use crate::keywords::Keywords;
use crate::model::{
    Basis, BlockKind, CategoryId, CategoryValue, DerivedId, DerivedKind, Field, FieldId,
    FunctionId, HitPolicy, Model, Parameter, ParameterId, Record, RecordId, Row, ShownValue,
};
use crate::source::Span;
use crate::value::{Date, Num, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The days of the pack, and its rule for months.
pub(super) fn pack(found: &mut Difference<'_>) {
    let (old, new) = (found.old.model, found.new.model);
    let topic =
        Topic { group: say::heading(Subject::Pack, ""), name: String::new(), item: Item::Period };
    if old.period != new.period {
        let days = [old, new].map(|model| say::days(model.period.from, model.period.to));
        let place = |rules: &crate::engine::Rules| rules.pack().manifest.effective_place;
        let places = (place(found.old_rules), place(found.new_rules));
        let [was, is] = days;
        let what = (ChangeKind::Changed, Site::Pack);
        found.tell(&topic, what, places, say::period(&was, &is));
    }
    // What files are read by decides no rule, but what records there are.
    let reading = [
        (old.lang != new.lang, say::language(old.lang, new.lang)),
        (profiles(found.old_rules) != profiles(found.new_rules), say::profiles()),
    ];
    for (_, message) in reading.into_iter().filter(|(differs, _)| *differs) {
        found.note(&topic, (ChangeKind::Changed, Site::Pack), (None, None), message);
    }
    if old.month_end != new.month_end {
        let topic = topic.of(Item::MonthEnd);
        let what = (ChangeKind::Changed, Site::Pack);
        found.tell(&topic, what, (None, None), say::month_end());
    }
}

/// The ways records are found in office files, as texts.
fn profiles(rules: &crate::engine::Rules) -> Vec<String> {
    rules.profiles().iter().map(|profile| format!("{profile:?}")).collect()
}

pub(super) fn category(
    found: &mut Difference<'_>,
    topic: &Topic,
    old: CategoryId,
    new: CategoryId,
) {
    let of = |model: &'_ Model, id: CategoryId| model.categories.get(id.index()).cloned();
    let Some((before, now)) = of(found.old.model, old).zip(of(found.new.model, new)) else {
        return;
    };
    let places = (Some(before.name.span), Some(now.name.span));
    if before.ordered != now.ordered {
        let what = (ChangeKind::Changed, Site::Category);
        found.tell(topic, what, places, say::ordered(now.ordered));
    }
    let mut stay = Vec::new();
    for value in &before.values {
        match found.pairs.new_of(Item::Value(old, value.number)) {
            Some(Item::Value(_, number)) => {
                stay.push(number);
                if let Some(other) = now.value(number) {
                    category_value(found, topic, (old, value), (new, other));
                }
            }
            Some(_) | None => {
                let message = say::removed(Part::Value, &say::quoted(&value.name.text));
                let what = (ChangeKind::Removed, Site::Value);
                found.tell(topic, what, (Some(value.name.span), None), message);
            }
        }
    }
    for value in &now.values {
        if found.pairs.old_of(Item::Value(new, value.number)).is_none() {
            let message = say::added(Part::Value, &say::quoted(&value.name.text));
            let what = (ChangeKind::Added, Site::Value);
            found.tell(topic, what, (None, Some(value.name.span)), message);
        }
    }
    let order: Vec<u32> = now.values.iter().map(|value| value.number).collect();
    let place = |number: &u32| order.iter().position(|other| other == number);
    if !stay.iter().map(place).is_sorted() {
        let names = |values: &[CategoryValue]| {
            let names: Vec<&str> = values.iter().map(|one| one.name.text.as_str()).collect();
            names.join(if now.ordered { " > " } else { ", " })
        };
        match now.ordered {
            true => {
                let message = say::order(&names(&before.values), &names(&now.values));
                found.tell(topic, (ChangeKind::Changed, Site::Category), places, message);
            }
            false => {
                let what = (ChangeKind::Reordered, Site::Category);
                found.tell(topic, what, places, say::reordered(Part::Value));
            }
        }
    }
}

/// A value of a category that both packs have.
fn category_value(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, before): (CategoryId, &CategoryValue),
    (new, now): (CategoryId, &CategoryValue),
) {
    let item = Item::Value(new, now.number);
    found.name(topic, Part::Value, (Item::Value(old, before.number), item));
    let code = |value: &CategoryValue| value.code.as_deref().map_or_else(say::nothing, say::quoted);
    let also = |value: &CategoryValue| {
        let mut names: Vec<&str> = value.also.iter().map(|name| name.text.as_str()).collect();
        names.sort_unstable();
        say::required_words(&names)
    };
    let days = |value: &CategoryValue| say::days(value.from, value.to);
    let properties = [
        (ValueProperty::Code, code(before), code(now)),
        (ValueProperty::Days, days(before), days(now)),
        (ValueProperty::Also, also(before), also(now)),
    ];
    for (property, was, is) in properties {
        if was != is {
            let message = say::value_property(property, &now.name.text, &was, &is);
            let places = (Some(before.name.span), Some(now.name.span));
            found.tell(&topic.of(item), (ChangeKind::Changed, Site::Value), places, message);
        }
    }
}

pub(super) fn parameter(
    found: &mut Difference<'_>,
    topic: &Topic,
    old: ParameterId,
    new: ParameterId,
) {
    let (before, now) = (&found.old.model.parameters[old], &found.new.model.parameters[new]);
    typed(found, topic, (before.ty, before.name.span), (now.ty, now.name.span), Site::Parameter);
    for stretch in stretches(found, before, now) {
        let said = |said: Said<'_>, one: Option<&Known>, ty: Type| {
            one.map(|one| said.value(&one.value, ty))
        };
        let (was, is) = (stretch.old.as_ref(), stretch.new.as_ref());
        let shown = (said(found.old, was, before.ty), said(found.new, is, now.ty));
        let change = match shown {
            (Some(old), Some(new)) => {
                let direction = was.zip(is).and_then(|(old, new)| rises(&old.value, &new.value));
                say::step(&old, &new, direction)
            }
            (None, Some(new)) => say::value_begins(&new),
            (Some(old), None) => say::value_ends(&old),
            (None, None) => continue,
        };
        let places = (
            was.map_or(Some(before.name.span), |one| Some(one.span)),
            is.map_or(Some(now.name.span), |one| Some(one.span)),
        );
        let message = say::on_days(&say::days(stretch.from, stretch.to), &change);
        found.tell(topic, (ChangeKind::Changed, Site::Parameter), places, message);
    }
}

/// A value of a parameter with the line that gives it.
#[derive(Clone)]
struct Known {
    form: String,
    value: crate::value::Value,
    span: Span,
}

/// Days on which a parameter had one value and has another.
struct Stretch {
    from: Option<Date>,
    to: Option<Date>,
    old: Option<Known>,
    new: Option<Known>,
}

/// The days on which the values of a parameter differ, each stretch of one pair of values once.
fn stretches(found: &Difference<'_>, old: &Parameter, new: &Parameter) -> Vec<Stretch> {
    let day_before = |day: Date| day.add_days(&Num::from_i64(-1));
    let starts = |parameter: &Parameter| {
        let ends = parameter.values.iter().filter_map(|value| value.to?.next());
        parameter.values.iter().map(|value| value.from).chain(ends).collect::<Vec<Date>>()
    };
    let mut days = [starts(old), starts(new)].concat();
    days.sort_unstable();
    days.dedup();
    let known = |parameter: &Parameter, day: Date, is_old: bool| {
        let value = parameter.on(day)?;
        let form = match is_old {
            true => found.of_old(|forms| forms.value(&value.value, parameter.ty)),
            false => found.of_new(|forms| forms.value(&value.value, parameter.ty)),
        };
        Some(Known { form, value: value.value.clone(), span: value.span })
    };
    let form = |known: &Option<Known>| known.as_ref().map(|known| known.form.clone());
    let mut stretches: Vec<Stretch> = Vec::new();
    for (place, day) in days.iter().enumerate() {
        let to = days.get(place + 1).and_then(|next| day_before(*next));
        let (was, is) = (known(old, *day, true), known(new, *day, false));
        if form(&was) == form(&is) {
            continue;
        }
        let follows = |last: &&mut Stretch| {
            last.to.and_then(Date::next) == Some(*day)
                && form(&last.old) == form(&was)
                && form(&last.new) == form(&is)
        };
        match stretches.last_mut().filter(follows) {
            Some(last) => last.to = to,
            None => stretches.push(Stretch { from: Some(*day), to, old: was, new: is }),
        }
    }
    stretches
}

/// The type of a value that both packs have.
fn typed(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, was): (Type, Span),
    (new, is): (Type, Span),
    site: Site,
) {
    let forms = (found.of_old(|forms| forms.ty(old)), found.of_new(|forms| forms.ty(new)));
    if forms.0 != forms.1 {
        let shown = |said: Said<'_>, ty: Type| {
            let category = match ty {
                Type::Category(id) => said.model.categories.get(id.index()),
                Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
            };
            crate::diag::types::of(ty, category.map_or("", |one| one.name.text.as_str()))
        };
        let change = say::step(&shown(found.old, old), &shown(found.new, new), None);
        let message = found.at(topic.item, &say::ty(&change));
        found.tell(topic, (ChangeKind::Changed, site), (Some(was), Some(is)), message);
    }
}

pub(super) fn function(
    found: &mut Difference<'_>,
    topic: &Topic,
    old: FunctionId,
    new: FunctionId,
) {
    let (before, now) = (&found.old.model.functions[old], &found.new.model.functions[new]);
    let places = (Some(before.span), Some(now.span));
    let what = (ChangeKind::Changed, Site::Function);
    let types = |function: &crate::model::Function| {
        let types = function.parameters.iter().map(|(_, ty)| *ty);
        types.chain([function.result]).collect::<Vec<Type>>()
    };
    let forms = (
        found.of_old(|forms| types(before).into_iter().map(|ty| forms.ty(ty)).collect::<Vec<_>>()),
        found.of_new(|forms| types(now).into_iter().map(|ty| forms.ty(ty)).collect::<Vec<_>>()),
    );
    if forms.0 != forms.1 || before.host != now.host {
        found.tell(topic, what, places, say::signature());
    }
    let script = |rules: &crate::engine::Rules, file: &str| {
        let pack = rules.pack();
        let id = pack.scripts.iter().find(|(name, _)| name == file).map(|(_, id)| *id);
        id.map(|id| pack.sources[id].text().to_owned())
    };
    let texts = (script(found.old_rules, &before.file), script(found.new_rules, &now.file));
    if texts.0 != texts.1 || before.host && before.file != now.file {
        found.tell(topic, what, places, say::script(&now.file));
    }
}

pub(super) fn record(found: &mut Difference<'_>, topic: &Topic, old: RecordId, new: RecordId) {
    record_properties(found, topic, old, new);
    let (before, now) = (&found.old.model.records[old], &found.new.model.records[new]);
    for (id, value) in before.fields.enumerate() {
        match found.pairs.new_of(Item::Field(old, id)) {
            Some(Item::Field(_, other)) => field(found, topic, (old, id), (new, other)),
            Some(_) | None => {
                let message = say::removed(Part::Field, &say::quoted(&value.name.text));
                let what = (ChangeKind::Removed, Site::Field);
                found.tell(topic, what, (Some(value.span), None), message);
            }
        }
    }
    for (id, value) in now.fields.enumerate() {
        if found.pairs.old_of(Item::Field(new, id)).is_none() {
            let message = say::added(Part::Field, &say::quoted(&value.name.text));
            let what = (ChangeKind::Added, Site::Field);
            found.tell(topic, what, (None, Some(value.span)), message);
        }
    }
    let part = |kind: &DerivedKind| match kind {
        DerivedKind::Formula(_) => Part::Derived,
        DerivedKind::Table { .. } => Part::Table,
    };
    for (id, value) in before.derived.enumerate() {
        match found.pairs.new_of(Item::Derived(old, id)) {
            Some(Item::Derived(_, other)) => derived(found, topic, (old, id), (new, other)),
            Some(_) | None => {
                let message = say::removed(part(&value.kind), &say::quoted(&value.name.text));
                let what = (ChangeKind::Removed, Site::Derived);
                let place = Some(value.name.span);
                // What still reads it reads something else, and is told itself.
                found.note(topic, what, (place, None), message);
            }
        }
    }
    for (id, value) in now.derived.enumerate() {
        let item = Item::Derived(new, id);
        if found.pairs.old_of(item).is_none() {
            let message = say::added(part(&value.kind), &say::quoted(&value.name.text));
            let what = (ChangeKind::Added, Site::Derived);
            found.tell(&topic.of(item), what, (None, Some(value.name.span)), message);
        }
    }
}

/// Forms of the conditions of a record type that are no rules of a block.
struct Conditions {
    complete: Option<String>,
    impossible: BTreeSet<String>,
}

fn record_properties(found: &mut Difference<'_>, topic: &Topic, old: RecordId, new: RecordId) {
    let (before, now) = (&found.old.model.records[old], &found.new.model.records[new]);
    let of = |record: &Record, id: RecordId, name: &dyn Fn(Item) -> String, asked: Conditions| {
        let field = |field: FieldId| name(Item::Field(id, field));
        let parent = record.parent.map(|(parent, by)| (name(Item::Record(parent)), field(by)));
        let register = record.register.map(|one| (field(one.day), one.period.map(field)));
        let shown = |shown: &ShownValue| match shown {
            ShownValue::Field(id) => record.fields[*id].name.text.clone(),
            ShownValue::Derived(id) => record.derived[*id].name.text.clone(),
            ShownValue::Inherited(place) => {
                record.inherited.get(*place).map_or_else(String::new, |one| one.name.text.clone())
            }
        };
        let shown: Vec<String> = record.shown.iter().map(shown).collect();
        (
            [
                (RecordProperty::Parent, format!("{parent:?}")),
                (RecordProperty::Register, format!("{register:?}")),
                (RecordProperty::Snapshot, format!("{:?}", record.snapshot.map(field))),
                (RecordProperty::Complete, format!("{:?}", asked.complete)),
                (RecordProperty::Impossible, format!("{:?}", asked.impossible)),
            ],
            shown.join(", "),
        )
    };
    let asked = |record: &Record, id: RecordId, forms: super::form::Forms<'_>| {
        let complete = record.parent.zip(record.complete.as_ref());
        let complete = complete.map(|((up, _), complete)| forms.expr(up, &complete.condition));
        let impossible = record.impossible.iter().map(|one| forms.expr(id, &one.condition));
        Conditions { complete, impossible: impossible.collect() }
    };
    let (was, was_shown) = of(
        before,
        old,
        &|item| found.pairs.old_name(item),
        found.of_old(|forms| asked(before, old, forms)),
    );
    let (is, is_shown) =
        of(now, new, &|item| format!("{item:?}"), found.of_new(|forms| asked(now, new, forms)));
    let places = (Some(before.name.span), Some(now.name.span));
    for ((property, before), (_, now)) in was.into_iter().zip(is) {
        if before != now {
            let what = (ChangeKind::Changed, Site::Record);
            found.tell(topic, what, places, say::record_property(property));
        }
    }
    if was_shown != is_shown {
        let message = say::wording(Wording::Shown, &was_shown, &is_shown);
        found.tell(topic, (ChangeKind::Wording, Site::Record), places, message);
    }
}

fn field(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old_record, old): (RecordId, FieldId),
    (new_record, new): (RecordId, FieldId),
) {
    let item = Item::Field(new_record, new);
    found.name(topic, Part::Field, (Item::Field(old_record, old), item));
    let topic = topic.of(item);
    let before = &found.old.model.records[old_record].fields[old];
    let now = &found.new.model.records[new_record].fields[new];
    let places = (Some(before.span), Some(now.span));
    typed(found, &topic, (before.ty, before.span), (now.ty, now.span), Site::Field);
    let ranges = (
        found.of_old(|forms| before.range.as_ref().map(|range| forms.expr(old_record, range))),
        found.of_new(|forms| now.range.as_ref().map(|range| forms.expr(new_record, range))),
    );
    let mut told = Vec::new();
    if ranges.0 != ranges.1 {
        let words = |said: Said<'_>, range: &Option<crate::model::Expr>| {
            range.as_ref().map(|range| said.quoted(range.span))
        };
        let (was, is) = (words(found.old, &before.range), words(found.new, &now.range));
        told.push((ChangeKind::Changed, say::range(was.as_ref(), is.as_ref())));
    }
    let step = |field: &Field| field.step.as_ref().map(|step| step.value.clone());
    if step(before) != step(now) {
        let now = now.step.as_ref().map(|step| found.new.quoted(step.span));
        told.push((ChangeKind::Changed, say::grain(now.as_ref())));
    }
    if before.change != now.change {
        told.push((ChangeKind::Wording, say::way_of_change()));
    }
    if before.required != now.required {
        told.push((ChangeKind::Changed, say::required(now.required)));
    }
    if before.key != now.key {
        told.push((ChangeKind::Changed, say::key(now.key)));
    }
    if before.columns != now.columns {
        let (was, is) = (before.columns.join(", "), now.columns.join(", "));
        told.push((ChangeKind::Wording, say::wording(Wording::Columns, &was, &is)));
    }
    for (kind, message) in told {
        let message = found.at(item, &message);
        found.tell(&topic, (kind, Site::Field), places, message);
    }
}

fn derived(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old_record, old): (RecordId, DerivedId),
    (new_record, new): (RecordId, DerivedId),
) {
    let item = Item::Derived(new_record, new);
    let before = &found.old.model.records[old_record].derived[old];
    let now = &found.new.model.records[new_record].derived[new];
    let part = match now.kind {
        DerivedKind::Formula(_) => Part::Derived,
        DerivedKind::Table { .. } => Part::Table,
    };
    found.name(topic, part, (Item::Derived(old_record, old), item));
    let topic = topic.of(item);
    let what = (ChangeKind::Changed, Site::Derived);
    let places = (Some(before.name.span), Some(now.name.span));
    typed(found, &topic, (before.ty, before.name.span), (now.ty, now.name.span), Site::Derived);
    match (&before.kind, &now.kind) {
        (DerivedKind::Formula(before), DerivedKind::Formula(now)) => {
            let forms = (
                found.of_old(|forms| forms.expr(old_record, before)),
                found.of_new(|forms| forms.expr(new_record, now)),
            );
            if forms.0 != forms.1 {
                let message = say::formula(&found.old.expr(before), &found.new.expr(now));
                let message = found.at(item, &message);
                found.tell(&topic, what, (Some(before.span), Some(now.span)), message);
            }
        }
        (
            DerivedKind::Table { policy: was, rows: old_rows },
            DerivedKind::Table { policy: is, rows: new_rows },
        ) => {
            if was != is {
                let words = |policy: &HitPolicy| {
                    let keyword = policy.keyword();
                    keyword.map(|word| (word.word(Keywords::Vi), word.word(Keywords::En)))
                };
                let message = found.at(item, &say::policy(words(was), words(is)));
                found.tell(&topic, what, places, message);
            }
            let of_old = RowsOf { record: old_record, rows: old_rows, lines: false };
            let of_new = RowsOf { record: new_record, rows: new_rows, lines: false };
            let order = Order { in_turn: is.in_turn(), by_result: false };
            rows(found, &topic, (of_old, of_new), order);
        }
        (DerivedKind::Formula(_), DerivedKind::Table { .. })
        | (DerivedKind::Table { .. }, DerivedKind::Formula(_)) => {
            let message = found.at(item, &say::other_kind(part == Part::Table));
            found.tell(&topic, what, places, message);
        }
    }
}

/// Number of places in which the basis of a group differs: documents cited, assumptions.
pub(super) fn basis(found: &Difference<'_>, old: Item, new: Item) -> usize {
    let (mut old_only, mut new_only) = (0, 0);
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for entry in basis_entries(found.new.model, new) {
        *counts.entry(entry).or_default() += 1;
    }
    for entry in basis_entries(found.old.model, old) {
        *counts.entry(entry).or_default() -= 1;
    }
    for count in counts.into_values() {
        let count = usize::try_from(count.unsigned_abs()).map(|size| (size, count > 0));
        match count {
            Ok((size, true)) => new_only += size,
            Ok((size, false)) => old_only += size,
            Err(_) => {}
        }
    }
    old_only.max(new_only)
}

/// Documents and assumptions of a group and its parts, as texts.
fn basis_entries(model: &Model, group: Item) -> Vec<String> {
    let mut bases: Vec<&Basis> = Vec::new();
    fn of_rows<'m>(rows: &'m [Row], bases: &mut Vec<&'m Basis>) {
        bases.extend(rows.iter().map(|row| &row.basis));
    }
    match group {
        Item::Parameter(id) => {
            let parameter = &model.parameters[id];
            bases.push(&parameter.basis);
            bases.extend(parameter.values.iter().map(|value| &value.basis));
        }
        Item::Record(id) => {
            for derived in model.records[id].derived.iter() {
                bases.push(&derived.basis);
                if let DerivedKind::Table { rows, .. } = &derived.kind {
                    of_rows(rows, &mut bases);
                }
            }
        }
        Item::Block(id) => {
            let block = &model.blocks[id];
            bases.push(&block.basis);
            bases.extend(block.clauses().iter().map(|clause| &clause.basis));
            if let BlockKind::Scorecard(card) = &block.kind {
                for criterion in &card.criteria {
                    bases.push(&criterion.basis);
                    of_rows(&criterion.rows, &mut bases);
                }
                if let Some(grading) = &card.grading {
                    bases.push(&grading.basis);
                    of_rows(&grading.rows, &mut bases);
                    bases.extend(grading.caps.iter().map(|cap| &cap.basis));
                }
            }
        }
        Item::Targets(id) => {
            let targets = &model.targets[id];
            bases.push(&targets.basis);
            bases.extend(targets.indicators.iter().map(|indicator| &indicator.basis));
            bases.extend(targets.thresholds.iter().map(|row| &row.basis));
        }
        Item::Period
        | Item::MonthEnd
        | Item::Field(..)
        | Item::Derived(..)
        | Item::Category(_)
        | Item::Value(..)
        | Item::Function(_)
        | Item::Criterion(..)
        | Item::Indicator(..) => {}
    }
    let entries = bases.into_iter().flat_map(|basis| {
        let sources = basis.sources.iter().map(|cited| {
            let document = &model.documents[cited.document].name.key;
            format!("{document} {:?} {:?}", cited.place, cited.quote)
        });
        let assumed = basis.assumptions.iter().map(|assumption| format!("{:?}", assumption.text));
        sources.chain(assumed).collect::<Vec<String>>()
    });
    entries.collect()
}
