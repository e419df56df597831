//! What the worked examples cover: beside the explanations of the same examples, on the packs of
//! this repository, and in the forms that other programs read.

use crate::literate::root;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};
use visao::choices::ClauseKind;
use visao::engine::Packs;
use visao::explain::{ConditionKind, Explanation, Line};
use visao::report::coverage::{Coverage, CoverageState, CoveredLine, document, html_page};
use visao::value::Truth;
use visao::{Lang, Rules, SourceLine};

const RULES: &str = "bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường dư nợ: tiền, từ 0
  trường nợ quá hạn: tiền, từ 0 đến dư nợ
bảng Mức cho Tổ: số
  | nợ quá hạn  | Mức |
  | 0           | 1   |
  | đến 1 triệu | 2   |
  | còn lại     | 3   |
điều kiện Vay thêm cho Tổ
  áp dụng khi dư nợ > 0
  từ chối nếu Mức = 3: \"Nợ quá hạn nhiều\"
  yêu cầu dư nợ ≤ 900 triệu
    nếu không: \"Dư nợ quá 900 triệu\"
ví dụ \"Sạch nợ <&>\" cho Vay thêm
  cho dư nợ = 800 triệu, nợ quá hạn = 0
  thì kết luận là đủ điều kiện
ví dụ \"Nợ nhiều\" cho Vay thêm
  cho dư nợ = 800 triệu, nợ quá hạn = 2 triệu
  thì kết luận là từ chối
ví dụ \"Tưởng được\" cho Vay thêm
  cho dư nợ = 950 triệu, nợ quá hạn = 0
  thì kết luận là đủ điều kiện
ví dụ \"Khối cũ\" cho Vay cũ
  cho dư nợ = 1
  thì kết luận là đủ điều kiện
";

fn rules(path: &str) -> Rules {
    Rules::load(root().join(path)).unwrap_or_else(|refused| panic!("{path}: {refused}"))
}

/// Lines of a block, by file and number.
type Places = BTreeSet<(String, usize)>;

fn place(line: &SourceLine) -> (String, usize) {
    (line.file.to_string(), line.line)
}

/// What an explanation says that decided, fired or held, and what it says did not.
struct Told {
    decided: Places,
    other_side: Places,
    /// Rows of criteria that count, decisive or not.
    counted: Places,
}

fn fires_where_false(kind: ConditionKind) -> bool {
    matches!(kind, ConditionKind::Clause(ClauseKind::Require | ClauseKind::Due))
}

fn told(explanation: &Explanation) -> Told {
    let mut told =
        Told { decided: Places::new(), other_side: Places::new(), counted: Places::new() };
    for result in &explanation.decision.criteria {
        told.counted.extend(result.clauses.iter().map(place));
        if let ([only], true) = (
            result.clauses.as_slice(),
            result.points.as_ref().is_some_and(|points| !points.is_zero()),
        ) {
            told.decided.insert(place(only));
        }
    }
    let row = explanation.grading.iter().filter_map(|grading| grading.clause.as_ref());
    told.decided.extend(row.map(place));
    let mut sided = |line: &Line, held: Truth| {
        let known = matches!(line.truth, Truth::True | Truth::False) && !line.not_due;
        if known && line.truth == held {
            told.decided.insert(place(&line.clause));
        } else if known {
            told.other_side.insert(place(&line.clause));
        }
    };
    explanation.guards.iter().for_each(|line| sided(line, Truth::True));
    for line in explanation.caps.iter().chain(&explanation.clauses) {
        sided(line, if fires_where_false(line.kind) { Truth::False } else { Truth::True });
    }
    told
}

/// The lines of a block that an example covers.
fn covered(coverage: &Coverage, block: &str, of: impl Fn(&CoveredLine) -> bool) -> Places {
    let block = coverage.blocks.iter().filter(|known| known.name == block);
    let lines = block.flat_map(|block| &block.lines).filter(|line| of(line));
    lines.map(|line| (line.place.file.to_string(), line.place.start.line)).collect()
}

