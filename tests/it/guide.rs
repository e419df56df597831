//! `docs/huong-dan.md`, the officers' guide: its rules run, its examples hold, and what it shows of the program is what the program says.

use std::process::Command;
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
        let rules = Rules::from_text(text).unwrap_or_else(|refused| panic!("{}\nin:\n{text}", refused.render(Lang::Vi, false)));
        let missed: Vec<String> =
            rules.test(None).into_iter().filter(|result| !result.misses.is_empty()).map(|result| result.title).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }
}

/// Blanks aside, line by line and in order.
#[test]
fn the_explanation_shown_is_the_programs() {
    let shown = blocks("text").into_iter().find(|block| block.starts_with("Tổ T02")).unwrap();
    let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
    visao.args(["vi-sao", "to.luat", "to.csv", "--ma", "T02"]).current_dir("tests/cli/vi.in");
    let said = collapsed(&String::from_utf8(visao.output().unwrap().stdout).unwrap());
    let mut rest = said.as_str();
    for line in shown.lines().map(collapsed) {
        (_, rest) = rest.split_once(&line).unwrap_or_else(|| panic!("not said: {line}\nbut: {said}"));
    }
}
