//! A block over the lanes of one record: records that come one by one, each in a table of its own,
//! are run by the program that lanes run, as long as it holds for what comes. Its lanes are single
//! numbers here, all of 128 bits.

use super::code::{
    Bands, Bounds, Held, Instruction, Lit, NumberLane, Order, PlaceLane, Program, Term, TruthLane,
};
use super::{Basis, Lowered, of_table};
use crate::eval::{Context, View};
use crate::model::BlockId;
use crate::plan::Plan;
use crate::table::{Input, Inputs, Values};

/// A block's program that is kept from record to record, and the memory to run it.
#[derive(Debug, Default)]
pub struct Single {
    known: Option<Known>,
    lanes: Registers,
}

/// Outcome of a block for one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SingleOutcome {
    /// `true` if the block applies to the record.
    pub applies: bool,
    /// Mantissa and decimals of the points; `None` of a block of clauses.
    pub points: Option<(i64, u32)>,
    /// Code of the grade, or rank of the verdict; `None` of a scorecard that is not graded.
    pub verdict: Option<u32>,
}

/// A program, and all that it holds for.
#[derive(Debug)]
struct Known {
    view: View,
    columns: Vec<Fact>,
    /// `None` where lanes cannot do the block.
    lowered: Option<Lowered>,
}

/// Fact that a program takes from a column.
#[derive(Clone, Debug, PartialEq)]
enum Fact {
    /// Mantissas over one denominator, between ends.
    Numbers(i128, Bounds),
    Days,
    Truths,
    Codes,
    Nothing,
}

impl Single {
    /// Outcome of the only record of a table whose texts start with the plan's. `None` where lanes
    /// say nothing of it.
    pub fn run(
        &mut self,
        plan: &Plan,
        table: &Inputs,
        block: BlockId,
        context: &Context<'_>,
    ) -> Option<SingleOutcome> {
        let holds = |known: &Known| known.view == context.view && known.holds(table);
        if !self.known.as_ref().is_some_and(holds) {
            let before = self.known.take();
            self.known = Some(Known::of(plan, table, block, context, before));
        }
        let (program, held) = self.known.as_ref()?.lowered.as_ref()?;
        self.lanes.run(program, table)?;
        self.lanes.outcome(held)
    }

    /// Returns `true` if lanes cannot do the block at all, as far as is known.
    pub fn is_refused(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.lowered.is_none())
    }
}

impl Known {
    fn of(
        plan: &Plan,
        table: &Inputs,
        block: BlockId,
        context: &Context<'_>,
        before: Option<Known>,
    ) -> Known {
        let before = before.map(|known| known.columns).unwrap_or_default();
        let columns = table.columns.iter().enumerate();
        let columns = columns.map(|(place, input)| {
            Fact::of(input, of_table(table, place)).widened().and(before.get(place))
        });
        let columns: Vec<Fact> = columns.collect();
        let bounds = |column: usize| match columns.get(column)? {
            Fact::Numbers(_, bounds) => Some(bounds.clone()),
            Fact::Days | Fact::Truths | Fact::Codes | Fact::Nothing => of_table(table, column),
        };
        let basis = Basis::new(plan, table, block, context, false);
        let lowered = basis.and_then(|basis| basis.lowered(&bounds));
        Known { view: context.view, columns, lowered }
    }

    fn holds(&self, table: &Inputs) -> bool {
        let mut columns = self.columns.iter().zip(&table.columns);
        self.columns.len() == table.columns.len() && columns.all(|(fact, input)| fact.holds(input))
    }
}

impl Fact {
    fn of(input: &Input, bounds: Option<Bounds>) -> Fact {
        match input.values() {
            Values::Numbers(numbers) => {
                Fact::Numbers(numbers.denominator(), bounds.unwrap_or(0..=0))
            }
            Values::Days(_) => Fact::Days,
            Values::Truths(_) => Fact::Truths,
            Values::Codes(_) | Values::Texts(_) => Fact::Codes,
            Values::Nulls => Fact::Nothing,
        }
    }

    /// The same with room for other numbers of such a size, so that few programs are made.
    fn widened(self) -> Fact {
        let Fact::Numbers(denominator, bounds) = self else { return self };
        let room = |end: i128| {
            let bits = (128 - end.unsigned_abs().leading_zeros()).next_multiple_of(SIZES);
            (1_i128 << bits.min(63)) - 1
        };
        let (least, most) = bounds.into_inner();
        let least = if least < 0 { -room(least) - 1 } else { 0 };
        Fact::Numbers(denominator, least..=if most > 0 { room(most) } else { 0 })
    }

