//! Indicators as quotients of sums over records: what each record adds above and below the line.

use super::gather::Contribution;
use crate::interval::Interval;
use crate::model::AggregateId;
use crate::value::{Arith, Num, Truth};

/// A sum over records, times a number, and so on, plus a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linear {
    /// What stands beside the sums.
    pub constant: Num,
    /// The sums, each with what it is multiplied by.
    pub terms: Vec<(Term, Num)>,
}

/// A sum over records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Of what this aggregate reads.
    pub aggregate: AggregateId,
    /// What each record adds.
    pub part: Part,
}

/// What each record adds to a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 1.
    Member,
    /// 1, if it counts.
    Counted,
    /// Its value, if it counts; 1 for a share.
    Value,
}

/// One sum over another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotient {
    /// Above the line.
    pub over: Linear,
    /// Below the line; none for 1.
    pub under: Option<Linear>,
}

/// What a record adds above and below the line.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Above.
    pub over: Interval,
    /// Below; 1 for a quotient that is none.
    pub under: Interval,
}

impl Linear {
    /// Every term and the constant times a number.
    pub fn scaled(&self, times: &Num) -> Option<Linear> {
        let terms = self
            .terms
            .iter()
            .map(|(term, by)| Some((*term, by.mul(times).ok()?)))
            .collect::<Option<Vec<_>>>()?;
        Some(Linear { constant: self.constant.mul(times).ok()?, terms })
    }

    fn plus(&self, other: &Linear) -> Option<Linear> {
        let terms = self.terms.iter().chain(&other.terms).cloned().collect();
        Some(Linear { constant: self.constant.add(&other.constant).ok()?, terms })
    }

    fn as_constant(&self) -> Option<&Num> {
        self.terms.is_empty().then_some(&self.constant)
    }

    /// Whether it counts records and nothing else: each adds 1 or nothing.
    pub fn counts_records(&self, is_share: impl Fn(AggregateId) -> bool) -> bool {
        let one = |(term, times): &(Term, Num)| {
            *times == Num::ONE && (term.part != Part::Value || is_share(term.aggregate))
        };
        !self.terms.is_empty() && self.constant.is_zero() && self.terms.iter().all(one)
    }

    /// What one record adds, as far as that is known; none of an aggregate that was not gathered.
    pub fn of<'b>(
        &self,
        brought: impl Fn(AggregateId) -> Option<(&'b Contribution, bool)>,
    ) -> Option<Interval> {
        let none = Interval::exactly(Num::ZERO);
        self.terms.iter().try_fold(none.clone(), |sum, (term, times)| {
            let (brought, is_share) = brought(term.aggregate)?;
            let one = Interval::exactly(Num::ONE);
            let value = if term.part == Part::Value && !is_share { &brought.value } else { &one };
            let added = match (term.part, brought.counts) {
                (Part::Member, _) | (Part::Counted | Part::Value, Truth::True) => value.clone(),
                (Part::Counted | Part::Value, Truth::False) => none.clone(),
                (Part::Counted | Part::Value, Truth::Missing | Truth::Fault) => value.hull(&none),
            };
            Some(sum.add(&added.mul(&Interval::exactly(times.clone()))))
        })
    }
}

impl Quotient {
    /// What one record adds above and below the line.
    pub fn pair<'b>(
        &self,
        brought: impl Fn(AggregateId) -> Option<(&'b Contribution, bool)>,
    ) -> Option<Pair> {
        let under = self
            .under
            .as_ref()
            .map_or(Some(Interval::exactly(Num::ONE)), |under| under.of(&brought))?;
        Some(Pair { over: self.over.of(&brought)?, under })
    }

    /// The same with its first sum as it is, not times a number: `trung bình(x) / 50` is the sum of
    /// x over 50 times the records, so that what is said of the sum is said in its own unit.
    pub fn in_own_unit(self) -> Option<Quotient> {
        let times = self.over.terms.first().map_or(Num::ONE, |(_, times)| times.abs());
        if times == Num::ONE || times.is_zero() {
            return Some(self);
        }
        let by = Num::ONE.div(&times).ok()?;
        let under = self.under.unwrap_or(Linear { constant: Num::ONE, terms: Vec::new() });
        Some(Quotient { over: self.over.scaled(&by)?, under: Some(under.scaled(&by)?) })
    }

    /// The quotient that an operation on two gives, where it is one.
    pub fn arith(op: Arith, a: Quotient, b: Quotient) -> Option<Quotient> {
        let constant = |side: &Quotient| {
            if side.under.is_none() { side.over.as_constant().cloned() } else { None }
        };
        match op {
            Arith::Add | Arith::Sub if a.under.is_none() && b.under.is_none() => {
                let sign = Num::from_i64(if op == Arith::Add { 1 } else { -1 });
                Some(Quotient { over: a.over.plus(&b.over.scaled(&sign)?)?, under: None })
            }
            Arith::Mul => match (constant(&a), constant(&b)) {
                (Some(times), _) => Some(Quotient { over: b.over.scaled(&times)?, under: b.under }),
                (None, Some(times)) => {
                    Some(Quotient { over: a.over.scaled(&times)?, under: a.under })
                }
                (None, None) => None,
            },
            Arith::Div => match constant(&b) {
                Some(by) => {
                    let times = Arith::Div.apply(&Num::ONE, &by).ok()??;
                    Some(Quotient { over: a.over.scaled(&times)?, under: a.under })
                }
                None if a.under.is_none() && b.under.is_none() => {
                    Some(Quotient { over: a.over, under: Some(b.over) })
                }
                None => None,
            },
            Arith::Add | Arith::Sub => None,
        }
    }
}
