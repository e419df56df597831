//! The corpus: packs that work, seen at each stage, and packs that a stage must refuse. The
//! snapshots are read like code.

use crate::literate::root;
use crate::outcome;
use std::path::{Path, PathBuf};
use visao::Error;
use visao::data::DataFile;
use visao::diag::Severity;
use visao::engine::{InputFile, Rules, formatted};
use visao::load::os::Disk;
use visao::value::{Date, Lang};

/// The files and folders of a corpus folder that are packs, by name.
fn packs(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/corpus").join(folder)).unwrap();
    let is_pack =
        |path: &PathBuf| path.is_dir() || path.extension().is_some_and(|ending| ending == "luat");
    let mut packs: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(is_pack).collect();
    packs.sort();
    assert!(!packs.is_empty());
    packs
}

fn name(pack: &Path) -> String {
    pack.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// The records beside a pack: `name.csv`, in a folder `records.csv`.
pub fn records(pack: &Path) -> PathBuf {
    if pack.is_dir() { pack.join("records.csv") } else { pack.with_extension("csv") }
}

pub fn working() -> Vec<PathBuf> {
    packs("ok")
}

pub fn day() -> Date {
    Date::from_ymd(2023, 6, 30).unwrap()
}

fn snapshot(folder: &str, name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => root().join("tests/snapshots").join(folder), prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn packs_that_work_are_seen_at_each_stage() {
    for pack in working() {
        let rules =
            Rules::load(&pack).unwrap_or_else(|refused| panic!("{}\n{refused}", pack.display()));
        let findings =
            visao::diag::render::text(rules.findings(), rules.sources(), rules.lang(), false);
        assert!(
            rules.findings().iter().all(|finding| finding.severity == Severity::Warning),
            "{findings}"
        );
        for example in rules.test(Some(day())) {
            let misses: Vec<&str> =
                example.misses.iter().map(|miss| miss.found.vi.as_str()).collect();
            assert!(misses.is_empty(), "{}: {}: {misses:?}", pack.display(), example.title);
        }
        let name = name(&pack);
        snapshot("ok/rules", &name, &translated(&pack, &rules));
        snapshot("ok/plan", &name, &rules.plan().to_string());
        let (decisions, why) = decided(&rules, &pack);
        snapshot("ok/decisions", &name, &decisions);
        snapshot("ok/why", &name, &why);
    }
}

/// The rules with keywords of the other language.
fn translated(pack: &Path, rules: &Rules) -> String {
    let other = match rules.lang() {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    };
    let files = formatted(&Disk::open(pack).unwrap(), Some(other)).unwrap();
    files.into_iter().map(|file| format!("# {}\n{}", file.name, file.after.unwrap())).collect()
}

/// All decisions and units of targets as JSON Lines, and the explanation of the first record and
/// unit.
fn decided(rules: &Rules, pack: &Path) -> (String, String) {
    let files = if pack.is_dir() { csv_files(pack) } else { vec![records(pack)] };
    let given: Vec<InputFile> = files
        .into_iter()
        .map(|file| InputFile { record: None, file: DataFile::path(file) })
        .collect();
    let dataset = rules
        .query()
        .date(day())
        .read_all(&given, None)
        .unwrap_or_else(|error| panic!("{}: {error}", pack.display()));
    let (mut decisions, mut why) = (String::new(), String::new());
    let mut line = |text: String| {
        decisions += &text.replace(rules.fingerprint(), "…");
        decisions.push('\n');
    };
    for batch in dataset.batches() {
        assert!(batch.records() > 0);
        batch.each(0..batch.records(), |reader, run, identity, wanted| {
            if why.is_empty() {
                why = outcome::explanations(
                    &reader.explanations(run, identity, wanted),
                    rules.lang(),
                );
            }
            for decision in reader.decisions(run, identity, wanted) {
                line(visao::wire::decision_line(&decision, rules.lang()).unwrap());
            }
        });
    }
    for unit in dataset.targets().iter().flat_map(|(_, units)| units) {
        line(visao::wire::target_line(unit, rules.lang()).unwrap());
    }
    (decisions, why)
}

/// The data of a pack in a folder, the wholes before their parts by name.
fn csv_files(pack: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(pack).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "csv")).collect();
    files.sort_by_key(|path| (!path.ends_with("records.csv"), path.clone()));
    files
}

fn refused(pack: &Path) -> Error {
    Rules::load(pack).err().unwrap_or_else(|| panic!("{} is not refused", pack.display()))
}

#[test]
fn each_stage_refuses_what_it_must() {
    for stage in ["syntax", "model", "load"] {
        for pack in packs(&format!("err/{stage}")) {
            let refused = refused(&pack);
            assert!(
                refused.diagnostics().iter().all(|finding| finding.code != "E099"),
                "{}",
                pack.display()
            );
            let both = [Lang::Vi, Lang::En]
                .map(|lang| refused.render(lang, false).trim_end().to_owned())
                .join("\n\n────\n\n");
            let both = both.replace(&root().display().to_string(), "");
            snapshot(
                &format!("err/{stage}"),
                &name(&pack),
                &both.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"),
            );
        }
    }
}

#[test]
fn ten_mistakes_give_ten_located_messages() {
    let refused = refused(&root().join("tests/corpus/err/muoi-loi.luat"));
    let place =
        |span: visao::source::Span| refused.sources()[span.source].line_column(span.start).line;
    let found: Vec<(&str, usize)> = refused
        .diagnostics()
        .iter()
        .map(|finding| (finding.code, place(finding.span().unwrap())))
        .collect();
    let seeded = [
        ("E008", 13),
        ("E102", 16),
        ("E101", 18),
        ("E103", 20),
        ("E108", 23),
        ("E005", 28),
        ("E105", 37),
        ("E106", 42),
        ("E017", 45),
        ("E004", 47),
    ];
    assert_eq!(found, seeded);
}
