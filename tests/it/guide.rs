//! `docs/huong-dan.md`, the officers' guide: its rules run, its examples hold, and what it shows of
//! the program is what the program says.

use std::path::Path;
use std::process::Command;
use visao::keywords::TABLE;
use visao::load::Memory;
use visao::{Lang, Rules};

const GUIDE: &str = include_str!("../../docs/huong-dan.md");

fn blocks(kind: &str) -> Vec<&'static str> {
    let open = format!("```{kind}\n");
    GUIDE.split(open.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_rule_file_shown_is_sound_and_its_examples_hold() {
    for text in blocks("luat") {
        let rules = Rules::from_text(text)
            .unwrap_or_else(|refused| panic!("{}\nin:\n{text}", refused.render(Lang::Vi, false)));
        let missed: Vec<String> = rules
            .test(None)
            .into_iter()
            .filter(|result| !result.misses.is_empty())
            .map(|result| result.title)
            .collect();
        assert!(missed.is_empty(), "{missed:?}");
    }
}

fn visao(folder: &Path, arguments: &[&str]) -> String {
    let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
    String::from_utf8(visao.args(arguments).current_dir(folder).output().unwrap().stdout).unwrap()
}

/// Blanks aside, line by line and in order.
fn shows(opening: &str, said: &str) {
    let shown = blocks("text").into_iter().find(|block| block.starts_with(opening)).unwrap();
    let said = collapsed(said);
    let mut rest = said.as_str();
    for line in shown.lines().map(collapsed) {
        (_, rest) =
            rest.split_once(&line).unwrap_or_else(|| panic!("not said: {line}\nbut: {said}"));
    }
}

#[test]
fn the_explanation_shown_is_the_programs() {
    shows(
        "Tổ T02",
        &visao(Path::new("tests/cli/vi.in"), &["vi-sao", "to.luat", "to.csv", "--ma", "T02"]),
    );
}

#[test]
fn the_year_shown_is_the_programs() {
    let data =
        ["don-vi", "to-2022", "to-2023"].map(|name| format!("examples/thi-dua/so-lieu/{name}.csv"));
    let [units, before, now] = &data;
    shows(
        "Chất lượng tổ: a",
        &visao(
            Path::new("."),
            &["bao-cao", "examples/thi-dua", units, before, now, "--ngay", "30/06/2023"],
        ),
    );
}

#[test]
fn the_coverage_shown_is_the_programs() {
    shows(
        "bảng điểm Chấm điểm tổ",
        &visao(Path::new("tests/cli/vi.in"), &["thu", "to.luat", "--do-phu"]),
    );
}

#[test]
fn the_changes_counted_are_the_programs() {
    shows("thử đổi", &visao(Path::new("tests/cli/vi.in"), &["thu", "to.luat", "--bien-doi"]));
}

#[test]
fn the_targets_shown_are_the_programs() {
    let folder = tempfile::tempdir().unwrap();
    let rules = blocks("luat").into_iter().find(|block| block.contains("chỉ tiêu Nợ")).unwrap();
    let records = blocks("csv").into_iter().find(|block| block.starts_with("Mã tổ;Quận")).unwrap();
    std::fs::write(folder.path().join("chi-tieu.luat"), rules).unwrap();
    std::fs::write(folder.path().join("to.csv"), records).unwrap();
    shows(
        "Nợ · Hòa Vang",
        &visao(folder.path(), &["vi-sao", "chi-tieu.luat", "to.csv", "--ma", "Hòa Vang"]),
    );
}

/// Parts in two files, told apart by their headers or by their names.
#[test]
fn the_ways_to_give_parts_work() {
    let folder = tempfile::tempdir().unwrap();
    let rules =
        blocks("luat").into_iter().find(|block| block.contains("thuộc Tổ theo mã tổ")).unwrap();
    std::fs::write(folder.path().join("so.luat"), rules).unwrap();
    std::fs::write(folder.path().join("to.csv"), "Mã tổ;Dư nợ\nT1;50\nT2;70\n").unwrap();
    std::fs::write(
        folder.path().join("vay.csv"),
        "Mã vay;Mã tổ;Diện hộ;Dư nợ của hộ\nV1;T1;hộ nghèo;30\nV2;T1;hộ cận nghèo;20\nV3;T2;hộ nghèo;60\n",
    )
    .unwrap();
    for files in [["to.csv", "vay.csv"], ["Tổ=to.csv", "Người vay=vay.csv"]] {
        let said = visao(
            folder.path(),
            &[&["cham", "so.luat"], &files[..], &["--khoi", "Khớp sổ"]].concat(),
        );
        let said = collapsed(&said);
        assert!(
            said.contains("T1 đạt")
                && said.contains("T2 không đạt Dư nợ của tổ khác tổng dư nợ các hộ"),
            "{said}"
        );
    }
}

/// Checks of the names that the parts of a report list.
fn reported(manifest: &str) -> String {
    let lists = manifest.lines().filter_map(|line| line.strip_prefix("blocks = "));
    let names = lists.flat_map(|list| list.split('"').skip(1).step_by(2));
    let check = |name: &str| {
        format!(
            "kiểm tra {name} cho Việc báo cáo\n  yêu cầu mã việc không phải là \"0\"\n    \
             nếu không: \"Chưa làm\"\n"
        )
    };
    let record = "bản ghi Việc báo cáo\n  trường mã việc: chữ, khóa\n";
    std::iter::once(record.to_owned()).chain(names.map(check)).collect()
}

/// The manifests shown name known keys only.
#[test]
fn the_manifests_shown_are_read() {
    let rules =
        blocks("luat").into_iter().find(|block| block.contains("bảng điểm Chấm điểm tổ")).unwrap();
    for manifest in blocks("toml").into_iter().filter(|block| !block.contains("[[muc]]")) {
        let pack = if manifest.contains("[pack]") {
            manifest.to_owned()
        } else {
            format!("[pack]\nname = \"a\"\n{manifest}")
        };
        let parts = reported(manifest);
        let files = [("pack.toml", pack.as_str()), ("to.luat", rules), ("bao-cao.luat", &parts)];
        Rules::from_files(&files.into_iter().collect::<Memory>())
            .unwrap_or_else(|refused| panic!("{}", refused.render(Lang::Vi, false)));
    }
}

/// An officer who looks for a word finds it: each keyword stands in the table, as it is written in
/// rules.
#[test]
fn the_table_of_keywords_is_complete() {
    let table = GUIDE.split("## 13. Bảng từ khóa").nth(1).unwrap();
    let code: String =
        table.split('`').skip(1).step_by(2).map(|code| format!(" {code} ")).collect();
    let words = collapsed(&code.replace(|letter: char| !letter.is_alphanumeric(), " "));
    let missing: Vec<&str> = TABLE
        .iter()
        .map(|row| row.vi[0])
        .filter(|word| !format!(" {words} ").contains(&format!(" {word} ")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_table_of_contents_leads_to_every_section() {
    let headings: Vec<&str> = GUIDE.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for heading in &headings {
        let anchor: String = heading
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-')
            .collect();
        let entry = format!("- [{heading}](#{})", anchor.replace(' ', "-"));
        assert!(GUIDE.contains(&entry), "{entry}");
    }
    assert_eq!(GUIDE.lines().filter(|line| line.starts_with("- [")).count(), headings.len());
}
