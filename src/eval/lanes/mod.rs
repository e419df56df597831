#![doc = include_str!("README.md")]

mod builder;
mod code;
mod lower;
mod machine;
mod numbers;
mod patterns;
mod rows;
mod single;

pub use patterns::{Code, Patterns, patterns};
pub use single::{Single, SingleOutcome};

use super::batch_constant;
use super::{Context, Frame, Worker};
use crate::model::BlockId;
use crate::plan::{BlockPlan, Plan, RecordPlan, Slot};
use crate::table::{Inputs, Values, ends};
use crate::value::Value;
use code::{Bounds, DigitLane, Held, NumberLane, PlaceLane, PointsLane, Program, TruthLane};
use lower::{Facts, lower};
use machine::Machine;
use patterns::Adding;
use std::collections::HashMap;
use std::ops::Range;

/// So many records of a day are worth making lanes for.
pub const WORTH: usize = 64;

/// Number of conditions whose truths are the bits of one number.
pub const CONDITIONS: usize = code::FLAGS;

/// A block over lanes, for the records of one table.
pub struct Lanes<'a> {
    basis: Basis<'a>,
    /// Program for all records of the table.
    whole: Lowered,
    /// Program for the records of the last batch alone, where that for all is wide.
    part: Option<Lowered>,
    memory: Memory,
    /// Numbers of the wide lanes that are read, in 64 bits.
    narrowed: Narrowed,
}

/// Memory of lanes, which may serve for one table after another.
#[derive(Default)]
pub struct Memory {
    narrow: Machine<i64>,
    wide: Machine<i128>,
}

type Narrowed = HashMap<NumberLane, Vec<i64>>;

type Lowered = (Program, Held);

/// All that a program is lowered from.
struct Basis<'a> {
    plan: &'a RecordPlan,
    block: &'a BlockPlan,
    table: &'a Inputs,
    /// Values of steps that are the same for all records.
    constants: Frame,
    batch_constant: Vec<bool>,
    /// Records are told apart by patterns.
    patterns: bool,
}

impl<'a> Basis<'a> {
    /// `None` where the table has no records, or texts of its own before those of the plan.
    fn new(
        plan: &'a Plan,
        table: &'a Inputs,
        block: BlockId,
        context: &Context<'_>,
        patterns: bool,
    ) -> Option<Basis<'a>> {
        let record = plan.record(table.record)?;
        if table.rows == 0 || !table.texts.begin_with(&plan.texts) {
            return None;
        }
        // Nothing that reads the record is run: what it calls, it calls once.
        let batch_constant = batch_constant(record);
        let mut worker = Worker::new(plan, table.record)?;
        worker.want(batch_constant.clone());
        worker.run(table, 0..1, context);
        Some(Basis {
            plan: record,
            block: record.block(block)?,
            table,
            constants: worker.frame,
            batch_constant,
            patterns,
        })
    }

    fn lowered(&self, bounds: &dyn Fn(usize) -> Option<Bounds>) -> Option<Lowered> {
        let constant = |slot: Slot| {
            let same = self.batch_constant.get(slot.index()) == Some(&true);
            same.then(|| self.constants.value(&self.table.texts, slot, 0))
                .filter(|value| *value != Value::Missing)
        };
        let facts = Facts { table: self.table, bounds, constant: &constant };
        lower(self.plan, self.block, facts, self.patterns)
    }
}

