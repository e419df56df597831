//! Records that differ from one in a few of its inputs: only what rests on those is run.

use super::column::Column;
use super::fault::Fault;
use super::frame::Frame;
use super::kernel::Run;
use super::refine::Settled;
use super::{Context, Worker};
use crate::plan::Slot;
use crate::table::Inputs;
use crate::value::Value;

/// A worker for records that differ from one in the values of a few inputs.
pub struct Beside<'p> {
    worker: Worker<'p>,
    /// Steps whose columns do not hold what they hold of the one record.
    moved: Vec<Slot>,
    /// `true` if the columns of all other steps do.
    follows: bool,
    /// The faults of the one record.
    faults: Vec<Fault>,
}

impl<'p> Beside<'p> {
    /// A worker that runs what this one does, or part of it.
    pub fn new(mut worker: Worker<'p>) -> Beside<'p> {
        // One value stands for all records only where it is held as itself.
        for column in &mut worker.frame.columns {
            if let Column::Mantissas(_) = column {
                *column = Column::Numbers(Vec::new());
            }
        }
        Beside { worker, moved: Vec::new(), follows: false, faults: Vec::new() }
    }

    /// Makes ready for records that differ from another one.
    pub fn forget(&mut self) {
        self.follows = false;
    }

    /// Runs so many records that differ from one in the values of some inputs, none a text. Of the
    /// one these are the frame in which it was run without being broken, its place there, and its
    /// table; `moved` are the steps that rest on those inputs, themselves among them, ascending: of
    /// these none reads anything else of a record. A value is told by record and by its place among
    /// the inputs.
    pub fn run<'v>(
        &mut self,
        (one, table): ((&Frame, usize), &Inputs),
        moved: &[Slot],
        inputs: &[Slot],
        (records, value): (usize, impl Fn(usize, usize) -> Option<&'v Value>),
        context: &Context<'_>,
    ) -> &Frame {
        self.follow(one, moved);
        let worker = &mut self.worker;
        for (place, input) in inputs.iter().enumerate() {
            let Some(column) = worker.frame.columns.get_mut(input.index()) else { continue };
            column.clear();
            for record in 0..records {
                column.push(value(record, place).unwrap_or(&Value::Missing));
            }
        }
        let same_texts = table.texts.begin_with(&worker.plan.texts);
        let run = Run { plan: worker.plan, table, same_texts, beside: true, context };
        let settled = Settled::default();
        worker.scratch.work.reset(records);
        for slot in moved.iter().filter(|slot| !inputs.contains(slot)) {
            worker.step(run, *slot, 0..records, &settled);
        }
        worker.frame.faults.sort_by_key(|fault| (fault.slot, fault.row));
        worker.frame.rows = records;
        worker.frame.invalid.clear();
        worker.frame.invalid.resize(records, false);
        worker.invalidate();
        &worker.frame
    }

    /// Runs the records of a table whole.
    pub fn run_whole(&mut self, table: &Inputs, context: &Context<'_>) -> &Frame {
        self.follows = false;
        self.worker.run(table, 0..table.rows, context)
    }

    /// The frame of the last run.
    pub fn frame(&self) -> &Frame {
        &self.worker.frame
    }

    /// Takes over what the one record has in all columns but some, which are about to be filled.
    fn follow(&mut self, (one, row): (&Frame, usize), moved: &[Slot]) {
        let Worker { frame, wanted, batch_constant, constants, .. } = &mut self.worker;
        if std::mem::replace(&mut self.follows, true) {
            for slot in self.moved.iter().map(|slot| slot.index()) {
                if let Some((own, of_one)) = frame.columns.get_mut(slot).zip(one.columns.get(slot))
                {
                    own.take(of_one, row);
                }
            }
        } else {
            let columns = frame.columns.iter_mut().zip(&one.columns).zip(&*wanted);
            let wanted = columns.filter(|(_, wanted)| **wanted);
            wanted.for_each(|((own, of_one), _)| own.take(of_one, row));
            frame.ranges.clear();
            frame.texts.clear();
            *constants = None;
            let of_all = |slot: Slot| batch_constant.get(slot.index()) == Some(&true);
            let own = |fault: &&Fault| fault.row as usize == row || of_all(fault.slot);
            self.faults.clear();
            self.faults
                .extend(one.faults.iter().filter(own).map(|fault| Fault { row: 0, ..*fault }));
        }
        self.moved.clear();
        self.moved.extend_from_slice(moved);
        frame.faults.clear();
        let stays = |slot: &Slot| moved.binary_search(slot).is_err();
        frame.faults.extend(self.faults.iter().filter(|fault| stays(&fault.slot)));
    }
}
