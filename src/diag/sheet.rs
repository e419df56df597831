//! The words of result tables and of the counts below them.

use super::{Message, say, words};
use crate::value::Lang;

words! {
    /// Headers and fixed cells of a result table.
    row: "dòng" / "row";
    grade: "xếp loại" / "grade";
    total: "tổng điểm" / "total points";
    criterion: "tiêu chí" / "criterion";
    notes: "ghi chú" / "notes";
    verdict: "kết luận" / "verdict";
    reasons: "lý do" / "reasons";
    undetermined: "chưa xác định" / "undetermined";
    data_error: "lỗi dữ liệu" / "data error";
    not_applicable: "không áp dụng" / "not applicable";
    decided: "có kết quả" / "decided";
    records: "bản ghi" / "records";
    no_unit: "chưa rõ đơn vị" / "unit not known";
    whole: "Toàn bộ" / "Total";
    pack: "bộ quy tắc" / "pack";
    as_of: "ngày xét" / "as-of date";
    yes: "có" / "yes";
    no: "không" / "no";
}

/// Name of the list of the records that a block does not find as they should be.
pub fn listed(block: &str) -> Message {
    say!("Danh sách {block}", "List of {block}", block = block)
}

/// Header of a total over a unit.
pub fn total_of(name: &str) -> Message {
    say!("tổng {name}", "total {name}", name = name)
}

/// A total of records some of which lack the value.
pub fn total_without(sum: &str, missing: u64) -> Message {
    Message {
        vi: format!("{sum}, chưa kể {missing} bản ghi thiếu"),
        en: format!("{sum}, without {} that lack it", super::counted(missing, "record")),
    }
}

impl Words {
    /// `có` or `không`.
    pub fn yes_no(&self, value: bool) -> &'static str {
        if value { self.yes } else { self.no }
    }
}
