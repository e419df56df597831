//! Verdicts of blocks as other rules ask for them.

use super::{
    Block, BlockId, BlockKind, Clause, DerivedId, Expr, ExprKind, Model, RecordId, Verdict,
};
use crate::value::Truth;
use std::collections::HashSet;

/// Test of a block's verdict: `kết luận của X là một trong đạt, chưa đến hạn`. A record that the
/// block does not apply to has none of the verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VerdictTest {
    /// Block whose verdict is asked for.
    pub block: BlockId,
    /// Verdicts that are named, as written.
    pub named: Vec<Verdict>,
    /// `không phải là`: none of those verdicts.
    pub negated: bool,
}

impl VerdictTest {
    /// Truth that it holds of a verdict. Whatever an incomplete one may yet become is open, unless
    /// the test is about incomplete ones.
    pub fn of(&self, verdict: Verdict) -> Truth {
        let named = self.named.contains(&verdict);
        match verdict {
            Verdict::Incomplete if !self.named.contains(&Verdict::Incomplete) => Truth::Missing,
            Verdict::Rejected
            | Verdict::Incomplete
            | Verdict::ToReview
            | Verdict::NotDue
            | Verdict::Met => Truth::from(named != self.negated),
        }
    }
}

impl Model {
    /// The tests of verdicts that a condition makes, itself or through derivations.
    pub fn verdicts_in<'m>(&'m self, record: RecordId, expr: &'m Expr) -> Vec<&'m VerdictTest> {
        let mut found = Vec::new();
        self.find_verdicts(record, expr, &mut HashSet::new(), &mut found);
        found
    }

    fn find_verdicts<'m>(
        &'m self,
        record: RecordId,
        expr: &'m Expr,
        seen: &mut HashSet<DerivedId>,
        found: &mut Vec<&'m VerdictTest>,
    ) {
        match &expr.kind {
            ExprKind::Verdict(test) => found.push(test),
            ExprKind::Derived(id) | ExprKind::Member(id, _) if seen.insert(*id) => {
                self.records[record].derived[*id]
                    .exprs(&mut |expr| self.find_verdicts(record, expr, seen, found));
            }
            _ => {}
        }
        expr.children(&mut |child| self.find_verdicts(record, child, seen, found));
    }
}

impl Block {
    /// Clauses of the block; none of a scorecard.
    pub fn clauses(&self) -> &[Clause] {
        match &self.kind {
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => clauses,
            BlockKind::Scorecard(_) => &[],
        }
    }
}
