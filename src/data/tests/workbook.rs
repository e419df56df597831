use super::*;
use crate::data::SkipReason;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Write};
use unicode_normalization::UnicodeNormalization;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn book(fill: impl FnOnce(&mut Worksheet)) -> DataFile {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    saved(&mut workbook)
}

fn saved(workbook: &mut Workbook) -> DataFile {
    DataFile::bytes("tổ.xlsx", workbook.save_to_buffer().unwrap())
}

fn header(sheet: &mut Worksheet, row: u32, names: &[&str]) {
    for (column, name) in (0..).zip(names) {
        sheet.write(row, column, *name).unwrap();
    }
}

#[test]
fn the_cells_of_a_sheet_are_read_for_what_they_are() {
    let model = groups();
    let file = book(|sheet| {
        let decomposed: String = "Tỷ lệ thu lãi".nfd().collect();
        header(
            sheet,
            0,
            &[
                "Mã tổ",
                "Dư nợ",
                "Số tổ viên",
                &decomposed,
                "Ngày xếp loại",
                "Vùng khó khăn",
                "Xếp loại",
                "Thời hạn",
            ],
        );
        sheet.write(1, 0, "007").unwrap();
        sheet.write(1, 1, 1_234_567_890.5).unwrap();
        sheet.write(1, 2, 50).unwrap();
        sheet.write_with_format(1, 3, 0.0035, &Format::new().set_num_format("0.00%")).unwrap();
        let day = ExcelDateTime::from_ymd(2023, 6, 30).unwrap();
        sheet.write_with_format(1, 4, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
        sheet.write(1, 5, true).unwrap();
        sheet.write(1, 6, "khá").unwrap();
        sheet.write(1, 7, 60).unwrap();
        sheet.write(2, 0, 4820).unwrap();
        sheet.write(2, 1, "1.234.567.890,50").unwrap();
        sheet.write(2, 3, "0,35 %").unwrap();
        sheet.write(2, 4, "30/06/2023").unwrap();
        sheet.write(2, 7, "5 năm").unwrap();
        sheet.write(3, 0, "T3").unwrap();
        sheet.write(3, 1, 0.1 + 0.2).unwrap();
        sheet.write(3, 3, 0).unwrap();
    });
    let reading = reading(&model, &[], &[file]).unwrap();
    assert_eq!(faults(&model, &reading), Vec::<String>::new());
    assert_eq!(keys(&reading), ["007", "4820", "T3"]);
    assert_eq!(column(&reading, 1), ["1234567890.5", "1234567890.5", "0.3"]);
    assert_eq!(column(&reading, 2), ["50", "-", "-"]);
    assert_eq!(column(&reading, 3), ["0.0035", "0.0035", "0"]);
    assert_eq!(column(&reading, 4), ["30/06/2023", "30/06/2023", "-"]);
    assert_eq!(column(&reading, 5), ["true", "-", "-"]);
    assert_eq!(column(&reading, 6), ["1", "-", "-"]);
    assert_eq!(column(&reading, 7), ["60", "60", "-"]);
    assert_counted(&reading);
}

#[test]
fn cells_that_hold_no_value_are_faults_and_named_as_excel_names_them() {
    let model = groups();
    let file = book(|sheet| {
        header(sheet, 4, &["", "Mã tổ", "Dư nợ", "Tỷ lệ thu lãi", "Ngày xếp loại"]);
        sheet.write(5, 1, "T1").unwrap();
        sheet.write(5, 3, 0.98).unwrap();
        sheet.write(5, 4, 45_107).unwrap();
        sheet.write(6, 1, "T2").unwrap();
        sheet.write_formula(6, 2, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_formula(6, 3, Formula::new("=NA()").set_result("#N/A")).unwrap();
        let time = ExcelDateTime::from_hms(10, 30, 0).unwrap();
        sheet.write_with_format(6, 4, &time, &Format::new().set_num_format("hh:mm")).unwrap();
    });
    let reading = reading(&model, &[], &[file]).unwrap();
    let expected = [
        "0 tỷ lệ thu lãi [Tỷ lệ thu lãi] D6 “0.98”: a ratio with %, as 98% (without %: add --ratios percent or fraction, or write unit = \"%\" or \"1\" in pack.toml)",
        "0 ngày xếp loại [Ngày xếp loại] E6 “45107”: a date, as 30/06/2023; this is Excel's number of a day (30/06/2023): give the column a date format and save again",
        "1 tỷ lệ thu lãi [Tỷ lệ thu lãi] D7 “#N/A”: a value, not an error of Excel",
        "1 ngày xếp loại [Ngày xếp loại] E7 “0.4375”: a value, not a time of day or a span of time",
    ];
    assert_eq!(faults(&model, &reading), expected);
    assert_eq!(column(&reading, 1), ["-", "2"]);
}

/// A workbook as programs write it that do not calculate: the sheet's data as XML.
fn raw_book(sheet_data: &str) -> DataFile {
    let part = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let link = |kind: &str, target: &str| {
        format!(
            "<Relationships {package}><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let sheets = format!(
        "<workbook {part} xmlns:r=\"{office}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let parts = [
        ("_rels/.rels", link("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", sheets),
        ("xl/_rels/workbook.xml.rels", link("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet {part}><sheetData>{sheet_data}</sheetData></worksheet>"),
        ),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    DataFile::bytes("a.xlsx", archive.finish().unwrap().into_inner())
}

#[test]
fn a_formula_never_calculated_is_refused_and_not_read_as_missing() {
    let model = groups();
    let text = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let rows = format!(
        "<row r=\"1\">{}{}{}</row><row r=\"2\">{}<c r=\"B2\"><f>1+1</f><v/></c><c r=\"C2\"><f>1+1</f></c></row><row r=\"3\">{}<c r=\"B3\"/></row>",
        text("A1", "Mã tổ"),
        text("B1", "Dư nợ"),
        text("C1", "Số tổ viên"),
        text("A2", "T1"),
        text("A3", "T2")
    );
    let reading = reading(&model, &[], &[raw_book(&rows)]).unwrap();
    let told = "a calculated value: the cell is a formula never calculated; open the file in Excel and save it";
    assert_eq!(
        faults(&model, &reading),
        [
            format!("0 dư nợ [Dư nợ] B2 “”: {told}"),
            format!("0 số tổ viên [Số tổ viên] C2 “”: {told}")
        ]
    );
    assert_eq!(marked(&reading), [0]);
}

#[test]
fn a_bank_export_loses_no_row() {
    let model = groups();
    let bank = profile(
        r#"
        record = "Tổ"
        sheet = 1
        header = { contains = ["Mã tổ", "Tổng dư nợ (triệu đồng)"] }
        skip_rows_where = { "Mã tổ" = ["", "0000000"] }
        duplicates = "drop-identical"
        as_of = { cell = "A1", pattern = "đến ngày {date}" }
        [columns]
        "mã tổ" = { header = "Mã tổ", text_width = 7 }
        "dư nợ" = { header = "Tổng dư nợ (triệu đồng)", unit = "triệu" }
        "xếp loại" = { header = "Xếp loại", missing = ["0", ""] }
        "#,
    );
    let file = book(|sheet| {
        sheet
            .merge_range(0, 0, 0, 3, "Thông tin tổ TK&VV đến ngày 30/06/2023", &Format::new())
            .unwrap();
        header(sheet, 1, &["Mã tổ", "Tổng dư nợ (triệu đồng)", "Xếp loại", "Ghi chú"]);
        for (row, code, debt) in
            [(2, 4820.0, 812.0), (3, 12.0, 1.5), (4, 4820.0, 812.0), (5, 0.0, 9.0)]
        {
            sheet.write(row, 0, code).unwrap();
            sheet.write(row, 1, debt).unwrap();
            sheet.write_formula(row, 2, "=IF(B3>1,\"Tốt\",\"\")").unwrap();
        }
        sheet.write_blank(6, 0, &Format::new().set_bold()).unwrap();
        sheet.write(7, 1, 822.5).unwrap();
        sheet.write(9, 3, "Người lập biểu").unwrap();
        sheet.write_blank(20, 0, &Format::new().set_bold()).unwrap();
    });
    let reading = reading(&model, &[bank], &[file]).unwrap();
    assert_eq!(faults(&model, &reading), Vec::<String>::new());
    assert_eq!(keys(&reading), ["0004820", "0000012"]);
    assert_eq!(column(&reading, 1), ["812000000", "1500000"]);
    assert_eq!(column(&reading, 6), ["-", "-"], "the formulas were exported as 0");
    let report = &reading.report.files[0];
    let reason = |value: &str| SkipReason::Profile {
        column: "Mã tổ".to_owned(),
        value: value.to_owned(),
    };
    assert_eq!((report.rows, report.records, report.dropped), (7, 2, 1));
    assert_eq!(report.skipped, [(reason("0000000"), 1), (SkipReason::Blank, 1), (reason(""), 2)]);
    assert_eq!(report.as_of.map(show_date).as_deref(), Some("30/06/2023"));
    assert_eq!(report.sheet.as_deref(), Some("Sheet1"));
    assert_counted(&reading);
}

#[test]
fn the_sheet_is_the_one_that_fits_and_others_that_fit_are_told() {
    let model = groups();
    let mut workbook = Workbook::new();
    for (name, cells) in
        [("Bìa", ["Báo cáo", ""]), ("Tháng 5", ["Mã tổ", "T1"]), ("Tháng 6", ["Mã tổ", "T2"])]
    {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write(0, 0, cells[0]).unwrap();
        sheet.write(1, 0, cells[1]).unwrap();
    }
    let hidden = workbook.add_worksheet();
    header(hidden, 0, &["Mã tổ", "Dư nợ"]);
    hidden.set_hidden(true);
    let file = saved(&mut workbook);
    let first = reading(&model, &[], std::slice::from_ref(&file)).unwrap();
    assert_eq!(keys(&first), ["T1"]);
    let told = |reading: &Reading| reading.report.warnings.last().unwrap().en.clone();
    assert_eq!(
        told(&first),
        "reading the sheet “Tháng 5”; other sheets fit too but are not read: Tháng 6 (choose by “sheet” in the import profile)"
    );
    let named = reading(
        &model,
        &[profile("record = \"Tổ\"\nsheet = \"tháng 6\"")],
        std::slice::from_ref(&file),
    )
    .unwrap();
    assert_eq!(keys(&named), ["T2"]);
    let numbered = reading(&model, &[profile("record = \"Tổ\"\nsheet = 3")], &[file]).unwrap();
    assert_eq!(keys(&numbered), ["T2"]);
}

#[test]
fn a_workbook_may_hold_one_record_type_a_sheet() {
    let model = model_of(vec![
        ("Tổ", vec![key_field("mã tổ", &[])]),
        ("Người vay", vec![key_field("mã khách hàng", &[])]),
    ]);
    let mut workbook = Workbook::new();
    header(workbook.add_worksheet(), 0, &["Mã khách hàng"]);
    header(workbook.add_worksheet(), 3, &["STT", "Mã tổ"]);
    let found = crate::data::recognise(
        &model,
        &[],
        Readings::default(),
        &mut crate::data::OpenFile::new(&saved(&mut workbook)),
    )
    .unwrap();
    assert_eq!(found.iter().map(|id| id.index()).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn what_only_calls_itself_a_workbook_is_refused() {
    let model = groups();
    let page = refused(reading(&model, &[], &[DataFile::bytes("a.xls", &b"<html><table>"[..])]));
    assert!(page[0].starts_with("this file is a web page"), "{page:?}");
    let damaged = refused(reading(
        &model,
        &[],
        &[DataFile::bytes("a.xlsx", &b"PK\x03\x04 and nothing else"[..])],
    ));
    assert!(damaged[0].starts_with("the file is damaged"), "{damaged:?}");
}

#[test]
fn a_small_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_read() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    let blank = vec![b' '; 1 << 20];
    (0..1025).for_each(|_| archive.write_all(&blank).unwrap());
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 2 << 20);
    let told = refused(reading(&groups(), &[], &[DataFile::bytes("a.xlsx", bytes)]));
    assert_eq!(told, ["the workbook unpacks to too much; the limit is 1 GB"]);
}

#[test]
fn what_a_workbook_packs_is_measured_up_to_the_limit() {
    let sheet: String = (1000..2000).map(|row| format!("<row r=\"{row}\"/>")).collect();
    assert!(
        (sheet.len() as u64..2 * sheet.len() as u64)
            .contains(&raw_book(&sheet).unpacked_size(1 << 20).unwrap())
    );
    assert_eq!(raw_book(&sheet).unpacked_size(100).unwrap(), 101);
    assert_eq!(
        DataFile::bytes("a.csv", &b"m\xc3\xa3 t\xe1\xbb\x95\n"[..]).unpacked_size(100).unwrap(),
        0
    );
}
