//! The yardstick: the same grading of the same records by every contender, each checked record by
//! record before its time counts; ratios within one run, medians of interleaved repetitions.

mod by_hand;
mod ours;
mod workload;

use by_hand::{DecimalBounds, DecimalGroup, Outcomes};
use std::hint::black_box;
use std::time::Instant;
use workload::{Group, Groups, Outcome, exact};

/// Seed of the records: the same in every run.
const SEED: u64 = 20_230_118;

/// A way to do the work: it gives the seconds that the work took.
struct Contender<'c> {
    name: &'static str,
    /// The least ratio to the reference that the project holds itself to; none for the others.
    goal: Option<u32>,
    run: Box<dyn FnMut() -> f64 + 'c>,
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("csv") {
        let count = std::env::args().nth(2).and_then(|text| text.parse().ok());
        let groups = Groups::new(count.unwrap_or(1_000_000), SEED);
        return groups.write_csv(std::io::stdout().lock()).expect("standard output");
    }
    let argument = |place: usize| std::env::args().nth(place).and_then(|text| text.parse().ok());
    let count: usize = argument(1).unwrap_or(1_000_000);
    let repetitions: usize = argument(2).unwrap_or(7);
    let groups = Groups::new(count, SEED);
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

    // A yardstick that cannot set its work up has nothing to say: it stops with the reason.
    let rules = visao::Rules::from_text(ours::RULES).expect("the rules of the workload");
    let batch = ours::batch(&rules, &groups);
    let some = count.min(50_000);
    for (place, decision) in batch.decisions(0..some).enumerate() {
        let told = ours::told(&decision);
        let judged = judged[place];
        assert_eq!((told.grade, told.points), (judged.grade, judged.points), "record {place}");
    }

    let mut results = vec![Outcome::default(); count];
    let mut contenders = vec![
        Contender {
            name: "rust_decimal, rows, division (reference)",
            goal: None,
            run: Box::new(|| {
                timed(|| {
                    for (out, group) in results.iter_mut().zip(&decimals) {
                        *out = bounds.grade(group);
                    }
                    black_box(&results);
                })
            }),
        },
        Contender {
            name: "i64, rows, by hand",
            goal: None,
            run: Box::new(|| {
                let mut out = vec![Outcome::default(); count];
                timed(|| {
                    for (out, group) in out.iter_mut().zip(&rows) {
                        *out = by_hand::whole(group);
                    }
                    black_box(&out);
                })
            }),
        },
        Contender {
            name: "i64, columns, by hand",
            goal: None,
            run: Box::new(|| timed(|| by_hand::columns(&groups, black_box(&mut out)))),
        },
        Contender {
            name: "visao: evaluation alone",
            goal: Some(15),
            run: Box::new(|| {
                let took = timed(|| {
                    batch.each(0..some, |record| {
                        black_box(record.place());
                    })
                });
                took * count as f64 / some as f64
            }),
        },
        Contender {
            name: "visao: a Decision each",
            goal: Some(1),
            run: Box::new(|| {
                let took = timed(|| batch.decisions(0..some).for_each(|one| drop(black_box(one))));
                took * count as f64 / some as f64
            }),
        },
    ];
    let mut seconds: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
    for _ in 0..repetitions {
        for (contender, seconds) in contenders.iter_mut().zip(&mut seconds) {
            seconds.push((contender.run)());
        }
    }
    let medians: Vec<f64> = seconds
        .into_iter()
        .map(|mut seconds| {
            seconds.sort_by(f64::total_cmp);
            seconds[seconds.len() / 2]
        })
        .collect();
    println!("{count} records, {repetitions} repetitions, medians");
    for (contender, median) in contenders.iter().zip(&medians) {
        let ratio = medians[0] / median;
        let passed = match contender.goal {
            None => "",
            Some(goal) if ratio >= f64::from(goal) => "pass",
            Some(_) => "falls short",
        };
        println!(
            "{:<42} {:>8.1} ns a record {:>8.2} x  {passed}",
            contender.name,
            median * 1e9 / count as f64,
            ratio
        );
    }
}

fn check(name: &str, judged: &[Outcome], of: impl Fn(usize) -> Outcome) {
    for (place, judged) in judged.iter().enumerate() {
        assert_eq!(of(place), *judged, "{name}, record {place}");
    }
}
