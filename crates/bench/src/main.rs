//! The yardstick: the same work on the same records by every contender, each checked record by
//! record before its time counts; ratios within one run, medians of interleaved repetitions.

mod borrowers;
mod by_hand;
mod counted;
mod csv;
mod margins;
mod one;
mod ours;
mod workload;
mod xlsx;

use borrowers::{Borrowers, Limits};
use by_hand::{DecimalBounds, DecimalGroup, Outcomes};
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;
use visao::{Batch, Rules};
use workload::{Group, Groups, Outcome, exact};

/// A way to do the work: it gives the seconds that the work took.
struct Contender<'c> {
    name: &'static str,
    /// The least ratio to the reference that the project holds itself to; none for the others.
    goal: Option<f64>,
    run: Box<dyn FnMut() -> f64 + 'c>,
}

impl<'c> Contender<'c> {
    fn new(name: &'static str, run: impl FnMut() -> f64 + 'c) -> Contender<'c> {
        Contender { name, goal: None, run: Box::new(run) }
    }

    fn ours(name: &'static str, goal: f64, run: impl FnMut() -> f64 + 'c) -> Contender<'c> {
        Contender { name, goal: Some(goal), run: Box::new(run) }
    }
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// The argument by which the yardstick runs itself, to have a process of its own.
const ALONE: &str = "alone";

/// Runs of which each process of its own, and all threads together, tell the median: so many that
/// the processes are busy together nearly all of the time.
const RUNS: usize = 31;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(code) = counted::run(&arguments) {
        return code;
    }
    if !csv::run(&arguments) {
        measured(&arguments);
    }
    ExitCode::SUCCESS
}

fn measured(arguments: &[String]) {
    let argument = |place: usize| arguments.get(place).and_then(|text| text.parse().ok());
    let count: usize = argument(1).unwrap_or(1_000_000);
    let repetitions: usize = argument(2).unwrap_or(7);
    if arguments.get(3).is_some_and(|argument| argument == ALONE) {
        return alone(count, repetitions);
    }
    grading(count, repetitions);
    eligibility(count, repetitions);
    all_cores(count, repetitions);
    one::run(repetitions);
    margins::run(repetitions);
    files(count, repetitions.min(3));
}

fn rules(text: &str) -> Rules {
    // A yardstick that cannot set its work up has nothing to say: it stops with the reason.
    Rules::from_text(text).expect("the rules of the workload")
}

fn each_decided(batch: &Batch, block: &str, rows: std::ops::Range<usize>) {
    let done = batch.each_decided(block, rows, |_, decided| {
        black_box(decided);
    });
    done.expect("the block of the workload");
}

fn grading(count: usize, repetitions: usize) {
    let groups = Groups::new(count, 20_230_118);
    let judged: Vec<Outcome> = (0..count).map(|place| exact(groups.record(place))).collect();

    let decimals: Vec<DecimalGroup> =
        (0..count).map(|place| DecimalGroup::of(groups.record(place))).collect();
    let bounds = DecimalBounds::new();
    check("decimal rows", &judged, |place| bounds.grade(&decimals[place]));
    let rows: Vec<Group> = (0..count).map(|place| groups.record(place)).collect();
    check("whole rows", &judged, |place| by_hand::whole(&rows[place]));
    let mut out = Outcomes::of(count);
    by_hand::columns(&groups, &mut out);
    check("whole columns", &judged, |place| out.get(place));

    let rules = rules(ours::RULES);
    let batch = ours::batch(&rules, &groups);
    let decided = batch.decided(ours::BLOCK).expect("the block of the workload");
    check("decisions as columns", &judged, |place| ours::read(&decided, place));
    let some = count.min(50_000);
    for (place, decision) in batch.decisions(0..some).enumerate() {
        let told = ours::told(&decision);
        let judged = judged[place];
        assert_eq!((told.grade, told.points), (judged.grade, judged.points), "record {place}");
    }

    let of_some = |took: f64| took * count as f64 / some as f64;
    let mut results = vec![Outcome::default(); count];
    let mut whole = vec![Outcome::default(); count];
    let contenders = vec![
        Contender::new("rust_decimal, rows, division (reference)", || {
            timed(|| {
                for (out, group) in results.iter_mut().zip(&decimals) {
                    *out = bounds.grade(group);
                }
                black_box(&results);
            })
        }),
        Contender::new("i64, rows, by hand", || {
            timed(|| {
                for (out, group) in whole.iter_mut().zip(&rows) {
                    *out = by_hand::whole(group);
                }
                black_box(&whole);
            })
        }),
        Contender::new("i64, columns, by hand", || {
            timed(|| by_hand::columns(&groups, black_box(&mut out)))
        }),
        Contender::ours("visao: evaluation alone", 15.0, || {
            timed(|| each_decided(&batch, ours::BLOCK, 0..count))
        }),
        Contender::ours("visao: decisions as columns", 15.0, || {
            timed(|| drop(black_box(batch.decided(ours::BLOCK))))
        }),
        Contender::new("visao: the general evaluator", || {
            of_some(timed(|| {
                batch.each(0..some, |record| {
                    black_box(record.place());
                })
            }))
        }),
        Contender::ours("visao: a Decision each", 0.9, || {
            of_some(timed(|| batch.decisions(0..some).for_each(|one| drop(black_box(one)))))
        }),
    ];
    show("grading, five criteria", contenders, count, repetitions);
}

