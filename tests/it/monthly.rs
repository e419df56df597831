//! Monthly snapshots from files and from a program: the day in every output, months of one key, and
//! lists within snapshots.

use crate::given::{day, rules_of};
use serde_json::json;
use visao::data::{DataFile, SkipReason};
use visao::engine::{Dataset, InputFile, Packs, Rules};
use visao::{Date, Lang};

const PACK: &str = "[pack]\nname = \"thang\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n";

const GROUPS: &str = "\
bản ghi Tổ chụp hàng tháng theo ngày báo cáo
  trường mã tổ: chữ, khóa
  trường ngày báo cáo: ngày
  trường dư nợ: số, từ 0
  tính tăng = dư nợ - kỳ trước(dư nợ)
kiểm tra Không giảm cho Tổ
  yêu cầu tăng ≥ 0
    nếu không: \"Dư nợ giảm\"
chỉ tiêu Dư nợ trên Tổ, toàn bộ
  chỉ số a = tổng(dư nợ)
    yêu cầu từ 10
bản ghi Nợ thuộc Tổ theo mã tổ
  trường mã tổ: chữ
";

fn rules() -> Rules {
    rules_of(PACK, GROUPS)
}

fn given(files: &[(&str, &str)]) -> Vec<InputFile> {
    let file = |(name, text): &(&str, &str)| InputFile {
        record: Some("Tổ".into()),
        file: DataFile::bytes(*name, text.as_bytes()),
    };
    files.iter().map(file).collect()
}

/// Key, day and verdict of each record, in order.
fn decided(dataset: &Dataset) -> Vec<(String, String, Option<String>)> {
    let batch = dataset.batches().find(|batch| !batch.blocks().is_empty()).unwrap();
    let decisions = batch.decisions(0..batch.records());
    decisions
        .map(|one| {
            let day = one.as_of.unwrap();
            let verdict = one.verdict.map(|verdict| verdict.to_string());
            (one.record.to_string(), visao::value::text::show_date(day), verdict)
        })
        .collect()
}

fn row(key: &str, day: &str, verdict: Option<&str>) -> (String, String, Option<String>) {
    (key.to_owned(), day.to_owned(), verdict.map(str::to_owned))
}

const DECEMBER: (&str, &str) = ("12.csv", "mã tổ;ngày báo cáo;dư nợ\nT1;31/12/2022;5\n");
const MONTHS: (&str, &str) = (
    "01-02.csv",
    "mã tổ;ngày báo cáo;dư nợ\nT1;28/02/2023;7\nT1;31/01/2023;6\nT2;31/01/2023;3\nT1;01/03/2023;1\n",
);

#[test]
fn months_of_several_files_are_one_run_in_the_order_of_the_rows() {
    let rules = rules();
    let files = given(&[MONTHS, DECEMBER]);
    let dataset = rules.query().date(day("28/02/2023")).read_all(&files, None).unwrap();
    // T1: 7 - 6 in February, 6 - 5 in January; T2 has no December.
    let expected = [
        row("T1", "28/02/2023", Some("đạt")),
        row("T1", "31/01/2023", Some("đạt")),
        row("T2", "31/01/2023", None),
    ];
    assert_eq!(decided(&dataset), expected);
    let report = dataset.batches().next().unwrap().report();
    let after = SkipReason::After { column: "ngày báo cáo".into(), as_of: day("28/02/2023") };
    let before =
        SkipReason::BeforePeriod { column: "ngày báo cáo".into(), from: day("01/01/2023") };
    assert_eq!(report.files[0].skipped, [(after, 1)]);
    assert_eq!(report.files[1].skipped, [(before, 1)]);
    assert_eq!((report.files[0].records, report.files[1].records), (3, 0));
}

/// What is counted by unit is of the latest month, and so are the records to look at.
#[test]
fn only_the_latest_month_is_to_be_looked_at() {
    let rules = rules();
    let attention = |today: &str| {
        let files = given(&[MONTHS, DECEMBER]);
        let dataset = rules.query().date(day(today)).read_all(&files, None).unwrap();
        dataset.attention(5, Lang::Vi)
    };
    // In February there is T1 alone, and it grew; in January T2 has no month before.
    assert_eq!(attention("28/02/2023").all, 0);
    let january = attention("31/01/2023");
    assert_eq!((january.all, january.told.len()), (1, 1));
    assert!(january.told[0].starts_with("Tổ T2: "), "{}", january.told[0]);
}

