//! Worked examples: each is a record of its own, decided as any other, and held against what it
//! expects.

use super::Rules;
use super::handle::{not_serialisable, object};
use super::shared::cell_error;
use crate::data::objects::{ObjectTables, ReadBy, TypeReading};
use crate::data::{FileReport, Origin, ReadReport, Reading};
use crate::dataset::{Program, RecordSet, finish, without_parts_of_absent};
use crate::diag::{Error, Message, examples as say, nearest};
use crate::eval::{Context, FaultKind, Frame, Grades, Points, View, Worker, run};
use crate::explain::decision::{DataFault, Decision, Status};
use crate::explain::{Clauses, Explanation, Identity, Reader, Stated, verdict_code};
use crate::model::{
    self, BlockKind, CategoryId, Example, ExampleRows, Expectation, ExpectationKind, Expr,
    ExprKind, FieldId, Model, RecordId, Verdict,
};
use crate::plan::{self, BlockPlanKind, RecordPlan, Slot};
use crate::source::Span;
use crate::table::{Input, Inputs, Texts};
use crate::value::text::show_value;
use crate::value::{Date, Num, Truth, Type, Value};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Result of a worked example: the expectations that were missed, if any.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "record Loan
///   field id: text, key
///   field debt: money
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// example \"at the limit\" for Support
///   given debt = 2 million
///   expect verdict is eligible
/// ",
/// )?;
/// let results: Vec<visao::ExampleResult> = rules.test(None);
/// assert_eq!((results[0].title.as_str(), results[0].misses.len()), ("at the limit", 0));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExampleResult {
    /// The example's title as written.
    pub title: String,
    /// Name of the block that it is about.
    pub block: String,
    /// Place of the example in the rules.
    #[doc(hidden)]
    pub span: Span,
    /// Expectations that the decision does not meet; empty if the example passes.
    pub misses: Vec<Miss>,
    /// Explanation of the decision that was made, expected or not.
    pub explanation: Option<Explanation>,
}

/// An expectation that did not come out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Miss {
    /// Place of the expectation in the rules.
    #[doc(hidden)]
    pub span: Span,
    /// Message that states the value found in place of the expected one.
    pub found: Message,
}

/// An example of a block that the rules do not have: it says nothing of them and is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOutExample {
    /// Title of the example.
    pub title: String,
    /// The block as the example names it.
    pub block: String,
    /// Place of the whole example.
    #[doc(hidden)]
    pub span: Span,
}

/// The examples that are not run, in the order written.
pub(super) fn left_out(model: &Model) -> Vec<LeftOutExample> {
    let told = |example: &model::LeftOutExample| LeftOutExample {
        title: example.title.clone(),
        block: example.block.text.clone(),
        span: example.span,
    };
    model.left_out.iter().map(told).collect()
}

/// An example that was run: its record, and the rows that it gives of other types.
pub(super) struct Ran<'r> {
    pub example: &'r Example,
    /// Steps of the example's record type.
    pub steps: &'r RecordPlan,
    /// Worksheet of its record, the only one there.
    pub frame: &'r Frame,
    /// The record, then the rows by type.
    pub sets: &'r [RecordSet],
    pub program: Program<'r>,
}

/// Runs all worked examples of the rules, in the order written.
pub(super) fn run_all(rules: &Rules, as_of: Option<Date>) -> Vec<ExampleResult> {
    run_seen(rules, as_of, &mut |_| {})
}

/// As [`run_all`]; each example whose record is decided is handed over as it was run.
pub(super) fn run_seen(
    rules: &Rules,
    as_of: Option<Date>,
    see: &mut dyn FnMut(&Ran<'_>),
) -> Vec<ExampleResult> {
    let trial = Trial::new(rules, rules.model());
    let examples = trial.model.examples.iter().enumerate();
    examples
        .filter_map(|(place, example)| {
            run_one(&trial, (Some(place), example), (as_of, Told::Explained), see)
        })
        .collect()
}

/// A model by which examples are decided: that of the rules, or a changed one.
pub(super) struct Trial<'r> {
    rules: &'r Rules,
    pub model: &'r Model,
    plan: plan::Plan,
    texts: Texts,
}

