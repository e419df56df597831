//! Decisions state the same whether lanes or the general evaluator made them, and their details,
//! which are made when they are read, are those of an explanation.

use serde_json::{Value as Json, json};
use visao::{Decision, Rules, Status};

const RULES: &str = "
danh mục Loại có thứ tự: tốt > khá > yếu
bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: tiền, từ 0
  trường quá hạn: tiền, từ 0 đến nợ
  trường khu vực: chữ
  tính tỷ lệ = quá hạn / nợ, nếu nợ = 0 thì 0%
bảng điểm Chấm cho Tổ
  áp dụng khi khu vực không phải là \"ngoài\"
  tiêu chí 1 \"Nợ quá hạn\", tối đa 10 điểm
    theo tỷ lệ
    0%       được 10 điểm
    dưới 2%  được 7,5 điểm
    còn lại  được 2 điểm
  xếp loại Loại theo tổng điểm
    từ 8 điểm là tốt
    từ 5 điểm là khá
    còn lại   là yếu
    không quá khá nếu nợ > 1 tỷ: \"Nợ nhiều\"
điều kiện Vay cho Tổ
  từ chối nếu quá hạn > 0: \"Có nợ quá hạn\"
  cảnh báo nếu nợ > 500 triệu: \"Nợ lớn\"
";

/// Records that are plain, and of each kind that is not; by hand, what both blocks make of them.
fn records() -> Vec<(Json, [&'static str; 2])> {
    let record = |debt: Json, late: Json, area: &str| json!({ "mã": "T", "nợ": debt, "quá hạn": late, "khu vực": area });
    vec![
        (record(json!(800_000_000), json!(0), "trong"), ["tốt", "đủ điều kiện"]),
        // 1 / 100 of the debt is below 2%: 7.5 points.
        (record(json!("100.50"), json!("1.005"), "trong"), ["khá", "từ chối"]),
        (record(json!(100), json!(2), "trong"), ["yếu", "từ chối"]),
        // 10 points, but capped.
        (record(json!(2_000_000_000_000_i64), json!(0), "trong"), ["khá", "đủ điều kiện"]),
        (record(json!(0), json!(0), "trong"), ["tốt", "đủ điều kiện"]),
        (record(json!(5), json!(0), "ngoài"), ["not_applicable", "đủ điều kiện"]),
        (record(json!(5), Json::Null, "trong"), ["undetermined", "undetermined"]),
        // More overdue than owed; no number, which the warning reads too; more digits than 64 bits
        // hold.
        (record(json!(5), json!(6), "trong"), ["data_error", "data_error"]),
        (record(json!("năm"), json!(0), "trong"), ["data_error", "data_error"]),
        (record(json!("90000000000000000000.1"), json!(1), "trong"), ["khá", "từ chối"]),
    ]
}

fn told(decision: &Decision) -> &str {
    let status = match decision.status {
        Status::Decided => return decision.verdict.as_deref().unwrap(),
        other => other,
    };
    status.code()
}

#[test]
fn one_record_after_another_is_decided_as_it_is_explained() {
    let rules = Rules::from_text(RULES).unwrap();
    let mut prepared = rules.query().prepare().unwrap();
    let mut kept = Vec::new();
    for round in 0..3 {
        for (record, expected) in records() {
            let decisions = prepared.grade(&record).unwrap();
            assert_eq!(
                decisions.iter().map(told).collect::<Vec<_>>(),
                expected,
                "{round} {record}"
            );
            let explained = rules.explain(&record).unwrap();
            let explained: Vec<Decision> =
                explained.into_iter().map(|explanation| explanation.decision).collect();
            // The first round reads the details at once, the others after all records.
            if round == 0 {
                assert_eq!(decisions, explained, "{record}");
            }
            assert_eq!(rules.grade(&record).unwrap(), explained, "{record}");
            kept.push((decisions, explained));
        }
    }
    drop(prepared);
    drop(rules);
    for (decisions, explained) in kept.into_iter().rev() {
        assert_eq!(decisions, explained);
    }
}

#[test]
fn records_of_a_batch_are_decided_as_they_are_explained() {
    let rules = Rules::from_text(RULES).unwrap();
    // So many that lanes are made, and several stretches.
    let all = records().into_iter().cycle().take(3_000);
    let numbered = all.zip(0..).map(|((mut record, expected), number)| {
        record["mã"] = json!(format!("T{number}"));
        (record, expected)
    });
    let (given, expected): (Vec<Json>, Vec<_>) = numbered.unzip();
    let data = rules.query().dataset().add("Tổ", &given).unwrap().finish().unwrap();
    let batch = data.batches().next().unwrap();
    let decisions: Vec<Decision> = batch.decisions(0..3_000).collect();
    let stated: Vec<&str> = decisions.iter().map(told).collect();
    assert_eq!(stated, expected.concat());
    let explained: Vec<Decision> =
        batch.explanations(0..3_000).map(|explanation| explanation.decision).collect();
    drop(data);
    // In order, backwards, and on several threads at once.
    assert!(decisions[..2_000] == explained[..2_000]);
    assert!(decisions[4_000..].iter().rev().eq(explained[4_000..].iter().rev()));
    std::thread::scope(|scope| {
        for part in [2_000..3_000, 3_000..4_000] {
            let (decisions, explained) = (&decisions, &explained);
            scope.spawn(move || assert!(decisions[part.clone()] == explained[part]));
        }
    });
}