#[test]
fn the_key_alone_finds_all_months() {
    let rules = rules();
    let dataset = rules.query().read_all(&given(&[DECEMBER, MONTHS]), None).unwrap();
    let records = &dataset.records()[0];
    let found = records.with_key("T1");
    let batch = &records.batches()[0];
    let days: Vec<Option<Date>> =
        found.iter().flat_map(|range| range.places.clone()).map(|at| batch.day(at)).collect();
    let expected = ["28/02/2023", "31/01/2023", "01/03/2023"].map(|text| Some(day(text)));
    assert_eq!(days, expected);
}

#[test]
fn targets_are_one_object_a_month_as_of_its_last_day() {
    let rules = rules();
    let dataset = rules.query().read_all(&given(&[DECEMBER, MONTHS]), None).unwrap();
    let told: Vec<serde_json::Value> =
        dataset.outcomes().iter().map(|outcome| serde_json::to_value(outcome).unwrap()).collect();
    let days: Vec<&serde_json::Value> = told.iter().map(|outcome| &outcome["as_of"]).collect();
    assert_eq!(days, [&json!("2023-01-31"), &json!("2023-02-28"), &json!("2023-03-31")]);
    let values: Vec<&serde_json::Value> =
        told.iter().map(|outcome| &outcome["indicators"][0]["value"]).collect();
    assert_eq!(values, [&json!("9"), &json!("7"), &json!("1")]);
}

#[test]
fn a_program_gives_months_as_files_do() {
    let rules = rules();
    let group = |day: &str, debt: u32| json!({ "mã tổ": "T1", "ngày báo cáo": day, "dư nợ": debt });
    let groups = [group("2022-12-31", 5), group("2023-01-31", 4), group("2023-02-01", 9)];
    let dataset = |as_of: &str| {
        let query = rules.query().date(day(as_of));
        query.dataset().add("Tổ", &groups).unwrap().finish().unwrap()
    };
    let january = row("T1", "31/01/2023", Some("không đạt"));
    assert_eq!(decided(&dataset("31/01/2023")), std::slice::from_ref(&january));
    assert_eq!(decided(&dataset("01/02/2023")), [january, row("T1", "01/02/2023", Some("đạt"))]);
}

