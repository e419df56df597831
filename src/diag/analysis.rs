//! What is said of rules that are wrong for some record, or for every one; codes E401 to E409 and
//! W501 to W519.

use super::{Diagnostic, Message, say};
use crate::source::Span;
use crate::value::text::show_date;
use crate::value::{Date, Period};

/// Codes of findings that only `check` looks for. All of them can be accepted: what the rules mean
/// is for their owner to say.
pub(crate) const CODES: [&str; 23] = [
    "E401", "E402", "E403", "E405", "W501", "W502", "W503", "W504", "W505", "W506", "W507", "W508",
    "W509", "W510", "W511", "W512", "W513", "W514", "W515", "W516", "W517", "W518", "W519",
];

/// A value of a record that shows a finding, with its name.
pub type ShownValue = Message;

/// Condition that never holds, or always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    /// A row of a table or criterion.
    Row,
    /// A cap or downgrade.
    Cap,
    /// A clause that is required of a record.
    Required,
    /// A deadline of a record.
    Deadline,
    /// A clause that rejects a record.
    Rejecting,
    /// A condition on the records that an aggregate counts.
    Filter,
    /// A clause of another kind.
    Clause,
}

/// E401: rows that leave records without any.
pub fn gap(
    span: Span,
    name: &Message,
    region: Option<&Message>,
    records: &[Vec<ShownValue>],
) -> Diagnostic {
    let words = ["không dòng nào của “{}” nhận", "no row of “{}” takes"];
    within(Diagnostic::error("E401", span, Message::from(("", ""))), name, words, region, records)
        .help(say!(
            "thêm dòng cho các giá trị ấy, hoặc dòng “còn lại”; nếu cố ý để trống thì ghi “bỏ qua E401: \
             \"…\"” với lý do",
            "add a row for these values, or a row “otherwise”; where it is left open on purpose, write \
             “allow E401: \"…\"” with the reason"
        ))
}

/// E402: two rows of a table that allows one.
pub fn overlap(
    [span, other]: [Span; 2],
    name: &Message,
    region: Option<&Message>,
    records: &[Vec<ShownValue>],
) -> Diagnostic {
    let words = ["hai dòng của “{}” cùng nhận", "two rows of “{}” both take"];
    within(Diagnostic::error("E402", other, Message::from(("", ""))), name, words, region, records)
        .also(span, say!("dòng kia", "the other row"))
        .help(say!(
            "bảng “duy nhất” chỉ cho một dòng: thu hẹp một trong hai",
            "a “unique” table allows one row: make one of the two narrower"
        ))
}

/// A finding about the records of a region, with one of them as an example beside its place; about
/// a record, where the region is not told.
fn within(
    mut found: Diagnostic,
    name: &Message,
    words: [&str; 2],
    region: Option<&Message>,
    records: &[Vec<ShownValue>],
) -> Diagnostic {
    let Some(region) = region else {
        found.headline = shown(name, words, records);
        return found;
    };
    let (Message { vi, en }, record) = (named(name, words), records.get(..1).unwrap_or_default());
    found.headline =
        Message { vi: format!("{vi}: {}", region.vi), en: format!("{en}: {}", region.en) };
    let example = listed(record);
    if record.is_empty() || example == *region || records.iter().all(Vec::is_empty) {
        return found;
    }
    found.remark(Message {
        vi: format!("ví dụ: {}", example.vi),
        en: format!("for example: {}", example.en),
    })
}

/// W501: a row to which those before leave nothing.
pub fn dead(span: Span, before: &[Span]) -> Diagnostic {
    let found = Diagnostic::warning(
        "W501",
        span,
        say!(
            "dòng này không bao giờ được dùng: các dòng trên đã nhận hết",
            "this row is never used: the rows above take all it would"
        ),
    );
    let found = before.iter().fold(found, |found, span| {
        found.also(*span, say!("dòng này nhận trước", "this row takes it first"))
    });
    found.help(say!(
        "bỏ dòng này, hoặc đưa nó lên trước nếu nó phải quyết định",
        "leave this row out, or put it first if it is meant to decide"
    ))
}

