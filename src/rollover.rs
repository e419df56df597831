//! Next year's pack from this year's: a copy whose name and days are moved, those of its worked
//! examples too, with a mark before each line that must be held against the new document.
//!
//! A mark is a comment `# XEM LẠI: …` before each line with a number under a basis or an
//! assumption, a dated value that does not begin with the pack's period, a document, a quotation
//! that has no such number, or a table whose rows stand in a file. The comments are the marks: what
//! is still to be reviewed is what still has one (W401), and nothing else keeps count. Where the
//! new text of a document is given, a number that its quotation still says needs no mark, and the
//! sentences that are new, gone or changed are reported with the rules that rest on them.

use crate::diag::rollover::{Words, words};
use crate::diag::{
    Error, ErrorKind, Message, Severity, load as say_load, nearest, rollover as say,
};
use crate::engine::Rules;
use crate::load::{self, Files, Memory};
use crate::report::trace::{Change, Trace};
use crate::source::passage::Passages;
use crate::source::{Source, SourceId, Sources, key};
use crate::syntax::ast::{Note, NoteKind, Text};
use crate::syntax::outline::{Part, PartKind, outline};
use crate::value::text::{parse_date, show_date};
use std::collections::{BTreeMap, HashSet};

/// A pack for another year, not yet written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NewPack {
    /// Every file of the old pack's folder, with its place in it; byte for byte, but for the
    /// manifest's name, title and days, the days of worked examples, the marks, and the texts that
    /// were given.
    pub files: Vec<(String, Vec<u8>)>,
    /// Lines that must be reviewed, by file and line.
    pub marks: Vec<Mark>,
    /// The documents whose new text was given, in that order.
    pub documents: Vec<NewEdition>,
}

impl NewPack {
    /// The marks, the most urgent first.
    pub fn ranked(&self) -> Vec<&Mark> {
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        marks.sort_by_key(|mark| mark.kind);
        marks
    }
}

/// A line of the new pack that must be reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// The gravest of the reasons for it.
    pub kind: MarkKind,
    /// Name of the file within the new pack.
    pub file: String,
    /// The line in the new file, from 1: below its mark.
    pub line: usize,
    /// The numbers on it, or what else it is.
    pub what: String,
    /// Basis of the line, in words: the document or assumption that its numbers came from.
    pub sentence: String,
}

/// Reason why a line must be reviewed, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// It quotes words that the new document has no longer.
    Changed,
    /// It names the old document.
    Document,
    /// It holds a number or day of the document.
    Number,
    /// It holds a number or day that somebody assumed.
    Assumption,
    /// It quotes words without a number.
    Quotation,
}

/// The text of a document as it is in the new year.
#[derive(Clone, Debug)]
pub struct NewText {
    /// The document's short name in the rules.
    pub document: String,
    /// The text, in UTF-8.
    pub text: Vec<u8>,
}

/// A document with its old and its new text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NewEdition {
    /// The document's short name in the rules.
    pub document: String,
    /// The file of its text.
    pub file: String,
    /// The sentences that differ.
    pub changes: Vec<Change>,
}

/// Makes a pack for another year from the files of one, and holds the new texts of its documents
/// against the old ones.
///
/// # Errors
/// The old pack cannot be used, or the new one could not; the old pack has no days to move, or is
/// of that year already; its folder cannot be read; or a text is of no document of the pack.
pub fn rollover(files: &dyn Files, year: i32, texts: &[NewText]) -> Result<NewPack, Error> {
    let rules = Rules::from_files(files)?;
    let first = rules
        .effective()
        .and_then(|range| range.from.or(range.to))
        .ok_or_else(|| say::no_effective().with_lang(rules.lang()))?;
    if first.year() == year {
        return Err(say::same_year(year).with_lang(rules.lang()));
    }
    let editions =
        editions(&rules, texts).map_err(|message| say::no_pack(message).with_lang(rules.lang()))?;
    let mut all = load::everything(files).map_err(|reason| {
        let found = say_load::unreadable(files.path(), &reason);
        Error::new(ErrorKind::Load, found.code, found.headline).with_lang(rules.lang())
    })?;
    let found = editions.iter().map(|edition| {
        (key(&edition.edition.document), Passages::of(SourceId::new(0), &edition.source))
    });
    let found: BTreeMap<String, Passages<'_>> = found.collect();
    let mut marks = Vec::new();
    for (name, bytes) in &mut all {
        if let Some(text) = moved_manifest(&rules, name, year - first.year()) {
            *bytes = text.into_bytes();
        }
        if let Some((text, found)) = marked(&rules, name, year - first.year(), &found) {
            *bytes = text.into_bytes();
            marks.extend(found);
        }
        if let Some(new) = editions.iter().find(|new| new.edition.file == *name) {
            *bytes = new.source.text().as_bytes().to_vec();
        }
    }
    let copy: Memory = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    match Rules::from_files(&copy) {
        Err(refused) if texts.is_empty() || !is_of_quotations(&refused) => {
            return Err(refused);
        }
        Ok(_) | Err(_) => {}
    }
    let documents = editions.into_iter().map(|new| new.edition).collect();
    Ok(NewPack { files: all, marks, documents })
}

