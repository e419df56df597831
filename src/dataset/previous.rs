//! Values of the month before: further columns of monthly snapshots.

use super::keys::Keys;
use super::{Program, RecordSet};
use crate::eval::Frame;
use crate::model::Model;
use crate::plan::{Op, PreviousPlan, RecordPlan, Slot};
use crate::table::{Input, Texts};
use crate::value::{Month, Type, Value};
use std::collections::{HashMap, HashSet};

/// Fills the columns of what snapshots read of their month before: missing where that month has no
/// record of the key, or one that is a data error. Months are evaluated from the earliest where one
/// may read what another read of its own month before.
pub(super) fn fill(program: Program<'_>, set: &mut RecordSet) {
    let Some(plan) = program.plan.record(set.record).filter(|plan| !plan.previous.is_empty())
    else {
        return;
    };
    let mut carried = Carried::new(program.model, set, plan);
    carried.put(program.model, set);
    if set.stands_apart() {
        return;
    }
    let view = set.view(program.model);
    let months: Vec<Option<Month>> = match reads_previous(plan) {
        true => set.months().into_iter().map(Some).collect(),
        false => vec![None],
    };
    for month in months {
        set.frames(program, view, month, |frame, first| {
            carried.take(frame, &set.reading.table.texts, first)
        });
        carried.put(program.model, set);
    }
}

/// Values on their way from each record to that of the month after.
struct Carried<'p> {
    values: &'p [PreviousPlan],
    /// Place of each record's month after, if it is there.
    after: Vec<Option<usize>>,
    /// Values that each record reads, a list for each that the rules read.
    incoming: Vec<Vec<Value>>,
}

impl<'p> Carried<'p> {
    fn new(model: &Model, set: &RecordSet, plan: &'p RecordPlan) -> Carried<'p> {
        let numbers = Keys::of(model, set).of_rows;
        let key = |place: usize| Some((*numbers.get(place)?, set.month(place)?));
        let places: HashMap<(usize, Month), usize> =
            (0..set.len()).filter_map(|place| Some((key(place)?, place))).collect();
        let after = |place: usize| {
            let (number, month) = key(place)?;
            places.get(&(number, month.next())).copied()
        };
        Carried {
            values: &plan.previous,
            after: (0..set.len()).map(after).collect(),
            incoming: vec![vec![Value::Missing; set.len()]; plan.previous.len()],
        }
    }

    /// Takes in the records of a frame, whose first is at the place `first`.
    fn take(&mut self, frame: &Frame, texts: &Texts, first: usize) {
        for row in (0..frame.rows()).filter(|row| !frame.is_broken(*row)) {
            let Some(after) = self.after.get(first + row).copied().flatten() else { continue };
            for (previous, incoming) in self.values.iter().zip(&mut self.incoming) {
                if let Some(value) = incoming.get_mut(after) {
                    *value = frame.value(texts, previous.value, row);
                }
            }
        }
    }

    /// Puts the columns behind those of the fields and of the parts.
    fn put(&self, model: &Model, set: &mut RecordSet) {
        let record = &model.records[set.record];
        let table = &mut set.reading.table;
        let rows = table.rows;
        table
            .columns
            .resize_with(record.fields.len() + record.aggregates.len(), || Input::nulls(rows));
        let types = record.previous.iter().map(|previous| previous.value.ty);
        for (ty, values) in types.zip(&self.incoming) {
            table.columns.push(column(ty, values, &mut table.texts));
        }
    }
}

fn column(ty: Type, values: &[Value], texts: &mut Texts) -> Input {
    let values = values.iter();
    match ty {
        Type::Number(_) => Input::numbers(
            values.map(|value| if let Value::Num(n) = value { Some(n.clone()) } else { None }),
        ),
        Type::Date => Input::days(
            values.map(|value| if let Value::Date(day) = value { Some(*day) } else { None }),
        ),
        Type::YesNo => Input::truths(
            values.map(|value| if let Value::Bool(truth) = value { Some(*truth) } else { None }),
        ),
        Type::Category(_) => Input::codes(
            values.map(|value| if let Value::Code(code) = value { Some(*code) } else { None }),
        ),
        Type::Text => Input::texts(values.map(|value| {
            if let Value::Text(text) = value { Some(texts.intern(text)) } else { None }
        })),
    }
}

/// Returns `true` if a value that is carried over rests on one that was.
fn reads_previous(plan: &RecordPlan) -> bool {
    let mut seen: HashSet<Slot> = HashSet::new();
    let mut waiting: Vec<Slot> = plan.previous.iter().map(|previous| previous.value).collect();
    while let Some(slot) = waiting.pop() {
        if !seen.insert(slot) {
            continue;
        }
        let op = &plan.steps[slot].op;
        if matches!(op, Op::Previous(_)) {
            return true;
        }
        op.operands(&mut |operand| waiting.push(operand));
    }
    false
}
