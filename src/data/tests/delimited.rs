use super::*;
use crate::data::hashing::Hashing;
use crate::data::{OpenFiles, SkipReason, read_hashed};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

const HEADER: &str =
    "mã tổ;dư nợ;số tổ viên;tỷ lệ thu lãi;ngày xếp loại;vùng khó khăn;xếp loại;thời hạn\n";

#[test]
fn every_kind_of_cell_is_read_as_the_office_writes_it() {
    let model = groups();
    let rows = "T1;1.234.567,5;50;98%;18/01/2023;có;Tốt;60\n\
                T2;1,5 triệu;7;99,5 %;2023-01-18;No;KHÁ;5 năm\n\
                T3;3.200.000 đ;0;0;18-1-2023 00:00:00;0;02;18 tháng\n\
                T4;;;;;;;\n";
    let reading = csv(&model, &format!("{HEADER}{rows}"));
    assert_eq!(faults(&model, &reading), Vec::<String>::new());
    assert_eq!(keys(&reading), ["T1", "T2", "T3", "T4"]);
    assert_eq!(column(&reading, 0), ["T1", "T2", "T3", "T4"]);
    assert_eq!(column(&reading, 1), ["1234567.5", "1500000", "3200000", "-"]);
    assert_eq!(column(&reading, 2), ["50", "7", "0", "-"]);
    assert_eq!(column(&reading, 3), ["0.98", "0.995", "0", "-"]);
    assert_eq!(column(&reading, 4), ["18/01/2023", "18/01/2023", "18/01/2023", "-"]);
    assert_eq!(column(&reading, 5), ["true", "false", "false", "-"]);
    assert_eq!(column(&reading, 6), ["0", "1", "1", "-"]);
    assert_eq!(column(&reading, 7), ["60", "60", "18", "-"]);
    assert!(reading.table.faulty.is_empty());
    assert!(reading.report.warnings.is_empty());
    assert_counted(&reading);
}

#[test]
fn a_bad_cell_names_its_place_and_what_was_expected_and_the_others_go_on() {
    let model = groups();
    let rows = "T1;0.5;12,5;98;31/02/2023;x;Tót;60 ngày\nT2;1e5;7;1;;;;\n;1;;;;;;\n";
    let reading = csv(&model, &format!("{HEADER}{rows}"));
    let expected = [
        "0 dư nợ [dư nợ] 2 “0.5”: a number in the Vietnamese form, as 1.234,5 (a file with decimal points: add --numbers plain)",
        "0 số tổ viên [số tổ viên] 2 “12,5”: a whole number, without a fraction",
        "0 tỷ lệ thu lãi [tỷ lệ thu lãi] 2 “98”: a ratio with %, as 98% (without %: add --ratios percent or fraction, or write unit = \"%\" or \"1\" in pack.toml)",
        "0 ngày xếp loại [ngày xếp loại] 2 “31/02/2023”: a day that exists: month 2 of 2023 has 28 days",
        "0 vùng khó khăn [vùng khó khăn] 2 “x”: “yes” or “no”",
        "0 xếp loại [xếp loại] 2 “Tót”: a value of “Loại”; did you mean “Tốt”?",
        "0 thời hạn [thời hạn] 2 “60 ngày”: a number of months, as 60 months",
        "1 dư nợ [dư nợ] 3 “1e5”: an amount of money, as 1.234,5 or 1,5 triệu",
        "1 tỷ lệ thu lãi [tỷ lệ thu lãi] 3 “1”: a ratio with %, as 98% (without %: add --ratios percent or fraction, or write unit = \"%\" or \"1\" in pack.toml)",
        "2 mã tổ [mã tổ] 4 “”: a value: this field must not be blank",
    ];
    assert_eq!(faults(&model, &reading), expected);
    assert_eq!(marked(&reading), [0, 1, 2]);
    assert_eq!(reading.table.faulty, [false, false, true], "only the last has no key");
    assert_eq!(keys(&reading), ["T1", "T2", "#4"]);
    assert_eq!(column(&reading, 2), ["-", "7", "-"]);
}

