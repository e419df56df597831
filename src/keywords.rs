//! The one table of keywords: for each its symbol in the grammar, its Vietnamese and English
//! spellings (the first of each is the one the formatter writes) and where it is reserved.
//! Spellings are compared as names are, by [`crate::source::key`].

use crate::source::key;
use crate::value::Lang;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A language keywords can be written in; a file may mix them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Keywords {
    /// `bản ghi`, `trường`
    #[default]
    Vi,
    /// `record`, `field`
    En,
}

impl From<Lang> for Keywords {
    fn from(lang: Lang) -> Keywords {
        match lang {
            Lang::Vi => Keywords::Vi,
            Lang::En => Keywords::En,
        }
    }
}

impl Keywords {
    /// The words of a range: before its first end, before its last, and before a last that does not
    /// belong to it.
    pub fn range(self) -> [&'static str; 3] {
        match self {
            Keywords::Vi => ["từ", "đến", "đến dưới"],
            Keywords::En => ["from", "to", "to below"],
        }
    }
}

/// Place in which a keyword is reserved; elsewhere its words are ordinary words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// Reserved at the start of a line.
    Opening,
    /// Everywhere, unless a longer declared name covers it.
    Everywhere,
    /// On the lines it serves.
    OnLine,
    /// Reserved between two names, where no declared name covers it.
    Dividing,
    /// Reserved as a whole name.
    Whole,
    /// After the `:` of a declaration.
    Type,
    /// Right after a number.
    AfterNumber,
    /// Right before a day and month, `10/6`.
    BeforeDay,
    /// Beside the name of a record type in an aggregate.
    BesideRecord,
    /// Behind `mỗi`, or before the `khi` of a count.
    Period,
    /// Reserved right before `(`.
    Function,
    /// Nowhere: a name that the language itself declares.
    Name,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// Identity of the keyword, the same in both languages.
    pub id: Kw,
    /// Symbol of the keyword in the canonical text that the grammar reads.
    pub symbol: &'static str,
    /// Place in which it is reserved.
    pub reserved: Reserved,
    /// Vietnamese spellings, the formatter's first.
    pub vi: &'static [&'static str],
    /// English spellings, the formatter's first.
    pub en: &'static [&'static str],
}

macro_rules! keywords {
    ($($reserved:ident {
        $($id:ident $symbol:literal [$($vi:literal),+] [$($en:literal),+];)+
    })+) => {
        /// Every keyword of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kw {
            $($(
                #[doc = concat!("`", $symbol, "`", $(": `", $vi, "`",)+ $(" · `", $en, "`",)+)]
                $id,
            )+)+
        }

        /// The table, in the order of [`Kw`].
        pub const TABLE: &[Keyword] = &[$($(
            Keyword {
                id: Kw::$id,
                symbol: $symbol,
                reserved: Reserved::$reserved,
                vi: &[$($vi),+],
                en: &[$($en),+],
            },
        )+)+];

        impl Kw {
            /// Row of the keyword in the table.
            pub fn row(self) -> &'static Keyword {
                match self {
                    $($(Kw::$id => {
                        const ROW: &Keyword = &Keyword {
                            id: Kw::$id,
                            symbol: $symbol,
                            reserved: Reserved::$reserved,
                            vi: &[$($vi),+],
                            en: &[$($en),+],
                        };
                        ROW
                    })+)+
                }
            }
        }
    };
}

