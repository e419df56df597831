//! What the run says of the way files are read, and what is refused until it does.

use super::*;
use crate::data::SkipReason;
use crate::data::readings::{Encoding, Numbers, Ratios, TotalRows};

/// A record type with a number, a ratio, an amount and a count.
fn measures() -> Model {
    model_of(vec![(
        "Tổ",
        vec![
            key_field("mã", &[]),
            field("hệ số", Type::Number(Unit::Number)),
            field("tỷ lệ", Type::Number(Unit::Ratio)),
            field("dư nợ", Type::Number(Unit::Money)),
            field("số hộ", Type::Number(Unit::Integer)),
        ],
    )])
}

fn read_as(
    model: &Model,
    profiles: &[Profile],
    readings: Readings,
    name: &str,
    bytes: &[u8],
) -> Result<Reading, Error> {
    let record = model.records.ids().next().unwrap();
    read(
        &Request::of(model, record, profiles, readings),
        &[DataFile::bytes(name, bytes)],
        Texts::default(),
    )
}

fn text_as(readings: Readings, text: &str) -> Result<Reading, Error> {
    read_as(&measures(), &[], readings, "a.csv", text.as_bytes())
}

fn numbers(numbers: Numbers) -> Readings {
    Readings { numbers: Some(numbers), ..Readings::default() }
}

fn told(result: Result<Reading, Error>) -> Vec<String> {
    result.unwrap_err().messages().iter().map(|message| message.vi.clone()).collect()
}

#[test]
fn a_column_that_can_be_read_both_ways_is_refused_with_both_readings() {
    let refusal =
        told(text_as(Readings::default(), "mã;hệ số;tỷ lệ\nT1;1.234;99.125%\nT2;7;98%\n"));
    assert_eq!(
        refusal,
        [
            "cột “hệ số”, dòng 2: “1.234” đọc được hai cách, là 1234 (dấu chấm tách hàng nghìn) hay 1,234 (dấu chấm thập phân); hãy nói rõ: --kieu-so vi là 1234, --kieu-so plain là 1,234; hoặc ghi numbers trong pack.toml",
            "cột “tỷ lệ”, dòng 2: “99.125%” đọc được hai cách, là 99125% (dấu chấm tách hàng nghìn) hay 99,125% (dấu chấm thập phân); hãy nói rõ: --kieu-so vi là 99125%, --kieu-so plain là 99,125%; hoặc ghi numbers trong pack.toml",
        ]
    );
    let text = "mã;hệ số\nT1;1.234\nT2;99.125\n";
    assert_eq!(column(&text_as(numbers(Numbers::Vi), text).unwrap(), 1), ["1234", "99125"]);
    assert_eq!(column(&text_as(numbers(Numbers::Plain), text).unwrap(), 1), ["1.234", "99.125"]);
    assert_eq!(column(&text_as(numbers(Numbers::En), text).unwrap(), 1), ["1.234", "99.125"]);
    let profile = |form: &str| profile(&format!("record = \"Tổ\"\nnumbers = \"{form}\""));
    for (form, first) in [("vi", "1234"), ("plain", "1.234")] {
        let reading =
            read_as(&measures(), &[profile(form)], Readings::default(), "a.csv", text.as_bytes())
                .unwrap();
        assert_eq!(column(&reading, 1)[0], first);
    }
    // The run's word goes before the profile's.
    let reading =
        read_as(&measures(), &[profile("vi")], numbers(Numbers::Plain), "a.csv", text.as_bytes())
            .unwrap();
    assert_eq!(column(&reading, 1)[0], "1.234");
}

