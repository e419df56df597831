//! Periods and deadlines in other words, or without the sign or word that starts them.

use super::words::keywords;
use super::{Change, Told, Unread};
use crate::diag::phrasing::Form;
use crate::keywords::{
    DEADLINE_SYNONYMS, EACH_SYNONYMS, JOINT_SYNONYMS, Kw, PERIOD_SYNONYMS, Reserved,
};
use crate::syntax::kinds::StatementKind;
use crate::syntax::lex::Token;
use crate::syntax::scan::TokenKind;
use crate::syntax::shape::DEADLINES;
use crate::syntax::words::{longest, longest_that};

pub(super) fn changes(unread: &Unread<'_, '_>) -> Vec<Change> {
    match unread.statement.kind {
        StatementKind::Require | StatementKind::Requirement => {
            other_each(unread).into_iter().chain(days(unread)).collect()
        }
        StatementKind::Due => {
            let other = [other_start(unread), other_joint(unread), within(unread), days(unread)];
            colons(unread).into_iter().chain(other.into_iter().flatten()).collect()
        }
        _ => days(unread).into_iter().collect(),
    }
}

/// Number of tokens of these words, if the tokens start with them.
fn spelt(tokens: &[Token<'_>], words: &str) -> Option<usize> {
    let length = words.split(' ').count();
    let written = tokens.get(..length)?.iter().map(|token| token.text.to_lowercase());
    written.eq(words.split(' ').map(str::to_owned)).then_some(length)
}

/// `hàng tháng`, `monthly`
fn other_each(unread: &Unread<'_, '_>) -> Option<Change> {
    let start = unread.start();
    let rest = unread.statement.tokens.get(start..)?;
    let parted = EACH_SYNONYMS.iter().find_map(|words| {
        let each = spelt(rest, words)?;
        let (length, period) = longest(rest.get(each..)?, Reserved::Period)?;
        Some((each + length, period))
    });
    let one = || PERIOD_SYNONYMS.iter().find_map(|(word, id)| Some((spelt(rest, word)?, *id)));
    let (length, period) = parted.or_else(one)?;
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

/// Place behind the colon of a deadline.
fn behind_colon(unread: &Unread<'_, '_>) -> Option<usize> {
    Some(unread.statement.tokens.iter().position(|token| token.is(":"))? + 1)
}

/// `muộn nhất ngày 10/6`
fn other_start(unread: &Unread<'_, '_>) -> Option<Change> {
    let behind = behind_colon(unread)?;
    let rest = unread.statement.tokens.get(behind..)?;
    let (length, id) =
        DEADLINE_SYNONYMS.iter().find_map(|(words, id)| Some((spelt(rest, words)?, *id)))?;
    let text = id.word(keywords(unread));
    Some(Change::one(behind..behind + length, text, Told::Form(Form::OtherWord)))
}

/// `trong 30 ngày sau ngày giải ngân`
fn other_joint(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let joint = |at: usize| {
        let rest = tokens.get(at..)?;
        let length = JOINT_SYNONYMS.iter().find_map(|words| spelt(rest, words))?;
        let known = unread.context.names.longest(rest, false);
        (known < length).then_some((at, length))
    };
    let (at, length) = (behind_colon(unread)? + 1..tokens.len()).find_map(joint)?;
    let text = Kw::From.word(keywords(unread));
    Some(Change::one(at..at + length, text, Told::Form(Form::OtherWord)))
}

/// `hạn ngày kiểm tra: 30 ngày từ …`
fn within(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let behind = behind_colon(unread)?;
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
