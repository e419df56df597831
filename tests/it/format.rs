//! `visao fmt` on files: every rule file of the repository is as it leaves it; nothing is touched
//! that has mistakes, or that need not change.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use visao::engine::formatted;
use visao::load::os::Disk;

fn visao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_visao"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The packs in a folder: each folder with a manifest, and each rule file that stands in no such
/// folder.
fn packs(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let whole = folder.join("pack.toml").exists();
    let alone = paths
        .iter()
        .filter(|path| !whole && path.extension().is_some_and(|ending| ending == "luat"))
        .cloned();
    let folders = paths.iter().filter(|path| path.is_dir()).flat_map(|path| packs(path));
    whole.then(|| folder.to_owned()).into_iter().chain(alone).chain(folders).collect()
}

#[test]
fn every_rule_file_of_the_repository_is_formatted() {
    let all: Vec<PathBuf> = ["rules", "examples", "tests/corpus/ok"]
        .iter()
        .flat_map(|folder| packs(Path::new(folder)))
        .collect();
    assert!(all.len() > 20, "{all:?}");
    for pack in all {
        for file in formatted(&Disk::open(&pack).unwrap(), None).unwrap() {
            assert_eq!(
                file.after.unwrap(),
                file.before,
                "visao fmt {}",
                file.place.unwrap().display()
            );
        }
    }
}

const UNTIDY: &str = "bản ghi  Tổ\n trường nợ:tiền\n";
const TIDY: &str = "bản ghi Tổ\n  trường nợ: tiền\n";
const BROKEN: &str = "bản ghi  Tổ\n trường nợ tiền\n";

/// Who writes a title may put a comma behind it, as behind what a record belongs to; the canonical
/// way has none. A comma with nothing behind it is a mistake still.
#[test]
fn a_comma_behind_the_title_of_a_record_type_is_read() {
    let rules = |comma: &str, rest: &str| {
        format!(
            "bản ghi Lớp \"Lớp học\"{comma}{rest}\n  trường mã: chữ, khóa\n  trường ngày chốt: ngày\n"
        )
    };
    let read = |text: &str| {
        let files = [("a.luat", text)].into_iter().collect::<visao::Memory>();
        formatted(&files, None).unwrap().remove(0).after.map_err(|told| told.to_string())
    };
    let monthly = " chụp hàng tháng theo ngày chốt";
    assert_eq!(read(&rules(",", monthly)), Ok(rules("", monthly)));
    assert_eq!(read(&rules("", monthly)), Ok(rules("", monthly)));
    assert!(read(&rules(",", "")).is_err());
}

/// A file that is written anew is whole, and keeps its permissions; one that says nothing new is
/// not written at all.
#[test]
fn files_are_written_whole_and_only_where_they_change() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("a.luat", UNTIDY), ("b.luat", TIDY)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let read_only = |name: &str| {
        let path = folder.path().join(name);
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
    };
    read_only("b.luat");
    let written =
        |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().modified().unwrap();
    let before = written("b.luat");
    assert_eq!(
        visao(folder.path(), &["fmt", "--check", "a.luat", "b.luat"]).status.code(),
        Some(1)
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("a.luat")).unwrap(), UNTIDY);
    assert_eq!(visao(folder.path(), &["fmt", "a.luat", "b.luat"]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(folder.path().join("a.luat")).unwrap(), TIDY);
    assert_eq!(written("b.luat"), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// A mistake in one file of a pack is told; that file is left, the others are formatted.
#[test]
fn a_file_with_mistakes_is_left() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("a.luat", BROKEN), ("b.luat", UNTIDY), ("pack.toml", "[pack]\nname = \"x\"\n")]
    {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let run = visao(folder.path(), &["fmt", "."]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("a.luat:2:"), "{run:?}");
    assert_eq!(std::fs::read_to_string(folder.path().join("a.luat")).unwrap(), BROKEN);
    assert_eq!(std::fs::read_to_string(folder.path().join("b.luat")).unwrap(), TIDY);
}

/// A name with a reserved word in it, declared in another file of the pack: the file is read as a
/// part of it.
#[test]
fn one_file_is_read_with_the_names_of_its_pack() {
    let folder = tempfile::tempdir().unwrap();
    let (names, rules) = (
        "bản ghi Tổ\n  trường nợ đến hạn: tiền\n",
        "kiểm tra A cho Tổ\n  từ chối nếu nợ đến hạn>0: \"x\"\n",
    );
    for (name, text) in
        [("a.luat", names), ("b.luat", rules), ("pack.toml", "[pack]\nname = \"x\"\n")]
    {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    assert_eq!(visao(folder.path(), &["fmt", "b.luat"]).status.code(), Some(0));
    assert_eq!(
        std::fs::read_to_string(folder.path().join("b.luat")).unwrap(),
        rules.replace("hạn>0", "hạn > 0")
    );
}

#[test]
fn standard_input_goes_to_standard_output() {
    let piped = |text: &str, arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_visao"));
        let program = program
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut program = program.spawn().unwrap();
        program.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        program.wait_with_output().unwrap()
    };
    for text in [UNTIDY, TIDY] {
        let run = piped(text, &["định-dạng", "-"]);
        assert_eq!(
            (run.status.code(), String::from_utf8(run.stdout).unwrap().as_str()),
            (Some(0), TIDY)
        );
    }
    assert_eq!(
        piped(UNTIDY, &["fmt", "-", "--keywords", "en"]).stdout,
        "record Tổ\n  field nợ: money\n".as_bytes()
    );
    let run = piped(BROKEN, &["fmt", "-"]);
    assert_eq!((run.status.code(), run.stdout.as_slice()), (Some(2), &b""[..]));
}
