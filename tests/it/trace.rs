//! The document beside its rules: what covers a sentence, and what nobody has looked at.

use crate::support::whole_lines;
use unicode_normalization::UnicodeNormalization;
use visao::engine::Rules;
use visao::load::Memory;
use visao::report::trace::{Coverage, ListedKind, Trace, document, html_page};
use visao::value::Lang;
use visao::wire;

const PLAN: &str = "KẾ HOẠCH\n\
    I. CHUNG\n\
    - Nâng cao chất lượng; họp giao ban.\n\
    II. RIÊNG\n\
    1. Nợ\n\
    - Tỷ lệ nợ  quá hạn dưới 0,5%, phấn đấu dưới\n\
    0,3%. Họp giao ban.\n\
    \tQuận A\n\t<0,04\n\tQuận B\n\t<0,05\n";

const RULES: &str = "tài liệu KH: \"Kế hoạch thử\", văn bản \"ke-hoach.txt\"\n\
    bản ghi Tổ\n  trường mã: chữ, khóa\n  trường tỷ lệ nợ: tỷ lệ\n\n\
    tham số mức nợ: tỷ lệ\n  từ 01/01/2023 là 0,5%\n    căn cứ KH mục II.1 \"dưới 0,5%\"\n\n\
    kiểm tra Nợ cho Tổ\n  căn cứ KH mục II\n  yêu cầu tỷ lệ nợ < mức nợ\n    nếu không: \"Nợ nhiều\"\n    \
    căn cứ KH mục II.1 \"Tỷ lệ nợ quá hạn\"\n    căn cứ KH mục II.1 \"Quận B <0,05\"\n\n\
    kiểm tra Họp cho Tổ\n  căn cứ KH mục II \"Họp giao ban\"\n  yêu cầu tỷ lệ nợ > 0%\n    nếu không: \"Không họp\"\n";

fn rules(listed: &str) -> Rules {
    let manifest = "[pack]\nname = \"thu\"\nlanguage = \"vi\"\n";
    let files = [
        ("pack.toml", manifest),
        ("luat.luat", RULES),
        ("ke-hoach.txt", PLAN),
        ("doi-chieu.toml", listed),
    ];
    Rules::from_files(&files.into_iter().collect::<Memory>())
        .unwrap_or_else(|refused| panic!("{refused}"))
}

fn trace(listed: &str) -> Trace {
    rules(listed).trace()
}

/// Each sentence of the plan: its words, the rules beside it, what is listed of it.
fn beside(trace: &Trace) -> Vec<(String, Vec<&str>, Vec<&str>)> {
    let all = trace.documents[0].sentences.iter();
    all.map(|sentence| {
        let words: String = sentence.parts.iter().map(|(words, _)| words.as_str()).collect();
        let rules = sentence.rules.iter().map(|rule| rule.rule.as_str()).collect();
        (words, rules, sentence.listed.iter().map(|listed| listed.id.as_str()).collect())
    })
    .collect()
}

#[test]
fn each_sentence_stands_beside_the_rules_that_quote_it() {
    let trace = trace("");
    let told: Vec<(String, Vec<&str>, Vec<&str>)> = beside(&trace);
    let words: Vec<&str> = told.iter().map(|(words, _, _)| words.as_str()).collect();
    assert_eq!(
        words,
        [
            "KẾ HOẠCH",
            "I. CHUNG",
            "Nâng cao chất lượng;",
            "họp giao ban.",
            "II. RIÊNG",
            "1. Nợ",
            "Tỷ lệ nợ quá hạn dưới 0,5%, phấn đấu dưới",
            "0,3%.",
            "Họp giao ban.",
            "Quận A",
            "<0,04",
            "Quận B",
            "<0,05"
        ]
    );
    assert_eq!(told[6].1, ["tham số mức nợ, từ 01/01/2023 là 0,5%", "kiểm tra Nợ, Nợ nhiều"]);
    assert_eq!(told[8].1, ["kiểm tra Họp"], "section II holds II.1");
    assert_eq!(told[3].1, Vec::<&str>::new(), "other case, other words");
    assert_eq!(
        (&told[11].1, &told[12].1),
        (&vec!["kiểm tra Nợ, Nợ nhiều"], &vec!["kiểm tra Nợ, Nợ nhiều"])
    );
    let rule = &trace.documents[0].sentences[6].rules[0];
    assert_eq!((rule.file.as_str(), rule.line), ("luat.luat", 7));
    let unquoted: Vec<&str> =
        trace.documents[0].unquoted.iter().map(|rule| rule.rule.as_str()).collect();
    assert_eq!(unquoted, ["kiểm tra Nợ"]);
}

