//! Rows of criteria, tables and gradings.

use super::align::{Line, align};
use super::difference::{Difference, Topic};
use super::form::Forms;
use super::words::{Said, step};
use super::{ChangeKind, Site};
use crate::diag::Message;
use crate::diag::compare::{self as say, Part};
use crate::keywords::{Keywords, Kw};
use crate::model::{Cell, CellForm, Expr, RecordId, Row, Test};
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};

/// Rows of one pack, with the record type that they read.
#[derive(Clone, Copy)]
pub(super) struct RowsOf<'r> {
    pub record: RecordId,
    pub rows: &'r [Row],
    /// Lines that test one subject, which they do not repeat.
    pub lines: bool,
}

/// Rule by which rows are laid beside each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    /// The first row that holds counts, so that their order does.
    pub in_turn: bool,
    /// The results tell rows better than their conditions: the grades of a grading.
    pub by_result: bool,
}

/// Column of a table, or the subject of lines.
struct Column {
    form: String,
    span: Span,
    missing_counts: bool,
}

/// Tells the differences of two lists of rows.
pub(super) fn rows(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, new): (RowsOf<'_>, RowsOf<'_>),
    order: Order,
) {
    let (of_old, of_new) =
        (found.of_old(|forms| columns(forms, old)), found.of_new(|forms| columns(forms, new)));
    let names = pair_columns(found, topic, (&of_old, old.lines), (&of_new, new.lines));
    let old_lines = found.of_old(|forms| {
        lines(forms, old, &|place| {
            names.get(&place).copied().map_or_else(|| format!("old {place}"), |new| new.to_string())
        })
    });
    let new_lines = found.of_new(|forms| lines(forms, new, &|place| place.to_string()));
    let aligned = align(&old_lines, &new_lines, order.by_result);
    for (before, now) in &aligned.pairs {
        let lines = old_lines.get(*before).zip(new_lines.get(*now));
        let rows = old.rows.get(*before).zip(new.rows.get(*now));
        if let (Some(lines), Some(rows)) = (lines, rows) {
            let rows = ((rows.0, old.lines), (rows.1, new.lines));
            row(found, topic, lines, rows, order);
        }
    }
    for place in &aligned.removed {
        if let Some(row) = old.rows.get(*place) {
            let message = say::removed(Part::Row, &told(found.old, row, old.lines));
            tell(found, topic, ChangeKind::Removed, (Some(row.span), None), message);
        }
    }
    for place in &aligned.added {
        if let Some(row) = new.rows.get(*place) {
            let message = say::added(Part::Row, &told(found.new, row, new.lines));
            tell(found, topic, ChangeKind::Added, (None, Some(row.span)), message);
        }
    }
    let moved = aligned.moved();
    if !order.in_turn {
        if let Some((old, new)) =
            moved.first().and_then(|(before, now)| old.rows.get(*before).zip(new.rows.get(*now)))
        {
            let message = say::reordered(Part::Row);
            let places = (Some(old.span), Some(new.span));
            tell(found, topic, ChangeKind::Reordered, places, message);
        }
        return;
    }
    let old_of: HashMap<usize, usize> =
        aligned.pairs.iter().map(|(before, now)| (*now, *before)).collect();
    for (before, now) in moved {
        let at = |place: usize| new.rows.get(place).map(|row| row_words(found.new, row, new.lines));
        let previous = now.checked_sub(1);
        let later = previous.filter(|at| old_of.get(at).is_some_and(|old| *old > before));
        let (Some(old), Some(row), Some(words)) =
            (old.rows.get(before), new.rows.get(now), at(now))
        else {
            continue;
        };
        let message = match (later.and_then(at), at(now + 1)) {
            (Some(previous), _) => say::row_later(&words, &previous),
            (None, Some(next)) => say::row_earlier(&words, &next),
            (None, None) => continue,
        };
        tell(found, topic, ChangeKind::Moved, (Some(old.span), Some(row.span)), message);
    }
}

