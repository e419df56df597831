//! What worked examples test of the rules, as JSON.

use crate::report::coverage::{Coverage, CoverageCounts, CoveredBlock, CoveredLine};
use serde::Serialize;
use std::sync::Arc;

/// Coverage of some packs as a JSON array.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn coverages(coverages: &[Coverage]) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::to_value(coverages.iter().map(view).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct CoverageView<'c> {
    pack: &'c str,
    examples: usize,
    #[serde(flatten)]
    counts: CountsView,
    targets_not_counted: usize,
    blocks: Vec<BlockView<'c>>,
}

#[derive(Serialize)]
struct CountsView {
    hit: usize,
    total: usize,
    off: usize,
    sides_hit: usize,
    sides_total: usize,
}

#[derive(Serialize)]
struct BlockView<'c> {
    kind: &'static str,
    name: &'c str,
    file: &'c str,
    line: usize,
    #[serde(flatten)]
    counts: CountsView,
    lines: Vec<LineView<'c>>,
}

#[derive(Serialize)]
struct LineView<'c> {
    kind: &'static str,
    criterion: Option<&'c str>,
    file: &'c str,
    line: usize,
    text: &'c str,
    state: &'static str,
    hits: &'c [Arc<str>],
    undecided: &'c [Arc<str>],
    other_side: Option<&'c [Arc<str>]>,
    other_side_off: bool,
}

fn view(coverage: &Coverage) -> CoverageView<'_> {
    CoverageView {
        pack: &coverage.pack,
        examples: coverage.examples,
        counts: counts(coverage.counts()),
        targets_not_counted: coverage.targets,
        blocks: coverage.blocks.iter().map(block).collect(),
    }
}

fn counts(counts: CoverageCounts) -> CountsView {
    let CoverageCounts { hit, lines, off, sides_hit, sides } = counts;
    CountsView { hit, total: lines, off, sides_hit, sides_total: sides }
}

fn block(block: &CoveredBlock) -> BlockView<'_> {
    BlockView {
        kind: block.kind.code(),
        name: &block.name,
        file: &block.place.file,
        line: block.place.start.line,
        counts: counts(block.counts()),
        lines: block.lines.iter().map(line).collect(),
    }
}

fn line(line: &CoveredLine) -> LineView<'_> {
    LineView {
        kind: line.kind.code(),
        criterion: line.criterion.as_deref(),
        file: &line.place.file,
        line: line.place.start.line,
        text: &line.text,
        state: line.state().code(),
        hits: &line.hits,
        undecided: &line.undecided,
        other_side: line.other_side.as_deref(),
        other_side_off: line.other_side_off,
    }
}
