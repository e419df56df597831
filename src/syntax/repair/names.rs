//! Names: those with signs, which stand in backticks, and those that are not declared, which words
//! of the language tear apart.

use super::{Change, Edit, Told, Unread};
use crate::diag::syntax::Want;
use crate::keywords::{Kw, Reserved};
use crate::syntax::declare::signed;
use crate::syntax::scan::TokenKind;
use crate::syntax::words::{is_keyword, longest};
use std::ops::Range;

pub(super) fn changes(unread: &Unread<'_, '_>) -> Vec<Change> {
    refused(unread).into_iter().chain(backticks(unread)).chain(undeclared(unread)).collect()
}

/// `còn lại là Không`, where a category lists the word: that it may not has been told there.
fn refused(unread: &Unread<'_, '_>) -> Option<Change> {
    let stop = unread.trouble.stop.as_ref().filter(|stop| stop.wants.contains(&Want::Name))?;
    let token = unread.statement.tokens.get(stop.token)?;
    let is_refused = unread.context.names.is_refused(&token.key);
    let name = format!("`{}`", token.text);
    is_refused.then(|| Change::one(stop.token..stop.token + 1, name, Told::Already))
}

/// `danh mục Phòng: Tài chính - Kế toán`
fn backticks(unread: &Unread<'_, '_>) -> Option<Change> {
    let edit = |place: Range<usize>| Edit {
        text: format!("`{}`", unread.text(place.clone())),
        tokens: place,
    };
    Change::new(signed(unread.statement).into_iter().map(edit).collect(), Told::Signed)
}

/// A name takes no more words than these here.
const WORDS: usize = 8;
/// Words of more letters than this were not meant for a name.
const LONGEST: usize = 200;

/// Runs of words around the place where the statement stopped that hold a word of the language, the
/// shortest first.
fn undeclared(unread: &Unread<'_, '_>) -> Vec<Change> {
    let stop =
        unread.trouble.stop.as_ref().map_or(unread.statement.tokens.len(), |stop| stop.token);
    let wordlike = |at: &usize| {
        unread.statement.tokens.get(*at).is_some_and(|token| token.kind == TokenKind::Word)
    };
    let first = (unread.start()..stop).rev().take_while(wordlike).last().unwrap_or(stop);
    let end = (stop..).take_while(wordlike).last().map_or(stop, |last| last + 1);
    let runs = (2..=WORDS.min(end.saturating_sub(first)))
        .flat_map(|length| (first..=end - length).map(move |start| start..start + length));
    runs.filter(|run| run.start <= stop && stop <= run.end)
        .filter_map(|run| name(unread, run))
        .collect()
}

fn name(unread: &Unread<'_, '_>, run: Range<usize>) -> Option<Change> {
    // A name is not looked for across words that join whole conditions, unless a declared name is
    // near.
    const PARTS: [Kw; 9] = [
        Kw::From,
        Kw::UpTo,
        Kw::Below,
        Kw::Above,
        Kw::Gives,
        Kw::By,
        Kw::For,
        Kw::When,
        Kw::Otherwise,
    ];
    let tokens = unread.statement.tokens.get(run.clone())?;
    let reserved = |at: usize| {
        tokens.get(at..).and_then(|rest| longest(rest, Reserved::Everywhere)).map(|(_, id)| id)
    };
    let ends = [0, tokens.len().checked_sub(1)?];
    let inner: Vec<Kw> = (1..tokens.len() - 1).filter_map(reserved).collect();
    let text = unread.text(run.clone());
    if inner.is_empty() || ends.iter().any(|end| reserved(*end).is_some()) || text.len() > LONGEST {
        return None;
    }
    let near =
        unread.context.names.nearest(&text).filter(|near| near.contains(' ')).map(str::to_owned);
    if let Some(near) = near {
        return Some(Change::one(run, near.clone(), Told::Undeclared { near: Some(near) }));
    }
    let parts = tokens.split(|token| is_keyword(token, &PARTS)).filter(|part| !part.is_empty());
    let unknown =
        parts.into_iter().any(|part| unread.context.names.longest(part, false) < part.len());
    let parted = inner.iter().all(|id| PARTS.contains(id)) && unknown;
    parted.then(|| Change::one(run, format!("`{text}`"), Told::Undeclared { near: None }))
}
