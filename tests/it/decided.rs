//! Decisions in columns are the decisions that records get one by one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use visao::engine::DecisionColumns;
use visao::table::{Column, Table, Validity};
use visao::{Batch, DataFile, Decision, InputFile, Lang, Num, Rules, Status};

/// Holds the columns of each block against the decisions of the records; the number of decisions.
fn same(batch: &Batch) -> usize {
    let decisions: Vec<Decision> = batch.decisions(0..batch.records()).collect();
    let model = batch.rules().model();
    for id in batch.blocks() {
        let block = model.blocks[id].name.text.as_str();
        let own = decisions.iter().filter(|decision| decision.block.as_deref() == Some(block));
        same_block(batch, block, &own.collect::<Vec<_>>());
    }
    same_rows(batch);
    decisions.len()
}

/// A row of the table of results is the same beside others, which it may come out like, as alone.
fn same_rows(batch: &Batch) {
    let sheet = batch.sheet(Lang::Vi);
    let cells = |rows: Range<usize>| -> Vec<String> {
        sheet.rows(rows).map(|row| format!("{:?}", row.into_cells())).collect()
    };
    let together = cells(0..batch.records());
    assert_eq!(together.len(), batch.records());
    for (place, row) in together.iter().enumerate().take(400) {
        assert_eq!(cells(place..place + 1), [row.as_str()], "{place}");
    }
}

fn same_block(batch: &Batch, block: &str, decisions: &[&Decision]) {
    let decided = batch.decided(block).unwrap();
    assert_eq!(decisions.len(), decided.statuses().len(), "{block}");
    let mut lines: BTreeMap<u32, usize> = BTreeMap::new();
    for (row, decision) in decisions.iter().enumerate() {
        let record = format!("{block}, record {row}: {decision:?}");
        assert_eq!(decided.statuses()[row], decision.status, "{record}");
        let points = decided.points().and_then(|points| points.number(row));
        assert_eq!(points, decision.points, "{record}");
        let name = |column: Option<&Column>| column.and_then(|column| column.name(row)).cloned();
        match decided.verdicts() {
            Some(verdicts) => {
                let code = decision.verdict_code.map(|code| code.code().into());
                assert_eq!(name(Some(verdicts)), code, "{record}");
            }
            None => assert_eq!(name(decided.grades()), decision.verdict, "{record}"),
        }
        let fired = decided.reasons().of(row);
        assert_eq!(fired.len(), decision.reasons.len(), "{record}");
        for (number, reason) in fired.iter().zip(&decision.reasons) {
            let line = *lines.entry(*number).or_insert(reason.clause.line);
            assert_eq!(line, reason.clause.line, "clause {number}, {record}");
        }
    }
    let mut each: Vec<usize> = lines.values().copied().collect();
    each.dedup();
    assert_eq!(each.len(), lines.len(), "a number is one clause: {lines:?}");
    assert!(each.is_sorted(), "in the order written: {lines:?}");
    in_stretches(batch, block, &decided);
}

/// Stretch by stretch, wherever they begin, the same stands.
fn in_stretches(batch: &Batch, block: &str, whole: &DecisionColumns) {
    let cut = batch.records() / 3;
    for rows in [0..cut, cut..batch.records()] {
        let mut next = rows.start;
        batch
            .each_decided(block, rows.clone(), |places, decided| {
                assert_eq!(places.start, next);
                next = places.end;
                assert_eq!(decided.statuses(), &whole.statuses()[places.clone()]);
                for (at, row) in places.enumerate() {
                    assert_eq!(decided.reasons().of(at), whole.reasons().of(row));
                    let number = |all: &DecisionColumns, row| {
                        all.points().and_then(|points| points.number(row))
                    };
                    assert_eq!(number(decided, at), number(whole, row));
                    for (part, all) in decided.rows().iter().zip(whole.rows()) {
                        assert_eq!(part[at], all[row]);
                    }
                }
            })
            .unwrap();
        assert_eq!(next, rows.end);
    }
    on_all_cores(batch, block, whole);
}

