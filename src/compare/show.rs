//! A comparison laid out for a reader: what changed group by group, what changed without effect,
//! and how every block stands.

use super::migration::{Migration, Move};
use super::{
    Change, ChangeKind, ChangedIndicator, ChangedRegion, Comparison, Standing, Witness, tables,
};
use crate::diag::Message;
use crate::diag::compare::{self as say, words};
use crate::diag::differing as say_regions;
use crate::diag::migration as say_records;
use crate::markup::{Document, Inline, Line, Role, SCREEN, page, run};
use crate::source::Place;
use crate::value::Lang;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Records that are listed for a reader of lines; of more, how many there are.
const MOST_RECORDS: usize = 20;
/// Regions of one change that are listed for a reader of lines; of more, how many there are.
const MOST_REGIONS: usize = 4;

/// Comparison as lines, those of a terminal no wider than it; of the records that come out
/// otherwise, where they are given, the first.
pub fn document(comparison: &Comparison, migration: Option<&Migration>, lang: Lang) -> Document {
    laid_out(comparison, migration, lang, Some(SCREEN))
}

/// Comparison as a page of its own, as [`document()`].
pub fn html_page(comparison: &Comparison, migration: Option<&Migration>, lang: Lang) -> String {
    let lines = laid_out(comparison, migration, lang, None);
    page(lang.code(), words(lang).title, STYLE, &lines.html())
}

