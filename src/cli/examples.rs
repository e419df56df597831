//! The results of worked examples in words.

use crate::diag::{cli as say, examples, render};
use crate::engine::{ExampleResult, Packs, Rules};
use crate::explain::{Length, document};
use crate::source::key;
use crate::value::Lang;

/// The results of a pack's examples.
pub(super) type Results<'r> = (&'r Rules, Vec<ExampleResult>);

/// The failed examples of a pack, and how many held; of one of several packs, which.
pub(super) fn tell(
    packs: &Packs,
    rules: &Rules,
    results: &[ExampleResult],
    lang: Lang,
    styled: bool,
) -> String {
    let mut told: String = results
        .iter()
        .filter(|result| !result.misses.is_empty())
        .map(|result| shown(rules, result, lang, styled))
        .collect();
    for (block, count) in left_out(rules) {
        told += &format!("{}\n", examples::of_no_block(count, &block).get(lang));
    }
    told.push_str(&summary(packs, rules, results, lang));
    told
}

/// Number of examples of a pack that held; of one of several packs, which.
pub(super) fn summary(
    packs: &Packs,
    rules: &Rules,
    results: &[ExampleResult],
    lang: Lang,
) -> String {
    let passed = results.iter().filter(|result| result.misses.is_empty()).count();
    let summary =
        if results.is_empty() { say::no_examples() } else { say::examples(passed, results.len()) };
    let name = if packs.len() > 1 { format!("{}: ", rules.name()) } else { String::new() };
    format!("{name}{}\n", summary.get(lang))
}

/// Blocks that examples name and the rules do not have, in the order written, each with how many.
fn left_out(rules: &Rules) -> Vec<(String, usize)> {
    let mut blocks: Vec<(String, usize)> = Vec::new();
    for example in rules.examples_left_out() {
        match blocks.iter_mut().find(|(block, _)| key(block) == key(&example.block)) {
            Some((_, count)) => *count += 1,
            None => blocks.push((example.block, 1)),
        }
    }
    blocks
}

/// A failed example: its place, what came out at each expectation, and why.
pub(super) fn shown(rules: &Rules, result: &ExampleResult, lang: Lang, styled: bool) -> String {
    let mut misses = result.misses.iter();
    let Some(first) = misses.next() else { return String::new() };
    let failed = examples::failed(&result.title, first.span, first.found.clone());
    let failed = misses.fold(failed, |failed, miss| failed.also(miss.span, miss.found.clone()));
    let mut told = render::text(&[failed], rules.sources(), lang, styled);
    if let Some(explanation) = &result.explanation {
        told.push_str(
            &document(std::slice::from_ref(explanation), Length::Normal, lang).text(styled),
        );
        told.push('\n');
    }
    told
}
