//! Registers: rows that are not there yet, from files and from a program, and ranges of what rows
//! without their day may change, held against every value they can turn out to have.

use crate::given::{self, day, rules_of};
use serde_json::json;
use visao::Lang;
use visao::data::{DataFile, SkipReason};
use visao::engine::{Dataset, Packs, Rules};
use visao::load::Memory;

const PACK: &str = "[pack]\nname = \"so\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n";

const SESSIONS: &str = "\
bản ghi Đơn vị
  trường mã đơn vị: chữ, khóa
  tính số buổi = đếm(Buổi)
  tính số người = đếm(mọi Buổi khi đông)
kiểm tra Có buổi cho Đơn vị
  yêu cầu số buổi ≥ 1
    nếu không: \"Chưa có buổi nào\"
bản ghi Buổi ghi theo ngày làm, thuộc Đơn vị theo mã đơn vị
  trường mã buổi: chữ, khóa
  trường mã đơn vị: chữ
  trường ngày làm: ngày
  trường đông: có không
bản ghi Người thuộc Buổi theo mã buổi
  trường mã người: chữ, khóa
  trường mã buổi: chữ
";

fn rules(text: &str) -> Rules {
    rules_of(PACK, text)
}

fn read(rules: &Rules, as_of: &str, files: &[(&str, &str)]) -> Dataset {
    rules.query().date(day(as_of)).read_all(&given::files(files), None).unwrap()
}

fn verdicts(dataset: &Dataset) -> Vec<Option<String>> {
    let batch = dataset.batches().find(|batch| !batch.blocks().is_empty()).unwrap();
    batch
        .decisions(0..batch.records())
        .map(|decision| decision.verdict.map(|verdict| verdict.to_string()))
        .collect()
}

#[test]
fn parts_of_a_row_that_is_not_there_yet_are_counted_with_that_reason() {
    // The parts stand before what they belong to; N1 of the later session is none of the other.
    let files = [
        ("nguoi.csv", "mã người;mã buổi\nN1;B2\nN1;B1\nN2;B2\n"),
        ("buoi.csv", "mã buổi;mã đơn vị;ngày làm;đông\nB1;A;31/01/2023;có\nB2;A;01/02/2023;có\n"),
        ("don-vi.csv", "mã đơn vị\nA\n"),
    ];
    let dataset = read(&rules(SESSIONS), "31/01/2023", &files);
    let report = |place: usize| dataset.records()[place].batches()[0].report();
    let absent = SkipReason::OfAbsent { record: "Buổi".into() };
    assert_eq!(report(0).files[0].skipped, [(absent, 2)]);
    assert_eq!(report(0).all_keys().collect::<Vec<_>>(), ["N1"]);
    assert!(report(0).faults.is_empty() && report(0).dropped.is_empty());
    let after = SkipReason::After { column: "ngày làm".into(), as_of: day("31/01/2023") };
    assert_eq!(report(1).files[0].skipped, [(after, 1)]);
}

#[test]
fn a_program_gives_registers_as_files_do() {
    let rules = rules(SESSIONS);
    let unit = |first: &str, second: &str| {
        json!({ "mã đơn vị": "A", "Buổi": [
            { "mã buổi": "B1", "ngày làm": first, "đông": true, "Người": [{ "mã người": "N1" }] },
            { "mã buổi": "B2", "ngày làm": second, "đông": true, "Người": [{ "mã người": "N1" }] },
        ] })
    };
    let query = rules.query().record("Đơn vị").unwrap().date(day("31/01/2023"));
    let count = |record: &serde_json::Value| {
        let decision = query.grade(record).unwrap().remove(0);
        decision.derived.iter().map(|value| format!("{:?}", value.datum.value)).collect::<Vec<_>>()
    };
    let one = count(&unit("2023-01-31", "2023-02-01"));
    assert_eq!(one, count(&unit("2023-02-01", "2023-01-31")));
    assert_ne!(one, count(&unit("2023-01-31", "2023-01-31")));
    // Parts that are given as a list of their own, before the sessions.
    let dataset = query
        .dataset()
        .add("Người", [json!({ "mã người": "N2", "mã buổi": "B2" })])
        .and_then(|data| data.add("Đơn vị", [unit("2023-01-31", "2023-02-01")]))
        .and_then(|data| data.finish())
        .unwrap();
    let people = dataset.records().iter().find(|records| records.record_name() == "Người");
    assert_eq!(people.unwrap().batches()[0].records(), 1);
}

