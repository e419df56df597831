//! The numbers of rules beside those of the words they rest on: a rule holds the numbers that it
//! quotes, and no others; and one number of a document stands in one place of the rules.

use super::Pack;
use crate::diag::{Diagnostic, figures as say};
use crate::source::passage::collapsed;
use crate::source::{Span, key};
use crate::syntax::ast::{Magnitude, NoteKind, Number, UnitWord};
use crate::syntax::outline::{Part, PartKind};
use crate::value::figures::{Figure, Scale, figures, is_trivial, values, worded};
use crate::value::{Lang, Num};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Quotations by their places in the rules, each with its first place in its document.
pub(super) type Quotations = HashMap<Span, Span>;

/// Words that a rule rests on: a quotation or an assumption.
struct Words {
    /// Place of the words in the rules.
    span: Span,
    quoted: bool,
    figures: Vec<(Place, Figure)>,
    /// The numbers that words of it stand for.
    worded: Vec<Num>,
}

/// A number in words that rules rest on, the same for all that quote it: by the document, or the
/// words themselves where there is no text to find them in, and the offset there.
type Place = (String, usize);

/// A part of the rules with the words that it rests on.
struct Resting<'p, 'f> {
    part: &'p Part<'f>,
    /// The block, derivation or parameter that it is, or is a part of.
    owner: Span,
    /// Its own words, by their places in [`Check::words`].
    own: Vec<usize>,
    /// Its own words and those of the parts around it.
    all: Vec<usize>,
    /// `true` if something that it rests on is not quoted: the number may stand there.
    open: bool,
}

/// Holds the numbers of all rules against the words that they rest on.
pub(super) fn check(pack: &Pack, parts: &[Part<'_>], quotations: &Quotations) -> Vec<Diagnostic> {
    let mut check = Check { pack, quotations, words: Vec::new(), resting: Vec::new() };
    let statements = parts.iter().filter(|part| part.kind != PartKind::Example);
    for part in statements {
        check.take(part, part.head, &[], false);
    }
    let readers = Readers::of(parts);
    let mut found = check.not_quoted(&readers);
    found.extend(check.in_several_places());
    found
}

struct Check<'p, 'f, 't> {
    pack: &'t Pack,
    quotations: &'t Quotations,
    words: Vec<Words>,
    resting: Vec<Resting<'p, 'f>>,
}

