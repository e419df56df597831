//! Mistakes of data files, each told in words that lead to its cure.

use super::*;

fn dated(cells: &[&str]) -> Vec<String> {
    let model = groups();
    let rows: String =
        cells.iter().enumerate().map(|(place, cell)| format!("T{place};{cell}\n")).collect();
    let reading = csv(&model, &format!("mã tổ;ngày xếp loại\n{rows}"));
    reading.report.faults.iter().map(|fault| fault.message(&model).vi).collect()
}

#[test]
fn each_wrong_date_says_what_is_wrong_with_it() {
    let wrong = [
        "31/6/2025",
        "29/02/2023",
        "03/31/2025",
        "5/3/25",
        "45000",
        "ngày 5 tháng 3 năm 2025",
        "05/03/2025 10:30",
        "2025-06-31",
        "hôm qua",
        "13/13/2025",
    ];
    assert_eq!(
        dated(&wrong),
        [
            "ngày có thật: tháng 6/2025 chỉ có 30 ngày",
            "ngày có thật: tháng 2/2023 chỉ có 28 ngày",
            "ngày trước, tháng sau: có phải là 31/03/2025?",
            "ngày với năm đủ bốn chữ số, như 05/03/2025",
            "ngày, như 30/06/2023; số này là số thứ tự ngày của Excel (15/03/2023): đổi định dạng cột thành Ngày (Date) rồi lưu lại",
            "ngày viết bằng số: 05/03/2025",
            "ngày không kèm giờ: 05/03/2025",
            "ngày có thật: tháng 6/2025 chỉ có 30 ngày",
            "ngày, như 30/06/2023",
            "ngày, như 30/06/2023",
        ]
    );
}

#[test]
fn a_dash_offers_how_to_say_that_it_means_none() {
    let model = groups();
    let reading = csv(&model, "mã tổ;dư nợ;ngày xếp loại\nT1;-;–\n");
    let told: Vec<String> =
        reading.report.faults.iter().map(|fault| fault.message(&model).vi).collect();
    let expected = "một giá trị; nếu “-” nghĩa là không có số liệu thì ghi missing = [\"-\"] cho cột này trong pack.toml, nếu là không đồng, không người thì ghi 0";
    assert_eq!(told, [expected, expected]);
    let none = profile("record = \"Tổ\"\n[columns]\n\"dư nợ\" = { missing = [\"-\"] }");
    let reading = super::reading(
        &model,
        &[none],
        &[DataFile::bytes("a.csv", "mã tổ;dư nợ\nT1;-\n".as_bytes())],
    )
    .unwrap();
    assert_eq!((column(&reading, 1), reading.report.faults.len()), (vec!["-".to_owned()], 0));
}

fn refusal(name: &str, bytes: &[u8]) -> Vec<String> {
    let result = reading(&groups(), &[], &[DataFile::bytes(name, bytes)]);
    result.unwrap_err().messages().iter().map(|message| message.vi.clone()).collect()
}

#[test]
fn files_that_hold_nothing_or_no_header_say_what_they_hold() {
    assert_eq!(refusal("a.csv", b""), ["tệp trống, không có dòng nào"]);
    assert_eq!(refusal("a.csv", b"\n\n ;\n"), ["tệp trống, không có dòng nào"]);
    let told =
        "không tìm thấy dòng tiêu đề của “Tổ”; dòng ấy phải có: “mã tổ”; dòng 2 đang có: “a”, “b”";
    assert_eq!(refusal("a.csv", b"\na;b;\n1;2\n"), [told]);
}

#[test]
fn a_header_alone_and_short_rows_are_told() {
    let warnings = |text: &str| {
        csv(&groups(), text)
            .report
            .warnings
            .into_iter()
            .map(|warning| warning.vi)
            .collect::<Vec<_>>()
    };
    assert!(
        warnings("mã tổ;dư nợ\n")
            .contains(&"tổ.csv: chỉ có dòng tiêu đề, không có dòng số liệu nào".to_owned())
    );
    let short = warnings("mã tổ;dư nợ;số tổ viên;ghi chú\nT1;5\nT2;5;6;x\nT3\nT4;5;6\n");
    let told =
        "2 dòng có ít ô hơn dòng tiêu đề (4 ô): dòng 2, 4; các ô không có coi là thiếu".to_owned();
    assert!(short.contains(&told), "T4 lacks only what no field reads: {short:?}");
}

#[test]
fn cells_parted_by_bars_are_read() {
    let reading = csv(&groups(), "mã tổ|dư nợ\nT1|1,5\n");
    assert_eq!(
        (keys(&reading), column(&reading, 1)),
        (vec!["T1".to_owned()], vec!["1.5".to_owned()])
    );
}

