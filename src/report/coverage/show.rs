//! Coverage laid out for a reader: on a terminal the lines that decide something, on a page the
//! whole files with those marked.

use super::{
    Coverage, CoverageCounts, CoverageState, CoveredBlock, CoveredKind, CoveredLine, LineKind,
};
use crate::diag::beginning;
use crate::diag::coverage::{Sided, Words, side_lacking, switched_off, targets, titles, words};
use crate::explain::decision::ReasonKind;
use crate::keywords::{Keywords, Kw};
use crate::markup::{Document, Inline, Line, Role, page, run};
use crate::value::Lang;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Coverage as lines: how many lines of each block examples test, then these lines, marked, below
/// the heads of their blocks.
pub fn document(coverages: &[Coverage], lang: Lang) -> Document {
    laid_out(coverages, lang, &|coverage, out| {
        let texts: BTreeMap<&str, Vec<&str>> = coverage
            .files
            .iter()
            .map(|file| (file.name.as_str(), file.text.lines().collect()))
            .collect();
        coverage.blocks.iter().for_each(|block| shown_block(&texts, block, lang, out));
    })
}

/// Coverage as a page of its own: how many lines of each block examples test, then the rule files
/// whole, their lines marked, with the examples of each.
pub fn html_page(coverages: &[Coverage], lang: Lang) -> String {
    let body = laid_out(coverages, lang, &|coverage, out| whole_files(coverage, lang, out));
    page(lang.code(), words(lang).title, STYLE, &body.html())
}

const STYLE: &str = "\
@page { size: A4 landscape; margin: 12mm; }
body { font-family: 'Times New Roman', serif; font-size: 11pt; line-height: 1.3; max-width: 270mm; \
                     margin: 1em auto; }
