//! Values of categories in what a program gives and takes: other names in columns and objects, the
//! values of included categories in the schema.

use serde_json::json;
use visao::engine::Rules;
use visao::table::{Column, Table};

const RULES: &str = "\
danh mục Quận: Hải Châu (mã \"490\", tên khác \"Q. Hải Châu\"), Thanh Khê
danh mục Địa bàn: cả thành phố, cùng Quận
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường địa bàn: một trong Địa bàn
kiểm tra Ở quận cho Tổ
  yêu cầu địa bàn là Hải Châu
    nếu không: \"Ở nơi khác\"
";

fn rules() -> Rules {
    Rules::from_text(RULES).unwrap()
}

#[test]
fn an_object_may_name_a_value_by_another_name() {
    let decided = rules().grade(&json!({ "mã tổ": "1", "địa bàn": "q. hải châu" })).unwrap();
    assert_eq!(decided[0].verdict.as_deref(), Some("đạt"));
    let decided = rules().grade(&json!({ "mã tổ": "1", "địa bàn": "cả thành phố" })).unwrap();
    assert_eq!(decided[0].verdict.as_deref(), Some("không đạt"));
}

#[test]
fn a_column_counts_the_rows_that_use_other_names() {
    let texts = |values: [&'static str; 4]| Column::texts(values.map(Some));
    let table = Table::of([
        ("mã tổ", texts(["1", "2", "3", "4"])),
        ("địa bàn", texts(["Q. Hải Châu", "Q. Hải Châu", "490", "Thanh Khê"])),
    ]);
    let batch = rules().query().columns(table.unwrap()).unwrap();
    let told: Vec<String> = batch.report().warnings.iter().map(|told| told.vi.clone()).collect();
    assert_eq!(told, ["cột “địa bàn”: 2 ô ghi tên khác, đã đọc “Q. Hải Châu” là “Hải Châu”"]);
}

#[test]
fn the_schema_lists_names_codes_and_other_names_of_all_values() {
    let rules = rules();
    let schema = serde_json::to_value(rules.schema()).unwrap();
    assert_eq!(schema["categories"][1]["includes"], json!(["Quận"]));
    assert_eq!(schema["categories"][1]["values"][1]["also"], json!(["Q. Hải Châu"]));
    let input = rules.schema().input("Tổ").unwrap().to_string();
    let words = r#"["cả thành phố","Hải Châu","490","Q. Hải Châu","Thanh Khê"]"#;
    assert!(input.contains(words), "{input}");
}

#[test]
fn a_name_with_a_word_more_gets_the_declared_one_offered() {
    let told = |derived: &str| {
        let text = format!(
            "danh mục Xã: Hòa Minh, Hòa Vang\nbản ghi T\n  trường phường: một trong Xã\n  \
             trường dư nợ: tiền\n  trường nợ xấu: tiền\n  tính a = {derived}\n"
        );
        let refused = Rules::from_text(&text).unwrap_err();
        let found = &refused.diagnostics()[0];
        (found.code, found.fix.as_ref().map(|fix| fix.replacement.clone()))
    };
    let offered = |name: &str| Some(name.to_owned());
    assert_eq!(told("phường xã là Hòa Minh"), ("E101", offered("phường")));
    assert_eq!(told("các phường là Hòa Minh"), ("E101", offered("phường")));
    assert_eq!(told("phường là xã Hòa Vang"), ("E105", offered("Hòa Vang")));
    assert_eq!(told("tổng dư nợ > 0"), ("E101", offered("dư nợ")));
    // Two words more are another name.
    assert_eq!(told("phường xã mới là Hòa Minh"), ("E101", None));
}
