//! Codes, conversions and JSON that a program reads.

use serde_json::json;
use visao::{
    Date, DecisionKind, ErrorKind, Explanation, Lang, Num, Rules, Severity, Status, Value, Verdict,
};

const RULES: &str = "\
danh mục Bậc có thứ tự: A > B
bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: số
bảng điểm Điểm cho Tổ
  tiêu chí 1, tối đa 10 điểm
    nợ dưới 5 được 10 điểm
    còn lại được 0 điểm
  xếp loại Bậc theo tổng điểm
    từ 10 là A
    còn lại là B
điều kiện Vay cho Tổ
  từ chối nếu nợ > 8: \"nợ nhiều\"
  cần xem xét nếu nợ > 6: \"nợ vừa\"
kiểm tra Soát cho Tổ
  yêu cầu nợ > 0
    nếu không: \"không nợ\"
";

/// The codes of the three blocks for a debt.
fn codes(debt: serde_json::Value) -> Vec<Option<Verdict>> {
    let rules = Rules::from_text(RULES).unwrap();
    let decisions = rules.grade(&json!({ "mã": "T1", "nợ": debt })).unwrap();
    decisions.iter().map(|decision| decision.verdict_code).collect()
}

#[test]
fn a_verdict_has_one_code_whatever_its_words() {
    use Verdict::{Eligible, Graded, Met, NotMet, Rejected, ToReview};
    assert_eq!(codes(json!(1)), [Some(Graded), Some(Eligible), Some(Met)]);
    assert_eq!(codes(json!(7)), [Some(Graded), Some(ToReview), Some(Met)]);
    assert_eq!(codes(json!(9)), [Some(Graded), Some(Rejected), Some(Met)]);
    assert_eq!(codes(json!(0)), [Some(Graded), Some(Eligible), Some(NotMet)]);
    assert_eq!(codes(json!(null)), [None, None, None]);
}

#[test]
fn codes_are_shown_and_read_back() {
    for verdict in Verdict::ALL {
        assert_eq!(verdict.to_string().parse::<Verdict>().unwrap(), *verdict);
    }
    assert_eq!("not_applicable".parse::<Status>().unwrap(), Status::NotApplicable);
    assert_eq!("scorecard".parse::<DecisionKind>().unwrap(), DecisionKind::Scorecard);
    assert_eq!((Lang::En.code(), Severity::Warning.to_string()), ("en", "warning".to_owned()));
    let error = "eligble".parse::<Verdict>().unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Record, "E254"));
    assert_eq!((error.name(), error.nearest()), (Some("eligble"), Some("eligible")));
}

#[test]
fn values_come_from_and_go_to_other_types_exactly_or_not_at_all() {
    assert_eq!("1234.50".parse::<Num>().unwrap().to_string(), "1234.5");
    assert_eq!("1.234,5".parse::<Num>().unwrap_err().code(), "E254");
    assert_eq!(Num::from(u64::MAX).to_string(), "18446744073709551615");
    let third = Num::from(1).div(&Num::from(3)).unwrap();
    let error = rust_decimal::Decimal::try_from(&third).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Record, "E254"));
    let half = Num::from(rust_decimal::Decimal::new(5, 1));
    assert_eq!(rust_decimal::Decimal::try_from(&half).unwrap().to_string(), "0.5");
    assert_eq!(i64::try_from(&Num::from(7_u32)).unwrap(), 7);
    assert!(i64::try_from(&half).is_err());
    let day: Date = "31/12/2023".parse().unwrap();
    assert_eq!((day.to_string().as_str(), day), ("2023-12-31", "2023-12-31".parse().unwrap()));
    let theirs = chrono::NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
    assert_eq!((Date::try_from(theirs).unwrap(), chrono::NaiveDate::from(day)), (day, theirs));
    assert!(Date::try_from(chrono::NaiveDate::from_ymd_opt(0, 1, 1).unwrap()).is_err());
    assert_eq!("30/02/2023".parse::<Date>().unwrap_err().code(), "E254");
    assert_eq!(Value::from(Num::from(3)), Value::Num(3.into()));
}

/// `serde_json` gives what `wire` writes, without a word about how.
#[test]
fn what_came_out_serialises_as_wire_writes_it() {
    let rules = Rules::from_text(RULES).unwrap();
    let query = rules.query().lang(Lang::En);
    let record = json!({ "mã": "T1", "nợ": 7 });
    let decisions = query.grade(&record).unwrap();
    for decision in &decisions {
        let line = visao::wire::decision_line(decision, Lang::En).unwrap();
        assert_eq!(serde_json::to_string(decision).unwrap(), line);
    }
    let json = serde_json::to_value(&decisions[1]).unwrap();
    assert_eq!(json["verdict"], "cần xem xét");
    assert_eq!(json["verdict_code"], "to_review");
    assert_eq!(json["schema_version"], 1);
    let explained: Vec<Explanation> = query.explain(&record).unwrap();
    let all = visao::wire::explanations(&explained, Lang::En).unwrap();
    assert_eq!(serde_json::to_string_pretty(&explained).unwrap(), all);
}

#[test]
fn findings_serialise_with_their_places() {
    let error = Rules::from_text("bản ghi Tổ\n  trường nợ: tiềng\n").unwrap_err();
    let json = serde_json::to_value(error.diagnostics()).unwrap();
    let all = visao::wire::diagnostics(error.diagnostics(), Lang::Vi).unwrap();
    assert_eq!(json, serde_json::from_str::<serde_json::Value>(&all).unwrap());
    let place = &json[0]["places"][0];
    assert_eq!(
        (&place["file"], &place["line"], &place["column"]),
        (&json!("luat.luat"), &json!(2), &json!(14))
    );
}
