//! What people write who have not learnt the language: accepted, or answered with the right form as
//! a change to apply. Each change is applied, and the rules then mean what was meant: they decide
//! as the rules do that were written rightly.

use serde_json::json;
use visao::diag::Severity;
use visao::engine::Rules;
use visao::value::Lang;

const BASE: &str = r#"danh mục Loại có thứ tự: Tốt > Khá > Trung bình > Yếu
danh mục Phòng: `Tài chính - Kế toán`, Địa chính

bản ghi Tổ "Tổ tiết kiệm và vay vốn"
  trường mã tổ: chữ, khóa
  trường phòng: một trong Phòng
  trường dư nợ: tiền, từ 0
  trường nợ quá hạn: tiền, từ 0
  trường tuổi: số nguyên, từ 0
  tính tỷ lệ nợ = nợ quá hạn / dư nợ, nếu dư nợ = 0 thì 0%
  tính trợ cấp = nhỏ nhất(dư nợ; 200 nghìn đồng × tuổi)
  tính trẻ = tuổi > 5 và tuổi < 10
  tính thưởng = 2 triệu đồng, nếu tuổi > 60 thì 1 triệu đồng
  tính ở phòng = phòng là `Tài chính - Kế toán`
  tính điểm cộng = 30 điểm × (nợ quá hạn / dư nợ)

bảng Hạng cho Tổ: số
  | tuổi | Hạng |
  | từ 5 đến 10 | 1 |
  | từ 18 | 2 |
  | còn lại | 3 |

bảng điểm Chấm điểm tổ cho Tổ "Biểu chấm điểm", thang 100 điểm
  tiêu chí 1 "Nợ", tối đa 60 điểm
    theo tỷ lệ nợ
    0% được 60 điểm
    từ 0,5% đến dưới 2% được 25 điểm
    từ 2% đến 4% được 20 điểm
    còn lại được 0 điểm
  tiêu chí 2 "Tuổi", tối đa 40 điểm
    theo tuổi
    từ 18 đến 60 được 40 điểm
    còn lại được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 90 điểm là Tốt
    từ 80 đến dưới 90 điểm là Khá
    từ 50 đến dưới 80 điểm là Trung bình
    còn lại là Yếu
    không quá Khá nếu nợ quá hạn > 0: "Còn nợ"

chỉ tiêu Chung "Chất lượng" trên Tổ theo phòng, toàn bộ
  chỉ số a "Tuổi trung bình" = trung bình(tuổi)
    yêu cầu từ 10 đến 60

ví dụ "Tốt" cho Chấm điểm tổ
  cho mã tổ = "1", dư nợ = 10 triệu, nợ quá hạn = 0, tuổi = 20
  thì xếp loại là Tốt và tổng điểm = 100
"#;

/// Slips beside each other in one statement are each told, and all changes together give the right
/// form.
#[test]
fn several_slips_in_one_statement_are_all_mended() {
    let right = "không quá Khá nếu nợ quá hạn > 0: \"Còn nợ\"";
    let cases = [
        ("không quá Khá nếu nợ quá hạn => 1 đồng va tuổi =< 200: \"Còn nợ\"", 3),
        ("không quá Khá neu nợ quá hạn > 0: \"Còn nợ", 2),
        ("khong qua Khá nếu nợ quá hạn => 1 đồng: \"Còn nợ\"", 2),
    ];
    let expected = outcomes(&clean(BASE));
    for (written, slips) in cases {
        let mut text = BASE.replacen(right, written, 1);
        let (said, _) = told(&text, Lang::Vi);
        assert_eq!(said.len(), slips, "{written}: {said:#?}");
        for _ in 0..slips {
            text = told(&text, Lang::Vi).1.unwrap_or_else(|| panic!("{text}"));
        }
        assert_eq!(outcomes(&clean(&text)), expected, "{text}");
    }
    let (said, mended) = told(&BASE.replace("0% được 60 điểm", "=< 0% duoc 60 điểm"), Lang::Vi);
    assert_eq!(said, ["E031: luật không có dấu “=<”", "E031: “duoc” không phải là từ của luật"]);
    assert!(mended.unwrap().contains("    ≤ 0% duoc 60 điểm"));
}

