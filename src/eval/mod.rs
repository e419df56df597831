#![doc = include_str!("README.md")]

mod beside;
mod cell;
mod column;
pub mod estimate;
mod fault;
mod frame;
mod kernel;
pub mod lanes;
mod mantissas;
mod refine;
mod view;

pub use beside::Beside;
pub use cell::Cell;
pub use column::{Grades, MatchedRow, Points};
pub use fault::{Fault, FaultKind};
pub use frame::{BlockOutcome, BlockResult, Frame, State, Status};
pub use refine::{AnyOf, asked, reach, truths_of};
pub use view::View;

use crate::model::{BlockId, FieldId, FunctionId, RecordId};
use crate::plan::{BlockPlan, Kind, Plan, RecordPlan, Slot};
use crate::table::Inputs;
use crate::value::{Date, Num, Truth, Value};
use column::{Column, Operand, Plain, by_kind, update};
use kernel::{Kernel, Run, Scratch};
use refine::Settled;
use std::ops::Range;

/// One record evaluated by itself costs as much as so many of a batch.
pub const ALONE: usize = 6;

/// Records in a batch for best speed: enough to choose an operation seldom, few enough for the
/// columns to stay in the cache.
pub const BATCH: usize = 1_024;

/// Context of a run: its inputs besides rules and records.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The day, and what is seen of registers by it.
    pub view: View,
    /// The scripted functions of the pack.
    pub functions: &'a dyn Functions,
}

/// Implementation of the scripted functions of a pack. They are pure: called again with the same
/// arguments, a function gives the same value or fails with the same message, which is how an
/// explanation obtains the message.
pub trait Functions: Sync {
    /// Calls a function. No argument is [`Value::Missing`]; a value of another type than declared
    /// counts as a failure.
    fn call(&self, function: FunctionId, arguments: &[Value]) -> Result<Value, Failed>;
}

/// A scripted function failed or ran over its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// A pack without scripted functions: every call fails.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFunctions;

impl Functions for NoFunctions {
    fn call(&self, _function: FunctionId, _arguments: &[Value]) -> Result<Value, Failed> {
        Err(Failed)
    }
}

/// Runs a plan over some records of a table. For many batches a [`Worker`] keeps its buffers.
pub fn run(plan: &Plan, table: &Inputs, rows: Range<usize>, context: &Context<'_>) -> Frame {
    let Some(mut worker) = Worker::new(plan, table.record) else { return Frame::default() };
    worker.run(table, rows, context);
    worker.frame
}

/// Runs batch after batch of one record type; one a thread.
pub struct Worker<'p> {
    plan: &'p Plan,
    record: &'p RecordPlan,
    /// Steps that are the same for every record.
    batch_constant: Vec<bool>,
    /// Steps that are run.
    wanted: Vec<bool>,
    order: Order,
    /// Whether the values of those steps are there, and of what.
    constants: Option<Constants>,
    scratch: Scratch,
    frame: Frame,
}

/// Steps that are run, in order.
#[derive(Debug, Default)]
struct Order {
    /// Those that are the same for every record; they rest on nothing else.
    constant: Vec<Slot>,
    /// All others.
    each: Vec<Slot>,
}

impl Order {
    fn of(record: &RecordPlan, wanted: &[bool], batch_constant: &[bool]) -> Order {
        let is = |of: &[bool], slot: &Slot| of.get(slot.index()) == Some(&true);
        let wanted = record.steps.ids().filter(|slot| is(wanted, slot));
        let (constant, each) = wanted.partition(|slot| is(batch_constant, slot));
        Order { constant, each }
    }
}

/// All that steps which are the same for every record rest on, besides the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Constants {
    view: View,
    same_texts: bool,
}

/// The memory of a [`Worker`], for one that goes on where it ended: the same plan and record type.
#[derive(Debug)]
pub struct Buffers {
    batch_constant: Vec<bool>,
    wanted: Vec<bool>,
    order: Order,
    constants: Option<Constants>,
    scratch: Scratch,
    frame: Frame,
}