/// On however many threads, each record is decided once, as it is alone.
fn on_all_cores(batch: &Batch, block: &str, whole: &DecisionColumns) {
    let rows = batch.records() / 7..batch.records();
    let decided: Vec<AtomicUsize> = whole.statuses().iter().map(|_| AtomicUsize::new(0)).collect();
    let take = |places: Range<usize>, columns: &DecisionColumns| {
        for (at, row) in places.enumerate() {
            assert_eq!(columns.statuses()[at], whole.statuses()[row]);
            assert_eq!(columns.reasons().of(at), whole.reasons().of(row));
            let number =
                |all: &DecisionColumns, row| all.points().and_then(|points| points.number(row));
            assert_eq!(number(columns, at), number(whole, row));
            decided[row].fetch_add(1, Ordering::Relaxed);
        }
    };
    batch.each_decided_parallel(block, rows.clone(), take).unwrap();
    let times: Vec<usize> = decided.into_iter().map(AtomicUsize::into_inner).collect();
    let once = (0..batch.records()).map(|row| usize::from(rows.contains(&row)));
    assert!(times.into_iter().eq(once), "{block}");
    let none = |_: Range<usize>, _: &DecisionColumns| panic!("no record is asked for");
    batch.each_decided_parallel(block, batch.records()..usize::MAX, none).unwrap();
    assert!(batch.each_decided_parallel("không có khối này", rows, none).is_err());
}

fn at(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn the_sample_year_is_decided_in_columns_as_record_by_record() {
    let rules = Rules::load(at("rules/2023")).unwrap();
    let files = std::fs::read_dir(at("examples/data/nam-2023")).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    // What a run over the year says is no record of it.
    let beside = ["chi-tieu.csv", "planted.csv"];
    let is_records = |name: &str| name.ends_with(".csv") && !beside.contains(&name);
    files.retain(|file| file.file_name().and_then(|name| name.to_str()).is_some_and(is_records));
    files.sort();
    let given: Vec<InputFile> =
        files.iter().map(|file| InputFile { record: None, file: DataFile::path(file) }).collect();
    let query = rules.query().date("2023-12-31".parse().unwrap());
    let dataset = query.read_all(&given, None).unwrap();
    let decisions: usize = dataset.batches().map(same).sum();
    assert!(decisions > 10_000, "{decisions}");
}

const GRADING: &str = r#"
danh mục Loại có thứ tự: tốt > khá > yếu
bản ghi Tổ
  trường mã: chữ, khóa
  trường dư nợ: tiền, từ 0
  trường quá hạn: tiền, từ 0 đến dư nợ
  trường phiên: số nguyên, từ 1
  trường dự: số nguyên, từ 0 đến phiên
  tính tỷ lệ quá hạn = quá hạn / dư nợ, nếu dư nợ = 0 thì 0%
bảng điểm Chấm cho Tổ
  tiêu chí 1, tối đa 10 điểm
    theo tỷ lệ quá hạn
    0%       được 10 điểm
    dưới 2%  được 7,5 điểm
    còn lại  được 0 điểm
  tiêu chí 2, tối đa 6 điểm, cộng các dòng
    dự = phiên  được 4 điểm
    dự > 1      được 2 điểm
  xếp loại Loại theo tổng điểm
    từ 13 điểm là tốt
    từ 8 điểm  là khá
    còn lại    là yếu
    không quá khá nếu quá hạn > 1 triệu
    hạ một bậc nếu dự = 0
"#;

/// Groups whose outcome is worked out by hand: name, debt, overdue, sessions, attended; status,
/// points, grade, row of the first criterion, what fired.
type Group =
    (&'static str, i64, i64, i64, i64, Option<(&'static str, &'static str, u32, &'static [u32])>);

const GROUPS: [Group; 8] = [
    ("all", 100_000_000, 0, 12, 12, Some(("16", "tốt", 1, &[]))),
    ("no debt", 0, 0, 12, 11, Some(("12", "khá", 1, &[]))),
    // 1 999 999 of 100 000 000 is below 2 %; above 1 million the cap strikes.
    ("just below", 100_000_000, 1_999_999, 12, 12, Some(("13.5", "khá", 2, &[1]))),
    ("two percent", 100_000_000, 2_000_000, 12, 12, Some(("6", "yếu", 3, &[1]))),
    ("came to none", 100_000_000, 0, 12, 0, Some(("10", "yếu", 1, &[2]))),
    ("both", 100_000_000, 1_500_000, 12, 0, Some(("7.5", "yếu", 2, &[1, 2]))),
    ("owes more than it owes", 100, 101, 12, 12, None),
    ("attended more than there were", 100, 0, 12, 13, None),
];

