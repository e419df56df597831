//! Two packs that declare other things, each written with what the other one alone declares: then
//! one place stands for one thing in both, and over what they share they can be held against each
//! other.
//!
//! A field that one pack alone has is one that the other has too and does not read.

use super::called::{Names, called};
use super::difference::Difference;
use super::item::{Item, all, closure, label};
use super::proof::same_places;
use super::statements::{Declares, Line, Statement, statements};
use super::words::Said;
use super::{Change, Site, Witness};
use crate::diag::Message;
use crate::engine::Rules;
use crate::keywords::{Keywords, Kw};
use crate::model::{BlockKind, Criterion, Model};
use crate::source::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Both packs, written with all that either declares.
pub(super) struct Shared {
    pub old: Rules,
    pub new: Rules,
    /// Fields that one pack alone has, with whether it is the new one.
    pub fields: Vec<(String, bool)>,
    /// Names of blocks of records of which one pack alone has a field that none may lack.
    pub narrowed: BTreeSet<String>,
    /// Names of the old pack, where it is called as the new one.
    pub names: Option<Names>,
    /// Names of blocks under which something has another name.
    pub renamed: BTreeSet<String>,
    /// Grades of blocks by their names in both packs, which are others.
    pub grades: BTreeMap<(String, String), String>,
    /// Criteria that one pack alone has.
    criteria: Vec<AloneCriterion>,
}

/// Criterion that one pack alone has, by its places there and in both packs as they are written.
struct AloneCriterion {
    place: Place,
    item: Item,
}

impl Shared {
    /// The criterion that a change adds or takes away, in both packs as they are written.
    pub fn criterion(&self, change: &Change) -> Option<Item> {
        let places = [change.old.as_ref(), change.new.as_ref()];
        let is_it = |one: &&AloneCriterion| places.into_iter().flatten().any(|at| *at == one.place);
        (change.site == Site::Criterion && places.iter().flatten().count() == 1)
            .then(|| self.criteria.iter().find(is_it))
            .flatten()
            .map(|one| one.item)
    }

    /// Calls the old grade of a witness as the old pack does.
    pub fn call_back(&self, block: &str, witness: &mut Witness) {
        let result = &mut witness.old.result;
        if let Some(old) = self.grades.get(&(block.to_owned(), result.vi.clone())) {
            *result = Message { vi: old.clone(), en: old.clone() };
        }
    }
}

/// Both packs over what they share; `None` where they declare the same, and where what one alone
/// declares cannot stand in the other.
pub(super) fn shared(found: &Difference<'_>) -> Option<Shared> {
    if same_places(found) {
        return None;
    }
    let called = if is_renamed(found) { Some(called(found)?) } else { None };
    let (names, [old, new], criteria) = match called {
        Some((old, names)) => {
            let again = Difference::of(&old, found.new_rules);
            if is_renamed(&again) {
                return None;
            }
            let both = written(&again)?;
            let criteria = criteria(found, again.old.model, both[1].model());
            (Some(names), both, criteria)
        }
        None => {
            let both = written(found)?;
            let criteria = criteria(found, found.old.model, both[1].model());
            (None, both, criteria)
        }
    };
    let (fields, narrowed) = (one_sided(found), narrowed(found));
    let (renamed, grades) = (renamed(found), grades(found));
    if !same_places(&Difference::of(&old, &new)) {
        return None;
    }
    Some(Shared { old, new, fields, narrowed, names, renamed, grades, criteria })
}

