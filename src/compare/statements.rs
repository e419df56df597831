//! Statements of a pack as they are written, each with what it declares: what packs are written
//! anew from.

use super::item::{Item, all, span};
use super::words::Said;
use crate::engine::Rules;
use crate::model::{BlockKind, Model};
use crate::source::{Sources, Span};
use crate::syntax::ast::{Note, NoteKind};
use crate::syntax::outline::{Part, PartKind, outline};

/// A statement with all that is written below it.
pub(super) struct Statement<'s> {
    pub declares: Declares,
    sources: &'s Sources,
    pub at: Span,
    pub part: Part<'s>,
    /// The line that says in which language its file is written.
    pub language: &'s str,
}

/// Item that a statement declares, or a document by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Declares {
    Item(Item),
    Document(String),
}

/// The statements of a pack that declare something, in its order.
pub(super) fn statements<'s>(rules: &'s Rules, said: Said<'s>) -> Vec<Statement<'s>> {
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
    /// The name of a rule file of its own, by its place.
    pub fn file(place: usize) -> String {
        format!("{place:06}{RULES}")
    }

    fn slice(&self, at: Span) -> &'s str {
        slice(self.sources, at)
    }

    pub fn text(&self) -> &'s str {
        self.slice(self.at)
    }

    /// The text of a part of it without the lines that cite a document, which the other pack may
    /// not have.
    pub fn without_basis(&self, part: &Part<'_>, at: Span) -> String {
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
    pub fn record(&self, model: &Model) -> (&'s str, Vec<Line<'s>>) {
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

/// A scorecard as it is written, in parts.
pub(super) struct Card<'s> {
    /// Text before its criteria and behind them.
    pub around: [&'s str; 2],
    pub criteria: Vec<(Item, &'s str)>,
}

impl<'s> Statement<'s> {
    /// A scorecard in parts; `None` of anything else.
    pub fn card(&self, model: &Model) -> Option<Card<'s>> {
        let Declares::Item(Item::Block(block)) = self.declares else { return None };
        let BlockKind::Scorecard(card) = &model.blocks[block].kind else { return None };
        let is_criterion = |part: &&Part<'_>| part.kind == PartKind::Criterion;
        let starts: Vec<u32> =
            (self.part.parts.iter().filter(is_criterion)).map(|part| part.head.start).collect();
        let grading = self.part.parts.iter().find(|part| part.kind == PartKind::Grading);
        let end = grading.map_or(self.at.end, |part| part.head.start);
        if starts.len() != card.criteria.len() || !starts.is_sorted() {
            return None;
        }
        let text = |start, end| self.slice(Span { start, end, ..self.at }).trim_end();
        let ends = starts.iter().skip(1).copied().chain([end]);
        let criteria = starts.iter().zip(ends).enumerate();
        let criteria = criteria
            .map(|(place, (start, end))| (Item::Criterion(block, place), text(*start, end)));
        let around = [text(self.at.start, *starts.first()?), text(end, self.at.end)];
        Some(Card { around, criteria: criteria.collect() })
    }
}

/// A line of a record type, with those that belong to it.
pub(super) struct Line<'s> {
    /// The field or derivation that it declares.
    pub item: Option<Item>,
    at: Span,
    pub text: &'s str,
    pub without_basis: String,
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
