//! A pack that is checked again after each change of its files tells what a fresh check tells.

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use visao::engine::Workspace;
use visao::{Host, Memory, Rules};

type Texts = BTreeMap<String, String>;

/// The texts of a pack: a folder's, or those of one file.
fn texts(path: &str) -> Texts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    if path.is_file() {
        return [read(&path)].into();
    }
    let files = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file() && path.extension().is_some());
    files.map(|path| read(&path)).collect()
}

fn memory(texts: &Texts) -> Memory {
    texts.iter().map(|(name, text)| (name.clone(), text.clone())).collect()
}

/// Everything a fresh check tells.
fn fresh(texts: &Texts) -> String {
    match Rules::from_files(&memory(texts)) {
        Ok(rules) => {
            let found = rules.check();
            format!("{:#?} {}", found.diagnostics, found.accepted)
        }
        Err(refused) => format!("{:#?} 0", refused.diagnostics()),
    }
}

fn again(workspace: &mut Workspace, name: &str, text: &str) -> String {
    let found = workspace.recheck(&[(name, Some(text))]);
    format!("{:#?} {}", found.diagnostics, found.accepted)
}

/// A change of a text, chosen by numbers.
fn changed(text: &str, kind: u8, at: u32, with: u32) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (at, with) = (at as usize % lines.len(), with as usize);
    let line = lines[at];
    let digits: Vec<usize> =
        line.char_indices().filter(|(_, sign)| sign.is_ascii_digit()).map(|(at, _)| at).collect();
    let words: Vec<(usize, &str)> = line.match_indices(' ').collect();
    let mut all: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    match kind % 9 {
        // A number a little larger, which most edits of a plan are.
        0..=3 if !digits.is_empty() => {
            let digit = digits[with % digits.len()];
            let next = (line.as_bytes()[digit] - b'0' + 1) % 10;
            all[at].replace_range(digit..=digit, &next.to_string());
        }
        4 => _ = all.remove(at),
        5 => {
            let other = with % all.len();
            all.swap(at, other);
        }
        6 => all.insert(at, "# một dòng ghi chú\n".to_owned()),
        7 if !words.is_empty() => {
            let (start, _) = words[with % words.len()];
            all[at].replace_range(start..start + 1, "");
        }
        _ => all.insert(at, line.to_owned()),
    }
    all.concat()
}

/// The packs with planted mistakes and those without, and some that are written for offices.
fn all_packs() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of = |folder: &'static str| {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let rules = names.filter(|name| !name.ends_with(".md"));
        rules.map(move |name| format!("{folder}/{name}")).collect::<Vec<String>>()
    };
    let mut all = [of("tests/corpus/found"), of("tests/corpus/sound")].concat();
    all.sort();
    all
}

/// Edits: their kind, the file, the place in it, what is put there, and whether it stays.
type Edits = Vec<(u8, u32, u32, u32, bool)>;

fn holds(mut texts: Texts, edits: Edits) -> Result<(), TestCaseError> {
    let mut workspace = Workspace::of(memory(&texts), &Host::default());
    workspace.recheck(&[]);
    let names: Vec<String> = texts.keys().filter(|name| !name.ends_with(".md")).cloned().collect();
    for (kind, file, at, with, stays) in edits {
        let name = &names[file as usize % names.len()];
        let before = texts[name].clone();
        let text = changed(&before, kind, at, with);
        texts.insert(name.clone(), text.clone());
        let now = again(&mut workspace, name, &text);
        prop_assert_eq!(now, fresh(&texts), "{} {}", name, text);
        let now = workspace.recheck(&[(name, None)]);
        let gone = texts.remove(name).unwrap();
        prop_assert_eq!(format!("{:#?} {}", now.diagnostics, now.accepted), fresh(&texts));
        texts.insert(name.clone(), gone);
        prop_assert_eq!(again(&mut workspace, name, &text), fresh(&texts));
        if !stays {
            texts.insert(name.clone(), before.clone());
            prop_assert_eq!(again(&mut workspace, name, &before), fresh(&texts));
        }
    }
    Ok(())
}

fn edits() -> impl Strategy<Value = Edits> {
    prop::collection::vec(any::<(u8, u32, u32, u32, bool)>(), 1..5)
}

/// A clause of a parameter, one of a derivation, a grade that rests on a criterion.
const TIED: &str = "danh mục Loại có thứ tự: tốt > khá
tham số mức: tiền
  từ 01/01/2020 là 5 triệu
bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: tiền, bắt buộc, từ 0 đến 10 triệu
  tính gấp đôi = nợ + nợ
điều kiện Một cho Tổ
  từ chối nếu nợ > mức: \"trên mức\"
điều kiện Hai cho Tổ
  từ chối nếu gấp đôi > 15 triệu: \"nợ nhiều\"
bảng điểm Chấm cho Tổ, thang 10 điểm
  tiêu chí 1, tối đa 10 điểm
    theo nợ
    dưới 1 triệu được 10 điểm
    còn lại      được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 6 điểm là tốt
    còn lại   là khá
";

