//! The pack of 2023 over the city year at five days of it: every verdict and every target against a script
//! that reads no rules, and the cases that were worked out by hand. The script is held to its files
//! in `city.rs`.

use crate::city::{graded, indicators, outcome_code, rows};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "examples/data/nam-2023-thoi-gian";
const FILES: [(&str, &str); 12] = [
    ("Tổ", "to"),
    ("Khoản vay", "khoan-vay"),
    ("Đơn vị", "don-vi"),
    ("Việc đã làm", "viec-da-lam"),
    ("Phiên giao dịch", "phien-giao-dich"),
    ("Báo cáo", "bao-cao"),
    ("Cán bộ", "can-bo"),
    ("Lượt tập huấn", "tap-huan-can-bo"),
    ("Hộ rời địa phương", "ho-roi-dia-phuong"),
    ("Củng cố tổ", "cung-co-to"),
    ("Đề xuất vay", "de-xuat-vay"),
    ("Nợ đang có", "no-dang-co"),
];
/// Not of the plan's sentences: the Union's own score, and whether a bank's file agrees with itself.
const UNASKED: [&str; 2] = ["Chấm điểm tổ", "Đối chiếu BC0437"];
/// Blocks that ask period by period: the script tells the last days of these clauses too.
const PERIODIC: [&str; 4] =
    ["Giao ban thành phố", "Giao ban quận", "Giao ban xã", "Phiên giao dịch hàng tháng"];
/// A quotient of two sums over a session without its day, which is in both or in neither: the engine
/// widens each sum by itself, so that its range is wider.
const WIDER: [[&str; 3]; 2] =
    [["Việc của Hội", "bảng kê", "toàn bộ"], ["Việc của Hội", "bảng kê", "Thanh Khê"]];
/// Told by number in `dem.csv`, not one by one.
const QUIET: [&str; 3] = ["met", "eligible", "not_applicable"];

/// A block, a record and the day that it is decided as of.
type Key = [String; 3];

/// `31/01/2023` of `2023-01-31`.
fn shown(day: &str) -> String {
    day.split('-').rev().collect::<Vec<_>>().join("/")
}

fn answers(day: &str) -> Vec<Value> {
    let files = FILES.map(|(record, file)| format!("{record}={FOLDER}/{file}.csv"));
    let day = shown(day);
    let arguments: Vec<&str> =
        files.iter().map(String::as_str).chain(["--ngay", day.as_str()]).collect();
    graded("rules/2023", &arguments)
}

fn verdicts(answers: &[Value]) -> BTreeMap<Key, String> {
    let asked = answers.iter().filter(|answer| answer["kind"] != "target");
    let keyed = |answer: &Value| {
        let block = answer["block"].as_str().filter(|block| !UNASKED.contains(block))?;
        let key = [block, answer["record"].as_str()?].map(str::to_owned);
        let [block, record] = key;
        let as_of = shown(answer["as_of"].as_str()?);
        Some(([block, record, as_of], outcome_code(answer).to_owned()))
    };
    asked.filter_map(keyed).collect()
}

/// What is found and not expected, and what is expected and not found.
fn differences<V: Ord + Clone + std::fmt::Debug>(
    found: &BTreeMap<Key, V>,
    expected: &BTreeMap<Key, V>,
) -> String {
    let keys: BTreeSet<&Key> = found.keys().chain(expected.keys()).collect();
    let unequal = keys.into_iter().filter(|key| found.get(*key) != expected.get(*key));
    unequal
        .take(20)
        .map(|key| {
            format!("{key:?}: {:?}, by the script {:?}\n", found.get(key), expected.get(key))
        })
        .collect()
}

/// The last days and the days late, clause by clause, as the script tells them.
fn timing(answer: &Value) -> Vec<String> {
    let Some(deadlines) = answer["deadlines"].as_array() else { return Vec::new() };
    let told = |deadline: &Value| {
        let last = shown(deadline["last_day"].as_str()?);
        Some(match (deadline["state"].as_str()?, deadline["days_late"].as_i64()) {
            ("late", Some(days)) => format!("last={last} late={days}"),
            ("overdue", Some(days)) => format!("last={last} overdue={days}"),
            _ => format!("last={last}"),
        })
    };
    deadlines.iter().filter_map(told).collect()
}

/// The same of a row of the script.
fn timing_told(detail: &str) -> Vec<String> {
    let clauses = detail.split(" | ").filter(|clause| clause.contains("last="));
    let kept =
        |word: &&str| ["last=", "late=", "overdue="].iter().any(|told| word.starts_with(told));
    clauses.map(|clause| clause.split(' ').filter(kept).collect::<Vec<_>>().join(" ")).collect()
}

