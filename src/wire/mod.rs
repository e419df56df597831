#![doc = include_str!("README.md")]

mod calendar;
mod coverage;
mod compare;
mod explanation;
mod fields;
mod grounds;
mod months;
mod mutants;
#[cfg(feature = "cli")]
mod pages;
mod ranking;
mod rollover;
#[cfg(feature = "cli")]
mod sarif;
mod target;
mod trace;
mod ways;
mod worklist;

pub use calendar::calendar_line;
pub use compare::comparison;
pub use coverage::coverages;
pub use explanation::{diagnostics, explanations, explanations_with};
pub(crate) use fields::{basis, day, decision_kind, lang, number, typed_value};
pub use months::{level_lines, move_lines};
pub use mutants::{mutants, mutation_schema};
pub use ranking::ranking_line;
pub use rollover::new_pack;
pub use target::target_line;
pub use trace::traces;
pub use worklist::worklist_line;

use crate::diag::Message;
use crate::explain::decision::{
    CriterionResult, DataFault, Deadline, Decision, InPeriod, NamedValue, Reason, SourceLine,
    TypedValue, Verdict, Waiting,
};
use crate::markup::visible_json;
use crate::value::text::{fraction, is_plain, plain_number};
use crate::value::{Date, Lang, Num, Value};
use serde::ser::{SerializeMap, Serializer};
use serde::{Serialize, ser::SerializeSeq};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A decision as one JSON object on one line.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn decision_line(decision: &Decision, lang: Lang) -> Result<String, serde_json::Error> {
    serde_json::to_string(&view(decision, lang)).map(visible_json)
}

/// A decision as a JSON value.
///
/// # Errors
/// As [`decision_line`].
pub fn decision_value(
    decision: &Decision,
    lang: Lang,
) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::to_value(view(decision, lang))
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        view(self, self.lang).serialize(serializer)
    }
}

/// Version of the form of decisions, explanations and target outcomes as JSON. A key that is added
/// leaves it as it is.
pub const SCHEMA_VERSION: u32 = 1;

/// Longer exact fractions are left out.
const LONGEST_FRACTION: usize = 200;

#[derive(Serialize)]
struct DecisionView<'d> {
    record: &'d str,
    r#type: &'d str,
    block: Option<&'d str>,
    kind: &'static str,
    status: &'static str,
    verdict: Option<&'d str>,
    verdict_code: Option<&'static str>,
    verdict_range: Option<[&'d str; 2]>,
    points: Option<String>,
    max_points: Option<String>,
    points_range: Option<[String; 2]>,
    criteria: Vec<CriterionView<'d>>,
    reasons: Vec<ReasonView<'d>>,
    waiting: Vec<WaitingView<'d>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deadlines: Vec<DeadlineView<'d>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    periods: Vec<InPeriodView<'d>>,
    derived: Values<'d>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'d>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    results: Values<'d>,
    missing: &'d [Arc<str>],
    unknown: Vec<UnknownView<'d>>,
    errors: Vec<ErrorView<'d>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    exact: BTreeMap<&'d str, String>,
    pack: &'d str,
    fingerprint: &'d str,
    as_of: Option<String>,
    schema_version: u32,
}

#[derive(Serialize)]
struct CriterionView<'d> {
    label: &'d str,
    title: Option<&'d str>,
    points: Option<String>,
    points_range: Option<[String; 2]>,
    max_points: String,
    clause: Option<ClauseView<'d>>,
    clauses: Vec<ClauseView<'d>>,
    values: Values<'d>,
}

#[derive(Serialize)]
struct ClauseView<'d> {
    file: &'d str,
    line: usize,
    text: &'d str,
}

#[derive(Serialize)]
struct ReasonView<'d> {
    kind: &'static str,
    text: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'d str>,
    clause: ClauseView<'d>,
    values: Values<'d>,
}

