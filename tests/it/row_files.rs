//! Tables whose rows stand in a file beside the rules: sheets of workbooks, what the fingerprint
//! covers, where the file may stand, and that such a table is the written one.

use serde_json::json;
use visao::load::Memory;
use visao::rollover::{MarkKind, rollover};
use visao::{Error, Host, Lang, Num, Rules, Value};

const HOUSE: &str = "bản ghi Hộ\n  trường mã: chữ, khóa\n  trường dư nợ: tiền\n  \
    trường ngày vay: ngày\n  trường nghèo: có không\n";

fn load(rules: &str, files: &[(&str, &[u8])]) -> Result<Rules, Error> {
    let rules = [("a.luat", rules.as_bytes())];
    Rules::from_files(&rules.into_iter().chain(files.iter().copied()).collect::<Memory>())
}

fn told(rules: &str, files: &[(&str, &[u8])]) -> String {
    load(rules, files).unwrap_err().render(Lang::Vi, false)
}

/// The value of the only table for a record.
fn value(rules: &Rules, record: serde_json::Value) -> Value {
    let decisions = rules.grade(&record).unwrap();
    decisions[0].derived[0].datum.value.clone()
}

fn money(amount: i64) -> Value {
    Value::Num(Num::from_i64(amount))
}

/// Sheets of workbooks.
#[cfg(feature = "xlsx")]
mod sheets {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    /// A workbook with a table on its second sheet.
    fn book() -> Vec<u8> {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "không phải bảng").unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name("Hộ nghèo").unwrap();
        let percent = Format::new().set_num_format("0%");
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for (column, header) in (0..).zip(["dư nợ /\n100 triệu đồng", "ngày vay", "nghèo", "Mức"])
        {
            sheet.write(1, column, header).unwrap();
        }
        sheet.write_with_format(2, 0, 0.5, &percent).unwrap();
        sheet.write(2, 2, true).unwrap();
        sheet.write(2, 3, 5_000_000.5).unwrap();
        sheet.write(4, 0, "từ 60%").unwrap();
        let date = ExcelDateTime::from_ymd(2023, 6, 30).unwrap();
        sheet.write_with_format(4, 1, &date, &day).unwrap();
        sheet.write(4, 3, "7 triệu").unwrap();
        book.save_to_buffer().unwrap()
    }

    const OF_BOOK: &str = "bảng Mức cho Hộ: tiền, từ \"muc.xlsx\", trang \"hộ nghèo\"\n";

    #[test]
    fn cells_of_a_sheet_are_read_as_rules_write_them() {
        let rules = load(&format!("{HOUSE}{OF_BOOK}"), &[("muc.xlsx", &book())]).unwrap();
        let half = json!({ "dư nợ": 50_000_000, "nghèo": true });
        let Value::Num(level) = value(&rules, half) else { panic!("no number") };
        assert_eq!(level.add(&level).unwrap(), Num::from_i64(10_000_001));
        let late = json!({ "dư nợ": 60_000_000, "ngày vay": "30/06/2023", "nghèo": false });
        assert_eq!(value(&rules, late), money(7_000_000));
        let other = json!({ "dư nợ": 60_000_000, "ngày vay": "29/06/2023", "nghèo": true });
        assert_eq!(value(&rules, other), Value::Missing);
    }

    #[test]
    fn edits_of_a_sheet_are_told_and_left_to_be_made_by_hand() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Hộ nghèo").unwrap();
        for (row, cells) in
            (0..).zip([["dư nợ", "Mức"], ["dưới 1 triệu", "5"], ["từ 2 triệu", "0"]])
        {
            sheet.write_row(row, 0, cells).unwrap();
        }
        let book = book.save_to_buffer().unwrap();
        let house = "bản ghi Hộ\n  trường mã: chữ, khóa\n  trường dư nợ: tiền, bắt buộc, từ 0\n";
        let rules = load(&format!("{house}{OF_BOOK}"), &[("muc.xlsx", &book)]).unwrap();
        let found = rules.check().diagnostics.remove(0);
        let told: Vec<&str> = found.fixes.iter().map(|fix| fix.message.get(Lang::Vi)).collect();
        assert_eq!(
            told,
            [
                "dòng trên nhận thêm, dòng 2 của muc.xlsx#hộ nghèo: “| dưới 2 triệu | 5 |” (tự sửa \
                 trong bảng tính ấy)",
                "dòng dưới nhận thêm, dòng 3 của muc.xlsx#hộ nghèo: “| từ 1 triệu | 0 |” (tự sửa \
                 trong bảng tính ấy)",
                "dòng mới sau dòng 2 của muc.xlsx#hộ nghèo, kết quả chép của dòng bên cạnh và còn \
                 phải xem lại: “| từ 1 triệu đến dưới 2 triệu | 0 |” (tự sửa trong bảng tính ấy)",
            ]
        );
        assert!(found.fixes.iter().all(|fix| fix.changes.is_empty()));
        assert!(rules.fixed(&mut |_, _| Some(0)).files.is_empty());
    }

    #[test]
    fn a_row_of_a_sheet_is_cited_by_its_number() {
        let check = "kiểm tra K cho Hộ\n  yêu cầu Mức < 7 triệu\n    nếu không: \"cao\"\n";
        let rules = load(&format!("{HOUSE}{OF_BOOK}{check}"), &[("muc.xlsx", &book())]).unwrap();
        let record = json!({ "mã": "H1", "dư nợ": 60_000_000, "ngày vay": "30/06/2023" });
        let told = rules.explain(&record).unwrap()[0].to_string();
        assert!(told.contains("muc.xlsx#hộ nghèo:5"), "{told}");
    }

    #[test]
    fn what_cannot_be_taken_from_a_workbook_is_told_with_its_row() {
        let told_of = |fill: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write(0, 0, "dư nợ").unwrap();
            sheet.write(0, 1, "Mức").unwrap();
            sheet.write(1, 0, "từ 5 triệu").unwrap();
            sheet.write(1, 1, 5).unwrap();
            fill(sheet);
            let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.xlsx\"\n");
            match load(&rules, &[("muc.xlsx", &book.save_to_buffer().unwrap())]) {
                Ok(_) => String::new(),
                Err(refused) => refused.render(Lang::Vi, false),
            }
        };
        assert_eq!(told_of(&|_| {}), "");
        let error = told_of(&|sheet| {
            sheet.write(2, 0, 0).unwrap();
            sheet.write_formula(2, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
            sheet.write(3, 0, "0.5 triệu").unwrap();
            sheet.write(3, 1, 5).unwrap();
        });
        insta::assert_snapshot!(error, @r"
    lỗi[E280]: ô này cần một giá trị, không phải lỗi của Excel
     --> muc.xlsx:3:7
      |
    3 | | 0 | #N/A |
      |       ^^^^

    lỗi[E005]: “0.5” không viết theo lối số tiếng Việt
     --> muc.xlsx:4:3
      |
    4 | | 0.5 triệu | 5 |
      |   ^^^
      |
    gợi ý: viết “0,5”
    ");
        let hidden = told_of(&|sheet| {
            sheet.write(2, 0, 0).unwrap();
            sheet.write(2, 1, 0).unwrap();
            sheet.set_row_hidden(2).unwrap();
        });
        insta::assert_snapshot!(hidden, @r"
    lỗi[E280]: dòng này bị ẩn trong tệp Excel
     --> muc.xlsx:3:1
      |
    3 | | 0 | 0 |
      | ^^^^^^^^^
      |
    gợi ý: bỏ ẩn, bỏ lọc trong Excel rồi lưu lại, hoặc xóa hẳn dòng này
    ");
    }

    #[test]
    fn a_sheet_that_is_not_there_is_told_with_those_that_are() {
        let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.xlsx\", trang \"Hộ\"\n");
        let told = told(&rules, &[("muc.xlsx", &book())]);
        assert!(
            told.contains("[E284]: tệp Excel không có trang “Hộ”; có: “Sheet1”, “Hộ nghèo”"),
            "{told}"
        );
    }
}

