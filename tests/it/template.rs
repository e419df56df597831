//! Workbooks to be filled in: what their cells take, and that they are read back without a word.

use crate::literate::root;
use crate::zipped::Parts;
use std::path::Path;
use std::process::{Command, Output};
use visao::data::out::{Cell, FormPage, GuideLine, Kind, write_form};
use visao::template::Template;
use visao::{DataFile, Dataset, InputFile, Lang, Query, Rules};

fn written(template: &Template) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_form(&template.form(), template.lang, &mut bytes).unwrap();
    bytes
}

/// A cell that is filled in, as XML.
enum Filled {
    Text(String),
    Number(String),
    Day(String),
}

/// The examples of a template by sheet and column, as the guide shows them.
fn examples(template: &Template) -> Vec<(String, Vec<Option<Filled>>)> {
    let form = template.form();
    let guide = form.pages.iter().find_map(|page| match page {
        FormPage::Guide(guide) => Some(guide),
        FormPage::Sheet(_) => None,
    });
    let rows = guide.unwrap().lines.iter().filter_map(|line| match line {
        GuideLine::Row(cells) => Some(cells),
        GuideLine::Title(_) | GuideLine::Text(_) | GuideLine::Header(_) => None,
    });
    let mut rows = rows;
    let sheets = template.sheets.iter().map(|sheet| {
        let cells = sheet.columns.iter().map(|_| match &rows.next().unwrap()[9] {
            Cell::Text(text) => Some(Filled::Text(text.trim_matches(['“', '”']).to_owned())),
            Cell::Measure(number, Kind::Percent, _) => Some(Filled::Number(number.to_string())),
            Cell::Measure(number, ..) => Some(Filled::Number(number.to_string())),
            Cell::Date(day) => Some(Filled::Day(day.to_string())),
            Cell::Blank => None,
            other => panic!("{other:?}"),
        });
        (sheet.name.clone(), cells.collect::<Vec<_>>())
    });
    sheets.collect()
}

/// The styles of the columns of a sheet, as a spreadsheet gives them to cells that are filled in.
fn styles(sheet: &str) -> Vec<String> {
    let columns = sheet.split("<col ").skip(1).map(|one| {
        let value = |name: &str| {
            let rest = one.split(&format!(" {name}=\"")).nth(1);
            let rest = rest.or_else(|| one.strip_prefix(&format!("{name}=\"")));
            rest.map(|rest| rest.split('"').next().unwrap().to_owned())
        };
        let number = |name: &str| value(name).unwrap().parse::<usize>().unwrap();
        (number("min"), number("max"), value("style").unwrap_or_else(|| "0".into()))
    });
    columns
        .flat_map(|(from, to, style)| (from..=to).map(move |_| style.clone()).collect::<Vec<_>>())
        .collect()
}

fn letters(column: usize) -> String {
    let letter = |place: usize| char::from(b'A' + u8::try_from(place).unwrap());
    match column / 26 {
        0 => letter(column).to_string(),
        before => format!("{}{}", letter(before - 1), letter(column % 26)),
    }
}

/// The template with a row below the header of some sheets.
fn filled(template: &Template, day: &str, rows: &[(String, Vec<Option<Filled>>)]) -> Vec<u8> {
    let mut parts = Parts::of(&written(template));
    for (name, cells) in rows {
        let sheet = template.sheets.iter().find(|sheet| sheet.name == *name).unwrap();
        let row = sheet.header_row + 2;
        let part = parts.part_of(name);
        parts.edit(&part, |text| {
            let styles = styles(text);
            let cells: String = cells
                .iter()
                .enumerate()
                .map(|(place, cell)| {
                    let at = format!("r=\"{}{row}\" s=\"{}\"", letters(place), styles[place]);
                    match cell {
                        None => String::new(),
                        Some(Filled::Text(text)) => {
                            let text = text.replace('&', "&amp;");
                            format!("<c {at} t=\"inlineStr\"><is><t>{text}</t></is></c>")
                        }
                        Some(Filled::Number(number)) => format!("<c {at}><v>{number}</v></c>"),
                        Some(Filled::Day(day)) => {
                            format!("<c {at} t=\"inlineStr\"><is><t>{day}</t></is></c>")
                        }
                    }
                })
                .collect();
            let row = format!("<row r=\"{row}\">{cells}</row></sheetData>");
            text.replace("</sheetData>", &row)
        });
    }
    parts.edit("xl/sharedStrings.xml", |text| text.replace("…/…/……", day));
    parts.bytes()
}