fn tell(
    found: &mut Difference<'_>,
    topic: &Topic,
    kind: ChangeKind,
    places: (Option<Span>, Option<Span>),
    message: Message,
) {
    let message = found.at(topic.item, &message);
    found.tell(topic, (kind, Site::Row), places, message);
}

/// A row that is in both packs.
fn row(
    found: &mut Difference<'_>,
    topic: &Topic,
    (before, now): (&Line, &Line),
    ((old, old_line), (new, new_line)): ((&Row, bool), (&Row, bool)),
    order: Order,
) {
    let message = match (before.condition == now.condition, before.result == now.result) {
        (true, true) => return,
        (true, false) => {
            let change = step((&old.gives, found.old), (&new.gives, found.new));
            say::row_gives(&row_words(found.new, new, new_line), &change)
        }
        (false, true) => {
            let threshold = order.by_result.then(|| threshold(found, old, new)).flatten();
            threshold.unwrap_or_else(|| {
                let words =
                    (row_words(found.old, old, old_line), row_words(found.new, new, new_line));
                let result = found.new.expr(&new.gives);
                say::condition(Part::Row, &words.0, &words.1, Some(&result))
            })
        }
        (false, false) => {
            say::row_becomes(&told(found.old, old, old_line), &told(found.new, new, new_line))
        }
    };
    tell(found, topic, ChangeKind::Changed, (Some(old.span), Some(new.span)), message);
}

/// The change of the least points for a grade, where that is all that changed.
fn threshold(found: &Difference<'_>, old: &Row, new: &Row) -> Option<Message> {
    fn least(row: &Row) -> Option<(Expr, bool)> {
        let cells = row.cells();
        let [Cell { tests, negated: false, .. }] = cells.as_slice() else { return None };
        let [Test::Between { lower: Some(lower), upper: None }] = tests.as_slice() else {
            return None;
        };
        (row.conditions().count() == 1).then(|| (lower.value.clone(), lower.inclusive))
    }
    let ((old_least, before), (new_least, now)) = (least(old)?, least(new)?);
    let grade = found.new.words(new.gives.span);
    let change = step((&old_least, found.old), (&new_least, found.new));
    (before == now).then(|| say::threshold(&grade, &change))
}

/// The columns that rows test, by their place.
fn columns(forms: Forms<'_>, of: RowsOf<'_>) -> BTreeMap<usize, Column> {
    let mut columns: BTreeMap<usize, Column> = BTreeMap::new();
    for (condition, form) in of.rows.iter().flat_map(Row::conditions) {
        let known = form.filter(|form| !columns.contains_key(&(form.column as usize)));
        if let Some(cell) = known.and_then(|form| form.cell(condition)) {
            columns.insert(
                cell.column,
                Column {
                    form: forms.expr(of.record, &cell.axis),
                    span: cell.axis.span,
                    missing_counts: cell.missing_counts,
                },
            );
        }
    }
    columns
}

