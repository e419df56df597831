//! What is said of rankings: in rules, codes E195 to E197, and of who comes before whom.

use super::{Diagnostic, Message, counted, say, words};
use crate::source::Span;
use crate::value::{Date, Lang};

/// E195: a ranking by something that is no number and no day.
pub fn not_ranked_by(span: Span, name: &str, found: &Message) -> Diagnostic {
    let headline = Message {
        vi: format!("xếp hạng theo số hoặc ngày của từng bản ghi, mà “{name}” là {}", found.vi),
        en: format!("ranks go by numbers or days of each record, and “{name}” is {}", found.en),
    };
    Diagnostic::error("E195", span, headline).help(say!(
        "xếp theo “tổng điểm”, hoặc theo một trường hay giá trị tính là số",
        "rank by “total points”, or by a field or derivation that is a number"
    ))
}

/// E195: a direction of which the first word is written alone, behind a value.
pub fn half_direction(span: Span, value: &str, half: &str, whole: &str) -> Diagnostic {
    let headline = say!(
        "sau “{value}” có “{half}”, chưa phải chiều xếp hạng",
        "after “{value}” there is “{half}”, which is no direction of a ranking"
    );
    let offer = say!("viết “{whole}”", "write “{whole}”");
    Diagnostic::error("E195", span, headline).help(offer).fix(span, format!("{value} {whole}"))
}

/// E195: targets that are told of all records together alone.
pub fn no_units(span: Span) -> Diagnostic {
    let headline = say!(
        "chỉ tiêu này chỉ tính cho toàn bộ, không có đơn vị nào để xếp hạng",
        "these targets are told of all records together, there are no units to rank"
    );
    Diagnostic::error("E195", span, headline).help(say!(
        "viết thêm đơn vị vào dòng “chỉ tiêu”, ví dụ “theo quận, toàn bộ”",
        "name the units in the line “targets”, such as “by district, total”"
    ))
}

/// E196: a ranking by one value twice.
pub fn ranked_twice(span: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::error(
        "E196",
        span,
        say!(
            "“{name}” đã có trong dòng xếp hạng, xét lần nữa cũng không phân được hơn kém",
            "“{name}” is in this ranking already and decides nothing a second time",
            name = name
        ),
    )
    .also(first, say!("đã ghi ở đây", "already written here"))
}

/// E197: a ranking by an indicator that the targets do not have.
pub fn no_indicator(span: Span, name: &str, near: Option<&str>, all: &str) -> Diagnostic {
    let headline = say!(
        "chỉ tiêu này không có chỉ số nào tên “{name}”",
        "these targets have no indicator “{name}”",
        name = name
    );
    let finding = Diagnostic::error("E197", span, headline);
    match near {
        Some(near) => finding.help(say!(
            "có phải ý bạn là “{near}”? Xếp hạng được theo: {all}",
            "did you mean “{near}”? Ranks can go by: {all}",
            near = near,
            all = all
        )),
        None => {
            finding.help(say!("xếp hạng được theo: {all}", "ranks can go by: {all}", all = all))
        }
    }
}

words! {
    /// Headers and fixed words of a ranking.
    rank: "hạng" / "rank";
    notes: "ghi chú" / "notes";
    tied: "đồng hạng" / "tied";
    why: "vì sao chưa xếp hạng" / "why not ranked";
    rank_before: "hạng tháng trước" / "rank last month";
    result: "kết quả" / "result";
}

/// Heading of a ranking, by what, and of which month.
pub fn heading(block: &str, by: &str, month: Option<Date>) -> Message {
    let month = month.map(super::months::short_month);
    let (vi, en) = match month {
        Some(month) => (format!(" tháng {month}"), format!(" in {month}")),
        None => (String::new(), String::new()),
    };
    Message {
        vi: format!("{block}: xếp hạng{vi} theo {by}"),
        en: format!("{block}: ranking{en} by {by}"),
    }
}

/// `tổng điểm giảm dần`
pub fn in_order(name: &str, ascending: bool) -> Message {
    let (vi, en) =
        if ascending { ("tăng dần", "ascending") } else { ("giảm dần", "descending") };
    Message { vi: format!("{name} {vi}"), en: format!("{name} {en}") }
}

/// Name of the sheet of a ranking.
pub fn sheet(block: &str) -> Message {
    say!("Xếp hạng {block}", "Ranking {block}", block = block)
}

/// Name of the sheet of those that have no rank.
pub fn unranked(block: &str) -> Message {
    say!("Chưa xếp hạng {block}", "Not ranked {block}", block = block)
}

/// The ranks may still change, for some have none yet.
pub fn may_change(open: usize) -> Message {
    Message {
        vi: format!(
            "Còn {open} chưa xếp hạng được: khi đủ số liệu, hạng của các dòng trên có thể đổi"
        ),
        en: format!(
            "{} not ranked yet: with their data the ranks above may change",
            counted(open, "row")
        ),
    }
}

/// A value that is missing, by its name.
pub fn lacks(name: &str) -> Message {
    say!("thiếu {name}", "{name} is missing", name = name)
}

/// A value of an indicator of which only two ends are known.
pub fn open(name: &str, range: &str) -> Message {
    say!(
        "{name} chưa xác định, {range}",
        "{name} is not determined, {range}",
        name = name,
        range = range
    )
}

/// An indicator that has no value.
pub fn without_value(name: &str) -> Message {
    say!("{name} không có giá trị", "{name} has no value", name = name)
}

/// A unit without a record.
pub fn no_data() -> Message {
    say!("không có số liệu", "no data")
}

/// `Chưa xếp hạng Liên Chiểu: thiếu điểm tổ`: one that has no rank, with why.
pub fn not_ranked(name: &str, why: &Message) -> Message {
    Message {
        vi: format!("Chưa xếp hạng {name}: {}", why.vi),
        en: format!("Not ranked, {name}: {}", why.en),
    }
}