#[test]
fn quoted_words_are_told_from_the_rest_of_their_sentence() {
    let parts = trace("").documents.remove(0).sentences.remove(6).parts;
    let parts: Vec<(&str, bool)> =
        parts.iter().map(|(words, quoted)| (words.as_str(), *quoted)).collect();
    assert_eq!(
        parts,
        [("Tỷ lệ nợ quá hạn", true), (" ", false), ("dưới 0,5%", true), (", phấn đấu dưới", false)]
    );
}

#[test]
fn what_no_rule_decides_is_listed_with_its_reason_in_either_language() {
    let trace = trace(
        "[[muc]]\nid = \"0\"\ncau = \"KẾ HOẠCH I. CHUNG\"\nloai = \"nhãn\"\nly_do = \"đầu đề\"\n\
         [[muc]]\nid = \"1\"\ncau = \"Nâng cao chất lượng\"\nloai = \"mục tiêu\"\nly_do = \"không có số đo\"\n",
    );
    let told = beside(&trace);
    assert_eq!((&told[0].2, &told[1].2, &told[2].2), (&vec!["0"], &vec!["0"], &vec!["1"]));
    let listed = &trace.documents[0].sentences[2].listed[0];
    assert_eq!((listed.kind, listed.reason.as_str()), (ListedKind::Goal, "không có số đo"));
    let english = rules("[[item]]\nid = \"1\"\nwords = \"Nâng cao chất lượng\"\nkind = \"goal\"\nreason = \"no measure\"\n").trace();
    assert_eq!(english.documents[0].sentences[2].listed[0].kind, ListedKind::Goal);
}

#[test]
fn sentences_are_counted_by_what_covers_them() {
    let counts = trace(
        "[[muc]]\nid = \"1\"\ncau = \"Nâng cao chất lượng\"\nloai = \"mục tiêu\"\nly_do = \"a\"\n",
    )
    .counts();
    // With a rule: 7th, 9th, 12th, 13th; listed: 3rd; the other eight of thirteen are open.
    assert_eq!((counts.ruled, counts.listed, counts.open), (4, 1, 8));
    // All words of the 9th, 12th and 13th are quoted by checks; of the 7th some are.
    assert_eq!(
        (counts.fully, counts.partly, counts.by_person, counts.not_at_all),
        (3, 1, 1, 8),
        "the same thirteen"
    );
}

/// Coverage of each sentence, and the words of it that nothing covers.
fn covered(trace: &Trace) -> Vec<(Coverage, Vec<&str>)> {
    let all = trace.documents[0].sentences.iter();
    all.map(|sentence| (sentence.coverage(), sentence.uncovered().collect())).collect()
}

#[test]
fn words_that_nothing_covers_are_named_without_marks_and_numbers_of_items() {
    let trace = trace(
        "[[muc]]\nid = \"1\"\ncau = \"RIÊNG\"\nloai = \"nhãn\"\nly_do = \"đề mục\"\n\
         [[muc]]\nid = \"2\"\ncau = \"phấn đấu dưới 0,3%\"\nloai = \"mục tiêu\"\nly_do = \"a\"\n\
         [[muc]]\nid = \"3\"\ncau = \"Nâng cao\"\nloai = \"mục tiêu\"\nly_do = \"a\"\n",
    );
    let covered = covered(&trace);
    // “Nâng cao” is a person's, “chất lượng;” nobody's.
    assert_eq!(covered[2], (Coverage::Partly, vec!["chất lượng"]));
    // “II.” is no word.
    assert_eq!(covered[4], (Coverage::ByPerson, vec![]));
    // “Tỷ lệ nợ quá hạn” is a check's, “phấn đấu dưới” a person's; “dưới 0,5%” a parameter's alone.
    assert_eq!(covered[6], (Coverage::Partly, vec!["dưới 0,5%"]));
    assert_eq!(covered[7], (Coverage::ByPerson, vec![]));
    assert_eq!(covered[5], (Coverage::NotAtAll, vec!["Nợ"]));
    assert_eq!(covered[8], (Coverage::Fully, vec![]));
}