#[test]
fn what_rests_on_a_change_elsewhere_is_asked_again() {
    let files: Memory = [("luat.luat", TIED)].into_iter().collect();
    let mut workspace = Workspace::of(files, &Host::default());
    let mut told = |from: &str, to: &str| -> Vec<(&'static str, usize)> {
        assert_eq!(TIED.matches(from).count(), 1);
        let found = workspace.recheck(&[("luat.luat", Some(&TIED.replace(from, to)))]);
        let one = |found: &visao::Diagnostic| (found.code, found.place().unwrap().start.line);
        found.diagnostics.iter().filter(|one| one.code != "W512").map(one).collect()
    };
    let same = "bản ghi Tổ";
    assert_eq!(told(same, same), []);
    // Nobody owes more than 10 million.
    assert_eq!(told("là 5 triệu", "là 20 triệu"), [("W502", 9)]);
    assert_eq!(told("nợ + nợ", "nợ + 0 đồng"), [("W502", 11)]);
    assert_eq!(told("được 10 điểm", "được 5 điểm").last(), Some(&("W506", 18)));
    assert_eq!(told(same, same), []);
}

/// A table whose rows stand in a file, parts that are counted, the days on which the pack applies.
const BESIDE: [(&str, &str); 3] = [
    ("pack.toml", "[pack]\nname = \"a\"\n[pack.effective]\nfrom = 2024-01-01\nto = 2024-12-31\n"),
    ("loai.csv", "nợ,Loại nợ\ndưới 5 triệu,1\ntừ 5 triệu,2\n"),
    (
        "a.luat",
        "bản ghi Tổ
  trường mã: chữ, khóa
  trường nợ: tiền, bắt buộc, từ 0
  tính lớn = tổng(dư nợ của Khoản vay khi dư nợ > 1 triệu)
bản ghi Khoản vay thuộc Tổ theo mã
  trường số: chữ, khóa
  trường mã: chữ, bắt buộc
  trường dư nợ: tiền, bắt buộc, từ 0 đến 10 triệu
bảng Loại nợ cho Tổ: số, từ \"loai.csv\"
điều kiện Ba cho Tổ
  từ chối nếu Loại nợ > 3: \"loại lạ\"
  từ chối nếu lớn > 0 đồng và ngày xét > 01/06/2024: \"còn khoản lớn\"
",
    ),
];

#[test]
fn what_stands_beside_the_rules_is_read_again() {
    let mut texts: Texts =
        BESIDE.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut workspace = Workspace::of(memory(&texts), &Host::default());
    let before = workspace.recheck(&[]);
    assert!(workspace.rules().is_some(), "{:#?}", before.diagnostics);
    let mut told = |name: &str, from: &str, to: &str| {
        let text = texts[name].clone();
        assert_eq!(text.matches(from).count(), 1, "{from}");
        texts.insert(name.to_owned(), text.replace(from, to));
        let found = workspace.recheck(&[(name, Some(&texts[name]))]);
        let codes = found.diagnostics.iter().map(|found| found.code);
        let codes: Vec<&str> = codes.filter(|code| *code != "W512").collect();
        let all = format!("{:#?} {}", found.diagnostics, found.accepted);
        assert_eq!(all, fresh(&texts), "{name}: {to}");
        texts.insert(name.to_owned(), text.clone());
        assert_eq!(again(&mut workspace, name, &text), fresh(&texts));
        codes
    };
    assert!(told("loai.csv", "từ 5 triệu", "trên 5 triệu").contains(&"E401"));
    // A clause that asks for a day after the last on which the pack applies.
    assert!(told("pack.toml", "2024-12-31", "2024-05-31").contains(&"W502"));
    told("loai.csv", "5 triệu,2", "5 triệu,4");
    told("a.luat", "đến 10 triệu", "đến 1 triệu");
    told("a.luat", "> 1 triệu", "> 20 triệu");
}

/// Nobody comes to some totals then, which whole combinations of rows do not show.
#[test]
fn a_field_that_begins_at_one_leaves_the_plan_of_2023_to_be_checked_in_bounded_work() {
    let texts = texts("rules/2023");
    let mut workspace = Workspace::of(memory(&texts), &Host::default());
    let (before, after) = ("phiên giao dịch: số nguyên, từ 0", "phiên giao dịch: số nguyên, từ 1");
    assert!(texts["chung.luat"].contains(before));
    let text = texts["chung.luat"].replacen(before, after, 1);
    let found = workspace.recheck(&[("chung.luat", Some(&text))]);
    assert!(found.diagnostics.is_empty() && workspace.rules().is_some());
}

fn cases(short: u32) -> ProptestConfig {
    let cases = std::env::var("VISAO_CASES").map_or(short, |cases| cases.parse().unwrap());
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_check_again_tells_what_a_fresh_check_tells(
        pack in any::<prop::sample::Index>(),
        edits in edits(),
    ) {
        let all = all_packs();
        holds(texts(&all[pack.index(all.len())]), edits)?;
    }
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn so_it_does_of_the_plan_of_2023(edits in edits()) {
        holds(texts("rules/2023"), edits)?;
    }
}
