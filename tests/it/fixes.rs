//! Edits that `check` offers: each closes its finding, and nothing but the finding changes.

use serde_json::{Value, json};
use visao::{Diagnostic, Host, Lang, Memory, Rules, wire};

fn load(text: &str) -> Rules {
    Rules::from_text(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The text after one of the edits of a finding.
fn mended(rules: &Rules, code: &str, way: usize) -> String {
    let fixed = rules.fixed(&mut |round, found: &Diagnostic| {
        (round == 0 && found.code == code && way < found.fixes.len()).then_some(way)
    });
    assert_eq!(fixed.made.len(), 1, "{code} {way}");
    fixed.files[0].1.clone()
}

fn line(text: &str, number: usize) -> &str {
    text.lines().nth(number - 1).unwrap().trim()
}

const BANDS: &str = "bản ghi Tổ
  trường mã: chữ, khóa
  trường dư nợ: tiền, bắt buộc, trên 0
  trường nợ: tiền, bắt buộc, từ 0 đến dư nợ
tham số mức cao: tỷ lệ
  từ 01/01/2023 là 3%
bảng điểm Chấm cho Tổ, thang 30 điểm
  tiêu chí 1, tối đa 30 điểm
    theo nợ / dư nợ
    dưới 0,5%           được 30 điểm
    từ 0,5% đến dưới 2% được 20 điểm
    từ mức cao          được 0 điểm
";

#[test]
fn a_gap_is_closed_in_three_forms_with_the_bounds_as_they_are_written() {
    let rules = load(BANDS);
    let above = mended(&rules, "E401", 0);
    assert_eq!(line(&above, 11), "từ 0,5% đến dưới mức cao được 20 điểm");
    let below = mended(&rules, "E401", 1);
    assert_eq!(line(&below, 12), "từ 2%               được 0 điểm");
    let new = mended(&rules, "E401", 2);
    assert!(line(&new, 12).starts_with("từ 2% đến dưới mức cao được 0 điểm  # XEM LẠI:"), "{new}");
    for text in [above, below, new] {
        assert!(load(&text).check().diagnostics.iter().all(|one| one.code != "E401"), "{text}");
    }
}

#[test]
fn whole_numbers_categories_and_days_are_written_as_their_column_writes_them() {
    let rules = load(
        "danh mục Loại: A, B, Hộ đặc biệt
bản ghi Tổ
  trường mã: chữ, khóa
  trường số: số nguyên, bắt buộc, từ 0
  trường loại: một trong Loại, bắt buộc
  trường ngày: ngày, bắt buộc
bảng Một cho Tổ: số
  | số   | Một |
  | 1, 2 | 1   |
  | từ 4 | 2   |
  | 0    | 3   |
bảng Hai cho Tổ: số
  | loại | Hai |
  | A    | 1   |
  | B    | 2   |
bảng Ba cho Tổ: số
  | ngày           | Ba |
  | đến 30/06/2023 | 1  |
  | từ 03/07/2023  | 2  |
",
    );
    let texts: Vec<Vec<String>> = rules
        .check()
        .diagnostics
        .iter()
        .map(|one| {
            one.fixes.iter().map(|fix| fix.changes[0].replacement.trim().to_owned()).collect()
        })
        .collect();
    let one = &texts[0];
    assert_eq!(one[..2], ["từ 1 đến dưới 4".to_owned(), "từ 3".to_owned()]);
    assert!(one[2].starts_with("| 3    | 2   |"), "{one:?}");
    assert_eq!(texts[1][..1], ["A, Hộ đặc biệt".to_owned()]);
    assert_eq!(texts[2][..2], ["dưới 03/07/2023".to_owned(), "từ 01/07/2023".to_owned()]);
}

#[test]
fn two_rows_are_parted_at_the_bound_that_they_share_and_only_there() {
    let table = |rows: &str| {
        format!(
            "bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: tiền, bắt buộc, từ 0
  trường số: số nguyên, bắt buộc, từ 0
bảng Một cho Tổ: số, duy nhất
{rows}"
        )
    };
    let rules =
        load(&table("  | nợ          | Một |\n  | đến 5 triệu | 1   |\n  | từ 5 triệu  | 2   |\n"));
    assert_eq!(line(&mended(&rules, "E402", 0), 7), "| dưới 5 triệu | 1   |");
    assert_eq!(line(&mended(&rules, "E402", 1), 8), "| trên 5 triệu  | 2   |");
    // Neither row takes all that the other would lose.
    let rules = load(&table(
        "  | nợ | số | Một |\n  | từ 5 triệu | đến 7 | 1 |\n  | đến 9 triệu | từ 5 | 2 |\n  | còn lại | | 0 |\n",
    ));
    let found = rules.check().diagnostics;
    assert_eq!((found[0].code, found[0].fixes.len()), ("E402", 0));
}

#[test]
fn a_cell_that_says_what_a_value_is_not_is_never_widened_to_what_is_missing() {
    // Without a debt no row says anything of the share, and `-` would.
    let rules = load(
        "bản ghi Hộ
  trường mã: chữ, khóa
  trường b: tiền, từ 0
  trường nợ: tiền, từ 0 đến b
bảng T cho Hộ: số
  | nợ / b         | T |
  | không phải 10% | 0 |
  | từ 80%         | 1 |
",
    );
    let found = rules.check().diagnostics;
    let gap = found.iter().find(|one| one.code == "E401").expect("10% is in no row");
    let replaced = gap.fixes.iter().flat_map(|fix| &fix.changes);
    let replaced: Vec<&str> = replaced.map(|change| change.replacement.trim()).collect();
    assert!(!replaced.contains(&"-"), "{replaced:?}");
}

#[test]
fn what_changes_no_result_is_left_out_and_what_could_change_one_is_not() {
    let text = "danh mục Thừa: X
danh mục Loại có thứ tự: Tốt > Kém
tham số cũ: tiền
  từ 01/01/2020 là 5 triệu
bản ghi Tổ
  trường mã: chữ, khóa
  trường ghi chú: chữ
  trường nợ: tiền, bắt buộc, từ 0
  trường số: số nguyên, từ 0
  trường buổi: số nguyên, bắt buộc, từ 0
bảng Một cho Tổ: số
  | nợ           | số   | Một |
  | từ 5 triệu   | -    | 1   |
  | dưới 5 triệu | -    | 2   |
  | từ 6 triệu   | từ 1 | 3   |
bảng điểm Chấm cho Tổ, thang 10 điểm
  tiêu chí 1, tối đa 10 điểm
    theo buổi
    từ 3    được 10 điểm
    từ 5    được 8 điểm
    còn lại được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 8 điểm là Tốt
    còn lại   là Kém
    không quá Kém nếu nợ < 0: \"âm\"
kiểm tra K cho Tổ
  bỏ qua W507: \"đã hết\"
  yêu cầu nợ ≥ 0
    nếu không: \"âm\"
  yêu cầu số ≥ 0
    nếu không: \"chưa ghi số\"
  từ chối nếu số > 3: \"nhiều\"
";
    let rules = load(text);
    let fixed = rules.fixed(&mut |_, found| found.fixes.iter().position(|fix| fix.safe));
    let after = &fixed.files[0].1;
    for gone in ["Thừa", "tham số", "từ 6 triệu", "từ 5  ", "nếu nợ < 0", "yêu cầu nợ", "bỏ qua"]
    {
        assert!(text.contains(gone) && !after.contains(gone), "{gone}\n{after}");
    }
    // Data may have the column; without the number the second requirement is open.
    for kept in ["ghi chú", "yêu cầu số ≥ 0"] {
        assert!(after.contains(kept), "{kept}\n{after}");
    }
    let left: Vec<&str> = load(after).check().diagnostics.iter().map(|one| one.code).collect();
    assert_eq!(left, ["W509", "W503"]);
}

#[test]
fn a_row_of_a_unique_table_is_left_alone() {
    let rules = load(
        "bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: tiền, từ 0
bảng Một cho Tổ: số, duy nhất
  | nợ     | Một |
  | từ 0   | 1   |
  | dưới 0 | 2   |
",
    );
    let found = rules.check().diagnostics;
    assert_eq!((found[0].code, found[0].fixes.len()), ("W502", 0));
}

const HOUSE: &str = "bản ghi Hộ
  trường mã: chữ, khóa
  trường thu nhập: tiền, bắt buộc, từ 0
  trường số người: số nguyên, bắt buộc, từ 1
bảng Mức vay cho Hộ: tiền, từ \"muc.csv\"
kiểm tra Đủ cho Hộ
  cảnh báo nếu thu nhập > 1 tỷ và số người < 2: \"lạ\"
";

fn beside(rules: &str, rows: &str) -> Rules {
    let files: Memory = [("luat.luat", rules), ("muc.csv", rows)].into_iter().collect();
    Rules::from_files(&files).unwrap_or_else(|error| panic!("{error:#}"))
}

/// The words of the edits of the first finding, and the file of rows after each.
fn offered(rules: &Rules) -> Vec<(String, String)> {
    let found = rules.check().diagnostics.remove(0);
    let fixes = found.fixes.iter().enumerate();
    let made = fixes.map(|(way, fix)| {
        let fixed = rules.fixed(&mut |round, one: &Diagnostic| {
            (round == 0 && one.code == found.code).then_some(way)
        });
        let [(file, text)] = &fixed.files[..] else { panic!("{:?}", fixed.files) };
        assert_eq!((&**file, fixed.made.len()), ("muc.csv", 1));
        (fix.message.get(Lang::Vi).to_owned(), text.clone())
    });
    made.collect()
}

// The file keeps its mark of the byte order outside of the text, its signs, quotes and line ends.
#[test]
fn a_gap_of_rows_in_a_file_is_closed_in_that_file_as_it_is_written() {
    let rows = "thu nhập;Mức vay\r\n\"dưới 1,5 triệu\";5 triệu\r\ntừ 2 triệu;\"0\"\r\n";
    let rules = beside(HOUSE, &format!("\u{feff}{rows}"));
    let with = |from: &str, to: &str| rows.replace(from, to);
    assert_eq!(
        offered(&rules),
        [
            (
                "dòng trên nhận thêm, dòng 2 của muc.csv: “\"dưới 2 triệu\";5 triệu”".to_owned(),
                with("dưới 1,5 triệu", "dưới 2 triệu")
            ),
            (
                "dòng dưới nhận thêm, dòng 3 của muc.csv: “từ 1,5 triệu;\"0\"”".to_owned(),
                with("từ 2 triệu", "từ 1,5 triệu")
            ),
            (
                "dòng mới sau dòng 2 của muc.csv, kết quả chép của dòng bên cạnh và còn phải xem \
                 lại: “từ 1,5 triệu đến dưới 2 triệu;\"0\"”"
                    .to_owned(),
                with("từ 2 triệu", "từ 1,5 triệu đến dưới 2 triệu;\"0\"\r\ntừ 2 triệu")
            ),
        ]
    );
}

// A comma parts the cells here, so that a number with one stands in quotes.
#[test]
fn a_number_that_holds_the_sign_between_cells_is_quoted() {
    let rows = "thu nhập,Mức vay\n\"dưới 1,5 triệu\",5 triệu\ntừ 2 triệu,0";
    let rules = beside(HOUSE, rows);
    let offered = offered(&rules);
    let texts: Vec<&str> = offered.iter().map(|(_, text)| text.as_str()).collect();
    let new = "\"từ 1,5 triệu đến dưới 2 triệu\",0\n";
    assert_eq!(
        texts,
        [
            rows.replace("dưới 1,5 triệu", "dưới 2 triệu"),
            rows.replace("từ 2 triệu", "\"từ 1,5 triệu\""),
            rows.replace("từ 2 triệu", &format!("{new}từ 2 triệu")),
        ]
    );
}

#[test]
fn a_row_of_a_file_that_changes_no_result_is_left_out_of_it() {
    let rules = beside(HOUSE, "số người;Mức vay\ndưới 3;1\ntừ 3;2\ntừ 5;3\n");
    let fixed = rules.fixed(&mut |_, found| found.fixes.iter().position(|fix| fix.safe));
    assert_eq!(
        fixed.files,
        [("muc.csv".to_owned(), "số người;Mức vay\ndưới 3;1\ntừ 3;2\n".to_owned())]
    );
    let told = fixed.made[0].message.get(Lang::En);
    assert_eq!(told, "leave line 4 of muc.csv out: “từ 5;3”");
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_left_alone() {
    let rules = beside(HOUSE, "thu nhập;Mức vay\rdưới 1 triệu;5 triệu\rtừ 2 triệu;0\r");
    let found = rules.check().diagnostics;
    assert_eq!((found[0].code, found[0].fixes.len()), ("E401", 0));
}

#[test]
fn rules_that_call_a_function_of_the_program_are_mended_as_others_are() {
    let text = "hàm hệ số(x: số): số từ \"máy chủ\"
bản ghi Tổ
  trường mã: chữ, khóa
  trường x: số nguyên, bắt buộc, từ 0 đến 9
  tính y = hệ số(x)
bảng Nhóm cho Tổ: số
  | x      | Nhóm |
  | dưới 3 | y    |
  | từ 5   | 2    |
";
    let host = Host::default()
        .function("hàm hệ số(x: số): số từ \"máy chủ\"", |given| Ok(given[0].clone()))
        .unwrap();
    let files: Memory = [("a.luat", text)].into_iter().collect();
    let rules = Rules::from_files_with(&files, &host).unwrap();
    let text = mended(&rules, "E401", 1);
    assert_eq!(line(&text, 9), "| từ 3   | 2    |");
}

#[test]
fn programs_read_the_edits_with_their_places() {
    let found = load(BANDS).check();
    let text = wire::diagnostics(&found.diagnostics, Lang::Vi).unwrap();
    let found: Value = serde_json::from_str(&text).unwrap();
    let fixes = &found[0]["fixes"];
    let kinds: Vec<&Value> = fixes.as_array().unwrap().iter().map(|fix| &fix["kind"]).collect();
    assert_eq!(kinds, ["extend_above", "extend_below", "new_row"]);
    let change = &fixes[1]["changes"][0];
    assert_eq!(
        (&change["line"], &change["column"], &change["end_column"]),
        (&json!(12), &json!(5), &json!(15))
    );
    assert_eq!(change["replacement"], "từ 2%     ");
    assert_eq!(
        (&fixes[1]["safe"], &found[0]["region"]),
        (&json!(false), &json!("nợ / dư nợ từ 2% đến dưới 3% và ngày xét từ 01/01/2023 trở đi"))
    );
}
