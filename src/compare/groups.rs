//! The groups of a pack, each a part that a reader looks up by its name, compared one by one.

use super::difference::{Difference, site, subject, topic};
use super::item::{self, Item};
use super::shared::Shared;
use super::{
    BlockPair, BlockStanding, Change, ChangeKind, Comparison, PackName, Standing, TargetsPair,
};
use super::{blocks, declared, proof, regions, shared, standing, targets};
use crate::diag::Message;
use crate::diag::compare::{self as say, Part};
use crate::diag::differing;
use crate::engine::Rules;
use crate::model::{BlockKind, Model};

/// Compares two packs, group by group.
pub(super) fn compare(old: &Rules, new: &Rules) -> Comparison {
    let mut found = Difference::of(old, new);
    declared::pack(&mut found);
    for (old, new) in found.groups() {
        match (old, new) {
            (Some(old), Some(new)) => found.pair(old, new),
            (None, Some(new)) => found.whole(new, true),
            (Some(old), None) => found.whole(old, false),
            (None, None) => {}
        }
    }
    proof::settle(&mut found);
    regions::tell(&mut found);
    let shared = shared::shared(&found);
    let mut comparison = Comparison {
        old: PackName::of(old),
        new: PackName::of(new),
        blocks: standing::blocks(&found),
        records: found.records(),
        fields: found.renamed_fields(),
        pairs: found.block_pairs(),
        targets: found.targets_pairs(),
        assumed: Vec::new(),
        changes: found.changes,
    };
    if let Some(shared) = shared {
        comparison.take_over(compare(&shared.old, &shared.new), &shared);
    }
    comparison
}

impl Comparison {
    /// Takes over what is known of the same packs over what they share: for which records changes
    /// make a difference, what is proved to make none, and which blocks are the same.
    fn take_over(&mut self, of_shared: Comparison, shared: &Shared) {
        for change in &mut self.changes {
            let is_it = |one: &&Change| {
                one.group == change.group
                    && one.message == change.message
                    && one.kind == change.kind
            };
            if let Some(known) = of_shared.changes.iter().find(is_it) {
                change.regions.clone_from(&known.regions);
                change.proved |= known.proved;
                change.decides &= !known.proved;
            }
        }
        for block in &mut self.blocks {
            let is_it = |one: &&BlockStanding| one.heading == block.heading;
            let Some(known) = of_shared.blocks.iter().find(is_it) else { continue };
            match (block.standing, known.standing) {
                (Standing::Undecided, Standing::Same { renamed, period, accepted }) => {
                    let accepted = accepted || shared.narrowed.contains(&block.name);
                    block.standing = Standing::Same { renamed, period, accepted };
                }
                (Standing::Undecided, Standing::Differs) => {
                    block.standing = Standing::Differs;
                    block.witness.clone_from(&known.witness);
                    block.regions.clone_from(&known.regions);
                }
                (Standing::Differs, Standing::Differs) => block.regions.clone_from(&known.regions),
                (_, _) => {}
            }
        }
        for is_new in [true, false] {
            let of = shared.fields.iter().filter(|(_, one)| *one == is_new);
            let names: Vec<&str> = of.map(|(name, _)| name.as_str()).collect();
            self.assumed.extend((!names.is_empty()).then(|| differing::assumed(&names, is_new)));
        }
    }
}

