//! Running of a lane program over the records of a batch.

use super::code::{
    BandStep, Bands, Instruction, Lit, NumberLane, Order, PlaceLane, Program, Term, TruthLane,
};
use crate::table::{Inputs, Values};
use std::ops::Range;

/// Whole numbers of a lane. Arithmetic wraps: only of records that leave the lanes it can, since
/// the ends of all others fit.
pub(super) trait Lane: Copy + Ord + Default {
    fn of(number: i128) -> Self;
    fn add(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    /// Mantissas of a column as a lane, if they are one as they stand.
    fn lane(mantissas: &[i64]) -> Option<&[Self]>;
}

macro_rules! lane {
    ($type:ty, $lane:expr) => {
        impl Lane for $type {
            #[inline(always)]
            fn of(number: i128) -> Self {
                // All numbers of a program fit.
                <$type>::try_from(number).unwrap_or_default()
            }
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
            #[inline(always)]
            fn lane(mantissas: &[i64]) -> Option<&[Self]> {
                $lane(mantissas)
            }
        }
    };
}
lane!(i64, Some);
lane!(i128, |_| None);

/// The lanes of a program, kept from batch to batch.
#[derive(Debug, Default)]
pub(super) struct Machine<T> {
    numbers: Vec<Vec<T>>,
    truths: Vec<Vec<u8>>,
    places: Vec<Vec<u32>>,
    /// Columns of the input that are lanes as they stand, by the lane.
    columns: Vec<Option<usize>>,
    /// Records that left the lanes.
    left: Vec<u8>,
}

impl<T: Lane> Machine<T> {
    /// Runs the records of a range, which are all there, at the best level of the processor.
    pub fn run(&mut self, program: &Program, table: &Inputs, rows: Range<usize>) {
        let count = rows.len();
        sized(&mut self.numbers, program.numbers, count);
        sized(&mut self.truths, program.truths, count);
        sized(&mut self.places, program.places, count);
        self.columns.clear();
        self.columns.resize(program.numbers, None);
        self.left.clear();
        self.left.resize(count, 0);
        pulp::Arch::new().dispatch(Running { lanes: self, program, table, rows });
    }

    pub fn left(&self) -> &[u8] {
        &self.left
    }

    pub fn left_mut(&mut self) -> &mut [u8] {
        &mut self.left
    }

    /// The numbers of a lane that is no column of the input.
    pub fn numbers(&self, lane: NumberLane) -> &[T] {
        of(&self.numbers, lane.0)
    }

    pub fn truths(&self, lane: TruthLane) -> &[u8] {
        of(&self.truths, lane.0)
    }

    pub fn places(&self, lane: PlaceLane) -> &[u32] {
        of(&self.places, lane.0)
    }
}

/// A run, compiled once for each level of processors: all that it does is inlined into it.
struct Running<'r, T> {
    lanes: &'r mut Machine<T>,
    program: &'r Program,
    table: &'r Inputs,
    rows: Range<usize>,
}

impl<T: Lane> pulp::NullaryFnOnce for Running<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        self.leave_unknown();
        for instruction in &self.program.code {
            self.step(instruction);
        }
    }
}

