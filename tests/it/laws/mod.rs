//! Laws of the plan and of its evaluation, on random models and records.

mod beside;
mod indicators;
mod intervals;
mod lanes;
pub mod random;
mod targets;

use crate::reference::{Outcome, Reference, V, big, lift};
use crate::support::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use random::{Dice, Draw};
use visao::eval::{BlockResult, Frame, State, Status, Worker};
use visao::explain::{FaultCause, Root};
use visao::model::*;
use visao::plan::{self, BlockPlanKind, Plan};
use visao::table::Inputs;
use visao::value::Date;

/// A random model, records of it, and whether the run has an as-of date.
fn drawn() -> impl Strategy<Value = Draw> {
    proptest::collection::vec(any::<u8>(), 0..700).prop_map(|bytes| Dice::new(bytes).draw())
}

fn as_of(draw: &Draw) -> Option<Date> {
    draw.dated.then(|| day(2023, 6, 30))
}

fn run_drawn(draw: &Draw) -> Run {
    run_table(&draw.model, |_, plan| draw.table(plan), as_of(draw))
}

fn run_rows(
    model: &Model,
    plan: &Plan,
    table: &Inputs,
    rows: std::ops::Range<usize>,
    as_of: Option<Date>,
) -> Vec<String> {
    let frame = visao::eval::run(plan, table, rows.clone(), &context(as_of));
    (0..rows.len()).map(|row| digest(model, plan, table, &frame, row)).collect()
}

/// All that can be read of a record, as a text.
fn digest(model: &Model, plan: &Plan, table: &Inputs, frame: &Frame, row: usize) -> String {
    let record = plan.record(record()).unwrap();
    let mut lines = vec![format!("broken {}", frame.is_broken(row))];
    for (place, slot) in record
        .derived
        .iter()
        .enumerate()
        .filter_map(|(place, derived)| Some((place, derived.value?)))
    {
        let value = shown(&frame.value(&table.texts, slot, row));
        let asked = Root::Derived(DerivedId::new(place));
        let causes =
            reading(model, plan, table, frame, row, |reader| reader.missing_causes([asked]));
        lines.push(format!(
            "{:?} {value} {causes:?}, faults {:?}",
            frame.state(slot, row),
            kinds(model, plan, table, frame, row, asked)
        ));
    }
    for (id, block) in &record.blocks {
        let outcome = frame.outcome(block, row);
        let result = match outcome.result {
            Some(BlockResult::Scorecard { total, grades }) => {
                format!("{} to {}, {grades:?}", fraction_of(&total.low), fraction_of(&total.high))
            }
            Some(BlockResult::Clauses(verdict)) => format!("{verdict:?}"),
            None => String::new(),
        };
        lines.push(format!("block {id:?}: {:?} {result}", outcome.status));
        lines.push(format!(
            "  faults {:?}",
            kinds(model, plan, table, frame, row, Root::Block(*id))
        ));
    }
    lines.join("\n")
}

fn kinds(
    model: &Model,
    plan: &Plan,
    table: &Inputs,
    frame: &Frame,
    row: usize,
    asked: Root<'static>,
) -> Vec<String> {
    reading(model, plan, table, frame, row, |reader| kinds_of(&reader.fault_causes([asked])))
}