#[test]
fn the_delimiter_is_told_by_the_header_and_not_by_what_stands_in_quotes() {
    let model = model_of(vec![(
        "Tổ",
        vec![key_field("mã tổ", &["Mã; tổ, mới"]), field("dư nợ", Type::Number(Unit::Money))],
    )]);
    for text in [
        "\"Mã; tổ, mới\",dư nợ\nT1,\"1,5\"\n",
        "\"Mã; tổ, mới\";dư nợ\nT1;1,5\n",
        "\"Mã; tổ, mới\"\tdư nợ\r\nT1\t1,5\r\n",
    ] {
        let reading = csv(&model, text);
        assert_eq!(
            (column(&reading, 0), column(&reading, 1)),
            (vec!["T1".to_owned()], vec!["1.5".to_owned()]),
            "{text}"
        );
    }
}

#[test]
fn marks_line_ends_and_spelling_habits_of_the_header_make_no_difference() {
    let model = groups();
    let decomposed: String = "MÃ  TỔ;Dư Nợ\r\nT1;5\r\n".nfd().collect();
    for text in [
        "\u{feff}mã tổ;dư nợ\nT1;5",
        "mã tổ;dư nợ\r\n\r\nT1;5\r\n\r\n",
        "MA_TO;dư  nợ\rT1;5\r",
        &decomposed,
    ] {
        let reading = csv(&model, text);
        assert_eq!(
            (keys(&reading), column(&reading, 1)),
            (vec!["T1".to_owned()], vec!["5".to_owned()]),
            "{text:?}"
        );
        assert_counted(&reading);
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let model = groups();
    for end in ["\n", "\r\n"] {
        let text =
            ["Báo cáo tháng", "", "mã tổ;dư nợ", "T1;\"5\n\"", "", ";", "T2;x", "T3;y"].join(end);
        let reading = csv(&model, &text);
        let rows: Vec<u32> = reading.report.origins.iter().map(|origin| origin.row).collect();
        assert_eq!(rows, [4, 7, 8], "{end:?}");
        assert_eq!(reading.report.files[0].header_row, 3);
        assert_eq!(reading.report.files[0].skipped, [(SkipReason::Blank, 1)]);
        assert_eq!(column(&reading, 1), ["5", "-", "-"]);
        assert_counted(&reading);
    }
}

#[test]
fn the_same_row_twice_is_dropped_and_told_and_another_row_with_the_key_is_an_error_of_both() {
    let model = groups();
    let reading =
        csv(&model, "mã tổ;dư nợ;ghi chú\nT1;1;a\nT2;2;a\nT1;1;a\nT2;3;a\nT2;2;a\nT2;2;b\n");
    assert_eq!(keys(&reading), ["T1", "T2", "T2", "T2"]);
    let dropped: Vec<(u32, u32)> =
        reading.report.dropped.iter().map(|row| (row.origin.row, row.first.row)).collect();
    assert_eq!(dropped, [(4, 2), (6, 3)]);
    let expected = [
        "1 mã tổ [mã tổ] 3 “T2”: a key of its own: row 5 has the same",
        "2 mã tổ [mã tổ] 5 “T2”: a key of its own: row 3 has the same",
        "3 mã tổ [mã tổ] 7 “T2”: a key of its own: row 3 has the same",
    ];
    assert_eq!(faults(&model, &reading), expected);
    assert_eq!(reading.table.faulty, [false, true, true, true]);
    assert_counted(&reading);
}

#[test]
fn a_profile_may_make_repetitions_errors() {
    let model = groups();
    let strict = profile("record = \"Tổ\"\nduplicates = \"error\"");
    let file = DataFile::bytes("a.csv", &b"MA_TO;x\nT1;1\nT1;1\n"[..]);
    let reading = reading(&model, &[strict], &[file]).unwrap();
    let expected = [
        "0 mã tổ [MA_TO] 2 “T1”: a key of its own: row 3 has the same",
        "1 mã tổ [MA_TO] 3 “T1”: no repetition: this row is the same as row 2",
    ];
    assert_eq!(faults(&model, &reading), expected);
    assert_counted(&reading);
}

#[test]
fn rows_without_a_key_are_repetitions_only_where_the_profile_says_so() {
    let model = model_of(vec![("Phiên", vec![field("ngày", Type::Date)])]);
    let file = [DataFile::bytes("a.csv", "ngày\n01/02/2023\n01/02/2023\n".as_bytes())];
    let plain = reading(&model, &[], &file).unwrap();
    assert_eq!(keys(&plain), ["#2", "#3"]);
    let dropped =
        reading(&model, &[profile("record = \"Phiên\"\nduplicates = \"drop-identical\"")], &file)
            .unwrap();
    assert_eq!((keys(&dropped), dropped.report.files[0].dropped), (vec!["#2".to_owned()], 1));
}

#[test]
fn a_key_of_several_parts_is_joined() {
    let parts = vec![
        key_field("xã", &[]),
        key_field("tổ", &[]),
        Field { key: true, ..field("loại", grade()) },
    ];
    let model = model_of(vec![("Tổ", parts)]);
    let reading = csv(&model, "tổ;xã;loại\n1;A;tốt\n2;A;TỐT\n1;A;Tốt\n");
    assert_eq!(
        keys(&reading),
        ["A|1|Tốt", "A|2|Tốt", "A|1|Tốt"],
        "the key is made of values, in the order of fields"
    );
    assert_eq!(
        faults(&model, &reading).len(),
        2,
        "the first and the last differ as rows but not as keys"
    );
}

#[test]
fn titles_totals_and_signatures_are_skipped_by_reason() {
    let model = groups();
    let bank = profile(
        r#"
        record = "Tổ"
        header = { contains = ["Mã tổ", "Tổng dư nợ (triệu đồng)"] }
        skip_rows_where = { "Mã tổ" = ["", "0000000", "Tổng cộng"] }
        duplicates = "drop-identical"
        as_of = { cell = "A1", pattern = "đến ngày {date}" }
        [columns]
        "mã tổ" = { header = "Mã tổ", text_width = 7 }
        "dư nợ" = { header = ["Tổng dư nợ (triệu đồng)", "Tổng dư nợ"], unit = "triệu" }
        "tỷ lệ thu lãi" = { header = "Tỷ lệ (%)", unit = "%" }
        "xếp loại" = { header = "Xếp loại", missing = ["0", ""] }
        "#,
    );
    assert!(bank.check(&model.records, &HashSet::new()).is_empty());
    let text = "Thông tin tổ TK&VV do Hội LHPN quản lý ĐẾN NGÀY 30/06/2023;;;;\n\
                Mã tổ;\"Tổng dư nợ\n(triệu đồng)\";Tỷ lệ (%);Xếp loại;Tên tổ trưởng\n\
                4820;812;98,5;0;A\n4821.0;1,5 tỷ;98%;Khá;B\n0;7;;;\n0004820;812;98,5;0;A\n4820;812;98,5;0;A\nTỔNG CỘNG;819;;;\n;;;;Người lập biểu\n";
    let reading = reading(&model, &[bank], &[DataFile::bytes("b.csv", text.as_bytes())]).unwrap();
    let file = &reading.report.files[0];
    assert_eq!((file.rows, file.records, file.dropped), (7, 3, 1));
    let reason = |value: &str| SkipReason::Profile {
        column: "Mã tổ".to_owned(),
        value: value.to_owned(),
    };
    assert_eq!(file.skipped, [(reason("0000000"), 1), (reason("Tổng cộng"), 1), (reason(""), 1)]);
    assert_eq!(file.as_of.map(show_date).as_deref(), Some("30/06/2023"));
    assert_eq!(file.profile.as_deref(), Some("BC0437"));
    assert_eq!(keys(&reading), ["0004820", "0004821", "0004820"]);
    assert_eq!(
        faults(&model, &reading).len(),
        2,
        "4820 and 0004820 are one key, but not the same row"
    );
    assert_eq!(column(&reading, 1), ["812000000", "1500000000", "812000000"]);
    assert_eq!(column(&reading, 3), ["0.985", "0.98", "0.985"]);
    assert_eq!(column(&reading, 6), ["-", "1", "-"]);
    assert_counted(&reading);
}

#[test]
fn english_numbers_are_read_where_the_profile_says_so() {
    let model = groups();
    let english = profile("record = \"Tổ\"\nnumbers = \"en\"");
    let text = "mã tổ,dư nợ\nT1,1_234.5\nT2,\"0,5\"\n";
    let reading =
        reading(&model, &[english], &[DataFile::bytes("a.csv", text.as_bytes())]).unwrap();
    assert_eq!(column(&reading, 1), ["1234.5", "-"]);
    assert_eq!(
        faults(&model, &reading),
        [
            "1 dư nợ [dư nợ] 3 “0,5”: a number in the English form, as 1,234.5 (a file with decimal commas: add --numbers vi)"
        ]
    );
}

#[test]
fn columns_are_told_apart_or_the_file_is_refused() {
    let model = groups();
    let refusal =
        |text: &str| refused(reading(&model, &[], &[DataFile::bytes("a.csv", text.as_bytes())]));
    assert_eq!(
        refusal("mã số tổ;dư nợ\n1;2\n"),
        ["no column for the required field “mã tổ”; the nearest header is “mã số tổ”"]
    );
    let twice = "several columns are for the field “dư nợ”: “dư nợ” (B), “Dư nợ” (D); rename one, or name the one to read in the import profile";
    assert_eq!(refusal("mã tổ;dư nợ;số tổ viên;Dư nợ\n1;2;3;4\n"), [twice]);
    assert_eq!(
        refusal("a;b\n1;2\n"),
        ["no header row for “Tổ”; it must have: “mã tổ”; row 1 holds: “a”, “b”"]
    );
    let reading = csv(&model, "MA_TO;dư nợ;ghi chú;x\nT1;1;;\n");
    let warnings: Vec<&str> =
        reading.report.warnings.iter().map(|warning| warning.en.as_str()).collect();
    assert_eq!(warnings.len(), 7);
    assert_eq!(warnings[0], "no column for the field “số tổ viên”: all its values are missing");
    assert_eq!(warnings[6], "2 columns that no field reads: “ghi chú”, “x”");
}

#[test]
fn a_header_over_merged_cells_is_one_header() {
    let model = groups();
    let reading = csv(&model, "Mã tổ;Tiền;\n;Dư nợ;Số tổ viên\nT1;5;6\n");
    assert_eq!(
        (column(&reading, 0), column(&reading, 1), column(&reading, 2)),
        (vec!["T1".into()], vec!["5".into()], vec!["6".into()])
    );
    assert_eq!(reading.report.files[0].header_row, 2);
}

#[test]
fn a_row_with_more_cells_than_the_header_is_an_error_and_one_with_fewer_has_blanks() {
    let model = groups();
    let reading = csv(&model, "mã tổ,số tổ viên\nT1,5,7\nT2\nT3,6,,\n");
    let wide = "0 row [] 2 “”: 3 cells where the header has 2; perhaps a cell holds the separator without quotes";
    assert_eq!(faults(&model, &reading), [wide]);
    assert_eq!(column(&reading, 2), ["5", "-", "6"]);
}

#[test]
fn what_is_no_text_of_unicode_is_refused_with_its_row() {
    let model = groups();
    let refusal = |bytes: &[u8]| refused(reading(&model, &[], &[DataFile::bytes("a.csv", bytes)]));
    let old = refusal(b"m\xe3 t\xe6\nT1\n");
    assert!(old[0].starts_with("row 1 is not UTF-8"), "{old:?}");
    let later = refusal("mã tổ\nT1\n".bytes().chain(*b"T\xb52\n").collect::<Vec<u8>>().as_slice());
    assert!(later[0].starts_with("row 3 is not UTF-8"), "{later:?}");
    let wide = refusal(&[0xff, 0xfe, b'm', 0]);
    assert!(wide[0].starts_with("the file is “Unicode Text” (UTF-16)"), "{wide:?}");
}

#[test]
fn a_quote_never_closed_loses_no_rows_in_silence() {
    let model = groups();
    let text = "mã tổ;dư nợ\nT1;5\n\"T2;5\nT3;5\n";
    let refusal = refused(reading(&model, &[], &[DataFile::bytes("a.csv", text.as_bytes())]));
    assert_eq!(
        refusal,
        ["the quote opened in row 3 is never closed: the rest of the file cannot be read"]
    );
}

#[test]
fn several_files_make_one_table() {
    let model = groups();
    let files = [
        DataFile::bytes("a.csv", "mã tổ;dư nợ\nT1;5\n".as_bytes()),
        DataFile::bytes("b.csv", "mã tổ;số tổ viên\nT2;6\nT1;7\n".as_bytes()),
    ];
    let reading = reading(&model, &[], &files).unwrap();
    assert_eq!(keys(&reading), ["T1", "T2", "T1"]);
    assert_eq!(
        (column(&reading, 1), column(&reading, 2)),
        (vec!["5".into(), "-".into(), "-".into()], vec!["-".into(), "6".into(), "7".into()])
    );
    assert_eq!(faults(&model, &reading).len(), 2);
    assert_counted(&reading);
}

#[test]
fn a_record_type_is_recognised_by_its_header() {
    let model = model_of(vec![
        ("Tổ", vec![key_field("mã tổ", &[]), field("dư nợ", Type::Number(Unit::Money))]),
        ("Người vay", vec![key_field("mã khách hàng", &[]), field("mã tổ", Type::Text)]),
    ]);
    let recognised = |text: &str| {
        crate::data::recognise(
            &model,
            &[],
            Readings::default(),
            &mut crate::data::OpenFile::new(&DataFile::bytes("a.csv", text.as_bytes())),
        )
    };
    let ids: Vec<_> = model.records.ids().collect();
    assert_eq!(recognised("mã tổ;dư nợ\n").unwrap(), [ids[0]]);
    assert_eq!(recognised("mã tổ;mã khách hàng\n").unwrap(), [ids[1]]);
    let nothing = recognised("a;b\n").unwrap_err().messages()[0].en.clone();
    assert_eq!(
        nothing,
        "the file fits no record type (Tổ, Người vay); say which, as in “Tổ=file.csv”; row 1 holds: “a”, “b”"
    );
    let both = recognised("mã tổ;dư nợ;mã khách hàng\n").unwrap_err().messages()[0].en.clone();
    assert_eq!(
        both,
        "the file may be several record types: Tổ, Người vay; say which, as in “Tổ=file.csv”"
    );
}

#[test]
fn a_profile_that_does_not_fit_the_rules_says_all_that_is_wrong() {
    let model = groups();
    let wrong =
        profile("record = \"Tổ\"\n[columns]\n\"dư nợ\" = { unit = \"%\" }\n\"dư nơ\" = {}\n");
    let said: Vec<String> = wrong
        .check(&model.records, &HashSet::new())
        .into_iter()
        .map(|misfit| misfit.message.en)
        .collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].contains("has no field “dư nơ”; did you mean “dư nợ”?"), "{said:?}");
    assert!(said[1].contains("“dư nợ” is not measured in “%”"), "{said:?}");
    assert!(
        toml::from_str::<Profile>("record = \"Tổ\"\nfoo = 1")
            .unwrap_err()
            .to_string()
            .contains("unknown field `foo`")
    );
}

