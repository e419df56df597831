//! Rules read as meant: what is told of rules that can be read otherwise, what is told together,
//! and what is left out as a mere consequence.

use crate::support::unbroken;
use std::process::{Command, Output};
use visao::engine::Rules;
use visao::load::Memory;
use visao::value::Lang;

/// The findings, by place: code and headline.
fn found(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let told = |found: &[visao::diag::Diagnostic]| {
        found
            .iter()
            .map(|finding| (finding.code.to_owned(), finding.headline.get(Lang::Vi).to_owned()))
            .collect()
    };
    match Rules::from_files(&files.iter().copied().collect::<Memory>()) {
        Ok(rules) => told(rules.findings()),
        Err(refused) => told(refused.diagnostics()),
    }
}

fn codes(rules: &str) -> Vec<String> {
    found(&[("luat.luat", rules)]).into_iter().map(|(code, _)| code).collect()
}

/// A table over a number with one row whose cell is this.
fn cell(cell: &str) -> Vec<String> {
    codes(&format!(
        "bản ghi T\n  trường x: số\n  trường d: ngày\nbảng M cho T: số\n  | x | M |\n  | {cell} | 1 |\n"
    ))
}

#[test]
fn alternatives_that_leave_nothing_out_are_refused_and_others_are_not() {
    for all in [
        "từ 5, dưới 10",
        "dưới 10, từ 5",
        "từ 5, dưới 5",
        "trên 5, đến 5",
        "≥ 5, < 10",
        "từ -5, đến 1 nghìn",
        "đến 10, trên 3",
    ] {
        assert_eq!(cell(all), ["E151"], "{all}");
    }
    for some in [
        "dưới 5, từ 10",
        "dưới 5, trên 5",
        "từ 5 đến dưới 10",
        "không phải từ 5, dưới 10",
        "5, 10",
        "từ 5, 3",
        "dưới 5, từ 5, thiếu",
    ] {
        assert_eq!(
            cell(some),
            if some.ends_with("thiếu") { vec![] } else { Vec::<String>::new() },
            "{some}"
        );
    }
}

#[test]
fn the_range_that_was_meant_is_offered_in_the_language_of_the_pack() {
    let fix = |rules: &str| {
        let refused = Rules::from_text(rules).unwrap_err();
        refused.diagnostics()[0].fix.clone().unwrap().replacement
    };
    let vi = "bản ghi T\n  trường x: tỷ lệ\nbảng M cho T: số\n  | x | M |\n  | trên 0,5%, đến 2% | 1 |\n";
    assert_eq!(fix(vi), "trên 0,5% đến 2%");
    let en = "language: en\nrecord T\n  field x: number\ntable M for T: number\n  | x | M |\n  | below 10, from 5 | 1 |\n";
    assert_eq!(fix(en), "from 5 up to below 10");
}

fn ratio(test: &str) -> Vec<String> {
    codes(&format!(
        "bản ghi T\n  trường x: tỷ lệ\nbảng điểm C cho T\n  tiêu chí 1, tối đa 9 điểm\n    theo x\n    {test} được 9 điểm\n    còn lại được 0 điểm\n"
    ))
}

#[test]
fn a_bare_one_is_told_to_be_all_of_a_ratio() {
    for test in ["dưới 1", "từ 1", "1", "từ 0 đến 1", "≤ 1"] {
        assert_eq!(ratio(test), ["W010"], "{test}");
    }
    for test in ["dưới 1%", "từ 100%", "0", "từ 5/6"] {
        assert_eq!(ratio(test), [""; 0], "{test}");
    }
    assert_eq!(ratio("dưới 2"), ["E106"]);
}

#[test]
fn a_few_dong_are_told_as_such() {
    let money = |test: &str| {
        codes(&format!(
            "bản ghi T\n  trường x: tiền\nkiểm tra C cho T\n  yêu cầu x {test}\n    nếu không: \"a\"\n"
        ))
    };
    for test in ["< 2", "≥ 999", "từ 1 đến 5 triệu", "= 500"] {
        assert_eq!(money(test), ["W011"], "{test}");
    }
    for test in ["> 0", "< 2 triệu", "≥ 1.000", "≤ 2 đồng"] {
        assert_eq!(money(test), [""; 0], "{test}");
    }
}

/// A grading by total points whose rows are these.
fn grading(rows: &[&str]) -> Vec<(String, String)> {
    let rows: String = rows.iter().map(|row| format!("    {row}\n")).collect();
    found(&[(
        "luat.luat",
        &format!(
            "danh mục L có thứ tự: Tốt > Khá > Vừa > Yếu\nbản ghi T\n  trường x: điểm\n  trường y: có không\nbảng điểm C cho T\n  \
             tiêu chí 1, tối đa 100 điểm\n    còn lại được x\n  xếp loại L theo tổng điểm\n{rows}"
        ),
    )])
}

