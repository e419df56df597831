//! Next year's pack from this year's: a copy whose name and days are moved, with a mark before each
//! line whose numbers must be held against the new document.

use super::Rules;
use crate::diag::rollover::{Words, words};
use crate::diag::{Error, ErrorKind, load as say_load, rollover as say};
use crate::load::{self, Files, Memory};
use crate::source::passage::Passages;
use crate::source::{Source, SourceId, Sources, Span};
use crate::syntax::ast::{Note, NoteKind, Text};
use crate::syntax::outline::{Part, PartKind, outline};
use std::collections::BTreeMap;

/// A pack for another year, not yet written.
#[derive(Clone, Debug)]
pub struct NewPack {
    /// Every file of the old pack's folder, with its place in it; byte for byte, but for the
    /// manifest's name, title and days and the marks.
    pub files: Vec<(String, Vec<u8>)>,
    /// What must be reviewed, by file and line.
    pub marks: Vec<Mark>,
}

/// A line of the new pack that must be reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The file.
    pub file: String,
    /// The line in the new file, from 1: below its mark.
    pub line: usize,
    /// The numbers on it, or what else it is.
    pub what: String,
    /// Where they came from.
    pub sentence: String,
}

/// Makes a pack for another year from the files of one.
///
/// # Errors
/// The old pack cannot be used, or the new one could not; the old pack has no days to move, or is
/// of that year already; its folder cannot be read.
pub fn rollover(files: &dyn Files, year: i32) -> Result<NewPack, Error> {
    let rules = Rules::from_files(files)?;
    let first = rules
        .effective()
        .and_then(|range| range.from.or(range.to))
        .ok_or_else(|| say::no_effective().with_lang(rules.lang()))?;
    if first.year() == year {
        return Err(say::same_year(year).with_lang(rules.lang()));
    }
    let mut all = load::everything(files).map_err(|reason| {
        let found = say_load::unreadable(files.path(), &reason);
        Error::new(ErrorKind::Load, found.code, found.headline).with_lang(rules.lang())
    })?;
    let mut marks = Vec::new();
    for (name, bytes) in &mut all {
        if let Some(text) = moved_manifest(&rules, name, year - first.year()) {
            *bytes = text.into_bytes();
        }
        if let Some((text, found)) = marked(&rules, name) {
            *bytes = text.into_bytes();
            marks.extend(found);
        }
    }
    let copy: Memory = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    Rules::from_files(&copy)?;
    Ok(NewPack { files: all, marks })
}

/// The manifest, if this is it, with its name, title and days moved.
fn moved_manifest(rules: &Rules, name: &str, years: i32) -> Option<String> {
    let id = rules.inner.pack.manifest_source?;
    let source = &rules.sources()[id];
    (source.name() == name).then(|| load::moved_manifest(source, years))
}

/// A rule file, if this is one, with a mark before each line to be reviewed.
fn marked(rules: &Rules, name: &str) -> Option<(String, Vec<Mark>)> {
    let place = rules.inner.pack.rules.iter().position(|id| rules.sources()[*id].name() == name)?;
    let id: SourceId = *rules.inner.pack.rules.get(place)?;
    let source = &rules.sources()[id];
    let mut review = Review { source, words: words(rules.lang()), lines: BTreeMap::new() };
    outline(rules.inner.trees.get(place)?).iter().for_each(|part| review.part(part, &[]));
    Some(review.write())
}

/// The lines of a file that must be reviewed.
struct Review<'r> {
    source: &'r Source,
    words: &'r Words,
    /// By the line, counted from 1: the numbers and the sentences they came from, each once.
    lines: BTreeMap<usize, (Vec<String>, Vec<String>)>,
}

/// What a note says of where numbers come from: its words, and how it is told.
struct Said<'n> {
    words: &'n str,
    told: String,
}

