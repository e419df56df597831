//! What would change an outcome, laid out for a reader.

use super::decision::TypedValue;
use super::ways::{Change, Margin, Question, Removal, Slack, Sufficient, Turn, Way, Ways};
use crate::diag::margins::{self as say, Move, words};
use crate::diag::{Message, letter};
use crate::markup::{Document, Inline, Line, Role, run};
use crate::value::text::show_points;
use crate::value::{Lang, Num, Type, Unit, Value};

/// Ways to a better result that are shown where not all are.
pub(super) const SHOWN: usize = 5;

/// The most fields of which it is said that they are enough for a result, where not all is said:
/// more are hard to bear in mind.
const ENOUGH: usize = 5;

/// Lays out the next better points of a criterion: the least change that brings them, or all.
pub(super) fn push_margin(document: &mut Document, margin: &Margin, all: bool, lang: Lang) {
    let lead = say::more_points(&show_points(&margin.points, lang));
    let row = margin.row.iter().filter(|_| all);
    let place = row.map(|row| run(Role::Faint, format!("{}:{}", row.file, row.line))).collect();
    push_changes(document, lead.get(lang), &margin.changes, place, all, lang);
}

/// Lays out what takes away a reason that fired: the least change, or all.
pub(super) fn push_removal(document: &mut Document, removal: &Removal, all: bool, lang: Lang) {
    if removal.changes.is_empty() {
        let none = vec![run(Role::Note, words(lang).no_single_field)];
        return document.push(Line::words(2, none));
    }
    let lead = say::reason_gone();
    push_changes(document, lead.get(lang), &removal.changes, Vec::new(), all, lang);
}

/// Lays out changes each of which is enough, a line each.
fn push_changes(
    document: &mut Document,
    lead: &str,
    changes: &[Change],
    mut place: Inline,
    all: bool,
    lang: Lang,
) {
    let shown = if all { changes.len() } else { 1 };
    for (at, change) in changes.iter().take(shown).enumerate() {
        let lead = if at == 0 { format!("{lead}: ") } else { format!("{} ", words(lang).or) };
        let left = vec![run(Role::Faint, lead), run(Role::Plain, change.words(lang))];
        let place = std::mem::take(&mut place);
        document.push(Line { level: 2, left, figure: Vec::new(), place });
    }
}

/// Lays out what each missing value would lead to.
pub(super) fn push_questions(document: &mut Document, ways: &Ways, missing: usize, lang: Lang) {
    if let Some(ask) = ways.to_ask().filter(|_| missing > 1) {
        document.push(Line::words(2, vec![run(Role::Plain, ask.get(lang))]));
    }
    for question in &ways.questions {
        document.push(Line::words(2, vec![run(Role::Plain, question.words(lang))]));
    }
}

/// Lays out the ways to a better result, at most so many of them, or how far the values of the best
/// may go.
pub(super) fn push(document: &mut Document, ways: &Ways, most: usize, lang: Lang) {
    let words = words(lang);
    if !ways.may_lose.is_empty() {
        document.push(Line::words(1, vec![run(Role::Strong, words.keeps)]));
        for slack in &ways.may_lose {
            document.push(Line::words(2, vec![run(Role::Plain, slack.words(lang))]));
        }
    }
    push_up(document, ways, most, lang);
    let is_told = |sufficient: &&Sufficient| {
        !sufficient.is_all && sufficient.fields.len() <= most.max(ENOUGH)
    };
    if let Some(sufficient) = ways.sufficient.as_ref().filter(is_told) {
        let stays = say::stays(&sufficient.fields, &sufficient.result, ways.rests_on_others);
        document.push(Line::words(1, vec![run(Role::Plain, stays.get(lang))]));
    }
}

fn push_up(document: &mut Document, ways: &Ways, most: usize, lang: Lang) {
    let words = words(lang);
    if ways.to.is_none() {
        return;
    }
    let mut heading = vec![run(Role::Strong, words.better)];
    if let Some((to, needed)) = ways.to.as_ref().zip(ways.needed.as_ref()) {
        let needs = say::needs(to, &show_points(needed, lang));
        heading.push(run(Role::Plain, format!(": {}", needs.get(lang))));
    }
    document.push(Line::words(1, heading));
    for (place, way) in ways.ways.iter().take(most).enumerate() {
        let lead = if place == 0 { String::new() } else { format!("{} ", words.or) };
        let left = vec![run(Role::Faint, lead), run(Role::Plain, way.words(lang))];
        document.push(Line::words(2, left));
    }
    let mut remarks = Vec::new();
    if ways.ways.len() > most {
        remarks.push(say::further(ways.ways.len() - most).get(lang).to_owned());
    }
    remarks.push(ways.extent(lang).to_owned());
    if ways.rests_on_others {
        remarks.push(words.others_not_looked_at.to_owned());
    }
    document.push(Line::words(2, vec![run(Role::Faint, remarks.join("; "))]));
}

