//! Equations that hold of every text: reading and writing are inverse, in either keyword language, in NFC and NFD; every text is dealt with.

use super::*;
use crate::keywords::Keywords;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unparse::print;

/// `parse(print(f)) = f`, `print(parse(print(f))) = print(f)`, across keyword and number languages.
fn reading_and_writing_agree(file: &File, lang: Lang) {
    reading_and_writing_agree_of(std::slice::from_ref(file), Keywords::Vi, lang);
}

/// The same of the files of a pack written with these keywords.
fn reading_and_writing_agree_of(files: &[File], keywords: Keywords, lang: Lang) {
    let printed =
        |files: &[File], keywords, lang| files.iter().map(|file| unparse::print_of(file, files, keywords, lang)).collect::<Vec<_>>();
    let read = |texts: &[String], lang| {
        let (files, diagnostics, sources) = parse_texts(texts, lang);
        let errors: Vec<Diagnostic> = diagnostics.into_iter().filter(|found| found.severity == crate::diag::Severity::Error).collect();
        assert_eq!(render::text(&errors, &sources, Lang::Vi, false), "", "{}", texts.join("\n"));
        files
    };
    let (own, other) = match keywords {
        Keywords::Vi => ((Keywords::Vi, lang), (Keywords::En, Lang::En)),
        Keywords::En => ((Keywords::En, lang), (Keywords::Vi, Lang::Vi)),
    };
    let written = printed(files, own.0, own.1);
    let again = read(&written, own.1);
    for (again, file) in again.iter().zip(files) {
        assert!(bare(&again.items) == bare(&file.items), "{}", written.join("\n"));
    }
    assert_eq!(printed(&again, own.0, own.1), written);
    let translated = printed(files, other.0, other.1);
    let again = read(&translated, other.1);
    assert_eq!(printed(&again, other.0, other.1), translated);
    assert_eq!(printed(&again, own.0, own.1), written);
}

/// The rule files of a folder, each pack in it by itself.
fn packs(folder: &std::path::Path) -> Vec<Vec<String>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let rules = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "luat"));
    let texts: Vec<String> = rules.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let own = if folder.join("pack.toml").exists() { vec![texts] } else { texts.into_iter().map(|text| vec![text]).collect() };
    own.into_iter().chain(folders.iter().flat_map(|folder| packs(folder))).collect()
}

#[test]
fn every_working_pack_is_read_and_written_without_loss() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: Vec<Vec<String>> = ["tests/corpus/ok", "rules"].iter().flat_map(|folder| packs(&root.join(folder))).collect();
    assert!(all.len() > 20);
    for texts in all {
        let lang = texts.iter().find_map(|text| language_of(&Source::new("", text.as_str()))).unwrap_or(Lang::Vi);
        let (files, diagnostics, sources) = parse_texts(&texts, lang);
        let errors: Vec<Diagnostic> = diagnostics.into_iter().filter(|found| found.severity == crate::diag::Severity::Error).collect();
        assert_eq!(render::text(&errors, &sources, Lang::Vi, false), "");
        let english = texts.iter().any(|text| text.contains("\nrecord "));
        reading_and_writing_agree_of(&files, if english { Keywords::En } else { Keywords::Vi }, lang);
    }
}

#[test]
fn the_reference_is_read_and_written_without_loss() {
    let file = good(REFERENCE);
    assert_eq!(file.items.len(), 18);
    reading_and_writing_agree(&file, Lang::Vi);
}

#[test]
fn a_decomposed_file_gives_the_same_tree_at_its_own_places() {
    let decomposed: String = REFERENCE.nfd().collect();
    let (composed, other) = (good(REFERENCE), good(&decomposed));
    assert_eq!(bare(&composed.items), bare(&other.items));
    let source = Source::new("nfd", decomposed);
    let last = other.items.last().map(|item| source.slice(item.head).into_owned());
    assert_eq!(last.as_deref(), Some("ví dụ \"Từ chối\" cho Vay hộ nghèo"));
}

#[test]
fn case_and_tone_placement_of_keywords_do_not_matter() {
    let file = good("BẢN GHI Tổ \"T\"\n  Trường mã: chữ, khoá\n  TÍNH x = luỹ thừa(2; 3)\n");
    assert_eq!(bare(&file.items), bare(&good("bản ghi Tổ \"T\"\n  trường mã: chữ, khóa\n  tính x = luỹ thừa(2; 3)\n").items));
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
    let expected = text.replacen("tài liệu\n# trước", "tài liệu\n\n# trước", 1);
    assert_eq!(print(&good(text), Keywords::Vi, Lang::Vi), expected);
    assert_eq!(print(&good(&expected), Keywords::Vi, Lang::Vi), expected);
}

