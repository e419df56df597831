//! Explanations and findings as JSON.

use super::grounds::{GroundsView, grounds};
use super::target::{TargetView, target_view};
use super::{ClauseView, DecisionView, Values, clause, view};
use crate::diag::{Diagnostic, Severity};
use crate::explain::{ConditionKind, CriterionLines, Explanation, GradingLines, Line, Working};
use crate::markup::visible_json;
use crate::model::ClauseKind;
use crate::report::TargetOutcome;
use crate::source::Sources;
use crate::value::{Lang, Truth};
use serde::Serialize;
use std::sync::Arc;

/// Explanations as a JSON array: each holds its decision, and line by line what it rests on.
///
/// # Errors
/// None that an explanation can cause; serde's own type is passed on.
pub fn explanations(explanations: &[Explanation], lang: Lang) -> Result<String, serde_json::Error> {
    explanations_with(explanations, &[], lang)
}

/// Explanations of records, then what came of targets, as one JSON array.
///
/// # Errors
/// As [`explanations`].
pub fn explanations_with(
    explanations: &[Explanation],
    targets: &[TargetOutcome],
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let records = explanations
        .iter()
        .map(|explanation| View::Record(Box::new(explanation_view(explanation, lang))));
    let targets = targets.iter().map(|outcome| View::Target(Box::new(target_view(outcome, lang))));
    serde_json::to_string_pretty(&records.chain(targets).collect::<Vec<View>>()).map(visible_json)
}

/// Findings as a JSON array; lines and columns count from 1, columns in characters as a reader sees
/// them.
///
/// # Errors
/// As [`explanations`].
pub fn diagnostics(
    found: &[Diagnostic],
    sources: &Sources,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let views: Vec<DiagnosticView> =
        found.iter().map(|diagnostic| diagnostic_view(diagnostic, sources, lang)).collect();
    serde_json::to_string_pretty(&views).map(visible_json)
}

#[derive(Serialize)]
#[serde(untagged)]
enum View<'e> {
    Record(Box<ExplanationView<'e>>),
    Target(Box<TargetView<'e>>),
}

#[derive(Serialize)]
struct ExplanationView<'e> {
    #[serde(flatten)]
    decision: DecisionView<'e>,
    guards: Vec<LineView<'e>>,
    criterion_lines: Vec<CriterionLinesView<'e>>,
    grading: Option<GradingView<'e>>,
    caps: Vec<LineView<'e>>,
    clauses: Vec<LineView<'e>>,
    grounds: Option<GroundsView<'e>>,
}

#[derive(Serialize)]
struct CriterionLinesView<'e> {
    label: &'e str,
    workings: Vec<WorkingView<'e>>,
    #[serde(flatten)]
    grounds: GroundsView<'e>,
}

#[derive(Serialize)]
struct GradingView<'e> {
    clause: Option<ClauseView<'e>>,
    values: Values<'e>,
    workings: Vec<WorkingView<'e>>,
    passed_over: Vec<LineView<'e>>,
    #[serde(flatten)]
    grounds: GroundsView<'e>,
}

#[derive(Serialize)]
struct LineView<'e> {
    kind: &'static str,
    text: &'e str,
    condition: &'e str,
    holds: Option<bool>,
    strikes: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    idle: bool,
    clause: ClauseView<'e>,
    values: Values<'e>,
    workings: Vec<WorkingView<'e>>,
    missing: &'e [Arc<str>],
    #[serde(flatten)]
    grounds: GroundsView<'e>,
}

#[derive(Serialize)]
struct WorkingView<'e> {
    name: &'e str,
    formula: Option<&'e str>,
    clause: Option<ClauseView<'e>>,
    result: &'e str,
    rounded: bool,
}

