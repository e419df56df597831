//! Steps of points as findings, and the records of data that stand beside them.

use super::Rules;
use super::batch::Batch;
use super::view::RecordView;
use crate::analysis::{self, Cliff, CliffSide, OpenField, Told, grain, resting_on};
use crate::diag::{self, Diagnostic, Label, Meaning, Message, cliffs as say};
use crate::eval::{Frame, Worker};
use crate::model::{BlockId, BlockKind, FieldId, RecordId, Scorecard};
use crate::plan::{BlockPlan, BlockPlanKind, CriterionPlan, RecordPlan, Slot};
use crate::table::{Inputs, Texts};
use crate::value::{Date, Num, Rounding, Truth, Type, Unit, Value};
use std::cmp::Reverse;

/// Days by which a record may be away from a step to stand beside it: a hundredth of a year.
const DAYS: i64 = 3;

/// Part of a number by which a record may be away from a step to stand beside it.
const PART: i64 = 100;

impl Rules {
    /// The steps of points that are higher than asked, those first that most records stand beside.
    pub(super) fn cliffs(&self, over: &Num, data: &[&Batch]) -> Vec<Diagnostic> {
        let found = analysis::cliffs(self.model(), self.plan(), &*self.inner, over);
        let read = |batch: &&&Batch| batch.rules().fingerprint() == self.fingerprint();
        let data: Vec<&Batch> = data.iter().filter(read).copied().collect();
        let counts = self.beside(&found.found, over, &data);
        let mut all: Vec<_> = found.found.iter().zip(counts).collect();
        let count = |beside: &Option<say::Beside>| beside.map_or(0, |beside| beside.count);
        all.sort_by_key(|(cliff, beside)| (Reverse(count(beside)), Reverse(cliff.height())));
        let told = all.into_iter().map(|(cliff, beside)| self.cliff(cliff, over, beside));
        let undecided = found.undecided.iter().map(|(block, place)| {
            let (name, head) = self.site(analysis::Site::Criterion(*block, *place));
            say::undecided(head, &name).meaning(Meaning::new("undecided", Vec::new()))
        });
        told.chain(undecided).collect()
    }

    fn cliff(&self, cliff: &Cliff, over: &Num, beside: Option<say::Beside>) -> Diagnostic {
        let (name, head) = self.site(cliff.site());
        let record = &self.model().records[self.model().blocks[cliff.block].record];
        let field = &record.fields[cliff.field];
        let sides = cliff.sides.each_ref().map(|side| self.side(cliff, side, field.ty));
        let [before, behind] = &cliff.sides;
        let falls = behind.points < before.points;
        let shown = sides.each_ref();
        let rows = sides.iter().filter_map(|side| side.row).map(Label::bare).collect();
        let mut meaning = Meaning::new("cliff", rows);
        meaning.rows.dedup();
        meaning.witness = Some(self.record(&before.witness));
        let made = cliff.sides.each_ref().map(|side| self.side_of(cliff, side));
        let mut told = diag::Cliff::new(&field.name.text, over.clone(), made);
        told.beside = beside.map(|beside| beside.count);
        meaning.cliff = Some(told);
        say::cliff(head, &name, &field.name.text, shown, falls, beside).meaning(meaning)
    }

    /// A record beside a step, in words.
    fn side(&self, cliff: &Cliff, side: &CliffSide, ty: Type) -> say::Side {
        let points =
            |number: &Num| self.in_both(&Value::Num(number.clone()), Type::Number(Unit::Points));
        let witness = &side.witness;
        let total = side.total.as_ref().map(|total| say::total(&points(total)));
        let grade = side
            .grade
            .and_then(|grade| self.grade_named(cliff.block, grade))
            .map(|name| Message { vi: name.clone(), en: name });
        let mut others = witness.clone();
        others.told.retain(|(told, _)| *told != Told::Field(cliff.field));
        let rest = self.values(&others).into_iter();
        say::Side {
            row: side.rows.first().and_then(|row| self.row(cliff.site().into(), *row)),
            value: self.in_both(witness.value(cliff.field).unwrap_or(&Value::Missing), ty),
            points: points(&side.points),
            is_day: ty == Type::Date,
            rest: total.into_iter().chain(grade).chain(rest).collect(),
        }
    }

    /// A record beside a step, for programs.
    fn side_of(&self, cliff: &Cliff, side: &CliffSide) -> diag::CliffSide {
        let mut made = diag::CliffSide::new(self.record(&side.witness), side.points.clone());
        made.total.clone_from(&side.total);
        made.grade = side.grade.and_then(|grade| self.grade_named(cliff.block, grade));
        made
    }

