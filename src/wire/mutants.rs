//! Tests of examples by small changes of the rules, as JSON.

use crate::engine::{MutantResult, MutantStatus, MutationReport, Rules};
use crate::markup::visible_json;
use crate::value::Lang;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Reports on changes as one JSON array, an object a pack: its score, each change with what became
/// of it, and the examples to add.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn mutants(
    reports: &[(&Rules, MutationReport)],
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let all: Vec<Value> =
        reports.iter().map(|(rules, report)| of_pack(rules, report, lang)).collect();
    serde_json::to_string_pretty(&all).map(visible_json)
}

fn of_pack(rules: &Rules, report: &MutationReport, lang: Lang) -> Value {
    let (noticed, of) = report.score();
    let change = |change: &MutantResult| {
        json!({
            "file": change.file,
            "line": change.line,
            "kind": change.kind,
            "what": change.what.get(lang),
            "status": change.status.code(),
            "by": change.by,
        })
    };
    let changes: Vec<Value> = report.mutants.iter().map(change).collect();
    let examples: Vec<Value> = report
        .examples
        .iter()
        .map(|one| json!({ "title": one.title, "text": one.text, "notices": one.notices }))
        .collect();
    json!({
        "pack": rules.name(),
        "score": { "killed": noticed, "of": of },
        "failing": report.failing,
        "left_out": report.left_out,
        "mutants": changes,
        "examples": examples,
    })
}

/// Reports on changes in the form of the mutation testing report schema, version 2, which viewers
/// of such reports read: <https://github.com/stryker-mutator/mutation-testing-elements>.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn mutation_schema(
    reports: &[(&Rules, MutationReport)],
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let mut files: BTreeMap<String, Value> = BTreeMap::new();
    for (rules, report) in reports {
        let several = reports.len() > 1;
        for (number, change) in report.mutants.iter().enumerate() {
            let source = &rules.sources()[change.span.source];
            let name = if several {
                format!("{}/{}", rules.name(), change.file)
            } else {
                change.file.clone()
            };
            let place = |offset| {
                let at = source.line_column(offset);
                json!({ "line": at.line, "column": at.column })
            };
            let file = files.entry(name).or_insert_with(
                || json!({ "language": "luat", "source": source.text(), "mutants": [] }),
            );
            let mutant = json!({
                "id": number.to_string(),
                "mutatorName": change.kind,
                "description": change.what.get(lang),
                "replacement": change.what.get(lang),
                "location": { "start": place(change.span.start), "end": place(change.span.end) },
                "status": change.status.status(),
                "statusReason": change.by,
            });
            if let Some(mutants) = file.get_mut("mutants").and_then(Value::as_array_mut) {
                mutants.push(mutant);
            }
        }
    }
    let report = json!({
        "schemaVersion": "2",
        "thresholds": { "high": 100, "low": 80 },
        "files": files,
    });
    serde_json::to_string_pretty(&report).map(visible_json)
}

impl MutantStatus {
    /// The status of a mutant in the report schema.
    fn status(self) -> &'static str {
        match self {
            MutantStatus::Killed => "Killed",
            MutantStatus::Equivalent => "Ignored",
            MutantStatus::Survived | MutantStatus::Undecided => "Survived",
        }
    }
}
