//! Records whose cells are let go as the files are read, and read once more.

use super::*;
use crate::data::readings::TotalRows;
use crate::table::Inputs;

/// What a file is read to, with its cells let go after so many records.
fn read_keeping(model: &Model, files: &[DataFile], most: Option<usize>) -> Result<Reading, Error> {
    let record = model.records.ids().next().unwrap();
    let all = Request::of(model, record, &[], Readings::default());
    read(&Request { keeps: keeping(most), ..all }, files, Texts::default())
}

/// Rows of a table as words: `-` for what is missing, `!` for what could not be read.
pub(super) fn words(table: &Inputs) -> Vec<Vec<String>> {
    let word = |row: usize, column: &crate::table::Input| {
        let value = column
            .number(row)
            .map(|number| plain_number(&number).0)
            .or_else(|| column.day(row).map(show_date))
            .or_else(|| column.truth(row).map(|truth| truth.to_string()))
            .or_else(|| match column.values() {
                Values::Texts(_) => table.texts.get(column.code(row)?).map(|text| text.to_string()),
                Values::Codes(_) => column.code(row).map(|code| code.to_string()),
                Values::Nulls | Values::Numbers(_) | Values::Days(_) | Values::Truths(_) => None,
            });
        let unread = u32::try_from(row).is_ok_and(|row| column.validity().marked().contains(&row));
        format!("{}{}", value.as_deref().unwrap_or("-"), if unread { "!" } else { "" })
    };
    let faulty = |row: usize| table.faulty.get(row).copied().unwrap_or(false);
    let lacks = |row: usize| {
        table.lacking.iter().filter(move |(_, rows)| rows.contains(&row)).map(|(column, _)| *column)
    };
    (0..table.rows)
        .map(|row| {
            let cells = table.columns.iter().map(|column| word(row, column));
            let told =
                [format!("{}", faulty(row)), format!("{:?}", lacks(row).collect::<Vec<_>>())];
            cells.chain(told).collect()
        })
        .collect()
}

/// The rows of a reading, read once more in chunks of so many.
pub(super) fn again(model: &Model, reading: &Reading, at_once: usize) -> Vec<Vec<String>> {
    let record = model.records.ids().next().unwrap();
    let again = reading.again.as_ref().unwrap();
    let mut rereading = again.start((model, record), &reading.report, Texts::default(), None);
    let (mut rows, mut used) = (Vec::new(), None);
    for start in (0..reading.table.rows).step_by(at_once) {
        let end = (start + at_once).min(reading.table.rows);
        let table = rereading.chunk(start..end, used.take()).unwrap();
        rows.extend(words(&table));
        used = Some(table);
    }
    again.check().unwrap();
    rows
}

/// A whole reading, with what is noted of the records of files that lack a column.
fn whole(model: &Model, files: &[DataFile]) -> Result<Reading, Error> {
    let mut reading = read_keeping(model, files, None)?;
    let fields = &model.records[reading.table.record].fields;
    reading.table.lacking = reading.report.lacking(fields, 0..reading.table.rows);
    Ok(reading)
}

pub(super) fn told(model: &Model, reading: &Reading) -> String {
    let report = &reading.report;
    let keys: Vec<_> = report.all_keys().collect();
    let origins: Vec<_> = report.origins.iter().collect();
    let rest = (&report.files, &report.dropped, &report.skipped, &report.warnings);
    format!("{keys:?} {origins:?} {:?} {rest:?}", faults(model, reading))
}

