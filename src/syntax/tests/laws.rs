//! Equations that hold of every text: reading and writing are inverse, in either keyword language,
//! in NFC and NFD; every text is dealt with.

use super::*;
use crate::keywords::Keywords;
use format::{bare, format_pack};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// The files of a pack, formatted.
fn formatted_all(texts: &[String], lang: Lang, keywords: Option<Keywords>) -> Vec<String> {
    let mut sources = Sources::default();
    let ids: Vec<SourceId> =
        texts.iter().map(|text| sources.push(Source::new("thử.luat", text.as_str()))).collect();
    let of_pack: Vec<(SourceId, &Source)> = ids.iter().map(|id| (*id, &sources[*id])).collect();
    let told = |found: Vec<Diagnostic>| render::text(&found, &sources, Lang::Vi, false);
    format_pack(&of_pack, lang, keywords)
        .into_iter()
        .map(|text| text.map_err(told).unwrap())
        .collect()
}

fn formatted(text: &str, keywords: Option<Keywords>) -> String {
    formatted_all(&[text.to_owned()], Lang::Vi, keywords).concat()
}

/// What is formatted says the same with the same comments; formatting it again changes nothing;
/// from one keyword language to the other and back is the same text.
fn formatting_keeps(texts: &[String], lang: Lang) {
    let once = formatted_all(texts, lang, None);
    assert_eq!(formatted_all(&once, lang, None), once);
    let read = |texts: &[String]| parse_texts(texts, lang).0;
    for (before, after) in read(texts).iter().zip(&read(&once)) {
        assert!(bare(before) == bare(after), "{}", once.join("\n"));
        let words = |file: &File| {
            file.comments.iter().map(|comment| comment.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(words(before), words(after));
    }
    let [vi, en] =
        [Keywords::Vi, Keywords::En].map(|keywords| formatted_all(&once, lang, Some(keywords)));
    assert_eq!(formatted_all(&en, lang, Some(Keywords::Vi)), vi);
    assert_eq!(formatted_all(&vi, lang, Some(Keywords::En)), en);
}

/// The rule files of a folder, each pack in it by itself.
fn packs(folder: &std::path::Path) -> Vec<Vec<String>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let rules = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "luat"));
    let texts: Vec<String> = rules.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let own = if folder.join("pack.toml").exists() {
        vec![texts]
    } else {
        texts.into_iter().map(|text| vec![text]).collect()
    };
    own.into_iter().chain(folders.iter().flat_map(|folder| packs(folder))).collect()
}

#[test]
fn every_working_pack_is_read_and_written_without_loss() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: Vec<Vec<String>> =
        ["tests/corpus/ok", "rules"].iter().flat_map(|folder| packs(&root.join(folder))).collect();
    assert!(all.len() > 20);
    for texts in all {
        let lang = texts
            .iter()
            .find_map(|text| language_of(&Source::new("", text.as_str())))
            .unwrap_or(Lang::Vi);
        formatting_keeps(&texts, lang);
    }
}

#[test]
fn the_reference_is_read_and_written_without_loss() {
    assert_eq!(good(REFERENCE).items.len(), 22);
    formatting_keeps(&[REFERENCE.to_owned()], Lang::Vi);
}

#[test]
fn a_decomposed_file_gives_the_same_tree_at_its_own_places() {
    let decomposed: String = REFERENCE.nfd().collect();
    let (composed, other) = (good(REFERENCE), good(&decomposed));
    assert_eq!(bare(&composed), bare(&other));
    let source = Source::new("nfd", decomposed);
    let last = other.items.last().map(|item| source.slice(item.head).into_owned());
    assert_eq!(last.as_deref(), Some("ví dụ \"Từ chối\" cho Vay hộ nghèo"));
}

#[test]
fn case_and_tone_placement_of_keywords_do_not_matter() {
    let file = good("BẢN GHI Tổ \"T\"\n  Trường mã: chữ, khoá\n  TÍNH x = luỹ thừa(2; 3)\n");
    assert_eq!(
        bare(&file),
        bare(&good("bản ghi Tổ \"T\"\n  trường mã: chữ, khóa\n  tính x = luỹ thừa(2; 3)\n"))
    );
}

#[test]
fn comments_and_empty_lines_stay_by_their_statements() {
    let text = "\
# đầu tệp

tài liệu A: \"a\"  # sau tài liệu
# trước bản ghi
bản ghi Tổ \"T\"  # sau bản ghi
  # trước trường

  trường a: số  # sau trường
  trường b: số


  trường c: số
# cuối tệp
";
    assert_eq!(formatted(text, None), text);
    let wide = text
        .replace("  # sau", "# sau")
        .replace("\n\n\n", "\n\n\n   \n\n")
        .replace("  trường", "\ttrường")
        + "\n\n";
    assert_eq!(formatted(&wide, None), text);
}

