//! Results as columns of the officer's own workbook: what is added, and that nothing else changes.

use crate::zipped::Parts;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, Formula,
    Note, Table, Workbook, Worksheet,
};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with rules and a workbook.
struct Desk(TempDir);

impl Desk {
    fn with(workbook: &[u8]) -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        let rules = std::fs::read("tests/cli/vi.in/to.luat").unwrap();
        std::fs::write(desk.at("to.luat"), rules).unwrap();
        std::fs::write(desk.at("to.xlsx"), workbook).unwrap();
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
        visao.args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    /// The copy, with what was told.
    fn added(&self, into: &str) -> (Vec<u8>, String) {
        let run = self.run(&["cham", "to.luat", into, "--vao", into, "-o", "kq.xlsx"]);
        let told = String::from_utf8(run.stderr).unwrap();
        assert!(matches!(run.status.code(), Some(0 | 1)), "{told}");
        (std::fs::read(self.at("kq.xlsx")).unwrap(), told)
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let before = std::fs::read_dir(self.0.path()).unwrap().count();
        let run = self.run(arguments);
        let told = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{told}");
        assert_eq!(std::fs::read_dir(self.0.path()).unwrap().count(), before, "{told}");
        told
    }
}

const HEADER: [&str; 5] =
    ["Mã tổ", "Dư nợ (đồng)", "Nợ quá hạn (đồng)", "Số tổ viên", "Số người gửi"];

/// Groups whose results are known: 60 + 40 = 100; 0,394% gives 45, and 40.
fn fill(sheet: &mut Worksheet, header: u32) {
    let bold = Format::new().set_bold().set_background_color(Color::Yellow);
    for (column, name) in (0..).zip(HEADER) {
        sheet.write_with_format(header, column, name, &bold).unwrap();
    }
    let rows: [(&str, [u32; 4]); 3] = [
        ("T01", [800_000_000, 0, 50, 49]),
        ("T02", [812_000_000, 3_200_000, 50, 50]),
        ("T04", [600_000_000, 24_000_000, 30, 25]),
    ];
    let money = Format::new().set_num_format("#,##0");
    for (row, (key, numbers)) in (header + 1..).zip(rows) {
        sheet.write(row, 0, key).unwrap();
        for (column, number) in (1..).zip(numbers) {
            sheet.write_with_format(row, column, number, &money).unwrap();
        }
    }
}

/// What an officer's workbook has besides: a title over merged cells, a formula, notes, formats, a
/// chart on another sheet, a defined name.
fn own_book() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Số liệu").unwrap();
    sheet.merge_range(0, 0, 0, 4, "Bảng theo dõi tổ", &Format::new().set_bold()).unwrap();
    fill(sheet, 2);
    sheet.write_formula(4, 5, Formula::new("=C5/B5").set_result("0.00394")).unwrap();
    sheet.insert_note(3, 0, &Note::new("đã đối chiếu & ký")).unwrap();
    // Blanks with a format, one of them where a column will come.
    sheet.write_blank(3, 6, &Format::new().set_background_color(Color::Lime)).unwrap();
    sheet.write_blank(3, 40, &Format::new().set_background_color(Color::Lime)).unwrap();
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::GreaterThan(0))
        .set_format(Format::new().set_font_color(Color::Red));
    sheet.add_conditional_format(3, 2, 9, 2, &rule).unwrap();
    sheet.autofilter(2, 0, 5, 4).unwrap();
    sheet.set_row_height(3, 33).unwrap();
    let other = workbook.add_worksheet();
    other.set_name("Khác").unwrap();
    other.write(0, 0, "giữ nguyên").unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("Số liệu", 3, 1, 5, 1));
    other.insert_chart(2, 2, &chart).unwrap();
    workbook.define_name("Nguong", "='Số liệu'!$B$4").unwrap();
    workbook.save_to_buffer().unwrap()
}

/// The cells of a sheet's XML by their place, as they are written.
fn cells(sheet: &str) -> BTreeMap<String, String> {
    let cells = sheet.split("<c r=\"").skip(1).map(|rest| {
        let place = rest.split('"').next().unwrap();
        let end = rest.find("/>").into_iter().chain(rest.find("</c>")).min().unwrap();
        (place.to_owned(), rest[..end].to_owned())
    });
    cells.collect()
}

fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[test]
fn each_record_has_its_results_and_all_else_is_as_it_was() {
    let own = own_book();
    let desk = Desk::with(&own);
    let (copy, _) = desk.added("to.xlsx");
    // The file itself is as it was.
    assert_eq!(std::fs::read(desk.at("to.xlsx")).unwrap(), own);
    let (before, after) = (Parts::of(&own), Parts::of(&copy));
    let names = |parts: &Parts| parts.0.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
    for ((name, was), (_, is)) in before.0.iter().zip(&after.0) {
        assert_eq!(was == is, name != "xl/worksheets/sheet1.xml", "{name}");
    }
    let part = "xl/worksheets/sheet1.xml";
    let (was, is) = (before.text(part), after.text(part));
    let (old, new) = (cells(was), cells(is));
    // Behind the formula in F: G to K. The blank in G4 gives its style, that in AO4 stays.
    for (place, cell) in &old {
        match place.as_str() {
            "G4" => {
                let style = cell.split("s=\"").nth(1).unwrap().split('"').next().unwrap();
                assert!(new[place].contains(&format!("s=\"{style}\" t=\"inlineStr\"")));
            }
            _ => assert_eq!(&new[place], cell, "{place}"),
        }
    }
    let added = new.keys().filter(|place| !old.contains_key(*place));
    let columns: Vec<String> =
        added.map(|place| place.trim_end_matches(char::is_numeric).to_owned()).collect();
    assert!(columns.iter().all(|column| ("G"..="K").contains(&column.as_str())), "{columns:?}");
    // What is no row is the same but for the columns' widths and the size of the sheet.
    let around = |text: &str| {
        let (head, rest) = text.split_once("<sheetData>").unwrap();
        let tail = rest.split_once("</sheetData>").unwrap().1.to_owned();
        (head.replace("A1:AO6", ""), tail)
    };
    assert_eq!(around(was).1, around(is).1);
    let widths = "<cols><col min=\"7\" max=\"7\" width=\"24\" customWidth=\"1\"/>";
    assert!(around(is).0.contains(widths) && is.contains("ht=\"33\""), "{}", around(is).0);
    let rows = rows(&copy, "Số liệu");
    assert_eq!(
        rows[2][6..11],
        [
            "Chấm điểm tổ: xếp loại",
            "Chấm điểm tổ: tổng điểm",
            "Chấm điểm tổ: tiêu chí 1",
            "Chấm điểm tổ: tiêu chí 2",
            "Chấm điểm tổ: ghi chú",
        ]
    );
    assert_eq!(rows[3][6..11], ["Tốt", "100", "60", "40", ""]);
    assert_eq!(rows[4][6..10], ["Khá", "85", "45", "40"]);
    // 24/600 = 4% gives 0; 25/30 = 83,3% gives 15.
    assert_eq!(rows[5][6..10], ["Yếu", "15", "0", "15"]);
}

/// The copy is data like the file was, and results are added to it once more behind the first.
#[test]
fn a_copy_can_be_graded_and_added_to_again() {
    let desk = Desk::with(&own_book());
    let (copy, _) = desk.added("to.xlsx");
    std::fs::write(desk.at("lan-2.xlsx"), &copy).unwrap();
    let lines = |file: &str| {
        let run = desk.run(&["cham", "to.luat", file, "-f", "csv"]);
        String::from_utf8(run.stdout).unwrap()
    };
    assert_eq!(lines("to.xlsx"), lines("lan-2.xlsx"));
    let (again, _) = desk.added("lan-2.xlsx");
    let header = &rows(&again, "Số liệu")[2];
    assert_eq!(header[6], "Chấm điểm tổ: xếp loại");
    assert_eq!(header[11], "Chấm điểm tổ: xếp loại (2)");
}

/// What lies to the right of the records is not covered: tables, merged cells, charts.
#[test]
fn columns_stand_behind_all_that_is_there() {
    let first_added = |fill_more: &dyn Fn(&mut Worksheet)| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        fill(sheet, 2);
        fill_more(sheet);
        let desk = Desk::with(&workbook.save_to_buffer().unwrap());
        let (copy, _) = desk.added("to.xlsx");
        let rows = rows(&copy, "Sheet1");
        let header = rows.iter().find(|row| row.contains(&"Mã tổ".to_owned())).unwrap();
        header.iter().position(|cell| cell == "Chấm điểm tổ: xếp loại").unwrap()
    };
    assert_eq!(first_added(&|_| {}), 5);
    let table = |sheet: &mut Worksheet| {
        sheet.add_table(20, 7, 24, 9, &Table::new()).map(|_| ()).unwrap();
    };
    assert_eq!(first_added(&table), 10);
    let merged = |sheet: &mut Worksheet| {
        sheet.merge_range(0, 0, 0, 11, "Bảng", &Format::new()).map(|_| ()).unwrap();
    };
    assert_eq!(first_added(&merged), 12);
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("Sheet1", 3, 1, 5, 1));
    // A chart is 480 points wide, a column 64: from H it ends in O.
    let chart = |sheet: &mut Worksheet| sheet.insert_chart(2, 7, &chart).map(|_| ()).unwrap();
    assert_eq!(first_added(&chart), 15);
}