const STYLE: &str = "\
@page { size: A4; margin: 15mm 12mm; }
body { font-family: 'Times New Roman', serif; font-size: 12pt; line-height: 1.35; }
body { max-width: 190mm; margin: 1em auto; }
.line { display: flex; justify-content: space-between; gap: 1em; padding: .1em 0; }
.line { break-inside: avoid; }
.level-0 { margin-top: 1em; border-bottom: 1px solid #999; }
.level-1 { padding-left: 1em; }
.level-2 { padding-left: 2.5em; }
.place { white-space: nowrap; font-size: 10pt; }
.strong { font-weight: bold; }
.good { color: #1d5e20; }
.bad { color: #a3161d; }
.note { color: #7a4b00; }
.faint { color: #666; }
";

fn laid_out(
    comparison: &Comparison,
    migration: Option<&Migration>,
    lang: Lang,
    widest: Option<usize>,
) -> Document {
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
        regions(&change.regions, &mut out);
    }
    if !quiet.is_empty() {
        out.heading(words.unchanged);
    }
    for change in quiet.iter().filter(|change| change.kind != ChangeKind::Basis) {
        let told = match change.proved {
            true => say::proved(&change.message),
            false => change.message.clone(),
        };
        let sentence = format!("{}: {}", change.group.get(lang), told.get(lang));
        out.change(change, &sentence);
    }
    let basis = quiet.iter().filter(|change| change.kind == ChangeKind::Basis);
    let basis: Vec<&Message> = basis.map(|change| &change.group).collect();
    if !basis.is_empty() {
        out.sentence(Role::Faint, &say::basis_of(&basis));
    }
    out.heading(words.conclusion);
    conclusion(comparison, &mut out);
    if let Some(migration) = migration {
        migrated(migration, &mut out);
    }
    out.lines
}

/// The records that come out otherwise, block by block: results before and after, by unit, and the
/// first of the records.
fn migrated(migration: &Migration, out: &mut Out) {
    out.heading(say_records::words(out.lang).records);
    for block in migration.blocks.iter().filter(|block| block.changed > 0) {
        let message = say_records::changed(&block.heading, block.changed, block.records);
        out.sentence(Role::Strong, &message);
        out.below(&say_records::totals(&block.totals()));
        moves(&block.moves).iter().for_each(|one| out.below(one));
        for (unit, of) in &block.units {
            out.below(&say_records::of_unit(unit, &moves(of)));
        }
    }
    let same = migration.blocks.iter().filter(|block| block.changed == 0 && block.records > 0);
    let same: Vec<(&Message, usize)> = same.map(|block| (&block.heading, block.records)).collect();
    if !same.is_empty() {
        out.sentence(Role::Plain, &say_records::unchanged(&same));
    }
    for record in migration.records.iter().take(MOST_RECORDS) {
        let name = say_records::record_name(&record.record, record.unit.as_deref(), record.day);
        let (from, to) = (tables::result(&record.old), tables::result(&record.new));
        out.sentence(Role::Plain, &say_records::record(&name, &from, &to));
        for cause in &record.causes {
            let place = cause.clause.as_ref().map(|one| format!("{}:{}", one.file, one.line));
            out.push(2, Role::Faint, cause.message.get(out.lang), place);
        }
    }
    let left = migration.records.len().saturating_sub(MOST_RECORDS);
    if left > 0 {
        out.sentence(Role::Note, &say_records::more(left));
    }
    indicators(&migration.indicators, out);
    if migration.only_old + migration.only_new > 0 {
        let message = say_records::alone(migration.only_old, migration.only_new);
        out.sentence(Role::Note, &message);
    }
}

/// The records for which something comes out otherwise; of more than fit, how many there are.
fn regions(all: &[ChangedRegion], out: &mut Out) {
    for region in all.iter().take(MOST_REGIONS) {
        out.below(&say_regions::region(region.part.as_ref(), &region.records, &region.change));
    }
    let left = all.len().saturating_sub(MOST_REGIONS);
    if left > 0 {
        out.below(&say_regions::more(left));
    }
}

/// The indicators that are met now and were not, or the other way round; of those whose value alone
/// is another, how many there are.
fn indicators(all: &[ChangedIndicator], out: &mut Out) {
    if all.is_empty() {
        return;
    }
    out.heading(say_records::words(out.lang).targets);
    let (turning, others): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.turns);
    for one in turning.iter().take(MOST_RECORDS) {
        let name = say_records::record_name(&one.name, Some(&one.unit), one.day);
        let message = say_records::indicator(&one.indicator, &name, &one.old, &one.new);
        out.sentence(Role::Plain, &message);
    }
    let left = turning.len().saturating_sub(MOST_RECORDS);
    if left > 0 {
        out.sentence(Role::Note, &say_records::more_indicators(left));
    }
    if !others.is_empty() {
        out.sentence(Role::Plain, &say_records::other_values(others.len()));
    }
}

/// Results before and after, of the records that come out otherwise.
fn moves(all: &[Move]) -> Vec<Message> {
    let changed = all.iter().filter(|of| of.changed > 0);
    let said = changed.map(|of| match of.from == of.to {
        true => say_records::other_points(&of.to, of.changed),
        false => say_records::moved(&of.from, &of.to, of.changed),
    });
    said.collect()
}

/// How every block stands, those that are alike counted.
fn conclusion(comparison: &Comparison, out: &mut Out) {
    let mut same: BTreeMap<(bool, bool, bool), usize> = BTreeMap::new();
    for block in &comparison.blocks {
        match block.standing {
            Standing::Same { renamed, period, accepted } => {
                *same.entry((accepted, renamed, period)).or_default() += 1;
            }
            Standing::Differs | Standing::Undecided | Standing::Added | Standing::Removed => {}
        }
    }
    for ((accepted, renamed, period), count) in same {
        out.sentence(Role::Good, &say::same(count, (renamed, period), accepted));
    }
    for block in &comparison.blocks {
        if let Some(witness) = &block.witness {
            out.sentence(Role::Note, &say::differs(&block.heading, &block.changed));
            regions(&block.regions, out);
            out.below(&example(witness));
        }
    }
    for (changed, blocks) in undecided(comparison) {
        out.sentence(Role::Note, &say::undecided(&blocks, changed));
    }
    for block in &comparison.blocks {
        if matches!(block.standing, Standing::Added | Standing::Removed) {
            let standing = say::is_only_in(block.standing == Standing::Added);
            out.sentence(Role::Note, &say::stands(&block.heading, &standing));
        }
    }
    for assumed in &comparison.assumed {
        out.sentence(Role::Note, assumed);
    }
    let deciding = comparison.changes.iter().filter(|change| change.decides).count();
    out.sentence(Role::Strong, &say::counts(deciding, comparison.changes.len() - deciding));
}

/// A record that comes out otherwise, as an example.
fn example(witness: &Witness) -> Message {
    let (from, to) = (tables::result(&witness.old), tables::result(&witness.new));
    let fields: Vec<(&str, &Message)> =
        witness.fields.iter().map(|(name, _, words)| (name.as_str(), words)).collect();
    say::example(&fields, witness.day, &from, &to)
}

/// The blocks of which it is not known whether they still decide alike, by what changed under them.
fn undecided(comparison: &Comparison) -> Vec<(&[Message], Vec<&Message>)> {
    let mut groups: Vec<(&[Message], Vec<&Message>)> = Vec::new();
    let open = comparison.blocks.iter().filter(|block| block.standing == Standing::Undecided);
    for block in open {
        let changed = block.changed.as_slice();
        match groups.iter_mut().find(|(known, _)| *known == changed) {
            Some((_, blocks)) => blocks.push(&block.heading),
            None => groups.push((changed, vec![&block.heading])),
        }
    }
    groups
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
        self.push(1, role, message.get(self.lang), None);
    }

    fn below(&mut self, message: &Message) {
        self.push(2, Role::Plain, message.get(self.lang), None);
    }

    /// A change, with its places behind it, or below where they do not fit.
    fn change(&mut self, change: &Change, sentence: &str) {
        let role = if change.decides { Role::Plain } else { Role::Faint };
        self.push(1, role, sentence, place(change));
    }

    /// Words at a level, in as many lines as they take, with a place behind the last, or below it
    /// where there is no room.
    fn push(&mut self, level: usize, role: Role, text: &str, place: Option<String>) {
        let indent = if level == 1 { 2 } else { 5 };
        let lines = self.wrapped(text, indent);
        let last = lines.len().saturating_sub(1);
        let place = place.map(|place| vec![run(Role::Faint, place)]);
        for (at, line) in lines.into_iter().enumerate() {
            let (level, indent) = if at > 0 { (2, 5) } else { (level, indent) };
            let taken = indent + line.width();
            let words: Inline = vec![run(role, line)];
            let Some(place) = place.as_ref().filter(|_| at == last) else {
                self.lines.push(Line::words(level, words));
                continue;
            };
            let wide = taken + 2 + place.iter().map(|run| run.text.width()).sum::<usize>();
            match self.widest {
                None => {
                    let place = place.clone();
                    self.lines.push(Line { level, left: words, figure: Vec::new(), place });
                }
                Some(widest) if wide <= widest => {
                    let gap = vec![run(Role::Plain, "  ")];
                    self.lines.push(Line::words(level, [words, gap, place.clone()].concat()));
                }
                Some(_) => {
                    self.lines.push(Line::words(level, words));
                    self.lines.push(Line::words(2, place.clone()));
                }
            }
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
