//! Clauses of eligibilities and checks: all are asked, so their order decides nothing.

use super::align::{Line, align};
use super::difference::{Difference, Topic};
use super::words::Said;
use super::{ChangeKind, Site};
use crate::diag::Message;
use crate::diag::compare::{self as say, Part, Wording};
use crate::model::{Block, Clause, ClauseKind, Timing};

/// Tells the differences of the clauses of two blocks.
pub(super) fn clauses(found: &mut Difference<'_>, topic: &Topic, old: &Block, new: &Block) {
    let line = |asked: String, deadline: String, clause: &Clause| Line {
        condition: format!("{:?} {asked} {deadline}", clause.kind),
        result: clause.reason.clone(),
    };
    let (was, is): (Vec<Line>, Vec<Line>) = (
        found.of_old(|forms| {
            let line = |clause: &Clause| {
                line(forms.asked(old.record, clause), forms.deadline(old.record, clause), clause)
            };
            old.clauses().iter().map(line).collect()
        }),
        found.of_new(|forms| {
            let line = |clause: &Clause| {
                line(forms.asked(new.record, clause), forms.deadline(new.record, clause), clause)
            };
            new.clauses().iter().map(line).collect()
        }),
    );
    let aligned = align(&was, &is, true);
    for (before, now) in &aligned.pairs {
        let pair = old.clauses().get(*before).zip(new.clauses().get(*now));
        if let Some((before, now)) = pair {
            clause(found, topic, (old, before), (new, now));
        }
    }
    for clause in aligned.removed.iter().filter_map(|at| old.clauses().get(*at)) {
        let message = say::removed(part(clause.kind), &told(found.old, clause));
        found.tell(topic, (ChangeKind::Removed, Site::Clause), (Some(clause.span), None), message);
    }
    for clause in aligned.added.iter().filter_map(|at| new.clauses().get(*at)) {
        let message = say::added(part(clause.kind), &told(found.new, clause));
        found.tell(topic, (ChangeKind::Added, Site::Clause), (None, Some(clause.span)), message);
    }
    let moved = aligned.moved();
    let first = moved
        .first()
        .and_then(|(before, now)| old.clauses().get(*before).zip(new.clauses().get(*now)));
    if let Some((before, now)) = first {
        let places = (Some(before.span), Some(now.span));
        let what = (ChangeKind::Reordered, Site::Clause);
        found.tell(topic, what, places, say::clauses_reordered());
    }
}

fn part(kind: ClauseKind) -> Part {
    match kind {
        ClauseKind::Applies => Part::Guard,
        ClauseKind::Require => Part::Require,
        ClauseKind::Due => Part::Due,
        ClauseKind::Reject => Part::Reject,
        ClauseKind::Refer => Part::Refer,
        ClauseKind::Warn => Part::Warn,
        ClauseKind::Prefer => Part::Prefer,
    }
}

/// The condition of a clause, as written.
fn words(said: Said<'_>, clause: &Clause) -> Message {
    let periodic = match &clause.timing {
        Some(Timing::Each(id)) => Some(said.model.periodics[*id].span),
        Some(Timing::Due(_)) | None => None,
    };
    said.quoted(periodic.unwrap_or(clause.condition.span))
}

/// A clause with its reason.
fn told(said: Said<'_>, clause: &Clause) -> Message {
    say::row_with(&words(said, clause), &say::quoted(&clause.reason))
}

/// A clause that both packs have.
fn clause(
    found: &mut Difference<'_>,
    topic: &Topic,
    (old, before): (&Block, &Clause),
    (new, now): (&Block, &Clause),
) {
    let places = (Some(before.span), Some(now.span));
    let what = (ChangeKind::Changed, Site::Clause);
    let (was, is) = (words(found.old, before), words(found.new, now));
    if before.kind != now.kind {
        let message = say::clause_kind(part(before.kind), part(now.kind), &is);
        found.tell(topic, what, places, message);
    }
    let asked = (
        found.of_old(|forms| forms.asked(old.record, before)),
        found.of_new(|forms| forms.asked(new.record, now)),
    );
    if asked.0 != asked.1 {
        found.tell(topic, what, places, say::condition(part(now.kind), &was, &is, None));
    }
    let deadlines = (
        found.of_old(|forms| forms.deadline(old.record, before)),
        found.of_new(|forms| forms.deadline(new.record, now)),
    );
    if deadlines.0 != deadlines.1 {
        let words = |said: Said<'_>, clause: &Clause| match &clause.timing {
            Some(Timing::Due(due)) => said.quoted(due.span),
            Some(Timing::Each(_)) | None => say::nothing(),
        };
        let (was, until) = (words(found.old, before), words(found.new, now));
        found.tell(topic, what, places, say::timing(part(now.kind), &is, &was, &until));
    }
    if before.reason != now.reason {
        let message = say::wording(Wording::Reason, &before.reason, &now.reason);
        found.tell(topic, what, places, message);
    }
    let late = |clause: &'_ Clause| match &clause.timing {
        Some(Timing::Due(due)) => due.late.clone().unwrap_or_default(),
        Some(Timing::Each(_)) | None => String::new(),
    };
    let (was, is) = (late(before), late(now));
    if was != is {
        found.tell(topic, what, places, say::wording(Wording::Late, &was, &is));
    }
}
