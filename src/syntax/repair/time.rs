//! Periods and deadlines in other words, or without the sign or word that starts them.

use super::words::keywords;
use super::{Change, Told, Unread};
use crate::diag::phrasing::Form;
use crate::keywords::{Kw, Reserved};
use crate::syntax::kinds::StatementKind;
use crate::syntax::lex::{Token, TokenKind};
use crate::syntax::shape::DEADLINES;
use crate::syntax::words::{longest, longest_that};

pub(super) fn changes(unread: &Unread<'_, '_>) -> Vec<Change> {
    match unread.statement.kind {
        StatementKind::Require | StatementKind::Requirement => {
            other_each(unread).into_iter().collect()
        }
        StatementKind::Due => {
            colons(unread).into_iter().chain(within(unread)).chain(days(unread)).collect()
        }
        _ => days(unread).into_iter().collect(),
    }
}

/// Words that stand for `mỗi` before a period.
const EACH: [&[&str]; 5] = [&["hàng"], &["hằng"], &["từng"], &["mỗi", "một"], &["every"]];

/// Words that stand for `mỗi` and its period.
const EACH_PERIOD: [(&str, Kw); 4] = [
    ("monthly", Kw::Month),
    ("quarterly", Kw::Quarter),
    ("yearly", Kw::Year),
    ("annually", Kw::Year),
];

/// `hàng tháng`, `monthly`
fn other_each(unread: &Unread<'_, '_>) -> Option<Change> {
    let start = unread.start();
    let rest = unread.statement.tokens.get(start..)?;
    let spelt = |words: &&&[&str]| {
        rest.len() > words.len()
            && rest.iter().zip(words.iter()).all(|(token, word)| token.text.to_lowercase() == *word)
    };
    let two = EACH.iter().find(spelt).and_then(|words| {
        let (length, period) = longest(rest.get(words.len()..)?, Reserved::Period)?;
        Some((words.len() + length, period))
    });
    let one = || {
        let first = rest.first()?.text.to_lowercase();
        EACH_PERIOD.iter().find(|(word, _)| *word == first).map(|(_, period)| (1, *period))
    };
    let (length, period) = two.or_else(one)?;
    let language = keywords(unread);
    let text = format!("{} {}", Kw::Each.word(language), period.word(language));
    Some(Change::one(start..start + length, text, Told::Form(Form::OtherWord)))
}

/// `hạn ngày kiểm tra trong 30 ngày từ …`
fn colons(unread: &Unread<'_, '_>) -> Vec<Change> {
    let tokens = &unread.statement.tokens;
    if tokens.iter().any(|token| token.is(":")) {
        return Vec::new();
    }
    let starts = |at: &usize| {
        let rest = tokens.get(*at..).unwrap_or(&[]);
        longest_that(rest, |id, _| DEADLINES.contains(&id)).is_some()
    };
    let colon = |at: usize| Change::one(at..at, ":", Told::Form(Form::Deadline));
    (unread.start() + 1..tokens.len()).rev().filter(starts).map(colon).take(MOST_COLONS).collect()
}

/// So many places are tried for a colon.
const MOST_COLONS: usize = 4;

/// `hạn ngày kiểm tra: 30 ngày từ …`
fn within(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let behind = tokens.iter().position(|token| token.is(":"))? + 1;
    let number = tokens.get(behind).is_some_and(|token| token.kind == TokenKind::Number);
    let text = format!(" {}", Kw::Within.word(keywords(unread)));
    number.then(|| Change::one(behind..behind, text, Told::Offered))
}

/// `trước ngày 10/06/2023`: a whole date needs no word before it.
fn days(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let dated = |pair: &[Token<'_>]| {
        let [word, date] = pair else { return false };
        date.kind == TokenKind::Date
            && longest(std::slice::from_ref(word), Reserved::BeforeDay).is_some()
    };
    let at = tokens.windows(2).position(dated)?;
    Some(Change::one(at..at + 2, unread.text(at + 1..at + 2), Told::Form(Form::Date)))
}