impl<'p, 'f> Check<'p, 'f, '_> {
    fn take(&mut self, part: &'p Part<'f>, owner: Span, above: &[usize], open: bool) {
        let first = self.words.len();
        // Words of its own say more of a part than what stands around it.
        let quotes = |kind: &NoteKind| matches!(kind, NoteKind::Basis { quote: Some(_), .. });
        let mut is_open = open && !part.notes.iter().any(|note| quotes(&note.kind));
        for note in part.notes {
            match &note.kind {
                // The numbers of a file are not read here.
                NoteKind::Basis { .. } | NoteKind::Assumption(Some(_))
                    if part.elsewhere.is_some() =>
                {
                    is_open = true
                }
                NoteKind::Basis { document, quote: Some(quote), .. } => {
                    let words = self.quotation(&document.key, &quote.text, quote.span);
                    self.words.push(words);
                }
                NoteKind::Assumption(Some(text)) => {
                    is_open = true;
                    let words = self.read(&collapsed(&text.text), 0, &text.text, text.span);
                    self.words.push(Words { quoted: false, ..words });
                }
                NoteKind::Basis { quote: None, .. } | NoteKind::Assumption(None) => is_open = true,
                NoteKind::Allow { .. } => {}
            }
        }
        let own: Vec<usize> = (first..self.words.len()).collect();
        let all: Vec<usize> = above.iter().chain(&own).copied().collect();
        for within in &part.parts {
            let owner = if within.kind == PartKind::Derivation { within.head } else { owner };
            self.take(within, owner, &all, is_open);
        }
        self.resting.push(Resting { part, owner, own, all, open: is_open });
    }

    /// The words of a quotation, as they stand in the document where its text is there.
    fn quotation(&self, document: &str, quote: &str, span: Span) -> Words {
        match self.quotations.get(&span) {
            Some(place) => {
                let text = self.pack.sources[place.source].slice(*place);
                self.read(document, place.start as usize, &text, span)
            }
            None => self.read(&format!("{document} {}", collapsed(quote)), 0, quote, span),
        }
    }

    fn read(&self, of: &str, start: usize, text: &str, span: Span) -> Words {
        let figures = figures(text, self.lang()).into_iter();
        let figures = figures.map(|figure| ((of.to_owned(), start + figure.at.start), figure));
        Words { span, quoted: true, figures: figures.collect(), worded: worded(text) }
    }

    fn lang(&self) -> Lang {
        self.pack.manifest.lang
    }

    fn shown(&self, span: Span) -> String {
        self.pack.sources[span.source].slice(span).into_owned()
    }

    /// Numbers of rules that their quotations do not hold, and the reverse.
    fn not_quoted(&self, readers: &Readers<'_, '_>) -> Vec<Diagnostic> {
        let missing = self.missing(readers);
        let mut told: HashSet<usize> = HashSet::new();
        let mut found = Vec::new();
        for resting in self.resting.iter().filter(|resting| !resting.open) {
            let quotes = || resting.all.iter().filter_map(|at| self.words.get(*at));
            let counted = |words: &Words| words.figures.iter().any(|(_, figure)| figure.counts);
            let Some(last) =
                resting.all.iter().rev().find(|at| self.words.get(**at).is_some_and(counted))
            else {
                continue;
            };
            for (span, number) in &resting.part.values {
                let values = written(*number);
                let in_words = |words: &Words| {
                    words.figures.iter().any(|(_, figure)| figure.is(&values))
                        || words.worded.iter().any(|value| values.contains(value))
                };
                if is_trivial(&values) || quotes().any(in_words) {
                    continue;
                }
                let instead =
                    resting.all.iter().flat_map(|at| missing.get(at).into_iter().flatten());
                let instead: Vec<&str> = instead.map(String::as_str).collect();
                told.extend(&resting.all);
                let quote = self.words.get(*last).map_or(*span, |words| words.span);
                found.push(say::number_not_quoted(*span, &self.shown(*span), quote, &instead));
            }
        }
        let left = missing.iter().filter(|(at, _)| !told.contains(at));
        found.extend(left.filter_map(|(at, numbers)| {
            let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
            Some(say::quoted_number_missing(self.words.get(*at)?.span, &numbers))
        }));
        found
    }

    /// The numbers of quotations that no rule holds which quotes them, by the first such quotation.
    fn missing(&self, readers: &Readers<'_, '_>) -> BTreeMap<usize, Vec<String>> {
        let mut places: BTreeMap<&Place, (usize, &Figure, bool)> = BTreeMap::new();
        for resting in &self.resting {
            let own = resting.own.iter().filter_map(|at| Some((*at, self.words.get(*at)?)));
            for (at, words) in own.filter(|(_, words)| words.quoted) {
                let counted: Vec<&(Place, Figure)> =
                    words.figures.iter().filter(|(_, figure)| figure.counts).collect();
                for (nth, (place, figure)) in counted.iter().enumerate() {
                    let alike = counted.iter().take(nth);
                    let alike = alike.filter(|(_, other)| other.is(&figure.values)).count();
                    // A row that repeats a row of the document holds each number as often.
                    let repeats = resting.part.values.len() >= counted.len();
                    let held = match repeats {
                        true => own_numbers(resting.part, figure) > alike,
                        false => readers.holds(resting.part, figure),
                    };
                    let first = places.entry(place).or_insert((at, figure, false));
                    first.2 |= held;
                }
            }
        }
        let mut missing: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (at, figure, _) in places.into_values().filter(|(_, _, held)| !held) {
            let shown = figure.shown.clone();
            missing.entry(at).or_default().push(shown);
        }
        missing
    }

    /// Numbers of one place of a document, or of one assumption, that stand in several blocks.
    fn in_several_places(&self) -> Vec<Diagnostic> {
        let mut places: BTreeMap<&Place, Vec<(Span, Span)>> = BTreeMap::new();
        let mut in_rules: HashSet<Span> = HashSet::new();
        for resting in &self.resting {
            for (span, number) in &resting.part.values {
                let values = written(*number);
                let words = resting.all.iter().filter_map(|at| self.words.get(*at));
                let figures = words.flat_map(|words| &words.figures);
                for (place, _) in figures.filter(|(_, figure)| figure.is(&values)) {
                    if !is_trivial(&values) {
                        let is_value = resting.part.kind == PartKind::ParameterValue;
                        in_rules.extend((!is_value).then_some(*span));
                        places.entry(place).or_default().push((resting.owner, *span));
                    }
                }
            }
        }
        let mut told: HashSet<Span> = HashSet::new();
        let mut found = Vec::new();
        for mut stands in places.into_values() {
            let mut owners: HashSet<Span> = HashSet::new();
            stands.sort_by_key(|(_, span)| (span.source, span.start));
            stands.retain(|(owner, _)| owners.insert(*owner));
            let spans: Vec<Span> = stands.iter().map(|(_, span)| *span).collect();
            // Parameters are what the number should be: two may well have the same.
            let new = spans.iter().any(|span| !told.contains(span) && in_rules.contains(span));
            if let Some((first, others)) =
                spans.split_first().filter(|(_, others)| new && !others.is_empty())
            {
                found.push(say::number_in_several(*first, &self.shown(*first), others));
            }
            told.extend(spans);
        }
        found
    }
}

