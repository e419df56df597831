//! What was perhaps meant by a statement that cannot be read: changes that people make again and
//! again, each tried by reading the statement with it. The first that can be read is offered, and
//! the statement stands as if it had been written so: one mistake is reported once, what depends on
//! the statement is not blamed, and its other mistakes are reported as well.

mod names;
mod order;
mod signs;
mod time;
mod words;

use super::canonical::Context;
use super::declare::declared;
use super::kinds::StatementKind;
use super::lex;
use super::scan::TokenKind;
use super::statements::{Statement, opened};
use super::{Reading, Trouble, doubt::Around, read_as_written};
use crate::diag::phrasing::{self, Form};
use crate::diag::syntax as diagnostics;
use crate::diag::{Diagnostic, Fix};
use crate::source::{Source, Span};
use std::ops::Range;

/// A change of a statement.
pub(super) struct Change {
    edits: Vec<Edit>,
    told: Told,
}

/// Tokens and what stands in their place; no tokens: what is put in before the token there.
struct Edit {
    tokens: Range<usize>,
    text: String,
}

/// Report of a change.
enum Told {
    /// The diagnostic of the statement as it was, with the change as its fix.
    Offered,
    /// The same of one of several changes that would do: what depends on which is not read.
    Guessed,
    /// Nothing: it has been reported already.
    Already,
    /// The diagnostic of the statement as it was, for the change was only needed to read on;
    /// nothing if the changed statement has a diagnostic of its own.
    Known,
    /// The nearest word of the language.
    Near(String),
    /// A form that the language has another for.
    Form(Form),
    /// A name with signs.
    Signed,
    /// Words that are no declared name; perhaps that name.
    Undeclared { near: Option<String> },
}

impl Change {
    fn new(edits: Vec<Edit>, told: Told) -> Option<Change> {
        (!edits.is_empty()).then_some(Change { edits, told })
    }

    fn one(tokens: Range<usize>, text: impl Into<String>, told: Told) -> Change {
        Change { edits: vec![Edit { tokens, text: text.into() }], told }
    }
}

/// A statement that could not be read.
struct Unread<'u, 'a> {
    statement: &'u Statement<'a>,
    trouble: &'u Trouble,
    context: &'u Context<'u>,
    /// The text that its tokens are cut from, and where a stretch of it stands in the source.
    text: &'u str,
    place: &'u dyn Fn(usize, usize) -> Span,
}

impl Unread<'_, '_> {
    /// The words from token to token, as written.
    fn text(&self, tokens: Range<usize>) -> String {
        let Some([first, .., last] | [first @ last]) = self.statement.tokens.get(tokens) else {
            return String::new();
        };
        let text = self.text.get(first.start..last.end).unwrap_or("");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// True if more of it can be read than of the statement before its last change.
    fn gets_past(&self, before: &Unread<'_, '_>) -> bool {
        match (before.stop(), self.stop()) {
            (Some(before), Some(now)) => now > before,
            (None, Some(_)) => true,
            (None, None) => self.trouble.found.len() < before.trouble.found.len(),
            (Some(_), None) => false,
        }
    }

    /// Place in the source at which it stopped making sense.
    fn stop(&self) -> Option<u32> {
        let stop = self.trouble.stop.as_ref()?;
        self.statement
            .tokens
            .get(stop.token)
            .map(|token| token.span.start)
            .or_else(|| self.statement.tokens.last().map(|last| last.span.end))
    }

    /// End of its opening keyword.
    fn start(&self) -> usize {
        self.statement.opener.map_or(0, |(_, length)| length)
    }
}

/// So many slips of different kinds are looked for beside the first.
const FURTHER_SLIPS: usize = 2;

/// Reads a statement as it was perhaps meant.
pub(super) fn meant(
    around: Around<'_, '_>,
    trouble: &Trouble,
    context: &Context<'_>,
) -> Option<Reading> {
    let place = in_source(around.statement, context.source)?;
    repaired(
        around,
        &Unread {
            statement: around.statement,
            trouble,
            context,
            text: context.source.normal(),
            place: &place,
        },
        FURTHER_SLIPS,
    )
}

/// Place in a line's own source of a stretch of its text.
fn in_source<'s>(
    statement: &Statement<'_>,
    source: &'s Source,
) -> Option<impl Fn(usize, usize) -> Span + 's> {
    let id = statement.tokens.first()?.span.source;
    Some(move |start, end| Span {
        source: id,
        start: source.original_offset(start),
        end: source.original_offset(end),
    })
}

