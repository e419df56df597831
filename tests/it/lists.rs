//! Lists of parts that may be incomplete: what the known rows decide, held against every list they
//! may be part of, however the records are given.

use crate::given;
use serde_json::{Value as Json, json};
use visao::engine::Dataset;
use visao::explain::decision::{Decision, Status};
use visao::{Lang, Rules, request};

const RULES: &str = "\
bản ghi Đề xuất
  trường mã đề xuất: chữ, khóa
  trường đã khai nợ: có không
  tính nợ mọi kênh = tổng(dư nợ của Nợ)
điều kiện Trần nợ cho Đề xuất
  yêu cầu nợ mọi kênh ≤ 4
    nếu không: \"Nợ quá trần\"
bản ghi Nợ thuộc Đề xuất theo mã đề xuất, đủ khi đã khai nợ là có
  trường mã đề xuất: chữ
  trường dư nợ: số, từ 0
";

fn rules() -> Rules {
    Rules::from_text(RULES).unwrap()
}

fn read(text: &str, files: &[(&str, &str)]) -> Dataset {
    Rules::from_text(text).unwrap().query().read_all(&given::files(files), None).unwrap()
}

fn warnings(dataset: &Dataset, lang: Lang) -> Vec<String> {
    dataset.warnings().iter().map(|warning| warning.get(lang).to_owned()).collect()
}

fn verdict(decision: &Decision) -> &'static str {
    match (decision.status, decision.verdict.as_deref()) {
        (Status::Undetermined, _) => "?",
        (Status::Decided, Some("đủ điều kiện")) => "met",
        (Status::Decided, Some("từ chối")) => "rejected",
        other => panic!("{other:?}"),
    }
}

/// A proposal that owes these sums, of which a further row may be missing unless it is declared.
fn proposal(declared: Option<bool>, debts: &[u32]) -> Json {
    let debts: Vec<Json> = debts.iter().map(|debt| json!({ "dư nợ": debt })).collect();
    json!({ "mã đề xuất": "D", "đã khai nợ": declared, "Nợ": debts })
}

fn named(key: &str, mut record: Json) -> Json {
    record["mã đề xuất"] = json!(key);
    record
}

#[test]
fn the_known_rows_decide_just_where_no_further_row_can_change_it() {
    let rules = rules();
    for declared in [Some(true), Some(false), None] {
        for debts in [&[][..], &[0], &[4], &[5], &[2, 2], &[2, 3], &[0, 0, 9]] {
            let record = proposal(declared, debts);
            let found = rules.query().grade(&record).unwrap().remove(0);
            // The cap is 4. A list that is not declared may hold any further debt, even none.
            let expected = match (debts.iter().sum::<u32>() > 4, declared) {
                (true, _) => "rejected",
                (false, Some(true)) => "met",
                (false, _) => "?",
            };
            assert_eq!(verdict(&found), expected, "{record}");
        }
    }
}

#[test]
fn records_of_a_program_are_decided_as_those_of_files() {
    let rules = rules();
    let without = |mut record: Json| {
        record.as_object_mut().unwrap().remove("Nợ");
        record
    };
    let records = [
        named("D1", proposal(Some(true), &[])),
        named("D2", proposal(Some(false), &[])),
        named("D3", proposal(None, &[5])),
        named("D4", proposal(Some(true), &[4])),
        // No list at all, whatever is declared.
        without(named("D5", proposal(Some(true), &[]))),
    ];
    let expected = ["met", "?", "rejected", "met", "?"];
    let query = rules.query();
    let all = query.grade_all(&records).map(|one| verdict(&one.unwrap()[0])).collect::<Vec<_>>();
    assert_eq!(all, expected);
    let dataset = rules.query().dataset().add("Đề xuất", &records).unwrap().finish().unwrap();
    let decided: Vec<Decision> = decisions(&dataset, "Đề xuất");
    assert_eq!(decided.iter().map(verdict).collect::<Vec<_>>(), expected);
    // Lists of their own, before the proposals: D5 has no row there.
    let apart: Vec<Json> = [("D3", 5), ("D4", 4)]
        .map(|(key, debt)| json!({ "mã đề xuất": key, "dư nợ": debt }))
        .into();
    let bare = records.clone().map(without);
    let dataset = rules.query().dataset().add("Nợ", &apart).unwrap();
    let dataset = dataset.add("Đề xuất", &bare).unwrap().finish().unwrap();
    let decided = decisions(&dataset, "Đề xuất");
    assert_eq!(
        decided.iter().map(verdict).collect::<Vec<_>>(),
        ["met", "?", "rejected", "met", "met"]
    );
    assert_eq!(
        warnings(&dataset, Lang::Vi),
        ["2 Đề xuất có danh sách Nợ chưa chắc đủ vì chưa có “đã khai nợ là có”: D2, D3"]
    );
}