impl<'r> Trial<'r> {
    /// A trial of the rules with this model, which has the record types of theirs.
    pub fn new(rules: &'r Rules, model: &'r Model) -> Trial<'r> {
        Trial::by(rules, model, plan::with_examples(model))
    }

    /// A trial of the same rules with another model, which differs in what it asks of some record
    /// types alone.
    pub fn changed<'m>(&self, model: &'m Model, records: &[RecordId]) -> Trial<'m>
    where
        'r: 'm,
    {
        Trial::by(self.rules, model, plan::beside_of(model, &self.plan, records, true))
    }

    fn by(rules: &'r Rules, model: &'r Model, plan: plan::Plan) -> Trial<'r> {
        let texts = Texts::with_constants(&plan.texts);
        Trial { rules, model, plan, texts }
    }

    /// Result of an example that is made up.
    pub fn run(&self, example: &Example, as_of: Option<Date>) -> Option<ExampleResult> {
        run_one(self, (None, example), (as_of, Told::Explained), &mut |_| {})
    }

    /// Returns `true` if an example of the model, by its place there, comes out as expected.
    pub fn passes(&self, place: usize, example: &Example, as_of: Option<Date>) -> bool {
        let result = run_one(self, (Some(place), example), (as_of, Told::Decided), &mut |_| {});
        result.is_some_and(|result| result.misses.is_empty())
    }

    /// An example of the model as it comes out: its records finished, and what they came to.
    pub fn finished(
        &self,
        place: usize,
        example: &Example,
        as_of: Option<Date>,
    ) -> Option<Finished> {
        let as_of = self.day(example, as_of);
        let sets = sets(self, example, as_of).ok()?;
        let own = sets.first().filter(|own| !own.is_empty())?;
        let frame = run_own(self, own, as_of);
        let seen = Seen::of(self, (place, example), &frame)?;
        let result = decide(
            self,
            (Some(place), example),
            as_of,
            (&sets, &frame, Told::Decided),
            &mut |_| {},
        )?;
        Some(Finished { sets, seen, passes: result.misses.is_empty() })
    }

    /// Returns `true` if an example that passed in the trial of the rules comes out otherwise in
    /// this one, which finishes records as that does.
    pub fn notices(
        &self,
        place: usize,
        example: &Example,
        as_of: Option<Date>,
        finished: &Finished,
        workers: &mut Workers<'_>,
    ) -> bool {
        let as_of = self.day(example, as_of);
        let Some(own) = finished.sets.first() else { return false };
        let Some(worker) = workers.of(own.record) else { return false };
        let context = self.context(as_of);
        let frame = worker.run(&own.reading.table, 0..1, &context);
        if Seen::of(self, (place, example), frame).as_ref() == Some(&finished.seen) {
            return false;
        }
        let sets = (finished.sets.as_slice(), frame, Told::Decided);
        let result = decide(self, (Some(place), example), as_of, sets, &mut |_| {});
        result.is_none_or(|result| !result.misses.is_empty())
    }

    /// Returns `true` if this trial knows no other texts than another.
    pub fn knows_texts_of(&self, other: &Trial<'_>) -> bool {
        self.plan.texts.len() == other.plan.texts.len()
    }

    /// Workers that run records of this trial.
    pub fn workers(&self) -> Workers<'_> {
        Workers { plan: &self.plan, of: BTreeMap::new() }
    }

    fn day(&self, example: &Example, as_of: Option<Date>) -> Option<Date> {
        own_day(self.model, example).or(example.as_of).or(as_of)
    }

    fn context(&self, as_of: Option<Date>) -> Context<'r> {
        Context { view: View::of(as_of, self.model), functions: &*self.rules.inner }
    }
}

/// An example that was run: the records as they were finished, and what they came to.
pub(super) struct Finished {
    sets: Vec<RecordSet>,
    seen: Seen,
    /// `true` if it came out as expected.
    pub passes: bool,
}

/// Workers of a trial by record types, made when one is needed.
pub(super) struct Workers<'p> {
    plan: &'p plan::Plan,
    of: BTreeMap<RecordId, Worker<'p>>,
}

impl<'p> Workers<'p> {
    fn of(&mut self, record: RecordId) -> Option<&mut Worker<'p>> {
        match self.of.entry(record) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(new) => Some(new.insert(Worker::new(self.plan, record)?)),
        }
    }
}