#[test]
fn comments_within_a_statement_come_before_it() {
    let text = "ví dụ \"x\" cho A\n  cho a = 1,  # một\n      b = 2  # hai\n  thì a = 1\n";
    let expected = "ví dụ \"x\" cho A\n  # một\n  cho a = 1, b = 2  # hai\n  thì a = 1\n";
    assert_eq!(print(&good(text), Keywords::Vi, Lang::Vi), expected);
}

#[test]
fn a_verdict_that_starts_with_not_is_a_name() {
    let file = good("ví dụ \"x\" cho K\n  thì kết luận là không đạt\n");
    reading_and_writing_agree(&file, Lang::Vi);
    assert!(print(&file, Keywords::En, Lang::En).contains("expect verdict is not met"));
}

#[test]
fn long_lists_are_broken_where_a_line_can_go_on() {
    let values: Vec<String> = (0..30).map(|at| format!("thuộc tính {at} = {at}")).collect();
    let file = good(&format!("ví dụ \"x\" cho K\n  cho {}\n  thì {}\n", values.join(", "), values.join(" và ")));
    assert!(print(&file, Keywords::Vi, Lang::Vi).lines().all(|line| line.chars().count() < 120));
    reading_and_writing_agree(&file, Lang::Vi);
}

#[test]
fn a_file_of_many_lines_is_read_to_its_end() {
    let rows = "  trường nợ đến hạn: tiền, từ 0 đến dư nợ\n  tính tỷ lệ = nợ đến hạn / dư nợ, nếu dư nợ = 0 thì 0%\n".repeat(1000);
    let (file, _) = parse(&format!("bản ghi Tổ \"T\"\n  trường dư nợ: tiền\n{rows}"), Lang::Vi);
    let ast::ItemKind::Record { members, .. } = &file.items[0].kind else { panic!("a record") };
    assert_eq!(members.len(), 2_001);
}

/// Whatever is found, each place is one of the text, and no finding is a mistake of the program's own.
fn is_dealt_with(text: &str) -> Result<(), TestCaseError> {
    let (file, diagnostics, sources) = parse_all(text, Lang::Vi);
    for diagnostic in &diagnostics {
        prop_assert_ne!(diagnostic.code, "E099", "{}", text);
        for label in &diagnostic.labels {
            let source = &sources[label.span.source];
            prop_assert!(source.text().get(label.span.start as usize..label.span.end as usize).is_some(), "{:?}", diagnostic);
        }
    }
    render::text(&diagnostics, &sources, Lang::En, false);
    if !diagnostics.iter().any(|found| found.severity == crate::diag::Severity::Error) {
        let written = print(&file, Keywords::Vi, Lang::Vi);
        let (again, found, _) = parse_all(&written, Lang::Vi);
        prop_assert!(found.iter().all(|found| found.severity == crate::diag::Severity::Warning), "{:?}\n{}", found, written);
        prop_assert_eq!(print(&again, Keywords::Vi, Lang::Vi), written);
        prop_assert_eq!(again.items.len(), file.items.len());
    }
    Ok(())
}

/// Words of the language, names, literals and signs, in any order.
fn salad() -> impl Strategy<Value = String> {
    let words: Vec<&str> = crate::keywords::TABLE.iter().flat_map(|row| row.vi.iter().chain(row.en)).copied().collect();
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
    let signs = ["(", ")", ",", ";", ":", "|", "=", "≠", "<", "≤", "+", "-", "- ", " - ", "×", "/", "%", "\"", "`"];
    let any: Vec<String> = words.into_iter().chain(others).chain(signs).map(str::to_owned).collect();
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
            (two.clone(), prop::sample::select(vec![" + ", " - ", " × ", " / ", "/"])).prop_map(|((a, b), op)| format!("({a}){op}({b})")),
            (two.clone(), prop::sample::select(vec![" = ", " ≠ ", " < ", " > ", " ≤ ", " ≥ ", " từ ", " dưới ", " đến "]))
                .prop_map(|((a, b), op)| format!("({a}){op}({b})")),
            (two.clone(), prop::sample::select(vec![" và ", " hoặc ", " là ", " không phải là ", " là một trong "]))
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
        let chars: Vec<char> = if nfd { REFERENCE.nfd().collect() } else { REFERENCE.chars().collect() };
        let (from, patch) = (from.min(chars.len()), patch.chars().take(length / 4));
        let text: String = chars.iter().take(from).copied().chain(patch).chain(chars.iter().skip(from + length).copied()).collect();
        is_dealt_with(&text)?;
    }

    #[test]
    fn any_expression_is_read_and_written_without_loss(value in expression(), condition in expression()) {
        let text = format!("\
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
chỉ tiêu C trên Tổ theo nợ
  chỉ số a = {value}
    yêu cầu từ ({value}) đến dưới ({condition})
  | nợ | a |
  | x | > ({value}) |
");
        reading_and_writing_agree(&good(&text), Lang::Vi);
    }
}
