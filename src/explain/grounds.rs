//! What a line rests on: the documents cited for it and the assumptions in it, those of the values it reads included.

use super::decision::Clause;
use super::reader::Reader;
use crate::model::{Basis, BlockKind, DerivedId, DerivedKind, Expr, ExprKind, Model, RecordId};
use crate::source::{Sources, Span};
use std::collections::HashSet;
use std::sync::Arc;

/// What a line rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The documents cited.
    pub sources: Vec<Cited>,
    /// What is assumed.
    pub assumptions: Vec<Assumed>,
}

/// `căn cứ KH91 mục II.2 "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The document's short name.
    pub document: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// The place in it.
    pub place: Option<Arc<str>>,
    /// The words quoted.
    pub quote: Option<Arc<str>>,
}

/// `giả định "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// Its words, if it has any.
    pub text: Option<Arc<str>>,
    /// The file it stands in.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: usize,
}

/// Quotes rules: places, words, bases.
#[derive(Clone, Copy)]
pub struct Quotes<'a> {
    /// The rules.
    pub model: &'a Model,
    /// Their texts.
    pub sources: &'a Sources,
}

impl Quotes<'_> {
    /// The place of a span, with its words as written.
    pub fn clause(&self, span: Span) -> Clause {
        let source = &self.sources[span.source];
        let text = source.slice(span);
        let text = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        Clause { file: Arc::from(source.name()), line: source.line_column(span.start).line, text: Arc::from(text) }
    }

    /// The words of a span on one line, blanks collapsed.
    pub fn words(&self, span: Span) -> String {
        self.sources[span.source].slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The grounds of some bases and of all that expressions over a record type read, each once.
    pub fn grounds<'b>(&self, record: RecordId, bases: impl IntoIterator<Item = &'b Basis>, exprs: &[&Expr]) -> Grounds {
        let mut gathering = Gathering { quotes: *self, grounds: Grounds::default(), seen: HashSet::new() };
        bases.into_iter().for_each(|basis| gathering.push_basis(basis));
        exprs.iter().for_each(|expr| gathering.push_read(record, expr));
        gathering.grounds
    }
}

struct Gathering<'a> {
    quotes: Quotes<'a>,
    grounds: Grounds,
    seen: HashSet<(RecordId, DerivedId)>,
}

impl Gathering<'_> {
    fn push_basis(&mut self, basis: &Basis) {
        for citation in &basis.sources {
            let document = &self.quotes.model.documents[citation.document];
            let cited = Cited {
                document: Arc::from(document.name.text.as_str()),
                title: Arc::from(document.title.as_str()),
                place: citation.place.as_deref().map(Arc::from),
                quote: citation.quote.as_deref().map(Arc::from),
            };
            if !self.grounds.sources.contains(&cited) {
                self.grounds.sources.push(cited);
            }
        }
        for assumption in &basis.assumptions {
            let place = self.quotes.clause(assumption.span);
            let assumed = Assumed { text: assumption.text.as_deref().map(Arc::from), file: place.file, line: place.line };
            if !self.grounds.assumptions.contains(&assumed) {
                self.grounds.assumptions.push(assumed);
            }
        }
    }

    fn push_read(&mut self, record: RecordId, expr: &Expr) {
        let model = self.quotes.model;
        match &expr.kind {
            ExprKind::Derived(id) | ExprKind::Member(id, _) if self.seen.insert((record, *id)) => self.push_derived(record, *id),
            ExprKind::Parameter(id, _) => self.push_basis(&model.parameters[*id].basis),
            ExprKind::Aggregate(id) => {
                let aggregate = &model.aggregates[*id];
                aggregate.value.iter().chain(&aggregate.filter).for_each(|read| {
                    self.push_read(aggregate.over, read);
                    self.push_blocks(read);
                });
            }
            _ => {}
        }
        expr.children(&mut |child| self.push_read(record, child));
    }

    /// Of a value over other records, also what their scorecards rest on: there is no other line that would say it.
    fn push_blocks(&mut self, expr: &Expr) {
        if let ExprKind::Total(id) | ExprKind::Grade(id) | ExprKind::CriterionPoints(id, _) = expr.kind {
            let block = &self.quotes.model.blocks[id];
            self.push_basis(&block.basis);
            if let BlockKind::Scorecard(card) = &block.kind {
                card.criteria.iter().for_each(|criterion| self.push_basis(&criterion.basis));
                card.grading.iter().for_each(|grading| self.push_basis(&grading.basis));
            }
        }
        expr.children(&mut |child| self.push_blocks(child));
    }

    fn push_derived(&mut self, record: RecordId, id: DerivedId) {
        let derived = &self.quotes.model.records[record].derived[id];
        self.push_basis(&derived.basis);
        match &derived.kind {
            DerivedKind::Formula(formula) => self.push_read(record, formula),
            DerivedKind::Table { rows, .. } => {
                for row in rows {
                    self.push_basis(&row.basis);
                    row.when.iter().chain([&row.gives]).for_each(|expr| self.push_read(record, expr));
                }
            }
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn quotes(&self) -> Quotes<'_> {
        Quotes { model: self.model, sources: self.sources }
    }

    /// The grounds of some bases and of all that expressions read, each once.
    pub(super) fn grounds<'b>(&self, bases: impl IntoIterator<Item = &'b Basis>, exprs: &[&Expr]) -> Grounds {
        let in_force: Vec<&Basis> = self.parameters(exprs.iter().copied()).into_iter().map(|(_, dated)| &dated.basis).collect();
        let bases: Vec<&Basis> = bases.into_iter().collect();
        self.quotes().grounds(self.plan.record, bases.into_iter().chain(in_force), exprs)
    }
}