/// W502: a condition that no record fulfils.
pub fn never(span: Span, tested: Tested) -> Diagnostic {
    let headline = match tested {
        Tested::Row => {
            say!(
                "điều kiện của dòng này không bao giờ đúng",
                "the condition of this row never holds"
            )
        }
        Tested::Cap => {
            say!("mức chặn này không bao giờ xảy ra", "this cap never applies")
        }
        Tested::Required => say!(
            "điều kiện này không bao giờ đúng nên ai cũng bị loại",
            "this condition never holds, so that everyone is turned away"
        ),
        Tested::Deadline => {
            say!("không bản ghi nào làm kịp hạn này", "no record can meet this deadline")
        }
        Tested::Filter => say!(
            "điều kiện lọc này không bao giờ đúng nên không bản ghi nào được tính",
            "this filter never holds, so that no record counts"
        ),
        Tested::Rejecting | Tested::Clause => {
            say!("điều kiện này không bao giờ đúng", "this condition never holds")
        }
    };
    no_values(span, headline)
}

/// W502: a condition that no record fulfils in a period, so that no later record does in each.
pub fn never_in(span: Span, period: Period) -> Diagnostic {
    let (from, to) = (show_date(period.from), show_date(period.to));
    let headline = say!(
        "từ {from} đến {to} điều kiện này không bao giờ đúng nên ai cũng bị loại từ kỳ ấy",
        "from {from} to {to} this condition never holds, so that everyone is turned away from then on"
    );
    no_values(span, headline)
}

fn no_values(span: Span, headline: Message) -> Diagnostic {
    Diagnostic::warning("W502", span, headline).help(say!(
        "xem lại các số và miền giá trị của trường: không bản ghi hợp lệ nào có các giá trị ấy",
        "look at the numbers and at the ranges of the fields: no valid record has such values"
    ))
}

/// W503: a condition that every record fulfils.
pub fn always(span: Span, tested: Tested) -> Diagnostic {
    let headline = match tested {
        Tested::Required => say!(
            "điều kiện này luôn đúng nên không loại ai",
            "this condition always holds, so that it turns no one away"
        ),
        Tested::Deadline => {
            say!("không bản ghi nào trễ được hạn này", "no record can miss this deadline")
        }
        Tested::Rejecting => say!(
            "điều kiện này luôn đúng nên ai cũng bị từ chối",
            "this condition always holds, so that everyone is rejected"
        ),
        Tested::Cap => say!(
            "mức chặn này luôn xảy ra nên không ai được bậc cao hơn",
            "this cap always applies, so that nobody gets a better grade"
        ),
        Tested::Filter => say!(
            "điều kiện lọc này luôn đúng nên bản ghi nào cũng được tính",
            "this filter always holds, so that every record counts"
        ),
        Tested::Row | Tested::Clause => {
            say!("điều kiện này luôn đúng", "this condition always holds")
        }
    };
    Diagnostic::warning("W503", span, headline).help(say!(
        "xem lại số trong điều kiện, hoặc bỏ nó nếu không cần",
        "look at the number in the condition, or leave it out if it is not needed"
    ))
}

/// W504: a block that applies to no record.
pub fn no_record(span: Span, name: &Message) -> Diagnostic {
    let headline = named(
        name,
        [
            "“{}” không áp dụng cho bản ghi nào: điều kiện “áp dụng khi” không bao giờ đúng",
            "“{}” applies to no record: its “applies when” never holds",
        ],
    );
    Diagnostic::warning("W504", span, headline).help(say!(
        "xem lại các điều kiện “áp dụng khi”, và miền giá trị của các trường ở đó",
        "look at the “applies when” together, and at the ranges of the fields in them"
    ))
}

