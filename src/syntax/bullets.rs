//! Bullets and numbers of a word processor before a statement: the statement is read without them.

use super::lex::Token;
use super::scan::TokenKind;
use super::statements::shaped;
use super::words::longest;
use crate::diag::Diagnostic;
use crate::diag::phrasing;
use crate::keywords::{Kw, Reserved};
use crate::source::{Source, Span};

/// Characters that are a bullet whatever follows them.
const BULLETS: &[char] = &[
    '•', '●', '◦', '○', '▪', '■', '□', '‣', '⁃', '►', '▶', '➢', '➤', '✓', '✔', '–', '—',
    '\u{f0b7}', '\u{f0a7}', '\u{f0d8}',
];

/// Takes the bullets off the lines of a source and reports all of them at once.
pub(super) fn strip(lines: &mut [Vec<Token<'_>>], source: &Source) -> Option<Diagnostic> {
    let mut stripped: Vec<(Span, usize, usize)> = Vec::new();
    let mut depth = 0_usize;
    for line in lines {
        // A line inside brackets goes on with the statement above it.
        let length = if depth == 0 { bullet(line) } else { 0 };
        depth = if opens(line) { open(0, line) } else { open(depth, line) };
        let Some(next) = line.get(length).filter(|_| length > 0).map(|next| next.start) else {
            continue;
        };
        let bullet: Vec<Token<'_>> = line.drain(..length).collect();
        if let (Some(first), Some(last)) = (bullet.first(), bullet.last()) {
            stripped.push((first.span.to(last.span), first.start, next));
        }
    }
    let ((first, start, _), (last, _, end)) = (stripped.first()?, stripped.last()?);
    let mut cleared = String::new();
    let mut from = *start;
    for (_, bullet, next) in &stripped {
        cleared.push_str(source.normal().get(from..*bullet)?);
        from = *next;
    }
    let fix = Span { end: source.original_offset(*end), ..first.to(*last) };
    let others: Vec<Span> = stripped.iter().skip(1).map(|(span, ..)| *span).collect();
    Some(phrasing::bullets(*first, &source.slice(*first), &others, fix, cleared))
}

/// Length in tokens of the bullet that starts a line; 0 if none does.
fn bullet(line: &[Token<'_>]) -> usize {
    let Some(first) = line.first() else { return 0 };
    let rest = |length: usize| line.get(length..).unwrap_or(&[]);
    let closed = |length: usize| {
        rest(length)
            .first()
            .is_some_and(|token| token.is(")") || token.is("/") || token.text == ".")
    };
    let stray = first.kind == TokenKind::Stray || first.is("×");
    if stray && first.text.starts_with(BULLETS) || first.text == "·" {
        return if line.len() > 1 { 1 } else { 0 };
    }
    // What numbers the items of a list: few digits, one letter, or a Roman numeral. A longer number
    // or word before a sign is content.
    let short = |token: &Token<'_>| match token.kind {
        TokenKind::Number => token.text.len() <= 5,
        TokenKind::Word => {
            token.text.chars().count() == 1 || token.text.chars().all(|c| "IVXivx".contains(c))
        }
        _ => false,
    };
    let length = match first {
        sign if ["-", "−", "*", "+"].iter().any(|bullet| sign.is(bullet)) => 1,
        word if word.text == "o" || word.text == "§" => 1,
        number if short(number) && closed(1) => 2,
        open if open.is("(")
            && line.get(1).is_some_and(short)
            && line.get(2).is_some_and(|token| token.is(")")) =>
        {
            3
        }
        _ => 0,
    };
    // `(a) từ 5` is a condition.
    let condition = length == 3 && !is_opened(rest(length));
    if length > 0 && opens(rest(length)) && !condition { length } else { 0 }
}

/// Number of brackets that are open behind a line, given the number before it.
fn open(depth: usize, line: &[Token<'_>]) -> usize {
    line.iter().fold(depth, |depth, token| match token {
        token if token.is("(") => depth + 1,
        token if token.is(")") => depth.saturating_sub(1),
        _ => depth,
    })
}

fn is_opened(tokens: &[Token<'_>]) -> bool {
    longest(tokens, Reserved::Opening)
        .is_some_and(|(length, id)| shaped(id, tokens.get(length..).unwrap_or(&[])))
}

/// Returns `true` if tokens plainly are a statement: by the keyword that opens it and its shape, or
/// by that of a row.
fn opens(tokens: &[Token<'_>]) -> bool {
    const ROW: [Kw; 5] = [Kw::From, Kw::UpTo, Kw::Below, Kw::Above, Kw::Otherwise];
    is_opened(tokens)
        || longest(tokens, Reserved::Everywhere).is_some_and(|(_, id)| ROW.contains(&id))
}
