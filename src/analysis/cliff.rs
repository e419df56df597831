//! What a cliff is, and how both of its records are made and run.

use super::finding::Site;
use super::formula::Formula;
use super::grain::grain;
use super::of_type::{OfType, Shown};
use super::read::{Reader, Switches};
use super::rows::RestsOn;
use super::settle::Values;
use super::space::{Measure, Source, Space};
use super::witness::{Replayed, Witness};
use crate::eval::{Frame, truths_of};
use crate::model::{BlockId, FieldId};
use crate::plan::{BlockPlan, CriterionPlan, RecordPlan, Rows, ScorecardPlan, Slot};
use crate::value::{Num, Truth, Type, Value};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A step of an outcome that one grain of a field makes.
#[derive(Clone, Debug)]
pub struct Cliff {
    /// Scorecard of the outcome.
    pub block: BlockId,
    /// Outcome that makes the step.
    pub of: Stepped,
    /// Field by which the two records differ: the second has one grain more of it.
    pub field: FieldId,
    /// Records on both sides.
    pub sides: [CliffSide; 2],
}

/// Outcome of a scorecard that may make a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stepped {
    /// The grade of the scorecard.
    Grade,
    /// The total, where no criterion makes the step alone.
    Total,
    /// The points of a criterion, by its place.
    Points(usize),
}

/// A row or cap that holds of a record, by its place in a list.
pub type Line = (Site, usize);

/// A record beside a step, and what it gets.
#[derive(Clone, Debug)]
pub struct CliffSide {
    /// Rows that give points there, of a criterion the first alone unless they are added, and caps
    /// that strike; of the points of a criterion its own rows.
    pub lines: Vec<Line>,
    /// Record that was run.
    pub witness: Witness,
    /// Points of the criterion, or the total.
    pub points: Num,
    /// Total of the scorecard, where it is one number.
    pub total: Option<Num>,
    /// Grade of the scorecard, where it is one.
    pub grade: Option<u32>,
}

/// Steps, and outcomes of which it could not be told whether they have others.
#[derive(Clone, Debug, Default)]
pub struct Cliffs {
    /// The steps: of the points of a criterion one for two rows, of a total one for the rows that
    /// change; of a grade for each field that makes a step between two grades one, unless the same
    /// criteria and caps change along another field.
    pub found: Vec<Cliff>,
    /// Outcomes of scorecards of which some could not be decided.
    pub undecided: Vec<(BlockId, Stepped)>,
}

/// So many grades lie between both sides of a step of grades.
pub const GRADES: u32 = 2;

impl Cliff {
    /// The points that lie between both sides.
    pub fn height(&self) -> Num {
        let [before, behind] = &self.sides;
        behind.points.sub(&before.points).map_or(Num::ZERO, |height| height.abs())
    }

    /// The lines that hold on one side alone, by side.
    pub fn apart(&self) -> [Vec<Line>; 2] {
        let [before, behind] = self.sides.each_ref().map(|side| side.lines.as_slice());
        apart(before, behind)
    }

    /// The rows of criteria that give points on one side alone, by side.
    pub fn rows_apart(&self) -> [Vec<Line>; 2] {
        self.apart().map(rows_of)
    }
}

/// The rows of criteria among some lines: what a total is made of.
pub fn rows_of(lines: Vec<Line>) -> Vec<Line> {
    lines.into_iter().filter(|(site, _)| matches!(site, Site::Criterion(..))).collect()
}

/// The lines that are only among the first of two lists, and those only among the second.
pub fn apart(before: &[Line], behind: &[Line]) -> [Vec<Line>; 2] {
    let only = |own: &[Line], other: &[Line]| {
        own.iter().filter(|line| !other.contains(line)).copied().collect()
    };
    [only(before, behind), only(behind, before)]
}

/// The rows of a criterion that give points to a record: the first that holds, or all that do.
pub fn lines_of(
    steps: &RecordPlan,
    site: Site,
    (rows, adds): (&Rows, bool),
    (frame, row): (&Frame, usize),
) -> Vec<Line> {
    let truth = truths_of(steps, frame, row, rows);
    let most = if adds { usize::MAX } else { 1 };
    let held = (0..rows.len()).filter(|place| truth(*place) == Truth::True);
    held.take(most).map(|place| (site, place)).collect()
}

/// The rows of all criteria that give points to a record, and the caps that strike.
pub fn all_lines(
    steps: &RecordPlan,
    id: BlockId,
    card: &ScorecardPlan,
    adds: &[bool],
    (frame, row): (&Frame, usize),
) -> Vec<Line> {
    let of = card.criteria.iter().zip(adds).enumerate();
    let rows = of.flat_map(|(place, (criterion, adds))| {
        lines_of(steps, Site::Criterion(id, place), (&criterion.rows, *adds), (frame, row))
    });
    let caps = card.grading.iter().flat_map(|grading| grading.caps.iter().enumerate());
    let struck = caps.filter(|(_, slot)| frame.truth(**slot, row) == Truth::True);
    rows.chain(struck.map(|(place, _)| (Site::Caps(id), place))).collect()
}

/// A scorecard that is asked for steps.
pub(super) struct Card<'a> {
    pub id: BlockId,
    pub block: &'a BlockPlan,
    pub card: &'a ScorecardPlan,
    /// Points that a step is higher than.
    pub over: &'a Num,
}