fn explanation_view(explanation: &Explanation, lang: Lang) -> ExplanationView<'_> {
    let criteria = explanation.decision.criteria.iter().zip(&explanation.criteria);
    ExplanationView {
        decision: view(&explanation.decision, lang),
        guards: explanation.guards.iter().map(line).collect(),
        criterion_lines: criteria
            .map(|(result, lines)| criterion_lines(&result.label, lines))
            .collect(),
        grading: explanation.grading.as_ref().map(grading),
        caps: explanation.caps.iter().map(line).collect(),
        clauses: explanation.clauses.iter().map(line).collect(),
        grounds: explanation.block.as_ref().map(|(_, rests)| grounds(rests)),
    }
}

fn grading(lines: &GradingLines) -> GradingView<'_> {
    GradingView {
        clause: lines.clause.as_ref().map(clause),
        values: Values(&lines.values),
        workings: lines.workings.iter().map(working).collect(),
        passed_over: lines.passed_over.iter().map(line).collect(),
        grounds: grounds(&lines.grounds),
    }
}

fn criterion_lines<'e>(label: &'e str, lines: &'e CriterionLines) -> CriterionLinesView<'e> {
    CriterionLinesView {
        label,
        workings: lines.workings.iter().map(working).collect(),
        grounds: grounds(&lines.grounds),
    }
}

fn line(line: &Line) -> LineView<'_> {
    LineView {
        kind: line_kind(line.kind),
        text: &line.text,
        condition: &line.condition,
        holds: match line.truth {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Missing | Truth::Fault => None,
        },
        strikes: line.fires(),
        idle: line.idle,
        clause: clause(&line.clause),
        values: Values(&line.values),
        workings: line.workings.iter().map(working).collect(),
        missing: &line.missing,
        grounds: grounds(&line.grounds),
    }
}

fn line_kind(kind: ConditionKind) -> &'static str {
    match kind {
        ConditionKind::Cap => "cap",
        ConditionKind::Downgrade => "downgrade",
        ConditionKind::Grade => "grade",
        ConditionKind::Clause(ClauseKind::Applies) => "applies",
        ConditionKind::Clause(ClauseKind::Require) => "require",
        ConditionKind::Clause(ClauseKind::Reject) => "reject",
        ConditionKind::Clause(ClauseKind::Refer) => "refer",
        ConditionKind::Clause(ClauseKind::Warn) => "warn",
        ConditionKind::Clause(ClauseKind::Prefer) => "prefer",
    }
}

fn working(working: &Working) -> WorkingView<'_> {
    WorkingView {
        name: &working.name,
        formula: working.formula.as_deref(),
        clause: working.clause.as_ref().map(clause),
        result: &working.result,
        rounded: working.rounded,
    }
}

#[derive(Serialize)]
struct DiagnosticView<'d> {
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    places: Vec<PlaceView<'d>>,
    help: Option<&'d str>,
    fix: Option<FixView<'d>>,
}

#[derive(Serialize)]
struct PlaceView<'d> {
    file: &'d str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'d str,
}

#[derive(Serialize)]
struct FixView<'d> {
    #[serde(flatten)]
    place: PlaceView<'d>,
    replacement: &'d str,
}

fn diagnostic_view<'d>(
    diagnostic: &'d Diagnostic,
    sources: &'d Sources,
    lang: Lang,
) -> DiagnosticView<'d> {
    DiagnosticView {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.headline.get(lang),
        places: diagnostic
            .labels
            .iter()
            .map(|label| place(label.span, label.text.get(lang), sources))
            .collect(),
        help: diagnostic.help.as_ref().map(|help| help.get(lang)),
        fix: diagnostic.fix.as_ref().map(|fix| FixView {
            place: place(fix.span, "", sources),
            replacement: &fix.replacement,
        }),
    }
}

fn place<'d>(span: crate::source::Span, text: &'d str, sources: &'d Sources) -> PlaceView<'d> {
    let source = &sources[span.source];
    let (start, end) = (source.line_column(span.start), source.line_column(span.end));
    PlaceView {
        file: source.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text,
    }
}
