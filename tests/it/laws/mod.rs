//! Laws of the plan and of its evaluation, on random models and records.

mod random;
mod targets;

use crate::reference::{Outcome, Reference, V, big, lift};
use crate::support::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use random::{Dice, Draw};
use visao::eval::table::Table;
use visao::eval::{BlockResult, Frame, State, Status, Worker};
use visao::model::*;
use visao::plan::{self, BlockPlanKind, Plan, RecordPlan};
use visao::value::Date;

/// A random model, records of it, and whether the run has an as-of date.
fn drawn() -> impl Strategy<Value = Draw> {
    proptest::collection::vec(any::<u8>(), 0..700).prop_map(|bytes| Dice::new(bytes).draw())
}

fn as_of(draw: &Draw) -> Option<Date> {
    draw.dated.then(|| day(2023, 6, 30))
}

fn run_rows(plan: &Plan, table: &Table, rows: std::ops::Range<usize>, as_of: Option<Date>) -> Vec<String> {
    let frame = visao::eval::run(plan, table, rows.clone(), &context(as_of));
    (0..rows.len()).map(|row| digest(plan.record(record()).unwrap(), table, &frame, row)).collect()
}

/// All that can be read of a record, as a text.
fn digest(plan: &RecordPlan, table: &Table, frame: &Frame, row: usize) -> String {
    let mut lines = vec![format!("broken {}", frame.is_broken(row))];
    for slot in plan.derived.iter().filter_map(|derived| derived.value) {
        let value = shown(&frame.value(&table.texts, slot, row));
        let roots = frame.missing_roots(plan, slot, row).len();
        lines.push(format!("{:?} {value} {roots} roots, faults {:?}", frame.state(slot, row), kinds(plan, frame, slot, row)));
    }
    for (id, block) in &plan.blocks {
        let outcome = frame.outcome(block, row);
        let result = match outcome.result {
            Some(BlockResult::Scorecard { total, grades }) => {
                format!("{} to {}, {grades:?}", fraction_of(&total.low), fraction_of(&total.high))
            }
            Some(BlockResult::Clauses(verdict)) => format!("{verdict:?}"),
            None => String::new(),
        };
        lines.push(format!("block {id:?}: {:?} {result}", outcome.status));
        lines.push(format!("  faults {:?}", kinds(plan, frame, block.result(), row)));
    }
    lines.join("\n")
}

fn kinds(plan: &RecordPlan, frame: &Frame, slot: plan::Slot, row: usize) -> Vec<String> {
    frame.fault_roots(plan, slot, row).iter().map(|fact| format!("{:?}", fact.kind)).collect()
}

fn fraction_of(n: &visao::value::Num) -> String {
    visao::value::text::fraction(n)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// The engine is the reference interpreter.
    #[test]
    fn the_engine_means_what_the_reference_says(draw in drawn()) {
        let run = run_on(&draw.model, &draw.records, as_of(&draw));
        for (row, values) in draw.records.iter().enumerate() {
            let reference = Reference { model: &draw.model, record: record(), values: values.iter().map(lift).collect(), as_of: as_of(&draw) };
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
        let table = table(&draw.model, &plan, &draw.records);
        let count = draw.records.len();
        let whole = run_rows(&plan, &table, 0..count, as_of(&draw));
        let cut = cut.min(count);
        let parts = [run_rows(&plan, &table, 0..cut, as_of(&draw)), run_rows(&plan, &table, cut..count, as_of(&draw))].concat();
        prop_assert_eq!(&whole, &parts);
        let mut worker = Worker::new(&plan, record()).unwrap();
        for row in (0..count).rev() {
            let frame = worker.run(&table, row..row + 1, &context(as_of(&draw)));
            prop_assert_eq!(&digest(plan.record(record()).unwrap(), &table, frame, 0), &whole[row]);
        }
        let mut turned = draw.records.clone();
        turned.rotate_left(turn.min(count));
        let turned_table = crate::support::table(&draw.model, &plan, &turned);
        let mut expected = whole;
        expected.rotate_left(turn.min(count));
        prop_assert_eq!(run_rows(&plan, &turned_table, 0..count, as_of(&draw)), expected);
    }

    /// run(pass(p), r) = run(p, r), for each pass; and each pass keeps the invariants.
    #[test]
    fn a_pass_changes_no_outcome(draw in drawn()) {
        let plain = plan::lower(&draw.model);
        prop_assert_eq!(plain.verify(), Ok(()), "{}", plain);
        let table = table(&draw.model, &plain, &draw.records);
        let count = draw.records.len();
        let expected: Vec<String> = run_rows(&plain, &table, 0..count, as_of(&draw));
        for pass in [plan::fold, plan::prune] {
            let passed = pass(&plain);
            prop_assert_eq!(passed.verify(), Ok(()), "{}", passed);
            prop_assert_eq!(&run_rows(&passed, &table, 0..count, as_of(&draw)), &expected, "{}\n{}", plain, passed);
        }
    }

    /// What is missing has a reason, and nothing else has.
    #[test]
    fn each_missing_value_leads_to_a_root(draw in drawn()) {
        let run = run_on(&draw.model, &draw.records, as_of(&draw));
        let plan = run.record();
        for row in 0..draw.records.len() {
            for (slot, _) in plan.steps.enumerate() {
                let (missing, faults) = (run.frame.missing_roots(plan, slot, row), run.frame.fault_roots(plan, slot, row));
                let state = run.frame.state(slot, row);
                prop_assert_eq!(missing.is_empty(), state != State::Missing, "{:?} of\n{}", slot, run.plan);
                prop_assert_eq!(faults.is_empty(), state != State::Fault, "{:?} of\n{}", slot, run.plan);
            }
        }
    }
}

/// More with `PROPTEST_CASES`.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(512)
}

