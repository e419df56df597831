//! The law of records that differ from one in a few of its inputs: running only what rests on
//! those is running them whole.

use super::random::Draw;
use super::{as_of, cases, digest, drawn};
use crate::support::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use visao::eval::{Beside, Worker};
use visao::plan;
use visao::value::{Type, Value};

/// Fields of a record that change, by the bits of a number.
fn changed(draw: &Draw, bits: u8) -> Vec<usize> {
    let fields = draw.model.records[record()].fields.enumerate().enumerate();
    let of =
        fields.filter(|(place, (_, field))| bits >> (place % 8) & 1 == 1 && field.ty != Type::Text);
    of.map(|(place, _)| place).collect()
}

/// For each round one record for each but the first, which has the values of that in the fields of
/// the round and otherwise those of the first; behind them the first. Every cell could be read.
fn beside_the_first(draw: &Draw, rounds: &[Vec<usize>; 2]) -> Draw {
    let mut made = draw.clone();
    let (first, others) = draw.records.split_first().unwrap();
    made.records.clear();
    for fields in rounds {
        for other in others {
            let mut record = first.clone();
            fields.iter().for_each(|field| record[*field] = other[*field].clone());
            made.records.push(record);
        }
    }
    made.records.push(first.clone());
    let cells = vec![false; first.len()];
    made.unreadable = vec![cells; made.records.len()];
    made
}

/// Holds every such record, run beside the first as it was run alone and as it was run behind all
/// of them, against the same run whole; the number of records that were run.
fn compare(draw: &Draw, rounds: [u8; 2]) -> Result<usize, TestCaseError> {
    if draw.records.is_empty() {
        return Ok(0);
    }
    let rounds = rounds.map(|bits| changed(draw, bits));
    let others = draw.records.len() - 1;
    let draw = beside_the_first(draw, &rounds);
    let plan = plan::from_model(&draw.model);
    let steps = plan.record(record()).unwrap();
    let (table, context) = (draw.table(&plan), context(as_of(&draw)));
    let mut alone = Worker::new(&plan, record()).unwrap();
    let last = table.rows - 1;
    let one = alone.run(&table, last..table.rows, &context);
    if one.is_broken(0) || one.is_of_one_run(0) {
        return Ok(0);
    }
    let whole = visao::eval::run(&plan, &table, 0..table.rows, &context);
    let mut count = 0;
    for first in [(one, 0), (&whole, last)] {
        if first.0.is_of_one_run(first.1) {
            continue;
        }
        let mut beside = Beside::new(Worker::new(&plan, record()).unwrap());
        for (round, fields) in rounds.iter().enumerate().filter(|(_, fields)| !fields.is_empty()) {
            let inputs: Vec<_> = fields.iter().map(|field| steps.inputs[*field]).collect();
            let moving = steps.steps.ids().zip(steps.moving(&inputs));
            let moved: Vec<_> = moving.filter(|(_, moves)| *moves).map(|(slot, _)| slot).collect();
            let value = |row: usize, place: usize| -> Option<&Value> {
                draw.records.get(row)?.get(fields[place])
            };
            let ran = beside.run((first, &table), &moved, &inputs, (table.rows, value), &context);
            for row in round * others..(round + 1) * others {
                let [ran, whole] =
                    [ran, &whole].map(|frame| digest(&draw.model, &plan, &table, frame, row));
                prop_assert_eq!(
                    ran,
                    whole,
                    "record {} of {:?}\n{}\n{:#?}",
                    row,
                    fields,
                    plan,
                    draw
                );
                count += 1;
            }
        }
    }
    Ok(count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_beside_one_are_as_if_run_whole(draw in drawn(), rounds in any::<[u8; 2]>()) {
        compare(&draw, rounds)?;
    }
}

/// The law is worth something: many records are run beside another.
#[test]
fn random_records_are_run_beside_one() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let draws = (0..200).map(|_| drawn().new_tree(&mut runner).unwrap().current());
    let count: usize = draws.map(|draw| compare(&draw, [0b0110, 0b1010_1010]).unwrap()).sum();
    assert!(count > 200, "{count}");
}
