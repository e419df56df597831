//! The order of the house: who may name whom, and which library lives in which room. See
//! docs/architecture.md.

use crate::literate::root;
use std::collections::{BTreeMap, BTreeSet};
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
        rooms.iter().any(|room| {
            if room.ends_with(".rs") { self.path == *room } else { self.module() == *room }
        })
    }

    /// Whether a word stands in the code.
    fn names(&self, word: &str) -> bool {
        self.code.match_indices(word).any(|(at, _)| {
            let letter = |c: Option<char>| c.is_some_and(is_letter);
            !letter(self.code[..at].chars().next_back())
                && !letter(self.code[at + word.len()..].chars().next())
        })
    }
}

fn files() -> Vec<File> {
    let files = files_of(&root().join("src"));
    assert!(files.len() > 50);
    files
}

fn files_of(folder: &Path) -> Vec<File> {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    let read = |path: PathBuf| File {
        path: shown(folder, &path),
        code: code(&std::fs::read_to_string(&path).unwrap()),
    };
    paths.into_iter().map(read).filter(|file| !file.path.contains("tests")).collect()
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

fn shown(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/")
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
    lib.lines()
        .map(|line| line.strip_prefix("pub ").unwrap_or(line))
        .filter_map(|line| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned()))
        .collect()
}

/// A module by its path from the crate on: `["plan", "step"]`.
type Module = Vec<String>;

/// The paths that code names from `crate`, `super` or `self` on, groups taken apart.
fn paths(code: &str) -> Vec<Module> {
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|c| is_letter(c) || c == ':' || c == '$') {
                take_apart(&code[at..], &[], &mut found);
            }
        }
    }
    found
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Takes the path apart that code starts with; gives what stands behind it.
fn take_apart<'c>(code: &'c str, before: &[String], found: &mut Vec<Module>) -> &'c str {
    let end = code.find(|c| !is_letter(c)).unwrap_or(code.len());
    let path = [before, &[code[..end].to_owned()]].concat();
    let behind = &code[end..];
    if let Some(group) = behind.strip_prefix("::{") {
        let mut rest = group.trim_start();
        while !rest.starts_with('}') {
            rest = take_apart(rest, &path, found);
            rest = &rest[rest.find([',', '}']).unwrap()..];
            rest = rest.trim_start_matches(',').trim_start();
        }
        return &rest[1..];
    }
    match behind.strip_prefix("::").filter(|next| next.starts_with(is_letter)) {
        Some(next) => take_apart(next, &path, found),
        None => {
            found.push(path);
            behind
        }
    }
}

/// The files of a crate by their modules, and where the names lead that a `mod.rs` hands on.
struct House {
    files: Vec<(Module, String)>,
    handed_on: BTreeMap<(Module, String), Module>,
}

impl House {
    fn of(files: Vec<File>) -> House {
        let module = |path: &str| -> Module {
            let parts = path.trim_end_matches(".rs").split('/').map(str::to_owned);
            parts.filter(|part| !["mod", "lib", "main"].contains(&part.as_str())).collect()
        };
        let mut house = House { files: Vec::new(), handed_on: BTreeMap::new() };
        house.files = files.into_iter().map(|file| (module(&file.path), file.code)).collect();
        let mut handed_on = BTreeMap::new();
        for (own, code) in &house.files {
            for (child, _) in house
                .files
                .iter()
                .filter(|(child, _)| child.split_last().is_some_and(|(_, folder)| folder == own))
            {
                let mut found = Vec::new();
                for (at, _) in code.match_indices(&format!("use {}::", child.last().unwrap())) {
                    take_apart(&code[at + "use ".len()..], &[], &mut found);
                }
                for path in found {
                    handed_on.insert(
                        (own.clone(), path.last().unwrap().clone()),
                        house.walk(own.clone(), &path),
                    );
                }
            }
        }
        house.handed_on = handed_on;
        house
    }

    /// The module in which what a path names is declared.
    fn declared(&self, own: &Module, path: &[String]) -> Module {
        let ups = path.iter().take_while(|word| *word == "super").count();
        match path[0].as_str() {
            "crate" => self.walk(Vec::new(), &path[1..]),
            "self" => self.walk(own.clone(), &path[1..]),
            _ => self.walk(own[..own.len() - ups].to_vec(), &path[ups..]),
        }
    }

    fn walk(&self, mut here: Module, path: &[String]) -> Module {
        for word in path {
            let next = [here.as_slice(), std::slice::from_ref(word)].concat();
            match self.handed_on.get(&(here.clone(), word.clone())) {
                _ if self.files.iter().any(|(module, _)| *module == next) => here = next,
                Some(module) => here = module.clone(),
                None => break,
            }
        }
        here
    }