#[test]
fn rows_that_one_above_takes_whole_are_one_finding() {
    let codes = |rows: &[&str]| grading(rows).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(
        codes(&["từ 50 là Vừa", "từ 70 là Khá", "từ 80 là Tốt", "còn lại là Yếu"]),
        ["W012"],
        "from low to high"
    );
    assert_eq!(codes(&["đến 90 là Khá", "dưới 50 là Yếu", "còn lại là Tốt"]), ["W012"]);
    assert_eq!(
        codes(&["từ 50 là Vừa", "từ 80 và y là Tốt", "còn lại là Yếu"]),
        ["W012"],
        "a further condition only narrows it"
    );
    assert_eq!(codes(&["từ 50 đến 80 là Vừa", "80 là Tốt", "còn lại là Yếu"]), ["W012"]);
    assert_eq!(codes(&["từ 75 là Tốt", "từ 75 là Khá", "còn lại là Yếu"]), ["W013"]);
    assert_eq!(codes(&["từ 75 và y là Tốt", "từ 75 và y là Khá", "còn lại là Yếu"]), ["W013"]);
    for reached in [
        ["từ 80 là Tốt", "từ 50 là Khá", "còn lại là Yếu"],
        ["từ 50 và y là Khá", "từ 80 là Tốt", "còn lại là Yếu"],
        ["từ 50 đến dưới 80 là Khá", "từ 80 là Tốt", "còn lại là Yếu"],
        ["trên 75 là Tốt", "từ 75 là Khá", "còn lại là Yếu"],
    ] {
        assert_eq!(codes(&reached), [""; 0], "{reached:?}");
    }
}

#[test]
fn rows_that_are_added_may_be_alike() {
    let card = |sum: &str| {
        codes(&format!(
            "bản ghi T\n  trường x: số\nbảng điểm C cho T\n  tiêu chí 1, tối đa 9 điểm{sum}\n    theo x\n    từ 5 được 4 điểm\n    từ 5 được 4 điểm\n    từ 8 được 1 điểm\n"
        ))
    };
    assert_eq!(card(", cộng các dòng"), [""; 0]);
    assert_eq!(card(""), ["W012", "W013"]);
}

#[test]
fn rows_of_a_first_hit_table_that_are_written_alike_are_told() {
    let table = |policy: &str, second: &str| {
        codes(&format!(
            "bản ghi T\n  trường x: số\nbảng M cho T: số{policy}\n  | x | M |\n  | từ 5 | 1 |\n  | {second} | 2 |\n"
        ))
    };
    assert_eq!(table("", "từ  5"), ["W013"]);
    assert_eq!(table("", "trên 5"), [""; 0]);
    assert_eq!(table(", cộng", "từ 5"), [""; 0]);
}

#[test]
fn points_past_the_maximum_are_told_beside_other_mistakes_of_the_criterion() {
    let rules = "bản ghi T\n  trường x: số\nbảng điểm C cho T\n  tiêu chí 1, tối đa 10 điểm\n    theo x\n    từ 5 được 12 điểm\n    từ 4 và lạ được 5 điểm\n    \
                 từ 3 được -1 điểm\n    còn lại được 10 điểm\n";
    assert_eq!(codes(rules), ["E152", "E101", "E152"]);
    let sum = "bản ghi T\n  trường x: số\nbảng điểm C cho T\n  tiêu chí 1, tối đa 10 điểm, cộng các dòng\n    theo x\n    từ 5 được 8 điểm\n    từ 4 được 8 điểm\n    \
               từ 3 được -1 điểm\n    từ 2 được 11 điểm\n";
    assert_eq!(codes(sum), ["E152"], "only each row's own points");
}

/// A file with a mistake in each place: the scale that does not add up is among them.
#[test]
fn a_scale_is_told_with_the_other_mistakes() {
    let rules = "bản ghi T\n  trường x: số\nbảng điểm C cho T, thang 20 điểm\n  tiêu chí 1, tối đa 10 điểm\n    theo lạ\n    từ 5 được 10 điểm\n  \
                 tiêu chí 2, tối đa 5 điểm\n    theo x\n    từ 5 được Tốt\n";
    assert_eq!(codes(rules), ["E108", "E101", "E101"]);
    let unread = rules.replace("  tiêu chí 2, tối đa 5 điểm", "  tiêu chí 2, tối đa ? điểm");
    assert!(
        !codes(&unread).contains(&"E108".to_owned()),
        "a criterion whose line is broken may hold what is lacking"
    );
}

