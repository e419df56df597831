//! Two packs that declare other things, each written with what the other one alone declares: then
//! one place stands for one thing in both, and over what they share they can be held against each
//! other.
//!
//! A field that one pack alone has is one that the other has too and does not read.

use super::difference::Difference;
use super::item::{Item, all, label, span};
use super::proof::same_places;
use super::words::Said;
use crate::engine::Rules;
use crate::model::Model;
use crate::source::{Sources, Span};
use crate::syntax::ast::{Note, NoteKind};
use crate::syntax::outline::{Part, outline};
use std::collections::BTreeSet;

/// Both packs, written with all that either declares.
pub(super) struct Shared {
    pub old: Rules,
    pub new: Rules,
    /// Fields that one pack alone has, with whether it is the new one.
    pub fields: Vec<(String, bool)>,
    /// Names of blocks of records of which one pack alone has a field that none may lack.
    pub narrowed: BTreeSet<String>,
}

/// Both packs over what they share; `None` where they declare the same, and where what one alone
/// declares cannot stand in the other.
pub(super) fn shared(found: &Difference<'_>) -> Option<Shared> {
    let renamed = |item: &Item| {
        let old = found.pairs.old_of(*item).and_then(|old| label(found.old.model, old));
        let names = old.zip(label(found.new.model, *item));
        names.is_some_and(|(old, new)| old.key != new.key)
    };
    if same_places(found) || all(found.new.model).iter().any(renamed) {
        return None;
    }
    let old = statements(found.old_rules, found.old);
    let new = statements(found.new_rules, found.new);
    let both = Both { found, old: &old, new: &new };
    let old = found.old_rules.rewritten(&both.files(true), found.new_rules)?;
    let new = found.new_rules.rewritten(&both.files(false), found.old_rules)?;
    let (fields, narrowed) = (one_sided(found), narrowed(found));
    same_places(&Difference::of(&old, &new)).then_some(Shared { old, new, fields, narrowed })
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

/// A statement with all that is written below it.
struct Statement<'s> {
    declares: Declares,
    sources: &'s Sources,
    at: Span,
    part: Part<'s>,
    /// The line that says in which language its file is written.
    language: &'s str,
}

/// Item that a statement declares, or a document by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Declares {
    Item(Item),
    Document(String),
}

/// The statements of a pack that declare something, in its order.
fn statements<'s>(rules: &'s Rules, said: Said<'s>) -> Vec<Statement<'s>> {
    let items: Vec<(Span, Item)> = (all(said.model).into_iter())
        .filter_map(|item| Some((span(said.model, item)?, item)))
        .collect();
    let mut statements = Vec::new();
    for tree in rules.trees() {
        let language = tree.language.map_or("", |(_, at)| slice(said.sources, at));
        for (statement, part) in tree.items.iter().zip(outline(tree)) {
            let at = statement.span;
            let item = items.iter().find(|(span, _)| lies_in(*span, at));
            let document = said.model.documents.iter().find(|one| lies_in(one.name.span, at));
            let declares = match (item, document) {
                (Some((_, item)), _) => Declares::Item(*item),
                (None, Some(document)) => Declares::Document(document.name.key.clone()),
                (None, None) => continue,
            };
            statements.push(Statement { declares, sources: said.sources, at, part, language });
        }
    }
    statements
}

/// End of the names of rule files.
const RULES: &str = ".luat";

impl<'s> Statement<'s> {
    fn slice(&self, at: Span) -> &'s str {
        slice(self.sources, at)
    }

    fn text(&self) -> &'s str {
        self.slice(self.at)
    }

    /// The text of a part of it without the lines that cite a document, which the other pack may
    /// not have.
    fn without_basis(&self, part: &Part<'_>, at: Span) -> String {
        let mut cited = Vec::new();
        bases(part, &mut cited);
        cited.sort_unstable_by_key(|cited| cited.start);
        let mut text = String::new();
        let mut start = at.start;
        for cited in cited {
            text += self.slice(Span { start, end: cited.start, ..at });
            start = cited.end;
        }
        text + self.slice(Span { start, ..at })
    }

    /// The opening line of a record type, with what belongs to it besides fields and derivations,
    /// and the lines of those.
    fn record(&self, model: &Model) -> (&'s str, Vec<Line<'s>>) {
        let is_value = |item: &Item| matches!(item, Item::Field(..) | Item::Derived(..));
        let values = all(model).into_iter().filter(is_value);
        let values: Vec<(Span, Item)> =
            values.filter_map(|item| Some((span(model, item)?, item))).collect();
        let notes = self.part.notes.iter().map(|note| (None, note.span, None));
        let members = self.part.parts.iter().map(|part| {
            let end = part.notes.iter().map(|note| note.span.end).chain([part.head.end]).max();
            let at = Span { end: end.unwrap_or(part.head.end), ..part.head };
            let item = values.iter().find(|(span, _)| lies_in(*span, at));
            (item.map(|(_, item)| *item), at, Some(part))
        });
        let lines = notes.chain(members).map(|(item, at, part)| Line {
            item,
            text: self.slice(at),
            without_basis: part.map_or_else(String::new, |part| self.without_basis(part, at)),
            at,
        });
        let lines: Vec<Line<'s>> = lines.collect();
        let first = lines.iter().map(|line| line.at.start).min().unwrap_or(self.at.end);
        (self.slice(Span { end: first, ..self.at }).trim_end(), lines)
    }
}

/// A line of a record type, with those that belong to it.
struct Line<'s> {
    /// The field or derivation that it declares.
    item: Option<Item>,
    at: Span,
    text: &'s str,
    without_basis: String,
}

/// The lines of a part that cite a document, those of the parts within it too.
fn bases(part: &Part<'_>, all: &mut Vec<Span>) {
    let cites = |note: &&Note| matches!(note.kind, NoteKind::Basis { .. });
    all.extend(part.notes.iter().filter(cites).map(|note| note.span));
    part.parts.iter().for_each(|part| bases(part, all));
}

fn slice(sources: &Sources, at: Span) -> &str {
    sources[at.source].text().get(at.start as usize..at.end as usize).unwrap_or_default()
}

fn lies_in(span: Span, within: Span) -> bool {
    span.source == within.source && within.start <= span.start && span.start < within.end
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
        let named = |(place, text)| (format!("{place:06}{RULES}"), text);
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

    /// A statement that both packs have as one of them writes it; of a record type with the fields
    /// and derivations of both.
    fn written(
        &self,
        own: &Statement<'_>,
        old: &Statement<'_>,
        new: &Statement<'_>,
        is_old: bool,
    ) -> String {
        let Declares::Item(Item::Record(_)) = own.declares else { return own.text().to_owned() };
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
}