fn agree_on(day: &str) {
    let answers = answers(day);
    let found = verdicts(&answers);

    let told = |row: Vec<String>| {
        let [_, record, as_of, block, code, detail] = row.try_into().unwrap();
        ([block, record, as_of], (code, detail))
    };
    let script: BTreeMap<Key, (String, String)> =
        rows(&format!("tests/city/thoi-gian/kiem-tra-{day}.csv")).into_iter().map(told).collect();
    let expected: BTreeMap<Key, String> =
        script.iter().map(|(key, (code, _))| (key.clone(), code.clone())).collect();
    let loud: BTreeMap<Key, String> = found
        .iter()
        .filter(|(_, code)| !QUIET.contains(&code.as_str()))
        .map(|(key, code)| (key.clone(), code.clone()))
        .collect();
    assert_eq!(loud, expected, "{day}\n{}", differences(&loud, &expected));

    let mut counts: BTreeMap<[String; 2], usize> = BTreeMap::new();
    for ([block, _, _], code) in &found {
        *counts.entry([block.clone(), code.clone()]).or_default() += 1;
    }
    let counted = |row: Vec<String>| {
        let [on, block, code, records] = row.try_into().unwrap();
        (on == day).then(|| ([block, code], records.parse().unwrap()))
    };
    let expected: BTreeMap<[String; 2], usize> =
        rows("tests/city/thoi-gian/dem.csv").into_iter().filter_map(counted).collect();
    assert_eq!(counts, expected, "{day}");

    let timed: BTreeMap<Key, Vec<String>> = answers
        .iter()
        .filter(|answer| answer["kind"] != "target" && answer["block"].is_string())
        .map(|answer| {
            let [block, record, as_of] =
                ["block", "record", "as_of"].map(|name| answer[name].as_str().unwrap().to_owned());
            ([block, record, shown(&as_of)], timing(answer))
        })
        .collect();
    for (key, (code, detail)) in script
        .iter()
        .filter(|([block, ..], (code, _))| code != "incomplete" && !PERIODIC.contains(&&**block))
    {
        assert_eq!(timed[key], timing_told(detail), "{day} {key:?} {code} {detail}");
    }

    targets_agree_on(day, &answers);
    planted_on(day, &found);
}

fn targets_agree_on(day: &str, answers: &[Value]) {
    let told = |row: Vec<String>| {
        let [targets, indicator, unit, as_of, value, outcome, not_due] = row.try_into().unwrap();
        ([targets, indicator, unit, as_of], [value, outcome, not_due])
    };
    let expected: BTreeMap<[String; 4], [String; 3]> =
        rows(&format!("tests/city/thoi-gian/chi-tieu-{day}.csv")).into_iter().map(told).collect();
    let found: BTreeMap<[String; 4], [String; 3]> = indicators(answers)
        .into_iter()
        .map(|([targets, indicator, unit, as_of], [value, outcome, not_due])| {
            ([targets, indicator, unit, shown(&as_of)], [value, outcome, not_due])
        })
        .collect();
    let ends = |told: Option<&[String; 3]>| {
        told.map(|[value, outcome, not_due]| {
            // A range is told in decimals here, in fractions there.
            let value = if value.contains("..") { ".." } else { value };
            [value, outcome, not_due].map(str::to_owned)
        })
    };
    for key @ [targets, indicator, unit, _] in expected.keys().chain(found.keys()) {
        if !WIDER.contains(&[targets, indicator, unit].map(String::as_str)) {
            assert_eq!(ends(found.get(key)), ends(expected.get(key)), "{day} {key:?}");
        }
    }
}

/// Of a group the latest month is told.
fn planted_on(day: &str, found: &BTreeMap<Key, String>) {
    let days = ["2023-01-31", "2023-06-10", "2023-06-30", "2023-11-15", "2023-12-31", "2024-01-31"];
    let column = 3 + days.iter().position(|known| *known == day).unwrap();
    let by_day = |as_of: &str| as_of.split('/').rev().collect::<String>();
    let mut latest: BTreeMap<[&str; 2], (String, &str)> = BTreeMap::new();
    for ([block, record, as_of], code) in found {
        let told = (by_day(as_of), code.as_str());
        let kept = latest.entry([block, record]).or_insert_with(|| told.clone());
        *kept = told.max(kept.clone());
    }
    let mut cases = 0;
    for row in rows(&format!("{FOLDER}/planted.csv")) {
        let [block, record] = [row[1].as_str(), row[2].as_str()];
        let code = latest.get(&[block, record]).map_or("", |(_, code)| code);
        assert_eq!(code, row[column], "{day} {block}: {record}");
        cases += 1;
    }
    assert_eq!(cases, 162);
}

#[test]
fn on_31_january() {
    agree_on("2023-01-31");
}

#[test]
fn on_10_june() {
    agree_on("2023-06-10");
}

#[test]
fn on_30_june() {
    agree_on("2023-06-30");
}

#[test]
fn on_15_november() {
    agree_on("2023-11-15");
}

#[test]
fn on_31_december() {
    agree_on("2023-12-31");
}

/// The pack of 2023 alone: what began in its year, and nothing else.
#[test]
fn on_31_january_of_the_year_after() {
    agree_on("2024-01-31");
}
