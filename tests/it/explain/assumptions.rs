//! An assumption stands exactly where what carries it is shown, in the explanation, its JSON, its
//! text and its page alike.

use super::pack::{FIELDS, Kind, REMARK, Ty};
use super::{Case, NamedValue, Section, sections};
use crate::reference::{Reference, V, lift};
use crate::support::whole_lines;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use visao::explain::decision::SourceLine;
use visao::explain::{Explanation, Grounds, Length, Working, document, html_page};
use visao::model::{BlockKind, Criterion, DerivedKind, Expr, Record, Row};
use visao::value::{Date, Value};

pub fn assumes(case: &Case, explanation: &Explanation) -> Result<(), String> {
    let block = case.block(explanation);
    let (_, grounds) = explanation.block.as_ref().ok_or("a block without its line")?;
    same(case, grounds, [block].into())?;
    for (section, workings, grounds) in sections(explanation) {
        let own = match section {
            Section::Criterion(at) => {
                let rows = explanation.decision.criteria[at].clauses.iter();
                [vec![part(case, &explanation.criteria[at].clause)?], parts(case, rows)?].concat()
            }
            Section::Grading => {
                let grading = case
                    .pack
                    .within(block)
                    .find(|(_, part)| part.kind == Kind::Grading)
                    .map(|(at, _)| at);
                let row = explanation.grading.iter().flat_map(|grading| &grading.clause);
                [grading.into_iter().collect(), parts(case, row)?].concat()
            }
            Section::Line(line) => vec![part(case, &line.clause)?],
        };
        let read: Vec<usize> =
            workings.iter().flat_map(|working| rests(case, explanation, working)).collect();
        same(case, grounds, own.into_iter().chain(read).collect())?;
    }
    alike(case, explanation)
}

fn part(case: &Case, clause: &SourceLine) -> Result<usize, String> {
    case.part_at(clause.line).ok_or_else(|| format!("nothing stands in line {}", clause.line))
}

fn parts<'c>(
    case: &Case,
    clauses: impl Iterator<Item = &'c SourceLine>,
) -> Result<Vec<usize>, String> {
    clauses.map(|clause| part(case, clause)).collect()
}

fn same(case: &Case, grounds: &Grounds, shown: BTreeSet<usize>) -> Result<(), String> {
    let told: BTreeSet<&str> =
        grounds.assumptions.iter().filter_map(|assumed| assumed.text.as_deref()).collect();
    let wanted: BTreeSet<&str> =
        shown.iter().filter_map(|at| case.pack.parts[*at].assumed.as_deref()).collect();
    if told == wanted {
        Ok(())
    } else {
        Err(format!("assumptions {told:?} beside lines that carry {wanted:?}"))
    }
}

/// What a working shows, as places among the parts.
fn rests(case: &Case, explanation: &Explanation, working: &Working) -> Vec<usize> {
    let cited = working.clause.as_ref().and_then(|clause| case.part_at(clause.line));
    match case.named(working) {
        Some(NamedValue::Value(at)) => match case.pack.parts[at].kind {
            Kind::Table(_) if cited != Some(at) => [at].into_iter().chain(cited).collect(),
            Kind::Table(_) => [vec![at], counted(case, at)].concat(),
            _ => [at].into_iter().chain(cited).collect(),
        },
        // What the block itself assumes stands once, at its foot.
        Some(NamedValue::Total(card)) if card == case.block(explanation) => Vec::new(),
        Some(NamedValue::Total(card)) => vec![card],
        Some(NamedValue::Points(card, at)) if applies(case, card) => {
            [vec![card, at], counted(case, at)].concat()
        }
        Some(NamedValue::Points(card, _)) => vec![card],
        Some(NamedValue::Grade(card)) if applies(case, card) => {
            let grading = case
                .pack
                .within(card)
                .find(|(_, part)| part.kind == Kind::Grading)
                .map(|(at, _)| at)
                .unwrap();
            let caps = case
                .pack
                .within(grading)
                .filter(|(_, part)| part.kind == Kind::Cap)
                .map(|(at, _)| at);
            [card, grading].into_iter().chain(caps).chain(counted(case, grading)).collect()
        }
        Some(NamedValue::Grade(card)) => vec![card],
        None => Vec::new(),
    }
}

