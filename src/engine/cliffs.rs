//! Steps of points, totals and grades as findings, and the records of data that stand beside them.

use super::Rules;
use super::batch::Batch;
use super::view::RecordView;
use crate::analysis::{
    self, Cliff, CliffSide, GRADES, Line, OpenField, Site, Stepped, Told, all_lines, apart, grain,
    lines_of, resting_on, rows_of,
};
use crate::diag::{self, CliffOf, Diagnostic, Label, Meaning, Message, cliffs as say};
use crate::eval::{Frame, Worker};
use crate::model::{BlockId, BlockKind, FieldId, RecordId, Scorecard};
use crate::plan::{BlockPlan, BlockPlanKind, RecordPlan, ScorecardPlan, Slot};
use crate::source::Span;
use crate::table::{Inputs, Texts};
use crate::value::{Date, Num, Rounding, Truth, Type, Unit, Value};
use std::cmp::Reverse;
use std::collections::BTreeSet;

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
        // Grades are what an officer sees first.
        let rank = |cliff: &Cliff| match cliff.of {
            Stepped::Grade => 0,
            Stepped::Total => 1,
            Stepped::Points(_) => 2,
        };
        all.sort_by_key(|(cliff, beside)| {
            (Reverse(count(beside)), rank(cliff), Reverse(cliff.height()))
        });
        let told = all.into_iter().map(|(cliff, beside)| self.cliff(cliff, over, beside));
        let undecided = found.undecided.iter().map(|(block, of)| {
            let (name, head) = self.site(site(*block, *of));
            say::undecided(head, &name, outcome(*of)).meaning(Meaning::new("undecided", Vec::new()))
        });
        told.chain(undecided).chain(self.crossings()).collect()
    }

    fn cliff(&self, cliff: &Cliff, over: &Num, beside: Option<say::Beside>) -> Diagnostic {
        let record = &self.model().records[self.model().blocks[cliff.block].record];
        let field = &record.fields[cliff.field];
        let all = cliff.sides.iter().zip(cliff.apart());
        let all = all.flat_map(|(side, apart)| match cliff.of {
            Stepped::Points(_) => side.lines.first().copied().into_iter().collect(),
            Stepped::Total | Stepped::Grade => apart,
        });
        let rows = all.filter_map(|line| self.span_of(line)).map(Label::bare).collect();
        let mut meaning = Meaning::new("cliff", rows);
        meaning.rows.dedup();
        meaning.witness = cliff.sides.first().map(|side| self.record(&side.witness));
        let made = cliff.sides.each_ref().map(|side| self.side_of(cliff, side));
        let of = match cliff.of {
            Stepped::Points(_) => CliffOf::Criterion,
            Stepped::Total => CliffOf::Total,
            Stepped::Grade => CliffOf::Grade,
        };
        let mut told = diag::Cliff::new(of, &field.name.text, over.clone(), made);
        told.beside = beside.map(|beside| beside.count);
        meaning.cliff = Some(told);
        let said = match outcome(cliff.of) {
            None => self.cliff_of_points(cliff, &field.name.text, field.ty, beside),
            Some(outcome) => {
                self.cliff_of_outcome(cliff, outcome, (&field.name.text, field.ty), beside)
            }
        };
        said.meaning(meaning)
    }

    fn span_of(&self, (site, place): Line) -> Option<Span> {
        self.row(site.into(), place)
    }

    /// A step of the points of a criterion, in words.
    fn cliff_of_points(
        &self,
        cliff: &Cliff,
        field: &str,
        ty: Type,
        beside: Option<say::Beside>,
    ) -> Diagnostic {
        let (name, head) = self.site(site(cliff.block, cliff.of));
        let sides = cliff.sides.each_ref().map(|side| self.side(cliff, side, ty));
        let [before, behind] = &cliff.sides;
        let falls = behind.points < before.points;
        say::cliff(head, &name, field, sides.each_ref(), falls, beside)
    }

    /// A step of the total or the grade, in words.
    fn cliff_of_outcome(
        &self,
        cliff: &Cliff,
        outcome: say::Outcome,
        (field, ty): (&str, Type),
        beside: Option<say::Beside>,
    ) -> Diagnostic {
        let (name, head) = self.site(Site::Guards(cliff.block));
        let [before, behind] = &cliff.sides;
        let grade = |side: &CliffSide| {
            let name = side.grade.and_then(|grade| self.grade_named(cliff.block, grade));
            let name = name.unwrap_or_default();
            Message { vi: name.clone(), en: name }
        };
        let result = |side: &CliffSide| match outcome {
            say::Outcome::Total => self.points(&side.points),
            say::Outcome::Grade => grade(side),
        };
        // Of the values in order the first is the best.
        let falls = match outcome {
            say::Outcome::Total => behind.points < before.points,
            say::Outcome::Grade => behind.grade > before.grade,
        };
        let value = |side: &CliffSide| {
            self.in_both(side.witness.value(cliff.field).unwrap_or(&Value::Missing), ty)
        };
        let mut others = behind.witness.clone();
        others.told.retain(|(told, _)| *told != Told::Field(cliff.field));
        say::leap(
            &say::Leap {
                scorecard: (head, &name),
                outcome,
                results: (cliff.sides.each_ref().map(result), falls),
                field,
                values: (cliff.sides.each_ref().map(value), ty == Type::Date),
                rest: self.values(&others),
                lines: self.moving_lines(cliff),
            },
            beside,
        )
    }

    /// The lines that differ between both sides of a step, each with what it does; of the two rows
    /// of a criterion that behind the step.
    fn moving_lines(&self, cliff: &Cliff) -> Vec<(Span, Message)> {
        let [before, behind] = cliff.apart();
        let criteria: BTreeSet<Site> = (before.iter().chain(&behind))
            .map(|(site, _)| *site)
            .filter(|site| matches!(site, Site::Criterion(..)))
            .collect();
        let rows = criteria.into_iter().filter_map(|site| {
            let of_site = |line: &&Line| line.0 == site;
            let line = behind.iter().find(of_site).or(before.iter().find(of_site))?;
            let [one, other] = cliff.sides.each_ref().map(|side| self.points_at(side, site));
            let (one, other) = (one?, other?);
            let falls = other < one;
            let (name, _) = self.site(site);
            let told = say::moves(&name, &self.points(&one), &self.points(&other), falls);
            Some((self.span_of(*line)?, told))
        });
        let caps = [(before.as_slice(), false), (behind.as_slice(), true)];
        let caps = caps.into_iter().flat_map(|(lines, is_behind)| {
            let own = lines.iter().filter(|(site, _)| matches!(site, Site::Caps(_)));
            own.filter_map(move |line| Some((self.span_of(*line)?, say::strikes(is_behind))))
        });
        rows.chain(caps).collect()
    }

    /// What a criterion gives a record beside a step.
    fn points_at(&self, side: &CliffSide, site: Site) -> Option<Num> {
        let Site::Criterion(block, place) = site else { return None };
        let plan = self.plan().record(side.witness.record)?.block(block)?;
        let BlockPlanKind::Scorecard(card) = &plan.kind else { return None };
        let replayed = side.witness.run(self.model(), self.plan(), &*self.inner)?;
        replayed.points(card.criteria.get(place)?.points)
    }

    fn points(&self, number: &Num) -> Message {
        self.in_both(&Value::Num(number.clone()), Type::Number(Unit::Points))
    }

    /// A record beside a step of points, in words.
    fn side(&self, cliff: &Cliff, side: &CliffSide, ty: Type) -> say::Side {
        let witness = &side.witness;
        let total = side.total.as_ref().map(|total| say::total(&self.points(total)));
        let grade = side
            .grade
            .and_then(|grade| self.grade_named(cliff.block, grade))
            .map(|name| Message { vi: name.clone(), en: name });
        let mut others = witness.clone();
        others.told.retain(|(told, _)| *told != Told::Field(cliff.field));
        let rest = self.values(&others).into_iter();
        say::Side {
            row: side.lines.first().and_then(|line| self.span_of(*line)),
            value: self.in_both(witness.value(cliff.field).unwrap_or(&Value::Missing), ty),
            points: self.points(&side.points),
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
            let sites: BTreeSet<(BlockId, Stepped)> =
                cliffs.iter().filter(|cliff| of_type(cliff)).map(of_site).collect();
            for site in sites {
                let Some(mut near) = Near::of(self, record, site, over) else { continue };
                batch.each(0..batch.records(), |view| {
                    let reached = near.reached(view);
                    for (cliff, beside) in cliffs.iter().zip(&mut counts) {
                        let is_beside = of_site(cliff) == site
                            && reached.iter().any(|both| near.is_between(both, cliff));
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

fn of_site(cliff: &Cliff) -> (BlockId, Stepped) {
    (cliff.block, cliff.of)
}

/// The place of rules that an outcome is told of.
fn site(block: BlockId, of: Stepped) -> Site {
    match of {
        Stepped::Points(place) => Site::Criterion(block, place),
        Stepped::Total | Stepped::Grade => Site::Guards(block),
    }
}

/// The outcome of a scorecard; none where it is the points of a criterion.
fn outcome(of: Stepped) -> Option<say::Outcome> {
    match of {
        Stepped::Points(_) => None,
        Stepped::Total => Some(say::Outcome::Total),
        Stepped::Grade => Some(say::Outcome::Grade),
    }
}

/// A field of numbers or days that an outcome rests on.
struct Moving {
    field: FieldId,
    input: Slot,
    ty: Type,
    grain: Num,
    along: OpenField,
}

/// Records near the steps of one outcome.
struct Near<'r> {
    rules: &'r Rules,
    steps: &'r RecordPlan,
    id: BlockId,
    block: &'r BlockPlan,
    card: &'r ScorecardPlan,
    of: Stepped,
    over: &'r Num,
    fields: Vec<Moving>,
    worker: Worker<'r>,
    columns: Vec<bool>,
    /// By criterion whether its rows are added.
    adds: Vec<bool>,
}

/// What a record gets, and the lines that hold of it.
struct Given {
    points: Num,
    grade: Option<u32>,
    lines: Vec<Line>,
}

impl<'r> Near<'r> {
    fn of(
        rules: &'r Rules,
        record: RecordId,
        (id, of): (BlockId, Stepped),
        over: &'r Num,
    ) -> Option<Near<'r>> {
        let (model, plan) = (rules.model(), rules.plan());
        let steps = plan.record(record)?;
        let block = steps.block(id)?;
        let BlockPlanKind::Scorecard(card) = &block.kind else { return None };
        let BlockKind::Scorecard(declared) = &model.blocks[id].kind else { return None };
        let slot = match of {
            Stepped::Points(place) => card.criteria.get(place)?.points,
            Stepped::Total => card.total,
            Stepped::Grade => card.grading.as_ref()?.grades,
        };
        let wanted = steps.rests_on([slot]);
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
            id,
            block,
            card,
            of,
            over,
            fields: fields.collect(),
            worker: Worker::of_blocks(plan, record, [id])?,
            columns: vec![true; steps.inputs.len() + steps.from_parts.len() + steps.previous.len()],
            adds: declared.criteria.iter().map(|criterion| criterion.sum).collect(),
        })
    }

    /// What a small change of one field makes of a record, where that is further from what it is
    /// than asked, beside that.
    fn reached(&mut self, view: &RecordView<'_, '_>) -> Vec<[Given; 2]> {
        let reader = view.reader();
        let own = (reader.frame, reader.row);
        let given = |near: &Near<'_>| near.given(own);
        if given(self).is_none() {
            return Vec::new();
        }
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
        let both = others.filter_map(|other| Some([given(self)?, other]));
        both.filter(|[own, other]| self.is_far(own, other)).collect()
    }

    /// Returns `true` if a step lies between what two records get.
    fn is_far(&self, own: &Given, other: &Given) -> bool {
        match self.of {
            Stepped::Points(_) | Stepped::Total => {
                own.points.sub(&other.points).is_ok_and(|far| far.abs() > *self.over)
            }
            Stepped::Grade => {
                let grades = own.grade.zip(other.grade);
                grades.is_some_and(|(own, other)| own.abs_diff(other) >= GRADES)
            }
        }
    }

    /// Returns `true` of two records between which a step lies.
    fn is_between(&self, [own, other]: &[Given; 2], cliff: &Cliff) -> bool {
        let same = |[one, two]: [&[Line]; 2]| {
            let [before, behind] = cliff.rows_apart();
            *one == *before && *two == *behind || *one == *behind && *two == *before
        };
        match self.of {
            // Steps of points that are added are told once for all rows.
            Stepped::Points(place) if self.adds.get(place) == Some(&true) => true,
            Stepped::Points(_) | Stepped::Total => {
                let [one, two] = apart(&own.lines, &other.lines).map(rows_of);
                same([&one, &two])
            }
            Stepped::Grade => {
                let sites = |apart: [Vec<Line>; 2]| -> BTreeSet<Site> {
                    apart.concat().into_iter().map(|(site, _)| site).collect()
                };
                let grades = |mut both: [Option<u32>; 2]| {
                    both.sort_unstable();
                    both
                };
                let sides = cliff.sides.each_ref().map(|side| side.grade);
                let moved = sites(apart(&own.lines, &other.lines));
                grades([own.grade, other.grade]) == grades(sides)
                    && !moved.is_disjoint(&sites(cliff.apart()))
            }
        }
    }

    /// What a record gets that the scorecard is about.
    fn given(&self, (frame, row): (&Frame, usize)) -> Option<Given> {
        if frame.is_broken(row) || frame.truth(self.block.applies, row) != Truth::True {
            return None;
        }
        let (slot, lines) = match self.of {
            Stepped::Points(place) => {
                let criterion = self.card.criteria.get(place)?;
                let of = (&criterion.rows, self.adds.get(place) == Some(&true));
                let site = Site::Criterion(self.id, place);
                (criterion.points, lines_of(self.steps, site, of, (frame, row)))
            }
            Stepped::Total | Stepped::Grade => {
                let lines = all_lines(self.steps, self.id, self.card, &self.adds, (frame, row));
                (self.card.total, lines)
            }
        };
        let points = frame.points(slot, row).into_value()?;
        let grading = self.card.grading.as_ref();
        let grade = grading.and_then(|grading| frame.grades(grading.grades, row).value());
        Some(Given { points, grade, lines })
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
