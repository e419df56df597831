//! What a line rests on: the documents cited for it and the assumptions in it, those of the values it reads included.

use super::reader::Reader;
use crate::model::{Basis, DerivedKind, Expr, ExprKind};
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

impl Reader<'_, '_> {
    /// The grounds of some bases and of all that expressions read, each once.
    pub(super) fn grounds<'b>(&self, bases: impl IntoIterator<Item = &'b Basis>, exprs: &[&Expr]) -> Grounds {
        let mut grounds = Grounds::default();
        bases.into_iter().for_each(|basis| self.push_basis(basis, &mut grounds));
        let mut seen = vec![false; self.record.derived.len()];
        exprs.iter().for_each(|expr| self.push_read(expr, &mut seen, &mut grounds));
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
            let assumed = Assumed { text: assumption.text.as_deref().map(Arc::from), file: place.file, line: place.line };
            if !grounds.assumptions.contains(&assumed) {
                grounds.assumptions.push(assumed);
            }
        }
    }

    fn push_read(&self, expr: &Expr, seen: &mut [bool], grounds: &mut Grounds) {
        match &expr.kind {
            ExprKind::Derived(id) | ExprKind::Member(id, _) => {
                let first = seen.get_mut(id.index()).is_some_and(|seen| !std::mem::replace(seen, true));
                if first {
                    let derived = &self.record.derived[*id];
                    self.push_basis(&derived.basis, grounds);
                    match &derived.kind {
                        DerivedKind::Formula(formula) => self.push_read(formula, seen, grounds),
                        DerivedKind::Table { rows, .. } => {
                            for row in rows {
                                self.push_basis(&row.basis, grounds);
                                row.when.iter().chain([&row.gives]).for_each(|expr| self.push_read(expr, seen, grounds));
                            }
                        }
                    }
                }
            }
            ExprKind::Parameter(id, _) => self.push_basis(&self.model.parameters[*id].basis, grounds),
            _ => {}
        }
        expr.children(&mut |child| self.push_read(child, seen, grounds));
    }
}