impl Difference<'_> {
    /// Items that are groups of their own, in the order of the new pack, then those that are gone.
    fn groups(&self) -> Vec<(Option<Item>, Option<Item>)> {
        let new = item::all(self.new.model).into_iter().filter(|item| is_group(*item));
        let mut groups: Vec<_> = new.map(|item| (self.pairs.old_of(item), Some(item))).collect();
        let old = item::all(self.old.model).into_iter().filter(|item| is_group(*item));
        let gone = old.filter(|item| self.pairs.new_of(*item).is_none());
        groups.extend(gone.map(|item| (Some(item), None)));
        groups
    }

    fn pair(&mut self, old: Item, new: Item) {
        let topic = topic(self.new.model, new);
        self.name(&topic, Part::Whole, (old, new));
        match (old, new) {
            (Item::Category(old), Item::Category(new)) => {
                declared::category(self, &topic, old, new);
            }
            (Item::Parameter(old), Item::Parameter(new)) => {
                declared::parameter(self, &topic, old, new);
            }
            (Item::Function(old), Item::Function(new)) => {
                declared::function(self, &topic, old, new);
            }
            (Item::Record(old), Item::Record(new)) => declared::record(self, &topic, old, new),
            (Item::Block(old), Item::Block(new)) => blocks::block(self, &topic, old, new),
            (Item::Targets(old), Item::Targets(new)) => {
                targets::targets(self, &topic, old, new);
            }
            (_, _) => {}
        }
        let differing = declared::basis(self, old, new);
        if differing > 0 {
            let message = say::basis(differing);
            self.tell(&topic, (ChangeKind::Basis, site(new)), self.places(old, new), message);
        }
    }

    /// A group that one pack alone has.
    fn whole(&mut self, item: Item, is_new: bool) {
        let nothing = Message::from(("", ""));
        if is_new {
            let topic = topic(self.new.model, item);
            let place = item::span(self.new.model, item);
            let message = say::added(Part::Whole, &nothing);
            self.tell(&topic, (ChangeKind::Added, site(item)), (None, place), message);
        } else {
            let topic = topic(self.old.model, item);
            let place = item::span(self.old.model, item);
            let message = say::removed(Part::Whole, &nothing);
            self.note(&topic, (ChangeKind::Removed, site(item)), (place, None), message);
        }
    }

    /// Names of the record types that both packs have.
    fn records(&self) -> Vec<(String, String)> {
        let name = |model: &Model, item: Item| {
            item::label(model, item).map_or_else(String::new, |label| label.text.clone())
        };
        let records = self.pairs.iter().filter(|(old, _)| matches!(old, Item::Record(_)));
        records.map(|(old, new)| (name(self.old.model, old), name(self.new.model, new))).collect()
    }

    /// Fields that have another name, each with its record type in the new pack.
    fn renamed_fields(&self) -> Vec<[String; 3]> {
        let name = |model: &Model, item: Item| Some(item::label(model, item)?.text.clone());
        let renamed = self.pairs.iter().filter_map(|(old, new)| match new {
            Item::Field(record, _) if self.is_renamed(new) => Some([
                name(self.new.model, Item::Record(record))?,
                name(self.new.model, new)?,
                name(self.old.model, old)?,
            ]),
            _ => None,
        });
        renamed.collect()
    }

    /// Targets that both packs have, for the outcomes of their units.
    fn targets_pairs(&self) -> Vec<TargetsPair> {
        let pair = |(old, new): (Item, Item)| {
            let (Item::Targets(old_id), Item::Targets(new_id)) = (old, new) else { return None };
            let indicators = self.pairs.iter().filter_map(|pair| match pair {
                (Item::Indicator(of, old), Item::Indicator(_, new)) if of == old_id => {
                    Some((old, new))
                }
                (_, _) => None,
            });
            Some(TargetsPair {
                heading: topic(self.new.model, new).group,
                old: self.old.model.targets[old_id].name.text.clone(),
                new: self.new.model.targets[new_id].name.text.clone(),
                indicators: indicators.collect(),
            })
        };
        self.pairs.iter().filter_map(pair).collect()
    }

    /// Blocks of one kind that both packs have, for their decisions on records.
    fn block_pairs(&self) -> Vec<BlockPair> {
        let pair = |(old, new): (Item, Item)| {
            let (Item::Block(old_id), Item::Block(new_id)) = (old, new) else { return None };
            let (before, now) = (&self.old.model.blocks[old_id], &self.new.model.blocks[new_id]);
            let criteria = self.pairs.iter().filter_map(|pair| match pair {
                (Item::Criterion(of, old), Item::Criterion(_, new)) if of == old_id => {
                    Some((old, new))
                }
                (_, _) => None,
            });
            let key = |model: &Model, item: Item| Some(item::label(model, item)?.key.clone());
            let grades = self.pairs.iter().filter_map(|(old, new)| match (&before.kind, old) {
                (BlockKind::Scorecard(card), Item::Value(category, _))
                    if card.grading.as_ref().is_some_and(|of| of.category == category)
                        && self.is_renamed(new) =>
                {
                    Some((key(self.old.model, old)?, key(self.new.model, new)?))
                }
                (_, _) => None,
            });
            let same_kind = subject(self.old.model, old) == subject(self.new.model, new);
            same_kind.then(|| BlockPair {
                heading: topic(self.new.model, new).group,
                old: before.name.text.clone(),
                new: now.name.text.clone(),
                criteria: criteria.collect(),
                grades: grades.collect(),
            })
        };
        self.pairs.iter().filter_map(pair).collect()
    }
}

fn is_group(item: Item) -> bool {
    match item {
        Item::Category(_)
        | Item::Parameter(_)
        | Item::Function(_)
        | Item::Record(_)
        | Item::Block(_)
        | Item::Targets(_) => true,
        Item::Period
        | Item::MonthEnd
        | Item::Field(..)
        | Item::Derived(..)
        | Item::Value(..)
        | Item::Criterion(..)
        | Item::Indicator(..) => false,
    }
}
