//! The words of the calendar of deadlines.

use super::{Message, counted, say, words};
use crate::value::Lang;

words! {
    /// Headers and fixed words of the calendar.
    title: "Lịch" / "Calendar";
    day: "hạn" / "due";
    record_type: "loại bản ghi" / "record type";
    record: "bản ghi" / "record";
    asked_of: "cho" / "for";
    block: "việc" / "block";
    period: "kỳ" / "period";
    state: "tình trạng" / "state";
    done: "ngày làm" / "done";
    days_late: "số ngày chậm" / "days late";
    clause: "điều khoản" / "clause";
    basis: "căn cứ" / "basis";
    place: "dòng luật" / "rule";
    applies: "khi" / "if";
    met: "đã xong" / "done";
    late: "xong chậm" / "done late";
    overdue: "quá hạn" / "overdue";
    missed: "không đạt" / "not met";
    not_due: "chưa đến hạn" / "not due yet";
    open: "chưa rõ" / "not known";
}

/// The end of a calendar: how many of its lines have a day.
pub fn counts(dated: usize, undated: usize) -> Message {
    Message {
        vi: format!("{dated} hạn có ngày, {undated} hạn chưa có ngày"),
        en: format!("{} with a day, {undated} without", counted(dated, "deadline")),
    }
}

/// Records of which it is not known whether a block asks anything of them.
pub fn unknown(count: usize) -> Message {
    say!(
        "{count} lượt xét chưa rõ bản ghi có thuộc diện áp dụng hay không, hoặc có lỗi dữ liệu: các \
         hạn ấy chưa có trong lịch; chạy lệnh cham để biết thiếu gì",
        "{count} times it is not known whether a block applies to a record, or the record has a \
         data error: those deadlines are not in the calendar; the command grade says what is \
         missing",
        count = count
    )
}
