//! The schema of rules: as data, and as JSON Schema that takes what the engine takes and describes
//! what it answers. A validator that is not ours is the judge.

use crate::literate::root;
use jsonschema::{Validator, validator_for};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use visao::data::DataFile;
use visao::engine::InputFile;
use visao::schema::{FieldSchema, RecordSchema, UnitKind, ValueKind};
use visao::source::key;
use visao::{Date, Lang, Rules, Schema, wire};

const DATA: &str = "examples/data/nam-2023";
/// So many rows of each sample file are taken, evenly spread.
const ROWS: usize = 80;

fn pack() -> Rules {
    static PACK: LazyLock<Rules> =
        LazyLock::new(|| Rules::load(root().join("rules/2023")).unwrap());
    PACK.clone()
}

fn day() -> Date {
    Date::from_ymd(2023, 12, 31).unwrap()
}

fn validator(schema: &Value) -> Validator {
    assert!(jsonschema::meta::is_valid(schema), "{schema:#}");
    validator_for(schema).unwrap()
}

fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect()
}

/// The records of a sample file as a program would give them: numbers as numbers where they are
/// whole, else as plain texts.
fn records(file: &str, record: &RecordSchema) -> Vec<Value> {
    let path = root().join(DATA).join(file);
    let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_path(path).unwrap();
    let header = rows.headers().unwrap().clone();
    let field = |name: &str| {
        let name = key(name.trim_start_matches('\u{feff}'));
        record.fields.iter().find(|field| {
            key(&field.name) == name || field.columns.iter().any(|column| key(column) == name)
        })
    };
    let fields: Vec<Option<&FieldSchema>> = header.iter().map(field).collect();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let object = |row: &csv::StringRecord| {
        let cells = fields.iter().zip(row).filter_map(|(field, cell)| {
            let field = (*field)?;
            Some((field.name.clone(), cell_value(cell, field.value_type.kind)))
        });
        Value::Object(cells.collect())
    };
    rows.iter().step_by((rows.len() / ROWS).max(1)).map(object).collect()
}

fn cell_value(cell: &str, kind: ValueKind) -> Value {
    if cell.is_empty() {
        return Value::Null;
    }
    if kind != ValueKind::Number {
        return json!(cell);
    }
    let plain = cell.replace('.', "").replace(',', ".");
    plain.parse::<i64>().map_or_else(|_| json!(plain), |whole| json!(whole))
}

const FILES: [(&str, &str); 10] = [
    ("to.csv", "Tổ"),
    ("khoan-vay.csv", "Khoản vay"),
    ("de-xuat-vay.csv", "Đề xuất vay"),
    ("no-dang-co.csv", "Nợ đang có"),
    ("bao-cao.csv", "Báo cáo"),
    ("can-bo.csv", "Cán bộ"),
    ("tap-huan-can-bo.csv", "Lượt tập huấn"),
    ("don-vi.csv", "Đơn vị"),
    ("phien-giao-dich.csv", "Phiên giao dịch"),
    ("viec-da-lam.csv", "Việc đã làm"),
];

fn of<'s>(schema: &'s Schema, record: &str) -> &'s RecordSchema {
    schema.records.iter().find(|known| known.name == record).unwrap_or_else(|| panic!("{record}"))
}

/// The places of the records of which the engine says that a value cannot be taken.
fn refused(rules: &Rules, record: &str, objects: &[Value]) -> Vec<usize> {
    let lines: String = objects.iter().map(|object| format!("{object}\n")).collect();
    let file = DataFile::bytes("x.jsonl", lines.into_bytes());
    let query = rules.query().record(record).unwrap().date(day()).lenient();
    let batch = query.read(&[file], None).unwrap();
    assert_eq!(batch.records(), objects.len(), "{record}");
    let unread =
        |place: usize| batch.report().faults.iter().any(|fault| fault.record as usize == place);
    let wrong =
        |place: usize| batch.decisions(place..place + 1).any(|made| !made.errors.is_empty());
    (0..objects.len()).filter(|place| unread(*place) || wrong(*place)).collect()
}