/// W504: a clause over time that is asked of no record.
pub fn never_asked(span: Span, tested: Tested) -> Diagnostic {
    let headline = if tested == Tested::Deadline {
        say!("hạn này không được xét cho bản ghi nào", "this deadline is asked of no record")
    } else {
        say!("điều kiện này không được xét trong kỳ nào", "this condition is asked in no period")
    };
    Diagnostic::warning("W504", span, headline).help(say!(
        "xem lại ngày bắt đầu tính, ngày cuối và thời gian áp dụng của bộ quy tắc: các ngày ấy không \
         gặp nhau",
        "look at the day it is counted from, its last day and the days on which the pack applies: \
         these never meet"
    ))
}

/// E403: a criterion that gives more than its maximum.
pub fn exceeded(
    span: Span,
    name: &Message,
    region: Option<&Message>,
    records: &[Vec<ShownValue>],
) -> Diagnostic {
    let words = ["“{}” cho quá điểm tối đa", "“{}” gives more than its maximum"];
    let found = Diagnostic::error("E403", span, Message::from(("", "")));
    within(found, name, words, region, records).help(say!(
        "chặn điểm của dòng, như “nhỏ nhất(…; tối đa)”, hoặc sửa điểm tối đa; bản ghi như thế bị lỗi khi chấm",
        "bound the points of the row, as “min(…; maximum)”, or mend the maximum; such a record is a \
         data error when it is graded"
    ))
}

/// W506: a grade to which no total leads.
pub fn no_total(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "W506",
        span,
        say!(
            "không tổng điểm nào đạt được mức này",
            "no total that can be reached comes to this grade"
        ),
    )
    .help(say!(
        "xem lại các mốc điểm và điểm mà các dòng của tiêu chí cho được",
        "look at the thresholds, and at the points that the rows of the criteria can give"
    ))
}

/// W507: a maximum that no record gets.
pub fn never_whole(span: Span, name: &Message) -> Diagnostic {
    Diagnostic::warning(
        "W507",
        span,
        named(
            name,
            ["không bản ghi nào được điểm tối đa của “{}”", "no record gets the maximum of “{}”"],
        ),
    )
    .help(say!(
        "xem lại điểm tối đa và điểm của các dòng",
        "look at the maximum and at the points of the rows"
    ))
}

/// W505: a question that could not be decided.
pub fn undecided(span: Span, name: &Message) -> Diagnostic {
    let headline = named(
        name,
        [
            "chưa kết luận được các dòng của “{}” có hở, chồng nhau hay cho quá tối đa không",
            "it could not be told whether the rows of “{}” leave a gap, overlap or pass the maximum",
        ],
    );
    Diagnostic::warning("W505", span, headline).help(beyond())
}

/// Reasons why a question could not be decided.
fn beyond() -> Message {
    say!(
        "chỗ này dựa vào tích của hai trường, hàm, hay giá trị lấy từ nhiều bản ghi, hoặc có quá nhiều \
         dòng; tự xem lại rồi ghi “bỏ qua W505: \"…\"”",
        "it rests on a product of two fields, a function, or a value taken from many records, or has \
         too many rows; look at it yourself and write “allow W505: \"…\"”"
    )
}

/// W505: conditions over time of which it could not be decided.
pub fn undecided_over_time(span: Span, name: &Message) -> Diagnostic {
    let headline = named(
        name,
        [
            "chưa kết luận được điều kiện này của “{}” có lúc nào đúng, có lúc nào sai không",
            "it could not be told whether this condition of “{}” can hold, and whether it can fail",
        ],
    );
    Diagnostic::warning("W505", span, headline).help(beyond())
}

/// W505: a filter of which it could not be told whether some record counts, and some does not.
pub fn undecided_filter(span: Span, name: &Message) -> Diagnostic {
    let headline = named(
        name,
        [
            "chưa kết luận được điều kiện lọc này có lấy “{}” nào, có bỏ “{}” nào không",
            "it could not be told whether this filter takes some “{}”, and leaves some out",
        ],
    );
    Diagnostic::warning("W505", span, headline).help(beyond())
}

