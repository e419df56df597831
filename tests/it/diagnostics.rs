//! One page a code: each raises its own code and shows how to mend it; each code that the program
//! can say has its page.

use crate::literate::{Page, files, root};
use crate::spec::{Said, run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use visao::diag::{self, Diagnostic};
use visao::engine::{Packs, Rules};
use visao::load::Memory;
use visao::table::{Column, Table, Validity};
use visao::{DataFile, Error, Host, Query};

/// Codes in the constructors of a file; those of examples in comments are others'.
fn codes_of(path: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("///"));
    let text = code.collect::<Vec<_>>().join("\n");
    let is_code = |code: &&str| {
        code.starts_with(['E', 'W']) && code[1..].bytes().all(|byte| byte.is_ascii_digit())
    };
    let quoted = text
        .match_indices('"')
        .filter_map(|(at, _)| text.get(at + 1..at + 5).filter(|_| text[at + 5..].starts_with('"')));
    quoted.filter(is_code).map(str::to_owned).collect()
}

/// Codes in the constructors of src/diag.
fn codes() -> BTreeSet<String> {
    let codes: BTreeSet<String> =
        files("src/diag", "rs").iter().flat_map(|path| codes_of(path)).collect();
    assert!(codes.len() > 60);
    codes
}

/// The ranges of codes that src/diag/README.md gives each file: `E001–E099, E290`.
fn ranges() -> BTreeMap<String, Vec<(String, String)>> {
    let readme = std::fs::read_to_string(root().join("src/diag/README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| {
        let (file, rest) = line.strip_prefix("| `")?.split_once(".rs` | ")?;
        let ranges = rest.split_once(" | ")?.0.split(", ").map(|range| {
            let (first, last) = range.split_once('–').unwrap_or((range, range));
            (first.to_owned(), last.to_owned())
        });
        Some((file.to_owned(), ranges.collect()))
    });
    rows.collect()
}

