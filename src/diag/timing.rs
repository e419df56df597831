//! What decisions and explanations say of periods and deadlines.

use super::{Message, say};
use crate::value::text::show_date;
use crate::value::{Date, Grain, Period};

/// Limit on the periods that a sentence names.
const NAMED: usize = 12;

/// A deadline that was met in time.
pub fn met(last: Date, done: Date) -> Message {
    let (last, done) = (show_date(last), show_date(done));
    say!("hạn {last}, làm ngày {done}", "due {last}, done {done}", last = last, done = done)
}

/// Done, but after the last day.
pub fn late(last: Date, done: Date, days: i64) -> Message {
    let (last, done) = (show_date(last), show_date(done));
    Message {
        vi: format!("hạn {last}, làm ngày {done}: chậm {days} ngày"),
        en: format!("due {last}, done {done}: {} late", counted_days(days)),
    }
}

/// Not done, and past the last day.
pub fn overdue(last: Date, days: i64) -> Message {
    let last = show_date(last);
    match days {
        0 => say!(
            "hạn {last}: hết ngày cuối mà chưa xong",
            "due {last}: not done by the end of that day",
            last = last
        ),
        days => Message {
            vi: format!("hạn {last}: quá hạn {days} ngày"),
            en: format!("due {last}: {} overdue", counted_days(days)),
        },
    }
}

/// Neither done nor past the last day.
pub fn not_due(last: Date) -> Message {
    say!("chưa đến hạn {last}", "not due until {last}", last = show_date(last))
}

/// A deadline of which it is not known whether it was met.
pub fn open(last: Option<Date>) -> Message {
    match last {
        Some(last) => say!(
            "hạn {last}, chưa rõ đã làm hay chưa",
            "due {last}, not known whether it was done",
            last = show_date(last)
        ),
        None => say!("chưa rõ hạn", "the due day is not known"),
    }
}

/// Work on a day that comes before the deadline began to run.
pub fn too_early(day: Date) -> Message {
    say!(
        "ngày {day} không tính, vì trước khi bắt đầu tính hạn",
        "{day} does not count: it is before the deadline began to run",
        day = show_date(day)
    )
}

/// Work on a day that comes after the as-of date.
pub fn not_yet(day: Date) -> Message {
    say!(
        "ngày {day} chưa tính, vì sau ngày xét",
        "{day} does not count yet: it is after the as-of date",
        day = show_date(day)
    )
}

/// Two sentences as one.
pub fn beside(first: Message, second: Message) -> Message {
    Message {
        vi: format!("{}; {}", first.vi, second.vi),
        en: format!("{}; {}", first.en, second.en),
    }
}

/// A block none of whose deadlines is asked by this pack.
pub fn of_other_pack() -> Message {
    say!(
        "hạn thuộc bộ quy tắc của kỳ khác, hoặc đã xét xong trong kỳ của nó",
        "the deadline belongs to the pack of another period, or was decided within its own"
    )
}

/// No period is whole yet: the first is asked on a day.
pub fn first_period(asked: Date) -> Message {
    say!(
        "chưa có kỳ nào trọn, kỳ đầu xét vào {day}",
        "no period is whole yet, the first is asked on {day}",
        day = show_date(asked)
    )
}

/// The periods in which a condition does not hold.
pub fn failed(periods: &[(Grain, Period)]) -> Message {
    let Message { vi, en } = named_all(periods);
    Message { vi: format!("không đạt ở {vi}"), en: format!("not met in {en}") }
}

/// The periods of which it is not known whether the condition holds.
pub fn unknown(periods: &[(Grain, Period)]) -> Message {
    let Message { vi, en } = named_all(periods);
    Message {
        vi: format!("chưa đủ số liệu ở {vi}"), en: format!("not enough data in {en}")
    }
}

/// Every period was asked, and holds.
pub fn all_hold(count: usize) -> Message {
    Message {
        vi: format!("đạt cả {count} kỳ"),
        en: match count {
            1 => "met in the one period".to_owned(),
            count => format!("met in all {count} periods"),
        },
    }
}

/// Name of a period: `tháng 3/2023`.
pub fn period(grain: Grain, days: Period) -> Message {
    let (month, year) = (days.from.month(), days.from.year());
    match grain {
        Grain::Month => {
            say!("tháng {month}/{year}", "{month}/{year}", month = month, year = year)
        }
        Grain::Quarter => {
            let quarter = days.from.quarter();
            say!("quý {quarter}/{year}", "Q{quarter}/{year}", quarter = quarter, year = year)
        }
        Grain::Year => say!("năm {year}", "{year}", year = year),
        Grain::Months(_) => {
            let (from, to) = (show_date(days.from), show_date(days.to));
            say!("{from}–{to}", "{from}–{to}", from = from, to = to)
        }
    }
}

/// Name of a period, with the day on which it is asked where that is not its last.
pub fn period_asked(name: &Message, last: Date, asked: Date) -> Message {
    if asked == last {
        return name.clone();
    }
    let (Message { vi, en }, day) = (name, show_date(asked));
    Message { vi: format!("{vi} (xét vào {day})"), en: format!("{en} (asked on {day})") }
}

fn named_all(periods: &[(Grain, Period)]) -> Message {
    let shown: Vec<Message> =
        periods.iter().take(NAMED).map(|(grain, days)| period(*grain, *days)).collect();
    let list = |words: fn(&Message) -> &str| shown.iter().map(words).collect::<Vec<_>>().join(", ");
    let (vi, en) = (list(|one| &one.vi), list(|one| &one.en));
    match periods.len() - shown.len() {
        0 => Message { vi, en },
        more => Message {
            vi: format!("{vi} … và {more} kỳ nữa"),
            en: format!("{en} … and {more} more"),
        },
    }
}

fn counted_days(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}
