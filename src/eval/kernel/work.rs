//! What working with very large numbers may cost one record: each is bounded by its bits, but a
//! rule file has room for tens of thousands of them.

use super::super::fault::FaultKind;
use crate::value::Num;

/// Limit on the work of one record, in squares of machine words: some hundred operations on the
/// largest numbers, or as many as a rule file can hold on numbers of a thousand digits.
const MOST: u64 = 100_000_000;
/// The machine words of a number past the limit.
pub(super) const LARGEST: u64 = 1_024;

/// Work that each record of a batch has spent. Batch-constant steps have an account of their own,
/// so that the limit of a record does not depend on its batch.
#[derive(Debug, Default)]
pub(in crate::eval) struct Work {
    each: Vec<u64>,
    shared: u64,
}

impl Work {
    /// Clears the accounts for a new batch of `rows` records.
    pub fn reset(&mut self, rows: usize) {
        self.each.clear();
        self.each.resize(rows, 0);
        self.shared = 0;
    }

    /// Pays for an operation on numbers of so many words together; a record that has spent more
    /// than it may has a fault.
    #[inline]
    pub fn spend(&mut self, batch_constant: bool, row: usize, words: u64) -> Result<(), FaultKind> {
        if words == 0 { Ok(()) } else { self.charge(batch_constant, row, words) }
    }

    /// As [`Work::spend`], for what may cost something even on small numbers.
    pub fn charge(
        &mut self,
        batch_constant: bool,
        row: usize,
        words: u64,
    ) -> Result<(), FaultKind> {
        let Some(spent) =
            (if batch_constant { Some(&mut self.shared) } else { self.each.get_mut(row) })
        else {
            return Ok(());
        };
        *spent = spent.saturating_add(words.saturating_mul(words));
        if *spent > MOST { Err(FaultKind::TooMuchWork) } else { Ok(()) }
    }
}

/// The machine words of two numbers, those that fit the fast path left out.
#[inline]
pub(super) fn words(a: &Num, b: &Num) -> u64 {
    (a.big_bits() + b.big_bits()) / 64
}
