//! Regions of records in words: `số phiên từ 3 đến dưới 5 và nợ quá hạn trên 0 đ`.

use super::{Message, say};

/// Values between two ends, of which one may not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The least, and whether it is itself within.
    pub lower: Option<(Message, bool)>,
    /// The greatest, and whether it is itself within.
    pub upper: Option<(Message, bool)>,
}

/// Values that a quantity may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// One of these values by their names.
    Named(Vec<Message>),
    /// None of these values.
    Other(Vec<Message>),
    /// Values between ends, of numbers or of days.
    Between(Vec<Stretch>),
    /// Any value at all.
    Any,
    /// No value: it is missing.
    None,
}

/// Quantity with the values that it has in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Name of the quantity, or its formula.
    pub name: Message,
    /// Values of the quantity there.
    pub values: Values,
    /// `true` if it may be missing as well.
    pub or_missing: bool,
    /// `true` of days.
    pub is_day: bool,
}

/// So many boxes of a region are told.
const MOST_BOXES: usize = 4;

/// So many values are listed.
const MOST_VALUES: usize = 8;

/// A region in words: boxes, each by what it bounds.
pub fn region(boxes: &[Vec<Bound>]) -> Message {
    let (told, left) = boxes.split_at(boxes.len().min(MOST_BOXES));
    let whole = |bounds: &Vec<Bound>| match bounds.as_slice() {
        [] => say!("mọi bản ghi", "every record"),
        bounds => joined(bounds.iter().map(bound), (" và ", " and ")),
    };
    let told = Message::together(&told.iter().map(whole).collect::<Vec<Message>>());
    match left.len() {
        0 => told,
        more => Message {
            vi: format!("{} … và {more} khoảng nữa", told.vi),
            en: format!("{} … and {more} more", told.en),
        },
    }
}

fn bound(bound: &Bound) -> Message {
    let values = match &bound.values {
        Values::Named(names) => listed(names),
        Values::Other(names) => {
            let names = listed(names);
            around(&names, "khác {}", "other than {}")
        }
        Values::Between(stretches) => {
            joined(stretches.iter().map(|one| stretch(one, bound.is_day)), (" hoặc ", " or "))
        }
        Values::Any => say!("không thiếu", "not missing"),
        Values::None => say!("thiếu", "missing"),
    };
    let values = match bound.or_missing {
        true => around(&values, "{} hoặc thiếu", "{} or missing"),
        false => values,
    };
    Message {
        vi: format!("{} {}", bound.name.vi, values.vi),
        en: format!("{} {}", bound.name.en, values.en),
    }
}

fn stretch(Stretch { lower, upper }: &Stretch, is_day: bool) -> Message {
    let both = |vi: &str, en: &str, message: &Message| around(message, vi, en);
    let (lower, upper) = match (lower, upper) {
        (Some((lower, true)), Some((upper, true))) if lower == upper => return lower.clone(),
        (Some((lower, true)), None) if is_day => return both("từ {} trở đi", "from {} on", lower),
        (Some((lower, true)), None) => return both("từ {} trở lên", "{} or more", lower),
        (Some((lower, false)), None) if is_day => return both("sau {}", "after {}", lower),
        (Some((lower, false)), None) => return both("trên {}", "above {}", lower),
        (None, Some((upper, true))) => return both("đến {}", "up to {}", upper),
        (None, Some((upper, false))) if is_day => return both("trước {}", "before {}", upper),
        (None, Some((upper, false))) => return both("dưới {}", "below {}", upper),
        (None, None) => return say!("bất kỳ", "of any size"),
        (Some(lower), Some(upper)) => (lower, upper),
    };
    let from = match lower {
        (lower, true) => both("từ {}", "from {}", lower),
        (lower, false) if is_day => both("sau {}", "after {}", lower),
        (lower, false) => both("trên {}", "above {}", lower),
    };
    let to = match upper {
        (upper, true) => both("đến {}", "up to {}", upper),
        (upper, false) if is_day => both("đến trước {}", "to before {}", upper),
        (upper, false) => both("đến dưới {}", "to below {}", upper),
    };
    Message { vi: format!("{} {}", from.vi, to.vi), en: format!("{} {}", from.en, to.en) }
}

/// Words around a message, which stands where `{}` does.
fn around(message: &Message, vi: &str, en: &str) -> Message {
    Message { vi: vi.replace("{}", &message.vi), en: en.replace("{}", &message.en) }
}

fn listed(names: &[Message]) -> Message {
    let (told, left) = names.split_at(names.len().min(MOST_VALUES));
    let told = joined(told.iter().cloned(), (", ", ", "));
    match left {
        [] => told,
        [_, ..] => Message { vi: format!("{}, …", told.vi), en: format!("{}, …", told.en) },
    }
}

fn joined(messages: impl Iterator<Item = Message>, (vi, en): (&str, &str)) -> Message {
    let all: Vec<Message> = messages.collect();
    let join =
        |pick: fn(&Message) -> &str, by: &str| all.iter().map(pick).collect::<Vec<&str>>().join(by);
    Message { vi: join(|one| &one.vi, vi), en: join(|one| &one.en, en) }
}
