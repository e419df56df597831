//! What would change an outcome: the sample of the 2023 pack, record by record, beside grading and
//! explaining the same records. The goals are times, so they are read on the machine that is stated.

use crate::{median, timed};
use std::hint::black_box;
use visao::{Batch, DataFile, Query, Rules};

const BLOCK: &str = "Chấm điểm tổ";
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/giam-sat-to.csv");
const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/2023");

pub fn run(repetitions: usize) {
    let rules = Rules::load(PACK).expect("the pack of 2023");
    let asked = |query: Query| -> Batch {
        let query = query.block(BLOCK).expect("the block of the pack");
        query.read(&[DataFile::path(SAMPLE)], None).expect("the sample of the pack")
    };
    let plain = asked(rules.query());
    let alone = asked(rules.query().ways_up_to(1));
    let together = asked(rules.query().ways());
    let count = plain.records();
    let each = |seconds: f64| seconds * 1e6 / count as f64;
    let graded = || timed(|| plain.each(0..count, |record| _ = black_box(record.place())));
    let explained =
        |batch: &Batch| timed(|| batch.explanations(0..count).for_each(|one| drop(black_box(one))));
    let on_cores = |batch: &Batch| {
        let seen = || batch.map_parallel(0..count, |record| drop(black_box(record.explanations())));
        timed(|| seen().for_each(drop))
    };
    let mut times: [Vec<f64>; 6] = Default::default();
    for _ in 0..repetitions {
        times[0].push(graded());
        times[1].push(explained(&plain));
        times[2].push(explained(&alone));
        times[3].push(explained(&together));
        times[4].push(on_cores(&plain));
        times[5].push(on_cores(&alone));
    }
    let [graded, explained, alone, together, plain_on_cores, alone_on_cores] =
        times.map(|all| each(median(all)));
    println!("\nwhat would change an outcome, {count} records of the sample, µs a record");
    println!("| work | µs | ratio to grading | goal |");
    println!("|---|--:|--:|---|");
    let line = |work: &str, took: f64, goal: &str| {
        println!("| {work} | {took:.1} | {:.0} | {goal} |", took / graded);
    };
    line("grading, the general evaluator", graded, "");
    line("explanation", explained, "");
    line("margins of single fields, besides", alone - explained, "");
    line("the same on all cores", alone_on_cores - plain_on_cores, "30");
    line("ways of up to three fields and what is enough, besides", together - explained, "2000");
}
