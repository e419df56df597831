//! What `fmt` says of the files it formats.

use super::{Message, counted, say};

/// A file that was written anew.
pub fn written(path: &str) -> Message {
    say!("đã định dạng {path}", "formatted {path}", path = path)
}

/// Lines of a difference that are not shown.
pub fn more_lines(count: usize) -> Message {
    Message {
        vi: format!("… và {count} dòng nữa"),
        en: format!("… and {} more", counted(count, "line")),
    }
}

/// Number of files that were, or would be, written anew, that had nothing to change, and that have
/// mistakes.
pub fn formatted(changed: usize, same: usize, refused: usize, check: bool) -> Message {
    let (vi, en) = if check {
        ("phải định dạng lại", "to be formatted")
    } else {
        ("đã định dạng", "formatted")
    };
    let (mut vi, mut en) = (
        format!("{changed} tệp {vi}, {same} tệp không phải sửa"),
        format!("{} {en}, {same} unchanged", counted(changed, "file")),
    );
    if refused > 0 {
        vi += &format!(", {refused} tệp có lỗi nên để nguyên");
        en += &format!(", {} with mistakes not touched", counted(refused, "file"));
    }
    Message { vi, en }
}