impl<T: Lane> Running<'_, T> {
    /// Records leave of which some value is not there as a whole number.
    fn leave_unknown(&mut self) {
        let Running { table, rows, .. } = self;
        let left = &mut self.lanes.left;
        let mut leave = |place: usize| left.get_mut(place).into_iter().for_each(|left| *left = 1);
        let at = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        let within = at(rows.start)..at(rows.end);
        for input in self.program.columns.iter().filter_map(|column| table.columns.get(*column)) {
            let validity = input.validity();
            validity.unknown_in(rows.clone()).for_each(&mut leave);
            let marked = validity.marked().range(within.clone());
            marked.for_each(|row| leave(*row as usize - rows.start));
            if let Values::Numbers(numbers) = input.values() {
                numbers.beside_in(rows.clone()).for_each(|(place, _)| leave(place));
            }
        }
        let faulty = table.faulty.get(rows.clone()).unwrap_or_default().iter().enumerate();
        faulty.filter(|(_, faulty)| **faulty).for_each(|(place, _)| leave(place));
        let ranges = table.ranges.range(within);
        ranges.for_each(|(row, _)| leave(*row as usize - rows.start));
    }

    #[inline(always)]
    fn numbers(&self, lane: NumberLane) -> &[T] {
        match self.lanes.columns.get(lane.0) {
            Some(Some(column)) => self.column(*column).unwrap_or_default(),
            Some(None) | None => self.lanes.numbers(lane),
        }
    }

    /// A column of the input that is a lane as it stands.
    #[inline(always)]
    fn column(&self, column: usize) -> Option<&[T]> {
        let Values::Numbers(numbers) = self.table.columns.get(column)?.values() else {
            return None;
        };
        T::lane(numbers.mantissas().get(self.rows.clone())?)
    }

    #[inline(always)]
    fn take(&mut self, lane: NumberLane) -> Vec<T> {
        take(&mut self.lanes.numbers, lane.0)
    }

    #[inline(always)]
    fn put(&mut self, lane: NumberLane, numbers: Vec<T>) {
        put(&mut self.lanes.numbers, lane.0, numbers);
    }

    #[inline(always)]
    fn step(&mut self, instruction: &Instruction) {
        match instruction {
            Instruction::Load { column, out } => self.load(*column, *out),
            Instruction::LoadTruths { column, out } => {
                let lane = of_mut(&mut self.lanes.truths, out.0);
                let values = self.table.columns.get(*column).map(|input| input.values());
                if let Some(Values::Truths(bits)) = values {
                    lane.iter_mut().zip(self.rows.clone()).for_each(|(out, row)| {
                        *out = u8::from(bits.get(row));
                    });
                }
            }
            Instruction::Sum { terms, out } => self.sum(terms, *out),
            Instruction::Product { a, b, out } => {
                let mut lane = self.take(*out);
                each2(&mut lane, self.numbers(*a), self.numbers(*b), |a, b| a.times(b));
                self.put(*out, lane);
            }
            Instruction::Choose { when, then, otherwise, out } => {
                self.choose(*when, then, otherwise, *out);
            }
            Instruction::Compare { order, a, b, out } => self.compare(*order, a, b, *out),
            Instruction::All { of: lits, out } => {
                let mut lane = take(&mut self.lanes.truths, out.0);
                lane.fill(1);
                for lit in lits {
                    let not = u8::from(lit.not);
                    let truths = self.lanes.truths(lit.lane);
                    update(&mut lane, truths, |out, truth| *out &= truth ^ not);
                }
                put(&mut self.lanes.truths, out.0, lane);
            }
            Instruction::ChooseTruth { when, then, otherwise, out } => {
                self.choose_truth(*when, *then, *otherwise, *out);
            }
            Instruction::Among { place, set, out } => {
                let mut lane = take(&mut self.lanes.truths, out.0);
                let places = self.lanes.places(*place);
                each(&mut lane, places, |place| u8::from(set >> (place & 63) & 1 == 1));
                put(&mut self.lanes.truths, out.0, lane);
            }
            Instruction::Look { bands, place, value } => self.look(bands, *place, *value),
            Instruction::First { of: lits, out } => {
                let mut lane = take(&mut self.lanes.places, out.0);
                self.first(lits, &mut lane);
                put(&mut self.lanes.places, out.0, lane);
            }
            Instruction::Gives { place, values, out } => {
                let mut lane = self.take(*out);
                gives(&mut lane, self.lanes.places(*place), values);
                self.put(*out, lane);
            }
            Instruction::Follow { place, places, out } => {
                let mut lane = take(&mut self.lanes.places, out.0);
                let from = self.lanes.places(*place);
                lane.fill(0);
                for (at, to) in (0_u32..).zip(places) {
                    update(&mut lane, from, |out, from| *out = if from == at { *to } else { *out });
                }
                put(&mut self.lanes.places, out.0, lane);
            }
            Instruction::Cap { place, when, grade, out } => {
                self.regraded(*place, *when, *out, |own| own.max(*grade));
            }
            Instruction::Lower { place, when, worst, out } => {
                self.regraded(*place, *when, *out, |own| (own + 1).min(*worst));
            }
            Instruction::Least { clauses, start, out } => {
                let mut lane = take(&mut self.lanes.places, out.0);
                lane.fill(*start);
                for (lit, yes, no) in clauses {
                    let (yes, no) = if lit.not { (*no, *yes) } else { (*yes, *no) };
                    update(&mut lane, self.lanes.truths(lit.lane), |out, truth| {
                        *out = (*out).min(if truth == 1 { yes } else { no });
                    });
                }
                put(&mut self.lanes.places, out.0, lane);
            }
            Instruction::Flags { of: truths, out } => {
                let mut lane = self.take(*out);
                lane.fill(T::default());
                for (bit, truth) in truths.iter().enumerate() {
                    let bit = T::of(1 << bit);
                    update(&mut lane, self.lanes.truths(*truth), |out, truth| {
                        *out = out.add(if truth == 1 { bit } else { T::default() });
                    });
                }
                self.put(*out, lane);
            }
            Instruction::Number { place, out } => {
                let mut lane = self.take(*out);
                each(&mut lane, self.lanes.places(*place), |place| T::of(place.into()));
                self.put(*out, lane);
            }
            Instruction::Leave { when } => {
                let not = u8::from(when.not);
                let truths = of(&self.lanes.truths, when.lane.0);
                update(&mut self.lanes.left, truths, |left, truth| *left |= truth ^ not);
            }
        }
    }

    #[inline(always)]
    fn load(&mut self, column: usize, out: NumberLane) {
        if self.column(column).is_some() {
            self.lanes.columns.get_mut(out.0).into_iter().for_each(|own| *own = Some(column));
            return;
        }
        let mut lane = self.take(out);
        load(&mut lane, self.table, column, &self.rows);
        self.put(out, lane);
    }

    #[inline(always)]
    fn sum(&mut self, terms: &[Term], out: NumberLane) {
        let mut lane = self.take(out);
        let constant = terms.iter().find_map(Term::as_constant).unwrap_or(0);
        let mut lanes = terms.iter().filter_map(|term| Some((term.lane.as_ref()?.0, term.by)));
        lane.fill(T::of(constant));
        // Two at a time halve the passes.
        while let Some((a, by_a)) = lanes.next() {
            let (a, by_a) = (self.numbers(a), T::of(by_a));
            match lanes.next() {
                Some((b, by_b)) => {
                    let (b, by_b) = (self.numbers(b), T::of(by_b));
                    let plain = by_a == T::of(1) && by_b == T::of(1);
                    let both = lane.iter_mut().zip(a.iter().zip(b));
                    if plain {
                        both.for_each(|(sum, (a, b))| *sum = sum.add(a.add(*b)));
                    } else {
                        both.for_each(|(sum, (a, b))| {
                            *sum = sum.add(a.times(by_a).add(b.times(by_b)));
                        });
                    }
                }
                None if by_a == T::of(1) => update(&mut lane, a, |sum, a| *sum = sum.add(a)),
                None => update(&mut lane, a, |sum, a| *sum = sum.add(a.times(by_a))),
            }
        }
        self.put(out, lane);
    }

    #[inline(always)]
    fn choose(&mut self, when: Lit, then: &Term, otherwise: &Term, out: NumberLane) {
        let mut lane = self.take(out);
        let (not, truths) = (u8::from(when.not), self.lanes.truths(when.lane));
        let (by, by_other) = (T::of(then.by), T::of(otherwise.by));
        let lane_of = |term: &Term| term.lane.as_ref().map(|(lane, _)| self.numbers(*lane));
        match (lane_of(then), lane_of(otherwise)) {
            (None, None) => each(&mut lane, truths, |when| if when != not { by } else { by_other }),
            (None, Some(other)) => each2(&mut lane, truths, other, |when, other| {
                if when != not { by } else { other.times(by_other) }
            }),
            (Some(then), None) => {
                each2(
                    &mut lane,
                    truths,
                    then,
                    |when, then| {
                        if when != not { then.times(by) } else { by_other }
                    },
                )
            }
            (Some(then), Some(other)) => {
                let both = then.iter().zip(other);
                for ((out, when), (then, other)) in lane.iter_mut().zip(truths).zip(both) {
                    *out = if *when != not { then.times(by) } else { other.times(by_other) };
                }
            }
        }
        self.put(out, lane);
    }

    #[inline(always)]
    fn choose_truth(&mut self, when: Lit, then: Lit, otherwise: Lit, out: TruthLane) {
        let mut lane = take(&mut self.lanes.truths, out.0);
        let [when_not, then_not, other_not] = [when, then, otherwise].map(|lit| u8::from(lit.not));
        let [when, then, otherwise] =
            [when, then, otherwise].map(|lit| self.lanes.truths(lit.lane));
        let both = then.iter().zip(otherwise);
        for ((out, when), (then, other)) in lane.iter_mut().zip(when).zip(both) {
            let when = when ^ when_not;
            *out = (when & (then ^ then_not)) | ((when ^ 1) & (other ^ other_not));
        }
        put(&mut self.lanes.truths, out.0, lane);
    }

    #[inline(always)]
    fn compare(&mut self, order: Order, a: &Term, b: &Term, out: TruthLane) {
        let mut lane = take(&mut self.lanes.truths, out.0);
        match order {
            Order::Less => self.compared(a, b, &mut lane, |a, b| a < b),
            Order::Equal => self.compared(a, b, &mut lane, |a, b| a == b),
        }
        put(&mut self.lanes.truths, out.0, lane);
    }

    /// A factor of 1 is left out: a product of 64 bits costs more than the comparison.
    #[inline(always)]
    fn compared(&self, a: &Term, b: &Term, out: &mut [u8], holds: impl Fn(T, T) -> bool) {
        let (by_a, by_b) = (T::of(a.by), T::of(b.by));
        match (&a.lane, &b.lane) {
            (None, None) => out.fill(u8::from(holds(by_a, by_b))),
            (Some((a, _)), None) => {
                each(out, self.numbers(*a), |a| u8::from(holds(a.times(by_a), by_b)));
            }
            (None, Some((b, _))) => {
                each(out, self.numbers(*b), |b| u8::from(holds(by_a, b.times(by_b))));
            }
            (Some((left, _)), Some((right, _))) => {
                let (left, right) = (self.numbers(*left), self.numbers(*right));
                match (a.by, b.by) {
                    (1, 1) => each2(out, left, right, |a, b| u8::from(holds(a, b))),
                    (1, _) => each2(out, left, right, |a, b| u8::from(holds(a, b.times(by_b)))),
                    (_, 1) => each2(out, left, right, |a, b| u8::from(holds(a.times(by_a), b))),
                    _ => each2(out, left, right, |a, b| {
                        u8::from(holds(a.times(by_a), b.times(by_b)))
                    }),
                }
            }
        }
    }

    /// The first truth that holds, from the last on: each puts itself over those below it.
    #[inline(always)]
    fn first(&self, lits: &[Lit], out: &mut [u32]) {
        let count = u32::try_from(lits.len()).unwrap_or(u32::MAX);
        out.fill(count);
        for (place, lit) in (0..count).zip(lits).rev() {
            let not = u8::from(lit.not);
            update(out, self.lanes.truths(lit.lane), |out, truth| {
                *out = if truth != not { place } else { *out };
            });
        }
    }

    #[inline(always)]
    fn regraded(&mut self, place: PlaceLane, when: Lit, out: PlaceLane, to: impl Fn(u32) -> u32) {
        let mut lane = take(&mut self.lanes.places, out.0);
        let not = u8::from(when.not);
        let grades = self.lanes.places(place).iter().zip(self.lanes.truths(when.lane));
        for (out, (grade, when)) in lane.iter_mut().zip(grades) {
            *out = if *when != not { to(*grade) } else { *grade };
        }
        put(&mut self.lanes.places, out.0, lane);
    }

    #[inline(always)]
    fn look(&mut self, bands: &Bands, place: PlaceLane, value: NumberLane) {
        let mut places = take(&mut self.lanes.places, place.0);
        let mut values = self.take(value);
        places.fill(bands.start.0);
        values.fill(T::of(bands.start.1));
        let part = self.numbers(bands.part);
        let whole = bands.whole.map(|whole| self.numbers(whole));
        // So many steps at a time that their bounds stay in registers.
        for steps in bands.steps.chunks(4) {
            let mut out = Looked { places: &mut places, values: &mut values };
            match steps {
                [a, b, c, d] => out.pass([a, b, c, d], part, whole),
                [a, b, c] => out.pass([a, b, c], part, whole),
                [a, b] => out.pass([a, b], part, whole),
                others => others.iter().for_each(|step| out.pass([step], part, whole)),
            }
        }
        put(&mut self.lanes.places, place.0, places);
        self.put(value, values);
    }
}