/// The parts by the names that other rules read them by.
struct Readers<'p, 'f> {
    named: HashMap<String, Vec<&'p Part<'f>>>,
}

impl<'p, 'f> Readers<'p, 'f> {
    fn of(parts: &'p [Part<'f>]) -> Readers<'p, 'f> {
        let mut named: HashMap<String, Vec<&'p Part<'f>>> = HashMap::new();
        for part in parts.iter().chain(parts.iter().flat_map(|part| &part.parts)) {
            let read = match part.kind {
                PartKind::Derivation
                | PartKind::Parameter
                | PartKind::Table
                | PartKind::Scorecard
                | PartKind::Eligibility
                | PartKind::Check => part.name,
                _ => None,
            };
            read.into_iter().for_each(|name| named.entry(key(name)).or_default().push(part));
        }
        Readers { named }
    }

    /// Returns `true` if a part holds a number, itself or in what it reads.
    fn holds(&self, part: &'p Part<'f>, figure: &Figure) -> bool {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut ahead = vec![part];
        while let Some(part) = ahead.pop() {
            if own_numbers(part, figure) > 0 {
                return true;
            }
            ahead.extend(&part.parts);
            let new: Vec<&str> = part
                .reads
                .iter()
                .map(|name| name.key.as_str())
                .filter(|key| seen.insert(key))
                .collect();
            ahead.extend(new.iter().filter_map(|key| self.named.get(*key)).flatten());
        }
        false
    }
}

/// How many of a part's own numbers are the same as one in words.
fn own_numbers(part: &Part<'_>, figure: &Figure) -> usize {
    let numbers = part.values.iter().chain(&part.points);
    numbers.filter(|(_, number)| figure.is(&written(*number))).count()
}

/// Every value that a number of the rules can stand for in words.
fn written(number: Number) -> Vec<Num> {
    let scale = match (number.magnitude, number.unit) {
        (Some(Magnitude::Percent), _) => Some(Scale::Percent),
        (Some(Magnitude::Permille), _) => Some(Scale::Permille),
        (Some(Magnitude::Thousand), _) => Some(Scale::Thousand),
        (Some(Magnitude::Million), _) => Some(Scale::Million),
        (Some(Magnitude::Billion), _) => Some(Scale::Billion),
        (None, Some(UnitWord::Years)) => Some(Scale::Years),
        (
            None,
            Some(UnitWord::Dong | UnitWord::Points | UnitWord::Days | UnitWord::Months) | None,
        ) => None,
    };
    values(&Num::from_decimal(number.digits), scale)
}
