//! Diagnostics as text: file, line, column, the line itself with a caret, what to do. The NFC form
//! is shown, so that positions in NFC and NFD files agree.

use super::{Diagnostic, Label, Message, Severity};
use crate::markup::visible;
use crate::source::{Source, Sources, Span};
use crate::value::Lang;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use std::ops::Range;

/// All diagnostics as text, in the order given, each followed by a blank line; with colours if
/// `styled`.
pub fn text(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&turned(&one(&seen(diagnostic), sources, lang, &renderer)));
        out.push_str("\n\n");
    }
    out
}

/// A finding whose words hide nothing.
fn seen(diagnostic: &Diagnostic) -> Diagnostic {
    let seen = seen_message;
    let labels = diagnostic
        .labels
        .iter()
        .map(|label| Label { text: seen(&label.text), ..label.clone() })
        .collect();
    Diagnostic {
        headline: seen(&diagnostic.headline),
        help: diagnostic.help.as_ref().map(seen),
        labels,
        ..diagnostic.clone()
    }
}

fn seen_message(message: &Message) -> Message {
    Message { vi: visible(&message.vi).into_owned(), en: visible(&message.en).into_owned() }
}

/// The renderer itself shows what would steer a terminal, and its colours do steer it; it lets pass
/// most of what turns the order of words.
fn turned(shown: &str) -> String {
    let escape = '\u{1b}';
    shown.split(escape).map(visible).collect::<Vec<_>>().join(&escape.to_string())
}

fn one(diagnostic: &Diagnostic, sources: &Sources, lang: Lang, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(word(lang, "lỗi", "error")),
        Severity::Warning => Level::WARNING.with_name(word(lang, "cảnh báo", "warning")),
    };
    let title = level.primary_title(diagnostic.headline.get(lang)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    let mut shown: Vec<crate::source::SourceId> = Vec::new();
    for label in &diagnostic.labels {
        if shown.contains(&label.span.source) {
            continue;
        }
        shown.push(label.span.source);
        let source = &sources[label.span.source];
        let within = || {
            let labels = diagnostic.labels.iter().enumerate();
            labels.filter(|(_, other)| other.span.source == label.span.source)
        };
        let excerpt = Excerpt::of(source, within().map(|(_, other)| other.span));
        let mut snippet = excerpt.snippet().path(visible(source.name()));
        for (index, other) in within() {
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet
                .annotation(kind.span(excerpt.range(other.span)).label(other.text.get(lang)));
        }
        group = group.element(snippet);
    }
    let mut report = vec![group];
    if let Some(help) = &diagnostic.help {
        let title =
            Level::HELP.with_name(word(lang, "gợi ý", "help")).secondary_title(help.get(lang));
        let mut group = Group::with_title(title);
        if let Some(fix) = &diagnostic.fix {
            let source = &sources[fix.span.source];
            let excerpt = Excerpt::of(source, [fix.span]);
            let patch = Patch::new(excerpt.range(fix.span), fix.replacement.as_str());
            group = group.element(excerpt.snippet().path(source.name()).patch(patch));
        }
        report.push(group);
    }
    for (number, fix) in (1..).zip(&diagnostic.fixes) {
        let offered = seen_message(&super::fixes::offered(number, fix));
        let help = Level::HELP.with_name(word(lang, "gợi ý", "help"));
        report.push(Group::with_title(help.secondary_title(offered.get(lang).to_owned())));
    }
    if diagnostic.labels.is_empty() {
        // Without a place there is no frame to tie the parts together.
        return report
            .into_iter()
            .map(|group| renderer.render(&[group]))
            .collect::<Vec<_>>()
            .join("\n");
    }
    renderer.render(&report)
}

/// What is handed over of a text to show places of it.
struct Excerpt<'s> {
    source: &'s Source,
    text: &'s str,
    /// Byte offset at which it starts in the text.
    start: usize,
    /// Number of its first line.
    line: usize,
}

/// The longest text that is handed over whole, in bytes: of a longer one it takes too long for
/// each place.
const SHORT: usize = 1 << 16;

impl<'s> Excerpt<'s> {
    /// The lines from the first of some places to the last.
    fn of(source: &'s Source, spans: impl IntoIterator<Item = Span>) -> Excerpt<'s> {
        let text = source.normal();
        let whole = Excerpt { source, text, start: 0, line: 1 };
        if text.len() <= SHORT {
            return whole;
        }
        let Some(shown) = spans.into_iter().reduce(Span::to) else { return whole };
        let range = source.normal_range(shown);
        let before = text.get(..range.start).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |last| last + 1);
        let behind = text.get(range.end..).unwrap_or("");
        let end = range.end + behind.find('\n').unwrap_or(behind.len());
        let line = source.line_column(shown.start).line;
        Excerpt { source, text: text.get(start..end).unwrap_or(""), start, line }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let range = self.source.normal_range(span);
        range.start.saturating_sub(self.start)..range.end.saturating_sub(self.start)
    }

    fn snippet<T: Clone>(&self) -> Snippet<'s, T> {
        Snippet::source(self.text).line_start(self.line)
    }
}

fn word(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}