/// W508: a quotient that some record divides by zero, and what stays open by it.
pub fn division(span: Span, undecided: Span, records: &[Vec<ShownValue>]) -> Diagnostic {
    let words = [
        "phép chia này có thể chia cho 0, khi ấy không có kết quả",
        "this division can be by zero, and then has no result",
    ];
    let found = Diagnostic::warning("W508", span, shown(&Message::from(("", "")), words, records));
    let found = if undecided.source == span.source
        && undecided.start <= span.start
        && span.end <= undecided.end
    {
        found
    } else {
        found.also(
            undecided,
            say!(
                "chỗ này khi ấy chưa xác định được, dù bản ghi đủ số liệu",
                "this is then undecided, though the record lacks nothing"
            ),
        )
    };
    found.help(say!(
        "viết kết quả khi số chia bằng 0, như “…, nếu dư nợ = 0 thì 0%”, hoặc thêm dòng “thiếu”; nếu \
         số chia không thể bằng 0 thì ghi miền giá trị của trường, như “trên 0”",
        "write the result for a divisor of zero, as in “…, or 0% if debt = 0”, or add a row \
         “missing”; where the divisor cannot be zero, give the field a range, as “above 0”"
    ))
}

/// W509: a field that nothing reads.
pub fn unused_field(span: Span, name: &Message) -> Diagnostic {
    let words = [
        "không luật, danh sách hay ví dụ nào dùng trường “{}”",
        "no rule, list or example uses the field “{}”",
    ];
    Diagnostic::warning("W509", span, named(name, words)).help(say!(
        "bỏ trường này, hoặc viết luật dùng đến nó; nếu chỉ cần hiện ra thì thêm nó vào “hiện theo”",
        "leave the field out, or write the rule that uses it; where it is only to be shown, add it \
         to “shown by”"
    ))
}

/// W510: a parameter that nothing reads.
pub fn unused_parameter(span: Span, name: &Message) -> Diagnostic {
    let words = ["không luật nào dùng tham số “{}”", "no rule uses the parameter “{}”"];
    Diagnostic::warning("W510", span, named(name, words)).help(say!(
        "bỏ tham số này, hoặc xem lại chỗ lẽ ra phải dùng nó mà đang viết thẳng con số",
        "leave the parameter out, or look for the place that writes its number instead"
    ))
}

/// W511: a category that nothing has its values from.
pub fn unused_category(span: Span, name: &Message) -> Diagnostic {
    let words = [
        "không trường, bảng hay tham số nào dùng danh mục “{}”",
        "no field, table or parameter uses the category “{}”",
    ];
    Diagnostic::warning("W511", span, named(name, words)).help(leave_out())
}

/// W511: a function that nothing calls.
pub fn unused_function(span: Span, name: &Message) -> Diagnostic {
    let words = ["không luật nào gọi hàm “{}”", "no rule calls the function “{}”"];
    Diagnostic::warning("W511", span, named(name, words)).help(leave_out())
}

fn leave_out() -> Message {
    say!(
        "bỏ dòng khai báo này, hoặc viết luật dùng đến nó",
        "leave the declaration out, or write the rule that uses it"
    )
}

/// W512: a parameter without a value on days of the pack's period.
pub fn parameter_hole(span: Span, name: &Message, days: &[(Date, Option<Date>)]) -> Diagnostic {
    let each = days.iter().map(|(from, to)| match to {
        Some(to) if to == from => {
            say!("ngày {day}", "on {day}", day = show_date(*from))
        }
        Some(to) => say!(
            "từ {from} đến {to}",
            "from {from} to {to}",
            from = show_date(*from),
            to = show_date(*to)
        ),
        None => say!("từ {from} trở đi", "from {from} on", from = show_date(*from)),
    });
    let days = Message::together(&each.collect::<Vec<_>>());
    let words = ["tham số “{}” không có giá trị", "the parameter “{}” has no value"];
    let Message { vi, en } = named(name, words);
    let headline = Message { vi: format!("{vi} {}", days.vi), en: format!("{en} {}", days.en) };
    Diagnostic::warning("W512", span, headline).help(say!(
        "thêm dòng “từ … là …” cho những ngày ấy: bản ghi cần tham số vào ngày đó sẽ bị lỗi",
        "add a line “from … is …” for these days: a record that needs the parameter then is a data \
         error"
    ))
}

