//! Blocks that cite no document, where others do.

use super::finding::{Declared, Finding, FindingKind};
use crate::model::{Basis, Block, BlockKind, Model, Targets};

/// Blocks and targets without a basis or an assumption, neither their own nor one of a part. Rules
/// none of which cites a document are not asked for one.
pub fn basis(model: &Model, found: &mut Vec<Finding>) {
    let blocks = model.blocks.enumerate().map(|(id, block)| (Declared::Block(id), of_block(block)));
    let targets =
        model.targets.enumerate().map(|(id, one)| (Declared::Targets(id), of_targets(one)));
    let all: Vec<(Declared, Vec<&Basis>)> = blocks.chain(targets).collect();
    let cites = |of: &[&Basis]| of.iter().any(|basis| !basis.sources.is_empty());
    let assumes = |of: &[&Basis]| of.iter().any(|basis| !basis.assumptions.is_empty());
    if !all.iter().any(|(_, of)| cites(of)) {
        return;
    }
    let without = all.iter().filter(|(_, of)| !cites(of) && !assumes(of));
    found.extend(without.map(|(one, _)| Finding::of(FindingKind::NoBasis, *one, &[])));
}

fn of_block(block: &Block) -> Vec<&Basis> {
    let mut all = vec![&block.basis];
    match &block.kind {
        BlockKind::Scorecard(card) => {
            for criterion in &card.criteria {
                all.push(&criterion.basis);
                all.extend(criterion.rows.iter().map(|row| &row.basis));
            }
            if let Some(grading) = &card.grading {
                all.push(&grading.basis);
                all.extend(grading.rows.iter().map(|row| &row.basis));
                all.extend(grading.caps.iter().map(|cap| &cap.basis));
            }
        }
        BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
            all.extend(clauses.iter().map(|clause| &clause.basis));
        }
    }
    all
}

fn of_targets(targets: &Targets) -> Vec<&Basis> {
    let indicators = targets.indicators.iter().map(|indicator| &indicator.basis);
    let rows = targets.thresholds.iter().map(|row| &row.basis);
    [&targets.basis].into_iter().chain(indicators).chain(rows).collect()
}
