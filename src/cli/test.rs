//! `test`, `thử`: runs the worked examples.

use super::examples::{Results, summary, tell};
use super::formats::{TESTS, TestWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, coverage, date, input, junit, load, mutants, print_err, print_out};
use crate::data::out::junit::write as write_junit;
use crate::diag::Message;
use crate::diag::coverage::{needs_coverage, no_coverage_in};
use crate::diag::mutants::needs_mutants;
use crate::engine::{ExampleResult, LeftOutExample, Packs, Rules};
use crate::markup::visible_json;
use crate::value::Lang;
use clap::ArgMatches;
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let day = date(matches, lang)?;
    let writer = *writer(matches, TESTS, lang)?;
    let covers = matches.get_flag("coverage");
    let changes = matches.get_flag("mutants") || matches.get_flag("suggest");
    let refusal = if changes { mutants::misfit(writer) } else { misfit(writer, covers) };
    if let Some(refusal) = refusal {
        return Err(Failure::Because(refusal, lang));
    }
    let tested = input::wanted_packs(&packs, day, lang)?;
    if changes {
        return mutants::run(matches, writer, &packs, &tested, lang);
    }
    let results: Vec<Results<'_>> = tested.iter().map(|rules| (*rules, rules.test(day))).collect();
    let coverages: Vec<_> =
        tested.iter().filter(|_| covers).map(|rules| rules.coverage(day)).collect();
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let to = Output::of_rules(output.as_deref(), &packs, lang);
    match writer {
        TestWriter::Lines => {
            let styled = to.path.is_none() && std::io::stdout().is_terminal();
            let mut told: String = results
                .iter()
                .map(|(rules, results)| tell(&packs, rules, results, lang, styled))
                .collect();
            if covers {
                told = format!("{told}\n{}", coverage::text(&coverages, lang, styled));
            }
            match to.path {
                None => print_out(&told, lang),
                Some(_) => to.text(Ok(told)),
            }?;
        }
        TestWriter::Json => {
            let examples = json(&packs, &results, lang);
            let all = if covers { coverage::json(examples, &coverages) } else { Ok(examples) };
            let all = all.and_then(|all| serde_json::to_string_pretty(&all));
            to.text(all.map(visible_json))?;
        }
        TestWriter::Junit => {
            let suites = junit::suites(&packs, &results, lang);
            to.write(|to| write_junit(&suites, to))?;
        }
        TestWriter::Page => to.text(Ok(coverage::page(&coverages, lang)))?,
        TestWriter::Lcov => coverage::lcov(&tested, &coverages, &to)?,
        TestWriter::Mutation => {}
    }
    if to.path.is_some() {
        results
            .iter()
            .for_each(|(rules, results)| print_err(&summary(&packs, rules, results, lang)));
    }
    let failed =
        results.iter().flat_map(|(_, results)| results).any(|result| !result.misses.is_empty());
    Ok(if failed { Outcome::Found } else { Outcome::Clean })
}

/// Reason why a format does not go with what is asked for.
fn misfit(writer: TestWriter, covers: bool) -> Option<Message> {
    match writer {
        TestWriter::Page if !covers => Some(needs_coverage("html")),
        TestWriter::Lcov if !covers => Some(needs_coverage("lcov")),
        TestWriter::Mutation => Some(needs_mutants("mutation")),
        TestWriter::Junit if covers => Some(no_coverage_in("junit")),
        TestWriter::Lines
        | TestWriter::Json
        | TestWriter::Junit
        | TestWriter::Page
        | TestWriter::Lcov => None,
    }
}

fn json(packs: &Packs, results: &[Results<'_>], lang: Lang) -> Value {
    let several = packs.len() > 1;
    let all: Vec<Value> = results
        .iter()
        .flat_map(|(rules, results)| {
            let run = results.iter().map(move |result| one(rules, result, several, lang));
            let left_out = rules.examples_left_out().into_iter();
            run.chain(left_out.map(move |example| not_run(rules, &example, several)))
        })
        .collect();
    Value::Array(all)
}

fn one(rules: &Rules, result: &ExampleResult, several: bool, lang: Lang) -> Value {
    let line =
        |span: crate::source::Span| rules.sources()[span.source].line_column(span.start).line;
    let misses: Vec<Value> = result
        .misses
        .iter()
        .map(|miss| json!({ "line": line(miss.span), "found": miss.found.get(lang) }))
        .collect();
    let file = rules.sources()[result.span.source].name();
    let mut entry = json!({
        "title": result.title,
        "file": file,
        "line": line(result.span),
        "passed": misses.is_empty(),
        "misses": misses,
    });
    of_pack(&mut entry, rules, several);
    entry
}

/// An example of a block that the rules do not have: it neither passed nor missed anything.
fn not_run(rules: &Rules, example: &LeftOutExample, several: bool) -> Value {
    let source = &rules.sources()[example.span.source];
    let mut entry = json!({
        "title": example.title,
        "file": source.name(),
        "line": source.line_column(example.span.start).line,
        "passed": null,
        "misses": [],
        "left_out": true,
    });
    of_pack(&mut entry, rules, several);
    entry
}

/// Names the pack of an example, where there are several.
fn of_pack(entry: &mut Value, rules: &Rules, several: bool) {
    if several && let Some(entry) = entry.as_object_mut() {
        entry.insert("pack".to_owned(), json!(rules.name()));
    }
}
