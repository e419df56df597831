//! The law between the two evaluators: what lanes say of a record is what the general evaluator
//! says of it, and of the others they say nothing.

use super::random::Draw;
use super::{as_of, cases, drawn, fraction_of};
use crate::support::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use visao::eval::lanes::{CONDITIONS, Lanes, Outcomes, Single, SingleOutcome};
use visao::eval::{BlockOutcome, BlockResult, Frame, MatchedRow, Points, State, Status};
use visao::model::{Model, Verdict};
use visao::plan::{self, BlockPlan, BlockPlanKind, Plan};
use visao::table::Inputs;
use visao::value::{Date, Num, Truth, Value};

/// How many records of all blocks stayed in lanes, and how many left them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub stayed: usize,
    pub left: usize,
    pub refused: usize,
    /// Records that came out like an earlier one by their pattern.
    pub alike: usize,
}

/// Holds the lanes of each block against the general evaluator, in batches of so many records.
pub fn compare(
    model: &Model,
    plan: &Plan,
    table: &Inputs,
    batch: usize,
    as_of: Option<Date>,
) -> Result<Tally, String> {
    let mut tally = Tally::default();
    let frame = visao::eval::run(plan, table, 0..table.rows, &context(as_of));
    for (id, _) in model.blocks.enumerate() {
        let Some(block) = plan.record(table.record).and_then(|record| record.block(id)) else {
            continue;
        };
        let context = context(as_of);
        if let Some(mut lanes) = Lanes::with_patterns(plan, table, id, &context) {
            tally.alike += alike(&mut lanes, plan, table, &frame, block, batch)
                .map_err(|what| format!("{what}: block {id:?}\n{plan}"))?;
        }
        let Some(mut lanes) = Lanes::new(plan, table, id, &context) else {
            tally.refused += table.rows;
            continue;
        };
        for start in (0..table.rows).step_by(batch) {
            let rows = start..(start + batch).min(table.rows);
            let outcomes = lanes.run(rows.clone());
            for (place, row) in rows.enumerate() {
                if outcomes.left()[place] == 1 {
                    tally.left += 1;
                    continue;
                }
                tally.stayed += 1;
                same(&outcomes, place, &frame, row, block)
                    .map_err(|what| format!("{what}: block {id:?}, record {row}\n{plan}"))?;
            }
        }
    }
    Ok(tally)
}

/// Holds the lanes of one record after another, each in a table of its own, against the general
/// evaluator.
fn compare_singles(
    model: &Model,
    plan: &Plan,
    table: &Inputs,
    as_of: Option<Date>,
) -> Result<Tally, String> {
    let mut tally = Tally::default();
    let frame = visao::eval::run(plan, table, 0..table.rows, &context(as_of));
    for (id, _) in model.blocks.enumerate() {
        let Some(block) = plan.record(table.record).and_then(|record| record.block(id)) else {
            continue;
        };
        let mut single = Single::default();
        for row in 0..table.rows {
            let mut alone = table.picked(&[row], table.columns.len());
            alone.texts = table.texts.clone();
            let Some(outcome) = single.run(plan, &alone, id, &context(as_of)) else {
                tally.left += 1;
                continue;
            };
            tally.stayed += 1;
            let BlockOutcome { status, result } = frame.outcome(block, row);
            let (points, verdict) = match result {
                None => (None, None),
                Some(BlockResult::Scorecard { total, grades }) => {
                    (total.value().cloned(), grades.and_then(|grades| grades.value()))
                }
                Some(BlockResult::Clauses(verdict)) => (None, Some(verdict.rank())),
            };
            let said = match outcome {
                SingleOutcome { applies: false, .. } => (Status::NotApplicable, None, None),
                SingleOutcome { points, verdict, .. } => {
                    let points = points
                        .map(|(mantissa, scale)| Num::Small(mantissa.into(), 10_i128.pow(scale)));
                    (Status::Decided, points, verdict)
                }
            };
            if said != (status, points, verdict) {
                return Err(format!("{said:?} is {status:?}: block {id:?}, record {row}\n{plan}"));
            }
        }
    }
    Ok(tally)
}

