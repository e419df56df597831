//! What holds of every explanation, on random records of the 2023 pack and the corpus. Replay: the
//! total and the grade worked out again from the lines alone are those decided. Citation: each
//! cited line of each file holds the words shown.

use crate::corpus::{day, working};
use crate::literate::root;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use visao::engine::Rules;
use visao::explain::decision::{
    CriterionResult, Decision, DecisionKind, ReasonKind, SourceLine, Status,
};
use visao::explain::{Explanation, Grounds, Line, Working};
use visao::model::{BlockKind, Expr, ExprKind, Model, Record, RecordId};
use visao::value::text::show_number;
use visao::value::{Lang, Num, Truth, Type, Unit, Value};

/// Records a type of each pack.
const RECORDS: u32 = 60;

#[test]
fn explanations_replay_and_cite() {
    let packs = [root().join("rules/2023")].into_iter().chain(working());
    let mut decided = 0;
    for pack in packs {
        let rules = Rules::load(&pack).unwrap_or_else(|refused| panic!("{refused}"));
        for record in rules.model().records.ids() {
            decided += hold(&rules, record);
        }
    }
    assert!(
        decided > 1000,
        "only {decided} of the random records were decided: the laws say little"
    );
}

/// Holds the laws on random records of one type; gives how many decisions were reached.
fn hold(rules: &Rules, record: RecordId) -> usize {
    let source = Pool::of(rules.model(), record);
    let query = rules.query().record(&rules.model().records[record].name.text).unwrap().date(day());
    let decided = std::cell::Cell::new(0);
    let config = Config { cases: RECORDS, failure_persistence: None, ..Config::default() };
    let seeds = proptest::collection::vec(any::<u32>(), source.fields.len());
    let outcome = TestRunner::new_with_rng(config, rng()).run(&seeds, |seeds| {
        let mut given = source.record(&seeds);
        loop {
            let explained =
                query.explain(&given).map_err(|error| TestCaseError::fail(error.to_string()))?;
            for explanation in &explained {
                replay(rules, explanation)?;
                for (clause, whole) in cited(explanation) {
                    cites(rules, clause, whole)?;
                }
            }
            if !repair(&mut given, &explained) {
                let settled = explained
                    .iter()
                    .filter(|explanation| explanation.decision.status == Status::Decided);
                decided.set(decided.get() + settled.count());
                return Ok(());
            }
        }
    });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", rules.name()));
    decided.get()
}

fn rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

/// Takes away the values that make a record a data error; whether there was one.
fn repair(given: &mut Map<String, Json>, explained: &[Explanation]) -> bool {
    let fields: BTreeSet<String> = explained
        .iter()
        .flat_map(|e| &e.decision.errors)
        .filter_map(|error| Some(error.field.as_ref()?.to_string()))
        .collect();
    let before = given.clone();
    for field in &fields {
        let zero = Json::from(0);
        match given.get(field) {
            Some(value) if *value != zero && (value.is_number() || value.is_string()) => {
                _ = given.insert(field.clone(), zero)
            }
            _ => _ = given.remove(field),
        }
    }
    *given != before
}

/// What the values of a record are taken from: the numbers of the rules and their neighbours, so
/// that edges are met.
struct Pool {
    fields: Vec<(String, Type, bool, Vec<Json>)>,
}

impl Pool {
    fn of(model: &Model, id: RecordId) -> Pool {
        let record = &model.records[id];
        let mut numbers: BTreeSet<Num> =
            [0, 1, 2, 3, 7, 50, 100].map(Num::from_i64).into_iter().collect();
        for expr in expressions(model, record, id) {
            collect(expr, &mut numbers);
        }
        let near = |n: &Num| {
            [
                n.clone(),
                n.add(&Num::ONE).unwrap(),
                n.div(&Num::from_i64(2)).unwrap(),
                n.mul(&Num::from_i64(50)).unwrap(),
            ]
        };
        let numbers: BTreeSet<Num> =
            numbers.iter().flat_map(near).filter(|n| !n.is_negative()).collect();
        let choices = |ty: Type| match ty {
            Type::Number(Unit::Integer | Unit::Days | Unit::Months) => numbers
                .iter()
                .filter_map(|n| n.to_i64())
                .filter(|n| *n < 1_000_000)
                .map(Json::from)
                .collect(),
            Type::Number(_) => numbers.iter().map(|n| Json::from(shown(n, model.lang))).collect(),
            Type::YesNo => vec![Json::from(true), Json::from(false)],
            Type::Date => ["2023-01-18", "2023-06-30", "2024-02-29", "1990-07-01", "2022-12-31"]
                .map(Json::from)
                .to_vec(),
            Type::Text => ["MN", "ĐB", "a", "#"].map(Json::from).to_vec(),
            Type::Category(category) => model.categories[category.index()]
                .values
                .iter()
                .map(|value| Json::from(value.name.text.as_str()))
                .collect(),
        };
        let fields = record.fields.iter().map(|field| {
            (field.name.text.clone(), field.ty, field.key || field.required, choices(field.ty))
        });
        Pool { fields: fields.collect() }
    }