/// The rows that hold or may hold, worked out by the reference interpreter.
fn counted(case: &Case, owner: usize) -> Vec<usize> {
    let model = case.rules.model();
    let record = model.records.ids().next().unwrap();
    let rows: Vec<(&Row, V)> = {
        let reference = reference(case);
        let (rows, in_turn) = rows_of(case, &model.records[record], owner);
        let mut counted = Vec::new();
        let mut above: Vec<V> = Vec::new();
        for row in rows {
            let truth = match &row.when {
                Some(when) => reference.eval(when),
                None => rest(&above, in_turn),
            };
            above.push(truth.clone());
            let last = in_turn && truth == V::Bool(true);
            counted.push((row, truth));
            if last {
                break;
            }
        }
        counted
    };
    let counts = rows.into_iter().filter(|(_, truth)| *truth != V::Bool(false));
    let line = |row: &Row| case.rules.sources()[row.span.source].line_column(row.span.start).line;
    counts.filter_map(|(row, _)| case.part_at(line(row))).collect()
}

/// `còn lại`, where each row is asked: it holds where none of those above does.
fn rest(above: &[V], in_turn: bool) -> V {
    if in_turn {
        V::Bool(true)
    } else if above.contains(&V::Bool(true)) {
        V::Bool(false)
    } else if above.iter().all(|truth| *truth == V::Bool(false)) {
        V::Bool(true)
    } else {
        V::Missing
    }
}

fn rows_of<'m>(case: &'m Case, record: &'m Record, owner: usize) -> (&'m [Row], bool) {
    use super::pack::Policy;
    let part = &case.pack.parts[owner];
    let model = case.rules.model();
    let card = |name: &str| {
        let block = model.blocks.iter().find(|block| block.name.text == name).unwrap();
        if let BlockKind::Scorecard(card) = &block.kind {
            card
        } else {
            panic!("{name} is no scorecard")
        }
    };
    match part.kind {
        Kind::Table(policy) => {
            let derived =
                record.derived.iter().find(|derived| derived.name.text == part.name).unwrap();
            let DerivedKind::Table { rows, .. } = &derived.kind else {
                panic!("{} is no table", part.name)
            };
            (rows, policy == Policy::First)
        }
        Kind::Criterion { sum } => {
            let card = card(&case.pack.parts[part.owner.unwrap()].name);
            let criterion: &Criterion =
                card.criteria.iter().find(|criterion| criterion.label.text == part.name).unwrap();
            (&criterion.rows, !sum)
        }
        _ => {
            (&card(&case.pack.parts[part.owner.unwrap()].name).grading.as_ref().unwrap().rows, true)
        }
    }
}

fn applies(case: &Case, card: usize) -> bool {
    let block = case
        .rules
        .model()
        .blocks
        .iter()
        .find(|block| block.name.text == case.pack.parts[card].name)
        .unwrap();
    let reference = reference(case);
    block.guards.iter().all(|guard: &Expr| reference.eval(guard) == V::Bool(true))
}

fn reference(case: &Case) -> Reference<'_> {
    let model = case.rules.model();
    let record = model.records.ids().next().unwrap();
    let values: Vec<V> =
        model.records[record].fields.iter().map(|field| value(case, &field.name.text)).collect();
    let as_of = case.pack.dated.then(crate::corpus::day);
    Reference { model, record, unreadable: vec![false; values.len()], values, as_of }
}

/// A field's value as the engine's own types hold it.
fn value(case: &Case, name: &str) -> V {
    let Some(given) = case.given.get(name) else { return V::Missing };
    let ty = FIELDS
        .into_iter()
        .chain([REMARK])
        .find(|(vi, en, _)| *vi == name || *en == name)
        .map(|(_, _, ty)| ty);
    match (ty, given) {
        (Some(Ty::Date), Json::String(day)) => V::Date(iso(day)),
        (Some(Ty::Colour), Json::String(word)) => V::Code(
            super::pack::COLOURS.iter().position(|(vi, en)| vi == word || en == word).unwrap()
                as u32,
        ),
        (Some(Ty::Level), Json::String(word)) => V::Code(
            super::pack::LEVELS.iter().position(|(vi, en)| vi == word || en == word).unwrap()
                as u32,
        ),
        (_, Json::String(text)) => V::Text(text.as_str().into()),
        (_, Json::Bool(truth)) => V::Bool(*truth),
        (_, Json::Number(number)) => {
            lift(&Value::Num(visao::value::Num::from_decimal(number.to_string().parse().unwrap())))
        }
        (_, Json::Null | Json::Array(_) | Json::Object(_)) => V::Missing,
    }
}