impl<'p> Worker<'p> {
    /// A worker that goes on with the buffers of another for the same record type.
    pub fn with(plan: &'p Plan, record: RecordId, buffers: Buffers) -> Option<Worker<'p>> {
        let Buffers { batch_constant, wanted, order, constants, scratch, frame } = buffers;
        let record = plan.record(record)?;
        Some(Worker { plan, record, batch_constant, wanted, order, constants, scratch, frame })
    }

    /// The buffers, for another worker.
    pub fn into_buffers(self) -> Buffers {
        let Worker { batch_constant, wanted, order, constants, scratch, frame, .. } = self;
        Buffers { batch_constant, wanted, order, constants, scratch, frame }
    }

    /// A worker for the outcome of some blocks alone: of all else its frames say nothing.
    pub fn of_blocks(
        plan: &'p Plan,
        record: RecordId,
        blocks: impl IntoIterator<Item = BlockId>,
    ) -> Option<Worker<'p>> {
        let of = plan.record(record)?;
        let blocks = blocks.into_iter().filter_map(|id| of.block(id));
        // Those of other fields are asked where the fields are read.
        let is_required = |field: &FieldId| of.required.contains(field);
        let ranges = of.ranges.iter().filter(|(field, _)| is_required(field));
        let slots = blocks.flat_map(BlockPlan::decides).chain(ranges.map(|(_, slot)| *slot));
        Worker::of_roots(plan, record, slots)
    }