const OTHER_WORDS: &[Case] = &[
    (
        "từ 18 đến 60 được",
        "từ 18 tới 60 được",
        "E031: “tới” không phải là từ của luật",
        "từ 18 đến 60 được",
    ),
    (
        "nếu nợ quá hạn > 0",
        "nếu nợ quá hạn lớn hơn 0",
        "E031: “lớn hơn” không phải là từ của luật",
        "nếu nợ quá hạn trên 0",
    ),
    (
        "từ 90 điểm là Tốt",
        "ít nhất 90 điểm là Tốt",
        "E031: “ít nhất” không phải là từ của luật",
        "từ 90 điểm là Tốt",
    ),
    (
        "dư nợ = 10 triệu",
        "dư nợ = 10 trieu",
        "E031: “trieu” không phải là từ của luật",
        "dư nợ = 10 triệu",
    ),
    ("0% được 60 điểm", "0% cho 60 điểm", "E001: sau “0%” cần “được”", "0% được 60 điểm"),
    (
        "thưởng = 2 triệu đồng",
        "thưởng = 2 tr đồng",
        "E031: “tr” không phải là từ của luật",
        "thưởng = 2 triệu đồng",
    ),
    (
        "nhỏ nhất(dư nợ; 200 nghìn đồng",
        "nhỏ nhất(dư nợ; 200 nghin đồng",
        "E031: “nghin” không phải là từ của luật",
        "nhỏ nhất(dư nợ; 200 nghìn đồng",
    ),
    (
        "theo tỷ lệ nợ",
        "xét theo tỷ lệ nợ",
        "E031: “xét theo” không phải là từ của luật",
        "theo tỷ lệ nợ",
    ),
    (
        "từ 90 điểm là Tốt",
        "từ 90 điểm là là Tốt",
        "E031: “là là”: một từ viết hai lần liền",
        "từ 90 điểm là Tốt",
    ),
    (
        "0% được 60",
        "nếu 0% thì được 60",
        "E031: điều kiện đứng trước, rồi “được”, rồi kết quả",
        "0% được 60",
    ),
    (
        "từ 90 điểm là Tốt",
        "nếu từ 90 điểm thì Tốt",
        "E031: điều kiện đứng trước, rồi “là”, rồi kết quả",
        "từ 90 điểm là Tốt",
    ),
    (
        "trường tuổi: số nguyên",
        "trường tuổi số nguyên",
        "E001: sau “tuổi” cần “:”",
        "trường tuổi: số nguyên",
    ),
    (
        "phòng: một trong Phòng",
        "phòng một trong Phòng",
        "E031: giữa tên trường và kiểu của nó cần “:”",
        "phòng: một trong Phòng",
    ),
    (
        "phòng: một trong Phòng",
        "phòng: một tron Phòng",
        "E001: sau “:” cần một kiểu (chữ, số, số nguyên, tiền, tỷ lệ, điểm, ngày, thời hạn, có không, một trong X)",
        "phòng: một trong Phòng",
    ),
    (
        "Loại có thứ tự: Tốt",
        "Loại: Tốt",
        "E031: danh mục dùng “>” thì phải nói là có thứ tự",
        "Loại có thứ tự: Tốt",
    ),
    (
        "30 điểm × (nợ quá hạn / dư nợ)",
        "30 điểm × (nợ quá hạn / dư nợ]",
        "E031: luật không có dấu “]”",
        "30 điểm × (nợ quá hạn / dư nợ)",
    ),
    (
        "30 điểm × (nợ quá hạn / dư nợ)",
        "30 điểm × (nợ quá hạn / dư nợ",
        "E011: ngoặc “(” chưa được đóng",
        "30 điểm × (nợ quá hạn / dư nợ)",
    ),
    (
        "nợ quá hạn / dư nợ, nếu",
        "(nợ quá hạn / dư nợ, nếu",
        "E011: ngoặc “(” chưa được đóng",
        "(nợ quá hạn / dư nợ), nếu",
    ),
    (
        "nợ quá hạn / dư nợ, nếu",
        "nợ quá hạn / dư nợ), nếu",
        "E011: ngoặc “)” thừa",
        "nợ quá hạn / dư nợ, nếu",
    ),
    (
        "nợ quá hạn / dư nợ, nếu",
        "nợ quá hạn / dư nơ, nếu",
        "E101: không có trường, giá trị tính, bảng hay tham số nào tên “dư nơ”",
        "nợ quá hạn / dư nợ, nếu",
    ),
];

#[test]
fn other_words_and_signs_for_the_same_are_answered_with_theirs() {
    each(BASE, Lang::Vi, OTHER_WORDS, outcomes);
}

/// `nợ quá` is near `bỏ qua`, which opens no line like this.
#[test]
fn a_row_is_not_taken_for_a_line_whose_keyword_its_words_are_near() {
    let rows = "theo tuổi\n    từ 18 đến 60 được 40 điểm";
    let written = BASE.replacen(rows, "nợ quá hạn = 0 cho 40 điểm", 1);
    let meant = BASE.replacen(rows, "nợ quá hạn = 0 được 40 điểm", 1);
    let said = vec!["E001: sau “0” cần “được”".to_owned()];
    assert_eq!(told(&written, Lang::Vi), (said, Some(meant)));
}

/// What the rules decide of a few records.
fn outcomes(rules: &Rules) -> Vec<String> {
    let ages = [0, 5, 6, 9, 10, 17, 18, 20, 60, 61];
    let debts = [
        (0, 10_000_000),
        (50_000, 10_000_000),
        (150_000, 10_000_000),
        (200_000, 10_000_000),
        (400_000, 10_000_000),
        (0, 0),
    ];
    let record = |age: i32, (overdue, debt): (i32, i32)| {
        let room = if age > 10 { "Tài chính - Kế toán" } else { "Địa chính" };
        rules.grade(&json!({ "mã tổ": "1", "phòng": room, "tuổi": age, "nợ quá hạn": overdue, "dư nợ": debt })).unwrap()
    };
    let decisions =
        ages.into_iter().flat_map(|age| debts.into_iter().flat_map(move |debt| record(age, debt)));
    decisions
        .map(|decision| {
            format!(
                "{:?} {:?} {:?} {:?}",
                decision.block, decision.verdict, decision.points, decision.derived
            )
        })
        .collect()
}

/// Codes and headlines of what is said of rules, and the text once the first change is applied.
fn told(text: &str, lang: Lang) -> (Vec<String>, Option<String>) {
    let (found, sources) = match Rules::from_text(text) {
        Ok(rules) => (rules.findings().to_vec(), rules.sources().clone()),
        Err(refused) => (refused.diagnostics().to_vec(), refused.sources().clone()),
    };
    let said =
        found.iter().map(|one| format!("{}: {}", one.code, one.headline.get(lang))).collect();
    let fix = found.iter().find_map(|one| one.fix.as_ref());
    let mended = fix.map(|fix| {
        let text = sources[fix.span.source].text();
        format!(
            "{}{}{}",
            &text[..fix.span.start as usize],
            fix.replacement,
            &text[fix.span.end as usize..]
        )
    });
    (said, mended)
}

#[track_caller]
fn clean(text: &str) -> Rules {
    let rules = Rules::from_text(text).unwrap_or_else(|refused| panic!("{text}\n{refused}"));
    assert!(rules.findings().is_empty(), "{text}\n{:?}", rules.findings());
    rules
}

/// Right form, what is written instead, what is said of it, and what it becomes.
type Case = (&'static str, &'static str, &'static str, &'static str);