fn eligibility(count: usize, repetitions: usize) {
    let borrowers = Borrowers::new(count, 20_230_118);
    let judged: Vec<u8> =
        (0..count).map(|place| borrowers::exact(borrowers.record(place))).collect();
    let decimals: Vec<[rust_decimal::Decimal; 6]> =
        (0..count).map(|place| Limits::record(borrowers.record(place))).collect();
    let limits = Limits::new();
    check("decimal rows", &judged, |place| limits.fired(&decimals[place]));
    let rules = rules(borrowers::RULES);
    let batch = borrowers.batch(&rules);
    let decided = batch.decided(borrowers::BLOCK).expect("the block of the workload");
    check("decisions as columns", &judged, |place| borrowers::read(&decided, place));

    let mut fired = vec![0; count];
    let contenders = vec![
        Contender::new("rust_decimal, rows (reference)", || {
            timed(|| {
                for (out, record) in fired.iter_mut().zip(&decimals) {
                    *out = limits.fired(record);
                }
                black_box(&fired);
            })
        }),
        Contender::ours("visao: evaluation, all reasons as lists", 3.0, || {
            timed(|| each_decided(&batch, borrowers::BLOCK, 0..count))
        }),
        Contender::new("visao: decisions as columns", || {
            timed(|| drop(black_box(batch.decided(borrowers::BLOCK))))
        }),
    ];
    show("eligibility, six clauses", contenders, count, repetitions);
}

/// As many threads of one process as there are cores against as many processes.
fn all_cores(count: usize, repetitions: usize) {
    let rules = rules(ours::RULES);
    let groups = Groups::new(count, 20_230_118);
    let batch = ours::batch(&rules, &groups);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let contenders = vec![
        Contender::new("a process a core, a thread and all records each (reference)", || {
            let program = std::env::current_exe().expect("the yardstick itself");
            let start = || {
                let mut own = Command::new(&program);
                let own = own.args([&*count.to_string(), &RUNS.to_string(), ALONE]);
                own.stdout(Stdio::piped()).spawn().expect("a further process")
            };
            let all: Vec<_> = (0..cores).map(|_| start()).collect();
            let seconds = all.into_iter().map(|own| -> f64 {
                let out = own.wait_with_output().expect("its end");
                let told = String::from_utf8_lossy(&out.stdout).trim().parse();
                told.expect("the seconds that it took")
            });
            // All do the work of one as many times as there are cores.
            seconds.sum::<f64>() / (cores * cores) as f64
        }),
        Contender::ours("visao: a thread a core (each_decided_parallel)", 0.9, || {
            let once = || {
                timed(|| {
                    let take = |_, decided: &_| _ = black_box(decided);
                    let done = batch.each_decided_parallel(ours::BLOCK, 0..count, take);
                    done.expect("the block of the workload");
                })
            };
            // As many runs as each of the processes makes.
            median((0..RUNS).map(|_| once()).collect())
        }),
    ];
    show("all cores", contenders, count, repetitions);
}

