//! Records that somebody has to look at first, each with its result in one sentence.

use super::units::Listed;
use super::urgency::Urgency;
use crate::engine::{Batch, Dataset};
use crate::model::BlockId;
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

/// A record under a block, by its batch and its place there.
struct Place<'b> {
    urgency: Urgency,
    batch: &'b Batch,
    record: usize,
    block: BlockId,
}

impl Dataset {
    /// The records to look at under the requested blocks, those that [`Batch::by_unit`] counts as
    /// such; the first of them in one sentence each, with what would make it better where
    /// [`Query::ways`](crate::Query::ways) was asked for.
    pub fn attention(&self, most: usize, lang: Lang) -> Attention {
        let batches = self.decided().flat_map(|records| records.batches());
        let mut places: Vec<Place<'_>> = batches.flat_map(|batch| places(batch, lang)).collect();
        places.sort_by_key(|place| place.urgency);
        let told = places.iter().take(most).filter_map(|place| place.told(lang)).collect();
        Attention { told, all: places.len() }
    }
}

/// Places of a batch in the order of its records.
fn places(batch: &Batch, lang: Lang) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    for sheet in batch.by_unit(lang) {
        let block = sheet.block();
        let place =
            |one: &Listed<'_>| Place { urgency: one.urgency, batch, record: one.place, block };
        found.extend(sheet.listed().iter().map(place));
    }
    found.sort_by_key(|one| one.record);
    found
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
