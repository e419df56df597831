#![doc = include_str!("README.md")]

use crate::engine::{Batch, Dataset, RecordView};
use crate::explain::Way;
use crate::explain::decision::{Decision, NamedValue, Status, name_of_record};
use crate::model::BlockId;
use crate::value::{Lang, Num};
use std::sync::Arc;

/// Records that could do better, those first that it takes least.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
/// check Small for Loan
///   require debt up to 2 million else: \"too much\"
/// ",
/// )?;
/// let loans = [
///     serde_json::json!({ "id": "A", "debt": 3_000_000 }),
///     serde_json::json!({ "id": "B", "debt": 2_100_000 }),
///     serde_json::json!({ "id": "C", "debt": 0 }),
/// ];
/// let worklist = rules.query().dataset().add("Loan", loans)?.finish()?.worklist();
/// let order: Vec<&str> = worklist.tasks.iter().map(|task| task.record.as_str()).collect();
/// // B gives up a twenty-first of its debt, A a third.
/// assert_eq!(order, ["B", "A"]);
/// assert_eq!((worklist.blocks[0].best, worklist.blocks[0].lifted), (1, [2, 0, 0]));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Worklist {
    /// The records that a way was found for: block by block, in each those first that it takes
    /// least.
    pub tasks: Vec<Task>,
    /// The counts of each block.
    pub blocks: Vec<BlockCounts>,
}

/// A record that could do better, and what it takes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Task {
    /// Key of the record, parts joined by `|`.
    pub record: String,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Name of the record type.
    pub record_type: Arc<str>,
    /// The block that decides the record.
    pub block: Arc<str>,
    /// Grade or verdict that the record has.
    pub result: Arc<str>,
    /// Total that the record has; `None` of a block without points.
    pub points: Option<Num>,
    /// The cheapest way to a better result.
    pub way: Way,
}

impl Task {
    /// Name of the record to a person: its key, and what is shown beside it.
    pub fn name(&self, lang: Lang) -> String {
        name_of_record(&self.record, &self.shown, lang)
    }
}

/// The records of a block, each counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BlockCounts {
    /// The block that decides them.
    pub block: Arc<str>,
    /// Records of the best result.
    pub best: usize,
    /// Records that a change of one field lifts, of two, of three.
    pub lifted: [usize; 3],
    /// Records for which no change of up to three fields does.
    pub none: usize,
    /// Records for which none was found, though there may be one, as by changes of their parts.
    pub not_found: usize,
    /// Records without a result: undetermined, data errors, verdicts that are not due.
    pub undecided: usize,
}

impl Dataset {
    /// Records that could do better, those first that it takes least, for the requested blocks; of
    /// monthly snapshots those of the latest month.
    pub fn worklist(&self) -> Worklist {
        let mut worklist = Worklist::default();
        for batch in self.decided().flat_map(|records| records.batches()) {
            worklist.take(batch);
        }
        let place =
            |task: &Task| worklist.blocks.iter().position(|counts| counts.block == task.block);
        let mut tasks: Vec<(Option<usize>, Task)> = std::mem::take(&mut worklist.tasks)
            .into_iter()
            .map(|task| (place(&task), task))
            .collect();
        tasks.sort_by(|(place, a), (other, b)| (place, a.effort()).cmp(&(other, b.effort())));
        worklist.tasks = tasks.into_iter().map(|(_, task)| task).collect();
        worklist
    }
}

impl Task {
    fn effort(&self) -> (usize, &Num) {
        (self.way.changes.len(), &self.way.relative_change)
    }
}

impl Worklist {
    fn take(&mut self, batch: &Batch) {
        // What is past cannot be changed.
        let latest = batch.of_latest_month();
        let of_latest = |record: &RecordView<'_, '_>| match latest(record.place()) {
            true => standings(record),
            false => Vec::new(),
        };
        let found: Vec<Vec<(Arc<str>, Standing)>> =
            batch.map_parallel(0..batch.records(), of_latest).collect();
        for (block, standing) in found.into_iter().flatten() {
            self.count(block, standing);
        }
    }

    fn count(&mut self, block: Arc<str>, standing: Standing) {
        let known = self.blocks.iter().position(|counts| counts.block == block);
        let place = known.unwrap_or_else(|| {
            self.blocks.push(BlockCounts { block, ..BlockCounts::default() });
            self.blocks.len() - 1
        });
        let Some(counts) = self.blocks.get_mut(place) else { return };
        match standing {
            Standing::Best => counts.best += 1,
            Standing::None => counts.none += 1,
            Standing::NotFound => counts.not_found += 1,
            Standing::Undecided => counts.undecided += 1,
            Standing::Lifted(task) => {
                let place = task.way.changes.len().saturating_sub(1);
                counts.lifted.get_mut(place).into_iter().for_each(|count| *count += 1);
                self.tasks.push(*task);
            }
        }
    }
}

/// Standing of a record in a block.
enum Standing {
    Best,
    Lifted(Box<Task>),
    None,
    NotFound,
    Undecided,
}

/// Standings of a record in the requested blocks that apply to it, each with the block's name.
fn standings(record: &RecordView<'_, '_>) -> Vec<(Arc<str>, Standing)> {
    let blocks = record.asked_blocks().into_iter();
    blocks.filter_map(|(name, block)| Some((name, standing(record, block)?))).collect()
}

/// Standing of a record in a block; `None` of one that does not apply to it.
fn standing(record: &RecordView<'_, '_>, block: BlockId) -> Option<Standing> {
    match record.status(block)? {
        Status::NotApplicable => return None,
        Status::Undetermined | Status::DataError => return Some(Standing::Undecided),
        Status::Decided => {}
    }
    let Some(ways) = record.cheapest(block) else { return Some(Standing::Undecided) };
    if ways.to.is_none() {
        return Some(if ways.is_best { Standing::Best } else { Standing::Undecided });
    }
    Some(match ways.ways.into_iter().next() {
        Some(way) => Standing::Lifted(Box::new(task(record.decision(block)?, way))),
        None if ways.rests_on_others => Standing::NotFound,
        None if ways.none || ways.complete_up_to >= 3 => Standing::None,
        None => Standing::NotFound,
    })
}

fn task(decision: Decision, way: Way) -> Task {
    Task {
        shown: decision.shown.clone(),
        record_type: Arc::clone(&decision.record_type),
        block: decision.block.clone().unwrap_or_default(),
        result: decision.verdict.clone().unwrap_or_default(),
        points: decision.points.clone(),
        record: decision.record,
        way,
    }
}
