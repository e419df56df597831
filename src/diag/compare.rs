//! What differs between two packs, as an officer says it.

use super::{Message, counted, say, words};
use crate::value::text::show_date;
use crate::value::{Date, Lang};

words! {
    /// Fixed words of a comparison.
    title: "So sánh hai bộ quy tắc" / "Two packs compared";
    unchanged: "Không đổi cách xét" / "No change in meaning";
    conclusion: "Kết luận" / "Conclusion";
}

/// Kind of the thing that a group of changes is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The pack as a whole.
    Pack,
    /// `danh mục`
    Category,
    /// `tham số`
    Parameter,
    /// `hàm`
    Function,
    /// `bản ghi`
    Record,
    /// `bảng điểm`
    Scorecard,
    /// `điều kiện`
    Eligibility,
    /// `kiểm tra`
    Check,
    /// `chỉ tiêu`
    Targets,
}

/// Heading of a group of changes: the kind and the name of what changed.
pub fn heading(subject: Subject, name: &str) -> Message {
    let (vi, en) = match subject {
        Subject::Pack => return say!("Bộ quy tắc", "The pack"),
        Subject::Category => ("Danh mục", "Category"),
        Subject::Parameter => ("Tham số", "Parameter"),
        Subject::Function => ("Hàm", "Function"),
        Subject::Record => ("Bản ghi", "Record"),
        Subject::Scorecard => ("Bảng điểm", "Scorecard"),
        Subject::Eligibility => ("Điều kiện", "Eligibility"),
        Subject::Check => ("Kiểm tra", "Check"),
        Subject::Targets => ("Chỉ tiêu", "Targets"),
    };
    Message { vi: format!("{vi} {name}"), en: format!("{en} {name}") }
}

/// A named thing within a sentence: `tham số “X”`.
pub fn named(subject: Subject, name: &str) -> Message {
    let Message { vi, en } = heading(subject, &quote(name));
    Message { vi: lower(&vi), en: lower(&en) }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

fn quote(text: &str) -> String {
    format!("“{text}”")
}

/// Words of the rules, quoted in both languages.
pub fn quoted(text: &str) -> Message {
    Message { vi: quote(text), en: quote(text) }
}

/// The words of a row that holds where none before it does.
pub fn otherwise() -> Message {
    say!("“còn lại”", "“otherwise”")
}

/// A change of a value; `rises` of two that can be compared.
pub fn step(old: &Message, new: &Message, rises: Option<bool>) -> Message {
    let word = match rises {
        Some(true) => "lên",
        Some(false) => "còn",
        None => "thành",
    };
    let from = if rises.is_some() { without_unit(&old.vi, &new.vi) } else { &old.vi };
    Message {
        vi: format!("từ {from} {word} {}", new.vi),
        en: format!("{} (was {})", new.en, old.en),
    }
}

/// A number without its unit, where the number behind it has the same: `25` beside `20 điểm`.
fn without_unit<'t>(text: &'t str, beside: &str) -> &'t str {
    match (text.split_once(' '), beside.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => number,
        (_, _) => text,
    }
}

/// The site of a sentence: a criterion by its number.
pub fn criterion(label: &str, sentence: &Message) -> Message {
    let Message { vi, en } = sentence;
    Message { vi: format!("Tiêu chí {label}: {vi}"), en: format!("Criterion {label}: {en}") }
}

/// The site of a sentence: a field, derivation or table of a record type.
pub fn value_of(name: &str, sentence: &Message) -> Message {
    let Message { vi, en } = sentence;
    Message { vi: format!("{name}: {vi}"), en: format!("{name}: {en}") }
}

/// The site of a sentence: an indicator of targets.
pub fn indicator(label: &str, sentence: &Message) -> Message {
    let Message { vi, en } = sentence;
    Message { vi: format!("Chỉ số {label}: {vi}"), en: format!("Indicator {label}: {en}") }
}

