//! Instructions that a record takes, as callgrind counts them, held against those on record: a loss
//! shows without a clock. Callgrind knows no AVX-512, so these are of the AVX2 path.

use crate::borrowers::{self, Borrowers};
use crate::one::{self, Structs};
use crate::workload::Groups;
use crate::{csv, each_decided, ours, rules};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The argument that asks for the counts, and that by which the yardstick runs a kernel alone.
pub const COUNTED: &str = "counted";
const KERNEL: &str = "kernel";
/// The counts on record, a kernel a line.
const ON_RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/counted.tsv");
/// A kernel that takes more than so many hundredths of what is on record has lost something.
const LOSS: u64 = 105;
/// Runs of a kernel in two processes: what the second does more is the work itself.
const RUNS: [usize; 2] = [1, 3];

/// Work whose setting up is not counted: so many records, in so many runs.
struct Kernel {
    name: &'static str,
    records: usize,
    work: fn(records: usize, runs: usize),
}

const KERNELS: [Kernel; 8] = [
    Kernel { name: "evaluation", records: 32_768, work: evaluation },
    Kernel { name: "decisions as columns", records: 32_768, work: columns },
    Kernel { name: "the general evaluator", records: 4_096, work: frames },
    Kernel { name: "eligibility, lists of reasons", records: 32_768, work: eligibility },
    Kernel {
        name: "one struct by a handle",
        records: 500,
        work: |count, runs| structs(count, runs, Structs::grade),
    },
    Kernel {
        name: "its explanation",
        records: 200,
        work: |count, runs| structs(count, runs, Structs::explain),
    },
    Kernel {
        name: "one struct, the pack of 2023",
        records: 200,
        work: |count, runs| structs(count, runs, Structs::grade_2023),
    },
    Kernel {
        name: "the pack of 2023 loaded",
        records: 1,
        work: |_, runs| (0..runs).for_each(|_| drop(black_box(one::load()))),
    },
];

/// Files of so many rows, the second of which has more than the first: whole processes.
const FILES: [(&str, &str, [usize; 2]); 2] = [
    ("CSV to CSV", csv::OURS, [150_000, 300_000]),
    ("CSV to JSON Lines", csv::LINES, [1_000, 3_000]),
];

/// Counts all, or runs one kernel; none if the arguments ask for neither.
pub fn run(arguments: &[String]) -> Option<ExitCode> {
    match arguments.get(1)?.as_str() {
        COUNTED => Some(counted(arguments.get(2).is_some_and(|argument| argument == "record"))),
        KERNEL => {
            let [_, _, name, runs] = arguments else { return None };
            let kernel = KERNELS.iter().find(|kernel| kernel.name == name)?;
            (kernel.work)(kernel.records, runs.parse().ok()?);
            Some(ExitCode::SUCCESS)
        }
        _ => None,
    }
}

fn counted(records: bool) -> ExitCode {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("SKIPPED: there is no valgrind here");
        return ExitCode::SUCCESS;
    }
    let known = on_record();
    let all = all();
    let mut lost = false;
    println!("instructions a record, beside those on record");
    for (name, count) in &all {
        let before = known.get(*name).copied();
        let is_lost = before.is_some_and(|before| count * 100 > before * LOSS);
        lost |= is_lost;
        let before = before.map_or_else(|| "-".to_owned(), |before| before.to_string());
        println!("  {name:<40} {count:>12} {before:>12}  {}", if is_lost { "more" } else { "" });
    }
    if records {
        let lines: String = all.iter().map(|(name, count)| format!("{name}\t{count}\n")).collect();
        std::fs::write(ON_RECORD, lines).expect("room for the counts");
        return ExitCode::SUCCESS;
    }
    if lost { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn on_record() -> BTreeMap<String, u64> {
    let text = std::fs::read_to_string(ON_RECORD).unwrap_or_default();
    let line = |line: &str| {
        let (name, count) = line.split_once('\t')?;
        Some((name.to_owned(), count.trim().parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

fn all() -> Vec<(&'static str, u64)> {
    let mut all = Vec::new();
    for Kernel { name, records, .. } in &KERNELS {
        let [few, many] = RUNS.map(|runs| instructions(&[KERNEL, name, &runs.to_string()]));
        all.push((*name, (many - few) / ((RUNS[1] - RUNS[0]) * records) as u64));
    }
    let folder = std::env::temp_dir().join(format!("visao-counted-{}", std::process::id()));
    for (name, way, sizes) in FILES {
        let counts = sizes.map(|rows| {
            std::fs::create_dir_all(&folder).expect("a folder for the workload");
            let from = csv::write(&folder, rows);
            let to: PathBuf = folder.join("ket-qua");
            instructions(&["0", "0", way, text(&from), text(&to)])
        });
        all.push((name, (counts[1] - counts[0]) / (sizes[1] - sizes[0]) as u64));
    }
    std::fs::remove_dir_all(&folder).expect("the folder of the workload");
    all
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path that is a text")
}

/// Instructions of the yardstick run with some arguments, on all of its threads.
fn instructions(arguments: &[&str]) -> u64 {
    let program = std::env::current_exe().expect("the yardstick itself");
    let mut valgrind = Command::new("valgrind");
    let out = valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .output()
        .expect("valgrind");
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{told}");
    let collected = told.lines().find_map(|line| line.split_once("Collected :"));
    let count = collected.and_then(|(_, count)| count.split_whitespace().next()?.parse().ok());
    count.expect("the count of callgrind")
}

fn evaluation(records: usize, runs: usize) {
    let rules = rules(ours::RULES);
    let batch = ours::batch(&rules, &Groups::new(records, 20_230_118));
    (0..runs).for_each(|_| each_decided(&batch, ours::BLOCK, 0..records));
}

fn columns(records: usize, runs: usize) {
    let rules = rules(ours::RULES);
    let batch = ours::batch(&rules, &Groups::new(records, 20_230_118));
    (0..runs).for_each(|_| drop(black_box(batch.decided(ours::BLOCK))));
}

fn frames(records: usize, runs: usize) {
    let rules = rules(ours::RULES);
    let batch = ours::batch(&rules, &Groups::new(records, 20_230_118));
    for _ in 0..runs {
        batch.each(0..records, |record| {
            black_box(record.place());
        });
    }
}

fn eligibility(records: usize, runs: usize) {
    let rules = rules(borrowers::RULES);
    let batch = Borrowers::new(records, 20_230_118).batch(&rules);
    (0..runs).for_each(|_| each_decided(&batch, borrowers::BLOCK, 0..records));
}

fn structs(count: usize, runs: usize, work: fn(&mut Structs, usize)) {
    let mut all = Structs::new(count);
    (0..runs).for_each(|_| (0..count).for_each(|place| work(&mut all, place)));
}