#[test]
fn a_statement_goes_on_where_it_went_on_with_its_comments() {
    let text = "\
ví dụ \"x\" cho A
  cho a = 1,  # một
      # hai, ba
      b = 2, c = 3  # bốn
  thì a = 1
      và b = 2
";
    assert_eq!(formatted(text, None), text);
    let deeper = text.replace("      ", "    ");
    assert_eq!(formatted(&deeper, None), text);
    let english =
        text.replace("ví dụ", "example").replace(" cho A", " for A").replace("cho a", "given a");
    assert_eq!(
        formatted(text, Some(Keywords::En)),
        english.replace("thì", "expect").replace("và", "and")
    );
}

#[test]
fn comments_at_a_break_that_goes_come_before_the_statement() {
    let text = "bản ghi T\n  tính x = nhỏ nhất(  # một\n    1; 2)  # hai\n";
    assert_eq!(formatted(text, None), "bản ghi T\n  # một\n  tính x = nhỏ nhất(1; 2)  # hai\n");
}

#[test]
fn names_numbers_and_days_stay_as_they_are() {
    let text =
        "bản ghi T\n  tính x = 1000000 + 2.000,50 × `Y z`, nếu Ngày Xét > 2023-01-18 thì 0%\n";
    assert_eq!(formatted(text, None), text);
    let english =
        "record T\n  derive x = 1000000 + 2.000,50 × `Y z`, or 0% if as-of date > 2023-01-18\n";
    assert_eq!(formatted(text, Some(Keywords::En)), english);
}

#[test]
fn what_can_be_said_in_two_ways_stays_as_it_was_said() {
    let text = "\
bảng B cho T: số
  | a           | b            | B   |
  | không thiếu | từ 5 trở lên | 5/6 |
  | từ 5        | trên 1       | 5 / 6 |
";
    let wanted = text.replace("| B   |", "| B     |").replace("| 5/6 |", "| 5/6   |");
    assert_eq!(formatted(text, None), wanted);
    let english = formatted(text, Some(Keywords::En));
    assert!(english.contains("| not missing | from 5 upwards | 5/6   |"), "{english}");
    assert_eq!(formatted(&english, Some(Keywords::Vi)), wanted);
}

#[test]
fn marks_line_ends_and_decomposed_letters_stay_as_they_are() {
    let (text, wanted) = ("bản ghi  T\n  trường nợ:số\n", "bản ghi T\n  trường nợ: số\n");
    let decomposed = |text: &str| text.nfd().collect::<String>();
    assert_eq!(formatted(&decomposed(text), None), decomposed(wanted));
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(formatted(&windows(text), None), windows(wanted));
}

#[test]
fn a_verdict_that_starts_with_not_is_a_name() {
    let text = "ví dụ \"x\" cho K\n  thì kết luận là không đạt\n";
    formatting_keeps(&[text.to_owned()], Lang::Vi);
    assert!(formatted(text, Some(Keywords::En)).contains("expect verdict is not met"));
}

#[test]
fn a_file_of_many_lines_is_read_to_its_end() {
    let rows = "  trường nợ đến hạn: tiền, từ 0 đến dư nợ\n  tính tỷ lệ = nợ đến hạn / dư nợ, nếu dư nợ = 0 thì 0%\n".repeat(1000);
    let (file, _) = parse(&format!("bản ghi Tổ \"T\"\n  trường dư nợ: tiền\n{rows}"), Lang::Vi);
    let ast::ItemKind::Record { members, .. } = &file.items[0].kind else { panic!("a record") };
    assert_eq!(members.len(), 2_001);
}

#[test]
fn a_text_of_many_signs_is_cut_in_time_that_grows_with_it() {
    for sign in ["1.", "1_", "“", "`", "\"", "18/1/", "a-"] {
        let text = sign.repeat(200_000) + "a";
        assert!(crate::syntax::scan::pieces(&text).count() > 0, "{sign}");
    }
}