/// All that an example can expect of a record: where it is the same, the example comes out so.
#[derive(PartialEq)]
struct Seen {
    stated: Stated,
    /// Range of points and grades that are possible, of a scorecard.
    points: Option<(Points, Option<Grades>)>,
    /// Truths of what brings reasons about.
    truths: Vec<Truth>,
    /// Days of deadlines, by which reasons are chosen.
    days: Vec<Value>,
    /// Truths of the conditions that the example expects.
    expected: Vec<Option<Truth>>,
}

impl Seen {
    fn of(trial: &Trial<'_>, (place, example): (usize, &Example), frame: &Frame) -> Option<Seen> {
        let record = trial.plan.record(trial.model.blocks[example.block].record)?;
        let block = record.block(example.block)?;
        let truth = |slot: Slot| frame.truth(slot, 0);
        let (mut points, mut truths, mut days) = (None, Vec::new(), Vec::new());
        match &block.kind {
            BlockPlanKind::Scorecard(card) => {
                let grading = card.grading.as_ref();
                let grades = grading.map(|grading| frame.grades(grading.grades, 0));
                points = Some((frame.points(card.total, 0), grades));
                truths.extend(grading.into_iter().flat_map(|one| &one.caps).map(|cap| truth(*cap)));
            }
            BlockPlanKind::Clauses { clauses, .. } => {
                for clause in clauses {
                    let own = [clause.not_due, clause.own].into_iter().flatten();
                    truths.extend(own.chain([clause.condition]).map(truth));
                    if let Some(due) = &clause.due {
                        truths.push(truth(due.is_done));
                        let slots = [due.last, due.done, due.perhaps];
                        days.extend(slots.map(|slot| frame.value(&trial.texts, slot, 0)));
                    }
                }
            }
        }
        let slots = record.examples.iter().find(|(example, _)| *example == place)?;
        let expected = slots.1.iter().map(|slot| slot.map(truth)).collect();
        Some(Seen { stated: Stated::of_frame(frame, block, 0), points, truths, days, expected })
    }
}

/// Decides the record of an example and holds it against what is expected.
fn run_one(
    trial: &Trial<'_>,
    (place, example): (Option<usize>, &Example),
    (as_of, told): (Option<Date>, Told),
    see: &mut dyn FnMut(&Ran<'_>),
) -> Option<ExampleResult> {
    let as_of = trial.day(example, as_of);
    match sets(trial, example, as_of) {
        Ok(sets) => {
            let own = sets.first()?;
            if own.is_empty() {
                // A snapshot of a day before the period is not decided.
                return Some(not_run(trial.model, example, say::not_applicable()));
            }
            let frame = run_own(trial, own, as_of);
            decide(trial, (place, example), as_of, (&sets, &frame, told), see)
        }
        Err(refusal) => Some(not_run(trial.model, example, refusal.message())),
    }
}

/// The worksheet of the record of an example.
fn run_own(trial: &Trial<'_>, own: &RecordSet, as_of: Option<Date>) -> Frame {
    run(&trial.plan, &own.reading.table, 0..1, &trial.context(as_of))
}

/// Whether the decision of an example is explained: that costs more than all else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Explained,
    Decided,
}