/// What a broken line would have declared is not asked for again.
#[test]
fn consequences_of_a_broken_line_are_left_out() {
    let rules = |category: &str, criterion: &str| {
        format!(
            "{category}\nbản ghi T\n  trường x: số\nbảng điểm C cho T\n  {criterion}\n    theo x\n    từ 5 được 10 điểm\n    còn lại được 0 điểm\n  \
             tiêu chí 2, tối đa 5 điểm\n    còn lại được 5 điểm\n  xếp loại Loại theo tổng điểm\n    từ 5 điểm là Tốt\n    còn lại là Yếu\n\
             ví dụ \"a\" cho C\n  cho x = 5\n  thì xếp loại là Tốt và tiêu chí 1 = 10 và tiêu chí 2 = 5\n"
        )
    };
    let (category, criterion) =
        ("danh mục Loại có thứ tự: Tốt > Yếu", "tiêu chí 1, tối đa 10 điểm");
    assert_eq!(codes(&rules(category, criterion)), [""; 0]);
    assert_eq!(codes(&rules("danh mục Loại có thứ tự: Tốt > > Yếu", criterion)).len(), 1);
    assert_eq!(codes(&rules(category, "tiêu chí 1, tối đa ? điểm")).len(), 1);
    assert_eq!(codes(&rules(category, "tiêu chí 1 tối đa 10 điểm")).len(), 1);
}

#[test]
fn the_manifest_is_held_against_rules_with_errors() {
    let manifest = "[pack]\nname = \"a\"\n[import.\"T\"]\nrecord = \"T\"\n[import.\"T\".columns]\n\"x\" = { unit = \"%\" }\n\"hỏng\" = { unit = \"%\" }\n\
                    \"mất\" = {}\n\"không có\" = {}\n";
    let rules = "bản ghi T\n  trường x: số nguyên\n  trường hỏng: một trong Lạ\n  trường mất: số nguyen x\n  tính y = lạ\n";
    let told = found(&[("pack.toml", manifest), ("luat.luat", rules)]);
    let profile: Vec<&str> =
        told.iter().filter(|(code, _)| code == "E210").map(|(_, words)| words.as_str()).collect();
    assert_eq!(profile.len(), 2, "{told:#?}");
    assert!(
        profile[0].contains("trường “x” không đo bằng “%”")
            && profile[1].contains("không có trường “không có”"),
        "{profile:?}"
    );
    assert!(told.iter().any(|(code, _)| code == "E101"));
}

#[test]
fn two_names_declared_twice_are_no_copy() {
    let names =
        |count: usize| (0..count).map(|at| format!("danh mục D{at}: A\n")).collect::<String>();
    let codes = |count| -> Vec<String> {
        let (one, other) = (format!("{}bản ghi T\n  trường x: số\n", names(count)), names(count));
        found(&[("a.luat", &one), ("b.luat", &other)]).into_iter().map(|(code, _)| code).collect()
    };
    assert_eq!(codes(2), ["E102", "E102"]);
    assert_eq!(codes(3), ["E214"]);
}

fn visao(folder: &tempfile::TempDir, arguments: &[&str]) -> (Output, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_visao"))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8([run.stdout.as_slice(), run.stderr.as_slice()].concat()).unwrap();
    (run, told)
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, text)| std::fs::write(folder.path().join(name), text).unwrap());
    folder
}

const RULES: &str = "bản ghi T\n  trường mã: chữ, khóa\n  trường x: số\nkiểm tra Chấm một cho T\n  yêu cầu x > 0\n    nếu không: \"a\"\n\
                     kiểm tra Chấm hai cho T\n  yêu cầu x > 0\n    nếu không: \"a\"\n";