fn read(query: &Query, book: Vec<u8>) -> Dataset {
    let file = DataFile::bytes("mau.xlsx", book);
    query.clone().lenient().read_all(&[InputFile { record: None, file }], None).unwrap()
}

/// All that is told of a data set, and the number of records that are wrong.
fn told(data: &Dataset) -> (Vec<String>, usize) {
    let reports = || data.batches().map(|batch| batch.report());
    let warnings = reports().flat_map(|report| report.warnings.clone()).chain(data.warnings());
    let faults = reports().map(|report| report.faults.len()).sum();
    (warnings.map(|warning| warning.vi).collect(), faults)
}

/// Each template filled in with its own examples is read whole: each type from its sheet, each field
/// from its column, no error, and nothing told of columns and sheets.
#[test]
fn a_template_that_is_filled_in_is_read_without_a_word() {
    for pack in [
        "rules/2023",
        "rules/2025",
        "examples/mau-01-cdx",
        "examples/scholarships",
        "examples/hop-tac-xa",
    ] {
        let rules = Rules::load(root().join(pack)).unwrap();
        let template = rules.template();
        let examples = examples(&template);
        let data = read(&rules.query(), filled(&template, "31/12/2023", &examples));
        let (warnings, faults) = told(&data);
        // Lists that may have more parts, and values that are left open, are no matter of columns.
        let words = ["cột", "trang", "mẫu nhập", "tiêu đề"];
        let is_of_columns = |warning: &&String| words.iter().any(|word| warning.contains(word));
        let of_columns: Vec<&String> = warnings.iter().filter(is_of_columns).collect();
        assert!(of_columns.is_empty(), "{pack}: {of_columns:#?}");
        assert_eq!(faults, 0, "{pack}");
        let read: Vec<&str> = data.records().iter().map(|records| records.record_name()).collect();
        let meant: Vec<&str> =
            template.sheets.iter().map(|sheet| sheet.record.name.as_str()).collect();
        for name in &meant {
            assert!(read.contains(name), "{pack}: {name} was not read: {read:?}");
        }
        for batch in data.batches() {
            let file = &batch.report().files[0];
            let sheet =
                template.sheets.iter().find(|sheet| Some(&sheet.name) == file.sheet.as_ref());
            assert_eq!(
                file.columns.len(),
                sheet.unwrap().columns.len(),
                "{pack}: {:?}",
                file.sheet
            );
            assert_eq!(file.rows, 1, "{pack}: {:?}", file.sheet);
        }
    }
}

/// The values arrive as they were meant: in the profile's units, percentages, yes and no, days.
#[test]
fn what_is_filled_in_arrives() {
    let rules = Rules::load(root().join("rules/2023")).unwrap();
    let query = rules.query().block("Chấm điểm tổ").unwrap();
    let template = query.template(&["Tổ"]).unwrap();
    let text = |text: &str| Some(Filled::Text(text.into()));
    let number = |text: &str| Some(Filled::Number(text.into()));
    // dư nợ 812 triệu, nợ quá hạn 3,2 triệu: 0,394…%.
    let mut cells: Vec<Option<Filled>> =
        vec![text("0480017"), Some(Filled::Day("30/06/2023".into())), text("Hải Châu"), None];
    cells.extend([number("6"), number("6"), number("812"), number("3.2"), number("0")]);
    cells.extend(["1000000", "1000000", "1000", "1000", "50", "50", "50", "60"].map(number));
    let rows = [("Tổ".to_owned(), cells)];
    let data = read(&query, filled(&template, "30/06/2023", &rows));
    let batch = data.batches().next().unwrap();
    let decisions = batch.decisions(0..1);
    let decision = decisions.into_iter().next().unwrap();
    // 20 + 25 + 20 + 20 + 10 by the rows of to-tkvv.luat; the second from 0,5%.
    let points: Vec<String> =
        decision.criteria.iter().map(|one| one.points.as_ref().unwrap().to_string()).collect();
    assert_eq!(points[1], "25", "{points:?}");
    assert_eq!(batch.report().key(0), "0480017");
}

const PAIR: &str = "bản ghi Hộ
  trường mã: chữ, khóa
  trường nợ: tiền, từ 0
bản ghi `Tổ/nhóm có một cái tên dài hơn mọi tên trang`
  trường mã: chữ, khóa
  trường nợ: tiền, từ 0
bản ghi Xã
  trường mã: chữ, khóa
  trường nợ: tiền, từ 0
  trường đã họp: có không
";