fn decisions(dataset: &Dataset, record: &str) -> Vec<Decision> {
    let records = dataset.records().iter().find(|records| records.record_name() == record).unwrap();
    records.batches().iter().flat_map(|batch| batch.decisions(0..batch.records())).collect()
}

#[test]
fn the_json_door_names_the_list_and_the_field_that_would_settle_it() {
    let asked = json!({
        "request": "grade",
        "rules": { "a.luat": RULES },
        "records": { "Đề xuất": [proposal(None, &[1]), named("E", proposal(Some(false), &[9]))] },
    });
    let answer: Json = serde_json::from_str(&request(&asked.to_string())).unwrap();
    let [open, rejected] = [0, 1].map(|place| answer["decisions"][place].clone());
    assert_eq!(open["status"], "undetermined", "{answer}");
    assert_eq!(open["missing"], json!(["tổng(dư nợ của Nợ)", "đã khai nợ"]));
    assert_eq!(
        open["unknown"][0]["text"],
        "chưa xác định vì danh sách Nợ chưa chắc đủ: chưa có “đã khai nợ là có”"
    );
    assert_eq!(rejected["verdict_code"], "rejected");
    let asked = json!({
        "request": "explain",
        "lang": "en",
        "rules": { "a.luat": RULES },
        "records": { "Đề xuất": [proposal(Some(false), &[9])] },
    });
    let answer = request(&asked.to_string());
    let told = "from 9, open because of the list of Nợ, which may be incomplete: “đã khai nợ \
                là có” does not hold";
    assert!(answer.contains(told), "{answer}");
}

#[test]
fn a_row_that_lacks_its_value_leaves_the_least_of_an_open_list_and_both_are_named() {
    let files = [
        ("de-xuat.csv", "mã đề xuất;đã khai nợ\nD1;không\nD2;không\n"),
        ("no.csv", "mã đề xuất;dư nợ\nD1;5\nD1;\nD2;\nD2;4\n"),
    ];
    let dataset = read(RULES, &files);
    let decided = decisions(&dataset, "Đề xuất");
    assert_eq!(decided.iter().map(verdict).collect::<Vec<_>>(), ["rejected", "?"]);
    assert_eq!(
        decided[1].unknown[0].text.vi,
        "chưa xác định vì danh sách Nợ chưa chắc đủ: chưa có “đã khai nợ là có”; no.csv dòng 4 \
         thiếu “dư nợ”"
    );
    // One line for the list, none for each of its values.
    assert_eq!(
        warnings(&dataset, Lang::En),
        [
            "2 Đề xuất with a list of Nợ that may be incomplete, for “đã khai nợ là có” does not hold: D1, D2"
        ]
    );
}

#[test]
fn a_value_over_values_of_open_lists_names_the_records_they_are_of() {
    let rules = "\
bản ghi Tổ
  trường mã tổ: chữ, khóa
  tính nợ cả tổ = tổng(tổng nợ của Thành viên)
  tính nhiều nhất = lớn nhất(tổng nợ của Thành viên)
kiểm tra Dưới trần cho Tổ
  yêu cầu nợ cả tổ < 3
    nếu không: \"Tổ nợ quá trần\"
bản ghi Thành viên thuộc Tổ theo mã tổ
  trường mã thành viên: chữ, khóa
  trường mã tổ: chữ
  trường đã khai: có không
  tính tổng nợ = tổng(dư nợ của Nợ)
bản ghi Nợ thuộc Thành viên theo mã thành viên, đủ khi đã khai là có
  trường mã thành viên: chữ
  trường dư nợ: số, từ 0
";
    let files = [
        ("to.csv", "mã tổ\nT1\nT2\n"),
        ("tv.csv", "mã thành viên;mã tổ;đã khai\nM1;T1;có\nM2;T1;không\nM3;T2;\n"),
        ("no.csv", "mã thành viên;dư nợ\nM1;1\nM2;2\nM3;2\n"),
    ];
    let groups = decisions(&read(rules, &files), "Tổ");
    // T1: 1 and at least 2 are at least 3; T2: at least 2, and no telling whether below 3.
    let found: Vec<_> = groups.iter().map(|group| (group.status, group.verdict_code)).collect();
    assert_eq!(found[0].0, Status::Decided);
    assert_eq!(groups[0].verdict.as_deref(), Some("không đạt"));
    assert_eq!(found[1], (Status::Undetermined, None));
    assert_eq!(
        groups[1].unknown[0].text.vi,
        "chưa xác định vì tv.csv dòng 4 mới biết giá trị nằm trong khoảng nào"
    );
}