#[test]
fn records_of_the_sample_data_are_taken_by_the_schema_of_their_type() {
    let (rules, mut seen) = (pack(), 0);
    let schema = rules.schema();
    for (file, name) in FILES {
        let takes = validator(&schema.input(name).unwrap());
        let objects = records(file, of(&schema, name));
        assert_eq!(refused(&rules, name, &objects), Vec::<usize>::new(), "{file}");
        for object in objects {
            assert_eq!(faults(&takes, &object), Vec::<String>::new(), "{file}: {object}");
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}

/// Each field of a sample record made wrong in turn: the schema refuses what the engine calls a data
/// error, and the engine what the schema refuses.
#[test]
fn the_schema_refuses_what_the_engine_refuses() {
    let rules = pack();
    let schema = rules.schema();
    for (file, name) in FILES {
        let record = of(&schema, name);
        let takes = validator(&schema.input(name).unwrap());
        let sound = records(file, record).swap_remove(0);
        let mut objects = Vec::new();
        for field in &record.fields {
            // The day of a snapshot that is left out is that of the run.
            let told = record.monthly_by.as_ref() == Some(&field.name);
            let wrong = wrong_values(field).into_iter();
            for value in wrong.filter(|value| !(told && value.is_null())) {
                let mut object = sound.as_object().unwrap().clone();
                // No two rows have one key.
                for key in record.fields.iter().filter(|field| field.key) {
                    object.insert(key.name.clone(), json!(format!("M{}", objects.len())));
                }
                object.insert(field.name.clone(), value);
                objects.push(Value::Object(object));
            }
        }
        let taken: Vec<&Value> = objects.iter().filter(|object| takes.is_valid(object)).collect();
        assert!(taken.is_empty(), "{name}: {taken:#?}");
        let refused = refused(&rules, name, &objects);
        let taken: Vec<&Value> = (0..objects.len())
            .filter(|place| !refused.contains(place))
            .map(|place| &objects[place])
            .collect();
        assert!(taken.is_empty(), "{name}: {taken:#?}");
    }
}

fn wrong_values(field: &FieldSchema) -> Vec<Value> {
    let mut wrong = vec![json!({ "a": 1 }), json!(["x"])];
    wrong.extend((field.key || field.required).then_some(Value::Null));
    wrong.extend(match field.value_type.kind {
        ValueKind::Text => vec![],
        ValueKind::Number => vec![json!(true), json!("nhiều"), json!("12/05/2023")],
        ValueKind::Date => vec![json!(45000), json!("hôm nay"), json!("05/2023")],
        ValueKind::YesNo => vec![json!("chắc có"), json!(2)],
        ValueKind::Category => vec![json!("Không có giá trị này"), json!(true)],
        kind => panic!("{kind:?}"),
    });
    if matches!(field.value_type.unit, Some(UnitKind::Integer | UnitKind::Year)) {
        wrong.extend([json!("1.5"), serde_json::from_str("1.5").unwrap()]);
    }
    wrong
}

/// What a field's range leaves out is an error of what reads the field; JSON Schema refuses it as
/// a number, at each end as the rules have it.
#[test]
fn ends_of_ranges_are_those_of_the_rules() {
    let rules = Rules::from_text(
        "bản ghi T\n  trường a: số, bắt buộc, từ 0 đến dưới 10\n  trường b: tỷ lệ, bắt buộc, \
         trên 5% đến 100%\n  tính c = a\n  tính d = b\n",
    );
    let rules = rules.unwrap();
    let takes = validator(&rules.schema().input("T").unwrap());
    let cases = [("0", "1", true), ("-1", "1", false), ("9.99", "0.06", true)];
    let cases = cases.into_iter().chain([("10", "1", false), ("1", "0.05", false)]);
    for (a, b, sound) in cases.chain([("1", "1.01", false)]) {
        let object: Value = serde_json::from_str(&format!("{{\"a\":{a},\"b\":{b}}}")).unwrap();
        assert_eq!(takes.is_valid(&object), sound, "{object}");
        assert_eq!(
            refused(&rules, "T", std::slice::from_ref(&object)).is_empty(),
            sound,
            "{object}"
        );
    }
}

#[test]
fn steps_are_those_of_the_rules() {
    let rules = Rules::from_text(
        "bản ghi T\n  trường a: tiền, bắt buộc, từ 0, bước 1.000 đồng, chỉ tăng\n  trường b: tỷ lệ, \
         bắt buộc, bước 0,5%\n  không thể: a = 3.000 đồng và b = 1%: \"không có\"\n  tính c = a\n",
    );
    let rules = rules.unwrap();
    let schema = rules.schema();
    let takes = validator(&schema.input("T").unwrap());
    let cases = [("0", "0.005", true), ("2000", "0.01", true), ("1500", "0.01", false)];
    for (a, b, sound) in cases.into_iter().chain([("1000", "0.004", false)]) {
        let object: Value = serde_json::from_str(&format!("{{\"a\":{a},\"b\":{b}}}")).unwrap();
        assert_eq!(takes.is_valid(&object), sound, "{object}");
        assert_eq!(
            refused(&rules, "T", std::slice::from_ref(&object)).is_empty(),
            sound,
            "{object}"
        );
    }
    let told = serde_json::to_value(&schema).unwrap();
    let of = &told["records"][0];
    assert_eq!(of["fields"][0]["step"]["text"], "1.000 đồng");
    assert_eq!(of["fields"][0]["change"], "only_rises");
    assert_eq!(of["impossible"][0]["condition"], "a = 3.000 đồng và b = 1%");
    assert_eq!(of["impossible"][0]["reason"], "không có");
}

#[test]
fn parts_stand_in_their_parent_without_its_key() {
    let schema = pack().schema();
    let takes = validator(&schema.input("Tổ").unwrap());
    let mut group = records("to.csv", of(&schema, "Tổ")).swap_remove(0);
    let mut loan = records("khoan-vay.csv", of(&schema, "Khoản vay")).swap_remove(0);
    let parts = |group: &mut Value, loan: &Value| {
        group.as_object_mut().unwrap().insert("Khoản vay".into(), json!([loan]));
    };
    parts(&mut group, &loan);
    assert_eq!(faults(&takes, &group), Vec::<String>::new());
    loan.as_object_mut().unwrap().remove("mã tổ").unwrap();
    parts(&mut group, &loan);
    assert_eq!(faults(&takes, &group), Vec::<String>::new());
    let alone = validator(&schema.input("Khoản vay").unwrap());
    assert!(!alone.is_valid(&loan), "by itself a loan names its group");
    loan.as_object_mut().unwrap().insert("dư nợ".into(), json!("không rõ"));
    parts(&mut group, &loan);
    assert!(!takes.is_valid(&group));
}

/// The definition of a kind of answer, every object in it closed: a key that the schema does not
/// name is a fault.
fn closed(schema: &Value, definition: &str) -> Validator {
    fn close(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.values_mut().for_each(close);
                let open = object.contains_key("properties")
                    && object.get("type") == Some(&json!("object"));
                if open && !object.contains_key("additionalProperties") {
                    object.insert("unevaluatedProperties".into(), json!(false));
                }
            }
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    let mut schema = schema.clone();
    close(&mut schema);
    // An explanation is a decision and more: it is closed as a whole.
    let decision = schema["$defs"]["decision"].as_object_mut().unwrap();
    decision.remove("unevaluatedProperties").unwrap();
    validator(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{definition}"),
        "unevaluatedProperties": false,
        "$defs": schema["$defs"],
    }))
}

