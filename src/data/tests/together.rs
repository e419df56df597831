//! Rows that are taken together come to the same as one by one.

use super::again::{again, told, words};
use super::*;
use crate::data::readings::TotalRows;
use proptest::prelude::*;

/// Rows of a file: keys that come again, blanks, totals, numbers in any form.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let key = prop_oneof![
        6 => (0..40).prop_map(|number| format!("T{number}")),
        1 => Just(String::new()),
        1 => Just("Tổng cộng".to_owned()),
        1 => Just(" T1 ".to_owned()),
    ];
    let number = || {
        prop_oneof![
            6 => (0..50_u32).prop_map(|number| number.to_string()),
            3 => (0..500_u32).prop_map(|number| format!("{},{:02}", number / 100, number % 100)),
            1 => (0..9_u32).prop_map(|number| format!("{number},000")),
            1 => Just("1.234".to_owned()),
            1 => Just(String::new()),
            1 => Just("-".to_owned()),
            1 => Just("-3".to_owned()),
            1 => Just("999999999999999999,5".to_owned()),
            1 => Just("năm".to_owned()),
        ]
    };
    let other = prop_oneof![Just("Tốt"), Just("Khá"), Just(""), Just("lạ"), Just("\"Tốt\"")];
    let row = (key, number(), number(), other);
    let row = row.prop_map(|(key, owed, people, grade)| format!("{key};{owed};{people};{grade}"));
    // Runs of ordinary rows, too.
    let plain =
        (100..140_u32, 1..9_u32).prop_map(|(key, owed)| format!("T{key};{owed};{owed};Tốt"));
    let blank = prop_oneof![Just(";;;".to_owned()), Just("T9;1".to_owned())];
    proptest::collection::vec(prop_oneof![4 => row, 8 => plain, 1 => blank], 0..30)
}

/// Rows among which stands one with the sums of those above it.
fn with_sums(mut rows: Vec<String>, at: usize) -> Vec<String> {
    let at = at.min(rows.len());
    let sum = |column: usize| -> u32 {
        let cells = rows[..at].iter().filter_map(|row| row.split(';').nth(column));
        cells.filter_map(|cell| cell.parse::<u32>().ok()).sum()
    };
    let row = format!("T77;{};{};", sum(1), sum(2));
    rows.insert(at, row);
    rows
}

/// A file whose lines end with a line feed, which are cut at a glance, or with a carriage return
/// alone, which are not.
fn file(rows: &[String], end: &str) -> DataFile {
    let header = ["mã tổ;dư nợ;số tổ viên;xếp loại".to_owned()];
    let text: String = header.iter().chain(rows).map(|row| format!("{row}{end}")).collect();
    DataFile::bytes("a.csv", text.into_bytes())
}

proptest! {
    #[test]
    fn rows_that_are_taken_together_come_to_the_same_as_one_by_one(
        rows in rows(),
        sums in proptest::option::of(3_usize..30),
        totals in prop_oneof![Just(None), Just(Some(TotalRows::Skip)), Just(Some(TotalRows::Keep))],
        keyed: bool,
        keeps in proptest::option::of(1_usize..20),
        duplicates in prop_oneof![Just(""), Just("error"), Just("drop-identical")],
    ) {
        let mut model = groups();
        if !keyed {
            let id = model.records.ids().next().unwrap();
            let fields = &mut model.records[id].fields;
            let first = fields.ids().next().unwrap();
            fields[first].key = false;
        }
        let rows = match sums {
            Some(at) => with_sums(rows, at),
            None => rows,
        };
        let read = |end: &str| {
            let record = model.records.ids().next().unwrap();
            let readings = Readings { total_rows: totals, ..Readings::default() };
            let said = format!("record = \"Tổ\"\nduplicates = \"{duplicates}\"");
            let profiles: Vec<Profile> =
                (!duplicates.is_empty()).then(|| profile(&said)).into_iter().collect();
            let request = Request::of(&model, record, &profiles, readings);
            super::super::read(&Request { keeps: keeping(keeps), ..request }, &[file(&rows, end)], Texts::default())
        };
        match (read("\n"), read("\r")) {
            (Ok(together), Ok(one_by_one)) => {
                prop_assert_eq!(told(&model, &together), told(&model, &one_by_one));
                prop_assert_eq!(words(&together.table), words(&one_by_one.table));
                if together.again.is_some() {
                    prop_assert_eq!(again(&model, &together, 7), again(&model, &one_by_one, 7));
                }
            }
            (together, one_by_one) => prop_assert_eq!(
                together.map(drop).map_err(|error| error.to_string()),
                one_by_one.map(drop).map_err(|error| error.to_string())
            ),
        }
    }
}

