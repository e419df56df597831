//! Records of a program: what structs give is what files give, one by one, in a row and as a data
//! set with parts and targets.

use crate::literate::root;
use crate::support::fraction;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use visao::data::DataFile;
use visao::engine::{Dataset, InputFile, Query};
use visao::explain::decision::{Decision, Status};
use visao::model::Model;
use visao::report::TargetOutcome;
use visao::value::text::{parse_date, plain_number, show_date};
use visao::value::{Lang, Type, Value};
use visao::wire::{decision_value, target_line};
use visao::{Date, Rules};

const RULES: &str = r#"
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường dư nợ: tiền, từ 0
  tính số hộ = đếm(Người vay)
  tính dư nợ các hộ = tổng(dư nợ của Người vay)
  tính tỷ lệ hộ nghèo = tỷ trọng(Người vay khi hộ nghèo)

bản ghi Người vay thuộc Tổ theo mã tổ
  trường mã vay: chữ, khóa
  trường mã tổ: chữ
  trường dư nợ: tiền, từ 0
  trường hộ nghèo: có không

kiểm tra Khớp cho Tổ
  yêu cầu dư nợ = dư nợ các hộ
    nếu không: "Dư nợ của tổ không bằng tổng dư nợ các hộ"

chỉ tiêu Chung "Tổ có người vay" trên Tổ, toàn bộ
  chỉ số a = tỷ trọng(khi số hộ ≥ 1)
    yêu cầu từ 50%
"#;

#[derive(Clone, Serialize)]
struct Group {
    #[serde(rename = "mã tổ")]
    code: &'static str,
    #[serde(rename = "Dư nợ")]
    debt: u64,
    #[serde(rename = "Người vay", skip_serializing_if = "Option::is_none")]
    borrowers: Option<Vec<Borrower>>,
}

#[derive(Clone, Serialize)]
struct Borrower {
    #[serde(rename = "mã vay")]
    code: &'static str,
    #[serde(rename = "mã tổ", skip_serializing_if = "Option::is_none")]
    group: Option<&'static str>,
    #[serde(rename = "dư nợ")]
    debt: u64,
    #[serde(rename = "hộ nghèo")]
    poor: Option<bool>,
}

fn borrower(code: &'static str, debt: u64, poor: bool) -> Borrower {
    Borrower { code, group: None, debt, poor: Some(poor) }
}

fn of_group(group: &'static str, borrower: Borrower) -> Borrower {
    Borrower { group: Some(group), ..borrower }
}

fn group(code: &'static str, debt: u64, borrowers: Option<Vec<Borrower>>) -> Group {
    Group { code, debt, borrowers }
}

/// T1 with 300 + 500 of which one is poor, T2 with one of 500, T3 with none, T4 with no list.
fn groups() -> [Group; 4] {
    [
        group("T1", 800, Some(vec![borrower("V1", 300, true), borrower("V2", 500, false)])),
        group("T2", 600, Some(vec![borrower("V3", 500, true)])),
        group("T3", 0, Some(Vec::new())),
        group("T4", 0, None),
    ]
}

fn query() -> Query {
    Rules::from_text(RULES).unwrap_or_else(|refused| panic!("{refused}")).query()
}

fn of_type(dataset: &Dataset, record: &str) -> Vec<Decision> {
    let records = dataset.records().iter().find(|records| records.record_name() == record).unwrap();
    records.batches().iter().flat_map(|batch| batch.decisions(0..batch.records())).collect()
}

/// The derivations of each record, `-` where one is missing.
fn derived(decisions: &[Decision]) -> Vec<String> {
    let shown = |value: &Value| match value {
        Value::Num(number) => plain_number(number).0,
        _ => "-".to_owned(),
    };
    let one = |decision: &Decision| {
        let values = decision.derived.iter().map(|named| shown(&named.datum.value));
        values.collect::<Vec<_>>().join(" ")
    };
    decisions.iter().map(one).collect()
}

fn outcome(decision: &Decision) -> (Status, Option<&str>) {
    (decision.status, decision.verdict.as_deref())
}

#[test]
fn a_nested_list_is_a_list_of_parts_of_its_record() {
    let dataset = query().dataset().add("Tổ", groups()).unwrap().finish().unwrap();
    let found = of_type(&dataset, "Tổ");
    // Nothing is known of the parts of T4; T3 has none.
    assert_eq!(derived(&found), ["2 800 0.5", "1 500 1", "0 0 -", "- - -"]);
    assert_eq!(
        found.iter().map(outcome).collect::<Vec<_>>(),
        [
            (Status::Decided, Some("đạt")),
            (Status::Decided, Some("không đạt")),
            (Status::Decided, Some("đạt")),
            (Status::Undetermined, None),
        ]
    );
    let parts = &dataset.records()[1];
    assert_eq!(parts.record_name(), "Người vay");
    assert_eq!(parts.batches()[0].records(), 3);
    assert!(parts.batches()[0].report().faults.is_empty());
}

