//! The order of words: rows, caps and cases as other texts and programs write them.

use super::words::keywords;
use super::{Change, Told, Unread};
use crate::diag::phrasing::{Form, placeholder_reason};
use crate::keywords::{Keywords, Kw, Reserved};
use crate::source::plain;
use crate::syntax::kinds::StatementKind;
use crate::syntax::lex::Token;
use crate::syntax::scan::TokenKind;
use crate::syntax::words::{is_keyword, longest, longest_that};

pub(super) fn changes(unread: &Unread<'_, '_>) -> Vec<Change> {
    let ranges = [downwards(unread), closed_range(unread), repeated_subject(unread), from(unread)];
    let singles =
        [turned(unread), if_row(unread), spreadsheet_if(unread)].into_iter().chain(ranges);
    row_signs(unread).into_iter().chain(singles.flatten()).collect()
}

fn word(id: Kw, unread: &Unread<'_, '_>) -> &'static str {
    id.word(keywords(unread))
}

/// The first place outside brackets, from `start` on.
fn find(tokens: &[Token<'_>], start: usize, that: impl Fn(&Token<'_>) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && that(token) {
            return Some(at);
        }
    }
    None
}

/// `≥ 5 điểm: Tốt`, `Tốt: từ 8 điểm`, `từ 90% → 30 điểm`: the sign stands for `là` or `được`.
fn row_signs(unread: &Unread<'_, '_>) -> Vec<Change> {
    let joins = match unread.statement.kind {
        StatementKind::CriterionRow => Kw::Gives,
        StatementKind::GradeRow => Kw::Is,
        _ => return Vec::new(),
    };
    let sign = |token: &Token<'_>| [":", "→", "⇒", "="].contains(&token.text);
    let Some(at) = find(&unread.statement.tokens, 1, sign) else { return Vec::new() };
    let (before, after) = (unread.text(0..at), unread.text(at + 1..unread.statement.tokens.len()));
    let joined = |first: &str, second: &str| {
        let text = format!("{first} {} {second}", word(joins, unread));
        Change::one(0..unread.statement.tokens.len(), text, Told::Form(Form::RowSign(joins)))
    };
    vec![joined(&before, &after), joined(&after, &before)]
}

/// `nếu từ 90% thì được 60 điểm`
fn if_row(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let joins = match unread.statement.kind {
        StatementKind::CriterionRow => Kw::Gives,
        StatementKind::GradeRow => Kw::Is,
        _ => return None,
    };
    tokens.first().filter(|first| is_keyword(first, &[Kw::If]))?;
    let then = find(tokens, 1, |token| is_keyword(token, &[Kw::Then]) || token.is(","))?;
    let joined = tokens.get(then + 1).is_some_and(|next| is_keyword(next, &[joins]));
    let rest = unread.text(then + 1 + usize::from(joined)..tokens.len());
    let text = format!("{} {} {rest}", unread.text(1..then), word(joins, unread));
    Some(Change::one(0..tokens.len(), text, Told::Form(Form::RowSign(joins))))
}

/// `trường số hộ số nguyên`
pub(super) fn typed(unread: &Unread<'_, '_>) -> Vec<Change> {
    let tokens = &unread.statement.tokens;
    if unread.statement.kind != StatementKind::Field || tokens.iter().any(|token| token.is(":")) {
        return Vec::new();
    }
    let is_type = |at: &usize| {
        let rest = tokens.get(*at..).unwrap_or(&[]);
        longest(rest, Reserved::Type).is_some()
            || longest_that(rest, |id, _| id == Kw::OneOf).is_some()
    };
    let colon = |at: usize| Change::one(at..at, ":", Told::Form(Form::Colon));
    (unread.start() + 1..tokens.len()).rev().filter(is_type).map(colon).take(MOST_TYPES).collect()
}

/// So many words are tried as the type of a field.
const MOST_TYPES: usize = 4;