impl<'a> Lanes<'a> {
    /// A block over the lanes of a table. `None` where the block rests on what they cannot do, or
    /// its numbers can be past 128 bits.
    pub fn new(
        plan: &'a Plan,
        table: &'a Inputs,
        block: BlockId,
        context: &Context<'_>,
    ) -> Option<Lanes<'a>> {
        Lanes::of(plan, table, block, context, false)
    }

    /// The same with [`Outcomes::patterns`]. Records leave the lanes also if a value that the block
    /// does not read is outside its range, or a derivation has a fault.
    pub fn with_patterns(
        plan: &'a Plan,
        table: &'a Inputs,
        block: BlockId,
        context: &Context<'_>,
    ) -> Option<Lanes<'a>> {
        Lanes::of(plan, table, block, context, true)
    }

    fn of(
        plan: &'a Plan,
        table: &'a Inputs,
        block: BlockId,
        context: &Context<'_>,
        patterns: bool,
    ) -> Option<Lanes<'a>> {
        let basis = Basis::new(plan, table, block, context, patterns)?;
        Some(Lanes {
            whole: basis.lowered(&|column| of_table(table, column))?,
            basis,
            part: None,
            memory: Memory::default(),
            narrowed: Narrowed::new(),
        })
    }

    /// The same in memory that served before.
    pub fn in_memory(self, memory: Memory) -> Lanes<'a> {
        Lanes { memory, ..self }
    }

    /// The memory of lanes that are done.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    /// Runs the records of a range, those of them that are there.
    pub fn run(&mut self, rows: Range<usize>) -> Outcomes<'_> {
        let table = self.basis.table;
        let rows = rows.start.min(table.rows)..rows.end.min(table.rows);
        let mut lowered = &self.whole;
        if lowered.0.wide {
            self.part = self.basis.lowered(&|column| of_rows(table, column, rows.clone()));
            lowered = self.part.as_ref().unwrap_or(lowered);
        }
        let (program, held) = lowered;
        let Memory { narrow, wide } = &mut self.memory;
        if !program.wide {
            narrow.run(program, table, rows);
            return Outcomes { lanes: Of::Narrow(narrow), held };
        }
        wide.run(program, table, rows);
        let points = held.scorecard.iter().map(|scorecard| scorecard.points.lane);
        let digits = held.digits.iter().filter_map(|digit| match digit.lane {
            DigitLane::Number(lane) => Some(lane),
            DigitLane::Place(_) => None,
        });
        self.narrowed.clear();
        for lane in points.chain(held.conditions.iter().copied()).chain(digits) {
            self.narrowed.entry(lane).or_insert_with(|| narrowed(wide, lane));
        }
        Outcomes { lanes: Of::Wide(wide, &self.narrowed), held }
    }
}

/// Numbers of a wide lane in 64 bits; records leave of which they do not fit.
fn narrowed(machine: &mut Machine<i128>, lane: NumberLane) -> Vec<i64> {
    let fits = |number: &i128| i64::try_from(*number).ok();
    let numbers: Vec<Option<i64>> = machine.numbers(lane).iter().map(fits).collect();
    for (left, number) in machine.left_mut().iter_mut().zip(&numbers) {
        *left |= u8::from(number.is_none());
    }
    numbers.into_iter().map(Option::unwrap_or_default).collect()
}

/// Ends between which all values of a column lie.
fn of_table(table: &Inputs, column: usize) -> Option<Bounds> {
    match table.columns.get(column)?.values() {
        Values::Numbers(numbers) => Some(wide(numbers.bounds())),
        others => of_values(others),
    }
}

/// Ends between which the values of some records lie.
fn of_rows(table: &Inputs, column: usize, rows: Range<usize>) -> Option<Bounds> {
    match table.columns.get(column)?.values() {
        Values::Numbers(numbers) => {
            let all = numbers.mantissas().get(rows).unwrap_or_default();
            let (least, most) = ends(all).unwrap_or_default();
            Some(wide(least..=most))
        }
        others => of_values(others),
    }
}

fn of_values(values: &Values) -> Option<Bounds> {
    match values {
        Values::Days(_) => Some(i32::MIN.into()..=i32::MAX.into()),
        Values::Codes(_) | Values::Texts(_) => Some(0..=u32::MAX.into()),
        Values::Numbers(_) | Values::Truths(_) | Values::Nulls => None,
    }
}

fn wide(bounds: std::ops::RangeInclusive<i64>) -> Bounds {
    i128::from(*bounds.start())..=i128::from(*bounds.end())
}

/// Outcomes of a block for the records of a batch, in the lanes that hold them.
pub struct Outcomes<'l> {
    lanes: Of<'l>,
    held: &'l Held,
}

enum Of<'l> {
    Narrow(&'l Machine<i64>),
    Wide(&'l Machine<i128>, &'l Narrowed),
}