/// Three types that no header tells apart: the names of the sheets do.
#[test]
fn sheets_are_known_by_their_names() {
    let rules = Rules::from_text(PAIR).unwrap();
    let template = rules.template();
    let names: Vec<&str> = template.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Hộ", "Tổ nhóm có một cái tên dài hơn", "Xã"]);
    let rows = examples(&template);
    let data = read(&rules.query(), filled(&template, "", &rows));
    let read: Vec<&str> = data.records().iter().map(|records| records.record_name()).collect();
    assert_eq!(read, ["Hộ", "Tổ/nhóm có một cái tên dài hơn mọi tên trang", "Xã"]);
    assert_eq!(told(&data), (vec![], 0));
    let sheets = data.batches().map(|batch| batch.report().files[0].sheet.clone().unwrap());
    assert_eq!(sheets.collect::<Vec<_>>(), names);
}

/// A sheet that nobody filled in says nothing, rather than that there are no records.
#[test]
fn a_sheet_left_blank_is_as_if_it_were_not_there() {
    let rules = Rules::from_text(
        "bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường dư nợ: tiền
  tính dư nợ các khoản = tổng(dư nợ của Khoản vay)
bản ghi Khoản vay thuộc Tổ theo mã tổ
  trường mã tổ: chữ, bắt buộc
  trường dư nợ: tiền
kiểm tra Khớp cho Tổ
  yêu cầu dư nợ = dư nợ các khoản
    nếu không: \"dư nợ không khớp\"
",
    )
    .unwrap();
    let template = rules.template();
    let rows: Vec<_> = examples(&template).into_iter().filter(|(sheet, _)| sheet == "Tổ").collect();
    let data = read(&rules.query(), filled(&template, "", &rows));
    let batch = data.batches().next().unwrap();
    assert_eq!(data.batches().count(), 1);
    let decision = batch.decisions(0..1).next().unwrap();
    assert_eq!(decision.status, visao::Status::Undetermined);
}

/// What cells take, worked out by hand.
#[test]
fn cells_are_held_to_their_ranges() {
    let rules = Rules::from_text(
        "danh mục Loại: Tốt, Khá
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường dư nợ: tiền, bắt buộc, từ 0
  trường nợ quá hạn: tiền, từ 0 đến dư nợ
  trường tỷ lệ: tỷ lệ, từ 0% đến dưới 98%
  trường số phiên: số nguyên, từ 1 đến 12
  trường số lần: số nguyên, từ 0 đến dưới 2 × số phiên
  trường loại: một trong Loại
  trường đã họp: có không
  trường ngày vay: ngày, từ 01/01/2023 đến 31/12/2023
  trường ngày trả: ngày, từ ngày vay + 30 ngày
  trường ngày lập: ngày, từ 01/01/1850 đến 31/12/2020
",
    )
    .unwrap();
    let bytes = written(&rules.template());
    let parts = Parts::of(&bytes);
    assert_eq!(parts.sheets(), ["Hướng dẫn", "Tổ", "Danh mục"]);
    assert!(
        parts.text("xl/workbook.xml").contains("name=\"Danh mục\" sheetId=\"3\" state=\"hidden\"")
    );
    let rule = |column: &str| {
        let (kind, formulas) = parts.validation("Tổ", column)?;
        Some(format!("{kind}: {}", formulas.join(" ; ")))
    };
    assert_eq!(rule("A"), None);
    assert_eq!(rule("B").as_deref(), Some("decimal: 0"));
    assert_eq!(rule("C").as_deref(), Some("custom: AND(ISNUMBER(C2),C2>=0,OR(B2=\"\",C2<=B2))"));
    assert_eq!(rule("D").as_deref(), Some("custom: AND(ISNUMBER(D2),D2>=0,D2<0.98)"));
    assert_eq!(rule("E").as_deref(), Some("whole: 1 ; 12"));
    assert_eq!(
        rule("F").as_deref(),
        Some("custom: AND(ISNUMBER(F2),F2=INT(F2),F2>=0,OR(E2=\"\",F2<(2*E2)))")
    );
    assert_eq!(rule("G").as_deref(), Some("list: 'Danh mục'!$A$2:$A$3"));
    assert_eq!(rule("H").as_deref(), Some("list: 'Danh mục'!$B$2:$B$3"));
    assert_eq!(rule("I").as_deref(), Some("date: DATE(2023,1,1) ; DATE(2023,12,31)"));
    assert_eq!(rule("J").as_deref(), Some("custom: AND(ISNUMBER(J2),OR(I2=\"\",J2>=(I2+30)))"));
    // Excel takes DATE(1850,1,1) for a day of the year 3750.
    assert_eq!(rule("K").as_deref(), Some("date: DATE(2020,12,31)"));
    let notes = parts.notes(1);
    assert_eq!(
        notes[2],
        "trường “nợ quá hạn”\nĐiền: tiền, đơn vị: đồng\nGiới hạn: từ 0 đến dư nợ\nĐể trống là chưa \
         biết, không phải số 0\nNguồn: luat.luat:5"
    );
    assert!(notes[0].contains("Khóa") && notes[1].contains("Bắt buộc"));
    assert!(parts.text("xl/styles.xml").contains("formatCode=\"dd/mm/yyyy\""));
    // The same template gives the same bytes.
    assert_eq!(bytes, written(&rules.template()));
}