    /// One in seven values is missing where that is no error.
    fn record(&self, seeds: &[u32]) -> Map<String, Json> {
        let pick =
            |((name, _, needed, choices), seed): (&(String, Type, bool, Vec<Json>), &u32)| {
                let missing = seed % 7 == 0 && !needed;
                (!missing)
                    .then(|| (name.clone(), choices[(seed / 7) as usize % choices.len()].clone()))
            };
        self.fields.iter().zip(seeds).filter_map(pick).collect()
    }
}

/// A number as a cell of the pack's language holds it; a quotient without end is cut.
fn shown(number: &Num, lang: Lang) -> String {
    show_number(number, lang, 10).0
}

fn expressions<'m>(model: &'m Model, record: &'m Record, id: RecordId) -> Vec<&'m Expr> {
    use visao::model::DerivedKind;
    let mut exprs: Vec<&Expr> = Vec::new();
    for derived in record.derived.iter() {
        match &derived.kind {
            DerivedKind::Formula(formula) => exprs.push(formula),
            DerivedKind::Table { rows, .. } => {
                exprs.extend(rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])))
            }
        }
    }
    for block in model.blocks.iter().filter(|block| block.record == id) {
        match &block.kind {
            BlockKind::Scorecard(card) => {
                let rows = card.criteria.iter().flat_map(|criterion| &criterion.rows);
                exprs.extend(rows.flat_map(|row| row.when.iter().chain([&row.gives])));
                exprs.extend(
                    card.grading.iter().flat_map(|grading| &grading.caps).map(|cap| &cap.condition),
                );
            }
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
                exprs.extend(clauses.iter().map(|clause| &clause.condition))
            }
        }
    }
    exprs
}

fn collect(expr: &Expr, numbers: &mut BTreeSet<Num>) {
    if let ExprKind::Constant(Value::Num(number)) = &expr.kind {
        numbers.insert(number.clone());
    }
    expr.children(&mut |child| collect(child, numbers));
}

/// The total is the sum of the criteria shown; a row that gives a number gives the criterion's
/// points; the grade is what the cited grading row says, lowered by the caps that are cited.
fn replay(rules: &Rules, explanation: &Explanation) -> Result<(), TestCaseError> {
    let decision = &explanation.decision;
    let read = matches!(decision.status, Status::Decided | Status::Undetermined)
        && !decision.criteria.is_empty();
    if decision.kind != DecisionKind::Scorecard || !read {
        return Ok(());
    }
    let sum = |pick: fn(&CriterionResult) -> Num| {
        decision.criteria.iter().map(pick).fold(Num::ZERO, |sum, points| sum.add(&points).unwrap())
    };
    let (low, high) =
        (sum(|criterion| criterion.range.0.clone()), sum(|criterion| criterion.range.1.clone()));
    let told = match (&decision.points, &decision.points_range) {
        (Some(points), _) => (points.clone(), points.clone()),
        (None, Some(range)) => range.clone(),
        (None, None) => return Err(TestCaseError::fail("a scorecard without points")),
    };
    prop_assert_eq!(told, (low, high));
    for criterion in &decision.criteria {
        let gives: Option<Vec<Num>> =
            criterion.clauses.iter().map(|clause| points_of(rules, &clause.text)).collect();
        if let (Some(points), Some(gives), false) =
            (&criterion.points, gives, criterion.clauses.is_empty())
        {
            prop_assert_eq!(
                gives.iter().fold(Num::ZERO, |sum, points| sum.add(points).unwrap()),
                points.clone()
            );
        }
    }
    replay_grade(rules, explanation)
}

/// The points that a row says as a plain number; none for a formula.
fn points_of(rules: &Rules, row: &str) -> Option<Num> {
    let gives = row.trim_end().trim_end_matches('|').trim_end();
    let gives = gives
        .rsplit_once("được")
        .or_else(|| gives.rsplit_once("gives"))
        .or_else(|| gives.rsplit_once('|'))?
        .1
        .trim();
    let gives =
        gives.trim_end_matches("điểm").trim_end_matches("points").trim_end_matches("point").trim();
    visao::value::text::parse_number(gives, rules.lang()).ok().map(Num::from_decimal)
}