/// Decides the record of an example, finished and run, as of a day.
fn decide(
    trial: &Trial<'_>,
    (place, example): (Option<usize>, &Example),
    as_of: Option<Date>,
    (sets, frame, told): (&[RecordSet], &Frame, Told),
    see: &mut dyn FnMut(&Ran<'_>),
) -> Option<ExampleResult> {
    let Trial { rules, model, plan, .. } = trial;
    let model = *model;
    let id = model.blocks[example.block].record;
    let record = plan.record(id)?;
    let own = sets.first()?;
    let table = &own.reading.table;
    let program = Program { model, plan, ..rules.program() };
    see(&Ran { example, steps: record, frame, sets, program });
    let reader = Reader {
        model,
        sources: rules.sources(),
        record: &model.records[id],
        plan: record,
        frame,
        texts: &table.texts,
        row: 0,
        as_of,
        lang: rules.lang(),
        failures: &*rules.inner,
        clauses: &Clauses::default(),
        parts: own.open_parts(),
        place: 0,
    };
    let slots = match place {
        Some(place) => record.examples.iter().find(|(example, _)| *example == place)?.1.as_slice(),
        None => &[],
    };
    let error = |fault| DataFault { row: None, ..cell_error(model, id, fault) };
    let errors: Vec<DataFault> = own.report().faults.iter().map(error).collect();
    let identity = Identity { key: &example.title, row: None, errors: &errors, columns: &[] };
    let (run, wanted) = (rules.run(as_of), |block| block == example.block);
    let (decision, explanation) = match told {
        Told::Explained => {
            let explanation = reader.explanations(&run, identity, &wanted).pop()?;
            (explanation.decision.clone(), Some(explanation))
        }
        Told::Decided => (reader.decisions(&run, identity, &wanted).pop()?, None),
    };
    let decision = &decision;
    let misses: Vec<Miss> = match undecided(model, example, decision, as_of, frame) {
        Some(found) => example
            .expected
            .first()
            .map(|expected| Miss { span: expected.span, found })
            .into_iter()
            .collect(),
        None => example
            .expected
            .iter()
            .zip(slots)
            .filter_map(|(expected, slot)| {
                let truth = slot.map(|slot: Slot| frame.truth(slot, 0));
                let found = found(model, example, decision, expected, truth)?;
                Some(Miss { span: expected.span, found })
            })
            .collect(),
    };
    Some(ExampleResult {
        title: example.title.clone(),
        block: model.blocks[example.block].name.text.clone(),
        span: example.span,
        misses,
        explanation,
    })
}

/// Result of an example that cannot be run.
fn not_run(model: &Model, example: &Example, found: Message) -> ExampleResult {
    ExampleResult {
        title: example.title.clone(),
        block: model.blocks[example.block].name.text.clone(),
        span: example.span,
        misses: vec![Miss { span: example.span, found }],
        explanation: None,
    }
}

/// The record of an example and the rows that it gives, finished as those of any run: the rows are
/// read as objects of a program are.
fn sets(
    trial: &Trial<'_>,
    example: &Example,
    as_of: Option<Date>,
) -> Result<Vec<RecordSet>, Error> {
    let Trial { rules, model, plan, texts } = trial;
    let by = ReadBy { texts, ..rules.read_by(false, as_of) };
    let mut tables = ObjectTables::default();
    for given in &example.rows {
        tables.list(by, given.record);
        for (number, row) in (1..).zip(&given.rows) {
            let row = as_object(model, given.record, row);
            let text = serde_json::to_string(&row).map_err(|error| not_serialisable(&error))?;
            tables.take(by, given.record, number, &object(&text)?)?;
        }
    }
    let report = ReadReport {
        files: vec![FileReport::default()],
        keys: [Some(example.title.as_str())].into_iter().collect(),
        origins: [Origin { file: 0, row: 1 }].into_iter().collect(),
        ..ReadReport::default()
    };
    let table = table(model, plan, example, as_of);
    let reading = Reading { table, report, again: None };
    let own = RecordSet::dated(model, model.blocks[example.block].record, reading, as_of);
    let rows = tables.finish(model).into_iter().map(|read| {
        let TypeReading { record, reading, without, .. } = read;
        RecordSet::dated(model, record, reading, as_of).without_parts(without)
    });
    let mut sets: Vec<RecordSet> = std::iter::once(own).chain(rows).collect();
    without_parts_of_absent(model, &mut sets);
    finish(Program { model, plan, ..rules.program() }, &mut sets);
    if let Some(own) = sets.first_mut() {
        give_worked_out(model, example, &mut own.reading.table);
    }
    Ok(sets)
}

/// A row as the object that a program would give: numbers as text in plain form, days in ISO.
fn as_object<'m>(
    model: &'m Model,
    record: RecordId,
    row: &[(FieldId, Value)],
) -> BTreeMap<&'m str, String> {
    let fields = &model.records[record].fields;
    let member = |(id, value): &(FieldId, Value)| {
        let field = &fields[*id];
        Some((field.name.text.as_str(), cell(model, field.ty, value)?))
    };
    row.iter().filter_map(member).collect()
}

