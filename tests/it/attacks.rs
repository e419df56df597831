//! Files made to do harm, and a system that fails: nothing that is read is destroyed, nothing grows
//! without bound, nothing fails in silence.

#![cfg(unix)]

use crate::support::unbroken;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;
use visao::data::DataFile;
use visao::engine::{Packs, Rules};
use visao::load::Memory;
use visao::value::Lang;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RULES: &str = "tài liệu KH: \"Kế hoạch\", văn bản \"kh.txt\"\n\
                     bản ghi Tổ\n  trường mã tổ: chữ, khóa\n  trường tên: chữ\n  trường a: số\n\n\
                     kiểm tra Đủ cho Tổ\n  căn cứ KH \"a phải lớn\"\n  yêu cầu a ≥ 1\n    nếu không: \"Thiếu a\"\n";
const MANIFEST: &str =
    "[pack]\nname = \"thu\"\nlanguage = \"vi\"\n[functions]\nfiles = [\"h.rhai\"]\n";
const COVERAGE: &str = "[[muc]]\nid = \"k\"\ncau = \"Mọi người đều vui.\"\nloai = \"mục tiêu\"\nly_do = \"Không có mức để đo\"\n";

/// A pack in a folder of its own, beside a place for data and results.
struct Case {
    folder: TempDir,
}

