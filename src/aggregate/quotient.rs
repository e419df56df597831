//! Indicators as quotients of sums over records: what each record adds above and below the line.

use super::accumulate::{Accumulator, whole};
use super::gather::Contribution;
use crate::eval::FaultKind;
use crate::eval::estimate::Estimate;
use crate::index::Arena;
use crate::interval::Interval;
use crate::model::{AggregateId, AggregateKind, Model};
use crate::plan::{Kind, Op, Slot, Step};
use crate::value::{Arith, Num, Truth};

/// A sum over records, times a number, and so on, plus a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linear {
    /// Number beside the sums.
    pub constant: Num,
    /// The sums, each with what it is multiplied by.
    pub terms: Vec<(Term, Num)>,
}

/// A sum over records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Aggregate whose slots are read.
    pub aggregate: AggregateId,
    /// Amount that each record adds.
    pub part: Part,
}

/// Amount that each record adds to a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 1 for every member.
    Member,
    /// 1, if it counts.
    Counted,
    /// The record's value, if it counts; 1 for a share.
    Value,
}

/// One sum over another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotient {
    /// Sum above the line.
    pub over: Linear,
    /// Below the line; none for 1.
    pub under: Option<Linear>,
}

/// Intervals that a record adds above and below the line.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Amount added above the line.
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

    /// Returns `true` if it counts records and nothing else: each adds 1 or nothing.
    pub fn counts_records(&self, is_share: impl Fn(AggregateId) -> bool) -> bool {
        let one = |(term, times): &(Term, Num)| {
            *times == Num::ONE && (term.part != Part::Value || is_share(term.aggregate))
        };
        !self.terms.is_empty() && self.constant.is_zero() && self.terms.iter().all(one)
    }

    /// Interval that one record adds; `None` of an aggregate that was not gathered.
    pub fn of<'b>(
        &self,
        contribution: impl Fn(AggregateId) -> Option<(&'b Contribution, bool)>,
    ) -> Option<Interval> {
        let none = Interval::exactly(Num::ZERO);
        self.terms.iter().try_fold(none.clone(), |sum, (term, times)| {
            let (contribution, is_share) = contribution(term.aggregate)?;
            let one = Interval::exactly(Num::ONE);
            let is_value = term.part == Part::Value && !is_share;
            let value = if is_value { &contribution.value } else { &one };
            let adds = match term.part {
                Part::Member => contribution.within,
                Part::Counted | Part::Value => contribution.counted(),
            };
            let added = match adds {
                Truth::True => value.clone(),
                Truth::False => none.clone(),
                Truth::Missing | Truth::Fault => value.hull(&none),
            };
            Some(sum.add(&added.mul(&Interval::exactly(times.clone()))))
        })
    }
}

impl Linear {
    /// The number it evaluates to over the accumulators of a group, if none of it is open.
    pub fn total<'b>(
        &self,
        accumulator: impl Fn(AggregateId) -> Option<&'b Accumulator>,
    ) -> Option<Num> {
        self.terms.iter().try_fold(self.constant.clone(), |total, (term, times)| {
            let value = term.part.of(accumulator(term.aggregate)?)?;
            total.add(&value.mul(times).ok()?).ok()
        })
    }
}

impl Part {
    /// The sum of it over the records of an accumulator, if none is open.
    fn of(self, accumulator: &Accumulator) -> Option<Num> {
        match (self, accumulator) {
            (Part::Member, Accumulator::Share(parts)) => Some(whole(parts.members()?)),
            (Part::Value, Accumulator::Share(parts)) => Some(whole(parts.counted()?)),
            (Part::Counted, Accumulator::Average { count, perhaps, .. }) => {
                perhaps.is_empty().then(|| whole(*count))
            }
            (Part::Value, Accumulator::Average { sum, perhaps, .. }) => {
                sum.value().filter(|_| perhaps.is_empty()).cloned()
            }
            (
                Part::Member,
                Accumulator::Count(_)
                | Accumulator::Sum(_)
                | Accumulator::Average { .. }
                | Accumulator::Greatest { .. },
            )
            | (
                Part::Counted,
                Accumulator::Count(_)
                | Accumulator::Share(_)
                | Accumulator::Sum(_)
                | Accumulator::Greatest { .. },
            )
            | (
                Part::Value,
                Accumulator::Count(_) | Accumulator::Sum(_) | Accumulator::Greatest { .. },
            ) => accumulator.possible().value().cloned(),
        }
    }
}

