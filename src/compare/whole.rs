//! The comparison as a whole: what was told group by group, what is proved of it, and what is known
//! of the same packs over what they share.

use super::difference::{Difference, subject, topic};
use super::item::{self, Item};
use super::shared::Shared;
use super::{
    BlockPair, BlockStanding, Change, Comparison, PackName, Standing, TargetsPair, groups, proof,
    regions, shared, standing,
};
use crate::diag::differing;
use crate::engine::Rules;
use crate::model::{BlockKind, Model};

/// Compares two packs, group by group.
pub(super) fn compare(old: &Rules, new: &Rules) -> Comparison {
    let mut found = Difference::of(old, new);
    groups::tell(&mut found);
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
            if let Some(item) = shared.criterion(change) {
                let rows = of_shared.changes.iter().filter(|one| one.item == Some(item));
                change.regions = rows.flat_map(|one| one.regions.clone()).collect();
                continue;
            }
            let renamed = shared.names.as_ref().map(|names| names.said(&change.message));
            let is_it = |one: &&Change| {
                one.group == change.group
                    && one.kind == change.kind
                    && (one.message == change.message || Some(&one.message) == renamed.as_ref())
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
                    let renamed = renamed || shared.renamed.contains(&block.name);
                    let accepted = accepted || shared.narrowed.contains(&block.name);
                    block.standing = Standing::Same { renamed, period, accepted };
                }
                (Standing::Undecided, Standing::Differs) => {
                    block.standing = Standing::Differs;
                    block.witness.clone_from(&known.witness);
                    block.witness.iter_mut().for_each(|one| shared.call_back(&block.name, one));
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