#[test]
fn a_file_that_is_not_there_is_told_with_the_one_beside_that_is_near() {
    let folder = std::env::temp_dir().join(format!("visao-rows-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("muc-vay.csv"), "dư nợ;Mức\n-;0\n").unwrap();
    let rules = folder.join("vay.luat");
    std::fs::write(&rules, format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc-vai.csv\"\n")).unwrap();
    let told = Rules::load(&rules).unwrap_err();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(told.code(), "E206");
    assert_eq!(told.diagnostics()[0].help.as_ref().unwrap().vi, "có phải ý bạn là “muc-vay.csv”?");
}

#[test]
fn the_fingerprint_covers_the_bytes_of_the_file() {
    let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let print = |csv: &[u8], other: &[u8]| {
        let rules = load(&rules, &[("muc.csv", csv), ("khac.csv", other)]).unwrap();
        rules.fingerprint().to_owned()
    };
    let first = print(b"d\xc6\xb0 n\xe1\xbb\xa3;M\xe1\xbb\xa9c\n1;2\n", b"");
    assert_eq!(print("dư nợ;Mức\n1;2\n".as_bytes(), b"x"), first);
    assert_ne!(print("dư nợ;Mức\n1;3\n".as_bytes(), b""), first);
    assert_ne!(print("\u{feff}dư nợ;Mức\n1;2\n".as_bytes(), b""), first);
}

#[test]
fn a_table_from_a_file_is_the_written_one() {
    let rows = ["-5 triệu;1 triệu", "từ 0 đến dưới 5 triệu, 9 triệu;2 triệu", "không phải thiếu;3"];
    let file = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let csv = format!("dư nợ;Mức\n{}\ncòn lại;4\n", rows.join("\n"));
    let lines: Vec<String> =
        rows.iter().map(|row| format!("  | {} |\n", row.replace(';', " | "))).collect();
    let written = format!(
        "{HOUSE}bảng Mức cho Hộ: tiền\n  | dư nợ | Mức |\n{}  | còn lại | 4 |\n",
        lines.concat()
    );
    let (file, written) =
        (load(&file, &[("muc.csv", csv.as_bytes())]).unwrap(), load(&written, &[]).unwrap());
    let asked = [json!(-5_000_000), json!(0), json!(5_000_000), json!(9_000_000), json!(null)];
    let values = |rules: &Rules| -> Vec<Value> {
        asked.iter().map(|debt| value(rules, json!({ "dư nợ": debt }))).collect()
    };
    assert_eq!(values(&file), values(&written));
    assert_eq!(
        values(&file),
        [money(1_000_000), money(2_000_000), money(3), money(2_000_000), money(4)]
    );
}

/// Rows that differ in numbers, days and texts alone are parsed once; a number that is a word of a
/// name is none of these.
#[test]
fn rows_of_one_form_are_each_read_for_what_they_say() {
    let head = "danh mục Quận: Quận 1, Quận 2, Quận 12\n\
        bản ghi Hộ\n  trường quận: một trong Quận\n  trường ngày vay: ngày\n  trường mã xã: chữ\n  \
        trường dư nợ: tiền\n";
    let rows = [
        ["Quận 1", "từ 01/02/2023", "\"001\"", "từ 1 triệu", "1"],
        ["Quận 2", "từ 02/02/2023", "\"002\"", "từ 2 triệu", "2 triệu"],
        ["Quận 2", "từ 05/03/2024", "\"012\"", "từ 9 triệu", "3 triệu"],
        ["Quận 12", "-", "-", "-", "4"],
        ["-", "-", "-", "từ 5 triệu đến dưới 6 triệu", "1/2"],
        ["-", "-", "-", "từ 6 triệu đến dưới 7 triệu", "1/3"],
        ["-", "-", "-", "7 triệu + 1", "7"],
        ["-", "-", "-", "8 triệu + 2", "8"],
        ["-", "-", "\"5\", \"6\"", "-", "9"],
        ["-", "-", "\"7\", \"8\"", "-", "10"],
    ];
    let quoted = |cell: &&str| match cell.contains('"') {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => (*cell).to_owned(),
    };
    let header = ["quận", "ngày vay", "mã xã", "dư nợ", "Mức"];
    let all = || [header].into_iter().chain(rows);
    let csv: String =
        all().map(|row| format!("{}\n", row.each_ref().map(quoted).join(";"))).collect();
    let lines: String = all().map(|row| format!("  | {} |\n", row.join(" | "))).collect();
    let file = format!("{head}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let file = load(&file, &[("muc.csv", csv.as_bytes())]).unwrap();
    let written = load(&format!("{head}bảng Mức cho Hộ: tiền\n{lines}"), &[]).unwrap();
    let asked = [
        json!({ "quận": "Quận 1", "ngày vay": "01/02/2023", "mã xã": "001", "dư nợ": 1_000_000 }),
        json!({ "quận": "Quận 2", "ngày vay": "01/02/2023", "mã xã": "002", "dư nợ": 2_000_000 }),
        json!({ "quận": "Quận 2", "ngày vay": "02/02/2023", "mã xã": "002", "dư nợ": 2_000_000 }),
        json!({ "quận": "Quận 2", "ngày vay": "05/03/2024", "mã xã": "012", "dư nợ": 9_000_000 }),
        json!({ "quận": "Quận 12" }),
        json!({ "quận": "Quận 1", "mã xã": "9", "ngày vay": "01/01/2020", "dư nợ": 5_000_000 }),
        json!({ "quận": "Quận 1", "mã xã": "9", "ngày vay": "01/01/2020", "dư nợ": 6_000_000 }),
        json!({ "quận": "Quận 1", "mã xã": "9", "ngày vay": "01/01/2020", "dư nợ": 8_000_002 }),
        json!({ "quận": "Quận 1", "mã xã": "8", "ngày vay": "01/01/2020", "dư nợ": 0 }),
    ];
    let values = |rules: &Rules| -> Vec<Value> {
        asked.iter().map(|record| value(rules, record.clone())).collect()
    };
    let third = Num::from_i64(1).div(&Num::from_i64(3)).unwrap();
    let half = Num::from_i64(1).div(&Num::from_i64(2)).unwrap();
    assert_eq!(values(&file), values(&written));
    assert_eq!(
        values(&file),
        [
            money(1),
            Value::Missing,
            money(2_000_000),
            money(3_000_000),
            money(4),
            Value::Num(half),
            Value::Num(third),
            money(8),
            money(10),
        ]
    );
    let wrong = "dư nợ;ngày vay;Mức\n1;01/02/2023;1\n1;31/02/2023;1\n1;01/03/2023;1\n";
    let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let told = told(&rules, &[("muc.csv", wrong.as_bytes())]);
    assert!(told.contains("muc.csv:3:3") && told.matches("lỗi[").count() == 1, "{told}");
}

#[test]
fn a_file_may_be_named_by_two_tables_and_is_looked_for_beside_the_rules_alone() {
    let tables = "bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n";
    let csv: &[u8] = "dư nợ;Mức\n1;2\n".as_bytes();
    let near = told(&format!("{HOUSE}{tables}"), &[("muc-.csv", csv)]);
    assert!(near.contains("[E206]: gói luật không có tệp “muc.csv”"), "{near}");
    assert!(near.contains("có phải ý bạn là “muc-.csv”?"), "{near}");
    for name in ["../muc.csv", "/etc/passwd", "b/muc.csv", "b\\muc.csv", "..", ""] {
        let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"{name}\"\n");
        let found = load(&rules, &[("b/muc.csv", csv)]).unwrap_err();
        assert_eq!(found.diagnostics()[0].code, "E286", "{name}");
    }
    let twice = "bản ghi Người\n  trường dư nợ: tiền\nbảng Mức cho Người: tiền, từ \"muc.csv\"\n";
    let rules = load(&format!("{HOUSE}{tables}{twice}"), &[("muc.csv", csv)]).unwrap();
    assert_eq!(rules.sources().len(), 2);
}

#[test]
fn a_file_that_hides_something_is_refused() {
    let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let told = told(&rules, &[("muc.csv", "dư nợ;Mức\n1;\u{202e}2\n".as_bytes())]);
    assert!(told.contains("[E260]") && told.contains("muc.csv:2:3"), "{told}");
}

#[test]
fn a_change_that_would_break_the_cells_of_the_file_is_only_told() {
    let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let fix = |csv: &str| {
        let error = load(&rules, &[("muc.csv", csv.as_bytes())]).unwrap_err();
        error.diagnostics()[0].fix.as_ref().map(|fix| fix.replacement.clone())
    };
    assert_eq!(fix("dư nợ;Mức\n0.5 triệu;2\n"), Some("0,5".to_owned()));
    assert_eq!(fix("dư nợ,Mức\n0.5 triệu,2\n"), None);
}

#[test]
fn a_finding_in_the_file_is_accepted_below_the_table() {
    let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let csv = "dư nợ;Mức\n5 triệu;2 đồng\n1 triệu;3 đồng\n5 triệu;4 đồng\n";
    let found = load(&rules, &[("muc.csv", csv.as_bytes())]).unwrap();
    let codes: Vec<&str> = found.findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    let accepted = format!("{rules}  bỏ qua {}: \"để đó\"\n", codes[0]);
    let rules = load(&accepted, &[("muc.csv", csv.as_bytes())]).unwrap();
    assert!(rules.findings().is_empty() && rules.accepted().len() == 1);
}

#[test]
fn limits_are_those_of_the_host() {
    let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let csv = format!("dư nợ;Mức\n{}", "1;2\n".repeat(300_000));
    let files: Memory = [("a.luat", rules.as_str()), ("muc.csv", &csv)].into_iter().collect();
    let code =
        |host: Host| Rules::from_files_with(&files, &host).unwrap_err().diagnostics()[0].code;
    assert_eq!(code(Host::default().row_files(1, 1_000_000)), "E283");
    assert_eq!(code(Host::default().row_files(64, 299_999)), "E283");
}

#[test]
fn a_pack_for_another_year_takes_the_file_along_and_marks_its_table() {
    let manifest =
        "[pack]\nname = \"a-2023\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n";
    let rules = format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n");
    let csv = "dư nợ;Mức\n1;2\n";
    let files = [("pack.toml", manifest), ("a.luat", rules.as_str()), ("muc.csv", csv)];
    let new = rollover(&files.into_iter().collect::<Memory>(), 2024, &[]).unwrap();
    let of = |name: &str| new.files.iter().find(|(file, _)| file == name).unwrap().1.clone();
    assert_eq!(of("muc.csv"), csv.as_bytes());
    let [mark] = new.marks.as_slice() else { panic!("{:?}", new.marks) };
    assert_eq!((mark.kind, mark.file.as_str(), mark.line), (MarkKind::Number, "a.luat", 7));
    assert_eq!(mark.what, "các dòng trong tệp muc.csv");
}

#[test]
fn the_json_door_takes_the_file_with_the_rules() {
    let request = json!({
        "request": "check",
        "rules": {
            "a.luat": format!("{HOUSE}bảng Mức cho Hộ: tiền, từ \"muc.csv\"\n"),
            "muc.csv": "dư nợ;Mức\n1;2;3\n",
        },
    });
    let answer: serde_json::Value =
        serde_json::from_str(&visao::request(&request.to_string())).unwrap();
    let found = answer.to_string();
    assert!(found.contains("E020") && found.contains("muc.csv"), "{found}");
}