/// The days between two, both included; open where an end is not given.
pub fn days(from: Option<Date>, to: Option<Date>) -> Message {
    match (from.map(show_date), to.map(show_date)) {
        (Some(from), Some(to)) if from == to => {
            say!("ngày {day}", "on {day}", day = from)
        }
        (Some(from), Some(to)) => {
            say!("từ {from} đến {to}", "from {from} to {to}", from = from, to = to)
        }
        (Some(from), None) => say!("từ {from}", "from {from}", from = from),
        (None, Some(to)) => say!("đến {to}", "up to {to}", to = to),
        (None, None) => say!("mọi ngày", "on any day"),
    }
}

/// The days on which a pack applies.
pub fn period(old: &Message, new: &Message) -> Message {
    Message {
        vi: format!("áp dụng {} (trước là {})", new.vi, old.vi),
        en: format!("applies {} (was {})", new.en, old.en),
    }
}

/// The rule for months that lack a day.
pub fn month_end() -> Message {
    say!(
        "cách cộng tháng vào ngày mà tháng đến không có (month_end) đã đổi",
        "the rule for adding months to a day that the month reached lacks (month_end) changed"
    )
}

/// A change of which it is proved that it decides nothing.
pub fn proved(change: &Message) -> Message {
    Message {
        vi: format!("{}; chứng minh được: không bản ghi nào vì thế mà đổi kết quả", change.vi),
        en: format!("{}; proved: no record comes out otherwise by it", change.en),
    }
}

/// The language of numbers, dates and verdicts.
pub fn language(old: Lang, new: Lang) -> Message {
    let name = |lang: Lang| match lang {
        Lang::Vi => ("tiếng Việt", "Vietnamese"),
        Lang::En => ("tiếng Anh", "English"),
    };
    let (old, new) = (name(old), name(new));
    Message {
        vi: format!("số, ngày và kết luận viết bằng {} (trước là {})", new.0, old.0),
        en: format!("numbers, dates and verdicts are in {} (was {})", new.1, old.1),
    }
}

/// The ways records are found in office files.
pub fn profiles() -> Message {
    say!(
        "cách tìm dòng và cột trong tệp dữ liệu (các phần import của pack.toml) đã đổi",
        "the ways rows and columns are found in data files (import in pack.toml) changed"
    )
}

/// A value of a dated parameter on some days.
pub fn on_days(days: &Message, change: &Message) -> Message {
    Message { vi: format!("{}: {}", days.vi, change.vi), en: format!("{}: {}", days.en, change.en) }
}

/// A value where there was none.
pub fn value_begins(new: &Message) -> Message {
    Message {
        vi: format!("nay là {} (trước không có giá trị)", new.vi),
        en: format!("now {} (there was no value)", new.en),
    }
}

/// No value where there was one.
pub fn value_ends(old: &Message) -> Message {
    Message {
        vi: format!("nay không có giá trị (trước là {})", old.vi),
        en: format!("now without a value (was {})", old.en),
    }
}

/// Kind of a part that was added, removed, or became another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A whole group of its own: the heading names it.
    Whole,
    /// `trường`
    Field,
    /// `tính`
    Derived,
    /// `bảng`
    Table,
    /// A value of a category.
    Value,
    /// `tiêu chí`
    Criterion,
    /// A row of a criterion, a table or a grading.
    Row,
    /// `không quá … nếu`, `hạ một bậc nếu`
    Cap,
    /// `áp dụng khi`
    Guard,
    /// `yêu cầu`
    Require,
    /// `hạn`
    Due,
    /// `từ chối nếu`
    Reject,
    /// `cần xem xét nếu`
    Refer,
    /// `cảnh báo nếu`
    Warn,
    /// `ưu tiên nếu`
    Prefer,
    /// `chỉ số`
    Indicator,
    /// A unit with a row of its own in a table of targets.
    Unit,
    /// `mức`
    Level,
    /// `xếp loại`
    Grading,
    /// A column of a table.
    Column,
}