/// The forms that other programs write: names with a prefix, rows and cells that do not say where
/// they are, no size, rows without cells.
#[test]
fn sheets_of_other_programs_are_understood() {
    let own = own_book();
    let part = "xl/worksheets/sheet1.xml";
    let plain = {
        let desk = Desk::with(&own);
        rows(&desk.added("to.xlsx").0, "Số liệu")
    };
    let mut prefixed = Parts::of(&own);
    prefixed.edit(part, |text| {
        let (head, rest) = text.split_once("<worksheet ").unwrap();
        let rest = format!("<worksheet {rest}");
        let rest = rest.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:");
        let rest = rest.replacen(" xmlns=", " xmlns:x=", 1);
        format!("{head}{rest}")
    });
    let desk = Desk::with(&prefixed.bytes());
    let copy = desk.added("to.xlsx").0;
    assert!(Parts::of(&copy).text(part).contains("<x:is><x:t xml:space=\"preserve\">Khá</x:t>"));
    assert_eq!(rows(&copy, "Số liệu"), plain);

    let mut placeless = Parts::of(&own);
    placeless.edit(part, |text| {
        let mut text = text.to_owned();
        for row in 4..=6 {
            text = text.replace(&format!("<row r=\"{row}\""), "<row");
            for column in ["A", "B", "C", "D", "E", "F", "G"] {
                text = text.replace(&format!("<c r=\"{column}{row}\""), "<c");
            }
        }
        let start = text.find("<dimension").unwrap();
        let end = start + text[start..].find("/>").unwrap() + 2;
        format!("{}{}", &text[..start], &text[end..])
    });
    let desk = Desk::with(&placeless.bytes());
    let copy = desk.added("to.xlsx").0;
    assert_eq!(rows(&copy, "Số liệu")[4][6..8], ["Khá", "85"]);
}

#[test]
fn a_row_that_repeats_another_says_so() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    fill(sheet, 0);
    sheet.write(4, 0, "T01").unwrap();
    for (column, number) in (1..).zip([800_000_000, 0, 50, 49]) {
        sheet.write(4, column, number).unwrap();
    }
    let desk = Desk::with(&workbook.save_to_buffer().unwrap());
    let (copy, _) = desk.added("to.xlsx");
    assert_eq!(rows(&copy, "Sheet1")[4][5], "trùng hoàn toàn: giống hệt dòng 2");
}

#[test]
fn what_cannot_be_done_is_refused_and_nothing_is_written() {
    let own = own_book();
    let desk = Desk::with(&own);
    let into = ["cham", "to.luat", "to.xlsx", "--vao", "to.xlsx"];
    let with = |more: &[&'static str]| desk.refused(&[&into[..], more].concat());
    assert!(with(&[]).contains("hãy ghi -o tệp mới"));
    assert!(with(&["-o", "kq.csv"]).contains("đuôi .xlsx"));
    // Never over the file itself.
    assert!(with(&["-o", "to.xlsx"]).contains("to.xlsx"));
    assert_eq!(std::fs::read(desk.at("to.xlsx")).unwrap(), own);
    let other = desk.refused(&["cham", "to.luat", "to.xlsx", "--vao", "la.xlsx", "-o", "kq.xlsx"]);
    assert!(other.contains("không phải tệp số liệu"), "{other}");
    let csv = std::fs::read("tests/cli/vi.in/to.csv").unwrap();
    std::fs::write(desk.at("to.csv"), csv).unwrap();
    let text = desk.refused(&["cham", "to.luat", "to.csv", "--vao", "to.csv", "-o", "kq.csv"]);
    assert!(text.contains("dạng .xlsx"), "{text}");

    let protected = {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        fill(sheet, 0);
        sheet.protect();
        workbook.save_to_buffer().unwrap()
    };
    let desk = Desk::with(&protected);
    let into = ["cham", "to.luat", "to.xlsx", "--vao", "to.xlsx", "-o", "kq.xlsx"];
    assert!(desk.refused(&into).contains("đang được bảo vệ"));

    let full = {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        fill(sheet, 0);
        sheet.write(3, 16_381, "x").unwrap();
        workbook.save_to_buffer().unwrap()
    };
    assert!(Desk::with(&full).refused(&into).contains("không còn chỗ"));

    let mut signed = Parts::of(&own);
    signed.0.push(("_xmlsignatures/sig1.xml".to_owned(), b"<a/>".to_vec()));
    assert!(Desk::with(&signed.bytes()).refused(&into).contains("chữ ký số"));
}

/// The same through an independent library, where there is one.
#[test]
fn openpyxl_finds_the_rest_as_it_was() {
    let python = std::env::var("VISAO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = |arguments: &[&str]| Command::new(&python).args(arguments).output();
    if !run(&["-c", "import openpyxl"]).is_ok_and(|run| run.status.success()) {
        eprintln!("skipped: {python} has no openpyxl (set VISAO_PYTHON to one that has)");
        return;
    }
    let sample = std::fs::read("examples/data/giam-sat-to.xlsx").unwrap();
    for (rules, book) in [("to.luat".to_owned(), own_book()), (pack(), sample)] {
        let desk = Desk::with(&book);
        let (own, copy) = (desk.at("to.xlsx"), desk.at("kq.xlsx"));
        let arguments = ["cham", &rules, "to.xlsx", "--vao", "to.xlsx", "-o", "kq.xlsx"];
        assert!(desk.run(&arguments).status.success());
        let path = |path: &Path| path.to_str().unwrap().to_owned();
        let read = run(&["tests/workbooks.py", "into", &path(&own), &path(&copy)]).unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    }
}

fn pack() -> String {
    crate::literate::root().join("rules/2023").to_str().unwrap().to_owned()
}
