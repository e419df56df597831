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
use crate::keywords::{Keywords, Kw};
use crate::model::Model;
use crate::source::{SourceId, Span};
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
    let (old, new) = (parts(found.old), parts(found.new));
    let both = Both { found, old: &old, new: &new };
    let old = found.old_rules.rewritten(&both.files(true), found.new_rules)?;
    let new = found.new_rules.rewritten(&both.files(false), found.old_rules)?;
    let (fields, narrowed) = (one_sided(found), narrowed(found));
    same_places(&Difference::of(&old, &new)).then_some(Shared { old, new, fields, narrowed })
}

/// The fields that one pack alone has, with whether it is the new one.
fn one_sided(found: &Difference<'_>) -> Vec<(String, bool)> {
    let name = |model: &Model, item: Item| Some(label(model, item)?.text.as_str().to_owned());
    // A record type of one pack alone is nothing to compare.
    let new = all(found.new.model).into_iter().filter(|item| match item {
        Item::Field(record, _) => {
            found.pairs.old_of(*item).is_none()
                && found.pairs.old_of(Item::Record(*record)).is_some()
        }
        _ => false,
    });
    let old = all(found.old.model).into_iter().filter(|item| match item {
        Item::Field(record, _) => {
            found.pairs.new_of(*item).is_none()
                && found.pairs.new_of(Item::Record(*record)).is_some()
        }
        _ => false,
    });
    let new = new.filter_map(|item| Some((name(found.new.model, item)?, true)));
    new.chain(old.filter_map(|item| Some((name(found.old.model, item)?, false)))).collect()
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

/// A statement that stands at the left, with all that is written below it.
struct Part<'s> {
    declares: Declares,
    text: &'s str,
    /// Place of the text in its source.
    at: Span,
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
fn parts(said: Said<'_>) -> Vec<Part<'_>> {
    let items = all(said.model).into_iter();
    let items: Vec<(Span, Item)> =
        items.filter_map(|item| Some((span(said.model, item)?, item))).collect();
    let mut parts = Vec::new();
    for (id, source) in said.sources.enumerate() {
        if !source.name().ends_with(RULES) {
            continue;
        }
        let mut language = "";
        for (text, at) in statements(source.text(), (id, 0), "") {
            if is_language(text) {
                language = text;
                continue;
            }
            let item = items.iter().find(|(span, _)| lies_in(*span, at));
            let document = said.model.documents.iter().find(|one| lies_in(one.name.span, at));
            let declares = match (item, document) {
                (Some((_, item)), _) => Declares::Item(*item),
                (None, Some(document)) => Declares::Document(document.name.key.clone()),
                (None, None) => continue,
            };
            parts.push(Part { declares, text, at, language });
        }
    }
    parts
}

/// End of the names of rule files.
const RULES: &str = ".luat";

/// The statements of a text that begin so far in, each with what is written further in below it;
/// what stands before the first is left out.
fn statements<'s>(
    text: &'s str,
    (source, offset): (SourceId, u32),
    indent: &str,
) -> Vec<(&'s str, Span)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let own = line.len() - line.trim_start().len();
        let is_said = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        if is_said && line.get(..own) == Some(indent) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let place = |at: usize| offset + u32::try_from(at).unwrap_or(u32::MAX);
    let of = |(start, end): (&usize, usize)| {
        let span = Span { source, start: place(*start), end: place(end) };
        Some((text.get(*start..end)?, span))
    };
    starts.iter().zip(ends).filter_map(of).collect()
}

fn is_language(text: &str) -> bool {
    [Keywords::Vi, Keywords::En].iter().any(|words| {
        let rest = text.strip_prefix(Kw::Language.word(*words));
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    })
}

fn lies_in(span: Span, within: Span) -> bool {
    span.source == within.source && within.start <= span.start && span.start < within.end
}

/// Both packs, of which one is written with what the other has besides.
struct Both<'b> {
    found: &'b Difference<'b>,
    old: &'b [Part<'b>],
    new: &'b [Part<'b>],
}

