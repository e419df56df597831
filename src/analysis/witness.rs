//! Records that do what a finding says, and their run.

use super::settle::Values;
use super::space::{Source, Space, Variable};
use crate::eval::{Context, Frame, Functions, State, View, run, truths_of};
use crate::model::{BlockId, DerivedId, EventId, FieldId, Model, RecordId, Verdict};
use crate::plan::{Kind, Plan, RecordPlan, Rows, Slot};
use crate::table::{DoneOn, Input, Inputs, Texts};
use crate::value::{Date, Num, Truth, Value};
use std::sync::Arc;

/// A whole record, with what it rests on besides its fields.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Type of the record.
    pub record: RecordId,
    /// Values of its fields, in their order; those that are not there are missing.
    pub fields: Vec<(FieldId, Value)>,
    /// Values of further inputs, by their columns: aggregates over parts, values of the month
    /// before.
    pub columns: Vec<(u32, Value)>,
    /// Days on which what deadlines ask was done.
    pub events: Vec<(EventId, Date)>,
    /// Day that the record is decided as of.
    pub as_of: Option<Date>,
    /// Values that the finding rests on, in the order to tell them.
    pub told: Vec<(Told, Value)>,
}

/// Value of a record that is told of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The total of a scorecard, before it is graded.
    Total(BlockId),
    /// The points of a criterion of a scorecard, by its place.
    Points(BlockId, usize),
    /// A derivation or table of its type.
    Derived(DerivedId),
    /// A field of the record.
    Field(FieldId),
    /// The as-of date of the record.
    AsOf,
}

/// A word for a text that the rules do not name.
const OTHER: &str = "…";

impl Witness {
    /// The record of these values.
    pub fn of(space: &Space, record: RecordId, values: &Values, plan: &Plan) -> Witness {
        let mut witness = Witness {
            record,
            fields: vec![],
            columns: vec![],
            events: vec![],
            as_of: None,
            told: vec![],
        };
        for (id, number) in values {
            let variable = &space.variables[*id];
            let Some(value) = value(variable, number, plan) else { continue };
            match (variable.source, value) {
                (Source::Field(field), value) => witness.fields.push((field, value)),
                (Source::Column(column), value) => witness.columns.push((column, value)),
                (Source::AsOf | Source::Today, Value::Date(day)) => witness.as_of = Some(day),
                (Source::Event(event), Value::Date(day)) => witness.events.push((event, day)),
                (Source::AsOf | Source::Today | Source::Event(_), _)
                | (Source::Switch | Source::Opaque, _) => {}
            }
        }
        witness.fields.sort_by_key(|(field, _)| *field);
        witness
    }

    /// The value of a field.
    pub fn value(&self, field: FieldId) -> Option<&Value> {
        self.fields.iter().find(|(own, _)| *own == field).map(|(_, value)| value)
    }

    /// Gives a field a value.
    pub fn set(&mut self, field: FieldId, value: Value) {
        match self.fields.binary_search_by_key(&field, |(own, _)| *own) {
            Ok(place) => {
                self.fields.get_mut(place).into_iter().for_each(|own| own.1 = value.clone())
            }
            Err(place) => self.fields.insert(place, (field, value)),
        }
    }

    /// The record as the rules evaluate it; `None` if it is a data error to them.
    pub fn run(&self, model: &Model, plan: &Plan, functions: &dyn Functions) -> Option<Replayed> {
        self.run_in(View::of(self.as_of, model), model, plan, functions)
    }

    /// The record as the rules evaluate it on other days; `None` if it is a data error to them.
    pub fn run_in(
        &self,
        view: View,
        model: &Model,
        plan: &Plan,
        functions: &dyn Functions,
    ) -> Option<Replayed> {
        let steps = plan.record(self.record)?;
        let mut inputs = Inputs::empty(self.record, Texts::with_constants(&plan.texts));
        inputs.rows = 1;
        let record = &model.records[self.record];
        for (id, field) in record.fields.enumerate() {
            let value = self.value(id).unwrap_or(&Value::Missing);
            inputs.columns.push(Input::one(field.ty, value, &mut inputs.texts));
        }
        let aggregates = record.aggregates.iter().map(|id| model.aggregates[*id].ty);
        let further = aggregates.chain(record.previous.iter().map(|previous| previous.value.ty));
        for (column, ty) in (record.fields.len()..).zip(further) {
            let given = self.columns.iter().find(|(given, _)| *given as usize == column);
            let value = given.map_or(&Value::Missing, |(_, value)| value);
            inputs.columns.push(Input::one(ty, value, &mut inputs.texts));
        }
        for event in &steps.events {
            let done = self.events.iter().find(|(done, _)| *done == event.id);
            let day = vec![done.map(|(_, day)| *day)];
            inputs.events.insert(event.id, DoneOn { surely: day.clone(), perhaps: day });
        }
        let frame = run(plan, &inputs, 0..1, &Context { view, functions });
        let faulty = steps.fields.iter().any(|slot| frame.state(*slot, 0) == State::Fault);
        (!frame.is_broken(0) && !faulty).then_some(Replayed { frame, texts: inputs.texts })
    }
}

/// A record that was run.
pub struct Replayed {
    frame: Frame,
    texts: Texts,
}

impl Replayed {
    /// The slots of the record, in its only row.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Truth of a slot.
    pub fn truth(&self, slot: Slot) -> Truth {
        self.frame.truth(slot, 0)
    }

    /// State of a slot.
    pub fn state(&self, slot: Slot) -> State {
        self.frame.state(slot, 0)
    }

    /// Value of a slot.
    pub fn value(&self, slot: Slot) -> Value {
        self.frame.value(&self.texts, slot, 0)
    }

    /// Points of a slot, where they are one number.
    pub fn points(&self, slot: Slot) -> Option<Num> {
        self.frame.points(slot, 0).value().cloned()
    }

    /// The grade of a slot, where it is one.
    pub fn grade(&self, slot: Slot) -> Option<u32> {
        self.frame.grades(slot, 0).value()
    }

    /// The verdict of a slot.
    pub fn verdict(&self, slot: Slot) -> Option<Verdict> {
        self.frame.verdict(slot, 0)
    }

    /// Truth of the condition of a row.
    pub fn row(&self, steps: &RecordPlan, rows: &Rows, place: usize) -> Truth {
        truths_of(steps, &self.frame, 0, rows)(place)
    }
}

fn value(variable: &Variable, number: &Num, plan: &Plan) -> Option<Value> {
    let whole = || number.to_i64();
    Some(match variable.kind {
        Kind::Truth => Value::Bool(!number.is_zero()),
        Kind::Number => Value::Num(number.clone()),
        Kind::Date => Value::Date(Date::of_number(number)?),
        Kind::Code => Value::Code(u32::try_from(-whole()?).ok()?),
        Kind::Text => {
            let place = usize::try_from(whole()?).ok()?;
            Value::Text(plan.texts.get(place).cloned().unwrap_or_else(|| Arc::from(OTHER)))
        }
        Kind::Points | Kind::Grades | Kind::Verdict => return None,
    })
}
