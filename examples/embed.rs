//! Structs with parts and targets, errors, an explanation and its JSON: `cargo run --example embed`

use serde::Serialize;
use visao::{ErrorKind, Rules};

const RULES: &str = "\
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường quận: chữ
  tính dư nợ = tổng(dư nợ của Khoản vay)
bản ghi Khoản vay thuộc Tổ theo mã tổ
  trường mã tổ: chữ
  trường dư nợ: tiền, từ 0
kiểm tra Quy mô cho Tổ
  yêu cầu dư nợ <= 5 triệu
    nếu không: \"Dư nợ quá lớn\"
chỉ tiêu Chung trên Tổ theo quận, toàn bộ
  chỉ số a \"Dư nợ\" = tổng(dư nợ)
    yêu cầu từ 6 triệu
";

#[derive(Serialize)]
struct Group {
    #[serde(rename = "mã tổ")]
    id: &'static str,
    #[serde(rename = "quận")]
    district: &'static str,
    #[serde(rename = "Khoản vay")]
    loans: Vec<Loan>,
}

#[derive(Serialize)]
struct Loan {
    #[serde(rename = "dư nợ")]
    debt: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = Rules::from_text(RULES)?;
    let group = |id, debts: &[u64]| Group {
        id,
        district: "Hải Châu",
        loans: debts.iter().map(|debt| Loan { debt: *debt }).collect(),
    };
    let groups = [group("T1", &[2_000_000, 1_000_000]), group("T2", &[6_000_000])];
    for decisions in rules.query().record("Tổ")?.block("Quy mô")?.grade_all(&groups) {
        for decision in decisions? {
            println!("{}: {:?}", decision.record, decision.verdict_code);
        }
    }
    for unit in rules.query().dataset().add("Tổ", &groups)?.finish()?.outcomes() {
        println!("{}: {:?}", unit.unit, unit.verdict_code);
    }
    match rules.query().block("Quy mo") {
        Err(error) if error.kind() == ErrorKind::Query => println!("{error}"),
        other => drop(other?),
    }
    for explanation in rules.query().block("Quy mô")?.explain(&groups[1])? {
        println!("{explanation}\n{}", serde_json::to_string(&explanation)?);
    }
    Ok(())
}