/// Each sentence is quoted by one part of the rules alone.
const PARTS: &str = "tài liệu KH: \"Kế hoạch thử\", văn bản \"ke-hoach.txt\"\n\
    bản ghi Tổ\n  trường mã: chữ, khóa\n  trường cấp: một trong Cấp\n  \
    trường nợ: tiền, từ 0\n    căn cứ KH \"Câu của trường\"\n  \
    tính gấp đôi = nợ × 2\n    căn cứ KH \"Câu của tính, có đọc\"\n  \
    tính gấp ba = nợ × 3\n    căn cứ KH \"Câu của tính, không đọc\"\n  \
    tính gấp bốn = nợ × 4\n    căn cứ KH \"Câu của tính, khối dừng đọc\"\n  \
    tính gấp năm = gấp sáu - nợ\n    căn cứ KH \"Câu của tính, chỉ tiêu đọc\"\n  \
    tính gấp sáu = nợ × 6\n    căn cứ KH \"Câu của tính, qua tính khác\"\n\n\
    tham số mức: tiền\n  từ 01/01/2023 là 5 đồng\n    căn cứ KH \"Câu của tham số\"\n\n\
    kiểm tra Xét cho Tổ\n  yêu cầu gấp đôi ≤ mức\n    nếu không: \"Nhiều\"\n    \
    căn cứ KH \"Câu của khối\"\n\n\
    kiểm tra Dừng cho Tổ\n  căn cứ KH \"Câu của khối dừng\"\n  áp dụng khi 1 đồng > 2 đồng\n  \
    yêu cầu gấp bốn ≤ mức\n    nếu không: \"Nhiều\"\n\n\
    danh mục Cấp: xã, quận, tỉnh\n\n\
    tham số đã điền: có không\n  từ 01/01/2023 là không\n  từ 01/01/2024 là có\n    \
    căn cứ KH \"Câu của tham số không ai đọc\"\n\n\
    kiểm tra Chờ cho Tổ\n  căn cứ KH \"Câu của khối chưa điền\"\n  áp dụng khi đã điền\n  \
    yêu cầu nợ ≤ mức\n    nếu không: \"Nhiều\"\n\n\
    kiểm tra Hai cấp cho Tổ\n  căn cứ KH \"Câu của khối hai cấp\"\n  \
    áp dụng khi cấp là xã và cấp là quận\n  yêu cầu nợ ≤ mức\n    nếu không: \"Nhiều\"\n\n\
    kiểm tra Cấp khác cho Tổ\n  căn cứ KH \"Câu của khối cấp khác\"\n  \
    áp dụng khi cấp là quận hoặc cấp là xã\n  áp dụng khi cấp là tỉnh\n  yêu cầu nợ ≤ mức\n    nếu không: \"Nhiều\"\n\n\
    kiểm tra Một cấp cho Tổ\n  căn cứ KH \"Câu của khối một cấp\"\n  \
    áp dụng khi cấp là quận hoặc cấp là xã\n  áp dụng khi cấp là xã\n  yêu cầu nợ ≤ mức\n    nếu không: \"Nhiều\"\n\n\
    kiểm tra Âm cho Tổ\n  căn cứ KH \"Câu của khối ngoài miền\"\n  áp dụng khi gấp bốn < 0 đồng\n  \
    yêu cầu nợ ≤ mức\n    nếu không: \"Nhiều\"\n\n\
    chỉ tiêu Chung trên Tổ, toàn bộ\n  chỉ số a = tổng(gấp năm)\n    yêu cầu đến 100 đồng\n    \
    căn cứ KH \"Câu của chỉ số\"\n\n\
    ví dụ \"một\" cho Xét\n  căn cứ KH \"Câu của ví dụ\"\n  cho nợ = 1 đồng, ngày xét = 01/02/2023\n  \
    thì kết luận là đạt\n";