#[test]
fn each_column_is_what_the_rules_say() {
    let rules = Rules::from_text(GRADING).unwrap_or_else(|refused| panic!("{refused}"));
    let column = |of: fn(&Group) -> i64| {
        let values = GROUPS.iter().map(of).collect();
        Column::decimals(values, 0, Validity::all(GROUPS.len())).unwrap()
    };
    let table = Table::of([
        ("mã", Column::texts(GROUPS.iter().map(|group| Some(group.0)))),
        ("dư nợ", column(|group| group.1)),
        ("quá hạn", column(|group| group.2)),
        ("phiên", column(|group| group.3)),
        ("dự", column(|group| group.4)),
    ]);
    let batch = rules.query().columns(table.unwrap()).unwrap();
    let decided = batch.decided("Chấm").unwrap();
    for (row, (name, .., expected)) in GROUPS.iter().enumerate() {
        let points = decided.points().unwrap().number(row);
        let grade = decided.grades().unwrap().name(row).map(|name| name.to_string());
        match expected {
            Some((of, as_grade, held, fired)) => {
                assert_eq!(decided.statuses()[row], Status::Decided, "{name}");
                assert_eq!(points, Some(of.parse::<Num>().unwrap()), "{name}");
                assert_eq!(grade.as_deref(), Some(*as_grade), "{name}");
                assert_eq!(decided.rows()[0][row], *held, "{name}");
                assert_eq!(decided.reasons().of(row), *fired, "{name}");
            }
            None => {
                assert_eq!(decided.statuses()[row], Status::DataError, "{name}");
                assert_eq!((points, grade), (None, None), "{name}");
                assert_eq!(decided.rows()[0][row], 0, "{name}");
            }
        }
        // Where the rows are added, none is the one.
        assert_eq!(decided.rows()[1][row], 0, "{name}");
    }
    let (mantissas, decimals) = decided.points().unwrap().mantissas().unwrap();
    assert_eq!((mantissas[0], mantissas[2], decimals), (160, 135, 1));
    assert_eq!(same(&batch), GROUPS.len());
}

/// Groups of which most come out like one before them: with caps that strike idly or not, points
/// that are worked out, and a few that lack a value, or are wrong where the blocks do not look.
#[test]
fn a_row_that_comes_out_like_another_is_the_one_it_would_be_alone() {
    let more = r#"
  trường vốn: tiền, từ 0
  trường mức: số, từ 0 đến 10
  tính nửa vốn = vốn / 2
bảng điểm Thêm cho Tổ
  tiêu chí 3, tối đa 10 điểm
    dự > 1      được 1 điểm × mức
    còn lại     được 1 điểm
điều kiện Vay cho Tổ
  từ chối nếu quá hạn > 1 triệu: "nợ quá hạn"
  cần xem xét nếu dự = 0: "không ai dự"
  ưu tiên nếu dự = phiên: "dự đủ"
"#;
    let (head, tail) = GRADING.split_at(GRADING.find("bảng điểm").unwrap());
    let (fields, blocks) = more.split_at(more.find("bảng điểm").unwrap());
    let rules = [head.trim_end(), fields, tail, blocks].concat();
    let rules = Rules::from_text(&rules).unwrap_or_else(|refused| panic!("{refused}"));
    let mut csv = String::from("mã;dư nợ;quá hạn;phiên;dự;vốn;mức\n");
    for row in 0..1_500_usize {
        let overdue = [0, 900_000, 1_500_000, 3_000_000][row % 4];
        let attended = [12, 11, 1, 0][row / 4 % 4];
        let capital =
            if row % 97 == 5 { "-1" } else { ["5", "7,50", ""][usize::from(row % 89 == 3) * 2] };
        let level = ["10", "0,5", "7,25", "2"][row / 16 % 4];
        let debt = if row % 83 == 2 { "" } else { "100.000.000" };
        csv += &format!("T{row};{debt};{overdue};12;{attended};{capital};{level}\n");
    }
    let file = DataFile::bytes("to.csv", csv.as_bytes());
    let batch = rules.query().read(&[file], None).unwrap();
    assert_eq!(same(&batch), 4_500);
    let sheet = batch.sheet(Lang::Vi);
    let row = |place: usize| {
        let cells = sheet.rows(place..place + 1).next().unwrap().into_cells();
        format!("{cells:?}")
    };
    // The first: nothing overdue, 12 of 12 attended, so 10 and 4 + 2 points, and 10 × 1. The
    // last: 3 of 100 million overdue, nobody attended, so nothing at all but the point for others;
    // neither the cap nor the downgrade changes the last grade.
    let expected: [(usize, &[&str]); 2] = [
        (0, &["tốt", "Small(16, 1)", "đủ điều kiện", "dự đủ"]),
        (15, &["yếu", "Small(0, 1)", "từ chối", "nợ quá hạn"]),
    ];
    for (place, words) in expected {
        words.iter().for_each(|word| assert!(row(place).contains(word), "{word}: {}", row(place)));
    }
}