/// The reading with the first change that makes it readable; of changes that only bring it further,
/// with the first that others complete.
fn repaired(around: Around<'_, '_>, unread: &Unread<'_, '_>, further: usize) -> Option<Reading> {
    if unread.trouble.hopeless
        || unread.statement.kind == StatementKind::Basis
        || !unread.context.names.may_repair()
    {
        return None;
    }
    let groups = [
        signs::changes,
        words::changes,
        time::changes,
        order::changes,
        words::insertions,
        order::typed,
        names::changes,
    ];
    let tried = |more| {
        groups
            .iter()
            .flat_map(|changes| changes(unread))
            .find_map(|change| read(around, &change, unread, more))
    };
    (0..=further).find_map(tried)
}

/// Reads a statement with what corrects it, so that nothing more is said of what is not meant.
pub(super) fn corrected(
    around: Around<'_, '_>,
    reading: Reading,
    context: &Context<'_>,
) -> Reading {
    let tokens = &around.statement.tokens;
    let edit = |fix: &Fix| {
        let start = tokens.iter().position(|token| token.span.start >= fix.span.start)?;
        let end = tokens.iter().rposition(|token| token.span.end <= fix.span.end)? + 1;
        (start < end).then(|| Edit { tokens: start..end, text: fix.replacement.clone() })
    };
    let edits: Vec<Edit> = reading.corrections.iter().filter_map(edit).collect();
    let apart = edits
        .windows(2)
        .all(|pair| matches!(pair, [one, other] if one.tokens.end <= other.tokens.start));
    let trouble = Trouble { found: Vec::new(), stop: None, hopeless: false };
    let again = in_source(around.statement, context.source)
        .zip(Change::new(edits, Told::Already).filter(|_| apart))
        .and_then(|(place, change)| {
            let unread = Unread {
                statement: around.statement,
                trouble: &trouble,
                context,
                text: context.source.normal(),
                place: &place,
            };
            read(around, &change, &unread, 0)
        });
    match again {
        Some(mut again) => {
            let before = reading.found;
            again.found.retain(|found| !before.contains(found));
            again.found.extend(before);
            again
        }
        None => reading,
    }
}

/// Reads a statement with a change, and with that many further ones where the change alone only
/// brings it further.
fn read(
    around: Around<'_, '_>,
    change: &Change,
    unread: &Unread<'_, '_>,
    further: usize,
) -> Option<Reading> {
    let changed = Changed::new(change, unread)?;
    let place = |start, end| changed.place(start, end, unread);
    let tokens = lex::tokens(&changed.text, place);
    let own = unread.statement.opener.filter(|_| {
        unread.statement.misspelt.is_none()
            && change.edits.iter().all(|edit| edit.tokens.start >= unread.start())
    });
    let (kind, opener) = match (own, opened(&tokens)) {
        (None, Some((kind, id, length))) => {
            let same = unread.statement.opener.is_some_and(|(before, _)| before == id);
            (if same { unread.statement.kind } else { kind }, Some((id, length)))
        }
        (own, _) => (unread.statement.kind, own),
    };
    let statement = Statement { kind, opener, misspelt: None, tokens };
    let declared = declared(&statement);
    let around = Around { statement: &statement, ..around };
    let (mut reading, otherwise) = match read_as_written(around, &declared, unread.context) {
        Ok(reading) if further == 0 => {
            let otherwise = !reading.found.is_empty();
            (reading, otherwise)
        }
        // It has been tried before.
        Ok(_) => return None,
        Err(trouble) => {
            let next = Unread {
                statement: &statement,
                trouble: &trouble,
                context: unread.context,
                text: &changed.text,
                place: &place,
            };
            let reading = further
                .checked_sub(1)
                .filter(|_| next.gets_past(unread))
                .and_then(|left| repaired(around, &next, left))?;
            let otherwise = reading
                .found
                .iter()
                .filter_map(Diagnostic::span)
                .any(|span| changed.fix.start < span.end && span.start < changed.fix.end);
            (reading, otherwise)
        }
    };
    let said = said(change, &changed, unread, otherwise);
    reading.guessed |= matches!(change.told, Told::Guessed);
    if let Told::Undeclared { .. } = change.told {
        reading.invalid.extend(changed.names(&statement));
    }
    reading.found.extend(said);
    Some(reading)
}

