//! Records that come out alike: the first of each pattern is looked at, the others are known by it.

use super::Batch;
use super::shared::Placed;
use super::view::{Held, RecordView, Searches};
use crate::eval::lanes::{self, Lanes};
use crate::eval::{ALONE, Worker};
use crate::explain::Clauses;
use crate::model::{BlockId, FieldId};
use crate::table::Inputs;
use crate::value::Value;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;

/// Records that lanes are made for at once: making them costs as much as some hundred records.
const AT_ONCE: usize = 8_192;
/// Most patterns that are kept; a record of another is looked at like those that left the lanes.
const MOST_PATTERNS: usize = 16_384;
/// A record whose outcome is that of an earlier one.
#[derive(Clone, Copy)]
pub(crate) struct Again<'t> {
    /// Place in the batch.
    pub place: usize,
    table: &'t Inputs,
    row: usize,
}

impl Again<'_> {
    /// Value of a field as it was read.
    pub fn field(&self, id: FieldId) -> Value {
        let column = self.table.columns.get(id.index());
        column.map_or(Value::Missing, |column| column.value(self.row, &self.table.texts))
    }
}

impl Batch {
    /// Results of `look` for the records of a range, and of `again` for those that come out like
    /// one that was looked at, with what that left: in all blocks the same result by the same
    /// rows, the same points in each criterion, the same conditions; nothing is missing or
    /// wrong, also beside the blocks. None does if no blocks are given.
    pub(crate) fn map_alike<'b, T: 'b, L: 'b>(
        &'b self,
        rows: Range<usize>,
        blocks: Vec<BlockId>,
        mut look: impl FnMut(&RecordView<'b, '_>) -> (T, L) + 'b,
        mut again: impl FnMut(Again<'_>, &L) -> T + 'b,
    ) -> impl Iterator<Item = T> + 'b {
        let mut work = Work {
            batch: self,
            blocks,
            worker: Worker::new(self.rules().plan(), self.record_type()),
            clauses: Clauses::default(),
            searches: Searches::default(),
            known: Known { numbering: Vec::new(), places: HashMap::default(), left: Vec::new() },
        };
        let at_once = if work.blocks.is_empty() { self.shared.at_once() } else { AT_ONCE };
        self.chunks(rows, at_once, move |held, chunk| {
            let mut made = Vec::with_capacity(chunk.len());
            for places in self.shared.of_one_day(chunk, at_once) {
                made.extend(work.chunk(held, places, &mut look, &mut again)?);
            }
            Some(made)
        })
    }
}

/// Records being looked at, with the buffers of the evaluators.
struct Work<'b, L> {
    batch: &'b Batch,
    blocks: Vec<BlockId>,
    worker: Option<Worker<'b>>,
    clauses: Clauses,
    searches: Searches<'b>,
    known: Known<L>,
}

/// Patterns that were met, and what the first record of each left.
struct Known<L> {
    /// What the patterns are numbered by.
    numbering: Vec<(i64, u128)>,
    places: HashMap<u128, usize, RandomState>,
    left: Vec<L>,
}

impl<L> Known<L> {
    fn place(&self, pattern: Option<u128>) -> Option<usize> {
        self.places.get(&pattern?).copied()
    }

    fn insert(&mut self, pattern: Option<u128>, left: L) {
        if let Some(pattern) = pattern.filter(|_| self.left.len() < MOST_PATTERNS) {
            self.places.insert(pattern, self.left.len());
            self.left.push(left);
        }
    }

    /// Forgets all patterns if those that follow are numbered otherwise.
    fn renumber(&mut self, numbering: Vec<(i64, u128)>) {
        if self.numbering != numbering {
            self.places.clear();
            self.left.clear();
            self.numbering = numbering;
        }
    }
}

