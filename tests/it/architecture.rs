//! The order of the house: who may name whom, and which library lives in which room. See docs/architecture.md.

use crate::literate::root;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file of src/ with its comments and its own tests left out.
struct File {
    /// From src/ on: `plan/step.rs`.
    path: String,
    code: String,
}

impl File {
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn is_in(&self, rooms: &[&str]) -> bool {
        rooms.iter().any(|room| if room.ends_with(".rs") { self.path == *room } else { self.module() == *room })
    }

    /// Whether a word stands in the code.
    fn names(&self, word: &str) -> bool {
        self.code.match_indices(word).any(|(at, _)| {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !letter(self.code[..at].chars().next_back()) && !letter(self.code[at + word.len()..].chars().next())
        })
    }
}

fn files() -> Vec<File> {
    let mut paths = Vec::new();
    collect(&root().join("src"), &mut paths);
    let read = |path: PathBuf| File { path: shown(&path), code: code(&std::fs::read_to_string(&path).unwrap()) };
    let files: Vec<File> = paths.into_iter().map(read).filter(|file| !file.path.contains("tests")).collect();
    assert!(files.len() > 50);
    files
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, paths),
            false if path.extension().is_some_and(|ending| ending == "rs") => paths.push(path),
            false => {}
        }
    }
    paths.sort();
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root().join("src")).unwrap().to_str().unwrap().replace('\\', "/")
}

fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    own.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| line.split(" // ").next().unwrap_or_default().to_owned() + "\n")
        .collect()
}

/// The modules in the order of lib.rs.
fn order() -> Vec<String> {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    lib.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect()
}

/// The modules that code names by `crate::…`.
fn named(code: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => _ = named.insert(word(rest)),
            Some(group) => named.extend(group.split('}').next().unwrap().split(',').map(|part| word(part.trim()))),
        }
    }
    named
}

#[test]
fn a_module_names_only_modules_above_it() {
    let order = order();
    let place = |module: &str| order.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| !["lib", "main"].contains(&file.module())) {
        let own = place(file.module()).unwrap_or_else(|| panic!("lib.rs does not list {}", file.path));
        for name in named(&file.code) {
            match place(&name) {
                Some(other) if other <= own => {}
                _ => wrong.push(format!("{} names crate::{name}", file.path)),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_library_lives_in_its_room() {
    let rooms: &[(&str, &[&str])] = &[
        ("pest", &["syntax/parse.rs"]),
        ("pest_derive", &["syntax/parse.rs"]),
        ("rhai", &["script"]),
        ("clap", &["cli"]),
        ("indicatif", &["cli"]),
        ("similar", &["cli/fmt.rs"]),
        ("anstream", &["cli"]),
        ("toml", &["load"]),
        ("annotate_snippets", &["diag/render.rs"]),
        ("calamine", &["data/workbook.rs"]),
        ("zip", &["data/unpacked.rs"]),
        ("quick_xml", &["data/unpacked.rs"]),
        ("signal_hook", &["cli/interrupt.rs"]),
        ("rust_xlsxwriter", &["data/out/xlsx.rs"]),
        ("csv", &["data"]),
        ("encoding_rs", &["data/encoding.rs"]),
        ("sha2", &["load/pack.rs", "data/rows.rs"]),
        ("num_bigint", &["value", "script"]),
        ("num_rational", &["value"]),
        ("chrono", &["value/date.rs", "data/workbook.rs"]),
    ];
    let mut wrong = Vec::new();
    for file in files() {
        for (library, rooms) in rooms {
            if file.names(&format!("{library}::")) && !file.is_in(rooms) {
                wrong.push(format!("{} names {library}", file.path));
            }
        }
        for outside in ["std::fs", "std::net", "std::process", "std::env"] {
            if file.names(outside) && !file.is_in(&["load/os.rs", "data", "cli", "main"]) {
                wrong.push(format!("{} names {outside}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_float_and_no_clock_decides_anything() {
    let mut wrong = Vec::new();
    for file in files() {
        // Workbooks hold binary floats; they become decimals at once, and results become floats only in the last moment.
        for float in ["f32", "f64"] {
            if file.names(float) && !file.is_in(&["data/workbook.rs", "data/out/xlsx.rs"]) {
                wrong.push(format!("{} names {float}", file.path));
            }
        }
        for clock in ["std::time", "SystemTime", "chrono::Utc", "chrono::Local"] {
            if file.names(clock) && !file.is_in(&["cli"]) {
                wrong.push(format!("{} names {clock}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a stage never knows.
#[test]
fn pairs_that_never_meet() {
    let never: &[(&str, &[&str])] = &[
        ("syntax", &["crate::builtins", "Value", "Num"]),
        ("plan", &["crate::syntax", "crate::diag", "crate::keywords", "Sources", "Source", "Message"]),
        ("eval", &["crate::syntax", "crate::diag", "crate::keywords", "Sources", "Source", "Message", "serde"]),
        ("explain", &["crate::syntax", "Worker", "crate::eval::run", "apply"]),
        ("report", &["crate::syntax", "Worker", "crate::eval::run"]),
        ("value", &["crate::source::Sources", "crate::diag"]),
        ("model", &["crate::plan", "serde"]),
        ("explain", &["serde"]),
        ("engine", &["serde_json::Value"]),
    ];
    let mut wrong = Vec::new();
    for file in files() {
        for (stage, words) in never {
            let found = words.iter().filter(|word| file.module() == *stage && file.names(word));
            wrong.extend(found.map(|word| format!("{} names {word}", file.path)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_stage_folder_says_what_it_is() {
    let mut wrong = Vec::new();
    for module in order() {
        let folder = root().join("src").join(&module);
        if folder.join("mod.rs").exists() {
            let shown = std::fs::read_to_string(folder.join("mod.rs")).unwrap().contains("#![doc = include_str!(\"README.md\")]");
            let text = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
            if !shown || text.len() < 200 {
                wrong.push(module);
            }
        }
    }
    assert!(wrong.is_empty(), "without a README.md that rustdoc shows: {wrong:?}");
}

#[test]
fn files_are_short() {
    let longest = files().into_iter().map(|file| (file.code.lines().count(), file.path)).max().unwrap();
    assert!(longest.0 <= 800, "{longest:?}");
}
