//! The words of the half-year report.

use super::{Diagnostic, Message, Severity, say, words};
use crate::source::Span;
use crate::value::Lang;

words! {
    /// The fixed words of the report.
    title: "Báo cáo kết quả" / "Report of results";
    as_of: "Số liệu đến ngày" / "Data as of";
    rules: "Bộ quy tắc" / "Rules";
    unit: "đơn vị" / "unit";
    annex: "Phụ lục" / "Annex";
    by_person: "Phần này do người viết báo cáo ghi." / "This part is for the author to write.";
}

/// Blocks that apply to no record: they have no table.
pub fn without_records(blocks: &str) -> Message {
    say!(
        "Không có bản ghi nào thuộc diện áp dụng: {blocks}",
        "No record that these apply to: {blocks}",
        blocks = blocks
    )
}

/// W039: a part of the report names a block that the rules do not have.
pub fn unknown_block(span: Option<Span>, name: &str, near: Option<&str>) -> Diagnostic {
    let message = match near {
        Some(near) => say!(
            "phần báo cáo kể tên “{name}”, nhưng bộ quy tắc không có bảng điểm, điều kiện, kiểm tra \
             hay chỉ tiêu nào tên ấy, nên báo cáo bỏ qua; có phải “{near}”?",
            "a part of the report names “{name}”, but the rules have no block and no targets of \
             that name, so the report leaves it out; did you mean “{near}”?",
            name = name,
            near = near
        ),
        None => say!(
            "phần báo cáo kể tên “{name}”, nhưng bộ quy tắc không có bảng điểm, điều kiện, kiểm tra \
             hay chỉ tiêu nào tên ấy, nên báo cáo bỏ qua",
            "a part of the report names “{name}”, but the rules have no block and no targets of \
             that name, so the report leaves it out",
            name = name
        ),
    };
    match span {
        Some(span) => Diagnostic::warning("W039", span, message),
        None => Diagnostic { severity: Severity::Warning, ..Diagnostic::general("W039", message) },
    }
}