/// The explanation of an example walks the rules by another way than its coverage does.
#[test]
fn an_example_covers_what_its_explanation_shows() {
    let mut shown = 0;
    let packs = ["rules/2023", "rules/2024", "rules/2025", "examples/scholarships"];
    for path in packs.into_iter().chain(["examples/mau-01-cdx", "examples/hop-tac-xa"]) {
        let rules = rules(path);
        let coverage = rules.coverage(None);
        let results = rules.test(None);
        let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
        results.iter().for_each(|result| *titles.entry(&result.title).or_default() += 1);
        let once = results.iter().filter(|result| titles[&*result.title] == 1);
        for result in once {
            let Some(explanation) = &result.explanation else { continue };
            let place = format!("{path}: {}", result.title);
            let has =
                |titles: &[std::sync::Arc<str>]| titles.iter().any(|one| **one == *result.title);
            // That a row of a register lies in the period is a guard that stands in no block.
            let lines = covered(&coverage, &result.block, |_| true);
            let mut told = told(explanation);
            told.decided.retain(|line| lines.contains(line));
            told.other_side.retain(|line| lines.contains(line));
            let decided = covered(&coverage, &result.block, |line| has(&line.hits));
            let other_side = covered(&coverage, &result.block, |line| {
                line.other_side.as_deref().is_some_and(&has)
            });
            let missed: Vec<_> = told.decided.difference(&decided).collect();
            assert!(missed.is_empty(), "{place}: not covered {missed:?}");
            let more = decided
                .iter()
                .filter(|line| !told.decided.contains(line) && !told.counted.contains(line));
            let more: Vec<_> = more.collect();
            assert!(more.is_empty(), "{place}: covered without a reason {more:?}");
            assert_eq!(other_side, told.other_side, "{place}");
            shown += decided.len() + other_side.len();
        }
    }
    assert!(shown > 1_000, "{shown} lines were compared");
}

/// The plan for 2023 has an example for each of its lines, and for each side of a condition that
/// some record can show.
#[test]
fn the_2023_pack_is_covered_whole() {
    let coverage = rules("rules/2023").coverage(None);
    let lacking: Vec<String> = coverage
        .lines()
        .filter(|line| {
            let off = line.state() == CoverageState::Off;
            let whole = off || line.state() == CoverageState::Hit;
            !whole || line.sides().any(|(_, examples)| examples.is_empty())
        })
        .map(|line| format!("{}:{} {}", line.place.file, line.place.start.line, line.text))
        .collect();
    assert!(lacking.is_empty(), "{lacking:#?}");
    let counts = coverage.counts();
    assert_eq!((counts.hit, counts.sides_hit), (counts.lines, counts.sides));
    assert_eq!(counts.off, 10, "what the parameters of the plan switch off");
}

#[test]
fn coverage_fits_a_terminal_of_100_columns() {
    let coverages: Vec<Coverage> =
        ["rules/2023", "rules/2024"].map(|path| rules(path).coverage(None)).into();
    for lang in [Lang::Vi, Lang::En] {
        for line in document(&coverages, lang).text(false).lines() {
            let width = unicode_width::UnicodeWidthStr::width(line);
            assert!(width <= 100, "{width} columns: {line}");
            assert_eq!(line, line.trim_end());
        }
    }
}

#[test]
fn the_page_shows_each_line_of_the_files_in_its_place() {
    let coverage = Rules::from_text(RULES).unwrap().coverage(None);
    let page = html_page(&[coverage], Lang::Vi);
    let lines: Vec<&str> =
        page.lines().skip_while(|line| !line.contains("luat.luat</span>")).collect();
    // Behind the name of the file its 26 lines, and the marks behind a gap.
    assert_eq!(RULES.lines().count(), 26);
    for (written, shown) in RULES.lines().zip(&lines[1..]) {
        let written = written.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let written = written.replace('"', "&quot;");
        assert!(shown.contains(written.trim_end()), "{written}\n{shown}");
    }
    for (at, mark) in [(7, "✓   2"), (8, "✗    "), (9, "✓   1"), (11, "~   3"), (12, "✓   1")]
    {
        assert!(lines[at].contains(mark), "{at}: {}", lines[at]);
    }
    assert!(lines[7].contains("“Sạch nợ &lt;&amp;&gt;”, “Tưởng được”"), "{}", lines[7]);
    assert!(lines[11].contains("chưa ví dụ nào không áp dụng"), "{}", lines[11]);
}

fn visao(folder: &Path, arguments: &[&str]) -> Output {
    let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
    visao.args(arguments).current_dir(folder).output().unwrap()
}

/// Two examples come to line 7, none to line 8, one to line 9. The guard holds for all three; one
/// is rejected, and one is over 900 million.
const TRACEFILE: &str = "TN:to
SF:luat/to.luat
BRDA:11,0,0,3
BRDA:11,0,1,0
BRDA:12,0,0,1
BRDA:12,0,1,2
BRDA:13,0,0,1
BRDA:13,0,1,2
BRF:6
BRH:5
DA:7,2
DA:8,0
DA:9,1
DA:11,3
DA:12,1
DA:13,1
LF:6
LH:5
end_of_record
";

fn folder_with_rules() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("luat")).unwrap();
    std::fs::write(folder.path().join("luat/to.luat"), RULES).unwrap();
    folder
}