#[test]
fn a_register_needs_the_day_of_the_run() {
    let rules = rules(SESSIONS);
    let file = DataFile::bytes("buoi.csv", "mã buổi;ngày làm\nB1;31/01/2023\n".as_bytes());
    let query = rules.query().lenient().record("Buổi").unwrap();
    let refused = query.read(std::slice::from_ref(&file), None).unwrap_err();
    assert_eq!(refused.code(), "E167");
    assert_eq!(
        refused.message().get(Lang::Vi),
        "chưa có ngày xét, mà Buổi là sổ theo ngày: không biết dòng nào đã có; thêm --ngay \
         31/12/2023"
    );
    let record = json!({ "mã buổi": "B1", "ngày làm": "2023-01-31" });
    let refused = rules.query().record("Buổi").unwrap().grade(&record).unwrap_err();
    assert_eq!(refused.code(), "E167");
    let files = [("pack.toml", PACK), ("a.luat", SESSIONS)];
    let packs = Packs::from_files(&files.into_iter().collect::<Memory>()).unwrap();
    let ask = |rules: &Rules| rules.query().record("Buổi").ok();
    let refused =
        packs.read_by_day(std::slice::from_ref(&file), "ngày làm", ask, None).unwrap_err();
    assert_eq!(refused.code(), "E168");
    // With a day beside the column the rows of the register are seen by it.
    let ask = |rules: &Rules| Some(rules.query().record("Buổi").ok()?.date(day("30/01/2023")));
    let records = packs.read_by_day(&[file], "ngày làm", ask, None).unwrap();
    assert_eq!(records.batches()[0].records(), 0);
}

#[test]
fn the_day_a_file_tells_cuts_the_register_as_well() {
    let pack = format!(
        "{PACK}[import.\"So\"]\nrecord = \"Buổi\"\nheader = {{ contains = [\"mã buổi\"] }}\nas_of = {{ cell = \"A1\", pattern = \"đến ngày {{date}}\" }}\n"
    );
    let files = [("pack.toml", pack.as_str()), ("a.luat", SESSIONS)];
    let rules = Rules::from_files(&files.into_iter().collect::<Memory>()).unwrap();
    let text =
        "Sổ đến ngày 31/01/2023;;\nmã buổi;mã đơn vị;ngày làm\nB1;A;31/01/2023\nB2;A;01/02/2023\n";
    let query = rules.query().lenient().record("Buổi").unwrap();
    let batch = query.read(&[DataFile::bytes("so.csv", text.as_bytes())], None).unwrap();
    assert_eq!(batch.report().all_keys().collect::<Vec<_>>(), ["B1"]);
}

#[test]
fn an_explanation_names_a_range_and_the_rows_that_make_it() {
    let text = "\
bản ghi Đơn vị
  trường mã đơn vị: chữ, khóa
  tính số buổi = đếm(Buổi)
kiểm tra Có buổi cho Đơn vị
  yêu cầu đếm(Buổi) ≥ 1
    nếu không: \"Chưa có buổi nào\"
  yêu cầu số buổi + đếm(mọi Buổi) ≥ 2
    nếu không: \"Ít buổi\"
bản ghi Buổi ghi theo ngày làm, thuộc Đơn vị theo mã đơn vị
  trường mã buổi: chữ, khóa
  trường mã đơn vị: chữ
  trường ngày làm: ngày
";
    let files = [
        ("don-vi.csv", "mã đơn vị\nA\n"),
        ("buoi.csv", "mã buổi;mã đơn vị;ngày làm\n1;A;02/01/2023\n2;A;\n3;A;mai\n"),
    ];
    let dataset = read(&rules(text), "31/01/2023", &files);
    let batch = dataset.batches().next().unwrap();
    let explanation = batch.explanations(0..1).next().unwrap();
    let told = "chưa xác định vì buoi.csv dòng 3 thiếu “ngày làm”; buoi.csv dòng 4 có “ngày làm” không dùng được";
    let found: Vec<String> = explanation
        .clauses
        .iter()
        .flat_map(|line| &line.workings)
        .map(|working| {
            let formula = working.formula.clone().map_or_else(String::new, |it| format!(" = {it}"));
            format!("{}{formula} = {}", working.name, working.result)
        })
        .collect();
    // One session is sure, two may count or not: 1 to 3, and twice that.
    assert_eq!(
        found,
        [
            format!("đếm(Buổi) = từ 1 đến 3, {told}"),
            format!("số buổi + đếm(mọi Buổi) = (1 đến 3) + (1 đến 3) = từ 2 đến 6, {told}"),
            format!("số buổi = từ 1 đến 3, {told}"),
        ]
    );
}