#[test]
fn nested_parts_give_what_parts_of_their_own_list_and_of_files_give() {
    let nested = query().dataset().add("Tổ", &groups()[..3]).unwrap().finish().unwrap();
    let bare = groups().into_iter().take(3).map(|group| Group { borrowers: None, ..group });
    let borrowers = [
        of_group("T1", borrower("V1", 300, true)),
        of_group("T1", borrower("V2", 500, false)),
        of_group("T2", borrower("V3", 500, true)),
    ];
    let lists = query().dataset().add("nguoi vay", &borrowers);
    assert_eq!(lists.err().unwrap().code(), "E245");
    let lists = query().dataset().add("người  Vay", &borrowers).unwrap().add("Tổ", bare).unwrap();
    let lists = lists.finish().unwrap();
    let file = |name: &str, text: &'static str| InputFile {
        record: None,
        file: DataFile::bytes(name, text.as_bytes()),
    };
    let files = [
        file("to.csv", "mã tổ;dư nợ\nT1;800\nT2;600\nT3;0\n"),
        file(
            "vay.csv",
            "mã vay;mã tổ;dư nợ;hộ nghèo\nV1;T1;300;có\nV2;T1;500;không\nV3;T2;500;có\n",
        ),
    ];
    let files = query().read_all(&files, None).unwrap();
    let expected = derived(&of_type(&files, "Tổ"));
    assert_eq!(expected, ["2 800 0.5", "1 500 1", "0 0 -"]);
    assert_eq!(derived(&of_type(&nested, "Tổ")), expected);
    assert_eq!(derived(&of_type(&lists, "Tổ")), expected);
    let told = |dataset: &Dataset| dataset.warnings().into_iter().map(|told| told.vi).collect();
    let told: [Vec<String>; 3] = [told(&nested), told(&lists), told(&files)];
    assert_eq!(told, [["1 Tổ không có dòng Người vay nào, coi như danh sách trống: T3"]; 3]);
}

#[test]
fn a_list_that_nobody_gives_is_a_file_that_is_not_there() {
    let dataset = query().dataset().add("Tổ", [group("T4", 0, None)]).unwrap().finish().unwrap();
    assert_eq!(derived(&of_type(&dataset, "Tổ")), ["- - -"]);
    assert!(dataset.warnings()[0].vi.contains("Người vay"), "{:?}", dataset.warnings());
    let none: [Borrower; 0] = [];
    let dataset = query().dataset().add("Tổ", [group("T4", 0, None)]).unwrap();
    let dataset = dataset.add("Người vay", none).unwrap().finish().unwrap();
    assert_eq!(derived(&of_type(&dataset, "Tổ")), ["0 0 -"]);
}

#[test]
fn a_part_that_names_another_parent_is_that_ones() {
    let strays = vec![
        of_group("T2", borrower("V1", 300, true)),
        of_group("T9", borrower("V2", 100, false)),
        borrower("V3", 200, false),
    ];
    let groups = [group("T1", 200, Some(strays)), group("T2", 300, Some(Vec::new()))];
    let dataset = query().dataset().add("Tổ", groups).unwrap().finish().unwrap();
    assert_eq!(derived(&of_type(&dataset, "Tổ")), ["1 200 0", "1 300 1"]);
    let faults = &dataset.records()[1].batches()[0].report().faults;
    assert_eq!(faults.iter().map(|fault| fault.record).collect::<Vec<_>>(), [1]);
}

#[test]
fn equal_parts_without_their_own_parent_are_of_the_record_they_stand_in() {
    // The same code in two groups is a key given twice, not a row given twice.
    let same = || Some(vec![borrower("V1", 300, true)]);
    let groups = [group("T1", 300, same()), group("T2", 300, same())];
    let dataset = query().dataset().add("Tổ", groups).unwrap().finish().unwrap();
    let parts = &dataset.records()[1].batches()[0];
    assert_eq!((parts.records(), parts.report().faults.len()), (2, 2));
}

