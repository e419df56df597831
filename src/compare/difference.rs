//! The comparison as it is made: two packs, their pairs, and what was told so far.

use super::form::Forms;
use super::item::{self, Item};
use super::pair::Pairs;
use super::words::Said;
use super::{Change, ChangeKind, Site};
use crate::analysis;
use crate::diag::Message;
use crate::diag::compare::{self as say, Part, Subject};
use crate::engine::Rules;
use crate::model::{BlockKind, Model};
use crate::plan::{self, Plan};
use crate::source::Span;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Two packs, the pairs of their items, and what was told so far.
pub(super) struct Difference<'a> {
    pub old_rules: &'a Rules,
    pub new_rules: &'a Rules,
    pub old: Said<'a>,
    pub new: Said<'a>,
    pub pairs: Pairs,
    pub changes: Vec<Change>,
    /// Records for which an item of the new pack was seen to come out otherwise.
    pub seen: Vec<(Item, analysis::Witness)>,
    /// Items of the new pack of which something was told that may change a decision.
    changed: BTreeSet<Item>,
    /// Items of the new pack that have another name.
    renamed: BTreeSet<Item>,
    /// Plan of the new pack beside that of the old one, once it was asked for.
    beside: OnceCell<Plan>,
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

/// Plan of the second rules beside that of the first: one place stands for one text in both.
pub(super) fn beside([old, new]: [&Rules; 2]) -> Plan {
    plan::beside(new.model(), old.plan(), false)
}

impl<'a> Difference<'a> {
    pub fn of(old: &'a Rules, new: &'a Rules) -> Difference<'a> {
        Difference::paired(old, new, Pairs::of(old.model(), new.model()))
    }

    /// Two packs of which it is known what has become of what.
    pub fn paired(old: &'a Rules, new: &'a Rules, pairs: Pairs) -> Difference<'a> {
        let said = |rules: &'a Rules| Said { model: rules.model(), sources: rules.sources() };
        Difference {
            old_rules: old,
            new_rules: new,
            old: said(old),
            new: said(new),
            pairs,
            changes: Vec::new(),
            seen: Vec::new(),
            changed: BTreeSet::new(),
            renamed: BTreeSet::new(),
            beside: OnceCell::new(),
        }
    }

    /// Plan of the new pack beside that of the old one: one place stands for one text in both.
    pub fn beside(&self) -> &Plan {
        self.beside.get_or_init(|| beside([self.old_rules, self.new_rules]))
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
        let mut change = self.change(topic, what, places, message);
        if change.decides {
            self.changed.insert(topic.item);
            change.item = Some(topic.item);
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
            proved: false,
            regions: Vec::new(),
            item: None,
        }
    }

    /// Items of the new pack of which something was told that may change a decision.
    pub fn changed(&self) -> BTreeSet<Item> {
        self.changed.clone()
    }

    /// Sites of what was told of an item.
    pub fn sites(&self, item: Item) -> Vec<Site> {
        let own = self.changes.iter().filter(|change| change.item == Some(item));
        own.map(|change| change.site).collect()
    }

    /// Takes an item out of those that changed.
    pub fn forget(&mut self, item: Item) {
        self.changed.remove(&item);
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
