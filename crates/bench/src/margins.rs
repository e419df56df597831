//! What would change an outcome: the sample of the 2023 pack, record by record, beside grading and
//! explaining the same records. The goals are times, so they are read on the machine that is stated.

use crate::{median, timed};
use std::hint::black_box;
use visao::{Batch, DataFile, Query, Rules};

const BLOCK: &str = "Chấm điểm tổ";
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/giam-sat-to.csv");
/// Records of a year, over which margins of single fields are to take 0.3 s.
const MANY: usize = 10_000;
/// Column of the sample that holds the key.
const KEY: usize = 5;
/// Rows of the sample above its records: a title and the header.
const ABOVE: usize = 2;
const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/2023");

/// So many records of the sample, over and over, each with a key of its own.
fn many() -> DataFile {
    let sample = std::fs::read_to_string(SAMPLE).expect("the sample of the pack");
    let mut made: String = sample.split_inclusive('\n').take(ABOVE).collect();
    let is_record = |line: &&str| {
        let has_number =
            |column| line.split(';').nth(column).is_some_and(|cell| cell.parse::<u32>().is_ok());
        has_number(0) && has_number(KEY)
    };
    let records = sample.lines().skip(ABOVE).filter(is_record);
    for (place, line) in records.cycle().take(MANY).enumerate() {
        for (column, cell) in line.split(';').enumerate() {
            let apart = if column == 0 { "" } else { ";" };
            let of_key = if column == KEY { format!("-{place}") } else { String::new() };
            made.push_str(&format!("{apart}{cell}{of_key}"));
        }
        made.push('\n');
    }
    DataFile::bytes("many.csv", made.into_bytes())
}

pub fn run(repetitions: usize) {
    let rules = Rules::load(PACK).expect("the pack of 2023");
    let asked = |query: Query, data: DataFile| -> Batch {
        let query = query.block(BLOCK).expect("the block of the pack");
        query.read(&[data], None).expect("the sample of the pack")
    };
    let sample = || DataFile::path(SAMPLE);
    let plain = asked(rules.query(), sample());
    let alone = asked(rules.query().ways_up_to(1), sample());
    let together = asked(rules.query().ways(), sample());
    let many_plain = asked(rules.query(), many());
    let many_alone = asked(rules.query().ways_up_to(1), many());
    assert_eq!(many_plain.records(), MANY);
    let count = plain.records();
    let each = |seconds: f64| seconds * 1e6 / count as f64;
    let graded = || timed(|| plain.each(0..count, |record| _ = black_box(record.place())));
    let explained =
        |batch: &Batch| timed(|| batch.explanations(0..count).for_each(|one| drop(black_box(one))));
    let on_cores = |batch: &Batch| {
        let seen = || batch.map_parallel(0..MANY, |record| drop(black_box(record.explanations())));
        timed(|| seen().for_each(drop))
    };
    let mut times: [Vec<f64>; 6] = Default::default();
    for _ in 0..repetitions {
        times[0].push(graded());
        times[1].push(explained(&plain));
        times[2].push(explained(&alone));
        times[3].push(explained(&together));
        times[4].push(on_cores(&many_plain));
        times[5].push(on_cores(&many_alone));
    }
    let [graded, explained, alone, together, plain_on_cores, alone_on_cores] = times.map(median);
    let of_many = (alone_on_cores - plain_on_cores) * 1e6 / MANY as f64;
    let [graded, explained, alone, together] = [graded, explained, alone, together].map(each);
    println!("\nwhat would change an outcome, {count} records of the sample, µs a record");
    println!("| work | µs | ratio to grading | goal |");
    println!("|---|--:|--:|---|");
    let line = |work: &str, took: f64, goal: &str| {
        println!("| {work} | {took:.1} | {:.0} | {goal} |", took / graded);
    };
    line("grading, the general evaluator", graded, "");
    line("explanation", explained, "");
    line("margins of single fields, besides", alone - explained, "");
    line("the same of 10,000 records, on all cores", of_many, "30");
    line("ways of up to three fields and what is enough, besides", together - explained, "2000");
}