#[test]
fn each_file_of_messages_keeps_to_its_range_of_codes() {
    let ranges = ranges();
    assert!(ranges.len() >= 7, "{ranges:?}");
    let mut wrong = Vec::new();
    for path in files("src/diag", "rs") {
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let own = ranges.get(&file).cloned().unwrap_or_default();
        let inside = |code: &String| own.iter().any(|(first, last)| first <= code && code <= last);
        wrong.extend(
            codes_of(&path)
                .into_iter()
                .filter(|code| !inside(code))
                .map(|code| format!("{code} of {file}.rs is in no range of src/diag/README.md")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn code_of(page: &Page) -> String {
    page.path.file_stem().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn each_code_has_its_page() {
    let pages: BTreeSet<String> = files("docs/diagnostics", "md")
        .iter()
        .map(|path| code_of(&Page::read(path)))
        .filter(|code| code != "README")
        .collect();
    assert_eq!(pages, codes());
}

#[test]
fn each_page_raises_its_own_code_and_mends_it() {
    let mut wrong = Vec::new();
    let mut english = String::new();
    for path in files("docs/diagnostics", "md") {
        let mut page = Page::read(&path);
        let code = code_of(&page);
        if code == "README" {
            continue;
        }
        let sections = std::mem::take(&mut page.sections);
        let title = &sections[1].heading;
        assert!(title.starts_with(&format!("{code}: ")), "{code}: {title}");
        let mut raised = BTreeSet::new();
        for section in &sections {
            let mends = section.heading == "Sửa lại";
            let Said { codes, english: told } = run(&mut page, section);
            if mends && !codes.is_empty() {
                wrong.push(format!("{code}: what is mended still says {codes:?}"));
            }
            raised.extend(codes);
            english.extend(words(&told).map(|line| format!("{line}\n")));
        }
        if raised.is_empty() {
            raised.extend(unwritten(&code).iter().map(|finding| finding.code.to_owned()));
            raised.extend(of_a_caller(&code).map(str::to_owned));
            raised.extend(of_a_request(&code));
        }
        if raised != BTreeSet::from([code.clone()]) {
            wrong.push(format!("{code}: its page raises {raised:?}"));
        }
        wrong.extend(page.settle());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("english", english);
    });
}

/// The lines of rendered findings that are words: headlines and helps, without the rules they
/// quote.
fn words(rendered: &str) -> impl Iterator<Item = &str> {
    let headline =
        |line: &&str| ["error[", "warning[", "help: "].iter().any(|start| line.starts_with(start));
    rendered.lines().filter(headline)
}

/// The code of the answer to a request that has just the mistake of the code's page.
fn of_a_request(code: &str) -> Option<String> {
    let asked = match code {
        "E270" => "{".to_owned(),
        "E272" => r#"{"request":"version","more":1}"#.to_owned(),
        "E273" => r#"{"request":"check"}"#.to_owned(),
        "E274" => r#"{"request":"check","rules":"a"}"#.to_owned(),
        "E275" => "[".repeat(100),
        _ => return None,
    };
    let answer: serde_json::Value = serde_json::from_str(&visao::request(&asked)).unwrap();
    answer["errors"][0]["code"].as_str().map(str::to_owned)
}

/// The findings of codes that no page can show: packs too large to print, files that are no text,
/// and what only the program itself can say.
fn unwritten(code: &str) -> Vec<Diagnostic> {
    let rules = "bản ghi Tổ\n  trường x: số\n";
    let pack =
        |files: Vec<(String, Vec<u8>)>| Rules::from_files(&files.into_iter().collect::<Memory>());
    let text = |text: String| Rules::from_text(&text);
    let span = visao::source::Span { source: visao::source::SourceId::new(0), start: 0, end: 0 };
    let outcome: Result<Rules, Error> = match code {
        "E013" => text(format!("{rules}  tính y = {}\n", vec!["x"; 2001].join(" + "))),
        "E015" => text(format!("bản ghi Tổ\n  trường {}: số\n", "a".repeat(1000))),
        "E123" => {
            let grades: Vec<String> = (0..65).map(|grade| format!("Bậc {grade}")).collect();
            let card = "bảng điểm A cho Tổ\n  tiêu chí 1, tối đa 1 điểm\n    còn lại được 0 điểm\n  xếp loại Bậc theo tổng điểm\n    còn lại là Bậc 1\n";
            text(format!("danh mục Bậc có thứ tự: {}\n{rules}{card}", grades.join(" > ")))
        }
        "E205" => Rules::load("/khong/co"),
        "E207" => pack(vec![("a.luat".into(), b"b\xe0n ghi".to_vec())]),
        "E209" => pack((0..1001).map(|n| (format!("{n:04}.luat"), rules.into())).collect()),
        "E283" => {
            let table = format!("{rules}bảng Mức cho Tổ: số, từ \"muc.csv\"\n");
            let files = [("a.luat", table.as_str()), ("muc.csv", "x;Mức\n1;2\n3;4\n")];
            let files: Memory = files.into_iter().collect();
            Rules::from_files_with(&files, &Host::default().row_files(1, 1))
        }
        "E220" => {
            let manifest = "[pack]\nname = \"a\"\n";
            let files = [
                ("a/pack.toml", manifest),
                ("a/a.luat", rules),
                ("b/pack.toml", manifest),
                ("b/a.luat", rules),
            ];
            return Packs::from_files(&files.into_iter().collect::<Memory>())
                .err()
                .map_or_else(Vec::new, |refused| refused.diagnostics().to_vec());
        }
        // What the program never says unless it contradicts itself, or was built without a part.
        "E099" => return vec![diag::syntax::internal(span)],
        "E194" => return vec![diag::examples::failed("1", span, diag::examples::open())],
        "E290" => return vec![diag::syntax::unformatted(span)],
        "E260" => text(format!("{rules}# \u{202e}\n")),
        "E301" => return vec![diag::script::left_out(span)],
        _ => return Vec::new(),
    };
    outcome.err().map_or_else(Vec::new, |refused| refused.diagnostics().to_vec())
}

fn code_of_file(query: &Query, file: DataFile) -> Option<&'static str> {
    query.read(&[file], None).err().map(|error| error.code())
}

/// What a program is told that asks or gives something wrongly.
fn of_a_caller(code: &str) -> Option<&'static str> {
    let rules = |text: &str| Rules::from_text(text).unwrap();
    let two = "bản ghi A\n  trường x: số\n  tính y = năm(ngày xét)\nbản ghi B\n  trường z: số, bắt buộc\nkiểm tra K cho B\n  yêu cầu z > 0\n    nếu không: \"z\"\n";
    let ask = |asked: &str| rules(two).query().record(asked).unwrap();
    let record = serde_json::json!({ "x": 1 });
    let refused = match code {
        "E271" => {
            let refused = visao::Host::default().function("x", |_| Ok(visao::Value::Missing));
            return refused.err().map(|refused| refused.diagnostics().last().unwrap().code);
        }
        "E240" => ask("B").grade(&serde_json::json!({ "z": 1, "zz": 2 })),
        "E241" => ask("A").block("K").unwrap().grade(&record),
        "E242" => {
            let pack = "[pack]\nname = \"a\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n";
            let files = [("pack.toml", pack), ("a.luat", two)];
            let rules = Rules::from_files(&files.into_iter().collect::<Memory>()).unwrap();
            rules.query().date(visao::value::text::parse_date("01/01/2024").unwrap()).grade(&record)
        }
        "E243" => ask("A").grade(&record),
        "E167" => {
            let register = "bản ghi Sổ ghi theo ngày\n  trường ngày: ngày\n  tính y = 1\n";
            return code_of_file(
                &rules(register).query(),
                DataFile::bytes("so.csv", "ngày\n01/01/2023\n".as_bytes()),
            );
        }
        "E168" => {
            let register = "bản ghi Sổ ghi theo ngày\n  trường ngày: ngày\n  tính y = 1\n";
            let files = [("a.luat", register)].into_iter().collect::<Memory>();
            let packs = Packs::from_files(&files).unwrap();
            let file = DataFile::bytes("so.csv", "ngày\n01/01/2023\n".as_bytes());
            let ask = |rules: &Rules| rules.query().record("Sổ").ok();
            return packs.read_by_day(&[file], "ngày", ask, None).err().map(|error| error.code());
        }
        "E244" => rules("bản ghi A\n  trường x: số\n").grade(&record),
        "E245" => return rules(two).query().record("C").err().map(|error| error.code()),
        "E246" => return rules(two).query().block("C").err().map(|error| error.code()),
        "E247" => rules(two).grade(&1),
        "E276" => return Column::nulls(0).unreadable([0]).err().map(|error| error.code()),
        "E277" => {
            let codes = Column::dictionary(vec![1], ["a"], Validity::all(1));
            return codes.err().map(|error| error.code());
        }
        "E278" => {
            let deep = Column::decimals(vec![1], 19, Validity::all(1));
            return deep.err().map(|error| error.code());
        }
        "E279" => {
            let table = Table::of([("x", Column::truths([Some(true)]))]).unwrap();
            return ask("A").columns(table).err().map(|error| error.code());
        }
        "E264" => {
            let of =
                "bản ghi A\n  trường x: chữ, khóa\nbản ghi B thuộc A theo x\n  trường x: chữ\n";
            let parts =
                format!("{of}kiểm tra K cho A\n  yêu cầu x = \"a\"\n    nếu không: \"k\"\n");
            rules(&parts).grade(&serde_json::json!({ "x": "a", "B": 1 }))
        }
        "E265" => return rules(two).query().prepare().err().map(|error| error.code()),
        "E248" => return code_of_file(&ask("A"), DataFile::path("khong-co.csv")),
        "E249" => {
            return code_of_file(&ask("B"), DataFile::bytes("b.csv", "a;b\n1;2\n".as_bytes()));
        }
        "E250" => {
            return code_of_file(&ask("B"), DataFile::bytes("b.csv", "z\n1.234\n".as_bytes()));
        }
        "E251" => {
            let pack = |year: u16| {
                format!(
                    "[pack]\nname = \"a\"\neffective = {{ from = {year}-01-01, to = {year}-12-31 }}\n"
                )
            };
            let (a, b) = (pack(2023), pack(2024));
            let files = [
                ("a/pack.toml", a.as_str()),
                ("a/a.luat", two),
                ("b/pack.toml", &b),
                ("b/b.luat", two),
            ];
            let packs = Packs::from_files(&files.into_iter().collect::<Memory>()).unwrap();
            return packs.for_run(None, &[]).err().map(|error| error.code());
        }
        "E254" => return "x".parse::<visao::Num>().err().map(|error| error.code()),
        "E252" => return ask("A").read_all(&[], None).err().map(|error| error.code()),
        "E253" => {
            let files = [("a.luat", two)].into_iter().collect::<Memory>();
            return visao::rollover::rollover(&files, 2024, &[]).err().map(|error| error.code());
        }
        _ => return None,
    };
    refused.err().map(|error| error.code())
}
