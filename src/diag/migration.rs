//! Records that come out otherwise under another pack, in words.

use super::{Message, counted, say, words};
use crate::value::Date;
use crate::value::Lang;
use crate::value::text::show_date;

words! {
    /// Headings and headers of tables.
    records: "Bản ghi đổi kết quả" / "Records that come out otherwise";
    targets: "Chỉ tiêu đổi kết quả" / "Targets that come out otherwise";
    indicator: "chỉ số" / "indicator";
    migration: "Chuyển kết quả" / "Results before and after";
    by_unit: "Theo đơn vị" / "By unit";
    changes: "Thay đổi" / "Changes";
    standing: "Các khối" / "Blocks";
    block: "khối" / "block";
    unit: "đơn vị" / "unit";
    from: "từ" / "from";
    to: "thành" / "to";
    count: "số bản ghi" / "records";
    of_them_changed: "trong đó đổi kết quả" / "of them changed";
    record: "bản ghi" / "record";
    day: "ngày xét" / "as-of date";
    points_before: "điểm cũ" / "points before";
    points_after: "điểm mới" / "points after";
    cause: "vì đâu" / "by what";
    place: "chỗ trong luật" / "place in the rules";
    place_before: "chỗ cũ" / "old place";
    place_after: "chỗ mới" / "new place";
    group: "phần" / "part";
    sentence: "nội dung" / "change";
    decides: "đổi cách xét" / "in meaning";
    regions: "khác với bản ghi nào" / "for which records";
    standing_now: "tình trạng" / "standing";
}

/// Blocks none of whose records comes out otherwise, each with its number of records.
pub fn unchanged(blocks: &[(&Message, usize)]) -> Message {
    let join = |pick: fn(&Message) -> &str| {
        let blocks = blocks.iter().map(|(block, count)| format!("{} ({count})", pick(block)));
        blocks.collect::<Vec<_>>().join(", ")
    };
    Message {
        vi: format!("Không bản ghi nào đổi kết quả: {}", join(|block| &block.vi)),
        en: format!("No record comes out otherwise: {}", join(|block| &block.en)),
    }
}

/// Number of records that a block decides otherwise, of all that both packs ask about.
pub fn changed(block: &Message, changed: usize, records: usize) -> Message {
    Message {
        vi: format!("{}: {changed} trong {records} bản ghi đổi kết quả", block.vi),
        en: format!("{}: {changed} of {} come out otherwise", block.en, counted(records, "record")),
    }
}

/// Number of records of each result, before and after.
pub fn totals(results: &[(Message, usize, usize)]) -> Message {
    let join = |pick: fn(&Message) -> &str| {
        let results = results.iter();
        let each = results.map(|(result, old, new)| format!("{} {old} → {new}", pick(result)));
        each.collect::<Vec<_>>().join(", ")
    };
    Message {
        vi: format!("cộng lại: {}", join(|one| &one.vi)),
        en: format!("in all: {}", join(|one| &one.en)),
    }
}

/// Records that went from one result to another: `Tốt → Khá: 14`.
pub fn moved(from: &Message, to: &Message, count: usize) -> Message {
    Message {
        vi: format!("{} → {}: {count}", from.vi, to.vi),
        en: format!("{} → {}: {count}", from.en, to.en),
    }
}

/// Records of one result whose points changed.
pub fn other_points(result: &Message, count: usize) -> Message {
    Message {
        vi: format!("vẫn {}, điểm khác: {count}", result.vi),
        en: format!("still {}, other points: {count}", result.en),
    }
}

/// A unit with its records that come out otherwise.
pub fn of_unit(unit: &str, moves: &[Message]) -> Message {
    let join = |pick: fn(&Message) -> &str| moves.iter().map(pick).collect::<Vec<_>>().join("; ");
    Message {
        vi: format!("{unit}: {}", join(|one| &one.vi)),
        en: format!("{unit}: {}", join(|one| &one.en)),
    }
}

/// Result of a record with its points, where there are some.
pub fn with_points(result: &Message, points: Option<&Message>) -> Message {
    match points {
        Some(points) => Message {
            vi: format!("{} ({})", result.vi, points.vi),
            en: format!("{} ({})", result.en, points.en),
        },
        None => result.clone(),
    }
}

/// A record from one result to another.
pub fn record(name: &str, from: &Message, to: &Message) -> Message {
    Message {
        vi: format!("{name}: {} → {}", from.vi, to.vi),
        en: format!("{name}: {} → {}", from.en, to.en),
    }
}

