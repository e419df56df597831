//! The program as it is typed and as it answers: `tests/cli/`, in both languages. `TRYCMD=overwrite
//! cargo test cli` writes the answers anew.

use std::path::Path;
use std::process::{Command, Output};
use unicode_width::UnicodeWidthStr;

#[test]
fn the_program_answers_as_written() {
    trycmd::TestCases::new().case("tests/cli/*.md");
}

/// The transcripts run what the officers' guide shows.
#[test]
fn the_transcripts_use_the_guides_own_files() {
    let guide = std::fs::read_to_string("docs/huong-dan.md").unwrap();
    for (kind, file) in [("luat", "to.luat"), ("csv", "to.csv")] {
        let shown = std::fs::read_to_string(Path::new("tests/cli/vi.in").join(file)).unwrap();
        assert!(guide.contains(&format!("```{kind}\n{shown}```")), "{file}");
    }
}

fn visao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_visao"))
        .args(arguments)
        .current_dir("tests/cli/vi.in")
        .output()
        .unwrap()
}

/// The formats by the ending of the file; the key T03 stands in each.
#[test]
fn the_ending_of_the_output_names_its_format() {
    let folder = tempfile::tempdir().unwrap();
    for (ending, start) in [
        ("csv", "\u{feff}mã tổ;".as_bytes()),
        ("jsonl", b"{\"record\":\"T01\""),
        ("xlsx", b"PK\x03\x04"),
    ] {
        let path = folder.path().join(format!("ket-qua.{ending}"));
        let run = visao(&["cham", "to.luat", "to.csv", "-o", path.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0));
        assert!(run.stdout.is_empty());
        assert!(std::fs::read(&path).unwrap().starts_with(start), "{ending}");
    }
}

/// What stood in the output file before stays until the new result is whole.
#[test]
fn a_run_that_stops_leaves_the_old_result() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ket-qua.csv");
    std::fs::write(&path, "cũ").unwrap();
    for stops in [["cham", "to.luat", "khong-co.csv"], ["cham", "hong.luat", "to.csv"]] {
        let run = visao(&[&stops[..], &["-o", path.to_str().unwrap()]].concat());
        assert_eq!(run.status.code(), Some(2));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "cũ");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Data errors of records are results like others: the file is written, and the exit code says that
/// something was found.
#[test]
fn data_errors_are_written_with_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ket-qua.csv");
    let run = visao(&["cham", "to.luat", "loi.csv", "-o", path.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1 + 7);
}

/// No colours where nobody sees them.
#[test]
fn what_goes_to_a_file_has_no_escapes() {
    for command in [
        vec!["vi-sao", "to.luat", "to.csv", "--ma", "T02"],
        vec!["kiem-tra", "hong.luat"],
        vec!["cham", "to.luat", "loi.csv"],
    ] {
        let run = visao(&command);
        assert!(![run.stdout, run.stderr].concat().contains(&0x1b), "{command:?}");
    }
}

/// A run that takes long draws a bar with its end on a terminal of forty columns, never wider, and
/// takes it away; into a pipe it draws none. `script` makes the terminal, where it is at hand.
#[cfg(unix)]
#[test]
fn a_long_run_shows_a_bar_with_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("to.csv");
    let records = if cfg!(debug_assertions) { 3_000 } else { 60_000 };
    let rows = (0..records).map(|place| format!("T{place};Sơn Trà;100000000;5000000;3;1000000\n"));
    let header = "mã tổ;quận;dư nợ;nợ quá hạn;phiên;tiết kiệm\n";
    std::fs::write(&data, format!("{header}{}", rows.collect::<String>())).unwrap();
    let output = folder.path().join("bao-cao.html");
    let arguments = [
        env!("CARGO_BIN_EXE_visao"),
        "bao-cao",
        "tests/cli/remedies.in/to.luat",
        data.to_str().unwrap(),
        "--viec",
        "-o",
        output.to_str().unwrap(),
    ];
    let piped = Command::new(arguments[0]).args(&arguments[1..]).output().unwrap();
    assert!(!String::from_utf8_lossy(&piped.stderr).contains('%'));
    let typed = format!("stty cols 40 rows 24; exec {}", arguments.join(" "));
    let script = Command::new("script").args(["-qec", &typed, "/dev/null"]).output();
    let Ok(run) = script else { return };
    let shown = String::from_utf8(run.stdout).unwrap();
    let bars: Vec<&str> =
        shown.split(['\r', '\n']).filter(|line| line.contains('[') && line.contains('%')).collect();
    assert!(bars.len() > 1, "{shown}");
    for bar in &bars {
        let plain = console::strip_ansi_codes(bar);
        assert!(console::measure_text_width(&plain) <= 40, "{plain}");
        assert!(plain.contains("đang "), "{plain}");
    }
    let (_, after) = shown.rsplit_once("%").unwrap();
    assert!(after.contains("\u{1b}[2K") && after.contains("đã ghi"), "{after:?}");
}

const COMMANDS: [&str; 14] = [
    "grade", "explain", "worklist", "check", "test", "report", "calendar", "trace", "diff", "new",
    "fmt", "schema", "template", "",
];

/// However wide the screen is: the help keeps to the columns that all else keeps to.
#[test]
fn help_fits_a_screen_of_100_columns() {
    for command in COMMANDS {
        for lang in ["vi", "en"] {
            let run = Command::new(env!("CARGO_BIN_EXE_visao"))
                .args(Some(command).filter(|command| !command.is_empty()))
                .args(["--help", "--lang", lang])
                .env("COLUMNS", "300")
                .output()
                .unwrap();
            let help = String::from_utf8(run.stdout).unwrap();
            assert!(help.lines().count() > 9, "{command} {lang}: {help}");
            let wide: Vec<&str> = help.lines().filter(|line| line.width() > 100).collect();
            assert!(wide.is_empty(), "{command} {lang}: {wide:#?}");
        }
    }
}