impl Ways {
    /// The words for there being no way, as far as that is known.
    pub(super) fn extent_of_none(&self, lang: Lang) -> Option<&'static str> {
        let is_known = self.none || self.complete_up_to >= 3 && !self.rests_on_others;
        (is_known && self.ways.is_empty()).then(|| self.extent(lang))
    }

    /// The fields to ask for, in turn.
    pub(super) fn to_ask(&self) -> Option<Message> {
        (!self.ask.is_empty()).then(|| say::ask(&self.ask))
    }

    /// Extent of the search for ways, in words.
    fn extent(&self, lang: Lang) -> &'static str {
        let words = words(lang);
        match (self.none, self.ways.is_empty(), self.complete_up_to) {
            (true, _, _) => words.none,
            (false, true, 3..) => words.none_up_to_three,
            (false, false, 3..) => words.all_of_three,
            (false, _, 2) => words.all_of_two,
            (false, _, 1) => words.all_of_one,
            (false, _, 0) => words.perhaps_others,
        }
    }
}

impl Change {
    /// The change in words: `nợ quá hạn giảm 3.200.000 đ, còn 0 đ`.
    pub fn words(&self, lang: Lang) -> String {
        let (from, to) = (self.from.words(lang), self.to.words(lang));
        let (way, by) = self.moves(lang);
        let change =
            say::change(&self.field, [&from, &to], by.as_deref(), way).get(lang).to_owned();
        match &self.until {
            Some(until) => {
                change + say::until(&until.words(lang), way, until.value == self.to.value).get(lang)
            }
            None => change,
        }
    }

    /// The direction of the change, and by how much where it is one of a number.
    fn moves(&self, lang: Lang) -> (Move, Option<String>) {
        match (&self.from.value, &self.to.value) {
            (Value::Num(from), Value::Num(to)) => {
                let by = to.sub(from).ok().map(|by| self.amount(by.abs(), self.from.ty, lang));
                (if to > from { Move::Up } else { Move::Down }, by)
            }
            (Value::Date(from), Value::Date(to)) if from == to => (Move::Else, None),
            (Value::Date(from), Value::Date(to)) => {
                let days = i64::from(to.days_since_1970()) - i64::from(from.days_since_1970());
                let by = Num::from_i64(days.abs());
                let way = if days > 0 { Move::Later } else { Move::Earlier };
                (way, Some(self.amount(by, Type::Number(Unit::Days), lang)))
            }
            (Value::Missing, _) => (Move::Filled, None),
            (_, _) => (Move::Else, None),
        }
    }

    fn amount(&self, by: Num, ty: Type, lang: Lang) -> String {
        TypedValue { value: Value::Num(by), ty, name: None, members: None }.words(lang)
    }
}

impl Question {
    /// The missing value and what comes of it, in words: `số phiên: đến 4: Khá; từ 5: Tốt`.
    pub fn words(&self, lang: Lang) -> String {
        self.answered(|turn| turn.words(lang), lang)
    }

    /// The missing value, what it is asked for, and what comes of it where anything does.
    fn answered(&self, words: impl Fn(&Turn) -> String, lang: Lang) -> String {
        let subject = say::asked_for(&self.field, &self.criteria, &self.reasons);
        if self.turns.iter().all(|turn| turn.result.is_none()) {
            return subject.get(lang).to_owned();
        }
        let turns: Vec<String> = self.turns.iter().map(words).collect();
        format!("{}: {}", subject.get(lang), turns.join("; "))
    }
}

/// The missing value and what comes of it, as a letter says it.
pub(super) fn answers(question: &Question, lang: Lang) -> String {
    let leads_to = |turn: &Turn| {
        let [values, result] = turn.parts(lang);
        letter::leads_to(&values, &result).get(lang).to_owned()
    };
    question.answered(leads_to, lang)
}

impl Turn {
    fn words(&self, lang: Lang) -> String {
        self.parts(lang).join(" → ")
    }

    /// The values, and what they lead to.
    fn parts(&self, lang: Lang) -> [String; 2] {
        let value = |one: &Option<TypedValue>| one.as_ref().map(|value| value.words(lang));
        let values = say::stretch(value(&self.from).as_deref(), value(&self.to).as_deref());
        let result = self.result.as_deref().unwrap_or(words(lang).stays_open);
        [values.get(lang).to_owned(), result.to_owned()]
    }
}

impl Way {
    /// The changes and what they lead to, in words.
    pub fn words(&self, lang: Lang) -> String {
        self.parts(lang).join(" → ")
    }

    /// The same as a letter says it.
    pub(super) fn then(&self, lang: Lang) -> String {
        let [changes, result] = self.parts(lang);
        letter::then(&changes, &result).get(lang).to_owned()
    }

    /// The changes, and what they lead to.
    fn parts(&self, lang: Lang) -> [String; 2] {
        let changes: Vec<String> = self.changes.iter().map(|change| change.words(lang)).collect();
        let points = self.points.as_ref().map(|points| show_points(points, lang));
        let result = say::leads_to(&self.result, points.as_deref());
        [say::together(&changes, lang), result.get(lang).to_owned()]
    }
}

impl Slack {
    /// Room that the value has, in words.
    pub fn words(&self, lang: Lang) -> String {
        let change = &self.change;
        let beyond = Change { to: self.lost_at.clone(), ..change.clone() };
        let (way, _) = beyond.moves(lang);
        let stays = change.from.value == change.to.value;
        let message = match change.moves(lang).1.filter(|_| !stays) {
            Some(by) => say::slack(&change.field, &by, &change.to.words(lang), way, &self.result),
            None => say::no_slack(&change.field, way, &self.result),
        };
        message.get(lang).to_owned()
    }
}
