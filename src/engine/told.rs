//! Examples written out as rules: what a record is given, and what came of it.

use crate::explain::Explanation;
use crate::explain::decision::{Decision, Status};
use crate::keywords::{Keywords, Kw, needs_ticks};
use crate::model::{DerivedKind, Example, ExampleRows, ExprKind, FieldId, Model, RecordId};
use crate::source::key;
use crate::value::text::{show_date, show_number};
use crate::value::{Lang, Num, Type, Unit, Value};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Outcome of a decision, as far as an example can expect it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    /// Grade or verdict as it is expected, and whether it is a grade.
    verdict: Option<(String, bool)>,
    total: Option<Num>,
    criteria: Vec<(String, Option<Num>)>,
    reasons: BTreeSet<String>,
    derived: Vec<(String, Type, Value, Option<String>)>,
}

/// The most decimals of a number in rules.
const MOST_DECIMALS: u32 = 28;

impl Outcome {
    /// The outcome of a decision that examples can be about; `None` of a data error, and of a block
    /// that does not apply.
    pub fn of(explanation: &Explanation) -> Option<Outcome> {
        let decision = &explanation.decision;
        let keywords = Keywords::from(decision.lang);
        let is_card = decision.max_points.is_some();
        let open = if is_card { Kw::Undetermined } else { Kw::Incomplete };
        let (verdict, is_card) = match decision.status {
            Status::Decided => (decision.verdict.as_deref().map(str::to_owned), is_card),
            Status::Undetermined => (Some(open.word(keywords).to_owned()), is_card),
            Status::NotApplicable => (Some(Kw::NotApplicable.word(keywords).to_owned()), false),
            Status::DataError => return None,
        };
        let has_verdict =
            !is_card || decision.verdict.is_some() || decision.verdict_range.is_some();
        Some(Outcome {
            verdict: verdict.filter(|_| has_verdict).map(|verdict| (verdict, is_card)),
            total: decision.points.clone(),
            criteria: (decision.criteria.iter())
                .map(|criterion| (criterion.label.to_string(), criterion.points.clone()))
                .collect(),
            reasons: decision.reasons.iter().map(|reason| reason.text.to_string()).collect(),
            derived: derived(decision),
        })
    }

    /// Expectations of this outcome that fail of another, besides the verdict, which is always
    /// expected; `None` if it and all that can be expected are the same.
    pub fn told_from(&self, other: Option<&Outcome>, lang: Lang) -> Option<Vec<String>> {
        let Some(other) = other else { return self.verdict.as_ref().map(|_| Vec::new()) };
        let differences = self.differences(other);
        let words = differences.iter().filter_map(|part| part.words(lang)).collect::<Vec<String>>();
        (self.verdict != other.verdict || !words.is_empty()).then_some(words)
    }

    /// Expectations of an example of this outcome: the verdict, and these.
    pub fn expected(&self, told: &[String], lang: Lang) -> String {
        let keywords = Keywords::from(lang);
        let verdict = self.verdict.iter().map(|(verdict, is_card)| {
            let subject = if *is_card { Kw::Grade } else { Kw::Verdict };
            format!("{} {} {verdict}", subject.word(keywords), Kw::Is.word(keywords))
        });
        let joint = format!(" {} ", Kw::And.word(keywords));
        verdict.chain(told.iter().cloned()).collect::<Vec<String>>().join(&joint)
    }

    /// Returns `true` if both have the same verdict.
    pub fn has_verdict_of(&self, other: &Outcome) -> bool {
        self.verdict == other.verdict
    }

    fn differences<'o>(&'o self, other: &'o Outcome) -> Vec<Part<'o>> {
        let mut parts = Vec::new();
        let points =
            |own: &Option<Num>, other: Option<&Option<Num>>| own.is_some() && other != Some(own);
        for (label, own) in &self.criteria {
            let same = other.criteria.iter().find(|(other, _)| other == label);
            if points(own, same.map(|(_, points)| points)) {
                parts.extend(own.as_ref().map(|own| Part::Criterion(label, own)));
            }
        }
        if points(&self.total, Some(&other.total)) {
            parts.extend(self.total.as_ref().map(Part::Total));
        }
        let gone = self.reasons.iter().filter(|reason| !other.reasons.contains(*reason));
        parts.extend(gone.map(|reason| Part::Reason(reason)));
        for own @ (name, ..) in &self.derived {
            let same = other.derived.iter().find(|(other, ..)| other == name);
            if same != Some(own) {
                parts.push(Part::Derived(own));
            }
        }
        // That a reason does not come is told where nothing that comes is.
        if parts.is_empty() && self.verdict == other.verdict {
            let come = other.reasons.iter().filter(|reason| !self.reasons.contains(*reason));
            parts.extend(come.map(|reason| Part::NoReason(reason)));
        }
        parts
    }
}