/// Reason why something is not told: it could not be decided.
pub(super) struct Undecided;

/// Readings of a record, and of the one beside it that has so much more of a field, in one space.
pub(super) struct Twice<'m, T> {
    pub reader: Reader<'m>,
    /// The condition that guards hold of both, and both have the field.
    pub guard: Rc<Formula>,
    /// The condition that both can be.
    pub possible: Rc<Formula>,
    pub here: T,
    pub there: T,
}

impl<'m> OfType<'m> {
    /// The fields of numbers and days that some slots rest on, those first that nothing divides by:
    /// of a ratio an officer thinks of what it is a part of last.
    pub fn moving(&self, slots: &[Slot], read: &dyn Fn(&mut Reader<'_>)) -> Vec<FieldId> {
        let mut reader = self.reader(Switches::AsSet);
        read(&mut reader);
        let dividing: BTreeSet<FieldId> = (reader.space.axes())
            .filter_map(|(_, axis)| match &axis.measure {
                Measure::Quotient(_, under) => Some(under.terms.keys()),
                Measure::Linear(_) => None,
            })
            .flatten()
            .filter_map(|id| match reader.space.variables[*id].source {
                Source::Field(field) => Some(field),
                Source::Column(_)
                | Source::AsOf
                | Source::Today
                | Source::Event(_)
                | Source::Switch
                | Source::Opaque => None,
            })
            .collect();
        let fields = &self.model.records[self.steps.record].fields;
        let is_moved = |id: &FieldId| {
            let field = &fields[*id];
            !field.key && matches!(field.ty, Type::Number(_) | Type::Date)
        };
        let all: BTreeSet<FieldId> =
            slots.iter().flat_map(|slot| reader.fields_of(*slot)).filter(is_moved).collect();
        let (last, first): (Vec<FieldId>, Vec<FieldId>) =
            all.into_iter().partition(|field| dividing.contains(field));
        first.into_iter().chain(last).collect()
    }

    /// The grain of a field.
    pub fn grain_of(&self, field: FieldId) -> Num {
        let declared = &self.model.records[self.steps.record].fields[field];
        grain(declared.ty, declared.step.as_ref().map(|step| &step.value))
    }

    /// Reads a record and the one beside it, of which only multiples of the grains of some fields
    /// are looked for.
    pub fn twice<T>(
        &self,
        guards: &[Slot],
        on_grain: &BTreeSet<FieldId>,
        (field, by): (FieldId, &Num),
        read: &dyn Fn(&mut Reader<'_>) -> Option<T>,
    ) -> Result<Twice<'m, T>, Undecided> {
        let mut reader = self.reader(Switches::AsSet);
        reader.all_fields();
        for field in on_grain {
            let input = *self.steps.inputs.get(field.index()).ok_or(Undecided)?;
            reader.on_grain(input, &self.grain_of(*field));
        }
        let given = reader.given(&BTreeSet::from([field]));
        let (guard, possible) = (self.guard(&mut reader, guards), reader.possible());
        let here = read(&mut reader).ok_or(Undecided)?;
        let mut reader = reader.moved(field, by.clone());
        reader.all_fields();
        let guard = Formula::and([given, guard, self.guard(&mut reader, guards)]);
        let possible = Formula::and([possible, reader.possible()]);
        let there = read(&mut reader).ok_or(Undecided)?;
        Ok(Twice { reader, guard, possible, here, there })
    }

    /// A record, and the one that has so much more of a field.
    pub fn pair(
        &self,
        space: &Space,
        values: &Values,
        (field, by): (FieldId, &Num),
    ) -> Option<[Witness; 2]> {
        let mut first = Witness::of(space, self.steps.record, values, self.plan);
        // Other criteria may ask the day.
        first.as_of = first.as_of.or(self.model.period.from);
        let mut second = first.clone();
        let value = &mut second.fields.iter_mut().find(|(own, _)| *own == field)?.1;
        *value = more(value, by)?;
        Some([first, second])
    }

    /// A record that was run, with what holds of it.
    pub fn side(
        &self,
        witness: Witness,
        rests_on: &RestsOn,
        asked: &Card<'_>,
        points: Slot,
        lines: &dyn Fn(&Replayed) -> Vec<Line>,
    ) -> Option<CliffSide> {
        let Shown::By(witness) = self.replayed(witness, rests_on, &asked.block.guards, &|_| true)
        else {
            return None;
        };
        let replayed = witness.run(self.model, self.plan, self.functions)?;
        Some(CliffSide {
            lines: lines(&replayed),
            points: replayed.points(points)?,
            total: replayed.points(asked.card.total),
            grade: asked.card.grading.as_ref().and_then(|one| replayed.grade(one.grades)),
            witness,
        })
    }

    /// The rows of a criterion that hold of a record.
    pub fn lines(
        &self,
        id: BlockId,
        place: usize,
        criterion: &CriterionPlan,
        replayed: &Replayed,
    ) -> Vec<Line> {
        let of = (&criterion.rows, self.sums(id, place));
        lines_of(self.steps, Site::Criterion(id, place), of, (replayed.frame(), 0))
    }
}

/// A number or day, and so much more.
fn more(value: &Value, by: &Num) -> Option<Value> {
    match value {
        Value::Num(number) => Some(Value::Num(number.add(by).ok()?)),
        Value::Date(day) => Some(Value::Date(day.add_days(by)?)),
        Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}
