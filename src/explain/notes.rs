//! Notes at the foot of an explanation: what its lines mention in short, once in full.

use super::{Assumed, Cited, Grounds};
use crate::diag::explanation::Words;
use crate::markup::{Document, Inline, Line, Role, run};

/// Assumptions and documents that lines mention in short, in the order in which they first do.
#[derive(Default)]
pub(super) struct Notes {
    assumptions: Vec<Assumed>,
    /// Short names and titles of documents.
    documents: Vec<(std::sync::Arc<str>, std::sync::Arc<str>)>,
}

impl Notes {
    /// The assumptions of a line by their numbers; `None` of a line without any.
    pub fn assumed(&mut self, grounds: &Grounds, words: &Words) -> Option<Inline> {
        if grounds.assumptions.is_empty() {
            return None;
        }
        let numbers = grounds.assumptions.iter().map(|one| format!("({})", self.number(one)));
        let numbers = numbers.collect::<Vec<_>>().join(", ");
        Some(vec![run(Role::Note, format!("{} {numbers}", words.assumption))])
    }

    fn number(&mut self, assumed: &Assumed) -> usize {
        if let Some(place) = self.assumptions.iter().position(|known| known == assumed) {
            return place + 1;
        }
        self.assumptions.push(assumed.clone());
        self.assumptions.len()
    }

    /// Documents that a line names in short.
    pub fn cited(&mut self, sources: &[Cited]) {
        for cited in sources {
            let named = (cited.document.clone(), cited.title.clone());
            if !self.documents.contains(&named) {
                self.documents.push(named);
            }
        }
    }

    /// Lays out in full what was mentioned, and is not among the block's own grounds.
    pub fn push(&self, document: &mut Document, own: &Grounds, words: &Words) {
        let is_own = |name: &str| own.sources.iter().any(|cited| *cited.document == *name);
        for (name, title) in self.documents.iter().filter(|(name, _)| !is_own(name)) {
            let text = format!("{}: {name} ({title})", words.basis);
            document.push(Line::words(1, vec![run(Role::Faint, text)]));
        }
        let general = own.assumptions.iter().filter(|one| !self.assumptions.contains(one));
        general.for_each(|one| push_assumption(document, 1, words.assumption, one));
        for (place, assumed) in self.assumptions.iter().enumerate() {
            let lead = format!("{} ({})", words.assumption, place + 1);
            push_assumption(document, 1, &lead, assumed);
        }
    }
}

/// A document with its place and the words quoted from it: `KH91 mục II.2: “…” (Kế hoạch 91)`.
pub(super) fn cited_in_full(cited: &Cited) -> String {
    let quote = cited.quote.as_ref().map_or(String::new(), |quote| format!(": “{quote}”"));
    format!("{}{quote} ({})", show_cited(cited), cited.title)
}

/// A document with its place, in short.
pub(crate) fn show_cited(cited: &Cited) -> String {
    match &cited.place {
        Some(place) => format!("{} {place}", cited.document),
        None => cited.document.to_string(),
    }
}

/// Lays out an assumption in full, with its place.
pub(super) fn push_assumption(
    document: &mut Document,
    level: usize,
    lead: &str,
    assumed: &Assumed,
) {
    let text = assumed.text.as_ref().map_or(String::new(), |text| format!(": {text}"));
    let place = vec![run(Role::Faint, format!("{}:{}", assumed.file, assumed.line))];
    let left = vec![run(Role::Note, format!("{lead}{text}"))];
    document.push(Line { level, left, figure: Vec::new(), place });
}
