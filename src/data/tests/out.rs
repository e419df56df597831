use super::*;
use crate::data::out::{
    Cell, Column, Grid, Kind, Own, Rest, Row, WriteError, write_csv, write_table, write_whole,
};
use crate::value::{Arith, Date, Num};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::fs;
use std::io::Write;
use unicode_normalization::UnicodeNormalization;

fn number(text: &str) -> Cell<'static> {
    Cell::Number(Num::from_decimal(Decimal::from_str_exact(text).unwrap()))
}

fn third() -> Cell<'static> {
    Cell::Number(Arith::Div.apply(&Num::from_i64(1), &Num::from_i64(3)).unwrap().unwrap())
}

fn text(text: &str) -> Cell<'static> {
    Cell::Text(text.to_owned().into())
}

fn columns() -> Vec<Column> {
    let column = |(header, kind): (&str, Kind)| Column { header: header.to_owned(), kind };
    [
        ("Mã tổ", Kind::Text),
        ("Dư nợ", Kind::Money),
        ("Tỷ lệ", Kind::Percent),
        ("Điểm", Kind::Number),
        ("Ngày", Kind::Date),
    ]
    .map(column)
    .to_vec()
}

fn rows() -> Vec<Vec<Cell<'static>>> {
    let day = Cell::Date(Date::from_ymd(2023, 6, 30).unwrap());
    vec![
        vec![text("007"), number("1234567.5"), number("0.98"), number("85"), day],
        vec![text("=1+1;x"), number("-3200000"), third(), Cell::Blank, Cell::Blank],
    ]
}

fn grid(columns: &[Column], lang: Lang) -> Grid<'_> {
    Grid {
        name: "Kết quả: tháng 6",
        columns,
        rows: Box::new(rows().into_iter().map(Row::from)),
        lang,
    }
}

fn written(write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    bytes
}

#[test]
fn csv_is_what_excel_opens_in_either_language_and_runs_no_text() {
    let columns = columns();
    let vi = written(|to| write_csv(b';', grid(&columns, Lang::Vi), to));
    let expected = "\u{feff}Mã tổ;Dư nợ;Tỷ lệ;Điểm;Ngày\r\n007;1234567,5;98%;85;30/06/2023\r\n\"'=1+1;x\";-3200000;33,33333333333333333333333333%;;\r\n";
    assert_eq!(String::from_utf8(vi).unwrap(), expected);
    let en =
        String::from_utf8(written(|to| write_csv(b',', grid(&columns, Lang::En), to))).unwrap();
    assert!(en.contains("\r\n007,1234567.5,98%,85,30/06/2023\r\n"), "{en}");
}

proptest! {
    /// Fields are quoted as the library quotes them, those behind a row's own too.
    #[test]
    fn csv_is_what_the_library_writes(
        rows in prop::collection::vec(prop::collection::vec("[a;,\"\n\ré ]{0,4}", 3), 0..6),
        own in 0_usize..4,
        width in 1_usize..4,
    ) {
        let columns: Vec<Column> = columns().into_iter().take(width).collect();
        let mut library = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        library.write_record(columns.iter().map(|column| &column.header)).unwrap();
        rows.iter().for_each(|row| library.write_record(&row[..width]).unwrap());
        let expected = [&b"\xef\xbb\xbf"[..], &library.into_inner().unwrap()].concat();
        let own = own.min(width);
        let row = |row: &Vec<String>| {
            let cells = |part: &[String]| part.iter().map(|cell| text(cell)).collect::<Vec<_>>();
            Row::with(Own::Several(cells(&row[..own])), Rest::of(cells(&row[own..width])))
        };
        let rows = Box::new(rows.iter().map(row));
        let grid = Grid { name: "", columns: &columns, rows, lang: Lang::Vi };
        let written = written(|to| write_csv(b';', grid, to));
        // A text that begins with a carriage return is made harmless, which the library does not.
        if !String::from_utf8_lossy(&written).contains("'\r") {
            prop_assert_eq!(written, expected);
        }
    }
}

