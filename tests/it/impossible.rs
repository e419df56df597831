//! Records that cannot be, and numbers off the step of their field: the same is said of them by
//! themselves, among many, and as results without details.

use visao::{DataFile, Decision, Rules, Status};

const RULES: &str = "bản ghi Khoản
  trường mã: chữ, khóa
  trường số tiền: tiền, bắt buộc, từ 0, bước 1.000 đồng
  trường đã trả: tiền, từ 0
  không thể: đã trả > số tiền: \"Trả quá số vay\"
kiểm tra Trả hết cho Khoản
  yêu cầu đã trả = số tiền
    nếu không: \"Còn nợ\"
bảng điểm Chấm cho Khoản, thang 10 điểm
  tiêu chí 1, tối đa 10 điểm
    theo số tiền
    từ 50.000 đồng được 10 điểm
    còn lại        được 0 điểm
";

/// Records around each border: more paid than lent, equal, less; on the step and off it.
fn records() -> Vec<serde_json::Value> {
    let amounts = [0, 1_000, 1_500, 49_000, 50_000, 50_500, 99_000];
    let paid = [Some(-1), Some(0), Some(1_000), Some(1_500), Some(50_000), Some(99_001), None];
    let pairs = amounts.iter().flat_map(|amount| paid.iter().map(move |paid| (*amount, *paid)));
    let record = |(place, (amount, paid)): (usize, (i64, Option<i64>))| serde_json::json!({ "mã": format!("T{place}"), "số tiền": amount, "đã trả": paid });
    pairs.cycle().take(200).enumerate().map(record).collect()
}

fn by_themselves(rules: &Rules) -> Vec<Decision> {
    records().iter().flat_map(|record| rules.grade(record).unwrap()).collect()
}

#[test]
fn what_cannot_be_is_a_data_error_by_itself_and_among_many() {
    let rules = Rules::from_text(RULES).unwrap();
    let alone = by_themselves(&rules);
    let lines: Vec<String> = records().iter().map(ToString::to_string).collect();
    let file = DataFile::bytes("khoan.jsonl", lines.join("\n").as_bytes());
    let batch = rules.query().read(&[file], None).unwrap();
    let together: Vec<Decision> = batch.decisions(0..batch.records()).collect();
    assert_eq!(alone.len(), together.len());
    let told = |decision: &Decision| {
        let errors = decision.errors.iter().map(|error| error.expected.vi.clone());
        (decision.record.clone(), decision.status, errors.collect::<Vec<_>>())
    };
    let all = |decisions: &[Decision]| decisions.iter().map(told).collect::<Vec<_>>();
    assert_eq!(all(&alone), all(&together));
    for block in ["Trả hết", "Chấm"] {
        let own = together.iter().filter(|one| one.block.as_deref() == Some(block));
        let own: Vec<Status> = own.map(|decision| decision.status).collect();
        assert_eq!(batch.decided(block).unwrap().statuses(), own, "{block}");
    }
}

#[test]
fn each_kind_of_record_is_told_as_worked_out_by_hand() {
    let rules = Rules::from_text(RULES).unwrap();
    for decision in by_themselves(&rules) {
        let place: usize = decision.record[1..].parse().unwrap();
        let record = &records()[place];
        let amount = record["số tiền"].as_i64().unwrap();
        let paid = record["đã trả"].as_i64();
        let off_step = amount % 1_000 != 0;
        let too_much = paid.is_some_and(|paid| paid > amount);
        let reads_paid = decision.block.as_deref() == Some("Trả hết");
        let outside = paid.is_some_and(|paid| paid < 0) && reads_paid;
        let wrong = off_step || too_much || outside;
        assert_eq!(decision.status == Status::DataError, wrong, "{record}");
        // More paid than lent is no second mistake where what was lent is wrong itself.
        let told = decision.errors.iter().any(|error| error.expected.vi.contains("Trả quá số vay"));
        assert_eq!(told, too_much && !off_step, "{record}");
    }
}
