//! What is said of outcomes that one grain of a field moves by much; code W520.

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
    let takes = Message {
        vi: format!("từ {} {told} {}", before.points.vi, behind.points.vi),
        en: format!("it from {} to {}", before.points.en, behind.points.en),
    };
    let values = [&before.value, &behind.value];
    let headline = headline(name, field, (values, behind.is_day), &takes, beside);
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

/// The step along a field, with what it takes from where to where.
fn headline(
    name: &Message,
    field: &str,
    ([before, behind], is_day): ([&Message; 2], bool),
    takes: &Message,
    beside: Option<Beside>,
) -> Message {
    let to = if is_day { "sang" } else { "lên" };
    let mut headline = Message {
        vi: format!("“{}”: {field} từ {} {to} {} thì {}", name.vi, before.vi, behind.vi, takes.vi),
        en: format!(
            "“{}”: {field} from {} to {} takes {}",
            name.en, before.en, behind.en, takes.en
        ),
    };
    if let Some(Beside { count, all }) = beside {
        headline.vi += &format!("; {count} trong {all} bản ghi đứng cạnh mốc này");
        headline.en += &format!("; {count} of {all} records stand beside it");
    }
    headline
}

/// Outcome of a scorecard that makes a step.
#[derive(Clone, Copy)]
pub enum Outcome {
    /// Total of its criteria.
    Total,
    /// Grade of the total.
    Grade,
}

/// A step of the outcome of a scorecard, in words.
pub struct Leap<'l> {
    /// Place and name of the scorecard.
    pub scorecard: (Span, &'l Message),
    /// Outcome that makes the step.
    pub outcome: Outcome,
    /// The outcome on both sides, and `true` if the second is the worse.
    pub results: ([Message; 2], bool),
    /// Name of the field that differs.
    pub field: &'l str,
    /// Value of it on both sides, and `true` if it is a day.
    pub values: ([Message; 2], bool),
    /// Further values of both records, where they are the same.
    pub rest: Vec<Message>,
    /// Lines that change, each with what it does.
    pub lines: Vec<(Span, Message)>,
}

/// W520: a step of the outcome of a scorecard, along a field.
pub fn leap(leap: &Leap<'_>, beside: Option<Beside>) -> Diagnostic {
    let (head, name) = leap.scorecard;
    let ([before, behind], falls) = &leap.results;
    let told = if *falls { "còn" } else { "lên" };
    let (vi, en) = match leap.outcome {
        Outcome::Total => ("tổng điểm", "the total"),
        Outcome::Grade => ("xếp loại", "the grade"),
    };
    let takes = Message {
        vi: format!("{vi} từ {} {told} {}", before.vi, behind.vi),
        en: format!("{en} from {} to {}", before.en, behind.en),
    };
    let ([value, next], is_day) = &leap.values;
    let headline = headline(name, leap.field, ([value, next], *is_day), &takes, beside);
    let mut found = Diagnostic::warning(CODE, head, headline);
    if !leap.rest.is_empty() {
        found = found.remark(Message::together(&leap.rest));
    }
    for (line, does) in &leap.lines {
        found = found.also(*line, does.clone());
    }
    let help = match leap.outcome {
        Outcome::Total => say!(
            "nhiều tiêu chí cùng đổi ở một mốc; nếu không nên đổi nhiều điểm như vậy thì đặt các mốc \
             lệch nhau; nếu cố ý thì ghi “bỏ qua W520: \"…\"”",
            "several criteria change at one bound; where that should not move so many points, set \
             their bounds apart; where it is meant, write “allow W520: \"…\"”"
        ),
        Outcome::Grade => say!(
            "nếu một mốc không nên đổi hai bậc trở lên thì nới mức chặn hoặc đặt các mốc lệch nhau; \
             nếu cố ý thì ghi “bỏ qua W520: \"…\"”",
            "where one bound should not move two grades or more, ease the cap or set the bounds \
             apart; where it is meant, write “allow W520: \"…\"”"
        ),
    };
    found.help(help)
}

/// A guard that one grain of a field turns, in words.
pub struct Turned<'t> {
    /// Place of the guard.
    pub guard: Span,
    /// Name of its scorecard.
    pub name: &'t Message,
    /// Name of the field that differs.
    pub field: &'t str,
    /// Value of it on both sides, and `true` if it is a day.
    pub values: ([Message; 2], bool),
    /// `true` if the scorecard applies from there on, else up to there.
    pub begins: bool,
    /// Further values that the record it applies to has, and gets.
    pub rest: Vec<Message>,
}

