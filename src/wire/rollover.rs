//! What must be reviewed in a new pack, as JSON.

use super::trace::{RuleView, rule};
use crate::markup::visible_json;
use crate::report::trace::{Change, ChangeKind, Edition};
use crate::rollover::{Mark, MarkKind, NewEdition, NewPack};
use serde::Serialize;

#[derive(Serialize)]
struct PackView<'p> {
    marks: Vec<MarkView<'p>>,
    documents: Vec<DocumentView<'p>>,
}

#[derive(Serialize)]
struct MarkView<'p> {
    kind: &'static str,
    file: &'p str,
    line: usize,
    what: &'p str,
    sentence: &'p str,
}

#[derive(Serialize)]
struct DocumentView<'p> {
    name: &'p str,
    file: &'p str,
    changes: Vec<ChangeView<'p>>,
}

#[derive(Serialize)]
struct ChangeView<'p> {
    kind: &'static str,
    old: Option<EditionView<'p>>,
    new: Option<EditionView<'p>>,
    rules: Vec<RuleView<'p>>,
}

#[derive(Serialize)]
struct EditionView<'p> {
    section: &'p str,
    line: usize,
    text: &'p str,
}

/// The marks of a new pack, the most urgent first, and the sentences that differ in the new texts
/// of its documents.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn new_pack(pack: &NewPack) -> Result<String, serde_json::Error> {
    let marks = pack.ranked().into_iter().map(mark).collect();
    let documents = pack.documents.iter().map(document).collect();
    serde_json::to_string_pretty(&PackView { marks, documents }).map(visible_json)
}

fn mark(mark: &Mark) -> MarkView<'_> {
    let kind = match mark.kind {
        MarkKind::Changed => "changed",
        MarkKind::Document => "document",
        MarkKind::Number => "number",
        MarkKind::Assumption => "assumption",
        MarkKind::Quotation => "quotation",
    };
    MarkView { kind, file: &mark.file, line: mark.line, what: &mark.what, sentence: &mark.sentence }
}

fn document(edition: &NewEdition) -> DocumentView<'_> {
    DocumentView {
        name: &edition.document,
        file: &edition.file,
        changes: edition.changes.iter().map(change).collect(),
    }
}

fn change(change: &Change) -> ChangeView<'_> {
    let kind = match change.kind {
        ChangeKind::Changed => "changed",
        ChangeKind::Gone => "gone",
        ChangeKind::New => "new",
        ChangeKind::Moved => "moved",
    };
    ChangeView {
        kind,
        old: change.old.as_ref().map(edition),
        new: change.new.as_ref().map(edition),
        rules: change.rules.iter().map(rule).collect(),
    }
}

fn edition(edition: &Edition) -> EditionView<'_> {
    EditionView { section: &edition.section, line: edition.line, text: &edition.words }
}
