//! What must be reviewed in a new pack, as JSON.

use crate::markup::visible_json;
use crate::rollover::Mark;
use serde::Serialize;

#[derive(Serialize)]
struct MarkView<'m> {
    file: &'m str,
    line: usize,
    what: &'m str,
    sentence: &'m str,
}

/// The marks of a new pack as a JSON array.
///
/// # Errors
/// None that a mark can cause; serde's own type is passed on.
pub fn marks(marks: &[Mark]) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&marks.iter().map(view).collect::<Vec<_>>()).map(visible_json)
}

fn view(mark: &Mark) -> MarkView<'_> {
    MarkView { file: &mark.file, line: mark.line, what: &mark.what, sentence: &mark.sentence }
}