/// Criteria that one pack alone has, each found in a model that has those of both by its name
/// there: those of the old pack by the names that they have in it as it is called.
fn criteria(found: &Difference<'_>, called: &Model, both: &Model) -> Vec<AloneCriterion> {
    let named = |model: &Model, item: Item| {
        let own = label(model, item)?.key.clone();
        Some((label(model, item.parent()?)?.key.clone(), own))
    };
    let is_criterion = |item: &Item| matches!(item, Item::Criterion(..));
    let place = |said: Said<'_>, item: Item| {
        let span = label(said.model, item)?.span;
        Some(said.sources[span.source].place(span))
    };
    let of = |said: Said<'_>, model: &Model, is_alone: &dyn Fn(Item) -> bool| {
        let alone = all(said.model).into_iter().filter(is_criterion).filter(|one| is_alone(*one));
        let found = alone.filter_map(|one| {
            let name = named(model, one);
            let mut items = all(both).into_iter().filter(is_criterion);
            let item = items.find(|item| named(both, *item) == name)?;
            Some(AloneCriterion { place: place(said, one)?, item })
        });
        found.collect::<Vec<_>>()
    };
    let mut criteria = of(found.new, found.new.model, &|item| found.pairs.old_of(item).is_none());
    criteria.extend(of(found.old, called, &|item| found.pairs.new_of(item).is_none()));
    criteria
}

/// Returns `true` if an item has another name.
fn is_renamed(found: &Difference<'_>) -> bool {
    all(found.new.model).iter().any(|item| has_other_name(found, *item))
}

fn has_other_name(found: &Difference<'_>, item: Item) -> bool {
    let old = found.pairs.old_of(item).and_then(|old| label(found.old.model, old));
    let names = old.zip(label(found.new.model, item));
    names.is_some_and(|(old, new)| old.key != new.key)
}

/// Both packs, each with what the other one alone declares.
fn written(found: &Difference<'_>) -> Option<[Rules; 2]> {
    let old = statements(found.old_rules, found.old);
    let new = statements(found.new_rules, found.new);
    let both = Both { found, old: &old, new: &new };
    let old = found.old_rules.rewritten(&both.files(true), found.new_rules)?;
    let new = found.new_rules.rewritten(&both.files(false), found.old_rules)?;
    Some([old, new])
}

/// Names of the blocks under which something has another name.
fn renamed(found: &Difference<'_>) -> BTreeSet<String> {
    let model = found.new.model;
    let is_renamed = |item: &Item| has_other_name(found, *item);
    let blocks = model.blocks.enumerate();
    let blocks = blocks.filter(|(id, _)| closure(model, Item::Block(*id)).iter().any(is_renamed));
    blocks.map(|(_, block)| block.name.text.clone()).collect()
}

/// Grades that have another name, by block and by their name in the new pack.
fn grades(found: &Difference<'_>) -> BTreeMap<(String, String), String> {
    let mut grades = BTreeMap::new();
    for block in found.new.model.blocks.iter() {
        let BlockKind::Scorecard(card) = &block.kind else { continue };
        let Some(category) = card.grading.as_ref().map(|grading| grading.category) else {
            continue;
        };
        let values = all(found.new.model).into_iter();
        let own = |item: &Item| item.parent() == Some(Item::Category(category));
        for item in values.filter(own).filter(|item| has_other_name(found, *item)) {
            let old = found.pairs.old_of(item).and_then(|old| label(found.old.model, old));
            if let Some((old, new)) = old.zip(label(found.new.model, item)) {
                grades.insert((block.name.text.clone(), new.text.clone()), old.text.clone());
            }
        }
    }
    grades
}

/// The fields that one pack alone has, with whether it is the new one: of record types of both, one
/// of one pack alone being nothing to compare.
fn one_sided(found: &Difference<'_>) -> Vec<(String, bool)> {
    let alone = |model: &Model, other: &dyn Fn(Item) -> Option<Item>, is_new: bool| {
        let is_alone = |item: &Item| match item {
            Item::Field(record, _) => {
                other(*item).is_none() && other(Item::Record(*record)).is_some()
            }
            _ => false,
        };
        let fields = all(model).into_iter().filter(is_alone);
        let named = fields.filter_map(|item| Some((label(model, item)?.text.clone(), is_new)));
        named.collect::<Vec<_>>()
    };
    let new = alone(found.new.model, &|item| found.pairs.old_of(item), true);
    let old = alone(found.old.model, &|item| found.pairs.new_of(item), false);
    new.into_iter().chain(old).collect()
}

