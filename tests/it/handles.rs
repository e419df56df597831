//! Records through one handle: each is decided as it would be alone, and as its JSON text says.

use proptest::prelude::*;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use visao::{Error, Prepared, Query, Rules};

const RULES: &str = r#"
language: en
category Colour: red, green, blue
category Level ordered: High > Middle > Low

record Thing
  field id: text, key
  field amount: money, column "Amount due"
  field share: number
  field count: integer
  field on: date
  field ready: yes-no
  field colour: one of Colour
  derive half = amount / 2
  derive part = share / count, if count = 0 then 0
  derive parts = count(Piece)
  derive weight = sum(weight of Piece)

record Piece belongs to Thing by thing
  field thing: text
  field weight: number

scorecard Points for Thing, out of 20 points
  criterion 1 "Share", at most 10 points
    by part
    from 2 gives 10 points
    from 1 gives 5 points
    otherwise gives 0 points
  criterion 2 "Colour", at most 10 points
    colour is red and half > 10 VND gives 10 points
    colour is green or ready is yes gives 5 points
    otherwise gives 0 points
  grade Level by total points
    from 15 points is High
    from 5 points is Middle
    otherwise is Low

check Order for Thing
  require amount > 0 and (ready is yes or share > 1)
    else: "out of order"
  warn if weight > 10: "heavy"
"#;

fn query() -> Query {
    Rules::from_text(RULES).unwrap().query().record("Thing").unwrap()
}

/// All that is told of a record: decisions and explanations in JSON, or the refusal.
fn told<T: Serialize>(made: Result<Vec<T>, Error>) -> String {
    match made {
        Ok(made) => serde_json::to_string(&made).unwrap(),
        Err(refusal) => refusal.to_string(),
    }
}

/// Holds a record of a handle against the same as a text, which a query alone reads.
fn agree<R: Serialize + ?Sized>(handle: &mut Prepared, query: &Query, record: &R) {
    assert_eq!(told(handle.grade(record)), told(query.grade(record)));
    assert_eq!(told(handle.explain(record)), told(query.explain(record)));
    if let Ok(text) = serde_json::to_string(record) {
        let raw = serde_json::value::RawValue::from_string(text).unwrap();
        assert_eq!(told(handle.grade(record)), told(query.grade(&raw)));
        assert_eq!(told(handle.grade(&raw)), told(query.grade(record)));
        assert_eq!(told(handle.explain(record)), told(query.explain(&raw)));
    }
}

/// Pairs in an order, with names that may come twice.
struct Pairs<'p>(&'p [(&'p str, Odd)]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

#[derive(Clone, Debug, Serialize)]
struct New<T>(T);

#[derive(Clone, Debug, Serialize)]
struct Unit;

#[derive(Clone, Debug, Serialize)]
enum Choice {
    #[serde(rename = "red")]
    Red,
    New(u8),
    Pair(u8, u8),
    Fields {
        weight: u8,
    },
}

/// A value of any shape that a program can have.
#[derive(Clone, Debug)]
enum Odd {
    Bool(bool),
    I8(i8),
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    #[expect(clippy::disallowed_types, reason = "programs have floats")]
    F32(f32),
    #[expect(clippy::disallowed_types, reason = "programs have floats")]
    F64(f64),
    Char(char),
    Text(String),
    Shown(String),
    Bytes(Vec<u8>),
    None,
    Some(Box<Odd>),
    Unit,
    UnitStruct(Unit),
    Choice(Choice),
    New(New<Box<Odd>>),
    List(Vec<Odd>),
    Tuple(u8, String),
    Map(BTreeMap<String, Odd>),
    Json(Json),
    Raw(String),
    Fails,
}

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Odd::Bool(value) => value.serialize(serializer),
            Odd::I8(value) => value.serialize(serializer),
            Odd::I64(value) => value.serialize(serializer),
            Odd::U64(value) => value.serialize(serializer),
            Odd::I128(value) => value.serialize(serializer),
            Odd::U128(value) => value.serialize(serializer),
            Odd::F32(value) => value.serialize(serializer),
            Odd::F64(value) => value.serialize(serializer),
            Odd::Char(value) => value.serialize(serializer),
            Odd::Text(value) => value.serialize(serializer),
            Odd::Shown(value) => serializer.collect_str(value),
            Odd::Bytes(value) => serializer.serialize_bytes(value),
            Odd::None => serializer.serialize_none(),
            Odd::Some(value) => serializer.serialize_some(value),
            Odd::Unit => serializer.serialize_unit(),
            Odd::UnitStruct(value) => value.serialize(serializer),
            Odd::Choice(value) => value.serialize(serializer),
            Odd::New(value) => value.serialize(serializer),
            Odd::List(value) => value.serialize(serializer),
            Odd::Tuple(first, second) => (first, second).serialize(serializer),
            Odd::Map(value) => value.serialize(serializer),
            Odd::Json(value) => value.serialize(serializer),
            Odd::Raw(text) => serde_json::value::RawValue::from_string(text.clone())
                .unwrap()
                .serialize(serializer),
            Odd::Fails => Err(S::Error::custom("no such thing")),
        }
    }
}

