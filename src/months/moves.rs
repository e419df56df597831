//! Records of monthly snapshots under each block, from one month to the next.

use super::span::{self, months};
use crate::diag::sheet::words;
use crate::engine::{Batch, Dataset};
use crate::eval::Status;
use crate::explain::Outcome;
use crate::explain::decision::NamedValue;
use crate::model::{Block, BlockId, BlockKind, Category, Model, Verdict};
use crate::source::key;
use crate::value::{Date, Lang, Month};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Number of grades that are low where the manifest names none.
const LOWEST: usize = 2;

/// Records under a block over the months of a run.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BlockYear {
    /// Name of the block.
    pub block: Arc<str>,
    /// Title of the block.
    pub title: Option<Arc<str>>,
    /// Name of the record type.
    pub record_type: Arc<str>,
    /// Name of the pack.
    pub pack: Arc<str>,
    /// Name of the value that names a record's unit, where records have units.
    pub by: Option<Arc<str>>,
    /// The outcomes that are low, from the better to the worse.
    pub low: Vec<Arc<str>>,
    /// Months one after the other without a gap.
    pub months: Vec<MonthMoves>,
}

impl BlockYear {
    /// The latest month that has data.
    pub fn latest(&self) -> Option<&MonthMoves> {
        self.months.iter().rev().find(|month| month.has_data)
    }
}

/// Records of a month against those of the month before.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MonthMoves {
    /// Last day of the month.
    pub month: Date,
    /// `true` if the month has any record.
    pub has_data: bool,
    /// `true` if the month before has any too, so that they are compared.
    pub is_compared: bool,
    /// Counts of each unit, all together last.
    pub units: Vec<MoveCounts>,
    /// The records that there is something to say of, unit by unit.
    pub records: Vec<RecordMove>,
}

/// Numbers of records of a unit by what became of them since the month before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MoveCounts {
    /// Name of the unit; empty of all together.
    pub unit: Arc<str>,
    /// `true` for all records together.
    pub is_total: bool,
    /// Records of the month that the block applies to.
    pub records: u64,
    /// Records with a better outcome.
    pub rose: u64,
    /// Records with the same outcome.
    pub same: u64,
    /// Records with a worse outcome.
    pub fell: u64,
    /// Records that were low the month before and are low still, however they moved.
    pub low_again: u64,
    /// Records that were not there the month before.
    pub new: u64,
    /// Records of the month before that are no longer there; not among the records.
    pub gone: u64,
    /// Records of which either outcome is not known.
    pub open: u64,
}

/// Record that there is something to say of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RecordMove {
    /// Key of the record.
    pub record: Arc<str>,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Name of its unit.
    pub unit: Option<Arc<str>>,
    /// Kind of the move.
    pub moved: Moved,
    /// Outcome in the month before, in the words of the rules; `None` if it was not there.
    pub before: Option<Arc<str>>,
    /// Outcome in the month; `None` if it is not there.
    pub now: Option<Arc<str>>,
}

/// Kind of what became of a record since the month before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Moved {
    /// The outcome is worse.
    Fell,
    /// It is low, and was low the month before: for so many months running.
    LowAgain(usize),
    /// The record was not there the month before.
    New,
    /// The same, of one that was there earlier: last in the month with this last day.
    Back(Date),
    /// The record was there the month before and no longer is.
    Gone,
    /// One of both outcomes is not known, so that they cannot be compared.
    Open,
}

impl Moved {
    /// Stable English code, the one that JSON has.
    pub const fn code(self) -> &'static str {
        match self {
            Moved::Fell => "fell",
            Moved::LowAgain(_) => "low_again",
            Moved::New => "new",
            Moved::Back(_) => "back",
            Moved::Gone => "gone",
            Moved::Open => "open",
        }
    }
}

/// The blocks over monthly snapshots whose outcomes have an order.
pub(super) fn of_blocks(dataset: &Dataset) -> Vec<BlockYear> {
    let batches = dataset.decided().flat_map(|records| records.batches());
    let monthly = batches.filter(|batch| batch.is_monthly());
    monthly.flat_map(|batch| of_batch(dataset, batch)).collect()
}

