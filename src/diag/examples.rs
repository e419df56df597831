//! What is said of worked examples that do not come out.

use super::{Diagnostic, Message, say};
use crate::source::Span;
use std::sync::Arc;

/// So many examples are shown where they stand.
const MOST_SHOWN: usize = 10;

/// W034: examples of a block that the rules do not have, the first of them and the others.
pub fn left_out(block: &str, first: Span, others: &[Span], nearest: Option<&str>) -> Diagnostic {
    let headline = of_no_block(1 + others.len(), block);
    let found = Diagnostic::warning("W034", first, headline);
    let shown = others.iter().take(MOST_SHOWN - 1);
    let found = shown.fold(found, |found, place| found.also(*place, say!("cũng vậy", "here too")));
    let found = match nearest.filter(|_| others.is_empty()) {
        Some(near) => found.fix(first, near),
        None => found,
    };
    match nearest {
        Some(near) => found.help(say!(
            "nếu khối đã đổi tên thì ghi tên mới (có phải “{near}”?); nếu đã bỏ thì xóa các ví dụ \
             này",
            "if the block was renamed, write its new name (did you mean “{near}”?); if it is \
             gone, delete these examples",
            near = near
        )),
        None => found.help(say!(
            "nếu khối đã đổi tên thì ghi tên mới; nếu đã bỏ thì xóa các ví dụ này",
            "if the block was renamed, write its new name; if it is gone, delete these examples"
        )),
    }
}

/// So many examples of a block that the rules do not have.
pub fn of_no_block(count: usize, block: &str) -> Message {
    let examples = if count == 1 { "example is" } else { "examples are" };
    Message {
        vi: format!("không thử {count} ví dụ của “{block}”: trong luật không có khối này"),
        en: format!("{count} {examples} of “{block}”, which is no block of these rules: not run"),
    }
}

/// A condition that depends on a missing value.
pub fn open() -> Message {
    say!("chưa xác định: còn thiếu giá trị", "undetermined: values are missing")
}

/// A condition that is false.
pub fn does_not_hold() -> Message {
    say!("không đúng", "does not hold")
}

/// Another value than the one expected.
pub fn came_out(shown: &str) -> Message {
    say!("được {shown}", "found {shown}")
}

/// The record of the example is a data error.
pub fn data_error(told: Option<Message>) -> Message {
    match told {
        Some(told) => Message {
            vi: format!("lỗi dữ liệu: {}", told.vi),
            en: format!("data error: {}", told.en),
        },
        None => say!("lỗi dữ liệu", "data error"),
    }
}

/// The example needs an as-of date, which neither it nor the run gives.
pub fn no_as_of() -> Message {
    say!(
        "cần ngày xét: thêm “ngày xét = 30/06/2023” vào dòng “cho” của ví dụ, hoặc chạy với \
         --ngay 30/06/2023",
        "the as-of date is needed: add “as-of date = 30/06/2023” to the example's “given” line, \
         or run with --date 30/06/2023"
    )
}

/// The block does not apply to the record of the example.
pub fn not_applicable() -> Message {
    say!("không áp dụng", "does not apply")
}

/// Another grade or verdict.
pub fn verdict(verdict: Option<&str>, range: Option<&(Arc<str>, Arc<str>)>) -> Message {
    match (verdict, range) {
        (Some(verdict), _) => say!("được “{verdict}”", "found “{verdict}”", verdict = verdict),
        (None, Some((low, high))) => {
            say!(
                "chưa xác định, từ “{low}” đến “{high}”",
                "undetermined, from “{low}” to “{high}”",
                low = low,
                high = high
            )
        }
        (None, None) => say!("chưa xác định", "undetermined"),
    }
}

/// The reasons that were given instead.
pub fn reasons(all: &[&str]) -> Message {
    if all.is_empty() {
        return say!("không có lý do nào", "no reason was given");
    }
    let all = all.iter().map(|reason| format!("“{reason}”")).collect::<Vec<_>>().join(", ");
    say!("các lý do: {all}", "the reasons: {all}", all = all)
}
