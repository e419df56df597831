//! What is refused until the run says how it is meant: by the library's builder and on the command
//! line, with nothing written.

use crate::support::unbroken;
use std::path::Path;
use std::process::{Command, Output};
use visao::data::DataFile;
use visao::{Batch, Encoding, Error, Numbers, Query, Ratios, Rules, TotalRows};

const RULES: &str = "bản ghi Tổ\n  trường mã tổ: chữ, khóa\n  trường hệ số: số\n  trường tỷ lệ: tỷ lệ\n  tính gấp đôi = hệ số × 2\n";

fn query() -> Query {
    Rules::from_text(RULES).unwrap().query()
}

fn read(query: &Query, bytes: &[u8]) -> Result<Batch, Error> {
    query.read(&[DataFile::bytes("to.csv", bytes)], None)
}

/// `gấp đôi` of each record, as JSON has it.
fn doubled(batch: &Batch) -> Vec<String> {
    let decisions = batch.decisions(0..batch.records());
    let value = |decision| {
        visao::wire::decision_value(&decision, visao::Lang::Vi).unwrap()["derived"]["gấp đôi"]
            .to_string()
    };
    decisions.map(value).collect()
}

#[test]
fn the_library_asks_and_is_answered_as_the_program() {
    let ambiguous = "mã tổ;hệ số\nT1;1.234\n".as_bytes();
    assert!(
        read(&query(), ambiguous).unwrap_err().message().en.contains("can be read in two ways")
    );
    assert_eq!(doubled(&read(&query().numbers(Numbers::Plain), ambiguous).unwrap()), ["\"2.468\""]);
    assert_eq!(doubled(&read(&query().numbers(Numbers::Vi), ambiguous).unwrap()), ["\"2468\""]);
    let total = "mã tổ;hệ số\nT1;5\nTổng cộng;5\n".as_bytes();
    assert!(
        read(&query(), total)
            .unwrap_err()
            .message()
            .en
            .contains("row 3 (“Tổng cộng”) looks like a total")
    );
    assert_eq!(read(&query().total_rows(TotalRows::Skip), total).unwrap().records(), 1);
    assert_eq!(read(&query().total_rows(TotalRows::Keep), total).unwrap().records(), 2);
    let bare = "mã tổ;tỷ lệ\nT1;0,5\n".as_bytes();
    assert_eq!(read(&query(), bare).unwrap().report().faults.len(), 1);
    assert!(read(&query().ratios(Ratios::Fraction), bare).unwrap().report().faults.is_empty());
    let old = b"m\xb7 t\xe6;h\xd6 s\xe8\nT1;5\n";
    assert_eq!(doubled(&read(&query().encoding(Encoding::Tcvn3), old).unwrap()), ["\"10\""]);
}

/// The same record through the library and from a file of a program: text numbers are plain in
/// both. A column left out only for what stands in brackets behind its name is offered with what to
/// write.
#[test]
fn a_header_with_more_in_brackets_is_offered_as_the_column() {
    let batch = read(&query(), "mã tổ;Hệ số (lần);tỷ lệ\nT1;2;5%\n".as_bytes()).unwrap();
    let told = "không có cột cho trường “hệ số”: mọi giá trị của trường này coi là thiếu; nếu đó là cột “Hệ số (lần)” thì thêm vào trường: cột \"Hệ số (lần)\"";
    assert!(
        batch.report().warnings.iter().any(|warning| warning.vi == told),
        "{:?}",
        batch.report().warnings
    );
}

#[test]
fn json_text_numbers_are_plain_by_every_way_in() {
    let record = r#"{"mã tổ": "T1", "hệ số": "1.234"}"#;
    let through =
        query().grade(&serde_json::from_str::<serde_json::Value>(record).unwrap()).unwrap();
    let value =
        visao::wire::decision_value(&through[0], visao::Lang::Vi).unwrap()["derived"]["gấp đôi"]
            .to_string();
    let lines = query().read(&[DataFile::bytes("to.jsonl", record.as_bytes())], None).unwrap();
    assert_eq!((value.as_str(), doubled(&lines)), ("\"2.468\"", vec!["\"2.468\"".to_owned()]));
}

