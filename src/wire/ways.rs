//! What would change an outcome, as JSON.

use super::{ClauseView, DatumView, clause, plain};
use crate::explain::{
    Change, Explanation, Margin, Question, Removal, Slack, Sufficient, Turn, Way, Ways,
};
use crate::value::Lang;
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
pub(super) struct WaysView<'e> {
    brief: String,
    margins: Vec<MarginView<'e>>,
    reason_margins: Vec<RemovalView<'e>>,
    ways_up: Option<UpView<'e>>,
    may_lose: Vec<SlackView<'e>>,
    sufficient: Option<SufficientView<'e>>,
    questions: Vec<QuestionView<'e>>,
    ask: &'e [Arc<str>],
    fixed: &'e [Arc<str>],
}

#[derive(Serialize)]
struct SufficientView<'e> {
    fields: &'e [Arc<str>],
    verdict: &'e str,
    is_all: bool,
    is_fewest: bool,
}

#[derive(Serialize)]
struct QuestionView<'e> {
    field: &'e str,
    criteria: &'e [Arc<str>],
    reasons: &'e [Arc<str>],
    settles_at: Vec<TurnView<'e>>,
}

#[derive(Serialize)]
struct TurnView<'e> {
    from: Option<DatumView<'e>>,
    to: Option<DatumView<'e>>,
    verdict: Option<&'e str>,
}

#[derive(Serialize)]
pub(super) struct ChangeView<'e> {
    record: &'e str,
    field: &'e str,
    from: DatumView<'e>,
    to: DatumView<'e>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<DatumView<'e>>,
}

#[derive(Serialize)]
struct MarginView<'e> {
    criterion: &'e str,
    row: Option<ClauseView<'e>>,
    points: String,
    changes: Vec<ChangeView<'e>>,
}

#[derive(Serialize)]
struct RemovalView<'e> {
    text: &'e str,
    clause: ClauseView<'e>,
    changes: Vec<ChangeView<'e>>,
}

#[derive(Serialize)]
struct UpView<'e> {
    to: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    needed: Option<String>,
    complete_up_to: usize,
    none: bool,
    rests_on_others: bool,
    ways: Vec<WayView<'e>>,
}

#[derive(Serialize)]
pub(super) struct WayView<'e> {
    changes: Vec<ChangeView<'e>>,
    verdict: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<String>,
    relative_change: String,
}

#[derive(Serialize)]
struct SlackView<'e> {
    #[serde(flatten)]
    change: ChangeView<'e>,
    lost_at: DatumView<'e>,
    verdict: &'e str,
}

/// Changes that would change the outcome that is explained.
pub(super) fn ways_view<'e>(
    explanation: &'e Explanation,
    ways: &'e Ways,
    lang: Lang,
) -> WaysView<'e> {
    let record = explanation.decision.record.as_str();
    let changes = |all: &'e [Change]| all.iter().map(|one| change(one, record)).collect();
    let margin = |margin: &'e Margin| MarginView {
        criterion: &margin.criterion,
        row: margin.row.as_ref().map(clause),
        points: plain(&margin.points),
        changes: changes(&margin.changes),
    };
    let removal = |removal: &'e Removal| RemovalView {
        text: &removal.text,
        clause: clause(&removal.clause),
        changes: changes(&removal.changes),
    };
    let way = |way: &'e Way| way_view(way, record);
    let slack = |slack: &'e Slack| SlackView {
        change: change(&slack.change, record),
        lost_at: DatumView(&slack.lost_at),
        verdict: &slack.result,
    };
    let up = |to: &'e Arc<str>| UpView {
        to,
        needed: ways.needed.as_ref().map(plain),
        complete_up_to: ways.complete_up_to,
        none: ways.none,
        rests_on_others: ways.rests_on_others,
        ways: ways.ways.iter().map(way).collect(),
    };
    WaysView {
        brief: explanation.brief(lang),
        margins: ways.margins.iter().map(margin).collect(),
        reason_margins: ways.reasons.iter().map(removal).collect(),
        ways_up: ways.to.as_ref().map(up),
        may_lose: ways.may_lose.iter().map(slack).collect(),
        sufficient: ways.sufficient.as_ref().map(sufficient),
        questions: ways.questions.iter().map(question).collect(),
        ask: &ways.ask,
        fixed: &ways.fixed,
    }
}

pub(super) fn way_view<'e>(way: &'e Way, record: &'e str) -> WayView<'e> {
    WayView {
        changes: way.changes.iter().map(|one| change(one, record)).collect(),
        verdict: &way.result,
        points: way.points.as_ref().map(plain),
        relative_change: plain(&way.relative_change),
    }
}

fn sufficient(sufficient: &Sufficient) -> SufficientView<'_> {
    SufficientView {
        fields: &sufficient.fields,
        verdict: &sufficient.result,
        is_all: sufficient.is_all,
        is_fewest: sufficient.is_fewest,
    }
}

fn question(question: &Question) -> QuestionView<'_> {
    QuestionView {
        field: &question.field,
        criteria: &question.criteria,
        reasons: &question.reasons,
        settles_at: question.turns.iter().map(turn).collect(),
    }
}

fn turn(turn: &Turn) -> TurnView<'_> {
    TurnView {
        from: turn.from.as_ref().map(DatumView),
        to: turn.to.as_ref().map(DatumView),
        verdict: turn.result.as_deref(),
    }
}

pub(super) fn change<'e>(change: &'e Change, record: &'e str) -> ChangeView<'e> {
    ChangeView {
        record,
        field: &change.field,
        from: DatumView(&change.from),
        to: DatumView(&change.to),
        until: change.until.as_ref().map(DatumView),
    }
}