/// E405: units that a table of requirements has no row for.
pub fn missing_unit(span: Span, name: &Message, units: &[Message]) -> Diagnostic {
    let words = ["bảng mức của “{}” thiếu dòng của", "the table of “{}” has no row for"];
    let Message { vi, en } = named(name, words);
    let list = |pick: fn(&Message) -> &str| {
        let shown = units.iter().take(MOST_UNITS).map(pick).collect::<Vec<_>>().join(", ");
        if units.len() > MOST_UNITS { format!("{shown}, …") } else { shown }
    };
    let headline = Message {
        vi: format!("{vi}: {}", list(|unit| &unit.vi)),
        en: format!("{en}: {}", list(|unit| &unit.en)),
    };
    Diagnostic::error("E405", span, headline).help(say!(
        "thêm dòng cho các đơn vị ấy: thiếu dòng thì không có yêu cầu nào để xét đơn vị",
        "add rows for these units: without one nothing is required of a unit"
    ))
}

/// So many units without a row are named.
const MOST_UNITS: usize = 10;

/// W513: a block that cites no document, among others that do.
pub fn no_basis(span: Span, name: &Message) -> Diagnostic {
    let words = [
        "“{}” không ghi căn cứ, trong khi các khối khác có",
        "“{}” gives no basis, while other blocks do",
    ];
    Diagnostic::warning("W513", span, named(name, words)).help(say!(
        "thêm “căn cứ” với điều khoản của văn bản, hoặc “giả định \"…\"” nếu không lấy từ văn bản nào",
        "add a “basis” with the clause of the document, or “assumption \"…\"” where it is from none"
    ))
}

/// W514: a level that asks no more than the one before it.
pub fn not_stricter(own: (&str, Span), weaker: (&str, Span)) -> Diagnostic {
    Diagnostic::warning(
        "W514",
        own.1,
        say!(
            "mức “{own}” ở đây không đòi hỏi hơn mức “{weaker}”",
            "the level “{own}” asks no more here than “{weaker}”",
            own = own.0,
            weaker = weaker.0
        ),
    )
    .also(weaker.1, say!("mức “{weaker}”", "the level “{weaker}”", weaker = weaker.0))
    .help(say!(
        "các mức xếp từ thấp lên cao: xem lại hai con số này, có thể đã viết ngược hoặc chép nhầm cột",
        "levels go from the weakest to the strictest: look at the two numbers, they may stand the \
         wrong way round or in the wrong column"
    ))
}

/// W515: points that fall and rise again, with a record each.
pub fn falls(
    span: Span,
    others: [Span; 2],
    name: &Message,
    records: &[Vec<ShownValue>],
) -> Diagnostic {
    let words = ["điểm của “{}” giảm rồi lại tăng", "the points of “{}” fall and rise again"];
    let (Message { vi, en }, all) = (named(name, words), listed(records));
    let headline = Message { vi: format!("{vi}: {}", all.vi), en: format!("{en}: {}", all.en) };
    let found = Diagnostic::warning("W515", span, headline)
        .remark(say!("dòng này cho ít điểm hơn cả hai bên", "this row gives less than both sides"));
    let found = others.into_iter().fold(found, |found, other| {
        found.also(other, say!("dòng này cho nhiều hơn", "this row gives more"))
    });
    found.help(say!(
        "xem lại điểm và thứ tự các mốc: có thể hai số đã đổi chỗ; nếu đúng là như vậy thì ghi “bỏ qua \
         W515: \"…\"”",
        "look at the points and the order of the bounds: two numbers may stand in each other’s place; \
         where it is meant, write “allow W515: \"…\"”"
    ))
}

