//! Explanations cannot lie: laws on random rule packs and records, and the cases that once broke
//! them.

mod assumptions;
mod cases;
mod citation;
mod completeness;
mod laws;
mod pack;
mod replay;
mod told;

use pack::{Kind, Pack};
use serde_json::{Map, Value as Json};
use std::cell::OnceCell;
use visao::DataFile;
use visao::engine::{Query, Rules};
use visao::explain::decision::Decision;
use visao::explain::{Explanation, Grounds, Line, Working};

/// A pack that was loaded, with one record.
pub struct Case {
    pub pack: Pack,
    pub rules: Rules,
    pub query: Query,
    pub given: Map<String, Json>,
    /// What is decided where one field alone has another value: worked out once, as a batch.
    variants: OnceCell<Vec<(&'static str, Vec<Decision>)>>,
}

/// What a line of an explanation belongs to.
pub enum Section<'e> {
    Criterion(usize),
    Grading,
    Line(&'e Line),
}

/// The sections of an explanation that show workings and grounds.
pub fn sections(explanation: &Explanation) -> Vec<(Section<'_>, &[Working], &Grounds)> {
    let criteria = explanation.criteria.iter().enumerate();
    let mut found: Vec<_> = criteria
        .map(|(at, lines)| (Section::Criterion(at), lines.workings.as_slice(), &lines.grounds))
        .collect();
    let grading = explanation.grading.iter();
    found.extend(
        grading.map(|grading| (Section::Grading, grading.workings.as_slice(), &grading.grounds)),
    );
    let lines = explanation
        .guards
        .iter()
        .chain(explanation.grading.iter().flat_map(|grading| &grading.passed_over));
    let lines = lines.chain(&explanation.caps).chain(&explanation.clauses);
    found.extend(lines.map(|line| (Section::Line(line), line.workings.as_slice(), &line.grounds)));
    found
}

impl Case {
    pub fn new(pack: &Pack, rules: &Rules, query: &Query, given: &Map<String, Json>) -> Case {
        let variants = OnceCell::new();
        Case {
            pack: pack.clone(),
            rules: rules.clone(),
            query: query.clone(),
            given: given.clone(),
            variants,
        }
    }

    /// Each other value of each field alone, by the field's name, with what every block decides
    /// then.
    pub fn variants(&self) -> &[(&'static str, Vec<Decision>)] {
        self.variants.get_or_init(|| {
            let lang = self.pack.lang;
            let key = self.pack.word("mã", "id");
            let (mut names, mut lines) = (Vec::new(), String::new());
            for (name, ty) in pack::fields(lang) {
                for value in pack::choices(ty, lang)
                    .into_iter()
                    .filter(|value| self.given.get(name) != Some(value))
                {
                    let mut changed = self.given.clone();
                    changed.insert(key.to_owned(), format!("V{}", names.len()).into());
                    changed.insert(name.to_owned(), value);
                    lines.push_str(&(serde_json::to_string(&changed).unwrap() + "\n"));
                    names.push(name);
                }
            }
            let file = DataFile::bytes("variants.jsonl", lines.into_bytes());
            let batch = self
                .query
                .clone()
                .lenient()
                .read(&[file], None)
                .unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(batch.records(), names.len());
            let decided = |at: usize| batch.decisions(at..at + 1).collect();
            names.into_iter().enumerate().map(|(at, name)| (name, decided(at))).collect()
        })
    }

    /// The block that an explanation is of, among the parts.
    pub fn block(&self, explanation: &Explanation) -> usize {
        let name = explanation.decision.block.as_deref().unwrap_or_default();
        self.pack.named(name, |kind| matches!(kind, Kind::Card | Kind::Clauses)).unwrap()
    }

    /// The part that a line of the file belongs to.
    pub fn part_at(&self, line: usize) -> Option<usize> {
        let last = |part: &pack::Part| {
            part.line + if part.kind == Kind::Clause { part.lines.len() } else { 1 }
        };
        self.pack.parts.iter().position(|part| part.line <= line && line < last(part))
    }

    /// What a named working stands for.
    pub fn named(&self, working: &Working) -> Option<NamedValue> {
        let cards = self.pack.parts.iter().filter(|part| part.kind == Kind::Card).count();
        let of = self.pack.word(" của ", " of ");
        let name = working.name.as_ref();
        if let Some(at) = self
            .pack
            .named(name, |kind| matches!(kind, Kind::Derivation | Kind::Table(_) | Kind::Parameter))
        {
            return Some(NamedValue::Value(at));
        }
        let (words, card) = if cards > 1 { name.split_once(of)? } else { (name, "") };
        let card = self
            .pack
            .parts
            .iter()
            .position(|part| part.kind == Kind::Card && (cards == 1 || part.name == card))?;
        if words == self.pack.word("tổng điểm", "total points") {
            return Some(NamedValue::Total(card));
        }
        if words == self.pack.word("xếp loại", "grade") {
            return Some(NamedValue::Grade(card));
        }
        let label = words.strip_prefix(self.pack.word("tiêu chí ", "criterion "))?;
        let mut within =
            self.pack.within(card).filter(|(_, part)| matches!(part.kind, Kind::Criterion { .. }));
        within.find(|(_, part)| part.name == label).map(|(at, _)| NamedValue::Points(card, at))
    }
}

/// A working as text and page show it.
pub fn written(working: &Working) -> String {
    let formula = working.formula.as_ref().map_or(String::new(), |formula| format!(" = {formula}"));
    format!(
        "{}{formula} {} {}",
        working.name,
        if working.rounded { "≈" } else { "=" },
        working.result
    )
}

/// What a working's name stands for, as places among the parts.
#[derive(Clone, Copy, Debug)]
pub enum NamedValue {
    /// A derivation, table or parameter.
    Value(usize),
    /// The total of a scorecard.
    Total(usize),
    /// The grade of a scorecard.
    Grade(usize),
    /// The points of a criterion of a scorecard.
    Points(usize, usize),
}

/// Whether a text holds some words that end where they end.
pub fn holds_words(text: &str, words: &str) -> bool {
    let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words).any(|(at, _)| {
        bound(text[..at].chars().next_back()) && bound(text[at + words.len()..].chars().next())
    })
}