impl Review<'_> {
    /// Notes the numbers of a part under its own basis, else under that of the part it stands in.
    fn part(&mut self, part: &Part<'_>, above: &[Said<'_>]) {
        let own: Vec<Said<'_>> = part.notes.iter().filter_map(|note| self.said(note)).collect();
        let basis = if own.is_empty() { above } else { &own };
        let needs = !basis.is_empty() || part.kind == PartKind::ParameterValue;
        for number in part.numbers.iter().filter(|_| needs) {
            let shown = self.source.slice(*number).split_whitespace().collect::<Vec<_>>().join(" ");
            let sentence = self.sentence(basis, &shown);
            self.note(number.start, shown, &sentence);
        }
        if part.kind == PartKind::Document {
            let what = format!("{} {}", self.words.document, part.name.unwrap_or(""));
            self.note(part.head.start, what, self.words.of_last_year);
        }
        for note in part
            .notes
            .iter()
            .filter(|note| matches!(note.kind, NoteKind::Basis { quote: Some(_), .. }))
        {
            let sentence = self.said(note).map_or_else(String::new, |said| said.told);
            self.note(note.span.start, self.words.quotation.to_owned(), &sentence);
        }
        part.parts.iter().for_each(|part| self.part(part, basis));
    }

    fn note(&mut self, at: u32, what: String, sentence: &str) {
        let (all, sentences) = self.lines.entry(self.source.line_column(at).line).or_default();
        if !all.contains(&what) {
            all.push(what);
        }
        if !sentences.iter().any(|known| known == sentence) {
            sentences.push(sentence.to_owned());
        }
    }

    /// Of what the basis says, that which holds the number; else all of it.
    fn sentence(&self, basis: &[Said<'_>], number: &str) -> String {
        let holds = |said: &&Said<'_>| {
            !Passages::of(SourceId::new(0), &Source::new("", said.words)).find(number).is_empty()
        };
        let holding: Vec<&Said<'_>> = basis.iter().filter(holds).collect();
        let told: Vec<&Said<'_>> =
            if holding.is_empty() { basis.iter().collect() } else { holding };
        match told.as_slice() {
            [] => self.words.no_basis.to_owned(),
            told => told.iter().map(|said| said.told.as_str()).collect::<Vec<_>>().join(" · "),
        }
    }

    fn said<'n>(&self, note: &'n Note) -> Option<Said<'n>> {
        let words = |text: &'n Option<Text>| text.as_ref().map_or("", |text| text.text.as_str());
        let quoted =
            |words: &str| if words.is_empty() { String::new() } else { format!(": “{words}”") };
        match &note.kind {
            NoteKind::Basis { document, place, quote } => {
                let place = place.as_ref().map_or_else(String::new, |place| format!(" {place}"));
                Some(Said {
                    words: words(quote),
                    told: format!("{}{place}{}", document.text, quoted(words(quote))),
                })
            }
            NoteKind::Assumption(text) => Some(Said {
                words: words(text),
                told: format!("{}{}", self.words.assumption, quoted(words(text))),
            }),
            NoteKind::Allow { .. } => None,
        }
    }

    /// The text with the marks, and the marks.
    fn write(self) -> (String, Vec<Mark>) {
        let (mut text, mut marks) = (String::new(), Vec::new());
        let (mut before, mut added) = ("", 0);
        for (number, line) in (1..).zip(self.source.text().split_inclusive('\n')) {
            if let Some((all, sentences)) = self.lines.get(&number) {
                let (what, sentence) = (all.join(", "), sentences.join(" · "));
                let mark = format!("# {}: {what} — {sentence}", self.words.mark);
                if before.trim() != mark {
                    let indent: String =
                        line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect();
                    let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
                    text.push_str(&format!("{indent}{mark}{end}"));
                    added += 1;
                }
                marks.push(Mark {
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

/// The first mark among the comments of a pack, and how many each file has.
pub(super) fn marks_left<'s>(
    rules: &[crate::syntax::ast::File],
    sources: &'s Sources,
) -> Option<(Span, Vec<(&'s str, usize)>)> {
    let marks = |file: &crate::syntax::ast::File| -> Vec<Span> {
        file.comments
            .iter()
            .filter(|comment| say::is_mark(&comment.text))
            .map(|comment| comment.span)
            .collect()
    };
    let all: Vec<Vec<Span>> = rules.iter().map(marks).filter(|marks| !marks.is_empty()).collect();
    let counts =
        all.iter().filter_map(|marks| Some((sources[marks.first()?.source].name(), marks.len())));
    Some((*all.first()?.first()?, counts.collect()))
}