    /// Which of its files and folders, each folder as a whole, name which others, folder by folder.
    /// The folder's own `mod.rs` is its door.
    fn arrows(&self) -> BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> {
        let mut arrows: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for (own, code) in &self.files {
            for other in paths(code).iter().map(|path| self.declared(own, path)) {
                let shared = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
                if let (Some(from), Some(to)) = (own.get(shared), other.get(shared)) {
                    arrows
                        .entry(own[..shared].to_vec())
                        .or_default()
                        .entry(from.clone())
                        .or_default()
                        .insert(to.clone());
                }
            }
        }
        arrows
    }

    /// What stands in circles, or between two.
    fn circles(&self) -> Vec<String> {
        let mut circles = Vec::new();
        for (folder, mut arrows) in self.arrows() {
            loop {
                let before = arrows.len();
                let (from, to): (BTreeSet<String>, BTreeSet<String>) = (
                    arrows.keys().cloned().collect(),
                    arrows.values().flatten().cloned().collect(),
                );
                arrows.values_mut().for_each(|names| names.retain(|name| from.contains(name)));
                arrows.retain(|name, names| to.contains(name) && !names.is_empty());
                if arrows.len() == before {
                    break;
                }
            }
            circles.extend(
                arrows
                    .iter()
                    .map(|(from, to)| format!("{}: {from} names {to:?}", folder.join("/"))),
            );
        }
        circles
    }
}

#[test]
fn no_circle_of_files() {
    for (folder, least) in [("src", 150), ("crates/samples/src", 15)] {
        let house = House::of(files_of(&root().join(folder)));
        assert!(house.files.len() >= least, "{folder}");
        assert_eq!(house.circles(), [""; 0], "{folder}");
    }
}

#[test]
fn circles_are_seen_however_a_name_is_reached() {
    let house = |files: &[(&str, &str)]| {
        let file = |(path, code): &(&str, &str)| File {
            path: (*path).to_owned(),
            code: (*code).to_owned(),
        };
        House::of(files.iter().map(file).collect()).circles()
    };
    let door = ("room/mod.rs", "mod a;\nmod b;\npub use b::{self, Thing};\nfn f() { a::g() }");
    assert_eq!(
        house(&[door, ("room/a.rs", "use super::b::Thing;"), ("room/b.rs", "use super::Shared;")]),
        [""; 0]
    );
    let b = ("room/b.rs", "fn f() { crate::room::a::g() }");
    let circle = ["room: a names {\"b\"}", "room: b names {\"a\"}"];
    for a in [
        "use super::b::Thing;",
        "use super::{\n    Shared,\n    Thing as Other,\n};",
        "use crate::room::{b::{c, d}, e};",
    ] {
        assert_eq!(house(&[door, ("room/a.rs", a), b]), circle, "{a}");
    }
    // A folder counts as a whole, from its door to its last file.
    let within = [
        ("room/c/mod.rs", "mod d;"),
        ("room/c/d.rs", "use super::super::a;"),
        ("room/a.rs", "use super::c::Thing;"),
    ];
    assert_eq!(house(&within), ["room: a names {\"c\"}", "room: c names {\"a\"}"]);
}