#[test]
fn what_else_stands_in_a_column_settles_its_form() {
    let reading = |cells: &[&str]| {
        let rows: String =
            cells.iter().enumerate().map(|(place, cell)| format!("T{place};{cell}\n")).collect();
        text_as(Readings::default(), &format!("mã;hệ số\n{rows}"))
    };
    assert_eq!(column(&reading(&["1.234", "0,5"]).unwrap(), 1), ["1234", "0.5"]);
    assert_eq!(column(&reading(&["1.234", "1.234.567"]).unwrap(), 1), ["1234", "1234567"]);
    assert_eq!(column(&reading(&["1.234", "1.234,5"]).unwrap(), 1), ["1234", "1234.5"]);
    // `98,125` may be a Vietnamese decimal or an English thousand: it settles nothing. Neither does
    // 1234.
    for unsettled in [
        &["1.234", "98,125"][..],
        &["1.234", "1234"],
        &["1.234", "12.5"],
        &["1.234", "12.5", "0,5"],
    ] {
        assert_eq!(told(reading(unsettled)).len(), 1, "{unsettled:?}");
    }
    // No column of text numbers, no doubt.
    assert_eq!(column(&reading(&["1234", "98,125"]).unwrap(), 1), ["1234", "98.125"]);
}

#[test]
fn amounts_in_dong_and_counts_have_no_thousandths_but_amounts_in_millions_do() {
    let reading = text_as(Readings::default(), "mã;dư nợ;số hộ\nT1;500.000;1.234\n").unwrap();
    assert_eq!(
        (column(&reading, 3), column(&reading, 4)),
        (vec!["500000".to_owned()], vec!["1234".to_owned()])
    );
    let millions = profile("record = \"Tổ\"\n[columns]\n\"dư nợ\" = { unit = \"triệu\" }");
    let text = "mã;dư nợ\nT1;812.500\n";
    let refusal = told(read_as(
        &measures(),
        std::slice::from_ref(&millions),
        Readings::default(),
        "a.csv",
        text.as_bytes(),
    ));
    assert!(
        refusal[0].starts_with("cột “dư nợ”, dòng 2: “812.500” đọc được hai cách, là 812500 "),
        "{refusal:?}"
    );
    let plain =
        read_as(&measures(), &[millions], numbers(Numbers::Plain), "a.csv", text.as_bytes())
            .unwrap();
    assert_eq!(column(&plain, 3), ["812500000"]);
}

#[test]
fn english_rules_read_data_as_english_offices_write_them() {
    let english = Model { lang: Lang::En, ..measures() };
    let read = |text: &str| read_as(&english, &[], Readings::default(), "a.csv", text.as_bytes());
    let reading = read("mã;hệ số;dư nợ;số hộ\nT1;1,234.5;1,200,000;1,200\nT2;1_234.5;1_200_000;7\nT3;0,5;1.200.000;1,20\n").unwrap();
    assert_eq!(column(&reading, 1), ["1234.5", "1234.5", "-"]);
    assert_eq!(column(&reading, 3), ["1200000", "1200000", "-"]);
    assert_eq!(column(&reading, 4), ["1200", "7", "-"]);
    let form =
        "a number in the English form, as 1,234.5 (a file with decimal commas: add --numbers vi)";
    assert_eq!(
        faults(&english, &reading),
        [
            format!("2 hệ số [hệ số] 4 “0,5”: {form}"),
            format!("2 dư nợ [dư nợ] 4 “1.200.000”: {form}"),
            format!("2 số hộ [số hộ] 4 “1,20”: {form}")
        ]
    );
    let both = read("mã;hệ số\nT1;1,234\n").unwrap_err().messages()[0].en.clone();
    assert_eq!(
        both,
        "column “hệ số”, row 2: “1,234” can be read in two ways, as 1234 (the comma parts thousands) or as 1.234 (a decimal comma); say which: --numbers en for 1234, --numbers vi for 1.234; or numbers in pack.toml"
    );
    // The decimal point is the English form's own.
    assert_eq!(column(&read("mã;hệ số\nT1;1.234\n").unwrap(), 1), ["1.234"]);
}

#[test]
fn plain_numbers_are_those_of_programs() {
    let reading = text_as(
        numbers(Numbers::Plain),
        "mã;hệ số\nT1;1234.5\nT2;8.8e-05\nT3;1_000\nT4;1.5E+6\nT5;1,5\n",
    )
    .unwrap();
    assert_eq!(column(&reading, 1), ["1234.5", "0.000088", "-", "1500000", "-"]);
    let form = "a plain number with a decimal point, as 1234.5";
    assert_eq!(
        faults(&measures(), &reading),
        [format!("2 hệ số [hệ số] 4 “1_000”: {form}"), format!("4 hệ số [hệ số] 6 “1,5”: {form}")]
    );
}

