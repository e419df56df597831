//! From what the grammar wanted to what a person is told: a sentence, never the name of a rule.

use super::mark::{Marked, Payload};
use super::parse::{Failure, Rule};
use super::statements::{Line, LineKind};
use crate::diag::syntax::{self as diagnostics, Want};
use crate::diag::{Diagnostic, nearest};
use crate::keywords::Kw;
use crate::source::Span;

/// The diagnostic of a statement that could not be read.
pub(super) fn explain(line: &Line<'_>, marked: &Marked, failure: &Failure, names: &[String]) -> Diagnostic {
    let found = marked.mark(failure.at);
    let span = found.map_or(marked.end(), |mark| mark.span);
    let before = failure.at.checked_sub(1).and_then(|before| marked.mark(before));
    let after = before.map(|before| words(line, before.token, found.map_or(line.tokens.len(), |mark| mark.token)));
    let wants = wanted(line.kind, before.map(|before| &before.payload), &failure.wanted);
    let diagnostic = match (&after, found) {
        (Some(after), Some(found)) if wants.is_empty() => diagnostics::left_over(span, after, &words(line, found.token, found.token + 1)),
        _ => diagnostics::expected(span, after.as_deref(), &wants),
    };
    match meant(line, found.map_or(line.tokens.len(), |mark| mark.token), names) {
        Some((span, near)) => diagnostics::near_name(diagnostic, span, near),
        None => diagnostic,
    }
}

fn words(line: &Line<'_>, first: usize, end: usize) -> String {
    let mut words = String::new();
    let mut last = None;
    for token in line.tokens.get(first..end).unwrap_or(&[]) {
        if last.is_some_and(|end| end < token.span.start) {
            words.push(' ');
        }
        words.push_str(token.text);
        last = Some(token.span.end);
    }
    words
}

/// The declared name that the words around a place were perhaps meant for, where one of them is a word of the language.
fn meant<'n>(line: &Line<'_>, at: usize, names: &'n [String]) -> Option<(Span, &'n str)> {
    let wordlike = |at: &usize| line.tokens.get(*at).is_some_and(|token| token.is_wordlike());
    let start = line.opener.map_or(0, |(_, length)| length);
    let first = (start..at).rev().take_while(wordlike).last().unwrap_or(at);
    let end = (at..).take_while(wordlike).last().map_or(at, |last| last + 1);
    let run = line.tokens.get(first..end)?;
    let reserved = |at: usize| super::statements::longest(run.get(at..).unwrap_or(&[]), crate::keywords::Reserved::Everywhere).is_some();
    let (Some(from), Some(to), true) = (run.first(), run.last(), (0..run.len()).any(reserved)) else { return None };
    let text = words(line, first, end);
    nearest(&text, names.iter().map(String::as_str)).filter(|near| near.contains(' ')).map(|near| (from.span.to(to.span), near))
}

/// What to name, in the order to name it: what must come before what merely may; nothing where the statement was complete.
fn wanted(kind: LineKind, before: Option<&Payload>, rules: &[Rule]) -> Vec<Want> {
    let complete = rules.contains(&Rule::EOI);
    // After a complete value a range may still follow; that is no value to ask for.
    let asks = |rule: &&Rule| is_operand(**rule) && !(complete && matches!(rule, Rule::range | Rule::low | Rule::high));
    let operand = rules.iter().find(asks).map(|_| operand(kind, before));
    let mut wants: Vec<Want> = operand.into_iter().chain(rules.iter().filter_map(|rule| want(kind, *rule))).collect();
    if complete {
        wants.retain(|want| matches!(want, Want::Name | Want::Type | Want::Operand));
    }
    let mut seen = Vec::new();
    wants.retain(|want| {
        !seen.contains(want) && {
            seen.push(*want);
            true
        }
    });
    wants.truncate(3);
    wants
}

fn is_operand(rule: Rule) -> bool {
    use Rule::*;
    matches!(
        rule,
        expr | condition
            | conjunction
            | negation
            | comparison
            | sum
            | product
            | unary
            | postfix
            | primary
            | choice
            | test
            | call
            | group
            | header_cell
            | result_cell
            | row_when
            | grade_when
            | given_value
            | expectation
            | number_value
            | low
            | high
            | range
    )
}

fn operand(kind: LineKind, before: Option<&Payload>) -> Want {
    match before {
        Some(Payload::Keyword(Kw::AtMost | Kw::OutOf | Kw::Gives)) => Want::Points,
        Some(Payload::Keyword(
            Kw::If | Kw::When | Kw::Applies | Kw::Require | Kw::Reject | Kw::Refer | Kw::Warn | Kw::Prefer | Kw::Downgrade,
        )) => Want::Condition,
        Some(Payload::Keyword(Kw::From | Kw::UpTo | Kw::Below | Kw::Above)) => Want::Bound,
        Some(Payload::Keyword(Kw::Given)) => Want::GivenValue,
        _ => match kind {
            LineKind::Row | LineKind::GradeRow if before.is_none() => Want::Test,
            _ => Want::Operand,
        },
    }
}

fn want(kind: LineKind, rule: Rule) -> Option<Want> {
    use Rule::*;
    Some(match rule {
        name if kind == LineKind::Given => Want::GivenValue,
        name => Want::Name,
        label => Want::Label,
        type_name | type_word => Want::Type,
        string => Want::Text,
        reason => Want::Word(":"),
        date_value => Want::Date,
        colon => Want::Word(":"),
        equal => Want::Word("="),
        open => Want::Word("("),
        close => Want::Word(")"),
        bar => Want::Word("|"),
        kw_for => Want::Keyword(Kw::For),
        kw_by => Want::Keyword(Kw::By),
        kw_if => Want::Keyword(Kw::If),
        kw_then => Want::Keyword(Kw::Then),
        kw_from => Want::Keyword(Kw::From),
        kw_gives => Want::Keyword(Kw::Gives),
        grades | kw_is => Want::Keyword(Kw::Is),
        kw_at_most => Want::Keyword(Kw::AtMost),
        kw_out_of => Want::Keyword(Kw::OutOf),
        kw_file => Want::Keyword(Kw::File),
        field_part => Want::FieldPart,
        policy => Want::Policy,
        value_part => Want::ValuePart,
        function_parameter => Want::Name,
        case => Want::Keyword(Kw::If),
        kw_else => Want::Keyword(Kw::Else),
        _ => return None,
    })
}