const BORDERS: &str = r#"
bản ghi R
  trường a: tiền, từ 0
  trường b: tiền, từ 0
kiểm tra So cho R
  yêu cầu a / b ≥ 100%
    nếu không: "ít hơn"
  yêu cầu a + b ≤ 184467440737095516,14 đồng
    nếu không: "nhiều quá"
"#;

/// 92,233,720,368,547,758.07 is the largest number of hundredths in 64 bits. One below it, it, and
/// one above; and a product of such is past 64 bits.
#[test]
fn numbers_at_the_borders_of_the_lanes_are_exact() {
    let rules = Rules::from_text(BORDERS).unwrap_or_else(|refused| panic!("{refused}"));
    let most = i128::from(i64::MAX);
    let pairs: [(i128, i128, &[u32]); 9] = [
        (most, most, &[]),
        (most - 1, most, &[1]),
        (most, most - 1, &[]),
        (most + 1, most, &[2]),
        (most, most + 1, &[1, 2]),
        (most + 1, most - 1, &[]),
        (most + 1, most + 1, &[2]),
        (1, 1, &[]),
        (1, 2, &[1]),
    ];
    let column = |of: fn(&(i128, i128, &[u32])) -> i128, pairs: &[(i128, i128, &[u32])]| {
        Column::numbers(pairs.iter().map(|pair| Some(Num::Small(of(pair), 100))))
    };
    // Large ones first, alone, and many small ones after them, so that a batch of each is met.
    let small: Vec<(i128, i128, &[u32])> = (0..3_000)
        .map(|row| (row % 7 + 1, row % 5 + 1, if row % 7 < row % 5 { &[1_u32][..] } else { &[] }))
        .collect();
    for pairs in [&pairs[..], &[&pairs[..], &small].concat(), &small] {
        let table =
            Table::of([("a", column(|pair| pair.0, pairs)), ("b", column(|pair| pair.1, pairs))]);
        let batch = rules.query().columns(table.unwrap()).unwrap();
        let decided = batch.decided("So").unwrap();
        for (row, (a, b, fired)) in pairs.iter().enumerate() {
            assert_eq!(decided.reasons().of(row), *fired, "{a} and {b}");
            let expected = if fired.is_empty() { "met" } else { "not_met" };
            assert_eq!(decided.verdicts().unwrap().name(row).unwrap().as_ref(), expected);
        }
    }
}

