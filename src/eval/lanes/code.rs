//! Instructions of a lane program, and the lanes they read and fill.

use std::ops::RangeInclusive;

/// A lane of whole numbers: numerators or denominators, days, codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NumberLane(pub usize);

/// A lane of truths: 1 or 0 a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TruthLane(pub usize);

/// A lane of places: the row that holds, the code of a grade, the rank of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct PlaceLane(pub usize);

/// Ends between which the numbers of a lane lie, in the records that stay in lanes.
pub(super) type Bounds = RangeInclusive<i128>;

/// A lane times a whole number; without a lane, that number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub lane: Option<(NumberLane, Bounds)>,
    pub by: i128,
}

/// A truth lane as it is or turned into its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lit {
    pub lane: TruthLane,
    pub not: bool,
}

/// A truth over lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// The same for all records.
    Always(bool),
    /// In this lane, or its opposite.
    Lane(Lit),
}

/// Comparison of two terms; all others are one of these turned round or negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The first is less than the second.
    Less,
    /// Both are the same number.
    Equal,
}

/// Step of bands: what changes once the subject has passed a bound.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BandStep {
    /// Bound, times the whole that the subject is a part of. It is passed by equality.
    pub bound: i128,
    /// Number that is added to it: 1 where equality alone does not pass it.
    pub beyond: i128,
    /// Change of the place, modulo 2³².
    pub place: u32,
    /// Change of the value that the place gives.
    pub value: i128,
}

/// Bands over a part of a whole: the row whose band it lies in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bands {
    pub part: NumberLane,
    /// `None`: the bounds are those of the part itself.
    pub whole: Option<NumberLane>,
    /// Place and value before any bound is passed.
    pub start: (u32, i128),
    pub steps: Box<[BandStep]>,
}

/// One operation over all records of a batch.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Instruction {
    /// Numbers, days or codes of a column.
    Load { column: usize, out: NumberLane },
    /// Truths of a column.
    LoadTruths { column: usize, out: TruthLane },
    /// Sum of all the terms.
    Sum { terms: Box<[Term]>, out: NumberLane },
    /// Product of two lanes.
    Product { a: NumberLane, b: NumberLane, out: NumberLane },
    /// One of two terms.
    Choose { when: Lit, then: Term, otherwise: Term, out: NumberLane },
    /// Comparison of two terms.
    Compare { order: Order, a: Term, b: Term, out: TruthLane },
    /// Conjunction of all the truths.
    All { of: Box<[Lit]>, out: TruthLane },
    /// One of two truths.
    ChooseTruth { when: Lit, then: Lit, otherwise: Lit, out: TruthLane },
    /// Membership of a place in a set of the first 64, a bit each.
    Among { place: PlaceLane, set: u64, out: TruthLane },
    /// The row of a lookup, and what it gives.
    Look { bands: Bands, place: PlaceLane, value: NumberLane },
    /// The first truth that holds; where none does, their number.
    First { of: Box<[Lit]>, out: PlaceLane },
    /// Value that each place gives.
    Gives { place: PlaceLane, values: Box<[i128]>, out: NumberLane },
    /// Place that each place gives.
    Follow { place: PlaceLane, places: Box<[u32]>, out: PlaceLane },
    /// A grade, where a cap strikes not better than another.
    Cap { place: PlaceLane, when: Lit, grade: u32, out: PlaceLane },
    /// A grade, where a downgrade strikes the next worse.
    Lower { place: PlaceLane, when: Lit, worst: u32, out: PlaceLane },
    /// The least rank of clauses: each has one where it holds and one where it does not.
    Least { clauses: Box<[(Lit, u32, u32)]>, start: u32, out: PlaceLane },
    /// Truths as the bits of a number, the first in the lowest.
    Flags { of: Box<[TruthLane]>, out: NumberLane },
    /// A place as a number.
    Number { place: PlaceLane, out: NumberLane },
    /// Records of which a truth holds leave the lanes.
    Leave { when: Lit },
}

/// A sequence of instructions, each after those it reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Program {
    pub code: Vec<Instruction>,
    pub numbers: usize,
    pub truths: usize,
    pub places: usize,
    /// Columns whose values must be there.
    pub columns: Vec<usize>,
    /// Some number does not fit 64 bits.
    pub wide: bool,
}

/// Lanes that hold the result of a block.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub applies: TruthLane,
    pub scorecard: Option<ScorecardLanes>,
    /// Verdict of a block of clauses.
    pub verdict: Option<PlaceLane>,
    /// Truths of the conditions of clauses, or of caps and downgrades, [`FLAGS`] in each lane.
    pub conditions: Vec<NumberLane>,
    /// Digits of the number by which records come out alike that the block applies to.
    pub digits: Vec<Digit>,
}

/// Digit of a pattern: a lane whose values lie in a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digit {
    pub lane: DigitLane,
    /// The least value of the lane.
    pub least: i64,
    /// Number of values in the range.
    pub count: u128,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DigitLane {
    Place(PlaceLane),
    Number(NumberLane),
}

/// Number of truths that are the bits of one number without its sign.
pub(super) const FLAGS: usize = 63;

/// Lanes of a scorecard.
#[derive(Clone, Debug)]
pub(super) struct ScorecardLanes {
    pub points: PointsLane,
    /// The grade, and the row of the grading that gives it.
    pub grade: Option<(PlaceLane, PlaceLane)>,
    /// The row of each criterion that held; `None` where several are added.
    pub rows: Vec<Option<PlaceLane>>,
}

/// Points of a scorecard as mantissas.
#[derive(Clone, Copy, Debug)]
pub(super) struct PointsLane {
    pub lane: NumberLane,
    pub decimals: u32,
    /// Ends between which the mantissas lie.
    pub ends: (i64, i64),
}

impl Truth {
    pub fn lane(lane: TruthLane) -> Truth {
        Truth::Lane(Lit::of(lane))
    }

    pub fn opposite(self) -> Truth {
        match self {
            Truth::Always(truth) => Truth::Always(!truth),
            Truth::Lane(lit) => Truth::Lane(lit.opposite()),
        }
    }
}

impl Term {
    pub fn constant(by: i128) -> Term {
        Term { lane: None, by }
    }

    pub fn of(lane: NumberLane, bounds: Bounds) -> Term {
        Term { lane: Some((lane, bounds)), by: 1 }
    }

    /// The number, if it is the same for all records.
    pub fn as_constant(&self) -> Option<i128> {
        self.lane.is_none().then_some(self.by)
    }

    /// Ends of the term; `None` where they are past 128 bits.
    pub fn bounds(&self) -> Option<Bounds> {
        let Some((_, bounds)) = &self.lane else { return Some(self.by..=self.by) };
        let (a, b) = (bounds.start().checked_mul(self.by)?, bounds.end().checked_mul(self.by)?);
        Some(a.min(b)..=a.max(b))
    }

    pub fn times(&self, by: i128) -> Option<Term> {
        Some(Term { lane: self.lane.clone(), by: self.by.checked_mul(by)? })
    }
}

impl Lit {
    pub fn of(lane: TruthLane) -> Lit {
        Lit { lane, not: false }
    }

    pub fn opposite(self) -> Lit {
        Lit { not: !self.not, ..self }
    }
}
