//! Signs: those of other languages, of a word processor, and those that separate.

use super::{Change, Edit, Told, Unread};
use crate::diag::phrasing::Form;
use crate::keywords::Kw;
use crate::syntax::head::RECORD_PARTS;
use crate::syntax::kinds::StatementKind;
use crate::syntax::lex::Token;
use crate::syntax::scan::TokenKind;
use crate::syntax::words::{is_keyword, longest_that};

pub(super) fn changes(unread: &Unread<'_, '_>) -> Vec<Change> {
    let all = [
        opening(unread),
        comparisons(unread),
        dashes(unread),
        closing_quote(unread),
        short_years(unread),
        round_brackets(unread),
    ];
    let all = all.into_iter().flatten().chain(partners(unread)).chain(separators(unread));
    all.chain(before_parts(unread)).collect()
}

/// `thuộc Tổ theo mã tổ ghi theo ngày`: the parts of a record type's head are parted by commas.
fn before_parts(unread: &Unread<'_, '_>) -> Vec<Change> {
    let tokens = &unread.statement.tokens;
    if unread.statement.kind != StatementKind::Record {
        return Vec::new();
    }
    let is_part = |at: &usize| {
        let rest = tokens.get(*at..).unwrap_or(&[]);
        longest_that(rest, |id, _| RECORD_PARTS.contains(&id)).is_some()
    };
    let parted = |at: &usize| tokens.get(at - 1).is_some_and(|before| before.is(","));
    let places = (1..tokens.len()).filter(is_part).filter(|at| !parted(at));
    places.map(|at| Change::one(at..at, ",", Told::Offered)).collect()
}

/// The keyword that a line was meant to open with.
fn opening(unread: &Unread<'_, '_>) -> Option<Change> {
    let near = unread.statement.misspelt?;
    Some(Change::one(0..unread.start(), near, Told::Known))
}

/// `=>`, `=<`, `<>`, `==`
fn comparisons(unread: &Unread<'_, '_>) -> Option<Change> {
    const SIGNS: [(&str, &str, &str); 5] =
        [("=", ">", "≥"), ("=", "<", "≤"), ("<", ">", "≠"), ("=", "=", "="), ("!", "=", "≠")];
    let pairs = unread.statement.tokens.windows(2).enumerate();
    let meant = |(at, pair): (usize, &[Token<'_>])| {
        let [first, second] = pair else { return None };
        let (_, _, sign) = SIGNS.iter().find(|(one, other, _)| {
            first.text == *one && second.is(other) && first.end == second.start
        })?;
        Some(Edit { tokens: at..at + 2, text: (*sign).to_owned() })
    };
    Change::new(pairs.filter_map(meant).collect(), Told::Form(Form::Sign))
}

/// The dashes of a word processor: a minus, or a range that is then told as one.
fn dashes(unread: &Unread<'_, '_>) -> Option<Change> {
    let dash = |token: &Token<'_>| {
        token.kind == TokenKind::Stray && ["–", "—", "~", "‒", "―"].contains(&token.text)
    };
    let places = unread
        .statement
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| dash(token))
        .map(|(at, _)| at);
    Change::new(
        places.map(|at| Edit { tokens: at..at + 1, text: " - ".to_owned() }).collect(),
        Told::Known,
    )
}

/// A text that is not closed ends before what can only follow a text, else with its line.
fn closing_quote(unread: &Unread<'_, '_>) -> Option<Change> {
    let (at, open) = unread
        .statement
        .tokens
        .iter()
        .enumerate()
        .find(|(_, token)| token.kind == TokenKind::Stray && token.text.starts_with('"'))?;
    const FOLLOW: [(Kw, &str); 6] = [
        (Kw::AtMost, " "),
        (Kw::OutOf, " "),
        (Kw::Column, " "),
        (Kw::File, " "),
        (Kw::Sheet, " "),
        (Kw::SumOfRows, ""),
    ];
    let spelt = |(id, behind): (Kw, &'static str)| {
        let spellings = id.row().vi.iter().chain(id.row().en);
        spellings.map(move |spelling| format!(", {spelling}{behind}"))
    };
    let text = open.text.trim_end();
    let end = FOLLOW
        .into_iter()
        .flat_map(spelt)
        .filter_map(|words| text.find(&words))
        .min()
        .unwrap_or(text.len());
    let (inner, rest) = text.split_at_checked(end)?;
    Some(Change::one(at..at + 1, format!("{inner}\"{rest}"), Told::Offered))
}

