//! Structs with parts and targets, errors, an explanation and its JSON: `cargo run --example embed`

use serde::Serialize;
use visao::{ErrorKind, Rules};

const RULES: &str = "\
bản ghi Tổ
  trường mã: chữ, khóa
  tính dư nợ = tổng(nợ của Khoản)
bản ghi Khoản thuộc Tổ theo mã
  trường mã: chữ
  trường nợ: tiền, từ 0
kiểm tra Quy mô cho Tổ
  yêu cầu dư nợ <= 5 triệu
    nếu không: \"Dư nợ quá lớn\"
chỉ tiêu Chung trên Tổ toàn bộ
  chỉ số a \"Dư nợ\" = tổng(dư nợ)
    yêu cầu từ 6 triệu";

#[derive(Serialize)]
struct Group {
    mã: &'static str,
    khoản: Vec<Loan>,
}

#[derive(Serialize)]
struct Loan {
    nợ: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = Rules::from_text(RULES)?;
    let loans = |debts: &[u64]| debts.iter().map(|nợ| Loan { nợ: *nợ }).collect();
    let two = [("T1", loans(&[2_000_000, 1_000_000])), ("T2", loans(&[6_000_000]))];
    let groups = two.map(|(mã, khoản)| Group { mã, khoản });
    for decisions in rules.query().record("Tổ")?.block("Quy mô")?.grade_all(&groups) {
        decisions?.iter().for_each(|one| println!("{}: {:?}", one.record, one.verdict_code));
    }
    let data = rules.query().dataset().add("Tổ", &groups)?.finish()?;
    data.outcomes().iter().for_each(|one| println!("{}: {:?}", one.unit, one.verdict_code));
    if let Err(error) = rules.query().block("Quy mo") {
        println!("{}: {error}", if error.kind() == ErrorKind::Query { "?" } else { "!" });
    }
    for explanation in rules.query().block("Quy mô")?.explain(&groups[1])? {
        println!("{explanation}\n{}", serde_json::to_string(&explanation)?);
    }
    Ok(())
}