fn check(validator: &Validator, text: &str) -> usize {
    let read: Value = serde_json::from_str(text).unwrap();
    let values = read.as_array().cloned().unwrap_or_else(|| vec![read]);
    for value in &values {
        assert_eq!(faults(validator, value), Vec::<String>::new(), "{value:#}");
    }
    values.len()
}

#[test]
fn what_is_answered_about_the_sample_data_is_as_the_schema_of_answers_says() {
    let rules = pack();
    let schema = rules.schema().output();
    let [decision, explanation, target] =
        ["decision", "explanation", "target"].map(|name| closed(&schema, name));
    let any = validator(&schema);
    let inputs: Vec<InputFile> = FILES
        .iter()
        .map(|(file, record)| InputFile {
            record: Some((*record).to_owned()),
            file: DataFile::path(root().join(DATA).join(file)),
        })
        .collect();
    let data = rules.query().date(day()).read_all(&inputs, None).unwrap();
    let mut seen = 0;
    for batch in data.batches() {
        let rows = 0..batch.records().min(20);
        for decided in batch.decisions(rows.clone()) {
            seen += check(&decision, &wire::decision_line(&decided, Lang::En).unwrap());
            seen += check(&any, &wire::decision_line(&decided, Lang::En).unwrap());
        }
        let explained: Vec<_> = batch.explanations(rows).collect();
        seen += check(&explanation, &wire::explanations(&explained, Lang::Vi).unwrap());
    }
    for outcomes in data.targets() {
        for outcome in outcomes {
            seen += check(&target, &wire::target_line(&outcome, Lang::En).unwrap());
        }
    }
    assert!(seen > 300, "{seen}");
}

