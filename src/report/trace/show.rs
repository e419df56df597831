//! A trace laid out for a reader: for a terminal the rules below each sentence, on paper beside it.

use super::{Cover, Coverage, DocumentTrace, ListedKind, Quotation, Trace, Traced};
use crate::diag::trace::{Words, counts, words};
use crate::markup::{Document, Inline, Line, Role, Run, page, run};
use crate::value::Lang;

/// Trace as lines: each sentence, the rules that quote it below; then the sentences without a rule.
pub fn document(traces: &[Trace], lang: Lang) -> Document {
    laid_out(traces, lang, &|sentence, words, out| {
        out.push(Line::words(1, sentence_words(sentence)));
        said(sentence, words).into_iter().for_each(|line| out.push(line));
    })
}

/// Trace as a page of its own, ready to print on A4: the document left, its rules right.
pub fn html_page(traces: &[Trace], lang: Lang) -> String {
    let body = laid_out(traces, lang, &|sentence, words, out| {
        let beside = said(sentence, words).into_iter().map(Line::together).collect();
        out.push(Line {
            level: 1,
            left: sentence_words(sentence),
            figure: Vec::new(),
            place: joined(beside),
        });
    });
    page(lang.code(), words(lang).title, STYLE, &body.html())
}

/// Lines of each document after its heading, then of what is left open, and the counts.
fn laid_out(
    traces: &[Trace],
    lang: Lang,
    sentence: &dyn Fn(&Traced, &Words, &mut Document),
) -> Document {
    let words = words(lang);
    let mut out = Document::default();
    for trace in traces {
        for document in &trace.documents {
            out.push(heading(trace, document));
            document.sentences.iter().for_each(|traced| sentence(traced, words, &mut out));
            unquoted(document, words, &mut out);
        }
        open(trace, words, &mut out);
        out.push(summary(trace, lang));
    }
    out
}

const STYLE: &str = "\
@page { size: A4; margin: 15mm 12mm; }
body { font-family: 'Times New Roman', serif; font-size: 11pt; line-height: 1.3; max-width: 190mm; \
                     margin: 1em auto; }
.line { display: grid; grid-template-columns: 58% 1fr; gap: 0 1em; break-inside: avoid; padding: \
                     .15em 0; }