fn narrowed(found: &Difference<'_>) -> BTreeSet<String> {
    let is_needed = |model: &Model, item: Item| match item {
        Item::Field(record, id) => !model.records[record].fields[id].is_optional(),
        _ => false,
    };
    let alone = |item: Item| found.pairs.old_of(item).is_none() && is_needed(found.new.model, item);
    let gone = |item: Item| found.pairs.new_of(item).is_none() && is_needed(found.old.model, item);
    let blocks = found.new.model.blocks.enumerate().filter(|(id, block)| {
        let fields = found.new.model.records[block.record].fields.ids();
        let old = found.pairs.old_of(Item::Block(*id));
        let before = match old {
            Some(Item::Block(old)) => Some(found.old.model.blocks[old].record),
            _ => None,
        };
        let old_fields = before.into_iter().flat_map(|record| {
            found.old.model.records[record].fields.ids().map(move |id| Item::Field(record, id))
        });
        fields.map(|id| Item::Field(block.record, id)).any(alone)
            || old_fields.into_iter().any(gone)
    });
    blocks.map(|(_, block)| block.name.text.as_str().to_owned()).collect()
}

/// Both packs, of which one is written with what the other has besides.
struct Both<'b> {
    found: &'b Difference<'b>,
    old: &'b [Statement<'b>],
    new: &'b [Statement<'b>],
}