keywords! {
    Opening {
        Language "language" ["ngôn ngữ"] ["language"];
        Document "document" ["tài liệu"] ["source"];
        Category "category" ["danh mục"] ["category"];
        Record "record" ["bản ghi"] ["record"];
        Field "field" ["trường"] ["field"];
        Derive "derive" ["tính"] ["derive"];
        Shown "shown" ["hiện theo"] ["shown by"];
        Never "never" ["không thể"] ["never"];
        Parameter "parameter" ["tham số"] ["parameter"];
        Function "function" ["hàm"] ["function"];
        Table "table" ["bảng"] ["table"];
        Scorecard "scorecard" ["bảng điểm"] ["scorecard"];
        Criterion "criterion" ["tiêu chí"] ["criterion"];
        Subject "subject" ["theo"] ["by"];
        Grading "grading" ["xếp loại"] ["grade"];
        Ranking "ranking" ["xếp hạng theo"] ["rank by"];
        NoBetter "no-better" ["không quá"] ["no better than"];
        Downgrade "downgrade" ["hạ một bậc nếu"] ["one grade down if"];
        Eligibility "eligibility" ["điều kiện"] ["eligibility"];
        Check "check" ["kiểm tra"] ["check"];
        Applies "applies" ["áp dụng khi"] ["applies when"];
        Require "require" ["yêu cầu"] ["require"];
        Else "else" ["nếu không"] ["else"];
        Reject "reject" ["từ chối nếu"] ["reject if"];
        Refer "refer" ["cần xem xét nếu"] ["refer if"];
        Due "due" ["hạn"] ["due"];
        Late "late" ["nếu chậm"] ["if late"];
        Warn "warn" ["cảnh báo nếu"] ["warn if"];
        Prefer "prefer" ["ưu tiên nếu"] ["prefer if"];
        Verdicts "verdicts" ["kết luận"] ["verdicts"];
        Targets "targets" ["chỉ tiêu"] ["targets"];
        Indicator "indicator" ["chỉ số"] ["indicator"];
        Levels "levels" ["mức"] ["levels"];
        Example "example" ["ví dụ"] ["example"];
        Given "given" ["cho"] ["given"];
        Expect "expect" ["thì"] ["expect"];
        Basis "basis" ["căn cứ"] ["basis"];
        Assumption "assumption" ["giả định"] ["assumption"];
        Allow "allow" ["bỏ qua"] ["allow"];
    }
    Everywhere {
        And "and" ["và"] ["and"];
        Or "or" ["hoặc"] ["or"];
        Not "not" ["không phải"] ["not"];
        Is "is" ["là"] ["is"];
        IsNot "is-not" ["không phải là"] ["is not"];
        OneOf "one-of" ["một trong"] ["one of"];
        If "if" ["nếu"] ["if"];
        Then "then" ["thì"] ["then"];
        From "from" ["từ", "kể từ"] ["from"];
        UpTo "up-to" ["đến"] ["up to", "to"];
        Upwards "upwards" ["trở lên"] ["upwards"];
        Below "below" ["dưới"] ["below"];
        Above "above" ["trên"] ["above"];
        Gives "gives" ["được"] ["gives"];
        By "by" ["theo"] ["by"];
        For "for" ["cho"] ["for"];
        When "when" ["khi"] ["when"];
        Otherwise "otherwise" ["còn lại"] ["otherwise"];
    }
    OnLine {
        File "file" ["văn bản"] ["text"];
        Ordered "ordered" ["có thứ tự"] ["ordered"];
        Code "code" ["mã"] ["code"];
        Also "also" ["tên khác"] ["also"];
        With "with" ["cùng"] ["with"];
        BelongsTo "belongs-to" ["thuộc"] ["belongs to"];
        DatedBy "dated-by" ["ghi theo"] ["dated by"];
        ForPeriod "for-period" ["cho kỳ của", "cho kì của"] ["for the period of"];
        MonthlyBy "monthly-by" ["chụp hàng tháng theo"] ["monthly by"];
        CompleteWhen "complete-when" ["đủ khi"] ["complete when"];
        Key "key" ["khóa"] ["key"];
        Required "required" ["bắt buộc"] ["required"];
        Column "column" ["cột"] ["column"];
        Fixed "fixed" ["cố định"] ["fixed"];
        OnlyRises "only-rises" ["chỉ tăng"] ["only rises"];
        OnlyFalls "only-falls" ["chỉ giảm"] ["only falls"];
        InSteps "in-steps" ["bước"] ["in steps of"];
        Sheet "sheet" ["trang"] ["sheet"];
        OutOf "out-of" ["thang"] ["out of"];
        AtMost "at-most" ["tối đa"] ["at most"];
        SumOfRows "sum-of-rows" ["cộng các dòng"] ["sum of rows"];
        Unique "unique" ["duy nhất"] ["unique"];
        Sum "sum" ["cộng"] ["sum"];
        All "all" ["tất cả"] ["all"];
        Descending "descending" ["giảm dần"] ["descending"];
        Ascending "ascending" ["tăng dần"] ["ascending"];
        Reason "reason" ["lý do có", "lý do"] ["reason"];
        NoReason "no-reason" ["lý do không có", "không có lý do"] ["no reason"];
        Each "each" ["mỗi"] ["each"];
        After "after" ["sau"] ["after"];
        Within "within" ["trong", "trong vòng"] ["within"];
        BeforeDate "before" ["trước"] ["before"];
        Latest "by-date" ["chậm nhất", "chậm nhất là", "chậm nhất vào"] ["by", "no later than"];
        InPeriod "in-period" ["trong kỳ", "trong kì"] ["within the period"];
        Over "over" ["trên"] ["over"];
        Total "total" ["toàn bộ"] ["total"];
        NoRows "no-rows" ["không có dòng", "không có dòng nào"] ["no rows"];
    }
    Period {
        Month "month-period" ["tháng"] ["month", "months"];
        Quarter "quarter-period" ["quý"] ["quarter", "quarters"];
        Year "year-period" ["năm"] ["year", "years"];
    }
    Dividing {
        Of "of" ["của"] ["of"];
        At "at" ["tại"] ["at"];
    }
    Whole {
        Yes "yes" ["có"] ["yes"];
        No "no" ["không"] ["no"];
        Missing "missing" ["thiếu"] ["missing"];
    }
    Type {
        TypeText "type-text" ["chữ"] ["text"];
        TypeNumber "type-number" ["số"] ["number"];
        TypeInteger "type-integer" ["số nguyên"] ["integer"];
        TypeMoney "type-money" ["tiền"] ["money"];
        TypeRatio "type-ratio" ["tỷ lệ", "tỉ lệ"] ["ratio"];
        TypePoints "type-points" ["điểm"] ["points"];
        TypeDate "type-date" ["ngày"] ["date"];
        TypeDuration "type-duration" ["thời hạn"] ["duration"];
        TypeYesNo "type-yes-no" ["có không"] ["yes-no"];
    }
    AfterNumber {
        Thousand "thousand" ["nghìn", "ngàn"] ["thousand"];
        Million "million" ["triệu"] ["million"];
        Billion "billion" ["tỷ", "tỉ"] ["billion"];
        Dong "dong" ["đồng"] ["VND"];
        Points "points" ["điểm"] ["points", "point"];
        Days "days" ["ngày"] ["days", "day"];
        Months "months" ["tháng"] ["months", "month"];
        Years "years" ["năm"] ["years", "year"];
    }
    BeforeDay {
        DayOf "day-of" ["ngày"] ["day"];
    }
    BesideRecord {
        Every "every" ["mọi"] ["every"];
        InLast "in-last" ["trong"] ["in the last"];
    }
    Function {
        CountOf "count" ["đếm"] ["count"];
        SumOf "total-of" ["tổng"] ["sum"];
        ShareOf "share" ["tỷ trọng", "tỉ trọng"] ["share"];
        AverageOf "average" ["trung bình"] ["average"];
        MaxOf "max" ["lớn nhất"] ["max"];
        MinOf "min" ["nhỏ nhất"] ["min"];
        AgeOf "age" ["tuổi"] ["age"];
        DaysOf "days-between" ["số ngày"] ["days"];
        MonthsOf "months-between" ["số tháng"] ["months"];
        YearOf "year" ["năm"] ["year"];
        QuarterOf "quarter" ["quý"] ["quarter"];
        MonthOf "month" ["tháng"] ["month"];
        AbsOf "abs" ["trị tuyệt đối"] ["abs"];
        RoundOf "round" ["làm tròn"] ["round"];
        RoundUpOf "round-up" ["làm tròn lên"] ["round up"];
        RoundDownOf "round-down" ["làm tròn xuống"] ["round down"];
        PowerOf "power" ["lũy thừa"] ["power"];
        ContainsOf "contains" ["chứa"] ["contains"];
        PreviousOf "previous" ["kỳ trước", "kì trước"] ["previous"];
    }
    Name {
        AsOf "as-of" ["ngày xét"] ["as-of date"];
        PeriodStart "period-start" ["đầu kỳ", "đầu kì"] ["period start"];
        PeriodEnd "period-end" ["cuối kỳ", "cuối kì"] ["period end"];
        PeriodOver "period-over" ["hết kỳ", "hết kì"] ["period over"];
        TotalPoints "total-points" ["tổng điểm"] ["total points"];
        Grade "grade" ["xếp loại"] ["grade"];
        PointsHeader "points-header" ["điểm"] ["points"];
        Verdict "verdict" ["kết luận"] ["verdict"];
        Undetermined "undetermined" ["chưa xác định"] ["undetermined"];
        Eligible "eligible" ["đủ điều kiện"] ["eligible"];
        Rejected "rejected" ["từ chối"] ["rejected"];
        ToReview "to-review" ["cần xem xét"] ["to review"];
        Incomplete "incomplete" ["cần bổ sung"] ["incomplete"];
        Met "met" ["đạt"] ["met"];
        NotMet "not-met" ["không đạt"] ["not met"];
        NotDue "not-due" ["chưa đến hạn"] ["not due"];
        NotApplicable "not-applicable" ["không áp dụng"] ["not applicable"];
    }
}