/// Noun of a part, in both languages.
fn noun(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Whole => ("", ""),
        Part::Field => ("trường", "field"),
        Part::Derived => ("giá trị tính", "derived value"),
        Part::Table => ("bảng", "table"),
        Part::Value => ("giá trị", "value"),
        Part::Criterion => ("tiêu chí", "criterion"),
        Part::Row => ("dòng", "row"),
        Part::Cap => ("mức chặn", "cap"),
        Part::Guard => ("điều kiện áp dụng", "guard"),
        Part::Require => ("yêu cầu", "requirement"),
        Part::Due => ("hạn", "deadline"),
        Part::Reject => ("điều từ chối", "rejection"),
        Part::Refer => ("điều cần xem xét", "referral"),
        Part::Warn => ("cảnh báo", "warning"),
        Part::Prefer => ("điều ưu tiên", "preference"),
        Part::Indicator => ("chỉ số", "indicator"),
        Part::Unit => ("dòng riêng của", "row of"),
        Part::Level => ("mức", "level"),
        Part::Grading => ("phần xếp loại", "grading"),
        Part::Column => ("cột", "column"),
    }
}

/// A part with its words: `dòng “dưới 0,5%”`.
fn part(kind: Part, what: &Message) -> Message {
    let (vi, en) = noun(kind);
    let before = |noun: &str, what: &str| format!("{noun} {what}").trim().to_owned();
    Message { vi: before(vi, &what.vi), en: before(en, &what.en) }
}

/// A part that there was not before.
pub fn added(kind: Part, what: &Message) -> Message {
    let Message { vi, en } = part(kind, what);
    match kind {
        Part::Whole => say!("có thêm", "added"),
        _ => Message { vi: format!("thêm {vi}"), en: format!("new {en}") },
    }
}

/// A part that there is no longer.
pub fn removed(kind: Part, what: &Message) -> Message {
    let Message { vi, en } = part(kind, what);
    match kind {
        Part::Whole => say!("đã bỏ", "removed"),
        _ => Message { vi: format!("bỏ {vi}"), en: format!("{en} removed") },
    }
}

/// A part by another name.
pub fn renamed(kind: Part, old: &str, new: &str) -> Message {
    match kind {
        Part::Whole => say!("đổi tên, trước là “{old}”", "renamed, was “{old}”", old = old),
        _ => {
            let (vi, en) = noun(kind);
            Message {
                vi: format!("{vi} “{old}” đổi tên thành “{new}”"),
                en: format!("{en} “{old}” renamed to “{new}”"),
            }
        }
    }
}

/// A criterion or an indicator with another number.
pub fn renumbered(kind: Part, old: &str, new: &str) -> Message {
    let (vi, en) = noun(kind);
    Message {
        vi: format!("{vi} {old} nay là {vi} {new}"),
        en: format!("{en} {old} is now {en} {new}"),
    }
}

/// A row with a result, where that helps to tell it.
pub fn row_with(words: &Message, result: &Message) -> Message {
    Message {
        vi: format!("{} ({})", words.vi, result.vi),
        en: format!("{} ({})", words.en, result.en),
    }
}

/// A row with another result.
pub fn row_gives(row: &Message, change: &Message) -> Message {
    Message {
        vi: format!("dòng {} {}", row.vi, change.vi),
        en: format!("the row {} now gives {}", row.en, change.en),
    }
}

/// A part whose condition reads otherwise; `result` is what still follows from it.
pub fn condition(kind: Part, old: &Message, new: &Message, result: Option<&Message>) -> Message {
    let Message { vi, en } = part(kind, old);
    let still = |word: &str, pick: fn(&Message) -> &str| {
        result.map(|result| format!(", {word} {}", pick(result))).unwrap_or_default()
    };
    Message {
        vi: format!("{vi} nay là {}{}", new.vi, still("vẫn", |result| &result.vi)),
        en: format!("{en} is now {}{}", new.en, still("still", |result| &result.en)),
    }
}