fn said(
    change: &Change,
    changed: &Changed,
    unread: &Unread<'_, '_>,
    otherwise: bool,
) -> Vec<Diagnostic> {
    let (span, text) = (changed.fix, changed.replacement.as_str());
    let was =
        |span| unread.context.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let known = || unread.trouble.found.clone();
    match &change.told {
        Told::Already => Vec::new(),
        Told::Known if otherwise => Vec::new(),
        Told::Known => known(),
        Told::Offered => {
            known().into_iter().map(|found| phrasing::offered(found, span, text)).collect()
        }
        Told::Guessed => {
            known().into_iter().map(|found| phrasing::guessed(found, span, text)).collect()
        }
        Told::Near(near) => {
            known().into_iter().map(|found| diagnostics::near_keyword(found, span, near)).collect()
        }
        Told::Form(form @ (Form::Sign | Form::OtherWord)) => changed
            .edits
            .iter()
            .map(|(place, text)| phrasing::other_way(*place, *form, &was(*place), text))
            .collect(),
        Told::Form(form) => vec![phrasing::other_way(span, *form, &was(span), text)],
        Told::Signed => changed
            .edits
            .iter()
            .map(|(place, quoted)| phrasing::signed_name(*place, quoted.trim_matches('`'), quoted))
            .collect(),
        Told::Undeclared { near } => {
            vec![phrasing::undeclared(span, &was(span), near.as_deref())]
        }
    }
}

/// A statement with a change.
struct Changed {
    text: String,
    pieces: Vec<Piece>,
    /// Each edit: where, and what it writes.
    edits: Vec<(Span, String)>,
    /// Stretch that the change replaces, from its first edit to its last, and its replacement.
    fix: Span,
    replacement: String,
}

/// A stretch of the changed text: where it starts there, and where it comes from.
struct Piece {
    start: usize,
    from: From,
}

impl Piece {
    /// Place in the source of a stretch within it; all of an edit's.
    fn place(&self, start: usize, end: usize, unread: &Unread<'_, '_>) -> Span {
        match &self.from {
            From::Source(from) => {
                let at = |at: usize| from + at.saturating_sub(self.start);
                (unread.place)(at(start), at(end))
            }
            From::Edit(span) => *span,
        }
    }
}

enum From {
    /// From the text before the change, at this place.
    Source(usize),
    /// From an edit of this place.
    Edit(Span),
}

impl Changed {
    fn new(change: &Change, unread: &Unread<'_, '_>) -> Option<Changed> {
        let (statement, span) = (unread.statement, unread.place);
        let (first, last) = (statement.tokens.first()?, statement.tokens.last()?);
        let mut changed = Changed {
            text: String::new(),
            pieces: Vec::new(),
            edits: Vec::new(),
            fix: first.span,
            replacement: String::new(),
        };
        let mut at = first.start;
        let (mut begins, mut ends, mut offset) = (None, at, 0);
        for edit in &change.edits {
            let before =
                edit.tokens.start.checked_sub(1).and_then(|before| statement.tokens.get(before));
            let (start, end) = match statement.tokens.get(edit.tokens.clone()) {
                Some([]) | None => {
                    before.map_or((first.start, first.start), |before| (before.end, before.end))
                }
                Some([only]) => (only.start, only.end),
                Some([one, .., other]) => (one.start, other.end),
            };
            changed.push(unread.text.get(at..start)?, From::Source(at));
            if begins.is_none() {
                (begins, offset) = (Some(start), changed.text.len());
            }
            changed.push(&edit.text, From::Edit(span(start, end)));
            changed.edits.push((span(start, end), edit.text.clone()));
            (at, ends) = (end, end);
        }
        changed.replacement = changed.text.get(offset..)?.to_owned();
        changed.fix = span(begins?, ends);
        changed.push(unread.text.get(at..last.end)?, From::Source(at));
        Some(changed)
    }

    fn push(&mut self, text: &str, from: From) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), from });
            self.text.push_str(text);
        }
    }

    /// Place in the source of a stretch of the changed text, which may lie in several pieces.
    fn place(&self, start: usize, end: usize, unread: &Unread<'_, '_>) -> Span {
        let (first, last) = (self.piece(start), self.piece(end.saturating_sub(1).max(start)));
        let (Some(first), Some(last)) = (first, last) else { return self.fix };
        let begins = first.place(start, start, unread);
        Span { end: last.place(end, end, unread).end, ..begins }
    }

    /// The piece that a place of the changed text lies in.
    fn piece(&self, at: usize) -> Option<&Piece> {
        let behind = self.pieces.partition_point(|piece| piece.start <= at);
        behind.checked_sub(1).and_then(|at| self.pieces.get(at))
    }

    /// The names that stand where the change is.
    fn names(&self, statement: &Statement<'_>) -> Vec<super::ast::Name> {
        let changed = statement
            .tokens
            .iter()
            .filter(|token| token.span == self.fix && token.kind == TokenKind::Quoted);
        changed
            .map(|token| super::declare::name_of(std::slice::from_ref(token), token.span))
            .collect()
    }
}
