//! Duties of a calendar as JSON.

use super::grounds::{GroundsView, grounds};
use super::{ClauseView, Values, clause, iso};
use crate::calendar::Entry;
use crate::markup::visible_json;
use crate::value::Lang;
use serde::Serialize;
use std::sync::Arc;

/// An entry of a calendar as one JSON object on one line.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn calendar_line(entry: &Entry, lang: Lang) -> Result<String, serde_json::Error> {
    serde_json::to_string(&view(entry, lang)).map(visible_json)
}

#[derive(Serialize)]
struct EntryView<'e> {
    day: Option<String>,
    when: &'e str,
    r#type: &'e str,
    record: Option<&'e str>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'e>,
    block: &'e str,
    title: Option<&'e str>,
    applies_if: &'e [Arc<str>],
    period: Option<&'e str>,
    state: Option<&'static str>,
    done: Option<String>,
    days_late: Option<i64>,
    reason: &'e str,
    clause: ClauseView<'e>,
    basis: GroundsView<'e>,
    pack: &'e str,
    as_of: Option<String>,
}

fn view(entry: &Entry, lang: Lang) -> EntryView<'_> {
    let duty = &entry.duty;
    let record = entry.record.as_ref();
    EntryView {
        day: duty.day.map(iso),
        when: &duty.when,
        r#type: &duty.record_type,
        record: record.map(|record| record.key.as_str()),
        shown: Values(record.map_or(&[][..], |record| record.shown.as_slice())),
        block: &duty.block,
        title: duty.title.as_deref(),
        applies_if: &duty.guards,
        period: duty.period.as_ref().map(|period| period.get(lang)),
        state: duty.state.map(crate::explain::DutyState::code),
        done: duty.done.map(iso),
        days_late: duty.days_late,
        reason: &duty.reason,
        clause: clause(&duty.clause),
        basis: grounds(&duty.grounds),
        pack: &entry.pack,
        as_of: entry.as_of.map(iso),
    }
}
