//! A quotient of sums followed record by record: a record that may be of a group joins the sum above the line and the sum below it, or neither. The two
//! sums taken each for itself would reach further.

use super::accumulate::Belongs;
use super::bounds::Bounds;
use super::gather::Place;
use super::quotient::{Pair, Quotient};
use crate::value::Num;

/// The records of one group.
#[derive(Clone, Debug)]
struct Jointly {
    /// What those add that surely are of it and of which all is known; none past the limit of numbers.
    known: Option<Sums>,
    open: Vec<(Pair, Belongs)>,
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

/// How often a better choice of records is looked for; a few times are enough.
const MOST_CHOICES: usize = 100;

impl JointGroups {
    /// Takes in a record.
    pub fn take(&mut self, pair: &Pair, place: Place, belongs: Belongs) {
        self.total.take(pair, belongs);
        match place {
            Place::In(number) | Place::Perhaps(number) => {
                let belongs = if let Place::Perhaps(_) = place { Belongs::Perhaps } else { belongs };
                if number >= self.groups.len() {
                    self.groups.resize(number + 1, Jointly::default());
                }
                self.groups.get_mut(number).into_iter().for_each(|group| group.take(pair, belongs));
            }
            Place::Anywhere => self.anywhere.take(pair, Belongs::Perhaps),
            Place::Nowhere => {}
        }
    }

    /// What the quotient can come to over a group, or over all records; an end that is not found is open.
    pub fn range(&self, group: Option<usize>, quotient: &Quotient) -> Bounds {
        let all = match group {
            None => self.total.clone(),
            Some(number) => self.groups.get(number).cloned().unwrap_or_default().and(&self.anywhere),
        };
        let Some(under) = &quotient.under else { return Bounds::OPEN };
        let with = |over: Num| Some(Sums { over, under: under.constant.clone() });
        let high = with(quotient.over.constant.clone()).and_then(|constant| all.greatest(&constant));
        let low = with(quotient.over.constant.neg()).and_then(|constant| all.turned().greatest(&constant));
        Bounds { low: low.map(|low| low.neg()), high }
    }
}

impl Default for Jointly {
    fn default() -> Jointly {
        Jointly { known: Some(Sums { over: Num::ZERO, under: Num::ZERO }), open: Vec::new() }
    }
}

impl Jointly {
    fn take(&mut self, pair: &Pair, belongs: Belongs) {
        match (belongs, pair.over.value(), pair.under.value()) {
            (Belongs::Surely, Some(over), Some(under)) => self.known = self.known.take().and_then(|known| known.plus(over, under)),
            _ => self.open.push((pair.clone(), belongs)),
        }
    }

    fn and(mut self, other: &Jointly) -> Jointly {
        let both = |known: Sums| known.plus(&other.known.as_ref()?.over, &other.known.as_ref()?.under);
        self.known = self.known.take().and_then(both);
        self.open.extend_from_slice(&other.open);
        self
    }

    /// The same with every sign above the line turned.
    fn turned(&self) -> Jointly {
        let turn = |(pair, belongs): &(Pair, Belongs)| (Pair { over: pair.over.neg(), under: pair.under.clone() }, *belongs);
        let known = self.known.as_ref().map(|known| Sums { over: known.over.neg(), under: known.under.clone() });
        Jointly { known, open: self.open.iter().map(turn).collect() }
    }

    /// The greatest quotient. From that of some choice of records, each further choice is the one that exceeds the quotient so far by most, until none
    /// does. None where it is not bounded, or sums below the line can be below zero.
    fn greatest(&self, constant: &Sums) -> Option<Num> {
        let never_below_zero = |pair: &Pair| pair.under.low.as_ref().is_some_and(|low| !low.is_negative());
        let all = || self.open.iter().all(|(pair, _)| never_below_zero(pair)).then(|| self.all(constant)).flatten();
        let mut best = all().filter(|sums| sums.under > Num::ZERO)?.quotient()?;
        for _ in 0..MOST_CHOICES {
            let chosen = self.chosen(constant, &best)?;
            if chosen.excess(&best)? <= Num::ZERO {
                return Some(best);
            }
            best = chosen.quotient()?;
        }
        None
    }

    /// All records taken in.
    fn all(&self, constant: &Sums) -> Option<Sums> {
        let most = |pair: &Pair| Some((pair.over.high.clone()?, pair.under.high.clone().or(pair.under.low.clone())?));
        self.open.iter().try_fold(self.base(constant)?, |sums, (pair, _)| {
            let (over, under) = most(pair)?;
            sums.plus(&over, &under)
        })
    }

    /// The choice that exceeds a quotient by most.
    fn chosen(&self, constant: &Sums, best: &Num) -> Option<Sums> {
        self.open.iter().try_fold(self.base(constant)?, |sums, (pair, belongs)| {
            let under = if best.is_negative() { pair.under.high.clone() } else { pair.under.low.clone() };
            let adds = Sums { over: pair.over.high.clone()?, under: under? };
            let joins = *belongs == Belongs::Surely || adds.excess(best)? > Num::ZERO;
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

    /// By how much it exceeds a quotient, in the unit of the sum above the line.
    fn excess(&self, best: &Num) -> Option<Num> {
        self.over.sub(&best.mul(&self.under).ok()?).ok()
    }

    fn quotient(&self) -> Option<Num> {
        if self.under > Num::ZERO { self.over.div(&self.under).ok() } else { None }
    }
}