fn iso(day: &str) -> Date {
    let parts: Vec<i32> = day.split('-').map(|part| part.parse().unwrap()).collect();
    Date::from_ymd(parts[0], parts[1] as u32, parts[2] as u32).unwrap()
}

/// Text, page and JSON show each assumption as often as the explanation holds it: the normal form
/// by its number, which stands in full once.
fn alike(case: &Case, explanation: &Explanation) -> Result<(), String> {
    let grounds = explanation
        .block
        .iter()
        .map(|(_, grounds)| grounds)
        .chain(sections(explanation).into_iter().map(|(_, _, grounds)| grounds));
    let mut wanted: Vec<String> = grounds
        .flat_map(|grounds| &grounds.assumptions)
        .filter_map(|assumed| Some(assumed.text.as_deref()?.to_owned()))
        .collect();
    wanted.sort();
    let of = std::slice::from_ref(explanation);
    let json = visao::wire::explanations(of, case.pack.lang).map_err(|error| error.to_string())?;
    let json: Json = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    let mut forms = vec![("JSON".to_owned(), in_json(&json))];
    for (name, length) in [("normal", Length::Normal), ("full", Length::Full)] {
        let page = html_page(of, length, case.pack.lang);
        let body = stripped(page.split("<body>").nth(1).unwrap_or(&page));
        for (form, text) in
            [("text", whole_lines(&document(of, length, case.pack.lang))), ("page", body)]
        {
            forms.push((format!("{name} {form}"), in_text(case, &text)?));
        }
    }
    for (form, mut told) in forms {
        told.sort();
        if told != wanted {
            return Err(format!(
                "the {form} tells the assumptions {told:?}, the explanation {wanted:?}"
            ));
        }
    }
    Ok(())
}

/// The assumptions that a form tells: those written out, and those told by a number, each of which
/// must stand for one that is written out below, once.
fn in_text(case: &Case, text: &str) -> Result<Vec<String>, String> {
    let lead = case.pack.word("giả định", "assumption");
    let words = |rest: &str| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
    let (mut told, mut mentioned) = (Vec::new(), Vec::new());
    let mut notes: BTreeMap<String, String> = BTreeMap::new();
    for rest in text.match_indices(lead).map(|(at, _)| &text[at + lead.len()..]) {
        let line = rest.lines().next().unwrap_or("");
        if let Some(full) = line.strip_prefix(": ") {
            told.push(words(full));
        } else if let Some((number, full)) =
            line.strip_prefix(" (").and_then(|rest| rest.split_once("): "))
            && number.chars().all(|c| c.is_ascii_digit())
        {
            if notes.insert(number.to_owned(), words(full)).is_some() {
                return Err(format!("two notes ({number}) in\n{text}"));
            }
        } else {
            let numbers = line.split(['(', ')']).skip(1).step_by(2).map(str::to_owned);
            mentioned.extend(numbers);
        }
    }
    let unused = notes.keys().find(|number| !mentioned.contains(number));
    if let Some(number) = unused {
        return Err(format!("no line mentions the note ({number})\n{text}"));
    }
    for number in mentioned {
        let note = notes.get(&number).ok_or_else(|| format!("no note ({number}) in\n{text}"))?;
        told.push(note.clone());
    }
    Ok(told)
}

fn in_json(json: &Json) -> Vec<String> {
    match json {
        Json::Object(map) => {
            let own = map.get("assumptions").and_then(Json::as_array).into_iter().flatten();
            let own: Vec<String> =
                own.filter_map(|assumed| Some(assumed["text"].as_str()?.to_owned())).collect();
            own.into_iter().chain(map.values().flat_map(in_json)).collect()
        }
        Json::Array(all) => all.iter().flat_map(in_json).collect(),
        _ => Vec::new(),
    }
}

/// A page without its tags, a line each.
pub fn stripped(page: &str) -> String {
    let mut text = String::new();
    for piece in page.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        // A figure and a place stand apart from what is left of them.
        text.push_str(
            if tag.starts_with("span class=\"figure") || tag.starts_with("span class=\"place") {
                "  "
            } else {
                ""
            },
        );
        text.push_str(words);
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
