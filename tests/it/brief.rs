//! A table has room for a few words a record: they must not read as the cause of what they did not
//! cause.

use std::path::Path;
use std::process::Command;

const RULES: &str = "danh mục Loại có thứ tự: Tốt > Khá > Yếu
bản ghi Hộ
  trường mã hộ: chữ, khóa
  trường nghèo: có không
  trường nợ: tiền
  trường số người: số nguyên
điều kiện Vay cho Hộ
  yêu cầu số người > 0
    nếu không: \"Hộ không có người\"
  từ chối nếu nợ > 0: \"Còn nợ\"
  ưu tiên nếu nghèo: \"Gia đình nghèo\"
  cần xem xét nếu số người > 9: \"Đông người\"
  cảnh báo nếu số người > 5: \"Trên 5 người\"
bảng điểm Chấm cho Hộ
  tiêu chí 1, tối đa 10 điểm
    theo số người
    từ 5 được 10 điểm
    còn lại được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 10 điểm là Tốt
    còn lại là Yếu
    không quá Khá nếu nợ > 0: \"Còn nợ\"
    hạ một bậc nếu nghèo là thiếu: \"Chưa rõ hoàn cảnh\"
";
const RECORDS: &str =
    "mã hộ;nghèo;nợ;số người\nH1;có;1;10\nH2;có;0;10\nH3;không;1;1\nH4;;0;6\nH5;;1;2\n";

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_visao"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ho.luat"), RULES).unwrap();
    std::fs::write(folder.path().join("ho.csv"), RECORDS).unwrap();
    folder
}

#[test]
fn beside_a_verdict_stands_its_cause_and_of_anything_else_what_it_is() {
    let folder = folder();
    let rows = |block: &str, lang: &str| {
        let table = run(
            folder.path(),
            &["cham", "ho.luat", "ho.csv", "--khoi", block, "--dang", "csv", "--ngon-ngu", lang],
        );
        table.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        rows("Vay", "vi"),
        [
            "H1;từ chối;Còn nợ; được ưu tiên: Gia đình nghèo; cần xem xét: Đông người; cảnh báo: Trên 5 người",
            "H2;cần xem xét;được ưu tiên: Gia đình nghèo; Đông người; cảnh báo: Trên 5 người",
            "H3;từ chối;Còn nợ",
            "H4;đủ điều kiện;cảnh báo: Trên 5 người",
            "H5;từ chối;Còn nợ",
        ]
        .map(quoted)
    );
    assert_eq!(
        rows("Vay", "en")[1],
        "H2,cần xem xét,preferred: Gia đình nghèo; Đông người; warning: Trên 5 người"
    );
    // The cap lowers H1 alone; H3 and H5 have no points for more, and no grade is below theirs.
    assert_eq!(
        rows("Chấm", "vi"),
        [
            "H1;Khá;10;10;Còn nợ",
            "H2;Tốt;10;10;",
            "H3;Yếu;0;0;“Còn nợ” không làm đổi bậc",
            "H4;Khá;10;10;Chưa rõ hoàn cảnh",
            "H5;Yếu;0;0;\"“Còn nợ” không làm đổi bậc; “Chưa rõ hoàn cảnh” không làm đổi bậc\"",
        ]
    );
}

/// The third cell in quotes where it holds the sign that parts cells.
fn quoted(row: &str) -> String {
    match row.match_indices(';').nth(1) {
        Some((at, _)) if row[at + 1..].contains(';') => {
            format!("{};\"{}\"", &row[..at], &row[at + 1..])
        }
        _ => row.to_owned(),
    }
}

#[test]
fn an_explanation_in_json_gives_the_condition_as_written() {
    let folder = folder();
    let told = run(
        folder.path(),
        &["vi-sao", "ho.luat", "ho.csv", "--ma", "H3", "--khoi", "Chấm", "--dang", "json"],
    );
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let told = &told[0];
    let cap = &told["caps"][0];
    assert_eq!((&cap["strikes"], &cap["idle"]), (&true.into(), &true.into()));
    let downgrade = &told["caps"][1];
    assert_eq!(
        (downgrade["condition"].as_str(), &downgrade["holds"]),
        (Some("nghèo là thiếu"), &false.into())
    );
}