    /// With room for what was met before in the column.
    fn and(self, before: Option<&Fact>) -> Fact {
        match (self, before) {
            (Fact::Numbers(own, bounds), Some(Fact::Numbers(other, known))) if own == *other => {
                let least = *bounds.start().min(known.start());
                Fact::Numbers(own, least..=*bounds.end().max(known.end()))
            }
            (fact, _) => fact,
        }
    }

    fn holds(&self, input: &Input) -> bool {
        match (self, input.values()) {
            (Fact::Numbers(denominator, bounds), Values::Numbers(numbers)) => {
                let own = numbers.bounds();
                numbers.denominator() == *denominator
                    && bounds.contains(&i128::from(*own.start()))
                    && bounds.contains(&i128::from(*own.end()))
            }
            (fact, _) => *fact == Fact::of(input, None),
        }
    }
}

/// Bits by which the room for numbers grows.
const SIZES: u32 = 16;

/// The lanes of one record.
#[derive(Debug, Default)]
struct Registers {
    numbers: Vec<i128>,
    truths: Vec<bool>,
    places: Vec<u32>,
}

impl Registers {
    /// Runs a program; `None` if the record leaves the lanes.
    fn run(&mut self, program: &Program, table: &Inputs) -> Option<()> {
        self.numbers.resize(program.numbers.max(self.numbers.len()), 0);
        self.truths.resize(program.truths.max(self.truths.len()), false);
        self.places.resize(program.places.max(self.places.len()), 0);
        let marked = table.faulty.first() == Some(&true) || !table.ranges.is_empty();
        let known = |column: &usize| table.columns.get(*column).is_none_or(is_known);
        if marked || !program.columns.iter().all(known) {
            return None;
        }
        program.code.iter().try_for_each(|instruction| self.step(instruction, table))
    }

    fn outcome(&self, held: &Held) -> Option<SingleOutcome> {
        let points = match &held.scorecard {
            Some(scorecard) => {
                let points = i64::try_from(self.number(scorecard.points.lane)).ok()?;
                Some((points, scorecard.points.decimals))
            }
            None => None,
        };
        let grade = held.scorecard.as_ref().and_then(|scorecard| scorecard.grade);
        let verdict = grade.map(|(grade, _)| grade).or(held.verdict);
        Some(SingleOutcome {
            applies: self.truth(held.applies),
            points,
            verdict: verdict.map(|place| self.place(place)),
        })
    }

    /// `None` if the record leaves the lanes.
    fn step(&mut self, instruction: &Instruction, table: &Inputs) -> Option<()> {
        match instruction {
            Instruction::Load { column, out } => {
                let value = table.columns.get(*column).map_or(0, whole);
                self.put_number(*out, value);
            }
            Instruction::LoadTruths { column, out } => {
                let truth = table.columns.get(*column).and_then(|input| input.truth(0));
                self.put_truth(*out, truth == Some(true));
            }
            Instruction::Sum { terms, out } => {
                let sum = terms.iter().fold(0, |sum: i128, term| sum.wrapping_add(self.term(term)));
                self.put_number(*out, sum);
            }
            Instruction::Product { a, b, out } => {
                self.put_number(*out, self.number(*a).wrapping_mul(self.number(*b)));
            }
            Instruction::Choose { when, then, otherwise, out } => {
                let chosen = if self.lit(*when) { then } else { otherwise };
                self.put_number(*out, self.term(chosen));
            }
            Instruction::Compare { order, a, b, out } => {
                let (a, b) = (self.term(a), self.term(b));
                let holds = match order {
                    Order::Less => a < b,
                    Order::Equal => a == b,
                };
                self.put_truth(*out, holds);
            }
            Instruction::All { of, out } => {
                self.put_truth(*out, of.iter().all(|lit| self.lit(*lit)));
            }
            Instruction::ChooseTruth { when, then, otherwise, out } => {
                let chosen = if self.lit(*when) { then } else { otherwise };
                self.put_truth(*out, self.lit(*chosen));
            }
            Instruction::Among { place, set, out } => {
                self.put_truth(*out, set >> (self.place(*place) & 63) & 1 == 1);
            }
            Instruction::Look { bands, place, value } => self.look(bands, *place, *value),
            Instruction::First { of, out } => {
                let first = of.iter().position(|lit| self.lit(*lit)).unwrap_or(of.len());
                self.put_place(*out, u32::try_from(first).unwrap_or(u32::MAX));
            }
            Instruction::Gives { place, values, out } => {
                let given = values.get(self.place(*place) as usize).or(values.first());
                self.put_number(*out, given.copied().unwrap_or(0));
            }
            Instruction::Follow { place, places, out } => {
                let to = places.get(self.place(*place) as usize).copied().unwrap_or(0);
                self.put_place(*out, to);
            }
            Instruction::Cap { place, when, grade, out } => {
                let own = self.place(*place);
                self.put_place(*out, if self.lit(*when) { own.max(*grade) } else { own });
            }
            Instruction::Lower { place, when, worst, out } => {
                let own = self.place(*place);
                self.put_place(*out, if self.lit(*when) { (own + 1).min(*worst) } else { own });
            }
            Instruction::Least { clauses, start, out } => {
                let rank =
                    |(lit, yes, no): &(Lit, u32, u32)| if self.lit(*lit) { *yes } else { *no };
                self.put_place(*out, clauses.iter().map(rank).fold(*start, u32::min));
            }
            // The conditions are details of a decision on one record.
            Instruction::Flags { .. } => {}
            Instruction::Number { place, out } => self.put_number(*out, self.place(*place).into()),
            Instruction::Leave { when } => return (!self.lit(*when)).then_some(()),
        }
        Some(())
    }

