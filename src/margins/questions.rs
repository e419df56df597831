//! Questions to ask about a record whose result is open: what each answer would lead to, and the
//! fewest that settle it.

use super::candidates::Candidate;
use super::fields::Open;
use super::outcome::Outcome;
use super::trial::{Asked, Changes, MOST_FIELDS, Variant};
use super::{Found, Question, Turn};
use crate::eval::State;
use crate::model::FieldId;
use crate::plan::{BlockPlanKind, Slot};
use crate::value::{Num, Truth, Value};
use std::collections::BTreeSet;

/// Missing values that would settle an open result, each with what its values come to.
pub(super) fn questions(mut asked: Asked<'_, '_>) -> Found {
    let mut questions: Vec<(usize, Question)> = Vec::new();
    for place in 0..asked.open().len() {
        let filled = asked.filled(place);
        let is_ordered = asked.open().get(place).is_some_and(Open::is_ordered);
        // Where not even the last value that was tried is possible, the stretch before it ends.
        let is_open = |end: Option<&(Value, Option<Outcome>)>| {
            is_ordered && end.is_some_and(|(_, outcome)| outcome.is_some())
        };
        let (below, above) = (is_open(filled.first()), is_open(filled.last()));
        let mut turns = stretches(filled);
        turns.first_mut().filter(|_| below).into_iter().for_each(|turn| turn.from = None);
        turns.last_mut().filter(|_| above).into_iter().for_each(|turn| turn.to = None);
        if let Some(field) =
            asked.open().get(place).map(|open| open.field).filter(|_| !turns.is_empty())
        {
            let opens = asked.opens(place);
            questions.push((place, Question { field, turns, opens }));
        }
    }
    questions.sort_by_key(|(_, question)| question.open_turns());
    let places: Vec<usize> = questions.iter().map(|(place, _)| *place).collect();
    let ask = asked.fewest(&places).unwrap_or_default();
    let tells = |question: &Question| question.turns.iter().any(|turn| turn.result.is_some());
    let is_told = |question: &Question| tells(question) || ask.contains(&question.field);
    let questions = questions.into_iter().map(|(_, question)| question).filter(is_told).collect();
    Found { questions, ask, ..Found::default() }
}

impl Question {
    /// Number of its answers that leave the result open, and of those that settle it: the less and
    /// the more, the sooner it is asked.
    fn open_turns(&self) -> (usize, std::cmp::Reverse<usize>) {
        let open = self.turns.iter().filter(|turn| turn.result.is_none()).count();
        (open, std::cmp::Reverse(self.turns.len() - open))
    }
}

/// Questions that are asked after one, if the result is open still.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Later {
    /// None that the answer has to be told apart for.
    Nothing,
    /// Further ones: what is the same to the rules now may not be beside their answers.
    Some,
}

impl Asked<'_, '_> {
    /// Values of a missing field that something tells apart, in their order, each with the outcome
    /// that it leads to where the record can have it; none of a field that is there.
    fn filled(&mut self, place: usize) -> Vec<(Value, Option<Outcome>)> {
        let (answers, _) = self.answers(place, (0, 0), Later::Nothing);
        let changes = answers.into_iter().map(|answer| vec![answer]).collect();
        let filled = self.run(changes).into_iter().filter_map(|variant| {
            let (_, candidate) = variant.changes.into_iter().next()?;
            let outcome = Some(variant.outcome).filter(|outcome| outcome.is_possible);
            Some((candidate.value, outcome))
        });
        filled.collect()
    }

    /// Answers to a question about a missing field that something tells apart, ascending, beside
    /// those of a record that was run: by its number of fields and its place in that run. With them
    /// `true` if nothing else is told apart.
    fn answers(
        &self,
        place: usize,
        (fields, row): (usize, usize),
        later: Later,
    ) -> (Vec<(usize, Candidate)>, bool) {
        let search = &*self.search;
        let open = search.open.get(place).filter(|_| self.own.get(place) == Some(&Value::Missing));
        let open = open.filter(|open| !open.is_gathered);
        let Some((open, ran)) = open.zip(self.ran(fields, row)) else {
            return (Vec::new(), false);
        };
        let turns = open.along.turns((search.plan, search.steps), ran);
        let answer =
            |value: Value| (place, Candidate { value, cost: Num::ZERO, amount: Num::ZERO });
        let rests_on_later = later == Later::Some && turns.with_missing;
        if rests_on_later && open.is_of_few() {
            return (open.each(search.model).into_iter().map(answer).collect(), true);
        }
        let all = open.fillings(search.model, &turns).into_iter().map(answer).collect();
        (all, turns.complete && !rests_on_later)
    }

    /// Criteria and clauses that are open, of those that rest on a field.
    fn opens(&self, place: usize) -> Vec<usize> {
        let Some(open) = self.open().get(place) else { return Vec::new() };
        let (frame, row) = self.one;
        let rests = |slot| open.moving.binary_search(&slot).is_ok();
        let Some(block) = self.search.goal.block() else { return Vec::new() };
        match &block.kind {
            BlockPlanKind::Scorecard(card) => {
                let points = card.criteria.iter().zip(&self.base.points).enumerate();
                let open = points.filter(|(_, (criterion, (points, _)))| {
                    points.is_none() && rests(criterion.points)
                });
                open.map(|(place, _)| place).collect()
            }
            BlockPlanKind::Clauses { clauses, .. } => {
                let open = clauses.iter().enumerate().filter(|(_, clause)| {
                    rests(clause.condition) && frame.truth(clause.condition, row) == Truth::Missing
                });
                open.map(|(place, _)| place).collect()
            }
        }
    }