/// The Union's sheet has all columns of the bank's, which rounds what is overdue.
#[test]
fn the_profile_that_asks_the_most_of_a_header_wins_wherever_it_stands() {
    let model = groups();
    let named = |name: &str, words: &str, unit: &str| Profile {
        name: name.to_owned(),
        ..profile(&format!(
            "record = \"Tổ\"\nheader = {{ contains = [{words}] }}\n\
             [columns]\n\"dư nợ\" = {{ header = \"Nợ\", unit = \"{unit}\" }}"
        ))
    };
    let bank = named("ngân hàng", "\"mã tổ\"", "triệu");
    let union = named("Hội", "\"mã tổ\", \"Phiên\"", "nghìn");
    let debt = |profiles: &[Profile], text: &str| {
        column(&reading(&model, profiles, &[DataFile::bytes("a.csv", text.as_bytes())]).unwrap(), 1)
    };
    let (both, one) = ("mã tổ;Nợ;Phiên\nT1;5;1\n", "mã tổ;Nợ\nT1;5\n");
    for profiles in [[bank.clone(), union.clone()], [union, bank]] {
        assert_eq!(debt(&profiles, both), ["5000"]);
        assert_eq!(debt(&profiles, one), ["5000000"]);
    }
}

#[test]
fn a_profile_that_is_passed_over_is_told() {
    let model = groups();
    let bank = profile(
        "record = \"Tổ\"\nheader = { contains = [\"Tổng dư nợ (triệu đồng)\"] }\n[columns]\n\"dư nợ\" = { unit = \"triệu\" }",
    );
    let reading =
        reading(&model, &[bank], &[DataFile::bytes("a.csv", "mã tổ;dư nợ\nT1;5\n".as_bytes())])
            .unwrap();
    assert_eq!(column(&reading, 1), ["5"]);
    let told = "no import profile fits this file (BC0437): it is read by the names of the fields, amounts in đồng";
    assert!(
        reading.report.warnings.iter().any(|warning| warning.en == told),
        "{:?}",
        reading.report.warnings
    );
}

