//! The corpus, a test a pack: those that work, seen at each stage (`ok/dates`), and those that a
//! stage must refuse (`err/model/scale`). The snapshots are read like code.
//!
//! `cargo test --test corpus -- ok/dates` runs one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "it/corpus.rs"]
#[expect(dead_code, reason = "the other tests share it")]
mod corpus;
#[path = "it/literate.rs"]
#[expect(dead_code, reason = "the other tests share it")]
mod literate;
#[path = "it/outcome.rs"]
#[expect(dead_code, reason = "the other tests share it")]
mod outcome;

use corpus::{day, packs};
use libtest_mimic::{Arguments, Failed, Trial};
use literate::root;
use std::path::{Path, PathBuf};
use visao::data::DataFile;
use visao::diag::Severity;
use visao::engine::{InputFile, Rules, formatted};
use visao::explain::Length;
use visao::load::os::Disk;
use visao::value::Lang;

/// A test of one pack.
type Test = fn(&Path);

fn main() {
    let kinds: [(&str, Test); 4] = [
        ("ok", works),
        ("err/syntax", is_refused),
        ("err/model", is_refused),
        ("err/load", is_refused),
    ];
    let trials = kinds.into_iter().flat_map(|(folder, test)| {
        packs(folder).into_iter().map(move |pack| trial(folder, &pack, test))
    });
    let ten = root().join("tests/corpus/err/muoi-loi.luat");
    let ten = trial("err", &ten, ten_mistakes_give_ten_located_messages);
    libtest_mimic::run(&Arguments::from_args(), trials.chain([ten]).collect()).exit();
}

/// A pack as a test of its own, named for its place in the corpus; a panic is its failure.
fn trial(folder: &str, pack: &Path, test: fn(&Path)) -> Trial {
    let pack = pack.to_owned();
    Trial::test(format!("{folder}/{}", name(&pack)), move || -> Result<(), Failed> {
        test(&pack);
        Ok(())
    })
}

/// The records beside a pack: `name.csv`, in a folder `records.csv`.
fn records(pack: &Path) -> PathBuf {
    if pack.is_dir() { pack.join("records.csv") } else { pack.with_extension("csv") }
}

fn name(pack: &Path) -> String {
    pack.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// The pack from the corpus on: `err/model/scale.luat`.
fn place(pack: &Path) -> PathBuf {
    pack.strip_prefix(root().join("tests/corpus")).unwrap().to_owned()
}

/// Holds a text to its snapshot, which lies below `tests/snapshots/<folder>` and names its pack.
fn snapshot(folder: &Path, pack: &Path, text: &str) {
    insta::with_settings!({
        snapshot_path => root().join("tests/snapshots").join(folder),
        prepend_module_to_snapshot => false,
        omit_expression => true,
        input_file => root().join("tests/corpus").join(place(pack)),
    }, {
        insta::assert_snapshot!(name(pack), text);
    });
}

/// A pack that works: no finding but warnings, its examples hold, and its rules, plan, decisions
/// and first explanations are those of the snapshots.
fn works(pack: &Path) {
    let rules = Rules::load(pack).unwrap_or_else(|refused| panic!("{refused}"));
    let findings =
        visao::diag::render::text(rules.findings(), rules.sources(), rules.lang(), false);
    assert!(
        rules.findings().iter().all(|finding| finding.severity == Severity::Warning),
        "{findings}"
    );
    for example in rules.test(Some(day())) {
        let misses: Vec<&str> = example.misses.iter().map(|miss| miss.found.vi.as_str()).collect();
        assert!(misses.is_empty(), "{}: {misses:?}", example.title);
    }
    snapshot(Path::new("ok/rules"), pack, &translated(pack, &rules));
    snapshot(Path::new("ok/plan"), pack, &rules.plan().to_string());
    let (decisions, why) = decided(&rules, pack);
    snapshot(Path::new("ok/decisions"), pack, &decisions);
    snapshot(Path::new("ok/why"), pack, &why);
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
        batch.each(0..batch.records(), |record| {
            if why.is_empty() {
                why = outcome::explanations(&record.explanations(), Length::Normal, rules.lang());
            }
            for decision in record.decisions() {
                line(visao::wire::decision_line(&decision, rules.lang()).unwrap());
            }
        });
    }
    for unit in dataset.targets().iter().flatten() {
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

/// A pack that a stage refuses with the messages of the snapshot, Vietnamese above English.
fn is_refused(pack: &Path) {
    let refused = Rules::load(pack).expect_err("the pack is not refused");
    assert!(refused.diagnostics().iter().all(|finding| finding.code != "E099"));
    let both = [Lang::Vi, Lang::En]
        .map(|lang| refused.render(lang, false).trim_end().to_owned())
        .join("\n\n────\n\n");
    let both = both.replace(&root().display().to_string(), "");
    let text = both.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    snapshot(place(pack).parent().unwrap(), pack, &text);
}

/// Ten mistakes in one file, none the consequence of another: ten messages, each at its line.
fn ten_mistakes_give_ten_located_messages(pack: &Path) {
    let refused = Rules::load(pack).expect_err("the pack is not refused");
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