    /// A worker for some slots alone, and for whether each value is within its range: of all else
    /// its frames say nothing.
    pub fn of_slots(
        plan: &'p Plan,
        record: RecordId,
        slots: impl IntoIterator<Item = Slot>,
    ) -> Option<Worker<'p>> {
        let ranges = plan.record(record)?.ranges.iter().map(|(_, slot)| *slot);
        Worker::of_roots(plan, record, slots.into_iter().chain(ranges))
    }

    fn of_roots(
        plan: &'p Plan,
        record: RecordId,
        slots: impl Iterator<Item = Slot>,
    ) -> Option<Worker<'p>> {
        let mut worker = Worker::new(plan, record)?;
        let record = worker.record;
        // Whether the record is usable at all is asked of every block.
        let inputs = record.required.iter().filter_map(|field| record.inputs.get(field.index()));
        let roots = slots.chain(inputs.copied()).chain(record.impossible.iter().copied());
        worker.want(record.rests_on(roots));
        Some(worker)
    }

    /// A worker for a record type of the plan's model.
    pub fn new(plan: &'p Plan, record: RecordId) -> Option<Worker<'p>> {
        let record = plan.record(record)?;
        let columns = record.steps.iter().map(Column::of).collect();
        let frame = Frame { columns, ..Frame::default() };
        let mut worker = Worker {
            plan,
            record,
            batch_constant: batch_constant(record),
            wanted: Vec::new(),
            order: Order::default(),
            constants: None,
            scratch: Scratch::default(),
            frame,
        };
        worker.want(vec![true; record.steps.len()]);
        Some(worker)
    }

    /// Has these steps run, and no others.
    fn want(&mut self, wanted: Vec<bool>) {
        self.order = Order::of(self.record, &wanted, &self.batch_constant);
        self.wanted = wanted;
    }

    /// Runs the records `rows` of a table of this record type, those of them that are there. The
    /// table's texts start with the plan's (see [`crate::table::Texts::with_constants`]); otherwise
    /// its text columns are faults.
    pub fn run(&mut self, table: &Inputs, rows: Range<usize>, context: &Context<'_>) -> &Frame {
        self.fill(table, rows.clone(), context, &Settled::default());
        self.refine(table, rows, context);
        &self.frame
    }

    /// Runs records; a slot that is settled has that value where it would be missing.
    fn fill(
        &mut self,
        table: &Inputs,
        rows: Range<usize>,
        context: &Context<'_>,
        settled: &Settled,
    ) {
        let range = rows.start.min(table.rows)..rows.end.min(table.rows);
        let same_texts = table.texts.begin_with(&self.plan.texts);
        let constants = Constants { view: context.view, same_texts };
        let known = self.constants.take() == Some(constants);
        let run = Run { plan: self.plan, table, same_texts, beside: false, context };
        self.frame.faults.clear();
        self.frame.texts.clear();
        self.scratch.work.reset(range.len());
        let order = std::mem::take(&mut self.order);
        let constant = order.constant.iter().filter(|_| !known);
        constant.chain(&order.each).for_each(|slot| {
            self.step(run, *slot, range.clone(), settled);
        });
        self.order = order;
        let Frame { faults, texts, .. } = &mut self.frame;
        // A fault of such a step, or a text that it made, is one of the batch and would be lost.
        let is_constant =
            |fault: &Fault| self.batch_constant.get(fault.slot.index()) == Some(&true);
        if settled.is_empty() && texts.is_empty() && !faults.iter().any(is_constant) {
            self.constants = Some(constants);
        }
        // Several of one step and record stay in the order in which they arose.
        faults.sort_by_key(|fact| (fact.slot, fact.row));
        self.frame.rows = range.len();
        self.find_broken(table, range);
    }

    /// Fills the column of a step from those before it.
    fn step(&mut self, run: Run<'_>, slot: Slot, range: Range<usize>, settled: &Settled) {
        let Frame { columns, faults, texts, .. } = &mut self.frame;
        let Some((before, rest)) = columns.split_at_mut_checked(slot.index()) else { return };
        let Some(out) = rest.first_mut() else { return };
        let batch_constant = self.batch_constant.get(slot.index()) == Some(&true);
        let range = if batch_constant { range.start..range.start + 1 } else { range };
        let (step, scratch) = (&self.record.steps[slot], &mut self.scratch);
        let kind = step.kind;
        Kernel { run, range, slot, kind, batch_constant, before, faults, texts, scratch, settled }
            .fill(step, out);
        if !settled.is_empty() {
            settled.put(slot, out);
        }
    }

    /// The frame of the last run.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    fn find_broken(&mut self, table: &Inputs, range: Range<usize>) {
        let invalid = &mut self.frame.invalid;
        invalid.clear();
        match table.faulty.get(range.clone()) {
            Some(faulty) => invalid.extend_from_slice(faulty),
            None => invalid.resize(range.len(), !table.faulty.is_empty()),
        }
        self.invalidate();
    }

    /// Takes in which records are invalid by what was run.
    fn invalidate(&mut self) {
        let invalid = &mut self.frame.invalid;
        for &field in &self.record.required {
            let Some(&input) = self.record.inputs.get(field.index()) else { continue };
            let column = self.frame.columns.get(input.index());
            by_kind!(self.record.steps[input].kind, invalidate_unknown(invalid, column));
        }
        for (_, range) in
            self.record.ranges.iter().filter(|(field, _)| self.record.required.contains(field))
        {
            let holds = Operand::<Truth>::of(self.frame.columns.get(range.index()));
            update(invalid.iter_mut(), holds, |invalid, holds| {
                *invalid |= matches!(holds, Truth::False | Truth::Fault)
            });
        }
        for never in &self.record.impossible {
            let holds = Operand::<Truth>::of(self.frame.columns.get(never.index()));
            update(invalid.iter_mut(), holds, |invalid, holds| *invalid |= *holds == Truth::True);
        }
    }
}

fn invalidate_unknown<T: Plain>(invalid: &mut [bool], column: Option<&Column>) {
    update(invalid.iter_mut(), Operand::<T>::of(column), |invalid, value| {
        *invalid |= !value.is_known()
    });
}

/// Constants, the as-of date, and what is worked out of these alone.
fn batch_constant(record: &RecordPlan) -> Vec<bool> {
    let mut batch_constant = Vec::with_capacity(record.steps.len());
    for step in record.steps.iter() {
        let mut same = !step.op.reads_record();
        step.op.operands(&mut |operand| {
            same &= batch_constant.get(operand.index()).copied().unwrap_or(false)
        });
        batch_constant.push(same);
    }
    batch_constant
}
