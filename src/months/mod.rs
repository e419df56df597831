#![doc = include_str!("README.md")]

mod levels;
mod moves;
mod span;

pub use levels::{Change, IndicatorYear, Level, LevelStatus, TargetYear, UnitYear};
pub use moves::{BlockYear, MonthMoves, MoveCounts, Moved, RecordMove};

use crate::engine::Dataset;
use crate::report::TargetOutcome;

/// The months of a run together: levels of targets, and records from month to month.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Group monthly by day
///   field id: text, key
///   field day: date
///   field debt: money, from 0
/// targets Debt over Group total
///   indicator a = sum(debt)
///     require up to 5 million
/// ",
/// )?;
/// let group = |day: &str, debt: u32| serde_json::json!({ "id": "A", "day": day, "debt": debt });
/// let groups = [group("2023-01-31", 6_000_000), group("2023-02-28", 4_000_000)];
/// let year = rules.query().dataset().add("Group", &groups)?.finish()?.year();
/// let debt = &year.targets[0].units[0].indicators[0];
/// assert_eq!(debt.missed().count(), 1); // January
/// assert_eq!(debt.levels[1].against_month.change, Some((-2_000_000).into()));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Year {
    /// The targets that have months, in the order written.
    pub targets: Vec<TargetYear>,
    /// The blocks over monthly snapshots that have an order of outcomes.
    pub blocks: Vec<BlockYear>,
}

impl Dataset {
    /// The months of the run together, for the requested blocks and targets; of a run of one month,
    /// what that one says.
    pub fn year(&self) -> Year {
        self.year_of(&self.targets())
    }

    /// The same, from the outcomes of all targets as [`Dataset::targets`] gives them.
    #[doc(hidden)]
    pub fn year_of(&self, outcomes: &[Vec<TargetOutcome>]) -> Year {
        Year { targets: levels::of_targets(self, outcomes), blocks: moves::of_blocks(self) }
    }
}
