//! What a result rests on as JSON: passages of documents, and assumptions.

use crate::explain::Grounds;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct GroundsView<'e> {
    sources: Vec<SourceView<'e>>,
    assumptions: Vec<AssumptionView<'e>>,
}

#[derive(Serialize)]
struct SourceView<'e> {
    document: &'e str,
    title: &'e str,
    place: Option<&'e str>,
    quote: Option<&'e str>,
}

#[derive(Serialize)]
struct AssumptionView<'e> {
    text: Option<&'e str>,
    file: &'e str,
    line: usize,
}

pub(super) fn grounds(grounds: &Grounds) -> GroundsView<'_> {
    GroundsView {
        sources: grounds
            .sources
            .iter()
            .map(|cited| SourceView {
                document: &cited.document,
                title: &cited.title,
                place: cited.place.as_deref(),
                quote: cited.quote.as_deref(),
            })
            .collect(),
        assumptions: grounds
            .assumptions
            .iter()
            .map(|assumed| AssumptionView {
                text: assumed.text.as_deref(),
                file: &assumed.file,
                line: assumed.line,
            })
            .collect(),
    }
}
