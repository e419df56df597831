//! Numbers by which records that come out alike are told.

use super::code::{Digit, DigitLane};
use super::{Lanes, Outcomes};
use std::ops::Range;

/// Pattern of a record as a number. Arithmetic wraps: only of records that left the lanes it can.
pub trait Code: Copy {
    /// The largest that it holds.
    const MOST: u128;
    /// A pattern that holds this, or a part of it.
    fn of(number: u128) -> Self;
    /// The pattern with a digit of so many behind it.
    fn then(self, digit: Self, count: Self) -> Self;
}

macro_rules! code {
    ($type:ty) => {
        impl Code for $type {
            const MOST: u128 = <$type>::MAX as u128;
            #[inline(always)]
            fn of(number: u128) -> Self {
                number as $type
            }
            #[inline(always)]
            fn then(self, digit: Self, count: Self) -> Self {
                self.wrapping_mul(count).wrapping_add(digit)
            }
        }
    };
}
code!(u32);
code!(u128);

/// Patterns of some records over several blocks.
pub struct Patterns {
    codes: Codes,
    /// 1 for each record that left the lanes.
    left: Vec<u8>,
    /// Number of the patterns there can be; none past 128 bits, where no record has one.
    pub count: Option<u128>,
    /// The digits that the patterns are numbered by: those of two runs are comparable where these
    /// are the same.
    pub numbering: Vec<(i64, u128)>,
}

/// Patterns in as few bits as hold them all.
enum Codes {
    Few(Vec<u32>),
    Many(Vec<u128>),
}

impl Codes {
    fn get(&self, record: usize) -> Option<u128> {
        match self {
            Codes::Few(codes) => codes.get(record).map(|code| u128::from(*code)),
            Codes::Many(codes) => codes.get(record).copied(),
        }
    }

    /// Takes in the digits of a block; the number of all patterns.
    fn add(&mut self, outcomes: &Outcomes<'_>, so_far: u128) -> Option<u128> {
        if let Codes::Few(codes) = self {
            if let Some(count) = outcomes.add_patterns(codes, so_far) {
                return Some(count);
            }
            *self = Codes::Many(codes.iter().map(|code| u128::from(*code)).collect());
        }
        match self {
            Codes::Few(_) => None,
            Codes::Many(codes) => outcomes.add_patterns(codes, so_far),
        }
    }
}

impl Patterns {
    /// Pattern of each record; none of those that left the lanes.
    pub fn each(&self) -> impl Iterator<Item = Option<u128>> {
        let tell = self.count.is_some();
        let stays = move |(record, left): (usize, &u8)| {
            if tell && *left == 0 { self.codes.get(record) } else { None }
        };
        self.left.iter().enumerate().map(stays)
    }
}

/// Patterns of the records of a range over the lanes of several blocks, made with patterns: two
/// records whose patterns are the same come out alike in all of them.
pub fn patterns(lanes: &mut [Lanes<'_>], rows: &Range<usize>) -> Patterns {
    let (mut codes, mut left) = (Codes::Few(vec![0; rows.len()]), vec![0; rows.len()]);
    let mut numbering = Vec::new();
    let mut count = if lanes.is_empty() { None } else { Some(1) };
    for lanes in lanes {
        let outcomes = lanes.run(rows.clone());
        count = count.and_then(|count| codes.add(&outcomes, count));
        left.iter_mut().zip(outcomes.left()).for_each(|(left, own)| *left |= *own);
        numbering.extend(outcomes.numbering());
    }
    Patterns { codes, left, count, numbering }
}

/// Digits of outcomes that are put behind patterns, compiled once for each level of processors.
pub(super) struct Adding<'a, C> {
    pub outcomes: &'a Outcomes<'a>,
    pub patterns: &'a mut [C],
}

impl<C: Code> pulp::NullaryFnOnce for Adding<'_, C> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Adding { outcomes, patterns } = self;
        let applies = outcomes.applies();
        for (pattern, applies) in patterns.iter_mut().zip(applies) {
            *pattern = pattern.then(C::of(u128::from(*applies)), C::of(2));
        }
        for Digit { lane, least, count } in &outcomes.held.digits {
            let (all, count) = (patterns.iter_mut().zip(applies), C::of(*count));
            match lane {
                DigitLane::Place(lane) => {
                    let digits = outcomes.places(*lane).iter();
                    let digits = digits.map(|place| C::of(u128::from(*place)));
                    all.zip(digits).for_each(|(pattern, digit)| put(pattern, digit, count));
                }
                DigitLane::Number(lane) => {
                    let digits = outcomes.numbers(*lane).iter();
                    let digits = digits.map(|number| C::of(u128::from(number.abs_diff(*least))));
                    all.zip(digits).for_each(|(pattern, digit)| put(pattern, digit, count));
                }
            }
        }
    }
}

/// Appends a digit of a record's pattern, of so many: nought where the block does not apply.
#[inline(always)]
fn put<C: Code>((pattern, applies): (&mut C, &u8), digit: C, count: C) {
    *pattern = pattern.then(if *applies == 1 { digit } else { C::of(0) }, count);
}
