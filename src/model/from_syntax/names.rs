//! Name spaces: a key leads to what was declared under it, and to where.

use super::{Checker, Member, RecordId};
use crate::diag::model::{self as say, Kind};
use crate::diag::nearest;
use crate::source::Span;
use crate::syntax::ast;
use std::collections::HashMap;

/// One name space.
pub(super) struct Names<T> {
    by_key: HashMap<String, usize>,
    entries: Vec<(String, Span, T)>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Names { by_key: HashMap::new(), entries: Vec::new() }
    }
}

impl<T: Copy> Names<T> {
    /// Declares a name; gives the place of the first declaration if there is one already, which stays.
    pub(super) fn declare(&mut self, name: &ast::Name, what: T) -> Result<(), Span> {
        if let Some((_, first, _)) = self.by_key.get(&name.key).and_then(|at| self.entries.get(*at)) {
            return Err(*first);
        }
        self.by_key.insert(name.key.clone(), self.entries.len());
        self.entries.push((name.text.clone(), name.span, what));
        Ok(())
    }

    /// What a key stands for.
    pub(super) fn get(&self, key: &str) -> Option<T> {
        self.by_key.get(key).and_then(|at| self.entries.get(*at)).map(|(_, _, what)| *what)
    }

    /// Where a key was declared.
    pub(super) fn place(&self, key: &str) -> Option<Span> {
        self.by_key.get(key).and_then(|at| self.entries.get(*at)).map(|(_, span, _)| *span)
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The names as declared, in the order declared.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(text, _, _)| text.as_str())
    }
}

fn is_reserved(word: &str) -> bool {
    crate::keywords::is_reserved(&crate::source::key(word))
}

impl Checker<'_> {
    /// Reports a second declaration.
    pub(super) fn declared(&mut self, name: &ast::Name, outcome: Result<(), Span>) {
        if let Err(first) = outcome {
            self.report(say::duplicate_name(name.span, first, &name.text));
        }
    }

    /// The record type of that name; reports an unknown one.
    pub(super) fn record_named(&mut self, name: &ast::Name) -> Option<RecordId> {
        let known = self.record_names.get(&name.key);
        if known.is_none() {
            self.unknown(name, Kind::Record, &self.record_names.texts().map(str::to_owned).collect::<Vec<_>>());
        }
        known
    }

    /// The category of that name; reports an unknown one.
    pub(super) fn category_named(&mut self, name: &ast::Name) -> Option<super::CategoryId> {
        let known = self.category_names.get(&name.key);
        if known.is_none() {
            self.unknown(name, Kind::Category, &self.category_names.texts().map(str::to_owned).collect::<Vec<_>>());
        }
        known
    }

    /// Reports a name that nothing declares, unless a line that could not be read declares it.
    pub(super) fn unknown(&mut self, name: &ast::Name, kind: Kind, candidates: &[String]) {
        if self.broken.contains(&name.key) {
            return;
        }
        let near = nearest(&name.text, candidates.iter().map(String::as_str)).map(str::to_owned);
        if let (None, Some((span, longer))) = (&near, self.longer(name, candidates)) {
            let diagnostic = say::unknown_name(name.span, kind, &name.text, None, None);
            self.report(crate::diag::syntax::near_name(diagnostic, span, longer));
            return;
        }
        let reserved = name.text.split(' ').find(|word| is_reserved(word)).map(str::to_owned);
        self.report(say::unknown_name(name.span, kind, &name.text, near.as_deref(), reserved.as_deref()));
    }

    /// The declared name of several words, a word of the language among them, that the words from here on were perhaps meant for.
    fn longer<'c>(&self, name: &ast::Name, candidates: &'c [String]) -> Option<(Span, &'c str)> {
        let rest = self.sources[name.span.source].text().get(name.span.start as usize..)?.lines().next()?;
        candidates.iter().map(String::as_str).filter(|candidate| candidate.split(' ').any(is_reserved)).find_map(|candidate| {
            let mut ends = rest.match_indices(' ').map(|(end, _)| end).chain([rest.len()]);
            let end = ends.nth(candidate.split(' ').count() - 1)?;
            nearest(rest.get(..end)?, [candidate])?;
            let end = name.span.start.saturating_add(u32::try_from(end).ok()?);
            Some((Span { end, ..name.span }, candidate))
        })
    }

    /// What a name of a record type stands for.
    pub(super) fn member(&self, record: RecordId, key: &str) -> Option<Member> {
        self.records[record].members.get(key)
    }
}