/// W520: a guard that one grain of a field turns.
pub fn crossing(turned: &Turned<'_>) -> Diagnostic {
    let ([value, next], is_day) = &turned.values;
    let (to, Message { vi, en }) = (if *is_day { "sang" } else { "lên" }, turned.name);
    let (does, so) = if turned.begins {
        ("mới xét", "begins to apply")
    } else {
        ("thôi xét", "applies no more")
    };
    let headline = Message {
        vi: format!("“{vi}”: {} từ {} {to} {} thì {does}", turned.field, value.vi, next.vi),
        en: format!("“{en}” {so} where {} goes from {} to {}", turned.field, value.en, next.en),
    };
    let found = Diagnostic::warning(CODE, turned.guard, headline);
    let found = match turned.rest.is_empty() {
        true => found,
        false => found.remark(Message::together(&turned.rest)),
    };
    found.help(say!(
        "nếu hồ sơ sát mốc không nên bị bỏ ra cả bảng điểm thì nới điều kiện áp dụng, hoặc chấm hết rồi \
         cho điểm theo bậc; nếu cố ý thì ghi “bỏ qua W520: \"…\"”",
        "where a record beside the bound should not be left out of the whole scorecard, ease the guard, \
         or let it apply and give points by rows; where it is meant, write “allow W520: \"…\"”"
    ))
}

/// W520: a scorecard of which it could not be told whether one grain turns its guards elsewhere.
pub fn undecided_guards(head: Span, name: &Message) -> Diagnostic {
    let Message { vi, en } = name;
    let headline = Message {
        vi: format!(
            "chưa kết luận được điều kiện áp dụng của “{vi}” có chỗ nào khác bật tắt ở một mốc không"
        ),
        en: format!("it could not be told whether one grain turns the guards of “{en}” elsewhere"),
    };
    Diagnostic::warning(CODE, head, headline).help(undecided_help())
}

/// The points of a criterion on both sides of a step.
pub fn moves(name: &Message, before: &Message, behind: &Message, falls: bool) -> Message {
    let told = if falls { "còn" } else { "lên" };
    Message {
        vi: format!("“{}”: từ {} {told} {}", name.vi, before.vi, behind.vi),
        en: format!("“{}”: from {} to {}", name.en, before.en, behind.en),
    }
}

/// A cap that strikes on one side of a step alone: behind it, or before.
pub fn strikes(behind: bool) -> Message {
    if behind {
        say!("mức này áp dụng từ đó", "this applies from there on")
    } else {
        say!("mức này thôi áp dụng từ đó", "this applies no more from there on")
    }
}

/// What a record beside a step has and gets.
fn side(side: &Side) -> Message {
    let all = |pick: fn(&Message) -> &str| {
        let rest = side.rest.iter().map(pick);
        [pick(&side.points)].into_iter().chain(rest).collect::<Vec<_>>().join(", ")
    };
    Message { vi: all(|one| &one.vi), en: all(|one| &one.en) }
}

/// W520: an outcome of which it could not be told whether it has such steps; none: the points of a
/// criterion.
pub fn undecided(head: Span, name: &Message, outcome: Option<Outcome>) -> Diagnostic {
    let Message { vi, en } = name;
    let headline = match outcome {
        None => Message {
            vi: format!("chưa kết luận được điểm của “{vi}” có bậc nhảy quá mức ấy không"),
            en: format!("it could not be told whether the points of “{en}” have such a step"),
        },
        Some(Outcome::Total) => Message {
            vi: format!(
                "chưa kết luận được tổng điểm của “{vi}” có bậc nhảy quá mức ấy nào khác không"
            ),
            en: format!("it could not be told whether the total of “{en}” has another such step"),
        },
        Some(Outcome::Grade) => Message {
            vi: format!(
                "chưa kết luận được xếp loại của “{vi}” có chỗ nào khác nhảy từ hai bậc trở lên không"
            ),
            en: format!(
                "it could not be told whether the grade of “{en}” has another step of two or more"
            ),
        },
    };
    Diagnostic::warning(CODE, head, headline).help(undecided_help())
}

fn undecided_help() -> Message {
    say!(
        "chỗ này dựa vào tích của hai trường, hàm, hay giá trị lấy từ nhiều bản ghi, hoặc có quá nhiều \
         dòng; tự xem lại rồi ghi “bỏ qua W520: \"…\"”",
        "it rests on a product of two fields, a function, or a value taken from many records, or has \
         too many rows; look at it yourself and write “allow W520: \"…\"”"
    )
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