/// Whether rules are refused for nothing but words that a new text has no longer: those are what
/// its reviewer is to look at.
fn is_of_quotations(refused: &Error) -> bool {
    let mut errors =
        refused.diagnostics().iter().filter(|finding| finding.severity == Severity::Error);
    errors.all(|finding| ["E132", "E221"].contains(&finding.code))
}

/// The new text of a document.
struct Edition {
    edition: NewEdition,
    source: Source,
}

fn editions(rules: &Rules, texts: &[NewText]) -> Result<Vec<Edition>, Message> {
    let trace = if texts.is_empty() { Trace::default() } else { rules.trace() };
    let names: Vec<&str> = trace.documents.iter().map(|each| each.document.name.as_str()).collect();
    let mut editions: Vec<Edition> = Vec::new();
    for NewText { document, text } in texts {
        let known = trace.documents.iter().find(|each| each.document.key == key(document));
        let Some(old) = known else {
            return Err(say::no_document(
                document,
                nearest(document, names.iter().copied()),
                &names,
            ));
        };
        let text = std::str::from_utf8(text).map_err(|_| say::not_utf8(document))?;
        if editions.iter().any(|edition| edition.edition.file == old.file) {
            return Err(say::document_twice(document));
        }
        let source = Source::new(old.file.clone(), text);
        editions.push(Edition {
            edition: NewEdition {
                document: old.document.name.clone(),
                file: old.file.clone(),
                changes: old.changes(&rules.sources()[old.document.source], &source),
            },
            source,
        });
    }
    Ok(editions)
}

/// The manifest, if this is it, with its name, title and days moved.
fn moved_manifest(rules: &Rules, name: &str, years: i32) -> Option<String> {
    let id = rules.pack().manifest_source?;
    let source = &rules.sources()[id];
    (source.name() == name).then(|| load::moved_manifest(source, years))
}

/// A rule file, if this is one, with the days of its examples moved and a mark before each line to
/// be reviewed.
fn marked(
    rules: &Rules,
    name: &str,
    years: i32,
    texts: &BTreeMap<String, Passages<'_>>,
) -> Option<(String, Vec<Mark>)> {
    let place = rules.pack().rules.iter().position(|id| rules.sources()[*id].name() == name)?;
    let id: SourceId = *rules.pack().rules.get(place)?;
    let source = &rules.sources()[id];
    let ends = rules.effective().map_or([None; 2], |range| [range.from, range.to]);
    let parts = outline(rules.trees().get(place).copied()?);
    let mut review = Review {
        text: with_examples_moved(source, &parts, years),
        period: ends.into_iter().flatten().map(show_date).collect(),
        source,
        sources: rules.sources(),
        texts,
        words: words(rules.lang()),
        lines: BTreeMap::new(),
        numbered: HashSet::new(),
    };
    parts.iter().for_each(|part| review.part(part, &[]));
    Some(review.write())
}

