//! From what the grammar expected to what a person reads: a sentence, never the name of a rule.

use super::canonical::{CanonicalText, CanonicalToken, Context, Symbol};
use super::doubt::Around;
use super::head::RECORD_PARTS;
use super::kinds::StatementKind;
use super::lex::Token;
use super::parse::{Failure, Rule};
use super::scan::TokenKind;
use super::statements::Statement;
use super::words::{longest, longest_that};
use crate::diag::Diagnostic;
use crate::diag::syntax::{self as diagnostics, Want};
use crate::keywords::{Kw, Reserved};
use crate::source::Span;

/// Alternatives at the place where a statement stopped making sense, in the order to name them.
pub(super) fn wants(
    statement: &Statement<'_>,
    canonical: &CanonicalText,
    failure: &Failure,
    context: &Context<'_>,
) -> Vec<Want> {
    let (before, found) = around(canonical, failure);
    let mut wants = Wanted {
        kind: statement.kind,
        before,
        found,
        complete: canonical.value_before(failure.at),
        rules: &failure.wanted,
    }
    .list();
    // Where the cells of a file end is not written in rules.
    wants.retain(|want| !context.in_file || *want != Want::Sign("|"));
    wants
}

fn around<'m>(
    canonical: &'m CanonicalText,
    failure: &Failure,
) -> (Option<&'m CanonicalToken>, Option<&'m CanonicalToken>) {
    (
        failure.at.checked_sub(1).and_then(|before| canonical.token(before)),
        canonical.token(failure.at),
    )
}

/// The diagnostic of a statement that could not be read.
pub(super) fn explain(
    statement: &Statement<'_>,
    canonical: &CanonicalText,
    failure: &Failure,
    context: &Context<'_>,
) -> Diagnostic {
    let (before, found) = around(canonical, failure);
    let span = found.map_or(canonical.end(), |token| token.span);
    let shown = |token: &CanonicalToken| context.source.slice(token.span).into_owned();
    if let (StatementKind::GridRow, None, Some((cell, place))) =
        (statement.kind, found, last_cell(statement, context))
    {
        return diagnostics::no_result(place, &cell);
    }
    let wants = wants(statement, canonical, failure, context);
    let diagnostic = match (before, found) {
        (Some(before), Some(found)) if wants.is_empty() => {
            diagnostics::left_over(span, &shown(before), &shown(found))
        }
        (before, _) => diagnostics::expected(span, before.map(shown).as_deref(), &wants),
    };
    if statement.kind == StatementKind::Requirement
        && before.is_some()
        && failure.wanted.contains(&Rule::EOI)
    {
        return diagnostics::short_test_only(diagnostic);
    }
    let is_gives = |token: &CanonicalToken| matches!(token.symbol, Symbol::Keyword(Kw::Gives));
    let gives_at_once = before.is_none() && found.is_some_and(is_gives);
    if statement.kind == StatementKind::CriterionRow && gives_at_once {
        return diagnostics::points_of_all(diagnostic);
    }
    match reason_behind(statement) {
        Some(reason) if span.end <= reason.span.start => {
            diagnostics::reason_below(diagnostic, reason.text)
        }
        _ => diagnostic,
    }
}

/// The text in quotes that ends the line of a requirement, behind a colon: `yêu cầu nợ = 0: "…"`.
fn reason_behind<'l, 'a>(statement: &'l Statement<'a>) -> Option<&'l Token<'a>> {
    let [.., sign, reason] = statement.tokens.as_slice() else { return None };
    let is_reason = statement.kind == StatementKind::Require
        && sign.is(":")
        && matches!(reason.kind, TokenKind::Text | TokenKind::Curly);
    is_reason.then_some(reason)
}

/// The last cell of a row, with its place; of a blank one, that of the sign behind it.
fn last_cell(statement: &Statement<'_>, context: &Context<'_>) -> Option<(String, Span)> {
    let mut cells = statement.tokens.rsplit(|token| token.is("|"));
    let (behind, cell) = (cells.next()?, cells.next()?);
    let place = match cell {
        [first, .., last] | [first @ last] => first.span.to(last.span),
        [] => statement.tokens.last()?.span,
    };
    let text = if cell.is_empty() { String::new() } else { context.source.slice(place).into() };
    behind.is_empty().then_some((text, place))
}

/// A line that nothing opens, where no row can stand.
pub(super) fn stray(around: Around<'_, '_>) -> Option<Diagnostic> {
    let statement = around.statement;
    let (first, last) = (statement.tokens.first()?, statement.tokens.last()?);
    if first.kind == TokenKind::Stray {
        return Some(diagnostics::stray(first.span, first.text));
    }
    if let Some((length, _)) = longest_that(&statement.tokens, |id, _| RECORD_PARTS.contains(&id)) {
        let last = statement.tokens.get(length.checked_sub(1)?)?;
        return Some(diagnostics::part_of_record(
            first.span.to(last.span),
            &words(statement, 0, length),
        ));
    }
    if longest(&statement.tokens, Reserved::Everywhere).is_none() {
        return Some(diagnostics::unknown_line(first.span, first.text));
    }
    let span = first.span.to(last.span);
    let [before, _] = around.beside;
    let of_example = [StatementKind::Example, StatementKind::Given, StatementKind::Expect];
    if before.is_some_and(|before| of_example.contains(&before.kind)) {
        return Some(diagnostics::in_example(span));
    }
    let parents = [Kw::Criterion, Kw::Grading, Kw::Parameter];
    Some(diagnostics::misplaced(span, None, &parents))
}