/// The faults in the order met, each once: two expressions that the rules settle to be one share a
/// step after a pass, and its fault is told once.
fn kinds_of(causes: &[FaultCause<'_>]) -> Vec<String> {
    let mut met = std::collections::BTreeSet::new();
    let kinds = causes.iter().map(|cause| format!("{:?}", cause.fact.kind));
    kinds.filter(|kind| met.insert(kind.clone())).collect()
}

fn fraction_of(n: &visao::value::Num) -> String {
    visao::value::text::fraction(n)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// The engine is the reference interpreter.
    #[test]
    fn the_engine_means_what_the_reference_says(draw in drawn()) {
        let run = run_drawn(&draw);
        for (row, values) in draw.records.iter().enumerate() {
            let reference = Reference { model: &draw.model, record: record(), values: values.iter().map(lift).collect(), unreadable: draw.unreadable[row].clone(), as_of: as_of(&draw) };
            same_derived(&draw, &run, &reference, row)?;
            for (id, _) in draw.model.blocks.enumerate() {
                prop_assert_eq!(outcome(&run, id, row), reference.outcome(id), "block {:?} of record {}\n{}\n{:#?}", id, row, run.plan, draw);
                same_criteria(&draw, &run, &reference, id, row)?;
            }
        }
    }

    /// batch(p, rs)[i] = batch(p, [rs[i]]), under any split and any order.
    #[test]
    fn a_record_has_one_outcome_in_whatever_batch_it_stands(draw in drawn(), cut in 0usize..8, turn in 0usize..8) {
        let plan = plan::from_model(&draw.model);
        let table = draw.table(&plan);
        let count = draw.records.len();
        let whole = run_rows(&draw.model, &plan, &table, 0..count, as_of(&draw));
        let cut = cut.min(count);
        let parts = [run_rows(&draw.model, &plan, &table, 0..cut, as_of(&draw)), run_rows(&draw.model, &plan, &table, cut..count, as_of(&draw))].concat();
        prop_assert_eq!(&whole, &parts);
        let mut worker = Worker::new(&plan, record()).unwrap();
        for row in (0..count).rev() {
            let frame = worker.run(&table, row..row + 1, &context(as_of(&draw)));
            prop_assert_eq!(&digest(&draw.model, &plan, &table, frame, 0), &whole[row]);
        }
        let mut turned = draw.clone();
        turned.records.rotate_left(turn.min(count));
        turned.unreadable.rotate_left(turn.min(count));
        let turned_table = turned.table(&plan);
        let mut expected = whole;
        expected.rotate_left(turn.min(count));
        prop_assert_eq!(run_rows(&draw.model, &plan, &turned_table, 0..count, as_of(&draw)), expected);
    }

    /// run(pass(p), r) = run(p, r), for each pass; and each pass keeps the invariants.
    #[test]
    fn a_pass_changes_no_outcome(draw in drawn()) {
        let plain = plan::lower(&draw.model);
        prop_assert_eq!(plain.verify(), Ok(()), "{}", plain);
        let table = draw.table(&plain);
        let count = draw.records.len();
        let expected: Vec<String> = run_rows(&draw.model, &plain, &table, 0..count, as_of(&draw));
        for pass in [plan::fold, plan::prune, plan::represent] {
            let passed = pass(&plain);
            prop_assert_eq!(passed.verify(), Ok(()), "{}", passed);
            prop_assert_eq!(&run_rows(&draw.model, &passed, &table, 0..count, as_of(&draw)), &expected, "{}\n{}", plain, passed);
        }
    }

    /// Each expression has the value it had before a pass, where it still is computed.
    #[test]
    fn a_pass_keeps_the_value_of_each_expression(draw in drawn()) {
        let plain = plan::lower(&draw.model);
        let table = draw.table(&plain);
        let count = draw.records.len();
        let before = visao::eval::run(&plain, &table, 0..count, &context(as_of(&draw)));
        let folded = plan::represent(&plan::prune(&plan::fold(&plain)));
        let after = visao::eval::run(&folded, &table, 0..count, &context(as_of(&draw)));
        let pairs = plain.records[0].values.iter().zip(&folded.records[0].values);
        for (place, (old, new)) in pairs.enumerate().filter_map(|(place, (old, new))| Some((place, ((*old)?, (*new)?)))) {
            for row in 0..count {
                let value = |frame: &Frame, slot| (frame.state(slot, row), shown(&frame.value(&table.texts, slot, row)));
                prop_assert_eq!(value(&before, old), value(&after, new), "expression {} of\n{}\n{}", place, plain, folded);
            }
        }
    }

    /// What is missing or a fault has a place in the rules, and nothing else has.
    #[test]
    fn each_missing_value_leads_to_its_place(draw in drawn()) {
        let run = run_drawn(&draw);
        for row in 0..draw.records.len() {
            run.read(row, |reader| {
                let plan = run.record();
                for expr in expressions(&run.model) {
                    let Some(slot) = plan.slot(expr) else { continue };
                    let (missing, faults) = (reader.missing_causes([Root::Value(expr)]), reader.fault_causes([Root::Value(expr)]));
                    let state = run.frame.state(slot, row);
                    prop_assert_eq!(missing.is_empty(), state != State::Missing, "{:?} of\n{}", expr, run.plan);
                    prop_assert_eq!(faults.is_empty(), state != State::Fault, "{:?} of\n{}", expr, run.plan);
                }
                Ok(())
            })?;
        }
    }
}

/// The expressions of derivations and blocks, those within others too. The ranges of fields read
/// values that are not checked yet.
fn expressions(model: &Model) -> Vec<&Expr> {
    let mut found: Vec<&Expr> = Vec::new();
    for derived in model.records[record()].derived.iter() {
        match &derived.kind {
            DerivedKind::Formula(formula) => found.push(formula),
            DerivedKind::Table { rows, .. } => {
                found.extend(rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])))
            }
        }
    }
    for block in model.blocks.iter() {
        found.extend(&block.guards);
        match &block.kind {
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
                found.extend(clauses.iter().map(|clause| &clause.condition))
            }
            BlockKind::Scorecard(card) => {
                let rows = card.criteria.iter().flat_map(|criterion| &criterion.rows);
                found.extend(rows.flat_map(|row| row.when.iter().chain([&row.gives])));
                found.extend(
                    card.grading.iter().flat_map(|grading| &grading.caps).map(|cap| &cap.condition),
                );
            }
        }
    }
    let mut place = 0;
    while let Some(expr) = found.get(place).copied() {
        expr.children(&mut |child| found.push(child));
        place += 1;
    }
    found
}

/// More with `PROPTEST_CASES`.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(512)
}

