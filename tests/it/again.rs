//! Records whose cells are not kept decide as those that are: they are read once more.

use visao::{DataFile, Dataset, InputFile, Query, Rules};

const RULES: &str = "danh mục Loại có thứ tự: tốt > khá
bản ghi Tổ
  trường mã: chữ, khóa
  trường tên: chữ
  trường nợ: tiền, từ 0
  trường dư: tiền
  tính tỷ lệ = nợ / dư
bảng điểm Chấm cho Tổ
  tiêu chí 1, tối đa 10 điểm
    theo tỷ lệ
    dưới 1%  được 10 điểm
    còn lại  được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 10 điểm là tốt
    còn lại    là khá
điều kiện Vay cho Tổ
  từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
  cảnh báo nếu tên = \"Hai\": \"xem lại\"
";

fn rows() -> String {
    let row = |number: u32| match number {
        7 => "T3;Ba;0;5\n".to_owned(),
        11 => "T11;Mười;;5\n".to_owned(),
        13 => "T13;\"Hai\";−1;5\n\n".to_owned(),
        17 => "T17;Hai;x;0\n".to_owned(),
        20 => "T5;\"Tên;\n5\";500000;5000000\n".to_owned(),
        _ => format!("T{number};\"Tên;\n{number}\";{}00000;{number}000000\n", number % 60),
    };
    ["mã;tên;nợ;dư\n".to_owned()].into_iter().chain((1..=40).map(row)).collect()
}

fn read(query: Query) -> Dataset {
    let file = DataFile::bytes("to.csv", rows().into_bytes());
    query.lenient().read_all(&[InputFile { record: None, file }], None).unwrap()
}

#[test]
fn decisions_are_the_same_whether_cells_are_kept_or_read_again() {
    let rules = Rules::from_text(RULES).unwrap();
    let kept = read(rules.query());
    let kept = kept.batches().next().unwrap();
    // The 20th row says again what the 5th says.
    assert_eq!((kept.records(), kept.report().dropped.len()), (39, 1));
    for most in [1, 8, 39] {
        let gone = read(rules.query().letting_go(most));
        let gone = gone.batches().next().unwrap();
        for range in [0..39, 10..20, 38..60] {
            assert!(kept.decisions(range.clone()).eq(gone.decisions(range.clone())));
            let explained = |batch: &visao::Batch| -> Vec<String> {
                batch.explanations(range.clone()).map(|one| format!("{one:?}")).collect()
            };
            assert_eq!(explained(kept), explained(gone));
            let told = |record: &visao::RecordView<'_, '_>| {
                (record.place(), record.decisions().iter().map(|one| format!("{one:?}")).collect())
            };
            let one_by_one: Vec<(usize, Vec<String>)> = kept.map(range.clone(), told).collect();
            let on_all_cores: Vec<_> = gone.map_parallel(range.clone(), told).collect();
            assert_eq!(one_by_one, on_all_cores, "{range:?}");
        }
        let keys = |batch: &visao::Batch| -> Vec<String> {
            batch.report().all_keys().map(|key| key.into_owned()).collect()
        };
        assert_eq!(keys(kept), keys(gone));
        assert_eq!(
            kept.with_key("T30").collect::<Vec<_>>(),
            gone.with_key("T30").collect::<Vec<_>>()
        );
        assert!(gone.check_again().is_ok());
    }
}

#[test]
fn a_file_that_is_gone_when_it_is_read_again_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("to.csv");
    std::fs::write(&path, rows()).unwrap();
    let rules = Rules::from_text(RULES).unwrap();
    let given = [InputFile { record: None, file: DataFile::path(&path) }];
    let data = rules.query().letting_go(5).read_all(&given, None).unwrap();
    let batch = data.batches().next().unwrap();
    assert_eq!(batch.decisions(0..39).count(), 78);
    assert!(batch.check_again().is_ok());
    std::fs::write(&path, "mã;tên;nợ;dư\nT1;;0;1\n").unwrap();
    assert!(batch.decisions(0..39).count() < 78);
    let told = batch.check_again().unwrap_err().to_string();
    assert!(told.contains("thay đổi"), "{told}");
}

/// More records than the program keeps the cells of, the last of which has the key of the first.
#[test]
fn a_large_file_is_graded_row_by_row_and_its_last_row_can_fault_its_first() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let rules = "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường nợ: tiền, từ 0\n\
                 điều kiện Vay cho Tổ\n  từ chối nếu nợ > 50 nghìn đồng: \"nợ nhiều\"\n";
    std::fs::write(at("to.luat"), rules).unwrap();
    let last = 100_003;
    let row = |number: u32| format!("T{};{number}\n", if number == last { 1 } else { number });
    let rows: String = ["mã;nợ\n".to_owned()].into_iter().chain((1..=last).map(row)).collect();
    std::fs::write(at("to.csv"), &rows).unwrap();
    let grade = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_visao"))
            .args(["grade", "to.luat", "to.csv", "-o", "ra.csv"])
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    assert_eq!(grade().status.code(), Some(1));
    let graded = std::fs::read_to_string(at("ra.csv")).unwrap();
    let lines: Vec<&str> = graded.lines().collect();
    assert_eq!(lines.len(), 100_004);
    assert!(lines[1].starts_with("T1;lỗi dữ liệu;"), "{}", lines[1]);
    assert!(lines[100_003].starts_with("T1;lỗi dữ liệu;"), "{}", lines[100_003]);
    for (number, line) in lines.iter().enumerate().take(100_003).skip(2) {
        let verdict =
            if number > 50_000 { "từ chối;nợ nhiều" } else { "đủ điều kiện;" };
        assert_eq!(*line, format!("T{number};{verdict}"));
    }
    // What is wrong with the last row alone leaves the old result.
    std::fs::write(at("to.csv"), rows + "\"T0;1\n").unwrap();
    assert_eq!(grade().status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(at("ra.csv")).unwrap(), graded);
}