fn cell(model: &Model, ty: Type, value: &Value) -> Option<String> {
    match (ty, value) {
        (_, Value::Missing) => None,
        (_, Value::Num(number)) => number.to_decimal().map(|number| number.to_string()),
        (_, Value::Date(day)) => Some(day.to_string()),
        (_, Value::Bool(truth)) => Some(truth.to_string()),
        (_, Value::Text(text)) => Some(text.to_string()),
        (Type::Category(category), Value::Code(code)) => {
            category_value(model, category, *code).map(str::to_owned)
        }
        (Type::Number(_) | Type::Date | Type::YesNo | Type::Text, Value::Code(_)) => None,
    }
}

/// Reason why there is no result to compare with the expectations: reported once, however many
/// there are.
fn undecided(
    model: &Model,
    example: &Example,
    decision: &Decision,
    as_of: Option<Date>,
    frame: &Frame,
) -> Option<Message> {
    let of_register = |given: &ExampleRows| model.records[given.record].register.is_some();
    match decision.status {
        Status::DataError
            if as_of.is_none()
                && frame.faults().iter().any(|fact| fact.kind == FaultKind::NoAsOf) =>
        {
            Some(say::no_as_of())
        }
        Status::Undetermined if as_of.is_none() && example.rows.iter().any(of_register) => {
            Some(say::no_as_of())
        }
        Status::DataError => {
            let told = decision.errors.first().map(DataFault::message);
            Some(say::data_error(told))
        }
        Status::NotApplicable if example.expected.iter().any(Expectation::is_not_applicable) => {
            None
        }
        Status::NotApplicable => Some(say::not_applicable()),
        Status::Decided | Status::Undetermined => None,
    }
}

/// The value found instead of the expected one; none if they agree.
fn found(
    model: &Model,
    example: &Example,
    decision: &Decision,
    expected: &Expectation,
    truth: Option<Truth>,
) -> Option<Message> {
    let applies = decision.status != Status::NotApplicable;
    match &expected.kind {
        ExpectationKind::NotApplicable => applies.then(say::applies),
        _ if !applies => Some(say::not_applicable()),
        ExpectationKind::Condition(condition) => match truth {
            Some(Truth::True) => None,
            Some(Truth::Missing) => Some(say::open()),
            Some(Truth::False | Truth::Fault) | None => {
                Some(subject(condition).map_or_else(say::does_not_hold, |asked| {
                    came_out(model, decision, asked)
                        .map_or_else(say::does_not_hold, |shown| say::came_out(&shown))
                }))
            }
        },
        ExpectationKind::Grade(grade) => {
            let wanted = grade.and_then(|code| grade_name(model, example, code));
            let fits = match (&wanted, &decision.verdict) {
                (None, found) => found.is_none() && decision.status == Status::Undetermined,
                (Some(wanted), found) => found.as_deref() == Some(wanted.as_str()),
            };
            (!fits)
                .then(|| say::verdict(decision.verdict.as_deref(), decision.verdict_range.as_ref()))
        }
        ExpectationKind::Verdict(verdict) => {
            let check = model.blocks[example.block].is_check();
            let fits = match verdict {
                Verdict::Incomplete => decision.status == Status::Undetermined,
                Verdict::Rejected | Verdict::ToReview | Verdict::NotDue | Verdict::Met => {
                    decision.verdict_code == verdict_code(*verdict, check)
                }
            };
            (!fits).then(|| say::verdict(decision.verdict.as_deref(), None))
        }
        ExpectationKind::Reason(text) => {
            let given = decision.reasons.iter().any(|reason| reason.text.as_ref() == text);
            let all: Vec<&str> =
                decision.reasons.iter().map(|reason| reason.text.as_ref()).collect();
            (!given).then(|| say::reasons(&all))
        }
        ExpectationKind::NoReason(text) => {
            let given = decision.reasons.iter().any(|reason| reason.text.as_ref() == text);
            let is_stated = model.blocks[example.block].reasons().any(|reason| reason == text);
            // What the block never says would be missing from every record.
            if is_stated {
                given.then(say::reason_given)
            } else {
                let near = nearest(text, model.blocks[example.block].reasons());
                Some(say::no_such_reason(near))
            }
        }
    }
}

