//! Limits of one call: counted, never timed; a flag calls it off.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use visao::{Dataset, Limits, Rules};

/// 3,000 records: two chunks of 1,024 and a rest.
fn data() -> Dataset {
    let rules = Rules::from_text("bản ghi T\n  trường x: số\n  tính y = x + 1\n").unwrap();
    let records = (0..3_000).map(|x| serde_json::json!({ "x": x }));
    rules.query().dataset().add("T", records).unwrap().finish().unwrap()
}

#[test]
fn what_is_given_before_a_limit_is_what_is_given_without_one() {
    let data = data();
    let batch = data.batches().next().unwrap();
    let all: Vec<_> = batch.decisions(0..3_000).collect();
    let limits = Limits::default().records(2_500);
    let mut within: Vec<_> = batch.decisions_within(0..3_000, &limits).collect();
    let error = within.pop().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "nhiều hơn 2500 bản ghi trong một lượt gọi; hãy chia thành nhiều lượt [E275]"
    );
    let within: Vec<_> = within.into_iter().map(Result::unwrap).collect();
    assert_eq!(within, all[..2_048]);
    let open: Result<Vec<_>, _> = batch.decisions_within(0..3_000, &Limits::default()).collect();
    assert_eq!(open.unwrap(), all);
    let enough = Limits::default().records(3_000);
    assert_eq!(
        batch.decisions_within(0..3_000, &enough).filter(|made| made.is_ok()).count(),
        3_000
    );
}

#[test]
fn steps_are_counted_a_record() {
    let data = data();
    let batch = data.batches().next().unwrap();
    let steps = batch.rules().plan().record(batch.record_type()).unwrap().steps.len() as u64;
    let made = |most: u64| {
        batch
            .decisions_within(0..10, &Limits::default().steps(most))
            .filter(|made| made.is_ok())
            .count()
    };
    assert_eq!((made(10 * steps), made(10 * steps - 1)), (10, 0));
    let explained = batch.explanations_within(0..10, &Limits::default().steps(10 * steps - 1));
    assert_eq!(explained.filter(|made| made.is_ok()).count(), 0);
}

#[test]
fn a_flag_calls_the_call_off_between_chunks() {
    let data = data();
    let batch = data.batches().next().unwrap();
    let flag = Arc::new(AtomicBool::new(false));
    let limits = Limits::default().cancel(Arc::clone(&flag));
    let mut made = 0;
    let mut errors = Vec::new();
    for decision in batch.decisions_within(0..3_000, &limits) {
        match decision {
            Ok(_) => made += 1,
            Err(error) => errors.push(error.to_string()),
        }
        flag.store(true, Ordering::Relaxed);
    }
    assert_eq!(made, 1_024);
    assert_eq!(errors, ["lượt gọi bị dừng theo yêu cầu [E275]"]);
}