#[derive(Serialize)]
struct WaitingView<'d> {
    kind: &'static str,
    text: &'d str,
    clause: ClauseView<'d>,
    missing: &'d [Arc<str>],
}

#[derive(Serialize)]
struct DeadlineView<'d> {
    clause: ClauseView<'d>,
    text: &'d str,
    state: &'static str,
    last_day: Option<String>,
    done: Option<String>,
    days_late: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncounted: Option<String>,
}

#[derive(Serialize)]
struct InPeriodView<'d> {
    clause: ClauseView<'d>,
    from: String,
    to: String,
    asked: String,
    value: Option<DatumView<'d>>,
    holds: Option<bool>,
}

#[derive(Serialize)]
struct UnknownView<'d> {
    text: &'d str,
    clause: ClauseView<'d>,
}

#[derive(Serialize)]
struct ErrorView<'d> {
    field: Option<&'d str>,
    row: Option<u32>,
    column: Option<&'d str>,
    value: Option<&'d str>,
    expected: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<ClauseView<'d>>,
}

fn view(decision: &Decision, lang: Lang) -> DecisionView<'_> {
    DecisionView {
        record: &decision.record,
        r#type: &decision.record_type,
        block: decision.block.as_deref(),
        kind: decision.kind.code(),
        status: decision.status.code(),
        verdict: decision.verdict.as_deref(),
        verdict_code: decision.verdict_code.map(Verdict::code),
        verdict_range: decision
            .verdict_range
            .as_ref()
            .map(|(low, high)| [low.as_ref(), high.as_ref()]),
        points: decision.points.as_ref().map(plain),
        max_points: decision.max_points.as_ref().map(plain),
        points_range: decision.points_range.as_ref().map(|(low, high)| [plain(low), plain(high)]),
        criteria: decision.criteria.iter().map(criterion).collect(),
        reasons: decision.reasons.iter().map(|one| reason(one, lang)).collect(),
        waiting: decision.waiting.iter().map(waiting).collect(),
        deadlines: decision.deadlines.iter().map(deadline).collect(),
        periods: decision.periods.iter().map(in_period).collect(),
        derived: Values(&decision.derived),
        shown: Values(&decision.shown),
        results: Values(&decision.results),
        missing: &decision.missing,
        unknown: decision
            .unknown
            .iter()
            .map(|found| UnknownView { text: found.text.get(lang), clause: clause(&found.clause) })
            .collect(),
        errors: decision.errors.iter().map(|error| error_view(error, lang)).collect(),
        exact: exact(decision),
        pack: &decision.pack,
        fingerprint: &decision.fingerprint,
        as_of: decision.as_of.map(iso),
        schema_version: SCHEMA_VERSION,
    }
}

fn criterion(result: &CriterionResult) -> CriterionView<'_> {
    let single = match result.clauses.as_slice() {
        [only] if result.points.is_some() => Some(clause(only)),
        _ => None,
    };
    CriterionView {
        label: &result.label,
        title: result.title.as_deref(),
        points: result.points.as_ref().map(plain),
        points_range: result
            .points
            .is_none()
            .then(|| [plain(&result.range.0), plain(&result.range.1)]),
        max_points: plain(&result.max_points),
        clauses: if single.is_some() {
            Vec::new()
        } else {
            result.clauses.iter().map(clause).collect()
        },
        clause: single,
        values: Values(&result.values),
    }
}

fn clause(clause: &SourceLine) -> ClauseView<'_> {
    ClauseView { file: &clause.file, line: clause.line, text: &clause.text }
}

fn reason(reason: &Reason, lang: Lang) -> ReasonView<'_> {
    ReasonView {
        kind: reason.kind.code(),
        text: &reason.text,
        time: reason.time.as_ref().map(|time| time.get(lang)),
        clause: clause(&reason.clause),
        values: Values(&reason.values),
    }
}