#[test]
fn what_csv_holds_is_read_back_as_it_was() {
    let columns = columns();
    let bytes = written(|to| write_csv(b';', grid(&columns, Lang::Vi), to));
    let fields = vec![
        key_field("mã tổ", &[]),
        field("dư nợ", Type::Number(Unit::Money)),
        field("tỷ lệ", Type::Number(Unit::Ratio)),
        field("điểm", Type::Number(Unit::Points)),
        field("ngày", Type::Date),
    ];
    let model = model_of(vec![("Tổ", fields)]);
    let reading = reading(&model, &[], &[DataFile::bytes("a.csv", bytes)]).unwrap();
    assert_eq!(faults(&model, &reading), Vec::<String>::new());
    assert_eq!(column(&reading, 1), ["1234567.5", "-3200000"]);
    assert_eq!(column(&reading, 2)[0], "0.98");
    assert_eq!(column(&reading, 4), ["30/06/2023", "-"]);
}

#[test]
fn a_table_stands_right_whatever_its_letters_are_made_of() {
    let decomposed: String = "Hòa Vang".nfd().collect();
    let columns = [
        Column { header: "Quận".to_owned(), kind: Kind::Text },
        Column { header: "Dư nợ".to_owned(), kind: Kind::Money },
    ];
    let rows = vec![
        vec![text(&decomposed), number("1234567")],
        vec![text("高平\u{1b}[31m"), number("0.5")],
        vec![text("")],
    ];
    let grid = Grid {
        name: "",
        columns: &columns,
        rows: Box::new(rows.into_iter().map(Row::from)),
        lang: Lang::Vi,
    };
    let table = String::from_utf8(written(|to| write_table(grid, to))).unwrap();
    let expected = format!(
        "Quận{gap}      Dư nợ\n─────────  ─────────\n{decomposed}   1.234.567\n高平␛[31m        ≈ 1\n\n",
        gap = " ".repeat(5 + 2 - 2)
    );
    assert_eq!(table, expected);
}

/// 2 + 10 + 7 + 9 × 9 characters and eleven gaps of two blanks are 122: what is the same in every row
/// is told below (101 are left), then a blank of each gap goes.
#[test]
fn a_table_that_is_too_wide_tells_once_what_is_the_same_in_every_row() {
    let column = |header: &str| Column { header: header.to_owned(), kind: Kind::Text };
    let mut columns = vec![column("mã"), column("ngày xét"), column("ghi chú")];
    columns.extend((1..10).map(|place| column(&format!("cột-thứ-{place}"))));
    let row = |key: &str| {
        let day = Cell::Date(Date::from_ymd(2023, 6, 30).unwrap());
        let mut row = vec![text(key), day, Cell::Blank];
        row.extend((1..10).map(|place| text(&format!("{key}-{place}"))));
        row
    };
    let written_with = |columns: &[Column], rows: Vec<Vec<Cell<'static>>>| {
        let rows = Box::new(rows.into_iter().map(Row::from));
        let table = Grid { name: "", columns, rows, lang: Lang::Vi };
        String::from_utf8(written(|to| write_table(table, to))).unwrap()
    };
    let wide = written_with(&columns, vec![row("T1"), row("T2")]);
    let lines: Vec<&str> = wide.lines().collect();
    assert_eq!(
        [lines[0], lines[2], lines[4]],
        [
            "mã cột-thứ-1 cột-thứ-2 cột-thứ-3 cột-thứ-4 cột-thứ-5 cột-thứ-6 cột-thứ-7 cột-thứ-8 cột-thứ-9",
            "T1 T1-1      T1-2      T1-3      T1-4      T1-5      T1-6      T1-7      T1-8      T1-9",
            "ở mọi dòng: ngày xét = 30/06/2023; ghi chú để trống",
        ]
    );
    // Of a single row, and where there is room, nothing is left out.
    let one = written_with(&columns, vec![row("T1")]);
    assert!(one.lines().next().unwrap().contains("ngày") && !one.contains("mọi dòng"), "{one}");
    let narrow = written_with(&columns[..3], vec![row("T1"), row("T2")]);
    assert!(narrow.contains("ngày xét") && !narrow.contains("mọi dòng"), "{narrow}");
}

