//! The documents of a pack beside its rules.

use super::Rules;
use crate::aggregate::Limits;
use crate::keywords::Kw;
use crate::load::quotes;
use crate::model::{Block, Model};
use crate::plan::Plan;
use crate::report::trace::{self, Quotation, Text, Trace};
use crate::source::{Span, key};
use crate::syntax::ast::NoteKind;
use crate::syntax::outline::{Part, PartKind, outline};

impl Rules {
    /// The documents that have a text, sentence by sentence, with the rules that quote them and
    /// what `doi-chieu.toml` lists.
    pub fn trace(&self) -> Trace {
        let (pack, trees) = (&self.inner.pack, self.trees());
        let documents = quotes::documents(&trees).filter_map(|(name, title, file)| {
            let source = *pack.documents.get(&file.text)?;
            Some(Text {
                name: name.text.clone(),
                key: name.key.clone(),
                title: title.text.clone(),
                source,
            })
        });
        let mut quotations = Vec::new();
        let parts: Vec<Part<'_>> = trees.iter().flat_map(|tree| outline(tree)).collect();
        let found = Found { deciding: deciding(self.model(), self.plan()), parts: &parts };
        for part in &parts {
            self.quotations(part, (&[], None), &found, &mut quotations);
        }
        trace::trace(self.name(), documents.collect(), &quotations, &pack.listed, &pack.sources)
    }

    /// The quotations of a part and of the parts within, each named with the parts it stands in.
    fn quotations(
        &self,
        part: &Part<'_>,
        (above, parameter): (&[String], Option<&[String]>),
        found: &Found<'_>,
        all: &mut Vec<Quotation>,
    ) {
        let mut path = above.to_vec();
        path.push(self.called(part));
        let readers = part.name.filter(|_| part.kind == PartKind::Parameter);
        let readers = readers.map(|name| self.readers(&key(name), found.parts));
        let parameter = parameter.or(readers.as_deref());
        let source = &self.sources()[part.head.source];
        for note in part.notes {
            let NoteKind::Basis { document, place, quote } = &note.kind else { continue };
            all.push(Quotation {
                document: document.key.clone(),
                place: place.clone(),
                words: quote.as_ref().map(|quote| quote.text.clone()),
                rule: path.join(", "),
                decides: found.deciding.iter().any(|span| holds(*span, part.head)),
                read_by: parameter.map(<[String]>::to_vec),
                file: source.name().to_owned(),
                line: source.line_column(part.head.start).line,
            });
        }
        let within = (path.as_slice(), parameter);
        part.parts.iter().for_each(|part| self.quotations(part, within, found, all));
    }

    /// The rules among some parts that read a parameter, each once, in the order written.
    fn readers(&self, parameter: &str, parts: &[Part<'_>]) -> Vec<String> {
        let mut readers = Vec::new();
        for part in parts {
            match part.kind {
                PartKind::Record => readers.extend(self.readers(parameter, &part.parts)),
                PartKind::Example => {}
                _ if reads(part, parameter) => readers.push(self.called(part)),
                _ => {}
            }
        }
        readers
    }

    /// Heading of a part: its keyword and name, else its line.
    fn called(&self, part: &Part<'_>) -> String {
        let keywords = self.lang().into();
        match (keyword(part.kind), part.name) {
            (Some(word), Some(name)) => format!("{} {name}", word.word(keywords)),
            (None, Some(name)) => name.to_owned(),
            (_, None) => self.sources()[part.head.source]
                .slice(part.head)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// What quotations are told by: the places of the rules that decide, and all parts of the rules.
struct Found<'p> {
    deciding: Vec<Span>,
    parts: &'p [Part<'p>],
}

/// Returns `true` of a part that reads a name, itself or in a part within.
fn reads(part: &Part<'_>, name: &str) -> bool {
    part.reads.iter().any(|read| read.key == name)
        || part.parts.iter().any(|part| reads(part, name))
}

/// The places of the rules that decide something on data: blocks that can apply, targets, and the
/// derivations and tables that those read.
fn deciding(model: &Model, plan: &Plan) -> Vec<Span> {
    let applies = |id, block: &Block| {
        plan.record(block.record).is_none_or(|record| {
            let applies = record.block(id).map(|block| block.applies);
            applies.is_none_or(|applies| Limits::new(model, plan, record).can_hold(applies))
        })
    };
    let blocks: Vec<&Block> = model
        .blocks
        .enumerate()
        .filter(|(id, block)| applies(*id, block))
        .map(|(_, block)| block)
        .collect();
    let derived = model
        .reached(&blocks)
        .into_iter()
        .map(|(record, derived)| model.records[record].derived[derived].span);
    let targets = model.targets.iter().map(|targets| targets.span);
    blocks.iter().map(|block| block.span).chain(targets).chain(derived).collect()
}

fn holds(place: Span, head: Span) -> bool {
    place.source == head.source && (place.start..place.end).contains(&head.start)
}

/// The keyword that opens a part; none for lines without one and for clauses, which go by their
/// reason.
fn keyword(kind: PartKind) -> Option<Kw> {
    match kind {
        PartKind::Document => Some(Kw::Document),
        PartKind::Category => Some(Kw::Category),
        PartKind::Record => Some(Kw::Record),
        PartKind::Field => Some(Kw::Field),
        PartKind::Derivation => Some(Kw::Derive),
        PartKind::Shown => Some(Kw::Shown),
        PartKind::Never => Some(Kw::Never),
        PartKind::Parameter => Some(Kw::Parameter),
        PartKind::Function => Some(Kw::Function),
        PartKind::Table => Some(Kw::Table),
        PartKind::Scorecard => Some(Kw::Scorecard),
        PartKind::Criterion => Some(Kw::Criterion),
        PartKind::Grading => Some(Kw::Grade),
        PartKind::Eligibility => Some(Kw::Eligibility),
        PartKind::Check => Some(Kw::Check),
        PartKind::Targets => Some(Kw::Targets),
        PartKind::Indicator => Some(Kw::Indicator),
        PartKind::Example => Some(Kw::Example),
        PartKind::CategoryValue
        | PartKind::ParameterValue
        | PartKind::Row
        | PartKind::Cap
        | PartKind::Clause => None,
    }
}