#[track_caller]
fn each(base: &str, lang: Lang, cases: &[Case], outcomes: impl Fn(&Rules) -> Vec<String>) {
    let expected = outcomes(&clean(base));
    let mut wrong = Vec::new();
    for (right, written, said, becomes) in cases {
        assert!(base.contains(right), "{right}");
        let (found, mended) = told(&base.replacen(right, written, 1), lang);
        let becomes = base.replacen(right, becomes, 1);
        if found != [*said] {
            wrong.push(format!("{written}\n  said: {found:#?}\n  not: {said}"));
        } else if mended.as_deref() != Some(becomes.as_str()) {
            wrong.push(format!(
                "{written}\n  becomes: {}\n  not: {becomes}",
                mended.unwrap_or_default()
            ));
        } else if outcomes(&clean(&becomes)) != expected {
            wrong.push(format!("{written}: decides otherwise"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

const DASHES: &[Case] = &[
    (
        "từ 50 đến dưới 80 điểm",
        "từ 50 - 80 điểm",
        "E028: “50 - 80 điểm” là phép trừ hai con số, không phải một khoảng",
        "từ 50 đến dưới 80 điểm",
    ),
    (
        "từ 50 đến dưới 80 điểm",
        "50-80 điểm",
        "E028: “50-80 điểm” là phép trừ hai con số, không phải một khoảng",
        "từ 50 đến dưới 80 điểm",
    ),
    (
        "từ 50 đến dưới 80 điểm",
        "50–80 điểm",
        "E028: “50–80 điểm” là phép trừ hai con số, không phải một khoảng",
        "từ 50 đến dưới 80 điểm",
    ),
    (
        "từ 50 đến dưới 80 điểm",
        "50 — 80 điểm",
        "E028: “50 — 80 điểm” là phép trừ hai con số, không phải một khoảng",
        "từ 50 đến dưới 80 điểm",
    ),
    (
        "từ 50 đến dưới 80 điểm",
        "từ 50 điểm - 80 điểm",
        "E028: “50 điểm - 80 điểm” là phép trừ hai con số, không phải một khoảng",
        "từ 50 điểm đến dưới 80 điểm",
    ),
    (
        "từ 18 đến 60",
        "18 - 60",
        "E028: “18 - 60” là phép trừ hai con số, không phải một khoảng",
        "từ 18 đến 60",
    ),
    (
        "từ 0,5% đến dưới 2%",
        "từ 0,5% - 2%",
        "E028: “0,5% - 2%” là phép trừ hai con số, không phải một khoảng",
        "từ 0,5% đến dưới 2%",
    ),
    (
        "từ 0,5% đến dưới 2%",
        "0,5-2%",
        "E028: “0,5-2%” là phép trừ hai con số, không phải một khoảng",
        "từ 0,5% đến dưới 2%",
    ),
    (
        "| từ 5 đến 10 |",
        "| 5 - 10 |",
        "E028: “5 - 10” là phép trừ hai con số, không phải một khoảng",
        "| từ 5 đến 10 |",
    ),
    (
        "| từ 5 đến 10 |",
        "| 5–10 |",
        "E028: “5–10” là phép trừ hai con số, không phải một khoảng",
        "| từ 5 đến 10 |",
    ),
    (
        "yêu cầu từ 10 đến 60",
        "yêu cầu 10 - 60",
        "E028: “10 - 60” là phép trừ hai con số, không phải một khoảng",
        "yêu cầu từ 10 đến 60",
    ),
    (
        "tuổi > 5 và tuổi < 10",
        "tuổi = 6 - 9",
        "E028: “6 - 9” là phép trừ hai con số, không phải một khoảng",
        "tuổi từ 6 đến 9",
    ),
];

#[test]
fn a_dash_between_two_numbers_is_no_subtraction_in_a_short_test() {
    each(BASE, Lang::Vi, DASHES, outcomes);
}

#[test]
fn both_ranges_are_offered_the_one_that_meets_the_next_row_first() {
    let help = |text: &str| {
        Rules::from_text(text).err().unwrap().diagnostics()[0].help.clone().unwrap().vi
    };
    let row = |row: &str| help(&BASE.replace("từ 50 đến dưới 80 điểm", row));
    assert_eq!(
        row("từ 50 - 80 điểm"),
        "một khoảng thì viết “từ 50 đến dưới 80 điểm” hoặc “từ 50 đến 80 điểm”"
    );
    assert_eq!(
        row("từ 50 - 79 điểm"),
        "một khoảng thì viết “từ 50 đến 79 điểm” hoặc “từ 50 đến dưới 79 điểm”"
    );
}

#[test]
fn a_subtraction_with_anything_that_is_no_number_is_one() {
    clean(&BASE.replace("từ 18 đến 60 được", "từ tuổi - 1 được"));
    clean(&BASE.replace("tuổi > 5 và tuổi < 10", "tuổi = 10 - 4"));
    clean(&BASE.replace("2 triệu đồng, nếu", "3 triệu đồng - 1 triệu đồng, nếu"));
}

const SIGNS: &[Case] = &[
    ("tuổi > 5 và", "tuổi => 6 và", "E031: luật không có dấu “=>”", "tuổi ≥ 6 và"),
    ("tuổi < 10", "tuổi =< 9", "E031: luật không có dấu “=<”", "tuổi ≤ 9"),
    (
        "nhỏ nhất(dư nợ; 200",
        "nhỏ nhất(dư nợ, 200",
        "E031: các giá trị trong ngoặc của một hàm cách nhau bằng “;”",
        "nhỏ nhất(dư nợ; 200",
    ),
    (
        "Tốt > Khá > Trung bình > Yếu",
        "Tốt > Khá; Trung bình; Yếu",
        "E031: “;” không dùng để ngăn các mục của một danh sách",
        "Tốt > Khá > Trung bình > Yếu",
    ),
    (
        "dư nợ = 10 triệu, nợ",
        "dư nợ = 10 triệu; nợ",
        "E031: “;” không dùng để ngăn các mục của một danh sách",
        "dư nợ = 10 triệu, nợ",
    ),
    (
        "  xếp loại Loại",
        "  // ghi chú: 5 → 6\n  xếp loại Loại",
        "E030: lời ghi chú mở đầu bằng “#”, không phải “//”",
        "  # ghi chú: 5 → 6\n  xếp loại Loại",
    ),
    (
        "\"Biểu chấm điểm\", thang",
        "\"Biểu chấm điểm, thang",
        "E004: thiếu dấu \" đóng của đoạn chữ",
        "\"Biểu chấm điểm\", thang",
    ),
    ("\"Còn nợ\"", "\"Còn nợ", "E004: thiếu dấu \" đóng của đoạn chữ", "\"Còn nợ\""),
    (
        "Tốt > Khá > Trung bình > Yếu",
        "Tốt > Khá, Trung bình > Yếu",
        "W003: danh sách này vừa dùng “>” vừa dùng “,”: luật xếp thứ tự như đã viết",
        "Tốt > Khá > Trung bình > Yếu",
    ),
];

#[test]
fn signs_of_other_languages_become_those_of_the_rules() {
    each(BASE, Lang::Vi, SIGNS, outcomes);
}

const ORDER: &[Case] = &[
    (
        "từ 90 điểm là Tốt",
        "≥ 90 điểm: Tốt",
        "E031: điều kiện đứng trước, rồi “là”, rồi kết quả",
        "≥ 90 điểm là Tốt",
    ),
    (
        "từ 90 điểm là Tốt",
        "Tốt: từ 90 điểm",
        "E031: điều kiện đứng trước, rồi “là”, rồi kết quả",
        "từ 90 điểm là Tốt",
    ),
    (
        "0% được 60 điểm",
        "0% → 60 điểm",
        "E031: điều kiện đứng trước, rồi “được”, rồi kết quả",
        "0% được 60 điểm",
    ),
    (
        "từ 90 điểm là Tốt",
        "90 điểm trở lên là Tốt",
        "E031: một khoảng viết bằng “từ … đến …”",
        "từ 90 điểm trở lên là Tốt",
    ),
    (
        "từ 18 đến 60 được",
        "18 đến 60 được",
        "E031: một khoảng viết bằng “từ … đến …”",
        "từ 18 đến 60 được",
    ),
    (
        "từ 18 đến 60 được",
        "≥ 18 và ≤ 60 được",
        "E031: một khoảng viết bằng “từ … đến …”",
        "từ 18 đến 60 được",
    ),
    (
        "tuổi > 5 và tuổi < 10",
        "tuổi > 5 và < 10",
        "E031: một khoảng viết bằng “từ … đến …”",
        "tuổi trên 5 đến dưới 10",
    ),
    (
        "tuổi > 5 và tuổi < 10",
        "tuổi ≠ 5 và > 5 và tuổi < 10",
        "E031: phép so thứ hai không nói so cái gì",
        "tuổi ≠ 5 và tuổi > 5 và tuổi < 10",
    ),
    (
        "không quá Khá nếu nợ quá hạn > 0: \"Còn nợ\"",
        "nếu nợ quá hạn > 0 thì không quá Khá",
        "E031: câu này viết kết quả trước, “nếu” và điều kiện sau",
        "không quá Khá nếu nợ quá hạn > 0: \"ghi lý do ở đây\"",
    ),
    (
        "2 triệu đồng, nếu tuổi > 60 thì 1 triệu đồng",
        "IF(tuổi > 60, 1 triệu đồng, 2 triệu đồng)",
        "E031: luật không có hàm IF như bảng tính",
        "2 triệu đồng, nếu tuổi > 60 thì 1 triệu đồng",
    ),
    (
        "2 triệu đồng, nếu tuổi > 60 thì 1 triệu đồng",
        "1 × IF(tuổi > 60; 1 triệu đồng; 2 triệu đồng)",
        "E031: luật không có hàm IF như bảng tính",
        "1 × (2 triệu đồng, nếu tuổi > 60 thì 1 triệu đồng)",
    ),
];

#[test]
fn words_in_another_order_are_put_in_theirs() {
    each(BASE, Lang::Vi, ORDER, outcomes);
}

#[test]
fn a_clause_turned_round_asks_for_its_reason_and_keeps_one_that_is_there() {
    let text = "bản ghi Hộ\n  trường nợ: tiền\nđiều kiện Vay cho Hộ\n  nếu nợ > 0 thì từ chối\n";
    let (_, mended) = told(text, Lang::Vi);
    assert_eq!(
        mended.unwrap(),
        text.replace("nếu nợ > 0 thì từ chối", "từ chối nếu nợ > 0: \"ghi lý do ở đây\"")
    );
    let given = text.replace("từ chối", "từ chối: \"Còn nợ\"");
    assert_eq!(
        told(&given, Lang::Vi).1.unwrap(),
        text.replace("nếu nợ > 0 thì từ chối", "từ chối nếu nợ > 0: \"Còn nợ\"")
    );
}

const WORDS: &[Case] = &[
    (
        "tuổi > 5 và tuổi",
        "tuổi > 5 va tuổi",
        "E031: “va” không phải là từ của luật",
        "tuổi > 5 và tuổi",
    ),
    (
        "từ 18 đến 60 được",
        "tu 18 den 60 duoc",
        "E031: “tu 18 den 60 duoc” không phải là từ của luật",
        "từ 18 đến 60 được",
    ),
    ("trường dư nợ: tiền", "trường dư nợ tiền", "E001: sau “dư nợ” cần “:”", "trường dư nợ: tiền"),
    ("0% được 60 điểm", "0% 60 điểm", "E001: sau “0%” cần “được”", "0% được 60 điểm"),
    ("từ 90 điểm là Tốt", "từ 90 điểm Tốt", "E001: sau “90 điểm” cần “là”", "từ 90 điểm là Tốt"),
    (
        "nếu nợ quá hạn > 0: \"Còn nợ\"",
        "nếu nợ quá hạn > 0 \"Còn nợ\"",
        "E001: sau “0” cần “:”",
        "nếu nợ quá hạn > 0: \"Còn nợ\"",
    ),
    ("tối đa 40", "tôi đa 40", "E001: sau “,” cần “tối đa”", "tối đa 40"),
    (
        "trường tuổi: số nguyên",
        "trường tuổi: so nguyen",
        "E001: sau “:” cần một kiểu (chữ, số, số nguyên, tiền, tỷ lệ, điểm, ngày, thời hạn, có không, một trong X)",
        "trường tuổi: số nguyên",
    ),
    (
        "tiêu chí 1 \"Nợ\"",
        "tiu chí 1 \"Nợ\"",
        "E017: không có câu nào bắt đầu bằng “tiu chí”",
        "tiêu chí 1 \"Nợ\"",
    ),
    (
        "cho Tổ \"Biểu",
        "cho Tổ tiết kiệm và vay vốn \"Biểu",
        "E031: “Tổ tiết kiệm và vay vốn” là tiêu đề, không phải tên",
        "cho Tổ \"Biểu",
    ),
    (
        "cho Tổ \"Biểu",
        "cho Số tổ \"Biểu",
        "E101: không có bản ghi nào tên “Số tổ”",
        "cho Tổ \"Biểu",
    ),
    (
        "cho Chấm điểm tổ\n",
        "cho Chấm điểm\n",
        "W034: không thử 1 ví dụ của “Chấm điểm”: trong luật không có khối này",
        "cho Chấm điểm tổ\n",
    ),
    (
        "thì xếp loại là Tốt",
        "thì xếp loại Tốt",
        "E101: không có trường, giá trị tính, bảng hay tham số nào tên “xếp loại Tốt”",
        "thì xếp loại là Tốt",
    ),
];

#[test]
fn words_left_out_or_misspelt_are_put_in() {
    each(BASE, Lang::Vi, WORDS, outcomes);
}

const VALUES: &[Case] = &[
    (
        "được 40 điểm",
        "được bốn mươi điểm",
        "E145: “bốn mươi điểm” không phải là cách viết số: số viết bằng chữ số, đơn vị viết đủ và cách ra",
        "được 40 điểm",
    ),
    (
        "được 40 điểm",
        "được 40đ",
        "E145: “40đ” không phải là cách viết số: số viết bằng chữ số, đơn vị viết đủ và cách ra",
        "được 40 điểm",
    ),
    (
        "tối đa 60 điểm",
        "tối đa 60đ",
        "E145: “60đ” không phải là cách viết số: số viết bằng chữ số, đơn vị viết đủ và cách ra",
        "tối đa 60 điểm",
    ),
    (
        "nếu tuổi > 60 thì 1 triệu đồng",
        "nếu tuổi > 60 thì 1000000đ",
        "E145: “1000000đ” không phải là cách viết số: số viết bằng chữ số, đơn vị viết đủ và cách ra",
        "nếu tuổi > 60 thì 1000000 đồng",
    ),
    ("tối đa 60 điểm", "tối đa 60%", "E104: ở đây cần điểm, nhưng đây là tỷ lệ", "tối đa 60 điểm"),
    (
        "từ 90 điểm là Tốt",
        "từ 90% là Tốt",
        "E103: không so được “≥” giữa điểm và tỷ lệ",
        "từ 90 điểm là Tốt",
    ),
    (
        "cho mã tổ = \"1\"",
        "cho mã tổ = 1",
        "E104: ở đây cần chữ, nhưng đây là số",
        "cho mã tổ = \"1\"",
    ),
    (
        "30 điểm × (nợ quá hạn / dư nợ)",
        "30 điểm × nợ quá hạn / dư nợ",
        "E103: không tính được “×” giữa điểm và tiền",
        "30 điểm × (nợ quá hạn / dư nợ)",
    ),
];

#[test]
fn values_take_the_form_of_what_they_meet() {
    each(BASE, Lang::Vi, VALUES, outcomes);
}

const MONEY: &str = "\
bản ghi Hộ
  trường mã: chữ, khóa
  trường trẻ đi học: số nguyên, từ 0

bảng Trợ cấp cho Hộ: tiền
  | trẻ đi học | Trợ cấp |
  | 0 | 59.000 |
  | từ 1 | 200 nghìn đồng × trẻ đi học |
";

#[test]
fn a_bare_number_in_a_product_takes_the_unit_that_is_needed() {
    let decided = |rules: &Rules| {
        let of =
            |children: i32| rules.grade(&json!({ "mã": "1", "trẻ đi học": children })).unwrap();
        [0, 1, 3]
            .into_iter()
            .flat_map(of)
            .map(|decision| format!("{:?}", decision.derived))
            .collect()
    };
    let cases: &[Case] = &[(
        "200 nghìn đồng × trẻ",
        "200 nghìn × trẻ",
        "E104: ở đây cần tiền, nhưng đây là số nguyên",
        "200 nghìn đồng × trẻ",
    )];
    each(MONEY, Lang::Vi, cases, decided);
}

const NAMES: &[Case] = &[
    (
        "`Tài chính - Kế toán`, Địa",
        "Tài chính - Kế toán, Địa",
        "E032: tên có dấu phải đặt trong dấu `…`: “Tài chính - Kế toán”",
        "`Tài chính - Kế toán`, Địa",
    ),
    (
        "phòng là `Tài chính - Kế toán`",
        "phòng là Tài chính - Kế toán",
        "E032: tên có dấu phải đặt trong dấu `…`: “Tài chính - Kế toán”",
        "phòng là `Tài chính - Kế toán`",
    ),
    (
        "  trường tuổi",
        "  trường Số CMND/CCCD: chữ\n  trường tuổi",
        "E032: tên có dấu phải đặt trong dấu `…`: “Số CMND/CCCD”",
        "  trường `Số CMND/CCCD`: chữ\n  trường tuổi",
    ),
    (
        "  trường tuổi",
        "  trường tỷ lệ %: tỷ lệ\n  trường tuổi",
        "E032: tên có dấu phải đặt trong dấu `…`: “tỷ lệ %”",
        "  trường `tỷ lệ %`: tỷ lệ\n  trường tuổi",
    ),
    (
        "  trường tuổi",
        "  trường ngày (d/m/y): ngày\n  trường tuổi",
        "E032: tên có dấu phải đặt trong dấu `…`: “ngày (d/m/y)”",
        "  trường `ngày (d/m/y)`: ngày\n  trường tuổi",
    ),
    (
        "  tính trẻ",
        "  tính nợ (%) = nợ quá hạn / dư nợ\n  tính trẻ",
        "E032: tên có dấu phải đặt trong dấu `…`: “nợ (%)”",
        "  tính `nợ (%)` = nợ quá hạn / dư nợ\n  tính trẻ",
    ),
];

#[test]
fn names_with_signs_stand_in_backticks() {
    let verdicts = |rules: &Rules| {
        let of = |age: i32| {
            rules.grade(&json!({ "mã tổ": "1", "phòng": "Tài chính - Kế toán", "tuổi": age, "nợ quá hạn": 0, "dư nợ": 5 })).unwrap()
        };
        let shown = |decision: visao::explain::decision::Decision| {
            let rooms = decision.derived.iter().filter(|named| named.name.as_ref() == "ở phòng");
            format!(
                "{:?} {:?}",
                decision.verdict,
                rooms.map(|named| &named.datum).collect::<Vec<_>>()
            )
        };
        [5, 20].into_iter().flat_map(of).map(shown).collect()
    };
    each(BASE, Lang::Vi, NAMES, verdicts);
}

#[test]
fn a_name_with_signs_is_told_wherever_it_lacks_its_backticks() {
    let (said, _) = told(&BASE.replace("`Tài chính - Kế toán`", "Tài chính – Kế toán"), Lang::Vi);
    assert_eq!(
        said,
        vec![
            "E032: tên có dấu phải đặt trong dấu `…`: “Tài chính – Kế toán”";
            2
        ]
    );
}

#[test]
fn bullets_and_numbers_before_statements_are_one_finding() {
    let criteria = |bullet: &str| BASE.replace("  tiêu chí ", &format!("  {bullet} tiêu chí "));
    let rows = |bullet: &str| criteria(bullet).replace("    từ ", &format!("    {bullet} từ "));
    let one = |text: String, bullet: &str, lines: usize| {
        let (said, mended) = told(&text, Lang::Vi);
        assert_eq!(
            said,
            [format!("E029: đầu dòng không ghi dấu hay số thứ tự như “{bullet}” ({lines} dòng)")],
            "{bullet}"
        );
        assert_eq!(mended.as_deref(), Some(BASE), "{bullet}");
    };
    for bullet in ["•", "-", "*", "+", "o", "–", "▪", "1.", "a)", "1)", "II.", "1/"] {
        one(rows(bullet), bullet, 8);
    }
    one(criteria("(1)"), "(1)", 2);
    let (said, mended) = told(&BASE.replace("  tiêu chí 2", "  2. tiêu chí 2"), Lang::Vi);
    assert_eq!(
        (said.as_slice(), mended.as_deref()),
        (&["E029: đầu dòng không ghi dấu hay số thứ tự như “2.”".to_owned()][..], Some(BASE))
    );
}

#[test]
fn natural_phrasings_are_read_as_the_same_rules() {
    let expected = outcomes(&clean(BASE));
    let accepted = [
        ("từ 90 điểm là Tốt", "từ 90 điểm trở lên là Tốt"),
        ("từ 90 điểm là Tốt", "từ 90 trở lên là Tốt"),
        (
            "từ 50 đến dưới 80 điểm là Trung bình\n    còn lại là Yếu",
            "dưới 50 là Yếu\n    còn lại là Trung bình",
        ),
        ("| từ 18 |", "| từ 18 trở lên |"),
        ("từ 18 đến 60 được", "from 18 to 60 được"),
    ];
    for (right, written) in accepted {
        assert!(BASE.contains(right), "{right}");
        assert_eq!(outcomes(&clean(&BASE.replace(right, written))), expected, "{written}");
    }
}

#[test]
fn mixed_and_and_or_are_told_with_their_reading() {
    let text = BASE.replace("tuổi > 5 và tuổi < 10", "tuổi > 60 hoặc tuổi > 5 và tuổi < 10");
    let (said, mended) = told(&text, Lang::Vi);
    assert_eq!(said, ["W002: “và” đứng cạnh “hoặc” mà không có ngoặc: luật xét “và” trước"]);
    let bracketed = BASE.replace("tuổi > 5 và tuổi < 10", "tuổi > 60 hoặc (tuổi > 5 và tuổi < 10)");
    assert_eq!(mended.as_deref(), Some(bracketed.as_str()));
    assert_eq!(outcomes(&Rules::from_text(&text).unwrap()), outcomes(&clean(&bracketed)));
}

#[test]
fn an_undeclared_name_is_told_just_as_it_stands() {
    let (said, mended) =
        told(&BASE.replace("nếu nợ quá hạn > 0:", "nếu vốn trên sổ > 0:"), Lang::Vi);
    assert_eq!(
        (said, mended),
        (vec!["E033: chưa khai báo tên nào là “vốn trên sổ”".to_owned()], None)
    );
}

#[test]
fn a_wrong_date_does_not_hide_an_unknown_field() {
    let (said, _) = told(&BASE.replace("cho mã tổ", "cho ngày = 31/02/2023, mã tổ"), Lang::Vi);
    assert_eq!(said, ["E101: không có trường nào tên “ngày”", "E008: không có ngày “31/02/2023”"]);
}

#[test]
fn what_follows_from_a_broken_line_is_not_told() {
    let (said, _) = told(
        &BASE
            .replace("tiêu chí 1 \"Nợ\", tối đa 60 điểm", "tiêu chí 1 \"Nợ\" tối đa 60 điểm, , x")
            .replace("tổng điểm = 100", "tiêu chí 1 = 60"),
        Lang::Vi,
    );
    assert_eq!(said.len(), 1, "{said:?}");
    let (said, _) =
        told(&BASE.replace("xếp loại Loại theo tổng điểm", "xếp loại Loại theo"), Lang::Vi);
    assert_eq!(said.len(), 1, "{said:?}");
}

/// Rules of a category that lists `Không`, and use it wherever a value can stand.
const REFUSED_VALUE: &str = "\
danh mục Kết quả có thứ tự: Đạt > Không
bản ghi Tổ
  trường loại: một trong Kết quả
  trường nợ: tiền
  trường họp: có không
bảng Mức cho Tổ: một trong Kết quả
  | loại  | họp   | Mức   |
  | Không | Không | Không |
  | Đạt   | có    | Đạt   |
bảng điểm Chấm cho Tổ
  tiêu chí 1 \"Nợ\", tối đa 100 điểm
    loại là Không hoặc họp là không được 0 điểm
    còn lại                         được 100 điểm
  xếp loại Kết quả theo tổng điểm
    từ 50   là Đạt
    còn lại là Không
  không quá Không nếu nợ > 5 triệu
ví dụ \"nợ nhiều\" cho Chấm
  cho loại = Không, nợ = 6 triệu, họp là không
  thì xếp loại là Không
";

#[test]
fn a_value_that_a_category_may_not_have_is_told_where_it_is_listed_alone() {
    let (said, _) = told(REFUSED_VALUE, Lang::Vi);
    assert_eq!(said, ["E019: danh mục không được chứa giá trị “Không”"]);
    // A truth is one all the same, and what is wrong with it is told.
    let (said, _) =
        told(&REFUSED_VALUE.replace("loại là Không hoặc", "nợ là Không hoặc"), Lang::Vi);
    assert_eq!(said.len(), 2, "{said:?}");
    let english = "\
language: en
category Outcome: Pass, No
record Group
  field kind: one of Outcome
scorecard Score for Group
  criterion 1 \"Kind\", at most 100 points
    kind is No gives 0 points
    otherwise gives 100 points
  grade Outcome by total points
    from 50 is Pass
    otherwise is No
";
    let (said, _) = told(english, Lang::En);
    assert_eq!(said, ["E019: a category may not contain the value “No”"]);
}

#[test]
fn alternatives_stand_in_one_list_whatever_they_are() {
    let table =
        "bản ghi Tổ\n  trường nợ: tiền\nbảng Mức cho Tổ: số, x\n  | nợ | Mức |\n  | 0 | 1 |\n";
    let first = |lang| told(table, lang).0.swap_remove(0);
    assert_eq!(first(Lang::Vi), "E001: sau “,” cần “duy nhất”, “cộng”, “tất cả” hoặc “từ”");
    assert_eq!(first(Lang::En), "E001: after “,” expected “unique”, “sum”, “all” or “from”");
    let value = "danh mục Loại\n  Tốt, x\n  Khá\n";
    let first = |lang| told(value, lang).0.swap_remove(0);
    assert_eq!(first(Lang::Vi), "E001: sau “,” cần “mã \"…\"”, “từ” một ngày hoặc “đến” một ngày");
    assert_eq!(
        first(Lang::En),
        "E001: after “,” expected “code \"…\"”, “from” a date or “up to” a date"
    );
}

#[test]
fn an_example_gives_each_field_one_value() {
    let (said, mended) = told(&BASE.replace("tuổi = 20\n", "tuổi = 20, tuổi = 21\n"), Lang::Vi);
    assert_eq!((said, mended), (vec!["E144: ví dụ này cho “tuổi” hai giá trị".to_owned()], None));
}

#[test]
fn a_failed_example_says_what_came_out() {
    let missed = |expected: &str| {
        let rules = clean(&BASE.replace("tổng điểm = 100", expected));
        rules.test(None)[0].misses.iter().map(|miss| miss.found.vi.clone()).collect::<Vec<_>>()
    };
    assert_eq!(missed("tổng điểm = 99"), ["được 100 điểm"]);
    assert_eq!(missed("tổng điểm từ 10 đến 90"), ["được 100 điểm"]);
    assert_eq!(missed("tiêu chí 2 = 39"), ["được 40 điểm"]);
    assert_eq!(missed("trợ cấp = 5 triệu"), ["được 4.000.000 đ"]);
    assert_eq!(missed("tuổi = 21"), ["không đúng"]);
}

const ENGLISH: &str = "\
language: en
category Grade ordered: Good > Fair > Poor
record Group \"Savings and loan group\"
  field id: text, key
  field age: integer, from 0
  field paid: money, from 0
  field due: money, from 0
  derive extra = 30 points × (paid / due)
scorecard Card for Group, out of 20 points
  criterion 1 \"Age\", at most 20 points
    by age
    from 18 to below 61 gives 20 points
    from 61 to 70 gives 5 points
    otherwise gives 0 points
  grade Grade by total points
    from 10 to 20 points is Good
    from 5 points is Fair
    otherwise is Poor
";

const ENGLISH_CASES: &[Case] = &[
    (
        "from 18 to below 61 gives",
        "18 - 61 gives",
        "E028: “18 - 61” subtracts one number from the other: it is no range",
        "from 18 to below 61 gives",
    ),
    (
        "from 61 to 70 gives",
        "from 61 – 70 gives",
        "E028: “61 – 70” subtracts one number from the other: it is no range",
        "from 61 to 70 gives",
    ),
    (
        "from 10 to 20 points is Good",
        "10-20 points is Good",
        "E028: “10-20 points” subtracts one number from the other: it is no range",
        "from 10 to 20 points is Good",
    ),
    (
        "from 5 points is Fair",
        "Fair: from 5 points",
        "E031: the test comes first, then “is”, then the result",
        "from 5 points is Fair",
    ),
    (
        "from 61 to 70 gives",
        "≥ 61 and ≤ 70 gives",
        "E031: a range is written “from … to …”",
        "from 61 to 70 gives",
    ),
    (
        "for Group,",
        "for Savings and loan group,",
        "E031: “Savings and loan group” is a title, not a name",
        "for Group,",
    ),
    (
        "from 5 points is Fair",
        "at least 5 points is Fair",
        "E031: “at least” is not a word of the rules",
        "from 5 points is Fair",
    ),
    (
        "from 5 points is Fair",
        "at least 5 is Fair",
        "E031: “at least” is not a word of the rules",
        "from 5 is Fair",
    ),
    (
        "at most 20 points",
        "at most 20%",
        "E104: expected points here, but this is a ratio",
        "at most 20 points",
    ),
    (
        "gives 5 points",
        "gives five points",
        "E145: “five points” is not how a number is written: digits first, then a blank and the unit in full",
        "gives 5 points",
    ),
    (
        "30 points × (paid / due)",
        "30 points × paid / due",
        "E103: “×” cannot be worked out between points and money",
        "30 points × (paid / due)",
    ),
    (
        "  field age",
        "  field ID no. (old): text\n  field age",
        "E032: a name with signs stands in `…`: “ID no. (old)”",
        "  field `ID no. (old)`: text\n  field age",
    ),
];

#[test]
fn english_is_answered_alike() {
    let decided = |rules: &Rules| {
        let of = |age: i32| {
            rules.grade(&json!({ "id": "1", "age": age, "paid": 5, "due": 10 })).unwrap()
        };
        let shown = |decision: visao::explain::decision::Decision| {
            format!("{:?} {:?} {:?}", decision.verdict, decision.points, decision.derived)
        };
        [0, 17, 18, 60, 61, 70, 71].into_iter().flat_map(of).map(shown).collect::<Vec<_>>()
    };
    each(ENGLISH, Lang::En, ENGLISH_CASES, decided);
    let expected = decided(&clean(ENGLISH));
    for (right, written) in
        [("from 5 points is", "from 5 points upwards is"), ("from 61 to 70", "from 61 up to 70")]
    {
        assert_eq!(decided(&clean(&ENGLISH.replace(right, written))), expected, "{written}");
    }
}

#[test]
fn every_change_offered_is_an_error_until_it_is_applied_or_keeps_its_meaning() {
    for (right, written, said, _) in
        DASHES.iter().chain(SIGNS).chain(ORDER).chain(WORDS).chain(NAMES)
    {
        let found = Rules::from_text(&BASE.replacen(right, written, 1))
            .map(|rules| rules.findings().to_vec());
        let severity = found.map_or(Severity::Error, |found| found[0].severity);
        assert_eq!(severity == Severity::Warning, said.starts_with('W'), "{written}");
    }
}

#[test]
fn a_dash_is_told_wherever_a_short_test_stands() {
    let dash = |text: &str| match told(text, Lang::Vi) {
        (said, Some(mended)) if said.len() == 1 && said[0].starts_with("E028") => mended,
        other => panic!("{text}\n{other:?}"),
    };
    let field = "bản ghi Tổ\n  trường tuổi: số nguyên, từ 18 - 60\n  trường ngày: ngày, từ 01/01/2023 đến 30/06/2023\n";
    assert_eq!(dash(field), field.replace("18 - 60", "18 đến 60"));
    let days = field.replace("18 - 60", "18").replace(" đến 30", " - 30");
    assert_eq!(dash(&days), days.replace(" - 30", " đến 30"));
    let targets = "\
danh mục Quận: A, B
bản ghi Tổ
  trường quận: một trong Quận
  trường nợ: số
chỉ tiêu Nợ trên Tổ theo quận
  chỉ số a = tổng(nợ)
  mức giao
  | quận | a giao |
  | A | từ 1 đến dưới 5 |
  | B | từ 5 đến 10 |
";
    assert_eq!(dash(&targets.replace("từ 1 đến dưới 5", "1 - 5")), targets);
    assert_eq!(dash(&targets.replace("từ 5 đến 10", "5–10")), targets);
}

#[test]
fn a_file_that_is_no_text_is_told_without_a_frame() {
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("bản ghi Tổ".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let files: visao::load::Memory = [("a.luat".to_owned(), wide)].into_iter().collect();
    let refused = Rules::from_files(&files).err().unwrap();
    let lines = "lỗi[E207]: “a.luat” là văn bản UTF-16, không phải UTF-8\ngợi ý: mở tệp, chọn Lưu thành (Save as) với bảng mã UTF-8";
    assert_eq!(format!("{refused:#}"), lines);
}

#[test]
fn the_heading_of_an_example_says_the_record_type_once() {
    let heading = |title: &str| {
        let rules = clean(
            &BASE
                .replace("ví dụ \"Tốt\"", &format!("ví dụ \"{title}\""))
                .replace("mã tổ = \"1\", ", ""),
        );
        let explanation = rules.test(None)[0].explanation.as_ref().unwrap().to_string();
        explanation.split(" ·").next().unwrap().trim().to_owned()
    };
    assert_eq!(heading("Tổ không nợ"), "Tổ không nợ");
    assert_eq!(heading("Không nợ"), "Tổ Không nợ");
}