/// The lanes that a lookup fills.
struct Looked<'a, T> {
    places: &'a mut [u32],
    values: &'a mut [T],
}

impl<T: Lane> Looked<'_, T> {
    #[inline(always)]
    fn pass<const N: usize>(&mut self, steps: [&BandStep; N], part: &[T], whole: Option<&[T]>) {
        let out = self.places.iter_mut().zip(self.values.iter_mut());
        let bounds = steps.map(|step| (T::of(step.bound), T::of(step.beyond)));
        let moves = steps.map(|step| (step.place, T::of(step.value)));
        let change = |(places, values): (&mut u32, &mut T), passed: [bool; N]| {
            for (passed, (place, value)) in passed.into_iter().zip(moves) {
                *places = places.wrapping_add(if passed { place } else { 0 });
                *values = values.add(if passed { value } else { T::default() });
            }
        };
        match whole {
            Some(whole) => {
                for (out, (part, whole)) in out.zip(part.iter().zip(whole)) {
                    let passed = |(bound, beyond)| *part >= whole.times(bound).add(beyond);
                    change(out, bounds.map(passed));
                }
            }
            None => {
                let bounds = bounds.map(|(bound, beyond)| bound.add(beyond));
                for (out, part) in out.zip(part) {
                    change(out, bounds.map(|bound| *part >= bound));
                }
            }
        }
    }
}