#[test]
fn targets_are_held_against_the_records_of_a_program() {
    let of = |groups: &[Group]| -> Vec<TargetOutcome> {
        let dataset = query().dataset().add("Tổ", groups).unwrap().finish().unwrap();
        dataset.targets().remove(0)
    };
    // Two of three groups have borrowers.
    let value = of(&groups()[..3])[0].indicators[0].value.clone();
    assert_eq!(value, Some(fraction(2, 3)));
    // The fourth may have some: between two and three of four.
    let open = &of(&groups())[0];
    assert_eq!(open.indicators[0].value, None);
    assert_eq!(open.records.records + open.records.perhaps, 4);
}

#[test]
fn one_record_with_its_parts_is_decided_with_them() {
    let asked = query().record("Tổ").unwrap();
    let mut prepared = asked.prepare().unwrap();
    for (group, expected) in groups().iter().zip(["2 800 0.5", "1 500 1", "0 0 -", "- - -"]) {
        let found = asked.grade(group).unwrap();
        assert_eq!(derived(&found), [expected]);
        assert_eq!(prepared.grade(group).unwrap(), found);
        assert_eq!(query().grade(group).unwrap(), found);
        assert_eq!(prepared.explain(group).unwrap(), asked.explain(group).unwrap());
    }
}

#[test]
fn records_in_a_row_are_decided_each_as_alone() {
    // Keys that repeat, a record of another type, parts, and a mistake among two thousand.
    let mut records: Vec<Json> =
        (0..2_000).map(|n| json!({ "mã tổ": format!("T{}", n % 7), "dư nợ": n % 3 })).collect();
    records[5] = json!({ "mã vay": "V1", "hộ nghèo": true });
    records[6] = serde_json::to_value(&groups()[0]).unwrap();
    records[1_500] = json!({ "mã tổ": "T1", "du no": 5 });
    let found: Vec<_> = query().grade_all(&records).collect();
    assert_eq!(found.len(), records.len());
    for (place, (found, record)) in found.iter().zip(&records).enumerate() {
        match (found, query().grade(record)) {
            (Ok(found), Ok(alone)) => assert_eq!(
                found.iter().map(outcome).collect::<Vec<_>>(),
                alone.iter().map(outcome).collect::<Vec<_>>(),
                "{place}"
            ),
            (Err(error), Err(_)) => {
                assert_eq!(place, 1_500);
                assert_eq!(
                    error.to_string(),
                    "bản ghi thứ 1501: bản ghi Tổ không có trường “du no” (có phải ý bạn là “dư nợ”?) [E240]"
                );
            }
            (found, alone) => panic!("{place}: {found:?}, alone {alone:?}"),
        }
    }
    assert_eq!(derived(found[6].as_ref().unwrap()), ["2 800 0.5"]);
}

#[test]
fn mistakes_are_told_with_their_place() {
    let add = |groups: Json| {
        let refused = query().dataset().add("Tổ", groups.as_array().unwrap());
        refused.err().unwrap().to_string()
    };
    assert_eq!(
        add(json!([{ "mã tổ": "T1" }, 7])),
        "bản ghi Tổ thứ 2: bản ghi phải có các trường có tên [E247]"
    );
    assert_eq!(
        add(json!([{ "mã tổ": "T1", "người vay": { "mã vay": "V1" } }])),
        "bản ghi Tổ thứ 1: “Người vay” phải là một danh sách các bản ghi Người vay: bản ghi Người vay thuộc bản ghi này [E264]"
    );
    assert_eq!(
        add(
            json!([{ "mã tổ": "T1", "người vay": [{ "mã vay": "V1" }, { "mã vay": "V2", "dư lợ": 1 }] }])
        ),
        "bản ghi Tổ thứ 1: Người vay thứ 2: bản ghi Người vay không có trường “dư lợ” (có phải ý bạn là “dư nợ”?) [E240]"
    );
    assert_eq!(
        query().dataset().finish().err().unwrap().to_string(),
        "chưa có bản ghi nào được đưa vào [E247]"
    );
    assert_eq!(
        query().prepare().err().unwrap().to_string(),
        "bộ quy tắc có nhiều loại bản ghi (Tổ, Người vay): hãy nói loại nào bằng record(…) [E265]"
    );
}

#[test]
fn a_handle_goes_on_after_a_mistake() {
    let mut prepared = query().record("Tổ").unwrap().prepare().unwrap();
    let wrong = json!({ "mã tổ": "T1", "người vay": [{ "mã vay": "V1", "nợ xấu": 1 }] });
    assert_eq!(prepared.grade(&wrong).unwrap_err().code(), "E240");
    let found = prepared.grade(&json!({ "mã tổ": "T2", "dư nợ": 5 })).unwrap();
    assert_eq!((found.len(), found[0].record.as_ref()), (1, "T2"));
    assert_eq!(derived(&found), ["- - -"]);
}

