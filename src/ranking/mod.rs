#![doc = include_str!("README.md")]

mod order;
mod records;
mod units;

use crate::diag::Message;
use crate::engine::Dataset;
use crate::explain::decision::{NamedValue, Status};
use crate::report::TargetOutcome;
use crate::value::Date;
use std::sync::Arc;

/// Records of a scorecard, or units of targets, by who comes before whom.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Group
///   field id: text, key
///   field score: points, from 0 to 10
/// scorecard Contest for Group
///   criterion 1, at most 10 points
///     otherwise gives score
///   rank by total points descending
/// ",
/// )?;
/// let group = |id: &str, score: Option<u32>| serde_json::json!({ "id": id, "score": score });
/// let groups = [group("A", Some(7)), group("B", Some(9)), group("C", Some(7)), group("D", None)];
/// let rankings = rules.query().dataset().add("Group", &groups)?.finish()?.rankings();
/// let ranks: Vec<(usize, &str, bool)> =
///     rankings[0].ranked.iter().map(|one| (one.rank, one.name.as_ref(), one.tied)).collect();
/// assert_eq!(ranks, [(1, "B", false), (2, "A", true), (2, "C", true)]);
/// assert_eq!(rankings[0].unranked[0].name.as_ref(), "D"); // not last: not ranked
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ranking {
    /// Name of the scorecard or the targets.
    pub block: Arc<str>,
    /// Title of the scorecard or the targets.
    pub title: Option<Arc<str>>,
    /// Kind of what is ranked.
    pub of: RankingOf,
    /// Name of the record type, of units too.
    pub record_type: Arc<str>,
    /// Name of the value that units go by; `None` of records.
    pub by: Option<Arc<str>>,
    /// Name of the pack.
    pub pack: Arc<str>,
    /// Last day of the month that is ranked; `None` where there are no months.
    pub month: Option<Date>,
    /// Values that decide, the first before the next.
    pub keys: Vec<RankingKey>,
    /// Those that are ranked, the first first.
    pub ranked: Vec<Ranked>,
    /// Those that cannot be ranked.
    pub unranked: Vec<Unranked>,
}

/// Kind of what is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RankingOf {
    /// Records of a scorecard.
    Records,
    /// Units of some targets.
    Units,
}

impl RankingOf {
    /// Stable English code, the one that JSON has.
    pub const fn code(self) -> &'static str {
        match self {
            RankingOf::Records => "records",
            RankingOf::Units => "units",
        }
    }
}

/// A value that decides ranks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RankingKey {
    /// Name of the value as the rules have it.
    pub name: Arc<str>,
    /// Title of the indicator, if it is one and has one.
    pub title: Option<Arc<str>>,
    /// `true` if the lowest comes first, rather than the highest.
    pub ascending: bool,
}

/// A record or unit with its rank.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ranked {
    /// Rank, the first 1.
    pub rank: usize,
    /// `true` if others have the same rank.
    pub tied: bool,
    /// Key of the record, or name of the unit.
    pub name: Arc<str>,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Grade of the record or verdict of the unit, in the words of the rules.
    pub result: Option<Arc<str>>,
    /// Values that decided, in the order of the keys.
    pub values: Vec<NamedValue>,
    /// Rank in the month before; `None` of records, and where there was none.
    pub rank_before: Option<usize>,
}

/// A record or unit that cannot be ranked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unranked {
    /// Key of the record, or name of the unit.
    pub name: Arc<str>,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Status of what it would be ranked by.
    pub status: Status,
    /// Reason why it is not ranked.
    pub why: Message,
}

impl Dataset {
    /// Rankings of the requested scorecards and targets that the rules rank by: scorecards first,
    /// in the order of their records, then targets, month by month.
    pub fn rankings(&self) -> Vec<Ranking> {
        self.rankings_of(&self.targets())
    }

    /// The same, from the outcomes of all targets as [`Dataset::targets`] gives them.
    #[doc(hidden)]
    pub fn rankings_of(&self, outcomes: &[Vec<TargetOutcome>]) -> Vec<Ranking> {
        let records = self.decided().flat_map(|records| records.batches());
        let mut rankings: Vec<Ranking> = records.flat_map(records::of_batch).collect();
        rankings.extend(units::of_targets(self, outcomes));
        rankings
    }
}
