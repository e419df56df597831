//! Records in columns are decided as the same records from a file, and columns that do not fit are
//! told.

use visao::explain::decision::Details;
use visao::table::{Column, Table, Validity};
use visao::{DataFile, Date, Decision, Lang, Num, Rules};

const RULES: &str = r#"
danh mục Vùng
  Hải Châu, mã "HC"
  Sơn Trà, mã "ST"
bản ghi Tổ
  trường mã tổ: chữ, khóa, cột "MA_TO"
  trường dư nợ: tiền, từ 0
  trường tỷ lệ thu: tỷ lệ, từ 0 đến 100%
  trường số hộ: số nguyên, bắt buộc
  trường ngày lập: ngày, từ 01/01/2000
  trường có quỹ: có không
  trường vùng: một trong Vùng
  trường ghi chú: chữ
  tính bình quân = dư nợ / số hộ
kiểm tra Mức cho Tổ
  yêu cầu bình quân ≤ 50 triệu
    nếu không: "Vượt mức bình quân"
  yêu cầu tỷ lệ thu ≥ 90%
    nếu không: "Thu chưa đủ"
kiểm tra Hồ sơ cho Tổ
  yêu cầu ngày lập < 01/07/2023
    nếu không: "Tổ lập sau"
  yêu cầu có quỹ
    nếu không: "Chưa có quỹ"
  yêu cầu vùng là Hải Châu hoặc ghi chú = "chuyển"
    nếu không: "Ngoài vùng"
"#;

/// The ninth has a dư nợ of more than an i64 has, the tenth a key and nothing else but what must be
/// there.
const CSV: &str = "\
MA_TO;dư nợ;tỷ lệ thu;số hộ;ngày lập;có quỹ;vùng;ghi chú
T01;1500000000;98,5%;40;15/06/2023;có;Hải Châu;
T02;2100000000,50;90%;42;01/07/2023;không;ST;chuyển
T03;-5;90%;42;15/06/2023;có;Sơn Trà;
T04;100;120%;1;15/06/2023;có;Hải Châu;
T05;100;90%;;15/06/2023;có;Hải Châu;
T06;100;90%;2,5;15/06/1999;có;Hải Châu;
T07;100;90%;2;15/06/2023;có;Hai Chau;
T01;100;90%;2;15/06/2023;có;hc;x
T09;92233720368547758080;90%;2;15/06/2023;có;Hải Châu;
T10;;;3;;;;
;100;90%;2;15/06/2023;có;Hải Châu;
";

fn rules() -> Rules {
    Rules::from_text(RULES).unwrap_or_else(|refused| panic!("{refused}"))
}

fn num(digits: i64, decimals: u32) -> Option<Num> {
    Some(Num::Small(digits.into(), 10_i128.pow(decimals)))
}

/// The records of the file from its second row on, as rows of a file are counted; the first is
/// another.
fn table() -> Table {
    let keys = ["T00", "T01", "T02", "T03", "T04", "T05", "T06", "T07", "T01", "T09", "T10"];
    let keys = keys.into_iter().map(Some).chain([None]);
    let hundred = num(100, 0);
    let mut owed = [const { None }; 12].map(|_: Option<Num>| hundred.clone());
    owed[1] = num(1_500_000_000, 0);
    owed[2] = num(210_000_000_050, 2);
    owed[3] = num(-5, 0);
    owed[9] = Some(Num::Small(92_233_720_368_547_758_080, 1));
    owed[10] = None;
    let collected = vec![900, 985, 900, 900, 1200, 900, 900, 900, 900, 900, 7, 900];
    let but_the_tenth = || (0..12).map(|row| row != 10);
    let mut families = [2, 40, 42, 42, 1, 0, 0, 2, 2, 2, 3, 2].map(|families| num(families, 0));
    (families[5], families[6]) = (None, num(25, 1));
    let mut founded = [Date::from_ymd(2023, 6, 15); 12];
    founded[2] = Date::from_ymd(2023, 7, 1);
    founded[6] = Date::from_ymd(1999, 6, 15);
    founded[10] = None;
    let mut fund = [Some(true); 12];
    (fund[2], fund[10]) = (Some(false), None);
    let areas = vec![0, 0, 1, 2, 0, 0, 0, 3, 4, 0, 99, 0];
    let names = ["Hải Châu", "ST", "Sơn Trà", "Hai Chau", "hc"];
    let mut notes = [None; 12];
    (notes[2], notes[8]) = (Some("chuyển"), Some(" x "));
    Table::of([
        ("MA_TO", Column::texts(keys)),
        ("dư nợ", Column::numbers(owed)),
        ("tỷ lệ thu", Column::decimals(collected, 3, but_the_tenth().collect()).unwrap()),
        ("số hộ", Column::numbers(families)),
        ("ngày lập", Column::dates(founded)),
        ("có quỹ", Column::truths(fund)),
        ("vùng", Column::dictionary(areas, names, but_the_tenth().collect()).unwrap()),
        ("ghi chú", Column::texts(notes)),
    ])
    .unwrap()
}

