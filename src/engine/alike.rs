//! Records that come out alike: the first of each pattern is looked at, the others are known by it.

use super::Batch;
use super::shared::Placed;
use super::tables::Chunks;
use super::view::{Held, RecordView, Searches};
use crate::dataset::{Numbers, Patterns};
use crate::eval::lanes::{self, Lanes};
use crate::eval::{ALONE, Worker};
use crate::explain::Clauses;
use crate::model::{BlockId, FieldId};
use crate::table::Inputs;
use crate::value::Value;
use std::ops::Range;

/// Records that lanes are made for at once: making them costs as much as some hundred records.
const AT_ONCE: usize = 8_192;
/// Records that are handed over at once where most were told of while they were read.
const TOLD_AT_ONCE: usize = 2_048;

/// Question to records that come out alike.
pub(crate) struct Alike {
    /// The blocks in which they are compared; without one no record is like another.
    pub blocks: Vec<BlockId>,
    /// `true` if more is asked of each than its place: cells of its own.
    pub reads_cells: bool,
}

/// A record whose outcome is that of an earlier one.
#[derive(Clone, Copy)]
pub(crate) struct Again<'t> {
    /// Place in the batch.
    pub place: usize,
    cells: Option<(&'t Inputs, usize)>,
}

impl Again<'_> {
    /// Value of a field as it was read.
    pub fn field(&self, id: FieldId) -> Value {
        let column =
            self.cells.and_then(|(table, row)| Some((table.columns.get(id.index())?, table, row)));
        column.map_or(Value::Missing, |(column, table, row)| column.value(row, &table.texts))
    }
}

impl Batch {
    /// Results of `look` for the records of a range, and of `again` for those that come out like
    /// one that was looked at, with what that left: in all blocks the same result by the same
    /// rows, the same points in each criterion, the same conditions; nothing is missing or
    /// wrong, also beside the blocks. Records of which that was told while they were read are not
    /// read once more, unless their cells are asked for.
    pub(crate) fn map_alike<'b, T: 'b, L: 'b>(
        &'b self,
        rows: Range<usize>,
        Alike { blocks, reads_cells }: Alike,
        mut look: impl FnMut(&RecordView<'b, '_>) -> (T, L) + 'b,
        mut again: impl FnMut(Again<'_>, &L) -> T + 'b,
    ) -> impl Iterator<Item = T> + 'b {
        let told = self.set().patterns(&blocks).filter(|_| !reads_cells).cloned();
        let at_once = match (&told, blocks.is_empty()) {
            (Some(_), _) => TOLD_AT_ONCE,
            (None, false) => AT_ONCE,
            (None, true) => self.shared.at_once(),
        };
        let chunks = self.chunks(rows, at_once);
        let chunks = Chunks { told, ..chunks };
        let mut work = Work {
            batch: self,
            blocks,
            worker: Worker::new(self.rules().plan(), self.record_type()),
            clauses: Clauses::default(),
            searches: Searches::default(),
            numbers: Numbers::default(),
            left: Left(Vec::new()),
            left_told: Left(Vec::new()),
        };
        self.each_chunk(chunks.clone(), move |tables, chunk| {
            if let Some(told) = chunks.told(&self.shared, &chunk) {
                return work.told(told, chunk, &mut look, &mut again);
            }
            let held = tables.held(&chunk)?;
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
    numbers: Numbers,
    left: Left<L>,
    /// What those left that were told of while they were read.
    left_told: Left<L>,
}

/// What the first record of each pattern left, by its number.
struct Left<L>(Vec<Option<L>>);

impl<L> Left<L> {
    fn of(&self, number: Option<usize>) -> Option<&L> {
        self.0.get(number?)?.as_ref()
    }

    fn insert(&mut self, number: Option<usize>, left: L) {
        let Some(number) = number else { return };
        if self.0.len() <= number {
            self.0.resize_with(number + 1, || None);
        }
        if let Some(free) = self.0.get_mut(number) {
            *free = Some(left);
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
            let numbers = self.numbers(&mut lanes, &places, &rows);
            let open = numbers.iter().filter(|number| self.left.of(**number).is_none()).count();
            let together = open * ALONE > places.len();
            let Work { worker, clauses, searches, left, .. } = self;
            let worker = worker.as_mut()?;
            if together {
                worker.run(held.table, rows.clone(), &context);
            }
            for (at, (place, number)) in places.zip(numbers).enumerate() {
                let row = rows.start + at;
                if let Some(left) = left.of(number) {
                    made.push(again(Again { place, cells: Some((held.table, row)) }, left));
                    continue;
                }
                let frame = match together {
                    true => worker.frame(),
                    false => worker.run(held.table, row..row + 1, &context),
                };
                let at = if together { at } else { 0 };
                let (at, seen) = (Placed { row: at, place }, (frame, held));
                let kept = (&*clauses, &*searches);
                let (one, own) = batch.shared.view(seen, at, &run, kept, &mut *look)?;
                left.insert(number, own);
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

    /// Number of the pattern of each record; none of those that have to be looked at.
    fn numbers(
        &mut self,
        lanes: &mut [Lanes<'_>],
        places: &Range<usize>,
        rows: &Range<usize>,
    ) -> Vec<Option<usize>> {
        if lanes.is_empty() {
            return vec![None; places.len()];
        }
        let patterns = lanes::patterns(lanes, rows);
        self.numbers.renumber(&patterns);
        let mut each: Vec<Option<u128>> = patterns.each().collect();
        let faults = self.batch.set().reading.report.faults_of(places);
        for fault in faults {
            let place = fault.record as usize - places.start;
            each.get_mut(place).into_iter().for_each(|pattern| *pattern = None);
        }
        let number = |pattern: Option<u128>| Some(self.numbers.number(pattern?)?.0);
        each.into_iter().map(number).collect()
    }

    /// Results for records that were told of while they were read: of each pattern the first is
    /// looked at in the cells that were kept of one.
    fn told<T>(
        &mut self,
        told: &Patterns,
        places: Range<usize>,
        look: &mut impl FnMut(&RecordView<'b, '_>) -> (T, L),
        again: &mut impl FnMut(Again<'_>, &L) -> T,
    ) -> Option<Vec<T>> {
        let run = self.batch.rules().run(self.batch.day(places.start));
        let mut made = Vec::with_capacity(places.len());
        for place in places {
            let number = told.number(place);
            if let Some(left) = self.left_told.of(number) {
                made.push(again(Again { place, cells: None }, left));
                continue;
            }
            let row = number?;
            let context = self.batch.rules().context(run.as_of);
            let frame = self.worker.as_mut()?.run(told.firsts(), row..row + 1, &context);
            // A number is given after as many records at least.
            let held = Held { table: told.firsts(), first: place - row };
            let (at, kept) = (Placed { row: 0, place }, (&self.clauses, &self.searches));
            let (one, own) = self.batch.shared.view((frame, held), at, &run, kept, &mut *look)?;
            self.left_told.insert(number, own);
            made.push(one);
        }
        Some(made)
    }
}