    /// The fewest of some missing fields that settle the result together, in their order.
    fn fewest(&mut self, places: &[usize]) -> Option<Vec<FieldId>> {
        let most = places.len().min(MOST_FIELDS);
        let found = (1..=most).find_map(|count| self.settling(&[], places, count))?;
        Some(self.fields(&found))
    }

    /// The first set of some fields and so many others that settles the result.
    fn settling(&mut self, with: &[usize], others: &[usize], count: usize) -> Option<Vec<usize>> {
        let Some(rest) = count.checked_sub(1) else {
            return self.settles(with).then(|| with.to_vec());
        };
        others.iter().enumerate().find_map(|(place, other)| {
            let with = [with, &[*other]].concat();
            self.settling(&with, others.get(place + 1..)?, rest)
        })
    }

    /// Returns `true` if answers to some questions, asked as long as the result is open, settle it
    /// whatever they are. Where all answers together make a record that cannot be, none settles it.
    fn settles(&mut self, places: &[usize]) -> bool {
        let is_last = self.are_all_missing(places);
        let mut open: Vec<Changes> = vec![Vec::new()];
        let mut is_settled = false;
        for (at, place) in places.iter().enumerate() {
            let later =
                if is_last || at + 1 == places.len() { Later::Nothing } else { Later::Some };
            let Some(answered) = self.answered(open, *place, later) else { return false };
            open = answered.open;
            let rest = places.get(at + 1..).unwrap_or_default();
            let mut settled = answered.settled.iter();
            is_settled = is_settled || settled.any(|changes| self.can_be_with(changes, rest));
        }
        is_settled && open.is_empty()
    }

    /// Returns `true` if nothing else that is missing has a part in what is open: then the answers
    /// together leave nothing open but what a value itself makes so, as by a division by zero.
    fn are_all_missing(&self, places: &[usize]) -> bool {
        let (frame, row) = self.one;
        let is_asked = |slot: Slot| {
            places.iter().any(|place| self.open().get(*place).is_some_and(|one| one.input == slot))
        };
        let steps = self.search.steps;
        let mut waiting = self.search.goal.roots();
        let mut seen = BTreeSet::new();
        while let Some(slot) = waiting.pop() {
            // What is known stays so, whatever is filled in.
            if frame.state(slot, row) != State::Missing || !seen.insert(slot) {
                continue;
            }
            let op = &steps.steps[slot].op;
            if op.reads_record() && !is_asked(slot) {
                return false;
            }
            op.operands(&mut |operand| waiting.push(operand));
        }
        true
    }

    /// What every answer to a further question leads to; `None` where not every answer is known
    /// that leads elsewhere, or they are too many to be run.
    fn answered(&mut self, open: Vec<Changes>, place: usize, later: Later) -> Option<Answered> {
        let mut answered = Answered::default();
        for parent in open {
            let fields = parent.len();
            let parent = self.run_chunk(vec![parent]).into_iter().next()?;
            let (answers, is_all) = self.answers(place, (fields, 0), later);
            let with = |answer| [&parent.changes[..], &[answer]].concat();
            let changes: Vec<Changes> = answers.into_iter().map(with).collect();
            let count = changes.len();
            if count == 0 || !is_all {
                return None;
            }
            let variants = self.run(changes);
            if variants.len() < count {
                return None;
            }
            let possible = variants.into_iter().filter(|variant| variant.outcome.is_possible);
            for Variant { changes, outcome } in possible {
                match outcome.result {
                    Some(_) => answered.settled.push(changes),
                    None => answered.open.push(changes),
                }
            }
        }
        Some(answered)
    }

    /// Returns `false` if no answers to further questions make a record that can be.
    fn can_be_with(&mut self, changes: &Changes, rest: &[usize]) -> bool {
        let Some((place, rest)) = rest.split_first() else { return true };
        let later = if rest.is_empty() { Later::Nothing } else { Later::Some };
        if self.run_chunk(vec![changes.clone()]).is_empty() {
            return true;
        }
        let (answers, is_all) = self.answers(*place, (changes.len(), 0), later);
        let with = |answer| [&changes[..], &[answer]].concat();
        let variants = self.run(answers.into_iter().map(with).collect());
        let mut possible = variants.iter().filter(|variant| variant.outcome.is_possible);
        !is_all || possible.any(|variant| self.can_be_with(&variant.changes, rest))
    }
}

/// What the answers to a question lead to, of records that can be.
#[derive(Default)]
struct Answered {
    /// Those whose result is open still.
    open: Vec<Changes>,
    /// Those that settle the result.
    settled: Vec<Changes>,
}

/// Values with which the same comes out, joined.
fn stretches(filled: Vec<(Value, Option<Outcome>)>) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for (value, outcome) in filled {
        let Some(Outcome { result, .. }) = outcome else { continue };
        match turns.last_mut().filter(|turn| turn.result == result) {
            Some(turn) => turn.to = Some(value),
            None => turns.push(Turn { from: Some(value.clone()), to: Some(value), result }),
        }
    }
    turns
}