/// Without a text that rules read, so that records are told of while they are read.
const TOLD: &str = "danh mục Loại có thứ tự: tốt > khá
bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: tiền, từ 0 đến dư
  trường dư: tiền, từ 0
  trường lập: ngày
  tính tỷ lệ nợ = nợ / dư, nếu dư = 0 thì 0%
  tính tuổi = ngày xét - lập
bảng điểm Chấm cho Tổ
  tiêu chí 1, tối đa 10 điểm
    theo tỷ lệ nợ
    dưới 10%  được 10 điểm
    dưới 20%  được 7,5 điểm
    còn lại   được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 10 điểm là tốt
    còn lại    là khá
điều kiện Vay cho Tổ
  từ chối nếu nợ > 25 triệu: \"nợ nhiều\"
  cảnh báo nếu tuổi < 100 ngày: \"mới lập\"
";

/// Cells of the table of results of some records.
fn cells(batch: &visao::Batch, places: std::ops::Range<usize>) -> Vec<String> {
    let sheet = batch.sheet(visao::Lang::Vi);
    sheet.rows(places).map(|row| format!("{:?}", row.into_cells())).collect()
}

fn told_rows(row: impl Fn(usize) -> Option<String>) -> String {
    let sound = |number: usize| {
        let (owed, of) = (number % 7 * 5, if number.is_multiple_of(11) { 0 } else { 100 });
        let owed = owed.min(of);
        format!(
            "T{number};{owed}000000;{of}000000;{:02}/{:02}/2023",
            number % 28 + 1,
            number % 12 + 1
        )
    };
    let line = |number| row(number).unwrap_or_else(|| sound(number)) + "\n";
    ["mã;nợ;dư;lập\n".to_owned()].into_iter().chain((0..20_000).map(line)).collect()
}

/// In 20,000 records two stretches have one that has to be looked at: a value is missing in the
/// first, and what is wrong with a record of the third shows only behind the last.
#[test]
fn what_was_told_of_records_while_they_were_read_is_what_they_come_to() {
    let rules = Rules::from_text(TOLD).unwrap_or_else(|refused| panic!("{refused}"));
    let rows = told_rows(|number| match number {
        70 => Some("T70;;1;01/01/2023".to_owned()),
        71 => Some("T71;2;1;01/01/2023".to_owned()),
        19_999 => Some("T17000;7;8;01/01/2023".to_owned()),
        _ => None,
    });
    for day in ["30/06/2023", "31/12/2023"] {
        let read = |query: Query| {
            let file = DataFile::bytes("to.csv", rows.clone().into_bytes());
            query.date(day.parse().unwrap()).read(&[file], None).unwrap()
        };
        let (kept, gone) = (read(rules.query()), read(rules.query().letting_go(100)));
        for places in [0..20_000, 8_192..16_384, 9_000..9_001, 16_999..17_002] {
            let (kept, gone) = (cells(&kept, places.clone()), cells(&gone, places.clone()));
            let differing = kept.iter().zip(&gone).position(|(kept, gone)| kept != gone);
            assert_eq!(differing.map(|at| (&kept[at], &gone[at])), None, "{day}, {places:?}");
            assert_eq!((kept.len(), gone.len()), (places.len(), places.len()));
        }
        let faulty = |place: usize| cells(&gone, place..place + 1)[0].contains("lỗi dữ liệu");
        assert_eq!([71, 72, 17_000, 19_999].map(faulty), [true, false, true, true]);
    }
}

/// The second stretch of 20,000 records is written though their file is gone, since all of them
/// were told of; of the first, where a value is missing, that is an error.
#[test]
fn records_that_were_told_of_are_not_read_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("to.csv");
    let rows = told_rows(|number| (number == 70).then(|| "T70;;1;01/01/2023".to_owned()));
    std::fs::write(&path, rows).unwrap();
    let rules = Rules::from_text(TOLD).unwrap();
    let query = rules.query().date("30/06/2023".parse().unwrap()).letting_go(100);
    let batch = query.read(&[DataFile::path(&path)], None).unwrap();
    // 8,196 % 7 = 6: 30 of 100 million, no points, and too much.
    let expected = cells(&batch, 8_196..8_197);
    let says = |word: &&str| expected[0].contains(*word);
    assert!(["T8196", "khá", "từ chối", "nợ nhiều"].iter().all(says), "{expected:?}");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(cells(&batch, 8_192..16_384)[4], expected[0]);
    assert_eq!(cells(&batch, 0..8_192), Vec::<String>::new());
    assert!(batch.check_again().is_err());
}
