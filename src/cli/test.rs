//! `test`, `thử`: runs the worked examples.

use super::{Failure, Outcome, date, load, print_out, text};
use crate::diag::{Diagnostic, cli as say, render};
use crate::engine::{ExampleResult, Rules};
use crate::explain::document;
use crate::value::Lang;
use clap::ArgMatches;
use serde_json::json;
use std::io::IsTerminal;

pub(super) fn run(matches: &ArgMatches, asked: Option<Lang>) -> Result<Outcome, Failure> {
    let (rules, lang) = load(matches, asked)?;
    let results = rules.test(date(matches, lang)?);
    let passed = results.iter().filter(|result| result.misses.is_empty()).count();
    if text(matches, "format") == "json" {
        print_out(&json(&rules, &results, lang));
    } else {
        results.iter().filter(|result| !result.misses.is_empty()).for_each(|result| show(&rules, result, lang));
        let told = if results.is_empty() { say::no_examples() } else { say::examples(passed, results.len()) };
        print_out(&format!("{}\n", told.get(lang)));
    }
    Ok(if passed == results.len() { Outcome::Clean } else { Outcome::Found })
}

/// A failed example: where it stands, what came out at each expectation, and why.
fn show(rules: &Rules, result: &ExampleResult, lang: Lang) {
    let styled = std::io::stdout().is_terminal();
    let mut misses = result.misses.iter();
    let Some(first) = misses.next() else { return };
    let failed = Diagnostic::error("E401", first.span, say::example_failed(&result.title)).remark(first.found.clone());
    let failed = misses.fold(failed, |failed, miss| failed.also(miss.span, miss.found.clone()));
    print_out(&render::text(&[failed], rules.sources(), lang, styled));
    if let Some(explanation) = &result.explanation {
        print_out(&document(std::slice::from_ref(explanation), lang).text(styled));
        print_out("\n");
    }
}

fn json(rules: &Rules, results: &[ExampleResult], lang: Lang) -> String {
    let place = |span: crate::source::Span| {
        let source = &rules.sources()[span.source];
        (source.name().to_owned(), source.line_column(span.start).line)
    };
    let all: Vec<serde_json::Value> = results
        .iter()
        .map(|result| {
            let (file, line) = place(result.span);
            let misses: Vec<serde_json::Value> =
                result.misses.iter().map(|miss| json!({ "line": place(miss.span).1, "found": miss.found.get(lang) })).collect();
            json!({ "title": result.title, "file": file, "line": line, "passed": result.misses.is_empty(), "misses": misses })
        })
        .collect();
    serde_json::to_string_pretty(&all).map(|json| json + "\n").unwrap_or_default()
}