/// CSV in, graded CSV out, a process each; DuckDB where it is there.
fn files(count: usize, repetitions: usize) {
    let folder = std::env::temp_dir().join(format!("visao-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the workload");
    let from = csv::write(&folder, count);
    let to = folder.join("ket-qua.csv");
    let own = |way: &'static str| -> Run<'_> {
        let (from, to) = (&from, &to);
        Box::new(move || Some(csv::measured(way, from, to)))
    };
    let contenders: [(&str, Run<'_>); 4] = [
        ("DuckDB, exact, grade alone (reference)", Box::new(|| csv::duckdb(&from, &to))),
        ("hand-written scanner and i64, grade alone", own(csv::BY_HAND)),
        ("csv crate and rust_decimal by hand, grade alone", own(csv::DECIMALS)),
        ("visao: points, grades, rows and reasons (goal 3 x)", own(csv::OURS)),
    ];
    println!("CSV to CSV: {count} records, {repetitions} repetitions, medians");
    processes(&contenders, repetitions);
    books(&folder, repetitions);
    std::fs::remove_dir_all(&folder).expect("the folder of the workload");
}

/// A workbook in, graded CSV out, a process each, beside the library that reads it alone.
fn books(folder: &Path, repetitions: usize) {
    let (from, to) = (xlsx::write(folder, xlsx::ROWS), folder.join("ket-qua.csv"));
    let own = |way: &'static str| -> Run<'_> {
        let (from, to) = (&from, &to);
        Box::new(move || Some(csv::measured(way, from, to)))
    };
    println!("XLSX to CSV: {} records, {repetitions} repetitions, medians", xlsx::ROWS);
    let contenders = [
        ("calamine alone, every cell (reference)", own(xlsx::READ)),
        ("visao: read, graded, written as CSV (goal 0.77 x)", own(csv::OURS)),
    ];
    processes(&contenders, repetitions);
}

/// A way to do the work in a process of its own: seconds and peak of memory, where it is there.
type Run<'r> = Box<dyn Fn() -> Option<(f64, u64)> + 'r>;

fn processes(contenders: &[(&str, Run<'_>)], repetitions: usize) {
    let mut first = None;
    for (name, run) in contenders {
        let all: Option<Vec<(f64, u64)>> = (0..repetitions).map(|_| run()).collect();
        let Some(all) = all else {
            println!("  {name:<58} not there");
            continue;
        };
        let peak = all.iter().map(|(_, peak)| *peak).max().unwrap_or(0);
        let seconds = median(all.into_iter().map(|(seconds, _)| seconds).collect());
        let reference = *first.get_or_insert(seconds);
        println!("  {name:<58} {seconds:>7.2} s {:>7.2} x {peak:>6} MiB", reference / seconds);
    }
}

/// Prints the seconds of the work by one thread of this process.
fn alone(count: usize, repetitions: usize) {
    let rules = rules(ours::RULES);
    let groups = Groups::new(count, 20_230_118);
    let batch = ours::batch(&rules, &groups);
    let seconds = (0..repetitions).map(|_| timed(|| each_decided(&batch, ours::BLOCK, 0..count)));
    println!("{}", median(seconds.collect()));
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

fn show(work: &str, mut contenders: Vec<Contender<'_>>, count: usize, repetitions: usize) {
    let mut seconds: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
    for _ in 0..repetitions {
        for (contender, seconds) in contenders.iter_mut().zip(&mut seconds) {
            seconds.push((contender.run)());
        }
    }
    let medians: Vec<f64> = seconds.into_iter().map(median).collect();
    println!("{work}: {count} records, {repetitions} repetitions, medians");
    for (contender, median) in contenders.iter().zip(&medians) {
        let ratio = medians[0] / median;
        let passed = match contender.goal {
            None => "",
            Some(goal) if ratio >= goal => "pass",
            Some(_) => "falls short",
        };
        println!(
            "  {:<58} {:>8.1} ns a record {:>7.2} x  {passed}",
            contender.name,
            median * 1e9 / count as f64,
            ratio
        );
    }
}

fn check<T: PartialEq + std::fmt::Debug>(name: &str, judged: &[T], of: impl Fn(usize) -> T) {
    for (place, judged) in judged.iter().enumerate() {
        assert_eq!(of(place), *judged, "{name}, record {place}");
    }
}
