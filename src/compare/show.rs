//! A comparison laid out for a reader: what changed group by group, what changed without effect,
//! and how every block stands.

use super::{Change, ChangeKind, Comparison, Standing};
use crate::diag::Message;
use crate::diag::compare::{self as say, words};
use crate::markup::{Document, Inline, Line, Role, page, run};
use crate::source::Place;
use crate::value::Lang;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Columns of a terminal that a line may take.
const WIDEST: usize = 100;

/// Comparison as lines, those of a terminal no wider than it.
pub fn document(comparison: &Comparison, lang: Lang) -> Document {
    laid_out(comparison, lang, Some(WIDEST))
}

/// Comparison as a page of its own.
pub fn html_page(comparison: &Comparison, lang: Lang) -> String {
    page(lang.code(), words(lang).title, STYLE, &laid_out(comparison, lang, None).html())
}

const STYLE: &str = "\
@page { size: A4; margin: 15mm 12mm; }
body { font-family: 'Times New Roman', serif; font-size: 12pt; line-height: 1.35; max-width: 190mm; \
                     margin: 1em auto; }
.line { display: flex; justify-content: space-between; gap: 1em; break-inside: avoid; padding: \
                     .1em 0; }
.level-0 { margin-top: 1em; border-bottom: 1px solid #999; }
.level-1 { padding-left: 1em; }
.place { white-space: nowrap; font-size: 10pt; }
.strong { font-weight: bold; }
.good { color: #1d5e20; }
.bad { color: #a3161d; }
.note { color: #7a4b00; }
.faint { color: #666; }
";

fn laid_out(comparison: &Comparison, lang: Lang, widest: Option<usize>) -> Document {
    let mut out = Out { lines: Document::default(), lang, widest };
    let words = words(lang);
    let (old, new) = (&comparison.old.name, &comparison.new.name);
    out.heading(&format!("{}: {old} → {new}", words.title));
    let (telling, quiet): (Vec<&Change>, Vec<&Change>) =
        comparison.changes.iter().partition(|change| change.decides);
    let mut group = None;
    for change in telling {
        if group != Some(&change.group) {
            out.heading(change.group.get(lang));
            group = Some(&change.group);
        }
        out.change(change, change.message.get(lang));
    }
    if !quiet.is_empty() {
        out.heading(words.unchanged);
    }
    for change in quiet.iter().filter(|change| change.kind != ChangeKind::Basis) {
        let sentence = format!("{}: {}", change.group.get(lang), change.message.get(lang));
        out.change(change, &sentence);
    }
    let basis = quiet.iter().filter(|change| change.kind == ChangeKind::Basis);
    let basis: Vec<&Message> = basis.map(|change| &change.group).collect();
    if !basis.is_empty() {
        out.sentence(Role::Faint, &say::basis_of(&basis));
    }
    out.heading(words.conclusion);
    conclusion(comparison, &mut out);
    out.lines
}

/// How every block stands, those that are alike counted.
fn conclusion(comparison: &Comparison, out: &mut Out) {
    let mut same: BTreeMap<(bool, bool), usize> = BTreeMap::new();
    for block in &comparison.blocks {
        match block.standing {
            Standing::Same { renamed, period } => *same.entry((renamed, period)).or_default() += 1,
            Standing::Undecided | Standing::Added | Standing::Removed => {}
        }
    }
    for ((renamed, period), count) in same {
        out.sentence(Role::Good, &say::same(count, renamed, period));
    }
    for block in &comparison.blocks {
        match block.standing {
            Standing::Same { .. } => {}
            Standing::Undecided => {
                out.sentence(Role::Note, &say::undecided(&block.heading, &block.changed));
            }
            Standing::Added => out.sentence(Role::Note, &say::only_in(&block.heading, true)),
            Standing::Removed => out.sentence(Role::Note, &say::only_in(&block.heading, false)),
        }
    }
    let deciding = comparison.changes.iter().filter(|change| change.decides).count();
    out.sentence(Role::Strong, &say::counts(deciding, comparison.changes.len() - deciding));
}

struct Out {
    lines: Document,
    lang: Lang,
    widest: Option<usize>,
}

impl Out {
    fn heading(&mut self, text: &str) {
        for (place, line) in self.wrapped(text, 0).into_iter().enumerate() {
            let level = usize::from(place > 0);
            self.lines.push(Line::words(level, vec![run(Role::Strong, line)]));
        }
    }

    fn sentence(&mut self, role: Role, message: &Message) {
        self.push(role, message.get(self.lang), None);
    }

    /// A change, with its places behind it, or below where they do not fit.
    fn change(&mut self, change: &Change, sentence: &str) {
        let role = if change.decides { Role::Plain } else { Role::Faint };
        self.push(role, sentence, place(change));
    }

    fn push(&mut self, role: Role, text: &str, place: Option<String>) {
        let lines = self.wrapped(text, 2);
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.into_iter().enumerate() {
            let level = if at > 0 { 2 } else { 1 };
            let indent = if at > 0 { 5 } else { 2 };
            let place = place.as_ref().filter(|_| at == last);
            let fits = place.is_none_or(|place| {
                self.widest.is_none_or(|widest| indent + line.width() + 2 + place.width() <= widest)
            });
            let mut left: Inline = vec![run(role, line)];
            match (place, self.widest, fits) {
                (Some(place), Some(_), true) => left.push(run(Role::Faint, format!("  {place}"))),
                (Some(place), Some(_), false) => {
                    self.lines.push(Line::words(level, left));
                    left = vec![run(Role::Faint, place.as_str())];
                    self.lines.push(Line::words(2, left));
                    continue;
                }
                (Some(place), None, _) => {
                    let place = vec![run(Role::Faint, place.as_str())];
                    let line = Line { level, left, figure: Vec::new(), place };
                    self.lines.push(line);
                    continue;
                }
                (None, _, _) => {}
            }
            self.lines.push(Line::words(level, left));
        }
    }

    /// A text in lines that fit, broken between words.
    fn wrapped(&self, text: &str, indent: usize) -> Vec<String> {
        let Some(widest) = self.widest else { return vec![text.to_owned()] };
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let indent = if lines.len() > 1 { 5 } else { indent };
            let full = lines.last().is_some_and(|line| {
                !line.is_empty() && indent + line.width() + 1 + word.width() > widest
            });
            if full {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
        }
        lines
    }
}

/// The places of a change: once where both are one line of files of one name.
fn place(change: &Change) -> Option<String> {
    let shown = |place: &Place| format!("{}:{}", place.file, place.start.line);
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old.file == new.file && old.start.line == new.start.line => {
            Some(shown(new))
        }
        (Some(old), Some(new)) if old.file == new.file => {
            Some(format!("{} → {}", shown(old), new.start.line))
        }
        (Some(old), Some(new)) => Some(format!("{} → {}", shown(old), shown(new))),
        (Some(only), None) | (None, Some(only)) => Some(shown(only)),
        (None, None) => None,
    }
}
