//! The records that contribute most to a miss: kept while the records pass by, the ten greatest of
//! each requirement.

use super::required::Limit;
use crate::aggregate::{Pair, Quotient};
use crate::value::{Compare, Num};
use std::collections::BTreeMap;

/// Number of contributors kept of each requirement.
const KEPT: usize = 10;

/// A requirement: a bound of a level of an indicator of a unit, and the side it is missed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Miss {
    /// The unit; none for the whole set.
    pub unit: Option<usize>,
    /// Place of the indicator among those of the targets, from 0.
    pub indicator: usize,
    /// Place of the level among those of the targets, from 0.
    pub level: usize,
    /// Place of the bound among those of the requirement, from 0.
    pub bound: usize,
    /// `true` if the value is too high, rather than too low.
    pub too_high: bool,
}

/// A record that contributes to a miss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// Place among the records.
    pub place: usize,
    /// Amount added above the line.
    pub amount: Num,
    /// Part of the miss: the amount, less what is required of what is added below the line.
    pub excess: Num,
}

/// The greatest contributors of each requirement.
#[derive(Clone, Debug, Default)]
pub struct TopContributors {
    kept: BTreeMap<Miss, Vec<Contributor>>,
}

/// Amounts that a record adds above and below the line of an indicator.
pub struct Share {
    over: Num,
    under: Option<Num>,
}

impl Share {
    /// Amounts of a record; `None` if either is not known.
    pub fn of(quotient: &Quotient, pair: &Pair) -> Option<Share> {
        let under = match &quotient.under {
            None => None,
            Some(_) => Some(pair.under.value()?.clone()),
        };
        Some(Share { over: pair.over.value()?.clone(), under })
    }

    /// Excess of the share over its part of what is required.
    fn excess(&self, required: &Num) -> Option<Num> {
        match &self.under {
            None => Some(self.over.clone()),
            Some(under) => self.over.sub(&required.mul(under).ok()?).ok(),
        }
    }
}

/// The sides on which a comparison can be missed.
pub fn sides(op: Compare) -> &'static [bool] {
    match op {
        Compare::Less | Compare::AtMost => &[true],
        Compare::Greater | Compare::AtLeast => &[false],
        Compare::Equal => &[true, false],
        Compare::NotEqual => &[],
    }
}

impl TopContributors {
    /// Adds a record to one requirement.
    pub fn add(&mut self, miss: Miss, limit: &Limit<'_>, place: usize, share: &Share) {
        let excess = limit.number().and_then(|number| share.excess(number));
        let Some(excess) = excess else { return };
        for &too_high in sides(limit.bound.op) {
            let excess = if too_high { excess.clone() } else { excess.neg() };
            if excess > Num::ZERO {
                self.keep(
                    Miss { too_high, ..miss },
                    Contributor { place, amount: share.over.clone(), excess },
                );
            }
        }
    }

    fn keep(&mut self, miss: Miss, one: Contributor) {
        let kept = self.kept.entry(miss).or_default();
        let at = kept.partition_point(|other| {
            other.excess > one.excess || other.excess == one.excess && other.place < one.place
        });
        if at < KEPT {
            kept.insert(at, one);
            kept.truncate(KEPT);
        }
    }

    /// The contributors of a requirement, the greatest first; of equals the first read.
    pub fn of(&self, miss: Miss) -> &[Contributor] {
        self.kept.get(&miss).map_or(&[], Vec::as_slice)
    }
}
