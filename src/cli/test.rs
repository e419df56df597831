//! `test`, `thử`: runs the worked examples.

use super::output::Output;
use super::{Failure, Outcome, date, input, load, mutants, print_out, text};
use crate::diag::{Diagnostic, cli as say, examples, render};
use crate::engine::{ExampleResult, LeftOutExample, Packs, Rules};
use crate::explain::document;
use crate::markup::visible_json;
use crate::source::key;
use crate::value::Lang;
use clap::ArgMatches;
use serde_json::json;
use std::io::IsTerminal;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let day = date(matches, lang)?;
    let tested = input::wanted_packs(&packs, day, lang)?;
    if matches.get_flag("mutants") || matches.get_flag("suggest") {
        return mutants::run(matches, &packs, &tested, day, lang);
    }
    let results: Vec<(&Rules, Vec<ExampleResult>)> =
        tested.iter().map(|rules| (*rules, rules.test(day))).collect();
    if text(matches, "format") == "json" {
        Output::standard(lang).text(json(&packs, &results, lang).map(visible_json))?;
    } else {
        results.iter().try_for_each(|(rules, results)| tell(&packs, rules, results, lang))?;
    }
    let failed =
        results.iter().flat_map(|(_, results)| results).any(|result| !result.misses.is_empty());
    Ok(if failed { Outcome::Found } else { Outcome::Clean })
}

/// The failed examples of a pack, and how many held; of one of several packs, which.
fn tell(
    packs: &Packs,
    rules: &Rules,
    results: &[ExampleResult],
    lang: Lang,
) -> Result<(), Failure> {
    results
        .iter()
        .filter(|result| !result.misses.is_empty())
        .try_for_each(|result| show(rules, result, lang))?;
    for (block, count) in left_out(rules) {
        print_out(&format!("{}\n", examples::of_no_block(count, &block).get(lang)), lang)?;
    }
    let passed = results.iter().filter(|result| result.misses.is_empty()).count();
    let summary =
        if results.is_empty() { say::no_examples() } else { say::examples(passed, results.len()) };
    let name = if packs.len() > 1 { format!("{}: ", rules.name()) } else { String::new() };
    print_out(&format!("{name}{}\n", summary.get(lang)), lang)
}

/// Blocks that examples name and the rules do not have, in the order written, each with how many.
fn left_out(rules: &Rules) -> Vec<(String, usize)> {
    let mut blocks: Vec<(String, usize)> = Vec::new();
    for example in rules.examples_left_out() {
        match blocks.iter_mut().find(|(block, _)| key(block) == key(&example.block)) {
            Some((_, count)) => *count += 1,
            None => blocks.push((example.block, 1)),
        }
    }
    blocks
}

/// A failed example: its place, what came out at each expectation, and why.
fn show(rules: &Rules, result: &ExampleResult, lang: Lang) -> Result<(), Failure> {
    let styled = std::io::stdout().is_terminal();
    let mut misses = result.misses.iter();
    let Some(first) = misses.next() else { return Ok(()) };
    let failed = Diagnostic::error("E401", first.span, say::example_failed(&result.title))
        .remark(first.found.clone());
    let failed = misses.fold(failed, |failed, miss| failed.also(miss.span, miss.found.clone()));
    print_out(&render::text(&[failed], rules.sources(), lang, styled), lang)?;
    match &result.explanation {
        Some(explanation) => print_out(
            &format!("{}\n", document(std::slice::from_ref(explanation), lang).text(styled)),
            lang,
        ),
        None => Ok(()),
    }
}

fn json(
    packs: &Packs,
    results: &[(&Rules, Vec<ExampleResult>)],
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let several = packs.len() > 1;
    let all: Vec<serde_json::Value> = results
        .iter()
        .flat_map(|(rules, results)| {
            let run = results.iter().map(move |result| one(rules, result, several, lang));
            let left_out = rules.examples_left_out().into_iter();
            run.chain(left_out.map(move |example| not_run(rules, &example, several)))
        })
        .collect();
    serde_json::to_string_pretty(&all)
}

fn one(rules: &Rules, result: &ExampleResult, several: bool, lang: Lang) -> serde_json::Value {
    let line =
        |span: crate::source::Span| rules.sources()[span.source].line_column(span.start).line;
    let misses: Vec<serde_json::Value> = result
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
fn not_run(rules: &Rules, example: &LeftOutExample, several: bool) -> serde_json::Value {
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
fn of_pack(entry: &mut serde_json::Value, rules: &Rules, several: bool) {
    if several && let Some(entry) = entry.as_object_mut() {
        entry.insert("pack".to_owned(), json!(rules.name()));
    }
}