#[test]
fn files_of_other_kinds_say_what_to_save_them_as() {
    for (name, ending) in [("a.xlsb", "xlsb"), ("a.ODS", "ods")] {
        assert_eq!(
            refusal(name, b"PK\x03\x04"),
            [format!("không đọc được tệp .{ending}; mở bằng Excel rồi lưu lại thành .xlsx")]
        );
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_broken_workbook_is_told_in_plain_words() {
    let told = "tệp hỏng, tải về chưa đủ, hoặc không phải tệp Excel; mở thử bằng Excel rồi lưu lại thành .xlsx";
    assert_eq!(refusal("a.xlsx", b"PK\x03\x04 cut off"), [told]);
}

#[test]
fn keys_that_differ_in_capitals_alone_are_told() {
    let reading = csv(&groups(), "mã tổ;dư nợ\nT01;1\nt01;2\nT02;3\nTổ;4\nTỔ;5\n");
    let told =
        "khóa chỉ khác nhau chữ hoa, chữ thường vẫn là hai bản ghi: “T01” – “t01”, “Tổ” – “TỔ”";
    assert!(
        reading.report.warnings.iter().any(|warning| warning.vi == told),
        "{:?}",
        reading.report.warnings
    );
    assert_eq!(keys(&reading).len(), 5);
    let apart = csv(&groups(), "mã tổ;dư nợ\nT01;1\nt02;2\n");
    assert!(!apart.report.warnings.iter().any(|warning| warning.vi.starts_with("khóa chỉ")));
}

#[test]
fn a_header_with_another_unit_is_named_with_what_to_write() {
    let mut model = groups();
    let warnings = |model: &Model, text: &str| {
        csv(model, text).report.warnings.into_iter().map(|warning| warning.vi).collect::<Vec<_>>()
    };
    let told = "không có cột cho trường “dư nợ”: mọi giá trị của trường này coi là thiếu; nếu là cột “Dư nợ (triệu đồng)” thì ghi trong pack.toml cho trường này: header = \"Dư nợ (triệu đồng)\", unit = \"triệu đồng\"";
    assert!(warnings(&model, "mã tổ;Dư nợ (triệu đồng)\nT1;5\n").contains(&told.to_owned()));
    let id = model.records.ids().next().unwrap();
    let debt = model.records[id].fields.ids().nth(1).unwrap();
    model.records[id].fields[debt].required = true;
    let needed = reading(
        &model,
        &[],
        &[DataFile::bytes("a.csv", "mã tổ;Dư nợ (triệu đồng)\nT1;5\n".as_bytes())],
    );
    let needed: Vec<String> =
        needed.unwrap_err().messages().iter().map(|message| message.vi.clone()).collect();
    assert_eq!(
        needed,
        [
            "không có cột nào cho trường bắt buộc “dư nợ”; nếu là cột “Dư nợ (triệu đồng)” thì ghi trong pack.toml cho trường này: header = \"Dư nợ (triệu đồng)\", unit = \"triệu đồng\""
        ]
    );
    // Named in the rules, it is read in đồng, and that is told.
    model.records[id].fields[debt].columns = vec!["Dư nợ (triệu đồng)".to_owned()];
    let read = "tiêu đề cột “Dư nợ (triệu đồng)” ghi đơn vị triệu đồng, nhưng số được đọc là đồng; nếu số tính bằng triệu đồng thì ghi unit = \"triệu đồng\" cho trường “dư nợ” trong pack.toml";
    assert!(warnings(&model, "mã tổ;Dư nợ (triệu đồng)\nT1;5\n").contains(&read.to_owned()));
    model.records[id].fields[debt].columns = vec!["Dư nợ (đồng)".to_owned()];
    assert!(
        !warnings(&model, "mã tổ;Dư nợ (đồng)\nT1;5\n")
            .iter()
            .any(|warning| warning.contains("đồng"))
    );
    let by_name = "cột “Dư nợ” được đọc cho trường “dư nợ” theo tên trường, tính bằng đồng (luật ghi cột “Dư nợ (đồng)”)";
    assert!(warnings(&model, "mã tổ;Dư nợ\nT1;5\n").contains(&by_name.to_owned()));
}

#[test]
fn what_reads_well_is_not_taken_for_an_old_font() {
    let told = refusal("a.csv", "mã tổ;MA_TO\nT1;T1\n".as_bytes());
    assert_eq!(told.len(), 1, "{told:?}");
}

#[cfg(feature = "xlsx")]
#[test]
fn hidden_rows_are_named_where_they_are_records() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Số liệu & tổ").unwrap();
    for (row, cells) in (0..).zip([
        ["Tên", ""],
        ["Mã tổ", "Dư nợ"],
        ["T1", "5"],
        ["T2", "6"],
        ["T3", "7"],
        ["", ""],
    ]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    for row in [0, 2, 4, 5] {
        sheet.set_row_hidden(row).unwrap();
    }
    let file = DataFile::bytes("a.xlsx", book.save_to_buffer().unwrap());
    let reading = reading(&groups(), &[], &[file]).unwrap();
    let told = "trang “Số liệu & tổ” có 2 dòng đang ẩn vẫn được đọc như các dòng khác: dòng 3, 5; nếu không dùng các dòng ấy thì xóa đi";
    assert!(
        reading.report.warnings.iter().any(|warning| warning.vi == told),
        "{:?}",
        reading.report.warnings
    );
    assert_eq!(keys(&reading), ["T1", "T2", "T3"]);
}

/// Typed in an old font, as many workbooks of offices are.
#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_in_an_old_font_is_read_where_that_is_said() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Tæ").unwrap();
    for (row, cells) in (0..).zip([["M· tæ", "XÕp lo¹i"], ["T1", "Kh¸"]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let file = [DataFile::bytes("a.xlsx", book.save_to_buffer().unwrap())];
    let model = groups();
    let told = reading(&model, &[], &file).unwrap_err().messages()[0].vi.clone();
    assert!(told.ends_with("thêm --bang-ma tcvn3"), "{told}");
    let old = profile("record = \"Tổ\"\nencoding = \"tcvn3\"");
    let reading = reading(&model, &[old], &file).unwrap();
    assert_eq!(
        (keys(&reading), column(&reading, 6)),
        (vec!["T1".to_owned()], vec!["1".to_owned()])
    );
}
