//! The cases that once broke an explanation, each with the lines it must have.

use crate::support::whole_lines;
use serde_json::{Value as Json, json};
use visao::engine::Rules;
use visao::explain::{Length, document};

/// The lines of what each block says of a record, blanks collapsed.
fn lines(rules: &str, record: Json) -> Vec<String> {
    let rules = Rules::from_text(rules).unwrap_or_else(|refused| panic!("{refused}"));
    let explained = rules.query().date(crate::corpus::day()).explain(&record).unwrap();
    let text = whole_lines(&document(&explained, Length::Normal, rules.lang()));
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn says(rules: &str, record: Json, wanted: &[&str]) {
    let lines = lines(rules, record);
    for line in wanted {
        assert!(
            lines.iter().any(|known| known == line),
            "“{line}” is not among\n{}",
            lines.join("\n")
        );
    }
}

fn says_nowhere(rules: &str, record: Json, unwanted: &str) {
    let lines = lines(rules, record);
    assert!(
        !lines.iter().any(|line| line.contains(unwanted)),
        "“{unwanted}” is among\n{}",
        lines.join("\n")
    );
}

#[test]
fn a_guard_that_the_rules_settle_leaves_the_branch_taken() {
    let rules = "\
bản ghi Tổ
  trường mã: chữ, khóa
  trường a: số
  trường b: số
  tính chế độ = 1
  tính hệ số = 1
  tính y = a - b, nếu chế độ = 2 thì a × 1000, nếu a > 5 thì a + b
  tính z = a - b, nếu a < 0 thì 1 + b, nếu chế độ = 1 thì a × 7 + b
  tính mức = a, nếu hệ số = 1 thì (b × 2, nếu a > 100 thì b × 3)
kiểm tra K cho Tổ
  cảnh báo nếu y > 0: \"y dương\"
  cảnh báo nếu z > 0: \"z dương\"
  cảnh báo nếu mức > 0: \"mức dương\"
";
    let wanted = [
        "y = 10 + 3 = 13 luat.luat:7",
        "z = 10 × 7 + 3 = 73 luat.luat:8",
        "mức = 3 × 2 = 6 luat.luat:9",
    ];
    says(rules, json!({"mã": "T1", "a": 10, "b": 3}), &wanted);
}

#[test]
fn of_two_equal_tables_the_one_that_is_read_is_blamed() {
    let rules = "\
bản ghi Hộ
  trường x: số
bảng A cho Hộ: số, duy nhất
  | x    | A |
  | từ 1 | 1 |
  | từ 5 | 2 |
bảng B cho Hộ: số, duy nhất
  | x    | B |
  | từ 1 | 1 |
  | từ 5 | 2 |
kiểm tra K cho Hộ
  yêu cầu B > 0
    nếu không: \"b\"
";
    let wanted = "hai dòng cùng đúng: “| từ 1 | 1 |” và “| từ 5 | 2 |” luat.luat:10";
    says(rules, json!({"x": 6}), &[wanted]);
}

#[test]
fn each_check_is_blamed_for_its_own_formula() {
    let rules = "\
bản ghi Hộ
  trường x: số
  trường n: số nguyên
kiểm tra Một cho Hộ
  cảnh báo nếu lũy thừa(x; n) > 1: \"một\"
kiểm tra Hai cho Hộ
  cảnh báo nếu lũy thừa(x; n) > 2: \"hai\"
";
    let lines = lines(rules, json!({"x": 2, "n": 100000}));
    let of = |block: &str| lines.iter().position(|line| line.starts_with(block)).unwrap();
    assert!(
        lines[of("Một")..of("Hai")].iter().any(|line| line.ends_with("luat.luat:5")),
        "{lines:#?}"
    );
    assert!(lines[of("Hai")..].iter().any(|line| line.ends_with("luat.luat:7")), "{lines:#?}");
    assert!(!lines[of("Hai")..].iter().any(|line| line.ends_with("luat.luat:5")), "{lines:#?}");
}

#[test]
fn of_two_equal_derivations_the_one_that_is_read_is_blamed() {
    let rules = "\
bản ghi Hộ
  trường a: số
  trường b: số
  tính x = a / b
  tính y = a / b
kiểm tra K cho Hộ
  yêu cầu y > 1
    nếu không: \"y\"
";
    says(
        rules,
        json!({"a": 1, "b": 0}),
        &["y = 1 / 0 = thiếu luat.luat:5", "“a / b”: chia cho 0 nên không có giá trị luat.luat:5"],
    );
}

#[test]
fn a_condition_that_is_compared_is_no_number() {
    let rules = "\
bản ghi Hộ
  trường a: số
  trường b: số
  tính hệ số = 1
kiểm tra K cho Hộ
  cảnh báo nếu (a × 2 > b, nếu hệ số = 2 thì a > b) = có: \"quá\"
";
    says(
        rules,
        json!({"a": 10, "b": 3}),
        &["(a × 2 > b, nếu hệ số = 2 thì a > b) = 10 × 2 > 3 = có"],
    );
}

#[test]
fn a_parameter_on_a_computed_day_shows_its_value_its_line_and_its_basis() {
    let rules = "\
tài liệu QĐ: \"Quyết định 1\"
bản ghi Tổ
  trường ngày vay: ngày
  trường tiền: tiền
tham số trần: tiền
  từ 01/01/2020 là 50 triệu
    căn cứ QĐ điều 2
  từ 01/01/2022 là 100 triệu
    căn cứ QĐ điều 3
kiểm tra K cho Tổ
  cảnh báo nếu tiền > (trần tại (ngày vay + 30 ngày)): \"quá trần\"
";
    let wanted = [
        "(ngày vay + 30 ngày) = 15/12/2021 + 30 ngày = 14/01/2022",
        "trần = 100.000.000 đ luat.luat:8",
        "tiền = 120.000.000 đ",
        "luật: “cảnh báo nếu tiền > (trần tại (ngày vay + 30 ngày)): \"quá trần\"” QĐ điều 3",
    ];
    says(rules, json!({"ngày vay": "2021-12-15", "tiền": 120_000_000}), &wanted);
}

#[test]
fn a_guarded_value_inside_a_formula_shows_the_branch_taken() {
    let rules = "\
bản ghi Tổ
  trường a: số
  trường b: số
  tính chế độ = 1
  tính tổng số = (a, nếu chế độ = 1 thì b) + 1
  tính khác = (a, nếu a < 5 thì b) × 2
kiểm tra K cho Tổ
  cảnh báo nếu tổng số > 3: \"quá\"
  cảnh báo nếu khác > 3: \"khác\"
";
    says(
        rules,
        json!({"a": 10, "b": 3}),
        &["tổng số = 3 + 1 = 4 luat.luat:5", "khác = 10 × 2 = 20 luat.luat:6"],
    );
    says(
        rules,
        json!({"b": 3}),
        &[
            "tổng số = 3 + 1 = 4 luat.luat:5",
            "khác = (a, nếu a < 5 thì b) × 2 = thiếu luat.luat:6",
            "a = thiếu",
            "b = 3",
        ],
    );
}

#[test]
fn a_guarded_value_that_stays_open_after_one_guard_keeps_its_brackets() {
    let rules = "\
bản ghi Tổ
  trường a: số
  trường b: số
  trường x: số
  tính vừa = (a, nếu b > 5 thì b, nếu x > 0 thì 1) × 2 > 5 và b = 5
kiểm tra K cho Tổ
  cảnh báo nếu vừa: \"vừa\"
";
    // The first guard is surely not met, the second open; what comes after decides all the same.
    let wanted = "vừa = (a, nếu b > 5 thì b, nếu x > 0 thì 1) × 2 > 5 và 3 = 5 = không luat.luat:5";
    says(rules, json!({"a": 10, "b": 3}), &[wanted]);
}

#[test]
fn the_points_of_a_criterion_are_worked_out_also_where_another_is_a_fault() {
    let rules = "\
bản ghi Tổ
  trường a: số
  trường b: số
bảng điểm P cho Tổ
  tiêu chí 1, tối đa 40 điểm
    còn lại được 5 điểm × a
  tiêu chí 2, tối đa 10 điểm
    còn lại được 10 điểm × b
kiểm tra K cho Tổ
  cảnh báo nếu tiêu chí 1 của P > 5 điểm: \"nhiều\"
";
    // 10 × 7 passes the maximum of the second criterion: P is a data error, and its first criterion
    // has its points.
    says(rules, json!({"a": 3, "b": 7}), &["tiêu chí 1 = 5 × 3 = 15 điểm luat.luat:6"]);
}

#[test]
fn a_grade_row_passed_over_for_its_points_shows_the_total() {
    let rules = "\
danh mục Hạng có thứ tự: Giỏi > Đạt
bản ghi Học sinh
  trường a: số
  trường nghỉ: số
bảng điểm P cho Học sinh
  tiêu chí 1, tối đa 60 điểm
    a > 5 được 45 điểm
  tiêu chí 2, tối đa 40 điểm
    a > 0 được 30 điểm
  xếp loại Hạng theo tổng điểm
    từ 90 điểm và nghỉ = 0 là Giỏi
    còn lại là Đạt
";
    // The other condition is met: what lacks is points.
    let wanted = [
        "không đạt dòng xếp loại “từ 90 điểm và nghỉ = 0 là Giỏi” luat.luat:11",
        "tổng điểm = 45 + 30 = 75 điểm",
        "nghỉ = 0",
    ];
    says(rules, json!({"a": 7, "nghỉ": 0}), &wanted);
}

#[test]
fn a_formula_in_a_cell_is_worked_out() {
    let rules = "\
bản ghi Tổ
  trường a: số
  trường b: số
bảng Mức cho Tổ: số
  | a       | Mức   |
  | từ 5    | a + b |
  | còn lại | 0     |
kiểm tra K cho Tổ
  cảnh báo nếu Mức > 3: \"quá\"
";
    says(rules, json!({"a": 10, "b": 3}), &["Mức = 10 + 3 = 13 luat.luat:6"]);
}

#[test]
fn a_part_whose_neighbour_is_settled_keeps_its_working() {
    let rules = "\
bản ghi Tổ
  trường a: số
  trường b: số
  tính bật = 1
  tính hệ số = 2
kiểm tra K cho Tổ
  cảnh báo nếu lớn nhất(a; b) × 2 > 3 và bật = 1: \"quá\"
  cảnh báo nếu a × hệ số > 10 và hệ số = 2: \"hai\"
";
    says(
        rules,
        json!({"a": 10, "b": 3}),
        &["lớn nhất(a; b) × 2 = lớn nhất(10; 3) × 2 = 20", "a × hệ số = 10 × 2 = 20"],
    );
}

#[test]
fn a_truth_that_is_compared_keeps_its_brackets() {
    let rules = "\
bản ghi Tổ
  trường bật: có không
  tính ngược = (bật là không) = có
kiểm tra K cho Tổ
  cảnh báo nếu ngược: \"ngược\"
";
    says(rules, json!({"bật": false}), &["ngược = (không = không) = có = có luat.luat:3"]);
}

#[test]
fn a_sum_shows_what_each_row_that_holds_is_made_of() {
    let rules = "\
bản ghi Tổ
  trường a: số
  trường b: số
bảng Cộng lại cho Tổ: số, cộng
  | a    | Cộng lại |
  | từ 1 | a + b    |
  | từ 5 | b × 2    |
kiểm tra K cho Tổ
  cảnh báo nếu Cộng lại > 3: \"quá\"
";
    says(rules, json!({"a": 2, "b": 3}), &["Cộng lại = 2 + 3 = 5 luat.luat:6"]);
    says(
        rules,
        json!({"a": 6, "b": 3}),
        &["Cộng lại = 6 + 3 + 3 × 2 = 15 luat.luat:4", "a = 6", "b = 3"],
    );
    says(rules, json!({"b": 3}), &["Cộng lại = thiếu luat.luat:4", "a = thiếu", "b = 3"]);
}

#[test]
fn a_quotient_by_zero_is_told_where_the_block_asks_for_it() {
    let rules = "\
bản ghi Tổ
  trường a: số
  trường b: số
  tính tỷ lệ = a / b, nếu b = 0 thì 0
kiểm tra Thứ nhất cho Tổ
  cảnh báo nếu a / b > 2: \"một\"
kiểm tra Thứ hai cho Tổ
  yêu cầu a / b từ 1
    nếu không: \"hai\"
kiểm tra Thứ ba cho Tổ
  yêu cầu tỷ lệ từ 1 hoặc a / b từ 1
    nếu không: \"ba\"
";
    let record = json!({"a": 4, "b": 0});
    let wanted = [
        "“a / b”: chia cho 0 nên không có giá trị luat.luat:8",
        "“a / b”: chia cho 0 nên không có giá trị luat.luat:11",
    ];
    says(rules, record.clone(), &wanted);
    says_nowhere(rules, record, "không có giá trị luat.luat:4");
}

#[test]
fn a_fault_that_a_block_does_not_rest_on_is_told_in_the_table_too() {
    let rules = "\
bản ghi Tổ
  trường mã: chữ, khóa
  trường a: số
  tính hỏng = lũy thừa(a; 0,5)
kiểm tra K cho Tổ
  cảnh báo nếu a > 3: \"quá\"
";
    says(
        rules,
        json!({"mã": "T1", "a": 10}),
        &["“lũy thừa(a; 0,5)”: số mũ hay số chữ số phải là số nguyên vừa phải luat.luat:4"],
    );
    let rules = Rules::from_text(rules).unwrap();
    let file = visao::data::DataFile::bytes("a.csv", "mã,a\nT1,10\n".as_bytes());
    let batch = rules.query().read(&[file], None).unwrap();
    let sheet = batch.sheet(rules.lang());
    let cells: Vec<String> =
        sheet.rows(0..1).flat_map(|row| row.into_cells()).map(|cell| format!("{cell:?}")).collect();
    assert!(cells.iter().any(|cell| cell.contains("lũy thừa(a; 0,5)")), "{cells:?}");
}
