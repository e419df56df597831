//! The document beside its rules: what covers a sentence, and what nobody has looked at.

use unicode_normalization::UnicodeNormalization;
use visao::engine::Rules;
use visao::load::Memory;
use visao::report::trace::{ListedKind, Trace, document, html_page};
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
}

#[test]
fn a_trace_is_shown_as_text_page_and_json() {
    let trace = [trace(
        "[[muc]]\nid = \"1\"\ncau = \"Nâng cao chất lượng\"\nloai = \"mục tiêu\"\nly_do = \"không có số đo\"\n",
    )];
    let shown = document(&trace, Lang::Vi).text(false);
    assert!(shown.contains("  6 II.1 Tỷ lệ nợ quá hạn dưới 0,5%, phấn đấu dưới\n     tham số mức nợ, từ 01/01/2023 là 0,5%"), "{shown}");
    assert!(shown.contains("mục tiêu: không có số đo"), "{shown}");
    assert!(
        shown.ends_with("13 câu = 4 có luật + 1 ghi trong doi-chieu.toml + 8 chưa có luật\n"),
        "{shown}"
    );
    let page = html_page(&trace, Lang::Vi);
    assert!(
        page.contains("<span class=\"quote\">Tỷ lệ nợ quá hạn</span>") && page.contains("@page"),
        "{page}"
    );
    let json: serde_json::Value = serde_json::from_str(&wire::traces(&trace).unwrap()).unwrap();
    assert_eq!(json[0]["open"], 8);
    let sentence = &json[0]["documents"][0]["sentences"][6];
    assert_eq!((sentence["section"].as_str(), sentence["line"].as_u64()), (Some("II.1"), Some(6)));
    assert_eq!(sentence["quoted"], serde_json::json!(["Tỷ lệ nợ quá hạn", "dưới 0,5%"]));
    assert_eq!(sentence["rules"][1]["rule"], "kiểm tra Nợ, Nợ nhiều");
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