#[inline(always)]
fn load<T: Lane>(out: &mut [T], table: &Inputs, column: usize, rows: &Range<usize>) {
    let Some(input) = table.columns.get(column) else { return };
    let rows = rows.clone();
    match input.values() {
        Values::Numbers(numbers) => {
            let mantissas = numbers.mantissas().get(rows).unwrap_or_default();
            each(out, mantissas, |mantissa| T::of(mantissa.into()));
        }
        Values::Days(days) => {
            each(out, days.get(rows).unwrap_or_default(), |day| T::of(day.into()));
        }
        Values::Codes(codes) | Values::Texts(codes) => {
            each(out, codes.get(rows).unwrap_or_default(), |code| T::of(code.into()));
        }
        Values::Truths(_) | Values::Nulls => {}
    }
}

#[inline(always)]
fn gives<T: Lane>(out: &mut [T], places: &[u32], values: &[i128]) {
    let Some((first, rest)) = values.split_first() else { return };
    out.fill(T::of(*first));
    for (values, at) in rest.chunks(4).zip((1_u32..).step_by(4)) {
        let value = |place: usize| values.get(place).map(|value| T::of(*value));
        let mut puts = [(u32::MAX, T::default()); 4];
        for ((put, place), at) in puts.iter_mut().zip(0..).zip(at..) {
            value(place).into_iter().for_each(|value| *put = (at, value));
        }
        update(out, places, |out, place| {
            for (at, value) in puts {
                *out = if place == at { value } else { *out };
            }
        });
    }
}