/// A list of any length: it stands on a sheet of its own.
#[test]
fn lists_are_as_long_as_they_are() {
    let values: Vec<String> = (1..=300).map(|place| format!("Xã thứ {place}")).collect();
    let text = format!(
        "danh mục Xã: {}\nbản ghi Tổ\n  trường mã: chữ, khóa\n  trường xã: một trong Xã\n",
        values.join(", ")
    );
    let parts = Parts::of(&written(&Rules::from_text(&text).unwrap().template()));
    let (_, formulas) = parts.validation("Tổ", "B").unwrap();
    assert_eq!(formulas, ["'Danh mục'!$A$2:$A$301"]);
    assert!(parts.text("xl/sharedStrings.xml").contains("Xã thứ 300"));
}

#[test]
fn a_template_is_of_the_types_asked_for() {
    let rules = Rules::load(root().join("rules/2023")).unwrap();
    let query = || rules.query().lang(Lang::En);
    let names = |template: Template| -> Vec<String> {
        template.sheets.iter().map(|sheet| sheet.record.name.clone()).collect()
    };
    assert_eq!(names(query().template(&["xã", "Tổ"]).unwrap()), ["Tổ", "Xã"]);
    // A loan is refused by what its household owes: the parts are needed too.
    let of_loans = query().block("Vay hộ nghèo").unwrap();
    assert_eq!(names(of_loans.template(&[]).unwrap()), ["Đề xuất vay", "Nợ đang có"]);
    // Visits are counted unit by unit.
    let of_units = query().block("Giao ban xã").unwrap();
    assert_eq!(names(of_units.template(&[]).unwrap()), ["Đơn vị", "Việc đã làm"]);
    let refused = query().template(&["Tỏ"]).unwrap_err();
    assert!(refused.message().en.contains("Tổ"), "{}", refused.message().en);
}

fn visao(arguments: &[&str]) -> Output {
    let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
    visao.args(arguments).current_dir(root()).output().unwrap()
}

#[test]
fn a_folder_of_several_packs_needs_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mau.xlsx");
    let path = path.to_str().unwrap();
    let refused = visao(&["mau-nhap", "rules", "-o", path]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(refused.status.code() == Some(2) && told.contains("--ngay"), "{told}");
    assert!(!Path::new(path).exists());
    let chosen = visao(&["mau-nhap", "rules", "--ngay", "30/06/2023", "-o", path]);
    assert_eq!(chosen.status.code(), Some(0));
    assert!(std::fs::read(path).unwrap().starts_with(b"PK"));
}

/// The whole way with an independent library, where there is one: `tests/workbooks.py` reads the
/// template, fills it in and saves it, and the program grades what it saved.
#[test]
fn openpyxl_reads_and_fills_a_template() {
    let python = std::env::var("VISAO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run =
        |arguments: &[&str]| Command::new(&python).args(arguments).current_dir(root()).output();
    if !run(&["-c", "import openpyxl"]).is_ok_and(|run| run.status.success()) {
        eprintln!("skipped: {python} has no openpyxl (set VISAO_PYTHON to one that has)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (place, pack) in ["rules/2023", "examples/scholarships"].into_iter().enumerate() {
        let (blank, full) = (path(&format!("{place}.xlsx")), path(&format!("{place}-f.xlsx")));
        assert!(visao(&["mau-nhap", pack, "-o", &blank]).status.success());
        let run = run(&["tests/workbooks.py", "fill", &blank, &full, "31/12/2023"]).unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let graded = visao(&["grade", pack, &full, "-f", "jsonl", "--lang", "en"]);
        let told = String::from_utf8(graded.stderr).unwrap();
        assert_eq!(graded.status.code(), Some(0), "{told}");
        assert!(!told.contains("column") && !told.contains("sheet"), "{told}");
        assert!(Path::new(&full).exists() && !graded.stdout.is_empty());
    }
}