fn same_derived(
    draw: &Draw,
    run: &Run,
    reference: &Reference,
    row: usize,
) -> Result<(), TestCaseError> {
    for (id, derived) in draw.model.records[record()].derived.enumerate() {
        let Some(slot) = run.record().derived[id.index()].value else { continue };
        let value = match run.frame.state(slot, row) {
            State::Fault => V::Fault,
            State::Known | State::Missing => lift(&run.frame.value(&run.table.texts, slot, row)),
        };
        prop_assert_eq!(
            value,
            reference.derived(id),
            "{:?} of record {}\n{}\n{:#?}",
            derived,
            row,
            run.plan,
            draw.records[row]
        );
    }
    Ok(())
}

fn outcome(run: &Run, id: BlockId, row: usize) -> Outcome {
    let outcome = run.outcome(id, row);
    let bare = Outcome { status: outcome.status, total: None, grades: None, verdict: None };
    match outcome.result {
        None => bare,
        Some(BlockResult::Clauses(verdict)) => Outcome { verdict: Some(verdict), ..bare },
        Some(BlockResult::Scorecard { total, grades }) => {
            let codes = |set: u64| (0..64).filter(|code| set >> code & 1 == 1).collect();
            Outcome {
                total: Some((big(&total.low), big(&total.high))),
                grades: grades.map(|grades| (codes(grades.set), grades.none)),
                ..bare
            }
        }
    }
}

fn same_criteria(
    draw: &Draw,
    run: &Run,
    reference: &Reference,
    id: BlockId,
    row: usize,
) -> Result<(), TestCaseError> {
    let (BlockKind::Scorecard(scorecard), BlockPlanKind::Scorecard(plan)) =
        (&draw.model.blocks[id].kind, &run.block(id).kind)
    else {
        return Ok(());
    };
    for (criterion, plan) in scorecard.criteria.iter().zip(&plan.criteria) {
        let points = run.frame.points(plan.points, row);
        let (range, held) = reference.criterion(criterion);
        prop_assert_eq!(
            (!points.fault).then(|| (big(&points.low), big(&points.high))),
            range.clone()
        );
        if range.is_some() {
            prop_assert_eq!(points.held, held, "{:?}\n{:?}", criterion, draw.records[row]);
        }
    }
    Ok(())
}

/// The kind of rows that a step looks up, and by what.
fn looked_up(step: &plan::Step) -> Option<String> {
    let bounds = format!("{:?}", step.op.lookup()?.index.bounds());
    let by = bounds.split('(').next().unwrap().to_string();
    let rows = match &step.op {
        plan::Op::Rows(policy, _) => policy.name(),
        _ => "criterion",
    };
    Some(format!("{rows} by {by}"))
}

/// The random models are worth something: each outcome comes up among a few hundred.
#[test]
fn random_models_reach_every_outcome() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let draw = drawn().new_tree(&mut runner).unwrap().current();
        let run = run_drawn(&draw);
        for row in 0..draw.records.len() {
            for (id, block) in draw.model.blocks.enumerate() {
                let outcome = run.outcome(id, row);
                let graded =
                    matches!(outcome.result, Some(BlockResult::Scorecard { grades: Some(_), .. }));
                let ranged = matches!(&outcome.result, Some(BlockResult::Scorecard { total, .. }) if total.low != total.high);
                let kind = matches!(block.kind, BlockKind::Scorecard(_));
                met.insert(format!("{kind} {:?} graded {graded} range {ranged}", outcome.status));
                if let Some(BlockResult::Clauses(verdict)) = outcome.result {
                    met.insert(format!("{verdict:?}"));
                }
            }
            met.extend(run.record().steps.iter().filter_map(looked_up));
            met.extend(run.frame.faults().iter().map(|fact| {
                format!("{:?}", fact.kind).split([' ', '{']).next().unwrap().to_string()
            }));
        }
    }
    let wanted = [
        "true Decided graded true range false",
        "true Decided graded true range true",
        "true Decided graded false range false",
        "true Undetermined graded true range true",
        "true Undetermined graded true range false",
        "true DataError graded false range false",
        "true NotApplicable graded false range false",
        "Rejected",
        "Incomplete",
        "ToReview",
        "Met",
        "TooLarge",
        "NoSuchDay",
        "NotWhole",
        "NoAsOf",
        "NoValueOn",
        "Script",
        "Overlap",
        "PointsOutside",
        "Unreadable",
        "OutsideRange",
        "first by Numbers",
        "first by Dates",
        "first by Codes",
        "first by Texts",
        "unique by Numbers",
        "criterion by Numbers",
    ];
    let lacking: Vec<_> = wanted.into_iter().filter(|outcome| !met.contains(*outcome)).collect();
    assert!(lacking.is_empty(), "never met {lacking:?} in {met:#?}");
    assert!(
        met.contains(&format!("true {:?} graded false range false", Status::Undetermined)),
        "{met:#?}"
    );
}
