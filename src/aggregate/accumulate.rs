//! One aggregate over the records of one group, taken in one by one in any order and any split.

use crate::interval::{Interval, Possible};
use crate::model::AggregateKind;
use crate::value::{Num, Truth};

/// Membership of a record in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Member of the group, whatever happens.
    Surely,
    /// Member or not: its group is missing, or it is a data error.
    Perhaps,
}

/// Records taken in by one aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accumulator {
    /// `đếm`
    Count(Records),
    /// `tỷ trọng`
    Share(Parts),
    /// `tổng`
    Sum(Interval),
    /// `trung bình`
    Average {
        /// Records that surely count.
        count: u64,
        /// The sum of their values.
        sum: Interval,
        /// The values of records that may count.
        perhaps: Vec<Interval>,
    },
    /// `lớn nhất`; `nhỏ nhất` of the values with their signs turned.
    Greatest {
        /// `true` if signs are turned.
        least: bool,
        /// The greatest of those that surely count.
        surely: Option<Interval>,
        /// Interval of those that may count.
        perhaps: Option<Interval>,
    },
}

/// Records by whether they count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Number of those that surely count.
    pub surely: u64,
    /// Number of those that may count.
    pub perhaps: u64,
}

/// Records by whether they are in the group and whether they count there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    surely: Filtered,
    perhaps: Filtered,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Filtered {
    yes: u64,
    no: u64,
    open: u64,
}

impl Records {
    /// Counts a record by its membership.
    pub fn add(&mut self, belongs: Membership) {
        match belongs {
            Membership::Surely => self.surely += 1,
            Membership::Perhaps => self.perhaps += 1,
        }
    }

    /// Counts the records of another as well.
    pub fn merge(&mut self, other: Records) {
        self.surely += other.surely;
        self.perhaps += other.perhaps;
    }
}

impl Filtered {
    fn add(&mut self, counts: Truth) {
        match counts {
            Truth::True => self.yes += 1,
            Truth::False => self.no += 1,
            Truth::Missing | Truth::Fault => self.open += 1,
        }
    }

    fn merge(&mut self, other: Filtered) {
        self.yes += other.yes;
        self.no += other.no;
        self.open += other.open;
    }

    fn all(self) -> u64 {
        self.yes + self.no + self.open
    }
}

impl Accumulator {
    /// Accumulator that has taken nothing in yet.
    pub fn new(kind: AggregateKind) -> Accumulator {
        match kind {
            AggregateKind::Count => Accumulator::Count(Records::default()),
            AggregateKind::Share => Accumulator::Share(Parts::default()),
            AggregateKind::Sum => Accumulator::Sum(Interval::exactly(Num::ZERO)),
            AggregateKind::Average => Accumulator::Average {
                count: 0,
                sum: Interval::exactly(Num::ZERO),
                perhaps: Vec::new(),
            },
            AggregateKind::Max => {
                Accumulator::Greatest { least: false, surely: None, perhaps: None }
            }
            AggregateKind::Min => {
                Accumulator::Greatest { least: true, surely: None, perhaps: None }
            }
        }
    }

    /// Takes in a record: whether it is of the group, whether it counts there, and its value.
    pub fn add(&mut self, belongs: Membership, counts: Truth, value: &Interval) {
        let counted = match (belongs, counts) {
            (_, Truth::False) => None,
            (Membership::Surely, Truth::True) => Some(Membership::Surely),
            (Membership::Perhaps, _) | (_, Truth::Missing | Truth::Fault) => {
                Some(Membership::Perhaps)
            }
        };
        match self {
            Accumulator::Share(parts) => match belongs {
                Membership::Surely => parts.surely.add(counts),
                Membership::Perhaps => parts.perhaps.add(counts),
            },
            Accumulator::Count(records) => {
                counted.into_iter().for_each(|counted| records.add(counted))
            }
            Accumulator::Sum(sum) => match counted {
                Some(Membership::Surely) => *sum = sum.add(value),
                Some(Membership::Perhaps) => {
                    *sum = sum.add(&value.hull(&Interval::exactly(Num::ZERO)))
                }
                None => {}
            },
            Accumulator::Average { count, sum, perhaps } => match counted {
                Some(Membership::Surely) => (*count, *sum) = (*count + 1, sum.add(value)),
                Some(Membership::Perhaps) => perhaps.push(value.clone()),
                None => {}
            },
            Accumulator::Greatest { least, surely, perhaps } => {
                let value = if *least { value.neg() } else { value.clone() };
                match counted {
                    Some(Membership::Surely) => join(surely, Some(value), greater),
                    Some(Membership::Perhaps) => join(perhaps, Some(value), |a, b| a.hull(b)),
                    None => {}
                }
            }
        }
    }