#[test]
fn what_is_not_known_is_open_in_columns_too() {
    let rules = Rules::from_text(BORDERS).unwrap_or_else(|refused| panic!("{refused}"));
    let known = || Validity::from_iter((0..2_500).map(|row| row % 3 != 0));
    let numbers: Vec<i64> = (0..2_500).map(|row| row % 4).collect();
    let table = Table::of([
        ("a", Column::decimals(numbers.clone(), 0, known()).unwrap().unreadable([1]).unwrap()),
        ("b", Column::decimals(numbers, 0, Validity::all(2_500)).unwrap()),
    ]);
    let batch = rules.query().columns(table.unwrap()).unwrap();
    let decided = batch.decided("So").unwrap();
    // The first lacks a; of the second it could not be read; of the fifth b is 0, and a too.
    let statuses = [0, 1, 2, 4].map(|row| decided.statuses()[row]);
    let open = Status::Undetermined;
    assert_eq!(statuses, [open, Status::DataError, Status::Decided, open]);
    assert!(!decided.verdicts().unwrap().validity().is_known(4));
    assert_eq!(same(&batch), 2_500);
}

/// Of whom a is 8 gets 16 of 10 points: what reads the grade is a data error, though the grade asks
/// for a alone.
#[test]
fn points_past_the_maximum_leave_no_grade_to_read() {
    let rules = Rules::from_text(
        "danh mục Loại có thứ tự: Tốt > Yếu
bản ghi Tổ
  trường a: số nguyên, bắt buộc
bảng điểm Chấm cho Tổ
  tiêu chí 1, tối đa 10 điểm
    a ≥ 7   được a × 2 điểm
    còn lại được 0 điểm
  xếp loại Loại theo tổng điểm
    a ≥ 5   là Tốt
    còn lại là Yếu
điều kiện Vay cho Tổ
  yêu cầu xếp loại của Chấm là Tốt
    nếu không: \"không\"
",
    )
    .unwrap();
    let numbers: Vec<i64> = (0..2_500).map(|row| [6, 8, 3][row % 3]).collect();
    let table = Table::of([("a", Column::decimals(numbers, 0, Validity::all(2_500)).unwrap())]);
    let batch = rules.query().columns(table.unwrap()).unwrap();
    let decided = batch.decided("Vay").unwrap();
    let statuses = [0, 1, 2].map(|row| decided.statuses()[row]);
    assert_eq!(statuses, [Status::Decided, Status::DataError, Status::Decided]);
    assert_eq!(same(&batch), 5_000);
}

#[test]
fn a_block_that_is_not_there_is_told() {
    let rules = Rules::from_text(BORDERS).unwrap_or_else(|refused| panic!("{refused}"));
    let one = || Column::decimals(vec![1], 0, Validity::all(1)).unwrap();
    let table = Table::of([("a", one()), ("b", one())]).unwrap();
    let error = rules.query().columns(table).unwrap().decided("Sô").unwrap_err();
    assert_eq!(error.code(), "E246");
    assert!(error.to_string().contains("So"), "{error}");
}

#[test]
fn several_faults_of_one_step_stand_in_the_order_in_which_they_arose() {
    // All five rows of a unique table hold: each but the first is a fault of the record, in the
    // order of the rows, in a batch as alone.
    let rules = visao::Rules::from_text(
        "bản ghi Tổ
  trường mã: chữ, khóa
  trường số: số nguyên, từ 0
bảng Mức cho Tổ: số, duy nhất
  | số   | Mức |
  | từ 0 | 1   |
  | từ 1 | 2   |
  | từ 2 | 3   |
  | từ 3 | 4   |
  | từ 4 | 5   |
kiểm tra K cho Tổ
  yêu cầu Mức > 0
    nếu không: \"x\"
",
    )
    .unwrap();
    let record = |number: usize| serde_json::json!({ "mã": format!("T{number}"), "số": 9 });
    let told = |decision: &visao::Decision| {
        decision.errors.iter().map(|error| error.words(visao::Lang::Vi)).collect::<Vec<String>>()
    };
    let all: Vec<Vec<String>> = rules
        .query()
        .grade_all((0..60).map(record))
        .map(|decisions| told(&decisions.unwrap()[0]))
        .collect();
    assert_eq!(all.len(), 60);
    for (number, errors) in all.iter().enumerate() {
        let alone = told(&rules.grade(&record(number)).unwrap()[0]);
        assert!(!alone.is_empty());
        assert_eq!(*errors, alone, "record {number}");
    }
}