#[test]
fn numbers_as_text_in_json_are_plain_whatever_the_rules_language_and_the_run() {
    let text = "{\"mã\":\"T1\",\"hệ số\":\"1.234\",\"tỷ lệ\":\"0.5\"}\n{\"mã\":\"T2\",\"hệ số\":\"1.234,5\"}\n";
    for readings in [Readings::default(), numbers(Numbers::Vi)] {
        let reading = read_as(&measures(), &[], readings, "a.jsonl", text.as_bytes()).unwrap();
        assert_eq!(
            (column(&reading, 1), column(&reading, 2)),
            (vec!["1.234".into(), "-".into()], vec!["0.5".into(), "-".into()])
        );
    }
}

#[test]
fn a_run_says_what_ratios_without_percent_are() {
    let text = "mã;tỷ lệ\nT1;0,088\nT2;98%\nT3;0\n";
    let unsaid = text_as(Readings::default(), text).unwrap();
    assert_eq!(column(&unsaid, 2), ["-", "0.98", "0"]);
    assert_eq!(
        unsaid.report.faults[0].message(&measures()).vi,
        "tỷ lệ có dấu %, như 98% (số không có %: thêm --ty-le percent hoặc fraction, hoặc ghi unit = \"%\" hay \"1\" trong pack.toml)"
    );
    let ratios = |ratios| Readings { ratios: Some(ratios), ..Readings::default() };
    assert_eq!(
        column(&text_as(ratios(Ratios::Fraction), text).unwrap(), 2),
        ["0.088", "0.98", "0"]
    );
    assert_eq!(
        column(&text_as(ratios(Ratios::Percent), text).unwrap(), 2),
        ["0.00088", "0.98", "0"]
    );
    // What a profile says of one column is about that column.
    let percent = profile("record = \"Tổ\"\n[columns]\n\"tỷ lệ\" = { unit = \"%\" }");
    let reading =
        read_as(&measures(), &[percent], ratios(Ratios::Fraction), "a.csv", text.as_bytes())
            .unwrap();
    assert_eq!(column(&reading, 2), ["0.00088", "0.98", "0"]);
}

fn totals(total_rows: TotalRows) -> Readings {
    Readings { total_rows: Some(total_rows), ..Readings::default() }
}

#[test]
fn a_row_with_the_word_for_total_stops_the_reading_until_the_run_says_what_it_is() {
    let text = "mã;dư nợ;số hộ\nT1;800;50\nTổng cộng;800;50\n";
    assert_eq!(
        told(text_as(Readings::default(), text)),
        [
            "dòng 3 (“Tổng cộng”) trông như dòng tổng của các dòng trên; thêm --dong-tong skip để bỏ qua dòng tổng, hoặc --dong-tong keep nếu đó là bản ghi thật"
        ]
    );
    let skipped = text_as(totals(TotalRows::Skip), text).unwrap();
    assert_eq!(keys(&skipped), ["T1"]);
    assert_eq!(skipped.report.files[0].skipped, [(SkipReason::Total, 1)]);
    assert_counted(&skipped);
    let kept = text_as(totals(TotalRows::Keep), text).unwrap();
    assert_eq!(keys(&kept), ["T1", "Tổng cộng"]);
    // The word in the first cell, though no field reads that column.
    let first = "STT;mã;dư nợ\n1;T1;800\nCộng:;;800\n";
    assert_eq!(told(text_as(Readings::default(), first)).len(), 1);
    // What a profile skips is skipped before.
    let skips = profile("record = \"Tổ\"\nskip_rows_where = { \"mã\" = [\"Tổng cộng\"] }");
    assert_eq!(
        keys(
            &read_as(&measures(), &[skips], Readings::default(), "a.csv", text.as_bytes()).unwrap()
        ),
        ["T1"]
    );
}

