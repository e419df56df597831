//! The comparison as it is made: group by group, with what was told of each.

use super::form::Forms;
use super::item::{self, Item};
use super::pair::Pairs;
use super::words::Said;
use super::{BlockPair, Change, ChangeKind, Comparison, PackName, Site};
use super::{blocks, declared, standing, targets};
use crate::diag::Message;
use crate::diag::compare::{self as say, Part, Subject};
use crate::engine::Rules;
use crate::model::{BlockKind, Model};
use crate::source::Span;
use std::collections::BTreeSet;

/// Two packs, the pairs of their items, and what was told so far.
pub(super) struct Difference<'a> {
    pub old_rules: &'a Rules,
    pub new_rules: &'a Rules,
    pub old: Said<'a>,
    pub new: Said<'a>,
    pub pairs: Pairs,
    changes: Vec<Change>,
    /// Items of the new pack of which something was told that may change a decision.
    changed: BTreeSet<Item>,
    /// Items of the new pack that have another name.
    renamed: BTreeSet<Item>,
}

/// Group that changes are told under, and the item of the new pack that they change.
#[derive(Clone, Debug)]
pub(super) struct Topic {
    pub group: Message,
    pub name: String,
    pub item: Item,
}

impl Topic {
    /// The same group, for a change of another item.
    pub fn of(&self, item: Item) -> Topic {
        Topic { item, ..self.clone() }
    }
}

/// Places of a change in the old and the new pack.
pub(super) type Places = (Option<Span>, Option<Span>);

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
    Comparison {
        old: PackName::of(old),
        new: PackName::of(new),
        blocks: standing::blocks(&found),
        records: found.records(),
        pairs: found.block_pairs(),
        changes: found.changes,
    }
}