/// Quotients of sums over records that the slots of a unit are, where they are one; of a guarded
/// value, what holds where no guard does. `values` are the estimates of the slots, of which those
/// that read no aggregate are taken.
pub fn quotients(
    model: &Model,
    steps: &Arena<Step>,
    values: &[Result<Estimate, FaultKind>],
) -> Vec<Option<Quotient>> {
    let mut found = Quotients { model, slots: Vec::with_capacity(steps.len()) };
    for (step, value) in steps.iter().zip(values) {
        let next = found.next(step, value.as_ref().ok());
        found.slots.push(next);
    }
    found.slots.into_iter().map(|(quotient, _)| quotient).collect()
}

/// The quotients of the first slots, and whether an aggregate is read there.
struct Quotients<'a> {
    model: &'a Model,
    slots: Vec<(Option<Quotient>, bool)>,
}

impl Quotients<'_> {
    fn next(&self, step: &Step, value: Option<&Estimate>) -> (Option<Quotient>, bool) {
        let mut reads = matches!(step.op, Op::Aggregate(..));
        step.op.operands(&mut |operand| {
            reads |= self.slots.get(operand.index()).is_some_and(|(_, reads)| *reads)
        });
        let quotient = if reads { self.of_operands(&step.op) } else { constant(step.kind, value) };
        (quotient, reads)
    }

    fn of_operands(&self, op: &Op) -> Option<Quotient> {
        if let Op::Aggregate(id, _) = op {
            self.aggregate(*id)
        } else if let Op::Select(_, _, otherwise) = op {
            self.slot(*otherwise)
        } else if let Op::Arith(op, a, b) = op {
            Quotient::arith(*op, self.slot(*a)?, self.slot(*b)?)
        } else if let Op::Negate(inner) = op {
            let inner = self.slot(*inner)?;
            Some(Quotient { over: inner.over.scaled(&Num::from_i64(-1))?, ..inner })
        } else {
            None
        }
    }

    fn slot(&self, slot: Slot) -> Option<Quotient> {
        self.slots.get(slot.index())?.0.clone()
    }

    fn aggregate(&self, id: AggregateId) -> Option<Quotient> {
        let sum = |part| Linear {
            constant: Num::ZERO,
            terms: vec![(Term { aggregate: id, part }, Num::ONE)],
        };
        match self.model.aggregates[id].kind {
            AggregateKind::Count => Some(Quotient { over: sum(Part::Counted), under: None }),
            AggregateKind::Sum => Some(Quotient { over: sum(Part::Value), under: None }),
            AggregateKind::Share => {
                Some(Quotient { over: sum(Part::Value), under: Some(sum(Part::Member)) })
            }
            AggregateKind::Average => {
                Some(Quotient { over: sum(Part::Value), under: Some(sum(Part::Counted)) })
            }
            AggregateKind::Max | AggregateKind::Min => None,
        }
    }
}

fn constant(kind: Kind, value: Option<&Estimate>) -> Option<Quotient> {
    let value = value.filter(|_| kind == Kind::Number)?.possible();
    let constant = value.value()?.clone();
    Some(Quotient { over: Linear { constant, terms: Vec::new() }, under: None })
}

impl Quotient {
    /// Intervals that one record adds above and below the line.
    pub fn pair<'b>(
        &self,
        contribution: impl Fn(AggregateId) -> Option<(&'b Contribution, bool)>,
    ) -> Option<Pair> {
        let under = self
            .under
            .as_ref()
            .map_or(Some(Interval::exactly(Num::ONE)), |under| under.of(&contribution))?;
        Some(Pair { over: self.over.of(&contribution)?, under })
    }

    /// Quotient with its first sum as it is, not times a number: `trung bình(x) / 50` is the sum of
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
