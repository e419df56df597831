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
