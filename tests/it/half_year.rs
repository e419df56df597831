//! The report's tables: outcomes counted by unit, worked out by hand, and the page and the workbook they are written to.

use std::path::Path;
use std::process::{Command, Output};
use visao::Rules;
use visao::data::DataFile;
use visao::data::out::Cell;
use visao::value::Lang;

const RULES: &str = "\
danh mục Quận: Hải Châu, Hòa Vang, Sơn Trà
danh mục Loại có thứ tự: Tốt > Yếu

bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường quận: một trong Quận
  trường nợ: tiền, từ 0

bảng điểm Chấm cho Tổ
  tiêu chí 1 \"Nợ\", tối đa 10 điểm
    theo nợ
    0 được 10 điểm
    còn lại được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 10 điểm là Tốt
    còn lại là Yếu

kiểm tra Sạch nợ cho Tổ
  áp dụng khi quận là Hải Châu
  yêu cầu nợ = 0
    nếu không: \"Còn nợ\"

chỉ tiêu Nợ chung trên Tổ theo quận, toàn bộ
  chỉ số a \"Tổ không nợ\" = tỷ trọng(khi nợ = 0)
    yêu cầu từ 50%
";

/// T4 has no debt told, T5 no unit, T6 a debt below 0 (which the check of another unit does not read).
const RECORDS: &str = "mã tổ;quận;nợ\nT1;Hải Châu;0\nT2;Hải Châu;5\nT3;Hòa Vang;0\nT4;Hòa Vang;\nT5;;0\nT6;Hòa Vang;-1\n";

fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.to_string(),
        Cell::Number(number) => number.to_i64().unwrap().to_string(),
        Cell::Blank => String::new(),
        other => format!("{other:?}"),
    }
}

#[test]
fn outcomes_are_counted_by_unit_and_in_total() {
    let rules = Rules::from_text(RULES).unwrap();
    let batch = rules.query().read(&[DataFile::bytes("to.csv", RECORDS.as_bytes())], None).unwrap();
    let sheets = batch.by_unit(Lang::Vi);
    let table = |place: usize| {
        let columns = sheets[place].columns();
        let rows = sheets[place].grid(&columns).rows;
        let headers = columns.iter().map(|column| column.header.clone()).collect::<Vec<_>>().join("|");
        std::iter::once(headers).chain(rows.map(|row| row.iter().map(shown).collect::<Vec<_>>().join("|"))).collect::<Vec<_>>()
    };
    assert_eq!(
        table(0),
        [
            "quận|Tốt|Yếu|chưa xác định|lỗi dữ liệu|không áp dụng|bản ghi",
            "Hải Châu|1|1|0|0|0|2",
            "Hòa Vang|1|0|1|1|0|3",
            "chưa rõ đơn vị|1|0|0|0|0|1",
            "toàn bộ|3|1|1|1|0|6",
        ]
    );
    assert_eq!(
        table(1),
        [
            "quận|đạt|cần xem xét|không đạt|chưa xác định|lỗi dữ liệu|không áp dụng|bản ghi",
            "Hải Châu|1|0|1|0|0|0|2",
            "Hòa Vang|0|0|0|0|0|3|3",
            "chưa rõ đơn vị|0|0|0|1|0|0|1",
            "toàn bộ|1|0|1|1|0|3|6",
        ]
    );
}

fn visao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_visao")).args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn the_report_is_a_page_or_a_workbook_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("to.luat"), RULES).unwrap();
    std::fs::write(folder.path().join("to.csv"), RECORDS).unwrap();
    let page = visao(folder.path(), &["báo-cáo", "to.luat", "to.csv", "-o", "bao-cao.html"]);
    assert!(page.status.success(), "{}", String::from_utf8_lossy(&page.stderr));
    let page = std::fs::read_to_string(folder.path().join("bao-cao.html")).unwrap();
    for words in
        ["BÁO CÁO TÌNH HÌNH THỰC HIỆN KẾ HOẠCH", "<h2>1. Chấm</h2>", "<h2>3. Nợ chung</h2>", "<td>Hòa Vang</td>", "size: A4 landscape"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(visao(folder.path(), &["report", "to.luat", "to.csv", "-o", "bao-cao.xlsx"]).status.success());
    assert!(std::fs::read(folder.path().join("bao-cao.xlsx")).unwrap().starts_with(b"PK"));
    let refused = visao(folder.path(), &["report", "to.luat", "to.csv", "-o", "bao-cao.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("đuôi tệp phải là .xlsx hoặc .html"));
    assert!(!folder.path().join("bao-cao.csv").exists());
}