fn same_derived(draw: &Draw, run: &Run, reference: &Reference, row: usize) -> Result<(), TestCaseError> {
    for (id, derived) in draw.model.records[record()].derived.enumerate() {
        let Some(slot) = run.record().derived[id.index()].value else { continue };
        let value = match run.frame.state(slot, row) {
            State::Fault => V::Fault,
            State::Known | State::Missing => lift(&run.frame.value(&run.table.texts, slot, row)),
        };
        prop_assert_eq!(value, reference.derived(id), "{:?} of record {}\n{}\n{:#?}", derived, row, run.plan, draw.records[row]);
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

fn same_criteria(draw: &Draw, run: &Run, reference: &Reference, id: BlockId, row: usize) -> Result<(), TestCaseError> {
    let (BlockKind::Scorecard(scorecard), BlockPlanKind::Scorecard(plan)) = (&draw.model.blocks[id].kind, &run.block(id).kind) else {
        return Ok(());
    };
    for (criterion, plan) in scorecard.criteria.iter().zip(&plan.criteria) {
        let points = run.frame.points(plan.points, row);
        let (range, held) = reference.criterion(criterion);
        prop_assert_eq!((!points.fault).then(|| (big(&points.low), big(&points.high))), range.clone());
        if range.is_some() {
            prop_assert_eq!(points.held, held, "{:?}\n{:?}", criterion, draw.records[row]);
        }
    }
    Ok(())
}

/// The random models are worth something: each outcome comes up among a few hundred.
#[test]
fn random_models_reach_every_outcome() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let draw = drawn().new_tree(&mut runner).unwrap().current();
        let run = run_on(&draw.model, &draw.records, as_of(&draw));
        for row in 0..draw.records.len() {
            for (id, block) in draw.model.blocks.enumerate() {
                let outcome = run.outcome(id, row);
                let graded = matches!(outcome.result, Some(BlockResult::Scorecard { grades: Some(_), .. }));
                let ranged = matches!(outcome.result, Some(BlockResult::Scorecard { total, .. }) if total.low != total.high);
                let kind = matches!(block.kind, BlockKind::Scorecard(_));
                met.insert(format!("{kind} {:?} graded {graded} range {ranged}", outcome.status));
                if let Some(BlockResult::Clauses(verdict)) = outcome.result {
                    met.insert(format!("{verdict:?}"));
                }
            }
            met.extend(run.frame.faults().iter().map(|fact| format!("{:?}", fact.kind).split([' ', '{']).next().unwrap().to_string()));
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
    ];
    let lacking: Vec<_> = wanted.into_iter().filter(|outcome| !met.contains(*outcome)).collect();
    assert!(lacking.is_empty(), "never met {lacking:?} in {met:#?}");
    assert!(met.contains(&format!("true {:?} graded false range false", Status::Undetermined)), "{met:#?}");
}
