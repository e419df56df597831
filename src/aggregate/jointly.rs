//! A quotient of sums followed record by record: a record that may be of a group joins the sum
//! above the line and the sum below it, or neither. The two sums taken each for itself would reach
//! further.

use super::accumulate::Membership;
use super::gather::Place;
use super::quotient::{Pair, Quotient};
use crate::interval::Interval;
use crate::value::Num;

/// The records of one group.
#[derive(Clone, Debug)]
struct Jointly {
    /// Sums of those that surely are of it and of which all is known; `None` past the limit of
    /// numbers.
    known: Option<Sums>,
    open: Vec<(Pair, Membership)>,
}

/// The sum above the line and the one below it.
#[derive(Clone, Debug)]
struct Sums {
    over: Num,
    under: Num,
}

/// The records of every group.
#[derive(Clone, Debug, Default)]
pub struct JointGroups {
    total: Jointly,
    anywhere: Jointly,
    groups: Vec<Jointly>,
}

/// Number of times a better choice of records is looked for; a few are enough.
const MOST_CHOICES: usize = 100;

impl JointGroups {
    /// Takes in a record.
    pub fn take(&mut self, pair: &Pair, place: Place, belongs: Membership) {
        self.total.take(pair, belongs);
        match place {
            Place::In(number) | Place::Perhaps(number) => {
                let belongs =
                    if let Place::Perhaps(_) = place { Membership::Perhaps } else { belongs };
                if number >= self.groups.len() {
                    self.groups.resize(number + 1, Jointly::default());
                }
                self.groups.get_mut(number).into_iter().for_each(|group| group.take(pair, belongs));
            }
            Place::Anywhere => self.anywhere.take(pair, Membership::Perhaps),
            Place::Nowhere => {}
        }
    }

    /// Interval of the quotient over a group, or over all records; an end that is not found is
    /// open. The tie is that of its pairs.
    pub fn range(&self, group: Option<usize>, quotient: &Quotient, tie: &Interval) -> Interval {
        let all = match group {
            None => self.total.clone(),
            Some(number) => {
                self.groups.get(number).cloned().unwrap_or_default().and(&self.anywhere)
            }
        };
        let Some(under) = &quotient.under else { return Interval::OPEN };
        let with = |over: Num| Sums { over, under: under.constant.clone() };
        let upper = all.most(&with(quotient.over.constant.clone()), tie.upper.as_ref());
        let lower =
            all.turned().most(&with(quotient.over.constant.neg()), tie.neg().upper.as_ref());
        Interval { lower: lower.map(|lower| lower.neg()), upper }
    }
}

impl Pair {
    /// Pair narrowed by a tie: what is added above the line lies within the tie times what is added
    /// below.
    pub fn tied(self, tie: &Interval) -> Pair {
        let times = |end: &Option<Num>| Some(Interval::exactly(end.clone()?).mul(&self.under));
        let over = Interval {
            lower: times(&tie.lower).and_then(|least| least.lower),
            upper: times(&tie.upper).and_then(|most| most.upper),
        };
        let by = |end: &Option<Num>, tie: &Option<Num>| {
            let tie = tie.as_ref().filter(|tie| **tie > Num::ZERO)?;
            end.as_ref()?.div(tie).ok()
        };
        let under = Interval {
            lower: by(&self.over.lower, &tie.upper),
            upper: by(&self.over.upper, &tie.lower),
        };
        Pair { over: self.over.meet(&over), under: self.under.meet(&under) }
    }

    fn is_unbounded(&self) -> bool {
        self.over.upper.is_none()
    }

    /// The most it can add above the line, by what it adds below.
    fn most(&self, under: Num, tie: Option<&Num>) -> Option<Sums> {
        let tied = match tie {
            Some(tie) => Some(tie.mul(&under).ok()?),
            None => None,
        };
        let over = match (self.over.upper.clone(), tied) {
            (Some(most), Some(tied)) => most.min(tied),
            (most, tied) => most.or(tied)?,
        };
        Some(Sums { over, under })
    }

    /// Sums of the choice that exceeds a quotient by most: at an end of what is added below the
    /// line, or where the most above the line meets the tie. None where it exceeds it without end.
    fn chosen(&self, best: &Num, tie: Option<&Num>) -> Option<Sums> {
        let Interval { lower, upper } = &self.under;
        if upper.is_none() && best.is_negative() && !self.is_unbounded() {
            return None;
        }
        let meeting = self
            .over
            .upper
            .as_ref()
            .zip(tie)
            .and_then(|(most, tie)| most.div(tie).ok())
            .filter(|under| self.under.contains(under));
        let all = [Some(lower.clone()?), upper.clone(), meeting].into_iter().flatten();
        let all = all.map(|under| self.most(under, tie)).collect::<Option<Vec<Sums>>>()?;
        let with_excess = all
            .into_iter()
            .map(|sums| Some((sums.excess(best)?, sums)))
            .collect::<Option<Vec<_>>>()?;
        with_excess.into_iter().max_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, sums)| sums)
    }
}