/// Holds records of the same pattern against each other, in batches of so many: all that a row of
/// results has besides names is the same, and nothing is wrong with any of them. Gives how many came
/// out like an earlier one.
fn alike(
    lanes: &mut Lanes<'_>,
    plan: &Plan,
    table: &Inputs,
    frame: &Frame,
    block: &BlockPlan,
    batch: usize,
) -> Result<usize, String> {
    let record = plan.record(table.record).unwrap();
    let mut known: HashMap<(Vec<(i64, u128)>, u128), String> = HashMap::new();
    let mut alike = 0;
    for start in (0..table.rows).step_by(batch) {
        let rows = start..(start + batch).min(table.rows);
        let outcomes = lanes.run(rows.clone());
        let mut patterns = vec![0; rows.len()];
        if outcomes.add_patterns(&mut patterns, 1).is_none() {
            continue;
        }
        let mut few = vec![0_u32; rows.len()];
        if outcomes.add_patterns(&mut few, 1).is_some() {
            let mut both = few.iter().zip(&patterns).zip(outcomes.left());
            if both.any(|((few, pattern), left)| *left == 0 && u128::from(*few) != *pattern) {
                return Err("a pattern in few bits is another".to_owned());
            }
        }
        let numbering: Vec<(i64, u128)> = outcomes.numbering().collect();
        for (place, row) in rows.enumerate().filter(|(place, _)| outcomes.left()[*place] == 0) {
            let outside = |slot| frame.truth(slot, row) == Truth::False;
            let faulty = |slot| frame.state(slot, row) == State::Fault;
            if record.ranges.iter().any(|(_, slot)| outside(*slot))
                || record.derived.iter().any(|one| one.value.is_none_or(faulty))
            {
                return Err(format!("a fault beside the block of record {row}"));
            }
            let told = told(frame, row, block);
            match known.entry((numbering.clone(), patterns[place])) {
                Entry::Occupied(known) if *known.get() == told => alike += 1,
                Entry::Occupied(known) => {
                    return Err(format!("record {row} is {told}, not {}", known.get()));
                }
                Entry::Vacant(new) => _ = new.insert(told),
            }
        }
    }
    Ok(alike)
}

/// What a row of results tells of a block, in the values that its words are made of.
fn told(frame: &Frame, row: usize, block: &BlockPlan) -> String {
    let BlockOutcome { status, result } = frame.outcome(block, row);
    let result = match (result, &block.kind) {
        (Some(BlockResult::Scorecard { total, grades }), BlockPlanKind::Scorecard(plan)) => {
            let criteria = plan.criteria.iter().map(|one| frame.points(one.points, row));
            // A number has several writings as a fraction that is not reduced.
            let number = |points: &Points| points.value().map(fraction_of);
            let criteria: Vec<_> = criteria.map(|points| number(&points)).collect();
            let caps = plan.grading.iter().flat_map(|grading| &grading.caps);
            let caps: Vec<Truth> = caps.map(|slot| frame.truth(*slot, row)).collect();
            format!("{:?} {criteria:?} {grades:?} {caps:?}", number(&total))
        }
        (Some(BlockResult::Clauses(verdict)), BlockPlanKind::Clauses { clauses, .. }) => {
            let fired = clauses.iter().map(|clause| frame.truth(clause.condition, row));
            format!("{verdict:?} {:?}", fired.collect::<Vec<_>>())
        }
        (result, _) => format!("{result:?}"),
    };
    format!("{status:?} {result}")
}

