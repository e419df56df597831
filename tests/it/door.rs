//! The JSON door: its page, its mistakes, and that nothing makes it panic.

use crate::literate::{Page, root};
use serde_json::{Value, json};
use visao::door::Bounds;
use visao::{Session, request};

fn ask(session: &Session, asked: Value) -> Value {
    serde_json::from_str(&session.request(&asked.to_string())).unwrap()
}

fn alone(asked: Value) -> Value {
    serde_json::from_str(&request(&asked.to_string())).unwrap()
}

/// A long answer is shown without what has its own page: the insides of decisions, explanations and
/// schemas.
const LONG: [&str; 10] = [
    "schema",
    "criterion_lines",
    "guards",
    "grading",
    "caps",
    "clauses",
    "grounds",
    "indicators",
    "months",
    "criteria",
];

fn shorten(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                let empty = value.as_array().is_some_and(Vec::is_empty) || value.is_null();
                if LONG.contains(&key.as_str()) && !empty {
                    *value = json!("…");
                } else if key == "fingerprint" {
                    let start: String = value.as_str().unwrap().chars().take(8).collect();
                    *value = json!(start + "…");
                } else {
                    shorten(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        _ => {}
    }
}

#[test]
fn the_page_of_the_door_shows_what_it_answers() {
    let session = Session::default();
    let mut page = Page::read(&root().join("docs/json.md"));
    let mut shown = 0;
    for section in std::mem::take(&mut page.sections) {
        let mut answer = None;
        for block in &section.blocks {
            match block.word.as_str() {
                "request" => answer = Some(session.request(&block.body)),
                "answer" => {
                    let mut value: Value = serde_json::from_str(&answer.take().unwrap()).unwrap();
                    shorten(&mut value);
                    page.answer(block, &format!("{value:#}"));
                    shown += 1;
                }
                other => panic!("{other}"),
            }
        }
        assert!(answer.is_none(), "{}: a request without an answer", section.heading);
    }
    assert!(shown > 12);
    let wrong = page.settle();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_answer_about_records_is_as_the_schema_of_answers_says() {
    let session = Session::default();
    let rules = json!({ "a.luat": RULES });
    ask(&session, json!({ "request": "load", "name": "a", "rules": rules }));
    let outputs = ask(&session, json!({ "request": "schema", "rules": "a", "of": "outputs" }));
    let takes = jsonschema::validator_for(&outputs["schema"]).unwrap();
    let records =
        json!({ "Tổ": [{ "mã": "T1", "nợ": 5 }, { "mã": "T2" }, { "mã": "T3", "nợ": "x" }] });
    let graded = ask(&session, json!({ "request": "grade", "rules": "a", "records": records }));
    let explained =
        ask(&session, json!({ "request": "explain", "rules": "a", "records": records }));
    let lists = [&graded["decisions"], &graded["targets"], &explained["explanations"]];
    let sizes = lists.map(|list| list.as_array().unwrap().len());
    assert_eq!(sizes, [3, 1, 3]);
    for value in lists.into_iter().flat_map(|list| list.as_array().unwrap()) {
        assert!(takes.is_valid(value), "{value:#}");
    }
    assert_eq!(graded["decisions"][2]["status"], json!("data_error"));
}

const RULES: &str = r#"
bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: tiền, từ 0
kiểm tra Sạch cho Tổ
  yêu cầu nợ = 0
    nếu không: "Còn nợ"
chỉ tiêu Chung trên Tổ, toàn bộ
  chỉ số a "Tổ không nợ" = tỷ trọng(khi nợ = 0)
    yêu cầu từ 50%
"#;

/// The digits of a number are taken as they stand, through the whole of the door.
#[test]
fn no_digit_is_lost() {
    let rules = json!({ "a.luat": "bản ghi T\n  trường x: số\n  tính y = x × 10\n" }).to_string();
    let asked = format!(
        r#"{{"request":"grade","rules":{rules},"records":{{"T":[{{"x":123456789012345678.0123456789}}]}}}}"#
    );
    let answer: Value = serde_json::from_str(&request(&asked)).unwrap();
    assert_eq!(answer["decisions"][0]["derived"]["y"], json!("1234567890123456780.123456789"));
}

/// The requests of the page's section on reports, answered in its session.
#[test]
fn a_report_tells_records_to_work_on_months_and_ranks() {
    let session = Session::default();
    let page = Page::read(&root().join("docs/json.md"));
    let answers = |name: &str| -> Vec<Value> {
        let section = page.sections.iter().find(|section| section.heading == name).unwrap();
        let asked = section.blocks.iter().filter(|block| block.word == "request");
        asked.map(|block| serde_json::from_str(&session.request(&block.body)).unwrap()).collect()
    };
    answers("load");
    let [work, months] = answers("report").try_into().unwrap();
    // 59,000 of 1,000,000 is overdue; below 5% is 49,999 at the most.
    let remedy = &work["targets"][0]["indicators"][0]["levels"][0]["remedy"];
    let [one] = &remedy["records"].as_array().unwrap()[..] else { panic!("{remedy:#}") };
    assert_eq!((&one["record"], &one["changes"][0]["to"]), (&json!("G1"), &json!("35999")));
    assert_eq!((&work["months"], &work["rankings"]), (&json!([]), &json!([])));
    // North: 6% and then 4%; South: 1% in February alone, and the first there.
    let levels = |unit: &str| -> Vec<(Value, Value)> {
        let all = months["months"].as_array().unwrap();
        let of = all.iter().find(|line| line["record"] == unit).unwrap();
        let months = of["months"].as_array().unwrap();
        months.iter().map(|month| (month["value"].clone(), month["status"].clone())).collect()
    };
    let told = |value: &str, status: &str| (json!(value), json!(status));
    assert_eq!(levels("North"), [told("0.06", "not_met"), told("0.04", "met")]);
    assert_eq!(levels("South"), [(Value::Null, json!("no_data")), told("0.01", "met")]);
    let rankings = months["rankings"].as_array().unwrap();
    assert_eq!(rankings.len(), 2, "{rankings:#?}");
}

/// A remedy is searched for where it is asked for, and of so many records as are allowed.
#[test]
fn work_is_asked_for_and_bounded() {
    let rules = json!({ "a.luat": "language: en\nrecord A\n  field x: integer, required, from 0\ntargets T over A, total\n  indicator a = sum(x)\n    require up to 5\n" });
    let asked = |work: bool| json!({ "request": "report", "rules": rules, "work": work, "records": { "A": [{ "x": 4 }, { "x": 3 }] } });
    let remedy =
        |answer: &Value| answer["targets"][0]["indicators"][0]["levels"][0]["remedy"].clone();
    assert_eq!(remedy(&alone(asked(false))), Value::Null);
    assert_eq!(remedy(&alone(asked(true)))["records"].as_array().map(Vec::len), Some(1));
    let mut bounds = Bounds::default();
    bounds.explained = 1;
    let session = Session::with_bounds(bounds);
    assert_eq!(code(&ask(&session, asked(true))), "E275");
    assert_eq!(ask(&session, asked(false))["answer"], "reported");
}

fn code(answer: &Value) -> &str {
    assert_eq!(answer["answer"], json!("error"), "{answer}");
    answer["errors"][0]["code"].as_str().unwrap()
}

#[test]
fn each_mistake_of_a_request_has_its_code_and_words_in_both_languages() {
    let rules = json!({ "a.luat": RULES });
    let cases = [
        (json!([1]), "E270"),
        (json!({ "request": "grad", "rules": rules }), "E270"),
        (json!({ "request": "version", "door": 2 }), "E270"),
        (json!({ "request": "check", "rules": rules, "file": 1 }), "E272"),
        (json!({}), "E273"),
        (json!({ "request": "grade", "rules": rules }), "E273"),
        (json!({ "request": "grade", "rules": 5, "records": {} }), "E273"),
        (json!({ "request": "grade", "rules": rules, "records": { "Tổ": {} } }), "E273"),
        (json!({ "request": "grade", "rules": rules, "records": {}, "date": "hôm qua" }), "E273"),
        (json!({ "request": "version", "lang": "fr" }), "E273"),
        (json!({ "request": "schema", "rules": rules, "of": "inputs", "record": "T" }), "E273"),
        (json!({ "request": "check", "rules": "nothing" }), "E274"),
        (json!({ "request": "grade", "rules": rules, "records": { "To": [] } }), "E245"),
        (json!({ "request": "grade", "rules": rules, "records": { "Tổ": [{ "x": 1 }] } }), "E240"),
        (json!({ "request": "load", "rules": { "a.luat": "bản ghi\n" } }), "E001"),
    ];
    for (asked, wanted) in cases {
        let answer = alone(asked.clone());
        assert_eq!(code(&answer), wanted, "{asked}\n{answer}");
        let error = &answer["errors"][0];
        let words = ["vi", "en"].map(|lang| error["messages"][lang].as_str().unwrap());
        assert!(words.iter().all(|words| !words.is_empty()) && words[0] != words[1], "{answer}");
        for rusty in ["serde", "invalid type", "::", "Value", "RawValue"] {
            assert!(words.iter().all(|words| !words.contains(rusty)), "{answer}");
        }
    }
    let twice = request(r#"{"request":"version","request":"version"}"#);
    assert!(twice.contains("E272"), "{twice}");
}

#[test]
fn what_else_is_asked_of_rules_wants_its_values() {
    let session = Session::default();
    let rules = json!({ "a.luat": RULES });
    let check = |key: &str, value: Value| {
        ask(&session, json!({ "request": "check", "rules": rules, key: value }))
    };
    for (key, value) in [
        ("cliffs", json!("nhiều")),
        ("cliffs", json!(-1)),
        ("cliffs", json!([1])),
        ("confined", json!(1)),
    ] {
        assert_eq!(code(&check(key, value.clone())), "E273", "{key} {value}");
    }
    assert_eq!(check("cliffs", json!("0.5"))["answer"], json!("checked"));
    let test = |coverage: Value| {
        ask(&session, json!({ "request": "test", "rules": rules, "coverage": coverage }))
    };
    assert_eq!(code(&test(json!("có"))), "E273");
    assert_eq!(test(json!(false)).get("coverage"), None);
    assert_eq!(test(json!(true))["coverage"][0]["examples"], json!(0));
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let mut bounds = Bounds::default();
    (bounds.bytes, bounds.depth, bounds.records, bounds.explained, bounds.packs) =
        (4_000, 8, 2, 1, 1);
    bounds.ways = 0;
    let session = Session::with_bounds(bounds);
    let rules = json!({ "a.luat": RULES });
    let group = |code: &str| json!({ "mã": code, "nợ": 1 });
    let of = |what: &str, records: Vec<Value>| json!({ "request": what, "rules": rules, "records": { "Tổ": records } });
    let two = vec![group("A"), group("B")];
    let three = vec![group("A"), group("B"), group("C")];
    assert_eq!(ask(&session, of("grade", two.clone()))["answer"], json!("graded"));
    assert_eq!(code(&ask(&session, of("grade", three))), "E275");
    assert_eq!(code(&ask(&session, of("explain", two))), "E275");
    assert_eq!(ask(&session, of("explain", vec![group("A")]))["answer"], json!("explained"));
    let explain = |ways: Value| json!({ "request": "explain", "rules": rules, "records": { "Tổ": [group("A")] }, "ways": ways });
    assert_eq!(code(&ask(&session, explain(json!(2)))), "E275");
    let long = session.request(&format!("{{\"request\":\"{}\"}}", "x".repeat(4_000)));
    assert!(long.contains("E275"), "{long}");
    let deep = session.request(&"[".repeat(3_000));
    assert!(deep.contains("E275"), "{deep}");
    let load = json!({ "request": "load", "rules": rules });
    assert_eq!(ask(&session, load.clone())["rules"], json!("rules-1"));
    assert_eq!(code(&ask(&session, load.clone())), "E275");
    ask(&session, json!({ "request": "unload", "rules": "rules-1" }));
    assert_eq!(ask(&session, load)["answer"], json!("loaded"));
}

/// Every request cut short anywhere, and every one with a byte of it made another, is answered by
/// one object.
#[test]
fn no_text_makes_it_panic() {
    let session = Session::default();
    ask(&session, json!({ "request": "load", "name": "a", "rules": { "a.luat": RULES } }));
    let asked = [
        json!({ "request": "grade", "rules": "a", "records": { "Tổ": [{ "mã": "T1", "nợ": 5 }] } }),
        json!({ "request": "explain", "rules": "a", "records": { "Tổ": [{ "mã": "T1" }] }, "ids": ["T1"] }),
        json!({ "request": "schema", "rules": "a", "of": "outputs", "lang": "en" }),
        json!({ "request": "check", "rules": { "a.luat": "bản ghi T\n  trường x: số\n" } }),
    ];
    let mut answered = 0;
    for text in asked.map(|asked| asked.to_string()) {
        for (at, _) in text.char_indices() {
            let (before, after) = text.split_at(at);
            let rest: String = after.chars().skip(1).collect();
            let changed =
                ["\"", "{", "]", "9", "\\", "\u{0}", "", "ộ"].map(|c| format!("{before}{c}{rest}"));
            for text in [before.to_owned()].into_iter().chain(changed) {
                let answer: Value = serde_json::from_str(&session.request(&text)).unwrap();
                assert!(answer["answer"].is_string(), "{text}");
                answered += 1;
            }
        }
    }
    assert!(answered > 2_000, "{answered}");
}

#[test]
fn a_session_serves_several_threads() {
    let session = Session::default();
    ask(&session, json!({ "request": "load", "name": "a", "rules": { "a.luat": RULES } }));
    let asked =
        json!({ "request": "grade", "rules": "a", "records": { "Tổ": [{ "mã": "T1", "nợ": 0 }] } });
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| ask(&session, asked.clone()))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    assert_eq!(answers[0]["decisions"][0]["verdict"], json!("đạt"));
}
