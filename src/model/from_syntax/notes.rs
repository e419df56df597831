//! `căn cứ` and `giả định` lines.

use super::Checker;
use crate::diag::model::Kind;
use crate::model::{Assumption, Basis, Citation};
use crate::syntax::ast::{Note, NoteKind};

impl Checker<'_> {
    /// Basis that the notes of a statement give. A `bỏ qua` line accepts a finding of meaning; it
    /// is no part of the basis.
    pub(super) fn basis(&mut self, notes: &[Note]) -> Basis {
        let mut basis = Basis::default();
        for note in notes {
            match &note.kind {
                NoteKind::Basis { document, place, quote } => {
                    match self.documents.get(&document.key) {
                        Some(id) => basis.sources.push(Citation {
                            document: id,
                            place: place.clone(),
                            quote: quote.as_ref().map(|quote| quote.text.clone()),
                            span: note.span,
                        }),
                        None => self.unknown(
                            document,
                            Kind::Document,
                            &self.documents.texts().map(str::to_owned).collect::<Vec<_>>(),
                        ),
                    }
                }
                NoteKind::Assumption(text) => {
                    basis.assumptions.push(Assumption {
                        text: text.as_ref().map(|text| text.text.clone()),
                        span: note.span,
                    });
                }
                NoteKind::Allow { .. } => {}
            }
        }
        basis
    }
}