#[test]
fn what_decides_nothing_on_data_covers_nothing() {
    let sentences = [
        ("Câu của trường", Coverage::NotAtAll),
        ("Câu của tính, có đọc", Coverage::Fully),
        ("Câu của tính, không đọc", Coverage::NotAtAll),
        ("Câu của tính, khối dừng đọc", Coverage::NotAtAll),
        ("Câu của tính, chỉ tiêu đọc", Coverage::Fully),
        ("Câu của tính, qua tính khác", Coverage::Fully),
        ("Câu của tham số", Coverage::NotAtAll),
        ("Câu của khối", Coverage::Fully),
        ("Câu của khối dừng", Coverage::NotAtAll),
        ("Câu của khối ngoài miền", Coverage::NotAtAll),
        ("Câu của tham số không ai đọc", Coverage::NotAtAll),
        ("Câu của khối chưa điền", Coverage::NotAtAll),
        ("Câu của khối hai cấp", Coverage::NotAtAll),
        ("Câu của khối cấp khác", Coverage::NotAtAll),
        ("Câu của khối một cấp", Coverage::Fully),
        ("Câu của chỉ số", Coverage::Fully),
        ("Câu của ví dụ", Coverage::NotAtAll),
    ];
    // Each ends in a word of its own, so that no quotation stands in another's sentence.
    let plan: String = sentences.iter().map(|(words, _)| format!("{words}!\n")).collect();
    let mut rules = PARTS.to_owned();
    for (words, _) in sentences {
        rules = rules.replace(&format!("\"{words}\""), &format!("\"{words}!\""));
    }
    let manifest = "[pack]\nname = \"thu\"\nlanguage = \"vi\"\n\
        effective = { from = 2023-01-01, to = 2023-12-31 }\n";
    let files = [("pack.toml", manifest), ("luat.luat", &rules), ("ke-hoach.txt", &plan)];
    let trace = Rules::from_files(&files.into_iter().collect::<Memory>())
        .unwrap_or_else(|refused| panic!("{refused}"))
        .trace();
    let told = beside(&trace);
    let found: Vec<(&str, Coverage)> = told
        .iter()
        .zip(covered(&trace))
        .map(|((words, rules, _), (coverage, _))| {
            assert_eq!(rules.len(), 1, "{words}: {rules:?}");
            (words.trim_end_matches('!'), coverage)
        })
        .collect();
    assert_eq!(found, sentences);
    let shown = whole_lines(&document(&[trace], Lang::Vi));
    let block = "kiểm tra Dừng (có nêu, nhưng không quyết định gì)";
    assert!(shown.contains(block), "{shown}");
    // A parameter decides where a rule reads it: that is said, with the rules.
    let parameter =
        "tham số mức, từ 01/01/2023 là 5 đồng (tham số, đọc ở: kiểm tra Xét; kiểm tra Dừng; ";
    assert!(shown.contains(parameter), "{shown}");
}