/// A row with another condition and another result.
pub fn row_becomes(old: &Message, new: &Message) -> Message {
    Message {
        vi: format!("dòng {} nay là {}", old.vi, new.vi),
        en: format!("the row {} is now {}", old.en, new.en),
    }
}

/// A threshold of a grade.
pub fn threshold(grade: &str, change: &Message) -> Message {
    Message {
        vi: format!("ngưỡng “{grade}” {}", change.vi),
        en: format!("the threshold of “{grade}” is now {}", change.en),
    }
}

/// A row that is tried earlier than before, by the row that now stands behind it.
pub fn row_earlier(row: &Message, next: &Message) -> Message {
    Message {
        vi: format!("dòng {} nay xét trước dòng {}", row.vi, next.vi),
        en: format!("the row {} is now tried before the row {}", row.en, next.en),
    }
}

/// A row that is tried later than before, by the row that now stands before it.
pub fn row_later(row: &Message, previous: &Message) -> Message {
    Message {
        vi: format!("dòng {} nay xét sau dòng {}", row.vi, previous.vi),
        en: format!("the row {} is now tried after the row {}", row.en, previous.en),
    }
}

/// Parts in another order that decides nothing.
pub fn reordered(kind: Part) -> Message {
    let (vi, en) = noun(kind);
    let plural = match kind {
        Part::Criterion => "criteria".to_owned(),
        _ => format!("{en}s"),
    };
    Message {
        vi: format!("các {vi} chỉ xếp lại thứ tự, cách xét như cũ"),
        en: format!("the {plural} stand in another order, which changes nothing"),
    }
}

/// Clauses in another order that decides nothing.
pub fn clauses_reordered() -> Message {
    say!(
        "các điều chỉ xếp lại thứ tự, cách xét như cũ",
        "the clauses stand in another order, which changes nothing"
    )
}

/// The most that a criterion or a scorecard can give.
pub fn maximum(change: &Message) -> Message {
    Message { vi: format!("tối đa {}", change.vi), en: format!("at most {}", change.en) }
}

/// The sum of the maxima of a scorecard.
pub fn scale(change: &Message) -> Message {
    Message {
        vi: format!("thang điểm {}", change.vi),
        en: format!("the scale is now {}", change.en),
    }
}

/// Rows that are added up, or no longer.
pub fn sum_of_rows(now: bool) -> Message {
    if now {
        say!(
            "nay cộng điểm mọi dòng đúng (trước lấy dòng đúng đầu tiên)",
            "now the rows that hold are added up (was: the first that holds)"
        )
    } else {
        say!(
            "nay lấy dòng đúng đầu tiên (trước cộng điểm mọi dòng đúng)",
            "now the first row that holds counts (was: all that hold, added up)"
        )
    }
}

/// A hit policy that became another, each by its keyword.
pub fn policy(old: Option<(&str, &str)>, new: Option<(&str, &str)>) -> Message {
    let first = ("dòng đúng đầu tiên", "first row that holds");
    let (old, new) = (old.unwrap_or(first), new.unwrap_or(first));
    Message {
        vi: format!("cách lấy kết quả từ “{}” thành “{}”", old.0, new.0),
        en: format!("the hit policy is now “{}” (was “{}”)", new.1, old.1),
    }
}

/// Subject that the rows of a criterion test.
pub fn subject(change: &Message) -> Message {
    Message { vi: format!("xét theo {}", change.vi), en: format!("by {}", change.en) }
}

/// A column of which missing became a value like others, or is one no longer.
pub fn missing_counts(column: &str, now: bool) -> Message {
    if now {
        say!(
            "{column}: thiếu nay là một giá trị như các giá trị khác",
            "{column}: missing is now a value like others",
            column = column
        )
    } else {
        say!(
            "{column}: thiếu nay không còn là một giá trị riêng",
            "{column}: missing is no longer a value of its own",
            column = column
        )
    }
}