/// `18/01/23`
fn short_years(unread: &Unread<'_, '_>) -> Option<Change> {
    let short = unread
        .statement
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == TokenKind::ShortYear);
    let full = |(at, token): (usize, &Token<'_>)| {
        let (day, year) = token.text.rsplit_once('/')?;
        Some(Edit { tokens: at..at + 1, text: format!("{day}/20{year}") })
    };
    Change::new(short.filter_map(full).collect(), Told::Offered)
}

/// `[a + b]`, `(a + b]`
fn round_brackets(unread: &Unread<'_, '_>) -> Option<Change> {
    let round = |(at, token): (usize, &Token<'_>)| {
        let text = match token.text {
            "[" | "{" => "(",
            "]" | "}" => ")",
            _ => return None,
        };
        (token.kind == TokenKind::Stray).then(|| Edit { tokens: at..at + 1, text: text.to_owned() })
    };
    Change::new(
        unread.statement.tokens.iter().enumerate().filter_map(round).collect(),
        Told::Form(Form::Sign),
    )
}

/// A bracket that closes nothing goes; one that is not closed is closed where a part of the
/// statement ends.
fn partners(unread: &Unread<'_, '_>) -> Vec<Change> {
    let tokens = &unread.statement.tokens;
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is("(") {
            open.push(at);
        } else if token.is(")") && open.pop().is_none() {
            return vec![Change::one(at..at + 1, "", Told::Offered)];
        }
    }
    let Some(first) = open.pop() else { return Vec::new() };
    let joins =
        |token: &Token<'_>| ["+", "-", "−", "×", "*", "/", ";"].iter().any(|sign| token.is(sign));
    let ends = |at: &usize| {
        let parts = [
            Kw::And,
            Kw::Or,
            Kw::Then,
            Kw::Gives,
            Kw::Is,
            Kw::If,
            Kw::From,
            Kw::UpTo,
            Kw::Below,
            Kw::Above,
        ];
        let part = |token: &Token<'_>| {
            is_keyword(token, &parts)
                || [":", "|", "<", ">", "≤", "≥", "<=", ">=", "=", "≠"]
                    .iter()
                    .any(|sign| token.is(sign))
        };
        tokens.get(*at).is_none_or(|token| part(token) || token.is(",") && cased(unread, *at))
    };
    let whole = |at: &usize| {
        let inner = tokens.get(first..*at).unwrap_or(&[]);
        let count = |sign| inner.iter().filter(|token| token.is(sign)).count();
        count("(") == count(")") + 1 && inner.iter().any(joins)
    };
    let close = |at: usize| Change::one(at..at, ")", Told::Guessed);
    (first + 2..=tokens.len()).filter(ends).filter(whole).map(close).take(MOST_ENDS).collect()
}

/// So many places are tried for a bracket that is missing.
const MOST_ENDS: usize = 8;

/// `;` where a list has `,` or `>`, and `,` where the arguments of a function have `;`.
fn separators(unread: &Unread<'_, '_>) -> Vec<Change> {
    let ordered = unread.statement.kind == StatementKind::Category
        && unread.statement.tokens.iter().any(|token| token.is(">"));
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    let mut depth = 0_usize;
    for (at, token) in unread.statement.tokens.iter().enumerate() {
        match token.text {
            "(" if token.is("(") => depth += 1,
            ")" if token.is(")") => depth = depth.saturating_sub(1),
            ";" if token.is(";") && depth == 0 => {
                outer.push((at, if ordered { " >" } else { "," }))
            }
            "," if token.is(",") && depth > 0 && !cased(unread, at) => inner.push((at, ";")),
            _ => {}
        }
    }
    let edits = |places: &[(usize, &str)]| {
        places
            .iter()
            .map(|(at, sign)| Edit { tokens: *at..*at + 1, text: (*sign).to_owned() })
            .collect()
    };
    let list = Change::new(edits(&outer), Told::Form(Form::ListSign));
    let arguments = Change::new(edits(&inner), Told::Form(Form::ArgumentSign));
    list.into_iter().chain(arguments).collect()
}

/// Returns `true` if a comma stands before a `nếu`, where it belongs.
fn cased(unread: &Unread<'_, '_>, comma: usize) -> bool {
    unread.statement.tokens.get(comma + 1).is_some_and(|next| is_keyword(next, &[Kw::If, Kw::Or]))
}
