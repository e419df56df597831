//! What is wrong with rules, with the texts it points into.

use crate::diag::{Diagnostic, Error, load as say, model as say_model, rollover as say_rollover};
use crate::source::{Source, SourceId, Sources, Span};
use crate::syntax::ast::File;
use crate::value::Lang;
use std::collections::BTreeMap;

/// Rules of which nothing could be read.
pub(super) fn unreadable(path: &str, reason: &std::io::Error) -> Error {
    Error::load(vec![say::unreadable(path, reason)], Sources::default(), Lang::default())
}

/// Findings of one or several packs, with the texts they quote.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Findings {
    /// The findings, pack by pack, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Number of findings that the rules accept, by lines `bỏ qua W012: "…"`.
    pub accepted: usize,
    /// The texts they point into.
    #[doc(hidden)]
    pub sources: Sources,
}

impl Findings {
    /// Takes in a pack's texts, named within its folder, and its findings.
    pub(super) fn absorb(
        &mut self,
        folder: Option<&str>,
        found: Vec<Diagnostic>,
        sources: &Sources,
    ) {
        let before = self.sources.len();
        for source in sources.iter() {
            self.sources.push(match folder {
                Some(folder) => Source::new(format!("{folder}/{}", source.name()), source.text()),
                None => source.clone(),
            });
        }
        let (diagnostics, sources) = (&mut self.diagnostics, &self.sources);
        diagnostics.extend(found.into_iter().map(|finding| {
            let lang = finding.lang;
            finding.moved(|span| behind(before, span)).placed(sources, lang)
        }));
    }

    /// Those that rules are refused for.
    pub(super) fn of(refused: Error) -> Findings {
        let (diagnostics, sources) = (refused.diagnostics().to_vec(), refused.sources().clone());
        Findings { diagnostics, accepted: 0, sources }
    }

    /// As a reason not to use the rules.
    pub(super) fn refuse(self, lang: Lang) -> Error {
        Error::load(self.diagnostics, self.sources, lang)
    }
}

/// The span of a pack's text in a list of sources in which `before` other texts precede the pack's.
pub(super) fn behind(before: usize, span: Span) -> Span {
    Span { source: SourceId::new(before + span.source.index()), ..span }
}

/// Least number of names that two files must both declare to be taken for copies of each other.
const NAMES_OF_A_COPY: usize = 3;

/// The findings, those that come of one file being a copy of another taken together.
pub(super) fn without_copies(found: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let mut pairs: BTreeMap<(SourceId, SourceId), usize> = BTreeMap::new();
    for finding in found.iter().filter(|finding| finding.code == say_model::DUPLICATE_NAME) {
        if let Some(pair) = two_files(finding) {
            *pairs.entry(pair).or_default() += 1;
        }
    }
    pairs.retain(|_, names| *names >= NAMES_OF_A_COPY);
    let (of_copies, mut left): (Vec<Diagnostic>, Vec<Diagnostic>) = found
        .into_iter()
        .partition(|finding| two_files(finding).is_some_and(|pair| pairs.contains_key(&pair)));
    for (pair, names) in pairs {
        let first = of_copies.iter().find(|finding| two_files(finding) == Some(pair));
        if let Some([second, first]) = first
            .and_then(|finding| finding.labels.get(..2))
            .and_then(|labels| <&[_; 2]>::try_from(labels).ok())
        {
            let name = |span: Span| sources[span.source].name();
            left.push(say::copy(
                second.span,
                name(second.span),
                first.span,
                name(first.span),
                names,
            ));
        }
    }
    left
}

/// The files of the two places of a finding, if they are two.
fn two_files(finding: &Diagnostic) -> Option<(SourceId, SourceId)> {
    match finding.labels.as_slice() {
        [second, first] if second.span.source != first.span.source => {
            Some((first.span.source, second.span.source))
        }
        _ => None,
    }
}

/// The first mark of a rollover among the comments of a pack, and how many each file has.
pub(super) fn marks_left<'s>(
    trees: &[&File],
    sources: &'s Sources,
) -> Option<(Span, Vec<(&'s str, usize)>)> {
    let marks = |file: &&File| -> Vec<Span> {
        file.comments
            .iter()
            .filter(|comment| say_rollover::is_mark(&comment.text))
            .map(|comment| comment.span)
            .collect()
    };
    let all: Vec<Vec<Span>> = trees.iter().map(marks).filter(|marks| !marks.is_empty()).collect();
    let counts =
        all.iter().filter_map(|marks| Some((sources[marks.first()?.source].name(), marks.len())));
    Some((*all.first()?.first()?, counts.collect()))
}