/// `nếu C thì không quá Khá`: what follows comes first, and says why.
fn turned(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    tokens.first().filter(|first| is_keyword(first, &[Kw::If]))?;
    let then = find(tokens, 1, |token| is_keyword(token, &[Kw::Then]) || token.is(","))?;
    let condition = unread.text(1..then);
    let skip = usize::from(tokens.get(then + 1).is_some_and(|next| is_keyword(next, &[Kw::Then])));
    let start = then + 1 + skip;
    let colon = find(tokens, start, |token| token.is(":")).unwrap_or(tokens.len());
    let (what, reason) = (unread.text(start..colon), unread.text(colon..tokens.len()));
    let asks = reason.is_empty();
    let reason =
        if asks { format!(": \"{}\"", placeholder_reason(keywords(unread))) } else { reason };
    let what = what.strip_suffix(&format!(" {}", word(Kw::If, unread))).unwrap_or(&what);
    let text = format!("{what} {} {condition}{reason}", word(Kw::If, unread));
    Some(Change::one(0..tokens.len(), text, Told::Form(Form::Turned { asks })))
}

/// `IF(a > 0; 1; 2)`
fn spreadsheet_if(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let calls = |at: &usize| {
        let opens = tokens.get(at + 1).is_some_and(|next| next.is("("));
        opens && tokens.get(*at).is_some_and(|word| is_keyword(word, &[Kw::If]))
    };
    let at = (0..tokens.len()).find(calls)?;
    let mut depth = 0_usize;
    let mut cuts = Vec::new();
    for (place, token) in tokens.iter().enumerate().skip(at + 1) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        let separates = depth == 1 && (token.is(";") || token.is(","));
        if separates || depth == 0 {
            cuts.push(place);
        }
        if depth == 0 {
            break;
        }
    }
    let [first, second, end] = <[usize; 3]>::try_from(cuts).ok()?;
    let [condition, then, otherwise] =
        [at + 2..first, first + 1..second, second + 1..end].map(|part| unread.text(part));
    let [if_word, then_word, or_word] = [Kw::If, Kw::Then, Kw::Or].map(|id| word(id, unread));
    let text = match keywords(unread) {
        Keywords::Vi => format!("{otherwise}, {if_word} {condition} {then_word} {then}"),
        Keywords::En => format!("{otherwise}, {or_word} {then} {if_word} {condition}"),
    };
    let alone = end + 1 == tokens.len()
        && at
            .checked_sub(1)
            .and_then(|before| tokens.get(before))
            .is_some_and(|before| before.is("=") || is_keyword(before, &[Kw::Gives]));
    Some(Change::one(
        at..end + 1,
        if alone { text } else { format!("({text})") },
        Told::Form(Form::SpreadsheetIf),
    ))
}

/// `từ 49 điểm trở xuống`
fn downwards(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let mut pairs = tokens.iter().zip(tokens.iter().skip(1));
    let end =
        pairs.position(|(one, other)| plain(one.text) == "tro" && plain(other.text) == "xuong")?;
    let from = (0..end)
        .rev()
        .find(|at| tokens.get(*at).is_some_and(|token| is_keyword(token, &[Kw::From])));
    let start = from.map_or_else(|| before_number(tokens, end), |from| Some(from + 1))?;
    let [_, to, _] = Keywords::Vi.range();
    let text = format!("{to} {}", unread.text(start..end));
    Some(Change::one(from.unwrap_or(start)..end + 2, text, Told::Form(Form::Range)))
}

/// Start of the number before a place.
fn before_number(tokens: &[Token<'_>], place: usize) -> Option<usize> {
    (0..place).rev().find(|at| tokens.get(*at).is_some_and(|token| token.kind == TokenKind::Number))
}

/// `> 5 và < 10`, `từ 5 và dưới 10`: both ends of one range.
fn closed_range(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let ([from, to, below], above) = (keywords(unread).range(), word(Kw::Above, unread));
    let end_of = |token: &Token<'_>| match token.text {
        "<" => Some(below),
        "≤" | "<=" => Some(to),
        _ if is_keyword(token, &[Kw::Below]) => Some(below),
        _ if is_keyword(token, &[Kw::UpTo]) => Some(to),
        _ => None,
    };
    let start_of = |token: &Token<'_>| match token.text {
        ">" => Some(above),
        "≥" | ">=" => Some(from),
        _ if is_keyword(token, &[Kw::From]) => Some(from),
        _ if is_keyword(token, &[Kw::Above]) => Some(above),
        _ => None,
    };
    let joined = |at: &usize| {
        let and =
            tokens.get(*at).is_some_and(|token| is_keyword(token, &[Kw::And]) || token.is(","));
        and && tokens.get(at + 1).and_then(end_of).is_some()
    };
    let and = (1..tokens.len()).find(joined)?;
    let start = (0..and).rev().find(|at| tokens.get(*at).and_then(start_of).is_some())?;
    let (low, high) =
        (tokens.get(start).and_then(start_of)?, tokens.get(and + 1).and_then(end_of)?);
    let end = amount_end(tokens, and + 2);
    let text =
        format!("{low} {} {high} {}", unread.text(start + 1..and), unread.text(and + 2..end));
    Some(Change::one(start..end, text, Told::Form(Form::Range)))
}