#[test]
fn records_that_were_let_go_are_read_again_as_they_were() {
    let model = groups();
    let files = [
        DataFile::bytes(
            "a.csv",
            "mã tổ;dư nợ;xếp loại\nT1;1.000;Tốt\n\nT2;x;Khá\n\"T\n3\";2,5;\nT1;1.000;Tốt\n;;\nT2;7;\n\
             Tổng cộng;;\n;5;Tốt\nT4;−3 triệu;lạ\n"
                .as_bytes(),
        ),
        DataFile::bytes("b.csv", "dư nợ,mã tổ,thời hạn\n12,T5,2 năm\n0,T1,5\n".as_bytes()),
    ];
    let readings = Readings { total_rows: Some(TotalRows::Skip), ..Readings::default() };
    let record = model.records.ids().next().unwrap();
    let all = Request::of(&model, record, &[], readings);
    let mut kept = read(&all, &files, Texts::default()).unwrap();
    let fields = &model.records[record].fields;
    kept.table.lacking = kept.report.lacking(fields, 0..kept.table.rows);
    assert_eq!(kept.table.rows, 8);
    for keeps in [1, 2, 3, 8] {
        let gone = read(&Request { keeps: keeping(Some(keeps)), ..all }, &files, Texts::default())
            .unwrap();
        assert!(gone.table.columns.is_empty());
        assert_eq!(told(&model, &gone), told(&model, &kept));
        for at_once in 1..=8 {
            assert_eq!(again(&model, &gone, at_once), words(&kept.table), "{keeps} {at_once}");
        }
    }
    let few = read(&Request { keeps: keeping(Some(9)), ..all }, &files, Texts::default()).unwrap();
    assert!(few.again.is_none());
    assert_eq!(words(&few.table).len(), 8);
}

#[test]
fn a_file_that_changes_before_it_is_read_again_is_refused() {
    let model = groups();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "mã tổ;dư nợ\nT1;1\nT2;2\nT3;3\n").unwrap();
    let reading = read_keeping(&model, &[DataFile::path(&path)], Some(1)).unwrap();
    let again = reading.again.as_ref().unwrap();
    assert!(again.check().is_ok());
    std::fs::write(&path, "mã tổ;dư nợ\nT1;1\n").unwrap();
    let told = |error: Error| error.messages()[0].en.clone();
    let changed = told(again.check().unwrap_err());
    assert!(changed.contains("changed"), "{changed}");
    let record = reading.table.record;
    let mut rereading = again.start((&model, record), &reading.report, Texts::default(), None);
    assert_eq!(told(rereading.chunk(0..3, None).unwrap_err()), changed);
}

#[test]
fn what_is_wrong_in_the_last_row_is_found_before_anything_is_read_again() {
    let model = groups();
    let rows = |last: &str| format!("mã tổ;dư nợ\nT1;1\nT2;2\nT3;3\n{last}\n");
    let read = |last: &str| {
        let file = DataFile::bytes("a.csv", rows(last).as_bytes());
        read_keeping(&model, &[file], Some(1))
    };
    assert!(refused(read("\"T4;4"))[0].starts_with("the quote opened in row 5"));
    let reading = read("T1;4").unwrap();
    assert!(reading.report.faults.iter().map(|fault| fault.record).eq([0, 3]));
    assert_eq!(again(&model, &reading, 2)[0].iter().filter(|word| *word == "true").count(), 1);
}

proptest::proptest! {
    #[test]
    fn whatever_stands_below_the_header_is_read_again_the_same(
        body in "(T[0-3]|;|\n|\r\n|\"|[0-9]|,|%| |Tốt|\\PC){0,60}",
        keeps in 1_usize..5,
        at_once in 1_usize..5,
    ) {
        let model = groups();
        let text = format!("mã tổ;dư nợ;xếp loại\n{body}");
        let files = [DataFile::bytes("a.csv", text.as_bytes())];
        match (whole(&model, &files), read_keeping(&model, &files, Some(keeps))) {
            (Ok(kept), Ok(gone)) if gone.again.is_some() => {
                proptest::prop_assert_eq!(told(&model, &gone), told(&model, &kept));
                proptest::prop_assert_eq!(again(&model, &gone, at_once), words(&kept.table));
            }
            (Ok(kept), Ok(gone)) => proptest::prop_assert_eq!(told(&model, &gone), told(&model, &kept)),
            (kept, gone) => proptest::prop_assert_eq!(
                kept.map(drop).map_err(|error| error.to_string()),
                gone.map(drop).map_err(|error| error.to_string())
            ),
        }
    }
}