/// Outcomes of a scorecard.
#[derive(Clone, Copy, Debug)]
pub struct ScorecardOutcomes<'l> {
    /// Mantissas of the points.
    pub points: &'l [i64],
    /// Decimals of each mantissa.
    pub decimals: u32,
    /// Ends between which the mantissas lie.
    pub ends: (i64, i64),
    /// Codes of the grades; `None` of a scorecard that is not graded.
    pub grades: Option<&'l [u32]>,
    /// Rows of the grading that give them.
    pub graded_by: Option<&'l [u32]>,
}

impl<'l> Outcomes<'l> {
    /// Records that the lanes say nothing of: 1 for each that the general evaluator is to do.
    pub fn left(&self) -> &'l [u8] {
        match &self.lanes {
            Of::Narrow(machine) => machine.left(),
            Of::Wide(machine, _) => machine.left(),
        }
    }

    /// 1 for each record that the block applies to.
    pub fn applies(&self) -> &'l [u8] {
        self.truths(self.held.applies)
    }

    /// Points and grades; `None` of a block of clauses.
    pub fn scorecard(&self) -> Option<ScorecardOutcomes<'l>> {
        let lanes = self.held.scorecard.as_ref()?;
        let PointsLane { lane, decimals, ends } = lanes.points;
        Some(ScorecardOutcomes {
            points: self.numbers(lane),
            decimals,
            ends,
            grades: lanes.grade.map(|(grade, _)| self.places(grade)),
            graded_by: lanes.grade.map(|(_, row)| self.places(row)),
        })
    }

    /// The row of each criterion that held, for each record; `None` where those that hold are
    /// added.
    pub fn rows(&self) -> impl Iterator<Item = Option<&'l [u32]>> + '_ {
        let lanes = self.held.scorecard.iter().flat_map(|scorecard| &scorecard.rows);
        lanes.map(|lane| lane.map(|lane| self.places(lane)))
    }

    /// Rank of each record's verdict, see [`crate::model::Verdict::ranked`]; `None` of a scorecard.
    pub fn verdicts(&self) -> Option<&'l [u32]> {
        Some(self.places(self.held.verdict?))
    }

    /// Truths of the conditions of clauses, or of caps and downgrades, for each record: the first
    /// in the lowest bit of a number of the first lane, and [`CONDITIONS`] in each.
    pub fn conditions(&self) -> impl Iterator<Item = &'l [i64]> + '_ {
        self.held.conditions.iter().map(|lane| self.numbers(*lane))
    }

    /// Ranges of the digits of patterns: those of outcomes in which they are the same are
    /// comparable.
    pub fn numbering(&self) -> impl Iterator<Item = (i64, u128)> + '_ {
        self.held.digits.iter().map(|digit| (digit.least, digit.count))
    }

    /// Number of the patterns there can be; `None` if it is past 128 bits.
    fn count(&self) -> Option<u128> {
        let counts = self.held.digits.iter().map(|digit| digit.count);
        counts.chain([2]).try_fold(1_u128, |all, count| all.checked_mul(count))
    }

    /// Puts the patterns of the records behind others, of so many: two records whose patterns are
    /// the same have the same outcome, with the same points in each criterion, and the same
    /// conditions hold. `None` if their number is past what a pattern holds.
    pub fn add_patterns<C: Code>(&self, patterns: &mut [C], so_far: u128) -> Option<u128> {
        let all = self.count()?.checked_mul(so_far).filter(|all| all - 1 <= C::MOST)?;
        pulp::Arch::new().dispatch(Adding { outcomes: self, patterns });
        Some(all)
    }

    fn numbers(&self, lane: NumberLane) -> &'l [i64] {
        match &self.lanes {
            Of::Narrow(machine) => machine.numbers(lane),
            Of::Wide(_, narrowed) => narrowed.get(&lane).map_or(&[], Vec::as_slice),
        }
    }

    fn truths(&self, lane: TruthLane) -> &'l [u8] {
        match &self.lanes {
            Of::Narrow(machine) => machine.truths(lane),
            Of::Wide(machine, _) => machine.truths(lane),
        }
    }

    fn places(&self, lane: PlaceLane) -> &'l [u32] {
        match &self.lanes {
            Of::Narrow(machine) => machine.places(lane),
            Of::Wide(machine, _) => machine.places(lane),
        }
    }
}