    /// Takes in what another of the same aggregate has.
    pub fn merge(&mut self, other: &Accumulator) {
        match (self, other) {
            (Accumulator::Count(a), Accumulator::Count(b)) => a.merge(*b),
            (Accumulator::Share(a), Accumulator::Share(b)) => {
                a.surely.merge(b.surely);
                a.perhaps.merge(b.perhaps);
            }
            (Accumulator::Sum(a), Accumulator::Sum(b)) => *a = a.add(b),
            (
                Accumulator::Average { count, sum, perhaps },
                Accumulator::Average { count: other_count, sum: other_sum, perhaps: others },
            ) => {
                (*count, *sum) = (*count + other_count, sum.add(other_sum));
                perhaps.extend_from_slice(others);
            }
            (
                Accumulator::Greatest { surely, perhaps, .. },
                Accumulator::Greatest { surely: other, perhaps: others, .. },
            ) => {
                join(surely, other.clone(), greater);
                join(perhaps, others.clone(), |a, b| a.hull(b));
            }
            // Two of one aggregate are of one kind.
            (
                Accumulator::Count(_)
                | Accumulator::Share(_)
                | Accumulator::Sum(_)
                | Accumulator::Average { .. }
                | Accumulator::Greatest { .. },
                _,
            ) => {}
        }
    }

    /// Value over the records taken in, as far as it is known.
    pub fn possible(&self) -> Possible {
        match self {
            Accumulator::Count(records) => Possible::within(Interval::between(
                whole(records.surely),
                whole(records.surely + records.perhaps),
            )),
            Accumulator::Share(parts) => parts.possible(),
            Accumulator::Sum(sum) => Possible::within(sum.clone()),
            Accumulator::Average { count, sum, perhaps } => average(*count, sum, perhaps),
            Accumulator::Greatest { least, surely, perhaps } => {
                let greatest = match (surely, perhaps) {
                    (None, None) => Possible::Nothing,
                    (None, Some(perhaps)) => Possible::within(perhaps.clone()).unsure(),
                    (Some(surely), None) => Possible::within(surely.clone()),
                    (Some(surely), Some(perhaps)) => {
                        let upper = greater(surely, perhaps).upper;
                        Possible::within(Interval { lower: surely.lower.clone(), upper })
                    }
                };
                if *least { greatest.map(Interval::neg) } else { greatest }
            }
        }
    }
}

fn join(
    held: &mut Option<Interval>,
    other: Option<Interval>,
    both: impl Fn(&Interval, &Interval) -> Interval,
) {
    *held = match (held.take(), other) {
        (Some(a), Some(b)) => Some(both(&a, &b)),
        (a, b) => a.or(b),
    };
}

/// The greater of two values.
fn greater(a: &Interval, b: &Interval) -> Interval {
    let high = a.upper.clone().zip(b.upper.clone()).map(|(a, b)| a.max(b));
    Interval { lower: a.lower.clone().max(b.lower.clone()), upper: high }
}

impl Parts {
    /// Records that are surely of the group are in the denominator, however they count; the others
    /// can be left out or taken in.
    fn possible(&self) -> Possible {
        let Parts { surely, perhaps } = self;
        let (base, others) = (surely.all(), perhaps.all());
        let share =
            |part: u64, all: u64| if all == 0 { None } else { whole(part).div(&whole(all)).ok() };
        if base == 0 {
            let low = if perhaps.no + perhaps.open > 0 { Num::ZERO } else { Num::ONE };
            let high = if perhaps.yes + perhaps.open > 0 { Num::ONE } else { Num::ZERO };
            return if others == 0 {
                Possible::Nothing
            } else {
                Possible::within(Interval::between(low, high)).unsure()
            };
        }
        let low = share(surely.yes, base + perhaps.no + perhaps.open);
        let joining = perhaps.yes + perhaps.open;
        let high = share(surely.yes + surely.open + joining, base + joining);
        Possible::within(Interval { lower: low, upper: high })
    }

    /// Number of records of the group; `None` if some are open.
    pub fn members(&self) -> Option<u64> {
        (self.perhaps.all() == 0).then(|| self.surely.all())
    }

    /// Number of them that count; `None` if some are open.
    pub fn counted(&self) -> Option<u64> {
        (self.perhaps.all() + self.surely.open == 0).then_some(self.surely.yes)
    }
}

/// The least average takes in, of those that may count, the smallest as long as they pull it down;
/// the greatest is the least of the values with their signs turned.
fn average(count: u64, sum: &Interval, perhaps: &[Interval]) -> Possible {
    if count == 0 && perhaps.is_empty() {
        return Possible::Nothing;
    }
    let least = |sum: Option<Num>, values: Vec<Option<Num>>| {
        let mut values = values.into_iter().collect::<Option<Vec<Num>>>()?;
        values.sort();
        let (mut sum, mut count) = (sum?, count);
        for value in values {
            let pulls_down = count == 0 || value.mul(&whole(count)).ok()? < sum;
            if !pulls_down {
                break;
            }
            (sum, count) = (sum.add(&value).ok()?, count + 1);
        }
        sum.div(&whole(count)).ok()
    };
    let low = least(sum.lower.clone(), perhaps.iter().map(|value| value.lower.clone()).collect());
    let turned = perhaps.iter().map(|value| value.upper.as_ref().map(Num::neg)).collect();
    let high = least(sum.upper.as_ref().map(Num::neg), turned).map(|high| high.neg());
    Possible::Within { interval: Interval { lower: low, upper: high }, sure: count > 0 }
}

/// Records are far below 2^63.
pub fn whole(count: u64) -> Num {
    Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX))
}