/// Every shape of value.
#[expect(clippy::disallowed_types, reason = "programs have floats")]
fn odd() -> Vec<Odd> {
    let text = |text: &str| Odd::Text(text.to_owned());
    let floats = [0.1, -0.0, 1e21, 1.5e-7, f64::NAN, f64::INFINITY, 123_456_789.125, 3.0];
    let texts = [
        "",
        " 12 ",
        "12,5",
        "1.5e3",
        "98%",
        "31/12/2023",
        "2023-12-31",
        "yes",
        "verdant",
        "Đỏ \"a\"\n\\",
        "e\u{301}",
        "-",
        "1 triệu",
        "red",
    ];
    let raw = ["null", "\"red\"", "\"\\u0031\"", "1.50", "true", "[1]", "{\"a\":1}", "1e400"];
    let mut all = vec![
        Odd::Bool(true),
        Odd::Bool(false),
        Odd::I8(-3),
        Odd::I64(i64::MIN),
        Odd::I64(0),
        Odd::I64(41),
        Odd::U64(u64::MAX),
        Odd::I128(-10_i128.pow(27)),
        Odd::U128(u128::MAX),
        Odd::F32(0.1),
        Odd::F32(f32::NAN),
        Odd::Char('7'),
        Odd::Shown("12.5".to_owned()),
        Odd::Bytes(vec![1, 2]),
        Odd::None,
        Odd::Some(Box::new(Odd::I64(4))),
        Odd::Some(Box::new(Odd::None)),
        Odd::Unit,
        Odd::UnitStruct(Unit),
        Odd::Choice(Choice::Red),
        Odd::Choice(Choice::New(1)),
        Odd::Choice(Choice::Pair(1, 2)),
        Odd::Choice(Choice::Fields { weight: 3 }),
        Odd::New(New(Box::new(Odd::F64(2.5)))),
        Odd::List(Vec::new()),
        Odd::List(vec![Odd::I64(1)]),
        Odd::List(vec![Odd::Choice(Choice::Fields { weight: 30 })]),
        Odd::Tuple(1, "a".to_owned()),
        Odd::Map(BTreeMap::from([("weight".to_owned(), Odd::I64(11))])),
        Odd::Json(json!(12.25)),
        Odd::Json(json!([{ "weight": 7 }, { "weight": 8, "thing": null }])),
        Odd::Fails,
    ];
    all.extend(floats.map(Odd::F64));
    all.extend(texts.map(text));
    all.extend(raw.map(|text| Odd::Raw(text.to_owned())));
    all
}

const NAMES: [&str; 11] = [
    "id",
    "amount",
    "AMOUNT DUE",
    "share",
    "count",
    "on",
    "ready",
    "colour",
    "Piece",
    "thing",
    "nobody",
];

#[test]
fn every_shape_of_value_is_what_its_json_text_is() {
    for query in [query(), query().lenient()] {
        let mut handle = query.prepare().unwrap();
        for name in NAMES {
            for value in odd() {
                agree(&mut handle, &query, &Pairs(&[("id", Odd::I64(7)), (name, value)]));
            }
        }
    }
}

#[test]
fn what_is_no_struct_and_no_map_is_what_its_json_text_is() {
    #[derive(Serialize)]
    struct Named {
        id: &'static str,
        amount: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        share: Option<u32>,
    }
    #[derive(Serialize)]
    struct Flat {
        #[serde(flatten)]
        named: Named,
        count: i128,
    }
    #[derive(Serialize)]
    enum Whole {
        Named { id: u8 },
    }
    let query = query();
    let mut handle = query.prepare().unwrap();
    odd().iter().for_each(|value| agree(&mut handle, &query, value));
    let named = || Named { id: "a", amount: None, share: None };
    agree(&mut handle, &query, &named());
    agree(&mut handle, &query, &Some(New(named())));
    agree(&mut handle, &query, &Flat { named: named(), count: 4 });
    agree(&mut handle, &query, &Whole::Named { id: 1 });
    agree(&mut handle, &query, &[named()]);
    agree(&mut handle, &query, &BTreeMap::from([(1, "number"), (2, "names")]));
    agree(&mut handle, &query, &BTreeMap::from([('a', 1)]));
    agree(&mut handle, &query, &BTreeMap::from([((1, 2), "no name")]));
    agree(&mut handle, &query, &json!({ "id": 1, "Amount due": 3.50, "share": "2.5" }));
}

