//! What would change an outcome, in words: better points, ways to a better result, how far a value
//! may go.

use super::{Message, say, words};
use crate::value::Lang;
use std::sync::Arc;

words! {
    /// The fixed words of what would change an outcome.
    better: "Muốn được kết quả tốt hơn" / "To get a better result";
    keeps: "Kết quả vẫn giữ nguyên khi chỉ một ô thay đổi như sau" / "The result stays while only one of these changes";
    or: "hoặc" / "or";
    none: "không có cách nào: đã xét hết mọi ô có thể thay đổi"
        / "there is no way: every field that may change was looked at";
    none_up_to_three: "không cách nào chỉ thay đổi từ một đến ba ô mà được"
        / "no change of one to three fields does it";
    all_of_three: "đã xét hết các cách thay đổi từ một đến ba ô"
        / "every way of one to three fields was looked at";
    all_of_two: "đã xét hết các cách thay đổi một hoặc hai ô; thay đổi ba ô thì có thể còn cách khác"
        / "every way of one or two fields was looked at; there may be others of three";
    all_of_one: "đã xét hết các cách thay đổi một ô; thay đổi nhiều ô cùng lúc thì có thể còn cách khác"
        / "every way of one field was looked at; there may be others of several";
    perhaps_others: "có thể còn cách khác" / "there may be other ways";
    others_not_looked_at: "chưa xét việc thêm, sửa các bản ghi khác mà kết quả dựa vào"
        / "changes of other records that the result rests on were not looked at";
    stays_open: "vẫn chưa xác định" / "still not determined";
    no_single_field: "không ô nào tự nó làm hết lý do này"
        / "no single field takes this reason away";
}

/// Way in which a value changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A number that grows.
    Up,
    /// A number that falls.
    Down,
    /// A day that comes later.
    Later,
    /// A day that comes earlier.
    Earlier,
    /// A value where there was none.
    Filled,
    /// Any other value instead.
    Else,
}

/// A change of a field: `by` how much, to which value instead of which.
pub fn change(field: &str, [from, to]: [&str; 2], by: Option<&str>, way: Move) -> Message {
    match (way, by) {
        (Move::Up, Some(by)) => {
            say!("{field} tăng {by}, thành {to}", "{field} up by {by}, to {to}")
        }
        (Move::Down, Some(by)) => {
            say!("{field} giảm {by}, còn {to}", "{field} down by {by}, to {to}")
        }
        (Move::Later, Some(by)) => {
            say!("{field} muộn hơn {by}, vào {to}", "{field} later by {by}, on {to}")
        }
        (Move::Earlier, Some(by)) => {
            say!("{field} sớm hơn {by}, vào {to}", "{field} earlier by {by}, on {to}")
        }
        (Move::Filled, _) => {
            say!("{field}: ghi {to} (đang thiếu)", "{field}: enter {to} (now missing)")
        }
        (Move::Up | Move::Down | Move::Later | Move::Earlier | Move::Else, _) => {
            say!("{field}: {to} thay cho {from}", "{field}: {to} instead of {from}")
        }
    }
}

/// End of a change beyond which it does not do the same any more, or that it is the only value.
pub fn until(last: &str, way: Move, is_only: bool) -> Message {
    if is_only {
        return say!(" (đúng {last})", " (exactly {last})");
    }
    match way {
        Move::Up => say!(" (không quá {last})", " (no more than {last})"),
        Move::Later => say!(" (không muộn hơn {last})", " (no later than {last})"),
        Move::Earlier => say!(" (không sớm hơn {last})", " (no earlier than {last})"),
        Move::Down | Move::Filled | Move::Else => {
            say!(" (không dưới {last})", " (no less than {last})")
        }
    }
}

/// Lead of a line about better points of a criterion.
pub fn more_points(points: &str) -> Message {
    say!("lên {points} điểm", "for {points} points")
}

