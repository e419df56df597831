//! The words that rules quote must occur in their documents.

use super::Pack;
use super::figures::{self, Quotations};
use crate::diag::{Diagnostic, load as say, model as say_model, nearest};
use crate::report::trace::Listed;
use crate::source::passage::{Passages, collapsed};
use crate::syntax::ast::{File, ItemKind, Name, NoteKind, Text};
use crate::syntax::outline::{Part, outline};
use std::collections::BTreeMap;

/// Holds every quotation against the text of its document, and every text a document names against
/// the pack. A document without a text, or one whose text is not there, has its quotations taken on
/// trust.
pub fn check(pack: &Pack, trees: &[&File]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut texts: BTreeMap<&str, Passages<'_>> = BTreeMap::new();
    let mut complete = true;
    for (name, _, file) in documents(trees) {
        if let Some(id) = pack.documents.get(&file.text) {
            texts.insert(&name.key, Passages::of(*id, &pack.sources[*id]));
            continue;
        }
        complete = false;
        if !pack.refused.contains(&file.text) {
            found.push(pack.unread.get(&file.text).cloned().unwrap_or_else(|| {
                let near = nearest(&file.text, pack.documents.keys().map(String::as_str));
                say::no_such_file(file.span, &file.text, near)
            }));
        }
    }
    let parts: Vec<Part<'_>> = trees.iter().flat_map(|tree| outline(tree)).collect();
    let mut quotations = Quotations::new();
    parts.iter().for_each(|part| check_part(part, &texts, &mut quotations, &mut found));
    if found.is_empty() {
        found.extend(figures::check(pack, &parts, &quotations));
    }
    // With a text missing, nothing can be said of words that it may hold.
    found.extend(
        pack.listed.iter().filter(|_| complete).filter_map(|listed| check_listed(listed, &texts)),
    );
    found
}

/// An entry of `doi-chieu.toml` speaks of words of some document.
fn check_listed(listed: &Listed, texts: &BTreeMap<&str, Passages<'_>>) -> Option<Diagnostic> {
    if texts.values().any(|text| text.first(&listed.words).is_some()) {
        return None;
    }
    let near = texts.values().find_map(|text| text.nearest(&listed.words));
    let found = say::listed_words(listed.span);
    Some(near.into_iter().fold(found, |found, near| found.also(near, say_model::nearest_words())))
}

/// The documents that name the file of their text: name, title, file.
pub(crate) fn documents<'f>(
    trees: &[&'f File],
) -> impl Iterator<Item = (&'f Name, &'f Text, &'f Text)> {
    trees.iter().flat_map(|tree| &tree.items).filter_map(|item| {
        let ItemKind::Document { name, title, file: Some(file) } = &item.kind else { return None };
        Some((name, title, file))
    })
}

fn check_part(
    part: &Part<'_>,
    texts: &BTreeMap<&str, Passages<'_>>,
    quotations: &mut Quotations,
    found: &mut Vec<Diagnostic>,
) {
    for note in part.notes {
        let NoteKind::Basis { document, quote: Some(quote), .. } = &note.kind else { continue };
        let Some(text) = texts.get(document.key.as_str()) else { continue };
        match text.first(&quote.text) {
            Some(place) => _ = quotations.insert(quote.span, place),
            None if collapsed(&quote.text).is_empty() => {}
            None => found.push(not_found(document, quote, text)),
        }
    }
    part.parts.iter().for_each(|part| check_part(part, texts, quotations, found));
}

fn not_found(document: &Name, quote: &Text, text: &Passages<'_>) -> Diagnostic {
    let found = say_model::quote_not_found(quote.span, &document.text);
    match text.nearest(&quote.text) {
        Some(near) => say_model::quote_offered(found, quote.span, near, &text.words(near)),
        None => found,
    }
}