impl Kw {
    /// Spelling of the keyword as the formatter writes it: the first of the language.
    pub fn word(self, keywords: Keywords) -> &'static str {
        let row = self.row();
        let spellings = match keywords {
            Keywords::Vi => row.vi,
            Keywords::En => row.en,
        };
        spellings.first().copied().unwrap_or(row.symbol)
    }
}

/// The names that the language itself declares for every record type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Special {
    /// `ngày xét`
    AsOf,
    /// `đầu kỳ`
    PeriodStart,
    /// `cuối kỳ`
    PeriodEnd,
    /// `hết kỳ`
    PeriodOver,
    /// `tổng điểm`
    TotalPoints,
    /// `xếp loại`
    Grade,
    /// `điểm`: the header of a criterion's result column.
    Points,
}

impl Special {
    /// Returns `true` if it tells of the period, so that nothing else may have its name.
    pub fn is_of_period(self) -> bool {
        match self {
            Special::PeriodStart | Special::PeriodEnd | Special::PeriodOver => true,
            Special::AsOf | Special::TotalPoints | Special::Grade | Special::Points => false,
        }
    }
}

/// The special name a key stands for, in either language.
pub fn special(key: &str) -> Option<Special> {
    match named(key, Reserved::Name)? {
        Kw::AsOf => Some(Special::AsOf),
        Kw::PeriodStart => Some(Special::PeriodStart),
        Kw::PeriodEnd => Some(Special::PeriodEnd),
        Kw::PeriodOver => Some(Special::PeriodOver),
        Kw::TotalPoints => Some(Special::TotalPoints),
        Kw::Grade => Some(Special::Grade),
        Kw::PointsHeader => Some(Special::Points),
        _ => None,
    }
}