/// A text that people read, in other words.
pub fn wording(of: Wording, old: &str, new: &str) -> Message {
    let (vi, en) = match of {
        Wording::Title => ("tên gọi", "the title"),
        Wording::Reason => ("lý do", "the reason"),
        Wording::Verdicts => ("tên các kết luận", "the names of verdicts"),
        Wording::Shown => ("phần hiện theo", "what is shown beside"),
        Wording::Ranking => ("phần xếp hạng", "the ranking"),
        Wording::Columns => ("tên cột dữ liệu", "the names of columns"),
        Wording::Late => ("lý do khi làm chậm", "the reason where it is late"),
    };
    Message {
        vi: format!("{vi} từ “{old}” thành “{new}”"),
        en: format!("{en} is now “{new}” (was “{old}”)"),
    }
}

/// Kind of a text that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wording {
    /// Title of a block, a criterion or an indicator.
    Title,
    /// Reason that a clause states.
    Reason,
    /// A block's own words for its verdicts.
    Verdicts,
    /// `hiện theo`: what stands beside a record or a verdict.
    Shown,
    /// `xếp hạng theo`: who comes before whom, which decides nothing of a record.
    Ranking,
    /// Headers by which a column of data is found.
    Columns,
    /// Reason where a deadline was missed.
    Late,
}

/// The type of a value.
pub fn ty(change: &Message) -> Message {
    Message {
        vi: format!("kiểu giá trị {}", change.vi),
        en: format!("the type is now {}", change.en),
    }
}

/// Range of the values that a field allows.
pub fn range(old: Option<&Message>, new: Option<&Message>) -> Message {
    match (old, new) {
        (Some(old), Some(new)) => Message {
            vi: format!("khoảng cho phép từ {} thành {}", old.vi, new.vi),
            en: format!("the range allowed is now {} (was {})", new.en, old.en),
        },
        (None, Some(new)) => Message {
            vi: format!("nay chỉ cho phép {}", new.vi),
            en: format!("only {} is allowed now", new.en),
        },
        (Some(old), None) => Message {
            vi: format!("nay không giới hạn (trước {})", old.vi),
            en: format!("no longer limited (was {})", old.en),
        },
        (None, None) => say!("khoảng cho phép đã đổi", "the range allowed changed"),
    }
}

/// Step of which the values of a field are multiples, as it is written now.
pub fn grain(now: Option<&Message>) -> Message {
    match now {
        Some(now) => Message {
            vi: format!("nay chỉ nhận số theo bước {}", now.vi),
            en: format!("only numbers in steps of {} are allowed now", now.en),
        },
        None => say!("nay không còn bước", "numbers need follow no step any more"),
    }
}

/// Way in which a field can change from day to day.
pub fn way_of_change() -> Message {
    say!(
        "dấu cố định, chỉ tăng, chỉ giảm đã đổi",
        "its mark (fixed, only rises, only falls) changed"
    )
}

/// A field that must be filled in, or need not be.
pub fn required(now: bool) -> Message {
    if now {
        say!("nay bắt buộc phải có", "must be given now")
    } else {
        say!("nay có thể để trống", "may be left blank now")
    }
}

/// A field that is part of the key, or is no longer.
pub fn key(now: bool) -> Message {
    if now {
        say!("nay thuộc khóa của bản ghi", "is part of the key now")
    } else {
        say!("nay không thuộc khóa của bản ghi", "is no longer part of the key")
    }
}

/// A formula that became another.
pub fn formula(old: &Message, new: &Message) -> Message {
    Message {
        vi: format!("nay tính là {} (trước là {})", new.vi, old.vi),
        en: format!("is now {} (was {})", new.en, old.en),
    }
}

/// A derivation that became a table, or the other way round.
pub fn other_kind(now_table: bool) -> Message {
    if now_table {
        say!("nay tra theo bảng (trước là công thức)", "is now a table (was a formula)")
    } else {
        say!("nay là công thức (trước tra theo bảng)", "is now a formula (was a table)")
    }
}

/// Kind of a property of a record type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordProperty {
    /// The type it is part of.
    Parent,
    /// The dates by which it is a register.
    Register,
    /// The day of monthly snapshots.
    Snapshot,
    /// `không thể`: conditions that hold of no record.
    Impossible,
    /// The condition that makes its list a whole one.
    Complete,
}

