//! Worked examples: each is a record of its own, decided as any other, and held against what it
//! expects.

use super::Rules;
use crate::diag::{Message, examples as say};
use crate::eval::{Context, FaultKind, Frame, View, run};
use crate::explain::decision::{DataFault, Decision, Status};
use crate::explain::{Clauses, Explanation, Identity, NoParts, Reader, verdict_code};
use crate::model::{
    self, BlockKind, Example, Expectation, ExpectationKind, Expr, ExprKind, FieldId, Model, Verdict,
};
use crate::plan::{self, Slot};
use crate::source::Span;
use crate::table::{Input, Inputs, Texts};
use crate::value::text::show_value;
use crate::value::{Date, Num, Truth, Type, Value};
use std::collections::BTreeMap;

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

/// Runs all worked examples of the rules, in the order written.
pub(super) fn run_all(rules: &Rules, as_of: Option<Date>) -> Vec<ExampleResult> {
    let model = rules.model();
    let plan = plan::with_examples(model);
    model
        .examples
        .iter()
        .enumerate()
        .filter_map(|(place, example)| run_one(rules, &plan, place, example, as_of))
        .collect()
}

fn run_one(
    rules: &Rules,
    plan: &plan::Plan,
    place: usize,
    example: &Example,
    as_of: Option<Date>,
) -> Option<ExampleResult> {
    let model = rules.model();
    let id = model.blocks[example.block].record;
    let record = plan.record(id)?;
    let snapshot = model.records[id].snapshot;
    let own = snapshot.and_then(|day| match given(example, day) {
        Value::Date(day) => Some(day),
        Value::Missing | Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    });
    let as_of = own.or(example.as_of).or(as_of);
    let table = table(model, plan, example, snapshot.zip(as_of));
    let view = View { as_of, since: model.period.from };
    let context = Context { view, functions: &*rules.inner };
    let frame = run(plan, &table, 0..1, &context);
    let reader = Reader {
        model,
        sources: rules.sources(),
        record: &model.records[id],
        plan: record,
        frame: &frame,
        texts: &table.texts,
        row: 0,
        as_of,
        lang: rules.lang(),
        failures: &*rules.inner,
        clauses: &Clauses::default(),
        parts: &NoParts,
        place: 0,
    };
    let slots = record
        .examples
        .iter()
        .find(|(example, _)| *example == place)
        .map(|(_, slots)| slots.as_slice())?;
    let identity = Identity { key: &example.title, row: None, errors: &[], columns: &[] };
    let explanation =
        reader.explanations(&rules.run(as_of), identity, &|block| block == example.block).pop()?;
    let decision = &explanation.decision;
    let misses: Vec<Miss> = match undecided(decision, as_of, &frame) {
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
        span: example.span,
        misses,
        explanation: Some(explanation),
    })
}

/// Reason why there is no result to compare with the expectations: reported once, however many
/// there are.
fn undecided(decision: &Decision, as_of: Option<Date>, frame: &Frame) -> Option<Message> {
    match decision.status {
        Status::DataError
            if as_of.is_none()
                && frame.faults().iter().any(|fact| fact.kind == FaultKind::NoAsOf) =>
        {
            Some(say::no_as_of())
        }
        Status::DataError => {
            let told = decision.errors.first().map(DataFault::message);
            Some(say::data_error(told))
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
    match &expected.kind {
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
                Verdict::Rejected | Verdict::ToReview | Verdict::Met => {
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
    let name = |category: crate::model::CategoryId, code: u32| {
        let value = model.categories.get(category.index())?.values.get(code as usize)?;
        Some(value.name.text.as_str())
    };
    Some(show_value(&value, asked.ty, model.lang, &[], name).marked())
}

fn grade_name(model: &Model, example: &Example, code: u32) -> Option<String> {
    let BlockKind::Scorecard(card) = &model.blocks[example.block].kind else { return None };
    let category = model.categories.get(card.grading.as_ref()?.category.index())?;
    category.values.get(code as usize).map(|value| value.name.text.clone())
}

/// The one record of an example; fields that it does not give are missing. A key that it does not
/// give is its title: an example is of one record.
fn table(
    model: &Model,
    plan: &plan::Plan,
    example: &Example,
    told: Option<(FieldId, Date)>,
) -> Inputs {
    let record = model.blocks[example.block].record;
    let mut texts = Texts::with_constants(&plan.texts);
    let columns = model.records[record]
        .fields
        .enumerate()
        .map(|(id, field)| {
            let value = match (given(example, id), told) {
                (Value::Missing, Some((day, told))) if day == id => Value::Date(told),
                (Value::Missing, _) if field.key && field.ty == Type::Text => {
                    crate::model::text_value(&example.title)
                }
                (value, _) => value,
            };
            column(field.ty, &value, &mut texts)
        })
        .collect::<Vec<Input>>();
    let from_parts = model.records[record].aggregates.iter().map(|id| {
        let given =
            example.from_parts.iter().find(|(given, _)| given == id).map(|(_, value)| value);
        match given {
            Some(Value::Num(number)) => Input::numbers([Some(number.clone())]),
            Some(Value::Date(day)) => Input::days([Some(*day)]),
            Some(Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_)) | None => {
                Input::nulls(1)
            }
        }
    });
    let mut columns: Vec<Input> = columns.into_iter().chain(from_parts).collect();
    for (id, previous) in model.records[record].previous.enumerate() {
        let given = example.previous.iter().find(|(given, _)| *given == id);
        let value = given.map_or(Value::Missing, |(_, value)| value.clone());
        columns.push(column(previous.value.ty, &value, &mut texts));
    }
    let ranges = BTreeMap::new();
    Inputs { record, rows: 1, columns, faulty: Vec::new(), ranges, texts }
}

/// The value that an example gives for a field.
fn given(example: &Example, field: FieldId) -> Value {
    let given = example.given.iter().find(|(given, _)| *given == field);
    given.map_or(Value::Missing, |(_, value)| value.clone())
}

fn column(ty: Type, value: &Value, texts: &mut Texts) -> Input {
    match (ty, value) {
        (Type::Number(_), Value::Num(number)) => Input::numbers([Some(number.clone())]),
        (Type::Date, Value::Date(day)) => Input::days([Some(*day)]),
        (Type::YesNo, Value::Bool(value)) => Input::truths([Some(*value)]),
        (Type::Category(_), Value::Code(code)) => Input::codes([Some(*code)]),
        (Type::Text, Value::Text(text)) => Input::texts([Some(texts.intern(text))]),
        (Type::Number(_) | Type::Date | Type::YesNo | Type::Category(_) | Type::Text, _) => {
            Input::nulls(1)
        }
    }
}