/// Whatever is found, each place is one of the text, and no finding is a mistake of the program's
/// own.
fn is_dealt_with(text: &str) -> Result<(), TestCaseError> {
    let (file, diagnostics, sources) = parse_all(text, Lang::Vi);
    for diagnostic in &diagnostics {
        prop_assert_ne!(diagnostic.code, "E099", "{}", text);
        for label in &diagnostic.labels {
            let source = &sources[label.span.source];
            prop_assert!(
                source.text().get(label.span.start as usize..label.span.end as usize).is_some(),
                "{:?}",
                diagnostic
            );
        }
    }
    render::text(&diagnostics, &sources, Lang::En, false);
    if !diagnostics.iter().any(|found| found.severity == crate::diag::Severity::Error) {
        let written = formatted(text, None);
        prop_assert_eq!(formatted(&written, None), written.as_str());
        prop_assert_eq!(parse_all(&written, Lang::Vi).0.items.len(), file.items.len());
    }
    Ok(())
}

/// Words of the language, names, literals and signs, in any order.
fn salad() -> impl Strategy<Value = String> {
    let words: Vec<&str> = crate::keywords::TABLE
        .iter()
        .flat_map(|row| row.vi.iter().chain(row.en))
        .copied()
        .collect();
    let others = [
        "nợ",
        "dư nợ",
        "Tổ",
        "`a b`",
        "\"chữ\"",
        "1",
        "0,5%",
        "0.5",
        "18/01/2023",
        "31/02/2023",
        "\n",
        "\n  ",
        "\n",
        "#",
        "“x”",
        "\u{200b}",
    ];
    let signs = [
        "(", ")", ",", ";", ":", "|", "=", "≠", "<", "≤", "+", "-", "- ", " - ", "×", "/", "%",
        "\"", "`",
    ];
    let any: Vec<String> =
        words.into_iter().chain(others).chain(signs).map(str::to_owned).collect();
    prop::collection::vec(prop::sample::select(any), 0..40).prop_map(|words| words.join(" "))
}

/// An expression and how it must be bracketed where a value is wanted.
fn expression() -> impl Strategy<Value = String> {
    let atoms = [
        "nợ",
        "dư nợ",
        "nợ đến hạn",
        "nợ quá hạn",
        "không quá hạn",
        "12",
        "0,5%",
        "1.234.567,89",
        "50 triệu đồng",
        "18/01/2023",
        "thiếu",
        "có",
        "ngày xét",
        "tiêu chí 2",
    ];
    let atom = prop::sample::select(atoms.map(str::to_owned).to_vec());
    atom.prop_recursive(5, 40, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            (two.clone(), prop::sample::select(vec![" + ", " - ", " × ", " / ", "/"]))
                .prop_map(|((a, b), op)| format!("({a}){op}({b})")),
            (
                two.clone(),
                prop::sample::select(vec![
                    " = ",
                    " ≠ ",
                    " < ",
                    " > ",
                    " ≤ ",
                    " ≥ ",
                    " từ ",
                    " dưới ",
                    " đến "
                ])
            )
                .prop_map(|((a, b), op)| format!("({a}){op}({b})")),
            (
                two.clone(),
                prop::sample::select(vec![
                    " và ",
                    " hoặc ",
                    " là ",
                    " không phải là ",
                    " là một trong "
                ])
            )
                .prop_map(|((a, b), op)| format!("({a}){op}({b}) {}", "")),
            two.clone().prop_map(|(a, b)| format!("lớn nhất({a}; {b})")),
            two.clone().prop_map(|(a, b)| format!("nhỏ nhất({a} khi {b})")),
            two.clone().prop_map(|(a, b)| format!("tổng(({a}) của Tổ khi {b})")),
            inner.clone().prop_map(|a| format!("tỷ trọng(khi {a}) + đếm()")),
            two.clone().prop_map(|(a, b)| format!("({a}) từ ({b}) đến dưới ({a})")),
            two.clone().prop_map(|(a, b)| format!("({a}, nếu {b} thì ({a}))")),
            two.prop_map(|(a, b)| format!("({a}) tại ({b}) của Tổ")),
            inner.clone().prop_map(|a| format!("không phải ({a})")),
            inner.prop_map(|a| format!("-({a})")),
        ]
    })
}