#[test]
fn blanks_that_a_spreadsheet_leaves_out_make_no_other_row() {
    let model = groups();
    let reading = csv(&model, "mã tổ;dư nợ;số tổ viên\nT1;5;\nT1;5\n");
    assert_eq!((keys(&reading), reading.report.files[0].dropped), (vec!["T1".to_owned()], 1));
}

#[test]
fn rows_whose_hashes_collide_are_told_apart() {
    let model = groups();
    let text = "mã tổ;dư nợ\nT1;1\nT1;1\nT1;2\nT2;3\n";
    let file = DataFile::bytes("a.csv", text.as_bytes());
    let (record, _) = model.records.enumerate().next().unwrap();
    let request = Request::of(&model, record, &[], Readings::default());
    let mut open = OpenFiles::of([&file]);
    let requests = [(request, Texts::default())];
    let reading =
        read_hashed(&requests, &mut open, &[0], Hashing::colliding()).pop().unwrap().unwrap();
    // The second row is dropped for it is the first again; the third has its key alone.
    assert_eq!(keys(&reading), ["T1", "T1", "T2"]);
    assert_eq!(reading.report.dropped.len(), 1);
    assert_eq!(reading.report.dropped[0].origin.row, 3);
    let told = reading.report.faults.iter().map(|fault| fault.origin.row);
    assert!(told.eq([2, 4]), "{:?}", reading.report.faults);
}

proptest::proptest! {
    #[test]
    fn whatever_stands_below_the_header_is_accounted_for(body in "(T[0-3]|;|\n|\r\n|\"|[0-9]|,|%| |Tốt|\\PC){0,60}") {
        let model = groups();
        let text = format!("mã tổ;dư nợ;xếp loại\n{body}");
        match reading(&model, &[], &[DataFile::bytes("a.csv", text.as_bytes())]) {
            Ok(reading) => {
                assert_counted(&reading);
                let mut faulty: Vec<u32> = reading.report.faults.iter().map(|fault| fault.record).collect();
                faulty.dedup();
                assert_eq!(faulty, marked(&reading));
            }
            Err(refusal) => assert!(refusal.messages().iter().all(|message| message.en.starts_with("the quote opened")), "{refusal}"),
        }
    }
}
