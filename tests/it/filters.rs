//! Filters of aggregates that every record fulfils, or none, by hand.

use serde_json::Value;
use visao::{Lang, Rules, wire};

/// Codes and lines of what is said of filters, with the records.
fn told(text: &str) -> Vec<(String, u64, Value)> {
    let rules = Rules::from_text(text).unwrap_or_else(|error| panic!("{text}\n{error:#}"));
    let found = rules.check().diagnostics;
    let json: Vec<Value> =
        serde_json::from_str(&wire::diagnostics(&found, Lang::En).unwrap()).unwrap();
    let filters = json.into_iter().filter(|one| {
        let message = one["message"].as_str().unwrap();
        message.contains("this filter")
    });
    let told = |one: Value| {
        let code = one["code"].as_str().unwrap().to_owned();
        (code, one["places"][0]["line"].as_u64().unwrap(), one["witness"]["fields"].clone())
    };
    filters.map(told).collect()
}

fn loans(filter: &str) -> String {
    format!(
        "bản ghi Tổ
  trường mã tổ: chữ, khóa
  tính số khoản = đếm(Khoản vay khi {filter})
tham số cả khoản nhỏ: có không
  từ 01/01/2023 là không
bản ghi Khoản vay thuộc Tổ theo mã tổ, ghi theo ngày vay
  trường mã khoản: chữ, khóa
  trường mã tổ: chữ, bắt buộc
  trường ngày vay: ngày, bắt buộc
  trường số tiền: tiền, bắt buộc, từ 1 triệu đến 50 triệu
  trường đã trả: tiền, từ 0 đến số tiền
kiểm tra Đủ cho Tổ
  cảnh báo nếu số khoản > 3: \"nhiều\"
"
    )
}

// From 1 to 50 million, of which no more is paid than the whole; what is paid may be missing.
#[test]
fn a_filter_is_told_where_no_loan_counts_or_every_one_does() {
    let told_of = |filter: &str| {
        let told = told(&loans(filter));
        told.iter().map(|(code, line, _)| format!("{code}:{line}")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(told_of("số tiền > 50 triệu"), "W502:3");
    assert_eq!(told_of("số tiền >= 50 triệu"), "");
    assert_eq!(told_of("số tiền >= 1 triệu"), "W503:3");
    assert_eq!(told_of("số tiền > 1 triệu"), "");
    assert_eq!(told_of("đã trả > số tiền"), "W502:3");
    assert_eq!(told_of("đã trả <= số tiền"), "W503:3");
    assert_eq!(told_of("đã trả < số tiền"), "");
    assert_eq!(told_of("đã trả là thiếu"), "");
    // What a parameter turns on or off is there on purpose.
    assert_eq!(told_of("cả khoản nhỏ hoặc số tiền > 5 triệu"), "");
    assert_eq!(told_of("cả khoản nhỏ và số tiền < 5 triệu"), "");
}

#[test]
fn the_record_beside_it_is_one_that_is_left_out_or_counts() {
    let told_of = told(&loans("số tiền > 50 triệu"));
    let amount = told_of[0].2["số tiền"].as_str().unwrap().parse::<i64>().unwrap();
    assert!((1_000_000..=50_000_000).contains(&amount), "{amount}");
    let told_of = told(&loans("đã trả <= số tiền"));
    let number = |name: &str| told_of[0].2[name].as_str().unwrap().parse::<i64>().unwrap();
    assert!(number("đã trả") <= number("số tiền"));
}

// Nobody comes to Yếu, for the least total is 5 points; one grade down leads from Tốt to Khá.
#[test]
fn filters_by_a_grade_go_by_the_grades_that_records_come_to() {
    let text = |grade: &str| {
        format!(
            "danh mục Loại có thứ tự: Tốt > Khá > Vừa > Yếu
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường số buổi: số nguyên, bắt buộc, từ 0 đến 12
  trường nộp muộn: có không, bắt buộc
bảng điểm Chấm cho Tổ
  tiêu chí 1, tối đa 10 điểm
    theo số buổi
    từ 6    được 10 điểm
    còn lại được 5 điểm
  xếp loại Loại theo tổng điểm
    từ 10 điểm là Tốt
    còn lại    là Khá
    hạ một bậc nếu nộp muộn: \"Muộn\"
chỉ tiêu Năm trên Tổ, toàn bộ
  chỉ số a \"Tỷ lệ\" = tỷ trọng(khi xếp loại là {grade})
    yêu cầu từ 10%
"
        )
    };
    for (grade, told_of) in [("Tốt", 0), ("Khá", 0), ("Vừa", 0), ("Yếu", 1)] {
        let told = told(&text(grade));
        assert_eq!(told.len(), told_of, "{grade}: {told:?}");
        assert!(told.iter().all(|(code, line, _)| (&**code, *line) == ("W502", 16)));
    }
}