#[test]
fn a_row_that_holds_the_sums_of_the_rows_above_looks_like_a_total() {
    let rows = "mã;dư nợ;số hộ\nT1;800;50\nT2;100;7\nT3;5;1\n";
    let refusal = told(text_as(Readings::default(), &format!("{rows}X;905;58\nY;905;58\n")));
    assert!(
        refusal[0].starts_with("dòng 5 (“X”), dòng 6 (“Y”) trông như dòng tổng"),
        "{refusal:?}"
    );
    let skipped = text_as(totals(TotalRows::Skip), &format!("{rows}X;905;58\nT4;1;1\n")).unwrap();
    assert_eq!(keys(&skipped), ["T1", "T2", "T3", "T4"]);
    // One column is not enough, nor two rows above, nor columns of noughts, nor a sum beside an
    // amount that is none.
    for records in [
        format!("{rows}X;905;57\n"),
        "mã;dư nợ;số hộ\nT1;800;50\nT2;100;7\nX;900;57\n".to_owned(),
        "mã;dư nợ;số hộ\nT1;0;0\nT2;0;0\nT3;0;0\nX;0;0\n".to_owned(),
        "mã;dư nợ;số hộ\nT1;1;1\nT2;0;0\nT3;0;0\nX;1;1\n".to_owned(),
    ] {
        assert!(text_as(Readings::default(), &records).is_ok(), "{records}");
    }
}

#[test]
fn several_rows_of_totals_are_told_together_with_what_else_is_in_doubt() {
    let rows: String = (0..7).map(|at| format!("T{at};1.5;1\nTổng;;\n")).collect();
    let refusal =
        told(text_as(Readings::default(), &format!("mã;hệ số;số hộ\n{rows}T9;1.250;1\n")));
    assert_eq!(refusal.len(), 2);
    assert!(refusal[0].starts_with("cột “hệ số”, dòng 16: “1.250”"), "{refusal:?}");
    assert!(
        refusal[1].starts_with("dòng 3 (“Tổng”), dòng 5 (“Tổng”), dòng 7 (“Tổng”), dòng 9 (“Tổng”), dòng 11 (“Tổng”), … trông"),
        "{refusal:?}"
    );
}

/// `mã tổ;dư nợ` with one record, in TCVN3.
const OLD: &[u8] = b"m\xb7 t\xe6;d\xad n\xee;x\xd5p lo\xb9i\nT1;5;Trung b\xd7nh\n";

#[test]
fn old_encodings_are_read_where_they_are_named() {
    let model = groups();
    let encoded = |encoding| Readings { encoding: Some(encoding), ..Readings::default() };
    let reading = read_as(&model, &[], encoded(Encoding::Tcvn3), "a.csv", OLD).unwrap();
    assert_eq!(
        (column(&reading, 0), column(&reading, 1), column(&reading, 6)),
        (vec!["T1".into()], vec!["5".into()], vec!["2".into()])
    );
    let capitals = "đọc theo bảng mã TCVN3: chữ hoa có dấu của phông .VnTimeH đọc ra chữ thường";
    assert_eq!(reading.report.warnings.iter().filter(|warning| warning.vi == capitals).count(), 1);
    let named = profile("record = \"Tổ\"\nencoding = \"tcvn3\"");
    assert_eq!(
        keys(&read_as(&model, &[named], Readings::default(), "a.csv", OLD).unwrap()),
        ["T1"]
    );
    // Typed in an old font, then saved as UTF-8.
    let pasted: String = OLD.iter().map(|byte| char::from(*byte)).collect();
    assert_eq!(
        keys(&read_as(&model, &[], encoded(Encoding::Tcvn3), "a.csv", pasted.as_bytes()).unwrap()),
        ["T1"]
    );
    let unnamed = told(read_as(&model, &[], Readings::default(), "a.csv", OLD));
    assert!(unnamed[0].contains("--bang-ma tcvn3"), "{unnamed:?}");
}

