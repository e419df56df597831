//! What is said of points that one grain of a field moves by much; code W520.

use super::{Diagnostic, Message, say};
use crate::source::Span;

/// Code of steps of points, which are looked for where that is asked.
pub(crate) const CODE: &str = "W520";

/// A record beside a step, in words.
pub struct Side {
    /// Row that gives the points there.
    pub row: Option<Span>,
    /// Value of the field that differs.
    pub value: Message,
    /// Points of the criterion.
    pub points: Message,
    /// Further values that the record has, and gets.
    pub rest: Vec<Message>,
    /// `true` if the field is a day.
    pub is_day: bool,
}

/// Records of the data that stand beside a step, and those that were looked at.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// Number of records beside it.
    pub count: usize,
    /// Number of all records of the type.
    pub all: usize,
}

/// W520: a step between two rows, along a field.
pub fn cliff(
    head: Span,
    name: &Message,
    field: &str,
    [before, behind]: [&Side; 2],
    falls: bool,
    beside: Option<Beside>,
) -> Diagnostic {
    let told = if falls { "còn" } else { "lên" };
    let to = if behind.is_day { "sang" } else { "lên" };
    let mut headline = Message {
        vi: format!(
            "“{}”: {field} từ {} {to} {} thì từ {} {told} {}",
            name.vi, before.value.vi, behind.value.vi, before.points.vi, behind.points.vi
        ),
        en: format!(
            "“{}”: {field} from {} to {} takes it from {} to {}",
            name.en, before.value.en, behind.value.en, before.points.en, behind.points.en
        ),
    };
    if let Some(Beside { count, all }) = beside {
        headline.vi += &format!("; {count} trong {all} bản ghi đứng cạnh mốc này");
        headline.en += &format!("; {count} of {all} records stand beside it");
    }
    let found = Diagnostic::warning(CODE, behind.row.unwrap_or(head), headline);
    let found = found.remark(side(behind));
    let found = match before.row.filter(|row| Some(*row) != behind.row) {
        Some(row) => found.also(row, side(before)),
        None => found,
    };
    found.help(say!(
        "nếu một mốc không nên đổi nhiều điểm như vậy thì thêm bậc ở giữa, hoặc cho điểm theo tỷ lệ; \
         nếu cố ý thì ghi “bỏ qua W520: \"…\"”",
        "where one bound should not move so many points, put rows between, or give points in \
         proportion; where it is meant, write “allow W520: \"…\"”"
    ))
}

/// What a record beside a step has and gets.
fn side(side: &Side) -> Message {
    let all = |pick: fn(&Message) -> &str| {
        let rest = side.rest.iter().map(pick);
        [pick(&side.points)].into_iter().chain(rest).collect::<Vec<_>>().join(", ")
    };
    Message { vi: all(|one| &one.vi), en: all(|one| &one.en) }
}

/// W520: a criterion of which it could not be told whether it has such steps.
pub fn undecided(head: Span, name: &Message) -> Diagnostic {
    let headline = Message {
        vi: format!("chưa kết luận được điểm của “{}” có bậc nhảy quá mức ấy không", name.vi),
        en: format!("it could not be told whether the points of “{}” have such a step", name.en),
    };
    Diagnostic::warning(CODE, head, headline).help(say!(
        "chỗ này dựa vào tích của hai trường, hàm, hay giá trị lấy từ nhiều bản ghi, hoặc có quá nhiều \
         dòng; tự xem lại rồi ghi “bỏ qua W520: \"…\"”",
        "it rests on a product of two fields, a function, or a value taken from many records, or has \
         too many rows; look at it yourself and write “allow W520: \"…\"”"
    ))
}

/// A side's total, which is told of a scorecard.
pub fn total(points: &Message) -> Message {
    let Message { vi, en } = points;
    Message { vi: format!("tổng {vi}"), en: format!("total {en}") }
}

/// The distance at which a record of the data stands beside a step.
pub fn beside_means() -> Message {
    say!(
        "Đứng cạnh mốc: chỉ một trường đổi không quá 1% (ít nhất một bước của trường; ngày thì 3 ngày) là \
         sang bên kia.",
        "Beside a step: a change of one field by at most 1% (at least a grain of it; of a day 3 days) \
         leads over."
    )
}

/// A height of steps that is no number of points.
pub fn no_height(text: &str) -> Message {
    say!(
        "“{text}” không phải số điểm; viết như 10 hoặc 2,5",
        "“{text}” is no number of points; write 10 or 2.5",
        text = text
    )
}