/// Lead of a line about the end of a reason.
pub fn reason_gone() -> Message {
    say!("hết lý do này nếu", "this reason goes if")
}

/// Result that changes lead to.
pub fn leads_to(result: &str, points: Option<&str>) -> Message {
    match points {
        Some(points) => say!("{result}, {points} điểm", "{result}, {points} points"),
        None => say!("{result}", "{result}"),
    }
}

/// Ways that are not shown.
pub fn further(count: usize) -> Message {
    let others = super::counted(count, "other way");
    say!("và {count} cách khác", "and {others}")
}

/// Room that a value has: `by` how much, to which value; past it the result is another one.
pub fn slack(field: &str, by: &str, to: &str, way: Move, result: &str) -> Message {
    match way {
        Move::Up => say!(
            "{field} tăng không quá {by} (đến {to}); hơn nữa thì thành {result}",
            "{field} grows by at most {by} (to {to}); beyond it is {result}"
        ),
        Move::Later => say!(
            "{field} muộn hơn không quá {by} (đến {to}); hơn nữa thì thành {result}",
            "{field} is later by at most {by} ({to}); beyond it is {result}"
        ),
        Move::Earlier => say!(
            "{field} sớm hơn không quá {by} ({to}); hơn nữa thì thành {result}",
            "{field} is earlier by at most {by} ({to}); beyond it is {result}"
        ),
        Move::Down | Move::Filled | Move::Else => say!(
            "{field} giảm không quá {by} (còn {to}); hơn nữa thì thành {result}",
            "{field} falls by at most {by} (to {to}); beyond it is {result}"
        ),
    }
}

/// A value that may not go any further.
pub fn no_slack(field: &str, way: Move, result: &str) -> Message {
    match way {
        Move::Up => say!(
            "{field} không tăng thêm; hễ tăng là thành {result}",
            "{field} does not grow; any more and it is {result}"
        ),
        Move::Later => say!(
            "{field} không muộn hơn; hễ muộn hơn là thành {result}",
            "{field} is not later; any later and it is {result}"
        ),
        Move::Earlier => say!(
            "{field} không sớm hơn; hễ sớm hơn là thành {result}",
            "{field} is not earlier; any earlier and it is {result}"
        ),
        Move::Down | Move::Filled | Move::Else => say!(
            "{field} không giảm đi; hễ giảm là thành {result}",
            "{field} does not fall; any less and it is {result}"
        ),
    }
}

/// Fields with which a result stays, whatever the others hold.
pub fn stays(fields: &[Arc<str>], result: &str, rests_on_others: bool) -> Message {
    let all = named(fields);
    let others = if rests_on_others {
        say!(" (các bản ghi liên quan vẫn như hiện có)", " (other records as they are)")
    } else {
        say!("", "")
    };
    let (vi_others, en_others) = (others.vi, others.en);
    if fields.is_empty() {
        return say!(
            "Các ô ra sao thì kết quả vẫn là {result}{vi_others}",
            "Whatever the fields hold, the result is {result}{en_others}"
        );
    }
    let (vi, en) = (all.vi, all.en);
    say!(
        "Giữ nguyên {vi} thì vẫn {result}, dù các ô khác ra sao{vi_others}",
        "With {en} as now it stays {result}, whatever the other fields hold{en_others}"
    )
}

/// Fields to ask for in turn, until a result is settled.
pub fn ask(fields: &[Arc<str>]) -> Message {
    let join = |then: &str| fields.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(then);
    let (vi, en) = (join(", rồi "), join(", then "));
    match fields {
        [_] => say!(
            "chỉ cần hỏi {vi}: trả lời thế nào cũng có kết quả",
            "it is enough to ask for {en}: any answer settles it"
        ),
        _ => say!(
            "hỏi {vi}, đến khi có kết quả; không cần hỏi ô nào khác",
            "ask for {en}, until it is settled; no other field is needed"
        ),
    }
}