/// A part of an outcome that an example expects.
enum Part<'o> {
    Criterion(&'o str, &'o Num),
    Total(&'o Num),
    Reason(&'o str),
    NoReason(&'o str),
    Derived(&'o (String, Type, Value, Option<String>)),
}

impl Part<'_> {
    fn words(&self, lang: Lang) -> Option<String> {
        let word = |keyword: Kw| keyword.word(Keywords::from(lang));
        Some(match self {
            Part::Criterion(label, points) => {
                format!(
                    "{} {} = {}",
                    word(Kw::Criterion),
                    label_of(label),
                    number(points, Unit::Points, lang)?
                )
            }
            Part::Total(points) => {
                format!("{} = {}", word(Kw::TotalPoints), number(points, Unit::Points, lang)?)
            }
            Part::Reason(reason) => format!("{} \"{reason}\"", word(Kw::Reason)),
            Part::NoReason(reason) => format!("{} \"{reason}\"", word(Kw::NoReason)),
            Part::Derived((name, ty, value, of_category)) => {
                let name = name_of(name);
                match literal(value, *ty, of_category.as_deref(), lang)? {
                    Written::Value(value) => format!("{name} = {value}"),
                    Written::Word(value) => format!("{name} {} {value}", word(Kw::Is)),
                }
            }
        })
    }
}

fn derived(decision: &Decision) -> Vec<(String, Type, Value, Option<String>)> {
    let single = decision.derived.iter().filter(|named| named.datum.members.is_none());
    let told = |named: &crate::explain::decision::NamedValue| {
        let name = named.datum.name.as_deref().map(str::to_owned);
        (named.name.to_string(), named.datum.ty, named.datum.value.clone(), name)
    };
    single.map(told).collect()
}

/// A value as rules write it.
enum Written {
    /// A number, a day or a text.
    Value(String),
    /// A word: a value of a category, yes, no or missing.
    Word(String),
}

/// An example written out with what it expects; `None` where a value of it cannot be written.
pub(super) fn written(
    model: &Model,
    example: &Example,
    expected: &str,
    lang: Lang,
) -> Option<String> {
    let word = |keyword: Kw| keyword.word(Keywords::from(lang));
    let block = &model.blocks[example.block];
    let record = &model.records[block.record];
    let mut given = Vec::new();
    if let Some(day) = example.as_of {
        given.push(format!("{} = {}", word(Kw::AsOf), show_date(day)));
    }
    let mut give = |name: String, ty: Type, value: &Value| {
        let category = category_value(model, ty, value);
        let value = match literal(value, ty, category, lang)? {
            Written::Value(value) | Written::Word(value) => value,
        };
        given.push(format!("{name} = {value}"));
        Some(())
    };
    let is_title = |value: &Value| matches!(value, Value::Text(text) if **text == *example.title);
    for (field, value) in &example.given {
        let field = &record.fields[*field];
        if field.key && is_title(value) {
            continue;
        }
        give(name_of(&field.name.text), field.ty, value)?;
    }
    for (aggregate, value) in &example.from_parts {
        // What is read over parts is given by the name of the derivation that is just that.
        let own = record.derived.iter().find(|derived| match &derived.kind {
            DerivedKind::Formula(formula) => {
                matches!(formula.kind, ExprKind::Aggregate(id) if id == *aggregate)
            }
            DerivedKind::Table { .. } => false,
        })?;
        give(name_of(&own.name.text), own.ty, value)?;
    }
    if !example.previous.is_empty() {
        return None;
    }
    let mut text = String::new();
    writeln!(
        text,
        "{} \"{}\" {} {}",
        word(Kw::Example),
        example.title,
        word(Kw::For),
        name_of(&block.name.text)
    )
    .ok()?;
    let mut given_rows = String::new();
    for rows in &example.rows {
        given_rows.push_str(&rows_of(model, block.record, rows, lang)?);
    }
    if !given.is_empty() {
        writeln!(text, "  {} {}", word(Kw::Given), given.join(", ")).ok()?;
    }
    text.push_str(&given_rows);
    writeln!(text, "  {} {expected}", word(Kw::Expect)).ok()?;
    Some(text)
}

/// The rows of one record type that an example gives, as a table; the field by which they name what
/// they are part of is left out where that is the record of the example.
fn rows_of(model: &Model, owner: RecordId, rows: &ExampleRows, lang: Lang) -> Option<String> {
    let word = |keyword: Kw| keyword.word(Keywords::from(lang));
    let record = &model.records[rows.record];
    let head = format!("  {} {}", word(Kw::Given), name_of(&record.name.text));
    if rows.rows.is_empty() {
        return Some(format!("{head}: {}\n", word(Kw::NoRows)));
    }
    let link = record.parent.filter(|(parent, _)| *parent == owner).map(|(_, link)| link);
    let columns: Vec<FieldId> = (record.fields.ids())
        .filter(|id| Some(*id) != link)
        .filter(|id| rows.rows.iter().flatten().any(|(given, _)| given == id))
        .collect();
    let cell = |row: &[(FieldId, Value)], id: FieldId| {
        let field = &record.fields[id];
        let value = row.iter().find(|(given, _)| *given == id).map(|(_, value)| value);
        let value = value.unwrap_or(&Value::Missing);
        let category = category_value(model, field.ty, value);
        let (Written::Value(cell) | Written::Word(cell)) =
            literal(value, field.ty, category, lang)?;
        Some(cell)
    };
    let line = |cells: Vec<String>| format!("    | {} |\n", cells.join(" | "));
    let names = columns.iter().map(|id| name_of(&record.fields[*id].name.text));
    let mut text = format!("{head}\n{}", line(names.collect()));
    for row in &rows.rows {
        let cells = columns.iter().map(|id| cell(row, *id));
        text.push_str(&line(cells.collect::<Option<Vec<String>>>()?));
    }
    Some(text)
}

fn category_value<'m>(model: &'m Model, ty: Type, value: &Value) -> Option<&'m str> {
    let (Type::Category(id), Value::Code(code)) = (ty, value) else { return None };
    let value = model.categories.get(id.index())?.value(*code)?;
    Some(value.name.text.as_str())
}

