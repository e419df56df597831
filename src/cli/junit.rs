//! Results of examples as the suites of a JUnit report: one a rule file.

use super::examples::{Results, shown};
use crate::data::out::junit::{Case, CaseResult, Suite};
use crate::diag::examples;
use crate::engine::{ExampleResult, LeftOutExample, Packs, Rules};
use crate::source::Span;
use crate::value::Lang;

/// The suites of all packs, in the order of their files.
pub(super) fn suites(packs: &Packs, results: &[Results<'_>], lang: Lang) -> Vec<Suite> {
    let several = packs.len() > 1;
    let mut suites: Vec<Suite> = Vec::new();
    for (rules, results) in results {
        let left_out = rules.examples_left_out();
        let run = results.iter().map(|result| (result.span, ran(rules, result, lang)));
        let not_run = left_out.iter().map(|example| (example.span, skipped(example, lang)));
        let mut cases: Vec<(Span, Case)> = run.chain(not_run).collect();
        cases.sort_by_key(|(span, _)| (span.source, span.start));
        let first = suites.len();
        for (span, case) in cases {
            let file = rules.sources()[span.source].name();
            let name = if several { format!("{}/{file}", rules.name()) } else { file.to_owned() };
            match suites.iter_mut().skip(first).find(|suite| suite.name == name) {
                Some(suite) => suite.cases.push(case),
                None => suites.push(Suite { name, cases: vec![case] }),
            }
        }
    }
    suites
}

fn ran(rules: &Rules, result: &ExampleResult, lang: Lang) -> Case {
    let message = || {
        let found: Vec<&str> = result.misses.iter().map(|miss| miss.found.get(lang)).collect();
        format!("{}: {}", examples::example_failed(&result.title).get(lang), found.join("; "))
    };
    let told = || shown(rules, result, lang, false);
    Case {
        name: result.title.clone(),
        class: result.block.clone(),
        result: match &result.explanation {
            _ if result.misses.is_empty() => CaseResult::Passed,
            Some(_) => CaseResult::Failed(message(), told()),
            None => CaseResult::Error(message(), told()),
        },
    }
}

fn skipped(example: &LeftOutExample, lang: Lang) -> Case {
    let told = examples::of_no_block(1, &example.block);
    Case {
        name: example.title.clone(),
        class: example.block.clone(),
        result: CaseResult::Skipped(told.get(lang).to_owned()),
    }
}