/// Name of a record with its unit and its day, where they are known.
pub fn record_name(record: &str, unit: Option<&str>, day: Option<Date>) -> String {
    let day = day.map(show_date);
    [Some(record), unit, day.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Records that are not listed.
pub fn more(count: usize) -> Message {
    say!(
        "… và {count} bản ghi nữa; --dang json hoặc xlsx kể hết",
        "… and {count} more; --format json or xlsx lists all",
        count = count
    )
}

/// Indicators of units that are not listed.
pub fn more_indicators(count: usize) -> Message {
    say!(
        "… và {count} chỉ số của các đơn vị nữa; --dang json hoặc xlsx kể hết",
        "… and {count} more indicators of units; --format json or xlsx lists all",
        count = count
    )
}

/// A criterion that gives other points.
pub fn criterion(label: &str, change: &Message) -> Message {
    Message {
        vi: format!("tiêu chí {label} {}", change.vi),
        en: format!("criterion {label} now {}", change.en),
    }
}

/// Points that are not one number.
pub fn open_points() -> Message {
    say!("chưa rõ", "not known")
}

/// A criterion that one pack alone has.
pub fn criterion_alone(label: &str, points: &Message, new: bool) -> Message {
    if new {
        Message {
            vi: format!("thêm tiêu chí {label}: {}", points.vi),
            en: format!("new criterion {label}: {}", points.en),
        }
    } else {
        Message {
            vi: format!("bỏ tiêu chí {label}: {}", points.vi),
            en: format!("without criterion {label}: {}", points.en),
        }
    }
}

/// A reason that there is now, or is no longer.
pub fn reason(text: &str, new: bool) -> Message {
    if new {
        say!("nay có: “{text}”", "now: “{text}”", text = text)
    } else {
        say!("không còn: “{text}”", "no longer: “{text}”", text = text)
    }
}

/// A value that is waited for now.
pub fn waits(text: &str) -> Message {
    say!("nay chờ: “{text}”", "now waits for: “{text}”", text = text)
}

/// A block that applies now, or applies no longer.
pub fn applies(now: bool) -> Message {
    if now {
        say!("nay thuộc diện xét", "the block applies now")
    } else {
        say!("nay không thuộc diện xét", "the block no longer applies")
    }
}

/// The same points in each criterion, and another grade.
pub fn graded_otherwise() -> Message {
    say!(
        "điểm từng tiêu chí như cũ, ngưỡng xếp loại khác",
        "the same points in each criterion, graded by other thresholds"
    )
}

/// Something that a record rests on, and that is no criterion or clause.
pub fn underneath() -> Message {
    say!("giá trị mà khối dựa vào đã khác", "a value that the block rests on is another")
}

/// An indicator's value and standing, each given in Vietnamese and in English, with the level that
/// it reaches.
pub fn indicator_standing(vi: (&str, &str), en: (&str, &str), level: Option<&str>) -> Message {
    let level = level.map(|level| format!(" ({level})")).unwrap_or_default();
    Message { vi: format!("{}, {}{level}", vi.0, vi.1), en: format!("{}, {}{level}", en.0, en.1) }
}

/// An indicator of a unit from one standing to another.
pub fn indicator(label: &str, name: &str, from: &Message, to: &Message) -> Message {
    Message {
        vi: format!("{name}: chỉ số {label}: {} → {}", from.vi, to.vi),
        en: format!("{name}: indicator {label}: {} → {}", from.en, to.en),
    }
}

/// Indicators of which the value alone is another.
pub fn other_values(count: usize) -> Message {
    Message {
        vi: format!("{count} chỉ số của các đơn vị chỉ khác giá trị, đạt hay không thì như cũ"),
        en: format!(
            "{} of units: another value, met or missed as before",
            counted(count, "indicator")
        ),
    }
}

/// Records that only one of the readings has.
pub fn alone(old: usize, new: usize) -> Message {
    Message {
        vi: format!(
            "không so được: {old} bản ghi chỉ bộ cũ đọc được, {new} bản ghi chỉ bộ mới đọc được"
        ),
        en: format!(
            "not compared: {} that the old pack alone reads, {} that the new one alone reads",
            counted(old, "record"),
            counted(new, "record")
        ),
    }
}

/// The new pack, asked for the days of the old one.
pub fn in_period(days: &Message) -> Message {
    Message {
        vi: format!(
            "bộ mới được xét như áp dụng {} (kỳ của bộ cũ); muốn xét đúng kỳ của nó thì ghi --ngay-moi",
            days.vi
        ),
        en: format!(
            "the new pack is taken as if it applied {} (the days of the old one); --new-date asks it \
             for its own",
            days.en
        ),
    }
}
