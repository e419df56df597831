//! Blocks: what they are about, and scorecards with their criteria, gradings and caps.

use super::align::{Line, align};
use super::clauses;
use super::difference::{Difference, Topic, subject};
use super::item::{self, Item};
use super::rows::{Order, RowsOf, rows};
use super::{ChangeKind, Site};
use crate::diag::Message;
use crate::diag::compare::{self as say, Part, Wording};
use crate::diag::ranking::in_order;
use crate::model::{
    Block, BlockId, BlockKind, Cap, Criterion, Expr, Grading, RankKey, RecordId, Scorecard,
};
use crate::source::Span;
use crate::value::{Type, Unit, Value};

/// Blocks of the old and the new pack, with the record types whose values they read.
#[derive(Clone, Copy)]
struct Both<T> {
    old: T,
    new: T,
}

pub(super) fn block(found: &mut Difference<'_>, topic: &Topic, old: BlockId, new: BlockId) {
    let (before, now) = (&found.old.model.blocks[old], &found.new.model.blocks[new]);
    let places = (Some(before.name.span), Some(now.name.span));
    let changed = (ChangeKind::Changed, Site::Block);
    if found.pairs.new_of(Item::Record(before.record)) != Some(Item::Record(now.record)) {
        let name = |model: &crate::model::Model, block: &Block| {
            say::quoted(&model.records[block.record].name.text)
        };
        let change = say::step(&name(found.old.model, before), &name(found.new.model, now), None);
        found.tell(topic, changed, places, say::about(&change));
    }
    let words = (verdict_words(before), verdict_words(now));
    if words.0 != words.1 {
        let message = say::wording(Wording::Verdicts, &words.0, &words.1);
        found.tell(topic, changed, places, message);
    }
    let shown = |model: &crate::model::Model, block: &Block| {
        let record = &model.records[block.record];
        let names = block.results.iter().map(|id| record.derived[*id].name.text.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let results = (shown(found.old.model, before), shown(found.new.model, now));
    if results.0 != results.1 {
        let message = say::wording(Wording::Shown, &results.0, &results.1);
        found.tell(topic, (ChangeKind::Wording, Site::Block), places, message);
    }
    if let Some(message) = ranking(before.ranking(), now.ranking()) {
        found.tell(topic, (ChangeKind::Wording, Site::Block), places, message);
    }
    guards(found, topic, before, now);
    match (&before.kind, &now.kind) {
        (BlockKind::Scorecard(old_card), BlockKind::Scorecard(new_card)) => {
            let records = Both { old: before.record, new: now.record };
            scorecard(found, topic, (old, old_card), (new, new_card), records);
        }
        (BlockKind::Eligibility(_), BlockKind::Eligibility(_))
        | (BlockKind::Check(_), BlockKind::Check(_)) => clauses::clauses(found, topic, before, now),
        (
            BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_),
            BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_),
        ) => {
            let kinds = (
                say::kind(subject(found.old.model, Item::Block(old))),
                say::kind(subject(found.new.model, Item::Block(new))),
            );
            found.tell(topic, changed, places, say::other_block_kind(&kinds.0, &kinds.1));
        }
    }
}

/// Change of a ranking in the words of the rules; none where it is the same.
pub(super) fn ranking<By>(before: &[RankKey<By>], now: &[RankKey<By>]) -> Option<Message> {
    let words = |keys: &[RankKey<By>]| {
        let keys: Vec<Message> =
            keys.iter().map(|key| in_order(&key.name.text, key.ascending)).collect();
        let joined = |of: fn(&Message) -> &str| keys.iter().map(of).collect::<Vec<_>>().join(", ");
        Message { vi: joined(|one| &one.vi), en: joined(|one| &one.en) }
    };
    let (before, now) = (words(before), words(now));
    (before != now).then(|| Message {
        vi: say::wording(Wording::Ranking, &before.vi, &now.vi).vi,
        en: say::wording(Wording::Ranking, &before.en, &now.en).en,
    })
}

fn verdict_words(block: &Block) -> String {
    block.verdicts.join(", ")
}

/// What a block applies to: all of its guards must hold, in whatever order.
fn guards(found: &mut Difference<'_>, topic: &Topic, old: &Block, new: &Block) {
    let line = |form: String| Line { condition: form, result: String::new() };
    let (was, is): (Vec<Line>, Vec<Line>) = (
        found.of_old(|forms| {
            old.guards.iter().map(|guard| line(forms.expr(old.record, guard))).collect()
        }),
        found.of_new(|forms| {
            new.guards.iter().map(|guard| line(forms.expr(new.record, guard))).collect()
        }),
    );
    let aligned = align(&was, &is, false);
    for (before, now) in aligned.pairs {
        let same = was.get(before) == is.get(now);
        if let (Some(before), Some(now), false) =
            (old.guards.get(before), new.guards.get(now), same)
        {
            let words = (found.old.quoted(before.span), found.new.quoted(now.span));
            let message = say::condition(Part::Guard, &words.0, &words.1, None);
            let places = (Some(before.span), Some(now.span));
            found.tell(topic, (ChangeKind::Changed, Site::Guard), places, message);
        }
    }
    for guard in aligned.removed.into_iter().filter_map(|at| old.guards.get(at)) {
        let message = say::removed(Part::Guard, &found.old.quoted(guard.span));
        let what = (ChangeKind::Removed, Site::Guard);
        found.tell(topic, what, (Some(guard.span), None), message);
    }
    for guard in aligned.added.into_iter().filter_map(|at| new.guards.get(at)) {
        let message = say::added(Part::Guard, &found.new.quoted(guard.span));
        found.tell(topic, (ChangeKind::Added, Site::Guard), (None, Some(guard.span)), message);
    }
}

