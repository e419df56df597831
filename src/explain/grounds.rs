//! What a line rests on: the documents cited for it and the assumptions in it, those of the values
//! it reads included.

use super::decision::SourceLine;
use crate::model::{
    Aggregate, AggregateId, Basis, BlockId, BlockKind, DerivedId, DerivedKind, Expr, ExprKind,
    Model, PreviousId, RecordId,
};
use crate::source::{Sources, Span};
use std::collections::HashSet;
use std::sync::Arc;

/// Grounds of a line: the documents it cites, and what it assumes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// Documents cited, in the order of the rules.
    pub sources: Vec<Cited>,
    /// Assumptions made, in the order of the rules.
    pub assumptions: Vec<Assumed>,
}

/// `căn cứ KH91 mục II.2 "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The document's short name.
    pub document: Arc<str>,
    /// Full title of the document.
    pub title: Arc<str>,
    /// The place in it.
    pub place: Option<Arc<str>>,
    /// Words quoted from the document, if any are.
    pub quote: Option<Arc<str>>,
}

/// `giả định "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// Text of the assumption; `None` for a bare one.
    pub text: Option<Arc<str>>,
    /// The file that holds it.
    pub file: Arc<str>,
    /// Line of the assumption, from 1.
    pub line: usize,
}

/// Quotes rules: places, words, bases.
#[derive(Clone, Copy)]
pub struct Quotes<'a> {
    /// Model that holds the bases.
    pub model: &'a Model,
    /// Texts of the rules, to count lines in.
    pub sources: &'a Sources,
}

impl Quotes<'_> {
    /// The place of a span, with its words as written.
    pub fn clause(&self, span: Span) -> SourceLine {
        let source = &self.sources[span.source];
        let text = source.slice(span);
        let text = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        SourceLine {
            file: Arc::from(source.name()),
            line: source.line_column(span.start).line,
            text: Arc::from(text),
        }
    }

    /// The words of a span on one line, blanks collapsed.
    pub fn words(&self, span: Span) -> String {
        self.sources[span.source].slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The grounds of some bases, each citation and assumption once.
    pub fn grounds<'b>(&self, bases: impl IntoIterator<Item = &'b Basis>) -> Grounds {
        let mut grounds = Grounds::default();
        bases.into_iter().for_each(|basis| self.push_basis(basis, &mut grounds));
        grounds
    }

    fn push_basis(&self, basis: &Basis, grounds: &mut Grounds) {
        for citation in &basis.sources {
            let document = &self.model.documents[citation.document];
            let cited = Cited {
                document: Arc::from(document.name.text.as_str()),
                title: Arc::from(document.title.as_str()),
                place: citation.place.as_deref().map(Arc::from),
                quote: citation.quote.as_deref().map(Arc::from),
            };
            if !grounds.sources.contains(&cited) {
                grounds.sources.push(cited);
            }
        }
        for assumption in &basis.assumptions {
            let place = self.clause(assumption.span);
            let assumed = Assumed {
                text: assumption.text.as_deref().map(Arc::from),
                file: place.file,
                line: place.line,
            };
            if !grounds.assumptions.contains(&assumed) {
                grounds.assumptions.push(assumed);
            }
        }
    }
}

impl<'a> Quotes<'a> {
    /// The bases of all that an aggregate may rest on: which of it counts differs from record to
    /// record.
    pub(super) fn bases_of_aggregate(&self, id: AggregateId, bases: &mut Vec<&'a Basis>) {
        let aggregate = &self.model.aggregates[id];
        let mut gathering =
            Gathering { model: self.model, bases, seen: HashSet::new(), followed: HashSet::new() };
        gathering.push_aggregate(aggregate);
    }

    /// The bases of all that an expression over a record type may rest on.
    pub fn bases_of(&self, record: RecordId, expr: &'a Expr) -> Vec<&'a Basis> {
        let mut bases = Vec::new();
        Gathering {
            model: self.model,
            bases: &mut bases,
            seen: HashSet::new(),
            followed: HashSet::new(),
        }
        .push_read(record, expr);
        bases
    }
}

struct Gathering<'a, 'b> {
    model: &'a Model,
    bases: &'b mut Vec<&'a Basis>,
    seen: HashSet<(RecordId, DerivedId)>,
    followed: HashSet<(RecordId, PreviousId)>,
}

impl<'a> Gathering<'a, '_> {
    fn push_read(&mut self, record: RecordId, expr: &'a Expr) {
        if let ExprKind::Derived(id) | ExprKind::Member(id, _) = &expr.kind {
            if self.seen.insert((record, *id)) {
                self.push_derived(record, *id);
            }
        } else if let ExprKind::Parameter(id, _) = &expr.kind {
            self.bases.push(&self.model.parameters[*id].basis);
        } else if let ExprKind::Aggregate(id) = &expr.kind {
            self.push_aggregate(&self.model.aggregates[*id]);
            if let Some((parent, complete)) =
                self.model.complete_when(self.model.aggregates[*id].over)
                && parent == record
            {
                self.push_read(record, &complete.condition);
            }
        } else if let ExprKind::Periodic(id) = &expr.kind {
            self.push_read(record, &self.model.periodics[*id].condition);
        } else if let ExprKind::Event(id) = &expr.kind {
            self.push_read(record, &self.model.events[*id].condition);
        } else if let ExprKind::Previous(id) = expr.kind {
            let value = &self.model.records[record].previous[id].value;
            // One may read itself, a month earlier.
            if self.followed.insert((record, id)) {
                self.push_read(record, value);
            }
        } else if let ExprKind::Total(id) | ExprKind::Grade(id) | ExprKind::CriterionPoints(id, _) =
            expr.kind
        {
            self.push_block(id);
        } else if let ExprKind::Verdict(test) = &expr.kind {
            self.push_block(test.block);
        }
        expr.children(&mut |child| self.push_read(record, child));
    }

    fn push_aggregate(&mut self, aggregate: &'a Aggregate) {
        aggregate
            .value
            .iter()
            .chain(&aggregate.filter)
            .for_each(|read| self.push_read(aggregate.over, read));
    }

    fn push_block(&mut self, id: BlockId) {
        let block = &self.model.blocks[id];
        self.bases.push(&block.basis);
        if let BlockKind::Scorecard(card) = &block.kind {
            self.bases.extend(card.criteria.iter().map(|criterion| &criterion.basis));
            self.bases.extend(card.grading.iter().map(|grading| &grading.basis));
        }
    }

    fn push_derived(&mut self, record: RecordId, id: DerivedId) {
        let derived = &self.model.records[record].derived[id];
        self.bases.push(&derived.basis);
        match &derived.kind {
            DerivedKind::Formula(formula) => self.push_read(record, formula),
            DerivedKind::Table { rows, .. } => {
                for row in rows {
                    self.bases.push(&row.basis);
                    row.when
                        .iter()
                        .chain([&row.gives])
                        .for_each(|expr| self.push_read(record, expr));
                }
            }
        }
    }
}