fn literal(value: &Value, ty: Type, of_category: Option<&str>, lang: Lang) -> Option<Written> {
    let word = |keyword: Kw| Written::Word(keyword.word(Keywords::from(lang)).to_owned());
    Some(match value {
        Value::Missing => word(Kw::Missing),
        Value::Bool(true) => word(Kw::Yes),
        Value::Bool(false) => word(Kw::No),
        Value::Code(_) => Written::Word(name_of(of_category?)),
        Value::Date(day) => Written::Value(show_date(*day)),
        Value::Text(text) => Written::Value(format!("\"{text}\"")),
        Value::Num(value) => {
            let unit = if let Type::Number(unit) = ty { unit } else { Unit::Number };
            Written::Value(number(value, unit, lang)?)
        }
    })
}

/// A number as rules write it; `None` of one that does not end.
pub(super) fn number(value: &Num, unit: Unit, lang: Lang) -> Option<String> {
    let (shown, sign) = match unit {
        Unit::Ratio => (value.mul(&Num::from_i64(100)).ok()?, "%"),
        _ => (value.clone(), ""),
    };
    let (digits, rounded) = show_number(&shown, lang, MOST_DECIMALS);
    let digits = if unit == Unit::Year { shown.to_i64()?.to_string() } else { digits };
    (!rounded).then(|| format!("{digits}{sign}"))
}

/// A name as rules write it.
pub(super) fn name_of(name: &str) -> String {
    if needs_ticks(name, &key(name)) { format!("`{name}`") } else { name.to_owned() }
}

fn label_of(label: &str) -> String {
    let is_number = label.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '_'));
    if is_number { label.to_owned() } else { name_of(label) }
}