/// A property of a record type that became another.
pub fn record_property(property: RecordProperty) -> Message {
    match property {
        RecordProperty::Parent => say!(
            "thuộc loại bản ghi khác, hoặc nối bằng trường khác",
            "is part of another record type, or by another field"
        ),
        RecordProperty::Register => say!("cách ghi sổ theo ngày đã đổi", "its register changed"),
        RecordProperty::Snapshot => {
            say!("cách chụp hàng tháng đã đổi", "its monthly snapshots changed")
        }
        RecordProperty::Impossible => say!(
            "những điều không thể có đã đổi: bản ghi bị coi là lỗi dữ liệu nay khác trước",
            "what cannot be of it changed: other records are data errors now"
        ),
        RecordProperty::Complete => say!(
            "điều kiện để danh sách được coi là đủ đã đổi",
            "the condition that makes its list complete changed"
        ),
    }
}

/// A scripted function in other words.
pub fn script(file: &str) -> Message {
    say!("lệnh trong tệp {file} đã đổi", "the script in {file} changed", file = file)
}

/// The signature of a function.
pub fn signature() -> Message {
    say!("tham số hoặc kiểu kết quả đã đổi", "its parameters or the type of its result changed")
}

/// The order of a category's values.
pub fn order(old: &str, new: &str) -> Message {
    say!(
        "thứ tự nay là {new} (trước là {old})",
        "the order is now {new} (was {old})",
        new = new,
        old = old
    )
}

/// A category with an order, or without one.
pub fn ordered(now: bool) -> Message {
    if now {
        say!("nay có thứ tự hơn kém", "its values are ordered now")
    } else {
        say!("nay không còn thứ tự hơn kém", "its values are no longer ordered")
    }
}

/// Kind of a property of a category's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueProperty {
    /// Code that stands for it in data.
    Code,
    /// Days on which it may be used.
    Days,
    /// Further names by which data call it.
    Also,
}

/// A property of a category's value that became another.
pub fn value_property(
    property: ValueProperty,
    name: &str,
    old: &Message,
    new: &Message,
) -> Message {
    let (vi, en) = match property {
        ValueProperty::Code => ("mã", "code"),
        ValueProperty::Days => ("dùng được", "usable"),
        ValueProperty::Also => ("tên khác", "other names"),
    };
    Message {
        vi: format!("“{name}”: {vi} nay {} (trước: {})", new.vi, old.vi),
        en: format!("“{name}”: {en} now {} (was {})", new.en, old.en),
    }
}

/// Nothing, in place of a value.
pub fn nothing() -> Message {
    say!("không có", "none")
}

/// The record type that a block is about.
pub fn about(change: &Message) -> Message {
    Message { vi: format!("xét {}", change.vi), en: format!("is about {}", change.en) }
}

/// A block of another kind.
pub fn other_block_kind(old: &Message, new: &Message) -> Message {
    Message {
        vi: format!("nay là {} (trước là {})", new.vi, old.vi),
        en: format!("is now a kind of {} (was {})", new.en, old.en),
    }
}

/// Kind of a block alone.
pub fn kind(subject: Subject) -> Message {
    let Message { vi, en } = heading(subject, "");
    Message { vi: lower(vi.trim()), en: lower(en.trim()) }
}

/// The kind of a clause that became another.
pub fn clause_kind(old: Part, new: Part, what: &Message) -> Message {
    let ((old_vi, old_en), (new_vi, new_en)) = (noun(old), noun(new));
    Message {
        vi: format!("{old_vi} {} nay là {new_vi}", what.vi),
        en: format!("the {old_en} {} is now a {new_en}", what.en),
    }
}

/// The best grade that a cap leaves.
pub fn cap_leaves(what: &Message, old: &Message, new: &Message) -> Message {
    Message {
        vi: format!("mức chặn {}: từ {} thành {}", what.vi, old.vi, new.vi),
        en: format!("the cap {}: now {} (was {})", what.en, new.en, old.en),
    }
}