#[test]
fn a_trace_is_shown_as_text_page_and_json() {
    let trace = [trace(
        "[[muc]]\nid = \"1\"\ncau = \"Nâng cao chất lượng\"\nloai = \"mục tiêu\"\nly_do = \"không có số đo\"\n",
    )];
    let shown = document(&trace, Lang::Vi).text(false);
    assert!(shown.contains("  6 II.1 Tỷ lệ nợ quá hạn dưới 0,5%, phấn đấu dưới\n     tham số mức nợ, từ 01/01/2023 là 0,5%"), "{shown}");
    assert!(shown.contains("mục tiêu: không có số đo"), "{shown}");
    assert!(shown.contains("\n     CHƯA XÉT: “dưới 0,5%”, “phấn đấu dưới”\n"), "{shown}");
    assert!(
        shown.ends_with(
            "13 câu = 3 có luật xét đủ + 1 xét một phần + 1 do người xét (doi-chieu.toml) + 8 chưa \
             xét\n"
        ),
        "{shown}"
    );
    let page = html_page(&trace, Lang::Vi);
    assert!(
        page.contains("<span class=\"good\">Tỷ lệ nợ quá hạn</span>")
            && page.contains("<span class=\"quote\">dưới 0,5%</span>")
            && page.contains("<span class=\"person\">Nâng cao chất lượng</span>")
            && page.contains("@page"),
        "{page}"
    );
    let json: serde_json::Value = serde_json::from_str(&wire::traces(&trace).unwrap()).unwrap();
    assert_eq!(json[0]["open"], 8);
    assert_eq!(
        [&json[0]["fully"], &json[0]["partly"], &json[0]["by_person"], &json[0]["not_at_all"]],
        [3, 1, 1, 8]
    );
    let sentence = &json[0]["documents"][0]["sentences"][6];
    assert_eq!((sentence["section"].as_str(), sentence["line"].as_u64()), (Some("II.1"), Some(6)));
    assert_eq!(sentence["quoted"], serde_json::json!(["Tỷ lệ nợ quá hạn", "dưới 0,5%"]));
    assert_eq!(sentence["rules"][1]["rule"], "kiểm tra Nợ, Nợ nhiều");
    assert_eq!([&sentence["rules"][0]["decides"], &sentence["rules"][1]["decides"]], [false, true]);
    assert_eq!(sentence["coverage"], "partly");
    assert_eq!(sentence["uncovered"], serde_json::json!(["dưới 0,5%", "phấn đấu dưới"]));
}

#[test]
fn the_plan_of_2023_is_cut_into_sentences_and_none_is_lost() {
    let path = crate::literate::root().join("rules/2023");
    let trace = Rules::load(path.clone()).unwrap().trace();
    let plan = std::fs::read_to_string(path.join("ke-hoach-91-2023.txt")).unwrap();
    let letters =
        |text: &str| text.nfc().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let kept: String = trace.documents[0]
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.parts)
        .map(|(words, _)| words.as_str())
        .collect();
    assert!(letters(&kept) == letters(&plan));
}

#[test]
fn no_sentence_of_the_plan_of_2023_is_left_open() {
    let trace = Rules::load(crate::literate::root().join("rules/2023")).unwrap().trace();
    let counts = trace.counts();
    let graded = counts.fully + counts.partly + counts.by_person;
    assert_eq!((graded, counts.not_at_all), (counts.ruled + counts.listed, 0), "{counts:?}");
    let open: Vec<String> = trace
        .documents
        .iter()
        .flat_map(|document| &document.sentences)
        .filter(|sentence| sentence.is_open())
        .map(|sentence| {
            let words: String = sentence.parts.iter().map(|(words, _)| words.as_str()).collect();
            format!("{}: {words}", sentence.line)
        })
        .collect();
    assert!(open.is_empty(), "{open:#?}");
}

#[test]
fn numbers_of_headings_are_no_words_to_cover() {
    let plan = "Điều 1. Nợ dưới 5 đồng.\n3.2. Nợ dưới 5 đồng (1. Nợ dưới 5 đồng.\n";
    let rules = "tài liệu KH: \"Kế hoạch thử\", văn bản \"ke-hoach.txt\"\n\
        bản ghi Tổ\n  trường nợ: tiền\nkiểm tra Nợ cho Tổ\n  căn cứ KH \"Nợ dưới 5 đồng\"\n  \
        yêu cầu nợ < 5 đồng\n    nếu không: \"Nhiều\"\n";
    let manifest = "[pack]\nname = \"thu\"\nlanguage = \"vi\"\n";
    let files = [("pack.toml", manifest), ("luat.luat", rules), ("ke-hoach.txt", plan)];
    let trace = Rules::from_files(&files.into_iter().collect::<Memory>()).unwrap().trace();
    assert!(
        covered(&trace).iter().all(|one| *one == (Coverage::Fully, vec![])),
        "{:?}",
        covered(&trace)
    );
}
