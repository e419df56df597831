//! Units that have their days: a name used after its last day, or before its first, is a data error
//! of that record and of no other.

use serde_json::json;
use visao::data::DataFile;
use visao::{Date, Rules, Status};

const RULES: &str = "\
danh mục Xã
  Hòa Minh, mã \"20200\", đến 30/06/2025
  Hòa Khánh, mã \"20197\", từ 01/07/2025
  Bà Nà, mã \"20300\"

bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường xã: một trong Xã

kiểm tra Có xã cho Tổ
  yêu cầu không phải xã là thiếu
    nếu không: \"Chưa ghi xã\"
";

fn statuses(day: Option<Date>) -> Vec<(Status, Option<String>)> {
    let rules = Rules::from_text(RULES).unwrap();
    let file =
        DataFile::bytes("to.csv", "mã tổ;xã\nT1;Hòa Minh\nT2;20197\nT3;Bà Nà\nT4;\n".as_bytes());
    let query = day.map_or(rules.query(), |day| rules.query().date(day));
    let batch = query.read(&[file], None).unwrap();
    let mut found = Vec::new();
    batch.each(0..batch.records(), |record| {
        for decision in record.decisions() {
            found.push((
                decision.status,
                decision.errors.first().map(|error| error.words(visao::Lang::Vi)),
            ));
        }
    });
    found
}

#[test]
fn an_old_name_after_its_last_day_is_told_with_its_row() {
    let error = "dòng 2, xã, “Hòa Minh”: cần một giá trị của “Xã” còn dùng ngày 01/07/2025; giá trị này dùng từ … đến 30/06/2025";
    assert_eq!(
        statuses(Date::from_ymd(2025, 7, 1)),
        [
            (Status::DataError, Some(error.to_owned())),
            (Status::Decided, None),
            (Status::Decided, None),
            (Status::Decided, None)
        ]
    );
}

#[test]
fn on_its_last_day_it_still_holds_and_a_new_name_does_not_yet() {
    let found = statuses(Date::from_ymd(2025, 6, 30));
    assert_eq!(
        found.iter().map(|(status, _)| *status).collect::<Vec<_>>(),
        [Status::Decided, Status::DataError, Status::Decided, Status::Decided]
    );
    assert!(found[1].1.as_ref().unwrap().ends_with("giá trị này dùng từ 01/07/2025 đến …"));
}

#[test]
fn without_a_day_nothing_is_said() {
    assert!(statuses(None).iter().all(|(status, _)| *status == Status::Decided));
}

#[test]
fn a_record_from_a_program_is_held_to_days_too() {
    let rules = Rules::from_text(RULES).unwrap();
    let group = json!({ "mã tổ": "T1", "xã": "Hoà Minh" });
    let decided = |day| rules.query().date(day).grade(&group).unwrap()[0].status;
    assert_eq!(decided(Date::from_ymd(2025, 6, 30).unwrap()), Status::Decided);
    assert_eq!(decided(Date::from_ymd(2026, 1, 1).unwrap()), Status::DataError);
}