fn of_batch(dataset: &Dataset, batch: &Batch) -> Vec<BlockYear> {
    let model = batch.rules().model();
    let low = &batch.rules().report_frame().low;
    let scales = batch.blocks().into_iter();
    let scales = scales.filter_map(|id| Some((id, Scale::of(model, &model.blocks[id], low)?)));
    let scales: Vec<(BlockId, Scale<'_>)> = scales.collect();
    let with_data = span::of_batch(batch);
    let all = months(batch.rules(), &with_data, dataset.as_of());
    if scales.is_empty() || all.is_empty() {
        return Vec::new();
    }
    let records = Records::of(batch, &scales);
    let years = scales.iter().enumerate().map(|(place, (id, scale))| {
        let block = &model.blocks[*id];
        let of_block = OfBlock { batch, records: &records, place, scale };
        BlockYear {
            block: Arc::from(block.name.text.as_str()),
            title: block.title.as_deref().map(Arc::from),
            record_type: Arc::from(model.records[block.record].name.text.as_str()),
            pack: Arc::from(batch.rules().name()),
            by: records.by.clone(),
            low: scale.low_words(model.lang),
            months: all.iter().filter_map(|month| of_block.month(*month, &with_data)).collect(),
        }
    });
    years.collect()
}

/// The outcomes of a block from the best to the worst.
enum Scale<'m> {
    Grades { category: &'m Category, low: BTreeSet<usize> },
    Verdicts(&'m Block),
}

impl<'m> Scale<'m> {
    fn of(model: &'m Model, block: &'m Block, low: &[String]) -> Option<Scale<'m>> {
        match &block.kind {
            BlockKind::Scorecard(card) => {
                let grading = card.grading.as_ref()?;
                let category = model.categories.get(grading.category.index())?;
                category.ordered.then(|| Scale::Grades { category, low: low_of(category, low) })
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => Some(Scale::Verdicts(block)),
        }
    }

    /// Rank of an outcome, the best 0; none where it is not known.
    fn rank(&self, outcome: Outcome) -> Option<usize> {
        match (self, outcome.status) {
            (_, Status::Undetermined | Status::DataError | Status::NotApplicable) => None,
            (Scale::Grades { category, .. }, Status::Decided) => category.place(outcome.grade?),
            (Scale::Verdicts(_), Status::Decided) => match outcome.verdict? {
                Verdict::Met => Some(0),
                Verdict::Rejected => Some(1),
                Verdict::ToReview | Verdict::Incomplete | Verdict::NotDue => None,
            },
        }
    }

    fn is_low(&self, rank: usize) -> bool {
        match self {
            Scale::Grades { low, .. } => low.contains(&rank),
            Scale::Verdicts(_) => rank > 0,
        }
    }

    fn low_words(&self, lang: Lang) -> Vec<Arc<str>> {
        match self {
            Scale::Grades { category, low } => {
                let values = low.iter().filter_map(|place| category.values.get(*place));
                values.map(|value| Arc::from(value.name.text.as_str())).collect()
            }
            Scale::Verdicts(block) => vec![Arc::from(block.verdict_word(Verdict::Rejected, lang))],
        }
    }

    fn word(&self, outcome: Outcome, lang: Lang) -> Arc<str> {
        let words = words(lang);
        let told = match (self, outcome.status) {
            (_, Status::DataError) => words.data_error,
            (_, Status::NotApplicable) => words.not_applicable,
            (Scale::Verdicts(block), Status::Undetermined) => {
                block.verdict_word(Verdict::Incomplete, lang)
            }
            (Scale::Grades { .. }, Status::Undetermined) => words.undetermined,
            (Scale::Grades { category, .. }, Status::Decided) => {
                let value = outcome.grade.and_then(|grade| category.value(grade));
                value.map_or(words.undetermined, |value| value.name.text.as_str())
            }
            (Scale::Verdicts(block), Status::Decided) => match outcome.verdict {
                Some(verdict) => block.verdict_word(verdict, lang),
                None => words.undetermined,
            },
        };
        Arc::from(told)
    }
}

/// Places of the low grades: those that the manifest names, else the last two but the best.
fn low_of(category: &Category, named: &[String]) -> BTreeSet<usize> {
    let place = |name: &String| category.values.iter().position(|one| one.name.key == key(name));
    let found: BTreeSet<usize> = named.iter().filter_map(place).collect();
    if !found.is_empty() {
        return found;
    }
    let all = category.values.len();
    (all.saturating_sub(LOWEST).max(1)..all).collect()
}

/// Outcome of a record in a month.
struct InMonth {
    /// Place in the batch.
    place: usize,
    unit: Option<usize>,
    /// Outcome under each block.
    outcomes: Vec<Outcome>,
}

/// Records of a batch by key and month.
struct Records {
    by: Option<Arc<str>>,
    /// Names of the units, in the order in which they are told.
    units: Vec<Arc<str>>,
    of_keys: BTreeMap<Arc<str>, BTreeMap<Month, InMonth>>,
}

impl Records {
    fn of(batch: &Batch, scales: &[(BlockId, Scale<'_>)]) -> Records {
        let lang = batch.rules().model().lang;
        let by = batch.units();
        let plan = batch.rules().plan().record(batch.record_type());
        let mut found = Vec::new();
        batch.each(0..batch.records(), |record| {
            let (place, reader) = (record.place(), record.reader());
            let Some(month) = batch.set().as_of.own_month(place) else { return };
            let unit = by.as_ref().map(|by| batch.unit_of(reader, by));
            let outcomes = scales.iter().filter_map(|(id, _)| {
                let plan = plan.and_then(|plan| plan.block(*id))?;
                Some(reader.outcome(*id, plan))
            });
            let outcomes: Vec<Outcome> = outcomes.collect();
            found.push((Arc::<str>::from(record.key()), month, place, unit, outcomes));
        });
        let known: BTreeSet<_> =
            found.iter().filter_map(|(_, _, _, unit, _)| unit.clone()).collect();
        let known: Vec<_> = known.into_iter().collect();
        let mut of_keys: BTreeMap<Arc<str>, BTreeMap<Month, InMonth>> = BTreeMap::new();
        for (key, month, place, unit, outcomes) in found {
            let unit = unit.and_then(|unit| known.binary_search(&unit).ok());
            let months = of_keys.entry(key).or_default();
            months.entry(month).or_insert(InMonth { place, unit, outcomes });
        }
        let name = |unit| Arc::from(batch.unit_name(by.as_ref(), unit, words(lang)).as_ref());
        Records {
            by: batch.unit_value(by.as_ref()).map(|(name, _)| Arc::from(name.text.as_str())),
            units: known.into_iter().map(name).collect(),
            of_keys,
        }
    }
}

/// Records under one of the blocks.
struct OfBlock<'b> {
    batch: &'b Batch,
    records: &'b Records,
    /// Place of the block among those that were asked.
    place: usize,
    scale: &'b Scale<'b>,
}

impl OfBlock<'_> {
    fn month(&self, month: Month, with_data: &BTreeSet<Month>) -> Option<MonthMoves> {
        let before = month.back(1);
        let has_data = with_data.contains(&month);
        let is_compared = has_data && before.is_some_and(|before| with_data.contains(&before));
        let mut counts = vec![MoveCounts::default(); self.records.units.len() + 1];
        let mut moves = Vec::new();
        for (key, months) in &self.records.of_keys {
            let (now, then) = (months.get(&month), before.and_then(|before| months.get(&before)));
            let told = Pair { now, then, months, month, is_compared };
            for moved in self.count(&told, &mut counts) {
                moves.push((now.or(then).and_then(|one| one.unit), moved, key, now, then));
            }
        }
        moves.sort_by(|(unit, moved, key, ..), (other, another, other_key, ..)| {
            (unit.is_none(), unit, moved, key).cmp(&(other.is_none(), other, another, other_key))
        });
        let records = moves.into_iter().map(|(unit, moved, key, now, then)| RecordMove {
            record: Arc::clone(key),
            shown: now.or(then).map_or_else(Vec::new, |one| self.batch.shown(one.place)),
            unit: unit.and_then(|unit| self.records.units.get(unit).cloned()),
            moved,
            before: then.and_then(|then| self.word(then)),
            now: now.and_then(|now| self.word(now)),
        });
        Some(MonthMoves {
            month: month.last_day()?,
            has_data,
            is_compared,
            records: records.collect(),
            units: self.named(counts),
        })
    }

    /// The counts with the names of their units; of records without units, the total alone.
    fn named(&self, counts: Vec<MoveCounts>) -> Vec<MoveCounts> {
        let names = self.records.units.iter().cloned().map(Some).chain([None]);
        let named = counts.into_iter().zip(names);
        named
            .map(|(counts, name)| MoveCounts {
                is_total: name.is_none(),
                unit: name.unwrap_or_default(),
                ..counts
            })
            .collect()
    }

    fn outcome(&self, one: &InMonth) -> Option<Outcome> {
        one.outcomes.get(self.place).copied()
    }

    /// Outcome of a record that the block applies to.
    fn asked(&self, one: Option<&InMonth>) -> Option<Outcome> {
        let outcome = self.outcome(one?)?;
        (outcome.status != Status::NotApplicable).then_some(outcome)
    }

    fn word(&self, one: &InMonth) -> Option<Arc<str>> {
        let lang = self.batch.rules().model().lang;
        self.outcome(one).map(|outcome| self.scale.word(outcome, lang))
    }

    /// Counts a record for its unit and for all, and tells what there is to say of it.
    fn count(&self, pair: &Pair<'_>, counts: &mut [MoveCounts]) -> Vec<Moved> {
        let (now, then) = (self.asked(pair.now), self.asked(pair.then));
        let mut moves = Vec::new();
        let mut add = |unit: Option<usize>, field: fn(&mut MoveCounts) -> &mut u64| {
            let all = counts.len().saturating_sub(1);
            for place in unit.into_iter().chain([all]) {
                counts.get_mut(place).into_iter().for_each(|counts| *field(counts) += 1);
            }
        };
        let unit = pair.now.or(pair.then).and_then(|one| one.unit);
        if now.is_some() {
            add(unit, |counts| &mut counts.records);
        }
        if !pair.is_compared {
            return moves;
        }
        match (now, then) {
            (None, None) => {}
            (None, Some(_)) if pair.now.is_none() => {
                add(unit, |counts| &mut counts.gone);
                moves.push(Moved::Gone);
            }
            (Some(_), None) if pair.then.is_none() => {
                add(unit, |counts| &mut counts.new);
                moves.push(pair.last_there().map_or(Moved::New, Moved::Back));
            }
            (Some(_), None) => {
                add(unit, |counts| &mut counts.open);
                moves.push(Moved::Open);
            }
            (None, Some(_)) => {}
            (Some(now), Some(then)) => match (self.scale.rank(now), self.scale.rank(then)) {
                (Some(now), Some(then)) => {
                    if now > then {
                        moves.push(Moved::Fell);
                    }
                    match now.cmp(&then) {
                        std::cmp::Ordering::Less => add(unit, |counts| &mut counts.rose),
                        std::cmp::Ordering::Equal => add(unit, |counts| &mut counts.same),
                        std::cmp::Ordering::Greater => add(unit, |counts| &mut counts.fell),
                    }
                    if self.scale.is_low(now) && self.scale.is_low(then) {
                        add(unit, |counts| &mut counts.low_again);
                        moves.push(Moved::LowAgain(self.low_months(pair)));
                    }
                }
                (None, _) | (_, None) => {
                    add(unit, |counts| &mut counts.open);
                    moves.push(Moved::Open);
                }
            },
        }
        moves
    }

    /// Number of months that a record is low, one after the other up to the month.
    fn low_months(&self, pair: &Pair<'_>) -> usize {
        let months = std::iter::successors(Some(pair.month), |month| month.back(1));
        let is_low = |month: &Month| {
            let outcome = pair.months.get(month).and_then(|one| self.outcome(one));
            let rank = outcome.and_then(|outcome| self.scale.rank(outcome));
            rank.is_some_and(|rank| self.scale.is_low(rank))
        };
        months.take_while(is_low).count()
    }
}

/// A record in a month and in the month before.
struct Pair<'r> {
    now: Option<&'r InMonth>,
    then: Option<&'r InMonth>,
    months: &'r BTreeMap<Month, InMonth>,
    month: Month,
    is_compared: bool,
}

impl Pair<'_> {
    /// Last day of the latest month before in which the record was there.
    fn last_there(&self) -> Option<Date> {
        self.months.range(..self.month).next_back().and_then(|(month, _)| month.last_day())
    }
}
