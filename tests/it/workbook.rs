//! The workbook of results: what stands on which page, and where its links lead.

use crate::literate::root;
use crate::zipped::Parts;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

struct Workbook {
    parts: Parts,
    sheets: Vec<(String, Vec<Vec<String>>)>,
}

impl Workbook {
    fn of(bytes: Vec<u8>) -> Workbook {
        let parts = Parts::of(&bytes);
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        let sheets = names.into_iter().map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let mut rows = vec![Vec::new(); range.start().map_or(0, |(row, _)| row as usize)];
            rows.extend(range.rows().map(|row| row.iter().map(text).collect::<Vec<String>>()));
            (name, rows)
        });
        Workbook { parts, sheets: sheets.collect() }
    }

    fn names(&self) -> Vec<&str> {
        self.sheets.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn rows(&self, name: &str) -> &[Vec<String>] {
        let found = self.sheets.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("no page {name}: {:?}", self.names())).1
    }

    /// The links of a page: the cell, the page and the row that it leads to.
    fn links(&self, name: &str) -> Vec<(String, String, usize)> {
        let text = self.parts.text(&self.parts.part_of(name));
        let links = text.split("<hyperlink ").skip(1).map(|one| {
            let value = |name: &str| {
                let rest = one.split(&format!("{name}=\"")).nth(1).unwrap();
                rest.split('"').next().unwrap().to_owned()
            };
            let location = value("location").replace("&apos;", "'");
            let (page, cell) = location.rsplit_once('!').unwrap();
            let row = cell.trim_start_matches('A').parse().unwrap();
            (value("ref"), page.trim_matches('\'').to_owned(), row)
        });
        links.collect()
    }

    /// The rows of a table below its title on a page of tables, its header first.
    fn table(&self, page: &str, title: &str) -> &[Vec<String>] {
        let rows = self.rows(page);
        let start = rows.iter().position(|row| row[0] == title);
        let start = start.unwrap_or_else(|| panic!("no table {title}: {rows:#?}")) + 1;
        let end = rows[start..].iter().position(|row| row.iter().all(String::is_empty));
        &rows[start..end.map_or(rows.len(), |end| start + end)]
    }
}

fn text(cell: &Data) -> String {
    cell.to_string()
}

fn graded(arguments: &[&str]) -> (Workbook, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ket-qua.xlsx");
    let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
    visao.arg("grade").args(arguments).arg("-o").arg(&path).current_dir(root());
    let run = visao.output().unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{told}");
    (Workbook::of(std::fs::read(&path).unwrap()), told)
}

/// The number that stands before the letters of a cell's column.
fn row_of(cell: &str) -> usize {
    cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap()
}

const GROUPS: &str = "tests/cli/vi.in/to.luat";

#[test]
fn a_workbook_begins_with_what_came_out() {
    let (book, _) = graded(&[GROUPS, "tests/cli/vi.in/loi.csv", "--lang", "vi"]);
    assert_eq!(
        book.names(),
        ["Tổng hợp", "Tổ", "Vì sao Tổ", "Dòng không nhận", "Quy tắc, số liệu"]
    );
    // 7 records: T01 graded, six wrong.
    assert_eq!(
        book.table("Tổng hợp", "Chấm điểm tổ")[1][..9],
        ["Toàn bộ", "1", "0", "0", "0", "0", "6", "0", "7"]
    );
    assert_eq!(
        book.table("Tổng hợp", "Số bản ghi")[1][..7],
        ["Chấm điểm tổ", "Tổ", "7", "1", "0", "6", "0"]
    );
    // The key that stands twice is wrong twice, and the most frequent kind but one of each row.
    let kinds = book.table("Tổng hợp", "Lỗi dữ liệu theo loại");
    assert_eq!(kinds.len(), 1 + 6);
    assert!(kinds.iter().any(|row| row[0] == "Số tổ viên" && row[1] == "1" && row[2] == "Tổ"));
    let pages = book.table("Tổng hợp", "Các trang");
    let listed: Vec<&str> = pages.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(listed, &book.names()[1..]);
}