fn visao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_visao")).args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn the_program_stops_with_exit_code_2_and_writes_nothing_until_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("to.luat"), RULES).unwrap();
    std::fs::write(at("to.csv"), "mã tổ;hệ số\nT1;1.234\nTổng cộng;1.234\n").unwrap();
    let run = |options: &[&str]| {
        let all = [&["cham", "to.luat", "to.csv", "-o", "kq.csv"], options].concat();
        let output = visao(folder.path(), &all);
        (output.status.code(), unbroken(&output.stderr))
    };
    let (code, told) = run(&[]);
    assert_eq!(code, Some(2));
    let both = "lỗi: to.csv: cột “hệ số”, dòng 2: “1.234” đọc được hai cách, là 1234 (dấu chấm tách hàng nghìn) hay 1,234 (dấu chấm thập phân)";
    assert!(told.starts_with(both), "{told}");
    assert!(
        told.contains(
            "dòng 3 (“Tổng cộng”) trông như dòng tổng của các dòng trên; thêm --dong-tong skip"
        ),
        "all at once: {told}"
    );
    assert!(!at("kq.csv").exists());
    let (code, told) = run(&["--kiểu-số", "plain", "--dòng-tổng=skip"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains(
            "to.csv: 2 dòng dưới tiêu đề = 1 bỏ qua (1: dòng tổng) + 0 trùng hoàn toàn + 1 bản ghi"
        ),
        "{told}"
    );
    assert_eq!(
        std::fs::read_to_string(at("kq.csv")).unwrap(),
        "\u{feff}mã tổ;gấp đôi;ghi chú\r\nT1;2,468;\r\n"
    );
    let (code, told) = run(&["--numbers", "wrong"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("không nhận “wrong”; có: vi, en, plain"), "{told}");
}

/// A range of points that has no end in decimals is marked at both ends.
#[test]
fn the_rounded_ends_of_a_range_are_marked() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "\
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường a: số
  trường b: số
bảng điểm Điểm cho Tổ
  tiêu chí 1 \"Một\", tối đa 10 điểm
    a > 0    được 10 điểm / 3
    còn lại  được 0 điểm
  tiêu chí 2 \"Hai\", tối đa 10 điểm
    b > 0    được 5 điểm
    còn lại  được 0 điểm
";
    std::fs::write(folder.path().join("to.luat"), rules).unwrap();
    std::fs::write(folder.path().join("to.csv"), "mã tổ;a;b\nT1;1;\nT2;;1\n").unwrap();
    let output = visao(folder.path(), &["cham", "to.luat", "to.csv"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("≈3,3333 – ≈8,3333") && shown.contains("5 – ≈8,3333"), "{shown}");
}

/// A value outside its range names its cell and the value of its bound; one that is out only
/// because its bound is wrong is no second mistake.
#[test]
fn a_value_outside_its_range_names_its_cell_and_its_bound() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "\
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường nợ quá hạn: tiền, từ 0 đến dư nợ, cột \"Nợ quá hạn\"
  trường dư nợ: tiền, từ 0
  tính chênh = dư nợ - nợ quá hạn
";
    std::fs::write(folder.path().join("to.luat"), rules).unwrap();
    let rows = "mã tổ;Nợ quá hạn;dư nợ\nT1;166;165\nT2;0;-5\nT3;-1;-5\nT4;5;năm\n";
    std::fs::write(folder.path().join("to.csv"), rows).unwrap();
    let output = visao(folder.path(), &["cham", "to.luat", "to.csv", "--dang", "csv"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    let notes: Vec<&str> = shown
        .lines()
        .skip(1)
        .map(|line| line.split_once("dòng ").map_or("", |(_, note)| note.trim_end_matches('"')))
        .collect();
    assert_eq!(
        notes,
        [
            "2, Nợ quá hạn, “166 đ”: cần giá trị từ 0 đến dư nợ (dư nợ = 165 đ)",
            "3, dư nợ, “-5 đ”: cần giá trị từ 0",
            "4, Nợ quá hạn, “-1 đ”: cần giá trị từ 0 đến dư nợ (dư nợ = -5 đ); dòng 4, dư nợ, “-5 đ”: cần giá trị từ 0",
            "5, dư nợ, “năm”: cần số tiền, như 1.234,5 hoặc 1,5 triệu",
        ]
    );
}

/// The same of what a block rests on: it names the field that is wrong, though the block reads only
/// the one it bounds.
#[test]
fn a_block_names_the_wrong_bound_and_not_what_it_bounds() {
    let rules = "bản ghi Tổ\n  trường mã tổ: chữ, khóa\n  trường nợ: số, từ 0 đến dư nợ\n  trường dư nợ: số, từ 0\n  trường x: số\n\
                 kiểm tra A cho Tổ\n  yêu cầu nợ = 0\n    nếu không: \"còn nợ\"\nkiểm tra B cho Tổ\n  yêu cầu nợ = 0 và dư nợ > 0\n    nếu không: \"còn nợ\"\n\
                 kiểm tra C cho Tổ\n  yêu cầu x = 0\n    nếu không: \"x\"\n";
    let rules = Rules::from_text(rules).unwrap();
    let of = |record: &serde_json::Value| {
        let decided = rules.grade(record).unwrap();
        decided
            .iter()
            .map(|one| {
                one.errors
                    .iter()
                    .map(|error| error.words(visao::Lang::Vi))
                    .collect::<Vec<_>>()
                    .join("; ")
            })
            .collect::<Vec<_>>()
    };
    let low = "dòng 1, dư nợ, “-5”: cần giá trị từ 0";
    assert_eq!(
        of(&serde_json::json!({ "mã tổ": "T", "nợ": 3, "dư nợ": -5, "x": 0 })),
        [low, low, ""]
    );
    let high = "dòng 1, nợ, “3”: cần giá trị từ 0 đến dư nợ (dư nợ = 2)";
    assert_eq!(
        of(&serde_json::json!({ "mã tổ": "T", "nợ": 3, "dư nợ": 2, "x": 0 })),
        [high, high, ""]
    );
}

#[cfg(feature = "xlsx")]
#[test]
fn in_a_workbook_the_cell_is_named_as_excel_does() {
    let rules = Rules::from_text("bản ghi Tổ\n  trường mã tổ: chữ, khóa\n  trường tuổi: số nguyên, từ 0 đến 120\n  tính già = tuổi > 60\n")
        .unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (header, value)) in (1..).zip([("Mã tổ", "T1"), ("Tuổi", "")]) {
        sheet.write(3, column, header).unwrap().write(4, column, value).unwrap();
    }
    sheet.write(4, 2, 130).unwrap();
    let batch = rules
        .query()
        .read(&[DataFile::bytes("to.xlsx", book.save_to_buffer().unwrap())], None)
        .unwrap();
    let errors: Vec<String> = batch
        .decisions(0..1)
        .flat_map(|decision| decision.errors.clone())
        .map(|error| error.words(visao::Lang::Vi))
        .collect();
    assert_eq!(errors, ["dòng 5, Tuổi (C5), “130”: cần giá trị từ 0 đến 120"]);
}
