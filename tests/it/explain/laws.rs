//! The laws of explanations, on random packs and records; and each law refuses an explanation that was tampered with.

use super::pack::Pack;
use super::{Case, assumptions, citation, completeness, replay, sections};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::cell::Cell;
use visao::engine::Rules;
use visao::explain::decision::Status;
use visao::explain::{Explanation, document, html_page};

type Law = fn(&Case, &Explanation) -> Result<(), String>;

/// Records a law: more with `VISAO_CASES`.
fn cases() -> u32 {
    std::env::var("VISAO_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(240)
}

fn loaded(bytes: Vec<u8>) -> (Pack, Result<Rules, String>) {
    let pack = Pack::draw(bytes);
    let rules = Rules::from_text(&pack.text).map_err(|refused| format!("{refused}\n{}", pack.text));
    (pack, rules)
}

fn of_pack(pack: &Pack, rules: &Rules) -> Vec<Case> {
    let query = if pack.dated { rules.query().date(crate::corpus::day()) } else { rules.query() };
    let case = |given: &serde_json::Map<_, _>| Case { pack: pack.clone(), rules: rules.clone(), query: query.clone(), given: given.clone() };
    pack.records.iter().map(case).collect()
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..1200)
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Holds a law on every explanation of random packs: of three records a pack at the most, two on the average.
fn hold(law: Law) {
    let (drawn, refused) = (Cell::new(0u32), Cell::new(0u32));
    let outcome = runner(cases() / 2).run(&bytes(), |bytes| {
        drawn.set(drawn.get() + 1);
        let (pack, rules) = loaded(bytes);
        let Ok(rules) = rules else {
            refused.set(refused.get() + 1);
            return Ok(());
        };
        for case in of_pack(&pack, &rules) {
            for explanation in case.query.explain(&case.given).map_err(|error| TestCaseError::fail(error.to_string()))? {
                law(&case, &explanation).map_err(|error| TestCaseError::fail(told(&case, &explanation, &error)))?;
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(refused.get() * 50 <= drawn.get(), "{} of {} random packs were refused: the laws say little", refused.get(), drawn.get());
}

fn told(case: &Case, explanation: &Explanation, error: &str) -> String {
    let record = serde_json::to_string(&case.given).unwrap();
    format!("{error}\n{}\n{record}\n{}", case.pack.text, document(std::slice::from_ref(explanation), case.pack.lang).text(false))
}

/// What stands left of the last sign of a working comes to what stands right of it.
fn replays(case: &Case, explanation: &Explanation) -> Result<(), String> {
    let of = std::slice::from_ref(explanation);
    let forms = [document(of, case.pack.lang).text(false), super::assumptions::stripped(&html_page(of, case.pack.lang))];
    for working in sections(explanation).into_iter().flat_map(|(_, workings, _)| workings) {
        let Some(formula) = &working.formula else { continue };
        let sign = if working.rounded { "≈" } else { "=" };
        let line = format!("{} = {formula} {sign} {}", working.name, working.result);
        if !forms.iter().all(|form| form.contains(&line)) {
            return Err(format!("“{line}” is not shown"));
        }
        let missing = ["thiếu", "missing"].contains(&working.result.as_str());
        // What is wrong with a record is told apart: no value comes of it.
        if missing && explanation.decision.status == Status::DataError {
            continue;
        }
        replay::replays(formula, &working.result, working.rounded, case.pack.lang).map_err(|error| format!("{}: {error}", working.name))?;
    }
    Ok(())
}

#[test]
fn every_working_replays() {
    hold(replays);
}

#[test]
fn each_cited_line_holds_the_construct_explained() {
    hold(citation::cites);
}

#[test]
fn an_input_that_can_change_the_result_is_shown() {
    hold(completeness::shows_all);
}

#[test]
fn an_assumption_stands_where_what_carries_it_is_shown() {
    hold(assumptions::assumes);
}