impl Default for Jointly {
    fn default() -> Jointly {
        Jointly { known: Some(Sums { over: Num::ZERO, under: Num::ZERO }), open: Vec::new() }
    }
}

impl Jointly {
    fn take(&mut self, pair: &Pair, belongs: Membership) {
        match (belongs, pair.over.value(), pair.under.value()) {
            (Membership::Surely, Some(over), Some(under)) => {
                self.known = self.known.take().and_then(|known| known.plus(over, under))
            }
            (Membership::Surely | Membership::Perhaps, _, _) => {
                self.open.push((pair.clone(), belongs))
            }
        }
    }

    fn and(mut self, other: &Jointly) -> Jointly {
        let both =
            |known: Sums| known.plus(&other.known.as_ref()?.over, &other.known.as_ref()?.under);
        self.known = self.known.take().and_then(both);
        self.open.extend_from_slice(&other.open);
        self
    }

    /// Records with every sign above the line turned.
    fn turned(&self) -> Jointly {
        let turn = |(pair, belongs): &(Pair, Membership)| {
            (Pair { over: pair.over.neg(), under: pair.under.clone() }, *belongs)
        };
        let known = self
            .known
            .as_ref()
            .map(|known| Sums { over: known.over.neg(), under: known.under.clone() });
        Jointly { known, open: self.open.iter().map(turn).collect() }
    }

    /// Greatest quotient: what tied sums never pass, and less where the records say so. None where
    /// it is not bounded, or sums below the line can be below zero: a quotient by these turns
    /// about.
    fn most(&self, constant: &Sums, tie: Option<&Num>) -> Option<Num> {
        let never_below_zero =
            |pair: &Pair| pair.under.lower.as_ref().is_some_and(|lower| !lower.is_negative());
        if self.base(constant)?.under.is_negative()
            || !self.open.iter().all(|(pair, _)| never_below_zero(pair))
        {
            return None;
        }
        let tied = tie
            .filter(|tie| constant.excess(tie).is_some_and(|excess| excess <= Num::ZERO))
            .cloned();
        match (self.greatest(constant, tie), tied) {
            (Some(greatest), Some(tied)) => Some(greatest.min(tied)),
            (greatest, tied) => greatest.or(tied),
        }
    }

    /// The greatest quotient. From that of some choice of records, each further choice is the one
    /// that exceeds the quotient so far by most, until none does. A record that adds without
    /// bound on both sides draws the quotient to its tie. None where it is not bounded.
    fn greatest(&self, constant: &Sums, tie: Option<&Num>) -> Option<Num> {
        let drawn = tie.filter(|_| self.open.iter().any(|(pair, _)| pair.is_unbounded())).cloned();
        let mut best = self.all(constant, tie)?.quotient().max(drawn)?;
        for _ in 0..MOST_CHOICES {
            let chosen = self.chosen(constant, &best, tie)?;
            if chosen.excess(&best)? <= Num::ZERO {
                return Some(best);
            }
            best = chosen.quotient()?;
        }
        None
    }

    /// All records taken in.
    fn all(&self, constant: &Sums, tie: Option<&Num>) -> Option<Sums> {
        self.open.iter().try_fold(self.base(constant)?, |sums, (pair, _)| {
            let adds = pair.most(pair.under.upper.clone().or(pair.under.lower.clone())?, tie)?;
            sums.plus(&adds.over, &adds.under)
        })
    }

    /// The choice that exceeds a quotient by most.
    fn chosen(&self, constant: &Sums, best: &Num, tie: Option<&Num>) -> Option<Sums> {
        self.open.iter().try_fold(self.base(constant)?, |sums, (pair, belongs)| {
            let adds = pair.chosen(best, tie)?;
            let joins = *belongs == Membership::Surely || adds.excess(best)? > Num::ZERO;
            if joins { sums.plus(&adds.over, &adds.under) } else { Some(sums) }
        })
    }

    fn base(&self, constant: &Sums) -> Option<Sums> {
        self.known.clone()?.plus(&constant.over, &constant.under)
    }
}

impl Sums {
    fn plus(self, over: &Num, under: &Num) -> Option<Sums> {
        Some(Sums { over: self.over.add(over).ok()?, under: self.under.add(under).ok()? })
    }

    /// Excess of the sums over a quotient, in the unit of the sum above the line.
    fn excess(&self, best: &Num) -> Option<Num> {
        self.over.sub(&best.mul(&self.under).ok()?).ok()
    }

    fn quotient(&self) -> Option<Num> {
        if self.under > Num::ZERO { self.over.div(&self.under).ok() } else { None }
    }
}
