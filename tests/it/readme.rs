//! README.md says what the program does; so what it shows must be what the program does. Its Rust
//! block runs as a documentation test.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../README.md");

/// The insides of the fenced blocks of one kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    let open = format!("```{kind}\n");
    README.split(open.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// A command line cut at its blanks, but for those between quotes.
fn words(line: &str) -> Vec<&str> {
    let cut = |(place, part)| {
        if place % 2 == 0 { str::split_whitespace(part).collect() } else { vec![part] }
    };
    line.split('"').enumerate().flat_map(cut).collect()
}

/// The whole of what the program says to a reader: its results, then what it says beside them.
fn said(arguments: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_visao")).args(words(arguments)).output().unwrap();
    assert!(run.status.success(), "{arguments}");
    String::from_utf8([run.stdout, run.stderr].concat()).unwrap()
}

fn trimmed(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn the_rule_shown_stands_in_the_pack() {
    let rules = std::fs::read_to_string("rules/2023/to-tkvv.luat").unwrap();
    let shown = blocks("luat");
    assert!(!shown.is_empty());
    assert!(shown.iter().all(|block| rules.contains(block)));
}

#[test]
fn what_is_shown_of_a_run_is_what_the_program_prints() {
    let shown = blocks("console");
    assert_eq!(shown.len(), 2);
    for block in shown {
        let (command, output) = block.split_once('\n').unwrap();
        let said = trimmed(&said(command.strip_prefix("$ visao ").unwrap()));
        let mut rest = said.as_str();
        for (place, part) in output.split("…\n").map(trimmed).enumerate() {
            let (before, after) = rest
                .split_once(&part)
                .unwrap_or_else(|| panic!("not printed, or not here:\n{part}\nbut:\n{said}"));
            assert!(place > 0 || before.is_empty(), "not the first line:\n{part}");
            rest = after;
        }
        assert!(rest.is_empty() || output.ends_with("…\n"), "more is printed:\n{rest}");
    }
}

#[test]
fn the_two_commands_work() {
    let [first, second] = blocks("sh")[..] else { panic!("README.md shows two commands") };
    for half in first.trim().split(" && ") {
        said(half.strip_prefix("cargo run -- ").unwrap());
    }
    assert_eq!(second.trim(), "cargo test --workspace");
}

#[test]
fn every_file_named_is_there() {
    let links = README.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    for link in links.filter(|link| !link.starts_with("https://")) {
        assert!(Path::new(link).exists(), "{link}");
    }
}

#[test]
fn every_command_is_listed() {
    let help = said("--help --lang en");
    let commands =
        help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| !line.is_empty());
    // What a line has no room for stands below it, further in.
    let commands =
        commands.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    for name in commands.map(|line| line.split_whitespace().next().unwrap()) {
        assert!(README.contains(&format!("| `visao {name} ")), "{name}");
    }
}