/// The best grade that a cap leaves, or one grade down.
pub fn leaves(grade: Option<&str>) -> Message {
    match grade {
        Some(grade) => say!("không quá “{grade}”", "no better than “{grade}”", grade = grade),
        None => say!("hạ một bậc", "one grade down"),
    }
}

/// The time of a clause: a deadline or periods.
pub fn timing(kind: Part, what: &Message, old: &Message, new: &Message) -> Message {
    let Message { vi, en } = part(kind, what);
    Message {
        vi: format!("{vi}: thời hạn từ {} thành {}", old.vi, new.vi),
        en: format!("{en}: its time is now {} (was {})", new.en, old.en),
    }
}

/// The requirement of an indicator, of a unit or a level where there are several.
pub fn requirement(of: Option<&Message>, change: &Message) -> Message {
    let of =
        |pick: fn(&Message) -> &str| of.map(|of| format!("{}: ", pick(of))).unwrap_or_default();
    Message {
        vi: format!("{}yêu cầu {}", of(|of| &of.vi), change.vi),
        en: format!("{}required {}", of(|of| &of.en), change.en),
    }
}

/// A requirement that there is, or was: quoted, or none.
pub fn required_words(words: &[&str]) -> Message {
    match words {
        [] => nothing(),
        words => quoted(&words.join(", ")),
    }
}

/// A unit of targets: by its name, or all records together.
pub fn unit(name: Option<&str>) -> Message {
    match name {
        Some(name) => Message { vi: name.to_owned(), en: name.to_owned() },
        None => say!("toàn bộ", "total"),
    }
}

/// A unit at one of several levels.
pub fn at_level(unit: &Message, level: &str) -> Message {
    Message { vi: format!("{}, {level}", unit.vi), en: format!("{}, {level}", unit.en) }
}

/// The periods in each of which an indicator is asked.
pub fn each_period() -> Message {
    say!("kỳ xét (mỗi tháng, mỗi quý…) đã đổi", "the periods in which it is asked changed")
}

/// The grouping of targets.
pub fn grouping(change: &Message) -> Message {
    Message { vi: format!("gộp theo {}", change.vi), en: format!("by {}", change.en) }
}

/// The total of targets.
pub fn total(now: bool) -> Message {
    if now {
        say!("nay xét cả toàn bộ", "the total over all records is asked now")
    } else {
        say!("nay không xét toàn bộ", "the total over all records is no longer asked")
    }
}

/// The category of grades.
pub fn grades(change: &Message) -> Message {
    Message {
        vi: format!("xếp loại theo danh mục {}", change.vi),
        en: format!("graded by category {}", change.en),
    }
}

/// Documents and assumptions that rules rest on.
pub fn basis(count: usize) -> Message {
    Message {
        vi: format!("căn cứ hoặc giả định ghi khác đi ở {count} chỗ"),
        en: format!("the basis or an assumption differs in {}", counted(count, "place")),
    }
}

/// Groups whose basis differs, in one sentence.
pub fn basis_of(groups: &[&Message]) -> Message {
    let join = |pick: fn(&Message) -> &str| {
        groups.iter().map(|group| pick(group)).collect::<Vec<_>>().join(", ")
    };
    Message {
        vi: format!("căn cứ hoặc giả định ghi khác đi: {}", join(|group| &group.vi)),
        en: format!("the basis or an assumption differs: {}", join(|group| &group.en)),
    }
}

/// The standing of a block that decides alike.
pub fn is_same((renamed, period): (bool, bool), accepted: bool) -> Message {
    let (of_vi, of_en) = match accepted {
        true => (" mà cả hai bộ đều nhận", " that both packs accept"),
        false => ("", ""),
    };
    let (vi, en) = match (renamed, period) {
        (false, false) => ("", ""),
        (true, false) => (", chỉ khác tên gọi", ", but for names"),
        (false, true) => (", chỉ khác kỳ áp dụng", ", but for the pack's days"),
        (true, true) => (", chỉ khác tên gọi và kỳ áp dụng", ", but for names and the pack's days"),
    };
    Message {
        vi: format!("cho kết quả như nhau với mọi bản ghi{of_vi}{vi}"),
        en: format!("the same for every record{of_en}{en}"),
    }
}