#[test]
fn a_file_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let names = || -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let place = folder.path().join("kết quả.csv");
    write_whole(&place, &[], |to| Ok(to.write_all(b"one")?)).unwrap();
    assert_eq!(
        (fs::read(&place).unwrap(), names()),
        (b"one".to_vec(), vec!["kết quả.csv".to_owned()])
    );
    let failed = write_whole(&place, &[], |to| {
        to.write_all(b"half")?;
        Err(WriteError::TooManyRows)
    });
    assert!(matches!(failed, Err(WriteError::TooManyRows)));
    assert_eq!((fs::read(&place).unwrap(), names().len()), (b"one".to_vec(), 1));
    let roundabout =
        folder.path().join("../").join(folder.path().file_name().unwrap()).join("kết quả.csv");
    let over = write_whole(&place, &[&roundabout], |_| Ok(()));
    assert!(matches!(over, Err(WriteError::OverInput)));
    assert!(matches!(write_whole(folder.path(), &[], |_| Ok(())), Err(WriteError::Io(_))));
    assert!(matches!(
        write_whole(&folder.path().join("no/such"), &[], |_| Ok(())),
        Err(WriteError::Io(_))
    ));
    write_whole(&place, &[], |to| Ok(to.write_all(b"two")?)).unwrap();
    assert_eq!(fs::read(&place).unwrap(), b"two");
}

#[cfg(feature = "xlsx")]
mod xlsx {
    use super::*;
    use crate::data::out::write_xlsx;
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    #[test]
    fn a_workbook_holds_numbers_as_numbers_and_dates_as_dates() {
        let columns = columns();
        let long = vec![vec![
            text("=2"),
            number("1234567890123456789"),
            number("0.1"),
            number("1234567890123450000"),
            text("từ 1 đến 2"),
        ]];
        let second = Grid {
            name: "",
            columns: &columns,
            rows: Box::new(long.into_iter().map(Row::from)),
            lang: Lang::Vi,
        };
        let bytes = written(|to| write_xlsx(vec![grid(&columns, Lang::Vi), second], to));
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Kết quả  tháng 6", "1"]);
        let cells = book.worksheet_range("Kết quả  tháng 6").unwrap();
        assert_eq!(cells.get_value((0, 0)), Some(&Data::String("Mã tổ".to_owned())));
        assert_eq!(cells.get_value((1, 0)), Some(&Data::String("007".to_owned())));
        assert_eq!(cells.get_value((1, 1)), Some(&Data::Float(1_234_567.5)));
        assert_eq!(cells.get_value((2, 2)), Some(&Data::Float(1.0 / 3.0)));
        assert_eq!(
            cells.get_value((2, 0)),
            Some(&Data::String("=1+1;x".to_owned())),
            "a text, not a formula"
        );
        let Some(Data::DateTime(moment)) = cells.get_value((1, 4)) else { panic!("no date") };
        assert_eq!(moment.to_ymd_hms_milli(), (2023, 6, 30, 0, 0, 0, 0));
        let styles = book.worksheet_style("Kết quả  tháng 6").unwrap();
        let format = |at| {
            styles
                .get(at)
                .and_then(|style| style.number_format.clone())
                .map(|format| format.format_code)
        };
        assert_eq!(format((1, 1)).as_deref(), Some("#,##0.00"));
        assert_eq!(format((2, 1)).as_deref(), Some("#,##0"));
        assert_eq!(
            (format((1, 2)).as_deref(), format((2, 2)).as_deref()),
            (Some("0%"), Some("0.000%"))
        );
        let long = book.worksheet_range("1").unwrap();
        assert_eq!(
            long.get_value((1, 1)),
            Some(&Data::String("1234567890123456789".to_owned())),
            "more digits than Excel keeps"
        );
        assert_eq!(long.get_value((1, 3)), Some(&Data::Float(1_234_567_890_123_450_000.0)));
    }

    /// Excel counts a letter beyond the first 65,536 as two, and finds a workbook with a longer cell
    /// broken.
    #[test]
    fn a_text_is_as_long_as_excel_counts() {
        let columns = [Column { header: "a".to_owned(), kind: Kind::Text }];
        let texts = ["𝒳".repeat(20_000), "ế".repeat(40_000), format!("x{}", "𝒳".repeat(20_000))];
        let rows = texts.iter().map(|long| Row::from(vec![text(long)]));
        let bytes = written(|to| {
            write_xlsx(
                vec![Grid { name: "a", columns: &columns, rows: Box::new(rows), lang: Lang::Vi }],
                to,
            )
        });
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let cells = book.worksheet_range("a").unwrap();
        let held = [1, 2, 3].map(|row| cells.get_value((row, 0)).unwrap().to_string());
        // 16,383 letters of two are 32,766 of 32,767; with one before them all are taken.
        assert_eq!(held.map(|text| text.chars().count()), [16_383, 32_767, 16_384]);
    }