/// The packs of the corpus have what the sample data have not: faults, fractions, lists, caps.
#[test]
fn what_is_answered_about_the_corpus_is_as_the_schema_of_answers_says() {
    let mut seen = 0;
    for path in crate::literate::files("tests/corpus/ok", "luat") {
        let data = path.with_extension("csv");
        if !data.exists() {
            continue;
        }
        let rules = Rules::load(&path).unwrap();
        let schema = rules.schema().output();
        let explanation = closed(&schema, "explanation");
        let target = closed(&schema, "target");
        let input = InputFile { record: None, file: DataFile::path(&data) };
        let read = rules.query().date(day()).lenient().ways().read_all(&[input], None).unwrap();
        for batch in read.batches() {
            let explained: Vec<_> = batch.explanations(0..batch.records()).collect();
            seen += check(&explanation, &wire::explanations(&explained, Lang::Vi).unwrap());
        }
        for outcome in read.targets().iter().flatten() {
            seen += check(&target, &wire::target_line(outcome, Lang::En).unwrap());
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn the_lines_of_a_report_are_as_the_schema_of_answers_says() {
    let folder = root().join("examples/thi-dua");
    let rules = Rules::load(&folder).unwrap();
    let schema = rules.schema().output();
    let [levels, moves, ranking] = ["levels", "moves", "ranking"].map(|name| closed(&schema, name));
    let files = [("Đơn vị", "don-vi"), ("Tổ", "to-2022"), ("Tổ", "to-2023")];
    let inputs = files.map(|(record, file)| InputFile {
        record: Some(record.to_owned()),
        file: DataFile::path(folder.join("so-lieu").join(file).with_extension("csv")),
    });
    let day = Date::from_ymd(2023, 6, 30).unwrap();
    let data = rules.query().date(day).read_all(&inputs, None).unwrap();
    let year = data.year();
    let told = |lines: Vec<String>, validator: &Validator| -> usize {
        lines.iter().map(|line| check(validator, line)).sum()
    };
    let of_targets = year.targets.iter().map(|one| told(wire::level_lines(one).unwrap(), &levels));
    // Two indicators of five units and of all together.
    assert_eq!(of_targets.sum::<usize>(), 12);
    let of_blocks = year.blocks.iter().map(|one| told(wire::move_lines(one).unwrap(), &moves));
    assert_eq!(of_blocks.sum::<usize>(), 6);
    let rankings = data.rankings();
    let ranked =
        rankings.iter().map(|one| check(&ranking, &wire::ranking_line(one, Lang::Vi).unwrap()));
    assert_eq!(ranked.sum::<usize>(), 7);
}

#[test]
fn findings_are_as_the_schema_of_answers_says() {
    let schema = pack().schema().output();
    let finding = closed(&schema, "diagnostic");
    let refused = Rules::from_text("bản ghi Tổ\n  trường x: sô\ntính y = z\n").unwrap_err();
    let text = wire::diagnostics(refused.diagnostics(), Lang::En).unwrap();
    assert!(check(&finding, &text) > 0);
    let rules = Rules::from_text(
        "danh mục L: A, B\nbản ghi T\n  trường mã: chữ, khóa\n  trường a: số, từ 0\n  trường b: một trong L\n\
         bảng M cho T: số\n  | a | b | M |\n  | từ 1 | - | 1 |\n  | từ 2 | A | 2 |\n",
    );
    let text = wire::diagnostics(&rules.unwrap().check().diagnostics, Lang::Vi).unwrap();
    assert!(check(&finding, &text) == 2);
}

#[test]
fn an_answer_with_a_key_too_few_or_a_word_of_no_block_is_none() {
    let rules = pack();
    let schema = rules.schema().output();
    let takes = closed(&schema, "decision");
    let group = records("to.csv", of(&rules.schema(), "Tổ")).swap_remove(0);
    let decided = rules.query().record("Tổ").unwrap().date(day()).grade(&group).unwrap();
    let sound = wire::decision_value(&decided[0], Lang::Vi).unwrap();
    assert_eq!(faults(&takes, &sound), Vec::<String>::new());
    let changed = |change: fn(&mut Map<String, Value>)| {
        let mut value = sound.clone();
        change(value.as_object_mut().unwrap());
        value
    };
    for wrong in [
        changed(|decision| drop(decision.remove("fingerprint"))),
        changed(|decision| drop(decision.insert("verdict".into(), json!("Xuất sắc")))),
        changed(|decision| drop(decision.insert("points".into(), json!(85)))),
        changed(|decision| drop(decision.insert("status".into(), json!("done")))),
        changed(|decision| drop(decision.insert("more".into(), json!(1)))),
    ] {
        assert!(!takes.is_valid(&wrong), "{wrong:#}");
    }
}

const RULES: &str = r#"
tài liệu VB: "Văn bản mẫu"
danh mục Quận
  Hải Châu, mã "HC"
  Sơn Trà, mã "ST", từ 01/02/2023
danh mục Loại có thứ tự: Tốt > Yếu

bản ghi Tổ "Tổ vay vốn"
  trường mã tổ: chữ, khóa
  trường quận: một trong Quận, bắt buộc, cột "Địa bàn"
  trường dư nợ: tiền, từ 0
  trường nợ quá hạn: tiền, từ 0 đến dư nợ
  tính tỷ lệ nợ = nợ quá hạn / dư nợ

tham số mức trần: tỷ lệ
  từ 01/01/2023 là 2%
    căn cứ VB mục 3
  từ 01/07/2023 là 3%

bảng điểm Chấm cho Tổ, thang 10 điểm
  tiêu chí 1 "Nợ", tối đa 10 điểm
    tỷ lệ nợ ≤ mức trần  được 10 điểm
    còn lại              được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 10 điểm  là Tốt
    còn lại     là Yếu

kiểm tra Hạn mức cho Tổ
  căn cứ VB mục 1
  yêu cầu dư nợ ≤ 2 tỷ
    nếu không: "Quá hạn mức"

chỉ tiêu Chung trên Tổ theo quận, toàn bộ
  chỉ số a "Nợ trên dư nợ" = tổng(nợ quá hạn) / tổng(dư nợ)
    yêu cầu dưới 3%
"#;

#[test]
fn a_schema_says_what_the_rules_say() {
    let schema = Rules::from_text(RULES).unwrap().schema();
    let json = serde_json::to_value(&schema).unwrap();
    assert_eq!(json["schema_version"], json!(1));
    let fields = &json["records"][0]["fields"];
    assert_eq!(fields[0]["key"], json!(true));
    assert_eq!(fields[1]["category"], json!("Quận"));
    assert_eq!(fields[1]["columns"], json!(["Địa bàn"]));
    assert_eq!(fields[2]["unit"], json!("money"));
    let upper = &fields[3]["range"]["upper"];
    assert_eq!(upper, &json!({ "text": "dư nợ", "value": null, "inclusive": true }));
    assert_eq!(fields[3]["range"]["lower"]["value"], json!("0"));
    assert_eq!(json["categories"][0]["values"][1]["from"], json!("2023-02-01"));
    assert_eq!(json["categories"][0]["values"][0]["code"], json!("HC"));
    let values = &json["parameters"][0]["values"];
    assert_eq!(values[0]["value"], json!("0.02"));
    assert_eq!(values[1]["from"], json!("2023-07-01"));
    assert_eq!(values[0]["basis"]["sources"][0]["place"], json!("mục 3"));
    let blocks = &json["blocks"];
    assert_eq!(blocks[0]["kind"], json!("scorecard"));
    assert_eq!(blocks[0]["verdicts"][0], json!({ "word": "Tốt", "code": "graded" }));
    assert_eq!(blocks[1]["verdicts"][2], json!({ "word": "không đạt", "code": "not_met" }));
    assert_eq!(blocks[1]["clauses"][0]["text"], json!("Quá hạn mức"));
    let target = &json["targets"][0];
    assert_eq!(target["by"], json!("quận"));
    assert_eq!(target["indicators"][0]["unit"], json!("ratio"));
    assert_eq!(target["indicators"][0]["required"], json!(["dưới 3%"]));
}

#[test]
fn a_schema_is_shown_in_both_languages() {
    let schema = Rules::from_text(RULES).unwrap().schema();
    insta::assert_snapshot!(
        "schema_text",
        format!("{}\n{}", schema.text(Lang::Vi), schema.text(Lang::En))
    );
}

#[test]
fn the_schema_of_one_record_type_is_that_type_alone() {
    let schema = pack().schema().only("khoản  vay").unwrap();
    assert_eq!(schema.records.len(), 1);
    assert!(schema.blocks.iter().all(|block| block.record == "Khoản vay"));
    assert!(pack().schema().only("Không có").is_none());
    assert!(pack().schema().input("Không có").is_none());
}

const TIMED: &str = "\
bản ghi Khoản vay
  trường mã: chữ, khóa
  trường giải ngân: ngày
  trường kiểm tra: ngày
  tính số ngày = kiểm tra - giải ngân
kiểm tra Sử dụng vốn cho Khoản vay
  hiện theo số ngày
  hạn kiểm tra: trong 30 ngày từ giải ngân
    nếu không: \"Chưa kiểm tra\"
chỉ tiêu Kiểm tra trên Khoản vay, toàn bộ
  chỉ số a = tỷ trọng(khi kết luận của Sử dụng vốn là đạt)
    yêu cầu từ 80%
  chỉ số b = đếm(khi kết luận của Sử dụng vốn là chưa đến hạn)
    yêu cầu đến 5
bản ghi Phiên ghi theo ngày họp
  trường mã: chữ, khóa
  trường ngày họp: ngày
  trường đủ: có không
chỉ tiêu Họp trên Phiên, toàn bộ
  chỉ số a = tỷ trọng(khi đủ là có)
    yêu cầu mỗi tháng từ 80%
";

/// On 15/02/2023: V1 (last day 14/02) was checked, V2 (15/02) was not, V3 (19/02) is not due.
const LOANS: &str = "mã;giải ngân;kiểm tra\nV1;15/01/2023;10/02/2023\nV2;16/01/2023;\n\
    V3;20/01/2023;25/01/2023\nV4;15/12/2023;\n";
const SESSIONS: &str = "mã;ngày họp;đủ\n1;05/01/2023;có\n2;06/01/2023;không\n3;05/03/2023;có\n";

#[test]
fn what_is_asked_over_time_is_as_the_schema_of_answers_says() {
    let pack = "[pack]\nname = \"t\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n";
    let files = [("pack.toml", pack), ("a.luat", TIMED)];
    let rules = Rules::from_files(&files.into_iter().collect::<visao::load::Memory>()).unwrap();
    let schema = rules.schema().output();
    let [target, decision, explanation] =
        ["target", "decision", "explanation"].map(|name| closed(&schema, name));
    let outcomes = |day: &str| {
        let given = [("Khoản vay", LOANS), ("Phiên", SESSIONS)].map(|(name, text)| InputFile {
            record: Some(name.to_owned()),
            file: DataFile::bytes(format!("{name}.csv"), text.as_bytes()),
        });
        let day = visao::value::text::parse_date(day).unwrap();
        let data = rules.query().date(day).read_all(&given, None).unwrap();
        for one in data.batches().flat_map(|batch| batch.decisions(0..batch.records())) {
            check(&decision, &wire::decision_line(&one, Lang::Vi).unwrap());
        }
        let lines = data.batches().flat_map(|batch| batch.explanations(0..batch.records()));
        check(&explanation, &wire::explanations(&lines.collect::<Vec<_>>(), Lang::Vi).unwrap());
        let outcomes: Vec<Value> = data
            .outcomes()
            .iter()
            .map(|outcome| serde_json::to_value(outcome).unwrap())
            .inspect(|value| assert_eq!(faults(&target, value), Vec::<String>::new(), "{value:#}"))
            .collect();
        outcomes
    };
    let on = outcomes("15/02/2023");
    let checked = &on[0]["indicators"];
    assert_eq!(checked[0]["value"], "0.5", "V1 of V1 and V2");
    assert_eq!(checked[0]["not_due"], 2, "V3, and V4 that is not paid out yet");
    assert_eq!(checked[1]["not_due"], Value::Null, "takes all");
    assert_eq!(checked[1]["value"], "1", "V3 was checked early, V4 waits");
    let month = &on[1]["indicators"][0];
    assert_eq!(month["status"], "not_met");
    assert_eq!(
        month["periods"],
        json!([{
            "from": "2023-01-01", "to": "2023-01-31", "asked": "2023-01-31", "value": "0.5",
            "range": null, "met": [false], "has_rows": true
        }])
    );
    let before = outcomes("30/01/2023");
    assert_eq!(before[1]["verdict_code"], "not_due");
    assert_eq!(before[1]["verdict"], "chưa đến hạn");
    assert_eq!(before[1]["indicators"][0]["status"], "not_due");
    let without = outcomes("28/02/2023");
    assert_eq!(without[1]["indicators"][0]["periods"][1]["has_rows"], false);
    // After the period: V1 and V3 of three, and V4 is due on 14/01/2024.
    let after = outcomes("13/01/2024");
    assert_eq!(after[0]["indicators"][0]["status"], "not_met");
    assert_eq!(after[0]["indicators"][0]["not_due"], 1);
    let after = outcomes("14/01/2024");
    assert_eq!(after[0]["indicators"][0]["value"], "0.5", "V1 and V3 of four");
    assert_eq!(after.len(), 1, "the other targets read no deadline");
}