/// Whatever the rows without their day turn out to be, a verdict that is given is so; where they
/// can make it both, none is.
#[test]
fn a_range_decides_just_where_every_value_within_it_does() {
    for bound in 0..=5_u32 {
        let text = format!(
            "bản ghi Đơn vị\n  trường mã đơn vị: chữ, khóa\n\
             kiểm tra Đếm cho Đơn vị\n  yêu cầu đếm(Buổi) ≥ {bound} và không phải đếm(Buổi) = 9\n    nếu không: \"Ít\"\n\
             bản ghi Buổi ghi theo ngày làm, thuộc Đơn vị theo mã đơn vị\n  trường mã buổi: chữ, khóa\n  trường mã đơn vị: chữ\n  trường ngày làm: ngày\n"
        );
        let rules = rules(&text);
        for sure in 0..=3_u32 {
            for undated in 0..=3_u32 {
                let row = |number: u32| {
                    let done = if number < sure { "02/01/2023" } else { "" };
                    format!("{number};A;{done}\n")
                };
                let rows: String = (0..sure + undated).map(row).collect();
                let buoi = format!("mã buổi;mã đơn vị;ngày làm\n{rows}");
                let files = [("don-vi.csv", "mã đơn vị\nA\n"), ("buoi.csv", buoi.as_str())];
                let found = verdicts(&read(&rules, "31/01/2023", &files));
                let met = |count: u32| count >= bound;
                let all: Vec<bool> = (sure..=sure + undated).map(met).collect();
                let expected = match (all.contains(&true), all.contains(&false)) {
                    (true, false) => Some("đạt"),
                    (false, true) => Some("không đạt"),
                    _ => None,
                };
                let found = found[0].as_deref();
                assert_eq!(found, expected, "{bound}: {sure} sure, {undated} undated");
            }
        }
    }
}

/// B2 does not say whether many came: whether it counts is not known. B4 has no day, and may be of
/// the year or not.
#[test]
fn what_leaves_an_aggregate_open_is_named_by_file_row_and_field() {
    let text = "\
bản ghi Đơn vị
  trường mã đơn vị: chữ, khóa
kiểm tra Đông cho Đơn vị
  hạn đếm(Buổi khi đông) ≥ 2: trong kỳ
    nếu không: \"Chưa đủ hai buổi đông\"
kiểm tra Nhiều cho Đơn vị
  yêu cầu đếm(Buổi khi đông) ≥ 2
    nếu không: \"Ít buổi đông\"
bản ghi Buổi ghi theo ngày làm, thuộc Đơn vị theo mã đơn vị
  trường mã buổi: chữ, khóa
  trường mã đơn vị: chữ
  trường ngày làm: ngày
  trường đông: có không
";
    let files = [
        ("don-vi.csv", "mã đơn vị\nA\nB\n"),
        (
            "buoi.csv",
            "mã buổi;mã đơn vị;ngày làm;đông\nB1;A;31/01/2023;có\nB2;A;01/02/2023;\n\
             B3;B;31/01/2023;có\nB4;B;;có\n",
        ),
    ];
    let rules = rules(text);
    let dataset = read(&rules, "31/12/2023", &files);
    let batch = &dataset.records()[0].batches()[0];
    let because = [
        ["buoi.csv dòng 3 thiếu “đông”", "thiếu, chưa xác định vì buoi.csv dòng 3 thiếu “đông”"],
        ["buoi.csv dòng 5 thiếu “ngày làm”", "từ 1 đến 2, chưa xác định vì buoi.csv dòng 5"],
    ];
    let decisions: Vec<_> = batch.decisions(0..2).collect();
    for (decision, [row, _]) in
        decisions.iter().zip([because[0], because[0], because[1], because[1]])
    {
        let told = serde_json::to_value(decision).unwrap();
        assert_eq!(
            decision.missing.iter().map(|name| &**name).collect::<Vec<_>>(),
            ["đếm(Buổi khi đông)"]
        );
        let unknown = told["unknown"][0]["text"].as_str().unwrap();
        assert_eq!(unknown, format!("chưa xác định vì {row}"), "{told}");
        assert_eq!(told["waiting"][0]["missing"], json!(["đếm(Buổi khi đông)"]), "{told}");
    }
    let explained: Vec<String> = batch.explanations(0..2).map(|one| one.to_string()).collect();
    for (explanation, [_, words]) in
        explained.iter().zip([because[0], because[0], because[1], because[1]])
    {
        let line = format!("đếm(Buổi khi đông) = {words}");
        assert!(explanation.contains(&line), "{explanation}");
    }
    let sheet = batch.sheet(Lang::Vi);
    let cells: Vec<String> =
        sheet.rows(0..2).flat_map(|row| row.into_cells()).map(|cell| format!("{cell:?}")).collect();
    for [row, _] in because {
        assert_eq!(cells.iter().filter(|cell| cell.contains(row)).count(), 2, "{cells:?}");
    }
}