fn scorecard(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, before): (BlockId, &Scorecard),
    (new, now): (BlockId, &Scorecard),
    records: Both<RecordId>,
) {
    if before.maximum != now.maximum {
        let places = found.places(Item::Block(old), Item::Block(new));
        let message =
            say::scale(&points_step(found, before.maximum.clone(), now.maximum.clone(), topic));
        found.tell(topic, (ChangeKind::Changed, Site::Block), places, message);
    }
    let mut order = Vec::new();
    for (place, one) in before.criteria.iter().enumerate() {
        match found.pairs.new_of(Item::Criterion(old, place)) {
            Some(Item::Criterion(_, other)) => {
                order.push(other);
                if let Some(other_one) = now.criteria.get(other) {
                    let items = (Item::Criterion(old, place), Item::Criterion(new, other));
                    criterion(found, topic, items, (one, other_one), records);
                }
            }
            Some(_) | None => {
                let what = (ChangeKind::Removed, Site::Criterion);
                let message = say::removed(Part::Criterion, &criterion_words(one));
                found.tell(topic, what, (Some(one.label.span), None), message);
            }
        }
    }
    for (place, one) in now.criteria.iter().enumerate() {
        if found.pairs.old_of(Item::Criterion(new, place)).is_none() {
            let what = (ChangeKind::Added, Site::Criterion);
            let message = say::added(Part::Criterion, &criterion_words(one));
            let topic = topic.of(Item::Criterion(new, place));
            found.tell(&topic, what, (None, Some(one.label.span)), message);
        }
    }
    if !order.is_sorted() {
        let places = found.places(Item::Block(old), Item::Block(new));
        let what = (ChangeKind::Reordered, Site::Criterion);
        found.tell(topic, what, places, say::reordered(Part::Criterion));
    }
    match (&before.grading, &now.grading) {
        (Some(before), Some(now)) => grading(found, topic, before, now, records),
        (Some(before), None) => {
            let message = say::removed(Part::Grading, &Message::from(("", "")));
            let what = (ChangeKind::Removed, Site::Grading);
            found.tell(topic, what, (Some(before.span), None), message);
        }
        (None, Some(now)) => {
            let message = say::added(Part::Grading, &Message::from(("", "")));
            found.tell(topic, (ChangeKind::Added, Site::Grading), (None, Some(now.span)), message);
        }
        (None, None) => {}
    }
}

/// A criterion by its number and title.
fn criterion_words(criterion: &Criterion) -> Message {
    let title = criterion.title.as_ref().map_or_else(String::new, |title| format!(" “{title}”"));
    let words = format!("{}{title}", criterion.label.text);
    Message { vi: words.clone(), en: words }
}

/// A change from one number of points to another.
fn points_step(
    found: &Difference<'_>,
    old: crate::value::Num,
    new: crate::value::Num,
    topic: &Topic,
) -> Message {
    let span = item::span(found.new.model, topic.item);
    let points = |number: crate::value::Num| {
        let kind = crate::model::ExprKind::Constant(Value::Num(number));
        span.map(|span| Expr::new(kind, Type::Number(Unit::Points), span))
    };
    let both = points(old).zip(points(new));
    both.map_or_else(
        || Message::from(("", "")),
        |(old, new)| super::words::step((&old, found.old), (&new, found.new)),
    )
}

fn criterion(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, new): (Item, Item),
    (before, now): (&Criterion, &Criterion),
    records: Both<RecordId>,
) {
    found.name(topic, Part::Criterion, (old, new));
    let topic = topic.of(new);
    let places = (Some(before.label.span), Some(now.label.span));
    let what = (ChangeKind::Changed, Site::Criterion);
    if before.maximum != now.maximum {
        let change = points_step(found, before.maximum.clone(), now.maximum.clone(), &topic);
        let message = found.at(new, &say::maximum(&change));
        found.tell(&topic, what, places, message);
    }
    if before.sum != now.sum {
        let message = found.at(new, &say::sum_of_rows(now.sum));
        found.tell(&topic, what, places, message);
    }
    let of = |criterion: &'_ Criterion| criterion.subject.is_some();
    let of_old = RowsOf { record: records.old, rows: &before.rows, lines: of(before) };
    let of_new = RowsOf { record: records.new, rows: &now.rows, lines: of(now) };
    rows(found, &topic, (of_old, of_new), Order { in_turn: !now.sum, by_result: false });
}