/// The text of a file with the days of its worked examples some years later: they are days of the
/// pack's period and around it, and move with it. A day keeps its length, so all else its place.
fn with_examples_moved(source: &Source, parts: &[Part<'_>], years: i32) -> String {
    let mut text = source.text().to_owned();
    let examples = parts.iter().filter(|part| part.kind == PartKind::Example);
    for day in examples.flat_map(|part| &part.numbers) {
        if let Some(moved) = moved_day(&source.slice(*day), years) {
            text.replace_range(day.start as usize..day.end as usize, &moved);
        }
    }
    text
}

/// A day as it is written, some years later; the last of February where there is no 29th.
fn moved_day(written: &str, years: i32) -> Option<String> {
    let day = parse_date(written)?;
    let (before, _) = written.rsplit_once('/')?;
    let later = |before: &str| format!("{before}/{}", day.year() + years);
    let same = later(before);
    if parse_date(&same).is_some() {
        Some(same)
    } else {
        Some(later(&before.replacen("29", "28", 1)))
    }
}

/// The lines of a file that must be reviewed.
struct Review<'r> {
    source: &'r Source,
    sources: &'r Sources,
    /// The text that the marks are put into, line for line that of the source.
    text: String,
    /// The ends of the old pack's period: what begins or ends with it is no number of a document.
    period: Vec<String>,
    /// The new texts, by the document's key.
    texts: &'r BTreeMap<String, Passages<'r>>,
    words: &'r Words,
    /// By the line, counted from 1.
    lines: BTreeMap<usize, Line>,
    /// What is said of where the marked numbers come from.
    numbered: HashSet<String>,
}

/// A line to be reviewed: the numbers on it and the sentences they came from, each once.
#[derive(Default)]
struct Line {
    kind: Option<MarkKind>,
    what: Vec<String>,
    sentences: Vec<String>,
}

/// A note that says where numbers come from.
struct Said<'n> {
    words: &'n str,
    /// How it is shown.
    shown: String,
    kind: SaidKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SaidKind {
    Assumption,
    /// Words of a document; whether its new text has them, where that is known.
    Basis(Option<bool>),
}

