//! Verdicts of blocks, and tests of them in other rules.

use super::BlockId;
use crate::keywords::{self, Keywords, Kw, Reserved};
use crate::value::{Lang, Truth};

/// The verdict of an eligibility or check block, from the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// `từ chối`, `không đạt`
    Rejected,
    /// `cần bổ sung`: values are missing
    Incomplete,
    /// `cần xem xét`: a person decides
    ToReview,
    /// `chưa đến hạn`: a deadline or period is still open
    NotDue,
    /// `đủ điều kiện`, `đạt`
    Met,
}

impl Verdict {
    /// The verdicts in the order in which a block names them.
    pub const NAMED: [Verdict; 5] =
        [Verdict::Met, Verdict::Rejected, Verdict::ToReview, Verdict::Incomplete, Verdict::NotDue];

    /// Place of the verdict among [`Verdict::ranked`].
    pub fn rank(self) -> u32 {
        let mut all = (0..).zip(Verdict::ranked());
        all.find(|(_, each)| *each == self).map_or(0, |(rank, _)| rank)
    }

    /// The verdicts from the strongest, which goes before all others.
    pub fn ranked() -> [Verdict; 5] {
        let mut all = Verdict::NAMED;
        all.sort_unstable();
        all
    }

    /// The word for it: of an eligibility block, or of a check.
    pub fn keyword(self, check: bool) -> Kw {
        match (self, check) {
            (Verdict::Rejected, false) => Kw::Rejected,
            (Verdict::Rejected, true) => Kw::NotMet,
            (Verdict::Incomplete, _) => Kw::Incomplete,
            (Verdict::ToReview, _) => Kw::ToReview,
            (Verdict::NotDue, _) => Kw::NotDue,
            (Verdict::Met, false) => Kw::Eligible,
            (Verdict::Met, true) => Kw::Met,
        }
    }

    /// The word in a language.
    pub fn word(self, check: bool, lang: Lang) -> &'static str {
        self.keyword(check).word(Keywords::from(lang))
    }

    /// The verdict a word's key stands for, in either language.
    pub fn named(key: &str, check: bool) -> Option<Verdict> {
        let named = keywords::named(key, Reserved::Name)?;
        Verdict::NAMED.into_iter().find(|verdict| verdict.keyword(check) == named)
    }
}

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