#[test]
fn a_result_says_in_words_what_it_lacks() {
    let (book, _) = graded(&[GROUPS, "tests/cli/vi.in/to.csv", "--lang", "vi"]);
    let rows = book.rows("Tổ");
    assert_eq!(rows[0].last().unwrap(), "vì sao");
    let group = rows.iter().find(|row| row[0] == "T02").unwrap();
    // 3,2/812 = 0,394% gives 45 of 60; the cap changes nothing, for 85 points are Khá.
    assert_eq!(
        group[5],
        "chưa đủ điểm: 1. Nợ quá hạn 45/60; “Tổ còn nợ quá hạn” không làm đổi bậc",
    );
    // Without its overdue debt it has 100 points, and the cap is gone.
    assert_eq!(rows[0][6], "muốn tốt hơn");
    assert_eq!(group[6], "nợ quá hạn giảm 3.200.000 đ, còn 0 đ → Tốt, 100 điểm");
    let best = rows.iter().find(|row| row[0] == "T01").unwrap();
    assert_eq!(best[6], "");
    assert_eq!((best[1].as_str(), best[5].as_str()), ("Tốt", ""));
    let sheet = book.parts.text(&book.parts.part_of("Tổ"));
    assert!(sheet.contains("<autoFilter ref=\"A1:H") && sheet.contains("state=\"frozen\""));
    for grade in ["Tốt", "Khá", "Trung bình", "Yếu"] {
        assert!(sheet.contains(&format!("<formula>\"{grade}\"</formula>")), "{grade}");
    }
}

#[test]
fn a_line_on_why_has_the_rule_and_its_place() {
    let (book, _) = graded(&[GROUPS, "tests/cli/vi.in/to.csv", "--lang", "vi"]);
    let of_group = book.rows("Vì sao Tổ").iter().filter(|row| row[0] == "T02");
    let lines: Vec<&[String]> = of_group.map(|row| &row[1..8]).collect();
    assert_eq!(
        lines[0],
        [
            "Chấm điểm tổ",
            "1. Nợ quá hạn",
            "tỷ lệ nợ quá hạn = 3.200.000 / 812.000.000 ≈ 0,394%",
            "dưới 0,5%      được 45 điểm",
            "45",
            "60",
            "to.luat:18",
        ]
    );
    assert_eq!(lines[2][1], "Tổng điểm: Khá");
    assert_eq!((lines[2][4].as_str(), lines[2][5].as_str()), ("85", "100"));
    assert_eq!(lines[2][3], "từ 75 điểm     là Khá");
    assert!(lines.iter().any(|line| line[1].contains("Tổ còn nợ quá hạn")), "{lines:#?}");
}

#[test]
fn what_was_not_taken_says_where_and_what_was_expected() {
    let (book, _) = graded(&["rules/2023", "examples/data/giam-sat-to.xlsx", "--lang", "vi"]);
    let rows = book.rows("Dòng không nhận");
    let happened = |word: &str| rows.iter().filter(|row| row[8] == word).count();
    // 391 rows below the header = 11 skipped + 11 identical + 369 records.
    assert_eq!((happened("bỏ qua"), happened("trùng hoàn toàn")), (11, 11));
    let total = rows.iter().find(|row| row[7].contains("0000000")).unwrap();
    assert_eq!((total[0].as_str(), total[2].as_str()), ("Tổ", "Theo dõi tổ"));
    assert!(total[3].parse::<u32>().unwrap() > 380, "{total:?}");

    let (book, _) = graded(&[GROUPS, "tests/cli/vi.in/loi.csv", "--lang", "vi"]);
    let rows = book.rows("Dòng không nhận");
    let of_row = |row: &str| rows.iter().find(|one| one[3] == row).unwrap();
    assert_eq!(
        of_row("5")[5..],
        ["Dư nợ (đồng)", "tám trăm", "số tiền, như 1.234,5 hoặc 1,5 triệu", "ô không dùng được"]
    );
    assert_eq!(of_row("4")[8], "giá trị không được phép");
    assert!(of_row("4")[7].contains("từ 0 đến dư nợ"), "{:?}", of_row("4"));
}

#[test]
fn the_rules_and_data_of_the_run_stand_on_the_last_page() {
    let (book, _) = graded(&["rules/2023", "examples/data/giam-sat-to.xlsx", "--lang", "vi"]);
    let page = "Quy tắc, số liệu";
    let rules = visao::Rules::load(root().join("rules/2023")).unwrap();
    let pack = &book.table(page, "Bộ quy tắc")[1];
    assert_eq!((pack[0].as_str(), pack[3].as_str()), ("da-nang-2023", rules.fingerprint()));
    let data = &book.table(page, "Số liệu")[1];
    assert_eq!(data[0], "examples/data/giam-sat-to.xlsx");
    assert_eq!(
        data[1..9],
        ["Theo dõi tổ", "Tổ", "Bảng theo dõi tổ", "2", "391", "11", "11", "369"]
    );
    let files = book.table(page, "Tệp của bộ quy tắc");
    assert!(files.iter().any(|row| row[0] == "to-tkvv.luat"), "{files:?}");
    let assumed = book.table(page, "Giả định");
    assert!(assumed.iter().any(|row| row[1].contains("Tổ mới lập")), "{assumed:?}");
    // Targets are met and missed by unit, with a chart each of grades and of distances.
    let targets = book.table("Tổng hợp", "Chỉ tiêu");
    let debt = targets.iter().find(|row| row[0] == "Nợ").unwrap();
    assert_eq!(debt[1..4], ["8", "0", "8"]);
    let charts = book.parts.0.iter().filter(|(name, _)| name.starts_with("xl/charts/chart"));
    let charts: Vec<&str> = charts.map(|(_, text)| std::str::from_utf8(text).unwrap()).collect();
    assert!(charts.iter().any(|chart| chart.contains("<c:grouping val=\"stacked\"/>")));
    assert!(charts.iter().any(|chart| chart.contains("Nợ: còn cách mức yêu cầu")));
}

