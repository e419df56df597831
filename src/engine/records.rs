//! Records of one type in the order they were read, whichever packs decide them.

use super::Batch;
use crate::data::Origin;
use crate::model::BlockId;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Records of one type in the order they were read: one batch, or one a pack where each record is
/// decided by the pack of its own day.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// use visao::{DataFile, InputFile, Records};
///
/// let file = DataFile::bytes("loans.csv", "id;debt\nA;1\nB;2\n".as_bytes());
/// let data = rules.query().read_all(&[InputFile { record: None, file }], None)?;
/// let records: &Records = &data.records()[0];
/// assert_eq!(records.batches()[0].records(), 2);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Debug)]
pub struct Records {
    batches: Vec<Batch>,
    order: Vec<RowRange>,
}

/// Records that stand together, in one of the batches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRange {
    /// The batch, by its place in [`Records::batches`].
    pub batch: usize,
    /// The places in the batch.
    pub places: Range<usize>,
}

impl From<Batch> for Records {
    fn from(batch: Batch) -> Records {
        let order = vec![RowRange { batch: 0, places: 0..batch.records() }];
        Records { batches: vec![batch], order }
    }
}

impl Records {
    /// Batches of several packs, put together again in the order of the files' rows.
    pub(super) fn by_day(batches: Vec<Batch>) -> Records {
        let origins = |(batch, of): (usize, &'_ Batch)| {
            let places = of.report().origins.iter().enumerate();
            places
                .map(|(place, origin)| (origin, batch, place))
                .collect::<Vec<(Origin, usize, usize)>>()
        };
        let mut all: Vec<(Origin, usize, usize)> =
            batches.iter().enumerate().flat_map(origins).collect();
        all.sort_unstable_by_key(|(origin, _, _)| (origin.file, origin.row));
        let order = in_ranges(all.into_iter().map(|(_, batch, place)| (batch, place)));
        Records { batches, order }
    }

    /// No records of any batch.
    pub(super) fn none() -> Records {
        Records { batches: Vec::new(), order: Vec::new() }
    }

    /// The batches without their order.
    pub(super) fn into_batches(self) -> Vec<Batch> {
        self.batches
    }

    /// Leaves to an earlier pack the blocks that it claims of its records, by their places, where
    /// they decide nothing here; the other claims are dropped.
    pub(super) fn leave_to(&mut self, earlier: &Batch, claims: &mut BTreeMap<usize, Vec<BlockId>>) {
        let theirs = &earlier.rules().model().blocks;
        let places: HashMap<Cow<'_, str>, usize> = earlier.report().all_keys().zip(0..).collect();
        for batch in &mut self.batches {
            let blocks = batch.blocks();
            let own = batch.report().all_keys().enumerate();
            let same: Vec<(usize, usize)> =
                own.filter_map(|(at, key)| Some((at, *places.get(&key)?))).collect();
            for (at, claimed) in same {
                let Some(claims) = claims.get_mut(&claimed) else { continue };
                let undecided = batch.undecided(at);
                let model = batch.rules().model();
                let own = |id: BlockId| {
                    let name = &theirs[id].name.key;
                    blocks.iter().copied().find(|own| model.blocks[*own].name.key == *name)
                };
                claims.retain(|id| own(*id).is_none_or(|own| undecided.contains(&own)));
                let left: Vec<BlockId> = claims.iter().filter_map(|id| own(*id)).collect();
                left.into_iter().for_each(|own| batch.leave_out(at, own));
            }
        }
        claims.retain(|_, blocks| !blocks.is_empty());
    }

    /// The records with those of an earlier pack that it still decides, each by the place in its
    /// batch, behind the same record of the pack of the day.
    pub(super) fn with_earlier(self, earlier: Batch, kept: &BTreeSet<usize>) -> Records {
        let place_of = self.batches.len();
        let Records { mut batches, order } = self;
        let origin = |batch: &Batch, place: usize| batch.report().origins.get(place);
        let mut all: Vec<(Option<Origin>, usize, usize)> = order
            .iter()
            .flat_map(|range| range.places.clone().map(move |place| (range.batch, place)))
            .map(|(batch, place)| {
                (batches.get(batch).and_then(|of| origin(of, place)), batch, place)
            })
            .collect();
        all.extend(kept.iter().map(|place| (origin(&earlier, *place), place_of, *place)));
        all.sort_by_key(|(origin, batch, _)| {
            (origin.map(|origin| (origin.file, origin.row)), *batch)
        });
        batches.push(earlier);
        Records {
            batches,
            order: in_ranges(all.into_iter().map(|(_, batch, place)| (batch, place))),
        }
    }

    /// The batches, one a pack.
    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// The name of the record type.
    pub fn record_name(&self) -> &str {
        self.batches.first().map_or("", |batch| {
            batch.rules().model().records[batch.record_type()].name.text.as_str()
        })
    }

    /// Returns `true` if the records have results to show: requested blocks, or derivations.
    /// Without either they are only child records of others.
    pub fn has_results(&self) -> bool {
        self.batches.iter().any(|batch| {
            let derives =
                batch.rules().model().records[batch.record_type()].derived.ids().next().is_some();
            derives || !batch.blocks().is_empty()
        })
    }

    /// All records in order.
    pub fn all(&self) -> &[RowRange] {
        &self.order
    }

    /// The records with this key, in order.
    pub fn with_key(&self, wanted: &str) -> Vec<RowRange> {
        let mut found: Vec<(Origin, RowRange)> = Vec::new();
        for (place, batch) in self.batches.iter().enumerate() {
            let places = batch.with_key(wanted);
            let stretches = places.filter_map(|at| {
                Some((
                    batch.report().origins.get(at)?,
                    RowRange { batch: place, places: at..at + 1 },
                ))
            });
            found.extend(stretches);
        }
        found.sort_by_key(|(origin, _)| (origin.file, origin.row));
        found.into_iter().map(|(_, stretch)| stretch).collect()
    }
}

/// Places in batches as ranges of neighbours.
fn in_ranges(places: impl Iterator<Item = (usize, usize)>) -> Vec<RowRange> {
    let mut order: Vec<RowRange> = Vec::new();
    for (batch, place) in places {
        match order.last_mut() {
            Some(last) if last.batch == batch && last.places.end == place => last.places.end += 1,
            _ => order.push(RowRange { batch, places: place..place + 1 }),
        }
    }
    order
}