    /// Name of a grade of a scorecard.
    pub(super) fn grade_named(&self, block: BlockId, grade: u32) -> Option<String> {
        let BlockKind::Scorecard(Scorecard { grading: Some(grading), .. }) =
            &self.model().blocks[block].kind
        else {
            return None;
        };
        let category = self.model().categories.get(grading.category.index())?;
        category.value(grade).map(|value| value.name.text.clone())
    }

    /// The records of data beside each step; none of one whose records are not among the data.
    fn beside(&self, cliffs: &[Cliff], over: &Num, data: &[&Batch]) -> Vec<Option<say::Beside>> {
        let mut counts: Vec<Option<say::Beside>> = vec![None; cliffs.len()];
        for batch in data {
            let record = batch.record_type();
            let of_type = |cliff: &Cliff| self.model().blocks[cliff.block].record == record;
            for (_, beside) in cliffs.iter().zip(&mut counts).filter(|(cliff, _)| of_type(cliff)) {
                beside.get_or_insert(say::Beside { count: 0, all: 0 }).all += batch.records();
            }
            let mut sites: Vec<(BlockId, usize)> =
                cliffs.iter().filter(|cliff| of_type(cliff)).map(of_site).collect();
            sites.dedup();
            for site in sites {
                let Some(mut near) = Near::of(self, record, site, over) else { continue };
                batch.each(0..batch.records(), |view| {
                    let reached = near.reached(view);
                    for (cliff, beside) in cliffs.iter().zip(&mut counts) {
                        let is_beside = of_site(cliff) == site
                            && reached.iter().any(|rows| near.is_between(rows, cliff));
                        if let Some(beside) = beside {
                            beside.count += usize::from(is_beside);
                        }
                    }
                });
            }
        }
        counts
    }
}

fn of_site(cliff: &Cliff) -> (BlockId, usize) {
    (cliff.block, cliff.criterion)
}

/// A field of numbers or days that a criterion rests on.
struct Moving {
    field: FieldId,
    input: Slot,
    ty: Type,
    grain: Num,
    along: OpenField,
}

/// Records near the steps of one criterion.
struct Near<'r> {
    rules: &'r Rules,
    steps: &'r RecordPlan,
    block: &'r BlockPlan,
    criterion: &'r CriterionPlan,
    over: &'r Num,
    fields: Vec<Moving>,
    worker: Worker<'r>,
    columns: Vec<bool>,
    adds: bool,
}

/// Points of a record, and the row that gives them where one does.
type Given = (Num, Option<usize>);

