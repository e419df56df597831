//! The plan of 2023 over the city year: every planted case is caught and nothing else, and every
//! indicator equals what a script in another language works out from the same files in exact
//! fractions.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

/// What the program says of the workbook, one object a line.
static ANSWERS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    graded("rules/2023", &["examples/data/nam-2023/nam-2023.xlsx", "--ngay", "31/12/2023"])
});

pub fn graded(rules: &str, arguments: &[&str]) -> Vec<Value> {
    let run = Command::new(env!("CARGO_BIN_EXE_visao"))
        .args(["cham", rules, "-f", "jsonl"])
        .args(arguments)
        .output()
        .unwrap();
    let lines = String::from_utf8(run.stdout).unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&run.stderr));
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows of a file of fields between semicolons, its header left out.
pub fn rows(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

/// The verdict, or the status where there is none.
fn outcome(answer: &Value) -> &str {
    match answer["status"].as_str().unwrap() {
        "decided" => answer["verdict"].as_str().unwrap(),
        "undetermined" => "cần bổ sung",
        "not_applicable" => "không áp dụng",
        other => other,
    }
}

/// The code of the verdict, or the status where there is none.
pub fn outcome_code(answer: &Value) -> &str {
    match answer["status"].as_str().unwrap() {
        "decided" => answer["verdict_code"].as_str().unwrap(),
        "undetermined" => "incomplete",
        other => other,
    }
}

/// The reasons that made the verdict or are told beside it, favours left out.
fn reasons(answer: &Value) -> Vec<&str> {
    let told =
        answer["reasons"].as_array().unwrap().iter().filter(|reason| reason["kind"] != "prefer");
    let mut texts: Vec<&str> = told.map(|reason| reason["text"].as_str().unwrap()).collect();
    texts.sort_unstable();
    texts
}

#[test]
fn each_planted_case_is_caught_and_nothing_else() {
    let mut planted: BTreeMap<(String, String), (String, Vec<String>)> = BTreeMap::new();
    for row in rows("examples/data/nam-2023/planted.csv") {
        let [block, _, record, verdict, listed] = row.try_into().unwrap();
        let mut listed: Vec<String> =
            listed.split('|').filter(|reason| !reason.is_empty()).map(str::to_owned).collect();
        listed.sort_unstable();
        planted.insert((block, record), (verdict, listed));
    }
    for answer in ANSWERS.iter().filter(|answer| answer["kind"] != "target") {
        let Some(block) = answer["block"].as_str() else { continue };
        let record = answer["record"].as_str().unwrap();
        match planted.remove(&(block.to_owned(), record.to_owned())) {
            Some((verdict, listed)) => {
                assert_eq!(outcome(answer), verdict, "{block}: {record}");
                assert!(
                    listed.is_empty() || reasons(answer) == listed,
                    "{block}: {record}: {:?}",
                    reasons(answer)
                );
            }
            None => assert!(
                ["đạt", "đề xuất", "Tốt", "chưa đến hạn", "không áp dụng"]
                    .contains(&outcome(answer)),
                "{block}: {record}: {} {:?}",
                outcome(answer),
                reasons(answer)
            ),
        }
    }
    assert!(planted.is_empty(), "not caught: {:?}", planted.keys());
}

/// `n/d` in lowest terms, a whole number, or `low..high`, as the script writes them.
fn written(indicator: &Value) -> String {
    if let Some([low, high]) = indicator["range"].as_array().map(Vec::as_slice) {
        return format!("{}..{}", low.as_str().unwrap_or(""), high.as_str().unwrap_or(""));
    }
    let value = indicator["exact"].as_str().or(indicator["value"].as_str()).unwrap_or("");
    let Some((whole, decimals)) = value.split_once('.') else { return value.to_owned() };
    let divisor = 10_u64.pow(u32::try_from(decimals.len()).unwrap());
    let number: u64 = format!("{whole}{decimals}").parse().unwrap();
    let common = greatest_common_divisor(number, divisor);
    format!("{}/{}", number / common, divisor / common)
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

fn level(indicator: &Value) -> &str {
    indicator["level"].as_str().unwrap_or(match indicator["status"].as_str().unwrap() {
        "met" => "đạt",
        "not_met" => "không đạt",
        "undetermined" => "chưa xác định",
        "not_applicable" => "không áp dụng",
        other => other,
    })
}

/// By targets, indicator, unit and day: the value, the outcome and how many are not due. What
/// nothing is required of is left out.
pub fn indicators(answers: &[Value]) -> BTreeMap<[String; 4], [String; 3]> {
    let mut found = BTreeMap::new();
    for answer in answers.iter().filter(|answer| answer["kind"] == "target") {
        let unit =
            if answer["total"] == true { "toàn bộ" } else { answer["record"].as_str().unwrap() };
        for indicator in answer["indicators"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|indicator| indicator["status"] != "no_requirement")
        {
            let as_of = answer["as_of"].as_str().unwrap();
            let key = [
                answer["block"].as_str().unwrap(),
                indicator["label"].as_str().unwrap(),
                unit,
                as_of,
            ]
            .map(str::to_owned);
            let not_due = indicator["not_due"].as_u64().map(|left_out| left_out.to_string());
            found.insert(
                key,
                [written(indicator), level(indicator).to_owned(), not_due.unwrap_or_default()],
            );
        }
    }
    found
}

#[test]
fn every_indicator_equals_the_independent_computation() {
    let keyed = |row: Vec<String>| {
        let [targets, indicator, unit, value, outcome] = row.try_into().unwrap();
        ([targets, indicator, unit], [value, outcome])
    };
    let expected: BTreeMap<_, _> = rows("tests/city/doc-lap.csv").into_iter().map(keyed).collect();
    let found: BTreeMap<[String; 3], [String; 2]> = indicators(&ANSWERS)
        .into_iter()
        .map(|([targets, indicator, unit, _], [value, outcome, _])| {
            ([targets, indicator, unit], [value, outcome])
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_target_comes_out_as_its_district_was_made_for() {
    let keyed = |row: Vec<String>| {
        let [targets, indicator, unit, outcome] = row.try_into().unwrap();
        ([targets, indicator, unit], outcome)
    };
    let expected: BTreeMap<[String; 3], String> =
        rows("examples/data/nam-2023/chi-tieu.csv").into_iter().map(keyed).collect();
    let found: BTreeMap<[String; 3], String> = indicators(&ANSWERS)
        .into_iter()
        .map(|([targets, indicator, unit, _], [_, outcome, _])| {
            ([targets, indicator, unit], outcome)
        })
        .collect();
    assert_eq!(found, expected);
}

/// Where there is no Python, the file is all there is.
#[test]
fn the_script_still_says_what_its_file_says() {
    let Ok(run) = Command::new("python3")
        .arg("tests/city/doc-lap.py")
        .env("PYTHONIOENCODING", "utf-8")
        .output()
    else {
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let said = String::from_utf8(run.stdout).unwrap().replace("\r\n", "\n");
    assert_eq!(said, std::fs::read_to_string("tests/city/doc-lap.csv").unwrap());
}

/// On six days of the year: what was worked out by hand, and what the files say. Where there is no
/// Python, the files are all there is.
#[test]
fn the_script_of_six_days_agrees_with_the_planted_cases_and_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let Ok(run) = Command::new("python3")
        .args(["tests/city/thoi-gian", "--out"])
        .arg(folder.path())
        .env("PYTHONIOENCODING", "utf-8")
        .output()
    else {
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let said = std::fs::read_to_string(file.path()).unwrap().replace("\r\n", "\n");
        let kept = Path::new("tests/city/thoi-gian").join(file.file_name());
        assert_eq!(said, std::fs::read_to_string(&kept).unwrap(), "{}", kept.display());
        files += 1;
    }
    assert_eq!(files, 14);
}

const PROPOSAL: &str = "\
Mã hồ sơ;Ngày đề xuất;Chương trình;Khu vực;Số tiền (đồng);Thời hạn (tháng);Lãi suất năm;Số công trình;Xã xác nhận chưa có, chưa đạt chuẩn;Đã khai nợ
A;01/09/2024;nước sạch và vệ sinh;nông thôn;25000000;60;9%;1;có;có
B;02/09/2024;nước sạch và vệ sinh;nông thôn;25000000;60;9%;1;có;có
";

/// Nobody in the list owes anything.
const DEBTS: &str = "Mã hồ sơ;Kênh vay;Chương trình;Dư nợ (đồng);Nợ quá hạn (đồng)\n";

fn water(rules: &Path, data: &Path) -> Vec<String> {
    let debts = format!("Nợ đang có={}", data.with_file_name("no.csv").display());
    let data = format!("Đề xuất vay={}", data.display());
    let answers = graded(
        rules.to_str().unwrap(),
        &[&data, &debts, "--ngay", "31/12/2024", "--khoi", "Vay nước sạch"],
    );
    answers
        .iter()
        .filter(|answer| answer["block"] == "Vay nước sạch")
        .map(|answer| outcome(answer).to_owned())
        .collect()
}

/// The new cap holds from its day on; an officer's edit of one number is all it takes to change the
/// result.
#[test]
fn one_number_edited_in_the_2024_pack_changes_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let (rules, data) = (folder.path().join("2024"), folder.path().join("ho-so.csv"));
    std::fs::create_dir(&rules).unwrap();
    for file in std::fs::read_dir("rules/2024").unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), rules.join(file.file_name())).unwrap();
    }
    std::fs::write(&data, PROPOSAL).unwrap();
    std::fs::write(data.with_file_name("no.csv"), DEBTS).unwrap();
    assert_eq!(water(&rules, &data), ["không đề xuất", "đề xuất"]);

    let programmes = rules.join("chuong-trinh.luat");
    let text = std::fs::read_to_string(&programmes).unwrap();
    assert_eq!(text.matches("từ 02/09/2024 là 25 triệu").count(), 1);
    std::fs::write(
        &programmes,
        text.replace("từ 02/09/2024 là 25 triệu", "từ 02/09/2024 là 24 triệu"),
    )
    .unwrap();
    assert_eq!(water(&rules, &data), ["không đề xuất", "không đề xuất"]);
}