/// A value and a condition in every place that takes one.
fn rules_with(value: &str, condition: &str) -> String {
    format!(
        "\
bản ghi Tổ \"T\"
  trường nợ: tiền
  trường dư nợ: tiền
  trường nợ đến hạn: tiền
  trường nợ quá hạn: tiền
  trường không quá hạn: có không
  tính x = {value}
bảng điểm B cho Tổ \"b\"
  tiêu chí 2 \"c\", tối đa 5 điểm
    {condition} được {value}
    từ ({value}) và ({condition}) được 1 điểm
  xếp loại L
    {condition} là Tốt
kiểm tra K cho Tổ \"k\"
  từ chối nếu {condition}: \"không\"
  yêu cầu mỗi tháng từ ({value}) đến ({value}), sau ({value}): {condition}
    nếu không: \"x\"
  hạn {condition}: trong ({value}) từ ({value})
    nếu không: \"x\"
    nếu chậm: \"x\"
chỉ tiêu C trên Tổ theo nợ
  chỉ số a = {value}
    yêu cầu từ ({value}) đến dưới ({condition})
  | nợ | a |
  | x | > ({value}) |
"
    )
}

/// Whether a statement is refused for its length or depth alone.
fn is_too_large(text: &str) -> bool {
    let (_, found, _) = parse_all(text, Lang::Vi);
    found.iter().any(|found| matches!(found.code, "E012" | "E013"))
}

#[test]
fn a_value_that_outgrows_its_statement_is_told_so() {
    let mut value = "(nợ) tại (nợ) của Tổ".to_owned();
    for _ in 0..4 {
        assert!(!is_too_large(&rules_with(&value, "nợ = 1")));
        value = format!("({value}) từ ({value}) đến dưới ({value})");
    }
    assert!(is_too_large(&rules_with(&value, &value)));
    is_dealt_with(&rules_with(&value, &value)).unwrap();
}

/// The reference with a stretch of it replaced.
fn mutilated(from: usize, length: usize, patch: &str, nfd: bool) -> String {
    let chars: Vec<char> =
        if nfd { REFERENCE.nfd().collect() } else { REFERENCE.chars().collect() };
    let (from, patch) = (from.min(chars.len()), patch.chars().take(length / 4));
    chars
        .iter()
        .take(from)
        .copied()
        .chain(patch)
        .chain(chars.iter().skip(from + length).copied())
        .collect()
}

#[test]
fn a_range_behind_every_is_written_as_it_was_read() {
    for nfd in [false, true] {
        is_dealt_with(&mutilated(1576, 100, "từ chối đủ khi complete when ngôn ngữ", nfd)).unwrap();
    }
    let text = "bản ghi Tổ\n  tính a = đếm(mọi Tổ từ chối)\n";
    assert_eq!(formatted(text, None), text);
}

#[test]
fn a_category_of_names_alone_on_lines_of_their_own_stays_so() {
    let text = "danh mục Xã  # hai xã\n  Trường Sa\n  Hòa Minh\n";
    assert_eq!(formatted(text, None), text);
}

#[test]
fn a_name_of_blanks_is_no_name() {
    for nfd in [false, true] {
        is_dealt_with(&mutilated(5703, 98, "chỉ tiêu là ` ` `", nfd)).unwrap();
    }
    for blanks in [" ", "\u{a0}", "\u{2003}\t"] {
        let (_, told) = parse(&format!("bản ghi `{blanks}`\n"), Lang::Vi);
        assert!(told.starts_with("lỗi["), "{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_dealt_with(text in "\\PC*") {
        is_dealt_with(&text)?;
    }

    #[test]
    fn any_salad_of_words_is_dealt_with(text in salad()) {
        is_dealt_with(&text)?;
    }

    #[test]
    fn a_mutilated_file_is_dealt_with(from in 0..REFERENCE.len(), length in 0..200_usize, patch in salad(), nfd in any::<bool>()) {
        is_dealt_with(&mutilated(from, length, &patch, nfd))?;
    }

    #[test]
    fn any_expression_is_read_and_written_without_loss(value in expression(), condition in expression()) {
        let text = rules_with(&value, &condition);
        // What stands twice in a value grows; past its limits a statement is refused.
        prop_assume!(!is_too_large(&text));
        let file = good(&text);
        let once = formatted(&text, None);
        prop_assert!(bare(&good(&once)) == bare(&file), "{}", once);
        prop_assert_eq!(&formatted(&once, None), &once);
        formatted(&once, Some(Keywords::En));
    }
}

#[test]
fn a_document_may_be_named_by_a_word_of_the_language() {
    let text = "tham số mức: tiền\n  căn cứ no\n";
    assert_eq!(formatted(text, None), text);
    is_dealt_with(&mutilated(3408, 33, "basis not met", true)).unwrap();
}

#[test]
fn words_of_the_language_beside_a_bracket_are_no_half_of_a_letter() {
    let patch = "reason hạn parameter được ) category duy nhất";
    is_dealt_with(&mutilated(1964, 196, patch, false)).unwrap();
}