impl<'r> Near<'r> {
    fn of(
        rules: &'r Rules,
        record: RecordId,
        (block, place): (BlockId, usize),
        over: &'r Num,
    ) -> Option<Near<'r>> {
        let (model, plan) = (rules.model(), rules.plan());
        let steps = plan.record(record)?;
        let of_block = steps.block(block)?;
        let BlockPlanKind::Scorecard(card) = &of_block.kind else { return None };
        let BlockKind::Scorecard(declared) = &model.blocks[block].kind else { return None };
        let criterion = card.criteria.get(place)?;
        let wanted = steps.rests_on([criterion.points]);
        let fields = model.records[record]
            .fields
            .enumerate()
            .filter(|(_, field)| !field.key && matches!(field.ty, Type::Number(_) | Type::Date));
        let fields = fields.filter_map(|(id, field)| {
            let input = *steps.inputs.get(id.index())?;
            let slots = resting_on(steps, &wanted, input);
            let grain = grain(field.ty, field.step.as_ref().map(|step| &step.value));
            let moves = slots.len() > 1;
            let along = OpenField::new(steps, &slots, input);
            moves.then_some(Moving { field: id, input, ty: field.ty, grain, along })
        });
        Some(Near {
            rules,
            steps,
            block: of_block,
            criterion,
            over,
            fields: fields.collect(),
            worker: Worker::of_blocks(plan, record, [block])?,
            columns: vec![true; steps.inputs.len() + steps.from_parts.len() + steps.previous.len()],
            adds: declared.criteria.get(place).is_some_and(|criterion| criterion.sum),
        })
    }

    /// Pairs of rows: that of a record, and that of what a small change of one field makes of it,
    /// where their points are further apart than asked.
    fn reached(&mut self, view: &RecordView<'_, '_>) -> Vec<[Option<usize>; 2]> {
        let reader = view.reader();
        let Some((points, row)) = self.given((reader.frame, reader.row)) else { return Vec::new() };
        let own = (reader.frame, reader.row);
        let mut changes: Vec<(FieldId, Value)> = Vec::new();
        for field in &self.fields {
            changes.extend(self.changes(field, own));
        }
        if changes.is_empty() {
            return Vec::new();
        }
        let texts = Texts::with_constants(&self.rules.plan().texts);
        let at = view.place() - view.held.first;
        let mut records: Inputs = view.held.table.copies(at, changes.len(), &self.columns, texts);
        for (place, (field, value)) in changes.iter().enumerate() {
            records.set(*field, place, value);
        }
        let context = self.rules.context(view.as_of());
        self.worker.run(&records, 0..changes.len(), &context);
        let others = (0..changes.len()).filter_map(|row| self.given((self.worker.frame(), row)));
        let is_far = |other: &Num| points.sub(other).is_ok_and(|far| far.abs() > *self.over);
        others.filter(|(other, _)| is_far(other)).map(|(_, other)| [row, other]).collect()
    }

    /// Returns `true` of two rows that are those of a step.
    fn is_between(&self, [own, other]: &[Option<usize>; 2], cliff: &Cliff) -> bool {
        let [before, behind] = cliff.sides.each_ref().map(|side| side.rows.first().copied());
        self.adds || [*own, *other] == [before, behind] || [*own, *other] == [behind, before]
    }

    /// What the criterion gives a record that the scorecard is about.
    fn given(&self, (frame, row): (&Frame, usize)) -> Option<Given> {
        if frame.is_broken(row) || frame.truth(self.block.applies, row) != Truth::True {
            return None;
        }
        let points = frame.points(self.criterion.points, row);
        let held = match points.held {
            crate::eval::MatchedRow::Row(row) => usize::try_from(row).ok(),
            _ => None,
        };
        Some((points.into_value()?, held))
    }

    /// The values beside each number at which something turns, as far as a field of a record may be
    /// away from it.
    fn changes(&self, field: &Moving, (frame, row): (&Frame, usize)) -> Vec<(FieldId, Value)> {
        let own = match field.ty {
            Type::Date => frame.date(field.input, row).into_known().map(Date::number),
            _ => frame.number(field.input, row).into_known(),
        };
        let found = || {
            let own = own?;
            let reach = field.reach(&own)?;
            let (low, high) = (own.sub(&reach).ok()?, own.add(&reach).ok()?);
            let of = (self.rules.plan(), self.steps);
            let turns = field.along.turns(of, (frame, row));
            let from = turns.at.partition_point(|at| *at < low);
            let near = turns.at.iter().skip(from).take_while(|at| **at <= high);
            let mut all: Vec<Num> = near.flat_map(|at| field.around(at)).collect();
            // What is not followed may turn anywhere.
            all.extend([low.clone(), high.clone()].into_iter().filter(|_| !turns.complete));
            all.retain(|value| low <= *value && *value <= high && *value != own);
            all.sort_unstable();
            all.dedup();
            Some(all)
        };
        let all = found().unwrap_or_default().into_iter();
        all.filter_map(|number| Some((field.field, field.value(number)?))).collect()
    }
}

impl Moving {
    /// The distance up to which a record stands beside something.
    fn reach(&self, own: &Num) -> Option<Num> {
        if self.ty == Type::Date {
            return Some(Num::from_i64(DAYS));
        }
        let part = own.abs().div(&Num::from_i64(PART)).ok()?;
        Some(self.multiple(&part)?.max(self.grain.clone()))
    }

    /// The multiple of the grain that is not above a number.
    fn multiple(&self, number: &Num) -> Option<Num> {
        number.div(&self.grain).ok()?.round(0, Rounding::Down).ok()?.mul(&self.grain).ok()
    }

    /// The values at a number and on both sides of it.
    fn around(&self, at: &Num) -> Vec<Num> {
        let found = || {
            let down = self.multiple(at)?;
            let all = [down.sub(&self.grain).ok()?, down.clone(), down.add(&self.grain).ok()?];
            Some(all.to_vec())
        };
        found().unwrap_or_default()
    }

    fn value(&self, number: Num) -> Option<Value> {
        if self.ty != Type::Date {
            return Some(Value::Num(number));
        }
        Date::of_number(&number).map(Value::Date)
    }
}