#[test]
fn a_lenient_question_passes_over_names_it_does_not_know() {
    let record = json!({ "mã tổ": "T1", "dư nợ": 5, "ghi chú": "x" });
    let lenient = query().lenient();
    let mut prepared = lenient.clone().record("Tổ").unwrap().prepare().unwrap();
    assert_eq!(prepared.grade(&record).unwrap(), lenient.grade(&record).unwrap());
    let dataset = lenient.dataset().add("Tổ", [record]).unwrap().finish().unwrap();
    let told = &dataset.records()[0].batches()[0].report().warnings;
    assert!(told[0].vi.contains("ghi chú"), "{told:?}");
}

/// The fields of a record as a program would give them.
fn as_object(model: &Model, reader: &visao::explain::Reader<'_, '_>) -> Json {
    let value = |value: Value, ty: Type| match (value, ty) {
        (Value::Missing, _) => Json::Null,
        (Value::Num(number), _) => Json::from(plain_number(&number).0),
        (Value::Bool(truth), _) => Json::from(truth),
        (Value::Date(day), _) => Json::from(show_date(day)),
        (Value::Text(text), _) => Json::from(text.as_ref()),
        (Value::Code(code), Type::Category(category)) => {
            let value = model.categories[category.index()].value(code).unwrap();
            Json::from(value.name.text.as_str())
        }
        (Value::Code(_), _) => Json::Null,
    };
    let fields = reader.record.fields.enumerate();
    let pairs =
        fields.map(|(id, field)| (field.name.text.clone(), value(reader.field(id), field.ty)));
    Json::Object(pairs.collect::<Map<String, Json>>())
}

/// A decision without the row that stands for the key of a record without one.
fn without_place(decision: &Decision) -> Json {
    let mut shown = decision_value(decision, Lang::Vi).unwrap();
    if decision.record.starts_with('#') {
        shown["record"] = Json::from("#");
    }
    shown
}

/// A line of JSON with its rows counted from below the header.
fn without_header(mut line: Json, header: u64) -> Json {
    match &mut line {
        Json::Object(pairs) => pairs.iter_mut().for_each(|(name, value)| {
            *value = match (name.as_str(), value.as_u64()) {
                ("row", Some(row)) => Json::from(row - header),
                _ => without_header(value.take(), header),
            }
        }),
        Json::Array(items) => {
            items.iter_mut().for_each(|item| *item = without_header(item.take(), header))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
    line
}

fn last_day() -> Date {
    parse_date("31/12/2023").unwrap()
}

#[test]
fn the_sample_year_comes_out_of_structs_as_out_of_its_workbook() {
    let rules = Rules::load(root().join("rules/2023")).unwrap();
    let query = rules.query().date(last_day()).lenient();
    let file = DataFile::path(root().join("examples/data/nam-2023/nam-2023.xlsx"));
    let files = query.read_all(&[InputFile { record: None, file }], None).unwrap();
    let mut builder = query.dataset();
    for records in files.records() {
        let mut objects = Vec::new();
        for batch in records.batches() {
            assert!(batch.report().dropped.is_empty());
            batch.each(0..batch.records(), |record| {
                objects.push(as_object(rules.model(), record.reader()))
            });
        }
        builder = builder.add(records.record_name(), &objects).unwrap();
    }
    let structs = builder.finish().unwrap();
    let mut compared = 0;
    for (files, structs) in files.batches().zip(structs.batches()) {
        assert_eq!(files.records(), structs.records());
        let rows = 0..files.records();
        for (file, object) in files.decisions(rows.clone()).zip(structs.decisions(rows)) {
            assert_eq!(without_place(&file), without_place(&object));
            compared += 1;
        }
    }
    assert!(compared > 1_000, "{compared}");
    // The workbook's first record is on row 2, the list's is the first.
    let lines = |dataset: &Dataset, header: u64| -> Vec<Json> {
        let outcomes = dataset.targets().into_iter().flatten();
        let line = |outcome| serde_json::from_str(&target_line(&outcome, Lang::Vi).unwrap());
        outcomes.map(|outcome| without_header(line(outcome).unwrap(), header)).collect()
    };
    assert_eq!(lines(&files, 1), lines(&structs, 0));
    assert!(!lines(&files, 1).is_empty());
}