/// The standing of a block that decides some record otherwise.
pub fn is_other() -> Message {
    say!("cho kết quả khác", "decides otherwise")
}

/// A block that decides some record otherwise, with what changed under it.
pub fn differs(block: &Message, changed: &[Message]) -> Message {
    let join = |pick: fn(&Message) -> &str| changed.iter().map(pick).collect::<Vec<_>>().join(", ");
    let Message { vi, en } = stands(block, &is_other());
    Message {
        vi: format!("{vi}, vì {} đã đổi", join(|one| &one.vi)),
        en: format!("{en}, for {} changed", join(|one| &one.en)),
    }
}

/// A record that comes out otherwise, by its fields, with both results.
pub fn example(
    fields: &[(&str, &Message)],
    day: Option<Date>,
    from: &Message,
    to: &Message,
) -> Message {
    let join = |pick: fn(&Message) -> &str, as_of: &str| {
        let day = day.map(|day| format!("{as_of} {}", show_date(day)));
        let fields = fields.iter().map(|(name, words)| format!("{name} = {}", pick(words)));
        fields.chain(day).collect::<Vec<_>>().join(", ")
    };
    Message {
        vi: format!("ví dụ {}: {} → {}", join(|one| &one.vi, "ngày xét"), from.vi, to.vi),
        en: format!("for example {}: {} → {}", join(|one| &one.en, "as of"), from.en, to.en),
    }
}

/// The standing of a block of which it is not known.
pub fn is_undecided() -> Message {
    say!("có thể cho kết quả khác", "may decide otherwise")
}

/// The standing of a block that only one of the packs has.
pub fn is_only_in(new: bool) -> Message {
    if new {
        say!("chỉ có trong bộ mới", "only in the new pack")
    } else {
        say!("chỉ có trong bộ cũ", "only in the old pack")
    }
}

/// The end of a comparison: blocks that decide alike.
pub fn same(count: usize, changed: (bool, bool), accepted: bool) -> Message {
    let Message { vi, en } = is_same(changed, accepted);
    Message { vi: format!("{count} khối {vi}"), en: format!("{en}: {}", counted(count, "block")) }
}

/// Blocks of which it is not known whether they still decide alike, with what changed under them.
pub fn undecided(blocks: &[&Message], changed: &[Message]) -> Message {
    let join = |pick: fn(&Message) -> &str| changed.iter().map(pick).collect::<Vec<_>>().join(", ");
    let names = |pick: fn(&Message) -> &str| {
        blocks.iter().map(|block| pick(block)).collect::<Vec<_>>().join(", ")
    };
    Message {
        vi: format!(
            "Có thể cho kết quả khác, vì {} đã đổi: {}",
            join(|one| &one.vi),
            names(|one| &one.vi)
        ),
        en: format!(
            "May decide otherwise, for {} changed: {}",
            join(|one| &one.en),
            names(|one| &one.en)
        ),
    }
}

/// The block itself, as what changed under it.
pub fn own_rules() -> Message {
    say!("chính khối này", "the block itself")
}

/// A block with its standing.
pub fn stands(block: &Message, standing: &Message) -> Message {
    Message {
        vi: format!("{}: {}", block.vi, standing.vi),
        en: format!("{}: {}", block.en, standing.en),
    }
}

/// Number of changes, by whether they may change a result.
pub fn counts(deciding: usize, others: usize) -> Message {
    Message {
        vi: format!("{deciding} thay đổi về cách xét, {others} thay đổi khác"),
        en: format!(
            "{} in meaning, {}",
            counted(deciding, "change"),
            counted(others, "other change")
        ),
    }
}
