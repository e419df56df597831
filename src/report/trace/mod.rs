//! A document beside its rules: which sentences rules quote, which a person judges, and which
//! nobody has looked at.

mod changes;
mod cover;
mod cut;
mod show;

pub use changes::{Change, ChangeKind, Edition};
pub use cover::{Cover, Coverage};
pub use cut::{Sentence, sentences};
pub use show::{document, html_page};

use crate::source::passage::Passages;
use crate::source::{SourceId, Sources, Span};

/// A document that rules come from, with its text.
#[derive(Clone, Debug)]
pub struct Text {
    /// Short name of the document.
    pub name: String,
    /// Name as it is compared; see [`crate::source::key`].
    pub key: String,
    /// Title of the document.
    pub title: String,
    /// Text of the document.
    #[doc(hidden)]
    pub source: SourceId,
}

/// `căn cứ KH91 mục II.2 "…"`, with the rule it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Key of the document.
    pub document: String,
    /// `mục II.2`
    pub place: Option<String>,
    /// The words quoted; none: the place as a whole.
    pub words: Option<String>,
    /// Description of the rule: `Chấm điểm tổ, tiêu chí 2`.
    pub rule: String,
    /// `true` if the rule can decide something on data, as a parameter or a block that never
    /// applies cannot.
    pub decides: bool,
    /// Names of the rules that read it, of a parameter; `None` of other rules.
    pub read_by: Option<Vec<String>>,
    /// The file of the rule.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
}

/// A sentence that no rule can decide, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Name of the entry in the list.
    pub id: String,
    /// The words of the document.
    pub words: String,
    /// Kind of the sentence.
    pub kind: ListedKind,
    /// Reason for which no rule decides it.
    pub reason: String,
    /// Place of the words in the list.
    #[doc(hidden)]
    pub span: Span,
}

/// Kind of a sentence that no rule can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListedKind {
    /// `người xét`: a person judges.
    Judgement,
    /// `mục tiêu`: an aim without a measure.
    Goal,
    /// `kế hoạch riêng`: laid down in another plan.
    OwnPlan,
    /// `nhãn`: a heading, an address, a signature.
    Label,
}

/// The documents of a pack beside its rules.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Name of the pack.
    pub pack: String,
    /// The documents that have a text.
    pub documents: Vec<DocumentTrace>,
}

/// A document beside its rules.
#[derive(Clone, Debug)]
pub struct DocumentTrace {
    /// Document that is laid out.
    pub document: Text,
    /// The file of its text.
    pub file: String,
    /// Sentences in the order written.
    pub sentences: Vec<Traced>,
    /// The rules that name a place of it but quote no words.
    pub unquoted: Vec<Quotation>,
}

/// A sentence with what is said of it.
#[derive(Clone, Debug)]
pub struct Traced {
    /// The headings it stands under.
    pub section: String,
    /// Line in the document, from 1.
    pub line: usize,
    /// Words in parts, each with `true` if a rule quotes it; single blanks.
    pub parts: Vec<(String, bool)>,
    /// The same words in parts, each with what covers it.
    pub cover: Vec<(String, Cover)>,
    /// The rules that quote from it, each once.
    pub rules: Vec<Quotation>,
    /// Entries of the list that speak of it.
    pub listed: Vec<Listed>,
}

/// Numbers of sentences of each sort. By what is named: a sentence with a rule counts there alone,
/// decide it or not. By [`Coverage`]: the four make up all sentences too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sentences with a rule.
    pub ruled: usize,
    /// Sentences without a rule, but in the list.
    pub listed: usize,
    /// Sentences with neither of them.
    pub open: usize,
    /// Number of sentences that are [`Coverage::Fully`].
    pub fully: usize,
    /// Number of sentences that are [`Coverage::Partly`].
    pub partly: usize,
    /// Number of sentences that are [`Coverage::ByPerson`].
    pub by_person: usize,
    /// Number of sentences that are [`Coverage::NotAtAll`].
    pub not_at_all: usize,
}

impl Traced {
    /// Returns `true` if neither a rule nor the list speaks of it.
    pub fn is_open(&self) -> bool {
        self.rules.is_empty() && self.listed.is_empty()
    }
}

impl Trace {
    /// Numbers of sentences of each sort.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for sentence in self.documents.iter().flat_map(|document| &document.sentences) {
            match (sentence.rules.is_empty(), sentence.listed.is_empty()) {
                (false, _) => counts.ruled += 1,
                (true, false) => counts.listed += 1,
                (true, true) => counts.open += 1,
            }
            match sentence.coverage() {
                Coverage::Fully => counts.fully += 1,
                Coverage::Partly => counts.partly += 1,
                Coverage::ByPerson => counts.by_person += 1,
                Coverage::NotAtAll => counts.not_at_all += 1,
            }
        }
        counts
    }
}

/// Puts documents beside the rules that quote them. The words of a quotation are looked for in the
/// place that it names; where that place does not hold them, in the whole text.
#[doc(hidden)]
pub fn trace(
    pack: &str,
    documents: Vec<Text>,
    quotations: &[Quotation],
    listed: &[Listed],
    sources: &Sources,
) -> Trace {
    let documents = documents
        .into_iter()
        .map(|document| beside(document, quotations, listed, sources))
        .collect();
    Trace { pack: pack.to_owned(), documents }
}

