//! What is said of mistakes, and where.

use super::*;

/// Code, line, column and Vietnamese headline of each finding.
fn findings(text: &str, lang: Lang) -> Vec<(&'static str, usize, usize, String)> {
    let (_, diagnostics, sources) = parse_all(text, lang);
    let place = |found: &Diagnostic| {
        let span = found.span().unwrap();
        let at = sources[span.source].line_column(span.start);
        (found.code, at.line, at.column, found.headline.vi.clone())
    };
    diagnostics.iter().map(place).collect()
}

/// The only finding, its headline, and what its fix would write.
fn only(text: &str) -> (&'static str, usize, usize, String, Option<String>) {
    let (_, diagnostics, _) = parse_all(text, Lang::Vi);
    let found = findings(text, Lang::Vi);
    assert_eq!(found.len(), 1, "{found:?}");
    let (code, line, column, headline) = found.into_iter().next().unwrap();
    (code, line, column, headline, diagnostics[0].fix.as_ref().map(|fix| fix.replacement.clone()))
}

const TEN: &str = "\
tài liệu KH91 \"Kế hoạch 91\"
danh mục Nợ: có, Không

bản ghi Tổ \"Tổ tiết kiệm và vay vốn\"
  trường dư nợ tiền, từ 0
  trường nợ quá hạn: tin, từ 0 đến dư nợ
  trường ngày họp: ngày, từ 31/02/2023
  trường tỉ số: tỷ lệ, từ 0.04
  tính tỷ lệ nợ = nợ quá hạn / (dư nợ, nếu dư nợ = 0 thì 0%

bảng điểm Chấm cho Tổ \"Biểu\"
  tiêu chí 2 \"Nợ quá hạn\", tối đa
    0%             đc 30 điểm
    dưới 0,5%      được 25 điểm
kiểm tra K cho Tổ \"K\"
  từ chối nếu dư nợ > 0
";

#[test]
fn ten_mistakes_in_one_file_give_ten_located_messages() {
    let expected = [
        ("E001", 1, 15, "sau “KH91” cần “:”"),
        ("E019", 2, 14, "danh mục không được chứa giá trị “có”"),
        ("E019", 2, 18, "danh mục không được chứa giá trị “Không”"),
        ("E001", 5, 16, "sau “dư nợ” cần “:”"),
        (
            "E001",
            6,
            22,
            "sau “:” cần một kiểu (chữ, số, số nguyên, tiền, tỷ lệ, điểm, ngày, thời hạn, có không, một trong X)",
        ),
        ("E008", 7, 29, "không có ngày “31/02/2023”"),
        ("E005", 8, 27, "“0.04” không viết theo lối số tiếng Việt"),
        ("E011", 9, 32, "ngoặc “(” chưa được đóng"),
        ("E001", 12, 34, "sau “tối đa” cần một số điểm, ví dụ “30 điểm”"),
        ("E001", 13, 20, "sau “0%” cần “được”"),
        ("E001", 16, 24, "sau “0” cần “:”"),
    ];
    let found = findings(TEN, Lang::Vi);
    let found: Vec<(&str, usize, usize, &str)> = found
        .iter()
        .map(|(code, line, column, words)| (*code, *line, *column, words.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_decomposed_file_gives_the_same_messages_at_the_same_places() {
    use unicode_normalization::UnicodeNormalization;
    let decomposed: String = TEN.nfd().collect();
    assert_eq!(findings(&decomposed, Lang::Vi), findings(TEN, Lang::Vi));
}

#[test]
fn the_caret_stands_under_what_is_wrong() {
    let (_, shown) = parse("bản ghi Tổ \"T\"\n  trường dư nợ: tiền, từ 0.04\n", Lang::Vi);
    let expected = "\
lỗi[E005]: “0.04” không viết theo lối số tiếng Việt
 --> thử.luat:2:26
  |
2 |   trường dư nợ: tiền, từ 0.04
  |                          ^^^^
  |
gợi ý: viết “0,04”
  |
2 -   trường dư nợ: tiền, từ 0.04
2 +   trường dư nợ: tiền, từ 0,04
  |

";
    assert_eq!(shown, expected);
}

#[test]
fn names_declared_by_broken_lines_and_lost_blocks_are_kept_apart() {
    let (file, _) = parse(TEN, Lang::Vi);
    let invalid: Vec<&str> = file.invalid.iter().map(|name| name.text.as_str()).collect();
    assert_eq!(invalid, ["nợ quá hạn", "tỷ lệ nợ", "2"]);
    let (file, shown) =
        parse("bản ghi Tổ T T = \"T\"\n  trường a: số\n  tính b = a\n    căn cứ X\n", Lang::Vi);
    assert_eq!(shown.matches("lỗi[").count(), 1, "{shown}");
    assert!(file.items.is_empty());
    assert_eq!(
        file.invalid.iter().map(|name| name.text.as_str()).collect::<Vec<_>>(),
        ["Tổ", "Tổ T", "Tổ T T", "a", "b"]
    );
}

#[test]
fn a_lost_criterion_takes_its_rows_but_not_the_next_criterion() {
    let text = "\
bảng điểm A cho Tổ \"a\"
  tiêu chí 1 \"x\", tối thiểu 5
    theo nợ
    0% được 5 điểm
    | a | điểm |
    giả định \"b\"
  tiêu chí 2 \"y\", tối đa 5 điểm
    theo nợ
    0% được 5 điểm
";
    let (file, shown) = parse(text, Lang::Vi);
    assert_eq!(shown.matches("lỗi[").count(), 1, "{shown}");
    let ast::ItemKind::Scorecard(card) = &file.items[0].kind else { panic!("a scorecard") };
    assert_eq!(card.criteria.len(), 1);
    assert!(card.criteria[0].notes.is_empty());
}

#[test]
fn a_line_in_the_wrong_block_is_told_where_it_stands() {
    let (_, shown) = parse("bản ghi Tổ \"T\"\nkiểm tra K cho Tổ \"k\"\n  trường a: số\n", Lang::Vi);
    assert!(
        shown.contains("dòng “trường” không thể đứng ở đây")
            && shown.contains("nó chỉ đứng dưới một dòng “bản ghi”"),
        "{shown}"
    );
    let (_, shown) = parse("bản ghi Tổ \"T\"\n  từ 90 điểm là Tốt\n", Lang::Vi);
    assert!(shown.contains("một dòng như thế này không thể đứng ở đây"), "{shown}");
}

#[test]
fn what_was_meant_is_offered() {
    let head = "bản ghi Tổ \"T\"\n  trường nợ đến hạn: tiền\n";
    let found = only(&format!("{head}  tính x = nợ đến hạm > 0\n"));
    assert_eq!((found.0, found.4.as_deref()), ("E033", Some("nợ đến hạn")));
    let found = only(&format!("{head}  tính x = 1, nếu không phải nợ đến hạm > 0 thì 2\n"));
    assert_eq!(
        (found.0, found.1, found.2, found.4.as_deref()),
        ("E033", 3, 30, Some("nợ đến hạn"))
    );
    let (_, shown) =
        parse(&format!("{head}  tính x = tổng giờ của Việc khi loại là 2\n"), Lang::Vi);
    assert!(shown.contains("viết “tổng(giờ của Việc khi loại …)”"), "{shown}");
    let found = only(&format!("{head}  tính x = nợ đến hạn - (2- 1)\n"));
    assert_eq!((found.0, found.4.as_deref()), ("E010", Some(" -")));
    let found = only("bản gi Tổ \"T\"\n");
    assert_eq!((found.0, found.4.as_deref()), ("E017", Some("bản ghi")));
    let found =
        only("bản ghi A\nbản ghi Sổ thuộc A theo m\n    ghi theo ngày\n  trường ngày: ngày\n");
    assert_eq!((found.0, found.1, found.2), ("E017", 3, 5), "a part of the line above");
    assert_eq!(found.3, "không có câu nào bắt đầu bằng “ghi theo”");
    let found = only("bản ghi Tổ “Tổ tiết kiệm”\n");
    assert_eq!((found.0, found.4.as_deref()), ("E027", Some("\"Tổ tiết kiệm\"")));
    let found = only("bản ghi Sổ thuộc A theo m ghi theo ngày làm, cho kỳ của ngày\n");
    assert_eq!((found.0, found.1, found.2), ("E002", 1, 27), "a comma is missing");
    assert_eq!(found.4.as_deref(), Some(","));
    let found = only("bảng điểm A cho Tổ \"a\"\n  tieu chi 1 \"x\", tối đa 5 điểm\n");
    assert_eq!((found.0, found.1, found.2), ("E017", 2, 3));
}

#[test]
fn a_misspelt_opening_word_opens_the_line_it_was_meant_for() {
    let text = "\
danh mục Xã
  Hòa Khánh, mã \"1\"
bản gi Tổ \"T\"
  trường mã: chữ
bản ghi Hộ \"H\"
  truong nợ: tiền, từ 0
bảng điểm A cho Tổ \"a\", thang 10 điểm
  tiêu chí 1 \"x\", tối đa 5 điểm
    theo nợ
    0 được 5 điểm
  tiêu chi 2 \"y\", tối đa 5 điểm
    theo nợ
    0 được 5 điểm
kiểm tra K cho Tổ \"k\"
  yêu cầu nợ = 0
    nêu không: \"n\"
  thời hạn nợ: trong kỳ
    nếu không: \"n\"
    nếu trễ hạn: \"n\"
";
    let (file, diagnostics, sources) = parse_all(text, Lang::Vi);
    let fix = |found: &Diagnostic| {
        let fix = found.fix.as_ref().unwrap();
        (found.code, sources[fix.span.source].slice(fix.span).into_owned(), fix.replacement.clone())
    };
    let fixes: Vec<(&str, String, String)> = diagnostics.iter().map(fix).collect();
    let fixes: Vec<(&str, &str, &str)> =
        fixes.iter().map(|(code, old, new)| (*code, old.as_str(), new.as_str())).collect();
    let expected = [
        ("E017", "bản gi", "bản ghi"),
        ("E017", "truong", "trường"),
        ("E017", "tiêu chi", "tiêu chí"),
        ("E017", "nêu không", "nếu không"),
        ("E017", "thời hạn", "hạn"),
        ("E017", "nếu trễ hạn", "nếu chậm"),
    ];
    assert_eq!(fixes, expected);
    assert!(file.invalid.is_empty(), "each line is read as if its word were spelt rightly");
    let Some(ast::ItemKind::Scorecard(card)) = file.items.get(3).map(|item| &item.kind) else {
        panic!("a scorecard")
    };
    assert_eq!((card.criteria.len(), card.scale.is_some()), (2, true));
}

#[test]
fn a_criterion_without_its_subject_and_a_table_without_its_header_are_left_out_whole() {
    let text = "\
bảng điểm A cho Tổ \"a\"
  tiêu chí 1 \"x\", tối đa 5 điểm
    theo
    0 được 5 điểm
  tiêu chí 2 \"y\", tối đa 5 điểm
    theo nợ
    0 được 5 điểm
bảng B cho Tổ: số
  nợ | B |
  | 0 | 5 |
";
    let (file, diagnostics, _) = parse_all(text, Lang::Vi);
    assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E001", "E001"]);
    assert_eq!(file.invalid.iter().map(|name| name.text.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(file.items.len(), 2, "a header that lacks its first bar is read with it");
}

#[test]
fn the_name_of_a_broken_line_is_recovered() {
    let invalid = |line: &str| {
        let (file, diagnostics, _) = parse_all(&format!("bản ghi T \"t\"\n  {line}\n"), Lang::Vi);
        assert_eq!(diagnostics.len(), 1, "{line}");
        file.invalid.iter().map(|name| name.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(invalid("trường dư nợ tiền, khác 0"), ["dư nợ"]);
    assert_eq!(invalid("trường dư nợ"), ["dư nợ"]);
    assert_eq!(invalid("tính tổng nợ: a + b"), ["tổng nợ"]);
    assert_eq!(
        invalid("tính tổng nợ a + b"),
        ["tổng", "tổng nợ", "tổng nợ a"],
        "wherever it may end"
    );
    assert_eq!(invalid("trường dư nợ = tiền"), ["dư", "dư nợ"]);
}

#[test]
fn a_misplaced_line_takes_what_is_below_it_along() {
    let found = only(
        "bản ghi T \"t\"\n  tiêu chí 1 \"x\", tối đa 5 điểm\n    theo nợ\n    0 được 5 điểm\n  trường a: số\n",
    );
    assert_eq!((found.0, found.1), ("E016", 2));
}

#[test]
fn numbers_and_dates_are_refused_in_any_doubtful_form() {
    let of = |value: &str, lang| {
        let found = findings(&format!("bản ghi T \"t\"\n  tính x = {value}\n"), lang);
        found.first().map(|(code, ..)| *code)
    };
    assert_eq!(of("1.234,5", Lang::Vi), None);
    assert_eq!(of("1_234.5", Lang::En), None);
    assert_eq!(of("1_234.5", Lang::Vi), Some("E005"));
    assert_eq!(of("0,04", Lang::En), Some("E005"));
    assert_eq!(of("1,2,3", Lang::Vi), Some("E006"));
    assert_eq!(of("1.23.4", Lang::Vi), Some("E006"));
    assert_eq!(of("1.23.4", Lang::En), Some("E006"));
    assert_eq!(of("12345678901234567890123456789", Lang::Vi), Some("E007"));
    assert_eq!(of("2023-02-29", Lang::Vi), Some("E008"));
    assert_eq!(of("18/01/23", Lang::Vi), Some("E009"));
    assert_eq!(of("18 / 01 / 23", Lang::Vi), None);
}

#[test]
fn names_that_would_not_be_read_as_names_are_refused() {
    assert_eq!(only("bản ghi đến \"t\"\n").0, "E018");
    assert_eq!(only("danh mục Nhóm: 1a, 2\n").0, "E026");
    assert_eq!(only("danh mục Nhóm: A, thiếu\n").0, "E019");
    assert_eq!(only(&format!("bản ghi {} \"t\"\n", "dài ".repeat(60))).0, "E015");
    good("danh mục Nhóm: `1`, `2`\nbản ghi `đến` \"t\"\n");
}

#[test]
fn brackets_and_chains_have_limits_and_within_them_the_stack_holds() {
    let nested = |depth: usize| {
        format!("bản ghi T \"t\"\n  tính x = {}1{}\n", "(".repeat(depth), ")".repeat(depth))
    };
    good(&nested(64));
    assert_eq!(only(&nested(65)).0, "E012");
    assert_eq!(only(&nested(100_000)).0, "E013");
    let chained =
        |length: usize| format!("bản ghi T \"t\"\n  tính x = 1{}\n", " + 1".repeat(length));
    good(&chained(250));
    assert_eq!(only(&chained(251)).0, "E012");
    assert_eq!(
        only(&format!("bản ghi T \"t\"\n  tính x = {}1\n", "không phải ".repeat(300))).0,
        "E012"
    );
    assert_eq!(only("bản ghi T \"t\"\n  tính x = 1)\n").0, "E011");
}

#[test]
fn an_unclosed_bracket_ends_at_the_next_statement() {
    let found = only("bản ghi T \"t\"\n  tính x = lớn nhất(1;\n    2\n  trường a: số\n");
    assert_eq!((found.0, found.1, found.2), ("E011", 2, 20));
}

#[test]
fn a_dangling_comma_does_not_swallow_the_next_statement() {
    let found = only("bản ghi T \"t\"\n  trường a: số, từ 0,\n  trường b: số\n");
    assert_eq!((found.0, found.1, found.2), ("E001", 2, 22));
}

#[test]
fn rows_of_a_table_have_as_many_cells_as_its_header() {
    let found = only("bảng X cho T: số\n  | a | b | X |\n  | 1 | 2 |\n");
    assert_eq!((found.0, found.1), ("E020", 3));
}

#[test]
fn the_language_line_agrees_with_the_pack_and_comes_first() {
    assert_eq!(only("language: en\n").0, "E022");
    assert_eq!(only("ngôn ngữ: fr\n").0, "E023");
    assert_eq!(only("danh mục A: b\nngôn ngữ: vi\n").0, "E023");
}

#[test]
fn a_requirement_says_what_if_not() {
    let text = "kiểm tra K cho T \"k\"\n  yêu cầu a > 1\n  yêu cầu b > 1\n    nếu không: \"b\"\n    nếu không: \"c\"\n";
    let found = findings(text, Lang::Vi);
    assert_eq!(
        found.iter().map(|(code, line, ..)| (*code, *line)).collect::<Vec<_>>(),
        [("E024", 2), ("E025", 5)]
    );
}

#[test]
fn a_reason_behind_a_requirement_is_led_to_the_line_below() {
    let told = |line: &str| parse(&format!("kiểm tra K cho T \"k\"\n  {line}\n"), Lang::Vi).1;
    let hint = "lý do ghi ở dòng dưới: “nếu không: \"nợ nhiều\"”";
    assert!(told("yêu cầu a < 3: \"nợ nhiều\"").contains(hint));
    assert!(!told("yêu cầu a < 3 b").contains("lý do ghi"));
    assert!(!told("yêu cầu a < : \"nợ nhiều\" b").contains("lý do ghi"));
}

#[test]
fn points_without_a_test_are_led_to_the_row_of_all_others() {
    let told = |line: &str| {
        parse(&format!("bảng điểm B cho T\n  tiêu chí 1, tối đa 40 điểm\n    {line}\n"), Lang::Vi).1
    };
    let hint = "“còn lại được 2 điểm × số buổi”";
    assert!(told("được 4 điểm × a").contains(hint));
    assert!(!told("từ 3 được").contains(hint));
}

#[test]
fn a_line_opened_with_another_word_for_a_keyword_is_led_to_it() {
    for (said, meant) in [
        ("văn bản QĐ: \"Quy chế\"\n", "có phải “tài liệu”?"),
        ("biểu điểm X cho T\n", "có phải “bảng điểm”?"),
        ("ví dụ \"v\" cho K\n  cho a = 1\n  mong đợi b\n", "có phải “thì”?"),
        ("expected b\n", "có phải “expect”?"),
    ] {
        let told = parse(said, Lang::Vi).1;
        assert!(told.contains("E017") && told.contains(meant), "{said}: {told}");
    }
    // Near in its letters to “bỏ qua”, which a code and a colon follow.
    let told = parse("bộ quy tắc \"hoc-bong\"\n", Lang::Vi).1;
    assert!(told.contains("E017") && !told.contains("bỏ qua"), "{told}");
    assert!(parse("bỏ quá W012: \"đã xem\"\n", Lang::Vi).1.contains("có phải “bỏ qua”?"));
}

#[test]
fn one_mistake_in_a_requirement_is_told_once() {
    let of = |require: &str, otherwise: &str| {
        only(&format!("kiểm tra K cho T \"k\"\n  yêu cầu {require}\n    nếu không: {otherwise}\n  từ chối nếu a: \"b\"\n")).0
    };
    assert_eq!(of("a >", "\"b\""), "E001");
    assert_eq!(of("a > 1", "“b”"), "E027");
    assert_eq!(of("a > 1 b", "\"b\""), "E002");
    assert_eq!(of("a > 31/02/2023", "\"b\""), "E008");
    assert_eq!(of("(a > 1", "\"b\""), "E011");
}

#[test]
fn lines_below_an_unknown_opening_line_are_not_blamed() {
    let found = only(
        "bảng đểm A cho T \"a\"\n  tiêu chí 1 \"x\", tối đa 5 điểm\n    theo a\n    0 được 5 điểm\n  xếp loại L\n    từ 5 là Tốt\n",
    );
    assert_eq!((found.0, found.4.as_deref()), ("E017", Some("bảng điểm")));
}

#[test]
fn words_of_the_language_in_an_undeclared_name_are_pointed_out() {
    let (_, shown) = parse("ví dụ \"x\" cho K\n  cho gốc đến hạn = 5\n", Lang::Vi);
    assert!(shown.contains("chưa khai báo tên nào là “gốc đến hạn”"), "{shown}");
}
