//! Records of a batch worked out on all cores.

use super::batch::Batch;
use super::decided::DecisionColumns;
use super::view::{Held, RecordView};
use crate::diag::Error;
use crate::eval::BATCH;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Records that a thread works out before it hands them over: enough for what is prepared once for
/// them to cost little, few enough for the results of all threads to take little memory.
const STRETCH: usize = 512;
/// Records that a thread takes at a time to decide them in columns: it keeps what is prepared, so
/// that few enough are best for all to end together.
const COLUMNS_AT_ONCE: usize = 4 * BATCH;

/// Number of threads that work at once: one where the system does not tell.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl Batch {
    /// As [`Batch::each_decided`], on as many threads as there are cores: `take` is called on each
    /// of them, for stretches in any order. A thread that is held up leaves its share to others.
    ///
    /// # Errors
    /// As [`Batch::decided`].
    pub fn each_decided_parallel(
        &self,
        block: &str,
        rows: Range<usize>,
        take: impl Fn(Range<usize>, &DecisionColumns) + Sync,
    ) -> Result<(), Error> {
        let end = rows.end.min(self.records());
        let next = AtomicUsize::new(rows.start);
        let stretches = || {
            let start = next.fetch_add(COLUMNS_AT_ONCE, Ordering::Relaxed);
            (start < end).then(|| start..end.min(start + COLUMNS_AT_ONCE))
        };
        let work = || self.decide_stretches(block, std::iter::from_fn(stretches), &take);
        let most = rows.len().div_ceil(COLUMNS_AT_ONCE).max(1);
        let cores = cores().min(most);
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
            let own = work();
            let ends = others
                .into_iter()
                .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            ends.fold(own, Result::and)
        })
    }

    /// As [`Batch::map`], on as many threads as there are cores, in the same order: for what costs
    /// more than the decisions themselves, such as ways to a better result.
    pub fn map_parallel<'b, T: Send + 'b>(
        &'b self,
        rows: Range<usize>,
        take: impl Fn(&RecordView<'b, '_>) -> T + Send + Sync + 'b,
    ) -> Box<dyn Iterator<Item = T> + 'b> {
        let cores = cores();
        if cores == 1 {
            return Box::new(self.map(rows, take));
        }
        let stretch = rows.len().div_ceil(cores).clamp(1, STRETCH);
        Box::new(self.each_chunk(self.chunks(rows, stretch * cores), move |tables, chunk| {
            let held = tables.held(&chunk)?;
            let each = chunk.len().div_ceil(cores).max(1);
            let starts = chunk.clone().step_by(each);
            let stretches = starts.map(|start| start..chunk.end.min(start + each));
            self.wave((held, stretches.collect()), &take)
        }))
    }

    /// What becomes of the records of some stretches, in their order, each on a thread.
    fn wave<'b, T: Send + 'b>(
        &'b self,
        (held, stretches): (Held<'_>, Vec<Range<usize>>),
        take: &(impl Fn(&RecordView<'b, '_>) -> T + Sync),
    ) -> Option<Vec<T>> {
        let work = |stretch: Range<usize>| self.looking()?.look(held, stretch, take);
        let mut stretches = stretches.into_iter();
        let first = stretches.next();
        std::thread::scope(|scope| {
            let others: Vec<_> = stretches.map(|stretch| scope.spawn(|| work(stretch))).collect();
            let mut all = first.map_or_else(|| Some(Vec::new()), work);
            for other in others {
                match other.join() {
                    Ok(made) => {
                        all = all.zip(made).map(|(mut all, made)| {
                            all.extend(made);
                            all
                        })
                    }
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        })
    }
}