impl<'b, L> Work<'b, L> {
    fn chunk<T>(
        &mut self,
        held: Held<'_>,
        chunk: Range<usize>,
        look: &mut impl FnMut(&RecordView<'b, '_>) -> (T, L),
        again: &mut impl FnMut(Again<'_>, &L) -> T,
    ) -> Option<Vec<T>> {
        let batch = self.batch;
        let run = batch.rules().run(batch.day(chunk.start));
        let context = batch.rules().context(run.as_of);
        let mut lanes = self.lanes(held, &chunk);
        let mut made = Vec::with_capacity(chunk.len());
        let at_once = batch.shared.at_once();
        for start in chunk.clone().step_by(at_once) {
            let places = start..(start + at_once).min(chunk.end);
            let rows = held.rows(&places);
            let patterns = self.patterns(&mut lanes, &places, &rows);
            let known = patterns.iter().map(|pattern| self.known.place(*pattern));
            let known: Vec<Option<usize>> = known.collect();
            let open = known.iter().filter(|known| known.is_none()).count();
            let together = open * ALONE > places.len();
            let Work { worker, clauses, searches, known: all, .. } = self;
            let worker = worker.as_mut()?;
            if together {
                worker.run(held.table, rows.clone(), &context);
            }
            let records = places.zip(patterns.iter().zip(known));
            for (at, (place, (pattern, known))) in records.enumerate() {
                let row = rows.start + at;
                // One may have been looked at since.
                let known = known.or_else(|| all.place(*pattern));
                if let Some(left) = known.and_then(|known| all.left.get(known)) {
                    made.push(again(Again { place, table: held.table, row }, left));
                    continue;
                }
                let frame = match together {
                    true => worker.frame(),
                    false => worker.run(held.table, row..row + 1, &context),
                };
                let at = if together { at } else { 0 };
                let (at, seen) = (Placed { row: at, place }, (frame, held));
                let kept = (&*clauses, &*searches);
                let (one, left) = batch.shared.view(seen, at, &run, kept, &mut *look)?;
                all.insert(*pattern, left);
                made.push(one);
            }
        }
        Some(made)
    }

    /// Lanes of the blocks, if there are some and all can do it.
    fn lanes<'t>(&self, held: Held<'t>, chunk: &Range<usize>) -> Vec<Lanes<'t>>
    where
        'b: 't,
    {
        let rules = self.batch.rules();
        let context = rules.context(self.batch.day(chunk.start));
        let of = |block: &BlockId| Lanes::with_patterns(rules.plan(), held.table, *block, &context);
        let worth = chunk.len() >= lanes::WORTH && !self.batch.is_by_day();
        let blocks = self.blocks.iter().filter(|_| worth);
        blocks.map(of).collect::<Option<_>>().unwrap_or_default()
    }

    /// Pattern of each record; none of those that have to be looked at.
    fn patterns(
        &mut self,
        lanes: &mut [Lanes<'_>],
        places: &Range<usize>,
        rows: &Range<usize>,
    ) -> Vec<Option<u128>> {
        if lanes.is_empty() {
            return vec![None; places.len()];
        }
        let (mut patterns, mut left) = (vec![0; places.len()], vec![0; places.len()]);
        let mut numbering = Vec::new();
        let mut all = Some(1);
        for lanes in lanes {
            let outcomes = lanes.run(rows.clone());
            all = all.and_then(|all| outcomes.add_patterns(&mut patterns, all));
            left.iter_mut().zip(outcomes.left()).for_each(|(left, own)| *left |= *own);
            numbering.extend(outcomes.numbering());
        }
        self.known.renumber(numbering);
        let faults = self.batch.set().reading.report.faults_of(places);
        for fault in faults {
            let place = fault.record as usize - places.start;
            left.get_mut(place).into_iter().for_each(|left| *left = 1);
        }
        let stays = |(pattern, left): (u128, u8)| (left == 0 && all.is_some()).then_some(pattern);
        patterns.into_iter().zip(left).map(stays).collect()
    }
}
