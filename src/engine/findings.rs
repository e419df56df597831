//! What is wrong with rules, with the texts it points into.

use crate::diag::{Diagnostic, load as say, render};
use crate::source::{Source, SourceId, Sources, Span};
use crate::value::Lang;
use std::fmt;

/// Rules that cannot be used: everything that is wrong with them. Its `Display` is what a person reads, in the pack's language.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The findings, errors and warnings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts they point into.
    pub sources: Sources,
    /// The language of the pack.
    pub lang: Lang,
}

impl Refused {
    /// Nothing could be read.
    pub(super) fn unreadable(path: &str, reason: &std::io::Error) -> Refused {
        Refused { diagnostics: vec![say::unreadable(path, reason)], sources: Sources::default(), lang: Lang::default() }
    }

    /// All findings as text.
    pub fn render(&self, lang: Lang, styled: bool) -> String {
        render::text(&self.diagnostics, &self.sources, lang, styled)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(self.lang, false).trim_end())
    }
}

impl std::error::Error for Refused {}

/// What was found in one or several packs.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The findings, pack by pack, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts they point into.
    pub sources: Sources,
}

impl Findings {
    /// Takes in a pack's texts, named within its folder, and its findings.
    pub(super) fn absorb(&mut self, folder: Option<&str>, found: Vec<Diagnostic>, sources: &Sources) {
        let before = self.sources.len();
        for source in sources.iter() {
            let name = folder.map_or_else(|| source.name().to_owned(), |folder| format!("{folder}/{}", source.name()));
            self.sources.push(Source::new(name, source.text()));
        }
        self.diagnostics.extend(found.into_iter().map(|finding| finding.moved(|span| behind(before, span))));
    }

    /// As a reason not to use the rules.
    pub(super) fn refuse(self, lang: Lang) -> Refused {
        Refused { diagnostics: self.diagnostics, sources: self.sources, lang }
    }
}

/// Where a place of a pack stands once that many texts stand before the pack's.
pub(super) fn behind(before: usize, span: Span) -> Span {
    Span { source: SourceId::new(before + span.source.index()), ..span }
}