#[inline(always)]
fn each<O, A: Copy>(out: &mut [O], a: &[A], make: impl Fn(A) -> O) {
    out.iter_mut().zip(a).for_each(|(out, a)| *out = make(*a));
}

#[inline(always)]
fn each2<O, A: Copy, B: Copy>(out: &mut [O], a: &[A], b: &[B], make: impl Fn(A, B) -> O) {
    out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (a, b))| *out = make(*a, *b));
}

#[inline(always)]
fn update<O, A: Copy>(out: &mut [O], a: &[A], change: impl Fn(&mut O, A)) {
    out.iter_mut().zip(a).for_each(|(out, a)| change(out, *a));
}

fn sized<V: Clone + Default>(lanes: &mut Vec<Vec<V>>, count: usize, rows: usize) {
    lanes.resize_with(count.max(lanes.len()), Vec::new);
    lanes.iter_mut().take(count).for_each(|lane| lane.resize(rows, V::default()));
}

#[inline(always)]
fn take<V>(lanes: &mut [Vec<V>], place: usize) -> Vec<V> {
    lanes.get_mut(place).map(std::mem::take).unwrap_or_default()
}

#[inline(always)]
fn put<V>(lanes: &mut [Vec<V>], place: usize, lane: Vec<V>) {
    lanes.get_mut(place).into_iter().zip([lane]).for_each(|(own, lane)| *own = lane);
}

#[inline(always)]
fn of<V>(lanes: &[Vec<V>], place: usize) -> &[V] {
    lanes.get(place).map_or(&[], Vec::as_slice)
}

#[inline(always)]
fn of_mut<V>(lanes: &mut [Vec<V>], place: usize) -> &mut [V] {
    lanes.get_mut(place).map_or(&mut [], Vec::as_mut_slice)
}
