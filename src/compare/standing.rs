//! Whether a block still decides alike: the same for every record where nothing that it rests on
//! changed. What differs in form may still mean the same; that is not decided here.

use super::difference::{Difference, subject, topic};
use super::item::{self, Item, rests_on};
use super::proof::{self, Settled};
use super::{BlockStanding, Outcome, Standing, Witness, regions, witness};
use crate::diag::Message;
use crate::diag::compare as say;
use crate::value::{Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The most names that are told of what changed under a block.
const MOST_NAMES: usize = 5;

/// Standing of all blocks and targets: those of the new pack in its order, then those that are
/// gone.
pub(super) fn blocks(found: &Difference<'_>) -> Vec<BlockStanding> {
    let decides = |item: &Item| matches!(item, Item::Block(_) | Item::Targets(_));
    let mut under = Under { found, known: BTreeMap::new() };
    let new = item::all(found.new.model).into_iter().filter(decides);
    let mut blocks: Vec<BlockStanding> = new
        .map(|item| match found.pairs.old_of(item) {
            Some(old) => under.standing(old, item),
            None => alone(found, item, true),
        })
        .collect();
    let old = item::all(found.old.model).into_iter().filter(decides);
    let gone = old.filter(|item| found.pairs.new_of(*item).is_none());
    blocks.extend(gone.map(|item| alone(found, item, false)));
    blocks
}

/// A block that one pack alone has.
fn alone(found: &Difference<'_>, item: Item, is_new: bool) -> BlockStanding {
    let said = if is_new { found.new } else { found.old };
    let topic = topic(said.model, item);
    let place = item::span(said.model, item).map(|span| said.sources[span.source].place(span));
    let (old, new) = if is_new { (None, place) } else { (place, None) };
    BlockStanding {
        heading: topic.group,
        name: topic.name,
        standing: if is_new { Standing::Added } else { Standing::Removed },
        changed: Vec::new(),
        witness: None,
        regions: Vec::new(),
        old,
        new,
    }
}

/// What lies under the items of the new pack, looked up once each.
struct Under<'d, 'a> {
    found: &'d Difference<'a>,
    known: BTreeMap<Item, BTreeSet<Item>>,
}

impl Under<'_, '_> {
    /// An item and everything that it rests on.
    fn closure(&mut self, item: Item) -> BTreeSet<Item> {
        let mut seen = BTreeSet::from([item]);
        let mut next = vec![item];
        while let Some(item) = next.pop() {
            let model = self.found.new.model;
            let below = self.known.entry(item).or_insert_with(|| rests_on(model, item));
            next.extend(below.iter().copied().filter(|item| seen.insert(*item)));
        }
        seen
    }

    /// Standing of a block by the form of everything that it rests on.
    fn standing(&mut self, old: Item, new: Item) -> BlockStanding {
        let under = self.closure(new);
        let found = self.found;
        let changed = under.iter().copied().filter(|item| found.is_changed(*item));
        let (period, changed): (Vec<Item>, Vec<Item>) =
            changed.partition(|item| *item == Item::Period);
        // Whether other ranges leave what it decides alone, for all records or for those that both
        // packs accept: then what else changed decides.
        let (ranges, rest): (Vec<Item>, Vec<Item>) =
            changed.iter().copied().partition(|item| proof::has_other_range(found, *item));
        let accepted = match new {
            Item::Block(block) => proof::alike_but_for_ranges(found, block, &ranges),
            _ => None,
        };
        let asked_of = if accepted.is_some() { &rest } else { &changed };
        let (alike, witness) = match (old, new, asked_of.is_empty()) {
            (Item::Block(before), Item::Block(now), false) => {
                let blocks = witness::Blocks { old: before, new: now };
                let asked = (&under, !period.is_empty());
                let mut record = witness::look_for(found, blocks, asked, None);
                let mut alike = false;
                if record.is_none() && old == new {
                    match proof::settled(found, now, &under, asked_of) {
                        Settled::Alike => alike = period.is_empty(),
                        Settled::Open(proposed) => {
                            record = witness::look_for(found, blocks, asked, Some(&proposed));
                        }
                    }
                }
                (alike, record.map(|record| told(found, blocks, record)))
            }
            (_, _, unchanged) => (unchanged, None),
        };
        let standing = match (alike, &witness) {
            (true, _) => Standing::Same {
                renamed: under.iter().any(|item| found.is_renamed(*item)),
                period: !period.is_empty(),
                accepted: accepted == Some(true),
            },
            (false, Some(_)) => Standing::Differs,
            (false, None) => Standing::Undecided,
        };
        let regions = match (standing, new) {
            (Standing::Differs, Item::Block(block)) => regions::of_block(found, block, &under),
            (_, _) => Vec::new(),
        };
        let topic = topic(found.new.model, new);
        let (old_place, new_place) = found.places(old, new);
        BlockStanding {
            heading: topic.group,
            name: topic.name,
            standing,
            changed: names(found, new, changed),
            witness,
            regions,
            old: old_place.map(|span| found.old.sources[span.source].place(span)),
            new: new_place.map(|span| found.new.sources[span.source].place(span)),
        }
    }
}

/// A record in words.
fn told(found: &Difference<'_>, blocks: witness::Blocks, record: witness::Found) -> Witness {
    let field = |(item, is_old, value): (Item, bool, Value)| {
        let said = if is_old { found.old } else { found.new };
        let name = item::label(said.model, item).map_or("", |label| label.text.as_str());
        let ty = match item {
            Item::Field(record, id) => said.model.records[record].fields[id].ty,
            Item::Derived(record, id) => said.model.records[record].derived[id].ty,
            _ => Type::Text,
        };
        let words = said.value(&value, ty);
        (name.to_owned(), value, words)
    };
    // A text that is the key tells one record from another, and decides nothing.
    let is_key = |(item, is_old, _): &(Item, bool, Value)| match item {
        Item::Field(record, id) => {
            let model = if *is_old { found.old.model } else { found.new.model };
            let field = &model.records[*record].fields[*id];
            field.key && field.ty == Type::Text
        }
        _ => false,
    };
    let fields = record.fields.into_iter().filter(|one| !is_key(one));
    Witness {
        day: record.day,
        fields: fields.map(field).collect(),
        old: Outcome::of_stated(found.old.model, blocks.old, &record.old),
        new: Outcome::of_stated(found.new.model, blocks.new, &record.new),
    }
}

/// Names of what changed under a block: each group once.
fn names(found: &Difference<'_>, block: Item, changed: Vec<Item>) -> Vec<Message> {
    let model = found.new.model;
    let mut names: Vec<Message> = Vec::new();
    for item in changed {
        let group = item.parent().unwrap_or(item);
        let name = match group == block {
            true => say::own_rules(),
            false => {
                let name = item::label(model, item).map_or("", |label| label.text.as_str());
                match item {
                    Item::Field(..) | Item::Derived(..) | Item::Value(..) => say::quoted(name),
                    Item::Period
                    | Item::MonthEnd
                    | Item::Record(_)
                    | Item::Category(_)
                    | Item::Parameter(_)
                    | Item::Function(_)
                    | Item::Block(_)
                    | Item::Criterion(..)
                    | Item::Targets(_)
                    | Item::Indicator(..) => {
                        let name =
                            item::label(model, group).map_or("", |label| label.text.as_str());
                        say::named(subject(model, group), name)
                    }
                }
            }
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort_by_key(|name| *name != say::own_rules());
    names.truncate(MOST_NAMES);
    names
}