/// W516: two rows that would decide otherwise the other way round.
pub fn order(
    [first, second]: [Span; 2],
    name: &Message,
    region: Option<&Message>,
    records: &[Vec<ShownValue>],
) -> Diagnostic {
    let words = [
        "hai dòng của “{}” cùng nhận, cho kết quả khác nhau và dòng trên quyết định",
        "two rows of “{}” both take, give different results, and the upper one decides",
    ];
    within(Diagnostic::warning("W516", second, Message::from(("", ""))), name, words, region, records)
        .also(first, say!("dòng này quyết định", "this row decides"))
        .help(say!(
            "nếu không cố ý thì thu hẹp một trong hai; nếu dòng trên được ưu tiên thì ghi “bỏ qua W516: \
             \"…\"”",
            "where it is not meant, make one of the two narrower; where the upper row comes first on \
             purpose, write “allow W516: \"…\"”"
        ))
}

/// W517: a row that those behind it stand in for.
pub fn no_effect(span: Span, behind: Span) -> Diagnostic {
    Diagnostic::warning(
        "W517",
        span,
        say!(
            "dòng này không làm đổi kết quả nào: không có nó thì các dòng dưới cho cùng kết quả",
            "this row changes no result: without it the rows below give the same"
        ),
    )
    .also(behind, say!("dòng này cho cùng kết quả", "this row gives the same"))
    .help(say!(
        "bỏ dòng này, hoặc xem lại kết quả của nó: có thể đã chép nhầm",
        "leave this row out, or look at what it gives: it may have been copied by mistake"
    ))
}

/// W517: a cap that lowers no grade.
pub fn idle_cap(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "W517",
        span,
        say!(
            "mức chặn này không hạ bậc của ai: ai có điều kiện ấy cũng không đủ điểm lên bậc cao hơn",
            "this cap lowers nobody: whoever it holds of has points for no better grade"
        ),
    )
    .help(say!(
        "xem lại điều kiện và bậc của mức chặn; nếu chỉ để nhắc thì bỏ, hoặc ghi “bỏ qua W517: \"…\"”",
        "look at the condition and the grade of the cap; where it is only a reminder leave it out, or \
         write “allow W517: \"…\"”"
    ))
}

/// W518: clauses of a block that no record meets together.
pub fn never_met(span: Span, name: &Message, clauses: &[Span]) -> Diagnostic {
    let words = [
        "không bản ghi nào đáp ứng được “{}”: các điều kiện trái nhau",
        "no record can meet “{}”: its conditions contradict each other",
    ];
    let found = Diagnostic::warning("W518", span, named(name, words));
    let found = clauses
        .iter()
        .fold(found, |found, clause| found.also(*clause, say!("điều kiện này", "this condition")));
    found.help(contradiction())
}

/// W518: two checks of which every record fails one.
pub fn both_never(span: Span, name: &Message, other: Span, other_name: &Message) -> Diagnostic {
    let headline = Message {
        vi: format!(
            "không bản ghi nào đạt cả “{}” và “{}”: điều kiện của hai khối trái nhau",
            name.vi, other_name.vi
        ),
        en: format!(
            "no record can meet both “{}” and “{}”: their conditions contradict each other",
            name.en, other_name.en
        ),
    };
    Diagnostic::warning("W518", span, headline)
        .also(other, say!("khối kia", "the other block"))
        .help(contradiction())
}

fn contradiction() -> Message {
    say!(
        "xem lại các số và chiều so sánh: điều kiện này đòi đúng cái mà điều kiện kia không cho; nếu \
         cố ý thì ghi “bỏ qua W518: \"…\"”",
        "look at the numbers and at the way they compare: one asks just what the other does not \
         allow; where it is meant, write “allow W518: \"…\"”"
    )
}

