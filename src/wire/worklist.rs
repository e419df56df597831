//! The work that lifts results as JSON.

use super::ways::{WayView, way_view};
use super::{Values, plain};
use crate::markup::visible_json;
use crate::worklist::Task;
use serde::Serialize;

/// A record that could do better as one JSON object on one line.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn worklist_line(task: &Task) -> Result<String, serde_json::Error> {
    let view = TaskView {
        record: &task.record,
        r#type: &task.record_type,
        shown: Values(&task.shown),
        block: &task.block,
        verdict: &task.result,
        points: task.points.as_ref().map(plain),
        way: way_view(&task.way, &task.record),
    };
    serde_json::to_string(&view).map(visible_json)
}

#[derive(Serialize)]
struct TaskView<'e> {
    record: &'e str,
    r#type: &'e str,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'e>,
    block: &'e str,
    verdict: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<String>,
    way: WayView<'e>,
}