fn grading(
    found: &mut Difference<'_>,
    topic: &Topic,
    before: &Grading,
    now: &Grading,
    records: Both<RecordId>,
) {
    let category = |model: &crate::model::Model, grading: &Grading| {
        model.categories.get(grading.category.index()).map(|of| say::quoted(&of.name.text))
    };
    let same =
        found.pairs.new_of(Item::Category(before.category)) == Some(Item::Category(now.category));
    let names = category(found.old.model, before).zip(category(found.new.model, now));
    if let Some((was, is)) = names.filter(|_| !same) {
        let message = say::grades(&say::step(&was, &is, None));
        let places = (Some(before.span), Some(now.span));
        found.tell(topic, (ChangeKind::Changed, Site::Grading), places, message);
    }
    let of_old = RowsOf { record: records.old, rows: &before.rows, lines: true };
    let of_new = RowsOf { record: records.new, rows: &now.rows, lines: true };
    rows(found, topic, (of_old, of_new), Order { in_turn: true, by_result: true });
    caps(found, topic, before, now, records);
}

/// Caps and downgrades, whose order decides nothing.
fn caps(
    found: &mut Difference<'_>,
    topic: &Topic,
    before: &Grading,
    now: &Grading,
    records: Both<RecordId>,
) {
    let leaves = |name: &dyn Fn(Item) -> String, grading: &Grading, cap: &Cap| {
        cap.grade.map(|grade| name(Item::Value(grading.category, grade)))
    };
    let old_name = |item: Item| found.pairs.old_name(item);
    let new_name = |item: Item| format!("{item:?}");
    let line = |condition: String, grade: Option<String>, cap: &Cap| Line {
        condition,
        result: format!("{grade:?} {:?}", cap.reason),
    };
    let (was, is): (Vec<Line>, Vec<Line>) = (
        found.of_old(|forms| {
            let line = |cap: &Cap| {
                line(forms.expr(records.old, &cap.condition), leaves(&old_name, before, cap), cap)
            };
            before.caps.iter().map(line).collect()
        }),
        found.of_new(|forms| {
            let line = |cap: &Cap| {
                line(forms.expr(records.new, &cap.condition), leaves(&new_name, now, cap), cap)
            };
            now.caps.iter().map(line).collect()
        }),
    );
    let aligned = align(&was, &is, false);
    let grades = aligned.pairs.iter().map(|(old, new)| {
        let grade = |grading: &Grading, at: &usize| grading.caps.get(*at).and_then(|cap| cap.grade);
        let item = grade(before, old).map(|grade| Item::Value(before.category, grade));
        let became = item.and_then(|item| found.pairs.new_of(item));
        became == grade(now, new).map(|grade| Item::Value(now.category, grade))
    });
    let same_grades: Vec<bool> = grades.collect();
    for ((old_at, new_at), same_grade) in aligned.pairs.iter().zip(same_grades) {
        let conditions = was.get(*old_at).map(|line| &line.condition)
            == is.get(*new_at).map(|line| &line.condition);
        if let (Some(old), Some(new)) = (before.caps.get(*old_at), now.caps.get(*new_at)) {
            cap(found, topic, (before, old), (now, new), (conditions, same_grade));
        }
    }
    for cap in aligned.removed.into_iter().filter_map(|at| before.caps.get(at)) {
        let message = say::removed(Part::Cap, &found.old.quoted(cap.condition.span));
        found.tell(topic, (ChangeKind::Removed, Site::Cap), (Some(cap.span), None), message);
    }
    for cap in aligned.added.into_iter().filter_map(|at| now.caps.get(at)) {
        let words = found.new.quoted(cap.condition.span);
        let grade = grade_words(found.new, now, cap);
        let message = say::added(Part::Cap, &say::row_with(&words, &grade));
        found.tell(topic, (ChangeKind::Added, Site::Cap), (None, Some(cap.span)), message);
    }
}

pub(super) fn grade_words(said: super::words::Said<'_>, grading: &Grading, cap: &Cap) -> Message {
    let name = |grade: u32| said.named(Type::Category(grading.category), grade);
    say::leaves(cap.grade.and_then(name))
}

/// A cap that both packs have.
fn cap(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old_grading, old): (&Grading, &Cap),
    (new_grading, new): (&Grading, &Cap),
    (same_condition, same_grade): (bool, bool),
) {
    let places: (Option<Span>, Option<Span>) = (Some(old.span), Some(new.span));
    let what = (ChangeKind::Changed, Site::Cap);
    let words = found.new.quoted(new.condition.span);
    let grades =
        (grade_words(found.old, old_grading, old), grade_words(found.new, new_grading, new));
    if !same_condition {
        let was = found.old.quoted(old.condition.span);
        let still = same_grade.then_some(&grades.1);
        let message = say::condition(Part::Cap, &was, &words, still);
        found.tell(topic, what, places, message);
    }
    if !same_grade {
        found.tell(topic, what, places, say::cap_leaves(&words, &grades.0, &grades.1));
    }
    let reasons = [&old.reason, &new.reason].map(|reason| reason.as_deref().unwrap_or(""));
    if let [was, is] = reasons
        && was != is
    {
        found.tell(topic, what, places, say::wording(Wording::Reason, was, is));
    }
}