impl<'a> Difference<'a> {
    fn of(old: &'a Rules, new: &'a Rules) -> Difference<'a> {
        let said = |rules: &'a Rules| Said { model: rules.model(), sources: rules.sources() };
        Difference {
            old_rules: old,
            new_rules: new,
            old: said(old),
            new: said(new),
            pairs: Pairs::of(old.model(), new.model()),
            changes: Vec::new(),
            changed: BTreeSet::new(),
            renamed: BTreeSet::new(),
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

    /// Says that a paired item has another name.
    pub fn name(&mut self, topic: &Topic, part: Part, (old, new): (Item, Item)) {
        let names = item::label(self.old.model, old).zip(item::label(self.new.model, new));
        if let Some((before, now)) = names.filter(|(before, now)| before.key != now.key) {
            let message = match part {
                Part::Criterion | Part::Indicator => say::renumbered(part, &before.text, &now.text),
                part => say::renamed(part, &before.text, &now.text),
            };
            self.renamed.insert(new);
            self.tell(topic, (ChangeKind::Renamed, site(new)), self.places(old, new), message);
        }
        let titles = [item::title(self.old.model, old), item::title(self.new.model, new)];
        if let [before, now] = titles.map(|title| title.unwrap_or(""))
            && before != now
        {
            let message = say::wording(say::Wording::Title, before, now);
            let message = self.at(new, &message);
            self.tell(topic, (ChangeKind::Wording, site(new)), self.places(old, new), message);
        }
    }

    /// A sentence with the item that it is about, where that is not the group.
    pub fn at(&self, item: Item, sentence: &Message) -> Message {
        let name = item::label(self.new.model, item).map_or("", |label| label.text.as_str());
        match item {
            Item::Criterion(..) => say::criterion(name, sentence),
            Item::Indicator(..) => say::indicator(name, sentence),
            Item::Field(..) | Item::Derived(..) => say::value_of(name, sentence),
            Item::Period
            | Item::MonthEnd
            | Item::Record(_)
            | Item::Category(_)
            | Item::Value(..)
            | Item::Parameter(_)
            | Item::Function(_)
            | Item::Block(_)
            | Item::Targets(_) => sentence.clone(),
        }
    }

    pub fn places(&self, old: Item, new: Item) -> Places {
        (item::span(self.old.model, old), item::span(self.new.model, new))
    }

    /// Tells a change of a group; one that decides changes the topic's item.
    pub fn tell(
        &mut self,
        topic: &Topic,
        what: (ChangeKind, Site),
        places: Places,
        message: Message,
    ) {
        let change = self.change(topic, what, places, message);
        if change.decides {
            self.changed.insert(topic.item);
        }
        self.changes.push(change);
    }

    /// Tells a change of something that is no longer there: what read it reads something else now,
    /// which is told itself.
    pub fn note(
        &mut self,
        topic: &Topic,
        what: (ChangeKind, Site),
        places: Places,
        message: Message,
    ) {
        let change = self.change(topic, what, places, message);
        self.changes.push(change);
    }

    fn change(
        &self,
        topic: &Topic,
        (kind, site): (ChangeKind, Site),
        (old, new): Places,
        message: Message,
    ) -> Change {
        let place = |said: Said<'_>, span: Span| said.sources[span.source].place(span);
        let decides = match kind {
            ChangeKind::Added | ChangeKind::Removed | ChangeKind::Changed | ChangeKind::Moved => {
                true
            }
            ChangeKind::Renamed
            | ChangeKind::Reordered
            | ChangeKind::Wording
            | ChangeKind::Basis => false,
        };
        Change {
            kind,
            site,
            group: topic.group.clone(),
            name: topic.name.clone(),
            old: old.map(|span| place(self.old, span)),
            new: new.map(|span| place(self.new, span)),
            message,
            decides,
        }
    }

    pub fn is_changed(&self, item: Item) -> bool {
        self.changed.contains(&item)
    }

    pub fn is_renamed(&self, item: Item) -> bool {
        self.renamed.contains(&item)
    }

    /// Something made of the forms of the old pack, its items called as in the new one.
    pub fn of_old<T>(&self, make: impl FnOnce(Forms<'_>) -> T) -> T {
        make(Forms { model: self.old.model, name: &|item| self.pairs.old_name(item) })
    }

    /// Something made of the forms of the new pack.
    pub fn of_new<T>(&self, make: impl FnOnce(Forms<'_>) -> T) -> T {
        make(Forms { model: self.new.model, name: &|item| format!("{item:?}") })
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

/// The kind of thing that a group is.
pub(super) fn subject(model: &Model, item: Item) -> Subject {
    match item {
        Item::Period | Item::MonthEnd => Subject::Pack,
        Item::Category(_) | Item::Value(..) => Subject::Category,
        Item::Parameter(_) => Subject::Parameter,
        Item::Function(_) => Subject::Function,
        Item::Record(_) | Item::Field(..) | Item::Derived(..) => Subject::Record,
        Item::Block(id) | Item::Criterion(id, _) => match &model.blocks[id].kind {
            BlockKind::Scorecard(_) => Subject::Scorecard,
            BlockKind::Eligibility(_) => Subject::Eligibility,
            BlockKind::Check(_) => Subject::Check,
        },
        Item::Targets(_) | Item::Indicator(..) => Subject::Targets,
    }
}

pub(super) fn topic(model: &Model, item: Item) -> Topic {
    let name = item::label(model, item).map_or_else(String::new, |label| label.text.clone());
    Topic { group: say::heading(subject(model, item), &name), name, item }
}

pub(super) fn site(item: Item) -> Site {
    match item {
        Item::Period | Item::MonthEnd => Site::Pack,
        Item::Record(_) => Site::Record,
        Item::Field(..) => Site::Field,
        Item::Derived(..) => Site::Derived,
        Item::Category(_) => Site::Category,
        Item::Value(..) => Site::Value,
        Item::Parameter(_) => Site::Parameter,
        Item::Function(_) => Site::Function,
        Item::Block(_) => Site::Block,
        Item::Criterion(..) => Site::Criterion,
        Item::Targets(_) => Site::Targets,
        Item::Indicator(..) => Site::Indicator,
    }
}