/// End of the amount that starts at a token: a number with its units, or one token.
fn amount_end(tokens: &[Token<'_>], start: usize) -> usize {
    let unit = |at: &usize| {
        let rest = tokens.get(*at..).unwrap_or(&[]);
        rest.first().is_some_and(|token| token.is("%") || token.is("‰"))
            || longest(rest, Reserved::AfterNumber).is_some()
    };
    let first = (start + 1).min(tokens.len());
    (first..tokens.len()).take_while(unit).last().map_or(first, |last| last + 1)
}

/// `x > 5 và < y`: the second comparison is of the same value.
fn repeated_subject(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let compares = |token: &Token<'_>| {
        ["<", ">", "≤", "≥", "<=", ">=", "=", "≠", "!="].iter().any(|sign| token.is(sign))
            || is_keyword(token, &[Kw::From, Kw::UpTo, Kw::Below, Kw::Above, Kw::Is])
    };
    let joins = |token: &Token<'_>| is_keyword(token, &[Kw::And, Kw::Or]);
    let joined =
        |at: &usize| tokens.get(*at).is_some_and(joins) && tokens.get(at + 1).is_some_and(compares);
    let and = (1..tokens.len()).find(joined)?;
    let sign = (0..and).rev().find(|at| {
        tokens.get(*at).is_some_and(compares)
            && at
                .checked_sub(1)
                .is_none_or(|before| tokens.get(before).is_some_and(|token| !compares(token)))
    })?;
    let opens = |at: &usize| {
        let opens = |token: &Token<'_>| {
            ["(", ",", ";", ":"].iter().any(|sign| token.is(sign))
                || is_keyword(token, &[Kw::If, Kw::When])
        };
        tokens.get(*at).is_some_and(|token| opens(token) || joins(token) || compares(token))
    };
    let start = (unread.start()..sign).rev().find(opens).map_or(unread.start(), |at| at + 1);
    let subject = unread.text(start..sign);
    (!subject.is_empty())
        .then(|| Change::one(and + 1..and + 1, format!(" {subject}"), Told::Form(Form::Subject)))
}

/// `8 đến 10 điểm`, `90 điểm trở lên`: the range lacks its first word.
fn from(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let goes_on = |at: &usize| {
        let rest = tokens.get(*at..).unwrap_or(&[]);
        longest_that(rest, |id, _| {
            matches!(id, Kw::UpTo | Kw::Upwards) && id.row().reserved == Reserved::Everywhere
        })
        .is_some()
    };
    let end = (1..tokens.len()).find(goes_on)?;
    let number = before_number(tokens, end)?;
    let amount = amount_end(tokens, number);
    let onwards = longest_that(tokens.get(end..).unwrap_or(&[]), |id, _| id == Kw::Upwards)
        .map_or(0, |(length, _)| length);
    let whole =
        number..if onwards > 0 { end + onwards } else { amount_end(tokens, end + 1) }.max(amount);
    let ranged =
        number.checked_sub(1).and_then(|before| tokens.get(before..)).is_some_and(|rest| {
            longest(rest, Reserved::Everywhere)
                .is_some_and(|(_, id)| matches!(id, Kw::From | Kw::Above | Kw::UpTo | Kw::Below))
        });
    let text = format!("{} {}", word(Kw::From, unread), unread.text(whole.clone()));
    (!ranged).then(|| Change::one(whole, text, Told::Form(Form::Range)))
}
