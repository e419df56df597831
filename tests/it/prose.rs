//! How the code is written: what a doc comment begins with, and how wide a line is.

use crate::literate::root;
use std::path::{Path, PathBuf};

/// Words that begin an answer to a question that nobody asked ("What to read."), not the name of
/// a thing ("Parameters of `read`").
const ANSWERS: &[&str] =
    &["Which", "What", "Where", "Whether", "Why", "How", "Of", "Likewise", "Its"];

const FEWEST_WORDS: usize = 4;

const WIDEST: usize = 100;

/// The files of `src/`, each with its text up to its own tests.
fn held() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut paths = Vec::new();
    collect(&src, &mut paths);
    let files = paths.iter().map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        (path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/"), own)
    });
    let is_held = |(path, _): &(String, String)| !path.contains("tests");
    let held: Vec<(String, String)> = files.filter(is_held).collect();
    assert!(held.len() > 50, "{held:?}");
    held
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
    paths.sort();
}

/// The first paragraph of each doc comment of a public item, field or variant, with its line.
fn docs(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut docs = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let block: Vec<&str> =
            lines[at..].iter().map_while(|line| line.strip_prefix("///")).collect();
        if block.is_empty() {
            at += 1;
            continue;
        }
        let behind = lines[at + block.len()..].iter().find(|line| !line.starts_with('#'));
        let is_public = behind.is_some_and(|line| {
            line.starts_with("pub") || line.starts_with(|letter: char| letter.is_uppercase())
        });
        if is_public {
            let paragraph =
                block.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
            docs.push((at + 1, paragraph.collect::<Vec<_>>().join(" ")));
        }
        at += block.len();
    }
    docs
}

/// What is wrong with a doc comment. One that begins with code shows what is declared, as a
/// keyword's statement, and needs no words.
fn fault(doc: &str) -> Option<String> {
    let end = doc
        .match_indices(['.', '!', '?'])
        .find(|(at, _)| doc[at + 1..].is_empty() || doc[at + 1..].starts_with(' '));
    let sentence = end.map_or(doc, |(at, _)| &doc[..at]);
    let first = sentence.split(' ').next().unwrap_or_default();
    if doc.starts_with('`') {
        None
    } else if ANSWERS.contains(&first) {
        Some(format!("begins with “{first}”: {doc}"))
    } else if sentence.split_whitespace().count() < FEWEST_WORDS {
        Some(format!("has fewer than {FEWEST_WORDS} words: {doc}"))
    } else {
        None
    }
}

#[test]
fn doc_comments_name_the_thing_first() {
    let files = held();
    let found: Vec<(&str, usize, String)> = files
        .iter()
        .flat_map(|(path, text)| {
            docs(text).into_iter().map(move |(line, doc)| (path.as_str(), line, doc))
        })
        .collect();
    assert!(found.len() > 1000, "only {} doc comments", found.len());
    let wrong: Vec<String> = found
        .iter()
        .filter_map(|(path, line, doc)| Some(format!("{path}:{line} {}", fault(doc)?)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_doc_comment_that_answers_or_says_little_is_found() {
    let found = docs(
        "/// What to read.\n#[derive(Debug)]\npub struct Request {\n    /// The rules, as they are \
         written.\n    pub model: Model,\n    /// Private.\n    row: u32,\n}\npub enum Kind {\n    \
         /// `áp dụng khi`\n    Applies,\n    /// The field.\n    Field,\n}\n",
    );
    let faults: Vec<(usize, bool)> =
        found.iter().map(|(line, doc)| (*line, fault(doc).is_some())).collect();
    assert_eq!(faults, [(1, true), (4, false), (10, false), (12, true)]);
}

/// Literals are not broken: a line that holds a quote may be longer.
#[test]
fn lines_are_at_most_a_hundred_columns_wide() {
    let mut wrong = Vec::new();
    for (path, text) in held() {
        for (number, line) in text.lines().enumerate() {
            if line.chars().count() > WIDEST && !line.contains('"') {
                wrong.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The last column of a row of the glossary, "`room` · `Name`", leads to a name of that room.
#[test]
fn the_glossary_leads_to_what_there_is() {
    let glossary = std::fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    let rows: Vec<(&str, &str)> = glossary
        .lines()
        .filter_map(|line| {
            line.trim_end_matches([' ', '|']).rsplit_once("| `")?.1.strip_suffix('`')
        })
        .filter_map(|place| place.split_once("` · `"))
        .collect();
    assert!(rows.len() > 40, "only {} rows", rows.len());
    let there = |(room, name): &&(&str, &str)| {
        let src = root().join("src");
        let mut files = vec![src.join(format!("{room}.rs"))];
        if src.join(room).is_dir() {
            collect(&src.join(room), &mut files);
        }
        files.iter().any(|file| {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .any(|word| word == *name)
        })
    };
    let lost: Vec<&(&str, &str)> = rows.iter().filter(|row| !there(row)).collect();
    assert!(lost.is_empty(), "in docs/glossary.md, but not in src: {lost:?}");
}
