//! Records of a batch worked out on all cores.

use super::batch::Batch;
use super::view::RecordView;
use std::ops::Range;
use std::sync::Arc;

/// Records that a thread works out before it hands them over: enough for what is prepared once for
/// them to cost little, few enough for the results of all threads to take little memory.
const STRETCH: usize = 512;

impl Batch {
    /// As [`Batch::map`], on as many threads as there are cores, in the same order: for what costs
    /// more than the decisions themselves, such as ways to a better result.
    pub fn map_parallel<'b, T: Send + 'b>(
        &'b self,
        rows: Range<usize>,
        take: impl Fn(&RecordView<'b, '_>) -> T + Send + Sync + 'b,
    ) -> Box<dyn Iterator<Item = T> + 'b> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // Records whose cells are not kept are read once more, from the first of the file on.
        if cores == 1 || self.shared.again().is_some() {
            return Box::new(self.map(rows, take));
        }
        let all = rows.start..rows.end.min(self.records());
        let (mut left, take) = (all.clone(), Arc::new(take));
        let waves = std::iter::from_fn(move || {
            if left.is_empty() {
                return None;
            }
            self.shared.tell(left.start, &all, cores * STRETCH);
            let each = left.len().div_ceil(cores).min(STRETCH);
            let starts = (left.start..left.end).step_by(each).take(cores);
            let stretches: Vec<Range<usize>> =
                starts.map(|start| start..left.end.min(start + each)).collect();
            left.start = stretches.last().map_or(left.end, |last| last.end);
            Some(self.wave(stretches, &take))
        });
        Box::new(waves.flatten())
    }

    /// What becomes of the records of some stretches, in their order, each on a thread.
    fn wave<'b, T: Send + 'b>(
        &'b self,
        stretches: Vec<Range<usize>>,
        take: &Arc<impl Fn(&RecordView<'b, '_>) -> T + Send + Sync + 'b>,
    ) -> Vec<T> {
        let work = |stretch: Range<usize>| -> Vec<T> {
            let take = Arc::clone(take);
            self.map(stretch, move |record| take(record)).collect()
        };
        let mut stretches = stretches.into_iter();
        let first = stretches.next();
        std::thread::scope(|scope| {
            let others: Vec<_> = stretches.map(|stretch| scope.spawn(|| work(stretch))).collect();
            let mut all = first.map(work).unwrap_or_default();
            for other in others {
                match other.join() {
                    Ok(made) => all.extend(made),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        })
    }
}
