//! Explanations and findings as JSON.

use super::grounds::{GroundsView, grounds};
use super::target::{TargetView, target_view};
use super::ways::{WaysView, ways_view};
use super::{ClauseView, DecisionView, Values, bare_value, clause, plain, view};
use crate::diag::{CheckedFix, CliffSide, Diagnostic, Fix, Meaning, WitnessRecord, WitnessValue};
use crate::explain::{CriterionLines, Explanation, GradingLines, Line, Working};
use crate::markup::visible_json;
use crate::report::TargetOutcome;
use crate::source::Place;
use crate::value::{Lang, Truth};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// Explanations as a JSON array: each holds its decision, and line by line what it rests on.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn explanations(explanations: &[Explanation], lang: Lang) -> Result<String, serde_json::Error> {
    explanations_with(explanations, &[], lang)
}

/// Explanations of records, then the outcomes of targets, as one JSON array.
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
pub fn diagnostics(found: &[Diagnostic], lang: Lang) -> Result<String, serde_json::Error> {
    let views: Vec<DiagnosticView> =
        found.iter().map(|diagnostic| diagnostic_view(diagnostic, lang)).collect();
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
    #[serde(flatten)]
    ways: Option<WaysView<'e>>,
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
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    not_due: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'e str>,
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
        guards: explanation.guards.iter().map(|one| line(one, lang)).collect(),
        criterion_lines: criteria
            .map(|(result, lines)| criterion_lines(&result.label, lines))
            .collect(),
        grading: explanation.grading.as_ref().map(|one| grading(one, lang)),
        caps: explanation.caps.iter().map(|one| line(one, lang)).collect(),
        clauses: explanation.clauses.iter().map(|one| line(one, lang)).collect(),
        grounds: explanation.block.as_ref().map(|(_, rests)| grounds(rests)),
        ways: explanation.ways.as_ref().map(|ways| ways_view(explanation, ways, lang)),
    }
}

fn grading(lines: &GradingLines, lang: Lang) -> GradingView<'_> {
    GradingView {
        clause: lines.clause.as_ref().map(clause),
        values: Values(&lines.values),
        workings: lines.workings.iter().map(working).collect(),
        passed_over: lines.passed_over.iter().map(|one| line(one, lang)).collect(),
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

fn line(line: &Line, lang: Lang) -> LineView<'_> {
    LineView {
        kind: line.kind.code(),
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
        not_due: line.not_due,
        time: line.time.as_ref().map(|time| time.get(lang)),
        grounds: grounds(&line.grounds),
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
    #[serde(flatten)]
    meaning: Option<MeaningView<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<Vec<CheckedFixView<'d>>>,
}

/// Edit that was tried on the rules.
#[derive(Serialize)]
struct CheckedFixView<'d> {
    kind: &'static str,
    message: &'d str,
    safe: bool,
    changes: Vec<FixView<'d>>,
}

/// Details of what is found in the meaning of rules.
#[derive(Serialize)]
pub(super) struct MeaningView<'d> {
    kind: &'static str,
    rows: Vec<PlaceView<'d>>,
    region: Option<&'d str>,
    witness: Option<WitnessView<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cliff: Option<CliffView<'d>>,
}

/// Step of an outcome between two records.
#[derive(Serialize)]
struct CliffView<'d> {
    of: &'d str,
    field: &'d str,
    over: String,
    sides: [CliffSideView<'d>; 2],
    beside: Option<usize>,
}

#[derive(Serialize)]
struct CliffSideView<'d> {
    points: String,
    total: Option<String>,
    grade: Option<&'d str>,
    witness: WitnessView<'d>,
}

#[derive(Serialize)]
struct WitnessView<'d> {
    r#type: &'d str,
    fields: WitnessValues<'d>,
    parts: WitnessValues<'d>,
    as_of: Option<String>,
}

/// Values of a record that shows a finding, as an object.
struct WitnessValues<'d>(&'d [WitnessValue]);

impl Serialize for WitnessValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for WitnessValue { name, value, word, .. } in self.0 {
            let (value, word) = (value.clone(), word.as_deref().map(Arc::from));
            map.serialize_entry(name, &bare_value(value, word))?;
        }
        map.end()
    }
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

fn diagnostic_view(diagnostic: &Diagnostic, lang: Lang) -> DiagnosticView<'_> {
    DiagnosticView {
        code: diagnostic.code,
        severity: diagnostic.severity.code(),
        message: diagnostic.headline.get(lang),
        places: diagnostic
            .labels
            .iter()
            .filter_map(|label| Some(place(label.place.as_ref()?, label.text.get(lang))))
            .collect(),
        help: diagnostic.help.as_ref().map(|help| help.get(lang)),
        fix: diagnostic.fix.as_ref().and_then(fix),
        meaning: diagnostic.meaning.as_deref().map(|meaning| meaning_view(meaning, lang)),
        fixes: (diagnostic.meaning.is_some() || !diagnostic.fixes.is_empty())
            .then(|| diagnostic.fixes.iter().map(|fix| checked_fix(fix, lang)).collect()),
    }
}

fn fix(fix: &Fix) -> Option<FixView<'_>> {
    Some(FixView { place: place(fix.place.as_ref()?, ""), replacement: &fix.replacement })
}

fn checked_fix(checked: &CheckedFix, lang: Lang) -> CheckedFixView<'_> {
    CheckedFixView {
        kind: checked.kind,
        message: checked.message.get(lang),
        safe: checked.safe,
        changes: checked.changes.iter().filter_map(fix).collect(),
    }
}

pub(super) fn meaning_view(meaning: &Meaning, lang: Lang) -> MeaningView<'_> {
    let rows = meaning.rows.iter();
    MeaningView {
        kind: meaning.kind,
        rows: rows.filter_map(|row| Some(place(row.place.as_ref()?, ""))).collect(),
        region: meaning.region.as_ref().map(|region| region.get(lang)),
        witness: meaning.witness.as_ref().map(witness_view),
        cliff: meaning.cliff.as_ref().map(|cliff| CliffView {
            of: cliff.of.code(),
            field: &cliff.field,
            over: plain(&cliff.over),
            sides: cliff.sides.each_ref().map(cliff_side_view),
            beside: cliff.beside,
        }),
    }
}

fn cliff_side_view(side: &CliffSide) -> CliffSideView<'_> {
    CliffSideView {
        points: plain(&side.points),
        total: side.total.as_ref().map(plain),
        grade: side.grade.as_deref(),
        witness: witness_view(&side.witness),
    }
}

fn witness_view(witness: &WitnessRecord) -> WitnessView<'_> {
    WitnessView {
        r#type: &witness.record,
        fields: WitnessValues(&witness.fields),
        parts: WitnessValues(&witness.parts),
        as_of: witness.as_of.map(|day| day.to_string()),
    }
}

fn place<'d>(place: &'d Place, text: &'d str) -> PlaceView<'d> {
    PlaceView {
        file: &place.file,
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        text,
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        explanation_view(self, self.decision.lang).serialize(serializer)
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        diagnostic_view(self, self.lang).serialize(serializer)
    }
}