#[cfg(feature = "encodings")]
#[test]
fn windows_1258_is_read_where_it_is_named() {
    let model = groups();
    let readings = Readings { encoding: Some(Encoding::Windows1258), ..Readings::default() };
    let text = b"ma\xde t\xf4\xd2;d\xfd n\xf5\xf2;x\xea\xecp loa\xf2i\nTo\xf4;5;Kha\xec\n";
    let reading = read_as(&model, &[], readings, "a.csv", text).unwrap();
    assert_eq!(
        (keys(&reading), column(&reading, 6)),
        (vec!["Toô".to_owned()], vec!["1".to_owned()])
    );
}

#[test]
fn a_font_that_was_not_named_is_recognised_but_not_read() {
    let model = groups();
    let pasted: String = OLD.iter().map(|byte| char::from(*byte)).collect();
    let refusal = told(read_as(&model, &[], Readings::default(), "a.csv", pasted.as_bytes()));
    let seen = "dòng 1 đang có: “m· tæ”, “d\u{ad} nî”, “xÕp lo¹i”";
    assert!(
        refusal[0].contains(seen) && refusal[0].ends_with("thêm --bang-ma tcvn3"),
        "{refusal:?}"
    );
}

#[test]
fn other_names_are_read_as_their_values_and_told_once_for_each_column() {
    let model = model_of(vec![("Tổ", vec![key_field("mã", &[]), field("xếp loại", grade())])]);
    let files = [
        DataFile::bytes("a.csv", "mã;xếp loại\n1;KÉM\n2;Yếu\n3;loại d\n4;04\n".as_bytes()),
        DataFile::bytes("b.csv", "mã;xếp loại\n5;Kém\n6;Kèm\n".as_bytes()),
    ];
    let reading = reading(&model, &[], &files).unwrap();
    assert_eq!(column(&reading, 1), ["3", "3", "3", "3", "3", "-"]);
    let told: Vec<&str> = reading.report.warnings.iter().map(|told| told.vi.as_str()).collect();
    assert_eq!(told, ["cột “xếp loại”: 3 ô ghi tên khác, đã đọc “KÉM” là “Yếu”"]);
    assert_eq!(
        reading.report.warnings[0].en,
        "column “xếp loại”: 3 values by another name, read “KÉM” as “Yếu”"
    );
    assert_eq!(faults(&model, &reading).len(), 1);
}

proptest::proptest! {
    /// A blank before a number has it read at length.
    #[test]
    fn a_number_is_read_the_same_at_a_glance_and_at_length(
        cells in proptest::collection::vec(
            "[-−]?[0-9]{0,4}([.,_ ]?[0-9]{0,3}){0,3}( ?(%|triệu|đồng|tháng|e3))?|-|0{1,3}[.,]0{0,3}",
            1..6,
        ),
        form in 0..4_usize,
        ratios in proptest::option::of(proptest::prop_oneof![
            proptest::strategy::Just(Ratios::Fraction),
            proptest::strategy::Just(Ratios::Percent),
        ]),
    ) {
        let model = measures();
        let numbers = [None, Some(Numbers::Vi), Some(Numbers::En), Some(Numbers::Plain)][form];
        let read_after = |blank: &str| {
            let row_of = |cell: &String| [";", blank, cell].concat().repeat(4);
            let rows = cells.iter().enumerate().map(|(row, cell)| format!("{row}{}\n", row_of(cell)));
            let text = format!("mã;hệ số;tỷ lệ;dư nợ;số hộ\n{}", rows.collect::<String>());
            let readings = Readings { numbers, ratios, ..Readings::default() };
            read_as(&model, &[], readings, "a.csv", text.as_bytes())
        };
        match (read_after(""), read_after(" ")) {
            (Ok(short), Ok(long)) => {
                for place in 0..5 {
                    proptest::prop_assert_eq!(column(&short, place), column(&long, place));
                }
                proptest::prop_assert_eq!(faults(&model, &short), faults(&model, &long));
            }
            (short, long) => proptest::prop_assert_eq!(
                short.map(drop).map_err(refusal),
                long.map(drop).map_err(refusal)
            ),
        }
    }
}

fn refusal(error: Error) -> String {
    error.to_string()
}