fn deadline(deadline: &Deadline) -> DeadlineView<'_> {
    DeadlineView {
        clause: clause(&deadline.clause),
        text: &deadline.text,
        state: deadline.state.code(),
        last_day: deadline.last_day.map(iso),
        done: deadline.done.map(iso),
        days_late: deadline.days_late,
        uncounted: deadline.uncounted.map(|day| iso(day.day())),
    }
}

fn in_period(period: &InPeriod) -> InPeriodView<'_> {
    InPeriodView {
        clause: clause(&period.clause),
        from: iso(period.from),
        to: iso(period.to),
        asked: iso(period.asked),
        value: period.value.as_ref().map(DatumView),
        holds: period.holds,
    }
}

fn waiting(waiting: &Waiting) -> WaitingView<'_> {
    WaitingView {
        kind: waiting.kind.code(),
        text: &waiting.text,
        clause: clause(&waiting.clause),
        missing: &waiting.missing,
    }
}

fn error_view(error: &DataFault, lang: Lang) -> ErrorView<'_> {
    ErrorView {
        field: error.field.as_deref(),
        row: error.row,
        column: error.column.as_deref(),
        value: error.value.as_deref(),
        expected: Message::get(&error.expected, lang),
        clause: error.clause.as_ref().map(clause),
    }
}

fn plain(number: &Num) -> String {
    plain_number(number).0
}

fn iso(day: Date) -> String {
    day.to_string()
}

/// Every number that its decimal string does not give exactly, as a fraction, by name.
fn exact(decision: &Decision) -> BTreeMap<&str, String> {
    let values = decision
        .derived
        .iter()
        .chain(&decision.shown)
        .chain(&decision.results)
        .chain(decision.criteria.iter().flat_map(|result| &result.values));
    let values = values.chain(decision.reasons.iter().flat_map(|reason| &reason.values));
    let named = values.filter_map(|named| match &named.datum.value {
        Value::Num(number) => Some((named.name.as_ref(), number)),
        Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    });
    let points = decision
        .criteria
        .iter()
        .filter_map(|result| Some((result.label.as_ref(), result.points.as_ref()?)));
    let total = decision.points.iter().map(|points| ("points", points));
    named
        .chain(points)
        .chain(total)
        .filter_map(|(name, number)| Some((name, exact_fraction(number)?)))
        .collect()
}

/// A number that its decimal string does not give exactly, as a fraction; none where that is too
/// long.
fn exact_fraction(number: &Num) -> Option<String> {
    let shown = (!is_plain(number)).then(|| fraction(number));
    shown.filter(|fraction| fraction.len() <= LONGEST_FRACTION)
}

/// NamedValue values as an object.
struct Values<'d>(&'d [NamedValue]);

impl Values<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for named in self.0 {
            map.serialize_entry(named.name.as_ref(), &DatumView(&named.datum))?;
        }
        map.end()
    }
}

/// A value by itself, with the name of a category's value, as JSON.
fn bare_value(value: Value, name: Option<Arc<str>>) -> serde_json::Value {
    // The type tells nothing that the value does not.
    let value = TypedValue { value, ty: crate::value::Type::Text, name, members: None };
    serde_json::to_value(DatumView(&value)).unwrap_or_default()
}

struct DatumView<'d>(&'d TypedValue);

impl Serialize for DatumView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(members) = &self.0.members {
            let mut list = serializer.serialize_seq(Some(members.len()))?;
            for member in members {
                list.serialize_element(&DatumView(member))?;
            }
            return list.end();
        }
        match &self.0.value {
            Value::Missing => serializer.serialize_none(),
            Value::Num(number) => serializer.serialize_str(&plain(number)),
            Value::Date(day) => serializer.serialize_str(&iso(*day)),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Code(code) => match &self.0.name {
                Some(name) => serializer.serialize_str(name),
                None => serializer.serialize_u32(*code),
            },
            Value::Text(text) => serializer.serialize_str(text),
        }
    }
}