/// A line whose opening keyword is misspelt.
pub(super) fn misspelt(statement: &Statement<'_>) -> Option<Diagnostic> {
    let (near, (_, length)) = (statement.misspelt?, statement.opener?);
    let (first, last) = (statement.tokens.first()?, statement.tokens.get(length.checked_sub(1)?)?);
    let span = first.span.to(last.span);
    Some(diagnostics::near_keyword(
        diagnostics::unknown_line(span, &words(statement, 0, length)),
        span,
        near,
    ))
}

fn words(statement: &Statement<'_>, first: usize, end: usize) -> String {
    let tokens = statement.tokens.get(first..end).unwrap_or(&[]);
    tokens.iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
}

/// Facts about the place where a statement failed.
struct Wanted<'w> {
    kind: StatementKind,
    before: Option<&'w CanonicalToken>,
    found: Option<&'w CanonicalToken>,
    /// True if a value ends just before.
    complete: bool,
    rules: &'w [Rule],
}

impl Wanted<'_> {
    /// Alternatives in the order to name them; nothing where what stands here is simply too much.
    fn list(&self) -> Vec<Want> {
        let before = self.before.map(|token| &token.symbol);
        let operand = (!self.complete && self.rules.iter().any(|rule| is_operand(*rule)))
            .then(|| operand(self.kind, before));
        let mut wants: Vec<Want> = Vec::new();
        for want in
            operand.into_iter().chain(self.rules.iter().filter_map(|rule| want(self.kind, *rule)))
        {
            let empty_cell = self.kind == StatementKind::ThresholdHeader && want == Want::Name;
            let needed =
                !self.rules.contains(&Rule::EOI) || empty_cell || self.only_colon_missing(want);
            if needed && !wants.contains(&want) && wants.len() < 3 {
                wants.push(want);
            }
        }
        wants
    }

    /// A reason stands where its colon should.
    fn only_colon_missing(&self, want: Want) -> bool {
        want == Want::Sign(":")
            && self.found.is_some_and(|token| matches!(token.symbol, Symbol::Text(_)))
    }
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
            | aggregate
            | extreme
            | call
            | group
            | header_cell
            | result_cell
            | criterion_when
            | grade_when
            | given_value
            | expectation
            | number_value
            | low
            | high
            | range
    )
}

fn operand(kind: StatementKind, before: Option<&Symbol>) -> Want {
    match before {
        Some(Symbol::Keyword(Kw::AtMost | Kw::OutOf | Kw::Gives)) => Want::Points,
        Some(Symbol::Keyword(Kw::Require | Kw::Month | Kw::Quarter | Kw::Year))
            if kind == StatementKind::Requirement =>
        {
            Want::Test
        }
        Some(Symbol::Keyword(Kw::Due)) => Want::Done,
        Some(Symbol::Keyword(Kw::Each)) => Want::Period,
        Some(Symbol::Keyword(Kw::Within | Kw::After)) => Want::Duration,
        Some(Symbol::Keyword(Kw::BeforeDate | Kw::Latest)) => Want::Date,
        Some(Symbol::Keyword(Kw::From)) if kind == StatementKind::Due => Want::Date,
        Some(Symbol::Sign(":")) if kind == StatementKind::Require => Want::Condition,
        Some(Symbol::Keyword(
            Kw::If
            | Kw::When
            | Kw::Applies
            | Kw::Require
            | Kw::Reject
            | Kw::Refer
            | Kw::Warn
            | Kw::Prefer
            | Kw::Downgrade,
        )) => Want::Condition,
        Some(Symbol::Keyword(Kw::From | Kw::UpTo | Kw::Below | Kw::Above)) => Want::Bound,
        Some(Symbol::Keyword(Kw::Given)) => Want::GivenValue,
        _ => match kind {
            StatementKind::CriterionRow | StatementKind::GradeRow if before.is_none() => Want::Test,
            _ => Want::Operand,
        },
    }
}

fn want(kind: StatementKind, rule: Rule) -> Option<Want> {
    use Rule::*;
    Some(match rule {
        name if kind == StatementKind::Given => Want::GivenValue,
        name if kind == StatementKind::Indicator => Want::IndicatorLabel,
        name => Want::Name,
        label => Want::Label,
        type_name | type_word => Want::Type,
        string => Want::Text,
        reason => Want::Sign(":"),
        date_value => Want::Date,
        // Behind the name of a record type alone: a field is what is given far more often.
        colon if kind == StatementKind::Given => return None,
        colon => Want::Sign(":"),
        equal => Want::Sign("="),
        open => Want::Sign("("),
        close => Want::Sign(")"),
        bar => Want::Sign("|"),
        kw_for => Want::Keyword(Kw::For),
        kw_by => Want::Keyword(Kw::By),
        unit => Want::Unit,
        kw_over => Want::Keyword(Kw::Over),
        filter | kw_when => Want::Keyword(Kw::When),
        kw_if => Want::Keyword(Kw::If),
        kw_then => Want::Keyword(Kw::Then),
        kw_from => Want::Keyword(Kw::From),
        kw_gives => Want::Keyword(Kw::Gives),
        kw_is if kind == StatementKind::Given => Want::Keyword(Kw::Is),
        grades => Want::Keyword(Kw::Is),
        kw_at_most => Want::Keyword(Kw::AtMost),
        kw_out_of => Want::Keyword(Kw::OutOf),
        kw_file => Want::Keyword(Kw::File),
        kw_sheet => Want::Keyword(Kw::Sheet),
        field_part => Want::FieldPart,
        policy => Want::Policy,
        value_part => Want::ValuePart,
        function_parameter => Want::Name,
        case => Want::Keyword(Kw::If),
        if_not | kw_else => Want::Keyword(Kw::Else),
        if_late => Want::Keyword(Kw::Late),
        deadline => Want::Deadline,
        period | period_word => Want::Period,
        _ => return None,
    })
}