/// Places of the new columns that the old ones have become; what differs of them is told.
fn pair_columns(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, old_lines): (&BTreeMap<usize, Column>, bool),
    (new, new_lines): (&BTreeMap<usize, Column>, bool),
) -> BTreeMap<usize, usize> {
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, column) in old {
        let same = new.iter().find(|(other, one)| {
            one.form == column.form && !pairs.values().any(|taken| taken == *other)
        });
        if let Some((other, _)) = same {
            pairs.insert(*place, *other);
        }
    }
    let left: Vec<usize> = old.keys().filter(|at| !pairs.contains_key(at)).copied().collect();
    let right: Vec<usize> =
        new.keys().filter(|at| !pairs.values().any(|taken| taken == *at)).copied().collect();
    let paired = left.len() == right.len();
    for (before, now) in left.iter().zip(&right).filter(|_| paired) {
        pairs.insert(*before, *now);
        let (Some(before), Some(now)) = (old.get(before), new.get(now)) else { continue };
        let (was, is) = (found.old.quoted(before.span), found.new.quoted(now.span));
        let message = match old_lines && new_lines {
            true => say::subject(&say::step(&was, &is, None)),
            false => say::condition(Part::Column, &was, &is, None),
        };
        let message = found.at(topic.item, &message);
        let places = (Some(before.span), Some(now.span));
        found.tell(topic, (ChangeKind::Changed, Site::Column), places, message);
    }
    for column in left.iter().filter(|_| !paired).filter_map(|at| old.get(at)) {
        let message = say::removed(Part::Column, &found.old.quoted(column.span));
        let message = found.at(topic.item, &message);
        let places = (Some(column.span), None);
        found.tell(topic, (ChangeKind::Removed, Site::Column), places, message);
    }
    for column in right.iter().filter(|_| !paired).filter_map(|at| new.get(at)) {
        let message = say::added(Part::Column, &found.new.quoted(column.span));
        let message = found.at(topic.item, &message);
        let places = (None, Some(column.span));
        found.tell(topic, (ChangeKind::Added, Site::Column), places, message);
    }
    for (before, now) in &pairs {
        let (Some(before), Some(now)) = (old.get(before), new.get(now)) else { continue };
        if before.missing_counts != now.missing_counts {
            let column = found.new.words(now.span);
            let message = say::missing_counts(&column, now.missing_counts);
            let message = found.at(topic.item, &message);
            let places = (Some(before.span), Some(now.span));
            found.tell(topic, (ChangeKind::Changed, Site::Column), places, message);
        }
    }
    pairs
}

/// Rows as lines to be laid beside each other, their columns by name.
fn lines(forms: Forms<'_>, of: RowsOf<'_>, column: &dyn Fn(usize) -> String) -> Vec<Line> {
    let asked = |condition: &Expr, form: Option<CellForm>| match form
        .and_then(|form| form.cell(condition))
    {
        Some(cell) => format!("{}: {}", column(cell.column), forms.cell(of.record, &cell)),
        None => forms.expr(of.record, condition),
    };
    let line = |row: &Row| Line {
        condition: match is_otherwise(row) {
            true => "otherwise".to_owned(),
            false => {
                let all = row.conditions().map(|(condition, form)| asked(condition, form));
                super::form::set(all.collect()).join(" and ")
            }
        },
        result: forms.expr(of.record, &row.gives),
    };
    of.rows.iter().map(line).collect()
}

/// Returns `true` of a row that holds where no row above does: where all rows are asked, its
/// condition is made of theirs and stands at the whole row.
fn is_otherwise(row: &Row) -> bool {
    row.when.as_ref().is_none_or(|when| when.span == row.span && row.conditions().count() == 1)
}

/// The words of a row: what it tests, as written.
pub(super) fn row_words(said: Said<'_>, row: &Row, lines: bool) -> Message {
    if is_otherwise(row) {
        return say::otherwise();
    }
    let not = Kw::Not.word(Keywords::from(said.model.lang));
    let test = |condition: &Expr, form: Option<CellForm>| {
        let words = said.words(condition.span);
        let words = match form.is_some_and(|form| form.negated) {
            true => format!("{not} {words}"),
            false => words,
        };
        match form.filter(|_| !lines).and_then(|form| form.cell(condition)) {
            Some(cell) => format!("{} {words}", said.words(cell.axis.span)),
            None => words,
        }
    };
    let tests: Vec<String> =
        row.conditions().map(|(condition, form)| test(condition, form)).collect();
    // A row of a table may ask nothing.
    say::quoted(&if tests.is_empty() { "-".to_owned() } else { tests.join(", ") })
}

/// A row with what it gives.
fn told(said: Said<'_>, row: &Row, lines: bool) -> Message {
    say::row_with(&row_words(said, row, lines), &said.expr(&row.gives))
}
