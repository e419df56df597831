//! Words for the records that a change of the rules decides otherwise.

use super::{Message, counted};

/// Difference that a change makes to some records.
#[derive(Clone, Debug)]
pub enum Effect {
    /// A row gives another value.
    Other(Message),
    /// No row takes them any more; one gave this value.
    NoRow(Message),
    /// A row gives them this value, where none took them.
    Row(Message),
    /// A row of those that each count gives this now, or no longer.
    Counted(Message, bool),
    /// A formula gives another value.
    AnotherValue,
    /// A record is a data error now, or no longer.
    Refused(bool),
    /// A block applies to them now, or no longer.
    Applies(bool),
    /// A requirement is met now, or no longer.
    Met(bool),
    /// A cap strikes now, or no longer.
    Capped(bool),
    /// A clause covers them now, or no longer.
    Covered(bool),
}

/// Difference for some records, in words.
pub fn effect(effect: &Effect) -> Message {
    match effect {
        Effect::Other(step) => step.clone(),
        Effect::NoRow(was) => Message {
            vi: format!("trước {}, nay không dòng nào đúng", was.vi),
            en: format!("no row holds now (was {})", was.en),
        },
        Effect::Row(is) => Message {
            vi: format!("nay {}, trước không dòng nào đúng", is.vi),
            en: format!("{} (no row held before)", is.en),
        },
        Effect::Counted(what, true) => Message {
            vi: format!("nay có thêm {}", what.vi),
            en: format!("{} more now", what.en),
        },
        Effect::Counted(what, false) => Message {
            vi: format!("nay không còn {}", what.vi),
            en: format!("{} no longer", what.en),
        },
        Effect::AnotherValue => Message::from(("nay ra giá trị khác", "another value now")),
        Effect::Refused(true) => Message::from(("nay là lỗi dữ liệu", "a data error now")),
        Effect::Refused(false) => Message::from(("nay được nhận", "accepted now")),
        Effect::Applies(true) => Message::from(("nay được xét", "applies now")),
        Effect::Applies(false) => Message::from(("nay không xét nữa", "no longer applies")),
        Effect::Met(true) => Message::from(("nay đạt", "met now")),
        Effect::Met(false) => Message::from(("nay không đạt", "no longer met")),
        Effect::Capped(true) => Message::from(("nay bị chặn", "capped now")),
        Effect::Capped(false) => Message::from(("nay không bị chặn nữa", "no longer capped")),
        Effect::Covered(true) => Message::from(("nay thuộc điều này", "covered now")),
        Effect::Covered(false) => {
            Message::from(("nay không thuộc điều này nữa", "no longer covered"))
        }
    }
}

/// Records that come out otherwise, with what becomes of them, and the line that decides it.
pub fn region(part: Option<&Message>, records: &Message, change: &Message) -> Message {
    let (vi, en) = part.map_or((String::new(), String::new()), |part| {
        (format!("{}: ", part.vi), format!("{}: ", part.en))
    });
    Message {
        vi: format!("{vi}{}: {}", records.vi, change.vi),
        en: format!("{en}{}: {}", records.en, change.en),
    }
}

/// A criterion by its number.
pub fn criterion(label: &str) -> Message {
    Message { vi: format!("tiêu chí {label}"), en: format!("criterion {label}") }
}

/// Number of regions that are not listed on the screen.
pub fn more(count: usize) -> Message {
    let en = counted(count, "more case");
    Message {
        vi: format!("và {count} trường hợp nữa (xem đủ bằng --dang json)"),
        en: format!("and {en} (all of them with --format json)"),
    }
}

/// Fields that one pack alone has, in a comparison over what both share.
pub fn assumed(names: &[&str], is_new: bool) -> Message {
    let names = |open: &str, close: &str| {
        names.iter().map(|name| format!("{open}{name}{close}")).collect::<Vec<_>>().join(", ")
    };
    let (has_vi, other_vi) = if is_new { ("mới", "cũ") } else { ("cũ", "mới") };
    let (has_en, other_en) = if is_new { ("new", "old") } else { ("old", "new") };
    Message {
        vi: format!(
            "{} chỉ bộ {has_vi} khai: so như bộ {other_vi} cũng có mà không đọc",
            names("“", "”")
        ),
        en: format!(
            "{}: declared by the {has_en} pack alone, compared as if the {other_en} one had it too \
             and did not read it",
            names("“", "”")
        ),
    }
}
