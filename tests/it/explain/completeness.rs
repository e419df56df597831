//! An input whose change alone changes what is decided stands in the explanation, with its value:
//! in JSON, and in the normal and the full form, as text and as a page.

use super::assumptions::stripped;
use super::pack::{Ty, fields};
use super::{Case, holds_words, sections, written};
use crate::support::whole_lines;
use serde_json::Value as Json;
use visao::explain::decision::{Decision, Status};
use visao::explain::{Explanation, Length, document, html_page};
use visao::value::{Lang, Num, text};

pub fn shows_all(case: &Case, explanation: &Explanation) -> Result<(), String> {
    if explanation.decision.status == Status::DataError {
        return Ok(());
    }
    let moving: Vec<(&str, Ty)> =
        fields(case.pack.lang).filter(|(name, _)| moves(case, explanation, name)).collect();
    if moving.is_empty() {
        return Ok(());
    }
    let of = std::slice::from_ref(explanation);
    let json = visao::wire::explanations(of, case.pack.lang).map_err(|error| error.to_string())?;
    let json: Json = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    // The brief form says less; the normal and the full one are complete.
    let forms = [("normal", Length::Normal), ("full", Length::Full)].map(|(name, length)| {
        [
            (format!("{name} text"), whole_lines(&document(of, length, case.pack.lang))),
            (format!("{name} page"), stripped(&html_page(of, length, case.pack.lang))),
        ]
    });
    for (name, ty) in moving {
        let given = case.given.get(name).unwrap_or(&Json::Null);
        if !in_values(&json[0], name, given) {
            return Err(format!(
                "“{name}” can change the result, and the JSON does not show its value {given}"
            ));
        }
        for (form, text) in forms.iter().flatten() {
            if !tells(case, explanation, text, name, &shown(given, ty, case.pack.lang)) {
                return Err(format!(
                    "“{name}” can change the result, and the {form} does not show its value {given}:\n{text}"
                ));
            }
        }
    }
    Ok(())
}

/// Whether another value of a field, alone, changes what the block decides.
pub fn moves(case: &Case, explanation: &Explanation, name: &str) -> bool {
    let block = explanation.decision.block.as_deref();
    let before = &explanation.decision;
    case.variants().iter().filter(|(changed, _)| *changed == name).any(|(_, decisions)| {
        let after = decisions.iter().find(|decision| decision.block.as_deref() == block).unwrap();
        after.status != Status::DataError && !alike(before, after)
    })
}

/// Returns `true` if two decisions have the same points of each criterion, total, grade or verdict and
/// reasons.
fn alike(one: &Decision, other: &Decision) -> bool {
    let reasons = |decision: &Decision| {
        let reasons = decision.reasons.iter();
        let mut told: Vec<_> =
            reasons.map(|reason| (format!("{:?}", reason.kind), reason.text.clone())).collect();
        told.sort();
        told
    };
    let ranges = |decision: &Decision| {
        decision.criteria.iter().map(|criterion| criterion.range.clone()).collect::<Vec<_>>()
    };
    ranges(one) == ranges(other)
        && one.points == other.points
        && one.points_range == other.points_range
        && one.verdict == other.verdict
        && one.verdict_range == other.verdict_range
        && one.status == other.status
        && reasons(one) == reasons(other)
}

/// Whether `values` of guards, criteria, grading, caps or clauses hold a field with its value.
fn in_values(explanation: &Json, name: &str, given: &Json) -> bool {
    let sections = ["guards", "criteria", "grading", "caps", "clauses"];
    sections.iter().any(|section| holds(&explanation[*section], name, given))
}

fn holds(json: &Json, name: &str, given: &Json) -> bool {
    match json {
        Json::Object(map) => {
            let values = map.get("values").and_then(|values| values.get(name));
            values.is_some_and(|value| same(value, given))
                || map.values().any(|inner| holds(inner, name, given))
        }
        Json::Array(all) => all.iter().any(|inner| holds(inner, name, given)),
        _ => false,
    }
}

fn same(told: &Json, given: &Json) -> bool {
    match (told, given) {
        (Json::String(told), Json::Number(given)) => {
            *told == given.to_string().trim_end_matches(".0")
        }
        (told, given) => told == given,
    }
}

/// Whether a line of a form shows a value, and either its name or the place of a line of the rules
/// that names it.
fn tells(case: &Case, explanation: &Explanation, form: &str, name: &str, shown: &str) -> bool {
    let workings = sections(explanation).into_iter().flat_map(|(_, workings, _)| workings);
    let mut shows = workings.filter(|working| {
        holds_value(working.formula.as_deref().unwrap_or(""), shown)
            || holds_value(&working.result, shown)
    });
    shows.any(|working| {
        let words = written(working);
        let mut lines = form.lines().filter(|line| line.contains(&words));
        lines.any(|line| {
            holds_words(&working.name, name)
                || cited(case, line).is_some_and(|cited| holds_words(cited, name))
        })
    })
}

fn holds_value(line: &str, shown: &str) -> bool {
    let part_of_number = |c: char, next: Option<char>| {
        c == '%'
            || c.is_alphanumeric()
            || matches!(c, '.' | ',' | '_') && next.is_some_and(|c| c.is_ascii_digit())
    };
    line.match_indices(shown).any(|(at, _)| {
        let mut before = line[..at].chars().rev();
        let mut after = line[at + shown.len()..].chars();
        !before.next().is_some_and(|c| part_of_number(c, before.next()))
            && !after.next().is_some_and(|c| part_of_number(c, after.next()))
    })
}

/// The line of the rules that a line cites.
fn cited<'c>(case: &'c Case, line: &str) -> Option<&'c str> {
    let (_, place) = line.rsplit_once("luat.luat:")?;
    let number: String = place.chars().take_while(char::is_ascii_digit).collect();
    case.pack.text.lines().nth(number.parse::<usize>().ok()?.checked_sub(1)?)
}

/// A value as a person reads it in a formula.
fn shown(given: &Json, ty: Ty, lang: Lang) -> String {
    let word = |vi: &str, en: &str| if lang == Lang::Vi { vi } else { en }.to_owned();
    match given {
        Json::Null => word("thiếu", "missing"),
        Json::Bool(true) => word("có", "yes"),
        Json::Bool(false) => word("không", "no"),
        Json::Number(number) => {
            let number = Num::from_decimal(number.to_string().parse().unwrap());
            match ty {
                Ty::Ratio => {
                    text::show_number(&number.mul(&Num::from_i64(100)).unwrap(), lang, 6).0 + "%"
                }
                _ => text::show_number(&number, lang, 6).0,
            }
        }
        Json::String(day) if ty == Ty::Date => day.split('-').rev().collect::<Vec<_>>().join("/"),
        Json::String(words) => words.clone(),
        Json::Array(_) | Json::Object(_) => String::new(),
    }
}
