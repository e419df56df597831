//! The laws of explanations, on random packs and records; and each law refuses an explanation that
//! was tampered with.

use super::pack::{Kind, Pack};
use super::{Case, assumptions, citation, completeness, replay, sections};
use crate::support::whole_lines;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::cell::{Cell, RefCell};
use visao::engine::Rules;
use visao::explain::decision::Status;
use visao::explain::{Explanation, Length, Line, Working, document, html_page};

type Law = fn(&Case, &Explanation) -> Result<(), String>;

/// Records a law: more with `VISAO_CASES`.
fn cases() -> u32 {
    std::env::var("VISAO_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100)
}

fn loaded(bytes: Vec<u8>) -> (Pack, Result<Rules, String>) {
    let pack = Pack::draw(bytes);
    let rules = Rules::from_text(&pack.text).map_err(|refused| format!("{refused}\n{}", pack.text));
    (pack, rules)
}

fn of_pack(pack: &Pack, rules: &Rules) -> Vec<Case> {
    let query =
        if pack.dated { rules.query().date(crate::corpus::day()) } else { rules.query().lenient() };
    pack.records.iter().map(|given| Case::new(pack, rules, &query, given)).collect()
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..1200)
}

fn runner(cases: u32) -> TestRunner {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Holds a law on every explanation of random packs: of three records a pack at the most, two on
/// the average.
fn hold(law: Law) {
    hold_on(cases() / 2, law);
}

/// Holds a law on every explanation of so many random packs.
fn hold_on(packs: u32, law: Law) {
    let (drawn, refused, held) = (Cell::new(0u32), RefCell::new(Vec::new()), Cell::new(0u32));
    let outcome = runner(packs).run(&bytes(), |bytes| {
        drawn.set(drawn.get() + 1);
        let (pack, rules) = loaded(bytes);
        let rules = match rules {
            Ok(rules) => rules,
            Err(why) => {
                refused.borrow_mut().push(why);
                return Ok(());
            }
        };
        for case in of_pack(&pack, &rules) {
            for explanation in case
                .query
                .explain(&case.given)
                .map_err(|error| TestCaseError::fail(error.to_string()))?
            {
                held.set(held.get() + u32::from(explanation.decision.status != Status::DataError));
                law(&case, &explanation)
                    .map_err(|error| TestCaseError::fail(told(&case, &explanation, &error)))?;
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(
        held.get() > drawn.get(),
        "only {} explanations of {} packs say more than that the data are wrong",
        held.get(),
        drawn.get()
    );
    let (refused, drawn) = (refused.into_inner(), drawn.get() as usize);
    println!("{} explanations of {drawn} packs", held.get());
    assert!(
        refused.len() * 50 <= drawn,
        "{} of {drawn} random packs were refused: the laws say little\n{}",
        refused.len(),
        refused.join("\n---\n")
    );
}

fn told(case: &Case, explanation: &Explanation, error: &str) -> String {
    let record = serde_json::to_string(&case.given).unwrap();
    format!(
        "{error}\n{}\n{record}\n{}",
        case.pack.text,
        whole_lines(&document(std::slice::from_ref(explanation), Length::Normal, case.pack.lang))
    )
}

/// What stands left of the last sign of a working comes to what stands right of it.
fn replays(case: &Case, explanation: &Explanation) -> Result<(), String> {
    let of = std::slice::from_ref(explanation);
    let forms = [Length::Normal, Length::Full].map(|length| {
        [
            whole_lines(&document(of, length, case.pack.lang)),
            super::assumptions::stripped(&html_page(of, length, case.pack.lang)),
        ]
    });
    for working in sections(explanation).into_iter().flat_map(|(_, workings, _)| workings) {
        let Some(formula) = &working.formula else { continue };
        let line = super::written(working);
        if !forms.iter().flatten().all(|form| form.contains(&line)) {
            return Err(format!("“{line}” is not shown"));
        }
        let missing = ["thiếu", "missing"].contains(&working.result.as_str());
        // What is wrong with a record is told apart: no value comes of it.
        if missing && explanation.decision.status == Status::DataError {
            continue;
        }
        replay::replays(formula, &working.result, working.rounded, case.pack.lang)
            .map_err(|error| format!("{}: {error}", working.name))?;
    }
    Ok(())
}

/// Laws of every explanation, the ways to a better result left aside.
const LAWS: [(&str, Law); 4] = [
    ("a working replays", replays),
    ("a cited line holds the construct explained", citation::cites),
    ("an input that can change the result is shown", completeness::shows_all),
    ("an assumption stands where what carries it is shown", assumptions::assumes),
];

#[test]
fn every_explanation_keeps_the_laws() {
    hold(|case, explanation| {
        LAWS.iter().try_for_each(|(name, law)| {
            law(case, explanation).map_err(|error| format!("{name}: {error}"))
        })
    });
}

#[test]
fn what_a_person_is_told_stands_in_the_explanation() {
    // Ways are searched for each of them.
    hold_on(cases() / 10, super::told::contradicts_nothing);
}

/// Explanations of random packs, each with its case; a law that holds of all of them must refuse
/// what `tamper` makes of them.
fn refuses(law: Law, tamper: impl Fn(&Case, &mut Explanation, &[Explanation]) -> bool) {
    let mut runner = runner(1);
    let mut tampered = 0;
    for _ in 0..60 {
        let bytes = bytes().new_tree(&mut runner).unwrap().current();
        let (pack, rules) = loaded(bytes);
        for case in rules.iter().flat_map(|rules| of_pack(&pack, rules)) {
            let all = case.query.explain(&case.given).unwrap();
            for explanation in &all {
                let mut false_one = explanation.clone();
                if tamper(&case, &mut false_one, &all) {
                    tampered += 1;
                    assert!(
                        law(&case, &false_one).is_err(),
                        "{}",
                        told(&case, &false_one, "is taken for true")
                    );
                }
                if tampered >= 12 {
                    return;
                }
            }
        }
    }
    panic!("only {tampered} explanations could be tampered with");
}

/// Every list of workings of an explanation.
fn workings(explanation: &mut Explanation) -> Vec<&mut Vec<Working>> {
    let criteria = explanation.criteria.iter_mut().map(|lines| &mut lines.workings);
    let lines =
        explanation.guards.iter_mut().chain(&mut explanation.caps).chain(&mut explanation.clauses);
    criteria.chain(lines.map(|line| &mut line.workings)).collect()
}

#[test]
fn a_result_of_another_slot_is_refused() {
    refuses(replays, |_, explanation, _| {
        workings(explanation).into_iter().any(|workings| {
            let whole = |working: &Working| {
                let formula = working.formula.as_deref().unwrap_or("≈");
                !working.rounded
                    && !formula.contains('≈')
                    && working.result.chars().all(|c| c.is_ascii_digit())
            };
            let exact: Vec<usize> =
                (0..workings.len()).filter(|at| whole(&workings[*at])).collect();
            let [one, .., other] = exact.as_slice() else { return false };
            let (one, other) = (*one, *other);
            let (first, second) = (workings[one].result.clone(), workings[other].result.clone());
            let differ = first != second;
            workings[one].result = second;
            workings[other].result = first;
            differ
        })
    });
}

#[test]
fn a_value_where_an_operand_is_missing_is_refused() {
    refuses(replays, |_, explanation, _| {
        let all = workings(explanation).into_iter().flatten();
        let missing = all.filter(|working| {
            working.formula.as_deref().is_some_and(|formula| formula.ends_with("/ 0"))
        });
        missing.map(|working| working.result = "1".to_owned()).count() > 0
    });
}

#[test]
fn the_line_of_another_block_is_refused() {
    refuses(citation::cites, |_, explanation, all| {
        let block = explanation.decision.block.clone();
        let others = all.iter().filter(|other| other.decision.block != block);
        let Some(foreign) =
            others.flat_map(|other| &other.clauses).map(|line| line.clause.clone()).next()
        else {
            return false;
        };
        explanation.clauses.first_mut().map(|line| line.clause = foreign).is_some()
    });
}

#[test]
fn the_line_of_another_derivation_is_refused() {
    refuses(citation::cites, |case, explanation, _| {
        let derived = |working: &&mut Working| {
            case.pack.named(&working.name, |kind| kind == Kind::Derivation).is_some()
        };
        let mut found: Vec<&mut Working> =
            workings(explanation).into_iter().flatten().filter(derived).collect();
        let [one, .., other] = found.as_mut_slice() else { return false };
        std::mem::swap(&mut one.clause, &mut other.clause);
        one.name != other.name
    });
}

/// The first line of clauses that alone shows a field which can change the result.
fn only_line(case: &Case, explanation: &Explanation) -> Option<usize> {
    let names =
        |line: &Line| line.values.iter().map(|named| named.name.clone()).collect::<Vec<_>>();
    let all: Vec<_> =
        explanation.guards.iter().chain(&explanation.clauses).flat_map(names).collect();
    let once = |name: &std::sync::Arc<str>| all.iter().filter(|known| *known == name).count() == 1;
    let moves = |name: &str| completeness::moves(case, explanation, name);
    explanation
        .clauses
        .iter()
        .position(|line| names(line).iter().any(|name| once(name) && moves(name)))
}

#[test]
fn a_line_left_out_is_refused() {
    refuses(completeness::shows_all, |case, explanation, _| {
        let only = only_line(case, explanation)
            .filter(|_| explanation.decision.status != Status::DataError);
        only.map(|at| explanation.clauses.remove(at)).is_some()
    });
}

#[test]
fn values_in_the_json_alone_are_refused() {
    refuses(completeness::shows_all, |case, explanation, _| {
        let only = only_line(case, explanation)
            .filter(|_| explanation.decision.status != Status::DataError);
        only.map(|at| explanation.clauses[at].workings.clear()).is_some()
    });
}

#[test]
fn an_assumption_of_nothing_shown_is_refused() {
    refuses(assumptions::assumes, |_, explanation, all| {
        let grounds = |explanation: &Explanation| {
            sections(explanation)
                .iter()
                .flat_map(|(_, _, grounds)| grounds.assumptions.clone())
                .collect::<Vec<_>>()
        };
        let own = grounds(explanation);
        let Some(foreign) = all.iter().flat_map(grounds).find(|assumed| !own.contains(assumed))
        else {
            return false;
        };
        explanation.clauses.first_mut().map(|line| line.grounds.assumptions.push(foreign)).is_some()
    });
}

#[test]
fn an_assumption_left_out_is_refused() {
    refuses(assumptions::assumes, |_, explanation, _| {
        let criteria = explanation.criteria.iter_mut().map(|lines| &mut lines.grounds);
        let mut all = criteria.chain(explanation.clauses.iter_mut().map(|line| &mut line.grounds));
        all.any(|grounds| grounds.assumptions.pop().is_some())
    });
}