#[test]
fn a_module_names_only_modules_above_it() {
    let order = order();
    let place = |module: &str| order.iter().position(|name| name == module);
    let house = House::of(files());
    let mut wrong = Vec::new();
    for (module, code) in house.files.iter().filter(|(module, _)| !module.is_empty()) {
        let own = place(&module[0]).unwrap_or_else(|| panic!("lib.rs does not list {}", module[0]));
        for path in paths(code) {
            match house.declared(module, &path).first().and_then(|name| place(name)) {
                Some(other) if other <= own => {}
                _ => wrong.push(format!("{} names {}", module.join("/"), path.join("::"))),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_library_lives_in_its_room() {
    let rooms: &[(&str, &[&str])] = &[
        ("unicode_general_category", &["syntax/scan.rs"]),
        ("rhai", &["script"]),
        ("clap", &["cli"]),
        ("indicatif", &["cli"]),
        ("similar", &["cli/fmt.rs", "report/trace/changes.rs"]),
        ("anstream", &["cli"]),
        ("toml", &["load"]),
        ("annotate_snippets", &["diag/render.rs"]),
        ("calamine", &["data/workbook.rs"]),
        ("zip", &["data/unpacked.rs", "data/into/mod.rs"]),
        ("quick_xml", &["data/unpacked.rs", "data/into/sheet.rs", "data/out/junit.rs"]),
        ("signal_hook", &["cli/interrupt.rs"]),
        (
            "rust_xlsxwriter",
            &[
                "data/out/xlsx/mod.rs",
                "data/out/xlsx/book.rs",
                "data/out/xlsx/form.rs",
                "data/out/xlsx/formula.rs",
            ],
        ),
        ("csv", &["data"]),
        ("encoding_rs", &["data/encoding.rs"]),
        ("csv_core", &["data/scan.rs"]),
        ("sha2", &["load/pack.rs"]),
        (
            "foldhash",
            &[
                "data/identity.rs",
                "plan/share.rs",
                "syntax/parse.rs",
                "syntax/trie.rs",
                "table/inputs.rs",
            ],
        ),
        ("hashbrown", &["data/identity.rs", "table/inputs.rs"]),
        ("itoa", &["value/text.rs"]),
        ("num_bigint", &["value", "script"]),
        ("num_rational", &["value"]),
        ("chrono", &["value/date.rs", "convert.rs", "data/workbook.rs"]),
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
        // Workbooks hold binary floats; they become decimals at once, and results become floats
        // only in the last moment. Programs have floats: they are handed on to the writer of JSON,
        // which gives their shortest decimals.
        let rooms = ["data/workbook.rs", "data/out/xlsx/mod.rs", "data/objects/told.rs"];
        for float in ["f32", "f64"] {
            if file.names(float) && !file.is_in(&rooms) {
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
        (
            "plan",
            &["crate::syntax", "crate::diag", "crate::keywords", "Sources", "Source", "Message"],
        ),
        (
            "eval",
            &[
                "crate::syntax",
                "crate::diag",
                "crate::keywords",
                "Sources",
                "Source",
                "Message",
                "serde",
            ],
        ),
        ("explain", &["crate::syntax", "Worker", "crate::eval::run", "apply"]),
        ("report", &["crate::syntax", "Worker", "crate::eval::run", "Estimates"]),
        (
            "aggregate",
            &["crate::syntax", "crate::diag", "crate::keywords", "Worker", "crate::eval::run"],
        ),
        ("value", &["crate::source::Sources", "crate::diag"]),
        ("model", &["crate::plan", "serde"]),
        ("interval", &["crate::plan", "crate::eval", "crate::syntax", "crate::diag", "serde"]),
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

/// Messages stand in `diag`, words of rules in `keywords`. The other files with words read what
/// people write: letters, units, cells, numbers in words, kinds in a manifest; and the command
/// line, whose words its library wants in place.
#[test]
fn words_for_people_stand_in_their_rooms() {
    let rooms = [
        "diag",
        "keywords",
        "builtins",
        "source.rs",
        "value/text.rs",
        "value/figures.rs",
        "data/cell.rs",
        "data/encoding.rs",
        "data/measure.rs",
        "data/totals.rs",
        "load/coverage.rs",
        "model/from_syntax/offers.rs",
        "cli/args.rs",
        "cli/opt.rs",
    ];
    // Comments are left out, so letters beyond ASCII stand in literals.
    let foreign = |line: &&str| line.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let files = files().into_iter().filter(|file| !file.is_in(&rooms));
    let wrong: Vec<String> = files
        .flat_map(|file| {
            file.code
                .lines()
                .filter(foreign)
                .map(|line| format!("{}: {line}", file.path))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The program is an embedding program like any other: it names the crate's root and its documented
/// modules, and nothing that only the crate may.
#[test]
fn the_program_names_only_what_is_public() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let hidden: Vec<&str> = lib
        .split("#[doc(hidden)]\npub mod ")
        .skip(1)
        .map(|rest| rest.split(';').next().unwrap())
        .collect();
    assert!(hidden.contains(&"eval") && !hidden.contains(&"engine"), "{hidden:?}");
    let house = House::of(files());
    let own = |declared: &Module| declared.first().is_some_and(|room| room == "cli");
    let mut wrong = Vec::new();
    for (module, code) in house.files.iter().filter(|(module, _)| own(module)) {
        for path in paths(code).into_iter().filter(|path| path[0] == "crate") {
            let declared = house.declared(module, &path);
            let (_, there) = house.files.iter().find(|(other, _)| *other == declared).unwrap();
            let narrow = ["fn", "struct", "enum", "const", "trait", "type", "use"]
                .iter()
                .any(|kind| there.contains(&format!("pub(crate) {kind} {}", path.last().unwrap())));
            if !own(&declared) && (narrow || hidden.contains(&path[1].as_str())) {
                wrong.push(format!("{} names {}", module.join("/"), path.join("::")));
            }
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
            let shown = std::fs::read_to_string(folder.join("mod.rs"))
                .unwrap()
                .contains("#![doc = include_str!(\"README.md\")]");
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
    let longest =
        files().into_iter().map(|file| (file.code.lines().count(), file.path)).max().unwrap();
    assert!(longest.0 <= 800, "{longest:?}");
}