/// W519: a requirement that no value of its indicator meets.
pub fn target_never(
    span: Span,
    name: &str,
    lower: Option<Message>,
    upper: Option<Message>,
) -> Diagnostic {
    let range = match (lower, upper) {
        (Some(lower), Some(upper)) => Message {
            vi: format!("từ {} đến {}", lower.vi, upper.vi),
            en: format!("from {} to {}", lower.en, upper.en),
        },
        (Some(lower), None) => Message {
            vi: format!("từ {} trở lên", lower.vi),
            en: format!("{} or more", lower.en),
        },
        (None, Some(upper)) => {
            Message { vi: format!("đến {}", upper.vi), en: format!("up to {}", upper.en) }
        }
        (None, None) => say!("bất kỳ", "of any size"),
    };
    let headline = Message {
        vi: format!("không đơn vị nào đạt được mức này: “{name}” chỉ có thể {}", range.vi),
        en: format!("no unit can reach this: “{name}” can only be {}", range.en),
    };
    Diagnostic::warning("W519", span, headline).help(say!(
        "xem lại con số và chiều so sánh, và miền giá trị của các trường trong công thức",
        "look at the number and at the way it compares, and at the ranges of the fields in the formula"
    ))
}

/// E404: `không thể` that reads more than the record.
pub fn beyond_the_record(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E404",
        span,
        say!(
            "“không thể” chỉ hỏi được các trường của chính bản ghi và giá trị tính từ chúng",
            "“never” can only ask fields of the record itself and what is derived from them"
        ),
    )
    .help(say!(
        "đây là giá trị lấy từ bản ghi khác, tham số, ngày xét, kết quả của khối hay hàm: viết thành \
         “kiểm tra” với “yêu cầu”",
        "this is a value of other records, a parameter, the as-of date, a result of a block or a \
         function: write a “check” with “require”"
    ))
}

/// E406: a step that is no number above zero.
pub fn step(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E406",
        span,
        say!(
            "bước phải là một số lớn hơn 0, của một trường kiểu số",
            "a step must be a number above 0, of a field of numbers"
        ),
    )
    .help(say!(
        "viết như “bước 1.000 đồng”, “bước 0,01%”; trường không phải số thì bỏ bước",
        "write as in “in steps of 1_000 VND”, “in steps of 0.01%”; leave it out of a field that is no \
         number"
    ))
}

/// Name of a criterion: its title, else its label.
pub fn criterion(label: &str, title: Option<&str>) -> Message {
    match title {
        Some(title) => Message { vi: title.to_owned(), en: title.to_owned() },
        None => say!("tiêu chí {label}", "criterion {label}"),
    }
}

/// Name of the grading of a scorecard.
pub fn grading(scorecard: &str) -> Message {
    say!("xếp loại của {scorecard}", "grade of {scorecard}")
}

/// Sentences about something of this name, which stands where `{}` does.
fn named(name: &Message, [vi, en]: [&str; 2]) -> Message {
    Message { vi: vi.replace("{}", &name.vi), en: en.replace("{}", &name.en) }
}

/// A sentence about something of this name, with the record that shows it.
fn shown(name: &Message, words: [&str; 2], records: &[Vec<ShownValue>]) -> Message {
    let Message { vi, en } = named(name, words);
    let record = listed(records.get(..1).unwrap_or_default());
    Message { vi: format!("{vi}: {}", record.vi), en: format!("{en}: {}", record.en) }
}

/// Records by their values.
fn listed(records: &[Vec<ShownValue>]) -> Message {
    let any = say!("một bản ghi bất kỳ", "any record");
    let all = |pick: fn(&Message) -> &str| {
        let each = records.iter().map(|values| match values.as_slice() {
            [] => pick(&any).to_owned(),
            values => values.iter().map(pick).collect::<Vec<_>>().join(", "),
        });
        each.collect::<Vec<String>>().join("; ")
    };
    Message { vi: all(|value| &value.vi), en: all(|value| &value.en) }
}
