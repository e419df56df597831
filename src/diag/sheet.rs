//! The words of result tables and of the counts below them.

use super::words;
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
    pack: "bộ luật" / "pack";
    as_of: "ngày xét" / "as-of date";
    yes: "có" / "yes";
    no: "không" / "no";
}

impl Words {
    /// `có` or `không`.
    pub fn yes_no(&self, value: bool) -> &'static str {
        if value { self.yes } else { self.no }
    }
}