impl Case {
    fn new() -> Case {
        let case = Case { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(case.path("luat")).unwrap();
        case.write("luat/to.luat", RULES);
        case.write("luat/kh.txt", "Trong năm, a phải lớn.\n");
        case.write("to.csv", "Mã tổ;Tên;a\nT1;Một;1\nT2;Hai;0\n");
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_visao"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Told {
        Told::of(self.command(arguments).output().unwrap())
    }

    /// Runs with no more memory for data than this, in MiB; the program's own code, which takes
    /// more room unoptimised than what it works on, is not counted.
    fn run_within(&self, mebibytes: u32, arguments: &[&str]) -> Told {
        // Without the first each thread of a machine of many cores would set some memory aside;
        // with the second the standard library waits for ever where there is none left.
        self.shell(
            &format!(
                "export MALLOC_ARENA_MAX=1 RUST_BACKTRACE=0; ulimit -d {}; exec \"$0\" \"$@\"",
                mebibytes * 1024
            ),
            arguments,
        )
    }

    /// A line of the shell, in which `"$0" "$@"` is the program and its arguments.
    fn shell(&self, line: &str, arguments: &[&str]) -> Told {
        let mut command = Command::new("sh");
        command
            .args(["-c", line, env!("CARGO_BIN_EXE_visao")])
            .args(arguments)
            .current_dir(self.folder.path());
        Told::of(command.output().unwrap())
    }

    /// The files of a folder, hidden ones too.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// How a run ended, and what it said.
#[derive(Debug)]
struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Told {
    fn of(output: Output) -> Told {
        let out = String::from_utf8(output.stdout).unwrap();
        Told { code: output.status.code(), out, err: unbroken(&output.stderr) }
    }

    fn refused_with(&self, words: &str) {
        let err: String = self.err.chars().take(2_000).collect();
        assert_eq!(self.code, Some(2), "{err}");
        assert!(self.err.contains(words), "“{words}” is not in:\n{err}");
        assert!(!self.err.contains("panicked"), "{err}");
    }
}

// ---- What is read is never written to ----

const OVER_INPUT: &str = "đây là một trong những tệp mà lần chạy này đọc (luật, văn bản hoặc dữ liệu), không được ghi đè; hãy chọn tên khác";

#[test]
fn nothing_that_a_run_reads_is_its_output_by_whatever_name() {
    let case = Case::new();
    case.write("luat/pack.toml", MANIFEST);
    case.write("luat/h.rhai", "fn h(x) { x }\n");
    symlink("luat/to.luat", case.path("lien-ket.csv")).unwrap();
    fs::hard_link(case.path("luat/to.luat"), case.path("cung-tep.csv")).unwrap();
    fs::hard_link(case.path("to.csv"), case.path("du-lieu.csv")).unwrap();
    let read = ["luat/to.luat", "luat/pack.toml", "luat/h.rhai", "luat/kh.txt", "to.csv"];
    let other = ["./luat/../luat/to.luat", "lien-ket.csv", "cung-tep.csv", "du-lieu.csv"];
    let before: Vec<Vec<u8>> = read.iter().map(|name| fs::read(case.path(name)).unwrap()).collect();
    for target in read.iter().chain(&other) {
        let told = case.run(&["cham", "luat", "to.csv", "--dang", "csv", "-o", target]);
        told.refused_with(&format!("lỗi: {target}: {OVER_INPUT}"));
    }
    for command in ["vi-sao", "bao-cao"] {
        let ids: &[&str] = if command == "vi-sao" { &["--ma", "T1"] } else { &[] };
        let told = case.run(
            &[&[command, "luat", "to.csv", "--dang", "html", "-o", "luat/to.luat"], ids].concat(),
        );
        told.refused_with(OVER_INPUT);
    }
    case.run(&["doi-chieu", "luat", "-o", "luat/kh.txt"]).refused_with(OVER_INPUT);
    case.run(&["cham", "luat", "to.csv", "--lang", "en", "--format", "csv", "-o", "luat/kh.txt"])
        .refused_with("must not be overwritten");
    let after: Vec<Vec<u8>> = read.iter().map(|name| fs::read(case.path(name)).unwrap()).collect();
    assert_eq!(before, after);
    assert_eq!(case.names("luat"), ["h.rhai", "kh.txt", "pack.toml", "to.luat"]);
}

#[test]
fn the_list_of_sentences_without_rules_is_read_too() {
    let case = Case::new();
    case.write("luat/kh.txt", "Trong năm, a phải lớn. Mọi người đều vui.\n");
    case.write("luat/doi-chieu.toml", COVERAGE);
    let told = case.run(&["doi-chieu", "luat"]);
    assert!(
        told.out.contains(
            "2 câu = 0 có luật xét đủ + 1 xét một phần + 1 do người xét (doi-chieu.toml) + 0 chưa \
             xét"
        ),
        "{told:?}"
    );
    for command in [&["doi-chieu", "luat"][..], &["cham", "luat", "to.csv"]] {
        let target = [
            "--dang",
            if command[0] == "cham" { "csv" } else { "text" },
            "-o",
            "luat/doi-chieu.toml",
        ];
        case.run(&[command, &target].concat())
            .refused_with(&format!("lỗi: luat/doi-chieu.toml: {OVER_INPUT}"));
    }
    assert_eq!(fs::read_to_string(case.path("luat/doi-chieu.toml")).unwrap(), COVERAGE);
}

#[test]
fn a_result_of_before_is_still_replaced() {
    let case = Case::new();
    case.write("kq.csv", "cũ");
    assert_eq!(case.run(&["cham", "luat", "to.csv", "-o", "kq.csv"]).code, Some(0));
    assert!(fs::read_to_string(case.path("kq.csv")).unwrap().contains("T1"));
}

// ---- Drafts ----

/// A run that has begun to write a large result, started so that signals do what `disposition`
/// says, whatever they did to these tests.
fn writing(case: &Case, disposition: &str) -> Child {
    let rows: String = (0..80_000).map(|row| format!("T{row};Tên {row};{row}\n")).collect();
    case.write("nhieu.csv", format!("Mã tổ;Tên;a\n{rows}"));
    let mut command = Command::new("env");
    command.args([
        disposition,
        env!("CARGO_BIN_EXE_visao"),
        "cham",
        "luat",
        "nhieu.csv",
        "-o",
        "kq.csv",
    ]);
    command.current_dir(case.folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    while !case.names(".").iter().any(|name| name.starts_with(".visao-")) {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before it began to write");
        std::thread::yield_now();
    }
    child
}

fn kill(child: &Child, signal: &str) {
    Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status().unwrap();
}

#[test]
fn a_run_that_is_made_to_end_leaves_no_draft() {
    let case = Case::new();
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let mut child = writing(&case, "--default-signal=INT,TERM,HUP");
        kill(&child, name);
        assert_eq!(child.wait().unwrap().signal(), Some(number));
        assert_eq!(case.names("."), ["luat", "nhieu.csv", "to.csv"], "{name}");
    }
}

#[test]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    let case = Case::new();
    let mut child = writing(&case, "--ignore-signal=HUP");
    kill(&child, "HUP");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(case.names("."), ["kq.csv", "luat", "nhieu.csv", "to.csv"]);
}

#[test]
fn a_draft_left_behind_is_swept_and_one_being_written_is_not() {
    let case = Case::new();
    case.write(".visao-4000000-0.tmp", "của một lần chạy đã tắt");
    case.write(".visao-1-0.tmp", "đang ghi");
    case.write(".khac.tmp", "của chương trình khác");
    let writer = File::options().write(true).open(case.path(".visao-1-0.tmp")).unwrap();
    writer.lock().unwrap();
    assert_eq!(case.run(&["cham", "luat", "to.csv", "-o", "kq.csv"]).code, Some(0));
    assert_eq!(case.names("."), [".khac.tmp", ".visao-1-0.tmp", "kq.csv", "luat", "to.csv"]);
}

#[test]
fn a_name_may_be_as_long_as_the_system_allows_and_a_longer_one_is_refused_in_words() {
    let case = Case::new();
    for length in [236, 255] {
        let name = format!("{}.csv", "a".repeat(length - 4));
        assert_eq!(case.run(&["cham", "luat", "to.csv", "-o", &name]).code, Some(0), "{length}");
    }
    let name = format!("{}.csv", "a".repeat(300));
    case.run(&["cham", "luat", "to.csv", "-o", &name])
        .refused_with("tên tệp dài quá hoặc có ký tự không dùng được");
}

// ---- Workbooks ----

/// A workbook: its sheet, called “Tháng 6”, and its shared texts, as XML.
fn workbook(sheet: &str, shared: impl IntoIterator<Item = String>) -> Vec<u8> {
    let part = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let link = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let sheets = format!(
        "<workbook {part} xmlns:r=\"{office}\"><sheets><sheet name=\"Tháng 6\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let links = [
        link("r1", "worksheet", "worksheets/sheet1.xml"),
        link("r2", "sharedStrings", "sharedStrings.xml"),
    ]
    .concat();
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut start = |name: &str, text: &str| {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    };
    start(
        "_rels/.rels",
        &format!(
            "<Relationships {package}>{}</Relationships>",
            link("r1", "officeDocument", "xl/workbook.xml")
        ),
    );
    start("xl/workbook.xml", &sheets);
    start(
        "xl/_rels/workbook.xml.rels",
        &format!("<Relationships {package}>{links}</Relationships>"),
    );
    start(
        "xl/worksheets/sheet1.xml",
        &format!("<worksheet {part}><sheetData>{sheet}</sheetData></worksheet>"),
    );
    start("xl/sharedStrings.xml", &format!("<sst {part}>"));
    for text in shared {
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.write_all(b"</sst>").unwrap();
    archive.finish().unwrap().into_inner()
}

fn inline(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn header() -> String {
    format!(
        "<row r=\"1\">{}{}{}</row>",
        inline("A1", "Mã tổ"),
        inline("B1", "Tên"),
        inline("C1", "a")
    )
}

#[test]
fn a_small_workbook_with_one_huge_cell_is_refused_within_little_memory() {
    let case = Case::new();
    // 700 MB of one shared text, which cell B2 shows.
    let piece = "a".repeat(1 << 20);
    let text = std::iter::once("<si><t>".to_owned())
        .chain((0..700).map(|_| piece.clone()))
        .chain(["</t></si>".to_owned()]);
    let sheet = format!(
        "{}<row r=\"2\">{}<c r=\"B2\" t=\"s\"><v>1</v></c></row>",
        header(),
        inline("A2", "T1")
    );
    let shared = std::iter::once("<si><t>ngắn</t></si>".to_owned()).chain(text);
    case.write("to.xlsx", workbook(&sheet, shared));
    assert!(fs::metadata(case.path("to.xlsx")).unwrap().len() < 1 << 20);
    let told = case.run_within(512, &["cham", "luat", "to.xlsx"]);
    told.refused_with(
        "to.xlsx: trang “Tháng 6”, ô B2: chữ trong ô dài hơn 32767 ký tự, mức tối đa của Excel",
    );
    // The same in the cell itself, in many pieces.
    let pieces = format!("<r><t>{}</t></r>", "b".repeat(1000)).repeat(33);
    let sheet = format!(
        "{}<row r=\"2\">{}<c r=\"B2\" t=\"inlineStr\"><is>{pieces}</is></c></row>",
        header(),
        inline("A2", "T1")
    );
    case.write("to.xlsx", workbook(&sheet, []));
    case.run(&["cham", "luat", "to.xlsx"])
        .refused_with("trang “Tháng 6”, ô B2: chữ trong ô dài hơn 32767 ký tự");
    // Shown by no cell, it is refused all the same.
    case.write("to.xlsx", workbook(&header(), [format!("<si><t>{}</t></si>", "a".repeat(32_768))]));
    case.run(&["cham", "luat", "to.xlsx"])
        .refused_with("tệp Excel có một đoạn chữ dài hơn 32767 ký tự");
}

#[test]
fn what_no_cell_holds_is_bounded_too_and_so_are_the_first_rows() {
    let case = Case::new();
    // 17 MB without a tag, where no text belongs.
    case.write("to.xlsx", workbook(&header(), [" ".repeat(17 << 20)]));
    case.run(&["cham", "luat", "to.xlsx"])
        .refused_with("tệp Excel có một đoạn chữ dài hơn 32767 ký tự");
    // Of each cell 1,000 letters of 3 bytes are looked at for a header: 2 rows of 12,000 cells are
    // past 64 MB.
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(12_000);
    let sheet = format!("<row r=\"1\">{cells}</row><row r=\"2\">{cells}</row>");
    case.write("to.xlsx", workbook(&sheet, [format!("<si><t>{}</t></si>", "ữ".repeat(2_000))]));
    case.run(&["cham", "luat", "to.xlsx"])
        .refused_with("những dòng đầu của các trang có hơn 64 MB chữ");
}

#[test]
fn an_old_workbook_is_bounded_before_it_is_read() {
    let case = Case::new();
    let file = case.path("to.xls");
    case.write("to.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    File::options().write(true).open(&file).unwrap().set_len((16 << 20) + 1).unwrap();
    case.run_within(20, &["cham", "luat", "to.xls"])
        .refused_with("to.xls: tệp .xls (Excel 97–2003) quá lớn, chỉ đọc đến 16 MB; hãy mở bằng Excel rồi lưu lại thành .xlsx");
}

#[test]
fn a_long_shared_text_in_many_cells_is_kept_once() {
    let case = Case::new();
    // As long as Excel allows; copied for each of 1,500 cells it would be 49 MB, of which 20 are
    // there.
    let long = "x".repeat(32_767);
    let rows: String = (2..1_502)
        .map(|row| {
            format!(
                "<row r=\"{row}\">{}<c r=\"B{row}\" t=\"s\"><v>0</v></c></row>",
                inline(&format!("A{row}"), &format!("T{row}"))
            )
        })
        .collect();
    case.write(
        "to.xlsx",
        workbook(&format!("{}{rows}", header()), [format!("<si><t>{long}</t></si>")]),
    );
    let told = case.run_within(20, &["cham", "luat", "to.xlsx", "-o", "kq.jsonl"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(
        told.err.contains("1500 dòng dưới tiêu đề = 0 bỏ qua + 0 trùng hoàn toàn + 1500 bản ghi"),
        "{}",
        told.err
    );
    // As a key no message repeats it.
    let rows: String =
        (2..42).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c><c r=\"C{row}\"><v>{row}</v></c></row>")).collect();
    case.write(
        "to.xlsx",
        workbook(&format!("{}{rows}", header()), [format!("<si><t>{long}</t></si>")]),
    );
    let told = case.run(&["cham", "luat", "to.xlsx", "-o", "kq.jsonl"]);
    assert_eq!(told.code, Some(1));
    assert!(told.err.contains("khóa không trùng: dòng 3 cũng có khóa này"));
    assert!(told.err.len() < 50_000, "{}", told.err.len());
}

#[test]
fn a_text_of_thousands_of_columns_takes_no_more_memory_than_one_of_a_few() {
    let case = Case::new();
    // Room for as many rows as of three columns would be 24 MB a block, of which some are under way.
    let beside = 6_000;
    let header: String = (0..beside).map(|column| format!(";x{column}")).collect();
    let numbers = ";7".repeat(beside);
    let rows: String = (0..1_500).map(|row| format!("T{row};Tổ {row};{row}{numbers}\n")).collect();
    case.write("to.csv", format!("Mã tổ;Tên;a{header}\n{rows}"));
    let told = case.run_within(48, &["cham", "luat", "to.csv", "-o", "kq.jsonl"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    let counts = "1500 dòng dưới tiêu đề = 0 bỏ qua + 0 trùng hoàn toàn + 1500 bản ghi";
    assert!(told.err.contains(counts), "{}", told.err);
}

#[test]
fn a_row_or_a_cell_that_stands_twice_is_refused() {
    let case = Case::new();
    let row = |number: u32, key: &str, rest: &str| {
        format!("<row r=\"{number}\">{}{rest}</row>", inline(&format!("A{number}"), key))
    };
    let twice = format!("{}{}{}{}", header(), row(2, "T1", ""), row(3, "T2", ""), row(2, "T3", ""));
    case.write("to.xlsx", workbook(&twice, []));
    case.run(&["cham", "luat", "to.xlsx"])
        .refused_with("to.xlsx: trang “Tháng 6”: dòng 2 được ghi hai lần, không rõ dòng nào đúng");
    // One after the other, with other columns: merged they would be one record.
    let parted =
        format!("{}{}<row r=\"2\"><c r=\"C2\"><v>5</v></c></row>", header(), row(2, "T1", ""));
    case.write("to.xlsx", workbook(&parted, []));
    case.run(&["cham", "luat", "to.xlsx"]).refused_with("dòng 2 được ghi hai lần");
    let cell =
        format!("{}{}", header(), row(2, "T1", "<c r=\"C2\"><v>1</v></c><c r=\"C2\"><v>0</v></c>"));
    case.write("to.xlsx", workbook(&cell, []));
    case.run(&["cham", "luat", "to.xlsx"])
        .refused_with("to.xlsx: trang “Tháng 6”: ô C2 được ghi hai lần, không rõ giá trị nào đúng");
}

#[test]
fn room_is_not_made_for_texts_that_are_only_announced() {
    let case = Case::new();
    let sheet = format!("{}<row r=\"2\">{}</row>", header(), inline("A2", "T1"));
    let bytes = workbook(&sheet, []);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let part = archive.by_index(place).unwrap();
        let is_shared = part.name().unwrap().ends_with("sharedStrings.xml");
        if !is_shared {
            writer.raw_copy_file(part).unwrap();
        }
    }
    writer.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"<sst uniqueCount=\"99999999999\"></sst>").unwrap();
    case.write("to.xlsx", writer.finish().unwrap().into_inner());
    case.run_within(512, &["cham", "luat", "to.xlsx"])
        .refused_with("tệp hỏng, tải về chưa đủ, hoặc không phải tệp Excel");
}

// ---- What is not seen ----

#[test]
fn what_steers_a_terminal_or_turns_the_order_of_words_is_made_visible_everywhere() {
    let case = Case::new();
    // A name that would clear the screen, and one whose end would be shown before its beginning.
    case.write(
        "to.csv",
        "Mã tổ;Tên;a\nT1\u{1b}[2J;\u{202e}toT;0\nT2;\u{9b}31m\u{2066}x;y\u{1b}]0;\n",
    );
    case.write("luat/to.luat", RULES.replace("yêu cầu a ≥ 1", "yêu cầu a ≥ 1 và tên = \"x\""));
    let hidden = |text: &str| {
        text.chars().any(|c| {
            c.is_control() && c != '\n'
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
        })
    };
    for arguments in [
        &["vi-sao", "luat", "to.csv", "--ma", "T1\u{1b}[2J"][..],
        &["vi-sao", "luat", "to.csv", "--ma", "T1\u{1b}[2J", "--dang", "html"],
        &["vi-sao", "luat", "to.csv", "--ma", "T2", "--dang", "json"],
        &["cham", "luat", "to.csv"],
        &["cham", "luat", "to.csv", "--dang", "jsonl"],
        &["cham", "luat", "to.csv", "--noi-gon"],
        &["viec-nen-lam", "luat", "to.csv"],
        &["vi-sao", "luat", "to.csv", "--ma", "T2", "--thu"],
        &["vi-sao", "luat", "to.csv", "--ma", "T2", "--brief"],
        &["cham", "luat", "to.csv", "--ma", "\u{1b}[31mT9"],
        &["cham", "luat", "\u{202e}vsc.csv"],
        &["\u{1b}[31m"],
    ] {
        let told = case.run(arguments);
        assert!(!hidden(&told.out) && !hidden(&told.err), "{arguments:?}: {told:?}");
    }
    let text = case.run(&["vi-sao", "luat", "to.csv", "--ma", "T1\u{1b}[2J"]).out;
    assert!(text.contains("T1␛[2J") && text.contains("‹U+202E›toT"), "{text}");
    let json = case.run(&["vi-sao", "luat", "to.csv", "--ma", "T1\u{1b}[2J", "--dang", "json"]).out;
    assert!(json.contains("T1\\u001b[2J") && json.contains("\\u202etoT"), "{json}");
    // Files for other programs keep the data as they are.
    case.run(&["cham", "luat", "to.csv", "-o", "kq.csv"]);
    assert!(fs::read_to_string(case.path("kq.csv")).unwrap().contains("T1\u{1b}[2J"));
}

#[test]
fn rules_that_hide_something_are_refused_at_the_place() {
    let case = Case::new();
    case.write("luat/to.luat", RULES.replace("\"Thiếu a\"", "\"Thiếu \u{202e}a\u{1b}[2J\""));
    let told = case.run(&["kiem-tra", "luat"]);
    assert_eq!(told.code, Some(1), "{told:?}");
    let words = "lỗi[E260]: ở đây có ký tự điều khiển ‹U+202E› không nhìn thấy được: chữ hiện ra có thể khác điều máy đọc";
    assert!(told.out.contains(words) && told.out.contains("to.luat:10:23"), "{}", told.out);
    assert!(told.out.contains("ký tự điều khiển ␛ không nhìn thấy"), "{}", told.out);
    assert!(!told.out.contains(['\u{202e}', '\u{1b}']), "{}", told.out);
}

#[test]
fn a_huge_cell_is_not_repeated_in_messages() {
    let case = Case::new();
    case.write("to.csv", format!("Mã tổ;Tên;a\nT1;Một;{}\n", "9".repeat(20 << 20)));
    let told = case.run(&["cham", "luat", "to.csv"]);
    assert_eq!(told.code, Some(1), "{:?}", told.code);
    assert!(told.err.contains(&format!("“{}…”", "9".repeat(200))), "{}", &told.err[..500]);
    assert!(
        told.err.len() < 2_000 && told.out.len() < 4_000,
        "{} {}",
        told.err.len(),
        told.out.len()
    );
}

// ---- A system that fails ----

#[test]
fn results_that_cannot_be_written_are_told() {
    let case = Case::new();
    for arguments in [
        &["kiem-tra", "luat"][..],
        &["kiem-tra", "luat", "--dang", "json"],
        &["thu", "luat"],
        &["cham", "luat", "to.csv"],
        &["vi-sao", "luat", "to.csv", "--ma", "T1"],
        &["doi-chieu", "luat"],
        &["vi-sao", "luat", "to.csv", "--ma", "T1", "--thu"],
        &["cham", "luat", "to.csv", "--noi-gon"],
        &["viec-nen-lam", "luat", "to.csv"],
        &["bao-cao", "luat", "to.csv"],
        &["--help"],
        &["cham", "--help"],
        &["--version"],
    ] {
        case.shell("exec \"$0\" \"$@\" > /dev/full", arguments)
            .refused_with("không ghi được kết quả: hết chỗ trên đĩa");
    }
}

#[test]
fn a_temporary_file_without_room_is_told_and_nothing_is_left() {
    let case = Case::new();
    let rows: String = (0..2_000).map(|row| format!("T{row};Tên {row};{row}\n")).collect();
    case.write("nhieu.csv", format!("Mã tổ;Tên;a\n{rows}"));
    fs::create_dir(case.path("tam")).unwrap();
    // Files of at most 8 blocks: what is written beyond is an error, as on a full disk.
    let full = "export TMPDIR=tam; trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let missing = "export TMPDIR=khong-co; exec \"$0\" \"$@\"";
    for command in ["cham", "viec-nen-lam", "bao-cao"] {
        let arguments = [command, "luat", "nhieu.csv", "-o", "kq.xlsx"];
        case.shell(missing, &arguments).refused_with("không ghi được tệp tạm ở khong-co");
    }
    let told = case.shell(full, &["cham", "luat", "nhieu.csv", "-o", "kq.xlsx"]);
    told.refused_with(
        "kq.xlsx: không ghi được kết quả: không ghi được tệp tạm ở tam, có thể vì hết",
    );
    assert_eq!(case.names("."), ["luat", "nhieu.csv", "tam", "to.csv"]);
    assert_eq!(case.names("tam"), [""; 0]);
}

#[test]
fn whoever_reads_no_further_ends_the_program_quietly() {
    let case = Case::new();
    let rows: String = (0..20_000).map(|row| format!("T{row};Tên {row};{row}\n")).collect();
    case.write("nhieu.csv", format!("Mã tổ;Tên;a\n{rows}"));
    let mut child = case
        .command(&["cham", "luat", "nhieu.csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let told = Told::of(child.wait_with_output().unwrap());
    assert_eq!((told.code, told.err.as_str()), (Some(141), ""));
}

// ---- Files that are too large, never end, or change ----

fn sparse(path: &Path) {
    File::create(path).unwrap().set_len(6 << 30).unwrap();
}

#[test]
fn a_file_of_gigabytes_is_refused_before_it_is_read() {
    let case = Case::new();
    sparse(&case.path("luat/lon.txt"));
    let told = case.run_within(512, &["kiem-tra", "luat"]);
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(told.out.contains("lỗi[E209]: “lon.txt” lớn quá: tối đa 4 MiB"), "{}", told.out);
    let told = case.run_within(512, &["nam-moi", "2024", "--tu", "luat"]);
    assert_eq!(told.code, Some(2), "{told:?}");
    fs::remove_file(case.path("luat/lon.txt")).unwrap();
    sparse(&case.path("luat/lon.bin"));
    case.write("luat/pack.toml", "[pack]\nname = \"a\"\nlanguage = \"vi\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n");
    case.run_within(800, &["nam-moi", "2024", "--tu", "luat"])
        .refused_with("“lon.bin” lớn quá, chỉ chép tệp tối đa 256 MB");
    assert_eq!(case.names("."), ["luat", "to.csv"]);
    fs::remove_file(case.path("luat/lon.bin")).unwrap();
    sparse(&case.path("lon.csv"));
    case.run_within(512, &["cham", "luat", "lon.csv"])
        .refused_with("lon.csv: tệp quá lớn; giới hạn là 2 GB");
}

#[test]
fn one_limit_holds_for_every_file_of_a_pack() {
    // A document may be as large as the rules: 3 MiB, past the lesser of the two limits that there
    // once were.
    let with = |file: &str, mebibytes: usize| {
        let text = "một dòng dài của văn bản. "
            .repeat((mebibytes << 20) / "một dòng dài của văn bản. ".len() + 1);
        let rules = "tài liệu KH: \"Kế hoạch\", văn bản \"kh.txt\"\nbản ghi Tổ\n  trường a: số\n";
        let text = if file.ends_with("luat") { format!("{rules}# {text}\n") } else { text };
        let files = [
            ("to.luat".to_owned(), rules.to_owned()),
            ("kh.txt".to_owned(), "ngắn".to_owned()),
            (file.to_owned(), text),
        ];
        Rules::from_files(&files.into_iter().collect::<Memory>())
    };
    for file in ["to.luat", "kh.txt"] {
        assert!(with(file, 3).is_ok(), "{file}");
        let refused = with(file, 4).unwrap_err();
        assert_eq!(
            refused.diagnostics().iter().map(|found| found.code).collect::<Vec<_>>(),
            ["E209"],
            "{file}"
        );
    }
}

const NOT_REGULAR: &str = "đây không phải tệp thường (ống dẫn, thiết bị…) nên không đọc; hãy lưu nội dung thành tệp trước";

#[test]
fn a_pipe_is_refused_and_never_waited_for() {
    let case = Case::new();
    for name in ["ong.csv", "ong.luat"] {
        assert!(Command::new("mkfifo").arg(case.path(name)).status().unwrap().success());
    }
    case.run(&["cham", "luat", "ong.csv"])
        .refused_with(&format!("ong.csv: không đọc được tệp: {NOT_REGULAR}"));
    case.run(&["kiem-tra", "ong.luat"])
        .refused_with(&format!("không đọc được “ong.luat”: {NOT_REGULAR}"));
    assert!(Command::new("mkfifo").arg(case.path("luat/them.luat")).status().unwrap().success());
    case.run(&["kiem-tra", "luat"])
        .refused_with(&format!("không đọc được “them.luat”: {NOT_REGULAR}"));
    fs::remove_file(case.path("luat/them.luat")).unwrap();
    case.shell("cat to.csv | \"$0\" cham luat Tổ=/dev/stdin", &[]).refused_with(NOT_REGULAR);
}

#[test]
fn a_link_out_of_the_pack_is_not_followed_and_one_within_is() {
    let case = Case::new();
    case.write("mat.txt", "bí mật");
    symlink("kh.txt", case.path("luat/cung.txt")).unwrap();
    assert_eq!(case.run(&["kiem-tra", "luat"]).code, Some(0));
    symlink("../mat.txt", case.path("luat/mat.txt")).unwrap();
    let words = "không đọc được “mat.txt”: đây là liên kết dẫn ra ngoài thư mục bộ quy tắc; hãy chép chính tệp ấy vào thư mục";
    case.run(&["kiem-tra", "luat"]).refused_with(words);
    case.run(&["cham", "luat", "to.csv"]).refused_with(words);
    // Who names the link itself means where it leads.
    fs::remove_file(case.path("luat/mat.txt")).unwrap();
    case.write("mot.luat", "bản ghi Tổ\n  trường a: số\n");
    fs::create_dir(case.path("khac")).unwrap();
    symlink("../mot.luat", case.path("khac/noi.luat")).unwrap();
    assert_eq!(case.run(&["kiem-tra", "khac/noi.luat"]).code, Some(0));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_noticed() {
    let case = Case::new();
    let rows: String = (0..5_000).map(|row| format!("T{row};Tên;1\n")).collect();
    case.write("to.csv", format!("Mã tổ;Tên;a\n{rows}"));
    let rules = Rules::load(case.path("luat")).unwrap();
    let file = || DataFile::path(case.path("to.csv"));
    assert_eq!(rules.query().read(&[file()], None).unwrap().report().keys.len(), 5_000);
    let add = |_| {
        File::options()
            .append(true)
            .open(case.path("to.csv"))
            .unwrap()
            .write_all(b"T;Ten;1\n")
            .unwrap()
    };
    let refused = rules.query().read(&[file()], Some(&add)).unwrap_err();
    assert!(
        refused.message().vi.ends_with("to.csv: tệp bị thay đổi trong khi đang đọc; hãy đợi chương trình kia ghi xong rồi chạy lại"),
        "{}",
        refused.message().vi
    );
}

// ---- Work and messages without end ----

#[test]
fn packs_of_one_range_are_told_by_pairs_up_to_a_number() {
    let manifest = |n: usize| format!("[pack]\nname = \"bo-{n}\"\nlanguage = \"vi\"\n");
    let files = (0..100).flat_map(|n| {
        [
            (format!("{n}/pack.toml"), manifest(n)),
            (format!("{n}/a.luat"), "bản ghi Tổ\n  trường a: số\n".to_owned()),
        ]
    });
    let refused = Packs::from_files(&files.collect::<Memory>()).unwrap_err();
    assert_eq!(refused.diagnostics().len(), 21);
    // 100 × 99 / 2 pairs.
    assert!(
        format!("{refused:#}").contains("và 4930 cặp bộ quy tắc khác cũng cùng áp dụng một ngày")
    );
}

/// A record's numbers are as large as they may be, and each step turns the last one over.
fn turned(steps: usize) -> Rules {
    let mut rules = "bản ghi Tổ\n  trường a: số\n  trường b: số\n  tính x0 = lũy thừa(a; 9000) / lũy thừa(b; 9000)\n".to_owned();
    for step in 0..steps {
        rules.push_str(&format!("  tính x{} = 1 / x{step}\n", step + 1));
    }
    rules.push_str(&format!("kiểm tra K cho Tổ\n  yêu cầu x{steps} < 1\n    nếu không: \"Lớn\"\n"));
    Rules::from_text(&rules).unwrap()
}

#[test]
fn work_on_large_numbers_is_exact_within_a_bound_and_told_beyond_it() {
    let record = |a: u32, b: u32| serde_json::json!({ "a": a, "b": b });
    let decided = turned(40).grade(&record(7, 11)).unwrap();
    assert_eq!(
        decided[0].verdict.as_deref(),
        Some("đạt"),
        "an even number of turns gives (7/11)^9000 again"
    );
    let rules = turned(400);
    let decided = rules.grade(&record(7, 11)).unwrap();
    let error = &decided[0].errors[0];
    assert_eq!(
        error.expected.get(Lang::Vi),
        "phép tính quá dài với những số quá lớn; hãy làm tròn ở một bước giữa chừng"
    );
    let clause = error.clause.as_ref().unwrap();
    assert!(clause.text.starts_with("1 / x"), "{clause:?}");
    // A small record is none the worse.
    assert_eq!(rules.grade(&record(1, 2)).unwrap()[0].verdict.as_deref(), Some("đạt"));
    assert_eq!(rules.grade(&record(1, 1)).unwrap()[0].verdict.as_deref(), Some("không đạt"));
}