#[test]
fn rows_are_the_same_where_their_cells_are_however_they_are_written() {
    let model = groups();
    let rows = |text: &str| DataFile::bytes("a.csv", text.as_bytes());
    let files = [
        rows("mã tổ;dư nợ;ghi chú;khác\nT1;1;Hòa Cường;\nT2;2;a;b\nT3;3;x;\nT4;4;;\n"),
        rows("mã tổ,dư nợ,ghi chú,khác\nT1,1,Hòa Cường,\nT4,4,\n"),
        rows("mã tổ;dư nợ;ghi chú;khác\n\"T1\"; 1;Hòa Cường ;\nT2;2;\"a;b\";\nT3;3;;x\n"),
    ];
    let read = reading(&model, &[], &files).unwrap();
    let dropped = read.report.dropped.iter().map(|row| (row.origin.file, row.origin.row));
    assert_eq!(dropped.collect::<Vec<_>>(), [(1, 2), (1, 3), (2, 2)]);
    // One cell that holds the sign is another thing than two, and so is a cell further on.
    let repeated = read.report.faults.iter().map(|fault| (fault.origin.file, fault.origin.row));
    assert_eq!(repeated.collect::<Vec<_>>(), [(0, 3), (0, 4), (2, 3), (2, 4)]);
}

/// Past the size from which a thread cuts the rows: a row in quotes and one that comes again in each
/// thousand, and the last without its closing quote where that is wanted.
fn large(end: &str) -> DataFile {
    let mut text = "mã tổ;dư nợ;số tổ viên;xếp loại\n".to_owned();
    for row in 0..20_000 {
        let grade = if row % 1_000 == 7 { "\"Tốt\"" } else { "Khá" };
        text.push_str(&format!("T{row:05};{row},25;{};{grade}\n", row % 60));
        if row % 1_000 == 500 {
            text.push_str(&format!("T{row:05};{row},25;{};{grade}\n", row % 60));
        }
    }
    text.push_str(end);
    assert!(text.len() > 400_000);
    DataFile::bytes("a.csv", text.into_bytes())
}

#[test]
fn a_file_that_is_cut_on_a_thread_is_read_whole_and_in_order() {
    let model = groups();
    let record = model.records.ids().next().unwrap();
    let all = Request::of(&model, record, &[], Readings::default());
    let files = [large("")];
    let mut kept = super::super::read(&all, &files, Texts::default()).unwrap();
    kept.table.lacking = kept.report.lacking(&model.records[record].fields, 0..20_000);
    assert_eq!((kept.table.rows, kept.report.faults.len()), (20_000, 0));
    let rows = words(&kept.table);
    let right = |(row, cells): (usize, &Vec<String>)| {
        let people = (row % 60).to_string();
        cells[..3] == [format!("T{row:05}"), format!("{row}.25"), people]
            && cells[6] == if row % 1_000 == 7 { "0" } else { "1" }
    };
    assert!(rows.iter().enumerate().all(right), "{:?}", rows.first());
    // Of twenty thousand rows below the header the 501st comes again, and so on.
    let dropped: Vec<u32> = kept.report.dropped.iter().map(|row| row.origin.row).collect();
    let expected: Vec<u32> = (0..20).map(|thousand| 1_000 * thousand + 503 + thousand).collect();
    assert_eq!(dropped, expected);

    let let_go = Request { keeps: keeping(Some(100)), ..all };
    let gone = super::super::read(&let_go, &files, Texts::default()).unwrap();
    assert_eq!(told(&model, &gone), told(&model, &kept));
    assert!(again(&model, &gone, 8_192) == rows);
}

#[test]
fn what_is_wrong_at_the_end_of_a_file_that_is_cut_on_a_thread_refuses_it() {
    let refused = reading(&groups(), &[], &[large("\"T9;1;2;Tốt\n")]).unwrap_err();
    let told = &refused.messages()[0].en;
    assert!(told.starts_with("the quote opened in row 20022"), "{told}");
}