fn beside(
    document: Text,
    quotations: &[Quotation],
    listed: &[Listed],
    sources: &Sources,
) -> DocumentTrace {
    let source = &sources[document.source];
    let passages = Passages::of(document.source, source);
    let sentences = sentences(document.source, source);
    let mine = || quotations.iter().filter(|quotation| quotation.document == document.key);
    let quoted: Vec<(&Quotation, Vec<Span>)> = mine()
        .filter_map(|quotation| {
            let found = passages.find(quotation.words.as_deref()?);
            Some((quotation, in_place(found, quotation.place.as_deref(), &sentences)))
        })
        .collect();
    let listed: Vec<(&Listed, Vec<Span>)> =
        listed.iter().map(|listed| (listed, passages.find(&listed.words))).collect();
    let spans: Vec<(Span, Cover)> = by_rules(&quoted).chain(by_persons(&listed)).collect();
    let quotes: Vec<(Span, bool)> = by_rules(&quoted).map(|(span, _)| (span, true)).collect();
    let traced = sentences.iter().map(|sentence| {
        let words = |span: Span| single_blanks(&source.slice(span));
        Traced {
            section: sentence.section.clone(),
            line: source.line_column(sentence.span.start).line,
            parts: parts(sentence.span, &quotes)
                .into_iter()
                .map(|(span, quoted)| (words(span), quoted))
                .collect(),
            cover: parts(sentence.span, &spans)
                .into_iter()
                .map(|(span, cover)| (words(span), cover))
                .collect(),
            rules: meeting(&quoted, sentence.span),
            listed: meeting(&listed, sentence.span),
        }
    });
    let traced = traced.collect();
    let unquoted = mine().filter(|quotation| quotation.words.is_none()).cloned().collect();
    DocumentTrace { file: source.name().to_owned(), document, sentences: traced, unquoted }
}

/// The places that rules quote.
fn by_rules<'q>(quoted: &'q [(&Quotation, Vec<Span>)]) -> impl Iterator<Item = (Span, Cover)> + 'q {
    quoted.iter().flat_map(|(quotation, spans)| {
        let cover = if quotation.decides { Cover::Decided } else { Cover::Named };
        spans.iter().map(move |span| (*span, cover))
    })
}

/// The places that the list speaks of.
fn by_persons<'l>(listed: &'l [(&Listed, Vec<Span>)]) -> impl Iterator<Item = (Span, Cover)> + 'l {
    listed.iter().flat_map(|(_, spans)| spans.iter().map(|span| (*span, Cover::Person)))
}

/// Places where words stand under the heading that is named; all places, if there is none there.
fn in_place(found: Vec<Span>, place: Option<&str>, sentences: &[Sentence]) -> Vec<Span> {
    let Some(wanted) = place.and_then(|place| place.split_whitespace().next_back()) else {
        return found;
    };
    let under = |section: &str| {
        section == wanted || section.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
    };
    let there = |span: &&Span| {
        sentences.iter().any(|sentence| meet(sentence.span, **span) && under(&sentence.section))
    };
    let within: Vec<Span> = found.iter().filter(there).copied().collect();
    if within.is_empty() { found } else { within }
}

fn single_blanks(words: &str) -> String {
    let mut out = String::new();
    for letter in words.chars() {
        match letter.is_whitespace() {
            false => out.push(letter),
            true if !out.ends_with(' ') => out.push(' '),
            true => {}
        }
    }
    out
}

fn meet(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// Those that have a place in a sentence, each once.
fn meeting<T: Clone + PartialEq>(placed: &[(&T, Vec<Span>)], sentence: Span) -> Vec<T> {
    let mut met: Vec<T> = Vec::new();
    for (item, _) in
        placed.iter().filter(|(_, spans)| spans.iter().any(|span| meet(*span, sentence)))
    {
        if !met.contains(item) {
            met.push((*item).clone());
        }
    }
    met
}

/// A sentence cut where places that something is said of begin and end, each part with the most
/// that is said of it.
fn parts<T: Copy + Ord + Default>(sentence: Span, said: &[(Span, T)]) -> Vec<(Span, T)> {
    let within: Vec<&(Span, T)> = said.iter().filter(|(span, _)| meet(*span, sentence)).collect();
    let mut ends: Vec<u32> = within
        .iter()
        .flat_map(|(span, _)| [span.start, span.end])
        .filter(|at| sentence.start < *at && *at < sentence.end)
        .collect();
    ends.push(sentence.end);
    ends.sort_unstable();
    ends.dedup();
    let mut start = sentence.start;
    let mut parts: Vec<(Span, T)> = Vec::new();
    for end in ends {
        let part = Span { start, end, ..sentence };
        let here = within.iter().filter(|(span, _)| meet(*span, part));
        let told = here.map(|(_, told)| *told).max().unwrap_or_default();
        match parts.last_mut() {
            Some((last, before)) if *before == told => last.end = end,
            _ => parts.push((part, told)),
        }
        start = end;
    }
    parts
}
