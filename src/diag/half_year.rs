//! The words of the half-year report.

use super::timing::period;
use super::{Diagnostic, Message, Severity, say, words};
use crate::source::Span;
use crate::value::{Date, Grain, Lang, Period};

words! {
    /// The fixed words of the report.
    title: "Báo cáo kết quả" / "Report of results";
    as_of: "Số liệu đến ngày" / "Data as of";
    rules: "Bộ quy tắc" / "Rules";
    unit: "đơn vị" / "unit";
    annex: "Phụ lục" / "Annex";
    by_person: "Phần này do người viết báo cáo ghi." / "This part is for the author to write.";
}

/// A table of one month, which a day of it tells.
pub fn in_month(name: &str, day: Date) -> Message {
    let Message { vi, en } = period(Grain::Month, Period { from: day, to: day });
    Message { vi: format!("{name} ({vi})"), en: format!("{name} ({en})") }
}

/// A verdict and the number of months in which it was reached.
pub fn reached_in(verdict: &str, months: usize) -> Message {
    Message {
        vi: format!("{verdict} {months} tháng"),
        en: format!("{verdict} in {}", super::counted(months, "month")),
    }
}

/// A verdict and the months in which it was reached, by their last days.
pub fn reached_on(verdict: &str, last_days: &[Date]) -> Message {
    let months = last_days.iter().map(|day| format!("{}/{}", day.month(), day.year()));
    let months = months.collect::<Vec<_>>().join(", ");
    say!("{verdict}: tháng {months}", "{verdict}: {months}", verdict = verdict, months = months)
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