/// The explanations of all records, in one text.
fn explained(dataset: &Dataset) -> String {
    let batch = dataset.batches().find(|batch| !batch.blocks().is_empty()).unwrap();
    let all = batch.explanations(0..batch.records());
    all.map(|explanation| explanation.to_string()).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_explanation_shows_the_month_before_with_its_month() {
    let rules = rules();
    let dataset = rules.query().read_all(&given(&[DECEMBER, MONTHS]), None).unwrap();
    let text = explained(&dataset);
    assert!(text.contains("kỳ trước(dư nợ), tháng 12/2022 = 5"), "{text}");
    assert!(text.contains("tăng = 7 - 6 = 1"), "{text}");
    assert!(text.contains("kỳ trước(dư nợ), tháng 01/2023 = 6"), "{text}");
}

#[test]
fn an_earlier_month_says_that_a_list_is_there_in_the_latest_alone() {
    let text = "\
bản ghi Tổ chụp hàng tháng theo ngày báo cáo
  trường mã tổ: chữ, khóa
  trường ngày báo cáo: ngày
  tính số nợ = đếm(Nợ)
kiểm tra Có nợ cho Tổ
  yêu cầu số nợ ≥ 1
    nếu không: \"Không có nợ\"
bản ghi Nợ thuộc Tổ theo mã tổ
  trường mã tổ: chữ
";
    let rules = Rules::from_text(text).unwrap();
    let groups =
        ["2023-01-31", "2023-02-01"].map(|day| json!({ "mã tổ": "T1", "ngày báo cáo": day }));
    let data = rules.query().dataset().add("Tổ", &groups).unwrap();
    let dataset = data.add("Nợ", [json!({ "mã tổ": "T1" })]).unwrap().finish().unwrap();
    let expected = [row("T1", "31/01/2023", None), row("T1", "01/02/2023", Some("đạt"))];
    assert_eq!(decided(&dataset), expected);
    let text = explained(&dataset);
    // Beside the value, and where what is to be added is told.
    assert_eq!(text.matches("Nợ chỉ có ở tháng mới nhất").count(), 2, "{text}");
}

#[test]
fn an_object_without_its_day_is_of_the_day_of_the_question() {
    let rules = rules();
    let query = rules.query().record("Tổ").unwrap();
    let object = json!({ "mã tổ": "T1", "dư nợ": 5 });
    let decisions = query.clone().date(day("31/01/2023")).grade(&object).unwrap();
    assert_eq!(decisions[0].as_of, Some(day("31/01/2023")));
    let without = query.grade(&object).unwrap();
    assert_eq!(without[0].errors[0].field.as_deref(), Some("ngày báo cáo"));
}

#[test]
fn records_that_are_graded_one_by_one_know_no_month_before() {
    let rules = rules();
    let group = |day: &str, debt: u32| json!({ "mã tổ": "T1", "ngày báo cáo": day, "dư nợ": debt });
    // The first is before the period, the last after the day: of neither anything is decided.
    let groups = [
        group("2022-12-31", 5),
        group("2023-01-31", 4),
        group("2023-02-28", 9),
        group("2023-03-01", 9),
    ];
    let query = rules.query().record("Tổ").unwrap().date(day("28/02/2023"));
    let days: Vec<Vec<(Option<Date>, Option<String>)>> = query
        .grade_all(&groups)
        .map(|decisions| {
            let told = decisions.unwrap().into_iter();
            told.map(|one| (one.as_of, one.verdict.map(|verdict| verdict.to_string()))).collect()
        })
        .collect();
    let undetermined = |text: &str| vec![(Some(day(text)), None)];
    let expected = [vec![], undetermined("31/01/2023"), undetermined("28/02/2023"), vec![]];
    assert_eq!(days, expected);
}

#[test]
fn columns_of_a_program_are_cut_and_read_the_month_before() {
    use visao::table::{Column, Table, Validity};
    let rules = rules();
    let table = || {
        let all = Validity::from_iter([true, true, true]);
        Table::of([
            ("mã tổ", Column::texts([Some("T1"); 3])),
            (
                "ngày báo cáo",
                Column::dates(
                    ["31/12/2022", "31/01/2023", "01/02/2023"].map(|text| Some(day(text))),
                ),
            ),
            ("dư nợ", Column::decimals(vec![5, 4, 9], 0, all).unwrap()),
        ])
        .unwrap()
    };
    let verdicts = |as_of: &str| {
        let query = rules.query().record("Tổ").unwrap().date(day(as_of));
        let batch = query.columns(table()).unwrap();
        let decisions = batch.decisions(0..batch.records());
        decisions.map(|one| one.verdict.unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts("31/01/2023"), ["không đạt"]);
    assert_eq!(verdicts("01/02/2023"), ["không đạt", "đạt"]);
}

#[test]
fn lists_within_snapshots_of_several_months_are_refused() {
    let rules = rules();
    let group = |day: &str| json!({ "mã tổ": "T1", "ngày báo cáo": day, "dư nợ": 1, "Nợ": [{}] });
    let added =
        |groups: &[serde_json::Value]| rules.query().dataset().add("Tổ", groups).unwrap().finish();
    assert!(added(&[group("2023-01-31")]).is_ok());
    let refused = added(&[group("2023-01-31"), group("2023-02-01")]).unwrap_err();
    assert!(refused.to_string().contains("Nợ không chụp hàng tháng"), "{refused}");
}

#[test]
fn a_day_for_each_record_is_refused_beside_snapshots() {
    let packs = Packs::from(rules());
    let files = given(&[MONTHS]);
    let refused = packs.read_all_by_day(&files, "ngày báo cáo", |rules| Some(rules.query()), None);
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), "E168");
    assert!(refused.message().get(Lang::En).contains("monthly snapshot"));
}

#[test]
fn the_schema_tells_snapshots() {
    let schema = serde_json::to_value(rules().schema()).unwrap();
    assert_eq!(schema["records"][0]["monthly_by"], "ngày báo cáo");
    assert!(schema["records"][1].get("monthly_by").is_none());
}
