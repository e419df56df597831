//! The words of the half-year report.

use super::{Message, say, words};
use crate::value::Lang;

words! {
    /// The fixed words of the report.
    title: "Báo cáo kết quả" / "Report of results";
    as_of: "Số liệu đến ngày" / "Data as of";
    rules: "Bộ luật" / "Rules";
}

/// Blocks that apply to no record: they have no table.
pub fn without_records(blocks: &str) -> Message {
    say!(
        "Không có bản ghi nào thuộc diện áp dụng: {blocks}",
        "No record that these apply to: {blocks}",
        blocks = blocks
    )
}