fn same(
    outcomes: &Outcomes<'_>,
    place: usize,
    frame: &Frame,
    row: usize,
    block: &BlockPlan,
) -> Result<(), String> {
    let BlockOutcome { status, result } = frame.outcome(block, row);
    let applies = outcomes.applies()[place] == 1;
    let expected = if applies { Status::Decided } else { Status::NotApplicable };
    if status != expected {
        return Err(format!("{expected:?} in lanes is {status:?}"));
    }
    match (result, &block.kind) {
        (Some(BlockResult::Scorecard { total, grades }), BlockPlanKind::Scorecard(plan)) => {
            let lanes = outcomes.scorecard().unwrap();
            let points = Num::Small(lanes.points[place].into(), 10_i128.pow(lanes.decimals));
            if total.value() != Some(&points) {
                return Err(format!("{points:?} points in lanes are {total:?}"));
            }
            let grade = lanes.grades.map(|grades| grades[place]);
            if grade != grades.and_then(|grades| grades.value()) {
                return Err(format!("the grade {grade:?} in lanes is {grades:?}"));
            }
            let by = lanes.graded_by.map(|rows| MatchedRow::Row(rows[place]));
            if by != grades.map(|grades| grades.held) {
                return Err(format!("the row {by:?} of the grading in lanes is {grades:?}"));
            }
            for (rows, criterion) in outcomes.rows().zip(&plan.criteria) {
                let points = frame.points(criterion.points, row);
                match (rows, points.held) {
                    (Some(rows), MatchedRow::Row(held)) if rows[place] == held => {}
                    (None, MatchedRow::Several | MatchedRow::None) => {}
                    (rows, held) => {
                        return Err(format!("{:?} in lanes is {held:?}", rows.map(|r| r[place])));
                    }
                }
            }
        }
        (Some(BlockResult::Clauses(verdict)), BlockPlanKind::Clauses { clauses, .. }) => {
            let lanes = Verdict::ranked()[outcomes.verdicts().unwrap()[place] as usize];
            if lanes != verdict {
                return Err(format!("{lanes:?} in lanes is {verdict:?}"));
            }
            for (flags, clauses) in outcomes.conditions().zip(clauses.chunks(CONDITIONS)) {
                for (bit, clause) in clauses.iter().enumerate() {
                    let truth = frame.truth(clause.condition, row);
                    if Truth::from(flags[place] >> bit & 1 == 1) != truth {
                        return Err(format!("clause {bit} of {} is {truth:?}", flags[place]));
                    }
                }
            }
        }
        (None, _) if !applies => {}
        (result, _) => return Err(format!("no result in lanes is {result:?}")),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// lanes(p, r) = run(p, r) wherever the record stays in lanes, in whatever batch it stands;
    /// also of numbers whose products are past 64 bits.
    #[test]
    fn lanes_say_what_the_general_evaluator_says(draw in drawn(), batch in 1_usize..5, large in any::<bool>()) {
        let draw = if large { enlarged(draw) } else { draw };
        let plan = plan::from_model(&draw.model);
        let table = draw.table(&plan);
        compare(&draw.model, &plan, &table, batch, as_of(&draw)).map_err(TestCaseError::fail)?;
        compare_singles(&draw.model, &plan, &table, as_of(&draw)).map_err(TestCaseError::fail)?;
    }
}

/// The same records with every number a hundred million times as large.
fn enlarged(mut draw: Draw) -> Draw {
    for value in draw.records.iter_mut().flatten() {
        if let Value::Num(number) = value {
            *number = number.mul(&Num::from_i64(100_000_000)).unwrap();
        }
    }
    draw
}

/// The law is worth something: many records stay in lanes, small ones and large ones.
#[test]
fn random_records_stay_in_lanes() {
    for change in [|draw| draw, enlarged] {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let (mut all, mut singles) = (Tally::default(), 0);
        for _ in 0..400 {
            let draw: Draw = change(drawn().new_tree(&mut runner).unwrap().current());
            let plan = plan::from_model(&draw.model);
            let table = draw.table(&plan);
            let tally = compare(&draw.model, &plan, &table, 1_024, as_of(&draw)).unwrap();
            all.stayed += tally.stayed;
            all.left += tally.left;
            all.refused += tally.refused;
            all.alike += tally.alike;
            let tally = compare_singles(&draw.model, &plan, &table, as_of(&draw)).unwrap();
            singles += tally.stayed;
        }
        assert!(singles > 200, "{singles}");
        assert!(all.stayed > 200, "{all:?}");
        assert!(all.left > 200, "{all:?}");
        assert!(all.alike > 10, "{all:?}");
    }
}