impl Both<'_> {
    /// The rule files of one pack with all that either declares, a file a statement: first what the
    /// new one declares, in its order.
    fn files(&self, is_old: bool) -> Vec<(String, String)> {
        let both = self.new.iter().map(|new| (self.paired(new), Some(new)));
        let alone = self.old.iter().filter(|old| self.new_of(old).is_none());
        let both = both.chain(alone.map(|old| (Some(old), None)));
        let text = |(old, new): (Option<&Statement<'_>>, Option<&Statement<'_>>)| {
            let (own, other) = if is_old { (old, new) } else { (new, old) };
            let (from, text) = match (own, other, old.zip(new)) {
                (Some(own), _, Some((old, new))) => (own, self.written(own, old, new, is_old)),
                (Some(own), _, None) => (own, own.text().to_owned()),
                (None, Some(other), _) => (other, other.without_basis(&other.part, other.at)),
                (None, None, _) => return String::new(),
            };
            format!("{}\n{text}\n", from.language)
        };
        let named = |(place, text)| (Statement::file(place), text);
        both.map(text).enumerate().map(named).collect()
    }

    /// The statement of the old pack that one of the new pack was.
    fn paired(&self, new: &Statement<'_>) -> Option<&Statement<'_>> {
        let was = match &new.declares {
            Declares::Item(item) => Declares::Item(self.found.pairs.old_of(*item)?),
            Declares::Document(key) => Declares::Document(key.clone()),
        };
        self.old.iter().find(|old| old.declares == was)
    }

    fn new_of(&self, old: &Statement<'_>) -> Option<&Statement<'_>> {
        let is = match &old.declares {
            Declares::Item(item) => Declares::Item(self.found.pairs.new_of(*item)?),
            Declares::Document(key) => Declares::Document(key.clone()),
        };
        self.new.iter().find(|new| new.declares == is)
    }

    /// A statement that both packs have as one of them writes it, with what is in it of the other
    /// one alone.
    fn written(
        &self,
        own: &Statement<'_>,
        old: &Statement<'_>,
        new: &Statement<'_>,
        is_old: bool,
    ) -> String {
        match own.declares {
            Declares::Item(Item::Record(_)) => self.record(old, new, is_old),
            Declares::Item(Item::Block(_)) => {
                self.card(old, new, is_old).unwrap_or_else(|| own.text().to_owned())
            }
            Declares::Item(_) | Declares::Document(_) => own.text().to_owned(),
        }
    }

    /// A record type with the fields and derivations of both packs.
    fn record(&self, old: &Statement<'_>, new: &Statement<'_>, is_old: bool) -> String {
        let (old_head, of_old) = old.record(self.found.old.model);
        let (new_head, of_new) = new.record(self.found.new.model);
        let before = |line: &Line<'_>| {
            let was = self.found.pairs.old_of(line.item?)?;
            of_old.iter().find(|before| before.item == Some(was))
        };
        // What is no value of the record is each pack's own.
        let of_new = of_new.iter().filter_map(|line| match (line.item, before(line)) {
            (None, _) => (!is_old).then(|| line.text.to_owned()),
            (Some(_), Some(before)) if is_old => Some(before.text.to_owned()),
            (Some(_), None) if is_old => Some(line.without_basis.clone()),
            (Some(_), _) => Some(line.text.to_owned()),
        });
        let of_old = of_old.iter().filter_map(|line| match line.item {
            None => is_old.then(|| line.text.to_owned()),
            Some(item) if self.found.pairs.new_of(item).is_some() => None,
            Some(_) if is_old => Some(line.text.to_owned()),
            Some(_) => Some(line.without_basis.clone()),
        });
        let head = if is_old { old_head } else { new_head };
        let mut text = head.to_owned();
        // What is written further in stays further in than one blank.
        of_new.chain(of_old).for_each(|line| text += &format!("\n {line}"));
        text
    }

    /// A scorecard with the criteria of both packs: one that the pack does not have gives nothing.
    fn card(&self, old: &Statement<'_>, new: &Statement<'_>, is_old: bool) -> Option<String> {
        let [of_old, of_new] = [old.card(self.found.old.model)?, new.card(self.found.new.model)?];
        let before = |item: Item| {
            let was = self.found.pairs.old_of(item)?;
            of_old.criteria.iter().find(|(old, _)| *old == was)
        };
        let nothing = |model: &Model, item: Item| Some(gives_nothing(criterion(model, item)?));
        let both = of_new.criteria.iter().map(|(item, text)| match (is_old, before(*item)) {
            (true, Some((_, text))) => Some((*text).to_owned()),
            (true, None) => nothing(self.found.new.model, *item),
            (false, _) => Some((*text).to_owned()),
        });
        let gone = of_old.criteria.iter();
        let gone = gone.filter(|(item, _)| self.found.pairs.new_of(*item).is_none());
        let gone = gone.map(|(item, text)| match is_old {
            true => Some((*text).to_owned()),
            false => nothing(self.found.old.model, *item),
        });
        let criteria = both.chain(gone).collect::<Option<Vec<String>>>()?;
        let [head, behind] = if is_old { of_old.around } else { of_new.around };
        let lines = std::iter::once(head.to_owned()).chain(criteria).chain([behind.to_owned()]);
        Some(lines.collect::<Vec<String>>().join("\n  "))
    }
}

fn criterion(model: &Model, item: Item) -> Option<&Criterion> {
    let Item::Criterion(block, place) = item else { return None };
    match &model.blocks[block].kind {
        BlockKind::Scorecard(card) => card.criteria.get(place),
        BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
    }
}

/// A criterion of the same name that gives no points to anyone.
fn gives_nothing(criterion: &Criterion) -> String {
    let [own, at_most, points, otherwise, gives] =
        [Kw::Criterion, Kw::AtMost, Kw::Points, Kw::Otherwise, Kw::Gives]
            .map(|word| word.word(Keywords::Vi));
    let title = criterion.title.as_ref().map_or_else(String::new, |title| format!(" \"{title}\""));
    let label = &criterion.label.text;
    format!("{own} {label}{title}, {at_most} 0 {points}\n    {otherwise} {gives} 0 {points}")
}