#[test]
fn records_in_columns_are_decided_as_the_same_records_from_csv() {
    let rules = rules();
    let file = DataFile::bytes("tổ.csv", CSV.as_bytes());
    let from_file = rules.query().read(&[file], None).unwrap();
    let from_file: Vec<Decision> = from_file.decisions(0..11).collect();
    let from_columns = rules.query().columns(table()).unwrap();
    let from_columns: Vec<Decision> = from_columns.decisions(1..12).collect();
    assert_eq!((from_file.len(), from_columns.len()), (22, 22));
    for (from_file, from_columns) in from_file.iter().zip(&from_columns) {
        let outcome =
            |of: &Decision| (of.record.clone(), of.block.clone(), of.status, of.verdict_code);
        assert_eq!(outcome(from_file), outcome(from_columns));
        let mut details = Details::clone(from_file);
        // Of a file a fault shows the cell as written, of a column the number.
        for error in &mut details.errors {
            error.value = error.value.take().map(|value| value.replace("2,5", "2.5"));
        }
        assert_eq!(details, **from_columns);
    }
    let verdict = |decision: &Decision| decision.verdict.clone().unwrap_or("-".into());
    let verdicts: Vec<_> = from_columns.iter().map(verdict).collect();
    let expected = [
        ["-", "-"],                 // T01, which stands twice
        ["không đạt", "không đạt"], // T02: 50,000,000.01 a family; founded on 01/07
        ["-", "-"],                 // T03: an unusable dư nợ; no note
        ["-", "đạt"],               // T04: 120 %
        ["-", "-"],                 // T05: no number of families
        ["-", "-"],                 // T06: half a family
        ["đạt", "-"],               // T07: no such area
        ["-", "-"],                 // T01
        ["không đạt", "đạt"],       // T09
        ["-", "-"],                 // T10: nothing known
        ["-", "-"],                 // no key
    ];
    assert_eq!(verdicts.iter().map(|verdict| &**verdict).collect::<Vec<_>>(), expected.concat());
}

fn refused(columns: Vec<(&str, Column)>) -> (&'static str, String, String) {
    let rules = rules();
    let told = |lang: Lang| {
        let table = Table::of(columns.clone()).unwrap();
        rules.query().lang(lang).record("Tổ").unwrap().columns(table).unwrap_err()
    };
    let (vi, en) = (told(Lang::Vi), told(Lang::En));
    (vi.code(), vi.to_string(), en.to_string())
}

#[test]
fn columns_that_do_not_fit_are_told_all_at_once() {
    let texts = || Column::texts([Some("a")]);
    let (code, vi, en) = refused(vec![
        ("mã to", texts()),
        ("dư nợ", texts()),
        ("ngày lập", Column::truths([Some(true)])),
        ("vùng", Column::numbers([num(1, 0)])),
        ("số hộ", Column::numbers([num(1, 0)])),
        ("SỐ HỘ", Column::nulls(1)),
    ]);
    assert_eq!(code, "E240", "a name that no field has is told first");
    assert_eq!(vi, "bản ghi Tổ không có trường “mã to” (có phải ý bạn là “mã tổ”?) [E240]");
    assert_eq!(en, "Tổ has no field “mã to” (did you mean “mã tổ”?) [E240]");
    let (code, vi, en) = refused(vec![
        ("dư nợ", texts()),
        ("ngày lập", Column::truths([Some(true)])),
        ("vùng", Column::numbers([num(1, 0)])),
        ("số hộ", Column::numbers([num(1, 0)])),
        ("SỐ HỘ", Column::nulls(1)),
    ]);
    assert_eq!(code, "E279");
    assert_eq!(
        vi,
        "không có cột nào cho trường bắt buộc “mã tổ”; cột “dư nợ” phải là cột số, tính bằng đồng; \
         nhiều cột cùng là trường “số hộ”: “số hộ”, “SỐ HỘ”; mỗi trường chỉ nhận một cột; cột “ngày \
         lập” phải là cột ngày; cột “vùng” phải là cột tên các giá trị của danh mục [E279]"
    );
    assert_eq!(
        en,
        "no column for the required field “mã tổ”; the column “dư nợ” must hold numbers, in đồng; \
         several columns are the field “số hộ”: “số hộ”, “SỐ HỘ”; a field takes one; the column “ngày \
         lập” must hold days; the column “vùng” must hold names of the category's values [E279]"
    );
}

#[test]
fn a_value_that_could_not_be_read_is_a_data_error_of_what_reads_it() {
    let rules = rules();
    let table = Table::of([
        ("mã tổ", Column::texts([Some("T01"), Some("T02"), Some("T03")])),
        (
            "số hộ",
            Column::decimals(vec![1; 3], 0, Validity::all(3)).unwrap().unreadable([2]).unwrap(),
        ),
        (
            "dư nợ",
            Column::decimals(vec![1; 3], 0, Validity::all(3)).unwrap().unreadable([1]).unwrap(),
        ),
        ("tỷ lệ thu", Column::decimals(vec![1; 3], 0, Validity::all(3)).unwrap()),
        ("ngày lập", Column::days(vec![11_000; 3], Validity::all(3)).unwrap()),
        ("có quỹ", Column::truths([Some(true); 3])),
        ("vùng", Column::texts([Some("Hải Châu"); 3])),
    ]);
    let batch = rules.query().columns(table.unwrap()).unwrap();
    let told: Vec<String> = batch
        .decisions(0..3)
        .map(|decision| {
            let errors: Vec<String> =
                decision.errors.iter().map(|error| error.message().en).collect();
            format!("{} {}", decision.verdict.as_deref().unwrap_or("-"), errors.join("; "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "đạt ",
            "đạt ",
            "- row 2, dư nợ, “”: expected an amount of money, as 1234.5 or 1.5 million",
            "đạt ",
            "- row 3, số hộ, “”: expected a whole number",
            "- row 3, số hộ, “”: expected a whole number",
        ]
    );
}