    fn look(&mut self, bands: &Bands, place: PlaceLane, value: NumberLane) {
        let part = self.number(bands.part);
        let whole = bands.whole.map_or(1, |whole| self.number(whole));
        let (mut at, mut gives) = bands.start;
        for step in &bands.steps {
            if part >= whole.wrapping_mul(step.bound).wrapping_add(step.beyond) {
                at = at.wrapping_add(step.place);
                gives = gives.wrapping_add(step.value);
            }
        }
        self.put_place(place, at);
        self.put_number(value, gives);
    }

    fn number(&self, lane: NumberLane) -> i128 {
        self.numbers.get(lane.0).copied().unwrap_or(0)
    }

    fn truth(&self, lane: TruthLane) -> bool {
        self.truths.get(lane.0).copied().unwrap_or(false)
    }

    fn place(&self, lane: PlaceLane) -> u32 {
        self.places.get(lane.0).copied().unwrap_or(0)
    }

    fn lit(&self, lit: Lit) -> bool {
        self.truth(lit.lane) != lit.not
    }

    fn term(&self, term: &Term) -> i128 {
        match &term.lane {
            Some((lane, _)) => self.number(*lane).wrapping_mul(term.by),
            None => term.by,
        }
    }

    fn put_number(&mut self, lane: NumberLane, number: i128) {
        self.numbers.get_mut(lane.0).into_iter().for_each(|own| *own = number);
    }

    fn put_truth(&mut self, lane: TruthLane, truth: bool) {
        self.truths.get_mut(lane.0).into_iter().for_each(|own| *own = truth);
    }

    fn put_place(&mut self, lane: PlaceLane, place: u32) {
        self.places.get_mut(lane.0).into_iter().for_each(|own| *own = place);
    }
}

/// Returns `true` if the only value of a column is there as a whole number.
fn is_known(input: &Input) -> bool {
    let beside = match input.values() {
        Values::Numbers(numbers) => numbers.beside_in(0..1).next().is_some(),
        Values::Days(_)
        | Values::Truths(_)
        | Values::Codes(_)
        | Values::Texts(_)
        | Values::Nulls => false,
    };
    input.is_known(0) && input.validity().marked().is_empty() && !beside
}

/// The only value of a column as a whole number.
fn whole(input: &Input) -> i128 {
    let first = match input.values() {
        Values::Numbers(numbers) => numbers.mantissas().first().map(|own| i128::from(*own)),
        Values::Days(days) => days.first().map(|day| i128::from(*day)),
        Values::Codes(codes) | Values::Texts(codes) => codes.first().map(|code| i128::from(*code)),
        Values::Truths(_) | Values::Nulls => None,
    };
    first.unwrap_or(0)
}