.level-0 { margin-top: 1.2em; border-bottom: 1px solid #666; }
.level-1 { border-bottom: 1px dotted #bbb; }
.place { font-size: 10pt; white-space: pre-line; }
.strong { font-weight: bold; }
.bad { color: #a3161d; font-weight: bold; }
.note { color: #7a4b00; font-style: italic; }
.faint { color: #666; }
.quote, .good, .person { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.good { background: #dff0d8; }
.person { background: #dfe9f7; }
.quote { background: #fff0c2; }
";

fn heading(trace: &Trace, document: &DocumentTrace) -> Line {
    let left =
        vec![run(Role::Strong, format!("{}: {}", document.document.name, document.document.title))];
    let place = vec![run(Role::Faint, format!("{} · {}", document.file, trace.pack))];
    Line { level: 0, left, figure: Vec::new(), place }
}

/// The sentence after its heading's number, its words marked by what covers them.
fn sentence_words(sentence: &Traced) -> Inline {
    let mut left = vec![run(Role::Faint, numbered(sentence))];
    left.extend(sentence.cover.iter().map(|(words, cover)| run(role(*cover), words.as_str())));
    left
}

fn role(cover: Cover) -> Role {
    match cover {
        Cover::Nothing => Role::Plain,
        Cover::Named => Role::Quote,
        Cover::Person => Role::Person,
        Cover::Decided => Role::Good,
    }
}

fn numbered(sentence: &Traced) -> String {
    match sentence.section.as_str() {
        "" => format!("{} ", sentence.line),
        section => format!("{} {section} ", sentence.line),
    }
}

/// Remarks on a sentence, a line each.
fn said(sentence: &Traced, words: &Words) -> Vec<Line> {
    let rules = sentence.rules.iter().map(|quotation| rule(quotation, words));
    let listed = sentence.listed.iter().map(|listed| {
        let kind = run(Role::Note, format!("{}: ", kind(listed.kind, words)));
        Line {
            level: 2,
            left: vec![kind, run(Role::Plain, listed.reason.as_str())],
            figure: Vec::new(),
            place: vec![run(Role::Faint, listed.id.as_str())],
        }
    });
    rules.chain(listed).chain(missing(sentence, words)).collect()
}

/// What a sentence lacks: words, or a rule.
fn missing(sentence: &Traced, words: &Words) -> Option<Line> {
    let lacks = match sentence.coverage() {
        Coverage::Fully | Coverage::ByPerson => return None,
        Coverage::Partly => {
            let left = sentence.uncovered().map(|words| format!("“{words}”"));
            format!("{}: {}", words.uncovered, left.collect::<Vec<_>>().join(", "))
        }
        Coverage::NotAtAll => words.open.to_owned(),
    };
    Some(Line::words(2, vec![run(Role::Bad, lacks)]))
}

fn rule(quotation: &Quotation, words: &Words) -> Line {
    let mut left = vec![run(Role::Plain, quotation.rule.as_str())];
    let aside = match &quotation.read_by {
        _ if quotation.decides => None,
        None => Some(words.named.to_owned()),
        Some(readers) if readers.is_empty() => Some(words.unread.to_owned()),
        Some(readers) => Some(format!("{}: {}", words.read_by, readers.join("; "))),
    };
    left.extend(aside.map(|aside| run(Role::Note, format!(" ({aside})"))));
    let place = vec![run(Role::Faint, format!("{}:{}", quotation.file, quotation.line))];
    Line { level: 2, left, figure: Vec::new(), place }
}

fn kind(kind: ListedKind, words: &Words) -> &str {
    match kind {
        ListedKind::Judgement => words.judgement,
        ListedKind::Goal => words.goal,
        ListedKind::OwnPlan => words.own_plan,
        ListedKind::Label => words.label,
    }
}

/// Lines one below another in one column.
fn joined(lines: Vec<Inline>) -> Inline {
    let mut all: Inline = Vec::new();
    for (place, line) in lines.into_iter().enumerate() {
        if place > 0 {
            all.push(Run { role: Role::Plain, text: "\n".to_owned() });
        }
        all.extend(line);
    }
    all
}

fn unquoted(document: &DocumentTrace, words: &Words, out: &mut Document) {
    if document.unquoted.is_empty() {
        return;
    }
    out.push(Line::words(0, vec![run(Role::Strong, words.unquoted)]));
    for quotation in &document.unquoted {
        let mut line = rule(quotation, words);
        let place = quotation.place.iter().map(|place| run(Role::Plain, format!(" · {place}")));
        line.left.extend(place);
        out.push(line);
    }
}

fn open(trace: &Trace, words: &Words, out: &mut Document) {
    let open = trace
        .documents
        .iter()
        .flat_map(|document| document.sentences.iter().map(move |sentence| (document, sentence)));
    let open: Vec<(&DocumentTrace, &Traced)> =
        open.filter(|(_, sentence)| sentence.coverage() == Coverage::NotAtAll).collect();
    if open.is_empty() {
        return;
    }
    out.push(Line::words(0, vec![run(Role::Bad, words.all_open)]));
    for (document, sentence) in open {
        let mut left = vec![run(Role::Faint, format!("{}:{} ", document.file, numbered(sentence)))];
        left.extend(sentence.parts.iter().map(|(words, _)| run(Role::Plain, words.as_str())));
        out.push(Line::words(1, left));
    }
}

fn summary(trace: &Trace, lang: Lang) -> Line {
    let found = trace.counts();
    let counts = counts(found.fully, found.partly, found.by_person, found.not_at_all);
    Line::words(0, vec![run(Role::Strong, counts.get(lang))])
}