.line { display: flex; gap: 1em; break-inside: avoid; }
.left { flex: 1; white-space: pre-wrap; }
.figure { min-width: 5em; text-align: right; font-variant-numeric: tabular-nums; }
.place { width: 34%; color: #555; font-size: 10pt; }
.level-0 { margin-top: 1.4em; border-bottom: 1px solid #666; }
.level-1 { padding-left: 1em; }
.level-1 .left { font-family: 'Courier New', monospace; font-size: 9.5pt; }
.strong { font-weight: bold; }
.good, .bad, .note { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.good { background: #dff0d8; }
.bad { background: #f8d7da; }
.note { background: #fff0c2; }
.faint { color: #777; }
";

/// The counts, what a form shows of the rules, and the meaning of the marks.
fn laid_out(
    coverages: &[Coverage],
    lang: Lang,
    rules: &dyn Fn(&Coverage, &mut Document),
) -> Document {
    let mut out = Document::default();
    for coverage in coverages {
        counts(coverage, coverages.len() > 1, lang, &mut out);
        rules(coverage, &mut out);
    }
    legend(coverages, lang, &mut out);
    out
}

/// Longest name of a block, in characters.
const LONGEST_NAME: usize = 66;

fn counts(coverage: &Coverage, several: bool, lang: Lang, out: &mut Document) {
    let words = words(lang);
    let title = match several {
        true => format!("{}: {}", words.title, coverage.pack),
        false => words.title.to_owned(),
    };
    out.push(Line {
        level: 0,
        left: vec![run(Role::Strong, title)],
        figure: vec![run(Role::Faint, words.lines)],
        place: vec![run(Role::Faint, words.sides)],
    });
    for block in &coverage.blocks {
        let name = format!("{} {}", keyword(block.kind).word(Keywords::from(lang)), block.name);
        let left = vec![run(Role::Plain, beginning(&name, LONGEST_NAME))];
        out.push(counted(left, block.counts()));
    }
    out.push(counted(vec![run(Role::Strong, words.all)], coverage.counts()));
    let off = coverage.counts().off;
    let aside = (off > 0).then(|| switched_off(off)).into_iter();
    let aside = aside.chain((coverage.targets > 0).then(|| targets(coverage.targets)));
    out.lines.extend(aside.map(|told| Line::words(1, vec![run(Role::Faint, told.get(lang))])));
}

fn counted(left: Inline, counts: CoverageCounts) -> Line {
    let figure = |hit: usize, all: usize| {
        let role = if hit == all { Role::Good } else { Role::Bad };
        run(role, format!("{hit}/{all}"))
    };
    let CoverageCounts { hit, lines, sides_hit, sides, .. } = counts;
    let place = (sides > 0).then(|| figure(sides_hit, sides));
    Line { level: 1, left, figure: vec![figure(hit, lines)], place: place.into_iter().collect() }
}

fn keyword(kind: CoveredKind) -> Kw {
    match kind {
        CoveredKind::Table => Kw::Table,
        CoveredKind::Scorecard => Kw::Scorecard,
        CoveredKind::Eligibility => Kw::Eligibility,
        CoveredKind::Check => Kw::Check,
    }
}

/// Longest line of a rule file on a terminal of 100 columns, in characters: what stands before it
/// takes 14, and `…` one.
const LONGEST_LINE: usize = 85;

/// A block with the lines that decide something, and the heads of its parts between them.
fn shown_block(
    texts: &BTreeMap<&str, Vec<&str>>,
    block: &CoveredBlock,
    lang: Lang,
    out: &mut Document,
) {
    let text = |file: &str, line: usize| {
        let line = texts.get(file).and_then(|lines| lines.get(line.checked_sub(1)?));
        line.copied().unwrap_or_default()
    };
    let own = &*block.place.file;
    let mut heads = block.heads.iter().copied().peekable();
    let mut file = own;
    for line in &block.lines {
        let at = line.place.start.line;
        let in_own = &*line.place.file == own;
        while let Some(head) = heads.next_if(|head| !in_own || *head < at) {
            out.push(head_line(head, text(own, head), block));
        }
        if file != &*line.place.file {
            file = &line.place.file;
            out.push(Line::words(1, vec![run(Role::Faint, file)]));
        }
        out.push(Line::words(1, marked(line, beginning(text(file, at), LONGEST_LINE).as_ref())));
        let note = note(line, lang)
            .map(|note| run(Role::Note, format!("{:12}{}", "", beginning(&note, LONGEST_LINE))));
        out.lines.extend(note.map(|note| Line::words(1, vec![note])));
    }
}

fn head_line(at: usize, text: &str, block: &CoveredBlock) -> Line {
    let text = beginning(text, LONGEST_LINE);
    match at == block.place.start.line {
        true => Line {
            level: 0,
            left: vec![run(Role::Strong, beginning(text.trim(), LONGEST_NAME))],
            figure: Vec::new(),
            place: vec![run(Role::Faint, format!("{}:{at}", block.place.file))],
        },
        false => Line::words(1, vec![run(Role::Faint, format!("{at:>4}        {text}"))]),
    }
}

/// The files whole, each line with its mark, beside it the examples in which it decided.
fn whole_files(coverage: &Coverage, lang: Lang, out: &mut Document) {
    for file in &coverage.files {
        let of_file = coverage.lines().filter(|line| *line.place.file == *file.name);
        let lines: BTreeMap<usize, &CoveredLine> =
            of_file.map(|line| (line.place.start.line, line)).collect();
        out.push(Line::words(0, vec![run(Role::Strong, file.name.as_str())]));
        for (at, text) in (1..).zip(file.text.lines()) {
            out.push(match lines.get(&at) {
                Some(line) => Line {
                    level: 1,
                    left: marked(line, text),
                    figure: Vec::new(),
                    place: beside(line, lang),
                },
                None => Line::words(1, vec![run(Role::Faint, format!("{at:>4}        {text}"))]),
            });
        }
    }
}

/// The number of a line, its mark and the number of examples in which it decided, and its words.
fn marked(line: &CoveredLine, text: &str) -> Inline {
    let at = run(Role::Faint, format!("{:>4} ", line.place.start.line));
    let (role, mark) = mark(line);
    let count = match line.hits.len() {
        0 => String::new(),
        count => count.to_string(),
    };
    let words = run(if role == Role::Good { Role::Plain } else { role }, text);
    vec![at, run(role, format!("{mark} {count:>3}")), run(Role::Plain, "  "), words]
}

const HIT: char = '✓';
const PART: char = '~';
const NEVER: char = '✗';
const OFF: char = '-';

fn mark(line: &CoveredLine) -> (Role, char) {
    match line.state() {
        CoverageState::Hit if line.is_one_sided() => (Role::Note, PART),
        CoverageState::Hit => (Role::Good, HIT),
        CoverageState::Undecided => (Role::Note, PART),
        CoverageState::Never => (Role::Bad, NEVER),
        CoverageState::Off => (Role::Faint, OFF),
    }
}

/// What is lacking of a line that some example comes to.
fn note(line: &CoveredLine, lang: Lang) -> Option<String> {
    let lacking =
        |fired| sided(line.kind).map(|sided| side_lacking(sided, fired).get(lang).to_owned());
    match line.state() {
        CoverageState::Hit if line.is_one_sided() => lacking(false),
        CoverageState::Hit | CoverageState::Off => None,
        CoverageState::Undecided => {
            Some(format!("{}: {}", words(lang).undecided, named(&line.undecided, lang)))
        }
        CoverageState::Never => {
            let asked = line.other_side.as_ref().is_some_and(|examples| !examples.is_empty());
            lacking(true).filter(|_| asked)
        }
    }
}

fn sided(kind: LineKind) -> Option<Sided> {
    match kind {
        LineKind::Row | LineKind::Threshold => None,
        LineKind::Guard => Some(Sided::Guard),
        LineKind::Reason(ReasonKind::Require | ReasonKind::Each) => Some(Sided::Required),
        LineKind::Reason(ReasonKind::Due) => Some(Sided::InTime),
        LineKind::Reason(ReasonKind::Prefer) => Some(Sided::Preference),
        LineKind::Reason(
            ReasonKind::Reject
            | ReasonKind::Refer
            | ReasonKind::Warn
            | ReasonKind::Cap
            | ReasonKind::Downgrade,
        ) => Some(Sided::Condition),
    }
}

fn named(examples: &[Arc<str>], lang: Lang) -> String {
    let examples: Vec<&str> = examples.iter().map(AsRef::as_ref).collect();
    titles(&examples).get(lang).to_owned()
}

/// What is lacking of a line, else the examples in which it decided.
fn beside(line: &CoveredLine, lang: Lang) -> Inline {
    match note(line, lang) {
        Some(note) => vec![run(Role::Note, note)],
        None if line.hits.is_empty() => Vec::new(),
        None => vec![run(Role::Faint, named(&line.hits, lang))],
    }
}

/// The marks that occur, each with its meaning.
fn legend(coverages: &[Coverage], lang: Lang, out: &mut Document) {
    let Words { legend, legend_hit, legend_part, legend_never, legend_off, .. } = words(lang);
    let marks: BTreeSet<char> =
        coverages.iter().flat_map(Coverage::lines).map(|line| mark(line).1).collect();
    let all = [
        (Role::Good, HIT, "3", legend_hit),
        (Role::Note, PART, "", legend_part),
        (Role::Bad, NEVER, "", legend_never),
        (Role::Faint, OFF, "", legend_off),
    ];
    out.push(Line::words(0, vec![run(Role::Strong, *legend)]));
    let shown = all.into_iter().filter(|(_, mark, ..)| marks.contains(mark));
    out.lines.extend(shown.map(|(role, mark, count, meaning)| {
        Line::words(1, vec![run(role, format!("{mark} {count:1}  {meaning}"))])
    }));
}