/// A missing field, and the criteria or reasons that are open without it.
pub fn asked_for(field: &str, criteria: &[Arc<str>], reasons: &[Arc<str>]) -> Message {
    if !criteria.is_empty() {
        let Message { vi, en } = named(criteria);
        let criteria = if criteria.len() == 1 { "criterion" } else { "criteria" };
        return say!("{field} (để chấm tiêu chí {vi})", "{field} (for {criteria} {en})");
    }
    if reasons.is_empty() {
        return say!("{field}", "{field}");
    }
    let all =
        reasons.iter().map(|reason| format!("“{reason}”")).collect::<Vec<String>>().join(", ");
    say!("{field} (để xét {all})", "{field} (for {all})")
}

fn named(fields: &[Arc<str>]) -> Message {
    let join = |and: &str| match fields.split_last() {
        Some((last, [])) => last.to_string(),
        Some((last, rest)) => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{}{and}{last}", rest.join(", "))
        }
        None => String::new(),
    };
    Message { vi: join(" và "), en: join(" and ") }
}

/// Joins changes that go together.
pub fn together(changes: &[String], lang: Lang) -> String {
    changes.join(match lang {
        Lang::Vi => " và ",
        Lang::En => " and ",
    })
}

/// A grade with its points, as the beginning of a sentence.
pub fn graded(grade: Option<&str>, points: Option<&[String; 2]>) -> Message {
    match (grade, points) {
        (Some(grade), Some([own, most])) => say!(
            "xếp loại {grade}, được {own}/{most} điểm",
            "graded {grade} with {own} of {most} points"
        ),
        (Some(grade), None) => say!("xếp loại {grade}", "graded {grade}"),
        (None, Some([own, most])) => {
            say!("được {own}/{most} điểm", "{own} of {most} points")
        }
        (None, None) => say!("chưa xếp loại", "not graded"),
    }
}

/// A verdict as the beginning of a sentence.
pub fn verdict(verdict: &str) -> Message {
    say!("{verdict}", "{verdict}")
}

/// A result with the reasons against it.
pub fn because(result: &str, reasons: &[&str]) -> Message {
    if reasons.is_empty() {
        return say!("{result}", "{result}");
    }
    let all = reasons.join("; ");
    say!("{result}, lý do: {all}", "{result}, reasons: {all}")
}

/// A record that lacks values.
pub fn undetermined(missing: &str) -> Message {
    if missing.is_empty() {
        return say!("chưa xác định", "not determined");
    }
    say!("chưa xác định, còn thiếu: {missing}", "not determined, missing: {missing}")
}

/// A record with data errors.
pub fn data_error(errors: &str) -> Message {
    if errors.is_empty() {
        return say!("số liệu có lỗi", "a data error");
    }
    say!("số liệu có lỗi: {errors}", "a data error: {errors}")
}

/// A record that a block does not apply to.
pub fn not_applicable() -> Message {
    say!("không thuộc diện xét", "does not apply")
}

/// Points from which a grade is given.
pub fn needs(grade: &str, points: &str) -> Message {
    say!("{grade} cần từ {points} điểm", "{grade} takes {points} points")
}

/// Changes, and the result that they lead to.
pub fn would(changes: &str, result: &str) -> Message {
    say!("{changes} thì {result}", "{changes}, and it is {result}")
}

/// Values from one to another, each included; of any value where there is no end.
pub fn stretch(from: Option<&str>, to: Option<&str>) -> Message {
    match (from, to) {
        (Some(from), Some(to)) if from == to => say!("{from}", "{from}"),
        (Some(from), Some(to)) => say!("từ {from} đến {to}", "from {from} to {to}"),
        (Some(from), None) => say!("từ {from} trở lên", "from {from} on"),
        (None, Some(to)) => say!("đến {to}", "up to {to}"),
        (None, None) => say!("giá trị nào cũng", "any value"),
    }
}