#[test]
fn who_has_no_row_of_a_list_that_says_nothing_is_named_once() {
    let rules = RULES.replace(", đủ khi đã khai nợ là có", "");
    let keys: String = (1..=7).map(|number| format!("D{number};\n")).collect();
    let proposals = format!("mã đề xuất;đã khai nợ\n{keys}");
    let files = [("de-xuat.csv", proposals.as_str()), ("no.csv", "mã đề xuất;dư nợ\nD2;1\n")];
    let dataset = read(&rules, &files);
    let told = warnings(&dataset, Lang::Vi);
    assert_eq!(
        told,
        ["6 Đề xuất không có dòng Nợ nào, coi như danh sách trống: D1, D3, D4, D5, D6 và 1 nữa"]
    );
}

#[test]
fn the_schema_says_when_a_list_is_whole() {
    let schema = serde_json::to_value(rules().schema()).unwrap();
    let list = schema["records"].as_array().unwrap().iter().find(|record| record["name"] == "Nợ");
    assert_eq!(list.unwrap()["parent"]["complete_when"], "đã khai nợ là có");
    let shown = rules().schema().text(Lang::Vi);
    assert!(shown.contains("danh sách chỉ chắc đủ khi đã khai nợ là có"), "{shown}");
}

/// What is known of a value that rows are looked up by settles those it surely does not reach.
#[test]
fn rows_are_looked_up_by_a_total_of_which_the_least_is_known() {
    let rules = "\
danh mục Hạng: A, B, C
bản ghi Đề xuất
  trường mã đề xuất: chữ, khóa
  trường đã khai nợ: có không
  tính tổng nợ = tổng(dư nợ của Nợ)
bảng Hạng nợ cho Đề xuất: một trong Hạng
  | tổng nợ | Hạng nợ |
  | dưới 5  | A       |
  | dưới 9  | B       |
  | còn lại | C       |
bảng điểm Chấm cho Đề xuất, thang 10 điểm
  tiêu chí 1 \"Nợ\", tối đa 10 điểm
    theo tổng nợ
    dưới 5  được 10 điểm
    dưới 9  được 4 điểm
    còn lại được 0 điểm
bản ghi Nợ thuộc Đề xuất theo mã đề xuất, đủ khi đã khai nợ là có
  trường mã đề xuất: chữ
  trường dư nợ: số, từ 0
";
    let files = [
        ("de-xuat.csv", "mã đề xuất;đã khai nợ\nD1;không\nD2;không\nD3;có\nD4;không\n"),
        ("no.csv", "mã đề xuất;dư nợ\nD1;9\nD2;6\nD3;6\nD4;1\n"),
    ];
    let plain = |number: &visao::value::Num| visao::value::text::plain_number(number).0;
    let shown = |decision: &Decision| {
        let points = match (&decision.points, &decision.points_range) {
            (Some(points), _) => plain(points),
            (None, Some((low, high))) => {
                format!("{} to {}", plain(low), plain(high))
            }
            (None, None) => "-".to_owned(),
        };
        let class = decision.derived.iter().find(|derived| &*derived.name == "Hạng nợ").unwrap();
        (points, class.datum.name.as_deref().unwrap_or("?").to_owned())
    };
    // D1 owes at least 9; D2 at least 6, which is not below 5; D3 6; D4 at least 1, so anything.
    let found = decisions(&read(rules, &files), "Đề xuất").iter().map(shown).collect::<Vec<_>>();
    let expected = [("0", "C"), ("0 to 4", "?"), ("4", "B"), ("0 to 10", "?")];
    assert_eq!(found, expected.map(|(points, class)| (points.to_owned(), class.to_owned())));
}