#[test]
fn files_in_the_wrong_place_or_under_the_wrong_name_say_so() {
    let folder = folder(&[
        ("t.luat", RULES),
        ("t.csv", "mã;x\nA;1\n"),
        ("g.luat.txt", RULES),
        ("luật của tôi.luat", RULES),
    ]);
    let says = |arguments: &[&str], code: i32, words: &[&str]| {
        let (run, told) = visao(&folder, arguments);
        assert_eq!(run.status.code(), Some(code), "{told}");
        let line = unbroken(told.as_bytes());
        words.iter().for_each(|words| {
            assert!(line.contains(&unbroken(words.as_bytes())), "{words}\n---\n{told}");
        });
    };
    says(
        &["kiem-tra", "g.luat.txt"],
        2,
        &["“g.luat.txt” là tệp luật bị lưu với đuôi .txt", "đổi tên thành “g.luat”"],
    );
    says(
        &["check", "g.luat.txt", "--lang", "en"],
        2,
        &["was saved with the ending .txt", "rename it to “g.luat”"],
    );
    says(
        &["cham", "t.csv", "t.luat"],
        2,
        &["“t.csv” là tệp số liệu, không phải luật", "thứ tự là LUẬT trước"],
    );
    says(
        &["grade", "t.csv", "t.luat", "--lang", "en"],
        2,
        &["“t.csv” is a data file, not rules", "the rules come first"],
    );
    says(
        &["kiem-tra", "luật", "của", "tôi.luat"],
        2,
        &["thừa “của”", "phải đặt trong ngoặc kép: \"luật của tôi.luat\""],
    );
    says(
        &["check", "luật", "của", "tôi.luat"],
        2,
        &["“của” is one too many", "must stand in quotes: \"luật của tôi.luat\""],
    );
    says(
        &["cham", "luật", "của", "tôi.luat", "t.csv"],
        2,
        &["phải đặt trong ngoặc kép: \"luật của tôi.luat\""],
    );
    says(&["cham", "luật của tôi.luat", "t.csv"], 0, &["Chấm một: 1 bản ghi"]);
    says(
        &["cham", "t.luat", "t.csv", "--khoi", "Chấm"],
        2,
        &["“Chấm”; có:\n  Chấm một\n  Chấm hai\n"],
    );
    says(&["cham", "t.luat", "t.csv", "--khoi", "Chấm mốt"], 2, &["có phải ý bạn là “Chấm một”?"]);
}

#[test]
fn a_long_list_of_blocks_is_cut_after_those_that_hold_the_name() {
    let block =
        |name: &str| format!("kiểm tra {name} cho T\n  yêu cầu x > 0\n    nếu không: \"a\"\n");
    let names: String = (1..=14).map(|at| block(&format!("Khoản {at}"))).collect();
    let folder = folder(&[
        ("t.luat", &format!("bản ghi T\n  trường x: số\n{names}{}", block("Xét nợ quá hạn"))),
        ("t.csv", "x\n1\n"),
    ]);
    let (_, told) = visao(&folder, &["cham", "t.luat", "t.csv", "--khoi", "nợ"]);
    assert!(told.contains("; có:\n  Xét nợ quá hạn\n  Khoản 1\n"), "{told}");
    assert!(told.contains("\n  Khoản 9\n  … và 5 nữa") && !told.contains("Khoản 10"), "{told}");
}

/// A note in another encoding is no part of the rules, until they name it as their document.
#[test]
fn a_note_beside_the_rules_need_not_be_readable() {
    let pack = |rules: &str| {
        let files = [
            ("t.luat", rules.as_bytes().to_vec()),
            ("ghi-chu.txt", b"t\xe0i li\xea\xf2u".to_vec()),
        ];
        Rules::from_files(&files.into_iter().collect::<Memory>())
    };
    assert!(pack(RULES).is_ok());
    let refused =
        pack(&format!("tài liệu D: \"Ghi chú\", văn bản \"ghi-chu.txt\"\n{RULES}")).unwrap_err();
    let codes: Vec<&str> = refused.diagnostics().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["E207"]);
}

/// Said once, in the spelling of the help, with what the example itself can say.
#[test]
fn an_example_that_lacks_its_day_says_so_once() {
    let folder = folder(&[(
        "t.luat",
        "tham số trần: tiền\n  từ 01/01/2023 là 50 triệu\nbản ghi T\n  trường x: tiền\nkiểm tra C cho T\n  yêu cầu x ≤ trần\n    nếu không: \"Quá\"\n\
         ví dụ \"a\" cho C\n  cho x = 60 triệu\n  thì kết luận là không đạt và lý do có \"Quá\" và x = 60 triệu\n",
    )]);
    let (run, told) = visao(&folder, &["thu", "t.luat"]);
    assert_eq!(run.status.code(), Some(1));
    assert_eq!(
        told.matches(
            "thêm “ngày xét = 30/06/2023” vào dòng “cho” của ví dụ, hoặc chạy với --ngay 30/06/2023"
        )
        .count(),
        1,
        "{told}"
    );
    assert!(!told.contains("--ngày"), "{told}");
    assert_eq!(visao(&folder, &["thu", "t.luat", "--ngay", "30/06/2023"]).0.status.code(), Some(0));
}