    /// 0.97999 as 98.00% would contradict the 98% beside it: a cell has the decimals that its
    /// number has on a terminal.
    #[test]
    fn a_percentage_has_the_decimals_that_it_needs() {
        let columns = [Column { header: "đạt".to_owned(), kind: Kind::Percent }];
        let shown = |number: &str, words: &str| {
            Cell::Measure(
                Num::from_decimal(number.parse().unwrap()),
                Kind::Percent,
                words.to_owned(),
            )
        };
        let numbers = [
            number("0.97999"),
            number("0.98"),
            number("0.5"),
            number("0.0004"),
            shown("0.979999999", "≈97,99999%"),
            shown("0.98", "98%"),
        ];
        let rows = numbers.map(|cell| Row::from(vec![cell])).into_iter();
        let bytes = written(|to| {
            write_xlsx(
                vec![Grid { name: "a", columns: &columns, rows: Box::new(rows), lang: Lang::Vi }],
                to,
            )
        });
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let styles = book.worksheet_style("a").unwrap();
        let format = |row| {
            styles
                .get((row, 0))
                .and_then(|style| style.number_format.clone())
                .map(|format| format.format_code)
        };
        let formats: Vec<String> = (1..=6).filter_map(format).collect();
        assert_eq!(formats, ["0.000%", "0%", "0%", "0.00%", "0.00000%", "0%"]);
    }

    #[test]
    fn sheets_of_one_name_are_told_apart() {
        let columns = columns();
        let long = "Một tên dài hơn ba mươi mốt ký tự của Excel";
        let named = |name| Grid {
            name,
            columns: &columns,
            rows: Box::new(rows().into_iter().map(Row::from)),
            lang: Lang::Vi,
        };
        let bytes = written(|to| {
            write_xlsx(vec![named("Nợ"), named("nợ"), named("Nợ"), named(long), named(long)], to)
        });
        let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(
            book.sheet_names(),
            [
                "Nợ",
                "nợ (2)",
                "Nợ (3)",
                "Một tên dài hơn ba mươi mốt ký",
                "Một tên dài hơn ba mươi mốt (2)"
            ]
        );
    }

    #[test]
    fn a_measure_is_a_number_of_its_own_kind() {
        let columns: Vec<Column> = columns().into_iter().take(3).collect();
        let measures = || {
            let cell = |n: &str, kind, shown: &str| {
                Cell::Measure(
                    n.parse::<rust_decimal::Decimal>().unwrap().into(),
                    kind,
                    shown.to_owned(),
                )
            };
            vec![vec![
                text("a"),
                cell("0.75", Kind::Percent, "75 %"),
                cell("5000000", Kind::Money, "giảm hơn 5.000.000 đ"),
            ]]
        };
        let grid = || Grid {
            name: "n",
            columns: &columns,
            rows: Box::new(measures().into_iter().map(Row::from)),
            lang: Lang::Vi,
        };
        let bytes = written(|to| write_xlsx(vec![grid()], to));
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let cells = book.worksheet_range("n").unwrap();
        assert_eq!(
            (cells.get_value((1, 1)), cells.get_value((1, 2))),
            (Some(&Data::Float(0.75)), Some(&Data::Float(5_000_000.0)))
        );
        let csv =
            String::from_utf8(written(|to| crate::data::out::write_csv(b';', grid(), to))).unwrap();
        assert_eq!(csv.lines().nth(1), Some("a;75%;5000000"));
        let table =
            String::from_utf8(written(|to| crate::data::out::write_table(grid(), to))).unwrap();
        assert!(table.lines().nth(2).unwrap().contains("giảm hơn 5.000.000 đ"), "{table}");
    }

    #[test]
    fn the_same_results_give_the_same_bytes() {
        let columns = columns();
        let once = || written(|to| write_xlsx(vec![grid(&columns, Lang::En)], to));
        assert_eq!(once(), once());
    }
}