#[test]
fn a_tracefile_counts_examples_by_line_and_by_side() {
    let folder = folder_with_rules();
    let run = visao(folder.path(), &["thu", "luat/to.luat", "--do-phu", "-f", "lcov"]);
    assert_eq!(run.status.code(), Some(1), "an example fails");
    assert_eq!(String::from_utf8(run.stdout).unwrap(), TRACEFILE);
    let run = visao(folder.path(), &["test", "luat/to.luat", "--coverage", "-o", "to.info"]);
    assert_eq!(run.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(folder.path().join("to.info")).unwrap(), TRACEFILE);
    assert!(String::from_utf8_lossy(&run.stderr).contains("2/3"), "{run:?}");
}

/// `genhtml` reads what is written and counts as it is counted here.
#[test]
fn genhtml_draws_a_tracefile() {
    let folder = folder_with_rules();
    visao(folder.path(), &["thu", "luat/to.luat", "--do-phu", "-o", "to.info"]);
    let mut genhtml = Command::new("genhtml");
    genhtml.args(["--branch-coverage", "to.info", "-o", "trang"]).current_dir(folder.path());
    match genhtml.output() {
        Err(missing) => eprintln!("skipped: no genhtml here ({missing})"),
        Ok(run) => {
            let said = String::from_utf8_lossy(&run.stdout).into_owned();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
            assert!(said.contains("5 of 6 lines") && said.contains("5 of 6 branches"), "{said}");
        }
    }
}

/// An XML element with what stands in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Element {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute.normalized_value(quick_xml::XmlVersion::default()).unwrap();
            (attribute.key.as_ref().to_owned(), value.into_owned())
        });
        Element {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.collect(),
            ..Element::default()
        }
    }

    fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// The root of a document, read strictly.
fn parsed(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(Element::of(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(Element::of(&start)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text += &text,
            Event::GeneralRef(name) => {
                let letter = quick_xml::escape::resolve_xml_entity(&name);
                open.last_mut().unwrap().text += letter.unwrap_or("?");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "every element ends");
    open.pop().unwrap().children.pop().unwrap()
}

/// An element of a schema: attributes that must be there, others that may be, and children.
struct Rule {
    name: &'static str,
    needed: &'static [&'static str],
    allowed: &'static [&'static str],
    children: &'static [&'static str],
}

/// What the schema of Jenkins (`junit-10.xsd`) lets stand in each element, as far as it is used
/// here.
const SCHEMA: [Rule; 6] = [
    Rule {
        name: "testsuites",
        needed: &[],
        allowed: &["name", "time", "tests", "failures", "errors"],
        children: &["testsuite"],
    },
    Rule {
        name: "testsuite",
        needed: &["name", "tests", "failures", "errors"],
        allowed: &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file"],
        children: &["testsuite", "properties", "testcase", "system-out", "system-err"],
    },
    Rule {
        name: "testcase",
        needed: &["name"],
        allowed: &["time", "classname", "group"],
        children: &["skipped", "error", "failure", "system-out", "system-err"],
    },
    Rule { name: "failure", needed: &[], allowed: &["type", "message"], children: &[] },
    Rule { name: "error", needed: &[], allowed: &["type", "message"], children: &[] },
    Rule { name: "skipped", needed: &[], allowed: &["type", "message"], children: &[] },
];

fn follows_the_schema(element: &Element) {
    let rule = SCHEMA.iter().find(|rule| rule.name == element.name).unwrap();
    assert!(rule.needed.iter().all(|name| element.attributes.contains_key(*name)), "{element:?}");
    let known = |name: &String| [rule.needed, rule.allowed].concat().contains(&name.as_str());
    assert!(element.attributes.keys().all(known), "{element:?}");
    for child in &element.children {
        let fits = rule.children.contains(&child.name.as_str());
        assert!(fits, "{} in {}", child.name, element.name);
        follows_the_schema(child);
    }
}

/// A pack of two files: in the second an example of a day before the period, which is not run.
const SNAPSHOTS: &str = "bản ghi Sổ chụp hàng tháng theo ngày ghi
  trường mã sổ: chữ, khóa
  trường ngày ghi: ngày
  trường số dòng: số nguyên
kiểm tra Ghi sổ cho Sổ
  yêu cầu số dòng > 0
    nếu không: \"Chưa ghi\"
ví dụ \"Sổ năm trước\" cho Ghi sổ
  cho ngày ghi = 30/11/2022, số dòng = 1
  thì kết luận là đạt
ví dụ \"Sổ tháng 1\" cho Ghi sổ
  cho ngày ghi = 31/01/2023, số dòng = 1
  thì kết luận là đạt
";