impl Review<'_> {
    /// Notes the numbers of a part under its own basis, else under that of the part it stands in.
    fn part(&mut self, part: &Part<'_>, above: &[Said<'_>]) {
        let own: Vec<Said<'_>> = part.notes.iter().filter_map(|note| self.said(note)).collect();
        let basis = if own.is_empty() { above } else { &own };
        let needs = !basis.is_empty() || part.kind == PartKind::ParameterValue;
        for number in part.numbers.iter().filter(|_| needs) {
            self.number(number.start, &self.source.slice(*number), basis);
        }
        if part.kind == PartKind::Document {
            let what = format!("{} {}", self.words.document, part.name.unwrap_or(""));
            self.note(part.head.start, MarkKind::Document, what, self.words.of_last_year);
        }
        if let Some(rows) = part.elsewhere {
            self.file_of_rows(part, self.sources[rows.source].name(), basis);
        }
        part.parts.iter().for_each(|within| self.part(within, basis));
        self.quotations(part);
    }

    /// Notes the table whose rows stand in a file: nothing in it is marked.
    fn file_of_rows(&mut self, part: &Part<'_>, file: &str, basis: &[Said<'_>]) {
        let said: Vec<&str> = basis.iter().map(|said| said.shown.as_str()).collect();
        let sentence = match said.as_slice() {
            [] => self.words.of_last_year.to_owned(),
            said => said.join(" · "),
        };
        let what = format!("{} {file}", self.words.rows);
        self.note(part.head.start, MarkKind::Number, what, &sentence);
    }

    fn number(&mut self, at: u32, number: &str, basis: &[Said<'_>]) {
        let number = number.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.period.contains(&number) {
            return;
        }
        let holding = holding(basis, &number);
        let still_said = |said: &&Said<'_>| said.kind == SaidKind::Basis(Some(true));
        if !holding.is_empty() && holding.iter().all(still_said) {
            return;
        }
        let from: Vec<&Said<'_>> =
            if holding.is_empty() { basis.iter().collect() } else { holding };
        let assumed = |said: &&Said<'_>| said.kind == SaidKind::Assumption;
        let kind = match !from.is_empty() && from.iter().all(assumed) {
            true => MarkKind::Assumption,
            false => MarkKind::Number,
        };
        let sentence = match from.as_slice() {
            [] => self.words.no_basis.to_owned(),
            from => from.iter().map(|said| said.shown.as_str()).collect::<Vec<_>>().join(" · "),
        };
        self.numbered.extend(from.iter().map(|said| said.shown.clone()));
        self.note(at, kind, number, &sentence);
    }

    /// Notes the quotations of a part that a new text has no longer, and, of those that are not
    /// known to stand in one, such as no marked number leads to.
    fn quotations(&mut self, part: &Part<'_>) {
        for note in part
            .notes
            .iter()
            .filter(|note| matches!(note.kind, NoteKind::Basis { quote: Some(_), .. }))
        {
            let Some(said) = self.said(note) else { continue };
            let kind = match said.kind {
                SaidKind::Basis(Some(false)) => MarkKind::Changed,
                SaidKind::Basis(None) if !self.numbered.contains(&said.shown) => {
                    MarkKind::Quotation
                }
                SaidKind::Basis(None | Some(true)) | SaidKind::Assumption => continue,
            };
            self.note(note.span.start, kind, self.words.quotation.to_owned(), &said.shown);
        }
    }

    fn note(&mut self, at: u32, kind: MarkKind, what: String, sentence: &str) {
        let line = self.lines.entry(self.source.line_column(at).line).or_default();
        line.kind = Some(line.kind.map_or(kind, |known| known.min(kind)));
        if !line.what.contains(&what) {
            line.what.push(what);
        }
        if !line.sentences.iter().any(|known| known == sentence) {
            line.sentences.push(sentence.to_owned());
        }
    }

    fn said<'n>(&self, note: &'n Note) -> Option<Said<'n>> {
        let words = |text: &'n Option<Text>| text.as_ref().map_or("", |text| text.text.as_str());
        let quoted =
            |words: &str| if words.is_empty() { String::new() } else { format!(": “{words}”") };
        match &note.kind {
            NoteKind::Basis { document, place, quote } => {
                let place = place.as_ref().map_or_else(String::new, |place| format!(" {place}"));
                let words = words(quote);
                let text = self.texts.get(&document.key).filter(|_| !words.is_empty());
                let there = text.map(|text| !text.find(words).is_empty());
                let now = text.filter(|_| there == Some(false)).map(|text| self.now(text, words));
                Some(Said {
                    words,
                    shown: format!(
                        "{}{place}{}{}",
                        document.text,
                        quoted(words),
                        now.unwrap_or_default()
                    ),
                    kind: SaidKind::Basis(there),
                })
            }
            NoteKind::Assumption(text) => Some(Said {
                words: words(text),
                shown: format!("{}{}", self.words.assumption, quoted(words(text))),
                kind: SaidKind::Assumption,
            }),
            NoteKind::Allow { .. } => None,
        }
    }

    /// What a new text says instead of words that it has no longer.
    fn now(&self, text: &Passages<'_>, words: &str) -> String {
        match text.nearest(words) {
            Some(near) => format!(" → {}: “{}”", self.words.now, text.words(near)),
            None => format!(" → {}", self.words.no_longer),
        }
    }

    /// The text with the marks, and the marks.
    fn write(self) -> (String, Vec<Mark>) {
        let (mut text, mut marks) = (String::new(), Vec::new());
        let (mut before, mut added) = ("", 0);
        for (number, line) in (1..).zip(self.text.split_inclusive('\n')) {
            if let Some(Line { kind: Some(kind), what, sentences }) = self.lines.get(&number) {
                let (what, sentence) = (what.join(", "), sentences.join(" · "));
                let mark = format!("# {}: {what} — {sentence}", self.words.mark);
                // A line that nobody has looked at since the last year keeps the mark it has.
                if !before.trim().strip_prefix('#').is_some_and(say::is_mark) {
                    let indent: String =
                        line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect();
                    let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
                    text.push_str(&format!("{indent}{mark}{end}"));
                    added += 1;
                }
                marks.push(Mark {
                    kind: *kind,
                    file: self.source.name().to_owned(),
                    line: number + added,
                    what,
                    sentence,
                });
            }
            text.push_str(line);
            before = line;
        }
        (text, marks)
    }
}

/// Of the notes, those whose words hold a number.
fn holding<'s, 'n>(basis: &'s [Said<'n>], number: &str) -> Vec<&'s Said<'n>> {
    let holds = |said: &&Said<'_>| {
        !Passages::of(SourceId::new(0), &Source::new("", said.words)).find(number).is_empty()
    };
    basis.iter().filter(holds).collect()
}