/// The keyword of one kind whose spelling, in either language, has this key.
pub fn named(key: &str, reserved: Reserved) -> Option<Kw> {
    let all = BY_KEY.get(key)?;
    all.iter().copied().find(|id| id.row().reserved == reserved)
}

/// Returns `true` of a name, with its key, that stands in backticks in rules: it would not be read
/// as one.
pub fn needs_ticks(name: &str, key: &str) -> bool {
    let plain = name.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(c, ' ' | '_' | '&' | '-')
            || unicode_normalization::char::is_combining_mark(c)
    });
    !plain || is_reserved(key)
}

/// Returns `true` if a name that is just this, by its key, would be taken for a word of the
/// language wherever it stands.
pub fn is_reserved(key: &str) -> bool {
    [Reserved::Everywhere, Reserved::Whole]
        .into_iter()
        .any(|reserved| named(key, reserved).is_some())
}

static BY_KEY: LazyLock<BTreeMap<String, Vec<Kw>>> = LazyLock::new(|| {
    let mut by_key: BTreeMap<String, Vec<Kw>> = BTreeMap::new();
    for row in TABLE {
        for spelling in row.vi.iter().chain(row.en) {
            by_key.entry(key(spelling)).or_default().push(row.id);
        }
    }
    by_key
});

/// Synonyms of words of the language that start a range, each with the word it stands for.
pub const SYNONYMS: [(&str, &str); 17] = [
    ("tới", "đến"),
    ("lớn hơn hoặc bằng", "từ"),
    ("nhỏ hơn hoặc bằng", "đến"),
    ("ít nhất", "từ"),
    ("tối thiểu", "từ"),
    ("không dưới", "từ"),
    ("không vượt quá", "đến"),
    ("lớn hơn", "trên"),
    ("nhiều hơn", "trên"),
    ("cao hơn", "trên"),
    ("nhỏ hơn", "dưới"),
    ("ít hơn", "dưới"),
    ("thấp hơn", "dưới"),
    ("at least", "from"),
    ("more than", "above"),
    ("greater than", "above"),
    ("less than", "below"),
];

