//! The groups of a pack, each a part that a reader looks up by its name, compared one by one.

use super::difference::{Difference, site, topic};
use super::item::{self, Item};
use super::{ChangeKind, blocks, declared, targets};
use crate::diag::Message;
use crate::diag::compare::{self as say, Part};

/// Tells all that differs between two packs.
pub(super) fn tell(found: &mut Difference<'_>) {
    declared::pack(found);
    for (old, new) in found.groups() {
        match (old, new) {
            (Some(old), Some(new)) => found.pair(old, new),
            (None, Some(new)) => found.whole(new, true),
            (Some(old), None) => found.whole(old, false),
            (None, None) => {}
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
