//! Grades a CSV file on two threads and counts: `cargo run --example batch`

use std::collections::BTreeMap;
use std::ops::Range;
use std::thread;
use visao::{Batch, DataFile, Rules};

type Counts = BTreeMap<String, usize>;

/// Rules and batches are `Send + Sync`, and a record's decision does not depend on the others.
fn count(batch: &Batch, rows: Range<usize>) -> Counts {
    let mut counts = Counts::new();
    for decision in batch.decisions(rows) {
        let outcome = decision
            .verdict
            .map_or_else(|| format!("{:?}", decision.status), |verdict| verdict.to_string());
        *counts.entry(outcome).or_default() += 1;
    }
    counts
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = Rules::load("rules/2023")?;
    let batch = rules
        .query()
        .record("Tổ")?
        .block("Chấm điểm tổ")?
        .read(&[DataFile::path("examples/data/giam-sat-to.csv")], None)?;
    let middle = batch.records() / 2;
    let mut counts = thread::scope(|scope| {
        let other = scope.spawn(|| count(&batch, middle..batch.records()));
        let mut counts = count(&batch, 0..middle);
        other
            .join()
            .unwrap_or_default()
            .into_iter()
            .for_each(|(outcome, more)| *counts.entry(outcome).or_default() += more);
        counts
    });
    counts.insert("records".to_owned(), batch.records());
    counts.iter().for_each(|(outcome, count)| println!("{outcome}: {count}"));
    Ok(())
}