#[test]
fn junit_has_a_suite_for_each_file_and_a_case_for_each_example() {
    let folder = folder_with_rules();
    let manifest = "[pack]\nname = \"thu\"\nlanguage = \"vi\"\n\
                    effective = { from = 2023-01-01, to = 2023-12-31 }\n";
    std::fs::write(folder.path().join("luat/pack.toml"), manifest).unwrap();
    std::fs::write(folder.path().join("luat/so.luat"), SNAPSHOTS).unwrap();
    let run = visao(folder.path(), &["thu", "luat", "-f", "junit"]);
    assert_eq!(run.status.code(), Some(1));
    let xml = String::from_utf8(run.stdout).unwrap();
    let root = parsed(&xml);
    follows_the_schema(&root);
    let counts = |element: &Element| {
        ["tests", "failures", "errors"].map(|name| element.get(name).parse::<usize>().unwrap())
    };
    assert_eq!((root.name.as_str(), counts(&root)), ("testsuites", [6, 1, 1]));
    let suites: Vec<_> = root
        .children
        .iter()
        .map(|suite| (suite.get("name"), counts(suite), suite.get("skipped")))
        .collect();
    assert_eq!(suites, [("so.luat", [2, 0, 1], "0"), ("to.luat", [4, 1, 0], "1")]);
    let cases: Vec<_> = root
        .children
        .iter()
        .flat_map(|suite| &suite.children)
        .map(|case| {
            let results: Vec<&str> = case.children.iter().map(|one| one.name.as_str()).collect();
            (case.get("classname"), case.get("name"), results.join(","))
        })
        .collect();
    let case = |class, name, result: &str| (class, name, result.to_owned());
    assert_eq!(
        cases,
        [
            case("Ghi sổ", "Sổ năm trước", "error"),
            case("Ghi sổ", "Sổ tháng 1", ""),
            case("Vay thêm", "Sạch nợ <&>", ""),
            case("Vay thêm", "Nợ nhiều", ""),
            case("Vay thêm", "Tưởng được", "failure"),
            case("Vay cũ", "Khối cũ", "skipped"),
        ]
    );
    let failure = &root.children[1].children[2].children[0];
    assert_eq!(failure.get("message"), "ví dụ “Tưởng được” không ra như mong đợi: được “từ chối”");
    assert!(failure.text.contains("to.luat:23:"), "the place: {}", failure.text);
    assert!(failure.text.contains("Dư nợ quá 900 triệu"), "the reason: {}", failure.text);
    let file = folder.path().join("ket-qua.xml");
    visao(folder.path(), &["thu", "luat", "-o", "ket-qua.xml"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), xml);
    match Command::new("xmllint").arg("--noout").arg(&file).output() {
        Err(missing) => eprintln!("skipped: no xmllint here ({missing})"),
        Ok(run) => assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr)),
    }
}

#[test]
fn json_holds_the_results_and_what_they_cover() {
    let folder = folder_with_rules();
    let json = |arguments: &[&str]| -> serde_json::Value {
        let run =
            visao(folder.path(), &[&["test", "luat/to.luat", "-f", "json"], arguments].concat());
        serde_json::from_slice(&run.stdout).unwrap()
    };
    let all = json(&["--coverage"]);
    assert_eq!(all["examples"], json(&[]), "the results are the same");
    let coverage = &all["coverage"][0];
    let counts = ["examples", "hit", "total", "off", "sides_hit", "sides_total"];
    assert_eq!(counts.map(|name| coverage[name].as_u64().unwrap()), [3, 5, 6, 0, 5, 6]);
    let block = &coverage["blocks"][1];
    assert_eq!((&block["kind"], &block["name"]), (&"eligibility".into(), &"Vay thêm".into()));
    assert_eq!((&block["file"], &block["line"]), (&"to.luat".into(), &10.into()));
    assert_eq!(
        block["lines"][2],
        serde_json::json!({
            "kind": "require",
            "criterion": null,
            "file": "to.luat",
            "line": 13,
            "text": "yêu cầu dư nợ ≤ 900 triệu nếu không: \"Dư nợ quá 900 triệu\"",
            "state": "hit",
            "hits": ["Tưởng được"],
            "undecided": [],
            "other_side": ["Sạch nợ <&>", "Nợ nhiều"],
            "other_side_off": false,
        })
    );
}

/// Packs of a folder stand one after the other, each with its files where a reader opens them.
#[test]
fn each_pack_of_a_folder_is_covered() {
    let run = visao(root(), &["thu", "rules", "--do-phu", "-f", "lcov"]);
    assert_eq!(run.status.code(), Some(0));
    let told = String::from_utf8(run.stdout).unwrap();
    let files: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("SF:")).collect();
    assert!(files.contains(&"rules/2023/to-tkvv.luat") && files.contains(&"rules/2025/to.luat"));
    assert!(files.iter().all(|file| root().join(file).is_file()), "{files:?}");
    assert_eq!(Packs::load(root().join("rules")).unwrap().len(), 3);
}
