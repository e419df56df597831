//! Limits of one call: how much work it may take, and a flag that calls it off.

use super::Batch;
use crate::diag::{Error, door as say};
use crate::eval::BATCH;
use crate::explain::Explanation;
use crate::explain::decision::Decision;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Limits of one call, all open by default.
///
/// Records and steps are counted, never time: the same call on the same records ends at the same
/// record on any machine. A flag is looked at between chunks of at most 1,024 records; what was
/// given out before it was raised is what would have been given out without it.
///
/// ```
/// use visao::{Limits, Rules};
///
/// let rules = Rules::from_text("bản ghi T\n  trường x: số\n  tính y = x + 1\n")?;
/// let data = rules.query().dataset().add("T", [serde_json::json!({ "x": 1 })])?.finish()?;
/// let batch = data.batches().next().ok_or("no records")?;
/// let none = Limits::default().steps(0);
/// let error = batch.decisions_within(0..1, &none).next().and_then(Result::err).ok_or("no error")?;
/// assert!(error.to_string().ends_with("[E275]"));
/// assert_eq!(batch.decisions_within(0..1, &Limits::default()).count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Limits {
    records: Option<usize>,
    steps: Option<u64>,
    cancel: Option<Arc<AtomicBool>>,
}

impl Limits {
    /// The same with at most so many records.
    #[must_use]
    pub fn records(self, most: usize) -> Limits {
        Limits { records: Some(most), ..self }
    }

    /// The same with at most so many steps: what the rules work out of one record is some hundreds
    /// of steps, the same number for each record of a type.
    #[must_use]
    pub fn steps(self, most: u64) -> Limits {
        Limits { steps: Some(most), ..self }
    }

    /// The same with a flag that calls the call off once it is true.
    #[must_use]
    pub fn cancel(self, flag: Arc<AtomicBool>) -> Limits {
        Limits { cancel: Some(flag), ..self }
    }

    /// Reason to refuse so many records of so many steps each; none if they are within the limits.
    fn passed(&self, records: usize, steps: usize) -> Option<Error> {
        let work = u64::try_from(records.saturating_mul(steps)).unwrap_or(u64::MAX);
        if self.cancel.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Some(say::cancelled());
        }
        if let Some(most) = self.records.filter(|most| records > *most) {
            return Some(say::too_many_records(most));
        }
        self.steps.filter(|most| work > *most).map(say::too_many_steps)
    }
}

impl Batch {
    /// As [`Batch::decisions`], as far as the limits go: the error that says which one was met is
    /// the last that is given.
    ///
    /// # Errors
    /// E275: a limit was met, or the call was called off.
    pub fn decisions_within<'b>(
        &'b self,
        rows: Range<usize>,
        limits: &Limits,
    ) -> impl Iterator<Item = Result<Decision, Error>> + use<'b> {
        self.within(rows, limits.clone(), |chunk| self.decisions(chunk).collect())
    }

    /// As [`Batch::explanations`], as far as the limits go; see [`Batch::decisions_within`].
    ///
    /// # Errors
    /// E275: a limit was met, or the call was called off.
    pub fn explanations_within<'b>(
        &'b self,
        rows: Range<usize>,
        limits: &Limits,
    ) -> impl Iterator<Item = Result<Explanation, Error>> + use<'b> {
        self.within(rows, limits.clone(), |chunk| self.explanations(chunk).collect())
    }

    fn within<T>(
        &self,
        rows: Range<usize>,
        limits: Limits,
        chunk: impl Fn(Range<usize>) -> Vec<T>,
    ) -> impl Iterator<Item = Result<T, Error>> {
        let steps =
            self.rules().plan().record(self.record_type()).map_or(0, |plan| plan.steps.len());
        let end = rows.end.min(self.records());
        let (first, mut start, mut met) = (rows.start, rows.start, false);
        let chunks = std::iter::from_fn(move || {
            let next = (start + BATCH).min(end);
            if met || start >= next {
                return None;
            }
            if let Some(refusal) = limits.passed(next - first, steps) {
                met = true;
                return Some(vec![Err(say::limit(refusal, self.lang))]);
            }
            let given = chunk(start..next).into_iter().map(Ok).collect();
            start = next;
            Some(given)
        });
        chunks.flatten()
    }
}
