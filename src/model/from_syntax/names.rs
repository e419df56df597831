//! Name spaces: a key leads to what was declared under it, and to where.

use super::{Checker, Member, RecordId};
use crate::diag::model::{self as say, Kind};
use crate::diag::nearest;
use crate::keywords::{Kw, Reserved, named};
use crate::source::Span;
use crate::syntax::ast;
use std::collections::HashMap;

/// A name space: declared names by key, each with its place.
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
    /// Declares a name; gives the place of the first declaration if there is one already, which
    /// stays.
    pub(super) fn declare(&mut self, name: &ast::Name, what: T) -> Result<(), Span> {
        if let Some((_, first, _)) = self.by_key.get(&name.key).and_then(|at| self.entries.get(*at))
        {
            return Err(*first);
        }
        self.by_key.insert(name.key.clone(), self.entries.len());
        self.entries.push((name.text.clone(), name.span, what));
        Ok(())
    }

    /// Declaration under a key; `None` if there is none.
    pub(super) fn get(&self, key: &str) -> Option<T> {
        self.by_key.get(key).and_then(|at| self.entries.get(*at)).map(|(_, _, what)| *what)
    }

    /// Place at which a key was declared.
    pub(super) fn place(&self, key: &str) -> Option<Span> {
        self.by_key.get(key).and_then(|at| self.entries.get(*at)).map(|(_, span, _)| *span)
    }

    /// Name as declared, under a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        let entry = self.by_key.get(key).and_then(|at| self.entries.get(*at))?;
        Some(&entry.0)
    }

    /// Number of names declared.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The names as declared, in the order declared.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(text, _, _)| text.as_str())
    }
}

/// The only candidate that holds all the words of a name, or, of other things than values, whose
/// words the name holds.
fn containing(kind: Kind, name: &str, candidates: &[String]) -> Option<String> {
    let words =
        |text: &str| crate::source::key(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let wanted = words(name);
    let within = |some: &[String], all: &[String]| some.iter().all(|word| all.contains(word));
    let holds = |candidate: &&String| {
        let own = words(candidate);
        within(&wanted, &own) || kind != Kind::Value && within(&own, &wanted)
    };
    let lettered = name.chars().any(char::is_alphabetic);
    let mut holding = candidates.iter().filter(holds);
    let only = holding.next().filter(|_| lettered && holding.next().is_none())?;
    Some(only.clone())
}

/// The only candidate that a name says with a word more, as `phường xã` or `các phường` for
/// `phường`.
pub(super) fn shorter<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let words =
        |text: &str| crate::source::key(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let wanted = words(name);
    let (_, begun) = wanted.split_last()?;
    let (_, ended) = wanted.split_first()?;
    let is = |candidate: &&str| {
        let own = words(candidate);
        own == begun || own == ended
    };
    let mut fitting = candidates.into_iter().filter(is);
    fitting.next().filter(|_| fitting.next().is_none())
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
            self.unknown(
                name,
                Kind::Record,
                &self.record_names.texts().map(str::to_owned).collect::<Vec<_>>(),
            );
        }
        known
    }

    /// The category of that name; reports an unknown one.
    pub(super) fn category_named(&mut self, name: &ast::Name) -> Option<super::CategoryId> {
        let known = self.category_names.get(&name.key);
        if known.is_none() {
            self.unknown(
                name,
                Kind::Category,
                &self.category_names.texts().map(str::to_owned).collect::<Vec<_>>(),
            );
        }
        known
    }

    /// Name that may be meant by one that is spelt like no other: the one of that title, or the
    /// one that holds it.
    pub(super) fn meant(&self, name: &str, kind: Kind, candidates: &[String]) -> Option<String> {
        let titled = self.titled(kind, &crate::source::key(name));
        titled.or_else(|| containing(kind, name, candidates))
    }

    /// Reports a name that nothing declares, unless a line that could not be read declares it.
    pub(super) fn unknown(&mut self, name: &ast::Name, kind: Kind, candidates: &[String]) {
        if self.invalid.contains(&name.key) {
            return;
        }
        let near = nearest(&name.text, candidates.iter().map(String::as_str)).map(str::to_owned);
        if let (None, Some((span, longer))) = (&near, self.longer(name, candidates)) {
            let diagnostic = say::unknown_name(name.span, kind, &name.text, None, None);
            self.report(crate::diag::phrasing::near_name(diagnostic, span, longer));
            return;
        }
        let near = near.or_else(|| self.meant(&name.text, kind, candidates));
        if let (None, Kind::Value, Some(meant)) =
            (&near, kind, self.value_joined(&name.text, candidates))
        {
            let found = say::unknown_name(name.span, kind, &name.text, None, None);
            self.report(say::write(found, name.span, &meant));
            return;
        }
        let longer = || shorter(&name.text, candidates.iter().map(String::as_str));
        let near = near.or_else(|| longer().map(str::to_owned));
        let reserved = name.text.split(' ').find(|word| is_reserved(word)).map(str::to_owned);
        let found =
            say::unknown_name(name.span, kind, &name.text, near.as_deref(), reserved.as_deref());
        let few =
            (1..=8).contains(&candidates.len()) && !matches!(kind, Kind::Value | Kind::Function);
        self.report(if found.help.is_none() && few {
            say::known_names(found, candidates)
        } else {
            found
        });
    }

    /// The record type that has this title.
    fn titled(&self, kind: Kind, title: &str) -> Option<String> {
        let is = |record: &&super::RecordScope<'_>| {
            record.title.as_ref().is_some_and(|own| crate::source::key(own) == title)
        };
        (kind == Kind::Record)
            .then(|| self.records.iter().find(is).map(|record| record.name.text.clone()))?
    }

    /// `xếp loại Tốt` for `xếp loại là Tốt`: a known name and a value, of which only the joining
    /// word is missing.
    fn value_joined(&self, text: &str, candidates: &[String]) -> Option<String> {
        let key = crate::source::key;
        let known = |name: &str| {
            crate::keywords::special(&key(name)).is_some()
                || candidates.iter().any(|other| key(other) == key(name))
        };
        let values = || self.categories.iter().flat_map(|category| &category.values);
        let value = |word: &str| {
            values().any(|value| value.name.key == key(word))
                || named(&key(word), Reserved::Whole).is_some()
        };
        let (name, value) = text
            .match_indices(' ')
            .map(|(at, _)| text.split_at(at))
            .find(|(name, rest)| known(name) && value(rest.trim()))?;
        Some(format!("{name} {} {}", Kw::Is.word(self.keywords()), value.trim()))
    }

    /// The declared name of several words, a word of the language among them, that the words from
    /// here on were perhaps meant for.
    fn longer<'c>(&self, name: &ast::Name, candidates: &'c [String]) -> Option<(Span, &'c str)> {
        let rest = self.sources[name.span.source]
            .text()
            .get(name.span.start as usize..)?
            .lines()
            .next()?;
        candidates
            .iter()
            .map(String::as_str)
            .filter(|candidate| candidate.split(' ').any(is_reserved))
            .find_map(|candidate| {
                let mut ends = rest.match_indices(' ').map(|(end, _)| end).chain([rest.len()]);
                let end = ends.nth(candidate.split(' ').count() - 1)?;
                nearest(rest.get(..end)?, [candidate])?;
                let end = name.span.start.saturating_add(u32::try_from(end).ok()?);
                Some((Span { end, ..name.span }, candidate))
            })
    }

    /// Field or derivation of a record type by its key.
    pub(super) fn member(&self, record: RecordId, key: &str) -> Option<Member> {
        self.records[record].members.get(key)
    }
}