#[test]
fn counts_of_one_are_singular_in_english() {
    let folder = folder(&[
        (
            "t.luat",
            "language: en\nrecord T\n  field id: text, key\n  field x: number\n  derive y = z\n",
        ),
        ("e.luat", "# không\n"),
    ]);
    let (_, told) = visao(&folder, &["check", "t.luat"]);
    assert!(told.contains("\n1 error, 0 warnings\nLooked for where asked: "), "{told}");
    let (run, told) = visao(&folder, &["check", "e.luat", "--lang", "en"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(told.contains("error[E213]: “e.luat”: no rule is written here yet"), "{told}");
}

/// The points of a row are held against the maximum even where what the rows test is not known.
#[test]
fn a_broken_subject_hides_no_points_past_the_maximum() {
    let rules = "bản ghi T\n  trường mã: chữ, khóa\n  trường quỹ: số\nbảng điểm C cho T\n  tiêu chí 1, tối đa 40 điểm\n    theo quĩ\n    từ 5 được 50 điểm\n    \
                 còn lại được 0 điểm\n";
    assert_eq!(codes(rules), ["E101", "E152"]);
}

#[test]
fn all_of_a_ratio_may_be_written_from_nought_to_one() {
    let field = |range: &str| {
        codes(&format!("bản ghi T\n  trường mã: chữ, khóa\n  trường r: tỷ lệ, {range}\n"))
    };
    assert_eq!(field("từ 0 đến 1"), Vec::<String>::new());
    assert_eq!(field("từ 0 đến dưới 1"), ["W010"]);
    assert_eq!(field("dưới 1"), ["W010"]);
}

/// What is wrong with a script is told with what is wrong with the rules.
#[cfg(feature = "script")]
#[test]
fn a_script_is_read_beside_rules_with_errors() {
    let rules = "bản ghi T\n  trường mã: chữ, khóa\n  trường x: số\n  tính y = z\n  tính w = hàm một(x)\nhàm hàm một(a: số): số từ \"h.rhai\"\n";
    let found = found(&[("t.luat", rules), ("h.rhai", "fn ham_mot(a) { a + \n")]);
    let codes: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["E101", "E303"]);
}

/// A line accepts warnings of its code in what it stands below and in the line below it; check
/// counts them.
#[test]
fn warnings_are_accepted_where_a_line_says_so() {
    let rules = |first: &str, second: &str, third: &str| {
        format!(
            "danh mục L có thứ tự: A > B > C\nbản ghi T\n  trường mã: chữ, khóa\n  trường x: số\nbảng điểm C cho T\n{first}  tiêu chí 1, tối đa 9 điểm\n{second}    theo x\n    \
             từ 1 được 1 điểm\n{third}    từ 2 được 2 điểm\n    còn lại được 0 điểm\n"
        )
    };
    let allow = "    bỏ qua W012: \"như văn bản\"\n";
    assert_eq!(codes(&rules("", "", "")), ["W012"]);
    for (first, second, third) in [(allow, "", ""), ("", allow, ""), ("", "", allow)] {
        assert_eq!(codes(&rules(first, second, third)), Vec::<String>::new());
    }
    assert_eq!(codes(&rules("", &allow.replace("W012", "W013"), "")), ["W020", "W012"]);
    assert_eq!(codes(&rules("", &format!("{allow}{allow}"), "")), Vec::<String>::new());
    // Of rules with errors it cannot be known whether there would be such a warning.
    assert_eq!(
        codes(
            &rules("", &allow.replace("W012", "W013"), "")
                .replace("trường x: số", "trường x: số, từ y")
        ),
        ["E101", "W012"]
    );
    let folder = folder(&[("t.luat", &rules("", allow, ""))]);
    assert!(visao(&folder, &["kiem-tra", "t.luat"]).1.contains("\nbỏ qua 1 chỗ, có ghi lý do\n"));
    assert!(
        visao(&folder, &["check", "t.luat", "--lang", "en"])
            .1
            .contains("\n1 finding allowed, with its reason\n")
    );
    let (_, json) = visao(&folder, &["check", "t.luat", "--format", "json"]);
    assert!(!json.contains("bỏ qua"), "{json}");
}

#[test]
fn a_key_with_other_zeros_in_front_is_offered() {
    let folder = folder(&[("t.luat", RULES), ("t.csv", "mã;x\n12;1\n0345;1\n")]);
    for (asked, near) in [("0012", "12"), ("345", "0345")] {
        let (run, told) = visao(&folder, &["vi-sao", "t.luat", "t.csv", "--ma", asked]);
        assert_eq!(run.status.code(), Some(2));
        assert!(told.contains(&format!("có phải “{near}”?")), "{told}");
    }
}