fn replay_grade(rules: &Rules, explanation: &Explanation) -> Result<(), TestCaseError> {
    let decision = &explanation.decision;
    let row = explanation.grading.as_ref().and_then(|grading| grading.clause.as_ref());
    let Some((verdict, row)) = decision.verdict.as_ref().zip(row) else { return Ok(()) };
    let grades = grades(rules, decision);
    let place = |name: &str| {
        grades.iter().position(|grade| visao::source::key(grade) == visao::source::key(name.trim()))
    };
    let said = row
        .text
        .rsplit_once(" là ")
        .or_else(|| row.text.rsplit_once(" is "))
        .and_then(|(_, name)| place(name));
    let Some(mut grade) = said else {
        return Err(TestCaseError::fail(format!("no grade in “{}”", row.text)));
    };
    for reason in decision.reasons.iter().filter(|reason| reason.kind == ReasonKind::Cap) {
        let rest = reason
            .clause
            .text
            .strip_prefix("không quá")
            .or_else(|| reason.clause.text.strip_prefix("no better than"))
            .unwrap();
        let name = rest.split_once(" nếu ").or_else(|| rest.split_once(" if ")).unwrap().0;
        grade = grade.max(place(name).unwrap());
    }
    let open = explanation.caps.iter().any(|line| line.truth == Truth::Missing);
    let down =
        decision.reasons.iter().filter(|reason| reason.kind == ReasonKind::Downgrade).count();
    let grade = (grade + down).min(grades.len() - 1);
    if !open {
        prop_assert_eq!(&grades[grade], &**verdict);
    }
    Ok(())
}

fn grades(rules: &Rules, decision: &Decision) -> Vec<String> {
    let model = rules.model();
    let block = model
        .blocks
        .iter()
        .find(|block| Some(block.name.text.as_str()) == decision.block.as_deref())
        .unwrap();
    let BlockKind::Scorecard(card) = &block.kind else { panic!("no scorecard") };
    let category = card.grading.as_ref().unwrap().category;
    model.categories[category.index()].values.iter().map(|value| value.name.text.clone()).collect()
}

/// Every place that an explanation cites; whether the words shown are all of what stands there.
fn cited(explanation: &Explanation) -> Vec<(SourceLine, bool)> {
    let decision = &explanation.decision;
    let mut clauses: Vec<(SourceLine, bool)> = Vec::new();
    let mut push = |clause: &SourceLine| clauses.push((clause.clone(), true));
    decision.criteria.iter().flat_map(|criterion| &criterion.clauses).for_each(&mut push);
    decision.reasons.iter().map(|reason| &reason.clause).for_each(&mut push);
    decision.waiting.iter().map(|waiting| &waiting.clause).for_each(&mut push);
    decision.errors.iter().filter_map(|error| error.clause.as_ref()).for_each(&mut push);
    explanation.criteria.iter().map(|lines| &lines.clause).for_each(&mut push);
    let lines: Vec<&Line> =
        explanation.guards.iter().chain(&explanation.caps).chain(&explanation.clauses).collect();
    lines.iter().map(|line| &line.clause).for_each(&mut push);
    explanation.block.iter().map(|(clause, _)| clause).for_each(&mut push);
    explanation.grading.iter().filter_map(|grading| grading.clause.as_ref()).for_each(&mut push);
    let workings: Vec<&Working> = lines
        .iter()
        .flat_map(|line| &line.workings)
        .chain(explanation.criteria.iter().flat_map(|lines| &lines.workings))
        .collect();
    workings.iter().filter_map(|working| working.clause.as_ref()).for_each(&mut push);
    let grounds: Vec<&Grounds> = lines
        .iter()
        .map(|line| &line.grounds)
        .chain(explanation.criteria.iter().map(|lines| &lines.grounds))
        .collect();
    let grounds = grounds
        .into_iter()
        .chain(explanation.block.iter().map(|(_, grounds)| grounds))
        .chain(explanation.grading.iter().map(|grading| &grading.grounds));
    let assumed = grounds.flat_map(|grounds| &grounds.assumptions);
    clauses.extend(assumed.map(|assumed| {
        (
            SourceLine {
                file: assumed.file.clone(),
                line: assumed.line,
                text: assumed.text.clone().unwrap_or_default(),
            },
            false,
        )
    }));
    clauses.extend(decision.unknown.iter().map(|unknown| {
        let text = unknown.clause.text.trim_end_matches(" …").into();
        (SourceLine { text, ..unknown.clause.clone() }, false)
    }));
    clauses
}

/// The line holds the words, blanks and line breaks aside.
fn cites(rules: &Rules, clause: SourceLine, whole: bool) -> Result<(), TestCaseError> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let source = rules.sources().iter().find(|source| source.name() == &*clause.file);
    let Some(source) = source else {
        return Err(TestCaseError::fail(format!("no file {}", clause.file)));
    };
    let first = source.normal().lines().nth(clause.line - 1).unwrap_or_default();
    let rest: String =
        source.normal().lines().skip(clause.line - 1).map(|line| line.to_owned() + "\n").collect();
    let (wanted, rest) = (words(&clause.text), words(&rest));
    let at = rest.find(&wanted);
    prop_assert!(
        at.is_some_and(|at| at < words(first).len().max(1)),
        "{}:{} does not hold “{}”",
        clause.file,
        clause.line,
        clause.text
    );
    prop_assert!(!whole || !wanted.is_empty());
    Ok(())
}
