//! What an embedding program may count on: the names it can use, and that rules may go to any
//! thread.

use std::collections::BTreeSet;
use std::path::Path;
use visao::{Batch, Decision, Diagnostic, Error, Explanation, Query, Rules};

const fn any_thread<T: Send + Sync + 'static>() {}

const fn one_thread<T: Send + 'static>() {}

const _: () = {
    any_thread::<Rules>();
    any_thread::<Query>();
    any_thread::<Batch>();
    any_thread::<Error>();
    any_thread::<Decision>();
    any_thread::<Explanation>();
    any_thread::<Diagnostic>();
    one_thread::<visao::Prepared>();
    any_thread::<visao::sheets::Sheet<'static>>();
};

/// The names that `pub use` gives the crate root.
fn root_names(lib: &str) -> BTreeSet<String> {
    let uses: String = lib
        .lines()
        .filter(|line| line.starts_with("pub use "))
        .flat_map(|line| [line, " "])
        .collect();
    uses.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_uppercase))
        .map(str::to_owned)
        .collect()
}

/// The public methods of these types in a file, as `Type::method`.
fn methods(text: &str, types: &BTreeSet<String>) -> Vec<String> {
    let mut owner = None;
    let mut found = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("impl ").or_else(|| line.strip_prefix("pub trait ")) {
            Some(rest) => {
                owner = types
                    .get(rest.split([' ', '<']).next().unwrap())
                    .filter(|_| !rest.contains(" for "))
            }
            None if line == "}" => owner = None,
            None => {}
        }
        let method =
            line.strip_prefix("    pub fn ").or_else(|| line.strip_prefix("    pub const "));
        if let (Some(owner), Some(method)) = (owner, method) {
            let name: String =
                method.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push(format!("{owner}::{name}"));
        }
    }
    found
}

fn walk(folder: &Path, files: &mut Vec<String>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match path.is_dir() {
            true => walk(&path, files),
            false if path.extension().is_some_and(|ending| ending == "rs") => {
                files.push(std::fs::read_to_string(&path).unwrap())
            }
            false => {}
        }
    }
}

/// The names of the crate root and the methods of its types. One that goes, or comes, is a change
/// for others: CHANGELOG.md.
#[test]
fn the_public_names_are_these() {
    let mut found = root_names(&std::fs::read_to_string("src/lib.rs").unwrap());
    let mut files = Vec::new();
    walk(Path::new("src"), &mut files);
    let methods: Vec<String> = files.iter().flat_map(|text| methods(text, &found)).collect();
    found.extend(methods);
    insta::assert_snapshot!(found.into_iter().collect::<Vec<_>>().join("\n"));
}