/// Two packs decide: what each counts stands under its name.
#[test]
fn counts_of_several_packs_are_told_apart() {
    let folder = "tests/cli/packs.in";
    let (rules, data) = (format!("{folder}/rules"), format!("{folder}/vay.csv"));
    let (book, _) = graded(&[&rules, &data, "--date-column", "ngày vay", "--lang", "vi"]);
    let counts = book.table("Tổng hợp", "Số bản ghi");
    // V1 by the pack of 2024; V2, and two that are wrong, by that of 2023.
    assert_eq!(counts[1][..4], ["Mức vay (vay-2023)", "Khoản vay", "3", "1"]);
    assert_eq!(counts[2][..4], ["Mức vay (vay-2024)", "Khoản vay", "1", "1"]);
    assert_eq!(book.table("Tổng hợp", "Mức vay (vay-2024)")[1][1], "1");
}

/// Each result leads to the first line on its record, and that line back.
#[test]
fn links_lead_both_ways() {
    let (book, _) = graded(&["rules/2023", "examples/data/giam-sat-to.xlsx", "--lang", "vi"]);
    let (results, why) = (book.rows("Tổ"), book.rows("Vì sao Tổ"));
    let (to, back) = (book.links("Tổ"), book.links("Vì sao Tổ"));
    assert_eq!((to.len(), back.len()), (369, 369));
    for ((cell, page, row), (from, home, result)) in to.iter().zip(&back) {
        assert_eq!((page.as_str(), home.as_str()), ("Vì sao Tổ", "Tổ"));
        assert_eq!((row_of(cell), *row), (*result, row_of(from)));
        assert_eq!(results[result - 1][0], why[row - 1][0]);
        // It is the first of the record's lines.
        assert_ne!(why[row - 2][0], why[row - 1][0]);
    }
}

/// More records than are explained: told on the screen and on the first page.
#[test]
fn what_is_not_explained_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("to.csv");
    let rows: String = (0..20_001).map(|place| format!("T{place};{}\n", place % 7)).collect();
    std::fs::write(&data, format!("mã;nợ\n{rows}")).unwrap();
    let rules = folder.path().join("to.luat");
    std::fs::write(
        &rules,
        "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường nợ: số\nkiểm tra Nhẹ cho Tổ\n  yêu cầu nợ \
         ≤ 5\n    nếu không: \"nặng\"\n",
    )
    .unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let (book, told) = graded(&[&path(&rules), &path(&data), "--lang", "vi"]);
    assert!(told.contains("nói về 20000 Tổ đầu trong 20001"), "{told}");
    let on_page = book.rows("Tổng hợp").iter().any(|row| row[0].contains("20000 Tổ đầu"));
    assert!(on_page);
    let rows = book.rows("Tổ");
    assert_eq!(rows.len(), 1 + 20_001);
    let last = |row: &Vec<String>| row.last().unwrap().clone();
    assert_eq!((last(&rows[20_000]), last(&rows[20_001])), ("xem".into(), String::new()));
}

/// The same through an independent library, where there is one.
#[test]
fn openpyxl_reads_the_results() {
    let python = std::env::var("VISAO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run =
        |arguments: &[&str]| Command::new(&python).args(arguments).current_dir(root()).output();
    if !run(&["-c", "import openpyxl"]).is_ok_and(|run| run.status.success()) {
        eprintln!("skipped: {python} has no openpyxl (set VISAO_PYTHON to one that has)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ket-qua.xlsx");
    let path = path.to_str().unwrap();
    let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
    visao.args(["grade", "rules/2023", "examples/data/giam-sat-to.xlsx", "-o", path]);
    assert!(visao.current_dir(root()).output().unwrap().status.success());
    let read = run(&["tests/workbooks.py", "results", path]).unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
}
