//! Values of categories in what a program gives and takes: other names in columns and objects, the
//! values of included categories in the schema.

use serde_json::json;
use visao::Lang;
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

/// “nước sạch và vệ sinh” was renamed to “nước sạch”: each place that still names it is one error,
/// with the whole name. A condition of its own behind `và` stays one, misspelt or not.
#[test]
fn a_value_with_the_word_for_and_in_its_name_is_missed_whole() {
    let rules = |values: &str, condition: &str| {
        format!(
            "danh mục Kênh: {values}\nbản ghi Đơn\n  trường mã: chữ, khóa\n  trường kênh: một trong Kênh\n  \
             trường xong: có không\n  tính nợ nước = tổng(nợ của Nợ khi kênh vay là nước sạch và vệ sinh)\n  \
             tính kênh nào = {condition}\n\
             bản ghi Nợ thuộc Đơn theo mã đơn\n  trường mã đơn: chữ\n  trường kênh vay: một trong Kênh\n  \
             trường nợ: tiền, từ 0\n\
             kiểm tra Ít nợ cho Đơn\n  yêu cầu nợ nước ≤ 5 triệu\n    nếu không: \"Nhiều nợ\"\n\
             ví dụ \"một\" cho Ít nợ\n  cho kênh = nước sạch và vệ sinh, xong = có\n  cho Nợ\n    \
             | kênh vay | nợ |\n    | nước sạch và vệ sinh | 1 triệu |\n  thì kết luận là đạt\n"
        )
    };
    let found = |text: &str| -> Vec<String> {
        let refused = Rules::from_text(text).unwrap_err();
        let all = refused.diagnostics().iter();
        all.map(|one| format!("{} {}", one.code, one.headline.get(Lang::Vi))).collect()
    };
    let whole = "E105 danh mục “Kênh” không có “nước sạch và vệ sinh”".to_owned();
    let plain = "kênh là nhà ở và xong";
    for values in ["nước sạch, nhà ở", "nhà ở, việc làm"] {
        assert_eq!(found(&rules(values, plain)), vec![whole.clone(); 3], "{values}");
    }
    let other = found(&rules("nước sạch và vệ sinh, nhà ở", "kênh là nhà ở và xogn"));
    assert_eq!(other.len(), 1, "{other:?}");
    assert!(other[0].starts_with("E101") && other[0].contains("“xogn”"), "{other:?}");
    // Nothing says that the two are one name.
    let other = found(&rules("nước sạch và vệ sinh, nhà ở", "kênh là nhà ở và đã khai hết"));
    assert!(other.len() == 1 && other[0].contains("“đã khai hết”"), "{other:?}");
}