/// The value that a condition is about.
fn subject(condition: &Expr) -> Option<&Expr> {
    match &condition.kind {
        ExprKind::Compare(_, subject, _) | ExprKind::IsMissing(subject) => Some(subject),
        ExprKind::And(parts) | ExprKind::Or(parts) => subject(parts.first()?),
        ExprKind::Not(inner) => subject(inner),
        _ => None,
    }
}

/// A result, as it is shown.
fn came_out(model: &Model, decision: &Decision, asked: &Expr) -> Option<String> {
    let number = |number: &Option<Num>| number.clone().map(Value::Num);
    let value = match &asked.kind {
        ExprKind::Total(_) => number(&decision.points)?,
        ExprKind::CriterionPoints(_, place) => number(&decision.criteria.get(*place)?.points)?,
        ExprKind::Derived(id) => {
            let name = &model
                .records
                .iter()
                .find(|record| record.name.text.as_str() == decision.record_type.as_ref())?
                .derived[*id]
                .name;
            decision
                .derived
                .iter()
                .find(|named| named.name.as_ref() == name.text)?
                .datum
                .value
                .clone()
        }
        _ => return None,
    };
    let name = |category, code| category_value(model, category, code);
    Some(show_value(&value, asked.ty, model.lang, &[], name).marked())
}

fn category_value(model: &Model, category: CategoryId, code: u32) -> Option<&str> {
    let value = model.categories.get(category.index())?.values.get(code as usize)?;
    Some(value.name.text.as_str())
}

fn grade_name(model: &Model, example: &Example, code: u32) -> Option<String> {
    let BlockKind::Scorecard(card) = &model.blocks[example.block].kind else { return None };
    let category = model.categories.get(card.grading.as_ref()?.category.index())?;
    category.value(code).map(|value| value.name.text.clone())
}

/// The day that an example gives for its snapshot.
fn own_day(model: &Model, example: &Example) -> Option<Date> {
    let day = model.records[model.blocks[example.block].record].snapshot?;
    match given(example, day) {
        Value::Date(day) => Some(day),
        Value::Missing | Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}

/// The one record of an example; fields that it does not give are missing. The day of a snapshot
/// that it does not give is the one that it is decided as of.
fn table(model: &Model, plan: &plan::Plan, example: &Example, as_of: Option<Date>) -> Inputs {
    let record = model.blocks[example.block].record;
    let told = model.records[record].snapshot.zip(as_of);
    let mut texts = Texts::with_constants(&plan.texts);
    let fields = model.records[record].fields.enumerate().map(|(id, field)| {
        let given = example.given.iter().find(|(given, _)| *given == id);
        let told = told.filter(|(day, _)| *day == id).map(|(_, told)| Value::Date(told));
        let value = given.map(|(_, value)| value.clone()).filter(|value| *value != Value::Missing);
        match value.or(told).or(given.map(|_| Value::Missing)) {
            Some(value) => Input::one(field.ty, &value, &mut texts),
            None => Input::nulls(1),
        }
    });
    let mut columns: Vec<Input> = fields.collect();
    columns.extend(model.records[record].aggregates.iter().map(|_| Input::nulls(1)));
    Inputs { rows: 1, columns, ..Inputs::empty(record, texts) }
}

/// Puts in the values that an example gives for aggregates over rows that it does not give, and for
/// those of the month before.
fn give_worked_out(model: &Model, example: &Example, table: &mut Inputs) {
    let record = &model.records[table.record];
    let Inputs { columns, texts, .. } = table;
    let mut columns = columns.iter_mut().skip(record.fields.len());
    for (id, own) in record.aggregates.iter().zip(columns.by_ref()) {
        if let Some((_, value)) = example.from_parts.iter().find(|(given, _)| given == id) {
            *own = Input::one(model.aggregates[*id].ty, value, texts);
        }
    }
    for ((id, previous), own) in record.previous.enumerate().zip(columns) {
        if let Some((_, value)) = example.previous.iter().find(|(given, _)| *given == id) {
            *own = Input::one(previous.value.ty, value, texts);
        }
    }
}

/// The value that an example gives for a field.
fn given(example: &Example, field: FieldId) -> Value {
    let given = example.given.iter().find(|(given, _)| *given == field);
    given.map_or(Value::Missing, |(_, value)| value.clone())
}