/// Words that people write after a number, each with what it stands for.
pub(crate) const UNIT_SYNONYMS: [(&str, &str); 5] =
    [("tr", "triệu"), ("trđ", "triệu đồng"), ("đ", "đồng"), ("vnđ", "đồng"), ("k", "nghìn")];

/// Words that a line is opened with, each with the spelling of the keyword it means.
pub(crate) const OPENING_SYNONYMS: [(&str, &str); 15] = [
    ("văn bản", "tài liệu"),
    ("biểu điểm", "bảng điểm"),
    ("mong đợi", "thì"),
    ("kỳ vọng", "thì"),
    ("kết quả", "thì"),
    ("document", "source"),
    ("expected", "expect"),
    ("nếu muộn", "nếu chậm"),
    ("nếu trễ", "nếu chậm"),
    ("nếu trễ hạn", "nếu chậm"),
    ("nếu quá hạn", "nếu chậm"),
    ("thời hạn", "hạn"),
    ("if overdue", "if late"),
    ("when late", "if late"),
    ("deadline", "due"),
];

/// Words that stand for `mỗi` before a period.
pub(crate) const EACH_SYNONYMS: [&str; 5] = ["hàng", "hằng", "từng", "mỗi một", "every"];

/// Words that stand for `mỗi` and its period.
pub(crate) const PERIOD_SYNONYMS: [(&str, Kw); 4] = [
    ("monthly", Kw::Month),
    ("quarterly", Kw::Quarter),
    ("yearly", Kw::Year),
    ("annually", Kw::Year),
];

/// Words that a deadline is started with, each with the keyword it means.
pub(crate) const DEADLINE_SYNONYMS: [(&str, Kw); 11] = [
    ("trong thời hạn", Kw::Within),
    ("trong thời gian", Kw::Within),
    ("muộn nhất", Kw::Latest),
    ("trễ nhất", Kw::Latest),
    ("không muộn hơn", Kw::Latest),
    ("không chậm hơn", Kw::Latest),
    ("đến hết", Kw::Latest),
    ("not later than", Kw::Latest),
    ("on or before", Kw::Latest),
    ("until", Kw::Latest),
    ("prior to", Kw::BeforeDate),
];

/// Words that stand between a time and the day it is counted from.
pub(crate) const JOINT_SYNONYMS: [&str; 5] = ["tính từ", "sau", "after", "since", "following"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_keywords_of_one_kind_share_a_spelling_or_a_symbol() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.id as usize, at);
            for spelling in row.vi.iter().chain(row.en) {
                assert_eq!(named(&key(spelling), row.reserved), Some(row.id), "{spelling}");
            }
            assert_eq!(
                TABLE.iter().filter(|other| other.symbol == row.symbol).count(),
                1,
                "{}",
                row.symbol
            );
        }
    }

    #[test]
    fn special_names_are_known_in_both_languages_and_whatever_the_case() {
        assert_eq!(special(&key("Tổng điểm")), Some(Special::TotalPoints));
        assert_eq!(special(&key("as-of date")), Some(Special::AsOf));
        assert_eq!(special(&key("từ chối")), None);
        assert!(is_reserved("đến") && is_reserved("có") && !is_reserved("tháng"));
    }
}
