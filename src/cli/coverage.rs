//! What the worked examples test, in the forms that `test --coverage` writes.

use super::Failure;
use super::output::Output;
use crate::data::out::lcov::{LcovFile, write as write_lcov};
use crate::engine::Rules;
use crate::report::coverage::{Coverage, CoverageState, document, html_page};
use crate::value::Lang;
use crate::wire;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn text(coverages: &[Coverage], lang: Lang, styled: bool) -> String {
    document(coverages, lang).text(styled)
}

pub(super) fn page(coverages: &[Coverage], lang: Lang) -> String {
    html_page(coverages, lang)
}

/// The results of the examples, and what they test.
pub(super) fn json(examples: Value, coverages: &[Coverage]) -> Result<Value, serde_json::Error> {
    Ok(json!({ "examples": examples, "coverage": wire::coverages(coverages)? }))
}

/// A tracefile of all packs: a line counts the examples in which it decided, and the two branches
/// of a condition are its sides.
pub(super) fn lcov(
    tested: &[&Rules],
    coverages: &[Coverage],
    to: &Output<'_>,
) -> Result<(), Failure> {
    to.write(|to| {
        let mut each = tested.iter().zip(coverages);
        each.try_for_each(|(rules, coverage)| {
            write_lcov(&coverage.pack, &files(rules, coverage), to)
        })
    })
}

fn files(rules: &Rules, coverage: &Coverage) -> Vec<LcovFile> {
    let mut files: BTreeMap<&str, LcovFile> = BTreeMap::new();
    let on = coverage.lines().filter(|line| line.state() != CoverageState::Off);
    for line in on {
        let at = line.place.start.line;
        let file = files.entry(&*line.place.file).or_default();
        file.lines.insert(at, line.hits.len());
        let sides: Vec<_> = line.sides().map(|(side, examples)| (side, examples.len())).collect();
        if !sides.is_empty() {
            file.branches.insert(at, sides);
        }
    }
    let path = |name: &str| match rules.path_of(name) {
        Some(path) => path.strip_prefix(".").unwrap_or(path).display().to_string(),
        None => name.to_owned(),
    };
    let named = files.into_iter().map(|(name, file)| LcovFile { path: path(name), ..file });
    named.collect()
}