impl Both<'_> {
    /// The rule files of one pack with all that either declares, a file a statement: first what the
    /// new one declares, in its order.
    fn files(&self, is_old: bool) -> Vec<(String, String)> {
        let both = self.new.iter().map(|part| (self.paired(part), Some(part)));
        let alone = self.old.iter().filter(|part| self.new_of(part).is_none());
        let both = both.chain(alone.map(|part| (Some(part), None)));
        let text = |(old, new): (Option<&Part<'_>>, Option<&Part<'_>>)| {
            let (own, other) = if is_old { (old, new) } else { (new, old) };
            match (own, other, old.zip(new)) {
                (Some(own), _, Some((old, new))) => {
                    format!("{}{}", own.language, self.written(own, old, new, is_old))
                }
                (Some(own), _, None) => format!("{}{}", own.language, own.text),
                (None, Some(other), _) => {
                    format!("{}{}", other.language, without_basis(other.text))
                }
                (None, None, _) => String::new(),
            }
        };
        let named = |(place, text)| (format!("{place:06}{RULES}"), text);
        both.map(text).enumerate().map(named).collect()
    }

    /// The part of the old pack that a part of the new one was.
    fn paired(&self, new: &Part<'_>) -> Option<&Part<'_>> {
        let was = match &new.declares {
            Declares::Item(item) => Declares::Item(self.found.pairs.old_of(*item)?),
            Declares::Document(key) => Declares::Document(key.clone()),
        };
        self.old.iter().find(|part| part.declares == was)
    }

    fn new_of(&self, old: &Part<'_>) -> Option<&Part<'_>> {
        let is = match &old.declares {
            Declares::Item(item) => Declares::Item(self.found.pairs.new_of(*item)?),
            Declares::Document(key) => Declares::Document(key.clone()),
        };
        self.new.iter().find(|part| part.declares == is)
    }

    /// A part that both packs have as one of them writes it; of a record type with the fields and
    /// derivations of both.
    fn written(&self, own: &Part<'_>, old: &Part<'_>, new: &Part<'_>, is_old: bool) -> String {
        let Declares::Item(Item::Record(_)) = own.declares else { return own.text.to_owned() };
        let of_old = members(self.found.old.model, old);
        let of_new = members(self.found.new.model, new);
        let mut text = own.text.lines().next().unwrap_or_default().to_owned() + "\n";
        for (item, line) in &of_new {
            let was = item.and_then(|item| self.found.pairs.old_of(item));
            let before = of_old.iter().find(|(item, _)| item.is_some() && *item == was);
            match (item, before) {
                // What is no value of the record is each pack's own.
                (None, _) if is_old => {}
                (Some(_), Some((_, before))) if is_old => text += before,
                (Some(_), None) if is_old => text += &without_basis(line),
                (_, _) => text += line,
            }
        }
        for (item, line) in &of_old {
            match item {
                Some(item) if self.found.pairs.new_of(*item).is_some() => {}
                Some(_) if !is_old => text += &without_basis(line),
                Some(_) => text += line,
                None if is_old => text += line,
                None => {}
            }
        }
        text
    }
}

/// The lines of a record type, each with the field or derivation that it declares.
fn members<'s>(model: &Model, part: &Part<'s>) -> Vec<(Option<Item>, &'s str)> {
    let head = part.text.split_inclusive('\n').next().map_or(0, str::len);
    let Some(body) = part.text.get(head..) else { return Vec::new() };
    let first =
        body.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let Some(first) = first else { return Vec::new() };
    let indent = first.strip_suffix(first.trim_start()).unwrap_or_default();
    let offset = part.at.start + u32::try_from(head).unwrap_or(u32::MAX);
    let is_value = |item: &Item| matches!(item, Item::Field(..) | Item::Derived(..));
    let values: Vec<(Span, Item)> = (all(model).into_iter().filter(is_value))
        .filter_map(|item| Some((span(model, item)?, item)))
        .collect();
    let statements = statements(body, (part.at.source, offset), indent);
    let of = |(text, at): (&'s str, Span)| {
        let item = values.iter().find(|(span, _)| lies_in(*span, at));
        (item.map(|(_, item)| *item), text)
    };
    statements.into_iter().map(of).collect()
}

/// A text without the lines that cite a document, which the other pack may not have.
fn without_basis(text: &str) -> String {
    let cites = |line: &&str| {
        [Keywords::Vi, Keywords::En].iter().any(|words| {
            let rest = line.trim_start().strip_prefix(Kw::Basis.word(*words));
            rest.is_some_and(|rest| rest.starts_with(' '))
        })
    };
    text.split_inclusive('\n').filter(|line| !cites(line)).collect()
}