/// Monthly snapshots with parts and values of the month before are read at a glance where neither
/// is given; of days that do not count, and with parts, they are taken in as their text is.
#[test]
fn a_snapshot_is_what_its_json_text_is() {
    let rules = Rules::load("rules/2023").unwrap();
    let query = rules.query().record("Tổ").unwrap().date("30/06/2023".parse().unwrap());
    let mut handle = query.prepare().unwrap();
    let parts = [
        Json::Null,
        json!([]),
        json!([{ "mã khoản vay": "K1", "dư nợ": 5_000_000, "nợ quá hạn": 0 }]),
    ];
    let days = [
        Json::Null,
        json!(""),
        json!("30/06/2023"),
        json!("01/07/2023"),
        json!("31/05/2023"),
        json!("31/12/2022"),
        json!("30/02/2023"),
        json!(7),
    ];
    let overdue = [json!(3_200_000), json!("nhiều"), json!(900_000_000), Json::Null];
    let of_days = days.iter().map(|day| (day, &parts[0], &overdue[0]));
    let with_parts = parts[1..].iter().map(|parts| (&days[2], parts, &overdue[0]));
    let overdue = overdue[1..].iter().map(|overdue| (&days[0], &parts[0], overdue));
    for (day, parts, overdue) in of_days.chain(with_parts).chain(overdue) {
        let mut record = json!({
            "mã tổ": "T1", "ngày báo cáo": day, "quận": "Hải Châu", "dư nợ": 812_000_000,
            "nợ quá hạn": overdue, "số phiên giao dịch": 6, "số phiên tham gia": 5,
            "gốc đến hạn": 40_000_000, "gốc đã thu": 36_000_000, "số thành viên": 50,
            "số thành viên gửi": 49, "số dư tiết kiệm": 48_720_000, "điểm ngân hàng": 84.5,
            "xếp loại ngân hàng": "Khá", "Khoản vay": parts,
        });
        agree(&mut handle, &query, &record);
        record.as_object_mut().unwrap().remove("Khoản vay");
        agree(&mut handle, &query, &record);
    }
    agree(&mut handle, &query, &json!({ "mã tổ": "T1", "dư nợ": 1, "số thành viên": 1 }));
    agree(&mut handle, &query, &json!({ "mã tổ": "T1", "dư nợ": -1, "số thành viên": 0 }));
}

/// Any of the shapes under any of the names, so many times.
fn pairs() -> impl Strategy<Value = Vec<(&'static str, Odd)>> {
    let name = proptest::sample::select(NAMES.to_vec());
    let value = proptest::sample::select(odd());
    proptest::collection::vec((name, value), 0..9)
}

/// Records that mostly can be read, and whose rows hold in ever other ways.
fn plain() -> impl Strategy<Value = Json> {
    let number = proptest::option::of(-1..40_i64);
    let colour = proptest::sample::select(vec![None, Some("red"), Some("green"), Some("blue")]);
    let pieces = proptest::option::of(proptest::collection::vec(0..9_i64, 0..3));
    let ready = proptest::option::of(any::<bool>());
    (number.clone(), number.clone(), number, colour, ready, pieces).prop_map(
        |(amount, share, count, colour, ready, pieces)| {
            let pieces = pieces.map(|all| {
                all.into_iter().map(|weight| json!({ "weight": weight })).collect::<Vec<Json>>()
            });
            json!({
                "id": "a", "amount": amount, "share": share, "count": count, "colour": colour,
                "ready": ready, "Piece": pieces,
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_handle_remembers_nothing_of_a_record(records in prop::collection::vec(pairs(), 1..6)) {
        let query = query().lenient();
        let mut handle = query.prepare().unwrap();
        records.iter().for_each(|pairs| agree(&mut handle, &query, &Pairs(pairs)));
    }

    #[test]
    fn records_are_decided_in_a_row_as_alone(records in prop::collection::vec(plain(), 1..40)) {
        let query = query();
        let mut handle = query.prepare().unwrap();
        let alone: Vec<String> = records.iter().map(|one| told(query.grade(one))).collect();
        let handled: Vec<String> = records.iter().map(|one| told(handle.grade(one))).collect();
        let in_a_row: Vec<String> = query.grade_all(&records).map(told).collect();
        prop_assert_eq!(&alone, &handled);
        prop_assert_eq!(&alone, &in_a_row);
    }
}
