//! A document beside its rules, as JSON.

use crate::markup::visible_json;
use crate::report::trace::{Coverage, DocumentTrace, Listed, ListedKind, Quotation, Trace, Traced};
use serde::Serialize;

/// The traces of some packs as a JSON array.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn traces(traces: &[Trace]) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&traces.iter().map(view).collect::<Vec<_>>()).map(visible_json)
}

#[derive(Serialize)]
struct TraceView<'t> {
    pack: &'t str,
    sentences: usize,
    with_rule: usize,
    listed: usize,
    open: usize,
    fully: usize,
    partly: usize,
    by_person: usize,
    not_at_all: usize,
    documents: Vec<DocumentView<'t>>,
}

#[derive(Serialize)]
struct DocumentView<'t> {
    name: &'t str,
    title: &'t str,
    file: &'t str,
    sentences: Vec<SentenceView<'t>>,
    unquoted: Vec<RuleView<'t>>,
}

#[derive(Serialize)]
struct SentenceView<'t> {
    section: &'t str,
    line: usize,
    text: String,
    quoted: Vec<&'t str>,
    open: bool,
    coverage: &'static str,
    uncovered: Vec<&'t str>,
    rules: Vec<RuleView<'t>>,
    listed: Vec<ListedView<'t>>,
}

#[derive(Serialize)]
pub(super) struct RuleView<'t> {
    rule: &'t str,
    file: &'t str,
    line: usize,
    place: Option<&'t str>,
    quote: Option<&'t str>,
    decides: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_by: Option<&'t [String]>,
}

#[derive(Serialize)]
struct ListedView<'t> {
    id: &'t str,
    kind: &'static str,
    reason: &'t str,
}

fn view(trace: &Trace) -> TraceView<'_> {
    let counts = trace.counts();
    TraceView {
        pack: &trace.pack,
        sentences: counts.ruled + counts.listed + counts.open,
        with_rule: counts.ruled,
        listed: counts.listed,
        open: counts.open,
        fully: counts.fully,
        partly: counts.partly,
        by_person: counts.by_person,
        not_at_all: counts.not_at_all,
        documents: trace.documents.iter().map(document).collect(),
    }
}

fn document(document: &DocumentTrace) -> DocumentView<'_> {
    DocumentView {
        name: &document.document.name,
        title: &document.document.title,
        file: &document.file,
        sentences: document.sentences.iter().map(sentence).collect(),
        unquoted: document.unquoted.iter().map(rule).collect(),
    }
}

fn sentence(sentence: &Traced) -> SentenceView<'_> {
    SentenceView {
        section: &sentence.section,
        line: sentence.line,
        text: sentence.parts.iter().map(|(words, _)| words.as_str()).collect(),
        quoted: sentence
            .parts
            .iter()
            .filter(|(_, quoted)| *quoted)
            .map(|(words, _)| words.trim())
            .collect(),
        open: sentence.is_open(),
        coverage: match sentence.coverage() {
            Coverage::Fully => "fully",
            Coverage::Partly => "partly",
            Coverage::ByPerson => "by_person",
            Coverage::NotAtAll => "not_at_all",
        },
        uncovered: sentence.uncovered().collect(),
        rules: sentence.rules.iter().map(rule).collect(),
        listed: sentence.listed.iter().map(listed).collect(),
    }
}

pub(super) fn rule(rule: &Quotation) -> RuleView<'_> {
    RuleView {
        rule: &rule.rule,
        file: &rule.file,
        line: rule.line,
        place: rule.place.as_deref(),
        quote: rule.words.as_deref(),
        decides: rule.decides,
        read_by: rule.read_by.as_deref(),
    }
}

fn listed(listed: &Listed) -> ListedView<'_> {
    let kind = match listed.kind {
        ListedKind::Judgement => "judgement",
        ListedKind::Goal => "goal",
        ListedKind::OwnPlan => "own_plan",
        ListedKind::Label => "label",
    };
    ListedView { id: &listed.id, kind, reason: &listed.reason }
}
