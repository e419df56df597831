//! Records that somebody has to look at first, each with its result in one sentence.

use crate::engine::{Batch, Dataset, RecordView};
use crate::eval::Status;
use crate::explain::Outcome;
use crate::model::{Block, BlockId, BlockKind, Model, Verdict};
use crate::plan::BlockPlan;
use crate::value::Lang;

/// Records to look at: how many there are, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attention {
    /// One sentence each: data errors first, then the worst results, then what is open, then the
    /// rest of those that are not of the best result.
    pub told: Vec<String>,
    /// Number of all of them; a record counts once for each block.
    pub all: usize,
}

/// Urgency of a record, the less the sooner; `None` of one that is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Faulty,
    Worst,
    Open,
    NotBest,
}

/// A record under a block, by its batch and its place there.
struct Place<'b> {
    urgency: Urgency,
    batch: &'b Batch,
    record: usize,
    block: BlockId,
}

impl Dataset {
    /// The records to look at under the requested blocks, the first of them in one sentence each:
    /// with what would make it better where [`Query::ways`](crate::Query::ways) was asked for.
    pub fn attention(&self, most: usize, lang: Lang) -> Attention {
        let batches = self.decided().flat_map(|records| records.batches());
        let mut places: Vec<Place<'_>> = batches.flat_map(places).collect();
        places.sort_by_key(|place| place.urgency);
        let told = places.iter().take(most).filter_map(|place| place.told(lang)).collect();
        Attention { told, all: places.len() }
    }
}

fn places(batch: &Batch) -> Vec<Place<'_>> {
    let model = batch.rules().model();
    let Some(plan) = batch.rules().plan().record(batch.record_type()) else { return Vec::new() };
    let blocks: Vec<(BlockId, &BlockPlan)> =
        batch.blocks().into_iter().filter_map(|id| Some((id, plan.block(id)?))).collect();
    let urgent = |record: &RecordView<'_, '_>| {
        let of_block = |(id, plan): &(BlockId, &BlockPlan)| {
            let outcome = record.reader().outcome(*id, plan);
            Some((record.place(), *id, urgency(model, &model.blocks[*id], outcome)?))
        };
        let mut found = Vec::new();
        for block in &blocks {
            found.extend(of_block(block));
        }
        found
    };
    let found: Vec<Vec<(usize, BlockId, Urgency)>> =
        batch.map(0..batch.records(), urgent).collect();
    let place = |(record, block, urgency)| Place { urgency, batch, record, block };
    found.into_iter().flatten().map(place).collect()
}

fn urgency(model: &Model, block: &Block, outcome: Outcome) -> Option<Urgency> {
    match outcome.status {
        Status::NotApplicable => return None,
        Status::DataError => return Some(Urgency::Faulty),
        Status::Undetermined => return Some(Urgency::Open),
        Status::Decided => {}
    }
    match (&block.kind, outcome.grade, outcome.verdict) {
        (BlockKind::Scorecard(card), Some(grade), _) => {
            let category = card.grading.as_ref()?.category;
            let values = &model.categories.get(category.index())?.values;
            let is = |value: Option<&crate::model::CategoryValue>| {
                value.is_some_and(|value| value.number == grade)
            };
            match (is(values.first()), is(values.last())) {
                (true, _) => None,
                (false, true) => Some(Urgency::Worst),
                (false, false) => Some(Urgency::NotBest),
            }
        }
        (_, _, Some(Verdict::Rejected)) => Some(Urgency::Worst),
        (_, _, Some(Verdict::ToReview)) => Some(Urgency::NotBest),
        (_, _, Some(Verdict::Incomplete)) => Some(Urgency::Open),
        (_, _, Some(Verdict::Met | Verdict::NotDue) | None) => None,
    }
}

impl Place<'_> {
    fn told(&self, lang: Lang) -> Option<String> {
        let block = self.batch.rules().model().blocks[self.block].name.text.as_str();
        let explained = self.batch.explanations(self.record..self.record + 1);
        let mut own = explained.filter(|one| one.decision.block.as_deref() == Some(block));
        let several = self.batch.blocks().len() > 1;
        own.next().map(|one| match several {
            true => format!("{block}: {}", one.brief(lang)),
            false => one.brief(lang),
        })
    }
}
